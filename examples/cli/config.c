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

/* {"file":"post.txt"} becomes {"text":".."}. */
static int inline_post(json_t *post, const char *config) {
    const char *name = json_string_value(json_object_get(post, "file"));
    if (!name)
        return CLI_DONE;
    size_t length;
    char *path = beside(config, name), *text = cli_read_file(path, &length);
    json_t *value = text ? json_stringn(text, length) : NULL;
    int status = CLI_DONE;
    if (text && !value)
        status = cli_say(CLI_FAILED, "%s: not valid UTF-8: save it as UTF-8", path);
    free(text);
    free(path);
    if (!value)
        return status ? status : CLI_FAILED;
    json_object_set_new(post, "text", value);
    json_object_del(post, "file");
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

static int take_posts(cli_config *config, json_t *root, const char *path) {
    json_t *post;
    size_t i;
    int status = CLI_DONE;
    json_array_foreach(json_object_get(root, "posts"), i, post) {
        if (status == CLI_DONE)
            status = inline_post(post, path);
    }
    if (json_object_get(root, "posts"))
        config->posts = json_dumps(json_object_get(root, "posts"), JSON_COMPACT);
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
    int status = take_posts(config, root, path);
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
    free(config->posts);
}
