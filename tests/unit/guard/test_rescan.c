/* How the second scanner reads a text: its units, sentences and clauses, and which facts are the
 * same fact. */
#include "scanned.h"

/* "^We sing / on day:Monday .": ^ a capital there says nothing; / another clause; the mark that
 * ends a sentence, _ where none does; ! a denial begins; = part of a phrase that denies nothing. */
static void write_unit(kr_buffer *out, const kr_rescan *scan, uint32_t i) {
    static const char *const kinds[KR_UNIT_KINDS] = {
        "", "n:", "day:", "url:", "mail:", "at:", "tag:", "quote:"};
    const kr_unit *unit = &scan->units[i];
    kr_str text = kr_unit_text(scan, i);
    kr_buffer_text(out, unit->opens ? "^" : "");
    kr_buffer_text(out, unit->negative ? "!" : "");
    kr_buffer_text(out, unit->neutral ? "=" : "");
    kr_buffer_text(out, kinds[unit->kind]);
    kr_buffer_add(out, text.at, text.length);
}

static void end_sentence(kr_buffer *out, const kr_rescan *scan, uint32_t sentence) {
    uint32_t mark = scan->closes[sentence].mark;
    char bytes[8];
    kr_buffer_text(out, " ");
    if (mark)
        kr_buffer_add(out, bytes, kr_utf8_put(bytes, (int32_t)mark));
    else
        kr_buffer_text(out, "_");
}

static void write_scan(kr_buffer *out, const kr_rescan *scan) {
    for (uint32_t i = 0; i < scan->count; i++) {
        const kr_unit *unit = &scan->units[i], *before = i ? unit - 1 : NULL;
        if (before && unit->kind == KR_UNIT_QUOTE && before->kind != KR_UNIT_QUOTE)
            end_sentence(out, scan, before->sentence);
        else if (before && before->sentence != unit->sentence)
            end_sentence(out, scan, before->sentence);
        else if (before && before->clause != unit->clause)
            kr_buffer_text(out, " /");
        kr_buffer_text(out, i ? " " : "");
        write_unit(out, scan, i);
    }
    if (scan->count && scan->units[scan->count - 1].kind != KR_UNIT_QUOTE)
        end_sentence(out, scan, scan->units[scan->count - 1].sentence);
}

typedef struct reading {
    const char *text, *units;
} reading;

static void check_all(const char *language, const reading *readings, size_t count) {
    int wrong = 0;
    for (size_t i = 0; i < count; i++) {
        scanned s;
        kr_buffer out;
        kr_buffer_start(&out, &kr_memory_default);
        scan_text(&s, language, readings[i].text);
        write_scan(&out, &s.scan);
        const char *told = out.data ? out.data : "";
        if (strcmp(told, readings[i].units) != 0) {
            print_message("%s\n  %s\n  %s wanted\n", readings[i].text, told, readings[i].units);
            wrong++;
        }
        kr_buffer_end(&out);
        scanned_end(&s);
    }
    assert_int_equal(wrong, 0);
}

#define CHECK(language, readings)                                                                  \
    check_all(language, readings, sizeof(readings) / sizeof *(readings))

static void cuts_words_and_sentences(void **state) {
    (void)state;
    static const reading english[] = {
        {"", ""},
        {"  \n ", ""},
        {"...", ""}, /* nothing but marks, from the first byte on */
        {"?! - We", "^We _"},
        {"We sing. You dance!", "^We sing . ^You dance !"},
        {"Who sings?! We do", "^Who sings ? ^We do _"},
        {"We sing!? You dance", "^We sing ! ^You dance _"},
        {"We sing\nYou dance", "^We sing _ ^You dance _"},
        {"We sing\xe2\x80\xa8You dance", "^We sing _ ^You dance _"},
        {"We sing, you dance; they hum (softly) here.",
         "^We sing / you dance / they hum / ^softly / here ."},
        {"We sing: You dance", "^We sing / ^You dance _"},
        {"We sing - You dance", "^We sing / ^You dance _"},
        {"We sing \xe2\x80\x94 You dance", "^We sing / ^You dance _"},
        {"year\xe2\x80\x94"
         "And day",
         "^year / ^And day _"},
        {"and/or twenty-one R&D it's snake_case", "^and or n:twenty-one R&D it 's snake_case _"},
        {"We don't, they\xe2\x80\x99re, I'll, you've, he'd, I'm",
         "^We do !n't / they \xe2\x80\x99re / I 'll / you 've / he 'd / I 'm _"},
        {"'s n't", "^s ^!n't _"},
        {"\xe2\x80\xa2 Tea\n- Milk\n* Cake", "^Tea _ ^Milk _ ^Cake _"},
        {"\xf0\x9f\x8f\x86 We \xf0\x9f\x8f\x86won\xf0\x9f\x8f\x86 it", "^We ^won it _"},
    };
    static const reading dutch[] = {
        {"'s Avonds zingen we.", "^s ^Avonds zingen we ."},
        {"Het is z'n don't.", "^Het is z'n don't ."},
    };
    CHECK("en", english);
    CHECK("nl", dutch);
}

static void tells_an_end_from_a_pause(void **state) {
    (void)state;
    static const reading english[] = {
        {"Well... that was new.", "^Well that was new ."},
        {"Well... That was new.", "^Well . ^That was new ."},
        {"Well\xe2\x80\xa6 that. Was", "^Well that . ^Was _"},
        {"Mr. Jones sings, e.g. here.", "^Mr Jones sings / e.g ^here ."},
        {"It is 5 p.m. now.", "^It is n:5 p.m ^now ."},
        {"It ends at 5 p.m.", "^It ends at n:5 p.m ."},
        {"Ask J. Jones.", "^Ask J Jones ."},
        {"Ask j. Jones.", "^Ask j . ^Jones ."},
        {"We have 5. They have none.", "^We have n:5 . ^They have !none ."},
        {"Mr.\nJones", "^Mr . ^Jones _"},
        {"Really? (Yes.) So.", "^Really ? ^Yes . ^So ."},
    };
    CHECK("en", english);
}

static void tells_facts_by_their_form(void **state) {
    (void)state;
    static const reading english[] = {
        {"See https://a.be/x, http://b.be or www.c.be.",
         "^See url:https://a.be/x / url:http://b.be or url:www.c.be ."},
        {"See koor.be, lu.ma/x and a.b.co.", "^See url:koor.be / url:lu.ma/x and url:a.b.co ."},
        {"See be.it and e.g. A.Be or koor.BE", "^See be.it and e.g ^A.Be or koor.BE _"},
        {"See .be/x and koor.b1/x", "^See .be x and n:koor.b1/x _"},
        {"See koor.be?x=y", "^See url:koor.be?x=y _"},
        {"Ask a@b.be, @koor or @ here #sing # now #1",
         "^Ask mail:a@b.be / at:@koor or / ^here tag:#sing / ^now tag:#1 _"},
        {"Count 18-19, -5, -x, 2.5 and 3rd", "^Count n:18-19 / n:-5 / ^x / n:2.5 and n:3rd _"},
        {"From twenty-one to ten-day or four-five-six",
         "^From n:twenty-one to ten-day or n:four-five-six _"},
        {"One of ten on Monday in May or march",
         "^One of n:ten on day:Monday in day:May or march _"},
        {"May we? Tomorrow in July", "^May we ? ^day:Tomorrow in day:July _"},
        {"We sing this evening, each of us.", "^We sing day:this evening / each of us ."},
        {"f(x) and (f(x))", "^f / ^x / ^and / ^f / ^x _"},
    };
    CHECK("en", english);
}

static void finds_denials(void **state) {
    (void)state;
    static const reading english[] = {
        {"We do not sing, never, not only here.", "^We do !not sing / !never / =not =only here ."},
        {"Don't miss it. We can't.", "^=Do =n't =miss it . ^We ca !n't ."},
    };
    static const reading dutch[] = {
        {"Mis ons concert dus niet. We missen niets.",
         "^=Mis ons concert dus =niet . ^We missen !niets ."},
        {"Mis het. Niet doen.", "^!Mis het . ^!Niet doen ."},
        {"Mis a b c d e f g h i j k niet.", "^=Mis a b c d e f g h i j k =niet ."},
        {"Mis a b c d e f g h i j k l niet.", "^!Mis a b c d e f g h i j k l !niet ."},
    };
    CHECK("en", english);
    CHECK("nl", dutch);
}

static void finds_quotations(void **state) {
    (void)state;
    static const reading english[] = {
        {"He said \"we sing\" there.", "^He said ^we sing ^there . ^quote:we sing"},
        {"He said \xe2\x80\x9cwe sing\xe2\x80\x9d.", "^He said ^we sing . ^quote:we sing"},
        {"\xe2\x80\x9ewe sing\xe2\x80\x9c", "^we sing _ ^quote:we sing"},
        {"\xe2\x80\x98we sing\xe2\x80\x99 and \xc2\xabwe hum\xc2\xbb",
         "^we sing ^and ^we hum _ ^quote:we sing quote:we hum"},
        {"(\"we sing\") -\"we hum\" /\"so\" :\"la\"",
         "^we sing / ^we hum / ^so / ^la _ ^quote:we sing quote:we hum quote:so quote:la"},
        {"5\" and 6\" pipes", "^n:5 ^and n:6 ^pipes _"},
        {"\"we\nsing\"", "^we _ ^sing _"},
        {"\" we sing\"", "^we sing _"},
        {"\"we sing \" here\" now", "^we sing ^here ^now _ ^quote:we sing \" here"},
        {"\"x\" \"\" so", "^x ^so _"},
        {"\"xy\"z and\"so on\"", "^xy / ^z and / ^so on _ ^quote:xy\"z and\"so on"},
    };
    CHECK("en", english);
}

/* ---- values
 * -----------------------------------------------------------------------------------------------------
 */

static uint64_t first_value(const char *text) {
    scanned s;
    scan_text(&s, "en", text);
    uint64_t value = 0;
    for (uint32_t i = 0; i < s.scan.count && !value; i++)
        if (s.scan.units[i].kind != KR_UNIT_WORD)
            value = s.scan.units[i].value;
    scanned_end(&s);
    assert_true(value != 0);
    return value;
}

static void the_same_fact_in_other_writing(void **state) {
    (void)state;
    static const char *const same[][2] = {
        {"\xe2\x82\xac"
         "500",
         "500\xe2\x82\xac"},
        {"\xe2\x82\xac 500", "\xe2\x82\xac"
                             "500"},
        {"$500", "$ 500"},
        {"\xc2\xa3"
         "5",
         "\xc2\xa3 5"},
        {"\xc2\xa5"
         "5",
         "\xc2\xa5 5"},
        {"\xe2\x82\xbf"
         "5",
         "\xe2\x82\xbf 5"},
        {"\xe2\x82\xa0"
         "5",
         "\xe2\x82\xa0 5"},
        {"75%", "75 %"},
        {"18-19", "18\xe2\x80\x93"
                  "19"},
        {"18-19", "18\xe2\x80\x92"
                  "19"},
        {"18-19", "18\xe2\x80\x95"
                  "19"},
        {"5PM", "5pm"},
        {"on Monday", "on MONDAY"},
        {"#Hiring", "#hiring"},
        {"@Koor", "@koor"},
        {"A@b.be", "a@B.be"},
        {"say \"we sing.\" x", "say \"we sing\" x"},
        {"say \"we sing,\" x", "say \"we sing;\" x"},
    };
    static const char *const other[][2] = {
        {"\xe2\x82\xac"
         "500",
         "$500"},
        {"\xe2\x82\xac"
         "500",
         "500"},
        {"75%", "75"},
        {"75 %", "76 %"},
        {"18-19", "1819"},
        {"https://a.be/X", "https://a.be/x"},
        {"2.5", "2,5"},
        {"on Monday", "on Friday"},
        {"#a", "@a"},
        {"say \"we sing\" x", "say \"We sing\" x"},
        {"say \"we sing\" x", "say \"we sin\" x"},
    };
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        if (first_value(same[i][0]) != first_value(same[i][1]))
            fail_msg("%s is not %s", same[i][0], same[i][1]);
    for (size_t i = 0; i < sizeof other / sizeof *other; i++)
        if (first_value(other[i][0]) == first_value(other[i][1]))
            fail_msg("%s is %s", other[i][0], other[i][1]);
}

/* Beyond what fits the short form, a figure is compared as it is written. */
static void long_figures_are_told_apart(void **state) {
    (void)state;
    char one[101], two[101];
    for (size_t length = 50; length <= 100; length++) {
        memset(one, '7', length);
        memcpy(two, one, length);
        one[length] = two[length] = '\0';
        two[length - 1] = '8';
        assert_true(first_value(one) != first_value(two));
    }
}

static void words_share_a_stem(void **state) {
    (void)state;
    scanned s;
    scan_text(&s, "en", "employee employees employer on op");
    assert_int_equal(s.scan.units[0].stem, s.scan.units[1].stem);
    assert_int_equal(s.scan.units[0].stem, s.scan.units[2].stem);
    assert_int_equal(s.scan.units[3].stem, 0); /* a word of grammar */
    assert_int_equal(s.scan.units[4].stem, 0); /* too short */
    scanned_end(&s);
    scan_text(&s, "en", "bakery bakers tea the");
    assert_true(s.scan.units[0].stem != s.scan.units[1].stem);
    assert_true(s.scan.units[2].stem != 0);
    assert_int_equal(s.scan.units[3].stem, 0);
    assert_int_equal(s.scan.words, 4);
    scanned_end(&s);
}

static void looks_at_capitals(void **state) {
    (void)state;
    static const struct {
        const char *word;
        int title, inner, lower;
    } cases[] = {
        {"we", 0, 0, 1},        {"We", 1, 0, 0},        {"WE", 1, 1, 0},    {"iPhone", 0, 1, 0},
        {"\xc3\xa9t", 0, 0, 1}, {"\xc3\x89t", 1, 0, 0}, {"x-Ray", 0, 1, 0}, {"e.g.", 0, 0, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        scanned s;
        scan_text(&s, "en", cases[i].word);
        assert_int_equal(s.scan.units[0].title, cases[i].title);
        assert_int_equal(s.scan.units[0].inner, cases[i].inner);
        assert_int_equal(s.scan.units[0].lower, cases[i].lower);
        scanned_end(&s);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cuts_words_and_sentences),
        cmocka_unit_test(tells_an_end_from_a_pause),
        cmocka_unit_test(tells_facts_by_their_form),
        cmocka_unit_test(finds_denials),
        cmocka_unit_test(finds_quotations),
        cmocka_unit_test(the_same_fact_in_other_writing),
        cmocka_unit_test(long_figures_are_told_apart),
        cmocka_unit_test(words_share_a_stem),
        cmocka_unit_test(looks_at_capitals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
