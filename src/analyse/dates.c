/* Dates: weekdays, days, months and years where they touch, and set phrases ("next week").
 *
 * The words are the pack's; what may follow what is the same in the languages that we read:
 * [before] weekday [part of day] [,] [day [range day]] [of] month [,] [year], and month day. A word
 * that has another meaning too ("may", "sun", "mrt") counts beside a figure only. */
#include "analyse/reading.h"

#include <string.h>

static int is_number(const kr_reading *r, uint32_t i) {
    return kr_raw_free(r, i) && r->raws[i].kind == KR_RAW_NUMBER;
}

/* The value of leading digits when at most `most` of them; what hangs on is given back. */
static int32_t leading(const kr_reading *r, uint32_t i, size_t most, kr_str *rest) {
    kr_str text = kr_raw_low(r, i);
    int32_t value = 0;
    size_t at = 0;
    while (at < text.length && text.at[at] >= '0' && text.at[at] <= '9' && at <= most)
        value = value * 10 + (text.at[at++] - '0');
    *rest = (kr_str){text.at + at, text.length - at};
    return at == 0 || at > most ? -1 : value;
}

static int is_ordinal(kr_str rest) {
    static const char *const endings[] = {"st", "nd", "rd", "th", "e", "de", "ste"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (kr_str_is(rest, endings[i]))
            return 1;
    return 0;
}

/* "£12 until 30 April": the figure behind a currency sign is neither a day nor a year. */
static int is_amount(const kr_reading *r, uint32_t i) {
    int32_t before = i > 0 && kr_raw_near(r, i) ? kr_raw_code(r, i - 1) : 0;
    return before == '$' || before == 0x20AC || before == 0xA3;
}

static int is_day(const kr_reading *r, uint32_t i) {
    kr_str rest;
    if (!is_number(r, i) || is_amount(r, i) || r->text[r->raws[i].start] == '-' ||
        r->text[r->raws[i].start] == '+')
        return 0;
    int32_t value = leading(r, i, 2, &rest);
    return value >= 1 && value <= 31 && (rest.length == 0 || is_ordinal(rest));
}

/* 2025, 2025/26 */
static int is_year(const kr_reading *r, uint32_t i) {
    kr_str rest;
    if (!is_number(r, i))
        return 0;
    int32_t value = leading(r, i, 4, &rest);
    if (value < 1900 || value > 2099)
        return 0;
    return rest.length == 0 || (rest.length == 3 && rest.at[0] == '/' && rest.at[1] >= '0' &&
                                rest.at[1] <= '9' && rest.at[2] >= '0' && rest.at[2] <= '9');
}

static int follows(const kr_reading *r, uint32_t i) {
    return kr_raw_free(r, i) && kr_raw_near(r, i);
}

static int beside_figure(const kr_reading *r, uint32_t i) {
    uint32_t next = kr_raw_is(r, i + 1, ".") ? i + 2 : i + 1;
    if (next < r->count && kr_raw_near(r, next) && (is_day(r, next) || is_year(r, next)))
        return 1;
    return i > 0 && kr_raw_near(r, i) && is_day(r, i - 1);
}

static int is_word(const kr_reading *r, uint32_t i) {
    return kr_raw_free(r, i) && r->raws[i].kind == KR_RAW_WORD && !r->raws[i].clitic;
}

static int is_month(const kr_reading *r, uint32_t i) {
    if (!is_word(r, i))
        return 0;
    if (kr_reading_in(r, KR_LIST_MONTH, i))
        return 1;
    if (kr_reading_in(r, KR_LIST_MONTH_SHORT, i))
        return beside_figure(r, i);
    if (!kr_reading_in(r, KR_LIST_MONTH_WEAK, i))
        return 0;
    return beside_figure(r, i) ||
           (r->raws[i].caps == KR_CAPS_TITLE && r->raws[i].opens == KR_OPENS_NOT);
}

static int is_weekday(const kr_reading *r, uint32_t i) {
    if (!is_word(r, i))
        return 0;
    if (kr_reading_in(r, KR_LIST_WEEKDAY, i))
        return 1;
    return kr_reading_in(r, KR_LIST_WEEKDAY_SHORT, i) && beside_figure(r, i) &&
           (strcmp(r->language, "en") != 0 || r->raws[i].caps != KR_CAPS_NONE);
}

/* Each of these gives the token behind what it read, or `i` where it read nothing. */
static uint32_t dot(const kr_reading *r, uint32_t i) {
    return kr_raw_glued(r, i) && kr_raw_is(r, i, ".") ? i + 1 : i;
}

static uint32_t year_behind(const kr_reading *r, uint32_t i) {
    uint32_t at = kr_raw_is(r, i, ",") && kr_raw_near(r, i) ? i + 1 : i;
    return follows(r, at) && is_year(r, at) ? at + 1 : i;
}

static uint32_t month_behind(const kr_reading *r, uint32_t i) {
    uint32_t at = follows(r, i) && kr_reading_in(r, KR_LIST_DATE_GLUE, i) ? i + 1 : i;
    if (!follows(r, at) || !is_month(r, at))
        return i;
    uint32_t end = at + 1;
    if (kr_reading_in(r, KR_LIST_MONTH_SHORT, at) && follows(r, dot(r, end)))
        end = dot(r, end);
    return year_behind(r, end);
}

static uint32_t range_behind(const kr_reading *r, uint32_t i) {
    int joined = kr_raw_near(r, i) && (kr_raw_dash(r, i) || kr_raw_is(r, i, "&") ||
                                       kr_reading_in(r, KR_LIST_DATE_RANGE, i));
    return joined && follows(r, i + 1) && is_day(r, i + 1) ? i + 2 : i;
}

/* 14 October 2025, 18-19 June, the 3rd of May */
static uint32_t day_month(const kr_reading *r, uint32_t i) {
    if (!is_day(r, i))
        return i;
    uint32_t days = range_behind(r, i + 1);
    uint32_t end = month_behind(r, days);
    return end == days ? i : end;
}

/* October 14-15, 2025; October 2025; October; summer 2026 */
static uint32_t month_day(const kr_reading *r, uint32_t i) {
    if (is_word(r, i) && kr_reading_in(r, KR_LIST_SEASON, i)) {
        uint32_t year = year_behind(r, i + 1);
        return year > i + 1 ? year : i;
    }
    if (!is_month(r, i))
        return i;
    uint32_t at = follows(r, dot(r, i + 1)) && kr_reading_in(r, KR_LIST_MONTH_SHORT, i)
                      ? dot(r, i + 1)
                      : i + 1;
    uint32_t year = year_behind(r, at);
    if (year > at)
        return year;
    if (!follows(r, at) || !is_day(r, at) || strcmp(r->language, "en") != 0)
        return i + 1;
    return year_behind(r, range_behind(r, at + 1));
}

static uint32_t day_and_month(const kr_reading *r, uint32_t i) {
    uint32_t end = day_month(r, i);
    return end > i ? end : month_day(r, i);
}

static uint32_t weekday(const kr_reading *r, uint32_t i) {
    if (!is_weekday(r, i))
        return i;
    uint32_t end = i + 1;
    if (follows(r, end) && kr_reading_in(r, KR_LIST_DAYPART, end))
        end++;
    uint32_t at = kr_raw_is(r, end, ".") && kr_raw_glued(r, end) ? end + 1 : end;
    if (kr_raw_is(r, at, ",") && kr_raw_near(r, at))
        at++;
    if (follows(r, at) && (kr_raw_is(r, at, "the") || kr_raw_is(r, at, "de")))
        at++;
    uint32_t date = follows(r, at) ? day_and_month(r, at) : at;
    return date > at ? date : end;
}

/* Q3, H1, FY25 with a year behind or alone */
static uint32_t quarter(const kr_reading *r, uint32_t i) {
    if (!is_word(r, i) || r->raws[i].caps != KR_CAPS_UPPER)
        return i;
    kr_str low = kr_raw_low(r, i);
    int part = low.length == 2 && (low.at[0] == 'q' || low.at[0] == 'h') && low.at[1] >= '1' &&
               low.at[1] <= '4';
    int fiscal = (low.length == 4 || low.length == 6) && low.at[0] == 'f' && low.at[1] == 'y' &&
                 low.at[2] >= '0' && low.at[2] <= '9';
    return part || fiscal ? year_behind(r, i + 1) : i;
}

/* A number of four digits alone is a year unless it counts what stands behind it. */
static uint32_t lone_year(const kr_reading *r, uint32_t i) {
    if (!is_year(r, i))
        return i;
    uint32_t end = i + 1;
    if (kr_raw_dash(r, end) && kr_raw_glued(r, end) && is_number(r, end + 1) &&
        kr_raw_glued(r, end + 1))
        return is_year(r, end + 1) ? end + 2 : i;
    if (i > 0 && kr_raw_near(r, i) && (kr_reading_in(r, KR_LIST_YEAR_BEFORE, i - 1)))
        return end;
    if (kr_raw_near(r, end) &&
        (r->raws[end].kind != KR_RAW_MARK || kr_raw_code(r, end) == '+' ||
         kr_raw_code(r, end) == '%') &&
        !(r->raws[end].kind == KR_RAW_WORD &&
          (r->raws[end].clitic || kr_reading_in(r, KR_LIST_FUNCTION, end))))
        return i;
    int ranked = i > 0 && kr_raw_near(r, i) && kr_raw_code(r, i - 1) == '#';
    return ranked || is_amount(r, i) ? i : end;
}

static uint32_t named_day(const kr_reading *r, uint32_t i) {
    uint32_t end = weekday(r, i);
    if (end == i)
        end = day_and_month(r, i);
    if (end == i)
        end = quarter(r, i);
    return end;
}

static uint32_t relative(const kr_reading *r, uint32_t i) {
    if (!is_word(r, i))
        return i;
    uint32_t end = i + kr_reading_phrase(r, KR_LIST_RELATIVE, i, r->count);
    for (uint32_t k = i; k < end; k++)
        if (!is_word(r, k))
            return i;
    if (end > i && follows(r, end) && kr_reading_in(r, KR_LIST_DAYPART, end))
        end++;
    return end;
}

static uint32_t date_at(const kr_reading *r, uint32_t i) {
    if (r->raws[i].kind == KR_RAW_DATE)
        return i + 1;
    uint32_t end = relative(r, i);
    if (end > i)
        return end;
    if (is_word(r, i) && kr_reading_in(r, KR_LIST_DATE_BEFORE, i) && follows(r, i + 1)) {
        end = named_day(r, i + 1);
        return end > i + 1 ? end : i;
    }
    end = named_day(r, i);
    return end > i ? end : lone_year(r, i);
}

int kr_find_dates(kr_reading *reading) {
    for (uint32_t i = 0; i < reading->count; i++) {
        if (!kr_raw_free(reading, i))
            continue;
        uint32_t end = date_at(reading, i);
        if (end == i)
            continue;
        if (kr_reading_atom(reading, i, end - 1, KR_ATOM_DATE) < 0)
            return -1;
        i = end - 1;
    }
    return 0;
}
