/* The brand kit:
 *
 *     {"colours": {"dark": "#14213d", "light": "#ffffff", "accent": "#fca311"},
 *      "font": {"family": "Inter", "file": "fonts/Inter.ttf"},
 *      "logo": {"light": "logo-white.png", "dark": "logo-blue.png"},
 *      "kicker": "Acme"}
 *
 * Every key may be left out. Files are names beneath the folder of the kit, and lie there: a kit
 * that came from elsewhere must not show what its user can read. */
#define _POSIX_C_SOURCE 200809L /* lstat, readlink */
#include "image/image.h"

#include "base/digest.h"
#include "image/source.h"

#include <jansson.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const kr_brand neutral = {.dark = 0x1C2430, .light = 0xFFFFFF, .accent = 0xE8A33D};

typedef struct kit {
    kr_job *job;
    kr_arena *arena;
    kr_str folder;
    kr_brand *brand;
} kit;

static int hex_digit(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 32);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static int read_color(const char *text, uint32_t *out) {
    uint32_t color = 0;
    if (!text || text[0] != '#' || strlen(text) != 7)
        return -1;
    for (int i = 1; i < 7; i++) {
        int digit = hex_digit(text[i]);
        if (digit < 0)
            return -1;
        color = color << 4 | (uint32_t)digit;
    }
    *out = color;
    return 0;
}

/* Nothing leaves the folder: no root, no drive, no "..", no backslash, nothing hidden in control
 * characters. */
static int is_inside(const char *name) {
    if (!*name || *name == '/' || strpbrk(name, "\\:"))
        return 0;
    for (const char *at = name; *at; at++)
        if ((unsigned char)*at < 0x20)
            return 0;
    for (const char *part = name; part; part = strchr(part, '/')) {
        part += *part == '/';
        if (strncmp(part, "..", 2) == 0 && (part[2] == '/' || part[2] == '\0'))
            return 0;
    }
    return 1;
}

static int32_t read_file_name(kit *k, const char *path, const json_t *value, kr_str *out) {
    const char *name = json_string_value(value);
    if (!name || !is_inside(name))
        return kr_fail(
            k->job, KOOR_E_VALUE, path, -1,
            "a file of a brand kit is a name beneath the folder of the kit, without \"..\" "
            "and not absolute");
    size_t length = strlen(name), folder = k->folder.length;
    char *full = kr_arena_alloc(k->arena, folder + 1 + length + 1, 1);
    if (!full)
        return kr_nomem(k->job);
    if (folder) {
        memcpy(full, k->folder.at, folder);
        full[folder++] = '/';
    }
    memcpy(full + folder, name, length + 1);
    *out = (kr_str){full, folder + length};
    return KOOR_OK;
}

static int32_t read_text(kit *k, const char *path, const json_t *value, kr_str *out) {
    if (!json_is_string(value) || json_string_length(value) > 200)
        return kr_fail(k->job, KOOR_E_VALUE, path, -1,
                       "a string of at most 200 bytes is wanted here");
    char *copy = kr_arena_string(k->arena, json_string_value(value), json_string_length(value));
    if (!copy)
        return kr_nomem(k->job);
    *out = (kr_str){copy, json_string_length(value)};
    return KOOR_OK;
}

typedef enum value_kind { COLOR, FILE_NAME, TEXT } value_kind;

/* Every value of a kit: where it stands, what it is, where it goes. */
static const struct {
    const char *group, *key, *path;
    value_kind kind;
    size_t offset;
} known[] = {
    {"colours", "dark", "brand: colours.dark", COLOR, offsetof(kr_brand, dark)},
    {"colours", "light", "brand: colours.light", COLOR, offsetof(kr_brand, light)},
    {"colours", "accent", "brand: colours.accent", COLOR, offsetof(kr_brand, accent)},
    {"font", "family", "brand: font.family", TEXT, offsetof(kr_brand, family)},
    {"font", "file", "brand: font.file", FILE_NAME, offsetof(kr_brand, font.path)},
    {"logo", "light", "brand: logo.light", FILE_NAME, offsetof(kr_brand, logo_light.path)},
    {"logo", "dark", "brand: logo.dark", FILE_NAME, offsetof(kr_brand, logo_dark.path)},
    {"", "kicker", "brand: kicker", TEXT, offsetof(kr_brand, kicker)},
};

static int32_t read_value(kit *k, size_t index, const json_t *value) {
    void *to = (char *)k->brand + known[index].offset;
    if (known[index].kind == TEXT)
        return read_text(k, known[index].path, value, to);
    if (known[index].kind == FILE_NAME)
        return read_file_name(k, known[index].path, value, to);
    if (read_color(json_string_value(value), to) < 0)
        return kr_fail(k->job, KOOR_E_VALUE, known[index].path, -1,
                       "a colour is written \"#14213d\": a hash and six hexadecimal digits");
    return KOOR_OK;
}

static int32_t read_group(kit *k, const char *group, json_t *object) {
    const char *key;
    json_t *value;
    json_object_foreach(object, key, value) {
        size_t i = 0, count = sizeof known / sizeof *known;
        while (i < count && (strcmp(known[i].group, group) != 0 || strcmp(known[i].key, key) != 0))
            i++;
        int is_group = !*group && json_is_object(value);
        if (i == count && !is_group)
            return kr_fail(
                k->job, KOOR_E_KEY, "brand", -1,
                "unknown key \"%.*s\": a kit has colours {dark, light, accent}, font {family, "
                "file}, logo {light, dark} and kicker",
                KR_SHOWN(kr_str_of(key), 60));
        int32_t status = i < count ? read_value(k, i, value) : read_group(k, key, value);
        if (status != KOOR_OK)
            return status;
    }
    return KOOR_OK;
}

int32_t kr_brand_read(kr_job *job, kr_arena *arena, kr_str json, kr_str folder, kr_brand *out) {
    json_error_t error;
    kr_brand brand = neutral;
    kit k = {job, arena, folder, &brand};
    if (!json.length) {
        *out = brand;
        return KOOR_OK;
    }
    json_t *root = json_loadb(json.at, json.length, JSON_REJECT_DUPLICATES, &error);
    if (!root && json_error_code(&error) == json_error_out_of_memory)
        return kr_nomem(job);
    if (!root)
        return kr_fail(job, KOOR_E_SYNTAX, "brand", error.position, "no valid JSON: %s (line %d)",
                       error.text, error.line);
    int32_t status = json_is_object(root)
                         ? read_group(&k, "", root)
                         : kr_fail(job, KOOR_E_SYNTAX, "brand", 0, "a brand kit is an object");
    json_decref(root);
    brand.given = 1;
    if (status == KOOR_OK)
        *out = brand;
    return status;
}

/* A name beneath the kit's folder while its links are followed. */
typedef struct trail {
    char done[PATH_MAX]; /* the folder, and what of the name is no link */
    char rest[PATH_MAX];
    size_t root, length; /* of the folder; of `done` */
} trail;

/* Takes the next part of the name: 1, 0 at its end, -1 where it leads outside or is too long. */
static int step(trail *t) {
    char *at = t->rest + strspn(t->rest, "/");
    size_t size = strcspn(at, "/"), length = t->length;
    if (size == 0)
        return 0;
    if (size == 2 && memcmp(at, "..", 2) == 0) {
        if (t->length == t->root)
            return -1;
        while (t->done[--t->length] != '/')
            ;
    } else if (!(size == 1 && *at == '.')) {
        if (length + size + 2 > sizeof t->done)
            return -1;
        t->done[t->length++] = '/';
        memcpy(t->done + t->length, at, size);
        t->length += size;
    }
    t->done[t->length] = '\0';
    memmove(t->rest, at + size, strlen(at + size) + 1);
    return 1;
}

/* Puts what a link says in the place of its name. */
static int follow(trail *t) {
    char target[PATH_MAX];
    ssize_t size = readlink(t->done, target, sizeof target);
    size_t rest = strlen(t->rest);
    if (size <= 0 || *target == '/' || (size_t)size + rest + 1 > sizeof t->rest)
        return -1;
    memmove(t->rest + size, t->rest, rest + 1);
    memcpy(t->rest, target, (size_t)size);
    while (t->done[--t->length] != '/')
        ;
    t->done[t->length] = '\0';
    return 0;
}

/* Whether a link leads out of the folder. realpath() would tell too, but takes memory of its own.
 * What is not there at all is told when it is read. */
static int leads_outside(kr_str folder, const char *path) {
    enum { MOST_LINKS = 16 };
    struct stat about;
    trail t = {.root = folder.length ? folder.length : 1};
    const char *name = path + folder.length + (folder.length > 0);
    if (t.root + 2 > sizeof t.done || strlen(name) >= sizeof t.rest)
        return 0; /* it cannot be opened either */
    memcpy(t.done, folder.length ? folder.at : ".", t.root);
    t.done[t.length = t.root] = '\0';
    memcpy(t.rest, name, strlen(name) + 1);
    for (int links = 0, more; (more = step(&t)) != 0;) {
        if (more < 0)
            return 1;
        if (lstat(t.done, &about) != 0)
            return 0;
        if (t.length > t.root && S_ISLNK(about.st_mode) &&
            (links++ == MOST_LINKS || follow(&t) < 0))
            return 1;
    }
    return 0;
}

/* What is in a file is told by its digest, so that another one is noticed when pictures are made.
 */
static int32_t take_digest(kr_job *job, kr_str folder, kr_brand_file *file) {
    void *bytes;
    size_t length;
    if (!file->path.length)
        return KOOR_OK;
    if (leads_outside(folder, file->path.at))
        return kr_fail(job, KOOR_E_VALUE, file->path.at, -1,
                       "the file is a link that leads outside the folder of the brand kit: put the "
                       "file itself there");
    int32_t status = kr_brand_file_read(job, file, "", &bytes, &length);
    if (status != KOOR_OK)
        return status;
    file->digest = kr_digest64(bytes, length);
    kr_free(job->memory, bytes);
    return KOOR_OK;
}

int32_t kr_brand_open(kr_job *job, kr_arena *arena, const kr_settings *settings, kr_brand *out) {
    enum { MOST = 100000 };
    const char *path = settings->text[KR_OPT_IMAGE_BRAND];
    void *bytes;
    size_t length;
    if (!path || !*path)
        return kr_brand_read(job, arena, (kr_str){"", 0}, (kr_str){"", 0}, out);
    int32_t status = kr_file_read(job, path, MOST, &bytes, &length);
    if (status != KOOR_OK)
        return status;
    const char *slash = strrchr(path, '/');
    kr_str folder = {path, slash ? (size_t)(slash - path) : 0};
    if (slash == path) /* a kit in the root: its files lie there too */
        folder = (kr_str){"/.", 2};
    status = kr_brand_read(job, arena, (kr_str){bytes, length}, folder, out);
    kr_free(job->memory, bytes);
    kr_brand_file *const files[] = {&out->font, &out->logo_light, &out->logo_dark};
    for (size_t i = 0; i < sizeof files / sizeof *files && status == KOOR_OK; i++)
        status = take_digest(job, folder, files[i]);
    return status;
}
