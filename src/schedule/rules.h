/* Rules: what the settings say about moments, read once and checked. */
#ifndef KR_RULES_H
#define KR_RULES_H

#include "model/settings.h"
#include "schedule/calendar.h"

enum { KR_MOST_WAVES = 16 };

/* The time of one post. `local`: seconds on the wall of each person; else Unix seconds. */
typedef struct kr_window {
    int64_t from, to;
    uint8_t local;
} kr_window;

typedef struct kr_wave {
    kr_str name;
    uint32_t share;
} kr_wave;

typedef struct kr_rules {
    const kr_zone *zone; /* campaign.timezone */
    kr_hours hours;
    kr_calendar calendar;
    int use_curve, rebalance;
    kr_wave wave[KR_MOST_WAVES];
    uint32_t wave_count;      /* 0: one wave for all */
    int64_t min_gap, own_gap; /* seconds */
    int64_t max_per_day, max_per_week;
    kr_window *window; /* by post */
    int64_t now;       /* INT64_MIN: not known */
} kr_rules;

int32_t kr_rules_read(kr_job *job, kr_rules *out, const kr_settings *settings, kr_zones *zones,
                      size_t posts);

#endif
