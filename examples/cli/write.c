/* Writing a plan: see write.h. */
#include "write.h"
#include "handout.h"
#include "preview.h"
#include "retire.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* -- what is wanted ------------------------------------------------------------------------------- */

/* The first STANDARD ones are written where --write is not given. */
static const char *const WORDS[] = {"jsonl",   "csv",    "calendar", "images",
                                    "preview", "report", "digest",   "kits"};
enum { WORD_COUNT = sizeof WORDS / sizeof *WORDS, STANDARD = 6 };

static int is_word(const char *at, size_t length, const char *word) {
    return strlen(word) == length && memcmp(word, at, length) == 0;
}

int cli_write_check(const cli_flags *flags) {
    for (const char *at = flags->write; at && *at;) {
        size_t length = strcspn(at, ","), i = 0;
        while (i < WORD_COUNT && !is_word(at, length, WORDS[i]))
            i++;
        if (i == WORD_COUNT && !is_word(at, length, "all")) {
            char word[64];
            snprintf(word, sizeof word, "%.*s", (int)length, at);
            const char *near = cli_nearest(word, WORDS, WORD_COUNT);
            return cli_say(CLI_USAGE, "--write %s: %s%s%sknown are jsonl, csv, calendar, images, "
                           "preview, report, digest, kits, and all", word, near ? "did you mean " : "",
                           near ? near : "", near ? "? " : "");
        }
        at += length + (at[length] == ',');
    }
    return CLI_DONE;
}

int cli_writes(const cli_flags *flags, const char *what) {
    for (const char *at = flags->write; at && *at;) {
        size_t length = strcspn(at, ",");
        if (is_word(at, length, what) || is_word(at, length, "all"))
            return 1;
        at += length + (at[length] == ',');
    }
    for (size_t i = 0; !flags->write && i < STANDARD; i++)
        if (strcmp(WORDS[i], what) == 0)
            return 1;
    return 0;
}

/* -- texts ---------------------------------------------------------------------------------------- */

static int32_t write_bytes(const void *bytes, size_t length, void *user) {
    return fwrite(bytes, 1, length, user) != length;
}

static int write_format(cli_writing *w, const char *format, const char *name) {
    koor_error *error = NULL;
    FILE *file = cli_output_file(w->output, name);
    if (!file)
        return CLI_FAILED;
    int status = CLI_DONE;
    if (koor_plan_write(w->plan, format, write_bytes, file, &error) < 0)
        status = cli_tell(error, name, NULL, 0);
    int closed = cli_output_close(file, name);
    return status ? status : closed;
}

static int write_string(cli_writing *w, const char *name, const char *text) {
    FILE *file = cli_output_file(w->output, name);
    if (!file)
        return CLI_FAILED;
    fputs(text, file);
    if (*text && text[strlen(text) - 1] != '\n')
        fputc('\n', file);
    return cli_output_close(file, name);
}

static int write_calendar(cli_writing *w, const char *person) {
    char safe[CLI_NAME_SIZE], name[300];
    cli_text format = {0};
    cli_add_string(&format, "ics:");
    cli_add_string(&format, person);
    cli_safe_name(safe, person);
    snprintf(name, sizeof name, "calendar/%s.ics", safe);
    int status = write_format(w, format.data, name);
    cli_free_text(&format);
    return status;
}

static int write_calendars(cli_writing *w) {
    int status = CLI_DONE;
    size_t count = koor_plan_count(w->plan);
    json_t *seen = json_object();
    for (size_t i = 0; i < count && status == CLI_DONE; i++) {
        const char *person = koor_plan_person(w->plan, i);
        if (json_object_get(seen, person))
            continue;
        json_object_set_new(seen, person, json_true());
        status = write_calendar(w, person);
        if (cli_progress_tell("calendars", i + 1, count, w->progress))
            status = CLI_FAILED;
    }
    cli_progress_end(w->progress);
    json_decref(seen);
    return status;
}

/* -- pictures ------------------------------------------------------------------------------------- */

json_t *cli_item(const koor_plan *plan, size_t index) {
    size_t length = 0;
    koor_plan_item(plan, index, NULL, 0, &length);
    char *text = cli_alloc(length + 1);
    koor_plan_item(plan, index, text, length + 1, NULL);
    json_t *item = json_loads(text, 0, NULL);
    free(text);
    return item;
}

static int write_picture(cli_writing *w, const char *name, const void *bytes, size_t length) {
    FILE *file = cli_output_file(w->output, name);
    if (!file)
        return CLI_FAILED;
    fwrite(bytes, 1, length, file);
    return cli_output_close(file, name);
}

static int32_t on_picture(size_t index, const void *bytes, size_t length, void *user) {
    cli_writing *w = user;
    json_t *item = cli_item(w->plan, index);
    const char *name = json_string_value(json_object_get(json_object_get(item, "image"), "file"));
    w->failed |= !name || write_picture(w, name, bytes, length) != CLI_DONE;
    json_decref(item);
    return w->failed || cli_progress_tell("pictures", index + 1, koor_plan_count(w->plan), w->progress);
}

static int render_pictures(cli_writing *w) {
    koor_error *error = NULL;
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    int32_t status =
        koor_plan_render(w->plan, cores > 16 ? 16 : (int32_t)cores, on_picture, w, &error);
    cli_progress_end(w->progress);
    if (w->failed || cli_interrupted()) {
        koor_error_free(error);
        return CLI_FAILED;
    }
    return status < 0 ? cli_tell(error, "", NULL, 0) : CLI_DONE;
}

static int copy_picture(cli_writing *w, const char *name) {
    int status = CLI_DONE;
    for (size_t i = 0; i < w->folder_count; i++) {
        char path[4096];
        size_t length;
        snprintf(path, sizeof path, "%s/%s", w->folders[i], name);
        if (access(path, F_OK) != 0)
            continue;
        char *bytes = cli_read_file(path, &length);
        status = bytes ? write_picture(w, name, bytes, length) : CLI_FAILED;
        free(bytes);
        break;
    }
    return status;
}

/* Where the plans were written with pictures; a plan without stays one. */
static int copy_pictures(cli_writing *w) {
    int status = CLI_DONE;
    json_t *seen = json_object();
    for (size_t i = 0; i < koor_plan_count(w->plan) && status == CLI_DONE; i++) {
        json_t *item = cli_item(w->plan, i);
        const char *name = json_string_value(json_object_get(json_object_get(item, "image"), "file"));
        if (name && !json_object_get(seen, name)) {
            json_object_set_new(seen, name, json_true());
            status = copy_picture(w, name);
        }
        if (cli_progress_tell("pictures", i + 1, koor_plan_count(w->plan), w->progress))
            status = CLI_FAILED;
        json_decref(item);
    }
    cli_progress_end(w->progress);
    json_decref(seen);
    return status;
}

/* -- all ------------------------------------------------------------------------------------------ */

static int write_page(cli_writing *w) {
    FILE *file = cli_output_file(w->output, "preview.html");
    if (!file)
        return CLI_FAILED;
    int status =
        cli_preview_write(w->plan, w->output->aside, koor_engine_describe(w->engine, NULL), file);
    int closed = cli_output_close(file, "preview.html");
    return status ? status : closed;
}

static int write_lines(cli_writing *w) {
    const cli_flags *flags = w->flags;
    int status = write_string(w, "plan.meta.json", koor_plan_meta(w->plan, NULL));
    if (status == CLI_DONE && cli_writes(flags, "jsonl"))
        status = write_format(w, "jsonl", "plan.jsonl");
    if (status == CLI_DONE && cli_writes(flags, "jsonl"))
        status = write_string(w, "alternatives.jsonl", koor_plan_alternatives(w->plan, NULL));
    if (status == CLI_DONE && cli_writes(flags, "csv"))
        status = write_format(w, "csv", "plan.csv");
    if (status == CLI_DONE && cli_writes(flags, "report"))
        status = write_string(w, "report.json", koor_plan_report(w->plan, NULL));
    return status;
}

int cli_write_plan(cli_writing *w) {
    const cli_flags *flags = w->flags;
    int pictures = cli_writes(flags, "images") || cli_writes(flags, "kits");
    int status = write_lines(w);
    if (status == CLI_DONE && cli_writes(flags, "calendar"))
        status = write_calendars(w);
    if (status == CLI_DONE && pictures && w->renders)
        status = render_pictures(w);
    if (status == CLI_DONE && pictures && w->folder_count)
        status = copy_pictures(w);
    if (status == CLI_DONE && cli_writes(flags, "preview"))
        status = write_page(w);
    if (status == CLI_DONE && cli_writes(flags, "digest"))
        status = cli_handout_digest(w->plan, w->output);
    if (status == CLI_DONE && cli_writes(flags, "kits"))
        status = cli_handout_kits(w->plan, w->output);
    return status == CLI_DONE ? cli_retire_look(w->output, w->plan, flags) : status;
}

/* -- the summary ---------------------------------------------------------------------------------- */

static void print_json(const cli_writing *w, const char *out, const json_t *report, size_t reposts) {
    json_t *meta = json_loads(koor_plan_meta(w->plan, NULL), 0, NULL);
    json_t *warnings = json_object_get(report, "warnings");
    json_t *summary = json_pack("{s:s,s:O?,s:I,s:I,s:O?,s:s,s:O?,s:O?}", "command", w->flags->command,
                                "campaign", json_object_get(meta, "campaign"), "items",
                                (json_int_t)koor_plan_count(w->plan), "reposts", (json_int_t)reposts,
                                "input", json_object_get(meta, "input"), "out", out, "overall",
                                json_object_get(report, "overall"), "warnings", warnings);
    cli_print_json(summary);
    json_decref(meta);
}

/* Behind the list that begins here. */
static const char *list_end(const char *at) {
    int depth = 0, quoted = 0;
    for (; *at; at++) {
        if (quoted && *at == '\\' && at[1])
            at++;
        else if (*at == '"')
            quoted = !quoted;
        else if (!quoted && (*at == '[' || *at == '{'))
            depth++;
        else if (!quoted && (*at == ']' || *at == '}') && --depth == 0)
            return at + 1;
    }
    return at;
}

/* The report without its lists of circles and of texts, of which there are tens of thousands: cut out of its text,
 * in which no name can hold the quotes of a key. */
static json_t *short_report(const koor_plan *plan) {
    static const char *const lists[] = {",\"circles\":[", ",\"gaps\":[", ",\"unseen_texts\":[",
                                        ",\"riskiest\":["}; /* in their order */
    const char *at = koor_plan_report(plan, NULL);
    cli_text rest = {0};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        const char *list = strstr(at, lists[i]);
        if (!list)
            continue;
        cli_add(&rest, at, (size_t)(list - at));
        at = list_end(list);
    }
    cli_add_string(&rest, at);
    json_t *report = json_loads(rest.data, 0, NULL);
    cli_free_text(&rest);
    return report;
}

/* Decisions leave fewer texts: what would give more again. */
static void tell_capacity(const json_t *report) {
    const json_t *approval = json_object_get(report, "approval");
    const char *why = json_string_value(json_object_get(json_object_get(report, "capacity"), "why"));
    if (why && (json_is_true(json_object_get(approval, "approved_only")) ||
                json_integer_value(json_object_get(approval, "rejected")) > 0))
        cli_say(CLI_DONE, "%s", why);
}

void cli_write_summary(const cli_writing *w, const char *out) {
    json_t *report = short_report(w->plan), *warning;
    size_t i, all = koor_plan_count(w->plan);
    size_t reposts = (size_t)json_integer_value(
        json_object_get(json_object_get(report, "overall"), "reposts"));
    int preview = cli_writes(w->flags, "preview");
    json_array_foreach(json_object_get(report, "warnings"), i, warning) {
        if (!w->flags->json && !w->flags->quiet)
            cli_say(CLI_DONE, "%s", json_string_value(warning));
    }
    json_array_foreach(json_object_get(json_object_get(report, "capacity"), "voices"), i, warning) {
        if (!w->flags->json)
            cli_say(CLI_DONE, "%s", json_string_value(warning));
    }
    if (!w->flags->json && !w->flags->quiet)
        tell_capacity(report);
    if (!w->flags->json && !w->flags->quiet && w->output->retired)
        cli_say(CLI_DONE,
                "%s held another plan: %zu file%s of it, which this one does not have, %s removed",
                out, w->output->retired, w->output->retired == 1 ? "" : "s",
                w->output->retired == 1 ? "is" : "are");
    if (w->flags->json) {
        print_json(w, out, report, reposts);
    } else if (!w->flags->quiet && strcmp(out, "-") != 0) {
        printf("%zu post%s", all - reposts, all - reposts == 1 ? "" : "s");
        if (reposts)
            printf(" and %zu repost%s", reposts, reposts == 1 ? "" : "s");
        printf(" planned: %s %s%s\n", preview ? "open" : "see", out, preview ? "/preview.html" : "");
    }
    json_decref(report);
}
