/* The strings of a pack under construction: each once, found by hash. An existing pack is taken over
 * section by section: indices stay what they are, so nothing needs to be translated. */
#include "base/hash.h"
#include "rewrite/pack_build.h"

#include <string.h>

kr_str kr_build_text(const kr_pack_builder *builder, uint32_t string) {
    return (kr_str){builder->text + builder->words[string].text, builder->words[string].length};
}

uint32_t kr_build_find(const kr_pack_builder *builder, kr_str text) {
    if (builder->bucket_count == 0)
        return KR_PACK_NONE;
    size_t mask = builder->bucket_count - 1;
    size_t at = (size_t)kr_hash64(text.at, text.length) & mask;
    for (; builder->buckets[at] != 0; at = (at + 1) & mask)
        if (kr_str_equal(kr_build_text(builder, builder->buckets[at] - 1), text))
            return builder->buckets[at] - 1;
    return KR_PACK_NONE;
}

static void put_in_bucket(kr_pack_builder *builder, uint32_t string) {
    kr_str text = kr_build_text(builder, string);
    size_t mask = builder->bucket_count - 1;
    size_t at = (size_t)kr_hash64(text.at, text.length) & mask;
    while (builder->buckets[at] != 0)
        at = (at + 1) & mask;
    builder->buckets[at] = string + 1;
}

static int make_buckets(kr_pack_builder *builder, size_t wanted) {
    size_t count = builder->bucket_count ? builder->bucket_count : 1024;
    while (count < wanted * 2)
        count *= 2;
    if (count == builder->bucket_count)
        return 0;
    uint32_t *buckets = kr_arena_zero(&builder->job->arena, count, sizeof *buckets);
    if (!buckets)
        return -1;
    builder->buckets = buckets;
    builder->bucket_count = count;
    for (size_t i = 0; i < builder->word_count; i++)
        put_in_bucket(builder, (uint32_t)i);
    return 0;
}

static int add_text(kr_pack_builder *builder, kr_str text) {
    size_t wanted = builder->text_length + text.length;
    if (wanted > builder->text_capacity) {
        size_t capacity = wanted * 2 + 4096;
        char *grown = kr_arena_alloc(&builder->job->arena, capacity, 1);
        if (!grown)
            return -1;
        if (builder->text_length)
            memcpy(grown, builder->text, builder->text_length);
        builder->text = grown;
        builder->text_capacity = capacity;
    }
    if (text.length)
        memcpy(builder->text + builder->text_length, text.at, text.length);
    builder->text_length = wanted;
    return 0;
}

uint32_t kr_build_string(kr_pack_builder *builder, kr_str text) {
    uint32_t found = kr_build_find(builder, text);
    if (found != KR_PACK_NONE)
        return found;
    if (make_buckets(builder, builder->word_count + 1) < 0 || KR_BUILD_GROW(builder, word) < 0)
        return KR_PACK_NONE;
    kr_pack_word word = {.text = (uint32_t)builder->text_length, .length = (uint32_t)text.length};
    if (add_text(builder, text) < 0)
        return KR_PACK_NONE;
    builder->words[builder->word_count] = word;
    put_in_bucket(builder, (uint32_t)builder->word_count);
    return (uint32_t)builder->word_count++;
}

/* The typographic apostrophe is the plain one to every lookup. */
static size_t plain_apostrophes(char *text, size_t length) {
    size_t out = 0;
    for (size_t i = 0; i < length; i++) {
        if (length - i >= 3 && memcmp(text + i, "\xe2\x80\x99", 3) == 0) {
            text[out++] = '\'';
            i += 2;
        } else {
            text[out++] = text[i];
        }
    }
    return out;
}

uint32_t kr_build_lower(kr_pack_builder *builder, kr_str text) {
    char *lower = kr_arena_alloc(&builder->job->arena, 3 * text.length + 1, 1);
    if (!lower)
        return KR_PACK_NONE;
    size_t length = plain_apostrophes(lower, kr_utf8_lower(lower, text.at, text.length));
    return kr_build_string(builder, (kr_str){lower, length});
}

static void *copy_section(kr_pack_builder *builder, const kr_pack *base, kr_section section,
                          size_t size) {
    size_t count = kr_pack_count(base, section);
    void *copy = kr_arena_alloc(&builder->job->arena, count + 1, size);
    if (copy && count)
        memcpy(copy, kr_pack_section(base, section), count * size);
    return copy;
}

#define IMPORT(builder, base, name, section)                                                       \
    ((builder)->name##s = copy_section(builder, base, section, sizeof *(builder)->name##s),        \
     (builder)->name##_count = kr_pack_count(base, section),                                       \
     (builder)->name##_capacity = (builder)->name##_count, (builder)->name##s ? 0 : -1)

/* Readings and anchors hang on their strings in a block: here they are pairs again. */
static int import_pairs(kr_pack_builder *builder, const kr_pack *base) {
    const kr_reading *readings = kr_pack_section(base, KR_SECTION_READINGS);
    const uint32_t *anchors = kr_pack_section(base, KR_SECTION_ANCHORS);
    for (uint32_t s = 0; s < builder->word_count; s++) {
        const kr_pack_word *word = &builder->words[s];
        for (uint32_t i = 0; i < word->reading_count; i++) {
            const kr_reading *reading = &readings[word->reading + i];
            if (KR_BUILD_GROW(builder, reading) < 0)
                return -1;
            uint32_t order = (uint32_t)builder->reading_count;
            builder->readings[builder->reading_count++] =
                (kr_pair){s, order, reading->lemma, reading->kind};
        }
        for (uint32_t i = 0; i < word->anchor_count; i++) {
            if (KR_BUILD_GROW(builder, anchor) < 0)
                return -1;
            uint32_t order = (uint32_t)builder->anchor_count;
            builder->anchors[builder->anchor_count++] =
                (kr_pair){s, order, anchors[word->anchor + i], 0};
        }
    }
    return 0;
}

int kr_build_import(kr_pack_builder *builder, const kr_pack *base) {
    kr_str text = {kr_pack_section(base, KR_SECTION_TEXT), kr_pack_count(base, KR_SECTION_TEXT)};
    if (add_text(builder, text) < 0 || IMPORT(builder, base, word, KR_SECTION_STRINGS) < 0 ||
        IMPORT(builder, base, list, KR_SECTION_LISTS) < 0 ||
        IMPORT(builder, base, member, KR_SECTION_MEMBERS) < 0 ||
        IMPORT(builder, base, lemma, KR_SECTION_LEMMAS) < 0 ||
        IMPORT(builder, base, form, KR_SECTION_FORMS) < 0 ||
        IMPORT(builder, base, suffix, KR_SECTION_SUFFIXES) < 0 ||
        IMPORT(builder, base, rule, KR_SECTION_RULES) < 0 ||
        IMPORT(builder, base, when, KR_SECTION_WHENS) < 0 ||
        IMPORT(builder, base, op, KR_SECTION_OPS) < 0 ||
        IMPORT(builder, base, pattern, KR_SECTION_PATTERNS) < 0 ||
        IMPORT(builder, base, say, KR_SECTION_SAYS) < 0 ||
        IMPORT(builder, base, piece, KR_SECTION_PIECES) < 0)
        return -1;
    return make_buckets(builder, builder->word_count + 1) < 0 ? -1 : import_pairs(builder, base);
}
