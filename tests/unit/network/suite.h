/* Reads a JSON suite of the shared test data; where there is none, NULL, and the test is left out with the reason. */
#ifndef KR_SUITE_H
#define KR_SUITE_H

#include "unit.h"

#include "base/text.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

static json_t *suite_open(const char *name) {
    const char *shared = getenv("KOOR_SHARED");
    char path[4096];
    snprintf(path, sizeof path, "%s/corpus/twitter-text/conformance/%s", shared ? shared : "",
             name);
    json_error_t error;
    json_t *root = shared ? json_load_file(path, JSON_ALLOW_NUL, &error) : NULL;
    if (!root)
        print_message("# skipped: no twitter-text suite %s under KOOR_SHARED\n", name);
    return root;
}

static kr_str suite_text(const json_t *value) {
    return (kr_str){json_string_value(value), json_string_length(value)};
}

#endif
