/* What no rule may do to the order of words, whatever it is about: begin a sentence with a figure where
 * the base begins with a word, and part a Dutch noun from the attribute with "van" behind it. Rules
 * take phrases as the parse gives them, and a preposition does not tell whether it hangs on the noun
 * or on the verb; "van" behind a noun nearly always hangs on the noun. */
#include "rewrite/rewriter.h"

#include <string.h>

static int is_digit(kr_str text) {
    return text.length && text.at[0] >= '0' && text.at[0] <= '9';
}

static int has_finite_verb(const kr_parse *parse) {
    for (uint32_t at = parse->first; at < parse->last; at++)
        if (kr_is_finite(&parse->words[at]))
            return 1;
    return 0;
}

/* "63 kinderen mochten mee": a sentence that begins with a word keeps doing so; a heading ("10%
 * korting") and a call to act may begin with a figure. */
static int begins_with_figure(const kr_rewriter *r, const kr_alternative *a, kr_str base) {
    const kr_parse *parse = &r->parses[a->match.first_sentence];
    const kr_rule *rules = kr_pack_section(r->pack, KR_SECTION_RULES);
    return a->start == parse->first && is_digit(a->flat) && !is_digit(base) &&
           rules[a->match.rule].kind != KR_RULE_CTA && has_finite_verb(parse);
}

/* The next word of a text without the marks around it; an empty one at its end. */
static kr_str next_word(kr_str text, size_t *at) {
    static const char marks[] = " .,:;!?()\"";
    while (*at < text.length && strchr(marks, text.at[*at]))
        (*at)++;
    size_t start = *at;
    while (*at < text.length && !strchr(marks, text.at[*at]))
        (*at)++;
    return (kr_str){text.at + start, *at - start};
}

/* Whether a text that has the noun and a "van" has them together. */
static int keeps_together(kr_str text, kr_str noun) {
    int has_noun = 0, has_van = 0, behind = 0;
    size_t at = 0;
    for (kr_str word; (word = next_word(text, &at)).length > 0;) {
        int van = kr_str_is(word, "van");
        if (van && behind)
            return 1;
        behind = kr_str_equal_fold(word, noun);
        has_noun |= behind;
        has_van |= van;
    }
    return !has_noun || !has_van;
}

/* "de marathon gelopen van Rotterdam" */
static int parts_attribute(const kr_rewriter *r, const kr_alternative *a) {
    const kr_parse *parse = &r->parses[a->match.first_sentence];
    uint32_t end = a->match.first_sentence == a->match.last_sentence ? a->end : parse->last;
    for (uint32_t at = a->start + 1u; at < end; at++)
        if (kr_word_is(parse, at, "van") && parse->words[at - 1].tag == KR_TAG_NOUN &&
            !keeps_together(a->flat, kr_word_text(parse, at - 1)))
            return 1;
    return 0;
}

const char *kr_word_order_fault(const kr_rewriter *r, const kr_alternative *a, kr_str base) {
    if (begins_with_figure(r, a, base))
        return "begins the sentence with a figure";
    return parts_attribute(r, a) ? "parts a noun from its attribute" : NULL;
}
