/* The endless sequence: prefixes, limits, ends, and every reported similarity against a plain
 * count. */
#include "koor.h"
#include "select/select.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

typedef struct setup {
    kr_job job;
    koor_error *error;
    kr_graph graph;
    kr_walks *walks;
    kr_select_input input;
} setup;

/* `slots` choices among `arms` invented words each, two fixed words between them. */
static void begin(setup *s, int slots, int arms) {
    kr_node_id links[128];
    size_t count = 0;
    *s = (setup){.error = NULL};
    kr_job_start(&s->job, &kr_memory_default, &s->error);
    kr_graph_start(&s->graph, &s->job.arena, "en");
    for (int i = 0; i < slots; i++) {
        kr_arm choice[16];
        char word[32];
        for (int a = 0; a < arms; a++) {
            int length = snprintf(word, sizeof word, "%cx%cy ", 'a' + i, 'a' + a);
            kr_str text = {word, (size_t)length};
            choice[a] = kr_arm_of(kr_graph_text(&s->graph, text, KR_FRAGMENT_RAW), 1, KR_NONE);
        }
        links[count++] = kr_graph_choice(&s->graph, choice, (size_t)arms);
        links[count++] = kr_graph_text(&s->graph, KR_STR("and of "), KR_FRAGMENT_RAW);
    }
    assert_int_equal(kr_graph_finish(&s->graph, kr_graph_sequence(&s->graph, links, count)), 0);
    assert_int_equal(kr_graph_compile(&s->job, &s->job.arena, &s->graph, &s->walks), KOOR_OK);
    s->input = (kr_select_input){.walks = s->walks,
                                 .seed = 7,
                                 .campaign = 1,
                                 .class_name = 2,
                                 .max_similarity = 500000,
                                 .max_base_similarity = 1000000,
                                 .candidates = 32};
}

static void end(setup *s) {
    koor_error_free(s->error);
    kr_job_end(&s->job);
}

static kr_select *filled(setup *s, size_t count) {
    kr_select *set;
    assert_int_equal(kr_select_new(&s->job, &s->input, &set), KOOR_OK);
    assert_int_equal(kr_select_fill(&s->job, set, count), KOOR_OK);
    return set;
}

static uint32_t compare(setup *s, kr_str a, kr_str b) {
    uint32_t ppm;
    assert_int_equal(kr_select_compare(&s->job, NULL, a, b, &ppm), KOOR_OK);
    return ppm;
}

static void is_a_prefix_of_itself(void **state) {
    (void)state;
    setup s;
    begin(&s, 12, 5);
    kr_select *few = filled(&s, 5), *many = filled(&s, 40);
    assert_int_equal(kr_select_count(few), 5);
    assert_int_equal(kr_select_count(many), 40);
    for (size_t i = 0; i < 5; i++)
        assert_true(kr_str_equal(kr_select_text(few, i), kr_select_text(many, i)));
    s.input.seed = 8;
    kr_select *other = filled(&s, 1);
    assert_false(kr_str_equal(kr_select_text(few, 0), kr_select_text(other, 0)));
    kr_select_free(few);
    kr_select_free(many);
    kr_select_free(other);
    end(&s);
}

static void spare_texts_stand_behind_the_different_ones(void **state) {
    (void)state;
    for (int slots = 5; slots <= 12; slots += 7) { /* a graph that is listed to its end, and a large one */
        setup s;
        kr_select_report strict_report, report;
        begin(&s, slots, 3);
        kr_select *strict = filled(&s, 1000);
        s.input.spare_similarity = 700000;
        kr_select *set = filled(&s, 1000);
        kr_select_state(strict, &strict_report);
        kr_select_state(set, &report);
        assert_int_equal(report.different, kr_select_count(strict));
        assert_int_equal(strict_report.different, kr_select_count(strict));
        assert_true(kr_select_count(set) > kr_select_count(strict));
        for (size_t i = 0; i < kr_select_count(set); i++) {
            uint32_t most = i < report.different ? 500000 : 700000;
            assert_true(kr_select_nearest(set, i) <= most);
            if (i < report.different)
                assert_true(kr_str_equal(kr_select_text(set, i), kr_select_text(strict, i)));
        }
        kr_select_free(strict);
        kr_select_free(set);
        end(&s);
    }
}

static void reports_true_similarities(void **state) {
    (void)state;
    setup s;
    begin(&s, 12, 4);
    char base[] = "Ax'a's day: axay and of bxby and of cxcy and of, dxdy.";
    kr_str history[200];
    kr_select *earlier = filled(&s, 150);
    for (size_t i = 0; i < 150; i++)
        history[i] = kr_select_text(earlier, i);
    s.input.base = kr_str_of(base);
    s.input.history = history;
    s.input.history_count = 150;
    s.input.class_name = 3;
    kr_select *set = filled(&s, 60);
    size_t count = kr_select_count(set);
    uint32_t row[256];
    assert_true(count > 20);
    for (size_t i = 0; i < count; i++) {
        kr_str text = kr_select_text(set, i);
        uint32_t nearest = 0, ppm;
        for (size_t j = 0; j < i + 150; j++) {
            kr_str other = j < 150 ? history[j] : kr_select_text(set, j - 150);
            ppm = compare(&s, text, other);
            nearest = ppm > nearest ? ppm : nearest;
        }
        assert_int_equal(kr_select_nearest(set, i), nearest);
        assert_true(nearest <= 500000);
        assert_int_equal(kr_select_base(set, i), compare(&s, text, s.input.base));
        assert_int_equal(kr_select_similarities(&s.job, set, text, row), KOOR_OK);
        for (size_t j = 0; j < count; j++) {
            assert_int_equal(row[j], compare(&s, text, kr_select_text(set, j)));
            assert_int_equal(kr_select_similarity(&s.job, set, i, set, j, &ppm), KOOR_OK);
            assert_int_equal(row[j], ppm);
        }
    }
    kr_select_free(set);
    kr_select_free(earlier);
    end(&s);
}

static void gives_the_walk_of_a_text(void **state) {
    (void)state;
    setup s;
    begin(&s, 12, 5);
    kr_select *set = filled(&s, 20);
    kr_walk walk;
    char buffer[1024];
    assert_int_equal(kr_graph_walk(&s.job, &s.job.arena, s.walks, &walk), KOOR_OK);
    for (size_t i = 0; i < 20; i++) {
        kr_select_walk(set, i, &walk);
        size_t length = kr_graph_realise(s.walks, &walk, buffer, sizeof buffer);
        assert_true(kr_str_equal((kr_str){buffer, length}, kr_select_text(set, i)));
    }
    kr_select_free(set);
    end(&s);
}

/* Far more similar texts than differ enough: the sequence ends, and says why. */
static void ends_where_texts_become_alike(void **state) {
    (void)state;
    setup s;
    kr_select_report report;
    begin(&s, 16, 2);
    s.input.candidates = 8;
    kr_select *set = filled(&s, 100000);
    kr_select_state(set, &report);
    assert_true(report.issued > 1 && report.issued < 2000);
    assert_int_equal(report.end, KR_SELECT_SIMILAR);
    assert_false(report.complete);
    assert_int_equal(kr_select_next(&s.job, set), 0);
    kr_select_free(set);
    end(&s);
}

static void finds_every_text_of_a_small_graph(void **state) {
    (void)state;
    setup s;
    kr_select_report report;
    begin(&s, 6, 4);
    s.input.candidates = 3;
    s.input.max_similarity = 1000000;
    kr_select *set = filled(&s, 100000);
    kr_select_state(set, &report);
    assert_int_equal(report.issued, 4096);
    assert_int_equal(report.end, KR_SELECT_ALL);
    assert_true(report.complete);
    kr_select_free(set);
    end(&s);
}

static int32_t refuse_first_word_a(kr_str text, const kr_walk *walk, void *user) {
    assert_int_equal(walk->count, 12);
    ++*(int *)user;
    return text.at[2] == 'a';
}

static void skips_what_the_recheck_refuses(void **state) {
    (void)state;
    setup s;
    kr_select_report report;
    int calls = 0;
    begin(&s, 12, 3);
    s.input.recheck = refuse_first_word_a;
    s.input.user = &calls;
    kr_select *set = filled(&s, 30);
    kr_select_state(set, &report);
    assert_int_equal(report.issued, 30);
    assert_true(report.refused > 0);
    assert_int_equal(calls, report.refused + 30);
    for (size_t i = 0; i < 30; i++)
        assert_true(kr_select_text(set, i).at[2] != 'a');
    kr_select_free(set);
    end(&s);
}

static void tells_when_the_recheck_refuses_all(void **state) {
    (void)state;
    setup s;
    kr_select_report report;
    int calls = 0;
    begin(&s, 12, 3);
    s.graph.arms[1].weight = s.graph.arms[2].weight = 0;
    assert_int_equal(kr_graph_compile(&s.job, &s.job.arena, &s.graph, &s.walks), KOOR_OK);
    s.input.walks = s.walks;
    s.input.recheck = refuse_first_word_a;
    s.input.user = &calls;
    kr_select *set = filled(&s, 30);
    kr_select_state(set, &report);
    assert_int_equal(report.issued, 0);
    assert_int_equal(report.end, KR_SELECT_RECHECK);
    assert_int_equal(report.steps, KR_SELECT_FRUITLESS);
    kr_select_free(set);
    end(&s);
}

static void never_gives_the_base_back(void **state) {
    (void)state;
    setup s;
    begin(&s, 1, 3);
    s.input.max_similarity = 1000000;
    s.input.base = KR_STR("axby and of ");
    kr_select *set = filled(&s, 30);
    assert_int_equal(kr_select_count(set), 2);
    kr_select_free(set);
    end(&s);
}

/* Beyond the window: the promise is exact all the same. */
static void keeps_its_promise_in_large_sets(void **state) {
    (void)state;
    setup s;
    begin(&s, 9, 14);
    s.input.max_similarity = 600000;
    s.input.candidates = 1;
    kr_select *set = filled(&s, 4400);
    size_t count = kr_select_count(set);
    uint32_t *row = kr_alloc(&kr_memory_default, count, sizeof *row);
    assert_int_equal(count, 4400);
    for (size_t i = 0; i < count; i += 575) {
        assert_int_equal(kr_select_similarities(&s.job, set, kr_select_text(set, i), row), KOOR_OK);
        uint32_t nearest = 0;
        for (size_t j = 0; j < i; j++)
            nearest = row[j] > nearest ? row[j] : nearest;
        assert_int_equal(nearest, kr_select_nearest(set, i));
        for (size_t j = 0; j < count; j += 97)
            assert_int_equal(row[j], compare(&s, kr_select_text(set, i), kr_select_text(set, j)));
    }
    kr_free(&kr_memory_default, row);
    kr_select_free(set);
    end(&s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_a_prefix_of_itself),
        cmocka_unit_test(spare_texts_stand_behind_the_different_ones),
        cmocka_unit_test(reports_true_similarities),
        cmocka_unit_test(gives_the_walk_of_a_text),
        cmocka_unit_test(ends_where_texts_become_alike),
        cmocka_unit_test(finds_every_text_of_a_small_graph),
        cmocka_unit_test(skips_what_the_recheck_refuses),
        cmocka_unit_test(tells_when_the_recheck_refuses_all),
        cmocka_unit_test(never_gives_the_base_back),
        cmocka_unit_test(keeps_its_promise_in_large_sets),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
