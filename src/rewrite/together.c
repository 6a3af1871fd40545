/* Rules that are used together or not at all: those with the line `together`, which undo one contraction
 * each. A text that says "We are here and it's fun" has two ways of speaking, so the whole text decides,
 * in a variable of the graph: under "base" none of these rules stands, under "full" no contraction does.
 * The words of the base that have one ask for "base", as do wordings that bring one.
 *
 * "Full" is there only where it can be kept to and suits the text: where a rule covers every contraction
 * of the base, and where nothing in it is said rather than written (an emoji, an exclamation, a question,
 * "I", "you've", two people talking). A base that has both kinds has chosen each by ear, and keeps them:
 * of its contractions in full, readers found one in three stiff, of others one in fifteen. */
#include "rewrite/rewriter.h"

#include <string.h>

enum { AS_BASE = 1, FULL = 2 }; /* masks of values */

static int is_listed(const kr_rewriter *r, const kr_pack_list *list, uint32_t sentence, uint32_t at) {
    const kr_word *word = &r->parses[sentence].words[at];
    return !word->atom && (kr_list_has_number(list, word->string) ||
                           kr_list_has_number(list, word->phrase[0]));
}

/* "it's", not "the dog's"; "let's", which the list has as two words, at its second. */
static int is_short(const kr_rewriter *r, uint32_t sentence, uint32_t at) {
    const kr_word *words = r->parses[sentence].words;
    if (at > 0 && kr_list_has_number(r->contracted, words[at - 1].phrase[0]))
        return 1;
    return !words[at].atom && words[at].tag != KR_TAG_GENITIVE &&
           kr_list_has_number(r->contracted, words[at].string);
}

/* ---- conditions ---- */

static kr_condition asks_for(const kr_rewriter *r, uint32_t values) {
    return (kr_condition){r->contractions, values};
}

static kr_arm as_in_base(kr_rewriter *r, kr_arm arm) {
    const kr_condition condition = asks_for(r, AS_BASE);
    arm.condition = kr_graph_conditions(r->graph, &condition, 1);
    arm.condition_count = 1;
    return arm;
}

kr_arm kr_together_base(kr_rewriter *r, kr_arm arm, uint32_t sentence, uint32_t start, uint32_t end) {
    for (uint32_t at = start; r->contractions != KR_NONE && at < end; at++)
        if (is_short(r, sentence, at))
            return as_in_base(r, arm);
    return arm;
}

/* A contraction among the words that a text brings itself, choices inside it aside. */
static int brings_short(const kr_rewriter *r, uint32_t at) {
    const kr_piece *pieces = kr_say_pieces(r);
    uint32_t end = at + pieces[at].size;
    for (uint32_t child = at + 1; child < end; child += pieces[child].size)
        if (pieces[child].kind == KR_PIECE_TEXT &&
            kr_register_count(r->contracted, kr_pack_string(r->pack, pieces[child].arg)))
            return 1;
    return 0;
}

kr_arm kr_together_choice(kr_rewriter *r, kr_arm arm, uint32_t piece) {
    return r->contractions != KR_NONE && brings_short(r, piece) ? as_in_base(r, arm) : arm;
}

uint32_t kr_together_asks(const kr_rewriter *r, const kr_alternative *a, kr_condition *out) {
    const kr_say *says = kr_pack_section(r->pack, KR_SECTION_SAYS);
    if (r->contractions == KR_NONE)
        return 0;
    *out = asks_for(r, a->together ? FULL : AS_BASE);
    return a->together || brings_short(r, says[a->say].piece);
}

uint32_t kr_together_text(const kr_rewriter *r, kr_str text, kr_condition *out) {
    *out = asks_for(r, AS_BASE);
    return r->contractions != KR_NONE && kr_register_count(r->contracted, text) > 0;
}

/* ---- whether there is a choice ---- */

static int covers(const kr_rewriter *r, uint32_t sentence, uint32_t at) {
    const kr_alternatives *list = &r->inside[sentence];
    for (uint32_t i = 0; i < list->count; i++)
        if (list->at[i].together && list->at[i].start <= at && at < list->at[i].end)
            return 1;
    return 0;
}

static int covers_all(const kr_rewriter *r) {
    for (uint32_t s = 0; s < r->post->sentence_count; s++)
        for (uint32_t at = 0; at < r->parses[s].count; at++)
            if (is_short(r, s, at) && !covers(r, s, at))
                return 0;
    return 1;
}

static int is_chatty(const kr_rewriter *r) {
    const kr_pack_list *said = kr_pack_find_list(r->pack, "contraction.chat");
    uint32_t quotes = 0;
    if (r->voices & KR_VOICE_I || memchr(r->post->text.at, '!', r->post->text.length))
        return 1;
    for (uint32_t s = 0; s < r->post->sentence_count; s++) {
        if (r->post->sentences[s].kind == KR_SENTENCE_QUESTION)
            return 1;
        for (uint32_t at = 0; at < r->parses[s].count; at++) {
            const kr_word *word = &r->parses[s].words[at];
            quotes += word->atom == KR_ATOM_QUOTE + 1;
            if (is_listed(r, said, s, at) || word->atom == KR_ATOM_EMOJI + 1 || word->tag == KR_TAG_INTERJECTION || quotes > 1)
                return 1;
        }
    }
    return 0;
}

static int has_full_form(const kr_rewriter *r) {
    const kr_pack_list *full = kr_pack_find_list(r->pack, "contraction.full");
    for (uint32_t s = 0; s < r->post->sentence_count; s++)
        for (uint32_t at = 0; at < r->parses[s].count; at++)
            if (is_listed(r, full, s, at))
                return 1;
    return 0;
}

static int is_any(const kr_rewriter *r) {
    for (uint32_t s = 0; s < r->post->sentence_count; s++)
        for (uint32_t i = 0; i < r->inside[s].count; i++)
            if (r->inside[s].at[i].together)
                return 1;
    return 0;
}

/* What an author's markup says is in the graph already; what it says under which choice is not asked. */
static int is_marked_short(const kr_rewriter *r) {
    return kr_register_count(r->contracted, (kr_str){r->graph->text, r->graph->text_length}) > 0;
}

static const char *why_not(const kr_rewriter *r) {
    if (is_marked_short(r) || !covers_all(r))
        return "leaves other contractions in the text";
    if (has_full_form(r))
        return "takes the contractions from a text that has both kinds";
    return is_chatty(r) ? "takes the contractions from a text that chats" : NULL;
}

/* Takes the alternatives of these rules out again. */
static int32_t drop(kr_rewriter *r, kr_alternatives *list, const char *reason) {
    int32_t status = KOOR_OK;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < list->count && status == KOOR_OK; i++) {
        if (list->at[i].together)
            status = kr_refuse(r, &list->at[i], reason);
        else
            list->at[kept++] = list->at[i];
    }
    list->count = kept;
    return status;
}

static void weigh(kr_rewriter *r) {
    enum { BASE_WEIGHT = 3, FULL_WEIGHT = 1 };
    uint32_t *weights = kr_arena_alloc(r->graph->arena, 2, sizeof *weights);
    if (!weights || r->contractions == KR_NONE) {
        r->graph->failed = 1;
        return;
    }
    weights[0] = BASE_WEIGHT;
    weights[1] = FULL_WEIGHT;
    r->graph->variables[r->contractions].weights = weights;
}

int32_t kr_together_settle(kr_rewriter *r) {
    static const kr_str values[] = {{"base", 4}, {"full", 4}};
    r->contracted = kr_pack_find_list(r->pack, "contraction.short");
    if (r->input->only_rule || !is_any(r))
        return KOOR_OK;
    const char *reason = why_not(r);
    for (uint32_t s = 0; s < r->post->sentence_count; s++) {
        int32_t status = reason ? drop(r, &r->inside[s], reason) : KOOR_OK;
        if (status != KOOR_OK)
            return status;
        for (uint32_t i = 0; i < r->inside[s].count; i++)
            if (r->inside[s].at[i].together)
                kr_alternative_tell(r, &r->inside[s].at[i]);
    }
    if (!reason) {
        r->contractions = kr_graph_variable(r->graph, KR_STR("contractions"), values, 2);
        weigh(r);
    }
    return KOOR_OK;
}
