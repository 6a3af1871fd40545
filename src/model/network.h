/* A network: where a post appears, what it allows there and how it counts. Data, not code: the
 * values come from src/packs/networks.json and what the host lays over it; each has a date and a
 * source. */
#ifndef KR_NETWORK_H
#define KR_NETWORK_H

#include "model/post.h"

/* How length is counted. Each unit is documented by a network; see docs/networks.md. */
typedef enum kr_unit {
    KR_UNIT_UTF16,      /* UTF-16 code units: LinkedIn, Facebook, Instagram */
    KR_UNIT_GRAPHEME,   /* user-perceived characters (UAX 29): Bluesky, Mastodon */
    KR_UNIT_X,          /* twitter-text config v3: 1 or 2 a character, an emoji 2, in NFC */
    KR_UNIT_X_PLAIN,    /* config v2: as v3, an emoji counts character by character */
    KR_UNIT_EMOJI_BYTE, /* UTF-16 units, an emoji its bytes of UTF-8: Threads */
    KR_UNIT_BYTE,       /* bytes of UTF-8 */
    KR_UNITS
} kr_unit;

typedef enum kr_link_rule {
    KR_LINKS_AS_WRITTEN, /* a URL costs its characters */
    KR_LINKS_PROTOCOL,   /* one with http:// or https:// costs url_length */
    KR_LINKS_ALL,        /* a bare "example.com" too */
    KR_LINKS_SHORTENED /* one with a protocol is cut to its host and 16 characters: Bluesky's app */
} kr_link_rule;

typedef enum kr_preview {
    KR_PREVIEW_ALWAYS,
    KR_PREVIEW_WITHOUT_PICTURE,
    KR_PREVIEW_NEVER
} kr_preview;
typedef enum kr_action { KR_ACTION_AUTO, KR_ACTION_SUGGEST, KR_ACTION_REPOST } kr_action;

enum { KR_PICTURE_SIZES = 8 };
enum { KR_FORMAT_JPEG = 1, KR_FORMAT_PNG = 2, KR_FORMAT_WEBP = 4, KR_FORMAT_GIF = 8 };

/* One rule as it is listed: the value as JSON, when it was so and who says so. */
typedef struct kr_network_rule {
    kr_str key, value, as_of, source;
    uint32_t load; /* 0: koor's own data; 1 and up: the n-th load of the host */
} kr_network_rule;

/* Numbers are KR_NONE where the network states no limit. */
typedef struct kr_network {
    kr_str name, title;
    kr_str tested; /* how far the counting is proven, in words */
    uint32_t unit; /* kr_unit */
    uint32_t limit, byte_limit;
    uint32_t links; /* kr_link_rule */
    uint32_t url_length;
    uint32_t local_mentions; /* 1: "@name@host" counts as "@name" */
    uint32_t fold;           /* what the feed shows before "see more", in the same unit */
    uint32_t hashtag_most, hashtag_length, link_most, mention_most;
    uint32_t live_links; /* 1: a URL in the text can be clicked */
    uint32_t preview;    /* kr_preview */
    uint32_t action;     /* kr_action: the default for an item */
    uint32_t text_once;  /* 1: a text is used once in a campaign, then the item is a repost */
    uint32_t picture_most, picture_required, picture_bytes, picture_formats;
    struct kr_network_size {
        uint32_t width, height;
    } picture_sizes[KR_PICTURE_SIZES];
    uint32_t picture_size_count;
    uint32_t picture_narrowest, picture_widest; /* width to height, parts per thousand */
    uint32_t alt_required, alt_length;
    kr_network_rule *rules;
    uint32_t rule_count;
} kr_network;

typedef struct kr_networks {
    kr_network *items;
    uint32_t count, loads;
} kr_networks;

#endif
