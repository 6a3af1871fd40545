/* Texts read by the pieces that they are made of: see transducer.c. */
#ifndef KR_TRANSDUCER_H
#define KR_TRANSDUCER_H

#include "base/lookup.h"
#include "graph/graph.h"
#include "select/columns.h"
#include "select/seen.h"
#include "select/shingle.h"

/* What reading knows between two pieces: all that what follows depends on. */
typedef struct kr_state {
    uint32_t words, context, undecided; /* a run of kr_transducer.words: the last words, and those
                                           that may begin an atom */
    uint32_t kept;                      /* words so far, atoms left out; at most KR_OPENING_WORDS */
    uint32_t tail, tail_length;         /* in kr_transducer.bytes: what stands behind the last space */
} kr_state;

/* A piece read in a state. */
typedef struct kr_transition {
    uint32_t state, piece;          /* the place of the piece; KR_NONE: the end of the text */
    uint32_t next;                  /* the state behind it */
    kr_seen_part seen;              /* of the piece */
    uint32_t first, plain, opening; /* its columns, in kr_transducer.columns: plain ones before those
                                       of the opening */
} kr_transition;

typedef struct kr_transducer {
    const kr_memory *memory;
    const kr_atoms *atoms;  /* may be NULL */
    const char *pieces;     /* of the graph */
    kr_columns *index;      /* where shingles have their columns */
    kr_lookup known, stood; /* places in `all` and in `states` */
    kr_transition *all;
    size_t count, capacity;
    kr_state *states;
    size_t state_count, state_capacity;
    uint64_t *words;
    size_t word_count, word_capacity;
    char *bytes;
    size_t byte_count, byte_capacity;
    uint32_t *columns;
    size_t column_count, column_capacity;
    uint32_t *read; /* the transitions of the text that was read last, */
    size_t read_count, read_capacity;
    uint64_t digest; /* and what it is known by, joined */
    uint64_t *list, *shingles; /* scratch: words and shingles of one transition, */
    size_t list_capacity, shingle_capacity;
    char *joined; /* and its bytes */
    size_t joined_capacity;
} kr_transducer;

/* Those that give an int give 0, or -1 when out of memory. */
void kr_transducer_start(kr_transducer *transducer, const kr_memory *memory, kr_columns *index);
void kr_transducer_end(kr_transducer *transducer);
size_t kr_transducer_memory(const kr_transducer *transducer);
/* Reads a text into transducer->read; what it says is asked as a query. */
int kr_transducer_read(kr_transducer *transducer, const kr_text_piece *pieces, uint32_t count);
int kr_transducer_query(const kr_transducer *transducer, kr_query *query);

#endif
