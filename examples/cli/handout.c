/* Digest and kits: see handout.h. In the digest every text stands in a fence, so that neither Slack nor Teams
 * reads anything into it and it can be copied as it is; nothing else in it needs a markup that only
 * one of the two knows. */
#include "handout.h"
#include "write.h"

#include <stdlib.h>
#include <string.h>

static const char *text_of(const json_t *item, const char *key) {
    const char *text = json_string_value(json_object_get(item, key));
    return text ? text : "";
}

/* -- the digest ----------------------------------------------------------------------------------- */

/* A day of the week of a stamp "2026-12-02T..", by Sakamoto's method (1992). */
static const char *weekday(const char *stamp) {
    static const char *const names[] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                        "Thursday", "Friday", "Saturday"};
    static const int shift[] = {0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4};
    int year = atoi(stamp), month = atoi(stamp + 5), day = atoi(stamp + 8);
    if (month < 1 || month > 12)
        return "";
    year -= month < 3;
    return names[(year + year / 4 - year / 100 + year / 400 + shift[month - 1] + day) % 7];
}

static size_t longest_run_of_ticks(const char *text) {
    size_t longest = 0, run = 0;
    for (const char *at = text; *at; at++) {
        run = *at == '`' ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    return longest;
}

static int is_word(unsigned char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte >= 0x80;
}

/* Words, and between them one of these marks: alone, none of them is markup. */
static int is_plain(const char *name) {
    const unsigned char *at = (const unsigned char *)name;
    for (; is_word(*at); at++)
        if (at[1] && strchr(" .-_", at[1]) && is_word(at[2]))
            at++;
    return !*at;
}

/* A name that is no plain one stands as code, which neither Markdown nor Slack reads into: <b>, *,
 * an @channel. */
static void write_name(FILE *file, const char *name) {
    int plain = is_plain(name);
    size_t ticks = plain ? 0 : longest_run_of_ticks(name) + 1;
    for (size_t i = 0; i < ticks; i++)
        fputc('`', file);
    if (ticks > 1)
        fputc(' ', file);
    for (const char *at = name; *at; at++)
        fputc((unsigned char)*at < ' ' || *at == 127 ? ' ' : *at, file);
    if (ticks > 1)
        fputc(' ', file);
    for (size_t i = 0; i < ticks; i++)
        fputc('`', file);
}

/* A fence that the text cannot close. */
static void write_fenced(FILE *file, const char *text) {
    size_t longest = longest_run_of_ticks(text);
    longest = longest < 2 ? 2 : longest;
    for (int i = 0; i < 2; i++) {
        for (size_t k = 0; k <= longest; k++)
            fputc('`', file);
        if (i == 0)
            fprintf(file, "\n%s", text);
        fputc('\n', file);
    }
    fputc('\n', file);
}

static void write_digest_item(FILE *file, const json_t *item) {
    const char *stamp = text_of(item, "publish_at");
    const json_t *image = json_object_get(item, "image");
    const char *whose = text_of(json_object_get(item, "repost_of"), "person");
    fprintf(file, "%.5s ", strlen(stamp) > 16 ? stamp + 11 : "");
    write_name(file, text_of(item, "person"));
    fprintf(file, ", %s", text_of(item, "network"));
    if (strlen(stamp) > 19)
        fprintf(file, " (UTC%s)", strcmp(stamp + 19, "+00:00") == 0 ? "" : stamp + 19);
    if (strcmp(text_of(item, "action"), "repost") == 0) {
        fprintf(file, ": repost %s", *whose ? "" : "a colleague");
        write_name(file, whose);
    }
    if (*text_of(image, "file"))
        fprintf(file, ", with %s", text_of(image, "file"));
    fputc('\n', file);
    write_fenced(file, text_of(item, "text"));
}

int cli_handout_digest(const koor_plan *plan, cli_output *output) {
    char day[16] = "";
    size_t count = koor_plan_count(plan);
    json_t *meta = json_loads(koor_plan_meta(plan, NULL), 0, NULL);
    FILE *file = cli_output_file(output, "digest.md");
    if (file) {
        write_name(file, text_of(meta, "campaign"));
        fprintf(file, ": %zu post%s\n\n", count, count == 1 ? "" : "s");
    }
    for (size_t i = 0; file && i < count; i++) {
        json_t *item = cli_item(plan, i);
        const char *stamp = text_of(item, "publish_at");
        if (strncmp(day, stamp, 10) != 0) {
            snprintf(day, sizeof day, "%.10s", stamp);
            fprintf(file, "---\n\n%s %s\n\n", weekday(day), day);
        }
        write_digest_item(file, item);
        json_decref(item);
    }
    json_decref(meta);
    return file ? cli_output_close(file, "digest.md") : CLI_FAILED;
}

/* -- kits ----------------------------------------------------------------------------------------- */

static int write_kit_file(cli_output *output, const char *stem, const char *ending, const void *bytes,
                          size_t length) {
    char name[700];
    snprintf(name, sizeof name, "%s%s", stem, ending);
    FILE *file = cli_output_file(output, name);
    if (!file)
        return CLI_FAILED;
    fwrite(bytes, 1, length, file);
    return cli_output_close(file, name);
}

static int write_kit_picture(cli_output *output, const char *stem, const json_t *image) {
    char path[4096];
    size_t length;
    const char *name = text_of(image, "file"), *dot = strrchr(name, '.'), *alt = text_of(image, "alt");
    snprintf(path, sizeof path, "%s/%s", output->aside, name);
    FILE *there = fopen(path, "rb");
    if (!there)
        return CLI_DONE; /* a plan that was merged from parts without pictures */
    fclose(there);
    char *bytes = cli_read_file(path, &length);
    int status = bytes ? write_kit_file(output, stem, dot ? dot : ".jpg", bytes, length) : CLI_FAILED;
    free(bytes);
    if (status == CLI_DONE && *alt)
        status = write_kit_file(output, stem, "-alt.txt", alt, strlen(alt));
    return status;
}

static int write_kit(cli_output *output, const json_t *item) {
    char person[CLI_NAME_SIZE], stem[600];
    const char *stamp = text_of(item, "publish_at"), *text = text_of(item, "text");
    const char *whose = text_of(json_object_get(item, "repost_of"), "person");
    int repost = strcmp(text_of(item, "action"), "repost") == 0;
    cli_text words = {0};
    cli_safe_name(person, text_of(item, "person"));
    snprintf(stem, sizeof stem, "kits/%s/%.10s-%.2s%.2s-%s%s", person, stamp,
             strlen(stamp) > 16 ? stamp + 11 : "", strlen(stamp) > 16 ? stamp + 14 : "",
             text_of(item, "network"), repost ? "-repost" : "");
    if (repost) {
        cli_add_string(&words, "Repost this post of ");
        cli_add_string(&words, *whose ? whose : "a colleague");
        cli_add_string(&words, ":\n\n");
    }
    cli_add_string(&words, text);
    int status = write_kit_file(output, stem, ".txt", words.data, words.length);
    cli_free_text(&words);
    const json_t *image = json_object_get(item, "image");
    return status == CLI_DONE && *text_of(image, "file") ? write_kit_picture(output, stem, image)
                                                         : status;
}

int cli_handout_kits(const koor_plan *plan, cli_output *output) {
    int status = CLI_DONE;
    for (size_t i = 0; i < koor_plan_count(plan) && status == CLI_DONE; i++) {
        json_t *item = cli_item(plan, i);
        status = cli_interrupted() ? CLI_FAILED : write_kit(output, item);
        json_decref(item);
    }
    return status;
}
