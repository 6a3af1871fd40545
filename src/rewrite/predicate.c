/* The predicate of a main clause: its finite verb and what hangs on it, up to any place where the
 * sentence can be cut without cutting a clause, a list or an attribute in two. Rules move such pieces
 * past what tells when, where or why.
 *
 * It ends before a second finite verb, a subordinate or relative clause, a second verb behind a
 * conjunction, a mark that is no comma of a list, and a participle or infinitive that may hang on the
 * noun before it: what stands behind those need not belong to the verb. In English, where all verbs of
 * a group stand together, it ends before any verb behind the group: in "without closing the library
 * for a day" the day is that of the closing. */
#include "rewrite/parse.h"

#include <string.h>

static uint32_t tag_at(const kr_parse *parse, uint32_t at) {
    return at < parse->last ? parse->words[at].tag : KR_TAG_PUNCT;
}

static int is_nominal(uint32_t tag) {
    return tag == KR_TAG_NOUN || tag == KR_TAG_NAME || tag == KR_TAG_PRON || tag == KR_TAG_NUM ||
           tag == KR_TAG_UNKNOWN || tag == KR_TAG_TIME;
}

static int is_verb(uint32_t tag) {
    return tag == KR_TAG_FIN || tag == KR_TAG_MODAL || tag == KR_TAG_INF || tag == KR_TAG_PP ||
           tag == KR_TAG_ING;
}

/* "in Ghent, our first office and ...": a name and what it is. */
static int opens_apposition(const kr_parse *parse, uint32_t comma) {
    uint32_t behind = tag_at(parse, comma + 1);
    return tag_at(parse, comma - 1) == KR_TAG_NAME &&
           (behind == KR_TAG_POSS || behind == KR_TAG_DET);
}

/* A comma between the items of a list: one phrase, with "and" or "or" in it, runs over it. Where a
 * finite verb follows, the phrase is the subject of another clause. */
static int is_list_comma(const kr_parse *parse, uint32_t at) {
    if (!kr_word_is(parse, at, ",") || opens_apposition(parse, at))
        return 0;
    for (uint32_t i = 0; i < parse->chunk_count; i++) {
        const kr_chunk *chunk = &parse->chunks[i];
        if (chunk->kind != KR_CHUNK_NP || chunk->start >= at || chunk->end <= at + 1u ||
            (chunk->end < parse->last && kr_is_finite(&parse->words[chunk->end])))
            continue;
        for (uint32_t word = at + 1; word < chunk->end; word++)
            if (parse->words[word].tag == KR_TAG_CONJ)
                return 1;
    }
    return 0;
}

static int joins_verbs(const kr_parse *parse, uint32_t at) {
    uint32_t behind = at + 1;
    while (tag_at(parse, behind) == KR_TAG_ADV)
        behind++;
    return tag_at(parse, at) == KR_TAG_CONJ && is_verb(tag_at(parse, behind));
}

static int is_any_word(const kr_parse *parse, uint32_t at, const char *const *words, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (kr_word_is(parse, at, words[i]))
            return 1;
    return 0;
}

/* "they spent the day painting" is no attribute. */
static int follows_spend(const kr_parse *parse, uint32_t start) {
    static const char *const forms[] = {"spend", "spends", "spent", "spending"};
    for (uint32_t at = start; at < parse->last; at++)
        if (is_any_word(parse, at, forms, sizeof forms / sizeof *forms))
            return 1;
    return 0;
}

/* "37 stolen bicycles", "the opening hours": an attribute, not a verb. */
static int is_attribute(const kr_parse *parse, uint32_t at) {
    uint32_t before = tag_at(parse, at - 1);
    return (before == KR_TAG_DET || before == KR_TAG_POSS || before == KR_TAG_NUM ||
            before == KR_TAG_ADJ) &&
           is_nominal(tag_at(parse, at + 1));
}

/* "a chance to win", "volunteers working", "a bike made": they may hang on the noun. */
static int hangs_on_noun(const kr_parse *parse, uint32_t at) {
    uint32_t tag = tag_at(parse, at), before = tag_at(parse, at - 1);
    if (before == KR_TAG_PART)
        before = KR_TAG_NOUN;
    if (tag == KR_TAG_ING && follows_spend(parse, parse->first))
        return 0;
    return (tag == KR_TAG_TO || tag == KR_TAG_ING || tag == KR_TAG_PP) && is_nominal(before) &&
           !is_attribute(parse, at);
}

/* "has to", "are going to", "were able to" say how the verb behind them holds; in "hope to" and
 * "invite you to" it is another one. */
static int joins_group(const kr_parse *parse, uint32_t to) {
    static const char *const words[] = {"have", "has", "had", "'ve", "going", "able"};
    return is_any_word(parse, to - 1, words, sizeof words / sizeof *words);
}

/* The end of an English verb group that begins with its finite verb. */
static uint32_t group_end(const kr_parse *parse, uint32_t verb) {
    uint32_t at = verb + 1;
    for (; at < parse->last; at++) {
        uint32_t tag = tag_at(parse, at);
        if (tag == KR_TAG_TO ? !joins_group(parse, at)
                             : tag != KR_TAG_ADV && tag != KR_TAG_PART && !is_verb(tag))
            break;
    }
    return at;
}

static int is_english(const kr_parse *parse) {
    return strcmp(kr_pack_language(parse->pack), "en") == 0;
}

static int is_other_verb(const kr_parse *parse, uint32_t at) {
    uint32_t tag = tag_at(parse, at);
    return (is_verb(tag) || tag == KR_TAG_TO) && !is_attribute(parse, at) &&
           !(tag == KR_TAG_ING && follows_spend(parse, parse->first));
}

static int ends_predicate(const kr_parse *parse, uint32_t at) {
    uint32_t tag = tag_at(parse, at);
    if (tag == KR_TAG_PUNCT)
        return !is_list_comma(parse, at);
    return tag == KR_TAG_REF || tag == KR_TAG_PICTURE || kr_is_finite(&parse->words[at]) ||
           kr_opens_subordinate(parse, at) || joins_verbs(parse, at) || hangs_on_noun(parse, at);
}

uint32_t kr_predicate_end(const kr_parse *parse, uint32_t start) {
    uint32_t at = start;
    while (tag_at(parse, at) == KR_TAG_ADV)
        at++;
    if (at >= parse->last || !kr_is_finite(&parse->words[at]))
        return start;
    uint32_t group = is_english(parse) ? group_end(parse, at) : parse->last;
    for (at++; at < parse->last && !ends_predicate(parse, at); at++)
        if (at >= group && is_other_verb(parse, at))
            break;
    return at;
}

int kr_predicate_may_end(const kr_parse *parse, uint32_t start, uint32_t end) {
    uint32_t before = tag_at(parse, end - 1);
    int verb = 0;
    for (uint32_t at = start; at < end; at++)
        verb |= kr_is_finite(&parse->words[at]);
    return verb && before != KR_TAG_CONJ && before != KR_TAG_PUNCT && before != KR_TAG_DET &&
           before != KR_TAG_POSS && before != KR_TAG_TO && tag_at(parse, end) != KR_TAG_PART &&
           !(end < parse->last && is_list_comma(parse, end));
}
