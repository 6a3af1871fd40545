/* A choice graph as series and parallels. A lattice (spans of a sentence that share what follows) is
 * no tree, markup is. So each node becomes a list of what stands in it, and a choice gives the end
 * that all its arms share back to the list it stands in: what is left nests, and "{word|phrase}
 * rest" can be written instead of every path. */
#include "rewrite/markup_series.h"

#include <string.h>

enum { MOST_ELEMENTS = 4000000 /* of all lists */ };

static void *room(kr_series *s, size_t count, size_t size) {
    void *block = kr_arena_alloc(&s->job->arena, count, size);
    s->failed |= !block;
    return block;
}

static int stopped(const kr_series *s) {
    return s->failed || s->limited;
}

static kr_elements new_list(kr_series *s, size_t count) {
    kr_elements l = {NULL, (uint32_t)count};
    s->elements += count;
    s->limited |= s->elements > MOST_ELEMENTS;
    l.at = s->limited ? NULL : room(s, count, sizeof *l.at);
    return l;
}

static kr_elements concatenated(kr_series *s, const kr_node *node) {
    size_t count = 0;
    for (uint32_t i = 0; i < node->count; i++)
        count += s->lists[s->graph->links[node->first + i]].count;
    kr_elements l = new_list(s, count);
    uint32_t at = 0;
    for (uint32_t i = 0; i < node->count && !stopped(s); i++) {
        const kr_elements *child = &s->lists[s->graph->links[node->first + i]];
        if (l.at && child->count)
            memcpy(l.at + at, child->at, child->count * sizeof *l.at);
        at += child->count;
    }
    return l;
}

/* How many elements the ends of all arms have in common. */
static uint32_t common_end(const kr_series *s, const kr_node *node) {
    const kr_elements *first = &s->lists[s->graph->arms[node->first].node];
    uint32_t common = first->count;
    for (uint32_t i = 1; i < node->count; i++) {
        const kr_elements *other = &s->lists[s->graph->arms[node->first + i].node];
        uint32_t same = 0;
        while (same < common && same < other->count &&
               first->at[first->count - 1 - same] == other->at[other->count - 1 - same])
            same++;
        common = same;
    }
    return common;
}

static kr_elements one_element(kr_series *s, uint32_t element) {
    kr_elements l = new_list(s, 1);
    if (l.at)
        l.at[0] = element;
    return l;
}

static kr_elements parallel(kr_series *s, const kr_node *node) {
    const kr_arm *arms = s->graph->arms + node->first;
    if (node->count == 1 && arms->condition_count == 0)
        return s->lists[arms->node];
    uint32_t end = node->count ? common_end(s, node) : 0;
    kr_fork f = {room(s, node->count, sizeof *f.branches), node->count};
    for (uint32_t i = 0; i < node->count && f.branches; i++) {
        kr_elements whole = s->lists[arms[i].node];
        whole.count -= end;
        f.branches[i] = (kr_branch){whole, arms[i].weight, arms[i].condition, arms[i].condition_count};
    }
    if (s->failed || kr_arena_grow(&s->job->arena, (void **)&s->forks, &s->fork_capacity,
                                   s->fork_count, sizeof *s->forks) < 0) {
        s->failed = 1;
        return (kr_elements){NULL, 0};
    }
    s->forks[s->fork_count++] = f;
    kr_elements l = new_list(s, (size_t)end + 1);
    if (!l.at)
        return l;
    l.at[0] = (uint32_t)(s->graph->node_count + s->fork_count - 1);
    const kr_elements *first = &s->lists[arms->node];
    if (end)
        memcpy(l.at + 1, first->at + first->count - end, end * sizeof *l.at);
    return l;
}

void kr_series_make(kr_series *s) {
    s->lists = room(s, s->graph->node_count, sizeof *s->lists);
    for (uint32_t id = 0; id < s->graph->node_count && !stopped(s); id++) {
        const kr_node *node = &s->graph->nodes[id];
        if (node->kind == KR_NODE_SEQUENCE)
            s->lists[id] = concatenated(s, node);
        else if (node->kind == KR_NODE_CHOICE)
            s->lists[id] = parallel(s, node);
        else
            s->lists[id] = one_element(s, id);
    }
}

