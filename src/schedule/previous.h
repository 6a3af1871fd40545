/* Previous: the moments of an earlier plan. Those of people who are still there stay; those of
 * people who left are offered to newcomers of their circle. */
#ifndef KR_PREVIOUS_H
#define KR_PREVIOUS_H

#include "schedule/lane.h"
#include "schedule/schedule.h"

/* A moment of somebody who left. */
typedef struct kr_vacancy {
    uint32_t circle;
    uint16_t post, network;
    int64_t unix;
    uint8_t taken;
} kr_vacancy;

int32_t kr_previous_apply(kr_planner *p, const kr_schedule_input *input);
/* Gives the person the first vacant moment of the circle that suits: 1, or 0. */
int kr_previous_take(kr_lane *lane, uint32_t circle, uint32_t person, int64_t *out);

#endif
