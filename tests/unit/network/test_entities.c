/* Extraction against twitter-text's conformance suite, and what the suite does not hold. */
#include "suite.h"

#include "network/entities.h"

#include <string.h>
#include <time.h>

typedef enum entity_kind { URL, TCO, MENTION, LIST, REPLY, HASHTAG, CASHTAG } entity_kind;

typedef struct entity_scan {
    entity_kind kind;
    kr_str text;
    size_t at;
    kr_url_scan urls;
    kr_hashtag_scan tags;
} entity_scan;

static void scan_start(entity_scan *s, entity_kind kind, kr_str text) {
    *s = (entity_scan){.kind = kind, .text = text};
    kr_url_start(&s->urls, text, 1);
    kr_hashtag_start(&s->tags, text);
}

/* What the suite calls the entity: without its sign, and a mention without its list. */
static int scan_next(entity_scan *s, kr_span *whole, kr_str *name) {
    int found = s->kind == URL       ? kr_url_next(&s->urls, whole)
                : s->kind == HASHTAG ? kr_hashtag_next(&s->tags, whole)
                : s->kind == CASHTAG ? kr_cashtag_next(s->text, &s->at, whole)
                                     : kr_mention_next(s->text, &s->at, whole);
    if (!found)
        return 0;
    size_t sign = 0;
    if (s->kind != URL) {
        sign = whole->start;
        kr_utf8_next(s->text.at, s->text.length, &sign);
        sign -= whole->start;
    }
    *name = (kr_str){s->text.at + whole->start + sign, whole->end - whole->start - sign};
    const char *slash = s->kind == MENTION ? memchr(name->at, '/', name->length) : NULL;
    if (slash) {
        name->length = (size_t)(slash - name->at);
        whole->end = (uint32_t)(slash - s->text.at);
    }
    return 1;
}

static unsigned failures;

static void miss(const json_t *test, kr_str got) {
    failures++;
    print_error("%s: got \"%.*s\" in \"%.200s\"\n",
                json_string_value(json_object_get(test, "description")), (int)got.length,
                got.at ? got.at : "", json_string_value(json_object_get(test, "text")));
}

static void check_indices(const json_t *test, kr_str text, kr_span span, const json_t *expected) {
    const json_t *indices = json_object_get(expected, "indices");
    json_int_t from = json_integer_value(json_array_get(indices, 0));
    json_int_t to = json_integer_value(json_array_get(indices, 1));
    if (indices && ((json_int_t)kr_utf8_count(text.at, span.start) != from ||
                    (json_int_t)kr_utf8_count(text.at, span.end) != to))
        miss(test, (kr_str){text.at + span.start, span.end - span.start});
}

static kr_str expected_name(const json_t *expected) {
    static const char *const keys[] = {"url", "screen_name", "hashtag", "cashtag"};
    if (json_is_string(expected))
        return suite_text(expected);
    for (size_t i = 0; i < 4; i++)
        if (json_object_get(expected, keys[i]))
            return suite_text(json_object_get(expected, keys[i]));
    return (kr_str){"", 0};
}

static unsigned check_group(json_t *suite, const char *name, entity_kind kind) {
    json_t *tests = json_object_get(json_object_get(suite, "tests"), name), *test;
    size_t index;
    json_array_foreach(tests, index, test) {
        kr_str text = suite_text(json_object_get(test, "text")), got;
        json_t *expected = json_object_get(test, "expected");
        size_t count = 0;
        kr_span span;
        entity_scan s;
        scan_start(&s, kind, text);
        for (; scan_next(&s, &span, &got); count++) {
            const json_t *want = json_array_get(expected, count);
            if (!want || !kr_str_equal(got, expected_name(want)))
                miss(test, got);
            else
                check_indices(test, text, span, want);
        }
        if (count != json_array_size(expected))
            miss(test, KR_STR("(too few or too many)"));
    }
    return (unsigned)json_array_size(tests);
}

static void finds_what_twitter_text_finds(void **state) {
    (void)state;
    static const struct {
        const char *name;
        entity_kind kind;
        unsigned count;
    } groups[] = {
        {"mentions", MENTION, 23},
        {"mentions_with_indices", MENTION, 3},
        {"urls", URL, 91},
        {"urls_with_indices", URL, 10},
        {"urls_with_directional_markers", URL, 2},
        {"tco_urls_with_params", URL, 5},
        {"hashtags", HASHTAG, 65},
        {"hashtags_from_astral", HASHTAG, 3},
        {"hashtags_with_indices", HASHTAG, 8},
        {"cashtags", CASHTAG, 8},
        {"cashtags_with_indices", CASHTAG, 2},
    };
    json_t *suite = suite_open("extract.json");
    if (!suite)
        return;
    failures = 0;
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
        assert_int_equal(check_group(suite, groups[i].name, groups[i].kind), groups[i].count);
    json_decref(suite);
    assert_int_equal(failures, 0);
}

static void knows_every_top_level_domain(void **state) {
    (void)state;
    json_t *suite = suite_open("tlds.json");
    if (!suite)
        return;
    failures = 0;
    assert_int_equal(check_group(suite, "country", URL), 315);
    assert_int_equal(check_group(suite, "generic", URL), 1259);
    json_decref(suite);
    assert_int_equal(failures, 0);
}

static void finds_lists(void **state) {
    (void)state;
    json_t *suite = suite_open("extract.json"), *test;
    if (!suite)
        return;
    json_t *tests =
        json_object_get(json_object_get(suite, "tests"), "mentions_or_lists_with_indices");
    size_t index, checked = 0;
    json_array_foreach(tests, index, test) {
        kr_str text = suite_text(json_object_get(test, "text"));
        json_t *expected = json_object_get(test, "expected");
        size_t at = 0, count = 0;
        for (kr_span span; kr_mention_next(text, &at, &span); count++, checked++) {
            const json_t *want = json_array_get(expected, count);
            check_indices(test, text, span, want);
            kr_str slug = suite_text(json_object_get(want, "list_slug"));
            assert_memory_equal(text.at + span.end - slug.length, slug.at, slug.length);
        }
        assert_int_equal(count, json_array_size(expected));
    }
    json_decref(suite);
    assert_int_equal(checked, 6);
    assert_int_equal(failures, 0);
}

static unsigned count_urls(kr_str text, int bare) {
    kr_url_scan urls;
    kr_span span;
    unsigned count = 0;
    for (kr_url_start(&urls, text, bare); kr_url_next(&urls, &span); count++)
        assert_true(span.start < span.end && span.end <= text.length);
    return count;
}

static void finds_only_protocols_where_asked(void **state) {
    (void)state;
    kr_str text = KR_STR("see example.com, https://koor.example.org/a?b=c#d and ftp://x.org");
    assert_int_equal(count_urls(text, 1), 2);
    assert_int_equal(count_urls(text, 0), 1);
}

static void finds_mentions_with_their_host(void **state) {
    (void)state;
    static const struct {
        const char *text, *whole, *local;
    } cases[] = {
        {"hi @els@mastodon.social!", "@els@mastodon.social", "@els"},
        {"(@els.b)", "@els.b", "@els.b"},
        {"@els@ x", "@els", "@els"},
        {"@els.", "@els", "@els"},
        {"a@b.org and /@x", NULL, NULL},
        {"\xc3\xa9@els", NULL, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        kr_str text = kr_str_of(cases[i].text);
        size_t at = 0;
        kr_span whole, local;
        int found = kr_fediverse_next(text, &at, &whole, &local);
        assert_int_equal(found, cases[i].whole != NULL);
        if (!found)
            continue;
        assert_true(
            kr_str_is((kr_str){text.at + whole.start, whole.end - whole.start}, cases[i].whole));
        assert_true(
            kr_str_is((kr_str){text.at + local.start, local.end - local.start}, cases[i].local));
    }
}

/* Texts that would be quadratic or worse in a naive scanner: 128 KiB each. The bound is wide (a
 * quadratic scan takes minutes), so that a busy machine does not fail it. */
static void stays_linear(void **state) {
    (void)state;
    static const char *const units[] = {"a.",
                                        "\xe3\x81\x82",
                                        "x_y.com_",
                                        "a.com-.",
                                        "http://",
                                        "/(((",
                                        "a.com\xe4\xb8\xad",
                                        "@a",
                                        "#a ",
                                        "$a ",
                                        "-",
                                        "_.",
                                        "\xe3\x81\x82.",
                                        "http://a.b/(c"};
    enum { SIZE = 1 << 17 };
    char *text = malloc(SIZE);
    clock_t begin = clock();
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        size_t length = strlen(units[i]), count = SIZE / length;
        for (size_t k = 0; k < count; k++)
            memcpy(text + k * length, units[i], length);
        kr_str all = {text, count * length};
        count_urls(all, 1);
        entity_scan s;
        kr_span span;
        kr_str name;
        for (entity_kind kind = MENTION; kind <= CASHTAG; kind++)
            for (scan_start(&s, kind, all); scan_next(&s, &span, &name);)
                ;
    }
    free(text);
    assert_true((clock() - begin) / CLOCKS_PER_SEC < 10);
}

static void counts_ten_thousand_hashtags(void **state) {
    (void)state;
    enum { COUNT = 10000 };
    char *text = malloc(COUNT * 8), *end = text;
    for (int i = 0; i < COUNT; i++)
        end += sprintf(end, "#t%d ", i);
    kr_hashtag_scan scan;
    kr_span span;
    int count = 0;
    for (kr_hashtag_start(&scan, (kr_str){text, (size_t)(end - text)});
         kr_hashtag_next(&scan, &span);)
        count++;
    free(text);
    assert_int_equal(count, COUNT);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_what_twitter_text_finds),
        cmocka_unit_test(knows_every_top_level_domain),
        cmocka_unit_test(finds_lists),
        cmocka_unit_test(finds_only_protocols_where_asked),
        cmocka_unit_test(finds_mentions_with_their_host),
        cmocka_unit_test(stays_linear),
        cmocka_unit_test(counts_ten_thousand_hashtags),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
