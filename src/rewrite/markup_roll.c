/* What is decided once for a text: the choices of a #def. Takes a choice that was built like any
 * other, lists its outcomes (up to 64) with their weights, and makes a choice among their texts
 * whose arms ask for the values of one variable; every place of the definition uses that one node,
 * so that all agree, and the count is exact. A larger choice is tied arm by arm where it is a plain
 * list of texts, and refused otherwise. */
#include "model/ends.h"
#include "rewrite/markup_build.h"

#include <string.h>

/* ---- variables
 * ------------------------------------------------------------------------------------- */

uint32_t kr_markup_variable(kr_markup_builder *b, kr_str name, const kr_str *values, size_t count) {
    kr_graph *graph = b->graph;
    for (uint32_t v = 0; v < graph->variable_count && !b->current; v++)
        if (kr_str_equal(graph->variables[v].name, name) &&
            graph->variables[v].value_count == count)
            return v;
    if (graph->variable_count >= KR_MARKUP_MOST_VARIABLES) {
        kr_markup_limit(b, "limit.variables", 0, "too many choices are decided once for a text",
                        KR_MARKUP_MOST_VARIABLES);
        return KR_NONE;
    }
    uint32_t variable = kr_graph_variable(graph, name, values, count);
    if (variable == KR_NONE) {
        b->work->failed = 1;
        return KR_NONE;
    }
    graph->variables[variable].weights = kr_arena_alloc(graph->arena, count, sizeof(uint32_t));
    if (!graph->variables[variable].weights)
        b->work->failed = 1;
    for (size_t i = 0; i < count && !b->work->failed; i++)
        graph->variables[variable].weights[i] = 1;
    return variable;
}

kr_arm kr_markup_arm(kr_markup_builder *b, kr_node_id node, uint32_t variable, uint64_t mask) {
    const kr_condition condition = {variable, mask};
    kr_arm arm = kr_arm_of(node, 1, KR_NONE);
    arm.condition = kr_graph_conditions(b->graph, &condition, 1);
    arm.condition_count = 1;
    if (b->current)
        b->current->variables[variable / 64] |= (uint64_t)1 << variable % 64;
    return arm;
}

/* ---- outcomes
 * -------------------------------------------------------------------------------------- */

typedef struct outcome {
    kr_str text;
    uint64_t weight;
} outcome;

/* `many`: more than 64, or dependent on a variable: there is no list. */
typedef struct outcomes {
    outcome at[KR_MARKUP_MOST_VALUES];
    size_t count;
    uint64_t sum;
    int many;
} outcomes;

static void list_outcomes(kr_markup_builder *b, kr_node_id id, outcomes *out);

static void add_outcome(outcomes *out, kr_str text, uint64_t weight) {
    if (out->count == KR_MARKUP_MOST_VALUES) {
        out->many = 1;
        return;
    }
    out->at[out->count++] = (outcome){text, weight};
    out->sum += weight;
}

static kr_str concatenate(kr_markup_builder *b, kr_str left, kr_str right) {
    char *text = kr_arena_alloc(&b->work->job->arena, left.length + right.length, 1);
    if (!text) {
        b->work->failed = 1;
        return (kr_str){"", 0};
    }
    if (left.length)
        memcpy(text, left.at, left.length);
    if (right.length)
        memcpy(text + left.length, right.at, right.length);
    return (kr_str){text, left.length + right.length};
}

/* Weights stay below 2^32: beyond, all are halved, none to nothing. */
static void tame(outcomes *list) {
    while (list->sum >> 32) {
        list->sum = 0;
        for (size_t i = 0; i < list->count; i++) {
            list->at[i].weight =
                list->at[i].weight > 1 ? list->at[i].weight / 2 : list->at[i].weight;
            list->sum += list->at[i].weight;
        }
    }
}

/* Each outcome of `left` before each of `right`. */
static void append(kr_markup_builder *b, outcomes *left, const outcomes *right) {
    outcomes *product = kr_arena_zero(&b->work->job->arena, 1, sizeof *product);
    if (!product) {
        b->work->failed = 1;
        return;
    }
    product->many = left->many || right->many || left->count * right->count > KR_MARKUP_MOST_VALUES;
    for (size_t i = 0; i < left->count && !product->many; i++)
        for (size_t j = 0; j < right->count; j++)
            add_outcome(product, concatenate(b, left->at[i].text, right->at[j].text),
                        left->at[i].weight * right->at[j].weight);
    tame(product);
    *left = *product;
}

static uint64_t common_divisor(uint64_t a, uint64_t b) {
    while (b) {
        uint64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* An arm's weight is shared among its outcomes: all sums are brought to their least common
 * multiple. */
static void add_arm(outcomes *out, const outcomes *arm, uint32_t weight, uint64_t multiple) {
    out->many |= arm->many;
    for (size_t i = 0; i < arm->count && !out->many; i++)
        add_outcome(out, arm->at[i].text,
                    weight * (arm->sum ? multiple / arm->sum * arm->at[i].weight : 0));
}

static uint64_t least_multiple(const outcomes *arms, size_t count) {
    uint64_t multiple = 1;
    for (size_t i = 0; i < count; i++) {
        uint64_t sum = arms[i].sum ? arms[i].sum : 1;
        multiple = multiple / common_divisor(multiple, sum) * sum;
        if (multiple >> 40)
            return (uint64_t)1 << 40; /* close enough */
    }
    return multiple;
}

static void list_choice(kr_markup_builder *b, const kr_node *node, outcomes *out) {
    outcomes *of = node->count <= KR_MARKUP_MOST_VALUES
                       ? kr_arena_zero(&b->work->job->arena, node->count, sizeof *of)
                       : NULL;
    if (!of) {
        b->work->failed |= node->count <= KR_MARKUP_MOST_VALUES;
        out->many = 1;
        return;
    }
    uint32_t first = node->first, count = node->count;
    for (uint32_t i = 0; i < count && !b->work->failed; i++) {
        out->many |= b->graph->arms[first + i].condition_count > 0;
        list_outcomes(b, b->graph->arms[first + i].node, &of[i]);
    }
    uint64_t multiple = least_multiple(of, count);
    for (uint32_t i = 0; i < count; i++)
        add_arm(out, &of[i], b->graph->arms[first + i].weight, multiple);
    tame(out);
}

/* Every order of every number of items. `used`: a mask of those that stand already. */
static void list_orders(kr_markup_builder *b, const kr_node *node, const outcomes *so_far,
                        uint64_t used, uint32_t left, outcomes *out) {
    outcomes *longer = kr_arena_alloc(&b->work->job->arena, 1, sizeof *longer);
    outcomes *part = kr_arena_alloc(&b->work->job->arena, 1, sizeof *part);
    if (!longer || !part)
        b->work->failed = 1;
    if (left == 0)
        for (size_t i = 0; i < so_far->count; i++)
            add_outcome(out, so_far->at[i].text, so_far->at[i].weight);
    for (uint32_t i = 0; i < node->count && left && !b->work->failed && !out->many; i++) {
        if (used >> i & 1)
            continue;
        kr_node_id separator =
            left == 1 && node->last_separator != KR_NONE ? node->last_separator : node->separator;
        *longer = *so_far;
        if (used && separator != KR_NONE) {
            list_outcomes(b, separator, part);
            append(b, longer, part);
        }
        list_outcomes(b, b->graph->arms[node->first + i].node, part);
        append(b, longer, part);
        out->many |= longer->many;
        list_orders(b, node, longer, used | (uint64_t)1 << i, left - 1, out);
    }
}

static void list_permutation(kr_markup_builder *b, kr_node node, outcomes *out) {
    outcomes *nothing = kr_arena_zero(&b->work->job->arena, 1, sizeof *nothing);
    if (!nothing || node.count > 8) { /* 9 items have 362,880 orders */
        b->work->failed |= !nothing;
        out->many = 1;
        return;
    }
    add_outcome(nothing, (kr_str){"", 0}, 1);
    for (uint32_t k = node.least; k <= node.most && !out->many && !b->work->failed; k++)
        list_orders(b, &node, nothing, 0, k, out);
}

static void list_outcomes(kr_markup_builder *b, kr_node_id id, outcomes *out) {
    const kr_node node = b->graph->nodes[id];
    *out = (outcomes){.count = 0};
    if (node.kind == KR_NODE_TEXT) {
        const kr_fragment *f = &b->graph->fragments[node.first];
        add_outcome(
            out, concatenate(b, (kr_str){b->graph->text + f->text, f->length}, (kr_str){"", 0}), 1);
    } else if (node.kind == KR_NODE_CHOICE) {
        list_choice(b, &node, out);
    } else if (node.kind == KR_NODE_PERMUTATION) {
        list_permutation(b, node, out);
    } else {
        outcomes *part = kr_arena_alloc(&b->work->job->arena, 1, sizeof *part);
        add_outcome(out, (kr_str){"", 0}, 1);
        b->work->failed |= !part;
        for (uint32_t i = 0; i < node.count && !out->many && !b->work->failed; i++) {
            list_outcomes(b, b->graph->links[node.first + i], part);
            append(b, out, part);
        }
    }
}

/* ---- rolling
 * --------------------------------------------------------------------------------------- */

static void note_definition(kr_markup_builder *b, uint32_t variable, kr_node_id node) {
    kr_markup_result *result = b->work->result;
    if (kr_arena_grow(&b->work->job->arena, (void **)&result->definitions,
                      &result->definition_capacity, result->definition_count,
                      sizeof *result->definitions) < 0) {
        b->work->failed = 1;
        return;
    }
    result->definitions[result->definition_count++] =
        (kr_markup_definition){b->current->name, variable, node};
}

/* Arms that cannot be listed: each is tied as it is. */
static kr_node_id tie_arms(kr_markup_builder *b, kr_node_id id, size_t offset) {
    kr_node node = b->graph->nodes[id];
    kr_arm arms[KR_MARKUP_MOST_VALUES];
    if (node.kind != KR_NODE_CHOICE || node.count > KR_MARKUP_MOST_VALUES) {
        kr_markup_limit(
            b, "limit.outcomes", offset,
            "a choice in a #def has too many outcomes: each #def is decided once, and its "
            "outcomes are listed",
            KR_MARKUP_MOST_VALUES);
        return KR_NONE;
    }
    uint32_t variable = kr_markup_variable(b, b->current->name, NULL, node.count);
    for (uint32_t i = 0; variable != KR_NONE && i < node.count && !b->work->failed; i++) {
        kr_arm arm = b->graph->arms[node.first + i];
        b->graph->variables[variable].weights[i] = arm.weight;
        arms[i] = kr_markup_arm(b, arm.node, variable, (uint64_t)1 << i);
        if (arm.condition_count || b->graph->nodes[arm.node].kind == KR_NODE_PERMUTATION)
            kr_markup_limit(b, "limit.outcomes", offset,
                            "a choice in a #def is too complex to be "
                            "decided once: outcomes",
                            KR_MARKUP_MOST_VALUES);
    }
    if (variable == KR_NONE || b->work->failed)
        return KR_NONE;
    note_definition(b, variable, id);
    return kr_graph_choice(b->graph, arms, node.count);
}

kr_node_id kr_markup_roll(kr_markup_builder *b, kr_node_id id, size_t offset) {
    outcomes *list = kr_arena_alloc(&b->work->job->arena, 1, sizeof *list);
    kr_str values[KR_MARKUP_MOST_VALUES];
    kr_arm arms[KR_MARKUP_MOST_VALUES];
    if (!list || id == KR_NONE) {
        b->work->failed |= !list;
        return KR_NONE;
    }
    list_outcomes(b, id, list);
    if (b->work->failed)
        return KR_NONE;
    if (list->many)
        return tie_arms(b, id, offset);
    for (size_t i = 0; i < list->count; i++)
        values[i] = list->at[i].text;
    if (list->count == 1)
        return kr_graph_text(b->graph, values[0], KR_FRAGMENT_RAW);
    uint32_t variable = kr_markup_variable(b, b->current->name, values, list->count);
    if (variable == KR_NONE || b->work->failed)
        return KR_NONE;
    for (size_t i = 0; i < list->count; i++) {
        kr_node_id text = kr_graph_text(b->graph, values[i], KR_FRAGMENT_RAW);
        b->graph->variables[variable].weights[i] = (uint32_t)list->at[i].weight;
        arms[i] = kr_markup_arm(b, text, variable, (uint64_t)1 << i);
    }
    note_definition(b, variable, id);
    return kr_graph_choice(b->graph, arms, list->count);
}

/* ---- reading back
 * ---------------------------------------------------------------------------------- */

/* The arm that stands under values; the first one where none asks for anything. */
static uint32_t standing_arm(const kr_graph *graph, const kr_node *node, const int16_t *values) {
    for (uint32_t i = 0; i < node->count; i++) {
        const kr_arm *arm = &graph->arms[node->first + i];
        int stands = 1;
        for (uint32_t c = 0; c < arm->condition_count; c++) {
            const kr_condition *condition = &graph->conditions[arm->condition + c];
            int16_t value = values[condition->variable];
            stands &= (int)(condition->mask >> (value < 0 ? 0 : value) & 1);
        }
        if (stands)
            return i;
    }
    return 0;
}

void kr_markup_text_of(kr_markup_builder *b, kr_node_id id, kr_flat *out, uint32_t origin) {
    const kr_graph *graph = b->graph;
    if (id == KR_NONE || kr_markup_spend(b, 0, origin))
        return;
    const kr_node *node = &graph->nodes[id];
    if (node->kind == KR_NODE_TEXT) {
        const kr_fragment *f = &graph->fragments[node->first];
        kr_flat_add(b->work, out, graph->text + f->text, f->length, origin);
    } else if (node->kind == KR_NODE_CHOICE && node->count) {
        uint32_t arm = standing_arm(graph, node, b->env);
        kr_markup_text_of(b, graph->arms[node->first + arm].node, out, origin);
    } else if (node->kind == KR_NODE_SEQUENCE) {
        for (uint32_t i = 0; i < node->count; i++)
            kr_markup_text_of(b, graph->links[node->first + i], out, origin);
    }
}

/* ---- edits
 * ----------------------------------------------------------------------------------------- */

typedef struct marker {
    kr_markup_builder *b;
    uint8_t *seen; /* per node */
    int16_t first[KR_MARKUP_MOST_VARIABLES];
    kr_ends ends; /* of the base so far */
} marker;

static void mark_node(marker *m, kr_node_id id);

static void mark_choice(marker *m, kr_node_id id) {
    kr_graph *graph = m->b->graph;
    kr_node node = graph->nodes[id];
    if (node.count == 0)
        return;
    uint32_t first = standing_arm(graph, &node, m->first), start = (uint32_t)m->ends.at;
    mark_node(m, graph->arms[node.first + first].node);
    if (m->seen[id])
        return;
    m->seen[id] = 1;
    for (uint32_t i = 0; i < node.count; i++)
        if (i != first && graph->arms[node.first + i].edit == KR_NONE)
            graph->arms[node.first + i].edit = kr_graph_edit(
                graph, KR_STR("author"), (kr_span){start, (uint32_t)m->ends.at}, 0, 0);
}

static void mark_node(marker *m, kr_node_id id) {
    const kr_graph *graph = m->b->graph;
    const kr_node node = graph->nodes[id];
    if (kr_markup_spend(m->b, 0, 0))
        return;
    if (node.kind == KR_NODE_TEXT) {
        const kr_fragment *f = &graph->fragments[node.first];
        kr_ends_next(&m->ends, graph->text + f->text, f->length, !graph->trims || kr_is_kept(f));
    } else if (node.kind == KR_NODE_CHOICE) {
        mark_choice(m, id);
    } else if (node.kind == KR_NODE_SEQUENCE) {
        for (uint32_t i = 0; i < node.count; i++)
            mark_node(m, graph->links[node.first + i]);
    } else {
        for (uint32_t i = 0; i < node.least; i++) {
            if (i > 0 && node.separator != KR_NONE)
                mark_node(m, i + 1 == node.least && node.last_separator != KR_NONE
                                 ? node.last_separator
                                 : node.separator);
            mark_node(m, graph->arms[node.first + i].node);
        }
    }
}

/* White space at the end of the base was counted, and is no part of it. */
static void stay_inside(kr_graph *graph, size_t first, uint32_t end) {
    for (size_t i = first; i < graph->edit_count; i++) {
        kr_span *from = &graph->edits[i].from;
        from->start = from->start < end ? from->start : end;
        from->end = from->end < end ? from->end : end;
    }
}

void kr_markup_mark_edits(kr_markup_builder *b, kr_node_id root) {
    size_t edits = b->graph->edit_count;
    marker m = {.b = b};
    m.seen = kr_arena_zero(&b->work->job->arena, b->graph->node_count, 1);
    if (m.seen)
        mark_node(&m, root);
    else
        b->work->failed = 1;
    if (b->graph->trims)
        stay_inside(b->graph, edits, (uint32_t)m.ends.end);
}
