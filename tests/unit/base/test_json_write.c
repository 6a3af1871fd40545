#include "base/json_write.h"
#include "unit.h"

#include <jansson.h>
#include <string.h>

static void separates_members_and_elements(void **state) {
    (void)state;
    kr_buffer out;
    kr_buffer_start(&out, &kr_memory_default);
    kr_put_open(&out, '{');
    kr_put_text(&out, "text", KR_STR("a \"b\": {\n"));
    kr_put_int(&out, "below", -3);
    kr_put_uint(&out, "above", UINT64_MAX);
    kr_put_ppm(&out, "part", 410000);
    kr_put_bool(&out, "yes", 7);
    kr_put_key(&out, "list");
    kr_put_open(&out, '[');
    kr_put_element(&out, KR_STR("one"));
    kr_put_element(&out, KR_STR("two:"));
    kr_put_open(&out, '{');
    kr_put_word(&out, "word", "");
    kr_buffer_text(&out, "}]}\n");
    kr_put_open(&out, '{'); /* a line of its own */
    kr_put_hash(&out, "id", (kr_hash128){0, 0});
    kr_buffer_char(&out, '}');
    assert_string_equal(
        out.data, "{\"text\":\"a \\\"b\\\": {\\n\",\"below\":-3,\"above\":18446744073709551615,"
                  "\"part\":0.41,\"yes\":true,\"list\":[\"one\",\"two:\",{\"word\":\"\"}]}\n"
                  "{\"id\":\"00000000000000000000000000000000\"}");
    kr_buffer_end(&out);
}

static void *refuse(size_t size, void *user) {
    (void)size;
    (void)user;
    return NULL;
}

static void *refuse_resize(void *block, size_t size, void *user) {
    (void)block;
    return refuse(size, user);
}

static void release(void *block, void *user) {
    (void)block;
    (void)user;
}

static void goes_on_without_memory(void **state) {
    (void)state;
    const kr_memory none = {.allocate = refuse, .resize = refuse_resize, .release = release};
    kr_buffer out;
    kr_buffer_start(&out, &none);
    kr_put_open(&out, '{');
    kr_put_text(&out, "text", KR_STR("a"));
    assert_true(out.failed);
    kr_buffer_end(&out);
}

/* Any byte at any place of a string comes back from a reader; what needs no escape stands as it is. */
static void escapes_each_byte_wherever_it_stands(void **state) {
    (void)state;
    for (int byte = 0; byte < 128; byte++)
        for (size_t at = 0; at < 20; at++) {
            char text[20];
            kr_buffer out;
            memset(text, 'a', sizeof text);
            text[at] = (char)byte;
            kr_buffer_start(&out, &kr_memory_default);
            kr_buffer_json(&out, text, sizeof text);
            json_t *value = json_loadb(out.data, out.length, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
            assert_int_equal(json_string_length(value), sizeof text);
            assert_memory_equal(json_string_value(value), text, sizeof text);
            int plain = byte >= 0x20 && byte != '"' && byte != '\\';
            assert_int_equal(out.length == sizeof text + 2, plain);
            json_decref(value);
            kr_buffer_end(&out);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(escapes_each_byte_wherever_it_stands),
        cmocka_unit_test(separates_members_and_elements),
        cmocka_unit_test(goes_on_without_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
