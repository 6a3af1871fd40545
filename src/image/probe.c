/* Probing: bytes or a file become a picture of the pool. Header and limits first, then the sidecar,
 * then a thumbnail at an eighth of the size, which also finds files that are cut off. */
#include "image/image.h"

#include "base/digest.h"
#include "image/jpeg.h"
#include "image/look.h"
#include "image/source.h"

#include <string.h>

int kr_image_can_render(void) {
    return kr_jpeg_available();
}

/* Neutral where nothing can be decoded: grey, and the eye in the middle. */
static void fill_neutral(kr_picture *picture) {
    for (int i = 0; i < KR_THUMB * KR_THUMB; i++) {
        memset(picture->thumb[i], 128, 3);
        kr_lab_of(picture->lab[i], (kr_ycc){128, 128, 128});
    }
    for (int i = 0; i < KR_SALIENCY * KR_SALIENCY; i++) {
        int x = i % KR_SALIENCY - KR_SALIENCY / 2, y = i / KR_SALIENCY - KR_SALIENCY / 2;
        picture->saliency[i] = (uint8_t)(255 - (x * x + y * y) / 3);
    }
}

static int32_t measure(kr_job *job, const kr_settings *settings, const kr_encoded *from,
                       kr_picture *picture) {
    kr_pixels pixels;
    const kr_module *module = NULL;
    int foreign = from->header.foreign;
    fill_neutral(picture);
    if (!foreign && !kr_jpeg_available())
        return KOOR_OK;
    int32_t status = foreign ? kr_module_open(job, settings, NULL, &module) : KOOR_OK;
    if (status != KOOR_OK || (foreign && !module))
        return status;
    status = kr_source_decode(job, settings, from, 8192, &pixels);
    if (status != KOOR_OK)
        return status;
    status = kr_picture_measure(job, picture, &pixels);
    kr_pixels_end(job->memory, &pixels);
    return status;
}

static int32_t keep_input(kr_job *job, kr_arena *arena, const kr_image_input *input,
                          kr_picture *picture) {
    char *id = kr_arena_string(arena, input->id.at, input->id.length);
    char *path = kr_arena_string(arena, input->path.at, input->path.length);
    if (!id || !path)
        return kr_nomem(job);
    picture->id = (kr_str){id, input->id.length};
    picture->path = (kr_str){path, input->path.length};
    if (input->path.length)
        return KOOR_OK;
    void *copy = kr_arena_alloc(arena, input->length, 1);
    if (!copy)
        return kr_nomem(job);
    if (input->length)
        memcpy(copy, input->bytes, input->length);
    picture->bytes = copy;
    return KOOR_OK;
}

static int32_t read_sidecar(kr_job *job, kr_arena *arena, const kr_image_input *input,
                            kr_picture *picture) {
    kr_buffer name;
    if (!input->sidecar.length)
        return KOOR_OK;
    if (input->sidecar_name.length)
        return kr_sidecar_read(job, arena, input->sidecar, input->sidecar_name, picture);
    kr_buffer_start(&name, job->memory);
    size_t stem = input->id.length; /* "team.jpg" has its sidecar in "team.json" */
    while (stem && input->id.at[stem - 1] != '.')
        stem--;
    kr_buffer_add(&name, input->id.at, stem ? stem - 1 : input->id.length);
    kr_buffer_text(&name, ".json");
    int32_t status = name.failed ? kr_nomem(job)
                                 : kr_sidecar_read(job, arena, input->sidecar,
                                                   (kr_str){name.data, name.length}, picture);
    kr_buffer_end(&name);
    return status;
}

static int32_t probe(kr_job *job, kr_arena *arena, const kr_settings *settings,
                     const kr_image_input *input, kr_picture *picture) {
    kr_encoded from = {.name = picture->id.at, .bytes = input->bytes, .length = input->length};
    const kr_header *header = &from.header;
    int32_t status =
        kr_header_read(job, settings, picture->id, from.bytes, from.length, &from.header);
    if (status != KOOR_OK)
        return status;
    int turned = header->orientation >= 5;
    picture->width = turned ? header->height : header->width;
    picture->height = turned ? header->width : header->height;
    picture->kind = header->kind;
    picture->orientation = header->orientation;
    picture->foreign = header->foreign;
    picture->length = input->length;
    picture->digest = kr_digest64(input->bytes, input->length);
    status = read_sidecar(job, arena, input, picture);
    if (status != KOOR_OK)
        return status;
    return measure(job, settings, &from, picture);
}

int32_t kr_image_probe(kr_job *job, kr_arena *arena, const kr_settings *settings,
                       const kr_image_input *input, kr_picture **out) {
    kr_image_input read = *input;
    void *bytes = NULL;
    int64_t most = settings->number[KR_OPT_IMAGE_MAX_BYTES];
    if (!input->path.length && (uint64_t)input->length > (uint64_t)most)
        return kr_fail(job, KOOR_E_LIMIT, "image", -1,
                       "the picture has %zu bytes: save it smaller, or raise image.max_bytes",
                       input->length);
    kr_picture *picture = kr_arena_zero(arena, 1, sizeof *picture);
    if (!picture)
        return kr_nomem(job);
    int32_t status = keep_input(job, arena, input, picture);
    if (status == KOOR_OK && input->path.length) {
        status = kr_file_read(job, picture->path.at, most, &bytes, &read.length);
        read.bytes = bytes;
    }
    if (status == KOOR_OK)
        status = probe(job, arena, settings, &read, picture);
    kr_free(job->memory, bytes);
    if (status == KOOR_OK)
        *out = picture;
    return status;
}

kr_str kr_picture_alt(const kr_picture *picture, kr_str language) {
    const kr_alt *any = NULL;
    for (uint32_t i = 0; i < picture->alt_count; i++) {
        const kr_alt *alt = &picture->alts[i];
        if (language.length && kr_str_equal_fold(alt->language, language))
            return alt->text;
        if (!any || (any->language.length && !alt->language.length))
            any = alt;
    }
    return any ? any->text : (kr_str){"", 0};
}
