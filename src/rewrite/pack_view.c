/* Reading a compiled pack in place: the lookups of model/pack.h and those of pack_blob.h. A string is
 * found in one probe or two of an open-addressed table; membership in a list is a binary search over
 * the indices of its strings. */
#include "base/hash.h"
#include "rewrite/pack_blob.h"

#include <string.h>

const kr_blob *kr_pack_blob(const kr_pack *pack) {
    return pack->blob;
}

static const void *section_of(const kr_blob *blob, kr_section section) {
    return (const char *)blob + blob->section[section].at;
}

const void *kr_pack_section(const kr_pack *pack, kr_section section) {
    return section_of(pack->blob, section);
}

uint32_t kr_pack_count(const kr_pack *pack, kr_section section) {
    return kr_pack_blob(pack)->section[section].count;
}

const char *kr_pack_language(const kr_pack *pack) {
    return kr_pack_blob(pack)->language;
}

uint32_t kr_pack_rule_count(const kr_pack *pack) {
    return kr_pack_count(pack, KR_SECTION_RULES);
}

kr_hash128 kr_pack_fingerprint(const kr_pack *pack) {
    return kr_pack_blob(pack)->fingerprint;
}

static kr_str string_of(const kr_blob *blob, uint32_t string) {
    const kr_pack_word *words = section_of(blob, KR_SECTION_STRINGS);
    const char *text = section_of(blob, KR_SECTION_TEXT);
    return (kr_str){text + words[string].text, words[string].length};
}

kr_str kr_pack_string(const kr_pack *pack, uint32_t string) {
    return string_of(pack->blob, string);
}

static uint32_t find_in(const kr_blob *blob, kr_str lower) {
    const uint32_t *buckets = section_of(blob, KR_SECTION_BUCKETS);
    uint32_t at = (uint32_t)kr_hash64(lower.at, lower.length) & blob->bucket_mask;
    for (; buckets[at] != 0; at = (at + 1) & blob->bucket_mask)
        if (kr_str_equal(string_of(blob, buckets[at] - 1), lower))
            return buckets[at] - 1;
    return KR_PACK_NONE;
}

uint32_t kr_pack_find(const kr_pack *pack, kr_str lower) {
    return find_in(pack->blob, lower);
}

uint32_t kr_pack_classes(const kr_pack *pack, kr_str lower) {
    uint32_t string = kr_pack_find(pack, lower);
    const kr_pack_word *words = kr_pack_section(pack, KR_SECTION_STRINGS);
    return string == KR_PACK_NONE ? 0 : words[string].classes;
}

kr_str kr_pack_lemma(const kr_pack *pack, kr_str lower) {
    uint32_t string = kr_pack_find(pack, lower);
    const kr_pack_word *words = kr_pack_section(pack, KR_SECTION_STRINGS);
    const kr_reading *readings = kr_pack_section(pack, KR_SECTION_READINGS);
    const kr_lemma *lemmas = kr_pack_section(pack, KR_SECTION_LEMMAS);
    kr_str shortest = {"", 0};
    for (uint32_t i = 0; string != KR_PACK_NONE && i < words[string].reading_count; i++) {
        const kr_reading *reading = &readings[words[string].reading + i];
        kr_str name = kr_pack_string(pack, lemmas[reading->lemma].name);
        if (!shortest.length || name.length < shortest.length)
            shortest = name;
    }
    return shortest.length ? shortest : lower;
}

static const kr_blob *blob_of_list(const kr_pack_list *list) {
    return (const void *)((const char *)list - list->self);
}

const kr_pack_list *kr_pack_find_list(const kr_pack *pack, const char *name) {
    const kr_pack_list *lists = kr_pack_section(pack, KR_SECTION_LISTS);
    uint32_t string = kr_pack_find(pack, kr_str_of(name));
    for (uint32_t i = 0; string != KR_PACK_NONE && i < kr_pack_count(pack, KR_SECTION_LISTS); i++)
        if (lists[i].name == string)
            return &lists[i];
    return NULL;
}

kr_str kr_list_name(const kr_pack_list *list) {
    return string_of(blob_of_list(list), list->name);
}

const kr_pack_list *kr_pack_next_list(const kr_pack *pack, const char *prefix,
                                      const kr_pack_list *after) {
    const kr_pack_list *lists = kr_pack_section(pack, KR_SECTION_LISTS);
    const kr_pack_list *end = lists + kr_pack_count(pack, KR_SECTION_LISTS);
    size_t length = strlen(prefix);
    for (const kr_pack_list *list = after ? after + 1 : lists; list < end; list++) {
        kr_str name = kr_list_name(list);
        if (name.length > length && memcmp(name.at, prefix, length) == 0)
            return list;
    }
    return NULL;
}

static int holds(const kr_blob *blob, uint32_t member, uint32_t count, uint32_t string) {
    const uint32_t *members = (const uint32_t *)section_of(blob, KR_SECTION_MEMBERS) + member;
    uint32_t low = 0, high = count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (members[middle] < string)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && members[low] == string;
}

int kr_list_has(const kr_pack_list *list, kr_str phrase) {
    return list && kr_list_has_number(list, find_in(blob_of_list(list), phrase));
}

uint32_t kr_pack_number(const kr_pack *pack, kr_str phrase) {
    return kr_pack_find(pack, phrase);
}

int kr_list_has_number(const kr_pack_list *list, uint32_t number) {
    return list && number != KR_PACK_NONE && holds(blob_of_list(list), list->member, list->count, number);
}

int kr_pack_list_holds(const kr_pack *pack, uint32_t list, uint32_t string) {
    const kr_pack_list *lists = kr_pack_section(pack, KR_SECTION_LISTS);
    return string != KR_PACK_NONE && holds(pack->blob, lists[list].member, lists[list].count, string);
}

int kr_pack_words_hold(const kr_pack *pack, kr_words words, uint32_t string) {
    uint32_t list = kr_pack_blob(pack)->words[words];
    return list != 0 && kr_pack_list_holds(pack, list - 1, string);
}

int kr_pack_set_holds(const kr_pack *pack, uint32_t member, uint32_t count, uint32_t string) {
    return string != KR_PACK_NONE && holds(pack->blob, member, count, string);
}

uint32_t kr_list_longest(const kr_pack_list *list) {
    return list ? list->longest : 0;
}

uint32_t kr_list_count(const kr_pack_list *list) {
    return list ? list->count : 0;
}

kr_str kr_list_at(const kr_pack_list *list, uint32_t index) {
    const kr_blob *blob = blob_of_list(list);
    const uint32_t *members = (const uint32_t *)section_of(blob, KR_SECTION_MEMBERS) + list->member;
    return string_of(blob, members[index]);
}

uint32_t kr_pack_form(const kr_pack *pack, uint32_t lemma, uint32_t kind) {
    const kr_lemma *entry = (const kr_lemma *)kr_pack_section(pack, KR_SECTION_LEMMAS) + lemma;
    const kr_form *forms = (const kr_form *)kr_pack_section(pack, KR_SECTION_FORMS) + entry->form;
    for (uint32_t i = 0; i < entry->form_count; i++)
        if (forms[i].kind == kind)
            return forms[i].string;
    return KR_PACK_NONE;
}
