/* A text as the second scanner reads it, with the built-in pack of its language. */
#ifndef KR_SCANNED_H
#define KR_SCANNED_H

#include "guard/rescan.h"
#include "rewrite/packs.h"
#include "unit.h"

#include <string.h>

typedef struct scanned {
    kr_job job;
    kr_arena arena;
    char *text;
    kr_rescan scan;
} scanned;

static inline void scan_text(scanned *s, const char *language, const char *text) {
    *s = (scanned){0};
    kr_job_start(&s->job, &kr_memory_default, NULL);
    kr_arena_start(&s->arena, &kr_memory_default);
    s->scan =
        (kr_rescan){.job = &s->job, .arena = &s->arena, .english = strcmp(language, "en") == 0};
    assert_int_equal(kr_rescan_lists(&s->scan, kr_pack_builtin(language)), 0);
    s->text = exact_copy(text);
    assert_int_equal(kr_rescan_text(&s->scan, (kr_str){s->text, strlen(text)}), 0);
}

static inline void scanned_end(scanned *s) {
    kr_arena_end(&s->arena);
    kr_job_end(&s->job);
    free(s->text);
}

#endif
