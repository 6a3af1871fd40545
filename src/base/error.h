/* Errors: code, message with the way out, path, offset. See errors.def for the codes. */
#ifndef KR_ERROR_H
#define KR_ERROR_H

#include "base/memory.h"

#include <stdint.h>

typedef struct koor_error koor_error;

#define KR_ERROR(name, number, help) name = number,
enum {
    KOOR_OK = 0,
#include "base/errors.def"
};
#undef KR_ERROR

#if defined(__GNUC__)
#define KR_PRINTF(text, first) __attribute__((format(printf, text, first)))
#else
#define KR_PRINTF(text, first)
#endif

/* Makes an error in *out (where out is not NULL and *out is still NULL) and gives `code` back, so
 * that a caller can `return kr_fail(...)`. Out of memory gives the static error. `path` is the
 * option key, JSON path or name of the input ("" for none); `offset` the byte in it, -1 for none.
 * The format takes %s, %.*s, %d, %zu and the like: no floats, no locale; somebody's words by
 * KR_SHOWN (text.h). */
int32_t kr_fail_at(const kr_memory *memory, koor_error **out, int32_t code, const char *path,
                   int64_t offset, const char *format, ...) KR_PRINTF(6, 7);

#endif
