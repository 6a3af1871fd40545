/* What no rule may do to the order of words, whatever it is about: begin a sentence with a figure where
 * the base begins with a word, put two figures side by side, and part a noun from the attribute behind
 * it. Rules take phrases as the parse gives them, and a preposition does not tell whether it hangs on the
 * noun or on the verb. Those that nearly always hang on a noun in front of them (the pack's lists
 * order.always, as "van", and order.likely, as "voor", where they tell no time) stay with it: a good
 * sentence less is better than one that says something else. */
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

/* Whether a figure stands here, with a currency sign in front of it or without. */
static int begins_amount(kr_str text) {
    static const char *const signs[] = {"$", "\xC2\xA3", "\xE2\x82\xAC"};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        size_t length = strlen(signs[i]);
        if (text.length > length && memcmp(text.at, signs[i], length) == 0) {
            text = (kr_str){text.at + length, text.length - length};
            if (text.length > 1 && text.at[0] == ' ')
                text = (kr_str){text.at + 1, text.length - 1};
            break;
        }
    }
    return is_digit(text);
}

/* "Ze bezochten in 2025 1.320 gezinnen", "tot € 500 € 93": two figures side by side read as one. */
static int joins_figures(kr_str text) {
    for (size_t i = 1; i + 1 < text.length; i++)
        if (text.at[i] == ' ' && is_digit((kr_str){text.at + i - 1, 1}) &&
            begins_amount((kr_str){text.at + i + 1, text.length - i - 1}))
            return 1;
    return 0;
}

static int is_figure_end(kr_str text) {
    return text.length && is_digit((kr_str){text.at + text.length - 1, 1});
}

/* The text ends with a figure and the base goes on with another. */
static int runs_into_figure(const kr_rewriter *r, const kr_alternative *a, kr_str base) {
    const kr_parse *parse = &r->parses[a->match.last_sentence];
    if (a->end >= parse->last || !is_figure_end(a->flat) || is_figure_end(base))
        return 0;
    kr_str next = kr_word_text(parse, a->end), last = kr_word_text(parse, parse->last - 1u);
    return begins_amount((kr_str){next.at, (size_t)(last.at + last.length - next.at)});
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

/* Whether a text that has both words has the second right behind the first. */
static int keeps_together(kr_str text, kr_str first, kr_str second) {
    int has_first = 0, has_second = 0, behind = 0;
    size_t at = 0;
    for (kr_str word; (word = next_word(text, &at)).length > 0;) {
        int found = kr_str_equal_fold(word, second);
        if (found && behind)
            return 1;
        behind = kr_str_equal_fold(word, first);
        has_first |= behind;
        has_second |= found;
    }
    return !has_first || !has_second;
}

static const kr_chunk *chunk_at(const kr_parse *parse, kr_chunk_kind kind, uint32_t start) {
    for (uint32_t i = parse->chunk_at[start]; i < parse->chunk_at[start + 1]; i++)
        if (parse->chunks[i].kind == kind)
            return &parse->chunks[i];
    return NULL;
}

static int ends_at(const kr_parse *parse, kr_chunk_kind kind, uint32_t end) {
    for (uint32_t i = 0; i < parse->chunk_count; i++)
        if (parse->chunks[i].kind == kind && parse->chunks[i].end == end)
            return 1;
    return 0;
}

/* "Vandaag werkt de bakker | met gist": the noun in front of `at` ends the subject of a verb that has
 * none before it, and what follows may tell of the verb. */
static int is_inverted_subject(const kr_parse *parse, uint32_t at) {
    for (uint32_t i = 0; i < parse->chunk_count; i++) {
        const kr_chunk *chunk = &parse->chunks[i];
        if (chunk->kind == KR_CHUNK_NP1 && chunk->end == at && chunk->start > parse->first &&
            kr_is_finite(&parse->words[chunk->start - 1]) &&
            !ends_at(parse, KR_CHUNK_SUBJ, chunk->start - 1u))
            return 1;
    }
    return 0;
}

/* A preposition that hangs on the noun in front of it, as far as one can tell; a rule that names the
 * verb knows better. */
static int opens_attribute(const kr_parse *parse, uint32_t at, int known_verb) {
    if (parse->words[at - 1].tag != KR_TAG_NOUN && parse->words[at - 1].tag != KR_TAG_NAME)
        return 0;
    if (chunk_at(parse, KR_CHUNK_TIME, at))
        return 0;
    if (kr_word_listed(parse, at, "order.always"))
        return parse->words[at - 1].tag == KR_TAG_NOUN;
    return !known_verb && parse->words[at].tag == KR_TAG_PREP && kr_word_listed(parse, at, "order.likely") &&
           !ends_at(parse, KR_CHUNK_TIME, at) && !is_inverted_subject(parse, at);
}

/* "de marathon gelopen van Rotterdam", "de Prijs gekregen voor Jong Onderzoek" */
static int parts_attribute(const kr_rewriter *r, const kr_alternative *a) {
    const kr_parse *parse = &r->parses[a->match.first_sentence];
    const kr_rule *rule = (const kr_rule *)kr_pack_section(r->pack, KR_SECTION_RULES) + a->match.rule;
    int known_verb = rule->kind != KR_RULE_TURN && rule->kind != KR_RULE_PHRASE;
    uint32_t end = a->match.first_sentence == a->match.last_sentence ? a->end : parse->last;
    for (uint32_t at = a->start + 1u; at < end; at++)
        if (opens_attribute(parse, at, known_verb) &&
            !keeps_together(a->flat, kr_word_text(parse, at - 1), kr_word_text(parse, at)))
            return 1;
    return 0;
}

const char *kr_word_order_fault(const kr_rewriter *r, const kr_alternative *a, kr_str base) {
    if (begins_with_figure(r, a, base))
        return "begins the sentence with a figure";
    if ((joins_figures(a->flat) && !joins_figures(base)) || runs_into_figure(r, a, base))
        return "puts two figures side by side";
    return parts_attribute(r, a) ? "parts a noun from its attribute" : NULL;
}
