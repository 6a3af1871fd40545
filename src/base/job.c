/* The job that every stage is handed: see job.h. */
#include "base/job.h"

void kr_job_start(kr_job *job, const kr_memory *memory, koor_error **error) {
    *job = (kr_job){.memory = memory, .error = error};
    kr_arena_start(&job->arena, memory);
}

void kr_job_end(kr_job *job) {
    kr_arena_end(&job->arena);
}

int32_t kr_job_progress(kr_job *job, const char *stage, uint64_t done, uint64_t total) {
    if (!job->progress || job->progress(stage, done, total, job->user) == 0)
        return KOOR_OK;
    return kr_fail(job, KOOR_E_CANCELLED, stage, -1, "cancelled by the progress callback");
}
