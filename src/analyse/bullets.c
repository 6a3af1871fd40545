/* The marks that open the lines of a list: a sign, a number or letter with its point, an emoji
 * where neighbouring lines open with one too. */
#include "analyse/reading.h"

static int is_sign(int32_t code) {
    static const int32_t signs[] = {'-',    '*',    '>',    0x2022, 0x00B7, 0x2013, 0x2014, 0x2023,
                                    0x25E6, 0x25CF, 0x25CB, 0x25B8, 0x25BA, 0x2192, 0x21D2, 0x2219};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (code == signs[i])
            return 1;
    return 0;
}

/* Emoji that are drawn as bullets, wherever they stand alone. */
static int is_bullet_emoji(int32_t code) {
    static const int32_t signs[] = {0x2705,  0x2714,  0x2713,  0x2611, 0x25AA,  0x25AB,  0x25FE,
                                    0x25B6,  0x27A1,  0x2794,  0x279C, 0x1F538, 0x1F539, 0x1F536,
                                    0x1F537, 0x1F518, 0x1F4CC, 0x274C, 0x2716};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (code == signs[i])
            return 1;
    return 0;
}

static int opens_line(const kr_reading *r, uint32_t i) {
    return i < r->count && r->raws[i].breaks > 0;
}

/* The first token of the next line; the end where there is none. */
static uint32_t next_line(const kr_reading *r, uint32_t i) {
    do
        i++;
    while (i < r->count && r->raws[i].breaks == 0);
    return i;
}

static int has_text(const kr_reading *r, uint32_t i) {
    return kr_raw_near(r, i) && r->raws[i].kind != KR_RAW_TAG;
}

/* "1." "2)" "a)": 2 tokens, or 0. */
static uint32_t numbered(const kr_reading *r, uint32_t i) {
    kr_str low = kr_raw_low(r, i);
    int figure =
        r->raws[i].kind == KR_RAW_NUMBER && low.length <= 2 && low.at[low.length - 1] <= '9';
    int letter = r->raws[i].kind == KR_RAW_WORD && low.length == 1;
    int32_t mark = kr_raw_glued(r, i + 1) ? kr_raw_code(r, i + 1) : 0;
    if (!((figure && (mark == '.' || mark == ')')) || (letter && mark == ')')))
        return 0;
    return has_text(r, i + 2) && !kr_raw_glued(r, i + 2) ? 2 : 0;
}

static uint32_t bullet_length(const kr_reading *r, uint32_t i, uint32_t before, uint32_t next) {
    const kr_raw *raw = &r->raws[i];
    if (raw->kind == KR_RAW_MARK && is_sign(kr_raw_code(r, i)))
        return (uint32_t)(has_text(r, i + 1) && !kr_raw_glued(r, i + 1));
    if (raw->kind == KR_RAW_KEYCAP)
        return (uint32_t)has_text(r, i + 1);
    if (raw->kind != KR_RAW_EMOJI)
        return numbered(r, i);
    if (!has_text(r, i + 1))
        return 0;
    int in_row = (before < r->count && r->raws[before].kind == KR_RAW_EMOJI && before != i &&
                  raw->breaks == 1) ||
                 (next < r->count && r->raws[next].kind == KR_RAW_EMOJI &&
                  r->raws[next].breaks == 1 && has_text(r, next + 1));
    return (uint32_t)(is_bullet_emoji(kr_raw_code(r, i)) || in_row);
}

void kr_find_bullets(kr_reading *reading) {
    uint32_t before = 0, next;
    for (uint32_t i = 0; i < reading->count; i = next) {
        next = next_line(reading, i);
        if (!opens_line(reading, i))
            continue;
        uint32_t length = bullet_length(reading, i, before, next);
        for (uint32_t k = i; k < i + length; k++)
            reading->raws[k].bullet = 1;
        before = i;
    }
}
