/* One alternative against the span that it stands for: the same facts, as often; the same
 * negations, modals and quantifiers; no strange character. Both are read by the lexer of the
 * analyse stage, which the pipeline hands in, so that the ledger and this check cannot disagree
 * about what a fact is. */
#include "guard/verdict.h"

#include <string.h>

/* What one check holds: side 0 is the base, side 1 the alternative. */
typedef struct sides {
    kr_job *job;
    const kr_guard *guard;
    kr_arena *arena; /* of the verdict */
    kr_str texts[2];
    kr_facts lists[2];
} sides;

static int in_order(const kr_fact *a, const kr_fact *b) {
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    return a->value < b->value ? -1 : a->value > b->value;
}

/* Insertion: a span has a handful of facts, and qsort may allocate. */
static void sort_facts(kr_facts *list) {
    for (uint32_t i = 1; i < list->count; i++) {
        kr_fact fact = list->facts[i];
        uint32_t k = i;
        for (; k > 0 && in_order(&list->facts[k - 1], &fact) > 0; k--)
            list->facts[k] = list->facts[k - 1];
        list->facts[k] = fact;
    }
}

static int allows(const kr_guard *guard, uint32_t kind) {
    return (kind == KR_FACT_NEGATION && (guard->allow & KR_ALLOW_NEGATION)) ||
           (kind == KR_FACT_MODAL && (guard->allow & KR_ALLOW_MODAL)) ||
           (kind == KR_FACT_QUANTIFIER && (guard->allow & KR_ALLOW_QUANTIFIER));
}

static kr_reason reason_of(uint32_t kind, int lost) {
    switch (kind) {
    case KR_FACT_NEGATION:
        return KR_REASON_NEGATION;
    case KR_FACT_MODAL:
        return KR_REASON_MODALITY;
    case KR_FACT_QUANTIFIER:
        return KR_REASON_QUANTIFIER;
    default:
        return lost ? KR_REASON_LOST_FACT : KR_REASON_NEW_FACT;
    }
}

static int is_word_char(kr_str text, size_t at) {
    if (at >= text.length)
        return 0;
    int32_t code = kr_utf8_next(text.at, text.length, &at);
    return kr_is_letter(code) || kr_is_digit(code);
}

/* The piece stands in the text as whole words; `fold`: in any case (of ASCII letters). */
static int stands_in(kr_str text, kr_str piece, int fold) {
    for (size_t i = 0; piece.length && i + piece.length <= text.length; i++) {
        kr_str here = {text.at + i, piece.length};
        int same = fold ? kr_str_equal_fold(here, piece) : kr_str_equal(here, piece);
        if (!same || is_word_char(text, i + piece.length))
            continue;
        if (i == 0 || !is_word_char(text, kr_utf8_back(text.at, i)))
            return 1;
    }
    return 0;
}

/* A name is not new where the post, or the caller, has each of its words. */
static int is_known_name(const kr_guard *guard, kr_str name) {
    for (size_t i = 0; i < guard->name_count; i++)
        if (stands_in(guard->names[i], name, 0))
            return 1;
    for (size_t at = 0; at < name.length;) {
        size_t end = at;
        while (end < name.length && name.at[end] != ' ')
            end++;
        if (!stands_in(guard->post, (kr_str){name.at + at, end - at}, 1))
            return 0;
        at = end + 1;
    }
    return 1;
}

static kr_str piece(kr_str text, kr_span span) {
    return (kr_str){text.at + span.start, span.end - span.start};
}

/* Without word lists a capital that only opens a sentence makes no name. */
static int is_only_opening(const kr_guard *guard, kr_str text, kr_span span) {
    size_t at = span.start;
    if (guard->pack || memchr(text.at + span.start, ' ', span.end - span.start))
        return 0;
    while (at > 0 && strchr(" \t\r\n", text.at[at - 1]))
        at--;
    return at == 0 || strchr(".!?", text.at[at - 1]) != NULL;
}

/* Why a fact that only one side has is no fault; for a name its wording decides. */
static int is_excused(const sides *t, const kr_fact *fact, int lost) {
    kr_str own = t->texts[!lost], what = piece(own, fact->span);
    if (allows(t->guard, fact->kind))
        return 1;
    if (fact->kind != KR_ATOM_NAME)
        return 0;
    return (lost ? stands_in(t->texts[lost], what, 0) : is_known_name(t->guard, what)) ||
           is_only_opening(t->guard, own, fact->span);
}

static int32_t reject(kr_job *job, kr_arena *arena, kr_verdict *out, const kr_fact *fact,
                      kr_str what, int lost) {
    kr_reason reason = reason_of(fact->kind, lost);
    return kr_verdict_say(
        job, arena, out, reason, fact->span, lost ? "the base says \"" : "the alternative adds \"",
        what, lost ? "\", the alternative does not" : "\", which the base does not say");
}

/* Walks two sorted lists; the first fact that only one side has, and that is not excused, makes the
 * verdict. */
static int32_t compare(sides *t, int lost, kr_verdict *out) {
    const kr_facts *one = &t->lists[!lost], *other = &t->lists[lost];
    for (uint32_t i = 0, k = 0; i < one->count; i++) {
        const kr_fact *fact = &one->facts[i];
        while (k < other->count && in_order(&other->facts[k], fact) < 0)
            k++;
        if (k < other->count && in_order(&other->facts[k], fact) == 0) {
            k++;
            continue;
        }
        if (!is_excused(t, fact, lost))
            return reject(t->job, t->arena, out, fact, piece(t->texts[!lost], fact->span), lost);
    }
    return KOOR_OK;
}

static int32_t read_side(sides *t, int side, kr_arena *scratch) {
    int32_t status =
        t->guard->read(t->job, t->texts[side], scratch, &t->lists[side], t->guard->reader);
    if (status == KOOR_OK)
        sort_facts(&t->lists[side]);
    return status;
}

static int32_t keep_base(const sides *t, kr_guard_base *last) {
    const kr_facts *read = &t->lists[0];
    const char *text = kr_arena_string(last->arena, t->texts[0].at, t->texts[0].length);
    kr_fact *facts = kr_arena_alloc(last->arena, read->count, sizeof *facts);
    if (!text || !facts)
        return kr_nomem(t->job);
    if (read->count)
        memcpy(facts, read->facts, read->count * sizeof *facts);
    last->text = (kr_str){text, t->texts[0].length};
    last->facts = (kr_facts){facts, read->count};
    return KOOR_OK;
}

static int32_t read_base(sides *t, kr_arena *scratch) {
    kr_guard_base *last = t->guard->last;
    if (last && last->text.at && kr_str_equal(last->text, t->texts[0])) {
        t->lists[0] = last->facts;
        return KOOR_OK;
    }
    int32_t status = read_side(t, 0, scratch);
    return status == KOOR_OK && last ? keep_base(t, last) : status;
}

int32_t kr_guard_admit(kr_job *job, const kr_guard *guard, kr_str base, kr_str alternative,
                       kr_arena *arena, kr_verdict *out) {
    int32_t status = kr_guard_characters(job, guard->post, alternative, arena, out);
    if (status != KOOR_OK || out->reason != KR_REASON_NONE)
        return status;
    kr_arena scratch;
    kr_arena_start(&scratch, job->memory);
    sides t = {.job = job, .guard = guard, .arena = arena, .texts = {base, alternative}};
    status = read_base(&t, &scratch);
    if (status == KOOR_OK)
        status = read_side(&t, 1, &scratch);
    if (status == KOOR_OK)
        status = compare(&t, 1, out);
    if (status == KOOR_OK && out->reason == KR_REASON_NONE)
        status = compare(&t, 0, out);
    kr_arena_end(&scratch);
    return status;
}
