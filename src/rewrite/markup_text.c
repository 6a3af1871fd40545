/* Markup before it is parsed. Takes the author's bytes; strips comments, turns escapes and locked
 * texts into bytes that no scanner takes for markup, and finds the lines that define names. Each
 * byte keeps its place in the source, so that problems can be told with line and column.
 *
 * The grammar of lines and names is spelled out in ASCII, as the dialect's fixtures pin it: a line
 * ends at LF, CR, U+2028 or U+2029, and white space in directives is the six ASCII characters. */
#include "rewrite/markup_text.h"

#include "base/hash.h"

#include <string.h>

const char KR_MARKUP_SPECIALS[] = "{}[]|%#\\`<>@=?/!:";

/* ---- flat text
 * ------------------------------------------------------------------------------------- */

static int flat_room(kr_markup_work *work, kr_flat *flat, size_t more) {
    size_t wanted = flat->length + more;
    if (work->failed || wanted > UINT32_MAX) {
        work->failed = 1;
        return -1;
    }
    if (wanted <= flat->capacity)
        return 0;
    size_t capacity = wanted + wanted / 2 + 64;
    char *grown = kr_arena_alloc(&work->job->arena, capacity, 1);
    uint32_t *origin = kr_arena_alloc(&work->job->arena, capacity, sizeof *origin);
    if (!grown || !origin) {
        work->failed = 1;
        return -1;
    }
    if (flat->length) {
        memcpy(grown, flat->at, flat->length);
        memcpy(origin, flat->origin, flat->length * sizeof *origin);
    }
    flat->at = grown;
    flat->origin = origin;
    flat->capacity = capacity;
    return 0;
}

void kr_flat_add(kr_markup_work *work, kr_flat *flat, const char *bytes, size_t length,
                 uint32_t origin) {
    if (flat_room(work, flat, length) < 0)
        return;
    for (size_t i = 0; i < length; i++) {
        flat->at[flat->length] = bytes[i];
        flat->origin[flat->length++] = origin;
    }
}

void kr_flat_copy(kr_markup_work *work, kr_flat *flat, const kr_flat *from, size_t start,
                  size_t end) {
    if (start >= end || flat_room(work, flat, end - start) < 0)
        return;
    memcpy(flat->at + flat->length, from->at + start, end - start);
    memcpy(flat->origin + flat->length, from->origin + start, (end - start) * sizeof *flat->origin);
    flat->length += end - start;
}

/* ---- scanning
 * -------------------------------------------------------------------------------------- */

size_t kr_line_end(kr_str text, size_t at) {
    if (at >= text.length)
        return 0;
    if (text.at[at] == '\n' || text.at[at] == '\r')
        return 1;
    if (at + 3 <= text.length && memcmp(text.at + at, "\xE2\x80", 2) == 0)
        return (unsigned char)text.at[at + 2] == 0xA8 || (unsigned char)text.at[at + 2] == 0xA9 ? 3
                                                                                                : 0;
    return 0;
}

int kr_line_start(kr_str text, size_t at) {
    return at == 0 || kr_line_end(text, at - 1) == 1 || (at >= 3 && kr_line_end(text, at - 3) == 3);
}

static size_t skip_blanks(kr_str text, size_t at) {
    while (at < text.length && kr_is_blank(text.at[at]))
        at++;
    return at;
}

static size_t skip_name(kr_str text, size_t at) {
    while (at < text.length && kr_is_name(text.at[at]))
        at++;
    return at;
}

size_t kr_markup_reference(kr_str text, size_t at, kr_str *out) {
    if (at >= text.length || text.at[at] != '%')
        return 0;
    size_t end = skip_name(text, at + 1);
    if (end == at + 1 || end >= text.length || text.at[end] != '%')
        return 0;
    *out = (kr_str){text.at + at + 1, end - at - 1};
    return end + 1 - at;
}

/* The value of a voice condition: names joined by +. */
static size_t skip_values(kr_str text, size_t at) {
    while (at < text.length &&
           (kr_is_name(text.at[at]) || text.at[at] == '+' || text.at[at] == '-'))
        at++;
    return at;
}

size_t kr_markup_condition(kr_str text, size_t at, kr_markup_test *out) {
    if (text.length - at < 4 || text.at[at] != '{' || text.at[at + 1] != '?')
        return 0;
    *out = (kr_markup_test){.inverted = text.at[at + 2] == '!'};
    size_t name = at + 2 + (size_t)out->inverted, end = skip_name(text, name);
    if (end == name || end >= text.length || (text.at[name] >= '0' && text.at[name] <= '9'))
        return 0;
    out->name = (kr_str){text.at + name, end - name};
    if (text.at[end] == '=') {
        size_t value = end + 1;
        end = skip_values(text, value);
        if (end == value || end >= text.length)
            return 0;
        out->value = (kr_str){text.at + value, end - value};
    }
    return text.at[end] == '?' ? end + 1 - at : 0;
}

static int starts(kr_str text, size_t at, const char *with) {
    size_t length = strlen(with);
    return at <= text.length && text.length - at >= length &&
           memcmp(text.at + at, with, length) == 0;
}

static size_t skip_ascii_space(kr_str text, size_t at) {
    while (at < text.length && kr_is_ascii_space(text.at[at]))
        at++;
    return at;
}

size_t kr_markup_include(kr_str text, size_t at, kr_str *out_name) {
    size_t word = skip_blanks(text, at);
    if (!starts(text, word, "#include"))
        return 0;
    size_t quote = skip_ascii_space(text, word + 8);
    if (quote == word + 8 || quote >= text.length || text.at[quote] != '"')
        return 0;
    size_t end = quote + 1;
    while (end < text.length && text.at[end] != '"' && !kr_line_end(text, end))
        end++;
    if (end >= text.length || text.at[end] != '"' || end == quote + 1)
        return 0;
    *out_name = (kr_str){text.at + quote + 1, end - quote - 1};
    end++;
    /* What follows has to be white space up to the end of its line. */
    size_t tail = end;
    while (tail < text.length && kr_is_ascii_space(text.at[tail]) && !kr_line_end(text, tail))
        tail++;
    return tail == text.length || kr_line_end(text, tail) ? tail - at : 0;
}

int kr_markup_is_plural(kr_str text, size_t at) {
    return starts(text, at, "{plural") && at + 7 < text.length &&
           kr_is_ascii_space(text.at[at + 7]);
}

uint32_t *kr_markup_match(kr_markup_work *work, kr_str text) {
    uint32_t *match = kr_arena_alloc(&work->job->arena, text.length + 1, sizeof *match);
    uint32_t *open = kr_arena_alloc(&work->job->arena, text.length + 1, sizeof *open);
    size_t height = 0;
    if (!match || !open) {
        work->failed = 1;
        return NULL;
    }
    for (uint32_t i = 0; i < text.length; i++) {
        char c = text.at[i];
        match[i] = KR_NONE;
        if (c == '{' || c == '[')
            open[height++] = i;
        if ((c != '}' && c != ']') || height == 0)
            continue;
        if (text.at[open[height - 1]] != (c == '}' ? '{' : '['))
            continue; /* a stray closer stays text */
        match[i] = open[--height];
        match[open[height]] = i;
    }
    return match;
}

size_t kr_markup_pipe(kr_str text, const uint32_t *match, size_t at, size_t end) {
    while (at < end && text.at[at] != '|')
        at = match[at] != KR_NONE && match[at] > at ? match[at] + 1u : at + 1;
    return at < end ? at : end;
}

kr_str kr_markup_trim(kr_str text) {
    while (text.length && kr_is_ascii_space(text.at[0]))
        text = (kr_str){text.at + 1, text.length - 1};
    while (text.length && kr_is_ascii_space(text.at[text.length - 1]))
        text.length--;
    return text;
}

kr_str kr_markup_lower(kr_markup_work *work, kr_str name) {
    char *lower = kr_arena_string(&work->job->arena, name.at, name.length);
    if (!lower) {
        work->failed = 1;
        return (kr_str){"", 0};
    }
    for (size_t i = 0; i < name.length; i++)
        if (lower[i] >= 'A' && lower[i] <= 'Z')
            lower[i] = (char)(lower[i] + 32);
    return (kr_str){lower, name.length};
}

int kr_markup_truthy(kr_str text) {
    for (size_t at = 0; at < text.length;) {
        if ((unsigned char)text.at[at] >= 0xF5)
            return 1; /* an escape, a lock, a definition */
        if (!kr_is_space(kr_utf8_next(text.at, text.length, &at)))
            return 1;
    }
    return 0;
}

/* ---- reading
 * --------------------------------------------------------------------------------------- */

/* The end of a comment from `at` on, where "/#" stands; 0 where it is never closed. */
static size_t comment_end(kr_str text, size_t at) {
    for (size_t i = at + 2; i + 1 < text.length; i++)
        if (text.at[i] == '#' && text.at[i + 1] == '/')
            return i + 2;
    return 0;
}

/* The closing ` of a lock from `at` on, on the same line and not empty; 0 for none. */
static size_t lock_end(kr_str text, size_t at) {
    size_t end = at + 1;
    while (end < text.length && text.at[end] != '`' && text.at[end] != '\n')
        end++;
    return end < text.length && text.at[end] == '`' && end > at + 1 ? end : 0;
}

static void add_escaped(kr_markup_work *work, kr_flat *out, char c, size_t origin) {
    const char *special = c ? strchr(KR_MARKUP_SPECIALS, c) : NULL;
    char mark[2] = {(char)KR_MARK_ESCAPE,
                    special ? (char)(0x80 + (special - KR_MARKUP_SPECIALS)) : 0};
    if (special)
        kr_flat_add(work, out, mark, 2, (uint32_t)origin);
    else
        kr_flat_add(work, out, &c, 1, (uint32_t)origin);
}

static void add_lock(kr_markup_work *work, kr_flat *out, kr_str text, size_t from, size_t to) {
    char mark = (char)KR_MARK_LOCK;
    kr_flat_add(work, out, &mark, 1, (uint32_t)from);
    for (size_t i = from; i < to; i++)
        add_escaped(work, out, text.at[i], i);
    mark = (char)KR_MARK_UNLOCK;
    kr_flat_add(work, out, &mark, 1, (uint32_t)to);
    kr_markup_result *result = work->result;
    if (!result || work->failed)
        return;
    if (kr_arena_grow(&work->job->arena, (void **)&result->locks, &result->lock_capacity,
                      result->lock_count, sizeof *result->locks) < 0)
        work->failed = 1;
    else
        result->locks[result->lock_count++] = (kr_str){text.at + from, to - from};
}

/* A comment alone on its line goes with its line end. */
static size_t drop_comment(const kr_markup_work *work, kr_str text, kr_flat *out, size_t end) {
    size_t line = out->length, next = skip_blanks(text, end);
    while (line > 0 && kr_is_blank(out->at[line - 1]))
        line--;
    int alone = (line == 0 || out->at[line - 1] == '\n') &&
                (next == text.length || text.at[next] == '\n' || text.at[next] == '\r');
    if (work->input->exact || !alone)
        return end;
    out->length = line;
    next += next < text.length && text.at[next] == '\r';
    return next + (next < text.length && text.at[next] == '\n');
}

int32_t kr_markup_read(kr_markup_work *work, kr_str text, kr_flat *out) {
    size_t valid = kr_utf8_valid(text.at, text.length);
    int comments = 1; /* 0 once one was found that is never closed: then none behind it is */
    if (valid < text.length)
        return kr_fail(work->job, KOOR_E_UTF8, work->input->path ? work->input->path : "",
                       (int64_t)valid, "byte %zu is not UTF-8: save the text as UTF-8", valid);
    for (size_t at = 0; at < text.length && !work->failed;) {
        char c = text.at[at];
        size_t end = 0;
        if (c == '/' && comments && starts(text, at, "/#")) {
            end = comment_end(text, at);
            comments = end > 0;
        }
        if (end) {
            at = drop_comment(work, text, out, end);
        } else if (c == '\\' && at + 1 < text.length && text.at[at + 1] &&
                   strchr(KR_MARKUP_SPECIALS, text.at[at + 1])) {
            add_escaped(work, out, text.at[at + 1], at);
            at += 2;
        } else if (c == '`' && (end = lock_end(text, at)) > 0) {
            add_lock(work, out, text, at + 1, end);
            at = end + 1;
        } else {
            kr_flat_add(work, out, &c, 1, (uint32_t)at);
            at++;
        }
    }
    return work->failed ? kr_nomem(work->job) : KOOR_OK;
}

/* ---- directives
 * ------------------------------------------------------------------------------------ */

/* "#set %name% = value" from `at` on, where a line starts: 1 where it is one. */
static int read_directive(kr_str text, size_t at, kr_directive *out) {
    size_t word = skip_blanks(text, at);
    int def = starts(text, word, "#def");
    if (!def && !starts(text, word, "#set"))
        return 0;
    size_t name = skip_blanks(text, word + 4);
    kr_str reference;
    size_t length = name > word + 4 ? kr_markup_reference(text, name, &reference) : 0;
    if (length == 0)
        return 0;
    size_t equals = skip_blanks(text, name + length);
    if (equals >= text.length || text.at[equals] != '=')
        return 0;
    size_t value = skip_blanks(text, equals + 1), end = value;
    while (end < text.length && !kr_line_end(text, end))
        end++;
    size_t last = end;
    while (last > value && kr_is_blank(text.at[last - 1]))
        last--;
    *out = (kr_directive){.name = reference,
                          .value = {text.at + value, last - value},
                          .start = at,
                          .end = end,
                          .def = def};
    /* The CR of a CRLF goes with the line. */
    if (end + 1 < text.length && text.at[end] == '\r' && text.at[end + 1] == '\n')
        out->end++;
    return 1;
}

/* Later definitions of a name win: marks the last one of each, by a small open table of hashes. */
static void mark_last(kr_markup_work *work, kr_directives *directives) {
    size_t size = 16;
    while (size < directives->count * 2)
        size *= 2;
    uint32_t *slots = kr_arena_zero(&work->job->arena, size, sizeof *slots);
    if (!slots) {
        work->failed = 1;
        return;
    }
    for (size_t i = directives->count; i-- > 0;) {
        kr_directive *d = &directives->at[i];
        size_t slot = kr_hash64(d->name.at, d->name.length) & (size - 1);
        while (slots[slot] && !kr_str_equal(directives->at[slots[slot] - 1].name, d->name))
            slot = (slot + 1) & (size - 1);
        d->last = slots[slot] == 0;
        slots[slot] = d->last ? (uint32_t)i + 1 : slots[slot];
    }
    directives->slots = slots;
    directives->slot_mask = size - 1;
}

const kr_directive *kr_markup_definition_of(kr_markup_work *work, const kr_directives *directives,
                                            kr_str name) {
    kr_str lower = kr_markup_lower(work, name);
    if (work->failed || !directives->slots)
        return NULL;
    size_t slot = kr_hash64(lower.at, lower.length) & directives->slot_mask;
    for (; directives->slots[slot]; slot = (slot + 1) & directives->slot_mask) {
        const kr_directive *d = &directives->at[directives->slots[slot] - 1];
        if (kr_str_equal(d->name, lower))
            return d;
    }
    return NULL;
}

const kr_markup_value *kr_markup_host_value(const kr_markup_work *work, kr_str name) {
    for (size_t i = 0; i < work->input->value_count; i++)
        if (kr_str_equal_fold(work->input->values[i].name, name))
            return &work->input->values[i];
    return NULL;
}

void kr_markup_find_directives(kr_markup_work *work, const kr_flat *flat, kr_directives *out) {
    kr_str text = {flat->at, flat->length};
    for (size_t at = 0; at < text.length && !work->failed;) {
        kr_directive directive;
        if (kr_line_start(text, at) && read_directive(text, at, &directive)) {
            if (kr_arena_grow(&work->job->arena, (void **)&out->at, &out->capacity, out->count,
                              sizeof *out->at) < 0) {
                work->failed = 1;
                return;
            }
            directive.name = kr_markup_lower(work, directive.name);
            out->at[out->count++] = directive;
            at = directive.end;
        }
        while (at < text.length && !kr_line_end(text, at))
            at++;
        at += at < text.length ? kr_line_end(text, at) : 0;
    }
    if (!work->failed)
        mark_last(work, out);
}

/* The reference engine leaves at most one empty line where definitions stood. */
static void collapse_lines(kr_flat *flat) {
    size_t kept = 0, run = 0;
    for (size_t at = 0; at < flat->length; at++) {
        run = flat->at[at] == '\n' ? run + 1 : 0;
        if (run > 2)
            continue;
        flat->at[kept] = flat->at[at];
        flat->origin[kept++] = flat->origin[at];
    }
    flat->length = kept;
}

void kr_markup_body(kr_markup_work *work, const kr_flat *flat, const kr_directives *directives,
                    kr_flat *out) {
    size_t at = 0;
    kr_str text = {flat->at, flat->length};
    for (size_t i = 0; i < directives->count; i++) {
        const kr_directive *d = &directives->at[i];
        kr_flat_copy(work, out, flat, at, d->start);
        at = d->end;
        if (!work->input->exact && at < flat->length)
            at += kr_line_end(text, at);
    }
    kr_flat_copy(work, out, flat, at, flat->length);
    if (work->input->exact && directives->count && !work->failed)
        collapse_lines(out);
}

/* ---- plurals and permutations
 * ---------------------------------------------------------------------- */

/* East Slavic, and Bosnian, Croatian, Serbian: one, few, many by the last two digits (CLDR 44). */
uint32_t kr_plural_arity(const char *locale) {
    static const char three[][3] = {"ru", "uk", "be", "sr", "hr", "bs"};
    size_t length = locale ? strcspn(locale, "-_") : 0;
    for (size_t i = 0; i < sizeof three / sizeof *three; i++)
        if (length == 2 && (locale[0] | 32) == three[i][0] && (locale[1] | 32) == three[i][1])
            return 3;
    return 2;
}

int kr_plural_form(const char *locale, kr_str count) {
    size_t at = count.length && count.at[0] == '-';
    if (at == count.length)
        return -1;
    for (size_t i = at; i < count.length; i++)
        if (count.at[i] < '0' || count.at[i] > '9')
            return -1;
    while (at + 1 < count.length && count.at[at] == '0')
        at++;
    int last = count.at[count.length - 1] - '0';
    int tens = count.length - at > 1 ? count.at[count.length - 2] - '0' : 0;
    if (kr_plural_arity(locale) == 2)
        return count.length - at == 1 && last == 1 ? 0 : 1;
    if (last == 1 && tens != 1)
        return 0;
    return last >= 2 && last <= 4 && tens != 1 ? 1 : 2;
}

/* The > that ends a configuration, quotation marks looked at; `end` where there is none. */
static size_t config_end(kr_str text, size_t at, size_t end) {
    int quoted = 0;
    for (; at < end; at++) {
        if (text.at[at] == '"')
            quoted = !quoted;
        else if (text.at[at] == '>' && !quoted)
            return at;
    }
    return end;
}

/* <li ...> with a </li> behind it, or <br/>: HTML, and no configuration. */
static int is_html(kr_str text, size_t open, size_t close, size_t end) {
    size_t name = open + 1, last = name;
    if (last >= close || !kr_is_name(text.at[last]) ||
        (text.at[last] >= '0' && text.at[last] <= '9'))
        return 0;
    while (last < close && (kr_is_name(text.at[last]) || text.at[last] == '-'))
        last++;
    if (last < close && !kr_is_ascii_space(text.at[last]) && text.at[last] != '/')
        return 0;
    if (text.at[close - 1] == '/')
        return 1;
    for (size_t at = close; at + 2 + (last - name) < end; at++)
        if (text.at[at] == '<' && text.at[at + 1] == '/' &&
            kr_str_equal_fold((kr_str){text.at + at + 2, last - name},
                              (kr_str){text.at + name, last - name}))
            return 1;
    return 0;
}

/* The first `key` in the keys that is followed by "="; gives where its value begins, or KR_NONE.
 * With `bounded` no name character may stand before it; "sep" is never the end of "lastsep". */
static size_t find_key(kr_str keys, const char *key, int bounded) {
    size_t length = strlen(key);
    for (size_t at = 0; at + length < keys.length; at++) {
        if (!starts(keys, at, key) || (bounded && at > 0 && kr_is_name(keys.at[at - 1])))
            continue;
        if (key[0] == 's' && at >= 4 && starts(keys, at - 4, "last"))
            continue;
        size_t equals = skip_ascii_space(keys, at + length);
        if (equals < keys.length && keys.at[equals] == '=')
            return skip_ascii_space(keys, equals + 1);
    }
    return KR_NONE;
}

static int64_t number_at(kr_str keys, size_t at) {
    int64_t value = 0;
    size_t start = at;
    if (at == KR_NONE)
        return -1;
    for (; at < keys.length && keys.at[at] >= '0' && keys.at[at] <= '9'; at++)
        if (value < 1000000000)
            value = value * 10 + (keys.at[at] - '0');
    return at > start ? value : -1;
}

static int quoted_at(kr_str keys, size_t at, kr_str *out) {
    if (at == KR_NONE || at >= keys.length || keys.at[at] != '"')
        return 0;
    size_t end = at + 1;
    while (end < keys.length && keys.at[end] != '"')
        end++;
    if (end == keys.length)
        return 0;
    *out = (kr_str){keys.at + at + 1, end - at - 1};
    return 1;
}

int kr_markup_keys(kr_str text, size_t at, size_t end, kr_str *out) {
    size_t close = at < end && text.at[at] == '<' ? config_end(text, at, end) : end;
    if (close == end)
        return 0;
    *out = (kr_str){text.at + at + 1, close - at - 1};
    return 1;
}

void kr_markup_config(kr_str text, size_t at, size_t end, kr_permutation_config *out) {
    *out = (kr_permutation_config){
        .body = at, .separator = KR_STR(" "), .last = KR_STR(" "), .least = -1, .most = -1};
    size_t close = at < end && text.at[at] == '<' ? config_end(text, at, end) : end;
    if (close == end || is_html(text, at, close, end))
        return;
    kr_str keys = {text.at + at + 1, close - at - 1};
    out->keys = keys;
    out->body = close + 1;
    static const char *const names[] = {"minsize", "maxsize", "sep", "lastsep"};
    int form = 0;
    for (size_t i = 0; i < 4; i++)
        form |= find_key(keys, names[i], 1) != KR_NONE;
    if (!form) { /* the whole is the separator */
        out->separator = out->last = keys;
        return;
    }
    out->least = number_at(keys, find_key(keys, "minsize", 0));
    out->most = number_at(keys, find_key(keys, "maxsize", 0));
    quoted_at(keys, find_key(keys, "sep", 0), &out->separator);
    out->last = out->separator;
    out->has_last = quoted_at(keys, find_key(keys, "lastsep", 0), &out->last);
}
