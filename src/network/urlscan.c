/* URLs of a text, as twitter-text 3 finds them (its regular expressions, read as rules; the
 * conformance suite is the proof). A host is a chain of labels that ends in a known top-level
 * domain. It begins after a character that is no ASCII letter, digit, @, $ or #. With a protocol
 * all of it counts; without one, the ASCII hosts inside it do, so that "見て。example.com" gives
 * example.com.
 *
 * Labels are walked once: where a walk found no further top-level domain, later ones do not look
 * again (`barren`, `poor`). */
#include "network/entities.h"

#include <string.h>

enum {
    URL_MOST = 4096, /* UTF-16 units, protocol included (twitter-text: MAX_URL_LENGTH) */
    LABEL_MOST = 63, /* RFC 1035 */
    SLUG_MOST = 40   /* of a t.co link */
};

/* Sets of ASCII characters, a bit each. */
typedef const uint32_t ascii_set[4];

/* all but white space and ! ' # % & ( ) * + , \ - . / : ; < = > ? @ [ ] ^ _ { | } ~ $ */
static ascii_set label_set = {0xFFFFC1FE, 0x03FF0004, 0x07FFFFFE, 0x87FFFFFF};
/* letters, digits and ! * ' ; : = + , . $ / % # [ ] - _ ~ @ | & */
static ascii_set path_set = {0x00000000, 0x2FFFFCFA, 0xAFFFFFFF, 0x57FFFFFE};
/* letters, digits and + - = _ # / */
static ascii_set path_end_set = {0x00000000, 0x23FFA808, 0x87FFFFFE, 0x07FFFFFE};
/* letters, digits and ! ? * ' @ ( ) ; : & = + $ / % # [ ] - _ . , ~ | */
static ascii_set query_set = {0x00000000, 0xAFFFFFFA, 0xAFFFFFFF, 0x57FFFFFE};
/* letters, digits and - _ & = # / */
static ascii_set query_end_set = {0x00000000, 0x23FFA048, 0x87FFFFFE, 0x07FFFFFE};

static int has(ascii_set set, int32_t code) {
    return code >= 0 && code < 0x80 && (set[code >> 5] >> (code & 31) & 1);
}

static int is_word(int32_t code) {
    return (code >= '0' && code <= '9') || (code >= 'a' && code <= 'z') ||
           (code >= 'A' && code <= 'Z');
}

int kr_is_url_space(int32_t code) {
    return (code >= 9 && code <= 13) || code == ' ' || code == 0x85 || code == 0xA0 ||
           code == 0x1680 || code == 0x180E || (code >= 0x2000 && code <= 0x200A) ||
           code == 0x2028 || code == 0x2029 || code == 0x202F || code == 0x205F || code == 0x3000;
}

static int is_invalid(int32_t code) {
    return code == 0xFFFE || code == 0xFEFF || code == 0xFFFF;
}

static int is_directional(int32_t code) {
    return (code >= 0x202A && code <= 0x202E) || code == 0x061C || code == 0x200E ||
           code == 0x200F || (code >= 0x2066 && code <= 0x2069);
}

int kr_is_accented(int32_t code) {
    static const uint16_t single[] = {0x253, 0x254, 0x256, 0x257, 0x259, 0x25B, 0x263,
                                      0x268, 0x26F, 0x272, 0x289, 0x28B, 0x2BB};
    if ((code >= 0xC0 && code <= 0x24F && code != 0xD7 && code != 0xF7) ||
        (code >= 0x300 && code <= 0x36F) || (code >= 0x1E00 && code <= 0x1EFF))
        return 1;
    for (size_t i = 0; i < sizeof single / sizeof *single; i++)
        if (code == single[i])
            return 1;
    return 0;
}

/* The first and last characters of a label; inside it stand - and _ too. */
static int is_label(int32_t code) {
    if (code < 0x80)
        return has(label_set, code);
    return !kr_is_url_space(code) && !is_invalid(code) && !is_directional(code);
}

static int is_run(int32_t code) {
    return code == '-' || code == '_' || code == '.' || is_label(code);
}

/* Inside a host without a protocol. */
static int is_bare(int32_t code) {
    return is_word(code) || code == '-' || kr_is_accented(code);
}

static int32_t peek(kr_str text, size_t at, size_t *behind) {
    *behind = at;
    return at < text.length ? kr_utf8_next(text.at, text.length, behind) : -1;
}

static int32_t before(kr_str text, size_t at) {
    size_t back = kr_utf8_back(text.at, at);
    return kr_utf8_next(text.at, text.length, &back);
}

static int may_start(const kr_url_scan *scan, size_t at) {
    if (at == 0)
        return 1;
    if (at == scan->edge)
        return 0;
    int32_t code = before(scan->text, at);
    return !is_word(code) && code != '@' && code != 0xFF20 && code != '$' && code != '#' &&
           code != 0xFF03 && !is_invalid(code);
}

/* The end of the longest host of up to `most` labels before its domain that begins at `start`,
 * or 0; *stop is where the walk ended and *domain whether it met a top-level domain at all. */
static size_t host_end(kr_str text, size_t start, size_t most, size_t *stop, int *domain) {
    size_t best = 0, at = start, behind;
    int32_t last = 0;
    int underscore = 0;
    *domain = 0;
    for (; most > 0; at = behind) {
        int32_t code = peek(text, at, &behind);
        if (code == '.') {
            if (!is_label(last))
                break;
            size_t end = kr_tld_end(text, behind, text.length);
            if (end && !underscore)
                best = end;
            *domain |= end != 0;
            underscore = 0;
            last = 0;
            most--;
            continue;
        }
        if (last == 0 ? !is_label(code) : !is_run(code))
            break;
        underscore |= code == '_';
        last = code;
    }
    *stop = at;
    return best;
}

/* The leftmost host without a protocol in a run: *start is set, its end given, or 0. */
static size_t find_host(kr_url_scan *scan, size_t *start, size_t run) {
    size_t at = *start, behind;
    while (at < run) {
        if (at < scan->barren) {
            at = scan->barren;
            continue;
        }
        int32_t code = peek(scan->text, at, &behind);
        if (is_label(code) && may_start(scan, at)) {
            size_t stop, most = at < scan->poor ? 1 : SIZE_MAX;
            int domain;
            size_t end = host_end(scan->text, at, most, &stop, &domain);
            if (most > 1)
                scan->poor = stop;
            if (end) {
                *start = at;
                return end;
            }
            if (most > 1 && !domain && stop > at)
                scan->barren = stop;
        }
        at = behind;
    }
    return 0;
}

static int is_path(int32_t code) {
    if (code < 0x80)
        return has(path_set, code);
    return code == 0x2013 || (code >= 0x400 && code <= 0x4FF) || kr_is_accented(code);
}

static int ends_path(int32_t code) {
    if (code < 0x80)
        return has(path_end_set, code);
    return (code >= 0x400 && code <= 0x4FF) || kr_is_accented(code);
}

static size_t skip_path(kr_str text, size_t at) {
    size_t behind;
    while (is_path(peek(text, at, &behind)))
        at = behind;
    return at;
}

static int byte_at(kr_str text, size_t at) {
    return at < text.length ? (unsigned char)text.at[at] : 0;
}

/* Behind balanced parentheses, one pair of them inside at most; 0 where they are none. */
static size_t balanced_end(kr_str text, size_t at) {
    size_t inner = skip_path(text, at + 1);
    if (byte_at(text, inner) == ')')
        return inner > at + 1 ? inner + 1 : 0;
    if (byte_at(text, inner) != '(')
        return 0;
    size_t close = skip_path(text, inner + 1);
    if (close == inner + 1 || byte_at(text, close) != ')')
        return 0;
    close = skip_path(text, close + 1);
    return byte_at(text, close) == ')' ? close + 1 : 0;
}

static size_t path_end(kr_str text, size_t at) {
    if (byte_at(text, at) != '/')
        return at;
    size_t end = at + 1, behind;
    for (at++;; at = behind) {
        int32_t code = peek(text, at, &behind);
        if (code == '(') {
            behind = balanced_end(text, at);
            if (behind == 0)
                return end;
            end = behind;
        } else if (!is_path(code)) {
            return end;
        } else if (ends_path(code)) {
            end = behind;
        }
    }
}

static size_t query_end(kr_str text, size_t at) {
    if (byte_at(text, at) != '?')
        return at;
    size_t end = at;
    for (size_t i = at + 1; has(query_set, byte_at(text, i)); i++)
        if (has(query_end_set, byte_at(text, i)))
            end = i + 1;
    return end;
}

static size_t port_end(kr_str text, size_t at) {
    size_t end = at + 1;
    if (byte_at(text, at) != ':')
        return at;
    while (byte_at(text, end) >= '0' && byte_at(text, end) <= '9')
        end++;
    return end > at + 1 ? end : at;
}

/* Length of a label in Punycode (RFC 3492, the encoding procedure without its output). */
static uint32_t adapt(uint32_t delta, uint32_t points, int first) {
    uint32_t k = 0;
    delta = first ? delta / 700 : delta / 2;
    for (delta += delta / points; delta > 455; k += 36)
        delta /= 35;
    return k + 36 * delta / (delta + 38);
}

static uint32_t digits(uint32_t value, uint32_t bias) {
    uint32_t count = 1;
    for (uint32_t k = 36;; k += 36, count++) {
        uint32_t t = k <= bias ? 1 : k >= bias + 26 ? 26 : k - bias;
        if (value < t)
            return count;
        value = (value - t) / (36 - t);
    }
}

static uint32_t punycode_length(const int32_t *codes, uint32_t count) {
    uint32_t length = 0, done = 0, delta = 0, bias = 72;
    for (uint32_t i = 0; i < count; i++)
        done += codes[i] < 0x80;
    if (done == count)
        return count;
    uint32_t basic = done;
    length = 4 + basic + (basic > 0);
    for (int32_t n = 0x80; done < count; n++) {
        int32_t next = INT32_MAX;
        for (uint32_t i = 0; i < count; i++)
            if (codes[i] >= n && codes[i] < next)
                next = codes[i];
        delta += (uint32_t)(next - n) * (done + 1);
        n = next;
        for (uint32_t i = 0; i < count; i++) {
            if (codes[i] < n)
                delta++;
            if (codes[i] != n)
                continue;
            length += digits(delta, bias);
            bias = adapt(delta, done + 1, done == basic);
            delta = 0;
            done++;
        }
        delta++;
    }
    return length;
}

/* Every label takes 1 to 63 characters of ASCII. The dots of East Asian writing end a part of a
 * label, as in the library that twitter-text uses. */
static int labels_fit(kr_str text, kr_span host) {
    int32_t codes[LABEL_MOST];
    uint32_t count = 0, length = 0;
    for (size_t at = host.start; at <= host.end;) {
        int32_t code = at < host.end ? kr_utf8_next(text.at, host.end, &at) : (at++, '.');
        if (code == '.' || code == 0x3002 || code == 0xFF0E || code == 0xFF61) {
            length += punycode_length(codes, count) + (code != '.');
            if (length < 1 || length > LABEL_MOST)
                return 0;
            count = 0;
            if (code == '.')
                length = 0;
        } else if (count == LABEL_MOST) {
            return 0;
        } else {
            codes[count++] = code;
        }
    }
    return 1;
}

static uint32_t host_length(kr_str host) {
    int32_t codes[LABEL_MOST];
    uint32_t count = 0, length = 0;
    for (size_t at = 0; at < host.length;) {
        int32_t code = kr_utf8_next(host.at, host.length, &at);
        if (code != '.' && count < LABEL_MOST)
            codes[count++] = code;
        if (code == '.' || at == host.length) {
            length += punycode_length(codes, count) + (code == '.');
            count = 0;
        }
    }
    return length;
}

uint32_t kr_url_shortened(kr_str url) {
    size_t start = 0, end, tail = 0;
    while (start < url.length && url.at[start++] != ':')
        ;
    for (start = start + 2 < url.length ? start + 2 : url.length, end = start;
         end < url.length && !strchr("/?#", url.at[end]);)
        end++;
    if (url.length - end > 1 || byte_at(url, end) != '/')
        for (size_t i = end; i < url.length; i++) /* a browser percent-encodes what is not ASCII */
            tail += (unsigned char)url.at[i] < 0x80 ? 1 : 3;
    return host_length((kr_str){url.at + start, end - start}) + (uint32_t)(tail > 15 ? 16 : tail);
}

/* The next ASCII host in [from, limit): 1, or 0. */
static int bare_host(kr_str text, size_t from, size_t limit, kr_span *out) {
    size_t at = from, behind;
    while (at < limit) {
        size_t start = at, best = 0;
        for (;;) {
            size_t label = at;
            while (at < limit && is_bare(peek(text, at, &behind)))
                at = behind;
            if (at == label || at >= limit || text.at[at] != '.')
                break;
            size_t end = kr_tld_end(text, ++at, limit);
            best = end ? end : best;
        }
        if (best) {
            *out = (kr_span){(uint32_t)start, (uint32_t)best};
            return 1;
        }
        if (at == start) {
            peek(text, at, &behind);
            at = behind;
        }
    }
    return 0;
}

static size_t units(kr_str text, size_t from, size_t to) {
    size_t count = 0;
    for (size_t i = from; i < to; i++) {
        unsigned char byte = (unsigned char)text.at[i];
        count += (byte & 0xC0) != 0x80;
        count += byte >= 0xF0;
    }
    return count;
}

static int is_valid(kr_str text, kr_span url, kr_span host) {
    kr_span bare;
    size_t protocol = host.start > url.start ? host.start - url.start : 8; /* "https://" */
    if (host.end - host.start >= 4 && memcmp(text.at + host.start, "xn--", 4) == 0 &&
        !bare_host(text, host.start, host.end, &bare))
        return 0;
    return units(text, url.start, url.end) + protocol <= URL_MOST && labels_fit(text, host);
}

/* A t.co link ends with its slug and query: 0 where the slug is too long for one. */
static int trim_short(kr_str text, kr_span host, kr_span *url) {
    kr_str name = {text.at + host.start, host.end - host.start};
    size_t slug = host.end + 1, end = slug;
    if (!kr_str_equal_fold(name, KR_STR("t.co")) || byte_at(text, host.end) != '/')
        return 1;
    while (end < url->end && is_word(byte_at(text, end)))
        end++;
    if (end == slug)
        return 1;
    url->end = (uint32_t)query_end(text, end);
    return end - slug <= SLUG_MOST;
}

/* What stands behind the host is part of the match; the search goes on after it. */
static kr_span whole(kr_url_scan *scan, size_t start, size_t host, size_t *path) {
    size_t at = port_end(scan->text, host);
    *path = path_end(scan->text, at);
    int has_path = *path > at;
    size_t end = query_end(scan->text, *path);
    scan->at = scan->edge = end;
    *path = has_path ? end : 0;
    return (kr_span){(uint32_t)start, (uint32_t)end};
}

static int take_pending(kr_url_scan *scan, kr_span *out) {
    if (!bare_host(scan->text, scan->pending.start, scan->pending.end, out)) {
        scan->pending.start = scan->pending.end;
        return 0;
    }
    kr_span further;
    scan->pending.start = out->end;
    if (scan->tail && !bare_host(scan->text, out->end, scan->pending.end, &further))
        out->end = (uint32_t)scan->tail;
    return 1;
}

static void match_bare(kr_url_scan *scan, size_t start, size_t end) {
    size_t path;
    kr_span url = whole(scan, start, end, &path), host = {(uint32_t)start, (uint32_t)end};
    int32_t code = start > 0 ? before(scan->text, start) : ' ';
    if (code == '-' || code == '_' || code == '.' || code == '/' ||
        !is_valid(scan->text, url, host))
        return;
    scan->pending = host;
    scan->tail = path;
}

static int match_protocol(kr_url_scan *scan, size_t start, size_t host, kr_span *out) {
    size_t stop, path;
    int domain;
    size_t end = host_end(scan->text, host, SIZE_MAX, &stop, &domain);
    if (end == 0)
        return 0;
    kr_span name = {(uint32_t)host, (uint32_t)end};
    *out = whole(scan, start, end, &path);
    return is_valid(scan->text, *out, name) && trim_short(scan->text, name, out);
}

/* "http" or "https" right before "://" at the end of a run: its start, or SIZE_MAX. */
static size_t protocol_start(const kr_url_scan *scan, size_t from, size_t run) {
    kr_str text = scan->text;
    if (text.length - run < 3 || memcmp(text.at + run, "://", 3) != 0)
        return SIZE_MAX;
    for (size_t length = 4; length <= 5; length++)
        if (run - from >= length && may_start(scan, run - length) &&
            kr_str_equal_fold((kr_str){text.at + run - length, length}, (kr_str){"https", length}))
            return run - length;
    return SIZE_MAX;
}

static size_t run_end(kr_str text, size_t at) {
    size_t behind;
    while (is_run(peek(text, at, &behind)))
        at = behind;
    return at;
}

void kr_url_start(kr_url_scan *scan, kr_str text, int bare) {
    *scan = (kr_url_scan){.text = text, .bare = (uint8_t)bare};
}

int kr_url_next(kr_url_scan *scan, kr_span *out) {
    for (;;) {
        if (scan->pending.start < scan->pending.end && take_pending(scan, out))
            return 1;
        if (scan->at >= scan->text.length)
            return 0;
        size_t start = scan->at, end;
        if (start >= scan->run)
            scan->run = run_end(scan->text, start);
        if (scan->run == start) {
            peek(scan->text, start, &scan->at);
            continue;
        }
        if (scan->bare && (end = find_host(scan, &start, scan->run)) != 0) {
            match_bare(scan, start, end);
            continue;
        }
        start = protocol_start(scan, scan->at, scan->run);
        scan->at = scan->run;
        if (start != SIZE_MAX && match_protocol(scan, start, scan->run + 3, out))
            return 1;
    }
}
