/* The `koor` command line: what its commands share. It uses the public API and nothing else of the
 * library. */
#ifndef CLI_H
#define CLI_H

#include "koor.h"

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Exit status: done, the job failed, wrong usage. */
enum { CLI_DONE = 0, CLI_FAILED = 1, CLI_USAGE = 2 };

/* A flag that may be given several times: NAME=.., in order. */
typedef struct cli_pairs {
    const char **at;
    size_t count;
} cli_pairs;

typedef struct cli_config cli_config; /* the campaign file: config.h */

/* The flags of the command line as given, and for those that are absent what the campaign file says; NULL where a flag is absent. */
typedef struct cli_flags {
    const char *command, *post;
    const char *people, *images, *window, *timezone, *language, *seed, *now, *config;
    const char *previous, *another, *alternatives, *approved, *shard, *write, *out, *format, *voice, *voices;
    const char *count, *network, *keep;
    const char *plan, *person, *history;
    const char *model, *name, *each, *unit, *timeout, *requests, *cache; /* of ask */
    int quiet, json, explain, rebalance, dry_run;
    cli_pairs sets, fragments, values, edits; /* key=value; name=FILE; name=TEXT; person=FILE */
    uint64_t given;             /* bit i: cli_flag_at(i) stands on the command line */
    const cli_config *campaign; /* of --config; NULL: none */
    const char **files; /* what follows the command, where it takes several */
    size_t file_count;
} cli_flags;

/* How a flag is given, and how its key in a campaign file is read (config.c). */
typedef enum cli_flag_kind { CLI_FLAG_VALUE, CLI_FLAG_SWITCH, CLI_FLAG_PAIRS } cli_flag_kind;
typedef enum cli_key_kind {
    CLI_KEY_NONE,
    CLI_KEY_READ,   /* an option or a part of the campaign: the library reads it */
    CLI_KEY_WORD,   /* a string, a number, or a list of words */
    CLI_KEY_PATH,   /* a path, relative to the campaign file */
    CLI_KEY_SWITCH, /* true or false */
    CLI_KEY_FILES   /* {"p17":"edited.txt"} for a flag that takes pairs */
} cli_key_kind;

typedef struct cli_flag {
    const char *name, *brief; /* brief: NULL for none */
    size_t offset;            /* in cli_flags */
    cli_flag_kind kind;
    const char *key; /* "out", "ask.model"; NULL: see flags.c */
    cli_key_kind key_kind;
} cli_flag;
const cli_flag *cli_flag_at(size_t index); /* NULL behind the last */

/* Reads argv into *flags: CLI_DONE, or CLI_USAGE with a message on stderr. */
int cli_read_flags(cli_flags *flags, int argc, char **argv);
void cli_free_flags(cli_flags *flags);

/* A message on stderr, "koor: ..." with a line end; gives `status` back. */
int cli_say(int status, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Tells a library error about an input: file, line and column where the offset says so, the line
 * itself with a caret; frees the error and gives CLI_FAILED. */
int cli_tell(koor_error *error, const char *file, const char *text, size_t length);

/* "koor: FILE:LINE:COLUMN: MESSAGE" for a byte of the text, and the line with a caret. */
void cli_tell_place(const char *file, const char *text, size_t length, size_t offset,
                    const char *message);

/* The same for JSON Lines, where the library's path ends in "line N" or "line N.key". */
int cli_tell_line(koor_error *error, const char *file, const char *text, size_t length);

/* A message without its "line 2, column 3: ", for where both are told already. */
const char *cli_without_place(const char *message);

/* The word of the list that `word` may have been meant to be; NULL where none is near. */
const char *cli_nearest(const char *word, const char *const *list, size_t count);

/* A line of JSON on standard output; takes the value over. */
void cli_print_json(json_t *value);

/* A whole file, or standard input for "-"; NUL-terminated, freed by the caller. NULL with a message. */
char *cli_read_file(const char *path, size_t *out_length);

/* A growing string that the library's buffer calls are read into; exits with CLI_FAILED when out of
 * memory, as every helper here does. */
typedef struct cli_text {
    char *data;
    size_t length, capacity;
} cli_text;
void cli_add(cli_text *text, const void *bytes, size_t length);
void cli_add_string(cli_text *text, const char *string);
void cli_free_text(cli_text *text);
void *cli_alloc(size_t size);

/* The engine, the campaign with its options from the flags, and the post in it. */
typedef struct cli_session {
    koor_engine *engine;
    koor_campaign *campaign;
    char *post;
    size_t post_length;
} cli_session;

int cli_open(cli_session *session, const cli_flags *flags, int with_post);
void cli_close(cli_session *session);

/* The files of --alternatives and --approved: a verdict for each line that is not used on stderr, the
 * rest in the campaign. CLI_FAILED where a file cannot be read, or belongs to another post. */
int cli_add_wordings(cli_session *session, const cli_flags *flags);

/* What earlier plans gave (own.c): items to keep, texts to keep away from, sharers' own wordings. */
int cli_add_previous(cli_session *session, const char *plan);
int cli_add_history(cli_session *session, const char *plan);
int cli_add_edits(cli_session *session, const cli_flags *flags);
/* `koor check --plan`. */
int cli_check_edit(const cli_flags *flags);

/* Prints the text, and a line end, with the words coloured that the base does not have. */
void cli_print_changes(const char *base, const char *text);

/* The commands: each gives the exit status. */
int cli_plan(const cli_flags *flags);
int cli_merge(const cli_flags *flags);
int cli_variants(const cli_flags *flags);
int cli_check(const cli_flags *flags);
int cli_count(const cli_flags *flags);
int cli_suggest(const cli_flags *flags);
int cli_voices(const cli_flags *flags);
int cli_pack_check(const cli_flags *flags);
int cli_networks(const cli_flags *flags);
int cli_options(const cli_flags *flags);
int cli_ask(const cli_flags *flags);
int cli_doctor(const cli_flags *flags);
int cli_diff(const cli_flags *flags);
int cli_init(const cli_flags *flags);
int cli_help(const cli_flags *flags);

#endif
