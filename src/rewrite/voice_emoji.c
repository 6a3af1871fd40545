/* Emoji: none, or one where the post has none. An emoji that stands for a word or a mark ("We ❤ Ghent",
 * "big news 🚀 more soon") cannot go: without it the sentence is another one. */
#include "rewrite/voice_change.h"

#include <stdio.h>
#include <string.h>

static int is_emoji(const kr_post *post, uint32_t token) {
    return post->tokens[token].kind == KR_TOKEN_ATOM &&
           post->atoms[post->tokens[token].atom].kind == KR_ATOM_EMOJI;
}

/* The run of emoji that begins at a token: the token behind it. */
static uint32_t run_end(const kr_post *post, uint32_t token) {
    while (token < post->token_count && is_emoji(post, token))
        token++;
    return token;
}

static int has_line_end(kr_str text, uint32_t from, uint32_t to) {
    return to > from && memchr(text.at + from, '\n', to - from) != NULL;
}

static int is_mark(const kr_post *post, uint32_t token) {
    return post->tokens[token].kind == KR_TOKEN_PUNCT;
}

static int is_blank(char c) {
    return c == ' ' || c == '\t';
}

/* What goes with the run: the blanks on one side of it, and a line that has nothing else. */
static kr_span extent(const kr_post *post, kr_span run) {
    kr_str text = post->text;
    uint32_t start = run.start, end = run.end;
    while (end < text.length && is_blank(text.at[end]))
        end++;
    int ends_line = end == text.length || text.at[end] == '\n' || text.at[end] == '\r';
    while (ends_line && start > 0 && is_blank(text.at[start - 1]))
        start--;
    int opens_line = start == 0 || text.at[start - 1] == '\n';
    if (ends_line && opens_line && end < text.length) { /* the line goes, and one line end */
        while (end < text.length && text.at[end] != '\n')
            end++;
        return (kr_span){start, end + (end < text.length)};
    }
    while (ends_line && end == text.length && start > 0 && strchr(" \t\r\n", text.at[start - 1]))
        start--;
    return (kr_span){start, ends_line && !opens_line ? run.end : end};
}

static void drop_run(kr_voice_work *w, uint32_t first, uint32_t end) {
    const kr_post *post = w->post;
    kr_span run = {post->tokens[first].span.start, post->tokens[end - 1].span.end};
    uint32_t sentence = post->atoms[post->tokens[first].atom].sentence;
    int behind_word = first > 0 && !is_mark(post, first - 1) &&
                      !has_line_end(post->text, post->tokens[first - 1].span.end, run.start);
    int before_word = end < post->token_count && !is_mark(post, end) &&
                      !has_line_end(post->text, run.end, post->tokens[end].span.start);
    if (behind_word && before_word)
        kr_voice_refuse(w, sentence, "an emoji stands between words here, as a word or a mark");
    else
        kr_voice_edit(w, sentence, extent(post, run), KR_STR(""));
}

static void drop_all(kr_voice_work *w) {
    const kr_post *post = w->post;
    for (uint32_t i = 0; i < post->token_count && !kr_voice_refused(w);) {
        uint32_t end = run_end(post, i);
        if (end > i)
            drop_run(w, i, end);
        i = end > i ? end : i + 1;
    }
}

/* Behind the first sentence: the opening is what is seen, and its end disturbs no words. */
static void add_one(kr_voice_work *w) {
    const kr_post *post = w->post;
    char list[48], text[24];
    for (uint32_t i = 0; i < post->atom_count; i++)
        if (post->atoms[i].kind == KR_ATOM_EMOJI)
            return;
    snprintf(list, sizeof list, "voice.emoji.%s", kr_intent_name((kr_intent)post->intent));
    kr_str emoji = kr_voice_first(w, list);
    if (!emoji.length)
        emoji = kr_voice_first(w, "voice.emoji.general");
    if (!emoji.length || !post->sentence_count || post->intent == KR_INTENT_NOTICE) {
        kr_voice_refuse(w, KR_NONE, "no emoji suits this post");
        return;
    }
    const kr_sentence *first = &post->sentences[0];
    if (first->kind == KR_SENTENCE_TAGS || first->kind == KR_SENTENCE_LINK) {
        kr_voice_refuse(w, 0, "the post opens with tags or a link");
        return;
    }
    snprintf(text, sizeof text, " %.*s", KR_SHOWN(emoji, 20));
    kr_voice_edit(w, 0, (kr_span){first->span.end, first->span.end}, kr_str_of(text));
}

void kr_voice_change_emoji(kr_voice_work *w) {
    if (w->input->value == KR_EMOJI_NONE)
        drop_all(w);
    else
        add_one(w);
}
