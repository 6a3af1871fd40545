/* People from JSON: see people_in.h. */
#include "api/people_in.h"
#include "api/json_in.h"
#include "network/networks.h"
#include "pipeline/pipeline.h"
#include "schedule/calendar.h"
#include "schedule/zones.h"

#include <stdio.h>
#include <string.h>

static const char *const PERSON_KEYS[] = {
    "id",    "circle", "site",        "timezone",  "language", "networks", "wave",
    "voice", "hours",  "absent_from", "absent_to", "opted_in", NULL,
};

static int32_t read_day(kr_job *job, const char *path, const char *key, kr_str text, int64_t *out) {
    char place[96];
    if (!text.length || kr_read_day(out, text) == 0)
        return KOOR_OK;
    snprintf(place, sizeof place, "%s.%s", path, key);
    return kr_fail(job, KOOR_E_VALUE, place, -1, "\"%.*s\" is no day: write it as 2026-12-24",
                   KR_SHOWN(text, 40));
}

/* From a day to a day; to the end of all days where the last is not given. */
static int32_t read_absence(kr_job *job, const char *path, kr_str from, kr_str to,
                            kr_person *person) {
    char place[96];
    int32_t status = read_day(job, path, "absent_from", from, &person->absent_from);
    if (status == KOOR_OK)
        status = read_day(job, path, "absent_to", to, &person->absent_to);
    if (from.length && !to.length)
        person->absent_to = INT64_MAX;
    if (status < 0 || !from.length || person->absent_from <= person->absent_to)
        return status;
    snprintf(place, sizeof place, "%s.absent_to", path);
    return kr_fail(job, KOOR_E_VALUE, place, -1,
                   "absent_to %.*s lies before absent_from %.*s: put the earlier day first",
                   (int)to.length, to.at, (int)from.length, from.at);
}

static int32_t read_fields(kr_job *job, const char *path, json_t *object, kr_person *person) {
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
        status = read_absence(job, path, from, to, person);
    if (status < 0)
        return status;
    if (!person->id.length)
        return kr_fail(job, KOOR_E_KEY, path, -1, "a person needs an \"id\"");
    if (opted_in < 0)
        return kr_fail(job, KOOR_E_KEY, path, -1,
                       "person \"%.*s\" needs \"opted_in\": nobody is planned who did not say yes",
                       KR_SHOWN(person->id, 60));
    person->opted_in = opted_in > 0;
    return KOOR_OK;
}

static int32_t keep_person(kr_job *job, koor_campaign *campaign, const char *path,
                           const kr_person *person) {
    switch (kr_people_keep(&campaign->people, person)) {
    case 0:
        return KOOR_OK;
    case KR_PEOPLE_DUPLICATE:
        return kr_fail(job, KOOR_E_DUPLICATE, path, -1,
                       "person \"%.*s\" is there already: each id once", KR_SHOWN(person->id, 60));
    case KR_PEOPLE_TOO_MANY:
        return kr_fail(job, KOOR_E_LIMIT, path, -1,
                       "person \"%.*s\" is in more than 65,535 circles or networks",
                       KR_SHOWN(person->id, 60));
    default:
        return kr_nomem(job);
    }
}

/* What a person names is looked up at once, so that a wrong name is told with its person and place, and not
 * when the whole list is planned. */

typedef struct place {
    kr_job *job;
    koor_campaign *campaign;
    const char *path; /* of the person */
} place;

/* The error of a look-up, told again under PATH.KEY. */
static int32_t tell(const place *p, const char *key, int32_t status, koor_error *inner) {
    char path[96];
    snprintf(path, sizeof path, "%s.%s", p->path, key);
    if (status == KOOR_E_NOMEM)
        status = kr_nomem(p->job);
    else if (status < 0)
        status = kr_fail(p->job, status, path, -1, "%s", koor_error_message(inner));
    koor_error_free(inner);
    return status;
}

static int32_t check_zone(const place *p, kr_str zone) {
    const kr_zone *found;
    koor_error *inner = NULL, **error = p->job->error;
    if (!zone.length)
        return KOOR_OK;
    p->job->error = &inner;
    int32_t status = kr_zones_find(p->job, &p->campaign->zones, zone, &found);
    p->job->error = error;
    return tell(p, "timezone", status, inner);
}

static int32_t check_voice(const place *p, kr_str voice) {
    kr_settings settings = p->campaign->settings; /* only to try */
    koor_error *inner = NULL, **error = p->job->error;
    p->job->error = &inner;
    int32_t status = kr_voice_settings(p->job, &p->job->arena, p->campaign, voice, &settings);
    p->job->error = error;
    return tell(p, "voice", status, inner);
}

static int32_t check_hours(const place *p, kr_str text) {
    kr_hours hours;
    char path[96];
    if (!text.length || kr_hours_read(&hours, text) == 0)
        return KOOR_OK;
    snprintf(path, sizeof path, "%s.hours", p->path);
    return kr_fail(p->job, KOOR_E_VALUE, path, -1,
                   "\"%.*s\" are no hours: write 09:00-17:30, or 09:00-12:00,13:00-17:00",
                   KR_SHOWN(text, 60));
}

static int32_t check_networks(const place *p, const kr_person *person) {
    const kr_network *found;
    char path[96];
    int32_t status = KOOR_OK;
    snprintf(path, sizeof path, "%s.networks", p->path);
    for (uint32_t i = 0; i < person->network_count && status == KOOR_OK; i++)
        status = kr_network_named(p->job, &p->campaign->engine->networks, person->networks[i], path,
                                  &found);
    return status;
}

static int32_t check_names(const place *p, const kr_person *person) {
    int32_t status = check_zone(p, person->timezone);
    if (status == KOOR_OK)
        status = check_networks(p, person);
    if (status == KOOR_OK && person->voice.length)
        status = check_voice(p, person->voice);
    return status < 0 ? status : check_hours(p, person->hours);
}

int32_t kr_people_take(kr_job *job, koor_campaign *campaign, const char *path, json_t *object) {
    kr_person person = {0};
    if ((int64_t)campaign->people.count >= campaign->settings.number[KR_OPT_PEOPLE_MAX])
        return kr_fail(job, KOOR_E_LIMIT, "people.max", -1,
                       "more than %zu people: raise people.max, or plan in parts",
                       campaign->people.count);
    int32_t status = read_fields(job, path, object, &person);
    if (status == KOOR_OK)
        status = check_names(&(place){job, campaign, path}, &person);
    if (status == KOOR_OK)
        status = keep_person(job, campaign, path, &person);
    return status;
}

int32_t kr_people_add(kr_job *job, koor_campaign *campaign, const char *path, kr_str json) {
    json_t *object;
    int32_t status = kr_json_object(job, path, json, &object);
    if (status < 0)
        return status;
    status = kr_people_take(job, campaign, path, object);
    json_decref(object);
    return status;
}

int32_t kr_people_add_lines(kr_job *job, koor_campaign *campaign, kr_str jsonl) {
    int32_t status = KOOR_OK;
    char path[48];
    size_t line = 0;
    while (jsonl.length && status == KOOR_OK) {
        const char *end = memchr(jsonl.at, '\n', jsonl.length);
        size_t length = end ? (size_t)(end - jsonl.at) : jsonl.length;
        size_t used = length + (end != NULL);
        snprintf(path, sizeof path, "people line %zu", ++line);
        while (length && (jsonl.at[length - 1] == '\r' || jsonl.at[length - 1] == ' '))
            length--;
        if (length)
            status = kr_people_add(job, campaign, path, (kr_str){jsonl.at, length});
        jsonl = (kr_str){jsonl.at + used, jsonl.length - used};
    }
    return status;
}
