/* Texts put to use: the leaves of a rule's text as fragments with their joints. The same leaves make
 * the node of the graph and the flat text that the guard reads (say_tree.c), so that the two cannot
 * differ. */
#include "rewrite/rewriter.h"

#include <string.h>

const kr_piece *kr_say_pieces(const kr_rewriter *r) {
    return kr_pack_section(r->pack, KR_SECTION_PIECES);
}

static int is_dutch(const kr_rewriter *r) {
    return strcmp(r->post->language, "nl") == 0;
}

/* ---- literals ---- */

int kr_say_ends_sentence(kr_str text) {
    return text.length && (strchr(".!?", text.at[text.length - 1]) != NULL ||
                           (text.length >= 3 &&
                            memcmp(text.at + text.length - 3, "\xe2\x80\xa6", 3) == 0));
}

/* The text with another first character. */
static kr_str with_first(const kr_rewriter *r, kr_str text, int32_t first) {
    size_t at = 0;
    char *copy = kr_arena_alloc(&r->job->arena, text.length + 4, 1);
    if (!copy)
        return text;
    kr_utf8_next(text.at, text.length, &at);
    size_t size = kr_utf8_put(copy, first);
    memcpy(copy + size, text.at + at, text.length - at);
    return (kr_str){copy, size + text.length - at};
}

/* The first word of a text is written with the capital of its sentence; inside one it has none,
 * unless it is the English I or has another capital. */
static kr_str without_capital(const kr_rewriter *r, kr_str text) {
    size_t at = 0, end = 0;
    int32_t first = text.length ? kr_utf8_next(text.at, text.length, &at) : 0;
    while (end < text.length && text.at[end] != ' ')
        end++;
    if (!kr_is_upper(first))
        return text;
    for (size_t i = at; i < end;)
        if (kr_is_upper(kr_utf8_next(text.at, text.length, &i)))
            return text;
    if (!is_dutch(r) && text.at[0] == 'I' &&
        (end == 1 || text.at[1] == '\'' || (unsigned char)text.at[1] >= 0x80))
        return text;
    return with_first(r, text, kr_to_lower(first));
}

uint32_t kr_say_flags(kr_str text) {
    uint32_t flags = 0;
    if (text.length == 0)
        return 0;
    if (strchr(",.;:!?)", text.at[0]))
        flags |= KR_FRAGMENT_TIGHT_LEFT;
    if (text.at[text.length - 1] == '(')
        flags |= KR_FRAGMENT_TIGHT_RIGHT;
    if (kr_say_ends_sentence(text))
        flags |= KR_FRAGMENT_ENDS;
    if (kr_vowel_sound(text))
        flags |= KR_FRAGMENT_VOWEL;
    return flags;
}

static uint32_t literal_flags(const kr_piece *piece, kr_str text, int opening, int glued) {
    uint32_t flags = kr_say_flags(text);
    if (text.length && piece->flags & KR_PIECE_GLUED && !opening)
        flags |= KR_FRAGMENT_TIGHT_LEFT;
    if (text.length && glued)
        flags |= KR_FRAGMENT_TIGHT_RIGHT;
    return flags;
}

/* An article at the end of a literal waits for what follows. */
static size_t article_at_end(const kr_rewriter *r, kr_str text) {
    if (is_dutch(r))
        return 0;
    if (kr_str_equal_fold(text, KR_STR("a")) || kr_str_equal_fold(text, KR_STR("an")))
        return text.length;
    if (text.length > 2 && memcmp(text.at + text.length - 2, " a", 2) == 0)
        return 1;
    return text.length > 3 && memcmp(text.at + text.length - 3, " an", 3) == 0 ? 2 : 0;
}

/* "• af en toe": a base that begins in lower case is not given a capital. */
static int begins_lower(const kr_rewriter *r, const kr_match *match) {
    const kr_parse *parse = &r->parses[match->first_sentence];
    kr_str first = kr_word_text(parse, match->start);
    size_t at = 0;
    return match->start == parse->first && first.length &&
           kr_is_lower(kr_utf8_next(first.at, first.length, &at));
}

/* "Tip: Take your time": the base begins anew inside its sentence, so what replaces the word has a capital too. */
static int begins_again(const kr_rewriter *r, const kr_match *match) {
    const kr_parse *parse = &r->parses[match->first_sentence];
    const kr_word *word = &parse->words[match->start];
    return kr_word_opens_again(parse, match->start) && word->sticky && !word->shouted;
}

static kr_str with_capital(const kr_rewriter *r, kr_str text) {
    size_t at = 0;
    if (!text.length)
        return text;
    return with_first(r, text, kr_to_title(kr_utf8_next(text.at, text.length, &at)));
}

static int literal_units(const kr_rewriter *r, const kr_piece *piece, int opening, int glued,
                         kr_unit *out) {
    kr_str text = kr_pack_string(r->pack, piece->arg);
    int count = 0;
    if (opening)
        text = without_capital(r, text);
    size_t article = article_at_end(r, text);
    uint32_t flags = literal_flags(piece, text, opening, glued && !article);
    if (article) {
        size_t rest = text.length - article;
        while (rest && text.at[rest - 1] == ' ')
            rest--;
        if (rest)
            out[count++] = (kr_unit){.text = {text.at, rest}, .flags = flags & ~(uint32_t)KR_FRAGMENT_ENDS};
        out[count++] = (kr_unit){.text = {text.at + text.length - article, 1},
                                 .flags = KR_FRAGMENT_ARTICLE | KR_FRAGMENT_VOWEL};
        return count;
    }
    if (text.length > 1 && text.at[text.length - 1] == '(') {
        kr_str before = {text.at, text.length - 1};
        while (before.length && before.at[before.length - 1] == ' ')
            before.length--;
        out[count++] = (kr_unit){.text = before, .flags = flags & ~(uint32_t)KR_FRAGMENT_TIGHT_RIGHT};
        text = (kr_str){text.at + text.length - 1, 1};
        flags = KR_FRAGMENT_TIGHT_RIGHT;
    }
    out[count++] = (kr_unit){.text = text, .flags = flags};
    return count;
}

/* ---- slots ---- */

/* A word of the base that cannot lose its capital stays in front. */
static int may_stand(const kr_rewriter *r, const kr_binding *slot, uint16_t start, int opening) {
    const kr_parse *parse = &r->parses[slot->sentence];
    return opening || !parse->words[start].sticky;
}

static int span_unit(const kr_rewriter *r, const kr_binding *slot, uint16_t start, int opening,
                     kr_unit *out) {
    if (!may_stand(r, slot, start, opening))
        return -1;
    if (start >= slot->end)
        return 0;
    *out = (kr_unit){.sentence = slot->sentence, .start = start, .end = slot->end};
    return 1;
}

/* Dutch adjectives before a neuter noun: "een mooi huis", "het mooie huis". */
static int needs_other_form(const kr_rewriter *r, const kr_binding *slot, int definite) {
    const kr_parse *parse = &r->parses[slot->sentence];
    if (!is_dutch(r) || !(slot->features & KR_FEATURE_SG))
        return 0;
    int was_definite = (slot->features & KR_FEATURE_DEF) != 0;
    for (uint16_t at = kr_agree_bare(parse, slot); at < slot->head; at++)
        if (parse->words[at].tag == KR_TAG_ADJ && definite != was_definite &&
            (slot->features & (KR_FEATURE_DE | KR_FEATURE_HET)) != KR_FEATURE_DE)
            return 1;
    return 0;
}

static int adjective_unit(const kr_rewriter *r, const kr_binding *slot, uint16_t at, int definite,
                          kr_unit *out) {
    const kr_word *word = &r->parses[slot->sentence].words[at];
    if (word->lemma == KR_PACK_NONE || !(slot->features & KR_FEATURE_HET))
        return -1;
    uint32_t string =
        kr_pack_form(r->pack, word->lemma, definite ? KR_FORM_INFL : KR_FORM_POS);
    if (string == KR_PACK_NONE)
        return -1;
    *out = (kr_unit){.text = kr_pack_string(r->pack, string)};
    return 1;
}

/* The phrase behind its article, adjectives in the form that goes with the new one. */
static int reformed(const kr_rewriter *r, const kr_binding *slot, int definite, kr_unit *out) {
    const kr_parse *parse = &r->parses[slot->sentence];
    int count = 0;
    uint16_t at = kr_agree_bare(parse, slot);
    for (; at < slot->head && count < KR_MOST_UNITS - 4; at++) {
        if (parse->words[at].tag != KR_TAG_ADJ)
            out[count++] = (kr_unit){.sentence = slot->sentence, .start = at,
                                     .end = (uint16_t)(at + 1)};
        else if (adjective_unit(r, slot, at, definite, &out[count++]) < 0)
            return -1;
    }
    out[count++] = (kr_unit){.sentence = slot->sentence, .start = at, .end = slot->end};
    return count;
}

static int phrase_units(const kr_rewriter *r, const kr_binding *slot, uint32_t form, int opening,
                        kr_unit *out) {
    const kr_parse *parse = &r->parses[slot->sentence];
    int count = 0, definite = form == KR_SAY_DEF;
    kr_str article = {"", 0};
    if (form != KR_SAY_BARE && kr_agree_article(parse, slot, definite, &article) < 0)
        return -1;
    if (slot->features & (KR_FEATURE_NAME | KR_FEATURE_PRON))
        return form == KR_SAY_BARE ? span_unit(r, slot, slot->start, opening, out) : -1;
    if (article.length)
        out[count++] = (kr_unit){.text = article,
                                 .flags = kr_str_is(article, "a")
                                              ? KR_FRAGMENT_ARTICLE | KR_FRAGMENT_VOWEL
                                              : 0};
    int more = needs_other_form(r, slot, definite)
                   ? reformed(r, slot, definite, out + count)
                   : span_unit(r, slot, kr_agree_bare(parse, slot), opening && !count, out + count);
    return more < 0 ? -1 : count + more;
}

/* A verb phrase changes its verb and keeps the rest: "halve the waste", "halving the waste". */
static int is_verb_form(uint32_t form) {
    return form == KR_SAY_S3 || form == KR_SAY_PAST || form == KR_SAY_ING || form == KR_SAY_INF ||
           form == KR_SAY_PP || form == KR_SAY_IK;
}

static int is_clause(const kr_rewriter *r, const kr_match *match) {
    return kr_rule_of(r, match)->kind != KR_RULE_PHRASE;
}

static int te_units(const kr_rewriter *r, const kr_binding *slot, kr_unit *out) {
    kr_str particle, rest;
    int count = 0;
    if (kr_agree_te(r->parses, slot, &particle, &rest) < 0)
        return -1;
    if (particle.length)
        out[count++] = (kr_unit){.text = particle};
    out[count++] = (kr_unit){.text = KR_STR("te")};
    out[count++] = (kr_unit){.text = rest, .sentence = slot->sentence, .start = slot->start,
                             .tag = KR_TAG_INF};
    return count;
}

static int opens_with_verb(const kr_rewriter *r, const kr_piece *piece) {
    kr_str text = kr_pack_string(r->pack, piece->arg);
    size_t end = 0;
    while (end < text.length && text.at[end] != ' ')
        end++;
    return (kr_pack_classes(r->pack, (kr_str){text.at, end}) & (KR_WORD_VERB | KR_WORD_MODAL)) != 0;
}

/* Where a slot that was to open a clause is absent, what follows may do so instead, unless it is a
 * verb: "{time} {v.inv} {s}" without a time would be a question. */
static int may_open_instead(const kr_rewriter *r, const kr_match *match, const kr_piece *piece) {
    const kr_piece *end = kr_say_pieces(r) + kr_pack_count(r->pack, KR_SECTION_PIECES);
    for (piece++; piece < end && piece->kind == KR_PIECE_SLOT; piece++) {
        const kr_binding *slot = &match->slots[piece->slot];
        if (slot->set)
            return !kr_is_finite(&r->parses[slot->sentence].words[slot->start]);
    }
    return piece < end && piece->kind == KR_PIECE_TEXT && !opens_with_verb(r, piece);
}

static uint8_t tag_of_form(uint32_t form) {
    switch (form) {
    case KR_SAY_ING: return KR_TAG_ING;
    case KR_SAY_INF: return KR_TAG_INF;
    case KR_SAY_PP: return KR_TAG_PP;
    case KR_SAY_IT: case KR_SAY_PART: case KR_SAY_POSS: case KR_SAY_PL: case KR_SAY_SG: return 0;
    default: return KR_TAG_FIN;
    }
}

static int slot_units(const kr_rewriter *r, const kr_match *match, const kr_piece *piece,
                      int opening, kr_unit *out) {
    const kr_binding *slot = &match->slots[piece->slot];
    if (!slot->set) /* optional, and absent: nothing */
        return opening && is_clause(r, match) && !may_open_instead(r, match, piece) ? -1 : 0;
    if (piece->form == KR_SAY_PLAIN || piece->form == KR_SAY_CAP)
        return span_unit(r, slot, slot->start, opening, out);
    if (piece->form == KR_SAY_BARE || piece->form == KR_SAY_DEF || piece->form == KR_SAY_INDEF)
        return phrase_units(r, slot, piece->form, opening, out);
    if (piece->form == KR_SAY_TE)
        return te_units(r, slot, out);
    kr_str text;
    int has_rest = slot->end > slot->start + 1 && slot->head == slot->start && is_verb_form(piece->form);
    if (kr_agree_slot(r->parses, match, piece, &text) < 0)
        return -1;
    if (has_rest)
        out[1] = (kr_unit){.sentence = slot->sentence, .start = (uint16_t)(slot->start + 1),
                           .end = slot->end};
    if (slot->start == r->parses[slot->sentence].first)
        text = without_capital(r, text);
    *out = (kr_unit){.text = text, .flags = kr_vowel_sound(text) ? KR_FRAGMENT_VOWEL : 0,
                     .sentence = slot->sentence, .start = slot->start,
                     .tag = tag_of_form(piece->form)};
    return text.length ? 1 + has_rest : 0;
}

static int is_verb(const kr_word *word) {
    return word->tag == KR_TAG_FIN || word->tag == KR_TAG_MODAL || word->tag == KR_TAG_INF ||
           word->tag == KR_TAG_PP || word->tag == KR_TAG_ING;
}

static int verb_units(const kr_rewriter *r, const kr_match *match, const kr_piece *piece,
                      kr_unit *out) {
    kr_str text;
    if (kr_agree_verb(r->parses, match, piece, &text) < 0)
        return -1;
    *out = (kr_unit){.text = text, .flags = kr_vowel_sound(text) ? KR_FRAGMENT_VOWEL : 0,
                     .start = KR_NOT_OF_BASE, .tag = tag_of_form(piece->form)};
    const kr_binding *slot = &match->slots[piece->slot % KR_MAX_SLOTS];
    if (piece->slot == UINT8_MAX || !is_verb(&r->parses[slot->sentence].words[slot->head]))
        return 1;
    out->sentence = slot->sentence;
    out->start = slot->start;
    if (piece->form == KR_SAY_SAME)
        out->tag = r->parses[slot->sentence].words[slot->head].tag;
    return 1;
}

static int is_alnum(char c) {
    return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
}

int kr_say_stands_apart(const kr_rewriter *r, const kr_match *match, const kr_piece *piece) {
    if (piece->kind != KR_PIECE_SLOT || piece == kr_say_pieces(r) || piece[-1].kind != KR_PIECE_TEXT ||
        !match->slots[piece->slot].set)
        return 0;
    const kr_binding *slot = &match->slots[piece->slot];
    const kr_word *word = &r->parses[slot->sentence].words[slot->start];
    kr_str before = kr_pack_string(r->pack, piece[-1].arg), text = kr_word_text(&r->parses[slot->sentence], slot->start);
    int helps = word->tag == KR_TAG_MODAL || word->features & KR_FEATURE_AUX;
    return helps && word->space && before.length && text.length && is_alnum(before.at[before.length - 1]) &&
           is_alnum(text.at[0]);
}

/* "We open at 5 p.m.": behind it no sentence ends with a point of its own. */
static int doubles_point(const kr_rewriter *r, const kr_match *match, const kr_piece *piece) {
    if (piece->kind != KR_PIECE_TEXT || !(piece->flags & KR_PIECE_GLUED) || piece == kr_say_pieces(r) ||
        piece[-1].kind != KR_PIECE_SLOT || !match->slots[piece[-1].slot].set)
        return 0;
    const kr_binding *slot = &match->slots[piece[-1].slot];
    kr_str text = kr_pack_string(r->pack, piece->arg);
    kr_str before = slot->end > slot->start ? kr_word_text(&r->parses[slot->sentence], slot->end - 1u) : KR_STR("");
    return text.length && text.at[0] == '.' && before.length && before.at[before.length - 1] == '.';
}

int kr_say_units(const kr_rewriter *r, const kr_match *match, const kr_piece *piece, int opening,
                 int glued, kr_unit *out) {
    if (doubles_point(r, match, piece))
        return -1;
    int count = piece->kind == KR_PIECE_TEXT  ? literal_units(r, piece, opening, glued, out)
                : piece->kind == KR_PIECE_SLOT ? slot_units(r, match, piece, opening, out)
                                               : verb_units(r, match, piece, out);
    if (count > 0 && opening && begins_lower(r, match))
        out[0].flags |= KR_FRAGMENT_KEEP_CASE;
    if (count > 0 && opening && out[0].text.at && begins_again(r, match))
        out[0].text = with_capital(r, out[0].text);
    if (count > 0 && piece->kind != KR_PIECE_TEXT && piece->flags & KR_PIECE_GLUED && !opening &&
        !kr_say_stands_apart(r, match, piece))
        out[0].flags |= KR_FRAGMENT_TIGHT_LEFT;
    return count;
}
