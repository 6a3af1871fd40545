/* A reading: the working state of one analysis, inside this stage only.
 *
 * The lexer cuts the text into raw tokens; the passes behind it (quotations, dates, figures, names)
 * join runs of them to atoms; sentences are cut last, so that no border falls inside an atom. */
#ifndef KR_READING_H
#define KR_READING_H

#include "analyse/analyse.h"

/* The lists that a pack may have, see docs/packs.md. */
#define KR_ANALYSE_LISTS(X)                                                                        \
    X(WEEKDAY, "analyse.weekday")                                                                  \
    X(WEEKDAY_SHORT, "analyse.weekday.short")                                                      \
    X(MONTH, "analyse.month")                                                                      \
    X(MONTH_SHORT, "analyse.month.short")                                                          \
    X(MONTH_WEAK, "analyse.month.weak")                                                            \
    X(DATE_BEFORE, "analyse.date.before")                                                          \
    X(DATE_GLUE, "analyse.date.glue")                                                              \
    X(DATE_RANGE, "analyse.date.range")                                                            \
    X(DAYPART, "analyse.daypart")                                                                  \
    X(RELATIVE, "analyse.relative")                                                                \
    X(YEAR_BEFORE, "analyse.year.before")                                                          \
    X(NUMBER, "analyse.number")                                                                    \
    X(NUMBER_JOIN, "analyse.number.join")                                                          \
    X(UNIT, "analyse.unit")                                                                        \
    X(CURRENCY, "analyse.currency")                                                                \
    X(CLOCK, "analyse.clock")                                                                      \
    X(CLOCK_BEFORE, "analyse.clock.before")                                                                      \
    X(ABBREVIATION, "analyse.abbreviation")                                                        \
    X(CONNECTOR, "analyse.connector")                                                              \
    X(CONNECTOR_HEAD, "analyse.connector.head")                                                    \
    X(NAME, "analyse.name")                                                                        \
    X(ARTICLE, "analyse.article")                                                                  \
    X(CODE, "analyse.code")                                                                        \
    X(SEASON, "analyse.season")                                                                    \
    X(COMMON, "analyse.common")                                                                    \
    X(SUFFIX, "analyse.suffix")                                                                    \
    X(NEGATION, "analyse.negation")                                                                \
    X(NEUTRAL, "analyse.neutral")                                                                  \
    X(NEUTRAL_OPEN, "analyse.neutral.open")                                                        \
    X(NEUTRAL_CLOSE, "analyse.neutral.close")                                                      \
    X(MODAL, "analyse.modal")                                                                      \
    X(MODAL_CAN, "analyse.modal.can")                                                              \
    X(MODAL_MAY, "analyse.modal.may")                                                              \
    X(MODAL_MUST, "analyse.modal.must")                                                            \
    X(MODAL_SHOULD, "analyse.modal.should")                                                        \
    X(MODAL_WOULD, "analyse.modal.would")                                                          \
    X(QUANTIFIER, "analyse.quantifier")                                                            \
    X(QUANTIFIER_ONLY, "analyse.quantifier.only")                                                  \
    X(QUANTIFIER_ALL, "analyse.quantifier.all")                                                    \
    X(QUANTIFIER_MANY, "analyse.quantifier.many")                                                  \
    X(QUANTIFIER_SOME, "analyse.quantifier.some")                                                  \
    X(QUANTIFIER_FEW, "analyse.quantifier.few")                                                    \
    X(QUANTIFIER_MOST, "analyse.quantifier.most")                                                  \
    X(BOUND_LEAST, "analyse.bound.least")                                                          \
    X(BOUND_MOST, "analyse.bound.most")                                                            \
    X(BOUND_OVER, "analyse.bound.over")                                                            \
    X(BOUND_UNDER, "analyse.bound.under")                                                          \
    X(BOUND_ABOUT, "analyse.bound.about")                                                          \
    X(BOUND_ONLY, "analyse.bound.only")                                                            \
    X(LINK, "analyse.link")                                                                        \
    X(LINK_VERB, "analyse.link.verb")                                                              \
    X(FIRST, "analyse.first")                                                                      \
    X(ADDRESS, "analyse.address")                                                                  \
    X(IMPERATIVE, "analyse.imperative")                                                            \
    X(FUNCTION, "analyse.function")                                                                \
    X(LEGAL, "analyse.legal")                                                                      \
    X(REPORTING, "analyse.reporting")                                                              \
    X(POINTER, "analyse.pointer")

#define KR_LIST_ID(id, name) KR_LIST_##id,
enum { KR_ANALYSE_LISTS(KR_LIST_ID) KR_LIST_COUNT };
#undef KR_LIST_ID

typedef enum kr_raw_kind {
    KR_RAW_WORD,
    KR_RAW_NUMBER, /* digits first; letters may hang on: "2.5m", "14th" */
    KR_RAW_MARK,   /* one other character */
    KR_RAW_EMOJI,
    KR_RAW_URL,
    KR_RAW_EMAIL,
    KR_RAW_MENTION,
    KR_RAW_TAG,
    KR_RAW_DATE, /* all in figures */
    KR_RAW_CLOCK,
    KR_RAW_PHONE,
    KR_RAW_VERSION,
    KR_RAW_KEYCAP
} kr_raw_kind;

typedef enum kr_caps { KR_CAPS_NONE, KR_CAPS_TITLE, KR_CAPS_UPPER, KR_CAPS_MIXED } kr_caps;

typedef struct kr_raw {
    uint32_t start, end;
    uint32_t low, low_end; /* in reading->low: lower case, straight apostrophes */
    uint32_t atom;         /* or KR_NONE */
    uint32_t sentence;
    uint8_t kind, caps;
    uint8_t space;  /* white space before it */
    uint8_t breaks; /* line ends before it: 0, 1, 2 (the first token: 2) */
    uint8_t digits; /* a word with digits in it: "B2B", "mid-2026" */
    uint8_t clitic; /* the split-off end of an English word */
    uint8_t bullet; /* opens a line as the mark of a list item */
    uint8_t opens;  /* KR_OPENS_* */
} kr_raw;

/* How far a capital at this place says nothing. */
enum { KR_OPENS_NOT, KR_OPENS_PERHAPS, KR_OPENS_SENTENCE };

typedef struct kr_reading {
    kr_job *job;
    kr_arena *arena; /* for temporary memory */
    const kr_lexer *lexer;
    const kr_pack *pack;
    const kr_pack_list *lists[KR_LIST_COUNT];
    const char *text;
    uint32_t length;
    char language[4];
    kr_raw *raws;
    uint32_t count;
    size_t capacity;
    uint32_t *numbers; /* of the phrases that begin at each token, in the pack; filled when asked */
    char *low;         /* the lower-case tokens, a space behind each */
    uint32_t low_length;
    kr_atom *atoms; /* span and kind; in order only after kr_reading_sort */
    uint32_t atom_count;
    size_t atom_capacity;
    const kr_pack_list **equals; /* the sets of words that say the same; none without a fact to ask about */
    uint32_t equal_count;
    uint8_t *title_line; /* per raw token: stands on a line in title case or capitals; NULL: none */
} kr_reading;

/* reading.c */
void kr_reading_lists(kr_reading *reading, const kr_pack *pack);
int kr_reading_in(const kr_reading *reading, int list, uint32_t raw);
/* Tokens of the longest phrase of the list that begins at `raw`, all words on one line and not
 * beyond `end`; 0 for none. */
uint32_t kr_reading_phrase(const kr_reading *reading, int list, uint32_t raw, uint32_t end);
/* Whether the tokens raw .. last are a member of that list of the reading's pack. */
int kr_reading_has(const kr_reading *reading, const kr_pack_list *list, uint32_t raw,
                   uint32_t last);
int kr_reading_forget(kr_reading *reading); /* after tokens were cut anew: 0, or -1 */
kr_str kr_raw_low(const kr_reading *reading, uint32_t raw);
int kr_raw_is(const kr_reading *reading, uint32_t raw, const char *low); /* 0 beyond the end */
int kr_raw_free(const kr_reading *reading, uint32_t raw);  /* exists, in no atom, no bullet */
int kr_raw_near(const kr_reading *reading, uint32_t raw);  /* same line as the one before */
int kr_raw_glued(const kr_reading *reading, uint32_t raw); /* no white space before */
int kr_raw_dash(const kr_reading *reading, uint32_t raw);
int32_t kr_raw_code(const kr_reading *reading, uint32_t raw); /* its first code point */
/* Makes raws first .. last one atom. */
int kr_reading_atom(kr_reading *reading, uint32_t first, uint32_t last, kr_atom_kind kind);
int kr_reading_sort(kr_reading *reading); /* atoms in order, raw tokens pointing to them */
uint64_t kr_reading_value(const kr_reading *reading, const kr_atom *atom);
/* What kind of fact it is: "9.30" is a number to the guard, whether or not a word tells that it is a time. */
uint32_t kr_reading_fact(const kr_reading *reading, const kr_atom *atom);

/* equal.c */
int kr_find_equals(kr_reading *reading); /* when the atoms are known: 0, or -1 */
/* The set of the longest phrase of the atom that begins at byte *at, which moves behind it; empty: none. */
kr_str kr_equal_set(const kr_reading *reading, const kr_atom *atom, size_t *at);

/* The passes, each in the file of its name; 0, or -1 when out of memory. */
int32_t kr_scan(kr_reading *reading);                          /* rawscan.c: KOOR_OK or an error */
int kr_split_clitics(kr_reading *reading);                     /* rawscan.c */
void kr_find_language(const kr_reading *reading, char out[4]); /* language.c */
int kr_find_quotes(kr_reading *reading);
int kr_find_dates(kr_reading *reading);
int kr_find_figures(kr_reading *reading);
int kr_find_known(kr_reading *reading, const kr_post *known); /* names.c */
int kr_find_set_names(kr_reading *reading);                   /* names.c */
int kr_find_names(kr_reading *reading);
void kr_find_openers(kr_reading *reading); /* names.c */
void kr_find_bullets(kr_reading *reading); /* bullets.c */
int kr_find_sentences(kr_reading *reading, kr_arena *arena, kr_post *out);
int kr_make_tokens(kr_reading *reading, kr_arena *arena, kr_post *out);
/* One word or phrase that the ledger counts. */
typedef struct kr_weight {
    uint32_t raw, end;
    uint32_t kind;  /* KR_FACT_NEGATION, _MODAL, _QUANTIFIER */
    uint64_t value; /* its class */
} kr_weight;
/* The next one at or behind *raw, which moves behind it: 1, or 0 at the end. `neutral` marks the
 * tokens that stand in set phrases (kr_find_neutral). */
int kr_next_weight(const kr_reading *reading, const uint8_t *neutral, uint32_t *raw,
                   kr_weight *out);
uint8_t *kr_find_neutral(const kr_reading *reading);             /* NULL: no memory */
int kr_weigh_sentences(const kr_reading *reading, kr_post *out); /* ledger.c: counts */
void kr_flag_sentences(const kr_reading *reading, kr_post *out); /* flags.c */
kr_intent kr_find_intent(const kr_reading *reading, const kr_post *post);

#endif
