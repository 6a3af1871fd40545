/* What stands side by side stays alike: verbs that share a form ("will show plans and walk through
 * them"), prepositions in a row ("thanks to A, and to B"), and clauses of which each has its verb. A
 * wording that changes one of them and not the others is refused. */
#include "rewrite/frontier.h"

#include <string.h>

enum { LEAD = 4 }; /* words between a conjunction and the preposition behind it: "and above all to" */

static int ends_row(const kr_frontier *read, uint32_t at) {
    uint32_t tag = kr_frontier_tag(read, at);
    return tag == KR_TAG_SUB || (tag == KR_TAG_PUNCT && !kr_frontier_says(read, at, ","));
}

static int joins(const kr_frontier *read, uint32_t at) {
    return kr_frontier_tag(read, at) == KR_TAG_CONJ || kr_frontier_says(read, at, ",");
}

/* As in the base, and in the same form. */
static uint32_t kept_place(const kr_frontier_pair *p, uint32_t from) {
    return kr_frontier_kept(p->said, kr_frontier_word(p->base, from));
}

static uint32_t form_of(const kr_frontier *read, uint32_t at) {
    const kr_line_word *word = kr_frontier_word(read, at);
    return read->r->parses[word->sentence].words[word->at].form;
}

/* The verb that stands beside the one at `from` in the same form; KR_NONE: none. */
static uint32_t partner(const kr_frontier *read, uint32_t from) {
    uint32_t tag = kr_frontier_tag(read, from);
    for (uint32_t at = from + 1; at + 1 < read->line->count && !ends_row(read, at); at++) {
        uint32_t verb = at + 1;
        while (kr_frontier_tag(read, verb) == KR_TAG_ADV)
            verb++;
        if (joins(read, at) && kr_frontier_tag(read, verb) == tag && verb < read->line->count &&
            form_of(read, verb) == form_of(read, from))
            return verb;
    }
    return KR_NONE;
}

/* "will be showing plans and walk through them", "bread containing rye and stays fresh" */
static int parts_verbs(const kr_frontier_pair *p) {
    for (uint32_t to = 0; to < p->said->line->count; to++) {
        const kr_line_word *word = kr_frontier_word(p->said, to);
        uint32_t from = word->changed ? kr_frontier_place(p->base, word) : KR_NONE;
        if (from == KR_NONE || !kr_tag_is_verb(kr_frontier_tag(p->base, from)) ||
            kr_frontier_tag(p->base, from) == word->tag ||
            (kr_tag_is_finite(kr_frontier_tag(p->base, from)) && kr_tag_is_finite(word->tag)))
            continue;
        uint32_t other = partner(p->base, from);
        if (other != KR_NONE && kept_place(p, other) != KR_NONE)
            return 1;
    }
    return 0;
}

/* As a preposition: not "to thank". */
static int says_before(const kr_frontier *said, uint32_t end, kr_str text) {
    for (uint32_t at = 0; at < end; at++)
        if (kr_str_equal_fold(kr_frontier_word(said, at)->text, text) &&
            !kr_tag_is_verb(kr_frontier_tag(said, at + 1)))
            return 1;
    return 0;
}

/* The same preposition behind a conjunction; KR_NONE: there is none. */
static uint32_t preposition_again(const kr_frontier *read, uint32_t from) {
    kr_str text = kr_frontier_word(read, from)->text;
    uint32_t conjunction = KR_NONE;
    for (uint32_t at = from + 1; at < read->line->count; at++) {
        uint32_t tag = kr_frontier_tag(read, at);
        if (tag == KR_TAG_PUNCT && !kr_frontier_says(read, at, ","))
            return KR_NONE;
        if (tag == KR_TAG_CONJ)
            conjunction = at;
        else if (conjunction != KR_NONE && kr_str_equal_fold(kr_frontier_word(read, at)->text, text))
            return at;
        else if (kr_tag_is_verb(tag) || kr_tag_is_nominal(tag) || (conjunction != KR_NONE && at > conjunction + LEAD))
            conjunction = KR_NONE;
    }
    return KR_NONE;
}

/* "We'd like to thank all who came, and to the mayor" */
static int parts_prepositions(const kr_frontier_pair *p) {
    for (uint32_t from = 0; from < p->base->line->count; from++) {
        uint32_t tag = kr_frontier_tag(p->base, from);
        if ((tag != KR_TAG_PREP && tag != KR_TAG_TO) || kept_place(p, from) != KR_NONE)
            continue;
        uint32_t again = preposition_again(p->base, from);
        uint32_t place = again == KR_NONE ? KR_NONE : kept_place(p, again);
        if (place != KR_NONE && !says_before(p->said, place, kr_frontier_word(p->base, from)->text))
            return 1;
    }
    return 0;
}

/* "sprayed or can be mown": a verb behind a conjunction stays there. */
static int leaves_conjunction(const kr_frontier_pair *p) {
    for (uint32_t at = 0; at + 1 < p->base->line->count; at++) {
        uint32_t tag = kr_frontier_tag(p->base, at + 1);
        uint32_t place = kr_frontier_tag(p->base, at) == KR_TAG_CONJ ? kept_place(p, at) : KR_NONE;
        if (place == KR_NONE || (tag != KR_TAG_PP && tag != KR_TAG_INF && tag != KR_TAG_ING))
            continue;
        uint32_t verb = kept_place(p, at + 1);
        if (verb != KR_NONE && verb != place + 1 && !kr_tag_is_verb(kr_frontier_tag(p->said, verb - 1)) &&
            kr_frontier_tag(p->said, place + 1) != tag)
            return 1;
    }
    return 0;
}

/* "thanks for all these years and for the early mornings": the first of the two does not go alone. */
static int parts_phrases(const kr_frontier_pair *p) {
    for (uint32_t at = 1; at + 1 < p->base->line->count; at++) {
        uint32_t place = kr_frontier_tag(p->base, at) == KR_TAG_CONJ ? kept_place(p, at) : KR_NONE;
        if (place == KR_NONE || kr_frontier_tag(p->base, at + 1) != KR_TAG_PREP ||
            kept_place(p, at + 1) != place + 1)
            continue;
        uint32_t first = at;
        while (first > 0 && !kr_tag_is_verb(kr_frontier_tag(p->base, first - 1)) &&
               kr_frontier_tag(p->base, first - 1) != KR_TAG_PUNCT &&
               !kr_str_equal_fold(kr_frontier_word(p->base, first - 1)->text,
                                  kr_frontier_word(p->base, at + 1)->text))
            first--;
        uint32_t before = kept_place(p, at - 1);
        if (first > 0 && kr_frontier_tag(p->base, first - 1) == KR_TAG_PREP && before != KR_NONE &&
            before + 1 != place)
            return 1;
    }
    return 0;
}

/* Whether that pronoun is the subject: in front of the first finite verb, or behind it where no other stands
 * in front ("we offer you a place" has "you" as well). */
static int has_subject(const kr_frontier *read, kr_str text) {
    uint32_t verb = kr_frontier_first_finite(read);
    if (verb == KR_NONE)
        return 0;
    if (verb > 0 && kr_str_equal_fold(kr_frontier_word(read, verb - 1)->text, text))
        return 1;
    return !(verb > 0 && kr_frontier_tag(read, verb - 1) == KR_TAG_PRON) && verb + 1 < read->line->count &&
           kr_str_equal_fold(kr_frontier_word(read, verb + 1)->text, text);
}

/* In front of that place, where the line has it. */
static int has_finite(const kr_frontier *read, uint32_t end) {
    return end != KR_NONE && kr_frontier_first_finite(read) < end;
}

/* "we are glad that you are here and wish you luck": the second verb needs the subject of the first. */
static int leaves_verb_alone(const kr_frontier_pair *p) {
    if (kr_frontier_tag(p->base, 0) != KR_TAG_PRON || !kr_tag_is_finite(kr_frontier_tag(p->base, 1)) ||
        kept_place(p, 0) != KR_NONE || kept_place(p, 1) != KR_NONE || has_subject(p->said, kr_frontier_word(p->base, 0)->text))
        return 0;
    for (uint32_t at = 2; at + 1 < p->base->line->count && kr_frontier_tag(p->base, at) != KR_TAG_PUNCT; at++)
        if (kr_frontier_tag(p->base, at) == KR_TAG_CONJ && kr_tag_is_finite(kr_frontier_tag(p->base, at + 1)) &&
            form_of(p->base, at + 1) == form_of(p->base, 1) && kept_place(p, at + 1) != KR_NONE &&
            has_finite(p->said, kept_place(p, at)))
            return 1;
    return 0;
}

/* A pronoun that may be a subject: not "zich". */
static int is_subject_pronoun(const kr_frontier *read, uint32_t at) {
    return kr_frontier_tag(read, at) == KR_TAG_PRON && kr_frontier_word(read, at)->features & KR_FEATURE_SUBJ;
}

/* Dutch, "ze begon hier in 2009, leidde daarna de zaak": what shares the subject wants it in front. */
static int inverts_shared_subject(const kr_frontier_pair *p) {
    uint32_t verb = kr_frontier_first_finite(p->base), said = kr_frontier_first_finite(p->said);
    uint32_t subject = kept_place(p, 0);
    if (!p->base->dutch || verb == KR_NONE || verb == 0 || said == KR_NONE || subject == KR_NONE || subject < said)
        return 0;
    for (uint32_t at = 0; at < verb; at++)
        if (kr_frontier_opens(p->base, at)) /* "the colleagues who bake, get": the first verb is not the clause's */
            return 0;
    for (uint32_t at = verb + 1; at + 1 < p->base->line->count; at++)
        if (joins(p->base, at) && kr_tag_is_finite(kr_frontier_tag(p->base, at + 1)) &&
            !is_subject_pronoun(p->base, at + 2))
            return kept_place(p, at + 1) != said;
    return 0;
}

const char *kr_parallel_strays(const kr_frontier *base, const kr_frontier *said) {
    const kr_frontier_pair p = {base, said};
    if (parts_verbs(&p))
        return "changes one of two verbs that share a form";
    if (parts_prepositions(&p))
        return "leaves the second of two prepositions alone";
    if (parts_phrases(&p))
        return "parts two phrases that stand side by side";
    if (leaves_verb_alone(&p))
        return "leaves a second verb without its subject";
    if (inverts_shared_subject(&p))
        return "moves a subject that two verbs share behind the first";
    return leaves_conjunction(&p) ? "parts a conjunction from its verb" : NULL;
}
