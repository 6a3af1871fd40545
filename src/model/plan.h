/* The plan as the stages hand it on: items, and what the certificate says of them. Plain data. */
#ifndef KR_PLAN_H
#define KR_PLAN_H

#include "model/people.h"
#include "model/post.h"

/* Why an item has no moment. */
enum { KR_PLACED, KR_NEVER_OPEN, KR_CAPPED };

typedef struct kr_item {
    int64_t unix;           /* the moment; without one where `unplaced` is set */
    int32_t offset;         /* of the person's zone then, seconds east of UTC */
    uint32_t person;        /* number in kr_people */
    uint16_t post, network; /* of the schedule's input */
    uint8_t wave;
    uint8_t kept;     /* the moment is that of the previous plan */
    uint8_t unplaced; /* KR_NEVER_OPEN: no allowed moment in the window; KR_CAPPED: caps or other
                         posts */
    uint8_t moved;    /* in a later wave than asked for: the own one holds no allowed moment */
} kr_item;

/* Ranges of one array: the members of group g are member[start[g]] .. member[start[g + 1] - 1]. */
typedef struct kr_groups {
    uint32_t *start, *member;
    uint32_t count;
} kr_groups;

/* The whole people list, counted once: the same in every shard of a plan. Only people who opted in
 * are in it. Circles are numbered in the order of arrival. */
typedef struct kr_census {
    uint32_t circle_count, site_count, component_count,
        largest_component; /* the latter in people */
    kr_name *circle_name;  /* 0: people without a circle, of one site or of none */
    kr_name *site_name;
    uint32_t *circle_by_name; /* by kr_name; KR_NONE: no circle */
    uint32_t nameless;        /* the circle of people without circle and site; KR_NONE: none */
    uint32_t *circle_of;      /* by person: the own circle; KR_NONE: not opted in */
    uint32_t *site_of;        /* by person; KR_NONE: none */
    kr_groups own;            /* circle to the people whose first circle it is */
    kr_groups guests;         /* circle to the people who have it as a further one */
    kr_groups sites;          /* site to people */
    uint32_t *component;      /* by circle */
    uint8_t *mine;            /* by circle: whether this shard plans it */
    uint64_t *key;            /* by person: the order of chance, from seed, campaign and id */
    uint64_t opted_in;
} kr_census;

/* What kept the gaps of a circle below its ideal. */
enum {
    KR_LIMIT_HOURS = 1,  /* people with hours in common have less room than the circle as a whole */
    KR_LIMIT_CURVE = 2,  /* busier hours are taken more often */
    KR_LIMIT_WAVES = 4,  /* people of a wave share a part of the window */
    KR_LIMIT_KEPT = 8,   /* moments of the previous plan do not move */
    KR_LIMIT_SITE = 16,  /* room given up for the colleagues of the site */
    KR_LIMIT_OTHERS = 32 /* other circles and other posts of the same people */
};

/* One circle on one network for one post. Seconds. */
typedef struct kr_gap_report {
    uint32_t circle, people;
    uint16_t post, network;
    uint32_t limits;  /* KR_LIMIT_... */
    int64_t smallest; /* -1: fewer than two people */
    int64_t ideal;    /* an upper bound: no plan has a larger smallest gap */
} kr_gap_report;

typedef struct kr_schedule_totals {
    uint64_t items, unplaced, kept, moved, reused; /* reused: moments of people who left */
    uint64_t circles;                              /* with two people or more */
    uint64_t gap_ppm_sum; /* of smallest / ideal over these circles, each at most 1,000,000 */
    int64_t smallest_gap; /* seconds; -1: none */
    uint64_t sites, site_gap_ppm_sum;
    int64_t smallest_site_gap;
} kr_schedule_totals;

typedef struct kr_schedule {
    kr_census census;
    kr_item *item; /* by person, post, network */
    size_t item_count;
    uint32_t *first_item; /* by person: its items are first_item[p] .. first_item[p + 1] - 1 */
    kr_gap_report *gap;   /* circles of two people or more */
    size_t gap_count;
    kr_gap_report *site_gap; /* `circle` is the site's number */
    size_t site_gap_count;
    kr_schedule_totals totals;
    kr_str *wave_name; /* by kr_item.wave */
    uint32_t wave_count; /* 0: one wave for all, without a name */
    int64_t now;         /* INT64_MIN: not known */
    const uint8_t *wave_of; /* by kr_name: the wave's number; UINT8_MAX: not a wave */
} kr_schedule;

/* The wave that people with this name of a wave ask for: by number, and the last one where there is none. */
static inline uint32_t kr_schedule_wave(const kr_schedule *plan, kr_name name) {
    uint32_t last = plan->wave_count ? plan->wave_count - 1 : 0;
    uint32_t wave = name ? plan->wave_of[name] : UINT8_MAX;
    return wave < last ? wave : last;
}

/* How an item is shared: with a text of its own, or as a repost of a colleague's item. */
enum { KR_SHARE, KR_REPOST };

typedef struct kr_choice {
    uint32_t class, text; /* a class of the host, and the number in its sequence; KR_NONE: none */
    uint32_t picture;     /* KR_NONE: none */
    uint32_t repost_of;   /* an earlier item; KR_NONE: no repost, or one of another component */
    uint32_t repost_class, repost_text; /* what a repost shares; KR_NONE: no repost */
} kr_choice;

#define KR_NO_CHOICE ((kr_choice){KR_NONE, KR_NONE, KR_NONE, KR_NONE, KR_NONE, KR_NONE})

/* One circle, one post: integers, so that shards merge. Similarities in parts per million. */
typedef struct kr_text_report {
    uint32_t circle;
    uint16_t post, limits;    /* KR_SHORT_... */
    uint32_t items, pairs;    /* pairs that were compared: of up to 64 neighbours in time */
    uint32_t highest;         /* similarity of two texts of one network */
    uint32_t highest_product; /* similarity x closeness in time: what the plan minimises */
    uint64_t sum;             /* of the similarities of all pairs */
    uint32_t shared_openings; /* items that begin as an earlier one of the circle does */
    uint32_t reposts;
    uint32_t text_distance, picture_distance; /* fewest items until one comes again; 0: never */
} kr_text_report;

/* What kept texts or pictures from being all different. */
enum { KR_SHORT_TEXTS = 1, KR_SHORT_PICTURES = 2, KR_SHORT_UNIQUE = 4, KR_SHORT_KEPT = 8 };

typedef struct kr_text_totals {
    uint64_t items, pairs, similarity_sum, shared_openings, reposts;
    uint32_t highest, highest_product;
    uint32_t text_distance, picture_distance; /* fewest over all circles; 0: never */
    uint32_t limits;
} kr_text_totals;

typedef struct kr_assignment {
    kr_choice *choice; /* by item of the schedule */
    kr_text_report *report;
    size_t report_count;
    kr_text_totals totals;
} kr_assignment;

#endif
