/* Words on a card: measured and drawn by the module, in letters that the fonts of the machine have.
 */
#include "image/card.h"

static int32_t refuse(kr_card *card, const char *message) {
    return kr_fail(card->job, KOOR_E_FEATURE, "quote card", -1, "the text cannot be set: %s",
                   message);
}

kr_module_text kr_card_words(const kr_card *card, const char *text, int32_t size, uint32_t color) {
    return (kr_module_text){.text = text,
                            .language = card->language,
                            .family = card->family,
                            .font_file = card->font_file,
                            .font_digest = card->font_digest,
                            .size = size,
                            .red = (uint8_t)(color >> 16),
                            .green = (uint8_t)(color >> 8),
                            .blue = (uint8_t)color};
}

int32_t kr_card_measure(kr_card *card, const kr_module_text *text, kr_module_extent *out) {
    char message[200] = "";
    if (card->module->measure(text, out, message, sizeof message) < 0)
        return refuse(card, message);
    return KOOR_OK;
}

int32_t kr_card_put(kr_card *card, const kr_module_text *text, const kr_module_extent *extent,
                    int32_t y) {
    char message[200] = "";
    kr_sticker sticker = {NULL, extent->width + 2, extent->height};
    int32_t x = card->right_to_left ? card->box.x + card->box.width - extent->width : card->box.x;
    sticker.at =
        kr_alloc_zero(card->job->memory, (size_t)sticker.width * (size_t)sticker.height, 4);
    if (!sticker.at)
        return kr_nomem(card->job);
    int done = card->module->draw(text, sticker.width, sticker.height, sticker.at, message,
                                  sizeof message);
    if (done == 0)
        kr_draw_sticker(card->canvas, &sticker, x, y);
    kr_free(card->job->memory, sticker.at);
    return done == 0 ? KOOR_OK : refuse(card, message);
}

static int32_t missing_from(kr_card *card, const char *text, int32_t *out) {
    enum { ANY_SIZE = 40 };
    kr_module_text words = kr_card_words(card, text, ANY_SIZE, 0);
    kr_module_extent extent = {0};
    int32_t status = *text ? kr_card_measure(card, &words, &extent) : KOOR_OK;
    *out = extent.missing;
    return status;
}

/* Without emoji, nor the space before one. */
static size_t drop_emoji(char *text, size_t length) {
    size_t kept = 0;
    for (size_t at = 0; at < length;) {
        size_t from = at;
        int32_t code = kr_utf8_next(text, length, &at);
        if (kr_is_emoji(code) || code == 0x200D) {
            while (kept && text[kept - 1] == ' ')
                kept--;
            continue;
        }
        while (from < at)
            text[kept++] = text[from++];
    }
    text[kept] = '\0';
    return kept;
}

int32_t kr_card_legible(kr_card *card, kr_str text, const char *path, kr_str *out) {
    char *copy = kr_arena_string(&card->job->arena, text.at ? text.at : "", text.length);
    int32_t missing;
    if (!copy)
        return kr_nomem(card->job);
    *out = (kr_str){copy, text.length};
    int32_t status = missing_from(card, copy, &missing);
    if (status != KOOR_OK || !missing)
        return status;
    out->length = drop_emoji(copy, text.length);
    status = missing_from(card, copy, &missing);
    if (status == KOOR_OK && missing)
        return kr_fail(card->job, KOOR_E_FEATURE, path, -1,
                       "no font of this machine has %d of its letters: name one that has them in "
                       "the brand kit (font.file), or install it",
                       (int)missing);
    return status;
}
