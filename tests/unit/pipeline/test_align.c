/* Which sentences of a wording for several may stand beside another author's. */
#include "version_fixture.h"

#include <stdio.h>
#include <string.h>

static const char BASE[] = "The bakery opens a shop in Ghent. A small team bakes the bread. Come by on Saturday.";

static kr_outside_list align(read_post *r, const char *text, uint32_t first, uint32_t last) {
    kr_outside_list pieces = {0};
    const kr_sentence *sentences = r->version.post.sentences;
    kr_outside whole = {.first = first, .last = last, .text = kr_str_of(text),
                        .from = {sentences[first].span.start, sentences[last].span.end}};
    assert_int_equal(kr_outside_align(&r->job, r->campaign, &r->version, &whole, &pieces), KOOR_OK);
    return pieces;
}

static int has_piece(const kr_outside_list *pieces, uint32_t first, uint32_t last, const char *text) {
    for (size_t i = 0; i < pieces->count; i++)
        if (pieces->at[i].first == first && pieces->at[i].last == last && kr_str_is(pieces->at[i].text, text))
            return 1;
    return 0;
}

/* "0 First text|1-2 Others", in any order; "" for none. */
static void expect(const char *base, const char *text, const char *wanted) {
    read_post r;
    char line[200];
    size_t count = 0;
    version_start(&r, base, "en");
    kr_outside_list pieces = align(&r, text, 0, r.version.post.sentence_count - 1);
    for (const char *at = wanted; *at; at += strlen(line) + (at[strlen(line)] == '|')) {
        uint32_t first = (uint32_t)(at[0] - '0'), last = at[1] == '-' ? (uint32_t)(at[2] - '0') : first;
        snprintf(line, sizeof line, "%.*s", (int)strcspn(at, "|"), at);
        if (!has_piece(&pieces, first, last, strchr(line, ' ') + 1))
            fail_msg("%s: \"%s\" is no piece", text, line);
        count++;
    }
    if (pieces.count != count)
        fail_msg("%s: %zu pieces, and %zu are wanted", text, pieces.count, count);
    version_end(&r);
}

static void each_sentence_of_a_rewrite(void **state) {
    (void)state;
    expect(BASE, "Ghent gets a shop of the bakery. The bread is baked by a small team. See you on Saturday.",
           "0 Ghent gets a shop of the bakery.|1 The bread is baked by a small team.|2 See you on Saturday.");
}

static void two_for_one_and_one_for_two(void **state) {
    (void)state;
    expect(BASE, "The bakery comes to Ghent. The bakery opens a shop. A small team does the baking. Join us on Saturday.",
           "0 The bakery comes to Ghent. The bakery opens a shop.|1 A small team does the baking.|2 Join us on Saturday.");
    expect(BASE, "In Ghent the bakery opens a shop, where a small team bakes the bread. Join us on Saturday.",
           "0-1 In Ghent the bakery opens a shop, where a small team bakes the bread.|2 Join us on Saturday.");
}

static void what_leans_on_a_neighbour_stays(void **state) {
    (void)state;
    /* "It" is the shop of the sentence before, and there may be another before it. */
    expect(BASE, "Ghent gets a shop of the bakery. It has a small team that bakes the bread. See you on Saturday.",
           "0 Ghent gets a shop of the bakery.|2 See you on Saturday.");
    /* The base's own second sentence leans on the first: nothing may stand in for what it points at. */
    expect("The bakery opens a shop in Ghent. That is why a small team bakes the bread.",
           "Ghent gets a shop of the bakery. That is the reason why a small team bakes the bread.", "");
}

static void nothing_in_common_is_no_piece(void **state) {
    (void)state;
    expect(BASE, "Hello there. Rain fell. Winter is long.", "");
    expect(BASE, "The bakery opens a shop in Ghent. A small team bakes the bread. Join us on Saturday.",
           "2 Join us on Saturday."); /* what says the same as the base is none either */
}

static void words_inside_sentences_are_left(void **state) {
    read_post r;
    kr_outside_list pieces = {0};
    (void)state;
    version_start(&r, BASE, "en");
    const kr_outside inside = {.first = 0, .last = 1, .from = {4, 40}, .text = kr_str_of("bakery. A shop")};
    assert_int_equal(kr_outside_align(&r.job, r.campaign, &r.version, &inside, &pieces), KOOR_OK);
    assert_int_equal(pieces.count, 0);
    version_end(&r);
}

static void a_long_wording_is_not_cut(void **state) {
    read_post r;
    char text[4000] = "";
    (void)state;
    version_start(&r, BASE, "en");
    for (int i = 0; i < 60; i++)
        strcat(text, "A small team bakes the bread. ");
    assert_int_equal(align(&r, text, 0, 2).count, 0);
    version_end(&r);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_sentence_of_a_rewrite),
        cmocka_unit_test(two_for_one_and_one_for_two),
        cmocka_unit_test(what_leans_on_a_neighbour_stays),
        cmocka_unit_test(nothing_in_common_is_no_piece),
        cmocka_unit_test(words_inside_sentences_are_left),
        cmocka_unit_test(a_long_wording_is_not_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
