/* Which neighbours may change places: two sentences of one paragraph that carry no discourse link,
 * no pronoun that points back and no definite noun phrase at the head, no question and no call to
 * act, that tell neither when nor what happened, that add nothing to the one before, and on which
 * nothing that follows leans, and that begin with the same word. The opening, the last sentence and
 * list items stay. A doubt keeps the order. In English only: nearly all that changed places in Dutch read worse than the base. */
#include "rewrite/rewriter.h"

#include <string.h>

/* Words that point back to what was said: third-person pronouns and demonstratives. */
static int points_back(const kr_rewriter *r, uint32_t sentence) {
    const kr_parse *parse = &r->parses[sentence];
    for (uint32_t at = parse->first; at < parse->last; at++) {
        const kr_word *word = &parse->words[at];
        if (word->tag == KR_TAG_PRON && word->features & (KR_FEATURE_3SG | KR_FEATURE_3PL))
            return 1;
        if (kr_word_listed(parse, at, KR_WORDS_ORDER_POINTS))
            return 1;
    }
    return 0;
}

static int has_reference(const kr_rewriter *r, uint32_t sentence) {
    const kr_parse *parse = &r->parses[sentence];
    for (uint32_t at = 0; at < parse->count; at++)
        if (parse->words[at].tag == KR_TAG_REF || parse->words[at].atom == KR_ATOM_QUOTE + 1)
            return 1;
    return 0;
}

/* A sentence that tells when stands in a story: what comes before it came first. */
static int tells_when(const kr_rewriter *r, uint32_t sentence) {
    const kr_parse *parse = &r->parses[sentence];
    for (uint32_t at = parse->first; at < parse->last; at++) {
        const kr_word *word = &parse->words[at];
        int adverb = word->tag == KR_TAG_ADV || word->tag == KR_TAG_NOUN;
        if (word->tag == KR_TAG_TIME || (adverb && word->features & KR_FEATURE_TIME))
            return 1;
    }
    return 0;
}

/* What happened, or has happened, is told in the order in which it did: no past tense, no
 * participle. */
static int tells_what_happened(const kr_rewriter *r, uint32_t sentence) {
    const kr_parse *parse = &r->parses[sentence];
    for (uint32_t at = parse->first; at < parse->last; at++) {
        const kr_word *word = &parse->words[at];
        if (word->tag == KR_TAG_PP ||
            (word->tag == KR_TAG_FIN &&
             (word->form == KR_FORM_PAST || word->form == KR_FORM_PASTPL)))
            return 1;
    }
    return 0;
}

/* "We also train staff.", "(It hurts.)": said on top of what stands before. */
static int adds_to_before(const kr_rewriter *r, uint32_t sentence) {
    const kr_parse *parse = &r->parses[sentence];
    if (parse->first > 0 || kr_word_is(parse, 0, "("))
        return 1;
    for (uint32_t at = parse->first; at < parse->last; at++)
        if (kr_word_listed(parse, at, KR_WORDS_ORDER_ADDS))
            return 1;
    return 0;
}

/* "De zaal is op de tweede verdieping.": what a definite noun phrase at the head means, the
 * sentence before has told. */
static int leans_back(const kr_rewriter *r, uint32_t sentence) {
    const kr_parse *parse = &r->parses[sentence];
    const kr_word *word = &parse->words[parse->first];
    return word->tag == KR_TAG_DET && word->features & KR_FEATURE_DEF;
}

static int ends_plainly(const kr_rewriter *r, uint32_t sentence) {
    const kr_parse *parse = &r->parses[sentence];
    return parse->last + 1 == parse->count && kr_word_is(parse, parse->last, ".");
}

static int is_movable(const kr_rewriter *r, uint32_t sentence) {
    const kr_sentence *s = &r->post->sentences[sentence];
    return s->kind == KR_SENTENCE_STATEMENT &&
           !(s->flags & (KR_SENTENCE_LINKED | KR_SENTENCE_LOCKED | KR_SENTENCE_ADDRESSED)) &&
           kr_has_finite_verb(&r->parses[sentence]) && !tells_when(r, sentence) && !points_back(r, sentence) &&
           !tells_what_happened(r, sentence) && !adds_to_before(r, sentence) &&
           !leans_back(r, sentence) && !has_reference(r, sentence) && ends_plainly(r, sentence);
}

static int is_independent(const kr_rewriter *r, uint32_t sentence) {
    return sentence >= r->post->sentence_count ||
           (!(r->post->sentences[sentence].flags & KR_SENTENCE_LINKED) &&
            !points_back(r, sentence));
}

/* "We mend bikes for schools in Hull. We train the drivers of their vans.": items of one list, in any order.
 * What begins otherwise says something of what stands before; what is short has its rhythm. */
static int are_items(const kr_rewriter *r, uint32_t a, uint32_t b) {
    enum { SHORTEST = 6 };
    const kr_parse *first = &r->parses[a], *second = &r->parses[b];
    return first->last - first->first >= SHORTEST && second->last - second->first >= SHORTEST &&
           kr_str_equal_fold(kr_word_text(first, first->first), kr_word_text(second, second->first));
}

int kr_order_swaps(const kr_rewriter *r, uint32_t sentence) {
    if (strcmp(r->post->language, "en") != 0 || sentence == 0 ||
        sentence + 2 >= r->post->sentence_count || r->input->only_rule ||
        (r->input->settings && !r->input->settings->number[KR_OPT_REWRITE_ORDER]))
        return 0;
    const kr_sentence *next = &r->post->sentences[sentence + 1];
    return next->breaks == 0 && is_movable(r, sentence) && is_movable(r, sentence + 1) &&
           are_items(r, sentence, sentence + 1) && is_independent(r, sentence + 2);
}
