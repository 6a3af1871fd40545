/* Which of some thousand rows is most like this text? Where texts are made of few long pieces, such as whole
 * sentences by an author, most candidates are the same transitions put together anew. For each transition it is
 * kept how many of its shingles each row has, a byte a row; a text's sums are those of its six or twelve
 * transitions, sixteen rows with one instruction, instead of those of its eighty shingles. When a row is added
 * each of its columns adds one to the tallies of the transitions that have it.
 *
 * A graph of many short pieces has more transitions than this is worth; neither is it for many rows, nor for a
 * text that says the same three words in two places. Then columnsearch.c counts, with the same answers. */
#include "select/tallies.h"

#include <string.h>

#if defined(__GNUC__)
typedef uint8_t lanes __attribute__((vector_size(16)));
static inline int any(lanes value) {
    uint64_t words[2];
    memcpy(words, &value, sizeof value);
    return (words[0] | words[1]) != 0;
}
static inline lanes higher(lanes a, lanes b) {
    lanes first = (lanes)(a > b);
    return (a & first) | (b & ~first);
}
#else
typedef uint8_t lanes;
static inline int any(lanes value) {
    return value != 0;
}
static inline lanes higher(lanes a, lanes b) {
    return a > b ? a : b;
}
#endif

enum {
    MOST_TRANSITIONS = 2048,
    SHARED_WORDS = MOST_TRANSITIONS / 64,
    MOST_ROWS = 4096,
    MOST_SUM = UINT8_MAX,
    BLOCK_ROWS = 128, /* rows are made room for, and looked at, in multiples of this */
    STRETCH = 64,     /* blocks at a time, at most */
    LANES = sizeof(lanes),
    ABREAST = 4 * LANES /* rows that are summed up together */
};

void kr_tallies_start(kr_tallies *tallies, const kr_memory *memory, const kr_transducer *transducer,
                      const kr_columns *columns) {
    *tallies = (kr_tallies){.memory = memory, .transducer = transducer, .columns = columns};
}

void kr_tallies_end(kr_tallies *tallies) {
    for (size_t i = 0; i < tallies->count; i++) {
        kr_free(tallies->memory, tallies->of[i].plain);
        kr_free(tallies->memory, tallies->of[i].opening);
        kr_free(tallies->memory, tallies->of[i].shared);
    }
    kr_free(tallies->memory, tallies->of);
    kr_free(tallies->memory, tallies->links);
    kr_free(tallies->memory, tallies->heads);
    kr_free(tallies->memory, (void *)tallies->plain.of);
    kr_free(tallies->memory, (void *)tallies->opening.of);
    kr_free(tallies->memory, tallies->sums);
    *tallies = (kr_tallies){.memory = tallies->memory, .closed = 1};
}

size_t kr_tallies_memory(const kr_tallies *t) {
    size_t bytes = t->capacity * sizeof *t->of + t->link_capacity * sizeof *t->links +
                   t->head_capacity * sizeof *t->heads + t->row_capacity;
    for (size_t i = 0; i < t->count; i++) {
        const kr_tally *own = &t->of[i];
        bytes += SHARED_WORDS * sizeof *own->shared;
        bytes += (own->plain ? t->row_capacity : 0) + (own->opening ? t->row_capacity : 0);
    }
    return bytes;
}

/* ---- transitions
 * -------------------------------------------------------------------------------------- */

static int room_for_columns(kr_tallies *t) {
    size_t wanted = t->columns->column_count, old = t->head_count;
    if (kr_reserve(t->memory, (void **)&t->heads, &t->head_capacity, wanted, sizeof *t->heads) < 0)
        return -1;
    memset(t->heads + old, 0, (wanted - old) * sizeof *t->heads);
    t->head_count = wanted;
    return 0;
}

static int link_column(kr_tallies *t, uint32_t column) {
    if (kr_grow(t->memory, (void **)&t->links, &t->link_capacity, t->link_count, sizeof *t->links) < 0)
        return -1;
    t->links[t->link_count++] = (kr_tally_link){(uint32_t)t->count, t->heads[column]};
    t->heads[column] = (uint32_t)t->link_count;
    return 0;
}

/* The rows that have the column already. */
static void add_rows(const kr_tallies *t, const kr_column *column, uint8_t weight, uint8_t *of) {
    if (kr_column_is_list(column)) {
        for (uint32_t i = 0; i < column->count; i++)
            of[column->in.rows[i]] += weight;
        return;
    }
    for (size_t row = 0; column->in.bits && row < t->columns->row_count; row++)
        if (column->in.bits[row / 64] >> row % 64 & 1)
            of[row] += weight;
}

/* What the base and the rows that are there have of a run of columns: 0, or -1 when out of memory. */
static int count_rows(kr_tallies *t, const uint32_t *ids, uint32_t count, int opening) {
    kr_tally *own = &t->of[t->count];
    uint8_t *rows = count ? kr_alloc_zero(t->memory, t->row_capacity, 1) : NULL;
    if (count && !rows)
        return -1;
    *(opening ? &own->opening : &own->plain) = rows;
    for (uint32_t i = 0; i < count; i++) {
        int in_base = ids[i] < t->in_base_count && t->in_base[ids[i]];
        *(opening ? &own->base.opening : &own->base.plain) += (uint32_t)in_base;
        add_rows(t, &t->columns->columns[ids[i]], opening ? KR_OPENING_WEIGHT : 1, rows);
        if (link_column(t, ids[i]) < 0)
            return -1;
    }
    return 0;
}

static void share(kr_tallies *t, size_t one, size_t other) {
    t->of[one].shared[other / 64] |= (uint64_t)1 << other % 64;
}

/* Which transitions up to this one have one of its plain columns: by the links of these. */
static int note_shared(kr_tallies *t, const uint32_t *ids, uint32_t count) {
    t->of[t->count].shared = kr_alloc_zero(t->memory, SHARED_WORDS, sizeof(uint64_t));
    if (!t->of[t->count].shared)
        return -1;
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t link = t->heads[ids[i]]; link; link = t->links[link - 1].next) {
            share(t, t->count, t->links[link - 1].transition);
            share(t, t->links[link - 1].transition, t->count);
        }
    return 0;
}

static int add_transition(kr_tallies *t) {
    const kr_transition *transition = &t->transducer->all[t->count];
    const uint32_t *ids = t->transducer->columns + transition->first;
    if (kr_grow(t->memory, (void **)&t->of, &t->capacity, t->count, sizeof *t->of) < 0)
        return -1;
    t->of[t->count] = (kr_tally){.size = {transition->plain, transition->opening}};
    int status = count_rows(t, ids, transition->plain, 0);
    if (status == 0)
        status = count_rows(t, ids + transition->plain, transition->opening, 1);
    if (status == 0)
        status = note_shared(t, ids, transition->plain);
    t->count++;
    return status;
}

/* ---- rows
 * -------------------------------------------------------------------------------------- */

static int widen(kr_tallies *t, uint8_t **rows, size_t wanted) {
    if (!*rows)
        return 0;
    uint8_t *wider = kr_resize(t->memory, *rows, wanted, 1);
    if (!wider)
        return -1;
    memset(wider + t->row_capacity, 0, wanted - t->row_capacity);
    *rows = wider;
    return 0;
}

/* Room for the rows that there are. */
static int room_for_rows(kr_tallies *t) {
    size_t wanted = t->row_capacity ? t->row_capacity : BLOCK_ROWS;
    while (wanted < t->columns->row_count)
        wanted *= 2;
    if (wanted == t->row_capacity)
        return 0;
    uint8_t *sums = kr_resize(t->memory, t->sums, wanted, 1);
    if (!sums)
        return -1;
    t->sums = sums;
    for (size_t i = 0; i < t->count; i++)
        if (widen(t, &t->of[i].plain, wanted) < 0 || widen(t, &t->of[i].opening, wanted) < 0)
            return -1; /* some are wider than row_capacity says: harmless */
    t->row_capacity = wanted;
    return 0;
}

/* The transitions that have a column have it among those of the opening, or among the others. */
static void add_column(kr_tallies *t, uint32_t column, size_t row, int opening) {
    const kr_tally_link *links = t->links;
    uint32_t link = column < t->head_count ? t->heads[column] : 0;
    for (; link; link = links[link - 1].next) {
        const kr_tally *tally = &t->of[links[link - 1].transition];
        if (opening)
            tally->opening[row] += KR_OPENING_WEIGHT;
        else
            tally->plain[row]++;
    }
}

int kr_tallies_row(kr_tallies *t, const kr_query *query) {
    if (!t->closed && t->columns->row_count > MOST_ROWS)
        kr_tallies_end(t);
    if (t->closed || t->count == 0)
        return 0;
    if (room_for_rows(t) < 0)
        return -1;
    size_t row = t->columns->row_count - 1;
    for (uint32_t i = 0; i < query->plain; i++)
        add_column(t, query->ids[i], row, 0);
    for (uint32_t i = query->plain; i < query->plain + query->opening; i++)
        add_column(t, query->ids[i], row, 1);
    return 0;
}

/* ---- a text
 * -------------------------------------------------------------------------------------- */

static int catch_up(kr_tallies *t) {
    if (t->count == t->transducer->count)
        return 0;
    if (room_for_rows(t) < 0 || room_for_columns(t) < 0)
        return -1;
    while (t->count < t->transducer->count)
        if (add_transition(t) < 0) {
            kr_tallies_end(t); /* one of them is half made */
            return -1;
        }
    return 0;
}

static int room_for_text(kr_tallies *t, size_t transitions) {
    if (transitions <= t->room)
        return 0;
    const uint8_t **plain = kr_resize(t->memory, (void *)t->plain.of, 2 * transitions, sizeof *plain);
    if (!plain)
        return -1;
    t->plain.of = plain;
    const uint8_t **opening = kr_resize(t->memory, (void *)t->opening.of, 2 * transitions, sizeof *opening);
    if (!opening)
        return -1;
    t->opening.of = opening;
    t->room = 2 * transitions;
    return 0;
}

/* 1 where a shingle is in two transitions of the text; those of the opening are among all. */
static int repeats(const kr_tallies *t) {
    const uint32_t *read = t->transducer->read;
    uint64_t twice = 0;
    for (size_t i = 1; i < t->transducer->read_count; i++) {
        const uint64_t *shared = t->of[read[i]].shared;
        for (size_t k = 0; k < i; k++)
            twice |= shared[read[k] / 64] >> read[k] % 64;
    }
    return twice & 1;
}

static kr_size size_sum(kr_size a, kr_size b) {
    return (kr_size){a.plain + b.plain, a.opening + b.opening};
}

static void gather(kr_tallies *t) {
    t->plain.count = t->opening.count = 0;
    t->text = t->base = (kr_size){0, 0};
    for (size_t i = 0; i < t->transducer->read_count; i++) {
        const kr_tally *own = &t->of[t->transducer->read[i]];
        t->plain.of[t->plain.count] = own->plain;
        t->plain.count += own->size.plain > 0;
        t->opening.of[t->opening.count] = own->opening;
        t->opening.count += own->size.opening > 0;
        t->text = size_sum(t->text, own->size);
        t->base = size_sum(t->base, own->base);
    }
}

int kr_tallies_open(kr_tallies *t) {
    const kr_transducer *read = t->transducer;
    if (t->closed)
        return 0;
    if (read->count < t->count || read->count > MOST_TRANSITIONS) { /* it forgot some, or has too many */
        kr_tallies_end(t);
        return 0;
    }
    if (catch_up(t) < 0 || room_for_text(t, read->read_count) < 0)
        return -1;
    gather(t);
    return kr_weighted_size(t->text.plain, t->text.opening) <= MOST_SUM &&
           !repeats(t);
}

/* ---- scoring
 * ------------------------------------------------------------------------------------- */

static inline lanes load(const uint8_t *at) {
    lanes value;
    memcpy(&value, at, sizeof value);
    return value;
}

/* Adds the tallies of a stretch of rows up, onto what stands in the sums or not. */
static void add_up(kr_tallies *t, const kr_terms *terms, size_t from, size_t to, int onto) {
    for (size_t row = from; row < to; row += ABREAST) {
        lanes sum[ABREAST / LANES];
        if (onto)
            memcpy(sum, t->sums + row, sizeof sum);
        else
            memset(sum, 0, sizeof sum);
        for (uint32_t k = 0; k < terms->count; k++)
            for (size_t i = 0; i < ABREAST / LANES; i++)
                sum[i] += load(terms->of[k] + row + i * LANES);
        memcpy(t->sums + row, sum, sizeof sum);
    }
}

static lanes everywhere(uint64_t value) {
    uint8_t bytes[LANES];
    lanes all;
    memset(bytes, (int)value, sizeof bytes);
    memcpy(&all, bytes, sizeof all);
    return all;
}

static inline int none_abreast(const uint8_t *sums, lanes bar) {
    lanes found = (lanes)(load(sums) >= bar);
    for (size_t i = LANES; i < ABREAST; i += LANES)
        found |= (lanes)(load(sums + i) >= bar);
    return !any(found);
}

/* The first LANES rows from `row`, a multiple of them, on of which one has a sum of at least `needed`; `to` where
 * there are none. */
static size_t next_rows(const uint8_t *sums, size_t row, size_t to, uint64_t needed) {
    lanes bar = everywhere(needed);
    if (needed > MOST_SUM)
        return to;
    while (row < to && !any((lanes)(load(sums + row) >= bar)))
        row += row % ABREAST == 0 && none_abreast(sums + row, bar) ? ABREAST : LANES;
    return row;
}

static uint8_t highest(const uint8_t *sums, size_t from, size_t to) {
    lanes most = load(sums + from);
    uint8_t each[LANES], highest = 0;
    for (size_t row = from + LANES; row < to; row += LANES)
        most = higher(most, load(sums + row));
    memcpy(each, &most, sizeof most);
    for (int i = 0; i < LANES; i++)
        highest = each[i] > highest ? each[i] : highest;
    return highest;
}

/* A similarity, weighted or plain, that rows are asked for. */
typedef struct search {
    const kr_tallies *tallies;
    int weighted;
    uint32_t size, least; /* of the text, and of the smallest row */
    kr_ratio best;
    uint64_t needed; /* the smallest sum with which a row can have it */
} search;

static search search_of(const kr_tallies *t, int weighted, kr_ratio at_least) {
    search s = {.tallies = t,
                .weighted = weighted,
                .size = kr_weighted_size(t->text.plain, weighted ? t->text.opening : 0),
                .least = weighted ? t->columns->least_weighted : t->columns->least_plain,
                .best = at_least};
    s.needed = kr_sum_above(at_least, s.size, s.least);
    s.needed -= s.needed > 1;
    return s;
}

static kr_ratio ratio_of(const search *s, size_t row) {
    const kr_tallies *t = s->tallies;
    return kr_row_ratio(t->columns, t->text, row, t->sums[row], s->weighted);
}

/* 1 where a row of the stretch has at least the similarity that is asked for. */
static int reaches(const search *s, size_t from, size_t to) {
    const uint8_t *sums = s->tallies->sums;
    for (size_t rows = from; (rows = next_rows(sums, rows, to, s->needed)) < to; rows += LANES)
        for (size_t row = rows; row < rows + LANES; row++)
            if (sums[row] >= s->needed && !kr_ratio_above(s->best, ratio_of(s, row)))
                return 1;
    return 0;
}

static void take(search *s, size_t rows) {
    const uint8_t *sums = s->tallies->sums;
    for (size_t row = rows; row < rows + LANES; row++) {
        if (sums[row] < s->needed)
            continue;
        kr_ratio ratio = ratio_of(s, row);
        if (kr_ratio_above(ratio, s->best))
            s->best = ratio;
        s->needed = kr_sum_above(s->best, s->size, s->least);
    }
}

/* The highest similarity to any of the first rows. A row of the highest sum comes first: it raises what is needed over
 * nearly all others, which then need no look. */
static kr_ratio nearest(const kr_tallies *t, size_t end, int weighted) {
    search s = search_of(t, weighted, (kr_ratio){0, 1});
    uint64_t most = end ? highest(t->sums, 0, end) : 0;
    if (most == 0)
        return s.best;
    take(&s, next_rows(t->sums, 0, end, most));
    for (size_t rows = 0; (rows = next_rows(t->sums, rows, end, s.needed)) < end; rows += LANES)
        take(&s, rows);
    return s.best;
}

static size_t rows_in_blocks(const kr_tallies *t) {
    return (t->columns->row_count + BLOCK_ROWS - 1) / BLOCK_ROWS * BLOCK_ROWS;
}

/* The same stretches as in kr_columns_score, so that the same texts are told to be refused. */
kr_score kr_tallies_score(kr_tallies *t, const kr_bar *bar, kr_ratio *out) {
    const search refused = search_of(t, 0, bar->refused), enough = search_of(t, 1, bar->enough);
    size_t end = rows_in_blocks(t), to;
    *out = bar->enough;
    for (size_t from = 0, blocks = 1; from < end; from = to, blocks *= 2) {
        size_t rows = (blocks < STRETCH ? blocks : STRETCH) * BLOCK_ROWS;
        to = end - from < rows ? end : from + rows;
        add_up(t, &t->plain, from, to, 0);
        if (reaches(&refused, from, to))
            return KR_SCORE_REFUSED;
        add_up(t, &t->opening, from, to, 1);
        if (reaches(&enough, from, to))
            return KR_SCORE_ENOUGH;
    }
    *out = nearest(t, end, 1);
    return KR_SCORE_EXACT;
}

kr_ratio kr_tallies_nearest(kr_tallies *t) {
    size_t end = rows_in_blocks(t);
    add_up(t, &t->plain, 0, end, 0);
    return nearest(t, end, 0);
}
