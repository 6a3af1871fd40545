/* The candidates of a step: drawn by chance, read, and scored by what they are most like. Each is looked at
 * only as long as it must: not at all where its text is known to be out, up to the row that refuses it,
 * or up to the row that makes it no better than the best of the step so far. */
#include "select/candidates.h"

enum {
    MOST_COMPARED = 4096,       /* rows that each candidate is compared with; beyond them */
    WINDOW = 1024,              /* these many, a multiple of 128 */
    CANDIDATE_BLOCKS = 1 << 20, /* of the random stream, for each candidate of a step */
    MOST_SIMILAR = 1 << 16      /* refused texts that are remembered */
};

int kr_candidate_read(kr_select *set, kr_str text) {
    if (kr_shingler_read(&set->shingler, text) < 0)
        return -1;
    return kr_columns_query(&set->columns, &set->query, set->shingler.shingles,
                            set->shingler.shingle_count, kr_shingler_opening(&set->shingler));
}

/* Candidate j of a step has a stretch of the random stream of its own, so that it can be drawn
 * again instead of being kept. */
static int draw(kr_select *set, uint32_t j, kr_drawn *out) {
    kr_prng prng;
    uint64_t name = kr_hash_mix(set->input.campaign, set->input.class_name);
    kr_prng_start(&prng, set->input.seed, KR_STAGE_SELECT, name, set->step);
    prng.counter[0] = j * (uint32_t)CANDIDATE_BLOCKS;
    return kr_graph_draw_text(set->sampler, &prng, &set->walk, out);
}

int kr_candidate_draw(kr_select *set, uint32_t j) {
    return draw(set, j, &set->drawn);
}

uint64_t kr_candidate_digest(const kr_select *set, kr_str text) {
    if (!set->drawn.pieces)
        return kr_seen_digest(text);
    const kr_seen_part whole = kr_seen_read(text);
    return kr_seen_joined(&whole);
}

int kr_candidate_identify(kr_select *set, const kr_drawn *drawn, uint64_t *out) {
    if (!drawn->pieces)
        *out = kr_seen_digest((kr_str){drawn->buffer, drawn->length});
    else if (kr_transducer_read(&set->transducer, drawn->pieces, drawn->piece_count) < 0)
        return -1;
    else
        *out = set->transducer.digest;
    return 0;
}

/* Reads the text that was identified last: 1 where the tallies are open for it, 0 where it is the query, -1 when
 * out of memory. */
static int read_drawn(kr_select *set, const kr_drawn *drawn) {
    if (!drawn->pieces)
        return kr_candidate_read(set, (kr_str){drawn->buffer, drawn->length});
    int tallied = kr_tallies_open(&set->tallies);
    return tallied ? tallied : kr_transducer_query(&set->transducer, &set->query);
}

/* What the query has in common with the base. */
static kr_size common_with_base(const kr_select *set) {
    const kr_query *query = &set->query;
    kr_size both = {0, 0};
    for (uint32_t i = 0; i < query->plain + query->opening; i++) {
        int has = query->ids[i] < set->in_base_count && set->in_base[query->ids[i]];
        both.plain += has && i < query->plain;
        both.opening += has && i >= query->plain;
    }
    return both;
}

/* In ppm, the opening unweighted. */
static uint32_t base_ppm(const kr_select *set, kr_size text, kr_size both) {
    kr_ratio ratio = {both.plain, text.plain + set->base.plain - both.plain};
    return set->in_base_count ? kr_ratio_ppm(ratio) : 0;
}

uint32_t kr_candidate_to_base(const kr_select *set) {
    kr_size text = {set->query.plain, set->query.opening};
    return base_ppm(set, text, common_with_base(set));
}

static kr_ratio to_base(const kr_select *set, kr_size text, kr_size both) {
    uint32_t common = kr_weighted_size(both.plain, both.opening);
    uint32_t sizes = kr_weighted_size(text.plain + set->base.plain, text.opening + set->base.opening);
    return set->in_base_count ? (kr_ratio){common, sizes - common} : (kr_ratio){0, 1};
}

/* The rows that a candidate of this step is compared with: all, or a window that moves on. */
static void window(const kr_select *set, size_t *from, size_t *to) {
    size_t rows = set->columns.row_count, windows = (rows + WINDOW - 1) / WINDOW;
    *from = rows > MOST_COMPARED ? set->step % windows * WINDOW : 0;
    *to = rows <= MOST_COMPARED || rows - *from < WINDOW ? rows : *from + WINDOW;
}

kr_ratio kr_candidate_limit(uint32_t limit) {
    return (kr_ratio){limit + 1, 1000000};
}

int kr_candidate_nearest(kr_select *set, uint32_t *out) {
    int tallied = set->drawn.pieces ? kr_tallies_open(&set->tallies) : 0;
    if (tallied < 0)
        return -1;
    *out = kr_ratio_ppm(tallied ? kr_tallies_nearest(&set->tallies)
                                : kr_columns_nearest(&set->columns, &set->query, 0, set->columns.row_count,
                                                     0, kr_candidate_limit(set->limit)));
    return 0;
}

int kr_candidate_refuse(kr_select *set, uint64_t digest) {
    set->report.similar++;
    set->refusals.similar++;
    if (set->similar.count >= MOST_SIMILAR)
        kr_seen_clear(&set->similar);
    return kr_seen_add(&set->similar, digest);
}

int kr_candidate_known(kr_select *set, uint64_t digest) {
    if (kr_seen_has(&set->seen, digest)) {
        set->report.repeated++;
        set->refusals.similar++;
        return 1;
    }
    return kr_seen_has(&set->similar, digest) ? kr_candidate_refuse(set, digest) | 1 : 0;
}

static kr_score score_rows(kr_select *set, int tallied, kr_ratio *out) {
    const kr_bar bar = {kr_candidate_limit(set->limit), set->enough};
    size_t from, to;
    if (tallied)
        return kr_tallies_score(&set->tallies, &bar, out);
    window(set, &from, &to);
    return kr_columns_score(&set->columns, &set->query, from, to, &bar, out);
}

/* The text at hand against the base and the rows of this step. */
static int measure(kr_select *set, int tallied, kr_candidate *out) {
    kr_size text = tallied ? set->tallies.text : (kr_size){set->query.plain, set->query.opening};
    kr_size both = tallied ? set->tallies.base : common_with_base(set);
    kr_ratio base = to_base(set, text, both), near;
    if (base_ppm(set, text, both) > set->input.max_base_similarity)
        return kr_candidate_refuse(set, out->digest);
    kr_score score = score_rows(set, tallied, &near);
    if (score == KR_SCORE_REFUSED)
        return kr_candidate_refuse(set, out->digest);
    out->score = kr_ratio_above(base, near) ? base : near;
    out->partial = score == KR_SCORE_ENOUGH;
    if (!out->partial && kr_ratio_above(set->enough, out->score))
        set->enough = out->score;
    return 0;
}

/* A candidate that has pieces is not written: only what is issued needs its text. */
static int score(kr_select *set, uint32_t j) {
    kr_candidate *out = &set->candidates[j];
    kr_drawn drawn = set->drawn;
    drawn.capacity = drawn.pieces ? 0 : drawn.capacity;
    *out = (kr_candidate){.score = {0, 0}};
    if (draw(set, j, &drawn) < 0) {
        set->refusals.length++;
        return 0;
    }
    if (kr_candidate_identify(set, &drawn, &out->digest) < 0)
        return -1;
    int known = kr_candidate_known(set, out->digest);
    if (known != 0)
        return known < 0 ? -1 : 0;
    int tallied = read_drawn(set, &drawn);
    return tallied < 0 ? -1 : measure(set, tallied, out);
}

int kr_candidates_score(kr_select *set) {
    set->enough = (kr_ratio){2, 1}; /* nothing is so similar */
    for (uint32_t j = 0; j < set->input.candidates; j++) {
        set->report.drawn++;
        if (score(set, j) < 0)
            return -1;
    }
    return 0;
}

int kr_candidates_score_rest(kr_select *set) {
    set->enough = (kr_ratio){2, 1};
    for (uint32_t j = 0; j < set->input.candidates; j++)
        if (set->candidates[j].partial && score(set, j) < 0)
            return -1;
    return 0;
}

uint32_t kr_candidates_farthest(const kr_select *set) {
    const kr_candidate *all = set->candidates;
    uint32_t best = UINT32_MAX;
    for (uint32_t j = 0; j < set->input.candidates; j++)
        if (all[j].score.either &&
            (best == UINT32_MAX || kr_ratio_above(all[best].score, all[j].score)))
            best = j;
    return best;
}
