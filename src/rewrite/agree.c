/* See agree.h. English agrees in the third person and in "be"; Dutch also by the place of the verb
 * (behind it, je and jij take the form of ik) and by gender. What is not in the lexicon is not
 * guessed. */
#include "rewrite/agree.h"

#include <string.h>

static int is_dutch(const kr_parse *parse) {
    return strcmp(kr_pack_language(parse->pack), "nl") == 0;
}

static const kr_lemma *lemma_at(const kr_pack *pack, uint32_t lemma) {
    return (const kr_lemma *)kr_pack_section(pack, KR_SECTION_LEMMAS) + lemma;
}

/* The form of any verb of that name: a verb may have several entries, its clitics one of them. */
static int form_of(const kr_pack *pack, uint32_t name, uint32_t kind, kr_str *out) {
    for (uint32_t i = 0; i < kr_pack_count(pack, KR_SECTION_LEMMAS); i++) {
        if (lemma_at(pack, i)->name != name || lemma_at(pack, i)->class != KR_WORD_VERB)
            continue;
        uint32_t string = kr_pack_form(pack, i, kind);
        if (string == KR_PACK_NONE)
            continue;
        *out = kr_pack_string(pack, string);
        if (out->length && out->at[0] != '\'')
            return 0;
    }
    return -1;
}

static int any_form(const kr_pack *pack, uint32_t name, const uint32_t *kinds, size_t count,
                    kr_str *out) {
    for (size_t i = 0; i < count; i++)
        if (form_of(pack, name, kinds[i], out) == 0)
            return 0;
    return -1;
}

static int give(kr_str *out, kr_str text) {
    *out = text;
    return 0;
}

/* English "be" has forms that no other verb has. */
static int form_of_be(uint32_t features, int past, kr_str *out) {
    if (past)
        return give(out, features & (KR_FEATURE_1SG | KR_FEATURE_3SG) &&
                                 !(features & (KR_FEATURE_PL | KR_FEATURE_2))
                             ? KR_STR("was")
                             : KR_STR("were"));
    if (features & KR_FEATURE_1SG)
        return give(out, KR_STR("am"));
    return give(out, features & KR_FEATURE_3SG && !(features & KR_FEATURE_PL) ? KR_STR("is")
                                                                             : KR_STR("are"));
}

static int finite_english(const kr_pack *pack, uint32_t name, uint32_t features, int past,
                          kr_str *out) {
    if (kr_str_is(kr_pack_string(pack, name), "be"))
        return form_of_be(features, past, out);
    if (past)
        return form_of(pack, name, KR_FORM_PAST, out);
    return form_of(pack, name, features & KR_FEATURE_3SG ? KR_FORM_S3 : KR_FORM_INF, out);
}

static int finite_dutch(const kr_pack *pack, uint32_t name, uint32_t features, int past,
                        kr_str *out) {
    static const uint32_t second[] = {KR_FORM_JIJ, KR_FORM_S3};
    int plural = (features & (KR_FEATURE_PL | KR_FEATURE_1PL | KR_FEATURE_3PL)) != 0;
    if (past)
        return form_of(pack, name, plural ? KR_FORM_PASTPL : KR_FORM_PAST, out);
    if (plural)
        return form_of(pack, name, KR_FORM_INF, out);
    if (features & KR_FEATURE_1SG)
        return form_of(pack, name, KR_FORM_IK, out);
    if (features & KR_FEATURE_2)
        return any_form(pack, name, second, 2, out);
    return form_of(pack, name, KR_FORM_S3, out);
}

static int fixed_form(const kr_pack *pack, uint32_t name, uint32_t form, kr_str *out) {
    static const struct {
        uint8_t say, kind, other;
    } forms[] = {
        {KR_SAY_S3, KR_FORM_S3, KR_FORM_S3},    {KR_SAY_PAST, KR_FORM_PAST, KR_FORM_PAST},
        {KR_SAY_ING, KR_FORM_ING, KR_FORM_ING}, {KR_SAY_INF, KR_FORM_INF, KR_FORM_INF},
        {KR_SAY_PP, KR_FORM_PP, KR_FORM_PP},    {KR_SAY_IK, KR_FORM_IK, KR_FORM_INF},
        {KR_SAY_PL, KR_FORM_PL, KR_FORM_INF},
    };
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (forms[i].say == form) {
            const uint32_t kinds[] = {forms[i].kind, forms[i].other};
            return any_form(pack, name, kinds, 2, out);
        }
    return -1;
}

/* The lemma and form that a bound word stands in. */
static int form_of_slot(const kr_parse *parses, const kr_binding *slot, uint32_t *out_lemma,
                        uint32_t *out_kind) {
    const kr_word *word = &parses[slot->sentence].words[slot->head];
    if (slot->lemma != KR_PACK_NONE) {
        *out_lemma = slot->lemma;
        *out_kind = slot->features;
        return 0;
    }
    *out_lemma = word->lemma;
    *out_kind = word->form;
    return word->lemma == KR_PACK_NONE ? -1 : 0;
}

static int is_verb_slot(const kr_parse *parses, const kr_binding *slot) {
    const kr_word *word = &parses[slot->sentence].words[slot->head];
    return slot->lemma != KR_PACK_NONE || word->tag == KR_TAG_FIN || word->tag == KR_TAG_INF ||
           word->tag == KR_TAG_PP || word->tag == KR_TAG_ING || word->tag == KR_TAG_MODAL;
}

static uint32_t particle_of_verb(const kr_pack *pack, uint32_t name) {
    for (uint32_t i = 0; i < kr_pack_count(pack, KR_SECTION_LEMMAS); i++)
        if (lemma_at(pack, i)->name == name && lemma_at(pack, i)->class == KR_WORD_VERB)
            return lemma_at(pack, i)->particle;
    return KR_PACK_NONE;
}

/* Another verb in the form of the bound one: "cut" in the form of "reduces". A Dutch plural stands
 * apart from its particle: "zamelen" (in) in the form of "halen" (op). */
static int same_form(const kr_parse *parse, const kr_binding *slot, uint32_t name, uint32_t kind,
                     kr_str *out) {
    const uint32_t kinds[] = {kind & 31u, KR_FORM_S3};
    if (any_form(parse->pack, name, kinds, (kind & 31u) == KR_FORM_JIJ ? 2 : 1, out) < 0)
        return -1;
    uint32_t particle = particle_of_verb(parse->pack, name);
    if ((kind & 31u) == KR_FORM_INF && particle != KR_PACK_NONE &&
        parse->words[slot->start].tag == KR_TAG_FIN) {
        size_t length = kr_pack_string(parse->pack, particle).length;
        *out = (kr_str){out->at + length, out->length - length};
    }
    return 0;
}

/* Whether je, jij or u does it: "u zoekt", "zoekt u", "je werkt in Gent en zoekt": from the last subject
 * in front where the verb goes on with it. */
static int has_second_person(const kr_parse *parse, uint32_t verb) {
    const kr_chunk *nearest = NULL;
    for (uint32_t i = 0; i < parse->chunk_count; i++) {
        const kr_chunk *chunk = &parse->chunks[i];
        if (chunk->kind != KR_CHUNK_SUBJ)
            continue;
        if (chunk->start == verb + 1u && chunk->features & KR_FEATURE_PRON)
            return (chunk->features & KR_FEATURE_2) != 0;
        if (chunk->end <= verb && (!nearest || chunk->end > nearest->end))
            nearest = chunk;
    }
    if (!nearest || !(nearest->features & KR_FEATURE_2))
        return 0;
    uint32_t before = parse->words[verb - 1u].tag;
    return nearest->end == verb || before == KR_TAG_ADV || before == KR_TAG_CONJ ||
           kr_word_is(parse, verb - 1u, ",");
}

/* "start" is what ik does and what hij does; only beside ik, or in front of je, it is the first. */
static uint32_t dutch_kind(const kr_parse *parse, const kr_binding *slot, uint32_t lemma,
                           uint32_t kind) {
    uint16_t at = slot->start;
    if (!is_dutch(parse) || (kind & 31u) != KR_FORM_IK ||
        kr_pack_form(parse->pack, lemma, KR_FORM_IK) != kr_pack_form(parse->pack, lemma, KR_FORM_S3))
        return kind;
    if (at > 0 && kr_word_is(parse, at - 1u, "ik"))
        return kind;
    if (at + 1u < parse->count && (kr_word_is(parse, at + 1u, "ik") ||
                                   kr_word_is(parse, at + 1u, "je") ||
                                   kr_word_is(parse, at + 1u, "jij")))
        return kind;
    return KR_FORM_S3;
}

/* "Our team looked at adverts": where no "be" or "have" stands in front, up to a comma, an English participle that
 * looks as the past may be the past. A verb that tells the two apart cannot take its place. */
static int may_be_past(const kr_parse *parse, const kr_binding *slot, uint32_t lemma) {
    const kr_pack *pack = parse->pack;
    uint32_t past = kr_pack_form(pack, lemma, KR_FORM_PAST);
    if (is_dutch(parse) || past == KR_PACK_NONE || past != parse->words[slot->start].string)
        return 0;
    for (uint32_t at = slot->start; at > parse->first && !kr_word_is(parse, at - 1u, ","); at--) {
        uint32_t of = parse->words[at - 1].lemma;
        kr_str name = of == KR_PACK_NONE ? KR_STR("") : kr_pack_string(pack, lemma_at(pack, of)->name);
        if (kr_str_is(name, "be") || kr_str_is(name, "have") || kr_str_is(name, "get"))
            return 0;
    }
    return 1;
}

/* "How did a dairy cut its bill?": a form that is also the infinitive is that where "do" or a modal stands in front, up
 * to a comma, and no other verb between. */
static uint32_t english_kind(const kr_parse *parse, const kr_binding *slot, uint32_t lemma, uint32_t kind) {
    uint32_t infinitive = kr_pack_form(parse->pack, lemma, KR_FORM_INF);
    if (is_dutch(parse) || (kind & 31u) != KR_FORM_PAST || infinitive != parse->words[slot->start].string)
        return kind;
    for (uint32_t at = slot->start; at > parse->first && !kr_word_is(parse, at - 1u, ","); at--) {
        const kr_word *word = &parse->words[at - 1];
        if (word->tag == KR_TAG_MODAL)
            return KR_FORM_INF;
        if (kr_tag_is_verb(word->tag))
            return word->lemma != KR_PACK_NONE &&
                           kr_str_is(kr_pack_string(parse->pack, lemma_at(parse->pack, word->lemma)->name), "do")
                       ? (uint32_t)KR_FORM_INF
                       : kind;
    }
    return kind;
}

/* "the bar stays open": a single word read as a noun in the plural, where a verb may stand, has no number to go by. */
static int may_be_verb(const kr_parse *parse, const kr_binding *slot) {
    const kr_word *word = &parse->words[slot->start];
    return !is_dutch(parse) && slot->end == slot->start + 1 && word->tag == KR_TAG_NOUN &&
           word->form == KR_FORM_PL && slot->start > parse->first && kr_word_may_be(parse, slot->start, KR_TAG_FIN);
}

static int is_same_past(const kr_pack *pack, uint32_t name) {
    kr_str past, participle;
    return form_of(pack, name, KR_FORM_PAST, &past) == 0 &&
           form_of(pack, name, KR_FORM_PP, &participle) == 0 && kr_str_equal(past, participle);
}

static int has_number(uint32_t features) {
    return (features & (KR_FEATURE_SG | KR_FEATURE_PL | KR_FEATURE_1SG | KR_FEATURE_1PL | KR_FEATURE_2 |
                        KR_FEATURE_3SG | KR_FEATURE_3PL | KR_FEATURE_NAME | KR_FEATURE_PRON | KR_FEATURE_MASS)) != 0;
}

/* The number of the finite verb at `at`: KR_FEATURE_3SG, KR_FEATURE_3PL, or 0 where its form does not tell. */
static uint32_t number_of_verb(const kr_parse *parse, uint32_t at) {
    if (at >= parse->last || !kr_tag_is_finite(parse->words[at].tag))
        return 0;
    switch (parse->words[at].form & 31u) {
    case KR_FORM_IK:
    case KR_FORM_S3:
    case KR_FORM_PAST:
        return KR_FEATURE_3SG;
    case KR_FORM_INF:
    case KR_FORM_PASTPL:
        return KR_FEATURE_3PL;
    default:
        return 0;
    }
}

/* "De sleuteloverdracht verwachten we": the verb is that of another subject. */
static int has_subject_behind(const kr_parse *parse, uint32_t verb) {
    return verb + 1u < parse->last && parse->words[verb + 1u].tag == KR_TAG_PRON &&
           parse->words[verb + 1u].features & KR_FEATURE_SUBJ;
}

/* "de releasenotes": the form of a word that the lexicon does not have tells nothing, its article or figure may. */
static int is_of_unknown_number(const kr_parse *parse, const kr_binding *slot) {
    return slot->head < parse->last && parse->words[slot->head].tag == KR_TAG_UNKNOWN &&
           !(slot->features & (KR_FEATURE_PL | KR_FEATURE_3PL | KR_FEATURE_HET)) &&
           !(parse->words[slot->start].tag == KR_TAG_DET && parse->words[slot->start].features & (KR_FEATURE_INDEF | KR_FEATURE_SG));
}

/* Dutch "ze" is she or they, and an unknown noun one or several: the verb beside it in the base tells which. */
static uint32_t settled_number(const kr_parse *parse, const kr_binding *slot) {
    const uint32_t both = KR_FEATURE_3SG | KR_FEATURE_3PL;
    int either = is_dutch(parse) && slot->end == slot->start + 1 && (slot->features & both) == both;
    if (!either && !is_of_unknown_number(parse, slot))
        return slot->features;
    uint32_t number = has_subject_behind(parse, slot->end) ? 0 : number_of_verb(parse, slot->end);
    if (either && !number && slot->start > parse->first)
        number = number_of_verb(parse, slot->start - 1u);
    if (number == KR_FEATURE_3PL)
        return (slot->features & ~(both | KR_FEATURE_SG)) | KR_FEATURE_3PL | KR_FEATURE_PL;
    return number ? (slot->features & ~both) | number : 0;
}

int kr_agree_verb(const kr_parse *parses, const kr_match *match, const kr_piece *piece,
                  kr_str *out) {
    const kr_parse *parse = &parses[match->first_sentence];
    const kr_pack *pack = parse->pack;
    int past = piece->form == KR_SAY_PAST;
    if (piece->slot == UINT8_MAX)
        return fixed_form(pack, piece->arg, piece->form, out);
    const kr_binding *slot = &match->slots[piece->slot];
    if (!slot->set)
        return -1;
    if (is_verb_slot(parses, slot)) {
        uint32_t lemma, kind;
        if (form_of_slot(parses, slot, &lemma, &kind) < 0)
            return -1;
        kind = dutch_kind(&parses[slot->sentence], slot, lemma, kind);
        kind = english_kind(&parses[slot->sentence], slot, lemma, kind);
        if (is_dutch(parse) && (kind & 31u) == KR_FORM_S3 &&
            has_second_person(&parses[slot->sentence], slot->start))
            kind = KR_FORM_JIJ;
        if ((kind & 31u) == KR_FORM_PP && may_be_past(&parses[slot->sentence], slot, lemma) &&
            !is_same_past(pack, piece->arg))
            return -1;
        return same_form(&parses[slot->sentence], slot, piece->arg, kind, out);
    }
    uint32_t features = settled_number(&parses[slot->sentence], slot);
    if (!has_number(features) || may_be_verb(&parses[slot->sentence], slot))
        return -1; /* a group of words that is no noun phrase: nobody can tell */
    return is_dutch(parse) ? finite_dutch(pack, piece->arg, features, past, out)
                           : finite_english(pack, piece->arg, features, past, out);
}

static int is_je(const kr_parse *parse, uint32_t at) {
    if (at >= parse->count || parse->words[at].tag != KR_TAG_PRON)
        return 0;
    kr_str text = kr_word_text(parse, at);
    return kr_str_equal_fold(text, KR_STR("je")) || kr_str_equal_fold(text, KR_STR("jij"));
}

/* "Hoor je geborrel, dan ...": in front of an unknown word "je" is read as "your"; what the rule binds alone is the
 * subject. */
static int is_bound_je(const kr_parse *parse, const kr_match *match, uint32_t at) {
    if (at >= parse->count || parse->words[at].tag != KR_TAG_POSS || !kr_word_is(parse, at, "je"))
        return 0;
    for (uint32_t i = 0; i < KR_MAX_SLOTS; i++)
        if (match->slots[i].set && match->slots[i].start == at && match->slots[i].end == at + 1u)
            return 1;
    return 0;
}

/* The first pronoun in front of the verb that a name is bound to: its subject, where the verb stands at
 * the end of its clause. */
static uint32_t first_pronoun(const kr_parse *parse, const kr_match *match,
                              const kr_binding *verb) {
    uint32_t first = UINT32_MAX;
    for (uint32_t i = 0; i < KR_MAX_SLOTS; i++) {
        const kr_binding *slot = &match->slots[i];
        if (slot->set && slot->sentence == verb->sentence && slot->end == slot->start + 1 &&
            slot->end <= verb->start && parse->words[slot->start].tag == KR_TAG_PRON &&
            slot->start < first)
            first = slot->start;
    }
    return first;
}

/* Whether je or jij is the subject of the verb, which decides the form that it takes on the other side
 * of it: in "we bellen je" the word is an object, in "je collega" no pronoun. */
static int has_je(const kr_parse *parse, const kr_match *match, const kr_binding *verb,
                  int in_front) {
    return is_je(parse, in_front ? first_pronoun(parse, match, verb) : verb->end) ||
           (!in_front && is_bound_je(parse, match, verb->end));
}

/* At the end of a subordinate clause a separable verb is one word: its finite part alone, for the second
 * place ("doorkomt" is "komt", its particle {v.part}). */
static void take_off_particle(const kr_parse *parse, const kr_binding *slot, kr_str *text) {
    uint32_t lemma = parse->words[slot->head].lemma;
    uint32_t particle =
        lemma == KR_PACK_NONE ? KR_PACK_NONE : lemma_at(parse->pack, lemma)->particle;
    if (particle == KR_PACK_NONE)
        return;
    kr_str part = kr_pack_string(parse->pack, particle);
    if (text->length > part.length && memcmp(text->at, part.at, part.length) == 0)
        *text = (kr_str){text->at + part.length, text->length - part.length};
}

/* "was je", "las je": whether a word may be a past too, which takes no t on either side of je. */
static int is_past_too(const kr_parse *parse, uint32_t at) {
    const kr_pack_word *words = kr_pack_section(parse->pack, KR_SECTION_STRINGS);
    const kr_reading *readings = kr_pack_section(parse->pack, KR_SECTION_READINGS);
    uint32_t string = parse->words[at].string;
    for (uint32_t i = 0; string != KR_PACK_NONE && i < words[string].reading_count; i++)
        if ((readings[words[string].reading + i].kind & 31u) == KR_FORM_PAST)
            return 1;
    return 0;
}

/* The finite verb behind (inverted) or in front of its subject. */
static int turned(const kr_parse *parses, const kr_match *match, const kr_binding *slot,
                  int inverted, kr_str *out) {
    static const uint32_t second[] = {KR_FORM_JIJ, KR_FORM_S3};
    const kr_parse *parse = &parses[slot->sentence];
    uint32_t lemma, kind;
    *out = kr_word_text(parse, slot->start);
    if (is_dutch(parse))
        take_off_particle(parse, slot, out);
    if (!is_dutch(parse) || !has_je(parse, match, slot, inverted))
        return 0;
    if (form_of_slot(parses, slot, &lemma, &kind) < 0)
        return -1;
    if ((kind & 31u) == KR_FORM_PAST || (kind & 31u) == KR_FORM_PASTPL)
        return 0;
    if (is_past_too(parse, slot->start))
        return -1;
    uint32_t name = lemma_at(parse->pack, lemma)->name;
    return inverted ? form_of(parse->pack, name, KR_FORM_IK, out)
                    : any_form(parse->pack, name, second, 2, out);
}

/* The particle of a verb that the pattern names; of one that it knows by its class only where the word
 * has it: "zoeken" may be "opzoeken", but nobody can tell. */
static int particle_of(const kr_parse *parse, const kr_binding *slot, kr_str *out) {
    int named = slot->lemma != KR_PACK_NONE;
    uint32_t lemma = named ? slot->lemma : parse->words[slot->head].lemma;
    *out = (kr_str){"", 0};
    if (lemma == KR_PACK_NONE)
        return -1;
    kr_str rest = kr_word_text(parse, slot->head), text = rest;
    take_off_particle(parse, slot, &rest);
    uint32_t particle = lemma_at(parse->pack, lemma)->particle;
    if (particle != KR_PACK_NONE && (named || rest.length < text.length))
        *out = kr_pack_string(parse->pack, particle);
    return 0;
}

int kr_agree_te(const kr_parse *parses, const kr_binding *slot, kr_str *out_particle,
                kr_str *out_rest) {
    const kr_pack *pack = parses[slot->sentence].pack;
    uint32_t lemma, kind;
    if (form_of_slot(parses, slot, &lemma, &kind) < 0)
        return -1;
    uint32_t particle = lemma_at(pack, lemma)->particle;
    *out_rest = kr_pack_string(pack, lemma_at(pack, lemma)->name);
    *out_particle = particle == KR_PACK_NONE ? (kr_str){"", 0} : kr_pack_string(pack, particle);
    out_rest->at += out_particle->length;
    out_rest->length -= out_particle->length;
    return 0;
}

/* The pronoun for a noun phrase that is a thing: behind a verb in English, as a subject in Dutch. */
static int pronoun_for(const kr_parse *parse, const kr_binding *slot, kr_str *out) {
    uint32_t features = slot->features;
    if (features & (KR_FEATURE_PERSON | KR_FEATURE_NAME | KR_FEATURE_PRON))
        return -1;
    if (!is_dutch(parse))
        return give(out, features & KR_FEATURE_PL ? KR_STR("them") : KR_STR("it"));
    if (features & KR_FEATURE_PL)
        return give(out, KR_STR("deze"));
    if (features & KR_FEATURE_HET)
        return give(out, KR_STR("dit"));
    return features & KR_FEATURE_DE ? give(out, KR_STR("deze")) : -1;
}

/* "we hebben ... gebouwd", "we bouwden": the finite verb of the match tells the number of the past. */
static int past_of(const kr_parse *parse, const kr_match *match, uint32_t name, kr_str *out) {
    for (uint32_t at = match->start; is_dutch(parse) && at < match->end; at++)
        if (parse->words[at].tag == KR_TAG_FIN)
            return form_of(parse->pack, name,
                           (parse->words[at].form & 31u) == KR_FORM_INF ? KR_FORM_PASTPL
                                                                        : KR_FORM_PAST, out);
    return fixed_form(parse->pack, name, KR_SAY_PAST, out);
}

/* "one of our drivers", "a driver of ours": a noun in its other number. */
static int noun_of(const kr_pack *pack, uint32_t lemma, uint32_t form, kr_str *out) {
    uint32_t string = kr_pack_form(pack, lemma, form == KR_SAY_SG ? KR_FORM_SG : KR_FORM_PL);
    return string == KR_PACK_NONE ? -1 : give(out, kr_pack_string(pack, string));
}

int kr_agree_slot(const kr_parse *parses, const kr_match *match, const kr_piece *piece,
                  kr_str *out) {
    const kr_binding *slot = &match->slots[piece->slot];
    const kr_parse *parse = &parses[slot->sentence];
    uint32_t lemma, kind;
    switch (piece->form) {
    case KR_SAY_IT: return pronoun_for(parse, slot, out);
    case KR_SAY_INV: return turned(parses, match, slot, 1, out);
    case KR_SAY_FIN: return turned(parses, match, slot, 0, out);
    case KR_SAY_PART: return particle_of(parse, slot, out);
    default:
        if (form_of_slot(parses, slot, &lemma, &kind) < 0)
            return -1;
        if (lemma_at(parse->pack, lemma)->class == KR_WORD_NOUN && (piece->form == KR_SAY_SG || piece->form == KR_SAY_PL))
            return noun_of(parse->pack, lemma, piece->form, out);
        if (piece->form == KR_SAY_PAST && match->first_sentence == slot->sentence)
            return past_of(parse, match, lemma_at(parse->pack, lemma)->name, out);
        return fixed_form(parse->pack, lemma_at(parse->pack, lemma)->name, piece->form, out);
    }
}

uint16_t kr_agree_bare(const kr_parse *parse, const kr_binding *slot) {
    uint16_t at = slot->start;
    while (at < slot->end && (parse->words[at].tag == KR_TAG_DET ||
                              parse->words[at].tag == KR_TAG_POSS))
        at = (uint16_t)(at + parse->words[at].words);
    return at;
}

int kr_agree_article(const kr_parse *parse, const kr_binding *slot, int definite, kr_str *out) {
    uint32_t features = slot->features;
    *out = (kr_str){"", 0};
    if (features & (KR_FEATURE_NAME | KR_FEATURE_PRON))
        return -1;
    if (!definite) {
        if (!(features & (KR_FEATURE_PL | KR_FEATURE_MASS)))
            *out = is_dutch(parse) ? KR_STR("een") : KR_STR("a");
        return 0;
    }
    if (!is_dutch(parse))
        return give(out, KR_STR("the"));
    if (features & KR_FEATURE_PL)
        return give(out, KR_STR("de"));
    if ((features & (KR_FEATURE_DE | KR_FEATURE_HET)) == KR_FEATURE_DE)
        return give(out, KR_STR("de"));
    return features & KR_FEATURE_HET ? give(out, KR_STR("het")) : -1;
}

/* Spelling tells the sound but for a few words (hour, user, one) and for letters read one by one. */
int kr_vowel_sound(kr_str text) {
    static const char *const silent[] = {"hour", "honest", "honour", "honor", "heir", "8", "11 ",
                                         "18"};
    static const char *const glide[] = {"uni", "use", "usa", "usu", "euro", "eu-", "one", "once",
                                        "ubiq", "util", "ewe", "u.", "uk", "us "};
    for (size_t i = 0; i < sizeof silent / sizeof *silent; i++)
        if (text.length >= strlen(silent[i]) &&
            kr_str_equal_fold((kr_str){text.at, strlen(silent[i])}, kr_str_of(silent[i])))
            return 1;
    for (size_t i = 0; i < sizeof glide / sizeof *glide; i++)
        if (text.length >= strlen(glide[i]) &&
            kr_str_equal_fold((kr_str){text.at, strlen(glide[i])}, kr_str_of(glide[i])) &&
            strncmp(text.at, "unin", 4) != 0 && strncmp(text.at, "unim", 4) != 0)
            return 0;
    if (text.length > 1 && text.at[0] >= 'A' && text.at[0] <= 'Z' && text.at[1] >= 'A' &&
        text.at[1] <= 'Z')
        return strchr("AEFHILMNORSX", text.at[0]) != NULL;
    return text.length && strchr("aeiouAEIOU", text.at[0]) != NULL;
}
