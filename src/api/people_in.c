/* People from JSON: see people_in.h. Strings that repeat (circles, zones, networks) are kept once, so
 * that a million people cost little more than their ids. */
#include "api/people_in.h"
#include "api/json_in.h"
#include "schedule/zones.h"

#include <stdio.h>
#include <string.h>

static const char *const PERSON_KEYS[] = {
    "id",    "circle", "site",        "timezone",  "language", "networks", "wave",
    "voice", "hours",  "absent_from", "absent_to", "opted_in", NULL,
};

static int32_t keep(kr_job *job, koor_campaign *campaign, kr_str *text) {
    if (!text->length)
        return *text = (kr_str){"", 0}, KOOR_OK;
    uint32_t number = kr_table_add(&campaign->names, *text, NULL);
    if (number == UINT32_MAX)
        return kr_nomem(job);
    *text = campaign->names.strings[number];
    return KOOR_OK;
}

static int32_t keep_words(kr_job *job, koor_campaign *campaign, kr_str **words, uint32_t count) {
    kr_str *kept = kr_arena_alloc(&campaign->arena, count, sizeof *kept);
    if (count && !kept)
        return kr_nomem(job);
    for (uint32_t i = 0; i < count; i++) {
        kept[i] = (*words)[i];
        int32_t status = keep(job, campaign, &kept[i]);
        if (status < 0)
            return status;
    }
    *words = kept;
    return KOOR_OK;
}

static int32_t read_day(kr_job *job, const char *path, const char *key, kr_str text, int64_t *out) {
    char place[96];
    if (!text.length || kr_read_day(out, text) == 0)
        return KOOR_OK;
    snprintf(place, sizeof place, "%s.%s", path, key);
    return kr_fail(job, KOOR_E_VALUE, place, -1, "\"%.*s\" is no day: write it as 2026-12-24",
                   text.length > 40 ? 40 : (int)text.length, text.at);
}

static int32_t read_fields(kr_job *job, koor_campaign *campaign, const char *path, json_t *object,
                           kr_person *person) {
    kr_str from = {"", 0}, to = {"", 0};
    int opted_in = -1;
    const struct {
        const char *key;
        kr_str *text;
    } strings[] = {
        {"id", &person->id},         {"site", &person->site}, {"timezone", &person->timezone},
        {"language", &person->language}, {"wave", &person->wave}, {"voice", &person->voice},
        {"hours", &person->hours},   {"absent_from", &from},  {"absent_to", &to},
    };
    int32_t status = kr_json_known(job, path, object, PERSON_KEYS);
    for (size_t i = 0; i < sizeof strings / sizeof *strings && status == KOOR_OK; i++)
        status = kr_json_string(job, path, object, strings[i].key, strings[i].text);
    if (status == KOOR_OK)
        status = kr_json_bool(job, path, object, "opted_in", &opted_in);
    if (status == KOOR_OK)
        status = kr_json_words(job, path, object, "circle", &job->arena, &person->circles,
                               &person->circle_count);
    if (status == KOOR_OK)
        status = kr_json_words(job, path, object, "networks", &job->arena, &person->networks,
                               &person->network_count);
    if (status == KOOR_OK)
        status = read_day(job, path, "absent_from", from, &person->absent_from);
    if (status == KOOR_OK)
        status = read_day(job, path, "absent_to", to, &person->absent_to);
    if (status < 0)
        return status;
    if (from.length && !to.length)
        person->absent_to = INT64_MAX;
    if (!person->id.length)
        return kr_fail(job, KOOR_E_KEY, path, -1, "a person needs an \"id\"");
    if (opted_in < 0)
        return kr_fail(job, KOOR_E_KEY, path, -1,
                       "person \"%.60s\" needs \"opted_in\": nobody is planned who did not say yes",
                       person->id.at);
    (void)campaign;
    person->opted_in = opted_in > 0;
    return KOOR_OK;
}

static int32_t keep_person(kr_job *job, koor_campaign *campaign, const char *path,
                           kr_person *person) {
    int is_new;
    kr_str *const texts[] = {&person->site, &person->timezone, &person->language,
                             &person->wave, &person->voice,    &person->hours};
    int32_t status = keep_words(job, campaign, &person->circles, person->circle_count);
    if (status == KOOR_OK)
        status = keep_words(job, campaign, &person->networks, person->network_count);
    for (size_t i = 0; i < sizeof texts / sizeof *texts && status == KOOR_OK; i++)
        status = keep(job, campaign, texts[i]);
    if (status < 0)
        return status;
    if (kr_grow(&campaign->memory, (void **)&campaign->people, &campaign->person_capacity,
                campaign->person_count, sizeof *campaign->people) < 0)
        return kr_nomem(job);
    uint32_t number = kr_table_add(&campaign->person_ids, person->id, &is_new);
    if (number == UINT32_MAX)
        return kr_nomem(job);
    if (!is_new)
        return kr_fail(job, KOOR_E_DUPLICATE, path, -1,
                       "person \"%.60s\" is there already: each id once", person->id.at);
    person->id = campaign->person_ids.strings[number];
    campaign->people[campaign->person_count++] = *person;
    return KOOR_OK;
}

int32_t kr_people_add(kr_job *job, koor_campaign *campaign, kr_str json, size_t line) {
    char path[48] = "person";
    json_t *object;
    kr_person person = {0};
    if (line)
        snprintf(path, sizeof path, "people line %zu", line);
    if ((int64_t)campaign->person_count >= campaign->settings.number[KR_OPT_PEOPLE_MAX])
        return kr_fail(job, KOOR_E_LIMIT, "people.max", -1,
                       "more than %zu people: raise people.max, or plan in parts",
                       campaign->person_count);
    int32_t status = kr_json_object(job, path, json, &object);
    if (status < 0)
        return status;
    status = read_fields(job, campaign, path, object, &person);
    if (status == KOOR_OK)
        status = keep_person(job, campaign, path, &person);
    json_decref(object);
    return status;
}

int32_t kr_people_add_lines(kr_job *job, koor_campaign *campaign, kr_str jsonl) {
    int32_t status = KOOR_OK;
    size_t line = 0;
    while (jsonl.length && status == KOOR_OK) {
        const char *end = memchr(jsonl.at, '\n', jsonl.length);
        size_t length = end ? (size_t)(end - jsonl.at) : jsonl.length;
        size_t used = length + (end != NULL);
        line++;
        while (length && (jsonl.at[length - 1] == '\r' || jsonl.at[length - 1] == ' '))
            length--;
        if (length)
            status = kr_people_add(job, campaign, (kr_str){jsonl.at, length}, line);
        jsonl = (kr_str){jsonl.at + used, jsonl.length - used};
    }
    return status;
}
