/* Eight threads on one engine: each plans campaigns of its own and reads and renders a plan that
 * all share. Every thread gets the bytes that one thread alone gets. Under -Db_sanitize=thread
 * (tests/threads/run.sh) it also proves that no two of them touch the same memory unguarded. */
#include "koor.h"
#include "unit.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { THREADS = 8, ROUNDS = 3 };

typedef struct shared {
    koor_engine *engine;
    koor_plan *plan; /* of the sample picture, read and rendered by all */
    uint64_t texts[2], picture;
} shared;

typedef struct worker {
    shared *common;
    pthread_t thread;
    int number;
    const char *wrong; /* what went wrong, or NULL: asserts belong to the main thread */
} worker;

static const char *const posts[] = {
    "We're hiring a baker in Ghent! You'll work with a small team. Apply before 1 May: "
    "https://example.com/b #jobs",
    "We zoeken een bakker in Gent! Je werkt in een klein team. Solliciteer voor 1 mei: "
    "https://voorbeeld.be/b #werk",
};

/* FNV-1a: enough to tell two outputs apart. */
static uint64_t mix(uint64_t hash, const void *bytes, size_t length) {
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ ((const unsigned char *)bytes)[i]) * 1099511628211u;
    return hash;
}

static int32_t add_bytes(const void *bytes, size_t length, void *user) {
    *(uint64_t *)user = mix(*(uint64_t *)user, bytes, length);
    return 0;
}

/* A campaign of three people over a fortnight: the hash of its lines, or 0. */
static uint64_t plan_once(const koor_engine *engine, const char *post) {
    static const char people[] =
        "{\"id\":\"a\",\"circle\":\"x\",\"opted_in\":true}\n"
        "{\"id\":\"b\",\"circle\":\"x\",\"timezone\":\"Europe/Brussels\",\"opted_in\":true}\n"
        "{\"id\":\"c\",\"circle\":\"x\",\"timezone\":\"America/New_York\",\"opted_in\":true}\n";
    koor_campaign *campaign = NULL;
    koor_plan *plan = NULL;
    uint64_t hash = 14695981039346656037u;
    int32_t status = koor_campaign_new(&campaign, engine, NULL);
    if (status == 0)
        status = koor_campaign_add_post(campaign, "p", post, SIZE_MAX, "", NULL);
    if (status == 0)
        status = koor_campaign_add_people(campaign, people, SIZE_MAX, NULL);
    if (status == 0)
        status = koor_campaign_set(campaign, "campaign.now", "2026-12-01T00:00Z", SIZE_MAX, NULL);
    if (status == 0)
        status = koor_plan_new(&plan, campaign, NULL, NULL, NULL);
    if (status == 0)
        status = koor_plan_write(plan, "jsonl", add_bytes, &hash, NULL);
    koor_plan_free(plan);
    koor_campaign_free(campaign);
    return status == 0 ? hash : 0;
}

static uint64_t render_once(const koor_plan *plan) {
    koor_image *image = NULL;
    size_t length = 0;
    if (!plan)
        return 1; /* a build that renders nothing */
    if (koor_image_render(&image, plan, 0, NULL) < 0)
        return 0;
    const void *bytes = koor_image_bytes(image, &length);
    uint64_t hash = mix(14695981039346656037u, bytes, length);
    koor_image_free(image);
    return hash;
}

static void *work(void *user) {
    worker *w = user;
    const shared *common = w->common;
    for (int round = 0; round < ROUNDS && !w->wrong; round++) {
        int which = (w->number + round) % 2;
        if (plan_once(common->engine, posts[which]) != common->texts[which])
            w->wrong = "another plan";
        else if (render_once(common->plan) != common->picture)
            w->wrong = "another picture";
        else if (common->plan && koor_plan_count(common->plan) != 1)
            w->wrong = "another count";
    }
    return NULL;
}

static koor_plan *picture_plan(const koor_engine *engine) {
    char path[1024];
    koor_campaign *campaign = NULL;
    koor_plan *plan = NULL;
    if (!koor_has_feature("jpeg"))
        return NULL;
    snprintf(path, sizeof path, "%s/examples/campaign/pictures/laan.jpg", getenv("KOOR_SOURCE"));
    assert_int_equal(koor_campaign_new(&campaign, engine, NULL), 0);
    assert_int_equal(koor_campaign_add_post(campaign, "p", posts[0], SIZE_MAX, "en", NULL), 0);
    assert_int_equal(
        koor_campaign_add_person(campaign, "{\"id\":\"a\",\"opted_in\":true}", SIZE_MAX, NULL), 0);
    assert_int_equal(koor_campaign_add_image_file(campaign, "laan.jpg", path, NULL, 0, NULL), 0);
    assert_int_equal(
        koor_campaign_set(campaign, "campaign.now", "2026-12-01T00:00Z", SIZE_MAX, NULL), 0);
    assert_int_equal(koor_plan_new(&plan, campaign, NULL, NULL, NULL), 0);
    koor_campaign_free(campaign);
    return plan;
}

static void one_engine_serves_many_threads(void **state) {
    (void)state;
    shared common = {0};
    worker workers[THREADS];
    assert_int_equal(koor_engine_open(&common.engine, NULL), 0);
    common.plan = picture_plan(common.engine);
    for (int i = 0; i < 2; i++) {
        common.texts[i] = plan_once(common.engine, posts[i]);
        assert_true(common.texts[i] != 0);
    }
    common.picture = render_once(common.plan);
    assert_true(common.picture != 0 && common.texts[0] != common.texts[1]);
    for (int i = 0; i < THREADS; i++) {
        workers[i] = (worker){.common = &common, .number = i};
        assert_int_equal(pthread_create(&workers[i].thread, NULL, work, &workers[i]), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(workers[i].thread, NULL);
        assert_null(workers[i].wrong);
    }
    koor_plan_free(common.plan);
    koor_engine_free(common.engine);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(one_engine_serves_many_threads)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
