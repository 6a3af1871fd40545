/* Wordings that cut a sentence in two or make one of two: how the parts then stand beside each other. */
#include "engine.h"

#define WORDS                                                                                      \
    "pack en 1\nlist attach.contrast = but\n"                                                      \
    "pron we subj 1pl\npron they subj 3pl\ndet the def\nconj and\nconj but\nsub if\nsub because\n"   \
    "prep in place\nadv today time\nverb bake bakes baked baked baking\nverb sell sells sold sold selling\n" \
    "verb clean cleans cleaned cleaned cleaning\nnoun bread breads\nnoun cake cakes\nnoun hall halls place\n"

static void cuts(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WORDS "turn t/cut\n  when REST:a , and CLAUSE:b\n  say  {a}. / {b}\n"
                           "  does We bake bread, and they sell cake. -> We bake bread. They sell cake.\n"
                           "  does If we bake, they sell, and they clean the hall. -> If we bake, they sell. They clean the hall.\n"
                           "  leaves We bake bread, they sell cake, and they clean the hall.\n"
                           "  leaves But we bake bread, and they sell cake.\n"
                           "  leaves We bake bread, and they sell cake?\n",
                     NULL),
        0);
}

/* The sentence that comes of a cut does not begin as the next one of the post does. */
static void cuts_in_front_of_the_same_word(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WORDS "turn t/cut\n  when REST:a , and CLAUSE:b\n  say  {a}. / {b}\n"
                           "  does We bake bread, and they sell cake. We clean. -> We bake bread. They sell cake. We clean.\n"
                           "  does We clean, and they bake. We sell. -> We clean. They bake. We sell.\n"
                           "  leaves We bake bread, and they sell cake. They clean the hall.\n"
                           "  leaves We bake.\n",
                     NULL),
        0);
}

/* Two nouns may both have "the": it is the noun that a reader hears twice. */
static void cuts_in_front_of_another_the(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WORDS "turn t/cut\n  when REST:a , and CLAUSE:b\n  say  {a}. / {b}\n"
                           "  does We bake, and the hall sells. The bread bakes. -> We bake. The hall sells. The bread bakes.\n"
                           "  does We bake, and they sell. -> We bake. They sell.\n"
                           "  leaves We bake, and the hall sells. The hall bakes.\n"
                           "  leaves We bake.\n",
                     NULL),
        0);
}

/* "We bake, and. They sell.": nor one with a word that asks for what follows it. */
static void cuts_behind_a_conjunction(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WORDS "turn t/cut\n  when REST:a because they REST:b\n  say  {a}. / They {b}\n"
                           "  does We bake bread because they sell. -> We bake bread. They sell.\n"
                           "  does We clean because they bake cake. -> We clean. They bake cake.\n"
                           "  leaves We bake bread, and because they sell, we clean the hall.\n"
                           "  leaves We bake if because they sell.\n",
                     NULL),
        0);
}

/* Sentences side by side that begin alike on purpose go on doing so. */
static void twins_begin_alike(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WORDS "turn t/back\n  when if REST:a , REST:b\n  say  {b} if {a}\n"
                           "  does If we bake, they sell. -> They sell if we bake.\n"
                           "  does If we bake, they sell. Because they clean, we sell. -> They sell if we bake. Because they clean, we sell.\n"
                           "  leaves If we bake, they sell. If they clean, we sell.\n"
                           "  leaves We bake.\n"
                           "phrase t/we\n  when START we bake\n  say  today we bake\n"
                           "  does We bake. We sell cake. -> Today we bake. We sell cake.\n"
                           "  does We bake. -> Today we bake.\n"
                           "  leaves They bake.\n  leaves We sell.\n",
                     NULL),
        0);
}

/* No sentence ends inside brackets, and none with a comma in front of its mark. */
static void cuts_in_brackets_and_behind_commas(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WORDS "turn t/cut\n  when REST:a and they sell REST:b?\n  say  {a}. / They sell {b}\n"
                           "  does We bake bread and they sell. -> We bake bread. They sell.\n"
                           "  does We bake (today) and they sell. -> We bake (today). They sell.\n"
                           "  leaves We bake bread (they clean and they sell cake).\n"
                           "  leaves We bake bread (today etc. they clean and they sell cake).\n"
                           "  leaves We bake bread, and they sell cake.\n",
                     NULL),
        0);
}

static void questions(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WORDS "turn t/ask\n  when if they bake , REST:b\n  say  Do they bake? / {b}\n"
                           "  does If they bake, we sell cake. -> Do they bake? We sell cake.\n"
                           "  does If they bake, we clean the hall today. -> Do they bake? We clean the hall today.\n"
                           "  leaves If they bake, we sell cake, and they clean the hall.\n"
                           "  leaves If they sell, we bake.\n",
                     NULL),
        0);
}

/* A question, or a label with its colon, needs the sentence for itself. */
static void questions_and_labels_behind_a_clause(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WORDS "turn t/ask\n  when NP1:a if they bake\n  say  do they bake? / {a}\n"
                           "  does The hall if they bake. -> Do they bake? The hall.\n"
                           "  does Cake if they bake. -> Do they bake? Cake.\n"
                           "  leaves We sell bread and cake if they bake.\n"
                           "  leaves They bake.\n",
                     NULL),
        0);
    assert_int_equal(
        engine_check(WORDS "frame t/label\n  when they sell NP1:x\n  say  on sale: {x}\n"
                           "  does They sell cake. -> On sale: cake.\n"
                           "  does They sell bread. -> On sale: bread.\n"
                           "  leaves We bake bread, and they sell cake.\n"
                           "  leaves They bake.\n",
                     NULL),
        0);
}

static void joins(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WORDS "turn t/join\n  when CLAUSE:a / they PRED:b\n  say  {a}, and they {b}\n"
                           "  does We bake bread. / They sell cake. -> We bake bread, and they sell cake.\n"
                           "  does We clean the hall. / They sell cake. -> We clean the hall, and they sell cake.\n"
                           "  leaves We bake bread, and we clean the hall. / They sell cake.\n"
                           "  leaves We bake. / We sell.\n",
                     NULL),
        0);
    assert_int_equal(
        engine_check(WORDS "turn t/colon\n  when REST:a / they PRED:b\n  say  {a}, and they {b}\n"
                           "  does We bake bread. / They sell cake. -> We bake bread, and they sell cake.\n"
                           "  does We clean the hall. / They sell cake. -> We clean the hall, and they sell cake.\n"
                           "  leaves Today: we bake bread. / They sell cake.\n"
                           "  leaves We bake bread in the hall and cake in the hall and bread and cake and bread and cake in the "
                           "hall and bread and cake in the hall and bread in the hall. / They sell cake.\n",
                     NULL),
        0);
}

/* A text that closes its sentence leaves no link behind whose preposition it has moved. */
static void keeps_a_preposition_with_its_link(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WORDS "frame t/behind\n  when today , (sell NP1 in?):r\n  say  {r} today.\n"
                           "  does Today, sell bread. -> Sell bread today.\n"
                           "  does Today, sell the cake! -> Sell the cake today.\n"
                           "  leaves Today, sell bread in https://example.org/a.\n"
                           "  leaves Today, clean the hall.\n",
                     NULL),
        0);
}

/* A colon that leads to a link explains nothing. */
static void joins_in_front_of_a_link(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WORDS "turn t/link\n  when REST:a / they REST:b\n  say  {a}, and they {b}\n"
                           "  does We bake. / They sell cake: https://example.org/a -> We bake, and they sell cake: "
                           "https://example.org/a\n"
                           "  does We bake. / They sell cake. -> We bake, and they sell cake.\n"
                           "  leaves We bake. / They sell cake: bread and cake.\n"
                           "  leaves We bake; we sell. / They sell cake.\n",
                     NULL),
        0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cuts),
        cmocka_unit_test(cuts_in_front_of_the_same_word),
        cmocka_unit_test(cuts_in_front_of_another_the),
        cmocka_unit_test(twins_begin_alike),
        cmocka_unit_test(cuts_behind_a_conjunction),
        cmocka_unit_test(cuts_in_brackets_and_behind_commas),
        cmocka_unit_test(questions),
        cmocka_unit_test(questions_and_labels_behind_a_clause),
        cmocka_unit_test(joins),
        cmocka_unit_test(keeps_a_preposition_with_its_link),
        cmocka_unit_test(joins_in_front_of_a_link),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
