/* UTF-8, NFC and graphemes. */
#include "base/text.h"
#include "unit.h"

#include <string.h>
#include <utf8proc.h>

static void finds_the_first_bad_byte(void **state) {
    (void)state;
    static const struct {
        const char *text;
        size_t length, at;
    } cases[] = {
        {"caf\xc3\xa9", 5, 5}, {"caf\xc3", 4, 3},        {"\xff", 1, 0},
        {"a\xc0\xaf", 3, 1},   {"\xed\xa0\x80", 3, 0},   {"\xf4\x90\x80\x80", 4, 0},
        {"", 0, 0},            {"ok\xf0\x9f\x9a", 5, 2},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(kr_utf8_valid(cases[i].text, cases[i].length), cases[i].at);
}

static void composes(void **state) {
    (void)state;
    size_t length;
    char *text = kr_utf8_nfc(&kr_memory_default, "cafe\xcc\x81", 6, &length);
    assert_string_equal(text, "caf\xc3\xa9");
    assert_int_equal(length, 5);
    kr_free(&kr_memory_default, text);
}

static void keeps_a_family_together(void **state) {
    (void)state;
    const char *text = "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7!";
    assert_int_equal(kr_grapheme_next(text, strlen(text), 0), strlen(text) - 1);
}

static void knows_what_nobody_sees(void **state) {
    (void)state;
    assert_true(kr_is_invisible(0x200B) && kr_is_invisible(0x202E) && kr_is_invisible(0xFEFF));
    assert_false(kr_is_invisible('a') || kr_is_invisible(0x1F680) || kr_is_invisible(0xA0));
    assert_true(kr_is_emoji(0x1F680) && !kr_is_emoji('#'));
}

static void has_a_recent_utf8proc(void **state) {
    (void)state;
    int major = utf8proc_version()[0] - '0', minor = utf8proc_version()[2] - '0';
    assert_true(major * 10 + minor >= 28);
}

static void finds_words_of_a_list(void **state) {
    (void)state;
    assert_true(kr_str_listed("bluesky", KR_STR("bluesky")));
    assert_true(kr_str_listed("x|bluesky-api|", KR_STR("bluesky-api")));
    assert_false(kr_str_listed("bluesky-api", KR_STR("bluesky")));
    assert_false(kr_str_listed("", KR_STR("x")));
}

static void cuts_between_characters(void **state) {
    (void)state;
    assert_int_equal(kr_utf8_fit("caf\xc3\xa9", 5, 5), 5);
    assert_int_equal(kr_utf8_fit("caf\xc3\xa9", 5, 60), 5);
    assert_int_equal(kr_utf8_fit("caf\xc3\xa9", 5, 4), 3);
    assert_int_equal(kr_utf8_fit("caf\xc3\xa9s", 6, 5), 5);
    assert_int_equal(kr_utf8_fit("\xf0\x9f\x9a\x80", 4, 3), 0);
    assert_int_equal(kr_utf8_fit("", 0, 0), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_the_first_bad_byte), cmocka_unit_test(composes),
        cmocka_unit_test(keeps_a_family_together),  cmocka_unit_test(knows_what_nobody_sees),
        cmocka_unit_test(has_a_recent_utf8proc),    cmocka_unit_test(finds_words_of_a_list),
        cmocka_unit_test(cuts_between_characters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
