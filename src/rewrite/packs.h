/* Packs: compiled from text, found by language, checked by their own examples. See docs/packs.md. */
#ifndef KR_PACKS_H
#define KR_PACKS_H

#include "base/job.h"
#include "model/pack.h"

#include <stdint.h>

typedef struct kr_pack_file {
    kr_str name; /* for errors and reports: a path, or "" */
    kr_str text; /* UTF-8 */
} kr_pack_file;

/* The pack of a language that the library brings; NULL where it has none. Constant data. */
const kr_pack *kr_pack_builtin(const char *language);

/* Compiles files of one language, on top of `base` where it is not NULL (its lists, lexicon and rules
 * are all in the result). The pack is one block of `job->memory`: kr_pack_free. Errors: KOOR_E_UTF8,
 * KOOR_E_SYNTAX (path: the file, offset: the byte, the message has line and column),
 * KOOR_E_LANGUAGE for a file of another language, KOOR_E_NOMEM. */
int32_t kr_pack_compile(kr_job *job, kr_pack **out, const kr_pack *base, const kr_pack_file *files,
                        size_t count);
void kr_pack_free(const kr_memory *memory, kr_pack *pack);

#endif
