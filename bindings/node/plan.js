"use strict";
// The result: items in the order of their moments, the certificate, files and pictures.

const os = require("os");
const {Handle, lib, callAsync, received, textOf, guarded, copyOf} = require("./handle.js");
const {errorOf} = require("./errors.js");
const {put, holdsAnother, retire} = require("./folder.js");
const {itemOf, safeName} = require("./values.js");

const line = text => text && !text.endsWith("\n") ? text + "\n" : text;

// For the code alone: the calls that read an item give no error object.
function itemError(index, code) {
  const why = code === "KOOR_E_IO" ? "its file cannot be read, or was changed since the plan was opened" : code;
  return errorOf(`item ${index} of the plan: ${why}`, code, "", null);
}

class Plan extends Handle {
  constructor(pointer, engine) {
    super(pointer, lib.koor_plan_free, engine);
  }

  get length() {
    return Number(lib.koor_plan_count(this.pointer));
  }

  // The item at an index; from the end for a negative one, undefined beyond, as in an array.
  at(index) {
    const position = index < 0 ? index + this.length : index;
    return Number.isInteger(position) && position >= 0 && position < this.length
      ? itemOf(this.record(position), position) : undefined;
  }

  * [Symbol.iterator]() {
    for (let i = 0; i < this.length; i++)
      yield itemOf(this.record(i), i);
  }

  // An item with the keys of plan.jsonl.
  record(index) {
    return JSON.parse(textOf((buffer, capacity, length) => {
      const status = lib.koor_plan_item(this.pointer, index, buffer, capacity, length);
      if (status < 0)
        throw itemError(index, lib.koor_error_name(status));
    }));
  }

  get report() {
    return JSON.parse(lib.koor_plan_report(this.pointer, null));
  }

  get meta() {
    return JSON.parse(lib.koor_plan_meta(this.pointer, null));
  }

  get alternatives() {
    return lib.koor_plan_alternatives(this.pointer, null).split("\n").filter(Boolean).map(text => JSON.parse(text));
  }

  // The whole plan as "jsonl", "csv" or "ics:PERSON".
  async export(format = "jsonl") {
    const parts = [];
    const {callback, settle} = guarded((bytes, length) => {
      parts.push(copyOf(bytes, length));
    });
    await settle(callAsync([this.native], "koor_plan_write", this.pointer, format, callback, null));
    return Buffer.concat(parts);
  }

  // The picture of one item, as the bytes of its file.
  async render(index) {
    const image = await received(slot => callAsync([this.native], "koor_image_render", slot, this.pointer, index));
    try {
      const length = [0];
      const bytes = lib.koor_image_bytes(image, length);
      return copyOf(bytes, length[0]);
    } finally {
      lib.koor_image_free(image);
    }
  }

  async write(folder, {images = true, calendar = true, progress = () => {}, signal} = {}) {
    const keep = (name, bytes) => {
      put(folder, name, bytes);
      return progress(name);
    };
    let pictures = false;
    for (let i = 0; i < this.length && images && !pictures; i++)
      pictures = Boolean(this.record(i).image);
    const people = calendar ? new Set(Array.from({length: this.length}, (_, i) => lib.koor_plan_person(this.pointer, i))) : [];
    const files = Array.from(this.#files(people));
    if (await holdsAnother(folder, line(lib.koor_plan_meta(this.pointer, null)), () => this.export("jsonl")))
      retire(folder, new Set([...files.map(([name]) => name), ...pictures ? this.#imageNames() : []]));
    for (const [name, content] of files) {
      if (signal)
        signal.throwIfAborted();
      keep(name, await content());
    }
    if (pictures)
      await this.#writeImages(keep, signal);
  }

  // Every file but the pictures: its name, and what makes its content.
  * #files(people) {
    yield ["plan.jsonl", () => this.export("jsonl")];
    yield ["plan.meta.json", () => line(lib.koor_plan_meta(this.pointer, null))];
    yield ["alternatives.jsonl", () => line(lib.koor_plan_alternatives(this.pointer, null))];
    yield ["plan.csv", () => this.export("csv")];
    yield ["report.json", () => line(lib.koor_plan_report(this.pointer, null))];
    for (const person of people)
      yield [`calendar/${safeName(person)}.ics`, () => this.export("ics:" + person)];
  }

  #imageNames() {
    return Array.from({length: this.length}, (_, i) => this.record(i).image).filter(Boolean).map(image => image.file);
  }

  async #writeImages(keep, signal) {
    const written = new Set();
    const {callback, settle} = guarded((index, bytes, length) => {
      const name = this.record(Number(index)).image.file;
      if (written.has(name))
        return true;
      written.add(name);
      return keep(name, copyOf(bytes, length));
    }, signal);
    await settle(callAsync([this.native], "koor_plan_render", this.pointer, os.cpus().length || 1, callback, null));
  }
}

// The plan that the asynchronous `make` puts in its slot; its engine is kept until the plan itself keeps it.
async function planOf(engine, make) {
  engine.retain();
  try {
    return new Plan(await received(make), engine);
  } finally {
    engine.release();
  }
}

module.exports = {Plan, planOf};
