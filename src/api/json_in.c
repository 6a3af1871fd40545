/* JSON in, over jansson: see json_in.h. */
#include "api/json_in.h"

#include <stdio.h>
#include <string.h>

enum { PATH_SIZE = 192 };

static void join(char out[PATH_SIZE], const char *path, const char *key) {
    snprintf(out, PATH_SIZE, "%s%s%s", path, *path ? "." : "", key);
}

int32_t kr_json_object(kr_job *job, const char *path, kr_str bytes, json_t **out) {
    json_error_t error;
    size_t valid = kr_utf8_valid(bytes.at, bytes.length);
    if (valid < bytes.length)
        return kr_fail(job, KOOR_E_UTF8, path, (int64_t)valid, "not valid UTF-8");
    json_t *root = json_loadb(bytes.at, bytes.length, JSON_REJECT_DUPLICATES, &error);
    if (!root && json_error_code(&error) == json_error_out_of_memory)
        return kr_nomem(job);
    if (!root)
        return kr_fail(job, KOOR_E_SYNTAX, path, error.position, "not valid JSON: %s", error.text);
    if (!json_is_object(root)) {
        json_decref(root);
        return kr_fail(job, KOOR_E_SYNTAX, path, 0, "a JSON object {\"..\": ..} is needed here");
    }
    *out = root;
    return KOOR_OK;
}

static int32_t unknown_key(kr_job *job, const char *path, const char *key,
                           const char *const *keys) {
    char place[PATH_SIZE], list[512] = "";
    size_t used = 0;
    join(place, path, key);
    for (size_t i = 0; keys[i] && used < sizeof list - 40; i++)
        used += (size_t)snprintf(list + used, sizeof list - used, "%s%s", i ? ", " : "", keys[i]);
    return kr_fail(job, KOOR_E_KEY, place, -1, "unknown key \"%.*s\": known are %s",
                   KR_SHOWN(kr_str_of(key), 60), list);
}

int32_t kr_json_known(kr_job *job, const char *path, const json_t *object,
                      const char *const *keys) {
    void *position = json_object_iter((json_t *)(uintptr_t)object);
    for (; position; position = json_object_iter_next((json_t *)(uintptr_t)object, position)) {
        const char *key = json_object_iter_key(position);
        size_t i = 0;
        while (keys[i] && strcmp(keys[i], key) != 0)
            i++;
        if (!keys[i])
            return unknown_key(job, path, key, keys);
    }
    return KOOR_OK;
}

static int32_t wrong_type(kr_job *job, const char *path, const char *key, const char *wanted) {
    char place[PATH_SIZE];
    join(place, path, key);
    return kr_fail(job, KOOR_E_VALUE, place, -1, "%s needs to be %s", key, wanted);
}

int32_t kr_json_string(kr_job *job, const char *path, const json_t *object, const char *key,
                       kr_str *out) {
    const json_t *value = json_object_get(object, key);
    if (!value || json_is_null(value))
        return KOOR_OK;
    if (!json_is_string(value))
        return wrong_type(job, path, key, "a string");
    *out = (kr_str){json_string_value(value), json_string_length(value)};
    return KOOR_OK;
}

int32_t kr_json_bool(kr_job *job, const char *path, const json_t *object, const char *key, int *out) {
    const json_t *value = json_object_get(object, key);
    if (!value || json_is_null(value))
        return KOOR_OK;
    if (!json_is_boolean(value))
        return wrong_type(job, path, key, "true or false");
    *out = json_is_true(value);
    return KOOR_OK;
}

int32_t kr_json_int(kr_job *job, const char *path, const json_t *object, const char *key,
                    int64_t *out) {
    const json_t *value = json_object_get(object, key);
    if (!value || json_is_null(value))
        return KOOR_OK;
    if (!json_is_integer(value))
        return wrong_type(job, path, key, "a whole number");
    *out = json_integer_value(value);
    return KOOR_OK;
}

static kr_str trimmed(kr_str text) {
    while (text.length && (*text.at == ' ' || *text.at == '\t'))
        text = (kr_str){text.at + 1, text.length - 1};
    while (text.length && (text.at[text.length - 1] == ' ' || text.at[text.length - 1] == '\t'))
        text.length--;
    return text;
}

static int32_t add_word(kr_job *job, kr_arena *arena, kr_str word, kr_str **words, size_t *capacity,
                        uint32_t *count) {
    word = trimmed(word);
    if (!word.length)
        return KOOR_OK;
    if (kr_arena_grow(arena, (void **)words, capacity, *count, sizeof **words) < 0)
        return kr_nomem(job);
    (*words)[(*count)++] = word;
    return KOOR_OK;
}

int32_t kr_json_words(kr_job *job, const char *path, const json_t *object, const char *key,
                      kr_arena *arena, kr_str **out, uint32_t *out_count) {
    const json_t *value = json_object_get(object, key);
    kr_str *words = NULL;
    size_t capacity = 0;
    uint32_t count = 0;
    int32_t status = KOOR_OK;
    if (!value || json_is_null(value))
        return KOOR_OK;
    for (size_t i = 0; json_is_array(value) && i < json_array_size(value) && status == KOOR_OK; i++) {
        const json_t *item = json_array_get(value, i);
        if (!json_is_string(item))
            return wrong_type(job, path, key, "a list of strings");
        kr_str word = {json_string_value(item), json_string_length(item)};
        status = add_word(job, arena, word, &words, &capacity, &count);
    }
    if (json_is_string(value)) {
        const char *at = json_string_value(value);
        for (; status == KOOR_OK; at++) {
            size_t length = strcspn(at, "|");
            status = add_word(job, arena, (kr_str){at, length}, &words, &capacity, &count);
            at += length;
            if (!*at)
                break;
        }
    } else if (!json_is_array(value)) {
        return wrong_type(job, path, key, "a string or a list of strings");
    }
    if (status == KOOR_OK) {
        *out = words;
        *out_count = count;
    }
    return status;
}
