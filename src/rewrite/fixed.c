/* Fixed expressions (the pack's list fixed.expression: "as well as", "make the most of") keep their words
 * together. A rule that says the whole of one otherwise is its author's affair; a wording that keeps some
 * of its words and leaves others out, or puts words between them, took them for words of their own, and
 * is refused. The first word stands for all forms of its lemma. What something is called ("a talk
 * entitled ...") stays to the letter. */
#include "rewrite/rewriter.h"

#include <string.h>

enum { LONGEST_KEY = 256 };

/* The lemma of the word at `at` and the `count` words behind it, as one string of the pack. */
static uint32_t by_lemma(const kr_parse *parse, uint32_t at, uint32_t count) {
    const kr_lemma *lemmas = kr_pack_section(parse->pack, KR_SECTION_LEMMAS);
    const kr_word *word = &parse->words[at];
    char key[LONGEST_KEY];
    if (word->lemma == KR_PACK_NONE)
        return KR_PACK_NONE;
    kr_str name = kr_pack_string(parse->pack, lemmas[word->lemma].name);
    size_t length = name.length;
    if (length >= sizeof key)
        return KR_PACK_NONE;
    memcpy(key, name.at, length);
    for (uint32_t i = 1; i <= count; i++) {
        if (word[i].string == KR_PACK_NONE)
            return KR_PACK_NONE;
        kr_str next = kr_pack_string(parse->pack, word[i].string);
        if (length + 1 + next.length >= sizeof key)
            return KR_PACK_NONE;
        key[length++] = ' ';
        memcpy(key + length, next.at, next.length);
        length += next.length;
    }
    return kr_pack_find(parse->pack, (kr_str){key, length});
}

static int is_expression(const kr_parse *parse, const kr_pack_list *list, uint32_t at, uint32_t words) {
    return kr_list_has_number(list, parse->words[at].phrase[words - 2]) ||
           kr_list_has_number(list, by_lemma(parse, at, words - 1));
}

static int32_t add(kr_rewriter *r, uint32_t sentence, kr_run run) {
    kr_runs *runs = &r->fixed[sentence];
    if (kr_arena_grow(&r->job->arena, (void **)&runs->at, &runs->capacity, runs->count,
                      sizeof *runs->at) < 0)
        return kr_nomem(r->job);
    runs->at[runs->count++] = run;
    return KOOR_OK;
}

static int32_t find_in(kr_rewriter *r, const kr_pack_list *list, uint32_t sentence) {
    const kr_parse *parse = &r->parses[sentence];
    for (uint32_t at = parse->first; at < parse->last; at++)
        for (uint32_t words = 2; words <= KR_LONGEST_PHRASE && at + words <= parse->last; words++) {
            if (!is_expression(parse, list, at, words))
                continue;
            int32_t status = add(r, sentence, (kr_run){(uint16_t)at, (uint16_t)(at + words), 0});
            if (status != KOOR_OK)
                return status;
        }
    return KOOR_OK;
}

/* The noun phrase behind "called" or "entitled" is what something is called. */
static int32_t find_titles(kr_rewriter *r, uint32_t sentence) {
    const kr_parse *parse = &r->parses[sentence];
    int32_t status = KOOR_OK;
    for (uint32_t at = parse->first; at + 1u < parse->last && status == KOOR_OK; at++) {
        uint32_t end = at + 1u;
        for (uint32_t i = parse->chunk_at[end]; i < parse->chunk_at[at + 2u]; i++)
            if (parse->chunks[i].kind == KR_CHUNK_NP1 && parse->chunks[i].end > end)
                end = parse->chunks[i].end;
        if (end > at + 1u && kr_word_listed(parse, at, KR_WORDS_TITLE_BEFORE))
            status = add(r, sentence, (kr_run){(uint16_t)(at + 1u), (uint16_t)end, 1});
    }
    return status;
}

int32_t kr_fixed_find(kr_rewriter *r) {
    const kr_pack_list *list = kr_pack_find_list(r->pack, "fixed.expression");
    r->fixed = kr_arena_zero(&r->job->arena, r->post->sentence_count + 1u, sizeof *r->fixed);
    if (!r->fixed)
        return kr_nomem(r->job);
    for (uint32_t s = 0; s < r->post->sentence_count; s++) {
        int32_t status = list ? find_in(r, list, s) : KOOR_OK;
        if (status == KOOR_OK && r->parses[s].chunk_at)
            status = find_titles(r, s);
        if (status != KOOR_OK)
            return status;
    }
    return KOOR_OK;
}

static int is_form_of(const kr_parse *parse, uint32_t at, kr_str text) {
    const kr_form *forms = kr_pack_section(parse->pack, KR_SECTION_FORMS);
    const kr_lemma *lemma = kr_pack_section(parse->pack, KR_SECTION_LEMMAS);
    if (parse->words[at].lemma == KR_PACK_NONE)
        return 0;
    lemma += parse->words[at].lemma;
    for (uint32_t i = 0; i < lemma->form_count; i++)
        if (kr_str_equal_fold(kr_pack_string(parse->pack, forms[lemma->form + i].string), text))
            return 1;
    return 0;
}

/* Whether the wording has the word of the base at `place`. */
static int is_at(const kr_parse *parse, const kr_line_word *word, uint32_t sentence, uint32_t at) {
    return word->at == at && word->sentence == sentence &&
           (!word->changed || is_form_of(parse, at, word->text));
}

/* Where it has the word; else where the rule says it again behind `before`, the place of the word in
 * front of it, or in front of the place of the one behind it; KR_LONGEST_LINE: nowhere. */
static uint32_t find_place(const kr_parse *parse, const kr_line *said, uint32_t sentence, uint32_t at,
                           uint32_t before) {
    kr_str text = kr_word_text(parse, at);
    for (uint32_t i = 0; i < said->count; i++)
        if (is_at(parse, &said->word[i], sentence, at))
            return i;
    for (uint32_t i = 0; i < said->count; i++)
        if (said->word[i].at == KR_NOT_OF_BASE && kr_str_equal_fold(said->word[i].text, text) &&
            (i == before + 1 ||
             (i + 1 < said->count && is_at(parse, &said->word[i + 1], sentence, at + 1))))
            return i;
    return KR_LONGEST_LINE;
}

/* Some of its words are there, but not all of them in a row. */
static int is_broken(const kr_parse *parse, const kr_line *said, uint32_t sentence, kr_run run) {
    uint32_t kept = 0, there = 0, rows = 0, before = KR_LONGEST_LINE;
    for (uint32_t at = run.start; at < run.end; at++) {
        uint32_t place = find_place(parse, said, sentence, at, before);
        there += place < KR_LONGEST_LINE;
        kept += place < KR_LONGEST_LINE && said->word[place].at != KR_NOT_OF_BASE;
        rows += place < KR_LONGEST_LINE && place != before + 1;
        before = place;
    }
    uint32_t all = (uint32_t)(run.end - run.start);
    return (kept > 0 && (rows > 1 || there < all)) || (run.stays && kept < all);
}

const char *kr_fixed_strays(const kr_rewriter *r, uint32_t first, uint32_t last, const kr_line *said) {
    for (uint32_t s = first; s <= last; s++)
        for (uint32_t i = 0; i < r->fixed[s].count; i++)
            if (is_broken(&r->parses[s], said, s, r->fixed[s].at[i]))
                return r->fixed[s].at[i].stays ? "rewords what something is called"
                                               : "breaks a fixed expression";
    return NULL;
}
