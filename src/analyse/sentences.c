/* Sentences: a line end always ends one; inside a line a closing mark does, unless it belongs to an
 * abbreviation, an atom, a pause or a remark in brackets. Links and hashtags at the end of a line
 * are cut off as segments of their own, so that the words before them can be reworded as a
 * sentence. */
#include "analyse/reading.h"

typedef struct cut {
    uint32_t first, end; /* raw tokens */
    uint8_t kind, given; /* given: kind is settled */
} cut;

typedef struct cuts {
    cut *list;
    uint32_t count;
    size_t capacity;
} cuts;

static int is_closing_mark(const kr_reading *r, uint32_t i) {
    if (i >= r->count || r->raws[i].kind != KR_RAW_MARK || r->raws[i].bullet)
        return 0;
    int32_t code = kr_raw_code(r, i);
    return code == '.' || code == '!' || code == '?' || code == 0x2026;
}

static int is_closer(const kr_reading *r, uint32_t i) {
    int32_t code = i < r->count && r->raws[i].kind == KR_RAW_MARK ? kr_raw_code(r, i) : 0;
    return code == ')' || code == ']' || code == '"' || code == '\'' || code == 0x201D ||
           code == 0x2019 || code == 0xBB;
}

static int is_lower_word(const kr_reading *r, uint32_t i) {
    return kr_raw_near(r, i) && r->raws[i].kind == KR_RAW_WORD && r->raws[i].caps == KR_CAPS_NONE;
}

static int same_atom(const kr_reading *r, uint32_t i, uint32_t j) {
    return j < r->count && r->raws[i].atom != KR_NONE && r->raws[i].atom == r->raws[j].atom;
}

static int kind_of_atom(const kr_reading *r, uint32_t i) {
    return r->raws[i].atom == KR_NONE ? -1 : r->atoms[r->raws[i].atom].kind;
}

/* The next sentence opens with a word that has a capital only there. */
static int opens_plainly(const kr_reading *r, uint32_t i) {
    return i < r->count && r->raws[i].kind == KR_RAW_WORD && r->raws[i].caps == KR_CAPS_TITLE &&
           (kr_reading_in(r, KR_LIST_FUNCTION, i) || kr_reading_in(r, KR_LIST_COMMON, i) ||
            kr_reading_in(r, KR_LIST_IMPERATIVE, i) || kr_reading_in(r, KR_LIST_LINK, i));
}

static int is_abbreviation(const kr_reading *r, uint32_t i) {
    if (r->raws[i].kind != KR_RAW_WORD)
        return 0;
    int initial = kr_raw_low(r, i).length == 1 && r->raws[i].caps != KR_CAPS_NONE;
    return initial || kr_reading_in(r, KR_LIST_ABBREVIATION, i);
}

static int is_dotted(const kr_reading *r, uint32_t i) {
    kr_str low = kr_raw_low(r, i);
    return r->raws[i].kind == KR_RAW_WORD && low.length > 2 && low.at[low.length - 1] == '.';
}

/* An opening bracket without its partner between `first` and `i`, other than at `first`. */
static int in_brackets(const kr_reading *r, uint32_t first, uint32_t i) {
    enum { FARTHEST = 400 }; /* tokens: keeps unclosed brackets linear */
    int open = 0;
    if (i - first > FARTHEST)
        first = i - FARTHEST;
    for (uint32_t k = first; k < i; k++) {
        int32_t code = r->raws[k].kind == KR_RAW_MARK ? kr_raw_code(r, k) : 0;
        if ((code == '(' || code == '[') && k > first)
            open++;
        else if ((code == ')' || code == ']') && open > 0)
            open--;
    }
    return open > 0;
}

/* Emoji that stand before what they show: pointing hands, telephones, calendars. */
static int is_pointing(const kr_reading *r, uint32_t i) {
    static const int32_t signs[] = {0x27A1,  0x2B07,  0x25B6,  0x260E,  0x2709,  0x2B50,  0x1F517,
                                    0x1F4CD, 0x1F4DE, 0x1F4E7, 0x1F4E9, 0x1F4C5, 0x1F4C6, 0x1F5D3,
                                    0x1F39F, 0x1F3AB, 0x1F4F2, 0x1F4F1, 0x23F0,  0x1F552};
    int32_t code = kr_raw_code(r, i);
    for (size_t k = 0; k < sizeof signs / sizeof *signs; k++)
        if (code == signs[k])
            return 1;
    return code >= 0x1F446 && code <= 0x1F449;
}

/* Behind the closing mark: further marks, closing brackets and quotes, emoji that trail. */
static uint32_t absorb(const kr_reading *r, uint32_t i) {
    while (kr_raw_glued(r, i) && (is_closing_mark(r, i) || is_closer(r, i)))
        i++;
    while (kr_raw_near(r, i) && r->raws[i].kind == KR_RAW_EMOJI &&
           !(is_pointing(r, i) && kr_raw_near(r, i + 1)))
        i++;
    return i;
}

static int is_pause(const kr_reading *r, uint32_t i) {
    return kr_raw_code(r, i) == 0x2026 ||
           (kr_raw_code(r, i) == '.' && i > 0 && kr_raw_glued(r, i) && is_closing_mark(r, i - 1));
}

/* "Bakker & Zn. was": a short last part of a name, with lower case behind its point. */
static int is_cut_name(const kr_reading *r, uint32_t i, uint32_t next) {
    return kind_of_atom(r, i) == KR_ATOM_NAME && kr_raw_low(r, i).length <= 4 &&
           is_lower_word(r, next);
}

/* "We did it." says Anna: the quotation's own full stop ends the sentence only before a new one. */
static int quote_ends(const kr_reading *r, uint32_t i) {
    if (kind_of_atom(r, i) != KR_ATOM_QUOTE || same_atom(r, i, i + 1) || i == 0 ||
        !is_closing_mark(r, i - 1) || !kr_raw_near(r, i + 1))
        return 0;
    const kr_raw *next = &r->raws[i + 1];
    return (next->kind == KR_RAW_WORD && next->caps != KR_CAPS_NONE && next->space &&
            !kr_reading_in(r, KR_LIST_REPORTING, i + 1)) ||
           next->kind == KR_RAW_EMOJI;
}

/* "until 7 p.m. Tour the lab", but not "7 p.m. Eastern": an ordinary word with a capital, no adjective. */
static int is_word_behind_hour(const kr_reading *r, uint32_t i) {
    kr_str low = kr_raw_low(r, i);
    int hour = low.length == 4 && low.at[1] == '.' && low.at[2] == 'm';
    return hour && kr_raw_near(r, i + 1) && r->raws[i + 1].kind == KR_RAW_WORD && r->raws[i + 1].caps == KR_CAPS_TITLE &&
           r->pack && (kr_pack_classes(r->pack, kr_raw_low(r, i + 1)) & ~(uint32_t)KR_WORD_ADJ) != 0 &&
           !kr_reading_in(r, KR_LIST_MONTH, i + 1) && !kr_reading_in(r, KR_LIST_MONTH_SHORT, i + 1);
}

/* "all who voted 🏆 You are stars": an emoji stands for the closing mark where an ordinary word with a capital follows. */
static int emoji_ends(const kr_reading *r, uint32_t first, uint32_t i) {
    return r->raws[i].kind == KR_RAW_EMOJI && i > first && r->raws[i - 1].kind == KR_RAW_WORD && !is_pointing(r, i) &&
           kr_raw_near(r, i + 1) && opens_plainly(r, i + 1);
}

/* Does a sentence that began at `first` end with token i? */
static int ends_at(const kr_reading *r, uint32_t first, uint32_t i) {
    if (same_atom(r, i, i + 1))
        return 0;
    if (emoji_ends(r, first, i))
        return 1;
    if (is_dotted(r, i)) /* "at 5 p.m. Monday" */
        return (opens_plainly(r, i + 1) || is_word_behind_hour(r, i)) && !kr_reading_in(r, KR_LIST_WEEKDAY, i + 1);
    if (quote_ends(r, i))
        return 1;
    if (!is_closing_mark(r, i) || r->raws[i].atom != KR_NONE)
        return 0;
    if (is_closing_mark(r, i + 1) && kr_raw_glued(r, i + 1))
        return 0; /* the last mark of a run decides */
    uint32_t next = absorb(r, i + 1);
    if (!kr_raw_near(r, next))
        return 1;
    if (kr_raw_glued(r, next) && r->raws[next - 1].kind != KR_RAW_EMOJI)
        return 0;
    if (in_brackets(r, first, i))
        return 0;
    if (is_pause(r, i))
        return !is_lower_word(r, next);
    if (kr_raw_code(r, i) == '.')
        return i == first || opens_plainly(r, next) ||
               (!is_abbreviation(r, i - 1) && !is_cut_name(r, i - 1, next));
    return !(is_lower_word(r, next) && i > first && kind_of_atom(r, i - 1) == KR_ATOM_NAME);
}

static int push(kr_reading *r, cuts *out, uint32_t first, uint32_t end, int kind) {
    if (first >= end)
        return 0;
    if (kr_arena_grow(r->arena, (void **)&out->list, &out->capacity, out->count,
                      sizeof *out->list) < 0)
        return -1;
    out->list[out->count++] =
        (cut){first, end, (uint8_t)(kind < 0 ? KR_SENTENCE_STATEMENT : kind), kind >= 0};
    return 0;
}

/* A word or mark that wants something behind it: "read more at", "with". */
static int leans(const kr_reading *r, uint32_t i) {
    const kr_raw *raw = &r->raws[i];
    if (raw->kind == KR_RAW_MARK)
        return !is_closing_mark(r, i) && !is_closer(r, i);
    return raw->kind == KR_RAW_WORD &&
           (kr_reading_in(r, KR_LIST_FUNCTION, i) || kr_reading_in(r, KR_LIST_POINTER, i) ||
            kr_reading_in(r, KR_LIST_IMPERATIVE, i));
}

/* Where the hashtags at the end of [first, end) begin; `end` where they belong to the sentence. */
static uint32_t tags_from(const kr_reading *r, uint32_t first, uint32_t end) {
    uint32_t at = end, tags = 0;
    while (at > first) {
        int kind = r->raws[at - 1].kind;
        if ((kind != KR_RAW_TAG && kind != KR_RAW_EMOJI && (kind != KR_RAW_MENTION || !tags)) ||
            (kind != KR_RAW_EMOJI && kind_of_atom(r, at - 1) == KR_ATOM_LOCKED))
            break;
        tags += kind == KR_RAW_TAG;
        at--;
    }
    if (tags == 0)
        return end;
    if (at == first)
        return first;
    while (r->raws[at].kind != KR_RAW_TAG)
        at++;
    int apart = r->raws[at - 1].kind != KR_RAW_WORD && !leans(r, at - 1);
    if (apart)
        return at;
    if (leans(r, at - 1)) {
        at++;
        tags--;
        while (at < end && r->raws[at].kind != KR_RAW_TAG)
            at++;
    }
    return tags >= 2 ? at : end;
}

static int is_link_part(const kr_reading *r, uint32_t i) {
    int32_t code = kr_raw_code(r, i);
    return r->raws[i].kind == KR_RAW_URL || r->raws[i].kind == KR_RAW_EMOJI ||
           (r->raws[i].kind == KR_RAW_MARK &&
            (code == ':' || code == '>' || code == 0x2192 || code == '-' || code == '.'));
}

/* Where a link without introduction begins at the end of [first, end); `end` for none. */
static uint32_t link_from(const kr_reading *r, uint32_t first, uint32_t end) {
    enum { FEWEST_WORDS = 6 };
    uint32_t at = end, links = 0, words = 0;
    while (at > first && is_link_part(r, at - 1)) {
        links += r->raws[at - 1].kind == KR_RAW_URL;
        at--;
    }
    if (links == 0 || at == first)
        return links ? first : end;
    if (r->raws[at].kind == KR_RAW_MARK || leans(r, at - 1) ||
        kind_of_atom(r, at) == KR_ATOM_LOCKED)
        return end;
    for (uint32_t i = first; i < at; i++)
        words += r->raws[i].kind == KR_RAW_WORD;
    return words >= FEWEST_WORDS || is_closing_mark(r, at - 1) ? at : end;
}

/* Cuts one piece, which ends with a line or a closing mark, into sentence, link and hashtags. */
static int cut_piece(kr_reading *r, cuts *out, uint32_t first, uint32_t end) {
    uint32_t tags = tags_from(r, first, end), link = link_from(r, first, tags);
    if (push(r, out, first, link, -1) < 0 || push(r, out, link, tags, KR_SENTENCE_LINK) < 0)
        return -1;
    return push(r, out, tags, end, KR_SENTENCE_TAGS);
}

static int cut_all(kr_reading *r, cuts *out) {
    uint32_t first = 0;
    for (uint32_t i = 0; i < r->count; i++) {
        uint32_t end = i + 1;
        int line = end == r->count || (r->raws[end].breaks && !same_atom(r, i, end));
        if (!line && ends_at(r, first, i)) {
            end = absorb(r, end);
            line = 1;
        }
        if (!line)
            continue;
        if (cut_piece(r, out, first, end) < 0)
            return -1;
        first = end;
        i = end - 1;
    }
    return 0;
}

static uint32_t classes(const kr_reading *r, uint32_t i) {
    return kr_pack_classes(r->pack, kr_raw_low(r, i));
}

/* No verb among words that are all known; where one is unknown nothing is said. */
static int has_no_verb(const kr_reading *r, const cut *c) {
    uint32_t words = 0;
    for (uint32_t i = c->first; i < c->end; i++) {
        if (r->raws[i].kind != KR_RAW_WORD || r->raws[i].atom != KR_NONE)
            continue;
        uint32_t known = r->pack ? classes(r, i) : 0;
        if (r->raws[i].clitic ? !kr_raw_is(r, i, "'s")
                              : known == 0 || (known & (KR_WORD_VERB | KR_WORD_MODAL)))
            return 0;
        words++;
    }
    return words > 0;
}

static uint8_t kind_of(const kr_reading *r, const cut *c) {
    int32_t last = 0;
    uint32_t words = 0, links = 0;
    for (uint32_t i = c->first; i < c->end; i++) {
        int kind = r->raws[i].kind;
        links += kind == KR_RAW_URL;
        words += kind != KR_RAW_EMOJI && kind != KR_RAW_MENTION && kind != KR_RAW_TAG &&
                 kind != KR_RAW_URL && kind != KR_RAW_MARK;
        if (is_closing_mark(r, i) && r->raws[i].atom == KR_NONE)
            last = kr_raw_code(r, i);
        else if (r->raws[i].kind != KR_RAW_EMOJI && !is_closer(r, i))
            last = 0;
    }
    if (r->raws[c->first].bullet)
        return KR_SENTENCE_ITEM;
    if (words == 0 && last == 0)
        return links ? KR_SENTENCE_LINK : KR_SENTENCE_TAGS;
    if (last == '?')
        return KR_SENTENCE_QUESTION;
    if (last == '!')
        return KR_SENTENCE_EXCLAMATION;
    return has_no_verb(r, c) ? KR_SENTENCE_FRAGMENT : KR_SENTENCE_STATEMENT;
}

int kr_find_sentences(kr_reading *reading, kr_arena *arena, kr_post *out) {
    cuts found = {0};
    if (cut_all(reading, &found) < 0)
        return -1;
    out->sentences = kr_arena_zero(arena, found.count + 1, sizeof *out->sentences);
    if (!out->sentences)
        return -1;
    for (uint32_t s = 0; s < found.count; s++) {
        const cut *c = &found.list[s];
        out->sentences[s] = (kr_sentence){
            .span = {reading->raws[c->first].start, reading->raws[c->end - 1].end},
            .kind = c->given ? c->kind : kind_of(reading, c),
            .breaks = s == 0 ? 0 : reading->raws[c->first].breaks,
        };
        for (uint32_t i = c->first; i < c->end; i++)
            reading->raws[i].sentence = s;
    }
    out->sentence_count = found.count;
    return 0;
}
