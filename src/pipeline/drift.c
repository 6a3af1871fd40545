/* How far a wording has drifted: which words of content of the base have no counterpart, which are
 * new, and, sentence by sentence, whether the main clause has another tense or subject. Words are compared
 * by the first letters of the word that they are a form of, so that "baked" and "bakery" meet; a synonym
 * counts as drift, and that is why this warns and never refuses. */
#include "base/hash.h"
#include "pipeline/outside.h"

typedef struct content {
    kr_str word;
    uint64_t stem;
    int fact; /* which the guard keeps: that it stands in both says nothing of the wording */
} content;

typedef struct contents {
    content *at;
    uint32_t count, words;
} contents;

enum { STEM = 5, SHORT = 4, SHORT_WORD = 6, LONGEST = 64 };

/* What the main clause adds to the share of words without counterpart. A change of roles keeps all words, and no
 * other sign tells of it; another subject alone is often a matter of style. */
enum { TENSE_WEIGHT = 25, ROLES_WEIGHT = 40, SUBJECT_WEIGHT = 10 };

static int is_content(const kr_pack *pack, kr_str low) {
    const kr_pack_list *function = pack ? kr_pack_find_list(pack, "analyse.function") : NULL;
    return function ? !kr_list_has(function, low) : kr_utf8_count(low.at, low.length) >= SHORT;
}

uint64_t kr_content_mark(const kr_pack *pack, const kr_post *post, uint32_t token) {
    const kr_token *t = &post->tokens[token];
    char buffer[3 * LONGEST + 1];
    size_t length = t->span.end - t->span.start, at = 0;
    if (t->kind == KR_TOKEN_ATOM)
        return post->atoms[t->atom].kind == KR_ATOM_EMOJI ? 0 : post->atoms[t->atom].value;
    if (t->kind != KR_TOKEN_WORD || length > LONGEST)
        return 0;
    kr_str low = {buffer, kr_utf8_lower(buffer, post->text.at + t->span.start, length)};
    if (!is_content(pack, low))
        return 0;
    kr_str word = pack ? kr_pack_lemma(pack, low) : low;
    size_t stem = kr_utf8_count(word.at, word.length) <= SHORT_WORD ? SHORT : STEM;
    for (size_t i = 0; i < stem && at < word.length; i++)
        kr_utf8_next(word.at, word.length, &at);
    return kr_hash64(word.at, at);
}

static int32_t read_contents(kr_job *job, const kr_pack *pack, const kr_post *post, kr_span within,
                             contents *out) {
    *out = (contents){kr_arena_alloc(&job->arena, post->token_count, sizeof *out->at), 0, 0};
    if (!out->at)
        return kr_nomem(job);
    for (uint32_t i = 0; i < post->token_count; i++) {
        kr_span span = post->tokens[i].span;
        if (post->tokens[i].kind == KR_TOKEN_PUNCT || span.start < within.start ||
            span.end > within.end)
            continue;
        out->words++;
        uint64_t mark = kr_content_mark(pack, post, i);
        if (mark)
            out->at[out->count++] =
                (content){{post->text.at + span.start, span.end - span.start},
                          mark,
                          post->tokens[i].kind == KR_TOKEN_ATOM};
    }
    return KOOR_OK;
}

static int has(const contents *list, uint64_t stem) {
    for (uint32_t i = 0; i < list->count; i++)
        if (list->at[i].stem == stem)
            return 1;
    return 0;
}

static uint32_t missing(const contents *from, const contents *in, kr_str shown[6]) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < from->count; i++)
        if (!has(in, from->at[i].stem)) {
            if (count < 6)
                shown[count] = from->at[i].word;
            count++;
        }
    return count;
}

/* Words of content that are no facts, and how many of them the other has. */
static void compare_wording(const contents *base, const contents *text, kr_drift *out) {
    for (uint32_t i = 0; i < base->count; i++) {
        out->base_wording += !base->at[i].fact;
        out->shared_wording += !base->at[i].fact && has(text, base->at[i].stem);
    }
}

/* ---- main clauses ---- */

static uint64_t head_mark(const kr_pack *pack, const kr_post *post, kr_span head) {
    for (uint32_t i = 0; i < post->token_count; i++)
        if (post->tokens[i].span.start == head.start && post->tokens[i].span.end == head.end)
            return kr_content_mark(pack, post, i);
    return 0;
}

/* A request has no words for its subject. */
static kr_str subject_words(const kr_post *post, kr_span span) {
    return span.end ? (kr_str){post->text.at + span.start, span.end - span.start} : KR_STR("you");
}

typedef struct sides {
    const kr_drift_base *base;
    const kr_post *text;
    const contents *base_words, *text_words;
} sides;

static void compare_subjects(const sides *s, const kr_main_clause *base, const kr_main_clause *text,
                             kr_drift *out) {
    uint64_t mine = head_mark(s->base->pack, s->base->post, base->head);
    uint64_t its = head_mark(s->base->pack, s->text, text->head);
    int known = base->subject && text->subject && base->passive == text->passive;
    int named = base->subject == KR_SUBJECT_OTHER && text->subject == KR_SUBJECT_OTHER;
    if (!known || out->subject_changed || (named ? !mine || !its || mine == its
                                                 : base->subject == text->subject))
        return;
    out->subject_changed = 1;
    out->roles_swapped = named && has(s->text_words, mine) && has(s->base_words, its);
    out->base_subject = subject_words(s->base->post, base->span);
    out->text_subject = subject_words(s->text, text->span);
}

static int32_t compare_clauses(kr_job *job, const sides *s, uint32_t base, uint32_t text,
                               kr_drift *out) {
    kr_main_clause *one = &s->base->clauses[base], other = {0};
    int32_t status = KOOR_OK;
    if (!one->read)
        status = kr_rewrite_main_clause(job, s->base->pack, s->base->post, base, one);
    if (status == KOOR_OK)
        status = kr_rewrite_main_clause(job, s->base->pack, s->text, text, &other);
    if (status != KOOR_OK)
        return status;
    out->tense_changed |= one->tense && other.tense && one->tense != other.tense;
    compare_subjects(s, one, &other, out);
    return KOOR_OK;
}

/* Sentence by sentence, where there are as many of them. */
static int32_t compare_sentences(kr_job *job, const sides *s, kr_drift *out) {
    uint32_t first = 0, count = 0;
    kr_span from = s->base->from;
    for (uint32_t i = 0; i < s->base->post->sentence_count; i++) {
        kr_span span = s->base->post->sentences[i].span;
        if (span.start < from.start || span.end > from.end)
            continue;
        first = count++ ? first : i;
    }
    int32_t status = KOOR_OK;
    for (uint32_t i = 0; i < count && count == s->text->sentence_count && status == KOOR_OK; i++)
        status = compare_clauses(job, s, first + i, i, out);
    return status;
}

/* ---- all ---- */

static uint32_t score_of(const kr_drift *drift) {
    uint32_t all = drift->base_content + drift->text_content;
    uint32_t score = all ? 100 * (drift->lost + drift->added) / all : 0;
    score += drift->tense_changed ? TENSE_WEIGHT : 0;
    score += drift->roles_swapped ? ROLES_WEIGHT : drift->subject_changed ? SUBJECT_WEIGHT : 0;
    return score < 100 ? score : 100;
}

int32_t kr_drift_measure(kr_job *job, const kr_drift_base *base, const kr_post *text, kr_drift *out) {
    contents one, other;
    const kr_span all = {0, (uint32_t)text->text.length};
    *out = (kr_drift){0};
    int32_t status = read_contents(job, base->pack, base->post, base->from, &one);
    if (status == KOOR_OK)
        status = read_contents(job, base->pack, text, all, &other);
    if (status < 0)
        return status;
    out->base_words = one.words;
    out->text_words = other.words;
    out->base_content = one.count;
    out->text_content = other.count;
    out->lost = missing(&one, &other, out->lost_words);
    out->added = missing(&other, &one, out->added_words);
    compare_wording(&one, &other, out);
    const sides s = {base, text, &one, &other};
    status = base->pack ? compare_sentences(job, &s, out) : KOOR_OK;
    out->score = score_of(out);
    return status;
}
