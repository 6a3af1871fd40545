/* Mentions, hashtags and cashtags, by the rules of twitter-text 3 (read from its regular
 * expressions; its conformance suite is the proof), and mentions as Mastodon writes them. */
#include "network/entities.h"

#include <string.h>

enum { NAME_MOST = 20, LIST_MOST = 25, CASHTAG_MOST = 6 };

static int is_word(int32_t code) {
    return (code >= '0' && code <= '9') || (code >= 'a' && code <= 'z') ||
           (code >= 'A' && code <= 'Z') || code == '_';
}

static int is_ascii_letter(int32_t code) {
    return (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z');
}

static int32_t peek(kr_str text, size_t at, size_t *behind) {
    *behind = at;
    return at < text.length ? kr_utf8_next(text.at, text.length, behind) : -1;
}

static int32_t before(kr_str text, size_t at) {
    if (at == 0)
        return -1;
    size_t back = kr_utf8_back(text.at, at);
    return kr_utf8_next(text.at, text.length, &back);
}

static int byte_at(kr_str text, size_t at) {
    return at < text.length ? (unsigned char)text.at[at] : 0;
}

static int opens_protocol(kr_str text, size_t at) {
    return text.length - at >= 3 && memcmp(text.at + at, "://", 3) == 0;
}

/* "rt" or "RT:" right before `at`, itself not at the end of a word. */
static int after_retweet(kr_str text, size_t at) {
    if (at > 0 && text.at[at - 1] == ':')
        at--;
    if (at < 2 || !kr_str_equal_fold((kr_str){text.at + at - 2, 2}, KR_STR("rt")))
        return 0;
    int32_t code = before(text, at - 2);
    return !is_word(code) && code != '+' && code != '~' && code != '.' && code != '-';
}

static int may_mention(kr_str text, size_t at) {
    int32_t code = before(text, at);
    if (!is_word(code) && code != 0xFF20 && (code <= 0 || code >= 0x80 || !strchr("!#$%&*@", code)))
        return 1;
    return after_retweet(text, at);
}

static size_t list_end(kr_str text, size_t at) {
    if (byte_at(text, at) != '/' || !is_ascii_letter(byte_at(text, at + 1)))
        return at;
    size_t end = at + 2;
    while (end - at - 1 < LIST_MOST && (is_word(byte_at(text, end)) || byte_at(text, end) == '-'))
        end++;
    return end;
}

static size_t mention_end(kr_str text, size_t name) {
    size_t end = name, behind;
    while (end - name < NAME_MOST && is_word(byte_at(text, end)))
        end++;
    if (end == name)
        return 0;
    end = list_end(text, end);
    int32_t code = peek(text, end, &behind);
    if (code == '@' || code == 0xFF20 || kr_is_accented(code) || opens_protocol(text, end))
        return 0;
    return end;
}

int kr_mention_next(kr_str text, size_t *at, kr_span *out) {
    for (size_t behind; *at < text.length; *at = behind) {
        int32_t code = peek(text, *at, &behind);
        if ((code != '@' && code != 0xFF20) || !may_mention(text, *at))
            continue;
        size_t end = mention_end(text, behind);
        if (end == 0)
            continue;
        *out = (kr_span){(uint32_t)*at, (uint32_t)end};
        *at = end;
        return 1;
    }
    return 0;
}

static int is_cashtag_space(int32_t code) {
    return code < 0 || kr_is_url_space(code) || (code >= 0x202A && code <= 0x202E) ||
           code == 0x061C || code == 0x200E || code == 0x200F || (code >= 0x2066 && code <= 0x2069);
}

static size_t letters_end(kr_str text, size_t at, size_t most) {
    size_t end = at;
    while (end - at < most && is_ascii_letter(byte_at(text, end)))
        end++;
    return end;
}

static int ends_cashtag(kr_str text, size_t at) {
    size_t behind;
    int32_t code = peek(text, at, &behind);
    return code < 0 || kr_is_url_space(code) ||
           (code < 0x80 && code > 0 && strchr("!'#%&()*+,\\-./:;<=>?@[]^_{|}~$", code));
}

static size_t cashtag_end(kr_str text, size_t at) {
    size_t end = letters_end(text, at, CASHTAG_MOST);
    if (end == at)
        return 0;
    if (byte_at(text, end) == '.' || byte_at(text, end) == '_') {
        size_t longer = letters_end(text, end + 1, 2);
        if (longer > end + 1 && ends_cashtag(text, longer))
            return longer;
    }
    return ends_cashtag(text, end) ? end : 0;
}

int kr_cashtag_next(kr_str text, size_t *at, kr_span *out) {
    for (; *at < text.length; ++*at) {
        size_t end;
        if (text.at[*at] != '$' || !is_cashtag_space(before(text, *at)) ||
            (end = cashtag_end(text, *at + 1)) == 0)
            continue;
        *out = (kr_span){(uint32_t)*at, (uint32_t)end};
        *at = end;
        return 1;
    }
    return 0;
}

static int is_tag_letter(int32_t code) {
    return code >= 0 && kr_is_letter(code);
}

static int is_tag(int32_t code) {
    static const uint16_t special[] = {'_',    0x200C, 0x200D, 0xA67E, 0x05BE, 0x05F3,
                                       0x05F4, 0xFF5E, 0x301C, 0x309B, 0x309C, 0x30A0,
                                       0x30FB, 0x3003, 0x0F0B, 0x0F0C, 0x00B7};
    if (code < 0)
        return 0;
    for (size_t i = 0; i < sizeof special / sizeof *special; i++)
        if (code == special[i])
            return 1;
    return kr_is_letter(code) || kr_is_digit(code);
}

static int may_tag(kr_str text, size_t at) {
    int32_t code = before(text, at);
    return code == 0xFE0E || code == 0xFE0F || (code != '&' && !is_tag(code));
}

/* The end of the tag whose first character stands at `at`, or 0: letters, digits and marks, one
 * letter at least. */
static size_t tag_end(kr_str text, size_t at) {
    size_t end = at, behind;
    int letters = 0;
    int32_t code = peek(text, at, &behind);
    if (code == 0xFE0F || code == 0x20E3)
        return 0;
    for (; is_tag(code = peek(text, end, &behind)); end = behind)
        letters |= is_tag_letter(code);
    if (!letters || code == '#' || code == 0xFF03 || opens_protocol(text, end))
        return 0;
    return end;
}

void kr_hashtag_start(kr_hashtag_scan *scan, kr_str text) {
    *scan = (kr_hashtag_scan){.text = text};
    kr_url_start(&scan->urls, text, 1);
    scan->more = kr_url_next(&scan->urls, &scan->url);
}

static int in_url(kr_hashtag_scan *scan, size_t at) {
    while (scan->more && scan->url.end <= at)
        scan->more = kr_url_next(&scan->urls, &scan->url);
    return scan->more && scan->url.start <= at;
}

int kr_hashtag_next(kr_hashtag_scan *scan, kr_span *out) {
    kr_str text = scan->text;
    for (size_t behind; scan->at < text.length; scan->at = behind) {
        int32_t code = peek(text, scan->at, &behind);
        if ((code != '#' && code != 0xFF03) || !may_tag(text, scan->at))
            continue;
        size_t end = tag_end(text, behind);
        if (end == 0 || in_url(scan, scan->at))
            continue;
        *out = (kr_span){(uint32_t)scan->at, (uint32_t)end};
        scan->at = end;
        return 1;
    }
    return 0;
}

/* Mastodon: a name may hold dots and hyphens inside; the host behind a second @ does not count. */
static size_t part_end(kr_str text, size_t at, int host) {
    size_t end = at, behind, i = at;
    for (int32_t code; (code = peek(text, i, &behind)) >= 0; i = behind) {
        int word = host ? code == '_' || kr_is_letter(code) || kr_is_digit(code) : is_word(code);
        if (word)
            end = behind;
        else if ((code != '.' && code != '-') || i == at)
            break;
    }
    return end;
}

static int may_address(kr_str text, size_t at) {
    int32_t code = before(text, at);
    return code < 0 ||
           (code != '=' && code != '/' && code != '_' && !kr_is_letter(code) && !kr_is_digit(code));
}

int kr_fediverse_next(kr_str text, size_t *at, kr_span *out, kr_span *local) {
    for (; *at < text.length; ++*at) {
        if (text.at[*at] != '@' || !may_address(text, *at))
            continue;
        size_t name = part_end(text, *at + 1, 0), end = name;
        if (name == *at + 1)
            continue;
        if (byte_at(text, name) == '@' && part_end(text, name + 1, 1) > name + 1)
            end = part_end(text, name + 1, 1);
        *local = (kr_span){(uint32_t)*at, (uint32_t)name};
        *out = (kr_span){(uint32_t)*at, (uint32_t)end};
        *at = end;
        return 1;
    }
    return 0;
}
