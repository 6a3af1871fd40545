/* The pipeline: the stages in the order of the flow. The only part that knows them all. */
#ifndef KR_PIPELINE_H
#define KR_PIPELINE_H

#include "api/handles.h"
#include "graph/graph.h"
#include "guard/guard.h"
#include "model/choicegraph.h"
#include "model/post.h"
#include "rewrite/markup.h"
#include "rewrite/rewrite.h"

/* A post in one language: analysed, rewritten, compiled. Immutable once made. */
typedef struct kr_version {
    kr_str id;       /* of the post; versions of one post share it */
    kr_str base;     /* what variants are compared with: the post, or the first walk of its markup */
    kr_post post;    /* of the base */
    const kr_pack *pack; /* NULL: rewriting is not supported in this language */
    kr_analyse_reader reader; /* of facts, for the guard */
    kr_guard guard;           /* admits alternatives */
    kr_recheck *recheck;      /* looks at whole texts again */
    int trusted;              /* author markup: differing facts are reported, not rejected */
    kr_graph graph;
    kr_walks *walks;
    kr_rewrite_report rewrite;
    kr_decisions *decisions; /* on wordings; NULL: nobody decided anything */
} kr_version;

/* What an admit callback needs: the guard and the job that is running. */
typedef struct kr_admission {
    kr_job *job;
    const kr_guard *guard;
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

int32_t kr_pipeline_count(kr_job *job, const koor_campaign *campaign, kr_buffer *out);
int32_t kr_pipeline_suggest_markup(kr_job *job, const koor_campaign *campaign, kr_buffer *out);
int32_t kr_pipeline_suggest_units(kr_job *job, const koor_campaign *campaign, kr_buffer *out);

#endif
