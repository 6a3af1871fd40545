/* Writes JSON by hand: see json_write.h. A library that builds a tree first would hold each item
 * twice. */
#include "base/json_write.h"

#include <string.h>

static int begins(const kr_buffer *out) {
    char before = out->length ? out->data[out->length - 1] : '\n';
    return before == '{' || before == '[' || before == ':' || before == '\n';
}

void kr_put_next(kr_buffer *out) {
    if (!begins(out))
        kr_buffer_char(out, ',');
}

void kr_put_key(kr_buffer *out, const char *name) {
    kr_put_next(out);
    kr_buffer_char(out, '"');
    kr_buffer_text(out, name);
    kr_buffer_text(out, "\":");
}

void kr_put_open(kr_buffer *out, char bracket) {
    kr_put_next(out);
    kr_buffer_char(out, bracket);
}

void kr_put_element(kr_buffer *out, kr_str value) {
    kr_put_next(out);
    kr_buffer_json(out, value.at, value.length);
}

void kr_put_text(kr_buffer *out, const char *name, kr_str value) {
    kr_put_key(out, name);
    kr_buffer_json(out, value.at, value.length);
}

void kr_put_word(kr_buffer *out, const char *name, const char *value) {
    kr_put_text(out, name, kr_str_of(value));
}

void kr_put_int(kr_buffer *out, const char *name, int64_t value) {
    kr_put_key(out, name);
    kr_buffer_int(out, value);
}

void kr_put_uint(kr_buffer *out, const char *name, uint64_t value) {
    kr_put_key(out, name);
    kr_buffer_uint(out, value);
}

void kr_put_bool(kr_buffer *out, const char *name, int value) {
    kr_put_key(out, name);
    kr_buffer_text(out, value ? "true" : "false");
}

void kr_put_ppm(kr_buffer *out, const char *name, int64_t ppm) {
    kr_put_key(out, name);
    kr_buffer_ppm(out, ppm);
}

void kr_put_hash(kr_buffer *out, const char *name, kr_hash128 value) {
    char hex[33];
    kr_hash_hex(hex, value);
    kr_put_text(out, name, (kr_str){hex, 32});
}
