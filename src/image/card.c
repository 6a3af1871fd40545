/* Quote cards: one left axis with an accent bar, kicker, headline and byline.
 *
 * Text meets 4.5:1 against every pixel under it (WCAG 2.1): the veil over a photograph
 * rises until it does. Sizes are those of an output of 1200 x 627; they grow with the width, which
 * is what a telephone shows, and half as much with the height, which is the room there is. */
#include "image/card.h"

#include "image/crop.h"
#include "image/look.h"

enum {
    KICKER = 26,
    BYLINE = 30,
    CONTRAST = 450,
    LARGE_CONTRAST = 300,
    BAR_WIDE = 72,
    BAR_HIGH = 8
};

int32_t kr_card_scaled(const kr_card *card, int32_t size) {
    return (size * card->unit + 500) / 1000;
}

static int32_t even(int32_t value) {
    return value / 2 * 2;
}

/* -- background
 * ------------------------------------------------------------------------------------ */

/* The contrast of an ink with the pixel under the text that is most like it: the brightest one for
 * light ink, the darkest for dark. */
static int32_t worst_contrast(const kr_card *c, uint32_t ink) {
    int32_t least = 1000000, most = 0;
    for (int32_t y = c->box.y; y < c->box.y + c->box.height; y += 2)
        for (int32_t x = c->box.x; x < c->box.x + c->box.width; x += 2) {
            const kr_plane *p = c->canvas->plane;
            size_t half = (size_t)(y / 2) * p[1].stride + (size_t)(x / 2);
            kr_ycc color = {p[0].at[(size_t)y * p[0].stride + (size_t)x], p[1].at[half],
                            p[2].at[half]};
            int32_t light = kr_luminance(kr_rgb_of(color));
            most = light > most ? light : most;
            least = light < least ? light : least;
        }
    int32_t bright = kr_contrast(kr_luminance(ink), most);
    int32_t dark = kr_contrast(kr_luminance(ink), least);
    return bright < dark ? bright : dark;
}

static int32_t photo_background(kr_card *c) {
    enum { FIRST = 140, STEP = 12, ALL = 250 }; /* of 256 */
    kr_rect all = {0, 0, c->recipe->width, c->recipe->height};
    kr_ycc dark = kr_ycc_of(c->recipe->dark);
    if (kr_blur(c->job->memory, c->canvas, all, 1) < 0)
        return kr_nomem(c->job);
    kr_veil(c->canvas, all, dark, FIRST);
    for (int32_t share = FIRST; share < ALL && worst_contrast(c, c->ink) < CONTRAST; share += STEP)
        kr_veil(c->canvas, all, dark, 2 * STEP);
    return KOOR_OK;
}

static int32_t background(kr_card *c) {
    kr_rect all = {0, 0, c->recipe->width, c->recipe->height}, window = kr_recipe_window(c->recipe);
    kr_ycc dark = kr_ycc_of(c->recipe->dark);
    if (c->recipe->kind == KR_RECIPE_CARD_PHOTO)
        return photo_background(c);
    if (c->recipe->kind == KR_RECIPE_CARD_COLOR)
        kr_fill(c->canvas, all, dark);
    else if (window.x)
        kr_fill(c->canvas, (kr_rect){0, 0, window.x, all.height}, dark);
    else
        kr_fill(c->canvas, (kr_rect){0, window.height, all.width, all.height - window.height},
                dark);
    return KOOR_OK;
}

/* The brand's light where it can be read on its dark, else white or black. */
static uint32_t ink_on(uint32_t dark, uint32_t light) {
    int32_t ground = kr_luminance(dark);
    if (kr_contrast(kr_luminance(light), ground) >= CONTRAST)
        return light;
    return kr_contrast(1000000, ground) >= kr_contrast(0, ground) ? 0xFFFFFF : 0x000000;
}

/* -- the whole
 * ------------------------------------------------------------------------------------- */

/* What stands above and below the headline. */
typedef struct small_text {
    kr_module_text text;
    kr_module_extent extent;
} small_text;

static int32_t set_kicker(kr_card *c, small_text *out) {
    kr_str words;
    int32_t status = kr_card_legible(c, c->recipe->kicker, "brand: kicker", &words);
    if (status != KOOR_OK || !words.length)
        return status;
    out->text = kr_card_words(c, words.at, kr_card_scaled(c, KICKER), c->accent);
    out->text.bold = 1;
    out->text.tracking = 80;
    return kr_card_measure(c, &out->text, &out->extent);
}

/* In as many lines as it takes beside the logo. */
static int32_t set_byline(kr_card *c, small_text *out) {
    kr_str words;
    int32_t status = kr_card_legible(c, c->recipe->byline, "image.byline", &words);
    if (status != KOOR_OK || !words.length)
        return status;
    out->text = kr_card_words(c, words.at, kr_card_scaled(c, BYLINE), c->ink);
    out->text.width = c->box.width;
    if (c->recipe->logo_permille)
        out->text.width -= kr_recipe_logo(c->recipe).width + kr_card_scaled(c, BYLINE);
    return kr_card_measure(c, &out->text, &out->extent);
}

static void draw_bar(kr_card *c, int32_t high) {
    int32_t wide = even(kr_card_scaled(c, BAR_WIDE));
    int32_t x = c->right_to_left ? even(c->box.x + c->box.width - wide) : c->box.x;
    kr_fill(c->canvas, (kr_rect){x, c->box.y, wide, high}, kr_ycc_of(c->recipe->accent));
}

static int32_t draw_all(kr_card *c, kr_str headline) {
    int32_t bar = even(kr_card_scaled(c, BAR_HIGH)), gap = even(kr_card_scaled(c, 26));
    small_text kicker = {0}, byline = {0}, head = {0};
    int32_t status = set_kicker(c, &kicker);
    if (status == KOOR_OK)
        status = set_byline(c, &byline);
    int32_t kicker_high = kicker.extent.height, byline_high = byline.extent.height;
    int32_t top = c->box.y + bar + gap + (kicker_high ? kicker_high + gap : 0);
    int32_t end = c->box.y + c->box.height, foot = end - (byline_high ? byline_high + gap : 0);
    if (status == KOOR_OK)
        status = kr_card_headline(c, headline, foot - top, &head.text, &head.extent);
    if (status != KOOR_OK)
        return status;
    c->right_to_left = head.extent.right_to_left;
    draw_bar(c, bar);
    if (kicker_high)
        status = kr_card_put(c, &kicker.text, &kicker.extent, c->box.y + bar + gap);
    if (status == KOOR_OK)
        status = kr_card_put(c, &head.text, &head.extent,
                             top + (foot - top - head.extent.height) * 45 / 100);
    if (status == KOOR_OK && byline_high)
        status = kr_card_put(c, &byline.text, &byline.extent, end - byline_high);
    return status;
}

static const char *string_of(kr_card *c, kr_str text, int32_t *status) {
    char *copy = kr_arena_string(&c->job->arena, text.at ? text.at : "", text.length);
    if (!copy)
        *status = kr_nomem(c->job);
    return copy;
}

/* Short, bold and large: 3:1 is enough for the kicker, else it takes the ink. */
static uint32_t accent_on(const kr_card *c) {
    return worst_contrast(c, c->recipe->accent) >= LARGE_CONTRAST ? c->recipe->accent : c->ink;
}

int32_t kr_card_draw(kr_job *job, const kr_studio *studio, const kr_recipe *recipe,
                     kr_pixels *canvas) {
    const kr_brand *brand = studio->scene->brand;
    kr_card c = {.job = job, .module = studio->module, .recipe = recipe, .canvas = canvas};
    kr_str headline;
    int32_t status = KOOR_OK;
    c.box = kr_recipe_text(recipe);
    c.unit = (recipe->width * 1000 / 1200 + (recipe->width + recipe->height) * 1000 / 1827) / 2;
    c.ink = ink_on(recipe->dark, recipe->light);
    c.language = string_of(&c, recipe->language, &status);
    c.family = string_of(&c, brand->family, &status);
    c.font_file = string_of(&c, brand->font.path, &status);
    c.font_digest = brand->font.digest;
    if (status == KOOR_OK)
        status = kr_card_legible(&c, recipe->headline, "image.headline", &headline);
    if (status == KOOR_OK)
        status = background(&c);
    if (status != KOOR_OK)
        return status;
    c.accent = accent_on(&c);
    return draw_all(&c, headline);
}
