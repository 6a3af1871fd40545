/* What a clause begins and ends with once a time stands in front of it. */
#include "engine.h"

#define WORDS                                                                                      \
    "pack en 1\nlist analyse.weekday = friday\npron we subj 1pl\npron they subj 3pl\npron it 3sg\ndet the def\n" \
    "poss our\nprep on time\nadv today time\nadj new newer newest\nmodal will\n"                              \
    "verb bake bakes baked baked baking\nverb open opens opened opened opening\nverb change changes changed changed changing\n" \
    "noun bread breads\nnoun hall halls place\nnoun baker bakers\nnoun parking -\n"

static void the_end_keeps_its_weight(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WORDS "turn t/first\n  when REST:c TIME:t\n  say  {t}, {c}\n"
                           "  does We bake bread today. -> Today, we bake bread.\n"
                           "  does They open the hall on Friday. -> On Friday, they open the hall.\n"
                           "  leaves We bake it today.\n"
                           "  leaves The hall opens on Friday.\n"
                           "  leaves The hall will change on Friday.\n",
                     NULL),
        0);
}

static void a_bare_noun_needs_a_comma(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WORDS "turn t/first\n  when REST:c TIME:t\n  say  {t} {c}\n"
                           "  does We bake bread today. -> Today we bake bread.\n"
                           "  does The bakers open the hall on Friday. -> On Friday the bakers open the hall.\n"
                           "  leaves Parking opens the hall on Friday.\n"
                           "  leaves New bakers open the hall today.\n",
                     NULL),
        0);
}

static void nothing_trails_behind_a_comma(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WORDS "turn t/back\n  when TIME:t , REST:c\n  say  {c} {t}\n"
                           "  does Today, we bake bread. -> We bake bread today.\n"
                           "  does On Friday, they open the hall. -> They open the hall on Friday.\n"
                           "  does On Friday, our baker, Tom, will open the hall. -> Our baker, Tom, will open the hall on Friday.\n"
                           "  leaves On Friday, they open the hall, bread of the baker.\n"
                           "  leaves We bake it.\n",
                     NULL),
        0);
}

static void a_weak_pronoun_stays_at_its_verb(void **state) {
    (void)state;
    assert_int_equal(
        engine_check("pack nl 1\nlist analyse.weekday = vrijdag\nlist pronoun.weak = het\npron we subj 1pl\npron het 3sg\n"
                     "det het def\nprep op time\nadv vandaag time\nnoun het brood broden\nnoun de bakker bakkers\n"
                     "verb bakken bak bakt bakte bakten gebakken\n"
                     "turn t/back\n  when TIME:t FIN:v we REST:c\n  say  we {v.fin} {t} {c}\n"
                     "  does Vandaag bakken we het brood. -> We bakken vandaag het brood.\n"
                     "  does Op vrijdag bakken we brood. -> We bakken op vrijdag brood.\n"
                     "  leaves Vandaag bakken we het.\n"
                     "  leaves Op vrijdag bakken we het op brood.\n",
                     NULL),
        0);
}

static void a_title_keeps_its_capital(void **state) {
    (void)state;
    assert_int_equal(
        engine_check("pack nl 1\nlist analyse.weekday = vrijdag\nlist noun.bare = koffie\npron we subj 1pl\n"
                     "det de def\nprep op time\nnoun de lantaarn lantaarns\nnoun de koffie -\n"
                     "verb openen open opent opende openden geopend\n"
                     "turn t/first\n  when REST:c FIN:v TIME:t\n  say  {t} {v} {c}\n"
                     "  does De lantaarn opent op vrijdag. -> Op vrijdag opent de lantaarn.\n"
                     "  does Koffie opent op vrijdag. -> Op vrijdag opent koffie.\n"
                     "  does Lantaarns openen op vrijdag. -> Op vrijdag openen lantaarns.\n"
                     "  leaves Lantaarn opent op vrijdag.\n"
                     "  leaves De lantaarn opent.\n",
                     NULL),
        0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_end_keeps_its_weight),
        cmocka_unit_test(a_bare_noun_needs_a_comma),
        cmocka_unit_test(nothing_trails_behind_a_comma),
        cmocka_unit_test(a_weak_pronoun_stays_at_its_verb),
        cmocka_unit_test(a_title_keeps_its_capital),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
