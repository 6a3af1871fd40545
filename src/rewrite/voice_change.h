/* Inside the voice changes: what reading the base and writing the edits share. See voice_change.c. */
#ifndef KR_VOICE_CHANGE_H
#define KR_VOICE_CHANGE_H

#include "rewrite/parse.h"
#include "rewrite/voice.h"

typedef struct kr_voice_work {
    kr_job *job;
    const kr_voice_input *input;
    const kr_post *post;
    const kr_pack *pack;
    kr_parse *parses;
    kr_voice_change *out;
    size_t edit_capacity;
    int failed; /* out of memory */
} kr_voice_work;

/* Notes that [start, end) of the post is to read `text`, which is kept as it is. */
void kr_voice_edit(kr_voice_work *w, uint32_t sentence, kr_span span, kr_str text);
/* A word of a sentence; a capital of the base's is given to the new one. */
void kr_voice_word(kr_voice_work *w, uint32_t sentence, uint32_t at, kr_str text);
/* The voice is not available, for the reason of the first call. */
void kr_voice_refuse(kr_voice_work *w, uint32_t sentence, const char *reason);
int kr_voice_refused(const kr_voice_work *w);

/* Whether the word as it stands, or in lower case, is in a list of the pack; 0 for atoms. */
int kr_voice_has(const kr_voice_work *w, const kr_parse *parse, uint32_t at, const char *list);
/* The same for what a verb is a form of: its infinitive. */
int kr_voice_has_lemma(const kr_voice_work *w, const kr_parse *parse, uint32_t at, const char *list);
/* 1 where the lexicon has it as a finite form, whatever the parse took it for. */
int kr_voice_may_be_finite(const kr_voice_work *w, const kr_parse *parse, uint32_t at);
/* The list's only (or first) word; "" where the pack has no such list. */
kr_str kr_voice_first(const kr_voice_work *w, const char *list);
/* The form of the verb at `at`, by its lemma; "" where the lexicon does not give it. */
kr_str kr_voice_form(const kr_voice_work *w, const kr_parse *parse, uint32_t at, uint32_t kind);

int kr_voice_is_finite(const kr_parse *parse, uint32_t at);
int kr_voice_is_mark(const kr_parse *parse, uint32_t at);
/* A word with a space or nothing before it, not the first: `at` and at - 1 read in one go. */
int kr_voice_is_question(const kr_voice_work *w, uint32_t sentence);

/* One feature each; they note edits or refuse. */
void kr_voice_change_address(kr_voice_work *w);
void kr_voice_change_person(kr_voice_work *w);
void kr_voice_change_emoji(kr_voice_work *w);

#endif
