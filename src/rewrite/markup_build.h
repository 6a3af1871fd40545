/* Building the graph of a text: shared by markup_expand.c (names and includes become text),
 * markup_build.c (text becomes nodes) and markup_roll.c (what is decided once). */
#ifndef KR_MARKUP_BUILD_H
#define KR_MARKUP_BUILD_H

#include "rewrite/markup_text.h"

enum {
    KR_MARKUP_MOST_VALUES = 64,     /* outcomes of one variable: bits of a condition */
    KR_MARKUP_MOST_VARIABLES = 256, /* of one text */
    KR_MARKUP_MOST_ITEMS = 256,     /* of one permutation: those that the graph counts and draws */
    KR_MARKUP_MOST_HOPS = 50,       /* references behind references, as in the reference engine */
    KR_MARKUP_MOST_INCLUDES = 16    /* texts included within each other */
};

/* The names that hold in a text: its own definitions, then those of the text that includes it. */
typedef struct kr_markup_scope {
    kr_directives directives;
    const struct kr_markup_scope *parent;
    uint32_t *definitions; /* per directive: its place in the builder's list + 1, or 0 */
} kr_markup_scope;

/* A #def that is referred to. */
typedef struct kr_rolled {
    kr_str name, value;
    const kr_markup_scope *scope;
    kr_node_id node;
    uint8_t state;                                     /* 0 not built, 1 being built, 2 built */
    uint64_t variables[KR_MARKUP_MOST_VARIABLES / 64]; /* what its text depends on */
} kr_rolled;

typedef struct kr_markup_builder {
    kr_markup_work *work;
    kr_graph *graph;
    kr_rolled *rolled;
    size_t rolled_count, rolled_capacity;
    int16_t env[KR_MARKUP_MOST_VARIABLES]; /* values that a part is being built for; -1: any */
    size_t expanded;                       /* bytes and references put in so far */
    size_t depth;
    const char *including[KR_MARKUP_MOST_INCLUDES];
    size_t include_depth;
    kr_rolled *current; /* the definition being built: its choices are decided once */
} kr_markup_builder;

/* A flat text with its brackets matched. */
typedef struct kr_passage {
    kr_str text;
    const kr_flat *flat;
    const uint32_t *match;
} kr_passage;

/* ---- markup_expand.c
 * -------------------------------------------------------------------------------- */

/* Directives out, names, conditions and includes resolved: what is left are choices, permutations,
 * plurals, marks and text. */
int32_t kr_markup_expand_source(kr_markup_builder *builder, kr_str source,
                                const kr_markup_scope *parent, kr_flat *out);
/* The same for the value of a definition. */
void kr_markup_expand_value(kr_markup_builder *builder, kr_str value, const kr_markup_scope *scope,
                            kr_flat *out);
uint32_t kr_markup_mark_index(const char *at); /* of a KR_MARK_DEFINITION or KR_MARK_TEST */
void kr_markup_limit(kr_markup_builder *builder, const char *code, size_t offset, const char *what,
                     int64_t most);

/* Notes that `more` bytes were put in, or another step made; 1 where that is too much. */
int kr_markup_spend(kr_markup_builder *builder, size_t more, size_t offset);

/* ---- markup_build.c
 * --------------------------------------------------------------------------------- */

kr_node_id kr_markup_build(kr_markup_builder *builder, const kr_flat *flat);
/* The definition with its node; built at the first call. NULL while it is being built. */
const kr_rolled *kr_markup_rolled(kr_markup_builder *builder, uint32_t index);

/* ---- markup_roll.c
 * ---------------------------------------------------------------------------------- */

/* A new variable; KR_NONE where there would be too many. */
uint32_t kr_markup_variable(kr_markup_builder *builder, kr_str name, const kr_str *values,
                            size_t count);
kr_arm kr_markup_arm(kr_markup_builder *builder, kr_node_id node, uint32_t variable, uint64_t mask);
/* Ties a choice or permutation to a variable of its outcomes. */
kr_node_id kr_markup_roll(kr_markup_builder *builder, kr_node_id node, size_t offset);
/* The text of a node whose variables are all set in builder->env, appended; specials escaped. */
void kr_markup_text_of(kr_markup_builder *builder, kr_node_id node, kr_flat *out, uint32_t origin);
/* Gives each arm that is not on the base's way its edit. */
void kr_markup_mark_edits(kr_markup_builder *builder, kr_node_id root);

#endif
