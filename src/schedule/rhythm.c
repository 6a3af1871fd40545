/* Weekly recurrence: see rhythm.h. A week begins on WKST; weeks are counted from the one that holds
 * the start, and every INTERVAL-th gives its BYDAYs. */
#include "schedule/rhythm.h"

#include "base/numbers.h"

#include <string.h>

enum { MOST_EMPTY_WEEKS = 4000 }; /* left-out days could else make the search endless */

static const char WEEKDAYS[7][3] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};

static int weekday_of(kr_str text) {
    for (int i = 0; i < 7; i++)
        if (kr_str_equal_fold(text, kr_str_of(WEEKDAYS[i])))
            return i;
    return -1;
}

static kr_str cut(kr_str *rest, char at) {
    const char *end = rest->length ? memchr(rest->at, at, rest->length) : NULL;
    kr_str part = {rest->at, end ? (size_t)(end - rest->at) : rest->length};
    size_t used = part.length + (end != NULL);
    *rest = (kr_str){rest->at + used, rest->length - used};
    return part;
}

static int read_days(kr_rhythm *out, kr_str list) {
    while (list.length) {
        int day = weekday_of(cut(&list, ','));
        if (day < 0)
            return -1;
        out->days |= (uint8_t)(1 << day);
    }
    return out->days ? 0 : -1;
}

/* 20261224 or 2026-12-24, also with a clock behind it. A rule of days needs no clock, but midnight
 * is before all that happens on its day: that is how RFC 5545's own examples read. */
static int read_until(kr_rhythm *out, kr_str text) {
    char date[11] = "0000-00-00";
    size_t basic = text.length >= 8 && text.at[4] != '-', length = basic ? 8 : 10;
    if (text.length < length || (text.length > length && text.at[length] != 'T'))
        return -1;
    memcpy(date, text.at, 4);
    memcpy(date + 5, text.at + (basic ? 4 : 5), 2);
    memcpy(date + 8, text.at + (basic ? 6 : 8), 2);
    if (kr_read_day(&out->until, (kr_str){date, 10}) < 0)
        return -1;
    if (text.length >= length + 5 && memcmp(text.at + length, basic ? "T0000" : "T00:0", 5) == 0)
        out->until--;
    return 0;
}

static int read_positive(int64_t *out, kr_str text, int64_t most) {
    return kr_read_int(out, text) < 0 || *out < 1 || *out > most ? -1 : 0;
}

static int read_part(kr_rhythm *out, kr_str key, kr_str value) {
    int64_t number;
    int day;
    if (kr_str_equal_fold(key, KR_STR("FREQ")))
        return kr_str_equal_fold(value, KR_STR("WEEKLY")) ? 0 : -1;
    if (kr_str_equal_fold(key, KR_STR("INTERVAL"))) {
        if (read_positive(&number, value, 520) < 0)
            return -1;
        out->interval = (int32_t)number;
        return 0;
    }
    if (kr_str_equal_fold(key, KR_STR("COUNT")))
        return read_positive(&out->count, value, 100000);
    if (kr_str_equal_fold(key, KR_STR("UNTIL")))
        return read_until(out, value);
    if (kr_str_equal_fold(key, KR_STR("BYDAY")))
        return read_days(out, value);
    if (!kr_str_equal_fold(key, KR_STR("WKST")) || (day = weekday_of(value)) < 0)
        return -1;
    out->week_start = (uint8_t)day;
    return 0;
}

int32_t kr_rhythm_read(kr_job *job, kr_rhythm *out, kr_str text, const char *path) {
    static const char wanted[] = "write it like FREQ=WEEKLY;INTERVAL=2;BYDAY=TU, with COUNT, UNTIL "
                                 "and WKST where needed";
    kr_str rest = text;
    int weekly = 0;
    *out = (kr_rhythm){.until = INT64_MAX, .interval = 1};
    while (rest.length) {
        kr_str part = cut(&rest, ';'), value = part, key = cut(&value, '=');
        weekly |= kr_str_equal_fold(key, KR_STR("FREQ"));
        if (read_part(out, key, value) < 0)
            return kr_fail(job, KOOR_E_VALUE, path, part.at - text.at,
                           "\"%.*s\" is no part of a weekly rhythm: %s", KR_SHOWN(part, 60), wanted);
    }
    if (!weekly)
        return kr_fail(job, KOOR_E_VALUE, path, 0, "the rhythm needs FREQ=WEEKLY: %s", wanted);
    if (out->count && out->until != INT64_MAX)
        return kr_fail(job, KOOR_E_VALUE, path, 0, "COUNT and UNTIL cannot both end a rhythm");
    return KOOR_OK;
}

static int left_out(int64_t day, const int64_t *except, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (except[i] == day)
            return 1;
    return 0;
}

size_t kr_rhythm_days(int64_t *out, size_t limit, const kr_rhythm *rhythm, int64_t start,
                      const int64_t *except, size_t except_count) {
    unsigned days = rhythm->days ? rhythm->days : 1u << kr_weekday(start);
    int64_t week = start - (kr_weekday(start) - rhythm->week_start + 7) % 7, seen = 0;
    size_t count = 0;
    for (int turn = 0; turn < MOST_EMPTY_WEEKS; turn++, week += 7 * (int64_t)rhythm->interval) {
        for (int i = 0; i < 7; i++) {
            int64_t day = week + i;
            if (day < start || !(days >> kr_weekday(day) & 1))
                continue;
            if (count == limit || day > rhythm->until || (rhythm->count && seen == rhythm->count))
                return count;
            seen++; /* EXDATE takes away from what COUNT has counted (RFC 5545, 3.8.5.1) */
            if (!left_out(day, except, except_count))
                out[count++] = day;
        }
    }
    return count;
}
