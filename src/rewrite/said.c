/* A date, a time or a number that a rule spells out, and that its text may say: in the same words, or in words
 * that the pack's lists "equal.NAME" have for it. Whether the text does is for the guard, which compares the
 * facts of both; any other fact stands in a slot. */
#include "rewrite/rewriter.h"

static int has_equal(const kr_rewriter *r, uint32_t string) {
    const kr_pack_list *list = NULL;
    while (string != KR_PACK_NONE && (list = kr_pack_next_list(r->pack, "equal.", list)) != NULL)
        if (kr_list_has_number(list, string))
            return 1;
    return 0;
}

static int stands_in(kr_str text, kr_str fact) {
    for (size_t at = 0; at + fact.length <= text.length; at++)
        if (kr_str_equal_fold((kr_str){text.at + at, fact.length}, fact))
            return 1;
    return 0;
}

int kr_fact_may_be_said(const kr_rewriter *r, const kr_parse *parse, uint32_t at, kr_str text) {
    const kr_word *word = &parse->words[at];
    uint32_t kind = word->atom - 1u;
    if (kind != KR_ATOM_DATE && kind != KR_ATOM_TIME && kind != KR_ATOM_NUMBER)
        return 0;
    if (stands_in(text, kr_word_text(parse, at)) || has_equal(r, word->string))
        return 1;
    size_t from = 0;
    for (uint32_t i = 0; i < word->parts; i++)
        if (has_equal(r, kr_word_part(parse, at, &from)))
            return 1;
    return 0;
}
