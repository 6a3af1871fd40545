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

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(verbs_share_a_form),
        cmocka_unit_test(prepositions_come_in_pairs),
        cmocka_unit_test(a_conjunction_keeps_its_verb),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
