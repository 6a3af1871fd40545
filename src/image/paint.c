/* One recipe, painted: crop or backdrop, look, frame, logo or words, and the bytes within their
 * limit. See paint.h. */
#include "image/paint.h"

#include "image/crop.h"
#include "image/jpeg.h"
#include "image/look.h"
#include "image/source.h"

enum { LEAST_QUALITY = 60, BISECTIONS = 4, SHRINKS = 8 };

uint32_t kr_paint_scale(const kr_recipe *recipe) {
    kr_rect window =
        recipe->kind == KR_RECIPE_BACKDROP ? kr_recipe_inset(recipe) : kr_recipe_window(recipe);
    uint32_t scale = 0;
    while (scale + 1 < KR_SCALES && (int64_t)window.width << (scale + 1) <= recipe->crop.width &&
           (int64_t)window.height << (scale + 1) <= recipe->crop.height)
        scale++;
    return scale;
}

/* A part of the upright picture into a rectangle of the canvas. */
static int place(const kr_memory *memory, const kr_picture *picture, const kr_pixels *source,
                 kr_rect crop, kr_pixels *canvas, kr_rect to) {
    int orientation = picture->orientation, swapped = orientation >= 5;
    kr_rect stored = kr_rect_stored(crop, source->width, source->height, orientation);
    kr_pixels turned;
    if (orientation == 1)
        return kr_resample(memory, source, stored, canvas, to);
    int32_t width = swapped ? to.height : to.width, height = swapped ? to.width : to.height;
    if (kr_pixels_start(memory, &turned, width, height) < 0)
        return -1;
    int done = kr_resample(memory, source, stored, &turned, (kr_rect){0, 0, width, height});
    if (done == 0)
        done = kr_pixels_orient(memory, &turned, orientation);
    if (done == 0)
        kr_copy_to(canvas, to, &turned);
    kr_pixels_end(memory, &turned);
    return done;
}

/* The part of the picture that covers the window: what lies blurred behind. */
static kr_rect covering(kr_rect crop, kr_rect window) {
    kr_rect r = crop;
    if ((int64_t)crop.width * window.height > (int64_t)crop.height * window.width)
        r.width = (int32_t)((int64_t)crop.height * window.width / window.height);
    else
        r.height = (int32_t)((int64_t)crop.width * window.height / window.width);
    r.width = r.width < 1 ? 1 : r.width;
    r.height = r.height < 1 ? 1 : r.height;
    r.x += (crop.width - r.width) / 2;
    r.y += (crop.height - r.height) / 2;
    return r;
}

static int paint_backdrop(const kr_memory *memory, const kr_picture *picture,
                          const kr_pixels *source, const kr_recipe *recipe, kr_pixels *canvas) {
    kr_rect window = kr_recipe_window(recipe), inset = kr_recipe_inset(recipe);
    if (place(memory, picture, source, covering(recipe->crop, window), canvas, window) < 0 ||
        kr_blur(memory, canvas, window, 4) < 0)
        return -1;
    kr_veil(canvas, window, (kr_ycc){16, 128, 128}, KR_BACKDROP_VEIL);
    return place(memory, picture, source, recipe->crop, canvas, inset);
}

int kr_paint_base(const kr_memory *memory, const kr_picture *picture, const kr_pixels *source,
                  const kr_recipe *recipe, kr_pixels *canvas) {
    if (kr_pixels_start(memory, canvas, recipe->width, recipe->height) < 0)
        return -1;
    int done = 0;
    if (recipe->kind == KR_RECIPE_BACKDROP)
        done = paint_backdrop(memory, picture, source, recipe, canvas);
    else if (recipe->kind != KR_RECIPE_CARD_COLOR)
        done = place(memory, picture, source, recipe->crop, canvas, kr_recipe_window(recipe));
    if (done < 0)
        kr_pixels_end(memory, canvas);
    return done;
}

/* -- bytes within their limit
 * ---------------------------------------------------------------------- */

typedef struct attempt {
    void *bytes;
    size_t length;
} attempt;

static int32_t try_quality(kr_job *job, const kr_pixels *canvas, int quality, attempt *out) {
    return kr_jpeg_encode(job, canvas, quality, 1, &out->bytes, &out->length);
}

/* The best quality of 60 and up whose bytes fit; out->bytes stays NULL where none does. */
static int32_t bisect(kr_job *job, const kr_pixels *canvas, int quality, size_t limit,
                      attempt *out) {
    int low = LEAST_QUALITY, high = quality;
    for (int i = 0; i < BISECTIONS && low <= high; i++) {
        attempt next = {0};
        int middle = i + 1 == BISECTIONS && !out->bytes ? LEAST_QUALITY : (low + high) / 2;
        int32_t status = try_quality(job, canvas, middle, &next);
        if (status != KOOR_OK)
            return status;
        int fits = next.length <= limit;
        kr_free(job->memory, fits ? out->bytes : next.bytes);
        if (fits)
            *out = next;
        low = fits ? middle + 1 : low;
        high = fits ? high : middle - 1;
    }
    return KOOR_OK;
}

static int smaller(kr_job *job, kr_pixels *canvas) {
    kr_pixels small;
    int32_t width = canvas->width * 85 / 100 / 2 * 2, height = canvas->height * 85 / 100 / 2 * 2;
    if (width < 64 || height < 64 || kr_pixels_start(job->memory, &small, width, height) < 0)
        return -1;
    int done = kr_resample(job->memory, canvas, (kr_rect){0, 0, canvas->width, canvas->height},
                           &small, (kr_rect){0, 0, width, height});
    kr_pixels_end(job->memory, done == 0 ? canvas : &small);
    if (done == 0)
        *canvas = small;
    return done;
}

static int32_t encode_within(kr_job *job, const kr_recipe *recipe, kr_pixels *canvas,
                             attempt *out) {
    size_t limit = recipe->byte_limit > 0 ? (size_t)recipe->byte_limit : SIZE_MAX;
    kr_pixels_pad(canvas);
    int32_t status = kr_jpeg_encode(job, canvas, recipe->quality, 0, &out->bytes, &out->length);
    for (int i = 0; status == KOOR_OK && out->length > limit && i < SHRINKS; i++) {
        kr_free(job->memory, out->bytes);
        *out = (attempt){0};
        if (i > 0 && smaller(job, canvas) < 0)
            return kr_nomem(job);
        kr_pixels_pad(canvas);
        status = bisect(job, canvas, recipe->quality, limit, out);
        out->length = out->bytes ? out->length : SIZE_MAX;
    }
    if (status == KOOR_OK && out->length > limit)
        return kr_fail(job, KOOR_E_LIMIT, "image", -1,
                       "a picture cannot be made to fit %zu bytes: raise the limit of the network",
                       limit);
    return status;
}

int32_t kr_paint_finish(kr_job *job, const kr_studio *studio, const kr_recipe *recipe,
                        kr_pixels *canvas, void **out, size_t *out_length) {
    kr_grade grade;
    attempt made = {0};
    int32_t status = KOOR_OK;
    kr_grade_make(&grade, recipe);
    if (recipe->kind != KR_RECIPE_CARD_COLOR)
        kr_grade_apply(&grade, canvas, kr_recipe_window(recipe));
    if (recipe->kind >= KR_RECIPE_CARD_COLOR)
        status = kr_card_draw(job, studio, recipe, canvas);
    else
        kr_draw_frame(canvas, recipe);
    if (status == KOOR_OK && recipe->logo_permille)
        status = kr_logo_draw(job, studio, recipe, canvas);
    if (status == KOOR_OK)
        status = encode_within(job, recipe, canvas, &made);
    if (status != KOOR_OK) {
        kr_free(job->memory, made.bytes);
        return status;
    }
    *out = made.bytes;
    *out_length = made.length;
    return KOOR_OK;
}

/* -- what recipes share
 * ---------------------------------------------------------------------------- */

/* The module reads the font itself, from its file. */
static int32_t check_font(kr_job *job, kr_studio *studio) {
    const kr_brand_file *font = &studio->scene->brand->font;
    void *bytes;
    size_t length;
    if (!font->path.length || studio->font_is_known)
        return KOOR_OK;
    int32_t status = kr_brand_file_read(job, font, "font", &bytes, &length);
    if (status != KOOR_OK)
        return status;
    kr_free(job->memory, bytes);
    studio->font_is_known = 1;
    return KOOR_OK;
}

int32_t kr_studio_prepare(kr_job *job, kr_studio *studio, const kr_recipe *recipe) {
    const kr_brand *brand = studio->scene->brand;
    int card = recipe->kind >= KR_RECIPE_CARD_COLOR, version = recipe->logo_light ? 1 : 0;
    int32_t status = KOOR_OK;
    if (!card && !recipe->logo_permille)
        return KOOR_OK;
    if (!studio->module)
        status = kr_module_open(job, studio->scene->settings, card ? "quote card" : "logo",
                                &studio->module);
    if (status == KOOR_OK && card)
        status = check_font(job, studio);
    if (status != KOOR_OK)
        return status;
    if (!recipe->logo_permille || studio->logo[version].at)
        return KOOR_OK;
    return kr_logo_read(job, studio, version ? &brand->logo_light : &brand->logo_dark,
                        &studio->logo[version]);
}

void kr_studio_end(kr_job *job, kr_studio *studio) {
    for (int i = 0; i < 2; i++)
        kr_free(job->memory, studio->logo[i].at);
}
