/* The pipeline: the stages in the order of the flow. The only part that knows them all. */
#ifndef KR_PIPELINE_H
#define KR_PIPELINE_H

#include "api/handles.h"
#include "graph/graph.h"
#include "guard/guard.h"
#include "model/choicegraph.h"
#include "model/item.h"
#include "model/post.h"
#include "network/disclosure.h"
#include "rewrite/main_clause.h"
#include "rewrite/markup.h"
#include "rewrite/rewrite.h"

/* In what voice a text speaks that is not its author's own. All 0: the post's. */
typedef struct kr_spoken {
    kr_str kept;     /* who speaks ("my team"): no rule may take it away */
    int64_t address; /* kr_voice_address */
    int64_t tone;    /* as voice.tone */
    int as_i;        /* it says I because it was asked for */
    kr_str voice;    /* "address=u,person=team": what is not the post's own */
} kr_spoken;

/* A post in one language: analysed, rewritten, compiled. Immutable once made. */
typedef struct kr_version {
    kr_str id;       /* of the post; versions of one post share it */
    kr_str base;     /* what variants are compared with: the post, or the first walk of its markup */
    kr_post post;    /* of the base */
    const kr_pack *pack; /* NULL: rewriting is not supported in this language */
    kr_analyse_reader reader; /* of facts, for the guard */
    kr_guard guard;           /* admits alternatives */
    kr_recheck *recheck;      /* looks at whole texts again */
    kr_disclosure_state disclosed; /* how clearly the base discloses */
    kr_spoken spoken;
    int trusted;              /* author markup: differing facts are reported, not rejected */
    kr_graph graph;
    kr_walks *walks;
    kr_rewrite_report rewrite;
    kr_decisions *decisions; /* on wordings; NULL: nobody decided anything */
    /* What the voice changed, a sentence each: edits of the graph from voice_edit_index on, in each text. */
    const kr_item_edit *voice_edits;
    uint32_t voice_edit_index, voice_edit_count;
    uint64_t *edit_keys; /* of the graph's edits, as far as they were asked for; 0: not yet */
    const struct kr_version *spoken_by; /* the version that the voice changed; NULL: none did */
    /* For the judgement on wordings from outside: */
    kr_main_clause *clauses; /* of the base's sentences, as far as they were asked for */
    kr_rechecker *rechecker;        /* remembers what was read; NULL: for a single one */
    struct kr_atoms *facts; /* what its texts are compared without; only of a plan's posts as given */
} kr_version;

/* What an admit callback needs: the guard and the job that is running. */
typedef struct kr_admission {
    kr_job *job;
    const kr_guard *guard;
    kr_guard_base *last;
} kr_admission;
int32_t kr_version_admit(const kr_wording *wording, kr_str *out_reason, void *user);

/* The version without its rewriting: what a wording from outside is compared with. Its base, guard and
 * recheck are ready; it has no graph. */
int32_t kr_version_read(kr_job *job, kr_arena *arena, const koor_campaign *campaign,
                        const kr_given_post *given, kr_version *out);

/* The wordings that the rules offer for the post, looked up by kr_wording_key. */
int32_t kr_version_offers(kr_job *job, kr_arena *arena, const koor_campaign *campaign,
                          const kr_given_post *given, kr_decisions **out);

/* A wording analysed in the version's language; in the arena of the job. */
int32_t kr_version_sentences(kr_job *job, const koor_campaign *campaign, const kr_version *version,
                             kr_str text, kr_post *out);

int32_t kr_version_make(kr_job *job, kr_arena *arena, const koor_campaign *campaign,
                        const kr_given_post *given, kr_version *out);

/* The same for a text in a voice (voiced.c). `spoken` is copied. */
int32_t kr_version_speak(kr_job *job, kr_arena *arena, const koor_campaign *campaign,
                         const kr_given_post *given, const kr_spoken *spoken, kr_version *out);
/* Reads a text as a version's would be, without rewriting it. */
int32_t kr_version_analyse(kr_job *job, kr_arena *arena, const koor_campaign *campaign, kr_str text,
                           const char *language, kr_post *out);

/* A feature of a voice that the post cannot have. */
typedef struct kr_voice_missing {
    const char *option;  /* "voice.address" */
    kr_str value;        /* "u" */
    const char *reason;
    uint32_t sentence;   /* from 0; KR_NONE: the whole post */
} kr_voice_missing;
enum { KR_MOST_MISSING = 4 };

/* A post in a voice: each feature that is available applied, all or nothing; the others told. */
typedef struct kr_voiced {
    const kr_version *version; /* the base's own where nothing changes */
    kr_voice_missing missing[KR_MOST_MISSING];
    uint32_t missing_count;
} kr_voiced;
int32_t kr_version_voice(kr_job *job, kr_arena *arena, const koor_campaign *campaign,
                         const kr_settings *settings, const kr_version *base, kr_voiced *out);

/* "person=we,tone=plain", or names of profiles, laid over the settings (profiles.c). KOOR_E_VALUE,
 * KOOR_E_OPTION. */
int32_t kr_voice_settings(kr_job *job, kr_arena *arena, const koor_campaign *campaign, kr_str voice,
                          kr_settings *settings);
/* The same as features alone, "key=value,key=value", with those of the profiles that it names. */
int32_t kr_voice_features(kr_job *job, const koor_campaign *campaign, kr_str voice, kr_buffer *out);

/* A marked-up post with the campaign's fragments, values and voices (marked.c): as kr_markup_parse. */
int32_t kr_marked_parse(kr_job *job, kr_arena *arena, const koor_campaign *campaign,
                        const kr_given_post *given, kr_graph *graph, kr_markup_result *out);

/* The voice features that conditions may ask for. */
int32_t kr_marked_voices(kr_job *job, kr_markup_voices *out);

/* The sentences that the author's choices touch, which are then locked, as runs with the node that says
 * them; all others are literal. In the job's arena. */
typedef struct kr_fixed_list {
    kr_fixed *at;
    size_t count;
} kr_fixed_list;
int32_t kr_marked_fix(kr_job *job, kr_version *version, kr_fixed_list *out);

/* KOOR_E_POLICY where the base breaks the host's policy or lacks a required disclosure. */
int32_t kr_version_require(kr_job *job, const koor_campaign *campaign, const kr_version *version);

/* JSON of koor_campaign_check, for the campaign's first post. */
int32_t kr_pipeline_check(kr_job *job, const koor_campaign *campaign, kr_buffer *out);

/* Runs the examples of one pack file; `out` gets the report. */
int32_t kr_pipeline_check_pack(kr_job *job, const koor_engine *engine, const kr_pack_file *file,
                               kr_buffer *out, int64_t *failures);

int32_t kr_pipeline_voices(kr_job *job, const koor_campaign *campaign, kr_buffer *out);
int32_t kr_pipeline_count(kr_job *job, const koor_campaign *campaign, kr_buffer *out);
int32_t kr_pipeline_suggest_markup(kr_job *job, const koor_campaign *campaign, kr_buffer *out);
int32_t kr_pipeline_suggest_units(kr_job *job, const koor_campaign *campaign, kr_buffer *out);

#endif
