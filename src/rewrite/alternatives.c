/* From matches to alternatives: each text of a rule that matched is put to use, checked, and kept
 * or refused with a reason: the lexicon knows every form that the text needs, it says something new,
 * nothing that stands around it forbids it (wording_fault.c), and the guard admits it, every arm of its
 * choices included. */
#include "rewrite/rewriter.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_PER_SENTENCE = 1500, MOST_COMBINATIONS = 256 };

static int has_self_slot(const kr_match *match, const kr_say *say) {
    for (uint32_t i = 0; i < KR_MAX_SLOTS; i++) {
        const kr_binding *slot = &match->slots[i];
        if (say->slots >> i & 1 && slot->set && match->first_sentence == match->last_sentence &&
            slot->start == match->start && slot->end == match->end)
            return 1;
    }
    return 0;
}

/* ---- refusing and admitting ---- */

static int32_t add_refused(kr_rewriter *r, const kr_refused *refused) {
    kr_rewrite_report *report = r->report;
    kr_arena *arena = r->graph->arena;
    if (kr_arena_grow(arena, (void **)&report->refused, &r->refused_capacity, report->refused_count,
                      sizeof *report->refused) < 0)
        return kr_nomem(r->job);
    kr_refused *entry = &report->refused[report->refused_count++];
    *entry = *refused;
    kr_str *const texts[] = {&entry->rule, &entry->base, &entry->text, &entry->reason};
    for (int i = 0; i < 4; i++) {
        texts[i]->at = kr_arena_string(arena, texts[i]->at ? texts[i]->at : "", texts[i]->length);
        if (!texts[i]->at)
            return kr_nomem(r->job);
    }
    return KOOR_OK;
}

static kr_span base_span(const kr_rewriter *r, const kr_alternative *a) {
    return (kr_span){r->parses[a->match.first_sentence].words[a->start].span.start,
                     r->parses[a->match.last_sentence].words[a->end - 1].span.end};
}

kr_str kr_alternative_base(const kr_rewriter *r, const kr_alternative *a) {
    kr_span span = base_span(r, a);
    return (kr_str){r->parses[a->match.first_sentence].text.at + span.start, span.end - span.start};
}

static int32_t refuse(kr_rewriter *r, const kr_alternative *a, kr_str base, kr_str text,
                      const char *reason) {
    return add_refused(r, &(kr_refused){.rule = a->rule,
                                        .base = base,
                                        .text = text,
                                        .reason = kr_str_of(reason),
                                        .sentence = a->match.first_sentence});
}

int32_t kr_refuse(kr_rewriter *r, const kr_alternative *a, const char *reason) {
    return refuse(r, a, kr_alternative_base(r, a), a->flat, reason);
}

int32_t kr_refuse_outside(kr_rewriter *r, const kr_outside *outside, kr_str reason) {
    kr_str base = {r->post->text.at + outside->from.start, outside->from.end - outside->from.start};
    return add_refused(r, &(kr_refused){.rule = outside->rule,
                                        .base = base,
                                        .text = outside->text,
                                        .reason = reason,
                                        .sentence = outside->first});
}

/* Asks the guard about one wording, choice number `which` at `arm`: 1, 0 or an error. */
static int32_t ask(kr_rewriter *r, const kr_alternative *a, uint32_t which, uint32_t arm,
                   kr_str text) {
    kr_str reason = {NULL, 0};
    const char *stray = kr_voice_strays(r, kr_alternative_base(r, a), text);
    if (!stray)
        stray = kr_register_strays(r, kr_alternative_base(r, a), text);
    if (!stray)
        stray = kr_reread_strays(r, a, which, arm);
    if (stray)
        return refuse(r, a, kr_alternative_base(r, a), text, stray);
    if (!r->input->admit)
        return 1;
    const kr_wording wording = {.rule = a->rule,
                                .base = kr_alternative_base(r, a),
                                .text = text,
                                .sentence = a->match.first_sentence,
                                .touches = kr_rule_of(r, &a->match)->flags & 7u};
    int32_t answer = r->input->admit(&wording, &reason, r->input->user);
    if (answer != 0)
        return answer;
    return refuse(r, a, kr_alternative_base(r, a), text, reason.at);
}

/* Every arm of every choice stands in one of the wordings that the guard reads. */
static int32_t admitted(kr_rewriter *r, const kr_alternative *a) {
    int32_t answer = ask(r, a, UINT32_MAX, 0, a->flat);
    for (uint32_t which = 0; answer > 0 && !a->fixed; which++) {
        uint32_t arms = kr_say_arms(r, a, which);
        if (arms == 0)
            break;
        for (uint32_t arm = 1; arm < arms && answer > 0; arm++) {
            kr_buffer text;
            kr_buffer_start(&text, r->job->memory);
            int status = kr_say_flat(r, a, which, arm, &text);
            answer = status == -2 ? kr_nomem(r->job)
                     : status < 0 ? 0
                                  : ask(r, a, which, arm,
                                        (kr_str){text.data ? text.data : "", text.length});
            kr_buffer_end(&text);
        }
    }
    return answer;
}

/* ---- one text of a match ---- */

static int voice_allows(const kr_rewriter *r, uint32_t voice) {
    uint32_t fixed = voice & ~(uint32_t)(KR_VOICE_PLAIN | KR_VOICE_WARM);
    return (fixed & ~r->voices) == 0;
}

static kr_alternatives *home_of(kr_rewriter *r, const kr_match *match) {
    return match->first_sentence == match->last_sentence ? &r->inside[match->first_sentence]
                                                         : &r->across[match->first_sentence];
}

static int is_known(const kr_alternatives *list, const kr_alternative *a) {
    for (uint32_t i = 0; i < list->count; i++)
        if (kr_change_equal(list->at[i].change, a->change) && list->at[i].tone == a->tone &&
            list->at[i].together == a->together && list->at[i].closes == a->closes &&
            list->at[i].match.last_sentence == a->match.last_sentence)
            return 1;
    return 0;
}

/* Where the base goes on: behind the mark that a text with its own closing replaces. */
static uint16_t continuation(const kr_rewriter *r, const kr_alternative *a) {
    const kr_parse *parse = &r->parses[a->match.last_sentence];
    for (uint32_t i = 0; i < parse->region_count; i++)
        if (a->closes && parse->regions[i].end == a->end && parse->regions[i].separator)
            return (uint16_t)(a->end + 1);
    return a->end;
}

static int closes_where_it_may(const kr_rewriter *r, const kr_alternative *a) {
    const kr_parse *parse = &r->parses[a->match.last_sentence];
    if (!a->closes || a->end == parse->last || a->next != a->end)
        return 1;
    uint32_t tag = parse->words[a->end].tag;
    return tag == KR_TAG_REF || tag == KR_TAG_NAME || tag == KR_TAG_PICTURE;
}

static int has_border(const kr_rewriter *r, const kr_say *say) {
    const kr_piece *pieces = kr_pack_section(r->pack, KR_SECTION_PIECES);
    for (uint32_t at = say->piece; at < say->piece + pieces[say->piece].size; at++)
        if (pieces[at].kind == KR_PIECE_BORDER)
            return 1;
    return 0;
}

/* "It stays so: Karel bakes, and Leen sells.": what a colon announces remains one sentence. */
static int keeps_announced(const kr_rewriter *r, const kr_alternative *a) {
    const kr_parse *parse = &r->parses[a->match.first_sentence];
    return a->start == parse->first || !kr_word_is(parse, a->start - 1u, ":") ||
           a->match.first_sentence != a->match.last_sentence || !has_border(r, kr_say_of(r, a->say));
}

void kr_alternative_tell(kr_rewriter *r, kr_alternative *a) {
    a->edit = kr_graph_edit(r->graph, a->rule, base_span(r, a), a->match.first_sentence,
                            a->match.last_sentence);
    if (a->edit != KR_NONE && (a->fixed || kr_say_arms(r, a, 0) == 0))
        kr_graph_edit_says(r->graph, a->edit, a->flat, 0);
    r->report->alternatives++;
}

/* Whether those of `together` rules are told is known when all are there. */
static int32_t keep(kr_rewriter *r, kr_alternative *a) {
    kr_alternatives *list = home_of(r, &a->match);
    if (kr_arena_grow(&r->job->arena, (void **)&list->at, &list->capacity, list->count,
                      sizeof *list->at) < 0)
        return kr_nomem(r->job);
    if (!a->together)
        kr_alternative_tell(r, a);
    list->at[list->count++] = *a;
    return KOOR_OK;
}

static int32_t flatten(kr_rewriter *r, kr_alternative *a, int *out_known) {
    kr_buffer text;
    kr_buffer_start(&text, r->job->memory);
    int status = kr_say_flat(r, a, UINT32_MAX, 0, &text);
    char *copy = status == 0
                     ? kr_arena_string(&r->job->arena, text.data ? text.data : "", text.length)
                     : NULL;
    a->flat = (kr_str){copy, text.length};
    kr_buffer_end(&text);
    *out_known = copy != NULL;
    if (status == -2 || (status == 0 && !copy))
        return kr_nomem(r->job);
    if (copy)
        a->change = kr_change_of(r->post->text, base_span(r, a), a->flat);
    return KOOR_OK;
}

/* A wording that brings its own closing mark repeats the base with the one that closes it there. */
static int repeats_base(const kr_rewriter *r, const kr_alternative *a) {
    kr_span span = base_span(r, a);
    kr_str base = kr_alternative_base(r, a);
    if (a->flat.length == base.length + 1 && span.end < r->post->text.length &&
        strchr(".!?", base.at[base.length]))
        base.length++;
    return kr_str_equal_fold(a->flat, base);
}

/* The flat text has the first arm of each choice: with other arms the wording is another one. */
static int says_nothing_new(kr_rewriter *r, const kr_alternative *a) {
    return (a->fixed || kr_say_arms(r, a, 0) == 0) &&
           (is_known(home_of(r, &a->match), a) || repeats_base(r, a));
}

static int32_t consider_text(kr_rewriter *r, kr_alternative *a) {
    int known = 0;
    int32_t status = flatten(r, a, &known);
    if (status != KOOR_OK || !known || says_nothing_new(r, a))
        return status;
    if (a->fixed && !kr_outside_allows(r, base_span(r, a), a->flat, a->change))
        return KOOR_OK;
    if (!kr_point_settles(r, a, kr_alternative_base(r, a)))
        return refuse(r, a, kr_alternative_base(r, a), a->flat, "leaves the sentence without its point");
    if (a->point)
        status = flatten(r, a, &known);
    if (status != KOOR_OK || !known)
        return status;
    const char *fault = kr_wording_fault(r, a);
    if (fault)
        return refuse(r, a, kr_alternative_base(r, a), a->flat, fault);
    int32_t answer = admitted(r, a);
    return answer > 0 ? keep(r, a) : answer;
}

/* What people decide is one text: where they have, each combination of choices stands alone. */
static int32_t consider_each(kr_rewriter *r, kr_alternative *a) {
    uint32_t all = kr_say_combinations(r, a);
    int32_t status = KOOR_OK;
    for (uint32_t i = 1; i <= all && i <= MOST_COMBINATIONS && status == KOOR_OK; i++) {
        a->fixed = i;
        status = consider_text(r, a);
    }
    return status;
}

/* What a phrase asks of its place with START and END, where it stands at that edge of its sentence. */
static uint8_t edges_of(const kr_rewriter *r, const kr_match *match) {
    const kr_when *when = (const kr_when *)kr_pack_section(r->pack, KR_SECTION_WHENS) + match->when;
    const kr_op *ops = (const kr_op *)kr_pack_section(r->pack, KR_SECTION_OPS) + when->op;
    uint8_t edges = 0;
    for (uint32_t i = 0; kr_rule_of(r, match)->kind == KR_RULE_PHRASE && i < when->op_count; i++) {
        if (ops[i].kind != KR_OP_EDGE)
            continue;
        if (!ops[i].arg && match->start == r->parses[match->first_sentence].first)
            edges |= KR_EDGE_START;
        if (ops[i].arg && match->end == r->parses[match->last_sentence].last)
            edges |= KR_EDGE_END;
    }
    return edges;
}

static int32_t consider(kr_rewriter *r, const kr_match *match, uint32_t say_index) {
    const kr_say *say = kr_say_of(r, say_index);
    const kr_rule *rule = kr_rule_of(r, match);
    kr_alternative a = {.match = *match,
                        .say = say_index,
                        .closes = say->closes,
                        .rule = kr_pack_string(r->pack, rule->name),
                        .start = match->start,
                        .end = match->end,
                        .frame = rule->kind != KR_RULE_PHRASE,
                        .together = !r->input->only_rule && rule->flags & KR_RULE_TOGETHER &&
                                    match->first_sentence == match->last_sentence,
                        .tone = say->voice & (KR_VOICE_PLAIN | KR_VOICE_WARM),
                        .edges = edges_of(r, match),
                        .weight = kr_rotate_weight(r, match, say, say->weight ? say->weight : rule->weight)};
    a.self = (uint8_t)has_self_slot(match, say);
    a.next = continuation(r, &a);
    if (!voice_allows(r, say->voice) || !closes_where_it_may(r, &a) ||
        !keeps_announced(r, &a) || !kr_wording_keeps_emoji(r, match, say))
        return KOOR_OK;
    return r->input->decisions ? consider_each(r, &a) : consider_text(r, &a);
}

/* A sentence that quotes somebody is for the rules that say otherwise who says it, and they for no other. */
static int suits_quotation(const kr_rewriter *r, const kr_match *match, const kr_rule *rule) {
    for (uint32_t s = match->first_sentence; s <= match->last_sentence; s++) {
        int quotes = (r->post->sentences[s].flags & KR_SENTENCE_QUOTING) != 0;
        if (quotes != ((rule->flags & KR_RULE_QUOTES) != 0))
            return 0;
    }
    return 1;
}

static int rule_applies(const kr_rewriter *r, const kr_match *match) {
    const kr_rule *rule = kr_rule_of(r, match);
    if (!suits_quotation(r, match, rule))
        return 0;
    if (r->input->only_rule)
        return 1;
    if (rule->intents && !(rule->intents >> r->post->intent & 1))
        return 0;
    if (rule->strength > r->strength)
        return 0;
    return !r->post->first_person || rule->kind == KR_RULE_PHRASE || rule->kind == KR_RULE_CTA;
}

static int is_kept_away(const kr_match *match, uint32_t text) {
    return text < KR_MOST_KEPT_AWAY && match->kept_away >> text & 1;
}

static int32_t found(const kr_match *match, void *user) {
    kr_rewriter *r = user;
    const kr_rule *rule = kr_rule_of(r, match);
    const kr_when *when = (const kr_when *)kr_pack_section(r->pack, KR_SECTION_WHENS) + match->when;
    int32_t status = KOOR_OK;
    if (!rule_applies(r, match))
        return KOOR_OK;
    for (uint32_t i = 0; i < rule->say_count && status == KOOR_OK; i++)
        if (rule->say + i != when->say && !is_kept_away(match, i) && home_of(r, match)->count < MOST_PER_SENTENCE)
            status = consider(r, match, rule->say + i);
    return status;
}

static int compare(const void *a, const void *b) {
    const kr_alternative *x = a, *y = b;
    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    if (x->end != y->end)
        return x->end > y->end ? -1 : 1;
    return x->edit < y->edit ? -1 : x->edit > y->edit;
}

/* Capitals throughout are a way of speaking that rules do not have. */
static int is_shouted(const kr_rewriter *r, uint32_t sentence) {
    const kr_parse *parse = &r->parses[sentence];
    uint32_t upper = 0, lower = 0;
    for (uint32_t at = parse->first; at < parse->last; at++) {
        kr_str text = kr_word_text(parse, at);
        for (size_t i = 0; !parse->words[at].atom && i < text.length;) {
            int32_t code = kr_utf8_next(text.at, text.length, &i);
            upper += kr_is_upper(code) != 0;
            lower += kr_is_lower(code) != 0;
        }
    }
    return upper > lower && upper > 3;
}

static int is_open_to_rules(const kr_rewriter *r, uint32_t sentence) {
    const kr_sentence *s = &r->post->sentences[sentence];
    int locked = s->flags & KR_SENTENCE_LOCKED && !(s->flags & KR_SENTENCE_QUOTING);
    return !locked && s->kind != KR_SENTENCE_TAGS &&
           r->parses[sentence].first < r->parses[sentence].last && !is_shouted(r, sentence);
}

int32_t kr_find_alternatives(kr_rewriter *r) {
    for (uint32_t s = 0; s < r->post->sentence_count; s++) {
        if (!is_open_to_rules(r, s))
            continue;
        int32_t status = kr_match_sentence(&r->matcher, s, found, r);
        if (status < 0)
            return status;
    }
    r->report->limited = (uint8_t)r->matcher.limited;
    int32_t status = kr_together_settle(r);
    for (uint32_t s = 0; s < r->post->sentence_count; s++)
        if (r->inside[s].count)
            qsort(r->inside[s].at, r->inside[s].count, sizeof *r->inside[s].at, compare);
    return status;
}
