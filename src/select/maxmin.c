/* The endless sequence of one class: greedy max-min (Gonzalez, "Clustering to minimize the maximum
 * intercluster distance", 1985) over candidates drawn by chance. Takes a graph, a class and what
 * was said before; step s draws M candidates from the random stream (seed, campaign, class, s) and
 * issues the one farthest from the base, the history and all texts of earlier steps. No step reads
 * how many texts are wanted, so that a set for n is the beginning of the set for more.
 *
 * All comparisons are exact (columnsearch.c). While there are up to 4,096 texts each candidate is
 * compared with all of them; later with a window of 1,024 that moves on with every step, and only
 * the candidates about to be issued with all: what is promised (max_similarity, nearest) holds for
 * all pairs, what is only an ambition (the farthest of M) is taken on a sample, and the time for a
 * text hardly grows.
 *
 * The sequence ends after KR_SELECT_FRUITLESS steps in a row without a text. A graph with few walks
 * is then gone through walk by walk, so that its end is exact. Where spare texts are allowed, it
 * goes on behind this end with a limit that is less strict by a tenth, and again, up to the spare
 * limit: texts that are less different still serve better than the same text twice, and state
 * behind all that are more different. */
#include "select/candidates.h"
#include "select/profile.h"

#include <string.h>

enum {
    MOST_SWEPT = 4096,   /* walks of a graph that is small enough to be listed */
    SPARE_STEP = 100000  /* ppm: how much less strict the limit becomes at a time */
};

/* ---- making a set
 * ---------------------------------------------------------------------------------- */

static int add_base(kr_select *set) {
    if (set->input.base.length == 0)
        return 0;
    if (kr_seen_add(&set->seen, kr_candidate_digest(set, set->input.base)) < 0 ||
        kr_candidate_read(set, set->input.base) < 0)
        return -1;
    set->in_base_count = set->columns.column_count;
    set->in_base = kr_arena_zero(&set->arena, set->in_base_count, 1);
    if (!set->in_base)
        return -1;
    for (uint32_t i = 0; i < set->query.plain + set->query.opening; i++)
        set->in_base[set->query.ids[i]] = 1;
    set->base = (kr_size){set->query.plain, set->query.opening};
    set->tallies.in_base = set->in_base;
    set->tallies.in_base_count = set->in_base_count;
    return 0;
}

static int add_history(kr_select *set) {
    for (size_t i = 0; i < set->input.history_count; i++) {
        kr_str text = set->input.history[i];
        if (kr_seen_add(&set->seen, kr_candidate_digest(set, text)) < 0 ||
            kr_candidate_read(set, text) < 0 ||
            kr_columns_add(&set->columns, &set->query) < 0)
            return -1;
    }
    return 0;
}

/* Texts that no index could hold whole are cut by kr_columns_query. */
static int read_by_pieces(kr_select *set) {
    uint32_t most = kr_graph_most_pieces(set->input.walks);
    if (most == 0 || set->drawn.capacity > KR_MOST_SHINGLES)
        return 0;
    set->transducer.atoms = set->input.atoms;
    set->transducer.pieces = kr_graph_pieces(set->input.walks);
    set->drawn.pieces = kr_arena_alloc(&set->arena, most, sizeof *set->drawn.pieces);
    return set->drawn.pieces ? 0 : -1;
}

static int32_t prepare(kr_job *job, kr_select *set) {
    const kr_walks *walks = set->input.walks;
    int32_t status =
        kr_graph_sampler(job, &set->arena, walks, &set->input.restriction, &set->sampler);
    if (status == KOOR_OK)
        status = kr_graph_walk(job, &set->arena, walks, &set->walk);
    if (status != KOOR_OK)
        return status;
    set->drawn.capacity = kr_graph_most_bytes(walks) + 32; /* so that even the last copy is a block */
    set->drawn.buffer = kr_arena_alloc(&set->arena, set->drawn.capacity, 1);
    set->packed = kr_arena_alloc(&set->arena, kr_graph_packed_most(walks), 1);
    set->candidates = kr_arena_alloc(&set->arena, set->input.candidates, sizeof *set->candidates);
    if (!set->drawn.buffer || !set->packed || !set->candidates)
        return kr_nomem(job);
    if (read_by_pieces(set) < 0 || add_base(set) < 0 || add_history(set) < 0)
        return kr_nomem(job);
    return KOOR_OK;
}

int32_t kr_select_new(kr_job *job, const kr_select_input *input, kr_select **out) {
    kr_select *set = kr_alloc_zero(job->memory, 1, sizeof *set);
    if (!set)
        return kr_nomem(job);
    set->memory = job->memory;
    set->input = *input;
    set->limit = input->max_similarity;
    if (set->input.candidates == 0)
        set->input.candidates = 1;
    kr_arena_start(&set->arena, job->memory);
    kr_shingler_start(&set->shingler, job->memory, input->atoms, 1);
    kr_columns_start(&set->columns, job->memory);
    kr_transducer_start(&set->transducer, job->memory, &set->columns);
    kr_tallies_start(&set->tallies, job->memory, &set->transducer, &set->columns);
    kr_query_start(&set->query);
    kr_seen_start(&set->seen, job->memory);
    kr_seen_start(&set->similar, job->memory);
    kr_buffer_start(&set->texts, job->memory);
    kr_buffer_start(&set->vectors, job->memory);
    int32_t status = prepare(job, set);
    if (status != KOOR_OK) {
        kr_select_free(set);
        return status;
    }
    *out = set;
    return KOOR_OK;
}

void kr_select_free(kr_select *set) {
    if (!set)
        return;
    kr_counter_end(set->counter);
    kr_shingler_end(&set->shingler);
    kr_tallies_end(&set->tallies);
    kr_transducer_end(&set->transducer);
    kr_columns_end(&set->columns);
    kr_query_end(&set->query, set->memory);
    kr_buffer_end(&set->texts);
    kr_buffer_end(&set->vectors);
    kr_free(set->memory, set->issued);
    kr_seen_end(&set->seen);
    kr_seen_end(&set->similar);
    kr_arena_end(&set->arena);
    kr_free(set->memory, set);
}

/* ---- issuing
 * --------------------------------------------------------------------------------------- */

static int issue(kr_select *set, uint64_t digest, uint32_t base, uint32_t nearest) {
    if (kr_grow(set->memory, (void **)&set->issued, &set->issued_capacity, set->issued_count,
                sizeof *set->issued) < 0 ||
        kr_seen_add(&set->seen, digest) < 0)
        return -1;
    size_t packed = kr_graph_pack(set->input.walks, &set->walk, set->packed);
    kr_select_issued entry = {set->texts.length, (uint32_t)set->drawn.length, (uint32_t)set->vectors.length, base,
                    nearest};
    kr_buffer_add(&set->texts, set->drawn.buffer, set->drawn.length);
    kr_buffer_add(&set->vectors, set->packed, packed);
    if (set->texts.failed || set->vectors.failed ||
        kr_columns_add(&set->columns, &set->query) < 0 ||
        kr_tallies_row(&set->tallies, &set->query) < 0) {
        set->broken = 1;
        return -1;
    }
    set->issued[set->issued_count++] = entry;
    set->fruitless = 0;
    set->refusals = (kr_refusals){0};
    return 1;
}

/* Looks at the walk at hand against all that was issued: 1 where it is issued, 0 where it is
 * refused, -1 when out of memory. */
static int try_walk(kr_select *set) {
    kr_str text = {set->drawn.buffer, set->drawn.length};
    uint64_t digest;
    uint32_t nearest;
    if (kr_candidate_identify(set, &set->drawn, &digest) < 0)
        return -1;
    int known = kr_candidate_known(set, digest);
    if (known != 0)
        return known < 0 ? -1 : 0;
    if (kr_candidate_read(set, text) < 0 || kr_candidate_nearest(set, &nearest) < 0)
        return -1;
    uint32_t base = kr_candidate_to_base(set);
    if (base > set->input.max_base_similarity || nearest > set->limit)
        return kr_candidate_refuse(set, digest);
    if (set->input.recheck && set->input.recheck(text, &set->walk, set->input.user) != 0) {
        set->report.refused++;
        set->refusals.recheck++;
        return kr_seen_add(&set->seen, digest);
    }
    return issue(set, digest, base, nearest);
}

static int step(kr_select *set) {
    int status = kr_candidates_score(set);
    for (uint32_t j; status == 0 && (j = kr_candidates_farthest(set)) != UINT32_MAX;) {
        set->candidates[j] = (kr_candidate){.score = {0, 0}};
        if (kr_candidate_draw(set, j) == 0)
            status = try_walk(set);
        if (status == 0 && kr_candidates_score_rest(set) < 0)
            status = -1;
    }
    set->step++;
    set->report.steps++;
    set->fruitless += status == 0;
    return status;
}

/* ---- the end
 * --------------------------------------------------------------------------------------- */

static int32_t open_sweep(kr_job *job, kr_select *set) {
    kr_job quiet; /* a graph too large to be counted is not listed, and no error */
    kr_job_start(&quiet, job->memory, NULL);
    int32_t status =
        kr_counter_new(&quiet, set->input.walks, set->input.restriction.allowed, &set->counter);
    kr_job_end(&quiet);
    if (status == KOOR_E_NOMEM)
        return kr_nomem(job);
    uint64_t total = status == KOOR_OK ? kr_big_u64(kr_counter_total(set->counter)) : UINT64_MAX;
    if (total > MOST_SWEPT) {
        kr_counter_end(set->counter);
        set->counter = NULL;
        total = 0;
    }
    set->to_sweep = total;
    return KOOR_OK;
}

static int fits(const kr_select *set) {
    const kr_restriction *r = &set->input.restriction;
    if (!kr_graph_by_chance(set->input.walks, &set->walk))
        return 0;
    if (!r->weights.text)
        return 1;
    uint64_t length = kr_graph_length(set->input.walks, &set->walk, &r->weights);
    return length >= r->least && length <= r->most;
}

/* Goes on through the walks of a small graph: 1 where one was issued, 0 at their end. */
static int32_t sweep(kr_job *job, kr_select *set) {
    kr_big index = {0};
    int32_t status = KOOR_OK;
    int found = 0;
    while (found == 0 && status == KOOR_OK && set->swept < set->to_sweep) {
        if (kr_big_set(set->memory, &index, set->swept++) < 0)
            status = kr_nomem(job);
        else
            status = kr_counter_walk(job, set->counter, &index, &set->walk);
        if (status == KOOR_OK && fits(set)) {
            kr_graph_put_together(set->input.walks, &set->walk, &set->drawn);
            found = try_walk(set);
        }
        if (found < 0)
            status = kr_nomem(job);
    }
    kr_big_end(set->memory, &index);
    return status < 0 ? status : found;
}

static kr_select_end_reason reason(const kr_select *set) {
    const kr_refusals *r = &set->refusals;
    if (set->counter)
        return KR_SELECT_ALL;
    if (r->recheck > r->similar && r->recheck > r->length)
        return KR_SELECT_RECHECK;
    return r->length > r->similar ? KR_SELECT_LENGTH : KR_SELECT_SIMILAR;
}

/* One more text within the limit at hand, or 0 with the reason in the report. */
static int32_t next_within(kr_job *job, kr_select *set) {
    while (set->fruitless < KR_SELECT_FRUITLESS && !set->counter) {
        int status = step(set);
        if (status != 0)
            return status < 0 ? kr_nomem(job) : 1;
        if (set->fruitless == KR_SELECT_FRUITLESS) {
            int32_t opened = open_sweep(job, set);
            if (opened < 0)
                return opened;
        }
    }
    int32_t found = set->counter ? sweep(job, set) : 0;
    if (found == 0)
        set->report.end = reason(set);
    return found;
}

/* From the end of one limit to the next: 0 where there is none. */
static int relax(kr_select *set) {
    if (set->limit == set->input.max_similarity)
        set->report.different = set->issued_count;
    if (set->limit >= set->input.spare_similarity)
        return 0;
    set->limit = set->input.spare_similarity - set->limit > SPARE_STEP
                     ? set->limit + SPARE_STEP
                     : set->input.spare_similarity;
    kr_counter_end(set->counter);
    set->counter = NULL;
    kr_seen_clear(&set->similar);
    set->swept = 0;
    set->fruitless = 0;
    set->report.end = KR_SELECT_OPEN;
    return 1;
}

int32_t kr_select_next(kr_job *job, kr_select *set) {
    if (set->broken)
        return kr_nomem(job);
    if (set->report.end)
        return 0;
    int32_t found;
    do
        found = next_within(job, set);
    while (found == 0 && relax(set));
    return found;
}

int32_t kr_select_last_profile(kr_job *job, const kr_select *set, kr_profiles *profiles,
                               kr_arena *arena, kr_profile *out) {
    return kr_profile_of(profiles, &set->shingler, arena, out) < 0 ? kr_nomem(job) : KOOR_OK;
}

int32_t kr_select_fill(kr_job *job, kr_select *set, size_t count) {
    while (set->issued_count < count) {
        int32_t status = kr_select_next(job, set);
        if (status <= 0)
            return status;
        if (set->issued_count % 64)
            continue;
        status = kr_job_progress(job, "select", set->issued_count, count);
        if (status < 0)
            return status;
    }
    return KOOR_OK;
}

/* ---- reading
 * --------------------------------------------------------------------------------------- */

size_t kr_select_count(const kr_select *set) {
    return set->issued_count;
}

kr_str kr_select_text(const kr_select *set, size_t index) {
    const kr_select_issued *entry = &set->issued[index];
    return (kr_str){set->texts.data + entry->text, entry->length};
}

void kr_select_walk(const kr_select *set, size_t index, kr_walk *out) {
    size_t from = set->issued[index].vector;
    size_t to = index + 1 < set->issued_count ? set->issued[index + 1].vector : set->vectors.length;
    kr_graph_unpack(set->input.walks, (const uint8_t *)set->vectors.data + from, to - from, out);
}

uint32_t kr_select_base(const kr_select *set, size_t index) {
    return set->issued[index].base;
}

uint32_t kr_select_nearest(const kr_select *set, size_t index) {
    return set->issued[index].nearest;
}

void kr_select_state(const kr_select *set, kr_select_report *out) {
    *out = set->report;
    out->issued = set->issued_count;
    if (set->limit == set->input.max_similarity)
        out->different = set->issued_count;
    out->complete = set->report.end == KR_SELECT_ALL;
    out->memory = kr_columns_memory(&set->columns) + kr_transducer_memory(&set->transducer) +
                  kr_tallies_memory(&set->tallies) + set->seen.size * sizeof *set->seen.slots +
                  set->similar.size * sizeof *set->similar.slots +
                  set->vectors.capacity + set->issued_capacity * sizeof *set->issued;
}

int32_t kr_select_similarity(kr_job *job, const kr_select *a, size_t i, const kr_select *b,
                             size_t j, uint32_t *out_ppm) {
    return kr_select_compare(job, a->input.atoms, kr_select_text(a, i), kr_select_text(b, j),
                             out_ppm);
}

int32_t kr_select_similarities(kr_job *job, kr_select *set, kr_str text, uint32_t *out_ppm) {
    size_t rows = set->columns.row_count;
    if (kr_candidate_read(set, text) < 0)
        return kr_nomem(job);
    kr_columns_each(&set->columns, &set->query, rows - set->issued_count, rows, out_ppm);
    return KOOR_OK;
}
