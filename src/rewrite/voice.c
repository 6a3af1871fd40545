/* Whose voice the texts have: that of the base, from its words, or the one that is asked for. Texts of
 * rules that speak otherwise are left out, so that no variant puts words into the mouth of somebody who
 * does not speak, or says u where the post says je. Tone is a decision for the whole text: a variable of
 * the graph, made where a text asks for it. The words are lists of the pack. */
#include "rewrite/rewriter.h"
#include "rewrite/voice.h"

#include <string.h>

enum { ADDRESS = KR_VOICE_JE | KR_VOICE_U | KR_VOICE_JULLIE };

typedef struct voice_list {
    const char *name;
    uint32_t voice;
} voice_list;

static const voice_list lists[] = {
    {"voice.je.subject", KR_VOICE_JE},         {"voice.je.object", KR_VOICE_JE},
    {"voice.je.poss", KR_VOICE_JE},            {"voice.u.subject", KR_VOICE_U},
    {"voice.u.poss", KR_VOICE_U},              {"voice.jullie.subject", KR_VOICE_JULLIE},
    {"voice.we.word", KR_VOICE_WE},            {"voice.i.word", KR_VOICE_I},
};

static uint32_t voice_of(const kr_rewriter *r, uint32_t string) {
    uint32_t voice = 0;
    for (size_t i = 0; i < sizeof lists / sizeof *lists && string != KR_PACK_NONE; i++)
        if (r->voice_lists[i] && kr_list_has_number(r->voice_lists[i], string))
            voice |= lists[i].voice;
    return voice;
}

static uint32_t spoken(const kr_rewriter *r) {
    uint32_t voices = 0;
    for (uint32_t s = 0; s < r->post->sentence_count; s++)
        for (uint32_t at = 0; at < r->parses[s].count; at++)
            if (!r->parses[s].words[at].atom)
                voices |= voice_of(r, r->parses[s].words[at].string);
    return voices;
}

static int uses_tone(const kr_rewriter *r) {
    for (uint32_t s = 0; s < r->post->sentence_count; s++) {
        for (uint32_t i = 0; i < r->inside[s].count; i++)
            if (r->inside[s].at[i].tone)
                return 1;
        for (uint32_t i = 0; i < r->across[s].count; i++)
            if (r->across[s].at[i].tone)
                return 1;
    }
    return 0;
}

void kr_voice_read(kr_rewriter *r) {
    static const uint32_t wanted[] = {0, KR_VOICE_JE, KR_VOICE_JULLIE, KR_VOICE_U};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        r->voice_lists[i] = kr_pack_find_list(r->pack, lists[i].name);
    r->warm = kr_pack_find_list(r->pack, "voice.warm");
    r->voices = spoken(r);
    if (r->input->address)
        r->voices = (r->voices & ~(uint32_t)ADDRESS) | wanted[r->input->address];
    if (r->voices & KR_VOICE_U)
        r->voices &= ~(uint32_t)KR_VOICE_JE;
    if (!(r->voices & ADDRESS))
        r->voices |= KR_VOICE_JE;
    if (r->input->only_rule)
        r->voices = UINT32_MAX;
}

typedef uint32_t count_word(const kr_rewriter *r, uint32_t string);

/* Words that address the reader in a way that the texts do not. */
static uint32_t is_stray(const kr_rewriter *r, uint32_t string) {
    uint32_t voice = voice_of(r, string) & ADDRESS;
    return voice && !(voice & r->voices);
}

static uint32_t is_warm(const kr_rewriter *r, uint32_t string) {
    return (uint32_t)kr_list_has_number(r->warm, string);
}

/* All words of these kinds are short, and of plain letters. */
static uint32_t count_words(const kr_rewriter *r, kr_str text, count_word *counts) {
    uint32_t count = 0;
    for (size_t at = 0; at < text.length;) {
        char word[16];
        size_t end = at, size = 0;
        while (end < text.length && ((text.at[end] | 32) >= 'a' && (text.at[end] | 32) <= 'z'))
            end++;
        for (size_t i = at; i < end && size < sizeof word; i++)
            word[size++] = (char)(text.at[i] | 32);
        int is_whole = end == text.length || !((unsigned char)text.at[end] & 0x80);
        if (end > at && end - at < sizeof word && is_whole)
            count += counts(r, kr_pack_find(r->pack, (kr_str){word, size}));
        at = end > at ? end : at + 1;
    }
    return count;
}

static uint32_t warmth(const kr_rewriter *r, kr_str text) {
    uint32_t warm = count_words(r, text, is_warm);
    for (size_t i = 0; i < text.length; i++)
        warm += text.at[i] == '!';
    return warm;
}

const char *kr_voice_strays(const kr_rewriter *r, kr_str base, kr_str text) {
    if (!r->pack) /* no words to go by */
        return NULL;
    if (count_words(r, text, is_stray) > count_words(r, base, is_stray))
        return "addresses the reader otherwise than the post";
    if (!r->input->tone)
        return NULL;
    uint32_t before = warmth(r, base), after = warmth(r, text);
    if (r->input->tone == 1 ? after > before : after < before)
        return "has another tone than is asked for";
    return NULL;
}

void kr_voice_variables(kr_rewriter *r) {
    static const kr_str values[] = {{"plain", 5}, {"warm", 4}};
    for (uint32_t v = 0; v < r->graph->variable_count; v++) /* of an author's markup: the same voice */
        if (kr_str_is(r->graph->variables[v].name, "tone"))
            r->tone = v;
    if (r->tone == KR_NONE && uses_tone(r))
        r->tone = kr_graph_variable(r->graph, KR_STR("tone"), values, 2);
}
