/* Real posts through the rewriting stage: the first walk is the base to the letter, every walk drawn
 * is valid UTF-8 and no longer than the graph promised. The posts are those of the shared corpora,
 * where they are there (KOOR_SHARED). */
#include "lexer.h"
#include "graph/graph.h"
#include "koor.h"
#include "rewrite/packs.h"
#include "rewrite/rewrite.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DRAWS = 5 };

static kr_str trimmed(kr_str text) {
    size_t skip = 0;
    while (text.length && strchr(" \n\t\r", text.at[text.length - 1]))
        text.length--;
    while (skip < text.length && strchr(" \n\t\r", text.at[skip]))
        skip++;
    return (kr_str){text.at + skip, text.length - skip};
}

static void check_walks(kr_job *job, const kr_graph *graph, const kr_post *post, const char *id) {
    kr_walks *walks;
    kr_walk walk;
    kr_sampler *sampler;
    kr_restriction all = {0};
    assert_int_equal(kr_graph_compile(job, &job->arena, graph, &walks), KOOR_OK);
    assert_int_equal(kr_graph_walk(job, &job->arena, walks, &walk), KOOR_OK);
    size_t room = kr_graph_most_bytes(walks) + 1;
    char *text = kr_arena_alloc(&job->arena, room, 1);
    assert_int_equal(kr_graph_first(walks, NULL, &walk), 0);
    kr_str first = trimmed((kr_str){text, kr_graph_realise(walks, &walk, text, room)});
    kr_str base = trimmed(post->text);
    size_t at = 0;
    while (at < base.length && at < first.length && base.at[at] == first.at[at])
        at++;
    at = at > 20 ? at - 20 : 0;
    if (!kr_str_equal(first, base))
        fail_msg("%s: the first walk is not the base: %.50s | %.50s", id, base.at + at,
                 first.length > at ? first.at + at : "");
    assert_int_equal(kr_graph_sampler(job, &job->arena, walks, &all, &sampler), KOOR_OK);
    for (uint32_t i = 0; i < DRAWS; i++) {
        kr_prng prng;
        kr_prng_start(&prng, 1, KR_STAGE_SELECT, 0, i);
        if (kr_graph_draw(sampler, &prng, &walk) < 0)
            continue;
        size_t length = kr_graph_realise(walks, &walk, text, room);
        assert_true(length < room);
        assert_int_equal(kr_utf8_valid(text, length), length);
    }
}

static void check_post(const char *id, const char *language, kr_str text) {
    kr_job job;
    kr_post post;
    kr_graph graph;
    kr_rewrite_report report;
    koor_error *error = NULL;
    const kr_pack *pack = kr_pack_builtin(language);
    kr_job_start(&job, &kr_memory_default, &error);
    kr_analyse_input input = {.text = text, .language = kr_str_of(language), .packs = &pack,
                              .pack_count = 1, .lexer = lexer};
    assert_int_equal(kr_analyse(&job, &input, &job.arena, &post), KOOR_OK);
    kr_rewrite_input rewrite = {.post = &post, .pack = pack};
    kr_graph_start(&graph, &job.arena, language);
    if (kr_rewrite(&job, &rewrite, &graph, &report) != KOOR_OK)
        fail_msg("%s: %s", id, error ? koor_error_message(error) : "no memory");
    check_walks(&job, &graph, &post, id);
    koor_error_free(error);
    kr_job_end(&job);
}

static void check_file(const char *folder, const char *name) {
    char path[4096];
    static char line[65536];
    snprintf(path, sizeof path, "%s/corpus/%s", folder ? folder : "", name);
    FILE *file = fopen(path, "rb");
    if (!file)
        LEAVE_OUT("the shared posts are not here (KOOR_SHARED)");
    while (fgets(line, sizeof line, file)) {
        json_t *post = json_loads(line, 0, NULL);
        assert_non_null(post);
        const char *text = json_string_value(json_object_get(post, "text"));
        check_post(json_string_value(json_object_get(post, "id")),
                   json_string_value(json_object_get(post, "lang")), kr_str_of(text));
        json_decref(post);
    }
    fclose(file);
}

static const char *shared(void) {
    return getenv("KOOR_SHARED");
}

static void keeps_written_english(void **state) {
    (void)state;
    check_file(shared(), "en-written.jsonl");
}

static void keeps_company_tweets(void **state) {
    (void)state;
    check_file(shared(), "en-company.jsonl");
}

static void keeps_linkedin_posts(void **state) {
    (void)state;
    check_file(shared(), "en-linkedin.jsonl");
}

static void keeps_dutch_posts(void **state) {
    (void)state;
    check_file(shared(), "nl-company.jsonl");
}

static void keeps_odd_posts(void **state) {
    (void)state;
    static const char *const posts[] = {
        "and so it begins...", "WE ARE HIRING", "a", "!!!", "#one #two #three", "1. One\n2. Two",
        "Wow \xf0\x9f\x9a\x80\xf0\x9f\x9a\x80", "We ( really ) did it .", "\"Quote.\" she said",
        "No  double   spaces", "Line one\r\nLine two\r\n\r\n- item\r\n- item two\r\n",
        "We are proud to announce, to announce, to announce", "An hour. A hour. A SRE. An user.",
        "It's its it's, isn't it? we'll we've I'm", "iPhone users: we're here", "...Visit us",
        "\xe2\x80\x9cHi\xe2\x80\x9d \xe2\x80\x94 we said \xe2\x80\x94 and left",
    };
    for (size_t i = 0; i < sizeof posts / sizeof *posts; i++) {
        check_post(posts[i], "en", kr_str_of(posts[i]));
        check_post(posts[i], "nl", kr_str_of(posts[i]));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_odd_posts),       cmocka_unit_test(keeps_written_english),
        cmocka_unit_test(keeps_company_tweets),  cmocka_unit_test(keeps_linkedin_posts),
        cmocka_unit_test(keeps_dutch_posts),
    };
    return cmocka_run_group_tests(tests, open_lexer, close_lexer);
}
