/* The two facts that matter of a picture's metadata: which way is up (EXIF 2.32, tag 0x0112), and
 * whether its colours are sRGB (ICC.1:2010, the colorants of a matrix profile). All other metadata
 * is never read and never written, places and names included. */
#include "image/header.h"

#include "image/bytes.h"

#include <string.h>

enum { TAG_ORIENTATION = 0x0112, TYPE_SHORT = 3, MAX_ENTRIES = 512 };

static uint32_t short_at(const uint8_t *at, int little) {
    return little ? kr_le16(at) : kr_be16(at);
}

static uint32_t long_at(const uint8_t *at, int little) {
    return little ? kr_le32(at) : kr_be32(at);
}

uint8_t kr_exif_orientation(const uint8_t *bytes, size_t length) {
    if (length < 14)
        return 1;
    int little = memcmp(bytes, "II*\0", 4) == 0;
    if (!little && memcmp(bytes, "MM\0*", 4) != 0)
        return 1;
    size_t at = long_at(bytes + 4, little);
    if (at > length - 2)
        return 1;
    uint32_t count = short_at(bytes + at, little);
    at += 2;
    for (uint32_t i = 0; i < count && i < MAX_ENTRIES && length - at >= 12; i++, at += 12) {
        if (short_at(bytes + at, little) != TAG_ORIENTATION)
            continue;
        uint32_t value = short_at(bytes + at + 8, little);
        int valid = short_at(bytes + at + 2, little) == TYPE_SHORT && value >= 1 && value <= 8;
        return valid ? (uint8_t)value : 1;
    }
    return 1;
}

/* A colorant is near when each coordinate is within 0.003 of that of sRGB (IEC 61966-2-1 adapted to
 * D50, in s15Fixed16); the colorants of Display P3 and Adobe RGB are farther than 0.02. */
static int is_colorant(const uint8_t *tag, const int32_t wanted[3]) {
    for (int i = 0; i < 3; i++) {
        int32_t value = (int32_t)kr_be32(tag + 8 + 4 * i);
        if (value < wanted[i] - 200 || value > wanted[i] + 200)
            return 0;
    }
    return 1;
}

int kr_profile_is_srgb(const uint8_t *bytes, size_t length) {
    static const struct {
        char name[5];
        int32_t xyz[3];
    } colorants[] = {{"rXYZ", {28578, 14583, 912}},
                     {"gXYZ", {25241, 46981, 6364}},
                     {"bXYZ", {9376, 3972, 46797}}};
    if (length < 132 || memcmp(bytes + 16, "RGB ", 4) != 0)
        return length >= 132 && memcmp(bytes + 16, "GRAY", 4) == 0;
    uint32_t count = kr_be32(bytes + 128);
    int found = 0;
    for (uint32_t i = 0; i < count && i < 64 && 132 + 12 * (size_t)(i + 1) <= length; i++) {
        const uint8_t *entry = bytes + 132 + 12 * i;
        size_t offset = kr_be32(entry + 4);
        if (offset > length || length - offset < 20)
            continue;
        for (int c = 0; c < 3; c++)
            if (memcmp(entry, colorants[c].name, 4) == 0 &&
                is_colorant(bytes + offset, colorants[c].xyz))
                found |= 1 << c;
    }
    return found == 7;
}
