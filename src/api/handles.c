/* What the calls of the public API share: see handles.h. */
#include "api/handles.h"

#include <string.h>

kr_str kr_given(const char *text, size_t length) {
    if (!text)
        return (kr_str){"", 0};
    return (kr_str){text, length == SIZE_MAX ? strlen(text) : length};
}

int32_t kr_check_text(kr_job *job, kr_str text, const char *path, const char *what) {
    size_t valid = kr_utf8_valid(text.at, text.length);
    const char *nul = text.length ? memchr(text.at, '\0', valid) : NULL;
    if (nul)
        return kr_fail(job, KOOR_E_VALUE, path, nul - text.at,
                       "the %s has a NUL byte here, which no text has: write it in UTF-8", what);
    if (valid < text.length)
        return kr_fail(job, KOOR_E_UTF8, path, (int64_t)valid,
                       "the %s is not valid UTF-8 here: write it in UTF-8", what);
    return KOOR_OK;
}

void kr_hand_out(kr_str text, char *buffer, size_t capacity, size_t *out_length) {
    if (out_length)
        *out_length = text.length;
    if (!buffer || capacity == 0)
        return;
    size_t length = kr_utf8_fit(text.at, text.length, capacity - 1);
    memcpy(buffer, text.at, length);
    buffer[length] = '\0';
}

const char *koor_version(void) {
    return KOOR_VERSION;
}
