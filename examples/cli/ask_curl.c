/* Opens libcurl when a model is asked, and not before: it brings some thirty libraries along, and linking it made
 * every other command of koor start 4 ms later, four fifths of what `koor version` takes. */
#include "ask_curl.h"

#include <dlfcn.h>
#include <string.h>

#ifdef __APPLE__
static const char file_name[] = "libcurl.4.dylib";
#else
static const char file_name[] = "libcurl.so.4";
#endif

typedef struct symbol {
    const char *name;
    void *place; /* of the pointer to the function */
} symbol;

int ask_curl_open(ask_curl *out, const char **out_why) {
    const symbol symbols[] = {
        {"curl_global_init", &out->global_init},     {"curl_easy_init", &out->easy_init},
        {"curl_easy_setopt", &out->easy_setopt},     {"curl_easy_perform", &out->easy_perform},
        {"curl_easy_getinfo", &out->easy_getinfo},   {"curl_easy_strerror", &out->easy_strerror},
        {"curl_easy_reset", &out->easy_reset},       {"curl_easy_cleanup", &out->easy_cleanup},
        {"curl_slist_append", &out->slist_append},   {"curl_slist_free_all", &out->slist_free_all},
    };
    void *library = dlopen(file_name, RTLD_NOW | RTLD_LOCAL);
    for (size_t i = 0; library && i < sizeof symbols / sizeof *symbols; i++) {
        void *found = dlsym(library, symbols[i].name);
        memcpy(symbols[i].place, &found, sizeof found); /* POSIX: both kinds of pointers are alike */
        if (!found)
            library = NULL;
    }
    *out_why = library ? NULL : dlerror();
    return library ? 0 : -1;
}
