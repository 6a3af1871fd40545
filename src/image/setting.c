/* Breaking a headline into lines. All lines count at once (Knuth and Plass, "Breaking paragraphs
 * into lines", 1981): lines should be about equally long, the last one may be shorter, and each
 * break has a price: none after a sentence, little after a comma, more after a short word, which
 * belongs to what follows, or the first of a quotation, and most between a number and what it counts. A headline is short, so
 * every number of lines is tried in a dozen widths. */
#include "image/setting.h"

#include <string.h>

enum {
    AFTER_SENTENCE = 0,
    AFTER_COMMA = 8,
    AFTER_WORD = 35,
    AFTER_SHORT = 80,    /* up to three letters: article, preposition, conjunction */
    AFTER_NUMBER = 2000, /* only where nothing else fits */
    AFTER_OPENING = 500, /* the first word of a quotation or a bracket that goes on */
    AFTER_PART = 90,     /* at a hyphen that is written anyway */
    IN_WORD = 160,
    WIDOW = 150, /* a last line of less than four ninths */
    MANY = 5,    /* lines that are read at a glance */
    BEYOND = 40, /* each line more */
    STEPS = 16,
    NEVER = INT32_MAX / 2
};

/* -- pieces
 * ---------------------------------------------------------------------------------------- */

/* Written quotation marks differ: those that open in one language close in another, so the place says
 * what they do. */
static int opens_only(kr_str piece) {
    static const int32_t marks[] = {'"', '\'', '(', 0xAB, 0x2018, 0x201A, 0x201C, 0x201E};
    size_t at = 0;
    int32_t first = kr_utf8_next(piece.at, piece.length, &at), last = first;
    int opens = 0;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        opens |= first == marks[i];
    while (at < piece.length)
        last = kr_utf8_next(piece.at, piece.length, &at);
    return opens && (kr_is_letter(last) || kr_is_digit(last));
}

static int32_t price_after(kr_str piece) {
    size_t letters = 0, digits = 0;
    int32_t last = 0;
    if (opens_only(piece))
        return AFTER_OPENING;
    for (size_t at = 0; at < piece.length;) {
        int32_t code = kr_utf8_next(piece.at, piece.length, &at);
        int closes = code == '"' || code == '\'' || code == ')' || code == 0x2019 || code == 0x201D;
        letters += kr_is_letter(code) != 0;
        digits += kr_is_digit(code) != 0;
        last = closes && last ? last : code;
    }
    if (last == '.' || last == '!' || last == '?' || last == ':' || last == ';' || last == 0x2026)
        return AFTER_SENTENCE;
    if (last == ',' || last == 0x2013 || last == 0x2014)
        return AFTER_COMMA;
    if (digits && !letters)
        return AFTER_NUMBER;
    return letters && letters <= 3 ? AFTER_SHORT : AFTER_WORD;
}

/* What stands behind a piece is no part of it, but says how a line ends there. */
static kr_piece piece_of(kr_str text, size_t from, size_t to) {
    static const char soft[] = "\xC2\xAD";
    kr_piece piece = {.from = from, .to = to};
    while (piece.to > from && strchr(" \t\r\n", text.at[piece.to - 1])) {
        piece.forced |= text.at[piece.to - 1] == '\n';
        piece.spaced = 1;
        piece.to--;
    }
    if (piece.to - from >= 2 && memcmp(text.at + piece.to - 2, soft, 2) == 0) {
        piece.soft = !piece.spaced;
        piece.to -= 2;
    }
    piece.price = piece.soft      ? IN_WORD
                  : !piece.spaced ? AFTER_PART
                                  : price_after((kr_str){text.at + from, piece.to - from});
    return piece;
}

size_t kr_setting_cut(kr_str text, const uint8_t *may, kr_piece pieces[KR_SETTING_PIECES]) {
    size_t count = 0, from = 0;
    for (size_t at = 1; at <= text.length; at++) {
        if (at < text.length && !may[at])
            continue;
        if (count == KR_SETTING_PIECES)
            return 0;
        pieces[count++] = piece_of(text, from, at);
        from = at;
    }
    return count;
}

/* -- lines
 * ----------------------------------------------------------------------------------------- */

/* The best way to set the pieces before each place in so many lines. */
typedef struct table {
    int32_t cost[KR_SETTING_LINES + 1][KR_SETTING_PIECES + 1];
    uint16_t from[KR_SETTING_LINES + 1][KR_SETTING_PIECES + 1];
} table;

static int32_t cost_of(const kr_measure *m, size_t from, size_t to, int32_t width, int32_t most) {
    int64_t lack = (int64_t)(most - width) * 1000 / most;
    int32_t cost = (int32_t)(lack * lack / 1000);
    if (m->pieces[to - 1].forced)
        return 0;
    if (to < m->count)
        return cost + m->pieces[to - 1].price;
    return cost / 4 + (from && (int64_t)width * 9 < 4 * (int64_t)most ? WIDOW : 0);
}

/* The last line ends at `to`; lines grow to the left until they are full. */
static void end_line(table *t, const kr_measure *m, size_t line, size_t to, int32_t most) {
    const kr_piece *last = &m->pieces[to - 1];
    int32_t width = last->soft && to < m->count ? m->hyphen : 0;
    t->cost[line][to] = NEVER;
    for (size_t from = to; from-- > 0;) {
        const kr_piece *piece = &m->pieces[from];
        if (from + 1 < to && piece->forced)
            return;
        width += piece->width + (from + 1 < to && piece->spaced ? m->space : 0);
        if (width > most)
            return;
        if (t->cost[line - 1][from] >= NEVER)
            continue;
        int32_t cost = t->cost[line - 1][from] + cost_of(m, from, to, width, most);
        if (cost < t->cost[line][to]) {
            t->cost[line][to] = cost;
            t->from[line][to] = (uint16_t)from;
        }
    }
}

static void keep_better(const table *t, size_t count, size_t lines, kr_setting *best) {
    if (t->cost[lines][count] >= NEVER)
        return;
    int64_t cost = t->cost[lines][count] / (int32_t)lines;
    cost += lines > MANY ? (int64_t)(lines - MANY) * BEYOND : 0;
    if (best->lines && best->cost <= cost)
        return;
    best->lines = lines;
    best->cost = cost;
    for (size_t line = lines, at = count; line > 0; at = t->from[line][at], line--)
        best->end[line - 1] = at;
}

/* Lines are compared with the width that they are given: the narrowest one that still holds them
 * tells how much alike they are. */
int kr_setting_find(const kr_measure *measure, int32_t width, kr_setting *out) {
    table t;
    kr_setting best = {0};
    for (int32_t step = 0; step < STEPS; step++) {
        int32_t most = width - (int32_t)((int64_t)width * step * 3 / (4 * STEPS));
        for (size_t at = 0; at <= measure->count; at++)
            t.cost[0][at] = at ? NEVER : 0;
        for (size_t line = 1; line <= measure->lines; line++) {
            t.cost[line][0] = NEVER;
            for (size_t to = 1; to <= measure->count; to++)
                end_line(&t, measure, line, to, most);
            keep_better(&t, measure->count, line, &best);
        }
    }
    if (!best.lines)
        return -1;
    *out = best;
    return 0;
}
