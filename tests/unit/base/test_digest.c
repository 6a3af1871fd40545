/* XXH64 with seed 0 against answers of its reference code. */
#include "base/digest.h"
#include "unit.h"

#include <string.h>

static uint64_t of(const char *text) {
    return kr_digest64(text, strlen(text));
}

static void known_answers(void **state) {
    (void)state;
    assert_true(of("") == 0xEF46DB3751D8E999u);
    assert_true(of("a") == 0xD24EC4F1A98C6E5Bu);
    assert_true(of("abc") == 0x44BC2CF5AD770999u);
    assert_true(of("Nobody inspects the spammish repetition") == 0xFBCEA83C8A378BF1u);
}

static void every_byte_counts(void **state) {
    (void)state;
    char text[101] = {0};
    uint64_t plain = kr_digest64(text, sizeof text);
    for (size_t i = 0; i < sizeof text; i++) {
        text[i] = 1;
        assert_true(kr_digest64(text, sizeof text) != plain);
        text[i] = 0;
        assert_true(kr_digest64(text, i) != plain);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_answers),
        cmocka_unit_test(every_byte_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
