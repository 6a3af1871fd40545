/* Sentences, tokens, ledger and flags: a text, and how it is read. */
#include "analyse_fixture.h"

static void check(const char *language, const char *text, const char *expected) {
    analysed a;
    kr_buffer out;
    kr_buffer_start(&out, &kr_memory_default);
    analyse_text(&a, language, text);
    assert_int_equal(a.status, KOOR_OK);
    write_sentences(&out, &a.post);
    assert_string_equal(out.data, expected);
    kr_buffer_end(&out);
    analysed_end(&a);
}

static void cuts_clitics_in_english(void **state) {
    (void)state;
    check("en", "We're glad you'll come, it's the team's day. Don\xe2\x80\x99t go, she can't.",
          "statement addressed: We|'re glad you|'ll come|, it|'s the team|'s day|.\n"
          "statement addressed neg2 modal1: Do|n\xe2\x80\x99t go|, she ca|n't|.\n");
    check("nl", "Zo'n foto's maak je 's avonds.",
          "statement addressed: Zo'n foto's maak je 's avonds|.\n");
}

static void ends_sentences_where_they_end(void **state) {
    (void)state;
    check("en", "Mr. Jones met Dr. Ann Lee at 5 p.m. We were there, e.g. on stage.",
          "statement: <Mr. Jones> met <Dr. Ann Lee> at <5 p.m.>\n"
          "statement: We were there|, e.g. on stage|.\n");
    check("en", "It starts at 6.30 p.m. Bring a coat. We meet at 5 p.m. Monday.",
          "statement: It starts at <6.30 p.m.>\n"
          "statement addressed: Bring a coat|.\n"
          "statement: We meet at <5 p.m.> <Monday>|.\n");
    check("en", "We open until 7 p.m. Tour the lab at 8 p.m. Eastern.",
          "statement: We open until <7 p.m.>\n"
          "statement: Tour the lab at <8 p.m.> <Eastern>|.\n");
    check("en", "Well... that was new. Wait... Now it is not!!",
          "statement: Well|... that was new|.\n"
          "statement: Wait|...\n"
          "exclamation neg1: Now it is not|!!\n");
    check("en", "We won (again!) this year. \"It works. Really.\" That is it.",
          "statement: We won (|again|!|) <this year>|.\n"
          "statement locked: <\"It works. Really.\">\n"
          "statement linked: That is it|.\n");
    check("nl", "We openen om 10 u. in Gent, daarna om 8.20u. op de koer. Kom om 10 u. We zijn er.",
          "statement: We openen om <10 u.> in <Gent>|, daarna om <8.20u.> op de koer|.\n"
          "statement addressed: Kom om <10 u>|.\n"
          "statement: We zijn er|.\n");
    check("nl", "We openen om 20 u., als het donker is (tot 22 u.).",
          "statement quant1: We openen om <20 u.>|, als het donker is (|tot <22 u.>|)|.\n");
    check("nl", "Neem blok C. Gebruik de deur.",
          "statement addressed: Neem blok <C>|.\n"
          "statement addressed: Gebruik de deur|.\n");
    check("en", "We met J. Hall in hall C. Use the side door.",
          "statement: We met <J. Hall> in hall <C>|.\n"
          "statement addressed: Use the side door|.\n");
    check("nl", "Het staat in Mijn Omgeving. Zo zegt mijn Emma het.",
          "statement: Het staat in <Mijn Omgeving>|.\n"
          "statement linked first: Zo zegt mijn <Emma> het|.\n");
    check("nl", "Dat geldt o.a. voor Gent. Bijv. op 3 mei. Klaar?",
          "statement: Dat geldt o.a. voor <Gent>|.\n"
          "statement: Bijv|. op <3 mei>|.\n"
          "question: Klaar|?\n");
}

static void gives_emoji_to_their_sentence(void **state) {
    (void)state;
    check(
        "en",
        "We won! \xf0\x9f\x8f\x86 Thank you all. \xf0\x9f\x91\x89 Read on.\n\xf0\x9f\x93\x8d Ghent",
        "exclamation: We won|! <\xf0\x9f\x8f\x86>\n"
        "statement addressed: Thank you all|.\n"
        "statement addressed: <\xf0\x9f\x91\x89> Read on|.\n"
        "/ statement: <\xf0\x9f\x93\x8d> <Ghent>\n");
    check("nl", "Dank aan wie stemde \xf0\x9f\x8f\x86 Jullie zijn toppers!",
          "statement: Dank aan wie stemde <\xf0\x9f\x8f\x86>\n"
          "exclamation addressed: Jullie zijn toppers|!\n");
    check("nl", "Wij \xf0\x9f\xa7\xa1 Gent \xf0\x9f\x91\x89 Kom langs!",
          "exclamation: Wij <\xf0\x9f\xa7\xa1> <Gent> <\xf0\x9f\x91\x89> Kom langs|!\n");
}

static void cuts_links_and_hashtags_off(void **state) {
    (void)state;
    check("en", "We are proud to open our second office today https://a.be #hiring #sales",
          "statement: We are proud to open our second office today\n"
          "link: <https://a.be>\n"
          "tags: <#hiring> <#sales>\n");
    check("en", "Read more at https://a.be. We're #hiring.\n\n\xf0\x9f\x91\x89 https://b.be",
          "statement addressed: Read more at <https://a.be>|.\n"
          "statement: We|'re <#hiring>|.\n"
          "// link: <\xf0\x9f\x91\x89> <https://b.be>\n");
}

static void reads_lists(void **state) {
    (void)state;
    check("en", "Why us:\n- Good tea\n2. Kind people. They sing.\n\xe2\x9c\x85 1,000 songs",
          "fragment: Why us|:\n"
          "/ item linked: - Good tea\n"
          "/ item: 2. Kind people|.\n"
          "statement linked: They sing|.\n"
          "/ item: <\xe2\x9c\x85> <1,000> songs\n");
}

static void counts_the_ledger(void **state) {
    (void)state;
    check(
        "en", "Don't miss it: up to 20 people can join, not only members.",
        "statement addressed modal1 quant1: Do|n't miss it|: up to <20> people can join|, not only "
        "members|.\n");
    check("nl", "Mis onze workshop dus niet. Nooit tijd? We hebben maximaal 20 plaatsen.",
          "statement addressed: Mis onze workshop dus niet|.\n"
          "question neg1: Nooit tijd|?\n"
          "statement linked quant1: We hebben maximaal <20> plaatsen|.\n");
}

static void locks_what_others_said_and_law(void **state) {
    (void)state;
    check("en", "\"We are so proud of this team,\" says Ann. Terms and conditions apply.",
          "statement locked: <\"We are so proud of this team,\"> says <Ann>|.\n"
          "statement locked: Terms and conditions apply|.\n");
    check(
        "en", "Why Every Team Needs a Choir And Why You Should Sing",
        "statement locked addressed modal1 quant1: Why Every Team Needs a Choir And Why You Should "
        "Sing\n");
}

static void tells_who_speaks(void **state) {
    (void)state;
    analysed a;
    analyse_text(&a, "en", "I started here in May. We sing.");
    assert_true(a.post.first_person);
    assert_true(a.post.sentences[0].flags & KR_SENTENCE_FIRST_PERSON);
    analysed_end(&a);
    analyse_text(&a, "nl", "\"Ik zing graag\", zegt Els. Hoe doe ik mee?");
    assert_false(a.post.first_person);
    analysed_end(&a);
}

static void tells_what_a_post_is_for(void **state) {
    (void)state;
    static const struct {
        const char *text;
        kr_intent intent;
    } posts[] = {
        {"We're hiring! Apply by 31 May.", KR_INTENT_HIRING},
        {"Don't miss our free webinar on Tuesday.", KR_INTENT_WEBINAR},
        {"We won! Our team took home the award.", KR_INTENT_AWARD},
        {"Please welcome Amara to our office.", KR_INTENT_WELCOME},
        {"Our offices are closed on Monday.", KR_INTENT_NOTICE},
        {"Today we launch our new app.", KR_INTENT_LAUNCH},
        {"The kettle is still here.", KR_INTENT_GENERAL},
    };
    for (size_t i = 0; i < sizeof posts / sizeof *posts; i++) {
        analysed a;
        analyse_text(&a, "en", posts[i].text);
        assert_string_equal(kr_intent_name((kr_intent)a.post.intent),
                            kr_intent_name(posts[i].intent));
        analysed_end(&a);
    }
}

static void refuses_what_is_no_post(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int32_t status;
        int64_t offset;
    } cases[] = {
        {"", KOOR_E_EMPTY, -1},
        {" \n\t\xc2\xa0\xe2\x80\x8b", KOOR_E_EMPTY, -1},
        {"caf\xe9 news", KOOR_E_UTF8, 3},
        {"x", KOOR_OK, -1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        analysed a;
        analyse_text(&a, "", cases[i].text);
        assert_int_equal(a.status, cases[i].status);
        assert_int_equal(koor_error_offset(a.error), cases[i].offset);
        analysed_end(&a);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cuts_clitics_in_english),
        cmocka_unit_test(ends_sentences_where_they_end),
        cmocka_unit_test(gives_emoji_to_their_sentence),
        cmocka_unit_test(cuts_links_and_hashtags_off),
        cmocka_unit_test(reads_lists),
        cmocka_unit_test(counts_the_ledger),
        cmocka_unit_test(locks_what_others_said_and_law),
        cmocka_unit_test(tells_who_speaks),
        cmocka_unit_test(tells_what_a_post_is_for),
        cmocka_unit_test(refuses_what_is_no_post),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
