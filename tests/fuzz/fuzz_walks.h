/* What holds for every choice graph, wherever it comes from: the first walk is walk 0, a walk survives
 * its vector, drawn walks keep to lengths, lengths are those of the texts, edits lie in the text. */
#ifndef KR_FUZZ_WALKS_H
#define KR_FUZZ_WALKS_H

#include "fuzz_bytes.h"
#include "graph/graph.h"
#include "koor.h"

#include <string.h>

typedef struct subject {
    kr_job job;
    koor_error *error;
    kr_graph graph;
    kr_walks *walks;
    kr_walk walk, again;
    char *text, *other;
    size_t room;
} subject;

static size_t realise(subject *s, const kr_walk *walk, char *out) {
    size_t length = kr_graph_realise(s->walks, walk, out, s->room);
    must(length <= s->room);
    must(kr_utf8_valid(out, length) == length);
    return length;
}

static void check_walk(subject *s, kr_walk *walk) {
    kr_buffer vector;
    kr_weights weights;
    kr_edit_use uses[16];
    size_t length = realise(s, walk, s->text);
    kr_buffer_start(&vector, &kr_memory_default);
    kr_graph_write_vector(&vector, s->walks, walk);
    kr_str bytes = {vector.data, vector.length};
    must(kr_graph_read_vector(&s->job, s->walks, bytes, &s->again) == KOOR_OK);
    must(realise(s, &s->again, s->other) == length && memcmp(s->text, s->other, length) == 0);
    kr_buffer_end(&vector);
    must(kr_graph_weigh(&s->job, &s->job.arena, &s->graph, KR_GRAPH_BYTES, &weights) == KOOR_OK);
    must(kr_graph_length(s->walks, walk, &weights) == length);
    size_t count = kr_graph_edits(s->walks, walk, uses, 16);
    for (size_t i = 0; i < count && i < 16; i++)
        must(uses[i].start <= uses[i].end && uses[i].end <= length &&
             uses[i].edit < s->graph.edit_count);
}

static void check_first(subject *s) {
    kr_counter *counter;
    kr_big zero = {0};
    if (kr_counter_new(&s->job, s->walks, NULL, &counter) < 0)
        return; /* too many to be counted */
    must(kr_counter_walk(&s->job, counter, &zero, &s->again) == KOOR_OK);
    must(kr_graph_first(s->walks, NULL, &s->walk) == 0);
    size_t length = realise(s, &s->walk, s->text);
    must(realise(s, &s->again, s->other) == length && memcmp(s->text, s->other, length) == 0);
    kr_counter_end(counter);
    check_walk(s, &s->walk);
}

static void check_draws(subject *s, uint64_t most) {
    kr_restriction within = {NULL, {NULL, NULL}, 0, most};
    kr_sampler *sampler;
    kr_prng prng;
    must(kr_graph_weigh(&s->job, &s->job.arena, &s->graph, KR_GRAPH_BYTES, &within.weights) ==
         KOOR_OK);
    if (kr_graph_sampler(&s->job, &s->job.arena, s->walks, &within, &sampler) < 0)
        return;
    kr_prng_start(&prng, 1, 1, 1, 1);
    for (int i = 0; i < 3; i++)
        if (kr_graph_draw(sampler, &prng, &s->walk) == 0) {
            must(realise(s, &s->walk, s->text) <= most);
            check_walk(s, &s->walk);
        }
}

/* 0 where the graph is one that is refused. */
static int check_graph(subject *s) {
    if (kr_graph_compile(&s->job, &s->job.arena, &s->graph, &s->walks) < 0)
        return 0;
    s->room = kr_graph_most_bytes(s->walks);
    s->text = malloc(s->room + 1);
    s->other = malloc(s->room + 1);
    must(s->text && s->other);
    must(kr_graph_walk(&s->job, &s->job.arena, s->walks, &s->walk) == KOOR_OK);
    must(kr_graph_walk(&s->job, &s->job.arena, s->walks, &s->again) == KOOR_OK);
    check_first(s);
    check_draws(s, s->room);
    check_draws(s, s->room / 3);
    free(s->text);
    free(s->other);
    return 1;
}

#endif
