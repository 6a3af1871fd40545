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

/* An error in the file, with the place of the key. */
static int tell_key(const cli_config *config, const char *path, const char *message) {
    char text[256];
    size_t at = 0;
    cli_locate(config->text, path, &at);
    snprintf(text, sizeof text, "%s: %s", path, message);
    cli_tell_place(config->path, config->text, config->length, at, text);
    return CLI_FAILED;
}

/* A string that lives as long as the configuration. */
static const char *keep(cli_config *config, char *string) {
    char **more = realloc(config->given, (config->given_count + 1) * sizeof *more);
    if (!more)
        exit(cli_say(CLI_FAILED, "out of memory"));
    config->given = more;
    config->given[config->given_count++] = string;
    return string;
}

/* A string, a number, or a list of words as the flag takes it; NULL for what the library reads. */
static char *word_of(const json_t *value) {
    cli_text text = {0};
    size_t i;
    json_t *word;
    if (json_is_string(value))
        cli_add_string(&text, json_string_value(value));
    if (json_is_integer(value)) {
        char digits[32];
        snprintf(digits, sizeof digits, "%lld", (long long)json_integer_value(value));
        cli_add_string(&text, digits);
    }
    json_array_foreach(value, i, word) {
        cli_add_string(&text, i ? "," : "");
        cli_add_string(&text, json_is_string(word) ? json_string_value(word) : "?");
    }
    return text.data;
}

/* People, pictures, ... may stand in the file itself: then the library reads them. */
static char *path_of(const json_t *value, const char *config, const cli_flag *flag) {
    const char *path = json_string_value(value);
    int is_word = path && strcmp(flag->name, "--cache") == 0 && strcmp(path, "none") == 0;
    return !path ? NULL : is_word ? word_of(value) : beside(config, path);
}

/* {"p17":"edited.txt"} as PERSON=FILE, where the command line has none. */
static int take_files(cli_config *config, const char *key, const json_t *value, cli_pairs *pairs) {
    const char *name;
    json_t *file;
    size_t count = json_object_size(value);
    if (!json_is_object(value))
        return tell_key(config, key, "an object is needed: {\"NAME\":\"FILE\"}");
    if (pairs->count)
        return CLI_DONE;
    free(pairs->at);
    pairs->at = cli_alloc(count * sizeof *pairs->at);
    json_object_foreach((json_t *)(uintptr_t)value, name, file) {
        cli_text pair = {0};
        if (!json_is_string(file))
            return tell_key(config, key, "the name of a file is needed for each");
        char *path = beside(config->path, json_string_value(file));
        cli_add_string(&pair, name);
        cli_add_string(&pair, "=");
        cli_add_string(&pair, path);
        free(path);
        pairs->at[pairs->count++] = keep(config, pair.data);
    }
    return CLI_DONE;
}

/* 1 where the value was taken and is no longer the library's, 0 where it is left; negative: told. */
static int take_value(cli_config *config, const cli_flag *flag, const char *key,
                      const json_t *value, void *field) {
    char *word = NULL;
    switch (flag->key_kind) {
    case CLI_KEY_SWITCH:
        if (!json_is_boolean(value))
            return tell_key(config, key, "true or false is needed"), -1;
        *(int *)field |= json_is_true(value);
        return 1;
    case CLI_KEY_FILES:
        return take_files(config, key, value, field) == CLI_DONE ? 1 : -1;
    case CLI_KEY_PATH:
        word = path_of(value, config->path, flag);
        break;
    case CLI_KEY_WORD:
        word = word_of(value);
        break;
    default:
        return 0;
    }
    if (!word)
        return 0;
    keep(config, word);
    if (!*(const char **)field)
        *(const char **)field = word;
    return 1;
}

/* "ask.model" is the key "model" of the object "ask". */
static json_t *object_of(json_t *root, const char **key) {
    const char *dot = strchr(*key, '.');
    if (!dot || strncmp(*key, "ask.", 4) != 0)
        return root;
    *key = dot + 1;
    return json_object_get(root, "ask");
}

/* `koor ask` writes wordings, not a plan: its output has a key of its own. */
static const char *const ASK_OUT = "ask.out";

static const char *key_of(const cli_flag *flag, const cli_flags *flags) {
    int is_asked_out = strcmp(flags->command, "ask") == 0 && strcmp(flag->name, "--out") == 0;
    return is_asked_out ? ASK_OUT : flag->key;
}

/* The keys that may stand in the object that `prefix` names, "" for the whole file. */
static size_t list_keys(const char *prefix, char keys[][32], size_t most) {
    size_t length = strlen(prefix), count = 0;
    const char *const more[] = {ASK_OUT, "$schema"};
    for (size_t i = 0; count < most; i++) {
        const cli_flag *flag = cli_flag_at(i);
        const char *key = flag ? flag->key : NULL;
        if (!flag)
            break;
        if (key && strncmp(key, prefix, length) == 0)
            snprintf(keys[count++], sizeof *keys, "%.*s", (int)strcspn(key + length, "."),
                     key + length);
    }
    for (size_t i = 0; i < 2 && count < most; i++)
        if (strncmp(more[i], prefix, length) == 0)
            snprintf(keys[count++], sizeof *keys, "%.*s", (int)strcspn(more[i] + length, "."),
                     more[i] + length);
    return count;
}

/* Whether all keys of the object are known ones. */
static int check_keys(const cli_config *config, const char *prefix, json_t *object) {
    char keys[64][32], path[96], message[96] = "unknown key";
    const char *list[64], *key;
    json_t *value;
    size_t count = list_keys(prefix, keys, 64);
    for (size_t i = 0; i < count; i++)
        list[i] = keys[i];
    json_object_foreach(object, key, value) {
        size_t known = 0;
        while (known < count && strcmp(list[known], key) != 0)
            known++;
        if (known < count)
            continue;
        const char *near = cli_nearest(key, list, count);
        if (near)
            snprintf(message, sizeof message, "unknown key: did you mean \"%s\"?", near);
        snprintf(path, sizeof path, "%s%.60s", prefix, key);
        return tell_key(config, path, message);
    }
    return CLI_DONE;
}

static int take_flags(cli_config *config, json_t *root, cli_flags *flags) {
    const cli_flag *flag;
    if (check_keys(config, "", root) != CLI_DONE ||
        check_keys(config, "ask.", json_object_get(root, "ask")) != CLI_DONE)
        return CLI_FAILED;
    for (size_t i = 0; (flag = cli_flag_at(i)); i++) {
        const char *key = key_of(flag, flags), *path = key;
        json_t *object = key ? object_of(root, &key) : NULL, *value = json_object_get(object, key);
        int taken = value ? take_value(config, flag, path, value, (char *)flags + flag->offset) : 0;
        if (taken < 0)
            return CLI_FAILED;
        if (taken)
            json_object_del(object, key);
    }
    json_object_del(root, "ask");
    json_object_del(root, "out"); /* of another command than this one */
    return CLI_DONE;
}

/* Alternatives in the file are told one by one, as those of a file of their own (wordings.c). */
static void take_wordings(cli_config *config, json_t *root) {
    json_t *list = json_object_get(root, "alternatives"), *wording;
    size_t i;
    if (!json_is_array(list))
        return;
    json_array_foreach(list, i, wording) {
        char *line = json_dumps(wording, JSON_COMPACT | JSON_ENCODE_ANY);
        cli_add_string(&config->wordings, line ? line : "");
        cli_add_string(&config->wordings, "\n");
        free(line);
    }
    json_object_del(root, "alternatives");
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
    if (status == CLI_DONE)
        status = take_flags(config, root, flags);
    take_wordings(config, root);
    config->json = json_dumps(root, JSON_COMPACT);
    json_decref(root);
    flags->campaign = config;
    return status;
}

void cli_config_free(cli_config *config) {
    for (size_t i = 0; i < config->given_count; i++)
        free(config->given[i]);
    free(config->given);
    cli_free_text(&config->wordings);
    free(config->json);
    free(config->text);
}

/* The place of "posts[1].language", or of the option in "policy.deny: patterns[0]". */
static int find_place(const cli_config *config, const char *path, size_t *out) {
    char option[64];
    snprintf(option, sizeof option, "%.*s", (int)strcspn(path, ":"), path);
    return cli_locate(config->text, path, out) || cli_locate(config->text, option, out);
}

int cli_config_load(const cli_config *config, koor_campaign *campaign) {
    koor_error *error = NULL;
    size_t at;
    if (koor_campaign_load_json(campaign, config->json, SIZE_MAX, &error) == 0)
        return CLI_DONE;
    if (!find_place(config, koor_error_path(error), &at))
        return cli_tell(error, config->path, NULL, 0);
    cli_tell_place(config->path, config->text, config->length, at, koor_error_message(error));
    koor_error_free(error);
    return CLI_FAILED;
}

void cli_config_tell_wording(const cli_config *config, size_t index, const char *message) {
    char path[48];
    size_t at = 0;
    snprintf(path, sizeof path, "alternatives[%zu]", index);
    cli_locate(config->text, path, &at);
    cli_tell_place(config->path, config->text, config->length, at, message);
}
