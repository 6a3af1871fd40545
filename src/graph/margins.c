/* White space at the ends of a text, which an author's markup leaves out ("{Hi|} all" is "all" and
 * not " all"). Takes a graph, tells whether any walk of it may begin or end so: nearly none does,
 * and the others keep their track, whose pieces know nothing of where a text ends.
 *
 * One pass over the nodes, children first: which may say nothing, begin or end with white space.
 * Choices that cannot meet are not told apart; a graph that is taken for one of these costs time
 * alone. */
#include "graph/margins.h"

typedef struct ends {
    uint8_t empty, first,
        last; /* 1: some walk below the node says nothing, begins, ends with white space */
} ends;

static ends ends_of_text(const kr_graph *graph, const kr_node *node) {
    const kr_fragment *f = &graph->fragments[node->first];
    const char *text = graph->text + f->text;
    if (!(f->flags & KR_FRAGMENT_RAW)) /* the joint holds its white space back */
        return (ends){.empty = f->length == 0 || f->flags & KR_FRAGMENT_SPACE};
    if (f->length == 0 || kr_is_kept(f))
        return (ends){.empty = f->length == 0};
    return (ends){.first = (uint8_t)kr_is_white(text[0]),
                  .last = (uint8_t)kr_is_white(text[f->length - 1])};
}

static ends ends_of_sequence(const kr_graph *graph, const kr_node *node, const ends *of) {
    ends all = {.empty = 1};
    for (uint32_t i = 0; i < node->count; i++) {
        ends child = of[graph->links[node->first + i]];
        all.first |= all.empty & child.first;
        all.last = child.last | (uint8_t)(child.empty & all.last);
        all.empty &= child.empty;
    }
    return all;
}

static void join(ends *all, ends child) {
    all->empty |= child.empty;
    all->first |= child.first;
    all->last |= child.last;
}

/* Of a permutation with items that may say nothing a separator may stand at the end. */
static ends ends_of_arms(const kr_graph *graph, const kr_node *node, const ends *of) {
    ends all = {0, 0, 0};
    for (uint32_t i = 0; i < node->count; i++)
        join(&all, of[graph->arms[node->first + i].node]);
    if (node->kind == KR_NODE_CHOICE)
        return all;
    for (int i = 0; i < 2 && all.empty; i++) {
        kr_node_id separator = i ? node->last_separator : node->separator;
        if (separator != KR_NONE)
            join(&all, of[separator]);
    }
    all.empty |= node->least == 0;
    return all;
}

int32_t kr_margins_look(kr_job *job, kr_walks *walks) {
    const kr_graph *graph = walks->graph;
    if (!graph->trims)
        return KOOR_OK;
    ends *of = kr_arena_alloc(&job->arena, graph->node_count, sizeof *of);
    if (!of)
        return kr_nomem(job);
    for (size_t id = 0; id < graph->node_count; id++) {
        const kr_node *node = &graph->nodes[id];
        of[id] = node->kind == KR_NODE_TEXT       ? ends_of_text(graph, node)
                 : node->kind == KR_NODE_SEQUENCE ? ends_of_sequence(graph, node, of)
                                                  : ends_of_arms(graph, node, of);
    }
    walks->trims = of[graph->root].first | of[graph->root].last;
    return KOOR_OK;
}
