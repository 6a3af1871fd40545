/* The ten looks. Each is a 3x4 matrix in RGB plus, where it needs one, a curve on luma for each
 * channel; both are carried into Y, Cb, Cr and summed into tables, so that a look costs three
 * additions a sample whatever it is. The ranges are those in which a photograph still looks like
 * one (measured on a set of photographs; Rec. 709 for the luma of black and white). */
#include "image/look.h"

#include <string.h>

enum { ONE = 4096 }; /* of the matrices */

const char *kr_look_name(int look) {
    static const char *const names[KR_LOOKS] = {"natural", "warm", "cool", "punch",
                                                "matte",   "airy", "film", "black-white",
                                                "duotone", "tint"};
    return names[look];
}

int kr_look_find(kr_str name) {
    for (int i = 0; i < KR_LOOKS; i++)
        if (kr_str_is(name, kr_look_name(i)))
            return i;
    return -1;
}

/* In RGB: gains, then saturation, then scale around a pivot and lift. All in 1/4096, levels in
 * 1/16. */
typedef struct look_values {
    int32_t gain[3], saturation, scale, pivot, lift;
    int32_t curve;     /* depth of an S on luma, in levels at its steepest */
    int32_t blue, red; /* how far shadows go to blue and highlights to red, in levels */
} look_values;

static int32_t between(int32_t from, int32_t to, int32_t amount) {
    return from + (to - from) * amount / 100;
}

static look_values values_of(int look, int32_t amount) {
    look_values v = {.gain = {ONE, ONE, ONE}, .saturation = ONE, .scale = ONE};
    switch (look) {
    case KR_LOOK_WARM: /* R x1.04-1.06, B x0.94-0.92: below that nobody sees it */
        v.gain[0] = between(4260, 4342, amount);
        v.gain[2] = between(3850, 3768, amount);
        break;
    case KR_LOOK_COOL:
        v.gain[0] = between(3850, 3768, amount);
        v.gain[2] = between(4260, 4342, amount);
        break;
    case KR_LOOK_PUNCH: /* contrast 1.09-1.12, saturation 1.12-1.15 */
        v.scale = between(4465, 4588, amount);
        v.pivot = 118;
        v.saturation = between(4588, 4710, amount);
        break;
    case KR_LOOK_MATTE: /* x0.90-0.86, lift 18-22, saturation 0.88-0.85 */
        v.scale = between(3686, 3523, amount);
        v.lift = between(18, 22, amount);
        v.saturation = between(3604, 3482, amount);
        break;
    case KR_LOOK_AIRY: /* x0.96-0.94, lift 13-16 */
        v.scale = between(3932, 3850, amount);
        v.lift = between(13, 16, amount);
        v.saturation = 3932;
        break;
    case KR_LOOK_FILM: /* shadows to teal, highlights to amber, a mild S */
        v.curve = between(6, 10, amount);
        v.blue = between(9, 15, amount);
        v.red = between(6, 11, amount);
        v.saturation = 3891;
        break;
    case KR_LOOK_DUOTONE: /* laid between two colours it is flat without */
        v.curve = between(10, 18, amount);
        break;
    case KR_LOOK_BLACK_WHITE:
        v.saturation = 0;
        v.curve = between(4, 14, amount);
        break;
    default:
        break;
    }
    return v;
}

static const int32_t to_ycc[3][3] = {
    {19595, 38470, 7471}, {-11059, -21709, 32768}, {32768, -27439, -5329}};
static const int32_t to_rgb[3][3] = {
    {65536, 0, 91881}, {65536, -22554, -46802}, {65536, 116130, 0}};

/* The matrix of the values in RGB: m[out][in] in 1/4096, offset[out] in levels times 4096. */
static void rgb_matrix(int32_t m[3][3], int32_t offset[3], const look_values *v) {
    static const int32_t luma[3] = {871, 2929, 296}; /* Rec. 709 in 1/4096 */
    for (int o = 0; o < 3; o++) {
        for (int i = 0; i < 3; i++) {
            int32_t mixed = (ONE - v->saturation) * luma[i] / ONE + (o == i ? v->saturation : 0);
            m[o][i] = (int32_t)((int64_t)mixed * v->gain[i] / ONE * v->scale / ONE);
        }
        offset[o] = v->lift * ONE + v->pivot * (ONE - v->scale);
    }
}

/* A tint mixes one colour in; a duotone lays luma between two. */
static void blend_matrix(int32_t m[3][3], int32_t offset[3], const kr_recipe *recipe) {
    static const int32_t luma[3] = {871, 2929, 296};
    int32_t share = between(451, 737, recipe->amount); /* 11 to 18 % */
    for (int o = 0; o < 3; o++) {
        int shift = 16 - 8 * o;
        int32_t accent = (int32_t)(recipe->accent >> shift & 255);
        int32_t dark = (int32_t)(recipe->dark >> shift & 255);
        int32_t light = (int32_t)(recipe->light >> shift & 255);
        for (int i = 0; i < 3; i++)
            m[o][i] = recipe->look == KR_LOOK_DUOTONE ? luma[i] * (light - dark) / 255
                                                      : (o == i ? ONE - share : 0);
        offset[o] = recipe->look == KR_LOOK_DUOTONE ? dark * ONE : accent * share;
    }
}

/* An S through 0, 128 and 255: steepest in the middle, `depth` levels at the quarter points. */
static int32_t s_curve(int32_t y, int32_t depth) {
    int32_t x = 2 * y - 255; /* -255 to 255; x (1 - x^2) has its largest value at 0.58 */
    int64_t bend = (int64_t)x * (65025 - (int64_t)x * x);
    return (int32_t)(bend * depth * 416 / (10 * 255 * (int64_t)65025));
}

/* Adds what depends on luma only: the S, and the split of shadows and highlights in chroma. */
static void add_curves(kr_grade *grade, const look_values *v) {
    for (int32_t y = 0; y < 256; y++) {
        int32_t shadow = (255 - y) * (255 - y) / 255, high = y * y / 255;
        int16_t *luma = &grade->table[0][0][y], *blue = &grade->table[1][0][y];
        int16_t *red = &grade->table[2][0][y];
        *luma = (int16_t)(*luma + s_curve(y, v->curve));
        *blue = (int16_t)(*blue + (v->blue * shadow - v->blue * high) * 16 / 255);
        *red = (int16_t)(*red + (v->red * high - v->red * shadow) * 16 / 255);
    }
}

/* Carries the matrix into Y, Cb, Cr: T m T^-1, offsets and the 128 of chroma included. */
static void fill_factors(kr_grade *grade, int32_t m[3][3], const int32_t offset[3]) {
    for (int o = 0; o < 3; o++) {
        int64_t base = o ? (int64_t)128 * 16 * ONE : 0;
        for (int k = 0; k < 3; k++)
            base += (int64_t)to_ycc[o][k] * offset[k] * 16 / 65536;
        grade->base[o] = (int16_t)((base + ONE / 2) / ONE);
        for (int i = 0; i < 3; i++) {
            int64_t factor = 0; /* in 1/(4096 * 65536) */
            for (int k = 0; k < 3; k++)
                for (int j = 0; j < 3; j++)
                    factor += (int64_t)to_ycc[o][k] * m[k][j] / 16 * to_rgb[j][i] / 4096;
            int64_t scaled = factor * (o && !i ? 2 : 1);
            grade->factor[o][i] = (int16_t)((scaled + (scaled < 0 ? -32768 : 32768)) / 65536);
        }
    }
}

/* The upper half of a product of 16 bits: what one vector instruction gives. */
static inline int16_t upper(int16_t a, int16_t b) {
    return (int16_t)((int32_t)a * b >> 16);
}

static inline int16_t chroma_term(uint8_t value) {
    return (int16_t)((value - 128) * 256);
}

static inline int16_t luma_on_luma(uint8_t value, uint16_t factor) {
    return (int16_t)((uint32_t)(uint16_t)(value << 8) * factor >> 16);
}

static void fill_tables(kr_grade *grade) {
    for (int o = 0; o < 3; o++)
        for (int i = 0; i < 3; i++)
            for (int value = 0; value < 256; value++) {
                int16_t factor = grade->factor[o][i];
                int16_t level = i   ? upper(chroma_term((uint8_t)value), factor)
                                : o ? upper((int16_t)(value * 128), factor)
                                    : luma_on_luma((uint8_t)value, (uint16_t)factor);
                grade->table[o][i][value] = (int16_t)(level + (i ? 0 : grade->base[o]));
            }
}

void kr_grade_make(kr_grade *grade, const kr_recipe *recipe) {
    int32_t m[3][3], offset[3];
    look_values v = values_of(recipe->look, recipe->amount);
    if (recipe->look == KR_LOOK_DUOTONE || recipe->look == KR_LOOK_TINT)
        blend_matrix(m, offset, recipe);
    else
        rgb_matrix(m, offset, &v);
    fill_factors(grade, m, offset);
    fill_tables(grade);
    add_curves(grade, &v);
    grade->plain = recipe->look == KR_LOOK_NATURAL;
    grade->curved = v.curve != 0;
}

static inline uint8_t mix(const int16_t (*table)[256], uint32_t y, uint32_t cb, uint32_t cr) {
    return kr_clamp8((table[0][y] + table[1][cb] + table[2][cr] + 8) >> 4);
}

kr_ycc kr_grade_color(const kr_grade *grade, kr_ycc color) {
    if (grade->plain)
        return color;
    return (kr_ycc){mix(grade->table[0], color.y, color.cb, color.cr),
                    mix(grade->table[1], color.y, color.cb, color.cr),
                    mix(grade->table[2], color.y, color.cb, color.cr)};
}

/* -- on a canvas, in pieces of a row that stay in the cache
 * ------------------------------------------ */

enum { PIECE = 512 };

static inline uint8_t clamp16(int16_t level) {
    level = (int16_t)(level >> 4);
    level = level < 0 ? 0 : level;
    return (uint8_t)(level > 255 ? 255 : level);
}

/* The loops below are plain, and of the form that compilers turn into vectors. */
static void straight_luma(uint8_t *row, const int16_t *chroma, int32_t width, uint16_t factor) {
    for (int32_t x = 0; x < width; x++)
        /* NOLINTNEXTLINE(clang-analyzer-core.UndefinedBinaryOperatorResult): as long as the row */
        row[x] = clamp16((int16_t)(luma_on_luma(row[x], factor) + chroma[x]));
}

static void straight_chroma(const kr_grade *grade, uint8_t *cb, uint8_t *cr, const int16_t *mean,
                            int32_t width) {
    const int16_t *b = grade->factor[1], *r = grade->factor[2];
    int16_t b0 = b[0], b1 = b[1], b2 = b[2], r0 = r[0], r1 = r[1], r2 = r[2];
    int16_t blue_base = (int16_t)(grade->base[1] + 8), red_base = (int16_t)(grade->base[2] + 8);
    for (int32_t x = 0; x < width; x++) {
        int16_t blue = chroma_term(cb[x]), red = chroma_term(cr[x]);
        cb[x] =
            /* NOLINTNEXTLINE(clang-analyzer-core.CallAndMessage): as long as the row */
            clamp16((int16_t)(blue_base + upper(mean[x], b0) + upper(blue, b1) + upper(red, b2)));
        cr[x] =
            clamp16((int16_t)(red_base + upper(mean[x], r0) + upper(blue, r1) + upper(red, r2)));
    }
}

/* What chroma adds to luma, for each sample of chroma. */
static void straight_addition(const kr_grade *grade, const uint8_t *cb, const uint8_t *cr,
                              int16_t *out, int32_t width) {
    int16_t base = (int16_t)(grade->base[0] + 8), f1 = grade->factor[0][1],
            f2 = grade->factor[0][2];
    for (int32_t x = 0; x < width; x++)
        out[x] = (int16_t)(base + upper(chroma_term(cb[x]), f1) + upper(chroma_term(cr[x]), f2));
}

static void curved_chroma(const kr_grade *grade, uint8_t *cb, uint8_t *cr, const int16_t *mean,
                          int32_t width) {
    for (int32_t x = 0; x < width; x++) {
        /* NOLINTNEXTLINE(clang-analyzer-core.UndefinedBinaryOperatorResult): as long as the row */
        uint32_t blue = cb[x], red = cr[x], luma = (uint32_t)mean[x] / 128;
        cb[x] = mix(grade->table[1], luma, blue, red);
        cr[x] = mix(grade->table[2], luma, blue, red);
    }
}

static void curved_luma(uint8_t *row, const int16_t *chroma, int32_t width, const kr_grade *grade) {
    const int16_t *luma = grade->table[0][0];
    for (int32_t x = 0; x < width; x++) /* the addition has the base, and so has the table */
        /* NOLINTNEXTLINE(clang-analyzer-core.UndefinedBinaryOperatorResult): as long as the row */
        row[x] = kr_clamp8((luma[row[x]] + chroma[x] - grade->base[0]) >> 4);
}

/* The mean of four samples of luma around each of chroma, times 128. */
static void mean_luma(const uint8_t *top, const uint8_t *bottom, int16_t *out, int32_t width) {
    for (int32_t x = 0; x < width / 2; x++)
        out[x] =
            (int16_t)(((top[2 * x] + top[2 * x + 1] + bottom[2 * x] + bottom[2 * x + 1] + 2) >> 2) *
                      128);
    if (width & 1)
        out[width / 2] = (int16_t)((2 * (top[width - 1] + bottom[width - 1]) + 2) / 4 * 128);
}

/* Two rows of luma and the row of chroma between them; chroma first, it reads luma as it was. */
static void grade_piece(const kr_grade *grade, uint8_t *const row[4], int32_t width) {
    int16_t addition[PIECE / 2 + 1], wide[PIECE + 2], mean[PIECE / 2 + 1];
    int32_t half = (width + 1) / 2;
    mean_luma(row[0], row[1], mean, width);
    straight_addition(grade, row[2], row[3], addition, half);
    for (int32_t x = 0; x < half; x++)
        wide[2 * x] = wide[2 * x + 1] = addition[x];
    if (grade->curved)
        curved_chroma(grade, row[2], row[3], mean, half);
    else
        straight_chroma(grade, row[2], row[3], mean, half);
    for (int i = 0; i < 2 && (i == 0 || row[1] != row[0]); i++) {
        if (grade->curved)
            curved_luma(row[i], wide, width, grade);
        else
            straight_luma(row[i], wide, width, (uint16_t)grade->factor[0][0]);
    }
}

void kr_grade_apply(const kr_grade *grade, kr_pixels *pixels, kr_rect area) {
    for (int32_t y = area.y; !grade->plain && y < area.y + area.height; y += 2)
        for (int32_t x = area.x; x < area.x + area.width; x += PIECE) {
            int32_t left = area.x + area.width - x, next = y + 1 < area.y + area.height ? y + 1 : y;
            uint8_t *row[4];
            for (int i = 0; i < 4; i++) {
                const kr_plane *plane = &pixels->plane[i < 2 ? 0 : i - 1];
                int32_t line = i == 0 ? y : i == 1 ? next : y / 2;
                row[i] = plane->at + (size_t)line * plane->stride + (i < 2 ? x : x / 2);
            }
            grade_piece(grade, row, left < PIECE ? left : PIECE);
        }
}

static uint32_t mix_rgb(uint32_t from, uint32_t to, int32_t share) {
    uint32_t mixed = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
        int32_t a = (int32_t)(from >> shift & 255), b = (int32_t)(to >> shift & 255);
        mixed |= (uint32_t)(a + (b - a) * share / 16) << shift;
    }
    return mixed;
}

void kr_duotone_ends(uint32_t *dark, uint32_t *light) {
    enum { GAP = 153 }; /* 60 % of 255 */
    uint32_t from = *dark, to = *light;
    for (int32_t i = 0; i <= 16 && kr_ycc_of(*light).y - kr_ycc_of(*dark).y < GAP; i++) {
        *light = mix_rgb(to, 0xFFFFFF, i);
        if (kr_ycc_of(*light).y - kr_ycc_of(*dark).y < GAP)
            *dark = mix_rgb(from, 0x000000, i);
    }
}
