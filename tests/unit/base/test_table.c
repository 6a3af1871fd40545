/* Strings to numbers: stable, unique, also when an allocation fails on the way. */
#include "base/table.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int left;

static void *allocate(size_t size, void *user) {
    (void)user;
    return left-- > 0 ? malloc(size) : NULL;
}

static void *resize(void *block, size_t size, void *user) {
    (void)user;
    return left-- > 0 ? realloc(block, size) : NULL;
}

static void release(void *block, void *user) {
    (void)user;
    free(block);
}

static uint32_t fill(const kr_memory *memory, int count) {
    kr_arena arena;
    kr_table table;
    uint32_t status = 0;
    kr_arena_start(&arena, memory);
    kr_table_start(&table, memory, &arena);
    for (int i = 0; i < count && status != UINT32_MAX; i++) {
        char name[16];
        snprintf(name, sizeof name, "p%d", i);
        status = kr_table_add(&table, kr_str_of(name), NULL);
        if (status != UINT32_MAX) {
            assert_int_equal(status, i);
            assert_int_equal(kr_table_find(&table, kr_str_of("p0")), 0);
        }
    }
    kr_table_end(&table);
    kr_arena_end(&arena);
    return status;
}

static void numbers_run_in_order(void **state) {
    (void)state;
    assert_int_equal(fill(&kr_memory_default, 5000), 4999);
}

static void survives_each_failing_allocation(void **state) {
    (void)state;
    const kr_memory failing = {allocate, resize, release, NULL};
    int k = 0;
    do
        left = k++;
    while (fill(&failing, 500) == UINT32_MAX);
    assert_in_range(k, 8, 1000);
}

static void tells_new_from_known(void **state) {
    (void)state;
    kr_arena arena;
    kr_table table;
    int is_new;
    kr_arena_start(&arena, &kr_memory_default);
    kr_table_start(&table, &kr_memory_default, &arena);
    assert_int_equal(kr_table_find(&table, kr_str_of("gent")), UINT32_MAX);
    assert_int_equal(kr_table_add(&table, kr_str_of("gent"), &is_new), 0);
    assert_int_equal(is_new, 1);
    assert_int_equal(kr_table_add(&table, kr_str_of("gent"), &is_new), 0);
    assert_int_equal(is_new, 0);
    assert_int_equal(kr_table_add(&table, kr_str_of(""), &is_new), 1);
    kr_table_end(&table);
    kr_arena_end(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_run_in_order),
        cmocka_unit_test(survives_each_failing_allocation),
        cmocka_unit_test(tells_new_from_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
