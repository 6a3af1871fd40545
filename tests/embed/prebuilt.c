/* A program of the first release, as it was built then: it knows no header of today and is not linked against the
 * library, but opens the one it is given and calls it by the documented signatures of 0.1, written out below. Each
 * later library of the same soname must run it. Usage: prebuilt LIBRARY. TAP. */
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static const char CAMPAIGN[] =
    "{\"options\":{\"campaign.window\":\"2026-12-01T08:00/2026-12-14T18:00\",\"campaign.now\":\"2026-11-30\"},"
    "\"posts\":[{\"id\":\"baker\",\"language\":\"en\",\"text\":\"We're hiring a baker in Ghent! You'll work with a "
    "small team and a very old oven. Apply before 1 May: https://example.com/baker\"}],"
    "\"people\":[{\"id\":\"p1\",\"opted_in\":true},{\"id\":\"p2\",\"opted_in\":true}]}";

/* The calls that the program makes, with the types of 0.1. */
typedef struct calls {
    const char *(*version)(void);
    const char *(*error_name)(int32_t code);
    const char *(*error_message)(const void *error);
    int64_t (*error_offset)(const void *error);
    void (*error_free)(void *error);
    int32_t (*engine_open)(void **out, void **out_error);
    void (*engine_free)(void *engine);
    int32_t (*plan_from_json)(void **out, const void *engine, const char *json, size_t length, void **out_error);
    size_t (*plan_count)(const void *plan);
    const char *(*plan_person)(const void *plan, size_t index);
    int64_t (*plan_publish_unix)(const void *plan, size_t index);
    int32_t (*plan_text)(const void *plan, size_t index, char *buffer, size_t capacity, size_t *out_length);
    const char *(*plan_report)(const void *plan, size_t *out_length);
    int32_t (*plan_write)(const void *plan, const char *format,
                          int32_t (*write)(const void *bytes, size_t length, void *user), void *user,
                          void **out_error);
    void (*plan_free)(void *plan);
} calls;

static int number, failed;

static void check(int holds, const char *what) {
    printf("%sok %d - %s\n", holds ? "" : "not ", ++number, what);
    failed += !holds;
}

/* Puts each symbol where its pointer is; an object pointer to a function pointer only by its bytes. */
static int find_all(void *library, calls *c) {
    struct { const char *name; void *place; } const wanted[] = {
        {"koor_version", &c->version}, {"koor_error_name", &c->error_name},
        {"koor_error_message", &c->error_message}, {"koor_error_offset", &c->error_offset},
        {"koor_error_free", &c->error_free}, {"koor_engine_open", &c->engine_open},
        {"koor_engine_free", &c->engine_free}, {"koor_plan_from_json", &c->plan_from_json},
        {"koor_plan_count", &c->plan_count}, {"koor_plan_person", &c->plan_person},
        {"koor_plan_publish_unix", &c->plan_publish_unix}, {"koor_plan_text", &c->plan_text},
        {"koor_plan_report", &c->plan_report}, {"koor_plan_write", &c->plan_write},
        {"koor_plan_free", &c->plan_free},
    };
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

static int32_t count_bytes(const void *bytes, size_t length, void *user) {
    *(size_t *)user += length;
    return bytes ? 0 : 1;
}

static void read_plan(const calls *c, const void *plan) {
    char text[1024];
    size_t length = 0, written = 0, told = 0;
    check(c->plan_count(plan) == 2, "a plan has an item for each person");
    check(strcmp(c->plan_person(plan, 0), "p1") == 0 || strcmp(c->plan_person(plan, 0), "p2") == 0, "a person by index");
    check(c->plan_publish_unix(plan, 1) > INT64_C(1796083200), "a moment in Unix seconds");
    check(c->plan_publish_unix(plan, 2) == INT64_MIN, "no moment beyond the end");
    check(c->plan_text(plan, 0, text, sizeof text, &length) == 0 && strlen(text) == length &&
              strstr(text, "https://example.com/baker"), "a text into a buffer");
    check(c->plan_text(plan, 0, NULL, 0, &told) == 0 && told == length, "a text's length alone");
    check(strcmp(c->error_name(c->plan_text(plan, 2, NULL, 0, &told)), "KOOR_E_RANGE") == 0, "an index beyond the end");
    check(c->plan_report(plan, &told)[0] == '{' && told > 2, "the certificate");
    check(c->plan_write(plan, "jsonl", count_bytes, &written, NULL) == 0 && written > 2 * length, "a stream");
}

static void run(const calls *c) {
    void *engine = NULL, *plan = NULL, *error = NULL;
    check(c->version()[0] >= '0' && c->version()[0] <= '9', "a version");
    check(c->engine_open(&engine, &error) == 0 && !error, "an engine opens");
    check(c->plan_from_json(&plan, engine, "{\"posts\": 7}", SIZE_MAX, &error) < 0 && error && !plan, "bad input is refused");
    check(c->error_message(error)[0] && c->error_offset(error) >= -1, "an error says what and where");
    c->error_free(error);
    error = NULL;
    check(c->plan_from_json(&plan, engine, CAMPAIGN, sizeof CAMPAIGN - 1, &error) == 0 && plan, "a plan in one call");
    if (plan)
        read_plan(c, plan);
    else
        printf("# %s\n", error ? c->error_message(error) : "no error object");
    c->error_free(error);
    c->plan_free(plan);
    c->engine_free(engine);
}

int main(int argc, char **argv) {
    calls c;
    void *library = argc > 1 ? dlopen(argv[1], RTLD_NOW | RTLD_LOCAL) : NULL;
    if (!library)
        printf("# %s\n", argc > 1 ? dlerror() : "usage: prebuilt LIBRARY");
    check(library && find_all(library, &c), "every symbol of 0.1 is there, under its version");
    if (!failed)
        run(&c);
    printf("1..%d\n", number);
    return failed != 0;
}
