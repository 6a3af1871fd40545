/* What a wording repeats, and what it no longer repeats. */
#include "walked.h"

#define WORDS                                                                                      \
    "pack en 1\nlist analyse.function = we | the | and | once | too | to | daily | have\nlist analyse.heard = daily\n"                         \
    "pron we subj 1pl\npron nobody subj 3sg\ndet the def\nconj and\nadv too degree\nadv daily time\n" \
    "verb want wants wanted wanted wanting\nverb need needs needed needed needing\n"               \
    "verb have has had had having\n"                                                               \
    "verb bake bakes baked baked baking\nverb sell sells sold sold selling\n"                       \
    "noun chance chances\nnoun opportunity opportunities\nnoun bread breads\nnoun cake cakes\nnoun day days\n"

static void refuses(const char *rule, const char *base, const char *wanted) {
    char pack[1024];
    snprintf(pack, sizeof pack, WORDS "phrase t/rule\n%s\n", rule);
    assert_refused(pack, base, wanted);
}

static void says_no_word_twice(void **state) {
    (void)state;
    static const char twice[] = "says a word twice";
    refuses("  when chance\n  say  opportunity", "We need the opportunity and the chance.", twice);
    refuses("  when chance\n  say  opportunity", "We need opportunities and the chance.", twice);
    refuses("  when want\n  say  need", "We want bread and need cake.", twice);
}

/* A verb that helps as well, where it stands for two predicates of one subject. */
static void says_no_verb_of_the_predicate_beside_it(void **state) {
    (void)state;
    static const char twice[] = "says a word twice";
    refuses("  when want\n  say  have", "We want bread and have cake.", twice);
    refuses("  when want\n  say  have", "We want bread, have cake.", twice);
    refuses("  when want\n  say  have", "We have bread and want cake.", twice);
    refuses("  when want\n  say  have", "We want bread and we have cake.", "");
    refuses("  when want\n  say  have", "We want bread and had cake.", "");
    refuses("  when want\n  say  have", "We want bread.", "");
}

/* Neighbours are heard together: close to their border, in any form. */
static void says_no_word_of_its_neighbours(void **state) {
    (void)state;
    static const char beside[] = "says a word of the sentence beside it";
    refuses("  when chance\n  say  opportunity", "We need the chance. Opportunities sell.", beside);
    refuses("  when chance\n  say  opportunity", "We need the opportunity. The chance is the day.", beside);
    refuses("  when chance\n  say  opportunity",
            "We need the opportunity and the bread and the cake and the bread and the cake and the day. The chance sells.", "");
    refuses("  when the chance and the opportunity\n  say  the opportunity and the day", "We need the chance and the opportunity. Opportunities sell.", "");
    refuses("  when chance\n  say  opportunity", "We need the chance. Bread sells.", "");
    refuses("  when once\n  say  daily", "We sell once. We bake daily.", beside);
    refuses("  when once\n  say  too", "We sell once. We bake too.", "");
}

/* The base says it twice itself, the other is gone, or the rule is made so. */
static void is_free_where_it_is_meant(void **state) {
    (void)state;
    refuses("  when daily\n  say  day and day", "We bake daily.", "");
    refuses("  when chance\n  say  opportunity", "We need the chance.", "");
    refuses("  when the chance and the opportunity\n  say  the opportunity", "We need the chance and the opportunity.", "");
    refuses("  when too\n  say  and the", "We need the bread too.", "");
}

static void keeps_a_repetition(void **state) {
    (void)state;
    static const char breaks[] = "breaks a repetition of the base";
    refuses("  when <sell:v>\n  say  <bake:v>", "We sell bread and sell cake.", breaks);
    refuses("  when chance\n  say  opportunity", "We need the chance and bake the chance.", breaks);
    refuses("  when sell bread and sell cake\n  say  bake", "We sell bread and sell cake.", "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_no_word_twice),
        cmocka_unit_test(says_no_verb_of_the_predicate_beside_it),
        cmocka_unit_test(says_no_word_of_its_neighbours),
        cmocka_unit_test(is_free_where_it_is_meant),
        cmocka_unit_test(keeps_a_repetition),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
