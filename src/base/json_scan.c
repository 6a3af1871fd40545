/* A scanner of RFC 8259's grammar that keeps nothing: see json_scan.h. It accepts less than a parser
 * (no nesting beyond DEEPEST) and never more, so that a line it passes needs no second look; what it does
 * not pass is left to the parser, which has the words for it. Strings are passed over eight bytes at a
 * time, by the word-wise test for bytes below a value of "Bit Twiddling Hacks" (S. E. Anderson, 2005). */
#include "base/json_scan.h"

#include <string.h>

enum { DEEPEST = 32 };

typedef struct scanner {
    const char *at, *end;
    int escaped; /* the string passed last has escapes */
    int depth;
} scanner;

static void skip_space(scanner *s) {
    while (s->at < s->end && (*s->at == ' ' || *s->at == '\t' || *s->at == '\r' || *s->at == '\n'))
        s->at++;
}

static int take(scanner *s, char wanted) {
    skip_space(s);
    if (s->at == s->end || *s->at != wanted)
        return 0;
    s->at++;
    return 1;
}

/* ---- strings ---- */

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

static uint64_t has_zero(uint64_t word) {
    return (word - EACH(1)) & ~word & EACH(0x80);
}

/* Whether one of the eight bytes ends a string, escapes in it, or may not stand in it. */
static int is_special(const char *at) {
    uint64_t word;
    memcpy(&word, at, sizeof word);
    uint64_t control = (word - EACH(0x20)) & ~word & EACH(0x80);
    return (control | has_zero(word ^ EACH('"')) | has_zero(word ^ EACH('\\'))) != 0;
}

/* Four digits that are no half of a surrogate pair: those are for the parser. */
static int skip_hex(scanner *s) {
    uint32_t code = 0;
    if (s->end - s->at < 4)
        return 0;
    for (int i = 0; i < 4; i++) {
        char c = *s->at++;
        uint32_t digit = c >= '0' && c <= '9'   ? (uint32_t)(c - '0')
                         : c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a' + 10)
                         : c >= 'A' && c <= 'F' ? (uint32_t)(c - 'A' + 10)
                                                : 16;
        if (digit == 16)
            return 0;
        code = 16 * code + digit;
    }
    return code > 0 && (code < 0xD800 || code > 0xDFFF);
}

static int skip_escape(scanner *s) {
    s->escaped = 1;
    if (s->at == s->end)
        return 0;
    char c = *s->at++;
    return c == 'u' ? skip_hex(s) : c && strchr("\"\\/bfnrt", c) != NULL;
}

/* Behind the opening quote. */
static int skip_string(scanner *s) {
    s->escaped = 0;
    while (s->at < s->end) {
        while (s->end - s->at >= 8 && !is_special(s->at))
            s->at += 8;
        if (s->at == s->end || (unsigned char)*s->at < 0x20)
            return 0;
        char c = *s->at++;
        if (c == '"')
            return 1;
        if (c == '\\' && !skip_escape(s))
            return 0;
    }
    return 0;
}

/* ---- other values ---- */

static size_t skip_digits(scanner *s) {
    const char *from = s->at;
    while (s->at < s->end && *s->at >= '0' && *s->at <= '9')
        s->at++;
    return (size_t)(s->at - from);
}

/* Eighteen digits at most, so that it fits; exponents are for the parser. */
static int skip_number(scanner *s) {
    s->at += *s->at == '-';
    const char *first = s->at;
    size_t digits = skip_digits(s);
    if (!digits || digits > 18 || (digits > 1 && *first == '0'))
        return 0;
    if (s->at == s->end || *s->at != '.')
        return s->at == s->end || (*s->at != 'e' && *s->at != 'E');
    s->at++;
    return skip_digits(s) && (s->at == s->end || (*s->at != 'e' && *s->at != 'E'));
}

static int skip_word(scanner *s) {
    static const char *const words[] = {"true", "false", "null"};
    for (size_t i = 0; i < 3; i++) {
        size_t length = strlen(words[i]);
        if ((size_t)(s->end - s->at) >= length && memcmp(s->at, words[i], length) == 0) {
            s->at += length;
            return 1;
        }
    }
    return 0;
}

static int skip_value(scanner *s, kr_json_member *out);

static int skip_list(scanner *s) {
    kr_json_member ignored;
    if (take(s, ']'))
        return 1;
    do
        if (!skip_value(s, &ignored))
            return 0;
    while (take(s, ','));
    return take(s, ']');
}

static int skip_object(scanner *s) {
    kr_json_member ignored;
    if (take(s, '}'))
        return 1;
    do
        if (!take(s, '"') || !skip_string(s) || !take(s, ':') || !skip_value(s, &ignored))
            return 0;
    while (take(s, ','));
    return take(s, '}');
}

static int skip_nested(scanner *s, char bracket) {
    if (++s->depth > DEEPEST)
        return 0;
    int passed = bracket == '{' ? skip_object(s) : skip_list(s);
    s->depth--;
    return passed;
}

/* *out gets the value and its kind. */
static int skip_value(scanner *s, kr_json_member *out) {
    skip_space(s);
    if (s->at == s->end)
        return 0;
    const char *from = s->at;
    char c = *from;
    int passed;
    out->kind = KR_JSON_OTHER;
    if (c == '"') {
        s->at++;
        passed = skip_string(s);
        out->kind = s->escaped ? KR_JSON_OTHER : KR_JSON_STRING;
    } else if (c == '{' || c == '[') {
        s->at++;
        passed = skip_nested(s, c);
    } else if (c == '-' || (c >= '0' && c <= '9')) {
        passed = skip_number(s);
        out->kind = KR_JSON_NUMBER;
    } else {
        passed = skip_word(s);
    }
    size_t quote = out->kind == KR_JSON_STRING;
    if (passed)
        out->value = (kr_str){from + quote, (size_t)(s->at - from) - 2 * quote};
    return passed;
}

/* ---- the outermost object ---- */

static kr_json_member *find(kr_json_member *members, size_t count, kr_str name) {
    for (size_t i = 0; i < count; i++)
        if (kr_str_is(name, members[i].name))
            return &members[i];
    return NULL;
}

static int scan_member(scanner *s, kr_json_member *members, size_t count) {
    kr_json_member name, value;
    skip_space(s);
    if (s->at == s->end || *s->at != '"' || !skip_value(s, &name) || name.kind != KR_JSON_STRING ||
        !take(s, ':') || !skip_value(s, &value))
        return 0;
    kr_json_member *wanted = find(members, count, name.value);
    if (wanted && wanted->kind != KR_JSON_ABSENT)
        return 0;
    if (wanted) {
        wanted->value = value.value;
        wanted->kind = value.kind;
    }
    return 1;
}

int kr_json_scan(kr_str line, kr_json_member *members, size_t count) {
    scanner s = {.at = line.at, .end = line.at + line.length};
    for (size_t i = 0; i < count; i++)
        members[i].kind = KR_JSON_ABSENT;
    if (!take(&s, '{') || kr_utf8_valid(line.at, line.length) < line.length)
        return 0;
    if (!take(&s, '}')) {
        do
            if (!scan_member(&s, members, count))
                return 0;
        while (take(&s, ','));
        if (!take(&s, '}'))
            return 0;
    }
    skip_space(&s);
    return s.at == s.end;
}
