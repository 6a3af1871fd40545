#define _POSIX_C_SOURCE 200809L
#include "pipeline/sources.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FILES = 3, LONGEST = 700000 };

typedef struct files {
    char name[FILES][TEMPORARY_NAME];
    const char *path[FILES];
    kr_sources sources;
    kr_job job;
} files;

static void write_file(files *f, size_t i, const char *text) {
    temporary_name(f->name[i], "sources");
    int handle = mkstemp(f->name[i]);
    FILE *file = handle < 0 ? NULL : fdopen(handle, "wb");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
    f->path[i] = f->name[i];
}

/* The second is a line longer than any block, without an end; the third begins with an empty line. */
static int start(void **state) {
    files *f = calloc(1, sizeof *f);
    char *text = malloc(LONGEST + 1);
    assert_true(f && text);
    memset(text, 'x', LONGEST);
    text[LONGEST] = '\0';
    write_file(f, 0, "one\ntwo\n");
    write_file(f, 1, text);
    write_file(f, 2, "\nlast");
    free(text);
    f->sources = (kr_sources){.paths = f->path, .count = FILES};
    kr_job_start(&f->job, &kr_memory_default, NULL);
    *state = f;
    return 0;
}

static int end(void **state) {
    files *f = *state;
    for (size_t i = 0; i < FILES; i++)
        unlink(f->name[i]);
    kr_job_end(&f->job);
    free(f);
    return 0;
}

static void reads_line_by_line(void **state) {
    files *f = *state;
    kr_line_reader reader;
    kr_str line;
    static const struct {
        size_t source, number, length;
        uint64_t offset;
    } wanted[] = {{0, 1, 3, 0}, {0, 2, 3, 4}, {1, 1, LONGEST, 0}, {2, 1, 0, 0}, {2, 2, 4, 1}};
    kr_lines_start(&reader, &f->sources, &kr_memory_default);
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        assert_int_equal(kr_lines_next(&f->job, &reader, &line), 1);
        assert_int_equal(reader.source, wanted[i].source);
        assert_int_equal(reader.number, wanted[i].number);
        assert_int_equal(reader.offset, wanted[i].offset);
        assert_int_equal(line.length, wanted[i].length);
    }
    assert_memory_equal(line.at, "last", 4);
    assert_int_equal(kr_lines_next(&f->job, &reader, &line), 0);
    assert_int_equal(kr_lines_next(&f->job, &reader, &line), 0);
    kr_lines_end(&reader);
}

static void reads_memory_alike(void **state) {
    files *f = *state;
    const kr_sources memory = {.memory = KR_STR("one\n\ntwo"), .count = 1};
    const kr_line two = {.offset = 5, .length = 3};
    kr_line_reader reader;
    kr_str line;
    size_t count = 0;
    kr_lines_start(&reader, &memory, &kr_memory_default);
    while (kr_lines_next(&f->job, &reader, &line) > 0)
        count++;
    kr_lines_end(&reader);
    assert_int_equal(count, 3);
    assert_int_equal(reader.number, 0); /* of a source behind the last one */
    assert_int_equal(kr_sources_line(&f->job, &memory, &two, &line), KOOR_OK);
    assert_true(kr_str_is(line, "two"));
}

static void fetches_single_lines(void **state) {
    files *f = *state;
    static const kr_line lines[] = {{.source = 2, .offset = 1, .length = 4},
                                    {.source = 0, .offset = 4, .length = 3},
                                    {.source = 0, .offset = 0, .length = 3},
                                    {.source = 1, .offset = 0, .length = LONGEST}};
    static const char *const wanted[] = {"last", "two", "one", "xxx"};
    kr_windows windows;
    assert_int_equal(kr_windows_start(&f->job, &windows, &f->sources), KOOR_OK);
    for (size_t i = 0; i < 4; i++) {
        kr_str alone, within;
        assert_int_equal(kr_sources_line(&f->job, &f->sources, &lines[i], &alone), KOOR_OK);
        assert_int_equal(kr_windows_line(&f->job, &windows, &lines[i], &within), KOOR_OK);
        assert_true(kr_str_equal(alone, within));
        assert_memory_equal(alone.at, wanted[i], strlen(wanted[i]));
    }
    kr_windows_end(&windows);
}

static void tells_what_is_gone(void **state) {
    files *f = *state;
    const kr_line beyond = {.source = 0, .offset = 6, .length = 30};
    const char *nowhere = "/nonexistent/sources";
    const kr_sources none = {.paths = &nowhere, .count = 1};
    kr_line_reader reader;
    kr_windows windows;
    kr_str line;
    assert_int_equal(kr_sources_line(&f->job, &f->sources, &beyond, &line), KOOR_E_IO);
    assert_int_equal(kr_windows_start(&f->job, &windows, &f->sources), KOOR_OK);
    assert_int_equal(kr_windows_line(&f->job, &windows, &beyond, &line), KOOR_E_IO);
    kr_windows_end(&windows);
    kr_lines_start(&reader, &none, &kr_memory_default);
    assert_int_equal(kr_lines_next(&f->job, &reader, &line), KOOR_E_IO);
    kr_lines_end(&reader);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test_setup_teardown(reads_line_by_line, start, end),
                                       cmocka_unit_test_setup_teardown(reads_memory_alike, start, end),
                                       cmocka_unit_test_setup_teardown(fetches_single_lines, start, end),
                                       cmocka_unit_test_setup_teardown(tells_what_is_gone, start, end)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
