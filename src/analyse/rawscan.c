/* From text to raw tokens: what the pattern of lexer.c cannot say, namely where a link ends before
 * the punctuation of its sentence, emoji clusters (UAX 29), and white space between. */
#include "analyse/lexer.h"

#include <string.h>

typedef struct gap {
    uint8_t space;
    uint32_t lines;
} gap;

/* Skips white space and what nobody sees (a zero width space is no word). */
static size_t skip(const kr_reading *reading, size_t at, gap *out) {
    *out = (gap){0, 0};
    while (at < reading->length) {
        size_t next = at;
        int32_t code = kr_utf8_next(reading->text, reading->length, &next);
        if (!kr_is_space(code) && !kr_is_invisible(code))
            break;
        out->space |= (uint8_t)kr_is_space(code);
        if (code == '\n' || code == 0x2028 || code == 0x2029 ||
            (code == '\r' && (next >= reading->length || reading->text[next] != '\n')))
            out->lines += code == 0x2029 ? 2 : 1;
        at = next;
    }
    return at;
}

static int ends_link(int32_t code) {
    static const int32_t marks[] = {'.',    ',',    ';', ':', '!', '?', 0x2026, '\'', '"',
                                    0x2019, 0x2018, '*', '_', '|', '`', ']',    '}',  0x2014};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (code == marks[i])
            return 1;
    return kr_is_invisible(code) || (kr_is_emoji(code) && code > 0x2000);
}

static size_t count_byte(const char *text, size_t start, size_t end, char byte) {
    size_t count = 0;
    for (size_t i = start; i < end; i++)
        count += text[i] == byte;
    return count;
}

/* Punctuation behind a link belongs to the sentence; a bracket does unless it was opened inside. */
static size_t trim_link(const char *text, size_t start, size_t end) {
    size_t open = count_byte(text, start, end, '('), shut = count_byte(text, start, end, ')');
    while (end > start + 1) {
        size_t back = kr_utf8_back(text, end);
        size_t at = back;
        int32_t code = kr_utf8_next(text, end, &at);
        if (code == ')' && shut > open)
            shut--;
        else if (!ends_link(code))
            break;
        end = back;
    }
    return end;
}

static size_t digits_in(const char *text, size_t start, size_t end) {
    size_t count = 0;
    for (size_t i = start; i < end; i++)
        count += text[i] >= '0' && text[i] <= '9';
    return count;
}

/* How capitals stand in a word; numerals and marks count for nothing. */
static void look_at_word(const kr_reading *reading, kr_raw *raw) {
    uint32_t upper = 0, lower = 0, first_upper = 0, letters = 0;
    for (size_t at = raw->start; at < raw->end;) {
        int32_t code = kr_utf8_next(reading->text, raw->end, &at);
        raw->digits |= (uint8_t)kr_is_digit(code);
        if (kr_is_upper(code)) {
            first_upper |= letters == 0;
            upper++;
            letters++;
        } else if (kr_is_lower(code) || kr_is_letter(code)) {
            lower++;
            letters++;
        }
    }
    kr_str text = {reading->text + raw->start, raw->end - raw->start};
    if (upper == 2 && lower > 0 && text.at[0] == 'I' && text.at[1] == 'J')
        upper = 1; /* the Dutch IJ is one letter */
    if (upper == 0)
        raw->caps = KR_CAPS_NONE;
    else if (lower == 0 && (upper > 1 || raw->digits))
        raw->caps = KR_CAPS_UPPER;
    else if (first_upper && upper == 1)
        raw->caps = KR_CAPS_TITLE;
    else
        raw->caps = KR_CAPS_MIXED;
}

/* A hyphenated word in which every part opens with a capital, "Lewis-Hall", is in title case. */
static void settle_hyphens(const kr_reading *reading, kr_raw *raw) {
    if (raw->caps != KR_CAPS_MIXED ||
        !memchr(reading->text + raw->start, '-', raw->end - raw->start))
        return;
    int opens = 1;
    for (size_t at = raw->start; at < raw->end;) {
        int32_t code = kr_utf8_next(reading->text, raw->end, &at);
        if (kr_is_upper(code) && !opens)
            return;
        opens = code == '-';
    }
    size_t at = raw->start;
    if (kr_is_upper(kr_utf8_next(reading->text, raw->end, &at)))
        raw->caps = KR_CAPS_TITLE;
}

static void finish_token(const kr_reading *reading, kr_raw *raw) {
    if (raw->kind == KR_RAW_URL)
        raw->end = (uint32_t)trim_link(reading->text, raw->start, raw->end);
    if (raw->kind == KR_RAW_PHONE) {
        size_t digits = digits_in(reading->text, raw->start, raw->end);
        if (digits < 8 || digits > 15)
            raw->kind = KR_RAW_MARK; /* read again as a number */
    }
    if (raw->kind == KR_RAW_WORD) {
        look_at_word(reading, raw);
        settle_hyphens(reading, raw);
    }
    if (raw->kind != KR_RAW_MARK)
        return;
    size_t at = raw->start;
    int32_t code = kr_utf8_next(reading->text, reading->length, &at);
    if (kr_is_emoji(code)) {
        raw->kind = KR_RAW_EMOJI;
        raw->end = (uint32_t)kr_grapheme_next(reading->text, reading->length, raw->start);
    }
}

/* What looked like a telephone number and is none: its first digits are a number. */
static void cut_number(const kr_reading *reading, kr_raw *raw) {
    uint32_t at = raw->start;
    while (at < raw->end && !(reading->text[at] >= '0' && reading->text[at] <= '9'))
        at++;
    if (at > raw->start && reading->text[raw->start] != '+') {
        raw->end = raw->start + 1; /* the bracket */
        return;
    }
    while (at < raw->end && reading->text[at] >= '0' && reading->text[at] <= '9')
        at++;
    raw->kind = KR_RAW_NUMBER;
    raw->end = at;
}

/* The lower-case forms, one space behind each, so that a phrase is one piece of `low`. */
static int make_low(kr_reading *reading) {
    size_t room = 0;
    for (uint32_t i = 0; i < reading->count; i++)
        room += 3 * (size_t)(reading->raws[i].end - reading->raws[i].start) + 2;
    char *low = kr_arena_alloc(reading->arena, room + 1, 1);
    if (!low)
        return -1;
    size_t used = 0;
    for (uint32_t i = 0; i < reading->count; i++) {
        kr_raw *raw = &reading->raws[i];
        raw->low = (uint32_t)used;
        for (size_t at = raw->start; at < raw->end;) {
            int32_t code = kr_utf8_next(reading->text, raw->end, &at);
            if (kr_is_invisible(code) && raw->kind == KR_RAW_WORD)
                continue;
            if (code == 0x2019 || code == 0x2018 || code == 0x60 || code == 0xB4)
                code = '\'';
            if (code == 0x2010 || code == 0x2011)
                code = '-';
            used += kr_utf8_put(low + used, kr_to_lower(code));
        }
        raw->low_end = (uint32_t)used;
        low[used++] = ' ';
    }
    reading->low = low;
    reading->low_length = (uint32_t)used;
    return kr_reading_forget(reading);
}

static int add(kr_reading *reading, kr_raw raw) {
    if (kr_arena_grow(reading->arena, (void **)&reading->raws, &reading->capacity, reading->count,
                      sizeof raw) < 0)
        return -1;
    reading->raws[reading->count++] = raw;
    return 0;
}

static int scan_all(kr_reading *reading, kr_lexer_match *match) {
    kr_str text = {reading->text, reading->length};
    gap space;
    size_t at = skip(reading, 0, &space);
    while (at < reading->length) {
        kr_raw_kind kind;
        size_t end;
        if (kr_lexer_token(match, text, at, &kind, &end) < 0)
            return -1;
        kr_raw raw = {.start = (uint32_t)at,
                      .end = (uint32_t)end,
                      .kind = (uint8_t)kind,
                      .atom = KR_NONE,
                      .space = space.space};
        raw.breaks = (uint8_t)(reading->count == 0 || space.lines > 2 ? 2 : space.lines);
        int phone = kind == KR_RAW_PHONE;
        finish_token(reading, &raw);
        if (phone && raw.kind == KR_RAW_MARK)
            cut_number(reading, &raw);
        if (add(reading, raw) < 0)
            return -1;
        at = skip(reading, raw.end, &space);
    }
    return make_low(reading);
}

int32_t kr_scan(kr_reading *reading) {
    kr_lexer_match *match = kr_lexer_start(reading->lexer);
    int failed = !match || scan_all(reading, match) < 0;
    kr_lexer_end(match);
    return failed ? kr_nomem(reading->job) : KOOR_OK;
}

/* Where the clitic of an English word begins in its lower-case form; 0 for none. */
static uint32_t clitic_length(kr_str low) {
    static const char *const endings[] = {"n't", "'re", "'ve", "'ll", "'s", "'d", "'m"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t length = strlen(endings[i]);
        if (low.length > length && memcmp(low.at + low.length - length, endings[i], length) == 0)
            return (uint32_t)length;
    }
    return 0;
}

/* The same number of characters from the end of the text, where an apostrophe may be 3 bytes. */
static uint32_t back_from(const kr_reading *reading, uint32_t end, uint32_t characters) {
    size_t at = end;
    while (characters-- > 0)
        at = kr_utf8_back(reading->text, at);
    return (uint32_t)at;
}

static int splits(const kr_reading *reading, const kr_raw *raw, kr_str low) {
    if (raw->kind != KR_RAW_WORD)
        return 0;
    if (strcmp(reading->language, "en") == 0)
        return 1;
    /* "Anna's": elsewhere the ending is split off a name only. */
    return raw->caps != KR_CAPS_NONE && low.length > 3 && low.at[low.length - 1] == 's';
}

int kr_split_clitics(kr_reading *reading) {
    kr_raw *old = reading->raws;
    uint32_t old_count = reading->count;
    reading->raws = NULL;
    reading->capacity = 0;
    reading->count = 0;
    for (uint32_t i = 0; i < old_count; i++) {
        kr_raw raw = old[i];
        kr_str low = {reading->low + raw.low, raw.low_end - raw.low};
        uint32_t length = splits(reading, &raw, low) ? clitic_length(low) : 0;
        kr_raw clitic = raw;
        if (length) {
            raw.end = clitic.start = back_from(reading, raw.end, length);
            look_at_word(reading, &raw);
            settle_hyphens(reading, &raw);
            clitic.clitic = 1;
            clitic.space = clitic.breaks = clitic.caps = clitic.digits = 0;
        }
        if (add(reading, raw) < 0 || (length && add(reading, clitic) < 0))
            return -1;
    }
    return make_low(reading);
}
