/* Alternatives files: lines in, a verdict for each on stderr, the rest used. `--alternatives`
 * offers wordings, `--approved` offers them and allows nothing else but the base. */
#include "cli.h"
#include "wordings_csv.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

enum { DOUBTFUL = 50 }; /* a drift score that is worth a look */

typedef struct intake {
    const char *path;
    int quiet;
    size_t lines, used, approved, rejected, other_post, empty;
} intake;

static const char *word_of(const json_t *verdict, const char *key) {
    const char *text = json_string_value(json_object_get(verdict, key));
    return text ? text : "";
}

static void tell_refused(const intake *in, const json_t *verdict, json_int_t line) {
    fprintf(stderr, "koor: %s:%lld: not used (%s): %s\n", in->path, (long long)line,
            word_of(verdict, "reason"), word_of(verdict, "message"));
}

static void tell_doubts(const intake *in, const json_t *verdict, json_int_t line) {
    json_int_t score = json_integer_value(json_object_get(verdict, "score"));
    const json_t *warnings = json_object_get(verdict, "warnings");
    size_t i;
    json_t *warning;
    if (in->quiet || (score < DOUBTFUL && strcmp(word_of(verdict, "state"), "rejected") != 0))
        return;
    json_array_foreach(warnings, i, warning) {
        fprintf(stderr, "koor: %s:%lld: look at it: %s\n", in->path, (long long)line,
                json_string_value(warning));
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

static int add_file(cli_session *session, const char *path, int quiet, intake *in) {
    koor_error *error = NULL;
    size_t length;
    char *bytes = read_lines(path, &length);
    *in = (intake){.path = path, .quiet = quiet};
    if (!bytes)
        return CLI_FAILED;
    int status = CLI_DONE;
    if (koor_campaign_add_alternatives(NULL, session->campaign, bytes, length, on_verdict, in,
                                       &error) < 0)
        status = cli_tell(error, path, NULL, 0);
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
    if (flags->alternatives) {
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
