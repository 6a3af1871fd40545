/* The stage in its order: check, compose, cut, join, count. See analyse.h. */
#include "analyse/reading.h"

#include "base/hash.h"

#include <string.h>

static int32_t check(kr_job *job, const kr_analyse_input *input) {
    kr_str text = input->text;
    int64_t most = input->settings ? input->settings->number[KR_OPT_POST_MAX_BYTES] : INT32_MAX;
    if (text.length > (size_t)most || text.length > INT32_MAX / 4)
        return kr_fail(job, KOOR_E_LIMIT, "post", -1,
                       "the post has %zu bytes and may have %lld: shorten it, or raise "
                       "post.max_bytes",
                       text.length, (long long)most);
    size_t bad = kr_utf8_valid(text.at, text.length);
    if (bad < text.length)
        return kr_fail(job, KOOR_E_UTF8, "post", (int64_t)bad,
                       "byte %zu of the post is not UTF-8: save the text as UTF-8", bad);
    for (size_t at = 0; at < text.length;) {
        int32_t code = kr_utf8_next(text.at, text.length, &at);
        if (!kr_is_space(code) && !kr_is_invisible(code))
            return KOOR_OK;
    }
    return kr_fail(job, KOOR_E_EMPTY, "post", -1,
                   "the post is empty: give at least one word to work on");
}

static int32_t compose(kr_job *job, kr_str text, kr_arena *arena, kr_str *out) {
    size_t length;
    char *nfc = kr_utf8_nfc(job->memory, text.at, text.length, &length);
    char *copy = nfc ? kr_arena_string(arena, nfc, length) : NULL;
    kr_free(job->memory, nfc);
    if (!copy)
        return kr_nomem(job);
    *out = (kr_str){copy, length};
    return KOOR_OK;
}

static const kr_pack *pack_of(const kr_analyse_input *input, const char *language) {
    for (size_t i = 0; i < input->pack_count; i++)
        if (strcmp(kr_pack_language(input->packs[i]), language) == 0)
            return input->packs[i];
    return NULL;
}

/* An offset of the given text as one of its composed form. */
static int32_t moved(kr_job *job, kr_str given, kr_str composed, uint32_t offset, uint32_t *out) {
    *out = offset;
    if (kr_str_equal(given, composed))
        return KOOR_OK;
    size_t length;
    char *prefix = kr_utf8_nfc(job->memory, given.at, offset, &length);
    if (!prefix)
        return kr_nomem(job);
    kr_free(job->memory, prefix);
    *out = (uint32_t)(length < composed.length ? length : composed.length);
    return KOOR_OK;
}

static int lock(kr_reading *r, kr_span span) {
    uint32_t first = 0, last;
    while (first < r->count && (r->raws[first].end <= span.start || r->raws[first].atom != KR_NONE))
        first++;
    if (first == r->count || r->raws[first].start >= span.end)
        return 0;
    last = first;
    while (last + 1 < r->count && r->raws[last + 1].start < span.end &&
           r->raws[last + 1].atom == KR_NONE)
        last++;
    return kr_reading_atom(r, first, last, KR_ATOM_LOCKED);
}

/* What an author locks is whole tokens: a lock inside a word takes the word. */
static int32_t lock_spans(kr_reading *r, const kr_analyse_input *input) {
    kr_str composed = {r->text, r->length};
    for (size_t i = 0; i < input->locked_count; i++) {
        kr_span given = input->locked[i], span;
        if (given.start > given.end || given.end > input->text.length)
            return kr_fail(r->job, KOOR_E_RANGE, "post", given.start,
                           "a locked span ends at byte %u, the post has %zu bytes", given.end,
                           input->text.length);
        int32_t status = moved(r->job, input->text, composed, given.start, &span.start);
        if (status == KOOR_OK)
            status = moved(r->job, input->text, composed, given.end, &span.end);
        if (status != KOOR_OK)
            return status;
        if (lock(r, span) < 0)
            return kr_nomem(r->job);
    }
    return KOOR_OK;
}

/* Links, addresses, mentions, hashtags and emoji are atoms as they were cut. */
static int find_plain(kr_reading *r) {
    for (uint32_t i = 0; i < r->count; i++) {
        kr_atom_kind kind;
        if (r->raws[i].atom != KR_NONE)
            continue;
        switch (r->raws[i].kind) {
        case KR_RAW_URL:
            kind = KR_ATOM_URL;
            break;
        case KR_RAW_EMAIL:
            kind = KR_ATOM_EMAIL;
            break;
        case KR_RAW_MENTION:
            kind = KR_ATOM_MENTION;
            break;
        case KR_RAW_TAG:
            kind = KR_ATOM_HASHTAG;
            break;
        case KR_RAW_EMOJI:
            kind = KR_ATOM_EMOJI;
            break;
        default:
            continue;
        }
        if (kr_reading_atom(r, i, i, kind) < 0)
            return -1;
    }
    return 0;
}

/* From raw tokens to atoms; known atoms and locks are set already. */
static int32_t join(kr_reading *r) {
    kr_find_openers(r);
    if (kr_find_quotes(r) < 0 || kr_find_set_names(r) < 0 || kr_find_dates(r) < 0 ||
        kr_find_figures(r) < 0 || kr_find_names(r) < 0 || find_plain(r) < 0 ||
        kr_reading_sort(r) < 0 || kr_find_equals(r) < 0)
        return kr_nomem(r->job);
    return KOOR_OK;
}

static int32_t start(kr_reading *r, const char *language, const kr_pack *pack) {
    memcpy(r->language, language, strlen(language) + 1);
    kr_reading_lists(r, pack);
    return kr_split_clitics(r) < 0 ? kr_nomem(r->job) : KOOR_OK;
}

static int32_t read_post(kr_reading *r, const kr_analyse_input *input, kr_arena *arena,
                         kr_post *out) {
    int32_t status = kr_scan(r);
    if (status != KOOR_OK)
        return status;
    if (input->language.length == 0)
        kr_find_language(r, out->language);
    else if (input->language.length < sizeof out->language)
        memcpy(out->language, input->language.at, input->language.length);
    else
        return kr_fail(r->job, KOOR_E_LANGUAGE, "language", -1,
                       "'%.*s' is no language code: give two letters, as nl or en",
                       (int)input->language.length, input->language.at);
    status = start(r, out->language, pack_of(input, out->language));
    if (status == KOOR_OK)
        status = lock_spans(r, input);
    kr_find_bullets(r);
    if (status == KOOR_OK)
        status = join(r);
    if (status != KOOR_OK)
        return status;
    if (kr_find_sentences(r, arena, out) < 0 || kr_make_tokens(r, arena, out) < 0 ||
        kr_weigh_sentences(r, out) < 0)
        return kr_nomem(r->job);
    kr_flag_sentences(r, out);
    out->intent = (uint8_t)kr_find_intent(r, out);
    return KOOR_OK;
}

int32_t kr_analyse(kr_job *job, const kr_analyse_input *input, kr_arena *arena, kr_post *out) {
    *out = (kr_post){0};
    int32_t status = check(job, input);
    kr_lexer *own = NULL;
    if (status == KOOR_OK)
        status = compose(job, input->text, arena, &out->text);
    if (status == KOOR_OK && !input->lexer)
        status = kr_lexer_open(job, &own);
    if (status != KOOR_OK)
        return status;
    kr_arena scratch;
    kr_arena_start(&scratch, job->memory);
    kr_reading reading = {.job = job,
                          .arena = &scratch,
                          .lexer = input->lexer ? input->lexer : own,
                          .text = out->text.at,
                          .length = (uint32_t)out->text.length};
    status = read_post(&reading, input, arena, out);
    kr_arena_end(&scratch);
    kr_lexer_close(own);
    return status;
}

int32_t kr_detect_language(kr_job *job, const kr_lexer *lexer, kr_str text, char out[4]) {
    kr_arena scratch;
    kr_arena_start(&scratch, job->memory);
    kr_reading reading = {.job = job,
                          .arena = &scratch,
                          .lexer = lexer,
                          .text = text.at,
                          .length = (uint32_t)text.length};
    int32_t status = kr_scan(&reading);
    if (status == KOOR_OK)
        kr_find_language(&reading, out);
    kr_arena_end(&scratch);
    return status;
}

static int add_fact(kr_reading *r, kr_arena *arena, kr_facts *out, size_t *capacity, kr_fact fact) {
    (void)r;
    if (kr_arena_grow(arena, (void **)&out->facts, capacity, out->count, sizeof fact) < 0)
        return -1;
    out->facts[out->count++] = fact;
    return 0;
}

/* Atoms and weights, each in the order of the text; the guard sorts them anyway. */
static int32_t collect(kr_reading *r, kr_arena *arena, kr_facts *out) {
    size_t capacity = 0;
    uint8_t *neutral = kr_find_neutral(r);
    kr_weight weight;
    if (!neutral)
        return kr_nomem(r->job);
    for (uint32_t i = 0; i < r->atom_count; i++) {
        const kr_atom *atom = &r->atoms[i];
        kr_fact fact = {kr_reading_value(r, atom), kr_reading_fact(r, atom), atom->span};
        if (atom->kind != KR_ATOM_EMOJI && add_fact(r, arena, out, &capacity, fact) < 0)
            return kr_nomem(r->job);
    }
    for (uint32_t raw = 0; kr_next_weight(r, neutral, &raw, &weight);) {
        kr_fact fact = {
            weight.value, weight.kind, {r->raws[weight.raw].start, r->raws[weight.end - 1].end}};
        if (add_fact(r, arena, out, &capacity, fact) < 0)
            return kr_nomem(r->job);
    }
    return KOOR_OK;
}

int32_t kr_analyse_facts(kr_job *job, kr_str text, kr_arena *arena, kr_facts *out,
                         const void *reader) {
    const kr_analyse_reader *own = reader;
    kr_arena scratch;
    kr_arena_start(&scratch, job->memory);
    kr_reading reading = {.job = job,
                          .arena = &scratch,
                          .lexer = own->lexer,
                          .text = text.at,
                          .length = (uint32_t)text.length};
    *out = (kr_facts){0};
    int32_t status = kr_scan(&reading);
    if (status == KOOR_OK)
        status = start(&reading,
                       own->post   ? own->post->language
                       : own->pack ? kr_pack_language(own->pack)
                                   : "",
                       own->pack);
    if (status == KOOR_OK && own->post && kr_find_known(&reading, own->post) < 0)
        status = kr_nomem(job);
    if (status == KOOR_OK) {
        kr_find_bullets(&reading);
        status = join(&reading);
    }
    if (status == KOOR_OK)
        status = collect(&reading, arena, out);
    kr_arena_end(&scratch);
    return status;
}
