/* Checking author markup: all problems of a text in one go, as data. Takes the text, gives codes
 * with line and column; nothing is built, so that a text with a thousand faults costs one pass.
 * What depends on definitions (cycles, how many forms a plural has) is computed once for each
 * definition, in the order of a depth-first search, and never by expanding them: a template of
 * sixty characters can mean 2^51 of text. Codes and verdicts follow the fixtures of @spintax/core.
 */
#include "rewrite/markup_text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* ---- problems
 * -------------------------------------------------------------------------------------- */

static void place(kr_str text, size_t offset, kr_markup_problem *out) {
    size_t line = 0;
    out->line = 1;
    for (size_t i = 0; i < offset && i < text.length; i++)
        if (text.at[i] == '\n') {
            out->line++;
            line = i + 1;
        }
    out->start = (uint32_t)offset;
    out->column = (uint32_t)kr_utf8_count(text.at + line, offset - line) + 1;
}

void kr_markup_report(kr_markup_work *work, const char *code, int error, size_t offset,
                      const char *format, ...) {
    kr_markup_result *result = work->result;
    char message[512];
    if (!result)
        return;
    result->errors += error != 0;
    result->warnings += error == 0;
    if (result->problem_count >= (size_t)work->settings->number[KR_OPT_MARKUP_MAX_PROBLEMS])
        return;
    va_list list;
    va_start(list, format);
    int length = vsnprintf(message, sizeof message, format, list);
    va_end(list);
    if (length < 0)
        length = 0;
    if ((size_t)length >= sizeof message) /* cut between characters */
        length = (int)kr_utf8_valid(message, sizeof message - 1);
    char *own = kr_arena_string(&work->job->arena, message, (size_t)length);
    if (!own ||
        kr_arena_grow(&work->job->arena, (void **)&result->problems, &result->problem_capacity,
                      result->problem_count, sizeof *result->problems) < 0) {
        work->failed = 1;
        return;
    }
    kr_markup_problem problem = {.code = code,
                                 .message = own,
                                 .error = error != 0,
                                 .path = work->input->path ? work->input->path : ""};
    place(work->input->text, offset, &problem);
    result->problems[result->problem_count++] = problem;
}

/* ---- brackets
 * -------------------------------------------------------------------------------------- */

static void check_brackets(kr_markup_work *work, const kr_flat *flat) {
    uint32_t *open = kr_arena_alloc(&work->job->arena, flat->length + 1, sizeof *open);
    size_t height = 0, deepest = 0;
    if (!open) {
        work->failed = 1;
        return;
    }
    for (uint32_t i = 0; i < flat->length; i++) {
        char c = flat->at[i];
        if (c == '{' || c == '[')
            open[height++] = i;
        deepest = height > deepest ? height : deepest;
        if (c != '}' && c != ']')
            continue;
        char opener = height ? flat->at[open[height - 1]] : 0;
        if (!opener)
            kr_markup_report(work, "bracket.unexpected-closing", 1, kr_flat_origin(flat, i),
                             "this %c closes nothing: delete it, or write \\%c for the sign itself",
                             c, c);
        else if (opener != (c == '}' ? '{' : '['))
            kr_markup_report(
                work, "bracket.mismatched", 1, kr_flat_origin(flat, i),
                "%c is closed by %c: make them a pair, or write \\%c for the sign itself", opener,
                c, c);
        height -= height > 0;
    }
    while (height > 0) {
        size_t at = open[--height];
        kr_markup_report(work, "bracket.unclosed", 1, kr_flat_origin(flat, at),
                         "this %c is never closed: close it, or write \\%c for the sign itself",
                         flat->at[at], flat->at[at]);
    }
    if (deepest > (size_t)work->settings->number[KR_OPT_MARKUP_MAX_DEPTH])
        kr_markup_report(work, "limit.depth", 1, 0,
                         "brackets are nested %zu deep; markup.max_depth allows %lld", deepest,
                         (long long)work->settings->number[KR_OPT_MARKUP_MAX_DEPTH]);
}

/* ---- directives
 * ------------------------------------------------------------------------------------ */

/* A line (ended by LF alone) that begins with the keyword but holds no well-formed directive. */
static void check_directive_line(kr_markup_work *work, const kr_flat *flat, size_t start,
                                 size_t end, int has_one) {
    size_t at = start;
    while (at < end && kr_is_blank(flat->at[at]))
        at++;
    if (end - at < 5 || flat->at[at] != '#' || !kr_is_blank(flat->at[at + 4]))
        return;
    int def = memcmp(flat->at + at + 1, "def", 3) == 0;
    if (!def && memcmp(flat->at + at + 1, "set", 3) != 0)
        return;
    if (has_one)
        return;
    kr_markup_report(
        work, def ? "def.malformed" : "set.malformed", 1, kr_flat_origin(flat, at),
        "a definition reads #%s %%name%% = value, with a name of letters a-z, digits and "
        "_; write \\# for the sign itself",
        def ? "def" : "set");
}

static void check_directive_lines(kr_markup_work *work, const kr_flat *flat,
                                  const kr_directives *directives) {
    size_t next = 0;
    for (size_t start = 0; start < flat->length && !work->failed;) {
        const char *line = memchr(flat->at + start, '\n', flat->length - start);
        size_t end = line ? (size_t)(line - flat->at) : flat->length;
        while (next < directives->count && directives->at[next].start < start)
            next++;
        int has_one = next < directives->count && directives->at[next].start < end;
        check_directive_line(work, flat, start, end, has_one);
        start = end + 1;
    }
}

/* ---- definitions
 * ----------------------------------------------------------------------------------- */

/* What is known of a definition once those that it names are known. */
typedef struct traits {
    uint8_t state;    /* 0 new, 1 being looked at, 2 done */
    uint8_t cyclic;   /* it leads into a cycle */
    uint8_t spins;    /* as a macro it brings choices, permutations or plurals */
    uint8_t brackets; /* as a macro it brings brackets other than conditions' */
    uint8_t unsure;   /* its number of | cannot be told without evaluating it */
    uint64_t pipes;
} traits;

typedef struct checker {
    kr_markup_work *work;
    const kr_flat *flat;
    kr_directives directives;
    traits *traits; /* of each directive */
    uint32_t *match;
} checker;

static size_t index_of(const checker *c, const kr_directive *d) {
    return (size_t)(d - c->directives.at);
}

static size_t offset_of(const checker *c, const kr_directive *d) {
    return kr_flat_origin(c->flat, d->start);
}

/* What a value says by itself; what it names is added by add_named. */
static void own_traits(kr_str value, traits *out) {
    kr_markup_test test;
    for (size_t at = 0; at < value.length; at++) {
        char c = value.at[at];
        out->pipes += c == '|';
        if (c == '{' && kr_markup_condition(value, at, &test) && test.value.at == NULL) {
            out->unsure = 1;
            at += kr_markup_condition(value, at, &test) - 1;
        } else if (c == '{' || c == '[') {
            out->spins = out->brackets = 1;
        } else if (c == ']') {
            out->brackets = 1;
        } else if (c == '}' && !out->unsure) {
            out->brackets = 1;
        }
    }
}

static void add_named(traits *to, const kr_directive *named, const traits *from) {
    to->cyclic |= from->cyclic || from->state == 1;
    to->pipes = to->pipes + from->pipes < to->pipes ? UINT64_MAX : to->pipes + from->pipes;
    to->unsure |= from->unsure;
    if (named->def) {
        to->unsure |= from->brackets || from->spins;
    } else {
        to->spins |= from->spins;
        to->brackets |= from->brackets;
    }
}

typedef struct visit {
    uint32_t directive;
    size_t at; /* how far its value was read */
} visit;

static void note_cycle(checker *c, const kr_directive *from, const kr_directive *to) {
    if (from == to)
        kr_markup_report(c->work, "variable.self-reference", 1, offset_of(c, from),
                         "%%%.*s%% names itself: take the name out of its own value",
                         (int)from->name.length, from->name.at);
    else
        kr_markup_report(c->work, "variable.circular-reference", 1, offset_of(c, from),
                         "%%%.*s%% and %%%.*s%% need each other: one of them has to be written out",
                         (int)from->name.length, from->name.at, (int)to->name.length, to->name.at);
}

/* One step of the search: descends into the next name, or finishes the definition on top. */
static size_t visit_top(checker *c, visit *stack, size_t height) {
    visit *top = &stack[height - 1];
    const kr_directive *d = &c->directives.at[top->directive];
    traits *own = &c->traits[top->directive];
    for (; top->at < d->value.length; top->at++) {
        kr_str name;
        size_t length = kr_markup_reference(d->value, top->at, &name);
        if (!length)
            continue;
        const kr_directive *named = kr_markup_definition_of(c->work, &c->directives, name);
        const kr_markup_value *host = kr_markup_host_value(c->work, name);
        own->unsure |= !named || host;
        if (named && c->traits[index_of(c, named)].state == 0) {
            stack[height] = (visit){(uint32_t)index_of(c, named), 0};
            c->traits[index_of(c, named)].state = 1;
            own_traits(named->value, &c->traits[index_of(c, named)]);
            return height + 1; /* this name is read again when that one is done */
        }
        if (named && c->traits[index_of(c, named)].state == 1)
            note_cycle(c, d, named);
        if (named)
            add_named(own, named, &c->traits[index_of(c, named)]);
        top->at += length - 1;
    }
    own->state = 2;
    return height - 1;
}

static void check_definitions(checker *c) {
    visit *stack = kr_arena_alloc(&c->work->job->arena, c->directives.count + 1, sizeof *stack);
    c->traits = kr_arena_zero(&c->work->job->arena, c->directives.count, sizeof *c->traits);
    if (!stack || !c->traits) {
        c->work->failed = 1;
        return;
    }
    for (size_t i = 0; i < c->directives.count && !c->work->failed; i++) {
        const kr_directive *d = &c->directives.at[i];
        if (!d->last)
            kr_markup_report(c->work, "definition.duplicate-name", 1, offset_of(c, d),
                             "%%%.*s%% is defined again further on: give one of them another name",
                             (int)d->name.length, d->name.at);
        if (!d->last || c->traits[i].state)
            continue;
        size_t height = 1;
        stack[0] = (visit){(uint32_t)i, 0};
        c->traits[i].state = 1;
        own_traits(d->value, &c->traits[i]);
        while (height && !c->work->failed)
            height = visit_top(c, stack, height);
    }
}

static void check_def_includes(checker *c) {
    for (size_t i = 0; i < c->directives.count; i++) {
        const kr_directive *d = &c->directives.at[i];
        const char word[] = "#include";
        for (size_t at = 0; d->def && at + sizeof word - 1 <= d->value.length; at++)
            if (memcmp(d->value.at + at, word, sizeof word - 1) == 0 &&
                (at + sizeof word - 1 == d->value.length ||
                 !kr_is_name(d->value.at[at + sizeof word - 1]))) {
                kr_markup_report(
                    c->work, "def.include-in-value", 1, offset_of(c, d),
                    "a #def is decided before texts are included: put the #include on a "
                    "line of its own");
                break;
            }
    }
}

/* The part of a directive's line that is no reference: up to its value. */
static size_t skip_directive_head(const checker *c, size_t at, size_t *next) {
    while (*next < c->directives.count && c->directives.at[*next].start < at)
        ++*next;
    if (*next < c->directives.count && c->directives.at[*next].start == at)
        return (size_t)(c->directives.at[(*next)++].value.at - c->flat->at);
    return at;
}

static void check_references(checker *c) {
    kr_str text = {c->flat->at, c->flat->length}, name;
    size_t next = 0;
    for (size_t at = 0; at < text.length && !c->work->failed && !c->work->nested;) {
        size_t head = skip_directive_head(c, at, &next);
        size_t length = head == at ? kr_markup_reference(text, at, &name) : 0;
        if (length && (name.at[0] < '0' || name.at[0] > '9') &&
            !kr_markup_definition_of(c->work, &c->directives, name) &&
            !kr_markup_host_value(c->work, name))
            kr_markup_report(
                c->work, "variable.undefined", 0, kr_flat_origin(c->flat, at),
                "%%%.*s%% is not defined here and stays in the text as it is: define it, "
                "or give its value",
                (int)name.length, name.at);
        at = head > at ? head : at + (length ? length : 1);
    }
}

/* ---- includes, conditions, permutations, plurals
 * ---------------------------------------------------- */

static int fragment_known(const kr_markup_work *work, kr_str name) {
    for (size_t i = 0; i < work->input->fragment_count; i++)
        if (kr_str_equal(work->input->fragments[i].name, name))
            return 1;
    return 0;
}

static void check_includes(checker *c) {
    kr_str text = {c->flat->at, c->flat->length}, name;
    for (size_t at = 0; at < text.length && c->work->input->fragments; at++) {
        size_t length = kr_line_start(text, at) ? kr_markup_include(text, at, &name) : 0;
        if (length && !fragment_known(c->work, name))
            kr_markup_report(
                c->work, "include.unknown-target", 1, kr_flat_origin(c->flat, at),
                "there is no text named \"%.*s\" to include: give it, or correct the name",
                (int)name.length, name.at);
    }
}

static const kr_markup_voice *voice_of(const kr_markup_work *work, kr_str name) {
    for (size_t i = 0; i < work->input->voice_count; i++)
        if (kr_str_equal_fold(work->input->voices[i].name, name))
            return &work->input->voices[i];
    return NULL;
}

static void check_condition(checker *c, size_t at, const kr_markup_test *test) {
    const kr_markup_voice *voice = voice_of(c->work, test->name);
    if (!voice) {
        kr_markup_report(
            c->work, "condition.unknown-voice", 1, kr_flat_origin(c->flat, at),
            "no voice has a feature \"%.*s\": ask for one that it has, such as person or "
            "tone",
            (int)test->name.length, test->name.at);
        return;
    }
    for (size_t from = 0; from <= test->value.length;) {
        size_t to = from, known = 0;
        while (to < test->value.length && test->value.at[to] != '+')
            to++;
        kr_str value = {test->value.at + from, to - from};
        for (uint32_t v = 0; v < voice->value_count; v++)
            known |= (size_t)kr_str_equal_fold(voice->values[v], value);
        if (!known)
            kr_markup_report(c->work, "condition.unknown-value", 1, kr_flat_origin(c->flat, at),
                             "the voice feature \"%.*s\" has no value \"%.*s\"",
                             (int)test->name.length, test->name.at, (int)value.length, value.at);
        from = to + 1;
    }
}

static void check_key(checker *c, size_t at, kr_str key, kr_str value) {
    int least = kr_str_is(key, "minsize"), most = kr_str_is(key, "maxsize");
    size_t digits = 0;
    if (!least && !most && !kr_str_is(key, "sep") && !kr_str_is(key, "lastsep")) {
        kr_markup_report(c->work, "permutation.unknown-key", 1, kr_flat_origin(c->flat, at),
                         "a permutation has no setting \"%.*s\": it has minsize, maxsize, sep and "
                         "lastsep",
                         (int)key.length, key.at);
        return;
    }
    while (digits < value.length && value.at[digits] >= '0' && value.at[digits] <= '9')
        digits++;
    int whole = digits > 0 && (digits == value.length || value.at[digits] == ';' ||
                               kr_is_ascii_space(value.at[digits]));
    if ((least || most) && !whole)
        kr_markup_report(
            c->work, least ? "permutation.minsize-not-integer" : "permutation.maxsize-not-integer",
            1, kr_flat_origin(c->flat, at), "%.*s has to be a whole number", (int)key.length,
            key.at);
}

static void check_sizes(checker *c, size_t at, size_t end) {
    kr_permutation_config config;
    kr_markup_config((kr_str){c->flat->at, c->flat->length}, at + 1, end, &config);
    if (config.most >= 0 && config.least > config.most)
        kr_markup_report(
            c->work, "permutation.minsize-above-maxsize", 1, kr_flat_origin(c->flat, at),
            "no permutation has at least %lld and at most %lld items: change minsize or maxsize",
            (long long)config.least, (long long)config.most);
}

/* Each name before an equals sign outside quotation marks. */
static void check_permutation(checker *c, size_t at, size_t end) {
    kr_str keys, text = {c->flat->at, c->flat->length};
    int quoted = 0;
    check_sizes(c, at, end);
    if (!kr_markup_keys(text, at + 1, end, &keys))
        return;
    for (size_t i = 0; i < keys.length; i++) {
        quoted ^= keys.at[i] == '"';
        if (quoted || keys.at[i] != '=')
            continue;
        size_t last = i, first, value = i + 1;
        while (last > 0 && kr_is_ascii_space(keys.at[last - 1]))
            last--;
        for (first = last; first > 0 && kr_is_name(keys.at[first - 1]);)
            first--;
        while (value < keys.length && kr_is_ascii_space(keys.at[value]))
            value++;
        if (first < last)
            check_key(c, at, (kr_str){keys.at + first, last - first},
                      (kr_str){keys.at + value, keys.length - value});
    }
}

/* Adds what the names in a piece of text bring. */
static void add_references(checker *c, kr_str text, traits *out) {
    kr_str name;
    for (size_t at = 0; at < text.length; at++) {
        size_t length = kr_markup_reference(text, at, &name);
        if (!length)
            continue;
        const kr_directive *named = kr_markup_definition_of(c->work, &c->directives, name);
        out->unsure |= !named || kr_markup_host_value(c->work, name);
        if (named)
            add_named(out, named, &c->traits[index_of(c, named)]);
        at += length - 1;
    }
}

static void check_forms(checker *c, size_t at, kr_str forms) {
    const char *locale = c->work->input->locale;
    size_t offset = kr_flat_origin(c->flat, at);
    traits all = {0};
    own_traits(forms, &all);
    add_references(c, forms, &all);
    if (all.brackets) {
        kr_markup_report(c->work, "plural.nested-brackets", 1, offset,
                         "the forms of a plural are plain text: take choices out of them");
        return;
    }
    if (all.unsure || all.cyclic)
        return;
    uint64_t count = all.pipes + 1;
    if ((!locale || !*locale) && count != 2)
        kr_markup_report(c->work, "plural.locale-missing", 0, offset,
                         "a plural of %llu forms needs a locale that has as many",
                         (unsigned long long)count);
    else if (locale && *locale && count != kr_plural_arity(locale))
        kr_markup_report(c->work, "plural.arity", 1, offset,
                         "a plural has %u forms in \"%s\", and here are %llu",
                         kr_plural_arity(locale), locale, (unsigned long long)count);
}

static void check_plural(checker *c, size_t at, size_t end) {
    kr_str text = {c->flat->at, c->flat->length};
    size_t colon = at + 7;
    while (colon < end && text.at[colon] != ':')
        colon = c->match[colon] != KR_NONE && c->match[colon] > colon ? c->match[colon] + 1u
                                                                      : colon + 1;
    if (colon >= end)
        return;
    kr_str slot = {text.at + at + 7, colon - at - 7};
    traits count = {0};
    own_traits(slot, &count);
    add_references(c, slot, &count);
    if (count.spins)
        kr_markup_report(
            c->work, "plural.count-macro", 1, kr_flat_origin(c->flat, at),
            "the count of a plural is a choice that is not made yet: define it with #def, "
            "which decides once");
    check_forms(c, at, (kr_str){text.at + colon + 1, end - colon - 1});
}

static void check_groups(checker *c) {
    kr_str text = {c->flat->at, c->flat->length};
    kr_markup_test test;
    c->match = kr_markup_match(c->work, text);
    size_t depth = 0;
    for (size_t at = 0; at < text.length && !c->work->failed; at++) {
        size_t end = c->match[at] == KR_NONE ? text.length : c->match[at];
        depth += (text.at[at] == '{' || text.at[at] == '[') && end > at && end < text.length;
        depth -= (text.at[at] == '}' || text.at[at] == ']') && end < at;
        if (depth > (size_t)c->work->settings->number[KR_OPT_MARKUP_MAX_DEPTH])
            return; /* said already; deeper ones would make this quadratic */
        if (text.at[at] == '{' && end < text.length && kr_markup_is_plural(text, at))
            check_plural(c, at, end);
        else if (text.at[at] == '{' && kr_markup_condition(text, at, &test) && test.value.at)
            check_condition(c, at, &test);
        else if (text.at[at] == '[' && end < text.length)
            check_permutation(c, at, end);
    }
}

int32_t kr_markup_check_into(kr_markup_work *work) {
    kr_flat flat = {0};
    checker c = {.work = work, .flat = &flat};
    int32_t status = kr_markup_read(work, work->input->text, &flat);
    if (status != KOOR_OK)
        return status;
    kr_markup_find_directives(work, &flat, &c.directives);
    check_brackets(work, &flat);
    check_directive_lines(work, &flat, &c.directives);
    if (!work->failed)
        check_definitions(&c);
    if (!work->failed) {
        check_def_includes(&c);
        check_references(&c);
        check_includes(&c);
        check_groups(&c);
    }
    return work->failed ? kr_nomem(work->job) : KOOR_OK;
}

int32_t kr_markup_check(kr_job *job, const kr_settings *settings, const kr_markup_input *input,
                        kr_markup_result *out) {
    kr_markup_work work = {.job = job, .settings = settings, .input = input, .result = out};
    *out = (kr_markup_result){0};
    return kr_markup_check_into(&work);
}

/* ---- questions
 * ------------------------------------------------------------------------------------- */

/* 1 where some { has a | of its own. */
static int has_choice(kr_markup_work *work, const kr_flat *flat) {
    kr_str text = {flat->at, flat->length};
    uint32_t *match = kr_markup_match(work, text), *open;
    size_t height = 0;
    open = kr_arena_alloc(&work->job->arena, text.length + 1, sizeof *open);
    if (!match || !open) {
        work->failed = 1;
        return 0;
    }
    for (uint32_t i = 0; i < text.length; i++) {
        if (match[i] != KR_NONE && match[i] > i)
            open[height++] = i;
        else if (match[i] != KR_NONE)
            height--;
        else if (text.at[i] == '|' && height && text.at[open[height - 1]] == '{')
            return 1;
    }
    return 0;
}

int32_t kr_markup_is(kr_job *job, const kr_settings *settings, kr_str text) {
    const kr_markup_input input = {.text = text, .path = "post"};
    kr_markup_result result;
    int32_t status = kr_markup_check(job, settings, &input, &result);
    if (status != KOOR_OK || result.errors)
        return status;
    kr_markup_work work = {.job = job, .settings = settings, .input = &input};
    kr_flat flat = {0};
    status = kr_markup_read(&work, text, &flat);
    int is = status == KOOR_OK ? has_choice(&work, &flat) : 0;
    return work.failed ? kr_nomem(job) : status < 0 ? status : is;
}

static void add_name(kr_markup_work *work, kr_markup_name_list *list, kr_str name) {
    for (size_t i = 0; i < list->count; i++)
        if (kr_str_equal(list->names[i], name))
            return;
    if (kr_arena_grow(&work->job->arena, (void **)&list->names, &list->capacity, list->count,
                      sizeof *list->names) < 0)
        work->failed = 1;
    else
        list->names[list->count++] = name;
}

int32_t kr_markup_names(kr_job *job, kr_str source, kr_markup_name_lists *out) {
    const kr_markup_input input = {.text = source, .path = "post", .exact = 1};
    kr_markup_work work = {.job = job, .input = &input};
    kr_flat flat = {0};
    checker c = {.work = &work, .flat = &flat};
    *out = (kr_markup_name_lists){0};
    int32_t status = kr_markup_read(&work, source, &flat);
    if (status != KOOR_OK)
        return status;
    kr_markup_find_directives(&work, &flat, &c.directives);
    for (size_t i = 0; i < c.directives.count && !work.failed; i++)
        add_name(&work, c.directives.at[i].def ? &out->defs : &out->sets, c.directives.at[i].name);
    kr_str text = {flat.at, flat.length}, name;
    kr_markup_test test;
    size_t next = 0;
    for (size_t at = 0; at < text.length && !work.failed;) {
        size_t head = skip_directive_head(&c, at, &next), length = 0;
        if (head > at) {
            at = head;
            continue;
        }
        if ((length = kr_markup_reference(text, at, &name)) > 0)
            add_name(&work, &out->refs, kr_markup_lower(&work, name));
        else if (kr_markup_condition(text, at, &test) && !test.value.at)
            add_name(&work, &out->refs, kr_markup_lower(&work, test.name));
        else if (kr_line_start(text, at) && kr_markup_include(text, at, &name) > 0)
            add_name(&work, &out->includes, name);
        at += length ? length : 1;
    }
    return work.failed ? kr_nomem(job) : KOOR_OK;
}
