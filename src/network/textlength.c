/* The length of a text, as each network counts it. One walk from step to step: a URL, an emoji
 * sequence, a mention or a character, each with its cost. Counting, cutting and weighing are that
 * walk.
 *
 * Sources: X, twitter-text config/v3.json; Mastodon, its StatusLengthValidator (graphemes after
 * URLs are replaced by 23 characters and mentions lose their host); Bluesky, the lexicon
 * app.bsky.feed.post (maxGraphemes, maxLength in bytes); Threads, "emojis are counted as the
 * number of UTF-8 bytes". */
#include "network/entities.h"
#include "network/networks.h"

#include <string.h>

typedef struct walk {
    const kr_network *network;
    kr_str text;
    size_t at;
    kr_url_scan urls;
    kr_span url;     /* the next URL with a fixed cost */
    kr_span mention; /* the next mention that counts without its host */
    kr_span local;   /* what counts of it */
    size_t mentions; /* where the search for the next goes on */
} walk;

static const kr_span no_span = {UINT32_MAX, UINT32_MAX};

static void next_url(walk *w) {
    if (w->network->links == KR_LINKS_AS_WRITTEN || !kr_url_next(&w->urls, &w->url))
        w->url = no_span;
}

static void next_mention(walk *w) {
    if (!w->network->local_mentions ||
        !kr_fediverse_next(w->text, &w->mentions, &w->mention, &w->local))
        w->mention = no_span;
}

static void start(walk *w, const kr_network *network, kr_str text) {
    *w = (walk){.network = network, .text = text};
    kr_url_start(&w->urls, text, network->links == KR_LINKS_ALL);
    next_url(w);
    next_mention(w);
}

/* The ranges of config v3 that weigh 1; all else weighs 2. */
static uint32_t x_weight(int32_t code) {
    return code <= 4351 || (code >= 8192 && code <= 8205) || (code >= 8208 && code <= 8223) ||
                   (code >= 8242 && code <= 8247)
               ? 1
               : 2;
}

/* Whatever can be a part of an emoji, so that the cost of a character never depends on the next. */
static int is_emoji_part(int32_t code) {
    return kr_emoji_has(code) || code == 0xFE0F || code == 0x200D || code == 0x20E3 ||
           (code >= 0xE0020 && code <= 0xE007F);
}

static uint32_t step_character(walk *w) {
    size_t from = w->at;
    uint32_t unit = w->network->unit;
    if (unit == KR_UNIT_GRAPHEME) {
        w->at = kr_grapheme_next(w->text.at, w->text.length, from);
        return 1;
    }
    size_t emoji = unit == KR_UNIT_X ? kr_emoji_length(w->text, from) : 0;
    if (emoji) {
        w->at += emoji;
        return 2;
    }
    int32_t code = kr_utf8_next(w->text.at, w->text.length, &w->at);
    if (unit == KR_UNIT_X || unit == KR_UNIT_X_PLAIN)
        return x_weight(code);
    if (unit == KR_UNIT_BYTE || (unit == KR_UNIT_EMOJI_BYTE && is_emoji_part(code)))
        return (uint32_t)(w->at - from);
    return code > 0xFFFF ? 2 : 1;
}

/* Behind a URL or mention, and behind marks that join its last character. */
static void leave(walk *w, size_t end) {
    w->at = end;
    if (w->network->unit == KR_UNIT_GRAPHEME)
        w->at = kr_grapheme_next(w->text.at, w->text.length, kr_utf8_back(w->text.at, end));
}

static uint32_t step_url(walk *w) {
    kr_str url = {w->text.at + w->at, w->url.end - w->at};
    leave(w, w->url.end);
    return w->network->links == KR_LINKS_SHORTENED ? kr_url_shortened(url) : w->network->url_length;
}

/* One step: its cost; w->at goes behind it. */
static uint32_t step(walk *w) {
    while (w->url.start < w->at)
        next_url(w);
    while (w->mention.start < w->at)
        next_mention(w);
    if (w->url.start == w->at)
        return step_url(w);
    if (w->mention.start == w->at) {
        leave(w, w->mention.end);
        return (uint32_t)kr_utf8_count(w->text.at + w->local.start, w->local.end - w->local.start);
    }
    uint32_t cost = step_character(w);
    /* A cluster does not swallow what stands for itself: a mark before a URL ends where the URL
     * begins. */
    if (w->at > w->url.start)
        w->at = w->url.start;
    if (w->at > w->mention.start)
        w->at = w->mention.start;
    return cost;
}

/* Past characters of ASCII, up to the next URL or mention, where each costs one: how many. */
static uint32_t step_plain(walk *w) {
    size_t from = w->at, end = w->text.length;
    if (w->network->unit == KR_UNIT_GRAPHEME || w->network->unit == KR_UNIT_X)
        return 0; /* a digit may begin an emoji there */
    end = w->url.start < end ? w->url.start : end;
    end = w->mention.start < end ? w->mention.start : end;
    while (w->at < end && (unsigned char)w->text.at[w->at] < 0x80)
        w->at++;
    return (uint32_t)(w->at - from);
}

uint32_t kr_network_count(const kr_network *network, kr_str text) {
    walk w;
    uint32_t count = 0;
    for (start(&w, network, text); w.at < text.length;) {
        count += step_plain(&w);
        if (w.at < text.length)
            count += step(&w);
    }
    return count;
}

uint32_t kr_network_over(const kr_network *network, kr_str text) {
    if (network->byte_limit != KR_NONE && text.length > network->byte_limit) {
        uint32_t count = kr_network_count(network, text);
        return network->limit != KR_NONE && count > network->limit
                   ? count - network->limit
                   : (uint32_t)(text.length - network->byte_limit);
    }
    if (network->limit == KR_NONE)
        return 0;
    if (network->links == KR_LINKS_AS_WRITTEN && text.length <= network->limit)
        return 0; /* no character counts for more than its bytes */
    uint32_t count = kr_network_count(network, text);
    return count > network->limit ? count - network->limit : 0;
}

size_t kr_network_prefix(const kr_network *network, kr_str text, uint32_t most) {
    walk w;
    uint32_t count = 0;
    start(&w, network, text);
    for (size_t fits = 0;; fits = w.at) {
        if (w.at >= text.length)
            return text.length;
        uint32_t cost = step(&w);
        if (cost > most - count)
            return fits;
        count += cost;
    }
}

/* --- weights
 * ------------------------------------------------------------------------------------------ */

static int is_space_before(kr_str text, size_t at) {
    size_t back = kr_utf8_back(text.at, at);
    return kr_is_space(kr_utf8_next(text.at, text.length, &back));
}

/* The first and the last word of a piece: bytes that a neighbour on an open side may touch. */
static kr_span touched(kr_str piece, uint32_t open) {
    size_t left = 0, right = piece.length, behind;
    while (left < piece.length) {
        behind = left;
        if (kr_is_space(kr_utf8_next(piece.at, piece.length, &behind)))
            break;
        left = behind;
    }
    while (right > 0 && !is_space_before(piece, right))
        right = kr_utf8_back(piece.at, right);
    return (kr_span){open & KR_OPEN_LEFT ? (uint32_t)left : 0,
                     open & KR_OPEN_RIGHT ? (uint32_t)right : (uint32_t)piece.length};
}

/* Without any rule that a neighbour can undo: a text selector behind an emoji sequence takes it
 * apart. */
static uint32_t plain_count(const kr_network *network, kr_str text) {
    kr_network plain = {.unit = network->unit == KR_UNIT_X ? KR_UNIT_X_PLAIN : network->unit};
    return kr_network_count(&plain, text);
}

/* Dots (for a protocol: colons) in [from, to) behind which a host may go on, each a URL that a
 * neighbour completes. */
static uint32_t seeds(kr_str piece, size_t from, size_t to, uint32_t open, char mark) {
    uint32_t count = 0;
    for (size_t i = from; i < to; i++) {
        if (piece.at[i] != mark)
            continue;
        size_t behind = i + 1;
        int at_left = i == 0, at_right = i + 1 == piece.length;
        if ((at_left && !(open & KR_OPEN_LEFT)) || (at_right && !(open & KR_OPEN_RIGHT)))
            continue;
        if (at_right || !kr_is_space(kr_utf8_next(piece.at, piece.length, &behind)))
            count++;
    }
    return count;
}

/* A shortened link is longer than written only where its host is not ASCII. */
static uint32_t link_most(const kr_network *network) {
    return network->links == KR_LINKS_SHORTENED ? 255 + 16 : network->url_length;
}

/* A URL that no neighbour on the right can undo: behind its host stands a path already. The
 * exceptions are a link of t.co, whose path is not free, and one near the greatest length of a URL.
 */
static int is_settled(kr_str url) {
    size_t host = 0;
    for (size_t i = 0; i + 2 < url.length && host == 0; i++)
        if (url.at[i] == ':' && url.at[i + 1] == '/' && url.at[i + 2] == '/')
            host = i + 3;
    const char *path = memchr(url.at + host, '/', url.length - host);
    kr_str name = {url.at + host, path ? (size_t)(path - url.at) - host : 0};
    return path && url.length < 1024 && !kr_str_equal_fold(name, KR_STR("t.co"));
}

/* The first settled URL of a word that nothing touches on its left; else nothing. */
static kr_span settled_url(const kr_network *network, kr_str piece, kr_span word, uint32_t open) {
    kr_span none = {word.end, word.end}, url;
    kr_str text = {piece.at + word.start, word.end - word.start};
    kr_url_scan urls;
    if (network->links == KR_LINKS_AS_WRITTEN || (word.start == 0 && (open & KR_OPEN_LEFT)))
        return none;
    kr_url_start(&urls, text, network->links == KR_LINKS_ALL);
    if (!kr_url_next(&urls, &url) ||
        !is_settled((kr_str){text.at + url.start, url.end - url.start}))
        return none;
    return (kr_span){word.start + url.start, word.start + url.end};
}

/* A neighbour may lengthen it: what is shown of a shortened link grows to its limit. */
static uint32_t settled_weight(const kr_network *network, kr_str url) {
    return network->links == KR_LINKS_SHORTENED ? kr_url_shortened(url) + 16 : network->url_length;
}

/* The worst that [from, to) of a touched word can cost: as written, and a URL for every place
 * where one may begin. */
static uint32_t part_weight(const kr_network *network, kr_str piece, kr_span part, uint32_t open) {
    uint32_t plain = plain_count(network, (kr_str){piece.at + part.start, part.end - part.start});
    if (network->links == KR_LINKS_AS_WRITTEN)
        return plain;
    char mark = network->links == KR_LINKS_ALL ? '.' : ':';
    return plain + seeds(piece, part.start, part.end, open, mark) * link_most(network);
}

static uint32_t word_weight(const kr_network *network, kr_str piece, kr_span word, uint32_t open) {
    kr_span url = settled_url(network, piece, word, open);
    uint32_t weight = part_weight(network, piece, (kr_span){word.start, url.start}, open);
    if (url.start == url.end)
        return weight;
    weight += settled_weight(network, (kr_str){piece.at + url.start, url.end - url.start});
    return weight + part_weight(network, piece, (kr_span){url.end, word.end}, open);
}

uint32_t kr_network_weight(const kr_network *network, kr_str piece, uint32_t open) {
    kr_span closed = touched(piece, open);
    if (!open || piece.length == 0)
        return kr_network_count(network, piece);
    if (closed.start >= closed.end)
        return word_weight(network, piece, (kr_span){0, (uint32_t)piece.length}, open);
    uint32_t weight = word_weight(network, piece, (kr_span){0, closed.start}, open);
    weight += word_weight(network, piece, (kr_span){closed.end, (uint32_t)piece.length}, open);
    kr_str middle = {piece.at + closed.start, closed.end - closed.start};
    return weight + kr_network_count(network, middle);
}
