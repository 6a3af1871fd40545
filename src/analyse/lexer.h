/* The compiled pattern of the lexer and one match with it. */
#ifndef KR_LEXER_H
#define KR_LEXER_H

#include "analyse/reading.h"

typedef struct kr_lexer_match kr_lexer_match;

/* State of one scan; NULL when out of memory. */
kr_lexer_match *kr_lexer_start(const kr_lexer *lexer);
void kr_lexer_end(kr_lexer_match *match);
/* The kind of the token at `at` (not white space) and its end: 0, or -1 when out of memory. */
int kr_lexer_token(kr_lexer_match *match, kr_str text, size_t at, kr_raw_kind *kind, size_t *end);

#endif
