/* Inside the rewrite stage: what its layers share while one post is rewritten. */
#ifndef KR_REWRITER_H
#define KR_REWRITER_H

#include "base/hash.h"
#include "model/change.h"
#include "rewrite/agree.h"
#include "rewrite/line.h"
#include "rewrite/match.h"
#include "rewrite/rewrite.h"

/* One way to say a run of words (or of sentences): a rule's text with what its slots are bound to. */
typedef struct kr_alternative {
    kr_match match;
    uint32_t say; /* index into the pack's says; KR_PACK_NONE: `flat` as it is (from outside) */
    kr_str rule;
    kr_str flat; /* with every slot as in the base, the first of each choice */
    kr_change change;
    uint32_t weight, edit;
    uint32_t tone; /* KR_VOICE_PLAIN, KR_VOICE_WARM or 0 */
    uint32_t fixed; /* which combination of the arms of its choices + 1; 0: all of them */
    const kr_outside *outside; /* NULL: a rule's */
    uint16_t start, end;
    uint16_t next;  /* where the base goes on: behind the mark that a closing text replaces */
    uint8_t closes; /* brings the closing mark of its sentence */
    uint8_t point;  /* lacks the point that the base's last word lent its sentence: point.c */
    uint8_t self;   /* one of its slots is all of it */
    uint8_t frame;
    uint8_t together; /* of a rule that is used everywhere or nowhere: together.c */
    uint8_t edges;    /* KR_EDGE_ bits: it matched because it stands at the edge of its sentence */
} kr_alternative;

typedef struct kr_alternatives {
    kr_alternative *at;
    uint32_t count;
    size_t capacity;
} kr_alternatives;

typedef struct kr_lattice_memo kr_lattice_memo;

/* Words [start, end) of a sentence that belong together. */
typedef struct kr_run {
    uint16_t start, end;
    uint8_t stays; /* a title: no rule says it otherwise */
} kr_run;
typedef struct kr_runs {
    kr_run *at;
    size_t count, capacity;
} kr_runs;

/* One way of speaking of a register: register.c. */
typedef struct kr_kind {
    const kr_pack_list *list; /* NULL: no more of them */
    kr_str name;
    uint32_t others; /* the other kinds of the same register, as bits */
    uint32_t count;  /* in the base */
} kr_kind;
enum { KR_MOST_KINDS = 12 };

typedef struct kr_rewriter {
    kr_job *job;
    const kr_rewrite_input *input;
    const kr_post *post;
    const kr_pack *pack;
    kr_graph *graph;
    kr_rewrite_report *report;
    size_t refused_capacity;
    kr_parse *parses;
    kr_alternatives *inside; /* of each sentence */
    kr_alternatives *across; /* that begin at each sentence and run over its end */
    kr_lattice_memo **memos; /* of each sentence */
    kr_runs *fixed;          /* likewise: fixed expressions */
    kr_matcher matcher;
    int64_t strength;
    const kr_str *history; /* input->history in lower case; NULL: none */
    const kr_pack_list *voice_lists[8], *warm; /* those of voice.c */
    uint32_t voices; /* KR_VOICE_ bits that the base, or the voice asked for, allows; tone aside */
    uint32_t tone;   /* variable of the graph, or KR_NONE */
    uint32_t contractions;            /* likewise */
    const kr_pack_list *contracted;   /* words that are contractions */
    kr_kind kinds[KR_MOST_KINDS];
    kr_line *lines;  /* room for two: the base's and a wording's */
    const kr_pack_list *function; /* words of the closed classes */
    const kr_pack_list *heard;    /* those of them that are heard where they come back */
} kr_rewriter;

/* ---- say.c: leaves of a text ---- */

typedef struct kr_unit {
    kr_str text; /* or, where at is NULL, the words [start, end) of the sentence */
    uint32_t flags;
    uint16_t sentence, start, end;
    uint8_t tag; /* kr_tag of a text that is another form of the word at `start`; 0: it is none */
} kr_unit;
enum { KR_MOST_UNITS = 24 };

const kr_piece *kr_say_pieces(const kr_rewriter *r);
/* The units of a leaf of an alternative: their number, or -1 where a form is not known. `opening`:
 * nothing of the text stands before it. `glued`: the next piece follows without a space. */
int kr_say_units(const kr_rewriter *r, const kr_match *match, const kr_piece *piece, int opening,
                 int glued, kr_unit *out);
/* "you{m}" for "you'd" and "you would": whether the helping verb of a slot right behind the letters of a text keeps the
 * space that it has in the base; a verb does not ("vast{v}" for "vastleggen"). */
int kr_say_stands_apart(const kr_rewriter *r, const kr_match *match, const kr_piece *piece);
/* ---- say_tree.c ---- */

/* Writes the text of an alternative with the base text of its slots, choices at their first arm but
 * for choice number `which`, at `arm`. 0, -1: a form is not known, -2: no memory. */
int kr_say_flat(const kr_rewriter *r, const kr_alternative *alternative, uint32_t which,
                uint32_t arm, kr_buffer *out);
/* The same wording word by word; its words are put behind those of the line. 0, or as above. */
int kr_say_line(const kr_rewriter *r, const kr_alternative *alternative, uint32_t which,
                uint32_t arm, kr_line *line);
/* How many arms choice number `which` of the text has; 0: there is no such choice. */
uint32_t kr_say_arms(const kr_rewriter *r, const kr_alternative *alternative, uint32_t which);
/* How many combinations the arms of all its choices have; 1 where it has none. */
uint32_t kr_say_combinations(const kr_rewriter *r, const kr_alternative *alternative);
/* KR_FRAGMENT_ flags of a text that is put in as it is. */
uint32_t kr_say_flags(kr_str text);
int kr_say_ends_sentence(kr_str text);
/* As a node of the graph. */
kr_node_id kr_say_node(kr_rewriter *r, const kr_alternative *alternative);

/* ---- rotate.c: hooks and calls to action take turns over campaigns ---- */
int32_t kr_rotate_start(kr_rewriter *r);
/* The weight of one of the rule's texts, by how many texts of earlier campaigns say its words. */
uint32_t kr_rotate_weight(const kr_rewriter *r, const kr_match *match, const kr_say *say,
                          uint32_t weight);

static inline const kr_rule *kr_rule_of(const kr_rewriter *r, const kr_match *match) {
    return (const kr_rule *)kr_pack_section(r->pack, KR_SECTION_RULES) + match->rule;
}

static inline const kr_say *kr_say_of(const kr_rewriter *r, uint32_t say) {
    return (const kr_say *)kr_pack_section(r->pack, KR_SECTION_SAYS) + say;
}

/* ---- alternatives.c ---- */
/* The words of the base whose place an alternative takes. */
kr_str kr_alternative_base(const kr_rewriter *r, const kr_alternative *a);
int32_t kr_find_alternatives(kr_rewriter *r);
int32_t kr_refuse(kr_rewriter *r, const kr_alternative *a, const char *reason);
int32_t kr_refuse_outside(kr_rewriter *r, const kr_outside *outside, kr_str reason);
/* Makes an alternative an edit that is told. */
void kr_alternative_tell(kr_rewriter *r, kr_alternative *a);

/* ---- said.c ---- */
/* Whether the text that takes the place of this fact may be one that says it: the guard compares. */
int kr_fact_may_be_said(const kr_rewriter *r, const kr_parse *parse, uint32_t at, kr_str text);

/* ---- reread.c ---- */
/* Why the wording (choice number `which` at `arm`) reads otherwise than the base because of where its
 * parts stand; NULL: it does not. */
const char *kr_reread_strays(kr_rewriter *r, const kr_alternative *a, uint32_t which, uint32_t arm);

/* ---- fixed.c ---- */
int32_t kr_fixed_find(kr_rewriter *r);
/* Why the wording of these sentences breaks a fixed expression, or NULL. */
const char *kr_fixed_strays(const kr_rewriter *r, uint32_t first, uint32_t last, const kr_line *said);

/* ---- register.c ---- */
void kr_register_read(kr_rewriter *r);
/* Why the text would mix two kinds of a register, or NULL. */
const char *kr_register_strays(const kr_rewriter *r, kr_str base, kr_str text);
/* How many words, and pairs of them, of a text the list has. */
uint32_t kr_register_count(const kr_pack_list *list, kr_str text);

/* ---- together.c ---- */
/* When all alternatives are known: whether those of `together` rules stand, and the variable for it. */
int32_t kr_together_settle(kr_rewriter *r);
/* The arm of words of the base, of an arm of a choice (the piece that it is), and what an alternative
 * asks of the variable (how many conditions: 0 or 1). */
kr_arm kr_together_base(kr_rewriter *r, kr_arm arm, uint32_t sentence, uint32_t start, uint32_t end);
kr_arm kr_together_choice(kr_rewriter *r, kr_arm arm, uint32_t piece);
uint32_t kr_together_asks(const kr_rewriter *r, const kr_alternative *a, kr_condition *out);
uint32_t kr_together_text(const kr_rewriter *r, kr_str text, kr_condition *out); /* from outside */

/* ---- point.c ---- */
/* Sees to it that a wording, of `base`, ends with one point where its sentence does; 0: it cannot. */
int kr_point_settles(const kr_rewriter *r, kr_alternative *a, kr_str base);

/* ---- wording_fault.c ---- */
/* Why an alternative whose flat text is known may not stand where its words do; NULL: it may. */
const char *kr_wording_fault(const kr_rewriter *r, const kr_alternative *a);
/* Whether every emoji that the match covers stands in a slot of the text. */
int kr_wording_keeps_emoji(const kr_rewriter *r, const kr_match *match, const kr_say *say);

/* ---- word_order.c ---- */
/* Why words may not stand in the order in which the flat text of an alternative puts them; NULL: they
 * may. */
const char *kr_word_order_fault(const kr_rewriter *r, const kr_alternative *a, kr_str base);

/* ---- outside.c ---- */
/* Whether decisions let a rule's wording stand, which makes that change; a wording from outside that says the same is
 * met. */
int kr_outside_allows(kr_rewriter *r, kr_span from, kr_str text, kr_change change);
/* Asks the guard about the wordings from outside that no rule has met; those for words inside a
 * sentence join those of the rules, what is refused counts as met. */
int32_t kr_outside_join(kr_rewriter *r);
/* The variables of the voices that they ask for, where the rules have not made them. */
void kr_outside_variables(kr_rewriter *r);
/* The arm of a wording from outside, with the voice that it asks for. */
kr_arm kr_outside_arm(kr_rewriter *r, const kr_outside *outside, kr_node_id node, uint32_t edit);
/* KR_FRAGMENT_ flags of such a text: a capital that it begins with is its own. */
uint32_t kr_outside_flags(kr_str text);
uint32_t kr_outside_edit(kr_rewriter *r, const kr_outside *outside);
int kr_outside_is_whole(const kr_rewriter *r, const kr_outside *outside);

/* ---- lattice.c ---- */
/* The words of a span with all that applies inside it: as a slot, without what stands for all of the
 * span by its own slot; as several slots in a row, without all that stands for the whole of it. Added to either: the
 * edges of the text that the span stands at, where what asks for the edge of a sentence applies. */
enum { KR_EDGE_START = 1, KR_EDGE_END = 2, KR_EDGES = KR_EDGE_START | KR_EDGE_END };
enum { KR_SPAN_SLOT = 4, KR_SPAN_JOINED = 8 };
kr_node_id kr_lattice_span(kr_rewriter *r, uint32_t sentence, uint32_t start, uint32_t end,
                           int inner);
/* A run of words as they stand. */
kr_node_id kr_lattice_run(kr_rewriter *r, uint32_t sentence, uint32_t start, uint32_t end,
                          int opens_span);
/* How a run of the base's words joins what stands before and behind it: KR_FRAGMENT_ bits. */
uint32_t kr_lattice_flags(const kr_rewriter *r, uint32_t sentence, uint32_t start, uint32_t end);
/* A whole sentence: marks around it, core, closing. */
kr_node_id kr_lattice_sentence(kr_rewriter *r, uint32_t sentence);
kr_node_id kr_lattice_lead(kr_rewriter *r, uint32_t sentence);
/* What follows the core: with or without the closing marks. KR_NONE: nothing. */
kr_node_id kr_lattice_tail(kr_rewriter *r, uint32_t sentence, int closed);
kr_arm kr_alternative_arm(kr_rewriter *r, const kr_alternative *alternative, kr_node_id node);
/* A sequence without its empty members; KR_NONE where all are. */
kr_node_id kr_join_nodes(kr_rewriter *r, const kr_node_id *nodes, size_t count);

/* ---- sequence.c: sentences in a row; order.c; layout.c ---- */
kr_node_id kr_sequence_post(kr_rewriter *r);
int kr_order_swaps(const kr_rewriter *r, uint32_t sentence);
kr_node_id kr_layout_gap(kr_rewriter *r, uint32_t before);
kr_node_id kr_layout_tags(kr_rewriter *r, uint32_t sentence);

/* ---- voice.c ---- */
void kr_voice_read(kr_rewriter *r);
/* Why the text speaks otherwise than the texts shall, where what it stands for does not; NULL: it fits. */
const char *kr_voice_strays(const kr_rewriter *r, kr_str base, kr_str text);
void kr_voice_variables(kr_rewriter *r); /* after the alternatives are known */

#endif
