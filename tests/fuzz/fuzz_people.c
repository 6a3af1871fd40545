/* Any bytes as a file of people: each row is a JSON object that the library can read, or a problem
 * with its line. */
#include "fuzz_bytes.h"
#include "people_csv.h"

#include <jansson.h>
#include <string.h>

typedef struct heard {
    size_t rows, problems;
} heard;

static int add(const char *json, size_t length, void *user, people_csv_fault *fault) {
    heard *h = user;
    json_t *object = json_loadb(json, length, 0, NULL);
    must(json_is_object(object));
    must(json_is_string(json_object_get(object, "id")));
    json_decref(object);
    int refused = h->rows++ % 7 == 6; /* now and then the library says no, and of what */
    strcpy(fault->key, refused && h->rows % 2 ? "networks" : "");
    return refused ? -1 : 0;
}

static void problem(size_t line, size_t column, const char *message, void *user) {
    must(line > 0 || column == 0);
    must(message != NULL);
    ((heard *)user)->problems++;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    heard h = {0};
    const people_csv_sink sink = {add, problem, &h};
    static const char *const keep[] = {NULL, "name", "email"};
    fuzz_bytes in = {data, size};
    const char *kept = keep[take_byte(&in) % 3];
    long rejected = people_csv_read((const char *)in.at, in.left, kept, &sink);
    must(rejected <= 0 || h.problems > 0);
    must(rejected != -1 || h.problems > 0);
    return 0;
}
