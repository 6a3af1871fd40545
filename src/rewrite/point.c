/* The point of an abbreviation at the end of a sentence: "We open on Friday at 6 p.m." has one for both.
 * Where a wording moves the word away, the sentence gets a point of its own; where it moves such a word
 * to the end, the sentence's own is one too many. */
#include "rewrite/rewriter.h"

#include <string.h>

static int ends_sentence(kr_str text) {
    return text.length && strchr(".!?", text.at[text.length - 1]) != NULL;
}

static int ends_with_point(kr_str text) {
    return text.length && text.at[text.length - 1] == '.';
}

/* A line of a list, a heading: whether its point is more than the abbreviation's, nobody knows. */
static int is_sentence(const kr_rewriter *r, uint32_t sentence) {
    uint32_t kind = r->post->sentences[sentence].kind;
    return kind != KR_SENTENCE_FRAGMENT && kind != KR_SENTENCE_ITEM;
}

/* With other arms it may end with another word. */
static int says_one_thing(const kr_rewriter *r, const kr_alternative *a) {
    return a->fixed || kr_say_arms(r, a, 0) == 0;
}

int kr_point_settles(const kr_rewriter *r, kr_alternative *a, kr_str base) {
    const kr_parse *parse = &r->parses[a->match.last_sentence];
    int marked = parse->last < parse->count && !parse->words[parse->last].atom;
    if (a->closes || a->end != parse->last)
        return 1;
    if (ends_with_point(a->flat) && !ends_with_point(base) && marked &&
        kr_word_is(parse, parse->last, ".")) {
        a->closes = 1;
        return says_one_thing(r, a);
    }
    if (marked || !ends_sentence(base) || ends_sentence(a->flat))
        return 1;
    if (!ends_with_point(base) || !is_sentence(r, a->match.last_sentence) || !says_one_thing(r, a))
        return 0;
    a->closes = a->point = 1;
    return 1;
}
