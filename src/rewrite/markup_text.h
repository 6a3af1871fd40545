/* Markup before it is parsed: see markup_text.c. */
#ifndef KR_MARKUP_TEXT_H
#define KR_MARKUP_TEXT_H

#include "rewrite/markup.h"

/* Bytes that valid UTF-8 never has, put in for what must not be read as markup any more. */
enum {
    KR_MARK_ESCAPE = 0xF8,     /* and 0x80 + a place in KR_MARKUP_SPECIALS */
    KR_MARK_LOCK = 0xF9,       /* a locked text begins, */
    KR_MARK_UNLOCK = 0xFA,     /* and ends */
    KR_MARK_DEFINITION = 0xFB, /* and four bytes of six bits: the value of a definition */
    KR_MARK_TEST = 0xFC,       /* behind a brace, the same: a condition on a definition, */
    KR_MARK_TEST_NOT = 0xFD,   /* or on its opposite */
    KR_MARK_LENGTH = 5
};
extern const char KR_MARKUP_SPECIALS[];

/* Text with such bytes. `origin`, where it is not NULL: for each byte the one of the source. */
typedef struct kr_flat {
    char *at;
    size_t length, capacity;
    uint32_t *origin;
} kr_flat;

typedef struct kr_directive {
    kr_str name; /* lower case */
    kr_str value;
    size_t start, end; /* its line in the flat text, without what ends the line */
    int def;
    int last; /* no later one has its name */
} kr_directive;

typedef struct kr_directives {
    kr_directive *at;
    size_t count, capacity;
    uint32_t *slots; /* by name: index + 1 of its last definition */
    size_t slot_mask;
} kr_directives;

/* What all files of the markup pass around. `failed`: out of memory, checked at the end. */
typedef struct kr_markup_work {
    kr_job *job;
    const kr_settings *settings;
    const kr_markup_input *input;
    kr_markup_result *result;
    int failed;
    int nested;  /* an included text: names may be defined by the one that includes it */
    int limited; /* a limit was passed: the result is no graph */
} kr_markup_work;

/* The static checks, added to what the result holds. */
int32_t kr_markup_check_into(kr_markup_work *work);

int32_t kr_markup_read(kr_markup_work *work, kr_str text, kr_flat *out);
void kr_markup_find_directives(kr_markup_work *work, const kr_flat *flat, kr_directives *out);
/* The last definition of a name, or NULL; the name in any case. */
const kr_directive *kr_markup_definition_of(kr_markup_work *work, const kr_directives *directives,
                                            kr_str name);
/* The host's value of a name, or NULL. */
const kr_markup_value *kr_markup_host_value(const kr_markup_work *work, kr_str name);
/* The text without the lines of its directives. */
void kr_markup_body(kr_markup_work *work, const kr_flat *flat, const kr_directives *directives,
                    kr_flat *out);

/* Adds a problem at a byte of the source; `format` as of kr_fail. */
void kr_markup_report(kr_markup_work *work, const char *code, int error, size_t offset,
                      const char *format, ...) KR_PRINTF(5, 6);
static inline size_t kr_flat_origin(const kr_flat *flat, size_t at) {
    return flat->origin && at < flat->length ? flat->origin[at] : 0;
}

/* Appending; on failure work->failed. */
void kr_flat_add(kr_markup_work *work, kr_flat *flat, const char *bytes, size_t length,
                 uint32_t origin);
void kr_flat_copy(kr_markup_work *work, kr_flat *flat, const kr_flat *from, size_t start,
                  size_t end);

/* ---- scanning
 * -------------------------------------------------------------------------------------- */

static inline int kr_is_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static inline int kr_is_blank(char c) {
    return c == ' ' || c == '\t';
}

/* Space, tab, line feed, carriage return, form feed, vertical tab: no other class anywhere. */
static inline int kr_is_ascii_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* The length of the line terminator at `at`: LF, CR, U+2028, U+2029; 0 for none. */
size_t kr_line_end(kr_str text, size_t at);
/* 1 where a line starts at `at`. */
int kr_line_start(kr_str text, size_t at);
/* A %name% at `at`: its length with the signs, the name in `out`; 0 for none. */
size_t kr_markup_reference(kr_str text, size_t at, kr_str *out);
/* A {?name? or {?!name? or {?name=value? at `at`, where the brace is: the length up to behind the
 * second question mark; 0 for none. value.at is NULL where there is none. */
typedef struct kr_markup_test {
    kr_str name, value;
    int inverted;
} kr_markup_test;
size_t kr_markup_condition(kr_str text, size_t at, kr_markup_test *out);
/* An #include line at `at`, where a line starts: its length without the terminator; 0 for none. */
size_t kr_markup_include(kr_str text, size_t at, kr_str *out_name);
/* 1 where "{plural" and white space stand at `at`. */
int kr_markup_is_plural(kr_str text, size_t at);
/* For each byte the place of the bracket that it matches, or KR_NONE: {} and [], well nested. NULL
 * when out of memory. */
uint32_t *kr_markup_match(kr_markup_work *work, kr_str text);
/* The first | at depth 0 from `at` on, or `end`. */
size_t kr_markup_pipe(kr_str text, const uint32_t *match, size_t at, size_t end);
kr_str kr_markup_trim(kr_str text);                        /* ASCII white space at both ends */
kr_str kr_markup_lower(kr_markup_work *work, kr_str name); /* ASCII */
/* 1 where there is anything but white space. */
int kr_markup_truthy(kr_str text);

/* ---- plurals and permutations, as checking and building read them
 * ---------------------------------- */

/* How many forms a locale has, and which one a count takes: 0-based; -1 where the count is none. */
uint32_t kr_plural_arity(const char *locale);
int kr_plural_form(const char *locale, kr_str count);

typedef struct kr_permutation_config {
    size_t body; /* where the items begin */
    kr_str keys; /* between < and >; length 0 for none */
    kr_str separator, last;
    int has_last;
    int64_t least, most; /* -1: not given */
} kr_permutation_config;
/* Reads what follows the [ of a permutation whose text is [at, end). */
void kr_markup_config(kr_str text, size_t at, size_t end, kr_permutation_config *out);
/* What stands between < and > behind a [, whether it is a configuration or not; 0 for none. */
int kr_markup_keys(kr_str text, size_t at, size_t end, kr_str *out);

#endif
