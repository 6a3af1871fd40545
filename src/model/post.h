/* The analysed post: what the analyse stage gives and every later stage reads. Plain data in one
 * arena; offsets are UTF-8 bytes of `text`, which is the post in NFC. */
#ifndef KR_POST_H
#define KR_POST_H

#include "base/text.h"

#include <stdint.h>

#define KR_NONE UINT32_MAX

typedef struct kr_span {
    uint32_t start, end;
} kr_span;

/* A span that no rewrite may touch inside. */
typedef enum kr_atom_kind {
    KR_ATOM_URL,
    KR_ATOM_EMAIL,
    KR_ATOM_MENTION,
    KR_ATOM_HASHTAG,
    KR_ATOM_NUMBER, /* with its unit: "15%", "2,400", "40 grams", "five million" */
    KR_ATOM_MONEY,  /* "€ 4.850", "£86,000", "500 euro" */
    KR_ATOM_DATE,   /* "18-19 June", "Tuesday 14 October", "2025", "tomorrow" */
    KR_ATOM_TIME,   /* "2 pm", "15.30 uur" */
    KR_ATOM_VERSION,
    KR_ATOM_QUOTE,  /* with its quotation marks */
    KR_ATOM_NAME,   /* "Harrow & Pike", "Els Verhagen", "Kubernetes" */
    KR_ATOM_PHONE,
    KR_ATOM_EMOJI,  /* one cluster; not a fact: emoji may move or go where the voice says so */
    KR_ATOM_LOCKED, /* disclosures and what the author locks */
    KR_ATOM_KINDS
} kr_atom_kind;

/* The stable name of a kind, as `koor check` prints it: "url", "email", "mention", ... */
const char *kr_atom_kind_name(kr_atom_kind kind);

typedef struct kr_atom {
    kr_span span;
    uint8_t kind;      /* kr_atom_kind */
    uint32_t sentence; /* index of the sentence it belongs to: its anchor */
    uint64_t value;    /* hash of the canonical form: equal where the fact is equal */
} kr_atom;

typedef enum kr_token_kind {
    KR_TOKEN_WORD,
    KR_TOKEN_PUNCT, /* one mark, or a run of the same ("...", "!!") */
    KR_TOKEN_ATOM   /* a whole atom is one token */
} kr_token_kind;

typedef struct kr_token {
    kr_span span;
    uint8_t kind;         /* kr_token_kind */
    uint8_t space_before; /* 0 or 1: white space stands before it (inside its sentence) */
    uint32_t atom;        /* index into atoms, or KR_NONE */
} kr_token;

/* What a sentence may not lose or win: counted with the pack's lists, set phrases set aside. */
typedef struct kr_ledger {
    uint16_t negations, modals, quantifiers;
} kr_ledger;

typedef enum kr_sentence_kind {
    KR_SENTENCE_STATEMENT,
    KR_SENTENCE_QUESTION,
    KR_SENTENCE_EXCLAMATION,
    KR_SENTENCE_FRAGMENT, /* no finite verb found */
    KR_SENTENCE_ITEM,     /* a line of a list: bullet, dash, emoji or number first */
    KR_SENTENCE_TAGS,     /* nothing but hashtags, mentions, emoji */
    KR_SENTENCE_LINK      /* nothing but a URL with its pointing emoji */
} kr_sentence_kind;

enum {
    KR_SENTENCE_LOCKED = 1,     /* quote, legal or financial wording: never rewritten */
    KR_SENTENCE_LINKED = 2,     /* begins with a discourse link or anaphora: keeps its place */
    KR_SENTENCE_FIRST_PERSON = 4, /* says I, me, my / ik, mij, mijn outside quotations */
    KR_SENTENCE_ADDRESSED = 8,  /* speaks to the reader: you / je, jij, u, jullie, imperative */
    KR_SENTENCE_QUOTING = 16    /* locked for the words of somebody in it alone: who says them may be said otherwise */
};

typedef struct kr_sentence {
    kr_span span; /* from its first to its last token: white space outside */
    uint32_t token, token_count;
    uint32_t atom, atom_count;
    uint8_t kind;      /* kr_sentence_kind */
    uint8_t flags;
    uint8_t breaks;    /* line ends before it: 0 same line, 1 new line, 2 new paragraph */
    kr_ledger ledger;
} kr_sentence;

typedef enum kr_intent {
    KR_INTENT_GENERAL,
    KR_INTENT_HIRING,
    KR_INTENT_EVENT,
    KR_INTENT_WEBINAR,
    KR_INTENT_LAUNCH,
    KR_INTENT_AWARD,
    KR_INTENT_ARTICLE,
    KR_INTENT_CASE,
    KR_INTENT_MILESTONE,
    KR_INTENT_WELCOME,
    KR_INTENT_FAREWELL,
    KR_INTENT_THANKS,
    KR_INTENT_GOOD_CAUSE,
    KR_INTENT_PARTNERSHIP,
    KR_INTENT_FIGURES,
    KR_INTENT_HOLIDAY,
    KR_INTENT_NOTICE, /* closed office, moved, disruption */
    KR_INTENTS
} kr_intent;

const char *kr_intent_name(kr_intent intent); /* "hiring", "good-cause", ...: as packs write it */

typedef struct kr_post {
    kr_str text;
    char language[4]; /* "nl", "en", ...; "" where it could not be told */
    uint8_t intent;   /* kr_intent */
    uint8_t first_person; /* somebody's own story: see DESIGN, rewrite.strength */
    kr_atom *atoms;
    uint32_t atom_count;
    kr_token *tokens;
    uint32_t token_count;
    kr_sentence *sentences;
    uint32_t sentence_count;
    uint32_t word_count;
} kr_post;

#endif
