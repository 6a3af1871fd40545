/* Civil dates by counting days in eras of 400 years that begin on 1 March, so that the leap day
 * comes last and month lengths follow one linear formula (Richards, "Mapping Time", 1998; Hinnant,
 * "chrono-compatible low-level date algorithms", 2013). Exact over the whole of int64 seconds. */
#include "schedule/civil.h"

#include <string.h>

enum { ERA_DAYS = 146097, EPOCH_SHIFT = 719468 }; /* 0000-03-01 to 1970-01-01 */

static int64_t floor_divide(int64_t a, int64_t b) {
    int64_t q = a / b;
    return a % b < 0 ? q - 1 : q;
}

int64_t kr_add_clamped(int64_t a, int64_t b) {
    if (b > 0 && a > INT64_MAX - b)
        return INT64_MAX;
    if (b < 0 && a < INT64_MIN - b)
        return INT64_MIN;
    return a + b;
}

int64_t kr_days_of(int64_t year, int32_t month, int32_t day) {
    int64_t y = month > 2 ? year : year - 1;
    int64_t era = floor_divide(y, 400), in_era = y - era * 400;
    int64_t in_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    return era * ERA_DAYS + in_era * 365 + in_era / 4 - in_era / 100 + in_year - EPOCH_SHIFT;
}

int32_t kr_month_days(int64_t year, int32_t month) {
    int32_t next = month == 12 ? 1 : month + 1;
    return (int32_t)(kr_days_of(month == 12 ? year + 1 : year, next, 1) -
                     kr_days_of(year, month, 1));
}

int64_t kr_day_of(int64_t local) {
    return floor_divide(local, KR_DAY);
}

int32_t kr_weekday(int64_t days) {
    int64_t since_monday = (days % 7 + 10) % 7; /* 1970-01-01 was a Thursday */
    return (int32_t)since_monday;
}

kr_civil kr_civil_of(int64_t local) {
    int64_t days = kr_day_of(local) + EPOCH_SHIFT;
    int64_t seconds = (local % KR_DAY + KR_DAY) % KR_DAY;
    int64_t era = floor_divide(days, ERA_DAYS), in_era = days - era * ERA_DAYS;
    int64_t year = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
    int64_t in_year = in_era - (365 * year + year / 4 - year / 100);
    int64_t month = (5 * in_year + 2) / 153;
    return (kr_civil){.year = year + era * 400 + (month >= 10),
                      .month = (int32_t)(month < 10 ? month + 3 : month - 9),
                      .day = (int32_t)(in_year - (153 * month + 2) / 5 + 1),
                      .hour = (int32_t)(seconds / KR_HOUR),
                      .minute = (int32_t)(seconds / KR_MINUTE % 60),
                      .second = (int32_t)(seconds % 60)};
}

int64_t kr_civil_local(const kr_civil *c) {
    int64_t clock = (int64_t)c->hour * KR_HOUR + c->minute * KR_MINUTE + c->second;
    int64_t days = kr_days_of(c->year, c->month, c->day);
    /* Towards zero first: the first day of int64 begins before its first second. */
    return days < 0 ? (days + 1) * KR_DAY + (clock - KR_DAY) : days * KR_DAY + clock;
}

/* ---- reading ---- */

typedef struct reader {
    kr_str text;
    size_t at;
} reader;

static int digits(reader *r, int count, int32_t *out) {
    int32_t value = 0;
    for (int i = 0; i < count; i++) {
        if (r->at >= r->text.length || r->text.at[r->at] < '0' || r->text.at[r->at] > '9')
            return -1;
        value = value * 10 + (r->text.at[r->at++] - '0');
    }
    *out = value;
    return 0;
}

static int accept(reader *r, char byte) {
    if (r->at >= r->text.length || r->text.at[r->at] != byte)
        return 0;
    r->at++;
    return 1;
}

static int read_date(reader *r, kr_civil *c) {
    int32_t year;
    if (digits(r, 4, &year) < 0 || !accept(r, '-'))
        return -1;
    c->year = year;
    if (digits(r, 2, &c->month) < 0 || c->month < 1 || c->month > 12 || !accept(r, '-'))
        return -1;
    if (digits(r, 2, &c->day) < 0 || c->day < 1 || c->day > kr_month_days(year, c->month))
        return -1;
    return 0;
}

static int read_clock(reader *r, kr_civil *c) {
    if (digits(r, 2, &c->hour) < 0 || c->hour > 23 || !accept(r, ':'))
        return -1;
    if (digits(r, 2, &c->minute) < 0 || c->minute > 59)
        return -1;
    if (accept(r, ':') && (digits(r, 2, &c->second) < 0 || c->second > 59))
        return -1;
    return 0;
}

static int read_offset(reader *r, kr_stamp *out) {
    if (r->at == r->text.length)
        return 0;
    out->absolute = 1;
    if (accept(r, 'Z'))
        return 0;
    int west = accept(r, '-');
    int32_t hours, minutes;
    if (!west && !accept(r, '+'))
        return -1;
    if (digits(r, 2, &hours) < 0 || hours > 23)
        return -1;
    accept(r, ':');
    if (digits(r, 2, &minutes) < 0 || minutes > 59)
        return -1;
    out->offset = (hours * KR_HOUR + minutes * KR_MINUTE) * (west ? -1 : 1);
    return 0;
}

static int read_stamp(reader *r, kr_stamp *out) {
    kr_civil civil = {0};
    *out = (kr_stamp){0};
    if (read_date(r, &civil) < 0)
        return -1;
    if (r->at == r->text.length) {
        out->date_only = 1;
    } else if (!accept(r, 'T') && !accept(r, ' ')) {
        return -1;
    } else if (read_clock(r, &civil) < 0 || read_offset(r, out) < 0) {
        return -1;
    }
    out->local = kr_civil_local(&civil);
    return r->at == r->text.length ? 0 : -1;
}

int32_t kr_stamp_read(kr_job *job, kr_stamp *out, kr_str text, const char *path) {
    reader r = {.text = text};
    if (read_stamp(&r, out) == 0)
        return KOOR_OK;
    return kr_fail(job, KOOR_E_VALUE, path, (int64_t)r.at,
                   "\"%.*s\" is no moment: write a date like 2026-12-01, or 2026-12-01T08:00, with "
                   "Z or an offset like +01:00 behind it where it is absolute",
                   KR_SHOWN(text, 60));
}

int kr_read_day(int64_t *out, kr_str text) {
    reader r = {.text = text};
    kr_civil civil = {0};
    if (read_date(&r, &civil) < 0 || r.at != text.length)
        return -1;
    *out = kr_days_of(civil.year, civil.month, civil.day);
    return 0;
}

/* ---- writing ---- */

static char *put(char *at, int64_t value, int width) {
    char reversed[24];
    int count = 0;
    while (value > 0 || count < width) {
        reversed[count++] = (char)('0' + value % 10);
        value /= 10;
    }
    while (count > 0)
        *at++ = reversed[--count];
    return at;
}

static char *put_offset(char *at, int32_t offset) {
    *at++ = offset < 0 ? '-' : '+';
    int32_t size = offset < 0 ? -offset : offset;
    at = put(at, size / KR_HOUR, 2);
    *at++ = ':';
    at = put(at, size / KR_MINUTE % 60, 2);
    if (size % KR_MINUTE) { /* local mean time of before 1940: beyond ISO 8601, but not lost */
        *at++ = ':';
        at = put(at, size % KR_MINUTE, 2);
    }
    return at;
}

size_t kr_stamp_write(char out[KR_STAMP_SIZE], int64_t unix, int32_t offset) {
    kr_civil c = kr_civil_of(kr_add_clamped(unix, offset));
    char *at = out;
    if (c.year < 0)
        *at++ = '-';
    at = put(at, c.year < 0 ? -c.year : c.year, 4);
    const int32_t part[] = {c.month, c.day, c.hour, c.minute, c.second};
    for (int i = 0; i < 5; i++) {
        *at++ = "--T::"[i];
        at = put(at, part[i], 2);
    }
    at = put_offset(at, offset);
    *at = '\0';
    return (size_t)(at - out);
}
