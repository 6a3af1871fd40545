/* Calls to action take turns over campaigns: what the texts of an earlier one say comes up less in a post on another
 * subject, and nothing changes where there is no history. */
#include "koor.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

static const char EARLIER[] = "We're opening our new bakery in Leuven on Saturday 12 June. You'll see how our bakers work. Read all about the "
                              "opening: https://example.com/opening";
static const char LATER[] = "Our team planted 300 trees along the canal this week. We did it with the neighbours. Read all about the trees: "
                            "https://example.com/trees";
/* Fewer texts than the last sentence has openings: else each comes again in the second campaign, history or none. */
enum { TEXTS = 4, SEEDS = 48 };

static koor_plan *plan_of(const koor_engine *engine, const char *post, const char *seed, char history[][600]) {
    koor_campaign *campaign;
    koor_plan *plan;
    assert_int_equal(koor_campaign_new(&campaign, engine, NULL), 0);
    assert_int_equal(koor_campaign_set(campaign, "campaign.seed", seed, SIZE_MAX, NULL), 0);
    assert_int_equal(koor_campaign_set(campaign, "select.max_similarity", "0.8", SIZE_MAX, NULL), 0);
    assert_int_equal(koor_campaign_add_post(campaign, "post", post, SIZE_MAX, "en", NULL), 0);
    for (int i = 0; history && i < TEXTS; i++)
        assert_int_equal(koor_campaign_add_history(campaign, history[i], SIZE_MAX, NULL), 0);
    assert_int_equal(koor_plan_texts(&plan, campaign, TEXTS, NULL, NULL, NULL), 0);
    assert_int_equal(koor_plan_count(plan), TEXTS);
    koor_campaign_free(campaign);
    return plan;
}

/* The words of the last sentence up to the topic: "Read more about". */
static void frame_of(char out[80], const char *text, const char *topic) {
    const char *end = strstr(text, topic), *start = end;
    assert_non_null(end);
    while (start > text && !strchr(".!?\n", start[-1]))
        start--;
    start += strspn(start, " ");
    snprintf(out, 80, "%.*s", (int)(end - start), start);
}

/* How many of the later texts call in a way that an earlier one did. */
static int again(const koor_plan *earlier, const koor_plan *later) {
    int count = 0;
    for (size_t i = 0; i < TEXTS; i++) {
        char text[600], mine[80], its[80];
        int found = 0;
        koor_plan_text(later, i, text, sizeof text, NULL);
        frame_of(mine, text, "the trees");
        for (size_t k = 0; k < TEXTS; k++) {
            koor_plan_text(earlier, k, text, sizeof text, NULL);
            frame_of(its, text, "the opening");
            found |= strcmp(mine, its) == 0;
        }
        count += found;
    }
    return count;
}

static void used_calls_come_up_less(void **state) {
    koor_engine *engine;
    int without = 0, with = 0;
    (void)state;
    assert_int_equal(koor_engine_open(&engine, NULL), 0);
    for (int seed = 1; seed <= SEEDS; seed++) {
        char number[12], texts[TEXTS][600];
        snprintf(number, sizeof number, "%d", seed);
        koor_plan *earlier = plan_of(engine, EARLIER, number, NULL);
        for (size_t i = 0; i < TEXTS; i++)
            koor_plan_text(earlier, i, texts[i], sizeof texts[i], NULL);
        koor_plan *fresh = plan_of(engine, LATER, number, NULL), *later = plan_of(engine, LATER, number, texts);
        without += again(earlier, fresh);
        with += again(earlier, later);
        koor_plan_free(earlier);
        koor_plan_free(fresh);
        koor_plan_free(later);
    }
    koor_engine_free(engine);
    if (with * 4 > without * 3 || !without)
        fail_msg("%d of %d calls came again, and %d without history", with, SEEDS * TEXTS, without);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(used_calls_come_up_less)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
