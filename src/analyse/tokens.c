/* Tokens and atoms as later stages read them: an atom is one token, a run of one mark is one, and
 * the mark of a list item ("1.") is one. */
#include "analyse/reading.h"

static int same_mark(const kr_reading *r, uint32_t i) {
    const kr_raw *raw = &r->raws[i], *next = &r->raws[i + 1];
    if (!kr_raw_glued(r, i + 1) || next->atom != KR_NONE || next->sentence != raw->sentence)
        return 0;
    if (raw->bullet || next->bullet)
        return raw->bullet && next->bullet;
    return raw->kind == KR_RAW_MARK && next->kind == KR_RAW_MARK &&
           kr_raw_code(r, i) == kr_raw_code(r, i + 1);
}

/* The last raw token of the token that begins at `i`. */
static uint32_t token_end(const kr_reading *r, uint32_t i) {
    if (r->raws[i].atom != KR_NONE) {
        while (i + 1 < r->count && r->raws[i + 1].atom == r->raws[i].atom)
            i++;
        return i;
    }
    while (i + 1 < r->count && same_mark(r, i))
        i++;
    return i;
}

static uint8_t kind_of(const kr_raw *raw) {
    if (raw->atom != KR_NONE)
        return KR_TOKEN_ATOM;
    return raw->kind == KR_RAW_MARK || raw->bullet ? KR_TOKEN_PUNCT : KR_TOKEN_WORD;
}

static void add_token(kr_reading *r, kr_post *out, uint32_t first, uint32_t last) {
    const kr_raw *raw = &r->raws[first];
    kr_sentence *sentence = &out->sentences[raw->sentence];
    int opens = sentence->token_count == 0;
    if (opens)
        sentence->token = out->token_count;
    sentence->token_count++;
    out->tokens[out->token_count++] = (kr_token){
        .span = {raw->start, r->raws[last].end},
        .kind = kind_of(raw),
        .space_before = (uint8_t)(!opens && (raw->space || raw->breaks)),
        .atom = raw->atom,
    };
    if (raw->atom == KR_NONE)
        return;
    out->atoms[raw->atom].sentence = raw->sentence;
    sentence->atom_count++;
}

int kr_make_tokens(kr_reading *reading, kr_arena *arena, kr_post *out) {
    out->tokens = kr_arena_alloc(arena, reading->count + 1, sizeof *out->tokens);
    out->atoms = kr_arena_alloc(arena, reading->atom_count + 1, sizeof *out->atoms);
    if (!out->tokens || !out->atoms)
        return -1;
    for (uint32_t i = 0; i < reading->atom_count; i++) {
        out->atoms[i] = reading->atoms[i];
        out->atoms[i].value = kr_reading_value(reading, &reading->atoms[i]);
    }
    out->atom_count = reading->atom_count;
    for (uint32_t i = 0, last; i < reading->count; i = last + 1) {
        last = token_end(reading, i);
        add_token(reading, out, i, last);
        for (uint32_t k = i; k <= last; k++)
            out->word_count += reading->raws[k].kind != KR_RAW_MARK && !reading->raws[k].bullet &&
                               reading->raws[k].kind != KR_RAW_EMOJI && !reading->raws[k].clitic;
    }
    for (uint32_t s = 0, atom = 0; s < out->sentence_count; s++) {
        out->sentences[s].atom = atom;
        atom += out->sentences[s].atom_count;
    }
    return 0;
}
