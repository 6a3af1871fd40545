/* A quote card while it is drawn: what its parts share. */
#ifndef KR_IMAGE_CARD_H
#define KR_IMAGE_CARD_H

#include "image/paint.h"

typedef struct kr_card {
    kr_job *job;
    const kr_module *module;
    const kr_recipe *recipe;
    kr_pixels *canvas;
    kr_rect box;  /* of the text */
    int32_t unit; /* thousandths: 1,000 on an output of 1200 x 627 */
    uint32_t ink, accent;
    const char *language, *family, *font_file;
    uint64_t font_digest;
    int right_to_left;
} kr_card;

/* A size of the design in pixels of the output. */
int32_t kr_card_scaled(const kr_card *card, int32_t size);

/* -- words.c: any text of a card --------------------------------------------------------------- */
kr_module_text kr_card_words(const kr_card *card, const char *text, int32_t size, uint32_t color);
int32_t kr_card_measure(kr_card *card, const kr_module_text *text, kr_module_extent *out);
int32_t kr_card_put(kr_card *card, const kr_module_text *text, const kr_module_extent *extent,
                    int32_t y);
/* A copy in the arena that the fonts of this machine can show: without its emoji where they have
 * none. KOOR_E_FEATURE where they lack letters. */
int32_t kr_card_legible(kr_card *card, kr_str text, const char *path, kr_str *out);

/* -- headline.c -------------------------------------------------------------------------------- */
/* Sets the headline within the box and that height: the text with its line ends, and what it
 * takes. KOOR_E_VALUE where it does not fit at a size that people can read. */
int32_t kr_card_headline(kr_card *card, kr_str headline, int32_t room, kr_module_text *out,
                         kr_module_extent *extent);

#endif
