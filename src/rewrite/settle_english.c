/* English tags that the costs of pairs cannot settle, because they hang on what stands further away:
 * conjunctions that are prepositions too, participles behind "be", pasts behind "and", infinitives
 * behind "expect to", nouns in front of "that", and verbs behind "let" and "help". */
#include "rewrite/parse.h"

static uint32_t tag_of(const kr_parse *parse, uint32_t at) {
    return at < parse->last ? parse->words[at].tag : KR_TAG_PUNCT;
}

static int opens_phrase(uint32_t tag) {
    return tag == KR_TAG_DET || tag == KR_TAG_POSS || tag == KR_TAG_PRON;
}

static int is_nominal(uint32_t tag) {
    return tag == KR_TAG_DET || tag == KR_TAG_POSS || tag == KR_TAG_ADJ || tag == KR_TAG_NUM ||
           tag == KR_TAG_NOUN || tag == KR_TAG_NAME || tag == KR_TAG_TIME || tag == KR_TAG_PART;
}

/* Whether a clause of its own follows. In "after the move we opened" two phrases stand in front of
 * the verb, and the first belongs to the preposition. */
static int has_clause_behind(const kr_parse *parse, uint32_t at) {
    uint32_t phrase = at;
    while (is_nominal(tag_of(parse, phrase)) &&
           !(phrase > at && opens_phrase(tag_of(parse, phrase)) &&
             !opens_phrase(tag_of(parse, phrase - 1))))
        phrase++;
    if (phrase > at && opens_phrase(tag_of(parse, phrase)))
        return 0;
    for (; tag_of(parse, at) != KR_TAG_PUNCT && tag_of(parse, at) != KR_TAG_SUB; at++)
        if (kr_is_finite(&parse->words[at]))
            return 1;
    return 0;
}

/* "after the storm", "since May": a conjunction that is a preposition too, where no clause follows. */
static void settle_conjunctions(const kr_parse *parse) {
    for (uint32_t at = parse->first; at < parse->last; at++)
        if (parse->words[at].tag == KR_TAG_SUB && !has_clause_behind(parse, at + parse->words[at].words))
            kr_word_take(parse, at, KR_TAG_PREP);
}

static int is_opener(const kr_parse *parse, uint32_t at) {
    static const char *const openers[] = {"let", "lets", "help", "helps", "helped", "make", "makes",
                                          "made", "letting", "helping", "making"};
    for (size_t i = 0; i < sizeof openers / sizeof *openers; i++)
        if (kr_word_is(parse, at, openers[i]))
            return 1;
    return 0;
}

/* "it lets you freeze a card", "they help drivers plan": the second verb is none of a clause. */
static void settle_small_clauses(const kr_parse *parse) {
    for (uint32_t at = parse->first; at + 2 < parse->last; at++) {
        uint32_t object = at + 1;
        if (!is_opener(parse, at))
            continue;
        while (is_nominal(tag_of(parse, object)) && is_nominal(tag_of(parse, object + 1)))
            object++;
        const kr_word *noun = &parse->words[object], *verb = noun + 1;
        int pronoun = noun->tag == KR_TAG_PRON && noun->features & KR_FEATURE_OBJ;
        if (pronoun && verb->tag == KR_TAG_FIN && verb->form == KR_FORM_INF)
            kr_word_take(parse, object + 1, KR_TAG_INF);
        else if (object > at + 1 && noun->tag == KR_TAG_NOUN && noun[-1].tag == KR_TAG_NOUN &&
                 noun[-1].form == KR_FORM_PL)
            kr_word_take(parse, object, KR_TAG_INF);
        else if (noun->tag == KR_TAG_NOUN && noun->form == KR_FORM_PL && verb->tag == KR_TAG_FIN &&
                 verb->form == KR_FORM_INF)
            kr_word_take(parse, object + 1, KR_TAG_INF);
    }
}

/* "does your shop offer bread": behind "does" and its subject stands a verb, however much it looks
 * like a noun. */
static void settle_questions(const kr_parse *parse) {
    static const char *const helpers[] = {"do", "does", "did"};
    for (uint32_t at = parse->first; at + 2 < parse->last; at++) {
        int helps = 0;
        for (size_t i = 0; i < sizeof helpers / sizeof *helpers; i++)
            helps |= kr_str_equal_fold(kr_word_text(parse, at), kr_str_of(helpers[i]));
        uint32_t word = at + 1;
        if (!helps || !(is_nominal(tag_of(parse, word)) || tag_of(parse, word) == KR_TAG_PRON))
            continue;
        while (is_nominal(tag_of(parse, word + 1)) &&
               !(tag_of(parse, word) != KR_TAG_DET && tag_of(parse, word) != KR_TAG_POSS &&
                 tag_of(parse, word) != KR_TAG_ADJ && kr_word_may_be(parse, word + 1, KR_TAG_INF)))
            word++;
        if (tag_of(parse, word + 1) == KR_TAG_NOUN && kr_word_may_be(parse, word + 1, KR_TAG_INF))
            kr_word_take(parse, word + 1, KR_TAG_INF);
    }
}

/* "is to be built", "has been growing": behind be and been a participle is the verb, where the word is
 * an adjective as well. */
static void settle_participles(const kr_parse *parse) {
    for (uint32_t at = parse->first; at + 1 < parse->last; at++) {
        uint32_t word = at + 1;
        if (!kr_word_is(parse, at, "be") && !kr_word_is(parse, at, "been"))
            continue;
        while (tag_of(parse, word) == KR_TAG_ADV)
            word++;
        if (tag_of(parse, word) != KR_TAG_ADJ || tag_of(parse, word + 1) == KR_TAG_NOUN)
            continue;
        kr_word_take(parse, word, kr_word_may_be(parse, word, KR_TAG_ING) ? KR_TAG_ING : KR_TAG_PP);
    }
}

/* "expect to finish", "able to pay": behind a verb or adjective that takes an infinitive (the pack's list
 * takes.infinitive) "to" is no preposition. */
static void settle_infinitives(const kr_parse *parse) {
    const kr_lemma *lemmas = kr_pack_section(parse->pack, KR_SECTION_LEMMAS);
    const kr_pack_list *takes = kr_pack_find_list(parse->pack, "takes.infinitive");
    for (uint32_t at = parse->first; at + 2 < parse->last; at++) {
        const kr_word *word = &parse->words[at];
        if (word[1].tag != KR_TAG_PREP || !kr_word_is(parse, at + 1, "to") || word->lemma == KR_PACK_NONE ||
            !(word->tag == KR_TAG_ADJ || word->tag == KR_TAG_ING || word->tag == KR_TAG_PP ||
              word->tag == KR_TAG_INF || kr_is_finite(word)) ||
            !kr_list_has_number(takes, lemmas[word->lemma].name) || !kr_word_may_be(parse, at + 2, KR_TAG_INF))
            continue;
        kr_word_take(parse, at + 1, KR_TAG_TO);
        kr_word_take(parse, at + 2, KR_TAG_INF);
    }
}

/* "the NHS trust that wants it": what a relative pronoun tells of is a noun, behind a name too. */
static void settle_antecedents(const kr_parse *parse) {
    for (uint32_t at = parse->first + 2u; at + 2 < parse->last; at++) {
        uint32_t behind = tag_of(parse, at + 1);
        if (tag_of(parse, at) == KR_TAG_FIN && tag_of(parse, at - 1) == KR_TAG_NAME &&
            opens_phrase(tag_of(parse, at - 2)) && tag_of(parse, at - 2) != KR_TAG_PRON &&
            (behind == KR_TAG_PRON || behind == KR_TAG_SUB) &&
            (kr_word_is(parse, at + 1, "that") || kr_word_is(parse, at + 1, "which") ||
             kr_word_is(parse, at + 1, "who")) &&
            kr_is_finite(&parse->words[at + 2]))
            kr_word_take(parse, at, KR_TAG_NOUN);
    }
}

/* "a second one", "the red one works": behind an adjective of a phrase it is the noun. */
static void settle_one(const kr_parse *parse) {
    for (uint32_t at = parse->first + 2u; at < parse->last; at++) {
        kr_word *word = &parse->words[at];
        uint32_t article = at - 1;
        while (article > parse->first && (tag_of(parse, article) == KR_TAG_ADJ ||
                                          tag_of(parse, article) == KR_TAG_NUM ||
                                          tag_of(parse, article) == KR_TAG_NOUN))
            article--;
        if (!kr_word_is(parse, at, "one") || article == at - 1 || tag_of(parse, article) != KR_TAG_DET ||
            (tag_of(parse, at + 1) == KR_TAG_NOUN && !kr_word_may_be(parse, at + 1, KR_TAG_FIN)))
            continue;
        word->tag = KR_TAG_NOUN;
        word->form = KR_FORM_SG;
        if (tag_of(parse, at - 1) == KR_TAG_NOUN)
            kr_word_take(parse, at - 1, KR_TAG_ADJ);
        if (tag_of(parse, at + 1) == KR_TAG_NOUN)
            kr_word_take(parse, at + 1, KR_TAG_FIN);
    }
}

static int is_past(const kr_word *word) {
    return word->tag == KR_TAG_FIN && word->form == KR_FORM_PAST;
}

/* "I called the mayor and talked to him": a form that is past and participle, side by side with a past
 * that helps no other verb, is past too. */
static void settle_pasts(const kr_parse *parse) {
    for (uint32_t at = parse->first + 2u; at < parse->last; at++) {
        if (tag_of(parse, at) != KR_TAG_PP || tag_of(parse, at - 1) != KR_TAG_CONJ ||
            !kr_word_may_be(parse, at, KR_TAG_FIN))
            continue;
        uint32_t verb = at - 1;
        while (verb > parse->first && tag_of(parse, verb) != KR_TAG_PUNCT &&
               tag_of(parse, verb) != KR_TAG_PP && !kr_is_finite(&parse->words[verb]))
            verb--;
        if (is_past(&parse->words[verb]) && !(parse->words[verb].features & KR_FEATURE_AUX))
            kr_word_take(parse, at, KR_TAG_FIN);
    }
}

/* "has since built a new store" */
static void settle_since(const kr_parse *parse) {
    for (uint32_t at = parse->first + 1u; at + 1 < parse->last; at++)
        if (kr_word_is(parse, at, "since") && kr_is_finite(&parse->words[at - 1]) &&
            parse->words[at - 1].features & KR_FEATURE_AUX && kr_word_may_be(parse, at + 1, KR_TAG_PP)) {
            parse->words[at].tag = KR_TAG_ADV;
            kr_word_take(parse, at + 1, KR_TAG_PP);
        }
}

static int is_have(const kr_parse *parse, uint32_t at) {
    static const char *const forms[] = {"have", "has", "had", "'ve", "\xe2\x80\x99ve", "having"};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (kr_str_equal_fold(kr_word_text(parse, at), kr_str_of(forms[i])))
            return 1;
    return 0;
}

/* "We've also cut our costs": behind a form of have, with nothing but adverbs between, a verb whose forms are
 * all alike is the participle. */
static void settle_perfects(const kr_parse *parse) {
    for (uint32_t at = parse->first; at + 1 < parse->last; at++) {
        uint32_t verb = at + 1;
        if (!is_have(parse, at))
            continue;
        while (tag_of(parse, verb) == KR_TAG_ADV)
            verb++;
        if (verb > at + 1 && (tag_of(parse, verb) == KR_TAG_INF || tag_of(parse, verb) == KR_TAG_FIN) &&
            kr_word_may_be(parse, verb, KR_TAG_PP))
            kr_word_take(parse, verb, KR_TAG_PP);
    }
}

static int has_finite_behind(const kr_parse *parse, uint32_t at) {
    for (; tag_of(parse, at) != KR_TAG_PUNCT; at++)
        if (kr_is_finite(&parse->words[at]))
            return 1;
    return 0;
}

/* "The misses at the crossings we monitored declined by 29%": behind a clause that hangs on the subject stands
 * the verb of the sentence, where no other follows. */
static void settle_contact_clauses(const kr_parse *parse) {
    for (uint32_t at = parse->first + 3u; at < parse->last; at++) {
        const kr_word *word = &parse->words[at];
        if (word->tag == KR_TAG_PP && kr_is_finite(word - 1) && !(word[-1].features & KR_FEATURE_AUX) &&
            word[-2].tag == KR_TAG_PRON && word[-3].tag == KR_TAG_NOUN && kr_word_may_be(parse, at, KR_TAG_FIN) &&
            !has_finite_behind(parse, at + 1))
            kr_word_take(parse, at, KR_TAG_FIN);
    }
}

/* "Test runs start next week": two nouns and a verb, or a verb with its object? Neither word has an article, and
 * nobody can tell. */
static void doubt_bare_nouns(const kr_parse *parse) {
    uint32_t verb = parse->first + 1u;
    if (verb + 1u >= parse->last || tag_of(parse, verb - 1) != KR_TAG_NOUN || tag_of(parse, verb) != KR_TAG_FIN ||
        parse->words[verb].form != KR_FORM_S3 || parse->words[verb - 1].features & KR_FEATURE_MASS ||
        tag_of(parse, verb + 1) != KR_TAG_NOUN || !kr_word_may_be(parse, verb, KR_TAG_NOUN) ||
        !kr_word_may_be(parse, verb + 1, KR_TAG_FIN))
        return;
    parse->words[verb].tag = KR_TAG_UNKNOWN;
    parse->words[verb].lemma = KR_PACK_NONE;
}

void kr_settle_english(const kr_parse *parse) {
    settle_since(parse);
    settle_perfects(parse);
    settle_contact_clauses(parse);
    settle_infinitives(parse);
    settle_antecedents(parse);
    settle_one(parse);
    settle_pasts(parse);
    settle_participles(parse);
    settle_questions(parse);
    settle_conjunctions(parse);
    settle_small_clauses(parse);
    doubt_bare_nouns(parse);
}
