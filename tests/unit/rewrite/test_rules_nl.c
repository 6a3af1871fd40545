/* What Dutch grammar asks of the engine: inversion, je without t, articles and adjectives by gender,
 * separable verbs, the rest of a clause. */
#include "engine.h"

#define WOORDEN                                                                                    \
    "pack nl 1\n"                                                                                  \
    "det de def\ndet het def het sg\ndet een indef sg\ndet deze def de\nposs ons\nposs onze\n"     \
    "pron we subj 1pl\npron wij subj 1pl\npron je subj obj 2\npron jij subj 2\npron er\n"          \
    "prep in time place\nprep op time place\nprep met\nprep van\nprep voor\nconj en\nsub omdat\n"   \
    "list parse.weak = er | het | je | hem\n"                                                       \
    "adv vandaag time\nadv morgen time\nadv graag\n"                                              \
    "verb lanceren lanceer lanceert lanceerde lanceerden gelanceerd\n"                            \
    "verb werken werk werkt werkte werkten gewerkt\nverb rusten rust rust rustte rustten gerust\n"  \
    "verb aan|melden meld meldt meldde meldden aangemeld\nverb zoeken zoek zoekt zocht zochten gezocht\n" \
    "verb zijn ben is|bent was waren geweest aux\n"                                               \
    "noun de webshop webshops\nnoun het huis huizen\nnoun het team teams group\nnoun de monteur monteurs person\n" \
    "noun de wafel wafels\nnoun de beurs beurzen place\nadj mooi mooie\nadj ervaren ervaren\nadj nieuw nieuwe\n"

static void verb_second(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WOORDEN
                     "turn t/voorop\n"
                     "  when SUBJ:s FIN:v TIME:t FIELD:r\n"
                     "  say  {t} {v.inv} {s} {r}\n"
                     "  does We lanceren vandaag onze webshop. -> Vandaag lanceren we onze webshop.\n"
                     "  does Je werkt morgen in ons team. -> Morgen werk je in ons team.\n"
                     "  leaves We lanceren vandaag onze webshop en we rusten morgen.\n"
                     "  leaves We lanceren onze webshop.\n"
                     "turn t/terug\n"
                     "  when TIME:t FIN:v SUBJ:s FIELD:r\n"
                     "  say  {s} {v.fin} {t} {r}\n"
                     "  does Vandaag lanceren we onze webshop. -> We lanceren vandaag onze webshop.\n"
                     "  does Morgen werk je in ons team. -> Je werkt morgen in ons team.\n"
                     "  leaves Morgen werken we er graag.\n"
                     "  leaves Omdat we vandaag werken, rusten we.\n",
                     NULL),
        0);
}

/* A clause has one finite verb: "bedrijf" and "zijn" could be one, "rust" behind "de" is none. */
static void one_finite_verb_a_clause(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WOORDEN
                     "poss zijn\nnoun het bedrijf bedrijven\n"
                     "verb bedrijven bedrijf bedrijft bedreef bedreven bedreven\n"
                     "turn t/terug\n"
                     "  when TIME:t FIN:v SUBJ:s FIELD:r\n"
                     "  say  {s} {v.fin} {t} {r}\n"
                     "  does Morgen zoekt het bedrijf een monteur. -> Het bedrijf zoekt morgen een monteur.\n"
                     "  does Vandaag lanceert Karel zijn webshop. -> Karel lanceert vandaag zijn webshop.\n"
                     "  does Morgen zoekt het team de rust. -> Het team zoekt morgen de rust.\n"
                     "  leaves Morgen werkt Karel.\n"
                     "  leaves Karel werkt morgen.\n",
                     NULL),
        0);
}

static void gender_and_adjectives(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WOORDEN
                     "frame t/gezocht\n"
                     "  when we zoeken NP1.indef:x\n"
                     "  say  Gezocht: {x.bare}\n"
                     "  say  Ken jij {x.def}?\n"
                     "  does We zoeken een ervaren monteur. -> Gezocht: ervaren monteur.\n"
                     "  does We zoeken een mooi huis. -> Ken jij het mooie huis?\n"
                     "  does We zoeken een nieuwe webshop. -> Ken jij de nieuwe webshop?\n"
                     "  leaves We zoeken onze monteur.\n"
                     "  leaves We zoeken.\n"
                     "frame t/een\n"
                     "  when we zoeken NP1.def:x\n"
                     "  say  Gezocht: {x.indef}\n"
                     "  does We zoeken het mooie huis. -> Gezocht: een mooi huis.\n"
                     "  does We zoeken de nieuwe webshop. -> Gezocht: een nieuwe webshop.\n"
                     "  leaves We zoeken een huis.\n"
                     "  leaves We zoeken wafels.\n",
                     NULL),
        0);
}

static void separable_verbs(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WOORDEN
                     "cta t/aan\n"
                     "  when <aanmelden.imp> je aan\n"
                     "  say  <aanmelden.inf> kan\n"
                     "  does Meld je aan! -> Aanmelden kan!\n"
                     "  does Meld je aan. -> Aanmelden kan.\n"
                     "  leaves We melden ons.\n"
                     "  leaves Je bent aangemeld.\n",
                     NULL),
        0);
}

static void figures_open_sentences(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WOORDEN
                     "list analyse.weekday = vrijdag\n"
                     "turn t/dag\n"
                     "  when TIME:t FIN:v SUBJ:s FIELD:r\n"
                     "  say  {s} {v.fin} {t} {r}\n"
                     "  does Vrijdag lanceren we onze webshop. -> We lanceren vrijdag onze webshop.\n"
                     "  does Vrijdag werken we met het team. -> We werken vrijdag met het team.\n"
                     "  leaves We werken.\n"
                     "  leaves Vrijdag.\n"
                     "phrase t/ijs\n"
                     "  same in de webshop\n"
                     "  same ijverig\n"
                     "  does In de webshop. -> IJverig.\n"
                     "  leaves De webshop.\n",
                     NULL),
        0);
}

static void a_date_ends_before_a_number(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WOORDEN
                     "list analyse.weekday = vrijdag\n"
                     "turn t/aantal\n"
                     "  when SUBJ:s FIN:v TIME:t NUM:n NOUN:x\n"
                     "  say  {t} {v.inv} {s} {n} {x}\n"
                     "  does We zoeken op vrijdag 20 huizen. -> Op vrijdag zoeken we 20 huizen.\n"
                     "  does Wij zoeken op vrijdag 12 wafels. -> Op vrijdag zoeken wij 12 wafels.\n"
                     "  leaves We zoeken 20 huizen.\n"
                     "  leaves Op vrijdag zoeken we 20 huizen.\n",
                     NULL),
        0);
}

static void a_plural_stands_apart_from_its_particle(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WOORDEN
                     "verb in|schrijven schrijf schrijft schreef schreven ingeschreven\npron ons obj 1pl\n"
                     "phrase t/inschrijven\n"
                     "  when <aanmelden.fin:v> SUBJ:s? ons aan\n"
                     "  say  <inschrijven:v> {s} ons in\n"
                     "  does We melden ons aan. -> We schrijven ons in.\n"
                     "  does Morgen melden we ons aan. -> Morgen schrijven we ons in.\n"
                     "  leaves We melden ons.\n"
                     "  leaves We werken.\n",
                     NULL),
        0);
}

static void stems_in_t(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WOORDEN
                     "verb starten start start startte startten gestart\n"
                     "verb beginnen begin begint begon begonnen begonnen\n"
                     "phrase t/beginnen\n"
                     "  when <starten.now:v> SUBJ:s? (TIME):t? met NP:x\n"
                     "  say  <beginnen:v> {s} {t} met {x}\n"
                     "  does Het team start morgen met een huis. -> Het team begint morgen met een huis.\n"
                     "  does Morgen start je met een huis. -> Morgen begin je met een huis.\n"
                     "  leaves We werken met het team.\n"
                     "  leaves We lanceren een huis.\n",
                     NULL),
        0);
}

/* The number of a word that the lexicon does not have is that of the verb behind it, of its article or its figure. */
static void unknown_numbers(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WOORDEN
                     "phrase t/is\n"
                     "  when NP1:x werken hier\n"
                     "  say  hier <zijn:x> {x}\n"
                     "  does De blixx werken hier. -> Hier zijn de blixx.\n"
                     "  does We werken hier. -> Hier zijn we.\n"
                     "  leaves De blixx werkt hier.\n"
                     "  leaves We werken morgen.\n"
                     "phrase t/zie\n"
                     "  when zoek NP1:x\n"
                     "  say  hier <zijn:x> {x}\n"
                     "  does Zoek het blixx. -> Hier is het blixx.\n"
                     "  does Zoek de monteurs. -> Hier zijn de monteurs.\n"
                     "  leaves Zoek de blixx.\n"
                     "  leaves Zoek morgen.\n"
                     "phrase t/wij\n"
                     "  when NP1:x lanceren we\n"
                     "  say  hier <zijn:x> {x}\n"
                     "  does De monteurs lanceren we. -> Hier zijn de monteurs.\n"
                     "  does Het blixx lanceren we. -> Hier is het blixx.\n"
                     "  leaves De blixx lanceren we.\n"
                     "  leaves We werken.\n",
                     NULL),
        0);
}

/* "Vurrige" may be an adjective that only opens the sentence: it does not move, with a capital or without. */
static void doubtful_capitals(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WOORDEN
                     "turn t/voorop\n"
                     "  when SUBJ:s FIN:v TIME:t FIELD:r\n"
                     "  say  {t} {v.inv} {s} {r}\n"
                     "  does Karel werkt morgen in ons team. -> Morgen werkt Karel in ons team.\n"
                     "  does Het team werkt morgen in ons huis. -> Morgen werkt het team in ons huis.\n"
                     "  leaves Vurrige monteurs werken morgen in ons team.\n"
                     "  leaves Vurrige droommonteurs werken morgen in ons team.\n",
                     NULL),
        0);
}

static void infinitives_behind_te(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WOORDEN
                     "verb hoeven hoef hoeft hoefde hoefden gehoeven\nadv niet\n"
                     "frame t/te\n"
                     "  when V.inf:i hoeft\n"
                     "  say  Je hoeft {i.te}\n"
                     "  does Aanmelden hoeft. -> Je hoeft aan te melden.\n"
                     "  does Werken hoeft. -> Je hoeft te werken.\n"
                     "  leaves We melden ons.\n"
                     "  leaves Het hoeft.\n",
                     NULL),
        0);
}

static void an_absent_slot_opens_no_clause(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WOORDEN
                     "frame t/lanceren\n"
                     "  when we lanceren TIME:t? NP:x\n"
                     "  say  {t} lanceren we {x}\n"
                     "  does We lanceren vandaag een webshop. -> Vandaag lanceren we een webshop.\n"
                     "  does We lanceren morgen het huis. -> Morgen lanceren we het huis.\n"
                     "  leaves We lanceren een webshop.\n"
                     "  leaves We lanceren het huis.\n",
                     NULL),
        0);
}

/* Where a phrase ends: behind a plural, and behind what tells a time. */
static void phrases_end_in_time(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WOORDEN
                     "prep onder\nprep binnen time\nnoun de controle -\nnoun het uur uren|uur time\n"
                     "noun de straat straten place\n"
                     "turn t/terug\n"
                     "  when TIME:t FIN:v SUBJ:s REST:r\n"
                     "  say  {s} {v.fin} {t} {r}\n"
                     "  does Vandaag zoeken onze monteurs wafels. -> Onze monteurs zoeken vandaag wafels.\n"
                     "  does Vandaag zoeken onze monteurs wafels in de straat. -> "
                     "Onze monteurs zoeken vandaag wafels in de straat.\n"
                     "  leaves Vandaag werken.\n"
                     "  leaves Onze monteurs zoeken wafels.\n"
                     "turn t/voorop\n"
                     "  when SUBJ:s FIN:v NP1:o TIME:t REST:r\n"
                     "  say  {t} {v.inv} {s} {o} {r}\n"
                     "  does We zoeken het huis binnen twee uur onder controle. -> "
                     "Binnen twee uur zoeken we het huis onder controle.\n"
                     "  does We zoeken het huis morgen in de straat. -> Morgen zoeken we het huis in de straat.\n"
                     "  leaves We zoeken het huis.\n"
                     "  leaves We werken morgen.\n",
                     NULL),
        0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_absent_slot_opens_no_clause),
        cmocka_unit_test(phrases_end_in_time),
        cmocka_unit_test(stems_in_t),
        cmocka_unit_test(a_plural_stands_apart_from_its_particle),
        cmocka_unit_test(unknown_numbers),
        cmocka_unit_test(doubtful_capitals),
        cmocka_unit_test(infinitives_behind_te),
        cmocka_unit_test(verb_second),
        cmocka_unit_test(one_finite_verb_a_clause),
        cmocka_unit_test(gender_and_adjectives),
        cmocka_unit_test(separable_verbs),
        cmocka_unit_test(figures_open_sentences),
        cmocka_unit_test(a_date_ends_before_a_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
