/* A wording for several sentences, cut into pieces that may stand for single ones of them, so that
 * sentences of different authors' texts can be crossed.
 *
 * Sentences of base and wording are aligned in order (blocks of 1:1, 1:2 and 2:1, after Gale and
 * Church 1993, but by the words and facts that they share instead of their lengths), the best sum
 * by a dynamic program. A block becomes a piece only where it is safe in any company: it does not
 * open with a link to what stood before, brings no pronoun that its own sentences of the base do
 * not have, and the sentence of the base behind it leans on nothing. The guard sees each piece
 * later. */
#include "pipeline/outside.h"

#include <string.h>

enum { MOST_SENTENCES = 40, SHARED_WORD = 4, SHARED_FACT = 12, LONGEST = 64 };

typedef struct aligner {
    kr_job *job;
    const kr_version *version;
    const kr_outside *whole;
    kr_post text;
    uint32_t base_count, text_count;
    int32_t best[MOST_SENTENCES + 1][MOST_SENTENCES + 1]; /* of the first i and j; -1: no way */
    uint8_t step[MOST_SENTENCES + 1][MOST_SENTENCES + 1]; /* sentences of base * 4 + of wording */
} aligner;

static kr_str token_text(const kr_post *post, uint32_t token) {
    kr_span span = post->tokens[token].span;
    return (kr_str){post->text.at + span.start, span.end - span.start};
}

static kr_str low_of(char out[3 * LONGEST + 1], kr_str word) {
    if (word.length > LONGEST)
        return (kr_str){"", 0};
    return (kr_str){out, kr_utf8_lower(out, word.at, word.length)};
}

/* What a sentence of the base and one of the wording have in common. */
static int32_t shared(const aligner *a, uint32_t s, uint32_t t) {
    const kr_pack *pack = a->version->pack;
    const kr_post *base = &a->version->post, *text = &a->text;
    const kr_sentence *one = &base->sentences[s], *other = &text->sentences[t];
    int32_t sum = 0;
    for (uint32_t i = one->token; i < one->token + one->token_count; i++) {
        uint64_t mark = kr_content_mark(pack, base, i);
        for (uint32_t k = other->token; mark && k < other->token + other->token_count; k++)
            if (kr_content_mark(pack, text, k) == mark) {
                sum += base->tokens[i].kind == KR_TOKEN_ATOM ? SHARED_FACT : SHARED_WORD;
                break;
            }
    }
    return sum;
}

static int32_t block_score(const aligner *a, uint32_t i, uint32_t j, uint32_t di, uint32_t dj) {
    int32_t sum = 0;
    for (uint32_t s = 0; s < di; s++)
        for (uint32_t t = 0; t < dj; t++)
            sum += shared(a, a->whole->first + i + s, j + t);
    return di == dj ? sum + 1 : sum;
}

static void extend(aligner *a, uint32_t i, uint32_t j, uint32_t di, uint32_t dj) {
    if (a->best[i][j] < 0 || i + di > a->base_count || j + dj > a->text_count)
        return;
    int32_t sum = a->best[i][j] + block_score(a, i, j, di, dj);
    if (sum > a->best[i + di][j + dj]) {
        a->best[i + di][j + dj] = sum;
        a->step[i + di][j + dj] = (uint8_t)(di * 4 + dj);
    }
}

static int align(aligner *a) {
    for (uint32_t i = 0; i <= a->base_count; i++)
        for (uint32_t j = 0; j <= a->text_count; j++)
            a->best[i][j] = -1;
    a->best[0][0] = 0;
    for (uint32_t i = 0; i <= a->base_count; i++)
        for (uint32_t j = 0; j <= a->text_count; j++) {
            extend(a, i, j, 1, 1);
            extend(a, i, j, 1, 2);
            extend(a, i, j, 2, 1);
        }
    return a->best[a->base_count][a->text_count] >= 0;
}

/* ---- what is safe ---- */

static int is_pointer(const aligner *a, kr_str low) {
    const kr_pack_list *links = kr_pack_find_list(a->version->pack, "analyse.link");
    uint32_t classes = kr_pack_classes(a->version->pack, low);
    return links && kr_list_has(links, low) &&
           classes & (KR_WORD_PRON | KR_WORD_DET | KR_WORD_POSS);
}

static int base_has(const aligner *a, uint32_t first, uint32_t count, kr_str low) {
    const kr_post *base = &a->version->post;
    const kr_sentence *last = &base->sentences[first + count - 1];
    char buffer[3 * LONGEST + 1];
    for (uint32_t i = base->sentences[first].token; i < last->token + last->token_count; i++)
        if (kr_str_equal(low_of(buffer, token_text(base, i)), low))
            return 1;
    return 0;
}

static int is_safe(const aligner *a, uint32_t i, uint32_t j, uint32_t di, uint32_t dj) {
    const kr_post *text = &a->text, *base = &a->version->post;
    uint32_t first = a->whole->first + i, next = first + di;
    const kr_sentence *last = &text->sentences[j + dj - 1];
    char buffer[3 * LONGEST + 1];
    if (text->sentences[j].flags & KR_SENTENCE_LINKED ||
        (next < base->sentence_count && base->sentences[next].flags & KR_SENTENCE_LINKED))
        return 0;
    for (uint32_t k = text->sentences[j].token; k < last->token + last->token_count; k++) {
        kr_str low = low_of(buffer, token_text(text, k));
        if (text->tokens[k].kind == KR_TOKEN_WORD && is_pointer(a, low) &&
            !base_has(a, first, di, low))
            return 0;
    }
    return block_score(a, i, j, di, dj) > 1;
}

/* ---- pieces ---- */

static int32_t add_piece(const aligner *a, uint32_t i, uint32_t j, uint32_t step,
                         kr_outside_list *out) {
    uint32_t di = step / 4, dj = step % 4, first = a->whole->first + i;
    kr_span text = {a->text.sentences[j].span.start, a->text.sentences[j + dj - 1].span.end};
    kr_outside piece = *a->whole;
    piece.first = first;
    piece.last = first + di - 1;
    piece.from = (kr_span){a->version->post.sentences[first].span.start,
                           a->version->post.sentences[piece.last].span.end};
    piece.text = (kr_str){a->text.text.at + text.start, text.end - text.start};
    kr_str base = {a->version->base.at + piece.from.start, piece.from.end - piece.from.start};
    if (kr_str_equal(base, piece.text))
        return KOOR_OK;
    if (kr_arena_grow(&a->job->arena, (void **)&out->at, &out->capacity, out->count, sizeof piece) <
        0)
        return kr_nomem(a->job);
    out->at[out->count++] = piece;
    return KOOR_OK;
}

static int32_t cut(const aligner *a, kr_outside_list *out) {
    uint32_t i = a->base_count, j = a->text_count;
    int32_t status = KOOR_OK;
    while (i > 0 && j > 0 && status == KOOR_OK) {
        uint32_t step = a->step[i][j];
        i -= step / 4;
        j -= step % 4;
        int is_all = i == 0 && j == 0 && step / 4 == a->base_count;
        if (!is_all && is_safe(a, i, j, step / 4, step % 4))
            status = add_piece(a, i, j, step, out);
    }
    return status;
}

int32_t kr_outside_align(kr_job *job, const koor_campaign *campaign, const kr_version *version,
                         const kr_outside *whole, kr_outside_list *out) {
    aligner *a = kr_arena_zero(&job->arena, 1, sizeof *a);
    if (!a)
        return kr_nomem(job);
    *a = (aligner){.job = job,
                   .version = version,
                   .whole = whole,
                   .base_count = whole->last - whole->first + 1};
    if (!version->pack || whole->from.start != version->post.sentences[whole->first].span.start ||
        whole->from.end != version->post.sentences[whole->last].span.end)
        return KOOR_OK; /* words inside sentences, or nothing known of pronouns */
    int32_t status = kr_version_sentences(job, campaign, version, whole->text, &a->text);
    if (status < 0)
        return status;
    a->text_count = a->text.sentence_count;
    if (a->base_count > MOST_SENTENCES || a->text_count > MOST_SENTENCES || !align(a))
        return KOOR_OK;
    return cut(a, out);
}
