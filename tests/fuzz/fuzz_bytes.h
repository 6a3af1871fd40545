/* Fuzz bytes as a stream of choices: numbers, and texts that are either samples or bytes as they
 * come. */
#ifndef KR_FUZZ_BYTES_H
#define KR_FUZZ_BYTES_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct fuzz_bytes {
    const uint8_t *at;
    size_t left;
} fuzz_bytes;

static inline uint8_t take_byte(fuzz_bytes *in) {
    if (!in->left)
        return 0;
    in->left--;
    return *in->at++;
}

/* Up to 127 bytes of the input; they are not NUL-terminated. */
static inline const char *take_bytes(fuzz_bytes *in, size_t *length) {
    size_t most = take_byte(in) & 127;
    const char *start = (const char *)in->at;
    *length = most < in->left ? most : in->left;
    in->at += *length;
    in->left -= *length;
    return *length ? start : "";
}

/* What must hold whatever the bytes are: a fuzzer sees the abort. */
static inline void must(int holds) {
    if (!holds)
        abort();
}

#endif
