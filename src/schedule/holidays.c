/* Holidays by rule: see holidays.h. */
#include "schedule/holidays.h"

#include "schedule/civil.h"

typedef enum kind { FIXED, EASTER, KING, LUSTRUM } kind;

typedef struct holiday {
    const char *region, *name;
    kind kind;
    int32_t month, day, from, to;
} holiday;

#define KR_HOLIDAY(region, kind, month, day, from, to, name)                                       \
    {region, name, kind, month, day, from, to},
static const holiday holidays[] = {
#include "schedule/holidays.def"
};
#undef KR_HOLIDAY

enum { HOLIDAYS = sizeof holidays / sizeof *holidays };

/* The anonymous Gregorian computus (Nature, 20 April 1876; Meeus, Astronomical Algorithms, ch. 8).
 */
int64_t kr_easter(int64_t year) {
    int64_t a = year % 19, b = year / 100, c = year % 100;
    int64_t d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
    int64_t h = (19 * a + b - d - g + 15) % 30;
    int64_t i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7;
    int64_t m = (a + 11 * h + 22 * l) / 451, n = h + l - 7 * m + 114;
    return kr_days_of(year, (int32_t)(n / 31), (int32_t)(n % 31 + 1));
}

static int64_t day_in(const holiday *h, int64_t year) {
    if (h->kind == EASTER)
        return kr_easter(year) + h->day;
    int64_t day = kr_days_of(year, h->month, h->day);
    if (h->kind == KING && kr_weekday(day) == 6)
        day--;
    return day;
}

const char *kr_holiday(kr_str region, int64_t day) {
    int64_t year = kr_civil_of(day * KR_DAY).year;
    for (int i = 0; i < HOLIDAYS; i++) {
        const holiday *h = &holidays[i];
        if (year < h->from || year > h->to || !kr_str_is(region, h->region))
            continue;
        if ((h->kind != LUSTRUM || year % 5 == 0) && day_in(h, year) == day)
            return h->name;
    }
    return NULL;
}

int kr_holiday_region_known(kr_str region) {
    for (int i = 0; i < HOLIDAYS; i++)
        if (kr_str_is(region, holidays[i].region))
            return 1;
    return 0;
}

kr_str kr_holiday_region_of(kr_str zone) {
    if (kr_str_is(zone, "Europe/Brussels"))
        return KR_STR("BE");
    if (kr_str_is(zone, "Europe/Amsterdam"))
        return KR_STR("NL");
    return (kr_str){"", 0};
}
