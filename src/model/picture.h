/* Pictures: sources as probed, the brand kit, and recipes. Plain data that the image stage makes
 * and the plan and the outputs read. A recipe is an image variant as integers: it says all that
 * rendering needs beside the pixels of its source, so that planning needs no image library. */
#ifndef KR_PICTURE_H
#define KR_PICTURE_H

#include "base/arena.h"
#include "base/text.h"

#include <stdint.h>

enum {
    KR_THUMB = 16,   /* side of the thumbnail on which looks are compared */
    KR_SALIENCY = 32 /* side of the map that says where the eye goes */
};

typedef struct kr_rect {
    int32_t x, y, width, height;
} kr_rect;

typedef enum kr_picture_kind {
    KR_PICTURE_JPEG,
    KR_PICTURE_PNG,
    KR_PICTURE_WEBP,
    KR_PICTURE_GIF,
    KR_PICTURE_KINDS
} kr_picture_kind;

/* What the host says of a picture. */
enum {
    KR_PICTURE_PEOPLE = 1, /* no duotone, no strong tint; without boxes no close crop */
    KR_PICTURE_TEXT = 2,   /* no crop through it */
    KR_PICTURE_PRODUCT = 4 /* product colour: natural look only */
};

typedef struct kr_focus {
    kr_rect box;    /* pixels of the upright picture */
    int32_t weight; /* 1 to 100, for boxes that score */
    uint8_t keep;   /* hard constraint: never cut */
    uint8_t face;   /* padded before use; eyes go to the upper third */
} kr_focus;

typedef struct kr_alt {
    kr_str language; /* empty: any */
    kr_str text;
} kr_alt;

typedef struct kr_picture {
    kr_str id;
    kr_str path;           /* where it is read from; empty: `bytes` are held */
    const void *bytes;     /* NULL: read from path when rendered */
    size_t length;         /* of the file, in bytes */
    uint64_t digest;       /* of the file: another one is told when it is rendered */
    int32_t width, height; /* of the upright picture */
    uint8_t kind;          /* kr_picture_kind */
    uint8_t orientation;   /* 1 to 8, as in EXIF */
    uint8_t flags;
    uint8_t foreign;  /* needs the module: not a JPEG, CMYK, or a profile other than sRGB */
    uint8_t measured; /* thumb, lab, saliency and rough hold; else they are neutral */
    kr_alt *alts;
    uint32_t alt_count;
    kr_focus *focus;
    uint32_t focus_count;
    uint8_t thumb[KR_THUMB * KR_THUMB][3]; /* Y, Cb, Cr of the upright picture, row by row */
    int16_t lab[KR_THUMB * KR_THUMB][3];   /* CIE L*a*b* (D65) in hundredths */
    uint8_t saliency[KR_SALIENCY * KR_SALIENCY];
    uint8_t rough[KR_SALIENCY * KR_SALIENCY]; /* how far luma spreads inside each cell */
} kr_picture;

/* A copy with all that it points to; NULL when out of memory. */
kr_picture *kr_picture_copy(kr_arena *arena, const kr_picture *picture);

/* The pictures of a campaign; recipes name them by index. */
typedef struct kr_picture_pool {
    kr_picture **pictures;
    uint32_t count;
} kr_picture_pool;

/* A file of the kit: where it lies, and the digest of what lay there when the kit was opened. */
typedef struct kr_brand_file {
    kr_str path; /* empty: none */
    uint64_t digest;
} kr_brand_file;

typedef struct kr_brand {
    uint32_t dark, light, accent; /* 0xRRGGBB */
    kr_str family;                /* font family; empty: sans-serif */
    kr_brand_file font;           /* none: the machine's fonts */
    kr_brand_file logo_light, logo_dark; /* light is the one for dark backgrounds */
    kr_str kicker;                /* the small line above a card's headline */
    uint8_t given;                /* frames and tints take its colours; 0: black, white and grey */
} kr_brand;

/* A size that a network wants, most wanted first. */
typedef struct kr_picture_size {
    int32_t width, height;
    int64_t byte_limit; /* 0: none */
} kr_picture_size;

typedef enum kr_recipe_kind {
    KR_RECIPE_PHOTO,      /* a crop */
    KR_RECIPE_BACKDROP,   /* the whole picture on itself, blurred */
    KR_RECIPE_CARD_COLOR, /* headline on the brand's dark colour */
    KR_RECIPE_CARD_PHOTO, /* headline on the blurred picture */
    KR_RECIPE_CARD_SPLIT, /* picture on one side, headline on the other */
    KR_RECIPE_KINDS
} kr_recipe_kind;

typedef enum kr_look {
    KR_LOOK_NATURAL,
    KR_LOOK_WARM,
    KR_LOOK_COOL,
    KR_LOOK_PUNCH,
    KR_LOOK_MATTE,
    KR_LOOK_AIRY,
    KR_LOOK_FILM,
    KR_LOOK_BLACK_WHITE,
    KR_LOOK_DUOTONE,
    KR_LOOK_TINT,
    KR_LOOKS
} kr_look;

typedef enum kr_frame { KR_FRAME_NONE, KR_FRAME_BORDER, KR_FRAME_BAND, KR_FRAMES } kr_frame;

typedef enum kr_corner {
    KR_CORNER_NONE, /* no logo */
    KR_CORNER_BOTTOM_RIGHT,
    KR_CORNER_BOTTOM_LEFT,
    KR_CORNER_TOP_RIGHT,
    KR_CORNER_TOP_LEFT,
    KR_CORNERS
} kr_corner;

typedef struct kr_recipe {
    uint32_t source; /* index into the pool */
    uint8_t kind;    /* kr_recipe_kind */
    kr_rect crop;    /* pixels of the upright source */
    int32_t width, height;
    uint8_t look;                    /* kr_look */
    uint8_t amount;                  /* 0 to 100: where in the range of the look */
    uint8_t frame;                   /* kr_frame */
    uint8_t corner;                  /* kr_corner: of the logo */
    uint8_t logo_light;              /* the version for a dark background */
    uint16_t frame_permille;         /* of the short side (border) or the height (band) */
    uint16_t logo_permille;          /* of the width */
    uint32_t frame_color;            /* 0xRRGGBB */
    uint32_t dark, light, accent;    /* of duotone, tint and cards */
    kr_str headline, byline, kicker; /* of a card */
    kr_str language;
    uint8_t quality;    /* of the JPEG, 60 to 95, where the byte limit allows it */
    int64_t byte_limit; /* 0: none */
} kr_recipe;

#endif
