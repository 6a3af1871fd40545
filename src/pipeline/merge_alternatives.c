/* alternatives.jsonl of a plan that was read back. Every shard lists every wording that the plan could use,
 * with its "place" and "key" in the order of the whole plan; here the same ones become one line. */
#include "pipeline/merge.h"

#include "base/hash.h"

#include <stdlib.h>
#include <string.h>

enum { PLACES = 4, MOST_CIRCLES = 100 };

typedef struct wording {
    json_t *line; /* of the first shard; borrowed, changed */
    int64_t place[PLACES];
    const char *key;
    json_int_t items;
    uint32_t part, order; /* of lines without a place: where they stood */
    int stays;
} wording;

typedef struct wordings {
    kr_job *job;
    wording *list;
    size_t count, capacity;
    kr_table known; /* by place and key, or by the whole line */
} wordings;

/* -- gathering
 * ------------------------------------------------------------------------------------- */

/* What makes two lines one. Lines without a place are wordings of the host that nobody of a shard uses. */
static char *name_of(const json_t *line) {
    const json_t *place = json_object_get(line, "place"), *key = json_object_get(line, "key");
    json_t *name = place ? json_pack("[O,O?]", place, key) : json_incref((json_t *)(uintptr_t)line);
    char *text = json_dumps(name, JSON_COMPACT);
    json_decref(name);
    return text;
}

static int32_t add_line(wordings *all, json_t *line, uint32_t part, uint32_t order) {
    int is_new = 0;
    char *name = name_of(line);
    uint32_t number = name ? kr_table_add(&all->known, kr_str_of(name), &is_new) : UINT32_MAX;
    const json_t *place = json_object_get(line, "place");
    free(name);
    if (number == UINT32_MAX || kr_arena_grow(&all->job->arena, (void **)&all->list, &all->capacity,
                                              all->count, sizeof *all->list) < 0)
        return kr_nomem(all->job);
    if (is_new) {
        const char *key = json_string_value(json_object_get(line, "key"));
        wording one = {.line = line, .key = key ? key : "", .part = part, .order = order};
        for (size_t i = 0; i < PLACES; i++)
            one.place[i] = place ? json_integer_value(json_array_get(place, i)) : INT64_MAX;
        all->list[all->count++] = one;
    }
    wording *same = &all->list[number];
    same->items += json_integer_value(json_object_get(line, "items"));
    same->stays++;
    json_t *circles = json_object_get(same->line, "circles");
    if (!is_new && circles && json_array_extend(circles, json_object_get(line, "circles")) < 0)
        return kr_nomem(all->job);
    return KOOR_OK;
}

static int32_t gather(wordings *all, const kr_part *part, size_t count) {
    int32_t status = KOOR_OK;
    for (size_t p = 0; p < count; p++) {
        size_t i;
        json_t *line;
        json_array_foreach(part[p].alternatives, i, line) {
            if (status == KOOR_OK)
                status = add_line(all, line, (uint32_t)p, (uint32_t)i);
        }
    }
    return status;
}

/* -- order
 * ----------------------------------------------------------------------------------------- */

static int compare(const void *a, const void *b) {
    const wording *x = a, *y = b;
    for (size_t i = 0; i < PLACES; i++)
        if (x->place[i] != y->place[i])
            return x->place[i] < y->place[i] ? -1 : 1;
    if (x->place[0] != INT64_MAX && x->items != y->items)
        return x->items > y->items ? -1 : 1;
    int order = strcmp(x->key, y->key);
    if (order)
        return order;
    return x->part != y->part ? (x->part < y->part ? -1 : 1) : x->order < y->order ? -1 : 1;
}

static int compare_names(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Circles by name, each once, and no more of them than a whole plan tells. */
static json_t *sort_circles(kr_job *job, const json_t *circles) {
    size_t count = json_array_size(circles);
    const char **name = kr_arena_alloc(&job->arena, count, sizeof *name);
    json_t *sorted = json_array();
    if (!name || !sorted)
        return json_decref(sorted), NULL;
    for (size_t i = 0; i < count; i++) {
        name[i] = json_string_value(json_array_get(circles, i));
        name[i] = name[i] ? name[i] : "";
    }
    if (count)
        qsort(name, count, sizeof *name, compare_names);
    for (size_t i = 0; i < count && json_array_size(sorted) < MOST_CIRCLES; i++)
        if (i == 0 || strcmp(name[i], name[i - 1]) != 0)
            (void)json_array_append_new(sorted, json_string(name[i]));
    return sorted;
}

/* -- writing
 * --------------------------------------------------------------------------------------- */

static int32_t write_line(kr_job *job, kr_buffer *out, const wording *w) {
    json_t *circles = json_object_get(w->line, "circles");
    json_t *sorted = circles ? sort_circles(job, circles) : NULL;
    (void)json_object_del(w->line, "place");
    (void)json_object_del(w->line, "key");
    if ((circles && (!sorted || json_object_set_new(w->line, "circles", sorted) < 0)) ||
        json_object_set_new(w->line, "items", json_integer(w->items)) < 0)
        return kr_nomem(job);
    char *text = json_dumps(w->line, JSON_COMPACT);
    if (!text)
        return kr_nomem(job);
    kr_buffer_text(out, text);
    kr_buffer_char(out, '\n');
    free(text);
    return KOOR_OK;
}

/* A line without a place, and so without use, stays where no shard uses it. */
static int is_told(const wording *w, size_t parts, int whole) {
    return whole || (w->place[0] == INT64_MAX ? (size_t)w->stays == parts : w->items > 0);
}

int32_t kr_parts_alternatives(kr_job *job, koor_plan *plan, const kr_part *part, size_t count,
                              int whole) {
    wordings all = {.job = job};
    kr_buffer out;
    kr_table_start(&all.known, job->memory, &job->arena);
    kr_buffer_start(&out, &plan->memory);
    int32_t status = gather(&all, part, count);
    if (status == KOOR_OK && all.count)
        qsort(all.list, all.count, sizeof *all.list, compare);
    for (size_t i = 0; i < all.count && status == KOOR_OK; i++)
        if (is_told(&all.list[i], count, whole))
            status = write_line(job, &out, &all.list[i]);
    if (status == KOOR_OK)
        plan->alternatives = kr_buffer_take(&out, &plan->alternatives_length);
    kr_buffer_end(&out);
    kr_table_end(&all.known);
    return status < 0 || plan->alternatives ? status : kr_nomem(job);
}
