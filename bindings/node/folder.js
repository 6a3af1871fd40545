"use strict";
// The folder that a plan is written to: files that are whole or absent, and nothing of the plan before
// (docs/files.md, "A folder holds one plan").

const fs = require("fs");
const path = require("path");

// The names that koor gives. Of plan.jsonl and alternatives.jsonl there are always new ones.
const TOP = ["plan.csv", "report.json", "preview.html", "digest.md"];
const PICTURE = /^[0-9a-f]{16}\.jpg$/;
const KIT = /^[0-9]{4}-[0-9]{2}-[0-9]{2}-[0-9]{4}-.*\.(txt|jpg)$/s;

// Writes aside, then renames: a file under its final name is whole. No link in `folder` is followed.
function put(folder, name, bytes) {
  const target = path.join(folder, name);
  const aside = `${target}.${process.pid}.part`;
  const own = path.dirname(target);
  fs.mkdirSync(own, {recursive: true});
  if (own !== path.join(folder) && fs.lstatSync(own).isSymbolicLink())
    throw Object.assign(new Error(`${own}: a link, where the plan needs a folder of its own`), {code: "ENOTDIR", path: own});
  try {
    fs.rmSync(aside, {force: true});
    fs.writeFileSync(aside, bytes, {flag: "wx"});
    fs.renameSync(aside, target);
  } catch (error) {
    fs.rmSync(aside, {force: true});
    throw error;
  }
}

function bytesOf(file) {
  try {
    return fs.readFileSync(file);
  } catch {
    return null;
  }
}

// Whether a plan stands there that is not this one: another plan.meta.json, or other bytes in plan.jsonl.
async function holdsAnother(folder, meta, lines) {
  const before = bytesOf(path.join(folder, "plan.meta.json"));
  if (!before || !before.toString("latin1").startsWith('{"schema":"koor-plan/'))
    return false;
  const old = before.equals(Buffer.from(meta)) && bytesOf(path.join(folder, "plan.jsonl"));
  return !old || !old.equals(Buffer.from(await lines()));
}

// The entries of a folder that is none by a link, by their kind.
function entries(folder, kind) {
  const there = fs.lstatSync(folder, {throwIfNoEntry: false});
  return there && there.isDirectory()
    ? fs.readdirSync(folder, {withFileTypes: true}).filter(entry => entry[kind]()).map(entry => entry.name) : [];
}

function isCalendar(file) {
  const head = Buffer.alloc(128), handle = fs.openSync(file, "r");
  try {
    return head.toString("latin1", 0, fs.readSync(handle, head, 0, 128, 0)).includes("\nPRODID:-//koor//");
  } finally {
    fs.closeSync(handle);
  }
}

function filesOfKoor(folder) {
  const inside = (name, fits) => entries(path.join(folder, name), "isFile").filter(fits).map(file => `${name}/${file}`);
  return [
    ...entries(folder, "isFile").filter(name => TOP.includes(name)),
    ...inside("calendar", name => name.endsWith(".ics") && isCalendar(path.join(folder, "calendar", name))),
    ...inside("images", name => PICTURE.test(name)),
    ...entries(path.join(folder, "kits"), "isDirectory").flatMap(kit => inside(`kits/${kit}`, name => KIT.test(name))),
  ];
}

// Removes what koor wrote there and is none of the new names. Other files are the user's own.
function retire(folder, names) {
  for (const name of filesOfKoor(folder).filter(one => !names.has(one)))
    fs.unlinkSync(path.join(folder, name));
  const kits = entries(path.join(folder, "kits"), "isDirectory").map(kit => `kits/${kit}`);
  for (const own of [...kits, "kits", "calendar", "images"]) {
    const there = fs.lstatSync(path.join(folder, own), {throwIfNoEntry: false});
    if (there && there.isDirectory() && !fs.readdirSync(path.join(folder, own)).length)
      fs.rmdirSync(path.join(folder, own));
  }
}

module.exports = {put, holdsAnother, retire};
