/* Who comes first: see leaders.c. */
#ifndef KR_LEADERS_H
#define KR_LEADERS_H

#include "schedule/lane.h"
#include "schedule/schedule.h"

/* Leaves to this plan only the components of those who come first on the networks of input->leading. */
void kr_leaders_only(kr_planner *planner, const kr_schedule_input *input);

#endif
