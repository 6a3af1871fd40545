/* The campaign file: see config.h. */
#include "config.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* A path of the campaign file, seen from where the command runs. */
static char *beside(const char *config, const char *name) {
    const char *slash = strrchr(config, '/');
    size_t folder = slash && name[0] != '/' ? (size_t)(slash - config) + 1 : 0;
    char *path = cli_alloc(folder + strlen(name) + 1);
    memcpy(path, config, folder);
    strcpy(path + folder, name);
    return path;
}

/* The text of the file that {"file":"post.txt"} names, as JSON; NULL with a message. */
static json_t *read_text(const json_t *object, const char *config) {
    const char *name = json_string_value(json_object_get(object, "file"));
    size_t length;
    char *path = beside(config, name), *text = cli_read_file(path, &length);
    json_t *value = text ? json_stringn(text, length) : NULL;
    if (text && !value)
        cli_say(CLI_FAILED, "%s: not valid UTF-8: save it as UTF-8", path);
    free(text);
    free(path);
    return value;
}

static int names_file(const json_t *object) {
    return json_is_string(json_object_get(object, "file"));
}

/* {"file":"post.txt"} becomes {"text":".."}. */
static int inline_post(json_t *post, const char *config) {
    json_t *text = names_file(post) ? read_text(post, config) : NULL;
    if (!names_file(post))
        return CLI_DONE;
    if (!text)
        return CLI_FAILED;
    json_object_set_new(post, "text", text);
    json_object_del(post, "file");
    return CLI_DONE;
}

/* "fragments":{"contact":{"file":"contact.txt"}} becomes {"contact":".."}. */
static int inline_fragments(json_t *fragments, const char *config) {
    const char *name;
    json_t *value;
    void *next;
    json_object_foreach_safe(fragments, next, name, value) {
        json_t *text = names_file(value) ? read_text(value, config) : NULL;
        if (names_file(value) && !text)
            return CLI_FAILED;
        if (text)
            json_object_set_new(fragments, name, text);
    }
    return CLI_DONE;
}

/* Takes a string under `key` out of the object, as a path. */
static char *take_path(json_t *root, const char *key, const char *config) {
    const char *name = json_string_value(json_object_get(root, key));
    if (!name)
        return NULL;
    char *path = beside(config, name);
    json_object_del(root, key);
    return path;
}

static int take_posts(json_t *root, const char *path) {
    json_t *post;
    size_t i;
    int status = CLI_DONE;
    json_array_foreach(json_object_get(root, "posts"), i, post) {
        if (status == CLI_DONE)
            status = inline_post(post, path);
    }
    return status;
}

int cli_config_read(cli_config *config, const char *path) {
    json_error_t error;
    size_t length;
    char *bytes = cli_read_file(path, &length);
    *config = (cli_config){0};
    if (!bytes)
        return CLI_FAILED;
    json_t *root = json_loadb(bytes, length, JSON_REJECT_DUPLICATES, &error);
    free(bytes);
    if (!root)
        return cli_say(CLI_FAILED, "%s:%d:%d: %s", path, error.line, error.column, error.text);
    int status = take_posts(root, path);
    if (status == CLI_DONE)
        status = inline_fragments(json_object_get(root, "fragments"), path);
    config->people = take_path(root, "people", path);
    config->images = take_path(root, "images", path);
    config->json = json_dumps(root, JSON_COMPACT);
    json_decref(root);
    return status;
}

void cli_config_free(cli_config *config) {
    free(config->people);
    free(config->images);
    free(config->json);
}
