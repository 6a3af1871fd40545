/* Numbers in files, byte by byte. */
#ifndef KR_IMAGE_BYTES_H
#define KR_IMAGE_BYTES_H

#include <stdint.h>

static inline uint32_t kr_be16(const uint8_t *at) {
    return (uint32_t)at[0] << 8 | at[1];
}

static inline uint32_t kr_be32(const uint8_t *at) {
    return kr_be16(at) << 16 | kr_be16(at + 2);
}

static inline uint32_t kr_le16(const uint8_t *at) {
    return (uint32_t)at[1] << 8 | at[0];
}

static inline uint32_t kr_le32(const uint8_t *at) {
    return kr_le16(at + 2) << 16 | kr_le16(at);
}

#endif
