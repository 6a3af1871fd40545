/* The calmest corner that hides no box, and the version of the logo that stands out there.
 *
 * Calm is: little difference of luma inside the cells of the picture beneath (a white rock of a few
 * pixels counts, though the mean does not show it), between them, and nothing that draws the eye.
 * What stands out is asked of WCAG's contrast against the worst cell: 3:1 is what it wants of
 * graphics. The pixels of the logo are not read while planning: the colours of the brand stand
 * in for theirs. */
#include "image/corner.h"

#include "image/crop.h"
#include "image/look.h"

enum { PRICE_PLACE = 12, ENOUGH = 300 };

/* What lies beneath the logo. */
typedef struct ground {
    int32_t low, high;       /* luma of the graded picture */
    int32_t rough, roughest; /* differences inside cells: mean and largest */
    int32_t pull;            /* how much the eye is drawn there */
} ground;

static int32_t cell_at(int64_t at, int32_t side) {
    int64_t cell = at * KR_SALIENCY / side;
    return cell < 0 ? 0 : cell >= KR_SALIENCY ? KR_SALIENCY - 1 : (int32_t)cell;
}

/* A part of the output in pixels of the upright picture. */
static kr_rect in_picture(const kr_recipe *recipe, kr_rect box) {
    kr_rect window =
        recipe->kind == KR_RECIPE_BACKDROP ? kr_recipe_inset(recipe) : kr_recipe_window(recipe);
    int64_t w = recipe->crop.width, h = recipe->crop.height;
    return (kr_rect){recipe->crop.x + (int32_t)((box.x - window.x) * w / window.width),
                     recipe->crop.y + (int32_t)((box.y - window.y) * h / window.height),
                     (int32_t)(box.width * w / window.width),
                     (int32_t)(box.height * h / window.height)};
}

static ground ground_of(const kr_picture *picture, const kr_grade *grade, kr_rect r) {
    ground g = {.low = 255};
    int32_t count = 0;
    int32_t left = cell_at(r.x, picture->width), right = cell_at(r.x + r.width, picture->width);
    int32_t top = cell_at(r.y, picture->height), bottom = cell_at(r.y + r.height, picture->height);
    for (int32_t y = top; y <= bottom; y++)
        for (int32_t x = left; x <= right; x++, count++) {
            const uint8_t *at = picture->thumb[y / 2 * KR_THUMB + x / 2];
            int32_t luma = kr_grade_color(grade, (kr_ycc){at[0], at[1], at[2]}).y;
            int32_t rough = picture->rough[y * KR_SALIENCY + x];
            g.low = luma < g.low ? luma : g.low;
            g.high = luma > g.high ? luma : g.high;
            g.rough += rough;
            g.roughest = rough > g.roughest ? rough : g.roughest;
            g.pull += picture->saliency[y * KR_SALIENCY + x];
        }
    /* NOLINTNEXTLINE(clang-analyzer-core.DivideZero): a corner has a cell */
    g.rough /= count;
    g.pull /= count;
    return g;
}

/* Beside the picture of a backdrop: its edge, blurred and darkened. */
static ground backdrop_ground(const ground *edge) {
    int32_t rest = 256 - KR_BACKDROP_VEIL;
    return (ground){.low = edge->low * rest / 256, .high = edge->high * rest / 256};
}

static int32_t contrast(uint32_t color, int32_t luma) {
    uint32_t grey = (uint32_t)luma * 0x010101u;
    return kr_contrast(kr_luminance(color), kr_luminance(grey));
}

/* The version that stands out from all of the ground, and what it lacks to 3:1. */
static int32_t lacking(const kr_brand *brand, const ground *g, uint8_t *out_light) {
    int32_t light = brand->logo_light.path.length ? contrast(brand->light, g->high) : 0;
    int32_t dark = brand->logo_dark.path.length ? contrast(brand->dark, g->low) : 0;
    int32_t best = light > dark ? light : dark;
    *out_light = light > dark;
    return best < ENOUGH ? ENOUGH - best : 0;
}

static int hides_focus(const kr_picture *picture, kr_rect on) {
    for (uint32_t i = 0; i < picture->focus_count; i++)
        if (kr_rect_meet(picture->focus[i].box, on).width)
            return 1;
    return 0;
}

static void place_on_picture(kr_recipe *recipe, const kr_picture *picture, const kr_brand *brand) {
    int32_t calmest = INT32_MAX;
    kr_recipe at = *recipe;
    kr_grade grade;
    kr_grade_make(&grade, recipe);
    recipe->corner = KR_CORNER_NONE;
    /* Bottom right is where people look for it. */
    for (at.corner = KR_CORNER_BOTTOM_RIGHT; at.corner < KR_CORNERS; at.corner++) {
        uint8_t light;
        kr_rect box = kr_recipe_logo(&at), on = in_picture(&at, box);
        if (hides_focus(picture, on))
            continue;
        ground g = ground_of(picture, &grade, on);
        if (recipe->kind == KR_RECIPE_BACKDROP && !kr_rect_meet(kr_recipe_inset(recipe), box).width)
            g = backdrop_ground(&g);
        int32_t lacks = lacking(brand, &g, &light);
        if (lacks > ENOUGH / 2)
            continue;
        int32_t cost = lacks + g.rough + g.roughest / 2 + g.pull / 2 + (g.high - g.low) / 2 +
                       PRICE_PLACE * at.corner;
        if (cost < calmest) {
            calmest = cost;
            recipe->corner = at.corner;
            recipe->logo_light = light;
        }
    }
}

/* By its first letter: Hebrew, Arabic and their neighbours, whose cards have their axis on the
 * right. */
static int starts_from_right(kr_str text) {
    for (size_t at = 0; at < text.length;) {
        int32_t code = kr_utf8_next(text.at, text.length, &at);
        if (kr_is_letter(code))
            return (code >= 0x590 && code <= 0x8FF) || (code >= 0xFB1D && code <= 0xFDFF) ||
                   (code >= 0xFE70 && code <= 0xFEFF) || (code >= 0x10800 && code <= 0x10FFF);
    }
    return 0;
}

/* On a card or a band the ground is one colour. */
static void place_on_color(kr_recipe *recipe, const kr_brand *brand) {
    int card = recipe->kind >= KR_RECIPE_CARD_COLOR;
    int32_t luma = kr_ycc_of(card ? recipe->dark : recipe->frame_color).y;
    ground g = {.low = luma, .high = luma};
    int32_t lacks = lacking(brand, &g, &recipe->logo_light);
    recipe->corner = card && starts_from_right(recipe->headline) ? KR_CORNER_BOTTOM_LEFT
                                                                 : KR_CORNER_BOTTOM_RIGHT;
    if (lacks > ENOUGH / 2)
        recipe->corner = KR_CORNER_NONE;
}

void kr_corner_place(kr_recipe *recipe, const kr_picture *picture, const kr_brand *brand) {
    if (!recipe->logo_permille)
        return;
    if (recipe->kind >= KR_RECIPE_CARD_COLOR || recipe->frame == KR_FRAME_BAND)
        place_on_color(recipe, brand);
    else
        place_on_picture(recipe, picture, brand);
    if (!recipe->corner)
        recipe->logo_permille = recipe->logo_light = 0;
}
