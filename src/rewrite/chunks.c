/* Noun phrases, prepositional phrases, adverbs and what tells time or place, from the tags. Where a
 * phrase may end in more than one place (attributes, coordination, a relative clause) each end is a
 * chunk of its own, the longest first: the pattern decides which one fits. */
#include "rewrite/parse.h"

#include <string.h>

enum { MOST_ENDS = 12 };

typedef struct maker {
    kr_job *job;
    kr_parse *parse;
    size_t capacity;
} maker;

int kr_parse_add_chunk(kr_job *job, kr_parse *parse, size_t *capacity, kr_chunk chunk) {
    if (kr_arena_grow(&job->arena, (void **)&parse->chunks, capacity, parse->chunk_count,
                      sizeof chunk) < 0)
        return -1;
    parse->chunks[parse->chunk_count++] = chunk;
    return 0;
}

static int add(maker *m, kr_chunk_kind kind, kr_chunk chunk) {
    chunk.kind = (uint8_t)kind;
    return kr_parse_add_chunk(m->job, m->parse, &m->capacity, chunk);
}

static const kr_word *word_at(const maker *m, uint32_t at) {
    return &m->parse->words[at];
}

static uint32_t tag_at(const maker *m, uint32_t at) {
    return at < m->parse->last ? m->parse->words[at].tag : KR_TAG_PUNCT;
}

static uint32_t next(const maker *m, uint32_t at) {
    return at + m->parse->words[at].words;
}

static int is_nominal(uint32_t tag) {
    return tag == KR_TAG_NOUN || tag == KR_TAG_NAME;
}

static int is_dutch(const maker *m) {
    return strcmp(kr_pack_language(m->parse->pack), "nl") == 0;
}

/* "ruim drie weken", but "nog | drie weken", "uiteindelijk | drie weken": an adverb that tells when or
 * how sure does not measure the number behind it. */
static int measures(const maker *m, uint32_t at, uint32_t behind) {
    uint32_t apart = KR_FEATURE_TIME | KR_FEATURE_PLACE | KR_FEATURE_SENTENCE;
    return !is_dutch(m) || behind != KR_TAG_NUM || !(word_at(m, at)->features & apart);
}

/* "Sunday brunch", "every Sunday brunch" and "6 p.m. Eastern" in English, but "last week | students", "Sunday | Priya". */
static int names_kind(const maker *m, uint32_t at, uint32_t behind) {
    kr_str text = kr_word_text(m->parse, at);
    size_t from = 0;
    uint32_t first = kr_word_part(m->parse, at, &from);
    if (is_dutch(m))
        return 0;
    if (text.at[0] >= '0' && text.at[0] <= '9')
        return 1;
    return behind != KR_TAG_NAME &&
           (from == text.length || kr_pack_words_hold(m->parse->pack, KR_WORDS_TIME_EVERY, first));
}

/* What may stand between a determiner and its noun. A date in front of a number, and Dutch "er", are
 * parts of the clause: "in mei | twee winkels", "er | gemiddeld drie uur". */
static uint32_t skip_modifiers(const maker *m, uint32_t at, int determined) {
    for (;;) {
        uint32_t tag = tag_at(m, at), behind = tag_at(m, at < m->parse->last ? next(m, at) : at);
        int noun_ahead = is_nominal(behind) || behind == KR_TAG_ADJ || behind == KR_TAG_NUM ||
                         behind == KR_TAG_UNKNOWN;
        if (tag == KR_TAG_ADJ || tag == KR_TAG_NUM ||
            (tag == KR_TAG_UNKNOWN && determined && noun_ahead && !kr_is_verb_object(m->parse, at + 1)) ||
            ((tag == KR_TAG_PP || tag == KR_TAG_ING) && noun_ahead) ||
            (tag == KR_TAG_TIME && noun_ahead && behind != KR_TAG_NUM && (determined || names_kind(m, at, behind))) ||
            (tag == KR_TAG_ADV && !kr_word_is(m->parse, at, "er") && measures(m, at, behind) &&
             (behind == KR_TAG_ADJ || behind == KR_TAG_NUM || behind == KR_TAG_PP)))
            at = next(m, at);
        else if ((tag == KR_TAG_CONJ || kr_word_is(m->parse, at, ",")) && behind == KR_TAG_ADJ &&
                 at > 0 && m->parse->words[at - 1].tag == KR_TAG_ADJ)
            at = next(m, at);
        else
            return at;
    }
}

/* The word behind the last of these marks, KR_PACK_NONE where none of them is in the text. */
static uint32_t last_piece(const kr_pack *pack, kr_str text, const char *marks) {
    size_t start = text.length;
    while (start && !strchr(marks, text.at[start - 1]))
        start--;
    return start ? kr_pack_find(pack, (kr_str){text.at + start, text.length - start}) : KR_PACK_NONE;
}

/* "onze U15-meisjes", "the B2-classes": what stands behind the last hyphen is a noun in the plural. */
static int ends_in_plural(const kr_pack *pack, kr_str text) {
    uint32_t string = last_piece(pack, text, "-");
    const kr_pack_word *words = kr_pack_section(pack, KR_SECTION_STRINGS);
    const kr_reading *readings = kr_pack_section(pack, KR_SECTION_READINGS);
    const kr_lemma *lemmas = kr_pack_section(pack, KR_SECTION_LEMMAS);
    for (uint32_t i = 0; string != KR_PACK_NONE && i < words[string].reading_count; i++) {
        const kr_reading *reading = &readings[words[string].reading + i];
        if (lemmas[reading->lemma].class == KR_WORD_NOUN && reading->kind == KR_FORM_PL)
            return 1;
    }
    return 0;
}

static uint32_t number_of(const maker *m, const kr_word *head) {
    int plural = head->tag == KR_TAG_NOUN
                     ? head->form == KR_FORM_PL || head->features & KR_FEATURE_PL
                     : ends_in_plural(m->parse->pack, kr_word_text(m->parse, (uint32_t)(head - m->parse->words)));
    return plural ? KR_FEATURE_PL | KR_FEATURE_3PL : KR_FEATURE_SG | KR_FEATURE_3SG;
}

/* "ten weeks" is one number with its unit; the unit says that it is a time. */
static uint32_t time_of_number(const maker *m, uint32_t at) {
    const kr_pack *pack = m->parse->pack;
    const kr_pack_word *words = kr_pack_section(pack, KR_SECTION_STRINGS);
    const kr_reading *readings = kr_pack_section(pack, KR_SECTION_READINGS);
    const kr_lemma *lemmas = kr_pack_section(pack, KR_SECTION_LEMMAS);
    uint32_t string = last_piece(pack, kr_word_text(m->parse, at), " -");
    uint32_t features = 0;
    for (uint32_t i = 0; string != KR_PACK_NONE && i < words[string].reading_count; i++)
        features |= lemmas[readings[words[string].reading + i].lemma].features;
    return features & KR_FEATURE_TIME;
}

/* "12%", "three per cent": the last word of the number or the last two, or its sign. */
static uint32_t percent_of_number(const maker *m, uint32_t at) {
    const kr_pack_list *units = kr_pack_find_list(m->parse->pack, "unit.percent");
    kr_str text = kr_word_text(m->parse, at);
    if (text.length && text.at[text.length - 1] == '%')
        return KR_FEATURE_PERCENT;
    size_t start = text.length;
    for (int words = 0; units && words < 2 && start > 0; words++) {
        start -= start < text.length;
        while (start && text.at[start - 1] != ' ')
            start--;
        if (kr_list_has(units, (kr_str){text.at + start, text.length - start}))
            return KR_FEATURE_PERCENT;
    }
    return 0;
}

static int stands_behind_preposition(const maker *m, uint32_t at) {
    while (at > m->parse->first && m->parse->words[at - 1].tag == KR_TAG_PART)
        at--;
    return at > m->parse->first && m->parse->words[at - 1].tag == KR_TAG_PREP;
}

/* An unknown word alone between the marks of a list is one of its items: "pies, buns and a loaf". */
static int stands_in_list(const maker *m, uint32_t at) {
    uint32_t before = at > m->parse->first ? tag_at(m, at - 1) : KR_TAG_START;
    uint32_t behind = tag_at(m, next(m, at));
    int opens = before == KR_TAG_CONJ || (at > 0 && kr_word_is(m->parse, at - 1, ","));
    return opens && at > m->parse->first + 1u && is_nominal(tag_at(m, at - 2)) &&
           (behind == KR_TAG_CONJ || behind == KR_TAG_PUNCT || behind == KR_TAG_PREP);
}

/* A number in front of a noun begins a phrase of its own: "in het eerste jaar | 40 euro winst". */
static int opens_phrase(const maker *m, uint32_t behind) {
    uint32_t tag = tag_at(m, behind);
    return is_nominal(tag) || tag == KR_TAG_ADJ || tag == KR_TAG_UNKNOWN;
}

/* "Zaal 3", but not "een ziekenhuis | honderd kilo". */
static int is_bare_figure(kr_str text) {
    for (size_t i = 0; i < text.length; i++)
        if (text.at[i] < '0' || text.at[i] > '9')
            return 0;
    return 1;
}

/* "in Vlaamse ziekenhuizen": an adjective that is made of a name. */
static int is_made_of_name(const maker *m, uint32_t at) {
    kr_str text = kr_word_text(m->parse, at);
    return text.length > 4 && memcmp(text.at + text.length - 2, "se", 2) == 0 && at > m->parse->first &&
           word_at(m, at - 1)->tag == KR_TAG_PREP;
}

/* Dutch writes compounds as one word: a noun behind a plural ("de buren | feest"), a noun behind a
 * name without article ("vindt Fronteers | plaats"), a length of time ("de straat | zes weken"), a
 * figure behind a plural ("leerlingen | 40 km"), a title ("de raad van toezicht | mevrouw
 * Brandsma") and an unknown word ("een hotel | gelogeerd", "Lise Maes | openhartig") are no part of the phrase. */
static int is_next_phrase(const maker *m, uint32_t at, int has_article) {
    const kr_word *before = word_at(m, at - 1), *word = word_at(m, at);
    if (!is_dutch(m))
        return 0;
    if (word->tag == KR_TAG_NUM)
        return !is_bare_figure(kr_word_text(m->parse, at)) || time_of_number(m, at) != 0 ||
               (before->tag == KR_TAG_NOUN && before->form == KR_FORM_PL);
    if (word->tag == KR_TAG_UNKNOWN)
        return 1;
    return word->tag == KR_TAG_NOUN &&
           ((before->tag == KR_TAG_NAME && !has_article && !is_made_of_name(m, at - 1)) ||
            (before->tag == KR_TAG_NOUN &&
             (before->form == KR_FORM_PL || kr_word_listed(m->parse, at, KR_WORDS_PARSE_TITLE))));
}

/* Determiner, modifiers, nouns: the end of the longest simple noun phrase at `at`, or `at`. */
static uint32_t simple_phrase(const maker *m, uint32_t at, kr_chunk *out) {
    uint32_t tag = tag_at(m, at), start = at;
    uint32_t meaning = KR_FEATURE_TIME | KR_FEATURE_PLACE | KR_FEATURE_PERSON | KR_FEATURE_GROUP |
                       KR_FEATURE_DE | KR_FEATURE_HET | KR_FEATURE_MASS;
    *out = (kr_chunk){.start = (uint16_t)at, .end = (uint16_t)at, .head = (uint16_t)at};
    if (tag == KR_TAG_PRON) {
        out->features = word_at(m, at)->features | KR_FEATURE_PRON;
        return out->end = (uint16_t)next(m, at);
    }
    int has_article = tag == KR_TAG_DET || tag == KR_TAG_POSS, determined = has_article;
    while (at < m->parse->last && (tag_at(m, at) == KR_TAG_DET || tag_at(m, at) == KR_TAG_POSS))
        at = next(m, at);
    uint32_t modifiers = at;
    at = skip_modifiers(m, at, determined || tag == KR_TAG_NUM || tag == KR_TAG_ADJ);
    uint32_t nouns = at;
    determined = determined || stands_behind_preposition(m, start) || stands_in_list(m, start);
    while (at < m->parse->last &&
           !(at > nouns && (is_next_phrase(m, at, has_article) || kr_is_verb_object(m->parse, at))) &&
           (is_nominal(tag_at(m, at)) || (tag_at(m, at) == KR_TAG_UNKNOWN && determined) ||
            (tag_at(m, at) == KR_TAG_GENITIVE && at > nouns) ||
            (tag_at(m, at) == KR_TAG_NUM && at > nouns && !opens_phrase(m, next(m, at)))))
        at = next(m, at);
    int number_alone = at == nouns && at > modifiers && tag_at(m, at - 1) == KR_TAG_NUM;
    int adjective_alone = at == nouns && at > modifiers && tag == KR_TAG_DET &&
                          tag_at(m, at - 1) == KR_TAG_ADJ; /* "the final", "de jongste" */
    if (at == nouns && !number_alone && !adjective_alone)
        return start;
    if (at > nouns && tag_at(m, at - 1) == KR_TAG_GENITIVE)
        return start;
    const kr_word *head = word_at(m, at - 1);
    while (head->tag == KR_TAG_PART)
        head--;
    out->head = (uint16_t)(head - m->parse->words);
    out->end = (uint16_t)at;
    out->features = number_of(m, head) | (head->features & meaning);
    if (head->tag == KR_TAG_NAME && nouns + 1 >= at && !has_article)
        out->features |= KR_FEATURE_NAME | KR_FEATURE_DEF;
    if (tag == KR_TAG_POSS)
        out->features |= KR_FEATURE_DEF | KR_FEATURE_POSS;
    if (tag == KR_TAG_DET)
        out->features |= word_at(m, start)->features & (KR_FEATURE_DEF | KR_FEATURE_INDEF);
    if (number_alone)
        out->features |= time_of_number(m, at - 1);
    if (number_alone || tag == KR_TAG_NUM)
        out->features = (out->features & ~(uint32_t)(KR_FEATURE_SG | KR_FEATURE_3SG)) |
                        KR_FEATURE_PL | KR_FEATURE_3PL;
    if (!(out->features & (KR_FEATURE_DEF | KR_FEATURE_INDEF)))
        out->features |= KR_FEATURE_INDEF;
    return at;
}

/* Ends behind a relative clause, an infinitive or a participle that hangs on the phrase. */
static uint32_t tail_end(const maker *m, uint32_t at) {
    uint32_t tag = tag_at(m, at), behind = at < m->parse->last ? tag_at(m, next(m, at)) : 0;
    int relative = kr_word_listed(m->parse, at, KR_WORDS_PARSE_TAIL) ||
                   (tag == KR_TAG_SUB && kr_word_listed(m->parse, at, KR_WORDS_PARSE_RELATIVE));
    if (!relative && !(tag == KR_TAG_TO && behind == KR_TAG_INF) && tag != KR_TAG_ING &&
        !(tag == KR_TAG_PP && behind == KR_TAG_PREP))
        return at;
    while (at < m->parse->last && tag_at(m, at) != KR_TAG_PUNCT && tag_at(m, at) != KR_TAG_REF)
        at++;
    return at;
}

typedef struct ends {
    kr_chunk chunk[MOST_ENDS];
    uint32_t count;
    int listed; /* a comma joins its items: another may stand in front of the conjunction */
} ends;

static void push(ends *list, kr_chunk chunk) {
    for (uint32_t i = 0; i < list->count; i++)
        if (list->chunk[i].end == chunk.end)
            return;
    if (list->count < MOST_ENDS)
        list->chunk[list->count++] = chunk;
}

/* "our guests, who stayed": the pronoun is no item of a list. */
static int is_relative(const maker *m, uint32_t at) {
    return kr_word_listed(m->parse, at, KR_WORDS_ATTACH_RELATIVE);
}

/* "all news of the classes and the fees": behind a singular with an attribute a conjunction may join either. */
static uint32_t number_of_pair(const maker *m, const kr_chunk *base, uint32_t at) {
    for (uint32_t i = base->end; i < at && base->features & KR_FEATURE_SG; i++)
        if (tag_at(m, i) == KR_TAG_PREP)
            return 0;
    return KR_FEATURE_PL | KR_FEATURE_3PL;
}

/* One more attribute or coordinated phrase behind the last end; 0 where there is none. */
static int extend(const maker *m, ends *list, const kr_chunk *base) {
    kr_chunk last = list->chunk[list->count - 1], inner;
    uint32_t at = last.end, tag = tag_at(m, at);
    int conjunction = tag == KR_TAG_CONJ;
    int comma = at < m->parse->last && kr_word_is(m->parse, at, ",");
    if (tag == KR_TAG_TIME && !(base->features & KR_FEATURE_PRON))
        return 0;
    if (tag != KR_TAG_PREP && !conjunction && !comma)
        return 0;
    uint32_t after = next(m, at);
    if (comma && tag_at(m, after) == KR_TAG_CONJ) {
        if (!list->listed)
            return 0; /* "the same salary, and offices close" */
        after = next(m, after);
    }
    if (comma && (is_relative(m, after) || tag_at(m, after) == KR_TAG_PRON))
        return 0; /* "a museum or archive, we ..." */
    uint32_t end = simple_phrase(m, after, &inner);
    if (end == after && tag == KR_TAG_PREP &&
        (tag_at(m, after) == KR_TAG_TIME || tag_at(m, after) == KR_TAG_NUM))
        end = next(m, after);
    if (is_dutch(m) && (kr_word_is(m->parse, end, "tot") || kr_word_is(m->parse, end, "t/m")))
        return 0; /* "de straat | van maandag tot vrijdag" */
    if (end == after)
        return 0;
    last.end = (uint16_t)end;
    list->listed |= comma;
    if (conjunction)
        last.features = (last.features & ~(uint32_t)(KR_FEATURE_SG | KR_FEATURE_3SG)) | number_of_pair(m, base, at);
    push(list, last);
    return list->count < MOST_ENDS;
}

static void noun_phrases(const maker *m, uint32_t at, ends *list) {
    kr_chunk base;
    *list = (ends){.count = 0};
    if (simple_phrase(m, at, &base) == at)
        return;
    push(list, base);
    if (base.features & KR_FEATURE_PRON)
        return;
    while (extend(m, list, &base)) {
    }
    uint32_t simple = list->count;
    for (uint32_t i = 0; i < simple; i++) {
        kr_chunk longer = list->chunk[i];
        longer.end = (uint16_t)tail_end(m, longer.end);
        push(list, longer);
    }
}

/* Longest first; the comma that a list runs through is only an end inside a longer phrase. */
static int add_ends(maker *m, kr_chunk_kind kind, ends *list) {
    while (list->count) {
        uint32_t longest = 0;
        for (uint32_t i = 1; i < list->count; i++)
            if (list->chunk[i].end > list->chunk[longest].end)
                longest = i;
        if (add(m, kind, list->chunk[longest]) < 0)
            return -1;
        list->chunk[longest] = list->chunk[--list->count];
    }
    return 0;
}

/* What a prepositional phrase tells: what the preposition may, and its noun does. */
static uint32_t meaning_of(const kr_word *preposition, const kr_chunk *inner, uint32_t inner_tag) {
    uint32_t may = preposition->features, told = 0;
    if (inner_tag == KR_TAG_TIME || inner->features & KR_FEATURE_TIME)
        return may & KR_FEATURE_TIME;
    if (inner->features & (KR_FEATURE_PLACE | KR_FEATURE_NAME))
        told = may & KR_FEATURE_PLACE;
    return told;
}

/* "to our open evening" tells where to, "to Friday" how long. */
static int leads_there(const maker *m, uint32_t at) {
    const kr_word *behind = word_at(m, at + 1u);
    return kr_word_is(m->parse, at, "to") &&
           (behind->tag == KR_TAG_POSS ||
            (behind->tag == KR_TAG_DET && behind->features & KR_FEATURE_INDEF));
}

/* "between 9.15 and 11.40": the end of a pair of figures of which one tells a time; or `at`. */
static uint32_t time_pair(const maker *m, uint32_t at) {
    uint32_t tag = tag_at(m, at);
    if ((tag != KR_TAG_NUM && tag != KR_TAG_TIME) || next(m, at) >= m->parse->last)
        return at;
    uint32_t conjunction = next(m, at);
    uint32_t second = next(m, conjunction), other = tag_at(m, second);
    int pair = tag_at(m, conjunction) == KR_TAG_CONJ &&
               (other == KR_TAG_TIME || (other == KR_TAG_NUM && tag == KR_TAG_TIME));
    return pair ? next(m, second) : at;
}

static int prepositional(maker *m, uint32_t at) {
    ends list, inner;
    uint32_t after = next(m, at), tag = tag_at(m, after);
    const kr_word *preposition = word_at(m, at);
    list.count = 0;
    noun_phrases(m, after, &inner);
    if (time_pair(m, after) > after)
        push(&list, (kr_chunk){.start = (uint16_t)at, .end = (uint16_t)time_pair(m, after),
                               .head = (uint16_t)after,
                               .features = preposition->features & KR_FEATURE_TIME});
    for (uint32_t i = 0; i < inner.count; i++) {
        kr_chunk chunk = inner.chunk[i];
        chunk.features = leads_there(m, at) ? 0 : meaning_of(preposition, &chunk, tag);
        chunk.start = (uint16_t)at;
        push(&list, chunk);
    }
    if (inner.count == 0 && (tag == KR_TAG_TIME || tag == KR_TAG_NUM || tag == KR_TAG_ADV)) {
        uint32_t meaning = preposition->features & KR_FEATURE_TIME;
        if (tag == KR_TAG_ADV) /* "raden u aan | vooraf te bellen": what tells no time is a part of its verb there */
            meaning = word_at(m, after)->features & (meaning | KR_FEATURE_PLACE);
        push(&list, (kr_chunk){.start = (uint16_t)at, .end = (uint16_t)next(m, after),
                               .head = (uint16_t)after, .features = meaning});
    }
    return add_ends(m, KR_CHUNK_PP, &list);
}

static int adjectives(maker *m, uint32_t at) {
    uint32_t end = at;
    while (end < m->parse->last && tag_at(m, end) == KR_TAG_ADV &&
           word_at(m, end)->features & KR_FEATURE_DEGREE)
        end = next(m, end);
    if (tag_at(m, end) != KR_TAG_ADJ)
        return 0;
    kr_chunk chunk = {.start = (uint16_t)at, .end = (uint16_t)next(m, end), .head = (uint16_t)end};
    if (end == at && add(m, KR_CHUNK_ADJ, chunk) < 0)
        return -1;
    return add(m, KR_CHUNK_ADJP, chunk);
}

static int single(maker *m, uint32_t at) {
    const kr_word *word = word_at(m, at);
    kr_chunk chunk = {.start = (uint16_t)at, .end = (uint16_t)next(m, at), .head = (uint16_t)at,
                      .features = word->features};
    if (word->tag == KR_TAG_NOUN) {
        chunk.features |= number_of(m, word);
        return add(m, KR_CHUNK_NOUN, chunk);
    }
    if (word->tag == KR_TAG_NUM) {
        chunk.features |= time_of_number(m, at) | percent_of_number(m, at);
        return add(m, KR_CHUNK_NUM, chunk);
    }
    return word->tag == KR_TAG_ADV ? add(m, KR_CHUNK_ADV, chunk) : 0;
}

/* What may only hang on the last noun of a phrase, or on none of it: "six months to learn it", "Ghent
 * with its canals", "binnen twee uur | onder controle". */
static int opens_attribute(const maker *m, uint32_t at) {
    return kr_word_is(m->parse, at, ",") || kr_word_listed(m->parse, at, KR_WORDS_PARSE_OPENS) || tag_at(m, at) == KR_TAG_TO ||
           (tag_at(m, at) == KR_TAG_ING && is_nominal(tag_at(m, at - 1)));
}

/* "binnen tien dagen | op uw rekening", "in 22 minuten | van Zutphen", "in het voorjaar | in gebruik": in
 * Dutch what is behind a span, and a noun alone behind a preposition, belongs to the verb; "na tien jaar
 * in Gent" is one. */
static int leaves_the_time(const maker *m, const kr_chunk *chunk, uint32_t at) {
    static const char *const of_time[] = {"na", "voor", "sinds", "tot"};
    if (!is_dutch(m) || !(chunk->features & KR_FEATURE_TIME) || tag_at(m, at) != KR_TAG_PREP)
        return 0;
    for (size_t i = 0; i < sizeof of_time / sizeof *of_time; i++)
        if (kr_word_is(m->parse, at, of_time[i]))
            return 0;
    int is_span = tag_at(m, chunk->start + 1u) == KR_TAG_NUM &&
                  !kr_str_equal_fold(kr_word_text(m->parse, chunk->start), KR_STR("na"));
    return is_span ||
           (kr_word_is(m->parse, at, "in") && tag_at(m, at + 1) == KR_TAG_NOUN);
}

/* "After ten weeks, accidents in the yard": what tells the time ends in front of it. */
static int runs_too_far(const maker *m, const kr_chunk *chunk) {
    for (uint32_t at = chunk->start + 1u; at < chunk->end; at++)
        if (opens_attribute(m, at) || leaves_the_time(m, chunk, at))
            return 1;
    return 0;
}

/* "De | afgelopen maand": the article of an expression that the lexer knows whole. */
static int is_time_with_article(const maker *m, uint32_t at) {
    if (!kr_word_listed(m->parse, at, KR_WORDS_TIME_ARTICLE) || tag_at(m, at + 1) != KR_TAG_TIME)
        return 0;
    size_t from = 0;
    return kr_pack_words_hold(m->parse->pack, KR_WORDS_TIME_NEAR, kr_word_part(m->parse, at + 1, &from));
}

/* "this week" and "last summer" tell when; "a month", "our open day" and "two weeks" do not. Nor do
 * "ons eerste jaar" and "samen 400 uren": "deze week", "vorig jaar" and "de komende dagen" do. */
static int points_at_time(const maker *m, uint32_t at) {
    const kr_word *word = word_at(m, at);
    if (kr_word_listed(m->parse, at, KR_WORDS_TIME_ARTICLE))
        return kr_word_listed(m->parse, at + 1, KR_WORDS_TIME_NEAR);
    return word->tag != KR_TAG_NUM && (kr_word_listed(m->parse, at, KR_WORDS_TIME_POINTS) ||
                                       (word->tag == KR_TAG_DET && !is_dutch(m)));
}

static void push_end(ends *list, uint32_t start, uint32_t end, uint32_t feature) {
    push(list, (kr_chunk){.start = (uint16_t)start, .end = (uint16_t)end,
                          .head = (uint16_t)start, .features = feature});
}

/* The ends of one expression of time (or place) that begins at `at`; it counts from `start`. */
static void telling(const maker *m, uint32_t start, uint32_t at, uint32_t feature, ends *list) {
    const kr_parse *parse = m->parse;
    const kr_word *word = word_at(m, at);
    int time = feature == KR_FEATURE_TIME;
    if ((time && word->tag == KR_TAG_TIME) ||
        (word->tag == KR_TAG_ADV && word->features & feature))
        push_end(list, start, next(m, at), feature);
    if (time && is_time_with_article(m, at))
        push_end(list, start, next(m, at + 1), feature);
    if (time && word->tag == KR_TAG_NUM && time_of_number(m, at) &&
        kr_word_listed(parse, at + 1, KR_WORDS_TIME_BEHIND))
        push_end(list, start, at + 2, feature);
    for (uint32_t i = 0; i < parse->chunk_count; i++) {
        const kr_chunk *chunk = &parse->chunks[i];
        int names_time = chunk->kind == KR_CHUNK_NP1 && time && points_at_time(m, at) &&
                         chunk->end > at + 1u;
        if (chunk->start == at && (chunk->kind == KR_CHUNK_PP || names_time) &&
            chunk->features & feature && !runs_too_far(m, chunk))
            push_end(list, start, chunk->end, feature);
    }
}

static int is_told_before(const maker *m, uint32_t at, kr_chunk_kind kind) {
    for (uint32_t i = 0; i < m->parse->chunk_count; i++)
        if (m->parse->chunks[i].kind == kind && m->parse->chunks[i].end == at)
            return 1;
    return 0;
}

/* "Saturday" in "on Saturday" is not moved without its "on", nor the one in "every first Saturday",
 * nor "komende weken" without its "de". */
static int leans_on_word_before(const maker *m, uint32_t at) {
    if (at == m->parse->first || m->parse->words[at].tag == KR_TAG_PREP)
        return 0;
    if (kr_word_listed(m->parse, at - 1, KR_WORDS_TIME_ORDINAL))
        return 1;
    uint32_t before = m->parse->words[at - 1].tag;
    return before == KR_TAG_PREP || before == KR_TAG_DET || before == KR_TAG_POSS;
}

/* "van vorig jaar" belongs to the noun in front of it; "van 9 tot 17 uur" and "van 2 tot 6 mei" do not. */
static int is_attribute(const maker *m, uint32_t start, uint32_t end) {
    if (start == m->parse->first || !kr_word_is(m->parse, start, "van"))
        return 0;
    for (uint32_t at = start; at < end; at++)
        if (kr_word_is(m->parse, at, "tot") || kr_word_is(m->parse, at, "t/m") ||
            kr_str_find(kr_word_text(m->parse, at), KR_STR(" tot "), 0) != SIZE_MAX)
            return 0;
    return 1;
}

static void drop_attributes(const maker *m, ends *list) {
    for (uint32_t i = list->count; i-- > 0;)
        if (is_attribute(m, list->chunk[i].start, list->chunk[i].end))
            list->chunk[i] = list->chunk[--list->count];
}

/* One expression behind another is one again: "on Friday at noon". The second alone is none, or a
 * rule would move half of it. */
static int times_and_places(maker *m) {
    static const struct {
        uint32_t feature;
        kr_chunk_kind kind;
    } which[] = {{KR_FEATURE_TIME, KR_CHUNK_TIME}, {KR_FEATURE_PLACE, KR_CHUNK_PLACE}};
    for (size_t w = 0; w < 2; w++)
        for (uint32_t at = m->parse->first; at < m->parse->last; at++) {
            ends list = {.count = 0};
            if (m->parse->words[at].tag == KR_TAG_PART || leans_on_word_before(m, at) ||
                (which[w].feature == KR_FEATURE_TIME && is_told_before(m, at, which[w].kind)))
                continue;
            telling(m, at, at, which[w].feature, &list);
            for (uint32_t i = 0; i < list.count; i++)
                if (list.chunk[i].end < m->parse->last)
                    telling(m, at, list.chunk[i].end, which[w].feature, &list);
            if (which[w].feature == KR_FEATURE_TIME)
                drop_attributes(m, &list);
            if (add_ends(m, which[w].kind, &list) < 0)
                return -1;
        }
    return 0;
}

static int chunks_at(maker *m, uint32_t at) {
    ends list;
    kr_chunk simple;
    if (simple_phrase(m, at, &simple) > at && add(m, KR_CHUNK_NP1, simple) < 0)
        return -1;
    noun_phrases(m, at, &list);
    if (add_ends(m, KR_CHUNK_NP, &list) < 0 || single(m, at) < 0 || adjectives(m, at) < 0)
        return -1;
    return tag_at(m, at) == KR_TAG_PREP && next(m, at) < m->parse->last ? prepositional(m, at) : 0;
}

int32_t kr_parse_chunks(kr_job *job, kr_parse *parse) {
    maker m = {.job = job, .parse = parse};
    for (uint32_t at = parse->first; at < parse->last; at++)
        if (parse->words[at].tag != KR_TAG_PART && chunks_at(&m, at) < 0)
            return kr_nomem(job);
    return times_and_places(&m) < 0 ? kr_nomem(job) : KOOR_OK;
}
