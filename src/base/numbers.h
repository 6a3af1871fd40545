/* Numbers: read without the locale, and counted beyond 64 bits. */
#ifndef KR_NUMBERS_H
#define KR_NUMBERS_H

#include "base/buffer.h"
#include "base/text.h"

#include <stdint.h>

/* A whole number with an optional sign, nothing around it: 0, or -1 where it is none or too large. */
int kr_read_int(int64_t *out, kr_str text);
int kr_read_uint(uint64_t *out, kr_str text);
/* A decimal fraction ("0.41", "1") as parts per million; digits behind the sixth are cut off. */
int kr_read_ppm(int64_t *out, kr_str text);

/* Natural numbers of any size, for counts of walks: little-endian words of base 10^9. The words
 * belong to the memory given; a number is freed with kr_big_end. */
typedef struct kr_big {
    uint32_t *word;
    size_t count, capacity;
} kr_big;

int kr_big_set(const kr_memory *memory, kr_big *number, uint64_t value); /* 0, or -1: no memory */
int kr_big_copy(const kr_memory *memory, kr_big *number, const kr_big *from);
int kr_big_add(const kr_memory *memory, kr_big *number, const kr_big *other);
int kr_big_multiply(const kr_memory *memory, kr_big *number, const kr_big *other);
/* number /= other with the remainder in `rest`; other is not 0. number, other, rest are distinct. */
int kr_big_divide(const kr_memory *memory, kr_big *number, const kr_big *other, kr_big *rest);
int kr_big_subtract(kr_big *number, const kr_big *other); /* number >= other */
int kr_big_compare(const kr_big *a, const kr_big *b);     /* -1, 0, 1 */
int kr_big_read(const kr_memory *memory, kr_big *number, kr_str decimal); /* -2: not a number */
uint64_t kr_big_u64(const kr_big *number); /* UINT64_MAX where it is larger */
void kr_big_write(kr_buffer *buffer, const kr_big *number);
void kr_big_end(const kr_memory *memory, kr_big *number);

#endif
