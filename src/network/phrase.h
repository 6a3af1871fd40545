/* Phrases in a text: whole words, without case, whatever white space or apostrophe the writer used.
 */
#ifndef KR_PHRASE_H
#define KR_PHRASE_H

#include "model/post.h"

/* The end of `phrase` (lower case, one space between words; contractions whole or as a pack
 * splits them) where it stands at text[at], or 0. A phrase that begins or ends with a letter or
 * digit does so at the edge of a word. */
size_t kr_network_phrase_end(kr_str text, size_t at, kr_str phrase);
/* The next of the phrases at or after *at: its index, or KR_NONE at the end. *at goes behind it;
 * where several begin at one place the longest is taken. */
uint32_t kr_network_phrase_next(kr_str text, size_t *at, const kr_str *phrases, uint32_t count,
                                kr_span *out);

#endif
