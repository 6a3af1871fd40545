/* Civil time: days and clock times of the proleptic Gregorian calendar, and the stamps people
 * write. Nothing here knows a zone; local time is a count of seconds since 1970-01-01T00:00 on the
 * wall. */
#ifndef KR_CIVIL_H
#define KR_CIVIL_H

#include "base/job.h"
#include "base/text.h"

#include <stdint.h>

enum { KR_MINUTE = 60, KR_HOUR = 3600, KR_DAY = 86400, KR_STAMP_SIZE = 48 };

typedef struct kr_civil {
    int64_t year;
    int32_t month, day; /* from 1 */
    int32_t hour, minute, second;
} kr_civil;

/* A stamp as it was written. */
typedef struct kr_stamp {
    int64_t local;    /* seconds since 1970-01-01T00:00 on the wall */
    int32_t offset;   /* seconds east of UTC, where absolute */
    uint8_t absolute; /* an offset or Z was given */
    uint8_t date_only;
} kr_stamp;

int64_t kr_days_of(int64_t year, int32_t month, int32_t day); /* since 1970-01-01 */
int32_t kr_month_days(int64_t year, int32_t month);
kr_civil kr_civil_of(int64_t local);
int64_t kr_civil_local(const kr_civil *civil);
int32_t kr_weekday(int64_t days);             /* 0 Monday .. 6 Sunday */
int64_t kr_day_of(int64_t local);             /* floor(local / 86400) */
int64_t kr_add_clamped(int64_t a, int64_t b); /* a + b, held at the ends of int64 */

/* "2026-12-01", "2026-12-01T08:00", with ":30", with "Z", "+01:00" or "+0100"; a space may stand
 * for the T. KOOR_E_VALUE with the byte that is wrong; `path` names the input in the error. */
int32_t kr_stamp_read(kr_job *job, kr_stamp *out, kr_str text, const char *path);
/* "2026-12-02T09:35:00+01:00", NUL-terminated; gives the length. */
size_t kr_stamp_write(char out[KR_STAMP_SIZE], int64_t unix, int32_t offset);
/* A date alone as days since 1970-01-01: 0, or -1. */
int kr_read_day(int64_t *out, kr_str text);

#endif
