"use strict";
// The library's handles as objects that are closed by close() or when they are collected, and the two ways to
// call a function that can fail: at once, or on a thread of koffi while the event loop goes on.
//
// A native handle counts its users: its object, what was made from it, and calls that are under way. It is
// freed with the last of them, so that closing an engine before its plan is no mistake.

const {lib, copyOf} = require("./library.js");
const {ArgumentError, InputError, errorOf} = require("./errors.js");

class Native {
  constructor(pointer, free, owner = null) {
    this.pointer = pointer;
    this.free = free;
    this.owner = owner && owner.retain();
    this.users = 1;
  }

  retain() {
    this.users++;
    return this;
  }

  release() {
    if (--this.users)
      return;
    this.free(this.pointer);
    if (this.owner)
      this.owner.release();
  }
}

const collected = new FinalizationRegistry(native => native.release());

class Handle {
  #native;

  constructor(pointer, free, owner = null) {
    this.#native = new Native(pointer, free, owner);
    collected.register(this, this.#native, this);
  }

  // The native handle; an error where this object was closed.
  get native() {
    if (!this.#native)
      throw new ArgumentError(`this ${this.constructor.name} is closed`, "KOOR_E_ARGUMENT");
    return this.#native;
  }

  get pointer() {
    return this.native.pointer;
  }

  // Lets go of the memory; calling it again does nothing.
  close() {
    if (!this.#native)
      return;
    collected.unregister(this);
    this.#native.release();
    this.#native = null;
  }
}
if (Symbol.dispose)
  Handle.prototype[Symbol.dispose] = Handle.prototype.close;

// The error that came back in `slot`, which is freed here.
function takeError(slot, status) {
  const code = lib.koor_error_name(status);
  const offset = Number(lib.koor_error_offset(slot[0]));
  const error = errorOf(lib.koor_error_message(slot[0]) || code, code, lib.koor_error_path(slot[0]),
    offset >= 0 ? offset : null);
  lib.koor_error_free(slot[0]);
  return error;
}

// Calls a function whose last argument is out_error; throws what it reports.
function call(name, ...given) {
  const slot = [null];
  const status = lib[name](...given, slot);
  if (status < 0)
    throw takeError(slot, status);
}

// The same on another thread. The handles in `held` stay alive until it is done.
function callAsync(held, name, ...given) {
  const slot = [null];
  held.forEach(native => native.retain());
  return new Promise((resolve, reject) => {
    lib[name].async(...given, slot, (failure, status) => {
      if (failure)
        reject(failure);
      else if (status < 0)
        reject(takeError(slot, status));
      else
        resolve();
    });
  }).finally(() => held.forEach(native => native.release()));
}

// A call that gives a new handle: `make` is called with the array that receives it.
async function received(make) {
  const slot = [null];
  await make(slot);
  return slot[0];
}

// A text that is asked for twice: for its length, then for itself. `ask` gets (buffer, capacity, out_length).
function textOf(ask) {
  const length = [0];
  let buffer = null;
  for (;;) {
    const capacity = buffer ? buffer.length : 0;
    ask(buffer, capacity, length);
    if (buffer && length[0] < capacity)
      return buffer.toString("utf8", 0, Number(length[0]));
    buffer = Buffer.alloc(Number(length[0]) + 1);
  }
}

// Text as UTF-8. A half of a surrogate pair has no UTF-8 and would become another character unnoticed.
function bytesOf(text) {
  if (typeof text !== "string")
    return Buffer.from(text);
  const broken = text.search(/\p{Surrogate}/u);
  if (broken >= 0)
    throw new InputError("the text has half of a surrogate pair, which is no character", "KOOR_E_UTF8", "",
      Buffer.byteLength(text.slice(0, broken)));
  return Buffer.from(text, "utf8");
}

// A callback for C that keeps what the JavaScript one throws: it must not cross the C frames. `act` gives false
// to stop. `settle` waits for the call and throws what was kept, or why the signal stopped it.
function guarded(act, signal) {
  let thrown = null;
  if (signal)
    signal.throwIfAborted();
  const callback = (...given) => {
    try {
      return (signal && signal.aborted) || act(...given) === false ? 1 : 0;
    } catch (error) {
      thrown = {error};
      return 1;
    }
  };
  const settle = async promise => {
    try {
      return await promise;
    } catch (error) {
      if (signal && signal.aborted && !thrown)
        throw signal.reason;
      throw thrown ? thrown.error : error;
    }
  };
  return {callback, settle};
}

module.exports = {Handle, lib, call, callAsync, received, textOf, bytesOf, guarded, copyOf, takeError};
