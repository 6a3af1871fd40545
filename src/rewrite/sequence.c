/* Sentences in a row: as edges over their positions, in the way that lattice.c treats words. From
 * each sentence the text goes on with the sentence itself, with a rule's or an outside wording for
 * several of them, or with two neighbours that change places. */
#include "rewrite/rewriter.h"

#include <string.h>

enum { BASE_WEIGHT = 4, SWAP_WEIGHT = 3 };

typedef struct arms {
    kr_arm *at;
    size_t count, capacity;
} arms;

static void add_arm(kr_rewriter *r, arms *list, kr_arm arm) {
    if (arm.node == KR_NONE)
        return;
    if (kr_arena_grow(&r->job->arena, (void **)&list->at, &list->capacity, list->count,
                      sizeof arm) < 0)
        r->graph->failed = 1;
    else
        list->at[list->count++] = arm;
}

static const kr_fixed *fixed_at(const kr_rewriter *r, uint32_t sentence) {
    for (size_t i = 0; i < r->input->fixed_count; i++)
        if (r->input->fixed[i].first <= sentence && sentence <= r->input->fixed[i].last)
            return &r->input->fixed[i];
    return NULL;
}

static kr_node_id as_it_stands(kr_rewriter *r, uint32_t sentence) {
    kr_span span = r->post->sentences[sentence].span;
    kr_str text = {r->post->text.at + span.start, span.end - span.start};
    uint32_t flags = KR_FRAGMENT_KEEP_CASE | KR_FRAGMENT_ENDS;
    if (sentence > 0 && r->post->sentences[sentence - 1].span.end == span.start)
        flags |= KR_FRAGMENT_TIGHT_LEFT;
    return kr_graph_text(r->graph, text, flags);
}

/* A run of fixed sentences is said as a whole where its first one stands. */
static kr_node_id one_sentence(kr_rewriter *r, uint32_t sentence) {
    const kr_fixed *fixed = fixed_at(r, sentence);
    if (fixed)
        return fixed->first == sentence ? fixed->node : KR_NONE;
    if (!r->pack || !r->parses[sentence].count)
        return as_it_stands(r, sentence);
    kr_node_id tags = kr_layout_tags(r, sentence);
    return tags != KR_NONE ? tags : kr_lattice_sentence(r, sentence);
}

static int is_inside_fixed(const kr_rewriter *r, uint32_t sentence) {
    const kr_fixed *fixed = fixed_at(r, sentence);
    return fixed && fixed->first < sentence;
}

/* The sentence and what stands between it and what follows. */
static kr_node_id with_gap(kr_rewriter *r, kr_node_id node, uint32_t next, kr_node_id rest) {
    int has_gap = next < r->post->sentence_count && !is_inside_fixed(r, next);
    kr_node_id all[3] = {node, has_gap ? kr_layout_gap(r, next) : KR_NONE, rest};
    return kr_join_nodes(r, all, 3);
}

/* The edit is that of its own words: a choice of one arm carries it, so that what follows is not
 * told as a part of it (see lattice.c). */
static kr_node_id with_edit(kr_rewriter *r, kr_node_id node, uint32_t edit) {
    kr_arm own = kr_arm_of(node, 1, edit);
    return kr_graph_choice(r->graph, &own, 1);
}

static void add_rules(kr_rewriter *r, arms *list, uint32_t sentence, const kr_node_id *rest) {
    const kr_alternatives *across = r->pack ? &r->across[sentence] : NULL;
    for (uint32_t i = 0; across && i < across->count; i++) {
        const kr_alternative *a = &across->at[i];
        uint32_t last = a->match.last_sentence;
        kr_node_id parts[3] = {kr_lattice_lead(r, sentence), kr_say_node(r, a),
                               kr_lattice_tail(r, last, !a->closes)};
        kr_node_id said = with_edit(r, kr_join_nodes(r, parts, 3), a->edit);
        kr_arm arm = kr_alternative_arm(r, a, with_gap(r, said, last + 1, rest[last + 1]));
        arm.edit = KR_NONE;
        add_arm(r, list, arm);
    }
}

static void add_outside(kr_rewriter *r, arms *list, uint32_t sentence, const kr_node_id *rest) {
    for (size_t i = 0; i < r->input->outside_count; i++) {
        const kr_outside *o = &r->input->outside[i];
        if (o->first != sentence || o->met || !kr_outside_is_whole(r, o) ||
            is_inside_fixed(r, o->first) || is_inside_fixed(r, o->last + 1))
            continue;
        kr_node_id text = kr_graph_text(r->graph, o->text, KR_FRAGMENT_KEEP_CASE | KR_FRAGMENT_ENDS);
        kr_node_id said = with_edit(r, text, kr_outside_edit(r, o));
        add_arm(r, list, kr_outside_arm(r, o, with_gap(r, said, o->last + 1, rest[o->last + 1]),
                                        KR_NONE));
    }
}

/* The two as the base says them, the other way round. */
static kr_str swapped(kr_rewriter *r, kr_span first, kr_span second) {
    const char *text = r->post->text.at;
    size_t a = first.end - first.start, gap = second.start - first.end, b = second.end - second.start;
    char *out = kr_arena_alloc(&r->job->arena, a + gap + b, 1);
    if (!out)
        return r->graph->failed = 1, (kr_str){"", 0};
    memcpy(out, text + second.start, b);
    memcpy(out + b, text + first.end, gap);
    memcpy(out + b + gap, text + first.start, a);
    return (kr_str){out, a + gap + b};
}

static void add_swap(kr_rewriter *r, arms *list, uint32_t sentence, const kr_node_id *rest) {
    const kr_post *post = r->post;
    if (!r->pack || !kr_order_swaps(r, sentence))
        return;
    kr_span from = {post->sentences[sentence].span.start, post->sentences[sentence + 1].span.end};
    kr_str name = kr_str_is(kr_str_of(post->language), "nl") ? KR_STR("nl/order") : KR_STR("en/order");
    kr_str text = swapped(r, post->sentences[sentence].span, post->sentences[sentence + 1].span);
    if (!kr_outside_allows(r, from, text, kr_change_of(post->text, from, text)))
        return;
    kr_node_id parts[3] = {one_sentence(r, sentence + 1), kr_layout_gap(r, sentence + 1),
                           one_sentence(r, sentence)};
    uint32_t edit = kr_graph_edit(r->graph, name, from, sentence, sentence + 1);
    if (edit != KR_NONE)
        kr_graph_edit_says(r->graph, edit, text, 0);
    kr_node_id both = with_edit(r, kr_join_nodes(r, parts, 3), edit);
    add_arm(r, list, kr_arm_of(with_gap(r, both, sentence + 2, rest[sentence + 2]), SWAP_WEIGHT,
                               KR_NONE));
}

kr_node_id kr_sequence_post(kr_rewriter *r) {
    uint32_t count = r->post->sentence_count;
    kr_node_id *rest = kr_arena_alloc(&r->job->arena, count + 3u, sizeof *rest);
    if (!rest)
        return r->graph->failed = 1, KR_NONE;
    for (uint32_t i = 0; i < count + 3u; i++)
        rest[i] = KR_NONE;
    for (uint32_t s = count; s-- > 0;) {
        arms list = {0};
        kr_node_id base = with_gap(r, one_sentence(r, s), s + 1, rest[s + 1]);
        add_arm(r, &list, kr_arm_of(base, BASE_WEIGHT, KR_NONE));
        add_rules(r, &list, s, rest);
        add_swap(r, &list, s, rest);
        add_outside(r, &list, s, rest);
        rest[s] = list.count > 1 ? kr_graph_choice(r->graph, list.at, list.count) : base;
    }
    return count ? rest[0] : KR_NONE;
}
