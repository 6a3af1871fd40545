/* Phrases of a pack, cut as the analyse stage cuts a post, so that a list of a pack and a post meet:
 * lower case, plain apostrophes, clitics apart (English: do n't, we 're, let 's; as in the Penn
 * Treebank), closing punctuation apart. */
#include "rewrite/pack_build.h"

#include <string.h>

kr_str kr_phrase_next(kr_str text, size_t *at) {
    while (*at < text.length && (text.at[*at] == ' ' || text.at[*at] == '\t'))
        ++*at;
    size_t start = *at;
    while (*at < text.length && text.at[*at] != ' ' && text.at[*at] != '\t')
        ++*at;
    return (kr_str){text.at + start, *at - start};
}

static int ends_with(kr_str word, const char *tail) {
    kr_str end = kr_str_of(tail);
    return word.length > end.length &&
           kr_str_equal_fold((kr_str){word.at + word.length - end.length, end.length}, end);
}

size_t kr_phrase_cut(const char *language, kr_str word) {
    static const char *const clitics[] = {"n't", "'re", "'ll", "'ve", "'s", "'m", "'d"};
    if (strcmp(language, "en") == 0)
        for (size_t i = 0; i < sizeof clitics / sizeof *clitics; i++)
            if (ends_with(word, clitics[i]))
                return word.length - strlen(clitics[i]);
    const char *last = word.length > 1 ? word.at + word.length - 1 : NULL;
    return last && strchr(",;:!?", *last) ? word.length - 1 : word.length;
}

static int add_part(kr_buffer *buffer, kr_str part) {
    if (part.length == 0)
        return 0;
    if (buffer->length)
        kr_buffer_char(buffer, ' ');
    kr_buffer_add(buffer, part.at, part.length);
    return 1;
}

uint32_t kr_build_phrase(kr_pack_builder *builder, kr_str phrase, uint32_t *out_tokens) {
    kr_buffer buffer;
    kr_buffer_start(&buffer, builder->job->memory);
    uint32_t tokens = 0;
    size_t at = 0;
    uint32_t whole = kr_build_lower(builder, phrase);
    kr_str lower = whole == KR_PACK_NONE ? (kr_str){"", 0} : kr_build_text(builder, whole);
    for (kr_str word = kr_phrase_next(lower, &at); word.length; word = kr_phrase_next(lower, &at)) {
        size_t cut = kr_phrase_cut(builder->language, word);
        tokens += (uint32_t)add_part(&buffer, (kr_str){word.at, cut});
        tokens += (uint32_t)add_part(&buffer, (kr_str){word.at + cut, word.length - cut});
    }
    kr_str joined = {buffer.data ? buffer.data : "", buffer.length};
    uint32_t string = buffer.failed || whole == KR_PACK_NONE ? KR_PACK_NONE
                                                             : kr_build_string(builder, joined);
    kr_buffer_end(&buffer);
    if (out_tokens)
        *out_tokens = tokens;
    return string;
}
