/* What a word may be: its readings in the lexicon, or a guess. The tagger picks one. */
#include "rewrite/parse.h"

#include <string.h>

enum { CERTAIN = 0, LIKELY = 1, UNLIKELY = 2, POSSIBLE = 3, RARE = 3, DEAR = 8, SHORT_PART = 5 };

typedef struct candidates {
    kr_candidate *out;
    uint32_t count;
} candidates;

static void add(candidates *c, kr_candidate candidate) {
    for (uint32_t i = 0; i < c->count; i++)
        if (c->out[i].tag == candidate.tag)
            return;
    if (c->count < KR_MOST_CANDIDATES)
        c->out[c->count++] = candidate;
}

static void add_tag(candidates *c, kr_tag tag, uint8_t cost) {
    add(c, (kr_candidate){.tag = (uint8_t)tag, .cost = cost, .lemma = KR_PACK_NONE});
}

static kr_tag atom_tag(uint32_t kind) {
    static const uint8_t tags[KR_ATOM_KINDS] = {
        [KR_ATOM_URL] = KR_TAG_REF,      [KR_ATOM_EMAIL] = KR_TAG_REF,
        [KR_ATOM_MENTION] = KR_TAG_NAME, [KR_ATOM_HASHTAG] = KR_TAG_NAME,
        [KR_ATOM_NUMBER] = KR_TAG_NUM,   [KR_ATOM_MONEY] = KR_TAG_NUM,
        [KR_ATOM_DATE] = KR_TAG_TIME,    [KR_ATOM_TIME] = KR_TAG_TIME,
        [KR_ATOM_VERSION] = KR_TAG_NAME, [KR_ATOM_QUOTE] = KR_TAG_NAME,
        [KR_ATOM_NAME] = KR_TAG_NAME,    [KR_ATOM_PHONE] = KR_TAG_REF,
        [KR_ATOM_EMOJI] = KR_TAG_PICTURE, [KR_ATOM_LOCKED] = KR_TAG_NAME,
    };
    return (kr_tag)tags[kind];
}

static kr_tag class_tag(uint32_t class) {
    switch (class) {
    case KR_WORD_NOUN: return KR_TAG_NOUN;
    case KR_WORD_ADJ: return KR_TAG_ADJ;
    case KR_WORD_ADV: return KR_TAG_ADV;
    case KR_WORD_DET: return KR_TAG_DET;
    case KR_WORD_POSS: return KR_TAG_POSS;
    case KR_WORD_PRON: return KR_TAG_PRON;
    case KR_WORD_PREP: return KR_TAG_PREP;
    case KR_WORD_CONJ: return KR_TAG_CONJ;
    case KR_WORD_SUB: return KR_TAG_SUB;
    case KR_WORD_MODAL: return KR_TAG_MODAL;
    case KR_WORD_NUM: return KR_TAG_NUM;
    case KR_WORD_INTERJECTION: return KR_TAG_INTERJECTION;
    default: return KR_TAG_UNKNOWN;
    }
}

static void add_verb(candidates *c, kr_candidate verb, uint32_t kind, int dutch) {
    switch (kind & 31u) {
    case KR_FORM_INF:
        verb.tag = KR_TAG_INF;
        add(c, verb);
        verb.tag = KR_TAG_FIN;
        add(c, verb);
        break;
    case KR_FORM_PP:
        verb.tag = KR_TAG_PP;
        add(c, verb);
        break;
    case KR_FORM_ING:
        verb.tag = dutch ? KR_TAG_ADJ : KR_TAG_ING;
        add(c, verb);
        break;
    case KR_FORM_PPE:
        verb.tag = KR_TAG_ADJ;
        add(c, verb);
        break;
    default:
        verb.tag = KR_TAG_FIN;
        add(c, verb);
    }
}

/* A word of a closed class is seldom anything else: "it" is no noun, "on" no adverb. */
static uint8_t reading_cost(uint32_t all, uint32_t class, int dutch) {
    const uint32_t closed = KR_WORD_DET | KR_WORD_POSS | KR_WORD_PRON | KR_WORD_PREP |
                            KR_WORD_CONJ | KR_WORD_SUB | KR_WORD_MODAL;
    if (class == KR_WORD_ADV && all & KR_WORD_PREP)
        return LIKELY;
    if (dutch && class == KR_WORD_SUB && all & KR_WORD_PREP)
        return POSSIBLE; /* "voor u", seldom "voor u vertrekt" */
    if (class == KR_WORD_NOUN && all & KR_WORD_ADV)
        return UNLIKELY; /* "send it back", "closed today" */
    return class & (KR_WORD_NOUN | KR_WORD_ADJ) && all & closed ? POSSIBLE : CERTAIN;
}

static void add_reading(const kr_parse *parse, uint32_t string, const kr_reading *reading,
                        candidates *c) {
    const kr_pack_word *words = kr_pack_section(parse->pack, KR_SECTION_STRINGS);
    const kr_lemma *lemma =
        (const kr_lemma *)kr_pack_section(parse->pack, KR_SECTION_LEMMAS) + reading->lemma;
    int dutch = strcmp(kr_pack_language(parse->pack), "nl") == 0;
    kr_candidate found = {.lemma = reading->lemma, .form = (uint8_t)reading->kind,
                          .features = lemma->features,
                          .cost = reading_cost(words[string].classes, lemma->class, dutch)};
    if (lemma->class == KR_WORD_VERB) {
        add_verb(c, found, reading->kind, dutch);
    } else {
        found.tag = (uint8_t)class_tag(lemma->class);
        add(c, found);
    }
}

/* The first reading of a tag is taken: "bouwde" is rather bouwen than afbouwen. */
static void add_readings(const kr_parse *parse, uint32_t string, candidates *c) {
    const kr_pack_word *words = kr_pack_section(parse->pack, KR_SECTION_STRINGS);
    const kr_reading *readings = kr_pack_section(parse->pack, KR_SECTION_READINGS);
    const kr_lemma *lemmas = kr_pack_section(parse->pack, KR_SECTION_LEMMAS);
    for (int separable = 0; separable < 2; separable++)
        for (uint32_t i = 0; i < words[string].reading_count; i++) {
            const kr_reading *reading = &readings[words[string].reading + i];
            if ((lemmas[reading->lemma].particle != KR_PACK_NONE) == separable)
                add_reading(parse, string, reading, c);
        }
}

/* An English verb that only the place makes a noun: "the build", "two asks"; "has" is never one. */
static void add_nominal_use(candidates *c) {
    for (uint32_t i = 0; i < c->count; i++) {
        uint32_t form = c->out[i].form;
        if (c->out[i].features & KR_FEATURE_AUX)
            return;
        if (c->out[i].tag == KR_TAG_INF || (c->out[i].tag == KR_TAG_FIN && form == KR_FORM_S3)) {
            add(c, (kr_candidate){.tag = KR_TAG_NOUN, .cost = RARE, .lemma = KR_PACK_NONE,
                                  .form = form == KR_FORM_S3 ? KR_FORM_PL : KR_FORM_SG});
            return;
        }
    }
}

/* A Dutch one: "de haak", "het lassen". Only an article outweighs what it costs. */
static void add_dutch_nominal_use(candidates *c) {
    int nominal = 0;
    for (uint32_t i = 0; i < c->count; i++) {
        uint32_t tag = c->out[i].tag;
        if (tag != KR_TAG_INF && tag != KR_TAG_FIN)
            return;
        nominal |= tag == KR_TAG_INF || c->out[i].form == KR_FORM_IK;
    }
    if (nominal)
        add(c, (kr_candidate){.tag = KR_TAG_NOUN, .cost = DEAR, .lemma = KR_PACK_NONE,
                              .form = KR_FORM_SG});
}

static int is_word(kr_str word, const char *text) {
    return kr_str_equal_fold(word, kr_str_of(text));
}

/* "there is": no place, but what stands for the subject. */
static int is_existential(const kr_parse *parse, uint32_t at) {
    static const char *const forms[] = {"is", "are", "was", "were", "'s", "\xe2\x80\x99s", "will"};
    if (at + 1 >= parse->last || !is_word(kr_word_text(parse, at), "there"))
        return 0;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (is_word(kr_word_text(parse, at + 1), forms[i]))
            return 1;
    return 0;
}

/* Words that the grammar itself knows. */
static void add_special(const kr_parse *parse, uint32_t at, candidates *c) {
    kr_str word = kr_word_text(parse, at);
    int dutch = strcmp(kr_pack_language(parse->pack), "nl") == 0;
    if (is_word(word, dutch ? "te" : "to"))
        add_tag(c, KR_TAG_TO, CERTAIN);
    if (dutch)
        return;
    if (is_word(word, "'s") || is_word(word, "\xe2\x80\x99s")) {
        add_tag(c, KR_TAG_GENITIVE, CERTAIN);
        add_tag(c, KR_TAG_FIN, CERTAIN);
    }
    if (is_word(word, "n't") || is_word(word, "n\xe2\x80\x99t") || is_word(word, "not"))
        add_tag(c, KR_TAG_ADV, CERTAIN);
}

static kr_str lower_of(const kr_parse *parse, uint32_t at, char *out, size_t room) {
    kr_str text = kr_word_text(parse, at);
    if (text.length * 3 >= room)
        return (kr_str){out, 0};
    return (kr_str){out, kr_utf8_lower(out, text.at, text.length)};
}

static uint32_t classes_of(const kr_parse *parse, const char *at, size_t length) {
    const kr_pack_word *words = kr_pack_section(parse->pack, KR_SECTION_STRINGS);
    uint32_t found = kr_pack_find(parse->pack, (kr_str){at, length});
    return found == KR_PACK_NONE ? 0 : words[found].classes;
}

/* "kookworkshop" is a workshop, "hydrogen-powered" is powered: the last part decides. At least three
 * letters stand before it and it has four, unless a hyphen parts them; in English they are a noun
 * too ("sandbags"). */
static uint32_t last_part(const kr_parse *parse, kr_str lower) {
    const uint32_t open = KR_WORD_NOUN | KR_WORD_ADJ | KR_WORD_VERB;
    const kr_pack_word *words = kr_pack_section(parse->pack, KR_SECTION_STRINGS);
    int dutch = strcmp(kr_pack_language(parse->pack), "nl") == 0;
    for (size_t at = 1; at + 2 <= lower.length; at++) {
        int hyphen = lower.at[at - 1] == '-';
        if (!hyphen && (at < 3 || lower.length - at < 4))
            continue;
        if (!hyphen && !dutch && !(classes_of(parse, lower.at, at) & KR_WORD_NOUN))
            continue;
        uint32_t found = kr_pack_find(parse->pack, (kr_str){lower.at + at, lower.length - at});
        uint32_t classes = found == KR_PACK_NONE ? 0 : words[found].classes;
        if (hyphen ? classes & open : classes & KR_WORD_NOUN)
            return found;
    }
    return KR_PACK_NONE;
}

uint32_t kr_noun_features(const kr_parse *parse, kr_str lower) {
    kr_candidate all[KR_MOST_CANDIDATES];
    candidates c = {all, 0};
    uint32_t found = kr_pack_find(parse->pack, lower);
    if (found == KR_PACK_NONE)
        found = last_part(parse, lower);
    if (found != KR_PACK_NONE)
        add_readings(parse, found, &c);
    for (uint32_t i = 0; i < c.count; i++)
        if (all[i].tag == KR_TAG_NOUN)
            return all[i].features;
    return 0;
}

/* Whether what stands in front of the last part is a word, or one with the -s-, -e- or -en- that links. "scheuren" has
 * "uren" in it, and is no time. */
static int has_known_front(const kr_parse *parse, kr_str lower, size_t last) {
    static const char *const links[] = {"", "-", "s", "s-", "en", "e"};
    size_t front = lower.length - last;
    for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
        size_t length = strlen(links[i]);
        if (front > length && memcmp(lower.at + front - length, links[i], length) == 0 &&
            classes_of(parse, lower.at, front - length))
            return 1;
    }
    return 0;
}

static void add_compound(const kr_parse *parse, kr_str lower, candidates *c) {
    kr_candidate all[KR_MOST_CANDIDATES];
    candidates parts = {all, 0};
    uint32_t found = last_part(parse, lower);
    if (found == KR_PACK_NONE)
        return;
    add_readings(parse, found, &parts);
    size_t last = kr_pack_string(parse->pack, found).length;
    int hyphen = memchr(lower.at, '-', lower.length) != NULL;
    int certain = last > SHORT_PART || hyphen || has_known_front(parse, lower, last);
    for (uint32_t i = 0; i < parts.count; i++) {
        kr_candidate part = all[i];
        part.cost = LIKELY;
        if (!certain)
            part.features &= ~(uint32_t)KR_FEATURE_TIME;
        if (part.tag == KR_TAG_PP || part.tag == KR_TAG_ING)
            part.tag = KR_TAG_ADJ;
        if (part.tag == KR_TAG_NOUN || (hyphen && part.tag == KR_TAG_ADJ))
            add(c, part);
    }
}

/* "resell", "repaint", "unlit": what the word behind the prefix is. Its forms are not known. */
static void add_prefixed(const kr_parse *parse, kr_str lower, candidates *c) {
    static const struct {
        const char *prefix;
        uint32_t classes;
    } known[] = {{"re", KR_WORD_VERB}, {"over", KR_WORD_VERB}, {"un", KR_WORD_ADJ},
                 {"non-", KR_WORD_ADJ}, {"pre-", KR_WORD_ADJ | KR_WORD_VERB}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        size_t length = strlen(known[i].prefix);
        kr_candidate all[KR_MOST_CANDIDATES];
        candidates rest = {all, 0};
        if (lower.length < length + 3 || memcmp(lower.at, known[i].prefix, length) != 0 ||
            !(classes_of(parse, lower.at + length, lower.length - length) & known[i].classes))
            continue;
        add_readings(parse, kr_pack_find(parse->pack, (kr_str){lower.at + length,
                                                              lower.length - length}), &rest);
        for (uint32_t k = 0; k < rest.count; k++) {
            int verb = all[k].tag == KR_TAG_FIN || all[k].tag == KR_TAG_INF ||
                       all[k].tag == KR_TAG_PP || all[k].tag == KR_TAG_ING;
            all[k].cost = LIKELY;
            all[k].lemma = KR_PACK_NONE;
            if (verb ? known[i].classes & KR_WORD_VERB : all[k].tag == KR_TAG_ADJ)
                add(c, all[k]);
        }
    }
}

static void add_suffixes(const kr_parse *parse, kr_str lower, candidates *c) {
    const kr_suffix *suffixes = kr_pack_section(parse->pack, KR_SECTION_SUFFIXES);
    size_t longest = 0;
    for (uint32_t i = 0; i < kr_pack_count(parse->pack, KR_SECTION_SUFFIXES); i++) {
        kr_str ending = kr_pack_string(parse->pack, suffixes[i].string);
        if (ending.length + 3 > lower.length || ending.length <= longest ||
            memcmp(lower.at + lower.length - ending.length, ending.at, ending.length) != 0)
            continue;
        longest = ending.length;
        c->count = 0;
        add(c, (kr_candidate){.tag = (uint8_t)class_tag(suffixes[i].class), .cost = LIKELY,
                              .lemma = KR_PACK_NONE, .form = (uint8_t)suffixes[i].kind,
                              .features = suffixes[i].features});
    }
}

/* "gelogeerd", "ingestemd": what looks as a Dutch participle is one, or a word that nobody knows. */
static void add_participle(kr_str lower, candidates *c) {
    static const char *const before[] = {"", "aan", "af", "bij", "door", "in", "mee", "om", "op",
                                         "over", "toe", "uit", "voor"};
    char last = lower.length < 7 ? '\0' : lower.at[lower.length - 1];
    if (last != 'd' && last != 't')
        return;
    for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
        size_t length = strlen(before[i]);
        if (lower.length >= length + 6 && memcmp(lower.at, before[i], length) == 0 &&
            memcmp(lower.at + length, "ge", 2) == 0) {
            add_tag(c, KR_TAG_PP, CERTAIN);
            add_tag(c, KR_TAG_UNKNOWN, UNLIKELY);
            return;
        }
    }
}

static int opens_with_capital(kr_str text) {
    size_t at = 0;
    return text.length && kr_is_upper(kr_utf8_next(text.at, text.length, &at));
}

static void guess(const kr_parse *parse, uint32_t at, candidates *c) {
    char room[256];
    kr_str lower = lower_of(parse, at, room, sizeof room);
    kr_str text = kr_word_text(parse, at);
    if (lower.length)
        add_compound(parse, lower, c);
    if (c->count == 0 && lower.length && strcmp(kr_pack_language(parse->pack), "en") == 0)
        add_prefixed(parse, lower, c);
    if (c->count == 0 && lower.length)
        add_suffixes(parse, lower, c);
    if (c->count == 0 && strcmp(kr_pack_language(parse->pack), "nl") == 0)
        add_participle(lower, c);
    if (opens_with_capital(text) && at > parse->first)
        add_tag(c, KR_TAG_NAME, c->count ? POSSIBLE : CERTAIN);
    if (c->count == 0)
        add_tag(c, KR_TAG_UNKNOWN, CERTAIN);
}

int kr_word_is_built(const kr_parse *parse, uint32_t at) {
    kr_candidate found[KR_MOST_CANDIDATES];
    candidates c = {found, 0};
    char room[256];
    kr_str lower = lower_of(parse, at, room, sizeof room);
    if (lower.length)
        add_compound(parse, lower, &c);
    if (c.count == 0 && lower.length)
        add_suffixes(parse, lower, &c);
    return c.count > 0;
}

uint32_t kr_word_candidates(const kr_parse *parse, uint32_t at, kr_candidate *out) {
    candidates c = {out, 0};
    const kr_word *word = &parse->words[at];
    const kr_token *token = &parse->post->tokens[parse->sentence->token + at];
    if (word->atom) {
        add_tag(&c, atom_tag(word->atom - 1u), CERTAIN);
        return c.count;
    }
    if (token->kind == KR_TOKEN_PUNCT) {
        add_tag(&c, KR_TAG_PUNCT, CERTAIN);
        return c.count;
    }
    uint32_t string = word->words > 1 ? word->phrase[word->words - 2] : word->string;
    if (is_existential(parse, at)) {
        add_tag(&c, KR_TAG_PRON, CERTAIN);
        return c.count;
    }
    add_special(parse, at, &c); /* first: where both cost the same, "to" belongs to a verb */
    if (string != KR_PACK_NONE)
        add_readings(parse, string, &c);
    if (strcmp(kr_pack_language(parse->pack), "nl") == 0)
        add_dutch_nominal_use(&c);
    else if (strcmp(kr_pack_language(parse->pack), "en") == 0)
        add_nominal_use(&c);
    if (c.count == 0)
        guess(parse, at, &c);
    return c.count;
}

int kr_word_may_be(const kr_parse *parse, uint32_t at, uint32_t tag) {
    kr_candidate all[KR_MOST_CANDIDATES];
    uint32_t count = kr_word_candidates(parse, at, all);
    for (uint32_t i = 0; i < count; i++)
        if (all[i].tag == tag)
            return 1;
    return 0;
}
