/* A line of words with the verbs that are open in front of each: the right frontier of the sentence so
 * far, which is where what follows can be attached. */
#ifndef KR_FRONTIER_H
#define KR_FRONTIER_H

#include "rewrite/rewriter.h"

enum { KR_MOST_OPEN = 64, KR_NO_CLAUSE = UINT8_MAX };

/* A clause, or a part of one with a verb of its own (infinitives, participles). */
typedef struct kr_open_clause {
    uint32_t verb;   /* place in the line of the first of its verbs; KR_NONE: none yet */
    uint8_t around;  /* KR_NO_CLAUSE: a main clause */
    uint8_t fronted; /* subordinate, in front of the verb of the clause around it */
} kr_open_clause;

typedef struct kr_frontier {
    const kr_rewriter *r;
    const kr_line *line;
    kr_open_clause clauses[KR_MOST_OPEN];
    uint32_t count;
    uint8_t open[KR_LONGEST_LINE + 1]; /* the clause that is open in front of each word */
    int dutch;
    uint32_t joined; /* while reading: behind a conjunction since the last verb; 0: there is none */
} kr_frontier;

/* What the checks below compare: the sentence of the post, and what a wording makes of it. */
typedef struct kr_frontier_pair {
    const kr_frontier *base, *said;
} kr_frontier_pair;

void kr_frontier_read(kr_frontier *read, const kr_rewriter *r, const kr_line *line);

/* Words of the line. */
const kr_line_word *kr_frontier_word(const kr_frontier *read, uint32_t at);
uint32_t kr_frontier_tag(const kr_frontier *read, uint32_t at); /* KR_TAG_PUNCT behind the last */
int kr_frontier_says(const kr_frontier *read, uint32_t at, const char *text);
int kr_frontier_lists(const kr_frontier *read, uint32_t at, kr_words list);
int kr_frontier_opens(const kr_frontier *read, uint32_t at); /* a subordinate clause */
/* A chunk of that kind begins there in the base. */
int kr_frontier_tells(const kr_frontier *read, uint32_t at, uint32_t kind);
int kr_frontier_begins(const kr_frontier *read, uint32_t at, uint32_t kind, uint32_t feature); /* with it */
/* Where a word of one line stands in another; KR_NONE: nowhere. */
uint32_t kr_frontier_place(const kr_frontier *read, const kr_line_word *word);
/* The same where it stands there in the same form; KR_NONE where another form does. */
uint32_t kr_frontier_kept(const kr_frontier *read, const kr_line_word *word);
/* The first finite verb; KR_NONE: there is none. */
uint32_t kr_frontier_first_finite(const kr_frontier *read);
int kr_line_same(const kr_line_word *a, const kr_line_word *b);
int kr_line_is_own(const kr_line_word *word);
/* The main clause that a clause stands in. */
uint8_t kr_frontier_main(const kr_frontier *read, uint8_t open);

/* The checks of a wording against its base: why it may not stand, or NULL. */
const char *kr_attachment_strays(const kr_frontier *base, const kr_frontier *said); /* attachment.c */
/* known_verb: the rule names the verb, so that only a noun's surest attributes are asked about. */
const char *kr_attachment_parts(const kr_frontier *base, const kr_frontier *said,
                                const kr_alternative *a, int known_verb);
const char *kr_scope_strays(const kr_frontier *base, const kr_frontier *said);    /* scope.c */
/* Words of the base follow each other otherwise than there. */
int kr_scope_is_reordered(const kr_frontier *base, const kr_frontier *said);
int kr_scope_is_fragment(const kr_frontier *base); /* no verb in it, and no list */
const char *kr_borders_stray(const kr_frontier *base, const kr_frontier *said); /* borders.c */
const char *kr_parallel_strays(const kr_frontier *base, const kr_frontier *said); /* parallel.c */
const char *kr_weight_strays(const kr_frontier *base, const kr_frontier *said); /* weight.c */
const char *kr_helped_strays(const kr_frontier *base, const kr_frontier *said); /* helped.c */
const char *kr_echo_strays(const kr_frontier *base, const kr_frontier *said); /* echo.c */
const char *kr_anaphora_strays(const kr_frontier *base, const kr_frontier *said); /* anaphora.c */

#endif
