/* Patterns (docs/packs.md, "Patterns") into programs for the matcher: a recursive descent that writes
 * the instructions as it reads. Of alternatives, those that are one word are a set, which costs one instruction
 * however many they are. What may be repeated is written out as often as it may stand, so a
 * program only runs forward.
 *
 * Each pattern is filed under the words one of which every match must contain (its anchor): the set
 * that costs least, where a word of a closed class is dear and any other cheap. A pattern without
 * such words is tried everywhere. */
#include "rewrite/pack_build.h"

#include "model/post.h"

#include <string.h>

enum {
    MAX_ANCHOR = 256,
    MAX_DEPTH = 16,
    MAX_REPEATS = 6,
    MAX_OPS = 4096,
    CHEAP = 1,
    DEAR = 12,
    NO_SLOT = UINT8_MAX
};

typedef struct reader {
    kr_pack_builder *builder;
    kr_str text;
    size_t at;
    uint32_t start; /* first op of the program */
    uint32_t borders;
    int depth;
    int named; /* binds nothing, and knows nothing of the clause around it */
} reader;

typedef struct keyword {
    const char *name;
    uint32_t value;
} keyword;

static const keyword chunks[] = {
    {"NP", KR_CHUNK_NP},     {"NP1", KR_CHUNK_NP1},     {"PP", KR_CHUNK_PP},
    {"ADV", KR_CHUNK_ADV},   {"TIME", KR_CHUNK_TIME},   {"PLACE", KR_CHUNK_PLACE},
    {"ADJ", KR_CHUNK_ADJ},   {"ADJP", KR_CHUNK_ADJP},   {"NOUN", KR_CHUNK_NOUN},
    {"NUM", KR_CHUNK_NUM},   {"SUBJ", KR_CHUNK_SUBJ},   {"FIN", KR_CHUNK_FIN},
    {"V", KR_CHUNK_V},       {"VP", KR_CHUNK_VP},       {"CLAUSE", KR_CHUNK_CLAUSE},
    {"SUB", KR_CHUNK_SUB},   {"FIELD", KR_CHUNK_FIELD}, {"MID", KR_CHUNK_MID},
    {"PRED", KR_CHUNK_PRED}, {NULL, 0},
};

static const keyword atoms[] = {
    {"URL", 1u << KR_ATOM_URL},         {"EMAIL", 1u << KR_ATOM_EMAIL},
    {"MENTION", 1u << KR_ATOM_MENTION}, {"TAG", 1u << KR_ATOM_HASHTAG},
    {"NUMBER", 1u << KR_ATOM_NUMBER},   {"MONEY", 1u << KR_ATOM_MONEY},
    {"DATE", 1u << KR_ATOM_DATE},       {"CLOCK", 1u << KR_ATOM_TIME},
    {"QUOTE", 1u << KR_ATOM_QUOTE},     {"NAME", 1u << KR_ATOM_NAME},
    {"PHONE", 1u << KR_ATOM_PHONE},     {"EMOJI", 1u << KR_ATOM_EMOJI},
    {NULL, 0},
};

static const keyword simple_atoms[] = {
    {"NAME1", 1u << KR_ATOM_NAME}, {"NAME2", 1u << KR_ATOM_NAME}, {"DAY", 1u << KR_ATOM_DATE},
    {"HOUR", 1u << KR_ATOM_TIME},  {NULL, 0},
};

static const keyword features[] = {
    {"def", KR_FEATURE_DEF},     {"indef", KR_FEATURE_INDEF}, {"sg", KR_FEATURE_SG},
    {"pl", KR_FEATURE_PL},       {"1sg", KR_FEATURE_1SG},     {"1pl", KR_FEATURE_1PL},
    {"2", KR_FEATURE_2},         {"3sg", KR_FEATURE_3SG},     {"3pl", KR_FEATURE_3PL},
    {"time", KR_FEATURE_TIME},   {"place", KR_FEATURE_PLACE}, {"manner", KR_FEATURE_MANNER},
    {"degree", KR_FEATURE_DEGREE}, {"sentence", KR_FEATURE_SENTENCE},
    {"name", KR_FEATURE_NAME},   {"pron", KR_FEATURE_PRON},   {"inf", KR_FEATURE_INF},
    {"past", KR_FEATURE_PAST},   {"pp", KR_FEATURE_PP},       {"ing", KR_FEATURE_ING},
    {"imp", KR_FEATURE_IMP},     {"s", KR_FEATURE_S3},        {"person", KR_FEATURE_PERSON},
    {"group", KR_FEATURE_GROUP}, {"percent", KR_FEATURE_PERCENT}, {NULL, 0},
};

static const keyword helpers[] = {
    {"BE", 0}, {"HAVE", 0}, {"DO", 0}, {"ZIJN", 0}, {"HEBBEN", 0}, {"WORDEN", 0}, {NULL, 0},
};

static const uint32_t FINITE = 1u << KR_FORM_INF | 1u << KR_FORM_IK | 1u << KR_FORM_S3 |
                               1u << KR_FORM_JIJ | 1u << KR_FORM_PAST | 1u << KR_FORM_PASTPL |
                               1u << KR_FORM_ONLY;

static const keyword *find(const keyword *names, kr_str word) {
    for (; names->name; names++)
        if (kr_str_is(word, names->name))
            return names;
    return NULL;
}

static int32_t parse_choices(reader *r, kr_anchor *out);

static int32_t emit(reader *r, kr_op_kind kind, uint32_t slot, uint32_t arg, uint32_t bits) {
    kr_pack_builder *b = r->builder;
    if (b->op_count - r->start >= MAX_OPS)
        return kr_build_error(b, r->text, "a pattern of more than 4096 steps, repetitions written out");
    if (KR_BUILD_GROW(b, op) < 0)
        return kr_build_nomem(b);
    b->ops[b->op_count++] = (kr_op){.kind = (uint8_t)kind, .slot = (uint8_t)slot, .arg = arg,
                                    .features = bits};
    return KOOR_OK;
}

static int is_jump(uint32_t kind) {
    return kind == KR_OP_SPLIT || kind == KR_OP_JUMP || kind == KR_OP_NOT;
}

static uint32_t here(const reader *r) {
    return (uint32_t)r->builder->op_count - r->start;
}

/* Makes room for an instruction in front of those from `at` on, whose targets move along. */
static int32_t insert(reader *r, uint32_t at, kr_op op) {
    int32_t status = emit(r, KR_OP_MATCH, NO_SLOT, 0, 0);
    if (status != KOOR_OK)
        return status;
    kr_op *ops = r->builder->ops + r->start;
    memmove(ops + at + 1, ops + at, (here(r) - at - 1) * sizeof *ops);
    for (uint32_t i = at + 1; i < here(r); i++)
        if (is_jump(ops[i].kind))
            ops[i].arg++;
    ops[at] = op;
    return KOOR_OK;
}

static uint32_t cost_of(const kr_pack_builder *b, uint32_t string) {
    const uint32_t closed = KR_WORD_DET | KR_WORD_POSS | KR_WORD_PRON | KR_WORD_PREP |
                            KR_WORD_CONJ | KR_WORD_SUB | KR_WORD_MODAL;
    return b->words[string].classes & closed ? DEAR : CHEAP;
}

static int32_t anchor_add(reader *r, kr_anchor *set, uint32_t string) {
    if (string == KR_PACK_NONE)
        return kr_build_nomem(r->builder);
    for (uint32_t i = 0; i < set->count; i++)
        if (set->strings[i] == string)
            return KOOR_OK;
    if (set->count == MAX_ANCHOR) {
        set->valid = 0;
        return KOOR_OK;
    }
    if (!set->strings)
        set->strings = kr_arena_alloc(&r->builder->job->arena, MAX_ANCHOR, sizeof *set->strings);
    if (!set->strings)
        return kr_build_nomem(r->builder);
    set->strings[set->count++] = string;
    set->cost += cost_of(r->builder, string);
    return KOOR_OK;
}

static int32_t anchor_join(reader *r, kr_anchor *set, const kr_anchor *other) {
    set->valid = set->valid && other->valid;
    int32_t status = KOOR_OK;
    for (uint32_t i = 0; set->valid && i < other->count && status == KOOR_OK; i++)
        status = anchor_add(r, set, other->strings[i]);
    return status;
}

int kr_is_name_char(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

static void skip_spaces(reader *r) {
    while (r->at < r->text.length && (r->text.at[r->at] == ' ' || r->text.at[r->at] == '\t'))
        r->at++;
}

static char peek(const reader *r) {
    return r->at < r->text.length ? r->text.at[r->at] : '\0';
}

static kr_str rest_of(const reader *r) {
    return (kr_str){r->text.at + r->at, r->text.length - r->at};
}

/* ":x" behind an element; slot stays NO_SLOT where there is none. */
static int32_t read_binding(reader *r, uint32_t *out_slot) {
    *out_slot = NO_SLOT;
    if (peek(r) != ':' || r->at + 1 >= r->text.length || !kr_is_name_char(r->text.at[r->at + 1]))
        return KOOR_OK;
    size_t start = ++r->at;
    while (kr_is_name_char(peek(r)))
        r->at++;
    kr_str name = {r->text.at + start, r->at - start};
    if (r->named)
        return kr_build_error(r->builder, name,
                              "a named pattern binds nothing: bind it where it is used, as %name:x");
    *out_slot = kr_build_slot(r->builder, name, 1);
    if (*out_slot == KR_MAX_SLOTS)
        return kr_build_error(r->builder, name, "more than 16 bound names in one rule");
    return KOOR_OK;
}

static kr_str read_while(reader *r, const char *stop) {
    size_t start = r->at;
    while (r->at < r->text.length && !strchr(stop, r->text.at[r->at]))
        r->at++;
    return (kr_str){r->text.at + start, r->at - start};
}

static int32_t parse_list(reader *r, kr_anchor *out) {
    kr_pack_builder *b = r->builder;
    uint32_t slot;
    r->at++;
    kr_str name = read_while(r, " \t:()|?*+");
    uint32_t list = kr_build_find_list(b, kr_build_find(b, name));
    if (list == KR_PACK_NONE)
        return kr_build_error(b, name, "no list of that name");
    int32_t status = read_binding(r, &slot);
    if (status == KOOR_OK)
        status = emit(r, KR_OP_LIST, slot, list, 0);
    out->valid = 1;
    for (uint32_t i = 0; i < b->lists[list].count && status == KOOR_OK && out->valid; i++) {
        kr_str member = kr_build_text(b, b->members[b->lists[list].member + i]);
        size_t at = 0;
        status = anchor_add(r, out, kr_build_string(b, kr_phrase_next(member, &at)));
    }
    return status;
}

/* Every form of every lemma of that name; "'re" and the like are forms in the lexicon too. */
static int32_t anchor_lemma(reader *r, kr_anchor *out, uint32_t name) {
    kr_pack_builder *b = r->builder;
    int32_t status = KOOR_OK;
    out->valid = 1;
    for (size_t i = 0; i < b->reading_count && status == KOOR_OK; i++)
        if (b->lemmas[b->readings[i].a].name == name)
            status = anchor_add(r, out, b->readings[i].string);
    return status;
}

static const keyword forms[] = {
    {"inf", 1u << KR_FORM_INF},   {"ik", 1u << KR_FORM_IK},
    {"s", 1u << KR_FORM_S3},      {"past", 1u << KR_FORM_PAST | 1u << KR_FORM_PASTPL},
    {"pp", 1u << KR_FORM_PP},     {"ing", 1u << KR_FORM_ING},
    {"imp", 1u << KR_FORM_INF | 1u << KR_FORM_IK}, {"sg", 1u << KR_FORM_SG},
    {"pl", 1u << KR_FORM_PL},     {"comp", 1u << KR_FORM_COMP},
    {"now", 1u << KR_FORM_INF | 1u << KR_FORM_IK | 1u << KR_FORM_S3 | 1u << KR_FORM_JIJ},
    {"fin", 1u << KR_FORM_INF | 1u << KR_FORM_IK | 1u << KR_FORM_S3 | 1u << KR_FORM_JIJ |
                1u << KR_FORM_PAST | 1u << KR_FORM_PASTPL},
    {NULL, 0},
};

static int32_t emit_lemma(reader *r, kr_str name, uint32_t mask, uint32_t slot, kr_anchor *out) {
    kr_pack_builder *b = r->builder;
    uint32_t string = kr_build_lower(b, name);
    if (string == KR_PACK_NONE)
        return kr_build_nomem(b);
    int32_t status = anchor_lemma(r, out, string);
    if (status == KOOR_OK && out->count == 0)
        return kr_build_error(b, name, "not in the lexicon, so its forms are not known");
    return status == KOOR_OK ? emit(r, KR_OP_LEMMA, slot, string, mask) : status;
}

static int32_t parse_lemma(reader *r, kr_anchor *out) {
    uint32_t slot, mask = 0;
    size_t start = r->at++;
    kr_str name = read_while(r, ".:>");
    if (peek(r) == '.') {
        r->at++;
        kr_str form = read_while(r, ":>");
        const keyword *found = find(forms, form);
        if (!found)
            return kr_build_error(r->builder, form, "not a form that docs/packs.md lists");
        mask = found->value;
    }
    int32_t status = read_binding(r, &slot);
    if (status != KOOR_OK)
        return status;
    if (peek(r) != '>' || name.length == 0)
        return kr_build_error(r->builder, (kr_str){r->text.at + start, r->at - start},
                              "write: <word>, <word.form> or <word:x>");
    r->at++;
    return emit_lemma(r, name, mask, slot, out);
}

static int32_t read_features(reader *r, uint32_t *out_bits) {
    *out_bits = 0;
    while (peek(r) == '.') {
        r->at++;
        kr_str name = read_while(r, " \t.:()|?*+/");
        const keyword *found = find(features, name);
        if (!found)
            return kr_build_error(r->builder, name, "not a feature that docs/packs.md lists");
        *out_bits |= found->value;
    }
    return KOOR_OK;
}

static kr_str helper_lemma(reader *r, kr_str word) {
    char *lower = kr_arena_string(&r->builder->job->arena, word.at, word.length);
    for (char *p = lower; p && *p; p++)
        *p = (char)(*p + ('a' - 'A'));
    return (kr_str){lower ? lower : "", word.length};
}

/* An element in capitals: a class, an atom, a helping verb. */
static int32_t parse_class(reader *r, kr_anchor *out) {
    uint32_t bits, slot = NO_SLOT;
    kr_str word = read_while(r, " \t.:()|?*+");
    int32_t status = read_features(r, &bits);
    if (status == KOOR_OK)
        status = read_binding(r, &slot);
    if (status != KOOR_OK)
        return status;
    const keyword *chunk = find(chunks, word), *atom = find(atoms, word), *simple = find(simple_atoms, word);
    if (atom)
        return emit(r, KR_OP_ATOM, slot, atom->value, 0);
    if (simple)
        return emit(r, KR_OP_ATOM, slot, simple->value, kr_str_is(word, "NAME2") ? KR_ATOM_PAIR : KR_ATOM_SIMPLE);
    if (find(helpers, word))
        return emit_lemma(r, helper_lemma(r, word), FINITE, slot, out);
    int edge = kr_str_is(word, "START") || kr_str_is(word, "END");
    if (r->named && (edge || (chunk && chunk->value == KR_CHUNK_FIELD)))
        return kr_build_error(r->builder, word, "not in a named pattern: its clause is not known");
    if (chunk)
        return emit(r, KR_OP_CHUNK, slot, chunk->value, bits);
    if (edge)
        return emit(r, KR_OP_EDGE, NO_SLOT, (uint32_t)kr_str_is(word, "END"), 0);
    if (kr_str_is(word, "WORD"))
        return emit(r, KR_OP_ANY, slot, 0, 0);
    if (!kr_str_is(word, "REST"))
        return kr_build_error(r->builder, word, "not a class of elements; words are in lower case");
    int optional = peek(r) == '?';
    r->at += (size_t)optional;
    return emit(r, KR_OP_REST, slot, (uint32_t)optional, 0);
}

static int32_t emit_word(reader *r, kr_str word, kr_anchor *out) {
    if (word.length == 0)
        return KOOR_OK;
    uint32_t string = kr_build_lower(r->builder, word);
    kr_anchor alone = {.valid = 1};
    int32_t status = anchor_add(r, &alone, string);
    if (status == KOOR_OK)
        status = emit(r, KR_OP_WORD, NO_SLOT, string, 0);
    if (!out->valid || alone.cost < out->cost)
        *out = alone;
    return status;
}

static int is_mark(char c) {
    return strchr(",;!:?", c) != NULL;
}

static int32_t parse_word(reader *r, kr_anchor *out) {
    kr_str word = rest_of(r);
    if (is_mark(peek(r))) {
        kr_anchor unused = {0}; /* a mark may stand behind the clause, where no anchor is looked for */
        word.length = 1;
        r->at++;
        return emit_word(r, word, &unused);
    }
    word = read_while(r, " \t:()|?");
    char bound = peek(r) == ':' && r->at + 1 < r->text.length ? r->text.at[r->at + 1] : ' ';
    if (bound >= 'a' && bound <= 'z')
        return kr_build_error(r->builder, word, "a word is bound in brackets: (word):x");
    size_t cut = kr_phrase_cut(r->builder->language, word);
    int32_t status = emit_word(r, (kr_str){word.at, cut}, out);
    if (status == KOOR_OK)
        status = emit_word(r, (kr_str){word.at + cut, word.length - cut}, out);
    return status;
}

/* A name behind a bracket or a repetition binds all that began at `first`. */
static int32_t bind_all(reader *r, uint32_t first) {
    uint32_t slot;
    int32_t status = read_binding(r, &slot);
    if (status != KOOR_OK || slot == NO_SLOT)
        return status;
    status = insert(r, first, (kr_op){.kind = KR_OP_OPEN, .slot = (uint8_t)slot});
    return status == KOOR_OK ? emit(r, KR_OP_CLOSE, slot, 0, 0) : status;
}

static int32_t parse_group(reader *r, kr_anchor *out) {
    uint32_t first = here(r);
    size_t start = r->at++;
    if (++r->depth > MAX_DEPTH)
        return kr_build_error(r->builder, rest_of(r), "brackets nested deeper than 16");
    int32_t status = parse_choices(r, out);
    r->depth--;
    if (status != KOOR_OK)
        return status;
    if (peek(r) != ')')
        return kr_build_error(r->builder, (kr_str){r->text.at + start, 1}, "no closing bracket");
    r->at++;
    return bind_all(r, first);
}

static int32_t parse_border(reader *r) {
    r->at++;
    r->borders++;
    if (r->depth > 0 || r->named)
        return kr_build_error(r->builder, rest_of(r), "a / inside brackets or a named pattern");
    return emit(r, KR_OP_BORDER, NO_SLOT, 0, 0);
}

static int binds(const reader *r, uint32_t first) {
    for (uint32_t i = first; i < here(r); i++)
        if (r->builder->ops[r->start + i].slot != NO_SLOT)
            return 1;
    return 0;
}

/* "!(...)": none of these stands here. Nothing is taken. */
static int32_t parse_not(reader *r) {
    uint32_t first = here(r);
    kr_anchor unused = {0};
    kr_str sign = {r->text.at + r->at++, 1};
    int32_t status = emit(r, KR_OP_NOT, NO_SLOT, 0, 0);
    if (status == KOOR_OK)
        status = parse_group(r, &unused);
    if (status == KOOR_OK && binds(r, first))
        return kr_build_error(r->builder, sign, "what must not stand here binds nothing");
    if (status == KOOR_OK)
        status = emit(r, KR_OP_MATCH, NO_SLOT, 0, 0);
    if (status == KOOR_OK)
        r->builder->ops[r->start + first].arg = here(r);
    return status;
}

static int32_t parse_named(reader *r, kr_anchor *out) {
    uint32_t slot;
    kr_anchor anchor = {0};
    r->at++;
    kr_str name = read_while(r, " \t:()|?*+");
    uint32_t pattern = kr_build_find_pattern(r->builder, name, &anchor);
    out->valid = 1;
    if (pattern == KR_PACK_NONE)
        return kr_build_error(r->builder, name, "no pattern of that name");
    int32_t status = read_binding(r, &slot);
    if (status == KOOR_OK)
        status = anchor_join(r, out, &anchor);
    return status == KOOR_OK ? emit(r, KR_OP_NAMED, slot, pattern, 0) : status;
}

static int32_t parse_element(reader *r, kr_anchor *out) {
    char c = peek(r);
    if (c == '%' && r->at + 1 < r->text.length && kr_is_name_char(r->text.at[r->at + 1]))
        return parse_named(r, out);
    if (c == '(')
        return parse_group(r, out);
    if (c == '!' && r->at + 1 < r->text.length && r->text.at[r->at + 1] == '(')
        return parse_not(r);
    if (c == '@')
        return parse_list(r, out);
    if (c == '<')
        return parse_lemma(r, out);
    if (c == '/')
        return parse_border(r);
    if (c >= 'A' && c <= 'Z')
        return parse_class(r, out);
    return parse_word(r, out);
}

static int32_t make_optional(reader *r, uint32_t first) {
    int32_t status = insert(r, first, (kr_op){.kind = KR_OP_SPLIT, .slot = NO_SLOT});
    if (status == KOOR_OK)
        r->builder->ops[r->start + first].arg = here(r);
    return status;
}

/* Writes the instructions [first, end) once more. */
static int32_t copy_ops(reader *r, uint32_t first, uint32_t end) {
    uint32_t by = here(r) - first;
    int32_t status = KOOR_OK;
    for (uint32_t i = first; i < end && status == KOOR_OK; i++) {
        kr_op op = r->builder->ops[r->start + i];
        uint32_t moved = is_jump(op.kind) ? by : 0;
        status = emit(r, op.kind, op.slot, op.arg + moved, op.features);
    }
    return status;
}

/* The element that begins at `first` once and up to five times more, each in the one before. */
static int32_t repeat(reader *r, uint32_t first, kr_str sign) {
    uint32_t end = here(r);
    int32_t status = KOOR_OK;
    if (binds(r, first))
        return kr_build_error(r->builder, sign, "bind all that is repeated: (...)*:x");
    for (int i = 1; i < MAX_REPEATS && status == KOOR_OK; i++)
        status = copy_ops(r, first, end);
    for (uint32_t at = here(r) - (end - first); at > first && status == KOOR_OK;
         at -= end - first)
        status = make_optional(r, at);
    return status;
}

/* "*" and "+" behind an element; whether it may be absent. */
static int32_t parse_repetition(reader *r, uint32_t first, int *optional) {
    char sign = peek(r);
    *optional = sign == '*';
    if (sign != '*' && sign != '+')
        return KOOR_OK;
    kr_str at = {r->text.at + r->at++, 1};
    int32_t status = repeat(r, first, at);
    if (status == KOOR_OK && sign == '*')
        status = make_optional(r, first);
    return status == KOOR_OK ? bind_all(r, first) : status;
}

/* An element, with the signs that it may be repeated or absent. */
static int32_t parse_item(reader *r, kr_anchor *best) {
    uint32_t first = here(r);
    kr_anchor own = {0};
    int optional = 0;
    int32_t status = parse_element(r, &own);
    if (status == KOOR_OK)
        status = parse_repetition(r, first, &optional);
    if (status != KOOR_OK)
        return status;
    if (peek(r) == '?') {
        r->at++;
        return make_optional(r, first);
    }
    if (!optional && own.valid && own.count && (!best->valid || own.cost < best->cost))
        *best = own;
    return KOOR_OK;
}

static int32_t parse_sequence(reader *r, kr_anchor *out) {
    int32_t status = KOOR_OK;
    for (skip_spaces(r); status == KOOR_OK && peek(r) && !strchr(")|", peek(r)); skip_spaces(r))
        status = parse_item(r, out);
    return status;
}

/* Where the arm that begins at `at` ends: at a bar or bracket of its own depth. */
static size_t arm_end(const reader *r, size_t at) {
    for (int depth = 0; at < r->text.length; at++) {
        char c = r->text.at[at];
        if (depth == 0 && (c == '|' || c == ')'))
            break;
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    }
    return at;
}

/* The arm from `at` to `end` where it is one word and nothing else; an empty text where it is not. */
static kr_str word_of_arm(const reader *r, size_t at, size_t end) {
    static const char signs[] = " \t:()|?*+<>@%/!;,";
    while (at < end && (r->text.at[at] == ' ' || r->text.at[at] == '\t'))
        at++;
    while (end > at && (r->text.at[end - 1] == ' ' || r->text.at[end - 1] == '\t'))
        end--;
    kr_str word = {r->text.at + at, end - at};
    for (size_t i = 0; i < word.length; i++)
        if (strchr(signs, word.at[i]) || (word.at[i] >= 'A' && word.at[i] <= 'Z'))
            return (kr_str){word.at, 0};
    return kr_phrase_cut(r->builder->language, word) == word.length ? word : (kr_str){word.at, 0};
}

/* The arms that are one word, as one instruction: they are looked up together instead of tried one by one, and take
 * the room of a number each. */
static int32_t emit_set(reader *r, size_t at, kr_anchor *out) {
    kr_pack_builder *b = r->builder;
    uint32_t first = (uint32_t)b->member_count, count = 0;
    int32_t status = KOOR_OK;
    out->valid = 1;
    for (;; at++) {
        size_t end = arm_end(r, at);
        kr_str word = word_of_arm(r, at, end);
        if (word.length) {
            uint32_t string = kr_build_lower(b, word);
            status = anchor_add(r, out, string);
            if (status != KOOR_OK || KR_BUILD_GROW(b, member) < 0)
                return kr_build_nomem(b);
            b->members[b->member_count++] = string;
        }
        at = end;
        if (at >= r->text.length || r->text.at[at] != '|')
            break;
    }
    kr_build_sort_members(b, first, (uint32_t)b->member_count - first);
    for (uint32_t i = first; i < b->member_count; i++)
        if (count == 0 || b->members[first + count - 1] != b->members[i])
            b->members[first + count++] = b->members[i];
    b->member_count = first + count;
    return emit(r, KR_OP_SET, NO_SLOT, first, count);
}

static uint32_t count_words(const reader *r, size_t at) {
    uint32_t count = 0;
    for (;; at++) {
        size_t end = arm_end(r, at);
        count += word_of_arm(r, at, end).length > 0;
        at = end;
        if (at >= r->text.length || r->text.at[at] != '|')
            return count;
    }
}

/* Behind the arm that begins at `first`, another one: a split in front of it, and behind it a jump, whose target is
 * known when all arms are there. Until then it names the jump before. */
static int32_t end_arm(reader *r, uint32_t first, uint32_t *last_jump) {
    int32_t status = insert(r, first, (kr_op){.kind = KR_OP_SPLIT, .slot = NO_SLOT});
    if (status == KOOR_OK)
        status = emit(r, KR_OP_JUMP, NO_SLOT, *last_jump, 0);
    if (status != KOOR_OK)
        return status;
    *last_jump = here(r) - 1;
    r->builder->ops[r->start + first].arg = here(r);
    return KOOR_OK;
}

static void aim_jumps(reader *r, uint32_t jump) {
    while (jump != KR_PACK_NONE) {
        uint32_t before = r->builder->ops[r->start + jump].arg;
        r->builder->ops[r->start + jump].arg = here(r);
        jump = before;
    }
}

static int32_t parse_choices(reader *r, kr_anchor *out) {
    enum { FEWEST_OF_SET = 2 };
    int gathers = count_words(r, r->at) >= FEWEST_OF_SET, begun = 0;
    uint32_t first = here(r), last_jump = KR_PACK_NONE;
    int32_t status = gathers ? emit_set(r, r->at, out) : KOOR_OK;
    begun = gathers;
    for (;; r->at++) {
        size_t end = arm_end(r, r->at);
        if (gathers && word_of_arm(r, r->at, end).length) {
            r->at = end;
        } else if (status == KOOR_OK) {
            kr_anchor own = {0};
            if (begun)
                status = end_arm(r, first, &last_jump);
            first = here(r);
            if (status == KOOR_OK)
                status = parse_sequence(r, begun ? &own : out);
            if (status == KOOR_OK && begun)
                status = anchor_join(r, out, &own);
            begun = 1;
        }
        if (status != KOOR_OK)
            return status;
        if (peek(r) != '|')
            break;
    }
    aim_jumps(r, last_jump);
    return KOOR_OK;
}

static int32_t file_anchors(kr_pack_builder *b, const kr_anchor *best, uint32_t when) {
    for (uint32_t i = 0; best->valid && i < best->count; i++) {
        if (KR_BUILD_GROW(b, anchor) < 0)
            return kr_build_nomem(b);
        uint32_t order = (uint32_t)b->anchor_count;
        b->anchors[b->anchor_count++] = (kr_pair){best->strings[i], order, when, 0};
    }
    return KOOR_OK;
}

/* Where ways meet, what follows is searched once: behind a jump or a split, and behind elements that
 * may end in several places. */
static void mark_meetings(kr_op *ops, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        if (is_jump(ops[i].kind))
            ops[ops[i].arg].meets = 1;
        if (ops[i].kind == KR_OP_CHUNK || ops[i].kind == KR_OP_NAMED || ops[i].kind == KR_OP_REST)
            ops[i + 1].meets = 1;
    }
}

int32_t kr_build_program(kr_pack_builder *builder, kr_str text, int named, kr_program *out) {
    reader r = {.builder = builder, .text = text, .start = (uint32_t)builder->op_count,
                .named = named};
    kr_anchor best = {0};
    int32_t status = parse_choices(&r, &best);
    if (status == KOOR_OK && r.at < text.length)
        return kr_build_error(builder, rest_of(&r), "a bracket that nothing opened");
    if (status == KOOR_OK && here(&r) == 0)
        return kr_build_error(builder, text, "an empty pattern");
    if (status == KOOR_OK)
        status = emit(&r, KR_OP_MATCH, NO_SLOT, 0, 0);
    if (status != KOOR_OK)
        return status;
    mark_meetings(builder->ops + r.start, here(&r));
    *out = (kr_program){.op = r.start, .op_count = here(&r), .borders = r.borders, .anchor = best};
    return KOOR_OK;
}

int32_t kr_build_pattern(kr_pack_builder *builder, kr_str text) {
    kr_program program = {0};
    int32_t status = kr_build_program(builder, text, 0, &program);
    if (status != KOOR_OK)
        return status;
    if (KR_BUILD_GROW(builder, when) < 0)
        return kr_build_nomem(builder);
    kr_when when = {.rule = (uint32_t)builder->rule_count - 1, .op = program.op,
                    .op_count = program.op_count, .say = KR_PACK_NONE, .borders = program.borders,
                    .anchored = program.anchor.valid && program.anchor.count > 0};
    builder->whens[builder->when_count] = when;
    return file_anchors(builder, &program.anchor, (uint32_t)builder->when_count++);
}
