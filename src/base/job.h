/* Job: what every stage is handed. The allocator, an arena for what lives as long as the job, and
 * where an error goes. A job belongs to one thread. */
#ifndef KR_JOB_H
#define KR_JOB_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"

typedef struct kr_job {
    const kr_memory *memory;
    kr_arena arena;
    koor_error **error; /* the caller's out_error; may be NULL */
    int32_t (*progress)(const char *stage, uint64_t done, uint64_t total, void *user);
    void *user;
} kr_job;

void kr_job_start(kr_job *job, const kr_memory *memory, koor_error **error);
void kr_job_end(kr_job *job);

/* By these a compiler sees which code a failure gives, and that it is none of success. */
static inline int32_t kr_code_of(int32_t code, int32_t given) {
    (void)given;
    return code;
}

#define kr_fail(job, code, path, offset, ...)                                                      \
    kr_code_of((code),                                                                             \
               kr_fail_at((job)->memory, (job)->error, (code), (path), (offset), __VA_ARGS__))

static inline int32_t kr_nomem(const kr_job *job) {
    kr_fail_at(job->memory, job->error, KOOR_E_NOMEM, "", -1, "%s", "");
    return KOOR_E_NOMEM;
}

/* Tells how far a stage is: 0, or KOOR_E_CANCELLED where the host asked to stop. */
int32_t kr_job_progress(kr_job *job, const char *stage, uint64_t done, uint64_t total);

#endif
