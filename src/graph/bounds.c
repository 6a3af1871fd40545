/* The least and the most length per node, as a product of small matrices: a node takes the joint
 * from one of seven states to another, so that its walks' lengths are a matrix of intervals; a
 * sequence is the (min, +) and (max, +) product of its children's, a choice their union. Exact for
 * the lowest and the highest length, up to the capital at a sentence start, whose two forms seldom
 * differ in length, and up to permutations of joined fragments, whose best order would be a
 * travelling salesman's: they are bounded item by item. Graphs without joints (author markup) have
 * one state, and are exact.
 *
 * That the bounds hold is what makes drawing within an interval direct instead of trial and error.
 */
#include "graph/bounds.h"

#include <string.h>

int kr_bounds_init(kr_bounds *bounds, kr_arena *arena, const kr_walks *walks,
                   const kr_weights *weights) {
    const kr_graph *graph = walks->graph;
    *bounds = (kr_bounds){walks, weights, walks->raw ? 1 : KR_BEFORE_STATES, {{0, 0}}, NULL, NULL};
    size_t size = (size_t)bounds->states * bounds->states;
    bounds->free = kr_arena_alloc(arena, graph->node_count, size * sizeof(kr_cell));
    if (!bounds->free)
        return -1;
    for (int i = 0; i < KR_BEFORE_STATES; i++)
        bounds->held[i] = KR_CELL_NONE;
    for (size_t i = 0; i < graph->fragment_count; i++) {
        if (!(graph->fragments[i].flags & KR_FRAGMENT_SPACE))
            continue;
        kr_cell *held = &bounds->held[kr_joint_strength(graph->text, &graph->fragments[i])];
        held->least = weights->text[i] < held->least ? weights->text[i] : held->least;
        held->most = weights->text[i] > held->most ? weights->text[i] : held->most;
    }
    return 0;
}

size_t kr_bounds_size(const kr_bounds *bounds) {
    return (size_t)bounds->walks->dependent_count * bounds->states * bounds->states;
}

static void widen(kr_cell *cell, uint32_t least, uint32_t most) {
    if (least < cell->least)
        cell->least = least;
    if (most > cell->most)
        cell->most = most;
}

static void clear(const kr_bounds *bounds, kr_cell *cells) {
    for (uint32_t i = 0; i < bounds->states * bounds->states; i++)
        cells[i] = KR_CELL_NONE;
}

static void identity(const kr_bounds *bounds, kr_cell *cells) {
    clear(bounds, cells);
    for (uint32_t s = 0; s < bounds->states; s++)
        cells[s * bounds->states + s] = (kr_cell){0, 0};
}

/* From state `s` over one fragment: gives the state behind it and what it adds. */
static uint8_t step(const kr_bounds *bounds, uint32_t fragment, uint8_t s, kr_cell *out) {
    const kr_graph *graph = bounds->walks->graph;
    const kr_fragment *f = &graph->fragments[fragment];
    *out = (kr_cell){0, 0};
    if (f->length == 0)
        return s;
    if (f->flags & KR_FRAGMENT_SPACE)
        return kr_joint_held(s, kr_joint_strength(graph->text, f));
    uint32_t text = bounds->weights->text[fragment], title = bounds->weights->title[fragment];
    if (f->flags & KR_FRAGMENT_ARTICLE)
        text = title = 1;
    *out = (kr_cell){text < title ? text : title, text > title ? text : title};
    uint32_t more = (uint32_t)(kr_joint_n(s, f) + kr_joint_blank(s, f));
    kr_cell held = kr_joint_keeps(s, f) ? bounds->held[s] : (kr_cell){0, 0};
    out->least = kr_cell_sum(kr_cell_sum(out->least, more), kr_cell_empty(held) ? 0 : held.least);
    out->most = kr_cell_sum(kr_cell_sum(out->most, more), held.most);
    return kr_joint_after(f);
}

static void fill_text(const kr_bounds *bounds, const kr_node *node, kr_cell *out) {
    if (bounds->states == 1) {
        uint32_t weight = bounds->weights->text[node->first];
        *out = (kr_cell){weight, weight};
        return;
    }
    clear(bounds, out);
    for (uint8_t s = 0; s < bounds->states; s++) {
        kr_cell cell;
        uint8_t to = step(bounds, node->first, s, &cell);
        out[s * bounds->states + to] = cell;
    }
}

/* out = left * right, where none of the three overlap. */
static void product(const kr_bounds *bounds, kr_cell *out, const kr_cell *left,
                    const kr_cell *right) {
    uint32_t n = bounds->states;
    clear(bounds, out);
    for (uint32_t s = 0; s < n; s++)
        for (uint32_t m = 0; m < n; m++) {
            kr_cell first = left[s * n + m];
            for (uint32_t t = 0; t < n && !kr_cell_empty(first); t++) {
                kr_cell second = right[m * n + t];
                if (!kr_cell_empty(second))
                    widen(&out[s * n + t], kr_cell_sum(first.least, second.least),
                          kr_cell_sum(first.most, second.most));
            }
        }
}

static void fill_sequence(const kr_bounds *bounds, const kr_node *node, kr_cell *out) {
    kr_cell scratch[KR_BEFORE_STATES * KR_BEFORE_STATES];
    size_t size = (size_t)bounds->states * bounds->states * sizeof *out;
    identity(bounds, out);
    for (uint32_t i = 0; i < node->count; i++) {
        kr_node_id child = bounds->walks->graph->links[node->first + i];
        memcpy(scratch, out, size);
        product(bounds, out, scratch, kr_bounds_cells(bounds, child));
    }
}

static int arm_counts(const kr_bounds *bounds, const kr_arm *arm, const uint8_t *values,
                      const kr_dead_word *dead) {
    return !values || kr_arm_alive(bounds->walks, arm, values, dead);
}

static void fill_choice(const kr_bounds *bounds, const kr_node *node, const uint8_t *values,
                        const kr_dead_word *dead) {
    const kr_graph *graph = bounds->walks->graph;
    kr_cell *out = kr_bounds_cells(bounds, (kr_node_id)(node - graph->nodes));
    clear(bounds, out);
    for (uint32_t i = 0; i < node->count; i++) {
        const kr_arm *arm = &graph->arms[node->first + i];
        if (!arm_counts(bounds, arm, values, dead))
            continue;
        const kr_cell *cells = kr_bounds_cells(bounds, arm->node);
        for (uint32_t c = 0; c < bounds->states * bounds->states; c++)
            if (!kr_cell_empty(cells[c]))
                widen(&out[c], cells[c].least, cells[c].most);
    }
}

kr_cell kr_bounds_any(const kr_bounds *bounds, kr_node_id node) {
    const kr_cell *cells = kr_bounds_cells(bounds, node);
    kr_cell any = KR_CELL_NONE;
    for (uint32_t c = 0; c < bounds->states * bounds->states; c++)
        if (!kr_cell_empty(cells[c]))
            widen(&any, cells[c].least, cells[c].most);
    return any;
}

/* The k lowest (of least) or k highest (of most) summed, by selection: k and n are up to 256. */
static uint32_t extreme(kr_cell *items, uint32_t count, uint32_t k, int highest) {
    uint32_t sum = 0;
    for (uint32_t i = 0; i < k; i++) {
        uint32_t best = i;
        for (uint32_t j = i + 1; j < count; j++)
            if (highest ? items[j].most > items[best].most : items[j].least < items[best].least)
                best = j;
        kr_cell swap = items[i];
        items[i] = items[best];
        items[best] = swap;
        sum = kr_cell_sum(sum, highest ? items[i].most : items[i].least);
    }
    return sum;
}

/* A permutation adds between its fewest shortest items and its most longest ones. */
static kr_cell permutation_range(const kr_bounds *bounds, const kr_node *node,
                                 const uint8_t *values, const kr_dead_word *dead) {
    const kr_graph *graph = bounds->walks->graph;
    kr_cell items[KR_GRAPH_MOST_ITEMS], between = {0, 0}, last = {0, 0};
    uint32_t count = 0, least, most;
    for (uint32_t i = 0; i < node->count; i++) {
        const kr_arm *arm = &graph->arms[node->first + i];
        kr_cell any = kr_bounds_any(bounds, arm->node);
        if (arm_counts(bounds, arm, values, dead) && !kr_cell_empty(any))
            items[count++] = any;
    }
    if (node->separator != KR_NONE)
        between = kr_bounds_any(bounds, node->separator);
    last = node->last_separator != KR_NONE ? kr_bounds_any(bounds, node->last_separator) : between;
    if (kr_cell_empty(between) || kr_cell_empty(last))
        return KR_CELL_NONE;
    kr_item_range(node, count, &least, &most);
    kr_cell sum = {extreme(items, count, least, 0), extreme(items, count, most, 1)};
    for (uint32_t i = 1; i < least; i++)
        sum.least = kr_cell_sum(sum.least, i + 1 == least ? last.least : between.least);
    for (uint32_t i = 1; i < most; i++)
        sum.most = kr_cell_sum(sum.most, i + 1 == most ? last.most : between.most);
    return sum;
}

/* Behind it the joint may be in any state that an item can leave it in. */
static void fill_permutation(const kr_bounds *bounds, const kr_node *node, const uint8_t *values,
                             const kr_dead_word *dead, kr_cell *out) {
    const kr_graph *graph = bounds->walks->graph;
    kr_cell range = permutation_range(bounds, node, values, dead);
    uint32_t n = bounds->states;
    clear(bounds, out);
    if (kr_cell_empty(range))
        return;
    for (uint32_t s = 0; s < n && range.least == 0; s++)
        out[s * n + s] = range;
    for (uint32_t i = 0; i < node->count; i++) {
        const kr_cell *cells = kr_bounds_cells(bounds, graph->arms[node->first + i].node);
        for (uint32_t c = 0; c < n * n; c++)
            for (uint32_t s = 0; s < n && !kr_cell_empty(cells[c]); s++)
                out[s * n + c % n] = range;
    }
}

void kr_bounds_fill(kr_bounds *bounds, const uint8_t *values, const kr_dead_word *dead, int all) {
    const kr_graph *graph = bounds->walks->graph;
    for (kr_node_id id = 0; id < graph->node_count; id++) {
        const kr_node *node = &graph->nodes[id];
        kr_cell *out = kr_bounds_cells(bounds, id);
        if (!all && bounds->walks->dependent[id] == KR_NONE)
            continue;
        if (node->kind == KR_NODE_TEXT)
            fill_text(bounds, node, out);
        else if (node->kind == KR_NODE_SEQUENCE)
            fill_sequence(bounds, node, out);
        else if (node->kind == KR_NODE_CHOICE)
            fill_choice(bounds, node, values, dead);
        else
            fill_permutation(bounds, node, values, dead, out);
    }
}

kr_cell kr_bounds_from(const kr_bounds *bounds, kr_node_id node, uint32_t state,
                       const kr_cell *after) {
    const kr_cell *row = kr_bounds_cells(bounds, node) + (size_t)state * bounds->states;
    kr_cell sum = KR_CELL_NONE;
    for (uint32_t t = 0; t < bounds->states; t++)
        if (!kr_cell_empty(row[t]) && !kr_cell_empty(after[t]))
            widen(&sum, kr_cell_sum(row[t].least, after[t].least),
                  kr_cell_sum(row[t].most, after[t].most));
    return sum;
}

void kr_bounds_before(kr_cell *out, const kr_bounds *bounds, kr_node_id node,
                      const kr_cell *after) {
    for (uint32_t s = 0; s < bounds->states; s++)
        out[s] = kr_bounds_from(bounds, node, s, after);
}
