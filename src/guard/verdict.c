/* Names of reasons, and the wording of verdicts. */
#include "guard/verdict.h"

const char *kr_reason_name(kr_reason reason) {
    static const char *const names[KR_REASONS] = {
        "none",       "lost-fact",       "new-fact",   "negation",      "modality",
        "quantifier", "anchor",          "utf-8",      "control",       "invisible",
        "script",     "doubled-word",    "article",    "small-initial", "stray-capital",
        "spacing",    "punctuation",     "unbalanced", "markup",        "exclamations",
        "repeated-word", "length",       "added-sentences",
    };
    return reason < KR_REASONS ? names[reason] : "";
}

int32_t kr_verdict_say(kr_job *job, kr_arena *arena, kr_verdict *out, kr_reason reason,
                       kr_span place, const char *before, kr_str what, const char *after) {
    enum { LONGEST_SHOWN = 80 };
    what.length = kr_utf8_fit(what.at, what.length, LONGEST_SHOWN);
    kr_buffer message;
    kr_buffer_start(&message, job->memory);
    kr_buffer_text(&message, before);
    kr_buffer_add(&message, what.at, what.length);
    kr_buffer_text(&message, after);
    char *copy = message.failed ? NULL : kr_arena_string(arena, message.data, message.length);
    *out = (kr_verdict){.reason = reason, .place = place, .message = {copy, message.length}};
    kr_buffer_end(&message);
    return copy ? KOOR_OK : kr_nomem(job);
}
