/* People files as HR systems and spreadsheets write them. Links people_csv.c and libcsv alone. */
#include "unit.h"

#include "people_csv.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct record {
    char people[8192], problems[16384];
    long count;
} record;

static int take(const char *json, size_t length, void *user, people_csv_fault *fault) {
    record *log = user;
    if (strstr(json, "\"twice\"") && strstr(log->people, "\"twice\"")) {
        strcpy(fault->message, "person \"twice\" is there already");
        return -1;
    }
    if (strstr(json, "linkedn")) {
        strcpy(fault->message, "unknown network");
        strcpy(fault->key, "networks");
        return -1;
    }
    assert_int_equal(strlen(json), length);
    strncat(log->people, json, sizeof log->people - strlen(log->people) - 1);
    strncat(log->people, "\n", sizeof log->people - strlen(log->people) - 1);
    return 0;
}

static void hear(size_t line, size_t column, const char *message, void *user) {
    record *log = user;
    char place[48];
    size_t used = strlen(log->problems);
    snprintf(place, sizeof place, column ? "%zu:%zu" : "%zu", line, column);
    snprintf(log->problems + used, sizeof log->problems - used, "%s: %s\n", place, message);
}

static record read_bytes(const char *bytes, size_t length, const char *keep) {
    record log = {{0}, {0}, 0};
    people_csv_sink sink = {take, hear, &log};
    log.count = people_csv_read(bytes, length, keep, &sink);
    return log;
}

static void gives(const char *csv, const char *keep, const char *people) {
    record log = read_bytes(csv, strlen(csv), keep);
    assert_string_equal(log.problems, "");
    assert_string_equal(log.people, people);
    assert_int_equal(log.count, 0);
}

static void reads_koors_own_columns(void **state) {
    (void)state;
    gives("id,circle,timezone,language,networks,wave,voice,hours,absent_from,absent_to,opted_in\n"
          "noor,gent|brugge,Europe/"
          "Brussels,nl,linkedin|x,leaders,\"person=we,tone=plain\",09:00-17:00,"
          "2026-12-24,2026-12-31,yes\nbram,,,,,,,,,,no\n",
          NULL,
          "{\"id\":\"noor\",\"circle\":\"gent|brugge\",\"timezone\":\"Europe/"
          "Brussels\",\"language\":\"nl\","
          "\"networks\":\"linkedin|x\",\"wave\":\"leaders\",\"voice\":\"person=we,tone=plain\","
          "\"hours\":\"09:00-17:00\",\"absent_from\":\"2026-12-24\",\"absent_to\":\"2026-12-31\","
          "\"opted_in\":true}\n{\"id\":\"bram\",\"opted_in\":false}\n");
}

static const char hr[] =
    "Name;E-mail;Role;Region;Department;City;Language;Opted in\r\n"
    "Els Verhagen;Els@example.com;Ambassador;Flanders;Sales;Gent;Dutch;ja\r\n"
    "\"Janssens; Bram\";bram@example.com;CEO;Flanders;Board;Gent;nl-BE;nee\r\n";

static void reads_an_export_of_hr(void **state) {
    (void)state;
    record log = read_bytes(hr, sizeof hr - 1, NULL);
    assert_int_equal(log.count, 0);
    assert_string_equal(log.problems, "");
    assert_string_equal(
        log.people,
        "{\"id\":\"pf0a7b963dd8a4078\",\"circle\":\"Sales\",\"site\":\"Gent\",\"language\":\"nl\","
        "\"wave\":\"ambassadors\",\"opted_in\":true}\n"
        "{\"id\":\"p580189c06217283a\",\"circle\":\"Board\",\"site\":\"Gent\",\"language\":\"nl\","
        "\"opted_in\":false}\n");
    assert_null(strstr(log.people, "Verhagen"));
    assert_null(strstr(log.people, "@"));
}

static void keeps_a_name_only_where_asked(void **state) {
    (void)state;
    gives("Name,Email,optin\nEls V,e@x.org,1\n", "email",
          "{\"id\":\"e@x.org\",\"opted_in\":true}\n");
    gives("Id,Name,optin\n7,Els V,1\n", "name", "{\"id\":\"Els V\",\"opted_in\":true}\n");
}

static void quotes_what_json_wants_quoted(void **state) {
    (void)state;
    gives("id,circle,opted_in\n\"a\"\"b\\\",\"x\ny\tz\",yes\n", NULL,
          "{\"id\":\"a\\\"b\\\\\",\"circle\":\"x\\u000ay\\u0009z\",\"opted_in\":true}\n");
}

static void takes_every_spreadsheets_habits(void **state) {
    (void)state;
    static const char *const files[] = {
        "\xEF\xBB\xBFid;opted_in\r\na;yes\r\n\r\n", /* mark, semicolons, CRLF, empty line */
        "sep=;\r\nid;opted_in\r\na;yes\r\n",        /* Excel's own first line */
        "id\topted_in\na\tyes",                     /* tabs, no end of line */
        "ID, Opted-In \n a , YES \n,\n , \n",       /* spaces, case, rows of nothing */
        "id,opted_in\ra,yes\r",                     /* an old Mac */
        "\n\nid,opted_in\na,yes\n",
        "id,phone,opted_in,phone\na,,yes,\n",
    };
    for (size_t i = 0; i < 6; i++)
        gives(files[i], NULL, "{\"id\":\"a\",\"opted_in\":true}\n");
    record log = read_bytes(files[6], strlen(files[6]), NULL);
    assert_string_equal(log.problems, "1: columns that are not used: phone, phone\n");
    assert_int_equal(log.count, 0);
}

static size_t utf16(char *out, const char *ascii, int big, int mark) {
    size_t length = 0;
    if (mark) {
        out[length++] = big ? '\xFE' : '\xFF';
        out[length++] = big ? '\xFF' : '\xFE';
    }
    for (; *ascii; ascii++) {
        out[length++] = big ? '\0' : *ascii;
        out[length++] = big ? *ascii : '\0';
    }
    return length;
}

static void reads_utf16(void **state) {
    (void)state;
    for (int i = 0; i < 4; i++) {
        char bytes[128];
        size_t length = utf16(bytes, "id\topted_in\r\na\tyes\r\n", i & 1, i >> 1);
        record log = read_bytes(bytes, length, NULL);
        assert_string_equal(log.problems, "");
        assert_string_equal(log.people, "{\"id\":\"a\",\"opted_in\":true}\n");
        /* a surrogate without its half, and half a unit */
        memcpy(bytes + length, i & 1 ? "\xD8\x00" : "\x00\xD8", 2);
        assert_int_equal(read_bytes(bytes, length + 2, NULL).count, -1);
        assert_int_equal(read_bytes(bytes, length + 1, NULL).count, -1);
    }
    static const char rocket[] = "\xFF\xFEi\0d\0,\0o\0p\0t\0i\0n\0\n\0\x3D\xD8\x80\xDE,\0y\0";
    record log = read_bytes(rocket, sizeof rocket - 1, NULL);
    assert_string_equal(log.people, "{\"id\":\"\xF0\x9F\x9A\x80\",\"opted_in\":true}\n");
}

static void reports_each_row_with_its_line(void **state) {
    (void)state;
    const char *csv = "id,circle,opted_in\n"
                      "twice,\"two\nlines\",yes\n"
                      "\n"
                      ",sales,yes\n"
                      "b,sales,perhaps\n"
                      "twice,sales,yes\n"
                      "c,x,yes,too,much\n"
                      "d,,yes\n";
    record log = read_bytes(csv, strlen(csv), NULL);
    assert_int_equal(log.count, 4);
    assert_string_equal(
        log.problems, "5:1: no id in this row\n"
                      "6:9: opted_in is \"perhaps\": write yes or no\n"
                      "7: person \"twice\" is there already\n"
                      "8: 5 cells, but the header has 3 columns: quote cells that hold a comma\n");
    assert_non_null(strstr(log.people, "\"d\""));
}

/* A quoted cell with a comma, an accent and a line end stands before the one that is wrong. */
static void names_the_column(void **state) {
    (void)state;
    const char *csv = "id,circle,networks,opted_in\n"
                      "a,\"caf\xc3\xa9, zuid\", linkedn,yes\n"
                      "b,\"two\nlines\",linkedn,yes\n"
                      "c,x,linkedin\n";
    record log = read_bytes(csv, strlen(csv), NULL);
    assert_string_equal(log.problems, "2:17: unknown network\n4:8: unknown network\n");
}

static void refuses_a_file_that_is_none(void **state) {
    (void)state;
    static const struct {
        const char *csv, *problem;
    } cases[] = {
        {"", "0: the file is empty\n"},
        {"\n\n", "0: the file is empty\n"},
        {"id,opted_in\n", "0: a header, but no people\n"},
        {"circle,opted_in\na,yes\n", "1: no column \"id\""},
        {"id,circle\na,b\n", "1: no column \"opted_in\""},
        {"id,employee id,opted_in\na,b,yes\n", "1: two columns are the id"},
        {"id,opted_in\na\"b,yes\n", "2: a quotation mark inside a cell"},
        {"id,opted_in\n\"a,yes\nb,yes\n", "2: a quotation mark opens here"},
        {"id,opted_in\nr\xe9my,yes\n", "2: not UTF-8"},
        {"id,opted_in\na,yes\nb\xed\xbb\xbf,yes\n", "3: not UTF-8"}, /* a surrogate */
        {"id,opted_in\nb\xe0\x80\xaf,yes\n", "2: not UTF-8"},       /* overlong */
        {"id,opted_in\nb\xf4\x90\x80\x80,yes\n", "2: not UTF-8"},   /* beyond U+10FFFF */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        record log = read_bytes(cases[i].csv, strlen(cases[i].csv), NULL);
        if (log.count != -1 ||
            strncmp(log.problems, cases[i].problem, strlen(cases[i].problem)) != 0)
            fail_msg("%zu: %ld, %s", i, log.count, log.problems);
    }
    assert_int_equal(read_bytes("id,opted_in\na,yes\n", 18, "name").count, -1);
    assert_int_equal(read_bytes("id,opted_in\na,yes\n", 18, "phone").count, -1);
    record log = read_bytes("id,opted_in\na,yes\nb\0,yes\n", 25, NULL);
    assert_int_equal(log.count, -1);
    assert_ptr_equal(strstr(log.problems, "3: a NUL byte"), log.problems);
}

static void does_not_flood_the_terminal(void **state) {
    (void)state;
    char *csv = malloc(20000);
    strcpy(csv, "id,opted_in\n");
    for (int i = 0; i < 1000; i++)
        strcat(csv, ",yes\n");
    record log = read_bytes(csv, strlen(csv), NULL);
    free(csv);
    assert_int_equal(log.count, 1000);
    assert_non_null(strstr(log.problems, "101:1: no id"));
    assert_null(strstr(log.problems, "102:1: no id"));
    assert_non_null(strstr(log.problems, "0: and 900 more rows like these\n"));
}

/* Every prefix of a file is read without a fault (the sanitizers listen). */
static void survives_any_cut(void **state) {
    (void)state;
    for (size_t length = 0; length < sizeof hr; length++) {
        char *copy = malloc(length + 1);
        memcpy(copy, hr, length);
        record log = read_bytes(copy, length, NULL);
        assert_true(log.count >= -1);
        free(copy);
    }
}

/* Spreadsheets write days as their country does; what may be two days goes through, and the library refuses it. */
static void reads_days_of_spreadsheets(void **state) {
    static const char *const days[][3] = {
        {";", "24/12/2026", "2026-12-24"}, {";", "3/4/2026", "2026-04-03"},   {",", "24/12/2026", "2026-12-24"},
        {",", "12/24/2026", "2026-12-24"}, {",", "3/4/2026", "3/4/2026"},     {",", "24-12-2026", "2026-12-24"},
        {",", "1.2.2026", "2026-02-01"},   {",", "2026-12-24", "2026-12-24"}, {";", "32/13/2026", "32/13/2026"},
        {";", "24/12/26", "24/12/26"},     {";", "24/12-2026", "24/12-2026"}, {";", "soon", "soon"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        char csv[200], people[200];
        const char *mark = days[i][0];
        snprintf(csv, sizeof csv, "id%safwezig van%stoestemming\na%s%s%sja\n", mark, mark, mark, days[i][1], mark);
        snprintf(people, sizeof people, "{\"id\":\"a\",\"absent_from\":\"%s\",\"opted_in\":true}\n", days[i][2]);
        gives(csv, NULL, people);
    }
}

static void reads_consent_by_many_names(void **state) {
    (void)state;
    gives("id,doet mee\na,ja\nb,nee\n", NULL, "{\"id\":\"a\",\"opted_in\":true}\n{\"id\":\"b\",\"opted_in\":false}\n");
    gives("id,Deelname\na,x\n", NULL, "{\"id\":\"a\",\"opted_in\":true}\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_koors_own_columns),
        cmocka_unit_test(reads_days_of_spreadsheets),
        cmocka_unit_test(reads_consent_by_many_names),
        cmocka_unit_test(reads_an_export_of_hr),
        cmocka_unit_test(keeps_a_name_only_where_asked),
        cmocka_unit_test(quotes_what_json_wants_quoted),
        cmocka_unit_test(takes_every_spreadsheets_habits),
        cmocka_unit_test(reads_utf16),
        cmocka_unit_test(reports_each_row_with_its_line),
        cmocka_unit_test(names_the_column),
        cmocka_unit_test(refuses_a_file_that_is_none),
        cmocka_unit_test(does_not_flood_the_terminal),
        cmocka_unit_test(survives_any_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
