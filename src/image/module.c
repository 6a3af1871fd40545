/* Finds and opens the module koor-vips.so: the file that image.module_path names, else the one
 * beside the library; where that is a part of a program, beside the program or where the build
 * installed it. Opened with RTLD_LOCAL, so that its GLib and libvips meet nobody else's
 * (sharp brings its own), and never closed, because GLib cannot be. Asking again costs a look-up by
 * the loader; koor keeps no global. */
#define _GNU_SOURCE
#include "image/source.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

static const char file_name[] = "koor-vips.so";

/* An address inside this library, to ask the loader where it lies. */
static const char anchor = 0;

static char *beside_library(kr_job *job) {
    Dl_info info;
    if (!dladdr(&anchor, &info) || !info.dli_fname)
        return kr_arena_string(&job->arena, file_name, sizeof file_name - 1);
    const char *slash = strrchr(info.dli_fname, '/');
    size_t folder = slash ? (size_t)(slash - info.dli_fname) + 1 : 0;
    char *path = kr_arena_alloc(&job->arena, folder + sizeof file_name, 1);
    if (path) {
        memcpy(path, info.dli_fname, folder);
        memcpy(path + folder, file_name, sizeof file_name);
    }
    return path;
}

/* Why it could not be opened, as data: the loader's own words are kept for the error. */
static const kr_module *open_file(const char *path, const char **out_why) {
    void *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (!handle) {
        *out_why = dlerror();
        return NULL;
    }
    const kr_module *const *module = dlsym(handle, KR_MODULE_SYMBOL);
    if (!module || (*module)->version != KR_MODULE_VERSION) {
        *out_why = "it belongs to another release of koor";
        return NULL;
    }
    return *module;
}

int32_t kr_module_open(kr_job *job, const kr_settings *settings, const char *needed_by,
                       const kr_module **out) {
    const char *given = settings->text[KR_OPT_IMAGE_MODULE_PATH], *why = "";
    const char *path = given && *given ? given : beside_library(job);
    if (!path)
        return kr_nomem(job);
    *out = open_file(path, &why);
#ifdef KR_MODULE_FOLDER
    if (!*out && path != given) {
        path = KR_MODULE_FOLDER "/koor-vips.so";
        *out = open_file(path, &why);
    }
#endif
    if (*out || !needed_by)
        return KOOR_OK;
    return kr_fail(
        job, KOOR_E_FEATURE, needed_by, -1,
        "PNG, WebP, GIF, CMYK, wide colour and text on pictures need the module %s, which "
        "cannot be opened (%s): install libvips, put the module beside the library or "
        "name it in image.module_path; or use JPEG files in sRGB",
        path, why ? why : "no reason given");
}
