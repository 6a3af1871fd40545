/* Sets of shingles as rows, kept by columns: for each shingle the rows that have it, as a bitmap or, where
 * these are few, as a list. What is most like a set is found in columnsearch.c.
 *
 * Why not MinHash: texts of one graph share a fifth to a third of their shingles anyway, and banded
 * signatures that find pairs at 0.5 then collide with thousands of rows that are no closer than any
 * other. Exact counting by columns is faster than verifying these, misses nothing, and takes a few
 * bits a row for a frequent shingle and four bytes for a rare one. It is linear in the rows for
 * each search, but at a hundred thousand rows one search still takes well under 0.1 ms. */
#include "select/columns.h"

#include <string.h>

enum {
    ROW_STEP = 128,         /* rows are made room for in multiples of this */
    LIST_SHARE = 64         /* a column is a list while fewer than one row in 64 has it */
};

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

size_t kr_columns_memory(const kr_columns *columns) {
    size_t bytes = columns->column_capacity * sizeof *columns->columns +
                   columns->stamp_capacity * sizeof *columns->stamps +
                   columns->row_capacity * (sizeof *columns->sizes + 1);
    if (columns->keys)
        bytes += ((size_t)columns->slot_mask + 1) * (sizeof *columns->keys + sizeof *columns->ids);
    for (size_t i = 0; i < columns->column_count; i++) {
        const kr_column *column = &columns->columns[i];
        if (kr_column_is_list(column))
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

int kr_query_room(kr_query *query, const kr_memory *memory, size_t wanted) {
    if (wanted <= query->capacity)
        return 0;
    kr_query grown = {
        .ids = kr_alloc(memory, 2 * wanted, sizeof *grown.ids),
        .capacity = 2 * wanted,
        .dense = kr_alloc(memory, 2 * wanted, sizeof *grown.dense),
        .rare = kr_alloc(memory, 2 * wanted, sizeof *grown.rare),
        .counters = kr_alloc(memory, KR_COUNTER_WORDS, sizeof *grown.counters),
    };
    int ok = grown.ids && grown.dense && grown.rare && grown.counters;
    kr_query_end(ok ? query : &grown, memory);
    if (ok)
        *query = grown;
    return ok ? 0 : -1;
}

void kr_columns_begin(kr_columns *columns) {
    if (++columns->stamp ==
        0) { /* after 2^32 sets: the old stamps could be taken for new ones */
        memset(columns->stamps, 0, columns->column_count * sizeof *columns->stamps);
        columns->stamp = 1;
    }
}

/* The salt tells columns of the opening from the others. */
int kr_columns_name(kr_columns *columns, const uint64_t *shingles, uint32_t count, int opening,
                    uint32_t *out) {
    uint64_t salt = opening ? 0xA5A5A5A55A5A5A5Aull : 0;
    uint32_t added = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t id = column_of(columns, shingles[i] ^ salt);
        if (id == UINT32_MAX)
            return -1;
        added += kr_columns_unite(columns, &id, 1, out + added);
    }
    return (int)added;
}

int kr_columns_query(kr_columns *columns, kr_query *query, const uint64_t *shingles, uint32_t count,
                     uint32_t opening) {
    if (count > KR_MOST_SHINGLES)
        count = KR_MOST_SHINGLES;
    query->plain = query->opening = 0;
    if (kr_query_room(query, columns->memory, (size_t)count + opening) < 0)
        return -1;
    kr_columns_begin(columns);
    int plain = kr_columns_name(columns, shingles, count, 0, query->ids);
    if (plain < 0)
        return -1;
    int named = kr_columns_name(columns, shingles, opening, 1, query->ids + plain);
    if (named < 0)
        return -1;
    query->plain = (uint32_t)plain;
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
        if (kr_column_is_list(column) || !column->in.bits)
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
        /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): it holds `count` rows */
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
    /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): it holds `capacity` rows */
    column->in.rows[column->count++] = row;
    return 0;
}

static int add_to_column(kr_columns *columns, kr_column *column, uint32_t row) {
    int list = kr_column_is_list(column) || !column->in.rows;
    if (list && column->count < 4 + row / LIST_SHARE)
        return add_to_list(columns, column, row);
    if (list && make_bitmap(columns, column) < 0)
        return -1;
    column->in.bits[row / 64] |= (uint64_t)1 << row % 64;
    column->count++;
    return 0;
}

int kr_columns_add(kr_columns *columns, const kr_query *query) {
    if (columns->row_count >= UINT32_MAX - ROW_STEP || grow_rows(columns) < 0)
        return -1;
    uint32_t row = (uint32_t)columns->row_count;
    for (uint32_t i = 0; i < query->plain + query->opening; i++)
        if (add_to_column(columns, &columns->columns[query->ids[i]], row) < 0)
            return -1;
    uint32_t weighted = kr_weighted_size(query->plain, query->opening);
    columns->sizes[row] = query->plain;
    columns->opening_sizes[row] = (uint8_t)query->opening;
    if (query->plain < columns->least_plain)
        columns->least_plain = query->plain;
    if (weighted < columns->least_weighted)
        columns->least_weighted = weighted;
    columns->row_count++;
    return 0;
}
