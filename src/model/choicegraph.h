/* The choice graph: the one structure to which author markup and automatic rewrites compile.
 *
 * Nodes are text, sequence, choice and permutation; a node may have several parents (spans of a
 * sentence share what follows them), and children are made before their parents, so there is no
 * cycle. Variables are named decisions, made once for a whole text (voice, named choices); an arm
 * may ask for values of them. Inside one assignment of the variables the graph is context-free, so
 * that counting, unranking and lengths are dynamic programs over the nodes. */
#ifndef KR_CHOICEGRAPH_H
#define KR_CHOICEGRAPH_H

#include "base/arena.h"
#include "model/post.h"

typedef uint32_t kr_node_id; /* KR_NONE: no node, or out of memory */

typedef enum kr_node_kind {
    KR_NODE_TEXT,
    KR_NODE_SEQUENCE,
    KR_NODE_CHOICE,
    KR_NODE_PERMUTATION
} kr_node_kind;

/* How a fragment meets its neighbours. The joint (model/joint.h) reads these while copying: it
 * puts the space, takes the capital at a sentence start and picks a or an. */
enum {
    KR_FRAGMENT_RAW = 1,          /* copied as it is; no joint on either side: author markup */
    KR_FRAGMENT_TIGHT_LEFT = 2,   /* no space before: , . ! ? : ; ) and the like */
    KR_FRAGMENT_TIGHT_RIGHT = 4,  /* no space after: ( and opening quotes */
    KR_FRAGMENT_SPACE = 8,        /* is white space itself (" ", "\n", "\n\n"): stands for the joint's own */
    KR_FRAGMENT_ENDS = 16,        /* ends a sentence: the next fragment opens with a capital; so does
                                     one behind white space that has it */
    KR_FRAGMENT_KEEP_CASE = 32,   /* an atom or a name: its case is never changed */
    KR_FRAGMENT_ARTICLE = 64,     /* the English a/an: takes the form of the next fragment */
    KR_FRAGMENT_VOWEL = 128,      /* opens with a vowel sound: wants "an" */
    KR_FRAGMENT_NEUTRAL = 256     /* an emoji or bullet: carries the sentence start over to what follows */
};

typedef struct kr_fragment {
    uint32_t text, length;         /* the form inside a sentence: offset in graph->text */
    uint32_t title, title_length;  /* the form that opens one; the same where nothing changes */
    uint32_t flags;
} kr_fragment;

/* An arm asks that `variable` has one of the values in `mask` (bit v: value v). */
typedef struct kr_condition {
    uint32_t variable;
    uint64_t mask;
} kr_condition;

typedef struct kr_arm {
    kr_node_id node;
    uint32_t weight;                     /* 1 and up; 0: never drawn by chance, still counted */
    uint32_t edit;                       /* index into edits, or KR_NONE: as in the base */
    uint32_t condition, condition_count; /* a run of graph->conditions */
} kr_arm;

typedef struct kr_node {
    uint8_t kind;          /* kr_node_kind */
    uint32_t first, count; /* TEXT: fragment index, 1. SEQUENCE: run of links. CHOICE, PERMUTATION: run of arms */
    uint32_t least, most;  /* PERMUTATION: how many of its arms stand, in any order */
    kr_node_id separator, last_separator; /* PERMUTATION: between its items; KR_NONE for none */
} kr_node;

/* Where an arm comes from: what is told as an edit, listed in alternatives.jsonl and approved. */
typedef struct kr_edit {
    kr_str rule;          /* "en/cta/read-more", or "author" */
    kr_span from;         /* bytes of the base that it stands for */
    uint32_t first, last; /* sentences of the base */
    kr_str text;          /* what it says, its slots as in the base; empty: that of the walk */
    uint32_t outside;     /* number of the wording from outside + 1; 0: a rule or the author's markup */
} kr_edit;

typedef struct kr_variable {
    kr_str name;
    uint32_t value_count; /* up to 64 */
    kr_str *values;       /* their names; may be NULL */
    uint32_t *weights;    /* NULL: all 1 */
} kr_variable;

typedef struct kr_graph {
    kr_arena *arena; /* where all of it lives */
    char *text;
    size_t text_length, text_capacity;
    kr_fragment *fragments;
    size_t fragment_count, fragment_capacity;
    kr_node *nodes;
    size_t node_count, node_capacity;
    kr_node_id *links; /* children of sequences */
    size_t link_count, link_capacity;
    kr_arm *arms;
    size_t arm_count, arm_capacity;
    kr_condition *conditions;
    size_t condition_count, condition_capacity;
    kr_edit *edits;
    size_t edit_count, edit_capacity;
    kr_variable *variables;
    size_t variable_count, variable_capacity;
    kr_node_id root;
    char language[4];  /* "nl" takes the capital IJ */
    int trims;         /* white space at the ends of a text goes: author markup */
    int failed;        /* out of memory while building: checked once, by kr_graph_finish */
} kr_graph;

/* Building. Each gives KR_NONE when out of memory and marks the graph as failed. */
void kr_graph_start(kr_graph *graph, kr_arena *arena, const char *language);
kr_node_id kr_graph_text(kr_graph *graph, kr_str text, uint32_t flags);
kr_node_id kr_graph_sequence(kr_graph *graph, const kr_node_id *children, size_t count);
kr_node_id kr_graph_choice(kr_graph *graph, const kr_arm *arms, size_t count);
kr_node_id kr_graph_permutation(kr_graph *graph, const kr_arm *arms, size_t count, uint32_t least,
                                uint32_t most, kr_node_id separator, kr_node_id last_separator);
uint32_t kr_graph_edit(kr_graph *graph, kr_str rule, kr_span from, uint32_t first, uint32_t last);
/* Tells what an edit says, and the wording from outside that it is; the text is copied. */
void kr_graph_edit_says(kr_graph *graph, uint32_t edit, kr_str text, uint32_t outside);
/* The index of the first condition of a run; the arm carries index and count. */
uint32_t kr_graph_conditions(kr_graph *graph, const kr_condition *conditions, size_t count);
uint32_t kr_graph_variable(kr_graph *graph, kr_str name, const kr_str *values, size_t count);
/* Sets the root; 0, or -1 where memory ran out at any point before. */
int kr_graph_finish(kr_graph *graph, kr_node_id root);

/* An arm without conditions. */
kr_arm kr_arm_of(kr_node_id node, uint32_t weight, uint32_t edit);

#endif
