/* The judgement on a sharer's own wording: the facts, the disclosure and the policy of the post,
 * the room on the network, and the colleague's text that is most like it. One's own "can" and
 * "many" are free; links count without the parameters that the plan put behind them. */
#include "pipeline/own.h"

#include "koor.h"
#include "network/networks.h"
#include "options/options.h"
#include "pipeline/personal.h"
#include "pipeline/plan_data.h"
#include "select/select.h"

#include <string.h>

int kr_own_is_about(const kr_own_edit *edit, kr_str person, kr_str network, kr_str post) {
    return kr_str_equal(edit->person, person) &&
           (!edit->network.length || kr_str_equal(edit->network, network)) &&
           (!edit->post.length || kr_str_equal(edit->post, post));
}

const kr_own_edit *kr_own_find(const koor_campaign *campaign, kr_str person, kr_str network,
                               kr_str post) {
    for (size_t i = 0; i < campaign->edit_count; i++)
        if (kr_own_is_about(&campaign->edits[i], person, network, post))
            return &campaign->edits[i];
    return NULL;
}

/* The text with the post's own links in place of those that link.tags made of them. */
static int32_t without_tags(kr_job *job, const kr_post *post, kr_str text, kr_str *out) {
    char *copy = kr_arena_string(&job->arena, text.at, text.length);
    size_t length = text.length;
    if (!copy)
        return kr_nomem(job);
    for (uint32_t i = 0; i < post->atom_count; i++) {
        kr_str url = {post->text.at + post->atoms[i].span.start,
                      post->atoms[i].span.end - post->atoms[i].span.start};
        if (post->atoms[i].kind != KR_ATOM_URL)
            continue;
        for (size_t at = 0; (at = kr_str_find((kr_str){copy, length}, url, at)) != SIZE_MAX;) {
            size_t end = at += url.length;
            while (end < length && strchr("?&", copy[at]) && !strchr(" \t\r\n)", copy[end]))
                end++;
            memmove(copy + at, copy + end, length - end);
            length -= end - at;
        }
    }
    copy[length] = '\0';
    *out = (kr_str){copy, length};
    return KOOR_OK;
}

/* -- the colleagues
 * -------------------------------------------------------------------------------- */

static int is_colleague(const kr_own_question *q, const kr_own_item *other) {
    return kr_str_equal(other->circle, q->item->circle) &&
           kr_str_equal(other->network, q->item->network) &&
           !kr_str_equal(other->person, q->item->person) && !kr_str_is(other->state, "withdrawn") &&
           !kr_str_is(other->action, "repost");
}

static int32_t find_nearest(kr_job *job, const kr_own_question *q, const kr_atoms *facts,
                            kr_own_report *out) {
    for (size_t i = 0; i < q->item_count; i++) {
        uint32_t ppm = 0;
        if (!is_colleague(q, &q->items[i]))
            continue;
        int32_t status = kr_select_compare(job, facts, q->edit->text, q->items[i].text, &ppm);
        if (status < 0)
            return status;
        if (!out->nearest || ppm > out->nearest_ppm) {
            out->nearest = &q->items[i];
            out->nearest_ppm = ppm;
        }
    }
    return KOOR_OK;
}

static void warn_of_likeness(kr_judgement *judgement, const kr_own_question *q,
                             const kr_own_report *report) {
    int64_t most = q->campaign->settings.number[KR_OPT_SELECT_MAX_SIMILARITY];
    if (report->nearest && report->nearest_ppm > most &&
        judgement->warning_count < KR_MOST_WARNINGS)
        judgement->warnings[judgement->warning_count++] =
            KR_STR("it is much like a colleague's text: say the opening or the end in other words");
}

/* -- the whole
 * ------------------------------------------------------------------------------------- */

static void refuse(kr_judgement *out, const char *reason, kr_str message) {
    *out = (kr_judgement){.code = KOOR_E_GUARD, .reason = reason, .message = message};
}

/* Both readers of the guard let a sharer's own modals, quantifiers and length pass. */
static int32_t free_own_words(kr_job *job, kr_version *version) {
    const kr_recheck_input input = {.base = version->base,
                                    .language = version->post.language,
                                    .pack = version->pack,
                                    .allow = KR_ALLOW_MODAL | KR_ALLOW_QUANTIFIER};
    version->guard.allow |= input.allow;
    return kr_recheck_start(job, &input, &job->arena, &version->recheck);
}

static int32_t judge_text(kr_job *job, const kr_own_question *q, kr_own_report *out) {
    kr_version version;
    kr_atoms *facts;
    kr_given_alternative whole = {.post = {"", 0},
                                  .language = {"", 0},
                                  .from = {"", 0},
                                  .rule = {"", 0},
                                  .author = q->edit->person,
                                  .first = 1};
    int32_t status = kr_version_read(job, &job->arena, q->campaign, q->post, &version);
    if (status < 0)
        return status;
    whole.last = version.post.sentence_count;
    status = free_own_words(job, &version);
    if (status == KOOR_OK)
        status = without_tags(job, &version.post, kr_personal_rest(q->item->text, q->edit->text),
                              &whole.text);
    if (status == KOOR_OK)
        status = kr_facts_read(job, &job->arena, &version.post, &facts);
    if (status == KOOR_OK)
        status = kr_select_compare(job, facts, q->edit->text, version.base, &out->base_ppm);
    if (status == KOOR_OK)
        status = find_nearest(job, q, facts, out);
    return status < 0
               ? status
               : kr_outside_judge(job, &job->arena, q->campaign, &version, &whole, &out->judgement);
}

int32_t kr_own_judge(kr_job *job, const kr_own_question *q, kr_own_report *out) {
    *out = (kr_own_report){.judgement = {.reason = "", .message = {"", 0}}};
    int32_t status = kr_network_named(job, &q->campaign->engine->networks, q->item->network,
                                      "network", &out->network);
    if (status == KOOR_OK)
        status = judge_text(job, q, out);
    if (status < 0)
        return status;
    if (kr_str_is(q->item->state, "published"))
        refuse(&out->judgement, "published",
               KR_STR("this post is out already: it can no longer change"));
    else if (kr_personal_is_open(q->edit->text))
        refuse(&out->judgement, "unfilled",
               KR_STR("the place for your own line is not filled in: write it, or take it out"));
    else if (out->judgement.accepted && kr_network_over(out->network, q->edit->text))
        refuse(&out->judgement, "network", KR_STR("it is too long for the network"));
    else
        warn_of_likeness(&out->judgement, q, out);
    return KOOR_OK;
}
