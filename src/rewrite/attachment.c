/* What the parts of a sentence belong to, before and after a rule moved them. A wording in which a
 * phrase could be read as part of something else than in the base is refused, whatever the rule.
 *
 * Both the base and the wording are lines of words (line.h). For each word the line knows which verbs
 * are open in front of it: that of its own clause first, then those around it (the right frontier of
 * the sentence so far). A phrase hangs on one of these, or on the noun right before it. Only words that
 * have another neighbour on their left than in the base can have changed, so only these are compared:
 * what a phrase may hang on in the wording, it must have been able to hang on in the base, and the
 * nearest of the base must still be there. What a rule writes itself is its author's affair. */
#include "rewrite/frontier.h"

#include <string.h>

/* ---- what a word belongs to ---- */

/* The clauses that a word at `at` may belong to: the one that is open, and those around it, unless the
 * verb of the first is still to come. A verb does not belong to itself. */
typedef struct hosts {
    uint8_t at[KR_MOST_OPEN];
    uint32_t count;
} hosts;

static void find_hosts(const kr_frontier *read, uint32_t at, hosts *out) {
    out->count = 0;
    for (uint8_t c = read->open[at]; c != KR_NO_CLAUSE; c = read->clauses[c].around) {
        uint32_t verb = read->clauses[c].verb;
        if (verb == at)
            continue;
        out->at[out->count++] = c;
        if (verb != KR_NONE && verb > at)
            return;
    }
}

static uint32_t verb_of(const kr_frontier *read, const hosts *found, uint32_t i) {
    return i < found->count ? read->clauses[found->at[i]].verb : KR_NONE;
}

/* Whether the verb of one line is of a clause among the hosts of the other. */
static int is_among(const kr_frontier *read, const hosts *found, const kr_line_word *verb) {
    uint32_t place = kr_frontier_place(read, verb);
    for (uint32_t i = 0; i < found->count; i++)
        if (place == KR_NONE || read->open[place + 1] == found->at[i] ||
            verb_of(read, found, i) == KR_NONE)
            return 1;
    return 0;
}

/* "why the bus is late": the clause that the word at `at` opens has its verb there. */
static int is_of_own_clause(const kr_frontier *read, uint32_t at, const kr_line_word *verb) {
    uint32_t place = kr_frontier_place(read, verb);
    return kr_frontier_opens(read, at) && place != KR_NONE &&
           read->open[place + 1] == read->open[at + 1];
}

/* The rule writes the verb of the clause, or one beside it. */
static int has_own_verb(const kr_frontier *read, uint8_t clause) {
    for (uint32_t at = 0; at < read->line->count; at++)
        if (read->open[at + 1] == clause && kr_tag_is_finite(kr_frontier_tag(read, at)) &&
            kr_line_is_own(kr_frontier_word(read, at)))
            return 1;
    return 0;
}

/* Both stand closest to a verb of the same clause, which is how they are read. */
static int nearest_is_same(const kr_frontier *base, const hosts *from, const kr_frontier *said,
                           const hosts *to) {
    uint32_t verb = verb_of(said, to, 0);
    uint32_t place = verb == KR_NONE || kr_line_is_own(kr_frontier_word(said, verb))
                         ? KR_NONE
                         : kr_frontier_place(base, kr_frontier_word(said, verb));
    return place != KR_NONE && from->count && base->open[place + 1] == from->at[0];
}

/* Every verb that it may belong to in the wording could have it in the base. Those of another sentence
 * of the base are around it only where the rule joined the two. */
static int finds_no_other(const kr_frontier *base, uint32_t from, const kr_frontier *said, uint32_t to) {
    hosts was, is;
    find_hosts(base, from, &was);
    find_hosts(said, to, &is);
    if (nearest_is_same(base, &was, said, &is))
        return 1;
    for (uint32_t i = 0; i < is.count; i++) {
        uint32_t at = verb_of(said, &is, i);
        const kr_line_word *verb = at == KR_NONE ? NULL : kr_frontier_word(said, at);
        if (verb && !kr_line_is_own(verb) && !has_own_verb(said, is.at[i]) && (i == 0 || verb->sentence == kr_frontier_word(base, from)->sentence) &&
            !is_among(base, &was, verb) && !is_of_own_clause(base, from, verb))
            return 0;
    }
    return 1;
}

/* A mark between the two makes texts of their own of them. */
static int is_other_sentence(const kr_frontier *read, uint32_t a, uint32_t b) {
    for (uint32_t at = a < b ? a : b; at < a || at < b; at++)
        if (kr_frontier_tag(read, at) == KR_TAG_PUNCT && !kr_frontier_says(read, at, ",") && !kr_frontier_says(read, at, "(") &&
            !kr_frontier_says(read, at, ")"))
            return 1;
    return 0;
}

/* The verb that it stands closest to in the base can still have it; a verb of the rule's own may stand
 * for it. */
static int keeps_nearest(const kr_frontier *base, uint32_t from, const kr_frontier *said, uint32_t to) {
    hosts was, is;
    int gone = 1;
    find_hosts(base, from, &was);
    find_hosts(said, to, &is);
    uint32_t nearest = verb_of(said, &is, 0);
    if (was.count == 0 || nearest == KR_NONE || kr_line_is_own(kr_frontier_word(said, nearest)))
        return 1;
    for (uint32_t at = 0; at < base->line->count; at++) {
        const kr_line_word *word = kr_frontier_word(base, at);
        int counts = at != from && kr_tag_is_verb(word->tag) && base->open[at + 1] == was.at[0];
        uint32_t place = counts ? kr_frontier_place(said, word) : KR_NONE;
        if (place == KR_NONE || is_other_sentence(said, place, to))
            continue;
        gone = 0;
        for (uint32_t i = 0; i < is.count; i++)
            if (said->open[place + 1] == is.at[i])
                return 1;
    }
    return gone;
}

/* ---- nouns ---- */

/* Whether a phrase with this preposition is more often a noun's than a verb's. One with "the" or "our"
 * in it says the same as either. */
static int takes_noun(const kr_frontier *read, uint32_t at) {
    uint32_t behind = kr_frontier_tag(read, at + 1);
    if (kr_frontier_lists(read, at, KR_WORDS_ATTACH_ALWAYS))
        return 1;
    if (behind == KR_TAG_POSS || behind == KR_TAG_PART || /* "with the help of" */
        (behind == KR_TAG_DET && kr_frontier_word(read, at + 1)->features & KR_FEATURE_DEF))
        return 0;
    return kr_frontier_lists(read, at, KR_WORDS_ATTACH_NOUN);
}

/* Whether what begins at `at` may be an attribute of a noun that stands right before it. */
static int may_hang_on(const kr_frontier *read, uint32_t at, const kr_line_word *noun) {
    uint32_t tag = kr_frontier_tag(read, at), behind = kr_frontier_tag(read, at + 1);
    if (!kr_tag_is_nominal(noun->tag) || noun->tag == KR_TAG_NAME)
        return 0;
    if (kr_frontier_opens(read, at) && tag != KR_TAG_SUB)
        return 1;
    if (tag == KR_TAG_ING || tag == KR_TAG_TO)
        return !read->dutch && !kr_tag_is_nominal(behind);
    return tag == KR_TAG_PREP && behind != KR_TAG_PUNCT && takes_noun(read, at) &&
           !kr_frontier_tells(read, at, KR_CHUNK_TIME) && !kr_frontier_tells(read, at, KR_CHUNK_PLACE) &&
           !kr_frontier_begins(read, at, KR_CHUNK_PP, KR_FEATURE_TIME);
}

static const kr_line_word *noun_before(const kr_frontier *read, uint32_t at) {
    static const kr_line_word none = {.at = KR_NOT_OF_BASE, .tag = KR_TAG_PUNCT};
    return at > 0 && kr_tag_is_nominal(kr_frontier_tag(read, at - 1)) ? kr_frontier_word(read, at - 1) : &none;
}

/* "honey and sugar" for "sugar and honey": what follows belongs to both of a list. */
static int are_of_one_phrase(const kr_frontier *base, const kr_line_word *a, const kr_line_word *b) {
    const kr_parse *parse = &base->r->parses[a->sentence];
    if (kr_line_is_own(a) || kr_line_is_own(b) || a->sentence != b->sentence)
        return 0;
    for (uint32_t i = 0; i < parse->chunk_count; i++) {
        const kr_chunk *chunk = &parse->chunks[i];
        if (chunk->kind == KR_CHUNK_NP && chunk->start <= a->at && chunk->start <= b->at &&
            chunk->end > a->at && chunk->end > b->at)
            return 1;
    }
    return 0;
}

/* With a verb that the rule writes, and with "to be", noun and verb say the same of the phrase. */
static int says_only_that_it_is(const kr_frontier *read, uint32_t verb) {
    return kr_frontier_lists(read, verb, KR_WORDS_PARSE_COPULA) || kr_line_is_own(kr_frontier_word(read, verb));
}

static int hangs_on_other_noun(const kr_frontier *base, uint32_t from, const kr_frontier *said,
                               uint32_t to) {
    const kr_line_word *noun = noun_before(said, to), *before = noun_before(base, from);
    hosts is;
    find_hosts(said, to, &is);
    uint32_t verb = verb_of(said, &is, 0);
    return !kr_line_is_own(noun) && !kr_line_same(noun, before) && may_hang_on(said, to, noun) &&
           !are_of_one_phrase(base, noun, before) &&
           (verb == KR_NONE || !says_only_that_it_is(said, verb));
}

/* "van Gent naar Brussel" */
static int is_way(const kr_frontier *read, uint32_t at) {
    for (uint32_t i = at + 1; i < at + 6; i++)
        if (kr_frontier_lists(read, i, KR_WORDS_PARSE_TOWARD))
            return 1;
    return 0;
}

/* "of" always goes with its noun. Other prepositions may have been the verb's, until something is put
 * between the noun and the phrase: "1,000 days this week without an accident". */
static int is_torn_from_noun(const kr_frontier *base, uint32_t from, const kr_frontier *said,
                             uint32_t to) {
    const kr_line_word *noun = noun_before(base, from);
    uint32_t place = kr_frontier_place(said, noun);
    if (kr_frontier_tag(base, from) != KR_TAG_PREP || !kr_tag_is_nominal(noun->tag) ||
        place == KR_NONE || place + 1 == to || are_of_one_phrase(base, noun, noun_before(said, to)))
        return 0;
    if (kr_frontier_lists(base, from, KR_WORDS_ATTACH_ALWAYS))
        return !is_way(base, from);
    return place < to && !kr_tag_is_verb(kr_frontier_tag(said, to - 1)) && noun->tag == KR_TAG_NOUN && may_hang_on(base, from, noun) &&
           !kr_frontier_lists(base, from, KR_WORDS_ATTACH_WAY);
}

/* ---- the comparison ---- */

/* Items of a list stay with their conjunction: "by drying the plates and washing the cups". */
static int is_conjunct(const kr_frontier *read, uint32_t at) {
    return at > 0 && kr_frontier_tag(read, at - 1) == KR_TAG_CONJ;
}

/* What can hang on a verb of another clause: phrases, adverbs, clauses. */
static int is_loose(const kr_frontier *read, uint32_t at) {
    uint32_t tag = kr_frontier_tag(read, at);
    return tag == KR_TAG_PREP || tag == KR_TAG_ADV || tag == KR_TAG_TIME || tag == KR_TAG_SUB ||
           tag == KR_TAG_TO || tag == KR_TAG_ING || kr_frontier_tells(read, at, KR_CHUNK_TIME) ||
           kr_frontier_opens(read, at);
}

/* Whether the word before it is the one that stands there in the base, but for what the rule leaves
 * out. */
static int stands_as_before(const kr_frontier *base, uint32_t from, const kr_frontier *said, uint32_t to) {
    if (to == 0)
        return from == 0;
    while (from > 0 && kr_frontier_place(said, kr_frontier_word(base, from - 1)) == KR_NONE)
        from--;
    return from > 0 && kr_line_same(kr_frontier_word(base, from - 1), kr_frontier_word(said, to - 1));
}

/* A preposition stays with its object: not "talk about it in today". */
static int loses_object(const kr_frontier *base, const kr_frontier *said, uint32_t to) {
    const kr_line_word *before = to > 0 ? kr_frontier_word(said, to - 1) : NULL;
    uint32_t from = !before || kr_line_is_own(before) || before->changed
                        ? KR_NONE
                        : kr_frontier_place(base, before);
    if (from == KR_NONE || from + 1 >= base->line->count ||
        kr_line_is_own(kr_frontier_word(said, to)) ||
        kr_line_same(kr_frontier_word(base, from + 1), kr_frontier_word(said, to)))
        return 0;
    uint32_t object = kr_frontier_tag(base, from + 1);
    return before->tag == KR_TAG_PREP && (kr_tag_is_nominal(object) || object == KR_TAG_REF) &&
           kr_frontier_tells(said, to, KR_CHUNK_TIME) && kr_frontier_tag(said, to) != KR_TAG_TIME;
}

static uint32_t before_comma(const kr_frontier *read, uint32_t at) {
    return at > 1 && kr_frontier_says(read, at - 1, ",") ? at - 2 : at - 1;
}

/* "Annalise, who lost two fingers": a relative clause stays with its noun. */
static int loses_noun(const kr_frontier *base, uint32_t from, const kr_frontier *said, uint32_t to) {
    if (from == 0 || !kr_frontier_lists(base, from, KR_WORDS_ATTACH_RELATIVE))
        return 0;
    const kr_line_word *noun = kr_frontier_word(base, before_comma(base, from));
    if (!kr_tag_is_nominal(noun->tag) || kr_frontier_place(said, noun) == KR_NONE)
        return 0;
    const kr_line_word *other = to ? kr_frontier_word(said, before_comma(said, to)) : NULL;
    return !other || (!kr_line_same(noun, other) && !kr_line_is_own(other) &&
                      !are_of_one_phrase(base, noun, other));
}

const char *kr_attachment_strays(const kr_frontier *base, const kr_frontier *said) {
    for (uint32_t to = 0; to < said->line->count; to++) {
        const kr_line_word *word = kr_frontier_word(said, to);
        if (loses_object(base, said, to))
            return "cuts a phrase in two";
        uint32_t from = kr_line_is_own(word) || word->changed ? KR_NONE : kr_frontier_place(base, word);
        if (from == KR_NONE || stands_as_before(base, from, said, to) || !is_loose(said, to))
            continue;
        int listed = kr_tag_is_verb(word->tag) && (is_conjunct(base, from) || is_conjunct(said, to));
        if (!listed && !finds_no_other(base, from, said, to))
            return "could belong to another verb where it stands now";
        if (hangs_on_other_noun(base, from, said, to))
            return "could belong to the noun before it";
        if ((!is_conjunct(base, from) && !keeps_nearest(base, from, said, to)) ||
            is_torn_from_noun(base, from, said, to) || loses_noun(base, from, said, to))
            return "no longer belongs to what it stood with";
    }
    return NULL;
}

/* ---- prepositions that a noun keeps ---- */

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
 * verb knows better. A good sentence less is better than one that says something else. */
static int opens_attribute(const kr_parse *parse, uint32_t at, int known_verb) {
    if (parse->words[at - 1].tag != KR_TAG_NOUN && parse->words[at - 1].tag != KR_TAG_NAME)
        return 0;
    if (chunk_at(parse, KR_CHUNK_TIME, at))
        return 0;
    if (kr_word_listed(parse, at, KR_WORDS_ATTACH_ALWAYS))
        return parse->words[at - 1].tag == KR_TAG_NOUN;
    /* "legt in de video uit hoe het gaat": with nothing behind it, it is the particle of the verb. */
    return !known_verb && parse->words[at].tag == KR_TAG_PREP && kr_word_listed(parse, at, KR_WORDS_ATTACH_LIKELY) &&
           chunk_at(parse, KR_CHUNK_PP, at) && !ends_at(parse, KR_CHUNK_TIME, at) &&
           !is_inverted_subject(parse, at);
}

/* "de marathon gelopen van Rotterdam", "de Prijs gekregen voor Jong Onderzoek" */
const char *kr_attachment_parts(const kr_frontier *base, const kr_frontier *said,
                                const kr_alternative *a, int known_verb) {
    const kr_parse *parse = &base->r->parses[a->match.first_sentence];
    uint32_t end = a->match.first_sentence == a->match.last_sentence ? a->end : parse->last;
    for (uint32_t at = 1; at < base->line->count; at++) {
        const kr_line_word *word = kr_frontier_word(base, at);
        if (word->sentence != a->match.first_sentence || word->at <= a->start || word->at >= end ||
            !opens_attribute(parse, word->at, known_verb))
            continue;
        uint32_t noun = kr_frontier_place(said, kr_frontier_word(base, at - 1));
        uint32_t place = kr_frontier_place(said, word);
        if (noun != KR_NONE && place != KR_NONE && place != noun + 1)
            return "parts a noun from its attribute";
    }
    return NULL;
}
