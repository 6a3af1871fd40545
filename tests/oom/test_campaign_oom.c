/* Every public entry point, in whole campaigns, with the k-th allocation failing, for every k until
 * nothing fails any more: each call gives KOOR_E_NOMEM or success, nothing leaks (the sanitizer and
 * a count tell), and after a failure the handles still answer and can be freed. Small on purpose:
 * allocations are runs. */
#define _POSIX_C_SOURCE 200809L
#include "failing.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char english[] =
    "We're hiring a baker in Ghent! Apply before 1 May: https://example.com/b #jobs";
static const char window[] = "2026-12-01/2026-12-04";

static int32_t ignore(const void *bytes, size_t length, void *user) {
    (void)bytes;
    *(size_t *)user += length;
    return 0;
}

static int32_t ignore_picture(size_t index, const void *bytes, size_t length, void *user) {
    (void)index;
    return ignore(bytes, length, user);
}

static int32_t set(koor_campaign *c, const char *key, const char *value, koor_error **error) {
    return checked(koor_campaign_set(c, key, value, SIZE_MAX, error), error);
}

/* -- scenarios: each gives the first status below 0, or 0
 * ------------------------------------------- */

static int32_t with_people(koor_campaign *c, koor_error **error) {
    static const char *const people[] = {
        "{\"id\":\"a\",\"circle\":\"gent\",\"opted_in\":true,\"hours\":\"09:00-17:00\"}",
        "{\"id\":\"b\",\"circle\":\"gent\",\"timezone\":\"Europe/"
        "Brussels\",\"networks\":\"x\",\"opted_in\":true}\n"
        "{\"id\":\"c\",\"opted_in\":false}",
    };
    koor_plan *plan = NULL;
    size_t length = 0;
    int32_t status = checked(koor_campaign_add_post(c, "p", english, SIZE_MAX, "en", error), error);
    if (status == 0)
        status = checked(koor_campaign_add_person(c, people[0], SIZE_MAX, error), error);
    if (status == 0)
        status = checked(koor_campaign_add_people(c, people[1], SIZE_MAX, error), error);
    if (status == 0)
        status = set(c, "campaign.window", window, error);
    if (status == 0)
        status = set(c, "campaign.now", "2026-12-01T00:00Z", error);
    if (status == 0)
        status = checked(koor_plan_new(&plan, c, NULL, NULL, error), error);
    if (status == 0)
        assert_int_equal(koor_plan_count(plan), 2);
    for (int i = 0; i < 3 && status == 0; i++) {
        static const char *const formats[] = {"jsonl", "csv", "ics:a"};
        status = checked(koor_plan_write(plan, formats[i], ignore, &length, error), error);
    }
    koor_plan_free(plan);
    return status;
}

static int32_t with_json(koor_campaign *c, koor_error **error) {
    static const char json[] =
        "{\"options\":{\"campaign.window\":\"2026-12-01/"
        "2026-12-04\",\"campaign.now\":\"2026-12-01T00:00Z\","
        "\"policy.deny\":\"{\\\"words\\\":[\\\"cheap\\\"]}\","
        "\"disclosure.kind\":\"employee\",\"disclosure.company\":\"Bread\",\"link.tags\":\"utm\"},"
        "\"posts\":[{\"id\":\"p\",\"text\":\"We zoeken een bakker. Solliciteer: "
        "https://brood.example/b\","
        "\"language\":\"nl\"}],\"people\":[{\"id\":\"a\",\"opted_in\":true}],"
        "\"history\":[\"Kom werken bij ons.\"]}";
    koor_plan *plan = NULL;
    int32_t status = checked(koor_campaign_load_json(c, json, SIZE_MAX, error), error);
    if (status == 0)
        status = checked(koor_plan_new(&plan, c, NULL, NULL, error), error);
    koor_plan_free(plan);
    return status;
}

static int32_t with_markup(koor_campaign *c, koor_error **error) {
    static const char markup[] =
        "#def %who% = {we|our team}\n{Join|Meet} %who% on [<minsize=2;sep=\", \">Friday|Monday]! "
        "`Bread` for {?person=we?us|all}.\n#include \"where\"";
    size_t length = 0;
    koor_plan *plan = NULL;
    int32_t status = set(c, "post.syntax", "markup", error);
    if (status == 0)
        status = checked(
            koor_campaign_add_fragment(c, "where", "We bake in {@city: %city%|town}.", SIZE_MAX, error),
            error);
    if (status == 0)
        status = checked(koor_campaign_set_value(c, "city", "Ghent", SIZE_MAX, error), error);
    if (status == 0)
        status = checked(koor_campaign_add_post(c, "p", markup, SIZE_MAX, "en", error), error);
    if (status == 0)
        status = checked(koor_campaign_count(c, NULL, 0, &length, error), error);
    if (status == 0)
        status = checked(koor_plan_texts(&plan, c, 3, NULL, NULL, error), error);
    koor_plan_free(plan);
    return status;
}

static int32_t with_voices(koor_campaign *c, koor_error **error) {
    static const char post[] = "We zoeken een bakker. Stuur je cv.";
    static const char profiles[] = "{\"desk\":{\"person\":\"team\",\"address\":\"u\",\"emoji\":\"some\"}}";
    koor_plan *plan = NULL;
    int32_t status = checked(koor_campaign_load_voices(c, profiles, SIZE_MAX, error), error);
    if (status == 0)
        status = checked(koor_campaign_add_post(c, "p", post, SIZE_MAX, "nl", error), error);
    if (status == 0)
        status = set(c, "voice.profile", "desk", error);
    if (status == 0)
        status = checked(koor_plan_texts(&plan, c, 1, NULL, NULL, error), error);
    koor_plan_free(plan);
    return status;
}

static int32_t with_questions(koor_campaign *c, koor_error **error) {
    size_t length = 0;
    int32_t accepted = 0;
    int32_t status = checked(koor_campaign_add_post(c, "p", english, SIZE_MAX, "", error), error);
    if (status == 0)
        status = checked(koor_campaign_check(c, NULL, 0, &length, error), error);
    if (status == 0)
        status = checked(koor_campaign_suggest(c, "markup", NULL, 0, &length, error), error);
    if (status == 0)
        status = checked(koor_campaign_suggest(c, "jsonl", NULL, 0, &length, error), error);
    if (status == 0)
        status =
            checked(koor_campaign_add_history(c, "A baker is wanted.", SIZE_MAX, error), error);
    if (status == 0)
        status =
            checked(koor_campaign_add_alternative(
                        &accepted, c, "{\"first\":1,\"last\":1,\"text\":\"Ghent needs a baker!\"}",
                        SIZE_MAX, error),
                    error);
    return status;
}

static int32_t with_decisions(koor_campaign *c, koor_error **error) {
    static const char lines[] =
        "{\"first\":1,\"text\":\"Ghent, we are hiring a baker!\",\"voice\":{\"tone\":\"warm\"},"
        "\"state\":\"approved\"}\n"
        "{\"first\":1,\"from\":\"a baker\",\"text\":\"one baker\",\"rule\":\"x\",\"state\":"
        "\"rejected\"}\n"
        "not a line\n";
    size_t told = 0;
    koor_plan *plan = NULL;
    int32_t status = checked(koor_campaign_add_post(c, "p", english, SIZE_MAX, "en", error), error);
    if (status == 0)
        status = set(c, "rewrite.approved_only", "on", error);
    if (status == 0)
        status = checked(
            koor_campaign_add_alternatives(NULL, c, lines, SIZE_MAX, ignore, &told, error), error);
    if (status == 0)
        status = checked(koor_plan_texts(&plan, c, 3, NULL, NULL, error), error);
    koor_plan_free(plan);
    return status;
}

static const char before[] =
        "{\"id\":\"00000000000000000000000000000001\",\"post\":\"p\",\"person\":\"a\",\"network\":"
        "\"linkedin\","
        "\"language\":\"en\",\"text\":\"A baker wanted in Ghent! Apply before 1 May: "
        "https://example.com/b #jobs\","
        "\"action\":\"auto\",\"state\":\"planned\",\"sequence\":0,\"publish_unix\":1796119500}\n";

static int32_t with_an_edit(koor_campaign *c, koor_error **error) {
    static const char edit[] = "{\"person\":\"a\",\"text\":\"Ghent, we're hiring a baker! Apply before 1 May: "
                               "https://example.com/b #jobs\"}";
    int32_t accepted = 0;
    int32_t status = checked(koor_campaign_set_previous(c, before, SIZE_MAX, error), error);
    if (status == 0)
        status = with_people(c, error);
    if (status == 0)
        status = checked(koor_campaign_edit(&accepted, c, edit, SIZE_MAX, NULL, 0, NULL, error), error);
    if (status == 0)
        assert_int_equal(accepted, 1);
    return status;
}

static int32_t with_an_earlier_plan(koor_campaign *c, koor_error **error) {
    int32_t status = checked(koor_campaign_set_previous(c, before, SIZE_MAX, error), error);
    return status == 0 ? with_people(c, error) : status;
}

static int32_t with_a_picture(koor_campaign *c, koor_error **error) {
    char path[1024];
    size_t length = 0;
    koor_plan *plan = NULL;
    koor_image *image = NULL;
    int renders = koor_has_feature("jpeg"); /* else it is planned all the same */
    snprintf(path, sizeof path, "%s/examples/campaign/pictures/laan.jpg", getenv("KOOR_SOURCE"));
    int32_t status = checked(
        koor_campaign_add_image_file(c, "laan.jpg", path, "{\"alt\":\"A lane\"}", SIZE_MAX, error),
        error);
    if (status == 0)
        status = checked(koor_campaign_add_post(c, "p", english, SIZE_MAX, "en", error), error);
    if (status == 0)
        status = checked(
            koor_campaign_add_person(c, "{\"id\":\"a\",\"opted_in\":true}", SIZE_MAX, error),
            error);
    if (status == 0)
        status = set(c, "campaign.window", window, error);
    if (status == 0)
        status = set(c, "campaign.now", "2026-12-01T00:00Z", error);
    if (status == 0)
        status = checked(koor_plan_new(&plan, c, NULL, NULL, error), error);
    if (status == 0 && renders)
        status = checked(koor_image_render(&image, plan, 0, error), error);
    if (status == 0 && renders)
        status = checked(koor_plan_render(plan, 1, ignore_picture, &length, error), error);
    koor_image_free(image);
    koor_plan_free(plan);
    return status;
}

/* -- the engine
 * ------------------------------------------------------------------------------------ */

static const char pack[] =
    "pack en 1\nphrase en/test/loaf\n  same a loaf of bread\n  same one loaf of bread\n"
    "  does We bake a loaf of bread. -> We bake one loaf of bread.\n  leaves We bake.\n";

static const char other_pack[] =
    "pack en 1\nphrase en/test/oven\n  same fresh from the oven\n  same straight from the oven\n"
    "  does The bread is fresh from the oven. -> The bread is straight from the oven.\n"
    "  leaves We bake.\n";

static int32_t set_up(koor_engine *engine, koor_error **error) {
    int32_t status =
        checked(koor_engine_load_pack(engine, "own.pack", pack, SIZE_MAX, error), error);
    if (status == 0)
        status =
            checked(koor_engine_load_networks(
                        engine, "{\"networks\":{\"linkedin\":{\"limit\":2000}}}", SIZE_MAX, error),
                    error);
    if (status == 0)
        status = checked(koor_engine_set(engine, "select.candidates", "4", SIZE_MAX, error), error);
    return status == 0 ? checked(koor_engine_ready(engine, error), error) : status;
}

static void runs_set_up(counter *c, const void *user) {
    koor_engine *engine = NULL;
    koor_error *error = NULL;
    int64_t failures = 0;
    size_t length = 0;
    (void)user;
    int32_t status = checked(
        koor_engine_new(&engine, failing_allocate, failing_resize, failing_release, c, &error),
        &error);
    if (status == 0)
        status = set_up(engine, &error);
    if (status == 0) {
        status = checked(koor_engine_check_pack(&failures, engine, "other.pack", other_pack,
                                                SIZE_MAX, NULL, 0, &length, &error),
                         &error);
        assert_true(status < 0 || failures == 0);
    }
    koor_engine_free(engine);
    assert_true(status == 0 || c->failed);
}

static void setting_up_an_engine(void **state) {
    counter c = {0};
    (void)state;
    assert_true(fail_each(&c, runs_set_up, NULL, 300) > 50);
}

/* -- campaigns, on an engine that is there already, and that has to outlive every failure
 * -------------------------------------------------- */

typedef struct scenario {
    int32_t (*run)(koor_campaign *campaign, koor_error **error);
    koor_engine *engine;
} scenario;

static koor_engine *ready_engine(counter *c) {
    koor_engine *engine = NULL;
    assert_int_equal(
        koor_engine_new(&engine, failing_allocate, failing_resize, failing_release, c, NULL), 0);
    assert_int_equal(koor_engine_ready(engine, NULL), 0);
    return engine;
}

static void runs_scenario(counter *c, const void *user) {
    const scenario *s = user;
    koor_campaign *campaign = NULL;
    koor_error *error = NULL;
    size_t length = 0;
    int32_t status = checked(koor_campaign_new(&campaign, s->engine, &error), &error);
    if (status == 0)
        status = s->run(campaign, &error);
    c->armed = 0; /* memory is back: the handle answers */
    if (status < 0 && campaign) {
        koor_campaign_check(campaign, NULL, 0, &length, NULL);
        assert_int_equal(koor_campaign_set(campaign, "campaign.seed", "2", SIZE_MAX, NULL), 0);
    }
    koor_campaign_free(campaign);
}

static void campaigns(void **state) {
    int32_t (*const all[])(koor_campaign *, koor_error **) = {
        with_people,    with_json,    with_markup,          with_voices,   with_questions,
        with_decisions, with_an_edit, with_an_earlier_plan, with_a_picture};
    (void)state;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        counter c = {0};
        scenario s = {all[i], ready_engine(&c)};
        assert_in_range(fail_each(&c, runs_scenario, &s, 200), 50, 100000);
        koor_engine_free(s.engine);
        assert_int_equal(c.held, 0);
    }
}

/* -- shards of a plan, opened and merged
 * ------------------------------------------------------------ */

/* clang-format off */
static const char shards[] =
    "{\"schema\":\"koor-plan/1\",\"campaign\":\"c\",\"now_unix\":0,\"versions\":{},\"input\":\"1\",\"items\":1,\"options\":{\"campaign.shard\":\"2/2\"},\"posts\":[]}\n"
    "{\"overall\":{\"items\":1,\"opted_in\":2},\"circles\":[{\"circle\":\"b\"}],\"gaps\":[],\"without_moment\":[{\"person\":\"d\",\"post\":\"p\",\"network\":\"x\",\"why\":\"full\"}],\"capacity\":{},\"input\":\"1\",\"parts\":{\"totals\":[0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0],\"circles\":[[2,1,0,0,0,0,0,0,0,0,0,0]],\"gaps\":[]}}\n"
    "{\"rule\":\"r\",\"text\":\"t\",\"items\":1,\"circles\":[\"b\"],\"place\":[0,0,0,4],\"key\":\"00\"}\n"
    "{\"id\":\"22222222222222222222222222222222\",\"text_id\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\",\"person\":\"b\",\"publish_unix\":2,\"text\":\"Hello\",\"network\":\"x\",\"action\":\"suggest\",\"state\":\"planned\",\"sequence\":0,\"publish_at\":\"2026-12-01T09:00:00Z\"}\n"
    "{\"schema\":\"koor-plan/1\",\"campaign\":\"c\",\"now_unix\":0,\"versions\":{},\"input\":\"1\",\"items\":1,\"options\":{\"campaign.shard\":\"1/2\"},\"posts\":[]}\n"
    "{\"overall\":{\"items\":1,\"opted_in\":2},\"circles\":[{\"circle\":\"a\"}],\"gaps\":[],\"without_moment\":[],\"capacity\":{},\"input\":\"1\",\"parts\":{\"totals\":[0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0],\"circles\":[[1,1,0,0,0,0,0,0,0,0,0,0]],\"gaps\":[]}}\n"
    "{\"rule\":\"r\",\"text\":\"t\",\"items\":1,\"circles\":[\"a\"],\"place\":[0,0,0,4],\"key\":\"00\"}\n"
    "{\"id\":\"11111111111111111111111111111111\",\"text_id\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\",\"person\":\"a\",\"publish_unix\":1,\"text\":\"Hello\",\"network\":\"x\",\"action\":\"suggest\",\"state\":\"planned\",\"sequence\":0,\"publish_at\":\"2026-12-01T09:00:00Z\"}\n";
/* clang-format on */

/* The shards as they are, or as the plan.jsonl of one folder, whose other files are empty. */
static int32_t open_shards(koor_plan **out, const koor_engine *engine, const char *folder,
                           koor_error **error) {
    return folder ? koor_plan_open_folders(out, engine, folder, SIZE_MAX, error)
                  : koor_plan_open(out, engine, shards, SIZE_MAX, error);
}

/* Writes the folder's files, or removes them with it. */
static void each_file(const char *folder, int write) {
    static const char *const names[] = {"plan.meta.json", "report.json", "alternatives.jsonl",
                                        "plan.jsonl"};
    for (size_t i = 0; i < 4; i++) {
        char path[TEMPORARY_NAME + 32];
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        FILE *file = write ? fopen(path, "wb") : NULL;
        if (file)
            fputs(i == 3 ? shards : "", file);
        assert_int_equal(file ? fclose(file) : remove(path), 0);
    }
}

static int32_t with_shards(const koor_engine *engine, const char *folder, koor_error **error) {
    koor_plan *plan = NULL;
    size_t length = 0;
    int32_t status = checked(open_shards(&plan, engine, folder, error), error);
    if (status == 0) {
        assert_int_equal(koor_plan_count(plan), 2);
        assert_string_equal(koor_plan_person(plan, 0), "a");
        assert_non_null(strstr(koor_plan_alternatives(plan, NULL), "\"items\":2"));
        assert_null(strstr(koor_plan_report(plan, NULL), "parts"));
    }
    for (int i = 0; i < 3 && status == 0; i++) {
        static const char *const formats[] = {"jsonl", "csv", "ics:a"};
        status = checked(koor_plan_write(plan, formats[i], ignore, &length, error), error);
    }
    koor_plan_free(plan);
    return status;
}

typedef struct opening {
    const koor_engine *engine;
    const char *folder; /* NULL: from memory */
} opening;

static void runs_shards(counter *c, const void *user) {
    const opening *o = user;
    koor_error *error = NULL;
    int32_t status = with_shards(o->engine, o->folder, &error);
    assert_true(status == 0 || c->failed);
}

static void opening_shards(void **state) {
    char folder[TEMPORARY_NAME];
    counter c = {0};
    koor_engine *engine = ready_engine(&c);
    (void)state;
    assert_in_range(fail_each(&c, runs_shards, &(opening){engine, NULL}, 200), 20, 100000);
    temporary_name(folder, "oom");
    assert_non_null(mkdtemp(folder));
    each_file(folder, 1);
    assert_in_range(fail_each(&c, runs_shards, &(opening){engine, folder}, 200), 20, 100000);
    each_file(folder, 0);
    assert_int_equal(rmdir(folder), 0);
    koor_engine_free(engine);
    assert_int_equal(c.held, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(setting_up_an_engine),
                                       cmocka_unit_test(campaigns),
                                       cmocka_unit_test(opening_shards)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
