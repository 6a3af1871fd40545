/* Emoji sequences: what X counts as one emoji (config v3, emojiParsingEnabled). twitter-text
 * asks twemoji's list; here the list is made from Unicode's data (tables.py): flags, keycaps,
 * the three flags of tags, joined sequences whatever their skin tones, and every single emoji
 * with its tone or selector. */
#include "network/emoji_table.h"
#include "network/entities.h"

#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

enum { SELECTOR = 0xFE0F, TEXT_SELECTOR = 0xFE0E, JOINER = 0x200D, KEYCAP = 0x20E3 };

static int in_ranges(const int32_t (*ranges)[2], size_t count, int32_t code) {
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (code > ranges[middle][1])
            low = middle + 1;
        else if (code < ranges[middle][0])
            high = middle;
        else
            return 1;
    }
    return 0;
}

int kr_emoji_has(int32_t code) {
    return code >= emoji_codes[0][0] && in_ranges(emoji_codes, COUNT(emoji_codes), code);
}

static int is_tone(int32_t code) {
    return code >= 0x1F3FB && code <= 0x1F3FF;
}

static int32_t peek(kr_str text, size_t at, size_t *behind) {
    *behind = at;
    return at < text.length ? kr_utf8_next(text.at, text.length, behind) : 0;
}

static size_t keycap_length(kr_str text, size_t at) {
    size_t behind;
    int32_t code = peek(text, at + 1, &behind);
    if (code == SELECTOR)
        code = peek(text, behind, &behind);
    return code == KEYCAP ? behind - at : 0;
}

static size_t flag_length(kr_str text, size_t at) {
    size_t behind;
    int32_t first = peek(text, at, &behind), second = peek(text, behind, &behind);
    if (second < 0x1F1E6 || second > 0x1F1FF)
        return 0;
    return emoji_flags[first - 0x1F1E6] >> (second - 0x1F1E6) & 1 ? behind - at : 0;
}

/* England, Scotland, Wales: a black flag and the letters of the region as tags. */
static size_t tag_length(kr_str text, size_t at) {
    static const char regions[][6] = {"gbeng", "gbsct", "gbwls"};
    for (size_t i = 0; i < COUNT(regions); i++) {
        size_t behind = at, letter = 0;
        peek(text, at, &behind);
        while (letter < 5 && peek(text, behind, &behind) == 0xE0000 + regions[i][letter])
            letter++;
        if (letter == 5 && peek(text, behind, &behind) == 0xE007F)
            return behind - at;
    }
    return 0;
}

/* One element of a joined sequence: an emoji with its tone or selector. 0 where there is none. */
static size_t element_length(kr_str text, size_t at, int32_t *out) {
    size_t behind, further;
    int32_t code = peek(text, at, &behind);
    if (!kr_emoji_has(code))
        return 0;
    *out = code;
    int32_t next = peek(text, behind, &further);
    if (next == SELECTOR || (is_tone(next) && in_ranges(emoji_bases, COUNT(emoji_bases), code)))
        return further - at;
    return next == TEXT_SELECTOR ? 0 : behind - at;
}

static int is_joined(const int32_t *codes) {
    size_t low = 0, high = COUNT(emoji_joined);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = 0;
        for (size_t i = 0; i < EMOJI_JOINED && order == 0; i++)
            order = (emoji_joined[middle][i] > codes[i]) - (emoji_joined[middle][i] < codes[i]);
        if (order == 0)
            return 1;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return 0;
}

/* The longest joined sequence that the data knows; an unknown one counts element by element. */
static size_t joined_length(kr_str text, size_t at, size_t first) {
    int32_t codes[EMOJI_JOINED] = {0};
    size_t best = first, end = at, count = 0;
    while (count < EMOJI_JOINED) {
        size_t length = element_length(text, end, &codes[count]), behind;
        if (length == 0)
            break;
        count++;
        end += length;
        if (count > 1 && is_joined(codes))
            best = end - at;
        if (peek(text, end, &behind) != JOINER)
            break;
        end = behind;
    }
    return best;
}

size_t kr_emoji_length(kr_str text, size_t at) {
    size_t behind;
    int32_t code = peek(text, at, &behind);
    if ((code >= '0' && code <= '9') || code == '#' || code == '*')
        return keycap_length(text, at);
    if (code < emoji_codes[0][0])
        return 0;
    size_t length = 0;
    if (code >= 0x1F1E6 && code <= 0x1F1FF)
        length = flag_length(text, at);
    else if (code == 0x1F3F4)
        length = tag_length(text, at);
    if (length > 0)
        return length;
    int32_t single;
    length = element_length(text, at, &single);
    /* (c), (r) and TM are text where no selector says otherwise. */
    int plain = code == 0xA9 || code == 0xAE || code == 0x2122 || code == 0x265F;
    if (length == 0 || (plain && at + length == behind))
        return 0;
    return joined_length(text, at, length);
}
