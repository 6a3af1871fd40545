/* The judgement on one wording from outside. Nothing in it is trusted: it is compared with what it
 * stands for by the guard (facts, negations), read in its post by the second lexer (mechanics), and
 * asked whether it is a rewording at all: its language, its size, the words that it shares. */
#include "koor.h"
#include "network/disclosure.h"
#include "options/options.h"
#include "pipeline/outside.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

typedef struct judge {
    kr_job *job;
    kr_arena *arena;
    const koor_campaign *campaign;
    const kr_version *version;
    const kr_given_alternative *given;
    kr_outside_place place;
    kr_post text; /* the wording, analysed */
    kr_drift drift;
    kr_judgement *out;
} judge;

KR_PRINTF(3, 0)
static int32_t keep(judge *j, kr_str *to, const char *format, va_list list) {
    char line[512];
    int length = vsnprintf(line, sizeof line, format, list);
    size_t size = length < 0 ? 0 : (size_t)length < sizeof line ? (size_t)length : sizeof line - 1;
    size = kr_utf8_valid(line, size); /* it may be cut inside a character */
    char *copy = kr_arena_string(j->arena, line, size);
    *to = (kr_str){copy, size};
    return copy ? KOOR_OK : kr_nomem(j->job);
}

/* Refused: gives 1, or an error. */
KR_PRINTF(4, 5)
static int32_t refuse(judge *j, int32_t code, const char *reason, const char *format, ...) {
    va_list list;
    va_start(list, format);
    int32_t status = keep(j, &j->out->message, format, list);
    va_end(list);
    j->out->accepted = 0;
    j->out->code = code;
    j->out->reason = reason;
    return status < 0 ? status : 1;
}

KR_PRINTF(2, 3)
static int32_t warn(judge *j, const char *format, ...) {
    va_list list;
    if (j->out->warning_count == KR_MOST_WARNINGS)
        return KOOR_OK;
    va_start(list, format);
    int32_t status = keep(j, &j->out->warnings[j->out->warning_count++], format, list);
    va_end(list);
    return status;
}

static int32_t by_verdict(judge *j, const kr_verdict *verdict) {
    if (verdict->reason == KR_REASON_NONE)
        return 0;
    j->out->place = verdict->place;
    return refuse(j, KOOR_E_GUARD, kr_reason_name(verdict->reason), "%.*s",
                  (int)verdict->message.length, verdict->message.at);
}

static kr_str base_of(const judge *j) {
    return (kr_str){j->version->base.at + j->place.from.start,
                    j->place.from.end - j->place.from.start};
}

/* ---- the checks, each 0 where it has nothing against the wording, 1 where it is refused ---- */

static int32_t check_place(judge *j) {
    const kr_given_alternative *given = j->given;
    if (!kr_outside_find(j->version, given, &j->place))
        return given->from.length
                   ? refuse(j, KOOR_E_FINGERPRINT, "other-post",
                            "the post does not say \"%.*s\": this line is about another post",
                            KR_SHOWN(given->from, 80))
                   : refuse(j, KOOR_E_RANGE, "range", "sentences %u to %u, and the post has %u",
                            given->first, given->last, j->version->post.sentence_count);
    kr_str base = base_of(j);
    if (kr_wording_key(base, base) == kr_wording_key(base, given->text))
        return refuse(j, KOOR_E_DUPLICATE, "same", "it says what the base says");
    return 0;
}

/* A disclosure and what is locked stay as they are. */
static int32_t check_locked(judge *j) {
    const kr_post *post = &j->version->post;
    for (uint32_t i = 0; i < post->atom_count; i++) {
        kr_span span = post->atoms[i].span;
        kr_str locked = {post->text.at + span.start, span.end - span.start};
        if (post->atoms[i].kind != KR_ATOM_LOCKED || span.end <= j->place.from.start ||
            span.start >= j->place.from.end || kr_str_find(j->given->text, locked, 0) != SIZE_MAX)
            continue;
        return refuse(j, KOOR_E_GUARD, "disclosure", "\"%.*s\" is to stand in it, to the letter",
                      KR_SHOWN(locked, 100));
    }
    return 0;
}

static int32_t check_facts(judge *j) {
    kr_verdict verdict = {0};
    int32_t status =
        kr_guard_admit(j->job, &j->version->guard, base_of(j), j->given->text, j->arena, &verdict);
    return status < 0 ? status : by_verdict(j, &verdict);
}

static int32_t check_size(judge *j) {
    uint32_t base = j->drift.base_words, text = j->drift.text_words;
    if (text > 2 * base + 6)
        return refuse(j, KOOR_E_GUARD, "length", "%u words for %u: reword, and add nothing", text,
                      base);
    if (base >= 8 && 3 * text < base)
        return refuse(j, KOOR_E_GUARD, "length", "%u words for %u: too little is left", text, base);
    uint32_t sentences = j->place.last - j->place.first + 1;
    if (j->text.sentence_count > 2 * sentences)
        return refuse(j, KOOR_E_GUARD, "added-sentences",
                      "%u sentences for %u: reword, and add none", j->text.sentence_count,
                      sentences);
    return 0;
}

static int32_t check_language(judge *j) {
    enum { TELLING = 5 };
    char language[4];
    if (j->drift.text_words < TELLING || !*j->version->post.language)
        return 0;
    int32_t status =
        kr_detect_language(j->job, j->campaign->engine->lexer, j->given->text, language);
    if (status < 0)
        return status;
    if (!*language || strcmp(language, j->version->post.language) == 0 ||
        strcmp(language, "und") == 0)
        return 0;
    return refuse(j, KOOR_E_GUARD, "language", "it reads as \"%s\", and the post is in \"%s\"",
                  language, j->version->post.language);
}

/* An answer to the post, or a note about it, shares nothing with the sentence. */
static int32_t check_topic(judge *j) {
    if (j->drift.base_content >= 4 && j->drift.lost == j->drift.base_content)
        return refuse(j, KOOR_E_GUARD, "off-topic", "it shares no word with what it stands for");
    return 0;
}

/* What nobody has read yet must be a rewording on its face: it speaks to the readers of the post, and beyond the
 * facts, which are asked for anyway, it shares words of content. Good ones share half of them and more
 * (examples/authors/wordings.jsonl); one in a few is chance. */
static int32_t check_model(judge *j) {
    enum { TELLING = 2, ONE_IN = 4 }; /* of a single word the counterpart may be a synonym */
    uint32_t shared = j->drift.shared_wording, of = j->drift.base_wording;
    kr_span place = {0, 0};
    if (!kr_is_by_model(j->given))
        return 0;
    if (kr_speaks_to_model(j->version->pack, j->version->base, j->given->text, &place)) {
        j->out->place = place;
        return refuse(j, KOOR_E_GUARD, "instructions",
                      "\"%.*s\" speaks to a language model, or as one, and the post does not",
                      (int)(place.end - place.start), j->given->text.at + place.start);
    }
    if (of >= TELLING && shared * ONE_IN < of)
        return refuse(j, KOOR_E_GUARD, "off-topic",
                      "beside facts it shares %u of %u words of content: too few for a rewording", shared, of);
    return 0;
}

/* In its post, by the second lexer, as every text that is handed out. */
static int32_t check_in_post(judge *j) {
    kr_verdict verdict = {0};
    kr_violations found = {0};
    kr_str whole;
    const kr_version *version = j->version;
    kr_str own = kr_str_of(j->campaign->settings.text[KR_OPT_DISCLOSURE_TEXT]);
    int32_t status =
        kr_outside_splice(j->job, j->arena, version, j->place.from, j->given->text, &whole);
    if (status == KOOR_OK && version->rechecker)
        status = kr_rechecker_text(j->job, version->rechecker, whole, j->arena, &verdict);
    else if (status == KOOR_OK)
        status = kr_recheck_text(j->job, version->recheck, whole, j->arena, &verdict);
    if (status == KOOR_OK && verdict.reason == KR_REASON_NONE && j->campaign->policy)
        status = kr_policy_check(j->job, j->campaign->policy, whole, j->arena, &found);
    if (status < 0)
        return status;
    if (found.count)
        return refuse(j, KOOR_E_POLICY, "policy", "the policy forbids \"%.*s\"",
                      (int)(found.at[0].span.end - found.at[0].span.start),
                      whole.at + found.at[0].span.start);
    if (version->disclosed != KR_DISCLOSURE_NONE && kr_disclosure_check(whole, own) < version->disclosed)
        return refuse(j, KOOR_E_GUARD, "disclosure", "the post would no longer disclose clearly");
    status = by_verdict(j, &verdict);
    uint32_t start = j->place.from.start;
    j->out->place.start = j->out->place.start > start ? j->out->place.start - start : 0;
    j->out->place.end = j->out->place.end > start ? j->out->place.end - start : 0;
    return status;
}

/* ---- what a person should look at ---- */

static int ends_with_mark(kr_str text) {
    return text.length && (strchr(".!?:", text.at[text.length - 1]) ||
                           (unsigned char)text.at[text.length - 1] >= 0x80);
}

static int32_t warn_words(judge *j, const char *what, const kr_str words[6], uint32_t count,
                          uint32_t of) {
    char list[320] = "";
    size_t used = 0;
    for (uint32_t i = 0; i < count && i < 6; i++)
        used += (size_t)snprintf(list + used, sizeof list - used, "%s%.*s", i ? ", " : "",
                                 KR_SHOWN(words[i], 40));
    return warn(j, "%u of %u %s: %s", count, of, what, list);
}

/* Who does it and when. */
static int32_t warn_clause(judge *j) {
    const kr_drift *d = &j->drift;
    kr_str mine = d->base_subject, its = d->text_subject;
    int32_t status = KOOR_OK;
    if (d->tense_changed)
        status = warn(j, "it speaks of another time: one is in the past, the other is not");
    if (status == KOOR_OK && d->subject_changed)
        status = warn(j, "%s: \"%.*s\", and in the base \"%.*s\"",
                      d->roles_swapped ? "who does it has changed places" : "another subject",
                      KR_SHOWN(its, 60), KR_SHOWN(mine, 60));
    return status;
}

static int32_t warn_size(judge *j) {
    uint32_t base = j->drift.base_words, text = j->drift.text_words;
    int32_t status = KOOR_OK;
    if (text * 4 > base * 6 || text * 6 < base * 4)
        status = warn(j, "%u words for %u", text, base);
    if (status == KOOR_OK && ends_with_mark(base_of(j)) && !ends_with_mark(j->given->text))
        status = warn(j, "it ends without a closing mark, and the base has one");
    return status;
}

static int32_t weigh(judge *j) {
    const kr_drift *d = &j->drift;
    int32_t status = KOOR_OK;
    j->out->score = d->score;
    if (d->lost * 2 > d->base_content)
        status = warn_words(j, "words of content of the base have no counterpart", d->lost_words,
                            d->lost, d->base_content);
    if (status == KOOR_OK && d->added * 2 > d->text_content)
        status =
            warn_words(j, "words of content are new", d->added_words, d->added, d->text_content);
    if (status == KOOR_OK)
        status = warn_clause(j);
    return status < 0 ? status : warn_size(j);
}

static int32_t measure_drift(judge *j) {
    const kr_version *version = j->version;
    const kr_drift_base base = {version->pack, &version->post, j->place.from, version->clauses};
    return kr_drift_measure(j->job, &base, &j->text, &j->drift);
}

typedef int32_t (*check)(judge *j);

static int32_t run(judge *j) {
    static const check checks[] = {check_locked, check_language, check_size,
                                   check_facts,  check_topic,    check_model,
                                   check_in_post};
    int32_t status =
        kr_version_sentences(j->job, j->campaign, j->version, j->given->text, &j->text);
    if (status == KOOR_OK)
        status = measure_drift(j);
    for (size_t i = 0; i < sizeof checks / sizeof *checks && status == KOOR_OK; i++)
        status = checks[i](j);
    return status == KOOR_OK ? weigh(j) : status;
}

int32_t kr_outside_judge(kr_job *job, kr_arena *arena, const koor_campaign *campaign,
                         const kr_version *version, const kr_given_alternative *given,
                         kr_judgement *out) {
    judge j = {.job = job,
               .arena = arena,
               .campaign = campaign,
               .version = version,
               .given = given,
               .out = out};
    *out = (kr_judgement){.accepted = 1, .reason = "", .message = {"", 0}};
    if (given->state == KR_REJECTED)
        return KOOR_OK;
    int32_t status = check_place(&j);
    if (status == KOOR_OK && !(version->trusted && given->rule.length && !given->author.length))
        status = run(&j); /* else a line about a choice of the author's markup */
    return status < 0 ? status : KOOR_OK;
}
