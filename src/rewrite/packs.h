/* Packs: compiled from text, found by language, checked by their own examples. See docs/packs.md. */
#ifndef KR_PACKS_H
#define KR_PACKS_H

#include "base/job.h"
#include "model/pack.h"
#include "rewrite/rewrite.h"

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

/* ---- checking ---- */

/* What the checks need from other stages: handed in, so that this one knows none of them. */
typedef struct kr_pack_checker {
    int32_t (*analyse)(kr_job *job, const kr_pack *pack, kr_str text, kr_post *out, void *user);
    /* Calls `each` with the text of every walk of the graph, at most `most`; a result other than 0
     * ends it. */
    int32_t (*walks)(kr_job *job, const kr_graph *graph, uint32_t most,
                     int (*each)(kr_str text, void *each_user), void *each_user, void *user);
    kr_admit admit; /* the guard, or NULL */
    void *user;
} kr_pack_checker;

typedef struct kr_pack_problem {
    kr_str file, rule;
    uint32_t line;
    const char *message;      /* what is wrong */
    kr_str text, wanted, got; /* the example; what it asks for; the nearest that the rule gives */
} kr_pack_problem;

typedef struct kr_pack_verdict {
    kr_pack_problem *problems; /* in the job's arena */
    size_t problem_count;
    uint32_t rules, says, examples; /* of the files */
} kr_pack_verdict;

/* Compiles `files` on top of `base` and runs the examples of those rules whose file is not in the
 * first `silent` ones: each through the real engine, with that rule alone. Errors are those of
 * kr_pack_compile; what the examples find is in the verdict. */
int32_t kr_pack_check(kr_job *job, const kr_pack *base, const kr_pack_file *files, size_t count,
                      size_t silent, const kr_pack_checker *checker, kr_pack_verdict *out);

#endif
