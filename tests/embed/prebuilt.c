/* A program of the first release, as it was built then: it knows no header of today and is not
 * linked against the library, but opens the one it is given and calls all of 0.1 by its documented
 * signatures (prebuilt_calls.h). Each later library of the same soname must run it. Usage: prebuilt
 * LIBRARY PICTURE.jpg. TAP. */
#include "prebuilt_calls.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int number, failed;

static void check(int holds, const char *what) {
    printf("%sok %d - %s\n", holds ? "" : "not ", ++number, what);
    failed += !holds;
}

/* Puts each symbol where its pointer is; an object pointer to a function pointer by its bytes. */
static int find_all(void *library, calls *c) {
#define WANTED(result, name, arguments) {"koor_" #name, &c->name},
    struct {
        const char *name;
        void *place;
    } const wanted[] = {CALLS(WANTED)};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        void *symbol = dlvsym(library, wanted[i].name, "KOOR_0.1");
        if (!symbol) {
            printf("# %s: %s\n", wanted[i].name, dlerror());
            return 0;
        }
        memcpy(wanted[i].place, &symbol, sizeof symbol);
    }
    return 1;
}

/* Says what went wrong, frees it, and tells whether the code is the one that was expected. */
static int gave(const calls *c, int32_t status, void **error, const char *expected) {
    int holds = strcmp(c->error_name(status), expected) == 0 && c->error_code(*error) == status;
    if (!holds)
        printf("# %s: %s (%s)\n", c->error_name(status), c->error_message(*error),
               c->error_path(*error));
    c->error_free(*error);
    *error = NULL;
    return holds;
}

static int fine(const calls *c, int32_t status, void **error) {
    return gave(c, status, error, "KOOR_OK");
}

/* -- callbacks
 * -----------------------------------------------------------------------------------------------------
 */

typedef struct text {
    char *at;
    size_t length;
} text;

static int32_t append(const void *bytes, size_t length, void *user) {
    text *t = user;
    char *grown = realloc(t->at, t->length + length + 1);
    if (!grown)
        return 1;
    memcpy(grown + t->length, bytes, length);
    t->at = grown;
    t->length += length;
    grown[t->length] = '\0';
    return 0;
}

static int32_t refuse(const void *bytes, size_t length, void *user) {
    (void)bytes, (void)length, (void)user;
    return 1;
}

static int32_t count_stages(const char *stage, uint64_t done, uint64_t total, void *user) {
    *(size_t *)user += stage[0] != '\0' && done <= total;
    return 0;
}

static int32_t stop(const char *stage, uint64_t done, uint64_t total, void *user) {
    (void)stage, (void)done, (void)total, (void)user;
    return 1;
}

static int32_t count_pictures(size_t index, const void *bytes, size_t length, void *user) {
    *(size_t *)user += index < 4 && length > 2 && memcmp(bytes, "\xFF\xD8", 2) == 0;
    return 0;
}

static void *allocate(size_t size, void *user) {
    ++*(size_t *)user;
    return malloc(size);
}

static void *resize(void *block, size_t size, void *user) {
    *(size_t *)user += block == NULL;
    return realloc(block, size);
}

static void release(void *block, void *user) {
    *(size_t *)user -= block != NULL;
    free(block);
}

/* -- one call from JSON
 * -------------------------------------------------------------------------------------------- */

static const char CAMPAIGN[] =
    "{\"options\":{\"campaign.window\":\"2026-12-01T08:00/"
    "2026-12-14T18:00\",\"campaign.now\":\"2026-11-30\"},"
    "\"posts\":[{\"id\":\"baker\",\"language\":\"en\",\"text\":\"We're hiring a baker in Ghent! "
    "You'll work with a "
    "small team and a very old oven. Apply before 1 May: https://example.com/baker\"}],"
    "\"people\":[{\"id\":\"p1\",\"opted_in\":true},{\"id\":\"p2\",\"opted_in\":true}]}";

static void read_plan(const calls *c, const void *plan) {
    char buffer[8192];
    size_t length = 0, told = 0;
    void *image = NULL, *error = NULL;
    check(c->plan_count(plan) == 2, "a plan has an item for each person");
    check(strcmp(c->plan_person(plan, 0), "p1") == 0 || strcmp(c->plan_person(plan, 0), "p2") == 0,
          "a person by index");
    check(c->plan_publish_unix(plan, 1) > INT64_C(1796083200), "a moment in Unix seconds");
    check(c->plan_publish_unix(plan, 2) == INT64_MIN && !c->plan_person(plan, 2),
          "nothing beyond the end");
    check(c->plan_text(plan, 0, buffer, sizeof buffer, &length) == 0 && strlen(buffer) == length &&
              strstr(buffer, "https://example.com/baker"),
          "a text into a buffer");
    check(c->plan_text(plan, 0, NULL, 0, &told) == 0 && told == length, "a text's length alone");
    check(strcmp(c->error_name(c->plan_text(plan, 2, NULL, 0, &told)), "KOOR_E_RANGE") == 0,
          "an index beyond the end");
    check(c->plan_item(plan, 0, buffer, sizeof buffer, &length) == 0 && buffer[0] == '{' &&
              buffer[length - 1] == '}',
          "an item as JSON");
    check(c->plan_report(plan, &told)[0] == '{' && told > 2, "the certificate");
    check(c->plan_meta(plan, &told)[0] == '{' && c->plan_alternatives(plan, NULL)[0] == '{',
          "meta and alternatives");
    check(gave(c, c->plan_write(plan, "csv", refuse, NULL, &error), &error, "KOOR_E_IO"),
          "a writer that refuses");
    check(gave(c, c->image_render(&image, plan, 0, &error), &error, "KOOR_E_ARGUMENT") && !image,
          "no picture");
}

/* The files of a plan, as text and as a folder that is not there. */
static void open_again(const calls *c, const void *engine, const void *plan) {
    text files = {NULL, 0}, again = {NULL, 0};
    void *opened = NULL, *error = NULL;
    const char *(*const parts[])(const void *, size_t *) = {c->plan_meta, c->plan_report,
                                                            c->plan_alternatives};
    for (size_t i = 0; i < 3; i++) {
        size_t length;
        const char *part = parts[i](plan, &length);
        append(part, length, &files);
        append("\n", 1, &files);
    }
    const size_t head = files.length;
    check(fine(c, c->plan_write(plan, "jsonl", append, &files, &error), &error), "a stream");
    check(fine(c, c->plan_open(&opened, engine, files.at, files.length, &error), &error) && opened,
          "a plan opens from its files");
    check(fine(c, c->plan_write(opened, "jsonl", append, &again, &error), &error) && again.at &&
              strcmp(again.at, files.at + head) == 0,
          "and has the same lines");
    c->plan_free(opened);
    check(gave(c, c->plan_open_folders(&opened, engine, "/nowhere/at-all", SIZE_MAX, &error),
               &error, "KOOR_E_IO"),
          "a folder that is not there");
    free(files.at);
    free(again.at);
}

static void run_one_call(const calls *c) {
    void *engine = NULL, *plan = NULL, *error = NULL;
    check(c->version()[0] >= '0' && c->version()[0] <= '9' && c->has_feature("flying") == 0,
          "a version and features");
    check(c->engine_open(&engine, &error) == 0 && !error, "an engine opens");
    int32_t status = c->plan_from_json(&plan, engine, "{\"posts\": 7}", SIZE_MAX, &error);
    check(status < 0 && error && !plan, "bad input is refused");
    check(c->error_message(error)[0] && c->error_path(error)[0] && c->error_offset(error) >= -1,
          "an error says what and where");
    check(!gave(c, status, &error, "KOOR_E_NOMEM"), "and has a code of its own");
    check(
        fine(c, c->plan_from_json(&plan, engine, CAMPAIGN, sizeof CAMPAIGN - 1, &error), &error) &&
            plan,
        "a plan in one call");
    if (plan) {
        read_plan(c, plan);
        open_again(c, engine, plan);
    }
    c->plan_free(plan);
    c->engine_free(engine);
}

/* -- a campaign by its setters
 * ------------------------------------------------------------------------------------- */

static int options_are_told(const calls *c) {
    size_t told = 0;
    for (size_t i = 0; i < c->option_count(); i++)
        told += c->option_name(i)[0] && c->option_type(i)[0] && c->option_default(i) &&
                c->option_range(i) && c->option_help(i)[0];
    return told > 40 && told == c->option_count() && !c->option_name(told);
}

static const char PACK[] = "pack en 1\nlist mine = mine\n";

static int set_up(const calls *c, void **engine, size_t *blocks) {
    void *error = NULL;
    int64_t failures = -1;
    size_t length = 0;
    check(fine(c, c->engine_new(engine, allocate, resize, release, blocks, &error), &error),
          "an engine with an allocator");
    check(
        fine(c, c->engine_load_pack(*engine, "mine.pack", PACK, sizeof PACK - 1, &error), &error) &&
            fine(c,
                 c->engine_load_networks(*engine, "{\"networks\":{\"x\":{\"limit\":280}}}",
                                         SIZE_MAX, &error),
                 &error) &&
            fine(c, c->engine_set(*engine, "rewrite.strength", "strong", SIZE_MAX, &error),
                 &error) &&
            fine(c, c->engine_ready(*engine, &error), &error),
        "is set up");
    check(gave(c, c->engine_set(*engine, "rewrite.strength", "strong", SIZE_MAX, &error), &error,
               "KOOR_E_ARGUMENT"),
          "and is immutable then");
    check(c->engine_describe(*engine, &length)[0] == '{' && length > 100, "it describes itself");
    check(fine(c,
               c->engine_check_pack(&failures, *engine, "mine.pack", PACK, SIZE_MAX, NULL, 0,
                                    &length, &error),
               &error) &&
              failures == 0,
          "a pack is checked");
    check(options_are_told(c), "each option has a name, a type and help");
    return failed == 0;
}

static const char POST[] =
    "We're hiring a baker in Ghent! You'll work with a small team and a very old oven. Apply "
    "before 1 May: https://example.com/baker";

static void fill(const calls *c, void *campaign) {
    int32_t accepted = -1;
    size_t count = 9;
    text verdicts = {NULL, 0};
    void *error = NULL;
    check(fine(c,
               c->campaign_load_json(campaign, "{\"options\":{\"campaign.now\":\"2026-11-30\"}}",
                                     SIZE_MAX, &error),
               &error) &&
              fine(c,
                   c->campaign_set(campaign, "campaign.window", "2026-12-01/2026-12-14", SIZE_MAX,
                                   &error),
                   &error),
          "options by JSON and by call");
    check(fine(c, c->campaign_add_post(campaign, "baker", POST, sizeof POST - 1, "en", &error),
               &error),
          "a post");
    check(fine(c,
               c->campaign_add_person(campaign, "{\"id\":\"p1\",\"opted_in\":true}", SIZE_MAX,
                                      &error),
               &error) &&
              fine(c,
                   c->campaign_add_people(campaign, "{\"id\":\"p2\",\"opted_in\":true}\n", SIZE_MAX,
                                          &error),
                   &error),
          "people, one and many");
    check(fine(c,
               c->campaign_add_alternative(&accepted, campaign,
                                           "{\"first\":2,\"last\":2,\"text\":\"You'll work with "
                                           "nine cooks.\"}",
                                           SIZE_MAX, &error),
               &error) ||
              accepted == 0,
          "the guard's verdict on a wording");
    check(fine(c,
               c->campaign_add_alternatives(&count, campaign, "not JSON\n", SIZE_MAX, append,
                                            &verdicts, &error),
               &error) &&
              count == 0 && verdicts.length > 10,
          "a verdict for each line of a file");
    free(verdicts.at);
    check(fine(c, c->campaign_add_history(campaign, "We once hired a cook.", SIZE_MAX, &error),
               &error) &&
              fine(c, c->campaign_add_fragment(campaign, "end", "{Bye|Ciao}", SIZE_MAX, &error),
                   &error) &&
              fine(c, c->campaign_set_value(campaign, "city", "Ghent", SIZE_MAX, &error), &error) &&
              fine(c,
                   c->campaign_load_voices(campaign, "{\"sober\":{\"tone\":\"plain\"}}", SIZE_MAX,
                                           &error),
                   &error),
          "history, fragments, values and voices");
}

static void ask(const calls *c, const void *campaign) {
    char buffer[16];
    size_t length = 0;
    void *error = NULL;
    check(fine(c, c->campaign_check(campaign, buffer, sizeof buffer, &length, &error), &error) &&
              buffer[0] == '{' && length > sizeof buffer && strlen(buffer) < sizeof buffer,
          "a check, cut to the buffer");
    check(fine(c, c->campaign_suggest(campaign, "markup", buffer, sizeof buffer, &length, &error),
               &error) &&
              length >= sizeof POST - 1,
          "choice points");
    check(fine(c, c->campaign_voices(campaign, buffer, sizeof buffer, &length, &error), &error) &&
              buffer[0] == '[',
          "voices");
    check(fine(c, c->campaign_count(campaign, buffer, sizeof buffer, &length, &error), &error) &&
              buffer[0] >= '1',
          "a count of walks");
}

static void make_plans(const calls *c, const void *campaign, text *lines) {
    void *plan = NULL, *error = NULL;
    size_t stages = 0;
    check(gave(c, c->plan_texts(&plan, campaign, 3, stop, NULL, &error), &error,
               "KOOR_E_CANCELLED") &&
              !plan,
          "texts are cancelled");
    check(fine(c, c->plan_texts(&plan, campaign, 3, count_stages, &stages, &error), &error) &&
              stages > 0 && c->plan_count(plan) == 3 && c->plan_publish_unix(plan, 0) == INT64_MIN,
          "texts tell how far they are");
    c->plan_free(plan);
    plan = NULL;
    stages = 0;
    check(gave(c, c->plan_new(&plan, campaign, stop, NULL, &error), &error, "KOOR_E_CANCELLED") &&
              !plan,
          "a plan is cancelled");
    check(fine(c, c->plan_new(&plan, campaign, count_stages, &stages, &error), &error) &&
              stages > 0,
          "a plan tells how far it is");
    check(fine(c, c->plan_write(plan, "jsonl", append, lines, &error), &error) &&
              lines->length > 100,
          "its lines");
    c->plan_free(plan);
}

static void edit(const calls *c, void *campaign, const text *lines) {
    int32_t accepted = -1;
    size_t length = 0;
    void *error = NULL;
    check(fine(c, c->campaign_set_previous(campaign, lines->at, lines->length, &error), &error),
          "a plan of before");
    check(fine(c,
               c->campaign_edit(&accepted, campaign,
                                "{\"person\":\"p1\",\"text\":\"We hire nobody.\"}", SIZE_MAX, NULL,
                                0, &length, &error),
               &error) &&
              accepted == 0 && length > 10,
          "an edit that changes facts is refused");
    check(gave(c,
               c->campaign_edit(&accepted, campaign, "{\"person\":\"p9\",\"text\":\"A\"}", SIZE_MAX,
                                NULL, 0, &length, &error),
               &error, "KOOR_E_PERSON"),
          "an edit of somebody unknown");
}

static void render(const calls *c, void *campaign, const char *picture) {
    void *plan = NULL, *image = NULL, *error = NULL;
    size_t length = 0, pictures = 0;
    check(gave(c, c->campaign_add_image(campaign, "none", "no picture", 10, NULL, 0, &error),
               &error, "KOOR_E_IMAGE"),
          "bytes that are no picture");
    check(fine(c,
               c->campaign_add_image_file(campaign, "klas", picture, "{\"alt\":\"A class\"}",
                                          SIZE_MAX, &error),
               &error) &&
              fine(c, c->plan_new(&plan, campaign, NULL, NULL, &error), &error),
          "a plan with pictures");
    check(fine(c, c->image_render(&image, plan, 0, &error), &error) &&
              c->image_bytes(image, &length) && length > 1000 &&
              strcmp(c->image_type(image), "image/jpeg") == 0,
          "one picture");
    check(fine(c, c->plan_render(plan, 2, count_pictures, &pictures, &error), &error) &&
              pictures == 2,
          "all pictures");
    c->image_free(image);
    c->plan_free(plan);
}

static void run_setters(const calls *c, const char *picture) {
    void *engine = NULL, *campaign = NULL, *error = NULL;
    size_t blocks = 0;
    text lines = {NULL, 0};
    if (!set_up(c, &engine, &blocks))
        return;
    check(fine(c, c->campaign_new(&campaign, engine, &error), &error), "a campaign");
    fill(c, campaign);
    ask(c, campaign);
    make_plans(c, campaign, &lines);
    if (c->has_feature("jpeg"))
        render(c, campaign, picture);
    edit(c, campaign, &lines);
    c->campaign_free(campaign);
    check(blocks > 0, "the allocator is used");
    c->engine_free(engine);
    check(blocks == 0, "and gets everything back");
    free(lines.at);
}

int main(int argc, char **argv) {
    calls c;
    void *library = argc > 2 ? dlopen(argv[1], RTLD_NOW | RTLD_LOCAL) : NULL;
    if (!library)
        printf("# %s\n", argc > 2 ? dlerror() : "usage: prebuilt LIBRARY PICTURE.jpg");
    check(library && find_all(library, &c), "every symbol of 0.1 is there, under its version");
    if (!failed)
        run_one_call(&c);
    if (!failed)
        run_setters(&c, argv[2]);
    printf("1..%d\n", number);
    return failed != 0;
}
