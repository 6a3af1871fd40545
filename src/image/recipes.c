/* Recipes: an endless sequence per class, each visibly different from all before it.
 *
 * Step k draws candidates from a random stream keyed by seed, class and k, and keeps the one that
 * is farthest from the steps before it, less a price for every departure from the plain photograph.
 * So variation is spent in the order in which people see it: another picture, a card, another
 * shape, another crop, a look, a frame. A step reads nothing but earlier steps: what is made for n
 * is a prefix of what is made for more. Where no candidate is visibly different the sequence ends.
 */
#include "image/image.h"

#include "base/hash.h"
#include "base/prng.h"
#include "image/corner.h"
#include "image/crop.h"
#include "image/difference.h"
#include "image/look.h"

enum {
    MOST = 1000,        /* recipes of a class: no pool of pictures gives more */
    CARD_LETTERS = 200, /* the longest headline that five lines hold, and its longest word */
    CARD_WORD = 34,
    SPLIT_LETTERS = 90, /* beside a picture */
    SPLIT_WORD = 15,
    ROUNDS = 16,         /* times the candidates of a step are drawn before the sequence ends */
    LEAST_HELD = 920000, /* of what the best place of that crop holds */
    PRICE_LOOK = 60000,
    PRICE_STRONG = 100000, /* black and white, duotone, tint, film */
    PRICE_FRAME = 60000,
    PRICE_ZOOM = 20000, /* for each 10 % */
    PRICE_SIZE = 15000, /* for each place down the network's list */
    PRICE_BACKDROP = 120000,
    PRICE_CARD = 150000,   /* and a third of it for each card so far */
    PRICE_NARROW = 150000, /* a card no wider than high, for a word that would make it small */
    NARROW_WORD = 22,
    PRICE_PLACE = 250000, /* for all of what draws the eye */
    PRICE_USE = 40000     /* for each earlier use of the source beyond the least used */
};

typedef struct planner {
    kr_job *job;
    const kr_settings *settings;
    const kr_picture_pool *pool;
    const kr_brand *brand;
    const kr_image_class *class;
    kr_eye *eyes;           /* one a source */
    kr_look_memory *memory; /* one a source */
    uint32_t *uses;         /* recipes of each source */
    int32_t card_count;     /* cards among the recipes */
    uint32_t looks;         /* bits: those allowed */
    int cards; /* kinds of card that the headline fits: none, 2, or 3 with the split one */
    kr_recipe *recipes;
    size_t count;
} planner;

/* -- looks, frames, logo
 * ----------------------------------------------------------------------------- */

static int32_t allowed_looks(kr_job *job, const kr_settings *settings, uint32_t *out) {
    const char *text = settings->text[KR_OPT_IMAGE_LOOKS];
    kr_str rest = kr_str_of(text);
    *out = rest.length ? 0 : (1u << KR_LOOKS) - 1;
    while (rest.length) {
        size_t length = 0;
        while (length < rest.length && rest.at[length] != '|')
            length++;
        int look = kr_look_find((kr_str){rest.at, length});
        if (look < 0)
            return kr_fail(
                job, KOOR_E_OPTION, "image.looks", (int64_t)(rest.at - text),
                "an unknown look \"%.*s\": natural, warm, cool, punch, matte, airy, film, "
                "black-white, duotone and tint are known",
                (int)length, rest.at);
        *out |= 1u << look;
        length += length < rest.length;
        rest = (kr_str){rest.at + length, rest.length - length};
    }
    return KOOR_OK;
}

static int is_strong(int look) {
    return look >= KR_LOOK_FILM;
}

/* Punch on colours that are strong already makes them neon: where a sixth of the picture has a
 * chroma above 60, it is left alone. */
static int is_colorful(const kr_picture *picture) {
    enum { STRONG = 6000 };
    int cells = 0;
    for (int i = 0; i < KR_THUMB * KR_THUMB; i++) {
        int64_t a = picture->lab[i][1], b = picture->lab[i][2];
        cells += a * a + b * b > (int64_t)STRONG * STRONG;
    }
    return cells * 6 > KR_THUMB * KR_THUMB;
}

static int look_fits(const planner *p, const kr_picture *picture, int look) {
    if (look == KR_LOOK_NATURAL)
        return 1;
    if (!(p->looks >> look & 1) || picture->flags & KR_PICTURE_PRODUCT)
        return 0;
    if (picture->flags & KR_PICTURE_PEOPLE && (look == KR_LOOK_DUOTONE || look == KR_LOOK_TINT))
        return 0;
    if (look == KR_LOOK_PUNCH && is_colorful(picture))
        return 0;
    return p->brand->given || (look != KR_LOOK_DUOTONE && look != KR_LOOK_TINT);
}

static void draw_look(const planner *p, kr_prng *prng, kr_recipe *recipe) {
    const kr_picture *picture = p->pool->pictures[recipe->source];
    int look = (int)kr_prng_below(prng, KR_LOOKS + 4);
    uint32_t amount = kr_prng_below(prng, KR_LOOK_AMOUNTS);
    recipe->dark = p->brand->dark;
    recipe->light = p->brand->light;
    recipe->accent = p->brand->accent;
    if (look >= KR_LOOKS || !look_fits(p, picture, look))
        look = KR_LOOK_NATURAL;
    recipe->look = (uint8_t)look;
    recipe->amount = look == KR_LOOK_NATURAL ? 0 : amount ? 100 : 30;
    if (look == KR_LOOK_DUOTONE)
        kr_duotone_ends(&recipe->dark, &recipe->light);
}

static int has_logo(const kr_brand *brand) {
    return brand->logo_light.path.length || brand->logo_dark.path.length;
}

/* A band is for a logo: an empty strip looks like a mistake. */
static void draw_frame(const planner *p, kr_prng *prng, kr_recipe *recipe) {
    static const uint8_t frames[] = {KR_FRAME_NONE, KR_FRAME_NONE,   KR_FRAME_NONE,
                                     KR_FRAME_NONE, KR_FRAME_BORDER, KR_FRAME_BAND};
    uint32_t pick = kr_prng_below(prng, 6), share = kr_prng_below(prng, 2),
             color = kr_prng_below(prng, 3);
    int brand = p->brand->given, logo = has_logo(p->brand);
    if (!p->settings->number[KR_OPT_IMAGE_FRAMES] || !frames[pick] ||
        (frames[pick] == KR_FRAME_BAND && !logo))
        return;
    recipe->frame = frames[pick];
    recipe->frame_permille =
        recipe->frame == KR_FRAME_BORDER ? (share ? 40 : 28) : (share ? 95 : 75);
    recipe->frame_color = 0xFFFFFF;
    if (brand && color)
        recipe->frame_color = color == 1 ? p->brand->accent : p->brand->dark;
}

/* Whether there is a logo, and how large; where it goes is found for the recipe that is kept. */
static void draw_logo(const planner *p, kr_prng *prng, kr_recipe *recipe) {
    uint32_t wide = kr_prng_below(prng, 2);
    if (has_logo(p->brand) && recipe->kind != KR_RECIPE_CARD_SPLIT)
        recipe->logo_permille = wide ? 120 : 100;
}

static int stands_on_band(const planner *p, const kr_recipe *recipe) {
    kr_recipe placed = *recipe;
    kr_corner_place(&placed, p->pool->pictures[recipe->source], p->brand);
    return placed.logo_permille != 0;
}

/* -- crops
 * ------------------------------------------------------------------------------------------- */

/* Without boxes nothing is known of faces and letters: such pictures are cropped less. */
static int32_t least_zoom(const kr_picture *picture) {
    return picture->flags & KR_PICTURE_PEOPLE && !picture->focus_count ? 950 : 800;
}

static int holds_enough(const planner *p, const kr_recipe *recipe, kr_rect best) {
    const kr_picture *picture = p->pool->pictures[recipe->source];
    const kr_eye *eye = &p->eyes[recipe->source];
    int64_t whole = (int64_t)picture->width * picture->height, part = kr_rect_area(recipe->crop);
    if (picture->flags & KR_PICTURE_TEXT && !picture->focus_count && part * 100 < whole * 95)
        return 0;
    return (int64_t)kr_eye_score(eye, recipe->crop) * 1000000 >=
           (int64_t)kr_eye_score(eye, best) * LEAST_HELD;
}

/* A small source gives a smaller output, down to half the size: enlarged by 15 % at most. */
static int fit_size(kr_recipe *recipe) {
    kr_rect window = kr_recipe_window(recipe);
    int64_t most = (int64_t)recipe->crop.width * 115 / 100;
    if (window.width <= most)
        return 0;
    int64_t width = recipe->width * most / window.width / 2 * 2;
    if (width * 2 < recipe->width)
        return -1;
    recipe->height = (int32_t)(recipe->height * width / recipe->width / 2 * 2);
    recipe->width = (int32_t)width;
    return 0;
}

/* The best place two times in three, else one of 5 x 5. A crop keeps half of the picture; where its
 * shape does not allow that, only boxes of the host can say which part may go. */
static int draw_crop(const planner *p, kr_prng *prng, kr_recipe *recipe) {
    const kr_picture *picture = p->pool->pictures[recipe->source];
    const kr_eye *eye = &p->eyes[recipe->source];
    kr_rect shape = kr_recipe_window(recipe), best;
    int32_t zoom = 1000 - 50 * (int32_t)kr_prng_below(prng, 5),
            x = 250 * (int32_t)kr_prng_below(prng, 5);
    int32_t y = 250 * (int32_t)kr_prng_below(prng, 5);
    uint32_t place = kr_prng_below(prng, 3);
    int64_t half = (int64_t)picture->width * picture->height / 2;
    zoom = zoom < least_zoom(picture) ? 1000 : zoom;
    if (kr_eye_crop(eye, shape, zoom, -1, 0, &best) < 0 || kr_rect_area(best) < half) {
        zoom = 1000;
        if (kr_eye_crop(eye, shape, zoom, -1, 0, &best) < 0)
            return -1;
        if (kr_rect_area(best) < half && !picture->focus_count && recipe->kind == KR_RECIPE_PHOTO)
            return -1;
    }
    recipe->crop = best;
    if (!place)
        kr_eye_crop(eye, shape, zoom, x, y, &recipe->crop);
    return holds_enough(p, recipe, best) ? fit_size(recipe) : -1;
}

/* The whole picture over itself: where no crop of that shape holds what must stay. */
static int make_backdrop(const planner *p, kr_recipe *recipe) {
    const kr_picture *picture = p->pool->pictures[recipe->source];
    if (!p->settings->number[KR_OPT_IMAGE_BACKDROP])
        return -1;
    recipe->kind = KR_RECIPE_BACKDROP;
    recipe->frame = KR_FRAME_NONE;
    recipe->frame_permille = 0;
    recipe->frame_color = 0;
    recipe->crop = (kr_rect){0, 0, picture->width, picture->height};
    kr_rect inset = kr_recipe_inset(recipe);
    /* Less than a third of the output: a stamp on a blur. */
    return kr_rect_area(inset) * 3 < (int64_t)recipe->width * recipe->height ? -1 : 0;
}

/* -- cards
 * ------------------------------------------------------------------------------------------- */

static size_t longest_word(kr_str text) {
    enum { SOFT_HYPHEN = 0xAD };
    size_t longest = 0, letters = 0;
    for (size_t at = 0; at < text.length;) {
        int32_t code = kr_utf8_next(text.at, text.length, &at);
        letters = kr_is_space(code) || code == SOFT_HYPHEN ? 0 : letters + 1;
        longest = letters > longest ? letters : longest;
    }
    return longest;
}

/* By letters alone: the fonts of the machine are not known here. */
static int kinds_of_card(kr_str headline) {
    size_t letters = kr_utf8_count(headline.at, headline.length), word = longest_word(headline);
    if (!letters || letters > CARD_LETTERS || word > CARD_WORD)
        return 0;
    return letters > SPLIT_LETTERS || word > SPLIT_WORD ? 2 : 3;
}

int kr_image_fits_card(kr_str headline) {
    return kinds_of_card(headline) > 0;
}

static void draw_card(const planner *p, kr_prng *prng, kr_recipe *recipe) {
    recipe->kind = (uint8_t)(KR_RECIPE_CARD_COLOR + kr_prng_below(prng, (uint32_t)p->cards));
    recipe->headline = p->class->headline;
    recipe->byline = p->class->byline;
    recipe->kicker = p->brand->kicker;
    recipe->look = KR_LOOK_NATURAL;
    recipe->amount = 0;
}

/* -- a step
 * ------------------------------------------------------------------------------------------ */

static uint32_t draw_source(const planner *p, kr_prng *prng) {
    uint32_t least = UINT32_MAX, among = 0;
    for (uint32_t i = 0; i < p->pool->count; i++)
        least = p->uses[i] < least ? p->uses[i] : least;
    for (uint32_t i = 0; i < p->pool->count; i++)
        among += p->uses[i] == least;
    if (kr_prng_below(prng, 4) == 0)
        return kr_prng_below(prng, p->pool->count);
    uint32_t pick = kr_prng_below(prng, among);
    for (uint32_t i = 0; i < p->pool->count; i++)
        if (p->uses[i] == least && pick-- == 0)
            return i;
    return 0;
}

/* One candidate; -1 where what was drawn cannot be made. */
static int draw(const planner *p, kr_prng *prng, kr_recipe *recipe, uint32_t *out_size) {
    uint32_t source = draw_source(p, prng), any = kr_prng_below(prng, 2);
    uint32_t size = kr_prng_below(prng, p->class->size_count), card = kr_prng_below(prng, 4);
    size = any ? size : 0;
    *recipe = (kr_recipe){.source = source,
                          .width = p->class->sizes[size].width,
                          .height = p->class->sizes[size].height,
                          .byte_limit = p->class->sizes[size].byte_limit,
                          .quality = (uint8_t)p->settings->number[KR_OPT_IMAGE_QUALITY],
                          .language = p->class->language};
    *out_size = size;
    draw_look(p, prng, recipe);
    if (card == 0 && p->cards)
        draw_card(p, prng, recipe);
    else
        draw_frame(p, prng, recipe);
    if (draw_crop(p, prng, recipe) < 0 &&
        (recipe->kind != KR_RECIPE_PHOTO || make_backdrop(p, recipe) < 0))
        return -1;
    draw_logo(p, prng, recipe);
    return recipe->frame == KR_FRAME_BAND && !stands_on_band(p, recipe) ? -1 : 0;
}

static int32_t price_of_card(const planner *p, const kr_recipe *recipe) {
    int narrow = recipe->width <= recipe->height && longest_word(recipe->headline) > NARROW_WORD;
    return PRICE_CARD + p->card_count * PRICE_CARD / 3 + (narrow ? PRICE_NARROW : 0);
}

static int32_t price_of(const planner *p, const kr_recipe *recipe, uint32_t size) {
    const kr_picture *picture = p->pool->pictures[recipe->source];
    int64_t wide = (int64_t)recipe->crop.width * 1000 / picture->width;
    int64_t high = (int64_t)recipe->crop.height * 1000 / picture->height;
    int32_t price = (int32_t)((1000 - (wide > high ? wide : high)) * PRICE_ZOOM / 100);
    uint32_t least = UINT32_MAX;
    for (uint32_t i = 0; i < p->pool->count; i++)
        least = p->uses[i] < least ? p->uses[i] : least;
    price += recipe->look == KR_LOOK_NATURAL ? 0
             : is_strong(recipe->look)       ? PRICE_STRONG
                                             : PRICE_LOOK;
    price += recipe->frame ? PRICE_FRAME : 0;
    price += recipe->kind == KR_RECIPE_BACKDROP ? PRICE_BACKDROP : 0;
    price += recipe->kind >= KR_RECIPE_CARD_COLOR ? price_of_card(p, recipe) : 0;
    if (recipe->kind != KR_RECIPE_CARD_COLOR)
        price +=
            (int32_t)((1000000 - (int64_t)kr_eye_score(&p->eyes[recipe->source], recipe->crop)) *
                      PRICE_PLACE / 1000000);
    price += (int32_t)size * PRICE_SIZE;
    price += (int32_t)(p->uses[recipe->source] - least) * PRICE_USE;
    return price;
}

static uint32_t variant_of(const kr_recipe *recipe) {
    return (uint32_t)recipe->look * KR_LOOK_AMOUNTS + (recipe->amount > 50);
}

static int32_t distance(planner *p, const kr_recipe *a, const kr_recipe *b) {
    if (!kr_difference_needs_looks(a, b))
        return kr_difference_of(a, b, 0);
    uint16_t *known = &p->memory[a->source].distance[variant_of(a)][variant_of(b)];
    if (!*known)
        *known = (uint16_t)(kr_look_distance(p->pool->pictures[a->source], a, b) + 1);
    return kr_difference_of(a, b, *known - 1);
}

static int32_t nearest(planner *p, const kr_recipe *recipe) {
    int32_t least = 1000000;
    for (size_t i = 0; i < p->count && least >= KR_IMAGE_VISIBLE; i++) {
        int32_t apart = distance(p, recipe, &p->recipes[i]);
        least = apart < least ? apart : least;
    }
    return least;
}

/* 1: a recipe was added; 0: nothing more is visibly different. */
static int step(planner *p) {
    kr_prng prng;
    kr_recipe best = {0};
    int32_t best_score = INT32_MIN;
    int64_t candidates = p->settings->number[KR_OPT_IMAGE_CANDIDATES];
    uint64_t name = kr_hash64(p->class->name.at, p->class->name.length);
    kr_prng_start(&prng, p->class->seed, KR_STAGE_IMAGE, name, (uint32_t)p->count);
    for (int64_t i = 0; i < candidates * ROUNDS; i++) {
        kr_recipe recipe;
        uint32_t size;
        if (i % candidates == 0 && best_score > INT32_MIN)
            break;
        if (draw(p, &prng, &recipe, &size) < 0)
            continue;
        int32_t apart = nearest(p, &recipe);
        if (apart < KR_IMAGE_VISIBLE || apart - price_of(p, &recipe, size) <= best_score)
            continue;
        best_score = apart - price_of(p, &recipe, size);
        best = recipe;
    }
    if (best_score == INT32_MIN)
        return 0;
    kr_corner_place(&best, p->pool->pictures[best.source], p->brand);
    p->recipes[p->count++] = best;
    p->uses[best.source] += best.kind != KR_RECIPE_CARD_COLOR;
    p->card_count += best.kind >= KR_RECIPE_CARD_COLOR;
    return 1;
}

static int32_t check(kr_job *job, const kr_settings *settings, const kr_picture_pool *pool,
                     const kr_image_class *class) {
    int64_t most = settings->number[KR_OPT_IMAGE_MAX_HEADLINE];
    if (!pool->count || !class->size_count)
        return kr_fail(job, KOOR_E_EMPTY, "images", -1, "no pictures, or no size to make them in");
    if ((int64_t)pool->count > settings->number[KR_OPT_IMAGE_MAX_SOURCES])
        return kr_fail(job, KOOR_E_LIMIT, "images", -1,
                       "%u pictures are more than image.max_sources: leave some out, or raise it",
                       pool->count);
    size_t valid = kr_utf8_valid(class->headline.at, class->headline.length);
    if (valid < class->headline.length)
        return kr_fail(job, KOOR_E_UTF8, "image.headline", (int64_t)valid,
                       "the headline is not valid UTF-8");
    if ((int64_t)kr_utf8_count(class->headline.at, class->headline.length) > most)
        return kr_fail(job, KOOR_E_LIMIT, "image.headline", -1,
                       "the headline has more than %d characters (image.max_headline)", (int)most);
    return KOOR_OK;
}

static int keep_text(kr_arena *arena, kr_str *text) {
    if (!text->length)
        return 0;
    text->at = kr_arena_string(arena, text->at, text->length);
    return text->at ? 0 : -1;
}

int32_t kr_image_recipes(kr_job *job, kr_arena *arena, const kr_image_scene *scene,
                         const kr_image_class *class, size_t wanted, kr_recipe **out,
                         size_t *out_count) {
    kr_image_class kept = *class;
    const kr_picture_pool *pool = scene->pool;
    const kr_settings *settings = scene->settings;
    planner p = {job, settings, pool, scene->brand, &kept, .looks = 0};
    int32_t status = check(job, settings, pool, class);
    if (status == KOOR_OK)
        status = allowed_looks(job, settings, &p.looks);
    if (status != KOOR_OK)
        return status;
    wanted = wanted < MOST ? wanted : MOST;
    /* Recipes outlive what they were asked with. */
    if (keep_text(arena, &kept.headline) < 0 || keep_text(arena, &kept.byline) < 0 ||
        keep_text(arena, &kept.language) < 0)
        return kr_nomem(job);
    p.eyes = kr_arena_alloc(&job->arena, pool->count, sizeof *p.eyes);
    p.memory = kr_arena_zero(&job->arena, pool->count, sizeof *p.memory);
    p.uses = kr_arena_zero(&job->arena, pool->count, sizeof *p.uses);
    p.recipes = kr_arena_alloc(arena, wanted, sizeof *p.recipes);
    p.cards = settings->number[KR_OPT_IMAGE_CARDS] ? kinds_of_card(class->headline) : 0;
    if (!p.eyes || !p.memory || !p.uses || !p.recipes)
        return kr_nomem(job);
    for (uint32_t i = 0; i < pool->count; i++)
        kr_eye_open(&p.eyes[i], pool->pictures[i]);
    while (p.count < wanted && step(&p))
        if (kr_job_progress(job, "pictures", p.count, wanted) != KOOR_OK)
            return KOOR_E_CANCELLED;
    *out = p.recipes;
    *out_count = p.count;
    if (!p.count && wanted)
        return kr_fail(
            job, KOOR_E_IMAGE, "images", -1,
            "no picture can be made in a size of the network: they are too small, or their "
            "boxes leave no crop; give larger ones");
    return KOOR_OK;
}
