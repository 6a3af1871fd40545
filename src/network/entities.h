/* Entities: URLs, mentions, hashtags and cashtags of a text, as X finds them (twitter-text 3, whose
 * conformance suite is a test here; the other networks' rules are near it, and none has a suite).
 *
 * The scanners are written by hand: they need no memory, run in linear time on any input and are
 * called for every text that is handed out. Offsets are bytes; the text is valid UTF-8. */
#ifndef KR_ENTITIES_H
#define KR_ENTITIES_H

#include "model/post.h"

/* Walks over the URLs of a text. With `bare`, "example.com" without a protocol counts as one. */
typedef struct kr_url_scan {
    kr_str text;
    uint8_t bare;
    size_t at;       /* where the search goes on */
    size_t edge;     /* end of the last match: the next one needs a character between */
    kr_span pending; /* the host of a bare match that may hold further URLs */
    size_t tail;     /* where the path of that match ends; the same as pending.end without one */
    size_t run;      /* end of the run of host characters around `at`, where it is known */
    size_t barren;   /* no host begins before this offset */
    size_t poor; /* a host that begins before this offset ends behind its first label, if at all */
} kr_url_scan;

void kr_url_start(kr_url_scan *scan, kr_str text, int bare);
int kr_url_next(kr_url_scan *scan, kr_span *out); /* 1, or 0 at the end */

/* The length of a URL with a protocol as Bluesky's app shows and sends it: host, and what
 * follows cut to 13 characters and three dots where it is longer than 15. */
uint32_t kr_url_shortened(kr_str url);

/* The next one that begins at or after *at; *at goes behind it. 1, or 0 at the end. */
int kr_mention_next(kr_str text, size_t *at,
                    kr_span *out); /* with the @, and "/list" where it has one */
int kr_cashtag_next(kr_str text, size_t *at, kr_span *out); /* with the $ */

/* Hashtags need the URLs beside them: "example.com/#top" holds no tag. */
typedef struct kr_hashtag_scan {
    kr_str text;
    size_t at;
    kr_url_scan urls;
    kr_span url;
    int more; /* `url` holds one */
} kr_hashtag_scan;

void kr_hashtag_start(kr_hashtag_scan *scan, kr_str text);
int kr_hashtag_next(kr_hashtag_scan *scan, kr_span *out); /* with the # */

/* A mention as Mastodon writes it, "@name" or "@name@host": 1, or 0 at the end. `local` is the
 * part that counts there. */
int kr_fediverse_next(kr_str text, size_t *at, kr_span *out, kr_span *local);

/* The end of the top-level domain that begins at `at` and ends before `limit`, or 0. */
size_t kr_tld_end(kr_str text, size_t at, size_t limit);

/* Bytes of the emoji sequence at `at`, or 0: one that Unicode 15.0 recommends for interchange
 * (UTS 51), and any single emoji with its variation selector or skin tone. */
size_t kr_emoji_length(kr_str text, size_t at);
int kr_emoji_has(int32_t code); /* property Emoji, without digits, # and * */

/* Character classes of twitter-text, for the scanners. */
int kr_is_url_space(int32_t code);
int kr_is_accented(
    int32_t code); /* the accented Latin letters that paths and bare hosts may hold */

#endif
