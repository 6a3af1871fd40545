/* Texts of markup by the state in which they leave the joint. A joint (capital, a or an, space) depends
 * on what came before, markup does not: so alternatives that leave it in different states are kept apart,
 * a way for each, and those of one way are written as one choice. What all of them begin and end with
 * stands outside its braces. */
#include "rewrite/markup_ways.h"

#include "base/hash.h"
#include "rewrite/markup_text.h"

#include <string.h>

static int stopped(const kr_markup_texts *t) {
    return t->failed || t->limited;
}

static kr_str text_of_length(kr_markup_texts *t, size_t length) {
    char *block = NULL;
    t->written += length;
    t->limited |= t->written > t->most_bytes;
    if (!t->limited) {
        block = kr_arena_alloc(&t->job->arena, length, 1);
        t->failed |= !block;
    }
    return (kr_str){block, length};
}

kr_str kr_texts_join(kr_markup_texts *t, kr_str a, kr_str b, kr_str c) {
    kr_str text = text_of_length(t, a.length + b.length + c.length);
    const kr_str parts[3] = {a, b, c};
    char *at = (char *)(uintptr_t)text.at;
    if (stopped(t))
        return (kr_str){"", 0};
    for (int i = 0; i < 3; i++) {
        if (parts[i].length)
            memcpy(at, parts[i].at, parts[i].length);
        at += parts[i].length;
    }
    return text;
}

int kr_same_state(kr_joint a, kr_joint b) {
    int held = a.before >= KR_BEFORE_SPACE && a.before <= KR_BEFORE_PARAGRAPH;
    return a.before == b.before && a.capital == b.capital && (!held || a.space == b.space);
}

static kr_way *way_of(kr_markup_texts *t, kr_ways *out, kr_joint state) {
    for (uint32_t i = 0; i < out->count; i++)
        if (kr_same_state(out->at[i].state, state))
            return &out->at[i];
    if (out->count == KR_MOST_STATES) {
        t->limited = 1;
        return NULL;
    }
    out->at[out->count] = (kr_way){.state = state};
    return &out->at[out->count++];
}

/* The same text twice is one alternative. */
void kr_ways_add(kr_markup_texts *t, kr_ways *out, kr_joint state, kr_str text, uint32_t weight) {
    kr_way *w = way_of(t, out, state);
    uint64_t hash = kr_hash64(text.at, text.length);
    for (size_t i = 0; w && i < w->count; i++)
        if (w->at[i].hash == hash) {
            w->at[i].weight += weight;
            return;
        }
    if (!w ||
        kr_arena_grow(&t->job->arena, (void **)&w->at, &w->capacity, w->count, sizeof *w->at) < 0) {
        t->failed |= w != NULL;
        return;
    }
    w->at[w->count++] = (kr_way_text){text, weight, hash};
}

kr_str kr_text_number(char digits[KR_DIGITS], uint32_t number) {
    size_t at = KR_DIGITS;
    do
        digits[--at] = (char)('0' + number % 10);
    while (number /= 10);
    return (kr_str){digits + at, KR_DIGITS - at};
}

int kr_text_begins(kr_str text, const char *with) {
    size_t length = strlen(with);
    return text.length >= length && memcmp(text.at, with, length) == 0;
}

/* "<12>" */
static void write_weight(kr_buffer *out, uint32_t weight) {
    char digits[KR_DIGITS];
    kr_str number = kr_text_number(digits, weight);
    kr_buffer_char(out, '<');
    kr_buffer_add(out, number.at, number.length);
    kr_buffer_char(out, '>');
}

/* Where the brackets of a piece of markup are pairs, it may be cut off from what it stands in. */
static int is_whole(kr_str text) {
    int depth = 0;
    for (size_t i = 0; i < text.length && depth >= 0; i++) {
        char c = text.at[i];
        if (c == '\\')
            i++; /* the sign itself */
        else if (c == '{' || c == '[')
            depth++;
        else if (c == '}' || c == ']')
            depth--;
    }
    return depth == 0;
}

/* The words that all alternatives begin with: up to behind a space. */
static size_t common_begin(const kr_way *w) {
    kr_str first = w->at[0].text;
    size_t common = first.length;
    for (size_t i = 1; i < w->count; i++) {
        kr_str other = w->at[i].text;
        size_t same = 0;
        while (same < common && same < other.length && first.at[same] == other.at[same])
            same++;
        common = same;
    }
    while (common > 0 && (first.at[common - 1] != ' ' || !is_whole((kr_str){first.at, common})))
        common--;
    return common;
}

/* The words that all end with, from a space on; the first `begin` bytes are not looked at. */
static size_t common_words(const kr_way *w, size_t begin) {
    kr_str first = w->at[0].text;
    size_t common = first.length - begin;
    for (size_t i = 1; i < w->count; i++) {
        kr_str other = w->at[i].text;
        size_t same = 0;
        while (same < common && same < other.length - begin &&
               first.at[first.length - 1 - same] == other.at[other.length - 1 - same])
            same++;
        common = same;
    }
    for (; common > 0; common--) {
        kr_str end = {first.at + first.length - common, common};
        if (end.at[0] == ' ' && is_whole(end))
            break;
    }
    return common;
}

/* "{a|b}" of what stands between the common words. What would read as a name, a condition or a
 * plural behind the brace is kept apart from it. */
static void write_choice(kr_buffer *out, const kr_way *w, size_t begin, size_t end) {
    int even = 1;
    kr_str first = {w->at[0].text.at + begin, w->at[0].text.length - begin - end};
    for (size_t i = 1; i < w->count; i++)
        even &= w->at[i].weight == w->at[0].weight;
    kr_buffer_char(out, '{');
    if (even && (kr_text_begins(first, "@") || kr_text_begins(first, "?")))
        kr_buffer_char(out, '\\');
    for (size_t i = 0; i < w->count; i++) {
        if (i > 0)
            kr_buffer_char(out, '|');
        if (!even || (i == 0 && kr_text_begins(first, "plural")))
            write_weight(out, even ? 1 : w->at[i].weight);
        kr_buffer_add(out, w->at[i].text.at + begin, w->at[i].text.length - begin - end);
    }
    kr_buffer_char(out, '}');
}

/* Alternatives as one text: in braces where there are several, the words that they share outside. */
kr_str kr_way_closed(kr_markup_texts *t, const kr_way *w) {
    if (stopped(t)) /* the way may be without its alternatives */
        return (kr_str){"", 0};
    if (w->count == 1)
        return w->at[0].text;
    kr_buffer text;
    kr_buffer_start(&text, t->job->memory);
    size_t begin = common_begin(w), end = common_words(w, begin);
    kr_buffer_add(&text, w->at[0].text.at, begin);
    write_choice(&text, w, begin, end);
    kr_buffer_add(&text, w->at[0].text.at + w->at[0].text.length - end, end);
    kr_str whole = text_of_length(t, text.failed ? 0 : text.length);
    t->failed |= text.failed;
    if (whole.at && text.data)
        memcpy((char *)(uintptr_t)whole.at, text.data, text.length);
    kr_buffer_end(&text);
    return stopped(t) ? (kr_str){"", 0} : whole;
}

/* Each way's alternatives become one text. */
void kr_ways_close(kr_markup_texts *t, kr_ways *out) {
    for (uint32_t w = 0; w < out->count && !stopped(t); w++) {
        out->at[w].at[0] = (kr_way_text){kr_way_closed(t, &out->at[w]), 1, 0};
        out->at[w].count = 1;
    }
}

/* Whether the byte would be read as markup: braces always, others only where they would begin one. */
static int needs_escape(kr_str text, size_t at) {
    char c = text.at[at], next = at + 1 < text.length ? text.at[at + 1] : '\0';
    if (strchr("{}[]|\\`", c))
        return c != '\0';
    if (c == '%')
        return kr_is_name(next);
    if (c == '<')
        return next >= '0' && next <= '9';
    if (c != '#')
        return 0;
    kr_str rest = {text.at + at, text.length - at};
    return (at > 0 && text.at[at - 1] == '/') || next == '/' || kr_text_begins(rest, "#set") ||
           kr_text_begins(rest, "#def") || kr_text_begins(rest, "#include");
}

kr_str kr_texts_escape(kr_markup_texts *t, kr_str text) {
    size_t marks = 0, to = 0;
    for (size_t i = 0; i < text.length; i++)
        marks += (size_t)needs_escape(text, i);
    kr_str out = text_of_length(t, text.length + marks);
    char *bytes = (char *)(uintptr_t)out.at;
    for (size_t i = 0; i < text.length && !stopped(t); i++) {
        if (needs_escape(text, i))
            bytes[to++] = '\\';
        bytes[to++] = text.at[i];
    }
    return stopped(t) ? (kr_str){"", 0} : out;
}
