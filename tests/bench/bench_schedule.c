/* The moments of a large company: 1,000,000 people in 83,000 circles and 8 zones over two weeks
 * across a change of the clock, with the gaps reached, and random and greedy moments as baselines.
 *
 *     bench_schedule [PEOPLE [MIXED]]     MIXED: the share of circles over three zones, in percent
 */
#include "assign/assign.h"
#include "base/hash.h"
#include "base/prng.h"
#include "koor.h"
#include "options/options.h"
#include "schedule/calendar.h"
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
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t); /* of this process alone: one core */
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

/* ---- texts: twelve spans with five wordings each ---- */

typedef struct texts {
    uint32_t capacity;
} texts;

static uint32_t class_of(void *user, uint32_t person, uint16_t post, uint16_t network) {
    (void)user, (void)person, (void)post, (void)network;
    return 0;
}

static int32_t want(void *user, uint32_t class, uint32_t count, uint32_t *out_have) {
    const texts *t = user;
    (void)class;
    *out_have = count < t->capacity ? count : t->capacity;
    return 0;
}

static uint32_t similarity(void *user, uint32_t class_a, uint32_t a, uint32_t class_b, uint32_t b) {
    uint32_t same = 0;
    (void)user, (void)class_a, (void)class_b;
    for (uint64_t span = 0; span < 12; span++)
        same += kr_hash_mix(a, span) % 5 == kr_hash_mix(b, span) % 5;
    return same * 1000000 / 12;
}

static uint64_t opening(void *user, uint32_t class, uint32_t text) {
    (void)user, (void)class;
    return 1 + kr_hash_mix(text, 0) % 5;
}

static uint32_t likeness(void *user, uint16_t network_a, uint32_t a, uint16_t network_b,
                         uint32_t b) {
    (void)user, (void)network_a, (void)network_b;
    return a == b ? 1000000 : 300000;
}

/* ---- baselines ---- */

enum { MOST_FOR_BASELINES = 100000 }; /* circles: the baselines take longer than the plan */

static int64_t drawn_moment(kr_prng *prng, const kr_period *room, size_t count) {
    int64_t at = 0, all = 0;
    for (size_t i = 0; i < count; i++)
        all += room[i].to - room[i].from;
    at = (int64_t)kr_prng_below64(prng, (uint64_t)all);
    for (size_t i = 0; i < count; at -= room[i].to - room[i].from, i++)
        if (at < room[i].to - room[i].from)
            return room[i].from + at;
    return room[0].from;
}

static int64_t nearest(const int64_t *time, size_t count, int64_t at) {
    int64_t near = INT64_MAX;
    for (size_t i = 0; i < count; i++) {
        int64_t gap = time[i] > at ? time[i] - at : at - time[i];
        near = gap < near ? gap : near;
    }
    return near;
}

/* The open time of a zone in the plan's window. */
typedef struct room {
    kr_period open[64];
    size_t count;
} room;

static int find_rooms(kr_job *job, kr_zones *zones, room *out) {
    for (int z = 0; z < 8; z++) {
        const kr_zone *zone;
        kr_open open;
        kr_hours hours;
        kr_calendar calendar = {.days = 31, .holidays_by_zone = 1};
        if (kr_zones_find(job, zones, kr_str_of(ZONES[z]), &zone) < 0 ||
            kr_hours_read(&hours, KR_STR("09:00-17:30")) < 0)
            return -1;
        kr_open_query query = {.calendar = &calendar,
                               .zone = zone,
                               .hours = &hours,
                               .from = 1792360800,
                               .to = 1793574000};
        if (kr_open_make(&open, &job->arena, &query) < 0)
            return -1;
        out[z].count = open.interval_count;
        memcpy(out[z].open, open.interval, open.interval_count * sizeof(kr_period));
    }
    return 0;
}

static const room *room_of(const kr_people *people, const room *rooms, uint32_t person) {
    kr_str name = kr_people_name(people, people->member[person].timezone);
    int z = 0;
    while (!kr_str_is(name, ZONES[z]))
        z++;
    return &rooms[z];
}

/* Each of a circle the best of `draws` moments by chance, seen from the colleagues before. */
static void draw_circle(kr_prng *prng, const kr_people *people, const room *rooms,
                        const uint32_t *member, uint32_t count, int draws, int64_t *moment) {
    int64_t time[64];
    for (uint32_t i = 0; i < count && i < 64; i++) {
        const room *r = room_of(people, rooms, member[i]);
        int64_t best = -1;
        for (int d = 0; d < draws; d++) {
            int64_t at = drawn_moment(prng, r->open, r->count), near = nearest(time, i, at);
            if (near > best) {
                best = near;
                time[i] = at;
            }
        }
        moment[member[i]] = time[i];
    }
}

static int compare_moments(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

/* The reports of the plan's circles or sites, with the smallest gaps of other moments. */
static void print_other(const char *label, const kr_groups *groups, const kr_gap_report *report,
                        size_t count, const int64_t *moment) {
    kr_gap_report *other = malloc((count + 1) * sizeof *other);
    int64_t *time = malloc(sizeof *time * (groups->start[groups->count] + 1));
    for (size_t g = 0; other && time && g < count; g++) {
        uint32_t from = groups->start[report[g].circle], to = groups->start[report[g].circle + 1];
        other[g] = report[g];
        other[g].smallest = INT64_MAX;
        for (uint32_t i = from; i < to; i++)
            time[i - from] = moment[groups->member[i]];
        qsort(time, to - from, sizeof *time, compare_moments);
        for (uint32_t i = 1; i < to - from; i++)
            if (time[i] - time[i - 1] < other[g].smallest)
                other[g].smallest = time[i] - time[i - 1];
    }
    if (other && time)
        print_gaps(label, other, count);
    free(other);
    free(time);
}

/* The same people with moments by chance (one draw), or greedily in their circles (many). */
static void print_baseline(const kr_people *people, kr_zones *zones, const kr_schedule *plan,
                           int draws) {
    kr_job job;
    kr_prng prng;
    room rooms[8];
    const kr_groups *own = &plan->census.own;
    int64_t *moment = calloc(people->count, sizeof *moment);
    kr_job_start(&job, &kr_memory_default, NULL);
    kr_prng_start(&prng, 1, 99, 0, (uint32_t)draws);
    if (moment && find_rooms(&job, zones, rooms) == 0) {
        for (uint32_t c = 0; c < own->count; c++)
            draw_circle(&prng, people, rooms, own->member + own->start[c],
                        own->start[c + 1] - own->start[c], draws, moment);
        printf("  %s\n", draws == 1 ? "by chance" : "greedily, circle by circle");
        print_other("circles", own, plan->gap, plan->gap_count, moment);
        print_other("sites", &plan->census.sites, plan->site_gap, plan->site_gap_count, moment);
    }
    free(moment);
    kr_job_end(&job);
}

/* Mean over circles of the highest product, by chance or greedily along time. */
static double product_by(const kr_schedule *plan, uint32_t capacity, int greedy) {
    kr_prng prng;
    double sum = 0;
    const kr_groups *own = &plan->census.own;
    kr_prng_start(&prng, 2, 99, 0, 0);
    for (uint32_t c = 0; c < plan->census.circle_count; c++) {
        uint32_t item[64], text[64], count = 0, highest = 0;
        for (uint32_t i = own->start[c]; i < own->start[c + 1] && count < 64; i++, count++) {
            uint32_t at = count, one = plan->first_item[own->member[i]];
            for (; at > 0 && plan->item[item[at - 1]].unix > plan->item[one].unix; at--)
                item[at] = item[at - 1];
            item[at] = one;
        }
        for (uint32_t i = 0; i < count; i++) {
            uint32_t best = UINT32_MAX;
            for (uint32_t t = kr_prng_below(&prng, capacity), n = 0; n < (greedy ? capacity : 1);
                 n++, t = (t + 1) % capacity) {
                uint32_t cost = i ? similarity(NULL, 0, t, 0, text[i - 1]) : 0;
                for (uint32_t k = 0; k < i && greedy; k++)
                    cost += text[k] == t ? 1000000 : 0;
                if (cost < best) {
                    best = cost;
                    text[i] = t;
                }
            }
            for (uint32_t k = 0; k < i; k++) {
                uint64_t closeness =
                    kr_closeness(plan->item[item[i]].unix - plan->item[item[k]].unix);
                uint32_t p =
                    (uint32_t)(similarity(NULL, 0, text[i], 0, text[k]) * closeness / 1000000);
                highest = p > highest ? p : highest;
            }
        }
        sum += highest;
    }
    return 1e-6 * sum / plan->census.circle_count;
}

static void print_texts(const kr_schedule *plan, const kr_assignment *out, uint32_t capacity) {
    double product = 0, highest = 0;
    for (size_t i = 0; i < out->report_count; i++) {
        product += 1e-6 * out->report[i].highest_product;
        highest += 1e-6 * out->report[i].highest;
    }
    printf("  texts    mean over circles of the highest similarity %.3f, of similarity x closeness "
           "%.3f; mean similarity %.3f\n",
           highest / (double)out->report_count, product / (double)out->report_count,
           1e-6 * (double)out->totals.similarity_sum / (double)out->totals.pairs);
    if (plan->census.circle_count <= MOST_FOR_BASELINES)
        printf("           by chance %.3f, greedily %.3f\n", product_by(plan, capacity, 0),
               product_by(plan, capacity, 1));
}

/* ---- */

static int assign(kr_job *job, kr_arena *arena, const kr_people *people, const kr_schedule *plan,
                  uint32_t capacity) {
    static const uint8_t once[] = {0};
    static const uint32_t pictures[] = {24};
    const kr_str network = KR_STR("linkedin");
    texts user = {capacity};
    kr_assign_host host = {.user = &user, .class_of = class_of, .want = want, .similarity = similarity,
                           .opening = opening, .likeness = likeness};
    kr_assign_input input = {.people = people,
                             .plan = plan,
                             .host = &host,
                             .networks = &network,
                             .network_count = 1,
                             .standard_networks = 1,
                             .post_count = 1,
                             .text_once = once,
                             .picture_count = pictures,
                             .class_count = 1,
                             .max_texts = 1000};
    kr_assignment out;
    double start = now();
    int32_t code = kr_assign_make(job, arena, &input, &out);
    if (code < 0)
        return 1;
    printf("  texts and pictures in %.3f s, peak %ld MiB\n", now() - start, peak_mib());
    print_texts(plan, &out, capacity);
    return 0;
}

static int plan(const kr_people *people, kr_zones *zones, kr_settings *settings,
                uint32_t capacity) {
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
        code = assign(&job, &arena, people, &schedule, capacity);
        print_gaps("circles", schedule.gap, schedule.gap_count);
        print_gaps("sites", schedule.site_gap, schedule.site_gap_count);
        for (int draws = 1; schedule.gap_count <= MOST_FOR_BASELINES && draws <= 64; draws += 63)
            print_baseline(people, zones, &schedule, draws);
    }
    koor_error_free(error);
    kr_arena_end(&arena);
    kr_job_end(&job);
    return code < 0;
}

int main(int count, char **arguments) {
    uint32_t people_count = count > 1 ? (uint32_t)atoi(arguments[1]) : 1000000;
    uint32_t mixed = count > 2 ? (uint32_t)atoi(arguments[2]) : 10;
    uint32_t capacity = count > 3 ? (uint32_t)atoi(arguments[3]) : 500;
    kr_job job;
    kr_people people;
    kr_zones zones;
    kr_settings settings;
    kr_job_start(&job, &kr_memory_default, NULL);
    kr_options_start(&settings);
    set(&job, &settings, "campaign.timezone", "Europe/Brussels");
    set(&job, &settings, "campaign.window",
        "2026-10-19/2026-11-01"); /* the clocks change on 25 October */
    set(&job, &settings, "schedule.curve", count > 4 ? arguments[4] : "on");
    double start = now();
    if (kr_people_start(&people, &kr_memory_default, &job.arena) < 0)
        return 1;
    for (uint32_t i = 0; i < people_count; i++)
        if (add_person(&people, i, mixed) < 0)
            return 1;
    printf("%u people, %u %% of circles over three zones; read in %.3f s, %ld MiB\n", people_count,
           mixed, now() - start, peak_mib());
    int failed = kr_zones_start(&job, &zones, &job.arena, "/usr/share/zoneinfo") < 0 ||
                 plan(&people, &zones, &settings, capacity);
    kr_people_end(&people);
    kr_job_end(&job);
    return failed;
}
