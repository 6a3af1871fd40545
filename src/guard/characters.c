/* Characters that a reader does not see or takes for others: control characters, invisible ones,
 * letters of other scripts (Unicode, UTS 39 names these the ways to spoof a text). What the post
 * has itself may stay in every text: its writer put it there, and is told of it once. */
#include "guard/verdict.h"

enum { SCRIPT_NONE, SCRIPT_LATIN, SCRIPT_GREEK, SCRIPT_CYRILLIC, SCRIPT_OTHER };

/* Blocks of Scripts.txt (Unicode 15.0) as far as they matter beside Latin. */
static int script_of(int32_t code) {
    if (!kr_is_letter(code) || kr_is_emoji(code) || (code >= 0x300 && code < 0x370))
        return SCRIPT_NONE; /* combining marks go with any letter */
    if (code == 0xAA || code == 0xBA || code < 0x250)
        return SCRIPT_LATIN;
    if ((code >= 0x1E00 && code < 0x1F00) || (code >= 0x2C60 && code < 0x2C80) ||
        (code >= 0xA720 && code < 0xA800))
        return SCRIPT_LATIN;
    if ((code >= 0x370 && code < 0x400) || (code >= 0x1F00 && code < 0x2000))
        return SCRIPT_GREEK;
    if ((code >= 0x400 && code < 0x530) || (code >= 0x1C80 && code < 0x1C90) ||
        (code >= 0x2DE0 && code < 0x2E00))
        return SCRIPT_CYRILLIC;
    return SCRIPT_OTHER;
}

static int has_code(kr_str text, int32_t wanted) {
    for (size_t at = 0; at < text.length;)
        if (kr_utf8_next(text.at, text.length, &at) == wanted)
            return 1;
    return 0;
}

static int is_control(int32_t code) {
    return (code < 0x20 && code != '\n' && code != '\t' && code != '\r') ||
           (code >= 0x7F && code < 0xA0) || code == 0xFFFD || (code >= 0xE000 && code < 0xF900);
}

/* The joiner and the variation selector inside an emoji are part of it. */
static int builds_emoji(kr_str text, size_t at, int32_t code) {
    if (code != 0x200D && code != 0xFE0F && !(code >= 0xE0020 && code <= 0xE007F))
        return 0;
    if (at == 0)
        return 0;
    size_t before = kr_utf8_back(text.at, at);
    int32_t left = kr_utf8_next(text.at, text.length, &before);
    return kr_is_emoji(left) || (left >= '0' && left <= '9') || left == '#' || left == '*' ||
           left == 0xA9 || left == 0xAE || left == 0x2122;
}

static int32_t say(kr_job *job, kr_arena *arena, kr_verdict *out, kr_reason reason, kr_span place) {
    static const char *const words[] = {
        "the text has a control character",
        "the text has a character that nobody sees",
        "the text has a letter of another script",
    };
    int which = reason == KR_REASON_CONTROL ? 0 : reason == KR_REASON_INVISIBLE ? 1 : 2;
    return kr_verdict_say(job, arena, out, reason, place, words[which], KR_STR(""),
                          ": take it out");
}

/* Two scripts in one word of which the post has no such word. */
static int mixes_scripts(kr_str post, kr_str word) {
    int seen = SCRIPT_NONE, mixed = 0;
    for (size_t at = 0; at < word.length;) {
        int script = script_of(kr_utf8_next(word.at, word.length, &at));
        mixed |= script != SCRIPT_NONE && seen != SCRIPT_NONE && script != seen;
        seen = script != SCRIPT_NONE ? script : seen;
    }
    for (size_t i = 0; mixed && i + word.length <= post.length; i++)
        if (kr_str_equal((kr_str){post.at + i, word.length}, word))
            return 0;
    return mixed;
}

static kr_reason weigh(kr_str post, kr_str text, size_t at, int32_t code) {
    if (code < 0x7F && code >= 0x20)
        return KR_REASON_NONE;
    if (is_control(code) && !has_code(post, code))
        return KR_REASON_CONTROL;
    if (kr_is_invisible(code) && !builds_emoji(text, at, code) && !has_code(post, code))
        return KR_REASON_INVISIBLE;
    int script = script_of(code);
    if (script > SCRIPT_LATIN && !has_code(post, code))
        return KR_REASON_SCRIPT;
    return KR_REASON_NONE;
}

/* In Persian, Hindi and Hebrew, for example, joiners and direction marks are spelling. */
static int spells_with_marks(kr_str text) {
    for (size_t at = 0; at < text.length;)
        if (script_of(kr_utf8_next(text.at, text.length, &at)) == SCRIPT_OTHER)
            return 1;
    return 0;
}

int32_t kr_guard_own_characters(kr_job *job, kr_str post, kr_arena *arena, kr_verdict *out) {
    const kr_str nothing = KR_STR("");
    int marks = spells_with_marks(post);
    *out = (kr_verdict){0};
    for (size_t at = 0, word = 0; at < post.length;) {
        size_t here = at;
        int32_t code = kr_utf8_next(post.at, post.length, &at);
        kr_reason reason = weigh(nothing, post, here, code);
        if (reason == KR_REASON_CONTROL || (reason == KR_REASON_INVISIBLE && !marks))
            return say(job, arena, out, reason, (kr_span){(uint32_t)here, (uint32_t)at});
        int goes_on = (kr_is_letter(code) || kr_is_invisible(code)) && at < post.length;
        size_t end = kr_is_letter(code) ? at : here;
        if (!goes_on && mixes_scripts(nothing, (kr_str){post.at + word, end - word}))
            return say(job, arena, out, KR_REASON_SCRIPT, (kr_span){(uint32_t)word, (uint32_t)end});
        word = goes_on ? word : at;
    }
    return KOOR_OK;
}

/* Past characters that nobody takes for others, letters of ASCII among them: what stops is looked at.
 * `word` is left where the word at hand begins. */
static size_t past_plain(kr_str text, size_t at, size_t *word) {
    for (; at < text.length && text.at[at] >= 0x20 && text.at[at] < 0x7F; at++)
        if (!kr_is_letter(text.at[at]))
            *word = at + 1;
    return at;
}

int32_t kr_guard_characters(kr_job *job, kr_str post, kr_str text, kr_arena *arena,
                            kr_verdict *out) {
    *out = (kr_verdict){0};
    size_t bad = kr_utf8_valid(text.at, text.length), word = 0;
    int plain = 1; /* the word at hand has letters of ASCII only */
    if (bad < text.length)
        return kr_verdict_say(job, arena, out, KR_REASON_UTF8,
                              (kr_span){(uint32_t)bad, (uint32_t)bad + 1},
                              "the text is not valid UTF-8", KR_STR(""), ": save it as UTF-8");
    for (size_t at = 0; at <= text.length;) {
        if (plain)
            at = past_plain(text, at, &word);
        size_t here = at;
        int32_t code = at < text.length ? kr_utf8_next(text.at, text.length, &at) : ' ';
        kr_reason reason = weigh(post, text, here, code);
        if (reason != KR_REASON_NONE)
            return say(job, arena, out, reason, (kr_span){(uint32_t)here, (uint32_t)at});
        plain = !kr_is_letter(code) && !kr_is_invisible(code);
        if (!plain)
            continue;
        if (mixes_scripts(post, (kr_str){text.at + word, here - word}))
            return say(job, arena, out, KR_REASON_SCRIPT,
                       (kr_span){(uint32_t)word, (uint32_t)here});
        if (here == text.length)
            break;
        word = at;
    }
    return KOOR_OK;
}
