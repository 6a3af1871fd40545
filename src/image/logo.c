/* The logo: read with its transparency, scaled by averaging into its box, set into its corner. */
#include "image/paint.h"

#include "image/crop.h"
#include "image/source.h"

#include <string.h>

enum { MAX_LOGO = 4096 };

typedef struct loader {
    const kr_memory *memory;
    kr_sticker sticker;
    int bands, no_memory;
} loader;

static int begin(void *user, int32_t width, int32_t height, int bands) {
    loader *l = user;
    if (width < 1 || height < 1 || width > MAX_LOGO || height > MAX_LOGO || bands < 3 || bands > 4)
        return -1;
    l->bands = bands;
    l->sticker =
        (kr_sticker){kr_alloc(l->memory, (size_t)width * (size_t)height, 4), width, height};
    l->no_memory = !l->sticker.at;
    return l->sticker.at ? 0 : -1;
}

static int rows(void *user, const uint8_t *pixels, int32_t y, int32_t count) {
    loader *l = user;
    size_t many = (size_t)l->sticker.width * (size_t)count;
    if (y < 0 || y + count > l->sticker.height)
        return -1;
    uint8_t *to = l->sticker.at + (size_t)y * (size_t)l->sticker.width * 4;
    for (size_t i = 0; i < many; i++, pixels += l->bands, to += 4) {
        uint32_t alpha = l->bands == 4 ? pixels[3] : 255;
        for (int c = 0; c < 3; c++)
            to[c] = (uint8_t)((pixels[c] * alpha + 127) / 255);
        to[3] = (uint8_t)alpha;
    }
    return 0;
}

int32_t kr_logo_read(kr_job *job, const kr_studio *studio, const kr_brand_file *file,
                     kr_sticker *out) {
    char message[256] = "";
    loader l = {.memory = job->memory};
    kr_module_sink sink = {begin, rows, &l};
    kr_header header;
    void *bytes;
    size_t length;
    int32_t status = kr_brand_file_read(job, file, "logo", &bytes, &length);
    if (status != KOOR_OK)
        return status;
    status = kr_header_read(job, studio->scene->settings, file->path, bytes, length, &header);
    if (status == KOOR_OK &&
        studio->module->decode(bytes, length, &sink, message, sizeof message) < 0)
        status =
            l.no_memory
                ? kr_nomem(job)
                : kr_fail(job, KOOR_E_IMAGE, file->path.at, -1,
                          "the logo cannot be read, or is larger than 4096 pixels (%s)", message);
    kr_free(job->memory, bytes);
    if (status == KOOR_OK)
        *out = l.sticker;
    else
        kr_free(job->memory, l.sticker.at);
    return status;
}

/* The mean of a rectangle of the logo, edges rounded to whole pixels. */
static void mean_of(uint8_t out[4], const kr_sticker *from, kr_rect r) {
    uint64_t sum[4] = {0}, count = (uint64_t)kr_rect_area(r);
    for (int32_t y = r.y; y < r.y + r.height; y++)
        for (int32_t x = r.x; x < r.x + r.width; x++)
            for (int c = 0; c < 4; c++)
                sum[c] += from->at[((size_t)y * (size_t)from->width + (size_t)x) * 4 + (size_t)c];
    for (int c = 0; c < 4; c++)
        out[c] = (uint8_t)((sum[c] + count / 2) / count);
}

static void scale(const kr_sticker *to, const kr_sticker *from) {
    for (int32_t y = 0; y < to->height; y++)
        for (int32_t x = 0; x < to->width; x++) {
            kr_rect r = {(int32_t)((int64_t)x * from->width / to->width),
                         (int32_t)((int64_t)y * from->height / to->height), 0, 0};
            r.width = (int32_t)((int64_t)(x + 1) * from->width / to->width) - r.x;
            r.height = (int32_t)((int64_t)(y + 1) * from->height / to->height) - r.y;
            r.width = r.width < 1 ? 1 : r.width;
            r.height = r.height < 1 ? 1 : r.height;
            mean_of(to->at + ((size_t)y * (size_t)to->width + (size_t)x) * 4, from, r);
        }
}

int32_t kr_logo_draw(kr_job *job, const kr_studio *studio, const kr_recipe *recipe,
                     kr_pixels *canvas) {
    const kr_sticker *logo = &studio->logo[recipe->logo_light ? 1 : 0];
    kr_rect box = kr_recipe_logo(recipe);
    int32_t width = box.width, height = (int32_t)((int64_t)width * logo->height / logo->width);
    if (height > box.height) {
        height = box.height;
        width = (int32_t)((int64_t)height * logo->width / logo->height);
    }
    kr_sticker small = {NULL, width < 1 ? 1 : width, height < 1 ? 1 : height};
    small.at = kr_alloc(job->memory, (size_t)small.width * (size_t)small.height, 4);
    if (!small.at)
        return kr_nomem(job);
    scale(&small, logo);
    int right = recipe->corner == KR_CORNER_BOTTOM_RIGHT || recipe->corner == KR_CORNER_TOP_RIGHT;
    int top = recipe->corner == KR_CORNER_TOP_LEFT || recipe->corner == KR_CORNER_TOP_RIGHT;
    int band = recipe->frame == KR_FRAME_BAND;
    int32_t x = right ? box.x + box.width - small.width : box.x;
    int32_t y = band  ? box.y + (box.height - small.height) / 2
                : top ? box.y
                      : box.y + box.height - small.height;
    kr_draw_sticker(canvas, &small, x, y);
    kr_free(job->memory, small.at);
    return KOOR_OK;
}
