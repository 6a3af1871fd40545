/* A compiled pack: the wording of one language as the stages read it. Made by the pack compiler of
 * the rewrite stage (at build time for the packs of the library), read-only, shared by threads. */
#ifndef KR_PACK_H
#define KR_PACK_H

#include "base/hash.h"
#include "base/text.h"

typedef struct kr_pack kr_pack;

/* "nl", "en". */
const char *kr_pack_language(const kr_pack *pack);
uint32_t kr_pack_rule_count(const kr_pack *pack);
/* Of all that the pack says: equal packs, equal fingerprints. Reads the whole pack. */
kr_hash128 kr_pack_fingerprint(const kr_pack *pack);

/* Membership in a list (docs/packs.md, "Lines"): the word or phrase is given in lower case, tokens
 * separated by one space. 0 too where the pack has no such list. */
typedef struct kr_pack_list kr_pack_list;
const kr_pack_list *kr_pack_find_list(const kr_pack *pack, const char *name); /* NULL: none */
int kr_list_has(const kr_pack_list *list, kr_str phrase);
/* The same in two steps, for a caller that asks many lists of one pack about one phrase: its number
 * in the pack (UINT32_MAX: in no list, no word), and whether the list has that number. */
uint32_t kr_pack_number(const kr_pack *pack, kr_str phrase);
int kr_list_has_number(const kr_pack_list *list, uint32_t number);
/* The longest phrase of the list, in tokens: how far a caller needs to look. */
uint32_t kr_list_longest(const kr_pack_list *list);
uint32_t kr_list_count(const kr_pack_list *list);
kr_str kr_list_at(const kr_pack_list *list, uint32_t index);
/* The lists whose name begins with `prefix`, one behind the other: the first behind `after` (NULL: of all);
 * NULL: no more. */
const kr_pack_list *kr_pack_next_list(const kr_pack *pack, const char *prefix,
                                      const kr_pack_list *after);
kr_str kr_list_name(const kr_pack_list *list);

/* Classes of a word as a set of bits; 0 for a word that the lexicon does not know. */
enum {
    KR_WORD_NOUN = 1,
    KR_WORD_VERB = 2,
    KR_WORD_ADJ = 4,
    KR_WORD_ADV = 8,
    KR_WORD_DET = 16,
    KR_WORD_POSS = 32,
    KR_WORD_PRON = 64,
    KR_WORD_PREP = 128,
    KR_WORD_CONJ = 256,
    KR_WORD_SUB = 512,
    KR_WORD_MODAL = 1024,
    KR_WORD_NUM = 2048,
    KR_WORD_INTERJECTION = 4096
};
uint32_t kr_pack_classes(const kr_pack *pack, kr_str lower);
/* The word that it is a form of: "opening" gives "open". Of several the shortest; the word itself where
 * the lexicon does not know it. */
kr_str kr_pack_lemma(const kr_pack *pack, kr_str lower);

#endif
