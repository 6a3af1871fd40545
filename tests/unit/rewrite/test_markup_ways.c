/* Texts of markup by the joint's state: one choice for each state, what its alternatives share outside the braces. */
#include "koor.h"
#include "rewrite/markup_ways.h"
#include "unit.h"

typedef struct world {
    kr_job job;
    koor_error *error;
    kr_markup_texts texts;
    kr_ways ways;
} world;

static void begin(world *w, size_t most_bytes) {
    *w = (world){.error = NULL};
    kr_job_start(&w->job, &kr_memory_default, &w->error);
    w->texts = (kr_markup_texts){.job = &w->job, .most_bytes = most_bytes};
}

static void end(world *w) {
    koor_error_free(w->error);
    kr_job_end(&w->job);
}

static kr_joint after_word(void) {
    kr_joint state = kr_joint_start();
    state.before = KR_BEFORE_WORD;
    return state;
}

static void assert_text(kr_str text, const char *wanted) {
    if (!kr_str_is(text, wanted))
        fail_msg("%.*s, not %s", (int)text.length, text.at, wanted);
}

/* The choice of two texts in one state. */
static void assert_choice(const char *a, const char *b, const char *wanted) {
    world w;
    begin(&w, 1000);
    kr_ways_add(&w.texts, &w.ways, after_word(), kr_str_of(a), 1);
    kr_ways_add(&w.texts, &w.ways, after_word(), kr_str_of(b), 1);
    assert_int_equal(w.ways.count, 1);
    assert_text(kr_way_closed(&w.texts, &w.ways.at[0]), wanted);
    end(&w);
}

static void shared_words_stand_outside(void **state) {
    (void)state;
    assert_choice("red", "blue", "{red|blue}");
    assert_choice("the red car", "the blue car", "the {red|blue} car");
    assert_choice("a bread", "a break", "a {bread|break}");
    assert_choice("go", "go on", "{go|go on}");
}

/* What is cut off from a text has its brackets in pairs. */
static void brackets_stay_pairs(void **state) {
    (void)state;
    assert_choice("{a one|b} x", "{a one|c} x", "{{a one|b}|{a one|c}} x");
    assert_choice("x \\{ y", "x \\{ z", "x \\{ {y|z}");
}

static void first_arms_that_look_like_names_are_kept_apart(void **state) {
    (void)state;
    assert_choice("@home", "here", "{\\@home|here}");
    assert_choice("plural", "one", "{<1>plural|one}");
}

static void equal_texts_are_one_with_both_weights(void **state) {
    (void)state;
    world w;
    begin(&w, 1000);
    kr_ways_add(&w.texts, &w.ways, after_word(), KR_STR("a"), 2);
    kr_ways_add(&w.texts, &w.ways, after_word(), KR_STR("b"), 1);
    kr_ways_add(&w.texts, &w.ways, after_word(), KR_STR("a"), 3);
    assert_text(kr_way_closed(&w.texts, &w.ways.at[0]), "{<5>a|<1>b}");
    end(&w);
}

static void states_are_kept_apart(void **state) {
    (void)state;
    world w;
    kr_joint open = after_word();
    open.before = KR_BEFORE_OPEN;
    begin(&w, 1000);
    kr_ways_add(&w.texts, &w.ways, after_word(), KR_STR("a"), 1);
    kr_ways_add(&w.texts, &w.ways, open, KR_STR("("), 1);
    assert_int_equal(w.ways.count, 2);
    kr_ways_close(&w.texts, &w.ways);
    assert_text(w.ways.at[0].at[0].text, "a");
    assert_text(w.ways.at[1].at[0].text, "(");
    end(&w);
}

static void signs_of_markup_are_escaped(void **state) {
    (void)state;
    static const char *const pairs[][2] = {
        {"{a|b}", "\\{a\\|b\\}"}, {"100 %", "100 %"},    {"50%off", "50\\%off"}, {"a <b", "a <b"},
        {"<3", "\\<3"},           {"a #tag", "a #tag"}, {"#def", "\\#def"},
    };
    world w;
    begin(&w, 1000);
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        assert_text(kr_texts_escape(&w.texts, kr_str_of(pairs[i][0])), pairs[i][1]);
    end(&w);
}

/* Past the bound all texts are empty and the mark tells it. */
static void too_much_text_is_told(void **state) {
    (void)state;
    world w;
    begin(&w, 4);
    assert_text(kr_texts_join(&w.texts, KR_STR("ab"), KR_STR("cd"), KR_STR("")), "abcd");
    assert_int_equal(w.texts.limited, 0);
    assert_text(kr_texts_join(&w.texts, KR_STR("e"), KR_STR(""), KR_STR("")), "");
    assert_int_equal(w.texts.limited, 1);
    assert_int_equal(w.texts.failed, 0);
    end(&w);
}

static void numbers_are_decimal(void **state) {
    (void)state;
    char digits[KR_DIGITS];
    assert_text(kr_text_number(digits, 0), "0");
    assert_text(kr_text_number(digits, 4294967295u), "4294967295");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shared_words_stand_outside),
        cmocka_unit_test(brackets_stay_pairs),
        cmocka_unit_test(first_arms_that_look_like_names_are_kept_apart),
        cmocka_unit_test(equal_texts_are_one_with_both_weights),
        cmocka_unit_test(states_are_kept_apart),
        cmocka_unit_test(signs_of_markup_are_escaped),
        cmocka_unit_test(too_much_text_is_told),
        cmocka_unit_test(numbers_are_decimal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
