/* Wordings from outside: a colleague's, a language model's, an approval file's. Whole sentences
 * join the sentences in a row (sequence.c), words inside a sentence the ways through it
 * (lattice.c), so that they combine with all that the rules offer. What begins or ends inside a
 * word, or beyond the core of its sentence, is put into its sentences first and then stands for
 * them as a whole. */
#include "rewrite/rewriter.h"

#include <string.h>

enum { OUTSIDE_WEIGHT = 8, MOST_ASKS = 8 };

int kr_outside_allows(kr_rewriter *r, kr_span from, kr_str text, kr_change change) {
    const kr_decisions *decisions = r->input->decisions;
    if (!decisions)
        return 1;
    if (kr_decisions_rejected(decisions, change))
        return 0;
    uint64_t key = kr_wording_key((kr_str){r->post->text.at + from.start, from.end - from.start}, text);
    const kr_decided *found = kr_decisions_find(decisions, key);
    if (found && found->line < r->input->outside_count)
        r->input->outside[found->line].met = 1;
    return kr_decisions_allow(decisions, key);
}

static kr_str base_of(const kr_rewriter *r, const kr_outside *o) {
    return (kr_str){r->post->text.at + o->from.start, o->from.end - o->from.start};
}

int kr_outside_is_whole(const kr_rewriter *r, const kr_outside *o) {
    return o->from.start == r->post->sentences[o->first].span.start &&
           o->from.end == r->post->sentences[o->last].span.end;
}

static int32_t ask(kr_rewriter *r, const kr_outside *o) {
    const kr_wording wording = {
        .rule = o->rule, .base = base_of(r, o), .text = o->text, .sentence = o->first};
    kr_str reason = {"", 0};
    const char *stray = r->input->address || r->input->tone ? kr_voice_strays(r, wording.base, o->text) : NULL;
    if (stray)
        return kr_refuse_outside(r, o, kr_str_of(stray));
    int32_t answer = r->input->admit ? r->input->admit(&wording, &reason, r->input->user) : 1;
    if (answer != 0)
        return answer;
    return kr_refuse_outside(r, o, reason);
}

/* ---- voice ---- */

static uint32_t find_variable(const kr_graph *graph, kr_str name) {
    for (uint32_t i = 0; i < graph->variable_count; i++)
        if (kr_str_equal(graph->variables[i].name, name))
            return i;
    return KR_NONE;
}

static uint32_t find_value(const kr_variable *variable, kr_str value) {
    for (uint32_t i = 0; variable->values && i < variable->value_count; i++)
        if (kr_str_equal(variable->values[i], value))
            return i;
    return KR_NONE;
}

void kr_outside_variables(kr_rewriter *r) {
    for (size_t i = 0; i < r->input->outside_count; i++) {
        const kr_outside *o = &r->input->outside[i];
        for (uint32_t v = 0; v < o->voice_count; v++)
            if (find_variable(r->graph, o->voice[v].name) == KR_NONE)
                kr_graph_variable(r->graph, o->voice[v].name, o->voice[v].values,
                                  o->voice[v].value_count);
    }
}

kr_arm kr_outside_arm(kr_rewriter *r, const kr_outside *o, kr_node_id node, uint32_t edit) {
    kr_arm arm = kr_arm_of(node, OUTSIDE_WEIGHT, edit);
    kr_condition conditions[MOST_ASKS];
    uint32_t count = kr_together_text(r, o->text, conditions);
    for (uint32_t v = 0; v < o->voice_count && count < MOST_ASKS; v++) {
        uint32_t variable = find_variable(r->graph, o->voice[v].name);
        uint32_t value = variable == KR_NONE ? KR_NONE
                                             : find_value(&r->graph->variables[variable],
                                                          o->voice[v].values[o->voice[v].value]);
        if (value != KR_NONE)
            conditions[count++] = (kr_condition){variable, (uint64_t)1 << value};
    }
    if (count) {
        arm.condition = kr_graph_conditions(r->graph, conditions, count);
        arm.condition_count = count;
    }
    return arm;
}

/* ---- edits and fragments ---- */

uint32_t kr_outside_edit(kr_rewriter *r, const kr_outside *o) {
    uint32_t edit = kr_graph_edit(r->graph, o->rule, o->from, o->first, o->last);
    if (edit != KR_NONE)
        kr_graph_edit_says(r->graph, edit, o->text, o->number + 1);
    r->report->alternatives++;
    return edit;
}

uint32_t kr_outside_flags(kr_str text) {
    size_t at = 0;
    uint32_t flags = kr_say_flags(text);
    int capital = text.length && kr_is_upper(kr_utf8_next(text.at, text.length, &at));
    return flags | (capital ? KR_FRAGMENT_KEEP_CASE : 0);
}

/* ---- words inside sentences ---- */

typedef struct place {
    uint16_t start, end; /* words, in the first and the last sentence */
} place;

/* Whether the wording ends with this word; its closing mark, which the text brings, is none. */
static int ends_with(const kr_rewriter *r, const kr_outside *o, uint16_t word) {
    const kr_parse *last = &r->parses[o->last];
    uint32_t end = last->words[word].span.end, rest = o->from.end - end;
    return rest == 0 || (word + 1 == last->last && kr_say_ends_sentence(o->text) &&
                         rest == kr_closing_marks(r->post->text, end));
}

static int find_words(const kr_rewriter *r, const kr_outside *o, place *out) {
    const kr_parse *first = &r->parses[o->first], *last = &r->parses[o->last];
    uint16_t start = first->first, end = last->first;
    while (start < first->last && first->words[start].span.start < o->from.start)
        start++;
    while (end < last->last && last->words[end].span.end < o->from.end && !ends_with(r, o, end))
        end++;
    *out = (place){start, (uint16_t)(end + 1)};
    return start < first->last && end < last->last && !first->words[start].glued &&
           first->words[start].span.start == o->from.start && ends_with(r, o, end);
}

/* The sentences as a whole, with the wording in its place. */
static int32_t widen(kr_rewriter *r, kr_outside *o) {
    const kr_post *post = r->post;
    uint32_t start = post->sentences[o->first].span.start, end = post->sentences[o->last].span.end;
    size_t before = o->from.start - start, after = end - o->from.end;
    char *text = kr_arena_alloc(&r->job->arena, before + o->text.length + after, 1);
    if (!text)
        return kr_nomem(r->job);
    memcpy(text, post->text.at + start, before);
    memcpy(text + before, o->text.at, o->text.length);
    memcpy(text + before + o->text.length, post->text.at + o->from.end, after);
    o->text = (kr_str){text, before + o->text.length + after};
    o->from = (kr_span){start, end};
    return KOOR_OK;
}

static int32_t add_span(kr_rewriter *r, const kr_outside *o, place words) {
    kr_alternatives *list = o->first == o->last ? &r->inside[o->first] : &r->across[o->first];
    const kr_parse *last = &r->parses[o->last];
    kr_alternative a = {.say = KR_PACK_NONE,
                        .rule = o->rule,
                        .flat = o->text,
                        .weight = OUTSIDE_WEIGHT,
                        .start = words.start,
                        .end = words.end,
                        .next = words.end,
                        .outside = o};
    a.match.first_sentence = (uint16_t)o->first;
    a.match.last_sentence = (uint16_t)o->last;
    a.match.start = words.start;
    a.match.end = words.end;
    a.closes = kr_say_ends_sentence(o->text) && words.end == last->last;
    a.edit = kr_outside_edit(r, o);
    if (kr_arena_grow(&r->job->arena, (void **)&list->at, &list->capacity, list->count, sizeof a) <
        0)
        return kr_nomem(r->job);
    list->at[list->count++] = a;
    return KOOR_OK;
}

int32_t kr_outside_join(kr_rewriter *r) {
    for (size_t i = 0; i < r->input->outside_count; i++) {
        kr_outside *o = &r->input->outside[i];
        place words;
        if (o->met)
            continue;
        int32_t status = ask(r, o);
        if (status < 0)
            return status;
        o->met = status == 0;
        if (o->met || kr_outside_is_whole(r, o))
            continue;
        status = r->pack && find_words(r, o, &words) ? add_span(r, o, words) : widen(r, o);
        if (status < 0)
            return status;
    }
    return KOOR_OK;
}
