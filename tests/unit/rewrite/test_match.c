/* The matcher: repetition, and that many possible ends in a row stay quick. */
#include "walked.h"

#define WORDS                                                                                      \
    "pack en 1\n"                                                                                  \
    "pron we subj 1pl\ndet the def\nprep in\nprep with\nprep for\nconj and\n"                      \
    "verb bake bakes baked baked baking\nnoun bread breads\nnoun oven ovens\nnoun friend friends\n" \
    "adv today time\n"

static void once_or_more(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WORDS
                     "frame t/plus\n"
                     "  when we bake (in|with)+:p friends\n"
                     "  say  {p} friends we bake\n"
                     "  does We bake in friends. -> In friends we bake.\n"
                     "  does We bake in with in with in with friends. -> In with in with in with friends we bake.\n"
                     "  leaves We bake friends.\n"
                     "  leaves We bake in with in with in with in friends.\n",
                     NULL),
        0);
}

/* A date is one token; a pattern may spell it out, and says nothing of a longer or a shorter one. */
static void the_words_of_a_date(void **state) {
    (void)state;
    assert_int_equal(engine_check(WORDS
                                  "list analyse.relative = next year | late next year\n"
                                  "list equal.each = every | next\n"
                                  "list analyse.date.before = every | next\nlist analyse.weekday = friday\n"
                                  "phrase t/spelled\n"
                                  "  when in (every|next) friday\n"
                                  "  say  with every friday\n"
                                  "  does We bake in every Friday. -> We bake with every friday.\n"
                                  "  does In next Friday we bake. -> With every friday we bake.\n"
                                  "  leaves We bake in Friday.\n"
                                  "  leaves We bake in every day.\n"
                                  "phrase t/lost\n"
                                  "  when with next year\n"
                                  "  say  with bread\n"
                                  "  say  in next year\n"
                                  "  does We bake with next year. -> We bake in next year.\n"
                                  "  does With next year we bake. -> In next year we bake.\n"
                                  "  leaves We bake with late next year.\n"
                                  "  leaves We bake with Friday.\n"
                                  "phrase t/kept\n"
                                  "  when with DATE:d\n"
                                  "  unless next year\n"
                                  "  say  in {d}\n"
                                  "  does We bake with Friday. -> We bake in Friday.\n"
                                  "  does We bake with late next year. -> We bake in late next year.\n"
                                  "  leaves We bake with next year.\n"
                                  "  leaves We bake with 24 to 27 June.\n"
                                  "  leaves We bake with June 3-5.\n"
                                  "  leaves With next year we bake.\n",
                                  NULL),
                     0);
}

/* Words among alternatives are looked up together; longer ones between them, and any of them again, are tried as well. */
static void words_among_alternatives(void **state) {
    (void)state;
    assert_int_equal(engine_check(WORDS
                                  "phrase t/arms\n"
                                  "  when (bread|the oven|friends|bread|NOUN with bread|ovens):x (today|in)*:y END\n"
                                  "  say  {y} {x}\n"
                                  "  does We bake bread today. -> We bake today bread.\n"
                                  "  does We bake the oven today in today. -> We bake today in today the oven.\n"
                                  "  does We bake friends in. -> We bake in friends.\n"
                                  "  does We bake breads with bread today. -> We bake today breads with bread.\n"
                                  "  leaves We bake oven today.\n"
                                  "  leaves We bake BREAD today.\n"
                                  "  leaves Today we bake.\n",
                                  NULL),
                     0);
}

static void one_day_and_one_hour(void **state) {
    (void)state;
    assert_int_equal(engine_check(WORDS
                                  "list analyse.relative = next year\nlist analyse.weekday = friday\n"
                                  "list analyse.month = june\nlist analyse.date.before = last\n"
                                  "list analyse.clock = pm\nlist analyse.date.range = and\nlist analyse.date.glue = of\n"
                                  "phrase t/day\n"
                                  "  when with DAY:d\n"
                                  "  say  in {d}\n"
                                  "  does We bake with Friday. -> We bake in Friday.\n"
                                  "  does We bake with Friday 9 June. -> We bake in Friday 9 June.\n"
                                  "  does We bake with 9 June. -> We bake in 9 June.\n"
                                  "  does We bake with June 9. -> We bake in June 9.\n"
                                  "  does We bake with 9 of June. -> We bake in 9 of June.\n"
                                  "  leaves We bake with June 2026.\n"
                                  "  leaves We bake with 9 June 2026.\n"
                                  "  leaves We bake with last Friday.\n"
                                  "  leaves We bake with 9 and 10 June.\n"
                                  "  leaves We bake with June 9-11.\n"
                                  "  leaves We bake with next year.\n"
                                  "phrase t/hour\n"
                                  "  when for HOUR:h\n"
                                  "  say  in {h}\n"
                                  "  does We bake for 7 pm. -> We bake in 7 pm.\n"
                                  "  does We bake for 7.30 pm. -> We bake in 7.30 pm.\n"
                                  "  leaves We bake for 5-8 pm.\n"
                                  "  leaves We bake for 5\xe2\x80\x93" "8 pm.\n",
                                  NULL),
                     0);
}

/* A condition that is an edge alone asks whether the match stands there. */
static void conditions_on_the_edges(void **state) {
    (void)state;
    assert_int_equal(engine_check(WORDS
                                  "phrase t/inside\n  when bread\n  say  cake\n  unless START\n  unless END\n"
                                  "  does We bake bread today. -> We bake cake today.\n"
                                  "  does The bread in the oven. -> The cake in the oven.\n"
                                  "  leaves Bread today.\n"
                                  "  leaves We bake bread.\n"
                                  "phrase t/text\n  when today\n  say  in the oven\n    unless END\n  say  with bread\n    unless START\n"
                                  "  does Today we bake. -> In the oven we bake.\n"
                                  "  does We bake today. -> We bake with bread.\n"
                                  "  leaves We bake.\n  leaves Bread.\n",
                                  NULL),
                     0);
}

static void a_number_of_percent(void **state) {
    (void)state;
    assert_int_equal(engine_check(WORDS
                                  "list analyse.unit = percent | pies\nlist unit.percent = percent\n"
                                  "phrase t/percent\n  when bake NUM.percent:n\n  say  sell {n}\n"
                                  "  does We bake 12% today. -> We sell 12% today.\n"
                                  "  does We bake 3 percent today. -> We sell 3 percent today.\n"
                                  "  leaves We bake 3 pies today.\n  leaves We bake 3 today.\n",
                                  NULL),
                     0);
}

static void items_of_a_list_are_left(void **state) {
    (void)state;
    assert_int_equal(engine_check(WORDS
                                  "phrase t/plain\n  when bread\n  say  cake\n  not-item\n"
                                  "  does We bake bread today. -> We bake cake today.\n"
                                  "  does Bread. -> Cake.\n"
                                  "  leaves - bread\n  leaves - bread today\n",
                                  NULL),
                     0);
}

static void any_number_of_times(void **state) {
    (void)state;
    assert_int_equal(engine_check(WORDS
                                  "pattern more = (PP|ADV.time)*\n"
                                  "frame t/star\n"
                                  "  when we bake NP1:x %more:r\n"
                                  "  say  {x} we bake {r}\n"
                                  "  does We bake bread. -> Bread we bake.\n"
                                  "  does We bake bread today with friends in the oven. -> "
                                  "Bread we bake today with friends in the oven.\n"
                                  "  leaves We bake bread and friends.\n"
                                  "  leaves We bake today.\n",
                                  NULL),
                     0);
}

static void what_must_not_stand_here(void **state) {
    (void)state;
    assert_int_equal(engine_check(WORDS
                                  "frame t/not\n"
                                  "  when we bake NP1:x !(in|with oven) PP:p\n"
                                  "  say  {x} we bake {p}\n"
                                  "  does We bake bread for friends. -> Bread we bake for friends.\n"
                                  "  does We bake bread with friends. -> Bread we bake with friends.\n"
                                  "  leaves We bake bread in the oven.\n"
                                  "  leaves We bake bread with oven.\n",
                                  NULL),
                     0);
    compile_pack(WORDS "phrase t/x\n  when a !(NP:x)\n  say a\n", KOOR_E_SYNTAX,
                 "test.pack:14:10: what must not stand here binds nothing: !");
}

static void a_name_of_one_word(void **state) {
    (void)state;
    assert_int_equal(engine_check(WORDS
                                  "phrase t/first-names\n"
                                  "  when NAME1:a and NAME1:b\n"
                                  "  say  {b} and {a}\n"
                                  "  does We bake with Karel and Lise. -> We bake with Lise and Karel.\n"
                                  "  does Bread for Noor and Aïcha! -> Bread for Aïcha and Noor!\n"
                                  "  leaves We bake with Karel and Lise Maesen.\n"
                                  "  leaves We bake with Lise Maesen and Karel.\n",
                                  NULL),
                     0);
}

static void a_name_of_two_words(void **state) {
    (void)state;
    assert_int_equal(engine_check(WORDS
                                  "phrase t/full-names\n"
                                  "  when NAME2:a and NAME2:b\n"
                                  "  say  {b} and {a}\n"
                                  "  does We bake with Karel Maes and Lise Peeters. -> We bake with Lise Peeters and Karel Maes.\n"
                                  "  does Bread for Noor Aerts and Ben Maes! -> Bread for Ben Maes and Noor Aerts!\n"
                                  "  leaves We bake with Karel and Lise Maesen.\n"
                                  "  leaves We bake with CEO Maes and CFO Peeters.\n"
                                  "  leaves We bake with CEO Karel Maes and Lise Peeters.\n",
                                  NULL),
                     0);
}

static void unless_looks_in_every_sentence_of_a_match(void **state) {
    (void)state;
    assert_int_equal(engine_check(WORDS
                                  "frame t/two\n"
                                  "  when we bake NP1:x / we bake NP1:y\n"
                                  "  unless oven\n"
                                  "  unless / we bake friends\n"
                                  "  say  we bake {x} in {y}\n"
                                  "  does We bake bread. / We bake breads. -> We bake bread in breads.\n"
                                  "  does We bake friends. / We bake bread. -> We bake friends in bread.\n"
                                  "  leaves We bake bread. / We bake the oven.\n"
                                  "  leaves We bake bread. / We bake friends.\n",
                                  NULL),
                     0);
}

/* What stands beside a match, and anywhere in its post, with START and END as the edges of a sentence. */
static void conditions_on_the_neighbours_and_the_post(void **state) {
    (void)state;
    assert_int_equal(engine_check(WORDS
                                  "phrase t/before\n"
                                  "  when bake bread\n"
                                  "  say  bake with friends\n"
                                  "  unless-before START ovens\n"
                                  "  does We bake bread. Ovens help. -> We bake with friends. Ovens help.\n"
                                  "  does The ovens help. We bake bread. -> The ovens help. We bake with friends.\n"
                                  "  leaves Ovens help. We bake bread.\n"
                                  "  leaves We bake ovens.\n"
                                  "phrase t/behind\n"
                                  "  when bake for friends\n"
                                  "  say  bake with friends\n"
                                  "  unless-behind friends END\n"
                                  "  does Friends. We bake for friends. -> Friends. We bake with friends.\n"
                                  "  does We bake for friends. Friends help. -> We bake with friends. Friends help.\n"
                                  "  leaves We bake for friends. And with friends.\n"
                                  "  leaves We bake with friends.\n"
                                  "phrase t/anywhere\n"
                                  "  when the oven\n"
                                  "  say  ovens\n"
                                  "  only-post START we\n"
                                  "  only-before bread\n"
                                  "  does Bread. The oven. With friends. We bake. -> Bread. Ovens. With friends. We bake.\n"
                                  "  does We bake. Bread. The oven. -> We bake. Bread. Ovens.\n"
                                  "  leaves Bread. The oven.\n"
                                  "  leaves We bake. Bread. In friends. The oven.\n"
                                  "  leaves The oven. Bread. We bake.\n"
                                  "phrase t/in-its-sentence\n"
                                  "  when for friends\n"
                                  "  say  with friends\n"
                                  "  unless-sentence ovens\n"
                                  "  does Ovens. We bake for friends. -> Ovens. We bake with friends.\n"
                                  "  does We bake for friends. -> We bake with friends.\n"
                                  "  leaves Ovens bake for friends.\n"
                                  "  leaves We bake for friends, with ovens.\n"
                                  "phrase t/closing-mark\n"
                                  "  when with the oven\n"
                                  "  say  for the oven\n"
                                  "  only-before ?\n"
                                  "  unless !\n"
                                  "  does Bread? We bake with the oven. -> Bread? We bake for the oven.\n"
                                  "  does Today? With the oven. -> Today? For the oven.\n"
                                  "  leaves Bread. We bake with the oven.\n"
                                  "  leaves With the oven.\n"
                                  "phrase t/at-one-place\n"
                                  "  when bread\n"
                                  "  say  ovens\n"
                                  "  once bread\n"
                                  "  does We bake bread. -> We bake ovens.\n"
                                  "  does Friends bake. We bake bread. -> Friends bake. We bake ovens.\n"
                                  "  leaves We bake bread for bread.\n"
                                  "  leaves We bake bread. Bread.\n"
                                  "phrase t/speaker\n"
                                  "  when with friends\n"
                                  "  say  in bread\n"
                                  "  quotes\n"
                                  "  does \"We bake bread for friends and bake bread today,\" with friends. -> \"We bake bread for friends and bake bread today,\" in bread.\n"
                                  "  does We help. \"We bake bread for friends and bake bread today,\" with friends. -> We help. \"We bake bread for friends and bake bread today,\" in bread.\n"
                                  "  leaves We bake with friends.\n"
                                  "  leaves \"We bake with friends, and bread with friends.\"\n"
                                  "phrase t/of-one-text\n"
                                  "  when today\n"
                                  "  say  in bread\n"
                                  "    unless-post ovens\n"
                                  "  say  with bread\n"
                                  "    only-behind ovens\n"
                                  "  does We bake today. -> We bake in bread.\n"
                                  "  does We bake today. In ovens. -> We bake with bread. In ovens.\n"
                                  "  leaves In ovens. We bake today.\n"
                                  "  leaves We bake.\n",
                                  NULL),
                     0);
}

static void a_turn_leaves_what_a_colon_explains_and_closing_tags(void **state) {
    (void)state;
    assert_int_equal(engine_check(WORDS
                                  "turn t/front\n"
                                  "  when we bake NP1:x with NP1:y\n"
                                  "  say  with {y}, we bake {x}\n"
                                  "  does We bake bread with friends. -> With friends, we bake bread.\n"
                                  "  does We bake bread with \\#oven. -> With \\#oven, we bake bread.\n"
                                  "  leaves We bake bread with friends: the oven.\n"
                                  "  leaves We bake bread.\n",
                                  NULL),
                     0);
}

/* A list that follows has its colon already. */
static void a_sentence_explains_once(void **state) {
    (void)state;
    assert_int_equal(engine_check(WORDS
                                  "phrase t/colon\n"
                                  "  when , because (we):w\n"
                                  "  say  : {w}\n"
                                  "  does We bake bread, because we sell. -> We bake bread: we sell.\n"
                                  "  does We sell, because we bake bread. -> We sell: we bake bread.\n"
                                  "  leaves We bake bread, because we sell:\n"
                                  "  leaves Today: we bake bread, because we sell:\n",
                                  NULL),
                     0);
}

static void words_inside_one_clause(void **state) {
    (void)state;
    assert_int_equal(engine_check(WORDS
                                  "frame t/mid\n"
                                  "  when we bake MID:m today\n"
                                  "  say  today we bake {m}\n"
                                  "  does We bake bread with gusto today. -> Today we bake bread with gusto.\n"
                                  "  does We bake bread and cake today. -> Today we bake bread and cake.\n"
                                  "  leaves We bake bread, friends today.\n"
                                  "  leaves We bake bread and friends bake today.\n"
                                  "  leaves We bake today.\n",
                                  NULL),
                     0);
}

static void what_is_repeated_is_bound_as_a_whole(void **state) {
    (void)state;
    compile_pack(WORDS "phrase t/x\n  when (NP1:x)*\n  say a\n", KOOR_E_SYNTAX,
                 "test.pack:14:15: bind all that is repeated: (...)*:x: *");
    compile_pack(WORDS "phrase t/x\n  when (((((a+)+)+)+)+)+\n  say a\n", KOOR_E_SYNTAX, NULL);
}

/* Twelve groups of phrases, each of which may end in many places, on a sentence where none fits. */
static void many_ends_in_a_row_are_searched_once(void **state) {
    (void)state;
    char text[8192] = WORDS "pattern any = (NP|PP|NP1|ADV)*\nframe t/many\n  when we bake";
    for (int i = 0; i < 12; i++)
        snprintf(text + strlen(text), sizeof text - strlen(text), " %s:x%d",
                 i % 2 ? "%any" : "(NP|PP|NP1|ADV)*", i);
    strcat(text, " oven today\n  say  today we bake\n");
    seen all;
    kr_str reason;
    walk_all(text,
             "We bake the bread with friends in the oven for friends with bread in the "
             "oven with friends for the oven in bread with the friends.",
             &all, &reason);
    assert_int_equal(all.limited, 0);
    assert_int_equal(all.alternatives, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(once_or_more),
        cmocka_unit_test(the_words_of_a_date),
        cmocka_unit_test(words_among_alternatives),
        cmocka_unit_test(one_day_and_one_hour),
        cmocka_unit_test(conditions_on_the_edges),
        cmocka_unit_test(a_number_of_percent),
        cmocka_unit_test(items_of_a_list_are_left),
        cmocka_unit_test(any_number_of_times),
        cmocka_unit_test(what_must_not_stand_here),
        cmocka_unit_test(a_name_of_one_word),
        cmocka_unit_test(a_name_of_two_words),
        cmocka_unit_test(unless_looks_in_every_sentence_of_a_match),
        cmocka_unit_test(conditions_on_the_neighbours_and_the_post),
        cmocka_unit_test(a_sentence_explains_once),
        cmocka_unit_test(a_turn_leaves_what_a_colon_explains_and_closing_tags),
        cmocka_unit_test(words_inside_one_clause),
        cmocka_unit_test(what_is_repeated_is_bound_as_a_whole),
        cmocka_unit_test(many_ends_in_a_row_are_searched_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
