/* Agreement and morphology: the forms that texts ask for, from the lexicon. */
#ifndef KR_AGREE_H
#define KR_AGREE_H

#include "rewrite/match.h"

/* A form of a word that a text asks for. `out` is a string of the pack; 0, or -1 where the lexicon
 * does not know it (then there is no alternative). */
int kr_agree_verb(const kr_parse *parses, const kr_match *match, const kr_piece *piece,
                  kr_str *out);
int kr_agree_slot(const kr_parse *parses, const kr_match *match, const kr_piece *piece,
                  kr_str *out);
/* Behind the determiners of a noun phrase: its first other word. */
uint16_t kr_agree_bare(const kr_parse *parse, const kr_binding *slot);
/* The article that a noun phrase takes; empty for none, -1 where its gender is not known. */
int kr_agree_article(const kr_parse *parse, const kr_binding *slot, int definite, kr_str *out);
/* Whether English "a" becomes "an" in front of the text. */
int kr_vowel_sound(kr_str text);

/* A Dutch infinitive as it stands behind "te": "in" and "schrijven", or "" and "werken". */
int kr_agree_te(const kr_parse *parses, const kr_binding *slot, kr_str *out_particle,
                kr_str *out_rest);

#endif
