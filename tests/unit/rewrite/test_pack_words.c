/* Lists and lexicon: what the analyse stage asks of a pack. */
#include "pack_fixture.h"
#include "rewrite/pack_blob.h"

#include <string.h>

static void lists_meet_the_tokens_of_a_post(void **state) {
    (void)state;
    kr_pack *pack = compile_pack("pack en 1\n"
                                 "list analyse.neutral = don't miss | Don\xe2\x80\x99t  forget\n"
                                 "list day = monday | tuesday   # comment\n"
                                 "list day = friday\n",
                                 KOOR_OK, NULL);
    const kr_pack_list *neutral = kr_pack_find_list(pack, "analyse.neutral");
    assert_non_null(neutral);
    assert_true(kr_list_has(neutral, KR_STR("do n't miss")));
    assert_true(kr_list_has(neutral, KR_STR("do n't forget")));
    assert_false(kr_list_has(neutral, KR_STR("don't miss")));
    assert_int_equal(kr_list_longest(neutral), 3);
    const kr_pack_list *day = kr_pack_find_list(pack, "day");
    assert_int_equal(kr_list_count(day), 3);
    assert_true(kr_list_has(day, KR_STR("friday")) && kr_list_has(day, KR_STR("monday")));
    assert_false(kr_list_has(day, KR_STR("do n't miss")));
    assert_null(kr_pack_find_list(pack, "month"));
    assert_false(kr_list_has(NULL, KR_STR("monday")));
    kr_pack_free(&kr_memory_default, pack);
}

static void words_have_classes(void **state) {
    (void)state;
    kr_pack *pack = compile_pack("pack nl 1\n"
                                 "noun het team teams\n"
                                 "verb aan|melden meld meldt meldde meldden aangemeld\n"
                                 "adj mooi mooie mooier mooiste\n"
                                 "adv tot_nu_toe time\n",
                                 KOOR_OK, NULL);
    assert_int_equal(kr_pack_classes(pack, KR_STR("teams")), KR_WORD_NOUN);
    assert_int_equal(kr_pack_classes(pack, KR_STR("meldt")), KR_WORD_VERB);
    assert_int_equal(kr_pack_classes(pack, KR_STR("aanmeldt")), KR_WORD_VERB);
    assert_int_equal(kr_pack_classes(pack, KR_STR("aangemelde")), KR_WORD_VERB);
    assert_int_equal(kr_pack_classes(pack, KR_STR("mooie")), KR_WORD_ADJ);
    assert_int_equal(kr_pack_classes(pack, KR_STR("tot nu toe")), KR_WORD_ADV);
    assert_int_equal(kr_pack_classes(pack, KR_STR("fiets")), 0);
    kr_pack_free(&kr_memory_default, pack);
}

static void a_pack_grows_on_another(void **state) {
    (void)state;
    kr_pack *base = compile_pack("pack en 1\nlist day = monday\nnoun team teams\n", KOOR_OK, NULL);
    kr_pack *more = NULL;
    kr_job job;
    kr_pack_file file = {kr_str_of("more.pack"),
                         kr_str_of("pack en 1\nlist day = friday\nverb team teams teamed teamed teaming")};
    kr_job_start(&job, &kr_memory_default, NULL);
    assert_int_equal(kr_pack_compile(&job, &more, base, &file, 1), KOOR_OK);
    kr_job_end(&job);
    kr_pack_free(&kr_memory_default, base);
    assert_int_equal(kr_list_count(kr_pack_find_list(more, "day")), 2);
    assert_int_equal(kr_pack_classes(more, KR_STR("team")), KR_WORD_NOUN | KR_WORD_VERB);
    kr_pack_free(&kr_memory_default, more);
}

static void tells_line_and_column(void **state) {
    (void)state;
    compile_pack("pack en 1\n\nverb cut cuts\n", KOOR_E_SYNTAX,
                 "test.pack:3:6: a verb wants five forms: base, third person, past, participle, "
                 "-ing: cut");
    compile_pack("pack en 1\nlist = a\n", KOOR_E_SYNTAX,
                 "test.pack:2:6: write: list NAME = phrase | phrase: =");
    compile_pack("noun team teams\n", KOOR_E_SYNTAX,
                 "test.pack:1:1: a pack begins with the line: pack LANGUAGE 1: noun");
    compile_pack("pack en 1\npack nl 1\n", KOOR_E_LANGUAGE, NULL);
    compile_pack("pack en 1\nnoun \xff x\n", KOOR_E_UTF8, NULL);
}

static void has_built_in_packs(void **state) {
    (void)state;
    const kr_pack *english = kr_pack_builtin("en");
    assert_string_equal(kr_pack_language(english), "en");
    assert_true(kr_pack_classes(english, KR_STR("announce")) & KR_WORD_VERB);
    assert_string_equal(kr_pack_language(kr_pack_builtin("nl")), "nl");
    assert_null(kr_pack_builtin("xx"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_meet_the_tokens_of_a_post),
        cmocka_unit_test(words_have_classes),
        cmocka_unit_test(a_pack_grows_on_another),
        cmocka_unit_test(tells_line_and_column),
        cmocka_unit_test(has_built_in_packs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
