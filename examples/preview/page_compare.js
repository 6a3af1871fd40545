// The heat map of a circle and two texts side by side.

const MOST_CELLS = 40, MOST_TEXTS = 600, NEIGHBOURS = 64;
const sameCircle = (one, other) => circlesOf(one).some(circle => circlesOf(other).includes(circle));

function nearestColleague(item) {
  let best = null, most = -1;
  for (const other of items) {
    if (other === item || other.language !== item.language) continue;
    const score = likeness(item, other) + (sameCircle(item, other) ? 2 : 0) + (item.network === other.network ? 1 : 0);
    if (score > most) { most = score; best = other; }
  }
  return best || items.find(other => other !== item) || item;
}

// -- side by side ----------------------------------------------------------------------------------

function side(item, other) {
  return element("article", {class: "post", "aria-label": `Text of ${nameOf(item)}`}, heading(item),
    element("p", {class: "text", lang: item.language}, ...pieceNodes(commonRuns(item, other))));
}

function drawCompare() {
  const left = items[byId("compare-left").value], right = items[byId("compare-right").value];
  byId("left").replaceChildren(side(left, right));
  byId("right").replaceChildren(side(right, left));
  const apart = Math.abs(left.publish_unix - right.publish_unix);
  byId("compare-note").textContent = (left.text === right.text ? "The same text. " :
    `${percent(likeness(left, right))} of the three-word runs are shared, facts left out; they are marked. `) +
    `${duration(apart)} between them.` + (left.image && right.image && left.image.file === right.image.file ? " The same picture." : "");
}

function openCompare(left, right) {
  for (const [id, item] of [["compare-left", left], ["compare-right", right]]) {
    const select = byId(id);
    if (!select.options.length)
      select.append(...items.map((other, index) =>
        element("option", {value: index}, `${nameOf(other)}, ${networkTitle(other.network)}, ${moment(other)}`)));
    select.value = items.indexOf(item);
  }
  drawCompare();
  byId("compare").showModal();
}

// -- the heat map ----------------------------------------------------------------------------------

// Those whose texts the certificate compares: one circle, one post, one network. [{name, members}]
function groupsOfItems() {
  const groups = new Map(), several = read => new Set(items.map(read)).size > 1;
  for (const item of items)
    for (const circle of circlesOf(item)) {
      const name = [circle, several(one => one.post) && item.post, several(one => one.network) && networkTitle(item.network)];
      const key = JSON.stringify(name);
      if (!groups.has(key)) groups.set(key, {name: name.filter(Boolean).join(", "), circle, members: []});
      if (item.action !== "repost") groups.get(key).members.push(item);
    }
  return [...groups.values()].filter(group => group.members.length).sort((a, b) => byName(a.name, b.name));
}

// Pairs from the most alike down, of posts that are neighbours in time, as the certificate takes them.
function alikePairs(members) {
  const pairs = [];
  for (let i = 0; i < members.length; i++)
    for (let j = i + 1; j < members.length && j <= i + NEIGHBOURS; j++)
      if (members[i].language === members[j].language)
        pairs.push({one: members[i], other: members[j], score: likeness(members[i], members[j])});
  return pairs.sort((a, b) => b.score - a.score);
}

// Few enough to see: those of the most alike pairs, in the order of their moments.
function cellsOf(members, pairs) {
  if (members.length <= MOST_CELLS) return members;
  const chosen = new Set();
  for (const pair of pairs) {
    if (chosen.size + 2 > MOST_CELLS) break;
    chosen.add(pair.one).add(pair.other);
  }
  return members.filter(item => chosen.has(item));
}

const heatStep = score => Math.min(9, Math.floor(score * 10));

function heatCell(row, column) {
  if (row === column) return element("td", {class: "self", "aria-label": "the same post"});
  if (row.language !== column.language) return element("td", {class: "other", title: "another language"}, "–");
  const score = likeness(row, column), label = `${nameOf(row)} and ${nameOf(column)}: ${percent(score)} alike`;
  return element("td", {}, element("button", {type: "button", class: `heat heat-${heatStep(score)}`, tabindex: "-1",
    title: label, "aria-label": label, onclick: () => openCompare(row, column)}, String(Math.round(100 * score))));
}

// Arrow keys between the cells; one stop of the tab key for the whole map.
function moveInHeat(event) {
  const step = {ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0]}[event.key];
  const cell = event.target.closest("td");
  if (!step || !cell) return;
  const rows = [...event.currentTarget.rows];
  let row = rows.indexOf(cell.parentElement), column = cell.cellIndex;
  for (;;) {
    row += step[0]; column += step[1];
    const next = rows[row] && rows[row].cells[column];
    if (!next || next.tagName !== "TD") return;
    const button = next.querySelector("button");
    if (button) { button.focus(); event.preventDefault(); return; }
  }
}

// People whose second circle it is: the certificate counts them in, and an item names the first one only.
function guestsOf(circle) {
  const counted = (report.circles || []).filter(one => (one.circle || "everyone") === circle).reduce((sum, one) => sum + one.items, 0);
  return counted - items.filter(item => item.action !== "repost" && circlesOf(item).includes(circle)).length;
}

function drawHeat(group) {
  const members = group.members.slice(0, MOST_TEXTS), pairs = alikePairs(members), cells = cellsOf(members, pairs);
  const table = element("table", {class: "heatmap", onkeydown: moveInHeat},
    element("caption", {class: "unseen"}, `How alike the texts of ${group.name} are, in percent`),
    element("thead", {}, element("tr", {}, element("td"), ...cells.map(item => element("th", {scope: "col"}, element("span", {}, nameOf(item)))))),
    element("tbody", {}, ...cells.map(row => element("tr", {}, element("th", {scope: "row"}, nameOf(row)),
      ...cells.map(column => heatCell(row, column))))));
  const first = table.querySelector("button");
  if (first) first.tabIndex = 0;
  byId("heat").replaceChildren(table);
  byId("closest").replaceChildren(...pairs.slice(0, 8).map(pair => element("li", {},
    element("button", {type: "button", onclick: () => openCompare(pair.one, pair.other)},
      `${nameOf(pair.one)} and ${nameOf(pair.other)}`, element("strong", {}, ` ${percent(pair.score)}`)))));
  byId("likeness-note").textContent = pairs.length === 0 ? "Nobody to compare with." :
    `${plural(group.members.length, "post")}; ` + (cells.length < group.members.length ? `the ${cells.length} of the most alike pairs are shown.` :
      `${plural(pairs.length, "pair")}.`) +
    (guestsOf(group.circle) > 0 ? ` The guarantees count ${plural(guestsOf(group.circle), "post")} of guests from other circles too.` : "");
}

// The circle to begin with: where most texts meet.
const largest = groups => groups.reduce((best, group, index) => group.members.length > groups[best].members.length ? index : best, 0);

function startCompare() {
  const groups = groupsOfItems(), first = groups.length && largest(groups), select = byId("likeness-circle"), show = () => drawHeat(groups[select.value]);
  select.append(...groups.map((group, index) => element("option", {value: index, selected: index === first && ""}, group.name)));
  select.addEventListener("change", show);
  byId("compare-left").addEventListener("change", drawCompare);
  byId("compare-right").addEventListener("change", drawCompare);
  byId("compare-close").addEventListener("click", () => byId("compare").close());
  if (groups.length) show();
}
