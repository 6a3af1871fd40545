/* Contractions: every one of a text or none, in whichever way the rest of it is said. */
#include "walked.h"

#define WORDS                                                                                      \
    "pack en 1\n"                                                                                  \
    "list contraction.short = 're | 's | 'm\nlist contraction.full = we are\nlist contraction.chat = they 're\n"                     \
    "pron we subj 1pl\npron they subj 3pl\npron it subj 3sg\npron i subj 1sg\nlist voice.i.word = i\n"  \
    "verb be|are|'re is|'s was|were been being aux\nadv here place\nadv today time\n"
#define OUT                                                                                        \
    "phrase t/are-out\n  when (we|they):s 're\n  say  {s} are\n  together\n"                        \
    "phrase t/is-out\n  when (it):s 's\n  say  {s} is\n  together\n"
#define IN "phrase t/are-in\n  when we are\n  say  we're\n"

static void says_all_or_none(void **state) {
    (void)state;
    seen all;
    kr_str reason;
    walk_all(WORDS OUT, "We're here. It's here. We're here.", &all, &reason);
    assert_string_equal(all.text, "We're here. It's here. We're here.\n"
                                  "We are here. It is here. We are here.\n");
}

/* The words of a wording count too, and a choice inside it. */
static void a_wording_brings_none_into_full_forms(void **state) {
    (void)state;
    seen all;
    kr_str reason;
    walk_all(WORDS OUT "phrase t/now\n  when today\n  say  now that it's light\n  say  {now|while we're awake}\n",
             "We're here today.", &all, &reason);
    assert_string_equal(all.text, "We're here today.\nWe're here now that it's light.\n"
                                  "We're here now.\nWe're here while we're awake.\n"
                                  "We are here today.\nWe are here now.\n");
}

/* A slot, and slots in a row, of other rules. */
static void reaches_into_slots(void **state) {
    (void)state;
    seen all;
    kr_str reason;
    walk_all(WORDS OUT "turn t/first\n  when SUBJ:s FIN:v (here):h TIME:t\n  say  {t}, {s} {v} {h}\n", "We're here today.", &all,
             &reason);
    assert_string_equal(all.text, "We're here today.\nToday, we're here.\nToday, we are here.\nWe are here today.\n");
}

static void is_left_where_one_would_stay(void **state) {
    (void)state;
    seen all;
    kr_str reason;
    walk_all(WORDS OUT, "We're here. We think it's they who'm here.", &all, &reason);
    assert_string_equal(all.text, "We're here. We think it's they who'm here.\n");
    assert_true(kr_str_is(reason, "leaves other contractions in the text"));
}

static void a_chat_keeps_them(void **state) {
    (void)state;
    static const char *const chats[] = {"We're here!", "Today? We're here.", "We're here. I is here.",
                                        "We're here \xf0\x9f\x8e\x89", "They're here."};
    seen all;
    kr_str reason;
    for (size_t i = 0; i < sizeof chats / sizeof *chats; i++) {
        walk_all(WORDS OUT, chats[i], &all, &reason);
        assert_true(kr_str_is(reason, "takes the contractions from a text that chats"));
    }
    walk_all(WORDS OUT, "We are here. It's here.", &all, &reason);
    assert_true(kr_str_is(reason, "takes the contractions from a text that has both kinds"));
}

/* The way back is free; no rule brings a contraction into full forms. */
static void the_way_back_is_free(void **state) {
    (void)state;
    seen all;
    kr_str reason;
    walk_all(WORDS OUT IN, "Here we are. We were here. It's here.", &all, &reason);
    assert_string_equal(all.text, "Here we are. We were here. It's here.\nHere we're. We were here. It's here.\n");
    walk_all(WORDS OUT "phrase t/so\n  when today\n  say  so it's\n", "It's here today.", &all, &reason);
    assert_string_equal(all.text, "It's here today.\nIt's here so it's.\nIt is here today.\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_all_or_none),
        cmocka_unit_test(a_wording_brings_none_into_full_forms),
        cmocka_unit_test(reaches_into_slots),
        cmocka_unit_test(is_left_where_one_would_stay),
        cmocka_unit_test(a_chat_keeps_them),
        cmocka_unit_test(the_way_back_is_free),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
