/* The elements of patterns and texts, English, through the whole engine: each block's examples are
 * the test. */
#include "engine.h"

#define WORDS                                                                                      \
    "pack en 1\n"                                                                                  \
    "det the def\ndet a indef sg\ndet an indef sg\nposs our\npron we subj 1pl\npron it subj obj 3sg\n" \
    "pron you subj obj 2\npron they subj 3pl\npron us obj 1pl\n"                                   \
    "prep in time place\nprep of\nprep by time\nprep for\nconj and\nconj but\nsub because\n"       \
    "modal can\nmodal will\nmodal 'll\nmodal would\nadv today time\nadv very degree\nadv now time\n"            \
    "verb be am|is|are was|were been being aux\nverb be|'m|'re 's - - - aux\n"                     \
    "verb announce announces announced announced announcing\n"                                    \
    "verb cut cuts cut cut cutting\nverb reduce reduces reduced reduced reducing\n"                \
    "verb open opens opened opened opening\nverb halve halves halved halved halving\n"             \
    "verb manage manages managed managed managing\nverb succeed succeeds succeeded succeeded succeeding\n" \
    "verb sell sells sold sold selling\nverb have has had had having aux\n"                       \
    "adj proud prouder proudest\nadj new newer newest\nadj old older oldest\nadj glad\nadj open\n"  \
    "noun office offices place\nnoun team teams group\nnoun cost costs\nnoun hour hours time\n"     \
    "noun bike bikes\nnoun helmet helmets\nnoun waste -\nnoun shop shops place\nnoun day days time\n" \
    "list glad = proud | glad | very glad\n"                                                      \
    "list analyse.negation = not | n't | never\nlist analyse.modal = can | will | 'll\n"           \
    "list analyse.abbreviation = e.g\n"

static void clauses_with_slots(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WORDS
                     "frame t/announce\n"
                     "  when (we|our team) BE @glad to announce NP:what\n"
                     "  say  Proud to share: {what}.\n"
                     "  say  [plain] We {have|now have} {what}\n"
                     "  does We are very glad to announce our new office. -> Proud to share: our new office.\n"
                     "  does We're proud to announce our new office! -> We now have our new office!\n"
                     "  does Our team is proud to announce an old shop of the office. -> Proud to share: an old shop of the office.\n"
                     "  leaves We are not proud to announce our new office.\n"
                     "  leaves We are proud to announce.\n",
                     NULL),
        0);
}

static void keeps_a_capital_inside_the_sentence(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WORDS
                     "phrase t/early\n"
                     "  when in time\n"
                     "  say  early enough\n"
                     "  does News: In time we cut costs. -> News: Early enough we cut costs.\n"
                     "  does News: in time we cut costs. -> News: early enough we cut costs.\n"
                     "  does We cut costs \xf0\x9f\x8e\x89 In time we cut all. -> We cut costs \xf0\x9f\x8e\x89 Early enough we cut all.\n"
                     "  leaves We cut costs by day.\n"
                     "  leaves News: we cut costs.\n"
                     "phrase t/manage\n"
                     "  when <manage:v> to VP.inf:x\n"
                     "  say  <succeed:v> in {x.ing}\n"
                     "  does News: Managed to halve the waste. -> News: Succeeded in halving the waste.\n"
                     "  does They managed to halve the waste. -> They succeeded in halving the waste.\n"
                     "  leaves The team manages the shop.\n"
                     "  leaves They manage.\n",
                     NULL),
        0);
}

static void verbs_agree(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WORDS
                     "phrase t/cut\n"
                     "  same <cut:v> {x:NP1} by {n:NUM}\n"
                     "  same <reduce:v> {x:NP1} by {n:NUM}\n"
                     "  does The team cuts our costs by 15%. -> The team reduces our costs by 15%.\n"
                     "  does The team reduced our costs by 15%. -> The team cut our costs by 15%.\n"
                     "  leaves They cut the cost.\n"
                     "phrase t/manage\n"
                     "  when <manage:v> to VP.inf:x\n"
                     "  say  <succeed:v> in {x.ing}\n"
                     "  does They managed to halve the waste. -> They succeeded in halving the waste.\n"
                     "  does We manage to halve the waste. -> We succeed in halving the waste.\n"
                     "  leaves The team manages the shop.\n"
                     "  leaves They manage.\n"
                     "frame t/be\n"
                     "  when SUBJ:s open in DATE:t\n"
                     "  say  {s} <be:s> open in {t}\n"
                     "  does We open in 2025. -> We are open in 2025.\n"
                     "  does They open in 2026. -> They are open in 2026.\n"
                     "  leaves We open the shop.\n"
                     "  leaves We can open in 2026.\n",
                     NULL),
        0);
}

static void articles_and_joints(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WORDS
                     "phrase t/old\n"
                     "  same a new office\n"
                     "  same an office\n"
                     "  does We open a new office. -> We open an office.\n"
                     "  leaves The office is new.\n"
                     "phrase t/adjective\n"
                     "  when (new|old):a\n"
                     "  say  open\n"
                     "  does We have a new shop. -> We have an open shop.\n"
                     "  does The (new) shop is here. -> The (open) shop is here.\n"
                     "  leaves It is a (new) shop.\n"
                     "  leaves We open today.\n"
                     "phrase t/and\n"
                     "  same {a:NP1} and {b:NP1}\n"
                     "  same both {a:NP1} and {b:NP1}\n"
                     "  same {a:NP1}, {b:NP1} too\n"
                     "  does We sell bikes and helmets. -> We sell both bikes and helmets.\n"
                     "  does We sell bikes and helmets. -> We sell bikes, helmets too.\n"
                     "  leaves We sell and open.\n",
                     NULL),
        0);
}

static void order_splitting_and_joining(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WORDS
                     "turn t/today\n"
                     "  when SUBJ:s FIN:v REST:r today END\n"
                     "  say  Today {s} {v} {r}\n"
                     "  does We open the shop today. -> Today we open the shop.\n"
                     "  does The team sells bikes today! -> Today the team sells bikes!\n"
                     "  leaves Today we open.\n"
                     "  leaves We can.\n"
                     "turn t/split\n"
                     "  when CLAUSE:a , and CLAUSE:b\n"
                     "  say  {a} / {b}\n"
                     "  does We open the shop, and we sell bikes. -> We open the shop. We sell bikes.\n"
                     "  does The team sells bikes, and it is open! -> The team sells bikes. It is open!\n"
                     "  leaves We sell bikes and helmets.\n"
                     "  leaves We open the shop, but we sell bikes.\n"
                     "turn t/join\n"
                     "  when CLAUSE:a / CLAUSE:b\n"
                     "  say  {a}, and {b}\n"
                     "  does We open the shop. / They sell bikes. -> We open the shop, and they sell bikes.\n"
                     "  does It is open. / We sell helmets! -> It is open, and we sell helmets!\n"
                     "  leaves We open the shop.\n"
                     "  leaves The shop. / The bikes.\n",
                     NULL),
        0);
}

static void marks_regions_and_exceptions(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WORDS
                     "hook t/new\n"
                     "  same New in the shop\n"
                     "  same New for you\n"
                     "  does New in the shop: helmets for the team. -> New for you: helmets for the team.\n"
                     "  leaves We sell helmets: new in the shop.\n"
                     "frame t/question\n"
                     "  when are you open (today|now):t ?\n"
                     "  say  Open {t}?\n"
                     "  does Are you open today? -> Open today?\n"
                     "  does Are you open now? -> Open now?\n"
                     "  leaves Are you open today!\n"
                     "  leaves You are open today.\n"
                     "list analyse.clock = am | a.m. | p.m.\n"
                     "phrase t/point\n"
                     "  when at (CLOCK|TIME|NUM|WORD):t , (we):s\n"
                     "  say  at {t}. {s}\n"
                     "  does We bring cake at 9 am, we sell it. -> We bring cake at 9 am. We sell it.\n"
                     "  does We sell cake at 8 am, we sell it. -> We sell cake at 8 am. We sell it.\n"
                     "  leaves We bring cake at 5 p.m., we sell it.\n"
                     "  leaves We bring cake.\n"
                     "phrase t/glued\n"
                     "  when we (would|'d):m bring\n"
                     "  say  we{m} carry\n"
                     "  does We'd bring cake. -> We'd carry cake.\n"
                     "  does We would bring cake. -> We would carry cake.\n"
                     "  leaves We would carry cake.\n"
                     "  leaves We bring cake.\n"
                     "phrase t/unless\n"
                     "  when our team\n"
                     "  say  the team\n"
                     "  unless our team of\n"
                     "  does Our team sells bikes. -> The team sells bikes.\n"
                     "  does Bikes for our team. -> Bikes for the team.\n"
                     "  leaves Our team of 12 sells bikes.\n"
                     "  leaves Our office is new.\n"
                     "frame t/agree\n"
                     "  when the team opens (NP|ADV):x\n"
                     "  say  {x} <be:x> open\n"
                     "  does The team opens our offices. -> Our offices are open.\n"
                     "  does The team opens our office. -> Our office is open.\n"
                     "  leaves The team opens now.\n"
                     "  leaves The team opens.\n"
                     "phrase t/unless-one\n"
                     "  when our office\n"
                     "  say  our own office\n"
                     "    unless (the|our) office is\n"
                     "    unless new office\n"
                     "  say  the office\n"
                     "    unless in our office\n"
                     "  unless our office for\n"
                     "  does Bikes for our office. -> Bikes for our own office.\n"
                     "  does Bikes for our office. -> Bikes for the office.\n"
                     "  does Our office is new. -> The office is new.\n"
                     "  does Bikes in our office. -> Bikes in our own office.\n"
                     "  leaves In our office is space.\n"
                     "  leaves Our office for helmets.\n"
                     "frame t/unless-same\n"
                     "  same we sell {x:NP}\n"
                     "    unless (our|the) helmets\n"
                     "  same our shop has {x:NP}\n"
                     "  does We sell our helmets. -> Our shop has our helmets.\n"
                     "  does Our shop has bikes. -> We sell bikes.\n"
                     "  leaves Our shop has our helmets.\n",
                     NULL),
        0);
}

static void keeps_away_from_risks(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WORDS
                     "frame t/modal\n"
                     "  when SUBJ:s REST:r bikes\n"
                     "  say  {s} <sell.inf> bikes\n"
                     "  does We sell new bikes. -> We sell bikes.\n"
                     "  does They sell old bikes. -> They sell bikes.\n"
                     "  leaves We can sell bikes.\n"
                     "  leaves We do not sell bikes.\n"
                     "frame t/written-for-it\n"
                     "  when SUBJ:s can sell NP:x\n"
                     "  say  {s} <sell.inf> {x}\n"
                     "  touches modal\n"
                     "  does We can sell bikes. -> We sell bikes.\n"
                     "  does They can sell our bikes. -> They sell our bikes.\n"
                     "  leaves We never can sell bikes.\n"
                     "  leaves We sell bikes.\n"
                     "frame t/facts\n"
                     "  when we sell REST:r bikes\n"
                     "  say  we have bikes\n"
                     "  does We sell new bikes. -> We have bikes.\n"
                     "  does We sell old bikes! -> We have bikes!\n"
                     "  leaves We sell 12 bikes.\n"
                     "  leaves We sell helmets.\n",
                     NULL),
        0);
}

static void moves_only_what_it_can_read(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WORDS
                     "prep without\nprep to\nverb look looks looked looked looking\n"
                     "verb take takes took taken taking\nverb ask asks asked asked asking\n"
                     "noun holder holders\n"
                     "turn t/whole\n"
                     "  when SUBJ:s PRED:p TIME:t\n"
                     "  say  {t.cap} {s} {p}\n"
                     "  whole\n"
                     "  touches modal negation\n"
                     "  does We open the shop today. -> Today we open the shop.\n"
                     "  does We have to open the shop today. -> Today we have to open the shop.\n"
                     "  leaves We sell bikes, and we open the shop today.\n"
                     "  leaves We open the new gromf today.\n"
                     "  leaves We open the shop (the old office) today.\n"
                     "  leaves We sell bikes without opening the shop today.\n"
                     "  leaves They asked us to open the shop today.\n"
                     "  leaves Shopholders open the office today.\n"
                     "phrase t/look\n"
                     "  when <look:v> at NP:x\n"
                     "  say  <take:v> a look at {x}\n"
                     "  does We have looked at the bikes. -> We have taken a look at the bikes.\n"
                     "  does They looked at the bikes. -> They took a look at the bikes.\n"
                     "  leaves Our office looked at by the team is new.\n"
                     "  leaves They look old.\n",
                     NULL),
        0);
}

static void reports_what_is_wrong(void **state) {
    (void)state;
    assert_int_equal(engine_check(WORDS "hook t/one\n  when new\n  say  open\n"
                                        "  does New! -> Old!\n  leaves Bikes!\n",
                                  "the rule says something else"),
                     1);
    assert_int_equal(engine_check(WORDS "hook t/two\n  when new\n  say  open\n"
                                        "  does Bikes! -> Open!\n  leaves Helmets!\n",
                                  "the rule does not fire"),
                     1);
    assert_int_equal(engine_check(WORDS "hook t/three\n  when new\n  say  open\n"
                                        "  does New! -> Open!\n  leaves New!\n",
                                  "the rule fires on what it shall leave"),
                     1);
    assert_int_equal(engine_check(WORDS "frame t/four\n  when new\n  say  open\n"
                                        "  does New! -> Open!\n",
                                  "a rule wants two `does` and two `leaves` (a hook or a block of "
                                  "`same` lines one of each)"),
                     1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clauses_with_slots),
        cmocka_unit_test(verbs_agree),
        cmocka_unit_test(articles_and_joints),
        cmocka_unit_test(keeps_a_capital_inside_the_sentence),
        cmocka_unit_test(order_splitting_and_joining),
        cmocka_unit_test(marks_regions_and_exceptions),
        cmocka_unit_test(keeps_away_from_risks),
        cmocka_unit_test(moves_only_what_it_can_read),
        cmocka_unit_test(reports_what_is_wrong),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
