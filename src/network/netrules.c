/* The table of network rules: see netrules.h. */
#include "network/netrules.h"

#include <string.h>

/* clang-format off */
#define FIELD(name) offsetof(kr_network, name)
#define INT(key, field, least, most) {key, KR_RULE_INT, FIELD(field), least, most, NULL}
#define BOOL(key, field) {key, KR_RULE_BOOL, FIELD(field), 0, 1, NULL}
#define WORD(key, field, words) {key, KR_RULE_WORD, FIELD(field), 0, 0, words}
/* clang-format on */

const kr_rule_field kr_rule_fields[] = {
    WORD("unit", unit, "utf16|grapheme|x|x-plain|emoji-byte|byte"),
    INT("limit", limit, 1, 1000000),
    INT("byte_limit", byte_limit, 1, 10000000),
    WORD("links", links, "as-written|protocol|all|shortened"),
    INT("url_length", url_length, 1, 1000),
    BOOL("local_mentions", local_mentions),
    INT("fold", fold, 1, 1000000),
    INT("hashtag_most", hashtag_most, 0, 10000),
    INT("hashtag_length", hashtag_length, 1, 10000),
    INT("link_most", link_most, 0, 10000),
    INT("mention_most", mention_most, 0, 10000),
    BOOL("live_links", live_links),
    WORD("preview", preview, "always|without-picture|never"),
    WORD("action", action, "auto|suggest"),
    BOOL("text_once", text_once),
    INT("picture_most", picture_most, 0, 1000),
    BOOL("picture_required", picture_required),
    INT("picture_bytes", picture_bytes, 1, 1000000000),
    {"picture_formats", KR_RULE_FORMATS, FIELD(picture_formats), 0, 0, "jpeg|png|webp|gif"},
    {"picture_sizes", KR_RULE_SIZES, FIELD(picture_sizes), 16, 30000, NULL},
    {"picture_ratios", KR_RULE_RATIOS, FIELD(picture_narrowest), 10, 100000, NULL},
    BOOL("alt_required", alt_required),
    INT("alt_length", alt_length, 1, 100000),
};

const uint32_t kr_rule_field_count = sizeof kr_rule_fields / sizeof *kr_rule_fields;

uint32_t kr_rule_find(const char *key) {
    for (uint32_t i = 0; i < kr_rule_field_count; i++)
        if (strcmp(kr_rule_fields[i].key, key) == 0)
            return i;
    return KR_NONE;
}

uint32_t kr_rule_word(const char *words, kr_str word) {
    for (uint32_t index = 0;; index++) {
        size_t length = strcspn(words, "|");
        if (kr_str_equal(word, (kr_str){words, length}))
            return index;
        if (words[length] == '\0')
            return KR_NONE;
        words += length + 1;
    }
}
