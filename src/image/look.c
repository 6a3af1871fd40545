/* The ten looks. Each is a 3x4 matrix in RGB plus, where it needs one, a curve on luma for each
 * channel; both are carried into Y, Cb, Cr and summed into tables, so that a look costs three
 * additions a sample whatever it is. The ranges are those in which a photograph still looks like
 * one (measured on a set of photographs; Rec. 709 for the luma of black and white). */
#include "image/look.h"

#include <string.h>

enum { ONE = 4096 }; /* of the matrices */

const char *kr_look_name(int look) {
    static const char *const names[KR_LOOKS] = {"natural", "warm", "cool", "punch", "matte",
                                                "airy", "film", "black-white", "duotone", "tint"};
    return names[look];
}

int kr_look_find(kr_str name) {
    for (int i = 0; i < KR_LOOKS; i++)
        if (kr_str_is(name, kr_look_name(i)))
            return i;
    return -1;
}

/* In RGB: gains, then saturation, then scale around a pivot and lift. All in 1/4096, levels in 1/16. */
typedef struct look_values {
    int32_t gain[3], saturation, scale, pivot, lift;
    int32_t curve;    /* depth of an S on luma, in levels at its steepest */
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
    case KR_LOOK_BLACK_WHITE:
        v.saturation = 0;
        v.curve = between(4, 14, amount);
        break;
    default:
        break;
    }
    return v;
}

static const int32_t to_ycc[3][3] = {{19595, 38470, 7471}, {-11059, -21709, 32768}, {32768, -27439, -5329}};
static const int32_t to_rgb[3][3] = {{65536, 0, 91881}, {65536, -22554, -46802}, {65536, 116130, 0}};

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
static void fill_tables(kr_grade *grade, int32_t m[3][3], const int32_t offset[3]) {
    for (int o = 0; o < 3; o++) {
        int64_t base = o ? (int64_t)128 * 16 * ONE : 0;
        for (int k = 0; k < 3; k++)
            base += (int64_t)to_ycc[o][k] * offset[k] * 16 / 65536;
        for (int i = 0; i < 3; i++) {
            int64_t factor = 0; /* in 1/(4096 * 65536) */
            for (int k = 0; k < 3; k++)
                for (int j = 0; j < 3; j++)
                    factor += (int64_t)to_ycc[o][k] * m[k][j] / 16 * to_rgb[j][i] / 4096;
            for (int32_t value = 0; value < 256; value++) {
                int64_t level = factor * (i ? value - 128 : value) / 65536 * 16;
                int64_t whole = (level + (i == 0 ? base : 0)) / (ONE / 2);
                grade->table[o][i][value] = (int16_t)((whole + (whole < 0 ? -1 : 1)) / 2);
            }
        }
    }
}

void kr_grade_make(kr_grade *grade, const kr_recipe *recipe) {
    int32_t m[3][3], offset[3];
    look_values v = values_of(recipe->look, recipe->amount);
    if (recipe->look == KR_LOOK_DUOTONE || recipe->look == KR_LOOK_TINT)
        blend_matrix(m, offset, recipe);
    else
        rgb_matrix(m, offset, &v);
    fill_tables(grade, m, offset);
    add_curves(grade, &v);
    grade->plain = recipe->look == KR_LOOK_NATURAL;
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

/* Clamping by a look-up: sums in 1/16 lie well within -4096 to 8191. */
typedef struct clamp_table {
    uint8_t at[768];
} clamp_table;

static void fill_clamp(clamp_table *table) {
    for (int32_t i = 0; i < 768; i++)
        table->at[i] = kr_clamp8(i - 256);
}

/* Two rows of luma and the row of chroma between them; chroma is read before it is changed. */
static void grade_rows(const kr_grade *grade, const clamp_table *table, uint8_t *const row[4], int32_t width) {
    const int16_t *luma = grade->table[0][0];
    const uint8_t *clamp = table->at + 256;
    uint8_t *top = row[0], *bottom = row[1], *cb = row[2], *cr = row[3];
    for (int32_t x = 0; x < width; x += 2, cb++, cr++) {
        int32_t next = x + 1 < width ? x + 1 : x;
        uint32_t blue = *cb, red = *cr, a = top[x], b = top[next], c = bottom[x], d = bottom[next];
        uint32_t mean = (a + b + c + d + 2) >> 2;
        int32_t chroma = grade->table[0][1][blue] + grade->table[0][2][red] + 8;
        top[x] = clamp[(luma[a] + chroma) >> 4];
        top[next] = clamp[(luma[b] + chroma) >> 4];
        bottom[x] = clamp[(luma[c] + chroma) >> 4];
        bottom[next] = clamp[(luma[d] + chroma) >> 4];
        *cb = clamp[(grade->table[1][0][mean] + grade->table[1][1][blue] + grade->table[1][2][red] + 8) >> 4];
        *cr = clamp[(grade->table[2][0][mean] + grade->table[2][1][blue] + grade->table[2][2][red] + 8) >> 4];
    }
}

void kr_grade_apply(const kr_grade *grade, kr_pixels *pixels, kr_rect area) {
    clamp_table table;
    if (grade->plain)
        return;
    fill_clamp(&table);
    for (int32_t y = area.y; y < area.y + area.height; y += 2) {
        int32_t next = y + 1 < area.y + area.height ? y + 1 : y;
        uint8_t *row[4];
        for (int i = 0; i < 4; i++) {
            const kr_plane *plane = &pixels->plane[i < 2 ? 0 : i - 1];
            int32_t line = i == 0 ? y : i == 1 ? next : y / 2;
            row[i] = plane->at + (size_t)line * plane->stride + (i < 2 ? area.x : area.x / 2);
        }
        grade_rows(grade, &table, row, area.width);
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
