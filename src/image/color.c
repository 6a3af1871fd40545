/* Colours as people see them: CIE L*a*b* (CIE 15:2004, D65) for how far two pictures are apart, and
 * the contrast of WCAG 2.1 for text. Integers and tables. See look.h. */
#include "image/look.h"
#include "image/tables.h"

static int32_t cube_root(int64_t t) { /* t: 0 to 65535 */
    int64_t at = t * 512, index = at / 65535, rest = at % 65535;
    int32_t low = kr_table_lab[index];
    return index >= 512 ? low : low + (int32_t)((kr_table_lab[index + 1] - low) * rest / 65535);
}

void kr_lab_of(int16_t lab[3], kr_ycc color) {
    uint32_t rgb = kr_rgb_of(color);
    int64_t r = kr_table_linear[rgb >> 16], g = kr_table_linear[rgb >> 8 & 255];
    int64_t b = kr_table_linear[rgb & 255];
    /* IEC 61966-2-1 over the white of D65, rows sum to 65536. */
    int32_t x = cube_root((28434 * r + 24656 * g + 12446 * b) >> 16);
    int32_t y = cube_root((13933 * r + 46871 * g + 4732 * b) >> 16);
    int32_t z = cube_root((1164 * r + 7175 * g + 57197 * b) >> 16);
    lab[0] = (int16_t)((116 * y - 16 * 32768) * 100 / 32768);
    lab[1] = (int16_t)((int64_t)(x - y) * 50000 / 32768);
    lab[2] = (int16_t)((int64_t)(y - z) * 20000 / 32768);
}

static uint32_t square_root(uint32_t value) {
    uint32_t root = 0;
    for (uint32_t bit = 1u << 15; bit; bit >>= 1)
        if ((root | bit) * (root | bit) <= value)
            root |= bit;
    return root;
}

int32_t kr_lab_distance(const int16_t (*a)[3], const int16_t (*b)[3]) {
    uint64_t sum = 0;
    for (int i = 0; i < KR_THUMB * KR_THUMB; i++) {
        uint32_t squares = 0;
        for (int c = 0; c < 3; c++) {
            int32_t apart = a[i][c] - b[i][c];
            squares += (uint32_t)(apart * apart);
        }
        sum += square_root(squares);
    }
    return (int32_t)(sum / (KR_THUMB * KR_THUMB));
}

int32_t kr_luminance(uint32_t rgb) {
    int64_t sum = 2126 * (int64_t)kr_table_linear[rgb >> 16 & 255] +
                  7152 * (int64_t)kr_table_linear[rgb >> 8 & 255] +
                  722 * (int64_t)kr_table_linear[rgb & 255];
    return (int32_t)(sum * 100 / 65535);
}

int32_t kr_contrast(int32_t luminance, int32_t other) {
    int64_t high = luminance > other ? luminance : other,
            low = luminance > other ? other : luminance;
    return (int32_t)((high + 50000) * 100 / (low + 50000));
}
