/* The commands that are about texts: variants, check, suggest, count. */
#include "cli.h"
#include "wordings_csv.h"
#include "write.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* -n as a number from 1 to 100,000; `standard` where it is absent, 0 with a message where it is none. */
static size_t count_of(const cli_flags *flags, size_t standard) {
    char *end;
    if (!flags->count)
        return standard;
    unsigned long value = strtoul(flags->count, &end, 10);
    if (*end || flags->count[0] < '0' || flags->count[0] > '9' || value < 1 || value > 100000) {
        cli_say(CLI_USAGE, "-n %s: a number from 1 to 100000 is needed", flags->count);
        return 0;
    }
    return value;
}

static int is_format(const cli_flags *flags, const char *standard, const char *other) {
    return !flags->format || strcmp(flags->format, standard) == 0 ||
           strcmp(flags->format, other) == 0;
}

static int wrong_format(const cli_flags *flags, const char *standard, const char *other) {
    return cli_say(CLI_USAGE, "--format %s: %s or %s is needed", flags->format, standard, other);
}

/* A variant as `koor variants --format jsonl` tells it: the item's fields in the order of the contract. */
static json_t *variant_of(size_t number, const json_t *item) {
    json_t *line = json_object();
    json_object_set_new(line, "variant", json_integer((json_int_t)number));
    for (const char *const *key = (const char *const[]){"text", "language", "length", "similarity",
                                                        "edits", NULL};
         *key; key++)
        if (json_object_get(item, *key))
            json_object_set(line, *key, json_object_get(item, *key));
    return line;
}

static void print_edits(const json_t *item) {
    size_t i;
    json_t *edit;
    json_array_foreach(json_object_get(item, "edits"), i, edit) {
        printf("    %s: \"%s\" -> \"%s\"\n", json_string_value(json_object_get(edit, "rule")),
               json_string_value(json_object_get(edit, "from")),
               json_string_value(json_object_get(edit, "to")));
    }
}

static int in_colour(void) {
    const char *no = getenv("NO_COLOR"), *kind = getenv("TERM");
    return isatty(STDOUT_FILENO) && !(no && *no) && !(kind && strcmp(kind, "dumb") == 0);
}

/* `base` is NULL where nothing is to be marked. */
static void print_text(size_t number, const json_t *item, const char *base, int explain) {
    const json_t *similarity = json_object_get(item, "similarity");
    const char *text = json_string_value(json_object_get(item, "text"));
    int bold = in_colour();
    printf("%s-- %zu  (%.0f %% of the base, %.0f %% of the nearest)%s\n", bold ? "\033[1m" : "", number,
           100 * json_number_value(json_object_get(similarity, "base")),
           100 * json_number_value(json_object_get(similarity, "nearest")), bold ? "\033[0m" : "");
    if (bold && base)
        cli_print_changes(base, text);
    else
        puts(text);
    if (explain)
        print_edits(item);
    putchar('\n');
}

/* What the texts are compared with: the post, or the first walk of its markup. */
static const char *base_of(const json_t *meta) {
    const json_t *post = json_array_get(json_object_get(meta, "posts"), 0);
    return json_string_value(json_object_get(post, "text"));
}

/* Why there are fewer than asked, "" where there are not. */
static const char *capacity_of(const json_t *report, size_t count, size_t wanted) {
    const char *why = json_string_value(json_object_get(json_object_get(report, "capacity"), "why"));
    return count >= wanted ? "" : why ? why : "no more are different enough";
}

static void print_variants(const koor_plan *plan, const cli_flags *flags, int lines) {
    json_t *meta = json_loads(koor_plan_meta(plan, NULL), 0, NULL);
    for (size_t i = 0; i < koor_plan_count(plan); i++) {
        json_t *item = cli_item(plan, i);
        if (lines)
            cli_print_json(variant_of(i + 1, item));
        else
            print_text(i + 1, item, base_of(meta), flags->explain);
        json_decref(item);
    }
    json_decref(meta);
}

static void print_variants_json(const koor_plan *plan, size_t wanted, const char *why) {
    json_t *variants = json_array();
    for (size_t i = 0; i < koor_plan_count(plan); i++) {
        json_t *item = cli_item(plan, i);
        json_array_append_new(variants, variant_of(i + 1, item));
        json_decref(item);
    }
    cli_print_json(json_pack("{s:s,s:I,s:I,s:s,s:o}", "command", "variants", "wanted",
                             (json_int_t)wanted, "texts", (json_int_t)koor_plan_count(plan), "why",
                             why, "variants", variants));
}

static void tell_variants(const koor_plan *plan, const cli_flags *flags, size_t wanted) {
    size_t count = koor_plan_count(plan);
    json_t *report = json_loads(koor_plan_report(plan, NULL), 0, NULL);
    const char *why = capacity_of(report, count, wanted);
    if (flags->json)
        print_variants_json(plan, wanted, why);
    else
        print_variants(plan, flags, flags->format && strcmp(flags->format, "jsonl") == 0);
    size_t i;
    json_t *warning;
    json_array_foreach(json_object_get(json_object_get(report, "capacity"), "voices"), i, warning) {
        if (!flags->json)
            cli_say(CLI_DONE, "%s", json_string_value(warning));
    }
    if (*why && !flags->json && !flags->quiet) /* fewer than asked is no failure, but says why */
        cli_say(CLI_DONE, "%zu of %zu texts: %s", count, wanted, why);
    json_decref(report);
}

int cli_variants(const cli_flags *flags) {
    cli_session session;
    cli_progress progress;
    koor_error *error = NULL;
    koor_plan *plan = NULL;
    size_t count = count_of(flags, 10);
    if (!is_format(flags, "text", "jsonl"))
        return wrong_format(flags, "text", "jsonl");
    if (!count)
        return CLI_USAGE;
    int status = cli_open(&session, flags, 1);
    if (status == CLI_DONE)
        status = cli_add_wordings(&session, flags);
    if (status == CLI_DONE && flags->history)
        status = cli_add_history(&session, flags->history);
    if (status == CLI_DONE) {
        cli_progress_start(&progress, flags->quiet);
        if (koor_plan_texts(&plan, session.campaign, count, cli_progress_tell, &progress, &error) < 0)
            status = cli_tell(error, flags->post, session.post, session.post_length);
        cli_progress_end(&progress);
    }
    if (status == CLI_DONE)
        tell_variants(plan, flags, count);
    koor_plan_free(plan);
    cli_close(&session);
    return status;
}

typedef int32_t (*text_call)(const koor_campaign *campaign, char *buffer, size_t capacity,
                             size_t *out_length, koor_error **out_error);

/* Calls for the length, then for the text; NULL with a message on failure. */
static char *call_for_text(text_call call, const cli_session *session, const cli_flags *flags) {
    koor_error *error = NULL;
    size_t length = 0;
    if (call(session->campaign, NULL, 0, &length, &error) < 0) {
        cli_tell(error, flags->post, session->post, session->post_length);
        return NULL;
    }
    char *text = cli_alloc(length + 1);
    call(session->campaign, text, length + 1, NULL, NULL);
    return text;
}

static void print_networks(const json_t *networks) {
    const char *name;
    json_t *network;
    json_object_foreach((json_t *)(uintptr_t)networks, name, network) {
        json_int_t count = json_integer_value(json_object_get(network, "count"));
        json_int_t limit = json_integer_value(json_object_get(network, "limit"));
        printf("  %-14s %6lld of %6lld  %s\n", name, (long long)count, (long long)limit,
               json_is_true(json_object_get(network, "valid")) ? "fits" : "TOO LONG");
    }
}

/* Markup that cannot be used: each problem with its place, and nothing else is known. */
static int print_broken(const cli_flags *flags, const json_t *problems) {
    json_t *entry;
    size_t i;
    json_array_foreach(problems, i, entry) {
        const char *text = json_string_value(json_object_get(entry, "text"));
        printf("%s:%lld:%lld: %s%s (%s)\n", !text || strcmp(text, "post") == 0 ? flags->post : text,
               (long long)json_integer_value(json_object_get(entry, "line")),
               (long long)json_integer_value(json_object_get(entry, "column")),
               json_is_true(json_object_get(entry, "error")) ? "" : "warning: ",
               json_string_value(json_object_get(entry, "message")),
               json_string_value(json_object_get(entry, "rule")));
    }
    return cli_say(CLI_FAILED, "%s: the markup has errors", flags->post);
}

static int print_check(const cli_flags *flags, const char *text) {
    json_t *check = json_loads(text, 0, NULL), *entry;
    size_t i;
    if (!json_object_get(check, "networks")) {
        int status = print_broken(flags, json_object_get(check, "problems"));
        json_decref(check);
        return status;
    }
    printf("language: %s\nlengths:\n", json_string_value(json_object_get(check, "language")));
    print_networks(json_object_get(check, "networks"));
    puts("kept as they are:");
    json_array_foreach(json_object_get(check, "atoms"), i, entry)
        printf("  %-8s %s\n", json_string_value(json_object_get(entry, "kind")),
               json_string_value(json_object_get(entry, "text")));
    if (json_object_get(check, "rewrites")) {
        puts("can be said in other words:");
        json_array_foreach(json_object_get(check, "rewrites"), i, entry)
            printf("  %lld wordings: %s\n",
                   (long long)json_integer_value(json_object_get(entry, "alternatives")),
                   json_string_value(json_object_get(entry, "text")));
    }
    json_t *problems = json_object_get(check, "problems");
    json_array_foreach(problems, i, entry)
        printf("problem: %s (%s)\n", json_string_value(json_object_get(entry, "message")),
               json_string_value(json_object_get(entry, "rule")));
    json_decref(check);
    return CLI_DONE;
}

int cli_check(const cli_flags *flags) {
    cli_session session;
    if (!is_format(flags, "text", "json"))
        return wrong_format(flags, "text", "json");
    if (flags->plan)
        return cli_check_edit(flags);
    int status = cli_open(&session, flags, 1);
    if (status == CLI_DONE) {
        char *text = call_for_text(koor_campaign_check, &session, flags);
        if (!text)
            status = CLI_FAILED;
        else if (flags->json || (flags->format && strcmp(flags->format, "json") == 0))
            puts(text);
        else
            status = print_check(flags, text);
        free(text);
    }
    cli_close(&session);
    return status;
}

static void print_voice(const json_t *voice, const char *base) {
    const char *profile = json_string_value(json_object_get(voice, "profile"));
    const char *text = json_string_value(json_object_get(voice, "text"));
    const json_t *sentence = json_object_get(voice, "sentence");
    int bold = in_colour();
    printf("%s-- %s%s%s%s", bold ? "\033[1m" : "", profile, *profile ? ": " : "",
           json_string_value(json_object_get(voice, "voice")), bold ? "\033[0m" : "");
    if (!json_is_true(json_object_get(voice, "available"))) {
        printf("\n   not for this post: %s", json_string_value(json_object_get(voice, "reason")));
        if (sentence)
            printf(" (sentence %lld)", (long long)json_integer_value(sentence));
        puts("\n");
        return;
    }
    putchar('\n');
    if (base && strcmp(base, text) == 0)
        puts("   the text stays; its wordings are chosen so");
    else if (bold && base)
        cli_print_changes(base, text);
    else
        puts(text);
    putchar('\n');
}

static void print_voices(const cli_session *session, const char *text) {
    json_t *voices = json_loads(text, 0, NULL), *voice;
    size_t i, length = session->post_length;
    char *base = cli_alloc(length + 1);
    while (length && strchr(" \t\r\n", session->post[length - 1]))
        length--;
    if (session->post)
        memcpy(base, session->post, length);
    json_array_foreach(voices, i, voice) {
        print_voice(voice, base);
    }
    free(base);
    json_decref(voices);
}

int cli_voices(const cli_flags *flags) {
    cli_session session;
    if (!is_format(flags, "text", "json"))
        return wrong_format(flags, "text", "json");
    int status = cli_open(&session, flags, 1);
    if (status == CLI_DONE) {
        char *text = call_for_text(koor_campaign_voices, &session, flags);
        status = text ? CLI_DONE : CLI_FAILED;
        if (text && (flags->json || (flags->format && strcmp(flags->format, "json") == 0)))
            puts(text);
        else if (text)
            print_voices(&session, text);
        free(text);
    }
    cli_close(&session);
    return status;
}

int cli_count(const cli_flags *flags) {
    cli_session session;
    int status = cli_open(&session, flags, 1);
    if (status == CLI_DONE)
        status = cli_add_wordings(&session, flags);
    if (status == CLI_DONE) {
        char *text = call_for_text(koor_campaign_count, &session, flags);
        status = text ? CLI_DONE : CLI_FAILED;
        if (text && flags->json)
            cli_print_json(json_pack("{s:s,s:s}", "command", "count", "walks", text));
        else if (text)
            puts(text);
        free(text);
    }
    cli_close(&session);
    return status;
}

static int32_t suggest_markup(const koor_campaign *campaign, char *buffer, size_t capacity,
                              size_t *out_length, koor_error **out_error) {
    return koor_campaign_suggest(campaign, "markup", buffer, capacity, out_length, out_error);
}

static int32_t suggest_units(const koor_campaign *campaign, char *buffer, size_t capacity,
                             size_t *out_length, koor_error **out_error) {
    return koor_campaign_suggest(campaign, "jsonl", buffer, capacity, out_length, out_error);
}

/* The lines of --alternatives as rows, to fill in in a spreadsheet. */
static int print_rows(const cli_flags *flags) {
    size_t length;
    char *lines = cli_read_file(flags->alternatives, &length);
    if (!lines)
        return CLI_FAILED;
    cli_wordings_to_csv(lines, stdout);
    free(lines);
    return CLI_DONE;
}

int cli_suggest(const cli_flags *flags) {
    cli_session session;
    int csv = flags->format && strcmp(flags->format, "csv") == 0;
    if (!csv && !is_format(flags, "markup", "jsonl"))
        return wrong_format(flags, "markup, csv", "jsonl");
    if (csv && flags->alternatives)
        return print_rows(flags);
    int units = csv || (flags->format && strcmp(flags->format, "jsonl") == 0);
    int status = cli_open(&session, flags, 1);
    if (status == CLI_DONE)
        status = cli_add_wordings(&session, flags);
    if (status == CLI_DONE) {
        char *text = call_for_text(units ? suggest_units : suggest_markup, &session, flags);
        status = text ? CLI_DONE : CLI_FAILED;
        if (text && csv)
            cli_wordings_to_csv(text, stdout);
        else if (text && flags->json)
            cli_print_json(json_pack("{s:s,s:s,s:s}", "command", "suggest", "format",
                                     units ? "jsonl" : "markup", "text", text));
        else if (text)
            fputs(text, stdout);
        free(text);
    }
    cli_close(&session);
    return status;
}
