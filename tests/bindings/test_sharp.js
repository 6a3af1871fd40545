// A process that has loaded sharp, which ships a libvips and a GLib of its own, renders through koor's module, which
// has the machine's: each by turns and both at once. The bytes are those of a process without sharp.
"use strict";
const assert = require("node:assert");
const {execFileSync, spawnSync} = require("node:child_process");
const {createHash} = require("node:crypto");
const path = require("node:path");
const {SOURCE, BUILD, LIBRARY, installed, skip, has} = require("./npm.js");

const CAMPAIGN = path.join(SOURCE, "examples", "campaign");

// Pictures that need the module (a PNG, a WebP), a logo and words; `busy` works with sharp meanwhile.
async function renderAll(koor, sources, busy) {
  const campaign = new koor.Campaign(new koor.Engine(), {
    post: "We are building the first wooden school of Mechelen. Come and see it: https://example.com/school",
    language: "en", seed: 7, window: ["2026-12-01T08:00", "2026-12-14T18:00"], now: "2026-11-30",
    options: {"image.brand": path.join(CAMPAIGN, "brand", "kit.json"), "image.headline": "Children learn among the trees"}});
  for (let i = 0; i < 10; i++)
    campaign.addPerson(`p${i}`, {circle: "one", optedIn: true});
  for (const [id, bytes] of Object.entries(sources))
    campaign.addImage(bytes, {id, alt: "A school"});
  const plan = await campaign.plan();
  const rendered = Array.from({length: plan.length}, (_, index) => plan.render(index));
  await Promise.all([...rendered, busy ? busy() : null]);
  const hash = createHash("sha256");
  for (const bytes of await Promise.all(rendered))
    hash.update(bytes);
  return hash.digest("hex");
}

function readStandardInput() {
  const sources = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
  return Object.fromEntries(Object.entries(sources).map(([id, text]) => [id, Buffer.from(text, "base64")]));
}

function inAnotherProcess(sources) {
  const input = JSON.stringify(Object.fromEntries(Object.entries(sources).map(([id, bytes]) => [id, bytes.toString("base64")])));
  return execFileSync(process.execPath, [__filename], {input, env: {...process.env, KOOR_ALONE: "1"}, encoding: "utf8"}).trim();
}

async function main() {
  const sharp = installed("sharp"); // before koor, as in a server that has it already
  const koor = require(path.join(SOURCE, "bindings", "node"));
  if (!koor.hasFeature("vips"))
    skip("this build has no module koor-vips");
  const picture = () => sharp(path.join(CAMPAIGN, "pictures", "laan.jpg")).resize(1300);
  const sources = {"laan.png": await picture().png().toBuffer(), "laan.webp": await picture().negate().webp().toBuffer()};
  const busy = () => Promise.all(Array.from({length: 8}, (_, i) => picture().blur(2 + i).jpeg().toBuffer()));
  const expected = inAnotherProcess(sources);
  assert.match(expected, /^[0-9a-f]{64}$/);
  assert.strictEqual(await renderAll(koor, sources), expected, "by turns");
  assert.strictEqual(await renderAll(koor, sources, busy), expected, "both at once");
  const drawn = await sharp(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>')).png().toBuffer();
  assert.strictEqual(drawn[1], 0x50, "sharp's own loaders are as they were");
  console.log("1..1\nok 1 - a process that has loaded sharp renders through koor");
}

if (!has("koffi") || !has("sharp"))
  skip("the npm packages koffi and sharp are not there: npm install --no-save --prefix " + path.basename(BUILD) + " playwright-core axe-core koffi typescript sharp");
const sanitized = execFileSync("ldd", [LIBRARY], {encoding: "utf8"}).includes("asan");
if (sanitized)
  skip("a sanitized library cannot be loaded beside sharp");
if (!process.env.KOOR_RESTARTED) {
  const env = {...process.env, KOOR_RESTARTED: "1", NODE_PATH: path.join(BUILD, "node_modules"), KOOR_LIBRARY: LIBRARY};
  process.exit(spawnSync(process.execPath, [__filename], {env, stdio: "inherit"}).status ?? 1);
}
if (process.env.KOOR_ALONE)
  renderAll(require(path.join(SOURCE, "bindings", "node")), readStandardInput()).then(console.log);
else
  main();
