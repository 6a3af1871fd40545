/* Named patterns: `pattern NAME = ELEMENTS`, used as %NAME. Each becomes one program of its own, which
 * the matcher runs once for each word of a sentence, however many rules use it. They are declared in
 * any order and may contain each other, so one is compiled behind those that it contains; a circle is
 * an error, and so the matcher's work always ends. */
#include "rewrite/pack_build.h"

#include <string.h>

enum { MAX_NESTED = 16 };

static int32_t compile(kr_pack_builder *builder, kr_naming *naming, int depth);

/* The "NAME" of a "%NAME" that stands at `at`, or an empty one. */
static kr_str reference_at(kr_str text, size_t at) {
    size_t end = at + 1;
    if (text.at[at] != '%')
        return (kr_str){text.at, 0};
    while (end < text.length && (kr_is_name_char(text.at[end]) || text.at[end] == '-'))
        end++;
    return (kr_str){text.at + at + 1, end - at - 1};
}

static kr_naming *find(const kr_pack_builder *builder, kr_str name) {
    for (size_t i = 0; i < builder->naming_count; i++) {
        kr_naming *naming = &builder->namings[i];
        uint32_t string = builder->patterns[naming->pattern].name;
        if (kr_str_equal(kr_build_text(builder, string), name))
            return naming;
    }
    return NULL;
}

uint32_t kr_build_find_pattern(const kr_pack_builder *builder, kr_str name, kr_anchor *out) {
    uint32_t string = kr_build_find(builder, name);
    const kr_naming *naming = find(builder, name);
    if (naming)
        *out = naming->anchor;
    for (size_t i = 0; i < builder->pattern_count && string != KR_PACK_NONE; i++)
        if (builder->patterns[i].name == string)
            return (uint32_t)i;
    return KR_PACK_NONE;
}

int32_t kr_build_naming(kr_pack_builder *builder, kr_str rest) {
    size_t at = 0;
    kr_anchor unused;
    kr_str name = kr_phrase_next(rest, &at), sign = kr_phrase_next(rest, &at);
    size_t length = 0;
    while (length < name.length && (kr_is_name_char(name.at[length]) || name.at[length] == '-'))
        length++;
    if (name.length == 0 || length < name.length || !kr_str_is(sign, "="))
        return kr_build_error(builder, rest, "write: pattern NAME = ELEMENTS, the name in a-z 0-9 _ -");
    if (kr_build_find_pattern(builder, name, &unused) != KR_PACK_NONE)
        return kr_build_error(builder, name, "a pattern of that name stands before");
    uint32_t string = kr_build_string(builder, name);
    if (string == KR_PACK_NONE || KR_BUILD_GROW(builder, pattern) < 0 ||
        KR_BUILD_GROW(builder, naming) < 0)
        return kr_build_nomem(builder);
    builder->namings[builder->naming_count++] =
        (kr_naming){.pattern = (uint32_t)builder->pattern_count, .file = builder->file,
                    .text = {rest.at + at, rest.length - at}, .line = builder->line,
                    .line_start = builder->line_start};
    builder->patterns[builder->pattern_count++] = (kr_pack_pattern){.name = string};
    return KOOR_OK;
}

static void stand_at(kr_pack_builder *builder, const kr_naming *naming) {
    builder->file = naming->file;
    builder->line = naming->line;
    builder->line_start = naming->line_start;
}

static int32_t compile_contained(kr_pack_builder *builder, const kr_naming *naming, int depth) {
    int32_t status = KOOR_OK;
    for (size_t at = 0; at < naming->text.length && status == KOOR_OK; at++) {
        kr_str name = reference_at(naming->text, at);
        kr_naming *inner = name.length ? find(builder, name) : NULL;
        if (!inner || inner->state == KR_NAMING_DONE)
            continue;
        stand_at(builder, naming);
        if (inner->state == KR_NAMING_OPEN)
            return kr_build_error(builder, name, "a pattern that contains itself");
        if (depth == MAX_NESTED)
            return kr_build_error(builder, name, "named patterns nested deeper than 16");
        status = compile(builder, inner, depth + 1);
    }
    return status;
}

static int32_t compile(kr_pack_builder *builder, kr_naming *naming, int depth) {
    kr_program program;
    naming->state = KR_NAMING_OPEN;
    int32_t status = compile_contained(builder, naming, depth);
    if (status != KOOR_OK)
        return status;
    stand_at(builder, naming);
    status = kr_build_program(builder, naming->text, 1, &program);
    if (status != KOOR_OK)
        return status;
    builder->patterns[naming->pattern].op = program.op;
    naming->anchor = program.anchor;
    naming->state = KR_NAMING_DONE;
    return KOOR_OK;
}

int32_t kr_build_namings(kr_pack_builder *builder) {
    int32_t status = KOOR_OK;
    for (size_t i = 0; i < builder->naming_count && status == KOOR_OK; i++)
        if (builder->namings[i].state == KR_NAMING_NEW)
            status = compile(builder, &builder->namings[i], 1);
    return status;
}
