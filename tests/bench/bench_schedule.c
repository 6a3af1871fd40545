/* The moments of a large company: 1,000,000 people in 83,000 circles and 8 zones over two weeks
 * across a change of the clock, with the gaps reached, and random and greedy moments as baselines.
 *
 *     bench_schedule [PEOPLE [MIXED]]     MIXED: the share of circles over three zones, in percent
 */
#include "koor.h"
#include "options/options.h"
#include "schedule/schedule.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

static const char *const ZONES[] = {"Europe/Brussels",  "America/New_York",    "Asia/Tokyo",
                                    "Asia/Kolkata",     "America/Los_Angeles", "Europe/London",
                                    "Australia/Sydney", "America/Sao_Paulo"};

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static long peak_mib(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss / 1024;
}

static int add_person(kr_people *people, uint32_t number, uint32_t mixed) {
    char id[16], circle[16], site[16];
    uint32_t team = number / 12, office = team / 200, zone = office % 8;
    if (team * 7919 % 100 < mixed)
        zone = (office + number % 3) % 8;
    snprintf(id, sizeof id, "p%u", number);
    snprintf(circle, sizeof circle, "c%u", team);
    snprintf(site, sizeof site, "s%u", office);
    kr_str circles = kr_str_of(circle);
    kr_person person = {.id = kr_str_of(id),
                        .circles = &circles,
                        .circle_count = 1,
                        .site = kr_str_of(site),
                        .timezone = kr_str_of(ZONES[zone]),
                        .opted_in = 1};
    return kr_people_keep(people, &person);
}

static int compare(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

static void print_gaps(const char *label, const kr_gap_report *report, size_t count) {
    uint64_t *ppm = malloc((count + 1) * sizeof *ppm), sum = 0;
    if (!ppm || !count) {
        free(ppm);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        double share = (double)report[i].smallest / (double)(report[i].ideal ? report[i].ideal : 1);
        ppm[i] = (uint64_t)(1e6 * (share > 1 ? 1 : share));
        sum += ppm[i];
    }
    qsort(ppm, count, sizeof *ppm, compare);
    printf("  %-8s %7zu: mean %.3f, p5 %.3f, least %.3f of the ideal\n", label, count,
           1e-6 * (double)sum / (double)count, 1e-6 * (double)ppm[count / 20],
           1e-6 * (double)ppm[0]);
    free(ppm);
}

static void set(kr_job *job, kr_settings *settings, const char *key, const char *value) {
    if (kr_options_set(job, &job->arena, settings, key, kr_str_of(value)) < 0)
        exit(1);
}

static int plan(const kr_people *people, kr_zones *zones, kr_settings *settings) {
    kr_job job;
    kr_arena arena;
    koor_error *error = NULL;
    kr_schedule schedule;
    const kr_str post = KR_STR("launch"), network = KR_STR("linkedin");
    kr_job_start(&job, &kr_memory_default, &error);
    kr_arena_start(&arena, &kr_memory_default);
    kr_schedule_input input = {.people = people,
                               .settings = settings,
                               .zones = zones,
                               .posts = &post,
                               .post_count = 1,
                               .networks = &network,
                               .network_count = 1,
                               .standard_networks = 1,
                               .seed = 1};
    double start = now();
    int32_t code = kr_schedule_make(&job, &arena, &input, &schedule);
    double seconds = now() - start;
    if (code < 0) {
        printf("%s\n", koor_error_message(error));
    } else {
        printf("  %" PRIu64 " moments in %.3f s, peak %ld MiB\n", schedule.totals.items, seconds,
               peak_mib());
        print_gaps("circles", schedule.gap, schedule.gap_count);
        print_gaps("sites", schedule.site_gap, schedule.site_gap_count);
    }
    koor_error_free(error);
    kr_arena_end(&arena);
    kr_job_end(&job);
    return code < 0;
}

int main(int count, char **arguments) {
    uint32_t people_count = count > 1 ? (uint32_t)atoi(arguments[1]) : 1000000;
    uint32_t mixed = count > 2 ? (uint32_t)atoi(arguments[2]) : 10;
    kr_job job;
    kr_people people;
    kr_zones zones;
    kr_settings settings;
    kr_job_start(&job, &kr_memory_default, NULL);
    kr_options_start(&settings);
    set(&job, &settings, "campaign.timezone", "Europe/Brussels");
    set(&job, &settings, "campaign.window",
        "2026-10-19/2026-11-01"); /* the clocks change on 25 October */
    double start = now();
    if (kr_people_start(&people, &kr_memory_default, &job.arena) < 0)
        return 1;
    for (uint32_t i = 0; i < people_count; i++)
        if (add_person(&people, i, mixed) < 0)
            return 1;
    printf("%u people, %u %% of circles over three zones; read in %.3f s, %ld MiB\n", people_count,
           mixed, now() - start, peak_mib());
    int failed = kr_zones_start(&job, &zones, &job.arena, "/usr/share/zoneinfo") < 0 ||
                 plan(&people, &zones, &settings);
    kr_people_end(&people);
    kr_job_end(&job);
    return failed;
}
