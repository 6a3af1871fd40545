/* JSON as it is written: members and elements into a buffer, in one order and without white space,
 * so that equal data have equal bytes and a million lines are streamed. The separating comma is
 * told by the byte in front; whoever opens a brace or bracket closes it. */
#ifndef KR_JSON_WRITE_H
#define KR_JSON_WRITE_H

#include "base/buffer.h"
#include "base/hash.h"
#include "base/text.h"

/* Before a value: the comma where one belongs. Wants nothing where a key, a bracket or nothing
 * stands before. */
void kr_put_next(kr_buffer *out);
/* The name of a member; its value follows. */
void kr_put_key(kr_buffer *out, const char *name);
/* '{' or '[', behind a key or as an element. */
void kr_put_open(kr_buffer *out, char bracket);

/* A member with its value. */
void kr_put_text(kr_buffer *out, const char *name, kr_str value);
void kr_put_word(kr_buffer *out, const char *name, const char *value); /* NUL-terminated */
void kr_put_int(kr_buffer *out, const char *name, int64_t value);
void kr_put_uint(kr_buffer *out, const char *name, uint64_t value);
void kr_put_bool(kr_buffer *out, const char *name, int value);
void kr_put_ppm(kr_buffer *out, const char *name, int64_t ppm); /* as a fraction */
void kr_put_hash(kr_buffer *out, const char *name, kr_hash128 value);

/* A text as an element of a list. */
void kr_put_element(kr_buffer *out, kr_str value);

#endif
