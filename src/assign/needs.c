/* What is needed before anybody chooses: counted over the whole people list, so that every shard
 * asks for the same texts and gives a circle the same ones. */
#include "assign/walk.h"

#include <string.h>

typedef struct claim {
    uint64_t order; /* wave, then place in the circle, then chance */
    uint64_t key;
    uint32_t class, person;
    uint16_t post, network;
} claim;

typedef struct needs {
    kr_walk *walk;
    uint64_t *people; /* by class: who asks for a text, twice where the first may not do */
    claim *claim;     /* of texts to be used once */
    size_t claims, claim_capacity;
    uint32_t *place; /* by circle: how many of it have claimed on the lane now looked at */
} needs;

/* Networks of one person. */
typedef struct reach {
    const kr_name *names;
    size_t count;
} reach;

static reach reach_of(const kr_walk *walk, uint32_t person) {
    const kr_member *m = &walk->in->people->member[person];
    if (!m->network_count)
        return (reach){NULL, walk->in->standard_networks};
    return (reach){kr_people_networks(walk->in->people, m), m->network_count};
}

static uint16_t network_at(const kr_walk *walk, const reach *r, size_t i) {
    return r->names ? walk->network_of[r->names[i]] : (uint16_t)i;
}

static int32_t find_networks(kr_walk *walk) {
    const kr_assign_input *in = walk->in;
    size_t names = in->people->names.count;
    walk->network_of = kr_arena_alloc(&walk->job->arena, names, sizeof *walk->network_of);
    if (!walk->network_of)
        return kr_nomem(walk->job);
    memset(walk->network_of, 0xff, names * sizeof *walk->network_of);
    for (size_t i = 0; i < in->network_count; i++) {
        uint32_t name = kr_table_find(&in->people->names, in->networks[i]);
        if (name != UINT32_MAX)
            walk->network_of[name] = (uint16_t)i;
    }
    return KOOR_OK;
}

/* ---- claims on texts that are used once ---- */

static int32_t add_claim(needs *n, uint32_t person, uint32_t class, uint16_t post,
                         uint16_t network) {
    const kr_assign_input *in = n->walk->in;
    const kr_census *census = &in->plan->census;
    uint64_t wave = kr_schedule_wave(in->plan, in->people->member[person].wave);
    if (kr_grow(n->walk->job->memory, (void **)&n->claim, &n->claim_capacity, n->claims,
                sizeof *n->claim) < 0)
        return kr_nomem(n->walk->job);
    n->claim[n->claims++] = (claim){.order = wave << 56,
                                    .key = census->key[person],
                                    .class = class,
                                    .person = person,
                                    .post = post,
                                    .network = network};
    return KOOR_OK;
}

static int before(const claim *a, const claim *b) {
    if (a->class != b->class)
        return a->class < b->class;
    if (a->order != b->order)
        return a->order < b->order;
    if (a->key != b->key)
        return a->key < b->key;
    return a->post != b->post ? a->post < b->post : a->network < b->network;
}

/* Heap sort: claims can be a million, and need no second million. */
static void sift(claim *c, size_t at, size_t count) {
    claim one = c[at];
    for (size_t child; (child = 2 * at + 1) < count; at = child) {
        if (child + 1 < count && before(&c[child], &c[child + 1]))
            child++;
        if (!before(&one, &c[child]))
            break;
        c[at] = c[child];
    }
    c[at] = one;
}

static void sort_claims(claim *c, size_t count) {
    for (size_t i = count / 2; i-- > 0;)
        sift(c, i, count);
    for (size_t end = count; end > 1; end--) {
        claim largest = c[0];
        c[0] = c[end - 1];
        c[end - 1] = largest;
        sift(c, 0, end - 1);
    }
}

static uint32_t item_of(const kr_schedule *plan, const claim *c) {
    for (uint32_t i = plan->first_item[c->person]; i < plan->first_item[c->person + 1]; i++)
        if (plan->item[i].post == c->post && plan->item[i].network == c->network)
            return i;
    return KR_NONE; /* of another shard */
}

static int is_used(const needs *n, uint32_t class, uint32_t text) {
    const kr_assign_host *host = n->walk->in->host;
    return host->used && host->used(host->user, class, text);
}

/* Class by class, the texts that no earlier plan has given. */
static void deal_texts(needs *n) {
    for (size_t i = 0, text = 0; i < n->claims; i++) {
        const claim *c = &n->claim[i];
        uint32_t item = item_of(n->walk->in->plan, c), have = n->walk->have[c->class];
        if (i > 0 && c->class != c[-1].class)
            text = 0;
        while (text < have && is_used(n, c->class, (uint32_t)text))
            text++;
        if (item != KR_NONE && text < have)
            n->walk->once_text[item] = (uint32_t)text;
        text += text < have;
    }
}

/* The first of every circle come before the second of any, within a wave. */
static void order_claims(needs *n) {
    const kr_census *census = &n->walk->in->plan->census;
    sort_claims(n->claim, n->claims);
    for (size_t i = 0; i < n->claims; i++) {
        claim *c = &n->claim[i];
        if (i == 0 || c->class != c[-1].class || c->order >> 56 != c[-1].order >> 56)
            memset(n->place, 0, census->circle_count * sizeof *n->place);
        c->order |= n->place[census->circle_of[c->person]]++;
    }
    sort_claims(n->claim, n->claims);
}

static int stands(const needs *n, uint32_t person, uint16_t post, uint16_t network) {
    const kr_assign_host *host = n->walk->in->host;
    return host->stands ? host->stands(host->user, person, post, network) : KR_NEW;
}

/* ---- everybody ---- */

static int32_t count_person(needs *n, uint32_t person) {
    kr_walk *walk = n->walk;
    const kr_assign_input *in = walk->in;
    reach r = reach_of(walk, person);
    for (uint16_t post = 0; post < in->post_count; post++)
        for (size_t i = 0; i < r.count; i++) {
            uint16_t network = network_at(walk, &r, i);
            uint32_t class = in->host->class_of(in->host->user, person, post, network);
            if (class >= in->class_count)
                continue;
            int had = stands(n, person, post, network);
            n->people[class] += had == KR_REPLACED ? 2 : 1;
            if (!in->text_once[network])
                continue;
            walk->once[class] = 1;
            if (had == KR_STANDS)
                continue;
            n->people[class] += in->host->used != NULL; /* one of before may be used already */
            int32_t code = add_claim(n, person, class, post, network);
            if (code < 0)
                return code;
        }
    return KOOR_OK;
}

static void classes_of_items(kr_walk *walk) {
    const kr_assign_input *in = walk->in;
    for (size_t i = 0; i < in->plan->item_count; i++) {
        const kr_item *item = &in->plan->item[i];
        uint32_t class =
            in->host->class_of(in->host->user, item->person, item->post, item->network);
        walk->class_of[i] = item->unplaced || class >= in->class_count ? KR_NONE : class;
    }
}

static int32_t ask_for_texts(needs *n) {
    const kr_assign_input *in = n->walk->in;
    for (uint32_t class = 0; class < in->class_count; class ++) {
        uint32_t wanted =
            n->people[class] < in->max_texts ? (uint32_t)n->people[class] : in->max_texts;
        if (!wanted)
            continue;
        int32_t code = in->host->want(in->host->user, class, wanted, &n->walk->have[class]);
        if (code < 0)
            return code;
        code = kr_job_progress(n->walk->job, "texts", class + 1, in->class_count);
        if (code < 0)
            return code;
    }
    return KOOR_OK;
}

static int32_t run(needs *n) {
    const kr_assign_input *in = n->walk->in;
    int32_t code = find_networks(n->walk);
    for (uint32_t i = 0; i < in->people->count && code == KOOR_OK; i++)
        if (in->plan->census.circle_of[i] != KR_NONE)
            code = count_person(n, i);
    if (code < 0)
        return code;
    classes_of_items(n->walk);
    code = ask_for_texts(n);
    if (code < 0 || !n->claims)
        return code;
    order_claims(n);
    deal_texts(n);
    return KOOR_OK;
}

int32_t kr_walk_needs(kr_walk *walk, kr_arena *arena) {
    const kr_assign_input *in = walk->in;
    size_t items = in->plan->item_count, circles = in->plan->census.circle_count;
    needs n = {.walk = walk};
    n.people = kr_arena_zero(arena, in->class_count, sizeof *n.people);
    n.place = kr_arena_zero(arena, circles, sizeof *n.place);
    walk->have = kr_arena_zero(arena, in->class_count, sizeof *walk->have);
    walk->once = kr_arena_zero(arena, in->class_count, 1);
    walk->class_of = kr_arena_alloc(arena, items, sizeof *walk->class_of);
    walk->once_text = kr_arena_alloc(arena, items, sizeof *walk->once_text);
    if (!n.people || !n.place || !walk->have || !walk->once || !walk->class_of || !walk->once_text)
        return kr_nomem(walk->job);
    memset(walk->once_text, 0xff, items * sizeof *walk->once_text);
    int32_t code = run(&n);
    kr_free(walk->job->memory, n.claim);
    return code;
}
