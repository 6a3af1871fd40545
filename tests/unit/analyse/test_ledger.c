/* Negations, modals and quantifiers: which words weigh, where, and how many. */
#include "analyse_fixture.h"

static void write_ledgers(kr_buffer *out, const kr_post *post) {
    for (uint32_t i = 0; i < post->sentence_count; i++) {
        const kr_ledger *ledger = &post->sentences[i].ledger;
        kr_buffer_text(out, i ? ", " : "");
        kr_buffer_uint(out, ledger->negations);
        kr_buffer_text(out, " ");
        kr_buffer_uint(out, ledger->modals);
        kr_buffer_text(out, " ");
        kr_buffer_uint(out, ledger->quantifiers);
    }
}

#define CHECK(language, pairs) CHECK_TOLD(write_ledgers, language, pairs)

static void words_that_weigh(void **state) {
    (void)state;
    static const told_pair english[] = {
        {"We do not sing, and we never will.", "2 0 0"},
        {"You can sing. You must. You have to.", "0 1 0, 0 1 0, 0 1 0"},
        {"All of them and many others, some of them always.", "0 0 4"},
        {"A lot of songs and a few more", "0 0 2"},
        {"They sing.", "0 0 0"},
        {"We met \"you must not\" here", "0 0 0"}, /* a quotation is not ours */
    };
    static const told_pair dutch[] = {
        {"Je kunt zingen. Je moet niet.", "0 1 0, 1 1 0"},
        {"Alle leden, een paar, altijd", "0 0 3"},
    };
    CHECK("en", english);
    CHECK("nl", dutch);
}

static void bounds_only_beside_a_figure(void **state) {
    (void)state;
    static const told_pair english[] = {
        {"Up to 20 people sing.", "0 0 1"},
        {"Up to the roof.", "0 0 0"},
        {"Up to some 20 people sing.", "0 0 2"},
        {"Over 20 people sing.", "0 0 1"},
        {"Over nearly 20 people sing.", "0 0 2"},
        {"Over the hill 20 people sing.", "0 0 0"},
        {"Over the 20 hills.", "0 0 1"},
        {"Over (20) hills.", "0 0 0"},
        {"Over, 20 hills.", "0 0 0"},
        {"Sing over\n20 hills.", "0 0 0, 0 0 0"},
        {"Sing over the\n20 hills.", "0 0 0, 0 0 0"},
        {"We are 20 over here.", "0 0 1"},
        {"We are 20\nover here.", "0 0 0, 0 0 0"},
        {"Over \xe2\x82\xac"
         "20 is paid.",
         "0 0 1"},
        {"Over at 2 pm it ends.", "0 0 1"},
        {"Over Ghent we sing.", "0 0 0"},
    };
    CHECK("en", english);
}

static void phrases_that_deny_nothing(void **state) {
    (void)state;
    static const told_pair english[] = {
        {"Don't miss it, not only here.", "0 0 0"},
        {"Don't miss it, we do not.", "1 0 0"},
        {"Whether or not we can't wait.", "0 0 0"},
        {"All of us sing.", "0 0 0"},
    };
    static const told_pair dutch[] = {
        {"Mis het feest dus niet.", "0 0 0"},
        {"Mis het feest. Niet doen.", "1 0 0, 1 0 0"},
        {"Mis het feest niet, zeg niet nee.", "2 0 0"},
        {"Vergeet a b c d e f g h i j niet.", "0 0 0"},
        {"Vergeet a b c d e f g h i j k l niet.", "2 0 0"},
        {"Vergeet het\nniet.", "1 0 0, 1 0 0"},
    };
    CHECK("en", english);
    CHECK("nl", dutch);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_that_weigh),
        cmocka_unit_test(bounds_only_beside_a_figure),
        cmocka_unit_test(phrases_that_deny_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
