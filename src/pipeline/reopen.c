/* A plan from its files. Items stay the lines that they are: what reads them later (CSV, calendars) parses
 * a line when it asks for it, so that a plan of a million people needs little more than its file. */
#include "api/json_in.h"
#include "pipeline/merge.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct reader {
    kr_job *job;
    koor_plan *plan;
    kr_part *part;
    size_t part_count, part_capacity;
    kr_table people;
    char path[32]; /* "line 3" */
    size_t line;
} reader;

/* -- lines
 * ----------------------------------------------------------------------------------------- */

static int32_t add_part(reader *r, json_t *meta) {
    kr_str schema = {"", 0};
    int32_t status = kr_json_string(r->job, r->path, meta, "schema", &schema);
    if (status == KOOR_OK && !kr_str_is(schema, "koor-plan/1"))
        return kr_fail(r->job, KOOR_E_FINGERPRINT, r->path, -1,
                       "the plan has the schema \"%.40s\": this koor reads koor-plan/1", schema.at);
    if (status < 0)
        return status;
    if (kr_arena_grow(&r->job->arena, (void **)&r->part, &r->part_capacity, r->part_count,
                      sizeof *r->part) < 0)
        return kr_nomem(r->job);
    r->part[r->part_count++] =
        (kr_part){.meta = json_incref(meta), .alternatives = json_array(), .line = r->line};
    return r->part[r->part_count - 1].alternatives ? KOOR_OK : kr_nomem(r->job);
}

static int32_t add_item(reader *r, kr_part *part, const json_t *item, kr_str line) {
    kr_str person = {"", 0};
    int64_t moment = INT64_MIN;
    int32_t status = kr_json_string(r->job, r->path, item, "person", &person);
    if (status == KOOR_OK)
        status = kr_json_int(r->job, r->path, item, "publish_unix", &moment);
    if (status < 0)
        return status;
    if (moment == INT64_MIN || !person.length)
        return kr_fail(r->job, KOOR_E_KEY, r->path, -1, "an item needs \"person\" and \"publish_unix\"");
    uint32_t number = kr_table_add(&r->people, person, NULL);
    if (number == UINT32_MAX)
        return kr_nomem(r->job);
    koor_plan *plan = r->plan;
    plan->lines[plan->item_count] = line;
    plan->items[plan->item_count++] = (kr_plan_item){
        .person = number, .moment = moment, .recipe = KR_NONE, .repost_of = KR_NONE};
    part->items++;
    return KOOR_OK;
}

/* What a line is, its keys tell. */
static int32_t take_object(reader *r, json_t *object, kr_str line) {
    if (json_object_get(object, "schema"))
        return add_part(r, object);
    if (!r->part_count)
        return kr_fail(r->job, KOOR_E_SYNTAX, r->path, -1,
                       "a plan begins with the line of its plan.meta.json");
    kr_part *part = &r->part[r->part_count - 1];
    if (json_object_get(object, "text_id"))
        return add_item(r, part, object, line);
    if (json_object_get(object, "overall") && !part->report) {
        part->report = json_incref(object);
        part->report_line = line;
        return KOOR_OK;
    }
    if (json_object_get(object, "rule"))
        return json_array_append(part->alternatives, object) < 0 ? kr_nomem(r->job) : KOOR_OK;
    return kr_fail(r->job, KOOR_E_SYNTAX, r->path, -1,
                   "neither meta nor report, neither an alternative nor an item of a plan");
}

static int32_t take_line(reader *r, kr_str line) {
    json_t *object;
    r->line++;
    if (!line.length)
        return KOOR_OK;
    snprintf(r->path, sizeof r->path, "line %zu", r->line);
    int32_t status = kr_json_object(r->job, r->path, line, &object);
    if (status < 0)
        return status;
    status = take_object(r, object, line);
    json_decref(object);
    return status;
}

static int32_t take_lines(reader *r, kr_str text) {
    int32_t status = KOOR_OK;
    while (text.length && status == KOOR_OK) {
        const char *end = memchr(text.at, '\n', text.length);
        size_t length = end ? (size_t)(end - text.at) : text.length, used = length + (end != NULL);
        status = take_line(r, (kr_str){text.at, length});
        text = (kr_str){text.at + used, text.length - used};
    }
    return status;
}

/* -- order
 * ----------------------------------------------------------------------------------------- */

typedef struct sort_key {
    int64_t moment;
    const char *person;
    uint32_t index;
} sort_key;

/* As a plan is sorted when it is made: a person's items lie in one shard, in their order. */
static int compare(const void *a, const void *b) {
    const sort_key *x = a, *y = b;
    if (x->moment != y->moment)
        return x->moment < y->moment ? -1 : 1;
    int order = strcmp(x->person, y->person);
    return order ? order : x->index < y->index ? -1 : 1;
}

static int32_t sort_items(reader *r) {
    koor_plan *plan = r->plan;
    size_t count = plan->item_count;
    sort_key *keys = kr_arena_alloc(&r->job->arena, count, sizeof *keys);
    kr_plan_item *items = kr_alloc(&plan->memory, count, sizeof *items);
    kr_str *lines = kr_alloc(&plan->memory, count, sizeof *lines);
    int whole = keys && items && lines;
    for (size_t i = 0; whole && i < count; i++)
        keys[i] = (sort_key){plan->items[i].moment, r->people.strings[plan->items[i].person].at,
                             (uint32_t)i};
    if (whole && count)
        qsort(keys, count, sizeof *keys, compare);
    for (size_t i = 0; whole && i < count; i++) {
        items[i] = plan->items[keys[i].index];
        lines[i] = plan->lines[keys[i].index];
    }
    kr_free(&plan->memory, whole ? plan->items : items);
    kr_free(&plan->memory, whole ? plan->lines : lines);
    if (!whole)
        return kr_nomem(r->job);
    plan->items = items;
    plan->lines = lines;
    return KOOR_OK;
}

static int32_t take_people(reader *r) {
    koor_plan *plan = r->plan;
    size_t bytes = 0;
    for (size_t i = 0; i < r->people.count; i++)
        bytes += r->people.strings[i].length + 1;
    plan->person_count = r->people.count;
    plan->ids = kr_alloc(&plan->memory, bytes, 1);
    plan->people = kr_alloc_zero(&plan->memory, r->people.count, sizeof *plan->people);
    if (!plan->ids || !plan->people)
        return kr_nomem(r->job);
    for (size_t i = 0, at = 0; i < r->people.count; i++) {
        kr_str id = r->people.strings[i];
        memcpy(plan->ids + at, id.at, id.length + 1);
        plan->people[i] = (kr_plan_person){.id = at, .id_length = (uint32_t)id.length};
        at += id.length + 1;
    }
    return KOOR_OK;
}

/* -- all
 * ------------------------------------------------------------------------------------------- */

static int32_t take_header(reader *r) {
    kr_str id = {"", 0};
    const json_t *meta = r->part[0].meta;
    int32_t status = kr_json_string(r->job, "meta", meta, "campaign", &id);
    if (status == KOOR_OK)
        status = kr_json_int(r->job, "meta", meta, "now_unix", &r->plan->now);
    if (status < 0)
        return status;
    const char *copy = kr_arena_string(&r->plan->arena, id.at, id.length);
    r->plan->campaign_id = (kr_str){copy, id.length};
    return copy ? KOOR_OK : kr_nomem(r->job);
}

static int32_t read_all(reader *r) {
    koor_plan *plan = r->plan;
    kr_str text = {plan->file, strlen(plan->file)};
    int32_t status = take_lines(r, text);
    if (status == KOOR_OK && !r->part_count)
        return kr_fail(r->job, KOOR_E_EMPTY, "plan", -1, "there is no plan: its lines are needed");
    if (status == KOOR_OK)
        status = kr_parts_merge(r->job, plan, r->part, r->part_count);
    if (status == KOOR_OK)
        status = take_header(r);
    if (status == KOOR_OK)
        status = sort_items(r);
    if (status == KOOR_OK)
        status = take_people(r);
    return status < 0 ? status : kr_person_index_make(r->job, plan);
}

static int32_t make_room(kr_job *job, kr_str text, koor_plan *plan) {
    size_t lines = 1;
    for (size_t i = 0; i < text.length; i++)
        lines += text.at[i] == '\n';
    if (lines >= KR_NONE)
        return kr_fail(job, KOOR_E_LIMIT, "plan", -1, "more lines than a plan can have");
    plan->file = kr_alloc(&plan->memory, text.length + 1, 1);
    plan->items = kr_alloc(&plan->memory, lines, sizeof *plan->items);
    plan->lines = kr_alloc(&plan->memory, lines, sizeof *plan->lines);
    if (!plan->file || !plan->items || !plan->lines)
        return kr_nomem(job);
    memcpy(plan->file, text.at, text.length);
    plan->file[text.length] = '\0';
    return KOOR_OK;
}

int32_t kr_plan_reopen(kr_job *job, kr_str text, koor_plan *plan) {
    reader r = {.job = job, .plan = plan};
    int32_t status = make_room(job, text, plan);
    kr_table_start(&r.people, job->memory, &job->arena);
    if (status == KOOR_OK)
        status = read_all(&r);
    for (size_t i = 0; i < r.part_count; i++) {
        json_decref(r.part[i].meta);
        json_decref(r.part[i].report);
        json_decref(r.part[i].alternatives);
    }
    kr_table_end(&r.people);
    return status;
}

/* -- one item
 * -------------------------------------------------------------------------------------- */

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

int32_t kr_line_view(kr_job *job, const koor_plan *plan, size_t index, kr_item_view *out) {
    json_t *line;
    int failed = 0;
    int64_t sequence = 0;
    int32_t status = kr_json_object(job, "plan", plan->lines[index], &line);
    if (status < 0)
        return status;
    *out = (kr_item_view){.has_moment = 1, .publish_unix = plan->items[index].moment};
    view_line(job, line, out, &failed);
    status = kr_json_int(job, "plan", line, "sequence", &sequence);
    out->sequence = (uint32_t)sequence;
    json_decref(line);
    return failed ? kr_nomem(job) : status;
}
