/* Which alternatives may stand for a piece of the base: readable pairs, with the reason. */
#include "analyse/analyse.h"
#include "guard/guard.h"
#include "rewrite/packs.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

typedef struct pair {
    const char *base, *alternative, *reason;
} pair;

typedef struct bench {
    kr_job job;
    kr_arena arena;
    kr_lexer *lexer;
    kr_post post;
    kr_guard_base last; /* of all pairs, one behind the other */
} bench;

static void begin(bench *b) {
    kr_job_start(&b->job, &kr_memory_default, NULL);
    kr_arena_start(&b->arena, &kr_memory_default);
    assert_int_equal(kr_lexer_open(&b->job, &b->lexer), KOOR_OK);
}

static void end(bench *b) {
    kr_lexer_close(b->lexer);
    kr_arena_end(&b->arena);
    kr_job_end(&b->job);
}

static kr_verdict admit(bench *b, const char *language, const pair *p, uint32_t allow) {
    const kr_pack *packs[] = {kr_pack_builtin(language)};
    kr_analyse_input input = {.text = kr_str_of(p->base),
                              .language = kr_str_of(language),
                              .packs = packs,
                              .pack_count = 1,
                              .lexer = b->lexer};
    assert_int_equal(kr_analyse(&b->job, &input, &b->arena, &b->post), KOOR_OK);
    kr_analyse_reader reader = {b->lexer, packs[0], &b->post};
    kr_str company = KR_STR("Koor & Co");
    kr_guard guard = {.read = kr_analyse_facts,
                      .reader = &reader,
                      .post = b->post.text,
                      .names = &company,
                      .name_count = 1,
                      .pack = packs[0],
                      .allow = allow};
    kr_verdict verdict, again;
    char *copy = exact_copy(p->alternative);
    kr_str alternative = {copy, strlen(p->alternative)};
    assert_int_equal(kr_guard_admit(&b->job, &guard, b->post.text, alternative, &b->arena, &verdict),
                     KOOR_OK);
    b->last.arena = &b->arena;
    guard.last = &b->last; /* what it has read says the same, the first time and the second */
    for (int i = 0; i < 2; i++) {
        assert_int_equal(kr_guard_admit(&b->job, &guard, b->post.text, alternative, &b->arena, &again),
                         KOOR_OK);
        assert_int_equal(again.reason, verdict.reason);
        assert_int_equal(again.place.start, verdict.place.start);
        assert_true(kr_str_equal(again.message, verdict.message));
    }
    free(copy);
    return verdict;
}

static void check_all(const char *language, const pair *pairs, size_t count) {
    bench b = {0};
    begin(&b);
    for (size_t i = 0; i < count; i++) {
        kr_verdict verdict = admit(&b, language, &pairs[i], 0);
        if (strcmp(kr_reason_name((kr_reason)verdict.reason), pairs[i].reason) != 0)
            print_message("%s -> %s\n", pairs[i].base, pairs[i].alternative);
        assert_string_equal(kr_reason_name((kr_reason)verdict.reason), pairs[i].reason);
        assert_int_equal(verdict.message.length > 0, verdict.reason != KR_REASON_NONE);
    }
    end(&b);
}

#define CHECK(language, pairs) check_all(language, pairs, sizeof(pairs) / sizeof *(pairs))

static void admits_other_words_for_the_same(void **state) {
    (void)state;
    static const pair english[] = {
        {"We are very proud to announce our new office in Ghent.",
         "Proud to share: our new office in Ghent.", "none"},
        {"Join us on Tuesday 14 October at 2 pm.", "On Tuesday 14 October at 2 pm, join us.",
         "none"},
        {"Don't miss our webinar.", "Our webinar is one to see.", "none"},
        {"Read more at https://a.be.", "The whole story: https://a.be", "none"},
        {"Up to 20 people can join.", "Room for at most 20 people, who can join.", "none"},
        {"We cut waste by 15%.", "Waste is down by 15 %.", "none"},
        {"Welcome to Harrow & Pike!", "Harrow & Pike says welcome!", "none"},
        {"Happy to sing.", "Koor & Co is happy to sing.", "none"},
        {"Apply today.", "Apply now.", "none"},
    };
    static const pair dutch[] = {
        {"We lanceren vandaag onze webshop.", "Vandaag lanceren we onze webshop.", "none"},
        {"Mis het niet!", "Wees erbij!", "none"},
        {"Maximaal 20 plaatsen in Gent.", "Er zijn hoogstens 20 plaatsen in Gent.", "none"},
        {"Kom op 23 en 24 maart naar Brugge.", "Naar Brugge dus, op 23 en 24 maart.", "none"},
    };
    CHECK("en", english);
    CHECK("nl", dutch);
}

static void refuses_facts_lost_and_new(void **state) {
    (void)state;
    static const pair english[] = {
        {"We cut waste by 15%.", "We cut waste.", "lost-fact"},
        {"We cut waste by 15%.", "We cut waste by 16%.", "lost-fact"},
        {"We cut waste.", "We cut waste by half a ton: 500 kg.", "new-fact"},
        {"We cut waste.", "We in Ghent cut waste.", "new-fact"},
        {"See https://a.be/X.", "See https://a.be/x.", "lost-fact"},
        {"Join us tomorrow.", "Join us.", "lost-fact"},
        {"Join us.", "Join us this weekend.", "new-fact"},
        {"Thanks @els.", "Thanks.", "lost-fact"},
        {"Five of us sing.", "Some five of us sing, at 5.", "new-fact"},
        {"He said \"never again\" to us.", "He spoke to us.", "lost-fact"},
        {"Meet Anna in Ghent.", "Meet Anna.", "lost-fact"},
        {"Use code SAVE20.", "Use code save20.", "lost-fact"},
    };
    static const pair dutch[] = {
        {"Een salaris tot \xe2\x82\xac 4.850.", "Een salaris tot \xe2\x82\xac 4.580.", "lost-fact"},
        {"Stuur je cv naar els@koor.be.", "Stuur je cv.", "lost-fact"},
        {"We starten dinsdagavond.", "We starten binnenkort.", "lost-fact"},
    };
    CHECK("en", english);
    CHECK("nl", dutch);
}

static void knows_other_words_for_a_time(void **state) {
    (void)state;
    static const pair english[] = {
        {"We sing every Friday.", "Each Friday we sing.", "none"},
        {"We sing every Friday evening at 8 pm.", "Each Friday evening at 8 pm we sing.", "none"},
        {"We meet tonight.", "We meet this evening.", "none"},
        {"Lunch is at noon.", "Lunch is at midday.", "none"},
        {"We sing every Friday.", "We sing each Monday.", "lost-fact"},
        {"We sing every Friday.", "We sing next Friday.", "lost-fact"},
        {"We sing every Friday.", "We sing.", "lost-fact"},
        {"We meet.", "We meet this evening.", "new-fact"},
        {"We sing every Friday.", "We sing every Friday, each Friday.", "new-fact"},
        {"Lunch is at midday.", "Lunch is at midnight.", "lost-fact"},
    };
    static const pair dutch[] = {
        {"Vanmorgen stemden we.", "We stemden vanochtend.", "none"},
        {"We openen dit najaar.", "Deze herfst openen we.", "none"},
        {"Het najaar 2027 wordt druk.", "De herfst 2027 wordt druk.", "none"},
        {"We bakken iedere morgen.", "Elke ochtend bakken we.", "none"},
        {"Komende vrijdag om 10 uur.", "Aanstaande vrijdag om 10 uur.", "none"},
        {"We bakken morgen.", "We bakken elke morgen.", "lost-fact"},
        {"We bakken elke morgen.", "We bakken morgen.", "lost-fact"},
        {"We openen dit najaar.", "We openen volgende herfst.", "lost-fact"},
    };
    CHECK("en", english);
    CHECK("nl", dutch);
}

static void refuses_another_meaning(void **state) {
    (void)state;
    static const pair english[] = {
        {"We are not closing.", "We are closing.", "negation"},
        {"We are closing.", "We never close.", "negation"},
        {"You can join.", "You must join.", "modality"},
        {"At least 20 people came.", "Up to 20 people came.", "quantifier"},
        {"Only members may vote.", "Members may vote.", "quantifier"},
        {"More than 20 people came.", "20 people came.", "quantifier"},
        {"Don't forget your coat.", "Forget your coat.", "negation"},
    };
    static const pair dutch[] = {
        {"We zijn niet gesloten.", "We zijn gesloten.", "negation"},
        {"Minstens 20 mensen kwamen.", "Hoogstens 20 mensen kwamen.", "quantifier"},
        {"Je kunt meedoen.", "Je moet meedoen.", "modality"},
        {"Alleen leden stemmen.", "Leden stemmen.", "quantifier"},
    };
    CHECK("en", english);
    CHECK("nl", dutch);
}

static void refuses_strange_characters(void **state) {
    (void)state;
    static const pair pairs[] = {
        {"We sing.", "We\xe2\x80\x8b sing.", "invisible"},
        {"We sing.", "We s\xd1\x96ng.", "script"},
        {"We sing.", "We \x07sing.", "control"},
        {"We sing.", "We sing\xff", "utf-8"},
        {"We sing.",
         "We sing \xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x8e\xa4 \xe2\x9d\xa4\xef\xb8\x8f", "none"},
        {"We s\xd1\x96ng.", "Gladly we s\xd1\x96ng.", "none"},
        {"We sing.", "We sing \xf0\x9d\x97\xae.", "script"},
    };
    CHECK("en", pairs);
}

/* A rule that is written for such words says so. */
static void lets_rules_touch_what_they_name(void **state) {
    (void)state;
    bench b = {0};
    begin(&b);
    pair p = {"Never too late: you can join.", "It is always on: join.", ""};
    assert_int_equal(admit(&b, "en", &p, 0).reason, KR_REASON_NEGATION);
    assert_int_equal(admit(&b, "en", &p, KR_ALLOW_NEGATION).reason, KR_REASON_MODALITY);
    uint32_t all = KR_ALLOW_NEGATION | KR_ALLOW_MODAL | KR_ALLOW_QUANTIFIER;
    assert_int_equal(admit(&b, "en", &p, all).reason, KR_REASON_NONE);
    end(&b);
}

static void says_what_and_where(void **state) {
    (void)state;
    bench b = {0};
    begin(&b);
    pair p = {"We cut waste by 15%.", "We cut waste.", ""};
    kr_verdict verdict = admit(&b, "en", &p, 0);
    assert_string_equal(verdict.message.at, "the base says \"15%\", the alternative does not");
    assert_int_equal(verdict.place.start, 16);
    assert_int_equal(verdict.place.end, 19);
    end(&b);
}

/* What a post itself hides from its readers, and what is spelling. */
static void own_characters_are_told(void **state) {
    (void)state;
    static const struct {
        const char *post;
        kr_reason reason;
        uint32_t start;
    } cases[] = {
        {"Hello te\u200bam", KR_REASON_INVISIBLE, 8},
        {"Weird b\u0456ker here", KR_REASON_SCRIPT, 6},
        {"at the end: b\u0456ker", KR_REASON_SCRIPT, 12},
        {"a bell \a here", KR_REASON_CONTROL, 7},
        {"\u041f\u0440\u0438\u0432\u0435\u0442, team", KR_REASON_NONE, 0},
        {"\u06a9\u062a\u0627\u0628\u200c\u0647\u0627", KR_REASON_NONE, 0},
        {"\U0001F469\u200d\U0001F680 and \u2764\ufe0f, caf\u00e9, na\u00efve", KR_REASON_NONE, 0},
        {"", KR_REASON_NONE, 0},
    };
    bench b;
    begin(&b);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        kr_verdict verdict;
        assert_int_equal(
            kr_guard_own_characters(&b.job, kr_str_of(cases[i].post), &b.arena, &verdict), KOOR_OK);
        assert_int_equal(verdict.reason, cases[i].reason);
        assert_int_equal(verdict.place.start, cases[i].start);
    }
    end(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(own_characters_are_told),
        cmocka_unit_test(admits_other_words_for_the_same),
        cmocka_unit_test(refuses_facts_lost_and_new),
        cmocka_unit_test(knows_other_words_for_a_time),
        cmocka_unit_test(refuses_another_meaning),
        cmocka_unit_test(refuses_strange_characters),
        cmocka_unit_test(lets_rules_touch_what_they_name),
        cmocka_unit_test(says_what_and_where),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
