/* What stands from an earlier plan: its items read, found again by person, post and network, and which of
 * them are to get another text. Texts, pictures and moments are read, never choice vectors. */
#include "pipeline/kept.h"

#include "api/json_in.h"
#include "image/image.h"
#include "pipeline/own.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* -- reading --------------------------------------------------------------------------------------- */

typedef struct reader {
    kr_job *job;
    koor_plan *plan;
    kr_table *strings; /* kept once each: what people share is most of a plan */
    char path[48];     /* "previous line 3" */
    const json_t *object;
} reader;

static int32_t keep_once(const reader *r, kr_str text, kr_str *out) {
    uint32_t number = kr_table_add(r->strings, text, NULL);
    if (number == UINT32_MAX)
        return kr_nomem(r->job);
    *out = r->strings->strings[number];
    return KOOR_OK;
}

static int32_t read_string(const reader *r, const json_t *object, const char *key, kr_str *out) {
    *out = (kr_str){"", 0};
    int32_t status = kr_json_string(r->job, r->path, object, key, out);
    return status < 0 ? status : keep_once(r, *out, out);
}

static int32_t read_strings(const reader *r, kr_kept_item *out) {
    kr_str *const texts[] = {&out->person, &out->post,     &out->network, &out->circle,
                             &out->text,   &out->language, &out->vector,  &out->wave};
    static const char *const keys[] = {"person", "post",     "network", "circle",
                                       "text",   "language", "vector",  "wave"};
    int32_t status = KOOR_OK;
    for (size_t i = 0; i < sizeof keys / sizeof *keys && status == KOOR_OK; i++)
        status = read_string(r, r->object, keys[i], texts[i]);
    return status;
}

static int32_t read_marks(const reader *r, kr_kept_item *out) {
    kr_str state = {"", 0}, action = {"", 0}, id = {"", 0};
    int64_t sequence = 0;
    int32_t status = kr_json_string(r->job, r->path, r->object, "state", &state);
    if (status == KOOR_OK)
        status = kr_json_string(r->job, r->path, r->object, "action", &action);
    if (status == KOOR_OK)
        status = kr_json_string(r->job, r->path, r->object, "text_id", &id);
    if (status == KOOR_OK)
        status = kr_json_int(r->job, r->path, r->object, "publish_unix", &out->moment);
    if (status == KOOR_OK)
        status = kr_json_int(r->job, r->path, r->object, "sequence", &sequence);
    out->sequence = (uint16_t)sequence;
    out->published = kr_str_is(state, "published") != 0;
    out->withdrawn = kr_str_is(state, "withdrawn") != 0;
    out->repost = kr_str_is(action, "repost") != 0;
    if (kr_hash_read(&out->text_id, id) < 0) /* a file of another hand */
        out->text_id = kr_hash(out->text.at, out->text.length);
    return status;
}

static int32_t read_recipe(const reader *r, kr_kept_item *out) {
    const json_t *image = json_object_get(r->object, "image");
    if (!json_is_object(image))
        return KOOR_OK;
    const json_t *told = json_object_get(image, "recipe");
    if (!json_is_object(told))
        return kr_fail(r->job, KOOR_E_KEY, r->path, -1,
                       "the image has no \"recipe\": give the plan.jsonl as koor wrote it");
    char *recipe = json_dumps(told, JSON_COMPACT);
    int32_t status = recipe ? keep_once(r, kr_str_of(recipe), &out->recipe) : kr_nomem(r->job);
    free(recipe);
    return status;
}

static int32_t read_repost(const reader *r, kr_kept_item *out) {
    const json_t *of = json_object_get(r->object, "repost_of");
    out->repost_item = out->repost_person = (kr_str){"", 0};
    if (!json_is_object(of))
        return KOOR_OK;
    int32_t status = read_string(r, of, "item", &out->repost_item);
    return status < 0 ? status : read_string(r, of, "person", &out->repost_person);
}

static int32_t read_item(const reader *r, kr_kept_item *out) {
    int32_t status = read_strings(r, out);
    if (status == KOOR_OK)
        status = read_marks(r, out);
    if (status == KOOR_OK)
        status = read_recipe(r, out);
    return status < 0 ? status : read_repost(r, out);
}

static int32_t read_line(reader *r, kr_plan_inputs *inputs, kr_str line, size_t number) {
    json_t *object;
    kr_kept_item item = {0};
    snprintf(r->path, sizeof r->path, "previous line %zu", number);
    int32_t status = kr_json_object(r->job, r->path, line, &object);
    if (status < 0)
        return status;
    r->object = object;
    status = read_item(r, &item);
    json_decref(object);
    if (status < 0 || item.withdrawn)
        return status;
    if (kr_arena_grow(&r->plan->arena, (void **)&inputs->kept, &inputs->kept_capacity,
                      inputs->kept_count, sizeof item) < 0)
        return kr_nomem(r->job);
    inputs->kept[inputs->kept_count++] = item;
    return KOOR_OK;
}

/* Sharers' own wordings stand in place of what the earlier plan gave them. */
static int32_t apply_edits(kr_job *job, koor_plan *plan, const koor_campaign *campaign,
                           kr_plan_inputs *inputs) {
    for (size_t i = 0; i < inputs->kept_count; i++) {
        kr_kept_item *item = &inputs->kept[i];
        const kr_own_edit *edit = kr_own_find(campaign, item->person, item->network, item->post);
        if (!edit || item->repost || item->published || kr_str_equal(edit->text, item->text))
            continue;
        item->text.at = kr_arena_string(&plan->arena, edit->text.at, edit->text.length);
        if (!item->text.at)
            return kr_nomem(job);
        item->text.length = edit->text.length;
        item->text_id = kr_hash(item->text.at, item->text.length);
        item->vector = (kr_str){"", 0};
        item->sequence++;
    }
    return KOOR_OK;
}

int32_t kr_kept_read(kr_job *job, koor_plan *plan, const koor_campaign *campaign,
                     kr_plan_inputs *inputs) {
    kr_str rest = campaign->previous;
    kr_table strings;
    reader r = {.job = job, .plan = plan, .strings = &strings};
    int32_t status = KOOR_OK;
    kr_table_start(&strings, job->memory, &plan->arena);
    for (size_t line = 1; rest.length && status == KOOR_OK; line++) {
        const char *end = memchr(rest.at, '\n', rest.length);
        size_t length = end ? (size_t)(end - rest.at) : rest.length, used = length + (end != NULL);
        if (length)
            status = read_line(&r, inputs, (kr_str){rest.at, length}, line);
        rest = (kr_str){rest.at + used, rest.length - used};
    }
    kr_table_end(&strings);
    return status < 0 ? status : apply_edits(job, plan, campaign, inputs);
}

/* -- finding again --------------------------------------------------------------------------------- */

/* Chained with NUL between: no name of a person, post or network holds one. */
static kr_str write_key(kr_buffer *key, kr_str person, kr_str post, kr_str network) {
    const kr_str parts[] = {person, post, network};
    kr_buffer_reset(key);
    for (size_t i = 0; i < 3; i++) {
        kr_buffer_add(key, parts[i].at, parts[i].length);
        kr_buffer_char(key, '\0');
    }
    return (kr_str){key->data, key->length};
}

static int32_t index_item(kr_job *job, kr_kept_index *index, const kr_kept_item *item) {
    int is_new = 0;
    char id[33];
    kr_str key = write_key(&index->key, item->person, item->post, item->network);
    if (index->key.failed || kr_table_add(&index->items, key, &is_new) == UINT32_MAX)
        return kr_nomem(job);
    if (!is_new)
        return kr_fail(job, KOOR_E_DUPLICATE, "previous", -1,
                       "the earlier plan has two items of \"%.*s\" for post \"%.*s\" on %.*s",
                       KR_SHOWN(item->person, 100), KR_SHOWN(item->post, 60),
                       KR_SHOWN(item->network, 40));
    kr_hash_hex(id, item->text_id);
    if (!item->repost && kr_table_add(&index->texts, (kr_str){id, 32}, NULL) == UINT32_MAX)
        return kr_nomem(job);
    return KOOR_OK;
}

int32_t kr_kept_index_start(kr_job *job, kr_kept_index *index, const koor_campaign *campaign,
                            const kr_plan_inputs *inputs) {
    int32_t status = KOOR_OK;
    index->people = &campaign->people;
    index->inputs = inputs;
    kr_table_start(&index->items, job->memory, &job->arena);
    kr_table_start(&index->texts, job->memory, &job->arena);
    kr_buffer_start(&index->key, job->memory);
    for (size_t i = 0; i < inputs->kept_count && status == KOOR_OK; i++)
        status = index_item(job, index, &inputs->kept[i]);
    (void)write_key(&index->key, (kr_str){"", 0}, (kr_str){"", 0}, (kr_str){"", 0});
    return status == KOOR_OK && index->key.failed ? kr_nomem(job) : status;
}

void kr_kept_index_end(kr_kept_index *index) {
    kr_buffer_end(&index->key);
    kr_table_end(&index->texts);
    kr_table_end(&index->items);
}

uint32_t kr_kept_find(kr_kept_index *index, uint32_t person, uint16_t post, uint16_t network) {
    if (!index->inputs->kept_count)
        return KR_NONE;
    kr_str key = write_key(&index->key, kr_people_id(index->people, person),
                           index->inputs->posts[post], index->inputs->network_names[network]);
    return index->key.failed ? KR_NONE : kr_table_find(&index->items, key);
}

int kr_kept_gave(const kr_kept_index *index, kr_hash128 text_id) {
    char id[33];
    kr_hash_hex(id, text_id);
    return index->texts.count && kr_table_find(&index->texts, (kr_str){id, 32}) != UINT32_MAX;
}

/* -- another text ---------------------------------------------------------------------------------- */

static int32_t mark_person(kr_job *job, const koor_campaign *campaign, kr_plan_inputs *inputs,
                           kr_str person, int64_t now) {
    uint32_t number = kr_table_find(&campaign->people.ids, person);
    size_t found = 0, open = 0;
    for (size_t i = 0; i < inputs->kept_count; i++) {
        kr_kept_item *item = &inputs->kept[i];
        if (!kr_str_equal(item->person, person))
            continue;
        found++;
        item->another = !item->published && item->moment > now;
        open += item->another;
    }
    if (!found || number == UINT32_MAX || !campaign->people.member[number].opted_in)
        return kr_fail(job, KOOR_E_PERSON, "campaign.another", -1,
                       "\"%.*s\" %s: nobody there to get another text", (int)person.length, person.at,
                       found ? "is not among the people who opted in"
                             : "has no item in the earlier plan");
    if (!open)
        return kr_fail(job, KOOR_E_PERSON, "campaign.another", -1,
                       "all that \"%.*s\" has in the earlier plan is out already: a text that was "
                       "published is not replaced", (int)person.length, person.at);
    return KOOR_OK;
}

int32_t kr_kept_mark(kr_job *job, const koor_plan *plan, const koor_campaign *campaign,
                     kr_plan_inputs *inputs, int64_t now) {
    const char *at = plan->settings.text[KR_OPT_CAMPAIGN_ANOTHER];
    int32_t status = KOOR_OK;
    if (*at && !campaign->previous.length)
        return kr_fail(job, KOOR_E_OPTION, "campaign.another", -1,
                       "another text needs the earlier plan in which the person has one: give it as "
                       "the previous plan");
    for (size_t length; *at && status == KOOR_OK; at += length + (at[length] == '|')) {
        length = strcspn(at, "|");
        if (length)
            status = mark_person(job, campaign, inputs, (kr_str){at, length}, now);
    }
    return status;
}

/* -- pictures -------------------------------------------------------------------------------------- */

/* The recipe's place among the network's, else among those at the end that earlier plans had. */
static uint32_t place_of(const koor_plan *plan, const kr_picture_list *list, size_t extras,
                         const kr_recipe *recipe) {
    const kr_image_scene scene = kr_plan_scene(plan);
    uint64_t hash = kr_recipe_hash(&scene, recipe);
    for (size_t i = 0; i < list->count; i++)
        if (kr_recipe_hash(&scene, plan->recipes[list->first + i]) == hash)
            return (uint32_t)(list->first + i);
    for (size_t i = extras; i < plan->recipe_count; i++)
        if (kr_recipe_hash(&scene, plan->recipes[i]) == hash)
            return (uint32_t)i;
    return KR_NONE;
}

/* A recipe whose source is gone, or that no longer fits, is no error: the item goes without. */
static int32_t read_picture(kr_job *job, koor_plan *plan, kr_str json, kr_recipe **out) {
    kr_job trial;
    kr_recipe *recipe = kr_arena_alloc(&plan->arena, 1, sizeof *recipe);
    if (!recipe)
        return kr_nomem(job);
    kr_job_start(&trial, job->memory, NULL);
    int32_t status = kr_recipe_read(&trial, &plan->arena, &plan->pool, json, recipe);
    kr_job_end(&trial);
    *out = status == KOOR_OK ? recipe : NULL;
    return status == KOOR_E_NOMEM ? kr_nomem(job) : KOOR_OK;
}

static uint32_t network_of(const kr_plan_inputs *inputs, kr_str name) {
    for (uint32_t i = 0; i < inputs->network_count; i++)
        if (kr_str_equal(inputs->network_names[i], name))
            return i;
    return KR_NONE;
}

/* Earlier pictures by network and recipe as it was written, so that each is read and looked for once. */
typedef struct earlier {
    kr_table known;
    kr_buffer key;
    uint32_t *place; /* by number in `known`; KR_NONE: no picture any more */
    size_t capacity, extras;
} earlier;

static int32_t place_picture(kr_job *job, koor_plan *plan, const kr_picture_list *list, earlier *e,
                             const kr_kept_item *item) {
    kr_recipe *recipe;
    uint32_t *place = &e->place[e->known.count - 1];
    int32_t status = read_picture(job, plan, item->recipe, &recipe);
    *place = status == KOOR_OK && recipe ? place_of(plan, list, e->extras, recipe) : KR_NONE;
    if (status < 0 || !recipe || *place != KR_NONE)
        return status;
    if (kr_arena_grow(&plan->arena, (void **)&plan->recipes, &plan->recipe_capacity,
                      plan->recipe_count, sizeof *plan->recipes) < 0)
        return kr_nomem(job);
    *place = (uint32_t)plan->recipe_count;
    plan->recipes[plan->recipe_count++] = recipe;
    return KOOR_OK;
}

static int32_t find_picture(kr_job *job, koor_plan *plan, const kr_plan_inputs *inputs, earlier *e,
                            kr_kept_item *item) {
    uint32_t network = network_of(inputs, item->network);
    int is_new = 0;
    int32_t status = KOOR_OK;
    item->picture = KR_NONE;
    if (!item->recipe.length || network == KR_NONE)
        return KOOR_OK;
    kr_buffer_reset(&e->key);
    kr_buffer_uint(&e->key, network);
    kr_buffer_add(&e->key, item->recipe.at, item->recipe.length);
    if (e->key.failed || kr_arena_grow(&job->arena, (void **)&e->place, &e->capacity, e->known.count,
                                       sizeof *e->place) < 0)
        return kr_nomem(job);
    uint32_t number = kr_table_add(&e->known, (kr_str){e->key.data, e->key.length}, &is_new);
    if (number == UINT32_MAX)
        return kr_nomem(job);
    if (is_new)
        status = place_picture(job, plan, &inputs->pictures[network], e, item);
    item->picture = e->place[number];
    return status;
}

int32_t kr_kept_pictures(kr_job *job, koor_plan *plan, kr_plan_inputs *inputs) {
    earlier e = {.extras = plan->recipe_count};
    int32_t status = KOOR_OK;
    kr_table_start(&e.known, job->memory, &job->arena);
    kr_buffer_start(&e.key, job->memory);
    for (size_t i = 0; i < inputs->kept_count && status == KOOR_OK; i++)
        status = find_picture(job, plan, inputs, &e, &inputs->kept[i]);
    kr_buffer_end(&e.key);
    kr_table_end(&e.known);
    return status;
}
