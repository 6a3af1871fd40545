/* The compiled form of a pack: one read-only block without pointers, so that the packs of the library
 * are plain constant data and opening them costs nothing.
 *
 * A block is a header and sections, each an array of one of the structures below; they refer to each
 * other by index. The compiler writes it (pack_emit.c), pack_view.c and the matcher read it in place.
 * Integers are in the byte order of the machine that the library is built for. */
#ifndef KR_PACK_BLOB_H
#define KR_PACK_BLOB_H

#include "base/hash.h"
#include "base/text.h"
#include "model/pack.h"

#include <stdint.h>

#define KR_PACK_MAGIC 0x3150524bu /* "KRP1" */
#define KR_PACK_NONE UINT32_MAX

typedef enum kr_section {
    KR_SECTION_TEXT,     /* char: all strings, one behind the other */
    KR_SECTION_STRINGS,  /* kr_pack_word */
    KR_SECTION_BUCKETS,  /* uint32_t: open addressing, index of a string + 1 */
    KR_SECTION_LISTS,    /* kr_pack_list */
    KR_SECTION_MEMBERS,  /* uint32_t: strings of a list, or of a set of words of a pattern, ascending */
    KR_SECTION_LEMMAS,   /* kr_lemma */
    KR_SECTION_FORMS,    /* kr_form: the forms of a lemma */
    KR_SECTION_READINGS, /* kr_reading: what a string may be */
    KR_SECTION_SUFFIXES, /* kr_suffix: guesses for unknown words */
    KR_SECTION_RULES,    /* kr_rule */
    KR_SECTION_WHENS,    /* kr_when */
    KR_SECTION_OPS,      /* kr_op: programs of the matcher */
    KR_SECTION_PATTERNS, /* kr_pack_pattern: patterns that have a name */
    KR_SECTION_SAYS,     /* kr_say */
    KR_SECTION_PIECES,   /* kr_piece: trees of texts */
    KR_SECTION_ANCHORS,  /* uint32_t: whens that wait for a string */
    KR_SECTIONS
} kr_section;

/* The lists of words that the parse and the guard ask for themselves; docs/packs.md tells what each is for. */
#define KR_PACK_WORDS(X) \
    X(ATTACH_ALWAYS, "attach.always") \
    X(ATTACH_ANSWER, "attach.answer") \
    X(ATTACH_ASKS, "attach.asks") \
    X(ATTACH_CLIMAX, "attach.climax") \
    X(ATTACH_CONSEQUENCE, "attach.consequence") \
    X(ATTACH_CONTRAST, "attach.contrast") \
    X(ATTACH_COUNTED, "attach.counted") \
    X(ATTACH_ECHO, "attach.echo") \
    X(ATTACH_FOCUS, "attach.focus") \
    X(ATTACH_LIKELY, "attach.likely") \
    X(ATTACH_NEGATED, "attach.negated") \
    X(ATTACH_NOUN, "attach.noun") \
    X(ATTACH_ORDER, "attach.order") \
    X(ATTACH_PAIR, "attach.pair") \
    X(ATTACH_POINTS, "attach.points") \
    X(ATTACH_RELATIVE, "attach.relative") \
    X(ATTACH_TAIL, "attach.tail") \
    X(ATTACH_WAY, "attach.way") \
    X(CLAUSE_ADVERBIAL, "clause.adverbial") \
    X(GREETING, "greeting") \
    X(NOUN_BARE, "noun.bare") \
    X(NUMBER_RANGE, "number.range") \
    X(ORDER_ADDS, "order.adds") \
    X(ORDER_POINTS, "order.points") \
    X(PARSE_COPULA, "parse.copula") \
    X(PARSE_FREE, "parse.free") \
    X(PARSE_OPENS, "parse.opens") \
    X(PARSE_RELATIVE, "parse.relative") \
    X(PARSE_TAIL, "parse.tail") \
    X(PARSE_TITLE, "parse.title") \
    X(PARSE_TOWARD, "parse.toward") \
    X(PARSE_WEAK, "parse.weak") \
    X(PRONOUN_ANY, "pronoun.any") \
    X(PRONOUN_ONE, "pronoun.one") \
    X(PRONOUN_PLURAL, "pronoun.plural") \
    X(PRONOUN_SOMEBODY, "pronoun.somebody") \
    X(PRONOUN_THING, "pronoun.thing") \
    X(PRONOUN_WEAK, "pronoun.weak") \
    X(TIME_ARTICLE, "time.article") \
    X(TIME_BEHIND, "time.behind") \
    X(TIME_EVERY, "time.every") \
    X(TIME_NEAR, "time.near") \
    X(TIME_ORDINAL, "time.ordinal") \
    X(TIME_POINTS, "time.points") \
    X(TITLE_BEFORE, "title.before") \
    X(VERB_LINKING, "verb.linking")

#define KR_PACK_WORDS_ID(id, name) KR_WORDS_##id,
typedef enum kr_words { KR_PACK_WORDS(KR_PACK_WORDS_ID) KR_WORDS_COUNT } kr_words;
#undef KR_PACK_WORDS_ID

typedef struct kr_blob_section {
    uint32_t at, count;
} kr_blob_section;

typedef struct kr_blob {
    uint32_t magic, size;
    kr_hash128 fingerprint; /* of the block while this field was zero: each start asks for it */
    char language[4];
    uint32_t bucket_mask;
    uint32_t words[KR_WORDS_COUNT]; /* the list + 1; 0: the pack has none */
    kr_blob_section section[KR_SECTIONS];
} kr_blob;

struct kr_pack {
    const void *blob; /* kr_blob, aligned to 8 */
};

/* What the lists of the analyse stage say about a word, for the rules' own ledger. */
enum { KR_RISK_NEGATION = 1, KR_RISK_MODAL = 2, KR_RISK_QUANTIFIER = 4 };

typedef struct kr_pack_word {
    uint32_t text, length;
    uint32_t classes; /* KR_WORD_ bits of its readings */
    uint32_t reading, reading_count;
    uint32_t anchor, anchor_count;
    uint32_t risk; /* KR_RISK_ bits */
} kr_pack_word;

struct kr_pack_list {
    uint32_t self;  /* own offset in the block: members are found from a list alone */
    uint32_t name;  /* string */
    uint32_t member, count;
    uint32_t longest; /* in tokens */
};

/* Forms of words. Which ones a class has is told in docs/packs.md, "Lexicon". */
typedef enum kr_form_kind {
    KR_FORM_ONLY,   /* words without inflection */
    KR_FORM_SG,     /* noun */
    KR_FORM_PL,
    KR_FORM_INF,    /* verb: English base, Dutch infinitive (and plural of the present) */
    KR_FORM_IK,     /* Dutch first person; the imperative; behind it stands je */
    KR_FORM_S3,     /* third person singular */
    KR_FORM_JIJ,    /* Dutch second person where it is another form than the third */
    KR_FORM_PAST,
    KR_FORM_PASTPL, /* Dutch */
    KR_FORM_PP,     /* past participle */
    KR_FORM_ING,    /* present participle */
    KR_FORM_PPE,    /* Dutch past participle before a noun */
    KR_FORM_POS,    /* adjective */
    KR_FORM_INFL,   /* Dutch adjective with -e */
    KR_FORM_COMP,
    KR_FORM_SUP,
    KR_FORM_JOINED = 32 /* a bit: finite form with its particle in front ("aanmeldt") */
} kr_form_kind;

/* Features of a lemma. */
enum {
    KR_FEATURE_TIME = 1,
    KR_FEATURE_PLACE = 2,
    KR_FEATURE_MANNER = 4,
    KR_FEATURE_DEGREE = 8,
    KR_FEATURE_SENTENCE = 16,
    KR_FEATURE_DEF = 32,
    KR_FEATURE_INDEF = 64,
    KR_FEATURE_SG = 128,
    KR_FEATURE_PL = 256,
    KR_FEATURE_1SG = 512,
    KR_FEATURE_1PL = 1024,
    KR_FEATURE_2 = 2048,
    KR_FEATURE_3SG = 4096,
    KR_FEATURE_3PL = 8192,
    KR_FEATURE_SUBJ = 16384,
    KR_FEATURE_OBJ = 32768,
    KR_FEATURE_DE = 65536,
    KR_FEATURE_HET = 131072,
    KR_FEATURE_MASS = 262144,    /* noun without plural or article: "training" */
    KR_FEATURE_AUX = 524288,     /* verb that helps another one */
    KR_FEATURE_PERSON = 1 << 20, /* what a noun is the name of */
    KR_FEATURE_GROUP = 1 << 21,
    KR_FEATURE_POSS = 1 << 22,
    /* What only patterns ask for. */
    KR_FEATURE_NAME = 1 << 23,
    KR_FEATURE_PRON = 1 << 24,
    KR_FEATURE_INF = 1 << 25,
    KR_FEATURE_PAST = 1 << 26,
    KR_FEATURE_PP = 1 << 27,
    KR_FEATURE_ING = 1 << 28,
    KR_FEATURE_IMP = 1 << 29,
    KR_FEATURE_PERCENT = 1 << 30, /* of a number, which has no form of a verb: S3 is the same bit */
    KR_FEATURE_S3 = 1 << 30
};

/* Chunks of the shallow parse, as patterns name them. */
typedef enum kr_chunk_kind {
    KR_CHUNK_NP,
    KR_CHUNK_NP1,
    KR_CHUNK_PP,
    KR_CHUNK_ADV,
    KR_CHUNK_TIME,
    KR_CHUNK_PLACE,
    KR_CHUNK_ADJ,
    KR_CHUNK_ADJP,
    KR_CHUNK_NOUN,
    KR_CHUNK_NUM,
    KR_CHUNK_SUBJ,
    KR_CHUNK_FIN,
    KR_CHUNK_V,
    KR_CHUNK_VP,
    KR_CHUNK_CLAUSE,
    KR_CHUNK_SUB,
    KR_CHUNK_FIELD, /* made by the matcher: it depends on the region */
    KR_CHUNK_MID,   /* made by the matcher: it may end anywhere */
    KR_CHUNK_PRED,  /* likewise: a predicate, up to what the pattern names next */
    KR_CHUNKS
} kr_chunk_kind;

typedef struct kr_lemma {
    uint32_t name;     /* string: what <name> in a rule means */
    uint32_t class;    /* one KR_WORD_ bit */
    uint32_t features;
    uint32_t form, form_count;
    uint32_t particle; /* string of a Dutch separable verb, or KR_PACK_NONE */
} kr_lemma;

typedef struct kr_form {
    uint32_t kind; /* kr_form_kind */
    uint32_t string;
} kr_form;

typedef struct kr_reading {
    uint32_t lemma;
    uint32_t kind; /* kr_form_kind, with KR_FORM_JOINED */
} kr_reading;

typedef struct kr_suffix {
    uint32_t string, class, features, kind;
} kr_suffix;

typedef enum kr_rule_kind {
    KR_RULE_PHRASE,
    KR_RULE_FRAME,
    KR_RULE_TURN,
    KR_RULE_HOOK,
    KR_RULE_CTA
} kr_rule_kind;

enum {
    KR_RULE_NEGATION = KR_RISK_NEGATION, /* may touch such words */
    KR_RULE_MODAL = KR_RISK_MODAL,
    KR_RULE_QUANTIFIER = KR_RISK_QUANTIFIER,
    KR_RULE_OPENS = 8,
    KR_RULE_NOT_FIRST = 16,
    KR_RULE_NOT_LAST = 32,
    KR_RULE_WHOLE = 64,   /* only where the clause is the sentence, and read without doubt */
    KR_RULE_TOGETHER = 128, /* everywhere in a text or nowhere, with the others that are so */
    KR_RULE_QUOTES = 256, /* only in a sentence that quotes somebody, which no other rule enters */
    KR_RULE_NOT_ITEM = 512 /* never in an item of a list */
};

enum { KR_MAX_SLOTS = 16, KR_MOST_KEPT_AWAY = 64 };

typedef struct kr_rule {
    uint32_t name; /* string */
    uint32_t kind, strength, weight, flags;
    uint32_t intents; /* bit of kr_intent; 0: all */
    uint32_t when, when_count;
    uint32_t say, say_count;
    uint32_t slot_names[KR_MAX_SLOTS]; /* strings; KR_PACK_NONE behind the last */
} kr_rule;

typedef struct kr_when {
    uint32_t rule;
    uint32_t op, op_count;
    uint32_t anchored; /* 0: has no literal word, is tried everywhere */
    uint32_t say;      /* `same` lines: the say of the same line, which would change nothing; conditions of one text: that */
    uint32_t borders;  /* how many "/" it has */
    uint32_t condition; /* KR_WHEN_ bits; 0: what the rule fires on */
} kr_when;

/* A condition: its rule (its say, where it has one) keeps away where the pattern matches, or where it does not. */
enum {
    KR_WHEN_UNLESS = 1,
    KR_WHEN_ONLY = 2,
    /* Where it is looked for; without one of these, in the words of the match. */
    KR_WHEN_BEFORE = 4, /* in the sentence in front of those of the match */
    KR_WHEN_BEHIND = 8, /* in the one behind them */
    KR_WHEN_POST = 16,  /* in any sentence of the post */
    KR_WHEN_TWICE = 32, /* at two places or more of where it is looked for */
    KR_WHEN_SENTENCE = 64 /* anywhere in the sentences of the match */
};

/* A named pattern: its program binds nothing, so where it may end depends on where it begins alone. */
typedef struct kr_pack_pattern {
    uint32_t name; /* string */
    uint32_t op;
} kr_pack_pattern;

/* What shape of an atom is asked for: none (0), a simple one, a name of two words. */
enum { KR_ATOM_SIMPLE = 1, KR_ATOM_PAIR = 2 };

/* Instructions of the matcher: see pack_pattern.c and match.c. */
typedef enum kr_op_kind {
    KR_OP_WORD,   /* arg: string */
    KR_OP_LIST,   /* arg: list */
    KR_OP_SET,    /* one of several words; arg: the first of its members; features: how many */
    KR_OP_LEMMA,  /* arg: string of its name; features: mask of 1 << form kind, 0 for any */
    KR_OP_CHUNK,  /* arg: kr_chunk_kind; features: all that it must have */
    KR_OP_ATOM,   /* arg: mask of 1 << kr_atom_kind; features: the shape, 0 for any */
    KR_OP_REST,   /* arg: 1 where it may be empty */
    KR_OP_ANY,    /* one word */
    KR_OP_SPLIT,  /* goes on behind it; if that fails, at arg */
    KR_OP_JUMP,   /* goes on at arg */
    KR_OP_OPEN,   /* slot begins */
    KR_OP_CLOSE,  /* slot ends */
    KR_OP_BORDER, /* between two sentences */
    KR_OP_EDGE,   /* arg: 0 at the start, 1 at the end of the clause */
    KR_OP_NAMED,  /* arg: named pattern */
    KR_OP_NOT,    /* what follows up to MATCH must not match here; goes on at arg */
    KR_OP_MATCH
} kr_op_kind;

typedef struct kr_op {
    uint8_t kind, slot; /* slot: UINT8_MAX for none */
    uint16_t meets;     /* 1: several ways may lead here */
    uint32_t arg;
    uint32_t features;
} kr_op;

/* Texts: a tree in prefix order; `size` counts a piece with all below it. */
typedef enum kr_piece_kind {
    KR_PIECE_SEQUENCE,
    KR_PIECE_CHOICE, /* children are sequences */
    KR_PIECE_TEXT,   /* arg: string; as written, outer spaces taken off */
    KR_PIECE_SLOT,   /* slot, form */
    KR_PIECE_VERB,   /* arg: string of a lemma; slot it agrees with, or form */
    KR_PIECE_BORDER  /* between two sentences */
} kr_piece_kind;

typedef struct kr_piece {
    uint8_t kind, slot, form; /* form: kr_say_form */
    uint8_t flags;            /* KR_PIECE_ flags */
    uint32_t arg;
    uint32_t size;
} kr_piece;

enum {
    KR_PIECE_GLUED = 1 /* no space before it */
};

typedef enum kr_say_form {
    KR_SAY_PLAIN,
    KR_SAY_BARE, KR_SAY_DEF, KR_SAY_INDEF,
    KR_SAY_IT, KR_SAY_CAP, KR_SAY_POSS,
    KR_SAY_INV, KR_SAY_PART,
    KR_SAY_FIN,
    KR_SAY_S3, KR_SAY_PAST, KR_SAY_ING, KR_SAY_INF, KR_SAY_PP, KR_SAY_PL, KR_SAY_SG, KR_SAY_IK, KR_SAY_TE,
    KR_SAY_SAME /* VERB: the form in which slot stands */
} kr_say_form;

typedef struct kr_say {
    uint32_t piece;
    uint32_t weight;
    uint32_t voice;     /* KR_VOICE_ bit it asks for; 0: any */
    uint32_t slots;     /* mask of the slots it uses */
    uint8_t closes;     /* brings its own closing mark */
    uint8_t negations, modals, quantifiers; /* in its literals; 255: differs between its arms */
    uint8_t spare[4];
} kr_say;

enum {
    KR_VOICE_PLAIN = 1,
    KR_VOICE_WARM = 2,
    KR_VOICE_JE = 4,
    KR_VOICE_U = 8,
    KR_VOICE_JULLIE = 16,
    KR_VOICE_WE = 32,
    KR_VOICE_TEAM = 64,
    KR_VOICE_COMPANY = 128,
    KR_VOICE_I = 256
};

/* Views into a block. */
const kr_blob *kr_pack_blob(const kr_pack *pack);
const void *kr_pack_section(const kr_pack *pack, kr_section section);
uint32_t kr_pack_count(const kr_pack *pack, kr_section section);
kr_str kr_pack_string(const kr_pack *pack, uint32_t string);
/* The index of a string, or KR_PACK_NONE where the pack does not have it. */
uint32_t kr_pack_find(const kr_pack *pack, kr_str lower);
int kr_pack_list_holds(const kr_pack *pack, uint32_t list, uint32_t string);
int kr_pack_words_hold(const kr_pack *pack, kr_words words, uint32_t string);
/* The same of so many members from the one given on. */
int kr_pack_set_holds(const kr_pack *pack, uint32_t member, uint32_t count, uint32_t string);
/* The form of a lemma, as a string; KR_PACK_NONE where the lexicon does not give it. */
uint32_t kr_pack_form(const kr_pack *pack, uint32_t lemma, uint32_t kind);

#endif
