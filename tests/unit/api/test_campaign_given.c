/* What a campaign takes from its calls and from one JSON file: each fault has its code and its place,
 * each kind of option value its text. */
#include "api/handles.h"
#include "base/buffer.h"
#include "koor.h"
#include "options/options.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int setup(void **state) {
    koor_engine *engine = NULL;
    int failed = koor_engine_open(&engine, NULL) < 0;
    *state = engine;
    return failed;
}

static int teardown(void **state) {
    koor_engine_free(*state);
    return 0;
}

static koor_campaign *begin(void **state) {
    koor_campaign *campaign = NULL;
    assert_int_equal(koor_campaign_new(&campaign, *state, NULL), 0);
    return campaign;
}

static void expect_error(int32_t status, koor_error *error, const char *code, const char *path) {
    assert_string_equal(koor_error_name(status), code);
    assert_string_equal(koor_error_path(error), path);
    assert_true(strlen(koor_error_message(error)) > 10);
    koor_error_free(error);
}

static void posts_are_checked(void **state) {
    static const struct {
        const char *id, *text, *language, *code, *path;
    } bad[] = {
        {"", "We bake.", "en", "KOOR_E_ARGUMENT", "id"},
        {"q", "We \xC3(bake.", "en", "KOOR_E_UTF8", "post"},
        {"q", " \t\r\n", "en", "KOOR_E_EMPTY", "post"},
        {"q", "We bake more than forty bytes of bread today.", "en", "KOOR_E_LIMIT", "post.max_bytes"},
        {"p", "Bread again.", "en", "KOOR_E_DUPLICATE", "id"},
        {"q", "We bake.", "english", "KOOR_E_LANGUAGE", "language"},
        {"q", "We bake.", "EN", "KOOR_E_LANGUAGE", "language"},
        {"q", "We bake.", "e", "KOOR_E_LANGUAGE", "language"},
        {"q", "We bake.", "e1", "KOOR_E_LANGUAGE", "language"},
    };
    koor_campaign *c = begin(state);
    assert_int_equal(koor_campaign_set(c, "post.max_bytes", "40", SIZE_MAX, NULL), 0);
    assert_int_equal(koor_campaign_add_post(c, "p", "We bake bread. \n", SIZE_MAX, "en", NULL), 0);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        koor_error *error = NULL;
        int32_t status =
            koor_campaign_add_post(c, bad[i].id, bad[i].text, SIZE_MAX, bad[i].language, &error);
        expect_error(status, error, bad[i].code, bad[i].path);
    }
    assert_int_equal(koor_campaign_add_post(c, "p", "Wij bakken.", SIZE_MAX, "nl", NULL), 0);
    assert_int_equal(koor_campaign_add_post(c, "q", "Panem coquimus.", SIZE_MAX, "lat", NULL), 0);
    koor_campaign_free(c);
}

/* A text comes out NUL-terminated and as JSON that is read back: what is no such text is told with its place. */
static void what_is_no_text_is_told(void **state) {
    koor_campaign *c = begin(state);
    koor_error *error = NULL;
    int32_t status = koor_campaign_add_post(c, "p", "We bake\0 bread.", 15, "en", &error);
    assert_int_equal(koor_error_offset(error), 7);
    expect_error(status, error, "KOOR_E_VALUE", "post");
    error = NULL;
    status = koor_campaign_add_post(c, "p", "We bake bread.\0\0", 16, "en", &error);
    expect_error(status, error, "KOOR_E_VALUE", "post");
    error = NULL;
    status = koor_campaign_add_post(c, "p", "\0\0", 2, "en", &error);
    expect_error(status, error, "KOOR_E_VALUE", "post");
    error = NULL;
    status = koor_campaign_add_post(c, "a\xFFz", "We bake bread.", SIZE_MAX, "en", &error);
    assert_int_equal(koor_error_offset(error), 1);
    expect_error(status, error, "KOOR_E_UTF8", "id");
    error = NULL;
    status = koor_campaign_add_image(c, "a\xFF", "x", 1, NULL, 0, &error);
    expect_error(status, error, "KOOR_E_UTF8", "id");
    error = NULL;
    status = koor_campaign_set(c, "campaign.id", "he\0llo", 6, &error);
    expect_error(status, error, "KOOR_E_OPTION", "campaign.id");
    error = NULL;
    status = koor_campaign_add_history(c, "Bread\0", 6, &error);
    expect_error(status, error, "KOOR_E_VALUE", "history");
    error = NULL;
    status = koor_campaign_add_fragment(c, "cta", "Apply\0", 6, &error);
    expect_error(status, error, "KOOR_E_VALUE", "fragment");
    error = NULL;
    status = koor_campaign_set_value(c, "city", "Ghent\0", 6, &error);
    expect_error(status, error, "KOOR_E_VALUE", "value");
    koor_campaign_free(c);
}

static void what_is_missing_is_named(void **state) {
    koor_campaign *c = begin(state);
    for (int i = 0; i < 2; i++) {
        koor_error *error = NULL;
        int32_t status = koor_campaign_add_image_file(c, "i", i ? "" : NULL, NULL, 0, &error);
        expect_error(status, error, "KOOR_E_ARGUMENT", "path");
    }
    koor_error *error = NULL;
    int32_t status = koor_campaign_add_image(c, "i", NULL, 0, NULL, 0, &error);
    expect_error(status, error, "KOOR_E_IMAGE", "i");
    koor_campaign_free(c);
}

static void nobody_is_back_before_they_go(void **state) {
    static const struct {
        const char *from, *to;
        int32_t status;
    } cases[] = {
        {"2027-03-10", "2027-03-20", 0},
        {"2027-03-10", "2027-03-10", 0},
        {"2027-03-20", "2027-03-10", KOOR_E_VALUE},
        {"", "2027-03-10", 0},
        {"2027-03-20", "", 0},
    };
    koor_campaign *c = begin(state);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        koor_error *error = NULL;
        char json[128];
        snprintf(json, sizeof json,
                 "{\"id\":\"p%zu\",\"opted_in\":true,\"absent_from\":\"%s\",\"absent_to\":\"%s\"}",
                 i, cases[i].from, cases[i].to);
        int32_t status = koor_campaign_add_person(c, json, SIZE_MAX, &error);
        assert_int_equal(status, cases[i].status);
        if (status < 0)
            assert_non_null(strstr(koor_error_message(error), "2027-03-10 lies before absent_from"));
        if (status < 0)
            expect_error(status, error, "KOOR_E_VALUE", "person.absent_to");
    }
    koor_campaign_free(c);
}

static void history_and_earlier_plans_are_checked(void **state) {
    koor_campaign *c = begin(state);
    koor_error *error = NULL;
    int32_t status = koor_campaign_add_history(c, "Bread \xFF", SIZE_MAX, &error);
    assert_int_equal(koor_error_offset(error), 6);
    expect_error(status, error, "KOOR_E_UTF8", "history");
    error = NULL;
    status = koor_campaign_set_previous(c, "{\"id\":\"1\"}\n\n{\"id\":\n", SIZE_MAX, &error);
    assert_non_null(strstr(koor_error_path(error), "previous line 3"));
    assert_string_equal(koor_error_name(status), "KOOR_E_SYNTAX");
    koor_error_free(error);
    assert_int_equal(koor_campaign_set_previous(c, "\n", SIZE_MAX, NULL), 0);
    koor_campaign_free(c);
}

/* One campaign file with one fault. */
static void files_are_checked(void **state) {
    static const struct {
        const char *json, *code, *path;
    } bad[] = {
        {"[]", "KOOR_E_SYNTAX", "campaign"},
        {"{\"colour\":1}", "KOOR_E_KEY", "colour"},
        {"{\"options\":[]}", "KOOR_E_VALUE", "options"},
        {"{\"options\":{\"campaign.seed\":{}}}", "KOOR_E_VALUE", "campaign.seed"},
        {"{\"options\":{\"campaign.seed\":null}}", "KOOR_E_VALUE", "campaign.seed"},
        {"{\"options\":{\"schedule.days\":[\"MO\",1]}}", "KOOR_E_VALUE", "schedule.days"},
        {"{\"options\":{\"schedule.days\":[\"MO|TU\"]}}", "KOOR_E_VALUE", "schedule.days"},
        {"{\"options\":{\"select.max_similarity\":-0.5}}", "KOOR_E_VALUE", "select.max_similarity"},
        {"{\"options\":{\"select.max_similarity\":1e300}}", "KOOR_E_VALUE", "select.max_similarity"},
        {"{\"options\":{\"no.such\":\"1\"}}", "KOOR_E_OPTION", "no.such"},
        {"{\"fragments\":[]}", "KOOR_E_VALUE", "fragments"},
        {"{\"fragments\":{\"where\":1}}", "KOOR_E_VALUE", "fragments.where"},
        {"{\"values\":\"x\"}", "KOOR_E_VALUE", "values"},
        {"{\"values\":{\"city\":[]}}", "KOOR_E_VALUE", "values.city"},
        {"{\"posts\":{}}", "KOOR_E_VALUE", "posts"},
        {"{\"posts\":[{\"text\":\"a\"},1]}", "KOOR_E_VALUE", "posts[1]"},
        {"{\"posts\":[{\"text\":\"a\",\"colour\":\"red\"}]}", "KOOR_E_KEY", "posts[0].colour"},
        {"{\"posts\":[{\"id\":1}]}", "KOOR_E_VALUE", "posts[0].id"},
        {"{\"posts\":[{\"text\":1}]}", "KOOR_E_VALUE", "posts[0].text"},
        {"{\"posts\":[{\"text\":\"a\",\"language\":1}]}", "KOOR_E_VALUE", "posts[0].language"},
        {"{\"posts\":[{\"text\":\"a\"},{\"id\":\"q\",\"text\":\" \"}]}", "KOOR_E_EMPTY", "posts[1].text"},
        {"{\"posts\":[{\"text\":\"a\",\"language\":\"english\"}]}", "KOOR_E_LANGUAGE", "posts[0].language"},
        {"{\"posts\":[{\"text\":\"a\"},{\"text\":\"b\"}]}", "KOOR_E_DUPLICATE", "posts[1].id"},
        {"{\"posts\":[{\"id\":\"\",\"text\":\"b\"}]}", "KOOR_E_ARGUMENT", "posts[0].id"},
        {"{\"options\":{\"post.max_bytes\":\"1\"},\"posts\":[{\"text\":\"ab\"}]}", "KOOR_E_LIMIT", "posts[0].text"},
        {"{\"values\":{\"a b\":\"x\"}}", "KOOR_E_VALUE", "values.a b"},
        {"{\"options\":{\"post.max_bytes\":\"1\"},\"fragments\":{\"cta\":\"ab\"}}", "KOOR_E_LIMIT", "fragments.cta"},
        {"{\"voices\":{\"boss\":{\"persn\":\"we\"}}}", "KOOR_E_KEY", "voices.boss.persn"},
        {"{\"voices\":{\"boss\":{\"person\":\"wee\"}}}", "KOOR_E_VALUE", "voices.boss.person"},
        {"{\"people\":7}", "KOOR_E_VALUE", "people"},
        {"{\"people\":[null]}", "KOOR_E_VALUE", "people[0]"},
        {"{\"images\":[{\"id\":1,\"path\":\"a.jpg\"}]}", "KOOR_E_VALUE", "images[0].id"},
        {"{\"images\":[{\"path\":1}]}", "KOOR_E_VALUE", "images[0].path"},
        {"{\"images\":[{\"id\":\"a\"}]}", "KOOR_E_KEY", "images[0]"},
        {"{\"images\":[{\"path\":\"/nonexistent/a.jpg\"}]}", "KOOR_E_IO", "/nonexistent/a.jpg"},
        {"{\"history\":{}}", "KOOR_E_VALUE", "history"},
        {"{\"history\":[\"ok\",1]}", "KOOR_E_VALUE", "history[1]"},
        {"{\"alternatives\":{}}", "KOOR_E_VALUE", "alternatives"},
        {"{\"voices\":[]}", "KOOR_E_VALUE", "voices"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        koor_campaign *c = begin(state);
        koor_error *error = NULL;
        int32_t status = koor_campaign_load_json(c, bad[i].json, SIZE_MAX, &error);
        if (status >= 0 || strcmp(koor_error_name(status), bad[i].code) || strcmp(koor_error_path(error), bad[i].path))
            print_message("# %s: %s %s\n", bad[i].json, status < 0 ? koor_error_name(status) : "ok", error ? koor_error_path(error) : "");
        expect_error(status, error, bad[i].code, bad[i].path);
        koor_campaign_free(c);
    }
}

static void expect_option(const koor_campaign *c, kr_option_id id, const char *expected) {
    kr_buffer told;
    kr_buffer_start(&told, &kr_memory_default);
    kr_options_write(&told, &c->settings, id);
    kr_buffer_char(&told, '\0');
    assert_string_equal(told.data, expected);
    kr_buffer_end(&told);
}

static void each_kind_of_value_sets_its_option(void **state) {
    koor_campaign *c = begin(state);
    const char *json =
        "{\"options\":{\"campaign.seed\":12,\"window.local\":true,\"rewrite.automatic\":false,"
        "\"schedule.days\":[\"MO\",\"TU\"],\"rewrite.strength\":\"light\",\"select.max_similarity\":0.4},"
        "\"posts\":[{\"text\":\"We bake {bread|rolls} in %city%.\",\"language\":\"en\"}],"
        "\"values\":{\"city\":\"Ghent\"},\"history\":[\"Bread again.\"]}";
    koor_error *error = NULL;
    int32_t status = koor_campaign_load_json(c, json, SIZE_MAX, &error);
    if (status < 0)
        fail_msg("%s: %s", koor_error_path(error), koor_error_message(error));
    expect_option(c, KR_OPT_CAMPAIGN_SEED, "12");
    expect_option(c, KR_OPT_WINDOW_LOCAL, "on");
    expect_option(c, KR_OPT_REWRITE_AUTOMATIC, "off");
    expect_option(c, KR_OPT_SCHEDULE_DAYS, "MO|TU");
    expect_option(c, KR_OPT_REWRITE_STRENGTH, "light");
    expect_option(c, KR_OPT_SELECT_MAX_SIMILARITY, "0.4");
    assert_int_equal(c->post_count, 1);
    assert_string_equal(c->posts[0].language, "en");
    assert_int_equal(c->history_count, 1);
    koor_campaign_free(c);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(posts_are_checked),
        cmocka_unit_test(what_is_no_text_is_told),
        cmocka_unit_test(what_is_missing_is_named),
        cmocka_unit_test(nobody_is_back_before_they_go),
        cmocka_unit_test(history_and_earlier_plans_are_checked),
        cmocka_unit_test(files_are_checked),
        cmocka_unit_test(each_kind_of_value_sets_its_option),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
