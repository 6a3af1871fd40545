/* Profiles of many texts: the similarity of each pair is that of the two texts alone. */
#include "select/select.h"
#include "unit.h"

#include <stdio.h>

typedef struct reader {
    kr_job job;
    kr_profiles profiles;
} reader;

static void start(reader *r) {
    kr_job_start(&r->job, &kr_memory_default, NULL);
    kr_profiles_start(&r->profiles, &kr_memory_default);
}

static void end(reader *r) {
    kr_profiles_end(&r->profiles);
    kr_job_end(&r->job);
}

static kr_profile read(reader *r, kr_str text) {
    kr_profile profile;
    assert_int_equal(
        kr_profiles_read(&r->job, &r->profiles, NULL, text, &r->job.arena, &profile), KOOR_OK);
    return profile;
}

static void tells_equal_openings(void **state) {
    (void)state;
    reader r;
    start(&r);
    kr_profile a = read(&r, KR_STR("1 2 3 4 5 6 7 eight nine"));
    kr_profile b = read(&r, KR_STR("1, 2, 3, 4, 5, 6, 7: EIGHT ten"));
    kr_profile c = read(&r, KR_STR("1 2 3 4 5 6 8 eight nine"));
    assert_true(a.opening == b.opening);
    assert_true(a.opening != c.opening);
    end(&r);
}

static void read_many_shingles(reader *r) {
    static char text[40000];
    size_t length = 0;
    for (int i = 0; i < 2500; i++)
        length += (size_t)snprintf(text + length, sizeof text - length, "z%cy%cx%c ", 'a' + i % 26,
                                   'a' + i / 26 % 26, 'a' + i / 676);
    read(r, (kr_str){text, length});
}

/* In whatever order they are asked for, and with other texts read in between. */
static void many_are_compared_as_two(void **state) {
    (void)state;
    enum { TEXTS = 24 };
    static char text[TEXTS][4000];
    kr_str texts[TEXTS];
    kr_profile profiles[TEXTS];
    reader r;
    start(&r);
    for (size_t i = 0; i < TEXTS; i++) {
        size_t length = 0, words = i < 20 ? 3 * i : 300 + i;
        for (size_t w = 0; w < words; w++)
            length += (size_t)snprintf(text[i] + length, sizeof text[i] - length, "w%cx%c ",
                                       (char)('a' + w % 26),
                                       (char)('a' + (w * (1 + i % 3) / 26) % 26));
        texts[i] = (kr_str){text[i], length};
        if (i == TEXTS / 2)
            read_many_shingles(&r); /* those behind have high numbers too */
        profiles[i] = read(&r, texts[i]);
    }
    for (size_t i = 0; i < TEXTS; i++)
        for (size_t k = 0; k < TEXTS; k++) {
            uint32_t alone;
            assert_int_equal(kr_select_compare(&r.job, NULL, texts[i], texts[k], &alone), KOOR_OK);
            assert_int_equal(
                kr_profiles_similarity(&r.profiles, &profiles[i], &profiles[k]), alone);
            assert_int_equal(
                kr_profiles_similarity(&r.profiles, &profiles[k], &profiles[i]), alone);
            if (k % 7 == 0)
                read(&r, texts[(i + k) % TEXTS]);
        }
    end(&r);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(many_are_compared_as_two),
        cmocka_unit_test(tells_equal_openings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
