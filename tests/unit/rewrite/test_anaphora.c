/* Pronouns keep the noun that they stand for. */
#include "engine.h"

#define WORDS                                                                                      \
    "pack en 1\nlist pronoun.plural = they | them | their\nlist pronoun.thing = it | its\n"         \
    "pron we subj 1pl\npron it 3sg\npron they subj 3pl\npron them obj 3pl\nposs our\nposs their\nposs its\n" \
    "det the def\ndet a indef\nprep for\nprep in time place\nconj and\nsub when\n"                  \
    "verb bake bakes baked baked baking\nverb help helps helped helped helping\n"                   \
    "verb run runs ran run running\nverb love loves loved loved loving\nadv today time\n"            \
    "noun parent parents person\nnoun child children person\nnoun friend friends person\n"          \
    "noun bread breads\nnoun plant plants\nnoun oven ovens\n"

static void list_items(void **state) {
    (void)state;
    assert_int_equal(engine_check(WORDS "phrase t/swap\n  when NP1:a and NP1:b\n  say  {b} and {a}\n"
                                        "  does We help parents and friends. -> We help friends and parents.\n"
                                        "  does We help a friend and a child. -> We help a child and a friend.\n"
                                        "  leaves We help parents and their children.\n"
                                        "  leaves We help a friend and their children.\n",
                                  NULL),
                     0);
}

static void clauses(void **state) {
    (void)state;
    assert_int_equal(engine_check(WORDS "turn t/back\n  when SUB:z , REST:c\n  say  {c} {z}\n"
                                        "  does When it runs, we bake. -> We bake when it runs.\n"
                                        "  does When parents bake, we love it. -> We love it when parents bake.\n"
                                        "  leaves When parents bake, they love bread.\n"
                                        "  leaves When the plant runs, we love it.\n",
                                  NULL),
                     0);
    assert_int_equal(engine_check(WORDS "turn t/first\n  when REST:c for NP1:n\n  say  for {n}, {c}\n"
                                        "  does Parents bake for children. -> For children, parents bake.\n"
                                        "  does Parents bake for their children. -> For their children, parents bake.\n"
                                        "  leaves We bake.\n"
                                        "  leaves We love it.\n",
                                  NULL),
                     0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(list_items),
        cmocka_unit_test(clauses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
