/* One item of a plan that was read back, out of its line. */
#include "api/json_in.h"
#include "pipeline/plan_data.h"

/* A string of the line, copied so that it outlives the JSON; "" where it is not there. */
static kr_str copy_of(kr_job *job, const json_t *object, const char *key, int *failed) {
    const json_t *value = json_object_get(object, key);
    const char *text = json_string_value(value);
    size_t length = text ? json_string_length(value) : 0;
    const char *copy = kr_arena_string(&job->arena, text ? text : "", length);
    *failed |= !copy;
    return copy ? (kr_str){copy, length} : (kr_str){"", 0};
}

static void view_line(kr_job *job, const json_t *line, kr_item_view *out, int *failed) {
    const json_t *image = json_object_get(line, "image"), *repost = json_object_get(line, "repost_of");
    out->post = copy_of(job, line, "post", failed);
    out->person = copy_of(job, line, "person", failed);
    out->circle = copy_of(job, line, "circle", failed);
    out->wave = copy_of(job, line, "wave", failed);
    out->network = copy_of(job, line, "network", failed);
    out->language = copy_of(job, line, "language", failed);
    out->text = copy_of(job, line, "text", failed);
    out->publish_at = copy_of(job, line, "publish_at", failed);
    out->action = copy_of(job, line, "action", failed).at;
    out->state = copy_of(job, line, "state", failed).at;
    out->image_file = copy_of(job, image, "file", failed);
    out->image_source = copy_of(job, image, "source", failed);
    out->image_alt = copy_of(job, image, "alt", failed);
    out->repost_item = copy_of(job, repost, "item", failed);
    out->repost_person = copy_of(job, repost, "person", failed);
    (void)kr_hash_read(&out->id, copy_of(job, line, "id", failed));
    (void)kr_hash_read(&out->text_id, copy_of(job, line, "text_id", failed));
}

int32_t kr_line_view(kr_job *job, kr_str line, int64_t moment, kr_item_view *out) {
    json_t *object;
    int failed = 0;
    int64_t sequence = 0;
    int32_t status = kr_json_object(job, "plan", line, &object);
    if (status < 0)
        return status;
    *out = (kr_item_view){.has_moment = 1, .publish_unix = moment};
    view_line(job, object, out, &failed);
    status = kr_json_int(job, "plan", object, "sequence", &sequence);
    out->sequence = (uint32_t)sequence;
    json_decref(object);
    return failed ? kr_nomem(job) : status;
}
