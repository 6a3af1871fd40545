/* Hooks and calls to action take turns over campaigns. Takes the texts of earlier ones and an alternative of such
 * a rule; gives the weight that it is drawn with: the more of those texts say its words, the less. It is the
 * words of the rule that come back month after month; what its slots hold, the topic and the link, is new anyway.
 *
 * Weights, and no bans: where all have been used they are used again, the rarest first. */
#include "rewrite/rewriter.h"

#include <string.h>

/* Weights are small numbers: fresh wordings are raised instead of used ones lowered to nothing. One use makes a wording
 * sixteen times rarer, each further one a little more. */
enum { FRESH = 64, USE = 15 };

static int32_t lower(kr_rewriter *r, kr_str text, kr_str *out) {
    char *copy = kr_arena_alloc(&r->job->arena, 3 * text.length + 1, 1);
    if (!copy)
        return kr_nomem(r->job);
    *out = (kr_str){copy, kr_utf8_lower(copy, text.at, text.length)};
    return KOOR_OK;
}

int32_t kr_rotate_start(kr_rewriter *r) {
    size_t count = r->input->history_count;
    kr_str *list = count ? kr_arena_alloc(&r->job->arena, count, sizeof *list) : NULL;
    int32_t status = count && !list ? kr_nomem(r->job) : KOOR_OK;
    for (size_t i = 0; i < count && status == KOOR_OK; i++)
        status = lower(r, r->input->history[i], &list[i]);
    r->history = list;
    return status;
}

static int is_letter_at(kr_str text, size_t at) {
    size_t next = at;
    return at < text.length && kr_is_letter(kr_utf8_next(text.at, text.length, &next));
}

/* Whole words of it; a single word counts only where it opens the text ("Update: .."). */
static int says(kr_str text, kr_str words) {
    int single = memchr(words.at, ' ', words.length) == NULL;
    for (size_t at = 0; (at = kr_str_find(text, words, at)) != SIZE_MAX; at++)
        if ((at == 0 || !is_letter_at(text, at - 1)) && !is_letter_at(text, at + words.length))
            return !single || at == 0;
    return 0;
}

/* Whether a piece is words: "Read more about", and no ":" between two slots. */
static int has_words(kr_str text) {
    for (size_t at = 0; at < text.length;)
        if (kr_is_letter(kr_utf8_next(text.at, text.length, &at)))
            return 1;
    return 0;
}

enum { MOST_PIECES = 4, LONGEST = 120 };

typedef struct literal {
    char text[3 * LONGEST + 1];
    size_t length;
} literal;

/* The rule's own words outside choices, in lower case. */
static size_t literals_of(const kr_rewriter *r, const kr_say *say, literal out[MOST_PIECES]) {
    const kr_piece *pieces = kr_pack_section(r->pack, KR_SECTION_PIECES);
    uint32_t end = say->piece + pieces[say->piece].size;
    size_t count = 0;
    for (uint32_t at = say->piece + 1; at < end && count < MOST_PIECES; at += pieces[at].size) {
        kr_str text = pieces[at].kind == KR_PIECE_TEXT ? kr_pack_string(r->pack, pieces[at].arg)
                                                       : (kr_str){"", 0};
        if (!has_words(text) || text.length > LONGEST)
            continue;
        out[count].length = kr_utf8_lower(out[count].text, text.at, text.length);
        count++;
    }
    return count;
}

static int says_all(kr_str text, const literal *literals, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (!says(text, (kr_str){literals[i].text, literals[i].length}))
            return 0;
    return 1;
}

uint32_t kr_rotate_weight(const kr_rewriter *r, const kr_rule *rule, const kr_say *say,
                          uint32_t weight) {
    literal literals[MOST_PIECES];
    uint32_t uses = 0;
    if (!r->history || (rule->kind != KR_RULE_HOOK && rule->kind != KR_RULE_CTA))
        return weight;
    size_t count = literals_of(r, say, literals);
    for (size_t i = 0; count && i < r->input->history_count; i++)
        uses += (uint32_t)says_all(r->history[i], literals, count);
    uint32_t raised = weight * FRESH / (1 + USE * uses);
    return raised ? raised : 1;
}
