/* The footer of a TZif file: a POSIX TZ string (POSIX.1-2017 8.3 with the hours of RFC 9636 3.3.2).
 */
#ifndef KR_ZONERULE_H
#define KR_ZONERULE_H

#include "base/text.h"

#include <stdint.h>

enum { KR_RULE_MONTH, KR_RULE_JULIAN, KR_RULE_DAY }; /* Mm.w.d; Jn, never 29 February; n from 0 */

typedef struct kr_zonedate {
    uint8_t kind, month, week, weekday; /* weekday: 0 Sunday */
    int16_t day;
    int32_t time; /* seconds from local midnight, -167 to 167 hours */
} kr_zonedate;

typedef struct kr_zonerule {
    int32_t standard, summer; /* seconds east of UTC */
    kr_zonedate start, end;   /* of summer time */
    uint8_t has_summer;
} kr_zonerule;

int kr_zonerule_read(kr_zonerule *out, kr_str text); /* 0, or -1: not such a string */
/* The offset in force at `moment`: Unix seconds, or with `wall` seconds on the wall clock, where a
 * change takes place at the later of its two local times (so that gaps go later and folds earlier).
 */
int32_t kr_zonerule_offset(const kr_zonerule *rule, int64_t moment, int wall);

#endif
