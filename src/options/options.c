/* The option registry: see options.h. One table from options.def drives setters, listing and
 * spelling hints; types are told from their names, so that the public listing is the definition. */
#include "options/options.h"
#include "base/nearest.h"
#include "base/numbers.h"
#include "koor.h"

#include <string.h>

typedef struct option {
    const char *key, *type, *standard, *range, *help;
} option;

#define KR_OPTION(id, key, type, standard, range, help) {key, type, standard, range, help},
static const option options[] = {
#include "options/options.def"
};
#undef KR_OPTION

size_t koor_option_count(void) {
    return KR_OPTION_COUNT;
}

const char *koor_option_name(size_t index) {
    return index < KR_OPTION_COUNT ? options[index].key : NULL;
}

const char *koor_option_type(size_t index) {
    return index < KR_OPTION_COUNT ? options[index].type : NULL;
}

const char *koor_option_default(size_t index) {
    return index < KR_OPTION_COUNT ? options[index].standard : NULL;
}

const char *koor_option_range(size_t index) {
    return index < KR_OPTION_COUNT ? options[index].range : NULL;
}

const char *koor_option_help(size_t index) {
    return index < KR_OPTION_COUNT ? options[index].help : NULL;
}

/* The n-th word of "a|b|c"; an empty piece with a NULL start behind the last. */
static kr_str word_at(const char *words, int64_t n) {
    for (;; n--) {
        size_t length = strcspn(words, "|");
        if (n == 0)
            return (kr_str){words, length};
        if (!words[length])
            return (kr_str){NULL, 0};
        words += length + 1;
    }
}

static const char *choice_words(const option *o) {
    return strncmp(o->type, "choice:", 7) == 0 ? o->type + 7 : NULL;
}

static int is_text(const option *o) {
    return strcmp(o->type, "string") == 0 || strcmp(o->type, "list") == 0;
}

static int read_number(const option *o, kr_str text, int64_t *out) {
    return strcmp(o->type, "ppm") == 0 ? kr_read_ppm(out, text) : kr_read_int(out, text);
}

static int in_range(const option *o, int64_t value) {
    const char *dots = strstr(o->range, "..");
    int64_t low, high;
    if (!dots || read_number(o, (kr_str){o->range, (size_t)(dots - o->range)}, &low) < 0 ||
        read_number(o, kr_str_of(dots + 2), &high) < 0)
        return 1;
    return value >= low && value <= high;
}

/* 0, or -1 where the text is no value of the option. */
static int read_value(const option *o, kr_str text, int64_t *out) {
    const char *words = choice_words(o);
    if (strcmp(o->type, "bool") == 0) {
        *out = kr_str_is(text, "on") || kr_str_is(text, "true");
        return *out || kr_str_is(text, "off") || kr_str_is(text, "false") ? 0 : -1;
    }
    if (!words)
        return read_number(o, text, out) < 0 || !in_range(o, *out) ? -1 : 0;
    for (int64_t i = 0; word_at(words, i).at; i++)
        if (kr_str_equal(word_at(words, i), text))
            return *out = i, 0;
    return -1;
}

void kr_options_start(kr_settings *settings) {
    memset(settings, 0, sizeof *settings);
    for (size_t i = 0; i < KR_OPTION_COUNT; i++)
        if (is_text(&options[i]))
            settings->text[i] = options[i].standard;
        else
            (void)read_value(&options[i], kr_str_of(options[i].standard), &settings->number[i]);
}

static int32_t unknown_key(kr_job *job, const char *key) {
    kr_nearest near;
    kr_nearest_start(&near, kr_str_of(key));
    for (size_t i = 0; i < KR_OPTION_COUNT; i++)
        kr_nearest_look(&near, kr_str_of(options[i].key));
    if (near.best.length)
        return kr_fail(job, KOOR_E_OPTION, key, -1, "unknown option \"%s\": did you mean \"%s\"?", key,
                       near.best.at);
    return kr_fail(job, KOOR_E_OPTION, key, -1,
                   "unknown option \"%s\": koor_option_name and `koor options` list all", key);
}

static int32_t bad_value(kr_job *job, const option *o, kr_str value) {
    const char *words = choice_words(o);
    if (strcmp(o->type, "bool") == 0)
        words = "on|off";
    if (words)
        return kr_fail(job, KOOR_E_OPTION, o->key, -1, "\"%.*s\" is no value of %s: use one of %s",
                       KR_SHOWN(value, 60), o->key, words);
    return kr_fail(job, KOOR_E_OPTION, o->key, -1, "\"%.*s\" is no value of %s: use %s %s",
                   KR_SHOWN(value, 60), o->key,
                   strcmp(o->type, "ppm") == 0 ? "a fraction in" : "a whole number in",
                   *o->range ? o->range : "decimal digits");
}

int kr_options_has(const char *key) {
    size_t i = 0;
    while (i < KR_OPTION_COUNT && strcmp(key, options[i].key) != 0)
        i++;
    return i < KR_OPTION_COUNT;
}

int32_t kr_options_set(kr_job *job, kr_arena *arena, kr_settings *settings, const char *key,
                       kr_str value) {
    for (size_t i = 0; i < KR_OPTION_COUNT; i++) {
        if (strcmp(key, options[i].key) != 0)
            continue;
        if (kr_utf8_valid(value.at, value.length) < value.length)
            return kr_fail(job, KOOR_E_UTF8, key, (int64_t)kr_utf8_valid(value.at, value.length),
                           "the value of %s is not valid UTF-8", key);
        if (value.length && memchr(value.at, '\0', value.length))
            return kr_fail(job, KOOR_E_OPTION, key, -1, "the value of %s has a NUL byte", key);
        if (!is_text(&options[i]))
            return read_value(&options[i], value, &settings->number[i]) < 0
                       ? bad_value(job, &options[i], value)
                       : KOOR_OK;
        const char *copy = kr_arena_string(arena, value.at, value.length);
        if (!copy)
            return kr_nomem(job);
        settings->text[i] = copy;
        return KOOR_OK;
    }
    return unknown_key(job, key);
}

int32_t kr_options_voice(kr_job *job, kr_arena *arena, kr_settings *settings, kr_str voice) {
    while (voice.length) {
        const char *comma = memchr(voice.at, ',', voice.length);
        size_t length = comma ? (size_t)(comma - voice.at) : voice.length;
        const char *equals = memchr(voice.at, '=', length);
        char key[64] = "voice.";
        if (!equals || (size_t)(equals - voice.at) > sizeof key - 8)
            return kr_fail(job, KOOR_E_VALUE, "voice", -1,
                           "a voice is written key=value,key=value: \"%.*s\" is none", (int)length,
                           voice.at);
        memcpy(key + 6, voice.at, (size_t)(equals - voice.at));
        kr_str value = {equals + 1, length - (size_t)(equals + 1 - voice.at)};
        int32_t status = kr_options_set(job, arena, settings, key, value);
        if (status < 0)
            return status;
        size_t used = length + (comma != NULL);
        voice = (kr_str){voice.at + used, voice.length - used};
    }
    return KOOR_OK;
}

int32_t kr_options_own(kr_job *job, kr_arena *arena, kr_settings *settings) {
    for (size_t i = 0; i < KR_OPTION_COUNT; i++) {
        if (!settings->text[i])
            continue;
        settings->text[i] = kr_arena_string(arena, settings->text[i], strlen(settings->text[i]));
        if (!settings->text[i])
            return kr_nomem(job);
    }
    return KOOR_OK;
}

void kr_options_write(kr_buffer *buffer, const kr_settings *settings, kr_option_id id) {
    const option *o = &options[id];
    const char *words = choice_words(o);
    int64_t value = settings->number[id];
    if (is_text(o)) {
        kr_buffer_text(buffer, settings->text[id]);
    } else if (words) {
        kr_str word = word_at(words, value);
        kr_buffer_add(buffer, word.at, word.length);
    } else if (strcmp(o->type, "bool") == 0) {
        kr_buffer_text(buffer, value ? "on" : "off");
    } else if (strcmp(o->type, "ppm") == 0) {
        kr_buffer_ppm(buffer, value);
    } else {
        kr_buffer_int(buffer, value);
    }
}

int kr_options_changed(const kr_settings *settings, kr_option_id id) {
    const option *o = &options[id];
    if (is_text(o))
        return strcmp(settings->text[id], o->standard) != 0;
    int64_t standard = 0;
    (void)read_value(o, kr_str_of(o->standard), &standard);
    return settings->number[id] != standard;
}
