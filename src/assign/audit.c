/* The certificate's figures for texts and pictures: see kr_text_report. Measured on what was
 * chosen, apart from how it was chosen. */
#include "assign/walk.h"

enum { LOOK_BACK = 64, WHOLE = 1000000 };

static uint32_t least(uint32_t into, uint32_t distance) {
    return distance && (!into || distance < into) ? distance : into;
}

static void compare(kr_walk *walk, kr_text_report *r, uint32_t a, uint32_t b) {
    const kr_choice *one = &walk->out->choice[a], *two = &walk->out->choice[b];
    const kr_item *first = kr_walk_item(walk, a), *second = kr_walk_item(walk, b);
    if (first->network != second->network)
        return;
    uint32_t likeness =
        kr_likeness_of(&walk->likeness, one->class, one->text, two->class, two->text);
    uint64_t product = (uint64_t)likeness * kr_closeness(second->unix - first->unix) / WHOLE;
    r->pairs++;
    r->sum += likeness;
    r->highest = likeness > r->highest ? likeness : r->highest;
    r->highest_product = product > r->highest_product ? (uint32_t)product : r->highest_product;
}

/* One item against those before it; gives whether it begins as one of them does. */
static void look_back(kr_walk *walk, kr_text_report *r, const kr_step *step, size_t at) {
    const kr_assign_host *host = walk->in->host;
    const kr_choice *mine = &walk->out->choice[step[at].item];
    uint64_t opening = host->opening(host->user, mine->class, mine->text);
    size_t from = at > LOOK_BACK ? at - LOOK_BACK : 0;
    int shared = 0, text_again = 0, picture_again = 0;
    for (size_t i = at; i-- > from;) {
        const kr_choice *its = &walk->out->choice[step[i].item];
        if (its->text == KR_NONE)
            continue;
        compare(walk, r, step[i].item, step[at].item);
        shared |= opening && host->opening(host->user, its->class, its->text) == opening;
        if (!text_again && its->class == mine->class && its->text == mine->text) {
            text_again = 1;
            r->text_distance = least(r->text_distance, (uint32_t)(at - i));
        }
        if (!picture_again && mine->picture != KR_NONE && its->picture == mine->picture &&
            kr_walk_item(walk, step[i].item)->network ==
                kr_walk_item(walk, step[at].item)->network) {
            picture_again = 1;
            r->picture_distance = least(r->picture_distance, (uint32_t)(at - i));
        }
    }
    r->shared_openings += (uint32_t)shared;
}

static uint16_t limits_of(const kr_walk *walk, const kr_text_report *r, const kr_step *step,
                          size_t count) {
    uint16_t limits = 0;
    if (r->text_distance)
        limits |= KR_SHORT_TEXTS;
    if (r->picture_distance)
        limits |= KR_SHORT_PICTURES;
    if (r->reposts)
        limits |= KR_SHORT_UNIQUE;
    for (size_t i = 0; i < count; i++)
        if (walk->fixed[step[i].item] == 1)
            limits |= KR_SHORT_KEPT;
    return limits;
}

static int32_t report(kr_walk *walk, kr_arena *arena, size_t *capacity, const kr_step *step,
                      size_t count, uint32_t circle) {
    kr_text_report r = {.circle = circle, .post = step[0].post};
    for (size_t i = 0; i < count; i++) {
        if (walk->out->choice[step[i].item].text != KR_NONE) {
            r.items++;
            look_back(walk, &r, step, i);
        } else if (walk->class_of[step[i].item] != KR_NONE) {
            r.reposts++;
        }
    }
    r.limits = limits_of(walk, &r, step, count);
    kr_text_totals *t = &walk->out->totals;
    kr_text_totals one = {
        r.items,   r.pairs,           r.sum,           r.shared_openings,  r.reposts,
        r.highest, r.highest_product, r.text_distance, r.picture_distance, r.limits};
    kr_assign_merge(t, &one);
    if (kr_arena_grow(arena, (void **)&walk->out->report, capacity, walk->out->report_count,
                      sizeof r) < 0)
        return kr_nomem(walk->job);
    walk->out->report[walk->out->report_count++] = r;
    return KOOR_OK;
}

static size_t gather(const kr_walk *walk, const kr_groups *groups, uint32_t circle, kr_step *step,
                     size_t count) {
    const kr_schedule *plan = walk->in->plan;
    for (uint32_t i = groups->start[circle]; i < groups->start[circle + 1]; i++) {
        uint32_t person = groups->member[i];
        for (uint32_t k = plan->first_item[person]; k < plan->first_item[person + 1]; k++)
            if (!plan->item[k].unplaced)
                step[count++] = (kr_step){plan->item[k].unix, k, plan->item[k].post};
    }
    return count;
}

static size_t items_of(const kr_walk *walk, const kr_groups *groups, uint32_t circle) {
    const kr_schedule *plan = walk->in->plan;
    size_t count = 0;
    for (uint32_t i = groups->start[circle]; i < groups->start[circle + 1]; i++)
        count += plan->first_item[groups->member[i] + 1] - plan->first_item[groups->member[i]];
    return count;
}

int32_t kr_walk_audit(kr_walk *walk, kr_arena *arena) {
    const kr_census *census = &walk->in->plan->census;
    size_t most = 1, capacity = 0;
    for (uint32_t i = 0; i < census->circle_count; i++) {
        size_t count = items_of(walk, &census->own, i) + items_of(walk, &census->guests, i);
        most = count > most ? count : most;
    }
    kr_step *step = kr_arena_alloc(&walk->job->arena, 2 * most, sizeof *step);
    if (!step)
        return kr_nomem(walk->job);
    for (uint32_t i = 0; i < census->circle_count; i++) {
        if (!census->mine[i])
            continue;
        size_t count = gather(walk, &census->own, i, step, 0);
        count = gather(walk, &census->guests, i, step, count);
        kr_sort_steps(step, step + most, count);
        for (size_t from = 0, to; from < count; from = to) {
            for (to = from; to < count && step[to].post == step[from].post;)
                to++;
            int32_t code = report(walk, arena, &capacity, step + from, to - from, i);
            if (code < 0)
                return code;
        }
    }
    return KOOR_OK;
}

void kr_assign_merge(kr_text_totals *into, const kr_text_totals *other) {
    into->items += other->items;
    into->pairs += other->pairs;
    into->similarity_sum += other->similarity_sum;
    into->shared_openings += other->shared_openings;
    into->reposts += other->reposts;
    into->limits |= other->limits;
    into->highest = other->highest > into->highest ? other->highest : into->highest;
    if (other->highest_product > into->highest_product)
        into->highest_product = other->highest_product;
    into->text_distance = least(into->text_distance, other->text_distance);
    into->picture_distance = least(into->picture_distance, other->picture_distance);
}
