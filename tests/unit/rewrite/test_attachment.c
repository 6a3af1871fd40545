/* What moves stays with what it belongs to: each rule below moves a phrase without looking where it
 * lands, and leaves the sentences in which it would be read otherwise. */
#include "walked.h"

#define WORDS                                                                                      \
    "pack en 1\n"                                                                                  \
    "list analyse.negation = not | never\n"                                                        \
    "list attach.noun = of | with | for\nlist attach.always = of\nlist attach.relative = who\n"     \
    "pron we subj 1pl\npron they subj 3pl\npron them obj 3pl\npron who\nposs our\nposs their\n"     \
    "det the def\ndet a indef\nprep in time place\nprep on time place\nprep at time place\n"        \
    "prep with\nprep for\nprep of\nconj and\nsub that\nsub because\nsub when\n"             \
    "verb bake bakes baked baked baking\nverb sell sells sold sold selling\n"                       \
    "verb help helps helped helped helping\nverb move moves moved moved moving\n"                   \
    "verb win wins won won winning\nverb be|are is was|were been being aux\n"                                 \
    "verb have has had had having aux\nmodal can\nmodal will\n"                                     \
    "noun bread breads\nnoun cake cakes\nnoun oven ovens place\nnoun friend friends person\n"       \
    "noun parent parents person\nnoun family families group\nnoun prize prizes\nnoun hall halls place\n" \
    "noun week weeks time\nnoun year years time\nadv today time\nadv here place\nadj happy happier happiest\n" \
    "adj last -\n"

/* "legt in de video uit hoe het gaat": a particle that parts from the noun in front of it. */
static void a_particle_is_no_attribute(void **state) {
    (void)state;
    assert_int_equal(
        engine_check("pack nl 1\nlist attach.likely = uit | met\npron we subj 1pl\npron het subj 3sg\ndet de def\n"
                     "prep in place\nprep uit\nprep met\nsub hoe\nnoun de video video's\nnoun de winkel winkels place\n"
                     "verb uit|leggen leg legt legde legden uitgelegd\nverb gaan ga gaat ging gingen gegaan\n"
                     "phrase t/first\n  when START we FIN:v PP:p (uit|met):u\n  say  {p} {v} we {u}\n"
                     "  does We leggen in de video uit hoe het gaat. -> In de video leggen we uit hoe het gaat.\n"
                     "  does We leggen in de winkel uit hoe het gaat. -> In de winkel leggen we uit hoe het gaat.\n"
                     "  leaves We gaan in de winkel met de video.\n"
                     "  leaves We gaan in de winkel.\n",
                     NULL),
        0);
}

static void no_other_verb(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WORDS
                     "turn t/last\n"
                     "  when TIME:t , REST:c\n"
                     "  say  {c} {t}\n"
                     "  does Today, we bake bread. -> We bake bread today.\n"
                     "  does Today, our friends bake a cake. -> Our friends bake a cake today.\n"
                     "  leaves Today, we bake for parents who move.\n"
                     "  leaves Today, we help our friends to move.\n"
                     "  leaves Today, we bake bread because they move.\n"
                     "  leaves Today, we bake bread and our friends sell cakes.\n",
                     NULL),
        0);
    assert_int_equal(
        engine_check(WORDS
                     "turn t/first\n"
                     "  when REST:c TIME:t\n"
                     "  say  {t}, {c}\n"
                     "  does We bake bread today. -> Today, we bake bread.\n"
                     "  does We will bake bread today. -> Today, we will bake bread.\n"
                     "  does We are happy to bake bread today. -> Today, we are happy to bake bread.\n"
                     "  leaves We bake for parents who move today.\n"
                     "  leaves We help our friends to move today.\n"
                     "  leaves We are happy to have won today.\n",
                     NULL),
        0);
}

static void no_other_noun(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WORDS
                     "turn t/last\n"
                     "  when (with|for|of):q NP:n , REST:c\n"
                     "  say  {c} {q} {n}\n"
                     "  does With the parents, we bake. -> We bake with the parents.\n"
                     "  does For our friends, we bake bread. -> We bake bread for our friends.\n"
                     "  leaves For parents, we bake bread.\n"
                     "  leaves With a friend, we help families.\n",
                     NULL),
        0);
    assert_int_equal(
        engine_check(WORDS
                     "turn t/first\n"
                     "  when REST:c (of|for):q NP1:n\n"
                     "  say  {q} {n}, {c}\n"
                     "  does We bake for parents. -> For parents, we bake.\n"
                     "  does We bake bread for parents. -> For parents, we bake bread.\n"
                     "  leaves We sell the bread of our friends.\n"
                     "  leaves We bake the cake of the year.\n",
                     NULL),
        0);
    assert_int_equal(
        engine_check(WORDS
                     "phrase t/middle\n"
                     "  when NP1:x PP:p TIME:t\n"
                     "  say  {x} {t} {p}\n"
                     "  does We sell bread in the hall today. -> We sell bread today in the hall.\n"
                     "  does They sell a cake in an oven today. -> They sell a cake today in an oven.\n"
                     "  leaves We sell bread for parents today.\n"
                     "  leaves We sell the bread of friends today.\n",
                     NULL),
        0);
}

static void relative_clauses_keep_their_noun(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WORDS
                     "turn t/swap\n"
                     "  when (with|for):q NP1:n , REST:c\n"
                     "  say  {c}, {q} {n}\n"
                     "  does With friends, we bake. -> We bake, with friends.\n"
                     "  does For parents, we bake. -> We bake, for parents.\n"
                     "  leaves With friends, who bake, we sell.\n"
                     "  leaves We bake.\n",
                     NULL),
        0);
}

static void the_reason_is_told(void **state) {
    (void)state;
    seen all;
    kr_str reason;
    walk_all(WORDS "turn t/last\n"
                   "  when TIME:t , REST:c\n"
                   "  say  {c} {t}\n"
                   "  does Today, we bake. -> We bake today.\n"
                   "  does Today, they bake. -> They bake today.\n"
                   "  leaves We bake.\n"
                   "  leaves They bake.\n",
             "Today, we bake for parents who move.", &all, &reason);
    assert_int_equal(all.refused, 1);
    assert_true(kr_str_is(reason, "could belong to another verb where it stands now"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_particle_is_no_attribute),
        cmocka_unit_test(no_other_verb),
        cmocka_unit_test(no_other_noun),
        cmocka_unit_test(relative_clauses_keep_their_noun),
        cmocka_unit_test(the_reason_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
