/* Paths in JSON text: see locate.h. A parser would lose the places, so the text is walked as it is; that it is
 * valid was checked before. */
#include "locate.h"

#include <stdlib.h>
#include <string.h>

static const char *skip_space(const char *at) {
    return at + strspn(at, " \t\r\n");
}

/* Behind a string that begins at `at`. */
static const char *skip_string(const char *at) {
    for (at++; *at && *at != '"'; at++)
        at += *at == '\\' && at[1];
    return *at ? at + 1 : at;
}

/* Behind a value. */
static const char *skip_value(const char *at) {
    int depth = 0;
    do {
        at = skip_space(at);
        if (*at == '"') {
            at = skip_string(at);
            continue;
        }
        depth += *at == '{' || *at == '[';
        depth -= *at == '}' || *at == ']';
        if (strchr("{}[],:", *at))
            at += *at != '\0';
        else
            at += strcspn(at, " \t\r\n{}[],:\"");
    } while (*at && depth > 0);
    return at;
}

/* What is left of the path behind `key`, NULL where it does not begin with it. */
static const char *behind(const char *path, const char *key, size_t length) {
    if (strncmp(path, key, length) != 0)
        return NULL;
    path += length;
    return *path == '.' ? path + 1 : *path == '[' || !*path ? path : NULL;
}

static const char *locate(const char *at, const char *path);

static const char *locate_member(const char *at, const char *path) {
    at = skip_space(at + 1);
    while (*at == '"') {
        const char *key = at + 1, *end = skip_string(at);
        const char *rest = behind(path, key, (size_t)(end - 1 - key));
        const char *value = skip_space(end);
        value = skip_space(value + (*value == ':'));
        const char *found = rest ? locate(value, rest) : NULL;
        if (found)
            return found;
        at = skip_space(skip_value(value));
        at = skip_space(at + (*at == ','));
    }
    return NULL;
}

static const char *locate_element(const char *at, const char *path) {
    char *rest;
    unsigned long index = strtoul(path + 1, &rest, 10);
    if (*rest != ']')
        return NULL;
    rest += rest[1] == '.' ? 2 : 1;
    at = skip_space(at + 1);
    for (; index > 0 && *at && *at != ']'; index--) {
        at = skip_space(skip_value(at));
        at = skip_space(at + (*at == ','));
    }
    return index || !*at || *at == ']' ? NULL : locate(at, rest);
}

static const char *locate(const char *at, const char *path) {
    at = skip_space(at);
    if (!*path)
        return at;
    if (*at == '{')
        return locate_member(at, path);
    return *at == '[' && *path == '[' ? locate_element(at, path) : NULL;
}

int cli_locate(const char *text, const char *path, size_t *out) {
    const char *found = *path ? locate(text, path) : NULL;
    const char *options = found ? NULL : locate(text, "options");
    if (options)
        found = locate(options, path);
    if (!found)
        return 0;
    *out = (size_t)(found - text);
    return 1;
}
