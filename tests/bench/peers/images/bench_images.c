/* koor's part of the picture bench: bench_images FILE JOBS THREADS ROUNDS prints milliseconds a
 * round. JOBS has a line a variant: crop x y width height, output width height, look, frame width,
 * as run.py writes them. */
#include "image/image.h"
#include "image/look.h"
#include "koor.h"
#include "options/options.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { MOST = 200 };

static double now(void) {
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec * 1e3 + (double)at.tv_nsec / 1e6;
}

static size_t read_jobs(const char *path, kr_recipe *recipes) {
    FILE *file = fopen(path, "r");
    size_t count = 0;
    int x, y, w, h, width, height, frame;
    char look[20];
    while (file && count < MOST &&
           fscanf(file, "%d %d %d %d %d %d %19s %d", &x, &y, &w, &h, &width, &height, look,
                  &frame) == 8) {
        int side = width < height ? width : height;
        recipes[count++] =
            (kr_recipe){.crop = {x, y, w, h},
                        .width = width,
                        .height = height,
                        .look = (uint8_t)kr_look_find(kr_str_of(look)),
                        .amount = 100,
                        .frame = frame ? KR_FRAME_BORDER : KR_FRAME_NONE,
                        .frame_permille = (uint16_t)((frame * 1000 + side - 1) / side),
                        .frame_color = 0xFFFFFF,
                        .quality = 82};
    }
    if (file)
        fclose(file);
    return count;
}

static int32_t count_bytes(size_t index, const void *bytes, size_t length, void *user) {
    (void)index, (void)bytes;
    *(size_t *)user += length;
    return 0;
}

int main(int count, char **words) {
    static kr_recipe recipes[MOST];
    const kr_recipe *list[MOST];
    koor_error *error = NULL;
    kr_settings settings;
    kr_brand brand = {0};
    kr_picture *picture;
    kr_job job;
    if (count < 5)
        return 2;
    kr_options_start(&settings);
    kr_job_start(&job, &kr_memory_default, &error);
    const kr_image_input input = {.id = KR_STR("bench.jpg"), .path = kr_str_of(words[1])};
    size_t wanted = read_jobs(words[2], recipes), bytes = 0;
    for (size_t i = 0; i < wanted; i++)
        list[i] = &recipes[i];
    int32_t status = kr_image_probe(&job, &job.arena, &settings, &input, &picture);
    kr_picture_pool pool = {&picture, 1};
    kr_image_scene scene = {&pool, &brand, &settings};
    for (int round = 0; status == KOOR_OK && round < atoi(words[4]); round++) {
        double start = now();
        bytes = 0;
        status =
            kr_image_render_all(&job, &scene, list, wanted, atoi(words[3]), count_bytes, &bytes);
        printf("%.2f\n", now() - start);
    }
    if (status != KOOR_OK)
        fprintf(stderr, "%s: %s\n", koor_error_path(error), koor_error_message(error));
    fprintf(stderr, "%zu bytes\n", bytes);
    koor_error_free(error);
    kr_job_end(&job);
    return status == KOOR_OK ? 0 : 1;
}
