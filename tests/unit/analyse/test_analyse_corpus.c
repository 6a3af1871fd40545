/* Invariants over the shared posts: nothing of a text is lost, spans are in order, on the borders
 * of characters, and inside what they belong to. Skipped where the shared data is absent. */
#include "analyse_fixture.h"

#include <jansson.h>
#include <stdlib.h>

static void on_border(const kr_post *post, uint32_t offset) {
    assert_true(offset <= post->text.length);
    if (offset < post->text.length)
        assert_true(((unsigned char)post->text.at[offset] & 0xC0) != 0x80);
}

static int is_blank(const kr_post *post, uint32_t start, uint32_t end) {
    for (size_t at = start; at < end;) {
        int32_t code = kr_utf8_next(post->text.at, post->text.length, &at);
        if (!kr_is_space(code) && !kr_is_invisible(code))
            return 0;
    }
    return 1;
}

/* Tokens and the white space between them are the whole text. */
static void check_tokens(const kr_post *post) {
    uint32_t at = 0;
    for (uint32_t i = 0; i < post->token_count; i++) {
        const kr_token *token = &post->tokens[i];
        on_border(post, token->span.start);
        on_border(post, token->span.end);
        assert_true(token->span.start >= at && token->span.end > token->span.start);
        assert_true(is_blank(post, at, token->span.start));
        at = token->span.end;
        if (token->kind == KR_TOKEN_ATOM) {
            assert_int_equal(post->atoms[token->atom].span.start, token->span.start);
            assert_int_equal(post->atoms[token->atom].span.end, token->span.end);
        } else {
            assert_true(token->atom == KR_NONE);
        }
    }
    assert_true(is_blank(post, at, (uint32_t)post->text.length));
}

static void check_sentences(const kr_post *post) {
    uint32_t token = 0, atom = 0;
    for (uint32_t i = 0; i < post->sentence_count; i++) {
        const kr_sentence *s = &post->sentences[i];
        assert_int_equal(s->token, token);
        assert_int_equal(s->atom, atom);
        assert_true(s->token_count > 0);
        assert_int_equal(s->span.start, post->tokens[token].span.start);
        token += s->token_count;
        assert_int_equal(s->span.end, post->tokens[token - 1].span.end);
        for (; atom < s->atom + s->atom_count; atom++)
            assert_int_equal(post->atoms[atom].sentence, i);
    }
    assert_int_equal(token, post->token_count);
    assert_int_equal(atom, post->atom_count);
}

/* Reads the posts of one file; the number read, or -1 where there is no such file. */
static int check_file(const char *folder, const char *name, const char *language, int *told) {
    char path[1024];
    snprintf(path, sizeof path, "%s/corpus/%s", folder, name);
    FILE *file = fopen(path, "rb");
    static char line[1 << 17];
    int count = 0;
    if (!file)
        return -1;
    while (fgets(line, sizeof line, file)) {
        json_t *object = json_loads(line, 0, NULL);
        analysed a;
        analyse_text(&a, "", json_string_value(json_object_get(object, "text")));
        assert_int_equal(a.status, KOOR_OK);
        check_tokens(&a.post);
        check_sentences(&a.post);
        *told += strcmp(a.post.language, language) == 0;
        analysed_end(&a);
        json_decref(object);
        count++;
    }
    fclose(file);
    return count;
}

static void holds_on_the_shared_posts(void **state) {
    (void)state;
    static const struct {
        const char *name, *language;
    } files[] = {{"en-company.jsonl", "en"},
                 {"en-linkedin.jsonl", "en"},
                 {"en-written.jsonl", "en"},
                 {"nl-company.jsonl", "nl"}};
    const char *folder = getenv("KOOR_SHARED");
    int posts = 0, told = 0;
    for (size_t i = 0; folder && i < sizeof files / sizeof *files; i++) {
        int count = check_file(folder, files[i].name, files[i].language, &told);
        posts += count > 0 ? count : 0;
    }
    if (posts == 0)
        LEAVE_OUT("the shared posts are not here (KOOR_SHARED)");
    assert_true(told * 1000 >= posts * 995); /* language of 99.5 % */
}

/* Long runs of one thing, and things that never close, take linear time and lose nothing. */
static void survives_pathological_texts(void **state) {
    (void)state;
    static const char *const pieces[] = {"(",         "\"",
                                         "'a",        "a.",
                                         "A ",        "1 ",
                                         "@",         "#",
                                         "a@",        "\xf0\x9f\x8f\x86",
                                         "1.",        "-1",
                                         "! ",        "A.B",
                                         "en ",       "\xe2\x80\x8b",
                                         "https://(", "A & "};
    enum { TIMES = 3000 };
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        kr_buffer text;
        kr_buffer_start(&text, &kr_memory_default);
        kr_buffer_text(&text, "x");
        for (int k = 0; k < TIMES; k++)
            kr_buffer_text(&text, pieces[i]);
        analysed a;
        analyse_text(&a, "en", text.data);
        assert_int_equal(a.status, KOOR_OK);
        check_tokens(&a.post);
        check_sentences(&a.post);
        analysed_end(&a);
        kr_buffer_end(&text);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(holds_on_the_shared_posts),
        cmocka_unit_test(survives_pathological_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
