/* The end of the pack compiler: sections laid one behind the other, readings and anchors grouped by
 * their strings, the table of strings, the risks of words from the lists of the analyse stage. */
#include "base/hash.h"
#include "rewrite/pack_build.h"

#include <stdlib.h>
#include <string.h>

static int compare_pairs(const void *a, const void *b) {
    const kr_pair *x = a, *y = b;
    if (x->string != y->string)
        return x->string < y->string ? -1 : 1;
    return x->order < y->order ? -1 : x->order > y->order;
}

static int compare_u32(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

void kr_build_sort_members(kr_pack_builder *builder, uint32_t first, uint32_t count) {
    if (count)
        qsort(builder->members + first, count, sizeof *builder->members, compare_u32);
}

static kr_reading *group_readings(kr_pack_builder *builder) {
    kr_reading *readings =
        kr_arena_alloc(&builder->job->arena, builder->reading_count + 1, sizeof *readings);
    if (!readings)
        return NULL;
    if (builder->reading_count)
        qsort(builder->readings, builder->reading_count, sizeof *builder->readings, compare_pairs);
    for (size_t i = 0; i < builder->word_count; i++)
        builder->words[i].classes = builder->words[i].reading_count = 0;
    for (size_t i = 0; i < builder->reading_count; i++) {
        const kr_pair *pair = &builder->readings[i];
        kr_pack_word *word = &builder->words[pair->string];
        if (word->reading_count++ == 0)
            word->reading = (uint32_t)i;
        word->classes |= builder->lemmas[pair->a].class;
        readings[i] = (kr_reading){pair->a, pair->b};
    }
    return readings;
}

static uint32_t *group_anchors(kr_pack_builder *builder) {
    uint32_t *anchors =
        kr_arena_alloc(&builder->job->arena, builder->anchor_count + 1, sizeof *anchors);
    if (!anchors)
        return NULL;
    if (builder->anchor_count)
        qsort(builder->anchors, builder->anchor_count, sizeof *builder->anchors, compare_pairs);
    for (size_t i = 0; i < builder->word_count; i++)
        builder->words[i].anchor_count = 0;
    for (size_t i = 0; i < builder->anchor_count; i++) {
        kr_pack_word *word = &builder->words[builder->anchors[i].string];
        if (word->anchor_count++ == 0)
            word->anchor = (uint32_t)i;
        anchors[i] = builder->anchors[i].a;
    }
    return anchors;
}

void kr_build_risks(kr_pack_builder *builder) {
    static const struct {
        const char *list;
        uint32_t risk;
    } risks[] = {{"analyse.negation", KR_RISK_NEGATION},
                 {"analyse.modal", KR_RISK_MODAL},
                 {"analyse.quantifier", KR_RISK_QUANTIFIER}};
    for (size_t r = 0; r < sizeof risks / sizeof *risks; r++) {
        uint32_t list = kr_build_find_list(builder, kr_build_find(builder, kr_str_of(risks[r].list)));
        for (uint32_t i = 0; list != KR_PACK_NONE && i < builder->lists[list].count; i++)
            builder->words[builder->members[builder->lists[list].member + i]].risk |= risks[r].risk;
    }
    for (size_t i = 0; i < builder->reading_count; i++)
        builder->words[builder->readings[i].string].classes |=
            builder->lemmas[builder->readings[i].a].class;
}

typedef struct part {
    const void *data;
    size_t count, size;
} part;

static void place_parts(kr_blob *blob, const part *parts) {
    size_t at = sizeof *blob;
    for (int i = 0; i < KR_SECTIONS; i++) {
        at = (at + 7) / 8 * 8;
        blob->section[i] = (kr_blob_section){(uint32_t)at, (uint32_t)parts[i].count};
        at += parts[i].count * parts[i].size;
    }
    blob->size = (uint32_t)((at + 7) / 8 * 8);
}

static void fill_parts(char *block, const kr_blob *blob, const part *parts) {
    memset(block, 0, blob->size);
    memcpy(block, blob, sizeof *blob);
    for (int i = 0; i < KR_SECTIONS; i++)
        if (parts[i].count)
            memcpy(block + blob->section[i].at, parts[i].data, parts[i].count * parts[i].size);
}

static uint32_t *make_table(kr_pack_builder *builder, uint32_t *out_size) {
    uint32_t size = 16;
    while (size < builder->word_count * 2)
        size *= 2;
    uint32_t *table = kr_arena_zero(&builder->job->arena, size, sizeof *table);
    *out_size = size;
    for (uint32_t i = 0; table && i < builder->word_count; i++) {
        kr_str text = kr_build_text(builder, i);
        uint32_t at = (uint32_t)kr_hash64(text.at, text.length) & (size - 1);
        while (table[at] != 0)
            at = (at + 1) & (size - 1);
        table[at] = i + 1;
    }
    return table;
}

static void find_words(const kr_pack_builder *builder, kr_blob *blob) {
#define NAME(id, name) name,
    static const char *const names[KR_WORDS_COUNT] = {KR_PACK_WORDS(NAME)};
#undef NAME
    for (int i = 0; i < KR_WORDS_COUNT; i++)
        blob->words[i] = kr_build_find_list(builder, kr_build_find(builder, kr_str_of(names[i]))) + 1u; /* KR_PACK_NONE: 0 */
}

static void finish_lists(kr_pack_builder *builder, const kr_blob *blob) {
    for (size_t i = 0; i < builder->list_count; i++) {
        kr_pack_list *list = &builder->lists[i];
        list->self = blob->section[KR_SECTION_LISTS].at + (uint32_t)(i * sizeof *list);
        kr_build_sort_members(builder, list->member, list->count);
    }
}

int32_t kr_build_emit(kr_pack_builder *builder, kr_pack **out) {
    kr_blob blob = {.magic = KR_PACK_MAGIC};
    uint32_t table_size = 0;
    uint32_t *table = make_table(builder, &table_size);
    kr_reading *readings = group_readings(builder);
    uint32_t *anchors = group_anchors(builder);
    if (!table || !readings || !anchors)
        return kr_build_nomem(builder);
    const part parts[KR_SECTIONS] = {
        [KR_SECTION_TEXT] = {builder->text, builder->text_length, 1},
        [KR_SECTION_STRINGS] = {builder->words, builder->word_count, sizeof *builder->words},
        [KR_SECTION_BUCKETS] = {table, table_size, sizeof *table},
        [KR_SECTION_LISTS] = {builder->lists, builder->list_count, sizeof *builder->lists},
        [KR_SECTION_MEMBERS] = {builder->members, builder->member_count, sizeof *builder->members},
        [KR_SECTION_LEMMAS] = {builder->lemmas, builder->lemma_count, sizeof *builder->lemmas},
        [KR_SECTION_FORMS] = {builder->forms, builder->form_count, sizeof *builder->forms},
        [KR_SECTION_READINGS] = {readings, builder->reading_count, sizeof *readings},
        [KR_SECTION_SUFFIXES] = {builder->suffixs, builder->suffix_count, sizeof *builder->suffixs},
        [KR_SECTION_RULES] = {builder->rules, builder->rule_count, sizeof *builder->rules},
        [KR_SECTION_WHENS] = {builder->whens, builder->when_count, sizeof *builder->whens},
        [KR_SECTION_OPS] = {builder->ops, builder->op_count, sizeof *builder->ops},
        [KR_SECTION_PATTERNS] = {builder->patterns, builder->pattern_count,
                                 sizeof *builder->patterns},
        [KR_SECTION_SAYS] = {builder->says, builder->say_count, sizeof *builder->says},
        [KR_SECTION_PIECES] = {builder->pieces, builder->piece_count, sizeof *builder->pieces},
        [KR_SECTION_ANCHORS] = {anchors, builder->anchor_count, sizeof *anchors},
    };
    memcpy(blob.language, builder->language, sizeof blob.language);
    blob.bucket_mask = table_size - 1;
    place_parts(&blob, parts);
    finish_lists(builder, &blob);
    find_words(builder, &blob);
    const size_t head = (sizeof(kr_pack) + 15) / 16 * 16;
    char *block = kr_alloc(builder->job->memory, 1, head + blob.size);
    if (!block)
        return kr_build_nomem(builder);
    fill_parts(block + head, &blob, parts);
    blob.fingerprint = kr_hash(block + head, blob.size);
    memcpy(block + head, &blob, sizeof blob);
    kr_pack *pack = (kr_pack *)(void *)block;
    pack->blob = block + head;
    *out = pack;
    return KOOR_OK;
}
