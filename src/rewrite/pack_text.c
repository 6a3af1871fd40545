/* Texts (docs/packs.md, "Texts") into trees: sequences of literals, slots, verbs and choices, in
 * prefix order. Literals are kept as they are written; spaces and capitals are the joint's business
 * when a text is put to use. What the literals say about negation, modality and quantity is counted
 * here, once, so that matching a post has no text to read. */
#include "rewrite/pack_build.h"

#include <string.h>

enum { NO_SLOT = UINT8_MAX, MAX_DEPTH = 16, MIXED = UINT8_MAX };

typedef struct reader {
    kr_pack_builder *builder;
    kr_str text;
    size_t at;
    uint32_t slots;
    int depth;
    int spaced; /* white space stands before the next piece */
} reader;

typedef struct risks {
    uint32_t count[3];
} risks;

typedef struct named {
    const char *name;
    uint32_t value;
} named;

static const named forms[] = {
    {"bare", KR_SAY_BARE}, {"def", KR_SAY_DEF},   {"indef", KR_SAY_INDEF}, {"it", KR_SAY_IT},
    {"cap", KR_SAY_CAP},   {"poss", KR_SAY_POSS}, {"inv", KR_SAY_INV},     {"part", KR_SAY_PART},
    {"s", KR_SAY_S3},      {"past", KR_SAY_PAST}, {"ing", KR_SAY_ING},     {"inf", KR_SAY_INF},
    {"pp", KR_SAY_PP},     {"pl", KR_SAY_PL},     {"sg", KR_SAY_SG},     {"ik", KR_SAY_IK},
    {"te", KR_SAY_TE},     {"fin", KR_SAY_FIN},
};

static const named voices[] = {
    {"plain", KR_VOICE_PLAIN}, {"warm", KR_VOICE_WARM},       {"je", KR_VOICE_JE},
    {"u", KR_VOICE_U},         {"jullie", KR_VOICE_JULLIE},   {"we", KR_VOICE_WE},
    {"team", KR_VOICE_TEAM},   {"company", KR_VOICE_COMPANY}, {"i", KR_VOICE_I},
    {"ik", KR_VOICE_I},
};

#define FIND(names, word) find(names, sizeof(names) / sizeof *(names), word)

static const named *find(const named *names, size_t count, kr_str word) {
    for (size_t i = 0; i < count; i++)
        if (kr_str_is(word, names[i].name))
            return &names[i];
    return NULL;
}

static int32_t parse_sequence(reader *r, int spaced, risks *out);

static char peek(const reader *r) {
    return r->at < r->text.length ? r->text.at[r->at] : '\0';
}

static int is_blank(char c) {
    return c == ' ' || c == '\t';
}

static int32_t error_at(reader *r, size_t start, const char *message) {
    return kr_build_error(r->builder, (kr_str){r->text.at + start, r->text.length - start},
                          message);
}

static int32_t emit(reader *r, kr_piece piece) {
    kr_pack_builder *b = r->builder;
    piece.flags = r->spaced ? 0 : KR_PIECE_GLUED;
    r->spaced = 0;
    if (KR_BUILD_GROW(b, piece) < 0)
        return kr_build_nomem(b);
    b->pieces[b->piece_count++] = piece;
    return KOOR_OK;
}

static void close_tree(reader *r, size_t first) {
    r->builder->pieces[first].size = (uint32_t)(r->builder->piece_count - first);
}

/* Risks of the words of a literal, set phrases of up to four words included. */
static void count_risks(reader *r, uint32_t phrase, risks *out) {
    kr_pack_builder *b = r->builder;
    kr_str text = kr_build_text(b, phrase);
    for (size_t start = 0; start < text.length; start++) {
        int words = 0;
        if (start > 0 && text.at[start - 1] != ' ')
            continue;
        for (size_t end = start + 1; end <= text.length && words < 4; end++) {
            if (end < text.length && text.at[end] != ' ')
                continue;
            words++;
            uint32_t found = kr_build_find(b, (kr_str){text.at + start, end - start});
            for (int i = 0; found != KR_PACK_NONE && i < 3; i++)
                out->count[i] += b->words[found].risk >> i & 1;
        }
    }
}

static int32_t parse_literal(reader *r, risks *out) {
    size_t start = r->at, end = r->at;
    for (; r->at < r->text.length && !strchr("{}|<", peek(r)); r->at++) {
        if (peek(r) == '/' && r->at > start && is_blank(r->text.at[r->at - 1]) &&
            r->at + 1 < r->text.length && is_blank(r->text.at[r->at + 1]))
            break;
        if (!is_blank(peek(r)))
            end = r->at + 1;
    }
    kr_str text = {r->text.at + start, end - start};
    uint32_t string = kr_build_string(r->builder, text);
    uint32_t phrase = kr_build_phrase(r->builder, text, NULL);
    if (string == KR_PACK_NONE || phrase == KR_PACK_NONE)
        return kr_build_nomem(r->builder);
    count_risks(r, phrase, out);
    int32_t status = emit(r, (kr_piece){.kind = KR_PIECE_TEXT, .slot = NO_SLOT, .arg = string,
                                        .size = 1});
    r->spaced = r->at > end;
    return status;
}

static kr_str read_name(reader *r) {
    size_t start = r->at;
    while (r->at < r->text.length && strchr("{}|<>.:() \t", peek(r)) == NULL)
        r->at++;
    return (kr_str){r->text.at + start, r->at - start};
}

static int32_t parse_slot(reader *r) {
    size_t start = r->at++;
    uint32_t form = KR_SAY_PLAIN;
    kr_str name = read_name(r);
    uint32_t slot = kr_build_slot(r->builder, name, 0);
    if (slot == KR_MAX_SLOTS)
        return error_at(r, start, "nothing is bound to this name by the rule's `when`");
    if (peek(r) == ':')
        while (peek(r) && peek(r) != '}')
            r->at++; /* the class of a `same` line */
    if (peek(r) == '.') {
        r->at++;
        const named *found = FIND(forms, read_name(r));
        if (!found)
            return error_at(r, start, "not a form that docs/packs.md lists");
        form = found->value;
    }
    if (peek(r) != '}')
        return error_at(r, start, "a { without its }");
    r->at++;
    r->slots |= 1u << slot;
    return emit(r, (kr_piece){.kind = KR_PIECE_SLOT, .slot = (uint8_t)slot, .form = (uint8_t)form,
                              .size = 1});
}

/* Arms that differ in what they deny or permit are marked: only a rule that touches such words may
 * have them. */
static void merge_risks(risks *all, const risks *arm, int first) {
    for (int i = 0; i < 3; i++) {
        if (first)
            all->count[i] = arm->count[i];
        else if (all->count[i] != arm->count[i])
            all->count[i] = MIXED;
    }
}

static int32_t parse_choice(reader *r, risks *out) {
    size_t start = r->at, first = r->builder->piece_count;
    int spaced = r->spaced; /* arms meet what stands before the choice as the choice does */
    risks all = {{0}};
    int32_t status = emit(r, (kr_piece){.kind = KR_PIECE_CHOICE, .slot = NO_SLOT});
    if (++r->depth > MAX_DEPTH)
        return error_at(r, start, "choices nested deeper than 16");
    for (int arm = 0; status == KOOR_OK && (arm == 0 || peek(r) == '|'); arm++) {
        risks own = {{0}};
        r->at++;
        status = parse_sequence(r, spaced, &own);
        merge_risks(&all, &own, arm == 0);
    }
    r->depth--;
    if (status == KOOR_OK && peek(r) != '}')
        return error_at(r, start, "a { without its }");
    r->at++;
    r->spaced = 0;
    close_tree(r, first);
    for (int i = 0; i < 3; i++)
        out->count[i] += all.count[i];
    return status;
}

/* "{" opens a slot unless a bar at its own depth makes it a choice. */
static int is_choice(const reader *r) {
    int depth = 0;
    for (size_t at = r->at; at < r->text.length; at++) {
        depth += (r->text.at[at] == '{') - (r->text.at[at] == '}');
        if (depth == 0)
            return 0;
        if (depth == 1 && r->text.at[at] == '|')
            return 1;
    }
    return 0;
}

/* A sentence that another one follows has its full stop, if it brings no mark of its own. */
static int32_t parse_border(reader *r) {
    kr_pack_builder *b = r->builder;
    const kr_piece *before = &b->pieces[b->piece_count - 1];
    kr_str text = before->kind == KR_PIECE_TEXT ? kr_build_text(b, before->arg) : (kr_str){"", 0};
    int closed = text.length && strchr(".!?:", text.at[text.length - 1]);
    int32_t status = KOOR_OK;
    r->at++;
    if (!closed) {
        uint32_t stop = kr_build_string(b, KR_STR("."));
        r->spaced = 0;
        status = stop == KR_PACK_NONE ? kr_build_nomem(b)
                                      : emit(r, (kr_piece){.kind = KR_PIECE_TEXT, .slot = NO_SLOT,
                                                           .arg = stop, .size = 1});
    }
    r->spaced = 1;
    return status == KOOR_OK
               ? emit(r, (kr_piece){.kind = KR_PIECE_BORDER, .slot = NO_SLOT, .size = 1})
               : status;
}

/* <cut:v>, <be:s>, <cut.ing> */
static int32_t parse_verb(reader *r) {
    size_t start = r->at++;
    kr_piece piece = {.kind = KR_PIECE_VERB, .slot = NO_SLOT, .form = KR_SAY_SAME, .size = 1};
    piece.arg = kr_build_lower(r->builder, read_name(r));
    if (piece.arg == KR_PACK_NONE)
        return kr_build_nomem(r->builder);
    if (peek(r) == '.') {
        r->at++;
        const named *found = FIND(forms, read_name(r));
        if (!found)
            return error_at(r, start, "not a form that docs/packs.md lists");
        piece.form = (uint8_t)found->value;
    }
    if (peek(r) == ':') {
        r->at++;
        uint32_t slot = kr_build_slot(r->builder, read_name(r), 0);
        if (slot == KR_MAX_SLOTS)
            return error_at(r, start, "nothing is bound to this name by the rule's `when`");
        piece.slot = (uint8_t)slot;
    }
    if (peek(r) != '>' || (piece.form == KR_SAY_SAME && piece.slot == NO_SLOT))
        return error_at(r, start, "write: <verb:x> or <verb.form>");
    r->at++;
    return emit(r, piece);
}

static int32_t parse_piece(reader *r, risks *out) {
    switch (peek(r)) {
    case '{':
        return is_choice(r) ? parse_choice(r, out) : parse_slot(r);
    case '<':
        return parse_verb(r);
    case '/':
        if (r->spaced && r->at + 1 < r->text.length && is_blank(r->text.at[r->at + 1]))
            return parse_border(r);
        return parse_literal(r, out);
    default:
        return parse_literal(r, out);
    }
}

static int32_t parse_sequence(reader *r, int spaced, risks *out) {
    size_t first = r->builder->piece_count;
    int32_t status = emit(r, (kr_piece){.kind = KR_PIECE_SEQUENCE, .slot = NO_SLOT});
    r->spaced = spaced;
    while (status == KOOR_OK && r->at < r->text.length && !strchr("|}", peek(r))) {
        if (is_blank(peek(r))) {
            r->at++;
            r->spaced = 1;
        } else {
            status = parse_piece(r, out);
        }
    }
    if (status == KOOR_OK)
        close_tree(r, first);
    return status;
}

static int32_t read_prefixes(reader *r, kr_say *say) {
    for (;;) {
        while (is_blank(peek(r)))
            r->at++;
        size_t start = r->at;
        if (peek(r) == '[') {
            r->at++;
            while (peek(r) && peek(r) != ']')
                r->at++;
            const named *voice =
                FIND(voices, ((kr_str){r->text.at + start + 1, r->at - start - 1}));
            if (!voice || peek(r) != ']')
                return error_at(r, start, "not a voice that docs/packs.md lists");
            say->voice |= voice->value;
            r->at++;
        } else if (peek(r) == '*' && r->at + 1 < r->text.length && r->text.at[r->at + 1] >= '1' &&
                   r->text.at[r->at + 1] <= '9') {
            say->weight = (uint32_t)(r->text.at[r->at + 1] - '0');
            r->at += 2;
        } else {
            return KOOR_OK;
        }
    }
}

static int closes(kr_str text) {
    static const char *const marks[] = {".", "!", "?", ":", "\xe2\x80\xa6"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        size_t length = strlen(marks[i]);
        if (text.length >= length && memcmp(text.at + text.length - length, marks[i], length) == 0)
            return 1;
    }
    return 0;
}

int32_t kr_build_say(kr_pack_builder *builder, kr_str text) {
    reader r = {.builder = builder, .text = text};
    kr_say say = {.piece = (uint32_t)builder->piece_count};
    risks found = {{0}};
    int32_t status = read_prefixes(&r, &say);
    r.spaced = 1;
    if (status == KOOR_OK)
        status = parse_sequence(&r, 1, &found);
    if (status != KOOR_OK)
        return status;
    if (r.at < text.length)
        return error_at(&r, r.at, "a } or | without its {");
    if (KR_BUILD_GROW(builder, say) < 0)
        return kr_build_nomem(builder);
    uint8_t counts[3];
    for (int i = 0; i < 3; i++)
        counts[i] = found.count[i] > MIXED ? MIXED : (uint8_t)found.count[i];
    say.slots = r.slots;
    say.closes = (uint8_t)closes(text);
    say.negations = counts[0];
    say.modals = counts[1];
    say.quantifiers = counts[2];
    builder->says[builder->say_count++] = say;
    return KOOR_OK;
}
