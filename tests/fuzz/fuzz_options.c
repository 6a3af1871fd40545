/* Any text as the value of any option: what is taken can be written, and read back to the same. */
#include "fuzz_bytes.h"
#include "koor.h"
#include "options/options.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fuzz_bytes in = {data, size};
    kr_job job;
    koor_error *error = NULL;
    kr_settings settings, again;
    kr_buffer written, rewritten;
    kr_option_id id = (kr_option_id)(take_byte(&in) % KR_OPTION_COUNT);
    const char *key = koor_option_name((size_t)id);
    kr_job_start(&job, &kr_memory_default, &error);
    kr_options_start(&settings);
    kr_options_start(&again);
    kr_buffer_start(&written, &kr_memory_default);
    kr_buffer_start(&rewritten, &kr_memory_default);
    int32_t status =
        kr_options_set(&job, &job.arena, &settings, key, (kr_str){(const char *)in.at, in.left});
    must((status < 0) == (error != NULL));
    if (status == KOOR_OK) {
        kr_options_write(&written, &settings, id);
        kr_str value = {written.data ? written.data : "", written.length};
        must(kr_options_set(&job, &job.arena, &again, key, value) == KOOR_OK);
        kr_options_write(&rewritten, &again, id);
        must(rewritten.length == written.length &&
             memcmp(rewritten.data ? rewritten.data : "", value.at, value.length) == 0);
    }
    koor_error_free(error);
    kr_buffer_end(&written);
    kr_buffer_end(&rewritten);
    kr_job_end(&job);
    return 0;
}
