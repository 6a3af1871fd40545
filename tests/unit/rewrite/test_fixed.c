/* Fixed expressions: said as a whole or kept as a whole. */
#include "walked.h"

#define WORDS                                                                                      \
    "pack en 1\n"                                                                                  \
    "list fixed.expression = drop us a line | as well as | look after\n"                           \
    "pron we subj 1pl\npron they subj 3pl\nprep after\ndet the def\ndet a indef\n"                  \
    "verb drop drops dropped dropped dropping\nverb look looks looked looked looking\n"            \
    "verb send sends sent sent sending\nverb nurse nurses nursed nursed nursing\nverb gaze gazes gazed gazed gazing\n" \
    "noun line lines\nnoun bread breads\nnoun cake cakes\nadv today time\n"

static const char broken[] = "breaks a fixed expression";

static void refuses(const char *rules, const char *base) {
    seen all;
    kr_str reason;
    char only[256];
    walk_all(rules, base, &all, &reason);
    snprintf(only, sizeof only, "%s\n", base);
    assert_string_equal(all.text, only);
    if (!kr_str_is(reason, broken))
        fail_msg("%.*s", (int)reason.length, reason.at);
}

static void begins_and_ends_inside_none(void **state) {
    (void)state;
    refuses(WORDS "phrase t/send\n  when <drop:v> us\n  say  <send:v> us\n", "They drop us a line.");
    refuses(WORDS "phrase t/well\n  when well\n  say  fine\n", "We sell bread as well as cake.");
}

/* The first word stands for all forms of its lemma. */
static void puts_nothing_between_its_words(void **state) {
    (void)state;
    refuses(WORDS "phrase t/today\n  when <look:v> after\n  say  {v} today after\n", "They looked after the bread.");
    refuses(WORDS "turn t/front\n  when SUBJ:s FIN:v PP:p\n  say  {p}, {s} {v}\n", "They looked after the bread.");
}

/* Words that stand for the whole of it, also where both share some. */
static void says_the_whole_otherwise(void **state) {
    (void)state;
    seen all;
    kr_str reason;
    walk_all(WORDS "phrase t/and\n  when as well as\n  say  as much as\n", "We sell bread as well as cake.", &all, &reason);
    assert_says(&all, "We sell bread as much as cake.");
    walk_all(WORDS "phrase t/nurse\n  when <look:v> after\n  say  <nurse:v>\n", "They looked after the bread.", &all, &reason);
    assert_says(&all, "They nursed the bread.");
    refuses(WORDS "phrase t/gaze\n  when <look:v> (after):p\n  say  <gaze:v> {p}\n", "They looked after the bread.");
}

/* A rule may write the words of it again, and move it whole. */
static void may_be_written_again(void **state) {
    (void)state;
    seen all;
    kr_str reason;
    walk_all(WORDS "phrase t/again\n  when well as NP1:x\n  say  well as {x} today\n", "We sell bread as well as cake.",
             &all, &reason);
    assert_says(&all, "We sell bread as well as cake today.");
}

static void what_something_is_called_stays(void **state) {
    (void)state;
    seen all;
    kr_str reason;
    static const char rules[] = WORDS "list title.before = called\nverb call calls called called calling\n"
                                      "phrase t/cake\n  when cake\n  say  bread\n";
    walk_all(rules, "They drop the cake.", &all, &reason);
    assert_says(&all, "They drop the bread.");
    walk_all(rules, "We dropped a line called the cake.", &all, &reason);
    assert_true(kr_str_is(reason, "rewords what something is called"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(begins_and_ends_inside_none),
        cmocka_unit_test(puts_nothing_between_its_words),
        cmocka_unit_test(says_the_whole_otherwise),
        cmocka_unit_test(may_be_written_again),
        cmocka_unit_test(what_something_is_called_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
