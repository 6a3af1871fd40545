/* The campaign file: see config.h. */
#include "config.h"
#include "locate.h"

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

/* -- texts in files ------------------------------------------------------------------------------- */

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

static int inline_posts(json_t *root, const char *path) {
    json_t *post;
    size_t i;
    int status = CLI_DONE;
    json_array_foreach(json_object_get(root, "posts"), i, post) {
        if (status == CLI_DONE)
            status = inline_post(post, path);
    }
    return status;
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

/* Options that name files are seen from the campaign file too. */
static void resolve_options(json_t *options, const char *config) {
    static const char *const keys[] = {"image.brand", "image.module_path", "schedule.zones"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const char *name = json_string_value(json_object_get(options, keys[i]));
        if (!name || !*name)
            continue;
        char *path = beside(config, name);
        json_object_set_new(options, keys[i], json_string(path));
        free(path);
    }
}

/* Pictures that are told one by one. */
static void resolve_images(json_t *images, const char *config) {
    json_t *image;
    size_t i;
    json_array_foreach(images, i, image) {
        const char *name = json_string_value(json_object_get(image, "path"));
        char *path = name ? beside(config, name) : NULL;
        if (path)
            json_object_set_new(image, "path", json_string(path));
        free(path);
    }
}

/* -- what stands in for flags ---------------------------------------------------------------------- */

#define KEY(name, field, is_path) {name, offsetof(cli_flags, field), is_path}

static const struct {
    const char *name;
    size_t offset;
    int is_path;
} KEYS[CLI_CONFIG_FLAGS] = {
    KEY("people", people, 1),     KEY("images", images, 1), KEY("previous", previous, 1),
    KEY("alternatives", alternatives, 1), KEY("history", history, 1), KEY("approved", approved, 1), KEY("out", out, 1),
    KEY("write", write, 0),       KEY("keep", keep, 0),     KEY("count", count, 0),
};

/* A string, a number, or a list of words as the flag takes it; NULL for what the library reads. */
static char *word_of(const json_t *value, const char *config, int is_path) {
    cli_text text = {0};
    size_t i;
    json_t *word;
    if (json_is_string(value) && is_path)
        return beside(config, json_string_value(value));
    if (json_is_string(value))
        cli_add_string(&text, json_string_value(value));
    if (json_is_integer(value)) {
        char digits[32];
        snprintf(digits, sizeof digits, "%lld", (long long)json_integer_value(value));
        cli_add_string(&text, digits);
    }
    json_array_foreach(is_path ? NULL : value, i, word) {
        cli_add_string(&text, i ? "," : "");
        cli_add_string(&text, json_is_string(word) ? json_string_value(word) : "?");
    }
    return text.data;
}

static void take_flags(cli_config *config, json_t *root, cli_flags *flags) {
    for (size_t i = 0; i < CLI_CONFIG_FLAGS; i++) {
        const char **field = (const char **)(void *)((char *)flags + KEYS[i].offset);
        config->given[i] = word_of(json_object_get(root, KEYS[i].name), config->path, KEYS[i].is_path);
        if (!config->given[i])
            continue;
        json_object_del(root, KEYS[i].name);
        if (!*field)
            *field = config->given[i];
    }
}

/* -- all ------------------------------------------------------------------------------------------ */

int cli_config_read(cli_config *config, cli_flags *flags) {
    json_error_t error;
    *config = (cli_config){.path = flags->config};
    config->text = cli_read_file(config->path, &config->length);
    if (!config->text)
        return CLI_FAILED;
    json_t *root = json_loadb(config->text, config->length, JSON_REJECT_DUPLICATES, &error);
    if (!root) {
        cli_tell_place(config->path, config->text, config->length, (size_t)error.position, error.text);
        return CLI_FAILED;
    }
    json_object_del(root, "$schema"); /* for editors */
    int status = inline_posts(root, config->path);
    if (status == CLI_DONE)
        status = inline_fragments(json_object_get(root, "fragments"), config->path);
    resolve_options(json_object_get(root, "options"), config->path);
    resolve_images(json_object_get(root, "images"), config->path);
    take_flags(config, root, flags);
    config->json = json_dumps(root, JSON_COMPACT);
    json_decref(root);
    flags->campaign = config;
    return status;
}

void cli_config_free(cli_config *config) {
    for (size_t i = 0; i < CLI_CONFIG_FLAGS; i++)
        free(config->given[i]);
    free(config->json);
    free(config->text);
}

int cli_config_load(const cli_config *config, koor_campaign *campaign) {
    koor_error *error = NULL;
    size_t at;
    if (koor_campaign_load_json(campaign, config->json, SIZE_MAX, &error) == 0)
        return CLI_DONE;
    if (!cli_locate(config->text, koor_error_path(error), &at))
        return cli_tell(error, config->path, NULL, 0);
    cli_tell_place(config->path, config->text, config->length, at, koor_error_message(error));
    koor_error_free(error);
    return CLI_FAILED;
}
