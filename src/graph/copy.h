/* Copying short pieces of padded text into a buffer: as fixed blocks of 32 bytes that the next
 * piece overwrites (as LZ4 does with matches), which for a few bytes is several times faster than a
 * call of memcpy. What does not fit is counted and cut. */
#ifndef KR_COPY_H
#define KR_COPY_H

#include "graph/walks.h"

#include <string.h>

typedef struct kr_writer {
    const char *text; /* padded by KR_TEXT_PADDING */
    char *buffer;
    size_t capacity, at;
    kr_text_piece *piece; /* where the next one is told; NULL: nobody asks */
} kr_writer;

static inline void kr_writer_rest(kr_writer *out, const char *from, size_t length) {
    if (out->at < out->capacity) {
        size_t room = out->capacity - out->at;
        memcpy(out->buffer + out->at, from, length < room ? length : room);
    }
    out->at += length;
}

static inline void kr_writer_copy(kr_writer *out, uint32_t from, uint32_t length) {
    const char *text = out->text + from;
    size_t left = length;
    while (left <= UINT32_MAX && out->at + KR_TEXT_PADDING <= out->capacity) {
        memcpy(out->buffer + out->at, text, KR_TEXT_PADDING);
        if (left <= KR_TEXT_PADDING) {
            out->at += left;
            return;
        }
        out->at += KR_TEXT_PADDING;
        text += KR_TEXT_PADDING;
        left -= KR_TEXT_PADDING;
    }
    kr_writer_rest(out, text, left);
}

/* Empty ones are not told. */
static inline void kr_writer_piece(kr_writer *out, uint32_t from, uint32_t length) {
    kr_writer_copy(out, from, length);
    if (out->piece) {
        *out->piece = (kr_text_piece){from, length};
        out->piece += length > 0;
    }
}

static inline kr_writer kr_writer_of(const char *text, const kr_drawn *drawn) {
    return (kr_writer){text, drawn->buffer, drawn->capacity, 0, drawn->pieces};
}

static inline void kr_writer_tell(const kr_writer *out, kr_drawn *drawn) {
    drawn->length = out->at;
    drawn->piece_count = out->piece ? (uint32_t)(out->piece - drawn->pieces) : 0;
}

static inline void kr_writer_put(kr_writer *out, char byte) {
    if (out->at < out->capacity)
        out->buffer[out->at] = byte;
    out->at++;
}

#endif
