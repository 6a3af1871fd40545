/* Quote cards: one left axis with an accent bar, kicker, headline and byline.
 *
 * The headline takes the largest size of the scale that fits five lines, and then the width in
 * which as many lines are most alike: the biggest gain to the eye. No word is ever broken. Text
 * meets 4.5:1 against the brightest pixel under it (WCAG 2.1): the veil over a photograph rises
 * until it does. Sizes are those of an output 1,200 pixels wide, scaled. */
#include "image/paint.h"

#include "image/crop.h"
#include "image/look.h"

#include <string.h>

enum {
    MAX_LINES = 5,
    LINE_HEIGHT = 128,
    KICKER = 22,
    BYLINE = 24,
    CONTRAST = 450,
    BAR_WIDE = 72,
    BAR_HIGH = 8
};

typedef struct card {
    kr_job *job;
    const kr_studio *studio;
    const kr_recipe *recipe;
    kr_pixels *canvas;
    kr_rect box;  /* of the text */
    int32_t unit; /* thousandths: width / 1,200 */
    uint32_t ink, accent;
    const char *language, *family, *font_file;
    int right_to_left;
} card;

static int32_t scaled(const card *c, int32_t size) {
    return (size * c->unit + 500) / 1000;
}

static const char *string_of(card *c, kr_str text, int32_t *status) {
    char *copy = kr_arena_string(&c->job->arena, text.at ? text.at : "", text.length);
    if (!copy)
        *status = kr_nomem(c->job);
    return copy;
}

static int is_article(kr_str word) {
    static const char *const articles[] = {"de", "het", "een", "the", "a",   "an",  "le",  "la",
                                           "un", "une", "les", "der", "die", "das", "ein", "eine"};
    for (size_t i = 0; i < sizeof articles / sizeof *articles; i++)
        if (kr_str_equal_fold(word, kr_str_of(articles[i])))
            return 1;
    return 0;
}

/* An article stays with its noun and an emoji with what it follows: that space becomes a no-break
 * space. */
static int is_bound(kr_str text, size_t word, size_t space) {
    size_t next = space + 1;
    if (is_article((kr_str){text.at + word, space - word}))
        return 1;
    return space > word && next < text.length &&
           kr_is_emoji(kr_utf8_next(text.at, text.length, &next));
}

static char *with_hard_spaces(card *c, kr_str text) {
    char *out = kr_arena_alloc(&c->job->arena, 2 * text.length + 1, 1), *to = out;
    if (!out)
        return NULL;
    for (size_t i = 0, word = 0; i < text.length; i++) {
        if (text.at[i] != ' ') {
            *to++ = text.at[i];
            continue;
        }
        if (is_bound(text, word, i)) {
            *to++ = (char)0xC2;
            *to++ = (char)0xA0;
        } else {
            *to++ = ' ';
        }
        word = i + 1;
    }
    *to = '\0';
    return out;
}

/* -- words on the canvas
 * --------------------------------------------------------------------------- */

static kr_module_text words(const card *c, const char *text, int32_t size, uint32_t color) {
    return (kr_module_text){.text = text,
                            .language = c->language,
                            .family = c->family,
                            .font_file = c->font_file,
                            .size = size,
                            .width = c->box.width,
                            .red = (uint8_t)(color >> 16),
                            .green = (uint8_t)(color >> 8),
                            .blue = (uint8_t)color};
}

static int32_t measure(card *c, const kr_module_text *text, kr_module_extent *out) {
    char message[200] = "";
    if (c->studio->module->measure(text, out, message, sizeof message) < 0)
        return kr_fail(c->job, KOOR_E_FEATURE, "quote card", -1, "the text cannot be set: %s",
                       message);
    return KOOR_OK;
}

static int32_t draw_words(card *c, const kr_module_text *text, const kr_module_extent *extent,
                          int32_t y) {
    char message[200] = "";
    kr_sticker sticker = {NULL, extent->width + 2, extent->height};
    int32_t x = c->right_to_left ? c->box.x + c->box.width - extent->width : c->box.x;
    sticker.at = kr_alloc_zero(c->job->memory, (size_t)sticker.width * (size_t)sticker.height, 4);
    if (!sticker.at)
        return kr_nomem(c->job);
    int done = c->studio->module->draw(text, sticker.width, sticker.height, sticker.at, message,
                                       sizeof message);
    if (done == 0)
        kr_draw_sticker(c->canvas, &sticker, x, y);
    kr_free(c->job->memory, sticker.at);
    return done == 0 ? KOOR_OK
                     : kr_fail(c->job, KOOR_E_FEATURE, "quote card", -1,
                               "the text cannot be set: %s", message);
}

static int fits(const card *c, const kr_module_extent *extent, int32_t room) {
    return extent->lines <= MAX_LINES && extent->width <= c->box.width && extent->height <= room;
}

/* Of the widths with as many lines, that in which the lines are most alike. */
static int32_t balance(card *c, kr_module_text *text, kr_module_extent *extent) {
    enum { STEPS = 24 };
    kr_module_text best = *text;
    kr_module_extent best_extent = *extent;
    for (int32_t i = 1; i < STEPS && extent->lines > 1; i++) {
        kr_module_text narrow = *text;
        kr_module_extent next;
        narrow.width = text->width - text->width * i * 2 / (3 * STEPS);
        int32_t status = measure(c, &narrow, &next);
        if (status != KOOR_OK)
            return status;
        if (next.lines != extent->lines || next.width > narrow.width)
            break;
        if (next.ragged < best_extent.ragged) {
            best = narrow;
            best_extent = next;
        }
    }
    *text = best;
    *extent = best_extent;
    return KOOR_OK;
}

/* What a setting costs: how ragged it is, in thousandths of its lines, and each size below the
 * largest. */
static int64_t cost_of(const kr_module_extent *extent, int32_t smaller) {
    int64_t lines = extent->lines, width = extent->width ? extent->width : 1;
    return extent->ragged * 1000 / (width * width * lines) + smaller * 25;
}

/* The largest size that fits, or one of the next two where its lines are much more alike. The two
 * sizes below 40 are for wide fonts: planning counts letters and cannot know them. */
static int32_t set_headline(card *c, int32_t room, kr_module_text *text, kr_module_extent *extent) {
    static const int32_t sizes[] = {112, 96, 84, 76, 68, 60, 54, 48, 44, 40, 36, 32};
    enum { COUNT = sizeof sizes / sizeof *sizes, TRIES = 3 };
    int64_t least = INT64_MAX;
    int32_t tried = 0;
    for (int32_t i = 0; i < COUNT && tried < TRIES; i++) {
        kr_module_text next = *text;
        kr_module_extent next_extent;
        next.size = scaled(c, sizes[i]);
        int32_t status = measure(c, &next, &next_extent);
        if (status == KOOR_OK && fits(c, &next_extent, room))
            status = balance(c, &next, &next_extent);
        if (status != KOOR_OK)
            return status;
        if (!fits(c, &next_extent, room))
            continue;
        if (cost_of(&next_extent, tried) < least) {
            least = cost_of(&next_extent, tried);
            *text = next;
            *extent = next_extent;
        }
        tried++;
    }
    if (least == INT64_MAX)
        return kr_fail(
            c->job, KOOR_E_VALUE, "image.headline", -1,
            "the headline is too long for a card at a size that people can read: shorten it "
            "to about 120 characters, and long words to 25");
    return KOOR_OK;
}

/* -- background
 * ------------------------------------------------------------------------------------ */

/* The luminance of the brightest pixel under the text. */
static int32_t brightest(const card *c) {
    int32_t most = 0;
    for (int32_t y = c->box.y; y < c->box.y + c->box.height; y += 2)
        for (int32_t x = c->box.x; x < c->box.x + c->box.width; x += 2) {
            const kr_plane *p = c->canvas->plane;
            size_t half = (size_t)(y / 2) * p[1].stride + (size_t)(x / 2);
            kr_ycc color = {p[0].at[(size_t)y * p[0].stride + (size_t)x], p[1].at[half],
                            p[2].at[half]};
            int32_t light = kr_luminance(kr_rgb_of(color));
            most = light > most ? light : most;
        }
    return most;
}

static int32_t photo_background(card *c) {
    enum { FIRST = 140, STEP = 12, ALL = 250 }; /* of 256 */
    kr_rect all = {0, 0, c->recipe->width, c->recipe->height};
    kr_ycc dark = kr_ycc_of(c->recipe->dark);
    int32_t ink = kr_luminance(c->ink);
    if (kr_blur(c->job->memory, c->canvas, all, 1) < 0)
        return kr_nomem(c->job);
    kr_veil(c->canvas, all, dark, FIRST);
    for (int32_t share = FIRST; share < ALL && kr_contrast(ink, brightest(c)) < CONTRAST;
         share += STEP)
        kr_veil(c->canvas, all, dark, 2 * STEP);
    return KOOR_OK;
}

static int32_t background(card *c) {
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

static int32_t draw_small(card *c, const char *text, int32_t size, int32_t tracking, int32_t y) {
    kr_module_text small = words(c, text, scaled(c, size), tracking ? c->accent : c->ink);
    kr_module_extent extent;
    small.tracking = tracking;
    small.bold = tracking > 0;
    int32_t status = measure(c, &small, &extent);
    if (status != KOOR_OK || !*text)
        return status;
    return draw_words(c, &small, &extent, y < 0 ? c->box.y + c->box.height - extent.height : y);
}

static int32_t draw_all(card *c, const char *headline, const char *byline, const char *kicker) {
    int32_t bar = scaled(c, BAR_HIGH) / 2 * 2, gap = scaled(c, 26) / 2 * 2,
            top = c->box.y + bar + gap;
    int32_t head = top + (*kicker ? scaled(c, KICKER) + gap : 0);
    int32_t foot = c->box.y + c->box.height - (*byline ? scaled(c, BYLINE) + gap : 0);
    kr_module_text text = words(c, headline, 0, c->ink);
    kr_module_extent extent = {0};
    text.bold = 1;
    text.line_height = LINE_HEIGHT;
    int32_t status = set_headline(c, foot - head, &text, &extent);
    if (status != KOOR_OK)
        return status;
    c->right_to_left = extent.right_to_left;
    int32_t wide = scaled(c, BAR_WIDE) / 2 * 2;
    int32_t x = c->right_to_left ? (c->box.x + c->box.width - wide) / 2 * 2 : c->box.x;
    kr_fill(c->canvas, (kr_rect){x, c->box.y, wide, bar}, kr_ycc_of(c->recipe->accent));
    status = draw_small(c, kicker, KICKER, 80, top);
    if (status == KOOR_OK)
        status = draw_words(c, &text, &extent, head + (foot - head - extent.height) * 45 / 100);
    if (status == KOOR_OK)
        status = draw_small(c, byline, BYLINE, 0, -1);
    return status;
}

int32_t kr_card_draw(kr_job *job, const kr_studio *studio, const kr_recipe *recipe,
                     kr_pixels *canvas) {
    const kr_brand *brand = studio->scene->brand;
    card c = {.job = job, .studio = studio, .recipe = recipe, .canvas = canvas};
    int32_t status = KOOR_OK;
    c.box = kr_recipe_text(recipe);
    c.unit = recipe->width * 1000 / 1200;
    c.ink = ink_on(recipe->dark, recipe->light);
    /* Large, bold and short: 3:1 is enough for the kicker, else it takes the ink. */
    c.accent = kr_contrast(kr_luminance(recipe->accent), kr_luminance(recipe->dark)) >= 300
                   ? recipe->accent
                   : c.ink;
    c.language = string_of(&c, recipe->language, &status);
    c.family = string_of(&c, brand->family, &status);
    c.font_file = string_of(&c, brand->font_file, &status);
    const char *byline = string_of(&c, recipe->byline, &status);
    const char *kicker = string_of(&c, recipe->kicker, &status);
    const char *headline = with_hard_spaces(&c, recipe->headline);
    if (!headline)
        return kr_nomem(job);
    if (status == KOOR_OK)
        status = background(&c);
    return status == KOOR_OK ? draw_all(&c, headline, byline, kicker) : status;
}
