/* Any bytes as a post: no crash, nothing of the text is lost, and a text may stand for itself. The
 * first byte chooses language and locks. */
#include "fuzz_bytes.h"
#include "analyse/analyse.h"
#include "guard/guard.h"
#include "koor.h"
#include "rewrite/packs.h"

#include <stdlib.h>

static int is_blank(kr_str text, size_t start, size_t end) {
    while (start < end) {
        int32_t code = kr_utf8_next(text.at, text.length, &start);
        if (!kr_is_space(code) && !kr_is_invisible(code))
            return 0;
    }
    return 1;
}

static void check_post(const kr_post *post) {
    uint32_t at = 0, tokens = 0;
    for (uint32_t i = 0; i < post->token_count; i++) {
        kr_span span = post->tokens[i].span;
        must(span.start >= at && span.end > span.start && span.end <= post->text.length);
        must(is_blank(post->text, at, span.start));
        at = span.end;
    }
    must(is_blank(post->text, at, post->text.length));
    for (uint32_t i = 0; i < post->sentence_count; i++)
        tokens += post->sentences[i].token_count;
    must(tokens == post->token_count);
}

static void check_guard(kr_job *job, const kr_post *post, const kr_lexer *lexer, kr_arena *arena) {
    const kr_pack *pack = kr_pack_builtin(post->language);
    kr_analyse_reader reader = {lexer, pack, post};
    kr_guard guard = {
        .read = kr_analyse_facts, .reader = &reader, .post = post->text, .pack = pack};
    kr_recheck_input input = {
        .base = post->text, .language = post->language, .pack = pack, .measure = 1};
    kr_verdict verdict;
    must(kr_guard_admit(job, &guard, post->text, post->text, arena, &verdict) == KOOR_OK);
    must(verdict.reason == KR_REASON_NONE);
    must(kr_recheck_one(job, &input, post->text, arena, &verdict) == KOOR_OK);
    must(verdict.reason == KR_REASON_NONE);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char *const languages[] = {"", "en", "nl", "de"};
    if (size < 2)
        return 0;
    const kr_pack *packs[] = {kr_pack_builtin("en"), kr_pack_builtin("nl")};
    kr_span lock = {data[0] >> 4, (uint32_t)(data[0] >> 4) + 3};
    kr_job job;
    kr_arena arena;
    kr_post post;
    kr_lexer *lexer = NULL;
    koor_error *error = NULL;
    kr_job_start(&job, &kr_memory_default, &error);
    kr_arena_start(&arena, &kr_memory_default);
    must(kr_lexer_open(&job, &lexer) == KOOR_OK);
    kr_analyse_input input = {.text = {(const char *)data + 1, size - 1},
                              .language = kr_str_of(languages[data[0] & 3]),
                              .packs = packs,
                              .pack_count = 2,
                              .lexer = lexer,
                              .locked = &lock,
                              .locked_count = (data[0] & 4) != 0};
    if (kr_analyse(&job, &input, &arena, &post) == KOOR_OK) {
        check_post(&post);
        check_guard(&job, &post, lexer, &arena);
    }
    kr_lexer_close(lexer);
    kr_arena_end(&arena);
    kr_job_end(&job);
    koor_error_free(error);
    return 0;
}
