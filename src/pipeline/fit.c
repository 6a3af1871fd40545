/* Fitting a post to a network: shorter wordings come first; where none fits, or where the network allows fewer
 * hashtags, pieces that the options let go are left out and the shorter post is rewritten as a post of
 * its own, so that its variants are guarded against what still stands. */
#include "network/fitting.h"
#include "network/networks.h"
#include "pipeline/plan_data.h"

#include <string.h>

static int32_t find_fit(kr_job *job, koor_plan *plan, const kr_version *version,
                        const kr_network *network, kr_fitted *out) {
    kr_droppables pieces;
    const kr_fit_input input = {
        .post = &version->post, .pack = version->pack, .settings = &plan->settings};
    const kr_fit_room room = {network, 0};
    int32_t status = kr_fit_find(job, &plan->arena, &input, &pieces);
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
    koor_error **error = job->error;
    if (class->version->trusted)
        return KOOR_OK; /* an author's markup is the author's to shorten */
    job->error = needed ? error : NULL;
    int32_t status = find_fit(job, plan, class->version, class->network, &fitted);
    job->error = error;
    if (status == KOOR_E_NETWORK && !needed)
        return KOOR_OK;
    if (status < 0)
        return status == KOOR_E_NOMEM ? kr_nomem(job) : status;
    int has_too_many_tags = fitted.counts[KR_FIT_HASHTAGS] > 0 &&
                            !kr_network_over(class->network, class->version->base);
    return needed || has_too_many_tags ? shorten(job, plan, campaign, &fitted, class) : KOOR_OK;
}
