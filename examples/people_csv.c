/* People from CSV: see people_csv.h. libcsv parses; this file finds the columns under the names
 * that exports give them, and turns a row into the JSON of a person. */
#include "people_csv.h"
#include "people_cells.h"

#include <csv.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MESSAGE = 512, SHOWN = 100 /* problems; more are counted */ };

typedef enum column {
    ID,
    CIRCLE,
    SITE,
    TIMEZONE,
    LANGUAGE,
    NETWORKS,
    WAVE,
    VOICE,
    HOURS,
    ABSENT_FROM,
    ABSENT_TO,
    OPTED_IN,
    LISTED, /* the columns above are keys of a person; those below are read for them */
    ROLE = LISTED,
    NAME,
    EMAIL,
    REGION,
    COLUMNS,
    UNUSED = COLUMNS
} column;

static const char *const keys[LISTED] = {"id",       "circle",      "site",      "timezone",
                                         "language", "networks",    "wave",      "voice",
                                         "hours",    "absent_from", "absent_to", "opted_in"};

/* Column names without case, spaces, hyphens and underscores: English, Dutch, French, German. */
static const struct {
    const char *name;
    column column;
} aliases[] = {
    /* clang-format off */
    {"id", ID}, {"person", ID}, {"personid", ID}, {"employeeid", ID}, {"employeenumber", ID},
    {"personeelsnummer", ID}, {"matricule", ID}, {"personalnummer", ID},
    {"circle", CIRCLE}, {"circles", CIRCLE}, {"team", CIRCLE}, {"department", CIRCLE}, {"dept", CIRCLE},
    {"afdeling", CIRCLE}, {"dienst", CIRCLE}, {"service", CIRCLE}, {"departement", CIRCLE},
    {"d\xc3\xa9partement", CIRCLE}, {"abteilung", CIRCLE},
    {"site", SITE}, {"city", SITE}, {"location", SITE}, {"office", SITE}, {"stad", SITE}, {"plaats", SITE},
    {"vestiging", SITE}, {"kantoor", SITE}, {"ville", SITE}, {"stadt", SITE}, {"standort", SITE},
    {"timezone", TIMEZONE}, {"tz", TIMEZONE}, {"tijdzone", TIMEZONE}, {"fuseauhoraire", TIMEZONE},
    {"zeitzone", TIMEZONE},
    {"language", LANGUAGE}, {"lang", LANGUAGE}, {"locale", LANGUAGE}, {"taal", LANGUAGE},
    {"langue", LANGUAGE}, {"sprache", LANGUAGE},
    {"networks", NETWORKS}, {"network", NETWORKS}, {"channels", NETWORKS}, {"channel", NETWORKS},
    {"netwerken", NETWORKS}, {"netwerk", NETWORKS}, {"kanalen", NETWORKS},
    {"wave", WAVE}, {"golf", WAVE}, {"voice", VOICE}, {"tone", VOICE}, {"hours", HOURS},
    {"workinghours", HOURS}, {"werkuren", HOURS}, {"uren", HOURS},
    {"absentfrom", ABSENT_FROM}, {"leavefrom", ABSENT_FROM}, {"afwezigvan", ABSENT_FROM},
    {"absentto", ABSENT_TO}, {"leaveto", ABSENT_TO}, {"afwezigtot", ABSENT_TO},
    {"optedin", OPTED_IN}, {"optin", OPTED_IN}, {"consent", OPTED_IN}, {"toestemming", OPTED_IN},
    {"participates", OPTED_IN}, {"participation", OPTED_IN}, {"joins", OPTED_IN}, {"doetmee", OPTED_IN},
    {"deelname", OPTED_IN}, {"deelnemen", OPTED_IN}, {"neemtdeel", OPTED_IN}, {"meedoen", OPTED_IN},
    {"akkoord", OPTED_IN}, {"consentement", OPTED_IN}, {"einwilligung", OPTED_IN}, {"zustimmung", OPTED_IN},
    {"role", ROLE}, {"rol", ROLE}, {"functie", ROLE}, {"jobtitle", ROLE}, {"title", ROLE},
    {"name", NAME}, {"fullname", NAME}, {"naam", NAME}, {"nom", NAME}, {"firstname", NAME},
    {"lastname", NAME}, {"voornaam", NAME}, {"achternaam", NAME}, {"pr\xc3\xa9nom", NAME}, {"vorname", NAME},
    {"nachname", NAME}, {"email", EMAIL}, {"mail", EMAIL}, {"emailaddress", EMAIL}, {"courriel", EMAIL},
    {"region", REGION}, {"regio", REGION}, {"r\xc3\xa9gion", REGION}, {"country", REGION}, {"land", REGION},
    {"pays", REGION},
    /* clang-format on */
};

typedef struct text {
    char *data;
    size_t length, capacity;
} text;

typedef struct reader {
    const people_csv_sink *sink;
    const char *keep;
    struct csv_parser parser;
    column *columns; /* of the header */
    size_t column_count;
    int has[COLUMNS];
    text cells;     /* of the row, each NUL-terminated */
    size_t *starts; /* where each cell begins */
    size_t cell_count, cell_capacity;
    size_t line, row_line; /* now, and where the row began, */
    const char *row, *end; /* also in the text */
    size_t rows, rejected;
    int broken; /* the header is of no use */
    text json;
} reader;

static void *grow(void *block, size_t size) {
    void *larger = realloc(block, size ? size : 1);
    if (!larger) {
        fputs("koor: out of memory\n", stderr);
        exit(1);
    }
    return larger;
}

static void add(text *t, const void *bytes, size_t length) {
    if (t->capacity - t->length <= length) { /* one for the NUL */
        t->capacity = 2 * (t->length + length) + 64;
        t->data = grow(t->data, t->capacity);
    }
    if (length)
        memcpy(t->data + t->length, bytes, length);
    t->length += length;
    t->data[t->length] = '\0';
}

typedef struct spot {
    size_t line, column; /* column 0: the whole line; line 0: the whole file */
} spot;

static spot whole(size_t line) {
    return (spot){line, 0};
}

/* Where a cell of the row begins: behind so many delimiters outside quotation marks. */
static spot cell_spot(const reader *r, size_t cell) {
    spot at = {r->row_line, 1};
    int quoted = 0;
    for (const char *c = r->row; c < r->end && (cell > 0 || *c == ' '); c++) {
        if (*c == '\n' && !quoted)
            break;
        quoted ^= *c == '"';
        cell -= !quoted && (unsigned char)*c == r->parser.delim_char && cell > 0;
        at.line += *c == '\n';
        at.column = *c == '\n' ? 1 : at.column + (((unsigned char)*c & 0xC0) != 0x80);
    }
    return at;
}

/* The cell of a column that speaks for it: the first that is filled, else the first. */
static spot column_spot(const reader *r, column wanted) {
    size_t found = r->column_count;
    for (size_t i = r->column_count; i-- > 0;)
        if (r->columns[i] == wanted && (found == r->column_count || i >= r->cell_count ||
                                        r->cells.data[r->starts[i]]))
            found = i;
    return found < r->column_count ? cell_spot(r, found) : whole(r->row_line);
}

__attribute__((format(printf, 3, 4))) static void tell(reader *r, spot at, const char *format,
                                                       ...) {
    char message[MESSAGE];
    va_list list;
    if (r->rejected > SHOWN && !r->broken)
        return;
    va_start(list, format);
    vsnprintf(message, sizeof message, format, list);
    va_end(list);
    r->sink->problem(at.line, at.column, message, r->sink->user);
}

/* -- one row
 * ----------------------------------------------------------------------------------------- */

static char *trim(char *cell) {
    size_t length;
    cell += strspn(cell, " \t");
    for (length = strlen(cell); length > 0 && strchr(" \t\r", cell[length - 1]);)
        cell[--length] = '\0';
    return cell;
}

/* The cell of a column, "" where the row has none; the first that is filled where a name comes
 * twice. */
static char *cell_of(reader *r, column wanted) {
    static char none[] = "";
    for (size_t i = 0; i < r->column_count && i < r->cell_count; i++) {
        char *cell = r->columns[i] == wanted ? trim(r->cells.data + r->starts[i]) : none;
        if (*cell)
            return cell;
    }
    return none;
}

static void add_json_string(text *out, const char *string) {
    add(out, "\"", 1);
    for (; *string; string++) {
        char escaped[8];
        if (*string == '"' || *string == '\\')
            add(out, "\\", 1);
        if ((unsigned char)*string < 0x20) {
            snprintf(escaped, sizeof escaped, "\\u%04x", (unsigned)*string);
            add(out, escaped, 6);
        } else {
            add(out, string, 1);
        }
    }
    add(out, "\"", 1);
}

static void add_key(reader *r, column key, const char *value) {
    if (!*value)
        return;
    add(&r->json, r->json.length > 1 ? "," : "", r->json.length > 1);
    add_json_string(&r->json, keys[key]);
    add(&r->json, ":", 1);
    if (key == OPTED_IN)
        add(&r->json, value, strlen(value));
    else
        add_json_string(&r->json, value);
}

static const char *id_of(reader *r, char hash[20]) {
    if (r->keep)
        return cell_of(r, strcmp(r->keep, "name") == 0 ? NAME : EMAIL);
    if (r->has[ID])
        return cell_of(r, ID);
    const char *address = cell_of(r, EMAIL);
    if (!*address)
        return address;
    people_hash_of(address, hash);
    return hash;
}

static int reject(reader *r) {
    r->rejected++;
    return -1;
}

static int make_person(reader *r) {
    char hash[20], code[3], day[PEOPLE_DAY];
    const char *id = id_of(r, hash), *consent = people_consent_of(cell_of(r, OPTED_IN));
    if (!*id) {
        reject(r);
        column asked = r->keep ? (strcmp(r->keep, "name") == 0 ? NAME : EMAIL) : r->has[ID] ? ID : EMAIL;
        tell(r, column_spot(r, asked), "no %s in this row",
             r->keep ? r->keep : r->has[ID] ? "id" : "e-mail");
        return -1;
    }
    if (!consent) {
        reject(r);
        tell(r, column_spot(r, OPTED_IN), "opted_in is \"%.40s\": write yes or no",
             cell_of(r, OPTED_IN));
        return -1;
    }
    r->json.length = 0;
    add(&r->json, "{", 1);
    add_key(r, ID, id);
    for (column c = CIRCLE; c < OPTED_IN; c++) {
        const char *cell = cell_of(r, c);
        if (c == LANGUAGE)
            cell = people_language_of(cell, code);
        if (c == WAVE && !*cell)
            cell = people_wave_of_role(cell_of(r, ROLE));
        if (c == ABSENT_FROM || c == ABSENT_TO)
            cell = people_day_of(cell, r->parser.delim_char == ';', day);
        add_key(r, c, cell);
    }
    add_key(r, OPTED_IN, consent);
    add(&r->json, "}", 1);
    return 0;
}

/* The column that a key of the JSON was read from. */
static spot key_spot(const reader *r, const char *key) {
    for (column c = ID; c < LISTED; c++)
        if (strcmp(keys[c], key) == 0)
            return column_spot(r, c == ID && !r->has[ID] ? EMAIL : c);
    return whole(r->row_line);
}

static void end_person(reader *r) {
    people_csv_fault fault = {"", ""};
    if (r->cell_count > r->column_count) {
        reject(r);
        tell(r, whole(r->row_line),
             "%zu cells, but the header has %zu columns: quote cells that hold a %s", r->cell_count,
             r->column_count,
             r->parser.delim_char == ';'    ? "semicolon"
             : r->parser.delim_char == '\t' ? "tab"
                                            : "comma");
        return;
    }
    if (make_person(r) < 0 ||
        r->sink->add(r->json.data, r->json.length, r->sink->user, &fault) == 0)
        return;
    reject(r);
    tell(r, key_spot(r, fault.key), "%s", fault.message);
}

/* -- the header
 * -------------------------------------------------------------------------------------- */

static column column_of(const char *cell) {
    char name[64];
    size_t length = 0;
    for (; *cell && length + 1 < sizeof name; cell++)
        if (!strchr(" -_.", *cell))
            name[length++] = (char)(*cell >= 'A' && *cell <= 'Z' ? *cell + ('a' - 'A') : *cell);
    name[length] = '\0';
    for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++)
        if (strcmp(name, aliases[i].name) == 0)
            return aliases[i].column;
    return UNUSED;
}

static void break_off(reader *r, size_t line, const char *message) {
    r->broken = 1;
    tell(r, whole(line), "%s", message);
}

static void check_columns(reader *r) {
    if (r->keep && strcmp(r->keep, "name") != 0 && strcmp(r->keep, "email") != 0)
        break_off(r, 0, "--keep takes name or email");
    else if (r->keep && !r->has[strcmp(r->keep, "name") == 0 ? NAME : EMAIL])
        break_off(r, r->row_line, "--keep asks for a column that is not there");
    else if (!r->has[ID] && !r->has[EMAIL])
        break_off(r, r->row_line, "no column \"id\": add one, or one with e-mail addresses");
    else if (!r->has[OPTED_IN])
        break_off(r, r->row_line,
                  "no column \"opted_in\" (or consent, toestemming, deelname, ...): add one with yes or "
                  "no; nobody is planned who did not say yes");
}

static void end_header(reader *r) {
    text unused = {0};
    r->columns = grow(NULL, r->cell_count * sizeof *r->columns);
    for (size_t i = 0; i < r->cell_count; i++) {
        char *cell = trim(r->cells.data + r->starts[i]);
        column found = r->columns[i] = column_of(cell);
        if (found == ID && r->has[ID]) {
            break_off(r, r->row_line, "two columns are the id: keep one");
            break;
        }
        if (found != UNUSED)
            r->has[found] = 1;
        if (found == UNUSED && *cell) {
            add(&unused, unused.length ? ", " : "", unused.length ? 2 : 0);
            add(&unused, cell, strlen(cell));
        }
    }
    r->column_count = r->cell_count;
    if (!r->broken)
        check_columns(r);
    if (unused.length && !r->broken)
        tell(r, whole(r->row_line), "columns that are not used: %.300s", unused.data);
    free(unused.data);
}

/* -- libcsv
 * ------------------------------------------------------------------------------------------- */

static void on_cell(void *bytes, size_t length, void *user) {
    reader *r = user;
    if (r->cell_count == r->cell_capacity) {
        r->cell_capacity = 2 * r->cell_capacity + 16;
        r->starts = grow(r->starts, r->cell_capacity * sizeof *r->starts);
    }
    r->starts[r->cell_count++] = r->cells.length;
    add(&r->cells, bytes, length);
    add(&r->cells, "", 1);
}

static int is_empty_row(const reader *r) {
    for (size_t i = 0; i < r->cell_count; i++)
        if (r->cells.data[r->starts[i] + strspn(r->cells.data + r->starts[i], " \t\r")])
            return 0;
    return 1;
}

static void on_row(int end, void *user) {
    reader *r = user;
    (void)end;
    if (!is_empty_row(r) && !r->broken) {
        if (r->rows++ == 0)
            end_header(r);
        else
            end_person(r);
    }
    r->cell_count = r->cells.length = 0;
    r->row_line = r->line + 1;
}

static char find_delimiter(const char *bytes, size_t length) {
    size_t counts[3] = {0, 0, 0}, best = 0;
    int quoted = 0;
    for (size_t i = 0; i < length && (quoted || (bytes[i] != '\n' && bytes[i] != '\r')); i++) {
        quoted ^= bytes[i] == '"';
        const char *found = quoted || !bytes[i] ? NULL : strchr(",;\t", bytes[i]);
        if (found)
            counts[bytes[i] == ';' ? 1 : bytes[i] == '\t' ? 2 : 0]++;
    }
    for (size_t i = 1; i < 3; i++)
        best = counts[i] > counts[best] ? i : best;
    return ",;\t"[best];
}

/* A line with its end: "\n", "\r\n" or, from old Macs, "\r". */
static size_t line_length(const char *bytes, size_t length) {
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] == '\n')
            return i + 1;
        if (bytes[i] == '\r')
            return i + 1 < length && bytes[i + 1] == '\n' ? i + 2 : i + 1;
    }
    return length;
}

/* Looks no further than the line: a file may be empty lines, and each would be read to the end of them. */
static int is_blank(const char *line, size_t size) {
    size_t at = 0;
    while (at < size && strchr(" \t\r\n", line[at]))
        at++;
    return at == size;
}

/* Line by line, so that a row knows where it began; libcsv keeps what a quoted cell carries over.
 */
static void parse(reader *r, const char *bytes, size_t length) {
    r->row = bytes;
    r->end = bytes + length;
    while (length > 0 && !r->broken) {
        size_t size = line_length(bytes, length);
        if (csv_parse(&r->parser, bytes, size, on_cell, on_row, r) != size) {
            break_off(r, r->line, "a quotation mark inside a cell: double it, and quote the cell");
            return;
        }
        if (r->cell_count == 0 && is_blank(bytes, size))
            r->row_line = r->line + 1;
        r->line++;
        bytes += size;
        length -= size;
        if (r->row_line == r->line)
            r->row = bytes;
    }
    if (!r->broken && csv_fini(&r->parser, on_cell, on_row, r) != 0)
        break_off(r, r->row_line, "a quotation mark opens here and does not close");
}

/* -- encodings
 * ----------------------------------------------------------------------------------------- */

static size_t put_code(char *out, uint32_t code) {
    if (code < 0x80)
        return out[0] = (char)code, 1;
    if (code < 0x800)
        return out[0] = (char)(0xC0 | code >> 6), out[1] = (char)(0x80 | (code & 0x3F)), 2;
    size_t size = code < 0x10000 ? 3 : 4;
    for (size_t i = size - 1; i > 0; i--, code >>= 6)
        out[i] = (char)(0x80 | (code & 0x3F));
    out[0] = (char)((size == 3 ? 0xE0 : 0xF0) | code);
    return size;
}

/* UTF-16 to UTF-8: 0, or -1 where it is broken. */
static int from_utf16(text *out, const unsigned char *bytes, size_t length, int big) {
    uint32_t high = 0;
    for (size_t i = 0; i + 1 < length; i += 2) {
        char code[4];
        uint32_t unit =
            big ? (uint32_t)bytes[i] << 8 | bytes[i + 1] : (uint32_t)bytes[i + 1] << 8 | bytes[i];
        int is_high = unit >= 0xD800 && unit < 0xDC00, is_low = unit >= 0xDC00 && unit < 0xE000;
        if (is_low != (high != 0))
            return -1;
        if (is_high)
            high = unit;
        else
            add(out, code,
                put_code(code,
                         is_low ? 0x10000 + ((high - 0xD800) << 10) + (unit - 0xDC00) : unit));
        if (!is_high)
            high = 0;
    }
    return high || length % 2 ? -1 : 0;
}

/* The bytes of the well-formed sequence that stands here, 0 where none does: Unicode, table 3-7. A second byte has
 * a narrower range behind E0 and F0 (overlong forms), ED (surrogates) and F4 (beyond U+10FFFF). */
static size_t sequence_length(const unsigned char *at, size_t left) {
    size_t size = at[0] < 0x80 ? 1 : at[0] < 0xC2 || at[0] > 0xF4 ? 0 : at[0] < 0xE0 ? 2 : at[0] < 0xF0 ? 3 : 4;
    if (size == 0 || size > left)
        return 0;
    for (size_t i = 1; i < size; i++)
        if ((at[i] & 0xC0) != 0x80)
            return 0;
    int is_low = size > 1 && at[1] < (at[0] == 0xE0 ? 0xA0 : at[0] == 0xF0 ? 0x90 : 0x80);
    int is_high = size > 1 && at[1] > (at[0] == 0xED ? 0x9F : at[0] == 0xF4 ? 0x8F : 0xBF);
    return is_low || is_high ? 0 : size;
}

/* The line of the first byte that is no UTF-8, or a NUL, and what is wrong with it; 0 where all is
 * text. */
static size_t bad_line(const char *bytes, size_t length, const char **out_why) {
    size_t line = 1;
    for (size_t i = 0; i < length;) {
        size_t size = sequence_length((const unsigned char *)bytes + i, length - i);
        *out_why = size ? "a NUL byte, which no text has: delete it, or export the file again"
                        : "not UTF-8: save the file as \"CSV UTF-8\"";
        if (size == 0 || bytes[i] == '\0')
            return line;
        line += bytes[i] == '\n';
        i += size;
    }
    return 0;
}

/* To UTF-8 without a byte order mark. Excel's "Unicode text" is UTF-16; without a mark the zero
 * bytes of its Latin letters tell. */
static int decode(reader *r, const char *bytes, size_t length, text *out) {
    const unsigned char *b = (const unsigned char *)bytes;
    int little = length >= 2 && ((b[0] == 0xFF && b[1] == 0xFE) || (b[0] && !b[1]));
    int big = length >= 2 && ((b[0] == 0xFE && b[1] == 0xFF) || (!b[0] && b[1]));
    if (little || big) {
        if (from_utf16(out, b, length, big) < 0) {
            break_off(r, 0, "UTF-16 that is broken: save the file as CSV in UTF-8");
            return -1;
        }
    } else {
        add(out, bytes, length);
    }
    if (out->length >= 3 && memcmp(out->data, "\xEF\xBB\xBF", 3) == 0) {
        out->length -= 3;
        memmove(out->data, out->data + 3, out->length + 1);
    }
    const char *why;
    size_t line = bad_line(out->data, out->length, &why);
    if (line)
        break_off(r, line, why);
    return line ? -1 : 0;
}

static void read_text(reader *r, const char *bytes, size_t length) {
    char delimiter = find_delimiter(bytes, length);
    if (length >= 5 && memcmp(bytes, "sep=", 4) == 0) { /* Excel's own first line */
        delimiter = bytes[4];
        size_t size = line_length(bytes, length);
        bytes += size;
        length -= size;
        r->line = r->row_line = 2;
    }
    csv_set_delim(&r->parser, (unsigned char)delimiter);
    parse(r, bytes, length);
}

long people_csv_read(const char *bytes, size_t length, const char *keep,
                     const people_csv_sink *sink) {
    reader r = {.sink = sink, .keep = keep, .line = 1, .row_line = 1};
    text decoded = {0};
    if (csv_init(&r.parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
        return -1;
    if (decode(&r, bytes, length, &decoded) == 0)
        read_text(&r, decoded.data, decoded.length);
    if (!r.broken && r.rows < 2)
        break_off(&r, 0, r.rows ? "a header, but no people" : "the file is empty");
    if (r.rejected > SHOWN) {
        char message[64];
        snprintf(message, sizeof message, "and %zu more rows like these", r.rejected - SHOWN);
        sink->problem(0, 0, message, sink->user);
    }
    csv_free(&r.parser);
    free(decoded.data);
    free(r.columns);
    free(r.cells.data);
    free(r.starts);
    free(r.json.data);
    return r.broken ? -1 : (long)r.rejected;
}

/* -- the command line
 * ----------------------------------------------------------------------------------- */

typedef struct console {
    const char *path;
    people_csv_add *add;
    void *user;
} console;

static int pass_on(const char *json, size_t length, void *user, people_csv_fault *fault) {
    const console *c = user;
    return c->add(json, length, c->user, fault);
}

static void print_problem(size_t line, size_t at, const char *message, void *user) {
    const console *c = user;
    if (line && at)
        fprintf(stderr, "koor: %s:%zu:%zu: %s\n", c->path, line, at, message);
    else if (line)
        fprintf(stderr, "koor: %s:%zu: %s\n", c->path, line, message);
    else
        fprintf(stderr, "koor: %s: %s\n", c->path, message);
}

int cli_people_csv(const char *path, const char *bytes, size_t length, const char *keep,
                   people_csv_add *add_person, void *user) {
    console c = {path, add_person, user};
    people_csv_sink sink = {pass_on, print_problem, &c};
    return people_csv_read(bytes, length, keep, &sink) == 0 ? 0 : 1;
}
