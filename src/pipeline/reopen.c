/* A plan from its files. Items stay the lines that they are, where they are: what is held is an index of
 * them, sorted as a plan is; what reads them later (CSV, calendars) parses a line when it asks for it. Most
 * lines are items, of which two members are wanted: those are found by a scan. */
#include "api/json_in.h"
#include "base/json_scan.h"
#include "base/numbers.h"
#include "pipeline/merge.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct reader {
    kr_job *job;
    koor_plan *plan;
    kr_line_reader lines;
    kr_parts parts;
    kr_table people;
    size_t capacity; /* of plan->lines */
    char path[4200]; /* "december/plan.jsonl, line 3" */
} reader;

/* -- lines ------------------------------------------------------------------------------------------- */

static int32_t add_item(reader *r, kr_str line, kr_str person, int64_t moment) {
    koor_plan *plan = r->plan;
    if (plan->item_count >= KR_NONE - 1 || line.length >= KR_NONE)
        return kr_fail(r->job, KOOR_E_LIMIT, r->path, -1, "more items than a plan can have, or a longer one");
    uint32_t number = kr_table_add(&r->people, person, NULL);
    if (number == UINT32_MAX || kr_grow(&plan->memory, (void **)&plan->lines, &r->capacity,
                                        plan->item_count, sizeof *plan->lines) < 0)
        return kr_nomem(r->job);
    plan->lines[plan->item_count++] = (kr_line){.offset = r->lines.offset,
                                                .moment = moment,
                                                .source = (uint32_t)r->lines.source,
                                                .length = (uint32_t)line.length,
                                                .person = number};
    r->parts.at[r->parts.count - 1].items++;
    return KOOR_OK;
}

/* 1 where a scan is enough: an item as koor writes it. */
static int32_t take_plain_item(reader *r, kr_str line) {
    kr_json_member member[] = {{.name = "text_id"}, {.name = "person"}, {.name = "publish_unix"},
                               {.name = "schema"}};
    int64_t moment;
    if (!r->parts.count || !kr_json_scan(line, member, 4) || member[0].kind == KR_JSON_ABSENT ||
        member[1].kind != KR_JSON_STRING || !member[1].value.length ||
        member[2].kind != KR_JSON_NUMBER || member[3].kind != KR_JSON_ABSENT ||
        kr_read_int(&moment, member[2].value) < 0)
        return 0;
    int32_t status = add_item(r, line, member[1].value, moment);
    return status < 0 ? status : 1;
}

static int32_t take_item(reader *r, const json_t *item, kr_str line) {
    kr_str person = {"", 0};
    int64_t moment = INT64_MIN;
    int32_t status = kr_json_string(r->job, r->path, item, "person", &person);
    if (status == KOOR_OK)
        status = kr_json_int(r->job, r->path, item, "publish_unix", &moment);
    if (status < 0)
        return status;
    if (moment == INT64_MIN || !person.length)
        return kr_fail(r->job, KOOR_E_KEY, r->path, -1, "an item needs \"person\" and \"publish_unix\"");
    return add_item(r, line, person, moment);
}

/* What a line is, its keys tell. */
static int32_t take_object(reader *r, json_t *object, kr_str line) {
    if (json_object_get(object, "schema"))
        return kr_parts_begin(r->job, &r->parts, r->path, object);
    if (!r->parts.count)
        return kr_fail(r->job, KOOR_E_SYNTAX, r->path, -1,
                       "a plan begins with the line of its plan.meta.json");
    if (json_object_get(object, "text_id"))
        return take_item(r, object, line);
    if (json_object_get(object, "overall"))
        return kr_parts_report(r->job, &r->parts, r->path, object, line);
    if (json_object_get(object, "rule"))
        return kr_parts_alternative(r->job, &r->parts, object);
    return kr_fail(r->job, KOOR_E_SYNTAX, r->path, -1,
                   "neither meta nor report, neither an alternative nor an item of a plan");
}

static void write_path(reader *r) {
    const char *const *paths = r->plan->sources.paths;
    snprintf(r->path, sizeof r->path, "%.4096s%sline %zu", paths ? paths[r->lines.source] : "",
             paths ? ", " : "", r->lines.number);
}

static int32_t take_line(reader *r, kr_str line) {
    json_t *object;
    int32_t status = line.length ? take_plain_item(r, line) : 1;
    if (status != 0)
        return status < 0 ? status : KOOR_OK;
    write_path(r);
    status = kr_json_object(r->job, r->path, line, &object);
    if (status < 0)
        return status;
    status = take_object(r, object, line);
    json_decref(object);
    return status;
}

static int32_t take_lines(reader *r) {
    kr_str line;
    int32_t status = KOOR_OK;
    while (status == KOOR_OK && (status = kr_lines_next(r->job, &r->lines, &line)) > 0)
        status = take_line(r, line);
    return status;
}

/* -- order ------------------------------------------------------------------------------------------- */

/* As a plan is sorted when it is made: a person's items lie in one shard, in their order. */
static int is_before(const reader *r, const kr_line *a, const kr_line *b) {
    if (a->moment != b->moment)
        return a->moment < b->moment;
    return strcmp(r->people.strings[a->person].at, r->people.strings[b->person].at) < 0;
}

/* How many lines from `line` on stand in order. */
static size_t run_length(const reader *r, const kr_line *line, size_t count) {
    size_t length = count > 0;
    while (length < count && !is_before(r, &line[length], &line[length - 1]))
        length++;
    return length;
}

/* Two runs, one behind the other, into `out`. */
static void merge_runs(const reader *r, const kr_line *line, size_t first, size_t both, kr_line *out) {
    size_t a = 0, b = first;
    while (a < first && b < both)
        *out++ = is_before(r, &line[b], &line[a]) ? line[b++] : line[a++];
    memcpy(out, line + a, (first - a) * sizeof *out);
    memcpy(out + (first - a), line + b, (both - b) * sizeof *out);
}

/* One pass over all lines: the number of runs that are left. */
static size_t merge_pairs(const reader *r, const kr_line *line, size_t count, kr_line *out) {
    size_t runs = 0;
    for (size_t from = 0, both; from < count; from += both, runs++) {
        size_t first = run_length(r, line + from, count - from);
        both = first + run_length(r, line + from + first, count - from - first);
        merge_runs(r, line + from, first, both, out + from);
    }
    return runs;
}

/* Natural merge sort (Knuth, TAOCP 3, 5.2.4): each shard is one run, so that N of them take log2 N passes. */
static int32_t sort_lines(reader *r) {
    koor_plan *plan = r->plan;
    size_t count = plan->item_count;
    if (run_length(r, plan->lines, count) == count)
        return KOOR_OK;
    kr_line *scratch = kr_alloc(&plan->memory, count, sizeof *scratch);
    if (!scratch)
        return kr_nomem(r->job);
    for (size_t runs = 2; runs > 1;) {
        runs = merge_pairs(r, plan->lines, count, scratch);
        kr_line *sorted = scratch;
        scratch = plan->lines;
        plan->lines = sorted;
    }
    kr_free(&plan->memory, scratch);
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

/* -- all --------------------------------------------------------------------------------------------- */

static int32_t take_header(reader *r) {
    kr_str id = {"", 0};
    const json_t *meta = r->parts.at[0].meta;
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
    int32_t status = take_lines(r);
    if (status == KOOR_OK && !r->parts.count)
        return kr_fail(r->job, KOOR_E_EMPTY, "plan", -1, "there is no plan: its lines are needed");
    if (status == KOOR_OK)
        status = kr_parts_merge(r->job, plan, &r->parts);
    if (status == KOOR_OK)
        status = take_header(r);
    if (status == KOOR_OK)
        status = sort_lines(r);
    if (status == KOOR_OK)
        status = take_people(r);
    return status < 0 ? status : kr_person_index_make(r->job, plan);
}

static int32_t reopen(kr_job *job, koor_plan *plan) {
    reader r = {.job = job, .plan = plan};
    plan->lines = kr_alloc(&plan->memory, 1, sizeof *plan->lines);
    if (!plan->lines)
        return kr_nomem(job);
    kr_lines_start(&r.lines, &plan->sources, job->memory);
    kr_parts_start(&r.parts);
    kr_table_start(&r.people, job->memory, &job->arena);
    int32_t status = read_all(&r);
    kr_parts_end(&r.parts);
    kr_lines_end(&r.lines);
    kr_table_end(&r.people);
    return status;
}

int32_t kr_plan_reopen_text(kr_job *job, kr_str text, koor_plan *plan) {
    plan->file = kr_alloc(&plan->memory, text.length + 1, 1);
    if (!plan->file)
        return kr_nomem(job);
    memcpy(plan->file, text.at, text.length);
    plan->sources = (kr_sources){.memory = {plan->file, text.length}, .count = 1};
    return reopen(job, plan);
}

/* The four files of each folder; folders one a line. */
int32_t kr_plan_reopen_folders(kr_job *job, kr_str folders, koor_plan *plan) {
    static const char *const names[] = {"plan.meta.json", "report.json", "alternatives.jsonl",
                                        "plan.jsonl"};
    enum { NAMES = sizeof names / sizeof *names };
    const char **paths = NULL;
    size_t count = 0, capacity = 0;
    while (folders.length) {
        const char *end = memchr(folders.at, '\n', folders.length);
        size_t length = end ? (size_t)(end - folders.at) : folders.length, used = length + (end != NULL);
        for (size_t i = 0; length && i < NAMES; i++) {
            size_t size = length + strlen(names[i]) + 2;
            char *path = kr_arena_alloc(&plan->arena, size, 1);
            if (!path || kr_arena_grow(&plan->arena, (void **)&paths, &capacity, count, sizeof *paths) < 0)
                return kr_nomem(job);
            snprintf(path, size, "%.*s/%s", (int)length, folders.at, names[i]);
            paths[count++] = path;
        }
        folders = (kr_str){folders.at + used, folders.length - used};
    }
    if (!count)
        return kr_fail(job, KOOR_E_EMPTY, "folders", -1, "the folder of a plan is needed, or those of its shards");
    plan->sources = (kr_sources){.paths = paths, .count = count};
    return reopen(job, plan);
}
