/* See rescan.h. One walk over the text: white space cuts chunks, marks are peeled off both ends,
 * what remains is looked at as a whole. */
#include "guard/rescanwalk.h"

#include "base/hash.h"

#include <string.h>

kr_close *kr_walk_close(kr_rescan_walk *w) {
    kr_rescan *scan = w->scan;
    if (w->sentence >= scan->sentences) {
        if (kr_arena_grow(scan->arena, (void **)&scan->closes, &scan->close_capacity,
                          scan->sentences, sizeof *scan->closes) < 0)
            return NULL;
        scan->closes[scan->sentences++] = (kr_close){.first = scan->count};
    }
    return &scan->closes[w->sentence];
}

void kr_walk_end_sentence(kr_rescan_walk *w, int32_t mark) {
    if (w->fresh)
        return;
    kr_close *close = kr_walk_close(w);
    if (close)
        close->mark = (uint32_t)mark;
    w->sentence++;
    w->clause++;
    w->fresh = 1;
}

int kr_rescan_lists(kr_rescan *scan, const kr_pack *pack) {
    static const char *const names[KR_RESCAN_LISTS] = {
        "analyse.function",     "analyse.number",       "analyse.number.join", "analyse.imperative",
        "analyse.weekday",      "analyse.month",        "analyse.relative",    "analyse.month.weak",
        "analyse.abbreviation", "analyse.common",       "analyse.negation",    "analyse.neutral",
        "analyse.neutral.open", "analyse.neutral.close", "analyse.heard",
    };
    scan->pack = pack;
    for (int i = 0; i < KR_RESCAN_LISTS; i++)
        scan->lists[i] = pack ? kr_pack_find_list(pack, names[i]) : NULL;
    if (kr_rescan_find_equals(scan) < 0)
        return -1;
    kr_rescan_starts(scan);
    return 0;
}

void kr_rescan_share(kr_rescan *scan, const kr_rescan *with) {
    scan->pack = with->pack;
    memcpy(scan->lists, with->lists, sizeof scan->lists);
    memcpy(scan->starts, with->starts, sizeof scan->starts);
    scan->equals = with->equals;
    scan->equal_count = with->equal_count;
}

kr_str kr_unit_fold(const kr_rescan *scan, uint32_t unit) {
    const kr_unit *u = &scan->units[unit];
    return (kr_str){scan->fold + u->fold, u->fold_end - u->fold};
}

int kr_unit_in(const kr_rescan *scan, uint32_t unit, int list) {
    return kr_list_has(scan->lists[list], kr_unit_fold(scan, unit));
}

kr_str kr_unit_text(const kr_rescan *scan, uint32_t unit) {
    const kr_unit *u = &scan->units[unit];
    return (kr_str){scan->text.at + u->start, u->end - u->start};
}

static void write_fold(kr_rescan *scan, kr_unit *unit) {
    unit->fold = (uint32_t)scan->fold_length;
    for (size_t at = unit->start; at < unit->end;) {
        int32_t code = kr_utf8_next(scan->text.at, unit->end, &at);
        if (kr_is_invisible(code))
            continue;
        if (code == 0x2018 || code == 0x2019 || code == '`' || code == 0xB4)
            code = '\'';
        scan->fold_length += kr_utf8_put(scan->fold + scan->fold_length, kr_to_lower(code));
    }
    unit->fold_end = (uint32_t)scan->fold_length;
    scan->fold[scan->fold_length++] = ' ';
}

static void look_at_case(const kr_rescan *scan, kr_unit *unit) {
    uint32_t letters = 0, small = 0;
    for (size_t at = unit->start; at < unit->end;) {
        int32_t code = kr_utf8_next(scan->text.at, unit->end, &at);
        if (!kr_is_letter(code))
            continue;
        if (kr_is_upper(code)) {
            unit->title |= letters == 0;
            unit->inner |= letters > 0;
        }
        small += kr_is_lower(code) != 0;
        letters++;
    }
    unit->lower = letters > 0 && small == letters;
}

/* The first letters of a word of content: "employee" and "employees" are one. */
static uint64_t stem_of(kr_str fold) {
    enum { STEM = 6, SHORTEST = 3 };
    size_t at = 0, characters = 0;
    while (at < fold.length && characters < STEM) {
        kr_utf8_next(fold.at, fold.length, &at);
        characters++;
    }
    return characters < SHORTEST ? 0 : kr_hash64(fold.at, at) | 1;
}

kr_unit *kr_walk_unit(kr_rescan_walk *w, size_t start, size_t end, kr_unit_kind kind) {
    kr_rescan *scan = w->scan;
    if (!kr_walk_close(w) || kr_arena_grow(scan->arena, (void **)&scan->units, &scan->capacity,
                                      scan->count, sizeof *scan->units) < 0)
        return NULL;
    kr_unit *unit = &scan->units[scan->count++];
    *unit = (kr_unit){.start = (uint32_t)start,
                      .end = (uint32_t)end,
                      .kind = (uint8_t)kind,
                      .sentence = w->sentence,
                      .clause = w->clause,
                      .opens = (uint8_t)(w->fresh || w->loose)};
    write_fold(scan, unit);
    look_at_case(scan, unit);
    unit->value = kr_hash64(scan->fold + unit->fold, unit->fold_end - unit->fold);
    w->fresh = w->loose = 0;
    return unit;
}

/* Digits, marks between them and what hangs on, without spaces; a currency sign comes last. */
static uint64_t figure_value(const kr_rescan *scan, const kr_unit *unit, int32_t sign) {
    char bytes[64];
    size_t used = 0;
    for (size_t at = unit->fold; at < unit->fold_end && used + 8 < sizeof bytes;) {
        int32_t code = kr_utf8_next(scan->fold, unit->fold_end, &at);
        if (kr_is_currency(code))
            sign = code;
        else
            used += kr_utf8_put(bytes + used, kr_is_dash(code) ? '-' : code);
    }
    if (sign)
        used += kr_utf8_put(bytes + used, sign);
    uint64_t whole = kr_hash64(scan->fold + unit->fold, unit->fold_end - unit->fold);
    return used + 8 < sizeof bytes ? kr_hash64(bytes, used) : whole;
}

static int has_digit(kr_str text, size_t start, size_t end) {
    for (size_t i = start; i < end; i++)
        if (text.at[i] >= '0' && text.at[i] <= '9')
            return 1;
    return 0;
}

static int is_in(const kr_rescan *scan, int list, uint32_t number) {
    return kr_list_has_number(scan->lists[list], number);
}

/* "May" and "March" are months inside a sentence, with a capital. */
static int is_calendar(const kr_rescan *scan, const kr_unit *unit, uint32_t number) {
    if (is_in(scan, KR_RESCAN_MONTH_WEAK, number))
        return unit->title && !unit->opens;
    return is_in(scan, KR_RESCAN_WEEKDAY, number) || is_in(scan, KR_RESCAN_MONTH, number) ||
           is_in(scan, KR_RESCAN_RELATIVE, number);
}

/* "ten", "twenty-one". */
static int is_number(const kr_rescan *scan, kr_str fold) {
    size_t start = 0;
    for (size_t i = 0; i <= fold.length; i++) {
        if (i < fold.length && fold.at[i] != '-')
            continue;
        kr_str part = {fold.at + start, i - start};
        int joins = start > 0 && kr_list_has(scan->lists[KR_RESCAN_NUMBER_JOIN], part);
        if (!joins && !kr_list_has(scan->lists[KR_RESCAN_NUMBER], part))
            return 0;
        start = i + 1;
    }
    return 1;
}

/* What a plain word is, from the lists of the pack. */
static void judge_word(kr_rescan *scan, kr_unit *unit) {
    kr_str fold = {scan->fold + unit->fold, unit->fold_end - unit->fold};
    uint32_t number = scan->pack ? kr_pack_number(scan->pack, fold) : UINT32_MAX;
    unit->function = (uint8_t)is_in(scan, KR_RESCAN_FUNCTION, number);
    if (is_number(scan, fold) &&
        !(unit->opens && is_in(scan, KR_RESCAN_IMPERATIVE, number)))
        unit->kind = KR_UNIT_FIGURE;
    else if (is_calendar(scan, unit, number))
        unit->kind = KR_UNIT_DAY;
    unit->stem = unit->function || unit->kind != KR_UNIT_WORD ? 0 : stem_of(fold);
}

/* "don't" as "do" and "n't", as the lists of packs have it: bytes of the ending, or 0. */
static size_t clitic_size(kr_str text, size_t start, size_t end) {
    static const char *const tails[] = {"n't", "'re", "'ve", "'ll", "'s", "'d", "'m"};
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
        const char *tail = tails[i] + strlen(tails[i]);
        size_t at = end;
        while (tail > tails[i] && at > start) {
            size_t back = kr_utf8_back(text.at, at);
            int32_t code = kr_to_lower(kr_code_at(text, back));
            if (code == 0x2019)
                code = '\'';
            if (code != tail[-1])
                break;
            tail--;
            at = back;
        }
        if (tail == tails[i] && at > start)
            return end - at;
    }
    return 0;
}

static int add_word(kr_rescan_walk *w, size_t start, size_t end) {
    kr_rescan *scan = w->scan;
    size_t tail = scan->english ? clitic_size(scan->text, start, end) : 0;
    kr_unit *unit = kr_walk_unit(w, start, end - tail, KR_UNIT_WORD);
    if (!unit)
        return -1;
    judge_word(scan, unit);
    scan->words++;
    /* "'s Avonds": the capital stands behind the clitic */
    int32_t before = start > 0 ? kr_code_at(scan->text, kr_utf8_back(scan->text.at, start)) : 0;
    w->loose = unit->opens && end - start == 1 && (before == '\'' || before == 0x2019);
    unit = tail ? kr_walk_unit(w, end - tail, end, KR_UNIT_WORD) : unit;
    if (!unit)
        return -1;
    unit->function |= tail > 0;
    return 0;
}

static int joins_word(kr_str text, size_t at, size_t end) {
    int32_t code = kr_code_at(text, at);
    if (kr_is_letter(code) || kr_is_digit(code))
        return 1;
    int mark = code == '\'' || code == 0x2019 || code == '-' || code == '&' || code == '.' ||
               code == 0x2011 || code == '_' || kr_is_invisible(code);
    size_t next = at;
    if (!mark || at >= end)
        return 0;
    kr_utf8_next(text.at, text.length, &next);
    return next < end && (kr_is_letter(kr_code_at(text, next)) || kr_is_digit(kr_code_at(text, next)));
}

/* A chunk without digits may hold several words: "and/or", "year—and". */
static int add_words(kr_rescan_walk *w, size_t start, size_t end) {
    kr_str text = w->scan->text;
    for (size_t at = start; at < end;) {
        size_t word = at;
        while (at < end && joins_word(text, at, end))
            kr_utf8_next(text.at, text.length, &at);
        if (at > word) {
            if (add_word(w, word, at) < 0)
                return -1;
            continue;
        }
        int32_t code = kr_utf8_next(text.at, text.length, &at);
        if (code != '\'' && code != 0x2019 && code != '/' && code != '-')
            w->clause++;
        w->loose |= code != '\'' && code != '/' && code != '-';
    }
    return 0;
}

static int starts_with(kr_str text, size_t at, const char *what) {
    size_t length = strlen(what);
    return at + length <= text.length &&
           kr_str_equal_fold((kr_str){text.at + at, length}, (kr_str){what, length});
}

/* "koor.be", "lu.ma/x": labels of letters, a last one of two or more small letters. */
static int is_domain(kr_str text, size_t start, size_t end) {
    size_t at = start, last = start, dots = 0, label = 0;
    for (; at < end && text.at[at] != '/' && text.at[at] != '?'; at++) {
        unsigned char byte = (unsigned char)text.at[at];
        if (byte == '.') {
            if (label == 0)
                return 0;
            dots++;
            last = at + 1;
            label = 0;
        } else {
            label++;
        }
    }
    if (dots == 0 || at - last < 2)
        return 0;
    int path = at < end;
    for (size_t i = last; i < at; i++)
        if (text.at[i] < 'a' || text.at[i] > 'z')
            return 0;
    return path || at - start > 5 || dots > 1;
}

static int holds(kr_str text, size_t start, size_t end, const char *what) {
    for (size_t i = start; i < end; i++)
        if (starts_with(text, i, what) && i + strlen(what) <= end)
            return 1;
    return 0;
}

static kr_unit_kind kind_of(kr_str text, size_t start, size_t end) {
    if (starts_with(text, start, "http://") || starts_with(text, start, "https://") ||
        starts_with(text, start, "www."))
        return KR_UNIT_LINK;
    if (text.at[start] == '@')
        return end > start + 1 ? KR_UNIT_MENTION : KR_UNIT_WORD;
    if (holds(text, start, end, "@"))
        return KR_UNIT_MAIL;
    if (text.at[start] == '#' && end > start + 1)
        return KR_UNIT_TAG;
    if (is_domain(text, start, end))
        return KR_UNIT_LINK;
    return has_digit(text, start, end) ? KR_UNIT_FIGURE : KR_UNIT_WORD;
}

static int add_core(kr_rescan_walk *w, size_t start, size_t end) {
    kr_rescan *scan = w->scan;
    kr_unit_kind kind = kind_of(scan->text, start, end);
    if (kind == KR_UNIT_WORD)
        return add_words(w, start, end);
    kr_unit *unit = kr_walk_unit(w, start, end, kind);
    if (!unit)
        return -1;
    scan->words++;
    if (kind == KR_UNIT_FIGURE)
        unit->value = figure_value(scan, unit, w->pending);
    else if (kind == KR_UNIT_LINK) /* links are compared to the letter */
        unit->value = kr_hash64(scan->text.at + start, end - start);
    w->pending = 0;
    return 0;
}

/* A sign that stands alone belongs to the figure beside it: "75 %", "€ 500". */
static void take_sign(kr_rescan_walk *w, int32_t code) {
    kr_rescan *scan = w->scan;
    kr_unit *last = scan->count ? &scan->units[scan->count - 1] : NULL;
    w->looked_back |= scan->count == w->first;
    if (code == '%' && last && last->kind == KR_UNIT_FIGURE) {
        char bytes[80];
        size_t length = last->fold_end - last->fold;
        if (length + 1 < sizeof bytes) {
            memcpy(bytes, scan->fold + last->fold, length);
            bytes[length] = '%';
            last->value = kr_hash64(bytes, length + 1);
        }
    } else if (kr_is_currency(code)) {
        w->pending = code;
    }
}

size_t kr_walk_skip_space(const kr_rescan_walk *w, size_t at, uint32_t *lines) {
    kr_str text = w->scan->text;
    *lines = 0;
    while (at < text.length) {
        size_t next = at;
        int32_t code = kr_utf8_next(text.at, text.length, &next);
        if (!kr_is_space(code))
            break;
        *lines += code == '\n' || code == 0x2028 || code == 0x2029;
        at = next;
    }
    return at;
}

/* The first letter behind a place, marks and pictures skipped; 0 at a line end. */
int32_t kr_walk_next_letter(kr_str text, size_t at) {
    while (at < text.length) {
        int32_t code = kr_utf8_next(text.at, text.length, &at);
        if (code == '\n')
            return 0;
        if (kr_is_letter(code) || kr_is_digit(code) || code == '#' || code == '@')
            return code;
    }
    return 0;
}

static int has_points(const kr_rescan *scan) {
    kr_str last = kr_unit_fold(scan, scan->count - 1);
    return memchr(last.at, '.', last.length) != NULL;
}

static int is_short_form(kr_rescan_walk *w) {
    const kr_rescan *scan = w->scan;
    w->looked_back |= scan->count == w->first;
    if (scan->count == 0)
        return 0;
    kr_str last = kr_unit_fold(scan, scan->count - 1);
    const kr_unit *unit = &scan->units[scan->count - 1];
    return unit->kind == KR_UNIT_WORD &&
           ((unit->title && kr_utf8_count(last.at, last.length) == 1) ||
            kr_unit_in(scan, scan->count - 1, KR_RESCAN_ABBREVIATION) || has_points(scan));
}

/* The marks behind a core: the end of a sentence, of a clause, or neither. */
static void read_tail(kr_rescan_walk *w, size_t start, size_t end) {
    kr_str text = w->scan->text;
    int32_t mark = 0;
    uint32_t dots = 0;
    for (size_t at = start; at < end;) {
        int32_t code = kr_utf8_next(text.at, text.length, &at);
        dots += code == '.';
        if (code == '.' || code == '!' || code == '?' || code == 0x2026)
            mark = mark == '?' || mark == '!' ? mark : code;
        else if (code == ',' || code == ';' || code == ':' || code == ')')
            w->clause++;
        w->loose |= code == ':' || kr_is_quote_mark(code);
    }
    if (!mark)
        return;
    int32_t letter = kr_walk_next_letter(text, end);
    int pause = (mark == 0x2026 || dots > 1) && kr_is_lower(letter);
    int short_form = mark == '.' && dots == 1 && letter && is_short_form(w);
    if (!pause && !short_form)
        kr_walk_end_sentence(w, mark);
    else if (short_form && has_points(w->scan)) /* "5 p.m. Bring a coat": it may end the sentence too */
        w->loose = 1;
}

/* Peels pictures and opening marks off the front; the place where the core begins. */
static size_t peel_front(kr_rescan_walk *w, size_t start, size_t end) {
    kr_str text = w->scan->text;
    while (start < end) {
        size_t next = start;
        int32_t code = kr_utf8_next(text.at, text.length, &next);
        if (!kr_is_opening_mark(code) && !kr_is_picture(code) && !kr_is_dash(code) && code != 0x2022)
            break;
        if (kr_is_dash(code) && next < end && text.at[next] >= '0' && text.at[next] <= '9')
            break; /* a negative number */
        w->clause += code == '(' || code == '[';
        w->loose = 1;
        start = next;
    }
    return start;
}

static size_t peel_back(kr_str text, size_t start, size_t end) {
    size_t open = 0;
    for (size_t i = start; i < end; i++)
        open += text.at[i] == '(';
    while (end > start) {
        size_t back = kr_utf8_back(text.at, end);
        int32_t code = kr_code_at(text, back);
        if ((!kr_is_closing_mark(code) && !kr_is_picture(code) && !kr_is_dash(code)) || (code == ')' && open))
            break;
        end = back;
    }
    return end;
}

/* A dotted short form keeps its points inside the core: "p.m." is read as "p.m". */
int kr_walk_chunk(kr_rescan_walk *w, size_t start, size_t end) {
    kr_str text = w->scan->text;
    size_t core = peel_front(w, start, end), tail = peel_back(text, core, end);
    if (tail > core) {
        size_t after = core;
        int32_t first = kr_utf8_next(text.at, text.length, &after);
        if (after == tail && (kr_is_currency(first) || first == '%'))
            take_sign(w, first);
        else if (add_core(w, core, tail) < 0)
            return -1;
    } else if (core < end || start < core) {
        w->clause += core == end && kr_is_dash(kr_code_at(text, start));
    }
    read_tail(w, tail, end);
    return 0;
}
