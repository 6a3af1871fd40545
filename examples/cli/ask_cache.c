/* Answers kept in a folder, so that no unit is asked for twice: a file for each request, named by a
 * hash of URL, model and messages, which stand in it and are compared. The key is no part of it. */
#include "ask.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* FNV-1a (Fowler, Noll, Vo), 64 bits: a name for a file, no more. */
static uint64_t name_of(const char *text) {
    uint64_t hash = 14695981039346656037u;
    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * 1099511628211u;
    return hash;
}

static char *request_of(const ask_server *server, const json_t *messages) {
    json_t *root = json_pack("{s:s,s:s,s:O}", "url", server->url ? server->url : "", "model",
                             server->name, "messages", (json_t *)(uintptr_t)messages);
    char *text = json_dumps(root, JSON_COMPACT | JSON_SORT_KEYS);
    json_decref(root);
    return text;
}

static void path_of(char *out, size_t size, const char *folder, const char *request) {
    snprintf(out, size, "%s/%016llx.json", folder, (unsigned long long)name_of(request));
}

char *ask_cache_folder(const cli_flags *flags) {
    const char *base = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
    char path[4096];
    if (flags->cache && strcmp(flags->cache, "none") == 0)
        return NULL;
    if (flags->cache)
        snprintf(path, sizeof path, "%s", flags->cache);
    else if (base && *base == '/')
        snprintf(path, sizeof path, "%s/koor/ask", base);
    else if (home && *home)
        snprintf(path, sizeof path, "%s/.cache/koor/ask", home);
    else
        return NULL;
    for (char *slash = path + 1; (slash = strchr(slash, '/')); slash++) {
        *slash = '\0';
        mkdir(path, 0700);
        *slash = '/';
    }
    if (mkdir(path, 0700) != 0 && errno != EEXIST)
        return NULL;
    return strcpy(cli_alloc(strlen(path) + 1), path);
}

char *ask_cache_find(const char *folder, const ask_server *server, const json_t *messages) {
    char path[4200], *answer = NULL;
    char *request = folder ? request_of(server, messages) : NULL;
    if (!request)
        return NULL;
    path_of(path, sizeof path, folder, request);
    json_t *kept = json_load_file(path, 0, NULL);
    const char *same = json_string_value(json_object_get(kept, "request"));
    const char *text = json_string_value(json_object_get(kept, "answer"));
    if (same && text && strcmp(same, request) == 0)
        answer = strcpy(cli_alloc(strlen(text) + 1), text);
    json_decref(kept);
    free(request);
    return answer;
}

void ask_cache_keep(const char *folder, const ask_server *server, const json_t *messages,
                    const char *answer) {
    char path[4200], aside[4300];
    char *request = folder ? request_of(server, messages) : NULL;
    if (!request)
        return;
    path_of(path, sizeof path, folder, request);
    snprintf(aside, sizeof aside, "%s.%ld", path, (long)getpid());
    json_t *kept = json_pack("{s:s,s:s}", "request", request, "answer", answer);
    /* A cache that cannot be written only costs another request. */
    if (kept && json_dump_file(kept, aside, JSON_COMPACT) == 0)
        rename(aside, path);
    else
        unlink(aside);
    json_decref(kept);
    free(request);
}
