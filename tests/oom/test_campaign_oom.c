/* A whole campaign in which the k-th allocation fails, for every k until nothing fails any more: each call
 * gives KOOR_E_NOMEM or success, nothing leaks (the sanitizer and a count tell), and what was made can
 * be freed. Small on purpose: the number of allocations is the number of runs. */
#include "koor.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>

typedef struct counter {
    long left;  /* allocations until one fails; negative: none fails */
    long held;  /* blocks that are not freed */
    int failed;
} counter;

static int may_allocate(counter *c) {
    if (c->left == 0) {
        c->failed = 1;
        return 0;
    }
    if (c->left > 0)
        c->left--;
    return 1;
}

static void *allocate(size_t size, void *user) {
    counter *c = user;
    if (!may_allocate(c))
        return NULL;
    c->held++;
    return malloc(size);
}

static void *resize(void *block, size_t size, void *user) {
    return may_allocate(user) ? realloc(block, size) : NULL;
}

static void release(void *block, void *user) {
    ((counter *)user)->held--;
    free(block);
}

static int32_t ignore(const void *bytes, size_t length, void *user) {
    (void)bytes;
    *(size_t *)user += length;
    return 0;
}

/* A failing call is told as KOOR_E_NOMEM in the status and in the error object. */
static int32_t checked(int32_t status, koor_error **error) {
    if (status < 0) {
        assert_string_equal(koor_error_name(status), "KOOR_E_NOMEM");
        assert_int_equal(koor_error_code(*error), status);
    } else {
        assert_null(*error);
    }
    koor_error_free(*error);
    *error = NULL;
    return status;
}

static int32_t fill(koor_campaign *campaign, koor_error **error) {
    static const char post[] = "We're hiring a baker in Ghent! Apply before 1 May: https://example.com/b #jobs";
    static const char *const people[] = {
        "{\"id\":\"a\",\"circle\":\"gent\",\"opted_in\":true,\"hours\":\"09:00-17:00\"}",
        "{\"id\":\"b\",\"circle\":\"gent\",\"timezone\":\"Europe/Brussels\",\"opted_in\":true}",
    };
    int32_t status = checked(koor_campaign_add_post(campaign, "p", post, SIZE_MAX, "en", error), error);
    for (size_t i = 0; i < 2 && status == 0; i++)
        status = checked(koor_campaign_add_person(campaign, people[i], SIZE_MAX, error), error);
    if (status == 0)
        status = checked(koor_campaign_set(campaign, "campaign.window", "2026-12-01/2026-12-04",
                                           SIZE_MAX, error), error);
    if (status == 0)
        status = checked(koor_campaign_set(campaign, "campaign.now", "2026-12-01T00:00Z", SIZE_MAX, error),
                         error);
    return status;
}

static int32_t use(const koor_campaign *campaign, koor_error **error) {
    koor_plan *plan = NULL;
    size_t length = 0;
    int32_t status = checked(koor_plan_new(&plan, campaign, NULL, NULL, error), error);
    if (status < 0) {
        assert_null(plan);
        return status;
    }
    assert_int_equal(koor_plan_count(plan), 2);
    status = checked(koor_plan_write(plan, "jsonl", ignore, &length, error), error);
    if (status == 0)
        status = checked(koor_campaign_check(campaign, NULL, 0, &length, error), error);
    koor_plan_free(plan);
    return status;
}

/* One run; gives 1 where an allocation failed in it. */
static int run(long k) {
    counter c = {.left = k};
    koor_engine *engine = NULL;
    koor_campaign *campaign = NULL;
    koor_error *error = NULL;
    int32_t status =
        checked(koor_engine_new(&engine, allocate, resize, release, &c, &error), &error);
    if (status == 0)
        status = checked(koor_engine_ready(engine, &error), &error);
    if (status == 0)
        status = checked(koor_campaign_new(&campaign, engine, &error), &error);
    if (status == 0)
        status = fill(campaign, &error);
    if (status == 0)
        status = use(campaign, &error);
    koor_campaign_free(campaign);
    koor_engine_free(engine);
    assert_int_equal(c.held, 0);
    assert_true(status == 0 || c.failed);
    return c.failed;
}

/* Every k at first, then in steps that grow with k: the suite keeps its time, and each build reaches others. */
static void every_failing_allocation_is_told(void **state) {
    (void)state;
    long k = 0, runs = 0;
    while (run(k)) {
        k += k < 300 ? 1 : k / 100;
        runs++;
    }
    assert_in_range(runs, 50, 100000);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_failing_allocation_is_told)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
