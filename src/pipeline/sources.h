/* Where the lines of a plan that was read back lie: in memory, or in files, which are read again whenever a
 * line is asked for, so that a plan of a million people needs an index of it and no more. */
#ifndef KR_SOURCES_H
#define KR_SOURCES_H

#include "base/job.h"
#include "base/text.h"

#include <stdint.h>

typedef struct kr_sources {
    kr_str memory;            /* the only source, where there are no paths */
    const char *const *paths; /* files, one after another */
    size_t count;
} kr_sources;

/* An item of such a plan. */
typedef struct kr_line {
    uint64_t offset;
    int64_t moment;
    uint32_t source, length, person;
} kr_line;

/* -- from the first line to the last ---------------------------------------------------------------- */

typedef struct kr_line_reader {
    const kr_sources *sources;
    const kr_memory *memory;
    char *block;
    size_t capacity, filled, used;
    uint64_t block_offset; /* of the block in its file */
    int is_at_end;         /* of the file */
    /* of the line that was read last */
    size_t source, number; /* number: from 1, in its source */
    uint64_t offset;
} kr_line_reader;

void kr_lines_start(kr_line_reader *reader, const kr_sources *sources, const kr_memory *memory);
void kr_lines_end(kr_line_reader *reader);
/* 1 and the next line, valid until the next call; 0 behind the last one. KOOR_E_IO, KOOR_E_NOMEM. */
int32_t kr_lines_next(kr_job *job, kr_line_reader *reader, kr_str *out);

/* -- one line --------------------------------------------------------------------------------------- */

/* Into the job's arena where it lies in a file. KOOR_E_IO where it is gone, KOOR_E_NOMEM. */
int32_t kr_sources_line(kr_job *job, const kr_sources *sources, const kr_line *line, kr_str *out);

/* Of each source the stretch read last: sources that are sorted alike are merged from one block each. */
typedef struct kr_window {
    char *block;
    size_t capacity, length;
    uint64_t offset;
} kr_window;

typedef struct kr_windows {
    const kr_sources *sources;
    const kr_memory *memory;
    kr_window *at; /* by source */
} kr_windows;

int32_t kr_windows_start(kr_job *job, kr_windows *windows, const kr_sources *sources);
void kr_windows_end(kr_windows *windows);
/* As kr_sources_line; valid until the next call. */
int32_t kr_windows_line(kr_job *job, kr_windows *windows, const kr_line *line, kr_str *out);

#endif
