/* The zones of a job: found by name beneath one directory, or added from bytes. The only file of
 * the library that opens zone files; names are checked before they become a path. */
#include "schedule/zones.h"

#include <stdio.h>
#include <string.h>

enum { LARGEST_FILE = 1 << 17, HEAD_OF_FILE = 256, LARGEST_NAME = 255 };

/* A zone of version 2 without transitions whose footer is "UTC0": UTC is there without any file. */
static const char UTC_FILE[] = "TZif2\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
                               "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
                               "\0\0\0\1\0\0\0\4"
                               "\0\0\0\0\0\0UTC\0"
                               "TZif2\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
                               "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
                               "\0\0\0\1\0\0\0\4"
                               "\0\0\0\0\0\0UTC\0"
                               "\nUTC0\n";

int kr_zone_name_valid(kr_str name) {
    if (name.length == 0 || name.length > LARGEST_NAME || name.at[0] == '/')
        return 0;
    for (size_t i = 0; i < name.length; i++) {
        char c = name.at[i];
        int letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (!letter && c != '_' && c != '+' && c != '/' && c != '-')
            return 0;
    }
    return 1; /* no dot is allowed, so no ".." either */
}

/* The first `limit` bytes of a file: 0, -1 where it cannot be read, -2: no memory. */
static int read_file(kr_arena *arena, const char *path, size_t limit, kr_str *out) {
    FILE *file = fopen(path, "rb");
    if (!file)
        return -1;
    char *bytes = kr_arena_alloc(arena, limit, 1);
    size_t length = bytes ? fread(bytes, 1, limit, file) : 0;
    int failed = ferror(file);
    fclose(file);
    *out = (kr_str){bytes, length};
    return !bytes ? -2 : failed ? -1 : 0;
}

static int read_beneath(kr_arena *arena, const char *directory, kr_str name, size_t limit,
                        kr_str *out) {
    size_t stem = strlen(directory);
    char *path = kr_arena_alloc(arena, stem + name.length + 2, 1);
    if (!path)
        return -2;
    memcpy(path, directory, stem);
    path[stem] = '/';
    memcpy(path + stem + 1, name.at, name.length);
    path[stem + 1 + name.length] = '\0';
    return read_file(arena, path, limit, out);
}

static kr_str first_line(kr_str text) {
    const char *end = text.length ? memchr(text.at, '\n', text.length) : NULL;
    if (end)
        text.length = (size_t)(end - text.at);
    if (text.length && text.at[text.length - 1] == '\r')
        text.length--;
    return text;
}

static int version_like(kr_str line) {
    if (line.length < 4 || line.length > 32)
        return 0;
    for (size_t i = 0; i < line.length; i++)
        if (line.at[i] <= ' ' || line.at[i] > '~')
            return 0;
    return line.at[0] >= '0' && line.at[0] <= '9';
}

/* tzdata.zi is first line "# version 2026a"; +VERSION and version are the bare name. */
static int32_t read_version(kr_job *job, kr_zones *zones, kr_arena *scratch) {
    static const char *const files[] = {"tzdata.zi", "+VERSION", "version"};
    static const char mark[] = "# version ";
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        kr_str text;
        int state =
            read_beneath(scratch, zones->directory, kr_str_of(files[i]), HEAD_OF_FILE, &text);
        if (state == -2)
            return kr_nomem(job);
        if (state < 0)
            continue;
        kr_str line = first_line(text);
        if (line.length > sizeof mark - 1 && memcmp(line.at, mark, sizeof mark - 1) == 0)
            line = (kr_str){line.at + sizeof mark - 1, line.length - (sizeof mark - 1)};
        if (!version_like(line))
            continue;
        zones->version = kr_arena_string(zones->arena, line.at, line.length);
        return zones->version ? KOOR_OK : kr_nomem(job);
    }
    return KOOR_OK;
}

int32_t kr_zones_start(kr_job *job, kr_zones *zones, kr_arena *arena, const char *directory) {
    *zones = (kr_zones){.arena = arena, .version = "unknown"};
    int32_t code = kr_zones_add(job, zones, KR_STR("UTC"), (kr_str){UTC_FILE, sizeof UTC_FILE - 1});
    if (code < 0 || !directory)
        return code;
    zones->directory = kr_arena_string(arena, directory, strlen(directory));
    if (!zones->directory)
        return kr_nomem(job);
    kr_arena scratch;
    kr_arena_start(&scratch, job->memory);
    code = read_version(job, zones, &scratch);
    kr_arena_end(&scratch);
    return code;
}

static int32_t keep(kr_job *job, kr_zones *zones, kr_str name, kr_str bytes) {
    if (kr_arena_grow(zones->arena, (void **)&zones->zone, &zones->capacity, zones->count,
                      sizeof *zones->zone) < 0)
        return kr_nomem(job);
    int32_t code = kr_zone_read(job, &zones->zone[zones->count], zones->arena, name, bytes);
    if (code == KOOR_OK)
        zones->count++;
    return code;
}

static const kr_zone *known(const kr_zones *zones, kr_str name) {
    for (size_t i = 0; i < zones->count; i++)
        if (kr_str_equal(kr_zone_name(zones->zone[i]), name))
            return zones->zone[i];
    return NULL;
}

static int32_t bad_name(kr_job *job, kr_str name) {
    return kr_fail(job, KOOR_E_ZONE, "", -1,
                   "\"%.*s\" is no name of a time zone: use one of the IANA database, such as "
                   "Europe/Brussels, or UTC",
                   KR_SHOWN(name, 60));
}

int32_t kr_zones_add(kr_job *job, kr_zones *zones, kr_str name, kr_str bytes) {
    if (!kr_zone_name_valid(name))
        return bad_name(job, name);
    if (known(zones, name))
        return kr_fail(job, KOOR_E_DUPLICATE, "", -1, "the time zone %.*s was given before",
                       (int)name.length, name.at);
    return keep(job, zones, name, bytes);
}

int32_t kr_zones_find(kr_job *job, kr_zones *zones, kr_str name, const kr_zone **out) {
    if (!kr_zone_name_valid(name))
        return bad_name(job, name);
    *out = known(zones, name);
    if (*out)
        return KOOR_OK;
    if (!zones->directory)
        return kr_fail(job, KOOR_E_ZONE, "", -1,
                       "the time zone %.*s is not loaded and no zone directory is set",
                       (int)name.length, name.at);
    kr_arena scratch;
    kr_arena_start(&scratch, job->memory);
    kr_str bytes;
    int state = read_beneath(&scratch, zones->directory, name, LARGEST_FILE, &bytes);
    int32_t code = KOOR_OK;
    if (state == -2)
        code = kr_nomem(job);
    else if (state < 0)
        code = kr_fail(job, KOOR_E_ZONE, "", -1,
                       "the time zone %.*s is not in %s: check its spelling (Europe/Brussels), or "
                       "set the zone directory",
                       (int)name.length, name.at, zones->directory);
    else
        code = keep(job, zones, name, bytes);
    kr_arena_end(&scratch);
    if (code == KOOR_OK)
        *out = zones->zone[zones->count - 1];
    return code;
}
