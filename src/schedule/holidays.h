/* Public holidays of Belgium and the Netherlands by rule: see holidays.def. */
#ifndef KR_HOLIDAYS_H
#define KR_HOLIDAYS_H

#include "base/text.h"

#include <stdint.h>

int64_t kr_easter(int64_t year); /* Easter Sunday in days since 1970-01-01; Gregorian, year > 0 */
/* The name of the holiday, or NULL where the day is none or the region ("BE", "NL") has no rules.
 */
const char *kr_holiday(kr_str region, int64_t day);
int kr_holiday_region_known(kr_str region);
/* The region of a zone's people where it has one with rules: "Europe/Brussels" is "BE"; else "". */
kr_str kr_holiday_region_of(kr_str zone);

#endif
