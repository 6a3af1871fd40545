"use strict";
// koor: one base post, many voices.
//
//     const {Engine} = require("koor");
//     const engine = new Engine();
//     for (const variant of await engine.variants("We're hiring a baker in Ghent! ...", {n: 10, language: "en"}))
//       console.log(variant.text);
//
// Texts are strings, moments are Dates, offsets in errors are bytes of UTF-8. Every failure is a KoorError. Long
// work runs on another thread and gives a promise. index.d.ts describes each name.

const fs = require("fs");
const path = require("path");
const {Handle, lib, call, callAsync, textOf, bytesOf, guarded, copyOf, takeError} = require("./handle.js");
const errors = require("./errors.js");
const {optionText, stamp, personText, variantOf} = require("./values.js");
const {Plan, planOf} = require("./plan.js");

const {ArgumentError} = errors;
const jsonBytes = data => bytesOf(typeof data === "string" ? data : JSON.stringify(data));

const version = () => lib.koor_version();
const hasFeature = name => lib.koor_has_feature(name) === 1;

// All options, in the order of the registry.
function options() {
  const read = {name: lib.koor_option_name, type: lib.koor_option_type, default: lib.koor_option_default,
    range: lib.koor_option_range, help: lib.koor_option_help};
  return Array.from({length: Number(lib.koor_option_count())}, (_, index) => Object.freeze(
    Object.fromEntries(Object.entries(read).map(([key, reader]) => [key, reader(index)]))));
}

class Engine extends Handle {
  constructor({packs = [], networks = null, options: defaults = {}} = {}) {
    const slot = [null];
    call("koor_engine_new", slot, null, null, null, null);
    super(slot[0], lib.koor_engine_free);
    try {
      this.#setUp(packs, networks, defaults);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  #setUp(packs, networks, defaults) {
    for (const file of packs) {
      const bytes = fs.readFileSync(file);
      call("koor_engine_load_pack", this.pointer, String(file), bytes, bytes.length);
    }
    if (networks !== null) {
      const json = jsonBytes(networks);
      call("koor_engine_load_networks", this.pointer, json, json.length);
    }
    for (const [key, value] of Object.entries(defaults)) {
      const text = bytesOf(optionText(value));
      call("koor_engine_set", this.pointer, key, text, text.length);
    }
    call("koor_engine_ready", this.pointer);
  }

  describe() {
    return JSON.parse(lib.koor_engine_describe(this.pointer, null));
  }

  async variants(text, {n = 10, language = "", seed = 1, network = "", options: given = {}} = {}) {
    const campaign = new Campaign(this, {post: text, language, seed, networks: network ? [network] : undefined,
      options: given});
    let plan = null;
    try {
      plan = await campaign.texts(n);
      return Array.from({length: plan.length}, (_, index) => variantOf(plan.record(index)));
    } finally {
      campaign.close();
      if (plan)
        plan.close();
    }
  }

  async planFromJson(data) {
    const json = jsonBytes(data);
    return planOf(this.native, slot =>
      callAsync([this.native], "koor_plan_from_json", slot, this.pointer, json, json.length));
  }

  async openPlan(...folders) {
    const names = Buffer.from(folders.join("\n"));
    return planOf(this.native, slot =>
      callAsync([this.native], "koor_plan_open_folders", slot, this.pointer, names, names.length));
  }

  checkPack(file) {
    const bytes = fs.readFileSync(file);
    const failures = [0];
    const report = textOf((buffer, capacity, length) =>
      call("koor_engine_check_pack", failures, this.pointer, String(file), bytes, bytes.length, buffer, capacity, length));
    return {failures: Number(failures[0]), report};
  }
}

class Campaign extends Handle {
  #engine;
  #planning = false;

  constructor(engine, {post, language = "", seed = 1, timezone, window, now, networks, id,
    options: given = {}} = {}) {
    const slot = [null];
    call("koor_campaign_new", slot, engine.pointer);
    super(slot[0], lib.koor_campaign_free, engine.native);
    this.#engine = engine.native;
    try {
      this.#setAll({"campaign.seed": seed, "campaign.timezone": timezone, "campaign.networks": networks,
        "campaign.window": window && Array.from(window, stamp).join("/"), "campaign.now": now && stamp(now),
        "campaign.id": id, ...given});
      if (post !== undefined)
        this.addPost(post, {language});
    } catch (error) {
      this.close();
      throw error;
    }
  }

  #setAll(values) {
    for (const [key, value] of Object.entries(values))
      if (value !== undefined && value !== null && value !== "")
        this.set(key, value);
  }

  // The pointer for a call on this thread; a campaign belongs to one thread at a time.
  get #mine() {
    if (this.#planning)
      throw new ArgumentError("this campaign is being planned: await the plan first", "KOOR_E_ARGUMENT");
    return this.pointer;
  }

  set(key, value) {
    const text = bytesOf(optionText(value));
    call("koor_campaign_set", this.#mine, key, text, text.length);
  }

  load(data) {
    const json = jsonBytes(data);
    call("koor_campaign_load_json", this.#mine, json, json.length);
  }

  addPost(text, {id = "post", language = ""} = {}) {
    const bytes = bytesOf(text);
    call("koor_campaign_add_post", this.#mine, id, bytes, bytes.length, language);
  }

  addPerson(id, fields) {
    const json = bytesOf(personText(id, fields));
    call("koor_campaign_add_person", this.#mine, json, json.length);
  }

  addPeople(people) {
    const lines = typeof people === "string" ? people
      : Array.from(people, ({id, ...fields}) => personText(id, fields)).join("\n");
    const bytes = bytesOf(lines);
    call("koor_campaign_add_people", this.#mine, bytes, bytes.length);
  }

  addImage(source, {id, ...meta} = {}) {
    const json = bytesOf(Object.keys(meta).length ? JSON.stringify(meta) : "");
    if (typeof source === "string")
      call("koor_campaign_add_image_file", this.#mine, id || path.basename(source), source, json, json.length);
    else if (id)
      call("koor_campaign_add_image", this.#mine, id, source, source.length, json, json.length);
    else
      throw new ArgumentError("a picture given by its bytes needs an id", "KOOR_E_ARGUMENT", "id");
  }

  addAlternative({first, last = first, ...rest}) {
    const json = jsonBytes({first, last, ...rest});
    const accepted = [0], slot = [null];
    const status = lib.koor_campaign_add_alternative(accepted, this.#mine, json, json.length, slot);
    const verdict = slot[0] ? takeError(slot, status) : null;
    if (status < 0)
      throw verdict;
    return {accepted: accepted[0] === 1, reason: verdict ? verdict.message : ""};
  }

  addAlternatives(lines, {approvedOnly = false} = {}) {
    const bytes = bytesOf(typeof lines === "string" || lines instanceof Uint8Array ? lines
      : Array.from(lines, line => JSON.stringify(line) + "\n").join(""));
    const verdicts = [];
    const take = (verdict, length) => {
      verdicts.push(copyOf(verdict, length).toString("utf8"));
      return 0;
    };
    if (approvedOnly)
      this.set("rewrite.approved_only", true);
    call("koor_campaign_add_alternatives", null, this.#mine, bytes, bytes.length, take, null);
    return verdicts.map(verdict => JSON.parse(verdict));
  }

  edit(person, text, {network = "", post = ""} = {}) {
    const json = jsonBytes({person, text, network, post});
    return JSON.parse(textOf((...given) => call("koor_campaign_edit", [0], this.#mine, json, json.length, ...given)));
  }

  addHistory(text) {
    const bytes = bytesOf(text);
    call("koor_campaign_add_history", this.#mine, bytes, bytes.length);
  }

  addFragment(name, text) {
    const bytes = bytesOf(text);
    call("koor_campaign_add_fragment", this.#mine, name, bytes, bytes.length);
  }

  setValue(name, value) {
    const bytes = bytesOf(value);
    call("koor_campaign_set_value", this.#mine, name, bytes, bytes.length);
  }

  loadVoices(profiles) {
    const bytes = bytesOf(typeof profiles === "string" ? profiles : JSON.stringify(profiles));
    call("koor_campaign_load_voices", this.#mine, bytes, bytes.length);
  }

  setPrevious(jsonl) {
    const bytes = bytesOf(jsonl);
    call("koor_campaign_set_previous", this.#mine, bytes, bytes.length);
  }

  // Places are bytes of UTF-8; startIndex and endIndex are those in the string.
  check() {
    const result = JSON.parse(textOf((...given) => call("koor_campaign_check", this.#mine, ...given)));
    const bytes = bytesOf(result.text || "");
    const indexOf = place => bytes.toString("utf8", 0, place).length;
    for (const found of [...(result.atoms || []), ...(result.problems || [])])
      if ("start" in found)
        Object.assign(found, {startIndex: indexOf(found.start), endIndex: indexOf(found.end)});
    return result;
  }

  suggest(format = "markup") {
    return textOf((...given) => call("koor_campaign_suggest", this.#mine, format, ...given));
  }

  voices() {
    return JSON.parse(textOf((...given) => call("koor_campaign_voices", this.#mine, ...given)));
  }

  count() {
    return BigInt(textOf((...given) => call("koor_campaign_count", this.#mine, ...given)));
  }

  texts(n, listening) {
    return this.#made(listening, "koor_plan_texts", n);
  }

  plan(listening) {
    return this.#made(listening, "koor_plan_new");
  }

  // The plan that the function puts in its slot, on another thread.
  async #made({progress = () => {}, signal} = {}, name, ...given) {
    const {callback, settle} = guarded((stage, done, total) => progress(stage, Number(done), Number(total)), signal);
    const working = this.#mine && planOf(this.#engine, slot =>
      settle(callAsync([this.native], name, slot, this.#mine, ...given, callback, null)));
    this.#planning = true;
    try {
      return await working;
    } finally {
      this.#planning = false;
    }
  }
}

module.exports = {
  Engine, Campaign, Plan, options, version, hasFeature,
  KoorError: errors.KoorError, ArgumentError: errors.ArgumentError, InputError: errors.InputError,
  OptionError: errors.OptionError, LimitError: errors.LimitError, GuardError: errors.GuardError,
  ScheduleError: errors.ScheduleError, PictureError: errors.PictureError, CancelledError: errors.CancelledError,
};
