/* Names: capitals that do not merely open a sentence, joined where they touch.
 *
 * A capital inside a sentence makes a name; at a place where any word has one (a sentence start, a
 * heading in title case) the pack's lexicon and the rest of the text decide. A name is opaque and
 * is read as a noun phrase without its article: "the University of Galway" gives "University of
 * Galway". */
#include "analyse/reading.h"

#include <string.h>

enum { NOT_A_NAME, PERHAPS, SURELY };
enum { SIGHT = 2000 }; /* tokens around a word in which it is looked for: keeps long texts linear */

static int ends_sentence(int32_t code) {
    return code == '.' || code == '!' || code == '?' || code == 0x2026;
}

static int makes_room(int32_t code) {
    return code == ':' || code == ';' || code == '(' || code == '[' || code == '"' ||
           code == 0x201C || code == 0x201E || code == 0xAB || code == '\'' || code == 0x2018 ||
           code == 0x2022 || code == '|' || code == '/' || code == '>' || code == '*' ||
           code == 0xB7 || code == 0x2192 || (code >= 0x2010 && code <= 0x2015) || code == '-';
}

/* "in hall C. Use the side door.": the letter names what stands before it, and a sentence ends there. */
static int is_label(const kr_reading *r, uint32_t i) {
    if (i == 0 || i + 2 >= r->count || kr_raw_low(r, i).length != 1 || !kr_raw_near(r, i) ||
        r->raws[i - 1].kind != KR_RAW_WORD || r->raws[i - 1].caps != KR_CAPS_NONE)
        return 0;
    const kr_raw *next = &r->raws[i + 2];
    return next->kind == KR_RAW_WORD && next->caps == KR_CAPS_TITLE &&
           (kr_reading_in(r, KR_LIST_IMPERATIVE, i + 2) || kr_reading_in(r, KR_LIST_FUNCTION, i + 2)) &&
           !kr_reading_in(r, KR_LIST_FUNCTION, i - 1) && !kr_reading_in(r, KR_LIST_ABBREVIATION, i - 1);
}

static int is_abbreviated(const kr_reading *r, uint32_t i) {
    if (i == 0 || r->raws[i - 1].kind != KR_RAW_WORD || is_label(r, i - 1))
        return 0;
    return kr_raw_low(r, i - 1).length == 1 || kr_reading_in(r, KR_LIST_ABBREVIATION, i - 1);
}

/* A full stop that something follows at once ends nothing ("example.org"), unless that closes a quotation or a bracket:
 * "by the chips." Read it. */
static int stops_inside(const kr_reading *r, uint32_t i) {
    int32_t next = kr_raw_glued(r, i + 1) ? kr_raw_code(r, i + 1) : 0;
    return next && next != '"' && next != 0x201D && next != ')' && next != ']';
}

static uint32_t classes(const kr_reading *r, uint32_t i) {
    return r->pack ? kr_pack_classes(r->pack, kr_raw_low(r, i)) : 0;
}

/* "5 p.m. Bring a coat": the point of a dotted word may end a sentence too; "5 p.m. Eastern" goes on. */
static int may_end_with(const kr_reading *r, uint32_t i) {
    kr_str low = kr_raw_low(r, i);
    return r->raws[i].kind == KR_RAW_WORD && low.length > 2 && low.at[low.length - 1] == '.' && i + 1 < r->count &&
           (classes(r, i + 1) & ~(uint32_t)KR_WORD_ADJ) != 0;
}

static uint8_t opens_behind(const kr_reading *r, uint32_t i, uint8_t before) {
    const kr_raw *raw = &r->raws[i];
    if (raw->kind == KR_RAW_EMOJI || raw->kind == KR_RAW_URL || raw->kind == KR_RAW_KEYCAP)
        return before == KR_OPENS_NOT ? KR_OPENS_PERHAPS : before;
    int32_t code = kr_raw_code(r, i);
    if (raw->kind == KR_RAW_WORD && (code == '\'' || code == 0x2019))
        return before; /* "'s Avonds": the capital stands behind the clitic */
    if (may_end_with(r, i))
        return KR_OPENS_PERHAPS;
    if (raw->kind != KR_RAW_MARK)
        return KR_OPENS_NOT;
    if (code == '.' && (is_abbreviated(r, i) || stops_inside(r, i)))
        return KR_OPENS_NOT;
    if (ends_sentence(code))
        return KR_OPENS_SENTENCE;
    if (code == ')' || code == ']' || code == 0x201D || code == 0x2019)
        return before;
    if (before == KR_OPENS_NOT)
        return makes_room(code) && !kr_raw_glued(r, i) ? KR_OPENS_PERHAPS
               : code == ':'                           ? KR_OPENS_PERHAPS
                                                       : KR_OPENS_NOT;
    return code == ',' ? KR_OPENS_NOT : before;
}

void kr_find_openers(kr_reading *reading) {
    uint8_t opens = KR_OPENS_SENTENCE;
    for (uint32_t i = 0; i < reading->count; i++) {
        kr_raw *raw = &reading->raws[i];
        if (raw->breaks)
            opens = KR_OPENS_SENTENCE;
        raw->opens = opens;
        opens = opens_behind(reading, i, opens);
    }
}

static int is_plain_word(const kr_reading *r, uint32_t i) {
    return i < r->count && r->raws[i].kind == KR_RAW_WORD && !r->raws[i].clitic;
}

static int is_listed(const kr_reading *r, uint32_t i) {
    static const int lists[] = {KR_LIST_FUNCTION, KR_LIST_COMMON,   KR_LIST_IMPERATIVE,
                                KR_LIST_LINK,     KR_LIST_FIRST,    KR_LIST_ADDRESS,
                                KR_LIST_NEGATION, KR_LIST_REPORTING};
    for (size_t k = 0; k < sizeof lists / sizeof *lists; k++)
        if (kr_reading_in(r, lists[k], i))
            return 1;
    return 0;
}

static int is_known(const kr_reading *r, uint32_t i) {
    return classes(r, i) != 0 || is_listed(r, i);
}

/* Segments between line ends and closing marks in which capitals say nothing. A heading in title
 * case has hardly a word of content in lower case, and ordinary words with capitals that are no one
 * name: a function word among them ("Gambling With Your Health"), or several runs ("Team Up to
 * Educate"). */
static void mark_title(kr_reading *r, uint32_t first, uint32_t end) {
    uint32_t lower = 0, capitals = 0, ordinary = 0, runs = 0, in_run = 0;
    for (uint32_t i = first; i < end; i++) {
        if (!is_plain_word(r, i) || !kr_raw_free(r, i) || kr_raw_low(r, i).length < 2)
            continue;
        int function = kr_reading_in(r, KR_LIST_FUNCTION, i);
        if (r->raws[i].caps == KR_CAPS_NONE) {
            lower += !function;
            in_run = 0;
        } else if (r->raws[i].opens == KR_OPENS_NOT) {
            int plain = r->raws[i].caps == KR_CAPS_TITLE && is_known(r, i);
            capitals++;
            ordinary += (uint32_t)plain;
            runs += plain && function ? 2 : plain && !in_run;
            in_run |= (uint32_t)plain;
        }
    }
    if (capitals < 3 || lower * 8 > capitals || ordinary < 3 || runs < 2)
        return;
    for (uint32_t i = first; i < end; i++)
        r->title_line[i] = 1;
}

static int mark_title_lines(kr_reading *r) {
    r->title_line = kr_arena_zero(r->arena, r->count + 1, 1);
    if (!r->title_line)
        return -1;
    uint32_t first = 0;
    for (uint32_t i = 1; i <= r->count; i++) {
        int ends =
            i == r->count || r->raws[i].breaks ||
            (r->raws[i].opens == KR_OPENS_SENTENCE && r->raws[i - 1].opens != KR_OPENS_SENTENCE);
        if (!ends)
            continue;
        mark_title(r, first, i);
        first = i;
    }
    return 0;
}

/* Does the word stand elsewhere, inside a sentence, with a capital (1) or in lower case (-1)? */
static int elsewhere(const kr_reading *r, uint32_t i) {
    kr_str word = kr_raw_low(r, i);
    int found = 0;
    uint32_t first = i > SIGHT ? i - SIGHT : 0, last = r->count - i > SIGHT ? i + SIGHT : r->count;
    for (uint32_t k = first; k < last; k++) {
        if (k == i || r->raws[k].kind != KR_RAW_WORD || !kr_str_equal(kr_raw_low(r, k), word))
            continue;
        if (r->raws[k].caps == KR_CAPS_NONE)
            return -1;
        if (r->raws[k].opens == KR_OPENS_NOT && !r->title_line[k])
            found = 1;
    }
    return found;
}

/* An ending that common words have: "Robotisering", "Happiness". */
static int has_common_ending(const kr_reading *r, uint32_t i) {
    const kr_pack_list *endings = r->lists[KR_LIST_SUFFIX];
    kr_str word = kr_raw_low(r, i);
    for (size_t length = 2; endings && length <= 7 && length + 3 <= word.length; length++)
        if (kr_list_has(endings, (kr_str){word.at + word.length - length, length}))
            return 1;
    return 0;
}

/* An ordinary word in capitals: beside it, another one is shouted too. */
static int loud(const kr_reading *r, uint32_t i) {
    return is_plain_word(r, i) && r->raws[i].breaks == 0 && r->raws[i].caps == KR_CAPS_UPPER &&
           kr_raw_low(r, i).length > 2 && is_known(r, i);
}

/* All capitals: an acronym, unless it is an ordinary word that is shouted. */
static int weigh_capitals(const kr_reading *r, uint32_t i) {
    kr_str word = kr_raw_low(r, i);
    if (r->raws[i].digits || (i > 0 && kr_reading_in(r, KR_LIST_CODE, i - 1)))
        return SURELY;
    int shouting = (i > 0 && r->raws[i].breaks == 0 && loud(r, i - 1)) || loud(r, i + 1);
    if (kr_str_is(word, "it") || kr_str_is(word, "us") || kr_str_is(word, "who"))
        return shouting ? NOT_A_NAME : SURELY;
    if (is_listed(r, i) || (word.length > 3 && classes(r, i)))
        return NOT_A_NAME;
    return shouting && classes(r, i) ? NOT_A_NAME : SURELY;
}

/* "Walk-ins", also where the lexicon has not the whole: what begins with a word of it and a hyphen makes no name. */
static int is_compound(const kr_reading *r, uint32_t i) {
    kr_str word = kr_raw_low(r, i);
    const char *hyphen = memchr(word.at, '-', word.length);
    return hyphen && r->pack && kr_pack_classes(r->pack, (kr_str){word.at, (size_t)(hyphen - word.at)}) != 0;
}

/* A capital at a place where any word may have one. */
static int weigh_opener(const kr_reading *r, uint32_t i) {
    if (is_listed(r, i))
        return NOT_A_NAME;
    int seen = elsewhere(r, i);
    if (seen)
        return seen > 0 ? SURELY : NOT_A_NAME;
    uint32_t known = classes(r, i);
    if (known == 0)
        return has_common_ending(r, i) || is_compound(r, i) ? PERHAPS : SURELY;
    return (known & ~(uint32_t)(KR_WORD_NOUN | KR_WORD_ADJ)) == 0 && !r->title_line[i] ? PERHAPS
                                                                                       : NOT_A_NAME;
}

static int is_title_of_person(const kr_reading *r, uint32_t i) {
    return kr_reading_in(r, KR_LIST_ABBREVIATION, i) && kr_raw_is(r, i + 1, ".") &&
           kr_raw_glued(r, i + 1) && is_plain_word(r, i + 2) && kr_raw_near(r, i + 2) &&
           r->raws[i + 2].caps == KR_CAPS_TITLE;
}

static int weigh(const kr_reading *r, uint32_t i) {
    if (!kr_raw_free(r, i) || !is_plain_word(r, i))
        return NOT_A_NAME;
    const kr_raw *raw = &r->raws[i];
    switch (raw->caps) {
    case KR_CAPS_UPPER:
        return weigh_capitals(r, i);
    case KR_CAPS_MIXED:
        return SURELY;
    case KR_CAPS_TITLE:
        break;
    default:
        return NOT_A_NAME;
    }
    if (is_title_of_person(r, i))
        return SURELY;
    if (raw->opens != KR_OPENS_NOT && kr_reading_in(r, KR_LIST_ABBREVIATION, i))
        return NOT_A_NAME;
    if (raw->opens != KR_OPENS_NOT || r->title_line[i])
        return weigh_opener(r, i);
    if (kr_reading_in(r, KR_LIST_FUNCTION, i)) /* "The Ledger": an article with a capital */
        return kr_reading_in(r, KR_LIST_ARTICLE, i) ? PERHAPS : NOT_A_NAME;
    return kr_reading_in(r, KR_LIST_COMMON, i) ? PERHAPS : SURELY;
}

/* Inside a name more words belong than may begin one: "Best of the West". */
static int continues(const kr_reading *r, uint32_t i) {
    if (!kr_raw_near(r, i) || kr_raw_glued(r, i) || r->raws[i].opens == KR_OPENS_SENTENCE)
        return 0;
    int weight = weigh(r, i);
    return weight == SURELY || (weight == PERHAPS && r->raws[i].opens == KR_OPENS_NOT);
}

/* Behind the point of an initial or a title that belongs to the name; a full stop does not. */
static uint32_t initial_dot(const kr_reading *r, uint32_t i) {
    if (!kr_raw_is(r, i + 1, ".") || !kr_raw_glued(r, i + 1) || is_label(r, i))
        return i + 1;
    if (is_title_of_person(r, i))
        return i + 2;
    int short_form = kr_raw_low(r, i).length == 1 || kr_reading_in(r, KR_LIST_ABBREVIATION, i);
    int inside = kr_raw_near(r, i + 2) && (continues(r, i + 2) || kr_raw_is(r, i + 2, ",") ||
                                           r->raws[i + 2].caps == KR_CAPS_NONE);
    return short_form && inside ? i + 2 : i + 1;
}

/* "vindt PIBN de Dutch Digital Day", "in Mechelen de Dag": a lone "de" behind letters that are no word, or
 * behind a place, is the article of another name; "Anna de Vries" has one name. */
static int is_article_of_next(const kr_reading *r, uint32_t i, uint32_t end) {
    if (strcmp(r->language, "nl") != 0 || end != i + 1 || !kr_raw_is(r, i, "de") || i == 0)
        return 0;
    int place = i > 1 && kr_raw_near(r, i - 1) &&
                (kr_raw_is(r, i - 2, "in") || kr_raw_is(r, i - 2, "te") || kr_raw_is(r, i - 2, "naar"));
    return place || (r->raws[i - 1].caps == KR_CAPS_UPPER && r->raws[i - 1].low_end - r->raws[i - 1].low > 1);
}

/* The token behind what joins the name to its next part, or `i`. */
static uint32_t connector(const kr_reading *r, uint32_t i) {
    if (!kr_raw_free(r, i) || !kr_raw_near(r, i) || kr_raw_glued(r, i))
        return i;
    uint32_t end = i;
    if (kr_raw_code(r, i) == '&' ||
        (kr_raw_is(r, i, "of") && kr_reading_in(r, KR_LIST_CONNECTOR_HEAD, i - 1)))
        end = i + 1;
    else if (r->raws[i].kind == KR_RAW_WORD)
        end = i + kr_reading_phrase(r, KR_LIST_CONNECTOR, i, r->count);
    return end > i && continues(r, end) && !is_article_of_next(r, i, end) ? end : i;
}

/* "Windows 11", "Kerkplein 8", "iPhone 11 Pro": a bare number that counts nothing behind it. "Expo
 * 2027": the year of an event, which moves nowhere without it. */
static uint32_t number_behind(const kr_reading *r, uint32_t i) {
    if (!kr_raw_near(r, i) || kr_raw_glued(r, i) || r->raws[i].kind != KR_RAW_NUMBER ||
        r->raws[i].atom == KR_NONE)
        return i;
    const kr_atom *atom = &r->atoms[r->raws[i].atom];
    if ((atom->kind != KR_ATOM_NUMBER && atom->kind != KR_ATOM_DATE) ||
        atom->span.start != r->raws[i].start || atom->span.end != r->raws[i].end)
        return i;
    if (atom->kind == KR_ATOM_DATE)
        return i + 1;
    if (!kr_raw_near(r, i + 1) || r->raws[i + 1].kind != KR_RAW_WORD || continues(r, i + 1))
        return i + 1;
    /* Behind a product ("iPhone 15 runs") a word that may be a verb is one. */
    int product = r->raws[i - 1].caps != KR_CAPS_TITLE;
    uint32_t known = classes(r, i + 1);
    int counted = known == 0 ||
                  ((known & (KR_WORD_NOUN | KR_WORD_ADJ)) && !(product && (known & KR_WORD_VERB)));
    return kr_reading_in(r, KR_LIST_FUNCTION, i + 1) || !counted ? i + 1 : i;
}

/* The token behind the name that begins at `i`. */
static uint32_t name_end(const kr_reading *r, uint32_t i) {
    uint32_t end = i + 1;
    for (;;) {
        end = initial_dot(r, end - 1);
        uint32_t joined = connector(r, end);
        uint32_t number = number_behind(r, end);
        if (continues(r, end))
            end++;
        else if (joined > end)
            end = joined + 1;
        else if (number > end && continues(r, number))
            end = number + 1;
        else
            return number;
    }
}

static int is_single_letter(const kr_reading *r, uint32_t i, uint32_t end) {
    return end == i + 1 && kr_raw_low(r, i).length == 1 && r->raws[i].opens != KR_OPENS_NOT;
}

/* The wording of a known atom stands at raw token `i`: the token behind it, or `i`. */
static uint32_t known_end(const kr_reading *r, uint32_t i, const kr_post *known,
                          const kr_atom *atom) {
    uint32_t length = atom->span.end - atom->span.start, start = r->raws[i].start;
    if (r->length - start < length ||
        memcmp(r->text + start, known->text.at + atom->span.start, length) != 0)
        return i;
    for (uint32_t k = i; k < r->count && r->raws[k].end <= start + length; k++)
        if (r->raws[k].end == start + length)
            return k + 1;
    return i;
}

/* Names and locks of the base, whatever surrounds them here. */
int kr_find_known(kr_reading *r, const kr_post *known) {
    for (uint32_t i = 0; i < r->count; i++) {
        uint32_t end = i, kind = 0;
        for (uint32_t k = 0; k < known->atom_count && kr_raw_free(r, i); k++) {
            const kr_atom *atom = &known->atoms[k];
            if (atom->kind != KR_ATOM_NAME && atom->kind != KR_ATOM_LOCKED)
                continue;
            uint32_t found = known_end(r, i, known, atom);
            if (found > end) {
                end = found;
                kind = atom->kind;
            }
        }
        if (end == i)
            continue;
        if (kr_reading_atom(r, i, end - 1, (kr_atom_kind)kind) < 0)
            return -1;
        i = end - 1;
    }
    return 0;
}

/* Names that are known as phrases, among them those with a word of the calendar: "Black Friday". */
int kr_find_set_names(kr_reading *reading) {
    for (uint32_t i = 0; i < reading->count; i++) {
        if (!kr_raw_free(reading, i) || reading->raws[i].caps == KR_CAPS_NONE)
            continue;
        uint32_t words = kr_reading_phrase(reading, KR_LIST_NAME, i, reading->count);
        for (uint32_t k = i; k < i + words; k++)
            if (!kr_raw_free(reading, k))
                words = 0;
        if (words && kr_reading_atom(reading, i, i + words - 1, KR_ATOM_NAME) < 0)
            return -1;
    }
    return 0;
}

/* "Frame Foods has opened": a verb that opens a sentence, a word with a capital and a finite verb behind it are a name and
 * its verb, for no order or question goes on so ("Visit Frame Foods"). Where the name ends, or `i`. */
static uint32_t verb_in_name(const kr_reading *r, uint32_t i) {
    if (!is_plain_word(r, i) || !kr_raw_free(r, i) || r->raws[i].caps != KR_CAPS_TITLE ||
        r->raws[i].opens != KR_OPENS_SENTENCE || r->title_line[i] || !(classes(r, i) & KR_WORD_VERB) || is_listed(r, i))
        return i;
    uint32_t end = name_end(r, i);
    if (end == i + 1 || !is_plain_word(r, end) || !kr_raw_near(r, end) || r->raws[end].caps != KR_CAPS_NONE)
        return i;
    return kr_reading_in(r, KR_LIST_FUNCTION, end) && (classes(r, end) & KR_WORD_VERB) ? end : i;
}

int kr_find_names(kr_reading *reading) {
    if (mark_title_lines(reading) < 0)
        return -1;
    for (uint32_t i = 0; i < reading->count; i++) {
        int weight = weigh(reading, i);
        uint32_t end = weight == NOT_A_NAME ? verb_in_name(reading, i) : name_end(reading, i);
        if (end == i)
            continue;
        if ((weight == PERHAPS && end == i + 1) || is_single_letter(reading, i, end))
            continue;
        if (kr_reading_atom(reading, i, end - 1, KR_ATOM_NAME) < 0)
            return -1;
        i = end - 1;
    }
    return 0;
}
