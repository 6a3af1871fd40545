/* A set of digests: what was added is there, what was not is not, and it can be cleared. */
#include "select/seen.h"
#include "unit.h"

#include <stdio.h>

static void it_holds_what_was_added(void **state) {
    (void)state;
    kr_seen seen;
    char text[32];
    kr_seen_start(&seen, &kr_memory_default);
    assert_false(kr_seen_has(&seen, 7));
    for (int i = 0; i < 3000; i++) {
        snprintf(text, sizeof text, "text %d", i);
        uint64_t digest = kr_seen_digest(kr_str_of(text));
        assert_true(digest != 0);
        assert_false(kr_seen_has(&seen, digest));
        assert_int_equal(kr_seen_add(&seen, digest), 0);
        assert_int_equal(kr_seen_add(&seen, digest), 0);
        assert_true(kr_seen_has(&seen, digest));
        assert_int_equal(seen.count, i + 1);
    }
    assert_true(kr_seen_has(&seen, kr_seen_digest(KR_STR("text 0"))));
    kr_seen_clear(&seen);
    assert_false(kr_seen_has(&seen, kr_seen_digest(KR_STR("text 0"))));
    kr_seen_end(&seen);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(it_holds_what_was_added)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
