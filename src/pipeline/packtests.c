/* The tests that a pack carries, run through the real stages: analyse, rewrite, graph. */
#include "pipeline/pipeline.h"
#include "rewrite/packs.h"

#include <string.h>

static int32_t analyse(kr_job *job, const kr_pack *pack, kr_str text, kr_post *out, void *user) {
    const koor_engine *engine = user;
    const kr_analyse_input input = {.text = text,
                                    .language = kr_str_of(kr_pack_language(pack)),
                                    .packs = &pack,
                                    .pack_count = 1,
                                    .settings = &engine->settings,
                                    .lexer = engine->lexer};
    return kr_analyse(job, &input, &job->arena, out);
}

/* One walk after the other, by its number. */
static int32_t each_walk(kr_job *job, kr_counter *counter, const kr_walks *walks, uint32_t most,
                         int (*each)(kr_str text, void *each_user), void *each_user) {
    kr_walk walk;
    kr_big index = {0};
    size_t room = kr_graph_most_bytes(walks);
    char *text = kr_arena_alloc(&job->arena, room + 1, 1);
    int32_t status = text ? kr_graph_walk(job, &job->arena, walks, &walk) : kr_nomem(job);
    uint64_t total = kr_big_u64(kr_counter_total(counter));
    for (uint64_t i = 0; i < total && i < most && status == KOOR_OK; i++) {
        if (kr_big_set(job->memory, &index, i) < 0)
            status = kr_nomem(job);
        if (status == KOOR_OK)
            status = kr_counter_walk(job, counter, &index, &walk);
        if (status == KOOR_OK &&
            each((kr_str){text, kr_graph_realise(walks, &walk, text, room)}, each_user))
            break;
    }
    kr_big_end(job->memory, &index);
    return status;
}

static int32_t walks_of(kr_job *job, const kr_graph *graph, uint32_t most,
                        int (*each)(kr_str text, void *each_user), void *each_user, void *user) {
    kr_walks *walks;
    kr_counter *counter;
    (void)user;
    int32_t status = kr_graph_compile(job, &job->arena, graph, &walks);
    if (status == KOOR_OK)
        status = kr_counter_new(job, walks, NULL, &counter);
    if (status != KOOR_OK)
        return status;
    status = each_walk(job, counter, walks, most, each, each_user);
    kr_counter_end(counter);
    return status;
}

static void add(kr_buffer *out, const char *before, kr_str text) {
    kr_buffer_text(out, before);
    kr_buffer_add(out, text.at, text.length);
}

static void add_problem(kr_buffer *out, const kr_pack_problem *problem) {
    kr_buffer_add(out, problem->file.at, problem->file.length);
    kr_buffer_char(out, ':');
    kr_buffer_uint(out, problem->line);
    add(out, ": ", problem->rule);
    add(out, ": ", kr_str_of(problem->message));
    if (problem->text.length)
        add(out, "\n    of:     ", problem->text);
    if (problem->wanted.length)
        add(out, "\n    wanted: ", problem->wanted);
    if (problem->got.length)
        add(out, "\n    got:    ", problem->got);
    kr_buffer_char(out, '\n');
}

int32_t kr_pipeline_check_pack(kr_job *job, const koor_engine *engine, const kr_pack_file *file,
                               kr_buffer *out, int64_t *failures) {
    const kr_pack *base = NULL;
    kr_pack_verdict verdict;
    const kr_pack_checker checker = {
        .analyse = analyse, .walks = walks_of, .user = (void *)(uintptr_t)engine};
    for (size_t i = 0; i < KR_ENGINE_PACKS; i++) {
        const char *language = kr_pack_language(engine->packs[i]);
        if (file->text.length > 7 && strncmp(file->text.at, "pack ", 5) == 0 &&
            strncmp(file->text.at + 5, language, strlen(language)) == 0)
            base = engine->packs[i];
    }
    int32_t status = kr_pack_check(job, base, file, 1, 0, &checker, &verdict);
    if (status < 0)
        return status;
    for (size_t i = 0; i < verdict.problem_count; i++)
        add_problem(out, &verdict.problems[i]);
    kr_buffer_uint(out, verdict.rules);
    kr_buffer_text(out, " rules, ");
    kr_buffer_uint(out, verdict.says);
    kr_buffer_text(out, " alternatives, ");
    kr_buffer_uint(out, verdict.examples);
    kr_buffer_text(out, " examples, ");
    kr_buffer_uint(out, verdict.problem_count);
    kr_buffer_text(out, " that do not hold\n");
    *failures = (int64_t)verdict.problem_count;
    return KOOR_OK;
}
