/* Any bytes as what the schedule reads. The first byte chooses: a TZif file, a stamp, a rhythm,
 * hours, or the POSIX rule of a footer. What is accepted must answer at the ends of int64, and
 * twice the same. */
#include "fuzz_bytes.h"
#include "koor.h"
#include "schedule/calendar.h"
#include "schedule/rhythm.h"
#include "schedule/zonerule.h"
#include "schedule/zones.h"

#include <stdlib.h>

static void check_zone(kr_job *job, kr_str bytes) {
    static const int64_t moments[] = {INT64_MIN,  -62135596800, -1,       0,
                                      1774746000, 4102444800,   INT64_MAX};
    kr_zone *zone;
    if (kr_zone_read(job, &zone, &job->arena, KR_STR("Fuzz/Zone"), bytes) < 0)
        return;
    for (size_t i = 0; i < sizeof moments / sizeof *moments; i++) {
        int32_t offset = kr_zone_offset(zone, moments[i]);
        must(offset >= -168 * KR_HOUR && offset <= 168 * KR_HOUR);
        must(kr_zone_local(zone, moments[i]) == kr_add_clamped(moments[i], offset));
        must(kr_zone_unix(zone, moments[i]) == kr_zone_unix(zone, moments[i]));
    }
}

static void check_stamp(kr_job *job, kr_str text) {
    kr_stamp stamp, again;
    char written[KR_STAMP_SIZE];
    if (kr_stamp_read(job, &stamp, text, "fuzz") < 0)
        return;
    size_t length = kr_stamp_write(written, stamp.local - stamp.offset, stamp.offset);
    must(kr_stamp_read(job, &again, (kr_str){written, length}, "fuzz") == KOOR_OK);
    must(again.local == stamp.local && again.offset == stamp.offset && again.absolute);
}

static void check_rhythm(kr_job *job, kr_str text) {
    kr_rhythm rhythm;
    int64_t days[50];
    if (kr_rhythm_read(job, &rhythm, text, "fuzz") < 0)
        return;
    size_t count = kr_rhythm_days(days, 50, &rhythm, 20000, NULL, 0);
    for (size_t i = 0; i < count; i++)
        must(days[i] >= (i ? days[i - 1] + 1 : 20000) && days[i] <= rhythm.until);
}

static void check_hours(kr_str text) {
    kr_hours hours;
    if (kr_hours_read(&hours, text) < 0)
        return;
    must(hours.count >= 1 && hours.count <= KR_HOURS_SPANS);
    for (uint32_t i = 0; i < hours.count; i++) {
        must(hours.span[i].from < hours.span[i].to);
        must(i == 0 || hours.span[i].from >= hours.span[i - 1].to);
    }
}

static void check_rule(kr_str text) {
    kr_zonerule rule;
    if (kr_zonerule_read(&rule, text) < 0)
        return;
    for (int64_t t = -100; t < 100; t++) {
        int32_t offset = kr_zonerule_offset(&rule, t * 7777777777, (int)(t & 1));
        must(offset == rule.standard || (rule.has_summer && offset == rule.summer));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 1)
        return 0;
    kr_str text = {(const char *)data + 1, size - 1};
    koor_error *error = NULL;
    kr_job job;
    kr_job_start(&job, &kr_memory_default, &error);
    switch (data[0]) {
    case 'z':
        check_zone(&job, text);
        break;
    case 's':
        check_stamp(&job, text);
        break;
    case 'r':
        check_rhythm(&job, text);
        break;
    case 'h':
        check_hours(text);
        break;
    default:
        check_rule(text);
    }
    koor_error_free(error);
    kr_job_end(&job);
    return 0;
}
