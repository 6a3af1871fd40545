/* What a rule's author cannot see in the pack: whether a wording touches a negation, a modal or a
 * quantifier that the rule is not written for, leaves out a fact, parts words from what stands around
 * them, or says again what stands there. Takes an alternative whose flat text is known, gives the reason
 * against it. The order of its words is word_order.c's, the reading of the whole reread.c's. */
#include "rewrite/frontier.h"

#include <string.h>

static int in_used_slot(const kr_match *match, const kr_say *say, uint32_t sentence, uint32_t at) {
    for (uint32_t i = 0; i < KR_MAX_SLOTS; i++) {
        const kr_binding *slot = &match->slots[i];
        if (say->slots >> i & 1 && slot->set && slot->sentence == sentence && at >= slot->start &&
            at < slot->end)
            return 1;
    }
    return 0;
}

static uint32_t first_word(const kr_rewriter *r, const kr_match *match, uint32_t sentence) {
    return sentence == match->first_sentence ? match->start : r->parses[sentence].first;
}

static uint32_t end_word(const kr_rewriter *r, const kr_match *match, uint32_t sentence) {
    return sentence == match->last_sentence ? match->end : r->parses[sentence].last;
}

static uint32_t risk_at(const kr_rewriter *r, const kr_parse *parse, uint32_t at, uint32_t bit) {
    const kr_pack_word *words = kr_pack_section(r->pack, KR_SECTION_STRINGS);
    const kr_word *word = &parse->words[at];
    uint32_t count = word->risk >> bit & 1;
    for (uint32_t n = 0; n < 3; n++)
        if (word->phrase[n] != KR_PACK_NONE)
            count += words[word->phrase[n]].risk >> bit & 1;
    return count;
}

/* Negations, modals and quantifiers that the match itself has, and the text must have again. */
static int keeps_risks(const kr_rewriter *r, const kr_match *match, const kr_say *say) {
    const uint8_t wanted[3] = {say->negations, say->modals, say->quantifiers};
    for (uint32_t bit = 0; bit < 3; bit++) {
        uint32_t count = 0;
        if (kr_rule_of(r, match)->flags >> bit & 1)
            continue;
        for (uint32_t s = match->first_sentence; s <= match->last_sentence; s++)
            for (uint32_t at = first_word(r, match, s); at < end_word(r, match, s); at++)
                if (!in_used_slot(match, say, s, at))
                    count += risk_at(r, &r->parses[s], at, bit);
        if (count != wanted[bit])
            return 0;
    }
    return 1;
}

static int keeps_facts(const kr_rewriter *r, const kr_alternative *a, const kr_say *say) {
    const kr_match *match = &a->match;
    for (uint32_t s = match->first_sentence; s <= match->last_sentence; s++)
        for (uint32_t at = first_word(r, match, s); at < end_word(r, match, s); at++) {
            uint32_t atom = r->parses[s].words[at].atom;
            if (atom && atom != KR_ATOM_EMOJI + 1 && !in_used_slot(match, say, s, at) &&
                !kr_fact_may_be_said(r, &r->parses[s], at, a->flat))
                return 0;
        }
    return 1;
}

static kr_str last_word(kr_str text) {
    size_t start = text.length;
    while (start && text.at[start - 1] != ' ')
        start--;
    return (kr_str){text.at + start, text.length - start};
}

/* "Dear members, the hall closes in May": whom a text greets is no part of its clause. */
static int takes_greeting(const kr_rewriter *r, const kr_alternative *a) {
    enum { LONGEST_GREETING = 6 };
    const kr_parse *parse = &r->parses[a->match.first_sentence];
    uint32_t end = a->match.first_sentence == a->match.last_sentence ? a->end : parse->last;
    if (a->start != parse->first || !kr_word_listed(parse, a->start, KR_WORDS_GREETING))
        return 0;
    for (uint32_t at = a->start; at < end && at < a->start + (uint32_t)LONGEST_GREETING; at++)
        if (kr_word_is(parse, at, ","))
            return at + 1u < end;
    return 0;
}

static kr_str first_word_of(kr_str text) {
    const char *blank = memchr(text.at, ' ', text.length);
    return blank ? (kr_str){text.at, (size_t)(blank - text.at)} : text;
}

/* "these days", "op die manier": a phrase of its own, whatever follows. */
static int is_own_phrase(const kr_rewriter *r, const kr_alternative *a) {
    uint32_t tag = r->parses[a->match.first_sentence].words[a->start].tag;
    char lower[64];
    kr_str first = first_word_of(a->flat);
    if (tag == KR_TAG_PREP || first.length * 3 > sizeof lower)
        return 1;
    kr_str word = {lower, kr_utf8_lower(lower, first.at, first.length)};
    uint32_t classes = kr_pack_classes(r->pack, word);
    int article = (classes & (KR_WORD_DET | KR_WORD_POSS)) != 0;
    if (tag == KR_TAG_DET || tag == KR_TAG_POSS)
        return !article;
    return article || (classes & (KR_WORD_PREP | KR_WORD_ADV | KR_WORD_SUB)) != 0;
}

/* "the Denver office move": what stands in front of another noun of its phrase keeps its last word. */
static int cuts_compound(const kr_rewriter *r, const kr_alternative *a) {
    const kr_parse *parse = &r->parses[a->match.last_sentence];
    if (a->end >= parse->last || parse->words[a->end - 1].tag != KR_TAG_NOUN ||
        parse->words[a->end].tag != KR_TAG_NOUN || is_own_phrase(r, a))
        return 0;
    for (uint32_t i = 0; i < parse->chunk_count; i++)
        if (parse->chunks[i].kind == KR_CHUNK_NP1 && parse->chunks[i].start < a->end &&
            parse->chunks[i].end > a->end)
            return !kr_str_equal_fold(last_word(a->flat), last_word(kr_alternative_base(r, a)));
    return 0;
}

/* "Someone is available on 020 79460", "call 020 79460": what stands in front of a link or number still
 * leads to it, a preposition, its verb or a colon. */
static int leads_on(const kr_rewriter *r, kr_str text) {
    kr_str last = last_word(text);
    return last.length && (strchr(":?!", last.at[last.length - 1]) != NULL ||
                           kr_pack_classes(r->pack, last) & KR_WORD_PREP);
}

static int keeps_pointer(const kr_rewriter *r, const kr_alternative *a) {
    const kr_parse *parse = &r->parses[a->match.last_sentence];
    uint32_t tag = parse->words[a->end - 1].tag;
    if (a->end >= parse->count || parse->words[a->end].tag != KR_TAG_REF)
        return 1;
    if (kr_tag_is_verb(tag) && kr_str_equal_fold(last_word(a->flat), last_word(kr_alternative_base(r, a))))
        return 1;
    return (tag != KR_TAG_PREP && !kr_tag_is_verb(tag)) || leads_on(r, a->flat);
}

/* "by unveiling its new phone: the S21": what a colon explains stays in front of it. */
static int keeps_colon(const kr_rewriter *r, const kr_alternative *a) {
    const kr_parse *parse = &r->parses[a->match.last_sentence];
    if (kr_rule_of(r, &a->match)->kind != KR_RULE_TURN || a->end + 1u >= parse->count ||
        !kr_word_is(parse, a->end, ":") || parse->words[a->end + 1].tag == KR_TAG_REF)
        return 1;
    return kr_str_equal_fold(last_word(a->flat), last_word(kr_alternative_base(r, a)));
}

static int has_colon(const kr_parse *parse, uint32_t start, uint32_t end) {
    for (uint32_t at = start; at < end; at++)
        if (kr_word_is(parse, at, ":"))
            return 1;
    return 0;
}

/* "A success: our drill: all were out": one colon in a sentence is enough; "pay is good, and deadline: May": none
 * stands behind a conjunction. */
static int explains_twice(const kr_rewriter *r, const kr_alternative *a) {
    const kr_parse *first = &r->parses[a->match.first_sentence];
    const kr_parse *last = &r->parses[a->match.last_sentence];
    kr_str base = kr_alternative_base(r, a);
    if (!memchr(a->flat.at, ':', a->flat.length) || memchr(base.at, ':', base.length))
        return 0;
    return has_colon(first, first->first, a->start) || has_colon(last, a->next, a->closes ? last->last : last->count) ||
           (a->start > first->first && first->words[a->start - 1].tag == KR_TAG_CONJ);
}

/* "Zin in modder? Solliciteren? Stuur ...": a new question right behind one of the post. */
static int asks_again(const kr_rewriter *r, const kr_alternative *a) {
    uint32_t first = a->match.first_sentence;
    kr_str base = kr_alternative_base(r, a);
    return first > 0 && r->post->sentences[first - 1].kind == KR_SENTENCE_QUESTION &&
           r->post->sentences[first].kind != KR_SENTENCE_QUESTION &&
           memchr(a->flat.at, '?', a->flat.length) && !memchr(base.at, '?', base.length);
}

static int is_question(const kr_rewriter *r, const kr_alternative *a) {
    return r->post->sentences[a->match.last_sentence].kind == KR_SENTENCE_QUESTION;
}

static const kr_parse *sentence_behind(const kr_rewriter *r, const kr_alternative *a) {
    uint32_t next = a->match.last_sentence + 1u;
    return next < r->post->sentence_count ? &r->parses[next] : NULL;
}

static int still_asks(const kr_alternative *a) {
    return !a->closes || memchr(a->flat.at, '?', a->flat.length) != NULL;
}

/* "Kun je er niet bij zijn? Dan sturen we je de opname.": what the next sentence follows from stays a question. */
static int takes_condition(const kr_rewriter *r, const kr_alternative *a) {
    enum { NEAR_HEAD = 3 };
    const kr_parse *next = sentence_behind(r, a);
    if (!next || !is_question(r, a) || still_asks(a))
        return 0;
    for (uint32_t at = next->first; at < next->last && at < next->first + (uint32_t)NEAR_HEAD; at++)
        if (kr_word_listed(next, at, KR_WORDS_ATTACH_CONSEQUENCE))
            return 1;
    return 0;
}

/* The first word of what a wording asks, behind a label: "Good to know: why do we move?" */
static kr_str asking_word(kr_str asked) {
    const char *colon = memchr(asked.at, ':', asked.length);
    const char *behind = colon ? colon + 2 : asked.at; /* ": " */
    if (behind >= asked.at + asked.length)
        return (kr_str){"", 0};
    return first_word_of((kr_str){behind, (size_t)(asked.at + asked.length - behind)});
}

static int opens_what_is_asked(const kr_rewriter *r, const kr_alternative *a) {
    const kr_parse *parse = &r->parses[a->match.last_sentence];
    return a->start == parse->first && kr_word_listed(parse, parse->first, KR_WORDS_ATTACH_ASKS);
}

/* "Want to know why?" for "Why?": the word that asks no longer opens the question. */
static int changes_what_is_asked(const kr_rewriter *r, const kr_alternative *a) {
    const kr_parse *parse = &r->parses[a->match.last_sentence];
    return opens_what_is_asked(r, a) && !kr_str_equal_fold(asking_word(a->flat), kr_word_text(parse, parse->first));
}

/* "Do you know what is inside?" for "What is inside?" can only be answered with yes or no. */
static int asks_for_yes(const kr_rewriter *r, const kr_alternative *a) {
    char lower[64];
    kr_str first = asking_word(a->flat);
    if (!opens_what_is_asked(r, a) || first.length * 3 > sizeof lower)
        return 0;
    kr_str word = {lower, kr_utf8_lower(lower, first.at, first.length)};
    return !kr_pack_words_hold(r->pack, KR_WORDS_ATTACH_ASKS, kr_pack_find(r->pack, word));
}

/* A short text without a verb or a link: no call, and no sentence of its own. */
static int is_fragment(const kr_parse *parse) {
    enum { LONGEST_ANSWER = 8 };
    for (uint32_t at = parse->first; at < parse->last; at++)
        if (parse->words[at].tag == KR_TAG_REF || kr_tag_is_finite(parse->words[at].tag))
            return 0;
    return parse->last <= parse->first + (uint32_t)LONGEST_ANSWER && !kr_tag_is_verb(parse->words[parse->first].tag);
}

/* "Why do we move? Because we grow.", "What is inside? Spreadsheets, mainly.": what the next sentence answers stays
 * that question. */
static int takes_answered(const kr_rewriter *r, const kr_alternative *a) {
    const kr_parse *next = sentence_behind(r, a), *own = &r->parses[a->match.last_sentence];
    if (!next || !is_question(r, a) || next->first >= next->last)
        return 0;
    if (kr_word_listed(next, next->first, KR_WORDS_ATTACH_ANSWER))
        return !still_asks(a) || changes_what_is_asked(r, a);
    return kr_word_listed(own, own->first, KR_WORDS_ATTACH_ASKS) && is_fragment(next) &&
           r->post->sentences[a->match.last_sentence + 1u].kind != KR_SENTENCE_QUESTION &&
           (!still_asks(a) || asks_for_yes(r, a));
}

static int has_text_word(kr_str text, kr_str word) {
    for (size_t at = 0; (at = kr_str_find(text, word, at)) != SIZE_MAX; at++) {
        int opens = at == 0 || text.at[at - 1] == ' ';
        if (opens && (at + word.length == text.length || strchr(" ,.!?", text.at[at + word.length])))
            return 1;
    }
    return 0;
}

/* "..., and so does Bonnie": from `at` on. */
static int echoes_verb(const kr_parse *parse, uint32_t at) {
    for (; at + 2u < parse->last; at++)
        if (kr_word_listed(parse, at, KR_WORDS_ATTACH_ECHO) && kr_tag_is_finite(parse->words[at + 1].tag) &&
            (parse->words[at + 2].features & KR_FEATURE_PRON || kr_tag_is_nominal(parse->words[at + 2].tag) ||
             parse->words[at + 2].tag == KR_TAG_DET || parse->words[at + 2].tag == KR_TAG_POSS))
            return 1;
    return 0;
}

/* "Our handler is retiring, and so does Bonnie" for "Our handler retires, and so does Bonnie". */
static int changes_echoed_verb(const kr_rewriter *r, const kr_alternative *a) {
    const kr_parse *own = &r->parses[a->match.last_sentence], *next = sentence_behind(r, a);
    if (!echoes_verb(own, a->end) && !(next && next->first < next->last && echoes_verb(next, next->first)))
        return 0;
    for (uint32_t at = a->start; at < a->end && a->match.first_sentence == a->match.last_sentence; at++)
        if (kr_tag_is_finite(own->words[at].tag) && !has_text_word(a->flat, kr_word_text(own, at)))
            return 1;
    return 0;
}

/* What stands around the borders inside the match is replaced with it. */
int kr_wording_keeps_emoji(const kr_rewriter *r, const kr_match *match, const kr_say *say) {
    for (uint32_t s = match->first_sentence; s <= match->last_sentence; s++) {
        uint32_t start = s == match->first_sentence ? match->start : 0;
        uint32_t end = s == match->last_sentence ? match->end : r->parses[s].count;
        for (uint32_t at = start; at < end; at++)
            if (r->parses[s].words[at].atom == KR_ATOM_EMOJI + 1 &&
                !in_used_slot(match, say, s, at))
                return 0;
    }
    return 1;
}

/* ---- what stands next to it ---- */

enum { RUN = 3 }; /* words in a row that are heard as said again */

static int says_at(const kr_parse *parse, uint32_t at, const kr_line_word *words) {
    for (uint32_t i = 0; i < RUN; i++)
        if (!kr_str_equal_fold(kr_word_text(parse, at + i), words[i].text))
            return 0;
    return 1;
}

static int says_within(const kr_parse *parse, uint32_t start, uint32_t end, const kr_line_word *words) {
    for (uint32_t at = start; at + RUN <= end; at++)
        if (says_at(parse, at, words))
            return 1;
    return 0;
}

static int has_word(const kr_rewriter *r, const kr_match *match, kr_str word) {
    for (uint32_t s = match->first_sentence; s <= match->last_sentence; s++)
        for (uint32_t at = r->parses[s].first; at < r->parses[s].last; at++)
            if (kr_str_equal_fold(kr_word_text(&r->parses[s], at), word))
                return 1;
    return 0;
}

/* A word of the open classes that the wording brings: of marks and small words every sentence has the same. */
static int is_telling(const kr_rewriter *r, const kr_match *match, const kr_line_word *words) {
    int telling = 0;
    for (uint32_t i = 0; i < RUN; i++) {
        char lower[64];
        if (words[i].tag == KR_TAG_PUNCT || words[i].text.length * 3 > sizeof lower)
            return 0;
        kr_str word = {lower, kr_utf8_lower(lower, words[i].text.at, words[i].text.length)};
        int clitic = word.length && strchr("'\xe2", word.at[0]) != NULL;
        telling |= word.length > 2 && !clitic && !kr_list_has(r->function, word) && !has_word(r, match, words[i].text);
    }
    return telling;
}

static int neighbour_says(const kr_rewriter *r, const kr_match *match, const kr_line_word *words) {
    const kr_parse *before = match->first_sentence > 0 ? &r->parses[match->first_sentence - 1] : NULL;
    const kr_parse *behind = match->last_sentence + 1u < r->post->sentence_count
                                 ? &r->parses[match->last_sentence + 1]
                                 : NULL;
    return (before && says_within(before, before->first, before->last, words)) ||
           (behind && says_within(behind, behind->first, behind->last, words));
}

/* The wording, and the words of the base on both sides that make runs with it. */
static void add_with_edges(const kr_rewriter *r, const kr_alternative *a, kr_line *line) {
    const kr_parse *first = &r->parses[a->match.first_sentence], *last = &r->parses[a->match.last_sentence];
    uint32_t start = a->start > first->first + RUN - 1u ? a->start - (RUN - 1u) : first->first;
    uint32_t end = a->next + RUN - 1u < last->last ? a->next + RUN - 1u : last->last;
    line->count = 0;
    kr_line_add_span(line, r->parses, a->match.first_sentence, start, a->start);
    kr_line_add_text(line, r->pack, a->flat);
    kr_line_add_span(line, r->parses, a->match.last_sentence, a->next, end);
}

/* "We're looking for a baker! Our shop is growing and we're looking for you." */
static int says_as_neighbour(const kr_rewriter *r, const kr_alternative *a) {
    kr_line *line = &r->lines[0];
    add_with_edges(r, a, line);
    for (uint32_t i = 0; i + RUN <= line->count; i++) {
        const kr_line_word *words = &line->word[i];
        if (neighbour_says(r, &a->match, words) && is_telling(r, &a->match, words))
            return 1;
    }
    return 0;
}

const char *kr_wording_fault(const kr_rewriter *r, const kr_alternative *a) {
    const kr_say *say = kr_say_of(r, a->say);
    if (!keeps_risks(r, &a->match, say))
        return "touches a negation, modal or quantifier that the rule is not written for";
    if (!keeps_facts(r, a, say))
        return "leaves out a fact";
    if (!keeps_pointer(r, a))
        return "parts a preposition from its link";
    if (!keeps_colon(r, a))
        return "moves what a colon explains";
    if (explains_twice(r, a))
        return "explains twice in one sentence";
    if (asks_again(r, a))
        return "asks right behind a question";
    if (takes_condition(r, a))
        return "takes the condition from the next sentence";
    if (takes_answered(r, a))
        return "takes the question from its answer";
    if (changes_echoed_verb(r, a))
        return "changes the verb that an echo takes up";
    if (takes_greeting(r, a))
        return "takes a greeting for a part of the clause";
    if (cuts_compound(r, a))
        return "cuts a compound";
    if (says_as_neighbour(r, a))
        return "says what the next sentence says, or the one before";
    return kr_word_order_fault(r, a, kr_alternative_base(r, a));
}
