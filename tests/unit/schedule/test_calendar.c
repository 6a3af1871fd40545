/* Holidays, hours, and open time across changes of the clock. */
#include "schedule/calendar.h"
#include "schedule/holidays.h"
#include "unit.h"

static int64_t day(int64_t year, int32_t month, int32_t date) {
    return kr_days_of(year, month, date);
}

static void easter_is_where_the_church_has_it(void **state) {
    (void)state;
    const int32_t sundays[][3] = {{1961, 4, 2},  {1981, 4, 19}, {2000, 4, 23}, {2008, 3, 23},
                                  {2011, 4, 24}, {2024, 3, 31}, {2026, 4, 5},  {2027, 3, 28},
                                  {2038, 4, 25}, {2049, 4, 18}, {2076, 4, 19}, {2100, 3, 28}};
    for (size_t i = 0; i < sizeof sundays / sizeof *sundays; i++)
        assert_int_equal(kr_easter(sundays[i][0]),
                         day(sundays[i][0], sundays[i][1], sundays[i][2]));
}

static void holidays_by_rule(void **state) {
    (void)state;
    assert_string_equal(kr_holiday(KR_STR("BE"), day(2026, 5, 14)), "Hemelvaart");
    assert_string_equal(kr_holiday(KR_STR("BE"), day(2026, 7, 21)), "Nationale feestdag");
    assert_null(kr_holiday(KR_STR("BE"), day(2026, 12, 26)));
    assert_string_equal(kr_holiday(KR_STR("NL"), day(2026, 4, 27)), "Koningsdag");
    assert_string_equal(kr_holiday(KR_STR("NL"), day(2025, 4, 26)), "Koningsdag");
    assert_null(kr_holiday(KR_STR("NL"), day(2025, 4, 27))); /* a Sunday: the day before */
    assert_string_equal(kr_holiday(KR_STR("NL"), day(2013, 4, 30)), "Koninginnedag");
    assert_string_equal(kr_holiday(KR_STR("NL"), day(2025, 5, 5)), "Bevrijdingsdag");
    assert_null(kr_holiday(KR_STR("NL"), day(2026, 5, 5)));
    assert_null(kr_holiday(KR_STR("XX"), day(2026, 12, 25)));
    int be = 0, nl = 0;
    for (int64_t d = day(2027, 1, 1); d < day(2028, 1, 1); d++) {
        be += kr_holiday(KR_STR("BE"), d) != NULL;
        nl += kr_holiday(KR_STR("NL"), d) != NULL;
    }
    assert_int_equal(be, 12); /* the ten of the law, and two Sundays */
    assert_int_equal(nl, 9);
}

static void reads_hours(void **state) {
    (void)state;
    kr_hours hours;
    assert_int_equal(kr_hours_read(&hours, KR_STR("13:00-17:30,09:00-12:00")), 0);
    assert_int_equal(hours.count, 2);
    assert_int_equal(hours.span[0].from, 540);
    assert_int_equal(hours.span[1].to, 1050);
    assert_int_equal(kr_hours_read(&hours, KR_STR("22:00-02:00")), 0);
    assert_int_equal(hours.span[0].to, 26 * 60);
    assert_int_equal(kr_hours_read(&hours, KR_STR("00:00-24:00")), 0);
    const char *const bad[] = {"",
                               "9-17",
                               "09:00-09:00",
                               "09:00-12:00,11:00-14:00",
                               "09:00-25:00",
                               "09:00-12:00,",
                               "24:00-01:00",
                               "09:60-10:00",
                               "09:00-12:00 13:00-14:00"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(kr_hours_read(&hours, kr_str_of(bad[i])), -1);
    uint8_t days;
    assert_int_equal(kr_days_read(&days, KR_STR("MO|SU")), 0);
    assert_int_equal(days, 65);
    assert_int_equal(kr_days_read(&days, KR_STR("MO|XX")), -1);
    assert_int_equal(kr_days_read(&days, KR_STR("MOTU")), -1);
}

typedef struct fixture {
    kr_job job;
    kr_zones zones;
    kr_calendar calendar;
    kr_hours hours;
    const kr_zone *zone;
} fixture;

static fixture *open_in(void **state, const char *zone, const char *hours) {
    fixture *f = *state;
    assert_int_equal(kr_zones_find(&f->job, &f->zones, kr_str_of(zone), &f->zone), 0);
    assert_int_equal(kr_hours_read(&f->hours, kr_str_of(hours)), 0);
    return f;
}

static int start(void **state) {
    static fixture f;
    kr_job_start(&f.job, &kr_memory_default, NULL);
    f.calendar = (kr_calendar){.days = 127};
    *state = &f;
    return kr_zones_start(&f.job, &f.zones, &f.job.arena, "/usr/share/zoneinfo") < 0;
}

static int end(void **state) {
    fixture *f = *state;
    kr_job_end(&f->job);
    return 0;
}

static kr_open make(fixture *f, int64_t from, int64_t to, const uint8_t *curve) {
    kr_open open;
    kr_open_query query = {.calendar = &f->calendar,
                           .zone = f->zone,
                           .hours = &f->hours,
                           .curve = curve,
                           .from = from,
                           .to = to};
    assert_int_equal(kr_open_make(&open, &f->job.arena, &query), 0);
    return open;
}

static void hours_stay_local_when_clocks_change(void **state) {
    fixture *f = open_in(state, "Europe/Brussels", "09:00-17:00");
    kr_open open = make(f, day(2026, 10, 24) * KR_DAY, day(2026, 10, 27) * KR_DAY, NULL);
    assert_int_equal(open.interval_count, 3);
    assert_int_equal(open.interval[0].from % KR_DAY, 7 * KR_HOUR); /* summer time */
    assert_int_equal(open.interval[1].from % KR_DAY, 8 * KR_HOUR);
    f = open_in(state, "Europe/Brussels", "01:00-04:00");
    open = make(f, day(2026, 10, 24) * KR_DAY + 43200, day(2026, 10, 25) * KR_DAY + 43200, NULL);
    assert_int_equal(open.seconds, 4 * KR_HOUR); /* 02:00 to 03:00 happens twice */
    open = make(f, day(2026, 3, 28) * KR_DAY + 43200, day(2026, 3, 29) * KR_DAY + 43200, NULL);
    assert_int_equal(open.seconds, 2 * KR_HOUR); /* and not at all in spring */
    f = open_in(state, "Europe/Brussels", "02:15-02:45");
    open = make(f, day(2026, 3, 28) * KR_DAY + 43200, day(2026, 3, 29) * KR_DAY + 43200, NULL);
    assert_int_equal(open.seconds, 30 * KR_MINUTE); /* skipped: half an hour later */
}

static void leaves_out_what_is_closed(void **state) {
    fixture *f = open_in(state, "Europe/Amsterdam", "09:00-17:00");
    const kr_closed closed[] = {{{"", 0}, day(2026, 12, 21), day(2026, 12, 22)},
                                {KR_STR("Asia/Tokyo"), day(2026, 12, 23), day(2026, 12, 23)}};
    const kr_period quiet = {day(2026, 12, 24) * KR_DAY + 10 * KR_HOUR,
                             day(2026, 12, 24) * KR_DAY + 12 * KR_HOUR};
    f->calendar = (kr_calendar){.days = 31,
                                .holidays_by_zone = 1,
                                .closed = closed,
                                .closed_count = 2,
                                .quiet = &quiet,
                                .quiet_count = 1};
    kr_open open = make(f, day(2026, 12, 19) * KR_DAY, day(2026, 12, 29) * KR_DAY, NULL);
    /* weekend, 21 and 22 closed, 23 open, 24 in two parts, 25 holiday, weekend, 28 open */
    assert_int_equal(open.interval_count, 4);
    assert_int_equal(open.seconds, 22 * KR_HOUR);
    f->calendar = (kr_calendar){.days = 127};
}

static void positions_follow_the_weights(void **state) {
    fixture *f = open_in(state, "UTC", "09:00-12:00,13:00-17:00");
    uint8_t curve[24];
    for (int i = 0; i < 24; i++)
        curve[i] = i == 10 ? 30 : 10;
    kr_open open = make(f, 0, KR_DAY, curve);
    assert_int_equal(open.weighted, 90 * KR_HOUR);
    assert_int_equal(kr_open_moment(&open, 0, 9), 9 * KR_HOUR);
    assert_int_equal(kr_open_moment(&open, 1, 9), 10 * KR_HOUR);
    assert_int_equal(kr_open_moment(&open, 4, 9), 11 * KR_HOUR);
    assert_int_equal(kr_open_moment(&open, 5, 9), 13 * KR_HOUR);
    assert_int_equal(kr_open_moment(&open, UINT32_MAX, 1ull << 32), 17 * KR_HOUR - 1);
    assert_int_equal(kr_open_interval(&open, 12 * KR_HOUR), 2);
    assert_int_equal(kr_open_interval(&open, 12 * KR_HOUR - 1), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(easter_is_where_the_church_has_it),
        cmocka_unit_test(holidays_by_rule),
        cmocka_unit_test(reads_hours),
        cmocka_unit_test_setup_teardown(hours_stay_local_when_clocks_change, start, end),
        cmocka_unit_test_setup_teardown(leaves_out_what_is_closed, start, end),
        cmocka_unit_test_setup_teardown(positions_follow_the_weights, start, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
