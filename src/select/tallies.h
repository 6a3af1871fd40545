/* What each transition has in common with each row: see tallies.c. */
#ifndef KR_TALLIES_H
#define KR_TALLIES_H

#include "select/columns.h"
#include "select/transducer.h"

/* Of a transition, a byte a row: how many of its shingles the row has; NULL where it has none itself. */
typedef struct kr_tally {
    uint8_t *plain, *opening; /* those of the opening by their weight */
    kr_size size, base;       /* how many it has, and the base has of them */
    uint64_t *shared;         /* a bit for each transition, itself too: whether both have one of the plain columns */
} kr_tally;

/* One of the transitions that have a column. */
typedef struct kr_tally_link {
    uint32_t transition, next; /* the next link of the column + 1, or 0 */
} kr_tally_link;

/* What is added up for the text at hand. */
typedef struct kr_terms {
    const uint8_t **of;
    uint32_t count;
} kr_terms;

typedef struct kr_tallies {
    const kr_memory *memory;
    const kr_transducer *transducer;
    const kr_columns *columns;
    const uint8_t *in_base; /* per column, */
    size_t in_base_count;   /* of the first ones */
    int closed;             /* too many transitions or rows: nothing is tallied any more */
    kr_tally *of;
    size_t count, capacity; /* transitions */
    kr_tally_link *links;
    size_t link_count, link_capacity;
    uint32_t *heads; /* per column: its first link + 1, or 0 */
    size_t head_count, head_capacity;
    size_t row_count, row_capacity; /* capacity: a multiple of 128 */
    kr_terms plain, opening; /* scratch */
    size_t room;
    kr_size text, base; /* its size, and what it has in common with the base */
    uint8_t *sums; /* scratch: a byte a row */
} kr_tallies;

void kr_tallies_start(kr_tallies *tallies, const kr_memory *memory, const kr_transducer *transducer,
                      const kr_columns *columns);
void kr_tallies_end(kr_tallies *tallies);

size_t kr_tallies_memory(const kr_tallies *tallies);

/* The row that was added to the columns last is the query: 0, or -1 when out of memory. */
int kr_tallies_row(kr_tallies *tallies, const kr_query *query);
/* Gets ready for the text that the transducer read last: 1 where it can be scored by tallies, 0 where it cannot,
 * -1 when out of memory. */
int kr_tallies_open(kr_tallies *tallies);
/* As kr_columns_score, over all rows. */
kr_score kr_tallies_score(kr_tallies *tallies, const kr_bar *bar, kr_ratio *out);
/* The highest plain similarity to any row. */
kr_ratio kr_tallies_nearest(kr_tallies *tallies);

#endif
