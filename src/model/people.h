/* People: who shares, as every stage reads them.
 *
 * kr_person is one person as a reader fills it in. kr_people keeps a million of them in 48 bytes
 * each: what repeats (circles, zones, hours) is a name, a small number into one table; 0 is the
 * empty name. A person's number is the order of arrival and is what other stages refer to. */
#ifndef KR_PEOPLE_H
#define KR_PEOPLE_H

#include "base/table.h"
#include "base/text.h"

#include <stdint.h>

typedef struct kr_person {
    kr_str id;
    kr_str *circles; /* teams whose followers overlap; the first one is the person's own */
    uint32_t circle_count;
    kr_str site;     /* groups circles: "gent", an office; may be empty */
    kr_str timezone; /* IANA name; empty: the campaign's */
    kr_str language; /* "nl"; empty: the post's */
    kr_str *networks;
    uint32_t network_count; /* 0: the campaign's */
    kr_str wave;            /* "leaders", "ambassadors", "everyone"; empty: the last wave */
    kr_str voice;           /* "person=we,tone=plain": a voice profile, or empty */
    kr_str hours;           /* "09:00-12:00,13:00-17:30"; empty: the campaign's */
    int64_t absent_from,
        absent_to; /* days since 1970-01-01 in the person's zone, both included; 0, 0: none */
    uint8_t opted_in;
} kr_person;

typedef uint32_t kr_name;

typedef struct kr_member {
    uint32_t first;        /* circles, then networks, in kr_people.pool */
    uint16_t circle_count; /* at most 65,535, the rest is refused by kr_people_keep */
    uint16_t network_count;
    kr_name site, timezone, language, wave, voice, hours;
    int32_t absent_from, absent_to; /* as in kr_person, held at the ends of int32 */
    uint8_t opted_in;
} kr_member;

typedef struct kr_people {
    const kr_memory *memory;
    kr_table ids;   /* person number to id */
    kr_table names; /* name to string; the first is "" */
    kr_member *member;
    size_t count, capacity;
    kr_name *pool;
    size_t pool_count, pool_capacity;
} kr_people;

enum { KR_PEOPLE_NOMEM = -1, KR_PEOPLE_DUPLICATE = -2, KR_PEOPLE_TOO_MANY = -3 };

/* Strings are kept in the arena; 0, or -1: out of memory. */
int kr_people_start(kr_people *people, const kr_memory *memory, kr_arena *arena);
void kr_people_end(kr_people *people);
/* Copies a person in: 0 or one of the codes above, and nothing has changed then but names. */
int kr_people_keep(kr_people *people, const kr_person *person);

static inline kr_str kr_people_name(const kr_people *people, kr_name name) {
    return people->names.strings[name];
}
static inline kr_str kr_people_id(const kr_people *people, uint32_t person) {
    return people->ids.strings[person];
}
static inline const kr_name *kr_people_circles(const kr_people *people, const kr_member *member) {
    return people->pool ? people->pool + member->first : NULL;
}
static inline const kr_name *kr_people_networks(const kr_people *people, const kr_member *member) {
    return people->pool ? people->pool + member->first + member->circle_count : NULL;
}

#endif
