/* Questions about the first post: how many walks it has, and what it offers to authors. */
#include "base/json_write.h"
#include "pipeline/plan_data.h"

#include <string.h>

static int32_t first_version(kr_job *job, const koor_campaign *campaign, kr_version *out) {
    if (!campaign->post_count)
        return kr_fail(job, KOOR_E_EMPTY, "post", -1, "the campaign has no post yet");
    return kr_version_make(job, &job->arena, campaign, &campaign->posts[0], out);
}

/* The walks that the campaign's voice allows. */
int32_t kr_pipeline_count(kr_job *job, const koor_campaign *campaign, kr_buffer *out) {
    kr_version version;
    uint64_t *allowed = NULL;
    kr_big count = {0};
    kr_settings settings = campaign->settings;
    int32_t status = first_version(job, campaign, &version);
    if (status == KOOR_OK)
        status = kr_voice_settings(job, &job->arena, campaign,
                                   kr_str_of(settings.text[KR_OPT_VOICE_PROFILE]), &settings);
    if (status == KOOR_OK)
        status = kr_voice_allowed(job, &job->arena, &version.graph, &settings, &allowed);
    if (status == KOOR_OK)
        status = kr_graph_count(job, version.walks, allowed, &count);
    if (status == KOOR_OK)
        kr_big_write(out, &count);
    kr_big_end(job->memory, &count);
    return status;
}

/* Without a choice nothing tells markup from a plain post, in which an escape would be text: a comment in
 * front does. */
static int32_t mark_escapes(kr_job *job, const kr_version *version, kr_buffer *out) {
    kr_str printed = {out->data ? out->data : "", out->length};
    kr_big count = {0};
    int32_t status = kr_graph_count(job, version->walks, NULL, &count);
    int is_single = status == KOOR_OK && kr_big_u64(&count) == 1;
    kr_big_end(job->memory, &count);
    if (!is_single || kr_str_equal(printed, version->base))
        return status;
    const char *copy = kr_arena_string(&job->arena, printed.at, printed.length);
    if (!copy)
        return kr_nomem(job);
    kr_buffer_reset(out);
    kr_buffer_text(out, "/# markup #/\n");
    kr_buffer_add(out, copy, printed.length);
    return KOOR_OK;
}

int32_t kr_pipeline_suggest_markup(kr_job *job, const koor_campaign *campaign, kr_buffer *out) {
    kr_version version;
    kr_markup_voices voices;
    int32_t status = first_version(job, campaign, &version);
    if (status == KOOR_OK)
        status = kr_marked_voices(job, &voices);
    if (status == KOOR_OK)
        status = kr_markup_print(job, &campaign->settings, &version.graph, &voices, out);
    return status < 0 ? status : mark_escapes(job, &version, out);
}

static void put_facts(kr_buffer *out, const kr_version *version, uint32_t sentence) {
    const kr_post *post = &version->post;
    kr_put_key(out, "keep");
    kr_put_open(out, '[');
    for (uint32_t i = 0; i < post->atom_count; i++) {
        const kr_atom *atom = &post->atoms[i];
        if (atom->sentence == sentence && atom->kind != KR_ATOM_EMOJI)
            kr_put_element(out, (kr_str){post->text.at + atom->span.start,
                                         atom->span.end - atom->span.start});
    }
    kr_buffer_char(out, ']');
}

static uint32_t words_of(const kr_post *post, const kr_sentence *sentence) {
    uint32_t words = 0;
    for (uint32_t i = sentence->token; i < sentence->token + sentence->token_count; i++)
        words += post->tokens[i].kind != KR_TOKEN_PUNCT;
    return words;
}

/* A unit for outside authors, in the shape of an alternatives file: the sentence, an empty text to fill
 * in, what must stay in it, and what may not change. */
static void put_unit(kr_buffer *out, const kr_version *version, uint32_t number, uint32_t paragraph) {
    const kr_post *post = &version->post;
    const kr_sentence *sentence = &post->sentences[number];
    kr_put_open(out, '{');
    kr_put_text(out, "post", version->id);
    kr_put_word(out, "language", post->language);
    kr_put_uint(out, "first", number + 1);
    kr_put_uint(out, "last", number + 1);
    kr_put_text(out, "from", (kr_str){post->text.at + sentence->span.start,
                                      sentence->span.end - sentence->span.start});
    kr_buffer_text(out, ",\"text\":\"\",\"author\":\"\",\"voice\":{},\"state\":\"proposed\"");
    put_facts(out, version, number);
    kr_put_uint(out, "negations", sentence->ledger.negations);
    kr_put_uint(out, "modals", sentence->ledger.modals);
    kr_put_uint(out, "quantifiers", sentence->ledger.quantifiers);
    kr_put_uint(out, "words", words_of(post, sentence));
    kr_put_uint(out, "paragraph", paragraph);
    kr_put_bool(out, "linked", (sentence->flags & KR_SENTENCE_LINKED) != 0);
    kr_put_bool(out, "locked", (sentence->flags & KR_SENTENCE_LOCKED) != 0);
    kr_buffer_text(out, "}\n");
}

int32_t kr_pipeline_suggest_units(kr_job *job, const koor_campaign *campaign, kr_buffer *out) {
    kr_version version;
    int32_t status = first_version(job, campaign, &version);
    for (uint32_t i = 0, paragraph = 1; status == KOOR_OK && i < version.post.sentence_count; i++) {
        paragraph += i > 0 && version.post.sentences[i].breaks == 2;
        put_unit(out, &version, i, paragraph);
    }
    return status;
}
