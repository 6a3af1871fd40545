/* Top-level domains: which labels end a host. Two sorted tables of fixed width (tables.py wrote
 * them), so that a look-up needs no pointers and no start-up work. */
#include "network/entities.h"
#include "network/tld_table.h"

#include <string.h>

static int find(const char *table, size_t count, size_t width, const char *name, size_t length) {
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const char *entry = table + middle * width;
        int order = memcmp(entry, name, length); /* shorter than `width` */
        if (order == 0 && entry[length] == '\0')
            return 1;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return 0;
}

static int is_word_byte(char byte) {
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
           (byte >= 'A' && byte <= 'Z');
}

/* twitter-text's look-ahead: a domain does not run on into a word, an address or a hyphen. */
static int may_end(kr_str text, size_t at, size_t limit) {
    if (at >= limit)
        return 1;
    char byte = text.at[at];
    return !is_word_byte(byte) && byte != '@' && byte != '+' && byte != '-';
}

static size_t punycode_end(kr_str text, size_t at, size_t limit) {
    if (limit - at < 5 || !kr_str_equal_fold((kr_str){text.at + at, 4}, KR_STR("xn--")))
        return 0;
    size_t end = at + 4;
    while (end < limit && (is_word_byte(text.at[end]) || text.at[end] == '-'))
        end++;
    return end > at + 4 ? end : 0;
}

static size_t ascii_end(kr_str text, size_t at, size_t end, size_t limit) {
    char lower[sizeof *tld_ascii];
    size_t length = end - at;
    if (length >= sizeof lower || !may_end(text, end, limit))
        return 0;
    for (size_t i = 0; i < length; i++) {
        char byte = text.at[at + i];
        lower[i] = (char)(byte >= 'A' && byte <= 'Z' ? byte + ('a' - 'A') : byte);
    }
    const size_t count = sizeof tld_ascii / sizeof *tld_ascii;
    return find((const char *)tld_ascii, count, sizeof *tld_ascii, lower, length) ? end : 0;
}

/* A name outside ASCII, or partly: the longest one, and no white space or mark has to end it. */
static size_t other_end(kr_str text, size_t at, size_t limit) {
    size_t ends[TLD_OTHER_LONGEST], count = 0;
    for (size_t end = at; end < limit && count < TLD_OTHER_LONGEST; count++) {
        kr_utf8_next(text.at, limit, &end);
        ends[count] = end;
    }
    const size_t names = sizeof tld_other / sizeof *tld_other;
    while (count-- > 0) {
        size_t length = ends[count] - at;
        if (length < sizeof *tld_other && may_end(text, ends[count], limit) &&
            find((const char *)tld_other, names, sizeof *tld_other, text.at + at, length))
            return ends[count];
    }
    return 0;
}

size_t kr_tld_end(kr_str text, size_t at, size_t limit) {
    if (at >= limit)
        return 0;
    size_t word = at;
    while (word < limit && is_word_byte(text.at[word]))
        word++;
    if (word > at) {
        size_t end = ascii_end(text, at, word, limit);
        end = end ? end : punycode_end(text, at, limit);
        if (end || word >= limit || (unsigned char)text.at[word] < 0x80)
            return end;
    }
    return other_end(text, at, limit);
}
