/* `koor`: one base post, many voices. The commands and their help; each command is in its own file. */
#include "cli.h"
#include "config.h"

#include <stdlib.h>
#include <string.h>

static int show_version(const cli_flags *flags) {
    if (flags->json)
        cli_print_json(json_pack("{s:s,s:s}", "command", "version", "version", koor_version()));
    else
        printf("koor %s\n", koor_version());
    return CLI_DONE;
}

typedef struct command {
    const char *name;
    int (*run)(const cli_flags *flags);
    const char *usage, *help;
} command;

static const command COMMANDS[] = {
    {"plan", cli_plan,
     "koor plan POST [--people people.csv] [--images DIR] [--window START/END] [--timezone Z]\n"
     "          [--network NAME] [-n N] [--lang nl] [--seed N] [--now T] [--config campaign.json]\n"
     "          [--previous OLD] [--another PERSON] [--rebalance] [--alternatives FILE] [--approved FILE]\n"
     "          [--edit PERSON=FILE] [--history OLD] [--keep name|email] [--shard K/N]\n"
     "          [--write jsonl,csv,calendar,images,preview,report,digest,kits] [-o OUT]",
     "A text, a picture and a moment for each person who opted in.\n"
     "They go into the folder OUT (default: campaign); OUT/preview.html shows all of it.\n\n"
     "  koor plan post.txt --people people.csv --images pictures \\\n"
     "       --window 2026-12-01T08:00/2026-12-14T18:00 --timezone Europe/Brussels -o december\n"
     "  koor plan post.txt -n 12                 twelve people without names, 14 days from now\n\n"
     "  koor plan post.txt --people people.jsonl -o -      the plan alone, as JSON Lines on standard output\n\n"
     "--write names what is written: all but digest (Markdown for Slack or Teams) and kits (for each person\n"
     "the text and the picture of each post) by default, or `all`.\n\n"
     "With --previous everybody keeps text, picture and moment, and people who joined are fitted in.\n"
     "--another gives one person (or \"p1|p2\") another text then; --rebalance lets moments move.\n\n"
     "  koor plan --config campaign.json --previous december --another p17 -o december-2\n\n"
     "--edit puts a sharer's own wording in place, and nobody else moves. --approved uses nothing but the base and\n"
     "what is approved in the file; OUT/alternatives.jsonl is that file, to fill in. --history keeps new texts away\n"
     "from those of an earlier plan."},
    {"variants", cli_variants,
     "koor variants POST [-n N] [--lang L] [--network NAME] [--seed N] [--voice k=v,...]\n"
     "          [--format text|jsonl] [--explain] [--alternatives FILE] [--approved FILE]",
     "N mutually different texts of the post (default 10), fewer where no more are different enough.\n\n"
     "  koor variants post.txt -n 5\n"
     "  echo \"We're hiring a baker in Ghent!\" | koor variants - --format jsonl"},
    {"merge", cli_merge, "koor merge SHARD... [--write jsonl,csv,calendar,images,preview,report] [-o OUT]",
     "The plan that one run would have made, from the folders of all its shards.\n"
     "The files are the same, byte for byte. A missing, double or foreign shard is an error.\n\n"
     "  for k in 1 2 3; do koor plan --config campaign.json --now 2026-12-01 --shard $k/3 -o part-$k; done\n"
     "  koor merge part-1 part-2 part-3 -o december"},
    {"check", cli_check, "koor check POST [--network NAME] [--format text|json] [--plan OUT] [--person ID]",
     "What koor sees in the post: lengths per network, facts, problems, what would be rewritten.\n"
     "With --plan, POST is a sharer's own wording of the text that the plan gave them: whether it can stand, and the\n"
     "colleague's text that is most like it.\n\n"
     "  koor check post.txt --network x\n"
     "  koor check --plan december --person p17 edited.txt"},
    {"suggest", cli_suggest, "koor suggest POST [--format markup|jsonl|csv] [--alternatives FILE]",
     "The choice points that koor finds, as markup to edit and plan from, or as units for authors.\n\n"
     "  koor suggest post.txt --format csv > wordings.csv\n"
     "  koor suggest post.txt --format csv --alternatives OUT/alternatives.jsonl > approve.csv\n"
     "  koor suggest post.txt > post.koor"},
    {"ask", cli_ask,
     "koor ask POST --model URL [--name MODEL] [-k N] [--unit sentence|paragraph|post] [--lang L]\n"
     "          [--voice k=v,...] [-o FILE] [--timeout SECONDS] [--max-requests N]\n"
     "          [--cache DIR] [--explain] [--dry-run]",
     "Several wordings of each sentence from a language model, judged by the guard.\n"
     "Six by default, into an alternatives file (default alternatives.jsonl) to read, approve and plan from. URL is any\n"
     "endpoint that speaks OpenAI's chat protocol; no other command opens a connection. --unit paragraph or post asks\n"
     "for sentences that belong together at once; those that can stand alone are crossed with others' later. The key\n"
     "comes from KOOR_API_KEY or OPENAI_API_KEY. Answers are kept, and nothing is asked twice (--cache none: ask again).\n\n"
     "  koor ask post.txt --model http://127.0.0.1:8080/v1 -k 6\n"
     "  koor plan post.txt -n 60 --alternatives alternatives.jsonl"},
    {"voices", cli_voices, "koor voices POST [--voices FILE] [--lang L] [--format text|json]",
     "The voices that the post can have, each on the post: person, address, tone, emoji, and profiles.\n\n"
     "  koor voices post.txt --set voice.company=\"Bakery Ghent\"\n"
     "  koor voices post.txt --voices voices.json"},
    {"count", cli_count, "koor count POST", "The exact number of walks through the post's choices.\n\n"
     "  koor count post.koor"},
    {"pack", cli_pack_check, "koor pack check FILE...", "Runs the tests that a pack carries.\n\n"
     "  koor pack check my-rules.txt"},
    {"diff", cli_diff, "koor diff OLD NEW",
     "What changed between two plans: people, texts, moments, pictures.\n\n"
     "  koor plan --config campaign.json --previous december -o january\n"
     "  koor diff december january"},
    {"init", cli_init, "koor init DIR",
     "A small campaign in the folder DIR, to change and plan.\n\n  koor init spring"},
    {"doctor", cli_doctor, "koor doctor", "What this installation can do: packs, time zones, pictures."},
    {"networks", cli_networks, "koor networks [NAME]", "The rules of each network, or all of one with date and source.\n\n"
     "  koor networks\n  koor networks x"},
    {"options", cli_options, "koor options", "Every option that --set key=value takes.\n\n"
     "  koor options | grep similarity"},
    {"version", show_version, "koor version", "The version of the library."},
    {"help", cli_help, "koor help [COMMAND]", "This text, or that of a command."},
};

enum { COMMAND_COUNT = sizeof COMMANDS / sizeof *COMMANDS };

static const command *find_command(const char *name) {
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0)
        name = "help";
    if (strcmp(name, "--version") == 0)
        name = "version";
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        if (strcmp(COMMANDS[i].name, name) == 0)
            return &COMMANDS[i];
    return NULL;
}

static const char *nearest_command(const char *name) {
    const char *names[COMMAND_COUNT];
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        names[i] = COMMANDS[i].name;
    const char *near = cli_nearest(name, names, COMMAND_COUNT);
    return near ? near : "help";
}

/* Whether `flag`, or its short form, stands in a usage line as a word of its own. */
static int names_flag(const char *usage, const char *flag) {
    size_t length = flag ? strlen(flag) : 0;
    for (const char *at = usage; flag && (at = strstr(at, flag)); at += length)
        if (strchr(" [", at[-1]) && strchr(" ]", at[length]))
            return 1;
    return 0;
}

/* A command takes the flags of its usage line. One that reads a post takes what belongs to a campaign too, used or
 * not: the options, and what is offered for the post. */
static int takes_flag(const command *one, const cli_flag *flag) {
    static const char *const of_campaign[] = {"--config", "--voices", "--alternatives", "--approved", "--history"};
    if (names_flag(one->usage, flag->name) || names_flag(one->usage, flag->brief) ||
        strcmp(flag->name, "--json") == 0 || strcmp(flag->name, "--quiet") == 0)
        return 1;
    if (!strstr(one->usage, " POST"))
        return 0;
    for (size_t i = 0; i < sizeof of_campaign / sizeof *of_campaign; i++)
        if (strcmp(flag->name, of_campaign[i]) == 0)
            return 1;
    return flag->key_kind == CLI_KEY_READ;
}

/* A flag that would be ignored is told: who gave it meant something by it. */
static int refuse_foreign(const command *one, const cli_flags *flags) {
    const cli_flag *flag;
    for (size_t i = 0; (flag = cli_flag_at(i)); i++)
        if (flags->given >> i & 1 && !takes_flag(one, flag))
            return cli_say(CLI_USAGE, "koor %s takes no %s: `koor help %s` lists its flags", one->name, flag->name,
                           one->name);
    return CLI_DONE;
}

/* How many words may follow the command: as many as its usage line has before the first flag. */
static size_t most_files(const command *one) {
    const char *at = one->usage + strlen("koor ") + strlen(one->name);
    size_t count = 0;
    while (*at == ' ' && at[1] != '-' && strncmp(at, " [-", 3) != 0) {
        size_t length = strcspn(at + 1, " \n");
        if (length > 3 && strncmp(at + length - 2, "...", 3) == 0)
            return SIZE_MAX;
        at += 1 + length;
        count++;
    }
    return count;
}

static int refuse_surplus(const command *one, const cli_flags *flags) {
    size_t most = most_files(one);
    if (flags->file_count <= most)
        return CLI_DONE;
    if (names_flag(one->usage, "--people"))
        return cli_say(CLI_USAGE,
                       "%s: one POST is planned; people are given with --people FILE, pictures "
                       "with --images DIR",
                       flags->files[most]);
    return cli_say(CLI_USAGE, "\"%s\" is more than koor %s takes", flags->files[most], one->name);
}

static int is_given(const cli_flags *flags, const char *name) {
    const cli_flag *flag;
    for (size_t i = 0; (flag = cli_flag_at(i)); i++)
        if (strcmp(flag->name, name) == 0)
            return flags->given >> i & 1;
    return 0;
}

/* Likewise where another flag, or its key in the campaign file, is missing or in the way. */
static int refuse_idle(const cli_flags *flags) {
    const struct {
        const char *name, *needs;
        int is_there;
    } pairs[] = {{"--keep", "--people", flags->people != NULL},
                 {"--rebalance", "--previous", flags->previous != NULL},
                 {"--person", "--plan", flags->plan != NULL}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (is_given(flags, pairs[i].name) && !pairs[i].is_there)
            return cli_say(CLI_USAGE, "%s does nothing without %s", pairs[i].name, pairs[i].needs);
    /* Of the file's own "count" nothing is said: it may be that of `koor variants`. */
    if (flags->people && is_given(flags, "--count"))
        return cli_say(
            CLI_USAGE,
            "-n %s is so many people without names, and --people %s names them: give one of them",
            flags->count, flags->people);
    return CLI_DONE;
}

/* Each flag, and its key in a campaign file: null where it has none. */
static json_t *list_flags(void) {
    json_t *list = json_array();
    const cli_flag *flag;
    for (size_t i = 0; (flag = cli_flag_at(i)); i++)
        json_array_append_new(list, json_pack("{s:s,s:s?,s:s?}", "name", flag->name, "short",
                                              flag->brief, "key", flag->key));
    return list;
}

static int print_commands(void) {
    json_t *list = json_array();
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        json_array_append_new(list, json_pack("{s:s,s:s,s:s}", "name", COMMANDS[i].name, "usage",
                                              COMMANDS[i].usage, "help", COMMANDS[i].help));
    cli_print_json(json_pack("{s:s,s:o,s:o}", "command", "help", "commands", list, "flags",
                             list_flags()));
    return CLI_DONE;
}

int cli_help(const cli_flags *flags) {
    const command *one = flags->post ? find_command(flags->post) : NULL;
    if (flags->post && !one)
        return cli_say(CLI_USAGE, "unknown command \"%s\": did you mean %s?", flags->post,
                       nearest_command(flags->post));
    if (one) {
        const char *marked = strstr(one->usage, " POST") ? "[--fragment NAME=FILE] [--value NAME=TEXT] " : "";
        printf("%s\n          %s[--json] [--quiet]\n\n%s\n", one->usage, marked, one->help);
        return CLI_DONE;
    }
    if (flags->json)
        return print_commands();
    puts("koor: one base post, many voices\n");
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        printf("  %-10s %.*s\n", COMMANDS[i].name, (int)strcspn(COMMANDS[i].help, "\n"),
               COMMANDS[i].help);
    puts("\nPOST is a UTF-8 text file, or - for standard input. --set key=value sets any option.\n"
         "--json tells what a command did, or found, as JSON; --quiet leaves out what is no result.\n"
         "`koor help COMMAND` shows its flags and examples.");
    return CLI_DONE;
}

int main(int argc, char **argv) {
    cli_flags flags;
    cli_config config = {0};
    int status = cli_read_flags(&flags, argc, argv);
    const command *found = find_command(flags.command);
    if (!found)
        status = cli_say(CLI_USAGE, "unknown command \"%s\": did you mean %s?", flags.command,
                         nearest_command(flags.command));
    else if (status == CLI_DONE)
        status = refuse_foreign(found, &flags);
    if (status == CLI_DONE)
        status = refuse_surplus(found, &flags);
    if (status == CLI_DONE && flags.config)
        status = cli_config_read(&config, &flags);
    if (status == CLI_DONE)
        status = refuse_idle(&flags);
    if (status == CLI_DONE && found)
        status = found->run(&flags);
    if (status == CLI_USAGE && found)
        fprintf(stderr, "usage: %s\n", found->usage);
    cli_config_free(&config);
    cli_free_flags(&flags);
    if ((fflush(stdout) != 0 || ferror(stdout)) && status == CLI_DONE)
        status = cli_say(CLI_FAILED, "cannot write to standard output");
    return status;
}
