/* Named patterns: used by name, in any order, one in another; and the mistakes that can be made. */
#include "engine.h"
#include "pack_fixture.h"

#define WORDS                                                                                      \
    "pack en 1\n"                                                                                  \
    "list daytime = today | tomorrow\n"                                                            \
    "pron we subj 1pl\ndet the def\nprep in place\nprep with\nadv today time\nadv tomorrow time\n"  \
    "verb bake bakes baked baked baking\nnoun bread breads\nnoun oven ovens place\n"               \
    "noun cake cakes\nnoun friend friends person\n"

static void a_name_stands_for_its_pattern(void **state) {
    (void)state;
    assert_int_equal(engine_check(WORDS
                                  "phrase t/when\n"
                                  "  when we bake %what:x %when:t\n"
                                  "  say  {t} we bake {x}\n"
                                  "  does We bake bread today. -> Today we bake bread.\n"
                                  "  does We bake the cake tomorrow. -> Tomorrow we bake the cake.\n"
                                  "  leaves We bake today.\n"
                                  "  leaves We bake friends today.\n"
                                  "pattern what = (the %good|%good)\n"
                                  "pattern good = (bread|cake)\n"
                                  "pattern when = @daytime\n",
                                  NULL),
                     0);
}

static void it_may_be_absent(void **state) {
    (void)state;
    assert_int_equal(engine_check(WORDS
                                  "pattern where = (in the oven)?\n"
                                  "frame t/where\n"
                                  "  when we bake bread %where:p with friends\n"
                                  "  say  with friends we bake bread {p}\n"
                                  "  does We bake bread with friends. -> With friends we bake bread.\n"
                                  "  does We bake bread in the oven with friends. -> "
                                  "With friends we bake bread in the oven.\n"
                                  "  leaves We bake bread in the oven.\n"
                                  "  leaves We bake bread the oven with friends.\n",
                                  NULL),
                     0);
}

static void it_takes_capitals_as_they_are(void **state) {
    (void)state;
    assert_int_equal(engine_check(WORDS
                                  "pattern when = (today|tomorrow)\n"
                                  "frame t/when\n"
                                  "  when we bake the cake %when:t\n"
                                  "  say  {t} we bake the cake\n"
                                  "  does We bake the cake TODAY. -> TODAY we bake the cake.\n"
                                  "  does We bake the cake tomorrow. -> Tomorrow we bake the cake.\n"
                                  "  leaves We bake THE cake today.\n"
                                  "  leaves We bake the cake.\n",
                                  NULL),
                     0);
}

static void mistakes_are_told_where_they_stand(void **state) {
    (void)state;
    compile_pack("pack en 1\npattern a = x %b\npattern b = (y|%c)\npattern c = %a?\n",
                 KOOR_E_SYNTAX, "test.pack:4:14: a pattern that contains itself: a");
    compile_pack("pack en 1\npattern a = %a\n", KOOR_E_SYNTAX,
                 "test.pack:2:14: a pattern that contains itself: a");
    compile_pack("pack en 1\npattern a = x\npattern a = y\n", KOOR_E_SYNTAX,
                 "test.pack:3:9: a pattern of that name stands before: a");
    compile_pack("pack en 1\npattern a = NP:x\n", KOOR_E_SYNTAX,
                 "test.pack:2:16: a named pattern binds nothing: bind it where it is used, as "
                 "%name:x: x");
    compile_pack("pack en 1\npattern a = FIELD\n", KOOR_E_SYNTAX,
                 "test.pack:2:13: not in a named pattern: its clause is not known: FIELD");
    compile_pack("pack en 1\npattern a = x / y\n", KOOR_E_SYNTAX,
                 "test.pack:2:16: a / inside brackets or a named pattern:  y");
    compile_pack("pack en 1\npattern A = x\n", KOOR_E_SYNTAX,
                 "test.pack:2:9: write: pattern NAME = ELEMENTS, the name in a-z 0-9 _ -: A = x");
    compile_pack("pack en 1\nphrase t/x\n  when %b\n  say c\n", KOOR_E_SYNTAX,
                 "test.pack:3:9: no pattern of that name: b");
    compile_pack("pack en 1\npattern a = (x\n", KOOR_E_SYNTAX,
                 "test.pack:2:13: no closing bracket: (");
}

static void deep_nesting_is_refused(void **state) {
    (void)state;
    char text[4096] = "pack en 1\n";
    for (int i = 0; i < 40; i++)
        snprintf(text + strlen(text), sizeof text - strlen(text), "pattern p%d = %%p%d\n", i, i + 1);
    strcat(text, "pattern p40 = x\n");
    compile_pack(text, KOOR_E_SYNTAX, "test.pack:17:16: named patterns nested deeper than 16: p16");
}

/* What is loaded beside a pack of the library may use its patterns. */
static void a_second_pack_knows_those_of_the_first(void **state) {
    (void)state;
    koor_error *error = NULL;
    kr_pack *pack = NULL;
    kr_job job;
    kr_pack *base = compile_pack(WORDS "pattern good = (bread|cake)\n", KOOR_OK, NULL);
    const char *more = "pack en 1\nphrase t/more\n  when we bake %good:x\n  say  {x} is baked here\n";
    kr_pack_file file = {kr_str_of("more.pack"), kr_str_of(more)};
    kr_job_start(&job, &kr_memory_default, &error);
    assert_int_equal(kr_pack_compile(&job, &pack, base, &file, 1), KOOR_OK);
    assert_int_equal(kr_pack_rule_count(pack), 1);
    kr_pack_free(&kr_memory_default, pack);
    kr_pack_free(&kr_memory_default, base);
    kr_job_end(&job);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_stands_for_its_pattern),
        cmocka_unit_test(it_may_be_absent),
        cmocka_unit_test(it_takes_capitals_as_they_are),
        cmocka_unit_test(mistakes_are_told_where_they_stand),
        cmocka_unit_test(deep_nesting_is_refused),
        cmocka_unit_test(a_second_pack_knows_those_of_the_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
