/* Guard: nothing is said that the base does not say, and nothing is lost.
 *
 * An alternative for a span is checked once, before it can be chosen (kr_guard_admit), with the
 * facts that analyse's lexer reads. Each text handed out is read again by a scanner written apart
 * from that lexer (kr_recheck_text), for what only appears in combination and for what the first
 * one misses. */
#ifndef KR_GUARD_H
#define KR_GUARD_H

#include "model/facts.h"
#include "model/pack.h"

typedef enum kr_reason {
    KR_REASON_NONE,
    KR_REASON_LOST_FACT,
    KR_REASON_NEW_FACT,
    KR_REASON_NEGATION,
    KR_REASON_MODALITY,
    KR_REASON_QUANTIFIER,
    KR_REASON_ANCHOR, /* two facts changed places, or a negation its sentence */
    KR_REASON_UTF8,
    KR_REASON_CONTROL,
    KR_REASON_INVISIBLE,
    KR_REASON_SCRIPT, /* letters of another script, alone or inside a word */
    KR_REASON_DOUBLED_WORD,
    KR_REASON_ARTICLE,
    KR_REASON_SMALL_INITIAL,
    KR_REASON_STRAY_CAPITAL,
    KR_REASON_SPACING,
    KR_REASON_PUNCTUATION,
    KR_REASON_UNBALANCED,
    KR_REASON_MARKUP,
    KR_REASON_EXCLAMATIONS,
    KR_REASON_REPEATED_WORD,
    KR_REASON_LENGTH,
    KR_REASON_ADDED_SENTENCES,
    KR_REASONS
} kr_reason;

/* "lost-fact", "doubled-word", ...: stable, they are printed and counted. */
const char *kr_reason_name(kr_reason reason);

/* A rejection is data: why, where, and a sentence for a person. */
typedef struct kr_verdict {
    uint32_t reason; /* KR_REASON_NONE: all is well, the rest is empty */
    kr_span place;   /* bytes of the alternative or text; of the base for what was lost */
    kr_str message;  /* in the arena of the call */
} kr_verdict;

/* What a rule was written for, and what a caller allows. */
enum {
    KR_ALLOW_NEGATION = 1,
    KR_ALLOW_MODAL = 2,
    KR_ALLOW_QUANTIFIER = 4,
    KR_ALLOW_FEWER_TAGS = 8 /* hashtags may go: to fit a network */
};

/* The facts of the base that was read last: wordings for one piece of the post come one behind the other. One
 * thread's. */
typedef struct kr_guard_base {
    kr_arena *arena; /* of what follows */
    kr_str text;
    kr_facts facts;
} kr_guard_base;

typedef struct kr_guard {
    kr_facts_reader read; /* analyse's kr_analyse_facts, handed in by the pipeline */
    const void *reader;
    kr_str post;         /* the whole base: what it writes may be written */
    const kr_str *names; /* further names that may appear: the company in its own voice */
    size_t name_count;
    const kr_pack *pack;
    uint32_t allow;
    kr_guard_base *last; /* NULL: each base is read anew */
} kr_guard;

/* Whether `alternative` may stand for `base`, a piece of the post. KOOR_OK with the verdict, or
 * KOOR_E_NOMEM. */
int32_t kr_guard_admit(kr_job *job, const kr_guard *guard, kr_str base, kr_str alternative,
                       kr_arena *arena, kr_verdict *out);

/* The characters alone: control, invisible, foreign scripts that the post does not have. */
int32_t kr_guard_characters(kr_job *job, kr_str post, kr_str text, kr_arena *arena,
                            kr_verdict *out);
/* The first character of the post itself that a reader does not see, or a word of letters of two scripts:
 * verdict->reason KR_REASON_NONE where there is none. */
int32_t kr_guard_own_characters(kr_job *job, kr_str post, kr_arena *arena, kr_verdict *out);

typedef struct kr_recheck_input {
    kr_str base;
    const char *language;
    const kr_pack *pack; /* may be NULL: facts are compared all the same */
    const kr_str *names;
    size_t name_count;
    uint32_t allow;
    uint8_t measure; /* length within 0.75 to 1.25 of the base's words, one more sentence at most */
    uint8_t repeats; /* no word comes back nearer than in the base: for texts mixed of several wordings */
} kr_recheck_input;

/* The base as the second scanner reads it, in the arena; read-only, shared by threads. */
typedef struct kr_recheck kr_recheck;
int32_t kr_recheck_start(kr_job *job, const kr_recheck_input *input, kr_arena *arena,
                         kr_recheck **out);
int32_t kr_recheck_text(kr_job *job, const kr_recheck *recheck, kr_str text, kr_arena *arena,
                        kr_verdict *out);

/* Looks at many texts of one post, and remembers the sentences that it has read: the verdicts are the same.
 * One thread's; the recheck must outlive it. */
typedef struct kr_rechecker kr_rechecker;
int32_t kr_rechecker_new(kr_job *job, const kr_recheck *recheck, kr_rechecker **out);
void kr_rechecker_free(kr_rechecker *rechecker);
int32_t kr_rechecker_text(kr_job *job, kr_rechecker *rechecker, kr_str text, kr_arena *arena,
                          kr_verdict *out);

/* All in one, for a single text. */
int32_t kr_recheck_one(kr_job *job, const kr_recheck_input *input, kr_str text, kr_arena *arena,
                       kr_verdict *out);

#endif
