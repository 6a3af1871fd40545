// Words: what changed against the base, and how alike two texts are.

const splitWords = text => text.match(/\s+|[^\s]+/gu) || [];

// Words of the text that do not stand in the base in this order: longest common subsequence.
function keptWords(a, b) {
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
  return kept;
}

// [{text, marked}] of a text, by which of its words are to be marked; a space between two marked words
// is marked with them.
function pieces(text, isMarked) {
  const result = [];
  let word = 0, space = "";
  for (const part of splitWords(text)) {
    if (!part.trim()) { space = part; continue; }
    const marked = Boolean(isMarked(word++)), last = result[result.length - 1];
    if (last && last.marked === marked) last.text += space + part;
    else if (last && !marked) result.push({text: space + part, marked});
    else {
      if (last) last.text += space;
      else if (space) result.push({text: space, marked: false});
      result.push({text: part, marked});
    }
    space = "";
  }
  if (space && result.length) result[result.length - 1].text += space;
  return result;
}

function changed(text, base) {
  if (!base) return [{text, marked: false}];
  const words = value => splitWords(value).filter(word => word.trim());
  const kept = keptWords(words(base), words(text));
  return pieces(text, index => !kept.has(index));
}

// -- likeness --------------------------------------------------------------------------------------

const shingleNumbers = new Map(), shingleCache = new Map();
const bare = word => word.toLowerCase().replace(/^[^\p{L}\p{N}@#]+|[^\p{L}\p{N}]+$/gu, "");

// The three-word runs of a text, as numbers: of each run its number and the place of its first word.
function shingles(text) {
  if (shingleCache.has(text)) return shingleCache.get(text);
  const words = splitWords(text).filter(word => word.trim()).map(bare), places = [];
  words.forEach((word, place) => { if (word) places.push(place); });
  const runs = [], set = new Set();
  for (let i = 0; i + 2 < places.length; i++) {
    const key = [words[places[i]], words[places[i + 1]], words[places[i + 2]]].join("\u0001");
    if (!shingleNumbers.has(key)) shingleNumbers.set(key, shingleNumbers.size);
    runs.push({number: shingleNumbers.get(key), from: places[i], to: places[i + 2]});
    set.add(shingleNumbers.get(key));
  }
  const result = {runs, set};
  shingleCache.set(text, result);
  return result;
}

// Jaccard: common runs of all runs.
function likeness(one, other) {
  if (one === other) return 1;
  const a = shingles(one).set, b = shingles(other).set;
  let common = 0;
  for (const number of a.size < b.size ? a : b) if ((a.size < b.size ? b : a).has(number)) common++;
  return a.size + b.size - common ? common / (a.size + b.size - common) : 0;
}

// The text with the runs marked that stand in the other one too.
function commonRuns(text, other) {
  const theirs = shingles(other).set, covered = new Set();
  for (const run of shingles(text).runs)
    if (theirs.has(run.number)) for (let word = run.from; word <= run.to; word++) covered.add(word);
  return pieces(text, index => covered.has(index));
}

// -- as nodes --------------------------------------------------------------------------------------

const LINK = /(https?:\/\/\S+|[#@][\p{L}\p{N}_]+)/u;

// A piece as text nodes, links and tags coloured as the networks do.
function linked(text) {
  return text.split(new RegExp(LINK.source, "gu")).filter(Boolean).map(part =>
    LINK.test(part) ? element("span", {class: "link"}, part) : document.createTextNode(part));
}

function pieceNodes(list) {
  return list.flatMap(piece => piece.marked ? [element("mark", {}, ...linked(piece.text))] : linked(piece.text));
}

// The first `limit` UTF-16 units of the pieces, ended between words.
function cutPieces(list, limit) {
  const result = [];
  let left = limit;
  for (const piece of list) {
    if (piece.text.length <= left) { result.push(piece); left -= piece.text.length; continue; }
    const text = piece.text.slice(0, left).replace(/\s*\S*$/, "");
    if (text) result.push({...piece, text});
    break;
  }
  return result;
}
