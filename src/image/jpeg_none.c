/* What stands in for jpeg.c where the build has no libjpeg: pictures are planned, not rendered. */
#include "image/jpeg.h"

int kr_jpeg_available(void) {
    return 0;
}

static int32_t refuse(kr_job *job, const char *name) {
    return kr_fail(job, KOOR_E_FEATURE, name, -1,
                   "this build of koor plans pictures but cannot render them: build it with "
                   "libjpeg-turbo (meson setup -Dimages=enabled)");
}

int32_t kr_jpeg_decode(kr_job *job, const char *name, const void *bytes, size_t length, int eighths,
                       kr_pixels *out) {
    (void)bytes, (void)length, (void)eighths, (void)out;
    return refuse(job, name);
}

int32_t kr_jpeg_encode(kr_job *job, const kr_pixels *pixels, int quality, int small, void **out,
                       size_t *out_length) {
    (void)pixels, (void)quality, (void)small, (void)out, (void)out_length;
    return refuse(job, "");
}
