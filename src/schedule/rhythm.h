/* Rhythm: the days of a campaign with several posts, as a recurrence rule of RFC 5545 with
 * FREQ=WEEKLY (INTERVAL, BYDAY, UNTIL, COUNT, WKST, and EXDATE as a list of dates). */
#ifndef KR_RHYTHM_H
#define KR_RHYTHM_H

#include "schedule/civil.h"

typedef struct kr_rhythm {
    int64_t until;      /* last day that may occur; INT64_MAX: no end */
    int64_t count;      /* occurrences, left-out days included as RFC 5545 has it; 0: no end */
    int32_t interval;   /* weeks */
    uint8_t days;       /* bit 0 Monday .. bit 6 Sunday; 0: the weekday of the start */
    uint8_t week_start; /* 0 Monday .. 6 Sunday */
} kr_rhythm;

/* "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU". KOOR_E_VALUE with the byte that is wrong. */
int32_t kr_rhythm_read(kr_job *job, kr_rhythm *out, kr_str text, const char *path);
/* The first `limit` days from `start` on (which counts only where the rule names it), without those
 * of `except` (sorted or not); gives how many there are. */
size_t kr_rhythm_days(int64_t *out, size_t limit, const kr_rhythm *rhythm, int64_t start,
                      const int64_t *except, size_t except_count);

#endif
