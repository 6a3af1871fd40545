/* Drawing and choice vectors: random graphs, in which every walk is listed and every drawn one is
 * checked against the list, the interval and its own vector. */
#include "graph_help.h"

#include <stdlib.h>

static const char *const WORDS[] = {"we", "are", "hiring", ",", "a", "engineer", "🚀",   "(",
                                    ")",  ".",   "é",      "",  " ", "\n\n",     "ijs", "grow"};
static const uint32_t FLAGS[] = {0,
                                 0,
                                 0,
                                 KR_FRAGMENT_TIGHT_LEFT,
                                 KR_FRAGMENT_ARTICLE,
                                 KR_FRAGMENT_VOWEL,
                                 KR_FRAGMENT_NEUTRAL,
                                 KR_FRAGMENT_TIGHT_RIGHT,
                                 KR_FRAGMENT_TIGHT_LEFT,
                                 KR_FRAGMENT_TIGHT_LEFT | KR_FRAGMENT_ENDS,
                                 0,
                                 0,
                                 KR_FRAGMENT_SPACE,
                                 KR_FRAGMENT_SPACE,
                                 KR_FRAGMENT_KEEP_CASE,
                                 KR_FRAGMENT_RAW};

static void condition_arm(bench_graph *b, kr_prng *prng, kr_arm *arm) {
    kr_condition condition = {kr_prng_below(prng, 2), 1 + kr_prng_below(prng, 3)};
    if (kr_prng_below(prng, 3))
        return;
    arm->condition = kr_graph_conditions(&b->graph, &condition, 1);
    arm->condition_count = 1;
}

/* A node over earlier ones; permutations only where `permute`, for their bounds are loose. */
static kr_node_id random_node(bench_graph *b, kr_prng *prng, const kr_node_id *nodes,
                              uint32_t count, int permute) {
    kr_node_id links[4];
    kr_arm arms[4];
    uint32_t size = 1 + kr_prng_below(prng, 3);
    for (uint32_t i = 0; i < size; i++) {
        links[i] = nodes[count - 1 - kr_prng_below(prng, count < 8 ? count : 8)];
        arms[i] = kr_arm_of(links[i], kr_prng_below(prng, 3), KR_NONE);
        condition_arm(b, prng, &arms[i]);
    }
    switch (kr_prng_below(prng, permute ? 3 : 2)) {
    case 0:
        return kr_graph_sequence(&b->graph, links, size);
    case 1:
        return kr_graph_choice(&b->graph, arms, size);
    default:
        return kr_graph_permutation(&b->graph, arms, size, kr_prng_below(prng, 2), size, links[0],
                                    KR_NONE);
    }
}

/* 0 where the graph has no walk or more than `most`: then another seed is taken. */
static uint64_t random_graph(bench_graph *b, uint32_t seed, int permute, uint64_t most) {
    kr_prng prng;
    kr_node_id nodes[64];
    uint32_t count = 0;
    kr_prng_start(&prng, seed, 99, 0, 0);
    graph_begin(b, "nl");
    kr_graph_variable(&b->graph, KR_STR("u"), NULL, 2);
    kr_graph_variable(&b->graph, KR_STR("v"), NULL, 2);
    for (; count < 16; count++)
        nodes[count] = text(b, WORDS[count], FLAGS[count]);
    for (; count < 40; count++)
        nodes[count] = random_node(b, &prng, nodes, count, permute);
    assert_int_equal(kr_graph_finish(&b->graph, nodes[count - 1]), 0);
    if (kr_graph_compile(&b->job, &b->job.arena, &b->graph, &b->walks) < 0)
        return 0;
    assert_int_equal(kr_graph_walk(&b->job, &b->job.arena, b->walks, &b->walk), 0);
    kr_big total = {0};
    assert_int_equal(kr_graph_count(&b->job, b->walks, NULL, &total), KOOR_OK);
    uint64_t walks = kr_big_u64(&total);
    kr_big_end(&kr_memory_default, &total);
    return walks <= most ? walks : 0;
}

static void vector_round_trip(bench_graph *b, kr_walk *again) {
    kr_buffer vector;
    kr_buffer_start(&vector, &kr_memory_default);
    kr_graph_write_vector(&vector, b->walks, &b->walk);
    assert_false(vector.failed);
    kr_str whole = {vector.data, vector.length};
    assert_int_equal(kr_graph_read_vector(&b->job, b->walks, whole, again), KOOR_OK);
    assert_int_equal(again->count, b->walk.count);
    assert_memory_equal(again->decisions, b->walk.decisions, again->count * sizeof(uint32_t));
    kr_buffer_end(&vector);
}

/* Lengths of all walks, into a set of those that exist. */
static void list_lengths(bench_graph *b, const kr_weights *weights, uint64_t walks, uint8_t *exists,
                         size_t most) {
    kr_counter *counter;
    kr_big index = {0};
    kr_walk again;
    assert_int_equal(kr_counter_new(&b->job, b->walks, NULL, &counter), KOOR_OK);
    assert_int_equal(kr_graph_walk(&b->job, &b->job.arena, b->walks, &again), 0);
    for (uint64_t i = 0; i < walks; i++) {
        kr_big_set(&kr_memory_default, &index, i);
        assert_int_equal(kr_counter_walk(&b->job, counter, &index, &b->walk), KOOR_OK);
        uint64_t length = kr_graph_length(b->walks, &b->walk, weights);
        assert_true(length < most);
        assert_int_equal(length, strlen(realised(b)));
        exists[length] = 1;
        vector_round_trip(b, &again);
    }
    kr_big_end(&kr_memory_default, &index);
    kr_counter_end(counter);
}

static void draw_within(bench_graph *b, const kr_weights *weights, uint64_t least, uint64_t most) {
    kr_restriction within = {NULL, *weights, least, most};
    kr_sampler *sampler;
    kr_prng prng;
    assert_int_equal(kr_graph_sampler(&b->job, &b->job.arena, b->walks, &within, &sampler), 0);
    kr_prng_start(&prng, least, 98, most, 0);
    for (int i = 0; i < 20; i++) {
        assert_int_equal(kr_graph_draw(sampler, &prng, &b->walk), 0);
        uint64_t length = kr_graph_length(b->walks, &b->walk, weights);
        assert_true(length >= least && length <= most);
    }
}

/* Each bound alone is exact, so that every draw succeeds. "é" is one byte shorter in no form. */
static void draws_up_to_every_length(void **state) {
    (void)state;
    int graphs = 0;
    for (uint32_t seed = 0; seed < 300 && graphs < 40; seed++) {
        bench_graph b;
        kr_weights weights;
        uint8_t exists[1024] = {0};
        uint64_t walks = random_graph(&b, seed, 0, 500);
        if (walks > 1) {
            kr_graph_weigh(&b.job, &b.job.arena, &b.graph, KR_GRAPH_BYTES, &weights);
            list_lengths(&b, &weights, walks, exists, 1024);
            for (uint64_t length = 0; length < 1024; length++)
                if (exists[length]) {
                    draw_within(&b, &weights, 0, length);
                    draw_within(&b, &weights, length, 5000);
                }
            graphs++;
        }
        graph_end(&b);
    }
    assert_int_equal(graphs, 40);
}

static void draws_permutations_in_bounds(void **state) {
    (void)state;
    int graphs = 0, drawn = 0;
    for (uint32_t seed = 1000; seed < 2000 && graphs < 30; seed++) {
        bench_graph b;
        kr_weights weights;
        uint8_t exists[1024] = {0};
        uint64_t walks = random_graph(&b, seed, 1, 2000);
        if (walks > 1) {
            kr_sampler *sampler;
            kr_prng prng;
            kr_graph_weigh(&b.job, &b.job.arena, &b.graph, KR_GRAPH_BYTES, &weights);
            list_lengths(&b, &weights, walks, exists, 1024);
            kr_restriction within = {NULL, weights, 10, 20};
            kr_prng_start(&prng, seed, 98, 0, 0);
            if (kr_graph_sampler(&b.job, &b.job.arena, b.walks, &within, &sampler) == 0)
                for (int i = 0; i < 20; i++)
                    if (kr_graph_draw(sampler, &prng, &b.walk) == 0) {
                        uint64_t length = kr_graph_length(b.walks, &b.walk, &weights);
                        assert_true(length >= 10 && length <= 20);
                        drawn++;
                    }
            graphs++;
        }
        graph_end(&b);
    }
    assert_true(drawn > 200);
}

static void draws_by_weight(void **state) {
    (void)state;
    bench_graph b;
    graph_begin(&b, "en");
    kr_arm arms[] = {kr_arm_of(raw(&b, "a"), 3, KR_NONE), kr_arm_of(raw(&b, "b"), 1, KR_NONE),
                     kr_arm_of(raw(&b, "c"), 0, KR_NONE)};
    graph_compile(&b, kr_graph_choice(&b.graph, arms, 3));
    kr_sampler *sampler;
    kr_restriction all = {0};
    kr_prng prng;
    int seen[3] = {0};
    assert_int_equal(kr_graph_sampler(&b.job, &b.job.arena, b.walks, &all, &sampler), 0);
    kr_prng_start(&prng, 1, 98, 0, 0);
    for (int i = 0; i < 4000; i++) {
        assert_int_equal(kr_graph_draw(sampler, &prng, &b.walk), 0);
        seen[b.walk.decisions[0]]++;
    }
    assert_true(seen[0] > 2850 && seen[0] < 3150);
    assert_int_equal(seen[2], 0);
    graph_end(&b);
}

/* The pieces of a text, one behind the other, are the text. */
static void expect_pieces(const bench_graph *b, const kr_drawn *drawn) {
    size_t at = 0;
    assert_true(drawn->piece_count > 0 && drawn->piece_count <= kr_graph_most_pieces(b->walks));
    for (uint32_t i = 0; i < drawn->piece_count; at += drawn->pieces[i++].length) {
        assert_true(drawn->pieces[i].length > 0);
        assert_memory_equal(kr_graph_pieces(b->walks) + drawn->pieces[i].at, drawn->buffer + at,
                            drawn->pieces[i].length);
    }
    assert_int_equal(at, drawn->length);
}

/* Several choices are one draw: "{a|{b|c|d}}{x|y|z}" twice over, each outcome as often as the
 * product of its choices says, within four standard deviations of 72,000 draws; the text is that of
 * the walk. */
static void draws_choices_together_evenly(void **state) {
    (void)state;
    enum { DRAWS = 72000 };
    bench_graph b;
    int seen[2][4][3] = {{{0}}};
    graph_begin(&b, "en");
    kr_arm arms[2] = {kr_arm_of(raw(&b, "a"), 1, KR_NONE),
                      kr_arm_of(choice(&b, "b|c|d"), 1, KR_NONE)};
    kr_node_id first = kr_graph_choice(&b.graph, arms, 2), second = choice(&b, "x|y|z");
    graph_compile(&b, sequence(&b, 4, (kr_node_id[]){first, second, first, second}));
    kr_sampler *sampler;
    kr_restriction all = {0};
    kr_prng prng;
    assert_int_equal(kr_graph_sampler(&b.job, &b.job.arena, b.walks, &all, &sampler), 0);
    kr_prng_start(&prng, 3, 98, 0, 0);
    for (int i = 0; i < DRAWS; i++) {
        char text[64];
        kr_text_piece pieces[8];
        kr_drawn drawn = {.buffer = text, .capacity = sizeof text, .pieces = pieces};
        assert_int_equal(kr_graph_draw_text(sampler, &prng, &b.walk, &drawn), 0);
        assert_int_equal(drawn.length, 4);
        expect_pieces(&b, &drawn);
        assert_memory_equal(realised(&b), text, 4);
        seen[0][text[0] - 'a'][text[1] - 'x']++;
        seen[1][text[2] - 'a'][text[3] - 'x']++;
    }
    for (int half = 0; half < 2; half++)
        for (int a = 0; a < 4; a++)
            for (int x = 0; x < 3; x++) {
                int expected = a == 0 ? DRAWS / 6 : DRAWS / 18;
                int off = seen[half][a][x] - expected;
                assert_true(off * off < 16 * expected);
            }
    graph_end(&b);
}

/* A text inside so many choices of one arm. */
static kr_node_id nested(bench_graph *b, const char *bytes, int depth) {
    kr_node_id node = raw(b, bytes);
    while (depth-- > 0) {
        kr_arm arm = kr_arm_of(node, 1, KR_NONE);
        node = kr_graph_choice(&b->graph, &arm, 1);
    }
    return node;
}

/* However many: each is a decision of the walk, and none of the draw. */
static void passes_choices_of_one_arm(void **state) {
    (void)state;
    for (int depth = 0; depth < 30; depth++) {
        bench_graph b;
        kr_weights weights;
        graph_begin(&b, "en");
        kr_arm weighed[] = {kr_arm_of(nested(&b, "a", depth), 3, KR_NONE),
                            kr_arm_of(raw(&b, "bb"), 5, KR_NONE)};
        kr_arm even[] = {kr_arm_of(nested(&b, "cccc", depth), 1, KR_NONE),
                         kr_arm_of(raw(&b, "dddddddd"), 1, KR_NONE)};
        kr_node_id parts[] = {nested(&b, "", depth), kr_graph_choice(&b.graph, weighed, 2),
                              nested(&b, "", depth), kr_graph_choice(&b.graph, even, 2)};
        graph_compile(&b, sequence(&b, 4, parts));
        kr_graph_weigh(&b.job, &b.job.arena, &b.graph, KR_GRAPH_BYTES, &weights);
        kr_sampler *sampler;
        kr_restriction all = {0};
        kr_prng prng;
        int seen[16] = {0};
        assert_int_equal(kr_graph_sampler(&b.job, &b.job.arena, b.walks, &all, &sampler), 0);
        kr_prng_start(&prng, 7, 98, 0, (uint32_t)depth);
        for (int i = 0; i < 100; i++) {
            char text[64];
            kr_text_piece pieces[128];
            kr_drawn drawn = {.buffer = text, .capacity = sizeof text, .pieces = pieces};
            assert_int_equal(kr_graph_draw_text(sampler, &prng, &b.walk, &drawn), 0);
            int a = text[0] == 'a', c = text[drawn.length - 1] == 'c';
            assert_int_equal(b.walk.count, depth * (2 + a + c) + 2);
            assert_int_equal(kr_graph_length(b.walks, &b.walk, &weights), drawn.length);
            assert_int_equal(strlen(realised(&b)), drawn.length);
            assert_memory_equal(realised(&b), text, drawn.length);
            expect_pieces(&b, &drawn);
            seen[drawn.length]++;
        }
        assert_true(seen[5] && seen[9] && seen[6] && seen[10]);
        graph_end(&b);
    }
}

/* Sampling 24 orders of 4 items evenly: chi-square below the 99.9th percentile of 23 degrees. */
static void shuffles_evenly(void **state) {
    (void)state;
    bench_graph b;
    graph_begin(&b, "en");
    kr_arm arms[4];
    const char *const names[] = {"a", "b", "c", "d"};
    for (int i = 0; i < 4; i++)
        arms[i] = kr_arm_of(raw(&b, names[i]), 1, KR_NONE);
    graph_compile(&b, kr_graph_permutation(&b.graph, arms, 4, 4, 4, KR_NONE, KR_NONE));
    kr_sampler *sampler;
    kr_restriction all = {0};
    kr_prng prng;
    int seen[256] = {0};
    assert_int_equal(kr_graph_sampler(&b.job, &b.job.arena, b.walks, &all, &sampler), 0);
    kr_prng_start(&prng, 5, 98, 0, 0);
    for (int i = 0; i < 4800; i++) {
        kr_graph_draw(sampler, &prng, &b.walk);
        const uint32_t *d = b.walk.decisions;
        seen[d[1] << 6 | d[2] << 4 | d[3] << 2 | d[4]]++;
    }
    int orders = 0, square = 0;
    for (int i = 0; i < 256; i++) {
        orders += seen[i] > 0;
        square += seen[i] ? (seen[i] - 200) * (seen[i] - 200) : 0;
    }
    assert_int_equal(orders, 24);
    assert_true(square / 200 < 50);
    graph_end(&b);
}

static void tells_what_would_fit(void **state) {
    (void)state;
    bench_graph b;
    graph_begin(&b, "en");
    graph_compile(&b, choice(&b, "four|sixsix"));
    kr_weights weights;
    kr_graph_weigh(&b.job, &b.job.arena, &b.graph, KR_GRAPH_CODE_POINTS, &weights);
    kr_sampler *sampler;
    kr_restriction within = {NULL, weights, 0, 3};
    assert_int_equal(kr_graph_sampler(&b.job, &b.job.arena, b.walks, &within, &sampler),
                     KOOR_E_EMPTY);
    assert_non_null(strstr(koor_error_message(b.error), "the shortest takes 4, the longest 6"));
    graph_end(&b);
}

static void refuses_foreign_and_damaged_vectors(void **state) {
    (void)state;
    bench_graph a, b;
    graph_begin(&a, "en");
    graph_compile(&a, sequence(&a, 2, (kr_node_id[]){choice(&a, "a|b|c"), choice(&a, "x|y")}));
    graph_begin(&b, "en");
    graph_compile(&b, sequence(&b, 2, (kr_node_id[]){choice(&b, "a|b|d"), choice(&b, "x|y")}));
    kr_buffer vector;
    kr_buffer_start(&vector, &kr_memory_default);
    kr_graph_first(a.walks, NULL, &a.walk);
    kr_graph_write_vector(&vector, a.walks, &a.walk);
    kr_str whole = {vector.data, vector.length};
    assert_int_equal(kr_graph_read_vector(&b.job, b.walks, whole, &b.walk), KOOR_E_FINGERPRINT);
    int read = 0;
    for (size_t i = 0; i < vector.length; i++) {
        kr_str cut = {vector.data, i};
        assert_true(kr_graph_read_vector(&a.job, a.walks, cut, &a.walk) < 0);
    }
    for (int last = 0; last < 256; last++) {
        vector.data[vector.length - 1] = (char)last;
        read += kr_graph_read_vector(&a.job, a.walks, whole, &a.walk) == KOOR_OK;
    }
    assert_int_equal(read, 6); /* the last digit holds the walk: its six, and nothing else */
    kr_buffer_end(&vector);
    graph_end(&a);
    graph_end(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(draws_up_to_every_length),
        cmocka_unit_test(draws_permutations_in_bounds),
        cmocka_unit_test(draws_by_weight),
        cmocka_unit_test(draws_choices_together_evenly),
        cmocka_unit_test(passes_choices_of_one_arm),
        cmocka_unit_test(shuffles_evenly),
        cmocka_unit_test(tells_what_would_fit),
        cmocka_unit_test(refuses_foreign_and_damaged_vectors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
