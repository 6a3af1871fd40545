/* Lines of words: see line.h. Words of the base keep the tag of its parse. Those that a rule writes have
 * the first class of the lexicon in an order that favours what opens a phrase or a clause, because that
 * is what is asked about them. */
#include "rewrite/line.h"

#include <string.h>

void kr_line_add(kr_line *line, kr_line_word word) {
    if (line->count < KR_LONGEST_LINE)
        line->word[line->count++] = word;
    else
        line->full = 1;
}

void kr_line_add_span(kr_line *line, const kr_parse *parses, uint32_t sentence, uint32_t start,
                      uint32_t end) {
    const kr_parse *parse = &parses[sentence];
    for (uint32_t at = start; at < end; at++)
        kr_line_add(line, (kr_line_word){.text = kr_word_text(parse, at),
                                         .features = parse->words[at].features,
                                         .sentence = (uint16_t)sentence, .at = (uint16_t)at,
                                         .tag = parse->words[at].tag});
}

static uint8_t tag_of(const kr_pack *pack, kr_str word) {
    static const struct {
        uint32_t class;
        kr_tag tag;
    } order[] = {{KR_WORD_PREP, KR_TAG_PREP}, {KR_WORD_SUB, KR_TAG_SUB},
                 {KR_WORD_CONJ, KR_TAG_CONJ}, {KR_WORD_POSS, KR_TAG_POSS},
                 {KR_WORD_DET, KR_TAG_DET},   {KR_WORD_PRON, KR_TAG_PRON},
                 {KR_WORD_MODAL, KR_TAG_MODAL}, {KR_WORD_ADV, KR_TAG_ADV},
                 {KR_WORD_VERB, KR_TAG_FIN},  {KR_WORD_NOUN, KR_TAG_NOUN},
                 {KR_WORD_ADJ, KR_TAG_ADJ},   {KR_WORD_NUM, KR_TAG_NUM}};
    uint32_t classes = kr_pack_classes(pack, word);
    if (kr_str_equal_fold(word, KR_STR("to")) || kr_str_equal_fold(word, KR_STR("te")))
        return KR_TAG_TO;
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        if (classes & order[i].class)
            return (uint8_t)order[i].tag;
    return KR_TAG_UNKNOWN;
}

static int is_mark(char c) {
    return strchr(",.;:!?()", c) != NULL;
}

static void add_own(kr_line *line, kr_str text, uint8_t tag) {
    if (text.length)
        kr_line_add(line, (kr_line_word){.text = text, .at = KR_NOT_OF_BASE, .tag = tag});
}

/* "we're" and "don't" are a word and a verb. */
static void add_word(kr_line *line, const kr_pack *pack, kr_str word) {
    size_t at = 1;
    while (at + 1 < word.length && word.at[at] != '\'')
        at++;
    if (at + 1 >= word.length || kr_pack_classes(pack, word)) {
        add_own(line, word, tag_of(pack, word));
        return;
    }
    kr_str front = {word.at, at};
    add_own(line, front, tag_of(pack, front));
    add_own(line, (kr_str){word.at + at, word.length - at},
            word.at[at + 1] == 't' ? KR_TAG_ADV : KR_TAG_FIN);
}

void kr_line_add_text(kr_line *line, const kr_pack *pack, kr_str text) {
    for (size_t at = 0; at < text.length;) {
        size_t end = at;
        while (end < text.length && text.at[end] != ' ' && !is_mark(text.at[end]))
            end++;
        kr_str word = {text.at + at, end - at};
        add_word(line, pack, word);
        if (end < text.length && text.at[end] != ' ')
            add_own(line, (kr_str){text.at + end, 1}, KR_TAG_PUNCT);
        at = end + 1;
    }
}
