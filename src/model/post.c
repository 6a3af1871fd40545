/* Stable names of the kinds in post.h: they are printed, and packs and campaigns write them. */
#include "model/post.h"

const char *kr_atom_kind_name(kr_atom_kind kind) {
    static const char *const names[KR_ATOM_KINDS] = {
        "url",  "email",   "mention", "hashtag", "number", "money", "date",
        "time", "version", "quote",   "name",    "phone",  "emoji", "locked",
    };
    return kind < KR_ATOM_KINDS ? names[kind] : "";
}

const char *kr_intent_name(kr_intent intent) {
    static const char *const names[KR_INTENTS] = {
        "general", "hiring",  "event",    "webinar", "launch",     "award",
        "article", "case",    "milestone", "welcome", "farewell",  "thanks",
        "good-cause", "partnership", "figures", "holiday", "notice",
    };
    return intent < KR_INTENTS ? names[intent] : "";
}
