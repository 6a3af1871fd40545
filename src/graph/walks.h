/* A compiled choice graph, as the files of this stage see it. */
#ifndef KR_WALKS_H
#define KR_WALKS_H

#include "graph/graph.h"

enum {
    KR_TEXT_PADDING = 32, /* bytes that a copy may read beyond a fragment */
    KR_HOP_DECISIONS = 8  /* that a hop takes at most */
};

enum {
    KR_WALK_DEAD = 1, /* no walk passes the node, whatever the assignment */
    KR_WALK_EVEN = 2, /* a choice whose arms all have the same weight and are always allowed */
    KR_WALK_PLAIN = 4, /* a text that is copied without a joint */
    KR_WALK_FREE = 8   /* a choice whose arms are always allowed */
};

/* Where a walk stands when it meets a choice, and what each arm then puts into the text: track.c.
 */
typedef struct kr_track_arm {
    uint32_t text, length; /* in the track's text: all up to the next choice */
    uint32_t next;         /* the first arm of the next choice; KR_NONE at the end of the text */
    uint16_t count;        /* arms of the next choice; 0 where these are not drawn evenly, or too many for a hop */
    uint16_t passed;       /* choices of a single arm that it leads through, less than KR_HOP_DECISIONS: their
                              decisions are 0 */
} kr_track_arm;

typedef struct kr_track {
    kr_track_arm *arms;   /* arms[0]: what stands before the first choice */
    uint32_t *nodes;      /* per first arm of a choice: its node */
    char *text;           /* of arms and tickets; padded */
    uint32_t text_length;
    int passes;           /* an arm leads through a choice */
    struct kr_hops *hops; /* NULL: too large */
} kr_track;

/* One of the equally likely outcomes of a hop, several choices taken at once: hops.c. */
typedef struct kr_ticket {
    uint32_t text, length;     /* in the track's text */
    uint32_t decisions, count; /* in the hops' decisions; at most KR_HOP_DECISIONS */
    uint32_t next;             /* the first arm of the choice that it leads to, or KR_NONE */
} kr_ticket;

/* How the next choice is drawn: arm by arm by weight, by its lots, or with others by tickets. */
typedef enum kr_hop_kind { KR_HOP_ARMS, KR_HOP_LOTS, KR_HOP_TICKETS } kr_hop_kind;
typedef struct kr_hop {
    uint32_t first; /* of its lots or tickets, */
    uint16_t count; /* and how many there are */
    uint16_t kind;  /* kr_hop_kind */
} kr_hop;

typedef struct kr_hops {
    kr_hop *of; /* per first arm of a choice */
    kr_ticket *tickets;
    uint32_t *decisions; /* padded */
} kr_hops;

struct kr_walks {
    const kr_graph *graph;
    kr_hash128 fingerprint;
    char *text;     /* the graph's bytes, padded */
    uint8_t *flags; /* per node: KR_WALK_* */
    uint64_t *weights;    /* per choice: what its arms weigh together */
    uint8_t *lots;        /* of choices that are free and light: for each unit of the weight the arm that it falls on */
    uint32_t *first_lot;  /* per node: where its lots begin, or KR_NONE */
    uint32_t
        *dependent; /* per node: its place among the nodes that ask for variables, or KR_NONE */
    uint32_t dependent_count;
    uint8_t *used;       /* per variable */
    uint32_t stack_most; /* entries that a traversal needs */
    uint32_t decisions_most;
    uint32_t items_most; /* arms of the largest permutation */
    uint64_t bytes_most;
    int trims;       /* some walk may begin or end with white space that goes: margins.c */
    int raw;         /* all fragments are RAW: there are no joints */
    kr_track *track; /* NULL: the graph has permutations or trims, or too many places */
};

/* Puts choices of the track together; leaves track->hops NULL where that would be large. -1: no
 * memory. */
int kr_hops_make(kr_job *job, kr_arena *arena, kr_walks *walks, size_t arm_count);
/* Lays the track; leaves walks->track NULL where there can be none. -1: out of memory. */
int kr_track_lay(kr_job *job, kr_arena *arena, kr_walks *walks);

/* Bit d: the dependent node d has no walk under the assignment at hand. */
typedef uint64_t kr_dead_word;
static inline size_t kr_dead_words(const kr_walks *walks) {
    return (walks->dependent_count + 63) / 64;
}

static inline int kr_node_alive(const kr_walks *walks, kr_node_id node, const kr_dead_word *dead) {
    uint32_t place = walks->dependent[node];
    if (place == KR_NONE)
        return !(walks->flags[node] & KR_WALK_DEAD);
    return !(dead[place / 64] >> place % 64 & 1);
}

static inline int kr_arm_allowed(const kr_graph *graph, const kr_arm *arm, const uint8_t *values) {
    for (uint32_t i = 0; i < arm->condition_count; i++) {
        const kr_condition *condition = &graph->conditions[arm->condition + i];
        if (!(condition->mask >> values[condition->variable] & 1))
            return 0;
    }
    return 1;
}

static inline int kr_arm_alive(const kr_walks *walks, const kr_arm *arm, const uint8_t *values,
                               const kr_dead_word *dead) {
    return kr_arm_allowed(walks->graph, arm, values) && kr_node_alive(walks, arm->node, dead);
}

/* The nodes that no walk passes under `values`. */
void kr_walks_mark_dead(const kr_walks *walks, const uint8_t *values, kr_dead_word *dead);

/* The assignments of the used variables, in order: start gives the first, next the following one;
 * 0 when there is none. Variables that nobody asks for take their lowest allowed value. */
int kr_assignment_start(const kr_walks *walks, const uint64_t *allowed, uint8_t *values);
int kr_assignment_next(const kr_walks *walks, const uint64_t *allowed, uint8_t *values);
/* How many there are: up to KR_GRAPH_MOST_ASSIGNMENTS + 1. */
uint32_t kr_assignment_count(const kr_walks *walks, const uint64_t *allowed);

/* How many items stand at least and at most in a permutation with `alive` arms. */
static inline void kr_item_range(const kr_node *node, uint32_t alive, uint32_t *least,
                                 uint32_t *most) {
    *most = node->most < alive ? node->most : alive;
    *least = node->least < *most ? node->least : *most;
}

/* The separator before item `at` (1 .. count - 1) of a permutation; KR_NONE for none. */
static inline kr_node_id kr_separator(const kr_node *node, uint32_t at, uint32_t count) {
    return at + 1 == count && node->last_separator != KR_NONE ? node->last_separator
                                                              : node->separator;
}

/* Puts the children of a sequence, or of a permutation whose items were decided, on the stack so
 * that they come off in order. Gives the new height. */
static inline uint32_t kr_push_links(const kr_graph *graph, const kr_node *node, uint32_t *stack,
                                     uint32_t height) {
    for (uint32_t i = node->count; i-- > 0;)
        stack[height++] = graph->links[node->first + i];
    return height;
}

static inline uint32_t kr_push_items(const kr_graph *graph, const kr_node *node,
                                     const uint32_t *picks, uint32_t count, uint32_t *stack,
                                     uint32_t height) {
    for (uint32_t i = count; i-- > 0;) {
        stack[height++] = graph->arms[node->first + picks[i]].node;
        kr_node_id separator = i ? kr_separator(node, i, count) : KR_NONE;
        if (separator != KR_NONE)
            stack[height++] = separator;
    }
    return height;
}

#endif
