/* The injected allocator: see memory.h. Sizes are multiplied with an overflow check, as calloc does. */
#include "base/memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static void *default_allocate(size_t size, void *user) {
    (void)user;
    return malloc(size);
}

static void *default_resize(void *block, size_t size, void *user) {
    (void)user;
    return realloc(block, size);
}

static void default_release(void *block, void *user) {
    (void)user;
    free(block);
}

const kr_memory kr_memory_default = {default_allocate, default_resize, default_release, NULL};

static size_t bytes_of(size_t count, size_t size) {
    if (size != 0 && count > SIZE_MAX / size)
        return SIZE_MAX;
    size_t bytes = count * size;
    return bytes == 0 ? 1 : bytes;
}

void *kr_alloc(const kr_memory *memory, size_t count, size_t size) {
    size_t bytes = bytes_of(count, size);
    return bytes == SIZE_MAX ? NULL : memory->allocate(bytes, memory->user);
}

void *kr_alloc_zero(const kr_memory *memory, size_t count, size_t size) {
    void *block = kr_alloc(memory, count, size);
    if (block)
        memset(block, 0, bytes_of(count, size));
    return block;
}

void *kr_resize(const kr_memory *memory, void *block, size_t count, size_t size) {
    size_t bytes = bytes_of(count, size);
    if (bytes == SIZE_MAX)
        return NULL;
    return block ? memory->resize(block, bytes, memory->user)
                 : memory->allocate(bytes, memory->user);
}

void kr_free(const kr_memory *memory, void *block) {
    if (block)
        memory->release(block, memory->user);
}

char *kr_copy_string(const kr_memory *memory, const char *text, size_t length) {
    if (length == SIZE_MAX)
        return NULL;
    char *copy = kr_alloc(memory, length + 1, 1);
    if (!copy)
        return NULL;
    if (length)
        memcpy(copy, text, length);
    copy[length] = '\0';
    return copy;
}

int kr_grow(const kr_memory *memory, void **array, size_t *capacity, size_t count, size_t size) {
    if (count < *capacity)
        return 0;
    size_t wanted = *capacity ? *capacity * 2 : 16;
    if (wanted <= count)
        wanted = count + 1;
    void *grown = kr_resize(memory, *array, wanted, size);
    if (!grown)
        return -1;
    *array = grown;
    *capacity = wanted;
    return 0;
}

int kr_reserve(const kr_memory *memory, void **array, size_t *capacity, size_t wanted, size_t size) {
    if (wanted <= *capacity)
        return 0;
    void *grown = wanted > SIZE_MAX / 2 ? NULL : kr_resize(memory, *array, 2 * wanted, size);
    if (!grown)
        return -1;
    *array = grown;
    *capacity = 2 * wanted;
    return 0;
}
