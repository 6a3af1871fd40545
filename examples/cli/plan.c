/* `koor plan`: people, pictures and options in; a folder with the whole campaign out. */
#include "cli.h"
#include "config.h"
#include "output.h"
#include "people_csv.h"
#include "preview.h"

#include <dirent.h>
#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

typedef struct plan_job {
    const cli_flags *flags;
    cli_config config;
    const char *people, *images; /* from the flags, else from the campaign file */
    cli_session session;
    koor_plan *plan;
    cli_output output;
    cli_preview *preview; /* collects the pictures it embeds */
    int show_progress;
    const char *stage; /* of the progress line, and since when */
    time_t stage_since;
    int failed; /* a callback could not write */
} plan_job;

/* -- people --------------------------------------------------------------------------------------- */

static int add_person(const char *json, size_t length, void *user, char *message, size_t size) {
    plan_job *job = user;
    koor_error *error = NULL;
    if (koor_campaign_add_person(job->session.campaign, json, length, &error) == 0)
        return 0;
    snprintf(message, size, "%s", koor_error_message(error));
    koor_error_free(error);
    return -1;
}

static int add_people_file(plan_job *job) {
    size_t length;
    const char *path = job->people;
    char *bytes = cli_read_file(path, &length);
    if (!bytes)
        return CLI_FAILED;
    size_t extension = strlen(path);
    int status = CLI_DONE;
    if (extension > 6 && strcmp(path + extension - 6, ".jsonl") == 0) {
        koor_error *error = NULL;
        if (koor_campaign_add_people(job->session.campaign, bytes, length, &error) < 0)
            status = cli_tell(error, path, NULL, 0);
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

static int add_picture(plan_job *job, const char *name) {
    koor_error *error = NULL;
    char path[4096], side[4096];
    size_t length = 0;
    snprintf(path, sizeof path, "%s/%s", job->images, name);
    snprintf(side, sizeof side, "%.*s.json", (int)(strrchr(path, '.') - path), path);
    char *meta = access(side, F_OK) == 0 ? cli_read_file(side, &length) : NULL;
    int32_t status = koor_campaign_add_image_file(job->session.campaign, name, path, meta, length, &error);
    int about_meta = status < 0 && meta && koor_error_offset(error) >= 0;
    if (status < 0)
        status = cli_tell(error, about_meta ? side : path, about_meta ? meta : NULL, length);
    free(meta);
    return (int)status;
}

static int add_pictures(plan_job *job) {
    struct dirent **names;
    int count = scandir(job->images, &names, is_picture, compare_names), status = CLI_DONE;
    if (count < 0)
        return cli_say(CLI_FAILED, "%s: %s", job->images, strerror(errno));
    if (count == 0)
        status = cli_say(CLI_FAILED, "%s: no pictures here (.jpg, .jpeg, .png, .webp, .gif)",
                         job->images);
    for (int i = 0; i < count; i++) {
        if (status == CLI_DONE)
            status = add_picture(job, names[i]->d_name);
        free(names[i]);
    }
    free(names);
    return status;
}

/* -- files that are carried along ----------------------------------------------------------------- */

static int add_previous(plan_job *job) {
    koor_error *error = NULL;
    char path[4096];
    size_t length;
    DIR *folder = opendir(job->flags->previous);
    snprintf(path, sizeof path, "%s%s", job->flags->previous, folder ? "/plan.jsonl" : "");
    if (folder)
        closedir(folder);
    char *bytes = cli_read_file(path, &length);
    if (!bytes)
        return CLI_FAILED;
    int status = CLI_DONE;
    if (koor_campaign_set_previous(job->session.campaign, bytes, length, &error) < 0)
        status = cli_tell(error, path, NULL, 0);
    free(bytes);
    return status;
}

static int add_config(plan_job *job) {
    koor_error *error = NULL;
    int status = cli_config_read(&job->config, job->flags->config);
    job->people = job->flags->people ? job->flags->people : job->config.people;
    job->images = job->flags->images ? job->flags->images : job->config.images;
    if (status == CLI_DONE &&
        koor_campaign_load_json(job->session.campaign, job->config.json, SIZE_MAX, &error) < 0)
        status = cli_tell(error, job->flags->config, NULL, 0);
    return status == CLI_DONE ? cli_set_options(&job->session, job->flags) : status;
}

/* -- progress ------------------------------------------------------------------------------------- */

/* "texts 120 of 500, 60 a second, 6 s left": the rate from the second second on. */
static int32_t on_progress(const char *stage, uint64_t done, uint64_t total, void *user) {
    plan_job *job = user;
    if (!job->show_progress)
        return cli_interrupted();
    if (!job->stage || strcmp(job->stage, stage) != 0) {
        job->stage = stage;
        job->stage_since = time(NULL);
    }
    uint64_t spent = (uint64_t)(time(NULL) - job->stage_since);
    fprintf(stderr, "\r\033[K%s %llu of %llu", stage, (unsigned long long)done,
            (unsigned long long)total);
    if (spent > 0 && done > 0 && done <= total)
        fprintf(stderr, ", %llu a second, %llu s left", (unsigned long long)(done / spent),
                (unsigned long long)((total - done) * spent / done));
    return cli_interrupted();
}

static void end_progress(const plan_job *job) {
    if (job->show_progress)
        fputs("\r\033[K", stderr);
}

/* -- writing -------------------------------------------------------------------------------------- */

static int wants(const cli_flags *flags, const char *what) {
    const char *at = flags->write;
    size_t length = strlen(what);
    while (at && *at) {
        size_t word = strcspn(at, ",");
        if (word == length && memcmp(at, what, length) == 0)
            return 1;
        at += word + (at[word] == ',');
    }
    return !flags->write;
}

static int check_write(const cli_flags *flags) {
    static const char *const known[] = {"jsonl", "csv", "calendar", "images", "preview", "report"};
    for (const char *at = flags->write; at && *at;) {
        size_t word = strcspn(at, ","), i = 0;
        while (i < 6 && (strlen(known[i]) != word || memcmp(known[i], at, word) != 0))
            i++;
        if (i == 6)
            return cli_say(CLI_USAGE,
                           "--write %.*s: jsonl, csv, calendar, images, preview, report are known",
                           (int)word, at);
        at += word + (at[word] == ',');
    }
    return CLI_DONE;
}

static int32_t write_bytes(const void *bytes, size_t length, void *user) {
    return fwrite(bytes, 1, length, user) != length;
}

static int write_format(plan_job *job, const char *format, const char *name) {
    koor_error *error = NULL;
    FILE *file = cli_output_file(&job->output, name);
    if (!file)
        return CLI_FAILED;
    int status = CLI_DONE;
    if (koor_plan_write(job->plan, format, write_bytes, file, &error) < 0)
        status = cli_tell(error, name, NULL, 0);
    int closed = cli_output_close(file, name);
    return status ? status : closed;
}

static int write_string(plan_job *job, const char *name, const char *text) {
    FILE *file = cli_output_file(&job->output, name);
    if (!file)
        return CLI_FAILED;
    fputs(text, file);
    if (*text && text[strlen(text) - 1] != '\n')
        fputc('\n', file);
    return cli_output_close(file, name);
}

static int write_calendars(plan_job *job) {
    const char *last = NULL;
    int status = CLI_DONE;
    json_t *seen = json_object();
    for (size_t i = 0; i < koor_plan_count(job->plan) && status == CLI_DONE; i++) {
        if (cli_interrupted())
            status = CLI_FAILED;
        char format[512], safe[256], name[300];
        const char *person = koor_plan_person(job->plan, i);
        if ((last && strcmp(last, person) == 0) || json_object_get(seen, person))
            continue;
        json_object_set_new(seen, person, json_true());
        last = person;
        snprintf(format, sizeof format, "ics:%s", person);
        cli_safe_name(safe, sizeof safe, person);
        snprintf(name, sizeof name, "calendar/%s.ics", safe);
        status = write_format(job, format, name);
    }
    json_decref(seen);
    return status;
}

/* The file name that the plan gave the picture of an item; NULL where it has none. */
static char *picture_name(const koor_plan *plan, size_t index) {
    size_t length = 0;
    if (koor_plan_item(plan, index, NULL, 0, &length) < 0)
        return NULL;
    char *text = cli_alloc(length + 1), *name = NULL;
    koor_plan_item(plan, index, text, length + 1, NULL);
    json_t *item = json_loads(text, 0, NULL);
    const char *file = json_string_value(json_object_get(json_object_get(item, "image"), "file"));
    if (file)
        name = strcpy(cli_alloc(strlen(file) + 1), file);
    json_decref(item);
    free(text);
    return name;
}

static int32_t on_picture(size_t index, const void *bytes, size_t length, void *user) {
    plan_job *job = user;
    char *name = picture_name(job->plan, index);
    FILE *file = name ? cli_output_file(&job->output, name) : NULL;
    if (file) {
        fwrite(bytes, 1, length, file);
        job->failed |= cli_output_close(file, name) != CLI_DONE;
        cli_preview_picture(job->preview, name, bytes, length);
    } else {
        job->failed = 1;
    }
    free(name);
    on_progress("pictures", index + 1, koor_plan_count(job->plan), job);
    return job->failed || cli_interrupted();
}

static int write_pictures(plan_job *job) {
    koor_error *error = NULL;
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    int32_t status = koor_plan_render(job->plan, cores > 16 ? 16 : (int32_t)cores, on_picture, job,
                                      &error);
    end_progress(job);
    if (job->failed || cli_interrupted()) {
        koor_error_free(error);
        return CLI_FAILED;
    }
    return status < 0 ? cli_tell(error, "", NULL, 0) : CLI_DONE;
}

/* The base posts, those of the campaign file and that of the command line, as a JSON array. */
static char *base_posts(const plan_job *job) {
    json_t *posts = job->config.posts ? json_loads(job->config.posts, 0, NULL) : json_array();
    if (job->session.post)
        json_array_append_new(posts, json_pack("{s:s,s:s,s:s%}", "id", "post", "language",
                                               job->flags->language ? job->flags->language : "",
                                               "text", job->session.post, job->session.post_length));
    char *text = json_dumps(posts, JSON_COMPACT);
    json_decref(posts);
    return text;
}

static int write_preview(plan_job *job) {
    FILE *file = cli_output_file(&job->output, "preview.html");
    if (!file)
        return CLI_FAILED;
    char *posts = base_posts(job);
    int status = cli_preview_write(job->preview, job->plan, posts ? posts : "[]",
                                   koor_engine_describe(job->session.engine, NULL), file);
    int closed = cli_output_close(file, "preview.html");
    free(posts);
    return status ? status : closed;
}

static int write_all(plan_job *job) {
    const cli_flags *flags = job->flags;
    int status = write_string(job, "plan.meta.json", koor_plan_meta(job->plan, NULL));
    if (status == CLI_DONE && wants(flags, "jsonl"))
        status = write_format(job, "jsonl", "plan.jsonl");
    if (status == CLI_DONE && wants(flags, "jsonl"))
        status = write_string(job, "alternatives.jsonl", koor_plan_alternatives(job->plan, NULL));
    if (status == CLI_DONE && wants(flags, "csv"))
        status = write_format(job, "csv", "plan.csv");
    if (status == CLI_DONE && wants(flags, "report"))
        status = write_string(job, "report.json", koor_plan_report(job->plan, NULL));
    if (status == CLI_DONE && wants(flags, "calendar"))
        status = write_calendars(job);
    if (status == CLI_DONE && job->images && wants(flags, "images"))
        status = write_pictures(job);
    if (status == CLI_DONE && wants(flags, "preview"))
        status = write_preview(job);
    return status;
}

/* -- the command ---------------------------------------------------------------------------------- */

static int add_inputs(plan_job *job) {
    const cli_flags *flags = job->flags;
    int status = flags->config ? add_config(job) : CLI_DONE;
    if (status == CLI_DONE && job->people)
        status = add_people_file(job);
    else if (status == CLI_DONE && flags->count)
        status = add_anonymous(job);
    if (status == CLI_DONE && job->images)
        status = add_pictures(job);
    if (status == CLI_DONE)
        status = cli_add_wordings(&job->session, flags);
    if (status == CLI_DONE && flags->previous)
        status = add_previous(job);
    return status;
}

static int make_plan(plan_job *job) {
    koor_error *error = NULL;
    const cli_flags *flags = job->flags;
    int32_t status = koor_plan_new(&job->plan, job->session.campaign, on_progress, job, &error);
    end_progress(job);
    if (status == 0)
        return CLI_DONE;
    /* Offsets are those of the post; a path names another input. */
    int about_post = koor_error_offset(error) >= 0 && strncmp(koor_error_path(error), "post", 4) == 0;
    return cli_tell(error, about_post && flags->post ? flags->post : "",
                    about_post ? job->session.post : NULL, job->session.post_length);
}

static void summarise(const plan_job *job, const char *out) {
    json_t *report = json_loads(koor_plan_report(job->plan, NULL), 0, NULL), *warning;
    size_t i;
    json_array_foreach(json_object_get(report, "warnings"), i, warning) {
        cli_say(CLI_DONE, "%s", json_string_value(warning));
    }
    size_t all = koor_plan_count(job->plan);
    size_t reposts = (size_t)json_integer_value(
        json_object_get(json_object_get(report, "overall"), "reposts"));
    json_decref(report);
    if (job->flags->quiet)
        return;
    printf("%zu post%s", all - reposts, all - reposts == 1 ? "" : "s");
    if (reposts)
        printf(" and %zu repost%s", reposts, reposts == 1 ? "" : "s");
    int preview = wants(job->flags, "preview");
    printf(" planned: %s %s%s\n", preview ? "open" : "see", out, preview ? "/preview.html" : "");
}

int cli_plan(const cli_flags *flags) {
    plan_job job = {.flags = flags,
                    .people = flags->people,
                    .images = flags->images,
                    .show_progress = isatty(STDERR_FILENO) && !flags->quiet};
    const char *out = flags->out ? flags->out : "campaign";
    if (!flags->people && !flags->count && !flags->config)
        return cli_say(CLI_USAGE, "plan needs people: --people FILE, or -n N for so many without names");
    int status = check_write(flags);
    if (status != CLI_DONE)
        return status;
    job.preview = cli_preview_new();
    status = cli_open(&job.session, flags, 1);
    if (status == CLI_DONE)
        status = add_inputs(&job);
    if (status == CLI_DONE)
        status = cli_output_open(&job.output, out);
    if (status == CLI_DONE)
        status = make_plan(&job);
    if (status == CLI_DONE)
        status = write_all(&job);
    if (cli_interrupted())
        status = cli_say(CLI_FAILED, "stopped: nothing was written");
    else if (status == CLI_DONE)
        status = cli_output_commit(&job.output);
    if (status == CLI_DONE)
        summarise(&job, out);
    cli_output_end(&job.output);
    cli_preview_free(job.preview);
    koor_plan_free(job.plan);
    cli_close(&job.session);
    cli_config_free(&job.config);
    return status;
}
