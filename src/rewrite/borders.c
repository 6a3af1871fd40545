/* Wordings that make two sentences of one, one of two, or begin one otherwise: how the sentences then
 * stand beside each other. */
#include "rewrite/frontier.h"

#include <string.h>

enum { LONGEST_JOINED = 32 };

static int ends_sentence(const kr_frontier *read, uint32_t at) {
    kr_str text = kr_frontier_word(read, at)->text;
    return kr_frontier_tag(read, at) == KR_TAG_PUNCT && text.length &&
           (strchr(".!?", text.at[0]) != NULL || kr_str_is(text, "\xe2\x80\xa6"));
}

/* Ends of sentences inside the line. */
static uint32_t count_ends(const kr_frontier *read) {
    uint32_t count = 0;
    for (uint32_t at = 0; at + 1 < read->line->count; at++)
        count += (uint32_t)ends_sentence(read, at);
    return count;
}

static uint32_t first_end(const kr_frontier *read) {
    uint32_t at = 0;
    while (at < read->line->count && !ends_sentence(read, at))
        at++;
    return at;
}

static int has_mark(const kr_frontier *read, const char *mark) {
    for (uint32_t at = 0; at < read->line->count; at++)
        if (kr_frontier_says(read, at, mark))
            return 1;
    return 0;
}

/* "It rained, they swore. In Gent a wheel broke.": what was the last of three clauses leaves two behind
 * that only a comma joins. */
static int leaves_splice(const kr_frontier_pair *p) {
    uint32_t end = first_end(p->said), clauses = 0, comma = 0;
    for (uint32_t at = 0; at < end; at++) {
        uint32_t tag = kr_frontier_tag(p->said, at);
        if (tag == KR_TAG_CONJ || tag == KR_TAG_SUB || kr_frontier_opens(p->said, at))
            return 0;
        comma |= clauses > 0 && kr_frontier_says(p->said, at, ",");
        if (kr_tag_is_finite(tag) && (clauses == 0 || comma))
            clauses++;
    }
    return clauses > 1;
}

/* "But it uses less, and you can see the hills": "but" is about both. */
static int opens_contrast(const kr_frontier_pair *p) {
    return kr_frontier_lists(p->base, 0, KR_WORDS_ATTACH_CONTRAST);
}

/* Whether a verb of the rule's own, or one that it moves, follows up to the question mark. */
static int in_question(const kr_frontier_pair *p, uint32_t from, uint32_t end) {
    for (uint32_t at = from + 1; at < end && at < from + 3; at++)
        if (kr_tag_is_finite(kr_frontier_tag(p->said, at)))
            return 1;
    return 0;
}

/* "Send a note, or are you on the island? Drop in." */
static int asks_behind_clause(const kr_frontier_pair *p) {
    uint32_t end = first_end(p->said), clauses = 0;
    if (!kr_frontier_says(p->said, end, "?") || has_mark(p->base, "?"))
        return 0;
    for (uint32_t at = 0; at < end; at++) {
        uint32_t tag = kr_frontier_tag(p->said, at);
        if (tag == KR_TAG_CONJ && clauses > 0 && in_question(p, at, end))
            return 1;
        clauses += kr_tag_is_finite(tag) || tag == KR_TAG_INF;
    }
    return 0;
}

/* "Are you on the early shift? That's an hour less, and tea is on us.": both hung on the condition that
 * became a question. */
static int asks_before_two(const kr_frontier_pair *p) {
    uint32_t at = first_end(p->said), main = KR_NONE;
    if (!kr_frontier_says(p->said, at, "?") || has_mark(p->base, "?"))
        return 0;
    while (at < p->said->line->count && ends_sentence(p->said, at))
        at++;
    for (; at < p->said->line->count && !ends_sentence(p->said, at); at++) {
        uint32_t clause = kr_frontier_main(p->said, p->said->open[at + 1]);
        if (!kr_tag_is_finite(kr_frontier_tag(p->said, at)))
            continue;
        if (main != KR_NONE && clause != main)
            return 1;
        main = clause;
    }
    return 0;
}

/* "You want a garden. But nobody wants to dig?": the first half was asked. */
static int states_what_was_asked(const kr_frontier_pair *p) {
    const kr_post *post = p->base->r->post;
    uint32_t last = p->base->line->count ? kr_frontier_word(p->base, p->base->line->count - 1)->sentence : 0;
    return p->base->line->count && post->sentences[last].kind == KR_SENTENCE_QUESTION &&
           !kr_frontier_says(p->said, first_end(p->said), "?");
}

/* The first word of the last sentence of the line. */
static uint32_t last_start(const kr_frontier *read) {
    uint32_t start = 0;
    for (uint32_t at = 0; at + 1 < read->line->count; at++)
        if (ends_sentence(read, at))
            start = at + 1;
    return start;
}

/* The sentence of the post behind the line begins with the same word as the last one of the line: "The", "Our"
 * too, where the same noun follows. */
static int is_echoed(const kr_frontier_pair *p, uint32_t own, const kr_parse *next) {
    uint32_t tag = kr_frontier_tag(p->said, own), first = next->first;
    if (!kr_str_equal_fold(kr_frontier_word(p->said, own)->text, kr_word_text(next, first)))
        return 0;
    if ((tag != KR_TAG_DET && tag != KR_TAG_POSS) || own + 1 >= p->said->line->count || first + 1u >= next->count)
        return 1;
    return kr_str_equal_fold(kr_frontier_word(p->said, own + 1)->text, kr_word_text(next, first + 1u));
}

/* "It fell to 6 percent. That is a record. That shows in our report.": the new sentence begins as the
 * one of the post behind it does. */
static int begins_as_next(const kr_frontier_pair *p) {
    const kr_rewriter *r = p->base->r;
    if (p->base->line->count == 0 || p->said->line->count == 0)
        return 0;
    uint32_t next = kr_frontier_word(p->base, p->base->line->count - 1)->sentence + 1u;
    if (next >= r->post->sentence_count || r->post->sentences[next].breaks > 0 ||
        r->parses[next].first >= r->parses[next].count)
        return 0;
    return is_echoed(p, last_start(p->said), &r->parses[next]);
}

/* "(Note: it moves. Come early.)": a sentence that ends inside brackets leaves one of them behind. A point of an
 * abbreviation may stand there. */
static uint32_t count_ends_in_brackets(const kr_frontier *read) {
    uint32_t open = 0, count = 0;
    for (uint32_t at = 0; at + 1 < read->line->count; at++) {
        open += kr_frontier_says(read, at, "(") ? 1u : 0u;
        open -= open > 0 && kr_frontier_says(read, at, ")") ? 1u : 0u;
        count += open > 0 && ends_sentence(read, at);
    }
    return count;
}

/* "It left on Tuesday, and. Nobody was there", "we laden in-. En uit": a word that asks for what follows it ends a
 * sentence. */
static uint32_t count_open_ends(const kr_frontier *read) {
    uint32_t count = 0;
    for (uint32_t at = 1; at < read->line->count; at++) {
        uint32_t tag = kr_frontier_tag(read, at - 1);
        count += ends_sentence(read, at) &&
                 (tag == KR_TAG_CONJ || tag == KR_TAG_SUB || kr_frontier_says(read, at - 1, "-"));
    }
    return count;
}

static const char *of_split(const kr_frontier_pair *p) {
    if (count_open_ends(p->said) > count_open_ends(p->base))
        return "ends a sentence with a word that asks for more";
    if (count_ends_in_brackets(p->said) > count_ends_in_brackets(p->base))
        return "ends a sentence inside brackets";
    if (begins_as_next(p))
        return "begins two sentences with one word";
    if (states_what_was_asked(p))
        return "states a half of a question";
    if (leaves_splice(p))
        return "leaves clauses that only a comma joins";
    if (asks_behind_clause(p))
        return "asks in the middle of a sentence";
    if (asks_before_two(p))
        return "asks for what two clauses hang on";
    return opens_contrast(p) ? "parts what a conjunction at the head is about" : NULL;
}

static uint32_t count_joined(const kr_frontier *read) {
    uint32_t count = 0;
    for (uint32_t at = 0; at + 1 < read->line->count; at++)
        count += kr_frontier_tag(read, at) == KR_TAG_CONJ && kr_frontier_says(read, at - 1, ",") && at > 0;
    return count;
}

/* A colon behind which something is said; one that leads to a link says nothing. */
static int has_colon(const kr_frontier *read) {
    for (uint32_t at = 0; at < read->line->count; at++)
        if (kr_frontier_says(read, at, ":") && kr_frontier_tag(read, at + 1) != KR_TAG_REF)
            return 1;
    return 0;
}

static const char *of_join(const kr_frontier_pair *p) {
    if (has_colon(p->base) || has_mark(p->base, ";"))
        return "goes on behind a colon or semicolon";
    if (p->said->line->count > LONGEST_JOINED)
        return "makes too long a sentence";
    return count_joined(p->said) > 1 ? "joins a third clause" : NULL;
}

/* Words that two sentences do not begin with by chance: "If ... If ...", "In May ... In June ...", "Three ... Three". */
static int is_telling_head(const kr_frontier *base) {
    uint32_t tag = kr_frontier_tag(base, 0);
    return tag == KR_TAG_SUB || tag == KR_TAG_PREP || tag == KR_TAG_NUM;
}

static int begins_with(const kr_rewriter *r, uint32_t sentence, kr_str word) {
    const kr_parse *parse = &r->parses[sentence];
    return sentence < r->post->sentence_count && parse->first < parse->last &&
           kr_str_equal_fold(kr_word_text(parse, parse->first), word);
}

/* "If you run a shop, ... If you don't, ...": what is said side by side begins alike. */
static int leaves_twin(const kr_frontier_pair *p) {
    const kr_rewriter *r = p->base->r;
    if (p->base->line->count == 0 || p->said->line->count == 0 || !is_telling_head(p->base))
        return 0;
    kr_str head = kr_frontier_word(p->base, 0)->text;
    uint32_t first = kr_frontier_word(p->base, 0)->sentence;
    uint32_t last = kr_frontier_word(p->base, p->base->line->count - 1)->sentence;
    int has_twin = (first > 0 && begins_with(r, first - 1, head)) ||
                   (last + 1u < r->post->sentence_count && begins_with(r, last + 1u, head));
    return has_twin && !kr_str_equal_fold(kr_frontier_word(p->said, 0)->text, head);
}

const char *kr_borders_stray(const kr_frontier *base, const kr_frontier *said) {
    const kr_frontier_pair p = {base, said};
    if (leaves_twin(&p))
        return "begins otherwise than the sentence beside it, where both began alike";
    uint32_t were = count_ends(base), are = count_ends(said);
    if (are > were)
        return of_split(&p);
    return are < were ? of_join(&p) : NULL;
}
