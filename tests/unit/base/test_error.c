/* Errors as objects: what a host reads of them is UTF-8, whatever went in. */
#include "base/error.h"
#include "base/text.h"
#include "koor.h"
#include "unit.h"

#include <string.h>

static void says_what_and_where(void **state) {
    (void)state;
    koor_error *error = NULL;
    int32_t code = kr_fail_at(&kr_memory_default, &error, KOOR_E_VALUE, "people[1].hours", 7,
                              "\"%.*s\" are no hours", KR_SHOWN(KR_STR("09-17"), 60));
    assert_int_equal(code, KOOR_E_VALUE);
    assert_int_equal(koor_error_code(error), KOOR_E_VALUE);
    assert_string_equal(koor_error_message(error), "\"09-17\" are no hours");
    assert_string_equal(koor_error_path(error), "people[1].hours");
    assert_int_equal(koor_error_offset(error), 7);
    koor_error_free(error);
}

static void the_first_error_stays(void **state) {
    (void)state;
    koor_error *error = NULL;
    kr_fail_at(&kr_memory_default, &error, KOOR_E_VALUE, "", -1, "one");
    kr_fail_at(&kr_memory_default, &error, KOOR_E_KEY, "", -1, "two");
    assert_string_equal(koor_error_message(error), "one");
    koor_error_free(error);
}

static void a_cut_keeps_characters_whole(void **state) {
    (void)state;
    koor_error *error = NULL;
    kr_fail_at(&kr_memory_default, &error, KOOR_E_VALUE, "", -1, "%.*s|",
               KR_SHOWN(KR_STR("a\xc3\xa9\xc3\xa9"), 4));
    assert_string_equal(koor_error_message(error), "a\xc3\xa9|");
    koor_error_free(error);
}

/* Names of files are bytes. */
static void other_bytes_are_question_marks(void **state) {
    (void)state;
    koor_error *error = NULL;
    kr_fail_at(&kr_memory_default, &error, KOOR_E_IO, "caf\xe9.jpg", -1, "%s: %s \xc3\xa9\xf0\x9f",
               "p\xff\xfe.pack", "no such file");
    assert_string_equal(koor_error_path(error), "caf?.jpg");
    assert_string_equal(koor_error_message(error), "p??.pack: no such file \xc3\xa9??");
    koor_error_free(error);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_what_and_where),
        cmocka_unit_test(the_first_error_stays),
        cmocka_unit_test(a_cut_keeps_characters_whole),
        cmocka_unit_test(other_bytes_are_question_marks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
