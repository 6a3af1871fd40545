/* Disclosure: found in four languages, worded, placed near the claim, required. */
#include "unit.h"

#include "analyse/analyse.h"
#include "koor.h"
#include "network/disclosure.h"

#include <string.h>

typedef struct fixture {
    kr_job job;
    kr_settings settings;
    koor_error *error;
} fixture;

static void begin(fixture *f) {
    memset(f, 0, sizeof *f);
    kr_job_start(&f->job, &kr_memory_default, &f->error);
    for (int i = 0; i < KR_OPTION_COUNT; i++)
        f->settings.text[i] = "";
    f->settings.number[KR_OPT_POST_MAX_BYTES] = 100000;
}

static void end(fixture *f) {
    koor_error_free(f->error);
    kr_job_end(&f->job);
}

enum { EMPLOYEE = 1, ADVERTISEMENT, RECLAME, ADVERTENTIE, PUBLICITEIT };

static void tells_what_discloses(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int wanted;
    } cases[] = {
        {"We're hiring bakers in Ghent.", KR_DISCLOSURE_NONE},
        {"I work at Harrow & Pike. We're hiring bakers.", KR_DISCLOSURE_CLEAR},
        {"I\xe2\x80\x99m an  employee of Harrow, and we bake.", KR_DISCLOSURE_CLEAR},
        {"My employers know.", KR_DISCLOSURE_NONE},
        {"#ad We bake 2,400 loaves.", KR_DISCLOSURE_CLEAR},
        {"We bake. #ad", KR_DISCLOSURE_CLEAR},
        {"We bake. #bread #ad", KR_DISCLOSURE_TRAILING},
        {"We bake. #ad #bread", KR_DISCLOSURE_TRAILING},
        {"We bake.\n\n#ad\n#bread", KR_DISCLOSURE_CLEAR},
        {"We bake.\n\n#bread\n#ad", KR_DISCLOSURE_TRAILING},
        {"We bake. https://example.com/ad", KR_DISCLOSURE_NONE},
        {"Nice #advent calendar, #adoption", KR_DISCLOSURE_NONE},
        {"Ik werk bij Bakkerij Peeters. Kom langs!", KR_DISCLOSURE_CLEAR},
        {"Advertentie: verse broodjes", KR_DISCLOSURE_CLEAR},
        {"Kom langs! #Reclame", KR_DISCLOSURE_CLEAR},
        {"Kom langs! #lekker #brood #reclame", KR_DISCLOSURE_TRAILING},
        {"Je travaille chez Dupont.", KR_DISCLOSURE_CLEAR},
        {"Venez ! #publicit\xc3\xa9", KR_DISCLOSURE_CLEAR},
        {"Ich arbeite f\xc3\xbcr die B\xc3\xa4"
         "ckerei.",
         KR_DISCLOSURE_CLEAR},
        {"", KR_DISCLOSURE_NONE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int found = (int)kr_disclosure_check(kr_str_of(cases[i].text), KR_STR(""));
        if (found != cases[i].wanted)
            fail_msg("\"%s\": %d instead of %d", cases[i].text, found, cases[i].wanted);
    }
    assert_int_equal(kr_disclosure_check(KR_STR("Post of staff. Bread!"), KR_STR("Post of staff.")),
                     KR_DISCLOSURE_CLEAR);
}

static void finds_them_all(void **state) {
    (void)state;
    kr_span spans[2];
    kr_str text = KR_STR("#ad I work at Harrow. Read it. #sponsored");
    assert_int_equal(kr_disclosure_find(text, KR_STR("Read it."), spans, 2), 4);
    assert_true(spans[0].start == 0 && spans[0].end == 3);
    assert_true(spans[1].start == 4 && spans[1].end == 13);
}

static void words_it_in_four_languages(void **state) {
    (void)state;
    static const struct {
        const char *language;
        int kind;
        const char *company, *wording;
    } cases[] = {
        {"nl", EMPLOYEE, "Peeters & Zonen", "Ik werk bij Peeters & Zonen."},
        {"nl", EMPLOYEE, "", "Ik werk voor dit bedrijf."},
        {"en", EMPLOYEE, "Harrow & Pike", "I work at Harrow & Pike."},
        {"fr", EMPLOYEE, "Dupont", "Je travaille chez Dupont."},
        {"de", EMPLOYEE, "Weber", "Ich arbeite bei Weber."},
        {"en", ADVERTISEMENT, "Harrow", "#ad"},
        {"nl", RECLAME, "", "#reclame"},
        {"nl", ADVERTENTIE, "", "#advertentie"},
        {"nl", PUBLICITEIT, "", "#publiciteit"},
        {"fr", RECLAME, "", "#publicit\xc3\xa9"},
        {"en", 0, "Harrow", ""},
    };
    fixture f;
    begin(&f);
    kr_str wording;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        f.settings.number[KR_OPT_DISCLOSURE_KIND] = cases[i].kind;
        f.settings.text[KR_OPT_DISCLOSURE_COMPANY] = cases[i].company;
        assert_int_equal(kr_disclosure_wording(&f.job, &f.job.arena, &f.settings,
                                               kr_str_of(cases[i].language), &wording),
                         KOOR_OK);
        assert_true(kr_str_is(wording, cases[i].wording));
        /* what koor writes it recognises */
        assert_int_equal(kr_disclosure_check(wording, KR_STR("")),
                         cases[i].kind ? KR_DISCLOSURE_CLEAR : KR_DISCLOSURE_NONE);
    }
    f.settings.number[KR_OPT_DISCLOSURE_KIND] = EMPLOYEE;
    assert_int_equal(
        kr_disclosure_wording(&f.job, &f.job.arena, &f.settings, KR_STR("pl"), &wording),
        KOOR_E_LANGUAGE);
    f.settings.text[KR_OPT_DISCLOSURE_TEXT] = "Pracuj\xc4\x99 tu.";
    assert_int_equal(
        kr_disclosure_wording(&f.job, &f.job.arena, &f.settings, KR_STR("pl"), &wording), KOOR_OK);
    assert_true(kr_str_is(wording, "Pracuj\xc4\x99 tu."));
    end(&f);
}

static void stands_near_the_claim(void **state) {
    (void)state;
    static const struct {
        const char *text, *wording;
        int line;
        const char *result;
    } cases[] = {
        {"We hire bakers. You start at five.", "#ad", 0, "We hire bakers. #ad You start at five."},
        {"We hire bakers. You start at five.", "#ad", 1,
         "We hire bakers. You start at five.\n\n#ad"},
        {"We hire bakers.\n\nYou start at five.\n\n#bread #jobs", "I work at H.", 0,
         "We hire bakers. I work at H.\n\nYou start at five.\n\n#bread #jobs"},
        {"We hire bakers.\n\nYou start at five.\n\n#bread #jobs", "#ad", 1,
         "We hire bakers.\n\nYou start at five.\n\n#ad\n\n#bread #jobs"},
        {"We hire bakers. #bread #jobs", "#ad", 0, "We hire bakers. #ad\n#bread #jobs"},
        {"#bread #jobs", "#ad", 0, "#ad\n#bread #jobs"},
        {"We hire. #ad is missing nowhere.", "#ad", 0, "We hire. #ad is missing nowhere."},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        fixture f;
        begin(&f);
        f.settings.number[KR_OPT_DISCLOSURE_PLACE] = cases[i].line;
        kr_analyse_input input = {.text = kr_str_of(cases[i].text), .language = KR_STR("en")};
        kr_post post;
        kr_disclosed done;
        kr_str wording = kr_str_of(cases[i].wording);
        assert_int_equal(kr_analyse(&f.job, &input, &f.job.arena, &post), KOOR_OK);
        f.settings.text[KR_OPT_DISCLOSURE_TEXT] = cases[i].wording;
        assert_int_equal(kr_disclosure_insert(&f.job, &f.job.arena, &f.settings, &post, &done),
                         KOOR_OK);
        if (!kr_str_is(done.text, cases[i].result))
            fail_msg("got \"%.*s\"", (int)done.text.length, done.text.at);
        if (done.span.end)
            assert_true(kr_str_equal(
                (kr_str){done.text.at + done.span.start, done.span.end - done.span.start},
                wording));
        assert_int_equal(kr_disclosure_check(done.text, wording), KR_DISCLOSURE_CLEAR);
        end(&f);
    }
}

static void is_required_where_asked(void **state) {
    (void)state;
    static const char *const bad[] = {"We hire.", "We hire. #jobs #ad"};
    for (size_t i = 0; i < 2; i++) {
        fixture f;
        begin(&f);
        f.settings.number[KR_OPT_POLICY_DISCLOSURE] = 1; /* warn */
        assert_int_equal(
            kr_disclosure_require(&f.job, &f.settings, kr_str_of(bad[i]), KR_STR(""), "post"),
            KOOR_OK);
        f.settings.number[KR_OPT_POLICY_DISCLOSURE] = 2; /* required */
        assert_int_equal(
            kr_disclosure_require(&f.job, &f.settings, KR_STR("We hire. #ad"), KR_STR(""), "post"),
            KOOR_OK);
        assert_int_equal(
            kr_disclosure_require(&f.job, &f.settings, kr_str_of(bad[i]), KR_STR(""), "post"),
            KOOR_E_POLICY);
        assert_string_equal(koor_error_path(f.error), "post");
        end(&f);
    }
}

static void has_to_fit(void **state) {
    (void)state;
    fixture f;
    begin(&f);
    char text[300];
    memset(text, 'a', sizeof text);
    kr_network x = {.title = KR_STR("X"), .unit = KR_UNIT_X, .limit = 280, .byte_limit = KR_NONE};
    assert_int_equal(kr_disclosure_fits(&f.job, &x, (kr_str){text, 280}), KOOR_OK);
    assert_int_equal(kr_disclosure_fits(&f.job, &x, (kr_str){text, 300}), KOOR_E_NETWORK);
    assert_non_null(strstr(koor_error_message(f.error), "20 over what X allows"));
    end(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_what_discloses),       cmocka_unit_test(finds_them_all),
        cmocka_unit_test(words_it_in_four_languages), cmocka_unit_test(stands_near_the_claim),
        cmocka_unit_test(is_required_where_asked),    cmocka_unit_test(has_to_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
