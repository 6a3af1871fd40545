/* `koor plan`: people, pictures and options in; a folder with the whole campaign out. */
#include "cli.h"
#include "config.h"
#include "output.h"
#include "people_csv.h"
#include "write.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

typedef struct plan_job {
    const cli_flags *flags;
    cli_session session;
    koor_plan *plan;
    cli_output output;
    cli_progress progress;
    int knows_zone; /* of anybody */
} plan_job;

/* -- people --------------------------------------------------------------------------------------- */

static int add_person(const char *json, size_t length, void *user, people_csv_fault *fault) {
    plan_job *job = user;
    koor_error *error = NULL;
    job->knows_zone |= strstr(json, "\"timezone\":") != NULL;
    if (koor_campaign_add_person(job->session.campaign, json, length, &error) == 0)
        return 0;
    const char *key = strrchr(koor_error_path(error), '.'); /* "person.timezone" */
    snprintf(fault->message, sizeof fault->message, "%s", koor_error_message(error));
    snprintf(fault->key, sizeof fault->key, "%s", key ? key + 1 : "");
    koor_error_free(error);
    return -1;
}

/* JSON Lines by the name, or, from a pipe, by how it begins. */
static int is_jsonl(const char *path, const char *bytes) {
    size_t length = strlen(path);
    return (length > 6 && strcmp(path + length - 6, ".jsonl") == 0) ||
           bytes[strspn(bytes, " \t\r\n")] == '{';
}

static int add_people_file(plan_job *job) {
    size_t length;
    const char *path = job->flags->people;
    char *bytes = cli_read_file(path, &length);
    if (!bytes)
        return CLI_FAILED;
    int status = CLI_DONE, lines = is_jsonl(path, bytes);
    if (strcmp(path, "-") == 0)
        path = "standard input";
    if (lines) {
        koor_error *error = NULL;
        job->knows_zone = strstr(bytes, "\"timezone\"") != NULL;
        if (koor_campaign_add_people(job->session.campaign, bytes, length, &error) < 0)
            status = cli_tell_line(error, path, bytes, length);
    } else {
        status = cli_people_csv(path, bytes, length, job->flags->keep, add_person, job);
    }
    free(bytes);
    return status;
}

/* -n without people: so many of one circle, without names. */
static int add_anonymous(plan_job *job) {
    char *end, json[128];
    unsigned long count = strtoul(job->flags->count, &end, 10);
    if (*end || job->flags->count[0] < '0' || job->flags->count[0] > '9' || count < 1 ||
        count > 1000000)
        return cli_say(CLI_USAGE, "-n %s: a number from 1 to 1000000 is needed", job->flags->count);
    for (unsigned long i = 1; i <= count; i++) {
        koor_error *error = NULL;
        snprintf(json, sizeof json, "{\"id\":\"p%lu\",\"circle\":\"all\",\"opted_in\":true}", i);
        if (koor_campaign_add_person(job->session.campaign, json, SIZE_MAX, &error) < 0)
            return cli_tell(error, "", NULL, 0);
    }
    return CLI_DONE;
}

/* -- pictures ------------------------------------------------------------------------------------- */

static int is_picture(const struct dirent *entry) {
    static const char *const endings[] = {".jpg", ".jpeg", ".png", ".webp", ".gif"};
    const char *dot = strrchr(entry->d_name, '.');
    for (size_t i = 0; dot && i < sizeof endings / sizeof *endings; i++)
        if (strcasecmp(dot, endings[i]) == 0)
            return entry->d_name[0] != '.';
    return 0;
}

static int compare_names(const struct dirent **a, const struct dirent **b) {
    return strcmp((*a)->d_name, (*b)->d_name);
}

/* The place in the sidecar that an error is about, "focus[0]", where it tells one: the library
 * names the sidecar by the picture, "team.json: focus[0]". NULL: it is about the picture itself. */
static const char *place_in_sidecar(const koor_error *error, const char *side) {
    const char *path = koor_error_path(error), *file = strrchr(side, '/') + 1;
    size_t length = strlen(file);
    if (strncmp(path, file, length) != 0 || (path[length] && path[length] != ':'))
        return NULL;
    return path + length + strspn(path + length, ": ");
}

static int tell_sidecar(koor_error *error, const char *side, const char *place, const char *text,
                        size_t length) {
    if (!*place || koor_error_offset(error) >= 0)
        return cli_tell(error, side, text, length);
    cli_say(CLI_FAILED, "%s: %s: %s", side, place, koor_error_message(error));
    koor_error_free(error);
    return CLI_FAILED;
}

static int add_picture(plan_job *job, const char *name) {
    koor_error *error = NULL;
    char path[4096], side[4096];
    size_t length = 0;
    snprintf(path, sizeof path, "%s/%s", job->flags->images, name);
    snprintf(side, sizeof side, "%.*s.json", (int)(strrchr(path, '.') - path), path);
    char *meta = access(side, F_OK) == 0 ? cli_read_file(side, &length) : NULL;
    int32_t status = koor_campaign_add_image_file(job->session.campaign, name, path, meta, length, &error);
    const char *place = status < 0 && meta ? place_in_sidecar(error, side) : NULL;
    if (status < 0)
        status =
            place ? tell_sidecar(error, side, place, meta, length) : cli_tell(error, path, NULL, 0);
    free(meta);
    return (int)status;
}

static int add_pictures(plan_job *job) {
    struct dirent **names;
    int count = scandir(job->flags->images, &names, is_picture, compare_names), status = CLI_DONE;
    if (count < 0)
        return cli_say(CLI_FAILED, "%s: %s", job->flags->images, strerror(errno));
    if (count == 0)
        status = cli_say(CLI_FAILED, "%s: no pictures here (.jpg, .jpeg, .png, .webp, .gif)",
                         job->flags->images);
    for (int i = 0; i < count; i++) {
        if (status == CLI_DONE)
            status = add_picture(job, names[i]->d_name);
        free(names[i]);
    }
    free(names);
    return status;
}

/* -- files that are carried along ----------------------------------------------------------------- */

/* -- the command ---------------------------------------------------------------------------------- */

static int add_inputs(plan_job *job) {
    const cli_flags *flags = job->flags;
    int status = CLI_DONE;
    if (flags->people)
        status = add_people_file(job);
    else if (flags->count)
        status = add_anonymous(job);
    if (status == CLI_DONE && flags->images)
        status = add_pictures(job);
    if (status == CLI_DONE)
        status = cli_add_wordings(&job->session, flags);
    if (status == CLI_DONE && flags->previous)
        status = cli_add_previous(&job->session, flags->previous);
    if (status == CLI_DONE)
        status = cli_add_edits(&job->session, flags);
    if (status == CLI_DONE && flags->history)
        status = cli_add_history(&job->session, flags->history);
    return status;
}

static int make_plan(plan_job *job) {
    koor_error *error = NULL;
    const cli_flags *flags = job->flags;
    int32_t status = koor_plan_new(&job->plan, job->session.campaign, cli_progress_tell,
                                   &job->progress, &error);
    cli_progress_end(&job->progress);
    if (status == 0)
        return CLI_DONE;
    if (cli_interrupted()) {
        koor_error_free(error);
        return CLI_FAILED;
    }
    /* Offsets are those of the post; a path names another input. */
    int about_post = koor_error_offset(error) >= 0 && strncmp(koor_error_path(error), "post", 4) == 0;
    return cli_tell(error, about_post && flags->post ? flags->post : "",
                    about_post ? job->session.post : NULL, job->session.post_length);
}

/* Who gives no zone anywhere is told once that clocks are those of UTC. */
static void tell_zone(const plan_job *job) {
    const cli_config *config = job->flags->campaign;
    json_t *meta = json_loads(koor_plan_meta(job->plan, NULL), 0, NULL);
    int given = job->flags->timezone != NULL ||
                json_object_get(json_object_get(meta, "options"), "campaign.timezone") != NULL ||
                (config && strstr(config->json, "\"timezone\"")) || job->knows_zone;
    json_decref(meta);
    if (!given && !job->flags->quiet && !job->flags->json)
        cli_say(CLI_DONE, "moments and working hours are those of UTC: --timezone Europe/Brussels, or a column "
                          "\"timezone\" of people, tells where they are");
}

/* -- `-o -`: the plan's lines on standard output, for a pipe -- */

static int streams(const char *out) {
    return strcmp(out, "-") == 0;
}

static int check_stream(const cli_flags *flags, const char *out) {
    if (!streams(out))
        return CLI_DONE;
    if (flags->json)
        return cli_say(CLI_USAGE, "-o - prints the plan, and --json a summary: one of them");
    if (flags->write && strcmp(flags->write, "jsonl") != 0)
        return cli_say(CLI_USAGE, "-o - prints the plan as JSON Lines and writes no files: give a folder");
    return CLI_DONE;
}

static int32_t to_stdout(const void *bytes, size_t length, void *user) {
    (void)user;
    return fwrite(bytes, 1, length, stdout) == length ? 0 : -1;
}

static int stream_plan(const plan_job *job) {
    koor_error *error = NULL;
    if (koor_plan_write(job->plan, "jsonl", to_stdout, NULL, &error) == 0)
        return CLI_DONE;
    koor_error_free(error);
    return cli_say(CLI_FAILED, "cannot write to standard output");
}

static int write_plan(plan_job *job, const char *out) {
    cli_writing writing = {.flags = job->flags,
                           .engine = job->session.engine,
                           .plan = job->plan,
                           .output = &job->output,
                           .progress = &job->progress,
                           .renders = job->flags->images != NULL};
    int status = streams(out) ? stream_plan(job)
                              : cli_output_finish(&job->output, cli_write_plan(&writing));
    if (status == CLI_DONE) {
        tell_zone(job);
        cli_write_summary(&writing, out);
    }
    return status;
}

int cli_plan(const cli_flags *flags) {
    plan_job job = {.flags = flags};
    const char *out = flags->out ? flags->out : "campaign";
    if (!flags->people && !flags->count && !flags->config)
        return cli_say(CLI_USAGE, "plan needs people: --people FILE, or -n N for so many without names");
    int status = cli_write_check(flags);
    if (status == CLI_DONE)
        status = check_stream(flags, out);
    if (status != CLI_DONE)
        return status;
    cli_progress_start(&job.progress, flags->quiet);
    status = cli_open(&job.session, flags, 1);
    if (status == CLI_DONE)
        status = add_inputs(&job);
    if (status == CLI_DONE && !streams(out))
        status = cli_output_open(&job.output, out);
    if (status == CLI_DONE)
        status = make_plan(&job);
    status = status == CLI_DONE ? write_plan(&job, out) : cli_output_finish(&job.output, status);
    koor_plan_free(job.plan);
    cli_close(&job.session);
    return status;
}
