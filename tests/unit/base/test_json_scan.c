#include "base/json_scan.h"
#include "unit.h"

#include <jansson.h>
#include <string.h>

static int scan(const char *line, kr_json_member *a) {
    *a = (kr_json_member){.name = "a"};
    return kr_json_scan(kr_str_of(line), a, 1);
}

static void finds_members(void **state) {
    (void)state;
    static const char line[] = " {\"person\":\"p17\",\"text\":\"a \\\"b\\\" \\u00e9 \xc3\xa9\",\"unix\" : -42,"
                               "\"list\":[{\"person\":\"p18\"},[],{},true,null,1.5],\"last\":false} ";
    kr_json_member found[] = {{.name = "person"}, {.name = "unix"}, {.name = "text"}, {.name = "list"},
                              {.name = "nobody"}};
    assert_int_equal(kr_json_scan(kr_str_of(line), found, 5), 1);
    assert_true(found[0].kind == KR_JSON_STRING && kr_str_is(found[0].value, "p17"));
    assert_true(found[1].kind == KR_JSON_NUMBER && kr_str_is(found[1].value, "-42"));
    assert_int_equal(found[2].kind, KR_JSON_OTHER); /* escapes are a parser's work */
    assert_int_equal(found[3].kind, KR_JSON_OTHER);
    assert_int_equal(found[4].kind, KR_JSON_ABSENT);
}

static void leaves_to_the_parser_what_is_not_plain(void **state) {
    (void)state;
    static const char *const lines[] = {
        "", "{", "}", "[]", "{}x", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{\"a\":01}", "{\"a\":1e3}", "{\"a\":-}",
        "{\"a\":1.}", "{\"a\":tru}", "{\"a\":\"\t\"}", "{\"a\":\"\\x\"}", "{\"a\":\"\\u12\"}", "{\"a\":\"\\ud800\"}",
        "{\"a\":\"\\u0000\"}", "{\"a\":\"12345678", "{\"a\":\"\\", "{\"a\":[1,2}", "{\"a\":1,\"a\":2}", "{a:1}",
        "{\"a\":\"\xff\"}", "{\"a\":\"\xc3\"}", "{\"a\":1234567890123456789}", "{\"a\":[1 2]}", "{\"a\":1 \"b\":2}"};
    kr_json_member a;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        assert_int_equal(scan(lines[i], &a), 0);
    char deep[400] = "{\"a\":";
    memset(deep + 5, '[', 100);
    memset(deep + 105, ']', 100);
    deep[205] = '}';
    assert_int_equal(scan(deep, &a), 0);
}

/* Whatever one changed byte makes of a line: what passes, a parser passes too, with the same value. */
static void never_passes_what_a_parser_refuses(void **state) {
    (void)state;
    static const char line[] = "{\"a\":\"one two\",\"b\":[1,{\"c\":\"\\u0041\\n\"}],\"d\":-1.25,\"e\":null}";
    static const char bytes[] = "\"\\{}[]:,0-.eax \t\x01\x7f\x80\xc3u";
    size_t passed = 0, refused = 0;
    for (size_t at = 0; at < sizeof line - 1; at++)
        for (size_t b = 0; b < sizeof bytes - 1; b++) {
            char changed[sizeof line];
            kr_json_member a;
            memcpy(changed, line, sizeof line);
            changed[at] = bytes[b];
            if (!scan(changed, &a)) {
                refused++;
                continue;
            }
            json_t *tree = json_loadb(changed, sizeof line - 1, 0, NULL);
            assert_non_null(tree);
            const json_t *value = json_object_get(tree, "a");
            assert_int_equal(a.kind != KR_JSON_ABSENT, value != NULL);
            if (a.kind == KR_JSON_STRING)
                assert_true(kr_str_is(a.value, json_string_value(value)));
            json_decref(tree);
            passed++;
        }
    assert_in_range(passed, 200, 2000);
    assert_in_range(refused, 300, 2000);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(finds_members),
                                       cmocka_unit_test(leaves_to_the_parser_what_is_not_plain),
                                       cmocka_unit_test(never_passes_what_a_parser_refuses)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
