/* Headers of JPEG, PNG, WebP and GIF, read within bounds: kind, size, orientation, what needs the
 * module. The kind comes from the first bytes, never from the name of the file. The limits are
 * checked here, before a decoder sees a byte: a PNG of 65536 x 65536 fits in 522 KB and took a
 * decoder 22 s to refuse. Layouts: ITU T.81, PNG 1.2, RFC 9649 (WebP), GIF89a. */
#include "image/header.h"

#include "image/bytes.h"

#include <string.h>

enum {
    MAX_SCANS = 64, /* a progressive JPEG has about 10; each costs a pass over all coefficients */
    JPEG_SOF0 = 0xC0,
    JPEG_SOF2 = 0xC2,
    JPEG_DHT = 0xC4,
    JPEG_JPG = 0xC8,
    JPEG_DAC = 0xCC,
    JPEG_EOI = 0xD9,
    JPEG_SOS = 0xDA,
    JPEG_APP1 = 0xE1,
    JPEG_APP2 = 0xE2,
    JPEG_APP14 = 0xEE
};

typedef struct reader {
    const uint8_t *bytes;
    size_t length, at; /* `at` is also where an error is told */
    const char *wrong; /* what is wrong, or NULL */
    kr_header *header;
} reader;

static int wrong(reader *in, const char *what) {
    in->wrong = what;
    return -1;
}

/* -- JPEG
 * ------------------------------------------------------------------------------------------ */

typedef struct jpeg_facts {
    int components, scans, profile, adobe;
} jpeg_facts;

static int jpeg_frame(reader *in, jpeg_facts *facts, const uint8_t *at, size_t length) {
    if (length < 6 || at[0] != 8)
        return wrong(in, "a JPEG of other than 8 bits a sample");
    if (facts->components)
        return wrong(in, "a JPEG with two frames");
    in->header->height = (int32_t)kr_be16(at + 1);
    in->header->width = (int32_t)kr_be16(at + 3);
    facts->components = at[5];
    if (facts->components != 1 && facts->components != 3 && facts->components != 4)
        return wrong(in, "a JPEG with an odd number of components");
    return 0;
}

static int starts_with(const uint8_t *at, size_t length, const char *text, size_t text_length) {
    return length >= text_length && memcmp(at, text, text_length) == 0;
}

static int jpeg_segment(reader *in, jpeg_facts *facts, int marker, const uint8_t *at,
                        size_t length) {
    int is_frame = marker >= JPEG_SOF0 && marker <= 0xCF && marker != JPEG_DHT &&
                   marker != JPEG_JPG && marker != JPEG_DAC;
    if (is_frame && marker > JPEG_SOF2)
        return wrong(in, "a lossless, hierarchical or arithmetic JPEG, which browsers do not show");
    if (is_frame)
        return jpeg_frame(in, facts, at, length);
    if (marker == JPEG_APP1 && starts_with(at, length, "Exif\0\0", 6))
        in->header->orientation = kr_exif_orientation(at + 6, length - 6);
    if (marker == JPEG_APP2 && starts_with(at, length, "ICC_PROFILE\0", 12) && length > 14)
        /* A profile in several parts is large: no plain sRGB. */
        facts->profile |= at[13] == 1 && kr_profile_is_srgb(at + 14, length - 14) ? 1 : 2;
    if (marker == JPEG_APP14 && starts_with(at, length, "Adobe", 5) && length >= 12)
        facts->adobe = at[11];
    return 0;
}

/* The next marker behind entropy-coded data, where FF 00 is a byte and FF D0..D7 a restart. */
static void jpeg_skip_scan(reader *in) {
    while (in->at + 1 < in->length) {
        const uint8_t *found = memchr(in->bytes + in->at, 0xFF, in->length - in->at - 1);
        if (!found)
            break;
        in->at = (size_t)(found - in->bytes);
        int next = found[1];
        if (next != 0 && next != 0xFF && (next < 0xD0 || next > 0xD7))
            return;
        in->at += next == 0xFF ? 1 : 2;
    }
    in->at = in->length;
}

static int jpeg_next_marker(reader *in) {
    if (in->at + 4 > in->length || in->bytes[in->at] != 0xFF)
        return wrong(in, "no marker where one must stand: the file is broken or cut off"), -1;
    while (in->at + 4 < in->length && in->bytes[in->at + 1] == 0xFF)
        in->at++;
    return in->bytes[in->at + 1];
}

static int jpeg_read(reader *in) {
    jpeg_facts facts = {.adobe = -1};
    for (in->at = 2; in->at < in->length;) {
        if (facts.scans && in->at + 2 <= in->length && in->bytes[in->at + 1] == JPEG_EOI)
            break;
        int marker = jpeg_next_marker(in);
        if (marker < 0)
            return -1;
        size_t length = kr_be16(in->bytes + in->at + 2);
        if (marker < JPEG_SOF0 || (marker >= 0xD0 && marker <= JPEG_EOI) || length < 2 ||
            length > in->length - in->at - 2)
            return wrong(in, "a marker segment that is broken or cut off");
        if (jpeg_segment(in, &facts, marker, in->bytes + in->at + 4, length - 2) < 0)
            return -1;
        in->at += 2 + length;
        if (marker != JPEG_SOS)
            continue;
        if (!facts.components)
            return wrong(in, "a scan before the frame header");
        if (++facts.scans > MAX_SCANS)
            return wrong(in, "more than 64 scans: no camera or editor writes that");
        jpeg_skip_scan(in);
    }
    if (!facts.scans)
        return wrong(in, "no picture data: the file is cut off");
    in->header->foreign = facts.components == 4 || facts.profile > 1;
    return 0;
}

/* -- PNG, WebP, GIF
 * -------------------------------------------------------------------------------- */

static int png_read(reader *in) {
    if (in->length < 33 || memcmp(in->bytes + 12, "IHDR", 4) != 0)
        return wrong(in, "a PNG without its header");
    uint32_t width = kr_be32(in->bytes + 16), height = kr_be32(in->bytes + 20);
    in->at = 16;
    if (width > INT32_MAX || height > INT32_MAX)
        return wrong(in, "a PNG with an impossible size");
    in->header->width = (int32_t)width;
    in->header->height = (int32_t)height;
    for (in->at = 33; in->at + 12 <= in->length;) {
        size_t length = kr_be32(in->bytes + in->at);
        const uint8_t *name = in->bytes + in->at + 4;
        if (length > in->length - in->at - 12)
            break;
        if (memcmp(name, "IDAT", 4) == 0)
            return 0;
        if (memcmp(name, "eXIf", 4) == 0)
            in->header->orientation = kr_exif_orientation(name + 4, length);
        in->at += 12 + length;
    }
    /* The first block of data may itself be cut off: the name alone tells that it is there. */
    if (in->at + 8 <= in->length && memcmp(in->bytes + in->at + 4, "IDAT", 4) == 0)
        return wrong(in, "a PNG that is cut off");
    return wrong(in, "a PNG without picture data: it is broken or cut off");
}

static void webp_find_exif(reader *in) {
    for (size_t at = 12; at + 8 <= in->length;) {
        size_t length = kr_le32(in->bytes + at + 4);
        if (length > in->length - at - 8)
            return;
        const uint8_t *data = in->bytes + at + 8;
        size_t skip = starts_with(data, length, "Exif\0\0", 6) ? 6 : 0;
        if (memcmp(in->bytes + at, "EXIF", 4) == 0)
            in->header->orientation = kr_exif_orientation(data + skip, length - skip);
        at += 8 + length + (length & 1);
    }
}

static int webp_read(reader *in) {
    const uint8_t *at = in->bytes;
    in->at = 12;
    if (in->length < 30)
        return wrong(in, "a WebP that is cut off");
    if (memcmp(at + 12, "VP8X", 4) == 0) {
        in->header->width = (int32_t)(at[24] | at[25] << 8 | at[26] << 16) + 1;
        in->header->height = (int32_t)(at[27] | at[28] << 8 | at[29] << 16) + 1;
        webp_find_exif(in);
    } else if (memcmp(at + 12, "VP8 ", 4) == 0 && memcmp(at + 23, "\x9d\x01\x2a", 3) == 0) {
        in->header->width = (int32_t)(kr_le16(at + 26) & 0x3FFF);
        in->header->height = (int32_t)(kr_le16(at + 28) & 0x3FFF);
    } else if (memcmp(at + 12, "VP8L", 4) == 0 && at[20] == 0x2F) {
        uint32_t bits = kr_le32(at + 21);
        in->header->width = (int32_t)(bits & 0x3FFF) + 1;
        in->header->height = (int32_t)(bits >> 14 & 0x3FFF) + 1;
    } else {
        return wrong(in, "a WebP without a picture chunk");
    }
    if (kr_le32(at + 4) > in->length - 8)
        return in->at = in->length, wrong(in, "a WebP that is cut off");
    return 0;
}

/* Steps over an extension: sub-blocks up to an empty one. */
static int gif_skip_extension(reader *in) {
    in->at += 2;
    while (in->at < in->length && in->bytes[in->at])
        in->at += 1 + (size_t)in->bytes[in->at];
    in->at++;
    return in->at < in->length ? 0 : -1;
}

/* The first frame must lie on the screen that the header promises: decoders grow to fit it. */
static int gif_read(reader *in) {
    in->at = 6;
    if (in->length < 14)
        return wrong(in, "a GIF that is cut off");
    in->header->width = (int32_t)kr_le16(in->bytes + 6);
    in->header->height = (int32_t)kr_le16(in->bytes + 8);
    in->at = 13 + (in->bytes[10] & 0x80 ? (size_t)6 << (in->bytes[10] & 7) : 0);
    while (in->at < in->length && in->bytes[in->at] == 0x21)
        if (gif_skip_extension(in) < 0)
            return wrong(in, "a GIF that is cut off");
    if (in->at >= in->length || in->length - in->at < 10 || in->bytes[in->at] != 0x2C)
        return wrong(in, "a GIF without a picture");
    const uint8_t *frame = in->bytes + in->at + 1;
    if (kr_le16(frame) + kr_le16(frame + 4) > (uint32_t)in->header->width ||
        kr_le16(frame + 2) + kr_le16(frame + 6) > (uint32_t)in->header->height)
        return wrong(in, "a GIF whose frame is larger than its screen");
    return 0;
}

/* -- all
 * ------------------------------------------------------------------------------------------- */

static int kind_of(const uint8_t *bytes, size_t length) {
    if (starts_with(bytes, length, "\xFF\xD8\xFF", 3))
        return KR_PICTURE_JPEG;
    if (starts_with(bytes, length, "\x89PNG\r\n\x1A\n", 8))
        return KR_PICTURE_PNG;
    if (starts_with(bytes, length, "RIFF", 4) && length >= 12 && memcmp(bytes + 8, "WEBP", 4) == 0)
        return KR_PICTURE_WEBP;
    if (starts_with(bytes, length, "GIF87a", 6) || starts_with(bytes, length, "GIF89a", 6))
        return KR_PICTURE_GIF;
    return -1;
}

static int32_t check_limits(kr_job *job, const kr_settings *settings, const char *name,
                            const kr_header *header) {
    int64_t side = settings->number[KR_OPT_IMAGE_MAX_SIDE];
    int64_t pixels = settings->number[KR_OPT_IMAGE_MAX_PIXELS];
    if (header->width < 1 || header->height < 1)
        return kr_fail(job, KOOR_E_IMAGE, name, -1,
                       "the picture is %d x %d pixels: nothing to show", (int)header->width,
                       (int)header->height);
    if (header->width > side || header->height > side)
        return kr_fail(job, KOOR_E_LIMIT, name, -1,
                       "the picture is %d x %d pixels, longer than %d on a side: scale it down, or "
                       "raise image.max_side",
                       (int)header->width, (int)header->height, (int)side);
    if ((int64_t)header->width * header->height > pixels)
        return kr_fail(job, KOOR_E_LIMIT, name, -1,
                       "the picture is %d x %d, more than %d pixels: scale it down, or raise "
                       "image.max_pixels",
                       (int)header->width, (int)header->height, (int)pixels);
    return KOOR_OK;
}

int32_t kr_header_read(kr_job *job, const kr_settings *settings, kr_str name, const void *bytes,
                       size_t length, kr_header *out) {
    static int (*const readers[KR_PICTURE_KINDS])(reader *) = {jpeg_read, png_read, webp_read,
                                                               gif_read};
    char *path = kr_arena_string(&job->arena, name.at, name.length);
    if (!path)
        return kr_nomem(job);
    int64_t most = settings->number[KR_OPT_IMAGE_MAX_BYTES];
    if ((uint64_t)length > (uint64_t)most)
        return kr_fail(job, KOOR_E_LIMIT, path, -1,
                       "the picture has %zu bytes, more than %d: save it smaller, or raise "
                       "image.max_bytes",
                       length, (int)most);
    int kind = kind_of(bytes, length);
    if (kind < 0)
        return kr_fail(job, KOOR_E_IMAGE, path, 0,
                       "not a picture that koor reads: the first bytes are those of neither JPEG, "
                       "PNG, WebP nor GIF; save it as JPEG");
    kr_header header = {
        .kind = (uint8_t)kind, .orientation = 1, .foreign = kind != KR_PICTURE_JPEG};
    reader in = {.bytes = bytes, .length = length, .header = &header};
    if (readers[kind](&in) < 0)
        return kr_fail(job, KOOR_E_IMAGE, path, (int64_t)in.at, "%s; save it anew", in.wrong);
    *out = header;
    return check_limits(job, settings, path, &header);
}
