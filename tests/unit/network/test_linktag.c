/* Link tagging: parameters in their place, everything else byte for byte. */
#include "unit.h"

#include "koor.h"
#include "network/linktag.h"
#include "network/networks.h"

#include <string.h>

typedef struct fixture {
    kr_job job;
    koor_error *error;
    kr_link_tags *tags;
} fixture;

static void begin(fixture *f) {
    memset(f, 0, sizeof *f);
    kr_job_start(&f->job, &kr_memory_default, &f->error);
}

static void end(fixture *f) {
    koor_error_free(f->error);
    kr_job_end(&f->job);
}

static const kr_link_values values = {
    .campaign = {"spring", 6},
    .post = {"launch", 6},
    .person = {"p 1&\xc3\xa9", 6},
    .circle = {"gent", 4},
    .network = {"linkedin", 8},
    .language = {"nl", 2},
    .text = {"a1b2", 4},
};

static void gives(const char *pattern, const char *hosts, const char *text, const char *wanted) {
    fixture f;
    begin(&f);
    kr_buffer out;
    kr_buffer_start(&out, &kr_memory_default);
    assert_int_equal(
        kr_link_open(&f.job, &f.job.arena, kr_str_of(pattern), kr_str_of(hosts), &f.tags), KOOR_OK);
    kr_link_tag(&out, f.tags, kr_str_of(text), &values);
    assert_string_equal(out.data, wanted);
    kr_buffer_end(&out);
    end(&f);
}

static void puts_them_behind_the_query(void **state) {
    (void)state;
    gives("s={network}", "", "Go https://a.be now", "Go https://a.be?s=linkedin now");
    gives("s={network}", "", "https://a.be/", "https://a.be/?s=linkedin");
    gives("s={network}", "", "https://a.be/x?q=1.", "https://a.be/x?q=1&s=linkedin.");
    gives("s={network}", "", "(https://a.be/x#top)", "(https://a.be/x?s=linkedin#top)");
    gives("s={network}", "", "https://a.be/x?q=1#top?no", "https://a.be/x?q=1&s=linkedin#top?no");
    gives("s={network}", "", "https://a.be/x?q=1& y", "https://a.be/x?q=1&s=linkedin y");
    gives("s={network}", "", "https://a.be/%7Eb?c=%20d", "https://a.be/%7Eb?c=%20d&s=linkedin");
    gives("s={network}", "",
          "http://b\xc3\xbc"
          "cher.de/\xc3\xa9",
          "http://b\xc3\xbc"
          "cher.de/\xc3\xa9?s=linkedin");
    gives("s={network}", "", "https://a.be and https://b.be/c",
          "https://a.be?s=linkedin and https://b.be/c?s=linkedin");
}

static void encodes_values(void **state) {
    (void)state;
    gives("who={person}&to={circle}-{text}", "", "https://a.be",
          "https://a.be?who=p%201%26%C3%A9&to=gent-a1b2");
    gives("a=b c", "", "https://a.be", "https://a.be?a=b%20c");
    gives("a=", "", "https://a.be", "https://a.be?a=");
}

static void has_the_usual_four(void **state) {
    (void)state;
    gives(
        "utm", "", "https://a.be",
        "https://a.be?utm_source=linkedin&utm_medium=social&utm_campaign=spring&utm_content=a1b2");
}

static void keeps_what_is_there(void **state) {
    (void)state;
    gives("utm_source={network}&x=1", "", "https://a.be?utm_source=mail&b",
          "https://a.be?utm_source=mail&b&x=1");
    gives("b=1", "", "https://a.be?b", "https://a.be?b");
    gives("b=1", "", "https://a.be?bb=2", "https://a.be?bb=2&b=1");
}

static void leaves_other_text_alone(void **state) {
    (void)state;
    gives("a=1", "", "no link, a.be, ftp://a.be, mail@a.be",
          "no link, a.be, ftp://a.be, mail@a.be");
    gives("a=1", "", "http://no-tld http:// https://", "http://no-tld http:// https://");
    gives("a=1", "", "https://a.be/\xe6\xbc\xa2",
          "https://a.be/\xe6\xbc\xa2"); /* a path, or a word behind */
    gives("a=1", "", "https://a.be/b%", "https://a.be/b%");
    gives("a=1", "koor.be|b.org",
          "https://a.be https://koor.be https://www.koor.be/x https://xkoor.be",
          "https://a.be https://koor.be?a=1 https://www.koor.be/x?a=1 https://xkoor.be");
    gives("a=1", "KOOR.be", "https://user.koor.be:8080/x", "https://user.koor.be:8080/x?a=1");
}

static void does_not_make_a_url_too_long(void **state) {
    (void)state;
    char text[2100] = "https://a.be/";
    memset(text + 13, 'x', 2034);
    gives("a=1", "", text, text);
    text[2040] = '\0';
    fixture f;
    begin(&f);
    kr_buffer out;
    kr_buffer_start(&out, &kr_memory_default);
    assert_int_equal(kr_link_open(&f.job, &f.job.arena, KR_STR("a=1"), KR_STR(""), &f.tags),
                     KOOR_OK);
    kr_link_tag(&out, f.tags, kr_str_of(text), &values);
    assert_int_equal(out.length, 2044);
    kr_buffer_end(&out);
    end(&f);
}

static void refuses_bad_patterns(void **state) {
    (void)state;
    static const struct {
        const char *pattern;
        int64_t offset;
        const char *message; /* how it begins: the option and the place in it */
    } cases[] = {
        {"abc", 3, "link.tags, at its end: give key=value"},
        {"=1", 0, "link.tags, at \"=1\": give key=value"},
        {"a=1&", 4, "link.tags, at its end: give key=value"},
        {"a=1&&b=2", 4, "link.tags, at \"&b=2\": give key=value"},
        {"a=1&a=2", 4, "link.tags, at \"a=2\": this key was given before; give each once"},
        {"a={who}", 2, "link.tags, at \"{who}\": unknown placeholder; known are {campaign}"},
        {"a={person", 2, "link.tags, at \"{person\": a brace opens here and does not close"},
        {"a b=1", 1, "link.tags, at \" b=1\": give key=value"},
        {" \u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9", 0,
         "link.tags, at \" "
         "\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\": give"},
        {"a=&b=&c=&d=&e=&f=&g=&h=&i=&j=&k=&l=&m=&n=&o=&p=&q=", 48,
         "link.tags, at \"q=\": more than 16 parameters; leave out what is too many"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        fixture f;
        begin(&f);
        assert_int_equal(
            kr_link_open(&f.job, &f.job.arena, kr_str_of(cases[i].pattern), KR_STR(""), &f.tags),
            KOOR_E_SYNTAX);
        assert_int_equal(koor_error_offset(f.error), cases[i].offset);
        assert_string_equal(koor_error_path(f.error), "link.tags");
        assert_memory_equal(koor_error_message(f.error), cases[i].message,
                            strlen(cases[i].message));
        assert_null(f.tags);
        end(&f);
    }
    fixture f;
    begin(&f);
    assert_int_equal(kr_link_open(&f.job, &f.job.arena, KR_STR(""), KR_STR(""), &f.tags), KOOR_OK);
    assert_null(f.tags);
    end(&f);
}

/* The bound holds on every network: what tagging adds is never more. */
static void bounds_what_it_adds(void **state) {
    (void)state;
    static const char *const texts[] = {"see https://a.be", "https://a.be/b?c=d#e ok",
                                        "https://a.be/a-much-longer-page"};
    fixture f;
    begin(&f);
    kr_networks networks = {0};
    assert_int_equal(kr_network_load_builtin(&f.job, &f.job.arena, &networks), KOOR_OK);
    assert_int_equal(kr_link_open(&f.job, &f.job.arena, KR_STR("utm"), KR_STR(""), &f.tags),
                     KOOR_OK);
    for (uint32_t i = 0; i < networks.count; i++)
        for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
            kr_buffer out;
            kr_buffer_start(&out, &kr_memory_default);
            kr_link_tag(&out, f.tags, kr_str_of(texts[k]), &values);
            uint32_t before = kr_network_count(&networks.items[i], kr_str_of(texts[k]));
            uint32_t after = kr_network_count(&networks.items[i], (kr_str){out.data, out.length});
            assert_true(after <= before + kr_link_longest(f.tags, &networks.items[i], &values));
            kr_buffer_end(&out);
        }
    assert_int_equal(kr_link_longest(f.tags, kr_network_find(&networks, KR_STR("x")), &values), 0);
    assert_int_equal(kr_link_longest(NULL, &networks.items[0], &values), 0);
    end(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(puts_them_behind_the_query),
        cmocka_unit_test(encodes_values),
        cmocka_unit_test(has_the_usual_four),
        cmocka_unit_test(keeps_what_is_there),
        cmocka_unit_test(leaves_other_text_alone),
        cmocka_unit_test(does_not_make_a_url_too_long),
        cmocka_unit_test(refuses_bad_patterns),
        cmocka_unit_test(bounds_what_it_adds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
