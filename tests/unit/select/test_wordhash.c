/* A reader that remembers phrases gives what one that reads each text gives. */
#include "select/wordhash.h"
#include "unit.h"

#include "base/prng.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Pieces that a reader could take for something else beside a border: atoms, marks, halves of words. */
static const char *const pieces[] = {
    "We're hiring", " a baker",      ". Apply",          ", today",     "\n\nhttps://a.example/x?y=1,z",
    " @koor.be",    " #bakers",      " 12 500",          " 3.5%",       " jan@bakery.example",
    " \xe2\x80\x99s avonds", " caf\xc3\xa9", " e-mail",  "-adres",      "!? ",
    " www.a.be.",   "\tor not",      " 'tis",            "(so)",        " \xf0\x9f\x8e\x89"};
enum { PIECES = sizeof pieces / sizeof *pieces };

static void write_text(kr_prng *prng, char *out, size_t room) {
    size_t length = 0, count = 1 + kr_prng_below(prng, 30);
    out[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        const char *piece = pieces[kr_prng_below(prng, PIECES)];
        if (length + strlen(piece) >= room)
            break;
        strcpy(out + length, piece);
        length += strlen(piece);
    }
}

static void expect_equal(kr_words *one, kr_words *other, const char *text) {
    assert_int_equal(kr_words_read(one, kr_str_of(text)), 0);
    assert_int_equal(kr_words_read(other, kr_str_of(text)), 0);
    assert_int_equal(one->count, other->count);
    if (one->count)
        assert_memory_equal(one->list, other->list, one->count * sizeof *one->list);
}

static void what_is_remembered_is_what_is_read(void **state) {
    (void)state;
    kr_words plain, remembering;
    kr_prng prng;
    kr_words_start(&plain, &kr_memory_default, 0);
    kr_words_start(&remembering, &kr_memory_default, 1);
    for (uint32_t i = 0; i < 5000; i++) {
        char text[800];
        kr_prng_start(&prng, 5, KR_STAGE_SELECT, 1, i);
        write_text(&prng, text, sizeof text);
        expect_equal(&plain, &remembering, text);
    }
    assert_true(remembering.known_count > 100);
    kr_words_end(&plain);
    kr_words_end(&remembering);
}

/* More phrases than are kept, and one that is too long to be: all are read right. */
static void it_forgets_and_goes_on(void **state) {
    (void)state;
    kr_words plain, remembering;
    char longest[2000], text[64];
    kr_words_start(&plain, &kr_memory_default, 0);
    kr_words_start(&remembering, &kr_memory_default, 1);
    for (int i = 0; i < 20000; i++) {
        snprintf(text, sizeof text, "Number %d, street %d. Then home", i, i * 7);
        expect_equal(&plain, &remembering, text);
    }
    assert_true(remembering.known_count <= 4096 && remembering.byte_count < 200000);
    for (size_t i = 0; i + 1 < sizeof longest; i++)
        longest[i] = i % 5 ? 'b' : ' ';
    longest[sizeof longest - 1] = '\0';
    expect_equal(&plain, &remembering, longest);
    kr_words_end(&plain);
    kr_words_end(&remembering);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_remembered_is_what_is_read),
        cmocka_unit_test(it_forgets_and_goes_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
