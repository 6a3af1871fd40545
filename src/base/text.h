/* Text: UTF-8 checked and read, and the questions of Unicode that the stages ask, over utf8proc. */
#ifndef KR_TEXT_H
#define KR_TEXT_H

#include "base/memory.h"

#include <stdint.h>
#include <string.h>

/* A piece of somebody else's bytes; not NUL-terminated. */
typedef struct kr_str {
    const char *at;
    size_t length;
} kr_str;

#define KR_STR(literal) ((kr_str){(literal), sizeof(literal) - 1})

/* Of a NUL-terminated string; NULL gives the empty piece. In place, as the next two, so that the length of a literal is
 * no work. */
static inline kr_str kr_str_of(const char *text) {
    return text ? (kr_str){text, strlen(text)} : (kr_str){"", 0};
}

static inline int kr_str_equal(kr_str a, kr_str b) {
    return a.length == b.length && (a.length == 0 || memcmp(a.at, b.at, a.length) == 0);
}

static inline int kr_str_is(kr_str a, const char *text) {
    return kr_str_equal(a, kr_str_of(text));
}

/* The first place of `part` from `from` on, or SIZE_MAX; an empty part is nowhere. */
size_t kr_str_find(kr_str text, kr_str part, size_t from);
int kr_str_equal_fold(kr_str a, kr_str b); /* ASCII letters without case */
int kr_str_listed(const char *list, kr_str word); /* in "a|b|c", as options write lists */

/* What follows answers for ASCII in place, which is nearly all of nearly all posts. */

int32_t kr_utf8_next_wide(const char *text, size_t length, size_t *at);
int kr_is_wide_letter(int32_t code);
int kr_is_wide_digit(int32_t code);
int kr_is_wide_space(int32_t code);
int kr_is_wide_upper(int32_t code);
int kr_is_wide_lower(int32_t code);
int32_t kr_wide_to_lower(int32_t code);

/* The code point at text[at] and the offset behind it; text must be valid and at < length. */
static inline int32_t kr_utf8_next(const char *text, size_t length, size_t *at) {
    unsigned char byte = (unsigned char)text[*at];
    return byte < 0x80 ? (++*at, byte) : kr_utf8_next_wide(text, length, at);
}

/* Other bytes as they are. */
static inline int kr_ascii_lower(int byte) {
    return byte >= 'A' && byte <= 'Z' ? byte + ('a' - 'A') : byte;
}

/* Lu or Lt */
static inline int kr_is_upper(int32_t code) {
    return code < 0x80 ? code >= 'A' && code <= 'Z' : kr_is_wide_upper(code);
}

static inline int kr_is_lower(int32_t code) {
    return code < 0x80 ? code >= 'a' && code <= 'z' : kr_is_wide_lower(code);
}

/* General category L* or M* */
static inline int kr_is_letter(int32_t code) {
    return code < 0x80 ? kr_is_upper(code) || kr_is_lower(code) : kr_is_wide_letter(code);
}

/* Nd */
static inline int kr_is_digit(int32_t code) {
    return code < 0x80 ? code >= '0' && code <= '9' : kr_is_wide_digit(code);
}

/* White space, line ends and no-break spaces */
static inline int kr_is_space(int32_t code) {
    return code < 0x80 ? code == ' ' || (code >= 9 && code <= 13) : kr_is_wide_space(code);
}

static inline int32_t kr_to_lower(int32_t code) {
    return code < 0x80 ? kr_ascii_lower(code) : kr_wide_to_lower(code);
}

/* The start of the code point that ends at text[at - 1]; at > 0. */
size_t kr_utf8_back(const char *text, size_t at);
/* Writes one code point (1 to 4 bytes) and gives the number of bytes. */
size_t kr_utf8_put(char *out, int32_t code);
/* The offset of the first byte that is not valid UTF-8, or `length` where all is. */
size_t kr_utf8_valid(const char *text, size_t length);
/* A question mark for each byte that belongs to no character: names of files are shown so. */
void kr_utf8_mend(char *text, size_t length);
size_t kr_utf8_count(const char *text, size_t length); /* code points */
/* How many of the first `most` bytes are whole characters: `length` where it is no more than
 * `most`. */
size_t kr_utf8_fit(const char *text, size_t length, size_t most);

/* A piece for "%.*s", cut to `most` bytes between two characters: what a message shows of
 * somebody's words. */
#define KR_SHOWN(piece, most) (int)kr_utf8_fit((piece).at, (piece).length, (most)), (piece).at

/* Canonical composition (UAX 15). NULL when out of memory; the caller frees with kr_free. */
char *kr_utf8_nfc(const kr_memory *memory, const char *text, size_t length, size_t *out_length);

int kr_is_emoji(int32_t code);   /* shown as a picture by default, or a part of such a sequence */
int kr_is_invisible(int32_t code); /* zero width, bidi controls, tags: nothing that a reader sees */
int32_t kr_to_title(int32_t code);

/* Lower case of a whole piece into a buffer of at least 3 * length + 1 bytes; gives the length. */
size_t kr_utf8_lower(char *out, const char *text, size_t length);

/* Grapheme clusters (UAX 29): the offset behind the cluster that begins at `at`. */
size_t kr_grapheme_next(const char *text, size_t length, size_t at);

#endif
