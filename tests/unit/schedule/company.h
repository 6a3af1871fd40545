/* A company for the tests of the schedule: people, zones, settings, and one plan at a time. */
#ifndef KR_COMPANY_H
#define KR_COMPANY_H

#include "base/prng.h"
#include "koor.h"
#include "options/options.h"
#include "schedule/calendar.h"
#include "schedule/schedule.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

typedef struct company {
    kr_job job;
    kr_arena arena;
    koor_error *error;
    kr_people people;
    kr_zones zones;
    kr_settings settings;
    kr_schedule_input input;
    kr_schedule plan;
    kr_str posts[4], networks[2];
} company;

static inline void company_set(company *c, const char *key, const char *value) {
    assert_int_equal(kr_options_set(&c->job, &c->arena, &c->settings, key, kr_str_of(value)), 0);
}

static inline void company_start(company *c) {
    memset(c, 0, sizeof *c);
    kr_job_start(&c->job, &kr_memory_default, &c->error);
    kr_arena_start(&c->arena, &kr_memory_default);
    assert_int_equal(kr_people_start(&c->people, &kr_memory_default, &c->arena), 0);
    assert_int_equal(kr_zones_start(&c->job, &c->zones, &c->arena, "/usr/share/zoneinfo"), 0);
    kr_options_start(&c->settings);
    company_set(c, "campaign.timezone", "Europe/Brussels");
    company_set(c, "campaign.window", "2026-10-19/2026-10-30");
    c->posts[0] = KR_STR("launch");
    c->posts[1] = KR_STR("review");
    c->posts[2] = KR_STR("thanks");
    c->networks[0] = KR_STR("linkedin");
    c->networks[1] = KR_STR("x");
    c->input = (kr_schedule_input){.people = &c->people,
                                   .settings = &c->settings,
                                   .zones = &c->zones,
                                   .posts = c->posts,
                                   .post_count = 1,
                                   .networks = c->networks,
                                   .network_count = 2,
                                   .standard_networks = 1,
                                   .seed = 7};
}

static inline void company_end(company *c) {
    koor_error_free(c->error);
    kr_people_end(&c->people);
    kr_arena_end(&c->arena);
    kr_job_end(&c->job);
}

static inline void company_add(company *c, const char *id, const char *circle, const char *zone) {
    kr_str circles = kr_str_of(circle);
    kr_person person = {.id = kr_str_of(id),
                        .circles = &circles,
                        .circle_count = 1,
                        .timezone = kr_str_of(zone),
                        .opted_in = 1};
    assert_int_equal(kr_people_keep(&c->people, &person), 0);
}

static inline int32_t company_plan(company *c) {
    return kr_schedule_make(&c->job, &c->arena, &c->input, &c->plan);
}

static const char *const ZONES[] = {"Europe/Brussels", "America/New_York", "Asia/Tokyo",
                                    "Australia/Lord_Howe"};
static const char *const HOURS[] = {"", "09:00-12:00,13:00-17:30", "07:00-15:00", "22:00-02:00"};
static const char *const WAVES[] = {"", "leaders", "ambassadors", "everyone"};

/* Random people in random circles, sites and zones; one in eight did not opt in. */
static inline void company_random(company *c, uint64_t seed, uint32_t count) {
    kr_prng prng;
    kr_prng_start(&prng, seed, KR_STAGE_SCHEDULE, 1, 0);
    for (uint32_t i = 0; i < count; i++) {
        char id[16], name[3][16];
        uint32_t circle = kr_prng_below(&prng, count / 8 + 1);
        kr_str circles[2] = {{name[0], 0}, {name[1], 0}};
        circles[0].length = (size_t)snprintf(name[0], 16, "c%u", circle);
        circles[1].length =
            (size_t)snprintf(name[1], 16, "c%u", kr_prng_below(&prng, count / 8 + 1));
        snprintf(name[2], 16, "s%u", circle % 3);
        snprintf(id, sizeof id, "p%u", i);
        kr_person person = {.id = kr_str_of(id),
                            .circles = circles,
                            .circle_count = 1 + (kr_prng_below(&prng, 10) == 0),
                            .site = kr_str_of(kr_prng_below(&prng, 4) ? name[2] : ""),
                            .timezone = kr_str_of(ZONES[kr_prng_below(&prng, 4)]),
                            .hours = kr_str_of(HOURS[kr_prng_below(&prng, 4)]),
                            .wave = kr_str_of(WAVES[kr_prng_below(&prng, 4)]),
                            .opted_in = kr_prng_below(&prng, 8) != 0};
        if (kr_prng_below(&prng, 6) == 0) {
            person.absent_from = kr_days_of(2026, 10, 19 + (int32_t)kr_prng_below(&prng, 9));
            person.absent_to = person.absent_from + 3;
        }
        assert_int_equal(kr_people_keep(&c->people, &person), 0);
    }
}

#endif
