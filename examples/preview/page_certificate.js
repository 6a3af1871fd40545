// The certificate (report.json) in plain words.

function tile(figure, words, good) {
  return element("li", {class: good ? "tile good" : "tile look"}, element("strong", {}, figure), element("span", {}, words));
}

function drawTiles(all) {
  const tiles = [], same = all.similarity_max === 1;
  if (all.gap_min >= 0)
    tiles.push(tile(duration(all.gap_min), "at least between two colleagues of one circle", all.gap_min >= 3600));
  if (all.similarity_max !== undefined)
    tiles.push(tile(percent(all.similarity_max), same ? "alike: some colleagues of a circle share a text" :
      "alike are the two closest texts of one circle, at most", !same));
  if (all.shared_openings !== undefined)
    tiles.push(tile(all.shared_openings ? String(all.shared_openings) : "None", all.shared_openings ?
      "open like a colleague's post" : "of the colleagues in a circle share an opening", !all.shared_openings));
  if (all.opted_in !== undefined)
    tiles.push(tile(String(all.opted_in), "people, all of whom opted in", true));
  byId("tiles").append(...tiles);
}

function capacityLines() {
  const capacity = report.capacity || {}, classes = (capacity.classes || []).filter(one =>
    items.some(item => item.language === one.language && item.network === one.network));
  const lines = classes.map(one => `${languageName(one.language)} on ${networkTitle(one.network)}: ` +
    `${plural(one.texts, "different text")} from ${plural(one.wordings, "wording")}` +
    `${one.complete ? ", and there are no more" : ""}.`);
  if (capacity.why) lines.push(`Why there are no more: ${capacity.why}.`);
  return lines;
}

function leftOut(count) {
  const names = (report.without_moment || []).slice(0, 12).map(one => `${one.person} on ${networkTitle(one.network)}`);
  return names.join(", ") + (count > names.length ? ` and ${count - names.length} more` : "");
}

function wordsOf(all) {
  return [
    all.similarity_mean !== undefined && `On average, two texts of one circle share ${percent(all.similarity_mean)} of their three-word runs; names, figures and links, which must stay, are left out.`,
    all.shared_openings === 0 && "No two colleagues of a circle share the words before the fold's first line.",
    all.kept > 0 && `${plural(all.kept, "post")} of the plan before kept their text and moment.`,
    all.reposts > 0 && `${plural(all.reposts, "person reposts", "people repost")} a colleague's post, where a network takes a text only once.`,
    all.without_moment > 0 && `${plural(all.without_moment, "post")} found no allowed moment: ${leftOut(all.without_moment)}.`,
    ...capacityLines(),
  ].filter(Boolean);
}

// With its post, where the campaign has several.
function rowName(circle) {
  const several = (report.circles || []).some(one => one.post !== circle.post);
  return (circle.circle || "everyone") + (several ? `, ${circle.post}` : "");
}

function circleRow(circle) {
  const gaps = (report.gaps || []).filter(gap => gap.circle === circle.circle && gap.post === circle.post && gap.gap_min >= 0);
  const closest = gaps.sort((a, b) => a.gap_min - b.gap_min)[0], cell = text => element("td", {}, text);
  return element("tr", {}, element("th", {scope: "row"}, rowName(circle)), cell(String(circle.items)),
    cell(closest ? shortDuration(closest.gap_min) : "–"), cell(closest ? shortDuration(closest.gap_ideal) : "–"),
    cell(percent(circle.similarity_max)), cell(percent(circle.similarity_mean)), cell(String(circle.shared_openings)),
    cell(closest && closest.limited_by.length ? closest.limited_by.join("; ") : "–"));
}

function drawCircles() {
  const heads = ["Circle", "Posts", "Closest in time", "Ideal", "Most alike", "On average", "Shared openings", "What kept them closer"];
  if (!(report.circles || []).length) { byId("circles").remove(); return; }
  const sorted = [...report.circles].sort((a, b) => b.similarity_max - a.similarity_max || byName(a.circle, b.circle));
  const rows = element("tbody", {}), more = unfold(rows, sorted, 8, circleRow, "circles");
  byId("circles").append(element("table", {class: "figures-table"},
    element("caption", {class: "unseen"}, "Figures of each circle, those with the closest texts first"),
    element("thead", {}, element("tr", {}, ...heads.map(head => element("th", {scope: "col"}, head)))), rows), more || "");
}

function drawCertificate() {
  const all = report.overall || {};
  drawTiles(all);
  byId("certificate").append(
    ...(report.warnings || []).map(text => element("li", {class: "warning"}, element("strong", {}, "Look at this: "), text + ".")),
    ...wordsOf(all).map(text => element("li", {}, text)));
  drawCircles();
  byId("bases").append(...posts.map(post => element("p", {class: "text", lang: post.language || null}, post.text)));
  if (posts.length > 1) byId("bases").querySelector("summary").textContent = `The ${posts.length} base posts`;
}
