/* Choices nest: what applies to the words that another wording keeps applies there too. */
#include "walked.h"

#define WORDS                                                                                      \
    "pack en 1\nlist analyse.function = we | are\n"                                                                                  \
    "list clause.adverbial = because\nlist register.form.full = we are\nlist register.form.short = we're\n" \
    "pron we subj 1pl\npron they subj 3pl\ndet the def\nconj and\nconj but\nsub because\n"          \
    "verb bake bakes baked baked baking\nverb sell sells sold sold selling\n"                       \
    "verb be|are is was|were been being aux\nadj happy happier happiest\n"                       \
    "noun bread breads\nnoun cake cakes\nadv today time\n"

#define FIRST "turn t/first\n  when SUBJ:s FIN:v NP1:o TIME:t\n  say  {t}, {s} {v} {o}\n"
#define SELL "phrase t/offer\n  when sell NP1:x\n  say  have {x} for you\n"

/* "sell bread" lies over the border of two slots that follow each other as in the base. */
static void slots_in_a_row_are_one_span(void **state) {
    (void)state;
    seen all;
    kr_str reason;
    walk_all(WORDS FIRST SELL, "We sell bread today.", &all, &reason);
    assert_says(&all, "We have bread for you today.");
    assert_says(&all, "Today, we sell bread.");
    assert_says(&all, "Today, we have bread for you.");
}

/* What asks for the edge of its sentence applies inside a slot only where that slot stands at the text's edge. */
static void the_edge_of_a_sentence_is_that_of_its_text(void **state) {
    (void)state;
    const char *rules = WORDS "phrase t/opening\n  when START bread\n  say  the cake\n"
                              "phrase t/closing\n  when today END\n  say  and they bake\n"
                              "turn t/front\n  when (bread):b TIME:t\n  say  We sell {b} {t}\n"
                              "turn t/back\n  when (bread):b TIME:t\n  say  {b} {t}, they sell\n";
    seen all;
    kr_str reason;
    walk_all(rules, "Bread today.", &all, &reason);
    assert_says(&all, "The cake today.");
    assert_says(&all, "We sell bread today.");
    assert_says(&all, "We sell bread and they bake.");
    assert_says(&all, "The cake today, they sell.");
    assert_null(strstr(all.text, "sell the cake"));
    assert_null(strstr(all.text, "bake, they"));
}

/* An optional slot that is absent opens no text: the word behind it, which keeps its capital, does. */
static void a_name_behind_an_absent_slot_stays(void **state) {
    (void)state;
    seen all;
    kr_str reason;
    walk_all(WORDS "list analyse.suffix = beam\nsuffix noun -beam\nphrase t/make\n  when (but|and):q? WORD:s sells NP1:o\n  say  {q} {s} bakes {o}\n", "Northbeam sells bread.", &all, &reason);
    assert_says(&all, "Northbeam bakes bread.");
}

/* Word order changes in the main clause in front of another, and behind a conjunction. */
static void parts_of_a_sentence_are_turned(void **state) {
    (void)state;
    seen all;
    kr_str reason;
    walk_all(WORDS FIRST, "We sell bread today because they bake.", &all, &reason);
    assert_says(&all, "Today, we sell bread because they bake.");
    walk_all(WORDS FIRST, "But we sell bread today.", &all, &reason);
    assert_says(&all, "But today, we sell bread.");
}

/* Frames say a whole sentence in other words; a part is none. */
static void frames_keep_to_whole_sentences(void **state) {
    (void)state;
    seen all;
    kr_str reason;
    walk_all(WORDS "frame t/news\n  when we sell NP1:o\n  say  New: {o}\n",
             "We sell bread because they bake.", &all, &reason);
    assert_string_equal(all.text, "We sell bread because they bake.\n");
}

static void a_small_letter_stays_small(void **state) {
    (void)state;
    seen all;
    kr_str reason;
    walk_all(WORDS "phrase t/a\n  when we sell\n  say  here we sell\n", "\xe2\x80\xa2 we sell bread", &all, &reason);
    assert_says(&all, "\xe2\x80\xa2 here we sell bread");
}

/* Nor does another word of the item that comes first get a capital, behind whatever bullet. */
static void a_small_item_stays_small(void **state) {
    (void)state;
    const char *rules = WORDS "phrase t/swap\n  when NOUN:a and NOUN:b\n  say  {b} and {a}\n";
    seen all;
    kr_str reason;
    walk_all(rules, "- bread and cakes", &all, &reason);
    assert_says(&all, "- cakes and bread");
    walk_all(rules, "They bake today.\n- bread and cakes", &all, &reason);
    assert_says(&all, "They bake today.\n- cakes and bread");
    walk_all(rules, "- Bread and cakes", &all, &reason);
    assert_says(&all, "- Cakes and bread");
}

/* Its capital may be its own: with the list it stays in front, without it moves and loses the capital. */
static void keeps_its_place(const char *list, const char *noun, const char *base, const char *moved) {
    seen all;
    kr_str reason;
    char rules[sizeof WORDS + 256], same[64];
    const char *turn = "turn t/swap\n  when NOUN:a is NP1:b\n  say  {b} is {a}\n";
    snprintf(rules, sizeof rules, WORDS "%s%s%s", list, noun, turn);
    snprintf(same, sizeof same, "%s\n", base);
    walk_all(rules, base, &all, &reason);
    assert_string_equal(all.text, same);
    snprintf(rules, sizeof rules, WORDS "%s%s", noun, turn);
    walk_all(rules, base, &all, &reason);
    assert_says(&all, moved);
}

static void a_month_keeps_its_capital(void **state) {
    (void)state;
    keeps_its_place("list analyse.month.weak = march\n", "noun march marches\n", "March is the cake.",
                    "The cake is march.");
}

/* A given name that is another word too, in front of a verb. */
static void a_given_name_keeps_its_capital(void **state) {
    (void)state;
    keeps_its_place("list analyse.name.weak = ruby\n", "noun ruby rubies\n", "Ruby is the cake.",
                    "The cake is ruby.");
}

/* An inline choice whose first arm is the base's own words varies all the same. */
static void a_choice_with_the_base_in_front(void **state) {
    (void)state;
    seen all;
    kr_str reason;
    walk_all(WORDS "phrase t/a\n  when sell NP1:x today\n  say  sell {x} {today|this very day}\n",
             "We sell bread today.", &all, &reason);
    assert_says(&all, "We sell bread this very day.");
}

static void one_register_a_text(void **state) {
    (void)state;
    const char *rules = WORDS "phrase t/short\n  when we are\n  say  we're\n"
                              "phrase t/long\n  when we 're\n  say  we are\n";
    seen all;
    kr_str reason;
    walk_all(rules, "We are happy. We are happy today.", &all, &reason);
    assert_string_equal(all.text, "We are happy. We are happy today.\n");
    assert_true(kr_str_is(reason, "mixes two ways of saying the same in one text"));
    walk_all(rules, "We are happy. We're happy today.", &all, &reason);
    assert_says(&all, "We're happy. We're happy today.");
    assert_says(&all, "We are happy. We are happy today.");
}

/* "We bake bread?" with its own mark says what stands there; "We sell bread?" does not. */
static void a_closing_mark_alone_is_nothing_new(void **state) {
    (void)state;
    const char *rules = WORDS "frame t/ask\n  when we (bake|sell) NP:x ?\n  say  We bake {x}?\n";
    seen all;
    kr_str reason;
    walk_all(rules, "We bake bread?", &all, &reason);
    assert_int_equal(all.alternatives, 0);
    walk_all(rules, "We sell bread?", &all, &reason);
    assert_int_equal(all.alternatives, 1);
}

/* Neighbours change places only as items of one list, which begin alike. */
static void only_items_of_a_list_change_places(void **state) {
    (void)state;
    seen all;
    kr_str reason;
    walk_all(WORDS, "Hello. We bake bread and cakes and bread. We sell cakes and bread and cakes. Bye all.", &all,
             &reason);
    assert_says(&all, "Hello. We sell cakes and bread and cakes. We bake bread and cakes and bread. Bye all.");
    walk_all(WORDS, "Hello. They bake bread and cakes and bread. We sell cakes and bread and cakes. Bye all.", &all,
             &reason);
    assert_int_equal(all.alternatives, 0);
    walk_all(WORDS, "Hello. We bake bread. We sell cakes. Bye all.", &all, &reason);
    assert_int_equal(all.alternatives, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slots_in_a_row_are_one_span),
        cmocka_unit_test(the_edge_of_a_sentence_is_that_of_its_text),
        cmocka_unit_test(a_name_behind_an_absent_slot_stays),
        cmocka_unit_test(parts_of_a_sentence_are_turned),
        cmocka_unit_test(frames_keep_to_whole_sentences),
        cmocka_unit_test(a_small_letter_stays_small),
        cmocka_unit_test(a_small_item_stays_small),
        cmocka_unit_test(a_month_keeps_its_capital),
        cmocka_unit_test(a_given_name_keeps_its_capital),
        cmocka_unit_test(a_choice_with_the_base_in_front),
        cmocka_unit_test(one_register_a_text),
        cmocka_unit_test(a_closing_mark_alone_is_nothing_new),
        cmocka_unit_test(only_items_of_a_list_change_places),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
