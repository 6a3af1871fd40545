/* alternatives.jsonl: each wording that the plan uses, once, with its sentences, its origin, for
 * how many items and which circles, and what was decided of it; behind them the lines of the given
 * files that no item uses, so that one file carries all decisions on. The shape is the one that is
 * read. */
#include "base/hash.h"
#include "base/json_write.h"
#include "options/options.h"
#include "pipeline/plan_data.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_CIRCLES = 100 }; /* told of one wording */

typedef struct use {
    const kr_version *version;
    const kr_edit *edit;
    kr_str from, says;
    uint64_t key;
    uint32_t items, circle_count, place; /* place: the version's number */
    size_t last;                         /* item + 1 that it was counted for */
    kr_name *circles;                    /* by name */
} use;

typedef struct uses {
    kr_job *job;
    const koor_plan *plan;
    use *list;
    size_t count, capacity;
    uint32_t *slots; /* open addressing over the list, number + 1 */
    size_t slot_count;
    uint32_t **of; /* by class: of each text, where its uses begin in `numbers` */
    uint32_t *numbers;
} uses;

/* ---- gathering ---- */

static uint64_t key_of(const kr_version *version, uint32_t edit, kr_str from, kr_str says) {
    uint64_t post = kr_hash64(version->id.at, version->id.length);
    post = kr_hash_mix(post, kr_hash64(version->post.language, strlen(version->post.language)));
    return kr_hash_mix(post, kr_wording_key_of(version, edit, from, says));
}

/* Of the first version in that language of that post: a fitted one is made later, and elsewhere. */
static uint32_t number_of(const koor_plan *plan, const kr_version *version) {
    uint32_t i = 0;
    while (i < plan->version_count &&
           !(kr_str_equal(plan->versions[i].id, version->id) &&
             strcmp(plan->versions[i].post.language, version->post.language) == 0))
        i++;
    return i;
}

static int32_t find_use(uses *all, const kr_version *version, const kr_issued *issued, size_t e,
                        uint32_t *out) {
    const kr_edit *edit = &version->graph.edits[issued->edit_index[e]];
    kr_str from = issued->edits[e].from, says = issued->says[e];
    uint64_t key = key_of(version, issued->edit_index[e], from, says);
    size_t slot = (size_t)key & (all->slot_count - 1);
    while (all->slots[slot] && all->list[all->slots[slot] - 1].key != key)
        slot = (slot + 1) & (all->slot_count - 1);
    if (!all->slots[slot]) {
        if (kr_arena_grow(&all->job->arena, (void **)&all->list, &all->capacity, all->count,
                          sizeof *all->list) < 0)
            return kr_nomem(all->job);
        all->list[all->count++] = (use){.version = version,
                                        .edit = edit,
                                        .from = from,
                                        .says = says,
                                        .key = key,
                                        .place = number_of(all->plan, version)};
        all->slots[slot] = (uint32_t)all->count;
    }
    *out = all->slots[slot] - 1;
    return KOOR_OK;
}

static int32_t number_class(uses *all, uint32_t class, size_t *at) {
    const kr_text_class *c = &all->plan->classes[class];
    all->of[class] = kr_arena_alloc(&all->job->arena, c->issued_count, sizeof **all->of);
    if (!all->of[class])
        return kr_nomem(all->job);
    for (size_t t = 0; t < c->issued_count; t++) {
        const kr_issued *issued = &c->issued[t];
        all->of[class][t] = (uint32_t)*at;
        for (size_t e = 0; e < issued->edit_count; e++) {
            int32_t status = find_use(all, c->version, issued, e, &all->numbers[(*at)++]);
            if (status < 0)
                return status;
        }
    }
    return KOOR_OK;
}

static int32_t number_edits(uses *all) {
    const koor_plan *plan = all->plan;
    size_t edits = 0, at = 0;
    for (size_t c = 0; c < plan->class_count; c++)
        for (size_t t = 0; t < plan->classes[c].issued_count; t++)
            edits += plan->classes[c].issued[t].edit_count;
    for (all->slot_count = 64; all->slot_count < 2 * edits + 2;)
        all->slot_count *= 2;
    all->slots = kr_arena_zero(&all->job->arena, all->slot_count, sizeof *all->slots);
    all->numbers = kr_arena_alloc(&all->job->arena, edits, sizeof *all->numbers);
    all->of = kr_arena_zero(&all->job->arena, plan->class_count, sizeof *all->of);
    if (!all->slots || !all->numbers || !all->of)
        return kr_nomem(all->job);
    int32_t status = KOOR_OK;
    for (size_t c = 0; c < plan->class_count && status == KOOR_OK; c++)
        status = number_class(all, (uint32_t)c, &at);
    return status;
}

/* The first MOST_CIRCLES by name, so that shards give those of the whole plan. */
static int32_t add_circle(uses *all, use *u, kr_name circle) {
    const kr_str *names = all->plan->names;
    uint32_t at = u->circle_count;
    if (!u->circles)
        u->circles = kr_arena_alloc(&all->job->arena, MOST_CIRCLES, sizeof *u->circles);
    if (!u->circles)
        return kr_nomem(all->job);
    while (at > 0 && strcmp(names[circle].at, names[u->circles[at - 1]].at) < 0)
        at--;
    if (at == MOST_CIRCLES || (at > 0 && u->circles[at - 1] == circle))
        return KOOR_OK;
    u->circle_count += u->circle_count < MOST_CIRCLES;
    memmove(u->circles + at + 1, u->circles + at, (u->circle_count - at - 1) * sizeof *u->circles);
    u->circles[at] = circle;
    return KOOR_OK;
}

static int32_t count_item(uses *all, size_t number) {
    const kr_plan_item *item = &all->plan->items[number];
    const kr_issued *issued = &all->plan->classes[item->text_class].issued[item->text];
    const uint32_t *numbers = all->numbers + all->of[item->text_class][item->text];
    for (size_t e = 0; e < issued->edit_count; e++) {
        use *u = &all->list[numbers[e]];
        if (u->last == number + 1)
            continue; /* it stands twice in this text */
        u->last = number + 1;
        u->items++;
        if (item->person == KR_NONE)
            continue;
        int32_t status = add_circle(all, u, all->plan->people[item->person].circle);
        if (status < 0)
            return status;
    }
    return KOOR_OK;
}

static int32_t gather(uses *all) {
    int32_t status = number_edits(all);
    for (size_t i = 0; i < all->plan->item_count && status == KOOR_OK; i++)
        if (!all->plan->items[i].previous && !all->plan->items[i].repost)
            status = count_item(all, i);
    return status;
}

/* In the order of reading: post, sentence, place; the wording of most people first. */
static int compare(const void *a, const void *b) {
    const use *x = a, *y = b;
    const uint64_t one[] = {x->edit->first, x->edit->from.start, x->edit->from.end};
    const uint64_t other[] = {y->edit->first, y->edit->from.start, y->edit->from.end};
    int order = x->place < y->place ? -1 : x->place > y->place;
    for (int i = 0; i < 3 && !order; i++)
        order = one[i] < other[i] ? -1 : one[i] > other[i];
    if (!order)
        order = x->items > y->items ? -1 : x->items < y->items;
    return order ? order : x->key < y->key ? -1 : x->key > y->key;
}

/* ---- writing ---- */

static void put_voice(kr_buffer *out, kr_str voice) {
    kr_put_key(out, "voice");
    kr_put_open(out, '{');
    while (voice.length) {
        const char *comma = memchr(voice.at, ',', voice.length);
        size_t length = comma ? (size_t)(comma - voice.at) : voice.length;
        const char *equals = memchr(voice.at, '=', length);
        size_t name = equals ? (size_t)(equals - voice.at) : length;
        kr_put_next(out);
        kr_buffer_json(out, voice.at, name);
        kr_buffer_char(out, ':');
        kr_buffer_json(out, equals ? equals + 1 : "", equals ? length - name - 1 : 0);
        voice.at += length + (comma != NULL);
        voice.length -= length + (comma != NULL);
    }
    kr_buffer_char(out, '}');
}

static void put_given(kr_buffer *out, const kr_given_alternative *given) {
    kr_put_text(out, "rule", given->rule);
    kr_put_text(out, "author", given->author);
    put_voice(out, given->voice);
}

static void put_circles(kr_buffer *out, const koor_plan *plan, const use *u) {
    kr_put_key(out, "circles");
    kr_put_open(out, '[');
    for (uint32_t i = 0; i < u->circle_count; i++)
        kr_put_element(out, plan->names[u->circles[i]]);
    kr_buffer_char(out, ']');
}

static const kr_decided *decided_of(const use *u) {
    /* What the voice changed is decided on in the post's own words. */
    const kr_version *spoken_by = u->version->spoken_by;
    int is_voice = spoken_by && u->edit >= u->version->graph.edits + u->version->voice_edit_index;
    const kr_decisions *decisions = is_voice ? spoken_by->decisions : u->version->decisions;
    return decisions ? kr_decisions_find(decisions, kr_wording_key(u->from, u->says)) : NULL;
}

/* A wording that opens a sentence is shown with its capital, which does not count in its key. */
static void put_says(kr_buffer *out, const use *u) {
    kr_str says = u->says;
    size_t at = 0, base = 0;
    char first[8];
    int opens = u->from.length && kr_is_upper(kr_utf8_next(u->from.at, u->from.length, &base)) &&
                u->edit->from.start == u->version->post.sentences[u->edit->first].span.start;
    int32_t code = says.length ? kr_utf8_next(says.at, says.length, &at) : 0;
    kr_buffer text;
    if (!opens || !says.length) {
        kr_put_text(out, "text", says);
        return;
    }
    kr_buffer_start(&text, out->memory);
    kr_buffer_add(&text, first, kr_utf8_put(first, kr_to_title(code)));
    kr_buffer_add(&text, says.at + at, says.length - at);
    out->failed |= text.failed;
    kr_put_text(out, "text", (kr_str){text.data ? text.data : "", text.length});
    kr_buffer_end(&text);
}

/* Where the line belongs in the whole plan, for merge_alternatives.c: what `compare` looks at. */
static void put_place(kr_buffer *out, const use *u) {
    const uint64_t place[] = {u->place, u->edit->first, u->edit->from.start, u->edit->from.end};
    char hex[33];
    kr_put_key(out, "place");
    kr_put_open(out, '[');
    for (size_t i = 0; i < sizeof place / sizeof *place; i++) {
        kr_put_next(out);
        kr_buffer_uint(out, place[i]);
    }
    kr_buffer_char(out, ']');
    kr_hash_hex(hex, (kr_hash128){u->key, 0});
    kr_put_text(out, "key", (kr_str){hex + 16, 16});
}

static int is_shard(const koor_plan *plan) {
    return *plan->settings.text[KR_OPT_CAMPAIGN_SHARD] != '\0';
}

static void put_use(kr_buffer *out, const koor_plan *plan, const koor_campaign *campaign,
                    const use *u) {
    const kr_given_alternative rule = {
        .rule = u->edit->rule, .author = {"", 0}, .voice = u->version->spoken.voice};
    const kr_given_alternative *given =
        u->edit->outside ? &campaign->alternatives[u->edit->outside - 1] : &rule;
    const kr_decided *decided = decided_of(u);
    kr_put_open(out, '{');
    kr_put_text(out, "post", u->version->id);
    kr_put_word(out, "language", u->version->post.language);
    kr_put_uint(out, "first", u->edit->first + 1);
    kr_put_uint(out, "last", u->edit->last + 1);
    kr_put_text(out, "from", u->from);
    put_says(out, u);
    put_given(out, given);
    kr_put_uint(out, "items", u->items);
    put_circles(out, plan, u);
    kr_put_word(out, "state",
                kr_decision_name(decided ? (kr_decision)decided->decision : KR_PROPOSED));
    kr_put_text(out, "reason", given->reason.at ? given->reason : (kr_str){"", 0});
    if (u->edit->outside)
        kr_put_uint(out, "score", given->score);
    if (is_shard(plan))
        put_place(out, u);
    kr_buffer_text(out, "}\n");
}

static void put_unused(kr_buffer *out, const kr_given_alternative *given) {
    kr_put_open(out, '{');
    kr_put_text(out, "post", given->post);
    kr_put_text(out, "language", given->language);
    kr_put_uint(out, "first", given->first);
    kr_put_uint(out, "last", given->last);
    kr_put_text(out, "from", given->from);
    kr_put_text(out, "text", given->text);
    put_given(out, given);
    kr_buffer_text(out, ",\"items\":0,\"circles\":[]");
    kr_put_word(out, "state", kr_decision_name(given->state));
    kr_put_text(out, "reason", given->reason);
    kr_put_uint(out, "score", given->score);
    kr_buffer_text(out, "}\n");
}

/* A given line is told by its use where there is one. */
static int is_used(const uses *all, const kr_given_alternative *given) {
    for (size_t i = 0; i < all->count; i++)
        if (all->list[i].items &&
            kr_str_equal(kr_wording_from(all->list[i].from, all->list[i].says),
                         kr_wording_from(given->from, given->text)) &&
            kr_wording_key(given->from, all->list[i].says) ==
                kr_wording_key(given->from, given->text))
            return 1;
    return 0;
}

int32_t kr_plan_write_used(kr_job *job, koor_plan *plan, const koor_campaign *campaign) {
    uses all = {.job = job, .plan = plan};
    kr_buffer out;
    int32_t status = gather(&all);
    if (status < 0)
        return status;
    if (all.count)
        qsort(all.list, all.count, sizeof *all.list, compare);
    kr_buffer_start(&out, &plan->memory);
    for (size_t i = 0; i < all.count; i++)
        if (all.list[i].items || is_shard(plan)) /* another shard may use it */
            put_use(&out, plan, campaign, &all.list[i]);
    for (size_t i = 0; i < campaign->alternative_count; i++)
        if (!is_used(&all, &campaign->alternatives[i]))
            put_unused(&out, &campaign->alternatives[i]);
    plan->alternatives = kr_buffer_take(&out, &plan->alternatives_length);
    kr_buffer_end(&out);
    return plan->alternatives ? KOOR_OK : kr_nomem(job);
}
