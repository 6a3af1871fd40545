/* An item as JSON: see output.h. Written by hand, in one order and without white space, because equal plans
 * have equal bytes and a million lines are streamed. */
#include "output/output.h"

#include <string.h>

static void key(kr_buffer *out, const char *name) {
    kr_buffer_char(out, out->data[out->length - 1] == '{' ? '"' : ',');
    if (out->data[out->length - 1] == ',')
        kr_buffer_char(out, '"');
    kr_buffer_text(out, name);
    kr_buffer_text(out, "\":");
}

static void text(kr_buffer *out, const char *name, kr_str value) {
    key(out, name);
    kr_buffer_json(out, value.at, value.length);
}

static void number(kr_buffer *out, const char *name, int64_t value) {
    key(out, name);
    kr_buffer_int(out, value);
}

static void fraction(kr_buffer *out, const char *name, int64_t ppm) {
    key(out, name);
    kr_buffer_ppm(out, ppm);
}

static void hash(kr_buffer *out, const char *name, kr_hash128 value) {
    char hex[33];
    kr_hash_hex(hex, value);
    text(out, name, (kr_str){hex, 32});
}

static void image(kr_buffer *out, const kr_item_view *item) {
    key(out, "image");
    if (!item->image_file.length) {
        kr_buffer_text(out, "null");
        return;
    }
    kr_buffer_char(out, '{');
    text(out, "file", item->image_file);
    text(out, "source", item->image_source);
    text(out, "alt", item->image_alt);
    key(out, "alt_review");
    kr_buffer_text(out, item->image_alt_review ? "true" : "false");
    key(out, "recipe");
    kr_buffer_add(out, item->image_recipe.at, item->image_recipe.length);
    kr_buffer_char(out, '}');
}

static void length(kr_buffer *out, const kr_item_view *item) {
    key(out, "length");
    kr_buffer_char(out, '{');
    number(out, "count", item->count);
    key(out, "limit");
    if (item->limit == UINT32_MAX)
        kr_buffer_text(out, "null");
    else
        kr_buffer_uint(out, item->limit);
    kr_buffer_char(out, '}');
}

static void similarity(kr_buffer *out, const kr_item_view *item) {
    key(out, "similarity");
    kr_buffer_char(out, '{');
    fraction(out, "base", item->base_similarity);
    fraction(out, "nearest", item->nearest_similarity < 0 ? 0 : item->nearest_similarity);
    kr_buffer_char(out, '}');
}

static void edits(kr_buffer *out, const kr_item_view *item) {
    key(out, "edits");
    kr_buffer_char(out, '[');
    for (size_t i = 0; i < item->edit_count; i++) {
        kr_buffer_text(out, i ? ",{" : "{");
        text(out, "rule", item->edits[i].rule);
        text(out, "from", item->edits[i].from);
        text(out, "to", item->edits[i].to);
        kr_buffer_char(out, '}');
    }
    kr_buffer_char(out, ']');
}

void kr_output_json(kr_buffer *out, const kr_item_view *item) {
    kr_buffer_char(out, '{');
    if (out->failed)
        return;
    hash(out, "id", item->id);
    text(out, "post", item->post);
    text(out, "person", item->person);
    text(out, "circle", item->circle);
    text(out, "wave", item->wave);
    text(out, "network", item->network);
    text(out, "language", item->language);
    text(out, "text", item->text);
    hash(out, "text_id", item->text_id);
    text(out, "vector", item->vector);
    text(out, "action", kr_str_of(item->action));
    text(out, "state", kr_str_of(item->state));
    number(out, "sequence", item->sequence);
    if (item->has_moment) {
        text(out, "publish_at", item->publish_at);
        number(out, "publish_unix", item->publish_unix);
    }
    image(out, item);
    length(out, item);
    similarity(out, item);
    edits(out, item);
    kr_buffer_char(out, '}');
}
