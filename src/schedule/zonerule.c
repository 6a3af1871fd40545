/* POSIX TZ rules: see zonerule.h. A change is looked for in the year of the moment and its two
 * neighbours, because a rule's clock may lie up to a week outside its own day. */
#include "schedule/zonerule.h"

#include "schedule/civil.h"

typedef struct reader {
    kr_str text;
    size_t at;
} reader;

static char peek(const reader *r) {
    return r->at < r->text.length ? r->text.at[r->at] : '\0';
}

static int accept(reader *r, char byte) {
    if (r->at >= r->text.length || r->text.at[r->at] != byte)
        return 0;
    r->at++;
    return 1;
}

static int read_number(reader *r, int32_t low, int32_t high, int32_t *out) {
    int32_t value = 0, count = 0;
    for (; peek(r) >= '0' && peek(r) <= '9'; r->at++, count++) {
        value = value * 10 + (peek(r) - '0');
        if (value > high)
            return -1;
    }
    if (count == 0 || value < low)
        return -1;
    *out = value;
    return 0;
}

static int is_letter(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static int read_name(reader *r) {
    int quoted = accept(r, '<');
    size_t from = r->at;
    for (char c; (c = peek(r)) != '\0'; r->at++)
        if (!is_letter(c) && !(quoted && ((c >= '0' && c <= '9') || c == '+' || c == '-')))
            break;
    if (r->at - from < 3)
        return -1;
    return quoted && !accept(r, '>') ? -1 : 0;
}

/* [+-]hh[:mm[:ss]] as seconds. */
static int read_time(reader *r, int32_t *out) {
    int negative = accept(r, '-');
    if (!negative)
        accept(r, '+');
    int32_t hours, minutes = 0, seconds = 0;
    if (read_number(r, 0, 167, &hours) < 0)
        return -1;
    if (accept(r, ':') && read_number(r, 0, 59, &minutes) < 0)
        return -1;
    if (accept(r, ':') && read_number(r, 0, 59, &seconds) < 0)
        return -1;
    int32_t size = hours * KR_HOUR + minutes * KR_MINUTE + seconds;
    *out = negative ? -size : size;
    return 0;
}

static int read_month_date(reader *r, kr_zonedate *out) {
    int32_t month, week, weekday;
    if (read_number(r, 1, 12, &month) < 0 || !accept(r, '.') || read_number(r, 1, 5, &week) < 0 ||
        !accept(r, '.') || read_number(r, 0, 6, &weekday) < 0)
        return -1;
    *out = (kr_zonedate){.kind = KR_RULE_MONTH,
                         .month = (uint8_t)month,
                         .week = (uint8_t)week,
                         .weekday = (uint8_t)weekday};
    return 0;
}

static int read_change(reader *r, kr_zonedate *out) {
    int32_t day;
    if (!accept(r, ','))
        return -1;
    if (accept(r, 'M')) {
        if (read_month_date(r, out) < 0)
            return -1;
    } else {
        int julian = accept(r, 'J');
        if (read_number(r, julian, 365, &day) < 0)
            return -1;
        *out = (kr_zonedate){.kind = julian ? KR_RULE_JULIAN : KR_RULE_DAY, .day = (int16_t)day};
    }
    out->time = 2 * KR_HOUR;
    return accept(r, '/') ? read_time(r, &out->time) : 0;
}

int kr_zonerule_read(kr_zonerule *out, kr_str text) {
    reader r = {.text = text};
    *out = (kr_zonerule){0};
    if (read_name(&r) < 0 || read_time(&r, &out->standard) < 0)
        return -1;
    out->standard = -out->standard; /* POSIX counts west of Greenwich */
    if (r.at == text.length)
        return 0;
    out->has_summer = 1;
    out->summer = out->standard + KR_HOUR;
    if (read_name(&r) < 0)
        return -1;
    if (peek(&r) != ',') {
        if (read_time(&r, &out->summer) < 0)
            return -1;
        out->summer = -out->summer;
    }
    if (read_change(&r, &out->start) < 0 || read_change(&r, &out->end) < 0)
        return -1;
    return r.at == text.length ? 0 : -1;
}

static int64_t month_date(const kr_zonedate *date, int64_t year) {
    int64_t first = kr_days_of(year, date->month, 1);
    int32_t from_sunday = (kr_weekday(first) + 1) % 7;
    int64_t day = first + (date->weekday - from_sunday + 7) % 7 + 7 * (date->week - 1);
    return day >= first + kr_month_days(year, date->month) ? day - 7 : day;
}

/* Local midnight of the date, plus its clock. */
static int64_t change_local(const kr_zonedate *date, int64_t year) {
    int64_t day;
    if (date->kind == KR_RULE_MONTH) {
        day = month_date(date, year);
    } else {
        day = kr_days_of(year, 1, 1) + date->day - (date->kind == KR_RULE_JULIAN);
        if (date->kind == KR_RULE_JULIAN && date->day > 59 && kr_month_days(year, 2) == 29)
            day++;
    }
    return day * KR_DAY + date->time;
}

int32_t kr_zonerule_offset(const kr_zonerule *rule, int64_t moment, int wall) {
    if (!rule->has_summer)
        return rule->standard;
    /* A rule repeats every 400 years: far moments are brought near, where nothing overflows. */
    const int64_t cycle = (int64_t)146097 * KR_DAY;
    moment %= cycle;
    int32_t later = rule->summer > rule->standard ? rule->summer : rule->standard;
    int64_t year = kr_civil_of(moment + (wall ? 0 : rule->standard)).year, best = INT64_MIN;
    int32_t offset = rule->standard;
    for (int64_t y = year - 1; y <= year + 1; y++) {
        int64_t end = change_local(&rule->end, y) - rule->summer + (wall ? later : 0);
        int64_t start = change_local(&rule->start, y) - rule->standard + (wall ? later : 0);
        if (end <= moment && end > best) {
            best = end;
            offset = rule->standard;
        }
        if (start <= moment && start >= best) { /* at one instant summer time stays: all the year */
            best = start;
            offset = rule->summer;
        }
    }
    return offset;
}
