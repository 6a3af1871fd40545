/* The headline of a card: the largest size that fits five lines (seven in a tall
 * box), or one of the next where its lines
 * are much better. Where lines may end is asked of Pango (UAX 14, in the language of the text);
 * where they end is decided in setting.c. No word is broken but at soft hyphens that the host put
 * there. */
#include "image/card.h"

#include "image/setting.h"

#include <string.h>

enum { LINE_HEIGHT = 128, REFERENCE = 200 }; /* the size at which pieces are measured */

static int is_article(kr_str word) {
    static const char *const articles[] = {"de", "het", "een", "the", "a",   "an",  "le",  "la",
                                           "un", "une", "les", "der", "die", "das", "ein", "eine"};
    for (size_t i = 0; i < sizeof articles / sizeof *articles; i++)
        if (kr_str_equal_fold(word, kr_str_of(articles[i])))
            return 1;
    return 0;
}

/* An article stays with its noun, an emoji with what it follows, a sign with its number. */
static int is_bound(kr_str text, size_t word, size_t space) {
    size_t next = space + 1;
    if (is_article((kr_str){text.at + word, space - word}))
        return 1;
    if (space == word || next >= text.length)
        return 0;
    int32_t code = kr_utf8_next(text.at, text.length, &next);
    return kr_is_emoji(code) || code == '%' || code == 0x20AC;
}

static char *with_hard_spaces(kr_card *card, kr_str text) {
    char *out = kr_arena_alloc(&card->job->arena, 2 * text.length + 1, 1), *to = out;
    if (!out)
        return NULL;
    for (size_t i = 0, word = 0; i < text.length; i++) {
        if (text.at[i] != ' ') {
            *to++ = text.at[i];
            continue;
        }
        if (is_bound(text, word, i)) {
            *to++ = (char)0xC2;
            *to++ = (char)0xA0;
        } else {
            *to++ = ' ';
        }
        word = i + 1;
    }
    *to = '\0';
    return out;
}

/* -- pieces
 * ---------------------------------------------------------------------------------------- */

static int32_t width_of(kr_card *card, const char *text, size_t length, int32_t *out) {
    char *copy = kr_arena_string(&card->job->arena, text, length);
    if (!copy)
        return kr_nomem(card->job);
    kr_module_text words = kr_card_words(card, copy, REFERENCE, 0);
    kr_module_extent extent = {0};
    words.bold = 1;
    int32_t status = kr_card_measure(card, &words, &extent);
    *out = extent.width;
    return status;
}

static int32_t measure_pieces(kr_card *card, const char *text, kr_piece *pieces, kr_measure *m) {
    int32_t with = 0, without = 0;
    int32_t status = width_of(card, "x x", 3, &with);
    if (status == KOOR_OK)
        status = width_of(card, "xx", 2, &without);
    if (status == KOOR_OK)
        status = width_of(card, "-", 1, &m->hyphen);
    for (size_t i = 0; status == KOOR_OK && i < m->count; i++)
        status =
            width_of(card, text + pieces[i].from, pieces[i].to - pieces[i].from, &pieces[i].width);
    m->space = with - without;
    return status;
}

static int32_t cut(kr_card *card, const char *text, kr_piece *pieces, kr_measure *m) {
    char message[200] = "";
    size_t length = strlen(text);
    kr_module_text words = kr_card_words(card, text, REFERENCE, 0);
    uint8_t *may = kr_arena_zero(&card->job->arena, length + 1, 1);
    if (!may)
        return kr_nomem(card->job);
    if (card->module->breaks(&words, may, length, message, sizeof message) < 0)
        return kr_fail(card->job, KOOR_E_FEATURE, "quote card", -1, "the text cannot be set: %s",
                       message);
    *m = (kr_measure){.pieces = pieces,
                      .lines = card->box.height > card->box.width ? 7 : 5,
                      .count = kr_setting_cut((kr_str){text, length}, may, pieces)};
    return measure_pieces(card, text, pieces, m);
}

/* -- a setting as text
 * ------------------------------------------------------------------------------- */

/* Lines end with U+2028, which leaves a paragraph whole: its first letter says the direction. */
static char *with_line_ends(kr_card *card, const char *text, const kr_measure *m,
                            const kr_setting *setting) {
    static const char line_end[] = "\xE2\x80\xA8";
    char *out = kr_arena_alloc(&card->job->arena, strlen(text) + (size_t)4 * KR_SETTING_LINES + 1, 1);
    char *to = out;
    for (size_t line = 0; out && line < setting->lines; line++) {
        const kr_piece *first = &m->pieces[line ? setting->end[line - 1] : 0];
        const kr_piece *last = &m->pieces[setting->end[line] - 1];
        int ends = line + 1 == setting->lines;
        memcpy(to, text + first->from, last->to - first->from);
        to += last->to - first->from;
        if (last->soft && !ends)
            *to++ = '-';
        memcpy(to, line_end, ends ? 0 : 3);
        to += ends ? 0 : 3;
    }
    if (out)
        *to = '\0';
    return out;
}

static int fits(const kr_card *card, const kr_module_extent *extent, int32_t room) {
    return extent->width <= card->box.width && extent->height <= room;
}

typedef struct choice {
    kr_module_text text;
    kr_module_extent extent;
    int64_t cost;
} choice;

/* The best lines at that size: their cost, or INT64_MAX where they do not fit. */
static int32_t try_size(kr_card *card, const kr_measure *m, int32_t room, choice *try) {
    kr_setting setting;
    try->cost = INT64_MAX;
    if (kr_setting_find(m, card->box.width * REFERENCE / try->text.size, &setting) < 0)
        return KOOR_OK;
    try->text.text = with_line_ends(card, try->text.text, m, &setting);
    if (!try->text.text)
        return kr_nomem(card->job);
    int32_t status = kr_card_measure(card, &try->text, &try->extent);
    if (status == KOOR_OK && fits(card, &try->extent, room))
        try->cost = setting.cost;
    return status;
}

int32_t kr_card_headline(kr_card *card, kr_str headline, int32_t room, kr_module_text *out,
                         kr_module_extent *extent) {
    /* The two sizes below 40 are for wide fonts: planning counts letters and cannot know them. */
    static const int32_t sizes[] = {112, 96, 84, 76, 68, 60, 54, 48, 44, 40, 36, 32};
    enum { COUNT = sizeof sizes / sizeof *sizes, TRIES = 4, SMALLER = 30 };
    kr_piece *pieces = kr_arena_zero(&card->job->arena, KR_SETTING_PIECES, sizeof *pieces);
    const char *text = with_hard_spaces(card, headline);
    kr_measure measure;
    choice best = {.cost = INT64_MAX};
    if (!pieces || !text)
        return kr_nomem(card->job);
    int32_t status = cut(card, text, pieces, &measure);
    for (int32_t i = 0, tried = 0; status == KOOR_OK && i < COUNT && tried < TRIES; i++) {
        choice try = {.text = kr_card_words(card, text, kr_card_scaled(card, sizes[i]), card->ink)};
        try.text.bold = 1;
        try.text.line_height = LINE_HEIGHT;
        status = try_size(card, &measure, room, &try);
        tried += tried || try.cost < INT64_MAX;
        if (try.cost < INT64_MAX && try.cost + (tried - 1) * SMALLER < best.cost) {
            best = try;
            best.cost += (tried - 1) * SMALLER;
        }
    }
    if (status == KOOR_OK && best.cost == INT64_MAX)
        return kr_fail(card->job, KOOR_E_VALUE, "image.headline", -1,
                       "the headline is too long for a card at a size that people can read: "
                       "shorten it to about 120 characters, and long words to 25, or put soft "
                       "hyphens (U+00AD) into them");
    *out = best.text;
    *extent = best.extent;
    return status;
}
