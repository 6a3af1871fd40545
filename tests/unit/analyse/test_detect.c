/* Which language: short posts full of names, links and hashtags too. */
#include "analyse_fixture.h"

static void names_the_language(void **state) {
    (void)state;
    static const struct {
        const char *language, *text;
    } posts[] = {
        {"en", "Thanks to everyone who joined us! #Citi http://t.co/x"},
        {"en", "Pfizer colleague Kate Bird presenting at #BDI conference on Mobile Healthcare"},
        {"nl", "Kom langs op onze stand! #beurs https://a.be"},
        {"nl", "Nieuwe collega gezocht in Gent: monteur elektrotechniek"},
        {"nl", "Onze CEO spreekt op de AI Summit in London over machine learning"},
        {"de", "Wir suchen neue Kolleginnen und Kollegen f\xc3\xbcr unser Team in Berlin! #jobs"},
        {"fr", "Nous sommes fiers de vous pr\xc3\xa9senter notre nouvelle \xc3\xa9quipe \xc3\xa0 "
               "Li\xc3\xa8ge."},
        {"es", "Estamos muy contentos de anunciar nuestra nueva oficina en Madrid."},
        {"it", "Siamo felici di annunciare la nostra nuova sede di Milano, grazie a tutti!"},
        {"pt", "Estamos muito felizes com a nossa nova equipa em Lisboa, obrigado a todos!"},
        {"und",
         "Jeste\xc5\x9bmy dumni z naszego zespo\xc5\x82u, kt\xc3\xb3ry pracuje w Warszawie."},
        {"und", "\xd0\x9c\xd1\x8b \xd1\x80\xd0\xb0\xd0\xb4\xd1\x8b \xd0\xb2\xd0\xb0\xd1\x81 "
                "\xd0\xb2\xd0\xb8\xd0\xb4\xd0\xb5\xd1\x82\xd1\x8c"},
        {"", "https://a.be #hiring @koor \xf0\x9f\x9a\x80 2026"},
    };
    for (size_t i = 0; i < sizeof posts / sizeof *posts; i++) {
        analysed a;
        analyse_text(&a, "", posts[i].text);
        assert_int_equal(a.status, KOOR_OK);
        assert_string_equal(a.post.language, posts[i].language);
        analysed_end(&a);
    }
}

static void takes_what_is_given(void **state) {
    (void)state;
    analysed a;
    analyse_text(&a, "de", "We sing.");
    assert_string_equal(a.post.language, "de");
    analysed_end(&a);
    analyse_text(&a, "dutch", "We sing.");
    assert_int_equal(a.status, KOOR_E_LANGUAGE);
    analysed_end(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_the_language),
        cmocka_unit_test(takes_what_is_given),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
