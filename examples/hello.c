/* The README's own program: five variants of a post. */
#include <koor.h>
#include <stdio.h>

int main(void) {
    koor_engine *engine = NULL;
    koor_campaign *campaign = NULL;
    koor_plan *plan = NULL;
    koor_error *error = NULL;
    char text[4096];
    const char *post = "We're hiring a baker in Ghent! You'll work with a small team and a very old oven. "
                       "Apply before 1 May: https://example.com/baker #hiring";
    if (koor_engine_open(&engine, &error) == 0 && koor_campaign_new(&campaign, engine, &error) == 0 &&
        koor_campaign_add_post(campaign, "baker", post, SIZE_MAX, "en", &error) == 0 &&
        koor_plan_texts(&plan, campaign, 5, NULL, NULL, &error) == 0)
        for (size_t i = 0; i < koor_plan_count(plan); i++)
            if (koor_plan_text(plan, i, text, sizeof text, NULL) == 0)
                printf("-- %s\n", text);
    if (error)
        fprintf(stderr, "%s\n", koor_error_message(error));
    int failed = error != NULL;
    koor_error_free(error);
    koor_plan_free(plan);
    koor_campaign_free(campaign);
    koor_engine_free(engine);
    return failed;
}
