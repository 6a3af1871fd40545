/* An index of sets of shingles by columns: see columns.c. */
#ifndef KR_COLUMNS_H
#define KR_COLUMNS_H

#include "base/memory.h"

#include <stdint.h>

/* Which rows have one shingle. */
typedef struct kr_column {
    uint32_t count;    /* rows */
    uint32_t capacity; /* of the list; 0 where it is a bitmap, or nothing yet */
    union {
        uint32_t *rows;
        uint64_t *bits;
    } in;
} kr_column;

typedef struct kr_columns {
    const kr_memory *memory;
    uint64_t *keys; /* open addressing: hash of a shingle, */
    uint32_t *ids;  /* and its column + 1; 0 where the slot is free */
    uint32_t slot_mask;
    kr_column *columns;
    uint32_t *stamps; /* per column: the last set that named it, to drop repetitions */
    size_t column_count, column_capacity, stamp_capacity;
    uint32_t stamp;
    uint32_t *sizes;                      /* per row: shingles */
    uint8_t *opening_sizes;               /* per row: those of the opening */
    uint32_t least_plain, least_weighted; /* the smallest row */
    size_t row_count, row_capacity;       /* capacity: a multiple of 128 */
} kr_columns;

static inline int kr_column_is_list(const kr_column *column) {
    return column->capacity > 0;
}

/* How far a list was read by a search. */
typedef struct kr_cursor {
    const uint32_t *at, *end;
    uint32_t plane; /* what it adds: 1 << plane */
} kr_cursor;

/* How many shingles a text has, or two have in common: all, and those of the opening. */
typedef struct kr_size {
    uint32_t plain, opening;
} kr_size;

/* A set of shingles as columns, without repetitions: first all, then those of the opening again, as
 * columns of their own. */
typedef struct kr_query {
    uint32_t *ids;
    size_t capacity;
    uint32_t plain, opening; /* how many of each */
    const kr_column **dense; /* scratch of a search: bitmaps, */
    kr_cursor *rare;         /* lists and how far they were read, */
    uint64_t *counters;      /* and the counters of a stretch of rows */
} kr_query;

void kr_query_start(kr_query *query);
void kr_query_end(kr_query *query, const kr_memory *memory);

/* How often a shingle of the opening counts besides once: feeds fold a text behind its opening. */
enum { KR_OPENING_WEIGHT = 2 };

static inline uint32_t kr_weighted_size(uint32_t plain, uint32_t opening) {
    return plain + KR_OPENING_WEIGHT * opening;
}

/* Of a query's counters: 64 blocks of two words, 20 bits each. */
enum { KR_COUNTER_WORDS = 64 * 2 * 20 };

/* A similarity as a fraction: compared without dividing. */
typedef struct kr_ratio {
    uint32_t both, either;
} kr_ratio;

static inline int kr_ratio_above(kr_ratio a, kr_ratio b) {
    return (uint64_t)a.both * b.either > (uint64_t)b.both * a.either;
}

static inline uint32_t kr_ratio_ppm(kr_ratio ratio) {
    return ratio.either ? (uint32_t)((uint64_t)ratio.both * 1000000 / ratio.either) : 0;
}

/* The smallest sum of shingles in common with which a set of `size` can be more similar than `ratio` to one of
 * at least `least`: both / (size + least - both) is above ratio.both / ratio.either. */
static inline uint64_t kr_sum_above(kr_ratio ratio, uint32_t size, uint32_t least) {
    return ratio.both * ((uint64_t)size + least) / ((uint64_t)ratio.both + ratio.either) + 1;
}

void kr_columns_start(kr_columns *columns, const kr_memory *memory);
void kr_columns_end(kr_columns *columns);
size_t kr_columns_memory(const kr_columns *columns);

/* Room for a query of that many columns: 0, or -1 when out of memory. */
int kr_query_room(kr_query *query, const kr_memory *memory, size_t wanted);

enum { KR_MOST_SHINGLES = 500000 }; /* of one text: what the counters hold, with a weighted opening */

/* A set of columns is begun, and others are added to it: each gives how many were not in it yet. */
void kr_columns_begin(kr_columns *columns);
static inline uint32_t kr_columns_unite(kr_columns *columns, const uint32_t *ids, uint32_t count,
                                        uint32_t *out) {
    uint32_t added = 0;
    for (uint32_t i = 0; i < count; i++) {
        out[added] = ids[i];
        added += columns->stamps[ids[i]] != columns->stamp;
        columns->stamps[ids[i]] = columns->stamp;
    }
    return added;
}

/* Adds the columns of shingles, those of the opening or of the whole text: how many were not in the set
 * yet, or -1 when out of memory. */
int kr_columns_name(kr_columns *columns, const uint64_t *shingles, uint32_t count, int opening,
                    uint32_t *out);

/* All give 0, or -1 when out of memory. */
int kr_columns_query(kr_columns *columns, kr_query *query, const uint64_t *shingles, uint32_t count,
                     uint32_t opening);
int kr_columns_add(kr_columns *columns, const kr_query *query); /* as the next row */
/* The highest similarity to rows from .. to - 1, with the opening weighted or not; the search stops
 * early once it is above `enough`. `from` is a multiple of 128. 0 / 1 where there are no rows. */
kr_ratio kr_columns_nearest(const kr_columns *columns, kr_query *query, size_t from, size_t to,
                            int weighted, kr_ratio enough);
/* The similarity of a text to a row with which it has that much in common. */
static inline kr_ratio kr_row_ratio(const kr_columns *columns, kr_size text, size_t row,
                                    uint32_t both, int weighted) {
    uint32_t sizes = text.plain + columns->sizes[row];
    if (weighted)
        sizes += kr_weighted_size(0, text.opening + columns->opening_sizes[row]);
    return (kr_ratio){both, sizes - both};
}

/* What a text is measured by. */
typedef struct kr_bar {
    kr_ratio refused; /* plain similarity from which on it may not stand */
    kr_ratio enough;  /* weighted similarity from which on nothing more is asked */
} kr_bar;

typedef enum kr_score {
    KR_SCORE_EXACT,  /* *out is the highest weighted similarity, and no row refuses the text */
    KR_SCORE_ENOUGH, /* a row has at least bar->enough, as *out says: the rest was not looked at */
    KR_SCORE_REFUSED
} kr_score;

/* Weighted and plain similarity to rows from .. to - 1 at once; `from` as above. */
kr_score kr_columns_score(const kr_columns *columns, kr_query *query, size_t from, size_t to,
                          const kr_bar *bar, kr_ratio *out);
/* Plain similarity to each row from .. to - 1, in ppm. */
void kr_columns_each(const kr_columns *columns, kr_query *query, size_t from, size_t to,
                     uint32_t *out_ppm);

#endif
