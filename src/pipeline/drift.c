/* How far a wording has drifted: which words of content of the base have no counterpart, and which
 * are new. Words are compared by their first letters, so that forms of one word meet; a synonym
 * counts as drift, and that is why this warns and never refuses. */
#include "base/hash.h"
#include "pipeline/outside.h"

typedef struct content {
    kr_str word;
    uint64_t stem;
} content;

typedef struct contents {
    content *at;
    uint32_t count, words;
} contents;

enum { STEM = 5, SHORT = 4, LONGEST = 64 };

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
    for (int i = 0; i < STEM && at < low.length; i++)
        kr_utf8_next(low.at, low.length, &at);
    return kr_hash64(low.at, at);
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
                (content){{post->text.at + span.start, span.end - span.start}, mark};
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

int32_t kr_drift_measure(kr_job *job, const kr_pack *pack, const kr_post *base, kr_span from,
                         const kr_post *text, kr_drift *out) {
    contents one, other;
    *out = (kr_drift){0};
    int32_t status = read_contents(job, pack, base, from, &one);
    if (status == KOOR_OK)
        status = read_contents(job, pack, text, (kr_span){0, (uint32_t)text->text.length}, &other);
    if (status < 0)
        return status;
    out->base_words = one.words;
    out->text_words = other.words;
    out->base_content = one.count;
    out->text_content = other.count;
    out->lost = missing(&one, &other, out->lost_words);
    out->added = missing(&other, &one, out->added_words);
    uint32_t all = one.count + other.count;
    out->score = all ? 100 * (out->lost + out->added) / all : 0;
    return KOOR_OK;
}
