/* One tag a word: the cheapest path through the candidates of all words (Viterbi, 1967), where a word
 * behind another costs what tags_table.c says. Entries of several words ("because of") count as one:
 * the longest that the lexicon has, unless a shorter reading is what its words are made of. */
#include "rewrite/parse.h"

#include <string.h>

enum { ENDLESS = 1 << 20, VERBLESS = 3, SECOND_VERB = 2, FIRST_BEHIND = 3, SECOND_FINITE = 5,
       DISAGREE = 6, THAT_NAME = 3, PLURAL_FIRST = 2, OTHER_NUMBER = 1, OTHER_PERSON = 3,
       SUBJECTS_NOUN = 3 };

/* Paths are kept apart by the verbs that they have had: most sentences have a finite one, most
 * clauses have no second. */
enum { NO_VERB, HAS_VERB, HAD_VERB, LAYERS }; /* HAD_VERB: in a clause before this one */

typedef struct column {
    kr_candidate candidate[KR_MOST_CANDIDATES];
    uint32_t cost[LAYERS][KR_MOST_CANDIDATES];
    uint8_t from[LAYERS][KR_MOST_CANDIDATES], layer[LAYERS][KR_MOST_CANDIDATES];
    uint32_t count;
    uint16_t word;
} column;

/* How many words the lexicon entry that begins here has. */
static uint8_t entry_words(const kr_parse *parse, uint32_t at) {
    const kr_pack_word *words = kr_pack_section(parse->pack, KR_SECTION_STRINGS);
    const kr_word *word = &parse->words[at];
    if (word->atom)
        return 1;
    for (uint32_t n = KR_LONGEST_PHRASE; n > 1; n--) {
        uint32_t string = word->phrase[n - 2];
        if (string != KR_PACK_NONE && words[string].classes && at + n <= parse->last)
            return (uint8_t)n;
    }
    return 1;
}

/* A verb that makes a clause. The base form does where it opens one: the English imperative. */
static int makes_clause(uint32_t before, uint32_t tag, int english) {
    int opens = before == KR_TAG_START || before == KR_TAG_PUNCT || before == KR_TAG_PICTURE ||
                before == KR_TAG_INTERJECTION;
    return tag == KR_TAG_FIN || tag == KR_TAG_MODAL || (tag == KR_TAG_INF && (opens || !english));
}

/* "We also repair" and "we have already repaired": behind an adverb a verb is finite where the clause
 * has no such verb yet. Behind a noun a second one is seldom finite, and "and sells" follows a first. */
static uint32_t second_verb(uint32_t before, uint32_t tag, uint32_t layer) {
    if (before == KR_TAG_ADV)
        return (layer == HAS_VERB && tag == KR_TAG_FIN) || (layer == NO_VERB && tag == KR_TAG_INF)
                   ? SECOND_VERB
                   : 0;
    if (tag != KR_TAG_FIN)
        return 0;
    if (before == KR_TAG_CONJ)
        return layer == NO_VERB ? FIRST_BEHIND : 0;
    return layer == HAS_VERB && before == KR_TAG_NOUN ? SECOND_VERB : 0;
}

static int is_finite(uint32_t tag) {
    return tag == KR_TAG_FIN || tag == KR_TAG_MODAL;
}

static uint32_t next_layer(uint32_t before, uint32_t tag, uint32_t layer, int english) {
    int makes = makes_clause(before, tag, english);
    if (is_finite(tag) || (english && makes))
        return HAS_VERB;
    if (tag == KR_TAG_PUNCT || tag == KR_TAG_CONJ || tag == KR_TAG_SUB)
        return layer == NO_VERB ? NO_VERB : HAD_VERB;
    return layer == NO_VERB && makes ? HAD_VERB : layer;
}

/* What the verbs so far cost a path that goes on with this tag. */
static uint32_t verb_cost(uint32_t before, uint32_t tag, uint32_t layer, int english) {
    if (english)
        return second_verb(before, tag, layer);
    return layer == HAS_VERB && is_finite(tag) ? SECOND_FINITE : 0;
}

static void try_path(column *now, uint32_t i, uint32_t layer, uint32_t cost, uint32_t from,
                     uint32_t from_layer) {
    if (cost >= now->cost[layer][i])
        return;
    now->cost[layer][i] = cost;
    now->from[layer][i] = (uint8_t)from;
    now->layer[layer][i] = (uint8_t)from_layer;
}

/* "that bees", "these team": a determiner of the other number. "that Ruth": rather a conjunction. */
static uint32_t disagreement(const kr_candidate *before, const kr_candidate *now) {
    if (before->tag != KR_TAG_DET || (now->tag != KR_TAG_NOUN && now->tag != KR_TAG_NAME))
        return 0;
    int singular = before->features & KR_FEATURE_SG && !(before->features & KR_FEATURE_PL);
    if (now->tag == KR_TAG_NAME)
        return singular ? THAT_NAME : 0;
    int plural = before->features & KR_FEATURE_PL && !(before->features & KR_FEATURE_SG);
    return (singular && now->form == KR_FORM_PL) || (plural && now->form == KR_FORM_SG) ? DISAGREE
                                                                                       : 0;
}

/* "85 people build houses": a plural is seldom the first part of a compound, and its verb has no s. */
static uint32_t number_cost(const kr_candidate *before, const kr_candidate *now) {
    if (before->tag == KR_TAG_SUB && before->features & KR_FEATURE_SUBJ)
        return now->tag == KR_TAG_NOUN ? SUBJECTS_NOUN : 0; /* "a baker who runs a shop" */
    if (before->tag != KR_TAG_NOUN)
        return 0;
    int plural = before->form == KR_FORM_PL || before->features & KR_FEATURE_PL;
    if (now->tag == KR_TAG_NOUN)
        return plural ? PLURAL_FIRST : 0;
    return now->tag == KR_TAG_FIN && now->form == (plural ? KR_FORM_S3 : KR_FORM_INF) ? OTHER_NUMBER
                                                                                   : 0;
}

/* Whether the word is a verb only in the form of "ik": "hergebruik", not "zet" (hij zet) or "was" (hij was). */
static int is_first_person_only(const kr_parse *parse, uint32_t at) {
    const kr_pack_word *words = kr_pack_section(parse->pack, KR_SECTION_STRINGS);
    const kr_reading *readings = kr_pack_section(parse->pack, KR_SECTION_READINGS);
    uint32_t string = parse->words[at].string;
    for (uint32_t i = 0; string != KR_PACK_NONE && i < words[string].reading_count; i++) {
        uint32_t kind = readings[words[string].reading + i].kind & ~(uint32_t)KR_FORM_JOINED;
        if (kind == KR_FORM_S3 || kind == KR_FORM_JIJ || kind == KR_FORM_PAST || kind == KR_FORM_PASTPL)
            return 0;
    }
    return string != KR_PACK_NONE;
}

/* "het ontwerp en het hergebruik": behind "het" and "hij" no verb has the form of "ik". */
static uint32_t person_cost(const kr_parse *parse, uint32_t at, const kr_candidate *before, const kr_candidate *now) {
    const uint32_t third = KR_FEATURE_SUBJ | KR_FEATURE_3SG;
    int is_third = before->tag == KR_TAG_PRON && (before->features & third) == third &&
                   !(before->features & KR_FEATURE_3PL);
    return is_third && now->tag == KR_TAG_FIN && now->form == KR_FORM_IK && is_first_person_only(parse, at)
               ? OTHER_PERSON
               : 0;
}

static void follow(const kr_parse *parse, column *now, uint32_t i, const column *before,
                   int english) {
    const kr_candidate *candidate = &now->candidate[i];
    for (uint32_t k = 0; k < before->count; k++)
        for (uint32_t layer = 0; layer < LAYERS; layer++) {
            uint32_t last = before->candidate[k].tag;
            uint32_t step = parse->tag_costs[last * KR_TAGS + candidate->tag] +
                            disagreement(&before->candidate[k], candidate) +
                            (english ? number_cost(&before->candidate[k], candidate)
                                     : person_cost(parse, now->word, &before->candidate[k], candidate)) +
                            verb_cost(last, candidate->tag, layer, english);
            if (before->cost[layer][k] < ENDLESS)
                try_path(now, i, next_layer(last, candidate->tag, layer, english),
                         before->cost[layer][k] + step + candidate->cost, k, layer);
        }
}

static void fill_costs(const kr_parse *parse, column *now, const column *before) {
    int english = strcmp(kr_pack_language(parse->pack), "en") == 0;
    for (uint32_t i = 0; i < now->count; i++) {
        uint32_t tag = now->candidate[i].tag, own = now->candidate[i].cost;
        for (uint32_t layer = 0; layer < LAYERS; layer++)
            now->cost[layer][i] = ENDLESS;
        if (before)
            follow(parse, now, i, before, english);
        else
            try_path(now, i, next_layer(KR_TAG_START, tag, NO_VERB, english),
                     parse->tag_costs[KR_TAG_START * KR_TAGS + tag] + own, 0, NO_VERB);
    }
}

static uint32_t cheapest_end(const kr_parse *parse, const column *last, uint32_t *out_layer) {
    uint32_t best = 0, lowest = UINT32_MAX;
    for (uint32_t i = 0; i < last->count; i++)
        for (uint32_t layer = 0; layer < LAYERS; layer++) {
            uint32_t end = parse->tag_costs[last->candidate[i].tag * KR_TAGS + KR_TAG_PUNCT];
            uint32_t cost = last->cost[layer][i] + end + (layer ? 0 : VERBLESS);
            if (cost < lowest) {
                lowest = cost;
                best = i;
                *out_layer = layer;
            }
        }
    return best;
}

static void take(kr_parse *parse, const column *columns, uint32_t count) {
    uint32_t layer = 0, best = cheapest_end(parse, &columns[count - 1], &layer);
    for (uint32_t c = count; c-- > 0;) {
        const kr_candidate *chosen = &columns[c].candidate[best];
        kr_word *word = &parse->words[columns[c].word];
        word->tag = chosen->tag;
        word->lemma = chosen->lemma;
        word->form = chosen->form;
        word->features = chosen->features;
        for (uint32_t n = 1; n < word->words; n++)
            word[n].tag = KR_TAG_PART;
        uint32_t from = columns[c].from[layer][best];
        layer = columns[c].layer[layer][best];
        best = from;
    }
}

/* ---- Dutch infinitives that are participles too ---- */

static int is_form_of(const kr_parse *parse, const kr_word *word, const char *const *names) {
    const kr_lemma *lemmas = kr_pack_section(parse->pack, KR_SECTION_LEMMAS);
    if (word->lemma == KR_PACK_NONE || !is_finite(word->tag))
        return 0;
    kr_str name = kr_pack_string(parse->pack, lemmas[word->lemma].name);
    for (; *names; names++)
        if (kr_str_is(name, *names))
            return 1;
    return 0;
}

void kr_word_take(const kr_parse *parse, uint32_t at, uint32_t tag) {
    kr_candidate all[KR_MOST_CANDIDATES];
    uint32_t count = kr_word_candidates(parse, at, all);
    kr_word *word = &parse->words[at];
    for (uint32_t i = 0; i < count; i++)
        if (all[i].tag == tag) {
            word->tag = (uint8_t)tag;
            word->lemma = all[i].lemma;
            word->form = all[i].form;
            word->features = all[i].features;
            return;
        }
}

/* "we mogen gasten ontvangen", "we hebben gasten ontvangen": the finite verb of the clause tells. */
static void settle_participles(const kr_parse *parse) {
    static const char *const perfect[] = {"hebben", "zijn", "worden", NULL};
    static const char *const modal[] = {"mogen", "kunnen", "willen", "zullen", "moeten", "gaan",
                                        "komen", "laten", "hoeven", "durven", NULL};
    uint32_t wanted = KR_TAG_UNKNOWN;
    for (uint32_t at = parse->first; at < parse->last; at++) {
        const kr_word *word = &parse->words[at];
        if (word->tag == KR_TAG_PUNCT || word->tag == KR_TAG_SUB)
            wanted = KR_TAG_UNKNOWN;
        else if (is_form_of(parse, word, perfect))
            wanted = KR_TAG_PP;
        else if (is_form_of(parse, word, modal))
            wanted = KR_TAG_INF;
        else if ((word->tag == KR_TAG_INF && wanted == KR_TAG_PP && at + 1u == parse->last) ||
                 (word->tag == KR_TAG_PP && wanted == KR_TAG_INF) ||
                 (word->tag == KR_TAG_NOUN && wanted == KR_TAG_INF && at + 1u == parse->last &&
                  parse->words[at - 1].tag != KR_TAG_DET && parse->words[at - 1].tag != KR_TAG_ADJ &&
                  parse->words[at - 1].tag != KR_TAG_POSS &&
                  parse->words[at - 1].tag != KR_TAG_PREP && parse->words[at - 1].tag != KR_TAG_NUM))
            kr_word_take(parse, at, wanted);
    }
}

/* ---- Dutch verbs at the end of a subordinate clause ---- */

static int ends_clause(const kr_parse *parse, uint32_t at) {
    uint32_t tag = parse->words[at].tag;
    return tag == KR_TAG_PUNCT || tag == KR_TAG_SUB || tag == KR_TAG_PICTURE;
}

/* The plural of a verb looks as its infinitive: of those in [start, end) the one that can be finite, a
 * helping verb before any other; `end` where there is none, or where one is finite already. */
static uint32_t plural_verb(const kr_parse *parse, uint32_t start, uint32_t end) {
    uint32_t found = end;
    for (uint32_t at = start; at < end; at++) {
        const kr_word *word = &parse->words[at];
        if (is_finite(word->tag))
            return end;
        if (word->tag != KR_TAG_INF || parse->words[at - 1].tag == KR_TAG_TO)
            continue;
        if (found == end || !(parse->words[found].features & KR_FEATURE_AUX))
            found = at;
    }
    return found;
}

/* "waarmee je afval kunt melden": the form of the verb tells that je is its subject. */
static void settle_je(const kr_parse *parse, uint32_t start, uint32_t end) {
    if (parse->words[start].tag == KR_TAG_PRON || !kr_word_is(parse, start, "je"))
        return;
    for (uint32_t at = start; at < end; at++)
        if (is_finite(parse->words[at].tag) && parse->words[at].form == KR_FORM_JIJ)
            kr_word_take(parse, start, KR_TAG_PRON);
}

/* "zodat we de vloer kunnen schilderen", "waarmee we stroom besparen" */
static void settle_subordinates(const kr_parse *parse) {
    for (uint32_t at = parse->first; at + 1u < parse->last; at++) {
        uint32_t end = at + 1u;
        if (parse->words[at].tag != KR_TAG_SUB || kr_word_is(parse, at, "om"))
            continue;
        while (end < parse->last && !ends_clause(parse, end))
            end++;
        uint32_t verb = plural_verb(parse, at + 1u, end);
        if (verb < end)
            kr_word_take(parse, verb, KR_TAG_FIN);
        settle_je(parse, at + 1u, end);
    }
}

static int is_other_than_finite(const kr_parse *parse, uint32_t at, uint32_t *out) {
    kr_candidate all[KR_MOST_CANDIDATES];
    uint32_t count = kr_word_candidates(parse, at, all);
    *out = KR_TAG_FIN;
    for (uint32_t i = 0; i < count; i++)
        if (all[i].tag == KR_TAG_INF || all[i].tag == KR_TAG_PP ||
            (all[i].tag == KR_TAG_ADV && *out == KR_TAG_FIN))
            *out = all[i].tag;
    return *out != KR_TAG_FIN;
}

/* "lezen | wat er gebeurt": a question word that stands for a clause inside the sentence. */
static int opens_question(const kr_parse *parse, uint32_t at) {
    static const char *const words[] = {"hoe",    "wat",      "waarom", "wanneer", "waar",
                                        "waarmee", "hoeveel", "welke",  "welk",    NULL};
    for (size_t i = 0; words[i]; i++)
        if (kr_word_is(parse, at, words[i]))
            return parse->words[at].tag != KR_TAG_SUB;
    return 0;
}

static int has_finite(const kr_parse *parse, uint32_t at) {
    for (; at < parse->last && !ends_clause(parse, at); at++)
        if (is_finite(parse->words[at].tag))
            return 1;
    return 0;
}

/* Behind its subject the verb in front of such a clause is finite: "Leden kunnen hier lezen wat ...". */
static int is_before_question(const kr_parse *parse, uint32_t first, uint32_t later) {
    uint32_t before = parse->words[first - 1].tag;
    return opens_question(parse, later) && has_finite(parse, later + 1) &&
           (before == KR_TAG_NOUN || before == KR_TAG_NAME || before == KR_TAG_PRON);
}

/* "De gasten worden pas om 10 uur verwacht", "vrienden kunnen al bestellen": of two such verbs in a main
 * clause the first is finite, where the second is another word as well. */
static void settle_first_verb(const kr_parse *parse) {
    uint32_t first = parse->first, later, other;
    while (first < parse->last && !ends_clause(parse, first) && !is_finite(parse->words[first].tag) &&
           parse->words[first].tag != KR_TAG_INF)
        first++;
    if (first == parse->first || first >= parse->last || parse->words[first].tag != KR_TAG_INF ||
        parse->words[first - 1].tag == KR_TAG_TO)
        return;
    for (later = first + 1; later < parse->last && !ends_clause(parse, later); later++)
        if (is_before_question(parse, first, later)) {
            kr_word_take(parse, first, KR_TAG_FIN);
            return;
        } else if (is_finite(parse->words[later].tag)) {
            int ends = later + 1 == parse->last || ends_clause(parse, later + 1);
            if (!is_other_than_finite(parse, later, &other) || (other != KR_TAG_ADV && !ends))
                return;
            kr_word_take(parse, later, other);
            kr_word_take(parse, first, KR_TAG_FIN);
            return;
        }
}

/* "Ze doorloopt de aanvraag": in a main clause a separable verb stands apart, so a form with its particle
 * in front that does not end a clause is another verb, which the lexicon does not have. */
static void settle_joined(const kr_parse *parse) {
    int subordinate = 0;
    for (uint32_t at = parse->first; at < parse->last; at++) {
        kr_word *word = &parse->words[at];
        if (word->tag == KR_TAG_PUNCT)
            subordinate = 0;
        subordinate |= word->tag == KR_TAG_SUB || kr_opens_subordinate(parse, at);
        int ends = at + 1u == parse->last || ends_clause(parse, at + 1u);
        if (!subordinate && !ends && is_finite(word->tag) && word->form & KR_FORM_JOINED) {
            word->tag = KR_TAG_UNKNOWN;
            word->lemma = KR_PACK_NONE;
        }
    }
}

/* ---- Dutch determiners that are pronouns too ---- */

/* Whether a noun follows, adjectives and numbers aside; an adjective with -e may stand for one. */
static int has_noun(const kr_parse *parse, uint32_t at) {
    int inflected = 0;
    for (at++; at < parse->last; at++) {
        const kr_word *word = &parse->words[at];
        switch (word->tag) {
        case KR_TAG_NOUN:
        case KR_TAG_NAME:
        case KR_TAG_UNKNOWN:
        case KR_TAG_TIME: return 1;
        case KR_TAG_ADJ:
        case KR_TAG_PP: inflected = word->form != KR_FORM_POS || word->lemma == KR_PACK_NONE; break;
        case KR_TAG_NUM: return 1;
        case KR_TAG_ADV: break;
        default: return inflected;
        }
    }
    return inflected;
}

/* "als lid krijg je korting": behind a verb without t that something stands in front of, je is its
 * subject; "stuur je cv" is another matter. */
static int is_inverted_je(const kr_parse *parse, uint32_t at) {
    static const char *const never_bids[] = {"hebben", "zijn", "kunnen", "willen", "mogen",
                                             "zullen", "moeten", NULL};
    if (at == parse->first || !kr_word_is(parse, at, "je"))
        return 0;
    const kr_word *verb = &parse->words[at - 1];
    if (verb->tag != KR_TAG_FIN || verb->form != KR_FORM_IK)
        return 0;
    if (is_form_of(parse, verb, never_bids) || kr_word_is(parse, parse->last, "?"))
        return 1;
    uint32_t before = at > parse->first + 1u ? verb[-1].tag : KR_TAG_START;
    return before != KR_TAG_START && before != KR_TAG_PUNCT && before != KR_TAG_CONJ &&
           before != KR_TAG_PICTURE;
}

/* "van het Sint-Jozefplein": behind a preposition "het" is an article, for the pronoun there is "er".
 * In front of a name it always is, as "dit" is a determiner there: "we tekenen het Waterpact". */
static int is_article(const kr_parse *parse, uint32_t at) {
    if (at == parse->first || at + 1u >= parse->last)
        return 0;
    if (kr_word_is(parse, at, "dit"))
        return parse->words[at + 1].tag == KR_TAG_NAME;
    if (!kr_word_is(parse, at, "het"))
        return 0;
    uint32_t before = parse->words[at - 1].tag, behind = parse->words[at + 1].tag;
    if (parse->words[at].tag != KR_TAG_PRON)
        return 0;
    return behind == KR_TAG_NAME ||
           (before == KR_TAG_PREP &&
            (behind == KR_TAG_NAME || behind == KR_TAG_NOUN || behind == KR_TAG_ADJ));
}

/* "bij het laden van wagens": behind a preposition and "het" stands an infinitive, used as a noun. */
static int is_nominal(const kr_parse *parse, uint32_t at) {
    return at > parse->first && at + 1u < parse->last && kr_word_is(parse, at, "het") &&
           parse->words[at - 1].tag == KR_TAG_PREP && parse->words[at + 1].tag == KR_TAG_FIN &&
           parse->words[at + 1].form == KR_FORM_INF && kr_word_may_be(parse, at + 1u, KR_TAG_INF);
}

/* "1 op de 3 fietsers", "een op vier": one number. */
static void settle_shares(const kr_parse *parse) {
    for (uint32_t at = parse->first; at + 2u < parse->last; at++) {
        kr_word *word = &parse->words[at];
        uint32_t second = at + (kr_word_is(parse, at + 2u, "de") ? 3u : 2u);
        int counts = word->tag == KR_TAG_NUM || kr_word_is(parse, at, "een");
        if (!counts || !kr_word_is(parse, at + 1u, "op") || second >= parse->last ||
            parse->words[second].tag != KR_TAG_NUM)
            continue;
        word->tag = KR_TAG_NUM;
        word->words = (uint8_t)(second + 1u - at);
        for (uint32_t part = at + 1u; part <= second; part++)
            parse->words[part].tag = KR_TAG_PART;
    }
}

/* "ze hangen het gewoon aan de muur", "we tonen je de keuken", "bij ons vijf" */
static void settle_determiners(const kr_parse *parse) {
    for (uint32_t at = parse->first; at < parse->last; at++) {
        const kr_word *word = &parse->words[at];
        int counted = kr_word_is(parse, at, "ons") && at + 1u < parse->last &&
                      parse->words[at + 1].tag == KR_TAG_NUM;
        if ((word->tag == KR_TAG_DET || word->tag == KR_TAG_POSS) &&
            (counted || is_inverted_je(parse, at) || !has_noun(parse, at)))
            kr_word_take(parse, at, KR_TAG_PRON);
        else if (is_article(parse, at))
            kr_word_take(parse, at, KR_TAG_DET);
        if (is_nominal(parse, at)) {
            kr_word_take(parse, at, KR_TAG_DET);
            kr_word_take(parse, at + 1u, KR_TAG_INF);
        }
    }
}

int32_t kr_parse_tags(kr_job *job, kr_parse *parse) {
    column *columns = kr_arena_alloc(&job->arena, parse->count + 1u, sizeof *columns);
    uint32_t count = 0;
    if (!columns)
        return kr_nomem(job);
    for (uint32_t at = 0; at < parse->count;) {
        column *now = &columns[count];
        parse->words[at].words = entry_words(parse, at);
        now->word = (uint16_t)at;
        now->count = kr_word_candidates(parse, at, now->candidate);
        fill_costs(parse, now, count ? now - 1 : NULL);
        count++;
        at += parse->words[at].words;
    }
    if (count)
        take(parse, columns, count);
    if (strcmp(kr_pack_language(parse->pack), "nl") == 0) {
        settle_participles(parse);
        settle_subordinates(parse);
        settle_first_verb(parse);
        settle_joined(parse);
        settle_determiners(parse);
        settle_shares(parse);
    } else if (strcmp(kr_pack_language(parse->pack), "en") == 0) {
        kr_settle_english(parse);
    }
    return KOOR_OK;
}
