/* A bump allocator over a list of chunks that double up to 1 MiB: see arena.h. A block larger than
 * a chunk gets a chunk of its own size, so nothing is refused that the allocator would give. With
 * KR_ARENA_CHUNK defined as 1 every block is a chunk of its own: for tests, which so let each allocation
 * fail, and see each overrun. */
#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <string.h>

#ifdef KR_ARENA_CHUNK
enum { FIRST_CHUNK = KR_ARENA_CHUNK, LARGEST_CHUNK = KR_ARENA_CHUNK };
#else
enum { FIRST_CHUNK = 4096, LARGEST_CHUNK = 1 << 20 };
#endif

struct kr_arena_chunk {
    kr_arena_chunk *older;
    alignas(max_align_t) unsigned char bytes[];
};

void kr_arena_start(kr_arena *arena, const kr_memory *memory) {
    *arena = (kr_arena){.memory = memory};
}

void kr_arena_end(kr_arena *arena) {
    kr_arena_chunk *chunk = arena->chunk;
    while (chunk) {
        kr_arena_chunk *older = chunk->older;
        kr_free(arena->memory, chunk);
        chunk = older;
    }
    arena->chunk = NULL;
    arena->used = arena->size = 0;
}

static int add_chunk(kr_arena *arena, size_t bytes) {
    size_t size = arena->size ? arena->size * 2 : FIRST_CHUNK;
    if (size > LARGEST_CHUNK)
        size = LARGEST_CHUNK;
    if (size < bytes)
        size = bytes;
    if (size > SIZE_MAX - sizeof(kr_arena_chunk))
        return -1;
    kr_arena_chunk *chunk = kr_alloc(arena->memory, 1, sizeof *chunk + size);
    if (!chunk)
        return -1;
    chunk->older = arena->chunk;
    arena->chunk = chunk;
    arena->used = 0;
    arena->size = size;
    return 0;
}

void *kr_arena_alloc(kr_arena *arena, size_t count, size_t size) {
    const size_t step = alignof(max_align_t);
    if (size != 0 && count > (SIZE_MAX - step) / size)
        return NULL;
    size_t bytes = (count * size + step - 1) / step * step;
    if (bytes == 0)
        bytes = step;
    if (!arena->chunk || arena->size - arena->used < bytes)
        if (add_chunk(arena, bytes) < 0)
            return NULL;
    void *block = arena->chunk->bytes + arena->used;
    arena->used += bytes;
    return block;
}

void *kr_arena_zero(kr_arena *arena, size_t count, size_t size) {
    void *block = kr_arena_alloc(arena, count, size);
    if (block)
        memset(block, 0, count * size);
    return block;
}

char *kr_arena_string(kr_arena *arena, const char *text, size_t length) {
    if (length == SIZE_MAX)
        return NULL;
    char *copy = kr_arena_alloc(arena, length + 1, 1);
    if (!copy)
        return NULL;
    if (length)
        memcpy(copy, text, length);
    copy[length] = '\0';
    return copy;
}

int kr_arena_grow(kr_arena *arena, void **array, size_t *capacity, size_t count, size_t size) {
    if (count < *capacity)
        return 0;
    size_t wanted = *capacity ? *capacity * 2 : 8;
    if (wanted <= count)
        wanted = count + 1;
    void *grown = kr_arena_alloc(arena, wanted, size);
    if (!grown)
        return -1;
    if (count)
        memcpy(grown, *array, count * size);
    *array = grown;
    *capacity = wanted;
    return 0;
}
