/* What the schedule reached: the gaps of circles and sites against their ideal. */
#ifndef KR_MEASURE_H
#define KR_MEASURE_H

#include "schedule/lane.h"

int32_t kr_lane_measure(kr_lane *lane, size_t *gap_capacity, size_t *site_capacity);

#endif
