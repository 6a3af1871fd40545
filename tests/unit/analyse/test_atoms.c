/* What is an atom, in both languages: readable pairs. */
#include "analyse_fixture.h"

#define CHECK(language, pairs) CHECK_TOLD(write_atoms, language, pairs)

static void finds_links_and_addresses(void **state) {
    (void)state;
    static const told_pair pairs[] = {
        {"See https://koor.example/a?b=1&c=2.", "url:https://koor.example/a?b=1&c=2"},
        {"More (https://en.wikipedia.org/wiki/Choir_(music)).",
         "url:https://en.wikipedia.org/wiki/Choir_(music)"},
        {"Visit www.koor.be, or greenhollow.org/impact!",
         "url:www.koor.be | url:greenhollow.org/impact"},
        {"Find us on loopbox.scot and bit.ly/3x.", "url:loopbox.scot | url:bit.ly/3x"},
        {"We wait.So do you.", ""},
        {"Mail jobs+be@koor-co.example.", "email:jobs+be@koor-co.example"},
        {"Thanks @els_v. and @koor.be!", "mention:@els_v | mention:@koor.be"},
        {"#hiring in #NIS2 and #2026? We rank #6.",
         "hashtag:#hiring | hashtag:#NIS2 | number:#2026 | number:#6"},
    };
    CHECK("en", pairs);
}

static void finds_figures_in_english(void **state) {
    (void)state;
    static const told_pair pairs[] = {
        {"It is 15% lighter, 2,400 units, 1.2 million kilometres.",
         "number:15% | number:2,400 | number:1.2 million kilometres"},
        {"It weighs 40 grams and lasts five years.", "number:40 grams | number:five years"},
        {"We paid \xc2\xa3"
         "86,000, then $126M and 500 euros.",
         "money:\xc2\xa3"
         "86,000 | money:$126M | money:500 euros"},
        {"Salary \xc2\xa3"
         "42,000\xe2\x80\x93\xc2\xa3"
         "48,000, hybrid.",
         "money:\xc2\xa3"
         "42,000\xe2\x80\x93\xc2\xa3"
         "48,000"},
        {"They worked 16-hour shifts, 30+ of them.", "number:16-hour | number:30+"},
        {"We counted two hundred and fifty bikes and twenty-five cars.",
         "number:two hundred and fifty | number:twenty-five"},
        {"Between 2-3 million people, at -5 \xc2\xb0"
         "C.",
         "number:2-3 million | number:-5 \xc2\xb0"
         "C"},
        {"Version 2.4.1 replaces v3.", "version:2.4.1 | version:v3"},
        {"Call +44 20 7946 0123 or 0800 1234 now.", "phone:+44 20 7946 0123 | phone:0800 1234"},
        {"Use code FIVE or SAVE20 at checkout.", "number:FIVE | name:SAVE20"},
        {"One of us likes someone.", ""},
    };
    CHECK("en", pairs);
}

static void finds_figures_in_dutch(void **state) {
    (void)state;
    static const told_pair pairs[] = {
        {"Een salaris tot \xe2\x82\xac 4.850 en 27 vakantiedagen.",
         "money:\xe2\x82\xac 4.850 | number:27"},
        {"Het krijgt 2,3 miljoen euro, dus 48,3 % meer.", "money:2,3 miljoen euro | number:48,3 %"},
        {"We rijden 300 kilometer in vijfenveertig minuten.",
         "number:300 kilometer | number:vijfenveertig minuten"},
        {"Vier het met ons! Met vier collega's.", "number:vier"},
        {"Na eenentwintig jaar, op m\xc3\xa9\xc3\xa9r dan \xc3\xa9\xc3\xa9n plek.",
         "number:eenentwintig jaar | number:\xc3\xa9\xc3\xa9n"},
        {"Vanaf \xe2\x82\xac 12,95 of 14,- per stuk.", "money:\xe2\x82\xac 12,95 | number:14,-"},
        {"Bel 0318-555 010 of 06-87654321.", "phone:0318-555 010 | phone:06-87654321"},
        {"Ons 8-koppig team, al 10 000 euro ver.", "number:8-koppig | money:10 000 euro"},
    };
    CHECK("nl", pairs);
}

static void finds_dates_and_times(void **state) {
    (void)state;
    static const told_pair english[] = {
        {"Join us on Tuesday 14 October 2025 at 2 pm BST.",
         "date:Tuesday 14 October 2025 | time:2 pm BST"},
        {"Closed from December 24 through January 1, 2026.",
         "date:December 24 | date:January 1, 2026"},
        {"Doors open at 8:00, on 18\xe2\x80\x93"
         "19 June.",
         "time:8:00 | date:18\xe2\x80\x93"
         "19 June"},
        {"Next Tuesday, tomorrow morning and this weekend.",
         "date:Next Tuesday | date:tomorrow morning | date:this weekend"},
        {"You may march in May.", "date:May"},
        {"May we help? Since 1991 we did, in Q3 2025 and by summer 2027.",
         "date:1991 | date:Q3 2025 | date:summer 2027"},
        {"On the 3rd of May, 2026-03-14 or 14/03/2026.",
         "date:3rd of May | date:2026-03-14 | date:14/03/2026"},
        {"2000 people came in 2000.", "number:2000 | date:2000"},
        {"Early-bird entries from \xc2\xa3"
         "12 until 30 April.",
         "money:\xc2\xa3"
         "12 | date:30 April"},
        {"Between 11 am and 1 p.m. on Sunday evening.",
         "time:11 am | time:1 p.m. | date:Sunday evening"},
        {"See you on Black Friday.", "name:Black Friday"},
    };
    static const told_pair dutch[] = {
        {"Op dinsdag 11 juni om 15.30 uur.", "date:dinsdag 11 juni | time:15.30 uur"},
        {"Van 8 t/m 12 juli, 23 en 24 maart, tot eind 2026.",
         "date:8 t/m 12 juli | date:23 en 24 maart | date:2026"},
        {"Morgenavond of volgende week dinsdag?",
         "date:Morgenavond | date:volgende week | date:dinsdag"},
        {"Zaterdagmiddag (14.00 - 16.30u) en om 9u30.",
         "date:Zaterdagmiddag | time:14.00 - 16.30u | time:9u30"},
        {"Doe mee, zo makkelijk is het. Op vr. 6 maart!", "date:vr. 6 maart"},
        {"In mei 2026, de jaren '90s.", "date:mei 2026 | date:'90s"},
    };
    CHECK("en", english);
    CHECK("nl", dutch);
}

static void finds_names(void **state) {
    (void)state;
    static const told_pair english[] = {
        {"We partner with the University of Galway and Harrow & Pike.",
         "name:University of Galway | name:Harrow & Pike"},
        {"We took home the Best Small Agency award.", "name:Best Small Agency"},
        {"Dr. Helen Marsh meets J. K. Rowling in New York.",
         "name:Dr. Helen Marsh | name:J. K. Rowling | name:New York"},
        {"Meet us at Expo 2027 in Ghent, since 1998.", "name:Expo 2027 | name:Ghent | date:1998"},
        {"Our team's iPhone 15 runs NIS2 and B2B apps for the EU.",
         "name:iPhone 15 | name:NIS2 | name:B2B | name:EU"},
        {"Kubernetes is hard. Proud of our team.", "name:Kubernetes"},
        {"Apple is here. We love Apple.", "name:Apple | name:Apple"},
        {"Ghent's mayor met Anna van den Berg.", "name:Ghent | name:Anna van den Berg"},
        {"We are NOT closing. FREE for all.", ""},
        {"We met The Ledger, SHRM and HR.", "name:The Ledger | name:SHRM | name:HR"},
        {"I'm glad that Pfizer Inc. and I agree.", "name:Pfizer Inc."},
        {"Robots are here. Happiness is a warm choir.", ""},
        {"Storm Edda is here. Grace Okafor has joined.", "name:Storm Edda | name:Grace Okafor"},
        {"Visit Harrow Foods. Meet Grace, who is here.", "name:Harrow Foods | name:Grace"},
        {"Walk-ins are welcome. Bake-alongs too. Coca-cola is not.", "name:Coca-cola"},
    };
    static const told_pair dutch[] = {
        {"Is dat duur? (Nee.) Daarom komt Leen.", "name:Leen"},
        {"Leen Stevens is er. Bezoek Gent.", "name:Leen Stevens | name:Gent"},
        {"Els Verhagen van Fronteers woont in Den Haag.",
         "name:Els Verhagen van Fronteers | name:Den Haag"},
        {"Verbouwen? Onze CTO Pieter-Jan Claes helpt u.", "name:CTO Pieter-Jan Claes"},
        {"IJsland en Peter van der Zee, in Gent of Antwerpen.",
         "name:IJsland | name:Peter van der Zee | name:Gent | name:Antwerpen"},
        {"Anna's boek en de foto's van de Vlaamse stranden.", "name:Anna | name:Vlaamse"},
        {"We spraken met Anna de Vries en Jan de Boer.", "name:Anna de Vries | name:Jan de Boer"},
        {"Toen hield PIBN de Grote Dag, en in Gent de Ruit.", "name:PIBN | name:Grote Dag | name:Gent | name:Ruit"},
        {"Bij Bakker & Zn. was het stil.", "name:Bakker & Zn."},
    };
    CHECK("en", english);
    CHECK("nl", dutch);
}

static void finds_quotations(void **state) {
    (void)state;
    static const told_pair english[] = {
        {"She said \"we did it. Twice!\" and left.", "quote:\"we did it. Twice!\""},
        {"Don't say 'never again', it's the teams' call.", "quote:'never again'"},
        {"\xe2\x80\x9cYes,\xe2\x80\x9d says Ann, on a 27\" screen.",
         "quote:\xe2\x80\x9cYes,\xe2\x80\x9d | name:Ann | number:27"},
        {"An \"open quote without end", ""},
        {"\"And by the chips.\" Watch our film.", "quote:\"And by the chips.\""},
        {"\xe2\x80\x9cWe did.\xe2\x80\x9d Watch our film.", "quote:\xe2\x80\x9cWe did.\xe2\x80\x9d"},
    };
    static const told_pair dutch[] = {
        {"Hij zei \xe2\x80\x9eik kom, 's avonds\xe2\x80\x9d tegen ons.",
         "quote:\xe2\x80\x9eik kom, 's avonds\xe2\x80\x9d"},
        {"De podcast \xe2\x80\x98"
         "Achter de Code\xe2\x80\x99 en zo'n foto's.",
         "quote:\xe2\x80\x98"
         "Achter de Code\xe2\x80\x99"},
    };
    CHECK("en", english);
    CHECK("nl", dutch);
}

static void finds_emoji(void **state) {
    (void)state;
    static const told_pair pairs[] = {
        {"Done \xf0\x9f\x8d\x92\xf0\x9f\x8d\xa6 \xe2\x9d\xa4\xef\xb8\x8f "
         "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x8d\xb3!",
         "emoji:\xf0\x9f\x8d\x92 | emoji:\xf0\x9f\x8d\xa6 | emoji:\xe2\x9d\xa4\xef\xb8\x8f | "
         "emoji:\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x8d\xb3"},
        {"Hello \xf0\x9f\x87\xb5\xf0\x9f\x87\xb1", "emoji:\xf0\x9f\x87\xb5\xf0\x9f\x87\xb1"},
    };
    CHECK("en", pairs);
}

/* A lock takes whole words, and moves with the composition of letters. */
static void locks_what_the_author_locks(void **state) {
    (void)state;
    analysed a;
    kr_span locked[] = {{17, 21}};
    const char *text = "our cafe\xcc\x81 has paid ads by us.";
    analyse_input(&a, (kr_analyse_input){.text = kr_str_of(text),
                                         .language = KR_STR("en"),
                                         .locked = locked,
                                         .locked_count = 1});
    assert_int_equal(a.status, KOOR_OK);
    kr_buffer out;
    kr_buffer_start(&out, &kr_memory_default);
    write_atoms(&out, &a.post);
    assert_string_equal(out.data, "locked:paid ads");
    kr_buffer_end(&out);
    analysed_end(&a);
    locked[0].end = 400;
    analyse_input(&a,
                  (kr_analyse_input){.text = kr_str_of(text), .locked = locked, .locked_count = 1});
    assert_int_equal(a.status, KOOR_E_RANGE);
    analysed_end(&a);
}

static uint64_t value_of(const char *language, const char *text) {
    analysed a;
    analyse_text(&a, language, text);
    assert_int_equal(a.status, KOOR_OK);
    assert_int_equal(a.post.atom_count, 1);
    uint64_t value = a.post.atoms[0].value;
    analysed_end(&a);
    return value;
}

static void values_are_equal_where_facts_are(void **state) {
    (void)state;
    assert_true(value_of("en", "it is 15%") == value_of("en", "it was 15 % then"));
    assert_true(value_of("en", "all 2,400 of us") == value_of("en", "the 2400 of us"));
    assert_true(value_of("nl", "met 2.400 mensen") == value_of("nl", "zijn er 2400 bij"));
    assert_true(value_of("en", "on Tuesday 3 May") == value_of("en", "so Tuesday  3 may"));
    assert_true(value_of("en", "it is at 9.30") == value_of("en", "it is 9.30"));
    assert_false(value_of("en", "it is at 9.30") == value_of("en", "it is at 9.30 pm"));
    assert_true(value_of("en", "so every Friday") == value_of("en", "it is each Friday"));
    assert_false(value_of("en", "it is 15%") == value_of("en", "it is 16%"));
    assert_false(value_of("en", "in 2.5 hours") == value_of("en", "in 25 hours"));
    assert_false(value_of("en", "we met Ann") == value_of("en", "we met Anna"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_links_and_addresses),
        cmocka_unit_test(finds_figures_in_english),
        cmocka_unit_test(finds_figures_in_dutch),
        cmocka_unit_test(finds_dates_and_times),
        cmocka_unit_test(finds_names),
        cmocka_unit_test(finds_quotations),
        cmocka_unit_test(finds_emoji),
        cmocka_unit_test(locks_what_the_author_locks),
        cmocka_unit_test(values_are_equal_where_facts_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
