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

/* -- what changed, as JSON ------------------------------------------------------------------------ */

static json_t *item_told(const json_t *item) {
    return json_pack("{s:s,s:s,s:s,s:s}", "id", text_of(item, "id"), "person", text_of(item, "person"),
                     "network", text_of(item, "network"), "publish_at", text_of(item, "publish_at"));
}

static void add_field(json_t *fields, const char *name, const char *before, const char *after) {
    if (strcmp(before, after) != 0)
        json_object_set_new(fields, name, json_pack("[s,s]", before, after));
}

/* What a reader would see a difference in: a list of [before, after] by name. */
static json_t *fields_of(const json_t *before, const json_t *after) {
    static const char *const keys[] = {"text", "publish_at", "state", "action"};
    json_t *fields = json_object();
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        add_field(fields, keys[i], text_of(before, keys[i]), text_of(after, keys[i]));
    add_field(fields, "picture", picture_of(before), picture_of(after));
    return fields;
}

static json_t *compare(json_t *before, json_t *after) {
    json_t *come = json_array(), *gone = json_array(), *changed = json_array(), *item;
    json_int_t same = 0;
    const char *id;
    json_object_foreach(before, id, item) {
        if (!json_object_get(after, id))
            json_array_append_new(gone, item_told(item));
    }
    json_object_foreach(after, id, item) {
        const json_t *old = json_object_get(before, id);
        json_t *fields = old ? fields_of(old, item) : NULL, *told = item_told(item);
        if (old && json_object_size(fields))
            json_object_set(told, "changes", fields), json_array_append(changed, told);
        else if (old)
            same++;
        else
            json_array_append(come, told);
        json_decref(told);
        json_decref(fields);
    }
    return json_pack("{s:s,s:o,s:o,s:o,s:I}", "command", "diff", "added", come, "gone", gone, "changed",
                     changed, "same", same);
}

/* -- for people ----------------------------------------------------------------------------------- */

/* Each line of the text with the sign, so that it stands apart from the other text. */
static void print_side(char sign, const char *text) {
    for (;;) {
        size_t length = strcspn(text, "\n");
        printf("      %c%s%.*s\n", sign, length ? " " : "", (int)length, text);
        if (!text[length])
            return;
        text += length + 1;
    }
}

static void print_items(const char *sign, const json_t *items) {
    size_t i;
    json_t *item, *field;
    const char *name;
    json_array_foreach(items, i, item) {
        printf("%s %s, %s, %s\n", sign, text_of(item, "person"), text_of(item, "network"),
               text_of(item, "publish_at"));
        json_object_foreach(json_object_get(item, "changes"), name, field) {
            printf("    %s\n", name);
            print_side('-', json_string_value(json_array_get(field, 0)));
            print_side('+', json_string_value(json_array_get(field, 1)));
        }
    }
}

static void print_changes(const json_t *told, int quiet) {
    const json_t *come = json_object_get(told, "added"), *gone = json_object_get(told, "gone");
    const json_t *changed = json_object_get(told, "changed");
    if (!quiet) {
        print_items("-", gone);
        print_items("+", come);
        print_items("~", changed);
    }
    printf("%zu added, %zu gone, %zu changed, %lld the same\n", json_array_size(come),
           json_array_size(gone), json_array_size(changed),
           (long long)json_integer_value(json_object_get(told, "same")));
}

int cli_diff(const cli_flags *flags) {
    if (flags->file_count != 2)
        return cli_say(CLI_USAGE, "diff needs two plans: folders of `koor plan`, or plan.jsonl files");
    json_t *before = read_plan(flags->files[0]);
    json_t *after = before ? read_plan(flags->files[1]) : NULL;
    json_t *told = after ? compare(before, after) : NULL;
    if (told && !flags->json)
        print_changes(told, flags->quiet);
    if (told && flags->json)
        cli_print_json(json_incref(told));
    json_decref(told);
    json_decref(before);
    json_decref(after);
    return after ? CLI_DONE : CLI_FAILED;
}
