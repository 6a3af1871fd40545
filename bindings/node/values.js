"use strict";
// What goes in and comes out as plain values: options and moments as text, items and variants as frozen
// objects. Data documents (certificate, meta, check) keep the keys of docs/files.md.

function optionText(value) {
  if (typeof value === "boolean")
    return value ? "on" : "off";
  return Array.isArray(value) ? value.join("|") : String(value);
}

// A moment as koor reads it: a string as it is, a Date in UTC to the second.
function stamp(moment) {
  return moment instanceof Date ? moment.toISOString().replace(/\.\d+Z$/, "Z") : moment;
}

// absentFrom -> absent_from
const wireName = name => name.replace(/[A-Z]/g, letter => "_" + letter.toLowerCase());

// A person as JSON; names may be in JavaScript's case.
function personText(id, fields) {
  const entries = Object.entries(fields).map(([name, value]) =>
    [wireName(name), value instanceof Date ? value.toISOString().slice(0, 10) : value]);
  return JSON.stringify({id, ...Object.fromEntries(entries)});
}

const editsOf = data => Object.freeze(data.edits.map(edit => Object.freeze({...edit})));

function imageOf(image) {
  if (!image)
    return null;
  const {alt_review: altReview, ...rest} = image;
  return Object.freeze({...rest, altReview});
}

function itemOf(data, index) {
  const {text_id: textId, publish_at: publishAtLocal = null, publish_unix: publishUnix = null,
    repost_of: repostOf = null, ...rest} = data;
  return Object.freeze({...rest, index, textId, repostOf, publishAtLocal, publishUnix,
    publishAt: publishUnix === null ? null : new Date(publishUnix * 1000),
    image: imageOf(data.image), edits: editsOf(data)});
}

function variantOf(data) {
  const {text, language, similarity, length} = data;
  return Object.freeze({text, language, similarity, length, edits: editsOf(data)});
}

// FNV-1a of 64 bits.
function fingerprint(name) {
  let sum = 14695981039346656037n;
  for (const byte of Buffer.from(name, "utf8"))
    sum = BigInt.asUintN(64, (sum ^ BigInt(byte)) * 1099511628211n);
  return sum.toString(16).padStart(16, "0");
}

// A file name that cannot leave its folder, as the command line makes it.
function safeName(name) {
  const plain = Array.from(Buffer.from(name, "utf8"), byte => {
    const character = String.fromCharCode(byte);
    return /[A-Za-z0-9._-]/.test(character) ? character : "%" + byte.toString(16).toUpperCase().padStart(2, "0");
  }).join("");
  const safe = plain.startsWith(".") ? "%2E" + plain.slice(1) : plain;
  return safe.length <= 200 ? safe : safe.slice(0, 180) + "~" + fingerprint(name);
}

module.exports = {optionText, stamp, personText, itemOf, variantOf, safeName};
