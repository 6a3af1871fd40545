/* What no rule may do to the order of words: a figure put first, a noun parted from its attribute. */
#include "engine.h"

#define WOORDEN                                                                                    \
    "pack nl 1\nlist analyse.function = de | een | we | van | voor | met | op\n"                    \
    "list attach.always = van\nlist attach.likely = voor | met | uit\n"                              \
    "det de def\ndet een indef sg\nposs onze\npron we subj 1pl\n"                                  \
    "prep in time place\nprep op time place\nprep met\nprep van\nprep voor\nprep uit\n"             \
    "adv vandaag time\nadv morgen time\n"                                                          \
    "verb lopen loop loopt liep liepen gelopen\nverb tonen toon toont toonde toonden getoond\n"    \
    "verb hebben heb heeft|hebt had hadden gehad aux\n"                                            \
    "noun de marathon marathons\nnoun de stad steden place\nnoun de bakker bakkers person\n"        \
    "noun de foto foto's\nnoun de buur buren person\nnoun de fiets fietsen\n"

/* "met foto's en een fiets tonen": the second may be what is shown. */
static void objects_of_infinitives(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WOORDEN "conj en\n"
                     "phrase t/om\n"
                     "  when NP1:a en NP1:b\n"
                     "  say  {b} en {a}\n"
                     "  does We lopen met de bakkers en de buren. -> We lopen met de buren en de bakkers.\n"
                     "  does We hebben de fiets en de foto getoond. -> We hebben de foto en de fiets getoond.\n"
                     "  leaves We tonen met de bakker en de fiets lopen.\n"
                     "  leaves We lopen.\n",
                     NULL),
        0);
}

static void figures_stay_inside(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WOORDEN
                     "turn t/terug\n"
                     "  when TIME:t FIN:v NP:s\n"
                     "  say  {s} {v} {t}\n"
                     "  does Morgen lopen de bakkers. -> De bakkers lopen morgen.\n"
                     "  does Vandaag lopen onze buren. -> Onze buren lopen vandaag.\n"
                     "  leaves Morgen lopen 20 bakkers.\n"
                     "  leaves Vandaag lopen 1.200 buren.\n"
                     "turn t/midden\n"
                     "  when (in NUM):t FIN:v we REST:r\n"
                     "  say  We {v} {t} {r}\n"
                     "  does In 2025 toonden we de foto's. -> We toonden in 2025 de foto's.\n"
                     "  does In 2026 lopen we de marathon. -> We lopen in 2026 de marathon.\n"
                     "  leaves In 2025 toonden we 1.200 foto's.\n"
                     "  leaves We lopen in 2026.\n"
                     "phrase t/begin\n"
                     "  when START (in NUM):t FIN:v we\n"
                     "  say  We {v} {t}\n"
                     "  does In 2025 toonden we de foto's. -> We toonden in 2025 de foto's.\n"
                     "  does In 2026 lopen we. -> We lopen in 2026.\n"
                     "  leaves In 2025 toonden we 1.200 foto's.\n"
                     "  leaves We lopen in 2026.\n",
                     NULL),
        0);
}

/* Nor does a sentence that a rule makes of the second half. */
static void no_new_sentence_begins_with_one(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WOORDEN
                     "conj en\nturn t/deel\n  when (we FIN REST):a en REST:b\n  say  {a}. / {b.cap}\n"
                     "  does We lopen vandaag en onze buren lopen morgen. -> We lopen vandaag. Onze buren lopen morgen.\n"
                     "  does We lopen vandaag en de bakkers tonen een foto. -> We lopen vandaag. De bakkers tonen een foto.\n"
                     "  leaves We lopen vandaag en 20 bakkers lopen morgen.\n"
                     "  leaves We lopen vandaag.\n",
                     NULL),
        0);
}

/* A figure with a currency sign is one too. */
static void amounts_stay_apart(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WOORDEN
                     "turn t/midden\n"
                     "  when (in NUM):t FIN:v we REST:r\n"
                     "  say  We {v} {t} {r}\n"
                     "  does In 2025 toonden we de foto's. -> We toonden in 2025 de foto's.\n"
                     "  does In 2026 lopen we met € 12. -> We lopen in 2026 met € 12.\n"
                     "  leaves In 2025 hebben we € 93.\n"
                     "  leaves In 2025 hebben we €93.\n"
                     "  leaves In 2025 hebben we $ 93.\n"
                     "  leaves In 2025 hebben we £93.\n"
                     "phrase t/begin\n"
                     "  when START (in NUM):t FIN:v we\n"
                     "  say  We {v} {t}\n"
                     "  does In 2025 toonden we de foto's. -> We toonden in 2025 de foto's.\n"
                     "  does In 2026 lopen we. -> We lopen in 2026.\n"
                     "  leaves In 2025 hebben we € 93.\n"
                     "  leaves We lopen in 2026.\n",
                     NULL),
        0);
}

static void attributes_stay_with_their_noun(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WOORDEN
                     "turn t/voltooid\n"
                     "  when we <lopen.past:v> NP1:o PP:p\n"
                     "  when we <tonen.past:v> NP1:o PP:p\n"
                     "  say  we hebben {o} {v.pp} {p}\n"
                     "  does We liepen de marathon op de fiets. -> We hebben de marathon gelopen op de fiets.\n"
                     "  does We toonden de foto in de stad. -> We hebben de foto getoond in de stad.\n"
                     "  leaves We liepen de marathon van de stad.\n"
                     "  leaves We toonden de foto uit de stad.\n"
                     "  leaves We toonden een foto met de buren.\n",
                     NULL),
        0);
}

/* The noun may be the subject of a verb in front of it, and a rule that names the verb knows better. */
static void what_tells_of_the_verb_may_move(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WOORDEN
                     "turn t/terug\n"
                     "  when TIME:t FIN:v SUBJ:s PP:p\n"
                     "  say  {s} {v} {t} {p}\n"
                     "  does Vandaag loopt de bakker met een buur. -> De bakker loopt vandaag met een buur.\n"
                     "  does Morgen lopen we met de buren. -> We lopen morgen met de buren.\n"
                     "  leaves We lopen morgen.\n"
                     "  leaves Vandaag loopt de bakker van de stad.\n"
                     "frame t/foto\n"
                     "  when we tonen NP1:o voor NP1:p\n"
                     "  say  Voor {p} tonen we {o}\n"
                     "  does We tonen foto's voor de buren. -> Voor de buren tonen we foto's.\n"
                     "  does We tonen de foto voor onze stad. -> Voor onze stad tonen we de foto.\n"
                     "  leaves We tonen de foto.\n"
                     "  leaves We lopen voor de stad.\n",
                     NULL),
        0);
}

/* "Bakker Karel": the capital is the sentence's, and no one knows whether the name has one inside. */
static void functions_before_names_stay_in_front(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WOORDEN
                     "turn t/voorop\n"
                     "  when SUBJ:s FIN:v TIME:t\n"
                     "  say  {t} {v} {s}\n"
                     "  does Karel loopt morgen. -> Morgen loopt Karel.\n"
                     "  does De bakker loopt vandaag. -> Vandaag loopt de bakker.\n"
                     "  leaves Bakker Karel loopt morgen.\n"
                     "  leaves Fiets 12 loopt vandaag.\n",
                     NULL),
        0);
}

/* "Belgische": the lexicon writes it with a capital, so it may move inside and keeps it. */
static void an_adjective_of_a_country_keeps_its_capital(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WOORDEN
                     "adj Belgisch Belgische - -\n"
                     "turn t/voorop\n"
                     "  when SUBJ:s FIN:v TIME:t\n"
                     "  say  {t} {v} {s}\n"
                     "  does Belgische bakkers lopen morgen. -> Morgen lopen Belgische bakkers.\n"
                     "  does De bakker loopt vandaag. -> Vandaag loopt de bakker.\n"
                     "  leaves Morgen loopt de bakker.\n"
                     "  leaves De bakker loopt.\n",
                     NULL),
        0);
}

/* "binnen tien dagen | op de foto": what is behind a span of time does not move with it. */
/* "Oude Markt loopt vol": of a name, as far as one can tell, no first word becomes small inside the sentence. */
static void an_adjective_of_a_name_keeps_its_capital(void **state) {
    (void)state;
    assert_int_equal(engine_check(WOORDEN "list analyse.common = oude\nadj oud oude ouder oudste\n"
                                  "turn t/voorop\n"
                                  "  when (WORD+):s FIN:v TIME:t END\n"
                                  "  say  {t} {v} {s}\n"
                                  "  does De bakker loopt vandaag. -> Vandaag loopt de bakker.\n"
                                  "  does Oude bakkers lopen vandaag. -> Vandaag lopen oude bakkers.\n"
                                  "  leaves Oude Markt loopt vandaag.\n"
                                  "  leaves Oude Markt loopt.\n",
                                  NULL),
                     0);
}

static void a_span_leaves_what_is_behind_it(void **state) {
    (void)state;
    assert_int_equal(
        engine_check(WOORDEN
                     "list analyse.number = tien\nlist analyse.unit = dagen\n"
                     "prep binnen time\nnoun de dag dagen time\n"
                     "turn t/voorop\n"
                     "  when SUBJ:s FIN:v TIME:t END\n"
                     "  say  {t} {v} {s}\n"
                     "  does Karel loopt binnen tien dagen. -> Binnen tien dagen loopt Karel.\n"
                     "  does De bakker loopt vandaag. -> Vandaag loopt de bakker.\n"
                     "  leaves Karel loopt binnen tien dagen op de foto.\n"
                     "  leaves Karel loopt binnen tien dagen in de stad.\n",
                     NULL),
        0);
}

static void rows_of_dates_stay_alike(void **state) {
    (void)state;
    assert_int_equal(
        engine_check("pack en 1\nlist analyse.weekday = friday | monday\nlist analyse.clock = pm\nprep at time\n"
                     "frame t/hour\n"
                     "  when DATE:d , CLOCK:c\n"
                     "  say  {d} at {c}\n"
                     "  does Friday, 7 pm. -> Friday at 7 pm.\n"
                     "  does Monday, 8 pm. -> Monday at 8 pm.\n"
                     "  leaves Friday, 7 pm. Monday, 8 pm.\n"
                     "  leaves Friday at 7 pm.\n",
                     NULL),
        0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(objects_of_infinitives),
        cmocka_unit_test(figures_stay_inside),
        cmocka_unit_test(no_new_sentence_begins_with_one),
        cmocka_unit_test(rows_of_dates_stay_alike),
        cmocka_unit_test(amounts_stay_apart),
        cmocka_unit_test(attributes_stay_with_their_noun),
        cmocka_unit_test(what_tells_of_the_verb_may_move),
        cmocka_unit_test(functions_before_names_stay_in_front),
        cmocka_unit_test(an_adjective_of_a_country_keeps_its_capital),
        cmocka_unit_test(an_adjective_of_a_name_keeps_its_capital),
        cmocka_unit_test(a_span_leaves_what_is_behind_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
