/* The first walk: what it says, and how many bytes of it each node says. */
#include "graph_help.h"

/* The choice of two raw texts, the first only where `variable` has the value 1. */
static kr_node_id asking(bench_graph *b, uint32_t variable, const char *first, const char *second) {
    const kr_condition condition = {variable, 1u << 1};
    kr_arm arms[2] = {kr_arm_of(raw(b, first), 1, KR_NONE), kr_arm_of(raw(b, second), 1, KR_NONE)};
    arms[0].condition = kr_graph_conditions(&b->graph, &condition, 1);
    arms[0].condition_count = 1;
    return kr_graph_choice(&b->graph, arms, 2);
}

static void lengths_add_up_to_the_first_walk(void **state) {
    (void)state;
    bench_graph b;
    size_t lengths[64], total = 0;
    graph_begin(&b, "en");
    uint32_t variable = kr_graph_variable(&b.graph, kr_str_of("name"), NULL, 2);
    const kr_arm items[3] = {kr_arm_of(choice(&b, "one|three"), 1, KR_NONE),
                             kr_arm_of(raw(&b, "seven"), 1, KR_NONE),
                             kr_arm_of(raw(&b, "eleven"), 1, KR_NONE)};
    const kr_node_id parts[4] = {
        raw(&b, "We "), asking(&b, variable, "never said", "said"), choice(&b, "|something"),
        kr_graph_permutation(&b.graph, items, 3, 2, 3, raw(&b, ", "), raw(&b, " and "))};
    kr_node_id root = sequence(&b, 4, parts);
    graph_compile(&b, root);
    assert_true(b.graph.node_count <= 64);
    assert_int_equal(kr_graph_first(b.walks, NULL, &b.walk), 0);
    assert_string_equal(realised(&b), "We saidone and seven");
    kr_graph_first_lengths(b.walks, &b.walk, lengths);
    const size_t expected[4] = {3, 4, 0, 13};
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(lengths[parts[i]], expected[i]);
        total += expected[i];
    }
    assert_int_equal(lengths[root], total);
    graph_end(&b);
}

/* Where only the second value is allowed the arm that asks for it comes first. */
static void follow_the_allowed_values(void **state) {
    (void)state;
    bench_graph b;
    size_t lengths[16];
    const uint64_t allowed[1] = {1u << 1};
    graph_begin(&b, "en");
    uint32_t variable = kr_graph_variable(&b.graph, kr_str_of("name"), NULL, 2);
    kr_node_id root = asking(&b, variable, "never said", "said");
    graph_compile(&b, root);
    assert_int_equal(kr_graph_first(b.walks, allowed, &b.walk), 0);
    kr_graph_first_lengths(b.walks, &b.walk, lengths);
    assert_int_equal(lengths[root], strlen("never said"));
    graph_end(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lengths_add_up_to_the_first_walk),
        cmocka_unit_test(follow_the_allowed_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
