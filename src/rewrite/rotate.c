/* Hooks and calls to action take turns over campaigns. Takes the texts of earlier ones and an alternative of such
 * a rule; gives the weight that it is drawn with: the more of those texts say its words, the less. It is the
 * words of the rule that come back month after month; what its slots hold, the topic and the link, is new anyway.
 *
 * Weights, and no bans: where all have been used they are used again, the rarest first. */
#include "rewrite/rewriter.h"

#include <string.h>

/* Weights are small numbers: fresh wordings are raised instead of used ones lowered to nothing. One use makes a wording
 * a hundred times rarer, because the selection picks the farthest of 32 draws, and a short call is often that;
 * each further use makes it a little rarer still. */
enum { FRESH = 400, USE = 99 };

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

/* As whole words of it. */
static int says(kr_str text, kr_str words) {
    for (size_t at = 0; (at = kr_str_find(text, words, at)) != SIZE_MAX; at++)
        if ((at == 0 || !is_letter_at(text, at - 1)) && !is_letter_at(text, at + words.length))
            return 1;
    return 0;
}

enum { MOST_PIECES = 6, LONGEST = 160 };

/* Runs of words in lower case, each what a text has to say to say this wording. */
typedef struct literals {
    char text[MOST_PIECES][LONGEST + 1];
    size_t length[MOST_PIECES], count; /* the run at `count` is being written */
} literals;

static void end_run(literals *l) {
    l->count += l->length[l->count] > 0 && l->count + 1 < MOST_PIECES;
    l->length[l->count] = 0;
}

/* A word, or several with one space between them; marks are no words. */
static void add_words(literals *l, kr_str text) {
    char low[3 * LONGEST + 1];
    if (text.length > LONGEST / 3)
        return;
    kr_str words = {low, kr_utf8_lower(low, text.at, text.length)};
    while (words.length && strchr(":;,.!?(", words.at[words.length - 1]))
        words.length--;
    size_t used = l->length[l->count];
    if (!words.length || used + words.length + 1 > LONGEST)
        return;
    if (used)
        l->text[l->count][used++] = ' ';
    memcpy(l->text[l->count] + used, words.at, words.length);
    l->length[l->count] = used + words.length;
}

/* A slot of one word is mostly the frame's own verb ("you can | read"); what is longer is the topic, and may be said
 * in other words inside. */
static void add_slot(const kr_rewriter *r, literals *l, const kr_binding *slot) {
    const kr_parse *parse = &r->parses[slot->sentence];
    uint32_t tag = slot->set ? parse->words[slot->start].tag : (uint32_t)KR_TAG_REF;
    int is_verb = tag == KR_TAG_INF || tag == KR_TAG_FIN || tag == KR_TAG_ADV;
    if (slot->set && slot->end == slot->start + 1u && is_verb)
        add_words(l, kr_word_text(parse, slot->start));
    else
        end_run(l);
}

/* The words of the rule's text, choices left out. */
static void read_literals(const kr_rewriter *r, const kr_match *match, const kr_say *say,
                          literals *out) {
    const kr_piece *pieces = kr_pack_section(r->pack, KR_SECTION_PIECES);
    uint32_t end = say->piece + pieces[say->piece].size;
    out->count = out->length[0] = 0;
    for (uint32_t at = say->piece + 1; at < end; at += pieces[at].size) {
        if (pieces[at].kind == KR_PIECE_TEXT)
            add_words(out, kr_pack_string(r->pack, pieces[at].arg));
        else if (pieces[at].kind == KR_PIECE_SLOT)
            add_slot(r, out, &match->slots[pieces[at].slot % KR_MAX_SLOTS]);
        else
            end_run(out);
    }
    end_run(out);
}

/* All of them; of a single word ("Update") only that it opens the text tells anything. */
static int says_all(kr_str text, const literals *l) {
    kr_str first = {l->text[0], l->length[0]};
    if (l->count == 1 && !memchr(first.at, ' ', first.length))
        return text.length > first.length && memcmp(text.at, first.at, first.length) == 0 &&
               !is_letter_at(text, first.length);
    for (size_t i = 0; i < l->count; i++)
        if (!says(text, (kr_str){l->text[i], l->length[i]}))
            return 0;
    return 1;
}

uint32_t kr_rotate_weight(const kr_rewriter *r, const kr_match *match, const kr_say *say,
                          uint32_t weight) {
    const kr_rule *rule = kr_rule_of(r, match);
    literals words;
    uint32_t uses = 0;
    if (!r->history || (rule->kind != KR_RULE_HOOK && rule->kind != KR_RULE_CTA))
        return weight;
    read_literals(r, match, say, &words);
    for (size_t i = 0; words.count && i < r->input->history_count; i++)
        uses += (uint32_t)says_all(r->history[i], &words);
    uint32_t raised = weight * FRESH / (1 + USE * uses);
    return raised ? raised : 1;
}
