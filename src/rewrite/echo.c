/* What a wording repeats that the base does not, and what it no longer repeats. A word said twice in one
 * sentence is heard as clumsy where nobody meant it ("see every opportunity as an opportunity"), and
 * where the base says one twice it means to ("a very specific shade on a very specific box"). Words are
 * those of the open classes; a word that the rule itself says twice ("step by step") is its author's
 * affair. Two sentences side by side are heard together, near the border between them. */
#include "rewrite/frontier.h"

#include <string.h>

enum { LONGEST_WORD = 64, NEAR = 12, PAIR = 2 };

typedef struct lower_word {
    char at[LONGEST_WORD * 3];
    kr_str text;
} lower_word;

/* 0: it is too long. */
static int lower(kr_str text, lower_word *out) {
    if (text.length >= LONGEST_WORD)
        return 0;
    out->text = (kr_str){out->at, kr_utf8_lower(out->at, text.at, text.length)};
    return 1;
}

static int is_open_class(uint32_t tag) {
    return tag == KR_TAG_PRON || tag == KR_TAG_NOUN || tag == KR_TAG_ADJ || tag == KR_TAG_ADV || kr_tag_is_verb(tag) ||
           tag == KR_TAG_INTERJECTION;
}

/* Neither a clitic ('s) nor so short that nobody hears it again. */
static int is_full(kr_str lowered) {
    return lowered.length >= 3 && !strchr("'\xe2", lowered.at[0]);
}

/* A word of the open classes, in its lower form. Helping verbs and clitics are none, small words those that are
 * heard where they come back. */
static int is_content_word(const kr_rewriter *r, uint32_t tag, kr_str text, lower_word *out) {
    if (!is_open_class(tag) || !lower(text, out))
        return 0;
    if (kr_list_has(r->heard, out->text))
        return 1;
    return is_full(out->text) && !kr_str_is(out->text, "n't") && !kr_list_has(r->function, out->text) &&
           !kr_list_has(r->function, kr_pack_lemma(r->pack, out->text));
}

static int is_content(const kr_frontier *read, uint32_t at, lower_word *out) {
    return is_content_word(read->r, kr_frontier_tag(read, at), kr_frontier_word(read, at)->text, out);
}

/* How often a line has the word: any form of it, or this one. */
static uint32_t times(const kr_frontier *read, kr_str word, int any_form) {
    const kr_pack *pack = read->r->pack;
    uint32_t count = 0;
    for (uint32_t at = 0; at < read->line->count; at++) {
        lower_word other;
        count += is_content(read, at, &other) &&
                 (kr_str_equal(other.text, word) ||
                  (any_form && kr_str_equal(kr_pack_lemma(pack, other.text), kr_pack_lemma(pack, word))));
    }
    return count;
}

static int is_of_base(const kr_line_word *word) {
    return !kr_line_is_own(word) && !word->changed;
}

/* The word at `at` and the one at `other` are the same one, not as a pair of the rule's own. */
static int echoes(const kr_frontier *said, uint32_t at, kr_str word, uint32_t other) {
    lower_word text;
    const kr_pack *pack = said->r->pack;
    if (other == at || other + NEAR < at || other > at + NEAR || !is_content(said, other, &text))
        return 0;
    if (!is_of_base(kr_frontier_word(said, other)) && other + PAIR >= at && other <= at + PAIR)
        return 0;
    return kr_str_equal(kr_pack_lemma(pack, text.text), kr_pack_lemma(pack, word));
}

/* A word that the rule brings stands near the same one. */
static int repeats(const kr_frontier *base, const kr_frontier *said) {
    for (uint32_t at = 0; at < said->line->count; at++) {
        lower_word word;
        if (is_of_base(kr_frontier_word(said, at)) || !is_content(said, at, &word) ||
            times(said, word.text, 1) <= times(base, word.text, 1))
            continue;
        for (uint32_t other = 0; other < said->line->count; other++)
            if (echoes(said, at, word.text, other))
                return 1;
    }
    return 0;
}

/* Whether one of the words [from, end) of a neighbouring sentence is that word, in any form. */
static int stands_in(const kr_rewriter *r, const kr_parse *parse, uint32_t from, uint32_t end, kr_str word) {
    for (uint32_t at = from; at < end && at < parse->last; at++) {
        lower_word other;
        if (is_content_word(r, parse->words[at].tag, kr_word_text(parse, at), &other) &&
            kr_str_equal(kr_pack_lemma(r->pack, other.text), kr_pack_lemma(r->pack, word)))
            return 1;
    }
    return 0;
}

/* "Rents have held steady. Steady work ...": a word that the rule brings stands in the sentence before or
 * behind, near the border. */
static int repeats_neighbour(const kr_frontier *base, const kr_frontier *said) {
    const kr_rewriter *r = base->r;
    uint32_t count = said->line->count;
    if (base->line->count == 0)
        return 0;
    uint32_t first = kr_frontier_word(base, 0)->sentence;
    uint32_t next = kr_frontier_word(base, base->line->count - 1)->sentence + 1u;
    for (uint32_t at = 0; at < count; at++) {
        lower_word word;
        if (is_of_base(kr_frontier_word(said, at)) || !is_content(said, at, &word) || times(base, word.text, 1) > 0)
            continue;
        const kr_parse *before = first > 0 && at < NEAR ? &r->parses[first - 1] : NULL;
        uint32_t reach = before && before->last > NEAR - at ? before->last - (NEAR - at) : 0;
        if (before && stands_in(r, before, reach > before->first ? reach : before->first, before->last, word.text))
            return 1;
        if (next < r->post->sentence_count && count - at < NEAR &&
            stands_in(r, &r->parses[next], r->parses[next].first, r->parses[next].first + NEAR - (count - at), word.text))
            return 1;
    }
    return 0;
}

static int keeps_one(const kr_frontier *said, kr_str word) {
    for (uint32_t at = 0; at < said->line->count; at++) {
        lower_word other;
        if (is_of_base(kr_frontier_word(said, at)) && is_content(said, at, &other) &&
            kr_str_equal(other.text, word))
            return 1;
    }
    return 0;
}

/* A word that the base says twice, and the wording once. */
static int breaks_repetition(const kr_frontier *base, const kr_frontier *said) {
    for (uint32_t at = 0; at < base->line->count; at++) {
        lower_word word;
        uint32_t was = is_content(base, at, &word) ? times(base, word.text, 0) : 0;
        if (was > 1 && times(said, word.text, 0) < was && keeps_one(said, word.text))
            return 1;
    }
    return 0;
}

/* A helping verb is heard twice as well where it is the verb of two predicates side by side. */
static int is_that_verb(const kr_frontier *read, uint32_t at, kr_str verb) {
    lower_word other;
    return kr_tag_is_verb(kr_frontier_tag(read, at)) && lower(kr_frontier_word(read, at)->text, &other) &&
           kr_str_equal(other.text, verb);
}

static uint32_t times_as_verb(const kr_frontier *read, kr_str verb) {
    uint32_t count = 0;
    for (uint32_t at = 0; at < read->line->count; at++)
        count += (uint32_t)is_that_verb(read, at, verb);
    return count;
}

/* A predicate that shares the subject of the one in front of it. */
static int follows_another(const kr_frontier *read, uint32_t at) {
    return at > 0 && (kr_frontier_tag(read, at - 1u) == KR_TAG_CONJ || kr_frontier_says(read, at - 1u, ","));
}

/* "seats 80, has fast Wi-Fi and ..." as "has room for 80, has fast Wi-Fi and ...". */
static int repeats_predicate(const kr_frontier *base, const kr_frontier *said) {
    for (uint32_t at = 0; at < said->line->count; at++) {
        lower_word verb;
        uint32_t tag = kr_frontier_tag(said, at);
        if (is_of_base(kr_frontier_word(said, at)) || !kr_tag_is_verb(tag) || tag == KR_TAG_MODAL ||
            !lower(kr_frontier_word(said, at)->text, &verb) || !is_full(verb.text) ||
            times_as_verb(said, verb.text) <= times_as_verb(base, verb.text))
            continue;
        for (uint32_t other = 0; other < said->line->count; other++)
            if (other != at && is_that_verb(said, other, verb.text) && follows_another(said, other > at ? other : at))
                return 1;
    }
    return 0;
}

const char *kr_echo_strays(const kr_frontier *base, const kr_frontier *said) {
    if (repeats(base, said) || repeats_predicate(base, said))
        return "says a word twice";
    if (repeats_neighbour(base, said))
        return "says a word of the sentence beside it";
    return breaks_repetition(base, said) ? "breaks a repetition of the base" : NULL;
}
