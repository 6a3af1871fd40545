/* The module koor-vips.so: libvips decodes what libjpeg does not, Pango sets words (vips_text.c).
 *
 * libvips brings a hundred libraries and 23 ms of start, and hosts such as sharp ship their own: so
 * it is opened when first needed, never linked into libkoor. Only four named loaders are called, so
 * that no SVG, PDF or ImageMagick loader is ever reached; they are not blocked, for that would hold
 * for a host that works with libvips as well. libvips is started once and never shut down, as its
 * manual asks of libraries; its errors are one buffer for the process and are copied at once. */
#include "image/module.h"
#include "image/vips_text.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <vips/vips.h>

enum { STRIP = 64 };

static pthread_once_t once = PTHREAD_ONCE_INIT;
static int started; /* written once, under `once` */

static void mute(const char *domain, GLogLevelFlags level, const char *message, void *user) {
    (void)domain, (void)level, (void)message, (void)user;
}

/* What libvips prints is muted, unless the host had started it before: then it is the host's to say. */
static void start(void) {
    int is_of_host = g_type_from_name("VipsObject") != 0;
    if (vips_init("koor") != 0)
        return;
    if (!is_of_host)
        g_log_set_handler("VIPS", G_LOG_LEVEL_MASK, mute, NULL);
    started = 1;
}

static int fail(char *message, size_t capacity, const char *what) {
    const char *said = what ? what : vips_error_buffer();
    snprintf(message, capacity, "%s", said);
    for (char *at = message; *at; at++)
        if (*at == '\n')
            *at = *(at + 1) ? ';' : '\0';
    vips_error_clear();
    return -1;
}

static const char *library(void) {
    return "libvips " VIPS_VERSION;
}

/* By its first bytes; the loaders are named, so that nothing else is ever asked. */
static VipsImage *load(const void *bytes, size_t length) {
    VipsImage *image = NULL;
    void *data = (void *)(guintptr)bytes; /* not written to */
    const unsigned char *at = bytes;
    if (length < 12)
        return NULL;
    if (at[0] == 0xFF)
        vips_jpegload_buffer(data, length, &image, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on",
                             VIPS_FAIL_ON_TRUNCATED, NULL);
    else if (at[0] == 0x89)
        vips_pngload_buffer(data, length, &image, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on",
                            VIPS_FAIL_ON_TRUNCATED, NULL);
    else if (at[0] == 'R')
        vips_webpload_buffer(data, length, &image, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on",
                             VIPS_FAIL_ON_TRUNCATED, NULL);
    else if (at[0] == 'G')
        vips_gifload_buffer(data, length, &image, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on",
                            VIPS_FAIL_ON_TRUNCATED, NULL);
    return image;
}

/* Takes `from`; NULL where it fails. */
static VipsImage *to_srgb(VipsImage *from) {
    VipsImage *color = NULL, *bytes = NULL;
    int profile = vips_image_get_typeof(from, VIPS_META_ICC_NAME) != 0;
    int done = -1;
    if (profile || from->Type == VIPS_INTERPRETATION_CMYK)
        done = vips_icc_transform(from, &color, "srgb", "embedded", profile, "input_profile",
                                  from->Type == VIPS_INTERPRETATION_CMYK ? "cmyk" : "srgb", NULL);
    /* A profile that is broken is no reason to refuse a picture that shows everywhere else. */
    if (done != 0 && from->Type != VIPS_INTERPRETATION_CMYK) {
        vips_error_clear();
        done = vips_colourspace(from, &color, VIPS_INTERPRETATION_sRGB, NULL);
    }
    g_object_unref(from);
    if (done != 0)
        return NULL;
    if (vips_cast_uchar(color, &bytes, NULL) != 0)
        bytes = NULL;
    g_object_unref(color);
    return bytes;
}

static int push_rows(VipsImage *image, const kr_module_sink *sink) {
    VipsRegion *region = vips_region_new(image);
    int done = 0;
    for (int y = 0; done == 0 && y < image->Ysize; y += STRIP) {
        int count = image->Ysize - y < STRIP ? image->Ysize - y : STRIP;
        VipsRect strip = {0, y, image->Xsize, count};
        done = vips_region_prepare(region, &strip);
        for (int i = 0; done == 0 && i < count; i++) {
            const uint8_t *row =
                VIPS_REGION_ADDR_TOPLEFT(region) + (size_t)i * VIPS_REGION_LSKIP(region);
            done = sink->rows(sink->user, row, y + i, 1);
        }
    }
    g_object_unref(region);
    return done;
}

static int decode(const void *bytes, size_t length, const kr_module_sink *sink, char *message,
                  size_t capacity) {
    pthread_once(&once, start);
    if (!started)
        return fail(message, capacity, NULL);
    VipsImage *image = load(bytes, length);
    image = image ? to_srgb(image) : NULL;
    if (!image)
        return fail(message, capacity, NULL);
    int done = image->Bands == 3 || image->Bands == 4
                   ? sink->begin(sink->user, image->Xsize, image->Ysize, image->Bands)
                   : -1;
    if (done == 0)
        done = push_rows(image, sink);
    g_object_unref(image);
    return done == 0 ? 0
                     : fail(message, capacity,
                            *vips_error_buffer() ? NULL : "its size is not that of its header");
}

static void thread_end(void) {
    kr_text_thread_end();
    if (started)
        vips_thread_shutdown();
}

static const kr_module module = {KR_MODULE_VERSION, library,      decode,    kr_text_measure,
                                 kr_text_breaks,    kr_text_draw, thread_end};

extern const kr_module *const koor_vips_module;
__attribute__((visibility("default"))) const kr_module *const koor_vips_module = &module;
