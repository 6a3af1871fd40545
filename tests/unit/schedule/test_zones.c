/* TZif from bytes and from a directory: gaps, folds, broken files, names that try to get out. The
 * comparison with zdump and zoneinfo is in tests/property. */
#include "koor.h"
#include "schedule/zones.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

/* A file of version 2 with up to two transitions and a footer, built byte by byte. */
static size_t build(char *out, const int64_t *at, const int32_t *offset, unsigned count,
                    const char *footer) {
    size_t n = 0;
    for (int block = 0; block < 2; block++) {
        unsigned times = block ? count : 0, types = block ? count + 1 : 1;
        memset(out + n, 0, 44);
        memcpy(out + n, "TZif2", 5);
        out[n + 35] = (char)times;
        out[n + 39] = (char)types;
        out[n + 43] = 4;
        n += 44;
        for (unsigned i = 0; i < times; i++)
            for (int b = 0; b < 8; b++)
                out[n++] = (char)((uint64_t)at[i] >> (56 - 8 * b));
        for (unsigned i = 0; i < times; i++)
            out[n++] = (char)(i + 1);
        for (unsigned i = 0; i < types; i++) {
            for (int b = 0; b < 4; b++)
                out[n++] = (char)((uint32_t)offset[i] >> (24 - 8 * b));
            out[n++] = 0;
            out[n++] = 0;
        }
        memcpy(out + n, "XYZ", 4);
        n += 4;
    }
    n += (size_t)snprintf(out + n, 64, "\n%s\n", footer);
    return n;
}

typedef struct fixture {
    kr_job job;
    koor_error *error;
} fixture;

static int start(void **state) {
    static fixture f;
    f.error = NULL;
    kr_job_start(&f.job, &kr_memory_default, &f.error);
    *state = &f;
    return 0;
}

static int end(void **state) {
    fixture *f = *state;
    koor_error_free(f->error);
    kr_job_end(&f->job);
    return 0;
}

static void gaps_go_later_and_folds_are_the_first(void **state) {
    fixture *f = *state;
    char bytes[512];
    kr_zone *zone;
    size_t n =
        build(bytes, (int64_t[]){0}, (int32_t[]){3600, 3600}, 1, "CET-1CEST,M3.5.0,M10.5.0/3");
    assert_int_equal(kr_zone_read(&f->job, &zone, &f->job.arena, KR_STR("X"), (kr_str){bytes, n}),
                     0);
    assert_int_equal(kr_zone_offset(zone, 1774745999), 3600); /* 2026-03-29T00:59:59Z */
    assert_int_equal(kr_zone_offset(zone, 1774746000), 7200);
    assert_true(kr_zone_unix(zone, 1774751400) == 1774747800); /* 02:30 is skipped: 03:30+02:00 */
    assert_true(kr_zone_unix(zone, 1792895400) == 1792888200); /* 25 October, 02:30 twice: +02:00 */
    assert_int_equal(kr_zone_offset(zone, -1), 3600);
}

static void answers_at_the_ends_of_int64(void **state) {
    fixture *f = *state;
    char bytes[512];
    kr_zone *zone;
    const int64_t at[] = {INT64_MIN, INT64_MAX};
    size_t n = build(bytes, at, (int32_t[]){-43200, 50400, -36000}, 2, "");
    assert_int_equal(kr_zone_read(&f->job, &zone, &f->job.arena, KR_STR("X"), (kr_str){bytes, n}),
                     0);
    assert_true(kr_zone_local(zone, INT64_MAX - 1) == INT64_MAX);
    assert_true(kr_zone_local(zone, INT64_MAX) == INT64_MAX - 36000);
    assert_true(kr_zone_unix(zone, INT64_MIN) < 0);
    n = build(bytes, (int64_t[]){0}, (int32_t[]){0, 0}, 1, "AAA3BBB,M3.2.0,M11.1.0");
    assert_int_equal(kr_zone_read(&f->job, &zone, &f->job.arena, KR_STR("X"), (kr_str){bytes, n}),
                     0);
    assert_true(kr_zone_offset(zone, INT64_MAX) <= 0);
    assert_true(kr_zone_unix(zone, INT64_MAX) == INT64_MAX);
    assert_true(kr_zone_local(zone, INT64_MIN) == INT64_MIN);
}

static void refuses_broken_files(void **state) {
    fixture *f = *state;
    char bytes[512];
    kr_zone *zone;
    const int64_t at[] = {10, 20};
    const int32_t offset[] = {0, 3600, 7200};
    size_t n = build(bytes, at, offset, 2, "UTC0");
    for (size_t cut = 0; cut < n; cut++)
        assert_int_equal(
            kr_zone_read(&f->job, &zone, &f->job.arena, KR_STR("X"), (kr_str){bytes, cut}),
            KOOR_E_ZONE);
    bytes[4] = '\0';
    assert_int_equal(kr_zone_read(&f->job, &zone, &f->job.arena, KR_STR("X"), (kr_str){bytes, n}),
                     KOOR_E_ZONE);
    n = build(bytes, (int64_t[]){20, 10}, offset, 2, "UTC0"); /* transitions that go back */
    assert_int_equal(kr_zone_read(&f->job, &zone, &f->job.arena, KR_STR("X"), (kr_str){bytes, n}),
                     KOOR_E_ZONE);
    const char *const footers[] = {"UTC",
                                   "U0",
                                   "<+03-3",
                                   "CET-1CEST",
                                   "CET-1CEST,M13.1.0,M10.5.0",
                                   "CET-1CEST,M3.5.0,M10.5.0/168",
                                   "CET-1CEST,J0,J365"};
    for (size_t i = 0; i < sizeof footers / sizeof *footers; i++) {
        n = build(bytes, at, offset, 2, footers[i]);
        assert_int_equal(
            kr_zone_read(&f->job, &zone, &f->job.arena, KR_STR("X"), (kr_str){bytes, n}),
            KOOR_E_ZONE);
    }
}

static void summer_time_may_last_all_year(void **state) {
    fixture *f = *state;
    char bytes[512];
    kr_zone *zone;
    size_t n = build(bytes, (int64_t[]){0}, (int32_t[]){0, 0}, 1, "XXX3EDT4,0/0,J365/23");
    assert_int_equal(kr_zone_read(&f->job, &zone, &f->job.arena, KR_STR("X"), (kr_str){bytes, n}),
                     0);
    for (int64_t t = 0; t < 2 * 366 * (int64_t)KR_DAY; t += 1800)
        assert_int_equal(kr_zone_offset(zone, t), -14400);
}

/* As in the slim file of America/Ojinaga: the last transition keeps -6 hours, the footer has -5
 * then. */
static void the_footer_has_the_last_word(void **state) {
    fixture *f = *state;
    char bytes[512];
    kr_zone *zone;
    const int64_t at[] = {1647162000, 1667116800};
    size_t n = build(bytes, at, (int32_t[]){-25200, -21600, -21600}, 2, "CST6CDT,M3.2.0,M11.1.0");
    assert_int_equal(kr_zone_read(&f->job, &zone, &f->job.arena, KR_STR("X"), (kr_str){bytes, n}),
                     0);
    assert_int_equal(kr_zone_offset(zone, 1667116799), -21600);
    assert_int_equal(kr_zone_offset(zone, 1667116800), -18000);
    assert_true(kr_zone_unix(zone, 1667095200) == 1667116800); /* 02:00 is skipped: later */
}

static void names_stay_beneath_the_directory(void **state) {
    fixture *f = *state;
    kr_zones zones;
    const kr_zone *zone;
    assert_int_equal(kr_zones_start(&f->job, &zones, &f->job.arena, "/usr/share/zoneinfo"), 0);
    const char *const bad[] = {
        "",          "/etc/passwd",      "../zoneinfo/UTC", "Europe/../UTC", "Europe Brussels",
        "tzdata.zi", "Europe/Brussels\n"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(kr_zones_find(&f->job, &zones, kr_str_of(bad[i]), &zone), KOOR_E_ZONE);
    assert_int_equal(kr_zones_find(&f->job, &zones, KR_STR("Europe/Bruxelles"), &zone),
                     KOOR_E_ZONE);
    assert_int_equal(kr_zones_find(&f->job, &zones, KR_STR("Europe"), &zone), KOOR_E_ZONE);
}

static void utc_needs_no_files(void **state) {
    fixture *f = *state;
    kr_zones zones;
    const kr_zone *zone;
    assert_int_equal(kr_zones_start(&f->job, &zones, &f->job.arena, NULL), 0);
    assert_string_equal(zones.version, "unknown");
    assert_int_equal(kr_zones_find(&f->job, &zones, KR_STR("UTC"), &zone), 0);
    assert_true(kr_zone_local(zone, 1796112000) == 1796112000);
    assert_int_equal(kr_zones_find(&f->job, &zones, KR_STR("Europe/Brussels"), &zone), KOOR_E_ZONE);
    assert_int_equal(kr_zones_add(&f->job, &zones, KR_STR("UTC"), KR_STR("")), KOOR_E_DUPLICATE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(gaps_go_later_and_folds_are_the_first, start, end),
        cmocka_unit_test_setup_teardown(answers_at_the_ends_of_int64, start, end),
        cmocka_unit_test_setup_teardown(refuses_broken_files, start, end),
        cmocka_unit_test_setup_teardown(summer_time_may_last_all_year, start, end),
        cmocka_unit_test_setup_teardown(the_footer_has_the_last_word, start, end),
        cmocka_unit_test_setup_teardown(names_stay_beneath_the_directory, start, end),
        cmocka_unit_test_setup_teardown(utc_needs_no_files, start, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
