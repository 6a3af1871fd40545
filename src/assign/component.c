/* One component of circles, in the order of time.
 *
 * Everybody chooses among a few unused texts of the own circle: the one whose highest product of
 * overlap, similarity and closeness in time with the neighbours in time is lowest. Neighbours are
 * the last ones of each of the person's circles, those of them whose text is already settled and
 * comes soon, and the last ones of the component. The circles of a component begin at different
 * places of the sequences, so that nearby circles use other texts as long as there are any.
 *
 * Texts that may be used once go to those of the circle who post first, so that the others have
 * something to repost when their moment comes. */
#include "assign/ring.h"

#include "base/hash.h"

enum {
    LOOK = 6,        /* neighbours of each circle, back and ahead */
    LOOK_AROUND = 2, /* of the whole component */
    MOST_NEIGHBOURS = 64,
    WHOLE = 1000000,
    OTHER_NETWORK = 400000, /* followers that two networks of one person share, assumed */
    OTHER_CIRCLE = 250000   /* followers that two circles of one site share, assumed */
};

typedef struct team {
    kr_ring *rings;
    uint32_t *seen, *settled; /* items in the order of time; settled: kept from before */
    uint32_t seen_count, settled_count, settled_next;
} team;

typedef struct neighbour {
    uint32_t item;
    uint32_t weight; /* overlap x closeness */
} neighbour;

typedef struct component {
    kr_walk *walk;
    kr_arena arena;
    team *team; /* of this component */
    const uint32_t *circle;
    uint32_t *team_of; /* by circle */
    uint32_t *start;   /* by class: where the next circle begins */
    const kr_step *step;
    size_t count;
    uint32_t last[LOOK_AROUND]; /* items; KR_NONE: none */
    neighbour near[MOST_NEIGHBOURS];
    size_t near_count;
} component;

/* ---- circles of a person ---- */

static uint32_t circle_at(const component *c, uint32_t person, uint32_t number) {
    const kr_assign_input *in = c->walk->in;
    const kr_member *m = &in->people->member[person];
    if (number == 0)
        return in->plan->census.circle_of[person];
    return in->plan->census.circle_by_name[kr_people_circles(in->people, m)[number]];
}

static uint32_t circle_count(const component *c, uint32_t person) {
    uint32_t count = c->walk->in->people->member[person].circle_count;
    return count ? count : 1;
}

static team *team_at(component *c, uint32_t person, uint32_t number) {
    return &c->team[c->team_of[circle_at(c, person, number)]];
}

/* ---- getting ready ---- */

static kr_ring *ring_of(component *c, team *t, uint32_t class, int make) {
    kr_ring *ring = t->rings;
    while (ring && ring->class != class)
        ring = ring->next;
    if (ring || !make)
        return ring;
    ring = kr_arena_zero(&c->arena, 1, sizeof *ring);
    if (ring) {
        ring->class = class;
        ring->next = t->rings;
        t->rings = ring;
    }
    return ring;
}

static int needs_text(const component *c, uint32_t item) {
    const kr_walk *w = c->walk;
    return w->class_of[item] != KR_NONE && w->fixed[item] != 1 && !w->once[w->class_of[item]];
}

/* Items that have, or may have, a text to be used once: see choose_once. */
static int has_once_text(const component *c, uint32_t item) {
    return c->walk->fixed[item] != 1 && c->walk->once_text[item] != KR_NONE;
}

static int32_t count_step(component *c, uint32_t item) {
    const kr_item *it = kr_walk_item(c->walk, item);
    team *own = team_at(c, it->person, 0);
    if (needs_text(c, item) || has_once_text(c, item)) {
        kr_ring *ring = ring_of(c, own, c->walk->class_of[item], 1);
        if (!ring)
            return kr_nomem(c->walk->job);
        ring->uses++;
    }
    if (!c->walk->fixed[item] && c->walk->in->picture_count[it->network]) {
        kr_ring *ring = ring_of(c, own, KR_PICTURES | it->network, 1);
        if (!ring)
            return kr_nomem(c->walk->job);
        ring->uses++;
    }
    for (uint32_t i = 0; i < circle_count(c, it->person); i++) {
        team *t = team_at(c, it->person, i);
        t->seen_count++;
        t->settled_count += c->walk->fixed[item] == 1;
    }
    return KOOR_OK;
}

static int32_t make_room(component *c, size_t circles) {
    for (size_t i = 0; i < circles; i++) {
        team *t = &c->team[i];
        t->seen = kr_arena_alloc(&c->arena, t->seen_count, sizeof *t->seen);
        t->settled = kr_arena_alloc(&c->arena, t->settled_count, sizeof *t->settled);
        if (!t->seen || !t->settled)
            return kr_nomem(c->walk->job);
        t->seen_count = t->settled_count = 0;
    }
    for (size_t i = 0; i < c->count; i++) {
        const kr_item *it = kr_walk_item(c->walk, c->step[i].item);
        if (c->walk->fixed[c->step[i].item] != 1)
            continue;
        for (uint32_t k = 0; k < circle_count(c, it->person); k++) {
            team *t = team_at(c, it->person, k);
            t->settled[t->settled_count++] = c->step[i].item;
        }
    }
    return KOOR_OK;
}

/* What a colleague has from before is not fresh. */
static void set_aside(component *c, const team *t, kr_ring *ring) {
    kr_walk *w = c->walk;
    for (uint32_t i = 0; i < t->settled_count; i++) {
        const kr_choice *has = &w->out->choice[t->settled[i]];
        uint32_t its_network = kr_walk_item(w, t->settled[i])->network;
        for (uint32_t k = ring->fresh; k-- > 0;) {
            uint32_t entry = kr_ring_at(ring, k);
            int same =
                ring->class & KR_PICTURES
                    ? has->picture == entry && its_network == (ring->class & ~KR_PICTURES)
                    : has->text != KR_NONE && kr_likeness_of(&w->likeness, has->class, has->text,
                                                             ring->class, entry) >= WHOLE;
            if (same && ring->fresh)
                kr_ring_set_aside(ring, k);
        }
    }
}

static int is_once(const component *c, const kr_ring *ring) {
    return !(ring->class & KR_PICTURES) && c->walk->once[ring->class];
}

/* What the circles have of texts to be used once, whoever of them brought it. */
static int32_t gather_once(component *c) {
    for (size_t i = 0; i < c->count; i++) {
        uint32_t item = c->step[i].item;
        if (!has_once_text(c, item))
            continue;
        team *own = team_at(c, kr_walk_item(c->walk, item)->person, 0);
        kr_ring *ring = ring_of(c, own, c->walk->class_of[item], 0);
        if (!ring->entry)
            ring->entry = kr_arena_alloc(&c->arena, ring->uses, sizeof *ring->entry);
        if (!ring->entry)
            return kr_nomem(c->walk->job);
        ring->entry[ring->size++] = c->walk->once_text[item];
    }
    return KOOR_OK;
}

static int32_t fill_rings(component *c, uint32_t circle, team *t) {
    kr_walk *w = c->walk;
    for (kr_ring *ring = t->rings; ring; ring = ring->next) {
        uint32_t from, have, kept = t->settled_count;
        if (ring->class & KR_PICTURES) {
            have = w->in->picture_count[ring->class & ~KR_PICTURES];
            from = (uint32_t)(kr_hash_mix(ring->class, circle) % have);
        } else {
            have = w->have[ring->class];
            from = have ? c->start[ring->class] % have : 0;
            c->start[ring->class] = from + ring->uses + kept;
        }
        if (!have || is_once(c, ring))
            continue;
        ring->uses += kept; /* room for what they had before */
        if (kr_ring_fill(ring, &c->arena, have, from) < 0)
            return kr_nomem(w->job);
        set_aside(c, t, ring);
    }
    return KOOR_OK;
}

/* ---- neighbours ---- */

static uint32_t overlap_of(const kr_item *a, const kr_item *b) {
    return a->network == b->network ? WHOLE : OTHER_NETWORK;
}

static void add_neighbour(component *c, const kr_item *it, uint32_t other, uint32_t overlap) {
    const kr_item *its = kr_walk_item(c->walk, other);
    if (c->near_count == MOST_NEIGHBOURS || c->walk->out->choice[other].text == KR_NONE)
        return;
    uint64_t weight = (uint64_t)overlap * overlap_of(it, its) / WHOLE;
    weight = weight * kr_closeness(its->unix - it->unix) / WHOLE;
    size_t at = c->near_count++;
    for (; at > 0 && c->near[at - 1].weight < weight; at--) /* the weightiest first */
        c->near[at] = c->near[at - 1];
    c->near[at] = (neighbour){other, (uint32_t)weight};
}

static void find_neighbours(component *c, const kr_item *it) {
    c->near_count = 0;
    for (uint32_t i = 0; i < circle_count(c, it->person); i++) {
        team *t = team_at(c, it->person, i);
        uint32_t from = t->seen_count > LOOK ? t->seen_count - LOOK : 0;
        for (uint32_t k = t->seen_count; k-- > from;)
            add_neighbour(c, it, t->seen[k], WHOLE);
        while (t->settled_next < t->settled_count &&
               kr_walk_item(c->walk, t->settled[t->settled_next])->unix <= it->unix)
            t->settled_next++;
        for (uint32_t k = t->settled_next; k < t->settled_count && k < t->settled_next + LOOK; k++)
            add_neighbour(c, it, t->settled[k], WHOLE);
    }
    for (int i = 0; i < LOOK_AROUND; i++)
        if (c->last[i] != KR_NONE)
            add_neighbour(c, it, c->last[i], OTHER_CIRCLE);
}

/* ---- choosing ---- */

static uint32_t text_cost(component *c, uint32_t class, uint32_t text, uint32_t limit) {
    uint32_t highest = 0;
    for (size_t i = 0; i < c->near_count && highest < limit; i++) {
        const neighbour *n = &c->near[i];
        if (n->weight <= highest)
            break; /* the others weigh less still */
        const kr_choice *has = &c->walk->out->choice[n->item];
        uint64_t likeness = kr_likeness_of(&c->walk->likeness, class, text, has->class, has->text);
        uint32_t cost = (uint32_t)(likeness * n->weight / WHOLE);
        highest = cost > highest ? cost : highest;
    }
    return highest;
}

/* The text that an item must not get again weighs as much as its own reader. */
static uint32_t old_cost(component *c, uint32_t item, uint32_t class, uint32_t text) {
    const kr_choice *old = &c->walk->out->choice[item];
    if (c->walk->fixed[item] != 2 || old->text == KR_NONE)
        return 0;
    return 2 * kr_likeness_of(&c->walk->likeness, class, text, old->class, old->text);
}

static kr_ring *choose_text(component *c, uint32_t item, kr_choice *out) {
    uint32_t class = c->walk->class_of[item], best = 0, least = UINT32_MAX;
    kr_ring *ring = ring_of(c, team_at(c, kr_walk_item(c->walk, item)->person, 0), class, 0);
    if (!ring || !ring->size)
        return NULL;
    uint32_t choices = kr_ring_choices(ring);
    for (uint32_t i = 0; i < choices && least > 0; i++) {
        uint32_t text = kr_ring_at(ring, i), old = old_cost(c, item, class, text);
        uint32_t cost = text_cost(c, class, text, least);
        cost = old > cost ? old : cost;
        if (cost < least) {
            least = cost;
            best = i;
        }
    }
    out->class = class;
    out->text = kr_ring_at(ring, best);
    kr_ring_take(ring, best);
    return ring;
}

/* Once the text is chosen: neighbours by weight x (1 + similarity of the texts) / 2. */
static void weigh_for_pictures(component *c, const kr_choice *mine) {
    size_t count = 0;
    for (size_t i = 0; i < c->near_count; i++) {
        neighbour n = c->near[i];
        const kr_choice *has = &c->walk->out->choice[n.item];
        if (has->picture == KR_NONE)
            continue;
        uint64_t texts =
            kr_likeness_of(&c->walk->likeness, mine->class, mine->text, has->class, has->text);
        n.weight = (uint32_t)(n.weight * (WHOLE + texts) / (2 * WHOLE));
        size_t at = count++;
        for (; at > 0 && c->near[at - 1].weight < n.weight; at--)
            c->near[at] = c->near[at - 1];
        c->near[at] = n;
    }
    c->near_count = count;
}

static uint64_t picture_cost(component *c, const kr_item *it, uint32_t picture, uint64_t limit) {
    const kr_assign_host *host = c->walk->in->host;
    uint64_t highest = 0;
    for (size_t i = 0; i < c->near_count && c->near[i].weight > highest && highest < limit; i++) {
        const kr_choice *has = &c->walk->out->choice[c->near[i].item];
        const kr_item *its = kr_walk_item(c->walk, c->near[i].item);
        uint64_t like =
            its->network == it->network && has->picture == picture
                ? WHOLE
                : host->likeness(host->user, it->network, picture, its->network, has->picture);
        uint64_t cost = like * c->near[i].weight / WHOLE;
        highest = cost > highest ? cost : highest;
    }
    return highest;
}

/* Where the text just taken lies in its ring: the place before the head. */
static uint64_t *partners_of(kr_ring *texts) {
    if (!texts || !texts->partners)
        return NULL;
    return &texts->partners[texts->head ? texts->head - 1 : texts->size - 1];
}

static void choose_picture(component *c, uint32_t item, kr_ring *texts, kr_choice *out) {
    const kr_item *it = kr_walk_item(c->walk, item);
    kr_ring *ring = ring_of(c, team_at(c, it->person, 0), KR_PICTURES | it->network, 0);
    if (!ring || !ring->size)
        return;
    uint64_t *partners = partners_of(texts), least = UINT64_MAX;
    uint32_t best = 0, choices = kr_ring_choices(ring);
    if (partners && ring->size <= KR_CANDIDATES)
        choices = ring->size; /* the pair counts for more than the picture */
    weigh_for_pictures(c, out);
    for (uint32_t i = 0; i < choices && least > 0; i++) {
        uint32_t picture = kr_ring_at(ring, i);
        uint64_t cost = picture_cost(c, it, picture, least);
        if (partners && *partners >> picture % 64 & 1)
            cost += 4ull * WHOLE;
        if (cost < least) {
            least = cost;
            best = i;
        }
    }
    out->picture = kr_ring_at(ring, best);
    kr_ring_take(ring, best);
    if (partners)
        *partners = least >= 4ull * WHOLE ? 1ull << out->picture % 64
                                          : *partners | 1ull << out->picture % 64;
}

/* Whether an item is one that another could repost: of what goes out at the same second nothing can
 * be shared yet. `class` KR_NONE: in any language. */
static int is_original(const component *c, const kr_item *it, uint32_t item, uint32_t class) {
    const kr_item *its = kr_walk_item(c->walk, item);
    return c->walk->out->choice[item].text != KR_NONE && its->network == it->network &&
           its->unix < it->unix && (class == KR_NONE || c->walk->class_of[item] == class);
}

/* The last such item of the own circles, else of the component. */
static uint32_t find_original(component *c, const kr_item *it, uint32_t class) {
    for (uint32_t i = 0; i < circle_count(c, it->person); i++) {
        const team *t = team_at(c, it->person, i);
        for (uint32_t k = t->seen_count; k-- > 0;)
            if (is_original(c, it, t->seen[k], class))
                return t->seen[k];
    }
    for (int i = 0; i < LOOK_AROUND; i++)
        if (c->last[i] != KR_NONE && is_original(c, it, c->last[i], class))
            return c->last[i];
    return KR_NONE;
}

/* Where no colleague has posted yet, a text of the campaign that somebody of another component has:
 * who that is, the pipeline finds out (reposts.c). */
static void choose_repost(component *c, uint32_t item, kr_choice *out) {
    const kr_item *it = kr_walk_item(c->walk, item);
    uint32_t class = c->walk->class_of[item], have = c->walk->have[class];
    uint32_t original = find_original(c, it, class);
    if (original == KR_NONE)
        original = find_original(c, it, KR_NONE);
    out->repost_of = original;
    if (original != KR_NONE) {
        out->repost_class = c->walk->out->choice[original].class;
        out->repost_text = c->walk->out->choice[original].text;
    } else if (have) {
        out->repost_class = class;
        out->repost_text = (uint32_t)(c->walk->in->plan->census.key[it->person] % have);
    }
}

/* The next text of the own circle that may be used once; 0 where it has none left. */
static int choose_once(component *c, uint32_t item, kr_choice *out) {
    uint32_t class = c->walk->class_of[item];
    kr_ring *ring = ring_of(c, team_at(c, kr_walk_item(c->walk, item)->person, 0), class, 0);
    if (!ring || ring->head == ring->size)
        return 0;
    out->class = class;
    out->text = ring->entry[ring->head++];
    return 1;
}

static void choose(component *c, uint32_t item) {
    kr_walk *w = c->walk;
    const kr_item *it = kr_walk_item(w, item);
    uint32_t class = w->class_of[item];
    kr_choice choice = KR_NO_CHOICE;
    kr_ring *texts = NULL;
    find_neighbours(c, it);
    if (needs_text(c, item)) {
        texts = choose_text(c, item, &choice);
    } else if (class != KR_NONE && !choose_once(c, item, &choice)) {
        choose_repost(c, item, &choice);
    }
    if (w->fixed[item] && choice.text != KR_NONE)
        choice.picture = w->out->choice[item].picture;
    else if (choice.text != KR_NONE)
        choose_picture(c, item, texts, &choice);
    w->out->choice[item] = choice;
}

static void walk_on(component *c, uint32_t item) {
    const kr_item *it = kr_walk_item(c->walk, item);
    if (c->walk->fixed[item] != 1)
        choose(c, item);
    for (uint32_t i = 0; i < circle_count(c, it->person); i++) {
        team *t = team_at(c, it->person, i);
        t->seen[t->seen_count++] = item;
    }
    if (c->walk->out->choice[item].text == KR_NONE)
        return;
    for (int i = LOOK_AROUND - 1; i > 0; i--)
        c->last[i] = c->last[i - 1];
    c->last[0] = item;
}

static int32_t run(component *c, uint32_t number, size_t circles) {
    kr_walk *w = c->walk;
    int32_t code = KOOR_OK;
    for (uint32_t i = 0; i < w->in->class_count; i++)
        c->start[i] = number && w->have[i] ? (uint32_t)(kr_hash_mix(i, number) % w->have[i]) : 0;
    for (size_t i = 0; i < c->count && code == KOOR_OK; i++)
        code = count_step(c, c->step[i].item);
    if (code == KOOR_OK)
        code = make_room(c, circles);
    for (size_t i = 0; i < circles && code == KOOR_OK; i++)
        code = fill_rings(c, c->circle[i], &c->team[i]);
    if (code == KOOR_OK)
        code = gather_once(c);
    for (size_t i = 0; i < c->count && code == KOOR_OK; i++)
        walk_on(c, c->step[i].item);
    return code;
}

int32_t kr_walk_component(kr_walk *walk, const kr_step *step, size_t count, uint32_t number,
                          const uint32_t *circle, size_t circles) {
    component c = {.walk = walk,
                   .circle = circle,
                   .team_of = walk->team_of,
                   .step = step,
                   .count = count,
                   .last = {KR_NONE, KR_NONE}};
    kr_arena_start(&c.arena, walk->job->memory);
    c.team = kr_arena_zero(&c.arena, circles, sizeof *c.team);
    c.start = kr_arena_alloc(&c.arena, walk->in->class_count, sizeof *c.start);
    for (size_t i = 0; i < circles; i++)
        walk->team_of[circle[i]] = (uint32_t)i;
    int32_t code = c.team && c.start ? run(&c, number, circles) : kr_nomem(walk->job);
    kr_arena_end(&c.arena);
    return code;
}
