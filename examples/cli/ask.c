/* `koor ask POST --model URL`: several wordings of each sentence from a language model, each judged
 * by the guard, into an alternatives file. The only command with a network, and only to the given
 * URL; what comes back is data: it is parsed strictly, judged, and read by a person before it is
 * approved. */
#include "ask.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { STANDARD_EACH = 6, MOST_EACH = 20 };

typedef struct ask_job {
    const cli_flags *flags;
    cli_session session;
    ask_server server;
    char *cache;
    size_t each;  /* wordings for a sentence */
    json_t *kept; /* new lines of the file */
    char *before; /* what the file has already */
    size_t before_length;
    size_t asked, from_cache, refused, failed;
    int over, shows_progress;
    char author[160];
} ask_job;

/* -- the guard's verdict on one wording
 * -------------------------------------------------------------- */

static int32_t on_verdict(const void *bytes, size_t length, void *user) {
    *(json_t **)user = json_loadb(bytes, length, 0, NULL);
    return 0;
}

static json_t *line_of(const ask_job *job, const json_t *unit, const char *text) {
    json_t *line = json_object();
    for (const char *const *key = (const char *const[]){"post", "language", "first", "last", NULL};
         *key; key++)
        json_object_set(line, *key, json_object_get(unit, *key));
    if (!json_is_true(json_object_get(unit, "joined"))) /* the numbers tell a run: its gaps are the post's */
        json_object_set(line, "from", json_object_get(unit, "from"));
    json_object_set_new(line, "text", json_string(text));
    json_object_set_new(line, "author", json_string(job->author));
    json_object_set_new(line, "voice", json_string(job->flags->voice ? job->flags->voice : ""));
    json_object_set_new(line, "state", json_string("proposed"));
    return line;
}

static json_t *judge(const ask_job *job, const json_t *line) {
    char *text = json_dumps(line, JSON_COMPACT);
    json_t *verdict = NULL;
    if (text)
        koor_campaign_add_alternatives(NULL, job->session.campaign, text, SIZE_MAX, on_verdict,
                                       &verdict, NULL);
    free(text);
    return verdict;
}

/* Keeps what the guard lets stand; what it refuses goes into `refused`, what was there before is
 * left. */
static size_t offer(ask_job *job, const json_t *unit, const json_t *wordings, json_t *refused) {
    size_t i, stand = 0;
    json_t *wording;
    json_array_foreach(wordings, i, wording) {
        json_t *line = line_of(job, unit, json_string_value(wording));
        json_t *verdict = judge(job, line);
        const char *reason = json_string_value(json_object_get(verdict, "reason"));
        if (json_is_true(json_object_get(verdict, "accepted"))) {
            json_object_set(line, "score", json_object_get(verdict, "score"));
            json_object_set(line, "warnings", json_object_get(verdict, "warnings"));
            json_array_append(job->kept, line);
            stand++;
        } else if (reason && strcmp(reason, "duplicate") == 0) {
            stand++;
        } else {
            json_array_append_new(refused, json_pack("{s:O,s:O?}", "text", wording, "reason",
                                                     json_object_get(verdict, "message")));
        }
        json_decref(verdict);
        json_decref(line);
    }
    return stand;
}

/* -- one unit
 * --------------------------------------------------------------------------------------- */

static char *answer_to(ask_job *job, const json_t *messages) {
    char *answer = ask_cache_find(job->cache, &job->server, messages);
    if (answer) {
        job->from_cache++;
        return answer;
    }
    answer = ask_server_post(&job->server, messages, &job->over);
    if (answer)
        ask_cache_keep(job->cache, &job->server, messages, answer);
    return answer;
}

static void tell_refused(const ask_job *job, const json_t *unit, const json_t *refused) {
    size_t i;
    json_t *one;
    json_array_foreach(refused, i, one) {
        if (job->flags->explain)
            fprintf(stderr, "koor: sentence %lld: refused: %s: \"%s\"\n",
                    (long long)json_integer_value(json_object_get(unit, "first")),
                    json_string_value(json_object_get(one, "reason")),
                    json_string_value(json_object_get(one, "text")));
    }
}

/* One answer taken in: how many wordings stand. */
static size_t take_answer(ask_job *job, const ask_unit *unit, const char *answer, json_t *refused) {
    const char *reason = NULL;
    json_t *wordings = ask_read(unit, answer, job->each, refused, &reason);
    size_t stand = wordings ? offer(job, unit->unit, wordings, refused) : 0;
    if (!wordings)
        json_array_append_new(refused, json_pack("{s:s,s:s}", "text", "", "reason", reason));
    json_decref(wordings);
    job->refused += json_array_size(refused);
    tell_refused(job, unit->unit, refused);
    return stand;
}

/* Asks, and once more with the reasons where too few stand. */
static void ask_unit_twice(ask_job *job, const ask_unit *unit, json_t *messages) {
    const char *language = json_string_value(json_object_get(unit->unit, "language"));
    char *answer = answer_to(job, messages);
    job->asked++;
    if (!answer) {
        job->failed += !job->over;
        return;
    }
    json_t *refused = json_array(), *again = json_array();
    size_t stand = take_answer(job, unit, answer, refused);
    if (stand < job->each && json_array_size(refused)) {
        ask_again(messages, language, answer, refused, job->each - stand);
        char *second = answer_to(job, messages);
        if (second)
            take_answer(job, unit, second, again);
        free(second);
    }
    json_decref(refused);
    json_decref(again);
    free(answer);
}

/* -- all units
 * -------------------------------------------------------------------------------------- */

static void show_progress(const ask_job *job, size_t done, size_t all) {
    if (job->shows_progress)
        fprintf(stderr, "\r\033[K%zu of %zu asked, %zu wordings, %zu requests", done, all,
                json_array_size(job->kept), job->server.requests);
}

static void print_prompt(const json_t *unit, json_t *messages) {
    json_t *root =
        json_pack("{s:O,s:O}", "first", json_object_get(unit, "first"), "messages", messages);
    char *text = json_dumps(root, JSON_COMPACT);
    puts(text ? text : "{}");
    free(text);
    json_decref(root);
}

static const char *text_before(const json_t *units, size_t index) {
    const json_t *before = index ? json_array_get(units, index - 1) : NULL;
    const char *text = json_string_value(json_object_get(before, "from"));
    return text ? text : "";
}

static void ask_all(ask_job *job, const json_t *units) {
    size_t i;
    json_t *value;
    json_array_foreach(units, i, value) {
        ask_unit unit;
        if (job->over)
            break;
        if (ask_unit_make(&unit, value)) {
            json_t *messages =
                ask_messages(&unit, text_before(units, i), job->flags->voice, job->each);
            if (job->flags->dry_run)
                print_prompt(value, messages);
            else
                ask_unit_twice(job, &unit, messages);
            json_decref(messages);
        }
        ask_unit_free(&unit);
        show_progress(job, i + 1, json_array_size(units));
    }
    if (job->shows_progress)
        fputs("\r\033[K", stderr);
}

static json_t *units_of(const ask_job *job) {
    koor_error *error = NULL;
    size_t length = 0;
    json_t *units = json_array();
    if (koor_campaign_suggest(job->session.campaign, "jsonl", NULL, 0, &length, &error) < 0) {
        cli_tell(error, job->flags->post, job->session.post, job->session.post_length);
        json_decref(units);
        return NULL;
    }
    char *text = cli_alloc(length + 1), *rest = text;
    koor_campaign_suggest(job->session.campaign, "jsonl", text, length + 1, NULL, NULL);
    for (char *line; (line = strsep(&rest, "\n"));)
        if (*line)
            json_array_append_new(units, json_loads(line, 0, NULL));
    free(text);
    return units;
}

/* -- the file
 * --------------------------------------------------------------------------------------- */

static const char *target_of(const ask_job *job) {
    return job->flags->out ? job->flags->out : "alternatives.jsonl";
}

/* What is in the file stays in it: suggestions, decisions, edits. */
static int read_before(ask_job *job) {
    koor_error *error = NULL;
    if (job->flags->dry_run || access(target_of(job), F_OK) != 0)
        return CLI_DONE;
    job->before = cli_read_file(target_of(job), &job->before_length);
    if (!job->before)
        return CLI_FAILED;
    if (koor_campaign_add_alternatives(NULL, job->session.campaign, job->before, job->before_length,
                                       NULL, NULL, &error) < 0)
        return cli_tell(error, target_of(job), NULL, 0);
    return CLI_DONE;
}

static json_int_t number_in(const json_t *line, const char *key) {
    return json_integer_value(json_object_get(line, key));
}

/* By sentence, the doubtful ones first. */
static int compare_lines(const void *a, const void *b) {
    const json_t *x = *(json_t *const *)a, *y = *(json_t *const *)b;
    json_int_t order = number_in(x, "first") - number_in(y, "first");
    if (!order)
        order = number_in(y, "score") - number_in(x, "score");
    return order < 0 ? -1 : order > 0;
}

static void write_lines(const ask_job *job, FILE *file) {
    size_t count = json_array_size(job->kept), i;
    json_t **lines = cli_alloc(count * sizeof *lines), *line;
    json_array_foreach(job->kept, i, line) {
        lines[i] = line;
    }
    qsort(lines, count, sizeof *lines, compare_lines);
    fwrite(job->before, 1, job->before_length, file);
    if (job->before_length && job->before[job->before_length - 1] != '\n')
        fputc('\n', file);
    for (i = 0; i < count; i++) {
        json_dumpf(lines[i], file, JSON_COMPACT);
        fputc('\n', file);
    }
    free(lines);
}

static int write_file(const ask_job *job) {
    char aside[4200];
    snprintf(aside, sizeof aside, "%s.partial-%ld", target_of(job), (long)getpid());
    FILE *file = fopen(aside, "wb");
    if (!file)
        return cli_say(CLI_FAILED, "cannot write %s: %s", target_of(job), strerror(errno));
    write_lines(job, file);
    int failed = fflush(file) != 0 || ferror(file) || fsync(fileno(file)) != 0;
    failed |= fclose(file) != 0;
    failed = failed || rename(aside, target_of(job)) != 0;
    if (!failed)
        return CLI_DONE;
    unlink(aside);
    return cli_say(CLI_FAILED, "cannot write all of %s: %s", target_of(job), strerror(errno));
}

/* -- the command
 * ------------------------------------------------------------------------------------ */

static int read_each(ask_job *job) {
    char *end = NULL;
    const char *text = job->flags->each;
    unsigned long value = text ? strtoul(text, &end, 10) : STANDARD_EACH;
    if (text && (*end || value < 1 || value > MOST_EACH))
        return cli_say(CLI_USAGE, "-k %s: a number from 1 to %d is needed", text, MOST_EACH);
    job->each = value;
    return CLI_DONE;
}

static int start(ask_job *job) {
    const cli_flags *flags = job->flags;
    if (!flags->model && !flags->dry_run)
        return cli_say(CLI_USAGE,
                       "ask needs --model URL: an endpoint that speaks OpenAI's chat protocol");
    int status = read_each(job);
    if (status == CLI_DONE)
        status = cli_open(&job->session, flags, 1);
    if (status == CLI_DONE && !flags->dry_run)
        status = ask_server_open(&job->server, flags);
    if (status == CLI_DONE)
        status = read_before(job);
    if (status == CLI_DONE && !flags->dry_run)
        job->cache = ask_cache_folder(flags);
    snprintf(job->author, sizeof job->author, "model %s", flags->name ? flags->name : "default");
    return status;
}

static int tell_failed(const ask_job *job) {
    const char *unit = job->flags->unit ? job->flags->unit : "sentence",
               *many = job->failed == 1 ? "" : "s";
    if (!json_array_size(job->kept))
        return cli_say(CLI_FAILED, "%zu %s%s got no answer, and there are no new wordings",
                       job->failed, unit, many);
    return cli_say(CLI_FAILED, "%zu %s%s got no answer; the others are in %s", job->failed, unit,
                   many, target_of(job));
}

static int summarise(const ask_job *job) {
    if (job->over)
        cli_say(CLI_DONE,
                "--max-requests %zu reached: run it again to go on; answers so far are kept",
                job->server.most_requests);
    if (!job->flags->quiet)
        fprintf(stderr,
                "koor: %zu %ss asked (%zu answers from the cache), %zu requests: %zu "
                "wordings, %zu refused\n",
                job->asked, job->flags->unit ? job->flags->unit : "sentence", job->from_cache, job->server.requests, json_array_size(job->kept),
                job->refused);
    return job->failed ? tell_failed(job) : CLI_DONE;
}

int cli_ask(const cli_flags *flags) {
    ask_job job = {.flags = flags,
                   .kept = json_array(),
                   .shows_progress = isatty(STDERR_FILENO) && !flags->quiet && !flags->dry_run};
    int status = start(&job);
    json_t *units = status == CLI_DONE ? units_of(&job) : NULL;
    if (status == CLI_DONE)
        status = units ? ask_units_join(&units, flags->unit) : CLI_FAILED;
    if (status == CLI_DONE) {
        ask_all(&job, units);
        if (!flags->dry_run)
            status = write_file(&job);
        if (status == CLI_DONE && !flags->dry_run)
            status = summarise(&job);
    }
    json_decref(units);
    json_decref(job.kept);
    free(job.before);
    free(job.cache);
    ask_server_close(&job.server);
    cli_close(&job.session);
    return status;
}
