/* JPEG in and out, over libjpeg-turbo. jpeg_none.c stands in where the build has no libjpeg. */
#ifndef KR_IMAGE_JPEG_H
#define KR_IMAGE_JPEG_H

#include "base/job.h"
#include "image/pixels.h"

int kr_jpeg_available(void);

/* Decodes at eighths/8 of the size (1 to 8) into planes as they are stored: chroma on its own grid.
 * A file that ends early is an error. Freed with kr_pixels_end. */
int32_t kr_jpeg_decode(kr_job *job, const char *name, const void *bytes, size_t length, int eighths,
                       kr_pixels *out);

/* Encodes a padded canvas at that quality; `small` spends time on smaller tables. No metadata. */
int32_t kr_jpeg_encode(kr_job *job, const kr_pixels *pixels, int quality, int small, void **out,
                       size_t *out_length);

#endif
