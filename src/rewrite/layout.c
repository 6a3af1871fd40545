/* White space between sentences and the block of hashtags. Layout alone is no difference between two
 * texts; it makes those that differ look less alike in a feed. */
#include "rewrite/rewriter.h"

enum { LONG_POST_WORDS = 40, FULL_PARAGRAPH = 3, FULL_SENTENCE_WORDS = 6, BASE_WEIGHT = 3,
       BREAK_WEIGHT = 1, MOST_TAGS = 12 };

static int is_on(const kr_rewriter *r) {
    return r->pack && !r->input->only_rule &&
           (!r->input->settings || r->input->settings->number[KR_OPT_REWRITE_LAYOUT]);
}

/* Short sentences belong together: an answer to its question, a label to the next, a joke in tags. So do
 * those without a verb, which lean on their neighbour. */
static int is_full(const kr_rewriter *r, uint32_t sentence) {
    const kr_parse *parse = &r->parses[sentence];
    return parse->count >= FULL_SENTENCE_WORDS && kr_has_finite_verb(parse);
}

static uint32_t sentences_of_paragraph(const kr_post *post, uint32_t sentence) {
    uint32_t first = sentence, end = sentence + 1;
    while (first > 0 && post->sentences[first].breaks == 0)
        first--;
    while (end < post->sentence_count && post->sentences[end].breaks == 0)
        end++;
    return end - first;
}

/* What points back, and a second question, stay with the sentence in front. */
static int stands_alone(const kr_post *post, uint32_t sentence) {
    const kr_sentence *own = &post->sentences[sentence];
    return own->kind != KR_SENTENCE_TAGS && own->kind != KR_SENTENCE_LINK &&
           own->kind != KR_SENTENCE_QUESTION && !(own->flags & KR_SENTENCE_LINKED);
}

/* A paragraph may begin behind the opening and before the last sentence of a longer post, where more than
 * two stand together: two made of one line each look chopped. */
static int may_break(const kr_rewriter *r, uint32_t sentence) {
    const kr_post *post = r->post;
    return is_on(r) && post->word_count >= LONG_POST_WORDS &&
           sentences_of_paragraph(post, sentence) >= FULL_PARAGRAPH &&
           post->sentences[sentence].breaks == 0 && stands_alone(post, sentence) &&
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
