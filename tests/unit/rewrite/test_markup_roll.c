/* What a #def decides once: its outcomes and their weights, permutations among them, what is tied arm by arm, and
 * what is refused. */
#include "graph/graph.h"
#include "koor.h"
#include "options/options.h"
#include "rewrite/markup.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

typedef struct world {
    kr_job job;
    koor_error *error;
    kr_settings settings;
    kr_graph graph;
    kr_markup_result result;
} world;

static int32_t parse(world *w, const char *text) {
    const kr_markup_input input = {.text = kr_str_of(text), .path = "post", .language = "en"};
    *w = (world){.error = NULL};
    kr_job_start(&w->job, &kr_memory_default, &w->error);
    kr_options_start(&w->settings);
    return kr_markup_parse(&w->job, &w->job.arena, &w->settings, &input, &w->graph, &w->result);
}

static void end(world *w) {
    koor_error_free(w->error);
    kr_job_end(&w->job);
}

/* The values of the first variable and their weights: "a b:2|b a:1". */
static void expect_outcomes(const char *text, const char *expected) {
    char told[2000] = "";
    world w;
    if (parse(&w, text) < 0)
        fail_msg("%s", koor_error_message(w.error));
    assert_true(w.graph.variable_count > 0);
    const kr_variable *v = &w.graph.variables[0];
    for (size_t i = 0; i < v->value_count; i++) {
        size_t used = strlen(told);
        snprintf(told + used, sizeof told - used, "%s%.*s:%u", i ? "|" : "", (int)v->values[i].length,
                 v->values[i].at, v->weights[i]);
    }
    assert_string_equal(told, expected);
    end(&w);
}

static void expect_refused(const char *text, const char *code) {
    world w;
    assert_true(parse(&w, text) < 0);
    assert_true(w.result.problem_count > 0);
    assert_string_equal(w.result.problems[0].code, code);
    assert_string_equal(koor_error_name(koor_error_code(w.error)), "KOOR_E_LIMIT");
    end(&w);
}

static void choices_and_sequences_are_listed(void **state) {
    (void)state;
    expect_outcomes("#def %x% = {a|b}\n%x%", "a:1|b:1");
    expect_outcomes("#def %x% = {{a|b} {c|d}!|e}\n%x%", "a c!:1|a d!:1|b c!:1|b d!:1|e:4");
    expect_outcomes("#def %x% = {<3>a|{<2>b|c}|}\n%x%", "a:9|b:2|c:1|:3");
}

static void orders_are_listed(void **state) {
    (void)state;
    expect_outcomes("#def %x% = [a|b]\n%x%", "a b:1|b a:1");
    expect_outcomes("#def %x% = [<minsize=1;maxsize=2;sep=\", \">a|b]\n%x%", "a:1|b:1|a, b:1|b, a:1");
    expect_outcomes("#def %x% = [<minsize=2;maxsize=3;sep=\", \";lastsep=\" & \">a|b|c]\n%x%",
                    "a & b:1|a & c:1|b & a:1|b & c:1|c & a:1|c & b:1|a, b & c:1|a, c & b:1|b, a & c:1|"
                    "b, c & a:1|c, a & b:1|c, b & a:1");
    expect_outcomes("#def %x% = [<minsize=2;sep=\"-\">{a|A}|b]\n%x%", "a-b:1|A-b:1|b-a:1|b-A:1");
}

/* 65 outcomes are not listed: a plain choice is tied by its arms, everything else is refused. */
static void many_outcomes_are_tied_or_refused(void **state) {
    char text[2000] = "#def %x% = {";
    world w;
    (void)state;
    strcat(text, "<5>z{1|2|3|4|5|6|7|8|9}{1|2|3|4|5|6|7|8|9}|y}\n%x%");
    assert_int_equal(parse(&w, text), KOOR_OK);
    assert_int_equal(w.graph.variables[0].value_count, 2);
    assert_int_equal(w.graph.variables[0].weights[0], 5);
    assert_int_equal(w.graph.variables[0].weights[1], 1);
    assert_int_equal(w.result.definition_count, 1);
    end(&w);
    expect_refused("#def %x% = [{1|2|3|4|5|6|7|8|9}|{1|2|3|4|5|6|7|8|9}]\n%x%", "limit.outcomes");
    expect_refused("#def %x% = [a|b|c|d|e|f]\n%x%", "limit.outcomes");         /* 720 orders */
    expect_refused("#def %x% = [a|b|c|d|e|f|g|h|i]\n%x%", "limit.outcomes");   /* not even counted */
    expect_refused("#def %x% = {[a|b|c|d|e|f]|g}\n%x%", "limit.outcomes");     /* an arm in many orders */
    strcpy(text, "#def %x% = {0");
    for (int i = 1; i < 65; i++)
        sprintf(text + strlen(text), "|%d", i);
    expect_refused(strcat(text, "}\n%x%"), "limit.outcomes");
}

static void sixty_four_outcomes_are_listed(void **state) {
    char text[2000] = "#def %x% = {0";
    world w;
    (void)state;
    for (int i = 1; i < 64; i++)
        sprintf(text + strlen(text), "|%d", i);
    assert_int_equal(parse(&w, strcat(text, "}\n%x%")), KOOR_OK);
    assert_int_equal(w.graph.variables[0].value_count, 64);
    assert_true(kr_str_is(w.graph.variables[0].values[63], "63"));
    end(&w);
}

/* Weights whose product leaves 32 bits are halved together; the smallest stays 1. */
static void weights_stay_within_their_type(void **state) {
    world w;
    (void)state;
    assert_int_equal(parse(&w, "#def %x% = {{<1000000>a|b}{<1000000>a|b}{<1000000>a|b}|<0>}\n%x%"), KOOR_OK);
    const kr_variable *v = &w.graph.variables[0];
    uint64_t sum = 0;
    assert_int_equal(v->value_count, 9);
    for (size_t i = 0; i < 8; i++) {
        assert_true(v->weights[i] >= 1);
        sum += v->weights[i];
    }
    assert_true(sum >> 31 == 1);
    assert_true(v->weights[0] > 1000 * (uint64_t)v->weights[1]);
    assert_int_equal(v->weights[7], 1);
    assert_int_equal(v->weights[8], 0); /* nothing stays nothing */
    end(&w);
}

/* One outcome is a text, and nothing is decided. */
static void one_outcome_needs_no_variable(void **state) {
    world w;
    (void)state;
    assert_int_equal(parse(&w, "#def %x% = {a}\n%x% {b|c}"), KOOR_OK);
    assert_int_equal(w.graph.variable_count, 0);
    end(&w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(choices_and_sequences_are_listed),
        cmocka_unit_test(orders_are_listed),
        cmocka_unit_test(many_outcomes_are_tied_or_refused),
        cmocka_unit_test(sixty_four_outcomes_are_listed),
        cmocka_unit_test(weights_stay_within_their_type),
        cmocka_unit_test(one_outcome_needs_no_variable),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
