/* Bytes as a recipe for a choice graph that no markup gives: shared nodes, joints, permutations inside
 * each other, variables. It is refused, or what fuzz_walks.h says holds. */
#include "fuzz_walks.h"

enum { MOST_NODES = 48, MOST_CHILDREN = 12 };

typedef struct piece {
    const char *text;
    uint32_t flags;
} piece;

static const piece PIECES[] = {
    {"we", 0},
    {"ijs", 0},
    {"'s avonds", 0},
    {"engineer", KR_FRAGMENT_VOWEL},
    {"\u00e9t\u00e9", KR_FRAGMENT_VOWEL},
    {"a", KR_FRAGMENT_ARTICLE},
    {"an", KR_FRAGMENT_ARTICLE},
    {"iPhone", KR_FRAGMENT_KEEP_CASE},
    {".", KR_FRAGMENT_TIGHT_LEFT | KR_FRAGMENT_ENDS},
    {",", KR_FRAGMENT_TIGHT_LEFT},
    {"(", KR_FRAGMENT_TIGHT_RIGHT},
    {"\u201d", KR_FRAGMENT_TIGHT_LEFT},
    {"\n\n", KR_FRAGMENT_SPACE | KR_FRAGMENT_ENDS},
    {" ", KR_FRAGMENT_SPACE},
    {"\U0001F680", KR_FRAGMENT_NEUTRAL},
    {"", 0},
    {"{raw}", KR_FRAGMENT_RAW},
    {"", KR_FRAGMENT_RAW},
};

typedef struct recipe {
    fuzz_bytes in;
    kr_graph *graph;
    kr_node_id nodes[MOST_NODES];
    size_t count;
    uint32_t variables[2];
} recipe;

static kr_node_id any_node(recipe *r) {
    return r->nodes[take_byte(&r->in) % r->count];
}

static kr_node_id make_text(recipe *r) {
    size_t length, which = take_byte(&r->in);
    if (which < sizeof PIECES / sizeof *PIECES)
        return kr_graph_text(r->graph, kr_str_of(PIECES[which].text), PIECES[which].flags);
    const char *bytes = take_bytes(&r->in, &length);
    return kr_graph_text(r->graph, (kr_str){bytes, kr_utf8_valid(bytes, length)}, KR_FRAGMENT_RAW);
}

static kr_arm make_arm(recipe *r) {
    uint8_t how = take_byte(&r->in);
    kr_arm arm = kr_arm_of(any_node(r), how & 7, KR_NONE);
    if (how & 8) {
        const kr_condition condition = {r->variables[how >> 4 & 1], how >> 5};
        arm.condition = kr_graph_conditions(r->graph, &condition, 1);
        arm.condition_count = 1;
    }
    if (how & 16)
        arm.edit = kr_graph_edit(r->graph, kr_str_of("fuzz/rule"), (kr_span){0, 1}, 0, 0);
    return arm;
}

static kr_node_id make_arms(recipe *r, int permute) {
    kr_arm arms[MOST_CHILDREN];
    size_t count = 1 + take_byte(&r->in) % MOST_CHILDREN;
    for (size_t i = 0; i < count; i++)
        arms[i] = make_arm(r);
    if (!permute)
        return kr_graph_choice(r->graph, arms, count);
    uint8_t how = take_byte(&r->in);
    uint32_t least = how & 15, most = least + (how >> 4 & 3);
    kr_node_id between = how & 64 ? any_node(r) : KR_NONE, last = how & 128 ? any_node(r) : KR_NONE;
    return kr_graph_permutation(r->graph, arms, count, least, most, between, last);
}

static kr_node_id make_sequence(recipe *r) {
    kr_node_id children[MOST_CHILDREN];
    size_t count = take_byte(&r->in) % MOST_CHILDREN;
    for (size_t i = 0; i < count; i++)
        children[i] = any_node(r);
    return kr_graph_sequence(r->graph, children, count);
}

static void make_nodes(recipe *r) {
    r->nodes[r->count++] = make_text(r);
    while (r->in.left && r->count < MOST_NODES) {
        uint8_t kind = take_byte(&r->in) & 7;
        r->nodes[r->count++] = kind < 3    ? make_text(r)
                               : kind == 3 ? make_arms(r, 1)
                               : kind < 6  ? make_arms(r, 0)
                                           : make_sequence(r);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    subject s = {.error = NULL};
    if (size == 0)
        return 0;
    kr_job_start(&s.job, &kr_memory_default, &s.error);
    kr_graph_start(&s.graph, &s.job.arena, data[0] & 1 ? "nl" : "en");
    recipe r = {.in = {data + 1, size - 1}, .graph = &s.graph};
    for (int i = 0; i < 2; i++)
        r.variables[i] = kr_graph_variable(&s.graph, kr_str_of(i ? "b" : "a"), NULL, 3);
    make_nodes(&r);
    must(kr_graph_finish(&s.graph, r.nodes[r.count - 1]) == 0);
    (void)check_graph(&s);
    koor_error_free(s.error);
    kr_job_end(&s.job);
    return 0;
}
