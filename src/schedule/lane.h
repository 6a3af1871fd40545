/* Lane: one post on one network, planned for all circles of a shard. The parts of the stage that
 * plan a lane share this; nothing else includes it. */
#ifndef KR_LANE_H
#define KR_LANE_H

#include "base/job.h"
#include "model/plan.h"
#include "schedule/rules.h"
#include "schedule/spread.h"

/* People who share zone, hours, absence and wave share their open time. */
typedef struct kr_class {
    kr_open open;
    const kr_zone *zone;
    kr_name timezone, hours;
    int32_t absent_from, absent_to;
    uint8_t wave, moved;
} kr_class;

/* What is the same for all lanes of a plan. By kr_name where an array says so. */
typedef struct kr_planner {
    kr_job *job;
    kr_arena *keep; /* the plan's */
    const kr_people *people;
    const kr_rules *rules;
    kr_zones *zones;
    kr_schedule *plan;
    const kr_zone **zone_of; /* by name: what was found before */
    kr_hours **hours_of;     /* by name */
    uint8_t *wave_of;        /* by name; UINT8_MAX: not a wave */
    uint16_t *phase;         /* by circle, of 65,536 */
    const kr_str *networks;
    struct kr_vacancy *vacant; /* moments of people who left, by circle; see previous.h */
    size_t vacant_count;
} kr_planner;

typedef struct kr_room {
    int32_t left, right; /* seconds that a moment may still move */
} kr_room;

typedef struct kr_lane {
    kr_planner *p;
    kr_arena *arena; /* as long as the lane */
    uint16_t post, network;
    int64_t bound[KR_MOST_WAVES + 1]; /* where waves begin, as the window counts: UTC or local */
    uint32_t wave_count;
    kr_class *class;
    size_t class_count, class_capacity;
    uint32_t *slot; /* hash table of classes: number + 1 */
    size_t slot_count;
    uint32_t *tally, *touched; /* by class, for ideal.c: people counted, and which classes */
    kr_arena brief;            /* of ideal.c */
    uint32_t *item_of;         /* by person; KR_NONE: no item in this lane, or unplaced */
    uint32_t *class_of;        /* by person */
    kr_room *room;             /* by person */
    int64_t *floor;            /* by circle: the gap that the site has to leave it */
    uint32_t *measured;        /* by circle: the pass in which that was last done */
    uint32_t pass;
    uint8_t *fine;           /* by person: moments stay to the second, gaps are small */
    kr_spot *spot, *scratch; /* for the largest group */
    uint32_t *heap;          /* as many */
    int64_t *times;          /* for the circles of one person */
} kr_lane;

static inline kr_item *kr_lane_item(const kr_lane *lane, uint32_t person) {
    return &lane->p->plan->item[lane->item_of[person]];
}
static inline const kr_open *kr_lane_open(const kr_lane *lane, uint32_t person) {
    return &lane->class[lane->class_of[person]].open;
}

/* classes.c: items and open time of everybody in the lane. */
int32_t kr_lane_classes(kr_lane *lane);

/* ideal.c */
typedef struct kr_bound {
    int64_t gap;      /* no plan has a larger smallest gap; INT64_MAX for fewer than two people */
    uint32_t people;  /* of the group that sets it */
    uint32_t class;   /* one of that group */
    uint8_t whole;    /* the group is the whole circle */
    uint32_t classes; /* of the whole circle */
    kr_open room;     /* of the group: its intervals only; until the next call */
} kr_bound;
/* Over those of `person` who have an item in the lane. 0, or -1: out of memory. */
int kr_lane_bound(kr_lane *lane, const uint32_t *person, size_t count, kr_bound *out);
/* How many moments at least `gap` apart the intervals hold. */
uint64_t kr_open_capacity(const kr_open *open, int64_t gap);

/* place.c */
int32_t kr_lane_place_circle(kr_lane *lane, uint32_t circle);
int32_t kr_lane_guests(kr_lane *lane,
                       uint32_t circle); /* circles with guests, once all are placed */
/* narrow.c: KOOR_E_WINDOW with the bottleneck and two ways out. */
int32_t kr_lane_too_narrow(kr_lane *lane, uint32_t circle, const kr_bound *bound);

/* move.c: one person at a time. Spots carry the person's number as their item. */
/* The persons of a circle who have an item here, with or without guests, into lane->spot in order
 * of time. */
size_t kr_lane_gather(kr_lane *lane, uint32_t circle, int guests);
/* The allowed moment of a person that is farthest from the others of all the person's circles and
 * clear of the own other items: its distance, or -1 where there is none. */
int64_t kr_lane_best(kr_lane *lane, uint32_t person, int64_t *out);
/* The allowed moment, at least `floor` from the others of all circles and clear of the own other
 * items, that is farthest from everybody in lane->spot (`count` in order of time, the person left
 * out) among some spread over all that is allowed: its distance there, or -1. */
int64_t kr_lane_roam(kr_lane *lane, uint32_t person, int64_t floor, size_t count, int64_t *out);
/* Whether a moment keeps clear of the person's other items, and of the caps. */
int kr_lane_clear(const kr_lane *lane, uint32_t person, int64_t moment);
/* Where the moment may go without leaving its open interval or nearing the own other items. */
void kr_lane_limits(const kr_lane *lane, kr_spot *spot);
/* Spreads what is in lane->spot and moves the tightest, towards gaps of `goal`. */
void kr_lane_improve(kr_lane *lane, size_t count, int64_t goal);
void kr_lane_avoid_own(kr_lane *lane, uint32_t circle);

/* sites.c */
void kr_lane_measure_room(kr_lane *lane, uint32_t circle);
int32_t kr_lane_spread_site(kr_lane *lane, uint32_t site);
void kr_lane_round(kr_lane *lane, uint32_t circle);

#endif
