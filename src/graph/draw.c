/* Drawing walks: takes a class (which values of the variables, which lengths), gives walks by
 * chance.
 *
 * The assignment is drawn first, by the weights of its values, among those that have a walk of an
 * allowed length. Then the graph is walked from left to right, each choice among the arms from
 * which an allowed length can still be reached: what stands behind the node at hand is known as an
 * interval for each state of the joint, kept beside it on the stack. Where no length can fall
 * outside the interval none of this is computed, and a choice costs one bounded draw.
 *
 * Lower and upper bounds cannot see gaps between possible lengths; a walk that ends outside all the
 * same is thrown away and drawn again, a few times. */
#include "graph/bounds.h"
#include "graph/copy.h"

#include <string.h>

enum {
    RETRIES = 8,
    MOST_TABLE_CELLS = 8 << 20 /* beyond 64 MiB of bounds, assignments share one set of them */
};

struct kr_sampler {
    const kr_walks *walks;
    uint32_t assignments;
    uint8_t *values;     /* of each assignment that is left */
    kr_dead_word *dead;  /* of each */
    uint64_t *weight_to; /* weights of the assignments up to and including it */
    int bounded;         /* some walk is too short or too long */
    kr_bounds bounds;
    kr_cell **tables; /* of each assignment: the cells of dependent nodes */
    kr_cell *after;   /* scratch: per entry of a walk's stack, what follows it */
    kr_cell whole;
    uint64_t least, most;
};

static const uint8_t *values_of(const kr_sampler *s, uint32_t a) {
    return s->values + (size_t)a * s->walks->graph->variable_count;
}

static kr_dead_word *dead_of(const kr_sampler *s, uint32_t a) {
    return s->dead + (size_t)a * kr_dead_words(s->walks);
}

/* ---- making the sampler
 * --------------------------------------------------------------------------- */

static uint64_t assignment_weight(const kr_walks *walks, const uint8_t *values) {
    uint64_t weight = 1;
    for (size_t i = 0; i < walks->graph->variable_count; i++) {
        const kr_variable *variable = &walks->graph->variables[i];
        uint64_t by = walks->used[i] && variable->weights ? variable->weights[values[i]] : 1;
        weight = by && weight > (UINT64_MAX >> 16) / by ? UINT64_MAX >> 16 : weight * by;
    }
    return weight;
}

/* Lists the assignments that have any walk. */
static void list_assignments(kr_sampler *s, const uint64_t *allowed, uint8_t *values) {
    const kr_walks *walks = s->walks;
    uint64_t sum = 0;
    for (int more = kr_assignment_start(walks, allowed, values); more;
         more = kr_assignment_next(walks, allowed, values)) {
        kr_dead_word *dead = dead_of(s, s->assignments);
        kr_walks_mark_dead(walks, values, dead);
        if (!kr_node_alive(walks, walks->graph->root, dead))
            continue;
        memcpy(s->values + (size_t)s->assignments * walks->graph->variable_count, values,
               walks->graph->variable_count);
        sum += assignment_weight(walks, values);
        s->weight_to[s->assignments++] = sum;
    }
}

static kr_cell root_range(const kr_sampler *s) {
    static const kr_cell nothing[KR_BEFORE_STATES] = {{0, 0}};
    return kr_bounds_from(&s->bounds, s->walks->graph->root, kr_bounds_start(&s->bounds), nothing);
}

static int make_tables(kr_sampler *s, kr_arena *arena) {
    size_t size = kr_bounds_size(&s->bounds);
    int shared = size && s->assignments > MOST_TABLE_CELLS / size;
    s->tables = kr_arena_zero(arena, s->assignments, sizeof *s->tables);
    if (!s->tables)
        return -1;
    for (uint32_t a = 0; a < s->assignments; a++) {
        if (shared && a > 0) {
            s->tables[a] = s->tables[0];
            continue;
        }
        s->tables[a] = kr_arena_alloc(arena, size, sizeof(kr_cell));
        if (!s->tables[a])
            return -1;
        s->bounds.bound = s->tables[a];
        kr_bounds_fill(&s->bounds, shared ? NULL : values_of(s, a), dead_of(s, a), a == 0);
    }
    return 0;
}

/* Leaves out the assignments that have no walk of an allowed length. */
static void keep_fitting(kr_sampler *s) {
    uint32_t kept = 0;
    uint64_t before = 0, sum = 0;
    s->whole = KR_CELL_NONE;
    for (uint32_t a = 0; a < s->assignments; a++) {
        uint64_t weight = s->weight_to[a] - before;
        before = s->weight_to[a];
        s->bounds.bound = s->tables[a];
        kr_cell range = root_range(s);
        if (range.least < s->whole.least)
            s->whole.least = range.least;
        if (range.most > s->whole.most)
            s->whole.most = range.most;
        if (range.least > s->most || range.most < s->least)
            continue;
        s->bounded |= range.least < s->least || range.most > s->most;
        memmove(s->values + (size_t)kept * s->walks->graph->variable_count, values_of(s, a),
                s->walks->graph->variable_count);
        memmove(dead_of(s, kept), dead_of(s, a), kr_dead_words(s->walks) * sizeof *s->dead);
        s->tables[kept] = s->tables[a];
        s->weight_to[kept++] = sum += weight;
    }
    s->assignments = kept;
}

static int32_t restrict_lengths(kr_job *job, kr_arena *arena, kr_sampler *s,
                                const kr_restriction *restriction) {
    kr_weights *weights = kr_arena_alloc(arena, 1, sizeof *weights);
    if (!weights)
        return kr_nomem(job);
    *weights = restriction->weights;
    s->least = restriction->least;
    s->most = restriction->most;
    if (kr_bounds_init(&s->bounds, arena, s->walks, weights) < 0 || make_tables(s, arena) < 0)
        return kr_nomem(job);
    keep_fitting(s);
    if (s->assignments == 0)
        return kr_fail(job, KOOR_E_EMPTY, "", -1,
                       "no text is between %llu and %llu long: the shortest takes %u, the longest "
                       "%u; write shorter or longer alternatives",
                       (unsigned long long)s->least, (unsigned long long)s->most, s->whole.least,
                       s->whole.most);
    if (!s->bounded)
        return KOOR_OK;
    s->after = kr_arena_alloc(arena, s->walks->stack_most, s->bounds.states * sizeof(kr_cell));
    return s->after ? KOOR_OK : kr_nomem(job);
}

int32_t kr_graph_sampler(kr_job *job, kr_arena *arena, const kr_walks *walks,
                         const kr_restriction *restriction, kr_sampler **out) {
    const kr_graph *graph = walks->graph;
    uint32_t most = kr_assignment_count(walks, restriction->allowed);
    kr_sampler *s = kr_arena_zero(arena, 1, sizeof *s);
    uint8_t *values = kr_arena_zero(&job->arena, graph->variable_count, 1);
    if (!s || !values)
        return kr_nomem(job);
    s->walks = walks;
    s->values = kr_arena_alloc(arena, most, graph->variable_count);
    s->dead = kr_arena_alloc(arena, (size_t)most + 1, kr_dead_words(walks) * sizeof *s->dead);
    s->weight_to = kr_arena_alloc(arena, most, sizeof *s->weight_to);
    if (!s->values || !s->dead || !s->weight_to)
        return kr_nomem(job);
    list_assignments(s, restriction->allowed, values);
    if (s->assignments == 0)
        return kr_fail(job, KOOR_E_EMPTY, "", -1,
                       "no text fits this voice: some choice has no alternative for it");
    if (restriction->weights.text) {
        int32_t status = restrict_lengths(job, arena, s, restriction);
        if (status != KOOR_OK)
            return status;
    }
    *out = s;
    return KOOR_OK;
}

/* ---- drawing
 * ---------------------------------------------------------------------------------------- */

/* One draw at work. `after` and `length` only where lengths are bounded. */
typedef struct drawing {
    kr_sampler *s;
    kr_prng *prng;
    uint64_t dice, sides; /* what is left of a random number, and the product of what was taken */
    kr_walk *walk;
    const kr_dead_word *dead;
    uint32_t height;
    uint64_t length; /* of what stands so far */
    kr_joint joint;
} drawing;

static kr_cell *after_of(const drawing *d, uint32_t entry) {
    return d->s->after + (size_t)entry * d->s->bounds.states;
}

static uint32_t state_of(const drawing *d) {
    return d->s->bounds.states == 1 ? 0 : d->joint.before;
}

static int fits(const drawing *d, kr_cell rest) {
    return !kr_cell_empty(rest) && d->length + rest.least <= d->s->most &&
           d->length + rest.most >= d->s->least;
}

static int arm_open(const drawing *d, const kr_arm *arm, const kr_cell *after) {
    if (!kr_arm_alive(d->s->walks, arm, d->walk->values, d->dead))
        return 0;
    return !after || fits(d, kr_bounds_from(&d->s->bounds, arm->node, state_of(d), after));
}

/* 0 .. count - 1. Several small draws share one number of 64 bits: its product with the count gives
 * the draw above, and a new fraction below (Brackett-Rozinsky and Lemire, "Batched ranged random
 * integer generation", 2024). A number serves draws up to 2^32 combinations: what is uneven is
 * below 2^-32. */
static inline uint32_t roll(drawing *d, uint32_t count) {
    if (d->sides * count > UINT32_MAX) {
        d->dice = kr_prng_u64(d->prng);
        d->sides = 1;
    }
    d->sides *= count;
    uint64_t low = (d->dice & UINT32_MAX) * count;
    uint64_t high = (d->dice >> 32) * count + (low >> 32);
    d->dice = high << 32 | (low & UINT32_MAX);
    return (uint32_t)(high >> 32);
}

/* An arm by weight where all are open. */
static uint32_t draw_free_arm(drawing *d, const kr_node *node) {
    const kr_walks *walks = d->s->walks;
    const kr_arm *arms = walks->graph->arms + node->first;
    uint64_t sum = walks->weights[node - walks->graph->nodes];
    uint32_t i = 0;
    uint64_t at = kr_prng_below64(d->prng, sum ? sum : node->count);
    for (; i + 1 < node->count; i++) {
        uint64_t share = sum ? arms[i].weight : 1;
        if (at < share)
            break;
        at -= share;
    }
    return i;
}

/* An arm by weight among those that are open; evenly where all of these weigh 0; KR_NONE for none.
 */
static uint32_t draw_open_arm(drawing *d, const kr_node *node, const kr_cell *after) {
    const kr_arm *arms = d->s->walks->graph->arms + node->first;
    uint64_t sum = 0, open = 0;
    for (uint32_t i = 0; i < node->count; i++) {
        if (!arm_open(d, &arms[i], after))
            continue;
        open++;
        sum += arms[i].weight;
    }
    if (open == 0)
        return KR_NONE;
    uint64_t at = kr_prng_below64(d->prng, sum ? sum : open);
    for (uint32_t i = 0; i < node->count; i++) {
        if (!arm_open(d, &arms[i], after))
            continue;
        uint64_t share = sum ? arms[i].weight : 1;
        if (at < share)
            return i;
        at -= share;
    }
    return KR_NONE;
}

/* As draw_open_arm; most choices of most graphs are free. */
static inline uint32_t draw_arm(drawing *d, const kr_node *node, const kr_cell *after) {
    const kr_walks *walks = d->s->walks;
    int is_free = !after && walks->flags[node - walks->graph->nodes] & KR_WALK_FREE;
    return is_free ? draw_free_arm(d, node) : draw_open_arm(d, node, after);
}

/* An item by weight among items[from .. count), moved to `from`. */
static void draw_item(drawing *d, const kr_arm *arms, uint32_t *items, uint32_t from,
                      uint32_t count) {
    uint64_t sum = 0;
    for (uint32_t i = from; i < count; i++)
        sum += arms[items[i]].weight;
    uint32_t chosen = from;
    uint64_t at = kr_prng_below64(d->prng, sum ? sum : count - from);
    for (; chosen + 1 < count; chosen++) {
        uint64_t share = sum ? arms[items[chosen]].weight : 1;
        if (at < share)
            break;
        at -= share;
    }
    uint32_t item = items[chosen];
    items[chosen] = items[from];
    items[from] = item;
}

static uint32_t items_alive(const drawing *d, const kr_node *node, uint32_t *items) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < node->count; i++)
        if (kr_arm_alive(d->s->walks, &d->s->walks->graph->arms[node->first + i], d->walk->values,
                         d->dead))
            items[count++] = i;
    return count;
}

/* Shuffles `k` of the items, by weight, to the front. */
static void draw_items(drawing *d, const kr_node *node, uint32_t *items, uint32_t count,
                       uint32_t k) {
    const kr_arm *arms = d->s->walks->graph->arms + node->first;
    for (uint32_t i = 0; i < k; i++)
        draw_item(d, arms, items, i, count);
}

/* What `k` items add: those in front, or (`extreme`) the shortest for the least and the longest for
 * the most; with their separators and all that follows the permutation. */
static kr_cell items_range(const drawing *d, const kr_node *node, const uint32_t *items, uint32_t k,
                           const kr_cell *after) {
    const kr_bounds *bounds = &d->s->bounds;
    kr_cell sum = KR_CELL_NONE;
    for (uint32_t t = 0; t < bounds->states; t++) {
        sum.least = after[t].least < sum.least ? after[t].least : sum.least;
        sum.most = after[t].most > sum.most ? after[t].most : sum.most;
    }
    for (uint32_t i = 0; i < k; i++) {
        kr_cell item = kr_bounds_any(bounds, d->s->walks->graph->arms[node->first + items[i]].node);
        kr_node_id separator = i ? kr_separator(node, i, k) : KR_NONE;
        kr_cell between = separator != KR_NONE ? kr_bounds_any(bounds, separator) : (kr_cell){0, 0};
        sum.least = kr_cell_sum(sum.least, kr_cell_sum(item.least, between.least));
        sum.most = kr_cell_sum(sum.most, kr_cell_sum(item.most, between.most));
    }
    return sum;
}

/* Brings the items in order: shortest first, or longest first. */
static void sort_items(const drawing *d, const kr_node *node, uint32_t *items, uint32_t count,
                       int longest) {
    const kr_arm *arms = d->s->walks->graph->arms + node->first;
    for (uint32_t i = 1; i < count; i++)
        for (uint32_t j = i; j > 0; j--) {
            kr_cell a = kr_bounds_any(&d->s->bounds, arms[items[j - 1]].node);
            kr_cell b = kr_bounds_any(&d->s->bounds, arms[items[j]].node);
            if (longest ? a.most >= b.most : a.least <= b.least)
                break;
            uint32_t item = items[j];
            items[j] = items[j - 1];
            items[j - 1] = item;
        }
}

/* How many items: evenly among the numbers with which an allowed length can be reached. The items
 * are left shortest first; 0 in `out_some` where no number will do. */
static uint32_t draw_size(drawing *d, const kr_node *node, uint32_t *items, uint32_t count,
                          const kr_cell *after, int *out_some) {
    uint32_t least, most, sizes[KR_GRAPH_MOST_ITEMS + 1] = {0}, found = 0;
    kr_cell longest[KR_GRAPH_MOST_ITEMS + 1];
    kr_item_range(node, count, &least, &most);
    sort_items(d, node, items, count, 1);
    for (uint32_t k = least; k <= most; k++)
        longest[k] = items_range(d, node, items, k, after);
    sort_items(d, node, items, count, 0);
    for (uint32_t k = least; k <= most; k++) {
        kr_cell shortest = items_range(d, node, items, k, after);
        if (fits(d, (kr_cell){shortest.least, longest[k].most}))
            sizes[found++] = k;
    }
    *out_some = found > 0;
    return found ? sizes[kr_prng_below(d->prng, found)] : 0;
}

/* Chance first; where it gives only sets that are too long or too short, the shortest or longest.
 */
static int draw_fitting_items(drawing *d, const kr_node *node, uint32_t *items, uint32_t count,
                              const kr_cell *after, uint32_t *out_k) {
    int some;
    uint32_t k = draw_size(d, node, items, count, after, &some);
    *out_k = k;
    for (int i = 0; i < RETRIES && some; i++) {
        draw_items(d, node, items, count, k);
        if (k == count || fits(d, items_range(d, node, items, k, after)))
            return 0;
    }
    for (int longest = 0; longest < 2 && some; longest++) {
        sort_items(d, node, items, count, longest);
        draw_items(d, node, items, k, k);
        if (fits(d, items_range(d, node, items, k, after)))
            return 0;
    }
    return -1;
}

/* Pushes a run of nodes that come off in order; with bounds, each with what follows it. */
static void push_node(drawing *d, kr_node_id node, const kr_cell *after) {
    if (after)
        memcpy(after_of(d, d->height), after, d->s->bounds.states * sizeof *after);
    d->walk->stack[d->height++] = node;
}

/* `after` becomes what follows the node in front of this one. */
static void step_back(const drawing *d, kr_node_id node, kr_cell *after) {
    kr_cell before[KR_BEFORE_STATES];
    if (!after)
        return;
    kr_bounds_before(before, &d->s->bounds, node, after);
    memcpy(after, before, d->s->bounds.states * sizeof *after);
}

static int draw_permutation(drawing *d, const kr_node *node, kr_cell *after) {
    const kr_graph *graph = d->s->walks->graph;
    uint32_t *items = d->walk->items, *decisions = d->walk->decisions + d->walk->count;
    uint32_t count = items_alive(d, node, items), least, most, k;
    if (after) {
        if (draw_fitting_items(d, node, items, count, after, &k) < 0)
            return -1;
    } else {
        kr_item_range(node, count, &least, &most);
        k = least + kr_prng_below(d->prng, most - least + 1);
        draw_items(d, node, items, count, k);
    }
    decisions[0] = k;
    memcpy(decisions + 1, items, k * sizeof *items);
    d->walk->count += 1 + k;
    for (uint32_t i = k; i-- > 0;) {
        kr_node_id item = graph->arms[node->first + items[i]].node;
        kr_node_id separator = i ? kr_separator(node, i, k) : KR_NONE;
        push_node(d, item, after);
        step_back(d, item, after);
        if (separator == KR_NONE)
            continue;
        push_node(d, separator, after);
        step_back(d, separator, after);
    }
    return 0;
}

static void push_sequence(drawing *d, const kr_node *node, kr_cell *after) {
    for (uint32_t i = node->count; i-- > 0;) {
        kr_node_id link = d->s->walks->graph->links[node->first + i];
        push_node(d, link, after);
        if (i)
            step_back(d, link, after);
    }
}

static void pass_text(drawing *d, uint32_t fragment) {
    const kr_graph *graph = d->s->walks->graph;
    const kr_weights *weights = d->s->bounds.weights;
    kr_joint_step step = kr_joint_next(&d->joint, graph->text, &graph->fragments[fragment]);
    if (!step.shown)
        return;
    d->length += step.n + (step.space ? weights->text[step.space - graph->fragments] : step.blank);
    d->length += step.cut ? 1 : (step.title ? weights->title : weights->text)[fragment];
}

/* One node under bounds: 0, or -1 where no allowed length can be reached. */
static int draw_bounded(drawing *d, const kr_node *node, const kr_cell *entry) {
    kr_cell after[KR_BEFORE_STATES]; /* a copy: pushing overwrites the entry */
    uint32_t arm;
    memcpy(after, entry, d->s->bounds.states * sizeof *after);
    switch (node->kind) {
    case KR_NODE_TEXT:
        pass_text(d, node->first);
        return 0;
    case KR_NODE_SEQUENCE:
        push_sequence(d, node, after);
        return 0;
    case KR_NODE_CHOICE:
        arm = draw_arm(d, node, after);
        if (arm == KR_NONE)
            return -1;
        d->walk->decisions[d->walk->count++] = arm;
        push_node(d, d->s->walks->graph->arms[node->first + arm].node, after);
        return 0;
    default:
        return draw_permutation(d, node, after);
    }
}

static int draw_within(drawing *d) {
    static const kr_cell nothing[KR_BEFORE_STATES] = {{0, 0}};
    const kr_graph *graph = d->s->walks->graph;
    d->joint = kr_joint_start();
    push_node(d, graph->root, nothing);
    while (d->height) {
        d->height--;
        kr_node_id node = d->walk->stack[d->height];
        if (draw_bounded(d, &graph->nodes[node], after_of(d, d->height)) < 0)
            return -1;
    }
    return d->length >= d->s->least && d->length <= d->s->most ? 0 : -1;
}

/* The decisions of the choices that an arm passes, all 0; gives where the next one goes. They are rolled for, as on the
 * graph: that changes nothing but where it is the first roll, which takes a random number. */
static inline uint32_t *pass_choices(drawing *d, const kr_track_arm *arm, uint32_t *decision) {
    for (uint32_t i = 0; i < arm->passed; i++) {
        roll(d, 1);
        *decision++ = 0;
    }
    return decision;
}

/* Along the track, a hop at a time. Inlined into two callers, with and without `out`. */
static inline void hop_along(drawing *d, kr_writer *out) {
    const kr_walks *walks = d->s->walks;
    const kr_track *track = walks->track;
    const kr_hops *hops = track->hops;
    uint32_t *decision = pass_choices(d, track->arms, d->walk->decisions);
    uint32_t at = track->arms->next;
    while (at != KR_NONE) {
        const kr_hop hop = hops->of[at];
        if (hop.kind == KR_HOP_TICKETS) {
            const kr_ticket *ticket = &hops->tickets[hop.first + roll(d, hop.count)];
            memcpy(decision, hops->decisions + ticket->decisions,
                   KR_HOP_DECISIONS * sizeof *decision);
            decision += ticket->count;
            if (out)
                kr_writer_piece(out, ticket->text, ticket->length);
            at = ticket->next;
            continue;
        }
        uint32_t chosen = hop.kind == KR_HOP_LOTS
                              ? walks->lots[hop.first + kr_prng_below(d->prng, hop.count)]
                              : draw_arm(d, &walks->graph->nodes[track->nodes[at]], NULL);
        const kr_track_arm *arm = &track->arms[at + chosen];
        *decision++ = chosen;
        decision = pass_choices(d, arm, decision);
        if (out)
            kr_writer_piece(out, arm->text, arm->length);
        at = arm->next;
    }
    d->walk->count = (uint32_t)(decision - d->walk->decisions);
}

static void draw_freely(drawing *d) {
    const kr_graph *graph = d->s->walks->graph;
    const uint8_t *flags = d->s->walks->flags;
    push_node(d, graph->root, NULL);
    while (d->height) {
        kr_node_id id = d->walk->stack[--d->height];
        const kr_node *node = &graph->nodes[id];
        while (node->kind == KR_NODE_CHOICE) {
            uint32_t arm =
                flags[id] & KR_WALK_EVEN ? roll(d, node->count) : draw_arm(d, node, NULL);
            d->walk->decisions[d->walk->count++] = arm;
            id = graph->arms[node->first + arm].node;
            node = &graph->nodes[id];
        }
        if (node->kind == KR_NODE_SEQUENCE)
            d->height = kr_push_links(graph, node, d->walk->stack, d->height);
        else if (node->kind == KR_NODE_PERMUTATION)
            draw_permutation(d, node, NULL);
    }
}

static uint32_t draw_assignment(const kr_sampler *s, kr_prng *prng) {
    uint64_t sum = s->weight_to[s->assignments - 1];
    uint64_t at = s->assignments > 1 ? kr_prng_below64(prng, sum ? sum : s->assignments) : 0;
    uint32_t low = 0, high = s->assignments - 1;
    if (sum == 0)
        return (uint32_t)at;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (at < s->weight_to[middle])
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

static int has_hops(const kr_sampler *s) {
    return !s->bounded && s->walks->track && s->walks->track->hops;
}

/* Draws an assignment and gets a drawing of it ready. */
static drawing begin(kr_sampler *sampler, kr_prng *prng, kr_walk *walk) {
    uint32_t a = draw_assignment(sampler, prng);
    if (sampler->walks->graph->variable_count)
        memcpy(walk->values, values_of(sampler, a), sampler->walks->graph->variable_count);
    if (sampler->bounded)
        sampler->bounds.bound = sampler->tables[a];
    walk->count = 0;
    return (drawing){.s = sampler,
                     .prng = prng,
                     .walk = walk,
                     .dead = dead_of(sampler, a),
                     .sides = (uint64_t)UINT32_MAX + 1};
}

int kr_graph_draw(kr_sampler *sampler, kr_prng *prng, kr_walk *walk) {
    for (int i = 0; i < RETRIES; i++) {
        drawing d = begin(sampler, prng, walk);
        if (has_hops(sampler))
            hop_along(&d, NULL);
        else if (!sampler->bounded)
            draw_freely(&d);
        else if (draw_within(&d) < 0)
            continue;
        return 0;
    }
    return -1;
}

int kr_graph_draw_text(kr_sampler *sampler, kr_prng *prng, kr_walk *walk, kr_drawn *out) {
    if (!has_hops(sampler)) {
        if (kr_graph_draw(sampler, prng, walk) < 0)
            return -1;
        kr_graph_put_together(sampler->walks, walk, out);
        return 0;
    }
    const kr_track *track = sampler->walks->track;
    drawing d = begin(sampler, prng, walk);
    kr_writer writer = kr_writer_of(track->text, out);
    kr_writer_piece(&writer, track->arms->text, track->arms->length);
    hop_along(&d, &writer);
    kr_writer_tell(&writer, out);
    return 0;
}
