/* The stage in its order: needs, then component by component along time, then the audit. See
 * assign.h. */
#include "assign/assign.h"

#include "assign/walk.h"

#include <string.h>

/* ---- closeness ---- */

/* Seconds to parts per million, straight between the points: a reader who sees both posts in one
 * sitting, on one day, in one week, in one month. Chosen by us, not measured; what counts is that
 * it falls. */
static const struct {
    int64_t seconds;
    uint32_t ppm;
} closeness[] = {{3600, 1000000},     {4 * 3600, 900000},  {86400, 700000},
                 {3 * 86400, 500000}, {7 * 86400, 350000}, {30 * 86400, 100000}};

uint32_t kr_closeness(int64_t seconds) {
    const size_t points = sizeof closeness / sizeof *closeness;
    if (seconds < 0)
        seconds = -seconds;
    if (seconds <= closeness[0].seconds)
        return closeness[0].ppm;
    for (size_t i = 1; i < points; i++) {
        if (seconds >= closeness[i].seconds)
            continue;
        int64_t span = closeness[i].seconds - closeness[i - 1].seconds;
        int64_t fall = (int64_t)closeness[i - 1].ppm - closeness[i].ppm;
        return closeness[i - 1].ppm -
               (uint32_t)(fall * (seconds - closeness[i - 1].seconds) / span);
    }
    return closeness[points - 1].ppm;
}

/* ---- order ---- */

static int before(const kr_step *a, const kr_step *b) {
    if (a->post != b->post)
        return a->post < b->post;
    return a->at != b->at ? a->at < b->at : a->item < b->item;
}

void kr_sort_steps(kr_step *step, kr_step *scratch, size_t count) {
    if (count <= 24) {
        for (size_t i = 1; i < count; i++) {
            kr_step one = step[i];
            size_t at = i;
            for (; at > 0 && before(&one, &step[at - 1]); at--)
                step[at] = step[at - 1];
            step[at] = one;
        }
        return;
    }
    size_t half = count / 2, a = 0, b = half;
    kr_sort_steps(step, scratch, half);
    kr_sort_steps(step + half, scratch, count - half);
    memcpy(scratch, step, half * sizeof *step);
    for (size_t i = 0; a < half; i++)
        step[i] = b < count && before(&step[b], &scratch[a]) ? step[b++] : scratch[a++];
}

/* ---- components ---- */

typedef struct roll {
    uint32_t *circle_start, *circle; /* circles by component */
    uint32_t *item_start;            /* items by component, in `step` */
    kr_step *step, *scratch;
} roll;

static int32_t make_roll(kr_walk *walk, roll *r) {
    const kr_census *c = &walk->in->plan->census;
    kr_arena *arena = &walk->job->arena;
    size_t components = c->component_count, items = walk->in->plan->item_count;
    r->circle_start = kr_arena_zero(arena, components + 2, sizeof *r->circle_start);
    r->item_start = kr_arena_zero(arena, components + 2, sizeof *r->item_start);
    r->circle = kr_arena_alloc(arena, c->circle_count, sizeof *r->circle);
    r->step = kr_arena_alloc(arena, items, sizeof *r->step);
    if (!r->circle_start || !r->item_start || !r->circle || !r->step)
        return kr_nomem(walk->job);
    return KOOR_OK;
}

static uint32_t component_of(const kr_walk *walk, uint32_t person) {
    const kr_census *c = &walk->in->plan->census;
    return c->component[c->circle_of[person]];
}

/* Counting sort; starts are kept one place further on while they are filled. */
static void fill_roll(kr_walk *walk, roll *r) {
    const kr_census *c = &walk->in->plan->census;
    const kr_schedule *plan = walk->in->plan;
    for (uint32_t i = 0; i < c->circle_count; i++)
        r->circle_start[c->component[i] + 2]++;
    for (size_t i = 0; i < plan->item_count; i++)
        if (!plan->item[i].unplaced)
            r->item_start[component_of(walk, plan->item[i].person) + 2]++;
    for (uint32_t i = 2; i < c->component_count + 2; i++) {
        r->circle_start[i] += r->circle_start[i - 1];
        r->item_start[i] += r->item_start[i - 1];
    }
    for (uint32_t i = 0; i < c->circle_count; i++)
        r->circle[r->circle_start[c->component[i] + 1]++] = i;
    for (uint32_t i = 0; i < plan->item_count; i++) {
        const kr_item *item = &plan->item[i];
        if (!item->unplaced)
            r->step[r->item_start[component_of(walk, item->person) + 1]++] =
                (kr_step){item->unix, i, item->post};
    }
}

static int32_t walk_component(kr_walk *walk, roll *r, uint32_t number) {
    kr_step *step = r->step + r->item_start[number];
    size_t count = r->item_start[number + 1] - r->item_start[number];
    const uint32_t *circle = r->circle + r->circle_start[number];
    size_t circles = r->circle_start[number + 1] - r->circle_start[number];
    kr_sort_steps(step, r->scratch, count);
    for (size_t from = 0, to; from < count; from = to) {
        for (to = from; to < count && step[to].post == step[from].post;)
            to++;
        int32_t code = kr_walk_component(walk, step + from, to - from, number, circle, circles);
        if (code < 0)
            return code;
    }
    return KOOR_OK;
}

static int32_t walk_all(kr_walk *walk) {
    const kr_census *c = &walk->in->plan->census;
    roll r;
    size_t largest = 1;
    int32_t code = make_roll(walk, &r);
    if (code < 0)
        return code;
    fill_roll(walk, &r);
    for (uint32_t i = 0; i < c->component_count; i++)
        if (r.item_start[i + 1] - r.item_start[i] > largest)
            largest = r.item_start[i + 1] - r.item_start[i];
    r.scratch = kr_arena_alloc(&walk->job->arena, largest, sizeof *r.scratch);
    if (!r.scratch)
        return kr_nomem(walk->job);
    for (uint32_t i = 0; i < c->component_count && code == KOOR_OK; i++) {
        code = walk_component(walk, &r, i);
        if (code == KOOR_OK && i % 1024 == 0)
            code = kr_job_progress(walk->job, "assign", i, c->component_count);
    }
    return code;
}

/* ---- all ---- */

static void keep(kr_walk *walk) {
    const kr_assign_input *in = walk->in;
    for (size_t i = 0; i < in->plan->item_count; i++)
        walk->out->choice[i] = KR_NO_CHOICE;
    for (size_t i = 0; i < in->kept_count; i++) {
        const kr_kept *kept = &in->kept[i];
        walk->fixed[kept->item] = kept->another ? 2 : 1;
        kr_choice *choice = &walk->out->choice[kept->item];
        choice->class = kept->class;
        choice->text = kept->text;
        choice->picture = kept->picture;
    }
}

static int32_t run(kr_walk *walk, kr_arena *arena) {
    const kr_assign_input *in = walk->in;
    kr_arena *brief = &walk->job->arena;
    walk->out->choice = kr_arena_alloc(arena, in->plan->item_count, sizeof(kr_choice));
    walk->fixed = kr_arena_zero(brief, in->plan->item_count, 1);
    walk->team_of = kr_arena_alloc(brief, in->plan->census.circle_count, sizeof(uint32_t));
    if (!walk->out->choice || !walk->fixed || !walk->team_of ||
        kr_likeness_start(&walk->likeness, brief, in->host, in->plan->item_count) < 0)
        return kr_nomem(walk->job);
    keep(walk);
    int32_t code = kr_walk_needs(walk, brief);
    if (code == KOOR_OK)
        code = walk_all(walk);
    return code == KOOR_OK ? kr_walk_audit(walk, arena) : code;
}

/* A job of its own inside the caller's: its working memory goes when it is done. */
int32_t kr_assign_make(kr_job *job, kr_arena *arena, const kr_assign_input *input,
                       kr_assignment *out) {
    kr_job inner = *job;
    kr_arena_start(&inner.arena, job->memory);
    *out = (kr_assignment){0};
    kr_walk walk = {.job = &inner, .in = input, .out = out};
    int32_t code = run(&walk, arena);
    kr_arena_end(&inner.arena);
    return code;
}
