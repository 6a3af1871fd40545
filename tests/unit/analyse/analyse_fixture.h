/* Analyses a text with the built-in packs and writes what was found as a line that a person reads.
 */
#ifndef KR_ANALYSE_FIXTURE_H
#define KR_ANALYSE_FIXTURE_H

#include "analyse/analyse.h"
#include "koor.h"
#include "rewrite/packs.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

typedef struct analysed {
    kr_job job;
    kr_arena arena;
    kr_post post;
    koor_error *error;
    int32_t status;
} analysed;

static inline void analyse_input(analysed *a, kr_analyse_input input) {
    const kr_pack *packs[] = {kr_pack_builtin("en"), kr_pack_builtin("nl")};
    input.packs = packs;
    input.pack_count = 2;
    *a = (analysed){0};
    kr_job_start(&a->job, &kr_memory_default, &a->error);
    kr_arena_start(&a->arena, &kr_memory_default);
    a->status = kr_analyse(&a->job, &input, &a->arena, &a->post);
}

static inline void analyse_text(analysed *a, const char *language, const char *text) {
    analyse_input(a, (kr_analyse_input){.text = kr_str_of(text), .language = kr_str_of(language)});
}

static inline void analysed_end(analysed *a) {
    kr_arena_end(&a->arena);
    kr_job_end(&a->job);
    koor_error_free(a->error);
}

static inline kr_str span_text(const kr_post *post, kr_span span) {
    return (kr_str){post->text.at + span.start, span.end - span.start};
}

/* "name:Els Verhagen | date:5 juni" */
static inline void write_atoms(kr_buffer *out, const kr_post *post) {
    for (uint32_t i = 0; i < post->atom_count; i++) {
        kr_str text = span_text(post, post->atoms[i].span);
        kr_buffer_text(out, i ? " | " : "");
        kr_buffer_text(out, kr_atom_kind_name((kr_atom_kind)post->atoms[i].kind));
        kr_buffer_char(out, ':');
        kr_buffer_add(out, text.at, text.length);
    }
}

/* "We|'re hiring <name> ." : a space where the text has one, a bar between tokens that touch. */
static inline void write_tokens(kr_buffer *out, const kr_post *post, const kr_sentence *s) {
    for (uint32_t i = s->token; i < s->token + s->token_count; i++) {
        const kr_token *token = &post->tokens[i];
        kr_str text = span_text(post, token->span);
        if (i > s->token)
            kr_buffer_char(out, token->space_before ? ' ' : '|');
        kr_buffer_text(out, token->kind == KR_TOKEN_ATOM ? "<" : "");
        kr_buffer_add(out, text.at, text.length);
        kr_buffer_text(out, token->kind == KR_TOKEN_ATOM ? ">" : "");
    }
}

/* "statement link you -1: ..." a line each: kind, flags, counts of the ledger where not 0. */
static inline void write_sentences(kr_buffer *out, const kr_post *post) {
    static const char *const kinds[] = {"statement", "question", "exclamation", "fragment",
                                        "item",      "tags",     "link"};
    for (uint32_t i = 0; i < post->sentence_count; i++) {
        const kr_sentence *s = &post->sentences[i];
        kr_buffer_text(out, s->breaks == 2 ? "// " : s->breaks == 1 ? "/ " : "");
        kr_buffer_text(out, kinds[s->kind]);
        kr_buffer_text(out, s->flags & KR_SENTENCE_LOCKED ? " locked" : "");
        kr_buffer_text(out, s->flags & KR_SENTENCE_LINKED ? " linked" : "");
        kr_buffer_text(out, s->flags & KR_SENTENCE_FIRST_PERSON ? " first" : "");
        kr_buffer_text(out, s->flags & KR_SENTENCE_ADDRESSED ? " addressed" : "");
        for (int k = 0; k < 3; k++) {
            uint16_t counts[] = {s->ledger.negations, s->ledger.modals, s->ledger.quantifiers};
            static const char *const names[] = {" neg", " modal", " quant"};
            if (counts[k]) {
                kr_buffer_text(out, names[k]);
                kr_buffer_uint(out, counts[k]);
            }
        }
        kr_buffer_text(out, ": ");
        write_tokens(out, post, s);
        kr_buffer_char(out, '\n');
    }
}

/* A text, and what write_atoms or write_sentences is to tell of it. */
typedef struct told_pair {
    const char *text, *told;
} told_pair;

/* Compares all, tells each that differs, and fails where one did. */
static inline void check_told(void (*write)(kr_buffer *, const kr_post *), const char *language,
                              const told_pair *pairs, size_t count) {
    int wrong = 0;
    for (size_t i = 0; i < count; i++) {
        analysed a;
        kr_buffer out;
        kr_buffer_start(&out, &kr_memory_default);
        analyse_text(&a, language, pairs[i].text);
        assert_int_equal(a.status, KOOR_OK);
        write(&out, &a.post);
        const char *told = out.data ? out.data : "";
        if (strcmp(told, pairs[i].told) != 0) {
            print_message("%s\n  %s\n  %s wanted\n", pairs[i].text, told, pairs[i].told);
            wrong++;
        }
        kr_buffer_end(&out);
        analysed_end(&a);
    }
    assert_int_equal(wrong, 0);
}

#define CHECK_TOLD(write, language, pairs)                                                         \
    check_told(write, language, pairs, sizeof(pairs) / sizeof *(pairs))

#endif
