/* The second scanner: what a text says, read chunk by chunk between white space. It is written
 * apart from analyse's lexer, without patterns and without its passes, so that a mistake there does
 * not hide itself here. It is coarser: a figure is a chunk with a digit, a name is a word with a
 * capital. */
#ifndef KR_RESCAN_H
#define KR_RESCAN_H

#include "guard/guard.h"

typedef enum kr_unit_kind {
    KR_UNIT_WORD,
    KR_UNIT_FIGURE,
    KR_UNIT_DAY,
    KR_UNIT_LINK,
    KR_UNIT_MAIL,
    KR_UNIT_MENTION,
    KR_UNIT_TAG,
    KR_UNIT_QUOTE, /* stands beside the units that it covers */
    KR_UNIT_KINDS
} kr_unit_kind;

typedef struct kr_unit {
    uint32_t start, end;
    uint32_t fold, fold_end; /* lower case, in rescan->fold, a space behind each */
    uint32_t sentence, clause;
    uint64_t value; /* of a fact */
    uint64_t stem;  /* of a word of content; 0: it has none */
    uint8_t kind;
    uint8_t opens;    /* first of its sentence, or as good as: a capital says nothing */
    uint8_t title;    /* capital first */
    uint8_t inner;    /* a capital behind the first letter */
    uint8_t lower;    /* only small letters */
    uint8_t negative; /* a negation begins here */
    uint8_t neutral;  /* in a set phrase */
    uint8_t function;
} kr_unit;

typedef struct kr_close {
    uint32_t mark; /* how a sentence ends: '.', '!', '?', or 0 */
    uint32_t negations;
    uint32_t first; /* its first unit */
} kr_close;

/* The lists of the pack that this scanner asks. */
enum {
    KR_RESCAN_FUNCTION,
    KR_RESCAN_NUMBER,
    KR_RESCAN_NUMBER_JOIN,
    KR_RESCAN_IMPERATIVE,
    KR_RESCAN_WEEKDAY,
    KR_RESCAN_MONTH,
    KR_RESCAN_RELATIVE,
    KR_RESCAN_MONTH_WEAK,
    KR_RESCAN_ABBREVIATION,
    KR_RESCAN_COMMON,
    KR_RESCAN_NEGATION,
    KR_RESCAN_NEUTRAL,
    KR_RESCAN_NEUTRAL_OPEN,
    KR_RESCAN_NEUTRAL_CLOSE,
    KR_RESCAN_HEARD,
    KR_RESCAN_LISTS
};

typedef struct kr_rescan {
    kr_job *job;
    kr_arena *arena;
    kr_str text;
    const kr_pack *pack;
    const kr_pack_list *lists[KR_RESCAN_LISTS];
    uint64_t starts[3][8]; /* which words may begin a negation, a set phrase, an equal one: a bit for some of each */
    const kr_pack_list **equals; /* the lists "equal.NAME" */
    uint32_t equal_count;
    int english;
    struct kr_known *known; /* sentences that were read before; NULL: each is read */
    kr_unit *units;
    uint32_t count;
    size_t capacity;
    uint32_t *facts; /* the units that are no words: few */
    uint32_t fact_count;
    char *fold;
    size_t fold_length;
    kr_close *closes; /* by sentence */
    uint32_t sentences;
    size_t close_capacity;
    uint32_t words;
} kr_rescan;

int kr_rescan_lists(kr_rescan *scan, const kr_pack *pack); /* 0, or -1 when out of memory */
/* The same lists as another scan. */
void kr_rescan_share(kr_rescan *scan, const kr_rescan *with);
/* 0, or -1 when out of memory. The text is valid UTF-8. */
int kr_rescan_text(kr_rescan *scan, kr_str text);
void kr_rescan_negations(kr_rescan *scan, uint32_t from); /* of the units from there on; denials.c */
void kr_rescan_starts(kr_rescan *scan);                     /* from its lists; denials.c */
/* Which of the starts. */
enum { KR_STARTS_NEGATION, KR_STARTS_NEUTRAL, KR_STARTS_EQUAL };
int kr_unit_may_start(const kr_rescan *scan, int which, uint32_t unit); /* denials.c */
/* Units of the longest phrase of the list that begins at `unit`, within its clause; 0: none. denials.c */
uint32_t kr_unit_phrase(const kr_rescan *scan, const kr_pack_list *list, uint32_t unit);
int kr_rescan_find_equals(kr_rescan *scan); /* the lists, from its pack: 0, or -1; sameday.c */
/* Days of the units from there on that other words may stand for, by the pack's lists "equal.NAME": one
 * unit each, whose value is the set's; sameday.c. */
void kr_rescan_equals(kr_rescan *scan, uint32_t from);
kr_str kr_unit_fold(const kr_rescan *scan, uint32_t unit);
int kr_unit_in(const kr_rescan *scan, uint32_t unit, int list);
kr_str kr_unit_text(const kr_rescan *scan, uint32_t unit);

/* mechanics.c: a fault that the base does not have makes the verdict. */
typedef struct kr_fault {
    uint32_t kind; /* kr_reason */
    uint64_t detail;
    kr_span place;
} kr_fault;

typedef struct kr_faults {
    kr_fault *list;
    uint32_t count;
    size_t capacity;
} kr_faults;

int kr_find_faults(const kr_rescan *scan, kr_arena *arena, kr_faults *out);
/* repeats.c: words that come back within a sentence or its neighbour, one fault each time. */
int kr_find_repeats(const kr_rescan *scan, kr_arena *arena, kr_faults *out);

#endif
