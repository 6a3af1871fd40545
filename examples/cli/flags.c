/* The flags of the command line. One table, with the key of each in a campaign file; `--set key=value` reaches
 * every option of the library's registry, and unknown flags get a hint. Without a key is what cannot hold for a
 * campaign: --config names its file, --format has other values for each command, and --plan, --person and --dry-run are
 * one call's question. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

#define VALUE(field) offsetof(cli_flags, field), CLI_FLAG_VALUE
#define SWITCH(field) offsetof(cli_flags, field), CLI_FLAG_SWITCH
#define PAIRS(field) offsetof(cli_flags, field), CLI_FLAG_PAIRS

static const cli_flag FLAGS[] = {
    {"--people", NULL, VALUE(people), "people", CLI_KEY_PATH},
    {"--images", NULL, VALUE(images), "images", CLI_KEY_PATH},
    {"--window", NULL, VALUE(window), "options.campaign.window", CLI_KEY_READ},
    {"--timezone", NULL, VALUE(timezone), "options.campaign.timezone", CLI_KEY_READ},
    {"--lang", "--language", VALUE(language), "posts.language", CLI_KEY_READ},
    {"--seed", NULL, VALUE(seed), "options.campaign.seed", CLI_KEY_READ},
    {"--now", NULL, VALUE(now), "options.campaign.now", CLI_KEY_READ},
    {"--config", NULL, VALUE(config), NULL, CLI_KEY_NONE},
    {"--previous", NULL, VALUE(previous), "previous", CLI_KEY_PATH},
    {"--another", NULL, VALUE(another), "options.campaign.another", CLI_KEY_READ},
    {"--alternatives", NULL, VALUE(alternatives), "alternatives", CLI_KEY_PATH},
    {"--approved", NULL, VALUE(approved), "approved", CLI_KEY_PATH},
    {"--shard", NULL, VALUE(shard), "options.campaign.shard", CLI_KEY_READ},
    {"--write", NULL, VALUE(write), "write", CLI_KEY_WORD},
    {"--out", "-o", VALUE(out), "out", CLI_KEY_PATH},
    {"--format", NULL, VALUE(format), NULL, CLI_KEY_NONE},
    {"--voice", NULL, VALUE(voice), "options.voice.profile", CLI_KEY_READ},
    {"--voices", NULL, VALUE(voices), "voices", CLI_KEY_PATH},
    {"--count", "-n", VALUE(count), "count", CLI_KEY_WORD},
    {"--network", NULL, VALUE(network), "options.campaign.networks", CLI_KEY_READ},
    {"--keep", NULL, VALUE(keep), "keep", CLI_KEY_WORD},
    {"--quiet", "-q", SWITCH(quiet), "quiet", CLI_KEY_SWITCH},
    {"--explain", NULL, SWITCH(explain), "explain", CLI_KEY_SWITCH},
    {"--rebalance", NULL, SWITCH(rebalance), "options.schedule.rebalance", CLI_KEY_READ},
    {"--json", NULL, SWITCH(json), "json", CLI_KEY_SWITCH},
    {"--dry-run", NULL, SWITCH(dry_run), NULL, CLI_KEY_NONE},
    {"--model", NULL, VALUE(model), "ask.model", CLI_KEY_WORD},
    {"--name", NULL, VALUE(name), "ask.name", CLI_KEY_WORD},
    {"--each", "-k", VALUE(each), "ask.each", CLI_KEY_WORD},
    {"--unit", NULL, VALUE(unit), "ask.unit", CLI_KEY_WORD},
    {"--timeout", NULL, VALUE(timeout), "ask.timeout", CLI_KEY_WORD},
    {"--max-requests", NULL, VALUE(requests), "ask.max_requests", CLI_KEY_WORD},
    {"--cache", NULL, VALUE(cache), "ask.cache", CLI_KEY_PATH},
    {"--set", NULL, PAIRS(sets), "options", CLI_KEY_READ},
    {"--fragment", NULL, PAIRS(fragments), "fragments", CLI_KEY_READ},
    {"--value", NULL, PAIRS(values), "values", CLI_KEY_READ},
    {"--edit", NULL, PAIRS(edits), "edits", CLI_KEY_FILES},
    {"--plan", NULL, VALUE(plan), NULL, CLI_KEY_NONE},
    {"--person", NULL, VALUE(person), NULL, CLI_KEY_NONE},
    {"--history", NULL, VALUE(history), "history", CLI_KEY_PATH},
};

enum { FLAG_COUNT = sizeof FLAGS / sizeof *FLAGS };

_Static_assert(FLAG_COUNT <= 64, "cli_flags.given has a bit for each");

const cli_flag *cli_flag_at(size_t index) {
    return index < FLAG_COUNT ? &FLAGS[index] : NULL;
}

static const cli_flag *find_flag(const char *name, size_t length) {
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
    return cli_say(CLI_USAGE, "unknown flag %s: `koor help COMMAND` shows those of a command", name);
}

static int add_pair(cli_pairs *pairs, const char *name, const char *pair) {
    if (!strchr(pair, '='))
        return cli_say(CLI_USAGE, "%s needs %s", name,
                       strcmp(name, "--set") == 0        ? "key=value: `koor options` lists the keys"
                       : strcmp(name, "--fragment") == 0 ? "NAME=FILE"
                       : strcmp(name, "--edit") == 0     ? "PERSON=FILE"
                                                         : "NAME=TEXT");
    pairs->at[pairs->count++] = pair;
    return CLI_DONE;
}

static int take_flag(cli_flags *flags, const char *argument, const char *next, int *out_used) {
    const char *equals = strncmp(argument, "--", 2) == 0 ? strchr(argument, '=') : NULL;
    size_t length = equals ? (size_t)(equals - argument) : strlen(argument);
    const char *value = equals ? equals + 1 : next;
    const cli_flag *found = find_flag(argument, length);
    if (!found)
        return unknown_flag(argument);
    flags->given |= (uint64_t)1 << (found - FLAGS);
    char *field = (char *)flags + found->offset;
    if (found->kind == CLI_FLAG_SWITCH) {
        *(int *)(void *)field = 1;
        return CLI_DONE;
    }
    if (!value)
        return cli_say(CLI_USAGE, "%s needs a value", argument);
    if (found->kind == CLI_FLAG_VALUE)
        *(const char **)(void *)field = value;
    else if (add_pair((cli_pairs *)(void *)field, found->name, value) != CLI_DONE)
        return CLI_USAGE;
    *out_used = equals ? 1 : 2;
    return CLI_DONE;
}

/* `koor plan ... --help` is `koor help plan`, whatever else stands there. */
static void ask_for_help(cli_flags *flags) {
    *flags = (cli_flags){.command = "help",
                         .post = flags->command,
                         .sets = flags->sets,
                         .fragments = flags->fragments,
                         .values = flags->values,
                         .edits = flags->edits,
                         .files = flags->files};
}

int cli_read_flags(cli_flags *flags, int argc, char **argv) {
    int only_files = 0;
    *flags = (cli_flags){.command = argc > 1 ? argv[1] : "help"};
    for (size_t i = 0; i < FLAG_COUNT; i++) {
        cli_pairs *pairs = (cli_pairs *)(void *)((char *)flags + FLAGS[i].offset);
        if (FLAGS[i].kind == CLI_FLAG_PAIRS)
            pairs->at = cli_alloc(sizeof *pairs->at * (size_t)argc);
    }
    flags->files = cli_alloc(sizeof *flags->files * (size_t)argc);
    for (int i = 2; i < argc;) {
        int used = 1, status;
        if (!only_files && strcmp(argv[i], "--") == 0) {
            only_files = 1;
        } else if (!only_files && (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)) {
            ask_for_help(flags);
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
