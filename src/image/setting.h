/* The lines of a headline: where they end, chosen as a typesetter would. */
#ifndef KR_IMAGE_SETTING_H
#define KR_IMAGE_SETTING_H

#include "base/text.h"

#include <stdint.h>

enum { KR_SETTING_PIECES = 256, KR_SETTING_LINES = 7 };

/* What stands between two places where a line may end. */
typedef struct kr_piece {
    size_t from, to; /* bytes of the text, without the spaces and the soft hyphen that follow */
    int32_t width;   /* of these bytes, in any unit */
    int32_t price;   /* of a line that ends here */
    uint8_t spaced;  /* a space follows where the line goes on */
    uint8_t soft;    /* a soft hyphen follows: shown where the line ends here */
    uint8_t forced;  /* the line ends here */
} kr_piece;

typedef struct kr_measure {
    const kr_piece *pieces;
    size_t count;
    int32_t space, hyphen; /* their widths */
    size_t lines;          /* at most, up to KR_SETTING_LINES */
} kr_measure;

typedef struct kr_setting {
    size_t lines;
    size_t end[KR_SETTING_LINES]; /* pieces before the end of each line */
    int64_t cost;                 /* 0: all lines alike, none ends badly */
} kr_setting;

/* Cuts a text where `may` says that a line may start, a byte for each of its bytes; widths are left
 * 0. The count of pieces, or 0 where there are none or too many. */
size_t kr_setting_cut(kr_str text, const uint8_t *may, kr_piece pieces[KR_SETTING_PIECES]);
/* The best lines within that width. 0, or -1 where it takes more lines. */
int kr_setting_find(const kr_measure *measure, int32_t width, kr_setting *out);

#endif
