/* Voices on posts of our own: what each feature writes, byte for byte, and where it is not available. The
 * sentences are chosen for what is hard in them: the place of the verb, je as four different words, polite
 * requests, separable verbs, what a team does not do. */
#include "engine.h"
#include "lexer.h"
#include "rewrite/voice.h"

typedef struct example {
    const char *base, *wanted; /* NULL: refused */
} example;

typedef struct feature {
    const char *language;
    kr_voice_feature feature;
    int64_t value;
} feature;

static void check(const feature *f, const example *e) {
    kr_job job;
    kr_post post;
    kr_voice_change change;
    koor_error *error = NULL;
    const kr_pack *pack = kr_pack_builtin(f->language);
    kr_job_start(&job, &kr_memory_default, &error);
    assert_int_equal(engine_analyse(&job, pack, kr_str_of(e->base), &post, lexer), KOOR_OK);
    const kr_voice_input input = {&post, pack, f->feature, f->value, KR_STR("Harrow & Pike")};
    assert_int_equal(kr_voice_apply(&job, &job.arena, &input, &change), KOOR_OK);
    if (!e->wanted != (change.refused != NULL))
        fail_msg("%s\n  %s", e->base, change.refused ? change.refused : change.text.at);
    if (e->wanted && !kr_str_is(change.text, e->wanted))
        fail_msg("%s\n  wanted %s\n  got    %.*s", e->base, e->wanted, (int)change.text.length,
                 change.text.at);
    if (change.kept.end)
        assert_in_range(change.kept.end, change.kept.start + 1, change.text.length);
    koor_error_free(error);
    kr_job_end(&job);
}

#define CHECK(language, feature_, value_, ...)                                                     \
    do {                                                                                           \
        static const example examples[] = {__VA_ARGS__};                                           \
        const feature f = {language, feature_, value_};                                            \
        (void)state;                                                                               \
        for (size_t i = 0; i < sizeof examples / sizeof *examples; i++)                            \
            check(&f, &examples[i]);                                                               \
    } while (0)

static void says_u(void **state) {
    CHECK("nl", KR_VOICE_ADDRESS, KR_ADDRESS_U,
          {"Je kunt meedoen als je wilt.", "U kunt meedoen als u wilt."},
          {"Heb je vragen? Bel ons.", "Hebt u vragen? Bel ons."},
          {"Ben jij erbij?", "Bent u erbij?"},
          {"Bij ons leer je elke dag iets nieuws.", "Bij ons leert u elke dag iets nieuws."},
          {"Meld je aan via de site.", "Meld u aan via de site."},
          {"Stuur je cv naar ons.", "Stuur uw cv naar ons."},
          {"Als bezoeker krijg je een kaart.", "Als bezoeker krijgt u een kaart."},
          {"Wij helpen je graag met je aanvraag.", "Wij helpen u graag met uw aanvraag."},
          {"Jouw mening telt.", "Uw mening telt."},
          {"We doen het voor jou.", "We doen het voor u."},
          {"Je kunt je nu inschrijven.", "U kunt zich nu inschrijven."},
          {"Er zijn veel mensen die je helpen.", "Er zijn veel mensen die u helpen."},
          {"Dankjewel voor je komst!", "Dankuwel voor uw komst!"},
          {"Vraag het jezelf eens af.", "Vraag het uzelf eens af."},
          {"Jullie zijn van harte welkom.", "U bent van harte welkom."},
          {"Wat moet je weten?", "Wat moet u weten?"},
          {"Was je er gisteren ook bij?", "Was u er gisteren ook bij?"},
          {"Je vindt ons in Gent, en je krijgt koffie.", "U vindt ons in Gent, en u krijgt koffie."},
          {"De winkel is open.", "De winkel is open."},
          {"Nora zei: \"Ik help je graag.\"\n\nKom je ook?", "Nora zei: \"Ik help je graag.\"\n\nKomt u ook?"},
          {"Nora zei: \"Ik help je graag.\" Kom je ook?", "Nora zei: \"Ik help je graag.\" Komt u ook?"});
}

static void says_je(void **state) {
    CHECK("nl", KR_VOICE_ADDRESS, KR_ADDRESS_JE,
          {"Hebt u vragen? Bel ons.", "Heb je vragen? Bel ons."},
          {"U kunt zich nu inschrijven.", "Je kunt je nu inschrijven."},
          {"Heeft u vragen, dan kunt u ons bellen.", "Heb je vragen, dan kun je ons bellen."},
          {"Morgen leest u er meer over.", "Morgen lees je er meer over."},
          {"Ons team helpt u graag.", "Ons team helpt je graag."},
          {"Neemt u gerust contact op.", "Neem gerust contact op."},
          {"Uw mening telt.", "Jouw mening telt."},
          {"Wij staan klaar voor u.", "Wij staan klaar voor jou."},
          {"Dat leest u in ons plan.", "Dat lees je in ons plan."},
          {"Dat verrast u misschien.", NULL},
          {"Dank aan jullie allemaal, jullie waren top.", NULL},
          {"Jullie krijgen vandaag een kaart.", "Je krijgt vandaag een kaart."});
}

static void says_jullie(void **state) {
    CHECK("nl", KR_VOICE_ADDRESS, KR_ADDRESS_JULLIE,
          {"Kom je ook?", "Komen jullie ook?"},
          {"Je kunt je nu inschrijven.", "Jullie kunnen je nu inschrijven."},
          {"Zorg dat je er bent.", "Zorg dat jullie er zijn."},
          {"We zien je graag op het feest.", "We zien jullie graag op het feest."},
          {"Je bent de beste bakker van Gent.", NULL},
          {"Je betaalt niets en krijgt koffie.", NULL},
          {"Was je er gisteren ook bij?", "Waren jullie er gisteren ook bij?"});
}

/* What "je" and "jullie" are hangs on the noun and the verb that follow; where neither tells, nothing is changed. */
static void tells_the_roles_of_a_reader(void **state) {
    CHECK("nl", KR_VOICE_ADDRESS, KR_ADDRESS_U,
          {"Dank je, Nora, voor je hulp.", "Dank u, Nora, voor uw hulp."},
          {"Wanneer je start, krijg je een laptop.", "Wanneer u start, krijgt u een laptop."},
          {"Als je vragen hebt, bel ons.", "Als u vragen hebt, bel ons."},
          {"Als je team groeit, vieren we dat.", NULL},
          {"Als je collega's helpen, lukt het.", "Als uw collega's helpen, lukt het."},
          {"Als jullie team wint, vieren we feest.", "Als uw team wint, vieren we feest."},
          {"Als jullie vragen hebben, bel ons.", NULL},
          {"Als jullie een team vormen, lukt het.", "Als u een team vormt, lukt het."},
          {"Doe het in je eentje.", "Doe het in uw eentje."},
          {"We verzoeken je je in te schrijven.", "We verzoeken u zich in te schrijven."},
          {"Kom langs om je aan te melden.", "Kom langs om zich aan te melden."},
          {"We geven je boeken.", NULL},
          {"Je mening telt.", "Uw mening telt."},
          {"Schrijf je gratis in via de site.", "Schrijf u gratis in via de site."},
          {"Werken jullie graag buiten?", "Werkt u graag buiten?"},
          {"We helpen jullie graag.", "We helpen u graag."},
          {"Ik help je graag.", "Ik help u graag."},
          {"Bij ons werken je collega's graag samen.", "Bij ons werken uw collega's graag samen."},
          {"Wil je meer weten, dan helpt je collega je.", "Wilt u meer weten, dan helpt uw collega u."});
}

static void tells_the_roles_of_readers(void **state) {
    CHECK("nl", KR_VOICE_ADDRESS, KR_ADDRESS_JULLIE,
          {"Wat kost je auto?", NULL},
          {"Er zijn veel mensen die je helpen.", NULL},
          {"Heb je vragen? Bel ons.", "Hebben jullie vragen? Bel ons."},
          {"Als je wilt, help je mee.", NULL},
          {"Stuur je cv naar ons.", NULL},
          {"U kunt zich nu inschrijven.", "Jullie kunnen je nu inschrijven."});
}

static void what_u_is_may_stay_unclear(void **state) {
    CHECK("nl", KR_VOICE_ADDRESS, KR_ADDRESS_JE,
          {"Dat helpt u.", NULL},
          {"Schrijf u in via de site.", "Schrijf je in via de site."},
          {"We doen het voor u.", "We doen het voor jou."},
          {"Uw mening telt.", "Jouw mening telt."},
          {"Als u vragen hebt, helpen we u.", "Als je vragen hebt, helpen we je."});
}

static void speaks_as_the_team(void **state) {
    CHECK("nl", KR_VOICE_PERSON, KR_PERSON_TEAM,
          {"We zoeken een bakker. We werken in Gent.", "Mijn team zoekt een bakker. We werken in Gent."},
          {"Vandaag vieren we feest.", "Vandaag viert mijn team feest."},
          {"Wij zijn trots op dit resultaat.", "Mijn team is trots op dit resultaat."},
          {"We zijn een familiebedrijf uit Gent.", NULL}, {"We zoeken collega's.", NULL},
          {"We zoeken en vinden talent.", NULL}, {"We bestaan vijftig jaar.", NULL},
          {"Onze oven is oud. We zoeken een bakker.", NULL}, {"Ik ben blij. We zoeken een bakker.", NULL},
          {"De winkel is open.", NULL});
    CHECK("en", KR_VOICE_PERSON, KR_PERSON_TEAM,
          {"We're hiring a baker. We bake all night.", "My team is hiring a baker. We bake all night."},
          {"Today we launch a new site.", "Today my team launches a new site."},
          {"We've built a bridge.", "My team has built a bridge."},
          {"We don't work on Sundays.", "My team doesn't work on Sundays."},
          {"We'd love to see you.", NULL}, {"We are a family business.", NULL},
          {"We raised two million.", NULL}, {"We are proud to be the best school.", NULL},
          {"When we build, we listen.", NULL});
}

static void speaks_as_the_company(void **state) {
    CHECK("nl", KR_VOICE_PERSON, KR_PERSON_COMPANY,
          {"We zoeken een bakker. Ons team is klein.", "Harrow & Pike zoekt een bakker. Ons team is klein."},
          {"Op maandag waren we gesloten.", "Op maandag was Harrow & Pike gesloten."},
          {"Bij Harrow & Pike zoeken we een bakker.", NULL});
    CHECK("en", KR_VOICE_PERSON, KR_PERSON_COMPANY,
          {"We are closed on Monday.", "Harrow & Pike is closed on Monday."},
          {"Together we grow.", NULL}, {"The shop is open.", NULL});
}

static void speaks_as_i_and_we(void **state) {
    CHECK("en", KR_VOICE_PERSON, KR_PERSON_I,
          {"We're proud of our oven. We're hiring.", "I'm proud of our oven. We're hiring."},
          {"We look forward to seeing you.", "I look forward to seeing you."},
          {"We are looking for a baker.", NULL}, {"We are hiring.", NULL});
    CHECK("nl", KR_VOICE_PERSON, KR_PERSON_I, {"We hopen je te zien.", "Ik hoop je te zien."},
          {"We zijn benieuwd naar je reactie.", "Ik ben benieuwd naar je reactie."},
          {"We zoeken een bakker.", NULL});
    CHECK("en", KR_VOICE_PERSON, KR_PERSON_WE,
          {"Our team is hiring a baker.", "We are hiring a baker."}, {"We bake.", "We bake."},
          {"The bakery is open.", NULL}, {"I am hiring a baker.", NULL});
}

static void changes_emoji(void **state) {
    CHECK("en", KR_VOICE_EMOJI, KR_EMOJI_NONE,
          {"\xf0\x9f\x9a\x80 Big news!\n\nWe opened. \xf0\x9f\x8e\x89\xf0\x9f\x8e\x89", "Big news!\n\nWe opened."},
          {"One.\n\xf0\x9f\x9a\x80\nTwo.", "One.\nTwo."},
          {"\xe2\x9c\x85 Bread\n\xe2\x9c\x85 Cake", "Bread\nCake"},
          {"Ghent \xf0\x9f\x8e\x89 loves bread.", NULL}, {"No emoji here.", "No emoji here."});
    CHECK("en", KR_VOICE_EMOJI, KR_EMOJI_SOME,
          {"We're hiring a baker! Apply now.", "We're hiring a baker! \xf0\x9f\x99\x8c Apply now."},
          {"We opened \xf0\x9f\x8e\x89", "We opened \xf0\x9f\x8e\x89"}, {"#bread #cake", NULL});
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_u),
        cmocka_unit_test(says_je),
        cmocka_unit_test(says_jullie),
        cmocka_unit_test(tells_the_roles_of_a_reader),
        cmocka_unit_test(tells_the_roles_of_readers),
        cmocka_unit_test(what_u_is_may_stay_unclear),
        cmocka_unit_test(speaks_as_the_team),
        cmocka_unit_test(speaks_as_the_company),
        cmocka_unit_test(speaks_as_i_and_we),
        cmocka_unit_test(changes_emoji),
    };
    return cmocka_run_group_tests(tests, open_lexer, close_lexer);
}
