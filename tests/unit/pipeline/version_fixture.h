/* A post as the pipeline reads it, for tests of what is done with wordings from outside. */
#ifndef KR_VERSION_FIXTURE_H
#define KR_VERSION_FIXTURE_H

#include "koor.h"
#include "pipeline/outside.h"
#include "unit.h"

typedef struct read_post {
    koor_engine *engine;
    koor_campaign *campaign;
    kr_job job;
    kr_version version;
} read_post;

static inline void version_start(read_post *r, const char *post, const char *language) {
    assert_int_equal(koor_engine_open(&r->engine, NULL), KOOR_OK);
    assert_int_equal(koor_campaign_new(&r->campaign, r->engine, NULL), KOOR_OK);
    assert_int_equal(koor_campaign_add_post(r->campaign, "post", post, SIZE_MAX, language, NULL),
                     KOOR_OK);
    kr_job_start(&r->job, &kr_memory_default, NULL);
    assert_int_equal(kr_version_read(&r->job, &r->job.arena, r->campaign, &r->campaign->posts[0],
                                     &r->version),
                     KOOR_OK);
}

static inline void version_end(read_post *r) {
    kr_job_end(&r->job);
    koor_campaign_free(r->campaign);
    koor_engine_free(r->engine);
}

static inline kr_post version_text(read_post *r, const char *text) {
    kr_post out;
    assert_int_equal(
        kr_version_sentences(&r->job, r->campaign, &r->version, kr_str_of(text), &out), KOOR_OK);
    return out;
}

#endif
