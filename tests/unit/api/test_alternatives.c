/* Wordings from outside through the public API: each kind of fault has its reason, the rest is
 * used, and decisions hold for every text of a plan. */
#include "koor.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>

static const char POST[] = "We're hiring a senior baker in Ghent! You'll work with a small team "
                           "and a very old oven. We bake 2,400 "
                           "loaves a day, and we never start before 5 am. Apply before 1 May: "
                           "https://example.com/baker #hiring";

typedef struct fixture {
    koor_engine *engine;
    koor_campaign *campaign;
    char verdicts[16384];
    size_t length;
} fixture;

static int setup(void **state) {
    fixture *f = calloc(1, sizeof *f);
    *state = f;
    return koor_engine_open(&f->engine, NULL) < 0 ||
           koor_campaign_new(&f->campaign, f->engine, NULL) < 0 ||
           koor_campaign_add_post(f->campaign, "post", POST, SIZE_MAX, "en", NULL) < 0;
}

static int teardown(void **state) {
    fixture *f = *state;
    koor_campaign_free(f->campaign);
    koor_engine_free(f->engine);
    free(f);
    return 0;
}

/* The reason for which a line is refused, "" where it is accepted. */
static const char *verdict(fixture *f, const char *line) {
    static char reason[64];
    koor_error *error = NULL;
    int32_t accepted = 0;
    assert_int_equal(koor_campaign_add_alternative(&accepted, f->campaign, line, SIZE_MAX, &error),
                     0);
    assert_int_equal(accepted, error == NULL);
    strcpy(reason, error ? koor_error_path(error) : "");
    if (error)
        assert_true(strlen(koor_error_message(error)) > 10);
    koor_error_free(error);
    return reason;
}

#define SECOND(text) "{\"first\":2,\"last\":2,\"text\":\"" text "\"}"

static void tells_each_fault(void **state) {
    fixture *f = *state;
    static const char *const lines[][2] = {
        {SECOND("A small team and a very old oven wait for you."), ""},
        {SECOND("A small team and a very old oven wait for you."), "duplicate"},
        {SECOND("You'll work with a small team and a very old oven."), "same"},
        {SECOND("You'll work with a small team of 12 and a very old oven."), "new-fact"},
        {SECOND("You'll never work with a small team and a very old oven."), "negation"},
        {SECOND("Je werkt er met een klein team en een heel oude oven."), "language"},
        {SECOND("This colourful summer evening smells wonderful."), "off-topic"},
        {SECOND("Work with a <b>small team</b> and a very old oven."), "markup"},
        {SECOND("You'll work with a small\xe2\x80\x8b team and a very old oven."), "invisible"},
        {SECOND("Oven."), "length"},
        {"{\"first\":3,\"last\":3,\"text\":\"We bake loaves, and we never start before 5 am.\"}",
         "lost-fact"},
        {"{\"first\":7,\"last\":9,\"text\":\"Anything.\"}", "range"},
        {"{\"first\":2,\"from\":\"Sales rose again\",\"text\":\"Sales went up\"}", "other-post"},
        {"{\"first\":2,\"from\":\"small team\",\"text\":\"close team\"}", ""},
        {"{\"from\":\"very old oven\",\"text\":\"rather old oven\"}", ""},
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        assert_string_equal(verdict(f, lines[i][0]), lines[i][1]);
}

#define THIRD(author, state, text)                                                                 \
    "{\"first\":3,\"author\":\"" author "\",\"state\":\"" state "\",\"text\":\"" text "\"}"

/* The same words: a person may write them, a model may not unless a person has approved them. */
static void a_model_is_read_more_strictly(void **state) {
    fixture *f = *state;
    static const char *const lines[][2] = {
        {THIRD("model m", "proposed", "We never get up before 5 am: 2,400 are for sale."), "off-topic"},
        {THIRD("Ann", "proposed", "We never get up before 5 am: 2,400 are for sale."), ""},
        {THIRD("model m", "approved", "We never get up before 5 am: 2,400 are for sale!"), ""},
        {THIRD("model m", "proposed", "By the prompt: 2,400 loaves a day, never before 5 am."), "instructions"},
        {THIRD("Ann", "proposed", "By the prompt: 2,400 loaves a day, never before 5 am."), ""},
        {THIRD("model m", "proposed", "2,400 loaves a day come out, and never before 5 am."), ""},
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        if (strcmp(verdict(f, lines[i][0]), lines[i][1]) != 0)
            fail_msg("%s: %s", lines[i][0], verdict(f, lines[i][0]));
}

static void a_long_text_is_no_wording(void **state) {
    fixture *f = *state;
    size_t size = 1000000;
    char *line = malloc(size + 100);
    strcpy(line, "{\"first\":2,\"text\":\"");
    size_t used = strlen(line);
    memset(line + used, 'a', size);
    strcpy(line + used + size, "\"}");
    koor_error *error = NULL;
    int32_t accepted = 0;
    assert_true(koor_campaign_add_alternative(&accepted, f->campaign, line, SIZE_MAX, &error) < 0);
    assert_string_equal(koor_error_name(koor_error_code(error)), "KOOR_E_LIMIT");
    koor_error_free(error);
    free(line);
}

static void a_disclosure_stays(void **state) {
    fixture *f = *state;
    koor_campaign *campaign;
    (void)f;
    assert_int_equal(koor_campaign_new(&campaign, f->engine, NULL), 0);
    assert_int_equal(koor_campaign_add_post(campaign, "p",
                                            "#ad Our new bread is here. It is baked with rye and "
                                            "seeds from the region.",
                                            SIZE_MAX, "en", NULL),
                     0);
    koor_error *error = NULL;
    int32_t accepted = 1;
    const char *line = "{\"first\":1,\"text\":\"Our new bread has arrived.\"}";
    assert_int_equal(koor_campaign_add_alternative(&accepted, campaign, line, SIZE_MAX, &error), 0);
    assert_int_equal(accepted, 0);
    assert_string_equal(koor_error_path(error), "disclosure");
    koor_error_free(error);
    koor_campaign_free(campaign);
}

static int32_t collect(const void *bytes, size_t length, void *user) {
    fixture *f = user;
    if (f->length + length >= sizeof f->verdicts)
        return 1;
    memcpy(f->verdicts + f->length, bytes, length);
    f->length += length;
    f->verdicts[f->length] = '\0';
    return 0;
}

static void a_file_is_used_but_for_its_bad_lines(void **state) {
    fixture *f = *state;
    static const char file[] =
        "{\"first\":2,\"last\":2,\"text\":\"A small team and a very old oven wait for you.\"}\n"
        "\r\n"
        "{\"first\":2,\"last\":1,\"text\":\"Reversed.\"}\n"
        "{\"first\":2,\"text\":\"x\",\"colour\":\"red\"}\n"
        "\xff\xfe\n"
        "{\"first\":1,\"text\":\"\"}\n"
        "{\"first\":1,\"text\":\"Ghent, we are hiring a senior baker!\",\"state\":\"maybe\"}";
    size_t accepted = 0;
    assert_int_equal(koor_campaign_add_alternatives(&accepted, f->campaign, file, sizeof file - 1,
                                                    collect, f, NULL),
                     0);
    assert_int_equal(accepted, 1);
    assert_non_null(strstr(f->verdicts, "{\"line\":1,\"accepted\":true"));
    assert_null(strstr(f->verdicts, "\"line\":2,"));
    assert_non_null(strstr(f->verdicts, "{\"line\":3,\"accepted\":false"));
    assert_non_null(strstr(f->verdicts, "not reversed"));
    assert_non_null(strstr(f->verdicts, "unknown key"));
    assert_non_null(strstr(f->verdicts, "\"reason\":\"utf-8\""));
    assert_non_null(strstr(f->verdicts, "\"reason\":\"empty\""));
    assert_non_null(strstr(f->verdicts, "maybe"));
}

static int32_t stop(const void *bytes, size_t length, void *user) {
    (void)bytes;
    (void)length;
    (void)user;
    return 1;
}

static void a_callback_can_stop(void **state) {
    fixture *f = *state;
    koor_error *error = NULL;
    int32_t status =
        koor_campaign_add_alternatives(NULL, f->campaign, "x\n", SIZE_MAX, stop, NULL, &error);
    assert_string_equal(koor_error_name(status), "KOOR_E_IO");
    koor_error_free(error);
}

static koor_plan *texts(fixture *f, size_t count) {
    koor_plan *plan = NULL;
    assert_int_equal(koor_plan_texts(&plan, f->campaign, count, NULL, NULL, NULL), 0);
    return plan;
}

static size_t count_with(const koor_plan *plan, const char *words) {
    size_t found = 0;
    for (size_t i = 0; i < koor_plan_count(plan); i++) {
        char text[2000];
        koor_plan_text(plan, i, text, sizeof text, NULL);
        found += strstr(text, words) != NULL;
    }
    return found;
}

/* The first wording that the plan uses, as a line that rejects it, and what it says. */
static void rejection(const koor_plan *plan, char line[1000], char words[500]) {
    static const char proposed[] = "\"state\":\"proposed\"";
    const char *first = koor_plan_alternatives(plan, NULL);
    const char *state = strstr(first, proposed), *text = strstr(first, "\"text\":\"");
    assert_non_null(state);
    assert_true(text && text < state && state < strchr(first, '\n'));
    snprintf(line, 1000, "%.*s\"state\":\"rejected\"%.*s", (int)(state - first), first,
             (int)strcspn(state + strlen(proposed), "\n"), state + strlen(proposed));
    text += strlen("\"text\":\"") + 1; /* its first letter may be a capital in one place only */
    snprintf(words, 500, "%.*s", (int)strcspn(text, "\"\\"), text);
}

static void what_is_rejected_never_comes_back(void **state) {
    fixture *f = *state;
    char line[1000], words[500];
    koor_plan *before = texts(f, 12);
    rejection(before, line, words);
    assert_true(count_with(before, words) > 0);
    koor_plan_free(before);
    assert_string_equal(verdict(f, line), "");
    koor_plan *after = texts(f, 12);
    assert_true(koor_plan_count(after) > 1);
    assert_int_equal(count_with(after, words), 0);
    koor_plan_free(after);
}

/* The rule takes two words; a person rejected what it makes of the sentence, another rule's way. */
static void what_is_rejected_stays_away_whatever_words_a_rule_takes(void **state) {
    fixture *f = *state;
    static const char pack[] = "pack en 1\n"
                               "phrase en/test/ovens\n"
                               "  same very old oven\n"
                               "  same venerable oven\n"
                               "  does We have a very old oven. -> We have a venerable oven.\n"
                               "  leaves We have an oven.\n";
    teardown(state);
    f = *state = calloc(1, sizeof *f);
    assert_int_equal(koor_engine_new(&f->engine, NULL, NULL, NULL, NULL, NULL), 0);
    assert_int_equal(koor_engine_load_pack(f->engine, "test", pack, SIZE_MAX, NULL), 0);
    assert_int_equal(koor_engine_ready(f->engine, NULL), 0);
    assert_int_equal(koor_campaign_new(&f->campaign, f->engine, NULL), 0);
    assert_int_equal(koor_campaign_add_post(f->campaign, "post", POST, SIZE_MAX, "en", NULL), 0);
    koor_plan *before = texts(f, 12);
    assert_true(count_with(before, "venerable oven") > 0);
    koor_plan_free(before);
    assert_string_equal(verdict(f, "{\"first\":2,\"from\":\"team and a very old oven\",\"text\":\"team "
                                   "and a venerable oven\",\"state\":\"rejected\"}"),
                        "");
    koor_plan *after = texts(f, 12);
    assert_true(koor_plan_count(after) > 0);
    assert_int_equal(count_with(after, "venerable oven"), 0);
    koor_plan_free(after);
}

static void only_what_is_approved_is_used(void **state) {
    fixture *f = *state;
    assert_int_equal(koor_campaign_set(f->campaign, "rewrite.approved_only", "on", SIZE_MAX, NULL),
                     0);
    assert_string_equal(
        verdict(f, "{\"first\":2,\"text\":\"A small team and a very old oven wait for you.\","
                   "\"state\":\"approved\"}"),
        "");
    assert_string_equal(
        verdict(f, "{\"first\":1,\"text\":\"Ghent, we are hiring a senior baker!\"}"), "");
    koor_plan *plan = texts(f, 12);
    for (size_t i = 0; i < koor_plan_count(plan); i++) {
        char text[2000];
        koor_plan_text(plan, i, text, sizeof text, NULL);
        assert_non_null(strstr(text, "A small team and a very old oven wait for you."));
        assert_non_null(strstr(text, "We're hiring a senior baker in Ghent! "));
        assert_non_null(
            strstr(text, "We bake 2,400 loaves a day, and we never start before 5 am."));
    }
    assert_int_equal(koor_plan_count(plan), 1);
    assert_non_null(strstr(koor_plan_alternatives(plan, NULL), "\"state\":\"approved\""));
    koor_plan_free(plan);
}

/* Two authors' texts of the same three sentences: the middle ones may be crossed. */
static void sentences_of_whole_texts_are_crossed(void **state) {
    fixture *f = *state;
    assert_int_equal(koor_campaign_set(f->campaign, "rewrite.automatic", "off", SIZE_MAX, NULL), 0);
    assert_string_equal(verdict(f, "{\"first\":1,\"last\":3,\"text\":\"A senior baker, that is who "
                                   "we're hiring in Ghent! Your "
                                   "colleagues: a small team and a very old oven. 2,400 loaves a "
                                   "day leave it, and our team never "
                                   "starts before 5 am.\"}"),
                        "");
    koor_plan *plan = texts(f, 20);
    assert_true(count_with(plan, "hiring a senior baker in Ghent! Your colleagues: a small team") >
                0);
    /* "it" is the oven of the sentence before: never behind another */
    assert_int_equal(count_with(plan, "a very old oven. 2,400 loaves a day leave it"),
                     count_with(plan, "2,400 loaves a day leave it"));
    assert_int_equal(
        count_with(plan, "You'll work with a small team and a very old oven. 2,400 loaves"), 0);
    koor_plan_free(plan);
}

static void a_language_without_a_pack_takes_wordings(void **state) {
    fixture *f = *state;
    koor_campaign *campaign;
    koor_plan *plan;
    assert_int_equal(koor_campaign_new(&campaign, f->engine, NULL), 0);
    assert_int_equal(
        koor_campaign_add_post(campaign, "p",
                               "Nous cherchons un boulanger.\n\nVenez nous voir le 3 mai "
                               "dans notre nouvelle boutique.",
                               SIZE_MAX, "fr", NULL),
        0);
    int32_t accepted = 0;
    const char *line = "{\"first\":1,\"text\":\"Un boulanger, voil\xc3\xa0 qui nous cherchons.\"}";
    assert_int_equal(koor_campaign_add_alternative(&accepted, campaign, line, SIZE_MAX, NULL), 0);
    assert_int_equal(accepted, 1);
    assert_int_equal(koor_plan_texts(&plan, campaign, 5, NULL, NULL, NULL), 0);
    assert_true(koor_plan_count(plan) >= 1);
    char text[500];
    koor_plan_text(plan, 0, text, sizeof text, NULL);
    assert_string_equal(
        text,
        "Un boulanger, voil\xc3\xa0 qui nous cherchons.\n\nVenez nous voir le 3 mai dans notre "
        "nouvelle boutique.");
    koor_plan_free(plan);
    koor_campaign_free(campaign);
}

static void a_voice_keeps_a_wording_to_itself(void **state) {
    fixture *f = *state;
    koor_campaign_set(f->campaign, "rewrite.automatic", "off", SIZE_MAX, NULL);
    assert_string_equal(
        verdict(f, "{\"first\":2,\"text\":\"A small team and a very old oven wait for you.\","
                   "\"voice\":{\"tone\":\"warm\"}}"),
        "");
    koor_campaign_set(f->campaign, "voice.tone", "plain", SIZE_MAX, NULL);
    koor_plan *plain = texts(f, 4);
    assert_int_equal(count_with(plain, "wait for you"), 0);
    koor_plan_free(plain);
    koor_campaign_set(f->campaign, "voice.tone", "warm", SIZE_MAX, NULL);
    koor_plan *warm = texts(f, 4);
    assert_true(count_with(warm, "wait for you") > 0);
    koor_plan_free(warm);
}

#define FOR_VOICE(voice)                                                                           \
    "{\"first\":2,\"text\":\"A small team and a very old oven wait for you.\",\"voice\":" voice "}"

/* A misspelt voice would be no condition, and the wording everybody's. */
static void a_voice_that_is_none_is_refused(void **state) {
    fixture *f = *state;
    static const char *const lines[][2] = {
        {FOR_VOICE("{\"persn\":\"team\"}"), "voice.person"},
        {FOR_VOICE("{\"person\":\"teem\"}"), "base|we|team|company|i"},
        {FOR_VOICE("{\"tone\":5}"), "tone needs to be a word"},
        {FOR_VOICE("\"tone=wram\""), "any|plain|warm"},
        {FOR_VOICE("\"warm\""), "no voice profile \"warm\""},
        {FOR_VOICE("5"), "{\"tone\":\"warm\"}"},
        {FOR_VOICE("[\"tone=warm\"]"), "{\"tone\":\"warm\"}"},
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        koor_error *error = NULL;
        int32_t accepted = 0;
        int32_t status =
            koor_campaign_add_alternative(&accepted, f->campaign, lines[i][0], SIZE_MAX, &error);
        assert_string_equal(koor_error_name(status), "KOOR_E_VALUE");
        assert_string_equal(koor_error_path(error), "alternative.voice");
        if (!strstr(koor_error_message(error), lines[i][1]))
            fail_msg("%s: %s", lines[i][0], koor_error_message(error));
        koor_error_free(error);
        f->length = 0;
        assert_int_equal(koor_campaign_add_alternatives(NULL, f->campaign, lines[i][0], SIZE_MAX,
                                                        collect, f, NULL),
                         0);
        assert_non_null(strstr(f->verdicts, "\"accepted\":false"));
        assert_non_null(strstr(f->verdicts, "\"reason\":\"value\""));
    }
}

static void a_wording_may_be_for_a_profile(void **state) {
    fixture *f = *state;
    static const char *const voices[] = {"\"desk\"", "{\"profile\":\"desk\"}",
                                         "\" emoji=base, tone=warm\""};
    assert_int_equal(
        koor_campaign_load_voices(f->campaign, "{\"desk\":{\"tone\":\"warm\"}}", SIZE_MAX, NULL),
        0);
    for (size_t i = 0; i < sizeof voices / sizeof *voices; i++) {
        char line[300];
        snprintf(
            line, sizeof line,
            "{\"first\":2,\"text\":\"A small team and a very old oven wait for %s.\",\"voice\":%s}",
            (const char *const[]){"you", "you here", "you there"}[i], voices[i]);
        assert_string_equal(verdict(f, line), "");
    }
    koor_campaign_set(f->campaign, "rewrite.automatic", "off", SIZE_MAX, NULL);
    koor_campaign_set(f->campaign, "select.max_similarity", "1", SIZE_MAX, NULL);
    koor_campaign_set(f->campaign, "voice.tone", "plain", SIZE_MAX, NULL);
    koor_plan *plain = texts(f, 4);
    assert_int_equal(count_with(plain, "wait for you"), 0);
    koor_plan_free(plain);
    koor_campaign_set(f->campaign, "voice.tone", "warm", SIZE_MAX, NULL);
    koor_plan *warm = texts(f, 4);
    assert_true(count_with(warm, "wait for you") > 0);
    assert_non_null(strstr(koor_plan_alternatives(warm, NULL), "\"voice\":{\"tone\":\"warm\"}"));
    koor_plan_free(warm);
}

#define WITH_CAMPAIGN(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_CAMPAIGN(tells_each_fault),
        WITH_CAMPAIGN(a_model_is_read_more_strictly),
        WITH_CAMPAIGN(a_long_text_is_no_wording),
        WITH_CAMPAIGN(a_disclosure_stays),
        WITH_CAMPAIGN(a_file_is_used_but_for_its_bad_lines),
        WITH_CAMPAIGN(a_callback_can_stop),
        WITH_CAMPAIGN(what_is_rejected_never_comes_back),
        WITH_CAMPAIGN(what_is_rejected_stays_away_whatever_words_a_rule_takes),
        WITH_CAMPAIGN(only_what_is_approved_is_used),
        WITH_CAMPAIGN(sentences_of_whole_texts_are_crossed),
        WITH_CAMPAIGN(a_language_without_a_pack_takes_wordings),
        WITH_CAMPAIGN(a_voice_keeps_a_wording_to_itself),
        WITH_CAMPAIGN(a_voice_that_is_none_is_refused),
        WITH_CAMPAIGN(a_wording_may_be_for_a_profile),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
