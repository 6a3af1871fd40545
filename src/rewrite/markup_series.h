/* A choice graph as series and parallels: see markup_series.c. */
#ifndef KR_MARKUP_SERIES_H
#define KR_MARKUP_SERIES_H

#include "base/job.h"
#include "model/choicegraph.h"

/* Below the graph's node_count: a text or permutation; else that plus the index of a fork. */
typedef struct kr_elements {
    uint32_t *at;
    uint32_t count;
} kr_elements;

typedef struct kr_branch {
    kr_elements elements;
    uint32_t weight, condition, condition_count;
} kr_branch;

typedef struct kr_fork {
    kr_branch *branches;
    uint32_t count;
} kr_fork;

typedef struct kr_series {
    kr_job *job;
    const kr_graph *graph;
    kr_elements *lists; /* per node */
    kr_fork *forks;
    size_t fork_count, fork_capacity, elements;
    int failed, limited; /* out of memory; too many elements: the lists are not to be used */
} kr_series;

/* Fills the lists and forks for `job` and `graph`; all in the job's arena. */
void kr_series_make(kr_series *s);

#endif
