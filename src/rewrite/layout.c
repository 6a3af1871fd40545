/* White space between sentences and the block of hashtags. Layout alone is no difference between two
 * texts; it makes those that differ look less alike in a feed. */
#include "rewrite/rewriter.h"

enum { LONG_POST_WORDS = 40, MANY_SENTENCES = 4, FULL_SENTENCE_WORDS = 6, BASE_WEIGHT = 3,
       BREAK_WEIGHT = 1, MOST_TAGS = 12 };

static int is_on(const kr_rewriter *r) {
    return r->pack && !r->input->only_rule &&
           (!r->input->settings || r->input->settings->number[KR_OPT_REWRITE_LAYOUT]);
}

/* Short sentences belong together: an answer to its question, a label to the next, a joke in tags. */
static int is_full(const kr_rewriter *r, uint32_t sentence) {
    return r->parses[sentence].count >= FULL_SENTENCE_WORDS;
}

/* A paragraph may begin behind the opening and before the last sentence of a longer post. */
static int may_break(const kr_rewriter *r, uint32_t sentence) {
    const kr_post *post = r->post;
    const kr_sentence *s = &post->sentences[sentence];
    return is_on(r) && post->word_count >= LONG_POST_WORDS &&
           post->sentence_count >= MANY_SENTENCES && s->breaks == 0 &&
           s->kind != KR_SENTENCE_TAGS && s->kind != KR_SENTENCE_LINK &&
           is_full(r, sentence - 1) && is_full(r, sentence) &&
           (sentence == 1 || sentence + 1 == post->sentence_count);
}

kr_node_id kr_layout_gap(kr_rewriter *r, uint32_t sentence) {
    const kr_post *post = r->post;
    uint32_t from = post->sentences[sentence - 1].span.end, to = post->sentences[sentence].span.start;
    const uint32_t flags = KR_FRAGMENT_SPACE | KR_FRAGMENT_ENDS;
    if (from >= to)
        return KR_NONE;
    kr_node_id gap = kr_graph_text(r->graph, (kr_str){post->text.at + from, to - from}, flags);
    if (!may_break(r, sentence))
        return gap;
    kr_arm arms[2] = {kr_arm_of(gap, BASE_WEIGHT, KR_NONE),
                      kr_arm_of(kr_graph_text(r->graph, KR_STR("\n\n"), flags), BREAK_WEIGHT,
                                KR_NONE)};
    return kr_graph_choice(r->graph, arms, 2);
}

/* Hashtags in any order, where a sentence is nothing else. */
kr_node_id kr_layout_tags(kr_rewriter *r, uint32_t sentence) {
    const kr_parse *parse = &r->parses[sentence];
    kr_arm arms[MOST_TAGS];
    if (r->post->sentences[sentence].kind != KR_SENTENCE_TAGS || !is_on(r) || parse->count < 2 ||
        parse->count > MOST_TAGS)
        return KR_NONE;
    for (uint32_t at = 0; at < parse->count; at++) {
        const kr_word *word = &parse->words[at];
        if (word->atom != KR_ATOM_HASHTAG + 1 || (at > 0 && word->space != 1))
            return KR_NONE;
        arms[at] = kr_arm_of(kr_graph_text(r->graph, kr_word_text(parse, at),
                                           KR_FRAGMENT_KEEP_CASE),
                             1, KR_NONE);
    }
    return kr_graph_permutation(r->graph, arms, parse->count, parse->count, parse->count, KR_NONE,
                                KR_NONE);
}
