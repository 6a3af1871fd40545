// Approving choices instead of texts: each wording of alternatives.jsonl once, beside the base. Decisions and
// edits go into a download of the same file; the guard judges edits when the file is used.

const decisions = data("alternatives").map((line, index) => ({line, index, state: line.state, text: line.text, reason: line.reason || ""}));
const decided = entry => entry.state !== "proposed";
const storageKey = `koor-approval-${meta.campaign || ""}-${meta.input || ""}`;

// Kept in the browser, where it lets a page from disk keep anything.
function keepDecisions() {
  try {
    localStorage.setItem(storageKey, JSON.stringify(decisions.map(({state, text, reason}) => ({state, text, reason}))));
  } catch {
    // the download is what counts
  }
}

function recallDecisions() {
  try {
    const kept = JSON.parse(localStorage.getItem(storageKey) || "[]");
    if (kept.length === decisions.length) kept.forEach((entry, index) => Object.assign(decisions[index], entry));
  } catch {
    // nothing was kept
  }
}

// An edited wording is its author's: the original is rejected beside it.
function approvalLines() {
  return decisions.flatMap(({line, state, text, reason}) => text === line.text ? [{...line, state, reason}] :
    [{...line, state: "rejected", reason: reason || "edited"},
      {...line, text, rule: "", author: "edited in the page", items: 0, circles: [], state, reason: ""}]);
}

function downloadDecisions() {
  const text = approvalLines().map(line => JSON.stringify(line) + "\n").join("");
  const url = URL.createObjectURL(new Blob([text], {type: "application/x-ndjson"}));
  element("a", {href: url, download: "alternatives.jsonl"}).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

function baseFor(line) {
  const same = posts.filter(post => !line.post || !post.id || post.id === line.post);
  const found = same.find(post => post.language === line.language) || same[0];
  return found ? found.text : "";
}

// The base with the words marked that the wording stands for.
function showBase(line) {
  const base = baseFor(line), at = line.from ? base.indexOf(line.from) : -1;
  const parts = at < 0 ? [base] : [base.slice(0, at), element("mark", {}, line.from), base.slice(at + line.from.length)];
  byId("approve-base").replaceChildren(...parts);
}

function drawProgress() {
  const done = decisions.filter(decided).length, approved = decisions.filter(entry => entry.state === "approved").length;
  byId("approve-progress").max = decisions.length || 1;
  byId("approve-progress").value = done;
  byId("approve-count").textContent = `${done} of ${plural(decisions.length, "wording")} decided, ${approved} approved` +
    (done === decisions.length ? ": download the file" : "");
}

const cardOf = entry => byId("wording-" + entry.index);

function drawEntry(entry) {
  const {line} = entry;
  const node = element("div", {id: "wording-" + entry.index, class: "wording " + entry.state, tabindex: "0", role: "group",
      "aria-label": `Sentence ${line.first}: ${entry.text}`, onfocus: () => showBase(line)},
    element("p", {class: "from"}, line.from || ""), element("p", {class: "says"}, ...pieceNodes(changed(entry.text, line.from))),
    element("p", {class: "hint"}, `sentence ${line.first}${line.last > line.first ? " to " + line.last : ""}, ${line.author || line.rule}, ` +
      plural(line.items, "post") + (line.circles && line.circles.length ? ` in ${line.circles.join(", ")}` : "") +
      (line.score >= 50 ? `, drift ${line.score}: read it twice` : "")),
    element("p", {class: "buttons"},
      element("button", {type: "button", class: "approve", "aria-pressed": String(entry.state === "approved"), onclick: () => decide(entry, "approved")}, "Approve"),
      element("button", {type: "button", class: "reject", "aria-pressed": String(entry.state === "rejected"), onclick: () => decide(entry, "rejected")}, "Reject"),
      element("button", {type: "button", class: "edit", onclick: () => startEdit(entry)}, "Edit"),
      entry.state === "rejected" && reasonBox(entry)));
  const old = cardOf(entry);
  if (old) old.replaceWith(node);
  return node;
}

function reasonBox(entry) {
  const box = element("input", {type: "text", class: "reason", "aria-label": "Why it is rejected", placeholder: "why, if you like",
    onkeydown: event => event.stopPropagation(), oninput: () => { entry.reason = box.value; keepDecisions(); }});
  box.value = entry.reason;
  return box;
}

function entryChanged(entry) {
  drawEntry(entry);
  drawProgress();
  keepDecisions();
}

// The same key again takes a decision back; a new one goes on to what is not decided yet.
function decide(entry, state) {
  entry.state = entry.state === state ? "proposed" : state;
  entryChanged(entry);
  const next = decided(entry) && decisions.slice(entry.index + 1).find(other => !decided(other));
  cardOf(next || entry).focus();
}

function startEdit(entry) {
  const box = element("textarea", {rows: "3", "aria-label": "The wording in your words"});
  const end = keep => {
    if (keep && box.value.trim()) {
      entry.text = box.value.trim();
      entry.state = "approved";
    }
    entryChanged(entry);
    cardOf(entry).focus();
  };
  box.value = entry.text;
  box.addEventListener("keydown", event => {
    event.stopPropagation();
    if (event.key === "Escape") end(false);
    else if (event.key === "Enter" && !event.shiftKey) end(true);
    else return;
    event.preventDefault();
  });
  cardOf(entry).querySelector(".says").replaceWith(box);
  cardOf(entry).querySelector(".buttons").replaceChildren(
    element("button", {type: "button", class: "save", onclick: () => end(true)}, "Keep and approve"),
    element("button", {type: "button", onclick: () => end(false)}, "Leave as it was"));
  box.focus();
}

function onApproveKey(event) {
  const node = event.target.closest(".wording"), entry = node && decisions[Number(node.id.slice("wording-".length))];
  if (!entry || event.ctrlKey || event.metaKey || event.altKey) return;
  const step = event.key === "j" ? 1 : event.key === "k" ? -1 : 0, next = decisions[entry.index + step];
  if (step && next) cardOf(next).focus();
  else if (event.key === "a") decide(entry, "approved");
  else if (event.key === "r") decide(entry, "rejected");
  else if (event.key === "e") startEdit(entry);
  else return;
  event.preventDefault();
}

// Who presses j before anything has the focus begins with the first wording that is open.
function onFirstKey(event) {
  const box = byId("approve").getBoundingClientRect(), seen = box.top < innerHeight && box.bottom > 0;
  if (document.activeElement !== document.body || !seen || !["j", "k"].includes(event.key) || event.ctrlKey || event.metaKey || event.altKey)
    return;
  cardOf(decisions.find(entry => !decided(entry)) || decisions[0]).focus();
  event.preventDefault();
}

// Texts of several wordings that nobody has read as a whole, the riskiest first.
function drawRiskiest() {
  const approval = report.approval || {}, list = approval.riskiest || [];
  byId("risky").hidden = !list.length || !approval.unseen;
  byId("risky").querySelector("summary").textContent = `${plural(approval.unseen, "text combines", "texts combine")} several wordings ` +
    `and nobody read ${approval.unseen === 1 ? "it" : "them"} as a whole: ${list.length === 1 ? "the riskiest" : `the ${list.length} riskiest`} to look at`;
  byId("riskiest").replaceChildren(...list.map(one => {
    const item = items.find(other => other.text_id === one.text_id && other.network === one.network);
    return element("li", {}, element("p", {class: "hint"}, one.why.join(", ")),
      element("p", {class: "text"}, ...pieceNodes(changed(one.text, item ? baseOf(item) : null))),
      item && element("button", {type: "button", onclick: () => showPost(item)}, `Show the post of ${nameOf(item)}`));
  }));
}

function startApproval() {
  byId("approve").hidden = !decisions.length;
  if (!decisions.length) return;
  recallDecisions();
  byId("approve-list").replaceChildren(...decisions.map(drawEntry));
  byId("approve-list").addEventListener("keydown", onApproveKey);
  document.addEventListener("keydown", onFirstKey);
  drawRiskiest();
  byId("approve-download").addEventListener("click", downloadDecisions);
  showBase(decisions[0].line);
  drawProgress();
}
