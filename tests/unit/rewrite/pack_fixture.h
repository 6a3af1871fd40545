/* Compiles a pack that a test writes in its own source. */
#ifndef KR_PACK_FIXTURE_H
#define KR_PACK_FIXTURE_H

#include "koor.h"
#include "rewrite/packs.h"
#include "unit.h"

static inline kr_pack *compile_pack(const char *text, int32_t wanted, const char *message) {
    koor_error *error = NULL;
    kr_pack *pack = NULL;
    kr_job job;
    kr_pack_file file = {kr_str_of("test.pack"), kr_str_of(text)};
    kr_job_start(&job, &kr_memory_default, &error);
    int32_t status = kr_pack_compile(&job, &pack, NULL, &file, 1);
    if (status != wanted)
        fail_msg("%d: %s", status, error ? koor_error_message(error) : "");
    if (message)
        assert_string_equal(koor_error_message(error), message);
    koor_error_free(error);
    kr_job_end(&job);
    return pack;
}

#endif
