/* What the tests of the graph stage share: a job, and graphs written in a line. */
#ifndef KR_GRAPH_HELP_H
#define KR_GRAPH_HELP_H

#include "graph/graph.h"
#include "koor.h"
#include "unit.h"

#include <string.h>

typedef struct bench_graph {
    kr_job job;
    koor_error *error;
    kr_graph graph;
    kr_walks *walks;
    kr_walk walk;
} bench_graph;

static inline void graph_begin(bench_graph *b, const char *language) {
    *b = (bench_graph){.error = NULL};
    kr_job_start(&b->job, &kr_memory_default, &b->error);
    kr_graph_start(&b->graph, &b->job.arena, language);
}

static inline void graph_compile(bench_graph *b, kr_node_id root) {
    assert_int_equal(kr_graph_finish(&b->graph, root), 0);
    assert_int_equal(kr_graph_compile(&b->job, &b->job.arena, &b->graph, &b->walks), KOOR_OK);
    assert_int_equal(kr_graph_walk(&b->job, &b->job.arena, b->walks, &b->walk), KOOR_OK);
}

static inline kr_node_id text(bench_graph *b, const char *bytes, uint32_t flags) {
    return kr_graph_text(&b->graph, kr_str_of(bytes), flags);
}

static inline kr_node_id raw(bench_graph *b, const char *bytes) {
    return text(b, bytes, KR_FRAGMENT_RAW);
}

static inline kr_node_id sequence(bench_graph *b, size_t count, const kr_node_id *children) {
    return kr_graph_sequence(&b->graph, children, count);
}

/* Of raw texts separated by |. */
static inline kr_node_id choice(bench_graph *b, const char *texts) {
    kr_arm arms[32];
    size_t count = 0;
    for (const char *at = texts;; at = strchr(at, '|') + 1) {
        const char *end = strchr(at, '|');
        size_t length = end ? (size_t)(end - at) : strlen(at);
        kr_node_id node = kr_graph_text(&b->graph, (kr_str){at, length}, KR_FRAGMENT_RAW);
        arms[count++] = kr_arm_of(node, 1, KR_NONE);
        if (!end)
            break;
    }
    return kr_graph_choice(&b->graph, arms, count);
}

/* The text of b->walk; a static buffer. */
static inline const char *realised(bench_graph *b) {
    static char buffer[4096];
    size_t length = kr_graph_realise(b->walks, &b->walk, buffer, sizeof buffer - 1);
    assert_true(length < sizeof buffer);
    buffer[length] = '\0';
    return buffer;
}

static inline uint64_t count_walks(bench_graph *b) {
    kr_big total = {0};
    assert_int_equal(kr_graph_count(&b->job, b->walks, NULL, &total), KOOR_OK);
    uint64_t count = kr_big_u64(&total);
    kr_big_end(&kr_memory_default, &total);
    return count;
}

static inline void graph_end(bench_graph *b) {
    koor_error_free(b->error);
    kr_job_end(&b->job);
}

#endif
