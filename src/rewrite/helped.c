/* A helping verb that stays keeps the form that it asks for: "has won" is no "has took", however well a
 * rule's past stands for another past. Where a wording puts a verb in the place of a participle or
 * infinitive, that verb can be one too. */
#include "rewrite/frontier.h"

#include <string.h>

enum { LONGEST_WORD = 64, FAR = 12 };

static int is_helped_form(uint32_t kind) {
    kind &= ~(uint32_t)KR_FORM_JOINED;
    return kind == KR_FORM_PP || kind == KR_FORM_PPE || kind == KR_FORM_ING || kind == KR_FORM_INF;
}

/* Whether a word is a finite verb in the lexicon, and no other form of one ("rose", be it a noun). */
static int is_only_finite(const kr_pack *pack, kr_str text) {
    const kr_pack_word *words = kr_pack_section(pack, KR_SECTION_STRINGS);
    const kr_reading *readings = kr_pack_section(pack, KR_SECTION_READINGS);
    char lower[LONGEST_WORD * 3];
    if (text.length >= LONGEST_WORD)
        return 0;
    uint32_t string = kr_pack_find(pack, (kr_str){lower, kr_utf8_lower(lower, text.at, text.length)});
    if (string == KR_PACK_NONE || !(words[string].classes & KR_WORD_VERB) ||
        words[string].classes & ~(uint32_t)(KR_WORD_VERB | KR_WORD_NOUN))
        return 0;
    for (uint32_t i = 0; i < words[string].reading_count; i++)
        if (is_helped_form(readings[words[string].reading + i].kind))
            return 0;
    return 1;
}

/* The helping verb, or "to", in front of the word in its clause; KR_NONE: there is none. */
static uint32_t helper_of(const kr_frontier *base, uint32_t from) {
    for (uint32_t at = from; at > 0 && at + FAR > from; at--) {
        uint32_t tag = kr_frontier_tag(base, at - 1);
        if (tag == KR_TAG_TO || kr_tag_is_finite(tag))
            return at - 1;
        if (tag == KR_TAG_PUNCT || tag == KR_TAG_SUB || tag == KR_TAG_CONJ)
            return KR_NONE;
    }
    return KR_NONE;
}

/* The word of the base that a rule's own word stands for: the one behind the word in front of it. */
static uint32_t replaced(const kr_frontier *base, const kr_frontier *said, uint32_t to) {
    if (to == 0 || kr_line_is_own(kr_frontier_word(said, to - 1)))
        return KR_NONE;
    uint32_t before = kr_frontier_place(base, kr_frontier_word(said, to - 1)), from = before + 1;
    if (before == KR_NONE || from >= base->line->count ||
        kr_frontier_place(said, kr_frontier_word(base, from)) != KR_NONE)
        return KR_NONE;
    return from;
}

const char *kr_helped_strays(const kr_frontier *base, const kr_frontier *said) {
    for (uint32_t to = 1; to < said->line->count; to++) {
        const kr_line_word *word = kr_frontier_word(said, to);
        uint32_t from = kr_line_is_own(word) ? replaced(base, said, to) : KR_NONE;
        uint32_t tag = from == KR_NONE ? KR_TAG_UNKNOWN : kr_frontier_tag(base, from);
        if (tag != KR_TAG_PP && tag != KR_TAG_INF && tag != KR_TAG_ING)
            continue;
        uint32_t helper = helper_of(base, from);
        if (helper != KR_NONE && kr_frontier_kept(said, kr_frontier_word(base, helper)) != KR_NONE &&
            is_only_finite(said->r->pack, word->text))
            return "gives a helping verb the wrong form";
    }
    return NULL;
}
