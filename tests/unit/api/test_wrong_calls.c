/* Calls with NULL in place of a handle, and of an engine that is not where the call wants it: each says
 * what is wrong, and with the code that koor.h names. */
#include "koor.h"
#include "unit.h"

#include <string.h>

static void expect(int32_t status, koor_error *error, const char *message) {
    assert_string_equal(koor_error_name(status), "KOOR_E_ARGUMENT");
    assert_string_equal(koor_error_message(error), message);
    koor_error_free(error);
}

static void an_item_of_no_plan(void **state) {
    (void)state;
    char buffer[8];
    size_t length = 7;
    assert_string_equal(koor_error_name(koor_plan_text(NULL, 0, buffer, sizeof buffer, &length)),
                        "KOOR_E_ARGUMENT");
    assert_string_equal(koor_error_name(koor_plan_item(NULL, 0, buffer, sizeof buffer, &length)),
                        "KOOR_E_ARGUMENT");
    assert_int_equal(length, 7);
}

static void an_engine_that_is_not_ready(void **state) {
    (void)state;
    koor_engine *engine = NULL;
    koor_error *error = NULL;
    assert_int_equal(koor_engine_new(&engine, NULL, NULL, NULL, NULL, NULL), 0);
    int32_t status = koor_engine_set(engine, NULL, "on", SIZE_MAX, &error);
    expect(status, error, "koor_engine_set: the key is NULL");
    error = NULL;
    status = koor_engine_set(NULL, "window.local", "on", SIZE_MAX, &error);
    expect(status, error, "koor_engine_set: the engine is NULL");
    koor_engine_free(engine);
}

static void an_engine_that_is_ready(void **state) {
    (void)state;
    koor_engine *engine = NULL;
    koor_error *error = NULL;
    assert_int_equal(koor_engine_open(&engine, NULL), 0);
    int32_t status = koor_engine_ready(engine, &error);
    expect(status, error, "koor_engine_ready: the engine is ready already: make a new one");
    error = NULL;
    status = koor_engine_set(engine, "window.local", "on", SIZE_MAX, &error);
    expect(status, error, "koor_engine_set: the engine is ready already: make a new one");
    error = NULL;
    status = koor_engine_check_pack(NULL, engine, "a.pack", "pack en 1\n", SIZE_MAX, NULL, 0, NULL, &error);
    expect(status, error,
           "koor_engine_check_pack needs an engine that is ready, and a place for the number of failures");
    koor_engine_free(engine);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_item_of_no_plan),
        cmocka_unit_test(an_engine_that_is_not_ready),
        cmocka_unit_test(an_engine_that_is_ready),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
