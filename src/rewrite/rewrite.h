/* The rewrite stage: from an analysed post to a choice graph of all the ways to say it.
 *
 * Takes the post and the pack of its language; gives the graph, whose first walk is the base, and
 * what was refused with the reason. Every alternative is handed to `admit` (the guard) once, before it
 * can be chosen. */
#ifndef KR_REWRITE_H
#define KR_REWRITE_H

#include "base/job.h"
#include "model/choicegraph.h"
#include "model/decisions.h"
#include "model/pack.h"
#include "model/post.h"
#include "model/settings.h"

/* One wording that the guard is asked about. */
typedef struct kr_wording {
    kr_str rule;
    kr_str base, text; /* what it stands for; with its slots as in the base */
    uint32_t sentence;
    uint32_t touches; /* 1 negation, 2 modal, 4 quantifier: the rule is written for such words */
} kr_wording;

/* 1: may stand; 0: may not, with the reason (a string that outlives the call); negative: an error,
 * which ends the rewriting. */
typedef int32_t (*kr_admit)(const kr_wording *wording, kr_str *out_reason, void *user);

/* A voice that a wording is written in: the variable of the graph, and which of its values. */
typedef struct kr_voice_ask {
    kr_str name;
    const kr_str *values;
    uint32_t value_count, value;
} kr_voice_ask;

/* A wording from outside (a colleague, a language model, an approval file) for a piece of the base. */
typedef struct kr_outside {
    uint32_t first, last; /* sentences */
    kr_span from;         /* bytes of the base: whole sentences, or words of them */
    kr_str text;
    kr_str rule; /* what is told as its origin */
    uint32_t number;
    const kr_voice_ask *voice;
    uint32_t voice_count;
    uint8_t met; /* a rule says the same: the rule's own wording stands for it */
} kr_outside;

/* Sentences that are said by a node of the graph already: an author's markup. They are locked. */
typedef struct kr_fixed {
    uint32_t first, last;
    kr_node_id node;
} kr_fixed;

typedef struct kr_rewrite_input {
    const kr_post *post;
    const kr_pack *pack;         /* NULL: the base and what comes from outside only */
    const kr_settings *settings; /* NULL: as the registry's defaults */
    kr_admit admit;              /* NULL: all may stand */
    void *user;
    kr_outside *outside;
    size_t outside_count;
    const kr_decisions *decisions; /* NULL: nothing was decided; `line` is an index into outside */
    const kr_str *history; /* texts of earlier campaigns: their hooks and calls to action come up less */
    size_t history_count;
    const kr_fixed *fixed; /* ascending */
    size_t fixed_count;
    int64_t address;       /* kr_voice_address (voice.h): in which the texts speak; 0: the post's own */
    int64_t tone;          /* 1: no text is warmer than what it stands for, 2: none is cooler; 0: any */
    const char *only_rule; /* NULL, or the one rule that may fire: the pack's own tests */
} kr_rewrite_input;

typedef struct kr_refused {
    kr_str rule, base, text, reason;
    uint32_t sentence;
} kr_refused;

typedef struct kr_rewrite_report {
    kr_refused *refused; /* in the arena of the graph */
    size_t refused_count;
    uint32_t alternatives; /* that entered the graph */
    uint8_t limited;       /* a sentence was too rich to search whole */
} kr_rewrite_report;

/* `graph` was started with the post's language and is finished here; nodes that it has stay. */
int32_t kr_rewrite(kr_job *job, const kr_rewrite_input *input, kr_graph *graph,
                   kr_rewrite_report *out);

#endif
