// A post as it will look on its network, with what a manager does to it: copy, download, compare.

let markChanges = true, printing = false;

function colour(text) {
  let hash = 0;
  for (const char of text) hash = (hash * 31 + char.codePointAt(0)) >>> 0;
  return `hsl(${hash % 360} 42% 28%)`;
}

function avatar(item) {
  return element("div", {class: "avatar", style: `background:${colour(item.person)}`, "aria-hidden": "true"},
    [...nameOf(item)].slice(0, 2).join("").toUpperCase());
}

const foldOf = item => (networks[item.network] || {}).fold;

// The text, folded where its network folds.
function textBlock(item) {
  const list = markChanges ? changed(item.text, baseOf(item)) : [{text: item.text, marked: false}];
  const block = element("p", {class: "text", lang: item.language}), fold = foldOf(item);
  const whole = () => block.replaceChildren(...pieceNodes(list));
  if (printing || !fold || item.text.length <= fold) { whole(); return block; }
  const more = element("button", {type: "button", class: "fold", "aria-label": `See more of ${nameOf(item)}'s post`,
    onclick: () => { whole(); block.tabIndex = -1; block.focus(); }}, "…see more");
  block.append(...pieceNodes(cutPieces(list, fold)), " ", more);
  return block;
}

function say(text) {
  byId("said").textContent = text;
}

async function copyText(item, button) {
  try {
    await navigator.clipboard.writeText(item.text);
  } catch {
    const area = element("textarea", {"aria-hidden": "true"});
    area.value = item.text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
    button.focus();
  }
  button.textContent = "Copied";
  say(`The text of ${nameOf(item)} is copied`);
  setTimeout(() => { button.textContent = "Copy text"; }, 1500);
}

function copyButton(item) {
  const button = element("button", {type: "button", class: "copy", onclick: () => copyText(item, button)}, "Copy text");
  return button;
}

const pictureOf = item => item.image && item.image.file && (pictures[item.image.file] || item.image.file);

const STATES = {published: "already published", withdrawn: "withdrawn"};
const actionOf = item => item.action === "suggest" ? "to be posted by hand"
  : item.action === "repost" ? `reposts ${item.repost_of ? `the post of ${item.repost_of.person}` : "a colleague's post"}` : "";

function heading(item) {
  const where = [networkTitle(item.network), ...circlesOf(item), item.wave].filter(Boolean).join(" · ");
  const when = element("time", {datetime: item.publish_at, title: `Where you are: ${viewerMoment(item)}`}, moment(item));
  const note = [STATES[item.state], actionOf(item)].filter(Boolean).join(", ");
  return element("header", {}, avatar(item),
    element("div", {class: "who"},
      element("h4", {}, nameOf(item)),
      element("div", {class: "line"}, where),
      element("div", {class: "line when"}, element("span", {class: `shape ${waveClass(item)}`, "aria-hidden": "true"}), when,
        viewerClockDiffers(item) ? element("span", {class: "theirs"}, `${viewerMoment(item).replace(/^.*, /, "")} your time`) : null),
      note ? element("div", {class: "line note"}, note) : null));
}

function figures(item) {
  const length = item.length || {}, similarity = item.similarity || {};
  return element("p", {class: "figures"}, [
    length.limit ? `${length.count} of ${length.limit.toLocaleString(LOCALE)} characters` : "",
    similarity.base !== undefined ? `${percent(similarity.base)} like the base` : "",
    similarity.nearest !== undefined ? `${percent(similarity.nearest)} like the nearest colleague` : "",
  ].filter(Boolean).join(" · "));
}

function card(item) {
  const source = pictureOf(item), size = ((item.image || {}).recipe || {}).size || [];
  return element("article", {class: "post", id: "post-" + item.id, tabindex: "-1",
      "aria-label": `${nameOf(item)} on ${networkTitle(item.network)}, ${moment(item)}`},
    heading(item), textBlock(item),
    source ? element("img", {src: source, alt: item.image.alt || "", loading: source.startsWith("data:") || printing ? null : "lazy", width: size[0], height: size[1]}) : null,
    source && item.image.explanation ? element("p", {class: "figures"}, `Picture: ${item.image.explanation}.`) : null,
    source && item.image.alt_review ? element("p", {class: "figures note"}, "The alternative text needs a look.") : null,
    element("footer", {}, copyButton(item),
      element("button", {type: "button", class: "to-compare", onclick: () => openCompare(item, nearestColleague(item))}, "Compare"),
      source ? element("a", {class: "button", href: source, download: item.image.file.split("/").pop()}, "Picture") : null),
    figures(item));
}
