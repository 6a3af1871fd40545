/* The part on approval of a report that shards made: decisions are the same in each, texts that
 * nobody saw as a whole are united, and the riskiest of all are among the riskiest of each. */
#include "base/json_write.h"
#include "pipeline/merge.h"

#include <stdlib.h>
#include <string.h>

enum { SHOWN = 20 };

static const char *word_of(const json_t *object, const char *key) {
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : "";
}

static int compare_ids(const void *a, const void *b) {
    return strcmp(json_string_value(*(json_t *const *)a), json_string_value(*(json_t *const *)b));
}

/* As approval.c orders them. */
static int compare_risks(const void *a, const void *b) {
    const json_t *x = *(json_t *const *)a, *y = *(json_t *const *)b;
    json_int_t risk = json_integer_value(json_object_get(y, "risk")) -
                      json_integer_value(json_object_get(x, "risk"));
    int order = risk < 0 ? -1 : risk > 0;
    if (!order)
        order = strcmp(word_of(x, "text_id"), word_of(y, "text_id"));
    return order ? order : strcmp(word_of(x, "network"), word_of(y, "network"));
}

typedef int (*comparison)(const void *a, const void *b);

/* The elements of one list of all parts, sorted, each once. */
static int32_t unite(kr_job *job, const kr_part *part, size_t parts, const char *key,
                     comparison compare, json_t ***out, size_t *out_count) {
    size_t capacity = 0, count = 0, i;
    json_t *value;
    for (size_t p = 0; p < parts; p++) {
        json_array_foreach(json_object_get(json_object_get(part[p].report, "approval"), key), i,
                           value) {
            if (kr_arena_grow(&job->arena, (void **)out, &capacity, count, sizeof **out) < 0)
                return kr_nomem(job);
            (*out)[count++] = value;
        }
    }
    if (count)
        qsort(*out, count, sizeof **out, compare);
    *out_count = 0;
    for (i = 0; i < count; i++)
        if (i == 0 || compare(&(*out)[i - 1], &(*out)[i]) != 0)
            (*out)[(*out_count)++] = (*out)[i];
    return KOOR_OK;
}

static json_int_t sum_of(const kr_part *part, size_t parts, const char *key) {
    json_int_t sum = 0;
    for (size_t p = 0; p < parts; p++)
        sum +=
            json_integer_value(json_object_get(json_object_get(part[p].report, "approval"), key));
    return sum;
}

static void put_dumped(kr_buffer *out, const char *key, json_t *value) {
    char *text = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
    kr_put_key(out, key);
    kr_buffer_text(out, text ? text : "null");
    out->failed |= !text;
    free(text);
}

static void put_list(kr_buffer *out, const char *key, json_t **list, size_t count) {
    kr_put_key(out, key);
    kr_put_open(out, '[');
    for (size_t i = 0; i < count; i++) {
        char *text = json_dumps(list[i], JSON_COMPACT | JSON_ENCODE_ANY);
        kr_put_next(out);
        kr_buffer_text(out, text ? text : "null");
        out->failed |= !text;
        free(text);
    }
    kr_buffer_char(out, ']');
}

int32_t kr_parts_approval(kr_job *job, kr_buffer *out, const kr_part *part, size_t parts) {
    static const char *const same[] = {"approved_only", "proposed", "approved", "rejected",
                                       "sentences"};
    json_t **unseen = NULL, **risky = NULL;
    size_t unseen_count = 0, risky_count = 0;
    const json_t *first = json_object_get(part[0].report, "approval");
    int32_t status = unite(job, part, parts, "unseen_texts", compare_ids, &unseen, &unseen_count);
    if (status == KOOR_OK)
        status = unite(job, part, parts, "riskiest", compare_risks, &risky, &risky_count);
    if (status < 0 || !first)
        return status;
    kr_put_key(out, "approval");
    kr_put_open(out, '{');
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        put_dumped(out, same[i], json_object_get(first, same[i]));
    put_list(out, "unseen_texts", unseen, unseen_count);
    kr_put_uint(out, "unseen", unseen_count);
    kr_put_int(out, "unseen_items", sum_of(part, parts, "unseen_items"));
    put_list(out, "riskiest", risky, risky_count < SHOWN ? risky_count : SHOWN);
    kr_buffer_char(out, '}');
    return KOOR_OK;
}
