/* The other stages as the rewriting tests need them: posts analysed, graphs walked, packs checked. */
#ifndef KR_ENGINE_FIXTURE_H
#define KR_ENGINE_FIXTURE_H

#include "analyse/analyse.h"
#include "graph/graph.h"
#include "koor.h"
#include "rewrite/packs.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

static inline int32_t engine_analyse(kr_job *job, const kr_pack *pack, kr_str text, kr_post *out,
                                     void *user) {
    const kr_analyse_input input = {.text = text, .language = kr_str_of(kr_pack_language(pack)),
                                    .packs = &pack, .pack_count = 1, .lexer = user};
    return kr_analyse(job, &input, &job->arena, out);
}

static inline int32_t engine_walks(kr_job *job, const kr_graph *graph, uint32_t most,
                                   int (*each)(kr_str text, void *each_user), void *each_user,
                                   void *user) {
    kr_walks *walks;
    kr_walk walk;
    kr_counter *counter;
    kr_big index = {0};
    (void)user;
    assert_int_equal(kr_graph_compile(job, &job->arena, graph, &walks), KOOR_OK);
    assert_int_equal(kr_graph_walk(job, &job->arena, walks, &walk), KOOR_OK);
    assert_int_equal(kr_counter_new(job, walks, NULL, &counter), KOOR_OK);
    uint64_t total = kr_big_u64(kr_counter_total(counter));
    size_t room = kr_graph_most_bytes(walks) + 1;
    char *text = kr_arena_alloc(&job->arena, room, 1);
    for (uint64_t i = 0; i < total && i < most; i++) {
        assert_int_equal(kr_big_set(job->memory, &index, i), 0);
        assert_int_equal(kr_counter_walk(job, counter, &index, &walk), KOOR_OK);
        if (each((kr_str){text, kr_graph_realise(walks, &walk, text, room)}, each_user))
            break;
    }
    kr_big_end(job->memory, &index);
    kr_counter_end(counter);
    return KOOR_OK;
}

/* Runs the examples of a pack and gives the number of problems, each printed; `wanted`, where not
 * NULL, is the message of the first one. */
static inline size_t engine_check(const char *text, const char *wanted) {
    koor_error *error = NULL;
    kr_lexer *lexer = NULL;
    kr_pack_verdict verdict;
    kr_job job;
    kr_pack_file file = {kr_str_of("test.pack"), kr_str_of(text)};
    kr_job_start(&job, &kr_memory_default, &error);
    assert_int_equal(kr_lexer_open(&job, &lexer), KOOR_OK);
    const kr_pack_checker checker = {
        .analyse = engine_analyse, .walks = engine_walks, .user = lexer};
    if (kr_pack_check(&job, NULL, &file, 1, 0, &checker, &verdict) != KOOR_OK)
        fail_msg("%s", error ? koor_error_message(error) : "no memory");
    size_t count = verdict.problem_count;
    if (wanted && count)
        assert_string_equal(verdict.problems[0].message, wanted);
    for (size_t i = 0; !wanted && i < count; i++) {
        const kr_pack_problem *p = &verdict.problems[i];
        print_error("line %u: %s: %.*s | wanted %.*s | got %.*s\n", p->line, p->message,
                    (int)p->text.length, p->text.at, (int)p->wanted.length,
                    p->wanted.at ? p->wanted.at : "", (int)p->got.length,
                    p->got.at ? p->got.at : "");
    }
    kr_lexer_close(lexer);
    kr_job_end(&job);
    return count;
}

#endif
