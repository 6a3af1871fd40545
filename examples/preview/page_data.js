"use strict";
// The plan as the page holds it. Data stands in script elements; texts only ever enter the page as text
// nodes, so that nothing in a post can become markup.
const data = id => JSON.parse(document.getElementById(id).textContent);
const posts = data("posts-data"), networks = data("networks"), meta = data("meta"), report = data("report");
const items = data("items"), pictures = data("pictures");
const byId = id => document.getElementById(id);

function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key === "class") node.className = value;
    else if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value);
  }
  node.append(...children.filter(child => child !== null && child !== undefined && child !== false));
  return node;
}

// The first of a list, and a button for the rest: a campaign of fifty circles is read from its top.
function unfold(parent, list, most, draw, what) {
  parent.append(...list.slice(0, most).map(draw));
  if (list.length <= most) return null;
  return element("button", {type: "button", class: "more-rows", onclick: event => {
    const rest = list.slice(most).map(draw);
    parent.append(...rest);
    event.target.remove();
    rest[0].tabIndex = -1;
    rest[0].focus();
  }}, `Show all ${list.length} ${what}`);
}

// "team-2" before "team-10".
const byName = (a, b) => a.localeCompare(b, undefined, {numeric: true});

const circlesOf = item => (item.circle || "everyone").split("|");
const networkTitle = name => (networks[name] && networks[name].title) || name;
const nameOf = item => item.name || item.person;
const isMarkup = (meta.options || {})["post.syntax"] === "markup";

// The post in an item's own language; where it was given without one, the post that there is.
function postOf(item) {
  const same = posts.filter(post => !post.id || !item.post || post.id === item.post);
  return same.find(post => post.language === item.language) || same.find(post => !post.language) ||
    (same.length === 1 ? same[0] : null);
}

function baseOf(item) {
  const found = postOf(item);
  return found && !isMarkup ? found.text : null;
}

// -- moments ---------------------------------------------------------------------------------------

const LOCALE = "en-GB";
const day = item => (item.publish_at || "").slice(0, 10);
const clock = item => (item.publish_at || "").slice(11, 16);

function zone(item) {
  const part = (item.publish_at || "").slice(19);
  if (!part) return "";
  if (part === "Z" || part.slice(1) === "00:00") return "UTC";
  return "UTC" + part.replace("-", "−").replace(/^(.)0/, "$1").replace(":00", "");
}

function dayName(text, long) {
  const date = new Date(text + "T12:00:00Z");
  return date.toLocaleDateString(LOCALE, {weekday: long ? "long" : "short", day: "numeric",
    month: long ? "long" : "short", timeZone: "UTC"});
}

const moment = item => `${dayName(day(item))}, ${clock(item)} ${zone(item)}`;

// The same moment on the clock of whoever looks at the page.
function viewerMoment(item) {
  return new Date(item.publish_unix * 1000).toLocaleString(LOCALE,
    {weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit"});
}

function viewerClockDiffers(item) {
  const own = Date.parse((item.publish_at || "").slice(0, 19) + "Z") / 1000 - item.publish_unix;
  return own !== -60 * new Date(item.publish_unix * 1000).getTimezoneOffset();
}

const plural = (count, word, many) => `${count.toLocaleString(LOCALE)} ${count === 1 ? word : many || word + "s"}`;
const percent = value => `${Math.round(100 * value)} %`;

function duration(seconds) {
  const all = Math.round(seconds / 60), hours = Math.floor(all / 60), minutes = all % 60;
  return [hours ? plural(hours, "hour") : "", minutes || !hours ? plural(minutes, "minute") : ""].filter(Boolean).join(" ");
}

const shortDuration = seconds => duration(seconds).replace(/ hours?/, " h").replace(/ minutes?/, " min").replace(/ /g, "\u00a0");

// -- waves -----------------------------------------------------------------------------------------

// In the order in which they go; colour and shape together, so that neither carries meaning alone.
const waves = [];
for (const item of [...items].sort((a, b) => a.publish_unix - b.publish_unix))
  if (!waves.includes(item.wave || "")) waves.push(item.wave || "");
const waveClass = item => `wave-${waves.indexOf(item.wave || "") % 6}`;

function languageName(code) {
  try {
    return new Intl.DisplayNames(["en"], {type: "language"}).of(code) || code;
  } catch {
    return code || "unknown language";
  }
}
