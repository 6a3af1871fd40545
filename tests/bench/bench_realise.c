/* Realising: how many texts a second one core makes of a template, drawing included, as the npm
 * engines are measured by peers/spintax.mjs on the same template. Prints the count of walks, the
 * rate, and the rate of realising alone. */
#define _POSIX_C_SOURCE 199309L
#include "measure.h"

enum { ROUNDS = 5, TEXTS = 400000 };

static double best_rate(kr_sampler *sampler, const kr_walks *walks, kr_walk *walk, int draw,
                        size_t *out_bytes) {
    static char buffer[65536];
    kr_drawn drawn = {.buffer = buffer, .capacity = sizeof buffer};
    double best = 0;
    for (int round = 0; round < ROUNDS; round++) {
        kr_prng prng;
        size_t bytes = 0;
        double start = seconds();
        kr_prng_start(&prng, 1, 99, 0, 0);
        for (int i = 0; i < TEXTS; i++) {
            if (draw)
                kr_graph_draw_text(sampler, &prng, walk, &drawn);
            else
                drawn.length = kr_graph_realise(walks, walk, buffer, sizeof buffer);
            bytes += drawn.length;
        }
        double rate = TEXTS / (seconds() - start);
        best = rate > best ? rate : best;
        *out_bytes = bytes / TEXTS;
    }
    return best;
}

int main(int argc, char **argv) {
    kr_job job;
    koor_error *error = NULL;
    kr_graph graph;
    kr_walk walk;
    kr_sampler *sampler;
    kr_big count = {0};
    kr_buffer decimal;
    size_t bytes;
    const kr_restriction all = {0};
    if (argc < 2) {
        fprintf(stderr, "usage: bench_realise TEMPLATE\n");
        return 2;
    }
    kr_job_start(&job, &kr_memory_default, &error);
    kr_walks *walks = compile_template(&job, &error, read_template(argv[1]), &graph);
    kr_buffer_start(&decimal, &kr_memory_default);
    if (kr_graph_count(&job, walks, NULL, &count) < 0 ||
        kr_graph_walk(&job, &job.arena, walks, &walk) < 0 ||
        kr_graph_sampler(&job, &job.arena, walks, &all, &sampler) < 0)
        return 1;
    kr_big_write(&decimal, &count);
    printf("walks %s\n", decimal.data);
    printf("texts_per_second %.0f\n", best_rate(sampler, walks, &walk, 1, &bytes));
    printf("bytes_per_text %zu\n", bytes);
    printf("realise_only_per_second %.0f\n", best_rate(sampler, walks, &walk, 0, &bytes));
    kr_buffer_end(&decimal);
    kr_big_end(&kr_memory_default, &count);
    kr_job_end(&job);
    return 0;
}
