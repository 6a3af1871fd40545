/* Sources: read within limits, and decoded by libjpeg or the module, whichever the header asks for.
 */
#define _POSIX_C_SOURCE 200809L
#include "image/source.h"

#include "base/digest.h"
#include "image/jpeg.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int32_t read_all(kr_job *job, const char *path, int file, uint8_t *bytes, size_t length) {
    for (size_t at = 0; at < length;) {
        ssize_t got = read(file, bytes + at, length - at);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return kr_fail(job, KOOR_E_IO, path, (int64_t)at,
                           "the file ended or failed while it was read");
        at += (size_t)got;
    }
    return KOOR_OK;
}

int32_t kr_file_read(kr_job *job, const char *path, int64_t most, void **out, size_t *out_length) {
    struct stat about;
    int32_t status = KOOR_OK;
    /* Without O_NONBLOCK a pipe in the picture folder would hold the library up for ever. */
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0)
        return kr_fail(job, KOOR_E_IO, path, -1,
                       "the file cannot be opened: is it there, and readable?");
    uint8_t *bytes = NULL;
    if (fstat(file, &about) < 0 || !S_ISREG(about.st_mode))
        status = kr_fail(job, KOOR_E_IO, path, -1, "not a plain file");
    else if (about.st_size > most)
        status = kr_fail(job, KOOR_E_LIMIT, path, -1,
                         "the file has more than %d bytes: make it smaller", (int)most);
    else if (!(bytes = kr_alloc(job->memory, (size_t)about.st_size, 1)))
        status = kr_nomem(job);
    else
        status = read_all(job, path, file, bytes, (size_t)about.st_size);
    close(file);
    if (status != KOOR_OK) {
        kr_free(job->memory, bytes);
        return status;
    }
    *out = bytes;
    *out_length = (size_t)about.st_size;
    return KOOR_OK;
}

int32_t kr_brand_file_read(kr_job *job, const kr_brand_file *file, const char *what, void **out,
                           size_t *out_length) {
    enum { MOST = 40000000 }; /* fonts with all of Han have 20 MB */
    int32_t status = kr_file_read(job, file->path.at, MOST, out, out_length);
    if (status != KOOR_OK || !file->digest || kr_digest64(*out, *out_length) == file->digest)
        return status;
    kr_free(job->memory, *out);
    return kr_fail(job, KOOR_E_FINGERPRINT, file->path.at, -1,
                   "the %s is another file than when it was planned: plan again", what);
}

int32_t kr_source_decode(kr_job *job, const kr_settings *settings, const kr_encoded *from,
                         uint32_t scale, kr_pixels *out) {
    const kr_module *module;
    uint32_t eighths = (scale + 8191) / 8192;
    int foreign = from->header.foreign;
    int32_t status = foreign ? kr_module_open(job, settings, from->name, &module) : KOOR_OK;
    if (status != KOOR_OK)
        return status;
    if (foreign)
        status = kr_foreign_decode(job, module, from, scale, out);
    else
        status = kr_jpeg_decode(job, from->name, from->bytes, from->length,
                                eighths < 1   ? 1
                                : eighths > 8 ? 8
                                              : (int)eighths,
                                out);
    if (status == KOOR_OK)
        kr_pixels_halve_chroma(out);
    return status;
}

/* The bytes of a probed picture; *own is freed when they are no longer needed. */
static int32_t open_picture(kr_job *job, const kr_settings *settings, const kr_picture *picture,
                            kr_encoded *out, void **own) {
    *own = NULL;
    *out = (kr_encoded){.name = picture->id.at, .bytes = picture->bytes, .length = picture->length};
    if (!picture->path.length)
        return KOOR_OK;
    int32_t status = kr_file_read(job, picture->path.at, settings->number[KR_OPT_IMAGE_MAX_BYTES],
                                  own, &out->length);
    out->bytes = *own;
    return status;
}

int32_t kr_source_read(kr_job *job, const kr_settings *settings, const kr_picture *picture,
                       uint32_t scale, kr_pixels *out) {
    kr_encoded in;
    void *own;
    int32_t status = open_picture(job, settings, picture, &in, &own);
    if (status == KOOR_OK)
        status = kr_header_read(job, settings, picture->id, in.bytes, in.length, &in.header);
    if (status == KOOR_OK &&
        (in.length != picture->length || kr_digest64(in.bytes, in.length) != picture->digest))
        status = kr_fail(job, KOOR_E_FINGERPRINT, picture->id.at, -1,
                         "the picture is another one than when it was planned: plan again");
    if (status == KOOR_OK)
        status = kr_source_decode(job, settings, &in, scale, out);
    kr_free(job->memory, own);
    return status;
}
