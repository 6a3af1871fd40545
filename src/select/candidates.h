/* A sequence of texts at work, and the candidates of its steps: between maxmin.c and candidates.c. */
#ifndef KR_CANDIDATES_H
#define KR_CANDIDATES_H

#include "select/columns.h"
#include "select/transducer.h"
#include "select/seen.h"
#include "select/select.h"
#include "select/shingle.h"
#include "select/tallies.h"

typedef struct kr_select_issued {
    uint64_t text;           /* offset in texts */
    uint32_t length, vector; /* offset in vectors; it ends where the next one begins */
    uint32_t base, nearest;  /* ppm */
} kr_select_issued;

/* A candidate of a step. */
typedef struct kr_candidate {
    kr_ratio score; /* either == 0: refused */
    int partial;    /* the score is only a lower bound: it did not look like the best */
    uint64_t digest;
} kr_candidate;

/* What refused the candidates of the steps since the last text. */
typedef struct kr_refusals {
    uint64_t similar, recheck, length;
} kr_refusals;

struct kr_select {
    const kr_memory *memory;
    kr_select_input input;
    kr_arena arena;
    kr_sampler *sampler;
    kr_walk walk;
    kr_shingler shingler;
    kr_transducer transducer;
    kr_columns columns; /* rows: history, then the issued texts */
    kr_tallies tallies;
    kr_query query;
    uint8_t *in_base; /* per column, as many as there were when the base was read */
    size_t in_base_count;
    kr_size base;
    kr_seen seen;    /* texts that may not be issued (again) */
    kr_seen similar; /* texts that are too similar at this limit: they stay so, for rows only come */
    kr_buffer texts, vectors;
    kr_select_issued *issued;
    size_t issued_count, issued_capacity;
    kr_drawn drawn; /* the text at hand */
    uint8_t *packed;
    kr_candidate *candidates; /* of a step */
    kr_ratio enough;       /* the best score of the step so far: who only equals it is no better */
    uint32_t step, fruitless;
    uint32_t limit; /* ppm: max_similarity, and more once the different texts are out */
    kr_refusals refusals;
    kr_counter *counter; /* while the walks of a small graph are gone through */
    uint64_t swept, to_sweep;
    int broken; /* out of memory while a row was added: the index cannot be trusted any more */
    kr_select_report report;
};

/* Draws candidate j of the step, its text too: 0, or -1 where none has an allowed length. */
int kr_candidate_draw(kr_select *set, uint32_t j);
/* What a text is known by in this set; of a drawn one 0, or -1 when out of memory. */
uint64_t kr_candidate_digest(const kr_select *set, kr_str text);
int kr_candidate_identify(kr_select *set, const kr_drawn *drawn, uint64_t *out);
/* Makes a text the set's query: 0, or -1 when out of memory. */
int kr_candidate_read(kr_select *set, kr_str text);
/* The query's similarity to the base, in ppm. */
uint32_t kr_candidate_to_base(const kr_select *set);
/* The highest similarity to any row, plain, in ppm, of the text that was identified last and is the query: 0, or -1
 * when out of memory. Above the limit it may be that of another row than the nearest. */
int kr_candidate_nearest(kr_select *set, uint32_t *out);
/* From this plain similarity on a text is refused: limits count in whole parts per million. */
kr_ratio kr_candidate_limit(uint32_t limit);
/* A text too similar at this limit is counted, and remembered: 0, or -1 when out of memory. */
int kr_candidate_refuse(kr_select *set, uint64_t digest);
/* 1 where it is known without reading that the text cannot be issued; -1 when out of memory. */
int kr_candidate_known(kr_select *set, uint64_t digest);

/* Scores all candidates of the step, as exactly as it takes to tell the best: 0 or -1. */
int kr_candidates_score(kr_select *set);
/* The best one was refused after all: those that only had to be worse than it are measured whole. */
int kr_candidates_score_rest(kr_select *set);
/* The candidate least like anything before; the earlier one of two alike. UINT32_MAX: none is left. */
uint32_t kr_candidates_farthest(const kr_select *set);

#endif
