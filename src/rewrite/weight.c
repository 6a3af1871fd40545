/* What a clause begins and ends with. The end is where the news stands: "we will get to it on Saturday"
 * is about Saturday, and a wording that moves the day to the front ends on nothing. An English phrase
 * that comes to stand in front of a bare noun needs its comma: "on June 3 parking will change". A Dutch weak
 * pronoun stands as near to the verb as it can. A noun without article that opens a sentence may be a name,
 * whose capital is lost inside it. */
#include "rewrite/frontier.h"

#include <string.h>

static uint32_t last_word(const kr_frontier *read) {
    uint32_t at = read->line->count;
    while (at > 0 && (kr_frontier_tag(read, at - 1) == KR_TAG_PUNCT ||
                      kr_frontier_tag(read, at - 1) == KR_TAG_PICTURE))
        at--;
    return at ? at - 1 : KR_NONE;
}

static uint32_t in_base(const kr_frontier_pair *p, uint32_t to) {
    const kr_line_word *word = kr_frontier_word(p->said, to);
    return kr_line_is_own(word) ? KR_NONE : kr_frontier_place(p->base, word);
}

/* The place in the base of a time that the wording puts in front; KR_NONE: it puts none there. */
static uint32_t fronted(const kr_frontier_pair *p) {
    uint32_t from = in_base(p, 0), tag = kr_frontier_tag(p->said, 0);
    int time = tag == KR_TAG_TIME || kr_frontier_tells(p->said, 0, KR_CHUNK_TIME);
    return from == 0 || !time ? KR_NONE : from;
}

/* Whether a noun stands behind the first finite verb. */
static int has_noun(const kr_frontier *read) {
    for (uint32_t at = kr_frontier_first_finite(read); at < read->line->count; at++)
        if (kr_frontier_tag(read, at) == KR_TAG_NOUN || kr_frontier_tag(read, at) == KR_TAG_NAME)
            return 1;
    return 0;
}

/* A pronoun, or in English the verb; in Dutch a subject may still stand in front of it. */
static int is_weak(const kr_frontier *read, uint32_t at) {
    uint32_t tag = kr_frontier_tag(read, at);
    if (read->dutch)
        return tag == KR_TAG_PRON && !has_noun(read);
    return tag == KR_TAG_PRON || kr_tag_is_finite(tag) || tag == KR_TAG_INF;
}

static int ends_weakly(const kr_frontier_pair *p) {
    uint32_t to = last_word(p->said), from = to == KR_NONE ? KR_NONE : in_base(p, to);
    uint32_t front = fronted(p);
    return from != KR_NONE && front != KR_NONE && front > from && is_weak(p->said, to);
}

static int is_bare(uint32_t tag) {
    return tag == KR_TAG_NOUN || tag == KR_TAG_ADJ || tag == KR_TAG_NUM || tag == KR_TAG_NAME ||
           tag == KR_TAG_ADV || tag == KR_TAG_PP || tag == KR_TAG_ING;
}

/* The phrase in front ends with a noun, a time or a figure, and a bare noun phrase that opened the base
 * follows. */
static int needs_comma(const kr_frontier_pair *p) {
    uint32_t to = 1;
    if (p->said->dutch || fronted(p) == KR_NONE)
        return 0;
    while (to < p->said->line->count && in_base(p, to) != KR_NONE && in_base(p, to) != 0)
        to++;
    return to < p->said->line->count && in_base(p, to) == 0 && is_bare(kr_frontier_tag(p->said, to)) &&
           kr_frontier_tag(p->said, to - 1) != KR_TAG_PUNCT;
}

static int opens_phrase(uint32_t tag) {
    return tag == KR_TAG_PREP || tag == KR_TAG_TIME || tag == KR_TAG_ADV;
}

/* "the shop is at 118 Oak Street, two blocks from the library after 22 years": what stood in front comes
 * to hang on what a comma adds. Commas of the subject, in front of the verb, are closed there. */
static int trails_behind_comma(const kr_frontier_pair *p) {
    uint32_t to = kr_frontier_place(p->said, kr_frontier_word(p->base, 0));
    uint32_t tag = kr_frontier_tag(p->base, 0);
    int phrase = opens_phrase(tag) || tag == KR_TAG_SUB;
    if (to == KR_NONE || to == 0 || !phrase || kr_frontier_tag(p->said, to - 1) == KR_TAG_PUNCT)
        return 0;
    uint32_t verb = kr_frontier_first_finite(p->said);
    for (uint32_t at = verb < to ? verb : 0; at < to; at++)
        if (kr_frontier_says(p->said, at, ",") && in_base(p, at) != KR_NONE && in_base(p, 0) != KR_NONE &&
            in_base(p, 0) < in_base(p, at))
            return 1;
    return 0;
}

/* Not with a word that asks: "hoe combineer je ..." has its subject behind the verb. */
static int opens_with_phrase(const kr_frontier *read) {
    int phrase = opens_phrase(kr_frontier_tag(read, 0)) || kr_frontier_tells(read, 0, KR_CHUNK_TIME);
    return phrase && !kr_frontier_lists(read, 0, KR_WORDS_ATTACH_ASKS);
}

static int is_weak_pronoun(const kr_frontier *read, uint32_t at) {
    uint32_t tag = kr_frontier_tag(read, at);
    return tag != KR_TAG_DET && tag != KR_TAG_POSS && tag != KR_TAG_SUB && kr_frontier_lists(read, at, KR_WORDS_PRONOUN_WEAK);
}

/* "Onze advocaten leggen op dinsdag het u uit": in Dutch no phrase that opened the base comes to stand between the verb
 * and a weak pronoun. */
static int delays_pronoun(const kr_frontier_pair *p) {
    uint32_t verb = kr_frontier_first_finite(p->said), base_verb = kr_frontier_first_finite(p->base);
    if (!p->said->dutch || verb == KR_NONE || base_verb == KR_NONE || !opens_with_phrase(p->base))
        return 0;
    for (uint32_t at = verb + 2; at < p->said->line->count; at++) {
        uint32_t own = in_base(p, at), before = in_base(p, at - 1);
        if (own != KR_NONE && own > base_verb && before != KR_NONE && before < base_verb && is_weak_pronoun(p->said, at))
            return 1;
    }
    return 0;
}

static int begins_upper(kr_str text) {
    size_t at = 0;
    return text.length > 0 && kr_is_upper(kr_utf8_next(text.at, text.length, &at));
}

static uint32_t form_at(const kr_frontier *base, uint32_t at) {
    const kr_line_word *word = kr_frontier_word(base, at);
    return base->r->parses[word->sentence].words[word->at].form;
}

/* "Lantaarn verschijnt op 3 mei": a noun that asks for an article has none in front of its verb. "Soep krijgt u" has
 * another subject, and "Dirigent is Karel" says what somebody is. */
static int opens_with_title(const kr_frontier *base) {
    if (base->line->count < 3 || !kr_pack_find_list(base->r->pack, "noun.bare"))
        return 0;
    const kr_line_word *head = kr_frontier_word(base, 0);
    return head->tag == KR_TAG_NOUN && begins_upper(head->text) && kr_frontier_tag(base, 1) == KR_TAG_FIN &&
           form_at(base, 0) == KR_FORM_SG && form_at(base, 1) == KR_FORM_S3 && !kr_frontier_lists(base, 1, KR_WORDS_VERB_LINKING) &&
           kr_frontier_tag(base, 2) != KR_TAG_PRON && !kr_frontier_lists(base, 0, KR_WORDS_NOUN_BARE);
}

static int hides_title(const kr_frontier_pair *p) {
    if (!opens_with_title(p->base))
        return 0;
    uint32_t place = kr_frontier_place(p->said, kr_frontier_word(p->base, 0));
    return place != 0 && place != KR_NONE;
}

const char *kr_weight_strays(const kr_frontier *base, const kr_frontier *said) {
    const kr_frontier_pair p = {base, said};
    if (ends_weakly(&p))
        return "leaves the end of the sentence without weight";
    if (trails_behind_comma(&p))
        return "hangs what opened the sentence on what a comma adds";
    if (delays_pronoun(&p))
        return "puts a phrase between the verb and a weak pronoun";
    if (hides_title(&p))
        return "puts a noun that may be a title inside the sentence";
    return needs_comma(&p) ? "runs a phrase into the noun behind it" : NULL;
}
