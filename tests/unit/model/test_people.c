/* Keeping people in little memory: names once, circles without repeats, ids once. */
#include "model/people.h"
#include "unit.h"

static void keeps_people(void **state) {
    (void)state;
    kr_arena arena;
    kr_people people;
    kr_arena_start(&arena, &kr_memory_default);
    assert_int_equal(kr_people_start(&people, &kr_memory_default, &arena), 0);
    kr_str circles[] = {KR_STR("gent"), KR_STR("sales"), KR_STR("gent"), KR_STR("")};
    kr_str networks[] = {KR_STR("x")};
    kr_person person = {.id = KR_STR("p1"),
                        .circles = circles,
                        .circle_count = 4,
                        .networks = networks,
                        .network_count = 1,
                        .absent_to = INT64_MAX,
                        .hours = KR_STR("09:00-12:00"),
                        .opted_in = 1};
    assert_int_equal(kr_people_keep(&people, &person), 0);
    assert_int_equal(kr_people_keep(&people, &person), KR_PEOPLE_DUPLICATE);
    person = (kr_person){.id = KR_STR("p2"), .circles = circles + 1, .circle_count = 1};
    assert_int_equal(kr_people_keep(&people, &person), 0);
    assert_int_equal(people.count, 2);
    const kr_member *one = &people.member[0], *two = &people.member[1];
    assert_int_equal(one->circle_count, 2);
    assert_int_equal(kr_people_circles(&people, one)[1], kr_people_circles(&people, two)[0]);
    assert_true(kr_str_is(kr_people_name(&people, kr_people_networks(&people, one)[0]), "x"));
    assert_int_equal(one->absent_to, INT32_MAX);
    assert_int_equal(two->hours, 0);
    assert_true(kr_str_is(kr_people_id(&people, 1), "p2"));
    kr_people_end(&people);
    kr_arena_end(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(keeps_people)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
