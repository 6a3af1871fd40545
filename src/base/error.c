/* Errors as objects that the caller owns: see error.h. Out of memory is one static object, so that
 * saying it needs no memory. Message and path are UTF-8 whatever went into them: the name of a file
 * need not be, and a binding that decodes strictly would lose the error over it. */
#include "base/error.h"
#include "base/text.h"
#include "koor.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct koor_error {
    kr_memory memory; /* by value: an error may outlive the engine that made it */
    int32_t code;
    int64_t offset;
    const char *message, *path;
};

static const koor_error out_of_memory = {
    .code = KOOR_E_NOMEM,
    .offset = -1,
    .message = "out of memory: give the process more, or plan fewer people at a time",
    .path = "",
};

KR_PRINTF(3, 0)
static koor_error *make(const kr_memory *memory, const char *path, const char *format,
                        va_list list) {
    va_list again;
    va_copy(again, list);
    /* NOLINTNEXTLINE(clang-analyzer-valist.Uninitialized): va_copy set it */
    int size = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (size < 0)
        return NULL;
    size_t path_size = strlen(path) + 1;
    koor_error *error = kr_alloc(memory, 1, sizeof *error + (size_t)size + 1 + path_size);
    if (!error)
        return NULL;
    char *message = (char *)(error + 1);
    vsnprintf(message, (size_t)size + 1, format, list);
    memcpy(message + size + 1, path, path_size);
    kr_utf8_mend(message, (size_t)size);
    kr_utf8_mend(message + size + 1, path_size - 1);
    *error = (koor_error){.memory = *memory, .message = message, .path = message + size + 1};
    return error;
}

int32_t kr_fail_at(const kr_memory *memory, koor_error **out, int32_t code, const char *path,
                   int64_t offset, const char *format, ...) {
    if (!out || *out)
        return code;
    if (code != KOOR_E_NOMEM) {
        va_list list;
        va_start(list, format);
        *out = make(memory, path ? path : "", format, list);
        va_end(list);
    }
    if (!*out) {
        *out = (koor_error *)(uintptr_t)&out_of_memory; /* never written to: see koor_error_free */
        return KOOR_E_NOMEM;
    }
    (*out)->code = code;
    (*out)->offset = offset;
    return code;
}

int32_t koor_error_code(const koor_error *error) {
    return error ? error->code : KOOR_OK;
}

const char *koor_error_message(const koor_error *error) {
    return error ? error->message : "";
}

const char *koor_error_path(const koor_error *error) {
    return error ? error->path : "";
}

int64_t koor_error_offset(const koor_error *error) {
    return error ? error->offset : -1;
}

void koor_error_free(koor_error *error) {
    if (!error || error == &out_of_memory)
        return;
    kr_memory memory = error->memory;
    kr_free(&memory, error);
}

const char *koor_error_name(int32_t code) {
    switch (code) {
    case KOOR_OK:
        return "KOOR_OK";
#define KR_ERROR(name, number, help)                                                               \
    case number:                                                                                   \
        return #name;
#include "base/errors.def"
#undef KR_ERROR
    default:
        return "";
    }
}
