/* The k-th allocation fails, for every k, in planning moments and in choosing texts: the code is
 * KOOR_E_NOMEM, and nothing is left behind (the sanitizer tells). */
#include "../schedule/company.h"
#include "assign/assign.h"

#include <stdlib.h>

static void *fail_at(size_t size, void *user) {
    long *left = user;
    return (*left)-- == 0 ? NULL : malloc(size);
}

static void *resize_at(void *block, size_t size, void *user) {
    long *left = user;
    return (*left)-- == 0 ? NULL : realloc(block, size);
}

static void release(void *block, void *user) {
    (void)user;
    free(block);
}

static uint32_t class_of(void *user, uint32_t person, uint16_t post, uint16_t network) {
    (void)user, (void)person, (void)post;
    return network;
}

static int32_t want(void *user, uint32_t class, uint32_t count, uint32_t *out_have) {
    (void)user, (void)class;
    *out_have = count / 2 + 1;
    return 0;
}

static uint32_t similarity(void *user, uint32_t class_a, uint32_t a, uint32_t class_b, uint32_t b) {
    (void)user, (void)class_a, (void)class_b;
    return (a * b + a + b) * 7919 % 500000;
}

static uint64_t opening(void *user, uint32_t class, uint32_t text) {
    (void)user, (void)class;
    return text % 3;
}

static uint32_t likeness(void *user, uint16_t network_a, uint32_t a, uint16_t network_b,
                         uint32_t b) {
    (void)user, (void)network_a, (void)network_b, (void)a, (void)b;
    return 100000;
}

static const kr_assign_host HOST = {.class_of = class_of,
                                    .want = want,
                                    .similarity = similarity,
                                    .opening = opening,
                                    .likeness = likeness};

static int32_t plan(company *c, kr_job *job, kr_arena *arena) {
    static const uint8_t once[] = {0, 1};
    static const uint32_t pictures[] = {3, 4};
    kr_zones zones;
    kr_schedule schedule;
    kr_assignment out;
    kr_assign_input input = {.people = &c->people,
                             .plan = &schedule,
                             .host = &HOST,
                             .networks = c->networks,
                             .network_count = 2,
                             .standard_networks = 2,
                             .post_count = 2,
                             .text_once = once,
                             .picture_count = pictures,
                             .class_count = 2,
                             .max_texts = 10};
    int32_t code = kr_zones_start(job, &zones, arena, "/usr/share/zoneinfo");
    if (code < 0)
        return code;
    c->input.zones = &zones;
    code = kr_schedule_make(job, arena, &c->input, &schedule);
    return code < 0 ? code : kr_assign_make(job, arena, &input, &out);
}

static void every_allocation_may_fail(void **state) {
    (void)state;
    company c;
    int32_t code = KOOR_E_NOMEM;
    company_start(&c);
    company_set(&c, "schedule.min_gap", "0");
    company_set(&c, "schedule.rhythm", "FREQ=WEEKLY;BYDAY=MO");
    company_set(&c, "schedule.except", "2026-10-27");
    company_set(&c, "schedule.closed", "2026-10-22|Asia/Tokyo:2026-10-23");
    company_set(&c, "schedule.quiet", "2026-10-21T10:00/2026-10-21T12:00");
    company_random(&c, 2, 40);
    kr_previous previous[] = {
        {KR_STR("gone"), KR_STR("launch"), KR_STR("x"), KR_STR("c1"), 1792500000, 0},
        {KR_STR("p1"), KR_STR("launch"), KR_STR("x"), KR_STR("c1"), 1792500000, 1}};
    c.input.post_count = 2;
    c.input.standard_networks = 2;
    c.input.previous = previous;
    c.input.previous_count = 2;
    for (long k = 0; code == KOOR_E_NOMEM; k++) {
        long left = k;
        kr_memory memory = {fail_at, resize_at, release, &left};
        koor_error *error = NULL;
        kr_job job;
        kr_arena arena;
        kr_job_start(&job, &memory, &error);
        kr_arena_start(&arena, &memory);
        code = plan(&c, &job, &arena);
        assert_true(code == KOOR_E_NOMEM || (code == KOOR_OK && k > 30));
        assert_true((code == KOOR_OK) == (error == NULL));
        koor_error_free(error);
        kr_arena_end(&arena);
        kr_job_end(&job);
    }
    assert_int_equal(code, KOOR_OK);
    company_end(&c);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_allocation_may_fail)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
