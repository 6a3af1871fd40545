/* UTF-8 and Unicode properties: see text.h. utf8proc has the tables; what it lacks (emoji, invisible
 * characters) is listed here with its source. */
#include "base/text.h"

#include <string.h>
#include <utf8proc.h>

size_t kr_str_find(kr_str text, kr_str part, size_t from) {
    while (part.length && from + part.length <= text.length) {
        const char *at = memchr(text.at + from, part.at[0], text.length - from - part.length + 1);
        if (!at)
            return SIZE_MAX;
        if (memcmp(at, part.at, part.length) == 0)
            return (size_t)(at - text.at);
        from = (size_t)(at - text.at) + 1;
    }
    return SIZE_MAX;
}

int kr_str_equal_fold(kr_str a, kr_str b) {
    if (a.length != b.length)
        return 0;
    for (size_t i = 0; i < a.length; i++)
        if (kr_ascii_lower((unsigned char)a.at[i]) != kr_ascii_lower((unsigned char)b.at[i]))
            return 0;
    return 1;
}

int kr_str_listed(const char *list, kr_str word) {
    for (size_t length; *list; list += length + (list[length] == '|')) {
        length = strcspn(list, "|");
        if (kr_str_equal((kr_str){list, length}, word))
            return 1;
    }
    return 0;
}

int32_t kr_utf8_next_wide(const char *text, size_t length, size_t *at) {
    const unsigned char *p = (const unsigned char *)text + *at;
    size_t left = length - *at;
    if (p[0] < 0xE0 && left >= 2)
        return *at += 2, (p[0] & 0x1F) << 6 | (p[1] & 0x3F);
    if (p[0] < 0xF0 && left >= 3)
        return *at += 3, (p[0] & 0x0F) << 12 | (p[1] & 0x3F) << 6 | (p[2] & 0x3F);
    if (left >= 4)
        return *at += 4, (p[0] & 0x07) << 18 | (p[1] & 0x3F) << 12 | (p[2] & 0x3F) << 6 |
                             (p[3] & 0x3F);
    return *at = length, 0xFFFD;
}

size_t kr_utf8_back(const char *text, size_t at) {
    do
        at--;
    while (at > 0 && ((unsigned char)text[at] & 0xC0) == 0x80);
    return at;
}

size_t kr_utf8_put(char *out, int32_t code) {
    return (size_t)utf8proc_encode_char(code, (utf8proc_uint8_t *)out);
}

/* The first byte from `at` on that is not ASCII; most texts are, and are passed over in words. */
static size_t skip_ascii(const char *text, size_t length, size_t at) {
    uint64_t word;
    for (; length - at >= sizeof word; at += sizeof word) {
        memcpy(&word, text + at, sizeof word);
        if (word & UINT64_C(0x8080808080808080))
            break;
    }
    while (at < length && (unsigned char)text[at] < 0x80)
        at++;
    return at;
}

size_t kr_utf8_valid(const char *text, size_t length) {
    size_t at = 0;
    while ((at = skip_ascii(text, length, at)) < length) {
        utf8proc_int32_t code;
        size_t left = length - at > 4 ? 4 : length - at;
        utf8proc_ssize_t size = utf8proc_iterate((const utf8proc_uint8_t *)text + at,
                                                 (utf8proc_ssize_t)left, &code);
        if (size <= 0)
            return at;
        at += (size_t)size;
    }
    return length;
}

void kr_utf8_mend(char *text, size_t length) {
    for (size_t at = 0; (at += kr_utf8_valid(text + at, length - at)) < length;)
        text[at] = '?';
}

size_t kr_utf8_count(const char *text, size_t length) {
    size_t count = 0;
    for (size_t i = 0; i < length; i++)
        count += ((unsigned char)text[i] & 0xC0) != 0x80;
    return count;
}

size_t kr_utf8_fit(const char *text, size_t length, size_t most) {
    if (length <= most)
        return length;
    while (most > 0 && ((unsigned char)text[most] & 0xC0) == 0x80)
        most--;
    return most;
}

static int is_ascii(const char *text, size_t length) {
    return skip_ascii(text, length, 0) == length;
}

char *kr_utf8_nfc(const kr_memory *memory, const char *text, size_t length, size_t *out_length) {
    if (is_ascii(text, length)) {
        *out_length = length;
        return kr_copy_string(memory, text, length);
    }
    const utf8proc_option_t options = UTF8PROC_STABLE | UTF8PROC_COMPOSE;
    const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *)text;
    utf8proc_ssize_t size =
        utf8proc_decompose(bytes, (utf8proc_ssize_t)length, NULL, 0, options);
    if (size < 0)
        return NULL;
    /* utf8proc_reencode writes in place and wants one more byte behind the code points. */
    utf8proc_int32_t *codes = kr_alloc(memory, (size_t)size + 1, sizeof *codes);
    if (!codes)
        return NULL;
    utf8proc_decompose(bytes, (utf8proc_ssize_t)length, codes, size, options);
    size = utf8proc_reencode(codes, size, options);
    char *copy = size < 0 ? NULL : kr_copy_string(memory, (const char *)codes, (size_t)size);
    kr_free(memory, codes);
    if (copy)
        *out_length = (size_t)size;
    return copy;
}

int kr_is_wide_letter(int32_t code) {
    utf8proc_category_t c = utf8proc_category(code);
    return c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_ME;
}

int kr_is_wide_digit(int32_t code) {
    return utf8proc_category(code) == UTF8PROC_CATEGORY_ND;
}

int kr_is_wide_space(int32_t code) {
    utf8proc_category_t c = utf8proc_category(code);
    return code == 0x85 || (c >= UTF8PROC_CATEGORY_ZS && c <= UTF8PROC_CATEGORY_ZP);
}

int kr_is_wide_upper(int32_t code) {
    utf8proc_category_t c = utf8proc_category(code);
    return c == UTF8PROC_CATEGORY_LU || c == UTF8PROC_CATEGORY_LT;
}

int kr_is_wide_lower(int32_t code) {
    return utf8proc_category(code) == UTF8PROC_CATEGORY_LL;
}

/* Blocks of emoji-data.txt (Unicode 15.0) whose characters posts use as pictures, with the joiner,
 * the variation selector, keycaps, skin tones and tags that belong to their sequences. */
int kr_is_emoji(int32_t code) {
    static const int32_t ranges[][2] = {
        {0x203C, 0x203C},   {0x2049, 0x2049},   {0x20E3, 0x20E3},   {0x2139, 0x2139},
        {0x2194, 0x21AA},   {0x231A, 0x231B},   {0x2328, 0x2328},   {0x23CF, 0x23CF},
        {0x23E9, 0x23FA},   {0x25AA, 0x25AB},   {0x25B6, 0x25B6},   {0x25C0, 0x25C0},
        {0x25FB, 0x25FE},   {0x2600, 0x27BF},   {0x2934, 0x2935},   {0x2B00, 0x2BFF},
        {0x3030, 0x3030},   {0x303D, 0x303D},   {0xFE0F, 0xFE0F},   {0x1F000, 0x1FAFF},
        {0xE0020, 0xE007F},
    };
    for (size_t i = 0; code >= ranges[0][0] && i < sizeof ranges / sizeof *ranges; i++)
        if (code >= ranges[i][0] && code <= ranges[i][1])
            return 1;
    return 0;
}

/* Characters that change nothing that a reader sees, or only the direction (UAX 9, UTS 51, general
 * category Cf). The joiner and the variation selector inside an emoji are the lexer's business. */
int kr_is_invisible(int32_t code) {
    static const int32_t ranges[][2] = {
        {0x00AD, 0x00AD}, {0x034F, 0x034F}, {0x061C, 0x061C},   {0x115F, 0x1160},
        {0x17B4, 0x17B5}, {0x180B, 0x180F}, {0x200B, 0x200F},   {0x202A, 0x202E},
        {0x2060, 0x206F}, {0x3164, 0x3164}, {0xFE00, 0xFE0F},   {0xFEFF, 0xFEFF},
        {0xFFA0, 0xFFA0}, {0xFFF0, 0xFFFB}, {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF},
    };
    for (size_t i = 0; code >= ranges[0][0] && i < sizeof ranges / sizeof *ranges; i++)
        if (code >= ranges[i][0] && code <= ranges[i][1])
            return 1;
    return 0;
}

int32_t kr_wide_to_lower(int32_t code) {
    return utf8proc_tolower(code);
}

int32_t kr_to_title(int32_t code) {
    return utf8proc_totitle(code);
}

size_t kr_utf8_lower(char *out, const char *text, size_t length) {
    size_t written = 0;
    for (size_t at = 0; at < length;) {
        unsigned char byte = (unsigned char)text[at];
        if (byte < 0x80) {
            out[written++] = (char)kr_ascii_lower(byte);
            at++;
        } else {
            written += kr_utf8_put(out + written, kr_to_lower(kr_utf8_next(text, length, &at)));
        }
    }
    out[written] = '\0';
    return written;
}

size_t kr_grapheme_next(const char *text, size_t length, size_t at) {
    utf8proc_int32_t state = 0;
    int32_t before = kr_utf8_next(text, length, &at);
    while (at < length) {
        size_t behind = at;
        int32_t code = kr_utf8_next(text, length, &behind);
        if (utf8proc_grapheme_break_stateful(before, code, &state))
            break;
        before = code;
        at = behind;
    }
    return at;
}
