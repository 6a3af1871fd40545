/* Hops: several choices of the track taken in one draw. Takes a track, gives for each choice at
 * which a hop begins its equally likely outcomes ("tickets"), each with the decisions it stands
 * for, the text they put down and the choice it leads to. Drawing a walk is a chain of dependent
 * steps, each waiting for the one before (a product, an address, a load); putting three to six
 * choices into one step is what shortens the chain.
 *
 * A hop grows while all its outcomes can stay equally likely among at most MOST_TICKETS: an outcome
 * behind choices among n1, n2, ... arms takes 1 / (n1 n2 ...) of them. A choice drawn by weight is a
 * hop of its own, by its lots where it has them. */
#include "graph/walks.h"

#include <string.h>

enum { MOST_TICKETS = 64, MOST_ALL = 200000, MOST_TEXT = 10 << 20 };

/* An outcome while a hop grows. */
typedef struct outcome {
    uint32_t share; /* 1 / share of the tickets */
    uint32_t next, next_count;
    uint32_t arms[KR_HOP_DECISIONS], count; /* of the track */
    uint32_t decisions;                     /* one for each of them, and for each choice that it passes */
    int done;                               /* it cannot grow */
} outcome;

typedef struct maker {
    kr_job *job;
    const kr_track *track;
    outcome outcomes[MOST_TICKETS];
    uint32_t outcome_count, tickets; /* tickets: the least common multiple of all shares */
    kr_ticket *all;
    size_t all_count, all_capacity;
    uint32_t *decisions;
    size_t decision_count, decision_capacity;
    kr_buffer text; /* the track's, and behind it that of tickets */
    uint32_t *queue; /* first arms of choices where hops begin */
    size_t queued, queue_capacity;
    kr_hop *of;
    uint8_t *seen;
    int failed;
} maker;

static uint32_t least_multiple(uint32_t a, uint32_t b) {
    uint32_t x = a, y = b;
    while (y) {
        uint32_t rest = x % y;
        x = y;
        y = rest;
    }
    return a / x * b;
}

/* The decisions that the arms of a choice take at most. */
static uint32_t most_decisions(const kr_track_arm *arms, uint32_t count) {
    uint32_t most = 0;
    for (uint32_t i = 0; i < count; i++)
        most = arms[i].passed > most ? arms[i].passed : most;
    return most + 1;
}

/* Replaces an outcome by those of the choice it leads to: 1 where it could. */
static int grow(maker *m, uint32_t at) {
    outcome from = m->outcomes[at];
    uint64_t share = (uint64_t)from.share * from.next_count;
    if (from.next == KR_NONE || from.next_count == 0 || share > MOST_TICKETS ||
        m->outcome_count + from.next_count - 1 > MOST_TICKETS ||
        from.decisions + most_decisions(m->track->arms + from.next, from.next_count) > KR_HOP_DECISIONS)
        return 0;
    uint32_t tickets = least_multiple(m->tickets, (uint32_t)share);
    if (tickets > MOST_TICKETS)
        return 0;
    m->tickets = tickets;
    for (uint32_t i = 0; i < from.next_count; i++) {
        const kr_track_arm *arm = &m->track->arms[from.next + i];
        outcome to = from;
        to.share = (uint32_t)share;
        to.arms[to.count++] = from.next + i;
        to.decisions += 1u + arm->passed;
        to.next = arm->next;
        to.next_count = arm->count;
        m->outcomes[i == 0 ? at : m->outcome_count++] = to;
    }
    return 1;
}

/* The likeliest outcome first, so that a hop covers as much of the walk as it can. */
static void grow_all(maker *m, uint32_t first, uint32_t count) {
    m->outcomes[0] = (outcome){.share = 1, .next = first, .next_count = count};
    m->outcome_count = m->tickets = 1;
    for (;;) {
        uint32_t best = KR_NONE;
        for (uint32_t i = 0; i < m->outcome_count; i++)
            if (!m->outcomes[i].done &&
                (best == KR_NONE || m->outcomes[i].share < m->outcomes[best].share))
                best = i;
        if (best == KR_NONE)
            return;
        m->outcomes[best].done = !grow(m, best);
    }
}

static void enqueue(maker *m, uint32_t first) {
    if (first == KR_NONE || m->seen[first])
        return;
    m->seen[first] = 1;
    if (kr_arena_grow(&m->job->arena, (void **)&m->queue, &m->queue_capacity, m->queued,
                      sizeof *m->queue) < 0)
        m->failed = 1;
    else
        m->queue[m->queued++] = first;
}

static void add_decision(maker *m, uint32_t decision) {
    if (kr_arena_grow(&m->job->arena, (void **)&m->decisions, &m->decision_capacity,
                      m->decision_count, sizeof *m->decisions) < 0)
        m->failed = 1;
    else
        m->decisions[m->decision_count++] = decision;
}

static kr_ticket write_outcome(maker *m, const outcome *o, uint32_t first) {
    kr_ticket ticket = {.text = (uint32_t)m->text.length,
                        .next = o->next,
                        .count = o->decisions,
                        .decisions = (uint32_t)m->decision_count};
    uint32_t choice = first;
    for (uint32_t i = 0; i < o->count && !m->failed; i++) {
        const kr_track_arm *arm = &m->track->arms[o->arms[i]];
        kr_buffer_add(&m->text, m->track->text + arm->text, arm->length);
        add_decision(m, o->arms[i] - choice);
        for (uint32_t k = 0; k < arm->passed; k++)
            add_decision(m, 0);
        choice = arm->next;
    }
    ticket.length = (uint32_t)m->text.length - ticket.text;
    return ticket;
}

static void add_ticket(maker *m, kr_ticket ticket) {
    if (kr_arena_grow(&m->job->arena, (void **)&m->all, &m->all_capacity, m->all_count,
                      sizeof *m->all) < 0)
        m->failed = 1;
    else
        m->all[m->all_count++] = ticket;
}

/* Arms drawn by weight end in choices at which hops begin. */
static void pass_weighted(maker *m, const kr_walks *walks, uint32_t first) {
    uint32_t node = m->track->nodes[first], count = walks->graph->nodes[node].count;
    if (walks->first_lot[node] != KR_NONE)
        m->of[first] = (kr_hop){walks->first_lot[node], (uint16_t)walks->weights[node], KR_HOP_LOTS};
    for (uint32_t i = 0; i < count; i++)
        enqueue(m, m->track->arms[first + i].next);
}

static void make_hop(maker *m, const kr_walks *walks, uint32_t first) {
    uint32_t node = m->track->nodes[first];
    uint32_t count = walks->flags[node] & KR_WALK_EVEN ? walks->graph->nodes[node].count : 0;
    if (count == 0 || count > MOST_TICKETS) {
        pass_weighted(m, walks, first);
        return;
    }
    grow_all(m, first, count);
    m->of[first] = (kr_hop){(uint32_t)m->all_count, (uint16_t)m->tickets, KR_HOP_TICKETS};
    for (uint32_t i = 0; i < m->outcome_count && !m->failed; i++) {
        const outcome *o = &m->outcomes[i];
        kr_ticket ticket = write_outcome(m, o, first);
        for (uint32_t t = 0; t < m->tickets / o->share; t++)
            add_ticket(m, ticket);
        enqueue(m, o->next);
    }
}

static int keep(maker *m, kr_arena *arena, kr_walks *walks, size_t arm_count) {
    kr_hops *hops = kr_arena_alloc(arena, 1, sizeof *hops);
    kr_hop *of = kr_arena_alloc(arena, arm_count, sizeof *of);
    kr_ticket *tickets = kr_arena_alloc(arena, m->all_count, sizeof *tickets);
    uint32_t *decisions =
        kr_arena_zero(arena, m->decision_count + KR_HOP_DECISIONS, sizeof *decisions);
    char *text = kr_arena_zero(arena, m->text.length + KR_TEXT_PADDING, 1);
    if (!hops || !of || !tickets || !decisions || !text)
        return -1;
    if (m->text.length)
        memcpy(text, m->text.data, m->text.length);
    memcpy(of, m->of, arm_count * sizeof *of);
    if (m->all_count)
        memcpy(tickets, m->all, m->all_count * sizeof *tickets);
    if (m->decision_count)
        memcpy(decisions, m->decisions, m->decision_count * sizeof *decisions);
    *hops = (kr_hops){of, tickets, decisions};
    walks->track->text = text;
    walks->track->text_length = (uint32_t)m->text.length;
    walks->track->hops = hops;
    return 0;
}

int kr_hops_make(kr_job *job, kr_arena *arena, kr_walks *walks, size_t arm_count) {
    maker *m = kr_arena_zero(&job->arena, 1, sizeof *m);
    if (!m)
        return -1;
    m->job = job;
    m->track = walks->track;
    m->of = kr_arena_zero(&job->arena, arm_count, sizeof *m->of);
    m->seen = kr_arena_zero(&job->arena, arm_count, 1);
    if (!m->of || !m->seen)
        return -1;
    kr_buffer_start(&m->text, job->memory);
    kr_buffer_add(&m->text, m->track->text, m->track->text_length);
    enqueue(m, m->track->arms[0].next);
    size_t at = 0;
    while (at < m->queued && !m->failed && m->all_count < MOST_ALL && m->text.length < MOST_TEXT)
        make_hop(m, walks, m->queue[at++]);
    int status = m->failed || m->text.failed ? -1 : 0;
    if (status == 0 && at == m->queued)
        status = keep(m, arena, walks, arm_count);
    kr_buffer_end(&m->text);
    return status;
}
