/* Subject and tense of main clauses, in both languages; what cannot be told is told as unknown. */
#include "engine.h"
#include "rewrite/main_clause.h"

typedef struct clause_case {
    const char *text;
    uint8_t tense, subject, passive;
    const char *words; /* of the subject */
} clause_case;

enum { NONE, PAST, OPEN };          /* kr_tense */
enum { SPEAKER = 1, READER, OTHER }; /* kr_subject */

static void check(const char *language, const clause_case *cases, size_t count) {
    const kr_pack *pack = kr_pack_builtin(language);
    for (size_t i = 0; i < count; i++) {
        const clause_case *c = &cases[i];
        koor_error *error = NULL;
        kr_lexer *lexer = NULL;
        kr_main_clause found;
        kr_post post;
        kr_job job;
        kr_job_start(&job, &kr_memory_default, &error);
        assert_int_equal(kr_lexer_open(&job, &lexer), KOOR_OK);
        assert_int_equal(engine_analyse(&job, pack, kr_str_of(c->text), &post, lexer), KOOR_OK);
        assert_int_equal(kr_rewrite_main_clause(&job, pack, &post, 0, &found), KOOR_OK);
        kr_str words = {post.text.at + found.span.start, found.span.end - found.span.start};
        if (found.tense != c->tense || found.subject != c->subject || found.passive != c->passive ||
            !kr_str_is(words, c->words))
            fail_msg("%s: tense %d, subject %d \"%.*s\", passive %d", c->text, found.tense,
                     found.subject, (int)words.length, words.at, found.passive);
        kr_lexer_close(lexer);
        kr_job_end(&job);
    }
}

static void english(void **state) {
    static const clause_case cases[] = {
        {"We're hiring a senior baker in Ghent!", OPEN, SPEAKER, 0, "We"},
        {"We opened a shop.", PAST, SPEAKER, 0, "We"},
        {"We've opened a shop.", PAST, SPEAKER, 0, "We"},
        {"We'll open a shop in May.", OPEN, SPEAKER, 0, "We"},
        {"You'll work with a small team and a very old oven.", OPEN, READER, 0, "You"},
        {"A small team waits for you.", OPEN, OTHER, 0, "A small team"},
        {"The council has approved the plans.", PAST, OTHER, 0, "The council"},
        {"The plans were approved by the council.", PAST, OTHER, 1, "The plans"},
        {"Apply before 1 May.", OPEN, READER, 0, ""},
        {"After the rain stopped, we went out.", PAST, SPEAKER, 0, "we"},
        {"We put the bread in the oven.", NONE, SPEAKER, 0, "We"},
        {"Could you help us?", NONE, READER, 0, "you"},
        {"It works.", OPEN, NONE, 0, "It"},
        {"A shop in Ghent.", NONE, NONE, 0, ""},
    };
    (void)state;
    check("en", cases, sizeof cases / sizeof *cases);
}

static void dutch(void **state) {
    static const clause_case cases[] = {
        {"We zoeken een bakker in Gent.", OPEN, SPEAKER, 0, "We"},
        {"Vandaag openen we een winkel.", OPEN, SPEAKER, 0, "we"},
        {"We openden vorig jaar een winkel.", PAST, SPEAKER, 0, "We"},
        {"We hebben een winkel geopend.", PAST, SPEAKER, 0, "We"},
        {"Je werkt in een klein team.", OPEN, READER, 0, "Je"},
        {"Ons team wacht op je.", OPEN, OTHER, 0, "Ons team"},
        {"De winkel wordt in mei geopend.", OPEN, OTHER, 1, "De winkel"},
        {"De winkel is geopend.", NONE, OTHER, 1, "De winkel"},
        {"Omdat we groeien, zoeken we een bakker.", OPEN, SPEAKER, 0, "we"},
        {"Een winkel in Gent.", NONE, NONE, 0, ""},
    };
    (void)state;
    check("nl", cases, sizeof cases / sizeof *cases);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(english), cmocka_unit_test(dutch)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
