/* Subjects, verbs, verb phrases, clauses, and the regions of a sentence that a frame can stand for.
 *
 * A subject is a noun phrase in front of its finite verb, or behind it where no other stands in front
 * (English questions, Dutch inversion: Dutch clauses take either side). Clauses end at marks,
 * conjunctions or the end of the core; every such end is offered, the longest first. */
#include "rewrite/parse.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_BORDERS = 24 };

typedef struct maker {
    kr_job *job;
    kr_parse *parse;
    size_t capacity, region_capacity;
    uint16_t borders[MOST_BORDERS]; /* ascending ends of parts */
    uint32_t border_count;
    int dutch;
} maker;

int kr_is_finite(const kr_word *word) {
    return word->tag == KR_TAG_FIN || word->tag == KR_TAG_MODAL;
}

int kr_has_finite_verb(const kr_parse *parse) {
    for (uint32_t at = parse->first; at < parse->last; at++)
        if (kr_is_finite(&parse->words[at]))
            return 1;
    return 0;
}

static int add(maker *m, kr_chunk_kind kind, kr_chunk chunk) {
    chunk.kind = (uint8_t)kind;
    return kr_parse_add_chunk(m->job, m->parse, &m->capacity, chunk);
}

static const kr_word *word_at(const maker *m, uint32_t at) {
    return &m->parse->words[at];
}

static void find_borders(maker *m) {
    const kr_parse *parse = m->parse;
    m->border_count = 0;
    for (uint32_t at = parse->first + 1u; at < parse->last && m->border_count < MOST_BORDERS - 1;
         at++) {
        uint32_t tag = word_at(m, at)->tag;
        if (word_at(m, at - 1)->tag == KR_TAG_PUNCT)
            continue; /* the mark itself is the border */
        if (tag == KR_TAG_PUNCT || tag == KR_TAG_CONJ || tag == KR_TAG_SUB ||
            tag == KR_TAG_PICTURE || tag == KR_TAG_REF)
            m->borders[m->border_count++] = (uint16_t)at;
    }
    m->borders[m->border_count++] = parse->last;
}

/* ---- subjects ---- */

/* Whether a subject pronoun (or any noun phrase) ends right in front of the verb, adverbs aside. */
static int stands_before(const maker *m, const kr_chunk *chunk, uint32_t verb) {
    uint32_t at = chunk->end;
    while (at < verb && word_at(m, at)->tag == KR_TAG_ADV)
        at++;
    return at == verb && chunk->end <= verb;
}

static int is_subject_form(const kr_chunk *chunk) {
    return !(chunk->features & KR_FEATURE_PRON) || chunk->features & KR_FEATURE_SUBJ ||
           !(chunk->features & KR_FEATURE_OBJ);
}

static int is_noun_phrase(const kr_chunk *chunk) {
    return (chunk->kind == KR_CHUNK_NP || chunk->kind == KR_CHUNK_NP1);
}

/* A noun phrase right behind a preposition or inside another phrase is no subject. */
static int is_free(const maker *m, const kr_chunk *chunk) {
    if (chunk->start == m->parse->first)
        return 1;
    uint32_t before = chunk->start - 1u, tag = word_at(m, before)->tag;
    while (before > m->parse->first && word_at(m, before)->tag == KR_TAG_PART)
        before--;
    if (word_at(m, before)->tag == KR_TAG_PREP)
        return 0;
    return tag == KR_TAG_PUNCT || tag == KR_TAG_CONJ || tag == KR_TAG_SUB || tag == KR_TAG_ADV ||
           tag == KR_TAG_TIME || tag == KR_TAG_FIN || tag == KR_TAG_MODAL ||
           tag == KR_TAG_PICTURE || tag == KR_TAG_PRON || tag == KR_TAG_NOUN ||
           tag == KR_TAG_INTERJECTION || tag == KR_TAG_NAME || tag == KR_TAG_PART;
}

/* Behind the verb only "of" surely belongs to the subject: in "fietsten 38 collega's naar de kust" the
 * rest is the verb's. */
static int has_own_attributes(const maker *m, const kr_chunk *chunk) {
    for (uint32_t at = chunk->head; at < chunk->end; at++)
        if (word_at(m, at)->tag == KR_TAG_PREP && !kr_word_listed(m->parse, at, KR_WORDS_ATTACH_ALWAYS))
            return 0;
    return 1;
}

static int is_row(const maker *m, const kr_chunk *chunk) {
    for (uint32_t at = chunk->start; at < chunk->end; at++)
        if (word_at(m, at)->tag == KR_TAG_CONJ)
            return 1;
    return 0;
}

/* "Our Tuesday market stall is back", "Anna and Bill will help": the end of a longer phrase that is the subject is
 * none. A row is only sure to be one phrase where nothing stands in front of it. */
static int ends_longer_subject(const maker *m, const kr_chunk *chunk, uint32_t known) {
    for (uint32_t i = 0; i < known; i++) {
        const kr_chunk *longer = &m->parse->chunks[i];
        int row = longer->kind == KR_CHUNK_NP && longer->start == m->parse->first && is_row(m, longer);
        if (longer->start < chunk->start && longer->end == chunk->end && (longer->kind == KR_CHUNK_NP1 || row) &&
            is_free(m, longer) && word_at(m, longer->start)->tag != KR_TAG_ADV) /* "so quiet study has moved" */
            return 1;
    }
    return 0;
}

static int add_subject(maker *m, uint32_t i, int *found) {
    kr_chunk chunk = m->parse->chunks[i];
    *found = 1;
    return add(m, KR_CHUNK_SUBJ, chunk);
}

/* "werken Drukkerij Peeters uit Mol en ...": a plural verb has no bare singular as its subject, which
 * is a longer one that the chunks do not tell. "Afspraken maakt u ...": nor a singular verb a plural. */
static int disagrees(const maker *m, uint32_t verb, const kr_chunk *chunk) {
    const kr_word *word = word_at(m, verb), *head = word_at(m, chunk->head);
    int plural = word->form == KR_FORM_PASTPL || word->form == KR_FORM_INF;
    int singular = word->form == KR_FORM_S3 || word->form == KR_FORM_PAST;
    if (m->dutch && singular && head->tag == KR_TAG_NOUN && head->form == KR_FORM_PL)
        return 1;
    int certain = (head->tag == KR_TAG_NOUN && head->form == KR_FORM_SG) ||
                  (head->tag == KR_TAG_NAME && chunk->start == chunk->head);
    return m->dutch && plural && certain && !(chunk->features & (KR_FEATURE_PL | KR_FEATURE_3PL));
}

/* "krijg je": the verb without its t shows that je is the subject. */
static int without_t(const maker *m, uint32_t verb, const kr_chunk *chunk) {
    return chunk->features & KR_FEATURE_2 && word_at(m, verb)->form == KR_FORM_IK;
}

static int subjects_of(maker *m, uint32_t verb, uint32_t known) {
    int before = 0, behind = 0, pronoun_behind = 0;
    for (uint32_t i = 0; i < known; i++) {
        const kr_chunk *chunk = &m->parse->chunks[i];
        pronoun_behind |= chunk->kind == KR_CHUNK_NP1 && chunk->start == verb + 1 &&
                          chunk->features & KR_FEATURE_SUBJ &&
                          (!(chunk->features & KR_FEATURE_OBJ) || without_t(m, verb, chunk));
    }
    for (uint32_t i = 0; i < known; i++) {
        const kr_chunk chunk = m->parse->chunks[i];
        if (is_noun_phrase(&chunk) && stands_before(m, &chunk, verb) && is_free(m, &chunk) &&
            is_subject_form(&chunk) && !(m->dutch && pronoun_behind) && !ends_longer_subject(m, &chunk, known) &&
            !disagrees(m, verb, &chunk) && add_subject(m, i, &before) < 0)
            return -1;
    }
    uint32_t longest = KR_PACK_NONE;
    for (uint32_t i = 0; !before && i < known; i++) {
        const kr_chunk *chunk = &m->parse->chunks[i];
        if (is_noun_phrase(chunk) && chunk->start == verb + 1 && is_subject_form(chunk) &&
            has_own_attributes(m, chunk) && !disagrees(m, verb, chunk) &&
            (longest == KR_PACK_NONE || chunk->end > m->parse->chunks[longest].end))
            longest = i;
    }
    return longest == KR_PACK_NONE ? 0 : add_subject(m, longest, &behind);
}

/* Dutch: "omdat we vandaag lanceren". */
static int subjects_behind_conjunctions(maker *m, uint32_t known) {
    for (uint32_t i = 0; i < known; i++) {
        const kr_chunk chunk = m->parse->chunks[i];
        int ignored;
        if (is_noun_phrase(&chunk) && chunk.start > m->parse->first &&
            word_at(m, chunk.start - 1u)->tag == KR_TAG_SUB && is_subject_form(&chunk) &&
            add_subject(m, i, &ignored) < 0)
            return -1;
    }
    return 0;
}

/* "Our choir hit a hundred": a singular subject shows that the form is the past. */
static void read_tense(maker *m, uint32_t verb, uint32_t known) {
    kr_word *word = &m->parse->words[verb];
    int singular = 0;
    if (m->dutch || word->tag != KR_TAG_FIN || word->form != KR_FORM_INF)
        return;
    for (uint32_t i = known; i < m->parse->chunk_count; i++) {
        const kr_chunk *chunk = &m->parse->chunks[i];
        singular |= chunk->kind == KR_CHUNK_SUBJ && stands_before(m, chunk, verb) &&
                    chunk->features & KR_FEATURE_3SG && !(chunk->features & KR_FEATURE_3PL);
    }
    uint32_t past = word->lemma == KR_PACK_NONE
                        ? KR_PACK_NONE
                        : kr_pack_form(m->parse->pack, word->lemma, KR_FORM_PAST);
    if (singular && past != KR_PACK_NONE && past == word->string)
        word->form = KR_FORM_PAST;
}

static int subjects(maker *m) {
    uint32_t known = m->parse->chunk_count;
    for (uint32_t at = m->parse->first; at < m->parse->last; at++)
        if (kr_is_finite(word_at(m, at))) {
            uint32_t before = m->parse->chunk_count;
            if (subjects_of(m, at, known) < 0)
                return -1;
            read_tense(m, at, before);
        }
    return m->dutch ? subjects_behind_conjunctions(m, known) : 0;
}

/* ---- verbs ---- */

static int opens_part(const maker *m, uint32_t at) {
    if (at == m->parse->first)
        return 1;
    uint32_t tag = word_at(m, at - 1)->tag;
    return tag == KR_TAG_PUNCT || tag == KR_TAG_CONJ || tag == KR_TAG_PICTURE ||
           tag == KR_TAG_INTERJECTION;
}

static uint32_t verb_features(const maker *m, uint32_t at) {
    const kr_word *word = word_at(m, at);
    uint32_t form = word->form & 31u, features = 0;
    if (form == KR_FORM_INF)
        features |= KR_FEATURE_INF;
    if (form == KR_FORM_PAST || form == KR_FORM_PASTPL)
        features |= KR_FEATURE_PAST;
    if (form == KR_FORM_S3)
        features |= KR_FEATURE_S3;
    if (word->tag == KR_TAG_PP)
        features |= KR_FEATURE_PP;
    if (word->tag == KR_TAG_ING)
        features |= KR_FEATURE_ING;
    if (opens_part(m, at) && form == (m->dutch ? KR_FORM_IK : KR_FORM_INF))
        features |= KR_FEATURE_IMP;
    return features;
}

static int is_verb(const kr_word *word) {
    return word->tag == KR_TAG_FIN || word->tag == KR_TAG_MODAL || word->tag == KR_TAG_INF ||
           word->tag == KR_TAG_PP || word->tag == KR_TAG_ING;
}

/* From `at` to each border: verb phrases, clauses. */
static int add_parts(maker *m, kr_chunk_kind kind, kr_chunk chunk,
                     int (*fits)(const maker *, const kr_chunk *)) {
    for (uint32_t i = m->border_count; i-- > 0 && m->borders[i] > chunk.start + 1u;) {
        chunk.end = m->borders[i];
        if ((!fits || fits(m, &chunk)) && add(m, kind, chunk) < 0)
            return -1;
    }
    return 0;
}

static int verbs(maker *m) {
    for (uint32_t at = m->parse->first; at < m->parse->last; at++) {
        const kr_word *word = word_at(m, at);
        kr_chunk chunk = {.start = (uint16_t)at, .end = (uint16_t)(at + word->words),
                          .head = (uint16_t)at};
        if (!is_verb(word))
            continue;
        chunk.features = verb_features(m, at);
        if ((kr_is_finite(word) && add(m, KR_CHUNK_FIN, chunk) < 0) ||
            add(m, KR_CHUNK_V, chunk) < 0 || add(m, KR_CHUNK_VP, chunk) < 0 ||
            add_parts(m, KR_CHUNK_VP, chunk, NULL) < 0)
            return -1;
    }
    return 0;
}

/* ---- clauses ---- */

static int has_clause(const maker *m, const kr_chunk *chunk) {
    int finite = 0, subject = 0;
    for (uint32_t at = chunk->start; at < chunk->end; at++)
        finite |= kr_is_finite(word_at(m, at));
    for (uint32_t i = 0; finite && i < m->parse->chunk_count; i++) {
        const kr_chunk *other = &m->parse->chunks[i];
        subject |= other->kind == KR_CHUNK_SUBJ && other->start >= chunk->start &&
                   other->end <= chunk->end;
    }
    return finite && subject;
}

static int subject_starts(const maker *m, uint32_t at) {
    for (uint32_t i = 0; i < m->parse->chunk_count; i++)
        if (m->parse->chunks[i].kind == KR_CHUNK_SUBJ && m->parse->chunks[i].start == at)
            return 1;
    return 0;
}

static int clauses(maker *m) {
    for (uint32_t at = m->parse->first; at < m->parse->last; at++) {
        uint32_t tag = word_at(m, at)->tag;
        uint32_t before = at > m->parse->first ? word_at(m, at - 1)->tag : KR_TAG_START;
        kr_chunk chunk = {.start = (uint16_t)at, .head = (uint16_t)at};
        int starts = at == m->parse->first || before == KR_TAG_PUNCT || before == KR_TAG_CONJ ||
                     before == KR_TAG_SUB || before == KR_TAG_PICTURE;
        if (tag == KR_TAG_PART)
            continue;
        starts = starts || subject_starts(m, at);
        if (tag == KR_TAG_SUB && add_parts(m, KR_CHUNK_SUB, chunk, has_clause) < 0)
            return -1;
        if (starts && tag != KR_TAG_SUB && tag != KR_TAG_CONJ && tag != KR_TAG_PUNCT &&
            add_parts(m, KR_CHUNK_CLAUSE, chunk, has_clause) < 0)
            return -1;
    }
    return 0;
}

/* ---- regions ---- */

static int add_region(maker *m, uint32_t start, uint32_t end, uint32_t separator) {
    kr_parse *parse = m->parse;
    if (start >= end)
        return 0;
    for (uint32_t i = 0; i < parse->region_count; i++)
        if (parse->regions[i].start == start && parse->regions[i].end == end)
            return 0;
    if (kr_arena_grow(&m->job->arena, (void **)&parse->regions, &m->region_capacity,
                      parse->region_count, sizeof *parse->regions) < 0)
        return -1;
    parse->regions[parse->region_count++] =
        (kr_region){.start = (uint16_t)start, .end = (uint16_t)end,
                    .separator = (uint8_t)separator};
    return 0;
}

static int is_separator(const maker *m, uint32_t at) {
    static const char *const marks[] = {":", ";", "-", "\xe2\x80\x93", "\xe2\x80\x94", "."};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (kr_word_is(m->parse, at, marks[i]))
            return i < 2 || word_at(m, at)->space;
    return 0;
}

/* "the neighbours who came": the pronoun makes no clause that could stand alone. */
static int is_relative(const maker *m, const kr_chunk *subject) {
    uint32_t before = subject->start > m->parse->first ? word_at(m, subject->start - 1u)->tag
                                                       : KR_TAG_START;
    return (before == KR_TAG_NOUN || before == KR_TAG_NAME || before == KR_TAG_UNKNOWN) &&
           kr_word_listed(m->parse, subject->start, KR_WORDS_PARSE_RELATIVE);
}

static int has_own_subject(const maker *m, const kr_chunk *chunk) {
    for (uint32_t i = 0; i < m->parse->chunk_count; i++) {
        const kr_chunk *other = &m->parse->chunks[i];
        if (other->kind == KR_CHUNK_SUBJ && other->start >= chunk->start &&
            other->end <= chunk->end && !is_relative(m, other))
            return 1;
    }
    return 0;
}

static int is_clause_comma(const maker *m, uint32_t at) {
    kr_chunk before = {.start = m->parse->first, .end = (uint16_t)at};
    kr_chunk behind = {.start = (uint16_t)(at + 2), .end = m->parse->last};
    return kr_word_is(m->parse, at, ",") && at + 2 < m->parse->last &&
           word_at(m, at + 1)->tag == KR_TAG_CONJ && has_clause(m, &before) &&
           has_clause(m, &behind) && (m->dutch || has_own_subject(m, &behind));
}

/* "to talk about data in #care": the tag is a word of the sentence. */
static int is_wanted(const maker *m, uint32_t at) {
    uint32_t before = at > m->parse->first ? word_at(m, at - 1)->tag : KR_TAG_START;
    return before == KR_TAG_PREP || before == KR_TAG_DET || before == KR_TAG_POSS ||
           before == KR_TAG_CONJ;
}

/* Links, hashtags and mentions at the end do not belong to what the sentence says. */
static uint32_t without_links(const maker *m) {
    const kr_parse *parse = m->parse;
    uint32_t end = parse->last;
    while (end > parse->first) {
        const kr_word *word = word_at(m, end - 1);
        uint32_t atom = word->atom - 1u;
        if (word->tag != KR_TAG_REF && word->tag != KR_TAG_PICTURE &&
            !(word->atom && (atom == KR_ATOM_HASHTAG || atom == KR_ATOM_MENTION) &&
              !is_wanted(m, end - 1)) &&
            !(word->tag == KR_TAG_PUNCT && end < parse->last))
            break;
        end--;
    }
    return end;
}

static int parts_of(maker *m, uint32_t end) {
    uint32_t start = m->parse->first;
    for (uint32_t at = start + 1; at < end; at++) {
        int comma = is_clause_comma(m, at);
        if (!comma && !is_separator(m, at))
            continue;
        if (add_region(m, start, at, comma ? 0 : 1) < 0 ||
            add_region(m, at + 1u + (uint32_t)comma, end, 0) < 0)
            return -1;
        start = at + 1u + (uint32_t)comma;
    }
    return add_region(m, start, end, 0);
}

static int add_part(maker *m, uint32_t start, uint32_t end) {
    uint32_t known = m->parse->region_count;
    if (add_region(m, start, end, 0) < 0)
        return -1;
    for (uint32_t i = known; i < m->parse->region_count; i++)
        m->parse->regions[i].part = 1;
    return 0;
}

static int is_adverbial(const maker *m, uint32_t at) {
    return word_at(m, at)->tag == KR_TAG_SUB && kr_word_listed(m->parse, at, KR_WORDS_CLAUSE_ADVERBIAL);
}

/* "We open on Friday because the roof is done": the main clause in front of the first clause that says
 * when, why or on what condition. A word such as "only" before the conjunction belongs to it. */
static int main_in_front(maker *m, uint32_t start, uint32_t end) {
    for (uint32_t at = start + 2; at + 2 < end; at++) {
        uint32_t before = word_at(m, at - 1)->tag;
        int limited = kr_word_listed(m->parse, at - 1, KR_WORDS_ATTACH_FOCUS);
        kr_chunk front = {.start = (uint16_t)start, .end = (uint16_t)at};
        kr_chunk behind = {.start = (uint16_t)(at + 1), .end = (uint16_t)end};
        if (is_adverbial(m, at) && !limited && before != KR_TAG_CONJ &&
            has_clause(m, &front) && has_clause(m, &behind))
            return add_part(m, start, kr_word_is(m->parse, at - 1, ",") ? at - 1 : at);
        if (kr_opens_subordinate(m->parse, at) || (before == KR_TAG_PUNCT &&
                                                   !kr_word_is(m->parse, at - 1, ",")))
            return 0;
    }
    return 0;
}

/* "But we open on Friday", "Yes, we open on Friday". */
static uint32_t behind_lead(const maker *m, uint32_t start, uint32_t end) {
    uint32_t at = start;
    if (word_at(m, at)->tag == KR_TAG_CONJ)
        at++;
    else if (word_at(m, at)->tag == KR_TAG_INTERJECTION && kr_word_is(m->parse, at + 1, ","))
        at += 2;
    return at < end && (m->parse->words[at].tag == KR_TAG_PRON || m->parse->words[at].tag == KR_TAG_DET ||
                        m->parse->words[at].tag == KR_TAG_POSS || m->parse->words[at].tag == KR_TAG_NAME)
               ? at
               : start;
}

static int clause_parts(maker *m, uint32_t end) {
    uint32_t count = m->parse->region_count;
    for (uint32_t i = 0; i < count; i++) {
        kr_region region = m->parse->regions[i];
        uint32_t limit = region.end < end ? region.end : end;
        uint32_t start = behind_lead(m, region.start, limit);
        if ((start > region.start && add_part(m, start, limit) < 0) ||
            main_in_front(m, region.start, limit) < 0 ||
            (start > region.start && main_in_front(m, start, limit) < 0))
            return -1;
    }
    return 0;
}

static int regions(maker *m) {
    uint32_t end = without_links(m);
    uint32_t mark = end < m->parse->last && word_at(m, end)->tag == KR_TAG_PUNCT &&
                    !kr_word_is(m->parse, end, ",");
    if (add_region(m, m->parse->first, m->parse->last, 0) < 0 ||
        add_region(m, m->parse->first, end, mark) < 0)
        return -1;
    if (m->parse->region_count)
        m->parse->regions[0].linked = end < m->parse->last;
    return parts_of(m, end) < 0 ? -1 : clause_parts(m, end);
}

/* ---- the rest of a clause ---- */

int kr_opens_subordinate(const kr_parse *parse, uint32_t at) {
    uint32_t tag = parse->words[at].tag;
    uint32_t before = at > 0 ? parse->words[at - 1].tag : KR_TAG_START;
    kr_str text = kr_word_text(parse, at);
    if (tag == KR_TAG_SUB)
        return 1;
    if (tag != KR_TAG_PRON && tag != KR_TAG_DET && tag != KR_TAG_ADV)
        return 0;
    if (text.length > 3 && memcmp(text.at, "waar", 4) == 0)
        return 1;
    return (kr_word_listed(parse, at, KR_WORDS_PARSE_RELATIVE) || kr_word_listed(parse, at, KR_WORDS_PARSE_FREE)) &&
           (before == KR_TAG_NOUN || before == KR_TAG_NAME || before == KR_TAG_PUNCT || before == KR_TAG_UNKNOWN ||
            before == KR_TAG_PRON);
}

/* Object pronouns stand close to the verb: nothing comes between. */
static int is_weak_opening(const kr_parse *parse, uint32_t at) {
    const kr_word *word = &parse->words[at];
    uint32_t behind = at + 1u < parse->last ? parse->words[at + 1].tag : KR_TAG_PUNCT;
    int opens_phrase = (word->tag == KR_TAG_DET || word->tag == KR_TAG_POSS) &&
                       (behind == KR_TAG_NOUN || behind == KR_TAG_ADJ || behind == KR_TAG_NAME ||
                        behind == KR_TAG_NUM || behind == KR_TAG_UNKNOWN);
    if (word->tag == KR_TAG_PUNCT || word->tag == KR_TAG_CONJ)
        return 1;
    return !opens_phrase && kr_word_listed(parse, at, KR_WORDS_PARSE_WEAK);
}

int kr_is_field(const kr_parse *parse, uint32_t start, uint32_t end) {
    int subordinate = 0;
    if (start >= end || is_weak_opening(parse, start))
        return 0;
    for (uint32_t at = start; at < end; at++) {
        uint32_t tag = parse->words[at].tag;
        if (tag == KR_TAG_PUNCT) {
            kr_str mark = kr_word_text(parse, at);
            if (mark.length != 1 || !strchr(",()", mark.at[0]))
                return 0;
            subordinate = 0;
        } else if (kr_opens_subordinate(parse, at)) {
            subordinate = 1;
        } else if (kr_is_finite(&parse->words[at]) && !subordinate) {
            return 0;
        }
    }
    return 1;
}

uint32_t kr_mid_end(const kr_parse *parse, uint32_t start, uint32_t limit) {
    uint32_t at = start;
    if (start >= limit || is_weak_opening(parse, start))
        return start;
    while (at < limit && parse->words[at].tag != KR_TAG_PUNCT && !kr_is_finite(&parse->words[at]) &&
           !kr_opens_subordinate(parse, at))
        at++;
    return at;
}

/* ---- the index ---- */

static int compare(const void *a, const void *b) {
    const kr_chunk *x = a, *y = b;
    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    return x->end > y->end ? -1 : x->end < y->end;
}

static int make_index(maker *m) {
    kr_parse *parse = m->parse;
    uint32_t kept = 0;
    if (parse->chunk_count)
        qsort(parse->chunks, parse->chunk_count, sizeof *parse->chunks, compare);
    for (uint32_t i = 0; i < parse->chunk_count; i++)
        if (i == 0 || compare(&parse->chunks[i], &parse->chunks[kept - 1]) != 0)
            parse->chunks[kept++] = parse->chunks[i];
    parse->chunk_count = kept;
    parse->chunk_at = kr_arena_alloc(&m->job->arena, parse->count + 2u, sizeof *parse->chunk_at);
    if (!parse->chunk_at)
        return -1;
    for (uint32_t at = 0, i = 0; at < parse->count + 2u; at++) {
        while (i < kept && parse->chunks[i].start < at)
            i++;
        parse->chunk_at[at] = i;
    }
    return 0;
}

int32_t kr_parse_clauses(kr_job *job, kr_parse *parse) {
    maker m = {.job = job, .parse = parse, .capacity = parse->chunk_count,
               .dutch = strcmp(kr_pack_language(parse->pack), "nl") == 0};
    find_borders(&m);
    if (subjects(&m) < 0 || verbs(&m) < 0 || clauses(&m) < 0 || regions(&m) < 0 ||
        make_index(&m) < 0)
        return kr_nomem(job);
    return KOOR_OK;
}

int32_t kr_parse_sentence(kr_job *job, const kr_pack *pack, const uint8_t *tag_costs,
                          const kr_post *post, uint32_t sentence, kr_parse *out) {
    *out = (kr_parse){.post = post, .pack = pack, .sentence = &post->sentences[sentence],
                      .tag_costs = tag_costs, .text = post->text};
    int32_t status = kr_parse_words(job, out);
    if (status == KOOR_OK)
        status = kr_parse_tags(job, out);
    if (status == KOOR_OK)
        status = kr_parse_chunks(job, out);
    return status == KOOR_OK ? kr_parse_clauses(job, out) : status;
}
