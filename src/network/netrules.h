/* The rules of a network as fields: key, type, place. One table for reading, checking and listing.
 */
#ifndef KR_NETRULES_H
#define KR_NETRULES_H

#include "model/network.h"

#include <stddef.h>

typedef enum kr_rule_type {
    KR_RULE_INT,     /* least..most */
    KR_RULE_BOOL,    /* true, false */
    KR_RULE_WORD,    /* one of `words`, separated by | */
    KR_RULE_SIZES,   /* ["1200x627", ...] */
    KR_RULE_FORMATS, /* ["jpeg", ...] */
    KR_RULE_RATIOS   /* ["4:5", "191:100"]: narrowest, widest */
} kr_rule_type;

typedef struct kr_rule_field {
    const char *key;
    uint8_t type; /* kr_rule_type */
    size_t offset;
    uint32_t least, most;
    const char *words;
} kr_rule_field;

extern const kr_rule_field kr_rule_fields[];
extern const uint32_t kr_rule_field_count;

/* The index of a field, or KR_NONE. */
uint32_t kr_rule_find(const char *key);
/* The index of a word in "a|b|c", or KR_NONE. */
uint32_t kr_rule_word(const char *words, kr_str word);

#endif
