/* What a wording changes: its words without those that it shares with the base at either end. Two rules that come
 * to the same change say the same, however many words around it each of them matched: it is offered once, and
 * what a person rejected does not come back by another rule. */
#include "model/change.h"

#include "base/hash.h"

#include <string.h>

static int same_letter(char a, char b) {
    return kr_ascii_lower((unsigned char)a) == kr_ascii_lower((unsigned char)b);
}

static int is_border(kr_str text, size_t at) {
    return at == text.length || text.at[at] == ' ';
}

static size_t shared_head(kr_str a, kr_str b) {
    size_t shared = 0;
    for (size_t i = 0; i <= a.length && i <= b.length; i++) {
        if (is_border(a, i) && is_border(b, i))
            shared = i;
        if (i == a.length || i == b.length || !same_letter(a.at[i], b.at[i]))
            break;
    }
    return shared;
}

/* Whether a word begins where the last `tail` bytes do. */
static int is_tail_border(kr_str text, size_t tail) {
    return tail == text.length || text.at[text.length - tail - 1] == ' ';
}

static size_t shared_tail(kr_str a, kr_str b) {
    size_t shared = 0;
    for (size_t i = 0; i <= a.length && i <= b.length; i++) {
        if (is_tail_border(a, i) && is_tail_border(b, i))
            shared = i;
        if (i == a.length || i == b.length ||
            !same_letter(a.at[a.length - i - 1], b.at[b.length - i - 1]))
            break;
    }
    return shared;
}

static kr_str without(kr_str text, size_t head, size_t tail) {
    return (kr_str){text.at + head, text.length - head - tail};
}

static kr_str trimmed(kr_str text) {
    while (text.length && text.at[0] == ' ')
        text = without(text, 1, 0);
    while (text.length && text.at[text.length - 1] == ' ')
        text.length--;
    return text;
}

/* Bytes of the closing mark at `at`: . ! ? and the sign of three points. */
static size_t mark_at(kr_str text, size_t at) {
    if (at >= text.length)
        return 0;
    if (text.at[at] == '.' || text.at[at] == '!' || text.at[at] == '?')
        return 1;
    return text.length - at >= 3 && memcmp(text.at + at, "\xe2\x80\xa6", 3) == 0 ? 3 : 0;
}

size_t kr_closing_marks(kr_str text, size_t at) {
    size_t end = at;
    for (size_t size; (size = mark_at(text, end)) > 0;)
        end += size;
    return end - at;
}

static size_t last_mark(kr_str text) {
    size_t size = text.length >= 3 ? mark_at(text, text.length - 3) : 0;
    return size == 3 ? 3 : text.length ? mark_at(text, text.length - 1) : 0;
}

kr_str kr_wording_from(kr_str from, kr_str text) {
    kr_str words = from;
    for (size_t size; last_mark(text) && (size = last_mark(words)) > 0;)
        words.length -= size;
    return words.length ? words : from;
}

kr_change kr_change_of(kr_str post, kr_span from, kr_str text) {
    if (last_mark(text))
        from.end += (uint32_t)kr_closing_marks(post, from.end);
    kr_str base = {post.at + from.start, from.end - from.start};
    size_t head = shared_head(base, text);
    kr_str was = without(base, head, 0), is = without(text, head, 0);
    size_t tail = shared_tail(was, is);
    kr_str gone = trimmed(without(was, 0, tail));
    is = trimmed(without(is, 0, tail));
    size_t start = gone.length ? (size_t)(gone.at - post.at) : from.start + head;
    while (gone.length == 0 && start < post.length && post.at[start] == ' ')
        start++; /* what is only put in stands in front of the next word */
    kr_change change = {(uint32_t)start, (uint32_t)(start + gone.length), 0};
    for (size_t i = 0; i < is.length; i++)
        change.hash = kr_hash_mix(change.hash, (uint64_t)kr_ascii_lower((unsigned char)is.at[i]));
    return change;
}

int kr_change_equal(kr_change a, kr_change b) {
    return a.start == b.start && a.end == b.end && a.hash == b.hash;
}
