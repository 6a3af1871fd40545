/* Foreign pictures: rows of sRGB as the module decodes them, averaged over squares of a whole
 * number of pixels into the three planes. Nothing larger than the result is held, and since the
 * averages are integers, a PNG gives the same pixels on every machine. Transparent parts go onto
 * white. */
#include "image/source.h"

#include <string.h>

typedef struct shrink {
    const kr_memory *memory;
    const kr_header *header;
    kr_pixels pixels;
    uint32_t *sums; /* three for each column of the result */
    int32_t factor, bands;
    int32_t width; /* of the rows */
    int no_memory;
} shrink;

static int begin(void *user, int32_t width, int32_t height, int bands) {
    shrink *s = user;
    if (width != s->header->width || height != s->header->height || bands < 3 || bands > 4)
        return -1;
    int32_t columns = (width + s->factor - 1) / s->factor;
    int32_t lines = (height + s->factor - 1) / s->factor;
    size_t size = (size_t)columns * (size_t)lines;
    s->width = width;
    s->bands = bands;
    s->sums = kr_alloc_zero(s->memory, (size_t)columns * 3, sizeof *s->sums);
    uint8_t *block = kr_alloc(s->memory, size, 3);
    s->no_memory = !s->sums || !block;
    s->pixels.width = width;
    s->pixels.height = height;
    for (size_t i = 0; block && i < 3; i++)
        s->pixels.plane[i] = (kr_plane){block + i * size,
                                        (size_t)columns,
                                        columns,
                                        lines,
                                        65536 / (uint32_t)s->factor,
                                        65536 / (uint32_t)s->factor};
    if (!block)
        return -1;
    return s->no_memory ? -1 : 0;
}

static void add_row(shrink *s, const uint8_t *at) {
    uint32_t *sum = s->sums;
    for (int32_t x = 0, k = 0; x < s->width; x++, at += s->bands) {
        uint32_t alpha = s->bands == 4 ? at[3] : 255;
        for (int c = 0; c < 3; c++)
            sum[c] += (at[c] * alpha + 255 * (255 - alpha) + 127) / 255;
        if (++k == s->factor)
            k = 0, sum += 3;
    }
}

static void store_row(shrink *s, int32_t line, uint32_t rows) {
    for (int32_t x = 0; x < s->pixels.plane[0].width; x++) {
        int32_t left = s->width - x * s->factor;
        uint32_t count = rows * (uint32_t)(left < s->factor ? left : s->factor), rgb = 0;
        for (int c = 0; c < 3; c++)
            rgb = rgb << 8 | (s->sums[3 * x + c] + count / 2) / count;
        kr_ycc color = kr_ycc_of(rgb);
        size_t at = (size_t)line * s->pixels.plane[0].stride + (size_t)x;
        s->pixels.plane[0].at[at] = color.y;
        s->pixels.plane[1].at[at] = color.cb;
        s->pixels.plane[2].at[at] = color.cr;
    }
    memset(s->sums, 0, (size_t)s->pixels.plane[0].width * 3 * sizeof *s->sums);
}

static int rows(void *user, const uint8_t *pixels, int32_t y, int32_t count) {
    shrink *s = user;
    for (int32_t i = 0; i < count; i++) {
        int32_t line = y + i, rest = (line + 1) % s->factor;
        if (line >= s->header->height)
            return -1;
        add_row(s, pixels + (size_t)i * (size_t)s->width * (size_t)s->bands);
        if (rest == 0)
            store_row(s, line / s->factor, (uint32_t)s->factor);
        else if (line + 1 == s->header->height)
            store_row(s, line / s->factor, (uint32_t)rest);
    }
    return 0;
}

int32_t kr_foreign_decode(kr_job *job, const kr_module *module, const kr_encoded *from,
                          uint32_t scale, kr_pixels *out) {
    char message[256] = "";
    uint32_t factor = scale ? 65536 / scale : 64;
    shrink s = {.memory = job->memory,
                .header = &from->header,
                .factor = factor < 1    ? 1
                          : factor > 64 ? 64
                                        : (int32_t)factor};
    kr_module_sink sink = {begin, rows, &s};
    int32_t status = KOOR_OK;
    if (module->decode(from->bytes, from->length, &sink, message, sizeof message) < 0)
        status = s.no_memory ? kr_nomem(job)
                             : kr_fail(job, KOOR_E_IMAGE, from->name, -1,
                                       "the picture is broken or not what its header says%s%s%s; "
                                       "save it anew",
                                       *message ? " (" : "", message, *message ? ")" : "");
    kr_free(job->memory, s.sums);
    if (status == KOOR_OK)
        *out = s.pixels;
    else
        kr_pixels_end(job->memory, &s.pixels);
    return status;
}
