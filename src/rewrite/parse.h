/* The shallow parse of one sentence: what each word is, which words go together, and where the parts
 * of the sentence end. It says "unknown" where it does not know; patterns that ask for a class do not
 * fire on such words. All of it lives in the job's arena. */
#ifndef KR_PARSE_H
#define KR_PARSE_H

#include "base/job.h"
#include "model/post.h"
#include "rewrite/pack_blob.h"

typedef enum kr_tag {
    KR_TAG_START, /* only a state of the tagger */
    KR_TAG_UNKNOWN,
    KR_TAG_DET,
    KR_TAG_POSS,
    KR_TAG_PRON,
    KR_TAG_NOUN,
    KR_TAG_NAME, /* names, quotations, mentions, hashtags: stand as a noun phrase */
    KR_TAG_ADJ,
    KR_TAG_ADV,
    KR_TAG_PREP,
    KR_TAG_CONJ,
    KR_TAG_SUB,
    KR_TAG_MODAL,
    KR_TAG_FIN, /* finite verb */
    KR_TAG_INF, /* English base form, Dutch infinitive; the imperative too in English */
    KR_TAG_PP,
    KR_TAG_ING,
    KR_TAG_TO, /* to, te */
    KR_TAG_NUM,
    KR_TAG_TIME,     /* a date or a time of day */
    KR_TAG_GENITIVE, /* 's */
    KR_TAG_REF,      /* a link, address or phone number */
    KR_TAG_PUNCT,
    KR_TAG_PICTURE, /* emoji */
    KR_TAG_INTERJECTION,
    KR_TAG_PART, /* the second word and on of an entry of several words */
    KR_TAGS
} kr_tag;

enum { KR_LONGEST_PHRASE = 6 };

typedef struct kr_word {
    kr_span span;
    uint32_t string;  /* of its lower-case form in the pack, or KR_PACK_NONE */
    uint32_t lemma;   /* of the reading that the tag took, or KR_PACK_NONE */
    uint32_t form;    /* kr_form_kind of that reading */
    uint32_t features;
    uint32_t phrase[KR_LONGEST_PHRASE - 1]; /* strings of 2, 3, ... words that begin here */
    uint8_t tag;      /* kr_tag */
    uint8_t words;    /* of the lexicon entry that begins here: 1, or more */
    uint8_t atom;     /* kr_atom_kind + 1; 0 for none */
    uint8_t parts;    /* words of a date, a time or a number that has several; 0 else */
    uint8_t glued;    /* belongs to the token before it: no rewrite begins here */
    uint8_t space;    /* white space before it: 0, 1 blank, 2 any other */
    uint8_t sticky;   /* its capital may not be the sentence's: it cannot move inside */
    uint8_t lowered;  /* inside a sentence it is written in lower case */
    uint8_t risk;     /* KR_RISK_ bits */
    uint8_t shouted;  /* all capitals, or a capital inside a sentence that is no atom */
} kr_word;

/* A span of words with what it is. The chunks of a parse are in order of start, kind, longest first. */
typedef struct kr_chunk {
    uint16_t start, end;
    uint8_t kind; /* kr_chunk_kind */
    uint16_t head;
    uint32_t features;
} kr_chunk;

/* A part of the sentence that a frame can stand for. */
typedef struct kr_region {
    uint16_t start, end;
    uint8_t separator; /* the mark that ends it (":", ";", "-"), which a closing text replaces */
    uint8_t linked;    /* links, hashtags or mentions stand at its end */
    uint8_t part;      /* a clause that another follows or a word leads in: for word order only */
} kr_region;

typedef struct kr_parse {
    const kr_post *post;
    const kr_pack *pack;
    const kr_sentence *sentence;
    const uint8_t *tag_costs;
    kr_str text;
    kr_word *words;
    uint16_t count;
    uint16_t first, last; /* the core: without bullets, emoji and closing marks around it */
    kr_chunk *chunks;
    uint32_t chunk_count;
    uint32_t *chunk_at; /* first chunk that begins at each word, count + 2 of them */
    kr_region *regions;
    uint32_t region_count;
} kr_parse;

/* `tag_costs` are those of the language: filled once for all sentences of a post. KOOR_OK or
 * KOOR_E_NOMEM. */
int32_t kr_parse_sentence(kr_job *job, const kr_pack *pack, const uint8_t *tag_costs,
                          const kr_post *post, uint32_t sentence, kr_parse *out);

/* The layers, in this order (each in its own file). */
int32_t kr_parse_words(kr_job *job, kr_parse *parse);   /* words.c: look up and guess */
int32_t kr_parse_tags(kr_job *job, kr_parse *parse);    /* tagger.c */
int32_t kr_parse_chunks(kr_job *job, kr_parse *parse);  /* chunks.c */
int32_t kr_parse_clauses(kr_job *job, kr_parse *parse); /* clauses.c: verb phrases, clauses, regions */

/* What a word may be: for the tagger. One candidate a tag. */
typedef struct kr_candidate {
    uint8_t tag, form;
    uint8_t cost;
    uint32_t lemma, features;
} kr_candidate;
enum { KR_MOST_CANDIDATES = 8 };
uint32_t kr_word_candidates(const kr_parse *parse, uint32_t at, kr_candidate *out);
/* Whether the word has a reading of that tag. */
int kr_word_may_be(const kr_parse *parse, uint32_t at, uint32_t tag);
/* What a noun in lower case is, by the lexicon or by the last part of a compound; 0: no noun. */
uint32_t kr_noun_features(const kr_parse *parse, kr_str lower);
/* Whether a word that the lexicon does not have is a compound, or ends as words do: no bare name. */
int kr_word_is_built(const kr_parse *parse, uint32_t at);
/* Gives the word its first reading with that tag, where it has one. */
void kr_word_take(const kr_parse *parse, uint32_t at, uint32_t tag);

/* Costs of one tag behind another: tags_table.c. Fills KR_TAGS * KR_TAGS bytes. */
void kr_tag_costs(uint8_t *costs, const char *language);

void kr_settle_english(const kr_parse *parse); /* settle_english.c: where neighbours do not tell */

int kr_is_finite(const kr_word *word);
int kr_has_finite_verb(const kr_parse *parse);
/* Whether [start, end) can be the rest of one main clause: it has no finite verb but in subordinate
 * clauses, no mark but commas and brackets, and does not open with an object pronoun. */
int kr_is_field(const kr_parse *parse, uint32_t start, uint32_t end);
/* The end of the longest run of words from `start` on that stays inside one clause: no finite verb, no
 * mark, nothing that opens another clause; `start` where a weak pronoun or a conjunction opens it. */
uint32_t kr_mid_end(const kr_parse *parse, uint32_t start, uint32_t limit);
/* A relative pronoun or a conjunction that opens a clause inside another. */
int kr_opens_subordinate(const kr_parse *parse, uint32_t at);
/* predicate.c: how far the predicate of a main clause that begins at `start` can reach (`start` where
 * none does), and whether it may be cut at `end`. */
uint32_t kr_predicate_end(const kr_parse *parse, uint32_t start);
int kr_predicate_may_end(const kr_parse *parse, uint32_t start, uint32_t end);
int kr_is_verb_object(const kr_parse *parse, uint32_t at); /* verb_object.c: "vond ... plaats" */
int kr_parse_add_chunk(kr_job *job, kr_parse *parse, size_t *capacity, kr_chunk chunk);
kr_str kr_word_text(const kr_parse *parse, uint32_t at);
/* Whether a name is one word, a date one day ("Saturday", "9 June"), a time one hour: no "last week", "5-8 pm". */
int kr_word_is_simple(const kr_parse *parse, uint32_t at);
/* Whether a name has two words, and none in capitals: "Mina Patel", not "CEO Patel" nor "Mina Patel The Star". */
int kr_word_is_full_name(const kr_parse *parse, uint32_t at);
/* Whether it stands inside a sentence where a capital may begin anew: "Tip: Take your time", behind an emoji. */
int kr_word_opens_again(const kr_parse *parse, uint32_t at);
/* The part of a word that has several, from byte *from of its text on, which moves behind it: its string in
 * the pack, KR_PACK_NONE where the pack does not have it. */
uint32_t kr_word_part(const kr_parse *parse, uint32_t at, size_t *from);
int kr_word_is(const kr_parse *parse, uint32_t at, const char *text); /* in any case */
/* Kinds of tags. */
int kr_tag_is_nominal(uint32_t tag);
int kr_tag_is_finite(uint32_t tag);
int kr_tag_is_verb(uint32_t tag);
int kr_word_listed(const kr_parse *parse, uint32_t at, kr_words list); /* by its lower-case form */

#endif
