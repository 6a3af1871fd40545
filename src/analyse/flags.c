/* What holds a sentence in its place and wording: quotations and legal or financial wording lock
 * it; links to the sentence before it, questions and colons before it keep its place. */
#include "analyse/reading.h"

static uint32_t last_of(const kr_reading *r, uint32_t i) {
    while (i + 1 < r->count && r->raws[i + 1].sentence == r->raws[i].sentence)
        i++;
    return i;
}

/* The first raw token that says something: behind emoji, bullets and opening marks. */
static uint32_t first_word(const kr_reading *r, uint32_t i, uint32_t last) {
    while (i < last &&
           (r->raws[i].kind == KR_RAW_MARK || r->raws[i].kind == KR_RAW_EMOJI || r->raws[i].bullet))
        i++;
    return i;
}

static int has_phrase(const kr_reading *r, int list, uint32_t first, uint32_t last) {
    for (uint32_t i = first; i <= last; i++)
        if (r->raws[i].kind == KR_RAW_WORD && kr_reading_phrase(r, list, i, last + 1))
            return 1;
    return 0;
}

static int has_word(const kr_reading *r, int list, uint32_t first, uint32_t last) {
    for (uint32_t i = first; i <= last; i++)
        if (r->raws[i].kind == KR_RAW_WORD && r->raws[i].atom == KR_NONE &&
            kr_reading_in(r, list, i))
            return 1;
    return 0;
}

static int is_quoted(const kr_reading *r, uint32_t i) {
    return r->raws[i].atom != KR_NONE && r->atoms[r->raws[i].atom].kind == KR_ATOM_QUOTE;
}

/* How many quoted words make somebody's words: a title in quotation marks is shorter. */
static uint32_t saying_words(const kr_reading *r, uint32_t first, uint32_t open, int reports) {
    if (open > first && kr_raw_code(r, open - 1) == ':')
        return 3;
    return reports ? 4 : 7;
}

/* Somebody's words in quotation marks: the whole sentence, or as long as a saying. */
static int quotes_somebody(const kr_reading *r, uint32_t first, uint32_t last) {
    int reports = has_word(r, KR_LIST_REPORTING, first, last);
    uint32_t words = 0, least = 0, outside = 0;
    for (uint32_t i = first; i <= last; i++) {
        if (!is_quoted(r, i)) {
            outside += r->raws[i].kind != KR_RAW_MARK && r->raws[i].kind != KR_RAW_EMOJI;
            words = 0;
            continue;
        }
        if (words == 0)
            least = saying_words(r, first, i, reports);
        words += r->raws[i].kind != KR_RAW_MARK && !r->raws[i].clitic;
        if (words >= least && least > 0)
            return 1;
    }
    return is_quoted(r, first) && (outside == 0 || (reports && outside < 4));
}

static int in_title_case(const kr_reading *r, uint32_t first, uint32_t last) {
    uint32_t marked = 0;
    for (uint32_t i = first; i <= last; i++)
        marked += r->title_line && r->title_line[i];
    return marked * 2 > last - first + 1;
}

static int is_first_person(const kr_reading *r, uint32_t first, uint32_t last) {
    for (uint32_t i = first; i <= last; i++)
        if (r->raws[i].kind == KR_RAW_WORD && r->raws[i].atom == KR_NONE &&
            kr_reading_in(r, KR_LIST_FIRST, i) &&
            (!kr_raw_is(r, i, "i") || r->raws[i].caps != KR_CAPS_NONE))
            return 1;
    return 0;
}

static int opens_with_link(const kr_reading *r, uint32_t first, uint32_t last) {
    uint32_t i = first_word(r, first, last);
    const kr_raw *raw = &r->raws[i];
    if (raw->kind != KR_RAW_WORD || raw->atom != KR_NONE)
        return 0;
    if (raw->caps == KR_CAPS_NONE || kr_reading_phrase(r, KR_LIST_LINK, i, last + 1))
        return 1;
    return kr_reading_in(r, KR_LIST_LINK_VERB, i) && i < last && r->pack &&
           (kr_pack_classes(r->pack, kr_raw_low(r, i + 1)) & (KR_WORD_VERB | KR_WORD_MODAL)) &&
           !(kr_pack_classes(r->pack, kr_raw_low(r, i + 1)) & (KR_WORD_NOUN | KR_WORD_ADJ));
}

/* A line without closing mark above another: what follows belongs to it. */
static int is_heading(const kr_reading *r, uint32_t first, uint32_t last) {
    enum { LONGEST_HEADING = 12 };
    uint32_t at = last;
    while (at > first && r->raws[at].kind == KR_RAW_EMOJI)
        at--;
    return r->raws[at].kind != KR_RAW_MARK && last - first < LONGEST_HEADING &&
           last + 1 < r->count && r->raws[last + 1].breaks > 0 &&
           (r->raws[first].breaks > 0 || first == 0);
}

static int ends_with_colon(const kr_reading *r, uint32_t last) {
    return r->raws[last].kind == KR_RAW_MARK && kr_raw_code(r, last) == ':';
}

static int keeps_place(const kr_reading *r, const kr_post *post, uint32_t s, uint32_t first) {
    const kr_sentence *before = &post->sentences[s - 1], *own = &post->sentences[s];
    if (own->kind == KR_SENTENCE_TAGS)
        return 0;
    uint32_t last = first - 1, start = last;
    while (start > 0 && r->raws[start - 1].sentence == s - 1)
        start--;
    if (before->kind == KR_SENTENCE_QUESTION)
        return own->kind != KR_SENTENCE_LINK;
    if (ends_with_colon(r, last))
        return 1;
    if (before->kind == KR_SENTENCE_ITEM)
        return own->breaks == 0;
    return own->kind != KR_SENTENCE_LINK && before->kind != KR_SENTENCE_LINK &&
           before->kind != KR_SENTENCE_TAGS && is_heading(r, start, last);
}

static uint8_t flags_of(const kr_reading *r, const kr_post *post, uint32_t s, uint32_t first) {
    const kr_sentence *sentence = &post->sentences[s];
    uint32_t last = last_of(r, first), flags = 0;
    if (sentence->kind == KR_SENTENCE_TAGS)
        return 0;
    if (has_phrase(r, KR_LIST_LEGAL, first, last) || in_title_case(r, first, last))
        flags |= KR_SENTENCE_LOCKED;
    else if (quotes_somebody(r, first, last))
        flags |= KR_SENTENCE_LOCKED | KR_SENTENCE_QUOTING;
    if ((s > 0 && opens_with_link(r, first, last)) || (s > 0 && keeps_place(r, post, s, first)))
        flags |= KR_SENTENCE_LINKED;
    if (is_first_person(r, first, last))
        flags |= KR_SENTENCE_FIRST_PERSON;
    if (has_word(r, KR_LIST_ADDRESS, first, last) ||
        kr_reading_in(r, KR_LIST_IMPERATIVE, first_word(r, first, last)))
        flags |= KR_SENTENCE_ADDRESSED;
    return (uint8_t)flags;
}

void kr_flag_sentences(const kr_reading *reading, kr_post *out) {
    uint32_t own = 0, asked = 0;
    for (uint32_t i = 0; i < reading->count; i = last_of(reading, i) + 1) {
        uint32_t s = reading->raws[i].sentence;
        kr_sentence *sentence = &out->sentences[s];
        sentence->flags = flags_of(reading, out, s, i);
        if (!(sentence->flags & KR_SENTENCE_FIRST_PERSON))
            continue;
        if (sentence->kind == KR_SENTENCE_QUESTION) /* "How do I apply?" asks for the reader */
            asked++;
        else
            own++;
    }
    out->first_person = own > 0 || asked > 1;
}
