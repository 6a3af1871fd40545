/* Where a paragraph may begin, and the order of hashtags. */
#include "walked.h"

#define WORDS                                                                                   \
    "pack en 1\nlist analyse.function = we | the | and | to | at | in | our\n"                  \
    "pron we subj 1pl\ndet the def\nposs our\nconj and\nprep at\nprep in\n"                     \
    "verb bake bakes baked baked baking\nverb sell sells sold sold selling\n"                   \
    "noun bread breads\nnoun shop shops\nnoun market markets\nnoun morning mornings\n"

#define ONE "We bake the bread in our shop and sell the bread at the market in the morning."
#define TWO "We sell the bread at the market and bake the bread in our shop in the morning."
#define THREE "We bake the bread and sell the bread at our shop at the market in the morning."

static void walks(const char *base, seen *all) {
    kr_str reason;
    walk_all(WORDS, base, all, &reason);
}

static int breaks(const char *base) {
    seen all;
    walks(base, &all);
    return strstr(all.text, "\n\n") != NULL;
}

static void a_long_paragraph_is_parted(void **state) {
    (void)state;
    seen all;
    walks(ONE " " TWO " " THREE, &all);
    assert_says(&all, ONE " " TWO " " THREE);
    assert_says(&all, ONE "\n\n" TWO " " THREE);
    assert_says(&all, ONE " " TWO "\n\n" THREE);
}

/* Two made of one line each look chopped. */
static void a_short_paragraph_stays(void **state) {
    (void)state;
    assert_false(breaks(ONE " " TWO "\n" THREE " " ONE));
    assert_false(breaks("We bake bread. We sell bread. We bake the bread."));
}

static void what_leans_on_its_neighbour_stays_with_it(void **state) {
    (void)state;
    assert_false(breaks("Bread in our shop and at the market in the morning. " TWO
                        " Bread at the market and in our shop in the morning and at the shop."));
    assert_false(breaks("We bake the bread in our shop and sell the bread at the market in the morning? We sell the "
                        "bread at the market and bake the bread in our shop in the morning? Bread."));
}

static void hashtags_stand_in_any_order(void **state) {
    (void)state;
    seen all;
    walks("We bake bread. #bread #shop", &all);
    assert_says(&all, "We bake bread. #bread #shop");
    assert_says(&all, "We bake bread. #shop #bread");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_long_paragraph_is_parted),
        cmocka_unit_test(a_short_paragraph_stays),
        cmocka_unit_test(what_leans_on_its_neighbour_stays_with_it),
        cmocka_unit_test(hashtags_stand_in_any_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
