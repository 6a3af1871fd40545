/* The assignments of the variables, in order, and the first walk. Takes masks of allowed values,
 * gives one assignment after another like the digits of a number: variable 0 turns fastest. */
#include "graph/walks.h"

static uint64_t mask_of(const kr_walks *walks, const uint64_t *allowed, size_t variable) {
    uint32_t count = walks->graph->variables[variable].value_count;
    uint64_t all = count >= 64 ? UINT64_MAX : ((uint64_t)1 << count) - 1;
    return allowed ? allowed[variable] & all : all;
}

/* The lowest value of the mask that is `from` or more; 64 where there is none. */
static uint32_t lowest(uint64_t mask, uint32_t from) {
    while (from < 64 && !(mask >> from & 1))
        from++;
    return from;
}

int kr_assignment_start(const kr_walks *walks, const uint64_t *allowed, uint8_t *values) {
    for (size_t i = 0; i < walks->graph->variable_count; i++) {
        uint32_t value = lowest(mask_of(walks, allowed, i), 0);
        if (value == 64 && walks->used[i])
            return 0;
        values[i] = (uint8_t)(value == 64 ? 0 : value);
    }
    return 1;
}

int kr_assignment_next(const kr_walks *walks, const uint64_t *allowed, uint8_t *values) {
    for (size_t i = 0; i < walks->graph->variable_count; i++) {
        if (!walks->used[i])
            continue;
        uint64_t mask = mask_of(walks, allowed, i);
        uint32_t value = lowest(mask, values[i] + 1u);
        if (value < 64) {
            values[i] = (uint8_t)value;
            return 1;
        }
        values[i] = (uint8_t)lowest(mask, 0);
    }
    return 0;
}

uint32_t kr_assignment_count(const kr_walks *walks, const uint64_t *allowed) {
    uint32_t count = 1;
    for (size_t i = 0; i < walks->graph->variable_count; i++) {
        uint32_t values = 0;
        if (!walks->used[i])
            continue;
        for (uint64_t mask = mask_of(walks, allowed, i); mask; mask &= mask - 1)
            values++;
        count *= values;
        if (count > KR_GRAPH_MOST_ASSIGNMENTS)
            return KR_GRAPH_MOST_ASSIGNMENTS + 1;
    }
    return count;
}

int32_t kr_graph_walk(kr_job *job, kr_arena *arena, const kr_walks *walks, kr_walk *out) {
    kr_walk walk = {
        .values = kr_arena_zero(arena, walks->graph->variable_count, 1),
        .decisions = kr_arena_zero(arena, (size_t)walks->decisions_most + KR_HOP_DECISIONS,
                                   sizeof(uint32_t)),
        .stack = kr_arena_alloc(arena, walks->stack_most, sizeof(uint32_t)),
        .items = kr_arena_alloc(arena, walks->items_most, sizeof(uint32_t)),
        .dead = kr_arena_alloc(arena, kr_dead_words(walks), sizeof(kr_dead_word)),
    };
    if (!walk.values || !walk.decisions || !walk.stack || !walk.items || !walk.dead)
        return kr_nomem(job);
    *out = walk;
    return KOOR_OK;
}

/* A permutation's first walk: the least number of its first items, in the order they were written.
 */
static uint32_t first_items(const kr_walks *walks, const kr_node *node, kr_walk *walk) {
    uint32_t alive = 0, least, most;
    uint32_t *picks = walk->decisions + walk->count + 1;
    for (uint32_t i = 0; i < node->count; i++)
        if (kr_arm_alive(walks, &walks->graph->arms[node->first + i], walk->values, walk->dead))
            picks[alive++] = i;
    kr_item_range(node, alive, &least, &most);
    walk->decisions[walk->count] = least;
    walk->count += 1 + least;
    return least;
}

static void first_walk(const kr_walks *walks, kr_walk *walk) {
    const kr_graph *graph = walks->graph;
    uint32_t height = 0;
    walk->count = 0;
    walk->stack[height++] = graph->root;
    while (height) {
        const kr_node *node = &graph->nodes[walk->stack[--height]];
        if (node->kind == KR_NODE_SEQUENCE) {
            height = kr_push_links(graph, node, walk->stack, height);
        } else if (node->kind == KR_NODE_CHOICE) {
            uint32_t arm = 0;
            while (!kr_arm_alive(walks, &graph->arms[node->first + arm], walk->values, walk->dead))
                arm++;
            walk->decisions[walk->count++] = arm;
            walk->stack[height++] = graph->arms[node->first + arm].node;
        } else if (node->kind == KR_NODE_PERMUTATION) {
            uint32_t count = first_items(walks, node, walk);
            height = kr_push_items(graph, node, walk->decisions + walk->count - count, count,
                                   walk->stack, height);
        }
    }
}

int kr_graph_first(const kr_walks *walks, const uint64_t *allowed, kr_walk *walk) {
    for (int more = kr_assignment_start(walks, allowed, walk->values); more;
         more = kr_assignment_next(walks, allowed, walk->values)) {
        kr_walks_mark_dead(walks, walk->values, walk->dead);
        if (!kr_node_alive(walks, walks->graph->root, walk->dead))
            continue;
        first_walk(walks, walk);
        return 0;
    }
    return -1;
}

/* ---- lengths ------------------------------------------------------------------------------------ */

static size_t first_of_choice(const kr_walks *walks, const kr_node *node, const kr_walk *walk,
                              const size_t *lengths) {
    const kr_arm *arms = walks->graph->arms + node->first;
    for (uint32_t i = 0; i < node->count; i++)
        if (kr_arm_alive(walks, &arms[i], walk->values, walk->dead))
            return lengths[arms[i].node];
    return 0;
}

static size_t first_of_permutation(const kr_walks *walks, const kr_node *node, const kr_walk *walk,
                                   const size_t *lengths) {
    const kr_arm *arms = walks->graph->arms + node->first;
    uint32_t alive = 0, least, most;
    for (uint32_t i = 0; i < node->count; i++)
        alive += (uint32_t)kr_arm_alive(walks, &arms[i], walk->values, walk->dead);
    kr_item_range(node, alive, &least, &most);
    size_t length = 0;
    for (uint32_t i = 0, taken = 0; taken < least; i++) {
        if (!kr_arm_alive(walks, &arms[i], walk->values, walk->dead))
            continue;
        kr_node_id separator = taken ? kr_separator(node, taken, least) : KR_NONE;
        length += lengths[arms[i].node] + (separator != KR_NONE ? lengths[separator] : 0);
        taken++;
    }
    return length;
}

void kr_graph_first_lengths(const kr_walks *walks, const kr_walk *first, size_t *lengths) {
    const kr_graph *graph = walks->graph;
    for (size_t id = 0; id < graph->node_count; id++) {
        const kr_node *node = &graph->nodes[id];
        lengths[id] = 0;
        if (node->kind == KR_NODE_TEXT)
            lengths[id] = graph->fragments[node->first].length;
        else if (node->kind == KR_NODE_CHOICE)
            lengths[id] = first_of_choice(walks, node, first, lengths);
        else if (node->kind == KR_NODE_PERMUTATION)
            lengths[id] = first_of_permutation(walks, node, first, lengths);
        else
            for (uint32_t i = 0; i < node->count; i++)
                lengths[id] += lengths[graph->links[node->first + i]];
    }
}
