/* Names, conditions and includes of author markup. Takes a source, gives one text in which each
 * %name% of a #set or of the host is replaced by its value (as a macro: choices in it are made anew
 * at each place), each condition by the branch that holds, each #include by the text the host gave.
 * A #def becomes a mark: it is decided once, and the graph ties all its places together.
 *
 * The order is the reference engine's: names, conditions, includes; plurals and choices come later.
 * Replacing is bounded twice, by what it writes and by how often it is done, because names of names
 * can double sixty times over and still write nothing. */
#include "rewrite/markup_build.h"

#include <string.h>

void kr_markup_limit(kr_markup_builder *builder, const char *code, size_t offset, const char *what,
                     int64_t most) {
    if (!builder->work->limited)
        kr_markup_report(builder->work, code, 1, offset,
                         "%s: at most %lld; write less, or raise the "
                         "limit",
                         what, (long long)most);
    builder->work->limited = 1;
}

static int stopped(const kr_markup_builder *builder) {
    return builder->work->failed || builder->work->limited;
}

int kr_markup_spend(kr_markup_builder *builder, size_t more, size_t offset) {
    size_t most = (size_t)builder->work->settings->number[KR_OPT_MARKUP_MAX_EXPANDED];
    builder->expanded += more + 1;
    if (builder->expanded > most)
        kr_markup_limit(builder, "limit.expanded", offset,
                        "definitions and includes put in too many bytes (markup.max_expanded)",
                        (int64_t)most);
    return stopped(builder);
}

/* ---- names
 * ----------------------------------------------------------------------------------------- */

static const kr_directive *look_up(kr_markup_builder *builder, const kr_markup_scope *scope,
                                   kr_str name, const kr_markup_scope **out_scope) {
    for (; scope; scope = scope->parent) {
        const kr_directive *d = kr_markup_definition_of(builder->work, &scope->directives, name);
        *out_scope = scope;
        if (d)
            return d;
    }
    return NULL;
}

/* Text and names only: no bracket, and no name of a definition that has one. Such a #def is put in
 * as text at once, so that a | in it separates like one written there. */
static int is_plain(kr_markup_builder *builder, kr_str value, const kr_markup_scope *scope,
                    int hops) {
    kr_str name;
    if (hops > KR_MARKUP_MOST_HOPS || kr_markup_spend(builder, value.length, 0))
        return 0;
    for (size_t at = 0; at < value.length; at++) {
        const kr_markup_scope *found;
        if (value.at[at] == '{' || value.at[at] == '[')
            return 0;
        if (!kr_markup_reference(value, at, &name))
            continue;
        const kr_markup_value *host = kr_markup_host_value(builder->work, name);
        const kr_directive *d = host ? NULL : look_up(builder, scope, name, &found);
        if (host && !host->literal && !is_plain(builder, host->value, scope, hops + 1))
            return 0;
        if (d && !is_plain(builder, d->value, found, hops + 1))
            return 0;
    }
    return !stopped(builder);
}

static uint32_t rolled_of(kr_markup_builder *builder, const kr_directive *d,
                          const kr_markup_scope *scope) {
    size_t place = (size_t)(d - scope->directives.at);
    if (kr_arena_grow(&builder->work->job->arena, (void **)&builder->rolled,
                      &builder->rolled_capacity, builder->rolled_count,
                      sizeof *builder->rolled) < 0) {
        builder->work->failed = 1;
        return 0;
    }
    builder->rolled[builder->rolled_count] =
        (kr_rolled){.name = d->name, .value = d->value, .scope = scope, .node = KR_NONE};
    scope->definitions[place] = (uint32_t)++builder->rolled_count;
    return (uint32_t)builder->rolled_count - 1;
}

/* The place of a #def among those that are decided once, or KR_NONE where it is plain text. */
static uint32_t decided_once(kr_markup_builder *builder, const kr_directive *d,
                             const kr_markup_scope *scope) {
    uint32_t *known = &scope->definitions[d - scope->directives.at];
    if (*known == 0 && is_plain(builder, d->value, scope, 0))
        *known = KR_NONE;
    if (*known == 0)
        return rolled_of(builder, d, scope);
    return *known == KR_NONE ? KR_NONE : *known - 1;
}

static void add_mark(kr_markup_builder *builder, kr_flat *out, int mark, uint32_t index,
                     uint32_t origin) {
    char bytes[KR_MARK_LENGTH] = {(char)mark};
    for (int i = 0; i < 4; i++)
        bytes[1 + i] = (char)(0x80 | (index >> (6 * i) & 63));
    kr_flat_add(builder->work, out, bytes, sizeof bytes, origin);
}

uint32_t kr_markup_mark_index(const char *at) {
    uint32_t index = 0;
    for (int i = 0; i < 4; i++)
        index |= (uint32_t)((unsigned char)at[1 + i] & 63) << (6 * i);
    return index;
}

static void add_literal(kr_markup_builder *builder, kr_flat *out, kr_str value, uint32_t origin) {
    for (size_t i = 0; i < value.length; i++) {
        const char *special = value.at[i] ? strchr(KR_MARKUP_SPECIALS, value.at[i]) : NULL;
        char mark[2] = {(char)KR_MARK_ESCAPE,
                        special ? (char)(0x80 + (special - KR_MARKUP_SPECIALS)) : 0};
        kr_flat_add(builder->work, out, special ? mark : value.at + i, special ? 2 : 1, origin);
    }
}

static void expand(kr_markup_builder *builder, kr_str text, const kr_flat *from,
                   const kr_markup_scope *scope, int hops, uint32_t origin, kr_flat *out);

/* What a name stands for; 0 where it stands for nothing and stays as it is. */
static int expand_name(kr_markup_builder *builder, kr_str name, const kr_markup_scope *scope,
                       int hops, uint32_t origin, kr_flat *out) {
    const kr_markup_value *host = kr_markup_host_value(builder->work, name);
    const kr_markup_scope *found = NULL;
    if (host && host->literal) {
        add_literal(builder, out, host->value, origin);
        return 1;
    }
    if (host) {
        expand(builder, host->value, NULL, scope, hops + 1, origin, out);
        return 1;
    }
    const kr_directive *d = look_up(builder, scope, name, &found);
    if (!d)
        return 0;
    uint32_t index = d->def ? decided_once(builder, d, found) : KR_NONE;
    if (index != KR_NONE)
        add_mark(builder, out, KR_MARK_DEFINITION, index, origin);
    else
        expand(builder, d->value, NULL, found, hops + 1, origin, out);
    return 1;
}

/* `from` gives the origin of each byte of `text`, which begins there; NULL: all come from `origin`.
 */
static void expand(kr_markup_builder *builder, kr_str text, const kr_flat *from,
                   const kr_markup_scope *scope, int hops, uint32_t origin, kr_flat *out) {
    if (kr_markup_spend(builder, text.length, origin))
        return;
    for (size_t at = 0; at < text.length && !stopped(builder);) {
        kr_str name;
        uint32_t place = from ? from->origin[at] : origin;
        size_t length = hops > KR_MARKUP_MOST_HOPS ? 0 : kr_markup_reference(text, at, &name);
        if (length && expand_name(builder, name, scope, hops, place, out)) {
            at += length;
            continue;
        }
        kr_flat_add(builder->work, out, text.at + at, 1, place);
        at++;
    }
}

/* ---- conditions
 * ------------------------------------------------------------------------------------ */

/* Which branch holds: 1, 0, or -1 where a definition decides, whose mark is in `out_index`. */
static int decide(kr_markup_builder *builder, kr_str name, const kr_markup_scope *scope,
                  uint32_t *out_index) {
    const kr_markup_value *host = kr_markup_host_value(builder->work, name);
    const kr_markup_scope *found = NULL;
    if (host)
        return kr_markup_truthy(host->value);
    const kr_directive *d = look_up(builder, scope, name, &found);
    if (!d)
        return 0;
    *out_index = d->def ? decided_once(builder, d, found) : KR_NONE;
    return *out_index == KR_NONE ? kr_markup_truthy(d->value) : -1;
}

static void resolve(kr_markup_builder *builder, const kr_passage *in, size_t at, size_t end,
                    const kr_markup_scope *scope, kr_flat *out);

/* The condition at `at`; gives where reading goes on. */
static size_t resolve_condition(kr_markup_builder *builder, const kr_passage *in, size_t at,
                                size_t head, const kr_markup_test *test,
                                const kr_markup_scope *scope, kr_flat *out) {
    size_t end = in->match[at], then = at + head;
    uint32_t index = 0;
    int holds = decide(builder, test->name, scope, &index);
    if (holds < 0) {
        kr_flat_copy(builder->work, out, in->flat, at, at + 1);
        add_mark(builder, out, test->inverted ? KR_MARK_TEST_NOT : KR_MARK_TEST, index,
                 in->flat->origin[at]);
        resolve(builder, in, then, end, scope, out);
        kr_flat_copy(builder->work, out, in->flat, end, end + 1);
        return end + 1;
    }
    size_t pipe = kr_markup_pipe(in->text, in->match, then, end);
    if (holds != test->inverted)
        resolve(builder, in, then, pipe, scope, out);
    else if (pipe < end)
        resolve(builder, in, pipe + 1, end, scope, out);
    return end + 1;
}

static void resolve(kr_markup_builder *builder, const kr_passage *in, size_t at, size_t end,
                    const kr_markup_scope *scope, kr_flat *out) {
    kr_markup_test test;
    if (++builder->depth > (size_t)builder->work->settings->number[KR_OPT_MARKUP_MAX_DEPTH])
        kr_markup_limit(builder, "limit.depth", 0,
                        "conditions are nested too deep (markup.max_depth)",
                        builder->work->settings->number[KR_OPT_MARKUP_MAX_DEPTH]);
    while (at < end && !stopped(builder)) {
        size_t head = in->text.at[at] == '{' && in->match[at] != KR_NONE
                          ? kr_markup_condition(in->text, at, &test)
                          : 0;
        if (head && test.value.at == NULL && at + head <= in->match[at]) {
            at = resolve_condition(builder, in, at, head, &test, scope, out);
        } else {
            kr_flat_copy(builder->work, out, in->flat, at, at + 1);
            at++;
        }
    }
    builder->depth--;
}

static void resolve_all(kr_markup_builder *builder, const kr_flat *flat,
                        const kr_markup_scope *scope, kr_flat *out) {
    kr_passage in = {{flat->at, flat->length}, flat, NULL};
    in.match = kr_markup_match(builder->work, in.text);
    if (in.match)
        resolve(builder, &in, 0, flat->length, scope, out);
}

void kr_markup_expand_value(kr_markup_builder *builder, kr_str value, const kr_markup_scope *scope,
                            kr_flat *out) {
    kr_flat expanded = {0};
    expand(builder, value, NULL, scope, 0, 0, &expanded);
    if (!stopped(builder))
        resolve_all(builder, &expanded, scope, out);
}

/* ---- includes
 * -------------------------------------------------------------------------------------- */

static const kr_markup_fragment *fragment_of(const kr_markup_builder *builder, kr_str name) {
    const kr_markup_input *input = builder->work->input;
    for (size_t i = 0; i < input->fragment_count; i++)
        if (kr_str_equal(input->fragments[i].name, name))
            return &input->fragments[i];
    return NULL;
}

static int is_open(const kr_markup_builder *builder, const kr_markup_fragment *fragment) {
    for (size_t i = 0; i < builder->include_depth; i++)
        if (builder->including[i] == fragment->name.at)
            return 1;
    return 0;
}

/* The problems of an included text, told with its name. */
static int32_t check_fragment(kr_markup_builder *builder, const kr_markup_fragment *fragment) {
    kr_markup_work *work = builder->work;
    kr_markup_input input = *work->input;
    char *path = kr_arena_string(&work->job->arena, fragment->name.at, fragment->name.length);
    if (!path)
        return kr_nomem(work->job);
    input.text = fragment->text;
    input.path = path;
    input.values = work->input->values;
    kr_markup_work inner = *work;
    size_t locks = work->result ? work->result->lock_count : 0;
    inner.input = &input;
    inner.nested = 1;
    int32_t status = kr_markup_check_into(&inner);
    if (work->result)
        work->result->lock_count = locks; /* they are listed when the text is put in */
    work->failed |= inner.failed;
    return status;
}

static int32_t include(kr_markup_builder *builder, const kr_markup_fragment *fragment,
                       const kr_markup_scope *scope, uint32_t origin, kr_flat *out) {
    kr_flat inner = {0};
    if (is_open(builder, fragment) || builder->include_depth == KR_MARKUP_MOST_INCLUDES) {
        kr_markup_report(builder->work, "include.circular", 1, origin,
                         "\"%.*s\" includes itself in the end: take one of the #include lines out",
                         (int)fragment->name.length, fragment->name.at);
        return KOOR_OK;
    }
    int32_t status = check_fragment(builder, fragment);
    if (status != KOOR_OK)
        return status;
    builder->including[builder->include_depth++] = fragment->name.at;
    status = kr_markup_expand_source(builder, fragment->text, scope, &inner);
    builder->include_depth--;
    if (status == KOOR_OK && !stopped(builder))
        kr_flat_add(builder->work, out, inner.at, inner.length, origin);
    return status;
}

static int32_t include_all(kr_markup_builder *builder, const kr_flat *flat,
                           const kr_markup_scope *scope, kr_flat *out) {
    kr_str text = {flat->at, flat->length}, name;
    for (size_t at = 0; at < text.length && !stopped(builder);) {
        size_t length = kr_line_start(text, at) ? kr_markup_include(text, at, &name) : 0;
        const kr_markup_fragment *fragment = length ? fragment_of(builder, name) : NULL;
        if (length && !fragment && !builder->work->input->fragments)
            kr_markup_report(
                builder->work, "include.unknown-target", 1, flat->origin[at],
                "there is no text named \"%.*s\" to include: give it, or correct the name",
                (int)name.length, name.at);
        if (!fragment) {
            kr_flat_copy(builder->work, out, flat, at, at + 1);
            at++;
            continue;
        }
        int32_t status = include(builder, fragment, scope, flat->origin[at], out);
        if (status != KOOR_OK)
            return status;
        at += length;
    }
    return KOOR_OK;
}

int32_t kr_markup_expand_source(kr_markup_builder *builder, kr_str source,
                                const kr_markup_scope *parent, kr_flat *out) {
    kr_flat flat = {0}, body = {0}, expanded = {0}, resolved = {0};
    kr_markup_scope *scope = kr_arena_zero(&builder->work->job->arena, 1, sizeof *scope);
    if (!scope)
        return kr_nomem(builder->work->job);
    scope->parent = parent;
    int32_t status = kr_markup_read(builder->work, source, &flat);
    if (status != KOOR_OK)
        return status;
    kr_markup_find_directives(builder->work, &flat, &scope->directives);
    scope->definitions = kr_arena_zero(&builder->work->job->arena, scope->directives.count + 1,
                                       sizeof *scope->definitions);
    if (!scope->definitions)
        return kr_nomem(builder->work->job);
    kr_markup_body(builder->work, &flat, &scope->directives, &body);
    if (!builder->work->failed)
        expand(builder, (kr_str){body.at, body.length}, &body, scope, 0, 0, &expanded);
    if (!stopped(builder))
        resolve_all(builder, &expanded, scope, &resolved);
    if (!stopped(builder))
        status = include_all(builder, &resolved, scope, out);
    return builder->work->failed ? kr_nomem(builder->work->job) : status;
}
