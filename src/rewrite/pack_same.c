/* `same` lines are wordings of which any stands for any other: each is a text, and the pattern that
 * matches that text. The pattern is written out from the text: slots with their class, choices as
 * groups, punctuation apart. */
#include "rewrite/pack_build.h"

#include <string.h>

typedef struct writer {
    kr_pack_builder *builder;
    kr_str text;
    size_t at;
    kr_buffer out;
} writer;

static int choice_at(kr_str text, size_t at) {
    int depth = 0;
    for (; at < text.length; at++) {
        depth += (text.at[at] == '{') - (text.at[at] == '}');
        if (depth == 0)
            return 0;
        if (depth == 1 && text.at[at] == '|')
            return 1;
    }
    return 0;
}

/* "{a:NP1.def}" is "NP1.def:a". */
static int32_t write_slot(writer *w) {
    size_t start = w->at + 1, colon = start, end = start;
    while (end < w->text.length && w->text.at[end] != '}')
        end++;
    while (colon < end && w->text.at[colon] != ':')
        colon++;
    if (end == w->text.length || colon == end)
        return kr_build_error(w->builder, (kr_str){w->text.at + w->at, end - w->at},
                              "a slot of a `same` line names its class: {x:NP}");
    kr_buffer_char(&w->out, ' ');
    kr_buffer_add(&w->out, w->text.at + colon + 1, end - colon - 1);
    kr_buffer_char(&w->out, ':');
    kr_buffer_add(&w->out, w->text.at + start, colon - start);
    kr_buffer_char(&w->out, ' ');
    w->at = end + 1;
    return KOOR_OK;
}

static void skip_prefixes(writer *w) {
    for (;;) {
        while (w->at < w->text.length && w->text.at[w->at] == ' ')
            w->at++;
        if (w->at >= w->text.length)
            return;
        if (w->text.at[w->at] == '[')
            do
                w->at++;
            while (w->at < w->text.length && w->text.at[w->at - 1] != ']');
        else if (w->text.at[w->at] == '*')
            w->at = w->at + 2 < w->text.length ? w->at + 2 : w->text.length;
        else
            return;
    }
}

/* A closing mark is the sentence's, not the pattern's. */
static int is_last_mark(const writer *w) {
    return w->at + 1 == w->text.length && strchr(".!?", w->text.at[w->at]);
}

/* A verb is the same in patterns and texts. */
static void write_verb(writer *w) {
    while (w->at < w->text.length && w->text.at[w->at] != '>')
        kr_buffer_char(&w->out, w->text.at[w->at++]);
}

static int32_t write_next(writer *w) {
    if (w->text.at[w->at] == '<')
        write_verb(w);
    if (w->at == w->text.length)
        return KOOR_OK;
    char c = w->text.at[w->at];
    if (c == '{' && !choice_at(w->text, w->at))
        return write_slot(w);
    if (is_last_mark(w)) {
        w->at++;
        return KOOR_OK;
    }
    if (c == '{')
        kr_buffer_text(&w->out, " (");
    else if (c == '}')
        kr_buffer_text(&w->out, ") ");
    else if (c == ':' || c == ';' || c == ',' || c == '!' || c == '?') {
        kr_buffer_char(&w->out, ' ');
        kr_buffer_char(&w->out, c);
        kr_buffer_char(&w->out, ' ');
    } else {
        /* Capitals name classes in a pattern, so words are in lower case. */
        kr_buffer_char(&w->out, c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c);
    }
    w->at++;
    return KOOR_OK;
}

int32_t kr_build_same(kr_pack_builder *builder, kr_str text) {
    writer w = {.builder = builder, .text = text};
    kr_buffer_start(&w.out, builder->job->memory);
    skip_prefixes(&w);
    int32_t status = KOOR_OK;
    while (status == KOOR_OK && w.at < text.length)
        status = write_next(&w);
    char *pattern = w.out.data ? kr_arena_string(&builder->job->arena, w.out.data, w.out.length)
                               : NULL;
    int failed = w.out.failed || !pattern;
    kr_buffer_end(&w.out);
    if (status != KOOR_OK)
        return status;
    if (failed)
        return kr_build_nomem(builder);
    status = kr_build_pattern(builder, kr_str_of(pattern));
    if (status == KOOR_OK && !memchr(text.at, '|', text.length))
        builder->whens[builder->when_count - 1].say = (uint32_t)builder->say_count;
    return status == KOOR_OK ? kr_build_say(builder, text) : status;
}
