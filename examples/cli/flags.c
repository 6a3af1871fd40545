/* The flags of the command line. One table; `--set key=value` reaches every option of the library's
 * registry, and unknown flags get a hint. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

typedef enum flag_kind { FLAG_VALUE, FLAG_SWITCH, FLAG_PAIRS } flag_kind;

typedef struct flag {
    const char *name, *brief;
    size_t offset;
    flag_kind kind;
} flag;

#define VALUE(name, brief, field) {name, brief, offsetof(cli_flags, field), FLAG_VALUE}
#define SWITCH(name, brief, field) {name, brief, offsetof(cli_flags, field), FLAG_SWITCH}
#define PAIRS(name, field) {name, NULL, offsetof(cli_flags, field), FLAG_PAIRS}

static const flag FLAGS[] = {
    VALUE("--people", NULL, people),       VALUE("--images", NULL, images),
    VALUE("--window", NULL, window),       VALUE("--timezone", NULL, timezone),
    VALUE("--lang", "--language", language), VALUE("--seed", NULL, seed),
    VALUE("--now", NULL, now),             VALUE("--config", NULL, config),
    VALUE("--previous", NULL, previous), VALUE("--another", NULL, another),
    VALUE("--alternatives", NULL, alternatives), VALUE("--approved", NULL, approved),
    VALUE("--shard", NULL, shard),
    VALUE("--write", NULL, write),         VALUE("--out", "-o", out),
    VALUE("--format", NULL, format),       VALUE("--voice", NULL, voice),
    VALUE("--voices", NULL, voices),
    VALUE("--count", "-n", count),         VALUE("--network", NULL, network),
    VALUE("--keep", NULL, keep),           SWITCH("--quiet", "-q", quiet),
    SWITCH("--explain", NULL, explain),    SWITCH("--rebalance", NULL, rebalance),
    SWITCH("--json", NULL, json),          SWITCH("--dry-run", NULL, dry_run),
    VALUE("--model", NULL, model),         VALUE("--name", NULL, name),
    VALUE("--each", "-k", each),           VALUE("--timeout", NULL, timeout),
    VALUE("--max-requests", NULL, requests), VALUE("--cache", NULL, cache),
    PAIRS("--set", sets),                  PAIRS("--fragment", fragments),
    PAIRS("--value", values),              PAIRS("--edit", edits),
    VALUE("--plan", NULL, plan),           VALUE("--person", NULL, person),
    VALUE("--history", NULL, history),
};

enum { FLAG_COUNT = sizeof FLAGS / sizeof *FLAGS };

static const flag *find_flag(const char *name, size_t length) {
    for (size_t i = 0; i < FLAG_COUNT; i++) {
        const char *const names[] = {FLAGS[i].name, FLAGS[i].brief};
        for (size_t j = 0; j < 2; j++)
            if (names[j] && strlen(names[j]) == length && memcmp(names[j], name, length) == 0)
                return &FLAGS[i];
    }
    return NULL;
}

/* "--persons" and "--peopel" for "--people"; what follows an equals sign does not count. */
static const char *nearest_flag(const char *name) {
    const char *names[FLAG_COUNT];
    char word[64];
    snprintf(word, sizeof word, "%.*s", (int)strcspn(name, "="), name);
    for (size_t i = 0; i < FLAG_COUNT; i++)
        names[i] = FLAGS[i].name;
    return strncmp(word, "--", 2) == 0 ? cli_nearest(word, names, FLAG_COUNT) : NULL;
}

static int unknown_flag(const char *name) {
    const char *near = nearest_flag(name);
    if (near)
        return cli_say(CLI_USAGE, "unknown flag %s: did you mean %s?", name, near);
    return cli_say(CLI_USAGE, "unknown flag %s: `koor help` lists all", name);
}

static int add_pair(cli_pairs *pairs, const char *name, const char *pair) {
    if (!strchr(pair, '='))
        return cli_say(CLI_USAGE, "%s needs %s", name,
                       strcmp(name, "--set") == 0        ? "key=value: `koor options` lists the keys"
                       : strcmp(name, "--fragment") == 0 ? "NAME=FILE"
                                                         : "NAME=TEXT");
    pairs->at[pairs->count++] = pair;
    return CLI_DONE;
}

static int take_flag(cli_flags *flags, const char *argument, const char *next, int *out_used) {
    const char *equals = strncmp(argument, "--", 2) == 0 ? strchr(argument, '=') : NULL;
    size_t length = equals ? (size_t)(equals - argument) : strlen(argument);
    const char *value = equals ? equals + 1 : next;
    const flag *found = find_flag(argument, length);
    if (!found)
        return unknown_flag(argument);
    char *field = (char *)flags + found->offset;
    if (found->kind == FLAG_SWITCH) {
        *(int *)(void *)field = 1;
        return CLI_DONE;
    }
    if (!value)
        return cli_say(CLI_USAGE, "%s needs a value", argument);
    if (found->kind == FLAG_VALUE)
        *(const char **)(void *)field = value;
    else if (add_pair((cli_pairs *)(void *)field, found->name, value) != CLI_DONE)
        return CLI_USAGE;
    *out_used = equals ? 1 : 2;
    return CLI_DONE;
}

int cli_read_flags(cli_flags *flags, int argc, char **argv) {
    int only_files = 0;
    *flags = (cli_flags){.command = argc > 1 ? argv[1] : "help"};
    for (size_t i = 0; i < FLAG_COUNT; i++) {
        cli_pairs *pairs = (cli_pairs *)(void *)((char *)flags + FLAGS[i].offset);
        if (FLAGS[i].kind == FLAG_PAIRS)
            pairs->at = cli_alloc(sizeof *pairs->at * (size_t)argc);
    }
    flags->files = cli_alloc(sizeof *flags->files * (size_t)argc);
    for (int i = 2; i < argc;) {
        int used = 1, status;
        if (!only_files && strcmp(argv[i], "--") == 0) {
            only_files = 1;
        } else if (!only_files && (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)) {
            flags->post = flags->command; /* `koor plan --help` is `koor help plan` */
            flags->command = "help";
            return CLI_DONE;
        } else if (only_files || argv[i][0] != '-' || strcmp(argv[i], "-") == 0) {
            flags->files[flags->file_count++] = argv[i];
        } else if ((status = take_flag(flags, argv[i], i + 1 < argc ? argv[i + 1] : NULL, &used))) {
            return status;
        }
        i += used;
    }
    flags->post = flags->file_count ? flags->files[0] : NULL;
    return CLI_DONE;
}

void cli_free_flags(cli_flags *flags) {
    free(flags->sets.at);
    free(flags->fragments.at);
    free(flags->edits.at);
    free(flags->values.at);
    free(flags->files);
}
