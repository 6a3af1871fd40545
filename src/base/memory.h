/* Memory: the allocator that the host injects, and the checked helpers around it.
 *
 * Three functions and a pointer, carried by the engine and inherited by everything made from it, as
 * in PCRE2's general context. No other file of the library calls malloc, so that a failing
 * allocator in the tests reaches every allocation. */
#ifndef KR_MEMORY_H
#define KR_MEMORY_H

#include <stddef.h>

typedef struct kr_memory {
    void *(*allocate)(size_t size, void *user);
    void *(*resize)(void *block, size_t size, void *user);
    void (*release)(void *block, void *user);
    void *user;
} kr_memory;

/* The C library's malloc, realloc and free. */
extern const kr_memory kr_memory_default;

/* NULL when out of memory or when count * size overflows; a size of 0 gives a block of 1. */
void *kr_alloc(const kr_memory *memory, size_t count, size_t size);
void *kr_alloc_zero(const kr_memory *memory, size_t count, size_t size);
/* As realloc: the old block stays valid when NULL comes back. */
void *kr_resize(const kr_memory *memory, void *block, size_t count, size_t size);
void kr_free(const kr_memory *memory, void *block);
/* A NUL-terminated copy. */
char *kr_copy_string(const kr_memory *memory, const char *text, size_t length);

/* Room for at least `wanted` in an array, as above; there is twice as much then. */
int kr_reserve(const kr_memory *memory, void **array, size_t *capacity, size_t wanted, size_t size);
/* Room for one more in an array that doubles: 0, or -1 when out of memory (nothing is lost). */
int kr_grow(const kr_memory *memory, void **array, size_t *capacity, size_t count, size_t size);

#endif
