/* Voice: the base in another person, address or with other emoji, as one text for all its wordings. All
 * or nothing: where a word's role or a verb's form is not certain, the voice is not available for the
 * post, and the reason says where. The tables are lists of the pack (docs/packs.md, "Voice"). */
#ifndef KR_VOICE_H
#define KR_VOICE_H

#include "base/job.h"
#include "model/pack.h"
#include "model/post.h"
#include "model/settings.h"

typedef enum kr_voice_feature {
    KR_VOICE_ADDRESS,
    KR_VOICE_PERSON,
    KR_VOICE_EMOJI,
    KR_VOICE_FEATURES
} kr_voice_feature;

/* The words of voice.person, voice.address and voice.emoji, in the order of the option registry. */
typedef enum kr_voice_person {
    KR_PERSON_BASE,
    KR_PERSON_WE,
    KR_PERSON_TEAM,
    KR_PERSON_COMPANY,
    KR_PERSON_I
} kr_voice_person;
typedef enum kr_voice_address {
    KR_ADDRESS_BASE,
    KR_ADDRESS_JE,
    KR_ADDRESS_JULLIE,
    KR_ADDRESS_U
} kr_voice_address;
typedef enum kr_voice_emoji { KR_EMOJI_BASE, KR_EMOJI_NONE, KR_EMOJI_SOME } kr_voice_emoji;

typedef struct kr_voice_input {
    const kr_post *post;
    const kr_pack *pack;
    kr_voice_feature feature;
    int64_t value;  /* one of the words above */
    kr_str company; /* the name that company speaks by; "" where the host gave none */
} kr_voice_input;

typedef struct kr_voice_edit_made {
    kr_span span; /* of the post */
    kr_str text;
    uint32_t sentence;
} kr_voice_edit_made;

typedef struct kr_voice_change {
    kr_str text;                /* the post in that voice; the post's own text where nothing changes */
    kr_voice_edit_made *edits;  /* ascending */
    size_t edit_count;
    kr_span kept;               /* of `text`: who speaks, which no rule may take away; empty for none */
    const char *refused;        /* NULL: available; else why not */
    uint32_t sentence;          /* where, from 0; KR_NONE: the whole post */
} kr_voice_change;

/* Everything in `arena`. KOOR_OK also where the voice is refused. */
int32_t kr_voice_apply(kr_job *job, kr_arena *arena, const kr_voice_input *input,
                       kr_voice_change *out);

#endif
