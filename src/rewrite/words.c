/* Words of a sentence looked up in the pack: strings, phrases, how they meet their neighbours, and
 * what an unknown word may be by its ending or its last part. Guesses are kept to what is nearly
 * always right: endings that the pack lists, and compounds whose last part the lexicon has. */
#include "rewrite/parse.h"

#include <string.h>

enum { LONGEST_WORD = 256 };

kr_str kr_word_text(const kr_parse *parse, uint32_t at) {
    kr_span span = parse->words[at].span;
    return (kr_str){parse->text.at + span.start, span.end - span.start};
}

int kr_word_is(const kr_parse *parse, uint32_t at, const char *text) {
    return at < parse->count && kr_str_equal_fold(kr_word_text(parse, at), kr_str_of(text));
}

int kr_tag_is_nominal(uint32_t tag) {
    return tag == KR_TAG_NOUN || tag == KR_TAG_NAME || tag == KR_TAG_UNKNOWN || tag == KR_TAG_PART;
}

int kr_tag_is_finite(uint32_t tag) {
    return tag == KR_TAG_FIN || tag == KR_TAG_MODAL;
}

int kr_tag_is_verb(uint32_t tag) {
    return kr_tag_is_finite(tag) || tag == KR_TAG_INF || tag == KR_TAG_ING || tag == KR_TAG_PP;
}

int kr_word_listed(const kr_parse *parse, uint32_t at, kr_words list) {
    return at < parse->count && kr_pack_words_hold(parse->pack, list, parse->words[at].string);
}

/* Lower case with the plain apostrophe, as the pack writes its strings; 0 for too long a word. */
static size_t lower_word(char *out, kr_str text) {
    if (text.length * 3 >= LONGEST_WORD)
        return 0;
    size_t length = kr_utf8_lower(out, text.at, text.length), kept = 0;
    for (size_t i = 0; i < length; i++) {
        if (length - i >= 3 && memcmp(out + i, "\xe2\x80\x99", 3) == 0) {
            out[kept++] = '\'';
            i += 2;
        } else {
            out[kept++] = out[i];
        }
    }
    return kept;
}

static int is_opening(kr_str mark) {
    static const char *const marks[] = {"(", "[", "{", "\xe2\x80\x9c", "\xe2\x80\x98",
                                        "\xc2\xab", "\xe2\x80\x9e"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (kr_str_is(mark, marks[i]))
            return 1;
    return 0;
}

static int is_closing(kr_str mark) {
    static const char *const marks[] = {".", ",", ";", ":", "!", "?", ")", "]", "}", "%",
                                        "\xe2\x80\xa6", "\xe2\x80\x9d", "\xe2\x80\x99",
                                        "\xc2\xbb"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (kr_str_is(mark, marks[i]))
            return 1;
    return mark.length > 1 && strchr(".!?", mark.at[0]) && mark.at[0] != '\0';
}

static int is_clitic(kr_str word) {
    return word.length > 1 && (word.at[0] == '\'' || memcmp(word.at, "\xe2\x80", 2) == 0 ||
                               kr_str_equal_fold(word, KR_STR("n't")) ||
                               (word.length == 5 && memcmp(word.at + 1, "\xe2\x80\x99", 3) == 0));
}

/* Two tokens without a space between them are one for the rewriter, unless a mark or a clitic is
 * among them. */
static void read_joint(kr_parse *parse, const kr_token *token, uint32_t at) {
    kr_word *word = &parse->words[at];
    if (at == 0)
        return;
    uint32_t gap = word->span.start - parse->words[at - 1].span.end;
    word->space = gap == 0 ? 0 : gap == 1 && parse->text.at[word->span.start - 1] == ' ' ? 1 : 2;
    kr_str text = kr_word_text(parse, at), before = kr_word_text(parse, at - 1);
    int mark = token->kind == KR_TOKEN_PUNCT, mark_before = token[-1].kind == KR_TOKEN_PUNCT;
    if (gap == 0 && !(mark && is_closing(text)) && !(mark_before && is_opening(before)) &&
        !is_clitic(text) && word->atom != KR_ATOM_EMOJI + 1 &&
        parse->words[at - 1].atom != KR_ATOM_EMOJI + 1)
        word->glued = 1;
}

static void look_up(kr_parse *parse, uint32_t at) {
    char lower[LONGEST_WORD];
    kr_word *word = &parse->words[at];
    size_t length = lower_word(lower, kr_word_text(parse, at));
    word->string = word->lemma = KR_PACK_NONE;
    if (length)
        word->string = kr_pack_find(parse->pack, (kr_str){lower, length});
    if (word->string != KR_PACK_NONE) {
        const kr_pack_word *words = kr_pack_section(parse->pack, KR_SECTION_STRINGS);
        word->risk = (uint8_t)words[word->string].risk;
    }
}

uint32_t kr_word_part(const kr_parse *parse, uint32_t at, size_t *from) {
    char lower[LONGEST_WORD];
    kr_str text = kr_word_text(parse, at);
    size_t start = *from, end;
    for (end = start; end < text.length && text.at[end] != ' ';)
        end++;
    for (*from = end; *from < text.length && text.at[*from] == ' ';)
        ++*from;
    size_t length = lower_word(lower, (kr_str){text.at + start, end - start});
    return length ? kr_pack_find(parse->pack, (kr_str){lower, length}) : KR_PACK_NONE;
}

/* "every Friday", "two years": one token, whose words a rule may name one by one. */
static void look_up_parts(kr_parse *parse, uint32_t at) {
    enum { MOST_PARTS = 8 };
    const kr_pack_word *words = kr_pack_section(parse->pack, KR_SECTION_STRINGS);
    kr_word *word = &parse->words[at];
    kr_str text = kr_word_text(parse, at);
    uint32_t kind = word->atom - 1u, parts = 0, risk = 0;
    if ((kind != KR_ATOM_DATE && kind != KR_ATOM_TIME && kind != KR_ATOM_NUMBER) ||
        !memchr(text.at, ' ', text.length))
        return;
    for (size_t from = 0; from < text.length && parts <= MOST_PARTS; parts++) {
        uint32_t string = kr_word_part(parse, at, &from);
        risk |= string == KR_PACK_NONE ? 0 : words[string].risk;
    }
    word->parts = (uint8_t)(parts > 1 && parts <= MOST_PARTS ? parts : 0);
    word->risk |= (uint8_t)(word->parts ? risk : 0);
}

/* Strings of several words that begin here. */
static void look_up_phrases(kr_parse *parse, uint32_t at) {
    char joined[LONGEST_WORD * 2];
    size_t length = lower_word(joined, kr_word_text(parse, at));
    for (uint32_t n = 0; n < KR_LONGEST_PHRASE - 1; n++)
        parse->words[at].phrase[n] = KR_PACK_NONE;
    for (uint32_t n = 1; length && n < KR_LONGEST_PHRASE && at + n < parse->count; n++) {
        kr_str next = kr_word_text(parse, at + n);
        if (length + 1 + next.length * 3 >= sizeof joined)
            return;
        joined[length++] = ' ';
        size_t added = lower_word(joined + length, next);
        if (added == 0)
            return;
        length += added;
        parse->words[at].phrase[n - 1] = kr_pack_find(parse->pack, (kr_str){joined, length});
    }
}

static int is_title(kr_str text) {
    size_t at = 0;
    int32_t first = kr_utf8_next(text.at, text.length, &at);
    if (!kr_is_upper(first))
        return 0;
    while (at < text.length)
        if (kr_is_upper(kr_utf8_next(text.at, text.length, &at)))
            return 0;
    return 1;
}

/* "Last night", "Five million", "Vrijdag": words of time and number have the sentence's capital, but
 * for English days and months. */
static int is_lowered_figure(const kr_parse *parse, uint32_t at) {
    uint32_t kind = parse->words[at].atom - 1u;
    if (kind != KR_ATOM_DATE && kind != KR_ATOM_TIME && kind != KR_ATOM_NUMBER)
        return 0;
    char lower[LONGEST_WORD];
    kr_str text = kr_word_text(parse, at);
    size_t end = 0;
    while (end < text.length && text.at[end] != ' ' && text.at[end] != '-')
        end++;
    if (strcmp(parse->post->language, "en") != 0)
        return is_title((kr_str){text.at, end});
    kr_str first = {lower, lower_word(lower, (kr_str){text.at, end})};
    const kr_pack *pack = parse->pack;
    static const char *const days[] = {"analyse.weekday", "analyse.weekday.short", "analyse.month",
                                       "analyse.month.short", "analyse.month.weak"};
    for (size_t i = 0; i < sizeof days / sizeof *days; i++)
        if (kr_list_has(kr_pack_find_list(pack, days[i]), first))
            return 0;
    return is_title((kr_str){text.at, end}) && kr_pack_classes(pack, first) != 0;
}

/* ---- points of time ---- */

static int is_digit(char c) {
    return c >= '0' && c <= '9';
}

static size_t first_end(kr_str text) {
    size_t end = 0;
    while (end < text.length && text.at[end] != ' ' && text.at[end] != ',')
        end++;
    return end;
}

static int opens_with(const kr_parse *parse, kr_str text, const char *const *lists) {
    char lower[LONGEST_WORD];
    kr_str first = {lower, lower_word(lower, (kr_str){text.at, first_end(text)})};
    for (; *lists; lists++)
        if (kr_list_has(kr_pack_find_list(parse->pack, *lists), first))
            return 1;
    return 0;
}

static int ends_with_year(kr_str text) {
    return text.length > 5 && text.at[text.length - 5] == ' ' && is_digit(text.at[text.length - 4]) &&
           is_digit(text.at[text.length - 1]);
}

/* "24 to 27 December", "June 3-5", "Monday and Tuesday": with a second day, or words between two. */
static int names_several(const kr_parse *parse, kr_str text) {
    const kr_pack_list *joins = kr_pack_find_list(parse->pack, "analyse.date.range");
    for (size_t from = 0; from < text.length;) {
        size_t length = first_end((kr_str){text.at + from, text.length - from});
        if (kr_list_has(joins, (kr_str){text.at + from, length}))
            return 1;
        from += length + 1;
    }
    const char *dash = memchr(text.at, '-', text.length);
    int iso = dash && dash >= text.at + 4 && is_digit(dash[-4]);
    return (dash && !iso && dash > text.at && is_digit(dash[-1])) || kr_str_find(text, KR_STR("\xe2\x80\x93"), 0) != SIZE_MAX;
}

/* "Saturday morning", "May 8", "9 June", "12/05/2025", but not "last Saturday", "June 2026", "2026", nor a day
 * with its year, "May 8, 2026", nor several days. */
static int names_day(const kr_parse *parse, kr_str text) {
    static const char *const days[] = {"analyse.weekday", "analyse.weekday.short", NULL};
    static const char *const months[] = {"analyse.month", "analyse.month.short", "analyse.month.weak", NULL};
    size_t end = first_end(text), behind = end + 1;
    if (ends_with_year(text) || names_several(parse, text))
        return 0;
    if (opens_with(parse, text, days))
        return 1;
    if (is_digit(text.at[0]))
        return end < text.length || memchr(text.at, '/', text.length) || memchr(text.at, '-', text.length);
    return behind < text.length && is_digit(text.at[behind]) && opens_with(parse, text, months);
}

int kr_word_is_simple(const kr_parse *parse, uint32_t at) {
    kr_str text = kr_word_text(parse, at);
    if (parse->words[at].atom == KR_ATOM_NAME + 1)
        return !memchr(text.at, ' ', text.length);
    if (parse->words[at].atom == KR_ATOM_DATE + 1)
        return names_day(parse, text);
    return !memchr(text.at, '-', text.length) && kr_str_find(text, KR_STR("\xe2\x80\x93"), 0) == SIZE_MAX;
}

static int is_all_capitals(kr_str text) {
    size_t letters = 0;
    for (size_t at = 0; at < text.length; letters++)
        if (!kr_is_upper(kr_utf8_next(text.at, text.length, &at)))
            return 0;
    return letters > 1;
}

/* "CFO We", "The Cat Doesn't Like It": a capital inside a sentence is a name's or a title's. */
static int is_capital_inside(const kr_parse *parse, uint32_t at) {
    if (at <= parse->first || !is_title(kr_word_text(parse, at)))
        return 0;
    const kr_token *before = &parse->post->tokens[parse->sentence->token + at - 1];
    return before->kind != KR_TOKEN_PUNCT && parse->words[at - 1].atom != KR_ATOM_EMOJI + 1;
}

/* "March is ...", "May is ...": a month that is another word too may be the month. */
static int may_be_month(const kr_parse *parse, uint32_t at) {
    const kr_pack_list *months = kr_pack_find_list(parse->pack, "analyse.month.weak");
    return strcmp(parse->post->language, "en") == 0 &&
           kr_list_has_number(months, parse->words[at].string) &&
           !(kr_pack_classes(parse->pack, kr_pack_string(parse->pack, parse->words[at].string)) &
             KR_WORD_MODAL);
}

/* What the first word of a name is as a noun; `end` is where that word ends. */
static uint32_t first_as_noun(const kr_parse *parse, kr_str text, size_t *end) {
    char lower[LONGEST_WORD];
    for (*end = 0; *end < text.length && text.at[*end] != ' ';)
        ++*end;
    return kr_noun_features(parse, (kr_str){lower, lower_word(lower, (kr_str){text.at, *end})});
}

/* "Chef Anja bakes", "Maat 47 is er": a Dutch word in front of a name or number has a capital only
 * where the sentence begins, and what it is inside one the name does not tell. */
static int opens_with_noun(const kr_parse *parse, uint32_t at) {
    kr_str text = kr_word_text(parse, at);
    size_t end;
    if (parse->words[at].atom != KR_ATOM_NAME + 1 || strcmp(parse->post->language, "nl") != 0)
        return 0;
    uint32_t features = first_as_noun(parse, text, &end);
    if (end + 1 >= text.length)
        return 0;
    int numbered = text.at[end + 1] >= '0' && text.at[end + 1] <= '9';
    return features & KR_FEATURE_PERSON || (numbered && features);
}

/* "Overdose deaths fell", "Turfvrije potgrond": in front of a noun it may be a noun or an adjective too. */
static int leads_noun(const kr_parse *parse, uint32_t at) {
    if (at + 1 >= parse->count)
        return 0;
    kr_str next = kr_word_text(parse, at + 1);
    return kr_pack_classes(parse->pack, next) & KR_WORD_NOUN || kr_noun_features(parse, next);
}

/* "Toegangskaarten koop je hier", "Stallholders will be called": a single word that is not in the
 * lexicon is taken for a name where it opens a sentence. One that is built of others, or leads a noun,
 * may be none, unless the post writes it so elsewhere too. */
static int is_lone_capital(const kr_parse *parse, uint32_t at) {
    const kr_post *post = parse->post;
    kr_str text = kr_word_text(parse, at);
    if (parse->words[at].atom != KR_ATOM_NAME + 1 ||
        memchr(text.at, ' ', text.length) || !is_title(text) ||
        !(kr_word_is_built(parse, at) || leads_noun(parse, at)))
        return 0;
    for (uint32_t s = 0; s < post->sentence_count; s++) {
        const kr_token *tokens = post->tokens + post->sentences[s].token;
        for (uint32_t i = 1; i < post->sentences[s].token_count; i++) {
            kr_span span = tokens[i].span;
            kr_str other = {post->text.at + span.start, span.end - span.start};
            if (tokens[i - 1].kind != KR_TOKEN_PUNCT && kr_str_equal(other, text))
                return 0;
        }
    }
    return 1;
}

static uint32_t classes_at(const kr_parse *parse, uint32_t at) {
    const kr_pack_word *words = kr_pack_section(parse->pack, KR_SECTION_STRINGS);
    uint32_t string = at < parse->count ? parse->words[at].string : KR_PACK_NONE;
    return string == KR_PACK_NONE ? 0 : words[string].classes;
}

/* "Ruby bakes", "Mees opent de winkel": a given name that is another word too, in front of a verb, may be the name. */
static int may_be_given_name(const kr_parse *parse, uint32_t at) {
    const kr_pack_list *names = kr_pack_find_list(parse->pack, "analyse.name.weak");
    return kr_list_has_number(names, parse->words[at].string) && classes_at(parse, at + 1) & KR_WORD_VERB;
}

/* "Sleeping Giants opens", "Oude Markt sluit": an adjective or participle right in front of a name that a verb follows
 * is a part of it, as far as one can tell; and where the name goes on with a noun, "Open Kitchen in Leeds". "New Leeds
 * office" and "Happy Easter from Leeds" are no names. */
static int leads_name(const kr_parse *parse, uint32_t at) {
    uint32_t classes = classes_at(parse, at), rest = classes & ~(uint32_t)(KR_WORD_ADJ | KR_WORD_NOUN);
    kr_str text = kr_word_text(parse, at);
    size_t end;
    int participle = text.length > 5 && memcmp(text.at + text.length - 3, "ing", 3) == 0 &&
                     strcmp(parse->post->language, "en") == 0;
    if (at + 1 >= parse->last || parse->words[at + 1].atom != KR_ATOM_NAME + 1)
        return 0;
    if (classes & KR_WORD_ADJ && first_as_noun(parse, kr_word_text(parse, at + 1), &end))
        return 1;
    return (participle || (classes & KR_WORD_ADJ && !rest)) && classes_at(parse, at + 2) & KR_WORD_VERB;
}

/* "Belgische", "Fries": the lexicon writes whatever this word may be with a capital. */
static int keeps_capital(const kr_parse *parse, uint32_t string) {
    const kr_pack_word *words = kr_pack_section(parse->pack, KR_SECTION_STRINGS);
    const kr_reading *readings = kr_pack_section(parse->pack, KR_SECTION_READINGS);
    for (uint32_t i = 0; i < words[string].reading_count; i++) {
        const kr_reading *reading = &readings[words[string].reading + i];
        uint32_t form = kr_pack_form(parse->pack, reading->lemma, reading->kind);
        size_t next = 0;
        kr_str text = form == KR_PACK_NONE ? KR_STR("") : kr_pack_string(parse->pack, form);
        if (text.length == 0 || !kr_is_upper(kr_utf8_next(text.at, text.length, &next)))
            return 0;
    }
    return words[string].reading_count > 0;
}

int kr_word_opens_again(const kr_parse *parse, uint32_t at) {
    return at > parse->first &&
           (kr_word_is(parse, at - 1, ":") || parse->words[at - 1].atom == KR_ATOM_EMOJI + 1);
}

/* Whether the capital of a first word is the sentence's: a word that the lexicon has in lower case
 * and that is no name. The English "I" is always a capital, and so is what the lexicon writes so. */
static void read_case(kr_parse *parse, uint32_t at) {
    kr_word *word = &parse->words[at];
    kr_str text = kr_word_text(parse, at);
    size_t next = 0;
    if (at == parse->first && text.length && text.at[0] == '\'')
        word->sticky = 1; /* "'s Avonds": the capital is in the next word */
    if (text.length == 0 || !kr_is_upper(kr_utf8_next(text.at, text.length, &next)))
        return;
    if (word->atom) {
        word->lowered = (uint8_t)(at == parse->first && is_lowered_figure(parse, at));
        word->sticky =
            (uint8_t)(at == parse->first && (opens_with_noun(parse, at) || is_lone_capital(parse, at)));
        return;
    }
    const kr_pack_word *words = kr_pack_section(parse->pack, KR_SECTION_STRINGS);
    int known = word->string != KR_PACK_NONE && words[word->string].classes != 0;
    int always = known && keeps_capital(parse, word->string);
    int english_i = strcmp(parse->post->language, "en") == 0 && text.length == 1 &&
                    text.at[0] == 'I';
    word->lowered = (uint8_t)(at == parse->first && known && !always && !english_i &&
                              is_title(text) && !may_be_month(parse, at) &&
                              !may_be_given_name(parse, at) && !leads_name(parse, at));
    word->sticky = (uint8_t)((at == parse->first || kr_word_opens_again(parse, at)) && !word->lowered &&
                             !always && !english_i);
    word->shouted = (uint8_t)(is_all_capitals(text) || (!english_i && is_capital_inside(parse, at)));
}

int kr_word_is_full_name(const kr_parse *parse, uint32_t at) {
    kr_str text = kr_word_text(parse, at);
    size_t end = first_end(text);
    if (parse->words[at].atom != KR_ATOM_NAME + 1 || end + 1 >= text.length)
        return 0;
    kr_str second = {text.at + end + 1, text.length - end - 1};
    return !memchr(second.at, ' ', second.length) && !is_all_capitals((kr_str){text.at, end}) &&
           !is_all_capitals(second);
}

static int is_english_article(const kr_parse *parse, uint32_t at) {
    kr_str text = kr_word_text(parse, at);
    return strcmp(parse->post->language, "en") == 0 &&
           (kr_str_equal_fold(text, KR_STR("a")) || kr_str_equal_fold(text, KR_STR("an")));
}

static int is_edge(const kr_parse *parse, uint32_t at, int closing) {
    const kr_token *token = &parse->post->tokens[parse->sentence->token + at];
    if (parse->words[at].atom == KR_ATOM_EMOJI + 1)
        return 1;
    if (token->kind != KR_TOKEN_PUNCT)
        return 0;
    kr_str text = kr_word_text(parse, at);
    if (closing)
        return strchr(".!?:", text.at[0]) != NULL || kr_str_is(text, "\xe2\x80\xa6");
    return !is_opening(text);
}

static void find_core(kr_parse *parse) {
    parse->first = 0;
    parse->last = parse->count;
    while (parse->first < parse->last && is_edge(parse, parse->first, 0))
        parse->first++;
    while (parse->last > parse->first && is_edge(parse, parse->last - 1u, 1))
        parse->last--;
}

/* Beyond these it is no sentence but a list, and stays as it stands: the parse is empty then. */
enum { MOST_WORDS = 2000 };

int32_t kr_parse_words(kr_job *job, kr_parse *parse) {
    const kr_token *tokens = parse->post->tokens + parse->sentence->token;
    uint32_t count = parse->sentence->token_count;
    parse->count = (uint16_t)(count > MOST_WORDS ? 0 : count);
    parse->words = kr_arena_zero(&job->arena, parse->count + 1u, sizeof *parse->words);
    if (!parse->words)
        return kr_nomem(job);
    for (uint32_t i = 0; i < parse->count; i++) {
        kr_word *word = &parse->words[i];
        word->span = tokens[i].span;
        word->words = 1;
        if (tokens[i].kind == KR_TOKEN_ATOM)
            word->atom = (uint8_t)(parse->post->atoms[tokens[i].atom].kind + 1);
        look_up(parse, i);
        look_up_parts(parse, i);
        read_joint(parse, &tokens[i], i);
    }
    for (uint32_t i = 2; i < parse->count; i++)
        if (is_opening(kr_word_text(parse, i - 1)) && is_english_article(parse, i - 2))
            parse->words[i].glued = 1; /* "a (new)": nothing may change what the article meets */
    for (uint32_t i = 0; i < parse->count; i++)
        look_up_phrases(parse, i);
    find_core(parse);
    for (uint32_t i = 0; i < parse->count; i++)
        read_case(parse, i);
    return KOOR_OK;
}
