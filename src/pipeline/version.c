/* A post in one language made ready: analysed, rewritten or parsed as markup, compiled. The same for every
 * run and shard: it depends on post, packs, options and outside wordings only. */
#include "guard/guard.h"
#include "network/disclosure.h"
#include "pipeline/outside.h"

#include <string.h>

enum { MOST_DISCLOSURES = 32 };

static const kr_pack *pack_of(const koor_engine *engine, const char *language) {
    for (size_t i = 0; i < KR_ENGINE_PACKS; i++)
        if (strcmp(kr_pack_language(engine->packs[i]), language) == 0)
            return engine->packs[i];
    return NULL;
}

/* -- locks ----------------------------------------------------------------------------------------- */

typedef struct locks {
    kr_span *at;
    size_t count, capacity;
} locks;

static int32_t add_lock(kr_job *job, locks *list, kr_span span) {
    if (kr_arena_grow(&job->arena, (void **)&list->at, &list->capacity, list->count,
                      sizeof span) < 0)
        return kr_nomem(job);
    list->at[list->count++] = span;
    return KOOR_OK;
}

/* Every place of `words` in the text. */
static int32_t lock_words(kr_job *job, locks *list, kr_str text, kr_str words) {
    int32_t status = KOOR_OK;
    for (size_t at = 0; (at = kr_str_find(text, words, at)) != SIZE_MAX && status == KOOR_OK;
         at += words.length)
        status = add_lock(job, list, (kr_span){(uint32_t)at, (uint32_t)(at + words.length)});
    return status;
}

/* A text to be made ready: the post, or the first walk of its markup. */
typedef struct given_text {
    kr_str text;
    const char *language;
    const kr_markup_result *marked; /* NULL: plain */
    kr_str kept;                    /* who speaks in a voice: locked too */
} given_text;

/* No rewrite touches what discloses, what post.locked names, and what stands between backquotes in
 * markup. */
static int32_t find_locks(kr_job *job, const koor_campaign *campaign, const given_text *given,
                          locks *out) {
    kr_str text = given->text;
    const kr_markup_result *marked = given->marked;
    kr_span disclosures[MOST_DISCLOSURES];
    kr_str own = kr_str_of(campaign->settings.text[KR_OPT_DISCLOSURE_TEXT]);
    uint32_t count = kr_disclosure_find(text, own, disclosures, MOST_DISCLOSURES);
    int32_t status = KOOR_OK;
    for (uint32_t i = 0; i < count && i < MOST_DISCLOSURES && status == KOOR_OK; i++)
        status = add_lock(job, out, disclosures[i]);
    const char *at = campaign->settings.text[KR_OPT_POST_LOCKED];
    for (size_t length; *at && status == KOOR_OK; at += length + (at[length] == '|')) {
        length = strcspn(at, "|");
        status = lock_words(job, out, text, (kr_str){at, length});
    }
    if (status == KOOR_OK)
        status = lock_words(job, out, text, given->kept);
    for (size_t i = 0; marked && i < marked->lock_count && status == KOOR_OK; i++)
        status = lock_words(job, out, text, marked->locks[i]);
    return status;
}

static int32_t analyse(kr_job *job, kr_arena *arena, const koor_campaign *campaign,
                       const given_text *given, kr_version *version) {
    locks locked = {0};
    int32_t status = find_locks(job, campaign, given, &locked);
    const kr_analyse_input input = {
        .text = given->text,
        .language = kr_str_of(given->language),
        .locked = locked.at,
        .locked_count = locked.count,
        .packs = campaign->engine->packs,
        .pack_count = KR_ENGINE_PACKS,
        .settings = &campaign->settings,
        .lexer = campaign->engine->lexer,
    };
    if (status == KOOR_OK)
        status = kr_analyse(job, &input, arena, &version->post);
    if (status < 0)
        return status;
    version->base = version->post.text;
    version->pack = pack_of(campaign->engine, version->post.language);
    return KOOR_OK;
}

/* -- rewriting ------------------------------------------------------------------------------------- */

/* rewrite.automatic: auto is on for plain posts and off for marked-up ones. */
static int is_automatic(const koor_campaign *campaign, int marked) {
    int64_t wanted = campaign->settings.number[KR_OPT_REWRITE_AUTOMATIC];
    return wanted == 0 ? !marked : wanted == 1;
}

static int32_t rewrite(kr_job *job, kr_arena *arena, const koor_campaign *campaign,
                       const kr_fixed_list *fixed, kr_version *version) {
    kr_outside_list outside;
    kr_guard_base last = {.arena = &job->arena};
    kr_admission admission = {job, &version->guard, &last};
    int32_t status = kr_outside_gather(job, arena, campaign, version, &outside);
    if (status < 0 || (fixed && !outside.count && !is_automatic(campaign, 1)))
        return status;
    const kr_rewrite_input input = {
        .post = &version->post,
        .pack = is_automatic(campaign, fixed != NULL) ? version->pack : NULL,
        .settings = &campaign->settings,
        .admit = kr_version_admit,
        .user = &admission,
        .outside = outside.at,
        .outside_count = outside.count,
        .decisions = version->decisions,
        .history = campaign->history,
        .history_count = campaign->history_count,
        .fixed = fixed ? fixed->at : NULL,
        .fixed_count = fixed ? fixed->count : 0,
        .address = version->spoken.address,
        .tone = version->spoken.tone,
    };
    return kr_rewrite(job, &input, &version->graph, &version->rewrite);
}

/* -- author markup --------------------------------------------------------------------------------- */

/* The first walk is the base of a marked-up post: it is analysed in place of the markup. */
static int32_t base_of_markup(kr_job *job, kr_arena *arena, const koor_campaign *campaign,
                              given_text *given, kr_version *version) {
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
    given->text = (kr_str){text, length};
    return analyse(job, arena, campaign, given, version);
}

/* Rules and outside wordings for the sentences that the author wrote without choices. */
static int32_t rewrite_literals(kr_job *job, kr_arena *arena, const koor_campaign *campaign,
                                kr_version *version) {
    kr_fixed_list fixed = {0};
    size_t nodes = version->graph.node_count;
    int32_t status = kr_marked_fix(job, version, &fixed);
    if (status == KOOR_OK)
        status = rewrite(job, arena, campaign, &fixed, version);
    if (status == KOOR_OK && version->graph.node_count > nodes)
        status = kr_graph_compile(job, arena, &version->graph, &version->walks);
    return status;
}
/* -- the guard ------------------------------------------------------------------------------------- */

int32_t kr_version_admit(const kr_wording *wording, kr_str *out_reason, void *user) {
    const kr_admission *admission = user;
    kr_guard guard = *admission->guard;
    kr_verdict verdict;
    guard.allow |= wording->touches; /* KR_ALLOW_ has the same bits */
    guard.last = admission->last;
    int32_t status = kr_guard_admit(admission->job, &guard, wording->base, wording->text,
                                    &admission->job->arena, &verdict);
    if (status < 0)
        return status;
    *out_reason = kr_str_of(kr_reason_name(verdict.reason));
    return verdict.reason == KR_REASON_NONE;
}

/* For a marked-up post the author answers for the facts: only mechanics and characters are looked at. `mixed`: its
 * texts are made of rules' wordings alone; people may say a word again. */
static int32_t open_guard(kr_job *job, kr_arena *arena, const koor_campaign *campaign, int trusted,
                          int mixed, kr_version *version) {
    version->reader =
        (kr_analyse_reader){campaign->engine->lexer, version->pack, &version->post};
    version->guard = (kr_guard){.names = &version->spoken.kept,
                                .name_count = version->spoken.kept.length > 0,
                                .read = kr_analyse_facts,
                                .reader = &version->reader,
                                .post = version->base,
                                .pack = version->pack};
    version->trusted = trusted;
    version->disclosed = kr_disclosure_check(
        version->base, kr_str_of(campaign->settings.text[KR_OPT_DISCLOSURE_TEXT]));
    const kr_recheck_input input = {.base = version->base,
                                    .language = version->post.language,
                                    .pack = version->pack,
                                    .measure = !trusted,
                                    .repeats = (uint8_t)mixed};
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
    return analyse(job, arena, campaign, &(given_text){disclosed.text, language, NULL, version->spoken.kept}, version);
}

static int32_t make_markup(kr_job *job, kr_arena *arena, const koor_campaign *campaign,
                           const kr_given_post *given, kr_version *version) {
    kr_markup_result marked;
    given_text base = {.language = given->language, .marked = &marked};
    int32_t status = kr_marked_parse(job, arena, campaign, given, &version->graph, &marked);
    if (status == KOOR_OK)
        status = kr_graph_compile(job, arena, &version->graph, &version->walks);
    if (status == KOOR_OK)
        status = base_of_markup(job, arena, campaign, &base, version);
    if (status == KOOR_OK)
        status = open_guard(job, arena, campaign, 1, 0, version);
    return status < 0 ? status : rewrite_literals(job, arena, campaign, version);
}

static int32_t read_plain(kr_job *job, kr_arena *arena, const koor_campaign *campaign,
                          const kr_given_post *given, int mixed, kr_version *version) {
    const given_text base = {given->text, given->language, NULL, version->spoken.kept};
    int32_t status = analyse(job, arena, campaign, &base, version);
    if (status == KOOR_OK)
        status = disclose(job, arena, campaign, version);
    return status < 0 ? status : open_guard(job, arena, campaign, 0, mixed, version);
}

static int32_t rewrite_plain(kr_job *job, kr_arena *arena, const koor_campaign *campaign,
                             kr_version *version) {
    if (version->spoken.as_i) /* asked for: it is nobody's own story */
        version->post.first_person = 0;
    kr_graph_start(&version->graph, arena, version->post.language);
    return rewrite(job, arena, campaign, NULL, version);
}

static int32_t make_plain(kr_job *job, kr_arena *arena, const koor_campaign *campaign,
                          const kr_given_post *given, kr_version *version) {
    int32_t status = read_plain(job, arena, campaign, given, !campaign->alternative_count, version);
    if (status == KOOR_OK)
        status = rewrite_plain(job, arena, campaign, version);
    if (status == KOOR_OK)
        status = kr_graph_compile(job, arena, &version->graph, &version->walks);
    return status;
}

int32_t kr_version_sentences(kr_job *job, const koor_campaign *campaign, const kr_version *version,
                             kr_str text, kr_post *out) {
    const kr_analyse_input input = {
        .text = text,
        .language = kr_str_of(version->post.language),
        .packs = campaign->engine->packs,
        .pack_count = KR_ENGINE_PACKS,
        .settings = &campaign->settings,
        .lexer = campaign->engine->lexer,
    };
    return kr_analyse(job, &input, &job->arena, out);
}

/* Policy and disclosure of the base: what the host forbids or requires is told before anything is made. */
int32_t kr_version_require(kr_job *job, const koor_campaign *campaign, const kr_version *version) {
    kr_str own = kr_str_of(campaign->settings.text[KR_OPT_DISCLOSURE_TEXT]);
    int32_t status = kr_disclosure_require(job, &campaign->settings, version->base, own, "post");
    if (status == KOOR_OK && campaign->policy)
        status = kr_policy_require(job, campaign->policy, version->base, "post");
    return status;
}

static int is_plain(const koor_campaign *campaign) {
    return campaign->settings.number[KR_OPT_POST_SYNTAX] == 0;
}

int32_t kr_version_read(kr_job *job, kr_arena *arena, const koor_campaign *campaign,
                        const kr_given_post *given, kr_version *out) {
    kr_guard_base *last = kr_arena_zero(arena, 1, sizeof *last);
    *out = (kr_version){.id = given->id};
    if (!last)
        return kr_nomem(job);
    int32_t status = is_plain(campaign) ? read_plain(job, arena, campaign, given, 0, out)
                                        : make_markup(job, arena, campaign, given, out);
    last->arena = arena;
    out->guard.last = last; /* it is one call's, and what it is compared with comes sentence by sentence */
    out->clauses = kr_arena_zero(arena, out->post.sentence_count, sizeof *out->clauses);
    return out->clauses || status < 0 ? status : kr_nomem(job);
}

/* The empty decisions make every choice inside a rule's wording a wording of its own. */
int32_t kr_version_offers(kr_job *job, kr_arena *arena, const koor_campaign *campaign,
                          const kr_given_post *given, kr_decisions **out) {
    koor_campaign alone = *campaign; /* only read, and without what came from outside */
    kr_version version = {.id = given->id};
    kr_decisions *offers = kr_arena_zero(arena, 2, sizeof *offers);
    *out = offers;
    alone.alternative_count = 0;
    alone.settings.number[KR_OPT_REWRITE_APPROVED_ONLY] = 0;
    if (!offers)
        return kr_nomem(job);
    if (!is_plain(campaign))
        return KOOR_OK;
    int32_t status = read_plain(job, arena, &alone, given, 0, &version);
    version.decisions = offers + 1;
    if (status == KOOR_OK)
        status = rewrite_plain(job, arena, &alone, &version);
    if (status == KOOR_OK && kr_decisions_make(offers, arena, version.graph.edit_count) < 0)
        return kr_nomem(job);
    for (size_t i = 0; i < version.graph.edit_count && status == KOOR_OK; i++) {
        const kr_edit *edit = &version.graph.edits[i];
        kr_str from = {version.base.at + edit->from.start, edit->from.end - edit->from.start};
        kr_decisions_add(offers, kr_wording_key(from, edit->text), KR_PROPOSED, (uint32_t)i);
    }
    return status;
}

int32_t kr_version_analyse(kr_job *job, kr_arena *arena, const koor_campaign *campaign, kr_str text,
                           const char *language, kr_post *out) {
    kr_version version = {0};
    const given_text given = {.text = text, .language = language};
    int32_t status = analyse(job, arena, campaign, &given, &version);
    *out = version.post;
    return status;
}

int32_t kr_version_make(kr_job *job, kr_arena *arena, const koor_campaign *campaign,
                        const kr_given_post *given, kr_version *out) {
    return kr_version_speak(job, arena, campaign, given, &(kr_spoken){.kept = {"", 0}}, out);
}

int32_t kr_version_speak(kr_job *job, kr_arena *arena, const koor_campaign *campaign,
                         const kr_given_post *given, const kr_spoken *spoken, kr_version *out) {
    *out = (kr_version){.id = given->id, .spoken = *spoken};
    int32_t status = is_plain(campaign) ? make_plain(job, arena, campaign, given, out)
                                        : make_markup(job, arena, campaign, given, out);
    if (status < 0)
        return status;
    out->edit_keys = kr_arena_zero(arena, out->graph.edit_count, sizeof *out->edit_keys);
    return out->edit_keys ? KOOR_OK : kr_nomem(job);
}
