/* Which of many sets is most like this one? A search adds up the columns of its own shingles, 128 rows at a
 * time, in bit-sliced counters with carry-save adders (O'Neil and Quass, "Improved query performance with
 * variant indexes", 1997; Kaser and Lemire, "Threshold and symmetric functions over bitmaps", 2014), so that
 * one instruction counts for 128 rows: about 0.7 ns a row for a post of 90 words, exact. */
#include "select/columns.h"

#include <string.h>

#if defined(__GNUC__)
typedef uint64_t wide __attribute__((vector_size(16)));
enum { WIDE = 2 };
#else
typedef uint64_t wide;
enum { WIDE = 1 };
#endif

enum {
    BLOCK_ROWS = 64 * WIDE,
    STRETCH = 64,   /* blocks whose counters are held at a time: they stay in the nearest cache */
    PLANES = 20     /* bits of a counter */
};
_Static_assert(STRETCH * WIDE * PLANES <= KR_COUNTER_WORDS, "a stretch of counters has room");

static inline wide load(const uint64_t *words) {
    wide value;
    memcpy(&value, words, sizeof value);
    return value;
}

static inline int any(wide value) {
    uint64_t words[WIDE], all = 0;
    memcpy(words, &value, sizeof value);
    for (int i = 0; i < WIDE; i++)
        all |= words[i];
    return all != 0;
}

typedef struct search {
    const kr_columns *columns;
    kr_query *query;
    uint32_t dense, dense_opening, rare; /* how many of each */
    uint32_t planes;
    uint32_t size, least; /* of the query, and of the smallest row: weighted or not */
    int weighted;
    kr_ratio best;
    uint64_t counters_needed; /* the smallest sum that would beat `best` */
} search;

enum { ALL = 3, PLAIN = 1, OPENING = 2 }; /* which columns are counted */

static const uint32_t *first_from(const kr_column *column, size_t row) {
    uint32_t low = 0, high = column->count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (column->in.rows[middle] < row)
            low = middle + 1;
        else
            high = middle;
    }
    return column->in.rows + low;
}

/* Sorts the query's columns into bitmaps and lists; plain bitmaps stand before those of the
 * opening. */
static void open_columns(search *s, size_t from) {
    kr_query *query = s->query;
    uint32_t count = query->plain + (s->weighted ? query->opening : 0);
    for (uint32_t i = 0; i < count; i++) {
        const kr_column *column = &s->columns->columns[query->ids[i]];
        uint32_t plane = i < query->plain ? 0 : 1; /* KR_OPENING_WEIGHT: 1 << 1 */
        if (column->count == 0)
            continue;
        if (kr_column_is_list(column)) {
            query->rare[s->rare++] =
                (kr_cursor){first_from(column, from), column->in.rows + column->count, plane};
        } else {
            query->dense[s->dense + s->dense_opening] = column;
            s->dense += plane == 0;
            s->dense_opening += plane == 1;
        }
    }
}

static search open_search(const kr_columns *columns, kr_query *query, size_t from, int weighted) {
    search s = {.columns = columns, .query = query, .weighted = weighted, .best = {0, 1}};
    uint32_t opening = weighted ? query->opening : 0;
    s.size = kr_weighted_size(query->plain, opening);
    s.least = weighted ? columns->least_weighted : columns->least_plain;
    while (s.planes < PLANES && s.size >> s.planes)
        s.planes++;
    s.counters_needed = 1;
    open_columns(&s, from);
    return s;
}

/* sum + carry of three bits each. */
static inline void full_add(wide *carry, wide *sum, wide a, wide b, wide c) {
    wide half = a ^ b;
    *carry = (a & b) | (half & c);
    *sum = half ^ c;
}

static inline void ripple(wide *planes, uint32_t from, uint32_t count, wide carry) {
    for (uint32_t p = from; p < count; p++) {
        wide next = planes[p] & carry;
        planes[p] ^= carry;
        carry = next;
    }
}

/* Eight columns at once: seven full adders and one carry into the plane of eights. */
static inline void add_eight(wide *planes, uint32_t count, const wide x[8]) {
    wide two[4], four[2], eight;
    full_add(&two[0], &planes[0], planes[0], x[0], x[1]);
    full_add(&two[1], &planes[0], planes[0], x[2], x[3]);
    full_add(&two[2], &planes[0], planes[0], x[4], x[5]);
    full_add(&two[3], &planes[0], planes[0], x[6], x[7]);
    full_add(&four[0], &planes[1], planes[1], two[0], two[1]);
    full_add(&four[1], &planes[1], planes[1], two[2], two[3]);
    full_add(&eight, &planes[2], planes[2], four[0], four[1]);
    ripple(planes, 3, count, eight);
}

static void count_plain(const search *s, size_t block, wide *planes) {
    const kr_column *const *dense = s->query->dense;
    uint32_t i = 0;
    for (; i + 8 <= s->dense && s->planes >= 3; i += 8) {
        wide x[8];
        for (uint32_t c = 0; c < 8; c++)
            x[c] = load(dense[i + c]->in.bits + block * WIDE);
        add_eight(planes, s->planes, x);
    }
    for (; i < s->dense; i++)
        ripple(planes, 0, s->planes, load(dense[i]->in.bits + block * WIDE));
}

static void count_opening(const search *s, size_t block, wide *planes) {
    for (uint32_t i = s->dense; i < s->dense + s->dense_opening; i++)
        ripple(planes, 1, s->planes, load(s->query->dense[i]->in.bits + block * WIDE));
}

/* The columns that are lists, up to the end of a stretch. */
static void count_rare(search *s, size_t first, size_t blocks, uint32_t plane) {
    uint64_t *counters = s->query->counters;
    size_t row_end = (first + blocks) * BLOCK_ROWS;
    for (uint32_t r = 0; r < s->rare; r++) {
        kr_cursor *cursor = &s->query->rare[r];
        if (cursor->plane != plane)
            continue;
        for (; cursor->at < cursor->end && *cursor->at < row_end; cursor->at++) {
            size_t row = *cursor->at - first * BLOCK_ROWS, word = row % BLOCK_ROWS / 64;
            uint64_t *planes = counters + row / BLOCK_ROWS * s->planes * WIDE + word;
            uint64_t carry = (uint64_t)1 << row % 64;
            for (uint32_t p = plane; carry && p < s->planes; p++) {
                uint64_t next = planes[p * WIDE] & carry;
                planes[p * WIDE] ^= carry;
                carry = next;
            }
        }
    }
}

/* The counters of a stretch of blocks, counters[block][plane][word]: the plain columns, and those of the
 * opening on top of them. */
static void count_stretch(search *s, size_t first, size_t blocks, int which) {
    uint64_t *counters = s->query->counters;
    for (size_t b = 0; b < blocks; b++) {
        uint64_t *own = counters + b * s->planes * WIDE;
        wide planes[PLANES];
        if (which & PLAIN)
            memset(planes, 0, s->planes * sizeof *planes);
        else
            memcpy(planes, own, s->planes * sizeof *planes);
        if (which & PLAIN)
            count_plain(s, first + b, planes);
        if (which & OPENING)
            count_opening(s, first + b, planes);
        memcpy(own, planes, s->planes * sizeof *planes);
    }
    if (which & PLAIN)
        count_rare(s, first, blocks, 0);
    if (which & OPENING)
        count_rare(s, first, blocks, 1);
}

static uint32_t counter_of(const search *s, const uint64_t *planes, uint32_t word, uint32_t bit) {
    uint32_t sum = 0;
    for (uint32_t p = 0; p < s->planes; p++)
        sum |= (uint32_t)(planes[p * WIDE + word] >> bit & 1) << p;
    return sum;
}

static kr_ratio ratio_of(const search *s, size_t row, uint32_t both) {
    kr_size size = {s->query->plain, s->query->opening};
    return kr_row_ratio(s->columns, size, row, both, s->weighted);
}

static void raise_bar(search *s) {
    s->counters_needed = kr_sum_above(s->best, s->size, s->least);
}

/* The rows of a block whose counter is at least the bar, compared bit by bit from the top. */
static wide above_bar(const search *s, const uint64_t *planes) {
    wide above = {0}, equal = ~(wide){0};
    if (s->counters_needed >> s->planes)
        return above;
    for (uint32_t p = s->planes; p-- > 0;) {
        wide plane = load(planes + p * WIDE);
        if (s->counters_needed >> p & 1) {
            equal &= plane;
        } else {
            above |= equal & plane;
            equal &= ~plane;
        }
    }
    return above | equal;
}

static uint32_t lowest_bit(uint64_t word) {
#if defined(__GNUC__)
    return (uint32_t)__builtin_ctzll(word);
#else
    uint32_t bit = 0;
    while (!(word >> bit & 1))
        bit++;
    return bit;
#endif
}

static void take_best(search *s, const uint64_t *planes, size_t first_row, wide rows) {
    uint64_t words[WIDE];
    memcpy(words, &rows, sizeof rows);
    for (uint32_t w = 0; w < WIDE; w++)
        for (; words[w]; words[w] &= words[w] - 1) {
            uint32_t bit = lowest_bit(words[w]);
            kr_ratio ratio = ratio_of(s, first_row + w * 64 + bit, counter_of(s, planes, w, bit));
            if (kr_ratio_above(ratio, s->best))
                s->best = ratio;
        }
    raise_bar(s);
}

/* Those of the rows whose counter is the highest. */
static wide highest(const search *s, const uint64_t *planes, wide rows) {
    for (uint32_t p = s->planes; p-- > 0;) {
        wide with = rows & load(planes + p * WIDE);
        if (any(with))
            rows = with;
    }
    return rows;
}

/* The highest sums first: they raise the bar over nearly all others, which then need no look. */
static void search_block(search *s, const uint64_t *planes, size_t first_row) {
    wide rows = above_bar(s, planes);
    if (!any(rows))
        return;
    take_best(s, planes, first_row, highest(s, planes, rows));
    rows = above_bar(s, planes);
    if (any(rows))
        take_best(s, planes, first_row, rows);
}

kr_ratio kr_columns_nearest(const kr_columns *columns, kr_query *query, size_t from, size_t to,
                            int weighted, kr_ratio enough) {
    search s = open_search(columns, query, from, weighted);
    size_t end = (to + BLOCK_ROWS - 1) / BLOCK_ROWS;
    for (size_t block = from / BLOCK_ROWS; block < end; block += STRETCH) {
        size_t blocks = end - block < STRETCH ? end - block : STRETCH;
        count_stretch(&s, block, blocks, ALL);
        for (size_t b = 0; b < blocks; b++)
            search_block(&s, query->counters + b * s.planes * WIDE, (block + b) * BLOCK_ROWS);
        if (kr_ratio_above(s.best, enough))
            break;
    }
    return s.best;
}

/* ---- scoring
 * ------------------------------------------------------------------------------------- */

/* 1 where a row has a plain similarity of at least `limit`. */
static int reaches(search *plain, size_t first, size_t blocks) {
    for (size_t b = 0; b < blocks; b++) {
        const uint64_t *planes = plain->query->counters + b * plain->planes * WIDE;
        uint64_t words[WIDE];
        wide rows = above_bar(plain, planes);
        memcpy(words, &rows, sizeof rows);
        for (uint32_t w = 0; w < WIDE; w++)
            for (; words[w]; words[w] &= words[w] - 1) {
                uint32_t bit = lowest_bit(words[w]);
                size_t row = (first + b) * BLOCK_ROWS + w * 64 + bit;
                if (!kr_ratio_above(plain->best,
                                    ratio_of(plain, row, counter_of(plain, planes, w, bit))))
                    return 1;
            }
    }
    return 0;
}

/* The search of plain similarities on the counters of another; its bar stands at the limit. */
static search plain_search(const search *weighted, kr_ratio limit) {
    search s = *weighted;
    s.weighted = 0;
    s.size = s.query->plain;
    s.least = s.columns->least_plain;
    s.best = limit;
    raise_bar(&s);
    s.counters_needed -= 1; /* what only equals the limit is looked at too */
    return s;
}

/* Few rows at first: most texts that are refused, or no better than another, show it there. */
kr_score kr_columns_score(const kr_columns *columns, kr_query *query, size_t from, size_t to,
                          const kr_bar *bar, kr_ratio *out) {
    search s = open_search(columns, query, from, 1), plain = plain_search(&s, bar->refused);
    size_t end = (to + BLOCK_ROWS - 1) / BLOCK_ROWS, blocks = 1;
    *out = s.best;
    for (size_t block = from / BLOCK_ROWS; block < end; block += blocks) {
        blocks = block == from / BLOCK_ROWS ? 1 : blocks < STRETCH ? 2 * blocks : STRETCH;
        size_t count = end - block < blocks ? end - block : blocks;
        count_stretch(&s, block, count, PLAIN);
        if (reaches(&plain, block, count))
            return KR_SCORE_REFUSED;
        count_stretch(&s, block, count, OPENING);
        for (size_t b = 0; b < count; b++)
            search_block(&s, query->counters + b * s.planes * WIDE, (block + b) * BLOCK_ROWS);
        *out = s.best;
        if (!kr_ratio_above(bar->enough, s.best))
            return KR_SCORE_ENOUGH;
    }
    return KR_SCORE_EXACT;
}

void kr_columns_each(const kr_columns *columns, kr_query *query, size_t from, size_t to,
                     uint32_t *out_ppm) {
    size_t end = (to + BLOCK_ROWS - 1) / BLOCK_ROWS, row = from;
    search s = open_search(columns, query, from / BLOCK_ROWS * BLOCK_ROWS, 0);
    for (size_t block = from / BLOCK_ROWS; block < end; block += STRETCH) {
        size_t blocks = end - block < STRETCH ? end - block : STRETCH;
        count_stretch(&s, block, blocks, ALL);
        for (; row < to && row < (block + blocks) * BLOCK_ROWS; row++) {
            size_t at = row - block * BLOCK_ROWS;
            const uint64_t *planes = query->counters + at / BLOCK_ROWS * s.planes * WIDE;
            uint32_t both = counter_of(&s, planes, (uint32_t)(at % BLOCK_ROWS / 64), at % 64);
            out_ppm[row - from] = kr_ratio_ppm(ratio_of(&s, row, both));
        }
    }
}
