/* Figures: numbers with what belongs to them (sign, range, scale, unit), sums of money, clock
 * times.
 *
 * A figure is one opaque phrase for a rewrite, so that "37 %" and "18 months" can trade places with
 * each other only as wholes. Units, currencies and spelled-out numbers are the pack's. */
#include "analyse/reading.h"

#include <string.h>

typedef struct figure {
    uint32_t end; /* behind its last token */
    kr_atom_kind kind;
} figure;

static int is_number(const kr_reading *r, uint32_t i) {
    return kr_raw_free(r, i) && r->raws[i].kind == KR_RAW_NUMBER;
}

static int is_word(const kr_reading *r, uint32_t i) {
    return kr_raw_free(r, i) && r->raws[i].kind == KR_RAW_WORD && !r->raws[i].clitic;
}

static int is_currency_sign(const kr_reading *r, uint32_t i) {
    int32_t code = kr_raw_free(r, i) && r->raws[i].kind == KR_RAW_MARK ? kr_raw_code(r, i) : 0;
    return code == '$' || code == 0xA3 || code == 0xA5 || (code >= 0x20A0 && code <= 0x20BF);
}

/* "EUR 500": a currency that stands in front. */
static int is_currency(const kr_reading *r, uint32_t i) {
    return is_currency_sign(r, i) || (is_word(r, i) && r->raws[i].caps == KR_CAPS_UPPER &&
                                      kr_reading_in(r, KR_LIST_CURRENCY, i));
}

static kr_str suffix_of(const kr_reading *r, uint32_t i) {
    kr_str text = kr_raw_low(r, i);
    size_t at = text.length;
    while (at > 0 && (((unsigned char)text.at[at - 1]) >= 0x80 ||
                      (text.at[at - 1] >= 'a' && text.at[at - 1] <= 'z')))
        at--;
    return (kr_str){text.at + at, text.length - at};
}

/* The whole of a word is made of number words and what joins them: "vijfentwintig". `found` counts
 * the number words. */
static int is_compound(const kr_reading *r, kr_str word, int depth, int found) {
    enum { DEEPEST = 7, SHORTEST_JOIN = 2 };
    const kr_pack_list *numbers = r->lists[KR_LIST_NUMBER], *joins = r->lists[KR_LIST_NUMBER_JOIN];
    if (word.length == 0)
        return depth > 1 && found > 0;
    for (size_t length = word.length; depth < DEEPEST && length >= SHORTEST_JOIN; length--) {
        kr_str head = {word.at, length}, rest = {word.at + length, word.length - length};
        int number = kr_list_has(numbers, head);
        if ((number || kr_list_has(joins, head)) && is_compound(r, rest, depth + 1, found + number))
            return 1;
    }
    return 0;
}

/* "twenty-five", "drie-en-twintig" */
static int is_hyphened(const kr_reading *r, kr_str word) {
    const kr_pack_list *numbers = r->lists[KR_LIST_NUMBER], *joins = r->lists[KR_LIST_NUMBER_JOIN];
    size_t parts = 0;
    for (size_t at = 0; at < word.length; parts++) {
        const char *dash = memchr(word.at + at, '-', word.length - at);
        size_t end = dash ? (size_t)(dash - word.at) : word.length;
        kr_str part = {word.at + at, end - at};
        if (!kr_list_has(numbers, part) && !(parts > 0 && kr_list_has(joins, part)))
            return 0;
        at = dash ? end + 1 : end;
    }
    return parts > 1;
}

static int is_number_word(const kr_reading *r, uint32_t i) {
    const kr_pack_list *numbers = r->lists[KR_LIST_NUMBER];
    if (!numbers || !is_word(r, i) || r->raws[i].caps == KR_CAPS_MIXED)
        return 0;
    if (r->raws[i].caps == KR_CAPS_TITLE && r->raws[i].opens == KR_OPENS_NOT)
        return 0; /* part of a name */
    kr_str word = kr_raw_low(r, i);
    if (kr_list_has(numbers, word)) /* "Vier het met ons" is no number */
        return r->raws[i].opens == KR_OPENS_NOT || !kr_reading_in(r, KR_LIST_IMPERATIVE, i);
    if (word.length > 60)
        return 0;
    return memchr(word.at, '-', word.length) ? is_hyphened(r, word)
                                             : word.length > 6 && is_compound(r, word, 0, 0);
}

/* two hundred and fifty */
static uint32_t number_words(const kr_reading *r, uint32_t i) {
    uint32_t end = i;
    while (end == i || kr_raw_near(r, end)) {
        if (is_number_word(r, end))
            end++;
        else if (end > i && kr_reading_in(r, KR_LIST_NUMBER_JOIN, end) &&
                 kr_reading_in(r, KR_LIST_UNIT, end - 1) && kr_raw_near(r, end + 1) &&
                 is_number_word(r, end + 1))
            end += 2;
        else
            break;
    }
    return end;
}

static int is_mark(const kr_reading *r, uint32_t i, int32_t code) {
    return kr_raw_free(r, i) && kr_raw_near(r, i) && r->raws[i].kind == KR_RAW_MARK &&
           kr_raw_code(r, i) == code;
}

/* "18-19", "40 - 50", "€3.000 – €3.500": the token behind the second number, or `i`. */
static uint32_t range(const kr_reading *r, uint32_t i) {
    if (!kr_raw_free(r, i) || !kr_raw_near(r, i) || !kr_raw_dash(r, i) || !kr_raw_near(r, i + 1))
        return i;
    if (kr_raw_glued(r, i) != kr_raw_glued(r, i + 1))
        return i;
    uint32_t at = is_currency(r, i + 1) && kr_raw_near(r, i + 2) ? i + 2 : i + 1;
    return is_number(r, at) ? at + 1 : i;
}

/* Marks that hang on a number: % ° °C + ,- */
static uint32_t tail_marks(const kr_reading *r, uint32_t i) {
    if (is_mark(r, i, '%') || is_mark(r, i, 0x2030))
        return i + 1;
    if (is_mark(r, i, 0xB0)) {
        uint32_t next = i + 1;
        return kr_raw_glued(r, next) && (kr_raw_is(r, next, "c") || kr_raw_is(r, next, "f"))
                   ? next + 1
                   : next;
    }
    if (is_mark(r, i, '+') && kr_raw_glued(r, i) &&
        !(kr_raw_glued(r, i + 1) && r->raws[i + 1].kind == KR_RAW_NUMBER))
        return i + 1;
    if (is_mark(r, i, ',') && kr_raw_glued(r, i) && kr_raw_glued(r, i + 1) && kr_raw_dash(r, i + 1))
        return i + 2;
    return i;
}

/* Up to two units: "million euro". A currency makes the figure money. */
static void units(const kr_reading *r, figure *f) {
    for (int times = 0; times < 2 && kr_raw_near(r, f->end); times++) {
        if (is_currency_sign(r, f->end) && f->kind != KR_ATOM_MONEY) {
            if (is_number(r, f->end + 1) && kr_raw_glued(r, f->end + 1))
                return;
            f->kind = KR_ATOM_MONEY;
            f->end++;
            continue;
        }
        if (!is_word(r, f->end))
            return;
        if (f->kind != KR_ATOM_MONEY && kr_reading_in(r, KR_LIST_CURRENCY, f->end)) {
            f->kind = KR_ATOM_MONEY;
            f->end++;
            continue;
        }
        uint32_t words = kr_reading_phrase(r, KR_LIST_UNIT, f->end, r->count);
        if (words == 0)
            return;
        f->end += words;
    }
}

/* "20-minute", "8-koppig": the word behind the hyphen belongs to the number. */
static uint32_t hyphened(const kr_reading *r, uint32_t i) {
    while (kr_raw_free(r, i) && kr_raw_glued(r, i) && kr_raw_dash(r, i) && kr_raw_glued(r, i + 1) &&
           is_word(r, i + 1) && kr_raw_code(r, i) != 0x2014)
        i += 2;
    return i;
}

/* 9, 9.30, 15:30: up to 24, with minutes or without. */
static int is_hour(const kr_reading *r, uint32_t i) {
    kr_str text = kr_raw_low(r, i);
    int hours = 0, minutes = 0;
    size_t at = 0, mark;
    while (at < text.length && at < 3 && text.at[at] >= '0' && text.at[at] <= '9')
        hours = hours * 10 + (text.at[at++] - '0');
    mark = at;
    if (at < text.length && (text.at[at] == '.' || text.at[at] == ':'))
        for (at++; at < text.length && at < mark + 3 && text.at[at] >= '0' && text.at[at] <= '9';
             at++)
            minutes = minutes * 10 + (text.at[at] - '0');
    int whole = at == text.length || text.at[at] < '0' || text.at[at] > '9';
    return mark >= 1 && mark <= 2 && hours <= 24 && whole && (at == mark || at == mark + 3) &&
           minutes < 60;
}

/* "9am", "14u": the letters that hang on the digits tell. */
static int is_hung_clock(const kr_reading *r, uint32_t i) {
    static const char *const hung[] = {"am", "pm", "u", "h"};
    for (size_t k = 0; k < sizeof hung / sizeof *hung; k++)
        if (kr_str_is(suffix_of(r, i), hung[k]))
            return 1;
    return 0;
}

/* "2 pm", "15.30 uur": behind the words that make it a time, or `i`. */
static uint32_t clock_words(const kr_reading *r, uint32_t i) {
    return kr_raw_near(r, i) && is_word(r, i) ? i + kr_reading_phrase(r, KR_LIST_CLOCK, i, r->count)
                                              : i;
}

static uint32_t zone(const kr_reading *r, uint32_t i) {
    static const char *const zones[] = {"bst", "gmt", "utc", "cet", "cest", "est", "edt", "et",
                                        "pst", "pdt", "pt",  "ct",  "cst",  "cdt", "wet", "ist"};
    if (!is_word(r, i) || !kr_raw_near(r, i) || r->raws[i].caps != KR_CAPS_UPPER)
        return i;
    for (size_t k = 0; k < sizeof zones / sizeof *zones; k++)
        if (kr_raw_is(r, i, zones[k]))
            return i + 1;
    return i;
}

/* Marks behind which a sentence goes on: "om 20 u., als het donker is", "(tot 10 u.)". */
static int goes_on(const kr_reading *r, uint32_t i) {
    return kr_raw_glued(r, i) && (kr_raw_is(r, i, ",") || kr_raw_is(r, i, ";") ||
                                  kr_raw_is(r, i, ":") || kr_raw_is(r, i, ")"));
}

/* "om 10 u. in Gent": the point belongs to the hour where the sentence goes on. */
static uint32_t hour_point(const kr_reading *r, uint32_t end) {
    int hours = kr_raw_is(r, end - 1, "u") || kr_str_is(suffix_of(r, end - 1), "u");
    if (!hours || end + 1 >= r->count || !kr_raw_is(r, end, ".") || !kr_raw_glued(r, end))
        return end;
    const kr_raw *next = &r->raws[end + 1];
    int word = kr_raw_near(r, end + 1) && next->kind == KR_RAW_WORD && next->caps == KR_CAPS_NONE;
    return word || goes_on(r, end + 1) ? end + 1 : end;
}

/* "at 18.30", "van 9.30 tot 10.15": hours and full minutes behind such a word, which count nothing. */
static int is_led_clock(const kr_reading *r, uint32_t i, uint32_t end) {
    kr_str text = kr_raw_low(r, i);
    char last = text.length ? text.at[text.length - 1] : '\0';
    int led = i > 0 && kr_raw_near(r, i) && kr_reading_in(r, KR_LIST_CLOCK_BEFORE, i - 1);
    int counts = kr_raw_near(r, end) && (kr_reading_in(r, KR_LIST_UNIT, end) ||
                                         kr_reading_in(r, KR_LIST_CURRENCY, end) || is_mark(r, end, '%') ||
                                         is_currency_sign(r, end));
    return led && !counts && end == i + 1 && memchr(text.at, '.', text.length) && (last == '0' || last == '5');
}

static int clock_time(const kr_reading *r, uint32_t i, uint32_t core, figure *f) {
    if (r->raws[i].kind == KR_RAW_CLOCK) {
        *f = (figure){hour_point(r, zone(r, clock_words(r, i + 1))), KR_ATOM_TIME};
        return 1;
    }
    if (!is_number(r, i) || !is_hour(r, core - 1))
        return 0;
    uint32_t end = clock_words(r, core);
    if (end == core && !is_hung_clock(r, core - 1) && !is_led_clock(r, i, core))
        return 0;
    *f = (figure){hour_point(r, zone(r, end)), KR_ATOM_TIME};
    return 1;
}

static int has_digits(const kr_reading *r, uint32_t i) {
    return is_word(r, i) && r->raws[i].digits && r->raws[i].caps == KR_CAPS_NONE;
}

/* #6, No. 1 is left to its mark */
static int is_rank(const kr_reading *r, uint32_t i) {
    return kr_raw_free(r, i) && kr_raw_code(r, i) == '#' && !kr_raw_glued(r, i) &&
           kr_raw_glued(r, i + 1) && is_number(r, i + 1);
}

static figure figure_at(const kr_reading *r, uint32_t i) {
    figure f = {i, KR_ATOM_NUMBER};
    if (!kr_raw_free(r, i))
        return f;
    uint32_t at = i, core;
    if (r->raws[i].kind == KR_RAW_PHONE)
        return (figure){i + 1, KR_ATOM_PHONE};
    if (r->raws[i].kind == KR_RAW_VERSION)
        return (figure){i + 1, KR_ATOM_VERSION};
    if (r->raws[i].kind == KR_RAW_KEYCAP || has_digits(r, i))
        return (figure){i + 1, KR_ATOM_NUMBER};
    if (is_currency(r, i) && is_number(r, i + 1) && kr_raw_near(r, i + 1)) {
        f.kind = KR_ATOM_MONEY;
        at = i + 1;
    } else if (is_rank(r, i)) {
        at = i + 1;
    }
    core = is_number(r, at) ? at + 1 : at == i ? number_words(r, i) : i;
    if (r->raws[i].kind == KR_RAW_CLOCK || core > i) {
        if (is_number(r, at))
            core = range(r, core) > core ? range(r, core) : core;
        if (f.kind == KR_ATOM_NUMBER && clock_time(r, i, core, &f))
            return f;
    }
    if (core == i)
        return f;
    f.end = tail_marks(r, core);
    if (f.end > core && is_mark(r, core, '%') && range(r, f.end) > f.end)
        f.end = tail_marks(r, range(r, f.end));
    uint32_t hyphen = hyphened(r, f.end);
    if (hyphen > f.end)
        f.end = hyphen;
    else
        units(r, &f);
    return f;
}

int kr_find_figures(kr_reading *reading) {
    for (uint32_t i = 0; i < reading->count; i++) {
        figure f = figure_at(reading, i);
        if (f.end <= i)
            continue;
        if (kr_reading_atom(reading, i, f.end - 1, f.kind) < 0)
            return -1;
        i = f.end - 1;
    }
    return 0;
}
