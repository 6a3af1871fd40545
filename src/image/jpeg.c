/* JPEG over libjpeg-turbo: planes are read and written raw, so that neither side converts colours
 * or changes the grid of chroma. Decoding scales by M/8 inside the inverse DCT, which costs less
 * than decoding all. libjpeg reports errors by a callback that must not return: setjmp takes them.
 * The slow integer DCT is exact: the same bytes with SIMD and without. */
#include "image/jpeg.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>

enum { MAX_LINES = 4 * DCTSIZE, FIRST_BUFFER = 1 << 16 };

typedef struct catcher {
    struct jpeg_error_mgr base; /* first: libjpeg hands a pointer to it back */
    jmp_buf back;
    int cut_off; /* the data ended before the picture */
} catcher;

int kr_jpeg_available(void) {
    return 1;
}

static void on_error(j_common_ptr info) {
    catcher *c = (catcher *)(void *)info->err;
    longjmp(c->back, 1);
}

static void on_message(j_common_ptr info, int level) {
    catcher *c = (catcher *)(void *)info->err;
    int code = c->base.msg_code;
    if (level < 0 && (code == JWRN_JPEG_EOF || code == JWRN_HIT_MARKER))
        c->cut_off = 1;
}

static void on_output(j_common_ptr info) {
    (void)info;
}

static struct jpeg_error_mgr *catch_errors(catcher *c) {
    jpeg_std_error(&c->base);
    c->base.error_exit = on_error;
    c->base.emit_message = on_message;
    c->base.output_message = on_output;
    c->cut_off = 0;
    return &c->base;
}

static int32_t caught(kr_job *job, j_common_ptr info, const char *name, size_t length) {
    char words[JMSG_LENGTH_MAX];
    if (info->err->msg_code == JERR_OUT_OF_MEMORY)
        return kr_nomem(job);
    info->err->format_message(info, words);
    return kr_fail(job, KOOR_E_IMAGE, name, (int64_t)length,
                   "a JPEG that is broken (%s); save it anew", words);
}

/* -- decoding
 * -------------------------------------------------------------------------------------- */

typedef struct decoder {
    struct jpeg_decompress_struct info;
    catcher errors;
    kr_pixels pixels;
    const kr_memory *memory;
} decoder;

static int scaled_size(const jpeg_component_info *part) {
#if JPEG_LIB_VERSION >= 70
    return part->DCT_h_scaled_size;
#else
    return part->DCT_scaled_size;
#endif
}

static int lines_a_row(const struct jpeg_decompress_struct *info) {
#if JPEG_LIB_VERSION >= 70
    return info->max_v_samp_factor * info->min_DCT_v_scaled_size;
#else
    return info->max_v_samp_factor * info->min_DCT_scaled_size;
#endif
}

/* The planes, each with room for whole rows of blocks; 128 stands in for missing chroma. */
static int make_planes(decoder *d) {
    size_t total = 0, offset[3] = {0};
    struct jpeg_decompress_struct *info = &d->info;
    kr_plane *planes = d->pixels.plane;
    for (int i = 0; i < 3; i++) {
        const jpeg_component_info *part = &info->comp_info[i < info->num_components ? i : 0];
        uint32_t scale = (uint32_t)scaled_size(part) * 8192;
        planes[i].stride = (size_t)part->width_in_blocks * (size_t)scaled_size(part);
        planes[i].width = (int32_t)part->downsampled_width;
        planes[i].height = (int32_t)part->downsampled_height;
        planes[i].scale_x =
            scale * (uint32_t)part->h_samp_factor / (uint32_t)info->max_h_samp_factor;
        planes[i].scale_y =
            scale * (uint32_t)part->v_samp_factor / (uint32_t)info->max_v_samp_factor;
        size_t rows =
            (size_t)info->total_iMCU_rows * (size_t)part->v_samp_factor * (size_t)scaled_size(part);
        if (i >= info->num_components) {
            planes[i] =
                (kr_plane){NULL, 1, 1, 1, 65536 / info->image_width, 65536 / info->image_height};
            rows = 1;
        }
        offset[i] = total;
        total += planes[i].stride * rows;
    }
    uint8_t *block = kr_alloc(d->memory, total, 1);
    for (int i = 0; block && i < 3; i++)
        planes[i].at = block + offset[i];
    if (block && info->num_components == 1)
        *planes[1].at = *planes[2].at = 128;
    return block ? 0 : -1;
}

static void read_rows(decoder *d) {
    struct jpeg_decompress_struct *info = &d->info;
    JSAMPROW rows[3][MAX_LINES];
    JSAMPARRAY arrays[3] = {rows[0], rows[1], rows[2]};
    for (size_t step = 0; info->output_scanline < info->output_height; step++) {
        for (int i = 0; i < info->num_components; i++) {
            const jpeg_component_info *part = &info->comp_info[i];
            size_t count = (size_t)part->v_samp_factor * (size_t)scaled_size(part);
            for (size_t k = 0; k < count; k++)
                rows[i][k] = d->pixels.plane[i].at + (step * count + k) * d->pixels.plane[i].stride;
        }
        jpeg_read_raw_data(info, arrays, (JDIMENSION)lines_a_row(info));
    }
}

/* The part that libjpeg may leave by longjmp: nothing of its frame is used after that. */
static int decode(decoder *d, const void *bytes, size_t length, int eighths) {
    struct jpeg_decompress_struct *info = &d->info;
    if (setjmp(d->errors.back))
        return KOOR_E_IMAGE;
    jpeg_create_decompress(info);
    jpeg_mem_src(info, bytes, (unsigned long)length);
    jpeg_read_header(info, TRUE);
    J_COLOR_SPACE color = info->jpeg_color_space;
    if (color != JCS_YCbCr && color != JCS_GRAYSCALE)
        return KOOR_E_FEATURE;
    info->out_color_space = info->jpeg_color_space;
    info->scale_num = (unsigned)eighths;
    info->scale_denom = 8;
    info->raw_data_out = TRUE;
    info->dct_method = JDCT_ISLOW;
    jpeg_start_decompress(info);
    d->pixels.width = (int32_t)info->image_width;
    d->pixels.height = (int32_t)info->image_height;
    if (make_planes(d) < 0)
        return KOOR_E_NOMEM;
    read_rows(d);
    return KOOR_OK;
}

int32_t kr_jpeg_decode(kr_job *job, const char *name, const void *bytes, size_t length, int eighths,
                       kr_pixels *out) {
    decoder *d = kr_alloc_zero(job->memory, 1, sizeof *d);
    if (!d)
        return kr_nomem(job);
    d->memory = job->memory;
    d->info.err = catch_errors(&d->errors);
    int32_t status = decode(d, bytes, length, eighths);
    if (status == KOOR_E_IMAGE)
        caught(job, (j_common_ptr)&d->info, name, length);
    else if (status == KOOR_E_NOMEM)
        kr_nomem(job);
    else if (status == KOOR_E_FEATURE)
        kr_fail(job, status, name, -1, "a JPEG that stores RGB: save it as an ordinary JPEG");
    else if (d->errors.cut_off)
        status = kr_fail(job, KOOR_E_IMAGE, name, (int64_t)length,
                         "a JPEG that is cut off or damaged in the middle; copy it anew");
    jpeg_destroy_decompress(&d->info);
    if (status == KOOR_OK)
        *out = d->pixels;
    else
        kr_pixels_end(job->memory, &d->pixels);
    kr_free(job->memory, d);
    return status;
}

/* -- encoding
 * -------------------------------------------------------------------------------------- */

typedef struct encoder {
    struct jpeg_compress_struct info;
    catcher errors;
    struct jpeg_destination_mgr to;
    uint8_t *bytes;
    size_t capacity;
    const kr_memory *memory;
    int no_memory;
} encoder;

static void open_buffer(j_compress_ptr info) {
    encoder *e = info->client_data;
    e->to.next_output_byte = e->bytes;
    e->to.free_in_buffer = e->capacity;
}

/* libjpeg calls this when the buffer is full, whatever free_in_buffer says. */
static boolean more_buffer(j_compress_ptr info) {
    encoder *e = info->client_data;
    uint8_t *grown = kr_resize(e->memory, e->bytes, e->capacity, 2);
    if (!grown) {
        e->no_memory = 1;
        longjmp(e->errors.back, 1);
    }
    e->bytes = grown;
    e->to.next_output_byte = grown + e->capacity;
    e->to.free_in_buffer = e->capacity;
    e->capacity *= 2;
    return TRUE;
}

static void close_buffer(j_compress_ptr info) {
    (void)info;
}

static void write_rows(encoder *e, const kr_pixels *pixels) {
    JSAMPROW rows[3][KR_ALIGN];
    JSAMPARRAY arrays[3] = {rows[0], rows[1], rows[2]};
    while (e->info.next_scanline < e->info.image_height) {
        for (int i = 0; i < 3; i++) {
            const kr_plane *plane = &pixels->plane[i];
            size_t step = i ? 2 : 1, from = e->info.next_scanline / step, count = KR_ALIGN / step;
            for (size_t k = 0; k < count; k++)
                rows[i][k] = plane->at + (from + k) * plane->stride;
        }
        jpeg_write_raw_data(&e->info, arrays, KR_ALIGN);
    }
}

static int encode(encoder *e, const kr_pixels *pixels, int quality, int small) {
    struct jpeg_compress_struct *info = &e->info;
    if (setjmp(e->errors.back))
        return -1;
    jpeg_create_compress(info);
    info->client_data = e;
    info->dest = &e->to;
    info->image_width = (JDIMENSION)pixels->width;
    info->image_height = (JDIMENSION)pixels->height;
    info->input_components = 3;
    info->in_color_space = JCS_YCbCr;
    jpeg_set_defaults(info);
    jpeg_set_quality(info, quality, TRUE);
    info->dct_method = JDCT_ISLOW;
    info->optimize_coding = small ? TRUE : FALSE;
    info->raw_data_in = TRUE;
    jpeg_start_compress(info, TRUE);
    write_rows(e, pixels);
    jpeg_finish_compress(info);
    return 0;
}

int32_t kr_jpeg_encode(kr_job *job, const kr_pixels *pixels, int quality, int small, void **out,
                       size_t *out_length) {
    encoder *e = kr_alloc_zero(job->memory, 1, sizeof *e);
    if (!e)
        return kr_nomem(job);
    e->memory = job->memory;
    e->capacity = FIRST_BUFFER;
    e->bytes = kr_alloc(job->memory, e->capacity, 1);
    e->info.err = catch_errors(&e->errors);
    e->to = (struct jpeg_destination_mgr){.init_destination = open_buffer,
                                          .empty_output_buffer = more_buffer,
                                          .term_destination = close_buffer};
    int32_t status = KOOR_OK;
    if (!e->bytes)
        status = kr_nomem(job);
    else if (encode(e, pixels, quality, small) < 0)
        status = e->no_memory ? kr_nomem(job) : caught(job, (j_common_ptr)&e->info, "", 0);
    jpeg_destroy_compress(&e->info);
    if (status == KOOR_OK) {
        *out = e->bytes;
        *out_length = e->capacity - e->to.free_in_buffer;
    } else {
        kr_free(job->memory, e->bytes);
    }
    kr_free(job->memory, e);
    return status;
}
