/* Eight threads on one engine: each plans campaigns of its own and reads and renders a plan that
 * all share. Every thread gets the bytes that one thread alone gets. Under -Db_sanitize=thread
 * (tests/threads/run.sh) it also proves that no two of them touch the same memory unguarded. */
#include "host_plan.h"

#include <pthread.h>

enum { THREADS = 8, ROUNDS = 3 };

typedef struct shared {
    koor_engine *engine;
    koor_plan *plan; /* of the sample picture, read and rendered by all */
    uint64_t texts[2], picture;
} shared;

typedef struct worker {
    shared *common;
    pthread_t thread;
    int number;
    const char *wrong; /* what went wrong, or NULL: asserts belong to the main thread */
} worker;

static void *work(void *user) {
    worker *w = user;
    const shared *common = w->common;
    for (int round = 0; round < ROUNDS && !w->wrong; round++) {
        int which = (w->number + round) % 2;
        if (plan_once(common->engine, posts[which]) != common->texts[which])
            w->wrong = "another plan";
        else if (render_once(common->plan) != common->picture)
            w->wrong = "another picture";
        else if (common->plan && koor_plan_count(common->plan) != 1)
            w->wrong = "another count";
    }
    return NULL;
}

static void one_engine_serves_many_threads(void **state) {
    (void)state;
    shared common = {0};
    worker workers[THREADS];
    size_t length;
    void *picture = read_picture(&length);
    assert_int_equal(koor_engine_open(&common.engine, NULL), 0);
    common.plan = plan_of_picture(common.engine, picture, length);
    free(picture);
    for (int i = 0; i < 2; i++) {
        common.texts[i] = plan_once(common.engine, posts[i]);
        assert_true(common.texts[i] != 0);
    }
    common.picture = render_once(common.plan);
    assert_true(common.picture != 0 && common.texts[0] != common.texts[1]);
    for (int i = 0; i < THREADS; i++) {
        workers[i] = (worker){.common = &common, .number = i};
        assert_int_equal(pthread_create(&workers[i].thread, NULL, work, &workers[i]), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(workers[i].thread, NULL);
        assert_null(workers[i].wrong);
    }
    koor_plan_free(common.plan);
    koor_engine_free(common.engine);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(one_engine_serves_many_threads)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
