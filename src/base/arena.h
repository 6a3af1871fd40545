/* Arena: many small allocations that are freed together, when the job or the handle ends. */
#ifndef KR_ARENA_H
#define KR_ARENA_H

#include "base/memory.h"

typedef struct kr_arena_chunk kr_arena_chunk;

typedef struct kr_arena {
    const kr_memory *memory;
    kr_arena_chunk *chunk; /* the newest; older ones behind it */
    size_t used, size;     /* of the newest chunk */
} kr_arena;

void kr_arena_start(kr_arena *arena, const kr_memory *memory);
void kr_arena_end(kr_arena *arena); /* frees all; the arena may be started again */

/* Aligned for every type; NULL when out of memory or on overflow. */
void *kr_arena_alloc(kr_arena *arena, size_t count, size_t size);
void *kr_arena_zero(kr_arena *arena, size_t count, size_t size);
char *kr_arena_string(kr_arena *arena, const char *text, size_t length); /* NUL-terminated copy */
/* Room for one more in an array that lives in the arena (the old array stays behind as waste):
 * 0, or -1 when out of memory. */
int kr_arena_grow(kr_arena *arena, void **array, size_t *capacity, size_t count, size_t size);

#endif
