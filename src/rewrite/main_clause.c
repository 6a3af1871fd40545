/* The main clause of a sentence: see main_clause.h. Takes the shallow parse; the finite verb of the main clause is
 * the first one outside subordinate clauses, and a subject ends in front of it or begins behind it (clauses.c).
 * Where a clause inside another is not closed by a mark, nothing is said of the rest. */
#include "rewrite/main_clause.h"

#include "rewrite/parse.h"

#include <string.h>

static int is_dutch(const kr_parse *parse) {
    return strcmp(kr_pack_language(parse->pack), "nl") == 0;
}

static int is_mark(const kr_parse *parse, uint32_t at) {
    return parse->words[at].tag == KR_TAG_PUNCT;
}

/* parse->last: there is none. */
static uint32_t find_verb(const kr_parse *parse) {
    int subordinate = 0;
    for (uint32_t at = parse->first; at < parse->last; at++) {
        if (is_mark(parse, at))
            subordinate = 0;
        else if (kr_opens_subordinate(parse, at))
            subordinate = 1;
        else if (!subordinate && kr_is_finite(&parse->words[at]))
            return at;
    }
    return parse->last;
}

static int is_imperative(const kr_parse *parse, uint32_t at) {
    const kr_word *word = &parse->words[at];
    return at == parse->first && (word->tag == KR_TAG_FIN || word->tag == KR_TAG_INF) &&
           word->form == (is_dutch(parse) ? (uint32_t)KR_FORM_IK : (uint32_t)KR_FORM_INF);
}

/* ---- tense ---- */

static int is_verb_named(const kr_parse *parse, uint32_t at, const char *name) {
    const kr_lemma *lemmas = kr_pack_section(parse->pack, KR_SECTION_LEMMAS);
    uint32_t lemma = parse->words[at].lemma;
    return lemma != KR_PACK_NONE &&
           kr_str_is(kr_pack_string(parse->pack, lemmas[lemma].name), name);
}

/* A participle behind the verb, in its clause. */
static int has_participle(const kr_parse *parse, uint32_t verb) {
    for (uint32_t at = verb + 1; at < parse->last && !is_mark(parse, at); at++)
        if (parse->words[at].tag == KR_TAG_PP)
            return 1;
    return 0;
}

/* "We put", "zij zetten": present and past look alike. */
static int is_ambiguous(const kr_parse *parse, const kr_word *word) {
    uint32_t past = word->lemma == KR_PACK_NONE ? KR_PACK_NONE
                                                : kr_pack_form(parse->pack, word->lemma, KR_FORM_PAST);
    return word->form == KR_FORM_INF && past != KR_PACK_NONE && past == word->string;
}

/* "Could", "would", "might" may be a wish or the past: only these are told. */
static int is_will(const kr_parse *parse, uint32_t at) {
    static const char *const words[] = {"will", "'ll", "\xe2\x80\x99ll", "shall", "can", "must"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (kr_word_is(parse, at, words[i]))
            return 1;
    return 0;
}

static uint8_t tense_of(const kr_parse *parse, uint32_t verb) {
    const kr_word *word = &parse->words[verb];
    int dutch = is_dutch(parse), past = word->form == KR_FORM_PAST || word->form == KR_FORM_PASTPL;
    if (word->tag == KR_TAG_MODAL)
        return past || (!dutch && !is_will(parse, verb)) ? KR_TENSE_UNKNOWN : KR_TENSE_OPEN;
    if (past)
        return KR_TENSE_PAST;
    if (is_ambiguous(parse, word))
        return KR_TENSE_UNKNOWN;
    if (has_participle(parse, verb) && is_verb_named(parse, verb, dutch ? "hebben" : "have"))
        return KR_TENSE_PAST;
    if (dutch && has_participle(parse, verb) && is_verb_named(parse, verb, "zijn"))
        return KR_TENSE_UNKNOWN; /* "is geopend": a perfect, or how it is now */
    return KR_TENSE_OPEN;
}

static uint8_t is_passive(const kr_parse *parse, uint32_t verb) {
    const char *const helpers[] = {is_dutch(parse) ? "worden" : "be", is_dutch(parse) ? "zijn" : "get"};
    for (uint32_t at = verb; at < parse->last && !is_mark(parse, at); at++)
        for (size_t i = 0; i < 2; i++)
            if (is_verb_named(parse, at, helpers[i]) && has_participle(parse, verb))
                return 1;
    return 0;
}

/* ---- subject ---- */

/* The longest one that ends in front of the verb, adverbs aside, else that begins behind it. */
static const kr_chunk *find_subject(const kr_parse *parse, uint32_t verb) {
    const kr_chunk *before = NULL, *behind = NULL;
    for (uint32_t i = 0; i < parse->chunk_count; i++) {
        const kr_chunk *chunk = &parse->chunks[i];
        uint32_t at = chunk->end;
        if (chunk->kind != KR_CHUNK_SUBJ)
            continue;
        while (at < verb && parse->words[at].tag == KR_TAG_ADV)
            at++;
        if (at == verb && (!before || chunk->start < before->start))
            before = chunk;
        if (chunk->start == verb + 1 && (!behind || chunk->end > behind->end))
            behind = chunk;
    }
    return before ? before : behind;
}

static void take_subject(const kr_parse *parse, const kr_chunk *chunk, kr_main_clause *out) {
    const kr_word *head = &parse->words[chunk->head];
    out->span = (kr_span){parse->words[chunk->start].span.start,
                          parse->words[chunk->end - 1].span.end};
    if (!(chunk->features & KR_FEATURE_PRON)) {
        out->subject = KR_SUBJECT_OTHER;
        out->head = head->span;
    } else if (chunk->features & (KR_FEATURE_1SG | KR_FEATURE_1PL)) {
        out->subject = KR_SUBJECT_SPEAKER;
    } else if (chunk->features & KR_FEATURE_2) {
        out->subject = KR_SUBJECT_READER;
    }
}

int32_t kr_rewrite_main_clause(kr_job *job, const kr_pack *pack, const kr_post *post,
                               uint32_t sentence, kr_main_clause *out) {
    uint8_t costs[KR_TAGS * KR_TAGS];
    kr_parse parse;
    *out = (kr_main_clause){.read = 1};
    kr_tag_costs(costs, kr_pack_language(pack));
    int32_t status = kr_parse_sentence(job, pack, costs, post, sentence, &parse);
    if (status < 0 || parse.first >= parse.last)
        return status;
    uint32_t verb = find_verb(&parse);
    const kr_chunk *subject = verb < parse.last ? find_subject(&parse, verb) : NULL;
    if (!subject && is_imperative(&parse, parse.first)) {
        *out = (kr_main_clause){.tense = KR_TENSE_OPEN, .subject = KR_SUBJECT_READER, .read = 1};
        return KOOR_OK;
    }
    if (verb == parse.last)
        return KOOR_OK;
    out->tense = tense_of(&parse, verb);
    out->passive = is_passive(&parse, verb);
    if (subject)
        take_subject(&parse, subject, out);
    return KOOR_OK;
}
