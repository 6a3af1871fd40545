/* What each edit of a text says on its own, with the edits inside it undone: words that a person can read and
 * decide on, joined as in a sentence. */
#include "koor.h"
#include "unit.h"

#include <jansson.h>
#include <string.h>

static const char *const POSTS[] = {
    "We're opening our new bakery in Leuven on Saturday 12 June! After three years of building, we're proud to welcome you "
    "in a roomy shop with an open workshop. You'll see how our bakers work, and you can taste the bread that came out of the "
    "oven that morning. We're also looking for 4 colleagues who like to get up early. Read all about the opening: "
    "https://example.com/opening #bakery",
    "We're hiring a senior baker in Ghent! You'll work with a small team and a very old oven. We bake 2,400 loaves a day, and we "
    "never start before 5 am. It's an important job, and it isn't an easy one. Apply before 1 May: https://example.com/baker",
    "We're looking for an experienced driver in Hull! You'll deliver about 40 parcels a day, and we don't count the minutes. Anyone "
    "who likes an early start is welcome. Apply by 3 May: https://example.com/driver",
};

static json_t *alternatives_of(const char *post, size_t *out_items) {
    koor_engine *engine;
    koor_campaign *campaign;
    koor_plan *plan;
    assert_int_equal(koor_engine_open(&engine, NULL), 0);
    assert_int_equal(koor_campaign_new(&campaign, engine, NULL), 0);
    assert_int_equal(koor_campaign_set(campaign, "select.max_similarity", "0.95", SIZE_MAX, NULL), 0);
    assert_int_equal(koor_campaign_add_post(campaign, "post", post, SIZE_MAX, "en", NULL), 0);
    assert_int_equal(koor_plan_texts(&plan, campaign, 400, NULL, NULL, NULL), 0);
    json_t *lines = json_array();
    const char *at = koor_plan_alternatives(plan, NULL);
    for (size_t length; *at; at += length + (at[length] == '\n')) {
        length = strcspn(at, "\n");
        json_array_append_new(lines, json_loadb(at, length, 0, NULL));
    }
    *out_items = koor_plan_count(plan);
    koor_plan_free(plan);
    koor_campaign_free(campaign);
    koor_engine_free(engine);
    return lines;
}

static int is_lower(char c) {
    return c >= 'a' && c <= 'z';
}

/* What is wrong in the joints of a text; NULL: nothing. */
static const char *fault_of(const char *text) {
    for (const char *at = text; *at; at++) {
        if (*at == ' ' && at[1] == '\'' && is_lower(at[2]))
            return "a space before an apostrophe";
        if (*at == ' ' && (at[1] == ' ' || at[1] == ',' || at[1] == '.' || !at[1]))
            return "a space too many";
        if (strchr(".!?", *at) && at[1] == ' ' && is_lower(at[2]) && strncmp(at + 2, "http", 4) != 0 && at > text && is_lower(at[-1]))
            return "a sentence without its capital";
        if ((at == text || at[-1] == ' ') && *at == 'a' && at[1] == ' ' && strchr("aeio", at[2]))
            return "a before a vowel";
        if ((at == text || at[-1] == ' ') && strncmp(at, "an ", 3) == 0 && is_lower(at[3]) && !strchr("aeiouh", at[3]))
            return "an before a consonant";
    }
    return NULL;
}

static void alternatives_read_as_sentences(void **state) {
    size_t seen = 0;
    (void)state;
    for (size_t i = 0; i < sizeof POSTS / sizeof *POSTS; i++) {
        size_t items = 0, k;
        json_t *lines = alternatives_of(POSTS[i], &items), *line;
        seen += json_array_size(lines);
        json_array_foreach(lines, k, line) {
            const char *text = json_string_value(json_object_get(line, "text"));
            const char *fault = fault_of(text);
            if (fault)
                fail_msg("%s: \"%s\" (%s)", fault, text, json_string_value(json_object_get(line, "rule")));
        }
        json_decref(lines);
    }
    assert_true(seen > 2);
}

/* A wording that stands twice in a text is in one item. */
static void an_item_counts_once(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof POSTS / sizeof *POSTS; i++) {
        size_t items = 0, k;
        json_t *lines = alternatives_of(POSTS[i], &items), *line;
        json_array_foreach(lines, k, line) {
            json_int_t in = json_integer_value(json_object_get(line, "items"));
            if (in > (json_int_t)items)
                fail_msg("%s: in %d items of %zu", json_string_value(json_object_get(line, "text")), (int)in, items);
        }
        json_decref(lines);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(alternatives_read_as_sentences), cmocka_unit_test(an_item_counts_once)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
