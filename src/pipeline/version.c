/* A post in one language made ready: analysed, rewritten or parsed as markup, compiled. The same for every
 * run and shard: it depends on post, packs, options and outside wordings only. */
#include "guard/guard.h"
#include "network/disclosure.h"
#include "pipeline/pipeline.h"
#include "rewrite/markup.h"

#include <string.h>

enum { KR_MOST_DISCLOSURES = 32 };

static const kr_pack *pack_of(const koor_engine *engine, const char *language) {
    for (size_t i = 0; i < KR_ENGINE_PACKS; i++)
        if (strcmp(kr_pack_language(engine->packs[i]), language) == 0)
            return engine->packs[i];
    return NULL;
}

/* What discloses is locked: no rewrite touches it. */
static size_t find_locked(const koor_campaign *campaign, kr_str text,
                          kr_span locked[KR_MOST_DISCLOSURES]) {
    kr_str own = kr_str_of(campaign->settings.text[KR_OPT_DISCLOSURE_TEXT]);
    uint32_t count = kr_disclosure_find(text, own, locked, KR_MOST_DISCLOSURES);
    return count < KR_MOST_DISCLOSURES ? count : KR_MOST_DISCLOSURES;
}

static int32_t analyse(kr_job *job, kr_arena *arena, const koor_campaign *campaign, kr_str text,
                       const char *language, kr_version *version) {
    kr_span locked[KR_MOST_DISCLOSURES];
    const kr_analyse_input input = {
        .text = text,
        .language = kr_str_of(language),
        .locked = locked,
        .locked_count = find_locked(campaign, text, locked),
        .packs = campaign->engine->packs,
        .pack_count = KR_ENGINE_PACKS,
        .settings = &campaign->settings,
        .lexer = campaign->engine->lexer,
    };
    int32_t status = kr_analyse(job, &input, arena, &version->post);
    if (status < 0)
        return status;
    version->base = version->post.text;
    version->pack = pack_of(campaign->engine, version->post.language);
    return KOOR_OK;
}

/* -- plain posts ----------------------------------------------------------------------------------- */

/* The outside wordings for this post, with their verdicts already given when they were added. */
static int32_t gather_outside(kr_job *job, const koor_campaign *campaign, const kr_version *version,
                              kr_outside **out, size_t *out_count) {
    kr_outside *list = kr_arena_alloc(&job->arena, campaign->alternative_count, sizeof *list);
    size_t count = 0;
    if (!list)
        return kr_nomem(job);
    for (size_t i = 0; i < campaign->alternative_count; i++) {
        const kr_given_alternative *given = &campaign->alternatives[i];
        if ((given->post.length && !kr_str_equal(given->post, version->id)) ||
            kr_str_is(given->state, "rejected") || given->last > version->post.sentence_count)
            continue;
        list[count++] = (kr_outside){given->first - 1, given->last - 1, given->text,
                                     given->author.length ? given->author : KR_STR("author")};
    }
    *out = list;
    *out_count = count;
    return KOOR_OK;
}

static int32_t rewrite(kr_job *job, const koor_campaign *campaign, kr_version *version) {
    kr_outside *outside = NULL;
    size_t outside_count = 0;
    kr_admission admission = {job, &version->guard};
    int32_t status = gather_outside(job, campaign, version, &outside, &outside_count);
    if (status < 0)
        return status;
    const kr_rewrite_input input = {
        .post = &version->post,
        .pack = version->pack,
        .settings = &campaign->settings,
        .admit = kr_version_admit,
        .user = &admission,
        .outside = outside,
        .outside_count = outside_count,
    };
    return kr_rewrite(job, &input, &version->graph, &version->rewrite);
}

/* -- author markup --------------------------------------------------------------------------------- */

/* The first walk is the base of a marked-up post: it is analysed in place of the markup. */
static int32_t base_of_markup(kr_job *job, kr_arena *arena, const koor_campaign *campaign,
                              const char *language, kr_version *version) {
    kr_walk walk;
    int32_t status = kr_graph_walk(job, &job->arena, version->walks, &walk);
    if (status < 0)
        return status;
    if (kr_graph_first(version->walks, NULL, &walk) < 0)
        return kr_fail(job, KOOR_E_EMPTY, "post", 0, "the markup has no text at all");
    size_t length = kr_graph_realise(version->walks, &walk, NULL, 0);
    char *text = kr_arena_alloc(arena, length + 1, 1);
    if (!text)
        return kr_nomem(job);
    kr_graph_realise(version->walks, &walk, text, length);
    return analyse(job, arena, campaign, (kr_str){text, length}, language, version);
}

static int32_t make_markup(kr_job *job, kr_arena *arena, const koor_campaign *campaign,
                           const kr_given_post *given, kr_version *version) {
    kr_markup_result result;
    const kr_markup_input input = {
        .text = given->text, .path = "post", .language = given->language, .locale = given->language};
    int32_t status = kr_markup_parse(job, arena, &campaign->settings, &input, &version->graph, &result);
    if (status == KOOR_OK)
        status = kr_graph_compile(job, arena, &version->graph, &version->walks);
    if (status == KOOR_OK)
        status = base_of_markup(job, arena, campaign, given->language, version);
    return status;
}

/* -- the guard ------------------------------------------------------------------------------------- */

int32_t kr_version_admit(const kr_wording *wording, kr_str *out_reason, void *user) {
    const kr_admission *admission = user;
    kr_guard guard = *admission->guard;
    kr_verdict verdict;
    guard.allow |= wording->touches; /* KR_ALLOW_ has the same bits */
    int32_t status = kr_guard_admit(admission->job, &guard, wording->base, wording->text,
                                    &admission->job->arena, &verdict);
    if (status < 0)
        return status;
    *out_reason = kr_str_of(kr_reason_name(verdict.reason));
    return verdict.reason == KR_REASON_NONE;
}

/* For a marked-up post the author answers for the facts: only mechanics and characters are looked at. */
static int32_t open_guard(kr_job *job, kr_arena *arena, const koor_campaign *campaign, int trusted,
                          kr_version *version) {
    version->reader =
        (kr_analyse_reader){campaign->engine->lexer, version->pack, &version->post};
    version->guard = (kr_guard){.read = kr_analyse_facts,
                                .reader = &version->reader,
                                .post = version->base,
                                .pack = version->pack};
    version->trusted = trusted;
    const kr_recheck_input input = {.base = version->base,
                                    .language = version->post.language,
                                    .pack = version->pack,
                                    .measure = !trusted};
    return kr_recheck_start(job, &input, arena, &version->recheck);
}

/* Puts the disclosure in that the options ask for; the post is then analysed with it. */
static int32_t disclose(kr_job *job, kr_arena *arena, const koor_campaign *campaign,
                        kr_version *version) {
    kr_disclosed disclosed;
    char language[4];
    int32_t status =
        kr_disclosure_insert(job, arena, &campaign->settings, &version->post, &disclosed);
    if (status < 0 || !disclosed.wording.length)
        return status;
    memcpy(language, version->post.language, sizeof language);
    return analyse(job, arena, campaign, disclosed.text, language, version);
}

static int32_t make_plain(kr_job *job, kr_arena *arena, const koor_campaign *campaign,
                          const kr_given_post *given, kr_version *version) {
    int32_t status = analyse(job, arena, campaign, given->text, given->language, version);
    if (status == KOOR_OK)
        status = disclose(job, arena, campaign, version);
    if (status == KOOR_OK)
        status = open_guard(job, arena, campaign, 0, version);
    if (status < 0)
        return status;
    kr_graph_start(&version->graph, arena, version->post.language);
    status = rewrite(job, campaign, version);
    if (status == KOOR_OK)
        status = kr_graph_compile(job, arena, &version->graph, &version->walks);
    return status;
}

/* Policy and disclosure of the base: what the host forbids or requires is told before anything is made. */
int32_t kr_version_require(kr_job *job, const koor_campaign *campaign, const kr_version *version) {
    kr_str own = kr_str_of(campaign->settings.text[KR_OPT_DISCLOSURE_TEXT]);
    int32_t status = kr_disclosure_require(job, &campaign->settings, version->base, own, "post");
    if (status == KOOR_OK && campaign->policy)
        status = kr_policy_require(job, campaign->policy, version->base, "post");
    return status;
}

int32_t kr_version_make(kr_job *job, kr_arena *arena, const koor_campaign *campaign,
                        const kr_given_post *given, kr_version *out) {
    *out = (kr_version){.id = given->id};
    if (campaign->settings.number[KR_OPT_POST_SYNTAX] == 0)
        return make_plain(job, arena, campaign, given, out);
    int32_t status = make_markup(job, arena, campaign, given, out);
    return status < 0 ? status : open_guard(job, arena, campaign, 1, out);
}
