// The list of posts with its filters, and the start of the page.

const PAGE = 24;
let shown = PAGE, found = [];

const filters = {
  circle: {values: circlesOf},
  wave: {values: item => [item.wave]},
  network: {values: item => [item.network], label: networkTitle},
  day: {values: item => [day(item)], label: value => dayName(value)},
  person: {values: item => [item.person], label: value => nameOf(items.find(item => item.person === value))},
};
const filterOf = name => byId("filter-" + name);

function selected() {
  const words = byId("search").value.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const wanted = Object.entries(filters).filter(([name]) => filterOf(name).value);
  return items.filter(item => wanted.every(([name, filter]) => filter.values(item).includes(filterOf(name).value)) &&
    (!words.length || words.every(word => `${item.text} ${item.person} ${nameOf(item)}`.toLowerCase().includes(word))));
}

// Cards under a heading for each day, as in any calendar of posts.
function drawPosts() {
  const groups = [];
  for (const item of found.slice(0, printing ? Infinity : shown)) {
    if (!groups.length || groups[groups.length - 1].day !== day(item)) groups.push({day: day(item), list: []});
    groups[groups.length - 1].list.push(item);
  }
  byId("posts").replaceChildren(...groups.map(group => element("section", {class: "day"},
    element("h3", {}, group.day ? dayName(group.day, true) : "Texts"), element("div", {class: "grid"}, ...group.list.map(card)))));
  byId("more").hidden = found.length <= shown;
}

function draw() {
  found = selected().sort((a, b) => day(a) < day(b) ? -1 : day(a) > day(b) ? 1 : a.publish_unix - b.publish_unix);
  drawPosts();
  byId("found").textContent = found.length ? `${found.length} of ${plural(items.length, "post")}` : "No post fits: clear a filter.";
}

function redraw() {
  shown = PAGE;
  draw();
}

function fillFilters() {
  for (const [name, filter] of Object.entries(filters)) {
    const values = [...new Set(items.flatMap(filter.values).filter(Boolean))].sort();
    filterOf(name).append(element("option", {value: ""}, "all"),
      ...values.map(value => element("option", {value}, filter.label ? filter.label(value) : value)));
    filterOf(name).addEventListener("change", redraw);
    filterOf(name).closest("label").hidden = values.length < 2;
  }
}

function listen() {
  let waiting = 0;
  byId("search").addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(redraw, 80); });
  byId("filters").addEventListener("submit", event => event.preventDefault());
  byId("filters").addEventListener("reset", () => setTimeout(() => { markChanges = true; redraw(); }));
  byId("marks").addEventListener("change", event => { markChanges = event.target.checked; draw(); });
  byId("more").addEventListener("click", () => {
    const next = found[shown];
    shown += PAGE;
    drawPosts();
    byId("post-" + next.id).focus();
  });
  byId("posts").addEventListener("keydown", onPostKey);
  window.addEventListener("beforeprint", () => {
    printing = true;
    document.querySelectorAll(".more-rows").forEach(button => button.click());
    drawPosts();
  });
  window.addEventListener("afterprint", () => { printing = false; drawPosts(); });
}

// Keys work only while the focus is among the posts, so that they are in nobody's way.
function onPostKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const cards = [...byId("posts").querySelectorAll("article")], at = cards.indexOf(event.target.closest("article"));
  const next = event.key === "j" ? cards[at + 1] : event.key === "k" ? cards[Math.max(0, at - 1)] : null;
  if (next) { next.focus(); next.scrollIntoView({block: "nearest"}); }
  else if (event.key === "c" && at >= 0) cards[at].querySelector(".copy").click();
  else if (event.key === "/") byId("search").focus();
  else return;
  event.preventDefault();
}

function clearFilters() {
  for (const name of Object.keys(filters)) filterOf(name).value = "";
  byId("search").value = "";
}

function showPost(item) {
  clearFilters();
  draw();
  shown = Math.max(shown, found.indexOf(item) + 1);
  drawPosts();
  const node = byId("post-" + item.id);
  node.scrollIntoView({block: "center"});
  node.focus({preventScroll: true});
}

function showDay(circle, value) {
  clearFilters();
  filterOf("circle").value = circle;
  filterOf("day").value = value;
  redraw();
  byId("posts").scrollIntoView();
  byId("posts").focus({preventScroll: true});
}

function drawSummary() {
  const people = new Set(items.map(item => item.person)).size, days = items.map(day).sort();
  const circles = new Set(items.flatMap(circlesOf)).size, versions = meta.versions || {};
  if (meta.campaign && meta.campaign !== "campaign") byId("title").textContent = document.title = `Campaign ${meta.campaign}`;
  byId("summary").append(`${plural(items.length, "post")} by ${plural(people, "person", "people")} in ${plural(circles, "circle")}` +
    (days[0] ? `, ${dayName(days[0], true)} to ${dayName(days[days.length - 1], true)} ${days[days.length - 1].slice(0, 4)}` : "") + ".",
    element("small", {}, `koor ${versions.koor || ""}, time zones ${versions.tzdata || ""}, seed ${meta.seed || ""}, planned from ${meta.now || ""}`));
}

function start() {
  drawSummary();
  drawCertificate();
  startApproval();
  fillFilters();
  listen();
  if (items.length) {
    drawTimeline();
    startCompare();
  }
  draw();
}

start();
