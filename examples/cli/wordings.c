/* Alternatives files: lines in, a verdict for each on stderr, the rest used. `--alternatives`
 * offers wordings, `--approved` offers them and allows nothing else but the base. */
#include "cli.h"
#include "config.h"
#include "wordings_csv.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

enum { DOUBTFUL = 50 }; /* a drift score that is worth a look */

typedef struct intake {
    const char *path;
    const cli_config *config; /* where the lines stand in the campaign file; NULL: a file of their own */
    int quiet;
    size_t lines, used, approved, rejected, other_post, empty;
} intake;

static const char *word_of(const json_t *verdict, const char *key) {
    const char *text = json_string_value(json_object_get(verdict, key));
    return text ? text : "";
}

static void tell(const intake *in, json_int_t line, const char *message) {
    if (in->config)
        cli_config_tell_wording(in->config, (size_t)line - 1, message);
    else
        fprintf(stderr, "koor: %s:%lld: %s\n", in->path, (long long)line, message);
}

static void tell_refused(const intake *in, const json_t *verdict, json_int_t line) {
    char message[512];
    snprintf(message, sizeof message, "not used (%s): %s", word_of(verdict, "reason"),
             word_of(verdict, "message"));
    tell(in, line, message);
}

static void tell_doubts(const intake *in, const json_t *verdict, json_int_t line) {
    json_int_t score = json_integer_value(json_object_get(verdict, "score"));
    const json_t *warnings = json_object_get(verdict, "warnings");
    size_t i;
    json_t *warning;
    if (in->quiet || (score < DOUBTFUL && strcmp(word_of(verdict, "state"), "rejected") != 0))
        return;
    json_array_foreach(warnings, i, warning) {
        char message[512];
        snprintf(message, sizeof message, "look at it: %s", json_string_value(warning));
        tell(in, line, message);
    }
}

static int32_t on_verdict(const void *bytes, size_t length, void *user) {
    intake *in = user;
    json_t *verdict = json_loadb(bytes, length, 0, NULL);
    json_int_t line = json_integer_value(json_object_get(verdict, "line"));
    const char *state = word_of(verdict, "state");
    int used = json_is_true(json_object_get(verdict, "accepted"));
    in->lines++;
    in->used += used && strcmp(state, "rejected") != 0;
    in->approved += used && strcmp(state, "approved") == 0;
    in->rejected += strcmp(state, "rejected") == 0;
    in->other_post += strcmp(word_of(verdict, "reason"), "other-post") == 0;
    if (strcmp(word_of(verdict, "reason"), "empty") == 0)
        in->empty++;
    else if (used)
        tell_doubts(in, verdict, line);
    else
        tell_refused(in, verdict, line);
    json_decref(verdict);
    return 0;
}

static int is_of_another_post(const intake *in) {
    return in->other_post > 0 && in->other_post + in->rejected + in->empty == in->lines;
}

static char *read_lines(const char *path, size_t *out_length) {
    size_t length, ending = strlen(path);
    char *bytes = cli_read_file(path, &length);
    *out_length = length;
    if (!bytes || ending < 4 || strcmp(path + ending - 4, ".csv") != 0)
        return bytes;
    char *lines = cli_wordings_from_csv(path, bytes, length, out_length);
    free(bytes);
    return lines;
}

static int add_lines(cli_session *session, const char *lines, size_t length, intake *in) {
    koor_error *error = NULL;
    return koor_campaign_add_alternatives(NULL, session->campaign, lines, length, on_verdict, in,
                                          &error) < 0
               ? cli_tell(error, in->path, NULL, 0)
               : CLI_DONE;
}

static int add_file(cli_session *session, const char *path, int quiet, intake *in) {
    size_t length;
    char *bytes = read_lines(path, &length);
    *in = (intake){.path = path, .quiet = quiet};
    if (!bytes)
        return CLI_FAILED;
    int status = add_lines(session, bytes, length, in);
    free(bytes);
    if (status == CLI_DONE && is_of_another_post(in))
        status = cli_say(CLI_FAILED,
                         "%s: none of its lines is about this post: it belongs to another", path);
    return status;
}

static int set_approved_only(cli_session *session) {
    koor_error *error = NULL;
    if (koor_campaign_set(session->campaign, "rewrite.approved_only", "on", SIZE_MAX, &error) < 0)
        return cli_tell(error, "", NULL, 0);
    return CLI_DONE;
}

int cli_add_wordings(cli_session *session, const cli_flags *flags) {
    intake in;
    int status = CLI_DONE;
    const cli_config *config = flags->campaign;
    if (config && config->wordings.length) {
        in = (intake){.path = config->path, .config = config, .quiet = flags->quiet};
        status = add_lines(session, config->wordings.data, config->wordings.length, &in);
    }
    if (status == CLI_DONE && flags->alternatives) {
        status = add_file(session, flags->alternatives, flags->quiet, &in);
        if (status == CLI_DONE && !flags->quiet)
            cli_say(CLI_DONE, "%s: %zu of %zu lines used, %zu rejected before, %zu not filled in",
                    flags->alternatives, in.used, in.lines, in.rejected, in.empty);
    }
    if (status == CLI_DONE && flags->approved) {
        status = set_approved_only(session);
        if (status == CLI_DONE)
            status = add_file(session, flags->approved, flags->quiet, &in);
        if (status == CLI_DONE && !flags->quiet)
            cli_say(CLI_DONE, "%s: %zu approved, %zu rejected; nothing else but the base is used",
                    flags->approved, in.approved, in.rejected);
    }
    return status;
}
