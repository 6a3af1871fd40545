/* TZif (RFC 9636): the version 1 block is skipped, the 64-bit block behind it is kept as it is, the
 * footer answers for what comes after the last transition: fat and slim files take the same path.
 *
 * Looking up is one binary search. For local to UTC each transition is taken at the later of its
 * two local times: in a gap that leaves the offset from before (so the moment goes later), in a
 * fold too (so it is the earlier one). That is PEP 495's fold=0. */
#include "schedule/zones.h"

#include "schedule/zonerule.h"

#include <string.h>

enum { HEADER = 44, LARGEST_OFFSET = 167 * KR_HOUR };

struct kr_zone {
    kr_str name;
    const int64_t *at; /* transitions, ascending */
    int32_t *offset; /* offset[0] before the first transition, offset[i + 1] from transition i */
    size_t count;
    kr_zonerule rule;
    uint8_t has_rule;
};

static uint64_t big_endian(const char *at, int bytes) {
    uint64_t value = 0;
    for (int i = 0; i < bytes; i++)
        value = value << 8 | (unsigned char)at[i];
    return value;
}

typedef struct header {
    uint64_t isut, isstd, leaps, times, types, chars;
} header;

/* The header's counts, or -1 where the data that they announce do not fit into `bytes`. */
static int read_header(header *out, kr_str bytes, int width, size_t *body) {
    if (bytes.length < HEADER || memcmp(bytes.at, "TZif", 4) != 0)
        return -1;
    *out = (header){big_endian(bytes.at + 20, 4), big_endian(bytes.at + 24, 4),
                    big_endian(bytes.at + 28, 4), big_endian(bytes.at + 32, 4),
                    big_endian(bytes.at + 36, 4), big_endian(bytes.at + 40, 4)};
    uint64_t wide = (uint64_t)width;
    uint64_t size = out->times * (wide + 1) + out->types * 6 + out->chars +
                    out->leaps * (wide + 4) + out->isstd + out->isut;
    if (size > bytes.length - HEADER)
        return -1;
    *body = HEADER + (size_t)size;
    return 0;
}

static kr_str from(kr_str bytes, size_t at) {
    return (kr_str){bytes.at + at, bytes.length - at};
}

/* Type offsets into a table of 256, checked. */
static int read_types(int32_t offset[256], const char *at, uint64_t count) {
    if (count < 1 || count > 256)
        return -1;
    for (uint64_t i = 0; i < count; i++) {
        offset[i] = (int32_t)(uint32_t)big_endian(at + 6 * i, 4);
        if (offset[i] < -LARGEST_OFFSET || offset[i] > LARGEST_OFFSET)
            return -1;
    }
    return 0;
}

/* -1: malformed, -2: out of memory. */
static int read_body(kr_zone *zone, kr_arena *arena, const char *body, const header *h) {
    int32_t type[256];
    const char *index = body + 8 * h->times;
    if (read_types(type, index + h->times, h->types) < 0)
        return -1;
    size_t count = (size_t)h->times;
    int64_t *at = kr_arena_alloc(arena, count, sizeof *at);
    int32_t *offset = kr_arena_alloc(arena, count + 1, sizeof *offset);
    if (!at || !offset)
        return -2;
    offset[0] = type[0];
    for (size_t i = 0; i < count; i++) {
        at[i] = (int64_t)big_endian(body + 8 * i, 8);
        unsigned char kind = (unsigned char)index[i];
        if (kind >= h->types || (i > 0 && at[i] <= at[i - 1]))
            return -1;
        offset[i + 1] = type[kind];
    }
    zone->at = at;
    zone->offset = offset;
    zone->count = count;
    return 0;
}

static int read_footer(kr_zone *zone, kr_str footer) {
    if (footer.length < 2 || footer.at[0] != '\n')
        return -1;
    const char *end = memchr(footer.at + 1, '\n', footer.length - 1);
    if (!end)
        return -1;
    kr_str rule = {footer.at + 1, (size_t)(end - footer.at - 1)};
    zone->has_rule = rule.length > 0;
    return zone->has_rule ? kr_zonerule_read(&zone->rule, rule) : 0;
}

static int32_t broken(kr_job *job, kr_str name, const char *why) {
    return kr_fail(job, KOOR_E_ZONE, "", -1,
                   "the data of time zone %.*s cannot be used: %s; give a directory of compiled "
                   "zones (TZif, version 2 or later), such as that of the package tzdata",
                   (int)name.length, name.at, why);
}

int32_t kr_zone_read(kr_job *job, kr_zone **out, kr_arena *arena, kr_str name, kr_str bytes) {
    header h;
    size_t body = 0, end = 0;
    if (read_header(&h, bytes, 4, &body) < 0)
        return broken(job, name, "it is no TZif file, or cut off");
    if (bytes.at[4] < '2')
        return broken(job, name, "it is of version 1");
    kr_str second = from(bytes, body);
    if (read_header(&h, second, 8, &end) < 0)
        return broken(job, name, "its 64-bit part is missing or cut off");
    if (h.leaps > 0)
        return broken(job, name, "it counts leap seconds (the right/ files do)");
    kr_zone *zone = kr_arena_zero(arena, 1, sizeof *zone);
    char *copy = kr_arena_string(arena, name.at, name.length);
    if (!zone || !copy)
        return kr_nomem(job);
    zone->name = (kr_str){copy, name.length};
    int state = read_body(zone, arena, second.at + HEADER, &h);
    if (state == -2)
        return kr_nomem(job);
    if (state < 0 || read_footer(zone, from(second, end)) < 0)
        return broken(job, name, "its transitions or its footer are malformed");
    /* From the last transition on the footer answers. Files exist whose last transition says
     * otherwise (slim ones of America/Ojinaga): the wall clock there is the footer's too. */
    if (zone->has_rule && zone->count)
        zone->offset[zone->count] = kr_zonerule_offset(&zone->rule, zone->at[zone->count - 1], 0);
    *out = zone;
    return KOOR_OK;
}

kr_str kr_zone_name(const kr_zone *zone) {
    return zone->name;
}

static int64_t change_at(const kr_zone *zone, size_t i, int wall) {
    if (!wall)
        return zone->at[i];
    int32_t before = zone->offset[i], after = zone->offset[i + 1];
    return kr_add_clamped(zone->at[i], before > after ? before : after);
}

static int32_t offset_at(const kr_zone *zone, int64_t moment, int wall) {
    size_t low = 0, high = zone->count;
    if (zone->has_rule && (high == 0 || moment >= change_at(zone, high - 1, wall)))
        return kr_zonerule_offset(&zone->rule, moment, wall);
    while (low < high) { /* the number of changes up to the moment */
        size_t middle = low + (high - low) / 2;
        if (change_at(zone, middle, wall) <= moment)
            low = middle + 1;
        else
            high = middle;
    }
    return zone->offset[low];
}

int32_t kr_zone_offset(const kr_zone *zone, int64_t unix) {
    return offset_at(zone, unix, 0);
}

int64_t kr_zone_local(const kr_zone *zone, int64_t unix) {
    return kr_add_clamped(unix, offset_at(zone, unix, 0));
}

int64_t kr_zone_unix(const kr_zone *zone, int64_t local) {
    return kr_add_clamped(local, -(int64_t)offset_at(zone, local, 1));
}
