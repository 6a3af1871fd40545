/* Matching of phrases: see phrase.h. Lists are short and texts too, so that comparing at each
 * place is quicker than building an automaton for every list. */
#include "network/phrase.h"

static int is_word(int32_t code) {
    return code == '_' || kr_is_letter(code) || kr_is_digit(code);
}

static int32_t fold(int32_t code) {
    return code == 0x2019 || code == 0x02BC ? '\'' : kr_to_lower(code);
}

static int in_word(kr_str text, size_t at) {
    size_t back, behind = at;
    if (at == 0 || at >= text.length)
        return 0;
    back = kr_utf8_back(text.at, at);
    int32_t before = kr_utf8_next(text.at, text.length, &back);
    return is_word(before) && is_word(kr_utf8_next(text.at, text.length, &behind));
}

static size_t skip_space(kr_str text, size_t at) {
    size_t behind = at;
    while (at < text.length && kr_is_space(kr_utf8_next(text.at, text.length, &behind)))
        at = behind;
    return at;
}

/* Packs write a contraction as its tokens, "ca n't" and "we 're": there a space stands for none. */
static int joins(kr_str phrase, size_t at) {
    kr_str rest = {phrase.at + at, phrase.length - at};
    return rest.length >= 2 && (rest.at[0] == '\'' || (rest.length >= 3 && rest.at[0] == 'n' &&
                                                       rest.at[1] == '\'' && rest.at[2] == 't'));
}

size_t kr_network_phrase_end(kr_str text, size_t at, kr_str phrase) {
    if (in_word(text, at))
        return 0;
    for (size_t i = 0; i < phrase.length;) {
        int32_t want = kr_utf8_next(phrase.at, phrase.length, &i);
        if (want == ' ' && joins(phrase, i))
            continue;
        if (at >= text.length)
            return 0;
        int32_t code = kr_utf8_next(text.at, text.length, &at);
        if (want == ' ') {
            if (!kr_is_space(code))
                return 0;
            at = skip_space(text, at);
        } else if (fold(code) != want) {
            return 0;
        }
    }
    return in_word(text, at) ? 0 : at;
}

uint32_t kr_network_phrase_next(kr_str text, size_t *at, const kr_str *phrases, uint32_t count,
                                kr_span *out) {
    while (*at < text.length) {
        size_t best = 0, behind = *at;
        uint32_t found = KR_NONE;
        int32_t first = fold(kr_utf8_next(text.at, text.length, &behind));
        if (in_word(text, *at)) { /* no phrase begins there */
            *at = behind;
            continue;
        }
        for (uint32_t i = 0; i < count; i++) {
            if (first < 0x80 && phrases[i].length && phrases[i].at[0] != (char)first)
                continue;
            size_t end = kr_network_phrase_end(text, *at, phrases[i]);
            if (end > best) {
                best = end;
                found = i;
            }
        }
        if (found != KR_NONE) {
            *out = (kr_span){(uint32_t)*at, (uint32_t)best};
            *at = best;
            return found;
        }
        *at = behind;
    }
    return KR_NONE;
}
