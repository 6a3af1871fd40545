/* People: who shares, as every stage reads them. Strings live in the campaign's arena. */
#ifndef KR_PEOPLE_H
#define KR_PEOPLE_H

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
    kr_str wave;     /* "leaders", "ambassadors", "everyone"; empty: the last wave */
    kr_str voice;    /* "person=we,tone=plain": a voice profile, or empty */
    kr_str hours;    /* "09:00-12:00,13:00-17:30"; empty: the campaign's */
    int64_t absent_from, absent_to; /* days since 1970-01-01 in the person's zone, both included; 0, 0: none */
    uint8_t opted_in;
} kr_person;

#endif
