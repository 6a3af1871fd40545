/* Lines of an alternatives file and a version of the post: where they belong, and what the rewrite
 * stage is given of them. A line is found by the words that it stands for; sentence numbers decide
 * where they stand more than once, or where the line gives no words. */
#include "pipeline/outside.h"

#include "koor.h"
#include "options/options.h"

#include <string.h>

/* ---- where a line belongs ---- */

static kr_span run_of(const kr_version *version, uint32_t first, uint32_t last) {
    return (kr_span){version->post.sentences[first].span.start,
                     version->post.sentences[last].span.end};
}

/* The first place of `piece` in a span of the base, from `start` on; 0 where it is not there. */
static int find_in(const kr_version *version, kr_span within, uint32_t start, kr_str piece,
                   kr_span *out) {
    size_t at = kr_str_find((kr_str){version->base.at, within.end}, piece, start);
    if (at == SIZE_MAX)
        return 0;
    *out = (kr_span){(uint32_t)at, (uint32_t)(at + piece.length)};
    return 1;
}

static int is_once(const kr_version *version, kr_str piece, kr_span *out) {
    const kr_span all = {0, (uint32_t)version->base.length};
    kr_span again;
    return find_in(version, all, 0, piece, out) &&
           !find_in(version, all, out->start + 1, piece, &again);
}

/* The sentences that a span touches; 0 where it begins or ends between two of them. */
static int sentences_of(const kr_version *version, kr_span span, kr_outside_place *out) {
    const kr_post *post = &version->post;
    uint32_t first = 0, last = 0;
    while (first < post->sentence_count && post->sentences[first].span.end <= span.start)
        first++;
    for (last = first; last < post->sentence_count && post->sentences[last].span.end < span.end;)
        last++;
    if (last >= post->sentence_count || post->sentences[first].span.start > span.start)
        return 0;
    *out = (kr_outside_place){first, last, span};
    return 1;
}

static int is_about(const kr_version *version, const kr_given_alternative *given) {
    return (!given->post.length || kr_str_equal(given->post, version->id)) &&
           (!given->language.length || kr_str_is(given->language, version->post.language));
}

int kr_outside_find(const kr_version *version, const kr_given_alternative *given,
                    kr_outside_place *out) {
    uint32_t count = version->post.sentence_count;
    kr_span span;
    if (!is_about(version, given))
        return 0;
    int in_range = given->first >= 1 && given->last >= given->first && given->last <= count;
    if (!given->from.length) {
        if (in_range)
            *out = (kr_outside_place){given->first - 1, given->last - 1,
                                      run_of(version, given->first - 1, given->last - 1)};
        return in_range;
    }
    if (in_range) {
        kr_span run = run_of(version, given->first - 1, given->last - 1);
        if (find_in(version, run, run.start, given->from, &span))
            return sentences_of(version, span, out);
    }
    return is_once(version, given->from, &span) && sentences_of(version, span, out);
}

/* ---- the voice of a line ---- */

/* The words of "choice:a|b|c" but "any", which leaves the voice open. */
static int32_t values_of(kr_job *job, const char *type, kr_voice_ask *ask, kr_str wanted) {
    const char *words = strncmp(type, "choice:", 7) == 0 ? type + 7 : "";
    kr_str *values = kr_arena_alloc(&job->arena, strlen(words) + 1, sizeof *values);
    ask->value = KR_NONE;
    if (!values)
        return kr_nomem(job);
    for (size_t length; *words; words += length + (words[length] == '|')) {
        length = strcspn(words, "|");
        kr_str word = {words, length};
        if (kr_str_equal(word, wanted))
            ask->value = ask->value_count;
        if (!kr_str_is(word, "any"))
            values[ask->value_count++] = word;
    }
    ask->values = values;
    return KOOR_OK;
}

static int32_t read_ask(kr_job *job, kr_str pair, kr_voice_ask *out) {
    const char *equals = memchr(pair.at, '=', pair.length);
    kr_str value = {equals + 1, pair.length - (size_t)(equals + 1 - pair.at)};
    out->name = (kr_str){pair.at, (size_t)(equals - pair.at)};
    for (size_t i = 0; i < koor_option_count(); i++) {
        kr_str key = kr_str_of(koor_option_name(i));
        if (key.length == out->name.length + 6 && strncmp(key.at, "voice.", 6) == 0 &&
            memcmp(key.at + 6, out->name.at, out->name.length) == 0)
            return values_of(job, koor_option_type(i), out, value);
    }
    return KOOR_OK;
}

/* What can hold of a text: "tone=any" asks for nothing. */
static int32_t read_voice(kr_job *job, kr_str voice, kr_outside *out) {
    kr_voice_ask *asks = kr_arena_zero(&job->arena, 8, sizeof *asks);
    if (!asks)
        return kr_nomem(job);
    while (voice.length && out->voice_count < 8) {
        const char *comma = memchr(voice.at, ',', voice.length);
        size_t length = comma ? (size_t)(comma - voice.at) : voice.length;
        kr_str pair = {voice.at, length};
        kr_voice_ask *ask = &asks[out->voice_count];
        *ask = (kr_voice_ask){.value = KR_NONE};
        int32_t status = memchr(pair.at, '=', length) ? read_ask(job, pair, ask) : KOOR_OK;
        if (status < 0)
            return status;
        out->voice_count += ask->value != KR_NONE && ask->value < ask->value_count;
        voice.at += length + (comma != NULL);
        voice.length -= length + (comma != NULL);
    }
    out->voice = asks;
    return KOOR_OK;
}

/* ---- the lists ---- */

static kr_str origin_of(const kr_given_alternative *given) {
    if (given->rule.length)
        return given->rule;
    return given->author.length ? given->author : KR_STR("author");
}

static int32_t add(kr_job *job, kr_outside_list *list, const kr_outside *outside) {
    if (kr_arena_grow(&job->arena, (void **)&list->at, &list->capacity, list->count,
                      sizeof *outside) < 0)
        return kr_nomem(job);
    list->at[list->count++] = *outside;
    return KOOR_OK;
}

/* A line about a choice of the author's markup only decides on it. */
static int is_markups_own(const kr_version *version, const kr_given_alternative *given) {
    return version->trusted && given->rule.length && !given->author.length;
}

/* A wording that may be used, and its pieces. */
static int32_t offer(kr_job *job, const koor_campaign *campaign, const kr_version *version,
                     uint32_t number, kr_outside_list *list) {
    const kr_given_alternative *given = &campaign->alternatives[number];
    kr_outside_place place;
    if (!kr_outside_find(version, given, &place) || is_markups_own(version, given))
        return KOOR_OK;
    kr_outside outside = {.first = place.first,
                          .last = place.last,
                          .from = place.from,
                          .text = given->text,
                          .rule = origin_of(given),
                          .number = number};
    int32_t status = read_voice(job, given->voice, &outside);
    if (status == KOOR_OK)
        status = add(job, list, &outside);
    if (status == KOOR_OK && outside.first < outside.last)
        status = kr_outside_align(job, campaign, version, &outside, list);
    return status;
}

static int is_offered(const koor_campaign *campaign, const kr_given_alternative *given) {
    return given->state == KR_APPROVED ||
           (given->state == KR_PROPOSED &&
            !campaign->settings.number[KR_OPT_REWRITE_APPROVED_ONLY]);
}

static kr_str base_of(const kr_version *version, kr_span span) {
    return (kr_str){version->base.at + span.start, span.end - span.start};
}

/* A decision without a wording to offer. What was rejected for the words of an earlier post does
 * not come back in this one. */
static void decide_only(const kr_version *version, const kr_given_alternative *given) {
    kr_outside_place place;
    kr_str from = given->from;
    if (kr_outside_find(version, given, &place)) {
        from = base_of(version, place.from);
        if (given->state == KR_REJECTED)
            kr_decisions_reject(version->decisions, kr_change_of(version->base, place.from, given->text));
    }
    if (from.length)
        kr_decisions_add(version->decisions, kr_wording_key(from, given->text), given->state,
                         KR_NONE);
}

static int32_t decide(kr_job *job, kr_arena *arena, const koor_campaign *campaign,
                      kr_version *version, const kr_outside_list *list) {
    kr_decisions *decisions = kr_arena_zero(arena, 1, sizeof *decisions);
    if (!decisions ||
        kr_decisions_make(decisions, arena, campaign->alternative_count + list->count) < 0)
        return kr_nomem(job);
    version->decisions = decisions;
    decisions->only_approved = campaign->settings.number[KR_OPT_REWRITE_APPROVED_ONLY] != 0;
    for (size_t i = 0; i < list->count; i++) {
        const kr_outside *o = &list->at[i];
        kr_decisions_add(decisions, kr_wording_key(base_of(version, o->from), o->text),
                         campaign->alternatives[o->number].state, (uint32_t)i);
    }
    for (size_t i = 0; i < campaign->alternative_count; i++)
        if (campaign->alternatives[i].state == KR_REJECTED ||
            is_markups_own(version, &campaign->alternatives[i]))
            decide_only(version, &campaign->alternatives[i]);
    return KOOR_OK;
}

int32_t kr_outside_gather(kr_job *job, kr_arena *arena, const koor_campaign *campaign,
                          kr_version *version, kr_outside_list *out) {
    int32_t status = KOOR_OK;
    *out = (kr_outside_list){0};
    if (!campaign->alternative_count && !campaign->settings.number[KR_OPT_REWRITE_APPROVED_ONLY])
        return KOOR_OK;
    for (size_t i = 0; i < campaign->alternative_count && status == KOOR_OK; i++)
        if (is_offered(campaign, &campaign->alternatives[i]))
            status = offer(job, campaign, version, (uint32_t)i, out);
    return status < 0 ? status : decide(job, arena, campaign, version, out);
}

/* ---- a wording in its post ---- */

static int ends_piece(kr_str text) {
    return text.length && strchr(".!?", text.at[text.length - 1]) != NULL;
}

/* The joint that the graph makes: a capital where a sentence begins, one closing mark. */
int32_t kr_outside_splice(kr_job *job, kr_arena *arena, const kr_version *version, kr_span from,
                          kr_str text, kr_str *out) {
    kr_str base = version->base;
    size_t after = from.end, used = from.start, at = 0;
    char *whole = kr_arena_alloc(arena, base.length + text.length + 8, 1);
    if (!whole)
        return kr_nomem(job);
    memcpy(whole, base.at, from.start);
    for (uint32_t s = 0; s < version->post.sentence_count && text.length; s++)
        if (version->post.sentences[s].span.start == from.start) {
            int32_t code = kr_utf8_next(text.at, text.length, &at);
            used += kr_utf8_put(whole + used, kr_to_title(code));
        }
    memcpy(whole + used, text.at + at, text.length - at);
    used += text.length - at;
    while (ends_piece(text) && after < base.length && strchr(".!?", base.at[after]))
        after++;
    memcpy(whole + used, base.at + after, base.length - after);
    *out = (kr_str){whole, used + base.length - after};
    return KOOR_OK;
}
