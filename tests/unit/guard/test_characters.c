/* What a reader does not see or takes for something else, code point by code point. */
#include "guard/guard.h"
#include "unit.h"

#include <string.h>

static kr_verdict judge(kr_arena *arena, const char *post, const char *text) {
    kr_job job;
    kr_verdict verdict;
    char *own = exact_copy(post), *copy = exact_copy(text);
    kr_str pair[] = {{own, strlen(post)}, {copy, strlen(text)}};
    kr_job_start(&job, &kr_memory_default, NULL);
    assert_int_equal(kr_guard_characters(&job, pair[0], pair[1], arena, &verdict), KOOR_OK);
    kr_job_end(&job);
    free(own);
    free(copy);
    return verdict;
}

/* One character between two words of a text whose post does not have it. */
static kr_reason reason_of(int32_t code) {
    char text[32] = "sing ", *end = text + 5;
    kr_arena arena;
    end += kr_utf8_put(end, code);
    memcpy(end, " here", sizeof " here");
    kr_arena_start(&arena, &kr_memory_default);
    kr_verdict verdict = judge(&arena, "We sing here.", text);
    if (verdict.reason) { /* it is shown where it stands */
        assert_int_equal(verdict.place.start, 5);
        assert_int_equal(verdict.place.end, end - text);
    }
    kr_arena_end(&arena);
    return (kr_reason)verdict.reason;
}

static void every_kind_of_character_to_its_border(void **state) {
    (void)state;
    static const struct {
        int32_t code;
        const char *reason;
    } cases[] = {
        {0x01, "control"},     {0x08, "control"},      {'\t', "none"},      {'\n', "none"},
        {0x0B, "control"},     {'\r', "none"},         {0x1F, "control"},   {' ', "none"},
        {'~', "none"},         {0x7F, "control"},      {0x9F, "control"},   {0xA0, "none"},
        {0xAD, "invisible"},   {0xAA, "none"},         {0xB7, "none"},      {0xFF, "none"},
        {0x24F, "none"},       {0x250, "script"},      {0x301, "none"},     {0x34F, "invisible"},
        {0x36F, "none"},       {0x370, "script"},      {0x3A9, "script"},   {0x430, "script"},
        {0x5D0, "script"},     {0x1E00, "none"},       {0x1EFF, "none"},    {0x1F00, "script"},
        {0x200B, "invisible"}, {0x2010, "none"},       {0x2013, "none"},    {0x20AC, "none"},
        {0x2C5F, "script"},    {0x2C60, "none"},       {0x2C7F, "none"},    {0x2C80, "script"},
        {0xA71F, "script"},    {0xA722, "none"},       {0xA7FF, "none"},    {0xA800, "script"},
        {0xE000, "control"},   {0xF8FF, "control"},    {0xF900, "script"},  {0xFB01, "script"},
        {0xFEFF, "invisible"}, {0xFF21, "script"},     {0xFFFD, "control"}, {0x1D400, "script"},
        {0x1F600, "none"},     {0xE0041, "invisible"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        kr_reason reason = reason_of(cases[i].code);
        if (strcmp(kr_reason_name(reason), cases[i].reason) != 0)
            print_message("U+%04X\n", (unsigned)cases[i].code);
        assert_string_equal(kr_reason_name(reason), cases[i].reason);
    }
}

static void check(const char *post, const char *text, const char *reason, const char *what) {
    kr_arena arena;
    kr_arena_start(&arena, &kr_memory_default);
    kr_verdict verdict = judge(&arena, post, text);
    if (strcmp(kr_reason_name((kr_reason)verdict.reason), reason) != 0)
        print_message("%s -> %s\n", post, text);
    assert_string_equal(kr_reason_name((kr_reason)verdict.reason), reason);
    if (what) {
        char shown[64] = "";
        memcpy(shown, text + verdict.place.start, verdict.place.end - verdict.place.start);
        assert_string_equal(shown, what);
    }
    kr_arena_end(&arena);
}

static void what_the_post_has_may_stay(void **state) {
    (void)state;
    check("Se\xc2\xad"
          "curity",
          "A se\xc2\xad"
          "cure day",
          "none", NULL);
    check("\xce\xa9 is the end", "The end is \xce\xa9", "none", NULL);
    check("\x01 sing", "sing \x01", "none", NULL);
    /* another letter of the same script is still a foreign one */
    check("\xce\xa9 is the end", "The end is \xce\xa8", "script", "\xce\xa8");
}

static void scripts_are_not_mixed_in_a_word(void **state) {
    (void)state;
    /* both letters stand in the post, but not in one word */
    const char *post = "\xd0\xb0\xd0\xb1 and bank";
    check(post, "b\xd0\xb0nk", "script", "b\xd0\xb0nk");
    check(post, "We b\xd0\xb0nk here", "script", "b\xd0\xb0nk");
    check(post, "bank \xd0\xb0\xd0\xb1", "none", NULL);
    check(post, "bank-\xd0\xb0\xd0\xb1", "none", NULL);
    check("We b\xd0\xb0nk", "b\xd0\xb0nk, we do", "none", NULL);
    check("\xd0\xb0\xce\xa9", "\xce\xa9\xd0\xb0", "script", "\xce\xa9\xd0\xb0");
}

static void emoji_keep_their_parts(void **state) {
    (void)state;
    check("We sing", "We sing \xe2\x9d\xa4\xef\xb8\x8f", "none", NULL); /* heart, FE0F */
    check("We sing", "We \xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x94\xa7", "none", NULL); /* ZWJ */
    check("We sing", "1\xef\xb8\x8f\xe2\x83\xa3", "none", NULL);                       /* keycap */
    check("We sing", "9\xef\xb8\x8f\xe2\x83\xa3", "none", NULL);
    check("We sing", "#\xef\xb8\x8f\xe2\x83\xa3", "none", NULL);
    check("We sing", "*\xef\xb8\x8f\xe2\x83\xa3", "none", NULL);
    check("We sing", "\xc2\xa9\xef\xb8\x8f \xc2\xae\xef\xb8\x8f \xe2\x84\xa2\xef\xb8\x8f", "none",
          NULL);
    check("We sing", "a\xef\xb8\x8f", "invisible", "\xef\xb8\x8f");
    check("We sing", "\xe2\x80\x8d sing", "invisible", "\xe2\x80\x8d");
    check("We sing", "sing\xe2\x80\x8d", "invisible", "\xe2\x80\x8d");
}

static void broken_bytes_are_shown(void **state) {
    (void)state;
    kr_arena arena;
    kr_arena_start(&arena, &kr_memory_default);
    kr_verdict verdict = judge(&arena, "We sing", "We \xff sing");
    assert_int_equal(verdict.reason, KR_REASON_UTF8);
    assert_int_equal(verdict.place.start, 3);
    assert_int_equal(verdict.place.end, 4);
    assert_string_equal(verdict.message.at, "the text is not valid UTF-8: save it as UTF-8");
    kr_arena_end(&arena);
}

static void each_is_told_in_its_words(void **state) {
    (void)state;
    static const struct {
        const char *text, *message;
    } cases[] = {
        {"a\x01", "the text has a control character: take it out"},
        {"a\xe2\x80\x8b", "the text has a character that nobody sees: take it out"},
        {"\xce\xa9", "the text has a letter of another script: take it out"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        kr_arena arena;
        kr_arena_start(&arena, &kr_memory_default);
        assert_string_equal(judge(&arena, "We sing", cases[i].text).message.at, cases[i].message);
        kr_arena_end(&arena);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_of_character_to_its_border),
        cmocka_unit_test(what_the_post_has_may_stay),
        cmocka_unit_test(scripts_are_not_mixed_in_a_word),
        cmocka_unit_test(emoji_keep_their_parts),
        cmocka_unit_test(broken_bytes_are_shown),
        cmocka_unit_test(each_is_told_in_its_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
