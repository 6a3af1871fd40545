"use strict";
// The shared library: found, loaded, and its functions typed by one table, in the order of koor.h.
// tests/bindings/test_node.js compares the table with koor-api.json, argument by argument.

const path = require("path");
const koffi = require("koffi");

const HANDLES = ["koor_engine", "koor_campaign", "koor_plan", "koor_image", "koor_error"];

const CALLBACKS = [
  "void *koor_allocate(size_t size, void *user)",
  "void *koor_resize(void *block, size_t size, void *user)",
  "void koor_release(void *block, void *user)",
  "int32_t koor_progress(const char *stage, uint64_t done, uint64_t total, void *user)",
  "int32_t koor_write(const void *bytes, size_t length, void *user)",
  "int32_t koor_done(size_t index, const void *bytes, size_t length, void *user)",
];

// A callback of the name `write` has the type koor_write; _Out_ is an array of one that receives the value.
const FUNCTIONS = [
  "const char *koor_version()",
  "int32_t koor_has_feature(const char *name)",
  "int32_t koor_error_code(const koor_error *error)",
  "const char *koor_error_name(int32_t code)",
  "const char *koor_error_message(const koor_error *error)",
  "const char *koor_error_path(const koor_error *error)",
  "int64_t koor_error_offset(const koor_error *error)",
  "void koor_error_free(koor_error *error)",
  "size_t koor_option_count()",
  "const char *koor_option_name(size_t index)",
  "const char *koor_option_type(size_t index)",
  "const char *koor_option_default(size_t index)",
  "const char *koor_option_range(size_t index)",
  "const char *koor_option_help(size_t index)",
  "int32_t koor_engine_open(_Out_ koor_engine **out, _Out_ koor_error **out_error)",
  "int32_t koor_engine_new(_Out_ koor_engine **out, koor_allocate *allocate, koor_resize *resize, koor_release *release, " +
    "void *user, _Out_ koor_error **out_error)",
  "int32_t koor_engine_load_pack(koor_engine *engine, const char *name, const char *bytes, size_t length, " +
    "_Out_ koor_error **out_error)",
  "int32_t koor_engine_load_networks(koor_engine *engine, const char *json, size_t length, " +
    "_Out_ koor_error **out_error)",
  "int32_t koor_engine_set(koor_engine *engine, const char *key, const char *value, size_t length, " +
    "_Out_ koor_error **out_error)",
  "int32_t koor_engine_ready(koor_engine *engine, _Out_ koor_error **out_error)",
  "const char *koor_engine_describe(const koor_engine *engine, _Out_ size_t *out_length)",
  "int32_t koor_engine_check_pack(_Out_ int64_t *out_failures, const koor_engine *engine, const char *name, " +
    "const char *bytes, size_t length, char *buffer, size_t capacity, _Out_ size_t *out_length, " +
    "_Out_ koor_error **out_error)",
  "void koor_engine_free(koor_engine *engine)",
  "int32_t koor_campaign_new(_Out_ koor_campaign **out, const koor_engine *engine, _Out_ koor_error **out_error)",
  "int32_t koor_campaign_set(koor_campaign *campaign, const char *key, const char *value, size_t length, " +
    "_Out_ koor_error **out_error)",
  "int32_t koor_campaign_load_json(koor_campaign *campaign, const char *json, size_t length, " +
    "_Out_ koor_error **out_error)",
  "int32_t koor_campaign_add_post(koor_campaign *campaign, const char *id, const char *text, size_t length, " +
    "const char *language, _Out_ koor_error **out_error)",
  "int32_t koor_campaign_add_image(koor_campaign *campaign, const char *id, const void *bytes, size_t length, " +
    "const char *meta_json, size_t meta_length, _Out_ koor_error **out_error)",
  "int32_t koor_campaign_add_image_file(koor_campaign *campaign, const char *id, const char *path, " +
    "const char *meta_json, size_t meta_length, _Out_ koor_error **out_error)",
  "int32_t koor_campaign_add_person(koor_campaign *campaign, const char *json, size_t length, " +
    "_Out_ koor_error **out_error)",
  "int32_t koor_campaign_add_people(koor_campaign *campaign, const char *jsonl, size_t length, " +
    "_Out_ koor_error **out_error)",
  "int32_t koor_campaign_add_alternative(_Out_ int32_t *out_accepted, koor_campaign *campaign, const char *json, " +
    "size_t length, _Out_ koor_error **out_error)",
  "int32_t koor_campaign_add_alternatives(_Out_ size_t *out_accepted, koor_campaign *campaign, const char *jsonl, " +
    "size_t length, koor_write *write, void *user, _Out_ koor_error **out_error)",
  "int32_t koor_campaign_add_history(koor_campaign *campaign, const char *text, size_t length, " +
    "_Out_ koor_error **out_error)",
  "int32_t koor_campaign_add_fragment(koor_campaign *campaign, const char *name, const char *text, " +
    "size_t length, _Out_ koor_error **out_error)",
  "int32_t koor_campaign_set_value(koor_campaign *campaign, const char *name, const char *value, " +
    "size_t length, _Out_ koor_error **out_error)",
  "int32_t koor_campaign_load_voices(koor_campaign *campaign, const char *json, " +
    "size_t length, _Out_ koor_error **out_error)",
  "int32_t koor_campaign_set_previous(koor_campaign *campaign, const char *jsonl, size_t length, " +
    "_Out_ koor_error **out_error)",
  "int32_t koor_campaign_edit(_Out_ int32_t *out_accepted, koor_campaign *campaign, const char *json, size_t length, " +
    "char *buffer, size_t capacity, _Out_ size_t *out_length, _Out_ koor_error **out_error)",
  "int32_t koor_campaign_check(const koor_campaign *campaign, char *buffer, size_t capacity, " +
    "_Out_ size_t *out_length, _Out_ koor_error **out_error)",
  "int32_t koor_campaign_suggest(const koor_campaign *campaign, const char *format, char *buffer, " +
    "size_t capacity, _Out_ size_t *out_length, _Out_ koor_error **out_error)",
  "int32_t koor_campaign_voices(const koor_campaign *campaign, char *buffer, size_t capacity, " +
    "_Out_ size_t *out_length, _Out_ koor_error **out_error)",
  "int32_t koor_campaign_count(const koor_campaign *campaign, char *buffer, size_t capacity, " +
    "_Out_ size_t *out_length, _Out_ koor_error **out_error)",
  "void koor_campaign_free(koor_campaign *campaign)",
  "int32_t koor_plan_new(_Out_ koor_plan **out, const koor_campaign *campaign, koor_progress *progress, void *user, " +
    "_Out_ koor_error **out_error)",
  "int32_t koor_plan_texts(_Out_ koor_plan **out, const koor_campaign *campaign, size_t count, " +
    "koor_progress *progress, void *user, _Out_ koor_error **out_error)",
  "int32_t koor_plan_from_json(_Out_ koor_plan **out, const koor_engine *engine, const char *json, " +
    "size_t length, _Out_ koor_error **out_error)",
  "int32_t koor_plan_open(_Out_ koor_plan **out, const koor_engine *engine, const char *jsonl, " +
    "size_t length, _Out_ koor_error **out_error)",
  "int32_t koor_plan_open_folders(_Out_ koor_plan **out, const koor_engine *engine, const char *folders, " +
    "size_t length, _Out_ koor_error **out_error)",
  "size_t koor_plan_count(const koor_plan *plan)",
  "const char *koor_plan_person(const koor_plan *plan, size_t index)",
  "int64_t koor_plan_publish_unix(const koor_plan *plan, size_t index)",
  "int32_t koor_plan_text(const koor_plan *plan, size_t index, char *buffer, size_t capacity, " +
    "_Out_ size_t *out_length)",
  "int32_t koor_plan_item(const koor_plan *plan, size_t index, char *buffer, size_t capacity, " +
    "_Out_ size_t *out_length)",
  "const char *koor_plan_meta(const koor_plan *plan, _Out_ size_t *out_length)",
  "const char *koor_plan_report(const koor_plan *plan, _Out_ size_t *out_length)",
  "const char *koor_plan_alternatives(const koor_plan *plan, _Out_ size_t *out_length)",
  "int32_t koor_plan_write(const koor_plan *plan, const char *format, koor_write *write, void *user, " +
    "_Out_ koor_error **out_error)",
  "void koor_plan_free(koor_plan *plan)",
  "int32_t koor_image_render(_Out_ koor_image **out, const koor_plan *plan, size_t index, " +
    "_Out_ koor_error **out_error)",
  "int32_t koor_plan_render(const koor_plan *plan, int32_t threads, koor_done *done, void *user, " +
    "_Out_ koor_error **out_error)",
  "const void *koor_image_bytes(const koor_image *image, _Out_ size_t *out_length)",
  "const char *koor_image_type(const koor_image *image)",
  "void koor_image_free(koor_image *image)",
];

// Where the library may be, in the order in which it is looked for.
function places() {
  const given = process.env.KOOR_LIBRARY ? [process.env.KOOR_LIBRARY] : [];
  return [...given, path.join(__dirname, "libkoor.so.0"), "libkoor.so.0"];
}

function open() {
  const failures = [];
  for (const place of places()) {
    try {
      return koffi.load(place);
    } catch (error) {
      failures.push(`${place}: ${error.message}`);
    }
  }
  throw new Error("libkoor was not found; set KOOR_LIBRARY to its path. Tried:\n  " + failures.join("\n  "));
}

// koffi knows a type by its name as long as the process runs; this module may be loaded again (test runners do).
function define(name, make) {
  try {
    koffi.type(name);
  } catch {
    make();
  }
}

const nameOf = prototype => prototype.match(/koor_\w+(?=\()/)[0];

// The functions by their name, "koor_plan_new" and so on.
function load() {
  const library = open();
  HANDLES.forEach(name => define(name, () => koffi.opaque(name)));
  CALLBACKS.forEach(prototype => define(nameOf(prototype), () => koffi.proto(prototype)));
  return Object.fromEntries(FUNCTIONS.map(prototype => [nameOf(prototype), library.func(prototype)]));
}

// A copy of `length` bytes of the library's memory.
function copyOf(pointer, length) {
  return length ? Buffer.from(new Uint8Array(koffi.view(pointer, Number(length)))) : Buffer.alloc(0);
}

module.exports = {lib: load(), copyOf, CALLBACKS, FUNCTIONS};
