/* A language model as author. Its words may carry what somebody hid in a post, or what it says about its task, and
 * nobody has read them yet: so it is refused what a person is only warned of. The phrases with which one speaks
 * to a model stand in the pack ("model.speech"); a post about models may have them, and so may its wordings. */
#include "network/phrase.h"
#include "pipeline/outside.h"

int kr_is_by_model(const kr_given_alternative *given) {
    const kr_str word = KR_STR("model");
    kr_str author = given->author;
    return given->state == KR_PROPOSED && author.length >= word.length &&
           kr_str_equal((kr_str){author.at, word.length}, word) &&
           (author.length == word.length || author.at[word.length] == ' ');
}

static int stands(kr_str phrase, kr_str text, kr_span *out) {
    size_t at = 0;
    return kr_network_phrase_next(text, &at, &phrase, 1, out) != KR_NONE;
}

int kr_speaks_to_model(const kr_pack *pack, kr_str post, kr_str text, kr_span *out) {
    const kr_pack_list *speech = pack ? kr_pack_find_list(pack, "model.speech") : NULL;
    for (uint32_t i = 0; i < kr_list_count(speech); i++) {
        kr_span there;
        if (stands(kr_list_at(speech, i), text, out) && !stands(kr_list_at(speech, i), post, &there))
            return 1;
    }
    return 0;
}
