"use strict";
// What koor says went wrong, as a tree of classes under KoorError: the same as in Python.

class KoorError extends Error {
  constructor(message, code = "", path = "", offset = null) {
    super(message);
    this.name = new.target.name;
    this.code = code;
    this.path = path;
    this.offset = offset;
  }
}

class ArgumentError extends KoorError {}
class InputError extends KoorError {}
class OptionError extends KoorError {}
class LimitError extends KoorError {}
class GuardError extends KoorError {}
class ScheduleError extends KoorError {}
class PictureError extends KoorError {}
class CancelledError extends KoorError {}

const KINDS = new Map([
  [ArgumentError, "ARGUMENT RANGE"],
  [InputError, "UTF8 SYNTAX KEY VALUE DUPLICATE EMPTY LANGUAGE NETWORK FINGERPRINT"],
  [OptionError, "OPTION"],
  [LimitError, "LIMIT"],
  [GuardError, "POLICY GUARD"],
  [ScheduleError, "ZONE WINDOW PERSON"],
  [PictureError, "IMAGE FEATURE"],
  [CancelledError, "CANCELLED"],
]);

// The error for a code such as "KOOR_E_UTF8".
function errorOf(message, code, path, offset) {
  for (const [kind, codes] of KINDS)
    if (codes.split(" ").includes(code.replace("KOOR_E_", "")))
      return new kind(message, code, path, offset);
  return new KoorError(message, code, path, offset);
}

module.exports = {KoorError, ArgumentError, InputError, OptionError, LimitError, GuardError, ScheduleError,
  PictureError, CancelledError, errorOf};
