/* Mechanics: what a careful typesetter marks. Each fault has a kind and a detail, so that those
 * which the base has as well do not count (see recheck.c). Two passes: one over the units of the
 * scanner, one over the characters between them. */
#include "base/hash.h"
#include "guard/rescan.h"

#include <string.h>

typedef struct pass {
    const kr_rescan *scan;
    kr_arena *arena;
    kr_faults *out;
    int failed;
} pass;

static void add(pass *p, kr_reason kind, uint64_t detail, size_t start, size_t end) {
    if (kr_arena_grow(p->arena, (void **)&p->out->list, &p->out->capacity, p->out->count,
                      sizeof *p->out->list) < 0) {
        p->failed = 1;
        return;
    }
    p->out->list[p->out->count++] =
        (kr_fault){(uint32_t)kind, detail, {(uint32_t)start, (uint32_t)end}};
}

static int only_spaces(kr_str text, size_t start, size_t end) {
    for (; start < end; start++)
        if (text.at[start] != ' ' && text.at[start] != '\t')
            return 0;
    return 1;
}

static int is_plain(const kr_unit *unit) {
    return unit->kind == KR_UNIT_WORD;
}

static void check_doubled(pass *p, uint32_t i) {
    const kr_unit *a = &p->scan->units[i - 1], *b = &p->scan->units[i];
    if (a->kind != b->kind || (!is_plain(a) && a->kind != KR_UNIT_DAY) || a->value != b->value ||
        b->start == a->end || !only_spaces(p->scan->text, a->end, b->start))
        return;
    add(p, KR_REASON_DOUBLED_WORD, b->value, a->start, b->end);
}

static int begins(kr_str word, const char *const *heads, size_t count) {
    for (size_t i = 0; i < count; i++) {
        size_t length = strlen(heads[i]);
        if (word.length >= length && memcmp(word.at, heads[i], length) == 0)
            return 1;
    }
    return 0;
}

/* Whether a word opens with a vowel sound; -1 where spelling does not tell. */
static int vowel_sound(const kr_rescan *scan, uint32_t i) {
    static const char *const silent[] = {"hour", "honest", "honor", "honour", "heir"};
    static const char *const vowels[] = {"8",  "11 ", "18 ", "80", "81", "82", "83",
                                         "84", "85",  "86",  "87", "88", "89"};
    static const char *const glides[] = {"unic", "unif", "unio", "uniq", "unis", "unit", "univ",
                                         "use",  "usu",  "util", "eu",   "ewe",  "once", "one",
                                         "ubiq", "ura",  "uri",  "ufo",  "uk",   "usa"};
    kr_str word = kr_unit_fold(scan, i);
    const kr_unit *unit = &scan->units[i];
    if (word.length == 0 || (unit->inner && !unit->lower && unit->kind == KR_UNIT_WORD))
        return -1;
    if (begins(word, silent, sizeof silent / sizeof *silent))
        return 1;
    if (word.at[0] >= '0' && word.at[0] <= '9') {
        kr_str padded = {word.at, word.length + 1}; /* the space behind each fold */
        return begins(padded, vowels, sizeof vowels / sizeof *vowels);
    }
    if (begins(word, glides, sizeof glides / sizeof *glides))
        return 0;
    if ((unsigned char)word.at[0] >= 0x80)
        return -1;
    return strchr("aeiou", word.at[0]) != NULL;
}

static void check_article(pass *p, uint32_t i) {
    const kr_rescan *scan = p->scan;
    kr_str article = kr_unit_fold(scan, i);
    int an = kr_str_is(article, "an");
    if (!scan->english || i + 1 >= scan->count || (!an && !kr_str_is(article, "a")))
        return;
    const kr_unit *next = &scan->units[i + 1];
    size_t end = scan->units[i].end;
    if (next->start <= end || !only_spaces(scan->text, end, next->start) ||
        (next->kind != KR_UNIT_WORD && next->kind != KR_UNIT_FIGURE) ||
        (scan->units[i].title && !scan->units[i].opens))
        return;
    int vowel = vowel_sound(scan, i + 1);
    if (vowel >= 0 && vowel != an)
        add(p, KR_REASON_ARTICLE, next->value, scan->units[i].start, next->end);
}

static void check_initial(pass *p, uint32_t i) {
    const kr_unit *unit = &p->scan->units[i];
    int first = i == 0 || p->scan->units[i - 1].sentence != unit->sentence;
    if (first && is_plain(unit) && unit->lower && unit->fold_end - unit->fold > 1 && !unit->inner)
        add(p, KR_REASON_SMALL_INITIAL, unit->value, unit->start, unit->end);
}

/* A word that has a capital at a sentence start only, inside one: it moved and kept it. */
static void check_capital(pass *p, uint32_t i) {
    const kr_unit *unit = &p->scan->units[i];
    if (i == 0 || unit->opens || !unit->title || unit->inner || !is_plain(unit) ||
        unit->fold_end - unit->fold < 2 || !kr_unit_in(p->scan, i, KR_RESCAN_FUNCTION))
        return;
    const kr_unit *before = &p->scan->units[i - 1];
    if (before->sentence == unit->sentence && before->end < unit->start)
        add(p, KR_REASON_STRAY_CAPITAL, unit->value, unit->start, unit->end);
}

static void check_units(pass *p) {
    for (uint32_t i = 0; i < p->scan->count; i++) {
        if (p->scan->units[i].kind == KR_UNIT_QUOTE)
            break; /* they stand at the end */
        if (i > 0)
            check_doubled(p, i);
        check_article(p, i);
        check_initial(p, i);
        check_capital(p, i);
    }
}

/* What the checks of characters ask for. */
enum { SPACE = 1, MARK = 2, MARKUP = 4 };
static const unsigned char WATCHED[256] = {
    ['\t'] = SPACE, ['\n'] = SPACE, ['\r'] = SPACE, [' '] = SPACE,  ['!'] = MARK,   ['$'] = MARKUP,
    ['%'] = MARKUP, ['&'] = MARKUP, ['*'] = MARKUP, [','] = MARK,   ['.'] = MARK,   [':'] = MARK,
    [';'] = MARK,   ['<'] = MARKUP, ['?'] = MARK,   ['['] = MARKUP, [']'] = MARKUP, ['_'] = MARKUP,
    ['{'] = MARKUP, ['|'] = MARKUP, ['}'] = MARKUP};

static int byte_at(kr_str text, size_t at) {
    return at < text.length ? (unsigned char)text.at[at] : 0;
}

static int is_blank(int byte) {
    return byte == ' ' || byte == '\t';
}

static int ends_word(int byte) {
    return byte == 0 || byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t';
}

static int letter_at(kr_str text, size_t at) {
    return at < text.length && kr_is_letter(kr_utf8_next(text.at, text.length, &at));
}

static int letter_before(kr_str text, size_t at) {
    return at > 0 && letter_at(text, kr_utf8_back(text.at, at));
}

/* ";)" and ":-(", which stand behind a space. */
static int is_smiley(kr_str text, size_t at) {
    int eyes = byte_at(text, at), nose = byte_at(text, at + 1);
    int mouth = nose == '-' ? byte_at(text, at + 2) : nose;
    return (eyes == ':' || eyes == ';' || eyes == '=') && (mouth == ')' || mouth == '(');
}

static void check_space(pass *p, size_t at) {
    kr_str text = p->scan->text;
    int byte = byte_at(text, at), next = byte_at(text, at + 1);
    if (is_blank(byte)) {
        int before = at > 0 ? byte_at(text, at - 1) : '\n';
        if (is_blank(next) && !ends_word(before))
            add(p, KR_REASON_SPACING, ' ', at, at + 2);
        if ((next == '\n' || next == '\r') && before != '\n')
            add(p, KR_REASON_SPACING, '\n', at, at + 1);
        if (WATCHED[next] == MARK && !ends_word(before) && !is_smiley(text, at + 1) &&
            (strchr(",;!?", next) ? !letter_at(text, at + 2) : ends_word(byte_at(text, at + 2))))
            add(p, KR_REASON_SPACING, (uint64_t)next, at, at + 2);
    }
    if (byte == '\n' && next == '\n' && byte_at(text, at + 2) == '\n' &&
        byte_at(text, at + 3) == '\n')
        add(p, KR_REASON_SPACING, 'n', at, at + 4);
}

/* "word,word", "end.Next": a space is missing. */
static void check_missing_space(pass *p, size_t at) {
    kr_str text = p->scan->text;
    int byte = byte_at(text, at);
    if (byte == ':' || !letter_before(text, at) || !letter_at(text, at + 1))
        return;
    size_t next = at + 1;
    int32_t code = kr_utf8_next(text.at, text.length, &next);
    int32_t behind = next < text.length ? kr_utf8_next(text.at, text.length, &next) : 0;
    if (byte != '.' || (kr_is_upper(code) && kr_is_lower(behind)))
        add(p, KR_REASON_SPACING, kr_hash64(&byte, sizeof byte) ^ (uint64_t)code, at, at + 1);
}

static int is_pair(int a, int b, int c) {
    switch (a) {
    case ',':
    case ';':
        return b == ',' || b == ';' || b == '.' || b == ':';
    case ':':
        return b == ',' || b == ';' || b == '.';
    case '!':
    case '?':
        return b == '.' && c != '.';
    case '.':
        return (b == ',' || b == ';' || b == '!' || b == '?') && ends_word(c);
    default:
        return 0;
    }
}

/* '"We sing," Ann says' and '"We sing", Ann says' are right, '"We sing,", Ann says' is not. */
static int closes_comma(kr_str text, size_t at) {
    static const char *const marks[] = {"\"", "'", "\xe2\x80\x9d", "\xe2\x80\x99"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        size_t length = strlen(marks[i]);
        if (at > length && memcmp(text.at + at - length, marks[i], length) == 0)
            return text.at[at - length - 1] == ',';
    }
    return 0;
}

/* Behind the point of a sentence, and behind that of a time or figure, which is a part of it: "at 5 p.m.. But". */
static void check_second_point(pass *p, size_t at) {
    kr_str text = p->scan->text;
    if (text.at[at] == '.' && byte_at(text, at + 1) == '.' && byte_at(text, at + 2) != '.')
        add(p, KR_REASON_PUNCTUATION, '.', at, at + 2);
}

static void check_marks(pass *p, size_t at) {
    kr_str text = p->scan->text;
    int before = at > 0 ? byte_at(text, at - 1) : '\n';
    int a = byte_at(text, at), b = byte_at(text, at + 1), c = byte_at(text, at + 2);
    if (is_pair(a, b, c))
        add(p, KR_REASON_PUNCTUATION, (uint64_t)(a << 8 | b), at, at + 2);
    if (a == ',' && closes_comma(text, at))
        add(p, KR_REASON_PUNCTUATION, '"', at - 1, at + 1);
    if (before != '.')
        check_second_point(p, at);
    if (before == '\n' && strchr(",;!?", a) && (ends_word(b) || letter_at(text, at + 1)))
        add(p, KR_REASON_PUNCTUATION, (uint64_t)a, at, at + 1);
}

static void check_markup(pass *p, size_t at) {
    static const char *const signs[] = {"{",  "}",  "|",  "[[",    "]]",   "%s",   "%d",     "**",
                                        "__", "${", "</", "&amp;", "&lt;", "&gt;", "&nbsp;", "&#"};
    kr_str text = p->scan->text;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        size_t length = strlen(signs[i]);
        if (at + length > text.length || memcmp(text.at + at, signs[i], length) != 0)
            continue;
        if (signs[i][0] == '%' && letter_at(text, at + 2))
            continue; /* "5%down" is no directive */
        add(p, KR_REASON_MARKUP, i + 1, at, at + length);
    }
}

/* The kind of the unit around a place; KR_UNIT_WORD where none is. */
static int kind_at(const kr_rescan *scan, uint32_t *unit, size_t at) {
    while (*unit < scan->count && scan->units[*unit].end <= at &&
           scan->units[*unit].kind != KR_UNIT_QUOTE)
        ++*unit;
    if (*unit >= scan->count || scan->units[*unit].start > at)
        return KR_UNIT_WORD;
    return scan->units[*unit].kind;
}

static void check_characters(pass *p) {
    uint32_t unit = 0;
    kr_str text = p->scan->text;
    for (size_t at = 0; at < text.length; at++) {
        int class = WATCHED[(unsigned char)text.at[at]];
        if (!class || (class == SPACE && !WATCHED[byte_at(text, at + 1)]))
            continue; /* white space is only told by what stands behind it */
        int kind = kind_at(p->scan, &unit, at);
        int words = kind == KR_UNIT_WORD || kind == KR_UNIT_DAY || kind == KR_UNIT_QUOTE;
        if (class == MARKUP && (words || kind == KR_UNIT_FIGURE)) /* "&#39;"; a link may have any */
            check_markup(p, at);
        if (class == SPACE && words)
            check_space(p, at);
        if (class == MARK && kind == KR_UNIT_FIGURE)
            check_second_point(p, at);
        if (class != MARK || !words)
            continue;
        check_missing_space(p, at);
        check_marks(p, at);
    }
}

/* A smiley has a bracket of its own; "as follows:(a)" opens one. */
static int is_mouth(kr_str text, size_t at) {
    size_t eyes = at > 0 && is_smiley(text, at - 1)   ? at - 1
                  : at > 1 && is_smiley(text, at - 2) ? at - 2
                                                      : at;
    return eyes < at && (text.at[at] == ')' || eyes == 0 || ends_word(byte_at(text, eyes - 1)));
}

static const unsigned char PAIRED[128] = {['('] = 1, [')'] = 1, ['['] = 1, [']'] = 1, ['"'] = 1};

static void check_pairs(pass *p) {
    kr_str text = p->scan->text;
    long round = 0, square = 0, angle = 0, straight = 0;
    for (size_t at = 0; at < text.length;) {
        size_t here = at;
        unsigned char first = (unsigned char)text.at[at];
        if (first < 0x80 && !PAIRED[first]) {
            at++;
            continue;
        }
        int32_t code = kr_utf8_next(text.at, text.length, &at);
        if ((code == '(' || code == ')') && !is_mouth(text, here))
            round += code == '(' ? 1 : -1;
        square += code == '[' ? 1 : code == ']' ? -1 : 0;
        angle += code == 0xAB ? 1 : code == 0xBB ? -1 : 0;
        straight += code == '"' || code == 0x201C || code == 0x201D || code == 0x201E;
    }
    const long open[] = {round, square, angle, straight % 2};
    for (size_t i = 0; i < sizeof open / sizeof *open; i++)
        if (open[i] != 0)
            add(p, KR_REASON_UNBALANCED, i + 1, 0, text.length);
}

/* The first two sentences both shout. */
static void check_exclamations(pass *p) {
    const kr_rescan *scan = p->scan;
    if (scan->sentences >= 2 && scan->closes[0].mark == '!' && scan->closes[1].mark == '!')
        add(p, KR_REASON_EXCLAMATIONS, 1, 0, scan->text.length);
}

int kr_find_faults(const kr_rescan *scan, kr_arena *arena, kr_faults *out) {
    pass p = {.scan = scan, .arena = arena, .out = out};
    check_units(&p);
    check_characters(&p);
    check_pairs(&p);
    check_exclamations(&p);
    return p.failed ? -1 : 0;
}
