/* A post and what `koor suggest` prints of it, unchanged, say the same set of texts. Every walk of both is
 * listed, where the post has up to 10,000; posts of our own, and whole posts and single lines of the
 * shared corpora, where they are there (KOOR_SHARED). */
#include "koor.h"
#include "pipeline/pipeline.h"
#include "unit.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_WALKS = 10000, MOST_PRINTED = 400000 };

static koor_engine *engine;

typedef struct texts {
    char **at;
    size_t count;
} texts;

static void free_texts(texts *list) {
    for (size_t i = 0; i < list->count; i++)
        free(list->at[i]);
    free(list->at);
    *list = (texts){0};
}

static int compare(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void sort_once(texts *list) {
    size_t kept = 0;
    qsort(list->at, list->count, sizeof *list->at, compare);
    for (size_t i = 0; i < list->count; i++)
        if (kept && strcmp(list->at[kept - 1], list->at[i]) == 0)
            free(list->at[i]);
        else
            list->at[kept++] = list->at[i];
    list->count = kept;
}

/* All texts of the walks, each once, in order: 1; 0 where there are more walks than `most`. */
static int list_walks(kr_job *job, const kr_walks *walks, uint64_t most, texts *out) {
    kr_counter *counter;
    kr_walk walk;
    kr_big index = {0};
    assert_int_equal(kr_graph_walk(job, &job->arena, walks, &walk), KOOR_OK);
    assert_int_equal(kr_counter_new(job, walks, NULL, &counter), KOOR_OK);
    uint64_t total = kr_big_u64(kr_counter_total(counter));
    size_t room = kr_graph_most_bytes(walks);
    for (uint64_t i = 0; i < total && total <= most; i++) {
        if (!out->at)
            out->at = calloc((size_t)total, sizeof *out->at);
        assert_int_equal(kr_big_set(&kr_memory_default, &index, i), 0);
        assert_int_equal(kr_counter_walk(job, counter, &index, &walk), KOOR_OK);
        char *text = malloc(room + 1);
        assert_non_null(text);
        text[kr_graph_realise(walks, &walk, text, room)] = '\0';
        out->at[out->count++] = text;
    }
    kr_big_end(&kr_memory_default, &index);
    kr_counter_end(counter);
    sort_once(out);
    return total <= most;
}

static koor_campaign *campaign_of(kr_str text, const char *language, const char *syntax) {
    koor_campaign *campaign = NULL;
    koor_error *error = NULL;
    if (koor_campaign_new(&campaign, engine, &error) < 0 ||
        koor_campaign_set(campaign, "post.syntax", syntax, SIZE_MAX, &error) < 0 ||
        koor_campaign_add_post(campaign, "p", text.at, text.length, language, &error) < 0)
        fail_msg("%s: %.*s", koor_error_message(error), (int)text.length, text.at);
    return campaign;
}

static int list_texts(const koor_campaign *campaign, uint64_t most, texts *out) {
    kr_job job;
    kr_version version;
    koor_error *error = NULL;
    kr_job_start(&job, &kr_memory_default, &error);
    if (kr_version_make(&job, &job.arena, campaign, &campaign->posts[0], &version) < 0)
        fail_msg("%s: %s", koor_error_message(error), campaign->posts[0].text.at);
    int listed = list_walks(&job, version.walks, most, out);
    koor_error_free(error);
    kr_job_end(&job);
    return listed;
}

static char *suggested(const koor_campaign *campaign) {
    koor_error *error = NULL;
    size_t length = 0;
    if (koor_campaign_suggest(campaign, "markup", NULL, 0, &length, &error) < 0)
        fail_msg("%s: %s", koor_error_message(error), campaign->posts[0].text.at);
    char *text = malloc(length + 1);
    assert_non_null(text);
    assert_int_equal(koor_campaign_suggest(campaign, "markup", text, length + 1, NULL, NULL), 0);
    return text;
}

/* The first text that only one of the lists has. */
static const char *lone(const texts *a, const texts *b) {
    size_t i = 0;
    while (i < a->count && i < b->count && strcmp(a->at[i], b->at[i]) == 0)
        i++;
    return i < a->count && (i >= b->count || strcmp(a->at[i], b->at[i]) < 0) ? a->at[i] : b->at[i];
}

/* 1 where the sets were compared. */
static int check(kr_str post, const char *language) {
    texts before = {0}, after = {0};
    koor_campaign *plain = campaign_of(post, language, "plain");
    int compared = list_texts(plain, MOST_WALKS, &before);
    if (compared) {
        char *markup = suggested(plain);
        koor_campaign *marked = campaign_of(kr_str_of(markup), language, "markup");
        if (!list_texts(marked, MOST_PRINTED, &after))
            fail_msg("%zu texts become too many walks: %s", before.count, markup);
        int same = before.count == after.count;
        for (size_t i = 0; i < before.count && same; i++)
            same = strcmp(before.at[i], after.at[i]) == 0;
        if (!same)
            fail_msg("%zu texts become %zu, one of them has \"%s\":\n%s", before.count, after.count,
                     lone(&before, &after), markup);
        koor_campaign_free(marked);
        free(markup);
    }
    koor_campaign_free(plain);
    free_texts(&before);
    free_texts(&after);
    return compared;
}

static void own_posts(void **state) {
    static const char *const posts[][2] = {
        {"en", "We're hiring a senior baker in Ghent! Apply before 1 May: https://example.com/b #hiring"},
        {"en", "We are proud to announce our new office in Ghent."},
        {"en", "Big news \xf0\x9f\x9a\x80\n\nWe've opened a shop. #shop #ghent #opening"},
        {"en", "Join us tomorrow, and bring a friend. See you there!"},
        {"en", "an hour of music\nA great evening (really) with 100% [live] music\nand {no} ads"},
        {"en", "\"We did it\", she said. We grew by 15% this year; read more at www.example.com."},
        {"en", "iPhone users: we're here for you. What do you think?"},
        {"en", "We're here today and it's fun; you'll see it. We don't sleep. The shop opens at nine."},
        {"nl", "We zoeken een bakker in Gent! Solliciteer voor 1 mei via https://example.com/b #vacature"},
        {"nl", "Vandaag openen we ons nieuwe kantoor. Kom je langs?"},
        {"nl", "Wij zijn trots op ons team. IJverig werkten we door.\n\n- taart\n- koffie\n#feest #team"},
        {"nl", "'s Avonds sluiten we om 18 uur. Tot morgen!"},
        {"nl", "Bedankt aan iedereen die erbij was \xf0\x9f\x99\x8f Meld je aan voor de volgende editie."},
    };
    size_t compared = 0;
    (void)state;
    for (size_t i = 0; i < sizeof posts / sizeof *posts; i++)
        compared += (size_t)check(kr_str_of(posts[i][1]), posts[i][0]);
    assert_true(compared > 6);
}

/* A whole post, and each of its lines that is a text of its own. */
static size_t check_lines(const char *text, const char *language) {
    size_t compared = (size_t)check(kr_str_of(text), language);
    for (const char *at = text; *at;) {
        size_t length = strcspn(at, "\n");
        if (length > 20 && length < strlen(text))
            compared += (size_t)check((kr_str){at, length}, language);
        at += length + (at[length] == '\n');
    }
    return compared;
}

/* Every `step`-th post. */
static void check_file(const char *name, size_t step) {
    char path[4096];
    static char line[65536];
    const char *folder = getenv("KOOR_SHARED");
    size_t compared = 0, number = 0;
    snprintf(path, sizeof path, "%s/corpus/%s", folder ? folder : "", name);
    FILE *file = fopen(path, "rb");
    if (!file)
        LEAVE_OUT("the shared posts are not here (KOOR_SHARED)");
    while (fgets(line, sizeof line, file)) {
        json_t *post = number++ % step ? NULL : json_loads(line, 0, NULL);
        if (post)
            compared += check_lines(json_string_value(json_object_get(post, "text")),
                                    json_string_value(json_object_get(post, "lang")));
        json_decref(post);
    }
    fclose(file);
    print_message("# %zu posts and lines of %s compared\n", compared, name);
    assert_true(compared > 0);
}

static size_t step_of_run(void) {
    return getenv("KOOR_EVERY") ? 1 : 7;
}

static void english_tweets(void **state) {
    (void)state;
    check_file("en-company.jsonl", step_of_run());
}

static void linkedin_posts(void **state) {
    (void)state;
    check_file("en-linkedin.jsonl", step_of_run());
}

static void written_posts(void **state) {
    (void)state;
    check_file("en-written.jsonl", step_of_run());
}

static void dutch_posts(void **state) {
    (void)state;
    check_file("nl-company.jsonl", step_of_run());
}

static int open_engine(void **state) {
    (void)state;
    return koor_engine_open(&engine, NULL);
}

static int close_engine(void **state) {
    (void)state;
    koor_engine_free(engine);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(own_posts),     cmocka_unit_test(english_tweets),
        cmocka_unit_test(linkedin_posts), cmocka_unit_test(written_posts),
        cmocka_unit_test(dutch_posts),
    };
    return cmocka_run_group_tests(tests, open_engine, close_engine);
}
