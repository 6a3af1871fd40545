/* `koor diff OLD NEW`: what changed between two plans, each a folder of `koor plan` or a plan.jsonl. Items
 * are the same where their id is; what counts is what readers see: text, moment, picture, state. */
#include "cli.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static int read_line(json_t *items, const char *line, const char *path, size_t number) {
    json_error_t error;
    json_t *item = json_loads(line, 0, &error);
    const char *id = json_string_value(json_object_get(item, "id"));
    int status = CLI_DONE;
    if (!item)
        status = cli_say(CLI_FAILED, "%s:%zu:%d: %s", path, number, error.column, error.text);
    else if (!id)
        status = cli_say(CLI_FAILED, "%s:%zu: no \"id\": a plan.jsonl of koor is needed", path, number);
    else
        json_object_set(items, id, item);
    json_decref(item);
    return status;
}

/* The items of a plan by id, in the order of the file; NULL with a message. */
static json_t *read_plan(const char *name) {
    struct stat info;
    char path[4096];
    size_t length, number = 0;
    int folder = stat(name, &info) == 0 && S_ISDIR(info.st_mode), status = CLI_DONE;
    snprintf(path, sizeof path, "%s%s", name, folder ? "/plan.jsonl" : "");
    char *bytes = cli_read_file(path, &length), *rest = bytes;
    if (!bytes)
        return NULL;
    json_t *items = json_object();
    for (char *line; status == CLI_DONE && (line = strsep(&rest, "\n"));) {
        number++;
        if (line[strspn(line, " \t\r")])
            status = read_line(items, line, path, number);
    }
    free(bytes);
    if (status == CLI_DONE)
        return items;
    json_decref(items);
    return NULL;
}

static const char *text_of(const json_t *item, const char *key) {
    const char *text = json_string_value(json_object_get(item, key));
    return text ? text : "";
}

static const char *picture_of(const json_t *item) {
    const char *file = text_of(json_object_get(item, "image"), "file");
    return *file ? file : "none";
}

static void tell_item(const char *sign, const json_t *item) {
    printf("%s %s, %s, %s\n", sign, text_of(item, "person"), text_of(item, "network"),
           text_of(item, "publish_at"));
}

static void tell_field(const char *name, const char *before, const char *after) {
    if (strcmp(before, after) != 0)
        printf("    %s\n      - %s\n      + %s\n", name, before, after);
}

/* 1 where a reader would see a difference, which is then told. */
static int tell_changes(const json_t *before, const json_t *after) {
    static const char *const keys[] = {"text", "publish_at", "state", "action"};
    int changed = strcmp(picture_of(before), picture_of(after)) != 0;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        changed |= strcmp(text_of(before, keys[i]), text_of(after, keys[i])) != 0;
    if (!changed)
        return 0;
    tell_item("~", after);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        tell_field(keys[i], text_of(before, keys[i]), text_of(after, keys[i]));
    tell_field("picture", picture_of(before), picture_of(after));
    return 1;
}

static void compare(json_t *before, json_t *after) {
    size_t gone = 0, come = 0, changed = 0, same = 0;
    const char *id;
    json_t *item;
    json_object_foreach(before, id, item) {
        if (json_object_get(after, id))
            continue;
        tell_item("-", item);
        gone++;
    }
    json_object_foreach(after, id, item) {
        const json_t *old = json_object_get(before, id);
        if (!old)
            tell_item("+", item), come++;
        else if (tell_changes(old, item))
            changed++;
        else
            same++;
    }
    printf("%zu added, %zu gone, %zu changed, %zu the same\n", come, gone, changed, same);
}

int cli_diff(const cli_flags *flags) {
    if (flags->file_count != 2)
        return cli_say(CLI_USAGE, "diff needs two plans: folders of `koor plan`, or plan.jsonl files");
    json_t *before = read_plan(flags->files[0]);
    json_t *after = before ? read_plan(flags->files[1]) : NULL;
    if (after)
        compare(before, after);
    json_decref(before);
    json_decref(after);
    return after ? CLI_DONE : CLI_FAILED;
}
