/* Markup, graph and selection when memory runs out: for every k the k-th allocation fails, and the
 * answer is KOOR_E_NOMEM or the same as without. */
#include "graph/graph.h"
#include "koor.h"
#include "options/options.h"
#include "rewrite/markup.h"
#include "select/select.h"
#include "unit.h"

#include <stdlib.h>

typedef struct failing {
    size_t left; /* allocations that succeed */
    int hit;
} failing;

static int allowed(failing *f) {
    if (f->left-- > 0 && !f->hit)
        return 1;
    f->hit = 1;
    return 0;
}

static void *fail_allocate(size_t size, void *user) {
    return allowed(user) ? malloc(size) : NULL;
}

static void *fail_resize(void *block, size_t size, void *user) {
    return allowed(user) ? realloc(block, size) : NULL;
}

static void fail_release(void *block, void *user) {
    (void)user;
    free(block);
}

static const char WITH_PERMUTATION[] =
    "#def %x% = {a|{b|c}}\n{We|{Our|My} team} %x% {is|are} {glad|happy|proud} to "
    "[<minsize=1>see|hear] {you|them} {?x?today|now} `there` {plural 2: x|y}";
static const char BY_PIECES[] =
    "{We|{Our|My} team} {is|are} {glad|happy|proud} to see {you|them} {today|now}, {here|there}";

static int32_t select_some(kr_job *job, const kr_walks *walks) {
    kr_select *set;
    uint32_t row[16];
    const kr_str history[] = {KR_STR("something else that was said before")};
    kr_select_input input = {.walks = walks,
                             .max_similarity = 1000000,
                             .max_base_similarity = 1000000,
                             .candidates = 2,
                             .base = KR_STR("our team is glad"),
                             .history = history,
                             .history_count = 1};
    int32_t status = kr_graph_weigh(job, &job->arena, kr_graph_of(walks), KR_GRAPH_UTF16,
                                    &input.restriction.weights);
    input.restriction.most = 60;
    if (status == KOOR_OK)
        status = kr_select_new(job, &input, &set);
    if (status != KOOR_OK)
        return status;
    status = kr_select_fill(job, set, 12);
    if (status == KOOR_OK)
        status = kr_select_similarities(job, set, kr_select_text(set, 0), row);
    if (status == KOOR_OK)
        status = kr_select_similarity(job, set, 0, set, 1, row);
    kr_select_free(set);
    return status;
}

static int32_t count_some(kr_job *job, const kr_walks *walks, kr_walk *walk) {
    kr_counter *counter;
    kr_buffer vector;
    kr_big index = {0};
    int32_t status = kr_counter_new(job, walks, NULL, &counter);
    if (status != KOOR_OK)
        return status;
    status = kr_counter_walk(job, counter, &index, walk);
    kr_counter_end(counter);
    kr_buffer_start(&vector, job->memory);
    if (status == KOOR_OK)
        kr_graph_write_vector(&vector, walks, walk);
    if (vector.failed)
        status = kr_nomem(job);
    if (status == KOOR_OK)
        status = kr_graph_read_vector(job, walks, (kr_str){vector.data, vector.length}, walk);
    kr_buffer_end(&vector);
    return status;
}

static int32_t everything(kr_job *job, const char *text) {
    kr_settings settings;
    kr_graph graph;
    kr_markup_result result;
    kr_walks *walks;
    kr_walk walk;
    kr_buffer printed;
    const kr_markup_input input = {.text = kr_str_of(text), .path = "post", .language = "en"};
    kr_options_start(&settings);
    int32_t status = kr_markup_parse(job, &job->arena, &settings, &input, &graph, &result);
    if (status == KOOR_OK)
        status = kr_graph_compile(job, &job->arena, &graph, &walks);
    if (status == KOOR_OK)
        status = kr_graph_walk(job, &job->arena, walks, &walk);
    if (status == KOOR_OK)
        status = count_some(job, walks, &walk);
    if (status == KOOR_OK)
        status = select_some(job, walks);
    if (status != KOOR_OK)
        return status;
    kr_buffer_start(&printed, job->memory);
    status = kr_markup_print(job, &settings, &graph, &(kr_markup_voices){NULL, 0}, &printed);
    kr_buffer_end(&printed);
    return status;
}

static void fail_everywhere(const char *text) {
    size_t k = 0;
    for (int done = 0; !done; k++) {
        failing f = {k, 0};
        const kr_memory memory = {fail_allocate, fail_resize, fail_release, &f};
        kr_job job;
        koor_error *error = NULL;
        kr_job_start(&job, &memory, &error);
        int32_t status = everything(&job, text);
        done = !f.hit;
        if (status != (f.hit ? KOOR_E_NOMEM : KOOR_OK))
            fail_msg("allocation %zu fails: %d %s", k, status,
                     error ? koor_error_message(error) : "");
        koor_error_free(error);
        kr_job_end(&job);
    }
    assert_true(k > 100);
}

static void survives_every_failure(void **state) {
    (void)state;
    fail_everywhere(WITH_PERMUTATION);
    fail_everywhere(BY_PIECES);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(survives_every_failure)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
