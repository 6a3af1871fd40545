/* Open time: see calendar.h. */
#include "schedule/calendar.h"

#include "schedule/holidays.h"

#include <string.h>

/* ---- reading hours and days ---- */

int kr_clock_read(int32_t *out, kr_str text) {
    if (text.length != 5 || text.at[2] != ':')
        return -1;
    for (int i = 0; i < 5; i++)
        if (i != 2 && (text.at[i] < '0' || text.at[i] > '9'))
            return -1;
    int32_t hour = (text.at[0] - '0') * 10 + text.at[1] - '0';
    int32_t minute = (text.at[3] - '0') * 10 + text.at[4] - '0';
    if (minute > 59 || hour > 24 || (hour == 24 && minute))
        return -1;
    *out = hour * 60 + minute;
    return 0;
}

static int add_span(kr_hours *hours, int32_t from, int32_t to) {
    uint32_t at = hours->count;
    if (at == KR_HOURS_SPANS)
        return -1;
    for (; at > 0 && hours->span[at - 1].from > from; at--)
        hours->span[at] = hours->span[at - 1];
    hours->span[at].from = from;
    hours->span[at].to = to;
    hours->count++;
    if (at > 0 && hours->span[at - 1].to > from)
        return -1;
    return at + 1 < hours->count && to > hours->span[at + 1].from ? -1 : 0;
}

int kr_hours_read(kr_hours *out, kr_str text) {
    *out = (kr_hours){0};
    for (size_t at = 0; at < text.length; at += 12) {
        int32_t from, to;
        if (text.length - at < 11 || text.at[at + 5] != '-' ||
            kr_clock_read(&from, (kr_str){text.at + at, 5}) < 0 ||
            kr_clock_read(&to, (kr_str){text.at + at + 6, 5}) < 0 || from == to || from == 24 * 60)
            return -1;
        if (at + 11 < text.length && (text.at[at + 11] != ',' || at + 12 == text.length))
            return -1;
        if (add_span(out, from, to < from ? to + 24 * 60 : to) < 0)
            return -1;
    }
    return out->count ? 0 : -1;
}

int kr_days_read(uint8_t *out, kr_str text) {
    static const char names[] = "MOTUWETHFRSASU";
    *out = 0;
    for (size_t at = 0; at < text.length; at += 3) {
        int day = 0;
        while (day < 7 && (text.length - at < 2 || memcmp(names + 2 * day, text.at + at, 2) != 0))
            day++;
        if (day == 7 || (at + 2 < text.length && text.at[at + 2] != '|' && text.at[at + 2] != ','))
            return -1;
        *out |= (uint8_t)(1 << day);
    }
    return *out ? 0 : -1;
}

/* ---- making ---- */

typedef struct maker {
    kr_arena *arena;
    kr_open *open;
    size_t capacity, interval_capacity;
    const kr_open_query *query;
    int64_t end; /* of the last stretch: hours over midnight may meet the next day's */
} maker;

static int add_interval(maker *m, int64_t from, int64_t to) {
    kr_open *o = m->open;
    if (o->interval_count && o->interval[o->interval_count - 1].to == from) {
        o->interval[o->interval_count - 1].to = to;
        return 0;
    }
    if (kr_arena_grow(m->arena, (void **)&o->interval, &m->interval_capacity, o->interval_count,
                      sizeof *o->interval) < 0)
        return -1;
    o->interval[o->interval_count++] = (kr_period){from, to};
    return 0;
}

static int add_stretch(maker *m, int64_t from, int64_t to, uint32_t weight) {
    kr_open *o = m->open;
    if (from >= to)
        return 0;
    if (kr_arena_grow(m->arena, (void **)&o->stretch, &m->capacity, o->count, sizeof *o->stretch) <
            0 ||
        add_interval(m, from, to) < 0)
        return -1;
    o->stretch[o->count++] =
        (kr_stretch){from, to, o->weighted, weight, (uint32_t)(o->interval_count - 1)};
    o->weighted += (uint64_t)(to - from) * weight;
    o->seconds += to - from;
    m->end = to;
    return 0;
}

/* [from, to) less the quiet periods. */
static int add_between_quiet(maker *m, int64_t from, int64_t to, uint32_t weight) {
    const kr_calendar *c = m->query->calendar;
    for (size_t i = 0; i < c->quiet_count && from < to; i++) {
        const kr_period *quiet = &c->quiet[i];
        if (quiet->to <= from || quiet->from >= to)
            continue;
        if (add_stretch(m, from, quiet->from, weight) < 0)
            return -1;
        from = quiet->to;
    }
    return add_stretch(m, from, to, weight);
}

/* Local minutes of one day, cut at full hours, where the weight changes. */
static int add_span_of_day(maker *m, int64_t day, int32_t from, int32_t to) {
    const kr_open_query *q = m->query;
    while (from < to) {
        int32_t next = q->curve ? (from / 60 + 1) * 60 : to;
        if (next > to)
            next = to;
        int64_t start = kr_zone_unix(q->zone, day * KR_DAY + (int64_t)from * KR_MINUTE);
        int64_t stop = kr_zone_unix(q->zone, day * KR_DAY + (int64_t)next * KR_MINUTE);
        start = start < q->from ? q->from : start;
        start = start < m->end ? m->end : start;
        stop = stop > q->to ? q->to : stop;
        if (add_between_quiet(m, start, stop, q->curve ? q->curve[from / 60 % 24] : 1) < 0)
            return -1;
        from = next;
    }
    return 0;
}

static int day_closed(const kr_open_query *q, int64_t day) {
    const kr_calendar *c = q->calendar;
    if (!(c->days >> kr_weekday(day) & 1))
        return 1;
    if ((q->absent_from || q->absent_to) && day >= q->absent_from && day <= q->absent_to)
        return 1;
    kr_str zone = kr_zone_name(q->zone);
    for (size_t i = 0; i < c->closed_count; i++) {
        const kr_closed *closed = &c->closed[i];
        if (day >= closed->from && day <= closed->to &&
            (!closed->zone.length || kr_str_equal(closed->zone, zone)))
            return 1;
    }
    kr_str region = c->holidays_by_zone ? kr_holiday_region_of(zone) : c->region;
    return region.length && kr_holiday(region, day) != NULL;
}

int kr_open_make(kr_open *out, kr_arena *arena, const kr_open_query *query) {
    *out = (kr_open){0};
    if (query->from >= query->to)
        return 0;
    maker m = {.arena = arena, .open = out, .query = query, .end = INT64_MIN};
    /* A day more at the front, for hours over midnight. */
    int64_t day = kr_day_of(kr_zone_local(query->zone, query->from)) - 1;
    int64_t last = kr_day_of(kr_zone_local(query->zone, query->to));
    if (last > day + KR_LONGEST_WINDOW)
        last = day + KR_LONGEST_WINDOW; /* refused before: see rules.c */
    for (; day <= last; day++) {
        if (day_closed(query, day))
            continue;
        for (uint32_t i = 0; i < query->hours->count; i++)
            if (add_span_of_day(&m, day, query->hours->span[i].from, query->hours->span[i].to) < 0)
                return -1;
    }
    return 0;
}

/* ---- reading open time ---- */

int64_t kr_open_moment(const kr_open *open, uint64_t numerator, uint64_t denominator) {
    /* weighted * numerator / denominator without a product beyond 64 bits */
    uint64_t whole = open->weighted / denominator, rest = open->weighted % denominator;
    uint64_t position = whole * numerator + rest * numerator / denominator;
    size_t low = 0, high = open->count - 1;
    while (low < high) { /* the last stretch that begins at or before the position */
        size_t middle = (low + high + 1) / 2;
        if (open->stretch[middle].before <= position)
            low = middle;
        else
            high = middle - 1;
    }
    const kr_stretch *s = &open->stretch[low];
    int64_t moment = s->from + (int64_t)((position - s->before) / s->weight);
    return moment < s->to ? moment : s->to - 1;
}

size_t kr_open_interval(const kr_open *open, int64_t moment) {
    size_t low = 0, high = open->interval_count;
    while (low < high) { /* the first interval that ends behind the moment */
        size_t middle = low + (high - low) / 2;
        if (open->interval[middle].to <= moment)
            low = middle + 1;
        else
            high = middle;
    }
    return low < open->interval_count && open->interval[low].from <= moment ? low
                                                                            : open->interval_count;
}
