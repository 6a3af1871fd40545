/* Fitting a post to a network: shorter wordings come first; where none fits, or where the network allows fewer
 * hashtags, pieces that the options let go are left out and the shorter post is rewritten as a post of
 * its own, so that its variants are guarded against what still stands. */
#include "network/disclosure.h"
#include "network/fitting.h"
#include "network/networks.h"
#include "pipeline/personal.h"
#include "pipeline/plan_data.h"

#include <string.h>

/* A disclosure that koor put in never goes: where it is too long by itself, that is the error. */
static int32_t check_disclosure(kr_job *job, const koor_plan *plan, const kr_text_class *class) {
    kr_str wording;
    int32_t status = kr_disclosure_wording(job, &job->arena, &plan->settings,
                                           kr_str_of(class->version->post.language), &wording);
    if (status < 0 || !wording.length || kr_str_find(class->version->base, wording, 0) == SIZE_MAX)
        return status;
    return kr_disclosure_fits(job, class->network, wording);
}

static int32_t find_fit(kr_job *job, koor_plan *plan, const koor_campaign *campaign,
                        const kr_text_class *class, kr_fitted *out) {
    const kr_version *version = class->version;
    kr_droppables pieces;
    kr_fit_room room = {class->network, 0, version->id};
    const kr_fit_input input = {
        .post = &version->post, .pack = version->pack, .settings = &plan->settings};
    int32_t status = check_disclosure(job, plan, class);
    if (status == KOOR_OK)
        status = kr_links_reserve(job, plan, campaign, class, &room.reserve);
    if (status == KOOR_OK)
        status = kr_fit_find(job, &plan->arena, &input, &pieces);
    room.reserve += kr_personal_room(class);
    return status < 0 ? status : kr_fit_text(job, &plan->arena, &room, &pieces, out);
}

/* The post without what was dropped, made ready like any other. */
static int32_t shorten(kr_job *job, koor_plan *plan, const koor_campaign *campaign,
                       const kr_fitted *fitted, kr_text_class *class) {
    kr_version *version = kr_arena_zero(&plan->arena, 1, sizeof *version);
    kr_given_post given = {.id = class->version->id, .text = fitted->text};
    if (!version)
        return kr_nomem(job);
    memcpy(given.language, class->version->post.language, sizeof given.language);
    int32_t status =
        kr_version_speak(job, &plan->arena, campaign, &given, &class->version->spoken, version);
    if (status < 0)
        return status;
    class->version = version;
    class->dropped_hashtags = fitted->counts[KR_FIT_HASHTAGS];
    class->dropped_sentences = fitted->counts[KR_FIT_FILLER] + fitted->counts[KR_FIT_OPTIONAL];
    return KOOR_OK;
}

int32_t kr_class_fit(kr_job *job, koor_plan *plan, const koor_campaign *campaign, int needed,
                     kr_text_class *class) {
    kr_fitted fitted;
    koor_error **error = job->error, *inner = NULL;
    if (class->version->trusted)
        return KOOR_OK; /* an author's markup is the author's to shorten */
    job->error = &inner;
    int32_t status = find_fit(job, plan, campaign, class, &fitted);
    job->error = error;
    if (status == KOOR_E_NETWORK && !needed) {
        koor_error_free(inner);
        return KOOR_OK;
    }
    if (status < 0) {
        kr_fail(job, status, koor_error_path(inner), koor_error_offset(inner), "%s",
                koor_error_message(inner));
        koor_error_free(inner);
        return status;
    }
    int has_too_many_tags = fitted.counts[KR_FIT_HASHTAGS] > 0 &&
                            !kr_network_over(class->network, class->version->base);
    return needed || has_too_many_tags ? shorten(job, plan, campaign, &fitted, class) : KOOR_OK;
}
