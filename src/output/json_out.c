/* An item as JSON: see output.h. One order, because equal plans have equal bytes. */
#include "base/json_write.h"
#include "output/output.h"

#include <string.h>

static void image(kr_buffer *out, const kr_item_view *item) {
    kr_put_key(out, "image");
    if (!item->image_file.length) {
        kr_buffer_text(out, "null");
        return;
    }
    kr_buffer_char(out, '{');
    kr_put_text(out, "file", item->image_file);
    kr_put_text(out, "source", item->image_source);
    kr_put_text(out, "alt", item->image_alt);
    kr_put_bool(out, "alt_review", item->image_alt_review);
    kr_put_text(out, "explanation", item->image_explanation);
    kr_put_key(out, "recipe");
    kr_buffer_add(out, item->image_recipe.at, item->image_recipe.length);
    kr_buffer_char(out, '}');
}

static void length(kr_buffer *out, const kr_item_view *item) {
    kr_put_key(out, "length");
    kr_put_open(out, '{');
    kr_put_int(out, "count", item->count);
    kr_put_key(out, "limit");
    if (item->limit == UINT32_MAX)
        kr_buffer_text(out, "null");
    else
        kr_buffer_uint(out, item->limit);
    kr_buffer_char(out, '}');
}

static void similarity(kr_buffer *out, const kr_item_view *item) {
    kr_put_key(out, "similarity");
    kr_put_open(out, '{');
    kr_put_ppm(out, "base", item->base_similarity);
    kr_put_ppm(out, "nearest", item->nearest_similarity < 0 ? 0 : item->nearest_similarity);
    kr_buffer_char(out, '}');
}

static void edits(kr_buffer *out, const kr_item_view *item) {
    kr_put_key(out, "edits");
    kr_put_open(out, '[');
    for (size_t i = 0; i < item->edit_count; i++) {
        kr_put_open(out, '{');
        kr_put_text(out, "rule", item->edits[i].rule);
        kr_put_text(out, "from", item->edits[i].from);
        kr_put_text(out, "to", item->edits[i].to);
        kr_buffer_char(out, '}');
    }
    kr_buffer_char(out, ']');
}

static void repost(kr_buffer *out, const kr_item_view *item) {
    kr_put_key(out, "repost_of");
    if (!item->repost_item.length) {
        kr_buffer_text(out, "null");
        return;
    }
    kr_buffer_char(out, '{');
    kr_put_text(out, "item", item->repost_item);
    kr_put_text(out, "person", item->repost_person);
    kr_buffer_char(out, '}');
}

void kr_output_json(kr_buffer *out, const kr_item_view *item) {
    kr_buffer_char(out, '{');
    kr_put_hash(out, "id", item->id);
    kr_put_text(out, "post", item->post);
    kr_put_text(out, "person", item->person);
    kr_put_text(out, "circle", item->circle);
    kr_put_text(out, "wave", item->wave);
    kr_put_text(out, "network", item->network);
    kr_put_text(out, "language", item->language);
    kr_put_text(out, "text", item->text);
    kr_put_hash(out, "text_id", item->text_id);
    kr_put_text(out, "vector", item->vector);
    kr_put_word(out, "action", item->action);
    repost(out, item);
    kr_put_word(out, "state", item->state);
    kr_put_int(out, "sequence", item->sequence);
    if (item->has_moment) {
        kr_put_text(out, "publish_at", item->publish_at);
        kr_put_int(out, "publish_unix", item->publish_unix);
    }
    image(out, item);
    length(out, item);
    similarity(out, item);
    edits(out, item);
    kr_buffer_char(out, '}');
}
