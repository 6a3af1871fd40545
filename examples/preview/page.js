"use strict";
// The page that shows a plan. Data stands in script elements; texts only ever enter the page as text
// nodes, so that nothing in a post can become markup.
const data = id => JSON.parse(document.getElementById(id).textContent);
const base = data("base"), meta = data("meta"), report = data("report");
const items = data("items"), pictures = data("pictures");
const PAGE = 60;
let shown = PAGE;

function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "class") node.className = value;
    else if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value);
  }
  node.append(...children.filter(child => child !== null && child !== undefined));
  return node;
}

const day = item => (item.publish_at || "").slice(0, 10);
const clock = item => (item.publish_at || "").slice(11, 16);

function localMoment(item) {
  const date = new Date(item.publish_unix * 1000);
  return date.toLocaleString(undefined, {dateStyle: "medium", timeStyle: "short"});
}

function dayName(text) {
  const date = new Date(text + "T12:00:00Z");
  return date.toLocaleDateString(undefined, {weekday: "short", day: "numeric", month: "short", timeZone: "UTC"});
}

function colour(text) {
  let hash = 0;
  for (const char of text) hash = (hash * 31 + char.codePointAt(0)) >>> 0;
  return `hsl(${hash % 360} 45% 36%)`;
}

// Words of the text that do not stand in the base in this order: longest common subsequence.
function changed(text) {
  const split = value => value.split(/(\s+)/);
  const a = split(base).filter(word => word.trim()), parts = split(text);
  const b = parts.filter(word => word.trim());
  const table = Array.from({length: a.length + 1}, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      table[i][j] = a[i] === b[j] ? table[i + 1][j + 1] + 1 : Math.max(table[i + 1][j], table[i][j + 1]);
  const kept = new Set();
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) { kept.add(j); i++; j++; }
    else if (table[i + 1][j] >= table[i][j + 1]) i++;
    else j++;
  }
  const result = [];
  let word = 0;
  for (const part of parts) {
    const isNew = part.trim() && !kept.has(word++);
    const last = result[result.length - 1];
    if (last && (last.changed === Boolean(isNew) || !part.trim())) last.text += part;
    else result.push({text: part, changed: Boolean(isNew)});
  }
  return result;
}

const FOLD = {linkedin: 210, facebook: 400, instagram: 125, threads: 500};

function textBlock(item) {
  const pieces = changed(item.text).map(piece =>
    piece.changed ? element("mark", {}, piece.text) : document.createTextNode(piece.text));
  const whole = element("p", {class: "text"}, ...pieces);
  const limit = FOLD[item.network];
  if (!limit || item.text.length <= limit) return whole;
  const cut = item.text.slice(0, limit).replace(/\s+\S*$/, "");
  const short = element("p", {class: "text"}, cut + "… ");
  const more = element("button", {type: "button", class: "more",
    onclick: () => short.replaceWith(whole)}, "see more");
  short.append(more);
  return short;
}

function copyButton(item) {
  const button = element("button", {type: "button", onclick: async () => {
    try {
      await navigator.clipboard.writeText(item.text);
    } catch {
      const area = element("textarea", {}, item.text);
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = "Copy text"; }, 1500);
  }}, "Copy text");
  return button;
}

function card(item) {
  const source = item.image && item.image.file && (pictures[item.image.file] || item.image.file);
  return element("article", {class: "post", id: "post-" + item.id, "aria-label": `${item.person}, ${item.network}`},
    element("header", {},
      element("div", {class: "avatar", style: `background:${colour(item.person)}`, "aria-hidden": "true"},
        item.person.slice(0, 2).toUpperCase()),
      element("div", {class: "who"},
        element("strong", {}, item.person),
        element("span", {}, [item.network, item.circle, item.wave].filter(Boolean).join(" · ")),
        element("span", {title: "Where you are: " + localMoment(item)}, `\n${dayName(day(item))}, ${clock(item)}`))),
    textBlock(item),
    source ? element("img", {src: source, alt: item.image.alt || "", loading: "lazy"}) : null,
    element("footer", {},
      element("span", {}, item.similarity ? `${Math.round(100 * (item.similarity.nearest ?? 0))} % like the nearest colleague's` : ""),
      element("span", {}, source ? element("a", {href: source, download: item.image.file.split("/").pop()}, "Picture") : "", " ", copyButton(item))));
}

const filters = {circle: item => item.circle, wave: item => item.wave, network: item => item.network, day};

function selected() {
  const wanted = document.getElementById("search").value.trim().toLowerCase();
  const values = Object.keys(filters).map(name => [filters[name], document.getElementById("filter-" + name).value]);
  return items.filter(item => values.every(([read, value]) => !value || read(item) === value) &&
    (!wanted || (item.text + " " + item.person).toLowerCase().includes(wanted)));
}

function draw() {
  const found = selected();
  document.getElementById("posts").replaceChildren(...found.slice(0, shown).map(card));
  document.getElementById("found").textContent = `${found.length} of ${items.length}`;
  document.getElementById("more").hidden = found.length <= shown;
}

function fillFilters() {
  for (const [name, read] of Object.entries(filters)) {
    const select = document.getElementById("filter-" + name);
    const values = [...new Set(items.map(read).filter(Boolean))].sort();
    select.append(element("option", {value: ""}, "all"),
      ...values.map(value => element("option", {value}, name === "day" ? dayName(value) : value)));
    select.addEventListener("change", () => { shown = PAGE; draw(); });
  }
  document.getElementById("search").addEventListener("input", () => { shown = PAGE; draw(); });
  document.getElementById("filters").addEventListener("submit", event => event.preventDefault());
  document.getElementById("more").addEventListener("click", () => { shown += PAGE; draw(); });
}

function show(item) {
  for (const name of Object.keys(filters)) document.getElementById("filter-" + name).value = "";
  document.getElementById("search").value = "";
  shown = Math.max(shown, items.indexOf(item) + 1);
  draw();
  const node = document.getElementById("post-" + item.id);
  node.scrollIntoView({block: "center"});
  node.classList.add("found");
}

function drawTimeline() {
  const moments = items.map(item => item.publish_unix);
  const start = Math.min(...moments), end = Math.max(...moments), width = Math.max(1, end - start);
  const place = moment => `${2 + 96 * (moment - start) / width}%`;
  const circles = [...new Set(items.map(item => item.circle || ""))].sort().slice(0, 40);
  const lanes = circles.map(circle => element("div", {class: "lane", role: "listitem"},
    element("span", {class: "lane-name"}, circle || "everyone"),
    element("div", {class: "track"}, ...items.filter(item => (item.circle || "") === circle).slice(0, 200).map(item =>
      element("button", {type: "button", class: "dot", style: `left:${place(item.publish_unix)}`,
        title: `${item.person}: ${dayName(day(item))}, ${clock(item)}`,
        "aria-label": `${item.person}, ${dayName(day(item))}, ${clock(item)}`, onclick: () => show(item)})))));
  const days = [...new Set(items.map(day))].sort();
  const step = Math.ceil(days.length / 8);
  const scale = element("div", {class: "scale"}, ...days.filter((_, i) => i % step === 0).map(value => {
    const first = items.find(item => day(item) === value);
    return element("span", {style: `left:${place(first.publish_unix)}`}, dayName(value));
  }));
  document.getElementById("timeline").append(...lanes,
    element("div", {class: "lane", "aria-hidden": "true"}, element("span"), scale));
}

function drawCertificate() {
  const percent = value => `${Math.round(100 * value)} %`;
  const all = report.overall || {};
  const lines = [
    all.similarity_max !== undefined && `The two most alike texts in one circle share ${percent(all.similarity_max)} of their three-word runs; on average it is ${percent(all.similarity_mean)}.`,
    all.shared_openings !== undefined && `${all.shared_openings} texts in a circle open with the same eight words as a colleague's.`,
    all.gap_min !== undefined && `Colleagues of one circle post at least ${Math.round(all.gap_min / 60)} minutes apart.`,
    report.capacity && report.capacity.why,
    ...(report.warnings || []),
  ].filter(Boolean);
  document.getElementById("certificate").append(...lines.map(line => element("li", {}, line)));
  document.getElementById("base-text").textContent = base;
}

function start() {
  const people = new Set(items.map(item => item.person)).size;
  document.getElementById("summary").textContent =
    `${items.length} posts by ${people} people, koor ${meta.versions ? meta.versions.koor : ""}, seed ${meta.seed || ""}.`;
  fillFilters();
  if (items.length) drawTimeline();
  drawCertificate();
  draw();
}

start();
