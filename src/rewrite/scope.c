/* What the order of words says beside what belongs to what: how far a negation, a word such as "only", a
 * conjunction or an opening phrase reaches, which words tell one time together, and what comes last in
 * a list because it is the most. A wording that changes one of these is refused. */
#include "rewrite/frontier.h"

#include <string.h>

static const kr_line_word *base_word(const kr_frontier_pair *p, uint32_t at) {
    return kr_frontier_word(p->base, at);
}

static uint32_t in_base(const kr_frontier_pair *p, uint32_t to) {
    const kr_line_word *word = kr_frontier_word(p->said, to);
    return to >= p->said->line->count || kr_line_is_own(word) || word->changed
               ? KR_NONE
               : kr_frontier_place(p->base, word);
}

static uint32_t in_wording(const kr_frontier_pair *p, uint32_t from) {
    return from < p->base->line->count ? kr_frontier_place(p->said, base_word(p, from))
                                       : KR_NONE;
}

/* Base words follow each other in the wording otherwise than in the base. */
static int is_reordered(const kr_frontier_pair *p) {
    uint32_t last = 0;
    for (uint32_t to = 0; to < p->said->line->count; to++) {
        uint32_t from = in_base(p, to);
        if (from == KR_NONE)
            continue;
        if (from < last)
            return 1;
        last = from;
    }
    return 0;
}

/* ---- marks ---- */

static int is_border(const kr_frontier *read, uint32_t at) {
    static const char *const marks[] = {":", ";", "-", "\xe2\x80\x93", "\xe2\x80\x94"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (kr_frontier_says(read, at, marks[i]))
            return kr_frontier_tag(read, at) == KR_TAG_PUNCT;
    return 0;
}

/* "our new phone: the Galaxy" is no phrase that could stand in front: words that were before the mark
 * come behind it. */
static int crosses_border(const kr_frontier_pair *p) {
    for (uint32_t mark = 0; mark < p->said->line->count; mark++) {
        uint32_t from = in_base(p, mark);
        if (from == KR_NONE || !is_border(p->base, from))
            continue;
        for (uint32_t to = mark + 1; to < p->said->line->count; to++) {
            uint32_t word = in_base(p, to);
            if (word != KR_NONE && word < from)
                return 1;
        }
    }
    return 0;
}

/* "apples,. Pears", ", , and", ":, ": a comma with another mark beside it, or with nothing behind it. */
static int is_loose(const kr_frontier *read, uint32_t at) {
    static const char *const before[] = {",", ":", ";"}, *const behind[] = {".", "!", "?", ":", ";"};
    if (!kr_frontier_says(read, at, ","))
        return 0;
    for (size_t i = 0; at > 0 && i < sizeof before / sizeof *before; i++)
        if (kr_frontier_says(read, at - 1, before[i]))
            return 1;
    for (size_t i = 0; at + 1 < read->line->count && i < sizeof behind / sizeof *behind; i++)
        if (kr_frontier_says(read, at + 1, behind[i]))
            return 1;
    return at + 1 == read->line->count;
}

static int has_loose_comma(const kr_frontier *read) {
    for (uint32_t at = 0; at < read->line->count; at++)
        if (is_loose(read, at))
            return 1;
    return 0;
}

/* ---- phrases ---- */

static int continues_phrase(const kr_frontier *read, uint32_t at) {
    uint32_t tag = kr_frontier_tag(read, at);
    return kr_tag_is_nominal(tag) || tag == KR_TAG_ADJ || tag == KR_TAG_NUM || tag == KR_TAG_ADV ||
           tag == KR_TAG_PP || tag == KR_TAG_ING ||
           (at < read->line->count && kr_line_is_own(kr_frontier_word(read, at)));
}

/* An adjective of the noun phrase that goes on behind it. */
static int is_inside_phrase(const kr_frontier *read, uint32_t at) {
    const kr_line_word *word = kr_frontier_word(read, at);
    const kr_parse *parse = &read->r->parses[word->sentence];
    for (uint32_t i = 0; i < parse->chunk_count; i++)
        if (parse->chunks[i].kind == KR_CHUNK_NP1 && parse->chunks[i].start <= word->at &&
            parse->chunks[i].end > word->at + 1u)
            return 1;
    return 0;
}

/* "de", "onze" and "drie" stay in front of a noun: not "vrije data hebben we nog drie". */
static int cuts_noun_phrase(const kr_frontier_pair *p) {
    for (uint32_t at = 0; at + 1 < p->base->line->count; at++) {
        uint32_t tag = kr_frontier_tag(p->base, at), next = kr_frontier_tag(p->base, at + 1);
        uint32_t to = tag == KR_TAG_DET || tag == KR_TAG_POSS || tag == KR_TAG_NUM
                          ? in_wording(p, at)
                          : KR_NONE;
        int verb = tag == KR_TAG_NUM && kr_frontier_tag(p->said, to + 1) == KR_TAG_PP;
        if (to != KR_NONE && (kr_tag_is_nominal(next) || next == KR_TAG_ADJ || next == KR_TAG_TIME) &&
            in_wording(p, at + 1) != KR_NONE && in_wording(p, at + 1) != to + 1 &&
            (verb || !continues_phrase(p->said, to + 1)))
            return 1;
    }
    return 0;
}

/* "Belgian must firms": an adjective alone in front of the verb. */
static int cuts_adjective(const kr_frontier_pair *p) {
    for (uint32_t at = 0; at + 1 < p->base->line->count; at++) {
        uint32_t to = kr_frontier_tag(p->base, at) == KR_TAG_ADJ &&
                              kr_frontier_tag(p->base, at + 1) == KR_TAG_NOUN && is_inside_phrase(p->base, at)
                          ? in_wording(p, at)
                          : KR_NONE;
        if (to != KR_NONE && in_wording(p, at + 1) != KR_NONE && in_wording(p, at + 1) != to + 1 &&
            kr_tag_is_finite(kr_frontier_tag(p->said, to + 1)))
            return 1;
    }
    return 0;
}

static int is_joined(const kr_frontier *read, uint32_t from, uint32_t to) {
    for (uint32_t at = from; at < to && to < read->line->count; at++)
        if (kr_frontier_tag(read, at) == KR_TAG_CONJ || kr_frontier_says(read, at, ","))
            return 1;
    return 0;
}

/* "care arrangements and pets": the first noun goes with the second, not with another of its list. */
static int cuts_compound(const kr_frontier_pair *p) {
    for (uint32_t at = 0; at + 1 < p->base->line->count; at++) {
        uint32_t to = in_wording(p, at), next = in_wording(p, at + 1);
        if (kr_frontier_tag(p->base, at) == KR_TAG_NOUN &&
            kr_frontier_tag(p->base, at + 1) == KR_TAG_NOUN && to != KR_NONE &&
            next != KR_NONE && next != to + 1 &&
            kr_frontier_tag(p->said, to + 1) == KR_TAG_NOUN &&
            is_joined(p->base, at, in_base(p, to + 1)))
            return 1;
    }
    return 0;
}

/* "the branches in Delft and Hengelo": two names behind one preposition stay a pair. The rule may say the preposition
 * again. */
static int parts_names(const kr_frontier_pair *p) {
    enum { NEAR = 3 };
    for (uint32_t at = 1; at + 2 < p->base->line->count; at++) {
        if (kr_frontier_tag(p->base, at - 1) != KR_TAG_PREP || kr_frontier_tag(p->base, at) != KR_TAG_NAME ||
            kr_frontier_tag(p->base, at + 1) != KR_TAG_CONJ || kr_frontier_tag(p->base, at + 2) != KR_TAG_NAME)
            continue;
        uint32_t one = in_wording(p, at), other = in_wording(p, at + 2);
        if (one != KR_NONE && other != KR_NONE && (one > other + NEAR || other > one + NEAR))
            return 1;
    }
    return 0;
}

/* "filled until | after the summer": a preposition that has another behind it keeps it. */
static int parts_prepositions(const kr_frontier_pair *p) {
    for (uint32_t at = 0; at + 1 < p->base->line->count; at++) {
        if (kr_frontier_tag(p->base, at) != KR_TAG_PREP || kr_frontier_tag(p->base, at + 1) != KR_TAG_PREP ||
            !kr_frontier_lists(p->base, at, KR_WORDS_ATTACH_PAIR))
            continue;
        uint32_t to = in_wording(p, at), next = in_wording(p, at + 1);
        if (to != KR_NONE && next != KR_NONE && next != to + 1)
            return 1;
    }
    return 0;
}

/* "Look at or drop by https://...": the preposition in front of a link that ends the sentence stays there. */
static int leaves_link(const kr_frontier_pair *p) {
    uint32_t last = p->base->line->count - 1u, to = in_wording(p, last);
    const kr_line_word *word = base_word(p, last);
    const kr_parse *parse = &p->base->r->parses[word->sentence];
    return kr_frontier_tag(p->base, last) == KR_TAG_PREP && word->at + 1u < parse->count &&
           parse->words[word->at + 1u].tag == KR_TAG_REF && to != KR_NONE && to + 1u != p->said->line->count;
}

/* Dutch: nothing but the first constituent stands before the verb of a main clause: not "de leden
 * ingestemd hebben". */
static int crowds_verb(const kr_frontier_pair *p) {
    for (uint32_t to = 2; p->said->dutch && to < p->said->line->count; to++) {
        uint32_t tag = kr_frontier_tag(p->said, to - 1), from = in_base(p, to - 1);
        int loose = tag == KR_TAG_ADJ && kr_tag_is_nominal(kr_frontier_tag(p->said, to - 2));
        if (!kr_tag_is_finite(kr_frontier_tag(p->said, to)) || from == KR_NONE ||
            (tag != KR_TAG_PP && !loose) || kr_tag_is_finite(kr_frontier_tag(p->base, from + 1)) ||
            p->said->clauses[p->said->open[to + 1]].around != KR_NO_CLAUSE ||
            p->said->clauses[p->said->open[to + 1]].verb != to)
            continue;
        return 1;
    }
    return 0;
}

/* ---- times and places ---- */

static int starts_with_digit(kr_str text) {
    return text.length && text.at[0] >= '0' && text.at[0] <= '9';
}

/* "28th", not "2011" or "45-minute" */
static int is_ordinal(kr_str text) {
    return starts_with_digit(text) && (text.at[text.length - 1] | 32) >= 'a' &&
           memchr(text.at, '-', text.length) == NULL;
}

static int tells_time(const kr_frontier *read, uint32_t at) {
    if (kr_frontier_tells(read, at, KR_CHUNK_TIME) ||
        kr_frontier_begins(read, at, KR_CHUNK_PP, KR_FEATURE_TIME))
        return 1;
    if (kr_frontier_tag(read, at) != KR_TAG_PREP || at + 2 >= read->line->count)
        return 0;
    if (kr_frontier_tag(read, at + 1) == KR_TAG_DET)
        return is_ordinal(kr_frontier_word(read, at + 2)->text);
    return kr_frontier_tag(read, at + 1) != KR_TAG_NUM &&
           starts_with_digit(kr_frontier_word(read, at + 1)->text);
}

static int ends_chunk(const kr_frontier *read, uint32_t at, uint32_t kind) {
    const kr_line_word *word = kr_frontier_word(read, at);
    const kr_parse *parse = &read->r->parses[word->sentence];
    for (uint32_t i = 0; i < parse->chunk_count; i++)
        if (parse->chunks[i].kind == kind && parse->chunks[i].end == word->at + 1u)
            return 1;
    return 0;
}

/* "four to eight times", but not "raised £900 in three weeks" */
static int is_range(const kr_frontier *read, uint32_t at) {
    return kr_frontier_lists(read, at, KR_WORDS_NUMBER_RANGE) &&
           kr_frontier_tag(read, at - 1) == KR_TAG_NUM && kr_frontier_tag(read, at + 1) == KR_TAG_NUM;
}

/* Where in the base the expression of time begins whose second half does so at `at`, and where it ends. */
static kr_run time_around(const kr_frontier_pair *p, uint32_t at) {
    const kr_line_word *half = base_word(p, at);
    const kr_parse *parse = &p->base->r->parses[half->sentence];
    kr_run run = {half->at, half->at, 0};
    for (uint32_t i = 0; i < parse->chunk_count; i++) {
        const kr_chunk *chunk = &parse->chunks[i];
        int tells = chunk->kind == KR_CHUNK_TIME ||
                    (chunk->kind == KR_CHUNK_PP && chunk->start == half->at && chunk->features & KR_FEATURE_TIME);
        if (tells && chunk->end >= half->at && chunk->start <= half->at) {
            run.start = chunk->start < run.start ? chunk->start : run.start;
            run.end = chunk->end > run.end ? chunk->end : run.end;
        }
    }
    return run;
}

/* "from 6 to 9 on weekdays and from 8 to 6 on Sundays": two times that a conjunction joins keep one order. */
static int is_of_pair(const kr_frontier_pair *p, uint32_t at, kr_run run) {
    uint32_t start = at - (base_word(p, at)->at - run.start), end = start + (run.end - run.start);
    int before = start > 1 && kr_frontier_tag(p->base, start - 1) == KR_TAG_CONJ &&
                 ends_chunk(p->base, start - 2, KR_CHUNK_TIME);
    int behind = end + 1 < p->base->line->count && kr_frontier_tag(p->base, end) == KR_TAG_CONJ &&
                 tells_time(p->base, end + 1);
    return before || behind;
}

/* "at 4.40pm today": what told the time together still does, in another order. */
static int stays_one(const kr_frontier_pair *p, uint32_t at) {
    uint32_t first = in_wording(p, at - 1), second = in_wording(p, at);
    uint32_t end = first > second ? first : second;
    kr_run run = time_around(p, at);
    if (second < first && is_of_pair(p, at, run))
        return 0;
    for (uint32_t to = (first < second ? first : second) + 1; to < end; to++) {
        uint32_t from = in_base(p, to);
        if (from != KR_NONE &&
            (base_word(p, from)->at < run.start || base_word(p, from)->at >= run.end))
            return 0;
    }
    return 1;
}

/* Dutch: "vrijdag 3 mei bakken we om 9 uur brood", for "vrijdag 3 mei om 9 uur bakken we brood". The day
 * opens the sentence, and its hour stands behind the verb and the subject. */
static int spans_verb(const kr_frontier_pair *p, uint32_t at) {
    uint32_t first = in_wording(p, at - 1), second = in_wording(p, at);
    uint32_t day = base_word(p, at)->at - time_around(p, at).start;
    if (!p->said->dutch || second < first + 3 || first + 1 != day ||
        !kr_tag_is_finite(kr_frontier_tag(p->said, first + 1)))
        return 0;
    for (uint32_t to = first + 2; to < second; to++) {
        uint32_t tag = kr_frontier_tag(p->said, to);
        if (tag == KR_TAG_PREP || tag == KR_TAG_CONJ || tag == KR_TAG_PUNCT)
            return 0;
    }
    return 1;
}

/* "from day one", "op een week tijd": what right behind a time belongs to it. */
static int parts_time_from_tail(const kr_frontier_pair *p) {
    for (uint32_t at = 1; at < p->base->line->count; at++) {
        uint32_t before = in_wording(p, at - 1), to = in_wording(p, at);
        int time = kr_frontier_word(p->base, at - 1)->features & KR_FEATURE_TIME || ends_chunk(p->base, at - 1, KR_CHUNK_TIME);
        if (time && kr_frontier_lists(p->base, at, KR_WORDS_ATTACH_TAIL) && before != KR_NONE && to != KR_NONE && to != before + 1)
            return 1;
    }
    return 0;
}

/* The preposition of the phrase that ends in front of `at`, where it is the second of two that a conjunction joins. */
static uint32_t second_phrase(const kr_frontier *read, uint32_t at) {
    while (at-- > 1) {
        uint32_t tag = kr_frontier_tag(read, at);
        if (tag == KR_TAG_PREP)
            return kr_frontier_tag(read, at - 1) == KR_TAG_CONJ ? at : KR_NONE;
        if (tag == KR_TAG_PUNCT || tag == KR_TAG_CONJ || tag == KR_TAG_SUB || kr_tag_is_verb(tag))
            return KR_NONE;
    }
    return KR_NONE;
}

/* "at every match and at training on Wednesdays": the time may be that of the second phrase alone. */
static int leaves_second_phrase(const kr_frontier_pair *p) {
    for (uint32_t at = 2; at < p->base->line->count; at++) {
        uint32_t to = tells_time(p->base, at) ? in_wording(p, at) : KR_NONE;
        uint32_t phrase = to != KR_NONE ? second_phrase(p->base, at) : KR_NONE;
        if (phrase != KR_NONE && !tells_time(p->base, phrase) && in_wording(p, phrase) != KR_NONE && to < in_wording(p, phrase))
            return 1;
    }
    return 0;
}

/* "today at 4.40pm", "in a hall in Ghent": one expression, of which no half moves. */
static int parts_expression(const kr_frontier_pair *p) {
    for (uint32_t at = 1; at < p->base->line->count; at++) {
        int time = tells_time(p->base, at) && ends_chunk(p->base, at - 1, KR_CHUNK_TIME);
        int place = kr_frontier_tag(p->base, at) == KR_TAG_PREP &&
                    kr_frontier_tells(p->base, at, KR_CHUNK_PLACE) &&
                    ends_chunk(p->base, at - 1, KR_CHUNK_PLACE);
        uint32_t first = in_wording(p, at - 1), second = in_wording(p, at);
        if ((time || place || is_range(p->base, at)) && first != KR_NONE && second != KR_NONE && second != first + 1 &&
            !(time && (stays_one(p, at) || spans_verb(p, at))))
            return 1;
    }
    return 0;
}

/* ---- lists ---- */

/* The preposition of the phrase that ends with the noun at `at`, where it hangs on another noun: "the
 * secret of his chilli". */
static uint32_t attribute_of(const kr_frontier *read, uint32_t at) {
    for (uint32_t i = at; i > 1; i--) {
        uint32_t tag = kr_frontier_tag(read, i - 1);
        if (tag == KR_TAG_PREP)
            return kr_tag_is_nominal(kr_frontier_tag(read, i - 2)) ? i - 1 : KR_NONE;
        if (kr_tag_is_verb(tag) || tag == KR_TAG_PUNCT || tag == KR_TAG_CONJ || tag == KR_TAG_SUB)
            return KR_NONE;
    }
    return KR_NONE;
}

/* Two phrases that begin alike are read as a pair: "his chilli and his torch". */
static int begin_alike(const kr_frontier *read, uint32_t a, uint32_t b) {
    const uint32_t articles = KR_FEATURE_DEF | KR_FEATURE_INDEF;
    uint32_t one = kr_frontier_tag(read, a), other = kr_frontier_tag(read, b);
    int bare_one = one == KR_TAG_ADJ || kr_tag_is_nominal(one);
    int bare_other = other == KR_TAG_ADJ || kr_tag_is_nominal(other);
    if (one == KR_TAG_DET && other == KR_TAG_DET)
        return (kr_frontier_word(read, a)->features & articles) ==
               (kr_frontier_word(read, b)->features & articles);
    return (bare_one && bare_other) || (one == other && one != KR_TAG_DET);
}

/* "the secret of his chilli and his torch": the item that closes up joins the inner noun. */
static int joins_inner_noun(const kr_frontier_pair *p) {
    for (uint32_t to = 1; to + 1 < p->said->line->count; to++) {
        uint32_t from = in_base(p, to - 1), next = in_base(p, to + 1);
        if (kr_frontier_tag(p->said, to) != KR_TAG_CONJ || from == KR_NONE ||
            next == KR_NONE || next > from || !kr_tag_is_nominal(kr_frontier_tag(p->said, to - 1)))
            continue;
        uint32_t attribute = attribute_of(p->said, to - 1);
        uint32_t place = attribute == KR_NONE ? KR_NONE : in_base(p, attribute);
        if (place != KR_NONE && place > next && begin_alike(p->said, attribute + 1, to + 1))
            return 1;
    }
    return 0;
}

static int is_row_word(const kr_frontier *read, uint32_t at) {
    uint32_t tag = kr_frontier_tag(read, at);
    return tag == KR_TAG_NOUN || tag == KR_TAG_ADJ || tag == KR_TAG_UNKNOWN;
}

/* The first word of the bare item that ends in front of `end`. */
static uint32_t item_start(const kr_frontier *read, uint32_t end) {
    while (end > 0 && is_row_word(read, end - 1))
        end--;
    return end;
}

static uint32_t item_end(const kr_frontier *read, uint32_t at) {
    while (at < read->line->count && is_row_word(read, at))
        at++;
    return at;
}

static int has_article(const kr_frontier *read, uint32_t start) {
    uint32_t tag = start > 0 ? kr_frontier_tag(read, start - 1) : KR_TAG_START;
    return tag == KR_TAG_DET || tag == KR_TAG_POSS || tag == KR_TAG_NUM;
}

/* "housekeeping, kitchen and bar staff", "fresh bread and cakes": where one bare item has a word more than the other,
 * both may share it, and they do not change places. */
static int moves_shared_word(const kr_frontier_pair *p) {
    const kr_frontier *base = p->base;
    for (uint32_t at = 1; at + 1 < base->line->count; at++) {
        uint32_t end = item_end(base, at + 1), words = end - (at + 1);
        uint32_t last = words ? in_wording(p, end - 1) : KR_NONE, item = at;
        if (kr_frontier_tag(base, at) != KR_TAG_CONJ || last == KR_NONE)
            continue;
        while (item > 0) {
            uint32_t start = item_start(base, item), before = item - start, place = in_wording(p, item - 1);
            if (before && (before > 1) != (words > 1) && !has_article(base, start) && place != KR_NONE && last < place)
                return 1;
            item = start > 1 && before && kr_frontier_says(base, start - 1, ",") ? start - 1 : 0;
        }
    }
    return 0;
}

/* The preposition in front of the row whose last conjunction stands at `at`. */
static int is_behind_preposition(const kr_frontier *read, uint32_t at) {
    while (at-- > 0) {
        uint32_t tag = kr_frontier_tag(read, at);
        if (tag == KR_TAG_PREP)
            return 1;
        if (!kr_tag_is_nominal(tag) && tag != KR_TAG_ADJ && tag != KR_TAG_DET && tag != KR_TAG_POSS && tag != KR_TAG_NUM &&
            !kr_frontier_says(read, at, ","))
            return 0;
    }
    return 0;
}

/* Dutch: "delen met een huisgenoot en een herinnering instellen": what stands in front of an infinitive may be its
 * object, and no item of the row behind the preposition. */
static int moves_object_of_infinitive(const kr_frontier_pair *p) {
    for (uint32_t at = 1; p->base->dutch && at + 2 < p->base->line->count; at++) {
        uint32_t end = at + 1, tag = kr_frontier_tag(p->base, at);
        if (tag != KR_TAG_CONJ || !is_behind_preposition(p->base, at))
            continue;
        while (end < p->base->line->count &&
               (is_row_word(p->base, end) || kr_frontier_tag(p->base, end) == KR_TAG_DET || kr_frontier_tag(p->base, end) == KR_TAG_POSS))
            end++;
        tag = kr_frontier_tag(p->base, end);
        uint32_t first = in_wording(p, at - 1), last = in_wording(p, end - 1);
        if (end > at + 1 && (tag == KR_TAG_INF || tag == KR_TAG_TO) && first != KR_NONE && last != KR_NONE && last < first)
            return 1;
    }
    return 0;
}

/* "and even a cake": what follows a conjunction so stays behind one. */
static int moves_climax(const kr_frontier_pair *p) {
    for (uint32_t at = 1; at < p->base->line->count; at++) {
        uint32_t to = in_wording(p, at);
        if (kr_frontier_tag(p->base, at - 1) == KR_TAG_CONJ && to != KR_NONE &&
            kr_frontier_lists(p->base, at, KR_WORDS_ATTACH_CLIMAX) &&
            (to == 0 || kr_frontier_tag(p->said, to - 1) != KR_TAG_CONJ))
            return 1;
    }
    return 0;
}

/* "charging, range and price, in that order": the order is a part of what is said. */
static int tells_order(const kr_frontier *read) {
    for (uint32_t at = 2; at < read->line->count; at++)
        if (kr_frontier_lists(read, at, KR_WORDS_ATTACH_ORDER) && kr_frontier_says(read, at - 2, "in") &&
            kr_frontier_tag(read, at - 1) != KR_TAG_ADJ)
            return 1;
    return 0;
}

static int stands_alone(const kr_parse *parse, uint32_t at) {
    return at + 1u >= parse->last ||
           (parse->words[at + 1].tag != KR_TAG_NOUN && parse->words[at + 1].tag != KR_TAG_ADJ);
}

/* "That last one", "die laatste verhouding", not "the last train". */
static int is_pointed_at(const kr_parse *parse, uint32_t at) {
    return at > parse->first && kr_word_listed(parse, at - 1u, KR_WORDS_ATTACH_POINTS);
}

/* "salt, flour and time. The last is the hardest": the sentence behind counts the items. */
static int is_counted_on(const kr_frontier *read) {
    enum { NEAR_HEAD = 3 };
    const kr_rewriter *r = read->r;
    uint32_t count = read->line->count;
    uint32_t next = count ? kr_frontier_word(read, count - 1)->sentence + 1u : r->post->sentence_count;
    if (next >= r->post->sentence_count)
        return 0;
    const kr_parse *parse = &r->parses[next];
    for (uint32_t at = parse->first; at < parse->last && at < parse->first + (uint32_t)NEAR_HEAD; at++)
        if (kr_word_listed(parse, at, KR_WORDS_ATTACH_COUNTED) && (is_pointed_at(parse, at) || stands_alone(parse, at)))
            return 1;
    return 0;
}

/* ---- focus and negation ---- */

static int moves_focus(const kr_frontier_pair *p) {
    for (uint32_t at = 0; at + 1 < p->base->line->count; at++) {
        uint32_t to = in_wording(p, at), next = in_wording(p, at + 1);
        if (to == KR_NONE || next == KR_NONE || next == to + 1 ||
            !kr_frontier_lists(p->base, at, KR_WORDS_ATTACH_FOCUS))
            continue;
        if (!kr_tag_is_verb(kr_frontier_tag(p->base, at + 1)))
            return 1;
    }
    return 0;
}

static int is_negation(const kr_frontier *read, uint32_t at) {
    const kr_line_word *word = kr_frontier_word(read, at);
    return !kr_line_is_own(word) && !word->changed &&
           read->r->parses[word->sentence].words[word->at].risk & KR_RISK_NEGATION;
}

static int limits(const kr_frontier *read, uint32_t at, uint32_t clause) {
    return kr_frontier_lists(read, at, KR_WORDS_ATTACH_FOCUS) ||
           (is_negation(read, at) && kr_frontier_lists(read, clause, KR_WORDS_ATTACH_NEGATED));
}

/* "Because it rained, we did not close" is not "we did not close because it rained". */
static int crosses_negation(const kr_frontier_pair *p) {
    for (uint32_t clause = 0; clause < p->base->line->count; clause++) {
        uint32_t to = in_wording(p, clause);
        if (to == KR_NONE || kr_frontier_tag(p->base, clause) != KR_TAG_SUB)
            continue;
        for (uint32_t at = 0; at < p->base->line->count; at++) {
            uint32_t there = in_wording(p, at);
            if (there != KR_NONE && (at < clause) != (there < to) && limits(p->base, at, clause))
                return 1;
        }
    }
    return 0;
}

/* ---- clauses side by side ---- */

/* ", and we sell the rest": a comma in front of the conjunction keeps the two apart. */
static int is_set_apart(const kr_frontier *read, uint8_t clause) {
    uint32_t at = 0;
    while (at <= read->line->count && read->open[at] != clause)
        at++;
    return at > 1 && kr_frontier_tag(read, at - 1) == KR_TAG_CONJ &&
           kr_frontier_says(read, at - 2, ",");
}

/* Whether a clause beside the one of `at` follows in the same sentence. */
static int has_clause_beside(const kr_frontier *read, uint32_t at) {
    uint8_t main = kr_frontier_main(read, read->open[at]);
    for (uint32_t i = at + 1; i < read->line->count; i++) {
        uint8_t other = kr_frontier_main(read, read->open[i + 1]);
        if (kr_frontier_tag(read, i) == KR_TAG_PUNCT && !kr_frontier_says(read, i, ","))
            return 0;
        if (other != main && read->clauses[other].verb != KR_NONE)
            return !is_set_apart(read, other);
    }
    return 0;
}

static int is_before_verb(const kr_frontier *read, uint32_t at) {
    uint8_t main = kr_frontier_main(read, read->open[at]);
    return read->clauses[main].verb != KR_NONE && read->clauses[main].verb > at;
}

static int is_phrase(const kr_frontier *read, uint32_t at) {
    uint32_t tag = kr_frontier_tag(read, at);
    return tag == KR_TAG_PREP || tag == KR_TAG_TIME || tag == KR_TAG_SUB || tells_time(read, at) ||
           (tag == KR_TAG_ADV && kr_frontier_tells(read, at, KR_CHUNK_PLACE));
}

/* "'s Nachts laden ze op en halen ze 300 km": what opens the sentence counts for both its clauses. */
static int reaches_over_both(const kr_frontier_pair *p) {
    uint32_t from = in_base(p, 0);
    return from != KR_NONE && from > 0 && is_phrase(p->said, 0) && is_before_verb(p->said, 0) &&
           has_clause_beside(p->said, 0) && !is_before_verb(p->base, from);
}

/* "In January, we're hiring twelve now and another eight": of two halves that share the verb each has its time, and
 * that of the second does not open the sentence. */
static int takes_time_of_half(const kr_frontier_pair *p) {
    uint32_t from = in_base(p, 0), at = from, half = KR_NONE;
    if (from == KR_NONE || !tells_time(p->base, from) || is_before_verb(p->base, from))
        return 0;
    while (at-- > 0 && !kr_tag_is_verb(kr_frontier_tag(p->base, at))) {
        if (half == KR_NONE && kr_frontier_tag(p->base, at) == KR_TAG_CONJ)
            half = at;
        else if (half != KR_NONE && tells_time(p->base, at))
            return 1;
    }
    return 0;
}

/* "en staat": the tagger may have taken it for a noun. */
static int may_be_finite(const kr_frontier *read, uint32_t at) {
    const kr_line_word *word = kr_frontier_word(read, at);
    if (kr_tag_is_finite(kr_frontier_tag(read, at)))
        return 1;
    return !kr_line_is_own(word) && kr_frontier_tag(read, at + 1) == KR_TAG_PREP &&
           kr_word_may_be(&read->r->parses[word->sentence], word->at, KR_TAG_FIN);
}

/* Dutch: "vanmorgen is het brood gebakken en staat in de winkel", for "het brood is vanmorgen gebakken en
 * staat in de winkel". Behind a subject that its verb precedes, a second verb wants its own. */
static int leaves_verb_bare(const kr_frontier_pair *p) {
    const kr_frontier *said = p->said;
    int was_so = is_phrase(p->base, 0) && is_before_verb(p->base, 0);
    if (!said->dutch || was_so || in_base(p, 0) == 0 || !is_phrase(said, 0) || !is_before_verb(said, 0))
        return 0;
    for (uint32_t at = 1; at + 2 < said->line->count; at++)
        if (kr_frontier_tag(said, at) == KR_TAG_CONJ && may_be_finite(said, at + 1) &&
            kr_frontier_tag(said, at + 2) != KR_TAG_PRON && said->clauses[said->open[at]].around == KR_NO_CLAUSE)
            return 1;
    return 0;
}

/* ---- texts without a verb ---- */

static int has_verb(const kr_frontier *read) {
    for (uint32_t at = 0; at < read->line->count; at++) {
        uint32_t tag = kr_frontier_tag(read, at);
        if (kr_tag_is_finite(tag) || tag == KR_TAG_INF)
            return 1;
    }
    return 0;
}

static int is_list(const kr_frontier *read) {
    for (uint32_t at = 0; at < read->line->count; at++)
        if (kr_frontier_tag(read, at) == KR_TAG_CONJ || kr_frontier_says(read, at, ","))
            return 1;
    return 0;
}

/* ", but and how": a conjunction of the rule beside one of the base. */
static int doubles_conjunction(const kr_frontier_pair *p) {
    for (uint32_t to = 1; to < p->said->line->count; to++) {
        int both = kr_frontier_tag(p->said, to - 1) == KR_TAG_CONJ && kr_frontier_tag(p->said, to) == KR_TAG_CONJ;
        if (both && kr_line_is_own(kr_frontier_word(p->said, to - 1)) != kr_line_is_own(kr_frontier_word(p->said, to)))
            return 1;
    }
    return 0;
}

const char *kr_scope_strays(const kr_frontier *base, const kr_frontier *said) {
    const kr_frontier_pair p = {base, said};
    if (has_loose_comma(said) && !has_loose_comma(base))
        return "leaves a loose comma";
    if (doubles_conjunction(&p))
        return "sets two conjunctions side by side";
    if (leaves_verb_bare(&p))
        return "makes an opening phrase count for two clauses";
    if (!is_reordered(&p))
        return NULL;
    if (crosses_border(&p))
        return "moves words past a colon or a dash";
    if (cuts_noun_phrase(&p) || cuts_adjective(&p) || cuts_compound(&p) || parts_names(&p) || parts_prepositions(&p) || leaves_link(&p))
        return "cuts a phrase in two";
    if (crowds_verb(&p))
        return "puts more than one part before the verb";
    if (parts_expression(&p) || parts_time_from_tail(&p) || leaves_second_phrase(&p))
        return "parts an expression of time or place";
    if (joins_inner_noun(&p))
        return "joins an item of a list to the noun before it";
    if (moves_shared_word(&p))
        return "moves a word that two items of a list may share";
    if (moves_object_of_infinitive(&p))
        return "takes the object of an infinitive for an item of a list";
    if (moves_climax(&p))
        return "moves what comes last because it is the most";
    if (tells_order(p.base))
        return "changes an order that the sentence tells";
    if (is_counted_on(p.base))
        return "changes an order that the next sentence counts on";
    if (moves_focus(&p))
        return "moves a word such as only from what it is about";
    if (crosses_negation(&p))
        return "changes what a negation is about";
    if (reaches_over_both(&p) || takes_time_of_half(&p))
        return "makes an opening phrase count for two clauses";
    return NULL;
}

int kr_scope_is_reordered(const kr_frontier *base, const kr_frontier *said) {
    const kr_frontier_pair p = {base, said};
    return is_reordered(&p);
}

int kr_scope_is_fragment(const kr_frontier *base) {
    return !has_verb(base) && !is_list(base);
}
