/* The sidecar of a picture, NAME.json beside it:
 *
 *     {"alt": {"nl": "Vier collega's op het dak", "en": "Four colleagues on the roof"},
 *      "focus": [{"box": [0.31, 0.2, 0.18, 0.3], "keep": true, "face": true},
 *                {"pixels": [2400, 900, 700, 600], "weight": 40}],
 *      "flags": ["people", "text", "product"]}
 *
 * "alt" may be one string. A box is x, y, width, height of the upright picture, in fractions of it
 * ("box") or in pixels ("pixels"). Unknown keys are errors: a misspelt "keep" would cut a face. */
#include "image/source.h"

#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { MAX_BOXES = 64, MAX_ALT = 2000, DEFAULT_WEIGHT = 50 };

typedef struct sidecar {
    kr_job *job;
    kr_arena *arena;
    const char *name;
    kr_picture *picture;
} sidecar;

/* "team.json: focus[2].box" */
static const char *where(sidecar *s, const char *key, size_t index, const char *inner) {
    char place[128];
    if (inner)
        snprintf(place, sizeof place, ": %s[%zu]%s%s", key, index, *inner ? "." : "", inner);
    else
        snprintf(place, sizeof place, "%s%s", *key ? ": " : "", key);
    size_t name = strlen(s->name), rest = strlen(place);
    char *path = kr_arena_alloc(&s->job->arena, name + rest + 1, 1);
    if (!path)
        return s->name;
    memcpy(path, s->name, name);
    memcpy(path + name, place, rest + 1);
    return path;
}

static int32_t keep_text(sidecar *s, const json_t *value, kr_str *out) {
    const char *text = json_string_value(value);
    size_t length = json_string_length(value);
    if (!text || length > MAX_ALT)
        return kr_fail(
            s->job, KOOR_E_VALUE, where(s, "alt", 0, NULL), -1,
            "an alternative text is a string of at most 2,000 bytes, or an object of them "
            "by language");
    char *copy = kr_arena_string(s->arena, text, length);
    if (!copy)
        return kr_nomem(s->job);
    *out = (kr_str){copy, length};
    return KOOR_OK;
}

static int32_t read_alt(sidecar *s, json_t *alt) {
    size_t count = json_is_object(alt) ? json_object_size(alt) : 1;
    const char *language;
    json_t *value;
    int32_t status = KOOR_OK;
    s->picture->alts = kr_arena_zero(s->arena, count, sizeof *s->picture->alts);
    if (!s->picture->alts)
        return kr_nomem(s->job);
    if (!json_is_object(alt)) {
        s->picture->alt_count = 1;
        return keep_text(s, alt, &s->picture->alts[0].text);
    }
    json_object_foreach(alt, language, value) {
        kr_alt *next = &s->picture->alts[s->picture->alt_count++];
        char *copy = kr_arena_string(s->arena, language, strlen(language));
        if (!copy)
            return kr_nomem(s->job);
        next->language = kr_str_of(copy);
        status = keep_text(s, value, &next->text);
        if (status != KOOR_OK)
            break;
    }
    return status;
}

/* Four numbers; fractions are multiplied by the side they are of. */
static int read_box(const json_t *list, const kr_picture *picture, int fractions, kr_rect *out) {
    int64_t value[4];
    if (!json_is_array(list) || json_array_size(list) != 4)
        return -1;
    for (size_t i = 0; i < 4; i++) {
        const json_t *item = json_array_get(list, i);
        double number = json_number_value(item);
        int32_t side = i & 1 ? picture->height : picture->width;
        if (!json_is_number(item) || !(number >= 0 && number <= (fractions ? 1 : side)))
            return -1;
        value[i] = fractions ? ((int64_t)(number * 1000000 + 0.5) * side + 500000) / 1000000
                             : (int64_t)(number + 0.5);
    }
    *out = (kr_rect){(int32_t)value[0], (int32_t)value[1], (int32_t)value[2], (int32_t)value[3]};
    int64_t right = value[0] + value[2], bottom = value[1] + value[3];
    int slack = fractions ? 2 : 0; /* a rounding of each */
    if (value[2] < 1 || value[3] < 1 || right > picture->width + slack ||
        bottom > picture->height + slack)
        return -1;
    if (right > picture->width)
        out->width = picture->width - out->x;
    if (bottom > picture->height)
        out->height = picture->height - out->y;
    return out->width > 0 && out->height > 0 ? 0 : -1;
}

static int32_t read_focus_key(sidecar *s, kr_focus *focus, size_t index, const char *key,
                              const json_t *value) {
    int fractions = strcmp(key, "box") == 0;
    if (fractions || strcmp(key, "pixels") == 0) {
        if (focus->box.width)
            return kr_fail(s->job, KOOR_E_KEY, where(s, "focus", index, key), -1,
                           "a focus has one box: \"box\" or \"pixels\"");
        if (read_box(value, s->picture, fractions, &focus->box) < 0)
            return kr_fail(
                s->job, KOOR_E_VALUE, where(s, "focus", index, key), -1,
                "a box is [x, y, width, height] inside the upright picture of %d x %d, %s",
                (int)s->picture->width, (int)s->picture->height,
                fractions ? "as fractions from 0 to 1" : "in pixels");
    } else if (strcmp(key, "keep") == 0 && json_is_boolean(value)) {
        focus->keep = json_is_true(value);
    } else if (strcmp(key, "face") == 0 && json_is_boolean(value)) {
        focus->face = json_is_true(value);
    } else if (strcmp(key, "weight") == 0 && json_is_integer(value) &&
               json_integer_value(value) >= 1 && json_integer_value(value) <= 100) {
        focus->weight = (int32_t)json_integer_value(value);
    } else {
        return kr_fail(s->job, KOOR_E_KEY, where(s, "focus", index, key), -1,
                       "a focus has box or pixels, keep (true or false), face (true or false), "
                       "weight (1 to 100)");
    }
    return KOOR_OK;
}

static int32_t read_focus(sidecar *s, const json_t *list) {
    size_t count = json_array_size(list), index;
    json_t *item, *value;
    const char *key;
    if (!json_is_array(list) || count > MAX_BOXES)
        return kr_fail(s->job, KOOR_E_VALUE, where(s, "focus", 0, NULL), -1,
                       "focus is a list of at most 64 boxes");
    s->picture->focus = kr_arena_zero(s->arena, count, sizeof *s->picture->focus);
    if (!s->picture->focus)
        return kr_nomem(s->job);
    json_array_foreach(list, index, item) {
        kr_focus *focus = &s->picture->focus[s->picture->focus_count++];
        focus->weight = DEFAULT_WEIGHT;
        json_object_foreach(item, key, value) {
            int32_t status = read_focus_key(s, focus, index, key, value);
            if (status != KOOR_OK)
                return status;
        }
        if (!focus->box.width)
            return kr_fail(s->job, KOOR_E_KEY, where(s, "focus", index, ""), -1,
                           "a focus needs its box: {\"box\": [0.3, 0.2, 0.2, 0.3]}");
    }
    return KOOR_OK;
}

static int32_t read_flags(sidecar *s, const json_t *list) {
    static const char *const names[] = {"people", "text", "product"};
    size_t index;
    json_t *item;
    json_array_foreach(list, index, item) {
        uint8_t flag = 0;
        for (unsigned i = 0; i < 3; i++)
            if (json_is_string(item) && strcmp(json_string_value(item), names[i]) == 0)
                flag = (uint8_t)(1u << i);
        if (!flag)
            return kr_fail(s->job, KOOR_E_VALUE, where(s, "flags", index, ""), -1,
                           "a flag is \"people\", \"text\" or \"product\"");
        s->picture->flags |= flag;
    }
    if (!json_is_array(list))
        return kr_fail(s->job, KOOR_E_VALUE, where(s, "flags", 0, NULL), -1,
                       "flags is a list of strings");
    return KOOR_OK;
}

static int32_t read_keys(sidecar *s, json_t *root) {
    const char *key;
    json_t *value;
    if (!json_is_object(root))
        return kr_fail(
            s->job, KOOR_E_SYNTAX, s->name, 0,
            "a sidecar is an object: {\"alt\": \"...\", \"focus\": [...], \"flags\": [...]}");
    json_object_foreach(root, key, value) {
        int32_t status;
        if (strcmp(key, "alt") == 0)
            status = read_alt(s, value);
        else if (strcmp(key, "focus") == 0)
            status = read_focus(s, value);
        else if (strcmp(key, "flags") == 0)
            status = read_flags(s, value);
        else
            status = kr_fail(s->job, KOOR_E_KEY, where(s, key, 0, NULL), -1,
                             "an unknown key: a sidecar has alt, focus and flags");
        if (status != KOOR_OK)
            return status;
    }
    return KOOR_OK;
}

int32_t kr_sidecar_read(kr_job *job, kr_arena *arena, kr_str json, kr_str name,
                        kr_picture *picture) {
    json_error_t error;
    sidecar s = {job, arena, kr_arena_string(&job->arena, name.at, name.length), picture};
    if (!s.name)
        return kr_nomem(job);
    json_t *root =
        json_loadb(json.at, json.length, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
    if (!root && json_error_code(&error) == json_error_out_of_memory)
        return kr_nomem(job);
    if (!root)
        return kr_fail(job, KOOR_E_SYNTAX, s.name, error.position, "no valid JSON: %s (line %d)",
                       error.text, error.line);
    int32_t status = read_keys(&s, root);
    json_decref(root);
    return status;
}
