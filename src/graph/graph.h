/* The graph stage: what can be asked of a choice graph (model/choicegraph.h) once it is built.
 *
 *     kr_graph_compile   checks it, measures it, takes its fingerprint   -> kr_walks, immutable
 *     kr_graph_count     how many walks there are, exactly
 *     kr_counter_*       the walk with a given index
 *     kr_graph_sampler   the walks of one class: allowed values and lengths -> kr_sampler
 *     kr_graph_draw      one of them by chance
 *     kr_graph_realise   the text of a walk, into the caller's buffer
 *
 * A walk is the values of the variables and the decisions in the order in which the graph asks for
 * them. kr_walks may be read by many threads; a kr_sampler, a kr_counter and a kr_walk hold scratch
 * and belong to one thread at a time. */
#ifndef KR_GRAPH_H
#define KR_GRAPH_H

#include "base/job.h"
#include "base/numbers.h"
#include "base/hash.h"
#include "base/prng.h"
#include "model/choicegraph.h"

/* Limits that keep every question bounded; more gives KOOR_E_LIMIT. */
enum {
    KR_GRAPH_MOST_ASSIGNMENTS =
        4096,                        /* combinations of values of the variables that arms ask for */
    KR_GRAPH_MOST_DECISIONS = 16384, /* of one walk */
    KR_GRAPH_MOST_VISITS = 1000000,  /* nodes that one walk passes */
    KR_GRAPH_MOST_ITEMS = 256        /* of one permutation */
};

typedef struct kr_walks kr_walks;

/* Compiles; `graph` must outlive the result, which lives in `arena`. KOOR_E_LIMIT for a graph that
 * is too large, KOOR_E_EMPTY where it has no walk at all. */
int32_t kr_graph_compile(kr_job *job, kr_arena *arena, const kr_graph *graph, kr_walks **out);
kr_hash128 kr_graph_fingerprint(const kr_walks *walks);
const kr_graph *kr_graph_of(const kr_walks *walks);
/* An upper bound of the bytes of any walk's text. */
size_t kr_graph_most_bytes(const kr_walks *walks);
/* 1 where arms ask for the variable: one that nobody asks for does not multiply the count. */
int kr_graph_uses(const kr_walks *walks, uint32_t variable);

/* ---- walks --------------------------------------------------------------------------------------
 */

typedef struct kr_walk {
    uint8_t *values;     /* of each variable of the graph */
    uint32_t *decisions; /* room for those of any walk */
    uint32_t count;
    uint32_t *stack; /* scratch of the traversals */
    uint32_t *items; /* scratch of permutations */
    uint64_t *dead;  /* scratch: nodes without a walk under the values */
} kr_walk;

int32_t kr_graph_walk(kr_job *job, kr_arena *arena, const kr_walks *walks, kr_walk *out);
/* The first walk: of the first assignment that has any, each choice's first arm that is allowed.
 * `allowed`: a mask of values for each variable; NULL allows all. 0, or -1 where there is none. */
int kr_graph_first(const kr_walks *walks, const uint64_t *allowed, kr_walk *walk);
/* The bytes that each node says where it stands in that first walk, joints left out: exact for
 * author markup, which has none, margins counted. `lengths` has room for every node of the graph.
 */
void kr_graph_first_lengths(const kr_walks *walks, const kr_walk *first, size_t *lengths);

/* 1 where chance could draw the walk: no arm of it has the weight 0. */
int kr_graph_by_chance(const kr_walks *walks, const kr_walk *walk);

/* ---- counting -----------------------------------------------------------------------------------
 */

/* The exact number of walks, summed over the allowed assignments. `out` is freed by kr_big_end. */
int32_t kr_graph_count(kr_job *job, const kr_walks *walks, const uint64_t *allowed, kr_big *out);

/* The same with what is needed to go from index to walk. Freed by kr_counter_end. */
typedef struct kr_counter kr_counter;
int32_t kr_counter_new(kr_job *job, const kr_walks *walks, const uint64_t *allowed,
                       kr_counter **out);
const kr_big *kr_counter_total(const kr_counter *counter);
/* The walk with that index, 0 .. total - 1, in an order that only the graph decides; index 0 is
 * kr_graph_first. KOOR_E_RANGE beyond the end. */
int32_t kr_counter_walk(kr_job *job, kr_counter *counter, const kr_big *index, kr_walk *walk);
void kr_counter_end(kr_counter *counter);

/* ---- realising ----------------------------------------------------------------------------------
 */

/* Copies the walk's text into `buffer` (no NUL) and gives its length; where that is more than
 * `capacity`, the text is cut there. Never allocates. The buffer may hold more behind the text. */
size_t kr_graph_realise(const kr_walks *walks, const kr_walk *walk, char *buffer, size_t capacity);

/* How much white space an author's walk says at its ends, which its text leaves out. */
typedef struct kr_margins {
    size_t before, behind;
} kr_margins;
kr_margins kr_graph_margins(const kr_walks *walks, const kr_walk *walk);

/* What a fragment weighs against a limit on lengths: bytes, characters, UTF-16 units, 23 for a URL
 * on X. One entry a fragment, for its form inside a sentence and for the one that opens it. What
 * the joint adds itself (a space, the n of "an") weighs 1. */
typedef struct kr_weights {
    const uint32_t *text, *title;
} kr_weights;

/* Fills weights with the length in code points, in UTF-16 units, or in bytes. */
typedef enum kr_graph_unit { KR_GRAPH_BYTES, KR_GRAPH_CODE_POINTS, KR_GRAPH_UTF16 } kr_graph_unit;
int32_t kr_graph_weigh(kr_job *job, kr_arena *arena, const kr_graph *graph, kr_graph_unit unit,
                       kr_weights *out);

/* Margins count, as they do for a sampler. */
uint64_t kr_graph_length(const kr_walks *walks, const kr_walk *walk, const kr_weights *weights);

/* The edits that a walk makes (arms with an edit), in the order of the text; an edit inside another
 * one follows it. `start` and `end` are bytes of the realised text. Gives how many there are; only
 * the first `capacity` are written. */
typedef struct kr_edit_use {
    uint32_t edit; /* index into graph->edits */
    uint32_t arm;  /* index into graph->arms */
    uint32_t start, end;
} kr_edit_use;
size_t kr_graph_edits(const kr_walks *walks, const kr_walk *walk, kr_edit_use *out,
                      size_t capacity);

/* ---- drawing ------------------------------------------------------------------------------------
 */

/* What a class allows. Lengths in the unit of the weights; weights.text NULL: no length limits. */
typedef struct kr_restriction {
    const uint64_t *allowed; /* a mask of values for each variable; NULL allows all */
    kr_weights weights;
    uint64_t least, most;
} kr_restriction;

typedef struct kr_sampler kr_sampler;
/* KOOR_E_EMPTY where no walk fits the restriction. Everything lives in `arena`. */
int32_t kr_graph_sampler(kr_job *job, kr_arena *arena, const kr_walks *walks,
                         const kr_restriction *restriction, kr_sampler **out);
/* Draws a walk: values and arms by their weights, among those from which a walk of an allowed
 * length can be finished. 0, or -1 where this draw found none (lengths with gaps between them). */
int kr_graph_draw(kr_sampler *sampler, kr_prng *prng, kr_walk *walk);

/* A run of kr_graph_pieces; what stands between two choices of a text. */
typedef struct kr_text_piece {
    uint32_t at, length;
} kr_text_piece;

/* A text as it is drawn: its bytes, as kr_graph_realise gives them, and the pieces it is made of. */
typedef struct kr_drawn {
    char *buffer; /* the caller's, with room for `capacity` bytes */
    size_t capacity, length;
    kr_text_piece *pieces; /* the caller's, with room for kr_graph_most_pieces; NULL: not asked for */
    uint32_t piece_count;
} kr_drawn;

/* Where pieces stand, each at a place of its own that is the same in all texts. Graphs with
 * permutations or margins, and very large ones, have none: NULL, and 0 of them. */
const char *kr_graph_pieces(const kr_walks *walks);
uint32_t kr_graph_most_pieces(const kr_walks *walks); /* of a text */

/* The text of a known walk, with its pieces. */
void kr_graph_put_together(const kr_walks *walks, const kr_walk *walk, kr_drawn *out);

/* Draws a walk with its text in one go: faster than one after the other. */
int kr_graph_draw_text(kr_sampler *sampler, kr_prng *prng, kr_walk *walk, kr_drawn *out);

/* ---- choice vectors -----------------------------------------------------------------------------
 */

/* A walk packed into bits: a choice among n arms takes log2(n) of them, rounded up. `out` has room
 * for kr_graph_packed_most bytes; gives how many are used. */
size_t kr_graph_packed_most(const kr_walks *walks);
size_t kr_graph_pack(const kr_walks *walks, const kr_walk *walk, uint8_t *out);
/* 0, or -1 where the bytes are no walk of this graph. */
int kr_graph_unpack(const kr_walks *walks, const uint8_t *bytes, size_t length, kr_walk *walk);

/* The vector as text: "1." and base64url (RFC 4648) of 8 bytes of the fingerprint and the packed
 * walk. Appends to `out`. */
void kr_graph_write_vector(kr_buffer *out, const kr_walks *walks, const kr_walk *walk);
/* KOOR_E_FINGERPRINT for the vector of another graph, KOOR_E_SYNTAX for what is no vector. */
int32_t kr_graph_read_vector(kr_job *job, const kr_walks *walks, kr_str text, kr_walk *walk);

#endif
