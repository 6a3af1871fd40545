/* Fitting: what may go, in which order, and what never does. */
#include "unit.h"

#include "analyse/analyse.h"
#include "koor.h"
#include "network/fitting.h"
#include "network/networks.h"
#include "rewrite/packs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct fixture {
    kr_job job;
    kr_settings settings;
    koor_error *error;
    kr_post post;
    kr_droppables pieces;
} fixture;

static void begin(fixture *f, const char *text, const char *language, const char *drop) {
    memset(f, 0, sizeof *f);
    kr_job_start(&f->job, &kr_memory_default, &f->error);
    for (int i = 0; i < KR_OPTION_COUNT; i++)
        f->settings.text[i] = "";
    f->settings.text[KR_OPT_FIT_DROP] = drop;
    const kr_pack *pack = kr_pack_builtin(language);
    kr_analyse_input input = {
        .text = kr_str_of(text), .language = kr_str_of(language), .packs = &pack, .pack_count = 1};
    assert_int_equal(kr_analyse(&f->job, &input, &f->job.arena, &f->post), KOOR_OK);
}

static void find(fixture *f, const char *language, const kr_span *optional, size_t count) {
    kr_fit_input input = {&f->post, kr_pack_builtin(language), &f->settings, optional, count};
    assert_int_equal(kr_fit_find(&f->job, &f->job.arena, &input, &f->pieces), KOOR_OK);
}

static void end(fixture *f) {
    koor_error_free(f->error);
    kr_job_end(&f->job);
}

#define ALL "hashtags|filler|optional"

static void finds_what_may_go(void **state) {
    (void)state;
    static const struct {
        const char *language, *text, *pieces[6];
    } cases[] = {
        {"en",
         "We hire bakers in #Ghent. Stay tuned! Start at 5 am.\n\n#jobs #bread",
         {" #bread", "\n\n#jobs", " Stay tuned!"}},
        {"en",
         "Stay tuned! We hire bakers. We can\xe2\x80\x99t wait! \xf0\x9f\x8e\x89 Bakers start at 5 "
         "am.",
         {" We can\xe2\x80\x99t wait! \xf0\x9f\x8e\x89"}},
        {"en", "We hire. We can't wait to open our doors in Ghent on 3 May!", {NULL}},
        {"en", "We hire.\n\n#ad #jobs #sponsored", {" #jobs"}},
        {"nl",
         "We openen in Gent. We hebben er zin in! Kom je langs?\n#brood",
         {"\n#brood", " We hebben er zin in!"}},
        {"en", "We hire. So proud of this team! But it took years.", {NULL}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        fixture f;
        begin(&f, cases[i].text, cases[i].language, ALL);
        find(&f, cases[i].language, NULL, 0);
        for (uint32_t k = 0; k < f.pieces.count || cases[i].pieces[k]; k++) {
            kr_span span = k < f.pieces.count ? f.pieces.at[k].span : (kr_span){0, 0};
            kr_str piece = {f.post.text.at + span.start, span.end - span.start};
            if (!cases[i].pieces[k] || !kr_str_is(piece, cases[i].pieces[k]))
                fail_msg("\"%s\": piece %u is \"%.*s\"", cases[i].text, k, (int)piece.length,
                         piece.at);
        }
        end(&f);
    }
}

static void follows_the_order_of_the_option(void **state) {
    (void)state;
    const char *text = "We hire. (Yes, you.) Stay tuned!\n\n#jobs";
    kr_span optional = {9, 20};
    fixture f;
    begin(&f, text, "en", "optional|hashtags");
    find(&f, "en", &optional, 1);
    assert_int_equal(f.pieces.count, 2);
    assert_int_equal(f.pieces.at[0].tier, KR_FIT_OPTIONAL);
    assert_true(f.pieces.at[0].span.start == 8 && f.pieces.at[0].span.end == 20);
    assert_int_equal(f.pieces.at[1].tier, KR_FIT_HASHTAGS);
    f.settings.text[KR_OPT_FIT_DROP] = "";
    find(&f, "en", &optional, 1);
    assert_int_equal(f.pieces.count, 0);
    static const char *const bad[] = {"tags", "filler|filler", "hashtags||filler"};
    for (size_t i = 0; i < 3; i++) {
        koor_error_free(f.error);
        f.error = NULL;
        f.settings.text[KR_OPT_FIT_DROP] = bad[i];
        kr_fit_input input = {.post = &f.post, .settings = &f.settings};
        assert_int_equal(kr_fit_find(&f.job, &f.job.arena, &input, &f.pieces), KOOR_E_OPTION);
    }
    end(&f);
}

static kr_network room(uint32_t limit, uint32_t hashtags) {
    return (kr_network){.name = KR_STR("n"),
                        .title = KR_STR("N"),
                        .unit = KR_UNIT_GRAPHEME,
                        .limit = limit,
                        .byte_limit = KR_NONE,
                        .hashtag_most = hashtags};
}

static void leaves_out_as_little_as_it_takes(void **state) {
    (void)state;
    static const struct {
        uint32_t limit, hashtags, reserve;
        const char *text;
    } cases[] = {
        {KR_NONE, KR_NONE, 0,
         "We hire bakers. Stay tuned! Come to https://a.be\n\n#jobs #bread #gent"},
        {KR_NONE, 1, 0, "We hire bakers. Stay tuned! Come to https://a.be\n\n#jobs"},
        {KR_NONE, 0, 0, "We hire bakers. Stay tuned! Come to https://a.be"},
        {68, KR_NONE, 0, "We hire bakers. Stay tuned! Come to https://a.be\n\n#jobs #bread #gent"},
        {67, KR_NONE, 0, "We hire bakers. Stay tuned! Come to https://a.be\n\n#jobs #bread"},
        {67, KR_NONE, 10, "We hire bakers. Stay tuned! Come to https://a.be\n\n#jobs"},
        {48, KR_NONE, 0, "We hire bakers. Stay tuned! Come to https://a.be"},
        {47, KR_NONE, 0, "We hire bakers. Come to https://a.be"},
        {36, 1, 0, "We hire bakers. Come to https://a.be"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        fixture f;
        begin(&f, "We hire bakers. Stay tuned! Come to https://a.be\n\n#jobs #bread #gent", "en",
              ALL);
        find(&f, "en", NULL, 0);
        kr_network network = room(cases[i].limit, cases[i].hashtags);
        kr_fitted fitted;
        assert_int_equal(kr_fit_text(&f.job, &f.job.arena,
                                     &(kr_fit_room){.network = &network, .reserve = cases[i].reserve}, &f.pieces,
                                     &fitted),
                         KOOR_OK);
        assert_string_equal(fitted.text.at, cases[i].text);
        end(&f);
    }
}

static void says_by_how_much_it_cannot(void **state) {
    (void)state;
    fixture f;
    begin(&f, "We hire bakers. Stay tuned! Come to https://a.be\n\n#jobs #bread #gent", "en", ALL);
    find(&f, "en", NULL, 0);
    kr_network network = room(30, KR_NONE);
    kr_fitted fitted;
    assert_int_equal(
        kr_fit_text(&f.job, &f.job.arena, &(kr_fit_room){&network, 0, KR_STR("fair")}, &f.pieces, &fitted),
        KOOR_E_NETWORK);
    assert_string_equal(koor_error_message(f.error),
                        "post \"fair\" is 6 over what N allows, even without 3 hashtags and 1 filler "
                        "sentence: shorten it, let more go with fit.drop, or leave the network out");
    end(&f);
}

static void leaves_a_clean_beginning(void **state) {
    (void)state;
    fixture f;
    begin(&f, "#jobs #bread\n\nWe hire bakers.", "en", ALL);
    find(&f, "en", NULL, 0);
    kr_network network = room(KR_NONE, 0);
    kr_fitted fitted;
    assert_int_equal(
        kr_fit_text(&f.job, &f.job.arena, &(kr_fit_room){.network = &network}, &f.pieces, &fitted),
        KOOR_OK);
    assert_string_equal(fitted.text.at, "We hire bakers.");
    end(&f);
}

static void takes_ten_thousand_hashtags(void **state) {
    (void)state;
    enum { COUNT = 10000 };
    char *text = malloc(COUNT * 8 + 32), *at = text + sprintf(text, "We hire bakers.\n\n");
    for (int i = 0; i < COUNT; i++)
        at += sprintf(at, "#t%d ", i);
    fixture f;
    begin(&f, text, "en", ALL);
    find(&f, "en", NULL, 0);
    assert_int_equal(f.pieces.count, COUNT);
    kr_network network = room(40, KR_NONE);
    kr_fitted fitted;
    assert_int_equal(
        kr_fit_text(&f.job, &f.job.arena, &(kr_fit_room){.network = &network}, &f.pieces, &fitted),
        KOOR_OK);
    assert_memory_equal(fitted.text.at, "We hire bakers.\n\n#t0 #t1 #t2 #t3 #t4", 36);
    assert_true(kr_network_count(&network, fitted.text) <= 40);
    end(&f);
    free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_what_may_go),
        cmocka_unit_test(follows_the_order_of_the_option),
        cmocka_unit_test(leaves_out_as_little_as_it_takes),
        cmocka_unit_test(says_by_how_much_it_cannot),
        cmocka_unit_test(leaves_a_clean_beginning),
        cmocka_unit_test(takes_ten_thousand_hashtags),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
