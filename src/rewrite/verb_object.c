/* "vond onze veiligheidsdag plaats": a noun that makes one verb with another word of the sentence is no part of
 * the phrase before it. The pack's list verb.object has such pairs: "plaats vinden". */
#include "rewrite/parse.h"

#include <string.h>

static int has_lemma(const kr_parse *parse, kr_str name) {
    const kr_lemma *lemmas = kr_pack_section(parse->pack, KR_SECTION_LEMMAS);
    for (uint32_t at = parse->first; at < parse->last; at++)
        if (parse->words[at].lemma != KR_PACK_NONE &&
            kr_str_equal(kr_pack_string(parse->pack, lemmas[parse->words[at].lemma].name), name))
            return 1;
    return 0;
}

int kr_is_verb_object(const kr_parse *parse, uint32_t at) {
    const kr_pack_list *list = kr_pack_find_list(parse->pack, "verb.object");
    kr_str word = kr_word_text(parse, at);
    for (uint32_t i = 0; list && i < kr_list_count(list); i++) {
        kr_str pair = kr_list_at(list, i);
        if (pair.length > word.length + 1 && pair.at[word.length] == ' ' &&
            memcmp(pair.at, word.at, word.length) == 0 &&
            has_lemma(parse, (kr_str){pair.at + word.length + 1, pair.length - word.length - 1}))
            return 1;
    }
    return 0;
}
