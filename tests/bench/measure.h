/* What the benchmarks share: a clock, a file, a graph made of a template. */
#ifndef KR_BENCH_MEASURE_H
#define KR_BENCH_MEASURE_H

#include "graph/graph.h"
#include "koor.h"
#include "options/options.h"
#include "rewrite/markup.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static inline double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now); /* of this process: others do not count */
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static inline kr_str read_template(const char *path) {
    FILE *file = fopen(path, "rb");
    char *text = malloc(1 << 20);
    if (!file || !text) {
        fprintf(stderr, "cannot read %s\n", path);
        exit(2);
    }
    kr_str out = {text, fread(text, 1, 1 << 20, file)};
    fclose(file);
    return out;
}

/* The compiled graph of a template; ends the program where it is faulty. */
static inline kr_walks *compile_template(kr_job *job, koor_error **error, kr_str text,
                                         kr_graph *graph) {
    kr_settings settings;
    kr_markup_result result;
    kr_walks *walks;
    const kr_markup_input input = {.text = text, .path = "template", .language = "en"};
    kr_options_start(&settings);
    if (kr_markup_parse(job, &job->arena, &settings, &input, graph, &result) < 0 ||
        kr_graph_compile(job, &job->arena, graph, &walks) < 0) {
        fprintf(stderr, "%s\n", koor_error_message(*error));
        exit(1);
    }
    return walks;
}

#endif
