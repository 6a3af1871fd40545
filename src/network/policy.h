/* The host's policy: words and patterns that no text may hold, each with a reason, and who may
 * share where. */
#ifndef KR_POLICY_H
#define KR_POLICY_H

#include "base/job.h"
#include "model/network.h"
#include "model/people.h"

typedef struct kr_policy kr_policy;

/* Reads {"words": ["cheap", {"word": "guaranteed", "reason": "..."}], "patterns": [{"name":
 * "roi", "pattern": "ROI of \\d+", "reason": "..."}]}. Words match whole, without case; patterns
 * are PCRE2 in UTF-8 with Unicode classes, run without JIT and within limits. An empty `json` is
 * an empty policy. The memory must outlive the policy; kr_policy_close frees it. One policy may
 * be read by many threads. */
int32_t kr_policy_open(kr_job *job, const kr_memory *memory, kr_str json, const char *source,
                       kr_policy **out);
void kr_policy_close(kr_policy *policy); /* NULL is fine */

/* What a text violates. */
typedef struct kr_violation {
    kr_str rule;   /* the word, or the name of the pattern */
    kr_str reason; /* may be empty */
    kr_span span;
    uint8_t exceeded; /* 1: the pattern ran into its limits here; nobody knows whether it matches */
} kr_violation;

typedef struct kr_violations {
    kr_violation *at;
    uint32_t count;
} kr_violations;

/* All violations, in the order of the rules, up to 1,000; they live in `arena`. */
int32_t kr_policy_check(kr_job *job, const kr_policy *policy, kr_str text, kr_arena *arena,
                        kr_violations *out);
/* The first violation as KOOR_E_POLICY with rule, reason and offset; `path` names the text. */
int32_t kr_policy_require(kr_job *job, const kr_policy *policy, kr_str text, const char *path);

#endif
