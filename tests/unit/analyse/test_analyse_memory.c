/* Out of memory at every allocation of analysis and guard: the error comes back, nothing leaks. */
#include "analyse_fixture.h"
#include "guard/guard.h"

#include <stdlib.h>

typedef struct counter {
    size_t calls, fails_at;
} counter;

static void *take(size_t size, void *user) {
    counter *c = user;
    return ++c->calls == c->fails_at ? NULL : malloc(size);
}

static void *change(void *block, size_t size, void *user) {
    counter *c = user;
    return ++c->calls == c->fails_at ? NULL : realloc(block, size);
}

static void give(void *block, void *user) {
    (void)user;
    free(block);
}

static const char text[] =
    "We're hiring in Ghent! \xf0\x9f\x9a\x80 Don't miss it: 40 jobs, until \"31 May\" "
    "at https://a.be.\n\n- One cafe\xcc\x81\n- Two bars #jobs";

static int32_t analyse(kr_job *job, kr_arena *arena, kr_post *post) {
    const kr_pack *packs[] = {kr_pack_builtin("en")};
    kr_span lock = {0, 5};
    kr_analyse_input input = {.text = kr_str_of(text),
                              .packs = packs,
                              .pack_count = 1,
                              .locked = &lock,
                              .locked_count = 1};
    return kr_analyse(job, &input, arena, post);
}

/* The whole of it: 0, or the first error. */
static int32_t run(kr_job *job, kr_arena *arena) {
    kr_post post;
    kr_lexer *lexer = NULL;
    kr_verdict verdict;
    int32_t status = analyse(job, arena, &post);
    if (status == KOOR_OK)
        status = kr_lexer_open(job, &lexer);
    kr_analyse_reader reader = {lexer, kr_pack_builtin("en"), &post};
    kr_guard guard = {.read = kr_analyse_facts, .reader = &reader, .post = post.text};
    if (status == KOOR_OK)
        status = kr_guard_admit(job, &guard, post.text, KR_STR("41 jobs, no caf\xc3\xa9"), arena,
                                &verdict);
    kr_recheck_input input = {.base = post.text, .language = "en", .pack = kr_pack_builtin("en")};
    if (status == KOOR_OK)
        status = kr_recheck_one(job, &input, KR_STR("No jobs (here."), arena, &verdict);
    kr_lexer_close(lexer);
    return status;
}

static void fails_cleanly_at_every_allocation(void **state) {
    (void)state;
    int32_t status = KOOR_E_NOMEM;
    for (size_t k = 1; status != KOOR_OK; k++) {
        counter c = {0, k};
        kr_memory memory = {take, change, give, &c};
        kr_job job;
        kr_arena arena;
        koor_error *error = NULL;
        kr_job_start(&job, &memory, &error);
        kr_arena_start(&arena, &memory);
        status = run(&job, &arena);
        assert_true(status == KOOR_OK || status == KOOR_E_NOMEM);
        assert_int_equal(koor_error_code(error), status);
        kr_arena_end(&arena);
        kr_job_end(&job);
        koor_error_free(error);
        assert_true(k < 2000);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(fails_cleanly_at_every_allocation)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
