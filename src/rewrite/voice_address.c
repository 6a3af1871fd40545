/* Dutch address: je, jullie or u over the whole text, with verbs, possessives and reflexives.
 *
 * "Je" is a subject, an object, a possessive or a reflexive, and the verb beside it changes with its
 * place ("je werkt", "werk je", "werkt u"). Each word that addresses the reader gets a role, from the verb
 * at its side, the words around it and the noun phrase that may follow; a role that stays unclear, or a
 * form that the lexicon does not have, refuses the voice for the whole post: half a text in "u" is worse
 * than none. */
#include "rewrite/voice_change.h"

#include <stdio.h>
#include <string.h>

typedef enum role {
    ROLE_NONE,
    ROLE_SUBJECT,
    ROLE_OBJECT,
    ROLE_GIVEN, /* an object with the weight of the phrase: "voor jou" */
    ROLE_POSS,
    ROLE_OWN, /* a possessive that opens a sentence: "Jouw stem telt" */
    ROLE_REFLEXIVE,
    ROLE_SELF,
    ROLE_UNCLEAR
} role;

static const char *const NAMES[] = {"", "je", "jullie", "u"}; /* by kr_voice_address */

/* A sentence while it is read. */
typedef struct reading {
    kr_voice_work *w;
    const kr_parse *parse;
    uint32_t sentence;
    int64_t target;
    int inverted; /* a subject behind its verb has been seen: "draai je .. en weet je .." */
} reading;

static int in(const reading *r, uint32_t at, int64_t address, const char *kind) {
    char list[48];
    snprintf(list, sizeof list, "voice.%s.%s", NAMES[address], kind);
    return kr_voice_has(r->w, r->parse, at, list);
}

static kr_str said(const reading *r, const char *kind) {
    char list[48];
    snprintf(list, sizeof list, "voice.%s.say.%s", NAMES[r->target], kind);
    return kr_voice_first(r->w, list);
}

/* The address that the word has; KR_ADDRESS_BASE: none. */
static int64_t address_of(const reading *r, uint32_t at) {
    static const char *const kinds[] = {"subject", "object", "poss", "self"};
    for (int64_t address = KR_ADDRESS_JE; address <= KR_ADDRESS_U; address++)
        for (size_t k = 0; k < 4; k++)
            if (in(r, at, address, kinds[k]))
                return address;
    return KR_ADDRESS_BASE;
}

/* ---- what stands around ---- */

static uint32_t tag_at(const reading *r, uint32_t at) {
    return at < r->parse->count ? r->parse->words[at].tag : KR_TAG_PUNCT;
}

/* A clause may begin here: at the start, behind a mark or a conjunction. */
static int opens_clause(const reading *r, uint32_t at) {
    if (at == 0 || at == r->parse->first)
        return 1;
    uint32_t before = tag_at(r, at - 1);
    return before == KR_TAG_PUNCT || before == KR_TAG_PICTURE || before == KR_TAG_CONJ ||
           before == KR_TAG_INTERJECTION;
}

static int kind_of(const reading *r, uint32_t at) {
    return (int)(r->parse->words[at].form & 31u);
}

/* "Was" is a form of wassen too; beside a reader it is that of zijn. */
static int is_past(const reading *r, uint32_t at) {
    int kind = kind_of(r, at);
    return kind == KR_FORM_PAST || kind == KR_FORM_PASTPL ||
           kr_str_equal_fold(kr_word_text(r->parse, at), kr_voice_form(r->w, r->parse, at, KR_FORM_PAST));
}

/* The plural, which goes with jullie and never with je or u. */
static int is_plural(const reading *r, uint32_t at) {
    int kind = kind_of(r, at);
    return kind == KR_FORM_INF || kind == KR_FORM_PASTPL;
}

/* "Werk" where it is not what he does ("werkt"): only ik and an inverted je have it. */
static int is_bare_stem(const reading *r, uint32_t at) {
    kr_str stem = kr_voice_form(r->w, r->parse, at, KR_FORM_IK), text = kr_word_text(r->parse, at);
    kr_str third = kr_voice_form(r->w, r->parse, at, KR_FORM_S3);
    return kr_str_equal_fold(text, stem) && !kr_str_equal_fold(stem, third);
}

/* The head of a noun phrase without article that begins here: what a possessive would stand before. */
static uint32_t noun_after(const reading *r, uint32_t at) {
    for (uint32_t end = at + 5; at < end; at++) {
        uint32_t tag = tag_at(r, at);
        if (tag == KR_TAG_NOUN || tag == KR_TAG_NAME)
            return at;
        if (tag != KR_TAG_ADJ && tag != KR_TAG_NUM && tag != KR_TAG_ING)
            return KR_NONE;
    }
    return KR_NONE;
}

static int is_one_noun(const reading *r, uint32_t at) {
    const kr_word *word = &r->parse->words[at];
    return word->tag == KR_TAG_NOUN && (word->form & 31u) == KR_FORM_SG &&
           !(word->features & KR_FEATURE_MASS);
}

/* The first finite verb from `at` to the end of the clause; KR_NONE for none. */
static uint32_t verb_after(const reading *r, uint32_t at) {
    for (; at < r->parse->count; at++) {
        if (tag_at(r, at) == KR_TAG_PUNCT)
            return KR_NONE;
        if (kr_voice_is_finite(r->parse, at))
            return at;
    }
    return KR_NONE;
}

static int is_personal(const reading *r, uint32_t at) {
    const kr_word *word = &r->parse->words[at];
    return word->tag == KR_TAG_PRON && (word->features & KR_FEATURE_SUBJ) &&
           !kr_voice_has(r->w, r->parse, at, "voice.before.subject");
}

/* "Dat", "wat", "wie" before the verb: its subject or its object. */
static int is_pointed_at(const reading *r, uint32_t verb) {
    return verb > 0 && tag_at(r, verb - 1) == KR_TAG_PRON && !is_personal(r, verb - 1) &&
           (r->parse->words[verb - 1].features & KR_FEATURE_SUBJ);
}

/* A subject stands right before the verb: "ons team helpt", "ik help". */
static int has_subject_before(const reading *r, uint32_t verb) {
    uint32_t end = verb;
    while (end > 0 && tag_at(r, end - 1) == KR_TAG_ADV)
        end--;
    if (end == 0)
        return 0;
    if (is_personal(r, end - 1))
        return 1;
    for (uint32_t i = 0; i < r->parse->chunk_count; i++) {
        const kr_chunk *chunk = &r->parse->chunks[i];
        if (chunk->kind == KR_CHUNK_SUBJ && chunk->end == end &&
            tag_at(r, end - 1) != KR_TAG_TIME && !is_pointed_at(r, end))
            return 1;
    }
    return 0;
}

/* ---- behind a finite verb ---- */

static int stem_in(const reading *r, uint32_t verb, const char *list) {
    return kr_list_has(kr_pack_find_list(r->w->pack, list),
                       kr_voice_form(r->w, r->parse, verb, KR_FORM_IK));
}

static int asks(const reading *r, uint32_t verb) {
    return kr_voice_is_question(r->w, r->sentence) || is_past(r, verb) ||
           stem_in(r, verb, "voice.asking");
}

static int is_request_verb(const reading *r, uint32_t verb) {
    return kr_voice_has(r->w, r->parse, verb, "analyse.imperative") ||
           kr_voice_has(r->w, r->parse, verb, "voice.reflexive");
}

static role inside_request(const reading *r, uint32_t at) {
    uint32_t noun = noun_after(r, at + 1);
    if (noun == KR_NONE || (tag_at(r, noun) == KR_TAG_NAME && noun == at + 1)) /* "dank je, Nora" */
        return ROLE_REFLEXIVE;
    if (kr_voice_has(r->w, r->parse, at - 1, "voice.reflexive") &&
        tag_at(r, at + 1) != KR_TAG_NOUN && tag_at(r, at) != KR_TAG_POSS)
        return ROLE_REFLEXIVE; /* "schrijf je gratis in" */
    return ROLE_POSS;
}

/* A verb at the start of a clause with "je" behind it: a question, a condition or a request. */
static role behind_opening_verb(const reading *r, uint32_t at) {
    uint32_t verb = at - 1;
    if (asks(r, verb))
        return ROLE_SUBJECT;
    if (verb == r->parse->first)
        return inside_request(r, at);
    if (r->inverted || !is_request_verb(r, verb))
        return ROLE_SUBJECT;
    if (noun_after(r, at + 1) != KR_NONE || kr_voice_has(r->w, r->parse, verb, "voice.reflexive"))
        return inside_request(r, at);
    return tag_at(r, at + 1) == KR_TAG_DET ? ROLE_SUBJECT : ROLE_UNCLEAR;
}

static role object_or_poss(const reading *r, uint32_t at, int64_t own);

/* "werk je", "helpt u", "zoeken jullie": the subject, unless another one has the verb. */
static role behind_verb(const reading *r, uint32_t at, int64_t own) {
    uint32_t verb = at - 1;
    int is_stem = kr_str_equal_fold(kr_word_text(r->parse, verb),
                                    kr_voice_form(r->w, r->parse, verb, KR_FORM_IK));
    int other = has_subject_before(r, verb);
    if (own == KR_ADDRESS_JULLIE)
        return is_plural(r, verb) && !other ? ROLE_SUBJECT : object_or_poss(r, at, own);
    if (own == KR_ADDRESS_JE && is_bare_stem(r, verb))
        other = verb > 0 && kr_str_equal_fold(kr_word_text(r->parse, verb - 1), KR_STR("ik"));
    if (is_plural(r, verb) || other)
        return object_or_poss(r, at, own);
    if (own == KR_ADDRESS_JE) {
        if (!is_past(r, verb) && !is_stem && !stem_in(r, verb, "voice.asking"))
            return object_or_poss(r, at, own);
        if (r->target == KR_ADDRESS_JULLIE && !is_bare_stem(r, verb) && is_pointed_at(r, verb) &&
            !stem_in(r, verb, "voice.asking"))
            return ROLE_UNCLEAR; /* "wat kost je" */
        return opens_clause(r, verb) ? behind_opening_verb(r, at) : ROLE_SUBJECT;
    }
    if (is_stem && opens_clause(r, verb) && !asks(r, verb))
        return ROLE_REFLEXIVE; /* "schrijf u in" */
    if (is_pointed_at(r, verb) && !kr_voice_has_lemma(r->w, r->parse, verb, "voice.reading"))
        return ROLE_UNCLEAR; /* "dat helpt u", "wie kent u" */
    return ROLE_SUBJECT;
}

/* ---- elsewhere ---- */

/* Behind what a subject follows: "als je ..". A noun may be the reader's ("als je team groeit") or what
 * the reader has ("als je vragen hebt"): the verb tells, or nothing does. */
static role behind_subordinator(const reading *r, uint32_t at, int64_t own) {
    uint32_t noun = own == KR_ADDRESS_U ? KR_NONE : noun_after(r, at + 1);
    uint32_t verb = verb_after(r, at + 1);
    if (noun == KR_NONE && verb != KR_NONE && is_plural(r, verb) != (own == KR_ADDRESS_JULLIE))
        return r->target == KR_ADDRESS_JULLIE ? ROLE_UNCLEAR : ROLE_OBJECT; /* "mensen die je helpen" */
    if (noun == KR_NONE)
        return ROLE_SUBJECT;
    if (verb == KR_NONE) /* "wanneer je start": taken for a noun */
        return kr_voice_may_be_finite(r->w, r->parse, noun) ? ROLE_SUBJECT : ROLE_UNCLEAR;
    if (own == KR_ADDRESS_JULLIE)
        return !is_plural(r, verb)      ? ROLE_POSS
               : is_one_noun(r, noun) ? ROLE_SUBJECT
                                      : ROLE_UNCLEAR;
    if (is_plural(r, verb))
        return ROLE_POSS;
    if (kind_of(r, verb) == KR_FORM_JIJ || !is_one_noun(r, noun))
        return ROLE_SUBJECT;
    return verb == noun + 1 ? ROLE_UNCLEAR : ROLE_SUBJECT;
}

/* The verb that the object belongs to gives things: its object may be followed by what is given. */
static int is_given(const reading *r, uint32_t at) {
    for (uint32_t i = 0; i < r->parse->count; i++) {
        uint32_t tag = tag_at(r, i);
        if ((tag == KR_TAG_FIN || tag == KR_TAG_INF || tag == KR_TAG_PP) && i != at &&
            kr_voice_has_lemma(r->w, r->parse, i, "voice.giving"))
            return 1;
    }
    return 0;
}

/* "Om je aan te melden": who does it is the reader. */
static int is_own_deed(const reading *r, uint32_t at) {
    for (uint32_t i = at + 1; i < r->parse->count && tag_at(r, i) != KR_TAG_PUNCT; i++)
        if (kr_voice_has(r->w, r->parse, i, "voice.reflexive.verbs") && at > 0 &&
            kr_str_equal_fold(kr_word_text(r->parse, at - 1), KR_STR("om")))
            return 1;
    return 0;
}

static role object_or_poss(const reading *r, uint32_t at, int64_t own) {
    uint32_t noun = noun_after(r, at + 1);
    int after_preposition = at > 0 && tag_at(r, at - 1) == KR_TAG_PREP;
    if (after_preposition && kr_voice_has(r->w, r->parse, at + 1, "voice.one"))
        return ROLE_POSS; /* "in je eentje" */
    if (noun != KR_NONE && kr_voice_has(r->w, r->parse, noun, "voice.reflexive.verbs"))
        noun = KR_NONE; /* "je verdiepen": taken for a noun */
    if (noun == KR_NONE && ((at > 0 && address_of(r, at - 1) != KR_ADDRESS_BASE) || is_own_deed(r, at)))
        return ROLE_REFLEXIVE; /* "we verzoeken je je in te schrijven" */
    if (own == KR_ADDRESS_U || noun == KR_NONE)
        return after_preposition && kr_voice_is_mark(r->parse, at + 1) ? ROLE_GIVEN : ROLE_OBJECT;
    if (!after_preposition && is_given(r, at) && !is_one_noun(r, noun))
        return ROLE_UNCLEAR;
    return at == r->parse->first ? ROLE_OWN : ROLE_POSS;
}

static int stands_behind_subject_place(const reading *r, uint32_t at) {
    if (at == 0 || !kr_voice_has(r->w, r->parse, at - 1, "voice.before.subject"))
        return 0;
    uint32_t tag = tag_at(r, at - 1); /* "tot je dienst" is no clause */
    return tag != KR_TAG_PREP || verb_after(r, at + 1) != KR_NONE;
}

/* What the parse took for a noun may be the verb of this word. */
static int is_hidden_verb(const reading *r, uint32_t at) {
    return at > 0 && (tag_at(r, at - 1) == KR_TAG_NOUN || tag_at(r, at - 1) == KR_TAG_NAME ||
                      tag_at(r, at - 1) == KR_TAG_UNKNOWN) &&
           kr_voice_may_be_finite(r->w, r->parse, at - 1) && verb_after(r, r->parse->first) == KR_NONE;
}

static role role_of_ambiguous(const reading *r, uint32_t at, int64_t own) {
    if (kr_voice_is_finite(r->parse, at + 1) && is_plural(r, at + 1) == (own == KR_ADDRESS_JULLIE) && !(at > 0 && tag_at(r, at - 1) == KR_TAG_PREP) &&
        !(at > 0 && kr_voice_is_finite(r->parse, at - 1)))
        return ROLE_SUBJECT;
    if (at > r->parse->first && kr_voice_is_finite(r->parse, at - 1))
        return behind_verb(r, at, own);
    if (stands_behind_subject_place(r, at))
        return behind_subordinator(r, at, own);
    if (is_hidden_verb(r, at))
        return ROLE_UNCLEAR; /* "kom je": taken for a noun or a name */
    return object_or_poss(r, at, own);
}

static role role_of(const reading *r, uint32_t at, int64_t own) {
    int subject = in(r, at, own, "subject"), object = in(r, at, own, "object");
    int poss = in(r, at, own, "poss");
    if (in(r, at, own, "self"))
        return ROLE_SELF;
    if (subject && !object && !poss)
        return ROLE_SUBJECT;
    if (poss && !object)
        return at == r->parse->first ? ROLE_OWN : ROLE_POSS;
    if (object && !subject && !poss)
        return ROLE_OBJECT;
    return role_of_ambiguous(r, at, own);
}

/* ---- the subject's verb ---- */

/* KR_NONE where it is not certain which one it is. */
static uint32_t verb_of(const reading *r, uint32_t at) {
    if (at > r->parse->first && kr_voice_is_finite(r->parse, at - 1) &&
        (is_bare_stem(r, at - 1) || !has_subject_before(r, at - 1)))
        return at - 1;
    if (kr_voice_is_finite(r->parse, at + 1))
        return at + 1;
    uint32_t found = verb_after(r, at + 1);
    return found == KR_NONE || verb_after(r, found + 1) == KR_NONE ? found : KR_NONE;
}

static kr_str singular(const reading *r, uint32_t verb) {
    kr_str form = kr_voice_form(r->w, r->parse, verb, KR_FORM_JIJ);
    return form.length ? form : kr_voice_form(r->w, r->parse, verb, KR_FORM_S3);
}

static kr_str present(const reading *r, uint32_t verb, int inverted) {
    if (r->target == KR_ADDRESS_JULLIE)
        return kr_voice_form(r->w, r->parse, verb, KR_FORM_INF);
    return r->target == KR_ADDRESS_JE && inverted ? kr_voice_form(r->w, r->parse, verb, KR_FORM_IK)
                                                  : singular(r, verb);
}

/* "kan u" and "u wil" are good Dutch too: what fits stays. */
static int fits(const reading *r, uint32_t verb, int64_t own) {
    if (own == KR_ADDRESS_JULLIE || r->target == KR_ADDRESS_JULLIE)
        return 0;
    if (is_past(r, verb))
        return 1;
    return kr_str_equal_fold(kr_word_text(r->parse, verb), KR_STR("kan")) ||
           kr_str_equal_fold(kr_word_text(r->parse, verb), KR_STR("mag"));
}

static void change_verb(const reading *r, uint32_t at, int64_t own) {
    uint32_t verb = verb_of(r, at);
    if (verb == KR_NONE) {
        int same = own != KR_ADDRESS_JULLIE && r->target != KR_ADDRESS_JULLIE && own != KR_ADDRESS_U;
        if (!same)
            kr_voice_refuse(r->w, r->sentence, "the verb that goes with the reader is not certain here");
        return;
    }
    int inverted = verb < at;
    if (fits(r, verb, own))
        return;
    if (r->parse->words[verb].form & KR_FORM_JOINED) { /* "aanmeldt": the same for je and u */
        if (own == KR_ADDRESS_JULLIE || r->target == KR_ADDRESS_JULLIE)
            kr_voice_refuse(r->w, r->sentence, "a separable verb at the end has no sure form here");
        return;
    }
    kr_str form = is_past(r, verb) ? kr_voice_form(r->w, r->parse, verb,
                                                r->target == KR_ADDRESS_JULLIE ? KR_FORM_PASTPL
                                                                               : KR_FORM_PAST)
                                : present(r, verb, inverted);
    if (!form.length)
        kr_voice_refuse(r->w, r->sentence, "the lexicon does not have the form of a verb here");
    else
        kr_voice_word(r->w, r->sentence, verb, form);
}

/* A second verb that shares the subject: "jullie zoeken en vinden". */
static int shares_subject(const reading *r, uint32_t at) {
    for (uint32_t i = at + 2; i < r->parse->count; i++)
        if (kr_voice_is_finite(r->parse, i) && tag_at(r, i - 1) == KR_TAG_CONJ &&
            !(i + 1 < r->parse->count && is_personal(r, i + 1)))
            return 1;
    return 0;
}

/* ---- words ---- */

static int stands_with(const reading *r, const char *list) {
    for (uint32_t at = 0; at < r->parse->count; at++)
        if (kr_voice_has(r->w, r->parse, at, list))
            return 1;
    return 0;
}

/* "Ben jij de bakker": one person is meant. */
static int means_one(const reading *r, uint32_t at) {
    uint32_t verb = verb_of(r, at);
    if (stands_with(r, "voice.one"))
        return 1;
    if (verb == KR_NONE || !r->parse->words[verb].lemma)
        return 0;
    int is_being = kr_str_equal_fold(kr_voice_form(r->w, r->parse, verb, KR_FORM_INF), KR_STR("zijn")) ||
                   kr_str_equal_fold(kr_voice_form(r->w, r->parse, verb, KR_FORM_INF), KR_STR("worden"));
    uint32_t behind = (verb > at ? verb : at) + 1;
    return is_being && (tag_at(r, behind) == KR_TAG_DET || tag_at(r, behind) == KR_TAG_NOUN);
}

static void refuse_number(const reading *r, uint32_t at, int64_t own, role as) {
    if (r->target == KR_ADDRESS_JULLIE && own != KR_ADDRESS_JULLIE) {
        uint8_t intent = r->w->post->intent;
        if (intent == KR_INTENT_HIRING)
            kr_voice_refuse(r->w, KR_NONE, "a vacancy speaks to one person");
        else if (intent == KR_INTENT_FAREWELL || intent == KR_INTENT_WELCOME)
            kr_voice_refuse(r->w, KR_NONE, "a welcome or a farewell may speak to one person");
        else if (as == ROLE_SUBJECT && (means_one(r, at) || shares_subject(r, at)))
            kr_voice_refuse(r->w, r->sentence, "this sentence speaks to one person");
    } else if (own == KR_ADDRESS_JULLIE && r->target != KR_ADDRESS_JULLIE) {
        if (r->target == KR_ADDRESS_JE && stands_with(r, "voice.several"))
            kr_voice_refuse(r->w, r->sentence, "this sentence speaks to several people");
        else if (as == ROLE_SUBJECT && shares_subject(r, at))
            kr_voice_refuse(r->w, r->sentence, "two verbs share the subject here");
    }
}

/* In "u kunt u inschrijven" the second one reads better as "zich", which u also has. */
static kr_str reflexive(const reading *r, uint32_t at) {
    int is_request = at > 0 && kr_voice_is_finite(r->parse, at - 1) && opens_clause(r, at - 1);
    return r->target == KR_ADDRESS_U && is_request ? said(r, "object") : said(r, "reflexive");
}

static void change_word(const reading *r, uint32_t at, role as) {
    static const char *const kinds[] = {"", "subject", "object", "given", "poss", "own", "reflexive", "self"};
    kr_str text = as == ROLE_REFLEXIVE ? reflexive(r, at) : said(r, kinds[as]);
    if (!text.length && as == ROLE_GIVEN)
        text = said(r, "object");
    if (!text.length && as == ROLE_OWN)
        text = said(r, "poss");
    kr_voice_word(r->w, r->sentence, at, text);
}

/* "Neemt u contact op": a request that names the reader; je leaves the word out. */
static int is_polite_request(const reading *r, uint32_t at, int64_t own) {
    uint32_t verb = at - 1;
    return own == KR_ADDRESS_U && at == r->parse->first + 1u && kr_voice_is_finite(r->parse, verb) &&
           !asks(r, verb) && !is_past(r, verb) &&
           !stem_in(r, verb, "voice.asking") &&
           !kr_str_equal_fold(kr_word_text(r->parse, verb),
                              kr_voice_form(r->w, r->parse, verb, KR_FORM_IK));
}

static void change_request(const reading *r, uint32_t at) {
    kr_str stem = kr_voice_form(r->w, r->parse, at - 1, KR_FORM_IK);
    kr_span gone = {r->parse->words[at - 1].span.end, r->parse->words[at].span.end};
    for (uint32_t i = at + 1; i < r->parse->count && tag_at(r, i) != KR_TAG_PUNCT; i++)
        if (kr_str_equal_fold(kr_word_text(r->parse, i), KR_STR("dan")))
            stem.length = 0; /* "komt u langs, dan": a condition after all */
    if (!stem.length) {
        kr_voice_refuse(r->w, r->sentence, "whether this asks the reader to do something is not certain");
        return;
    }
    kr_voice_word(r->w, r->sentence, at - 1, stem);
    kr_voice_edit(r->w, r->sentence, gone, KR_STR(""));
}

/* "zich" that goes with u becomes the reflexive of the new address. */
static void change_reflexives(const reading *r, uint32_t from) {
    for (uint32_t i = from + 1; i < r->parse->count && tag_at(r, i) != KR_TAG_PUNCT; i++)
        if (kr_str_equal_fold(kr_word_text(r->parse, i), KR_STR("zich")) && !r->parse->words[i].atom)
            kr_voice_word(r->w, r->sentence, i, said(r, "reflexive"));
}

/* A second "je" in the clause of a subject "je", with nothing of its own behind it. */
static role own_object(const reading *r, uint32_t at, uint32_t subject, role as) {
    if (as != ROLE_OBJECT || subject == KR_NONE || tag_at(r, at - 1) == KR_TAG_PREP)
        return as;
    for (uint32_t i = subject; i < at; i++)
        if (tag_at(r, i) == KR_TAG_PUNCT)
            return as;
    return ROLE_REFLEXIVE;
}

static int is_edited(const reading *r, uint32_t at) {
    for (size_t i = 0; i < r->w->out->edit_count; i++)
        if (r->w->out->edits[i].span.start == r->parse->words[at].span.start)
            return 1;
    return 0;
}

/* "Als jullie .. willen stellen of .. wilt indienen": a verb of the reader's that nobody changed. */
static void refuse_leftovers(const reading *r) {
    for (uint32_t at = 0; at < r->parse->count; at++)
        if (kr_voice_is_finite(r->parse, at) && kind_of(r, at) == KR_FORM_JIJ && !is_edited(r, at))
            kr_voice_refuse(r->w, r->sentence, "a second verb shares the subject here");
}

static void change_sentence(reading *r) {
    uint32_t subject = KR_NONE;
    for (uint32_t at = 0; at < r->parse->count && !kr_voice_refused(r->w); at++) {
        int64_t own = address_of(r, at);
        if (own == KR_ADDRESS_BASE || own == r->target)
            continue;
        if (r->w->post->sentences[r->sentence].flags & KR_SENTENCE_LOCKED) {
            kr_voice_refuse(r->w, r->sentence, "this sentence is locked, and addresses the reader");
            return;
        }
        if (r->target != KR_ADDRESS_JULLIE && is_polite_request(r, at, own)) {
            change_request(r, at);
            change_reflexives(r, at);
            continue;
        }
        role as = own_object(r, at, subject, role_of(r, at, own));
        if (as == ROLE_UNCLEAR) {
            kr_voice_refuse(r->w, r->sentence, "what the word for the reader does here is not certain");
            return;
        }
        refuse_number(r, at, own, as);
        if (as == ROLE_SUBJECT) {
            r->inverted |= at > 0 && kr_voice_is_finite(r->parse, at - 1);
            change_verb(r, at, own);
            subject = at;
            if (own == KR_ADDRESS_U)
                change_reflexives(r, at);
        }
        /* "jullie jullie kaartjes" is said with je */
        int is_doubled = as == ROLE_POSS && subject != KR_NONE && subject + 1 == at;
        change_word(r, at, is_doubled && r->target == KR_ADDRESS_JULLIE ? ROLE_REFLEXIVE : as);
    }
    if (subject != KR_NONE && r->target == KR_ADDRESS_JULLIE)
        refuse_leftovers(r);
}

/* ---- greetings ---- */

/* "Dankjewel" has its address inside: a list for each form, under one name. */
static void change_greetings(kr_voice_work *w, uint32_t sentence, int64_t target) {
    static const char *const greetings[] = {"thanks", "please"};
    const kr_parse *parse = &w->parses[sentence];
    for (size_t g = 0; g < 2; g++) {
        char wanted[48];
        snprintf(wanted, sizeof wanted, "voice.greeting.%s.%s", greetings[g], NAMES[target]);
        for (int64_t other = KR_ADDRESS_JE; other <= KR_ADDRESS_U; other++) {
            char list[48];
            snprintf(list, sizeof list, "voice.greeting.%s.%s", greetings[g], NAMES[other]);
            for (uint32_t at = 0; at < parse->count && other != target; at++)
                if (kr_voice_has(w, parse, at, list))
                    kr_voice_word(w, sentence, at, kr_voice_first(w, wanted));
        }
    }
}

void kr_voice_change_address(kr_voice_work *w) {
    if (strcmp(w->post->language, "nl") != 0)
        return; /* other languages that koor rewrites have one address */
    for (uint32_t s = 0; s < w->post->sentence_count && !kr_voice_refused(w); s++) {
        reading r = {.w = w, .parse = &w->parses[s], .sentence = s, .target = w->input->value};
        change_greetings(w, s, r.target);
        change_sentence(&r);
    }
}
