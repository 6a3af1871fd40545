/* Bounds of length: the least and the most that the walks of a node add to a text, from each state
 * of the joint to each other one. */
#ifndef KR_BOUNDS_H
#define KR_BOUNDS_H

#include "graph/walks.h"
#include "model/joint.h"

/* least > most: no walk leads there. */
typedef struct kr_cell {
    uint32_t least, most;
} kr_cell;

static inline int kr_cell_empty(kr_cell cell) {
    return cell.least > cell.most;
}

#define KR_CELL_NONE ((kr_cell){UINT32_MAX, 0})

typedef struct kr_bounds {
    const kr_walks *walks;
    const kr_weights *weights;
    uint32_t states;                /* 1 where there are no joints, else KR_BEFORE_STATES */
    kr_cell held[KR_BEFORE_STATES]; /* what white space of a strength weighs */
    kr_cell *free;  /* per node that depends on no variable: states * states cells */
    kr_cell *bound; /* per dependent node, of the assignment at hand */
} kr_bounds;

static inline uint32_t kr_bounds_start(const kr_bounds *bounds) {
    return bounds->states == 1 ? 0 : KR_BEFORE_START;
}

static inline kr_cell *kr_bounds_cells(const kr_bounds *bounds, kr_node_id node) {
    uint32_t place = bounds->walks->dependent[node];
    size_t size = (size_t)bounds->states * bounds->states;
    return place == KR_NONE ? bounds->free + node * size : bounds->bound + place * size;
}

/* Room for the free nodes' cells and the weights of white space; -1 when out of memory. */
int kr_bounds_init(kr_bounds *bounds, kr_arena *arena, const kr_walks *walks,
                   const kr_weights *weights);
size_t kr_bounds_size(const kr_bounds *bounds); /* cells for the dependent nodes */

/* Fills the cells of the dependent nodes (and of the others where `all`) under an assignment. With
 * `values` NULL conditions are not looked at: the bounds are then those of all assignments. */
void kr_bounds_fill(kr_bounds *bounds, const uint8_t *values, const kr_dead_word *dead, int all);

/* What one node and then `after` add, from each state: the vector before the node. */
void kr_bounds_before(kr_cell *out, const kr_bounds *bounds, kr_node_id node, const kr_cell *after);
/* The same from one state. */
kr_cell kr_bounds_from(const kr_bounds *bounds, kr_node_id node, uint32_t state,
                       const kr_cell *after);
/* The least and the most from whatever state to whatever state. */
kr_cell kr_bounds_any(const kr_bounds *bounds, kr_node_id node);

static inline uint32_t kr_cell_sum(uint32_t a, uint32_t b) {
    return a + b < a ? UINT32_MAX - 1 : a + b;
}

#endif
