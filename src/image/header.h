/* What a picture says of itself before anything is decoded. */
#ifndef KR_IMAGE_HEADER_H
#define KR_IMAGE_HEADER_H

#include "base/job.h"
#include "model/picture.h"
#include "model/settings.h"

typedef struct kr_header {
    uint8_t kind;          /* kr_picture_kind */
    uint8_t orientation;   /* 1 to 8 */
    uint8_t foreign;       /* the module must read it */
    int32_t width, height; /* as stored, before orientation */
} kr_header;

/* A file as it was read, and what its header says. */
typedef struct kr_encoded {
    const char *name; /* as errors tell it */
    const void *bytes;
    size_t length;
    kr_header header;
} kr_encoded;

/* KOOR_E_IMAGE (broken, unknown) or KOOR_E_LIMIT, with `name` as path and the offset of the
 * trouble. */
int32_t kr_header_read(kr_job *job, const kr_settings *settings, kr_str name, const void *bytes,
                       size_t length, kr_header *out);

/* The orientation in an EXIF block that begins with "II" or "MM"; 1 where it says nothing valid. */
uint8_t kr_exif_orientation(const uint8_t *bytes, size_t length);
/* Whether an ICC profile is sRGB: its three colorants are those of sRGB. */
int kr_profile_is_srgb(const uint8_t *bytes, size_t length);

#endif
