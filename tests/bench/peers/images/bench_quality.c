/* How near koor's resampling is to libvips' Lanczos: bench_quality FILE... prints, for the luma of
 * each JPEG at scales from 0.3 to 0.9, the PSNR of the two results in decibels. */
#include "image/jpeg.h"
#include "koor.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <vips/vips.h>

static double psnr(const kr_plane *ours, const uint8_t *theirs, int32_t width, int32_t height) {
    double squares = 0;
    for (int32_t y = 0; y < height; y++)
        for (int32_t x = 0; x < width; x++) {
            double apart = ours->at[(size_t)y * ours->stride + (size_t)x] -
                           theirs[(size_t)y * (size_t)width + (size_t)x];
            squares += apart * apart;
        }
    return 10 * log10(255.0 * 255 * width * height / squares);
}

/* The luma without the bytes between its rows. */
static VipsImage *as_vips(const kr_plane *luma) {
    size_t width = (size_t)luma->width, height = (size_t)luma->height;
    uint8_t *tight = malloc(width * height);
    for (size_t y = 0; tight && y < height; y++)
        memcpy(tight + y * width, luma->at + y * luma->stride, width);
    VipsImage *image = vips_image_new_from_memory_copy(tight, width * height, luma->width,
                                                       luma->height, 1, VIPS_FORMAT_UCHAR);
    free(tight);
    return image;
}

static int compare(const kr_pixels *source, VipsImage *image, int tenths) {
    int32_t width = source->width * tenths / 20 * 2, height = source->height * tenths / 20 * 2;
    kr_rect from = {0, 0, source->width, source->height}, to = {0, 0, width, height};
    VipsImage *small = NULL;
    kr_pixels canvas;
    size_t size;
    if (vips_resize(image, &small, (double)width / source->width, "vscale",
                    (double)height / source->height, "kernel", VIPS_KERNEL_LANCZOS3, NULL) != 0)
        return -1;
    uint8_t *theirs = vips_image_write_to_memory(small, &size);
    if (size != (size_t)width * (size_t)height ||
        kr_pixels_start(&kr_memory_default, &canvas, width, height) < 0 ||
        kr_resample(&kr_memory_default, source, from, &canvas, to) < 0)
        return -1;
    printf("%.1f: %.1f dB\n", tenths / 10.0, psnr(&canvas.plane[0], theirs, width, height));
    kr_pixels_end(&kr_memory_default, &canvas);
    g_free(theirs);
    g_object_unref(small);
    return 0;
}

static int measure(kr_job *job, const char *path) {
    gchar *bytes;
    gsize length;
    kr_pixels source;
    if (!g_file_get_contents(path, &bytes, &length, NULL) ||
        kr_jpeg_decode(job, path, bytes, length, 8, &source) != KOOR_OK)
        return -1;
    kr_pixels_halve_chroma(&source);
    VipsImage *image = as_vips(&source.plane[0]);
    int done = 0;
    puts(path);
    for (int tenths = 3; done == 0 && tenths <= 9; tenths += 2)
        done = compare(&source, image, tenths);
    g_object_unref(image);
    kr_pixels_end(&kr_memory_default, &source);
    g_free(bytes);
    return done;
}

int main(int count, char **words) {
    koor_error *error = NULL;
    kr_job job;
    int done = VIPS_INIT(words[0]);
    kr_job_start(&job, &kr_memory_default, &error);
    for (int i = 1; done == 0 && i < count; i++)
        done = measure(&job, words[i]);
    if (done != 0)
        fprintf(stderr, "%s\n", error ? koor_error_message(error) : vips_error_buffer());
    koor_error_free(error);
    kr_job_end(&job);
    return done != 0;
}
