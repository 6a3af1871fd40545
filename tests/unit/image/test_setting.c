/* Lines of headlines: every letter is 10 wide, so that widths can be read off the text. */
#include "image/setting.h"
#include "unit.h"

#include <string.h>

enum { WIDE = 10 };

typedef struct headline {
    kr_piece pieces[KR_SETTING_PIECES];
    kr_measure measure;
} headline;

/* Lines may start behind spaces and soft hyphens; no-break spaces bind. */
static void cut(headline *h, const char *text) {
    uint8_t may[400] = {0};
    size_t length = strlen(text);
    for (size_t i = 1; i < length; i++)
        may[i] = text[i - 1] == ' ' || text[i - 1] == '\n' || (uint8_t)text[i - 1] == 0xAD;
    h->measure =
        (kr_measure){h->pieces, kr_setting_cut(kr_str_of(text), may, h->pieces), WIDE, WIDE, 5};
    for (size_t i = 0; i < h->measure.count; i++)
        h->pieces[i].width = WIDE * (int32_t)kr_utf8_count(text + h->pieces[i].from,
                                                           h->pieces[i].to - h->pieces[i].from);
}

/* The lines of a text in that many letters, joined by bars; empty where it takes too many. */
static const char *lines_of(const char *text, int32_t letters) {
    static char out[500];
    headline h;
    kr_setting setting;
    size_t first = 0;
    out[0] = '\0';
    cut(&h, text);
    if (kr_setting_find(&h.measure, letters * WIDE, &setting) < 0)
        return out;
    for (size_t i = 0; i < setting.lines; i++) {
        const kr_piece *from = &h.pieces[first], *to = &h.pieces[setting.end[i] - 1];
        if (i)
            strcat(out, "|");
        strncat(out, text + from->from, to->to - from->from);
        first = setting.end[i];
    }
    return out;
}

static void lines_end_where_a_sentence_does(void **state) {
    (void)state;
    assert_string_equal(lines_of("Kinderen leren hier tussen bomen, en dat mag je letterlijk "
                                 "nemen.",
                                 23),
                        "Kinderen leren|hier tussen bomen,|en dat mag je|letterlijk nemen.");
    assert_string_equal(lines_of("Kom langs. Er is taart voor wie wil", 24),
                        "Kom langs.|Er is taart|voor wie wil");
}

static void a_number_stays_with_what_it_counts(void **state) {
    (void)state;
    assert_string_equal(lines_of("In totaal 420 leerlingen krijgen les", 14),
                        "In totaal|420 leerlingen|krijgen les");
}

static void a_short_word_goes_to_the_next_line(void **state) {
    (void)state;
    assert_string_equal(lines_of("Iedereen werkt aan betere steden", 20),
                        "Iedereen werkt|aan betere steden");
}

static void a_quotation_does_not_begin_at_the_end_of_a_line(void **state) {
    (void)state;
    assert_string_equal(lines_of("Kinderen leren hier tussen bomen, \xe2\x80\x9c" "en dat merk je\xe2\x80\x9d", 17),
                        "Kinderen leren|hier tussen|bomen, \xe2\x80\x9c" "en dat|merk je\xe2\x80\x9d");
    assert_string_equal(lines_of("Iedereen zegt (zo gaat dat) weer ja", 17), "Iedereen zegt|(zo gaat dat)|weer ja");
    /* A word that is the whole quotation may end a line. */
    assert_string_equal(lines_of("Wij zeggen \"welkom\" tegen jou", 19), "Wij zeggen|\"welkom\"|tegen jou");
}

static void one_line_stays_one(void **state) {
    (void)state;
    assert_string_equal(lines_of("Welkom!", 20), "Welkom!");
    assert_string_equal(lines_of("Wij zoeken jou.", 15), "Wij zoeken jou.");
}

static void a_word_breaks_at_a_soft_hyphen_only_where_it_must(void **state) {
    (void)state;
    assert_string_equal(lines_of("arbeids\xC2\xADmarkt", 8), "arbeids|markt");
    assert_string_equal(lines_of("arbeids\xC2\xADmarkt", 12), "arbeids\xC2\xADmarkt");
    assert_string_equal(lines_of("arbeids\xC2\xADmarkt", 7), ""); /* the hyphen has no room */
    assert_string_equal(lines_of("arbeidsmarkt", 11), "");
}

static void line_ends_of_the_host_are_kept(void **state) {
    (void)state;
    assert_string_equal(lines_of("Kom\nlangs bij ons", 30), "Kom|langs bij ons");
}

static void more_lines_than_wanted_are_refused(void **state) {
    (void)state;
    assert_string_equal(lines_of("aaaa bbbb cccc dddd eeee ffff", 4), "");
    assert_string_equal(lines_of("aaaa bbbb cccc dddd eeee", 4), "aaaa|bbbb|cccc|dddd|eeee");
}

static void too_many_pieces_are_no_pieces(void **state) {
    (void)state;
    char text[700];
    uint8_t may[700];
    kr_piece pieces[KR_SETTING_PIECES];
    memset(may, 1, sizeof may);
    memset(text, 'a', sizeof text);
    assert_int_equal(kr_setting_cut((kr_str){text, KR_SETTING_PIECES}, may, pieces),
                     KR_SETTING_PIECES);
    assert_int_equal(kr_setting_cut((kr_str){text, KR_SETTING_PIECES + 1}, may, pieces), 0);
    assert_int_equal(kr_setting_cut((kr_str){text, 0}, may, pieces), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_end_where_a_sentence_does),
        cmocka_unit_test(a_number_stays_with_what_it_counts),
        cmocka_unit_test(a_short_word_goes_to_the_next_line),
        cmocka_unit_test(a_quotation_does_not_begin_at_the_end_of_a_line),
        cmocka_unit_test(one_line_stays_one),
        cmocka_unit_test(a_word_breaks_at_a_soft_hyphen_only_where_it_must),
        cmocka_unit_test(line_ends_of_the_host_are_kept),
        cmocka_unit_test(more_lines_than_wanted_are_refused),
        cmocka_unit_test(too_many_pieces_are_no_pieces),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
