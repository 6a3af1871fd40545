/* Compiling a choice graph: takes what a builder left, checks that it is a graph without cycles and
 * within the limits, measures what traversals will need, and marks what no walk can pass.
 *
 * One pass over the nodes in their order answers each question, because children stand before their
 * parents: no recursion anywhere, so that deep nesting costs memory of the arena and never stack.
 */
#include "graph/margins.h"
#include "graph/walks.h"

#include <string.h>

enum { MOST_LOTS = 256, MOST_LOTS_IN_ALL = 1 << 20 }; /* of a choice: what its arms weigh together */

typedef struct measure {
    uint64_t visits, decisions, stack, bytes; /* the most that a walk below the node takes */
} measure;

static uint64_t add(uint64_t a, uint64_t b) {
    return a + b < a ? UINT64_MAX : a + b;
}

static uint64_t larger(uint64_t a, uint64_t b) {
    return a > b ? a : b;
}

static void measure_text(const kr_graph *graph, const kr_node *node, measure *out) {
    const kr_fragment *f = &graph->fragments[node->first];
    out->bytes = larger(f->length, f->title_length) + 2; /* the joint's space and the n of "an" */
}

static void measure_sequence(const kr_graph *graph, const kr_node *node, const measure *of,
                             measure *out) {
    for (uint32_t i = 0; i < node->count; i++) {
        const measure *child = &of[graph->links[node->first + i]];
        out->visits = add(out->visits, child->visits);
        out->decisions = add(out->decisions, child->decisions);
        out->bytes = add(out->bytes, child->bytes);
        out->stack = larger(out->stack, add(node->count - i, child->stack));
    }
}

static void measure_choice(const kr_graph *graph, const kr_node *node, const measure *of,
                           measure *out) {
    for (uint32_t i = 0; i < node->count; i++) {
        const measure *child = &of[graph->arms[node->first + i].node];
        out->visits = larger(out->visits, child->visits);
        out->decisions = larger(out->decisions, child->decisions);
        out->bytes = larger(out->bytes, child->bytes);
        out->stack = larger(out->stack, child->stack);
    }
    out->visits = add(out->visits, 1);
    out->decisions = add(out->decisions, 1);
    out->stack = add(out->stack, 2); /* the arm, and the mark at which its edit ends */
}

/* An upper bound: as if all arms stood. Tight enough for room; limits are far away. */
static void measure_permutation(const kr_graph *graph, const kr_node *node, const measure *of,
                                measure *out) {
    uint64_t deepest = 0;
    for (uint32_t i = 0; i < node->count; i++) {
        const measure *child = &of[graph->arms[node->first + i].node];
        out->visits = add(out->visits, child->visits);
        out->decisions = add(out->decisions, child->decisions);
        out->bytes = add(out->bytes, child->bytes);
        deepest = larger(deepest, child->stack);
    }
    const kr_node_id separators[2] = {node->separator, node->last_separator};
    measure longest = {0};
    for (int i = 0; i < 2; i++) {
        if (separators[i] == KR_NONE)
            continue;
        const measure *child = &of[separators[i]];
        longest.visits = larger(longest.visits, child->visits);
        longest.decisions = larger(longest.decisions, child->decisions);
        longest.bytes = larger(longest.bytes, child->bytes);
        deepest = larger(deepest, child->stack);
    }
    for (uint32_t i = 1; i < node->count; i++) {
        out->visits = add(out->visits, longest.visits);
        out->decisions = add(out->decisions, longest.decisions);
        out->bytes = add(out->bytes, longest.bytes);
    }
    out->visits = add(out->visits, 1);
    out->decisions = add(out->decisions, (uint64_t)node->count + 1);
    out->stack = add(deepest, 3 * (uint64_t)node->count);
}

static int child_before(kr_node_id child, size_t node) {
    return child < node;
}

static int children_before(const kr_graph *graph, const kr_node *node, size_t id) {
    int ok = 1;
    if (node->kind == KR_NODE_SEQUENCE)
        for (uint32_t i = 0; i < node->count; i++)
            ok &= child_before(graph->links[node->first + i], id);
    if (node->kind == KR_NODE_CHOICE || node->kind == KR_NODE_PERMUTATION)
        for (uint32_t i = 0; i < node->count; i++)
            ok &= child_before(graph->arms[node->first + i].node, id);
    if (node->kind == KR_NODE_PERMUTATION) {
        ok &= node->separator == KR_NONE || child_before(node->separator, id);
        ok &= node->last_separator == KR_NONE || child_before(node->last_separator, id);
    }
    return ok;
}

static int32_t measure_all(kr_job *job, kr_walks *walks) {
    const kr_graph *graph = walks->graph;
    measure *of = kr_arena_zero(&job->arena, graph->node_count, sizeof *of);
    if (!of)
        return kr_nomem(job);
    for (size_t id = 0; id < graph->node_count; id++) {
        const kr_node *node = &graph->nodes[id];
        if (!children_before(graph, node, id))
            return kr_fail(job, KOOR_E_INTERNAL, "", -1, "node %zu stands before its child", id);
        of[id] = (measure){.visits = 1, .stack = 1};
        if (node->kind == KR_NODE_TEXT)
            measure_text(graph, node, &of[id]);
        else if (node->kind == KR_NODE_SEQUENCE)
            measure_sequence(graph, node, of, &of[id]);
        else if (node->kind == KR_NODE_CHOICE)
            measure_choice(graph, node, of, &of[id]);
        else
            measure_permutation(graph, node, of, &of[id]);
        if (node->kind == KR_NODE_PERMUTATION && node->count > KR_GRAPH_MOST_ITEMS)
            return kr_fail(job, KOOR_E_LIMIT, "", -1,
                           "a permutation of %u items; at most %d are counted and drawn: split it",
                           node->count, KR_GRAPH_MOST_ITEMS);
        if (node->kind == KR_NODE_PERMUTATION && node->count > walks->items_most)
            walks->items_most = node->count;
    }
    const measure *root = &of[graph->root];
    if (root->decisions > KR_GRAPH_MOST_DECISIONS || root->visits > KR_GRAPH_MOST_VISITS ||
        root->bytes > UINT32_MAX)
        return kr_fail(job, KOOR_E_LIMIT, "", -1,
                       "one text would take more than %d choices, %d pieces or 4 GiB: shorten the "
                       "markup, or write repeated parts once",
                       KR_GRAPH_MOST_DECISIONS, KR_GRAPH_MOST_VISITS);
    walks->decisions_most = (uint32_t)root->decisions;
    walks->stack_most = (uint32_t)root->stack + 2;
    walks->bytes_most = root->bytes;
    return KOOR_OK;
}

/* Which nodes can be reached from the root; only they matter for variables. */
static void mark_below(const kr_graph *graph, uint8_t *seen) {
    seen[graph->root] = 1;
    for (size_t id = graph->node_count; id-- > 0;) {
        const kr_node *node = &graph->nodes[id];
        if (!seen[id] || node->kind == KR_NODE_TEXT)
            continue;
        for (uint32_t i = 0; i < node->count; i++)
            seen[node->kind == KR_NODE_SEQUENCE ? graph->links[node->first + i]
                                                : graph->arms[node->first + i].node] = 1;
        if (node->kind != KR_NODE_PERMUTATION)
            continue;
        if (node->separator != KR_NONE)
            seen[node->separator] = 1;
        if (node->last_separator != KR_NONE)
            seen[node->last_separator] = 1;
    }
}

/* Marks variables of the arm as used; 1 where the arm depends on any. */
static int arm_depends(kr_walks *walks, const kr_arm *arm, int reached) {
    for (uint32_t i = 0; i < arm->condition_count && reached; i++)
        walks->used[walks->graph->conditions[arm->condition + i].variable] = 1;
    return arm->condition_count > 0 || walks->dependent[arm->node] != KR_NONE;
}

static int node_depends(kr_walks *walks, const kr_node *node, int reached) {
    const kr_graph *graph = walks->graph;
    int depends = 0;
    if (node->kind == KR_NODE_SEQUENCE)
        for (uint32_t i = 0; i < node->count; i++)
            depends |= walks->dependent[graph->links[node->first + i]] != KR_NONE;
    if (node->kind == KR_NODE_CHOICE || node->kind == KR_NODE_PERMUTATION)
        for (uint32_t i = 0; i < node->count; i++)
            depends |= arm_depends(walks, &graph->arms[node->first + i], reached);
    if (node->kind == KR_NODE_PERMUTATION) {
        depends |= node->separator != KR_NONE && walks->dependent[node->separator] != KR_NONE;
        depends |=
            node->last_separator != KR_NONE && walks->dependent[node->last_separator] != KR_NONE;
    }
    return depends;
}

/* 1 where no walk passes the node. Items that cannot stand leave a permutation shorter, not dead.
 */
static int node_dead(const kr_walks *walks, const kr_node *node, const uint8_t *values,
                     const kr_dead_word *dead) {
    const kr_graph *graph = walks->graph;
    if (node->kind == KR_NODE_SEQUENCE) {
        for (uint32_t i = 0; i < node->count; i++)
            if (!kr_node_alive(walks, graph->links[node->first + i], dead))
                return 1;
        return 0;
    }
    if (node->kind == KR_NODE_CHOICE) {
        for (uint32_t i = 0; i < node->count; i++)
            if (kr_arm_alive(walks, &graph->arms[node->first + i], values, dead))
                return 0;
        return 1;
    }
    if (node->kind == KR_NODE_PERMUTATION)
        return (node->separator != KR_NONE && !kr_node_alive(walks, node->separator, dead)) ||
               (node->last_separator != KR_NONE &&
                !kr_node_alive(walks, node->last_separator, dead));
    return 0;
}

void kr_walks_mark_dead(const kr_walks *walks, const uint8_t *values, kr_dead_word *dead) {
    memset(dead, 0, kr_dead_words(walks) * sizeof *dead);
    for (size_t id = 0; id < walks->graph->node_count; id++) {
        uint32_t place = walks->dependent[id];
        if (place != KR_NONE && node_dead(walks, &walks->graph->nodes[id], values, dead))
            dead[place / 64] |= (kr_dead_word)1 << place % 64;
    }
}

/* KR_WALK_FREE where no arm hangs on a variable or leads nowhere; KR_WALK_EVEN too where all weigh the same. */
static uint8_t choice_flags(const kr_walks *walks, const kr_node *node) {
    uint8_t flags = node->count ? KR_WALK_FREE | KR_WALK_EVEN : 0;
    for (uint32_t i = 0; i < node->count; i++) {
        const kr_arm *arm = &walks->graph->arms[node->first + i];
        if (arm->condition_count || walks->dependent[arm->node] != KR_NONE ||
            walks->flags[arm->node] & KR_WALK_DEAD)
            return 0;
        if (arm->weight == 0 || arm->weight != walks->graph->arms[node->first].weight)
            flags = KR_WALK_FREE;
    }
    return flags;
}

static uint64_t choice_weight(const kr_graph *graph, const kr_node *node) {
    uint64_t sum = 0;
    for (uint32_t i = 0; i < node->count; i++)
        sum += graph->arms[node->first + i].weight;
    return sum;
}

static int has_lots(const kr_walks *walks, size_t id) {
    int uneven = (walks->flags[id] & (KR_WALK_FREE | KR_WALK_EVEN)) == KR_WALK_FREE;
    return uneven && walks->weights[id] > 0 && walks->weights[id] <= MOST_LOTS &&
           walks->graph->nodes[id].count <= MOST_LOTS;
}

/* Drawing by weight is then one look into a table, and no branch that goes either way. A graph that would have very many
 * has none. */
static int make_lots(kr_arena *arena, kr_walks *walks) {
    const kr_graph *graph = walks->graph;
    size_t count = 0;
    for (size_t id = 0; id < graph->node_count; id++)
        count += has_lots(walks, id) ? (size_t)walks->weights[id] : 0;
    int few = count <= MOST_LOTS_IN_ALL;
    uint8_t *lots = kr_arena_alloc(arena, few ? count : 0, 1), *lot = lots;
    if (!lots)
        return -1;
    for (size_t id = 0; id < graph->node_count; id++) {
        const kr_node *node = &graph->nodes[id];
        walks->first_lot[id] = few && has_lots(walks, id) ? (uint32_t)(lot - lots) : KR_NONE;
        for (uint32_t i = 0; i < node->count && walks->first_lot[id] != KR_NONE; i++)
            for (uint64_t unit = 0; unit < graph->arms[node->first + i].weight; unit++)
                *lot++ = (uint8_t)i;
    }
    walks->lots = lots;
    return 0;
}

static void classify(kr_walks *walks, const uint8_t *reached) {
    const kr_graph *graph = walks->graph;
    walks->raw = 1;
    for (size_t id = 0; id < graph->node_count; id++) {
        const kr_node *node = &graph->nodes[id];
        walks->dependent[id] =
            node_depends(walks, node, reached[id]) ? walks->dependent_count++ : KR_NONE;
        if (walks->dependent[id] == KR_NONE && node_dead(walks, node, NULL, NULL))
            walks->flags[id] |= KR_WALK_DEAD;
        if (node->kind == KR_NODE_CHOICE) {
            walks->flags[id] |= choice_flags(walks, node);
            walks->weights[id] = choice_weight(graph, node);
        }
        if (node->kind == KR_NODE_TEXT) {
            int raw = (graph->fragments[node->first].flags & KR_FRAGMENT_RAW) != 0;
            walks->flags[id] |= raw ? KR_WALK_PLAIN : 0;
            walks->raw &= raw || !reached[id];
        }
    }
}

static void put(kr_buffer *out, const uint32_t *numbers, size_t count) {
    for (size_t i = 0; i < count; i++) {
        unsigned char bytes[4] = {(unsigned char)numbers[i], (unsigned char)(numbers[i] >> 8),
                                  (unsigned char)(numbers[i] >> 16),
                                  (unsigned char)(numbers[i] >> 24)};
        kr_buffer_add(out, bytes, sizeof bytes);
    }
}

static void put_node(kr_buffer *out, const kr_graph *graph, const kr_node *node) {
    put(out, (uint32_t[]){node->kind, node->count}, 2);
    if (node->kind == KR_NODE_TEXT) {
        const kr_fragment *f = &graph->fragments[node->first];
        put(out, (uint32_t[]){f->flags, f->length, f->title_length}, 3);
        kr_buffer_add(out, graph->text + f->text, f->length);
        kr_buffer_add(out, graph->text + f->title, f->title_length);
    } else if (node->kind == KR_NODE_SEQUENCE) {
        put(out, graph->links + node->first, node->count);
    } else {
        put(out, (uint32_t[]){node->least, node->most, node->separator, node->last_separator}, 4);
        for (uint32_t i = 0; i < node->count; i++) {
            const kr_arm *arm = &graph->arms[node->first + i];
            put(out, (uint32_t[]){arm->node, arm->condition_count}, 2);
            for (uint32_t c = 0; c < arm->condition_count; c++) {
                const kr_condition *condition = &graph->conditions[arm->condition + c];
                put(out,
                    (uint32_t[]){condition->variable, (uint32_t)condition->mask,
                                 (uint32_t)(condition->mask >> 32)},
                    3);
            }
        }
    }
}

/* Over all that decides which text a vector gives; weights and edits may change and it stays valid.
 */
static int take_fingerprint(kr_job *job, kr_walks *walks) {
    const kr_graph *graph = walks->graph;
    kr_buffer bytes;
    kr_buffer_start(&bytes, job->memory);
    put(&bytes, (uint32_t[]){(uint32_t)graph->node_count, graph->root}, 2);
    for (size_t id = 0; id < graph->node_count; id++)
        put_node(&bytes, graph, &graph->nodes[id]);
    for (size_t i = 0; i < graph->variable_count; i++)
        put(&bytes, &graph->variables[i].value_count, 1);
    int failed = bytes.failed;
    if (!failed)
        walks->fingerprint = kr_hash(bytes.data, bytes.length);
    kr_buffer_end(&bytes);
    return failed ? -1 : 0;
}

static int has_walk(kr_job *job, const kr_walks *walks, int32_t *status) {
    kr_dead_word *dead = kr_arena_alloc(&job->arena, kr_dead_words(walks), sizeof *dead);
    uint8_t *values = kr_arena_alloc(&job->arena, walks->graph->variable_count, 1);
    if (!dead || !values) {
        *status = kr_nomem(job);
        return 0;
    }
    for (int more = kr_assignment_start(walks, NULL, values); more;
         more = kr_assignment_next(walks, NULL, values)) {
        kr_walks_mark_dead(walks, values, dead);
        if (kr_node_alive(walks, walks->graph->root, dead))
            return 1;
    }
    *status = kr_fail(job, KOOR_E_EMPTY, "", -1,
                      "no text can be made: some choice has no alternative that is allowed");
    return 0;
}

static int32_t allocate(kr_job *job, kr_arena *arena, const kr_graph *graph, kr_walks **out) {
    kr_walks *walks = kr_arena_zero(arena, 1, sizeof *walks);
    if (!walks)
        return kr_nomem(job);
    walks->graph = graph;
    walks->flags = kr_arena_zero(arena, graph->node_count, 1);
    walks->dependent = kr_arena_zero(arena, graph->node_count, sizeof *walks->dependent);
    walks->used = kr_arena_zero(arena, graph->variable_count, 1);
    walks->text = kr_arena_zero(arena, graph->text_length + KR_TEXT_PADDING, 1);
    walks->weights = kr_arena_alloc(arena, graph->node_count, sizeof *walks->weights);
    walks->first_lot = kr_arena_alloc(arena, graph->node_count, sizeof *walks->first_lot);
    if (!walks->flags || !walks->weights || !walks->first_lot || !walks->dependent || !walks->used || !walks->text)
        return kr_nomem(job);
    if (graph->text_length)
        memcpy(walks->text, graph->text, graph->text_length);
    *out = walks;
    return KOOR_OK;
}

int32_t kr_graph_compile(kr_job *job, kr_arena *arena, const kr_graph *graph, kr_walks **out) {
    kr_walks *walks = NULL;
    int32_t status = allocate(job, arena, graph, &walks);
    if (status == KOOR_OK)
        status = measure_all(job, walks);
    if (status != KOOR_OK)
        return status;
    uint8_t *reached = kr_arena_zero(&job->arena, graph->node_count, 1);
    if (!reached)
        return kr_nomem(job);
    mark_below(graph, reached);
    classify(walks, reached);
    if (make_lots(arena, walks) < 0)
        return kr_nomem(job);
    if (kr_assignment_count(walks, NULL) > KR_GRAPH_MOST_ASSIGNMENTS)
        return kr_fail(job, KOOR_E_LIMIT, "", -1,
                       "the voice and the named choices combine in more than %d ways: name fewer "
                       "choices, or give them fewer values",
                       KR_GRAPH_MOST_ASSIGNMENTS);
    if (!has_walk(job, walks, &status))
        return status;
    status = kr_margins_look(job, walks);
    if (status != KOOR_OK)
        return status;
    if (take_fingerprint(job, walks) < 0 || (!walks->trims && kr_track_lay(job, arena, walks) < 0))
        return kr_nomem(job);
    *out = walks;
    return KOOR_OK;
}

kr_hash128 kr_graph_fingerprint(const kr_walks *walks) {
    return walks->fingerprint;
}

const char *kr_graph_pieces(const kr_walks *walks) {
    return walks->track ? walks->track->text : NULL;
}

uint32_t kr_graph_most_pieces(const kr_walks *walks) {
    return walks->track ? walks->decisions_most + 1 : 0;
}

const kr_graph *kr_graph_of(const kr_walks *walks) {
    return walks->graph;
}

size_t kr_graph_most_bytes(const kr_walks *walks) {
    return (size_t)walks->bytes_most;
}

int kr_graph_uses(const kr_walks *walks, uint32_t variable) {
    return walks->used[variable];
}
