/* Changing the voice of a base: reads each sentence, asks the feature for its edits, and writes the new
 * text. The edits replace words and keep all else byte for byte, so that the layout and the facts of
 * the post stay; the pipeline analyses the result anew and has the guard compare it with the post. */
#include "rewrite/voice_change.h"

#include "base/buffer.h"

#include <stdlib.h>
#include <string.h>

/* ---- edits ---- */

void kr_voice_edit(kr_voice_work *w, uint32_t sentence, kr_span span, kr_str text) {
    kr_voice_change *out = w->out;
    const char *copy = kr_arena_string(&w->job->arena, text.at ? text.at : "", text.length);
    if (!copy || kr_arena_grow(&w->job->arena, (void **)&out->edits, &w->edit_capacity,
                               out->edit_count, sizeof *out->edits) < 0) {
        w->failed = 1;
        return;
    }
    out->edits[out->edit_count++] =
        (kr_voice_edit_made){span, (kr_str){copy, text.length}, sentence};
}

/* "JE" stays in capitals; a single capital letter tells nothing of that. */
static int is_upper_throughout(kr_str text) {
    size_t letters = 0;
    for (size_t i = 0; i < text.length;) {
        int32_t code = kr_utf8_next(text.at, text.length, &i);
        if (kr_is_lower(code))
            return 0;
        letters += kr_is_upper(code) != 0;
    }
    return letters > 1;
}

/* The Dutch ij is one letter at a sentence start: IJ. */
static size_t capital_length(kr_str text) {
    return text.length >= 2 && memcmp(text.at, "ij", 2) == 0 ? 2 : 1;
}

void kr_voice_word(kr_voice_work *w, uint32_t sentence, uint32_t at, kr_str text) {
    const kr_parse *parse = &w->parses[sentence];
    kr_str base = kr_word_text(parse, at);
    size_t next = 0, done = 0;
    int is_upper = is_upper_throughout(base);
    int32_t first = kr_utf8_next(base.at, base.length, &next);
    /* A reverential U inside a sentence gives no capital to what stands for it. */
    int titled = kr_is_upper(first) && (parse->words[at].lowered || at == parse->first || base.length > 1);
    size_t titles = is_upper ? text.length : titled ? capital_length(text) : 0;
    char *own = kr_arena_alloc(&w->job->arena, text.length * 3 + 4, 1);
    if (!own) {
        w->failed = 1;
        return;
    }
    for (size_t i = 0; i < text.length;) {
        int is_capital = i < titles;
        int32_t code = kr_utf8_next(text.at, text.length, &i);
        done += kr_utf8_put(own + done, is_capital ? kr_to_title(code) : code);
    }
    if (!kr_str_equal(base, (kr_str){own, done}))
        kr_voice_edit(w, sentence, parse->words[at].span, (kr_str){own, done});
}

void kr_voice_refuse(kr_voice_work *w, uint32_t sentence, const char *reason) {
    if (w->out->refused)
        return;
    w->out->refused = reason;
    w->out->sentence = sentence;
}

int kr_voice_refused(const kr_voice_work *w) {
    return w->failed || w->out->refused != NULL;
}

/* ---- asking the pack ---- */

int kr_voice_has(const kr_voice_work *w, const kr_parse *parse, uint32_t at, const char *list) {
    return at < parse->count && !parse->words[at].atom &&
           kr_list_has_number(kr_pack_find_list(w->pack, list), parse->words[at].string);
}

/* What the word may be a form of: a verb and its separable ones ("zoeken", "opzoeken") share their forms. */
static const kr_reading *readings_of(const kr_voice_work *w, const kr_parse *parse, uint32_t at,
                                     uint32_t *out_count) {
    const kr_pack_word *words = kr_pack_section(w->pack, KR_SECTION_STRINGS);
    const kr_reading *readings = kr_pack_section(w->pack, KR_SECTION_READINGS);
    uint32_t string = at < parse->count ? parse->words[at].string : KR_PACK_NONE;
    *out_count = string == KR_PACK_NONE ? 0 : words[string].reading_count;
    return *out_count ? readings + words[string].reading : NULL;
}

static const kr_lemma *lemma_at(const kr_voice_work *w, uint32_t lemma) {
    return (const kr_lemma *)kr_pack_section(w->pack, KR_SECTION_LEMMAS) + lemma;
}

int kr_voice_has_lemma(const kr_voice_work *w, const kr_parse *parse, uint32_t at, const char *list) {
    const kr_pack_list *found = kr_pack_find_list(w->pack, list);
    uint32_t count;
    const kr_reading *readings = readings_of(w, parse, at, &count);
    for (uint32_t i = 0; i < count; i++) {
        const kr_lemma *lemma = lemma_at(w, readings[i].lemma);
        if (lemma->class == KR_WORD_VERB && kr_list_has_number(found, lemma->name))
            return 1;
    }
    return 0;
}

int kr_voice_may_be_finite(const kr_voice_work *w, const kr_parse *parse, uint32_t at) {
    uint32_t count;
    const kr_reading *readings = readings_of(w, parse, at, &count);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t kind = readings[i].kind & 31u;
        if (lemma_at(w, readings[i].lemma)->class == KR_WORD_VERB &&
            (kind == KR_FORM_IK || kind == KR_FORM_S3 || kind == KR_FORM_JIJ || kind == KR_FORM_PAST))
            return 1;
    }
    return 0;
}

kr_str kr_voice_first(const kr_voice_work *w, const char *list) {
    const kr_pack_list *found = kr_pack_find_list(w->pack, list);
    return kr_list_count(found) ? kr_list_at(found, 0) : (kr_str){"", 0};
}

kr_str kr_voice_form(const kr_voice_work *w, const kr_parse *parse, uint32_t at, uint32_t kind) {
    uint32_t count, best = KR_PACK_NONE;
    const kr_reading *readings = readings_of(w, parse, at, &count);
    for (uint32_t i = 0; i < count; i++) {
        const kr_lemma *lemma = lemma_at(w, readings[i].lemma);
        uint32_t string = lemma->class == KR_WORD_VERB ? kr_pack_form(w->pack, readings[i].lemma, kind)
                                                       : KR_PACK_NONE;
        if (string != KR_PACK_NONE && (best == KR_PACK_NONE || lemma->particle == KR_PACK_NONE))
            best = string;
    }
    return best == KR_PACK_NONE ? (kr_str){"", 0} : kr_pack_string(w->pack, best);
}

int kr_voice_is_finite(const kr_parse *parse, uint32_t at) {
    return at < parse->count && !parse->words[at].atom && kr_is_finite(&parse->words[at]);
}

int kr_voice_is_mark(const kr_parse *parse, uint32_t at) {
    return at >= parse->count || parse->words[at].tag == KR_TAG_PUNCT ||
           parse->words[at].tag == KR_TAG_PICTURE;
}

int kr_voice_is_question(const kr_voice_work *w, uint32_t sentence) {
    return w->post->sentences[sentence].kind == KR_SENTENCE_QUESTION;
}

/* ---- the whole ---- */

static int32_t parse_all(kr_voice_work *w) {
    uint32_t count = w->post->sentence_count;
    uint8_t *costs = kr_arena_alloc(&w->job->arena, KR_TAGS, KR_TAGS);
    w->parses = kr_arena_zero(&w->job->arena, count + 1u, sizeof *w->parses);
    if (!costs || !w->parses)
        return kr_nomem(w->job);
    kr_tag_costs(costs, kr_pack_language(w->pack));
    for (uint32_t i = 0; i < count; i++) {
        int32_t status = kr_parse_sentence(w->job, w->pack, costs, w->post, i, &w->parses[i]);
        if (status < 0)
            return status;
    }
    return KOOR_OK;
}

static int by_place(const void *a, const void *b) {
    const kr_voice_edit_made *x = a, *y = b;
    return x->span.start < y->span.start ? -1 : x->span.start > y->span.start;
}

/* The post with its edits. The place of who speaks moves with what is written before it. */
static int32_t write_text(kr_voice_work *w, kr_arena *arena) {
    kr_voice_change *out = w->out;
    kr_str base = w->post->text;
    kr_buffer text;
    uint32_t at = 0;
    kr_span kept = out->kept;
    kr_buffer_start(&text, w->job->memory);
    for (size_t i = 0; i < out->edit_count; i++) {
        const kr_voice_edit_made *edit = &out->edits[i];
        kr_buffer_add(&text, base.at + at, edit->span.start - at);
        if (kept.end && edit->span.start == kept.start)
            out->kept = (kr_span){(uint32_t)text.length, (uint32_t)(text.length + edit->text.length)};
        kr_buffer_add(&text, edit->text.at, edit->text.length);
        at = edit->span.end;
    }
    kr_buffer_add(&text, base.at + at, base.length - at);
    const char *copy =
        text.failed ? NULL : kr_arena_string(arena, text.data ? text.data : "", text.length);
    out->text = (kr_str){copy, text.length};
    kr_buffer_end(&text);
    return copy ? KOOR_OK : kr_nomem(w->job);
}

static int32_t own_edits(kr_voice_work *w, kr_arena *arena) {
    kr_voice_change *out = w->out;
    kr_voice_edit_made *own = kr_arena_alloc(arena, out->edit_count + 1, sizeof *own);
    if (!own)
        return kr_nomem(w->job);
    for (size_t i = 0; i < out->edit_count; i++) {
        own[i] = out->edits[i];
        own[i].text.at = kr_arena_string(arena, own[i].text.at, own[i].text.length);
        if (!own[i].text.at)
            return kr_nomem(w->job);
    }
    out->edits = own;
    return KOOR_OK;
}

int32_t kr_voice_apply(kr_job *job, kr_arena *arena, const kr_voice_input *input,
                       kr_voice_change *out) {
    static void (*const features[KR_VOICE_FEATURES])(kr_voice_work *) = {
        kr_voice_change_address, kr_voice_change_person, kr_voice_change_emoji};
    kr_voice_work w = {
        .job = job, .input = input, .post = input->post, .pack = input->pack, .out = out};
    *out = (kr_voice_change){.text = input->post->text, .sentence = KR_NONE};
    if (!input->value)
        return KOOR_OK;
    int32_t status = parse_all(&w);
    if (status < 0)
        return status;
    features[input->feature](&w);
    if (w.failed)
        return kr_nomem(job);
    if (out->refused)
        out->edit_count = 0;
    if (!out->edit_count)
        return KOOR_OK;
    qsort(out->edits, out->edit_count, sizeof *out->edits, by_place);
    status = own_edits(&w, arena);
    return status < 0 ? status : write_text(&w, arena);
}
