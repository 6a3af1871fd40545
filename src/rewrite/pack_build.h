/* Inside the pack compiler: what is gathered while the files are read, in the form that the block
 * will have. Everything lives in the job's arena. */
#ifndef KR_PACK_BUILD_H
#define KR_PACK_BUILD_H

#include "base/job.h"
#include "rewrite/pack_blob.h"
#include "rewrite/packs.h"

/* A string and something that belongs to it: its readings, its anchored whens. */
typedef struct kr_pair {
    uint32_t string, order;
    uint32_t a, b;
} kr_pair;

/* An example of a rule: `does text -> wanted` or `leaves text`. */
typedef struct kr_example {
    uint32_t rule, line;
    const kr_pack_file *file;
    kr_str text, wanted; /* wanted.at is NULL: leaves */
} kr_example;

/* Words one of which every match of a pattern contains. */
typedef struct kr_anchor {
    uint32_t *strings;
    uint32_t count, cost;
    int valid;
} kr_anchor;

/* A pattern as a program: where it begins in the ops, and what is known of it. */
typedef struct kr_program {
    uint32_t op, op_count, borders;
    kr_anchor anchor;
} kr_program;

/* The declaration of a named pattern, and where it stands. */
typedef struct kr_naming {
    uint32_t pattern; /* index into the patterns */
    kr_str text;
    const kr_pack_file *file;
    const char *line_start;
    uint32_t line;
    enum { KR_NAMING_NEW, KR_NAMING_OPEN, KR_NAMING_DONE } state;
    kr_anchor anchor;
} kr_naming;

typedef struct kr_pack_builder {
    kr_job *job;
    char language[4];
    char *text;
    size_t text_length, text_capacity;
    kr_pack_word *words;
    size_t word_count, word_capacity;
    uint32_t *buckets;
    size_t bucket_count; /* a power of two, or 0 */
    kr_pack_list *lists;
    size_t list_count, list_capacity;
    uint32_t *members;
    size_t member_count, member_capacity;
    kr_lemma *lemmas;
    size_t lemma_count, lemma_capacity;
    kr_form *forms;
    size_t form_count, form_capacity;
    kr_pair *readings; /* a: lemma, b: kind */
    size_t reading_count, reading_capacity;
    kr_suffix *suffixs;
    size_t suffix_count, suffix_capacity;
    kr_rule *rules;
    size_t rule_count, rule_capacity;
    kr_when *whens;
    size_t when_count, when_capacity;
    kr_op *ops;
    size_t op_count, op_capacity;
    kr_pack_pattern *patterns;
    size_t pattern_count, pattern_capacity;
    kr_naming *namings;
    size_t naming_count, naming_capacity;
    kr_say *says;
    size_t say_count, say_capacity;
    kr_piece *pieces;
    size_t piece_count, piece_capacity;
    kr_pair *anchors; /* a: when */
    size_t anchor_count, anchor_capacity;
    kr_example *examples;
    size_t example_count, example_capacity;
    /* Where the reader stands, for errors. */
    const kr_pack_file *file;
    const char *line_start;
    uint32_t line;
    size_t column; /* where the last line of the rule begins, but for a condition of one text */
    int after_say; /* that line is a text */
    int in_rule;
    int pass; /* 0: lists and lexicon, 1: rules, which refer to them */
} kr_pack_builder;

#define KR_BUILD_GROW(builder, field)                                                              \
    kr_arena_grow(&(builder)->job->arena, (void **)&(builder)->field##s,                           \
                  &(builder)->field##_capacity, (builder)->field##_count,                          \
                  sizeof *(builder)->field##s)

/* pack_strings.c. Each gives KR_PACK_NONE when out of memory. */
uint32_t kr_build_string(kr_pack_builder *builder, kr_str text);
uint32_t kr_build_lower(kr_pack_builder *builder, kr_str text); /* in lower case, ’ as ' */
uint32_t kr_build_find(const kr_pack_builder *builder, kr_str text);
kr_str kr_build_text(const kr_pack_builder *builder, uint32_t string);
int kr_build_import(kr_pack_builder *builder, const kr_pack *base); /* 0, -1: no memory */

/* pack_phrase.c: a phrase as the analyse stage cuts it, in lower case, one space between tokens. */
uint32_t kr_build_phrase(kr_pack_builder *builder, kr_str phrase, uint32_t *out_tokens);
/* Cuts one word from its clitics ("don't" into "do" and "n't"): the length of its first part. */
size_t kr_phrase_cut(const char *language, kr_str word);
/* The next run of non-space characters of a text; empty at the end. */
kr_str kr_phrase_next(kr_str text, size_t *at);

/* pack_source.c */
int32_t kr_build_files(kr_pack_builder *builder, const kr_pack *base, const kr_pack_file *files,
                       size_t count);
int32_t kr_build_error(kr_pack_builder *builder, kr_str at, const char *message);
int32_t kr_build_nomem(kr_pack_builder *builder);

/* pack_lexicon.c: one declaration, `word` its first word, `rest` what follows. */
int kr_lexicon_is(kr_str word);
int32_t kr_build_lexicon(kr_pack_builder *builder, kr_str word, kr_str rest);
int32_t kr_build_list(kr_pack_builder *builder, kr_str rest);
uint32_t kr_build_find_list(const kr_pack_builder *builder, uint32_t name);

/* pack_rule.c: the lines of a block. */
int kr_rule_is(kr_str word);
int32_t kr_build_rule(kr_pack_builder *builder, kr_str kind, kr_str rest);
int32_t kr_build_rule_line(kr_pack_builder *builder, kr_str word, kr_str rest);
int32_t kr_build_rule_end(kr_pack_builder *builder);

/* pack_pattern.c: a pattern as a program at the end of the ops; in a `when` slots get their numbers
 * in the rule, a named pattern (`named`) has none. */
int32_t kr_build_program(kr_pack_builder *builder, kr_str text, int named, kr_program *out);
int32_t kr_build_pattern(kr_pack_builder *builder, kr_str text); /* a `when`, with its anchors */
int kr_is_name_char(char c);
/* The slot of that name in the newest rule; made where `make` asks. KR_MAX_SLOTS: none, or full. */
uint32_t kr_build_slot(kr_pack_builder *builder, kr_str name, int make);

/* pack_named.c: the declaration of a named pattern (first pass); all of them as programs (behind it);
 * the index of one, or KR_PACK_NONE, with what anchors it. */
int32_t kr_build_naming(kr_pack_builder *builder, kr_str rest);
int32_t kr_build_namings(kr_pack_builder *builder);
uint32_t kr_build_find_pattern(const kr_pack_builder *builder, kr_str name, kr_anchor *out);

/* pack_text.c: a `say`. pack_same.c: a `same`, as the pattern that matches its text. */
int32_t kr_build_say(kr_pack_builder *builder, kr_str text);
int32_t kr_build_same(kr_pack_builder *builder, kr_str text);

/* pack_emit.c: members in the order that a search by halves expects; which words are negations, modals,
 * quantifiers, from the lists; and the block, in the memory of the job. */
void kr_build_sort_members(kr_pack_builder *builder, uint32_t first, uint32_t count);
void kr_build_risks(kr_pack_builder *builder);
int32_t kr_build_emit(kr_pack_builder *builder, kr_pack **out);

#endif
