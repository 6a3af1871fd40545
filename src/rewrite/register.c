/* One register a text: words of which a text uses one kind throughout, such as we and wij, short and
 * full forms, British and American spelling. The kinds are lists of the pack, "register.NAME.KIND". A
 * wording keeps to those that the base has; where it has none, the first of the register is taken, so
 * that no two wordings bring different ones. A base that mixes them itself is free. */
#include "rewrite/rewriter.h"

#include <string.h>

enum { LONGEST = 40 };

static uint32_t kinds_of(const kr_rewriter *r) {
    uint32_t count = 0;
    while (count < KR_MOST_KINDS && r->kinds[count].list)
        count++;
    return count;
}

/* The part of the name in front of the last point tells which kinds exclude each other. */
static int same_register(kr_str a, kr_str b) {
    size_t end = a.length;
    while (end && a.at[end - 1] != '.')
        end--;
    return b.length > end && memcmp(a.at, b.at, end) == 0 && memchr(b.at + end, '.', b.length - end) == NULL;
}

static void find_kinds(kr_rewriter *r) {
    const kr_pack_list *list = NULL;
    uint32_t count = 0;
    while (count < KR_MOST_KINDS && (list = kr_pack_next_list(r->pack, "register.", list)) != NULL)
        r->kinds[count++] = (kr_kind){.list = list, .name = kr_list_name(list)};
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t k = 0; k < count; k++)
            if (k != i && same_register(r->kinds[i].name, r->kinds[k].name))
                r->kinds[i].others |= 1u << k;
}

static size_t apostrophe_at(kr_str text, size_t at) {
    if (at < text.length && text.at[at] == '\'')
        return 1;
    return text.length >= at + 3 && memcmp(text.at + at, "\xe2\x80\x99", 3) == 0 ? 3 : 0;
}

static int is_letter_at(kr_str text, size_t at) {
    return at < text.length && !apostrophe_at(text, at) &&
           ((unsigned char)text.at[at] >= 0x80 ||
            ((text.at[at] | 32) >= 'a' && (text.at[at] | 32) <= 'z'));
}

/* Where the token ends that begins at `at`: letters, or a clitic with its apostrophe ('re, n't), as the
 * pack cuts them; `at` itself for anything else. */
static size_t token_end(kr_str text, size_t at) {
    size_t end = at, apostrophe = apostrophe_at(text, at);
    for (end += apostrophe; is_letter_at(text, end);)
        end++;
    size_t behind = apostrophe_at(text, end);
    int not = behind && end > at && (text.at[end - 1] | 32) == 'n' && end + behind < text.length &&
              (text.at[end + behind] | 32) == 't';
    if (!not)
        return end > at + apostrophe ? end : at;
    return end - at > 1 ? end - 1 : end + behind + 1;
}

/* Its lower form with the plain apostrophe; 0: too long to be of a list. */
static size_t lower_token(kr_str token, char *out) {
    if (token.length * 3 >= LONGEST)
        return 0;
    size_t length = kr_utf8_lower(out, token.at, token.length), kept = 0;
    for (size_t i = 0; i < length;) {
        size_t apostrophe = apostrophe_at((kr_str){out, length}, i);
        out[kept++] = apostrophe ? '\'' : out[i];
        i += apostrophe ? apostrophe : 1;
    }
    return kept;
}

/* How often a text has words, and pairs of them, of the list. */
uint32_t kr_register_count(const kr_pack_list *list, kr_str text) {
    char pair[2 * LONGEST + 2];
    size_t before = 0;
    uint32_t count = 0;
    for (size_t at = 0; at < text.length;) {
        char word[LONGEST];
        size_t end = token_end(text, at);
        size_t length = lower_token((kr_str){text.at + at, end - at}, word);
        if (end == at) {
            before = text.at[at++] == ' ' ? before : 0;
            continue;
        }
        count += (uint32_t)kr_list_has(list, (kr_str){word, length});
        pair[before] = ' ';
        memcpy(pair + before + 1, word, length);
        if (before && length)
            count += (uint32_t)kr_list_has(list, (kr_str){pair, before + 1 + length});
        memcpy(pair, word, length);
        before = length;
        at = end;
    }
    return count;
}

/* How often each kind is used in a text. */
static void count_kinds(const kr_rewriter *r, kr_str text, uint32_t *counts) {
    for (uint32_t i = 0; i < kinds_of(r); i++)
        counts[i] = kr_register_count(r->kinds[i].list, text);
}

void kr_register_read(kr_rewriter *r) {
    uint32_t counts[KR_MOST_KINDS];
    find_kinds(r);
    count_kinds(r, r->post->text, counts);
    for (uint32_t i = 0; i < kinds_of(r); i++)
        r->kinds[i].count = counts[i];
}

/* Whether the text may bring a kind that the base does not have: the first of its register, where the
 * base has none of them. */
static int may_bring(const kr_rewriter *r, uint32_t kind) {
    for (uint32_t i = 0; i < kinds_of(r); i++)
        if (r->kinds[kind].others >> i & 1 && (r->kinds[i].count || i < kind))
            return 0;
    return 1;
}

const char *kr_register_strays(const kr_rewriter *r, kr_str base, kr_str text) {
    uint32_t was[KR_MOST_KINDS] = {0}, is[KR_MOST_KINDS] = {0}, count = kinds_of(r);
    if (count == 0 || r->input->only_rule)
        return NULL;
    count_kinds(r, base, was);
    count_kinds(r, text, is);
    for (uint32_t i = 0; i < count; i++)
        if (is[i] > was[i] && !r->kinds[i].count && !may_bring(r, i))
            return "mixes two ways of saying the same in one text";
    return NULL;
}
