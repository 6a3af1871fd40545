/* What no rule may do with figures, dates and lists, whatever it is about: begin a sentence with a figure where the
 * base begins with a word, put two of them side by side, and say one of several lines otherwise than the rest. */
#include "rewrite/rewriter.h"

#include <string.h>

static int is_digit(kr_str text) {
    return text.length && text.at[0] >= '0' && text.at[0] <= '9';
}

/* "63 kinderen mochten mee": a sentence that begins with a word keeps doing so; a heading ("10%
 * korting") and a call to act may begin with a figure. */
static int begins_with_figure(const kr_rewriter *r, const kr_alternative *a, kr_str base) {
    const kr_parse *parse = &r->parses[a->match.first_sentence];
    return a->start == parse->first && is_digit(a->flat) && !is_digit(base) &&
           kr_rule_of(r, &a->match)->kind != KR_RULE_CTA && kr_has_finite_verb(parse);
}

/* "It rained. 14 came in.": nor does a sentence that the wording makes. */
static int makes_sentence_with_figure(kr_str said, kr_str base) {
    for (size_t i = 0; i + 2 < said.length; i++)
        if (strchr(".!", said.at[i]) && said.at[i + 1] == ' ' && is_digit((kr_str){said.at + i + 2, 1}))
            return kr_str_find(base, (kr_str){said.at + i, 3}, 0) == SIZE_MAX;
    return 0;
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

static int is_dated_line(const kr_rewriter *r, uint32_t sentence) {
    const kr_parse *parse = &r->parses[sentence];
    return parse->first < parse->last && parse->words[parse->first].atom == KR_ATOM_DATE + 1 &&
           !kr_has_finite_verb(parse);
}

static int is_item(const kr_rewriter *r, uint32_t sentence) {
    return r->post->sentences[sentence].kind == KR_SENTENCE_ITEM;
}

static int stands_in_row(const kr_rewriter *r, uint32_t own, int (*is_line)(const kr_rewriter *, uint32_t)) {
    return is_line(r, own) && ((own > 0 && is_line(r, own - 1)) ||
                               (own + 1 < r->post->sentence_count && is_line(r, own + 1)));
}

/* "Tuesday 3 March, 7pm, Leeds", and Hull below it: what stands in a row begins alike. Items of a list are built
 * alike: none of them has its words moved or is cut in two. */
static const char *breaks_row(const kr_rewriter *r, const kr_alternative *a) {
    uint32_t own = a->match.first_sentence;
    if (a->start == r->parses[own].first && stands_in_row(r, own, is_dated_line))
        return "breaks a row of dates";
    if (kr_rule_of(r, &a->match)->kind == KR_RULE_TURN && stands_in_row(r, own, is_item))
        return "builds one item of a list otherwise";
    return NULL;
}

const char *kr_word_order_fault(const kr_rewriter *r, const kr_alternative *a, kr_str base) {
    if (begins_with_figure(r, a, base) || makes_sentence_with_figure(a->flat, base))
        return "begins the sentence with a figure";
    const char *row = breaks_row(r, a);
    if (row)
        return row;
    return (joins_figures(a->flat) && !joins_figures(base)) || runs_into_figure(r, a, base)
               ? "puts two figures side by side"
               : NULL;
}
