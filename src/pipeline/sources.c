/* Lines from memory or from files: see sources.h. A file is opened for each block that is read and closed
 * again, so that ten thousand shards need no ten thousand handles, and any thread may read. */
#define _POSIX_C_SOURCE 200809L
#define _FILE_OFFSET_BITS 64
#include "pipeline/sources.h"

#include <stdio.h>
#include <string.h>

enum { BLOCK = 1 << 18, WINDOW = 1 << 16 };

/* Up to `capacity` bytes; fewer only at the end of the file. */
static int32_t read_at(kr_job *job, const char *path, uint64_t offset, kr_str *out, size_t capacity) {
    FILE *file = offset > INT64_MAX ? NULL : fopen(path, "rb");
    int failed = !file || fseeko(file, (off_t)offset, SEEK_SET) != 0;
    if (!failed) {
        (void)setvbuf(file, NULL, _IONBF, 0); /* the block is the buffer */
        out->length = fread((char *)(uintptr_t)out->at, 1, capacity, file);
        failed = ferror(file);
    }
    if (file)
        (void)fclose(file);
    return failed ? kr_fail(job, KOOR_E_IO, path, -1, "the file cannot be read") : KOOR_OK;
}

/* -- from the first line to the last ---------------------------------------------------------------- */

void kr_lines_start(kr_line_reader *reader, const kr_sources *sources, const kr_memory *memory) {
    *reader = (kr_line_reader){.sources = sources, .memory = memory};
    if (sources->paths)
        return;
    reader->block = (char *)(uintptr_t)sources->memory.at;
    reader->filled = sources->memory.length;
    reader->is_at_end = 1;
}

void kr_lines_end(kr_line_reader *reader) {
    if (reader->sources->paths)
        kr_free(reader->memory, reader->block);
    reader->block = NULL;
}

/* Behind what is not used yet; a line longer than the block makes it grow. */
static int32_t fill(kr_job *job, kr_line_reader *r) {
    size_t left = r->filled - r->used;
    if (left)
        memmove(r->block, r->block + r->used, left);
    r->block_offset += r->used;
    r->used = 0;
    r->filled = left;
    if (left == r->capacity) {
        size_t capacity = r->capacity ? 2 * r->capacity : BLOCK;
        char *grown = kr_resize(r->memory, r->block, capacity, 1);
        if (!grown)
            return kr_nomem(job);
        r->block = grown;
        r->capacity = capacity;
    }
    kr_str got = {r->block + left, 0};
    int32_t status = read_at(job, r->sources->paths[r->source], r->block_offset + left, &got,
                             r->capacity - left);
    r->filled += got.length;
    r->is_at_end = got.length < r->capacity - left;
    return status;
}

static void next_source(kr_line_reader *r) {
    r->source++;
    r->number = 0;
    r->block_offset = 0;
    r->used = r->filled = 0;
    r->is_at_end = 0;
}

int32_t kr_lines_next(kr_job *job, kr_line_reader *r, kr_str *out) {
    size_t looked = 0; /* of the unused bytes: without a line end */
    while (r->source < r->sources->count) {
        size_t left = r->filled - r->used;
        const char *from = left ? r->block + r->used : "";
        const char *end = left > looked ? memchr(from + looked, '\n', left - looked) : NULL;
        if (end || (r->is_at_end && left)) {
            *out = (kr_str){from, end ? (size_t)(end - from) : left};
            r->offset = r->block_offset + r->used;
            r->used += out->length + (end != NULL);
            r->number++;
            return 1;
        }
        looked = left;
        if (r->is_at_end) {
            looked = 0;
            next_source(r);
            continue;
        }
        int32_t status = fill(job, r);
        if (status < 0)
            return status;
    }
    return 0;
}

/* -- one line --------------------------------------------------------------------------------------- */

static int32_t is_gone(kr_job *job, const char *path) {
    return kr_fail(job, KOOR_E_IO, path, -1,
                   "the file is shorter than when the plan was opened: it was changed meanwhile");
}

int32_t kr_sources_line(kr_job *job, const kr_sources *sources, const kr_line *line, kr_str *out) {
    *out = (kr_str){sources->memory.at + line->offset, line->length};
    if (!sources->paths)
        return KOOR_OK;
    const char *path = sources->paths[line->source];
    out->at = kr_arena_alloc(&job->arena, line->length, 1);
    if (!out->at)
        return kr_nomem(job);
    int32_t status = read_at(job, path, line->offset, out, line->length);
    return status == KOOR_OK && out->length < line->length ? is_gone(job, path) : status;
}

int32_t kr_windows_start(kr_job *job, kr_windows *windows, const kr_sources *sources) {
    *windows = (kr_windows){.sources = sources, .memory = job->memory};
    windows->at = kr_alloc_zero(job->memory, sources->count, sizeof *windows->at);
    return windows->at ? KOOR_OK : kr_nomem(job);
}

void kr_windows_end(kr_windows *windows) {
    for (size_t i = 0; windows->at && i < windows->sources->count; i++)
        kr_free(windows->memory, windows->at[i].block);
    if (windows->at)
        kr_free(windows->memory, windows->at);
}

static int holds(const kr_window *window, const kr_line *line) {
    return line->offset >= window->offset &&
           line->offset + line->length <= window->offset + window->length;
}

/* The window from the line on. */
static int32_t move(kr_job *job, kr_windows *windows, const kr_line *line) {
    kr_window *window = &windows->at[line->source];
    const char *path = windows->sources->paths[line->source];
    size_t wanted = line->length > WINDOW ? line->length : WINDOW;
    if (window->capacity < wanted) {
        char *grown = kr_resize(windows->memory, window->block, wanted, 1);
        if (!grown)
            return kr_nomem(job);
        window->block = grown;
        window->capacity = wanted;
    }
    kr_str got = {window->block, 0};
    int32_t status = read_at(job, path, line->offset, &got, window->capacity);
    window->offset = line->offset;
    window->length = got.length;
    return status == KOOR_OK && got.length < line->length ? is_gone(job, path) : status;
}

int32_t kr_windows_line(kr_job *job, kr_windows *windows, const kr_line *line, kr_str *out) {
    if (!windows->sources->paths)
        return kr_sources_line(job, windows->sources, line, out);
    kr_window *window = &windows->at[line->source];
    int32_t status = holds(window, line) ? KOOR_OK : move(job, windows, line);
    if (status == KOOR_OK)
        *out = (kr_str){window->block + (line->offset - window->offset), line->length};
    return status;
}
