/* The second scanner at work: its place in the text and in the sentence, and the characters it asks for.
 * Between the chunk reader (rescan.c), whole texts (rescantext.c) and quotations (requote.c). */
#ifndef KR_RESCANWALK_H
#define KR_RESCANWALK_H

#include "guard/rescan.h"

typedef struct kr_rescan_walk {
    kr_rescan *scan;
    size_t at;
    uint32_t sentence, clause;
    int fresh;       /* nothing of the sentence was read yet */
    int loose;       /* a capital says nothing here: behind a colon, bracket, quotation mark */
    int32_t pending; /* a currency sign that stands alone */
    /* of the sentence that is read: */
    uint32_t first, words; /* units and words before it */
    int looked_back;       /* what was read of it depends on what stands before it */
} kr_rescan_walk;

static inline int32_t kr_code_at(kr_str text, size_t at) {
    return at < text.length ? kr_utf8_next(text.at, text.length, &at) : 0;
}

static inline int kr_is_quote_mark(int32_t code) {
    return code == '"' || code == '\'' || code == '`' || (code >= 0x2018 && code <= 0x201F) ||
           code == 0xAB || code == 0xBB;
}

static inline int kr_is_opening_mark(int32_t code) {
    return code == '(' || code == '[' || code == '{' || kr_is_quote_mark(code) || code == 0xBF ||
           code == 0xA1 || code == '*' || code == '_' || code == '<' || code == '~';
}

static inline int kr_is_closing_mark(int32_t code) {
    return code == ')' || code == ']' || code == '}' || kr_is_quote_mark(code) || code == '.' ||
           code == ',' || code == ';' || code == ':' || code == '!' || code == '?' ||
           code == 0x2026 || code == '*' || code == '_' || code == '>' || code == '|';
}

static inline int kr_is_picture(int32_t code) {
    return code > 0x2000 && (kr_is_emoji(code) || kr_is_invisible(code));
}

static inline int kr_is_currency(int32_t code) {
    return code == '$' || code == 0xA3 || code == 0xA5 || (code >= 0x20A0 && code <= 0x20BF);
}

static inline int kr_is_dash(int32_t code) {
    return code == '-' || (code >= 0x2012 && code <= 0x2015);
}

/* The close of the sentence at hand, made where there is none; NULL when out of memory. */
kr_close *kr_walk_close(kr_rescan_walk *w);
/* Nothing where nothing of it was read yet. */
void kr_walk_end_sentence(kr_rescan_walk *w, int32_t mark);
kr_unit *kr_walk_unit(kr_rescan_walk *w, size_t start, size_t end, kr_unit_kind kind);
/* A chunk between white space: 0, or -1 when out of memory. */
int kr_walk_chunk(kr_rescan_walk *w, size_t start, size_t end);
/* The end of the white space from `at` on, and how many line ends it has. */
size_t kr_walk_skip_space(const kr_rescan_walk *w, size_t at, uint32_t *lines);
/* The first letter behind a place, marks and pictures skipped; 0 at a line end. */
int32_t kr_walk_next_letter(kr_str text, size_t at);
/* All quotations of the text, as units behind the others. */
int kr_walk_quotations(kr_rescan_walk *w);

#endif
