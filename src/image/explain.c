/* A recipe told to people: a line for who reads the plan, and the alternative text of the picture.
 *
 * The line says first what is seen of which picture and why that part, then what was done to it, in
 * everyday words: it stands beside the picture on a page that a communications manager reads. */
#include "image/image.h"

#include "image/crop.h"

/* What readers see of a look; a natural one needs no word. */
static const char *const look_words[KR_LOOKS] = {
    "",        "warmer colours",  "cooler colours",      "stronger colours", "softer contrast", "lighter",
    "faded like film", "black and white", "in two brand colours", "tinted in a brand colour"};

static int32_t seen_percent(const kr_picture *picture, const kr_recipe *recipe) {
    return (int32_t)(kr_rect_area(recipe->crop) * 100 / ((int64_t)picture->width * picture->height));
}

static const char *shape_of(const kr_recipe *recipe) {
    if (recipe->width == recipe->height)
        return "square";
    return recipe->width > recipe->height ? "wide" : "tall";
}

/* Why this part of it. */
static const char *reason_of(const kr_picture *picture) {
    for (uint32_t i = 0; i < picture->focus_count; i++)
        if (picture->focus[i].keep)
            return "with all that must stay in view";
    if (picture->focus_count)
        return "around what you marked";
    return picture->measured ? "around what draws the eye" : "around the middle";
}

static void explain_crop(kr_buffer *out, const kr_picture *picture, const kr_recipe *recipe) {
    int32_t seen = seen_percent(picture, recipe);
    if (seen < 100) {
        kr_buffer_int(out, seen);
        kr_buffer_text(out, " % of ");
    }
    kr_buffer_add(out, picture->id.at, picture->id.length);
    kr_buffer_text(out, seen < 100 ? ", cut " : ", whole");
    if (seen == 100)
        return;
    kr_buffer_text(out, shape_of(recipe));
    kr_buffer_char(out, ' ');
    kr_buffer_text(out, reason_of(picture));
}

static void explain_backdrop(kr_buffer *out, const kr_picture *picture, const kr_recipe *recipe) {
    kr_buffer_add(out, picture->id.at, picture->id.length);
    kr_buffer_text(out, ", whole, on a blurred copy of itself: cut ");
    kr_buffer_text(out, shape_of(recipe));
    kr_buffer_text(out, " it would lose too much");
}

static void explain_card(kr_buffer *out, const kr_picture *picture, const kr_recipe *recipe) {
    static const char *const grounds[] = {"on one colour", "on ", "beside "};
    int kind = recipe->kind - KR_RECIPE_CARD_COLOR;
    kr_buffer_text(out, "the headline ");
    kr_buffer_text(out, grounds[kind]);
    if (recipe->kind == KR_RECIPE_CARD_COLOR)
        return;
    kr_buffer_add(out, picture->id.at, picture->id.length);
    if (recipe->kind == KR_RECIPE_CARD_PHOTO)
        kr_buffer_text(out, ", blurred");
}

static void explain_frame(kr_buffer *out, const kr_recipe *recipe) {
    kr_buffer_text(out, recipe->frame_color == 0xFFFFFF ? "; a white " : "; a ");
    kr_buffer_text(out, recipe->frame == KR_FRAME_BAND ? "band" : "frame");
    if (recipe->frame_color != 0xFFFFFF)
        kr_buffer_text(out, " in a brand colour");
}

static void explain_logo(kr_buffer *out, const kr_recipe *recipe) {
    static const char *const corners[KR_CORNERS] = {"", " bottom right", " bottom left", " top right",
                                                    " top left"};
    int in_band = recipe->frame == KR_FRAME_BAND;
    kr_buffer_text(out, in_band ? " with the " : "; the ");
    kr_buffer_text(out, recipe->logo_light ? "light logo" : "dark logo");
    kr_buffer_text(out, in_band ? "" : corners[recipe->corner]);
}

void kr_recipe_explain(kr_buffer *out, const kr_picture_pool *pool, const kr_recipe *recipe) {
    const kr_picture *picture = pool->pictures[recipe->source];
    if (recipe->kind == KR_RECIPE_PHOTO)
        explain_crop(out, picture, recipe);
    else if (recipe->kind == KR_RECIPE_BACKDROP)
        explain_backdrop(out, picture, recipe);
    else
        explain_card(out, picture, recipe);
    if (recipe->look) {
        kr_buffer_text(out, "; ");
        kr_buffer_text(out, look_words[recipe->look]);
    }
    if (recipe->frame)
        explain_frame(out, recipe);
    if (recipe->logo_permille)
        explain_logo(out, recipe);
}

kr_str kr_recipe_alt(const kr_picture_pool *pool, const kr_recipe *recipe, kr_str language,
                     int *review) {
    const kr_picture *picture = pool->pictures[recipe->source];
    kr_str alt = kr_picture_alt(picture, language);
    int card = recipe->kind >= KR_RECIPE_CARD_COLOR;
    *review = card ? 0 : !alt.length || seen_percent(picture, recipe) < 70;
    return card ? recipe->headline : alt;
}
