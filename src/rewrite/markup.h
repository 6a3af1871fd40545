/* Author markup: text with choices in it, compiled into the choice graph. The dialect is that of
 * @spintax/core with additions of our own; docs/markup.md describes it.
 *
 *     kr_markup_check   all problems of a text in one go, as data
 *     kr_markup_parse   the same, and the graph
 *     kr_markup_is      whether a text is markup at all: for the command line's "auto"
 *     kr_markup_names   which names a text refers to and defines */
#ifndef KR_MARKUP_H
#define KR_MARKUP_H

#include "base/job.h"
#include "model/choicegraph.h"
#include "model/settings.h"

/* A value that the host gives to %name%. Literal: markup in it stays text. */
typedef struct kr_markup_value {
    kr_str name, value;
    int literal;
} kr_markup_value;

/* What #include "name" puts in. The library reads no files: the host gives the texts. */
typedef struct kr_markup_fragment {
    kr_str name, text;
} kr_markup_fragment;

/* A voice feature that {?name=value?..|..} may ask for: "person" with "we", "team", ... It becomes
 * a variable of the graph. */
typedef struct kr_markup_voice {
    kr_str name;
    const kr_str *values;
    uint32_t value_count;
} kr_markup_voice;

typedef struct kr_markup_input {
    kr_str text;
    const char *path;     /* names the text in errors: "post" */
    const char *language; /* of the graph: "en" */
    const char *locale;   /* for the forms of plurals: "ru", "sr-Latn"; NULL or "": not known */
    const kr_markup_value *values;
    size_t value_count;
    const kr_markup_fragment *fragments; /* NULL: targets of includes are not checked */
    size_t fragment_count;
    const kr_markup_voice *voices;
    size_t voice_count;
    int exact;   /* keep the line ends of lines that hold only a definition, and the outer space */
    int lenient; /* build what can be built of a faulty text, as the reference engine renders it */
} kr_markup_input;

typedef struct kr_markup_problem {
    const char *code; /* "bracket.unclosed": stable, listed in docs/markup.md */
    const char *path; /* the input's, or the name of the included text that it stands in */
    const char *message;
    uint32_t line, column; /* from 1, columns in code points */
    uint32_t start;        /* byte of the text */
    uint8_t error;         /* 0: a warning, the text can be used */
} kr_markup_problem;

/* A choice inside a #def: decided once for a text, by a variable whose values are the outcomes. */
typedef struct kr_markup_definition {
    kr_str name;       /* of the #def */
    uint32_t variable; /* of the graph */
    kr_node_id node;   /* the same choice before it was tied to the variable; not below the root */
} kr_markup_definition;

typedef struct kr_markup_result {
    kr_markup_problem *problems;
    size_t problem_count, problem_capacity;
    size_t errors; /* of all problems, also of those beyond markup.max_problems */
    size_t warnings;
    kr_str *locks; /* the texts that the author locked */
    size_t lock_count, lock_capacity;
    kr_markup_definition *definitions; /* in the order in which they are decided */
    size_t definition_count, definition_capacity;
} kr_markup_result;

/* Fills `out`, in the job's arena, with the problems that can be told without building. KOOR_OK
 * also where there are some; KOOR_E_UTF8 for bytes that are no text. */
int32_t kr_markup_check(kr_job *job, const kr_settings *settings, const kr_markup_input *input,
                        kr_markup_result *out);

/* Checks, and builds the graph: `graph` lives in `arena`, its fragments are RAW, voices and
 * definitions are its variables, every arm but the first of a choice on the base's way carries an
 * edit "author" whose span is in the base, the first walk. With errors KOOR_E_SYNTAX, or
 * KOOR_E_LIMIT where they are limits, and `out` says them all; the message is the first one's. */
int32_t kr_markup_parse(kr_job *job, kr_arena *arena, const kr_settings *settings,
                        const kr_markup_input *input, kr_graph *graph, kr_markup_result *out);

/* 1 where the text has no error and holds at least one {..|..}; 0; or an error. */
int32_t kr_markup_is(kr_job *job, const kr_settings *settings, kr_str text);

/* Names without repetition, in the order of the text, in the job's arena. */
typedef struct kr_markup_name_list {
    kr_str *names;
    size_t count, capacity;
} kr_markup_name_list;
typedef struct kr_markup_name_lists {
    kr_markup_name_list refs, sets, defs, includes;
} kr_markup_name_lists;
int32_t kr_markup_names(kr_job *job, kr_str text, kr_markup_name_lists *out);

typedef struct kr_markup_voices {
    const kr_markup_voice *at;
    size_t count;
} kr_markup_voices;

/* Prints a graph as markup whose texts are the graph's: what `koor suggest` shows. Variables become
 * voice conditions, where `voices` has their name, and named choices; where a joint decides (capital,
 * a or an, spaces) alternatives are written out. KOOR_E_LIMIT where that would take more than 64 times
 * markup.max_expanded bytes. */
int32_t kr_markup_print(kr_job *job, const kr_settings *settings, const kr_graph *graph,
                        const kr_markup_voices *voices, kr_buffer *out);

#endif
