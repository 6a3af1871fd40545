/* Buffer: bytes that grow. After a failed append the buffer is marked and further appends do
 * nothing, so that a writer checks once, at its end. */
#ifndef KR_BUFFER_H
#define KR_BUFFER_H

#include "base/memory.h"

#include <stdint.h>
#include <string.h>

typedef struct kr_buffer {
    const kr_memory *memory;
    char *data; /* NUL-terminated once anything was written */
    size_t length, capacity;
    int failed; /* out of memory */
} kr_buffer;

void kr_buffer_start(kr_buffer *buffer, const kr_memory *memory);
void kr_buffer_end(kr_buffer *buffer);
void kr_buffer_reset(kr_buffer *buffer); /* empty, the memory is kept */
void kr_buffer_add(kr_buffer *buffer, const void *bytes, size_t length);

/* NUL-terminated */
static inline void kr_buffer_text(kr_buffer *buffer, const char *text) {
    kr_buffer_add(buffer, text, strlen(text));
}

static inline void kr_buffer_char(kr_buffer *buffer, char byte) {
    if (buffer->failed || buffer->length + 1 >= buffer->capacity) {
        kr_buffer_add(buffer, &byte, 1);
        return;
    }
    buffer->data[buffer->length++] = byte;
    buffer->data[buffer->length] = '\0';
}

void kr_buffer_int(kr_buffer *buffer, int64_t value);
void kr_buffer_uint(kr_buffer *buffer, uint64_t value);
/* Parts per million as a decimal fraction: 410000 is 0.41, 1000000 is 1. */
void kr_buffer_ppm(kr_buffer *buffer, int64_t ppm);
/* A quoted, escaped JSON string of valid UTF-8. */
void kr_buffer_json(kr_buffer *buffer, const char *text, size_t length);
/* Gives the bytes away: the caller frees them with kr_free. NULL where the buffer failed. */
char *kr_buffer_take(kr_buffer *buffer, size_t *out_length);

#endif
