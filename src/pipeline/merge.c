/* The papers of a plan that was read back. Of one whole plan they are taken over; of the shards of a plan they
 * are added up, and handed out once it is sure that all are there and belong together: the result has the
 * bytes of the plan that was made in one run. A report is added as soon as it is read, so that the trees of
 * a thousand reports are never held at once. */
#include "pipeline/merge.h"

#include "api/json_in.h"
#include "base/json_write.h"
#include "base/numbers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* -- gathering
 * ------------------------------------------------------------------------------------------ */

/* "3/16", or "" of a whole plan. */
static const char *shard_of(const kr_part *part) {
    const json_t *options = json_object_get(part->meta, "options");
    const char *text = json_string_value(json_object_get(options, "campaign.shard"));
    return text ? text : "";
}

void kr_parts_start(kr_parts *parts) {
    *parts = (kr_parts){.certificate.moments = {.smallest_gap = -1, .smallest_site_gap = -1}};
}

void kr_parts_end(kr_parts *parts) {
    for (size_t i = 0; i < parts->count; i++) {
        json_decref(parts->at[i].meta);
        json_decref(parts->at[i].report);
        json_decref(parts->at[i].alternatives);
    }
}

int32_t kr_parts_begin(kr_job *job, kr_parts *parts, const char *path, json_t *meta) {
    kr_str schema = {"", 0};
    int32_t status = kr_json_string(job, path, meta, "schema", &schema);
    if (status == KOOR_OK && !kr_str_is(schema, "koor-plan/1"))
        return kr_fail(job, KOOR_E_FINGERPRINT, path, -1,
                       "the plan has the schema \"%.*s\": this koor reads koor-plan/1",
                       KR_SHOWN(schema, 40));
    if (status < 0)
        return status;
    if (kr_arena_grow(&job->arena, (void **)&parts->at, &parts->capacity, parts->count,
                      sizeof *parts->at) < 0)
        return kr_nomem(job);
    kr_part *part = &parts->at[parts->count++];
    *part = (kr_part){.meta = json_incref(meta), .alternatives = json_array()};
    return part->alternatives ? KOOR_OK : kr_nomem(job);
}

int32_t kr_parts_report(kr_job *job, kr_parts *parts, const char *path, json_t *report, kr_str line) {
    static const char *const lists[] = {"circles", "gaps", "parts"};
    kr_part *part = &parts->at[parts->count - 1];
    int32_t status = KOOR_OK;
    if (part->report)
        return kr_fail(job, KOOR_E_DUPLICATE, path, -1, "the plan has a report already");
    if (*shard_of(part)) {
        status = kr_certificate_add(job, path, report, &parts->certificate);
    } else {
        part->report_line = (kr_str){kr_arena_string(&job->arena, line.at, line.length), line.length};
        status = part->report_line.at ? KOOR_OK : kr_nomem(job);
    }
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        (void)json_object_del(report, lists[i]);
    part->report = json_incref(report);
    return status;
}

int32_t kr_parts_alternative(kr_job *job, kr_parts *parts, json_t *alternative) {
    return json_array_append(parts->at[parts->count - 1].alternatives, alternative) < 0 ? kr_nomem(job)
                                                                                        : KOOR_OK;
}

/* -- which shards
 * ---------------------------------------------------------------------------------- */

/* Shard K of N, counted from 1; 0 of 0 for a whole plan. */
static int read_shard(const kr_part *part, uint64_t *number, uint64_t *count) {
    const char *text = shard_of(part), *slash = strchr(text, '/');
    *number = *count = 0;
    if (!*text)
        return 0;
    if (!slash || kr_read_uint(number, (kr_str){text, (size_t)(slash - text)}) < 0 ||
        kr_read_uint(count, kr_str_of(slash + 1)) < 0)
        return -1;
    return *number < 1 || *number > *count || *count > 65536 ? -1 : 0;
}

/* "2/5, 4/5" for what is not in `there`; at most ten are named. */
static void list_missing(kr_buffer *out, const uint8_t *there, uint64_t count) {
    uint64_t missing = 0;
    for (uint64_t i = 0; i < count; i++) {
        if (there[i] || missing++ >= 10)
            continue;
        kr_buffer_text(out, out->length ? ", " : "");
        kr_buffer_uint(out, i + 1);
        kr_buffer_char(out, '/');
        kr_buffer_uint(out, count);
    }
    if (missing > 10) {
        kr_buffer_text(out, " and ");
        kr_buffer_uint(out, missing - 10);
        kr_buffer_text(out, " more");
    }
}

static int32_t tell_missing(kr_job *job, const uint8_t *there, uint64_t count) {
    kr_buffer list;
    kr_buffer_start(&list, job->memory);
    list_missing(&list, there, count);
    int32_t status = list.failed ? kr_nomem(job) : KOOR_OK;
    if (status == KOOR_OK && list.length)
        status = kr_fail(job, KOOR_E_EMPTY, "shards", -1, "not all shards are there: %s missing",
                         list.data);
    kr_buffer_end(&list);
    return status;
}

static int32_t check_shards(kr_job *job, const kr_part *part, size_t count) {
    uint64_t number, shards, first;
    if (read_shard(&part[0], &number, &first) < 0)
        return kr_fail(job, KOOR_E_VALUE, "shards", -1, "\"%.*s\" is no shard",
                       KR_SHOWN(kr_str_of(shard_of(&part[0])), 40));
    if (!first && count > 1)
        return kr_fail(job, KOOR_E_DUPLICATE, "shards", -1,
                       "several plans, and the first is a whole one: only shards are merged");
    if (!first)
        return KOOR_OK;
    uint8_t *there = kr_arena_zero(&job->arena, (size_t)first, 1);
    if (!there)
        return kr_nomem(job);
    for (size_t i = 0; i < count; i++) {
        if (read_shard(&part[i], &number, &shards) < 0 || shards != first)
            return kr_fail(job, KOOR_E_FINGERPRINT, "shards", -1,
                           "shard \"%.*s\" is not one of %s: give the shards of one plan",
                           KR_SHOWN(kr_str_of(shard_of(&part[i])), 40), shard_of(&part[0]));
        if (there[number - 1]++)
            return kr_fail(job, KOOR_E_DUPLICATE, "shards", -1, "shard %s is there twice",
                           shard_of(&part[i]));
    }
    return tell_missing(job, there, first);
}

/* -- whether they belong together
 * ------------------------------------------------------------------ */

static const char *as_text(const json_t *value) {
    return json_is_string(value) ? json_string_value(value) : "its default";
}

/* The first option in which two shards differ, besides which shard they are. */
static int32_t compare_options(kr_job *job, const kr_part *a, const kr_part *b) {
    json_t *one = json_object_get(a->meta, "options"), *two = json_object_get(b->meta, "options");
    for (int turn = 0; turn < 2; turn++) {
        const char *key;
        json_t *value;
        json_object_foreach(turn ? two : one, key, value) {
            const json_t *here = json_object_get(one, key), *there = json_object_get(two, key);
            if (strcmp(key, "campaign.shard") == 0 || json_equal(here, there))
                continue;
            return kr_fail(job, KOOR_E_FINGERPRINT, key, -1,
                           "shard %s was planned with %s = %.*s, and shard %s with %.*s: plan "
                           "both with the same options",
                           shard_of(a), key, KR_SHOWN(kr_str_of(as_text(here)), 100), shard_of(b),
                           KR_SHOWN(kr_str_of(as_text(there)), 100));
        }
    }
    return KOOR_OK;
}

static int32_t compare_parts(kr_job *job, const kr_part *a, const kr_part *b) {
    static const char *const keys[][2] = {
        {"versions", "another release of koor, packs or time zones"},
        {"input", "other posts, people or pictures, or another order of them"},
        {"posts", "other posts"},
    };
    int32_t status = compare_options(job, a, b);
    for (size_t i = 0; i < sizeof keys / sizeof *keys && status == KOOR_OK; i++)
        if (!json_equal(json_object_get(a->meta, keys[i][0]), json_object_get(b->meta, keys[i][0])))
            status = kr_fail(job, KOOR_E_FINGERPRINT, keys[i][0], -1,
                             "shard %s does not belong to shard %s: it was planned from %s",
                             shard_of(b), shard_of(a), keys[i][1]);
    return status;
}

static const char *input_of(const json_t *paper) {
    const char *text = json_string_value(json_object_get(paper, "input"));
    return text ? text : "";
}

/* Files of two plans in one folder: what certifies the one says nothing of the other. A report may
 * have been written before reports told their input. */
static int32_t check_report(kr_job *job, const kr_part *part) {
    const json_t *items = json_object_get(json_object_get(part->report, "overall"), "items");
    const char *input = input_of(part->report);
    if ((!*input || strcmp(input, input_of(part->meta)) == 0) &&
        (!items || json_integer_value(items) == (json_int_t)part->items))
        return KOOR_OK;
    return kr_fail(job, KOOR_E_FINGERPRINT, "report.json", -1,
                   "the report of %s%s is that of another plan: give the files of one run",
                   *shard_of(part) ? "shard " : "the plan", shard_of(part));
}

static int32_t check_whole(kr_job *job, const kr_part *part) {
    json_int_t items = json_integer_value(json_object_get(part->meta, "items"));
    if (items < 0 || (uint64_t)items != part->items)
        return kr_fail(job, KOOR_E_VALUE, "plan.jsonl", -1,
                       "%s%s has %llu items, and its meta says %lld: the file is not whole",
                       *shard_of(part) ? "shard " : "the plan", shard_of(part),
                       (unsigned long long)part->items, (long long)items);
    if (!part->report)
        return kr_fail(job, KOOR_E_KEY, "report.json", -1, "%s%s has no report.json",
                       *shard_of(part) ? "shard " : "the plan", shard_of(part));
    return check_report(job, part);
}

/* -- papers
 * ---------------------------------------------------------------------------------------- */

static int32_t keep(kr_job *job, koor_plan *plan, kr_str text, char **out, size_t *out_length) {
    *out = kr_alloc(&plan->memory, text.length + 1, 1);
    if (!*out)
        return kr_nomem(job);
    memcpy(*out, text.at, text.length);
    (*out)[text.length] = '\0';
    *out_length = text.length;
    return KOOR_OK;
}

static int32_t merge_meta(kr_job *job, koor_plan *plan, const kr_part *part, size_t count) {
    json_t *meta = json_deep_copy(part[0].meta);
    json_int_t items = 0;
    for (size_t i = 0; i < count; i++)
        items += (json_int_t)part[i].items;
    int failed = !meta || json_object_set_new(meta, "items", json_integer(items)) < 0;
    (void)json_object_del(json_object_get(meta, "options"), "campaign.shard");
    char *text = failed ? NULL : json_dumps(meta, JSON_COMPACT);
    int32_t status =
        text ? keep(job, plan, kr_str_of(text), &plan->meta, &plan->meta_length) : kr_nomem(job);
    free(text);
    json_decref(meta);
    return status;
}

static int32_t merge_report(kr_job *job, koor_plan *plan, kr_parts *parts) {
    kr_buffer out;
    const json_t *told = json_object_get(parts->at[0].report, "capacity");
    char *capacity = told ? json_dumps(told, JSON_COMPACT) : NULL;
    if (told && !capacity)
        return kr_nomem(job);
    kr_certificate_sort(&parts->certificate);
    kr_buffer_start(&out, &plan->memory);
    kr_certificate_write(&out, &parts->certificate);
    kr_put_key(&out, "capacity"); /* texts are the same in every shard */
    kr_buffer_text(&out, capacity ? capacity : "{}");
    int32_t status = kr_parts_approval(job, &out, parts->at, parts->count);
    kr_put_word(&out, "input", input_of(parts->at[0].meta));
    kr_buffer_char(&out, '}');
    free(capacity);
    if (status == KOOR_OK)
        plan->report = kr_buffer_take(&out, &plan->report_length);
    kr_buffer_end(&out);
    return status < 0 || plan->report ? status : kr_nomem(job);
}

int32_t kr_parts_merge(kr_job *job, koor_plan *plan, kr_parts *parts) {
    const kr_part *part = parts->at;
    size_t count = parts->count;
    int32_t status = check_shards(job, part, count);
    for (size_t i = 0; i < count && status == KOOR_OK; i++)
        status = check_whole(job, &part[i]);
    for (size_t i = 1; i < count && status == KOOR_OK; i++)
        status = compare_parts(job, &part[0], &part[i]);
    if (status == KOOR_OK)
        status = merge_meta(job, plan, part, count);
    if (status == KOOR_OK)
        status = kr_parts_alternatives(job, plan, part, count, !*shard_of(part));
    if (status < 0)
        return status;
    return *shard_of(part) ? merge_report(job, plan, parts)
                           : keep(job, plan, part[0].report_line, &plan->report,
                                  &plan->report_length);
}
