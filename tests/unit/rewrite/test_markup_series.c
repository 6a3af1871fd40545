/* A lattice as series and parallels: what all arms of a choice end with is given back. */
#include "koor.h"
#include "rewrite/markup_series.h"
#include "unit.h"

typedef struct world {
    kr_job job;
    koor_error *error;
    kr_graph graph;
    kr_series series;
} world;

static void begin(world *w) {
    *w = (world){.error = NULL};
    kr_job_start(&w->job, &kr_memory_default, &w->error);
    kr_graph_start(&w->graph, &w->job.arena, "en");
}

static void end(world *w) {
    koor_error_free(w->error);
    kr_job_end(&w->job);
}

static void make(world *w) {
    w->series = (kr_series){.job = &w->job, .graph = &w->graph};
    kr_series_make(&w->series);
    assert_int_equal(w->series.failed, 0);
    assert_int_equal(w->series.limited, 0);
}

/* "{a|b} c", where both arms lead to one c. */
static void a_shared_end_stands_behind_the_fork(void **state) {
    (void)state;
    world w;
    begin(&w);
    kr_node_id a = kr_graph_text(&w.graph, KR_STR("a"), 0), b = kr_graph_text(&w.graph, KR_STR("b"), 0);
    kr_node_id c = kr_graph_text(&w.graph, KR_STR("c"), 0);
    const kr_node_id first[] = {a, c}, second[] = {b, c};
    const kr_arm arms[] = {{.node = kr_graph_sequence(&w.graph, first, 2), .weight = 3},
                           {.node = kr_graph_sequence(&w.graph, second, 2), .weight = 1}};
    kr_node_id choice = kr_graph_choice(&w.graph, arms, 2);
    make(&w);
    const kr_elements *all = &w.series.lists[choice];
    assert_int_equal(all->count, 2);
    assert_int_equal(all->at[0], w.graph.node_count);
    assert_int_equal(all->at[1], c);
    assert_int_equal(w.series.fork_count, 1);
    const kr_fork *fork = &w.series.forks[0];
    assert_int_equal(fork->count, 2);
    assert_int_equal(fork->branches[0].elements.count, 1);
    assert_int_equal(fork->branches[0].elements.at[0], a);
    assert_int_equal(fork->branches[0].weight, 3);
    assert_int_equal(fork->branches[1].elements.at[0], b);
    end(&w);
}

static void a_choice_of_one_is_none(void **state) {
    (void)state;
    world w;
    begin(&w);
    kr_node_id a = kr_graph_text(&w.graph, KR_STR("a"), 0);
    const kr_arm arms[] = {{.node = a, .weight = 1}};
    kr_node_id choice = kr_graph_choice(&w.graph, arms, 1);
    make(&w);
    assert_int_equal(w.series.fork_count, 0);
    assert_int_equal(w.series.lists[choice].count, 1);
    assert_int_equal(w.series.lists[choice].at[0], a);
    end(&w);
}

static void sequences_in_sequences_are_one_list(void **state) {
    (void)state;
    world w;
    begin(&w);
    kr_node_id a = kr_graph_text(&w.graph, KR_STR("a"), 0), b = kr_graph_text(&w.graph, KR_STR("b"), 0);
    const kr_node_id inner[] = {a, b};
    kr_node_id sequence = kr_graph_sequence(&w.graph, inner, 2);
    const kr_node_id outer[] = {sequence, a};
    kr_node_id whole = kr_graph_sequence(&w.graph, outer, 2);
    make(&w);
    const kr_elements *all = &w.series.lists[whole];
    assert_int_equal(all->count, 3);
    assert_int_equal(all->at[0], a);
    assert_int_equal(all->at[1], b);
    assert_int_equal(all->at[2], a);
    end(&w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_shared_end_stands_behind_the_fork),
        cmocka_unit_test(a_choice_of_one_is_none),
        cmocka_unit_test(sequences_in_sequences_are_one_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
