/* Weekly rhythms on the examples of RFC 5545, 3.8.5.3 (FREQ=WEEKLY), as dates of 1997. */
#include "koor.h"
#include "schedule/rhythm.h"
#include "unit.h"

#include <string.h>

static int64_t day(const char *text) {
    int64_t value = 0;
    assert_int_equal(kr_read_day(&value, kr_str_of(text)), 0);
    return value;
}

static void expect(const char *rule, const char *start, const char *const *except, size_t limit,
                   const char *const *expected) {
    kr_job job;
    kr_rhythm rhythm;
    int64_t left_out[4], days[64];
    size_t except_count = 0, count = 0;
    kr_job_start(&job, &kr_memory_default, NULL);
    assert_int_equal(kr_rhythm_read(&job, &rhythm, kr_str_of(rule), "schedule.rhythm"), 0);
    for (; except && except[except_count]; except_count++)
        left_out[except_count] = day(except[except_count]);
    size_t found = kr_rhythm_days(days, limit, &rhythm, day(start), left_out, except_count);
    for (; expected[count]; count++)
        if (count < found && days[count] != day(expected[count]))
            fail_msg("%s: occurrence %zu is not %s", rule, count, expected[count]);
    assert_int_equal(found, count);
    kr_job_end(&job);
}

static void follows_rfc_5545(void **state) {
    (void)state;
    const char *const ten_weeks[] = {"1997-09-02", "1997-09-09", "1997-09-16", "1997-09-23",
                                     "1997-09-30", "1997-10-07", "1997-10-14", "1997-10-21",
                                     "1997-10-28", "1997-11-04", NULL};
    expect("FREQ=WEEKLY;COUNT=10", "1997-09-02", NULL, 60, ten_weeks);
    const char *const until[] = {
        "1997-09-02", "1997-09-09", "1997-09-16", "1997-09-23", "1997-09-30", "1997-10-07",
        "1997-10-14", "1997-10-21", "1997-10-28", "1997-11-04", "1997-11-11", "1997-11-18",
        "1997-11-25", "1997-12-02", "1997-12-09", "1997-12-16", "1997-12-23", NULL};
    expect("FREQ=WEEKLY;UNTIL=19971224T000000Z", "1997-09-02", NULL, 60, until);
    const char *const other_week[] = {"1997-09-02", "1997-09-16", "1997-09-30", "1997-10-14",
                                      "1997-10-28", "1997-11-11", NULL};
    expect("FREQ=WEEKLY;INTERVAL=2;WKST=SU", "1997-09-02", NULL, 6, other_week);
    const char *const two_days[] = {"1997-09-02", "1997-09-04", "1997-09-09", "1997-09-11",
                                    "1997-09-16", "1997-09-18", "1997-09-23", "1997-09-25",
                                    "1997-09-30", "1997-10-02", NULL};
    expect("FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH", "1997-09-02", NULL, 10,
           two_days);
    expect("FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH", "1997-09-02", NULL, 60, two_days);
    const char *const three_days[] = {
        "1997-09-01", "1997-09-03", "1997-09-05", "1997-09-15", "1997-09-17", "1997-09-19",
        "1997-09-29", "1997-10-01", "1997-10-03", "1997-10-13", "1997-10-15", "1997-10-17",
        "1997-10-27", "1997-10-29", "1997-10-31", "1997-11-10", "1997-11-12", "1997-11-14",
        "1997-11-24", "1997-11-26", "1997-11-28", "1997-12-08", "1997-12-10", "1997-12-12",
        "1997-12-22", NULL};
    expect("FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR", "1997-09-01",
           NULL, 60, three_days);
    const char *const eight[] = {"1997-09-02", "1997-09-04", "1997-09-16",
                                 "1997-09-18", "1997-09-30", "1997-10-02",
                                 "1997-10-14", "1997-10-16", NULL};
    expect("FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH", "1997-09-02", NULL, 60, eight);
}

static void week_start_matters(void **state) {
    (void)state;
    const char *const monday[] = {"1997-08-05", "1997-08-10", "1997-08-19", "1997-08-24", NULL};
    const char *const sunday[] = {"1997-08-05", "1997-08-17", "1997-08-19", "1997-08-31", NULL};
    expect("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "1997-08-05", NULL, 9, monday);
    expect("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "1997-08-05", NULL, 9, sunday);
}

static void left_out_dates_count_too(void **state) {
    (void)state;
    const char *const except[] = {"2026-12-15", NULL};
    const char *const days[] = {"2026-12-01", "2026-12-29", NULL};
    expect("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;COUNT=3", "2026-12-01", except, 9, days);
}

static void refuses_other_rules(void **state) {
    (void)state;
    /* each with the words that tell what is wrong */
    const char *const bad[][2] = {{"", "needs FREQ=WEEKLY"},
                                  {"FREQ=DAILY", "\"FREQ=DAILY\" is no part"},
                                  {"FREQ=WEEKLY;BYDAY=XX", "\"BYDAY=XX\" is no part"},
                                  {"FREQ=WEEKLY;INTERVAL=0", "\"INTERVAL=0\" is no part"},
                                  {"FREQ=WEEKLY;BYMONTH=1", "\"BYMONTH=1\" is no part"},
                                  {"FREQ=WEEKLY;COUNT=2;UNTIL=20261224", "COUNT and UNTIL"},
                                  {"FREQ=WEEKLY;UNTIL=tomorrow", "\"UNTIL=tomorrow\" is no part"},
                                  {"FREQ=WEEKLY;;", "\"\" is no part"},
                                  {"BYDAY=TU", "needs FREQ=WEEKLY"},
                                  {"FREQ=WEEKLY;BYDAY=1TU", "\"BYDAY=1TU\" is no part"},
                                  {"FREQ=WEEKLY;UNTIL=2026-1", "\"UNTIL=2026-1\" is no part"}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        kr_job job;
        kr_rhythm rhythm;
        koor_error *error = NULL;
        kr_job_start(&job, &kr_memory_default, &error);
        assert_int_equal(kr_rhythm_read(&job, &rhythm, kr_str_of(bad[i][0]), "schedule.rhythm"),
                         KOOR_E_VALUE);
        if (!strstr(koor_error_message(error), bad[i][1]))
            fail_msg("%s: %s", bad[i][0], koor_error_message(error));
        koor_error_free(error);
        kr_job_end(&job);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(follows_rfc_5545),
        cmocka_unit_test(week_start_matters),
        cmocka_unit_test(left_out_dates_count_too),
        cmocka_unit_test(refuses_other_rules),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
