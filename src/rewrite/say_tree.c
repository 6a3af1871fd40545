/* The tree of a rule's text, walked for what is wanted of it: the flat text that the guard reads, the
 * line of words that its order is compared by, the number of its choices, and the node of the graph. */
#include "rewrite/rewriter.h"

#include <string.h>

/* ---- flat text ---- */

typedef struct flattener {
    const kr_rewriter *r;
    const kr_alternative *alternative;
    kr_buffer *out; /* NULL: a line is wanted */
    kr_line *line;
    uint32_t which, arm, seen; /* the choice that does not take its first arm */
    int tight, opening, article, capital; /* of the joint, as the graph makes it (model/joint.h) */
} flattener;

static kr_str unit_text(const kr_rewriter *r, const kr_unit *unit) {
    if (unit->text.at)
        return unit->text;
    const kr_parse *parse = &r->parses[unit->sentence];
    uint32_t start = parse->words[unit->start].span.start;
    return (kr_str){parse->text.at + start, parse->words[unit->end - 1].span.end - start};
}

static void put_first(flattener *f, kr_str text, int lowers, int opens) {
    char first[8];
    size_t at = 0;
    if (!text.length)
        return;
    int32_t code = kr_utf8_next(text.at, text.length, &at);
    code = opens ? kr_to_title(code) : lowers ? kr_to_lower(code) : code;
    kr_buffer_add(f->out, first, kr_utf8_put(first, code));
    kr_buffer_add(f->out, text.at + at, text.length - at);
}

static void line_unit(flattener *f, const kr_unit *unit) {
    if (!unit->text.at)
        kr_line_add_span(f->line, f->r->parses, unit->sentence, unit->start, unit->end);
    else if (unit->tag)
        kr_line_add(f->line, (kr_line_word){.text = unit->text, .sentence = unit->sentence,
                                            .at = unit->start, .tag = unit->tag, .changed = 1});
    else
        kr_line_add_text(f->line, f->r->pack, unit->text);
    f->opening = 0;
}

static void flat_unit(flattener *f, const kr_unit *unit) {
    kr_str text = unit_text(f->r, unit);
    uint32_t flags = unit->text.at ? unit->flags
                                   : kr_lattice_flags(f->r, unit->sentence, unit->start, unit->end);
    if (f->article && flags & KR_FRAGMENT_VOWEL)
        kr_buffer_char(f->out, 'n');
    if (f->out->length && !f->tight && !(flags & KR_FRAGMENT_TIGHT_LEFT))
        kr_buffer_char(f->out, ' ');
    put_first(f, text, !unit->text.at && f->r->parses[unit->sentence].words[unit->start].lowered,
              f->capital && !(flags & KR_FRAGMENT_KEEP_CASE));
    f->tight = (flags & KR_FRAGMENT_TIGHT_RIGHT) != 0;
    f->article = (flags & KR_FRAGMENT_ARTICLE) != 0;
    if (text.length && !(flags & KR_FRAGMENT_NEUTRAL))
        f->capital = (flags & KR_FRAGMENT_ENDS) != 0;
    f->opening = 0;
}

/* Whether the next piece wants to stand right behind this one; marks see to that themselves. */
static int is_glued_next(const kr_rewriter *r, const kr_match *match, uint32_t next,
                         uint32_t end) {
    const kr_piece *piece = kr_say_pieces(r) + next;
    if (next >= end || !(piece->flags & KR_PIECE_GLUED))
        return 0;
    if (piece->kind == KR_PIECE_VERB)
        return 1;
    const kr_binding *slot = &match->slots[piece->slot % KR_MAX_SLOTS];
    return piece->kind == KR_PIECE_SLOT && slot->set && !kr_say_stands_apart(r, match, piece) &&
           r->parses[slot->sentence].words[slot->start].tag != KR_TAG_PUNCT;
}

static int flat_sequence(flattener *f, uint32_t at);

static void flat_border(flattener *f) {
    if (f->line)
        kr_line_add_text(f->line, f->r->pack, KR_STR("."));
    f->opening = 0;
}

static uint32_t choices_in(const kr_piece *pieces, uint32_t at) {
    uint32_t count = 0;
    for (uint32_t i = at; i < at + pieces[at].size; i++)
        count += pieces[i].kind == KR_PIECE_CHOICE;
    return count;
}

/* The arm of choice number `own` that a fixed combination takes. */
static uint32_t fixed_arm(const kr_rewriter *r, const kr_alternative *a, uint32_t own) {
    uint32_t rest = a->fixed - 1;
    for (uint32_t which = 0; which < own; which++)
        rest /= kr_say_arms(r, a, which);
    /* NOLINTNEXTLINE(clang-analyzer-core.DivideZero): a choice has an arm */
    return rest % kr_say_arms(r, a, own);
}

/* Choices are numbered in the order of the tree; the way to a nested one goes through its arm. */
static int flat_choice(flattener *f, uint32_t at) {
    const kr_piece *pieces = kr_say_pieces(f->r);
    uint32_t own = f->seen, number = own + 1, end = at + pieces[at].size, taken = at + 1, first = 0;
    uint32_t arm = 0, fixed = f->alternative->fixed ? fixed_arm(f->r, f->alternative, own) : 0;
    for (uint32_t child = at + 1; child < end; child += pieces[child].size, arm++) {
        uint32_t inside = choices_in(pieces, child);
        int wanted = own == f->which ? arm == f->arm : f->which - number < inside;
        if (arm == 0 || (f->alternative->fixed ? arm == fixed : wanted)) {
            taken = child;
            first = number;
        }
        number += inside;
    }
    f->seen = first;
    int status = flat_sequence(f, taken);
    f->seen = number;
    return status;
}

static int flat_leaf(flattener *f, const kr_piece *piece, int glued) {
    kr_unit units[KR_MOST_UNITS];
    int count = kr_say_units(f->r, &f->alternative->match, piece, f->opening, glued, units);
    for (int i = 0; i < count; i++)
        f->out ? flat_unit(f, &units[i]) : line_unit(f, &units[i]);
    return count < 0 ? -1 : 0;
}

static int flat_sequence(flattener *f, uint32_t at) {
    const kr_piece *pieces = kr_say_pieces(f->r);
    uint32_t end = at + pieces[at].size;
    for (uint32_t child = at + 1; child < end; child += pieces[child].size) {
        const kr_piece *piece = &pieces[child];
        int status = 0;
        if (piece->kind == KR_PIECE_CHOICE)
            status = flat_choice(f, child);
        else if (piece->kind == KR_PIECE_BORDER)
            flat_border(f);
        else
            status = flat_leaf(f, piece, is_glued_next(f->r, &f->alternative->match,
                                                       child + piece->size, end));
        if (status < 0)
            return status;
    }
    return 0;
}

int kr_say_flat(const kr_rewriter *r, const kr_alternative *alternative, uint32_t which,
                uint32_t arm, kr_buffer *out) {
    flattener f = {.r = r, .alternative = alternative, .out = out, .which = which, .arm = arm,
                   .opening = 1};
    int status = flat_sequence(&f, kr_say_of(r, alternative->say)->piece);
    if (alternative->point)
        kr_buffer_char(out, '.');
    return out->failed ? -2 : status;
}

int kr_say_line(const kr_rewriter *r, const kr_alternative *alternative, uint32_t which,
                uint32_t arm, kr_line *line) {
    flattener f = {.r = r, .alternative = alternative, .line = line, .which = which, .arm = arm,
                   .opening = 1};
    return flat_sequence(&f, kr_say_of(r, alternative->say)->piece);
}

static uint32_t arms_of(const kr_piece *pieces, uint32_t at) {
    uint32_t count = 0;
    for (uint32_t child = at + 1; child < at + pieces[at].size; child += pieces[child].size)
        count++;
    return count;
}

uint32_t kr_say_arms(const kr_rewriter *r, const kr_alternative *alternative, uint32_t which) {
    const kr_piece *pieces = kr_say_pieces(r);
    uint32_t at = kr_say_of(r, alternative->say)->piece, end = at + pieces[at].size, seen = 0;
    for (; at < end; at++)
        if (pieces[at].kind == KR_PIECE_CHOICE && seen++ == which)
            return arms_of(pieces, at);
    return 0;
}

uint32_t kr_say_combinations(const kr_rewriter *r, const kr_alternative *alternative) {
    uint32_t all = 1, arms;
    for (uint32_t which = 0; (arms = kr_say_arms(r, alternative, which)) != 0; which++)
        all = all > UINT16_MAX / arms ? UINT16_MAX : all * arms;
    return all;
}

/* ---- the node ---- */

typedef struct noder {
    kr_rewriter *r;
    const kr_alternative *alternative;
    uint32_t seen; /* choices before this one, in the order of the tree */
} noder;

static kr_node_id node_sequence(noder *n, uint32_t at, int edges);

/* The nodes of a sequence. Slots that follow each other as in the base are one span: what applies over
 * the border between them applies there too. */
typedef struct node_row {
    kr_node_id nodes[64];
    size_t count;
    kr_unit span; /* not put yet; end 0: none */
    uint32_t slots;
    int edges; /* of the text, that the row stands at: KR_EDGE_ bits */
} node_row;

static void put_node(node_row *row, kr_node_id node) {
    row->edges &= ~KR_EDGE_START;
    if (row->count < sizeof row->nodes / sizeof *row->nodes)
        row->nodes[row->count++] = node;
}

/* `last`: nothing of the row follows. */
static void put_span(kr_rewriter *r, node_row *row, int last) {
    int edges = row->edges & (last ? KR_EDGES : KR_EDGE_START);
    if (row->span.end)
        put_node(row, kr_lattice_span(r, row->span.sentence, row->span.start, row->span.end,
                                      edges | (row->slots > 1 ? KR_SPAN_JOINED : KR_SPAN_SLOT)));
    row->span.end = 0;
    row->slots = 0;
}

static void put_unit(kr_rewriter *r, node_row *row, const kr_unit *unit) {
    kr_unit *span = &row->span;
    if (unit->text.at) {
        put_span(r, row, 0);
        put_node(row, kr_graph_text(r->graph, unit->text, unit->flags));
        return;
    }
    if (span->end != unit->start || span->sentence != unit->sentence || !span->end) {
        put_span(r, row, 0);
        *span = *unit;
    }
    span->end = unit->end;
    row->slots++;
}

/* Returns whether it put anything. What the flat text could say is never left out: behind a choice that may be
 * empty, a word that keeps its capital opens the text in one arm and not in the others. */
static int put_leaf(noder *n, node_row *row, const kr_piece *piece, int opening, int glued) {
    kr_unit units[KR_MOST_UNITS];
    int count = kr_say_units(n->r, &n->alternative->match, piece, opening, glued, units);
    if (count < 0)
        count = kr_say_units(n->r, &n->alternative->match, piece, 1, glued, units);
    for (int i = 0; i < count; i++)
        put_unit(n->r, row, &units[i]);
    return count > 0;
}

/* All arms; of a fixed combination the one that it takes. */
static kr_node_id choice_node(noder *n, uint32_t at, int edges) {
    const kr_piece *pieces = kr_say_pieces(n->r);
    const kr_alternative *a = n->alternative;
    kr_arm arms[64];
    size_t count = 0;
    uint32_t fixed = a->fixed ? fixed_arm(n->r, a, n->seen) : 0, end = at + pieces[at].size;
    n->seen++;
    for (uint32_t child = at + 1, arm = 0; child < end && count < 64;
         child += pieces[child].size, arm++) {
        if (a->fixed && arm != fixed)
            n->seen += choices_in(pieces, child);
        else
            arms[count++] = kr_together_choice(
                n->r, kr_arm_of(node_sequence(n, child, edges), 1, KR_NONE), child);
    }
    if (a->fixed && count == 1 && arms[0].condition_count == 0)
        return arms[0].node;
    return kr_graph_choice(n->r->graph, arms, count);
}

static kr_node_id node_sequence(noder *n, uint32_t at, int edges) {
    const kr_piece *pieces = kr_say_pieces(n->r);
    node_row row = {.edges = edges};
    uint32_t end = at + pieces[at].size;
    int opening = edges & KR_EDGE_START;
    for (uint32_t child = at + 1; child < end; child += pieces[child].size) {
        const kr_piece *piece = &pieces[child];
        if (piece->kind == KR_PIECE_CHOICE) {
            put_span(n->r, &row, 0);
            int last = child + piece->size == end;
            put_node(&row, choice_node(n, child, row.edges & (last ? KR_EDGES : KR_EDGE_START)));
            opening = 0;
        } else if (piece->kind == KR_PIECE_BORDER) {
            opening = 0;
        } else if (put_leaf(n, &row, piece, opening,
                            is_glued_next(n->r, &n->alternative->match, child + piece->size, end))) {
            opening = 0; /* an optional slot that is absent opens nothing */
        }
    }
    put_span(n->r, &row, 1);
    kr_node_id node = kr_join_nodes(n->r, row.nodes, row.count);
    return node == KR_NONE ? kr_graph_text(n->r->graph, KR_STR(""), 0) : node;
}

kr_node_id kr_say_node(kr_rewriter *r, const kr_alternative *alternative) {
    if (alternative->say == KR_PACK_NONE)
        return kr_graph_text(r->graph, alternative->flat, kr_outside_flags(alternative->flat));
    noder n = {r, alternative, 0};
    kr_node_id said[2] = {node_sequence(&n, kr_say_of(r, alternative->say)->piece, KR_EDGES), KR_NONE};
    if (!alternative->point)
        return said[0];
    said[1] = kr_graph_text(r->graph, KR_STR("."), kr_say_flags(KR_STR(".")));
    return kr_join_nodes(r, said, 2);
}
