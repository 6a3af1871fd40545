/* Which of many sets is most like this one? Takes sets of shingles as rows, keeps them by columns:
 * for each shingle the rows that have it, as a bitmap or, where these are few, as a list. A search
 * adds up the columns of its own shingles, 128 rows at a time, in bit-sliced counters with
 * carry-save adders (O'Neil and Quass, "Improved query performance with variant indexes", 1997;
 * Kaser and Lemire, "Threshold and symmetric functions over bitmaps", 2014), so that one
 * instruction counts for 128 rows: about 0.7 ns a row for a post of 90 words, exact.
 *
 * Why not MinHash: texts of one graph share a fifth to a third of their shingles anyway, and banded
 * signatures that find pairs at 0.5 then collide with thousands of rows that are no closer than any
 * other. Exact counting by columns is faster than verifying these, misses nothing, and takes a few
 * bits a row for a frequent shingle and four bytes for a rare one. It is linear in the rows for
 * each search, but at a hundred thousand rows one search still takes well under 0.1 ms. */
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
    ROW_STEP = 128, /* rows are made room for in multiples of this */
    PLANES = 20,    /* bits of a counter */
    MOST_SHINGLES = 500000, /* of one text: what the counters hold, with a weighted opening */
    LIST_SHARE = 64         /* a column is a list while fewer than one row in 64 has it */
};

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

/* ---- rows and columns
 * ------------------------------------------------------------------------------ */

void kr_columns_start(kr_columns *columns, const kr_memory *memory) {
    *columns =
        (kr_columns){.memory = memory, .least_plain = UINT32_MAX, .least_weighted = UINT32_MAX};
}

void kr_columns_end(kr_columns *columns) {
    for (size_t i = 0; i < columns->column_count; i++)
        kr_free(columns->memory, columns->columns[i].in.rows);
    kr_free(columns->memory, columns->columns);
    kr_free(columns->memory, columns->stamps);
    kr_free(columns->memory, columns->keys);
    kr_free(columns->memory, columns->ids);
    kr_free(columns->memory, columns->sizes);
    kr_free(columns->memory, columns->opening_sizes);
    *columns = (kr_columns){0};
}

static int is_list(const kr_column *column) {
    return column->capacity > 0;
}

size_t kr_columns_memory(const kr_columns *columns) {
    size_t bytes = columns->column_capacity * sizeof *columns->columns +
                   columns->stamp_capacity * sizeof *columns->stamps +
                   columns->row_capacity * (sizeof *columns->sizes + 1);
    if (columns->keys)
        bytes += ((size_t)columns->slot_mask + 1) * (sizeof *columns->keys + sizeof *columns->ids);
    for (size_t i = 0; i < columns->column_count; i++) {
        const kr_column *column = &columns->columns[i];
        if (is_list(column))
            bytes += column->capacity * sizeof(uint32_t);
        else if (column->in.bits)
            bytes += columns->row_capacity / 8;
    }
    return bytes;
}

static int rehash(kr_columns *columns) {
    size_t old = columns->keys ? (size_t)columns->slot_mask + 1 : 0, size = old ? old * 2 : 1024;
    uint64_t *keys = kr_alloc(columns->memory, size, sizeof *keys);
    uint32_t *ids = kr_alloc_zero(columns->memory, size, sizeof *ids);
    if (!keys || !ids) {
        kr_free(columns->memory, keys);
        kr_free(columns->memory, ids);
        return -1;
    }
    for (size_t i = 0; i < old; i++) {
        size_t slot = columns->keys[i] & (size - 1);
        if (!columns->ids[i])
            continue;
        while (ids[slot])
            slot = (slot + 1) & (size - 1);
        keys[slot] = columns->keys[i];
        ids[slot] = columns->ids[i];
    }
    kr_free(columns->memory, columns->keys);
    kr_free(columns->memory, columns->ids);
    columns->keys = keys;
    columns->ids = ids;
    columns->slot_mask = (uint32_t)size - 1;
    return 0;
}

static int new_column(kr_columns *columns) {
    if (kr_grow(columns->memory, (void **)&columns->columns, &columns->column_capacity,
                columns->column_count, sizeof *columns->columns) < 0 ||
        kr_grow(columns->memory, (void **)&columns->stamps, &columns->stamp_capacity,
                columns->column_count, sizeof *columns->stamps) < 0)
        return -1;
    columns->columns[columns->column_count] = (kr_column){0};
    columns->stamps[columns->column_count++] = 0;
    return 0;
}

/* The column of a shingle, made where there is none; KR_NONE when out of memory. */
static uint32_t column_of(kr_columns *columns, uint64_t key) {
    if (columns->column_count * 2 >= columns->slot_mask && rehash(columns) < 0)
        return UINT32_MAX;
    uint32_t slot = (uint32_t)key & columns->slot_mask;
    while (columns->ids[slot]) {
        if (columns->keys[slot] == key)
            return columns->ids[slot] - 1;
        slot = (slot + 1) & columns->slot_mask;
    }
    if (new_column(columns) < 0)
        return UINT32_MAX;
    columns->keys[slot] = key;
    columns->ids[slot] = (uint32_t)columns->column_count;
    return (uint32_t)columns->column_count - 1;
}

/* ---- queries
 * --------------------------------------------------------------------------------------- */

typedef struct kr_cursor {
    const uint32_t *at, *end;
    uint32_t plane; /* what it adds: 1 << plane */
} kr_cursor;

void kr_query_start(kr_query *query) {
    *query = (kr_query){0};
}

void kr_query_end(kr_query *query, const kr_memory *memory) {
    kr_free(memory, query->ids);
    kr_free(memory, query->dense);
    kr_free(memory, query->rare);
    kr_free(memory, query->counters);
    *query = (kr_query){0};
}

static int query_room(kr_query *query, const kr_memory *memory, size_t wanted) {
    if (wanted <= query->capacity)
        return 0;
    kr_query grown = {
        .ids = kr_alloc(memory, 2 * wanted, sizeof *grown.ids),
        .capacity = 2 * wanted,
        .dense = kr_alloc(memory, 2 * wanted, sizeof *grown.dense),
        .rare = kr_alloc(memory, 2 * wanted, sizeof *grown.rare),
        .counters = kr_alloc(memory, (size_t)STRETCH * PLANES * WIDE, sizeof *grown.counters),
    };
    int ok = grown.ids && grown.dense && grown.rare && grown.counters;
    kr_query_end(ok ? query : &grown, memory);
    if (ok)
        *query = grown;
    return ok ? 0 : -1;
}

/* Names columns without repetitions; `salt` tells those of the opening from the others. */
static int name_columns(kr_columns *columns, kr_query *query, const uint64_t *shingles,
                        uint32_t count, uint64_t salt) {
    uint32_t *ids = query->ids + query->plain, named = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t id = column_of(columns, shingles[i] ^ salt);
        if (id == UINT32_MAX)
            return -1;
        ids[named] = id;
        named += columns->stamps[id] != columns->stamp;
        columns->stamps[id] = columns->stamp;
    }
    return (int)named;
}

int kr_columns_query(kr_columns *columns, kr_query *query, const uint64_t *shingles, uint32_t count,
                     uint32_t opening) {
    if (count > MOST_SHINGLES)
        count = MOST_SHINGLES;
    query->plain = query->opening = 0;
    if (query_room(query, columns->memory, (size_t)count + opening) < 0)
        return -1;
    if (++columns->stamp ==
        0) { /* after 2^32 queries: the old stamps could be taken for new ones */
        memset(columns->stamps, 0, columns->column_count * sizeof *columns->stamps);
        columns->stamp = 1;
    }
    int plain = name_columns(columns, query, shingles, count, 0);
    if (plain < 0)
        return -1;
    query->plain = (uint32_t)plain;
    int named = name_columns(columns, query, shingles, opening, 0xA5A5A5A55A5A5A5Aull);
    if (named < 0)
        return -1;
    query->opening = (uint32_t)named;
    return 0;
}

/* ---- adding
 * ---------------------------------------------------------------------------------------- */

static int grow_rows(kr_columns *columns) {
    if (columns->row_count < columns->row_capacity)
        return 0;
    size_t old = columns->row_capacity;
    size_t wanted = (old + old / 4 + ROW_STEP) / ROW_STEP * ROW_STEP;
    uint32_t *sizes = kr_resize(columns->memory, columns->sizes, wanted, sizeof *sizes);
    if (!sizes)
        return -1;
    columns->sizes = sizes;
    uint8_t *opening = kr_resize(columns->memory, columns->opening_sizes, wanted, 1);
    if (!opening)
        return -1;
    columns->opening_sizes = opening;
    for (size_t i = 0; i < columns->column_count; i++) {
        kr_column *column = &columns->columns[i];
        if (is_list(column) || !column->in.bits)
            continue;
        uint64_t *bits = kr_resize(columns->memory, column->in.bits, wanted / 64, sizeof *bits);
        if (!bits)
            return -1; /* some are longer than row_capacity says: harmless */
        memset(bits + old / 64, 0, (wanted - old) / 8);
        column->in.bits = bits;
    }
    columns->row_capacity = wanted;
    return 0;
}

static int make_bitmap(kr_columns *columns, kr_column *column) {
    uint64_t *bits = kr_alloc_zero(columns->memory, columns->row_capacity / 64, sizeof *bits);
    if (!bits)
        return -1;
    for (uint32_t i = 0; i < column->count; i++)
        bits[column->in.rows[i] / 64] |= (uint64_t)1 << column->in.rows[i] % 64;
    kr_free(columns->memory, column->in.rows);
    column->in.bits = bits;
    column->capacity = 0;
    return 0;
}

static int add_to_list(kr_columns *columns, kr_column *column, uint32_t row) {
    if (column->count == column->capacity) {
        uint32_t capacity = column->capacity + column->capacity / 2 + 2;
        uint32_t *rows = kr_resize(columns->memory, column->in.rows, capacity, sizeof *rows);
        if (!rows)
            return -1;
        column->in.rows = rows;
        column->capacity = capacity;
    }
    column->in.rows[column->count++] = row;
    return 0;
}

static int add_to_column(kr_columns *columns, kr_column *column, uint32_t row) {
    int list = is_list(column) || !column->in.rows;
    if (list && column->count < 4 + row / LIST_SHARE)
        return add_to_list(columns, column, row);
    if (list && make_bitmap(columns, column) < 0)
        return -1;
    column->in.bits[row / 64] |= (uint64_t)1 << row % 64;
    column->count++;
    return 0;
}

static uint32_t weighted_size(uint32_t plain, uint32_t opening) {
    return plain + KR_OPENING_WEIGHT * opening;
}

int kr_columns_add(kr_columns *columns, const kr_query *query) {
    if (columns->row_count >= UINT32_MAX - ROW_STEP || grow_rows(columns) < 0)
        return -1;
    uint32_t row = (uint32_t)columns->row_count;
    for (uint32_t i = 0; i < query->plain + query->opening; i++)
        if (add_to_column(columns, &columns->columns[query->ids[i]], row) < 0)
            return -1;
    uint32_t weighted = weighted_size(query->plain, query->opening);
    columns->sizes[row] = query->plain;
    columns->opening_sizes[row] = (uint8_t)query->opening;
    if (query->plain < columns->least_plain)
        columns->least_plain = query->plain;
    if (weighted < columns->least_weighted)
        columns->least_weighted = weighted;
    columns->row_count++;
    return 0;
}

/* ---- searching
 * ------------------------------------------------------------------------------------- */

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
        if (is_list(column)) {
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
    s.size = weighted_size(query->plain, opening);
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

static void count_block(const search *s, size_t block, wide *planes) {
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
    for (; i < s->dense + s->dense_opening; i++)
        ripple(planes, 1, s->planes, load(dense[i]->in.bits + block * WIDE));
}

/* The counters of a stretch of blocks: counters[block][plane][word]. */
static void count_stretch(search *s, size_t first, size_t blocks) {
    uint64_t *counters = s->query->counters;
    size_t row_end = (first + blocks) * BLOCK_ROWS;
    for (size_t b = 0; b < blocks; b++) {
        wide planes[PLANES];
        memset(planes, 0, s->planes * sizeof *planes);
        count_block(s, first + b, planes);
        memcpy(counters + b * s->planes * WIDE, planes, s->planes * sizeof *planes);
    }
    for (uint32_t r = 0; r < s->rare; r++) {
        kr_cursor *cursor = &s->query->rare[r];
        for (; cursor->at < cursor->end && *cursor->at < row_end; cursor->at++) {
            size_t row = *cursor->at - first * BLOCK_ROWS, word = row % BLOCK_ROWS / 64;
            uint64_t *planes = counters + row / BLOCK_ROWS * s->planes * WIDE + word;
            uint64_t carry = (uint64_t)1 << row % 64;
            for (uint32_t p = cursor->plane; carry && p < s->planes; p++) {
                uint64_t next = planes[p * WIDE] & carry;
                planes[p * WIDE] ^= carry;
                carry = next;
            }
        }
    }
}

static uint32_t counter_of(const search *s, const uint64_t *planes, uint32_t word, uint32_t bit) {
    uint32_t sum = 0;
    for (uint32_t p = 0; p < s->planes; p++)
        sum |= (uint32_t)(planes[p * WIDE + word] >> bit & 1) << p;
    return sum;
}

static kr_ratio ratio_of(const search *s, size_t row, uint32_t both) {
    uint32_t size =
        weighted_size(s->columns->sizes[row], s->weighted ? s->columns->opening_sizes[row] : 0);
    return (kr_ratio){both, s->size + size - both};
}

/* Sums from which on a row could be more similar than the best so far: both / (size + least - both)
 * is above best.both / best.either. */
static void raise_bar(search *s) {
    uint64_t sizes = (uint64_t)s->size + s->least;
    s->counters_needed = s->best.both * sizes / ((uint64_t)s->best.both + s->best.either) + 1;
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
        count_stretch(&s, block, blocks);
        for (size_t b = 0; b < blocks; b++)
            search_block(&s, query->counters + b * s.planes * WIDE, (block + b) * BLOCK_ROWS);
        if (kr_ratio_above(s.best, enough))
            break;
    }
    return s.best;
}

void kr_columns_each(const kr_columns *columns, kr_query *query, size_t from, size_t to,
                     uint32_t *out_ppm) {
    size_t end = (to + BLOCK_ROWS - 1) / BLOCK_ROWS, row = from;
    search s = open_search(columns, query, from / BLOCK_ROWS * BLOCK_ROWS, 0);
    for (size_t block = from / BLOCK_ROWS; block < end; block += STRETCH) {
        size_t blocks = end - block < STRETCH ? end - block : STRETCH;
        count_stretch(&s, block, blocks);
        for (; row < to && row < (block + blocks) * BLOCK_ROWS; row++) {
            size_t at = row - block * BLOCK_ROWS;
            const uint64_t *planes = query->counters + at / BLOCK_ROWS * s.planes * WIDE;
            uint32_t both = counter_of(&s, planes, (uint32_t)(at % BLOCK_ROWS / 64), at % 64);
            out_ppm[row - from] = kr_ratio_ppm(ratio_of(&s, row, both));
        }
    }
}
