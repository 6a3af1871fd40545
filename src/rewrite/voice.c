/* Whose voice the base has, from its words: texts that ask for another one are left out, so that no
 * variant puts words into the mouth of somebody who does not speak. Tone is a decision for the whole
 * text: a variable of the graph, made where a text asks for it. */
#include "rewrite/rewriter.h"

#include <string.h>

typedef struct voice_word {
    const char *word;
    uint32_t voice;
} voice_word;

static const voice_word dutch[] = {
    {"je", KR_VOICE_JE},      {"jij", KR_VOICE_JE},        {"jou", KR_VOICE_JE},
    {"jouw", KR_VOICE_JE},    {"u", KR_VOICE_U},           {"uw", KR_VOICE_U},
    {"jullie", KR_VOICE_JULLIE}, {"we", KR_VOICE_WE},      {"wij", KR_VOICE_WE},
    {"ons", KR_VOICE_WE},     {"onze", KR_VOICE_WE},       {"ik", KR_VOICE_I},
    {"mijn", KR_VOICE_I},     {"mij", KR_VOICE_I},
};

static const voice_word english[] = {
    {"we", KR_VOICE_WE}, {"our", KR_VOICE_WE}, {"us", KR_VOICE_WE}, {"i", KR_VOICE_I},
    {"my", KR_VOICE_I},  {"me", KR_VOICE_I},
};

static uint32_t voice_of(kr_str word, const voice_word *words, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (kr_str_equal_fold(word, kr_str_of(words[i].word)))
            return words[i].voice;
    return 0;
}

static uint32_t spoken(const kr_rewriter *r) {
    int is_dutch = strcmp(r->post->language, "nl") == 0;
    uint32_t voices = 0;
    for (uint32_t s = 0; s < r->post->sentence_count; s++)
        for (uint32_t at = 0; at < r->parses[s].count; at++) {
            kr_str word = kr_word_text(&r->parses[s], at);
            if (!r->parses[s].words[at].atom)
                voices |= is_dutch ? voice_of(word, dutch, sizeof dutch / sizeof *dutch)
                                   : voice_of(word, english, sizeof english / sizeof *english);
        }
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
    const uint32_t address = KR_VOICE_JE | KR_VOICE_U | KR_VOICE_JULLIE;
    r->voices = spoken(r);
    if (r->voices & KR_VOICE_U)
        r->voices &= ~(uint32_t)KR_VOICE_JE;
    if (!(r->voices & address))
        r->voices |= KR_VOICE_JE;
    if (r->input->only_rule)
        r->voices = UINT32_MAX;
}

void kr_voice_variables(kr_rewriter *r) {
    static const kr_str values[] = {{"plain", 5}, {"warm", 4}};
    for (uint32_t v = 0; v < r->graph->variable_count; v++) /* of an author's markup: the same voice */
        if (kr_str_is(r->graph->variables[v].name, "tone"))
            r->tone = v;
    if (r->tone == KR_NONE && uses_tone(r))
        r->tone = kr_graph_variable(r->graph, KR_STR("tone"), values, 2);
}
