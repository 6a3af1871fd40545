/* Census: circles, sites and their connected components, counted over the whole people list before
 * any shard is planned, so that every shard sees the same numbers. */
#ifndef KR_CENSUS_H
#define KR_CENSUS_H

#include "base/job.h"
#include "model/plan.h"

typedef struct kr_census_query {
    const kr_people *people;
    uint64_t salt;          /* of seed and campaign: orders people by chance */
    uint32_t shard, shards; /* 0-based; shards 0 or 1: all */
} kr_census_query;

/* Into the arena. */
int32_t kr_census_make(kr_job *job, kr_census *out, kr_arena *arena, const kr_census_query *query);

#endif
