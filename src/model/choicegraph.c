/* Building the choice graph: see choicegraph.h. Arrays double inside the graph's arena; the waste is
 * at most what is kept, and nothing is freed one by one. */
#include "model/choicegraph.h"

#include <string.h>

void kr_graph_start(kr_graph *graph, kr_arena *arena, const char *language) {
    *graph = (kr_graph){.arena = arena, .root = KR_NONE};
    strncpy(graph->language, language, sizeof graph->language - 1);
}

static kr_node_id failed(kr_graph *graph) {
    graph->failed = 1;
    return KR_NONE;
}

#define GROW(graph, field)                                                                         \
    kr_arena_grow((graph)->arena, (void **)&(graph)->field##s, &(graph)->field##_capacity,         \
                  (graph)->field##_count, sizeof *(graph)->field##s)

static kr_node_id add_node(kr_graph *graph, kr_node node) {
    if (graph->failed || graph->node_count >= KR_NONE || GROW(graph, node) < 0)
        return failed(graph);
    graph->nodes[graph->node_count] = node;
    return (kr_node_id)graph->node_count++;
}

static int add_bytes(kr_graph *graph, const char *bytes, size_t length, uint32_t *out) {
    size_t wanted = graph->text_length + length;
    if (wanted > UINT32_MAX)
        return -1;
    if (wanted > graph->text_capacity) {
        size_t capacity = graph->text_capacity * 2 > wanted ? graph->text_capacity * 2 : wanted + 256;
        char *grown = kr_arena_alloc(graph->arena, capacity, 1);
        if (!grown)
            return -1;
        if (graph->text_length)
            memcpy(grown, graph->text, graph->text_length);
        graph->text = grown;
        graph->text_capacity = capacity;
    }
    if (length)
        memcpy(graph->text + graph->text_length, bytes, length);
    *out = (uint32_t)graph->text_length;
    graph->text_length = wanted;
    return 0;
}

enum { LONGEST_ARTICLE = 4, LONGEST_TITLE = LONGEST_ARTICLE + 1 + 4 }; /* bytes: with a space and a letter */

/* "één" opens a sentence as "Eén": the capital of a stressed vowel has no accent. */
static int is_stressed_een(kr_str text, const char *language) {
    static const char een[] = "\xc3\xa9\xc3\xa9n";
    return strcmp(language, "nl") == 0 && text.length >= sizeof een - 1 &&
           memcmp(text.at, een, sizeof een - 1) == 0;
}

/* The bytes of a Dutch "'s", "'t", "'n" or "'k" in front: it leaves the capital of a sentence to the next word. */
static size_t short_article(kr_str text, const char *language) {
    static const char *const articles = "'s|'t|'n|'k|\xe2\x80\x99s|\xe2\x80\x99t|\xe2\x80\x99n|\xe2\x80\x99k";
    size_t end = 0;
    while (end < text.length && end <= LONGEST_ARTICLE && text.at[end] != ' ')
        end++;
    return end <= LONGEST_ARTICLE && strcmp(language, "nl") == 0 && kr_str_listed(articles, (kr_str){text.at, end}) ? end : 0;
}

/* The form that opens a sentence. Dutch "ij" is one letter and gets both capitals. */
static size_t title_form(char out[LONGEST_TITLE], kr_str text, const char *language, size_t *out_replaced) {
    size_t at = 0, size = 0, article = short_article(text, language);
    if (article && article + 1 < text.length) { /* "'s Avonds", "'t Is" */
        at = size = article + 1;
        memcpy(out, text.at, size);
    }
    int32_t first = kr_utf8_next(text.at, text.length, &at);
    size += kr_utf8_put(out + size, is_stressed_een(text, language) ? 'E' : kr_to_title(first));
    if (first == 'i' && strcmp(language, "nl") == 0 && text.length > 1 && text.at[1] == 'j') {
        out[size++] = 'J';
        at = 2;
    }
    *out_replaced = at;
    return size;
}

static int add_title(kr_graph *graph, kr_fragment *fragment, kr_str text) {
    char form[LONGEST_TITLE];
    size_t replaced;
    if (text.length == 0 || fragment->flags & (KR_FRAGMENT_RAW | KR_FRAGMENT_KEEP_CASE |
                                               KR_FRAGMENT_SPACE | KR_FRAGMENT_NEUTRAL))
        return 0;
    size_t size = title_form(form, text, graph->language, &replaced);
    if (size == replaced && memcmp(form, text.at, size) == 0)
        return 0;
    uint32_t start, rest;
    if (add_bytes(graph, form, size, &start) < 0 ||
        add_bytes(graph, text.at + replaced, text.length - replaced, &rest) < 0)
        return -1;
    fragment->title = start;
    fragment->title_length = (uint32_t)(size + text.length - replaced);
    return 0;
}

/* Brackets, quotation marks and "'s" carry the sentence start over to the first word. */
static uint32_t with_neutral(kr_str text, uint32_t flags, const char *language) {
    if (text.length && short_article(text, language) == text.length)
        return flags | KR_FRAGMENT_NEUTRAL;
    const uint32_t marks = KR_FRAGMENT_TIGHT_LEFT | KR_FRAGMENT_TIGHT_RIGHT;
    if (!(flags & marks) || flags & KR_FRAGMENT_RAW)
        return flags;
    for (size_t at = 0; at < text.length;) {
        int32_t code = kr_utf8_next(text.at, text.length, &at);
        if (kr_is_letter(code) || kr_is_digit(code))
            return flags;
    }
    return flags | KR_FRAGMENT_NEUTRAL;
}

kr_node_id kr_graph_text(kr_graph *graph, kr_str text, uint32_t flags) {
    flags = with_neutral(text, flags, graph->language);
    kr_fragment fragment = {.length = (uint32_t)text.length, .flags = flags};
    if (graph->failed || text.length > UINT32_MAX || GROW(graph, fragment) < 0 ||
        add_bytes(graph, text.at, text.length, &fragment.text) < 0)
        return failed(graph);
    fragment.title = fragment.text;
    fragment.title_length = fragment.length;
    if (add_title(graph, &fragment, text) < 0)
        return failed(graph);
    graph->fragments[graph->fragment_count] = fragment;
    return add_node(graph, (kr_node){.kind = KR_NODE_TEXT,
                                     .first = (uint32_t)graph->fragment_count++,
                                     .count = 1});
}

kr_node_id kr_graph_sequence(kr_graph *graph, const kr_node_id *children, size_t count) {
    uint32_t first = (uint32_t)graph->link_count;
    for (size_t i = 0; i < count; i++) {
        if (graph->failed || children[i] == KR_NONE || GROW(graph, link) < 0)
            return failed(graph);
        graph->links[graph->link_count++] = children[i];
    }
    return add_node(graph, (kr_node){.kind = KR_NODE_SEQUENCE, .first = first,
                                     .count = (uint32_t)count});
}

static int add_arms(kr_graph *graph, const kr_arm *arms, size_t count, uint32_t *out_first) {
    *out_first = (uint32_t)graph->arm_count;
    for (size_t i = 0; i < count; i++) {
        if (graph->failed || arms[i].node == KR_NONE || GROW(graph, arm) < 0)
            return -1;
        graph->arms[graph->arm_count++] = arms[i];
    }
    return 0;
}

kr_node_id kr_graph_choice(kr_graph *graph, const kr_arm *arms, size_t count) {
    kr_node node = {.kind = KR_NODE_CHOICE, .count = (uint32_t)count};
    return add_arms(graph, arms, count, &node.first) < 0 ? failed(graph) : add_node(graph, node);
}

kr_node_id kr_graph_permutation(kr_graph *graph, const kr_arm *arms, size_t count, uint32_t least,
                                uint32_t most, kr_node_id separator, kr_node_id last_separator) {
    kr_node node = {.kind = KR_NODE_PERMUTATION, .count = (uint32_t)count, .least = least,
                    .most = most, .separator = separator, .last_separator = last_separator};
    return add_arms(graph, arms, count, &node.first) < 0 ? failed(graph) : add_node(graph, node);
}

uint32_t kr_graph_edit(kr_graph *graph, kr_str rule, kr_span from, uint32_t first, uint32_t last) {
    if (graph->failed || GROW(graph, edit) < 0)
        return failed(graph);
    char *name = kr_arena_string(graph->arena, rule.at, rule.length);
    if (!name)
        return failed(graph);
    graph->edits[graph->edit_count] =
        (kr_edit){.rule = {name, rule.length}, .from = from, .first = first, .last = last};
    return (uint32_t)graph->edit_count++;
}

void kr_graph_edit_says(kr_graph *graph, uint32_t edit, kr_str text, uint32_t outside) {
    char *copy = graph->failed ? NULL : kr_arena_string(graph->arena, text.at, text.length);
    if (!copy) {
        graph->failed = 1;
        return;
    }
    graph->edits[edit].text = (kr_str){copy, text.length};
    graph->edits[edit].outside = outside;
}

uint32_t kr_graph_conditions(kr_graph *graph, const kr_condition *conditions, size_t count) {
    uint32_t first = (uint32_t)graph->condition_count;
    for (size_t i = 0; i < count; i++) {
        if (graph->failed || GROW(graph, condition) < 0)
            return failed(graph);
        graph->conditions[graph->condition_count++] = conditions[i];
    }
    return first;
}

uint32_t kr_graph_variable(kr_graph *graph, kr_str name, const kr_str *values, size_t count) {
    if (graph->failed || count > 64 || GROW(graph, variable) < 0)
        return failed(graph);
    kr_variable variable = {.value_count = (uint32_t)count};
    char *copy = kr_arena_string(graph->arena, name.at, name.length);
    variable.values = values ? kr_arena_alloc(graph->arena, count, sizeof *values) : NULL;
    if (!copy || (values && !variable.values))
        return failed(graph);
    variable.name = (kr_str){copy, name.length};
    for (size_t i = 0; values && i < count; i++) {
        char *value = kr_arena_string(graph->arena, values[i].at, values[i].length);
        if (!value)
            return failed(graph);
        variable.values[i] = (kr_str){value, values[i].length};
    }
    graph->variables[graph->variable_count] = variable;
    return (uint32_t)graph->variable_count++;
}

int kr_graph_finish(kr_graph *graph, kr_node_id root) {
    if (graph->failed || root == KR_NONE)
        return -1;
    graph->root = root;
    return 0;
}

kr_arm kr_arm_of(kr_node_id node, uint32_t weight, uint32_t edit) {
    return (kr_arm){.node = node, .weight = weight, .edit = edit};
}
