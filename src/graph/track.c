/* The track: a graph unrolled into the places where a walk can stand at a choice. Takes a compiled
 * graph, gives for each such place (the choice, what follows it, the state of the joint) and each
 * arm the whole text up to the next choice, and that choice. Drawing and realising a walk then cost
 * one step a decision: no stack, no dispatch on kinds of nodes, no joint, and hardly a branch to
 * mispredict, which is what made walking the graph itself four times slower.
 *
 * A choice of a single arm is none: what leads to it leads through it.
 *
 * What follows a choice is a list of places in sequences, each behind the next; equal lists are one
 * (hash consing), so that a lattice whose spans share what follows them has a track as small as
 * itself. A graph whose track would be large, or that has permutations, has none and is walked as
 * it is. */
#include "graph/walks.h"
#include "model/joint.h"

#include <string.h>

enum { MOST_ARMS = 100000, MOST_TEXT = 2 << 20, MOST_LISTS = 200000 };

/* Link `at` of a sequence, and what follows that; KR_NONE for the end of the text. */
typedef struct follows {
    uint32_t sequence, at, next;
} follows;

typedef struct place {
    uint32_t choice, after;
    kr_joint joint;
    uint32_t first; /* its arms */
} place;

typedef struct layer {
    kr_job *job;
    const kr_walks *walks;
    follows *lists;
    size_t list_count, list_capacity;
    place *places;
    size_t place_count, place_capacity;
    uint32_t *list_slots, *place_slots; /* open addressing: index + 1 */
    size_t list_size, place_size;
    kr_track_arm *arms;
    size_t arm_count, arm_capacity;
    uint32_t *nodes;
    kr_buffer text;
    int passes, failed, given_up;
} layer;

static int stopped(const layer *l) {
    return l->failed || l->given_up;
}

static uint64_t list_hash(const follows *f) {
    return kr_hash_mix(kr_hash_mix(f->sequence, f->at), f->next);
}

static uint64_t place_hash(const place *p) {
    uint64_t state = (uint64_t)p->joint.before << 1 | p->joint.capital;
    return kr_hash_mix(kr_hash_mix(p->choice, p->after), state);
}

static int same_place(const place *a, const place *b) {
    return a->choice == b->choice && a->after == b->after && a->joint.before == b->joint.before &&
           a->joint.capital == b->joint.capital && a->joint.space == b->joint.space;
}

/* Doubles a table of slots whose entries are counted from 1. */
static int grow_slots(layer *l, uint32_t **slots, size_t *size, size_t count, int of_places) {
    if (count * 2 < *size)
        return 0;
    size_t wanted = *size ? *size * 2 : 256;
    uint32_t *grown = kr_arena_zero(&l->job->arena, wanted, sizeof *grown);
    if (!grown) {
        l->failed = 1;
        return -1;
    }
    for (uint32_t i = 0; i < count; i++) {
        uint64_t hash = of_places ? place_hash(&l->places[i]) : list_hash(&l->lists[i]);
        size_t slot = hash & (wanted - 1);
        while (grown[slot])
            slot = (slot + 1) & (wanted - 1);
        grown[slot] = i + 1;
    }
    *slots = grown;
    *size = wanted;
    return 0;
}

static uint32_t list_of(layer *l, follows f) {
    if (grow_slots(l, &l->list_slots, &l->list_size, l->list_count, 0) < 0)
        return KR_NONE;
    size_t slot = list_hash(&f) & (l->list_size - 1);
    for (; l->list_slots[slot]; slot = (slot + 1) & (l->list_size - 1))
        if (memcmp(&l->lists[l->list_slots[slot] - 1], &f, sizeof f) == 0)
            return l->list_slots[slot] - 1;
    l->given_up |= l->list_count >= MOST_LISTS;
    if (kr_arena_grow(&l->job->arena, (void **)&l->lists, &l->list_capacity, l->list_count,
                      sizeof f) < 0) {
        l->failed = 1;
        return KR_NONE;
    }
    l->lists[l->list_count++] = f;
    l->list_slots[slot] = (uint32_t)l->list_count;
    return (uint32_t)l->list_count - 1;
}

/* The first arm of the place; made, still without texts, where it is new. */
static uint32_t place_of(layer *l, place p) {
    uint32_t arms = l->walks->graph->nodes[p.choice].count;
    if (grow_slots(l, &l->place_slots, &l->place_size, l->place_count, 1) < 0)
        return KR_NONE;
    size_t slot = place_hash(&p) & (l->place_size - 1);
    for (; l->place_slots[slot]; slot = (slot + 1) & (l->place_size - 1))
        if (same_place(&l->places[l->place_slots[slot] - 1], &p))
            return l->places[l->place_slots[slot] - 1].first;
    l->given_up |= l->arm_count + arms > MOST_ARMS;
    if (l->given_up || kr_arena_grow(&l->job->arena, (void **)&l->places, &l->place_capacity,
                                     l->place_count, sizeof p) < 0) {
        l->failed |= !l->given_up;
        return KR_NONE;
    }
    p.first = (uint32_t)l->arm_count;
    for (uint32_t i = 0; i < arms && !l->failed; i++) {
        if (kr_arena_grow(&l->job->arena, (void **)&l->arms, &l->arm_capacity, l->arm_count,
                          sizeof *l->arms) < 0)
            l->failed = 1;
        else
            l->arms[l->arm_count++] = (kr_track_arm){.next = KR_NONE};
    }
    l->places[l->place_count++] = p;
    l->place_slots[slot] = (uint32_t)l->place_count;
    return p.first;
}

static void write_text(layer *l, uint32_t fragment, kr_joint *joint) {
    const kr_graph *graph = l->walks->graph;
    const kr_fragment *f = &graph->fragments[fragment];
    kr_joint_step step = kr_joint_next(joint, graph->text, f);
    if (!step.shown)
        return;
    if (step.n)
        kr_buffer_char(&l->text, 'n');
    if (step.space)
        kr_buffer_add(&l->text, graph->text + step.space->text, step.space->length);
    else if (step.blank)
        kr_buffer_char(&l->text, ' ');
    kr_buffer_add(&l->text, graph->text + (step.title ? f->title : f->text),
                  step.cut     ? 1
                  : step.title ? f->title_length
                               : f->length);
    l->given_up |= l->text.length > MOST_TEXT;
}

/* The first link of a sequence, the others put before what follows. */
static kr_node_id enter(layer *l, kr_node_id id, uint32_t *after) {
    const kr_node *node = &l->walks->graph->nodes[id];
    if (node->count == 0)
        return KR_NONE;
    if (node->count > 1)
        *after = list_of(l, (follows){id, 1, *after});
    return l->walks->graph->links[node->first];
}

static kr_node_id leave(layer *l, uint32_t *after) {
    if (*after == KR_NONE)
        return KR_NONE;
    follows f = l->lists[*after];
    const kr_node *node = &l->walks->graph->nodes[f.sequence];
    *after = f.next;
    if (f.at + 1 < node->count)
        *after = list_of(l, (follows){f.sequence, f.at + 1, f.next});
    return l->walks->graph->links[node->first + f.at];
}

/* Whether a run leads through a choice: its one arm is always allowed. */
static int is_passed(const layer *l, kr_node_id id, const kr_track_arm *arm) {
    const kr_node *node = &l->walks->graph->nodes[id];
    return node->kind == KR_NODE_CHOICE && node->count == 1 && l->walks->flags[id] & KR_WALK_EVEN &&
           arm->passed + 1 < KR_HOP_DECISIONS;
}

/* From a node on: its text up to the next choice, and that choice. */
static kr_track_arm run(layer *l, kr_node_id id, uint32_t after, kr_joint joint) {
    kr_track_arm arm = {.text = (uint32_t)l->text.length, .next = KR_NONE};
    while (!stopped(l)) {
        if (id == KR_NONE && after == KR_NONE)
            break;
        if (id == KR_NONE) {
            id = leave(l, &after);
            continue;
        }
        const kr_node *node = &l->walks->graph->nodes[id];
        l->given_up |= node->kind == KR_NODE_PERMUTATION;
        if (is_passed(l, id, &arm)) {
            arm.passed++;
            l->passes = 1;
            id = l->walks->graph->arms[node->first].node;
            continue;
        }
        if (node->kind == KR_NODE_CHOICE) {
            arm.next = place_of(l, (place){.choice = id, .after = after, .joint = joint});
            if (l->walks->flags[id] & KR_WALK_EVEN && node->count <= UINT16_MAX)
                arm.count = (uint16_t)node->count;
            break;
        }
        if (node->kind == KR_NODE_TEXT)
            write_text(l, node->first, &joint);
        id = node->kind == KR_NODE_SEQUENCE ? enter(l, id, &after) : KR_NONE;
    }
    arm.length = (uint32_t)l->text.length - arm.text;
    return arm;
}

static void lay_all(layer *l) {
    const kr_graph *graph = l->walks->graph;
    kr_track_arm start = run(l, graph->root, KR_NONE, kr_joint_start());
    if (!stopped(l))
        l->arms[0] = start;
    for (size_t i = 0; i < l->place_count && !stopped(l); i++) {
        place p = l->places[i];
        const kr_node *node = &graph->nodes[p.choice];
        for (uint32_t a = 0; a < node->count && !stopped(l); a++) {
            kr_track_arm arm = run(l, graph->arms[node->first + a].node, p.after, p.joint);
            l->arms[p.first + a] = arm; /* after the run, which may move the arms */
        }
    }
}

static int keep(layer *l, kr_arena *arena, kr_walks *walks) {
    kr_track *track = kr_arena_alloc(arena, 1, sizeof *track);
    kr_track_arm *arms = kr_arena_alloc(arena, l->arm_count, sizeof *arms);
    uint32_t *nodes = kr_arena_alloc(arena, l->arm_count, sizeof *nodes);
    char *text = kr_arena_zero(arena, l->text.length + KR_TEXT_PADDING, 1);
    if (!track || !arms || !nodes || !text)
        return -1;
    memcpy(arms, l->arms, l->arm_count * sizeof *arms);
    for (size_t i = 0; i < l->place_count; i++)
        nodes[l->places[i].first] = l->places[i].choice;
    if (l->text.length)
        memcpy(text, l->text.data, l->text.length);
    *track = (kr_track){arms, nodes, text, (uint32_t)l->text.length, l->passes, NULL};
    walks->track = track;
    return kr_hops_make(l->job, arena, walks, l->arm_count);
}

int kr_track_lay(kr_job *job, kr_arena *arena, kr_walks *walks) {
    layer l = {.job = job, .walks = walks};
    kr_buffer_start(&l.text, job->memory);
    if (kr_arena_grow(&job->arena, (void **)&l.arms, &l.arm_capacity, 0, sizeof *l.arms) < 0)
        return -1;
    l.arm_count = 1;
    lay_all(&l);
    int status = l.failed || l.text.failed ? -1 : 0;
    if (status == 0 && !l.given_up)
        status = keep(&l, arena, walks);
    kr_buffer_end(&l.text);
    return status;
}
