/* Realising a walk: takes decisions, gives text. Where the graph has a track (track.c) each
 * decision is one copy; elsewhere a traversal with an explicit stack reads decisions in the order
 * in which they were made and copies fragments. Nothing is allocated. Short pieces are copied as
 * fixed blocks of 32 bytes that the next one overwrites (as LZ4 does with matches): for the few
 * bytes between two choices that is several times faster than a call of memcpy. The same traversal
 * measures lengths and finds where edits stand in the text. */
#include "graph/margins.h"
#include "model/joint.h"

#include <string.h>

/* The white space before a fragment and the n before that: all that the joint adds. */
static void write_joint(kr_writer *out, const kr_joint_step *step) {
    if (step->n)
        kr_writer_put(out, 'n');
    if (step->space)
        kr_writer_copy(out, step->space->text, step->space->length);
    else if (step->blank)
        kr_writer_put(out, ' ');
}

static void write_form(kr_writer *out, const kr_joint_step *step, const kr_fragment *fragment) {
    uint32_t length = step->title ? fragment->title_length : fragment->length;
    kr_writer_copy(out, step->title ? fragment->title : fragment->text, step->cut ? 1 : length);
}

static void write_joined(kr_writer *out, kr_joint *joint, const kr_fragment *fragment) {
    kr_joint_step step = kr_joint_next(joint, out->text, fragment);
    if (!step.shown)
        return;
    write_joint(out, &step);
    write_form(out, &step, fragment);
}

/* The next text of a walk, or NULL at its end: the traversal that all readers share. */
typedef struct reader {
    const kr_graph *graph;
    const uint32_t *decision;
    uint32_t *stack;
    uint32_t height;
} reader;

static inline reader start(const kr_walks *walks, const kr_walk *walk) {
    walk->stack[0] = walks->graph->root;
    return (reader){walks->graph, walk->decisions, walk->stack, 1};
}

static inline const kr_fragment *next_text(reader *in) {
    const kr_graph *graph = in->graph;
    while (in->height) {
        const kr_node *node = &graph->nodes[in->stack[--in->height]];
        while (node->kind == KR_NODE_CHOICE)
            node = &graph->nodes[graph->arms[node->first + *in->decision++].node];
        if (node->kind == KR_NODE_TEXT)
            return &graph->fragments[node->first];
        if (node->kind == KR_NODE_SEQUENCE) {
            in->height = kr_push_links(graph, node, in->stack, in->height);
            continue;
        }
        uint32_t count = *in->decision++;
        in->height = kr_push_items(graph, node, in->decision, count, in->stack, in->height);
        in->decision += count;
    }
    return NULL;
}

/* Inlined into two callers: where nothing is passed, no step waits for the arm before it to tell so. */
static inline void follow(const kr_track *track, const kr_walk *walk, int passes, kr_writer *out) {
    const uint32_t *decision = walk->decisions;
    const kr_track_arm *arm = track->arms;
    kr_writer_piece(out, arm->text, arm->length);
    while (arm->next != KR_NONE) {
        decision += passes ? arm->passed : 0;
        arm = &track->arms[arm->next + *decision++];
        kr_writer_piece(out, arm->text, arm->length);
    }
}

static size_t follow_track(const kr_track *track, const kr_walk *walk, kr_drawn *drawn) {
    kr_writer out = kr_writer_of(track->text, drawn);
    if (track->passes)
        follow(track, walk, 1, &out);
    else
        follow(track, walk, 0, &out);
    kr_writer_tell(&out, drawn);
    return out.at;
}

void kr_graph_put_together(const kr_walks *walks, const kr_walk *walk, kr_drawn *out) {
    out->piece_count = 0;
    if (walks->track)
        follow_track(walks->track, walk, out);
    else
        out->length = kr_graph_realise(walks, walk, out->buffer, out->capacity);
}

static void trim_joint(kr_trimmer *t, const kr_joint_step *step) {
    if (step->n)
        kr_writer_put(&t->out, 'n');
    if (step->space)
        kr_trimmer_copy(t, step->space->text, step->space->length, 0);
    else if (step->blank)
        kr_writer_put(&t->out, ' ');
}

static void trim_form(kr_trimmer *t, const kr_joint_step *step, const kr_fragment *fragment) {
    uint32_t length = step->title ? fragment->title_length : fragment->length;
    kr_trimmer_copy(t, step->title ? fragment->title : fragment->text, step->cut ? 1 : length,
                    kr_is_kept(fragment));
}

static void realise_trimmed(const kr_walks *walks, const kr_walk *walk, kr_trimmer *out) {
    reader in = start(walks, walk);
    kr_joint joint = kr_joint_start();
    for (const kr_fragment *fragment; (fragment = next_text(&in));) {
        kr_joint_step step = kr_joint_next(&joint, walks->text, fragment);
        if (!step.shown)
            continue;
        trim_joint(out, &step);
        trim_form(out, &step, fragment);
    }
}

kr_margins kr_graph_margins(const kr_walks *walks, const kr_walk *walk) {
    kr_trimmer out = {.out = {.text = walks->text}};
    if (walks->trims)
        realise_trimmed(walks, walk, &out);
    return (kr_margins){out.ends.before, out.out.at - out.ends.end};
}

size_t kr_graph_realise(const kr_walks *walks, const kr_walk *walk, char *buffer, size_t capacity) {
    kr_drawn drawn = {.buffer = buffer, .capacity = capacity};
    if (walks->track)
        return follow_track(walks->track, walk, &drawn);
    kr_writer out = kr_writer_of(walks->text, &drawn);
    if (walks->trims) {
        kr_trimmer trimmed = {.out = out};
        realise_trimmed(walks, walk, &trimmed);
        return trimmed.ends.end;
    }
    reader in = start(walks, walk);
    const kr_fragment *fragment;
    if (walks->raw) {
        while ((fragment = next_text(&in)))
            kr_writer_copy(&out, fragment->text, fragment->length);
        return out.at;
    }
    kr_joint joint = kr_joint_start();
    while ((fragment = next_text(&in)))
        write_joined(&out, &joint, fragment);
    return out.at;
}

static uint64_t weigh_step(const kr_walks *walks, const kr_weights *weights,
                           const kr_joint_step *step, const kr_fragment *fragment) {
    const kr_fragment *all = walks->graph->fragments;
    uint64_t length = step->n;
    if (step->space)
        length += weights->text[step->space - all];
    else
        length += step->blank;
    if (step->cut)
        return length + 1;
    return length + (step->title ? weights->title : weights->text)[fragment - all];
}

uint64_t kr_graph_length(const kr_walks *walks, const kr_walk *walk, const kr_weights *weights) {
    uint64_t length = 0;
    reader in = start(walks, walk);
    kr_joint joint = kr_joint_start();
    for (const kr_fragment *fragment; (fragment = next_text(&in));) {
        kr_joint_step step = kr_joint_next(&joint, walks->text, fragment);
        if (step.shown)
            length += weigh_step(walks, weights, &step, fragment);
    }
    return length;
}

int32_t kr_graph_weigh(kr_job *job, kr_arena *arena, const kr_graph *graph, kr_graph_unit unit,
                       kr_weights *out) {
    uint32_t *weights = kr_arena_zero(arena, graph->fragment_count, 2 * sizeof *weights);
    if (!weights)
        return kr_nomem(job);
    uint32_t *forms[2] = {weights, weights + graph->fragment_count};
    for (size_t i = 0; i < 2 * graph->fragment_count; i++) {
        const kr_fragment *f = &graph->fragments[i / 2];
        const char *at = graph->text + (i % 2 ? f->title : f->text);
        uint32_t length = i % 2 ? f->title_length : f->length, units = 0;
        for (uint32_t b = 0; b < length; b++) {
            unsigned char byte = (unsigned char)at[b];
            int follows = (byte & 0xC0) == 0x80;
            units += unit == KR_GRAPH_BYTES || !follows;
            units += unit == KR_GRAPH_UTF16 && byte >= 0xF0; /* a surrogate pair */
        }
        forms[i % 2][i / 2] = units;
    }
    *out = (kr_weights){forms[0], forms[1]};
    return KOOR_OK;
}

/* ---- edits
 * --------------------------------------------------------------------------------------- */

#define UNSEEN UINT32_MAX /* the start of an edit that has put nothing into the text yet */

typedef struct tracer {
    reader in;
    kr_trimmer to;
    int trims;
    kr_joint joint;
    kr_edit_use *uses;
    size_t count, capacity, node_count;
    size_t unseen;
} tracer;

static void open_edit(tracer *t, uint32_t arm) {
    uint32_t edit = t->in.graph->arms[arm].edit;
    if (edit == KR_NONE)
        return;
    if (t->count < t->capacity) {
        t->uses[t->count] = (kr_edit_use){edit, arm, UNSEEN, UNSEEN};
        t->in.stack[t->in.height++] = (uint32_t)(t->node_count + t->count);
        t->unseen++;
    }
    t->count++;
}

static void close_edit(tracer *t, kr_edit_use *use) {
    if (use->start == UNSEEN) {
        use->start = (uint32_t)t->to.out.at;
        t->unseen--;
    }
    use->end = (uint32_t)t->to.out.at;
}

static void trace_text(tracer *t, const kr_fragment *fragment) {
    kr_joint_step step = kr_joint_next(&t->joint, t->to.out.text, fragment);
    if (!step.shown)
        return;
    if (t->trims)
        trim_joint(&t->to, &step);
    else
        write_joint(&t->to.out, &step);
    size_t known = t->count < t->capacity ? t->count : t->capacity;
    for (size_t i = known; t->unseen && i-- > 0;)
        if (t->uses[i].start == UNSEEN) {
            t->uses[i].start = (uint32_t)t->to.out.at;
            t->unseen--;
        }
    if (t->trims)
        trim_form(&t->to, &step, fragment);
    else
        write_form(&t->to.out, &step, fragment);
}

static void trace_node(tracer *t, const kr_node *node) {
    const kr_graph *graph = t->in.graph;
    uint32_t count;
    switch (node->kind) {
    case KR_NODE_TEXT:
        trace_text(t, &graph->fragments[node->first]);
        break;
    case KR_NODE_SEQUENCE:
        t->in.height = kr_push_links(graph, node, t->in.stack, t->in.height);
        break;
    case KR_NODE_CHOICE: {
        uint32_t arm = node->first + *t->in.decision++;
        open_edit(t, arm);
        t->in.stack[t->in.height++] = graph->arms[arm].node;
        break;
    }
    default:
        count = *t->in.decision++;
        t->in.height = kr_push_items(graph, node, t->in.decision, count, t->in.stack, t->in.height);
        t->in.decision += count;
    }
}

/* White space at the end of the text was written, and is no part of it. */
static void stay_inside(tracer *t) {
    uint32_t end = (uint32_t)t->to.ends.end;
    for (size_t i = 0; i < t->count && i < t->capacity; i++) {
        t->uses[i].start = t->uses[i].start < end ? t->uses[i].start : end;
        t->uses[i].end = t->uses[i].end < end ? t->uses[i].end : end;
    }
}

size_t kr_graph_edits(const kr_walks *walks, const kr_walk *walk, kr_edit_use *out,
                      size_t capacity) {
    tracer t = {.in = start(walks, walk),
                .to = {.out = {.text = walks->text}},
                .trims = walks->trims,
                .joint = kr_joint_start(),
                .uses = out,
                .capacity = capacity,
                .node_count = walks->graph->node_count};
    while (t.in.height) {
        uint32_t top = t.in.stack[--t.in.height];
        if (top >= t.node_count)
            close_edit(&t, &out[top - t.node_count]);
        else
            trace_node(&t, &walks->graph->nodes[top]);
    }
    if (walks->trims)
        stay_inside(&t);
    return t.count;
}
