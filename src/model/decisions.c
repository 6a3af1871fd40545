/* Decisions on wordings: see decisions.h. */
#include "model/decisions.h"

#include "base/hash.h"

#include <string.h>

static const char *const NAMES[] = {"proposed", "approved", "rejected"};

const char *kr_decision_name(kr_decision decision) {
    return NAMES[decision];
}

int kr_decision_read(kr_str word, kr_decision *out) {
    for (int i = KR_PROPOSED; i <= KR_REJECTED; i++)
        if (kr_str_is(word, NAMES[i]) || (word.length == 0 && i == KR_PROPOSED)) {
            *out = (kr_decision)i;
            return 0;
        }
    return -1;
}

/* ---- the key ---- */

static int begins(kr_str text, size_t at, const char *word) {
    size_t length = strlen(word);
    return at + length <= text.length && memcmp(text.at + at, word, length) == 0;
}

static int is_link(kr_str text, size_t at) {
    if (text.at[at] != 'h' && text.at[at] != 'w') /* nearly all letters: this is asked for each */
        return 0;
    return begins(text, at, "https://") || begins(text, at, "http://") || begins(text, at, "www.");
}

/* The n of "an", which goes with the word behind it. */
static int is_article_n(kr_str text, size_t at) {
    int first = at < 2 || text.at[at - 2] == ' ';
    return first && at >= 1 && (text.at[at - 1] | 0x20) == 'a' && text.at[at] == 'n' &&
           at + 1 < text.length && text.at[at + 1] == ' ';
}

static int32_t folded(int32_t code) {
    if (code >= 'a' && code <= 'z')
        return code;
    if (code == 0x2018 || code == 0x2019)
        return '\'';
    if (code == 0x201C || code == 0x201D || code == 0x201E)
        return '"';
    return kr_to_lower(code);
}

static uint64_t mix_text(uint64_t hash, kr_str text) {
    int space = 0, some = 0;
    for (size_t at = 0; at < text.length;) {
        size_t start = at;
        int32_t code = (unsigned char)text.at[at];
        if (code < 0x80)
            at++;
        else
            code = kr_utf8_next(text.at, text.length, &at);
        if (code == ' ' || kr_is_space(code)) {
            space = 1;
            continue;
        }
        if (is_article_n(text, start))
            continue;
        if (space && some)
            hash = kr_hash_mix(hash, ' ');
        if (is_link(text, start)) {
            while (at < text.length && !strchr(" \t\r\n", text.at[at]))
                at++;
            code = -1;
        }
        hash = kr_hash_mix(hash, (uint64_t)(uint32_t)folded(code));
        space = 0;
        some = 1;
    }
    return kr_hash_mix(hash, UINT64_MAX);
}

uint64_t kr_wording_key(kr_str from, kr_str text) {
    return mix_text(mix_text(0, kr_wording_from(from, text)), text);
}

/* ---- the table ---- */

int kr_decisions_make(kr_decisions *decisions, kr_arena *arena, size_t most) {
    size_t count = 16;
    while (count < 2 * most)
        count *= 2;
    decisions->slots = kr_arena_zero(arena, count, sizeof *decisions->slots);
    decisions->slot_count = decisions->slots ? count : 0;
    decisions->rejected = kr_arena_alloc(arena, most + 1, sizeof *decisions->rejected);
    decisions->rejected_count = 0;
    return decisions->slots && decisions->rejected ? 0 : -1;
}

void kr_decisions_reject(kr_decisions *decisions, kr_change change) {
    decisions->rejected[decisions->rejected_count++] = change;
}

int kr_decisions_rejected(const kr_decisions *decisions, kr_change change) {
    for (size_t i = 0; i < decisions->rejected_count; i++)
        if (kr_change_equal(decisions->rejected[i], change))
            return 1;
    return 0;
}

static size_t slot_of(const kr_decisions *decisions, uint64_t key) {
    size_t slot = (size_t)key & (decisions->slot_count - 1);
    while (decisions->slots[slot].used && decisions->slots[slot].key != key)
        slot = (slot + 1) & (decisions->slot_count - 1);
    return slot;
}

void kr_decisions_add(kr_decisions *decisions, uint64_t key, kr_decision decision, uint32_t line) {
    kr_decided *slot = &decisions->slots[slot_of(decisions, key)];
    if (!slot->used)
        *slot = (kr_decided){key, line, (uint8_t)decision, 1};
    else if (decision > slot->decision)
        slot->decision = (uint8_t)decision;
}

const kr_decided *kr_decisions_find(const kr_decisions *decisions, uint64_t key) {
    const kr_decided *slot =
        decisions->slot_count ? &decisions->slots[slot_of(decisions, key)] : NULL;
    return slot && slot->used ? slot : NULL;
}

int kr_decisions_allow(const kr_decisions *decisions, uint64_t key) {
    const kr_decided *found = kr_decisions_find(decisions, key);
    if (decisions->only_approved)
        return found && found->decision == KR_APPROVED;
    return !found || found->decision != KR_REJECTED;
}
