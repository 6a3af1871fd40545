/* Analyse: from the bytes of a post to atoms, tokens, sentences, ledger, language and intent.
 *
 * Takes UTF-8, gives a kr_post whose text is in NFC. Word lists come from the pack of the language;
 * without a pack the figures, links, marks and sentences are still found, words say nothing. */
#ifndef KR_ANALYSE_H
#define KR_ANALYSE_H

#include "base/job.h"
#include "model/facts.h"
#include "model/pack.h"
#include "model/post.h"
#include "model/settings.h"

/* The compiled patterns: made once, never written to after, shared by threads. */
typedef struct kr_lexer kr_lexer;
int32_t kr_lexer_open(kr_job *job, kr_lexer **out);
void kr_lexer_close(kr_lexer *lexer); /* NULL is fine */

typedef struct kr_analyse_input {
    kr_str text;
    kr_str language; /* "nl"; empty: it is detected */
    const kr_pack *const *packs;
    size_t pack_count;
    const kr_settings *settings; /* NULL: no limits */
    const kr_span *locked;       /* what the author locks, disclosures: bytes of `text` */
    size_t locked_count;
    const kr_lexer *lexer; /* NULL: compiled for this call */
} kr_analyse_input;

/* The post lives in `arena`. KOOR_E_UTF8 with the offset of the bad byte, KOOR_E_EMPTY for white
 * space only, KOOR_E_LIMIT beyond post.max_bytes, KOOR_E_RANGE for a lock outside the text. */
int32_t kr_analyse(kr_job *job, const kr_analyse_input *input, kr_arena *arena, kr_post *out);

/* "nl", "en", "de", "fr", "es", "it", "pt"; "und" for another language; "" where the text has no
 * words that tell. The text is valid UTF-8. */
int32_t kr_detect_language(kr_job *job, const kr_lexer *lexer, kr_str text, char out[4]);

/* The facts of a piece of text by the same lexer, for the guard (a kr_facts_reader): `reader` is a
 * kr_analyse_reader. Names, quotations and locks of the post are known by their wording. */
typedef struct kr_analyse_reader {
    const kr_lexer *lexer;
    const kr_pack *pack; /* of the post's language; may be NULL */
    const kr_post *post; /* the base; may be NULL */
} kr_analyse_reader;
int32_t kr_analyse_facts(kr_job *job, kr_str text, kr_arena *arena, kr_facts *out,
                         const void *reader);

#endif
