/* Every wording of a post under the rules of a pack that a test writes in its own source. */
#ifndef KR_WALKED_H
#define KR_WALKED_H

#include "engine.h"
#include "pack_fixture.h"
#include "rewrite/rewrite.h"

typedef struct seen {
    char text[16384];
    size_t refused; /* wordings that the rules offered and a check refused */
    uint32_t alternatives, limited;
} seen;

static inline int note(kr_str text, void *user) {
    seen *all = user;
    if (strlen(all->text) + text.length + 2 < sizeof all->text) {
        strncat(all->text, text.at, text.length);
        strcat(all->text, "\n");
    }
    return 0;
}

/* All walks of a post, a line each, and the first reason of a refusal. */
static inline void walk_all(const char *rules, const char *base, seen *all, kr_str *out_reason) {
    static char reason[128];
    koor_error *error = NULL;
    kr_lexer *lexer = NULL;
    kr_post post;
    kr_graph graph;
    kr_rewrite_report report;
    kr_job job;
    kr_pack *pack = compile_pack(rules, KOOR_OK, NULL);
    kr_job_start(&job, &kr_memory_default, &error);
    assert_int_equal(kr_lexer_open(&job, &lexer), KOOR_OK);
    assert_int_equal(engine_analyse(&job, pack, kr_str_of(base), &post, lexer), KOOR_OK);
    kr_rewrite_input input = {.post = &post, .pack = pack};
    kr_graph_start(&graph, &job.arena, "en");
    assert_int_equal(kr_rewrite(&job, &input, &graph, &report), KOOR_OK);
    all->text[0] = '\0';
    engine_walks(&job, &graph, 100, note, all, NULL);
    all->refused = report.refused_count;
    all->alternatives = report.alternatives;
    all->limited = report.limited;
    reason[0] = '\0';
    if (report.refused_count)
        snprintf(reason, sizeof reason, "%.*s", (int)report.refused[0].reason.length,
                 report.refused[0].reason.at);
    *out_reason = kr_str_of(reason);
    kr_lexer_close(lexer);
    kr_pack_free(&kr_memory_default, pack);
    kr_job_end(&job);
}

/* The first reason of a refusal under these rules; "": there is none. */
static inline void assert_refused(const char *rules, const char *base, const char *wanted) {
    seen all;
    kr_str reason;
    walk_all(rules, base, &all, &reason);
    if (!kr_str_is(reason, wanted))
        fail_msg("%s: %.*s\n%s", base, (int)reason.length, reason.at, all.text);
}

static inline void assert_says(const seen *all, const char *line) {
    char text[256];
    snprintf(text, sizeof text, "%s\n", line);
    if (!strstr(all->text, text))
        fail_msg("no walk says: %s in\n%s", line, all->text);
}

#endif
