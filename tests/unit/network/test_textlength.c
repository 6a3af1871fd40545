/* Counting against twitter-text's suite and Unicode's, the other networks' rules, and the weights.
 */
#include "suite.h"

#include "base/prng.h"
#include "network/entities.h"
#include "network/networks.h"

#include <string.h>

static const kr_network x = {.unit = KR_UNIT_X,
                             .limit = 280,
                             .byte_limit = KR_NONE,
                             .links = KR_LINKS_ALL,
                             .url_length = 23};
static const kr_network x_plain = {.unit = KR_UNIT_X_PLAIN,
                                   .limit = 280,
                                   .byte_limit = KR_NONE,
                                   .links = KR_LINKS_ALL,
                                   .url_length = 23};
static const kr_network mastodon = {.unit = KR_UNIT_GRAPHEME,
                                    .limit = 500,
                                    .byte_limit = KR_NONE,
                                    .links = KR_LINKS_PROTOCOL,
                                    .url_length = 23,
                                    .local_mentions = 1};
static const kr_network bluesky = {
    .unit = KR_UNIT_GRAPHEME, .limit = 300, .byte_limit = 3000, .links = KR_LINKS_SHORTENED};
static const kr_network bluesky_api = {.unit = KR_UNIT_GRAPHEME, .limit = 300, .byte_limit = 3000};
static const kr_network threads = {.unit = KR_UNIT_EMOJI_BYTE, .limit = 500, .byte_limit = KR_NONE};
static const kr_network linkedin = {.unit = KR_UNIT_UTF16, .limit = 3000, .byte_limit = KR_NONE};

static size_t utf16(kr_str text, size_t end) {
    return kr_network_count(&(kr_network){.unit = KR_UNIT_UTF16}, (kr_str){text.at, end});
}

static int is_refused(kr_str text) {
    for (size_t at = 0; at < text.length;) {
        int32_t code = kr_utf8_next(text.at, text.length, &at);
        if (code == 0xFFFE || code == 0xFEFF || code == 0xFFFF)
            return 1;
    }
    return 0;
}

/* The suite's text is not always in NFC; the range is told in UTF-16 units of what was sent. */
static unsigned check_weighted(json_t *suite, const char *name, const kr_network *network) {
    json_t *tests = json_object_get(json_object_get(suite, "tests"), name), *test;
    size_t index;
    json_array_foreach(tests, index, test) {
        kr_str raw = suite_text(json_object_get(test, "text")), text;
        const json_t *want = json_object_get(test, "expected");
        char *nfc = kr_utf8_nfc(&kr_memory_default, raw.at, raw.length, &text.length);
        text.at = nfc;
        uint32_t count = kr_network_count(network, text);
        json_int_t length = json_integer_value(json_object_get(want, "weightedLength"));
        if (count != length)
            fail_msg("%s: %u instead of %d",
                     json_string_value(json_object_get(test, "description")), count, (int)length);
        assert_int_equal(count * 1000 / 280,
                         json_integer_value(json_object_get(want, "permillage")));
        int valid = !is_refused(text) && kr_network_over(network, text) == 0 && count > 0;
        assert_int_equal(valid, json_is_true(json_object_get(want, "valid")));
        if (!is_refused(text)) {
            size_t end = utf16(text, kr_network_prefix(network, text, 280)) - 1;
            end += utf16(raw, raw.length) - utf16(text, text.length);
            assert_int_equal(end, json_integer_value(json_object_get(want, "validRangeEnd")));
        }
        kr_free(&kr_memory_default, nfc);
    }
    return (unsigned)json_array_size(tests);
}

static void counts_as_twitter_text(void **state) {
    (void)state;
    json_t *suite = suite_open("validate.json");
    if (!suite)
        return;
    assert_int_equal(check_weighted(suite, "WeightedTweetsCounterTest", &x_plain), 20);
    assert_int_equal(check_weighted(suite, "WeightedTweetsWithDiscountedEmojiCounterTest", &x), 22);
    assert_int_equal(check_weighted(suite, "UnicodeDirectionalMarkerCounterTest", &x), 2);
    json_decref(suite);
}

static void agrees_on_urls(void **state) {
    (void)state;
    json_t *suite = suite_open("validate.json"), *test;
    if (!suite)
        return;
    json_t *tests = json_object_get(json_object_get(suite, "tests"), "urls_without_protocol");
    size_t index;
    json_array_foreach(tests, index, test) {
        kr_str text = suite_text(json_object_get(test, "text"));
        assert_int_equal(kr_network_count(&x, text), 23);
    }
    assert_int_equal(json_array_size(tests), 5);
    json_decref(suite);
}

/* A line of GraphemeBreakTest: "÷ 0020 × 0308 ÷ 0020 ÷ # comment". */
static unsigned check_breaks(char *line) {
    char text[256];
    size_t length = 0;
    unsigned expected = 0;
    line[strcspn(line, "#")] = '\0';
    for (char *part = strtok(line, " \t\n"); part; part = strtok(NULL, " \t\n")) {
        if (strcmp(part, "\xc3\xb7") == 0)
            expected++;
        else if (strcmp(part, "\xc3\x97") != 0)
            length += kr_utf8_put(text + length, (int32_t)strtol(part, NULL, 16));
    }
    if (length == 0)
        return 0;
    assert_int_equal(kr_network_count(&bluesky_api, (kr_str){text, length}), expected - 1);
    return 1;
}

static void counts_as_unicode(void **state) {
    (void)state;
    FILE *file = fopen("/usr/share/unicode/auxiliary/GraphemeBreakTest.txt", "r");
    if (!file)
        LEAVE_OUT("Debian's package unicode-data is not installed");
    char line[2048];
    unsigned count = 0;
    while (fgets(line, sizeof line, file))
        count += check_breaks(line);
    fclose(file);
    assert_int_equal(count, 602);
}

/* Every emoji that Unicode recommends weighs 2 on X. */
static void knows_every_emoji(void **state) {
    (void)state;
    FILE *file = fopen("/usr/share/unicode/emoji/emoji-test.txt", "r");
    if (!file)
        LEAVE_OUT("Debian's package unicode-data is not installed");
    char line[1024], text[128];
    unsigned count = 0;
    while (fgets(line, sizeof line, file)) {
        size_t length = 0;
        if (!strstr(line, "; fully-qualified"))
            continue;
        line[strcspn(line, ";")] = '\0';
        for (char *part = strtok(line, " "); part; part = strtok(NULL, " "))
            length += kr_utf8_put(text + length, (int32_t)strtol(part, NULL, 16));
        if (kr_network_count(&x, (kr_str){text, length}) != 2)
            fail_msg("%.*s weighs not 2", (int)length, text);
        count++;
    }
    fclose(file);
    assert_true(count > 3600);
}

static void counts_by_each_network(void **state) {
    (void)state;
    static const struct {
        const kr_network *network;
        const char *text;
        uint32_t count;
    } cases[] = {
        {&linkedin, "", 0},
        {&linkedin, "caf\xc3\xa9 \xf0\x9f\x9a\x80", 7},
        {&threads, "caf\xc3\xa9", 4},
        {&threads, "a\xf0\x9f\x9a\x80", 5},
        {&threads, "\xe2\x9d\xa4\xef\xb8\x8f", 6},
        {&threads, "1\xef\xb8\x8f\xe2\x83\xa3", 7},
        {&bluesky_api, "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7!", 2},
        {&bluesky_api, "https://example.com/", 20},
        {&bluesky, "https://example.com/", 11},
        {&bluesky, "https://example.com/a-page", 18},
        {&bluesky, "https://example.com/a-much-longer-page", 27},
        {&bluesky, "see https://example.com?a=b now", 23},
        {&bluesky,
         "http://b\xc3\xbc"
         "cher.de",
         16},
        {&mastodon, "https://example.com/a/very/long/path/indeed", 23},
        {&mastodon, "example.com", 11},
        {&mastodon, "hi @els@mastodon.social", 7},
        {&mastodon, "mail els@mastodon.social", 24},
        {&mastodon, "\xf0\x9f\x87\xa7\xf0\x9f\x87\xaa", 1},
        {&x, "example.com", 23},
        {&x, "\xc2\xa9 2026", 6},
        {&x, "\xc2\xa9\xef\xb8\x8f", 2},
        {&x, "#\xef\xb8\x8f\xe2\x83\xa3", 2},
        {&x, "\xf0\x9f\x87\xa7\xf0\x9f\x87\xaa", 2},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t count = kr_network_count(cases[i].network, kr_str_of(cases[i].text));
        if (count != cases[i].count)
            fail_msg("\"%s\": %u instead of %u", cases[i].text, count, cases[i].count);
    }
}

static void tells_by_how_much(void **state) {
    (void)state;
    char text[4000];
    memset(text, 'a', sizeof text);
    assert_int_equal(kr_network_over(&x, (kr_str){text, 280}), 0);
    assert_int_equal(kr_network_over(&x, (kr_str){text, 283}), 3);
    assert_int_equal(kr_network_over(&linkedin, (kr_str){text, 4000}), 1000);
    /* 255 clusters fit, their 3,060 bytes do not */
    for (size_t i = 0; i < 255; i++)
        memcpy(text + i * 12, "e\xcc\x81\xcc\x82\xcc\x83\xcc\x84\xcc\x85\xcc", 12);
    for (size_t i = 0; i < 255; i++)
        memcpy(text + i * 12, "e\xcc\x81\xcc\x82\xcc\x83\xcc\x84\xcc\x85z", 12);
    kr_str marks = {text, 255 * 12};
    assert_int_equal(kr_network_count(&bluesky_api, marks), 510);
    assert_int_equal(kr_network_over(&bluesky_api, marks), 210);
    kr_network wide = bluesky_api;
    wide.limit = 600;
    assert_int_equal(kr_network_over(&wide, marks), 60);
}

static void cuts_between_characters(void **state) {
    (void)state;
    kr_str text = KR_STR("ab \xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7 https://example.com/x");
    assert_int_equal(kr_network_prefix(&x, text, 0), 0);
    assert_int_equal(kr_network_prefix(&x, text, 4), 3);
    assert_int_equal(kr_network_prefix(&x, text, 5), 14);
    assert_int_equal(kr_network_prefix(&x, text, 28), 15);
    assert_int_equal(kr_network_prefix(&x, text, 29), text.length);
}

/* --- weights
 * ------------------------------------------------------------------------------------------ */

static const char *const shards[] = {
    "http",
    "s",
    " http://b.nl/c",
    " t.co/a",
    " https://x.be/(a",
    "b)",
    "://",
    "example",
    ".",
    "com",
    "co",
    "be/",
    "t.co/",
    "abc",
    "-",
    "_",
    "@",
    "#",
    "$",
    "els",
    " ",
    "\n",
    "(",
    ")",
    ", ",
    "x.nl",
    "/a?b",
    "www.",
    "https://example.com/a",
    "https://t.co/0123456789012345678901234567890123456789",
    "@els@mastodon.social",
    "1",
    "\xef\xb8\x8f",
    "\xef\xb8\x8e",
    "\xe2\x83\xa3",
    "\xc2\xa9",
    "\xe2\x80\x8d",
    "\xf0\x9f\x91\xa9",
    "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7",
    "\xf0\x9f\x8f\xbd",
    "\xf0\x9f\x87\xa7",
    "\xf0\x9f\x87\xaa",
    "\xe3\x81\x82",
    "\xcc\x81",
    "e",
    "\xe3\x80\x82",
    "a.b.c.com.d",
    "b\xc3\xbc",
    "xn--",
    "?u=",
};

static kr_str shard(kr_prng *prng) {
    return kr_str_of(shards[kr_prng_below(prng, sizeof shards / sizeof *shards)]);
}

/* Pieces of one to three shards, joined with nothing between: the hardest case, all sides open. */
static void a_sum_of_open_weights_is_enough(void **state) {
    (void)state;
    const kr_network *networks[] = {&x, &mastodon, &bluesky, &bluesky_api, &threads, &linkedin};
    kr_prng prng;
    kr_prng_start(&prng, 7, 99, 0, 0);
    for (int round = 0; round < 120000; round++) {
        const kr_network *network = networks[round % 6];
        char text[1024];
        size_t length = 0, sum = 0;
        for (uint32_t piece = 1 + kr_prng_below(&prng, 5); piece > 0; piece--) {
            size_t start = length;
            for (uint32_t i = 1 + kr_prng_below(&prng, 3); i > 0; i--) {
                kr_str part = shard(&prng);
                memcpy(text + length, part.at, part.length);
                length += part.length;
            }
            sum += kr_network_weight(network, (kr_str){text + start, length - start},
                                     KR_OPEN_LEFT | KR_OPEN_RIGHT);
        }
        kr_str all = {text, length};
        if (kr_network_count(network, all) > sum)
            fail_msg("\"%.*s\" counts %u, the weights are %zu", (int)length, text,
                     kr_network_count(network, all), sum);
    }
}

/* Words and links with spaces between, closed: the sum is the count, exactly. */
static void a_sum_of_closed_weights_is_the_count(void **state) {
    (void)state;
    static const char *const words[] = {"We",
                                        "zijn",
                                        "caf\xc3\xa9",
                                        "https://example.com/jobs?id=3",
                                        "\xf0\x9f\x9a\x80",
                                        "#werk",
                                        "@els@mastodon.social",
                                        "koor.be",
                                        "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7",
                                        "15%"};
    const kr_network *networks[] = {&x, &mastodon, &bluesky, &bluesky_api, &threads, &linkedin};
    kr_prng prng;
    kr_prng_start(&prng, 8, 99, 0, 0);
    for (int round = 0; round < 6000; round++) {
        const kr_network *network = networks[round % 6];
        char text[1024];
        size_t length = 0, sum = 0;
        for (uint32_t count = 1 + kr_prng_below(&prng, 9); count > 0; count--) {
            kr_str word = kr_str_of(words[kr_prng_below(&prng, sizeof words / sizeof *words)]);
            if (length)
                text[length++] = ' ', sum++;
            memcpy(text + length, word.at, word.length);
            length += word.length;
            sum += kr_network_weight(network, word, 0);
        }
        assert_int_equal(kr_network_count(network, (kr_str){text, length}), sum);
    }
}

static void an_ordinary_open_word_weighs_its_length(void **state) {
    (void)state;
    uint32_t open = KR_OPEN_LEFT | KR_OPEN_RIGHT;
    assert_int_equal(kr_network_weight(&x, KR_STR("great"), open), 5);
    assert_int_equal(kr_network_weight(&x, KR_STR(" is great. "), open), 11);
    assert_int_equal(
        kr_network_weight(&x, KR_STR(" see https://example.com/a/long/page now"), open), 32);
    assert_int_equal(kr_network_weight(&x, KR_STR(". See"), open), 5);
    assert_int_equal(
        kr_network_weight(&x, KR_STR(" at https://koor.example.org/a/long/page"), open), 27);
    /* ".html" may follow the dot, and "x" the host */
    assert_int_equal(kr_network_weight(&x, KR_STR(" a b.nl/c."), open), 26 + 1 + 23);
    assert_int_equal(kr_network_weight(&x, KR_STR(" a https://b.nl"), open), 3 + 12 + 23);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_as_twitter_text),
        cmocka_unit_test(agrees_on_urls),
        cmocka_unit_test(counts_as_unicode),
        cmocka_unit_test(knows_every_emoji),
        cmocka_unit_test(counts_by_each_network),
        cmocka_unit_test(tells_by_how_much),
        cmocka_unit_test(cuts_between_characters),
        cmocka_unit_test(a_sum_of_open_weights_is_enough),
        cmocka_unit_test(a_sum_of_closed_weights_is_the_count),
        cmocka_unit_test(an_ordinary_open_word_weighs_its_length),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
