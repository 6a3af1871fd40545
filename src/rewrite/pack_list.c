/* Lists of a pack: `list NAME = phrase | phrase`. A list that is declared again grows. */
#include "rewrite/pack_build.h"

#include <string.h>

uint32_t kr_build_find_list(const kr_pack_builder *builder, uint32_t name) {
    for (size_t i = 0; i < builder->list_count; i++)
        if (name != KR_PACK_NONE && builder->lists[i].name == name)
            return (uint32_t)i;
    return KR_PACK_NONE;
}

static int add_list(kr_pack_builder *builder, uint32_t name) {
    if (KR_BUILD_GROW(builder, list) < 0)
        return -1;
    builder->lists[builder->list_count++] =
        (kr_pack_list){.name = name, .member = (uint32_t)builder->member_count};
    return 0;
}

static int add_member(kr_pack_builder *builder, uint32_t string) {
    if (KR_BUILD_GROW(builder, member) < 0)
        return -1;
    builder->members[builder->member_count++] = string;
    return 0;
}

/* Members stand in one run: a list that grows moves behind the others. */
static int move_to_end(kr_pack_builder *builder, kr_pack_list *list) {
    if (list->member + list->count == builder->member_count)
        return 0;
    uint32_t first = list->member;
    list->member = (uint32_t)builder->member_count;
    for (uint32_t i = 0; i < list->count; i++)
        if (add_member(builder, builder->members[first + i]) < 0)
            return -1;
    return 0;
}

static int has_member(const kr_pack_builder *builder, const kr_pack_list *list, uint32_t string) {
    for (uint32_t i = 0; i < list->count; i++)
        if (builder->members[list->member + i] == string)
            return 1;
    return 0;
}

static int32_t add_phrase(kr_pack_builder *builder, uint32_t list, kr_str phrase) {
    uint32_t tokens = 0;
    uint32_t string = kr_build_phrase(builder, phrase, &tokens);
    kr_pack_list *entry = &builder->lists[list];
    if (string == KR_PACK_NONE)
        return kr_build_nomem(builder);
    if (tokens == 0)
        return kr_build_error(builder, phrase, "an empty member of a list: take out the bar");
    if (has_member(builder, entry, string))
        return KOOR_OK;
    if (add_member(builder, string) < 0)
        return kr_build_nomem(builder);
    entry->count++;
    entry->longest = tokens > entry->longest ? tokens : entry->longest;
    return KOOR_OK;
}

int32_t kr_build_list(kr_pack_builder *builder, kr_str rest) {
    size_t at = 0;
    kr_str name = kr_phrase_next(rest, &at);
    kr_str sign = kr_phrase_next(rest, &at);
    if (name.length == 0 || !kr_str_is(sign, "="))
        return kr_build_error(builder, name, "write: list NAME = phrase | phrase");
    uint32_t string = kr_build_string(builder, name);
    uint32_t list = kr_build_find_list(builder, string);
    if (string == KR_PACK_NONE || (list == KR_PACK_NONE && add_list(builder, string) < 0))
        return kr_build_nomem(builder);
    if (list == KR_PACK_NONE)
        list = (uint32_t)builder->list_count - 1;
    if (move_to_end(builder, &builder->lists[list]) < 0)
        return kr_build_nomem(builder);
    for (size_t start = at; at <= rest.length; at++) {
        if (at < rest.length && rest.at[at] != '|')
            continue;
        int32_t status = add_phrase(builder, list, (kr_str){rest.at + start, at - start});
        if (status != KOOR_OK)
            return status;
        start = at + 1;
    }
    return KOOR_OK;
}
