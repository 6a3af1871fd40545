/* Text: UTF-8 checked and read, and the questions of Unicode that the stages ask, over utf8proc. */
#ifndef KR_TEXT_H
#define KR_TEXT_H

#include "base/memory.h"

#include <stdint.h>

/* A piece of somebody else's bytes; not NUL-terminated. */
typedef struct kr_str {
    const char *at;
    size_t length;
} kr_str;

#define KR_STR(literal) ((kr_str){(literal), sizeof(literal) - 1})

kr_str kr_str_of(const char *text); /* of a NUL-terminated string; NULL gives the empty piece */
int kr_str_is(kr_str a, const char *text);
int kr_str_equal(kr_str a, kr_str b);
/* The first place of `part` from `from` on, or SIZE_MAX; an empty part is nowhere. */
size_t kr_str_find(kr_str text, kr_str part, size_t from);
int kr_ascii_lower(int byte);                /* other bytes as they are */
int kr_str_equal_fold(kr_str a, kr_str b); /* ASCII letters without case */
int kr_str_listed(const char *list, kr_str word); /* in "a|b|c", as options write lists */

/* The code point at text[at] and the offset behind it; text must be valid and at < length. */
int32_t kr_utf8_next(const char *text, size_t length, size_t *at);
/* The start of the code point that ends at text[at - 1]; at > 0. */
size_t kr_utf8_back(const char *text, size_t at);
/* Writes one code point (1 to 4 bytes) and gives the number of bytes. */
size_t kr_utf8_put(char *out, int32_t code);
/* The offset of the first byte that is not valid UTF-8, or `length` where all is. */
size_t kr_utf8_valid(const char *text, size_t length);
size_t kr_utf8_count(const char *text, size_t length); /* code points */

/* Canonical composition (UAX 15). NULL when out of memory; the caller frees with kr_free. */
char *kr_utf8_nfc(const kr_memory *memory, const char *text, size_t length, size_t *out_length);

int kr_is_letter(int32_t code);  /* general category L* or M* */
int kr_is_digit(int32_t code);   /* Nd */
int kr_is_space(int32_t code);   /* white space, line ends and no-break spaces */
int kr_is_upper(int32_t code);   /* Lu or Lt */
int kr_is_lower(int32_t code);
int kr_is_emoji(int32_t code);   /* shown as a picture by default, or a part of such a sequence */
int kr_is_invisible(int32_t code); /* zero width, bidi controls, tags: nothing that a reader sees */
int32_t kr_to_lower(int32_t code);
int32_t kr_to_title(int32_t code);

/* Lower case of a whole piece into a buffer of at least 3 * length + 1 bytes; gives the length. */
size_t kr_utf8_lower(char *out, const char *text, size_t length);

/* Grapheme clusters (UAX 29): the offset behind the cluster that begins at `at`. */
size_t kr_grapheme_next(const char *text, size_t length, size_t at);

#endif
