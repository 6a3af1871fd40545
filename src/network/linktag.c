/* Link tagging: see linktag.h. A URL is changed in one place only: parameters go behind its
 * query, before its fragment (RFC 3986, 3.4), their values percent-encoded; everything else
 * stays byte for byte, so that percent-encoding and names in other scripts survive. */
#include "network/linktag.h"
#include "network/entities.h"

#include <string.h>

enum {
    PARAMETERS_MOST = 16,
    KEY_MOST = 64,
    PATTERN_MOST = 1024,
    HOLES = 7,
    SHOWN_MOST = 24,   /* bytes of a fault that a message quotes, about */
    TAGGED_MOST = 2048 /* bytes of a URL that servers and networks take */
};

static const char usual[] =
    "utm_source={network}&utm_medium=social&utm_campaign={campaign}&utm_content={text}";
static const char *const hole_names[HOLES] = {"campaign", "post",     "person", "circle",
                                              "network",  "language", "text"};

/* A piece of a value: as given, or a hole. */
typedef struct part {
    kr_str text;
    uint32_t hole; /* KR_NONE: text */
} part;

typedef struct parameter {
    kr_str key;
    uint32_t part, part_count;
} parameter;

struct kr_link_tags {
    parameter parameters[PARAMETERS_MOST];
    uint32_t parameter_count;
    part *parts;
    size_t part_count, part_capacity;
    kr_str hosts;
};

typedef struct reader {
    kr_job *job;
    kr_arena *arena;
    kr_str pattern;
    kr_link_tags *tags;
} reader;

static int is_unreserved(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '-' || byte == '.' || byte == '_' || byte == '~';
}

static void add_encoded(kr_buffer *out, kr_str text) {
    static const char digits[] = "0123456789ABCDEF";
    for (size_t i = 0; i < text.length; i++) {
        unsigned char byte = (unsigned char)text.at[i];
        if (is_unreserved(text.at[i])) {
            kr_buffer_char(out, text.at[i]);
        } else {
            kr_buffer_char(out, '%');
            kr_buffer_char(out, digits[byte >> 4]);
            kr_buffer_char(out, digits[byte & 15]);
        }
    }
}

static size_t encoded_length(kr_str text) {
    size_t length = 0;
    for (size_t i = 0; i < text.length; i++)
        length += is_unreserved(text.at[i]) ? 1 : 3;
    return length;
}

/* Named and quoted in the message itself: the fault is often told where the post was asked about,
 * and the offset counts in the option. */
static int32_t refuse(reader *r, size_t offset, const char *message) {
    size_t length = r->pattern.length - offset, shown = 0;
    const char *rest = r->pattern.at + offset;
    while (shown < length && shown < SHOWN_MOST)
        kr_utf8_next(rest, length, &shown);
    if (!shown)
        return kr_fail(r->job, KOOR_E_SYNTAX, "link.tags", (int64_t)offset,
                       "link.tags, at its end: %s", message);
    return kr_fail(r->job, KOOR_E_SYNTAX, "link.tags", (int64_t)offset,
                   "link.tags, at \"%.*s\": %s", (int)shown, rest, message);
}

static int32_t add_part(reader *r, kr_str text, uint32_t hole) {
    kr_link_tags *tags = r->tags;
    if (kr_arena_grow(r->arena, (void **)&tags->parts, &tags->part_capacity, tags->part_count,
                      sizeof *tags->parts) < 0)
        return kr_nomem(r->job);
    tags->parts[tags->part_count++] = (part){text, hole};
    tags->parameters[tags->parameter_count].part_count++;
    return KOOR_OK;
}

/* "{person}" at `at`: its hole and, in *end, what is behind it. */
static int32_t read_hole(reader *r, size_t at, size_t limit, size_t *end) {
    const char *close = memchr(r->pattern.at + at, '}', limit - at);
    if (!close)
        return refuse(r, at, "a brace opens here and does not close; write {person}, for example");
    kr_str name = {r->pattern.at + at + 1, (size_t)(close - r->pattern.at) - at - 1};
    *end = at + name.length + 2;
    for (uint32_t i = 0; i < HOLES; i++)
        if (kr_str_is(name, hole_names[i]))
            return add_part(r, (kr_str){"", 0}, i);
    return refuse(r, at,
                  "unknown placeholder; known are {campaign} {post} {person} {circle} {network} "
                  "{language} {text}");
}

static int32_t read_value(reader *r, size_t at, size_t limit) {
    int32_t status = KOOR_OK;
    while (at < limit && status == KOOR_OK) {
        size_t end = at;
        while (end < limit && r->pattern.at[end] != '{')
            end++;
        if (end == at)
            status = read_hole(r, at, limit, &end);
        else
            status = add_part(r, (kr_str){r->pattern.at + at, end - at}, KR_NONE);
        at = end;
    }
    return status;
}

static int32_t read_parameter(reader *r, size_t at, size_t limit) {
    size_t end = at;
    kr_link_tags *tags = r->tags;
    while (end < limit && is_unreserved(r->pattern.at[end]))
        end++;
    if (end == at || end - at > KEY_MOST || end == limit || r->pattern.at[end] != '=')
        return refuse(r, end, "give key=value; a key has up to 64 letters, digits, - . _ or ~");
    if (tags->parameter_count == PARAMETERS_MOST)
        return refuse(r, at, "more than 16 parameters; leave out what is too many");
    kr_str key = {r->pattern.at + at, end - at};
    for (uint32_t i = 0; i < tags->parameter_count; i++)
        if (kr_str_equal(tags->parameters[i].key, key))
            return refuse(r, at, "this key was given before; give each once");
    tags->parameters[tags->parameter_count] = (parameter){key, (uint32_t)tags->part_count, 0};
    int32_t status = read_value(r, end + 1, limit);
    tags->parameter_count++;
    return status;
}

int32_t kr_link_open(kr_job *job, kr_arena *arena, kr_str pattern, kr_str hosts,
                     kr_link_tags **out) {
    *out = NULL;
    if (!pattern.length)
        return KOOR_OK;
    if (kr_str_is(pattern, "utm"))
        pattern = kr_str_of(usual);
    reader r = {job, arena, {NULL, pattern.length}, kr_arena_zero(arena, 1, sizeof(kr_link_tags))};
    r.pattern.at = kr_arena_string(arena, pattern.at, pattern.length);
    const char *names = kr_arena_string(arena, hosts.at, hosts.length);
    if (!r.tags || !r.pattern.at || !names)
        return kr_nomem(job);
    if (pattern.length > PATTERN_MOST)
        return refuse(&r, pattern.length, "longer than 1,024 bytes; shorten it");
    r.tags->hosts = (kr_str){names, hosts.length};
    int32_t status = KOOR_OK;
    for (size_t at = 0; at <= pattern.length && status == KOOR_OK;) {
        const char *next = memchr(r.pattern.at + at, '&', pattern.length - at);
        size_t limit = next ? (size_t)(next - r.pattern.at) : pattern.length;
        status = read_parameter(&r, at, limit);
        at = limit + 1;
    }
    if (status == KOOR_OK)
        *out = r.tags;
    return status;
}

static kr_str value_of(const kr_link_values *values, uint32_t hole) {
    const kr_str all[HOLES] = {values->campaign, values->post,     values->person, values->circle,
                               values->network,  values->language, values->text};
    return all[hole];
}

static kr_str part_text(const part *piece, const kr_link_values *values) {
    return piece->hole == KR_NONE ? piece->text : value_of(values, piece->hole);
}

/* The pieces of a URL: up to the query, the query without its "?", the fragment with its "#". */
typedef struct pieces {
    kr_str host, front, query, fragment;
    int has_query;
} pieces;

static pieces take_apart(kr_str url) {
    pieces p = {.front = url};
    const char *hash = memchr(url.at, '#', url.length);
    size_t end = hash ? (size_t)(hash - url.at) : url.length;
    const char *mark = memchr(url.at, '?', end);
    size_t front = mark ? (size_t)(mark - url.at) : end;
    p.fragment = (kr_str){url.at + end, url.length - end};
    p.front.length = front;
    p.has_query = mark != NULL;
    p.query = (kr_str){url.at + front + p.has_query, end - front - (size_t)p.has_query};
    const char *name = memchr(url.at, '/', front);
    size_t start = name ? (size_t)(name - url.at) + 2 : 0, stop = start;
    while (stop < front && url.at[stop] != '/' && url.at[stop] != ':')
        stop++;
    p.host = (kr_str){url.at + start, stop - start};
    return p;
}

/* The host, or one that ends in ".host", is in the list. */
static int is_wanted(const kr_link_tags *tags, kr_str host) {
    kr_str rest = tags->hosts;
    if (!rest.length)
        return 1;
    while (rest.length) {
        const char *bar = memchr(rest.at, '|', rest.length);
        kr_str name = {rest.at, bar ? (size_t)(bar - rest.at) : rest.length};
        size_t used = name.length + (bar != NULL);
        rest = (kr_str){rest.at + used, rest.length - used};
        if (!name.length || name.length > host.length)
            continue;
        size_t extra = host.length - name.length;
        if (kr_str_equal_fold((kr_str){host.at + extra, name.length}, name) &&
            (extra == 0 || host.at[extra - 1] == '.'))
            return 1;
    }
    return 0;
}

static int has_key(kr_str query, kr_str key) {
    while (query.length >= key.length) {
        const char *next = memchr(query.at, '&', query.length);
        size_t length = next ? (size_t)(next - query.at) : query.length;
        if (length >= key.length && memcmp(query.at, key.at, key.length) == 0 &&
            (length == key.length || query.at[key.length] == '='))
            return 1;
        length += next != NULL;
        query = (kr_str){query.at + length, query.length - length};
        if (!next)
            break;
    }
    return 0;
}

static void add_tagged(kr_buffer *out, const kr_link_tags *tags, const pieces *p,
                       const kr_link_values *values) {
    kr_buffer_add(out, p->front.at, p->front.length);
    int needs_mark = !p->has_query;
    if (p->has_query) {
        kr_buffer_char(out, '?');
        kr_buffer_add(out, p->query.at, p->query.length);
    }
    int needs_and = p->query.length > 0 && p->query.at[p->query.length - 1] != '&';
    for (uint32_t i = 0; i < tags->parameter_count; i++) {
        const parameter *next = &tags->parameters[i];
        if (has_key(p->query, next->key))
            continue;
        if (needs_mark || needs_and)
            kr_buffer_char(out, needs_mark ? '?' : '&');
        kr_buffer_add(out, next->key.at, next->key.length);
        kr_buffer_char(out, '=');
        for (uint32_t k = 0; k < next->part_count; k++)
            add_encoded(out, part_text(&tags->parts[next->part + k], values));
        needs_mark = 0;
        needs_and = 1;
    }
    kr_buffer_add(out, p->fragment.at, p->fragment.length);
}

/* Whether what stands behind a URL cannot be a part of it: white space, or a mark of
 * punctuation. A letter of another script may be either. */
static int ends_there(kr_str text, size_t end) {
    if (end >= text.length)
        return 1;
    int32_t code = kr_utf8_next(text.at, text.length, &end);
    return code < 0x80 ? code != '%' && code != '^' && code != '{' && code != '\\' && code != '`'
                       : !kr_is_letter(code) && !kr_is_digit(code);
}

static size_t tags_length(const kr_link_tags *tags, const kr_link_values *values) {
    size_t length = 0;
    for (uint32_t i = 0; i < tags->parameter_count; i++) {
        length += 2 + tags->parameters[i].key.length;
        for (uint32_t k = 0; k < tags->parameters[i].part_count; k++)
            length += encoded_length(part_text(&tags->parts[tags->parameters[i].part + k], values));
    }
    return length;
}

void kr_link_tag(kr_buffer *out, const kr_link_tags *tags, kr_str text,
                 const kr_link_values *values) {
    kr_url_scan urls;
    kr_span span;
    size_t at = 0, added = tags_length(tags, values);
    for (kr_url_start(&urls, text, 0); kr_url_next(&urls, &span);) {
        pieces p = take_apart((kr_str){text.at + span.start, span.end - span.start});
        if (!is_wanted(tags, p.host) || !ends_there(text, span.end) ||
            span.end - span.start + added > TAGGED_MOST)
            continue;
        kr_buffer_add(out, text.at + at, span.start - at);
        add_tagged(out, tags, &p, values);
        at = span.end;
    }
    kr_buffer_add(out, text.at + at, text.length - at);
}

uint32_t kr_link_longest(const kr_link_tags *tags, const kr_network *network,
                         const kr_link_values *longest) {
    if (!tags || network->links == KR_LINKS_ALL || network->links == KR_LINKS_PROTOCOL)
        return 0;
    size_t length = tags_length(tags, longest);
    if (network->links == KR_LINKS_SHORTENED && length > 16)
        return 16;
    return (uint32_t)length;
}
