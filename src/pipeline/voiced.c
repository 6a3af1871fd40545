/* A post in another voice: the rewrite stage changes the words, feature by feature; each result is read
 * anew and compared with the post by the guard and by the second scanner, as every wording is. What one
 * of them objects to is a voice that the post does not have. */
#include "options/options.h"
#include "pipeline/pipeline.h"
#include "rewrite/voice.h"

#include <string.h>

static const struct {
    kr_option_id id;
    const char *name;
} OPTIONS[KR_VOICE_FEATURES] = {
    {KR_OPT_VOICE_ADDRESS, "voice.address"},
    {KR_OPT_VOICE_PERSON, "voice.person"},
    {KR_OPT_VOICE_EMOJI, "voice.emoji"},
};

/* What stands so far: the text and how it speaks. */
typedef struct state {
    kr_job *job;
    kr_arena *arena;
    const koor_campaign *campaign;
    const kr_settings *settings;
    const kr_version *base;
    kr_post post;
    kr_spoken spoken;
    kr_str company;
    kr_voiced *out;
} state;

/* "u" */
static int32_t word_of(state *s, kr_voice_feature feature, kr_str *out) {
    kr_buffer value;
    kr_buffer_start(&value, s->job->memory);
    kr_options_write(&value, s->settings, OPTIONS[feature].id);
    const char *copy = value.failed ? NULL : kr_arena_string(s->arena, value.data, value.length);
    *out = (kr_str){copy, value.length};
    kr_buffer_end(&value);
    return copy ? KOOR_OK : kr_nomem(s->job);
}

static int32_t tell_missing(state *s, kr_voice_feature feature, const char *reason, uint32_t sentence) {
    kr_str text;
    int32_t status = word_of(s, feature, &text);
    if (status < 0)
        return status;
    s->out->missing[s->out->missing_count++] =
        (kr_voice_missing){OPTIONS[feature].name, text, reason, sentence};
    return KOOR_OK;
}

static kr_str sentence_of(const kr_post *post, uint32_t sentence) {
    kr_span span = post->sentences[sentence].span;
    return (kr_str){post->text.at + span.start, span.end - span.start};
}

/* What the guard or the second scanner objects to, as a reason. */
static const char *objection(state *s, const kr_verdict *verdict) {
    const char *name = kr_reason_name(verdict->reason);
    char *text = kr_arena_alloc(s->arena, strlen(name) + 40, 1);
    if (!text)
        return name;
    strcpy(text, "the guard finds a fault in it: ");
    return strcat(text, name);
}

/* NULL: the new text says what the old one says; else why not. */
static int32_t compare(state *s, const kr_post *changed, kr_str name, const char **out_reason,
                       uint32_t *out_sentence) {
    kr_guard guard = s->base->guard;
    const kr_recheck_input input = {.base = s->post.text, .language = s->post.language,
                                    .pack = s->base->pack, .names = &name,
                                    .name_count = name.length > 0, .measure = 1};
    kr_verdict verdict = {0};
    guard.names = &name;
    guard.name_count = name.length > 0;
    *out_sentence = KR_NONE;
    *out_reason = changed->sentence_count == s->post.sentence_count ? NULL : "the sentences are others then";
    for (uint32_t i = 0; i < changed->sentence_count && !*out_reason; i++) {
        kr_str from = sentence_of(&s->post, i), to = sentence_of(changed, i);
        int32_t status = kr_str_equal(from, to) ? KOOR_OK
                                                : kr_guard_admit(s->job, &guard, from, to,
                                                                 &s->job->arena, &verdict);
        if (status < 0)
            return status;
        if (verdict.reason != KR_REASON_NONE)
            *out_sentence = i, *out_reason = objection(s, &verdict);
    }
    int32_t status = *out_reason ? KOOR_OK
                                 : kr_recheck_one(s->job, &input, changed->text, &s->job->arena, &verdict);
    if (status == KOOR_OK && !*out_reason && verdict.reason != KR_REASON_NONE)
        *out_reason = objection(s, &verdict);
    return status;
}

/* "address=u,person=team" grows by this feature. */
static int32_t name_voice(state *s, kr_voice_feature feature) {
    const char *name = OPTIONS[feature].name + 6;
    kr_str word, before = s->spoken.voice;
    int32_t status = word_of(s, feature, &word);
    char *text = status < 0 ? NULL
                            : kr_arena_alloc(s->arena, before.length + strlen(name) + word.length + 3, 1);
    if (!text)
        return kr_nomem(s->job);
    size_t used = before.length;
    memcpy(text, before.length ? before.at : "", before.length);
    if (used)
        text[used++] = ',';
    memcpy(text + used, name, strlen(name));
    used += strlen(name);
    text[used++] = '=';
    memcpy(text + used, word.at, word.length);
    s->spoken.voice = (kr_str){text, used + word.length};
    return KOOR_OK;
}

static void note_spoken(state *s, kr_voice_feature feature, const kr_voice_change *change) {
    int64_t value = s->settings->number[OPTIONS[feature].id];
    if (feature == KR_VOICE_ADDRESS)
        s->spoken.address = value;
    if (feature == KR_VOICE_PERSON && change->kept.end)
        s->spoken.kept = (kr_str){change->text.at + change->kept.start, change->kept.end - change->kept.start};
    if (feature == KR_VOICE_PERSON && value == KR_PERSON_I)
        s->spoken.as_i = 1;
}

/* A voice changes sentences, and a person may decide on each, as on any wording. */
static int is_decided(const state *s, const kr_post *changed) {
    const kr_decisions *decisions = s->base->decisions;
    for (uint32_t i = 0; decisions && i < changed->sentence_count; i++) {
        kr_str was = sentence_of(&s->base->post, i), is = sentence_of(changed, i);
        if (!kr_str_equal(was, is) && !kr_decisions_allow(decisions, kr_wording_key(was, is)))
            return 0;
    }
    return 1;
}

static int32_t apply(state *s, kr_voice_feature feature) {
    const kr_voice_input input = {&s->post, s->base->pack, feature,
                                  s->settings->number[OPTIONS[feature].id], s->company};
    kr_voice_change change;
    kr_post changed;
    const char *reason = NULL;
    uint32_t sentence;
    int32_t status = kr_voice_apply(s->job, s->arena, &input, &change);
    if (status < 0)
        return status;
    if (change.refused)
        return tell_missing(s, feature, change.refused, change.sentence);
    if (change.edit_count) {
        kr_str name = feature == KR_VOICE_PERSON ? s->company : s->spoken.kept;
        status = kr_version_analyse(s->job, s->arena, s->campaign, change.text, s->post.language, &changed);
        if (status == KOOR_OK)
            status = compare(s, &changed, name, &reason, &sentence);
        if (status < 0)
            return status;
        if (reason)
            return tell_missing(s, feature, reason, sentence);
        if (!is_decided(s, &changed))
            return tell_missing(s, feature, "somebody rejected its sentences, or nobody approved them yet", KR_NONE);
        s->post = changed;
        status = name_voice(s, feature);
    }
    note_spoken(s, feature, &change);
    return status;
}

/* Markup decides by its own conditions; a language without a pack has no words for a voice. */
static const char *cannot(const kr_version *base, kr_voice_feature feature) {
    const char *name = OPTIONS[feature].name + 6;
    for (size_t v = 0; base->trusted && v < base->graph.variable_count; v++)
        if (kr_str_is(base->graph.variables[v].name, name))
            return "";
    if (base->trusted)
        return "the post is markup without a condition on it";
    return base->pack ? NULL : "koor has no words for it in this language";
}

/* Each changed sentence as an edit, so that it is told, listed and approved like any other wording. */
static int32_t note_edits(state *s, const kr_version *base, kr_version *version) {
    const kr_post *from = &base->post, *to = &version->post;
    uint32_t most = to->sentence_count < from->sentence_count ? to->sentence_count : from->sentence_count;
    kr_item_edit *edits = kr_arena_alloc(s->arena, most + 1u, sizeof *edits);
    kr_str rule = kr_str_is(kr_str_of(to->language), "nl") ? KR_STR("nl/voice") : KR_STR("en/voice");
    version->spoken_by = base;
    version->voice_edit_index = (uint32_t)version->graph.edit_count;
    version->voice_edits = edits;
    for (uint32_t i = 0; edits && i < most; i++) {
        kr_str was = sentence_of(from, i), is = sentence_of(to, i);
        if (kr_str_equal(was, is))
            continue;
        edits[version->voice_edit_count++] = (kr_item_edit){rule, was, is};
        if (kr_graph_edit(&version->graph, rule, to->sentences[i].span, i, i) == KR_NONE)
            return kr_nomem(s->job);
    }
    return edits ? KOOR_OK : kr_nomem(s->job);
}

static int32_t speak(state *s, const kr_version *base) {
    kr_version *version = kr_arena_zero(s->arena, 1, sizeof *version);
    kr_given_post given = {.id = base->id, .text = s->post.text};
    if (!version)
        return kr_nomem(s->job);
    memcpy(given.language, base->post.language, sizeof given.language);
    s->out->version = version;
    int32_t status = kr_version_speak(s->job, s->arena, s->campaign, &given, &s->spoken, version);
    return status < 0 ? status : note_edits(s, base, version);
}

int32_t kr_version_voice(kr_job *job, kr_arena *arena, const koor_campaign *campaign,
                         const kr_settings *settings, const kr_version *base, kr_voiced *out) {
    const char *company = settings->text[KR_OPT_VOICE_COMPANY];
    state s = {.job = job, .arena = arena, .campaign = campaign, .settings = settings, .base = base,
               .post = base->post, .spoken = {.kept = {"", 0}}, .out = out};
    int32_t status = KOOR_OK;
    s.company = kr_str_of(*company ? company : settings->text[KR_OPT_DISCLOSURE_COMPANY]);
    *out = (kr_voiced){.version = base};
    for (int f = 0; f < KR_VOICE_FEATURES && status == KOOR_OK; f++) {
        kr_voice_feature feature = (kr_voice_feature)f;
        const char *reason = settings->number[OPTIONS[f].id] ? cannot(base, feature) : "";
        if (reason && *reason)
            status = tell_missing(&s, feature, reason, KR_NONE);
        else if (!reason)
            status = apply(&s, feature);
    }
    s.spoken.tone = base->trusted ? 0 : settings->number[KR_OPT_VOICE_TONE];
    int is_own = s.spoken.address == 0 && s.spoken.tone == 0 && kr_str_equal(s.post.text, base->post.text);
    return status < 0 || is_own ? status : speak(&s, base);
}
