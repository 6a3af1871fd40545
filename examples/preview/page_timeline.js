// The timeline: a lane for each circle, a mark for each post, coloured by wave.

const MOST_MARKS = 150, MARK_WIDTH = 1.9; /* percent of the track that a mark takes */

// Midnight of a day in the campaign's zone, in Unix seconds; UTC where the zone is not known here.
function midnight(text) {
  const noon = Date.parse(text + "T12:00:00Z");
  try {
    const parts = Object.fromEntries(new Intl.DateTimeFormat("en-US", {timeZone: (meta.options || {})["campaign.timezone"] || "UTC",
      hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric"})
      .formatToParts(new Date(noon)).map(part => [part.type, Number(part.value)]));
    const there = Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute);
    return (noon - (there - noon)) / 1000 - 12 * 3600;
  } catch {
    return noon / 1000 - 12 * 3600;
  }
}

function daysBetween(first, last) {
  const days = [];
  for (let at = Date.parse(first + "T12:00:00Z"); at <= Date.parse(last + "T12:00:00Z") && days.length < 400; at += 86400000)
    days.push(new Date(at).toISOString().slice(0, 10));
  return days;
}

function scaleOf() {
  const sorted = items.map(day).sort(), days = daysBetween(sorted[0], sorted[sorted.length - 1]);
  const moments = items.map(item => item.publish_unix);
  const start = Math.min(midnight(days[0]), ...moments), end = Math.max(midnight(days[days.length - 1]) + 86400, ...moments);
  return {days, start, end, place: at => 100 * (at - start) / Math.max(1, end - start)};
}

function dayColumns(scale) {
  return scale.days.map(value => {
    const weekday = new Date(value + "T12:00:00Z").getUTCDay(), from = scale.place(midnight(value));
    return element("span", {class: weekday % 6 === 0 ? "column weekend" : "column", "aria-hidden": "true",
      style: `left:${from}%;width:${100 / scale.days.length}%`});
  });
}

// Marks that would lie upon each other go one row down, four rows at most.
function rowsOf(list, scale) {
  const ends = [0, 0, 0, 0].map(() => -Infinity);
  return list.map(item => {
    const at = scale.place(item.publish_unix);
    let row = ends.findIndex(end => end <= at);
    if (row < 0) row = ends.indexOf(Math.min(...ends));
    ends[row] = at + MARK_WIDTH;
    return row;
  });
}

function mark(item, row, scale, first) {
  const label = `${nameOf(item)}, ${item.wave ? item.wave + ", " : ""}${moment(item)}`;
  return element("button", {type: "button", class: `dot shape ${waveClass(item)}`, title: label, "aria-label": label,
    tabindex: first ? "0" : "-1", style: `left:${scale.place(item.publish_unix)}%;top:${row * 1.5 + .3}rem`,
    onclick: () => showPost(item)});
}

// A circle with very many posts shows a number for each day.
function dayMark(circle, value, count, scale) {
  const label = `${circle}, ${dayName(value)}: ${plural(count, "post")}`;
  return element("button", {type: "button", class: "count", title: label, "aria-label": label,
    style: `left:${scale.place(midnight(value) + 43200)}%`, onclick: () => showDay(circle, value)}, String(count));
}

function moveInLane(event) {
  const step = {ArrowLeft: -1, ArrowRight: 1}[event.key];
  const marks = [...event.currentTarget.querySelectorAll("button")], next = marks[marks.indexOf(event.target) + step];
  if (!step || !next) return;
  next.focus();
  event.preventDefault();
}

function lane(circle, scale) {
  const list = items.filter(item => circlesOf(item).includes(circle)).sort((a, b) => a.publish_unix - b.publish_unix);
  const gaps = (report.gaps || []).filter(gap => gap.circle === circle && gap.gap_min >= 0).map(gap => gap.gap_min);
  const many = list.length > MOST_MARKS, rows = many ? [0] : rowsOf(list, scale);
  const days = many ? scale.days.map(value => [value, list.filter(item => day(item) === value).length]).filter(pair => pair[1]) : [];
  return element("div", {class: "lane"},
    element("div", {class: "lane-name"}, element("strong", {}, circle),
      element("span", {}, `${plural(list.length, "post")}${gaps.length ? `, closest ${shortDuration(Math.min(...gaps))}` : ""}`)),
    element("div", {class: "track", role: "group", "aria-label": circle, onkeydown: moveInLane,
        style: `height:${Math.max(...rows) * 1.5 + 1.9}rem`}, ...dayColumns(scale),
      ...(many ? days.map(([value, count]) => dayMark(circle, value, count, scale)) :
        list.map((item, index) => mark(item, rows[index], scale, index === 0)))));
}

function drawTimeline() {
  const scale = scaleOf(), circles = [...new Set(items.flatMap(circlesOf))].sort(byName);
  const step = Math.ceil(scale.days.length / 12), lanes = element("div", {class: "lanes"});
  const labels = scale.days.filter((_, index) => index % step === 0).map((value, index, all) => {
    const sameMonth = index > 0 && all[index - 1].slice(0, 7) === value.slice(0, 7);
    return element("span", {style: `left:${scale.place(midnight(value))}%;width:${100 * step / scale.days.length}%`},
      dayName(value).replace(sameMonth ? / \S+$/ : "", ""));
  });
  byId("timeline").append(element("div", {class: "lane", "aria-hidden": "true"}, element("span"), element("div", {class: "scale"}, ...labels)),
    lanes);
  const more = unfold(lanes, circles, 8, circle => lane(circle, scale), "circles");
  if (more) byId("timeline").append(more);
  byId("legend").append(...waves.map((name, index) => element("li", {},
    element("span", {class: `shape wave-${index % 6}`, "aria-hidden": "true"}), name || "without wave")));
}
