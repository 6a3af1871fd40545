/* Quotations: from an opening mark to the one that closes it on the same line. A mark without its
 * partner is a mark: inches, apostrophes and typing errors open nothing. */
#include "analyse/reading.h"

enum { LONGEST_QUOTE = 3000 }; /* bytes: a bound on the search, not on what people say */

/* Marks that may close what `open` opened, ended by 0; NULL where it opens nothing. */
static const int32_t *closers(int32_t open) {
    static const int32_t straight[] = {'"', 0x201D, 0};
    static const int32_t high[] = {0x201D, 0x201C, '"', 0};
    static const int32_t angle[] = {0xBB, 0};
    static const int32_t single[] = {'\'', 0x2019, 0};
    static const int32_t low_single[] = {0x2019, 0x2018, '\'', 0};
    switch (open) {
    case '"':
        return straight;
    case 0x201C:
    case 0x201D:
    case 0x201E:
        return high;
    case 0xAB:
        return angle;
    case '\'':
    case 0x2018:
        return single;
    case 0x201A:
        return low_single;
    default:
        return NULL;
    }
}

static int is_single(int32_t open) {
    return open == '\'' || open == 0x2018 || open == 0x201A;
}

static int opens_here(const kr_reading *reading, uint32_t i, int32_t open) {
    if (!kr_raw_near(reading, i + 1) || (!kr_raw_glued(reading, i + 1) && open != 0xAB))
        return 0;
    if (!kr_raw_glued(reading, i))
        return 1;
    int32_t before = kr_raw_code(reading, i - 1);
    return before == '(' || before == '[' || before == '/' || before == ':' ||
           kr_raw_dash(reading, i - 1) || reading->raws[i - 1].kind == KR_RAW_EMOJI ||
           (closers(before) && reading->raws[i - 1].kind == KR_RAW_MARK);
}

static int closes_here(const kr_reading *reading, uint32_t i, int32_t open) {
    const int32_t *marks = closers(open);
    int32_t code = kr_raw_code(reading, i);
    if (reading->raws[i].kind != KR_RAW_MARK || (!kr_raw_glued(reading, i) && open != 0xAB))
        return 0;
    while (*marks && *marks != code)
        marks++;
    if (!*marks)
        return 0;
    return !(is_single(open) && kr_raw_glued(reading, i + 1) &&
             reading->raws[i + 1].kind == KR_RAW_WORD);
}

/* "the teams' results'": an apostrophe of a plural, where a later mark may close as well. */
static int is_plural(const kr_reading *reading, uint32_t i) {
    kr_str before = kr_raw_low(reading, i - 1);
    return before.length > 1 && before.at[before.length - 1] == 's' &&
           kr_raw_near(reading, i + 1) && reading->raws[i + 1].kind == KR_RAW_WORD &&
           reading->raws[i + 1].caps == KR_CAPS_NONE;
}

/* The raw token that closes the quotation opened at `i`, or `i`. */
static uint32_t closing(const kr_reading *reading, uint32_t i, int32_t open) {
    uint32_t plural = i;
    for (uint32_t j = i + 1; kr_raw_near(reading, j) && kr_raw_free(reading, j); j++) {
        if (reading->raws[j].end - reading->raws[i].start > LONGEST_QUOTE)
            break;
        if (j == i + 1 || !closes_here(reading, j, open)) {
            if (is_single(open) && kr_raw_code(reading, j) == open &&
                reading->raws[j].kind == KR_RAW_MARK && opens_here(reading, j, open))
                break;
            continue;
        }
        if (!is_single(open) || !is_plural(reading, j))
            return j;
        if (plural == i)
            plural = j;
    }
    return plural;
}

int kr_find_quotes(kr_reading *reading) {
    uint32_t after = 0;
    for (uint32_t i = 0; i < reading->count; i++) {
        const kr_raw *raw = &reading->raws[i];
        int32_t open = kr_raw_code(reading, i);
        if (raw->kind != KR_RAW_MARK || raw->atom != KR_NONE || i < after || !closers(open) ||
            !opens_here(reading, i, open))
            continue;
        uint32_t end = closing(reading, i, open);
        if (end == i)
            continue;
        if (kr_reading_atom(reading, i, end, KR_ATOM_QUOTE) < 0)
            return -1;
        after = end + 1;
    }
    return 0;
}
