#!/usr/bin/env node
"use strict";
// preview.html in a real browser: loads from disk, filters, searches, compares, copies; no error in the
// console, no request, nothing that axe calls serious. TAP on stdout; the whole suite is skipped, with the
// reason, where Chromium or the packages of tests/packages.sh are not there.

const assert = require("assert");
const {execFileSync} = require("child_process");
const fs = require("fs");
const os = require("os");
const path = require("path");
const {createRequire} = require("module");
const {pathToFileURL} = require("url");

const SOURCE = process.env.KOOR_SOURCE || path.join(__dirname, "..", "..");
const BUILD = process.env.KOOR_BUILD || path.join(SOURCE, "build");
const BROWSERS = [process.env.KOOR_CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

function skip(reason) {
  console.log(`1..0 # SKIP ${reason}`);
  process.exit(0);
}

function packageFrom(name) {
  for (const folder of [BUILD, __dirname]) {
    try {
      return createRequire(path.join(folder, "package.json")).resolve(name);
    } catch {
      // the next folder
    }
  }
  return skip(`the npm package ${name} is not there: npm install --no-save --prefix ${path.basename(BUILD)} playwright-core axe-core koffi typescript`);
}

if (execFileSync("ldd", [path.join(BUILD, "src", "libkoor.so.0")], {encoding: "utf8"}).includes("asan"))
  skip("the page has the same bytes in a build without sanitizers; that one opens it");
const browserPath = BROWSERS.find(file => file && fs.existsSync(file)) || skip("no Chromium here");
const {chromium} = require(packageFrom("playwright-core"));
const axe = fs.readFileSync(packageFrom("axe-core"), "utf8");

// -- plans to look at ------------------------------------------------------------------------------

const HOSTILE = "</script><img src=x onerror=alert(1)><!--";

function koor(...parts) {
  execFileSync(path.join(BUILD, "examples", "koor"), parts, {stdio: ["ignore", "ignore", "pipe"]});
}

function samplePlan(folder) {
  koor("plan", "--config", path.join(SOURCE, "examples", "campaign", "campaign.json"), "--now", "2027-03-20T09:00:00Z",
    "-o", path.join(folder, "sample"));
  return path.join(folder, "sample");
}

// Many people, and a name, a circle and a text that would be markup if anything let them.
function largePlan(folder) {
  const people = ["id,circle,timezone,wave,opted_in", `"${HOSTILE}",<b>c0</b>,Europe/Brussels,leaders,yes`];
  for (let i = 0; i < 499; i++)
    people.push(`p${i},${i < 200 ? "large" : "c" + i % 12},Europe/Brussels,${["leaders", "ambassadors", ""][i % 3]},yes`);
  const file = path.join(folder, "people.csv"), post = path.join(folder, "post.txt");
  fs.writeFileSync(file, people.join("\n"));
  fs.writeFileSync(post, "We're {hiring|looking for} a <i>baker</i> in Ghent! {Apply|Write to us} before 1 May. </script> https://example.com/baker");
  koor("plan", post, "--people", file, "--lang", "en", "--now", "2027-03-20T09:00:00Z", "-o", path.join(folder, "large"));
  return path.join(folder, "large");
}

// Nothing in it breaks at a space: an address, a hashtag, ids, circles.
function longPlan(folder) {
  const people = ["id,circle,opted_in"], file = path.join(folder, "long.csv"), post = path.join(folder, "long.txt");
  for (let i = 0; i < 6; i++)
    people.push(`${"person".repeat(12)}${i},${"circle".repeat(12)}${i % 2},yes`);
  fs.writeFileSync(file, people.join("\n"));
  fs.writeFileSync(post, `We're hiring a senior baker in Ghent! Want to join? Read more on https://www.example.com/${"jobs-".repeat(30)}?id=1\n\n#${"Baker".repeat(12)}`);
  koor("plan", post, "--people", file, "--now", "2027-03-20T09:00:00Z", "-o", path.join(folder, "long"));
  return path.join(folder, "long");
}

// -- the tests -------------------------------------------------------------------------------------

const count = (page, selector) => page.locator(selector).count();
const itemsOf = folder => fs.readFileSync(path.join(folder, "plan.jsonl"), "utf8").trim().split("\n").map(line => JSON.parse(line));
const settle = page => page.waitForTimeout(200);

async function serious(page) {
  await page.evaluate(axe);
  const result = await page.evaluate(() => window.axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}));
  return result.violations.filter(found => ["serious", "critical"].includes(found.impact))
    .map(found => `${found.id}: ${found.nodes.slice(0, 3).map(node => node.html.slice(0, 120)).join(" | ")}`);
}

const TESTS = {
  async "shows every post with text, moment and picture"({page, items}) {
    while (await page.locator("#more").isVisible()) await page.click("#more");
    assert.equal(await count(page, "#posts article"), items.length);
    const one = items[0], card = page.locator(`#post-${one.id}`);
    assert.equal(await card.locator("h4").textContent(), one.person);
    assert.equal(await card.locator("img").getAttribute("alt"), one.image.alt);
    assert.ok((await card.locator(".figures").allTextContents()).includes(`Picture: ${one.image.explanation}.`));
    assert.match(await card.locator("time").textContent(), new RegExp(one.publish_at.slice(11, 16)));
    assert.match(await card.locator("time").getAttribute("title"), /Where you are/);
    await card.scrollIntoViewIfNeeded();
    await page.waitForFunction(id => document.querySelector(`#post-${id} img`).naturalWidth > 0, one.id);
  },

  async "folds where the network folds and opens on demand"({page, items}) {
    const long = items.find(item => item.network === "linkedin" && item.text.length > 400);
    const text = page.locator(`#post-${long.id} .text`);
    assert.ok((await text.textContent()).length < 260);
    await text.locator(".fold").click();
    assert.equal(await text.textContent(), long.text);
  },

  async "marks what differs from the base of the item's own language"({page, items}) {
    const bases = await page.evaluate(() => JSON.parse(document.getElementById("posts-data").textContent));
    for (const item of items) {
      const base = bases.find(post => post.language === item.language).text;
      const marked = await page.evaluate(([text, from]) => changed(text, from).some(piece => piece.marked), [item.text, base]);
      assert.equal(marked, item.text.replace(/\s+/g, " ") !== base.trim().replace(/\s+/g, " "), item.id);
      assert.equal(await page.evaluate(([text, from]) => changed(text, from).map(piece => piece.text).join(""), [item.text, base]), item.text);
    }
    await page.uncheck("#marks");
    assert.equal(await count(page, "#posts mark"), 0);
  },

  async "filters by circle, wave, network, day and person"({page, items}) {
    const reads = {circle: item => item.circle, wave: item => item.wave, day: item => item.publish_at.slice(0, 10), person: item => item.person};
    for (const [name, read] of Object.entries(reads)) {
      const value = read(items[items.length - 1]), wanted = items.filter(item => read(item) === value);
      await page.selectOption(`#filter-${name}`, value);
      assert.equal(await count(page, "#posts article"), wanted.length, name);
      await page.click("#clear");
      await settle(page);
    }
    assert.match(await page.textContent("#found"), new RegExp(`^${items.length} of`));
  },

  async "searches texts and people"({page, items}) {
    await page.fill("#search", items[0].person.toUpperCase());
    await settle(page);
    const wanted = items.filter(item => `${item.text} ${item.person}`.toLowerCase().includes(items[0].person));
    assert.equal(await count(page, "#posts article"), wanted.length);
    await page.fill("#search", "no post says this");
    await settle(page);
    assert.equal(await count(page, "#posts article"), 0);
    assert.match(await page.textContent("#found"), /No post fits/);
  },

  async "compares two texts from the heat map"({page, items}) {
    const name = await page.evaluate(() => groupsOfItems().find(group => group.members.length > 2).name), circle = name.split(",")[0];
    await page.selectOption("#likeness-circle", {label: name});
    await page.locator("#heat button").first().click();
    assert.ok(await page.locator("#compare").isVisible());
    const [left, right] = await page.locator("#compare .text").allTextContents();
    const known = items.filter(item => item.circle === circle).map(item => item.text);
    assert.ok(known.includes(left) && known.includes(right));
    assert.ok(await count(page, "#compare mark") > 0);
    assert.deepEqual(await serious(page), []);
    await page.keyboard.press("Escape");
    assert.ok(!await page.locator("#compare").isVisible());
  },

  async "opens the heat map on the circle with most posts"({page}) {
    const [shown, sizes] = await page.evaluate(() => [+document.getElementById("likeness-circle").value, groupsOfItems().map(group => group.members.length)]);
    assert.equal(sizes[shown], Math.max(...sizes));
  },

  async "measures likeness by three-word runs, facts left out"({page}) {
    const values = await page.evaluate(() => {
      const say = text => ({text}), of = (one, other) => likeness(say(one), say(other));
      return [of("a b c d", "a b c d"), of("a b c d", "a b c e"), of("a b c d", "e f g h"), of("a b c 12 @x.y #z www.d.be", "A b, c 7 a@b.be"),
        of("don't so it", "don’t so it now"), of("", "a b"), of("a b", "A  B!"),
        commonRuns(say(" x a b c y"), say("z a b c")).filter(piece => piece.marked).map(piece => piece.text.trim())];
    });
    assert.deepEqual(values, [1, 1 / 3, 0, 1, 1 / 2, 0, 1, ["a b c"]]);
  },

  async "the map has the certificate's figures"({page, items, folder}) {
    const report = JSON.parse(fs.readFileSync(path.join(folder, "report.json"), "utf8"));
    const measured = await page.evaluate(() => items.map(item => ({circles: circlesOf(item), network: item.network, item}))
      .flatMap((one, i, all) => all.slice(i + 1).filter(other => other.network === one.network)
        .map(other => ({both: one.circles.filter(circle => other.circles.includes(circle)), ppm: Math.floor(1e6 * likeness(one.item, other.item))}))));
    const whole = report.circles.filter(circle => items.filter(item => item.circle === circle.circle).length === circle.items);
    assert.ok(whole.length >= 2);
    for (const circle of whole) {
      const figures = measured.filter(pair => pair.both.includes(circle.circle)).map(pair => pair.ppm);
      assert.equal(Math.max(...figures), Math.round(1e6 * circle.similarity_max), circle.circle);
      assert.equal(Math.floor(figures.reduce((sum, ppm) => sum + ppm) / figures.length), Math.round(1e6 * circle.similarity_mean), circle.circle);
    }
  },

  async "copies the text of a post"({page, items}) {
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.locator(`#post-${items[0].id} .copy`).click();
    await settle(page);
    assert.equal(await page.locator(`#post-${items[0].id} .copy`).textContent(), "Copied");
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), items[0].text);
  },

  async "downloads the picture"({page, items}) {
    const [download] = await Promise.all([page.waitForEvent("download"), page.locator(`#post-${items[0].id} a.button`).click()]);
    assert.equal(download.suggestedFilename(), path.basename(items[0].image.file));
    assert.deepEqual(fs.readFileSync(await download.path()).subarray(0, 2), Buffer.from([0xff, 0xd8]));
  },

  async "leads from the timeline to a post, by keyboard too"({page}) {
    const lane = page.locator("#timeline .track").first();
    await lane.locator("button").first().focus();
    await page.keyboard.press("ArrowRight");
    const label = await page.evaluate(() => document.activeElement.getAttribute("aria-label"));
    await page.keyboard.press("Enter");
    assert.ok(label.startsWith(await page.evaluate(() => document.activeElement.querySelector("h4").textContent)));
    const before = await page.evaluate(() => document.activeElement.id);
    await page.keyboard.press("j");
    assert.notEqual(await page.evaluate(() => document.activeElement.id), before);
    await page.keyboard.press("k");
    assert.equal(await page.evaluate(() => document.activeElement.id), before);
  },

  async "tells the certificate in words"({page, folder}) {
    const report = JSON.parse(fs.readFileSync(path.join(folder, "report.json"), "utf8"));
    const hours = Math.floor(Math.round(report.overall.gap_min / 60) / 60);
    assert.match(await page.textContent("#tiles"), new RegExp(`\\b${hours} hours?`));
    assert.equal(await count(page, "#circles tbody tr"), report.circles.length);
  },

  async "approves, rejects and edits wordings by keyboard, and gives the file"({page, folder}) {
    const lines = fs.readFileSync(path.join(folder, "alternatives.jsonl"), "utf8").trim().split("\n").map(line => JSON.parse(line));
    assert.strictEqual(await count(page, ".wording"), lines.length);
    await page.locator("#approve").evaluate(node => node.scrollIntoView({behavior: "instant"}));
    await page.keyboard.press("j"); // nothing has the focus yet: the first one gets it
    assert.strictEqual(await page.evaluate(() => document.activeElement.id), "wording-0");
    assert.strictEqual(await page.locator("#approve-base mark").textContent(), lines[0].from);
    await page.keyboard.press("a"); // and goes on to the next
    await page.keyboard.press("r");
    await page.keyboard.press("e");
    await page.keyboard.type(" indeed");
    await page.keyboard.press("Enter");
    await page.keyboard.press("j");
    await page.keyboard.press("a");
    await page.keyboard.press("k");
    assert.match(await page.locator("#approve-count").textContent(), /^4 of /);
    await page.locator("#wording-1 .reason").fill("too stiff");
    const [file] = await Promise.all([page.waitForEvent("download"), page.click("#approve-download")]);
    const got = fs.readFileSync(await file.path(), "utf8").trim().split("\n").map(line => JSON.parse(line));
    assert.deepStrictEqual(got.slice(0, 5).map(line => line.state), ["approved", "rejected", "rejected", "approved", "approved"]);
    assert.deepStrictEqual(got.slice(0, 3).map(line => line.reason), ["", "too stiff", "edited"]);
    assert.strictEqual(got[3].text, lines[2].text + " indeed");
    assert.strictEqual(got.length, lines.length + 1);
    await page.reload();
    assert.match(await page.locator("#approve-count").textContent(), /^(4|0) of /); // kept where the browser keeps anything
    await page.evaluate(() => localStorage.clear());
  },

  async "shows the riskiest texts, and leads to their posts"({page, items, folder}) {
    const approval = JSON.parse(fs.readFileSync(path.join(folder, "report.json"), "utf8")).approval;
    await page.click("#risky summary");
    assert.equal(await count(page, "#riskiest li"), approval.riskiest.length);
    assert.match(await page.textContent("#risky summary"), new RegExp(`^${approval.unseen} texts`));
    assert.equal(await page.locator("#riskiest .text").first().textContent(), approval.riskiest[0].text);
    await page.locator("#riskiest button").first().click();
    const shown = items.find(item => item.text_id === approval.riskiest[0].text_id);
    assert.equal(await page.evaluate(() => document.activeElement.id), `post-${shown.id}`);
    assert.deepEqual(await serious(page), []);
  },

  async "axe finds nothing serious, light and dark"({page}) {
    assert.deepEqual(await serious(page), []);
    await page.emulateMedia({colorScheme: "dark"});
    assert.deepEqual(await serious(page), []);
  },

  async "fits a phone and prints every post"({page, items}) {
    await page.setViewportSize({width: 360, height: 740});
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
    assert.equal(await count(page, "#posts article"), items.length);
    assert.equal(await count(page, "#posts .fold"), 0);
  },
};

const LARGE_TESTS = {
  async "unfolds a long list of circles"({page, folder}) {
    const report = JSON.parse(fs.readFileSync(path.join(folder, "report.json"), "utf8"));
    const shown = await count(page, "#circles tbody tr"), more = page.locator("#circles .more-rows");
    assert.equal(shown, Math.min(8, report.circles.length));
    if (report.circles.length <= 8) { assert.equal(await more.count(), 0); return; }
    await more.click();
    assert.equal(await count(page, "#circles tbody tr"), report.circles.length);
    assert.equal(await more.count(), 0);
    await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
    assert.equal(await count(page, ".more-rows"), 0);
    await page.evaluate(() => window.dispatchEvent(new Event("afterprint")));
  },

  async "500 people: paged, and quick to filter"({page, items}) {
    assert.equal(items.length, 500);
    assert.ok(await count(page, "#posts article") < 60);
    const spent = await page.evaluate(() => {
      const began = performance.now();
      for (const value of ["large", "c1", ""]) {
        document.getElementById("filter-circle").value = value;
        redraw();
      }
      return performance.now() - began;
    });
    assert.ok(spent < 2000, `${spent} ms for three filters`);
    assert.ok(await count(page, "#heat button") <= 1600);
  },

  async "nothing in a text, a name or a circle becomes markup"({page, items}) {
    const one = items.find(item => item.person === HOSTILE);
    await page.selectOption("#filter-person", HOSTILE);
    assert.equal(await page.locator(`#post-${one.id} h4`).textContent(), HOSTILE);
    assert.equal(await count(page, "img[src=x], i, b"), 0);
    assert.ok((await page.locator(`#post-${one.id} .text`).textContent()).includes("<i>baker</i>"));
  },

  async "axe finds nothing serious in a large plan"({page}) {
    assert.deepEqual(await serious(page), []);
  },
};

const LONG_TESTS = {
  async "long addresses and names make no screen wider"({page}) {
    await page.evaluate(() => document.querySelectorAll("details").forEach(part => { part.open = true; }));
    for (const width of [320, 375, 700, 1280]) {
      await page.setViewportSize({width, height: 740});
      assert.deepEqual(await page.evaluate(() => Array.from(document.querySelectorAll("main *"))
        .filter(node => !node.closest(".scroll") && node.getBoundingClientRect().right > innerWidth + 1).map(node => node.outerHTML.slice(0, 90))), [], width);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
    }
    await page.locator("#heat button").first().click();
    await page.setViewportSize({width: 375, height: 740});
    assert.ok(await page.evaluate(() => document.getElementById("compare").scrollWidth <= document.getElementById("compare").clientWidth));
  },
};

// -- running them ----------------------------------------------------------------------------------

let number = 0, failed = 0;

async function runOne(browser, plan, name, test) {
  const context = await browser.newContext({timezoneId: "Asia/Tokyo", viewport: {width: 1280, height: 900}, acceptDownloads: true});
  const page = await context.newPage(), wrong = [];
  page.setDefaultTimeout(30000);
  page.on("pageerror", error => wrong.push(error.message));
  page.on("console", message => ["error", "warning"].includes(message.type()) && wrong.push(message.text()));
  page.on("request", request => request.url() === plan.url || /^(data|blob):/.test(request.url()) || wrong.push(`asked for ${request.url()}`));
  try {
    await page.goto(plan.url);
    await test({page, items: plan.items, folder: plan.folder});
    assert.deepEqual(wrong, []);
    console.log(`ok ${++number} - ${name}`);
  } catch (error) {
    failed++;
    console.log(`not ok ${++number} - ${name}`);
    console.log(String(error.stack || error).replace(/^/gm, "# "));
  }
  await context.close();
}

async function main() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "koor-page-"));
  const browser = await chromium.launch({executablePath: browserPath, args: ["--no-sandbox", "--disable-gpu"]})
    .catch(error => skip(`Chromium does not start: ${error.message.split("\n")[0]}`));
  console.log(`1..${[TESTS, LARGE_TESTS, LONG_TESTS].flatMap(Object.keys).length}`);
  try {
    for (const [make, tests] of [[samplePlan, TESTS], [largePlan, LARGE_TESTS], [longPlan, LONG_TESTS]]) {
      const where = make(folder), plan = {folder: where, url: pathToFileURL(path.join(where, "preview.html")).href, items: itemsOf(where)};
      for (const [name, test] of Object.entries(tests)) await runOne(browser, plan, name, test);
    }
  } finally {
    await browser.close();
    fs.rmSync(folder, {recursive: true, force: true});
  }
  process.exitCode = failed ? 1 : 0;
}

main().catch(error => {
  console.log(`Bail out! ${error.message}`);
  process.exitCode = 1;
});
