/* Selecting: time and memory for sets of mutually distinct variants of a template, 32 candidates
 * for each. Prints, for each size, seconds, microseconds and bytes a variant besides the texts, and
 * the highest similarity of a pair. */
#define _POSIX_C_SOURCE 199309L
#include "measure.h"
#include "select/select.h"

static int measure(kr_job *job, const kr_walks *walks, size_t count, uint32_t limit) {
    kr_select_report report;
    kr_select *set;
    const kr_select_input input = {.walks = walks,
                                   .seed = 1,
                                   .campaign = 1,
                                   .class_name = 1,
                                   .max_similarity = limit,
                                   .max_base_similarity = 1000000,
                                   .candidates = 32};
    double start = seconds();
    if (kr_select_new(job, &input, &set) < 0 || kr_select_fill(job, set, count) < 0)
        return -1;
    double took = seconds() - start;
    uint32_t highest = 0;
    kr_select_state(set, &report);
    for (size_t i = 0; i < report.issued; i++)
        if (kr_select_nearest(set, i) > highest)
            highest = kr_select_nearest(set, i);
    printf("variants %zu limit %.2f seconds %.3f us_each %.1f bytes_each %.0f highest %.3f\n",
           report.issued, limit / 1e6, took, 1e6 * took / (double)report.issued,
           (double)report.memory / (double)report.issued, highest / 1e6);
    fflush(stdout);
    kr_select_free(set);
    return 0;
}

int main(int argc, char **argv) {
    kr_job job;
    koor_error *error = NULL;
    kr_graph graph;
    if (argc < 2) {
        fprintf(stderr, "usage: bench_select TEMPLATE [SIZE]...\n");
        return 2;
    }
    kr_job_start(&job, &kr_memory_default, &error);
    kr_walks *walks = compile_template(&job, &error, read_template(argv[1]), &graph);
    int status = measure(&job, walks, 1000, 500000);
    for (int i = 2; i < argc && status == 0; i++)
        status = measure(&job, walks, (size_t)strtoull(argv[i], NULL, 10), 1000000);
    if (status < 0)
        fprintf(stderr, "%s\n", koor_error_message(error));
    kr_job_end(&job);
    return status < 0;
}
