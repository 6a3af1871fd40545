/* Answers questions about time zones, for the comparison with zdump and Python's zoneinfo: lines
 * "ZONE o UNIX" (the offset at a moment) and "ZONE l LOCAL" (the moment of a wall clock) in, a
 * number a line out. The one argument is the zone directory. */
#include "koor.h"
#include "schedule/zones.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static int answer(kr_job *job, kr_zones *zones) {
    char name[256], kind;
    int64_t value;
    const kr_zone *zone = NULL;
    while (scanf("%255s %c %" SCNd64, name, &kind, &value) == 3) {
        if (!zone || !kr_str_is(kr_zone_name(zone), name))
            if (kr_zones_find(job, zones, kr_str_of(name), &zone) < 0)
                return 1;
        printf("%" PRId64 "\n",
               kind == 'o' ? kr_zone_offset(zone, value) : kr_zone_unix(zone, value));
    }
    return 0;
}

int main(int count, char **arguments) {
    kr_job job;
    kr_zones zones;
    koor_error *error = NULL;
    kr_job_start(&job, &kr_memory_default, &error);
    int failed = count != 2 || kr_zones_start(&job, &zones, &job.arena, arguments[1]) < 0 ||
                 answer(&job, &zones);
    if (error)
        fprintf(stderr, "%s\n", koor_error_message(error));
    koor_error_free(error);
    kr_job_end(&job);
    return failed;
}
