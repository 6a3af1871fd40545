/* Files, messages and the session that every command opens. */
#include "cli.h"
#include "config.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

void cli_print_json(json_t *value) {
    char *text = json_dumps(value, JSON_COMPACT | JSON_REAL_PRECISION(6));
    if (!text)
        exit(cli_say(CLI_FAILED, "out of memory"));
    puts(text);
    free(text);
    json_decref(value);
}

void *cli_alloc(size_t size) {
    void *block = calloc(1, size ? size : 1);
    if (!block)
        exit(cli_say(CLI_FAILED, "out of memory"));
    return block;
}

void cli_add(cli_text *text, const void *bytes, size_t length) {
    size_t needed = text->length + length + 1;
    if (needed > text->capacity) {
        text->capacity = needed > 2 * text->capacity ? needed + 64 : 2 * text->capacity;
        text->data = realloc(text->data, text->capacity);
        if (!text->data)
            exit(cli_say(CLI_FAILED, "out of memory"));
    }
    if (length)
        memcpy(text->data + text->length, bytes, length);
    text->length += length;
    text->data[text->length] = '\0';
}

void cli_add_string(cli_text *text, const char *string) {
    cli_add(text, string, strlen(string));
}

void cli_free_text(cli_text *text) {
    free(text->data);
    *text = (cli_text){0};
}

static char *read_stream(FILE *file, const char *path, size_t *out_length) {
    cli_text text = {0};
    char block[16384];
    size_t got;
    while ((got = fread(block, 1, sizeof block, file)) > 0)
        cli_add(&text, block, got);
    if (ferror(file)) {
        cli_say(CLI_FAILED, "%s: %s", path, strerror(errno));
        cli_free_text(&text);
        return NULL;
    }
    cli_add(&text, "", 0);
    *out_length = text.length;
    return text.data;
}

char *cli_read_file(const char *path, size_t *out_length) {
    struct stat info;
    if (strcmp(path, "-") == 0)
        return read_stream(stdin, "standard input", out_length);
    if (stat(path, &info) == 0 && S_ISDIR(info.st_mode)) {
        cli_say(CLI_FAILED, "%s: is a folder, and a file is needed", path);
        return NULL;
    }
    FILE *file = fopen(path, "rb");
    if (!file) {
        cli_say(CLI_FAILED, "%s: %s", path, strerror(errno));
        return NULL;
    }
    char *data = read_stream(file, path, out_length);
    fclose(file);
    return data;
}

/* An error in a JSON file: with its place where the offset says so, else with the path inside it. */
static int cli_tell_json(koor_error *error, const char *file, const char *text, size_t length) {
    char name[300];
    if (koor_error_offset(error) >= 0)
        return cli_tell(error, file, text, length);
    snprintf(name, sizeof name, "%s: %s", file, koor_error_path(error));
    return cli_tell(error, name, NULL, 0);
}

static int set_option(cli_session *session, const char *key, const char *value) {
    koor_error *error = NULL;
    if (!value || koor_campaign_set(session->campaign, key, value, SIZE_MAX, &error) == 0)
        return CLI_DONE;
    if (koor_error_offset(error) >= 0) /* a value that is a text of its own: JSON */
        cli_tell(error, key, value, strlen(value));
    else
        cli_tell(error, "", NULL, 0);
    return CLI_USAGE;
}

static int set_pair(cli_session *session, const char *prefix, const char *pair, size_t length) {
    char key[128];
    const char *equals = memchr(pair, '=', length);
    if (!equals || strlen(prefix) + (size_t)(equals - pair) >= sizeof key)
        return cli_say(CLI_USAGE, "%.*s: key=value is needed", (int)length, pair);
    snprintf(key, sizeof key, "%s%.*s", prefix, (int)(equals - pair), pair);
    char *value = cli_alloc(length + 1);
    memcpy(value, equals + 1, length - (size_t)(equals + 1 - pair));
    int status = set_option(session, key, value);
    free(value);
    return status;
}

/* --voice person=we,tone=plain; with the name of a profile in it, in the order given. */
static int set_voice(cli_session *session, const char *voice) {
    int status = CLI_DONE, has_name = 0;
    for (const char *at = voice; at && *at; at += strcspn(at, ","), at += *at == ',')
        has_name |= memchr(at, '=', strcspn(at, ",")) == NULL;
    if (has_name)
        return set_option(session, "voice.profile", voice);
    while (voice && *voice && status == CLI_DONE) {
        size_t length = strcspn(voice, ",");
        status = set_pair(session, "voice.", voice, length);
        voice += length + (voice[length] == ',');
    }
    return status;
}

/* The present in UTC, as a stamp: the only place that reads the clock. */
static char *present(void) {
    char *stamp = cli_alloc(32);
    time_t now = time(NULL);
    struct tm parts;
    gmtime_r(&now, &parts);
    strftime(stamp, 32, "%Y-%m-%dT%H:%M:%SZ", &parts);
    return stamp;
}

/* The options that the flags give, laid over what a campaign file has set. */
static int set_options(cli_session *session, const cli_flags *flags) {
    const char *const pairs[][2] = {
        {"campaign.window", flags->window},     {"campaign.timezone", flags->timezone},
        {"campaign.seed", flags->seed},         {"campaign.now", flags->now},
        {"campaign.networks", flags->network},  {"campaign.shard", flags->shard},
        {"campaign.another", flags->another},
        {"schedule.rebalance", flags->rebalance ? "on" : NULL},
    };
    int status = CLI_DONE;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs && status == CLI_DONE; i++)
        status = set_option(session, pairs[i][0], pairs[i][1]);
    if (status == CLI_DONE)
        status = set_voice(session, flags->voice);
    for (size_t i = 0; i < flags->sets.count && status == CLI_DONE; i++)
        status = set_pair(session, "", flags->sets.at[i], strlen(flags->sets.at[i]));
    return status;
}

/* What stands before the = of NAME=.., freed by the caller. */
static char *name_of(const char *pair) {
    size_t length = strcspn(pair, "=");
    char *name = cli_alloc(length + 1);
    memcpy(name, pair, length);
    return name;
}

static int add_fragment(koor_campaign *campaign, const char *pair) {
    koor_error *error = NULL;
    size_t length = 0;
    const char *path = strchr(pair, '=') + 1;
    char *name = name_of(pair), *text = cli_read_file(path, &length);
    int status = text ? CLI_DONE : CLI_FAILED;
    size_t used = length;
    while (text && used && strchr(" \t\r\n", text[used - 1]))
        used--; /* the end of the file is no part of the text */
    if (text && koor_campaign_add_fragment(campaign, name, text, used, &error) < 0) {
        int about_text = strcmp(koor_error_path(error), "fragment") == 0;
        status = cli_tell(error, about_text ? path : "", about_text ? text : NULL, length);
    }
    free(text);
    free(name);
    return status;
}

static int add_value(koor_campaign *campaign, const char *pair) {
    koor_error *error = NULL;
    char *name = name_of(pair);
    int status = CLI_DONE;
    if (koor_campaign_set_value(campaign, name, strchr(pair, '=') + 1, SIZE_MAX, &error) < 0)
        status = (cli_tell(error, "", NULL, 0), CLI_USAGE);
    free(name);
    return status;
}

/* --voices FILE: profiles by name. */
static int add_voices(koor_campaign *campaign, const char *path) {
    koor_error *error = NULL;
    size_t length;
    char *json = path ? cli_read_file(path, &length) : NULL;
    int status = path && !json ? CLI_FAILED : CLI_DONE;
    if (json && koor_campaign_load_voices(campaign, json, length, &error) < 0)
        status = cli_tell_json(error, path, json, length);
    free(json);
    return status;
}

/* --fragment NAME=FILE and --value NAME=TEXT, for marked-up posts. */
static int add_references(koor_campaign *campaign, const cli_flags *flags) {
    int status = CLI_DONE;
    for (size_t i = 0; i < flags->fragments.count && status == CLI_DONE; i++)
        status = add_fragment(campaign, flags->fragments.at[i]);
    for (size_t i = 0; i < flags->values.count && status == CLI_DONE; i++)
        status = add_value(campaign, flags->values.at[i]);
    return status;
}

static int has_syntax_option(const cli_flags *flags) {
    for (size_t i = 0; i < flags->sets.count; i++)
        if (strncmp(flags->sets.at[i], "post.syntax=", 12) == 0)
            return 1;
    return 0;
}

/* A text that begins with a comment of markup says so itself. */
static int begins_with_comment(const cli_session *session) {
    return session->post_length > 2 && memcmp(session->post, "/#", 2) == 0;
}

/* What a choice or a permutation needs: most posts have neither and are not read twice. */
static int may_be_markup(const cli_session *session) {
    const char *brace = strchr(session->post, '{');
    return begins_with_comment(session) || strstr(session->post, "[<") || (brace && strchr(brace, '|'));
}

static const char *post_name(const cli_flags *flags) {
    return strcmp(flags->post, "-") == 0 ? "standard input" : flags->post;
}

/* Who left a bracket open would else publish it. */
static void tell_plain(const cli_session *session, const cli_flags *flags, const koor_error *error) {
    char message[1024];
    int64_t offset = koor_error_offset(error);
    snprintf(message, sizeof message,
             "read as plain text, for its markup does not parse: %s; --set post.syntax=plain or markup says which it is",
             cli_without_place(koor_error_message(error)));
    cli_tell_place(post_name(flags), session->post, session->post_length, offset < 0 ? 0 : (size_t)offset, message);
}

/* `auto`: markup is taken for markup only where it parses and offers a choice. Where it does not because it is
 * too large it is no plain text either: the limit is told when the post is read. */
static int is_markup(const cli_session *session, const cli_flags *flags) {
    koor_campaign *trial = NULL;
    koor_error *error = NULL;
    char count[8] = "1";
    size_t length = 1;
    if (!may_be_markup(session))
        return 0;
    int found = koor_campaign_new(&trial, session->engine, NULL) == 0 &&
                koor_campaign_set(trial, "post.syntax", "markup", SIZE_MAX, NULL) == 0 &&
                add_references(trial, flags) == CLI_DONE &&
                koor_campaign_add_post(trial, "trial", session->post, session->post_length,
                                       flags->language, &error) == 0 &&
                koor_campaign_count(trial, count, sizeof count, &length, &error) == 0 &&
                strcmp(count, "0") != 0 &&
                (strcmp(count, "1") != 0 || begins_with_comment(session));
    found |= error && strcmp(koor_error_name(koor_error_code(error)), "KOOR_E_LIMIT") == 0;
    if (!found && error && strcmp(koor_error_name(koor_error_code(error)), "KOOR_E_SYNTAX") == 0)
        tell_plain(session, flags, error);
    koor_error_free(error);
    koor_campaign_free(trial);
    return found;
}

static int add_post(cli_session *session, const cli_flags *flags) {
    koor_error *error = NULL;
    session->post = cli_read_file(flags->post, &session->post_length);
    if (!session->post)
        return CLI_FAILED;
    if (!has_syntax_option(flags) && is_markup(session, flags) &&
        set_option(session, "post.syntax", "markup") != CLI_DONE)
        return CLI_FAILED;
    if (koor_campaign_add_post(session->campaign, "post", session->post, session->post_length,
                               flags->language, &error) < 0)
        return cli_tell(error, post_name(flags), session->post, session->post_length);
    return CLI_DONE;
}

/* What nobody else says when it is: a campaign file and --now come later, and win. */
static int set_present(cli_session *session) {
    char *now = present();
    int status = set_option(session, "campaign.now", now);
    free(now);
    return status;
}

int cli_open(cli_session *session, const cli_flags *flags, int with_post) {
    koor_error *error = NULL;
    *session = (cli_session){0};
    if (with_post && !flags->post && !flags->config)
        return cli_say(CLI_USAGE, "%s needs a POST: a text file, or - for standard input",
                       flags->command);
    if (koor_engine_open(&session->engine, &error) < 0 ||
        koor_campaign_new(&session->campaign, session->engine, &error) < 0)
        return cli_tell(error, "", NULL, 0);
    int status = set_present(session);
    if (status == CLI_DONE && flags->campaign)
        status = cli_config_load(flags->campaign, session->campaign);
    if (status == CLI_DONE)
        status = set_options(session, flags);
    if (status == CLI_DONE)
        status = add_voices(session->campaign, flags->voices);
    if (status == CLI_DONE)
        status = add_references(session->campaign, flags);
    if (status == CLI_DONE && with_post && flags->post)
        status = add_post(session, flags);
    return status;
}

void cli_close(cli_session *session) {
    koor_campaign_free(session->campaign);
    koor_engine_free(session->engine);
    free(session->post);
}
