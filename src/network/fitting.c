/* Fitting: see fitting.h. The pieces are found once for a post; how many have to go on a network
 * is found by bisection, since leaving out more never makes a text longer. */
#include "network/fitting.h"
#include "network/disclosure.h"
#include "network/entities.h"
#include "network/networks.h"
#include "network/phrase.h"

#include <string.h>

enum { FILLER_REST = 3 /* words of a filler sentence outside its phrase */, LOCKS = 64 };

typedef struct finder {
    kr_job *job;
    kr_arena *arena;
    const kr_post *post;
    const kr_pack *pack;
    kr_str *phrases;
    uint32_t phrase_count;
    kr_span locks[LOCKS]; /* disclosures */
    uint32_t lock_count;
    kr_droppable *found;
    size_t capacity;
    uint32_t count;
} finder;

static int overlaps(kr_span a, kr_span b) {
    return a.start < b.end && b.start < a.end;
}

/* More disclosures than there is room for lock all that stands behind them. */
static int is_locked(const finder *f, kr_span span) {
    uint32_t known = f->lock_count < LOCKS ? f->lock_count : LOCKS;
    for (uint32_t i = 0; i < known; i++)
        if (overlaps(f->locks[i], span))
            return 1;
    return f->lock_count > LOCKS && span.start >= f->locks[LOCKS - 1].end;
}

/* From behind the last character that is no white space. */
static uint32_t space_before(kr_str text, uint32_t at) {
    while (at > 0) {
        size_t back = kr_utf8_back(text.at, at), behind = back;
        if (!kr_is_space(kr_utf8_next(text.at, text.length, &behind)))
            break;
        at = (uint32_t)back;
    }
    return at;
}

static int32_t keep(finder *f, kr_span span, kr_fit_tier tier, uint32_t sentence) {
    if (kr_arena_grow(f->arena, (void **)&f->found, &f->capacity, f->count, sizeof *f->found) < 0)
        return kr_nomem(f->job);
    span.start = space_before(f->post->text, span.start);
    f->found[f->count++] = (kr_droppable){span, (uint8_t)tier, sentence};
    return KOOR_OK;
}

static int32_t find_hashtags(finder *f) {
    int32_t status = KOOR_OK;
    for (uint32_t i = f->post->atom_count; i-- > 0 && status == KOOR_OK;) {
        const kr_atom *atom = &f->post->atoms[i];
        const kr_sentence *sentence = &f->post->sentences[atom->sentence];
        if (atom->kind == KR_ATOM_HASHTAG && sentence->kind == KR_SENTENCE_TAGS &&
            !(sentence->flags & KR_SENTENCE_LOCKED) && !is_locked(f, atom->span))
            status = keep(f, atom->span, KR_FIT_HASHTAGS, atom->sentence);
    }
    return status;
}

static uint32_t words_in(const kr_post *post, const kr_sentence *sentence, kr_span span) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < sentence->token_count; i++) {
        const kr_token *token = &post->tokens[sentence->token + i];
        count += token->kind == KR_TOKEN_WORD && token->span.start >= span.start &&
                 token->span.end <= span.end;
    }
    return count;
}

static int has_facts(const kr_post *post, const kr_sentence *sentence) {
    for (uint32_t i = 0; i < sentence->atom_count; i++)
        if (post->atoms[sentence->atom + i].kind != KR_ATOM_EMOJI)
            return 1;
    return sentence->ledger.quantifiers > 0;
}

static int is_leant_on(const kr_post *post, uint32_t index) {
    return index + 1 < post->sentence_count &&
           (post->sentences[index + 1].flags & KR_SENTENCE_LINKED);
}

static int is_filler(const finder *f, uint32_t index) {
    const kr_sentence *sentence = &f->post->sentences[index];
    if (index == 0 || sentence->kind > KR_SENTENCE_FRAGMENT ||
        (sentence->flags & KR_SENTENCE_LOCKED) || has_facts(f->post, sentence) ||
        is_leant_on(f->post, index) || is_locked(f, sentence->span))
        return 0;
    kr_str text = {f->post->text.at, sentence->span.end};
    kr_span phrase;
    size_t at = sentence->span.start;
    if (kr_network_phrase_next(text, &at, f->phrases, f->phrase_count, &phrase) == KR_NONE)
        return 0;
    uint32_t all = words_in(f->post, sentence, sentence->span);
    uint32_t inside = words_in(f->post, sentence, phrase);
    /* A negation outside the phrase ("not because we can't wait") is the sentence's own. */
    return all - inside <= FILLER_REST && sentence->ledger.negations <= 1 && all - inside <= inside;
}

static int32_t find_filler(finder *f) {
    const kr_pack_list *list = f->pack ? kr_pack_find_list(f->pack, "network.filler") : NULL;
    int32_t status = KOOR_OK;
    if (!list)
        return KOOR_OK;
    f->phrase_count = kr_list_count(list);
    f->phrases = kr_arena_alloc(&f->job->arena, f->phrase_count + 1, sizeof *f->phrases);
    if (!f->phrases)
        return kr_nomem(f->job);
    for (uint32_t i = 0; i < f->phrase_count; i++)
        f->phrases[i] = kr_list_at(list, i);
    for (uint32_t i = f->post->sentence_count; i-- > 0 && status == KOOR_OK;)
        if (is_filler(f, i))
            status = keep(f, f->post->sentences[i].span, KR_FIT_FILLER, i);
    return status;
}

static uint32_t sentence_of(const kr_post *post, kr_span span) {
    for (uint32_t i = 0; i < post->sentence_count; i++)
        if (post->sentences[i].span.end > span.start)
            return i;
    return KR_NONE;
}

static int32_t find_optional(finder *f, const kr_span *optional, size_t count) {
    int32_t status = KOOR_OK;
    while (count-- > 0 && status == KOOR_OK)
        if (!is_locked(f, optional[count]))
            status =
                keep(f, optional[count], KR_FIT_OPTIONAL, sentence_of(f->post, optional[count]));
    return status;
}

static int32_t bad_option(kr_job *job, kr_str word) {
    return kr_fail(job, KOOR_E_OPTION, "fit.drop", -1,
                   "\"%.*s\" in fit.drop is not known or not new; give hashtags, filler, optional, "
                   "each once, or nothing",
                   KR_SHOWN(word, 40));
}

static int32_t find_tier(finder *f, unsigned tier, const kr_fit_input *input) {
    switch (tier) {
    case KR_FIT_HASHTAGS:
        return find_hashtags(f);
    case KR_FIT_FILLER:
        return find_filler(f);
    default:
        return find_optional(f, input->optional, input->optional_count);
    }
}

int32_t kr_fit_find(kr_job *job, kr_arena *arena, const kr_fit_input *input, kr_droppables *out) {
    static const char *const tiers[] = {"hashtags", "filler", "optional"};
    finder f = {.job = job, .arena = arena, .post = input->post, .pack = input->pack};
    kr_str own = kr_str_of(input->settings->text[KR_OPT_DISCLOSURE_TEXT]);
    f.lock_count = kr_disclosure_find(input->post->text, own, f.locks, LOCKS);
    const char *at = input->settings->text[KR_OPT_FIT_DROP];
    unsigned seen = 0;
    int32_t status = KOOR_OK;
    while (at && *at && status == KOOR_OK) {
        kr_str word = {at, strcspn(at, "|")};
        unsigned tier = 0;
        while (tier < KR_FIT_TIERS && !kr_str_is(word, tiers[tier]))
            tier++;
        if (tier == KR_FIT_TIERS || (seen & 1u << tier))
            return bad_option(job, word);
        seen |= 1u << tier;
        status = find_tier(&f, tier, input);
        at += word.length + (at[word.length] == '|');
    }
    *out = (kr_droppables){input->post->text, f.found, f.count};
    return status;
}

/* --- leaving out
 * --------------------------------------------------------------------------------------- */

typedef struct fitter {
    kr_job *job;
    const kr_network *network;
    kr_str post; /* its id */
    kr_str text;
    uint32_t reserve;
    const kr_droppable *pieces;
    uint32_t count;
    uint32_t *order; /* the pieces by their place in the text */
    uint32_t *ranks; /* of each piece: when it goes; 0 at once, from 1 on in order */
    char *buffer;
} fitter;

/* The text without the pieces whose rank is at most `level`; white space that is left at its
 * ends goes. */
static kr_str without(const fitter *f, uint32_t level) {
    size_t length = 0, at = 0, start = 0;
    for (uint32_t i = 0; i < f->count; i++) {
        const kr_droppable *piece = &f->pieces[f->order[i]];
        if (f->ranks[f->order[i]] > level)
            continue;
        if (piece->span.start > at) {
            memcpy(f->buffer + length, f->text.at + at, piece->span.start - at);
            length += piece->span.start - at;
        }
        at = piece->span.end > at ? piece->span.end : at;
    }
    memcpy(f->buffer + length, f->text.at + at, f->text.length - at);
    length += f->text.length - at;
    while (at > 0 && start < length && (f->buffer[start] == ' ' || f->buffer[start] == '\n'))
        start++;
    return (kr_str){f->buffer + start, length - start};
}

static uint32_t over(const fitter *f, uint32_t level) {
    kr_network room = *f->network;
    if (room.limit != KR_NONE)
        room.limit = room.limit > f->reserve ? room.limit - f->reserve : 0;
    return kr_network_over(&room, without(f, level));
}

static uint32_t count_hashtags(kr_str text) {
    kr_hashtag_scan scan;
    kr_span span;
    uint32_t count = 0;
    for (kr_hashtag_start(&scan, text); kr_hashtag_next(&scan, &span);)
        count++;
    return count;
}

/* Hashtags beyond the network's number go at once; the others get their ranks in order. */
static uint32_t rank(fitter *f) {
    uint32_t tags = count_hashtags(f->text), most = f->network->hashtag_most, level = 0;
    uint32_t surplus = most != KR_NONE && tags > most ? tags - most : 0;
    for (uint32_t i = 0; i < f->count; i++) {
        int goes = f->pieces[i].tier == KR_FIT_HASHTAGS && surplus > 0;
        surplus -= (uint32_t)goes;
        f->ranks[i] = goes ? 0 : ++level;
    }
    return level;
}

/* By their place: a heap sort, so that 10,000 hashtags that come last first cost no more than
 * others. */
static void sift(fitter *f, uint32_t root, uint32_t count) {
    for (uint32_t child; (child = 2 * root + 1) < count; root = child) {
        uint32_t *order = f->order, held = order[root];
        if (child + 1 < count &&
            f->pieces[order[child]].span.start < f->pieces[order[child + 1]].span.start)
            child++;
        if (f->pieces[held].span.start >= f->pieces[order[child]].span.start)
            return;
        order[root] = order[child];
        order[child] = held;
    }
}

static void sort(fitter *f) {
    for (uint32_t i = 0; i < f->count; i++)
        f->order[i] = i;
    for (uint32_t i = f->count / 2; i-- > 0;)
        sift(f, i, f->count);
    for (uint32_t i = f->count; i-- > 1;) {
        uint32_t last = f->order[i];
        f->order[i] = f->order[0];
        f->order[0] = last;
        sift(f, 0, i);
    }
}

/* ", even without 3 hashtags and 1 filler sentence"; nothing where nothing may go. */
static void write_dropped(kr_buffer *out, const uint32_t counts[KR_FIT_TIERS]) {
    static const char *const names[KR_FIT_TIERS] = {" hashtag", " filler sentence", " optional part"};
    uint32_t left = 0, told = 0;
    for (uint32_t i = 0; i < KR_FIT_TIERS; i++)
        left += counts[i] > 0;
    for (uint32_t i = 0; i < KR_FIT_TIERS; i++) {
        if (!counts[i])
            continue;
        kr_buffer_text(out, !told++ ? ", even without " : --left > 1 ? ", " : " and ");
        kr_buffer_uint(out, counts[i]);
        kr_buffer_text(out, names[i]);
        kr_buffer_text(out, counts[i] == 1 ? "" : "s");
    }
}

static int32_t cannot(const fitter *f, uint32_t too_much, const kr_fitted *fitted) {
    kr_buffer dropped;
    char name[48];
    size_t length =
        f->network->name.length < sizeof name ? f->network->name.length : sizeof name - 1;
    memcpy(name, f->network->name.at, length);
    name[length] = '\0';
    kr_buffer_start(&dropped, f->job->memory);
    if (f->reserve) {
        kr_buffer_text(&dropped, " with ");
        kr_buffer_uint(&dropped, f->reserve);
        kr_buffer_text(&dropped, " kept free for what is added to it");
    }
    write_dropped(&dropped, fitted->counts);
    int32_t status =
        dropped.failed
            ? kr_nomem(f->job)
            : kr_fail(f->job, KOOR_E_NETWORK, name, -1,
                      "post \"%.*s\" is %u over what %.*s allows%s: shorten it, let more go with "
                      "fit.drop, or leave the network out",
                      (int)f->post.length, f->post.at, too_much, (int)f->network->title.length,
                      f->network->title.at, dropped.length ? dropped.data : "");
    kr_buffer_end(&dropped);
    return status;
}

static int32_t finish(const fitter *f, kr_arena *arena, uint32_t level, kr_fitted *out) {
    kr_str text = without(f, level);
    const char *copy = kr_arena_string(arena, text.at, text.length);
    if (!copy)
        return kr_nomem(f->job);
    out->text = (kr_str){copy, text.length};
    for (uint32_t i = 0; i < f->count; i++) {
        out->dropped[i] = f->ranks[i] <= level;
        out->counts[f->pieces[i].tier] += out->dropped[i];
    }
    uint32_t too_much = over(f, level);
    return too_much ? cannot(f, too_much, out) : KOOR_OK;
}

int32_t kr_fit_text(kr_job *job, kr_arena *arena, const kr_fit_room *room,
                    const kr_droppables *pieces, kr_fitted *out) {
    fitter f = {.job = job,
                .network = room->network,
                .reserve = room->reserve,
                .post = room->post,
                .text = pieces->text,
                .pieces = pieces->at,
                .count = pieces->count};
    *out = (kr_fitted){.dropped = kr_arena_zero(arena, f.count + 1, 1)};
    f.order = kr_arena_alloc(&job->arena, f.count + 1, sizeof *f.order);
    f.ranks = kr_arena_alloc(&job->arena, f.count + 1, sizeof *f.ranks);
    f.buffer = kr_arena_alloc(&job->arena, f.text.length + 1, 1);
    if (!out->dropped || !f.order || !f.ranks || !f.buffer)
        return kr_nomem(job);
    sort(&f);
    uint32_t low = 0, high = rank(&f);
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (over(&f, middle))
            low = middle + 1;
        else
            high = middle;
    }
    return finish(&f, arena, low, out);
}
