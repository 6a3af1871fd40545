/* The front of the pack compiler: files into lines, comments off, each line to who knows it.
 * Line-based on purpose: an error has one line and one column, and the reader recovers nothing, so
 * that the first mistake is told exactly. */
#include "rewrite/pack_build.h"

#include <string.h>

int32_t kr_build_nomem(kr_pack_builder *builder) {
    return kr_nomem(builder->job);
}

int32_t kr_build_error(kr_pack_builder *builder, kr_str at, const char *message) {
    const char *text = builder->file->text.at, *line = builder->line_start;
    const char *end = text + builder->file->text.length;
    if (at.at < line || at.at > end)
        at = (kr_str){line, 0};
    size_t column = kr_utf8_count(line, (size_t)(at.at - line)) + 1;
    char *path =
        kr_arena_string(&builder->job->arena, builder->file->name.at, builder->file->name.length);
    return kr_fail(builder->job, KOOR_E_SYNTAX, path ? path : "", (int64_t)(at.at - text),
                   "%.*s:%u:%zu: %s%s%.*s", (int)builder->file->name.length, builder->file->name.at,
                   (unsigned)builder->line, column, message, at.length ? ": " : "",
                   KR_SHOWN(at, 60));
}

static int is_blank(char byte) {
    return byte == ' ' || byte == '\t' || byte == '\r';
}

/* "#" at the start or behind white space begins a comment; "\#" is a plain one. */
static kr_str without_comment(kr_str line) {
    for (size_t i = 0; i < line.length; i++)
        if (line.at[i] == '#' && (i == 0 || is_blank(line.at[i - 1]))) {
            line.length = i;
            break;
        }
    while (line.length && is_blank(line.at[line.length - 1]))
        line.length--;
    return line;
}

static int32_t read_pack_line(kr_pack_builder *builder, kr_str rest) {
    size_t at = 0;
    kr_str language = kr_phrase_next(rest, &at);
    kr_str version = kr_phrase_next(rest, &at);
    if (language.length == 0 || language.length >= sizeof builder->language ||
        !kr_str_is(version, "1"))
        return kr_build_error(builder, rest, "write: pack LANGUAGE 1");
    if (builder->language[0] && !kr_str_is(language, builder->language))
        return kr_fail(builder->job, KOOR_E_LANGUAGE, "", -1,
                       "%.*s is a pack of the language %.*s among packs of %s",
                       (int)builder->file->name.length, builder->file->name.at,
                       (int)language.length, language.at, builder->language);
    memcpy(builder->language, language.at, language.length);
    return KOOR_OK;
}

static int32_t end_rule(kr_pack_builder *builder) {
    if (!builder->in_rule)
        return KOOR_OK;
    builder->in_rule = 0;
    return builder->pass ? kr_build_rule_end(builder) : KOOR_OK;
}

static int32_t read_declaration(kr_pack_builder *builder, kr_str word, kr_str rest) {
    int32_t status = end_rule(builder);
    int is_rule = kr_rule_is(word), is_list = kr_str_is(word, "list");
    int is_pattern = kr_str_is(word, "pattern");
    if (status != KOOR_OK)
        return status;
    if (kr_str_is(word, "pack"))
        return read_pack_line(builder, rest);
    if (builder->language[0] == '\0')
        return kr_build_error(builder, word, "a pack begins with the line: pack LANGUAGE 1");
    if (!is_rule && !is_list && !is_pattern && !kr_lexicon_is(word))
        return kr_build_error(builder, word, "not a declaration or a kind of rule");
    builder->in_rule = is_rule;
    if (is_rule != builder->pass)
        return KOOR_OK;
    if (is_rule)
        return kr_build_rule(builder, word, rest);
    if (is_pattern)
        return kr_build_naming(builder, rest);
    return is_list ? kr_build_list(builder, rest) : kr_build_lexicon(builder, word, rest);
}

static int32_t read_line(kr_pack_builder *builder, kr_str line) {
    int indented = line.length && is_blank(line.at[0]);
    size_t at = 0;
    line = without_comment(line);
    kr_str word = kr_phrase_next(line, &at);
    while (at < line.length && is_blank(line.at[at]))
        at++;
    kr_str rest = {line.at + at, line.length - at};
    if (word.length == 0)
        return KOOR_OK;
    if (!indented)
        return read_declaration(builder, word, rest);
    if (!builder->in_rule)
        return kr_build_error(builder, word, "an indented line without a rule above it");
    return builder->pass ? kr_build_rule_line(builder, word, rest) : KOOR_OK;
}

static int32_t read_file(kr_pack_builder *builder, const kr_pack_file *file) {
    kr_str text = file->text;
    size_t at = 0;
    builder->file = file;
    builder->line = 0;
    if (text.length >= 3 && memcmp(text.at, "\xef\xbb\xbf", 3) == 0)
        at = 3;
    if (kr_utf8_valid(text.at, text.length) != text.length)
        return kr_fail(builder->job, KOOR_E_UTF8, "", (int64_t)kr_utf8_valid(text.at, text.length),
                       "%.*s is not UTF-8: save it as such", (int)file->name.length, file->name.at);
    int32_t status = KOOR_OK;
    while (at < text.length && status == KOOR_OK) {
        const char *end = memchr(text.at + at, '\n', text.length - at);
        size_t stop = end ? (size_t)(end - text.at) : text.length;
        builder->line++;
        builder->line_start = text.at + at;
        status = read_line(builder, (kr_str){text.at + at, stop - at});
        at = stop + 1;
    }
    return status == KOOR_OK ? end_rule(builder) : status;
}

/* Twice: rules may use lists, words and patterns that are declared behind them, or in another
 * file. */
int32_t kr_build_files(kr_pack_builder *builder, const kr_pack *base, const kr_pack_file *files,
                       size_t count) {
    if (base) {
        memcpy(builder->language, kr_pack_language(base), sizeof builder->language);
        if (kr_build_import(builder, base) < 0)
            return kr_build_nomem(builder);
    }
    for (builder->pass = 0; builder->pass < 2; builder->pass++) {
        for (size_t i = 0; i < count; i++) {
            int32_t status = read_file(builder, &files[i]);
            if (status != KOOR_OK)
                return status;
        }
        kr_build_risks(builder);
        int32_t status = builder->pass ? KOOR_OK : kr_build_namings(builder);
        if (status != KOOR_OK)
            return status;
    }
    return KOOR_OK;
}

int32_t kr_pack_compile(kr_job *job, kr_pack **out, const kr_pack *base, const kr_pack_file *files,
                        size_t count) {
    kr_pack_builder builder = {.job = job};
    *out = NULL;
    int32_t status = kr_build_files(&builder, base, files, count);
    return status == KOOR_OK ? kr_build_emit(&builder, out) : status;
}

void kr_pack_free(const kr_memory *memory, kr_pack *pack) {
    kr_free(memory, pack);
}
