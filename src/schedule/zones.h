/* Time zones: TZif files (RFC 9636) as immutable handles, and the set of those a job needs.
 *
 * A zone comes from a directory of such files or from bytes. Local to UTC follows the "compatible"
 * rule of RFC 5545 and Temporal: a local time that a gap skips goes later, one that happens twice
 * is the first of the two. Clocks at the ends of int64 give clamped answers, never overflow. */
#ifndef KR_ZONES_H
#define KR_ZONES_H

#include "schedule/civil.h"

typedef struct kr_zone kr_zone;

/* From the bytes of a TZif file, version 2 or later; the zone lives in `arena`. KOOR_E_ZONE where
 * they are none, or count leap seconds. */
int32_t kr_zone_read(kr_job *job, kr_zone **out, kr_arena *arena, kr_str name, kr_str bytes);
kr_str kr_zone_name(const kr_zone *zone);
int32_t kr_zone_offset(const kr_zone *zone, int64_t unix); /* seconds east of UTC */
int64_t kr_zone_local(const kr_zone *zone, int64_t unix);  /* UTC to the wall clock */
int64_t kr_zone_unix(const kr_zone *zone, int64_t local);  /* the wall clock to UTC */

/* The zones of one job, each read once. Not for several threads at a time; the zones in it are. */
typedef struct kr_zones {
    kr_arena *arena;
    const char *directory; /* NULL: only what was added from bytes, and UTC */
    kr_zone **zone;
    size_t count, capacity;
    const char *version; /* "2026a", or "unknown" */
} kr_zones;

/* `directory` may be NULL; it is copied. The version is read from it where it tells one. */
int32_t kr_zones_start(kr_job *job, kr_zones *zones, kr_arena *arena, const char *directory);
int32_t kr_zones_add(kr_job *job, kr_zones *zones, kr_str name, kr_str bytes);
/* By IANA name. KOOR_E_ZONE where the name is malformed or unknown, or the file is no TZif file. */
int32_t kr_zones_find(kr_job *job, kr_zones *zones, kr_str name, const kr_zone **out);
int kr_zone_name_valid(kr_str name);

#endif
