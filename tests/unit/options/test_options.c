/* The option registry: every default is a value of its own option, bad ones say the way out. */
#include "koor.h"
#include "options/options.h"
#include "unit.h"

#include <string.h>

typedef struct fixture {
    kr_job job;
    kr_settings settings;
    koor_error *error;
} fixture;

static int start(void **state) {
    static fixture f;
    f.error = NULL;
    kr_job_start(&f.job, &kr_memory_default, &f.error);
    kr_options_start(&f.settings);
    *state = &f;
    return 0;
}

static int end(void **state) {
    fixture *f = *state;
    koor_error_free(f->error);
    kr_job_end(&f->job);
    return 0;
}

static int32_t set(fixture *f, const char *key, const char *value) {
    koor_error_free(f->error);
    f->error = NULL;
    return kr_options_set(&f->job, &f->job.arena, &f->settings, key, kr_str_of(value));
}

static void defaults_are_values(void **state) {
    fixture *f = *state;
    for (size_t i = 0; i < koor_option_count(); i++) {
        assert_int_equal(set(f, koor_option_name(i), koor_option_default(i)), KOOR_OK);
        assert_false(kr_options_changed(&f->settings, (kr_option_id)i));
        kr_buffer buffer;
        kr_buffer_start(&buffer, &kr_memory_default);
        kr_options_write(&buffer, &f->settings, (kr_option_id)i);
        assert_int_equal(set(f, koor_option_name(i), buffer.data ? buffer.data : ""), KOOR_OK);
        assert_false(kr_options_changed(&f->settings, (kr_option_id)i));
        kr_buffer_end(&buffer);
        assert_true(strlen(koor_option_help(i)) > 8);
    }
    assert_null(koor_option_name(koor_option_count()));
}

static void a_wrong_key_gets_a_hint(void **state) {
    fixture *f = *state;
    assert_int_equal(set(f, "select.max_similarty", "0.4"), KOOR_E_OPTION);
    assert_non_null(strstr(koor_error_message(f->error), "\"select.max_similarity\""));
    assert_string_equal(koor_error_path(f->error), "select.max_similarty");
    assert_int_equal(set(f, "qqqqqqqqqqqq", "1"), KOOR_E_OPTION);
    assert_null(strstr(koor_error_message(f->error), "did you mean"));
}

static void a_wrong_value_gets_the_range(void **state) {
    fixture *f = *state;
    static const char *const cases[][3] = {
        {"select.max_similarity", "1.5", "0..1"}, {"select.max_similarity", "half", "fraction"},
        {"select.candidates", "0", "1..1000"},    {"rewrite.order", "maybe", "on|off"},
        {"rewrite.strength", "huge", "light|medium|strong"},
        {"campaign.seed", "-1", "0..9223372036854775807"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(set(f, cases[i][0], cases[i][1]), KOOR_E_OPTION);
        assert_non_null(strstr(koor_error_message(f->error), cases[i][2]));
    }
    assert_int_equal(set(f, "campaign.id", "\xff"), KOOR_E_UTF8);
}

static void values_are_kept(void **state) {
    fixture *f = *state;
    assert_int_equal(set(f, "select.max_similarity", "0.4"), KOOR_OK);
    assert_int_equal(f->settings.number[KR_OPT_SELECT_MAX_SIMILARITY], 400000);
    assert_int_equal(set(f, "rewrite.strength", "light"), KOOR_OK);
    assert_int_equal(f->settings.number[KR_OPT_REWRITE_STRENGTH], 0);
    assert_int_equal(set(f, "campaign.id", "launch"), KOOR_OK);
    assert_string_equal(f->settings.text[KR_OPT_CAMPAIGN_ID], "launch");
    assert_true(kr_options_changed(&f->settings, KR_OPT_CAMPAIGN_ID));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(defaults_are_values, start, end),
        cmocka_unit_test_setup_teardown(a_wrong_key_gets_a_hint, start, end),
        cmocka_unit_test_setup_teardown(a_wrong_value_gets_the_range, start, end),
        cmocka_unit_test_setup_teardown(values_are_kept, start, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
