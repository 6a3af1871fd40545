/* The k-th allocation fails, for every k: each call gives KOOR_E_NOMEM or does its work, nothing
 * leaks and what stood before stands. (jansson allocates by itself; its failures are not reached
 * here.) */
#include "unit.h"

#include "analyse/analyse.h"
#include "koor.h"
#include "network/disclosure.h"
#include "network/fitting.h"
#include "network/linktag.h"
#include "network/networks.h"
#include "network/policy.h"
#include "rewrite/packs.h"

#include <stdlib.h>
#include <string.h>

typedef struct counter {
    long left; /* allocations until one fails; negative: none does */
    long held;
    int failed;
} counter;

static int may(counter *c) {
    if (c->left == 0)
        return c->failed = 1, 0;
    c->left -= c->left > 0;
    return 1;
}

static void *allocate(size_t size, void *user) {
    counter *c = user;
    if (!may(c))
        return NULL;
    c->held++;
    return malloc(size);
}

static void *resize(void *block, size_t size, void *user) {
    counter *c = user;
    if (!may(c))
        return NULL;
    c->held += block == NULL;
    return realloc(block, size);
}

static void release(void *block, void *user) {
    counter *c = user;
    c->held -= block != NULL;
    free(block);
}

typedef int32_t scenario(kr_job *job);

static int32_t load_rules(kr_job *job) {
    kr_networks networks = {0};
    kr_str json =
        KR_STR("{\"networks\":{\"x\":{\"limit\":250},\"new\":{\"unit\":\"byte\",\"limit\":9}}}");
    int32_t status = kr_network_load_builtin(job, &job->arena, &networks);
    if (status < 0)
        return status;
    status = kr_network_load(job, &job->arena, &networks, json, "host");
    if (status < 0) { /* nothing of it is taken over */
        assert_int_equal(networks.count, 10);
        assert_int_equal(kr_network_find(&networks, KR_STR("x"))->limit, 280);
        return status;
    }
    kr_buffer out;
    kr_buffer_start(&out, job->memory);
    kr_network_list(&out, &networks);
    status = out.failed ? kr_nomem(job) : KOOR_OK;
    kr_buffer_end(&out);
    return status;
}

static int32_t refuse_rules(kr_job *job) {
    kr_networks networks = {0};
    kr_str json = KR_STR("{\"networks\":{\"x\":{\"limit\":0}}}");
    int32_t status = kr_network_load(job, &job->arena, &networks, json, "host");
    return status == KOOR_E_VALUE ? KOOR_OK : status;
}

static int32_t run_policy(kr_job *job) {
    kr_policy *policy = NULL;
    kr_violations found;
    kr_str json =
        KR_STR("{\"words\":[\"cheap\"],\"patterns\":[{\"name\":\"p\",\"pattern\":\"(a|b)+c\"}]}");
    int32_t status = kr_policy_open(job, job->memory, json, "policy", &policy);
    if (status == KOOR_OK)
        status = kr_policy_check(job, policy, KR_STR("cheap ababc"), &job->arena, &found);
    if (status == KOOR_OK)
        assert_int_equal(found.count, 2);
    kr_policy_close(policy);
    return status;
}

static int32_t tag_links(kr_job *job) {
    kr_link_tags *tags;
    kr_link_values values = {.text = KR_STR("v"), .campaign = KR_STR("c"), .network = KR_STR("n")};
    int32_t status = kr_link_open(job, &job->arena, KR_STR("utm"), KR_STR("a.be|b.be"), &tags);
    if (status < 0)
        return status;
    kr_buffer out;
    kr_buffer_start(&out, job->memory);
    kr_link_tag(&out, tags, KR_STR("https://a.be"), &values);
    status = out.failed ? kr_nomem(job) : KOOR_OK;
    kr_buffer_end(&out);
    return status;
}

static int32_t disclose_and_fit(kr_job *job) {
    const kr_pack *pack = kr_pack_builtin("en");
    kr_settings settings = {0};
    kr_post post;
    kr_disclosed disclosed;
    kr_droppables pieces;
    kr_fitted fitted;
    kr_network network = {.name = KR_STR("n"),
                          .title = KR_STR("N"),
                          .unit = KR_UNIT_UTF16,
                          .limit = 40,
                          .byte_limit = KR_NONE,
                          .hashtag_most = 1};
    settings.number[KR_OPT_DISCLOSURE_KIND] = 1;
    settings.text[KR_OPT_DISCLOSURE_COMPANY] = "Harrow";
    settings.text[KR_OPT_FIT_DROP] = "hashtags|filler";
    kr_analyse_input input = {.text = KR_STR("We bake bread. Stay tuned!\n\n#a1 #b2 #c3"),
                              .language = KR_STR("en"),
                              .packs = &pack,
                              .pack_count = 1};
    int32_t status = kr_analyse(job, &input, &job->arena, &post);
    if (status == KOOR_OK)
        status = kr_disclosure_insert(job, &job->arena, &settings, &post, &disclosed);
    kr_fit_input asked = {.post = &post, .pack = pack, .settings = &settings};
    if (status == KOOR_OK)
        status = kr_fit_find(job, &job->arena, &asked, &pieces);
    if (status == KOOR_OK)
        status = kr_fit_text(job, &job->arena, &(kr_fit_room){.network = &network}, &pieces, &fitted);
    return status;
}

static long fail_each(scenario *run) {
    for (long k = 0;; k++) {
        counter c = {.left = k};
        const kr_memory memory = {allocate, resize, release, &c};
        koor_error *error = NULL;
        kr_job job;
        kr_job_start(&job, &memory, &error);
        int32_t status = run(&job);
        kr_job_end(&job);
        if (status != KOOR_OK && (status != KOOR_E_NOMEM || !c.failed))
            fail_msg("allocation %ld: %s", k, koor_error_message(error));
        assert_int_equal(koor_error_code(error) == KOOR_OK, status == KOOR_OK && !error);
        koor_error_free(error);
        assert_int_equal(c.held, 0);
        if (!c.failed)
            return k;
        assert_true(k < 100000);
    }
}

static void every_allocation_may_fail(void **state) {
    (void)state;
    assert_true(fail_each(load_rules) > 5);
    assert_true(fail_each(refuse_rules) > 1);
    assert_true(fail_each(run_policy) > 8);
    assert_true(fail_each(tag_links) > 1);
    assert_true(fail_each(disclose_and_fit) > 8);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_allocation_may_fail)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
