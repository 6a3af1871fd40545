/* A sentence as a line of words, each with the word of the base that it is: what a wording looks like
 * to those who compare its order with that of the base. */
#ifndef KR_LINE_H
#define KR_LINE_H

#include "rewrite/parse.h"

enum { KR_LONGEST_LINE = 320, KR_NOT_OF_BASE = UINT16_MAX };

typedef struct kr_line_word {
    kr_str text;
    uint32_t features;
    uint16_t sentence, at; /* of the base; at: KR_NOT_OF_BASE for a word that the rule writes */
    uint8_t tag;           /* kr_tag; of the rule's own words what the lexicon says */
    uint8_t changed;       /* another form of that word */
} kr_line_word;

typedef struct kr_line {
    kr_line_word word[KR_LONGEST_LINE];
    uint32_t count;
    int full; /* there was more */
} kr_line;

void kr_line_add(kr_line *line, kr_line_word word);
/* The words [start, end) of a sentence. */
void kr_line_add_span(kr_line *line, const kr_parse *parses, uint32_t sentence, uint32_t start,
                      uint32_t end);
/* Words that a rule writes. */
void kr_line_add_text(kr_line *line, const kr_pack *pack, kr_str text);

#endif
