/* Sources: their bytes, and their pixels at the scale that is needed. */
#ifndef KR_IMAGE_SOURCE_H
#define KR_IMAGE_SOURCE_H

#include "base/job.h"
#include "image/header.h"
#include "image/module.h"
#include "image/pixels.h"
#include "model/picture.h"
#include "model/settings.h"

/* Reads a regular file of at most `most` bytes; freed with kr_free. KOOR_E_IO, KOOR_E_LIMIT. */
int32_t kr_file_read(kr_job *job, const char *path, int64_t most, void **out, size_t *out_length);

/* The pixels of a picture as stored, at `scale` (pixels wanted for a pixel of the source, in
 * 1/65536) or larger, never above its own size. */
int32_t kr_source_decode(kr_job *job, const kr_settings *settings, const kr_encoded *from,
                         uint32_t scale, kr_pixels *out);

/* The pixels of a picture that was probed: read anew, and compared with what was planned from.
 * KOOR_E_FINGERPRINT where it is another one. */
int32_t kr_source_read(kr_job *job, const kr_settings *settings, const kr_picture *picture,
                       uint32_t scale, kr_pixels *out);

/* The bytes of a file of the brand kit, freed with kr_free. KOOR_E_FINGERPRINT where it is another one than
 * when the kit was opened; `what` names it there ("logo"). */
int32_t kr_brand_file_read(kr_job *job, const kr_brand_file *file, const char *what, void **out,
                           size_t *out_length);

/* The module, opened when first asked for and kept by the loader; NULL without an error when it is
 * not there and `needed_by` is NULL, else KOOR_E_FEATURE. */
int32_t kr_module_open(kr_job *job, const kr_settings *settings, const char *needed_by,
                       const kr_module **out);

/* Foreign pictures: decoded by the module, shrunk by whole factors while the rows come in. */
int32_t kr_foreign_decode(kr_job *job, const kr_module *module, const kr_encoded *from,
                          uint32_t scale, kr_pixels *out);

/* Fills in thumb, lab, saliency and rough. */
int32_t kr_picture_measure(kr_job *job, kr_picture *picture, const kr_pixels *pixels);

/* The sidecar's alternative texts, boxes and flags. */
int32_t kr_sidecar_read(kr_job *job, kr_arena *arena, kr_str json, kr_str name,
                        kr_picture *picture);

#endif
