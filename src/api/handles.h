/* The handles behind the public API. The engine is read-only once ready; a campaign collects what the
 * host gives; the pipeline reads both. */
#ifndef KR_HANDLES_H
#define KR_HANDLES_H

#include "analyse/analyse.h"
#include "base/arena.h"
#include "base/job.h"
#include "base/table.h"
#include "koor.h"
#include "model/decisions.h"
#include "model/network.h"
#include "model/pack.h"
#include "model/people.h"
#include "model/picture.h"
#include "model/settings.h"
#include "network/policy.h"
#include "rewrite/markup.h"
#include "rewrite/packs.h"
#include "schedule/zones.h"

enum { KR_ENGINE_PACKS = 2 }; /* Dutch, English */

struct koor_engine {
    kr_memory memory; /* by value: what it points to belongs to the host */
    kr_arena arena;
    kr_settings settings;
    int ready;
    kr_networks networks;
    kr_pack_file *files; /* given by koor_engine_load_pack */
    size_t file_count, file_capacity;
    kr_pack *loaded[KR_ENGINE_PACKS];      /* compiled from files; NULL where none were given */
    const kr_pack *packs[KR_ENGINE_PACKS]; /* what is used: loaded, or built in */
    kr_lexer *lexer;
    char *description; /* JSON, made by koor_engine_ready */
    size_t description_length;
};

/* A post as it was given; posts of one id are versions in several languages. */
typedef struct kr_given_post {
    kr_str id, text;
    char language[4]; /* "": to be detected */
} kr_given_post;

/* A line of an alternatives file: a wording from outside, or what was decided of one. */
typedef struct kr_given_alternative {
    kr_str post, language; /* "": the first post, any of its versions */
    kr_str from, text;     /* from "": all of its sentences */
    kr_str rule, author, reason;
    kr_str voice;          /* "tone=warm,person=we" */
    uint32_t first, last;  /* from 1, as people count; 0: from tells */
    kr_decision state;
    uint32_t score; /* of its drift, when it was judged */
} kr_given_alternative;

/* A sharer's own wording of an item of the earlier plan. */
typedef struct kr_own_edit {
    kr_str person, network, post, text; /* network and post "": whatever they are */
} kr_own_edit;

struct koor_campaign {
    const koor_engine *engine;
    kr_memory memory;
    kr_arena arena;
    kr_settings settings;
    kr_given_post *posts;
    size_t post_count, post_capacity;
    kr_people people;
    kr_zones zones; /* those that people name, each read once */
    kr_picture **pictures;
    size_t picture_count, picture_capacity;
    kr_given_alternative *alternatives;
    size_t alternative_count, alternative_capacity;
    struct kr_refused_wording { /* of a campaign's JSON: told with the plan */
        kr_str path, reason, message; /* "alternatives[2]", "new-fact", in words */
    } *refused;
    size_t refused_count, refused_capacity;
    kr_markup_fragment *fragments; /* for #include in marked-up posts */
    size_t fragment_count, fragment_capacity;
    kr_markup_value *values; /* for %name% there */
    size_t value_count, value_capacity;
    struct kr_voice_profile {
        kr_str name, voice; /* "manager", "person=team,address=u" */
    } *profiles;
    size_t profile_count, profile_capacity;
    kr_str *history;
    size_t history_count, history_capacity;
    kr_own_edit *edits;
    size_t edit_count, edit_capacity;
    kr_str previous; /* plan.jsonl of before, as given */
    kr_policy *policy; /* of policy.deny; NULL: none */
};

/* A length of SIZE_MAX is a NUL-terminated string. NULL with length 0 is the empty piece. */
kr_str kr_given(const char *text, size_t length);

/* KOOR_E_UTF8, or KOOR_E_VALUE for a NUL byte, with the offset under `path`. A text is
 * NUL-terminated where it comes out, and JSON of it is not read back. `what` names it: "post". */
int32_t kr_check_text(kr_job *job, kr_str text, const char *path, const char *what);

/* Copies into the caller's buffer as koor.h promises: cut between code points, NUL-terminated. */
void kr_hand_out(kr_str text, char *buffer, size_t capacity, size_t *out_length);

/* KOOR_E_ARGUMENT naming the call, for NULL arguments and handles in the wrong state. */
#define kr_bad_argument(job, what) kr_fail(job, KOOR_E_ARGUMENT, __func__, -1, "%s: %s", __func__, what)

#endif
