/* The ways through a sentence as nodes of the graph. From each word where something can change, a
 * choice goes on: the words of the base up to the next such place, or an alternative, and behind it
 * the same node that the base reaches there. What follows is shared, so the graph grows with the
 * alternatives and not with their combinations. Spans of slots are built in the same way, once each.
 *
 * Weights: a random walk shall reword most of what can be reworded, because texts are judged as a
 * set. The base of a place weighs 1 beside alternatives of 4. */
#include "rewrite/rewriter.h"

#include <string.h>

enum { BASE_WEIGHT = 1, MOST_NODES = 60000, BASE_FIRST_PERSON = 4 };

struct kr_lattice_memo {
    kr_lattice_memo *next;
    uint32_t start, end;
    int inner;
    kr_node_id node;
};

kr_node_id kr_join_nodes(kr_rewriter *r, const kr_node_id *nodes, size_t count) {
    kr_node_id kept[64];
    size_t some = 0;
    for (size_t i = 0; i < count && some < 64; i++)
        if (nodes[i] != KR_NONE)
            kept[some++] = nodes[i];
    if (some <= 1)
        return some ? kept[0] : KR_NONE;
    return kr_graph_sequence(r->graph, kept, some);
}

/* ---- words as they stand ---- */

static int is_english(const kr_rewriter *r) {
    return strcmp(r->post->language, "en") == 0;
}

static int keeps_case(const kr_word *word) {
    static const uint32_t kept = 1u << KR_ATOM_URL | 1u << KR_ATOM_EMAIL | 1u << KR_ATOM_MENTION |
                                 1u << KR_ATOM_HASHTAG | 1u << KR_ATOM_VERSION |
                                 1u << KR_ATOM_NAME | 1u << KR_ATOM_QUOTE | 1u << KR_ATOM_LOCKED;
    return word->sticky || (word->atom && kept >> (word->atom - 1) & 1);
}

static int opens_lower(const kr_parse *parse, uint32_t at) {
    kr_str text = kr_word_text(parse, at);
    size_t next = 0;
    return at == parse->first && text.length &&
           kr_is_lower(kr_utf8_next(text.at, text.length, &next));
}

/* "- bread and cakes": behind a bullet, what is no clause stays small whichever word comes first. A
 * clause may be made two sentences, and a lower-case name may open one ("koor sells bread"). */
static int is_small_item(const kr_parse *parse) {
    return parse->first > 0 && parse->words[parse->first].atom == 0 &&
           opens_lower(parse, parse->first) && !kr_has_finite_verb(parse);
}

static int is_mark(const kr_parse *parse, uint32_t at) {
    return parse->post->tokens[parse->sentence->token + at].kind == KR_TOKEN_PUNCT;
}

/* A mark behind which the base goes on in lower case ("Musk and co. do it") ends nothing. */
static int is_ending(const kr_parse *parse, uint32_t at) {
    kr_str text = kr_word_text(parse, at);
    size_t next = 0;
    if (!is_mark(parse, at) || text.length == 0 ||
        !(strchr(".!?", text.at[0]) || kr_str_is(text, "\xe2\x80\xa6")))
        return 0;
    kr_str behind = at + 1 < parse->last ? kr_word_text(parse, at + 1) : (kr_str){"", 0};
    return behind.length == 0 || !kr_is_lower(kr_utf8_next(behind.at, behind.length, &next));
}

static int is_open_mark(const kr_parse *parse, uint32_t at) {
    return is_mark(parse, at) && at + 1 < parse->count && parse->words[at + 1].space == 0 &&
           !parse->words[at + 1].glued && !is_ending(parse, at) &&
           strchr(",;:)", kr_word_text(parse, at).at[0]) == NULL;
}

uint32_t kr_lattice_flags(const kr_rewriter *r, uint32_t sentence, uint32_t start, uint32_t end) {
    const kr_parse *parse = &r->parses[sentence];
    const kr_word *first = &parse->words[start];
    uint32_t flags = 0;
    int after_gap = start > 0 || (sentence > 0 && parse->sentence->span.start ==
                                                      r->post->sentences[sentence - 1].span.end);
    if (after_gap && first->space == 0 && (start > 0 ? !is_open_mark(parse, start - 1) : 1))
        flags |= KR_FRAGMENT_TIGHT_LEFT;
    if (keeps_case(first) || opens_lower(parse, start) || is_small_item(parse))
        flags |= KR_FRAGMENT_KEEP_CASE;
    if (is_open_mark(parse, end - 1))
        flags |= KR_FRAGMENT_TIGHT_RIGHT;
    if (is_ending(parse, end - 1))
        flags |= KR_FRAGMENT_ENDS;
    if (first->atom == KR_ATOM_EMOJI + 1 || (start < parse->first && is_mark(parse, start)))
        flags |= KR_FRAGMENT_NEUTRAL;
    if (kr_vowel_sound(kr_word_text(parse, start)))
        flags |= KR_FRAGMENT_VOWEL;
    return flags;
}

static kr_str run_text(const kr_rewriter *r, uint32_t sentence, uint32_t start, uint32_t end) {
    const kr_parse *parse = &r->parses[sentence];
    uint32_t from = parse->words[start].span.start, to = parse->words[end - 1].span.end;
    kr_str text = {parse->text.at + from, to - from};
    if (!parse->words[start].lowered)
        return text;
    char *copy = kr_arena_alloc(&r->job->arena, text.length + 4, 1);
    size_t at = 0;
    int32_t code = kr_utf8_next(text.at, text.length, &at);
    if (!copy)
        return text;
    size_t size = kr_utf8_put(copy, kr_to_lower(code));
    memcpy(copy + size, text.at + at, text.length - at);
    return (kr_str){copy, size + text.length - at};
}

static kr_node_id plain_run(kr_rewriter *r, uint32_t sentence, uint32_t start, uint32_t end) {
    return kr_graph_text(r->graph, run_text(r, sentence, start, end),
                         kr_lattice_flags(r, sentence, start, end));
}

/* An English article in front of what may change waits for it, where the base itself agrees. */
static int is_open_article(const kr_rewriter *r, uint32_t sentence, uint32_t end) {
    const kr_parse *parse = &r->parses[sentence];
    if (!is_english(r) || end >= parse->last || parse->words[end].space != 1)
        return 0;
    kr_str text = kr_word_text(parse, end - 1);
    int an = kr_str_equal_fold(text, KR_STR("an"));
    return (an || kr_str_equal_fold(text, KR_STR("a"))) &&
           kr_vowel_sound(kr_word_text(parse, end)) == an;
}

static kr_node_id article(kr_rewriter *r, uint32_t sentence, uint32_t at) {
    const kr_parse *parse = &r->parses[sentence];
    kr_str text = {parse->words[at].lowered ? "a" : kr_word_text(parse, at).at, 1};
    return kr_graph_text(r->graph, text, kr_lattice_flags(r, sentence, at, at + 1) |
                                             KR_FRAGMENT_ARTICLE | KR_FRAGMENT_VOWEL);
}

kr_node_id kr_lattice_run(kr_rewriter *r, uint32_t sentence, uint32_t start, uint32_t end,
                          int opens_span) {
    const kr_parse *parse = &r->parses[sentence];
    kr_node_id nodes[3];
    size_t count = 0;
    if (start >= end)
        return KR_NONE;
    if (!opens_span && start > 0 && parse->words[start].space == 2) {
        uint32_t from = parse->words[start - 1].span.end;
        kr_str gap = {parse->text.at + from, parse->words[start].span.start - from};
        nodes[count++] = kr_graph_text(r->graph, gap, KR_FRAGMENT_SPACE);
    }
    if (is_open_article(r, sentence, end)) {
        if (end - 1 > start)
            nodes[count++] = plain_run(r, sentence, start, end - 1);
        nodes[count++] = article(r, sentence, end - 1);
    } else if (end - 1 > start && is_open_mark(parse, end - 1)) {
        nodes[count++] = plain_run(r, sentence, start, end - 1);
        nodes[count++] = plain_run(r, sentence, end - 1, end);
    } else {
        nodes[count++] = plain_run(r, sentence, start, end);
    }
    return kr_join_nodes(r, nodes, count);
}

/* ---- spans ---- */

typedef struct span {
    uint32_t sentence, start, end;
    int inner;
    int top; /* the whole core: alternatives may bring the closing mark */
    uint8_t *place;   /* 1: something begins or ends here */
    kr_node_id *node; /* what follows from here */
    kr_node_id open;  /* top: what follows a text that brings its own mark */
} span;

static int applies(const kr_rewriter *r, const span *s, const kr_alternative *a) {
    if (a->start < s->start || a->end > s->end || a->next > s->end)
        return 0;
    if (a->closes && !s->top)
        return 0;
    if (s->inner && a->start == s->start && a->end == s->end &&
        (a->self || a->frame || (s->inner & KR_SPAN_JOINED && !a->together)))
        return 0;
    if (s->inner && a->edges & ~(uint32_t)s->inner & KR_EDGES)
        return 0;
    return a->together || r->graph->node_count < MOST_NODES;
}

static void mark_places(const kr_rewriter *r, span *s) {
    const kr_alternatives *list = &r->inside[s->sentence];
    s->place[s->start] = s->place[s->end] = 1;
    for (uint32_t i = 0; i < list->count; i++)
        if (applies(r, s, &list->at[i])) {
            s->place[list->at[i].start] = 1;
            s->place[list->at[i].next] = 1;
        }
}

kr_arm kr_alternative_arm(kr_rewriter *r, const kr_alternative *a, kr_node_id node) {
    kr_arm arm = kr_arm_of(node, a->weight, a->edit);
    if (a->outside)
        return kr_outside_arm(r, a->outside, node, a->edit);
    kr_condition conditions[2];
    uint32_t count = kr_together_asks(r, a, conditions);
    if (a->tone && r->tone != KR_NONE)
        conditions[count++] = (kr_condition){r->tone, a->tone == KR_VOICE_WARM ? 2u : 1u};
    if (count) {
        arm.condition = kr_graph_conditions(r->graph, conditions, count);
        arm.condition_count = count;
    }
    return arm;
}

static kr_node_id behind(const span *s, const kr_alternative *a) {
    if (a->closes && a->next == s->end)
        return s->open;
    return s->node[a->next];
}

/* An alternative and what follows it. The edit is that of its own words: a choice of one arm carries
 * it, so that what follows, which has edits of its own, is not told as a part of it. */
static kr_arm arm_at(kr_rewriter *r, const span *s, const kr_alternative *a) {
    kr_node_id said = kr_say_node(r, a), follows = behind(s, a);
    if (follows == KR_NONE || said == KR_NONE)
        return kr_alternative_arm(r, a, follows == KR_NONE ? said : follows);
    kr_arm own = kr_arm_of(said, 1, a->edit);
    kr_node_id both[2] = {kr_graph_choice(r->graph, &own, 1), follows};
    kr_arm arm = kr_alternative_arm(r, a, kr_join_nodes(r, both, 2));
    arm.edit = KR_NONE;
    return arm;
}

/* Base first: the first walk of the graph is the base. */
static kr_node_id choice_at(kr_rewriter *r, span *s, uint32_t at, uint32_t next) {
    const kr_alternatives *list = &r->inside[s->sentence];
    kr_node_id run[2] = {kr_lattice_run(r, s->sentence, at, next, at == s->start), s->node[next]};
    kr_node_id base = kr_join_nodes(r, run, 2);
    kr_arm *arms = kr_arena_alloc(&r->job->arena, list->count + 1u, sizeof *arms);
    size_t count = 0;
    if (!arms)
        return r->graph->failed = 1, KR_NONE;
    arms[count++] = kr_together_base(r, kr_arm_of(base, BASE_WEIGHT, KR_NONE), s->sentence, at, next);
    for (uint32_t i = 0; i < list->count; i++) {
        const kr_alternative *a = &list->at[i];
        if (a->start != at || !applies(r, s, a))
            continue;
        arms[count++] = arm_at(r, s, a);
    }
    return count > 1 || arms[0].condition_count ? kr_graph_choice(r->graph, arms, count) : base;
}

static kr_node_id build_span(kr_rewriter *r, span *s, kr_node_id closed) {
    uint32_t room = s->end + 1u, next = s->end;
    s->place = kr_arena_zero(&r->job->arena, room, sizeof *s->place);
    s->node = kr_arena_alloc(&r->job->arena, room, sizeof *s->node);
    if (!s->place || !s->node)
        return r->graph->failed = 1, KR_NONE;
    for (uint32_t i = 0; i < room; i++)
        s->node[i] = KR_NONE;
    mark_places(r, s);
    s->node[s->end] = closed;
    for (uint32_t at = s->end; at-- > s->start;)
        if (s->place[at]) {
            s->node[at] = choice_at(r, s, at, next);
            next = at;
        }
    return s->node[s->start];
}

kr_node_id kr_lattice_span(kr_rewriter *r, uint32_t sentence, uint32_t start, uint32_t end,
                           int inner) {
    for (kr_lattice_memo *m = r->memos[sentence]; m; m = m->next)
        if (m->start == start && m->end == end && m->inner == inner)
            return m->node;
    span s = {.sentence = sentence, .start = start, .end = end, .inner = inner, .open = KR_NONE};
    kr_node_id node = build_span(r, &s, KR_NONE);
    kr_lattice_memo *memo = kr_arena_alloc(&r->job->arena, 1, sizeof *memo);
    if (!memo)
        return r->graph->failed = 1, KR_NONE;
    *memo = (kr_lattice_memo){r->memos[sentence], start, end, inner, node};
    r->memos[sentence] = memo;
    return node;
}

/* ---- sentences ---- */

kr_node_id kr_lattice_lead(kr_rewriter *r, uint32_t sentence) {
    const kr_parse *parse = &r->parses[sentence];
    if (parse->first == 0)
        return KR_NONE;
    kr_node_id lead = kr_lattice_run(r, sentence, 0, parse->first, 1);
    if (parse->first < parse->count && parse->words[parse->first].space == 2) {
        uint32_t from = parse->words[parse->first - 1].span.end;
        kr_str gap = {parse->text.at + from, parse->words[parse->first].span.start - from};
        kr_node_id both[2] = {lead, kr_graph_text(r->graph, gap, KR_FRAGMENT_SPACE)};
        return kr_join_nodes(r, both, 2);
    }
    return lead;
}

kr_node_id kr_lattice_tail(kr_rewriter *r, uint32_t sentence, int closed) {
    const kr_parse *parse = &r->parses[sentence];
    uint32_t at = parse->last;
    while (!closed && at < parse->count && is_mark(parse, at))
        at++;
    return kr_lattice_run(r, sentence, at, parse->count, 0);
}

kr_node_id kr_lattice_sentence(kr_rewriter *r, uint32_t sentence) {
    const kr_parse *parse = &r->parses[sentence];
    kr_node_id lead = kr_lattice_lead(r, sentence);
    kr_node_id closed = kr_lattice_tail(r, sentence, 1);
    span s = {.sentence = sentence, .start = parse->first, .end = parse->last, .top = 1,
              .open = kr_lattice_tail(r, sentence, 0)};
    kr_node_id core = parse->first < parse->last ? build_span(r, &s, closed) : closed;
    kr_node_id both[2] = {lead, core};
    return kr_join_nodes(r, both, 2);
}
