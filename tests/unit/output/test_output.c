/* Items as JSON, CSV and iCalendar: what they carry is escaped, lines are folded, keys keep their order. */
#include "output/output.h"
#include "unit.h"

#include <jansson.h>
#include <string.h>

static const kr_item_edit EDITS[] = {
    {{"en/x", 4}, {"say \"hi\"", 8}, {"a\nb", 3}},
};

static kr_item_view view(void) {
    return (kr_item_view){
        .id = {1, 2}, .text_id = {3, 4},
        .post = KR_STR("launch"), .person = KR_STR("p1"), .circle = KR_STR("gent"),
        .wave = KR_STR("leaders"), .network = KR_STR("linkedin"), .language = KR_STR("nl"),
        .text = KR_STR("=SOM(A1), \"ja\";\nregel twee \\ \xf0\x9f\x9a\x80"), .vector = KR_STR("1.abc"),
        .action = "auto", .state = "planned", .has_moment = 1, .publish_unix = 1796200500,
        .publish_at = KR_STR("2026-12-02T09:35:00+01:00"), .count = 271, .limit = 3000,
        .base_similarity = 410000, .nearest_similarity = 330000, .edits = EDITS, .edit_count = 1,
    };
}

static void json_is_read_back(void **state) {
    (void)state;
    kr_buffer out;
    kr_item_view item = view();
    kr_buffer_start(&out, &kr_memory_default);
    kr_output_json(&out, &item);
    assert_memory_equal(out.data, "{\"id\":\"00000000000000020000000000000001\",\"post\":\"launch\",\"person\":", 66);
    json_t *root = json_loadb(out.data, out.length, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(root);
    assert_string_equal(json_string_value(json_object_get(root, "text")), item.text.at);
    assert_true(json_is_null(json_object_get(root, "image")));
    const json_t *edit = json_array_get(json_object_get(root, "edits"), 0);
    assert_string_equal(json_string_value(json_object_get(edit, "from")), "say \"hi\"");
    assert_non_null(strstr(out.data, "\"similarity\":{\"base\":0.41,\"nearest\":0.33}"));
    json_decref(root);
    kr_buffer_end(&out);
}

static void csv_disarms_formulas(void **state) {
    (void)state;
    kr_buffer out;
    kr_item_view item = view();
    kr_buffer_start(&out, &kr_memory_default);
    kr_output_csv(&out, &item);
    assert_non_null(strstr(out.data, ",\"'=SOM(A1), \"\"ja\"\";\nregel"));
    assert_string_equal(out.data + out.length - 3, "\"\r\n");
    kr_buffer_end(&out);
}

static void calendar_lines_are_folded(void **state) {
    (void)state;
    kr_buffer out;
    kr_item_view item = view();
    char longest[400];
    memset(longest, 'x', sizeof longest);
    memcpy(longest + 60, "\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9", 10);
    item.text = (kr_str){longest, sizeof longest};
    kr_buffer_start(&out, &kr_memory_default);
    kr_output_ics_head(&out, KR_STR("najaar"));
    kr_output_ics(&out, &item, 1795000000);
    kr_output_ics_foot(&out);
    assert_non_null(strstr(out.data, "DTSTART:20261202T083500Z\r\n"));
    assert_non_null(strstr(out.data, "DTSTAMP:20261118T110640Z\r\n"));
    for (const char *at = out.data; *at;) {
        const char *end = strstr(at, "\r\n");
        assert_non_null(end);
        assert_in_range(end - at, 1, 75);
        assert_int_equal(kr_utf8_valid(at, (size_t)(end - at)), end - at);
        at = end + 2;
    }
    kr_buffer_end(&out);
}

static void calendar_text_is_escaped(void **state) {
    (void)state;
    kr_buffer out;
    kr_item_view item = view();
    kr_buffer_start(&out, &kr_memory_default);
    kr_output_ics(&out, &item, 0);
    assert_non_null(strstr(out.data, "DESCRIPTION:=SOM(A1)\\, \"ja\"\\;\\nregel twee \\\\ "));
    assert_non_null(strstr(out.data, "DTSTAMP:19700101T000000Z"));
    kr_buffer_end(&out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json_is_read_back),
        cmocka_unit_test(csv_disarms_formulas),
        cmocka_unit_test(calendar_lines_are_folded),
        cmocka_unit_test(calendar_text_is_escaped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
