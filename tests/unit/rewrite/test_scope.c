/* What the order of words says: each rule below swaps or moves without care, and leaves what would
 * change the reach of a word. */
#include "engine.h"

#define WORDS                                                                                      \
    "pack en 1\n"                                                                                  \
    "list analyse.negation = not | never\nlist analyse.weekday = friday\n"                                                  \
    "list attach.noun = of\nlist attach.focus = only | also\nlist attach.climax = even\nlist attach.order = order\nlist attach.counted = last\nlist attach.points = that\n"         \
    "list attach.negated = because\nlist attach.always = of\nlist number.range = to\n"                                                               \
    "pron we subj 1pl\npron they subj 3pl\nposs our\nposs his\ndet the def\ndet a indef\ndet that def\n"          \
    "prep in time place\nprep on time place\nprep at time place\nprep of\nconj and\n"                \
    "sub because\nadv even\nadv only\nadv also\nadv today time\nadv not\nadj warm warmer warmest\n"  \
    "verb bake bakes baked baked baking\nverb sell sells sold sold selling\n"                       \
    "verb do does did done doing aux\nmodal can\n"                                                   \
    "adj last\nnoun bread breads\nnoun cake cakes\nnoun key keys\nnoun torch torches\nnoun secret secrets\nnoun order orders\n"   \
    "noun oven ovens place\nnoun hall halls place\nnoun pie pies\n"

#define SWAP "phrase t/swap\n  when NP:a and ADV:e? NP1:b\n  say  {e} {b} and {a}\n"
#define FIRST "turn t/first\n  when REST:c TIME:t\n  say  {t}, {c}\n"
#define BACK "turn t/back\n  when SUB:z , REST:c\n  say  {c} {z}\n"

static void lists(void **state) {
    (void)state;
    assert_int_equal(engine_check(WORDS SWAP
                                  "  does We sell bread and cake. -> We sell cake and bread.\n"
                                  "  does We sell his keys and his torch. -> We sell his torch and his keys.\n"
                                  "  leaves We sell bread and even cake.\n"
                                  "  leaves We sell bread and cake, in that order.\n"
                                  "  does We sell bread and cake. The last oven bakes. -> We sell cake and bread. The last oven bakes.\n"
                                  "  leaves We sell bread and cake. The last they bake.\n"
                                  "  leaves We sell bread and cake. That last oven bakes.\n"
                                  "  leaves We sell his torch, the secret of his cake.\n",
                                  NULL),
                     0);
    assert_int_equal(
        engine_check(WORDS "phrase t/last\n  when NP1:a and NP:b\n  say  {b} and {a}\n"
                           "  does We sell a key and the secret of his cake. -> We sell the secret of his cake and a key.\n"
                           "  does We sell a key and the secret of bread. -> We sell the secret of bread and a key.\n"
                           "  leaves We sell his torch and the secret of his cake.\n"
                           "  leaves We sell cake and bread of pie.\n",
                     NULL),
        0);
}

static void shared_words(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WORDS "phrase t/swap\n  when (NP1):a and NP1:b\n  say  {b} and {a}\n"
                           "  does We sell bread and cake. -> We sell cake and bread.\n"
                           "  does We sell the bread and oven keys. -> We sell oven keys and the bread.\n"
                           "  does We sell warm bread and oven keys. -> We sell oven keys and warm bread.\n"
                           "  leaves We sell oven and torch keys.\n"
                           "  leaves We sell warm bread and cake.\n"
                           "phrase t/first\n  when NP1:a , NP1:b and NP1:c\n  say  {b} , {c} and {a}\n"
                           "  does We sell pies, bread and cake. -> We sell bread, cake and pies.\n"
                           "  does We sell our pies, our bread and our cake. -> We sell our bread, our cake and our pies.\n"
                           "  leaves We sell hall, oven and torch keys.\n"
                           "  leaves We sell bread.\n",
                     NULL),
        0);
}

static void names_behind_one_preposition(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WORDS "phrase t/swap\n  when NP1:a , (the bread in NAME|NAME):b and\n  say  {b} , {a} and\n"
                           "  does We sell our keys, the bread in Delft and cake. -> We sell the bread in Delft, our keys and cake.\n"
                           "  does We sell pies, Delft and cake. -> We sell Delft, pies and cake.\n"
                           "  leaves We sell our keys, the bread in Delft and Hengelo and cake.\n"
                           "  leaves We sell bread and cake.\n",
                     NULL),
        0);
}

static void prepositions_in_a_row(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WORDS "list attach.pair = at\nphrase t/swap\n  when (at|on):p PP:x (today):t\n  say  {x} {p} {t}\n"
                           "  does We bake on in the hall today. -> We bake in the hall on today.\n"
                           "  does They bake on at the hall today. -> They bake at the hall on today.\n"
                           "  leaves We bake at in the hall today.\n"
                           "  leaves We bake today.\n",
                     NULL),
        0);
}

static void prepositions_of_links(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WORDS "phrase t/swap\n  when (bake today):x and (sell at):p\n  say  {p} and {x}\n"
                           "  does We bake today and sell at our oven. -> We sell at and bake today our oven.\n"
                           "  does They bake today and sell at. -> They sell at and bake today.\n"
                           "  leaves We bake today and sell at hello@koor.example.\n"
                           "  leaves We bake today.\n",
                     NULL),
        0);
}

static void one_conjunction_is_enough(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WORDS "phrase t/and\n  when today\n  say  and today\n"
                           "  does We bake today. -> We bake and today.\n"
                           "  does Today we bake. -> And today we bake.\n"
                           "  leaves We bake and today we sell.\n"
                           "  leaves We bake.\n",
                     NULL),
        0);
}

static void what_belongs_to_a_time(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WORDS "list attach.tail = one\nnum one\nnoun day days time\nturn t/first\n  when REST:c (on):p (day):t REST:r\n  say  {p} {t}, {c} {r}\n"
                           "  does We bake on day bread. -> On day, we bake bread.\n"
                           "  does They sell on day cake. -> On day, they sell cake.\n"
                           "  leaves We bake on day one bread.\n"
                           "  leaves We bake bread.\n",
                     NULL),
        0);
}

static void time_of_a_second_phrase(void **state) {
    (void)state;
    assert_int_equal(engine_check(WORDS FIRST
                                  "  does We bake in the hall today. -> Today, we bake in the hall.\n"
                                  "  does We bake bread and cake in the hall today. -> Today, we bake bread and cake in the hall.\n"
                                  "  leaves We bake in the hall and at the oven today.\n"
                                  "  leaves We sell cake.\n",
                                  NULL),
                     0);
}

static void opening_phrases(void **state) {
    (void)state;
    assert_int_equal(engine_check(WORDS FIRST
                                  "  does We bake bread today. -> Today, we bake bread.\n"
                                  "  does They sell cake today. -> Today, they sell cake.\n"
                                  "  leaves We bake, today.\n"
                                  "  leaves We sell cake.\n",
                                  NULL),
                     0);
    assert_int_equal(engine_check(WORDS "turn t/first\n  when SUBJ:s FIN:v ADV.time:t REST:c\n"
                                        "  say  {t}, {s} {v} {c}\n"
                                        "  does We bake today in the oven. -> Today, we bake in the oven.\n"
                                        "  does They sell today only cake. -> Today, they sell only cake.\n"
                                        "  leaves We bake today and they sell cake.\n"
                                        "  leaves We bake today on Friday in the oven.\n",
                                  NULL),
                     0);
}

/* Behind a subject that its verb precedes, a second verb wants its own. */
/* Each half has its own time; a time that both share may move. */
static void times_of_two_halves(void **state) {
    (void)state;
    assert_int_equal(engine_check(WORDS FIRST
                                  "  does We bake bread and cakes on Friday. -> On Friday, we bake bread and cakes.\n"
                                  "  does They sell a pie and a warm cake today. -> Today, they sell a pie and a warm cake.\n"
                                  "  leaves We sell bread today and cakes on Friday.\n"
                                  "  leaves We bake pies today and warm bread in the hall on Friday.\n",
                                  NULL),
                     0);
}

static void verbs_of_one_subject(void **state) {
    (void)state;
    assert_int_equal(engine_check("pack nl 1\nlist analyse.weekday = vrijdag\nprep op time place\nprep in place\nconj en\n"
                                  "pron we subj 1pl\ndet de def\nnoun de oven ovens place\nnoun het brood broden\n"
                                  "noun de bakker bakkers\n"
                                  "verb bakken bak bakt bakte bakten gebakken\nverb verkopen verkoop verkoopt verkocht verkochten verkocht\n"
                                  "phrase t/day\n  when START NP:s FIN:v (op DATE):d\n  say  {d} {v} {s}\n"
                                  "  does De bakker bakt op vrijdag brood. -> Op vrijdag bakt de bakker brood.\n"
                                  "  does We bakken op vrijdag brood en taart. -> Op vrijdag bakken we brood en taart.\n"
                                  "  leaves De bakker bakt op vrijdag brood en verkoopt de oven.\n"
                                  "  leaves We bakken op vrijdag en we verkopen brood.\n"
                                  "phrase t/own\n  when START we FIN:v\n  say  in de oven {v} we\n"
                                  "  does We bakken brood en taart. -> In de oven bakken we brood en taart.\n"
                                  "  does We bakken brood. -> In de oven bakken we brood.\n"
                                  "  leaves We bakken brood en verkopen de oven.\n"
                                  "  leaves Op vrijdag bakken we brood.\n",
                                  NULL),
                     0);
}

static void halves_of_a_time(void **state) {
    (void)state;
    assert_int_equal(engine_check(WORDS "list analyse.clock = am\nlist analyse.clock.before = at\n"
                                        "phrase t/hour\n  when (on DATE):d (at CLOCK):h\n  say  {h} {d}\n"
                                        "  does We bake on Friday at 9 am. -> We bake at 9 am on Friday.\n"
                                        "  does On Friday at 9 am, we bake. -> At 9 am on Friday, we bake.\n"
                                        "  leaves We bake on Friday.\n"
                                        "  leaves We bake at 9 am on Friday and on Friday at 10 am.\n",
                                  NULL),
                     0);
    assert_int_equal(engine_check(WORDS "list analyse.clock = am\nlist analyse.clock.before = at\n"
                                        "turn t/day\n  when REST:c (on DATE):d (at CLOCK):h?\n  say  {d}, {c} {h}\n"
                                        "  does We bake bread on Friday. -> On Friday, we bake bread.\n"
                                        "  does They sell cake on Friday. -> On Friday, they sell cake.\n"
                                        "  leaves We bake bread on Friday at 9 am.\n"
                                        "  leaves They sell cake on Friday at 9 am.\n",
                                  NULL),
                     0);
}

/* Dutch parts a day from its hour where the day opens the sentence, and nothing but verb and
 * subject comes between. */
static void a_day_and_its_hour(void **state) {
    (void)state;
    assert_int_equal(engine_check("pack nl 1\nlist analyse.weekday = vrijdag\nlist analyse.clock = uur\n"
                                  "list analyse.clock.before = om\nprep op time place\nprep om time\nprep in place\n"
                                  "pron we subj 1pl\ndet de def\ndet een indef\nprep van\nnoun de oven ovens place\nnoun het brood broden\n"
                                  "noun de bakker bakkers\n"
                                  "verb bakken bak bakt bakte bakten gebakken\n"
                                  "phrase t/hour\n  when START (op DATE):d (om CLOCK):h FIN:v NP:s !(END)\n"
                                  "  say  {d} {v} {s} {h}\n"
                                  "  does Op vrijdag om 9 uur bakken we brood. -> Op vrijdag bakken we om 9 uur brood.\n"
                                  "  does Op vrijdag om 9 uur bakt de bakker een brood. -> Op vrijdag bakt de bakker om 9 uur een brood.\n"
                                  "  leaves Op vrijdag om 9 uur bakt de bakker van de oven een brood.\n"
                                  "  leaves Op vrijdag bakken we brood.\n",
                                  NULL),
                     0);
}

static void ranges_and_greetings(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WORDS "prep to\nnum four\nnum eight\nnoun time times\n"
                           "turn t/first\n  when SUBJ:s FIN:v (NP1|NUM):o PP:t\n  say  {t} {s} {v} {o}\n"
                           "  does We bake bread in the oven. -> In the oven we bake bread.\n"
                           "  does They sell cake on Friday. -> On Friday they sell cake.\n"
                           "  leaves We bake four to eight times.\n"
                           "  leaves They sell bread.\n",
                     NULL),
        0);
    assert_int_equal(
        engine_check(WORDS "list greeting = dear\nadj dear dearer dearest\n" FIRST
                           "  does We bake bread today. -> Today, we bake bread.\n"
                           "  does They sell cake today. -> Today, they sell cake.\n"
                           "  leaves Dear team, we bake bread today.\n"
                           "  leaves We sell cake.\n",
                     NULL),
        0);
}

static void numbers_and_adjectives_keep_their_noun(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WORDS "num three\nmodal must\nturn t/mid\n  when TIME:t FIN:v WORD:a REST:z\n  say  {a} {v} {t} {z}\n"
                           "  does Today must they bake bread. -> They must today bake bread.\n"
                           "  does Today can we sell cake. -> We can today sell cake.\n"
                           "  leaves Today must warm ovens bake bread.\n"
                           "  leaves Today must three ovens bake.\n",
                     NULL),
        0);
}

static void compounds(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WORDS "noun shop shops\nnoun move moves\nphrase t/hall\n  when hall\n  say  shop\n"
                           "  does We sell the hall. -> We sell the shop.\n"
                           "  does They sell the hall in Ghent. -> They sell the shop in Ghent.\n"
                           "  leaves We sell the hall keys.\n"
                           "  leaves The hall move can bake.\n",
                     NULL),
        0);
}

static void negation_and_focus(void **state) {
    (void)state;
    assert_int_equal(engine_check(WORDS BACK
                                  "  does Because they bake, we sell. -> We sell because they bake.\n"
                                  "  does Because they sell, we bake. -> We bake because they sell.\n"
                                  "  leaves Because they bake, we do not sell.\n"
                                  "  leaves Because they bake, we sell only bread.\n",
                                  NULL),
                     0);
    assert_int_equal(
        engine_check(WORDS "turn t/first\n  when SUBJ:s FIN:v ADV:a? TIME:t REST:c\n"
                           "  say  {t}, {s} {v} {a} {c}\n"
                           "  does We bake today bread. -> Today, we bake bread.\n"
                           "  does They sell today cake. -> Today, they sell cake.\n"
                           "  leaves We bake also today bread.\n"
                           "  leaves They sell only today cake.\n",
                     NULL),
        0);
}

static void phrases_stay_whole(void **state) {
    (void)state;
    assert_int_equal(engine_check(WORDS "turn t/cut\n  when SUBJ:s FIN:v (the|a):d NOUN:n TIME:t\n"
                                        "  say  {n} {t} {s} {v} {d}\n  say {t}, {s} {v} {d} {n}\n"
                                        "  does We bake the bread today. -> Today, we bake the bread.\n"
                                        "  does They sell a cake today. -> Today, they sell a cake.\n"
                                        "  leaves We bake bread.\n  leaves We sell cake.\n",
                                  NULL),
                     0);
    assert_int_equal(engine_check(WORDS "phrase t/compound\n  when WORD:a and NOUN:b\n  say  {b} and {a}\n"
                                        "  does We sell keys and pies. -> We sell pies and keys.\n"
                                        "  does We sell cake and bread. -> We sell bread and cake.\n"
                                        "  leaves We sell oven keys and pies.\n"
                                        "  leaves We sell pies.\n",
                                  NULL),
                     0);
}

static void texts_without_a_verb(void **state) {
    (void)state;
    assert_int_equal(engine_check(WORDS "phrase t/swap\n  when PP:p TIME:t\n  say  {t} {p}\n"
                                        "  does We bake in the oven today. -> We bake today in the oven.\n"
                                        "  does We sell at the hall today. -> We sell today at the hall.\n"
                                        "  leaves Bread in the hall today.\n"
                                        "  leaves We bake today.\n",
                                  NULL),
                     0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists),           cmocka_unit_test(shared_words),
        cmocka_unit_test(names_behind_one_preposition),
        cmocka_unit_test(prepositions_in_a_row),
        cmocka_unit_test(prepositions_of_links),
        cmocka_unit_test(one_conjunction_is_enough),
        cmocka_unit_test(what_belongs_to_a_time),
        cmocka_unit_test(time_of_a_second_phrase), cmocka_unit_test(opening_phrases),
        cmocka_unit_test(times_of_two_halves),
        cmocka_unit_test(verbs_of_one_subject),
        cmocka_unit_test(halves_of_a_time),
        cmocka_unit_test(a_day_and_its_hour),
        cmocka_unit_test(ranges_and_greetings),
        cmocka_unit_test(compounds),
        cmocka_unit_test(numbers_and_adjectives_keep_their_noun),
        cmocka_unit_test(negation_and_focus), cmocka_unit_test(phrases_stay_whole),
        cmocka_unit_test(texts_without_a_verb),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
