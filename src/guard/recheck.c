/* A realised text against the base, both as the second scanner reads them: the same facts; no two
 * of them have changed places; negations stay with their sentence; no fault of mechanics that the
 * base does not have; on request no word that comes back sooner than there, and the length.
 *
 * Facts that changed places are found by what stands around them in their clause: where each of two
 * is more at home in the other's surroundings than in its own, they were swapped. Rewording alone
 * takes surroundings away from both alike and is not suspected. */
#include "guard/anchor.h"
#include "guard/known.h"
#include "guard/verdict.h"

#include "base/hash.h"

#include <string.h>

struct kr_recheck {
    kr_recheck_input input;
    kr_rescan base;
    kr_faults faults, repeats;
    kr_places places; /* of its facts */
    uint64_t *words; /* folded words of the base and of the allowed names, sorted */
    uint32_t word_count;
};

struct kr_rechecker {
    const kr_memory *memory;
    const kr_recheck *recheck;
    kr_known *known; /* NULL: nothing is remembered */
};

typedef struct check {
    kr_job *job;
    kr_arena *arena; /* of the verdict */
    const kr_recheck *recheck;
    const kr_rescan *base, *text;
    kr_verdict *out;
} check;

static kr_span place_of(const kr_rescan *scan, uint32_t unit) {
    return (kr_span){scan->units[unit].start, scan->units[unit].end};
}

static int32_t say(check *c, kr_reason reason, const kr_rescan *scan, uint32_t unit,
                   const char *before, const char *after) {
    return kr_verdict_say(c->job, c->arena, c->out, reason, place_of(scan, unit), before,
                          kr_unit_text(scan, unit), after);
}

static int is_counted(const check *c, const kr_unit *unit) {
    if (unit->kind == KR_UNIT_WORD || unit->kind == KR_UNIT_DAY)
        return 0;
    return unit->kind != KR_UNIT_TAG || !(c->recheck->input.allow & KR_ALLOW_FEWER_TAGS);
}

static uint32_t count_of(const kr_rescan *scan, const kr_unit *unit) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < scan->fact_count; i++) {
        const kr_unit *fact = &scan->units[scan->facts[i]];
        count += fact->kind == unit->kind && fact->value == unit->value;
    }
    return count;
}

/* Every fact of one text stands in the other as often; a day as such. */
static int32_t compare_facts(check *c, const kr_rescan *one, const kr_rescan *other, int lost) {
    for (uint32_t i = 0; i < one->fact_count && c->out->reason == KR_REASON_NONE; i++) {
        const kr_unit *unit = &one->units[one->facts[i]];
        int counted = is_counted(c, unit) || (unit->kind == KR_UNIT_TAG && !lost);
        if (!counted && unit->kind != KR_UNIT_DAY)
            continue;
        uint32_t there = count_of(other, unit);
        if (counted ? count_of(one, unit) <= there : there > 0)
            continue;
        int32_t status = say(c, lost ? KR_REASON_LOST_FACT : KR_REASON_NEW_FACT, one, one->facts[i],
                             lost ? "the base says \"" : "the text adds \"",
                             lost ? "\", the text does not" : "\", which the base does not say");
        if (status != KOOR_OK)
            return status;
    }
    return KOOR_OK;
}

static int is_name(const kr_rescan *scan, uint32_t i) {
    const kr_unit *unit = &scan->units[i];
    if (unit->kind != KR_UNIT_WORD || unit->function || unit->negative)
        return 0;
    if (unit->inner)
        return !unit->title || !unit->opens || unit->fold_end - unit->fold > 1;
    return unit->title && !unit->opens && unit->fold_end - unit->fold > 1 &&
           !kr_unit_in(scan, i, KR_RESCAN_COMMON);
}

/* Shouted words may be said quietly: "FREE". */
static int is_shouted(const kr_rescan *scan, uint32_t i) {
    kr_str word = kr_unit_text(scan, i);
    size_t letters = 0;
    for (size_t at = 0; at < word.length;) {
        int32_t code = kr_utf8_next(word.at, word.length, &at);
        if (kr_is_lower(code))
            return 0;
        letters += kr_is_letter(code) != 0;
    }
    return letters > 3;
}

static int stands(const kr_rescan *scan, kr_str word, kr_str fold, int any_case) {
    for (uint32_t i = 0; i < scan->count; i++) {
        if (scan->units[i].kind == KR_UNIT_QUOTE)
            continue;
        if (any_case ? kr_str_equal(kr_unit_fold(scan, i), fold)
                     : kr_str_equal(kr_unit_text(scan, i), word))
            return 1;
    }
    return 0;
}

static int knows(const kr_recheck *recheck, kr_str fold) {
    uint64_t value = kr_hash64(fold.at, fold.length);
    uint32_t low = 0, high = recheck->word_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (recheck->words[middle] < value)
            low = middle + 1;
        else
            high = middle;
    }
    return low < recheck->word_count && recheck->words[low] == value;
}

/* A capital inside a sentence on a word of grammar ("Let's Get Radical", a line of verse) is the
 * writer's own: part of a title or a name. "I" and "U" are written so anywhere. */
static int is_odd_capital(const kr_rescan *scan, uint32_t i) {
    const kr_unit *unit = &scan->units[i];
    kr_str fold = kr_unit_fold(scan, i);
    return unit->kind == KR_UNIT_WORD && unit->function && unit->title && !unit->opens &&
           fold.length > 1 && fold.at[1] != '\'';
}

static int32_t compare_names(check *c) {
    for (uint32_t i = 0; i < c->base->count; i++)
        if (is_odd_capital(c->base, i) &&
            !stands(c->text, kr_unit_text(c->base, i), kr_unit_fold(c->base, i), 0))
            return say(c, KR_REASON_LOST_FACT, c->base, i, "the base writes \"",
                       "\" with a capital, the text does not");
    for (uint32_t i = 0; i < c->base->count; i++)
        if (is_name(c->base, i) && !stands(c->text, kr_unit_text(c->base, i),
                                           kr_unit_fold(c->base, i), is_shouted(c->base, i)))
            return say(c, KR_REASON_LOST_FACT, c->base, i, "the base names \"",
                       "\", the text does not");
    for (uint32_t i = 0; i < c->text->count; i++)
        if (is_name(c->text, i) && !knows(c->recheck, kr_unit_fold(c->text, i)))
            return say(c, KR_REASON_NEW_FACT, c->text, i, "the text names \"",
                       "\", the base does not");
    return KOOR_OK;
}

static int32_t compare_anchors(check *c) {
    uint32_t unit = UINT32_MAX;
    if (c->recheck->input.allow & KR_ALLOW_NEGATION) {
        /* the rule was written for it: only the facts are asked */
    } else if (kr_negations(c->base) != kr_negations(c->text)) {
        return kr_verdict_say(c->job, c->arena, c->out, KR_REASON_NEGATION,
                              (kr_span){0, (uint32_t)c->text->text.length},
                              "the text has more or fewer negations than the base", KR_STR(""), "");
    } else if (kr_negation_moved(c->base, c->text, &unit)) {
        return say(c, KR_REASON_ANCHOR, c->base, unit, "\"", "\" denies another sentence now");
    }
    int32_t status = kr_facts_swapped(c->base, &c->recheck->places, c->text, &unit);
    if (status < 0)
        return kr_nomem(c->job);
    if (status > 0)
        return say(c, KR_REASON_ANCHOR, c->base, unit, "\"",
                   "\" has changed places with another fact");
    return KOOR_OK;
}

static uint32_t count_kind(const kr_faults *faults, uint32_t kind) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < faults->count; i++)
        count += faults->list[i].kind == kind;
    return count;
}

static int has_fault(const kr_faults *faults, const kr_fault *fault) {
    for (uint32_t i = 0; i < faults->count; i++)
        if (faults->list[i].kind == fault->kind && faults->list[i].detail == fault->detail)
            return 1;
    return 0;
}

static const char *wording_of(uint32_t kind) {
    switch (kind) {
    case KR_REASON_DOUBLED_WORD:
        return "a word stands twice: \"";
    case KR_REASON_ARTICLE:
        return "the article does not fit: \"";
    case KR_REASON_SMALL_INITIAL:
        return "a sentence opens without a capital: \"";
    case KR_REASON_STRAY_CAPITAL:
        return "a capital inside a sentence: \"";
    case KR_REASON_SPACING:
        return "a space too many or too few: \"";
    case KR_REASON_PUNCTUATION:
        return "marks that do not go together: \"";
    case KR_REASON_UNBALANCED:
        return "a bracket or quotation mark has no partner: \"";
    case KR_REASON_MARKUP:
        return "markup remains: \"";
    case KR_REASON_REPEATED_WORD:
        return "a word comes back too soon: \"";
    default:
        return "two exclamations open the text: \"";
    }
}

/* What a finder sees in the text, against what it saw in the base: faults of the base's own kind and number are the
 * writer's. */
static int32_t compare_faults(check *c, int (*find)(const kr_rescan *, kr_arena *, kr_faults *),
                              const kr_faults *old) {
    kr_faults own = {0};
    if (find(c->text, c->text->arena, &own) < 0)
        return kr_nomem(c->job);
    for (uint32_t i = 0; i < own.count; i++) {
        const kr_fault *fault = &own.list[i];
        if (count_kind(&own, fault->kind) <= count_kind(old, fault->kind) || has_fault(old, fault))
            continue;
        kr_str what = {c->text->text.at + fault->place.start,
                       fault->place.end - fault->place.start};
        return kr_verdict_say(c->job, c->arena, c->out, (kr_reason)fault->kind, fault->place,
                              wording_of(fault->kind), what, "\"");
    }
    return KOOR_OK;
}

/* In quarters of the base's words; a hashtag that may go counts for nothing. */
static int32_t compare_length(check *c) {
    uint64_t base = c->base->words, text = c->text->words;
    kr_span all = {0, (uint32_t)c->text->text.length};
    if (text * 4 < base * 3 || text * 4 > base * 5)
        return kr_verdict_say(c->job, c->arena, c->out, KR_REASON_LENGTH, all,
                              text < base ? "the text is too short" : "the text is too long",
                              KR_STR(""), ": it has to stay within 0.75 to 1.25 of the base");
    if (c->text->sentences > c->base->sentences + 1)
        return kr_verdict_say(c->job, c->arena, c->out, KR_REASON_ADDED_SENTENCES, all,
                              "the text has more than one sentence more than the base", KR_STR(""),
                              "");
    return KOOR_OK;
}

static int32_t run(check *c) {
    int32_t status = compare_facts(c, c->base, c->text, 1);
    if (status == KOOR_OK && c->out->reason == KR_REASON_NONE)
        status = compare_facts(c, c->text, c->base, 0);
    if (status == KOOR_OK && c->out->reason == KR_REASON_NONE)
        status = compare_names(c);
    if (status == KOOR_OK && c->out->reason == KR_REASON_NONE)
        status = compare_anchors(c);
    if (status == KOOR_OK && c->out->reason == KR_REASON_NONE)
        status = compare_faults(c, kr_find_faults, &c->recheck->faults);
    if (status == KOOR_OK && c->out->reason == KR_REASON_NONE && c->recheck->input.repeats)
        status = compare_faults(c, kr_find_repeats, &c->recheck->repeats);
    if (status == KOOR_OK && c->out->reason == KR_REASON_NONE && c->recheck->input.measure)
        status = compare_length(c);
    return status;
}

static kr_rescan reading_of(kr_job *job, const kr_recheck_input *input, kr_arena *arena) {
    kr_rescan scan = {.job = job, .arena = arena};
    scan.english = input->language && strcmp(input->language, "en") == 0;
    return scan;
}

static void sort_words(uint64_t *words, uint32_t count) {
    for (uint32_t gap = count / 2; gap > 0; gap /= 2) /* Shell's sort: no memory, no recursion */
        for (uint32_t i = gap; i < count; i++) {
            uint64_t word = words[i];
            uint32_t k = i;
            for (; k >= gap && words[k - gap] > word; k -= gap)
                words[k] = words[k - gap];
            words[k] = word;
        }
}

static int collect_words(kr_recheck *recheck, kr_arena *arena, const kr_rescan *scan,
                         size_t *capacity) {
    for (uint32_t i = 0; i < scan->count; i++) {
        kr_str fold = kr_unit_fold(scan, i);
        if (kr_arena_grow(arena, (void **)&recheck->words, capacity, recheck->word_count,
                          sizeof *recheck->words) < 0)
            return -1;
        recheck->words[recheck->word_count++] = kr_hash64(fold.at, fold.length);
    }
    return 0;
}

static int read_base(kr_job *job, kr_recheck *recheck, kr_arena *arena) {
    const kr_recheck_input *input = &recheck->input;
    size_t capacity = 0;
    recheck->base = reading_of(job, input, arena);
    if (kr_rescan_lists(&recheck->base, input->pack) < 0 ||
        kr_rescan_text(&recheck->base, input->base) < 0 ||
        kr_find_faults(&recheck->base, arena, &recheck->faults) < 0 ||
        (input->repeats && kr_find_repeats(&recheck->base, arena, &recheck->repeats) < 0) ||
        kr_places_of(&recheck->base, arena, &recheck->places) < 0 ||
        collect_words(recheck, arena, &recheck->base, &capacity) < 0)
        return -1;
    for (size_t i = 0; i < input->name_count; i++) {
        kr_rescan name = reading_of(job, input, arena);
        if (kr_rescan_text(&name, input->names[i]) < 0 ||
            collect_words(recheck, arena, &name, &capacity) < 0)
            return -1;
    }
    sort_words(recheck->words, recheck->word_count);
    return 0;
}

int32_t kr_recheck_start(kr_job *job, const kr_recheck_input *input, kr_arena *arena,
                         kr_recheck **out) {
    kr_recheck *recheck = kr_arena_zero(arena, 1, sizeof *recheck);
    if (!recheck)
        return kr_nomem(job);
    recheck->input = *input;
    if (read_base(job, recheck, arena) < 0)
        return kr_nomem(job);
    *out = recheck;
    return KOOR_OK;
}

static int32_t look_at(kr_job *job, const kr_rechecker *rechecker, kr_str text, kr_arena *arena,
                       kr_verdict *out) {
    const kr_recheck *recheck = rechecker->recheck;
    int32_t status = kr_guard_characters(job, recheck->input.base, text, arena, out);
    if (status != KOOR_OK || out->reason != KR_REASON_NONE)
        return status;
    kr_arena scratch;
    kr_arena_start(&scratch, job->memory);
    kr_rescan scan = reading_of(job, &recheck->input, &scratch);
    kr_rescan_share(&scan, &recheck->base);
    scan.known = rechecker->known;
    check c = {job, arena, recheck, &recheck->base, &scan, out};
    status = kr_rescan_text(&scan, text) < 0 ? kr_nomem(job) : run(&c);
    kr_arena_end(&scratch);
    return status;
}

int32_t kr_recheck_text(kr_job *job, const kr_recheck *recheck, kr_str text, kr_arena *arena,
                        kr_verdict *out) {
    return look_at(job, &(kr_rechecker){.recheck = recheck}, text, arena, out);
}

int32_t kr_rechecker_new(kr_job *job, const kr_recheck *recheck, kr_rechecker **out) {
    kr_rechecker *rechecker = kr_alloc_zero(job->memory, 1, sizeof *rechecker);
    if (rechecker)
        *rechecker = (kr_rechecker){job->memory, recheck, kr_known_new(job->memory)};
    if (rechecker && rechecker->known) {
        *out = rechecker;
        return KOOR_OK;
    }
    kr_free(job->memory, rechecker);
    return kr_nomem(job);
}

void kr_rechecker_free(kr_rechecker *rechecker) {
    if (!rechecker)
        return;
    kr_known_free(rechecker->known);
    kr_free(rechecker->memory, rechecker);
}

int32_t kr_rechecker_text(kr_job *job, kr_rechecker *rechecker, kr_str text, kr_arena *arena,
                          kr_verdict *out) {
    return look_at(job, rechecker, text, arena, out);
}

int32_t kr_recheck_one(kr_job *job, const kr_recheck_input *input, kr_str text, kr_arena *arena,
                       kr_verdict *out) {
    kr_arena scratch;
    kr_arena_start(&scratch, job->memory);
    kr_recheck *recheck = NULL;
    int32_t status = kr_recheck_start(job, input, &scratch, &recheck);
    if (status == KOOR_OK)
        status = kr_recheck_text(job, recheck, text, arena, out);
    kr_arena_end(&scratch);
    return status;
}
