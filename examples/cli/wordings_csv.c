/* Alternatives files as CSV, for copywriters and their spreadsheets: a line is a row, its keys are
 * the columns. Semicolons between columns, a byte order mark and CRLF are read too; a cell that a
 * spreadsheet would run as a formula is written with an apostrophe in front, which is taken away
 * again. */
#include "wordings_csv.h"

#include <csv.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_COLUMNS = 32 };

static const char *const COLUMNS[] = {"first", "last",  "from",     "text",    "author",
                                      "voice", "state", "reason",   "rule",    "items",
                                      "score", "post",  "language", "circles", "keep"};
enum { COLUMN_COUNT = sizeof COLUMNS / sizeof *COLUMNS };

/* -- in
 * --------------------------------------------------------------------------------------------- */

typedef struct csv_in {
    const char *path;
    int names[MOST_COLUMNS]; /* of each column: which of COLUMNS, -1: none */
    size_t columns, column, rows;
    json_t *line;
    cli_text out;
    int failed;
} csv_in;

static int column_of(const char *name, size_t length) {
    for (int i = 0; i < COLUMN_COUNT; i++)
        if (strlen(COLUMNS[i]) == length && memcmp(COLUMNS[i], name, length) == 0)
            return i;
    return -1;
}

static void read_name(csv_in *in, const char *text, size_t length) {
    int known = column_of(text, length);
    if (in->column >= MOST_COLUMNS || in->failed)
        return;
    in->names[in->columns++] = known;
    if (known < 0 && length)
        in->failed = cli_say(
            CLI_FAILED,
            "%s:1: unknown column \"%.*s\": first, last, from, text, author, voice, state and "
            "reason are known",
            in->path, (int)length, text);
}

/* What a spreadsheet shows of "'=..." is "=...". */
static int is_shielded(const char *text, size_t length) {
    return length > 1 && text[0] == '\'' && strchr("=+-@\t", text[1]);
}

static void read_cell(csv_in *in, const char *text, size_t length) {
    int known = in->column < in->columns ? in->names[in->column] : -1;
    char *end = NULL, number[24];
    if (known < 0 || !length || strcmp(COLUMNS[known], "keep") == 0 ||
        strcmp(COLUMNS[known], "circles") == 0)
        return;
    if (is_shielded(text, length))
        text++, length--;
    snprintf(number, sizeof number, "%.*s", length < 20 ? (int)length : 20, text);
    long long value = strtoll(number, &end, 10);
    int numeric =
        known < 2 || strcmp(COLUMNS[known], "items") == 0 || strcmp(COLUMNS[known], "score") == 0;
    json_t *cell = numeric && *number && !*end ? json_integer(value) : json_stringn(text, length);
    if (!cell && !in->failed)
        in->failed = cli_say(CLI_FAILED, "%s:%zu: not UTF-8: save the file as \"CSV UTF-8\"",
                             in->path, in->rows + 1);
    if (cell)
        json_object_set_new(in->line, COLUMNS[known], cell);
}

static void on_cell(void *text, size_t length, void *user) {
    csv_in *in = user;
    if (in->rows == 0)
        read_name(in, text, length);
    else
        read_cell(in, text, length);
    in->column++;
}

/* A line for each row, so that the numbers of lines are those of rows; the first is the row of
 * names. */
static void on_row(int last, void *user) {
    csv_in *in = user;
    (void)last;
    char *text = in->rows && json_object_size(in->line) ? json_dumps(in->line, JSON_COMPACT) : NULL;
    if (text)
        cli_add_string(&in->out, text);
    cli_add_string(&in->out, "\n");
    free(text);
    json_object_clear(in->line);
    in->column = 0;
    in->rows++;
}

static unsigned char delimiter_of(const char *bytes, size_t length) {
    size_t commas = 0, semicolons = 0;
    for (size_t i = 0; i < length && bytes[i] != '\n'; i++) {
        commas += bytes[i] == ',';
        semicolons += bytes[i] == ';';
    }
    return semicolons > commas ? ';' : ',';
}

/* Line ends as LF, so that each is one row: gives the length. */
static size_t with_plain_ends(char *out, const char *bytes, size_t length) {
    size_t used = 0;
    for (size_t i = 0; i < length; i++)
        if (bytes[i] != '\r' || i + 1 == length || bytes[i + 1] != '\n')
            out[used++] = bytes[i];
    return used;
}

char *cli_wordings_from_csv(const char *path, const char *bytes, size_t length,
                            size_t *out_length) {
    csv_in in = {.path = path, .line = json_object()};
    struct csv_parser parser;
    if (length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0)
        bytes += 3, length -= 3;
    if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL) != 0)
        exit(cli_say(CLI_FAILED, "out of memory"));
    char *plain = cli_alloc(length);
    length = with_plain_ends(plain, bytes, length);
    csv_set_delim(&parser, delimiter_of(plain, length));
    size_t read = csv_parse(&parser, plain, length, on_cell, on_row, &in);
    if (read < length || csv_fini(&parser, on_cell, on_row, &in) != 0)
        in.failed =
            cli_say(CLI_FAILED, "%s:%zu: %s", path, in.rows + 1, csv_strerror(csv_error(&parser)));
    csv_free(&parser);
    free(plain);
    json_decref(in.line);
    cli_add(&in.out, "", 0);
    *out_length = in.out.length;
    if (in.failed)
        cli_free_text(&in.out);
    return in.out.data;
}

/* -- out
 * -------------------------------------------------------------------------------------------- */

static void put_cell(FILE *out, const char *text, size_t length) {
    int shield = length && strchr("=+-@\t", text[0]) != NULL;
    fputs(shield ? "\"'" : "\"", out);
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '"')
            fputc('"', out);
        fputc(text[i], out);
    }
    fputc('"', out);
}

/* {"tone":"warm"} as tone=warm, ["a","b"] as a|b. */
static void join(cli_text *out, const json_t *value) {
    const char *key;
    json_t *part;
    size_t i;
    json_object_foreach((json_t *)(uintptr_t)value, key, part) {
        cli_add_string(out, out->length ? "," : "");
        cli_add_string(out, key);
        cli_add_string(out, "=");
        cli_add_string(out, json_string_value(part) ? json_string_value(part) : "");
    }
    json_array_foreach(value, i, part) {
        cli_add_string(out, i ? "|" : "");
        cli_add_string(out, json_string_value(part) ? json_string_value(part) : "");
    }
}

static void put_value(FILE *out, const json_t *value) {
    cli_text joined = {0};
    if (json_is_integer(value)) {
        fprintf(out, "%lld", (long long)json_integer_value(value));
    } else if (json_is_string(value)) {
        put_cell(out, json_string_value(value), json_string_length(value));
    } else {
        join(&joined, value);
        if (joined.length)
            put_cell(out, joined.data, joined.length);
        cli_free_text(&joined);
    }
}

void cli_wordings_to_csv(const char *jsonl, FILE *out) {
    for (int i = 0; i < COLUMN_COUNT; i++)
        fprintf(out, "%s%s", i ? "," : "", COLUMNS[i]);
    fputs("\r\n", out);
    for (const char *at = jsonl; *at;) {
        size_t length = strcspn(at, "\n");
        json_t *line = json_loadb(at, length, 0, NULL);
        for (int i = 0; line && i < COLUMN_COUNT; i++) {
            fputs(i ? "," : "", out);
            put_value(out, json_object_get(line, COLUMNS[i]));
        }
        fputs(line ? "\r\n" : "", out);
        json_decref(line);
        at += length + (at[length] == '\n');
    }
}
