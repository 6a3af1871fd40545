/* Sharers' own wordings: `koor check --plan OUT --person p17 edited.txt` looks at one in the plan
 * that it is meant for, `koor plan --previous OUT --edit p17=edited.txt` puts it there. */
#include "cli.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* OUT/NAME of a folder, or the file itself. */
static char *read_of(const char *plan, const char *name, size_t *out_length) {
    struct stat info;
    char path[4096];
    int folder = stat(plan, &info) == 0 && S_ISDIR(info.st_mode);
    snprintf(path, sizeof path, "%s%s%s", plan, folder ? "/" : "", folder ? name : "");
    return cli_read_file(path, out_length);
}

int cli_add_previous(cli_session *session, const char *plan) {
    koor_error *error = NULL;
    size_t length;
    char *bytes = read_of(plan, "plan.jsonl", &length);
    if (!bytes)
        return CLI_FAILED;
    int status = CLI_DONE;
    if (koor_campaign_set_previous(session->campaign, bytes, length, &error) < 0)
        status = cli_tell_line(error, plan, bytes, length);
    free(bytes);
    return status;
}

int cli_add_history(cli_session *session, const char *plan) {
    size_t length, number = 0;
    char *bytes = read_of(plan, "plan.jsonl", &length), *rest = bytes;
    int status = bytes ? CLI_DONE : CLI_FAILED;
    json_t *seen = json_object();
    for (char *line; status == CLI_DONE && (line = strsep(&rest, "\n"));) {
        koor_error *error = NULL;
        number++;
        if (!line[strspn(line, " \t\r")])
            continue;
        json_t *item = json_loads(line, 0, NULL);
        const char *text = json_string_value(json_object_get(item, "text"));
        if (!text)
            status = cli_say(CLI_FAILED, "%s:%zu: a line of plan.jsonl with a \"text\" is needed",
                             plan, number);
        else if (!json_object_get(seen, text) &&
                 koor_campaign_add_history(session->campaign, text, SIZE_MAX, &error) < 0)
            status = cli_tell(error, plan, NULL, 0);
        else
            json_object_set_new(seen, text, json_true());
        json_decref(item);
    }
    json_decref(seen);
    free(bytes);
    return status;
}

/* -- what is told of an edit
 * ------------------------------------------------------------------------ */

static const char *word_of(const json_t *object, const char *key) {
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : "";
}

static void tell(const json_t *report, FILE *out) {
    const json_t *length = json_object_get(report, "length"),
                 *nearest = json_object_get(report, "nearest");
    const json_t *similarity = json_object_get(report, "similarity");
    size_t i;
    json_t *warning;
    if (json_is_true(json_object_get(report, "accepted")))
        fprintf(out, "%s: it can stand\n", word_of(report, "person"));
    else
        fprintf(out, "%s: it cannot stand (%s): %s\n", word_of(report, "person"),
                word_of(report, "reason"), word_of(report, "message"));
    json_array_foreach(json_object_get(report, "warnings"), i, warning) {
        fprintf(out, "  look at it: %s\n", json_string_value(warning));
    }
    fprintf(out, "  length: %lld of %lld on %s\n",
            (long long)json_integer_value(json_object_get(length, "count")),
            (long long)json_integer_value(json_object_get(length, "limit")),
            word_of(report, "network"));
    fprintf(out, "  shares %.0f %% with the post",
            100 * json_number_value(json_object_get(similarity, "base")));
    if (nearest)
        fprintf(out, ", %.0f %% with %s, the most alike colleague:\n    %s",
                100 * json_number_value(json_object_get(similarity, "nearest")),
                word_of(nearest, "person"), word_of(nearest, "text"));
    fputc('\n', out);
}

/* The report of an edit, which is kept in the campaign where it is accepted; NULL with a message.
 */
static json_t *edit(cli_session *session, const char *person, const char *network,
                    const char *path) {
    koor_error *error = NULL;
    int32_t accepted = 0;
    size_t length = 0;
    char *text = cli_read_file(path, &length);
    json_t *root = text ? json_pack("{s:s,s:s%,s:s}", "person", person, "text", text, length,
                                    "network", network ? network : "")
                        : NULL;
    char *json = root ? json_dumps(root, JSON_COMPACT) : NULL;
    json_t *report = NULL;
    if (text && !json)
        cli_say(CLI_FAILED, "%s is not valid UTF-8: save it as UTF-8", path);
    if (json && koor_campaign_edit(&accepted, session->campaign, json, SIZE_MAX, NULL, 0, &length,
                                   &error) < 0) {
        cli_tell(error, path, NULL, 0);
    } else if (json) {
        char *buffer = cli_alloc(length + 1);
        koor_campaign_edit(&accepted, session->campaign, json, SIZE_MAX, buffer, length + 1, NULL,
                           NULL);
        report = json_loads(buffer, 0, NULL);
        free(buffer);
    }
    free(json);
    json_decref(root);
    free(text);
    return report;
}

int cli_add_edits(cli_session *session, const cli_flags *flags) {
    int status = CLI_DONE;
    if (flags->edits.count && !flags->previous)
        return cli_say(CLI_USAGE, "--edit needs --previous: the plan that holds the person's text");
    for (size_t i = 0; i < flags->edits.count && status == CLI_DONE; i++) {
        char person[512];
        const char *pair = flags->edits.at[i], *equals = strchr(pair, '=');
        snprintf(person, sizeof person, "%.*s", (int)(equals - pair), pair);
        json_t *report = edit(session, person, flags->network, equals + 1);
        if (!report)
            status = CLI_FAILED;
        else if (!json_is_true(json_object_get(report, "accepted")))
            status = cli_say(CLI_FAILED, "--edit %s: it cannot stand (%s): %s", pair,
                             word_of(report, "reason"), word_of(report, "message"));
        json_decref(report);
    }
    return status;
}

/* -- check --plan
 * ----------------------------------------------------------------------------------- */

static int set_options(cli_session *session, json_t *options) {
    const char *key;
    json_t *value;
    json_object_foreach(options, key, value) {
        koor_error *error = NULL;
        if (strcmp(key, "campaign.shard") == 0 || strcmp(key, "post.syntax") == 0)
            continue;
        if (koor_campaign_set(session->campaign, key, json_string_value(value), SIZE_MAX, &error) <
            0)
            return cli_tell(error, "plan.meta.json", NULL, 0);
    }
    return CLI_DONE;
}

/* The posts and options that the plan was made of. */
static int take_meta(cli_session *session, const char *plan) {
    size_t length, i;
    char *bytes = read_of(plan, "plan.meta.json", &length);
    json_t *meta = bytes ? json_loadb(bytes, length, 0, NULL) : NULL, *post;
    int status = bytes ? set_options(session, json_object_get(meta, "options")) : CLI_FAILED;
    if (bytes && !json_is_array(json_object_get(meta, "posts")))
        status = cli_say(CLI_FAILED,
                         "%s: no plan.meta.json with the posts: a folder of `koor plan` is needed",
                         plan);
    json_array_foreach(json_object_get(meta, "posts"), i, post) {
        koor_error *error = NULL;
        if (status == CLI_DONE &&
            koor_campaign_add_post(session->campaign, word_of(post, "id"), word_of(post, "text"),
                                   SIZE_MAX, word_of(post, "language"), &error) < 0)
            status = cli_tell(error, "plan.meta.json", NULL, 0);
    }
    json_decref(meta);
    free(bytes);
    return status;
}

int cli_check_edit(const cli_flags *flags) {
    cli_session session;
    json_t *report = NULL;
    if (!flags->person || !flags->post)
        return cli_say(CLI_USAGE, "check --plan needs --person ID and the file with their text");
    int status = cli_open(&session, flags, 0);
    if (status == CLI_DONE)
        status = take_meta(&session, flags->plan);
    if (status == CLI_DONE)
        status = cli_add_previous(&session, flags->plan);
    if (status == CLI_DONE &&
        !(report = edit(&session, flags->person, flags->network, flags->post)))
        status = CLI_FAILED;
    if (report && (flags->json || (flags->format && strcmp(flags->format, "json") == 0)))
        json_dumpf(report, stdout, JSON_COMPACT | JSON_REAL_PRECISION(6)), putchar('\n');
    else if (report)
        tell(report, stdout);
    if (report && !json_is_true(json_object_get(report, "accepted")))
        status = CLI_FAILED;
    json_decref(report);
    cli_close(&session);
    return status;
}
