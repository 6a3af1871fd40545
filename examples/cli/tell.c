/* Messages on stderr: what went wrong, with file, line and column, the line itself and a caret. */
#include "cli.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

int cli_say(int status, const char *format, ...) {
    va_list list;
    va_start(list, format);
    fputs("koor: ", stderr);
    vfprintf(stderr, format, list);
    fputc('\n', stderr);
    va_end(list);
    return status;
}

/* One character, or a question mark for a byte that begins none; gives the bytes used. */
static size_t put_character(const char *text, size_t left) {
    unsigned char first = (unsigned char)text[0];
    size_t size = first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    int whole = size && size <= left && first < 0xF5;
    for (size_t i = 1; whole && i < size; i++)
        whole = ((unsigned char)text[i] & 0xC0) == 0x80;
    if (!whole)
        return fputc('?', stderr), 1;
    return fwrite(text, 1, size, stderr);
}

/* The line of text[offset], with a caret below the place. Columns count code points, from 1. */
static void show_place(const char *text, size_t length, size_t offset) {
    size_t start = offset, end = offset, column;
    while (start > 0 && text[start - 1] != '\n')
        start--;
    while (end < length && text[end] != '\n' && text[end] != '\r')
        end++;
    size_t from = offset - start > 60 ? offset - 60 : start;
    while (from > start && ((unsigned char)text[from] & 0xC0) == 0x80)
        from--;
    if (end - offset > 60)
        end = offset + 60;
    while (end > offset && ((unsigned char)text[end] & 0xC0) == 0x80)
        end--;
    fputs("    ", stderr);
    for (size_t i = from; i < end;)
        i += put_character(text + i, end - i);
    column = 0;
    for (size_t i = from; i < offset; i++)
        column += ((unsigned char)text[i] & 0xC0) != 0x80;
    fprintf(stderr, "\n    %*s^\n", (int)column, "");
}

/* Whether the message begins with the name of the file, as that of a pack does. */
static int names_file(const char *message, const char *file) {
    size_t length = strlen(file);
    return strncmp(message, file, length) == 0 && message[length] == ':';
}

void cli_tell_place(const char *file, const char *text, size_t length, size_t offset,
                    const char *message) {
    size_t line = 1, column = 1;
    for (size_t i = 0; i < offset; i++) {
        if (text[i] == '\n')
            line++, column = 1;
        else
            column += ((unsigned char)text[i] & 0xC0) != 0x80;
    }
    if (names_file(message, file))
        fprintf(stderr, "koor: %s\n", message);
    else
        fprintf(stderr, "koor: %s:%zu:%zu: %s\n", file, line, column, message);
    show_place(text, length, offset);
}

const char *cli_without_place(const char *message) {
    unsigned line, column;
    int used = 0;
    return sscanf(message, "line %u, column %u: %n", &line, &column, &used) == 2 && used ? message + used
                                                                                         : message;
}

/* The message, and the path behind it where the message does not name it itself. */
static void tell_with_path(const koor_error *error) {
    const char *message = koor_error_message(error), *path = koor_error_path(error);
    if (strstr(message, path))
        fprintf(stderr, "koor: %s\n", message);
    else
        fprintf(stderr, "koor: %s (at %s)\n", message, path);
}

/* Whether the offset of an error counts in an option's value, and not in `file`. */
static int is_in_option(const koor_error *error, const char *file) {
    const char *path = koor_error_path(error);
    if (koor_error_offset(error) < 0 || (file && strcmp(path, file) == 0))
        return 0;
    for (size_t i = 0; i < koor_option_count(); i++)
        if (strcmp(koor_option_name(i), path) == 0)
            return 1;
    return 0;
}

int cli_tell(koor_error *error, const char *file, const char *text, size_t length) {
    int64_t offset = koor_error_offset(error);
    const char *path = koor_error_path(error);
    int is_elsewhere = koor_error_code(error) < 0 && *path && strcmp(path, "post") != 0 &&
                       !(file && strcmp(path, file) == 0) && strncmp(koor_error_message(error), "line ", 5) == 0;
    if (is_in_option(error, file)) {
        tell_with_path(error);
    } else if (is_elsewhere) { /* markup of a fragment: the message has its line and column */
        fprintf(stderr, "koor: fragment %s: %s\n", path, koor_error_message(error));
    } else if (offset >= 0 && text && (size_t)offset <= length) {
        cli_tell_place(file, text, length, (size_t)offset, cli_without_place(koor_error_message(error)));
    } else if (file && *file && !names_file(koor_error_message(error), file)) {
        fprintf(stderr, "koor: %s: %s\n", file, koor_error_message(error));
    } else {
        tell_with_path(error); /* every message holds the empty path */
    }
    koor_error_free(error);
    return CLI_FAILED;
}

/* The byte of the key in the line, else of the line. */
static size_t find_key(const char *text, size_t from, size_t to, const char *key) {
    char quoted[64];
    int size = snprintf(quoted, sizeof quoted, "\"%s\"", key);
    const char *found = *key && size < (int)sizeof quoted
                            ? memmem(text + from, to - from, quoted, (size_t)size)
                            : NULL;
    return found ? (size_t)(found - text) : from;
}

/* Where line number `line` begins, at most at the end. */
static size_t line_start(const char *text, size_t length, size_t line) {
    size_t start = 0;
    while (--line > 0 && start < length) {
        const char *end = memchr(text + start, '\n', length - start);
        start = end ? (size_t)(end - text) + 1 : length;
    }
    return start;
}

int cli_tell_line(koor_error *error, const char *file, const char *text, size_t length) {
    char *rest = NULL;
    const char *word = strstr(koor_error_path(error), "line ");
    size_t line = word ? strtoul(word + 5, &rest, 10) : 0;
    int64_t offset = koor_error_offset(error);
    if (!line)
        return cli_tell(error, file, NULL, 0);
    size_t start = line_start(text, length, line);
    const char *end = memchr(text + start, '\n', length - start);
    size_t stop = end ? (size_t)(end - text) : length;
    size_t at = offset >= 0 ? start + (size_t)offset
                            : find_key(text, start, stop, *rest == '.' ? rest + 1 : "");
    cli_tell_place(file, text, length, at > stop ? stop : at, koor_error_message(error));
    koor_error_free(error);
    return CLI_FAILED;
}
