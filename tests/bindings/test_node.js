#!/usr/bin/env node
"use strict";
// The Node binding against the library: the table, texts, a whole campaign, errors, lifetime, cancellation, the
// bytes of the command line, and the types by the TypeScript compiler. Runs with node's own test runner;
// skipped, with the reason, where koffi is not there.

const assert = require("node:assert");
const {execFileSync, spawnSync} = require("node:child_process");
const {once} = require("node:events");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const {Worker} = require("node:worker_threads");
const {SOURCE, BUILD, LIBRARY, installed, skip, has} = require("./npm.js");

const BINDING = path.join(SOURCE, "bindings", "node");

// A sanitized library needs the sanitizers' runtime loaded first: the script starts itself again with it.
function restart() {
  const runtime = execFileSync("ldd", [LIBRARY], {encoding: "utf8"}).match(/\/\S*lib(a|ub)san\.so\S*/g);
  const environment = {...process.env, KOOR_RESTARTED: "1", NODE_PATH: path.join(BUILD, "node_modules"),
    KOOR_LIBRARY: LIBRARY};
  if (runtime)
    Object.assign(environment, {LD_PRELOAD: runtime.join(" "), ASAN_OPTIONS: "detect_leaks=0"});
  const flags = ["--expose-gc", "--test-reporter=tap"];
  process.exit(spawnSync(process.execPath, [...flags, __filename], {env: environment, stdio: "inherit"}).status ?? 1);
}

if (!has("koffi"))
  skip("the npm package koffi is not there: npm install --no-save --prefix " + path.basename(BUILD) + " playwright-core axe-core koffi typescript");
if (!process.env.KOOR_RESTARTED)
  restart();

const {test} = require("node:test");
const koor = require(BINDING);
const {CALLBACKS, FUNCTIONS} = require(path.join(BINDING, "library.js"));

const POST = "We're hiring a senior baker in Ghent! You'll work with a small team and a very old oven. " +
  "We bake 2,400 loaves a day, and we never start before 5 am. " +
  "Apply before 1 May: https://example.com/baker #hiring";
const WINDOW = ["2026-12-01T08:00", "2026-12-14T18:00"];

function campaignOf(engine, people = 6, more = {}) {
  const campaign = new koor.Campaign(engine, {post: POST, language: "en", seed: 7, timezone: "Europe/Brussels",
    window: WINDOW, now: "2026-11-30", ...more});
  for (let i = 0; i < people; i++)
    campaign.addPerson(`p${i}`, {circle: "gent", timezone: "Europe/Brussels", optedIn: true});
  return campaign;
}

function withFolder(act) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "koor-node-"));
  return Promise.resolve(act(folder)).finally(() => fs.rmSync(folder, {recursive: true}));
}

// -- the table ------------------------------------------------------------------------------------

// The koffi prototype that a function of the header needs.
function prototypeOf(described, isCallback = false) {
  const argument = ({name, type, callback}) => {
    if (callback)
      return `koor_${name} *${name}`;
    const out = !isCallback && !type.startsWith("const") && (type.endsWith("**") || /^(size_t|int\d+_t) \*$/.test(type));
    return `${out ? "_Out_ " : ""}${type}${type.endsWith("*") ? "" : " "}${name}`;
  };
  const space = described.result.endsWith("*") ? "" : " ";
  return `${described.result}${space}${described.name}(${described.arguments.map(argument).join(", ")})`;
}

test("the table is that of the header, argument by argument", () => {
  const api = JSON.parse(fs.readFileSync(path.join(BUILD, "src", "koor-api.json"), "utf8"));
  assert.deepStrictEqual(FUNCTIONS, api.functions.map(described => prototypeOf(described)));
  const wanted = new Set(api.functions.flatMap(described => described.arguments).filter(one => one.callback)
    .map(one => prototypeOf({name: `koor_${one.name}`, ...one.callback}, true)));
  assert.deepStrictEqual(new Set(CALLBACKS), wanted);
});

// -- texts and plans ------------------------------------------------------------------------------

test("variants differ and keep what is locked", async () => {
  const engine = new koor.Engine();
  const variants = await engine.variants(POST, {n: 5, language: "en"});
  assert.ok(variants.length > 1);
  assert.strictEqual(new Set(variants.map(variant => variant.text)).size, variants.length);
  for (const variant of variants) {
    assert.match(variant.text, /https:\/\/example\.com\/baker/);
    assert.ok(variant.similarity.base >= 0 && variant.similarity.base <= 1);
    assert.ok(variant.edits.every(edit => edit.rule && "from" in edit && "to" in edit));
  }
  const light = await engine.variants(POST, {n: 5, options: {"rewrite.strength": "light"}});
  assert.ok(light.every(variant => variant.text.includes("2,400")));
  engine.close();
});

test("a whole campaign", async () => {
  const engine = new koor.Engine();
  const campaign = campaignOf(engine);
  campaign.addPeople([{id: "silent", optedIn: false}]);
  const plan = await campaign.plan();
  assert.strictEqual(plan.length, 6);
  const items = [...plan];
  assert.deepStrictEqual(new Set(items.map(item => item.person)), new Set(["p0", "p1", "p2", "p3", "p4", "p5"]));
  assert.ok(items.every((item, i) => item.publishAt instanceof Date && (!i || items[i - 1].publishAt <= item.publishAt)));
  assert.match(items[0].publishAtLocal, /\+01:00$/);
  assert.deepStrictEqual(plan.at(-1), items[5]);
  const declared = fs.readFileSync(path.join(BINDING, "index.d.ts"), "utf8").match(/interface Item \{[^]*?\n\}/)[0];
  const names = Object.keys(plan.record(0)).map(key => key.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase()));
  assert.deepStrictEqual(names.filter(name => !declared.includes(`readonly ${name}:`) || !(name in items[0])), []);
  assert.strictEqual(plan.at(6), undefined);
  assert.strictEqual(plan.meta.seed, "7");
  assert.ok("overall" in plan.report);
});

test("the bytes of the command line, file by file", () => withFolder(async folder => {
  const config = path.join(SOURCE, "examples", "campaign", "campaign.json");
  const here = path.dirname(config), [expected, written] = ["cli", "node"].map(name => path.join(folder, name));
  const environment = {...process.env};
  delete environment.LD_PRELOAD;
  execFileSync(path.join(BUILD, "examples", "koor"), ["plan", "--config", config, "--now", "2027-03-20T09:00:00Z",
    "--write", "jsonl,csv,calendar,images,report", "-o", expected], {env: environment, stdio: ["ignore", "ignore", "inherit"]});
  const settings = JSON.parse(fs.readFileSync(config, "utf8"));
  const campaign = new koor.Campaign(new koor.Engine(), {seed: 7, now: new Date("2027-03-20T09:00:00Z"), options: settings.options});
  for (const {id, language, file} of settings.posts)
    campaign.addPost(fs.readFileSync(path.join(here, file)), {id, language});
  const [head, ...rows] = fs.readFileSync(path.join(here, settings.people), "utf8").trim().split("\n");
  const cells = row => Array.from(row.matchAll(/(?:^|,)(?:"([^"]*)"|([^,]*))/g), found => found[1] ?? found[2]);
  campaign.addPeople(rows.map(row => Object.fromEntries(cells(row).map((cell, i) => [head.split(",")[i], cell])
    .filter(([, cell]) => cell).map(([key, cell]) => key === "opted_in" ? [key, cell === "yes"] : [key, cell]))));
  const pictures = path.join(here, settings.images);
  for (const name of fs.readdirSync(pictures).filter(one => one.endsWith(".jpg")).sort())
    campaign.addImage(path.join(pictures, name), JSON.parse(fs.readFileSync(path.join(pictures, name.replace("jpg", "json")), "utf8")));
  await (await campaign.plan()).write(written, {images: koor.hasFeature("jpeg")});
  const files = from => fs.readdirSync(from, {recursive: true}).filter(name => fs.statSync(path.join(from, name)).isFile()).sort();
  assert.deepStrictEqual(files(written), files(expected));
  for (const name of files(expected))
    assert.ok(fs.readFileSync(path.join(written, name)).equals(fs.readFileSync(path.join(expected, name))), name);
}));

test("one call from JSON gives the plan of the setters", async () => {
  const engine = new koor.Engine();
  const people = ["p0", "p1", "p2", "p3", "p4", "p5"].map(id =>
    ({id, circle: "gent", timezone: "Europe/Brussels", opted_in: true}));
  const plan = await engine.planFromJson({people, posts: [{id: "post", text: POST, language: "en"}], options: {
    "campaign.seed": "7", "campaign.timezone": "Europe/Brussels", "campaign.window": WINDOW.join("/"), "campaign.now": "2026-11-30"}});
  const same = await campaignOf(engine).plan();
  assert.deepStrictEqual(await plan.export(), await same.export());
});

test("nothing of the plan before stays", () => withFolder(async folder => {
  const engine = new koor.Engine(), [out, fresh, other] = ["out", "fresh", "other"].map(name => path.join(folder, name));
  const all = from => Object.fromEntries(fs.readdirSync(from, {recursive: true}).filter(name => fs.statSync(path.join(from, name)).isFile())
    .sort().map(name => [name, fs.readFileSync(path.join(from, name), "utf8")]));
  const plan = await campaignOf(engine).plan(), fewer = campaignOf(engine, 2);
  await plan.write(out);
  const koors = {"kits/p2/2026-12-01-0900-linkedin.txt": "", "preview.html": "", "images/0123456789abcdef.jpg": ""};
  const own = {"calendar/team.ics": "BEGIN:VCALENDAR\r\nPRODID:-//other//EN", "images/a.jpg": "", "kits/p1/2026.txt": "", "notes.txt": ""};
  for (const [name, content] of Object.entries({...koors, ...own})) {
    fs.mkdirSync(path.dirname(path.join(out, name)), {recursive: true});
    fs.writeFileSync(path.join(out, name), content);
  }
  const before = all(out);
  await plan.write(out, {calendar: false}); // the same plan: nothing goes
  assert.deepStrictEqual(all(out), before);
  await (await fewer.plan()).write(out);
  await (await fewer.plan()).write(fresh);
  assert.deepStrictEqual(all(out), Object.fromEntries(Object.entries({...all(fresh), ...own}).sort(([a], [b]) => a < b ? -1 : 1)));
  assert.ok(!fs.existsSync(path.join(out, "kits", "p2")) && !fs.existsSync(path.join(out, "calendar", "p3.ics")));
  fs.mkdirSync(other); // no plan of koor's: nothing there is its own
  fs.writeFileSync(path.join(other, "digest.md"), "mine");
  await plan.write(other);
  assert.strictEqual(fs.readFileSync(path.join(other, "digest.md"), "utf8"), "mine");
}));

test("links in the folder are not followed", () => withFolder(async folder => {
  const [out, elsewhere, kept] = ["out", "elsewhere", "kept"].map(name => path.join(folder, name));
  fs.mkdirSync(out);
  fs.mkdirSync(elsewhere);
  fs.writeFileSync(kept, "");
  fs.symlinkSync(elsewhere, path.join(out, "calendar"));
  fs.symlinkSync(kept, path.join(out, `plan.jsonl.${process.pid}.part`));
  const plan = await campaignOf(new koor.Engine()).plan();
  await assert.rejects(plan.write(out), /calendar: a link/);
  assert.deepStrictEqual(fs.readdirSync(elsewhere), []);
  assert.strictEqual(fs.statSync(kept).size, 0);
}));

test("a plan opens from its folders, shards in any order", () => withFolder(async folder => {
  const engine = new koor.Engine();
  const folders = ["3/3", "1/3", "2/3"].map(shard => path.join(folder, shard.replace("/", "-")));
  for (const [i, shard] of ["3/3", "1/3", "2/3"].entries()) {
    const campaign = campaignOf(engine, 0, {options: {"campaign.shard": shard}});
    campaign.addPeople(Array.from({length: 30}, (_, person) => ({id: `p${person}`, circle: `c${person % 7}`, optedIn: true})));
    await (await campaign.plan()).write(folders[i], {calendar: false});
    assert.ok(!fs.existsSync(path.join(folders[i], "calendar")));
  }
  const merged = await engine.openPlan(...folders);
  const whole = campaignOf(engine, 0);
  whole.addPeople(Array.from({length: 30}, (_, person) => ({id: `p${person}`, circle: `c${person % 7}`, optedIn: true})));
  const plan = await whole.plan();
  assert.ok((await merged.export()).equals(await plan.export()));
  assert.deepStrictEqual(merged.report, plan.report);
  await assert.rejects(engine.openPlan(folders[0]), {code: "KOOR_E_EMPTY"});
  assert.throws(() => plan.record(30), {name: "ArgumentError", code: "KOOR_E_RANGE"});
  folders.forEach(one => fs.rmSync(path.join(one, "plan.jsonl")));
  assert.throws(() => merged.at(3), {code: "KOOR_E_IO", message: /item 3 .*cannot be read/});
  await assert.rejects(merged.export(), {code: "KOOR_E_IO", path: /plan\.jsonl$/});
}));

test("marked-up posts take fragments and values", async () => {
  const campaign = new koor.Campaign(new koor.Engine(), {post: '{Hi|Hello} %name%!\n#include "end"', options: {"post.syntax": "markup"}});
  campaign.setValue("name", "Noor");
  campaign.addFragment("end", "{Bye|See you}.");
  const texts = Array.from(await campaign.texts(9), item => item.text);
  assert.ok(texts.length > 1 && texts.every(text => /^(Hi|Hello) Noor!\s+(Bye|See you)\.$/.test(text)), texts.join("\n"));
});

test("a picture by path and by bytes gives the same file", {skip: !koor.hasFeature("jpeg") && "this build renders no pictures"}, async () => {
  const file = path.join(SOURCE, "examples", "campaign", "pictures", "klas.jpg");
  const rendered = [];
  for (const source of [file, fs.readFileSync(file)]) {
    const campaign = campaignOf(new koor.Engine(), 2);
    campaign.addImage(source, {id: "klas.jpg", alt: "A class"});
    const plan = await campaign.plan();
    assert.strictEqual(plan.at(0).image.alt, "A class");
    assert.match(plan.at(0).image.explanation, /klas\.jpg/);
    rendered.push(await plan.render(0));
  }
  assert.ok(rendered[0].subarray(0, 2).equals(Buffer.from([0xFF, 0xD8])));
  assert.ok(rendered[0].equals(rendered[1]));
});

// -- errors, lifetime, threads --------------------------------------------------------------------

test("errors say what and where", async () => {
  const engine = new koor.Engine();
  const bad = {"select.max_similarty": 1};
  assert.throws(() => new koor.Campaign(engine, {post: Buffer.from([0x63, 0x61, 0xFF])}),
    {name: "InputError", code: "KOOR_E_UTF8", offset: 2});
  assert.throws(() => new koor.Campaign(engine, {post: "ca\uD800"}), {code: "KOOR_E_UTF8", offset: 2});
  assert.throws(() => new koor.Campaign(engine, {options: bad}), error => error instanceof koor.OptionError
    && error instanceof koor.KoorError && error.message.includes("select.max_similarity"));
  const campaign = new koor.Campaign(engine, {post: POST});
  assert.throws(() => campaign.addPerson("a", {timezone: "Mars/Base", optedIn: true}), koor.ScheduleError);
  campaign.addPerson("b", {optedIn: true});
  assert.throws(() => campaign.addPerson("b", {optedIn: true}), koor.InputError);
  assert.throws(() => campaign.addPerson("c", {optedIn: true, colour: "red"}), /colour/);
  await assert.rejects(campaign.plan(), koor.ScheduleError);
  assert.throws(() => new koor.Engine({packs: [path.join(SOURCE, "README.md")]}), koor.InputError);
});

test("the guard's verdict on a wording comes back", () => {
  const campaign = campaignOf(new koor.Engine(), 0);
  assert.deepStrictEqual(campaign.addAlternative({first: 2, text: "A small team and a very old oven are waiting for you."}),
    {accepted: true, reason: ""});
  const refused = campaign.addAlternative({first: 3, text: "We bake 2,500 loaves a day, and we never start before 5 am."});
  assert.strictEqual(refused.accepted, false);
  const verdicts = campaign.addAlternatives([{first: 2, last: 2, text: "You'd work with a small team and a very old oven."},
    {first: 3, last: 3, text: "We bake 9,900 loaves a day, and we never start before 5 am."}, {first: "x"}]);
  assert.deepStrictEqual(verdicts.map(verdict => [verdict.line, verdict.accepted]), [[1, true], [2, false], [3, false]]);
  assert.match(refused.reason, /2,[45]00/);
});

test("what is closed says so, and what was made from it lives on", async () => {
  const engine = new koor.Engine();
  const campaign = campaignOf(engine);
  const pending = campaign.plan();
  campaign.close();
  engine.close();
  engine.close();
  const plan = await pending;
  assert.ok(plan.at(0).text);
  assert.throws(() => engine.describe(), /closed/);
  plan.close();
  assert.throws(() => plan.length, koor.ArgumentError);
});

test("handles that nobody holds are freed, in any order", async () => {
  for (let i = 0; i < 20; i++)
    await campaignOf(new koor.Engine(), 1).plan();
  for (let i = 0; i < 5; i++) {
    global.gc();
    await new Promise(resolve => setTimeout(resolve, 5));
  }
  assert.ok((await new koor.Engine().variants(POST, {n: 2})).length);
});

test("the event loop goes on while a plan is made, and a campaign is not touched meanwhile", async () => {
  const campaign = campaignOf(new koor.Engine(), 400);
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  const pending = campaign.plan();
  assert.throws(() => campaign.set("campaign.seed", 8), /being planned/);
  await assert.rejects(campaign.plan(), /being planned/);
  assert.throws(() => campaign.addPerson("late", {optedIn: true}), /being planned/);
  const plan = await pending;
  clearInterval(timer);
  assert.ok(turns > 0);
  assert.strictEqual(plan.length, 400);
  campaign.set("campaign.seed", 8);
});

test("the module may be loaded again, and in a worker", async () => {
  Object.keys(require.cache).filter(file => file.startsWith(BINDING)).forEach(file => delete require.cache[file]);
  assert.strictEqual(require(BINDING).version(), koor.version());
  const worker = new Worker(`const koor = require(${JSON.stringify(BINDING)});
    new koor.Engine().variants(${JSON.stringify(POST)}, {n: 2}).then(all => require("worker_threads").parentPort.postMessage(all.length));`,
    {eval: true});
  const [count] = await once(worker, "message");
  assert.strictEqual(count, 2);
});

test("plans in parallel from one engine are equal", async () => {
  const engine = new koor.Engine();
  const plans = await Promise.all(Array.from({length: 8}, () => campaignOf(engine, 20).plan()));
  const [first, ...others] = await Promise.all(plans.map(plan => plan.export()));
  assert.ok(others.every(other => other.equals(first)));
});

test("progress, cancellation, an abort signal, and what a callback throws", async () => {
  const campaign = campaignOf(new koor.Engine());
  const stages = new Set();
  await campaign.plan({progress: stage => stages.add(stage)});
  assert.ok(stages.size > 0);
  await assert.rejects(campaign.plan({progress: () => false}), koor.CancelledError);
  await assert.rejects(campaign.texts(5, {progress: () => false}), koor.CancelledError);
  await assert.rejects(campaign.plan({progress: () => { throw new TypeError("mine"); }}), TypeError);
  await assert.rejects(campaign.plan({signal: AbortSignal.abort()}), {name: "AbortError"});
  const control = new AbortController();
  await assert.rejects(campaign.plan({signal: control.signal, progress: () => control.abort(new Error("enough"))}), /enough/);
  assert.strictEqual((await campaign.plan()).length, 6);
});

test("places in characters, counts, suggestions, packs, options", () => {
  const engine = new koor.Engine();
  const marked = new koor.Campaign(engine, {post: "{Hi|Hello} {world|there}", options: {"post.syntax": "markup"}});
  assert.strictEqual(marked.count(), 4n);
  const checked = new koor.Campaign(engine, {post: "Café: 2,400 loaves 🚀 https://example.com/x"}).check();
  const url = checked.atoms.find(atom => atom.kind === "url");
  assert.strictEqual(checked.text.slice(url.startIndex, url.endIndex), url.text);
  assert.ok(campaignOf(engine).suggest().length > POST.length);
  assert.ok(koor.options().some(option => option.name === "select.max_similarity"));
  assert.match(koor.version(), /^0\.1/);
  assert.strictEqual(koor.hasFeature("teleport"), false);
});

test("a missing library is told with every place that was tried", context => {
  const run = spawnSync(process.execPath, ["-e", `require(${JSON.stringify(BINDING)})`],
    {env: {...process.env, KOOR_LIBRARY: "/nowhere/libkoor.so", LD_LIBRARY_PATH: ""}, encoding: "utf8"});
  if (run.status === 0)
    return context.skip("a libkoor is installed on this machine, and was found by its soname");
  assert.match(run.stderr, /set KOOR_LIBRARY[^]*\/nowhere\/libkoor\.so[^]*libkoor\.so\.0/);
});

// -- types ----------------------------------------------------------------------------------------

test("the types hold", {skip: !has("typescript/package.json") && "the npm package typescript is not there"}, () => {
  const compiler = path.join(path.dirname(has("typescript/package.json")), "bin", "tsc");
  const run = spawnSync(process.execPath, [compiler, "--noEmit", "--strict", "--target", "es2022", "--lib", "es2022,dom",
    "--types", "", "--module", "node16", "--moduleResolution", "node16", path.join(__dirname, "node_types.ts")], {encoding: "utf8"});
  assert.strictEqual(run.stdout + run.stderr, "");
});
