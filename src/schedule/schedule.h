/* Schedule: the moments of a plan. The stage's entry point.
 *
 *     kr_schedule_make(job, &arena, &input, &plan)
 *
 * For each post (a part of the window, or a day of the rhythm on) and each network, everybody who
 * opted in gets a moment inside the own hours, far from the colleagues of the own circles, then of
 * the site. Integers only; the same input gives the same moments, and a shard those of the whole
 * plan. */
#ifndef KR_SCHEDULE_H
#define KR_SCHEDULE_H

#include "base/job.h"
#include "model/plan.h"
#include "model/settings.h"
#include "schedule/zones.h"

/* One item of an earlier plan. */
typedef struct kr_previous {
    kr_str person, post, network, circle;
    int64_t unix;
    uint8_t published;
} kr_previous;

typedef struct kr_schedule_input {
    const kr_people *people; /* all of them, also for a shard */
    const kr_settings *settings;
    kr_zones *zones;
    const kr_str *posts; /* ids, in their order in time */
    size_t post_count;
    const kr_str
        *networks; /* ids; the first `standard_networks` are those of people who name none */
    size_t network_count, standard_networks;
    uint64_t seed, campaign; /* campaign: a hash of its id */
    const kr_previous *previous;
    size_t previous_count;
    uint32_t shard, shards; /* 0-based; shards 0 or 1: everybody */
    const uint8_t *leading; /* by network, or NULL. Set: only the components of those who come first there, the
                               same ones in every shard */
} kr_schedule_input;

/* The plan's arrays live in `arena`. KOOR_E_EMPTY (nobody opted in), KOOR_E_WINDOW (nobody has an
 * allowed moment, or a circle cannot keep schedule.min_gap: the message names the bottleneck and
 * two ways out), KOOR_E_ZONE, KOOR_E_NETWORK, KOOR_E_VALUE, KOOR_E_LIMIT, KOOR_E_CANCELLED. */
int32_t kr_schedule_make(kr_job *job, kr_arena *arena, const kr_schedule_input *input,
                         kr_schedule *out);

/* Adds the totals of another shard. */
void kr_schedule_merge(kr_schedule_totals *into, const kr_schedule_totals *other);

#endif
