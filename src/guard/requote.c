/* The quotations of a text, for the second scanner: by their marks and what stands around these. They are
 * looked for in the whole text, for one may hold several sentences. */
#include "guard/rescanwalk.h"

#include "base/hash.h"

#include <string.h>

/* Quoted pieces of a line, by their marks and what stands around these. */
static int32_t partner(int32_t open) {
    switch (open) {
    case '"':
        return '"';
    case 0x201C:
    case 0x201E:
        return 0x201D;
    case 0x2018:
    case 0x201A:
        return 0x2019;
    case 0xAB:
        return 0xBB;
    default:
        return 0;
    }
}

static int is_text(kr_str text, size_t at) {
    int32_t code = kr_code_at(text, at);
    return kr_is_letter(code) || kr_is_digit(code);
}

/* Behind white space or an opening mark, and before a character. */
static int may_open(kr_str text, size_t start, size_t behind) {
    int32_t before = start > 0 ? kr_code_at(text, kr_utf8_back(text.at, start)) : ' ';
    int32_t next = kr_code_at(text, behind);
    return (kr_is_space(before) || kr_is_opening_mark(before) || kr_is_dash(before) || before == '/' ||
            before == ':' || kr_is_picture(before)) &&
           next && !kr_is_space(next);
}

static size_t quote_end(kr_str text, size_t at, int32_t open) {
    int32_t close = partner(open);
    while (at < text.length) {
        size_t here = at;
        int32_t code = kr_utf8_next(text.at, text.length, &at);
        if (code == '\n')
            return 0;
        int ends = code == close || (close == 0x201D && (code == 0x201C || code == '"'));
        if (ends && here > 0 && !kr_is_space(kr_code_at(text, kr_utf8_back(text.at, here))) &&
            !is_text(text, at))
            return here;
    }
    return 0;
}

int kr_walk_quotations(kr_rescan_walk *w) {
    kr_str text = w->scan->text;
    for (size_t at = 0; at < text.length;) {
        size_t start = at;
        if ((unsigned char)text.at[at] < 0x80 && text.at[at] != '"') {
            at++;
            continue;
        }
        int32_t code = kr_utf8_next(text.at, text.length, &at);
        if (!partner(code) || !may_open(text, start, at))
            continue;
        size_t end = quote_end(text, at, code);
        if (end <= at + 1)
            continue;
        kr_unit *unit = kr_walk_unit(w, at, end, KR_UNIT_QUOTE);
        if (!unit)
            return -1;
        while (end > at && strchr(".,;", text.at[end - 1]))
            end--;
        unit->value = kr_hash64(text.at + at, end - at);
        at = unit->end;
    }
    return 0;
}
