/* What is asked at once: a sentence, or sentences that belong together. A model that sees a paragraph can link its
 * sentences anew; what it gives is cut into single sentences again where that is safe (the library's align.c). */
#include "ask.h"

#include <string.h>

static int is_locked(const json_t *unit) {
    return json_is_true(json_object_get(unit, "locked"));
}

/* Whether there is something to say: the last units are often nothing but tags or a link. */
static int is_bare(const json_t *unit) {
    return json_integer_value(json_object_get(unit, "words")) <=
           (json_int_t)json_array_size(json_object_get(unit, "keep"));
}

static int belongs(const json_t *run, const json_t *unit, int by_paragraph) {
    return !is_locked(run) && !is_locked(unit) && !is_bare(unit) && !is_bare(run) &&
           (!by_paragraph || json_equal(json_object_get(run, "paragraph"),
                                        json_object_get(unit, "paragraph")));
}

static void extend(json_t *run, const json_t *unit) {
    cli_text text = {0};
    cli_add_string(&text, json_string_value(json_object_get(run, "from")));
    int same = json_equal(json_object_get(run, "paragraph"), json_object_get(unit, "paragraph"));
    cli_add_string(&text, same ? " " : "\n\n");
    json_object_set(run, "paragraph", json_object_get(unit, "paragraph"));
    cli_add_string(&text, json_string_value(json_object_get(unit, "from")));
    json_object_set_new(run, "from", json_string(text.data));
    json_object_set(run, "last", json_object_get(unit, "last"));
    json_object_set_new(run, "joined", json_true());
    json_array_extend(json_object_get(run, "keep"), json_object_get(unit, "keep"));
    cli_free_text(&text);
}

int ask_units_join(json_t **units, const char *by) {
    json_t *joined, *unit, *run = NULL;
    size_t i;
    int by_paragraph = by && strcmp(by, "paragraph") == 0;
    if (!by || strcmp(by, "sentence") == 0)
        return CLI_DONE;
    if (!by_paragraph && strcmp(by, "post") != 0)
        return cli_say(CLI_USAGE, "--unit %s: sentence, paragraph or post is needed", by);
    joined = json_array();
    json_array_foreach(*units, i, unit) {
        if (run && belongs(run, unit, by_paragraph)) {
            extend(run, unit);
            continue;
        }
        run = json_deep_copy(unit);
        json_array_append_new(joined, run);
    }
    json_decref(*units);
    *units = joined;
    return CLI_DONE;
}
