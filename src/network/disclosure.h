/* Disclosure: that the writer works for the company, or is paid, said where a reader sees it.
 *
 * Employment is a material connection: the FTC (16 CFR 255, and its questions and answers for
 * endorsers) wants it in the post and near the claim, not only among trailing tags; the Dutch
 * Reclamecode Social Media & Influencer Marketing and Belgium's FPS Economy want a clear word in
 * the post's language. */
#ifndef KR_DISCLOSURE_H
#define KR_DISCLOSURE_H

#include "base/job.h"
#include "model/network.h"
#include "model/settings.h"

typedef enum kr_disclosure_state {
    KR_DISCLOSURE_NONE,
    KR_DISCLOSURE_TRAILING, /* only among the tags at the end */
    KR_DISCLOSURE_CLEAR
} kr_disclosure_state;

/* Finds what discloses: tags (#ad, #reclame), labels ("Advertentie:") and sentences ("ik werk
 * bij"), and `own`, the host's wording (may be empty). Up to `capacity` spans are written, to be
 * locked before the post is rewritten; gives how many there are. */
uint32_t kr_disclosure_find(kr_str text, kr_str own, kr_span *out, uint32_t capacity);
kr_disclosure_state kr_disclosure_check(kr_str text, kr_str own);

/* The wording that the options ask for in a language: disclosure.text, or that of
 * disclosure.kind with disclosure.company; empty where they ask for none. KOOR_E_LANGUAGE where
 * koor has none in that language. */
int32_t kr_disclosure_wording(kr_job *job, kr_arena *arena, const kr_settings *settings,
                              kr_str language, kr_str *out);

/* The post with the options' wording in it, behind the first sentence or (disclosure.place=line)
 * as a line of its own before the closing tags and links. Unchanged, with an empty span, where
 * no wording is asked for or the post discloses clearly. */
typedef struct kr_disclosed {
    kr_str text, wording;
    kr_span span; /* where the wording was put */
} kr_disclosed;
int32_t kr_disclosure_insert(kr_job *job, kr_arena *arena, const kr_settings *settings,
                             const kr_post *post, kr_disclosed *out);

/* policy.disclosure: KOOR_OK, or KOOR_E_POLICY where it is required and the text has no clear
 * one; `path` names the text. What is only worth a warning is kr_disclosure_check's to tell. */
int32_t kr_disclosure_require(kr_job *job, const kr_settings *settings, kr_str text, kr_str own,
                              const char *path);
/* KOOR_E_NETWORK where the wording alone is longer than the network allows. */
int32_t kr_disclosure_fits(kr_job *job, const kr_network *network, kr_str wording);

#endif
