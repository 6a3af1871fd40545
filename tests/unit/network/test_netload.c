/* koor's own rules, the host's over them, and what is refused. */
#include "unit.h"

#include "koor.h"
#include "network/netrules.h"
#include "network/networks.h"

#include <jansson.h>
#include <string.h>

typedef struct fixture {
    kr_job job;
    kr_networks networks;
    koor_error *error;
} fixture;

static void begin(fixture *f) {
    memset(f, 0, sizeof *f);
    kr_job_start(&f->job, &kr_memory_default, &f->error);
    assert_int_equal(kr_network_load_builtin(&f->job, &f->job.arena, &f->networks), KOOR_OK);
}

static void end(fixture *f) {
    koor_error_free(f->error);
    kr_job_end(&f->job);
}

static int32_t lay(fixture *f, const char *json, const char *name) {
    return kr_network_load(&f->job, &f->job.arena, &f->networks, kr_str_of(json), name);
}

static const kr_network *get(const fixture *f, const char *name) {
    const kr_network *network = kr_network_find(&f->networks, kr_str_of(name));
    assert_non_null(network);
    return network;
}

static void loads_its_own_rules(void **state) {
    (void)state;
    fixture f;
    begin(&f);
    static const char *const names[] = {"linkedin", "x",       "facebook",    "instagram",
                                        "threads",  "bluesky", "bluesky-api", "mastodon",
                                        "slack",    "teams"};
    assert_int_equal(f.networks.count, 10);
    for (size_t i = 0; i < 10; i++)
        assert_non_null(kr_network_find(&f.networks, kr_str_of(names[i])));
    const kr_network *x = get(&f, "x");
    assert_true(x->unit == KR_UNIT_X && x->limit == 280 && x->url_length == 23 && x->text_once);
    assert_int_equal(x->action, KR_ACTION_SUGGEST);
    assert_int_equal(get(&f, "facebook")->action, KR_ACTION_SUGGEST);
    const kr_network *instagram = get(&f, "instagram");
    assert_true(instagram->picture_required && instagram->hashtag_most == 5);
    assert_int_equal(instagram->picture_formats, KR_FORMAT_JPEG);
    assert_int_equal(instagram->picture_narrowest, 800);
    assert_int_equal(instagram->picture_widest, 1910);
    assert_int_equal(instagram->picture_size_count, 3);
    assert_int_equal(instagram->picture_sizes[0].height, 1350);
    assert_true(get(&f, "bluesky")->alt_required && get(&f, "bluesky")->byte_limit == 3000);
    end(&f);
}

static void dates_every_rule(void **state) {
    (void)state;
    fixture f;
    begin(&f);
    for (uint32_t i = 0; i < f.networks.count; i++) {
        const kr_network *network = &f.networks.items[i];
        assert_true(network->tested.length > 0 && network->rule_count > 2);
        for (uint32_t k = 0; k < network->rule_count; k++) {
            assert_int_equal(network->rules[k].as_of.length, 10);
            assert_true(network->rules[k].source.length > 0);
        }
    }
    end(&f);
}

static void lists_them_as_json(void **state) {
    (void)state;
    fixture f;
    begin(&f);
    kr_buffer out;
    kr_buffer_start(&out, &kr_memory_default);
    kr_network_list(&out, &f.networks);
    json_t *root = json_loadb(out.data, out.length, 0, NULL), *first;
    first = json_array_get(json_object_get(root, "networks"), 0);
    assert_string_equal(json_string_value(json_object_get(first, "name")), "linkedin");
    json_t *limit = json_object_get(json_object_get(first, "rules"), "limit");
    assert_int_equal(json_integer_value(json_object_get(limit, "value")), 3000);
    assert_string_equal(json_string_value(json_object_get(limit, "as_of")), "2026-11-22");
    json_decref(root);
    kr_buffer_end(&out);
    end(&f);
}

static void lets_the_host_override(void **state) {
    (void)state;
    fixture f;
    begin(&f);
    assert_int_equal(
        lay(&f,
            "{\"networks\":{\"linkedin\":{\"limit\":{\"value\":2500,\"as_of\":\"2026-12-01\","
            "\"source\":\"house rule\"},\"fold\":null},"
            "\"intranet\":{\"title\":\"Intranet\",\"unit\":\"grapheme\",\"limit\":800}}}",
            "house.json"),
        KOOR_OK);
    const kr_network *linkedin = get(&f, "linkedin");
    assert_int_equal(linkedin->limit, 2500);
    assert_int_equal(linkedin->fold, KR_NONE);
    assert_int_equal(linkedin->picture_most, 20);
    const kr_network *intranet = get(&f, "intranet");
    assert_true(intranet->limit == 800 && intranet->unit == KR_UNIT_GRAPHEME);
    assert_int_equal(intranet->action, KR_ACTION_SUGGEST);
    /* the same value again is no conflict */
    assert_int_equal(lay(&f, "{\"networks\":{\"linkedin\":{\"limit\":2500}}}", "team.json"),
                     KOOR_OK);
    end(&f);
}

static void refuses_what_makes_no_sense(void **state) {
    (void)state;
    static const struct {
        const char *json;
        int32_t code;
        const char *path;
    } cases[] = {
        {"{", KOOR_E_SYNTAX, "h"},
        {"{\"networks\":{\"x\":{},\"x\":{}}}", KOOR_E_DUPLICATE, "h"},
        {"[]", KOOR_E_KEY, "h"},
        {"{\"nets\":{}}", KOOR_E_KEY, "h"},
        {"{\"networks\":{\"x\":{\"limits\":3}}}", KOOR_E_KEY, "h: networks.x.limits"},
        {"{\"networks\":{\"x\":3}}", KOOR_E_VALUE, "h: networks.x"},
        {"{\"networks\":{\"X!\":{}}}", KOOR_E_VALUE, "h: networks.X!"},
        {"{\"networks\":{\"x\":{\"limit\":0}}}", KOOR_E_VALUE, "h: networks.x.limit"},
        {"{\"networks\":{\"x\":{\"limit\":2.5}}}", KOOR_E_VALUE, "h: networks.x.limit"},
        {"{\"networks\":{\"x\":{\"limit\":\"280\"}}}", KOOR_E_VALUE, "h: networks.x.limit"},
        {"{\"networks\":{\"x\":{\"limit\":{\"as_of\":\"2026-01-01\"}}}}", KOOR_E_KEY,
         "h: networks.x.limit"},
        {"{\"networks\":{\"x\":{\"limit\":{\"value\":9,\"date\":\"\"}}}}", KOOR_E_KEY,
         "h: networks.x.limit"},
        {"{\"networks\":{\"x\":{\"limit\":{\"value\":99,\"as_of\":\"May\"}}}}", KOOR_E_VALUE,
         "h: networks.x.limit"},
        {"{\"networks\":{\"x\":{\"as_of\":\"2026-13-01\"}}}", KOOR_E_VALUE, "h: networks.x.as_of"},
        {"{\"networks\":{\"x\":{\"unit\":\"chars\"}}}", KOOR_E_VALUE, "h: networks.x.unit"},
        {"{\"networks\":{\"x\":{\"action\":\"repost\"}}}", KOOR_E_VALUE, "h: networks.x.action"},
        {"{\"networks\":{\"x\":{\"text_once\":1}}}", KOOR_E_VALUE, "h: networks.x.text_once"},
        {"{\"networks\":{\"x\":{\"picture_sizes\":[\"12\"]}}}", KOOR_E_VALUE,
         "h: networks.x.picture_sizes"},
        {"{\"networks\":{\"x\":{\"picture_formats\":[\"tiff\"]}}}", KOOR_E_VALUE,
         "h: networks.x.picture_formats"},
        {"{\"networks\":{\"x\":{\"picture_ratios\":[\"2:1\",\"1:2\"]}}}", KOOR_E_VALUE,
         "h: networks.x.picture_ratios"},
        {"{\"networks\":{\"x\":{\"fold\":281}}}", KOOR_E_VALUE, "h: networks.x.fold"},
        {"{\"networks\":{\"linkedin\":{\"links\":\"all\"}}}", KOOR_E_VALUE,
         "h: networks.linkedin.links"},
        {"{\"networks\":{\"linkedin\":{\"url_length\":23}}}", KOOR_E_VALUE,
         "h: networks.linkedin.url_length"},
        {"{\"networks\":{\"x\":{\"url_length\":300}}}", KOOR_E_VALUE, "h: networks.x.url_length"},
        {"{\"networks\":{\"instagram\":{\"picture_most\":0}}}", KOOR_E_VALUE,
         "h: networks.instagram.picture_required"},
        {"{\"networks\":{\"new\":{\"limit\":5}}}", KOOR_E_KEY, "h: networks.new"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        fixture f;
        begin(&f);
        if (lay(&f, cases[i].json, "h") != cases[i].code)
            fail_msg("%s: %s", cases[i].json, koor_error_message(f.error));
        assert_string_equal(koor_error_path(f.error), cases[i].path);
        assert_int_equal(f.networks.count, 10);
        assert_int_equal(get(&f, "x")->limit, 280);
        end(&f);
    }
}

static void refuses_conflicting_loads(void **state) {
    (void)state;
    fixture f;
    begin(&f);
    assert_int_equal(lay(&f, "{\"networks\":{\"x\":{\"limit\":250}}}", "a"), KOOR_OK);
    assert_int_equal(lay(&f, "{\"networks\":{\"x\":{\"limit\":260}}}", "b"), KOOR_E_DUPLICATE);
    assert_string_equal(koor_error_path(f.error), "b: networks.x.limit");
    assert_non_null(strstr(koor_error_message(f.error), "250"));
    assert_int_equal(get(&f, "x")->limit, 250);
    end(&f);
}

static void names_the_known_networks(void **state) {
    (void)state;
    fixture f;
    begin(&f);
    const kr_network *network;
    assert_int_equal(kr_network_named(&f.job, &f.networks, KR_STR("mastodon"), "network", &network),
                     KOOR_OK);
    assert_int_equal(kr_network_named(&f.job, &f.networks, KR_STR("twitter"), "network", &network),
                     KOOR_E_NETWORK);
    assert_non_null(strstr(koor_error_message(f.error), "linkedin, x, facebook"));
    end(&f);
}

static void units_are_in_the_order_of_the_table(void **state) {
    (void)state;
    const kr_rule_field *unit = &kr_rule_fields[kr_rule_find("unit")];
    for (uint32_t i = 0; i < KR_UNITS; i++)
        assert_int_equal(kr_rule_word(unit->words, kr_str_of(kr_unit_name(i))), i);
    assert_int_equal(kr_rule_find("units"), KR_NONE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(loads_its_own_rules),
        cmocka_unit_test(dates_every_rule),
        cmocka_unit_test(lists_them_as_json),
        cmocka_unit_test(lets_the_host_override),
        cmocka_unit_test(refuses_what_makes_no_sense),
        cmocka_unit_test(refuses_conflicting_loads),
        cmocka_unit_test(names_the_known_networks),
        cmocka_unit_test(units_are_in_the_order_of_the_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
