/* Figures to the border of each form: what belongs to the number, and what no longer does. */
#include "analyse_fixture.h"

#define CHECK(language, pairs) CHECK_TOLD(write_atoms, language, pairs)

static void ranges(void **state) {
    (void)state;
    static const told_pair pairs[] = {
        {"Count 18-19 now", "number:18-19"},
        {"Count 40 - 50 now", "number:40 - 50"},
        {"Count 40\xe2\x80\x93"
         "50 now",
         "number:40\xe2\x80\x93"
         "50"},
        {"Count 40- 50 now", "number:40 | number:50"},
        {"Count 40 -50 now", "number:40 | number:-50"},
        {"Count 40 -\n50 now", "number:40 | number:50"},
        {"Count 40\n- 50 now", "number:40 | number:50"},
        {"Pay \xe2\x82\xac"
         "3.000 \xe2\x80\x93 \xe2\x82\xac"
         "3.500 now",
         "money:\xe2\x82\xac"
         "3.000 \xe2\x80\x93 \xe2\x82\xac"
         "3.500"},
        {"Pay EUR 30 - EUR 35 now", "money:EUR 30 - EUR 35"},
        {"Rise 5% - 6% now", "number:5% - 6%"},
        {"Rise 5%-6% now", "number:5%-6%"},
        {"Sing 40 - we do", "number:40"},
    };
    CHECK("en", pairs);
}

static void marks_that_hang_on_it(void **state) {
    (void)state;
    static const told_pair english[] = {
        {"Rise 5% now", "number:5%"},
        {"Rise 5 % now", "number:5 %"},
        {"Rise 5\xe2\x80\xb0 now", "number:5\xe2\x80\xb0"},
        {"Rise 5\n% now", "number:5"},
        {"At 20\xc2\xb0 now", "number:20\xc2\xb0"},
        {"At 20\xc2\xb0"
         "C now",
         "number:20\xc2\xb0"
         "C"},
        {"At 20\xc2\xb0"
         "F now",
         "number:20\xc2\xb0"
         "F"},
        {"At 20\xc2\xb0 C now", "number:20\xc2\xb0 | name:C"},
        {"At 20\xc2\xb0"
         "q now",
         "number:20\xc2\xb0"},
        {"Here 30+ sing", "number:30+"},
        {"Here 30 + 5 sing", "number:30 | number:5"},
        {"Here 30+5 sing", "number:30 | number:5"},
    };
    static const told_pair dutch[] = {
        {"Voor 14,- per stuk", "number:14,-"},
        {"Voor 14, - per stuk", "number:14"},
        {"Voor 14 ,- per stuk", "number:14"},
        {"Voor 14, en meer", "number:14"},
    };
    CHECK("en", english);
    CHECK("nl", dutch);
}

static void units_and_currencies(void **state) {
    (void)state;
    static const told_pair pairs[] = {
        {"Go 5 km more", "number:5 km"},
        {"Go 5 million km more", "number:5 million km"},
        {"Go 5 million km hours", "number:5 million km"},
        {"Go 5\nkm more", "number:5"},
        {"Pay 500 euros now", "money:500 euros"},
        {"Pay 5 million euros now", "money:5 million euros"},
        {"Pay 5 euros million", "money:5 euros million"},
        {"Pay 500 \xe2\x82\xac now", "money:500 \xe2\x82\xac"},
        {"Pay 500\xe2\x82\xac now", "money:500\xe2\x82\xac"},
        {"Pay 500\xe2\x82\xac"
         "600 now",
         "number:500 | money:\xe2\x82\xac"
         "600"},
        {"Pay 500 \xe2\x82\xac 600 now", "money:500 \xe2\x82\xac | number:600"},
        {"Pay \xe2\x82\xac 500 now", "money:\xe2\x82\xac 500"},
        {"Pay \xe2\x82\xac\n500 now", "number:500"},
        {"Pay $5 $6 now", "money:$5 | money:$6"},
        {"Pay EUR 500 now", "money:EUR 500"},
        {"Pay eur 500 now", "number:500"},
        {"Pay \xe2\x82\xbf"
         "5 or \xe2\x82\xa0"
         "5 or \xc2\xa5"
         "5",
         "money:\xe2\x82\xbf"
         "5 | money:\xe2\x82\xa0"
         "5 | money:\xc2\xa5"
         "5"},
        {"Pay 5 dollars euros", "money:5 dollars"},
    };
    CHECK("en", pairs);
}

static void words_for_numbers(void **state) {
    (void)state;
    static const told_pair english[] = {
        {"We count two hundred and fifty bikes", "number:two hundred and fifty"},
        {"We count two hundred one bikes", "number:two hundred"},
        {"We count two and fifty bikes", "number:two | number:fifty"},
        {"We count two hundred\nand fifty", "number:two hundred | number:fifty"},
        {"We count two hundred and\nfifty", "number:two hundred | number:fifty"},
        {"We count twenty-one and one-twenty", "number:twenty-one"},
        {"We count twenty- five", "number:twenty | number:five"},
        {"We meet Five here", "name:Five"},
        {"Five sing", "number:Five"},
        {"We count five-star hotels", ""},
    };
    static const told_pair dutch[] = {
        {"Met vijfentwintig of drie-en-twintig man",
         "number:vijfentwintig | number:drie-en-twintig"},
        {"Met tweehonderdvijftig man", "number:tweehonderdvijftig"},
        {"Met tientallen en tienen", "number:tientallen"},
        {"Met achttienen", "number:achttienen"},
        {"Met achttiener", ""},
        {"Vier het", ""},
        {"Wij zijn vier", "number:vier"},
    };
    CHECK("en", english);
    CHECK("nl", dutch);
}

static void hours(void **state) {
    (void)state;
    static const told_pair english[] = {
        {"At 9 am now", "time:9 am"},
        {"At 9am now", "time:9am"},
        {"At 24 pm now", "time:24 pm"},
        {"At 25 pm now", "number:25"},
        {"At 9.30 pm now", "time:9.30 pm"},
        {"At 9.59 pm now", "time:9.59 pm"},
        {"At 9.60 pm now", "number:9.60"},
        {"At 9.3 pm now", "number:9.3"},
        {"At 9.300 pm now", "number:9.300"},
        {"At 9:30 now", "time:9:30"},
        {"At 9\nam now", "number:9"},
        {"At 2 pm BST now", "time:2 pm BST"},
        {"At 2 pm\nBST now", "time:2 pm | name:BST"},
        {"At 2 pm XYZ now", "time:2 pm | name:XYZ"},
        {"At 2 pm et now", "time:2 pm"},
        {"At 123 pm now", "number:123"},
        {"At 2-3 pm now", "time:2-3 pm"},
        {"Open at 18.30 and from 9.30 until 10.15", "time:18.30 | time:9.30 | time:10.15"},
        {"Ends at 18.33, at 24.60 or at 18.305", "number:18.33 | number:24.60 | number:18.305"},
        {"Rose from 9.30% to 9.40 million", "number:9.30% | number:9.40 million"},
        {"We sell 9.30", "number:9.30"},
        {"We open 16:9999999999999 now", "number:16:9999999999999"},
    };
    static const told_pair dutch[] = {
        {"Om 15.30 uur nu", "time:15.30 uur"},
        {"Om 15u nu", "time:15u"},
        {"Om 9u30 nu", "time:9u30"},
        {"Van 9.30 tot 10.15, om 18.30", "time:9.30 | time:10.15 | time:18.30"},
        {"Vanaf 9.30 euro", "money:9.30 euro"},
        {"Om 14.00 - 16.30u nu", "time:14.00 - 16.30u"},
    };
    CHECK("en", english);
    CHECK("nl", dutch);
}

static void what_hangs_by_a_hyphen(void **state) {
    (void)state;
    static const told_pair pairs[] = {
        {"A 20-minute talk", "number:20-minute"},
        {"A 20-to-30-day trip", "number:20-to-30-day"},
        {"A 20- minute talk", "number:20"},
        {"A 20 -minute talk", "number:20"},
        {"A 20\xe2\x80\x94"
         "minute talk",
         "number:20"},
        {"A 20\xe2\x80\x91minute talk", "number:20\xe2\x80\x91minute"},
        {"Rank #6 here", "number:#6"},
        {"Rank # 6 here", "number:6"},
        {"Rank x#6 here", "number:6"},
        {"In 5K and 3D", "number:5K | number:3D"},
    };
    CHECK("en", pairs);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ranges),
        cmocka_unit_test(marks_that_hang_on_it),
        cmocka_unit_test(units_and_currencies),
        cmocka_unit_test(words_for_numbers),
        cmocka_unit_test(hours),
        cmocka_unit_test(what_hangs_by_a_hyphen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
