/* What the calls of the public API share: see handles.h. */
#include "api/handles.h"

#include <string.h>

kr_str kr_given(const char *text, size_t length) {
    if (!text)
        return (kr_str){"", 0};
    return (kr_str){text, length == SIZE_MAX ? strlen(text) : length};
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
