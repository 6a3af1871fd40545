/* The census: see census.h. Components by union-find with path halving (Tarjan and van Leeuwen,
 * 1984) over circles and sites; a component belongs to a shard by the hash of the smallest name in
 * it, which does not depend on the order of people. */
#include "schedule/census.h"

#include "base/hash.h"

#include <string.h>

typedef struct maker {
    kr_job *job;
    kr_arena *arena;
    kr_census *c;
    const kr_people *people;
    uint64_t salt;
    uint32_t *rest_by_site, *site_by_name; /* by kr_name; KR_NONE: not seen */
    uint32_t *parent;                      /* circles, then sites */
} maker;

static uint32_t *table(maker *m, size_t count) {
    uint32_t *made = kr_arena_alloc(m->arena, count, sizeof *made);
    if (made)
        memset(made, 0xff, count * sizeof *made);
    return made;
}

/* ---- numbering ---- */

static uint32_t circle_number(maker *m, kr_name name, kr_name site) {
    uint32_t *slot = name ? &m->c->circle_by_name[name] : &m->rest_by_site[site];
    if (*slot == KR_NONE) {
        *slot = m->c->circle_count++;
        m->c->circle_name[*slot] = name;
    }
    return *slot;
}

static void number_person(maker *m, uint32_t person) {
    const kr_member *member = &m->people->member[person];
    const kr_name *circles = kr_people_circles(m->people, member);
    kr_str id = kr_people_id(m->people, person);
    m->c->key[person] = kr_hash_mix(m->salt, kr_hash64(id.at, id.length));
    m->c->circle_of[person] = circle_number(m, member->circle_count ? circles[0] : 0, member->site);
    for (uint32_t i = 1; i < member->circle_count; i++)
        circle_number(m, circles[i], 0);
    if (member->site) {
        uint32_t *slot = &m->site_by_name[member->site];
        if (*slot == KR_NONE) {
            *slot = m->c->site_count++;
            m->c->site_name[*slot] = member->site;
        }
        m->c->site_of[person] = *slot;
    }
    m->c->opted_in++;
}

static int32_t number_all(maker *m) {
    kr_census *c = m->c;
    size_t names = m->people->names.count, count = m->people->count;
    m->c->circle_by_name = table(m, names);
    m->rest_by_site = table(m, names);
    m->site_by_name = table(m, names);
    c->circle_of = table(m, count);
    c->site_of = table(m, count);
    c->key = kr_arena_alloc(m->arena, count, sizeof *c->key);
    c->circle_name = kr_arena_alloc(m->arena, 2 * names, sizeof *c->circle_name);
    c->site_name = kr_arena_alloc(m->arena, names, sizeof *c->site_name);
    if (!m->c->circle_by_name || !m->rest_by_site || !m->site_by_name || !c->circle_of ||
        !c->site_of || !c->key || !c->circle_name || !c->site_name)
        return kr_nomem(m->job);
    for (uint32_t p = 0; p < count; p++)
        if (m->people->member[p].opted_in)
            number_person(m, p);
    c->nameless = m->rest_by_site[0];
    return KOOR_OK;
}

/* ---- groups: counted, then filled ---- */

typedef enum which { OWN, GUESTS, SITES } which;

/* Calls `put` for each (group, person) of one kind. */
static void each(const maker *m, which kind, void (*put)(kr_groups *, uint32_t, uint32_t),
                 kr_groups *groups) {
    for (uint32_t p = 0; p < m->people->count; p++) {
        const kr_member *member = &m->people->member[p];
        if (!member->opted_in)
            continue;
        if (kind == OWN)
            put(groups, m->c->circle_of[p], p);
        if (kind == SITES && m->c->site_of[p] != KR_NONE)
            put(groups, m->c->site_of[p], p);
        const kr_name *circles = kr_people_circles(m->people, member);
        for (uint32_t i = 1; kind == GUESTS && i < member->circle_count; i++)
            put(groups, m->c->circle_by_name[circles[i]], p);
    }
}

static void count_one(kr_groups *groups, uint32_t group, uint32_t person) {
    (void)person;
    groups->start[group + 1]++;
}

static void fill_one(kr_groups *groups, uint32_t group, uint32_t person) {
    groups->member[groups->start[group]++] = person;
}

static int32_t make_groups(maker *m, kr_groups *groups, which kind, uint32_t count) {
    groups->count = count;
    groups->start = kr_arena_zero(m->arena, (size_t)count + 1, sizeof *groups->start);
    if (!groups->start)
        return kr_nomem(m->job);
    each(m, kind, count_one, groups);
    for (uint32_t g = 0; g < count; g++)
        groups->start[g + 1] += groups->start[g];
    groups->member = kr_arena_alloc(m->arena, groups->start[count], sizeof *groups->member);
    if (!groups->member)
        return kr_nomem(m->job);
    each(m, kind, fill_one, groups);
    for (uint32_t g = count; g > 0; g--) /* filling moved each start to its end */
        groups->start[g] = groups->start[g - 1];
    groups->start[0] = 0;
    return KOOR_OK;
}

/* ---- components and shards ---- */

static uint32_t root_of(uint32_t *parent, uint32_t at) {
    while (parent[at] != at) {
        parent[at] = parent[parent[at]];
        at = parent[at];
    }
    return at;
}

static void join(maker *m, uint32_t a, uint32_t b) {
    a = root_of(m->parent, a);
    b = root_of(m->parent, b);
    if (a < b)
        m->parent[b] = a;
    else
        m->parent[a] = b;
}

static void join_person(maker *m, uint32_t person) {
    const kr_member *member = &m->people->member[person];
    const kr_name *circles = kr_people_circles(m->people, member);
    uint32_t own = m->c->circle_of[person];
    for (uint32_t i = 1; i < member->circle_count; i++)
        join(m, own, m->c->circle_by_name[circles[i]]);
    if (m->c->site_of[person] != KR_NONE)
        join(m, own, m->c->circle_count + m->c->site_of[person]);
}

/* Of the circle's name, or of its site's where it has none. */
static uint64_t circle_hash(const maker *m, uint32_t circle) {
    kr_str name = kr_people_name(m->people, m->c->circle_name[circle]);
    if (name.length || m->c->own.start[circle] == m->c->own.start[circle + 1])
        return kr_hash64(name.at, name.length);
    uint32_t first = m->c->own.member[m->c->own.start[circle]];
    name = kr_people_name(m->people, m->people->member[first].site);
    return ~kr_hash64(name.at, name.length);
}

static int32_t find_components(maker *m, uint32_t shard, uint32_t shards) {
    kr_census *c = m->c;
    uint32_t nodes = c->circle_count + c->site_count;
    m->parent = kr_arena_alloc(m->arena, nodes, sizeof *m->parent);
    uint64_t *smallest = kr_arena_alloc(m->arena, nodes, sizeof *smallest);
    uint32_t *size = kr_arena_zero(m->arena, nodes, sizeof *size);
    c->component = table(m, c->circle_count);
    c->mine = kr_arena_zero(m->arena, c->circle_count, 1);
    if (!m->parent || !smallest || !size || !c->component || !c->mine)
        return kr_nomem(m->job);
    for (uint32_t i = 0; i < nodes; i++) {
        m->parent[i] = i;
        smallest[i] = UINT64_MAX;
    }
    for (uint32_t p = 0; p < m->people->count; p++)
        if (c->circle_of[p] != KR_NONE)
            join_person(m, p);
    for (uint32_t i = 0; i < c->circle_count; i++) {
        uint32_t root = root_of(m->parent, i);
        uint64_t hash = circle_hash(m, i);
        smallest[root] = hash < smallest[root] ? hash : smallest[root];
        size[root] += c->own.start[i + 1] - c->own.start[i];
        c->largest_component =
            size[root] > c->largest_component ? size[root] : c->largest_component;
        /* a root is the smallest number of its component, and circles come first */
        c->component[i] = root == i ? c->component_count++ : c->component[root];
    }
    for (uint32_t i = 0; i < c->circle_count; i++)
        c->mine[i] = shards < 2 || smallest[root_of(m->parent, i)] % shards == shard;
    return KOOR_OK;
}

int32_t kr_census_make(kr_job *job, kr_census *out, kr_arena *arena, const kr_census_query *query) {
    *out = (kr_census){0};
    maker m = {.job = job, .arena = arena, .c = out, .people = query->people, .salt = query->salt};
    if (query->people->count >= KR_NONE)
        return kr_fail(job, KOOR_E_LIMIT, "people.max", -1, "too many people: plan in parts");
    int32_t code = number_all(&m);
    if (code == KOOR_OK)
        code = make_groups(&m, &out->own, OWN, out->circle_count);
    if (code == KOOR_OK)
        code = make_groups(&m, &out->guests, GUESTS, out->circle_count);
    if (code == KOOR_OK)
        code = make_groups(&m, &out->sites, SITES, out->site_count);
    if (code == KOOR_OK)
        code = find_components(&m, query->shard, query->shards);
    return code;
}
