/* How a wording reads beside its base: both as lines of words (line.h), with the verbs that are open in
 * front of each word (frontier.h), which the checks of this stage compare one after the other. */
#include "rewrite/frontier.h"

typedef const char *check(const kr_frontier *base, const kr_frontier *said);

static void add_base(const kr_rewriter *r, const kr_match *match, kr_line *line) {
    for (uint32_t s = match->first_sentence; s <= match->last_sentence; s++) {
        const kr_parse *parse = &r->parses[s];
        kr_line_add_span(line, r->parses, s, parse->first,
                         s < match->last_sentence ? parse->count : parse->last);
    }
}

static int add_wording(const kr_rewriter *r, const kr_alternative *a, uint32_t which, uint32_t arm,
                       kr_line *line) {
    const kr_parse *last = &r->parses[a->match.last_sentence];
    kr_line_add_span(line, r->parses, a->match.first_sentence,
                     r->parses[a->match.first_sentence].first, a->start);
    if (kr_say_line(r, a, which, arm, line) < 0)
        return -1;
    if (a->next > a->end)
        kr_line_add_text(line, r->pack, KR_STR("."));
    if (a->next < last->last)
        kr_line_add_span(line, r->parses, a->match.last_sentence, a->next, last->last);
    return 0;
}

/* Frames are made for headings too; turns and phrases that move words are made for clauses. */
static int is_for_clauses(const kr_rewriter *r, const kr_alternative *a) {
    uint32_t kind = kr_rule_of(r, &a->match)->kind;
    return kind == KR_RULE_TURN || kind == KR_RULE_PHRASE;
}

static const char *of_order(const kr_rewriter *r, const kr_alternative *a, const kr_frontier *base,
                            const kr_frontier *said) {
    if (is_for_clauses(r, a) && kr_scope_is_fragment(base))
        return "moves words of a text without a verb";
    return kr_anaphora_strays(base, said);
}

/* A rule that names the verb of its clause knows what hangs on it. */
static int names_verb(const kr_rewriter *r, const kr_alternative *a) {
    return !is_for_clauses(r, a);
}

static const char *ask_all(const kr_rewriter *r, const kr_alternative *a, const kr_frontier *base,
                           const kr_frontier *said) {
    static check *const checks[] = {kr_attachment_strays, kr_scope_strays,    kr_echo_strays,
                                    kr_borders_stray,     kr_parallel_strays, kr_weight_strays,
                                    kr_helped_strays};
    const char *reason = kr_attachment_parts(base, said, a, names_verb(r, a));
    for (size_t i = 0; !reason && i < sizeof checks / sizeof *checks; i++)
        reason = checks[i](base, said);
    return reason || !kr_scope_is_reordered(base, said) ? reason : of_order(r, a, base, said);
}

const char *kr_reread_strays(kr_rewriter *r, const kr_alternative *a, uint32_t which, uint32_t arm) {
    static const char too_long[] = "moves words of too long a sentence";
    kr_line *base = &r->lines[0], *said = &r->lines[1];
    kr_frontier read[2];
    base->count = said->count = 0;
    base->full = said->full = 0;
    add_base(r, &a->match, base);
    if (add_wording(r, a, which, arm, said) < 0)
        return NULL;
    if (base->full || said->full)
        return too_long;
    const char *reason = kr_fixed_strays(r, a->match.first_sentence, a->match.last_sentence, said);
    if (reason)
        return reason;
    kr_frontier_read(&read[0], r, base);
    kr_frontier_read(&read[1], r, said);
    return ask_all(r, a, &read[0], &read[1]);
}
