/* Classes of texts: a sequence of the select stage with what the plan tells of each text (identity, vector,
 * edits, length). The set of a class depends on post, packs, options, network and voice only, never on
 * how many people want it. */
#include "guard/guard.h"
#include "network/disclosure.h"
#include "network/networks.h"
#include "options/options.h"
#include "pipeline/personal.h"
#include "pipeline/plan_data.h"

#include <string.h>

/* What the select stage's callback needs to look at a text once more. */
struct kr_recheck_context {
    kr_job *job; /* of the call that is running */
    const kr_text_class *class;
    kr_skipped *skipped; /* of the class */
    const koor_campaign *campaign;
    kr_rechecker *rechecker; /* made with the first text that is looked at */
    kr_arena scratch;        /* of one look */
    int32_t status; /* an error of the recheck itself, such as out of memory */
};

/* Facts that author markup changes on purpose do not make a text bad; mechanics still do. */
static int is_about_facts(uint32_t reason) {
    return reason >= KR_REASON_LOST_FACT && reason <= KR_REASON_ANCHOR;
}

static kr_str own_disclosure(const koor_campaign *campaign) {
    return kr_str_of(campaign->settings.text[KR_OPT_DISCLOSURE_TEXT]);
}

/* 1 where the host's policy forbids the text; 0; or an error. */
static int32_t is_forbidden(struct kr_recheck_context *context, kr_str text) {
    kr_violations found = {0};
    if (!context->campaign->policy)
        return 0;
    int32_t status = kr_policy_check(context->job, context->campaign->policy, text,
                                     &context->scratch, &found);
    return status < 0 ? status : found.count > 0;
}

/* An author's optional part is an empty alternative of weight 0: no chance draws it, only a length that leaves
 * nothing else, and only where fit.drop names such parts. */
static int lets_optional_go(const kr_text_class *class) {
    return kr_str_listed(class->settings.text[KR_OPT_FIT_DROP], KR_STR("optional"));
}

static int drops_optional(const kr_text_class *class, const kr_walk *walk) {
    return class->version->trusted && !kr_graph_by_chance(class->version->walks, walk);
}

static int discloses_less(const struct kr_recheck_context *context, kr_str text) {
    kr_disclosure_state before = context->class->version->disclosed;
    return before != KR_DISCLOSURE_NONE &&
           kr_disclosure_check(text, own_disclosure(context->campaign)) < before;
}

static int32_t skip(struct kr_recheck_context *context, uint32_t reason, kr_str why) {
    kr_skipped *skipped = context->skipped;
    if (!*skipped->example)
        memcpy(skipped->example, why.at,
               kr_utf8_fit(why.at, why.length, sizeof skipped->example - 1));
    skipped->by[reason]++;
    return 1;
}

/* 0 where the text may be handed out, 1 where it is skipped, or an error. */
static int32_t look_again(struct kr_recheck_context *context, kr_str text, const kr_walk *walk) {
    const kr_version *version = context->class->version;
    kr_verdict verdict = {0};
    if (!text.length)
        return skip(context, KR_SKIP_EMPTY, KR_STR("it says nothing at all"));
    int32_t allowed = kr_wordings_allowed(context->job, &context->scratch, version, walk, text);
    if (allowed <= 0)
        return allowed < 0 ? allowed : skip(context, KR_SKIP_REJECTED, KR_STR(""));
    if (drops_optional(context->class, walk) && !lets_optional_go(context->class))
        return skip(context, KR_SKIP_OPTIONAL, KR_STR(""));
    if (kr_network_over(context->class->network, text))
        return skip(context, KR_SKIP_NETWORK, KR_STR(""));
    if (discloses_less(context, text))
        return skip(context, KR_SKIP_DISCLOSURE, KR_STR("it would no longer disclose clearly"));
    int32_t status = KOOR_OK;
    if (!context->rechecker)
        status = kr_rechecker_new(context->job, version->recheck, &context->rechecker);
    if (status == KOOR_OK)
        status = kr_rechecker_text(context->job, context->rechecker, text, &context->scratch, &verdict);
    if (status < 0)
        return status;
    if (verdict.reason != KR_REASON_NONE && !(version->trusted && is_about_facts(verdict.reason)))
        return skip(context, verdict.reason, verdict.message);
    int32_t forbidden = is_forbidden(context, text);
    return forbidden > 0 ? skip(context, KR_SKIP_POLICY, KR_STR("the policy forbids it"))
                         : forbidden;
}

static int32_t recheck(kr_str text, const kr_walk *walk, void *user) {
    struct kr_recheck_context *context = user;
    kr_arena_start(&context->scratch, context->job->memory);
    int32_t status = look_again(context, text, walk);
    kr_arena_end(&context->scratch);
    if (status < 0)
        context->status = status;
    return status != 0;
}

/* -- opening ---------------------------------------------------------------------------------------- */

/* What each fragment costs on the network; raw fragments may meet their neighbours without a space. */
static int32_t weigh(kr_job *job, koor_plan *plan, const kr_text_class *class, kr_weights *out) {
    const kr_graph *graph = &class->version->graph;
    uint32_t *text = kr_arena_alloc(&plan->arena, graph->fragment_count, sizeof *text);
    uint32_t *title = kr_arena_alloc(&plan->arena, graph->fragment_count, sizeof *title);
    if (!text || !title)
        return kr_nomem(job);
    for (size_t i = 0; i < graph->fragment_count; i++) {
        const kr_fragment *fragment = &graph->fragments[i];
        uint32_t open = fragment->flags & KR_FRAGMENT_RAW ? KR_OPEN_LEFT | KR_OPEN_RIGHT : 0;
        text[i] = kr_network_weight(class->network,
                                    (kr_str){graph->text + fragment->text, fragment->length}, open);
        title[i] = kr_network_weight(
            class->network, (kr_str){graph->text + fragment->title, fragment->title_length}, open);
    }
    *out = (kr_weights){text, title};
    return KOOR_OK;
}

static uint64_t class_name(const kr_text_class *class) {
    uint64_t name = kr_hash64(class->network->name.at, class->network->name.length);
    name = kr_hash_mix(name, kr_hash64(class->version->id.at, class->version->id.length));
    const char *language = class->version->post.language;
    name = kr_hash_mix(name, kr_hash64(language, strlen(language)));
    name = kr_hash_mix(name, kr_hash64(class->voice.at, class->voice.length));
    return class->combination ? kr_hash_mix(name, class->combination) : name;
}

/* Who asks for texts gets different ones or fewer; where a text is used once, X among them, near-copies are
 * what its rules forbid. */
static uint32_t spare_similarity(const koor_plan *plan, const kr_text_class *class) {
    int spare = !plan->texts_only && class->network->text_once != 1;
    return spare ? (uint32_t)class->settings.number[KR_OPT_SELECT_SPARE_SIMILARITY] : 0;
}

static int32_t open_set(kr_job *job, koor_plan *plan, const koor_campaign *campaign,
                        kr_text_class *class);

/* No wording is so short or so long: the class takes any length, and says so. */
static int32_t open_any_length(kr_job *job, koor_plan *plan, const koor_campaign *campaign,
                               kr_text_class *class) {
    class->no_length = 1;
    return open_set(job, plan, campaign, class);
}

/* voice.length, beside the post's own; what the network allows stays the most. */
enum { LENGTH_SHORT = 1, LENGTH_LONG = 2 };

static void restrict_length(const kr_text_class *class, int64_t length, kr_restriction *out) {
    uint64_t own = kr_network_count(class->network, class->version->base);
    if (class->no_length)
        return;
    if (length == LENGTH_LONG)
        out->least = own;
    else if (length == LENGTH_SHORT && own < out->most)
        out->most = own;
}

static int32_t open_set(kr_job *job, koor_plan *plan, const koor_campaign *campaign,
                        kr_text_class *class) {
    const int64_t *number = class->settings.number;
    kr_select_input input = {
        .walks = class->version->walks,
        .restriction = {.allowed = class->allowed, .most = UINT64_MAX},
        .seed = (uint64_t)number[KR_OPT_CAMPAIGN_SEED],
        .campaign = kr_hash64(plan->campaign_id.at, plan->campaign_id.length),
        .class_name = class_name(class),
        .base = class->version->base,
        .history = campaign->history,
        .history_count = campaign->history_count,
        .atoms = class->atoms,
        .max_similarity = (uint32_t)number[KR_OPT_SELECT_MAX_SIMILARITY],
        .spare_similarity = spare_similarity(plan, class),
        .max_base_similarity = (uint32_t)number[KR_OPT_SELECT_MAX_BASE_SIMILARITY],
        .candidates = (uint32_t)number[KR_OPT_SELECT_CANDIDATES],
        .recheck = recheck,
        .user = class->recheck,
    };
    if (class->network->limit != KR_NONE || number[KR_OPT_VOICE_LENGTH]) {
        uint32_t reserve = 0;
        int32_t status = weigh(job, plan, class, &input.restriction.weights);
        if (status == KOOR_OK && class->network->limit != KR_NONE)
            status = kr_links_reserve(job, plan, campaign, class, &reserve);
        if (status < 0)
            return status;
        reserve += kr_personal_room(class);
        if (class->network->limit != KR_NONE)
            input.restriction.most =
                class->network->limit > reserve ? class->network->limit - reserve : 0;
        restrict_length(class, number[KR_OPT_VOICE_LENGTH], &input.restriction);
    }
    koor_error **error = job->error, *inner = NULL;
    job->error = &inner;
    int32_t status = kr_select_new(job, &input, &class->set);
    job->error = error;
    if (status == KOOR_E_EMPTY && number[KR_OPT_VOICE_LENGTH] && !class->no_length) {
        koor_error_free(inner);
        return open_any_length(job, plan, campaign, class);
    }
    if (status == KOOR_E_EMPTY)
        status = kr_fail(job, KOOR_E_NETWORK, "post", -1, "post \"%.*s\" does not fit %.*s: %s",
                         (int)class->version->id.length, class->version->id.at,
                         (int)class->network->name.length, class->network->name.at,
                         koor_error_message(inner));
    else if (status < 0)
        kr_fail(job, status, koor_error_path(inner), koor_error_offset(inner), "%s",
                koor_error_message(inner));
    koor_error_free(inner);
    return status;
}

/* Opens the sequence of the version that the class has now. */
static int32_t open_version(kr_job *job, koor_plan *plan, const koor_campaign *campaign,
                            kr_text_class *class) {
    int32_t status = kr_voice_allowed(job, &plan->arena, &class->version->graph, &class->settings,
                                      &class->allowed);
    if (status < 0)
        return status;
    class->atoms = kr_facts_of(plan, class->version->id, kr_str_of(class->version->post.language));
    if (class->shared)
        kr_shared_allow(class->shared, class->combination, &class->version->graph, class->allowed);
    kr_rechecker_free(class->recheck->rechecker); /* it knew another version */
    *class->recheck = (struct kr_recheck_context){
        .job = job,
        .class = class,
        .campaign = campaign,
    };
    return open_set(job, plan, campaign, class);
}

/* The post as it is, with its shorter wordings; where none fits, without what may be dropped. */
static int32_t open_fitting(kr_job *job, koor_plan *plan, const koor_campaign *campaign,
                            kr_text_class *class) {
    koor_error **error = job->error, *inner = NULL;
    int32_t status = kr_class_fit(job, plan, campaign, 0, class);
    if (status < 0)
        return status;
    job->error = &inner;
    status = open_version(job, plan, campaign, class);
    job->error = error;
    if (status == KOOR_E_NETWORK && !class->version->trusted) {
        status = kr_class_fit(job, plan, campaign, 1, class);
        if (status == KOOR_OK)
            status = open_version(job, plan, campaign, class);
    } else if (status < 0) {
        kr_fail(job, status, koor_error_path(inner), koor_error_offset(inner), "%s",
                koor_error_message(inner));
    }
    koor_error_free(inner);
    return status;
}

int32_t kr_class_open(kr_job *job, koor_plan *plan, const koor_campaign *campaign,
                      const kr_class_key *key, kr_text_class *out) {
    *out = (kr_text_class){.version = key->version,
                           .network = key->network,
                           .voice = key->voice,
                           .shared = key->shared,
                           .combination = key->combination,
                           .settings = plan->settings};
    int32_t status = kr_class_voice(job, plan, campaign, out);
    out->recheck = kr_arena_zero(&plan->arena, 1, sizeof *out->recheck);
    if (status == KOOR_OK && !out->recheck)
        status = kr_nomem(job);
    return status < 0 ? status : open_fitting(job, plan, campaign, out);
}

/* -- issuing ---------------------------------------------------------------------------------------- */

/* Room for the edits of a text; those of the voice are in each. */
static int32_t start_edits(kr_job *job, koor_plan *plan, const kr_version *version, size_t more,
                           kr_issued *out) {
    size_t count = version->voice_edit_count;
    kr_item_edit *edits = kr_arena_alloc(&plan->arena, count + more, sizeof *edits);
    uint32_t *indexes = kr_arena_alloc(&plan->arena, count + more, sizeof *indexes);
    kr_str *says = kr_arena_alloc(&plan->arena, count + more, sizeof *says);
    if (!edits || !indexes || !says)
        return kr_nomem(job);
    for (uint32_t i = 0; i < count; i++) {
        edits[i] = version->voice_edits[i];
        says[i] = edits[i].to;
        indexes[i] = version->voice_edit_index + i;
    }
    out->edits = edits;
    out->edit_index = indexes;
    out->says = says;
    out->edit_count = count;
    return KOOR_OK;
}

static int32_t take_edits(kr_job *job, koor_plan *plan, const kr_text_class *class,
                          const kr_walk *walk, kr_issued *out) {
    const kr_version *version = class->version;
    kr_wordings wordings;
    int32_t status = kr_wordings_of(job, &job->arena, version, walk, out->text, &wordings);
    if (status == KOOR_OK)
        status = start_edits(job, plan, version, wordings.count, out);
    if (status != KOOR_OK)
        return status;
    kr_item_edit *edits = (kr_item_edit *)(uintptr_t)out->edits;
    uint32_t *indexes = (uint32_t *)(uintptr_t)out->edit_index;
    kr_str *says = (kr_str *)(uintptr_t)out->says;
    size_t kept = out->edit_count;
    for (size_t i = 0; i < wordings.count; i++) {
        const kr_edit_use *use = &wordings.uses[i];
        const kr_edit *edit = &version->graph.edits[use->edit];
        kr_str from = kr_edit_replaces(version, use, out->text);
        kr_str to = {out->text.at + use->start, use->end - use->start};
        if (kr_str_equal(from, to))
            continue; /* the arms taken say what the base says */
        edits[kept] = (kr_item_edit){edit->rule, from, to};
        says[kept].at = kr_arena_string(&plan->arena, wordings.says[i].at, wordings.says[i].length);
        says[kept].length = wordings.says[i].length;
        if (!says[kept].at)
            return kr_nomem(job);
        indexes[kept++] = use->edit;
    }
    out->edit_count = kept;
    return KOOR_OK;
}

static int32_t take_vector(kr_job *job, koor_plan *plan, const kr_text_class *class,
                           const kr_walk *walk, kr_issued *out) {
    kr_buffer buffer;
    kr_buffer_start(&buffer, &plan->memory);
    kr_graph_write_vector(&buffer, class->version->walks, walk);
    const char *copy =
        buffer.failed ? NULL : kr_arena_string(&plan->arena, buffer.data, buffer.length);
    out->vector = (kr_str){copy, buffer.length};
    kr_buffer_end(&buffer);
    return copy ? KOOR_OK : kr_nomem(job);
}

static int32_t take_text(kr_job *job, koor_plan *plan, kr_text_class *class, size_t index) {
    kr_walk walk;
    kr_issued issued = {.base_ppm = kr_select_base(class->set, index),
                        .nearest_ppm = kr_select_nearest(class->set, index)};
    kr_str text = kr_select_text(class->set, index);
    int32_t status = kr_graph_walk(job, &job->arena, class->version->walks, &walk);
    if (status < 0)
        return status;
    kr_select_walk(class->set, index, &walk);
    const char *copy = kr_arena_string(&plan->arena, text.at, text.length);
    if (!copy)
        return kr_nomem(job);
    issued.text = (kr_str){copy, text.length};
    issued.text_id = kr_hash(copy, text.length);
    class->dropped_optional += (uint32_t)drops_optional(class, &walk);
    status = take_edits(job, plan, class, &walk, &issued);
    if (status == KOOR_OK)
        status = take_vector(job, plan, class, &walk, &issued);
    if (status == KOOR_OK)
        status = kr_select_last_profile(job, class->set, &plan->profiles, &plan->arena,
                                        &issued.profile);
    if (status == KOOR_OK && kr_arena_grow(&plan->arena, (void **)&class->issued,
                                           &class->issued_capacity, class->issued_count,
                                           sizeof issued) < 0)
        return kr_nomem(job);
    if (status == KOOR_OK)
        class->issued[class->issued_count++] = issued;
    return status;
}

/* The base itself stands in when nothing else is left, so that nobody goes without a text. */
static int32_t take_base(kr_job *job, koor_plan *plan, kr_text_class *class) {
    const kr_version *version = class->version;
    kr_walk walk;
    kr_issued issued = {.text = version->base, .base_ppm = 1000000};
    uint32_t over = kr_network_over(class->network, version->base);
    if (over)
        return kr_fail(job, KOOR_E_NETWORK, "post", -1,
                       "post \"%.*s\" is too long for %.*s by %u, and so are all its wordings: shorten it, or "
                       "add author markup with shorter choices",
                       (int)version->id.length, version->id.at, (int)class->network->name.length,
                       class->network->name.at, over);
    int32_t status = kr_graph_walk(job, &job->arena, version->walks, &walk);
    if (status < 0)
        return status;
    (void)kr_graph_first(version->walks, NULL, &walk); /* the base is the first walk of its graph */
    issued.text_id = kr_hash(issued.text.at, issued.text.length);
    status = take_vector(job, plan, class, &walk, &issued);
    if (status == KOOR_OK)
        status = start_edits(job, plan, version, 0, &issued);
    if (status == KOOR_OK)
        status = kr_profiles_read(job, &plan->profiles, class->atoms, issued.text, &plan->arena,
                                  &issued.profile);
    if (status == KOOR_OK && kr_arena_grow(&plan->arena, (void **)&class->issued,
                                           &class->issued_capacity, 0, sizeof issued) < 0)
        return kr_nomem(job);
    if (status == KOOR_OK)
        class->issued[class->issued_count++] = issued;
    return status;
}

int32_t kr_class_ensure(kr_job *job, koor_plan *plan, kr_text_class *class, size_t count) {
    class->recheck->job = job;
    class->recheck->class = class;
    class->recheck->skipped = &class->skipped;
    while (class->issued_count < count && !class->exhausted) {
        int32_t more = kr_select_next(job, class->set);
        if (class->recheck->status < 0)
            return class->recheck->status;
        if (more < 0)
            return more;
        class->exhausted = more == 0;
        if (more) {
            int32_t status = take_text(job, plan, class, class->issued_count);
            if (status < 0)
                return status;
        }
    }
    kr_select_state(class->set, &class->report);
    return KOOR_OK;
}

int32_t kr_class_want(kr_job *job, koor_plan *plan, kr_text_class *class, size_t count) {
    int32_t status = kr_class_ensure(job, plan, class, count);
    return status == KOOR_OK && count && !class->issued_count ? take_base(job, plan, class) : status;
}

void kr_class_close(kr_text_class *class) {
    kr_select_free(class->set);
    class->set = NULL;
    if (class->recheck)
        kr_rechecker_free(class->recheck->rechecker);
    class->recheck = NULL;
}
