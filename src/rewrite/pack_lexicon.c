/* Lexicon and lists of a pack: one word a line, class, forms, features. See docs/packs.md. A lemma
 * keeps its forms; each form is a reading of its string. What follows from the forms by rule (the
 * joined forms of Dutch separable verbs, participles before a noun) is added here, so that the parse
 * has nothing to derive. */
#include "rewrite/pack_build.h"

#include <string.h>

enum { MAX_FIELDS = 64 };

typedef struct fields {
    kr_str at[MAX_FIELDS];
    size_t count;
} fields;

static const struct {
    const char *name;
    uint32_t class;
} classes[] = {
    {"noun", KR_WORD_NOUN}, {"verb", KR_WORD_VERB}, {"adj", KR_WORD_ADJ},
    {"adv", KR_WORD_ADV},   {"det", KR_WORD_DET},   {"poss", KR_WORD_POSS},
    {"pron", KR_WORD_PRON}, {"prep", KR_WORD_PREP}, {"conj", KR_WORD_CONJ},
    {"sub", KR_WORD_SUB},   {"modal", KR_WORD_MODAL}, {"num", KR_WORD_NUM},
    {"interj", KR_WORD_INTERJECTION}, {"interjection", KR_WORD_INTERJECTION},
};

static const struct {
    const char *name;
    uint32_t feature;
} features[] = {
    {"time", KR_FEATURE_TIME},     {"place", KR_FEATURE_PLACE},   {"manner", KR_FEATURE_MANNER},
    {"degree", KR_FEATURE_DEGREE}, {"sentence", KR_FEATURE_SENTENCE}, {"def", KR_FEATURE_DEF},
    {"indef", KR_FEATURE_INDEF},   {"sg", KR_FEATURE_SG},         {"pl", KR_FEATURE_PL},
    {"1sg", KR_FEATURE_1SG},       {"1pl", KR_FEATURE_1PL},       {"2", KR_FEATURE_2},
    {"3sg", KR_FEATURE_3SG},       {"3pl", KR_FEATURE_3PL},       {"subj", KR_FEATURE_SUBJ},
    {"obj", KR_FEATURE_OBJ},       {"de", KR_FEATURE_DE},         {"het", KR_FEATURE_HET},
    {"mass", KR_FEATURE_MASS},     {"aux", KR_FEATURE_AUX},       {"person", KR_FEATURE_PERSON},
    {"group", KR_FEATURE_GROUP},   {"poss", KR_FEATURE_POSS},
};

static uint32_t class_of(kr_str word) {
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
        if (kr_str_is(word, classes[i].name))
            return classes[i].class;
    return 0;
}

static uint32_t feature_of(kr_str word) {
    for (size_t i = 0; i < sizeof features / sizeof *features; i++)
        if (kr_str_is(word, features[i].name))
            return features[i].feature;
    return 0;
}

int kr_lexicon_is(kr_str word) {
    return class_of(word) != 0 || kr_str_is(word, "suffix");
}

static int32_t split_fields(kr_pack_builder *builder, kr_str rest, fields *out) {
    size_t at = 0;
    out->count = 0;
    for (kr_str word = kr_phrase_next(rest, &at); word.length; word = kr_phrase_next(rest, &at)) {
        if (out->count == MAX_FIELDS)
            return kr_build_error(builder, word, "a word with too many forms; 64 are allowed");
        out->at[out->count++] = word;
    }
    return KOOR_OK;
}

/* "in_front_of" is one entry of three words; capitals are kept in what is written out. */
static uint32_t entry_string(kr_pack_builder *builder, kr_str word) {
    char *copy = kr_arena_string(&builder->job->arena, word.at, word.length);
    if (!copy)
        return KR_PACK_NONE;
    for (char *p = copy; *p; p++)
        *p = *p == '_' ? ' ' : *p;
    return kr_build_string(builder, (kr_str){copy, word.length});
}

static int add_reading(kr_pack_builder *builder, uint32_t string, uint32_t kind) {
    uint32_t lower = kr_build_lower(builder, kr_build_text(builder, string));
    if (lower == KR_PACK_NONE || KR_BUILD_GROW(builder, reading) < 0)
        return -1;
    uint32_t order = (uint32_t)builder->reading_count;
    builder->readings[builder->reading_count++] =
        (kr_pair){lower, order, (uint32_t)builder->lemma_count - 1, kind};
    return 0;
}

static int add_form(kr_pack_builder *builder, kr_str word, uint32_t kind) {
    uint32_t string = entry_string(builder, word);
    if (string == KR_PACK_NONE || KR_BUILD_GROW(builder, form) < 0)
        return -1;
    builder->forms[builder->form_count++] = (kr_form){kind, string};
    builder->lemmas[builder->lemma_count - 1].form_count++;
    return add_reading(builder, string, kind);
}

/* One column: "got|gotten"; "-" for none. The second way of a Dutch third person is the second. */
static int add_column(kr_pack_builder *builder, kr_str field, uint32_t kind) {
    if (kr_str_is(field, "-"))
        return 0;
    for (size_t start = 0, at = 0; at <= field.length; at++) {
        if (at < field.length && field.at[at] != '|')
            continue;
        if (add_form(builder, (kr_str){field.at + start, at - start}, kind) < 0)
            return -1;
        if (kind == KR_FORM_S3 && strcmp(builder->language, "nl") == 0)
            kind = KR_FORM_JIJ;
        start = at + 1;
    }
    return 0;
}

static int start_lemma(kr_pack_builder *builder, kr_str name, uint32_t class, uint32_t bits) {
    kr_lemma lemma = {.class = class, .features = bits, .form = (uint32_t)builder->form_count,
                      .particle = KR_PACK_NONE};
    lemma.name = entry_string(builder, name);
    if (lemma.name == KR_PACK_NONE || KR_BUILD_GROW(builder, lemma) < 0)
        return -1;
    builder->lemmas[builder->lemma_count++] = lemma;
    return 0;
}

static int add_columns(kr_pack_builder *builder, const fields *f, size_t first,
                       const uint32_t *kinds, size_t count) {
    for (size_t i = 0; i < count && first + i < f->count; i++)
        if (add_column(builder, f->at[first + i], kinds[i]) < 0)
            return -1;
    return 0;
}

/* Trailing words that name features are taken off the fields. */
static uint32_t take_features(fields *f, size_t least) {
    uint32_t bits = 0;
    while (f->count > least && feature_of(f->at[f->count - 1]))
        bits |= feature_of(f->at[--f->count]);
    return bits;
}

static int32_t noun(kr_pack_builder *builder, fields *f) {
    static const uint32_t kinds[] = {KR_FORM_SG, KR_FORM_PL};
    uint32_t gender = 0;
    size_t first = 0;
    if (strcmp(builder->language, "nl") == 0) {
        gender = kr_str_is(f->at[0], "de|het") || kr_str_is(f->at[0], "het|de")
                     ? KR_FEATURE_DE | KR_FEATURE_HET
                     : feature_of(f->at[0]) & (KR_FEATURE_DE | KR_FEATURE_HET);
        first = gender != 0;
    }
    uint32_t bits = take_features(f, first + 1) | gender;
    if (f->count <= first || f->count > first + 2)
        return kr_build_error(builder, f->at[0], "a noun wants its singular and its plural, or -");
    kr_str name = kr_str_is(f->at[first], "-") && f->count > first + 1 ? f->at[first + 1]
                                                                       : f->at[first];
    if (start_lemma(builder, name, KR_WORD_NOUN, bits) < 0 ||
        add_columns(builder, f, first, kinds, 2) < 0)
        return kr_build_nomem(builder);
    return KOOR_OK;
}

static int32_t adjective(kr_pack_builder *builder, fields *f) {
    static const uint32_t english[] = {KR_FORM_POS, KR_FORM_COMP, KR_FORM_SUP};
    static const uint32_t dutch[] = {KR_FORM_POS, KR_FORM_INFL, KR_FORM_COMP, KR_FORM_SUP};
    int is_dutch = strcmp(builder->language, "nl") == 0;
    uint32_t bits = take_features(f, 1);
    if (f->count > (is_dutch ? 4u : 3u))
        return kr_build_error(builder, f->at[0], "an adjective with more forms than it can have");
    if (start_lemma(builder, f->at[0], KR_WORD_ADJ, bits) < 0 ||
        add_columns(builder, f, 0, is_dutch ? dutch : english, is_dutch ? 4 : 3) < 0)
        return kr_build_nomem(builder);
    return KOOR_OK;
}

/* A string of two parts, for derived readings. */
static int add_derived(kr_pack_builder *builder, kr_str a, kr_str b, uint32_t kind) {
    char *both = kr_arena_alloc(&builder->job->arena, a.length + b.length + 1, 1);
    if (!both)
        return -1;
    memcpy(both, a.at, a.length);
    memcpy(both + a.length, b.at, b.length);
    uint32_t string = kr_build_string(builder, (kr_str){both, a.length + b.length});
    if (string == KR_PACK_NONE)
        return -1;
    return add_reading(builder, string, kind);
}

/* "melden" of "aanmelden": we melden ons aan, zich aan te melden. */
static int derive_parted(kr_pack_builder *builder, const kr_lemma *lemma, kr_str text) {
    if (lemma->particle == KR_PACK_NONE)
        return 0;
    size_t particle = kr_build_text(builder, lemma->particle).length;
    return add_derived(builder, (kr_str){text.at + particle, text.length - particle}, KR_STR(""),
                       KR_FORM_INF);
}

/* Dutch: "aanmeldt" in a subordinate clause, "aangemelde" before a noun, "lopende". */
static int derive_dutch(kr_pack_builder *builder) {
    kr_lemma lemma = builder->lemmas[builder->lemma_count - 1];
    for (uint32_t i = 0; i < lemma.form_count; i++) {
        kr_form form = builder->forms[lemma.form + i];
        kr_str text = kr_build_text(builder, form.string);
        int failed = 0;
        if (form.kind == KR_FORM_INF)
            failed = add_derived(builder, text, KR_STR("d"), KR_FORM_ING) |
                     add_derived(builder, text, KR_STR("de"), KR_FORM_ING) |
                     derive_parted(builder, &lemma, text);
        else if (form.kind == KR_FORM_PP && text.at[text.length - 1] != 'n')
            failed = add_derived(builder, text, KR_STR("e"), KR_FORM_PPE);
        else if (form.kind != KR_FORM_PP && lemma.particle != KR_PACK_NONE)
            failed = add_derived(builder, kr_build_text(builder, lemma.particle), text,
                                 form.kind | KR_FORM_JOINED);
        if (failed)
            return -1;
    }
    return 0;
}

static int32_t dutch_verb(kr_pack_builder *builder, fields *f, uint32_t bits) {
    static const uint32_t kinds[] = {KR_FORM_INF,  KR_FORM_IK,     KR_FORM_S3,
                                     KR_FORM_PAST, KR_FORM_PASTPL, KR_FORM_PP};
    kr_str name = f->at[0], particle = {NULL, 0};
    const char *bar = memchr(name.at, '|', name.length);
    if (bar) {
        particle = (kr_str){name.at, (size_t)(bar - name.at)};
        char *joined = kr_arena_string(&builder->job->arena, name.at, name.length);
        if (!joined)
            return kr_build_nomem(builder);
        memmove(joined + particle.length, bar + 1, name.length - particle.length - 1);
        name = f->at[0] = (kr_str){joined, name.length - 1};
    }
    if (f->count != 6)
        return kr_build_error(builder, f->at[0],
                              "a verb wants six forms: inf ik hij past past-plural participle");
    if (start_lemma(builder, name, KR_WORD_VERB, bits) < 0)
        return kr_build_nomem(builder);
    if (particle.length)
        builder->lemmas[builder->lemma_count - 1].particle = kr_build_string(builder, particle);
    if (add_columns(builder, f, 0, kinds, 6) < 0 || derive_dutch(builder) < 0)
        return kr_build_nomem(builder);
    return KOOR_OK;
}

static int32_t english_verb(kr_pack_builder *builder, fields *f, uint32_t bits) {
    static const uint32_t kinds[] = {KR_FORM_INF, KR_FORM_S3, KR_FORM_PAST, KR_FORM_PP,
                                     KR_FORM_ING};
    if (f->count != 5)
        return kr_build_error(builder, f->at[0],
                              "a verb wants five forms: base, third person, past, participle, -ing");
    kr_str name = f->at[0];
    const char *bar = memchr(name.at, '|', name.length);
    name.length = bar ? (size_t)(bar - name.at) : name.length;
    if (start_lemma(builder, name, KR_WORD_VERB, bits) < 0 ||
        add_columns(builder, f, 0, kinds, 5) < 0)
        return kr_build_nomem(builder);
    return KOOR_OK;
}

static int32_t other(kr_pack_builder *builder, fields *f, uint32_t class) {
    uint32_t bits = 0;
    for (size_t i = 1; i < f->count; i++) {
        if (!feature_of(f->at[i]))
            return kr_build_error(builder, f->at[i], "not a feature that docs/packs.md lists");
        bits |= feature_of(f->at[i]);
    }
    if (start_lemma(builder, f->at[0], class, bits) < 0 ||
        add_column(builder, f->at[0], KR_FORM_ONLY) < 0)
        return kr_build_nomem(builder);
    return KOOR_OK;
}

/* suffix noun -tion -ment de: what an unknown word with that ending may be. */
static int32_t suffixes(kr_pack_builder *builder, fields *f) {
    uint32_t class = class_of(f->at[0]);
    uint32_t bits = take_features(f, 1);
    if (!class || f->count < 2)
        return kr_build_error(builder, f->at[0], "write: suffix CLASS -ending ... FEATURE");
    for (size_t i = 1; i < f->count; i++) {
        kr_str ending = f->at[i];
        size_t skip = ending.length && ending.at[0] == '-';
        uint32_t kind = class == KR_WORD_NOUN ? KR_FORM_SG
                        : class == KR_WORD_ADJ ? KR_FORM_POS
                                               : KR_FORM_ONLY;
        uint32_t string =
            kr_build_string(builder, (kr_str){ending.at + skip, ending.length - skip});
        if (string == KR_PACK_NONE || KR_BUILD_GROW(builder, suffix) < 0)
            return kr_build_nomem(builder);
        if (bits & KR_FEATURE_PL)
            kind = KR_FORM_PL;
        builder->suffixs[builder->suffix_count++] = (kr_suffix){string, class, bits, kind};
    }
    return KOOR_OK;
}

int32_t kr_build_lexicon(kr_pack_builder *builder, kr_str word, kr_str rest) {
    fields f;
    int32_t status = split_fields(builder, rest, &f);
    if (status != KOOR_OK)
        return status;
    if (f.count == 0)
        return kr_build_error(builder, word, "a word is missing");
    if (kr_str_is(word, "suffix"))
        return suffixes(builder, &f);
    uint32_t class = class_of(word);
    if (class == KR_WORD_NOUN)
        return noun(builder, &f);
    if (class == KR_WORD_ADJ)
        return adjective(builder, &f);
    if (class != KR_WORD_VERB)
        return other(builder, &f, class);
    uint32_t bits = take_features(&f, 1);
    return strcmp(builder->language, "nl") == 0 ? dutch_verb(builder, &f, bits)
                                                : english_verb(builder, &f, bits);
}
