/* Counting and unranking: against listing all walks, and each index against its text. */
#include "graph_help.h"

#include <stdlib.h>

static void counts_products_and_sums(void **state) {
    (void)state;
    bench_graph b;
    graph_begin(&b, "en");
    kr_node_id inner = sequence(&b, 2, (kr_node_id[]){choice(&b, "a|b|c"), choice(&b, "x|y")});
    kr_arm arms[] = {kr_arm_of(inner, 1, KR_NONE), kr_arm_of(raw(&b, "z"), 0, KR_NONE)};
    kr_node_id outer = kr_graph_choice(&b.graph, arms, 2);
    graph_compile(&b, sequence(&b, 3, (kr_node_id[]){outer, raw(&b, "-"), outer}));
    assert_int_equal(count_walks(&b), 49); /* an arm that chance never takes is counted */
    graph_end(&b);
}

static void counts_beyond_64_bits(void **state) {
    (void)state;
    bench_graph b;
    graph_begin(&b, "en");
    kr_node_id links[100];
    for (int i = 0; i < 100; i++)
        links[i] = choice(&b, "a|b|c|d|e|f|g|h|i|j");
    graph_compile(&b, sequence(&b, 100, links));
    kr_counter *counter;
    assert_int_equal(kr_counter_new(&b.job, b.walks, NULL, &counter), KOOR_OK);
    kr_big index = {0};
    kr_big_read(
        &kr_memory_default, &index,
        KR_STR("1234567890123456789012345678901234567890123456789012345678901234567890123456"
               "789012345678901234567890"));
    assert_int_equal(kr_counter_walk(&b.job, counter, &index, &b.walk), KOOR_OK);
    const char *expected = "bcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghij"
                           "abcdefghijabcdefghijabcdefghija";
    assert_string_equal(realised(&b), expected);
    kr_buffer decimal;
    kr_buffer_start(&decimal, &kr_memory_default);
    kr_buffer_char(&decimal, ' ');
    kr_big_write(&decimal, kr_counter_total(counter));
    assert_int_equal(decimal.length, 102);
    assert_int_equal(decimal.data[1], '1');
    kr_buffer_end(&decimal);
    kr_big_end(&kr_memory_default, &index);
    kr_counter_end(counter);
    graph_end(&b);
}

static int compare(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Unranks all indexes; gives how many different texts there were, and checks each. */
static size_t list_all(bench_graph *b, const uint64_t *allowed, char **out, size_t most) {
    kr_counter *counter;
    assert_int_equal(kr_counter_new(&b->job, b->walks, allowed, &counter), KOOR_OK);
    uint64_t total = kr_big_u64(kr_counter_total(counter));
    assert_true(total <= most);
    kr_big index = {0};
    for (uint64_t i = 0; i < total; i++) {
        kr_big_set(&kr_memory_default, &index, i);
        assert_int_equal(kr_counter_walk(&b->job, counter, &index, &b->walk), KOOR_OK);
        const char *text = realised(b);
        out[i] = kr_arena_string(&b->job.arena, text, strlen(text));
        if (i == 0) {
            assert_int_equal(kr_graph_first(b->walks, allowed, &b->walk), 0);
            assert_string_equal(realised(b), out[0]);
        }
    }
    kr_big_set(&kr_memory_default, &index, total);
    assert_int_equal(kr_counter_walk(&b->job, counter, &index, &b->walk), KOOR_E_RANGE);
    kr_big_end(&kr_memory_default, &index);
    kr_counter_end(counter);
    qsort(out, total, sizeof *out, compare);
    size_t different = total > 0;
    for (uint64_t i = 1; i < total; i++)
        different += strcmp(out[i - 1], out[i]) != 0;
    return different;
}

/* 2 to 3 of 4 items, one of them with 2 walks, a separator with 2: sets {items without the double
 * one, with it} = (3 + 3 * 2) * 2! for 2 items, times the last separator's 1; (1 + 3 * 2) * 3! for
 * 3 items, times 2 * 1. */
static void counts_permutations(void **state) {
    (void)state;
    bench_graph b;
    char *texts[512];
    graph_begin(&b, "en");
    kr_arm items[4];
    const char *const names[] = {"a", "b", "c|C", "d"};
    for (int i = 0; i < 4; i++)
        items[i] = kr_arm_of(choice(&b, names[i]), 1, KR_NONE);
    graph_compile(&b,
                  kr_graph_permutation(&b.graph, items, 4, 2, 3, choice(&b, ",|;"), raw(&b, "+")));
    assert_int_equal(count_walks(&b), 9 * 2 + 7 * 6 * 2);
    assert_int_equal(list_all(&b, NULL, texts, 512), 9 * 2 + 7 * 6 * 2);
    graph_end(&b);
}

static void counts_large_permutations_in_time(void **state) {
    (void)state;
    bench_graph b;
    graph_begin(&b, "en");
    kr_arm items[KR_GRAPH_MOST_ITEMS + 1];
    for (int i = 0; i <= KR_GRAPH_MOST_ITEMS; i++)
        items[i] = kr_arm_of(raw(&b, "x"), 1, KR_NONE);
    kr_node_id most = kr_graph_permutation(&b.graph, items, KR_GRAPH_MOST_ITEMS, 1,
                                           KR_GRAPH_MOST_ITEMS, KR_NONE, KR_NONE);
    graph_compile(&b, most);
    kr_big total = {0};
    assert_int_equal(kr_graph_count(&b.job, b.walks, NULL, &total), KOOR_OK);
    assert_true(total.count > 56); /* more than 256! = 8.6e506 */
    kr_big_end(&kr_memory_default, &total);
    kr_node_id more =
        kr_graph_permutation(&b.graph, items, KR_GRAPH_MOST_ITEMS + 1, 1, 9, KR_NONE, KR_NONE);
    assert_int_equal(kr_graph_finish(&b.graph, more), 0);
    assert_int_equal(kr_graph_compile(&b.job, &b.job.arena, &b.graph, &b.walks), KOOR_E_LIMIT);
    graph_end(&b);
}

/* Two variables; formal texts exist in two sizes, informal ones in one; a third is never asked. */
static kr_node_id conditioned(bench_graph *b) {
    kr_str tones[] = {KR_STR("formal"), KR_STR("plain")};
    uint32_t tone = kr_graph_variable(&b->graph, KR_STR("tone"), tones, 2);
    uint32_t size = kr_graph_variable(&b->graph, KR_STR("size"), NULL, 3);
    kr_graph_variable(&b->graph, KR_STR("idle"), NULL, 5);
    kr_condition formal = {tone, 1}, plain = {tone, 2}, large[2] = {{size, 4}, {tone, 1}};
    kr_arm arms[3] = {kr_arm_of(raw(b, "Dear"), 1, KR_NONE), kr_arm_of(raw(b, "Hi"), 1, KR_NONE),
                      kr_arm_of(raw(b, "Dearest"), 1, KR_NONE)};
    arms[0].condition = kr_graph_conditions(&b->graph, &formal, 1);
    arms[1].condition = kr_graph_conditions(&b->graph, &plain, 1);
    arms[2].condition = kr_graph_conditions(&b->graph, large, 2);
    arms[0].condition_count = arms[1].condition_count = 1;
    arms[2].condition_count = 2;
    kr_node_id greeting = kr_graph_choice(&b->graph, arms, 3);
    return sequence(b, 2, (kr_node_id[]){greeting, choice(b, " all| you")});
}

static void counts_over_assignments(void **state) {
    (void)state;
    bench_graph b;
    char *texts[64];
    graph_begin(&b, "en");
    graph_compile(&b, conditioned(&b));
    assert_int_equal(count_walks(&b), (3 + 1 + 3) * 2);
    assert_int_equal(list_all(&b, NULL, texts, 64), 6);
    const uint64_t plain[] = {2, 7, 31};
    assert_int_equal(list_all(&b, plain, texts, 64), 2);
    assert_true(kr_graph_uses(b.walks, 0) && kr_graph_uses(b.walks, 1));
    assert_false(kr_graph_uses(b.walks, 2));
    graph_end(&b);
}

static void refuses_what_has_no_walk(void **state) {
    (void)state;
    bench_graph b;
    graph_begin(&b, "en");
    assert_int_equal(kr_graph_finish(&b.graph, kr_graph_choice(&b.graph, NULL, 0)), 0);
    assert_int_equal(kr_graph_compile(&b.job, &b.job.arena, &b.graph, &b.walks), KOOR_E_EMPTY);
    graph_end(&b);
}

static void refuses_too_many_assignments(void **state) {
    (void)state;
    bench_graph b;
    graph_begin(&b, "en");
    kr_node_id links[13];
    for (uint32_t i = 0; i < 13; i++) {
        kr_condition zero = {kr_graph_variable(&b.graph, KR_STR("v"), NULL, 2), 1};
        kr_arm arms[2] = {kr_arm_of(raw(&b, "a"), 1, KR_NONE), kr_arm_of(raw(&b, "b"), 1, KR_NONE)};
        arms[0].condition = kr_graph_conditions(&b.graph, &zero, 1);
        arms[0].condition_count = 1;
        links[i] = kr_graph_choice(&b.graph, arms, 2);
    }
    graph_compile(&b, sequence(&b, 12, links));
    assert_int_equal(kr_graph_finish(&b.graph, sequence(&b, 13, links)), 0);
    assert_int_equal(kr_graph_compile(&b.job, &b.job.arena, &b.graph, &b.walks), KOOR_E_LIMIT);
    graph_end(&b);
}

/* Each level says the one below twice: 2^40 pieces, told at once. */
static void refuses_explosions(void **state) {
    (void)state;
    bench_graph b;
    graph_begin(&b, "en");
    kr_node_id node = choice(&b, "a|b");
    for (int i = 0; i < 40; i++)
        node = sequence(&b, 2, (kr_node_id[]){node, node});
    assert_int_equal(kr_graph_finish(&b.graph, node), 0);
    assert_int_equal(kr_graph_compile(&b.job, &b.job.arena, &b.graph, &b.walks), KOOR_E_LIMIT);
    graph_end(&b);
}

/* A chain of a hundred thousand nested choices needs no stack of ours. */
static void survives_deep_nesting(void **state) {
    (void)state;
    bench_graph b;
    graph_begin(&b, "en");
    kr_node_id node = raw(&b, "x");
    for (int i = 0; i < 16000; i++) {
        kr_arm arms[2] = {kr_arm_of(node, 1, KR_NONE), kr_arm_of(raw(&b, "y"), 1, KR_NONE)};
        node = kr_graph_choice(&b.graph, arms, 2);
    }
    graph_compile(&b, node);
    assert_int_equal(count_walks(&b), 16001);
    kr_graph_first(b.walks, NULL, &b.walk);
    assert_int_equal(b.walk.count, 16000);
    assert_string_equal(realised(&b), "x");
    graph_end(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_products_and_sums),
        cmocka_unit_test(counts_beyond_64_bits),
        cmocka_unit_test(counts_permutations),
        cmocka_unit_test(counts_large_permutations_in_time),
        cmocka_unit_test(counts_over_assignments),
        cmocka_unit_test(refuses_what_has_no_walk),
        cmocka_unit_test(refuses_too_many_assignments),
        cmocka_unit_test(refuses_explosions),
        cmocka_unit_test(survives_deep_nesting),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
