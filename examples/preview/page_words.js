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
// The library's own measure (src/select/shingle.c), so that page and certificate give one figure: three-word
// runs in lower case, links, tags, figures and the facts of the post left out.

const LETTER = "[\\p{L}\\p{M}\\p{Nd}_]", WORD = `${LETTER}(?:${LETTER}|['‘’‚\`´-](?=${LETTER}))*`;
const FACT = `(?:https?://|www\\.)[^\\0-\\x20]*|@${WORD}(?:\\.[A-Za-z0-9_](?:${WORD})?)*|#${WORD}|[0-9](?:${WORD})?`;
const TOKENS = new RegExp(`(${FACT})|(${WORD})(@${LETTER}[^\\0-\\x20]*)?`, "gu");

// {key, isFact, from} of each word: `from` counts the words between spaces, which is what the page marks.
function tokensOf(text) {
  let spaces = /^\s/u.test(text) ? -1 : 0, at = 0;
  return [...text.matchAll(TOKENS)].map(found => {
    spaces += (text.slice(at, found.index).match(/\s+/gu) || []).length;
    at = found.index + found[0].length;
    return {key: found[1] || found[2].toLowerCase().replace(/[‘’‚`´]/gu, "'"), isFact: !found[2] || Boolean(found[3]), from: spaces};
  });
}

// The facts of a post as words, the longest first.
const factWords = new Map();
function factsOf(item) {
  const post = postOf(item);
  if (!factWords.has(post)) {
    const words = ((post && post.facts) || []).map(fact => tokensOf(fact).map(token => token.key)).filter(list => list.length);
    factWords.set(post, words.sort((a, b) => b.length - a.length));
  }
  return factWords.get(post);
}

function freeWords(item) {
  const tokens = tokensOf(item.text), facts = factsOf(item), free = [];
  for (let at = 0; at < tokens.length;) {
    const fact = facts.find(words => words.every((word, step) => tokens[at + step] && tokens[at + step].key === word));
    if (!fact && !tokens[at].isFact) free.push(tokens[at]);
    at += fact ? fact.length : 1;
  }
  return free;
}

const runNumbers = new Map(), runCache = new Map();

// The runs of an item's text: of each its number and the places of its first and last word. A text of fewer words
// is one run.
function runsOf(item) {
  if (runCache.has(item)) return runCache.get(item);
  const words = freeWords(item), size = Math.min(3, words.length), runs = [];
  for (let i = 0; i === 0 || i + size <= words.length; i++) {
    const run = words.slice(i, i + size), key = run.map(word => word.key).join(" ");
    if (!runNumbers.has(key)) runNumbers.set(key, runNumbers.size);
    runs.push({number: runNumbers.get(key), from: size ? run[0].from : 0, to: size ? run[size - 1].from : -1});
  }
  const result = {runs, set: new Set(runs.map(run => run.number))};
  runCache.set(item, result);
  return result;
}

// Jaccard: common runs of all runs.
function likeness(one, other) {
  const a = runsOf(one).set, b = runsOf(other).set;
  let common = 0;
  for (const number of a.size < b.size ? a : b) if ((a.size < b.size ? b : a).has(number)) common++;
  return one.text === other.text ? 1 : common / (a.size + b.size - common);
}

// The item's text with the runs marked that stand in the other one too.
function commonRuns(item, other) {
  const theirs = runsOf(other).set, covered = new Set();
  for (const run of runsOf(item).runs)
    if (theirs.has(run.number)) for (let word = run.from; word <= run.to; word++) covered.add(word);
  return pieces(item.text, index => covered.has(index));
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
