/* What stands side by side stays alike. */
#include "engine.h"

#define WORDS                                                                                      \
    "pack en 1\n"                                                                                  \
    "pron we subj 1pl\npron they subj 3pl\npron you subj 2\npron all\npron who\ndet the def\nconj and\nmodal will\n" \
    "prep to\nprep in place\nadv once time\nadv today time\n"                                       \
    "verb bake bakes baked baked baking\nverb sell sells sold sold selling\nverb thank thanks thanked thanked thanking\n" \
    "verb be is|are was|were been being aux\n"                                                      \
    "noun bread breads\nnoun cake cakes\nnoun hall halls place\nnoun baker bakers\nnoun thanks -\n"

static void verbs_share_a_form(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WORDS "phrase t/ing\n  when will V.inf:v\n  say  will be {v.ing}\n"
                           "  does We will bake bread. -> We will be baking bread.\n"
                           "  does We will sell bread and cake. -> We will be selling bread and cake.\n"
                           "  leaves We will bake bread and sell cake.\n"
                           "  leaves We will bake bread, sell cake.\n",
                     NULL),
        0);
}

static void prepositions_come_in_pairs(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WORDS "frame t/thank\n  when thanks to NP1:a REST:z?\n  say  we thank {a} {z}\n"
                           "  does Thanks to the baker. -> We thank the baker.\n"
                           "  does Thanks to the bakers in the hall. -> We thank the bakers in the hall.\n"
                           "  leaves Thanks to the baker and to the hall.\n"
                           "  leaves Thanks to the baker and once to the hall.\n",
                     NULL),
        0);
}

static void a_conjunction_keeps_its_verb(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WORDS "phrase t/last\n  when V.pp:v in NP:p\n  say  in {p} {v}\n"
                           "  does It was baked in the hall. -> It was in the hall baked.\n"
                           "  does It was sold in the hall. -> It was in the hall sold.\n"
                           "  leaves It was baked and sold in the hall.\n"
                           "  leaves It was sold and baked in the hall.\n",
                     NULL),
        0);
}

/* "You" is said by the wording too, and is no subject there. */
static void a_second_verb_keeps_its_subject(void **state) {
    (void)state;
    assert_int_equal(
        engine_check("pack nl 1\npron je subj obj 2\npron we subj 1pl\ndet een indef\nconj en\n"
                     "verb krijgen krijg krijgt kreeg kregen gekregen\nverb geven geef geeft gaf gaven gegeven\n"
                     "verb bakken bak bakt bakte bakten gebakken\nnoun de winkel winkels\nnoun het brood broden\n"
                     "phrase t/geven\n  when START je krijgt\n  say  we geven je\n"
                     "  does Je krijgt een winkel. -> We geven je een winkel.\n"
                     "  does Je krijgt een winkel en brood. -> We geven je een winkel en brood.\n"
                     "  leaves Je krijgt een winkel en bakt brood.\n"
                     "  leaves We krijgen een winkel.\n",
                     NULL),
        0);
}

static void a_shared_subject_stays_in_front(void **state) {
    (void)state;
    assert_int_equal(
        engine_check("pack nl 1\npron ze subj 3sg\npron zich obj\nconj en\nadv vandaag time\n"
                     "verb bakken bak bakt bakte bakten gebakken\nverb halen haal haalt haalde haalden gehaald\n"
                     "noun het brood broden\nnoun de taart taarten\n"
                     "turn t/voor\n  when SUBJ:s FIN:v TIME:t REST:r?\n  say  {t} {v.inv} {s} {r}\n"
                     "  does Ze bakte vandaag brood. -> Vandaag bakte ze brood.\n"
                     "  does Ze haalde vandaag brood en taart. -> Vandaag haalde ze brood en taart.\n"
                     "  leaves Ze bakte vandaag brood en haalde taart.\n"
                     "  leaves Ze bakte vandaag brood, en haalde zich taart.\n"
                     "  leaves Ze bakte vandaag brood, haalde taart.\n",
                     NULL),
        0);
}

/* The phrase in front of "and" does not move without the one behind it, nor the subject of two verbs. */
static void both_of_a_pair(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WORDS "turn t/first\n  when SUBJ:s FIN:v NP1:o (in NP1):p REST:z?\n  say  {p} {s} {v} {o} {z}\n"
                           "  does We bake bread in the hall. -> In the hall we bake bread.\n"
                           "  does They sell cake in the hall today. -> In the hall they sell cake today.\n"
                           "  leaves We bake bread in the hall and in halls.\n"
                           "  leaves We bake.\n",
                     NULL),
        0);
    assert_int_equal(
        engine_check(WORDS "poss our\nturn t/hall\n  when we sold REST:z\n  say  The hall was full of {z}\n"
                           "  does We sold bread. -> The hall was full of bread.\n"
                           "  does We sold bread and they baked cake. -> The hall was full of bread and they baked cake.\n"
                           "  leaves We sold bread and baked cake.\n"
                           "  leaves They bake bread.\n",
                     NULL),
        0);
}

/* "to" in front of a verb is no preposition. */
static void a_verb_has_its_own_to(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WORDS "verb want wants wanted wanted wanting\n"
                           "frame t/want\n  when thanks to NP1:a REST:z?\n  say  we want to thank {a} {z}\n"
                           "  does Thanks to the baker. -> We want to thank the baker.\n"
                           "  does Thanks to the bakers in the hall. -> We want to thank the bakers in the hall.\n"
                           "  leaves Thanks to the baker who sold cake, and to the hall.\n"
                           "  leaves We thank the baker.\n",
                     NULL),
        0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(verbs_share_a_form),
        cmocka_unit_test(prepositions_come_in_pairs),
        cmocka_unit_test(a_conjunction_keeps_its_verb),
        cmocka_unit_test(a_second_verb_keeps_its_subject), cmocka_unit_test(a_shared_subject_stays_in_front), cmocka_unit_test(both_of_a_pair),
        cmocka_unit_test(a_verb_has_its_own_to),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
