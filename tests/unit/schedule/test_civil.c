/* Civil dates and stamps, to the ends of int64. */
#include "koor.h"
#include "schedule/civil.h"
#include "unit.h"

#include <string.h>

static void counts_days_both_ways(void **state) {
    (void)state;
    assert_int_equal(kr_days_of(1970, 1, 1), 0);
    assert_int_equal(kr_days_of(2000, 2, 29), 11016);
    assert_int_equal(kr_days_of(0, 3, 1), -719468);
    assert_int_equal(kr_month_days(2100, 2), 28);
    assert_int_equal(kr_weekday(kr_days_of(2026, 12, 1)), 1);
    assert_int_equal(kr_weekday(kr_days_of(1969, 12, 28)), 6);
    for (int64_t day = -800000; day < 800000; day += 37) {
        kr_civil c = kr_civil_of(day * KR_DAY + 86399);
        assert_int_equal(kr_days_of(c.year, c.month, c.day), day);
        assert_int_equal(kr_civil_local(&c), day * KR_DAY + 86399);
        assert_int_equal(c.second, 59);
    }
}

static void holds_at_the_ends_of_int64(void **state) {
    (void)state;
    char text[KR_STAMP_SIZE];
    kr_stamp_write(text, INT64_MAX, 50400);
    assert_string_equal(text, "292277026596-12-04T15:30:07+14:00");
    kr_stamp_write(text, INT64_MIN, -50400);
    assert_string_equal(text, "-292277022657-01-27T08:29:52-14:00");
    kr_civil c = kr_civil_of(INT64_MIN);
    assert_true(kr_civil_local(&c) == INT64_MIN);
}

static kr_stamp read_ok(const char *text) {
    kr_job job;
    kr_stamp stamp;
    kr_job_start(&job, &kr_memory_default, NULL);
    assert_int_equal(kr_stamp_read(&job, &stamp, kr_str_of(text), "window.start"), KOOR_OK);
    kr_job_end(&job);
    return stamp;
}

static void reads_stamps(void **state) {
    (void)state;
    kr_stamp stamp = read_ok("2026-12-01T08:00");
    assert_true(stamp.local == 1796112000 && !stamp.absolute && !stamp.date_only);
    stamp = read_ok("2026-12-01");
    assert_true(stamp.local == 1796083200 && stamp.date_only);
    stamp = read_ok("2026-12-01 08:00:30Z");
    assert_true(stamp.local == 1796112030 && stamp.absolute && stamp.offset == 0);
    stamp = read_ok("2026-12-01T08:00:30+05:45");
    assert_true(stamp.absolute && stamp.offset == 20700);
    stamp = read_ok("2026-12-01T08:00-0330");
    assert_true(stamp.offset == -12600);
    stamp = read_ok("2026-12-31T23:59:59-23:59");
    assert_true(stamp.local == 1798761599 && stamp.offset == -86340);
}

static void refuses_what_is_no_stamp(void **state) {
    (void)state;
    const struct {
        const char *text;
        int offset;
    } bad[] = {
        {"", 0},
        {"2026-13-01", 7},
        {"2026-02-29", 10},
        {"2026-2-01", 6},
        {"1-12-2026", 1},
        {"2026-12-01T24:00", 13},
        {"2026-12-01T08:60", 16},
        {"2026-12-01T08:00:60", 19},
        {"2026-12-01T08:00+24:00", 19},
        {"2026-12-01T08:00+01:60", 22},
        {"2026-12-01T", 11},
        {"2026-12-01T08:00 Z", 16},
        {"2026-12-01T08:00Zx", 17},
        {"tomorrow", 0},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        kr_job job;
        kr_stamp stamp;
        koor_error *error = NULL;
        kr_job_start(&job, &kr_memory_default, &error);
        assert_int_equal(kr_stamp_read(&job, &stamp, kr_str_of(bad[i].text), "window.start"),
                         KOOR_E_VALUE);
        assert_string_equal(koor_error_path(error), "window.start");
        assert_int_equal(koor_error_offset(error), bad[i].offset);
        koor_error_free(error);
        kr_job_end(&job);
    }
}

static void writes_stamps(void **state) {
    (void)state;
    char text[KR_STAMP_SIZE];
    assert_int_equal(kr_stamp_write(text, 1796200500, 3600), 25);
    assert_string_equal(text, "2026-12-02T09:35:00+01:00");
    kr_stamp_write(text, 0, -1800);
    assert_string_equal(text, "1969-12-31T23:30:00-00:30");
    kr_stamp_write(text, -2840140800, 1050);
    assert_string_equal(text, "1880-01-01T00:17:30+00:17:30");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_days_both_ways), cmocka_unit_test(holds_at_the_ends_of_int64),
        cmocka_unit_test(reads_stamps),          cmocka_unit_test(refuses_what_is_no_stamp),
        cmocka_unit_test(writes_stamps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
