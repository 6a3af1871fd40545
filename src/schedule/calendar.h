/* Calendars: when a person may post, as stretches of UTC with a weight for each hour.
 *
 * What people give is local (hours, weekdays, holidays, absences); it is turned into UTC once for
 * each class of people who share it. Windows are converted, not people, so a change of the clock
 * moves the stretch and nobody falls out of their hours. */
#ifndef KR_CALENDAR_H
#define KR_CALENDAR_H

#include "schedule/zones.h"

enum { KR_HOURS_SPANS = 8, KR_LONGEST_WINDOW = 3660 }; /* days */

typedef struct kr_hours {
    struct {
        int32_t from, to; /* minutes since local midnight; `to` may lie in the next day */
    } span[KR_HOURS_SPANS];
    uint32_t count; /* ascending, disjoint */
} kr_hours;

typedef struct kr_period {
    int64_t from, to; /* `to` excluded */
} kr_period;

typedef struct kr_closed {
    kr_str zone;      /* empty: everywhere */
    int64_t from, to; /* days, both included */
} kr_closed;

typedef struct kr_calendar {
    uint8_t days; /* bit 0 Monday .. bit 6 Sunday */
    uint8_t holidays_by_zone;
    kr_str region; /* holidays of this region for all, where not by zone; "": none */
    const kr_closed *closed;
    size_t closed_count;
    const kr_period *quiet; /* UTC, ascending, disjoint */
    size_t quiet_count;
} kr_calendar;

/* Who: what a class of people shares. */
typedef struct kr_open_query {
    const kr_calendar *calendar;
    const kr_zone *zone;
    const kr_hours *hours;
    const uint8_t *curve;           /* weights of the 24 local hours, 1 .. 100; NULL: all equal */
    int64_t from, to;               /* UTC */
    int64_t absent_from, absent_to; /* local days, both included; 0, 0: none */
} kr_open_query;

typedef struct kr_stretch {
    int64_t from, to;
    uint64_t before; /* weighted seconds of the stretches before this one */
    uint32_t weight;
    uint32_t interval; /* index of the interval it is a part of */
} kr_stretch;

typedef struct kr_open {
    kr_stretch *stretch;
    size_t count;
    kr_period *interval; /* stretches that touch, joined */
    size_t interval_count;
    uint64_t weighted; /* all weighted seconds */
    int64_t seconds;
} kr_open;

int kr_hours_read(kr_hours *out, kr_str text); /* "09:00-12:00,13:00-17:30": 0, or -1 */
int kr_days_read(uint8_t *out, kr_str text);   /* "MO|TU|WE": 0, or -1 */
int kr_clock_read(int32_t *out, kr_str text);  /* "09:30" to minutes, up to 24:00: 0, or -1 */

/* Into the arena. 0, or -1: out of memory. */
int kr_open_make(kr_open *out, kr_arena *arena, const kr_open_query *query);
/* The moment at position (numerator / denominator) of the open time, by weight; 0 <= numerator <
 * denominator <= 2^32, and the calendar is open somewhere. */
int64_t kr_open_moment(const kr_open *open, uint64_t numerator, uint64_t denominator);
/* The interval that holds a moment, or the count where it is closed then. */
size_t kr_open_interval(const kr_open *open, int64_t moment);

/* The curve of a network by its id; the common one where it has none. */
const uint8_t *kr_curve_of(kr_str network);

#endif
