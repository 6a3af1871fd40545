/* The plan as it is held: versions of posts, classes of texts, items. Made by the pipeline, read by the API.
 * Everything lives in the plan's arena and never changes once the plan is handed out. */
#ifndef KR_PLAN_DATA_H
#define KR_PLAN_DATA_H

#include "image/image.h"
#include "model/item.h"
#include "model/network.h"
#include "model/people.h"
#include "model/picture.h"
#include "model/plan.h"
#include "pipeline/pipeline.h"
#include "pipeline/sources.h"
#include "select/select.h"

/* One text of a class, with all that is told of it. */
typedef struct kr_issued {
    kr_str text, vector;
    kr_hash128 text_id;
    uint32_t base_ppm, nearest_ppm; /* similarity to the base, and to earlier texts of the class */
    const kr_item_edit *edits;
    const uint32_t *edit_index; /* of graph->edits, for each edit */
    const kr_str *says;         /* of each edit, with those inside it undone: what is decided on */
    size_t edit_count;
    kr_profile profile;
} kr_issued;

typedef struct kr_shared_choices kr_shared_choices;

/* What the second check left out: for a kr_reason, or for one of these. */
enum {
    KR_SKIP_REJECTED = KR_REASONS, /* a wording of it was */
    KR_SKIP_OPTIONAL,
    KR_SKIP_NETWORK,
    KR_SKIP_DISCLOSURE,
    KR_SKIP_POLICY,
    KR_SKIP_EMPTY,
    KR_SKIPS
};
typedef struct kr_skipped {
    uint32_t by[KR_SKIPS];
    char example[200]; /* what was wrong with the first of them, in words; "" where that is no
                          text's fault */
} kr_skipped;

/* People for whom the same texts are possible. */
typedef struct kr_text_class {
    const kr_version *version;
    const kr_network *network;
    kr_str voice; /* the person's profile, "" for the campaign's */
    kr_settings settings;
    const kr_shared_choices *shared; /* while the plan is made */
    uint32_t combination;    /* of the values of shared choices */
    uint64_t *allowed;       /* values of the graph's variables */
    const kr_atoms *atoms;
    kr_select *set; /* NULL once the plan is made */
    kr_issued *issued;
    size_t issued_count, issued_capacity;
    int exhausted;
    int no_length; /* no wording has the length of the voice: any will do */
    uint32_t dropped_hashtags, dropped_sentences; /* to fit the network (fit.c) */
    uint32_t dropped_optional; /* texts without an optional part of their author's */
    kr_select_report report;
    kr_skipped skipped;
    struct kr_recheck_context *recheck;
} kr_text_class;

/* An item of an earlier plan: its text, picture and moment stay. */
typedef struct kr_kept_item {
    kr_str person, post, network, circle, wave, language, text, vector, recipe;
    kr_str repost_item, repost_person; /* empty: no repost, or of nobody that the plan knew */
    kr_hash128 text_id;
    int64_t moment;
    uint32_t picture; /* index, KR_NONE: none, or its source is gone */
    uint16_t sequence;
    uint8_t published, withdrawn, repost;
    uint8_t another; /* gets another text: only picture and moment stay */
} kr_kept_item;

typedef struct kr_plan_item {
    uint32_t person; /* number in the plan's people, KR_NONE for texts only */
    uint32_t text_class, text;
    uint32_t recipe; /* index, KR_NONE: no picture */
    int64_t moment;
    int32_t offset;
    uint32_t nearest_ppm;
    uint16_t sequence;
    uint16_t post, network; /* in plan->posts, plan->networks */
    uint8_t wave, repost, kept, left_out;
    uint32_t repost_of; /* person; KR_NONE: no repost, or of nobody that the plan knows */
    const kr_kept_item *previous; /* text and all of an earlier plan, or NULL */
    const kr_kept_item *original; /* a repost of an item that stands from an earlier plan, or NULL */
    const kr_str *tagged;         /* the text with its links tagged, or NULL */
} kr_plan_item;

enum { KR_MOST_CLASSES = 1024, KR_MOST_PICTURES = 256 };

/* The recipes of a network: a run of plan->recipes. */
typedef struct kr_picture_list {
    size_t first, count;
} kr_picture_list;

/* A named choice, {@name: ..|..}, that several posts of the campaign have: each person has one value of
 * it in all of them. */
typedef struct kr_shared_choice {
    kr_str name;
    uint32_t value_count;
    const uint32_t *weights;
} kr_shared_choice;

enum { KR_MOST_SHARED = 16 };

struct kr_shared_choices {
    kr_shared_choice at[KR_MOST_SHARED];
    uint32_t count;
    uint32_t combinations; /* 1 where there are none */
};

/* What the stages are given, made from the campaign once a run. */
typedef struct kr_plan_inputs {
    kr_str *posts; /* ids, each once, in the order given */
    size_t post_count;
    uint32_t *post_of; /* by version: the post */
    const kr_network **networks;
    kr_str *network_names;
    size_t network_count, network_most, standard_networks;
    kr_kept_item *kept;
    size_t kept_count, kept_capacity;
    uint32_t *kept_of; /* by item of the schedule: number in `kept`, KR_NONE: new; NULL: all are new */
    kr_picture_list *pictures; /* by network */
    uint32_t *voice_of; /* by name: number among the voices, KR_NONE: nobody's */
    kr_name *voices;
    uint32_t voice_count, kept_class;
    kr_shared_choices shared;
    kr_issued *kept_texts; /* by kept item: text and profile, the class of its own */
} kr_plan_inputs;

/* Facts of a post, for the comparison of its texts (facts.c). */
int32_t kr_facts_read(kr_job *job, kr_arena *arena, const kr_post *post, kr_atoms **out);
/* "facts":[..], into a JSON object. */
int32_t kr_facts_put(kr_job *job, kr_buffer *out, const kr_post *post);
/* Those of the plan's post in a language, else in its first one; NULL: no such post. */
const kr_atoms *kr_facts_of(const koor_plan *plan, kr_str post, kr_str language);

int32_t kr_inputs_versions(kr_job *job, koor_plan *plan, const koor_campaign *campaign,
                           kr_plan_inputs *inputs);
uint32_t kr_inputs_version_for(const koor_plan *plan, const kr_plan_inputs *inputs, uint32_t post,
                               kr_str language);
int32_t kr_inputs_networks(kr_job *job, koor_plan *plan, const koor_campaign *campaign,
                           kr_plan_inputs *inputs);
int32_t kr_inputs_people(kr_job *job, koor_plan *plan, const koor_campaign *campaign);
void kr_plan_free_people(koor_plan *plan);

/* What the plan keeps of a person. */
typedef struct kr_plan_person {
    size_t id; /* offset in plan->ids, NUL-terminated there */
    uint32_t id_length;
    kr_name circle; /* in plan->names */
} kr_plan_person;

/* The items of each person: item[start[p]] .. item[start[p + 1] - 1], in the plan's order. */
typedef struct kr_person_index {
    uint32_t *start, *item;
    uint32_t *slot; /* person + 1 by the hash of the id; 0: empty */
    size_t slot_count;
} kr_person_index;

/* A version in a voice, made once for all networks. */
typedef struct kr_plan_voiced {
    const kr_version *base;
    int64_t values[4];   /* of voice.address, voice.person, voice.emoji, voice.tone */
    const char *company; /* as set */
    kr_voiced voiced;
} kr_plan_voiced;

struct koor_plan {
    const koor_engine *engine;
    kr_memory memory;
    kr_arena arena;
    kr_settings settings;
    kr_str campaign_id;
    kr_version *versions;
    size_t version_count;
    kr_text_class *classes;
    size_t class_count, class_capacity;
    kr_profiles profiles; /* of texts, while the plan is made */
    kr_plan_item *items;
    size_t item_count;
    const kr_str *posts;
    const kr_network **networks;
    char *ids;
    kr_plan_person *people;
    size_t person_count;
    kr_person_index by_person;
    kr_line *lines;     /* of a plan that was read back: its items; else NULL, and `items` are there */
    kr_sources sources; /* where they lie */
    char *file;         /* their bytes, where they are held in memory */
    kr_str *names;
    const kr_str *wave_names;
    kr_picture_pool pool;
    kr_brand brand;
    const kr_recipe **recipes;
    size_t recipe_count, recipe_capacity;
    kr_plan_voiced *voiced;
    size_t voiced_count, voiced_capacity;
    int texts_only;
    int64_t now;
    kr_hash128 input; /* what it was made of: summary.c */
    char *meta, *report, *alternatives;
    size_t meta_length, report_length, alternatives_length;
};

/* -- classes (text_class.c) ------------------------------------------------------------------------ */

/* What tells one class from another. */
typedef struct kr_class_key {
    const kr_version *version;
    const kr_network *network;
    kr_str voice;
    const kr_shared_choices *shared; /* NULL: none */
    uint32_t combination;
} kr_class_key;
int32_t kr_class_open(kr_job *job, koor_plan *plan, const koor_campaign *campaign,
                      const kr_class_key *key, kr_text_class *out);
/* Named choices of several posts (shared.c). */
int32_t kr_shared_find(kr_job *job, const koor_plan *plan, const kr_plan_inputs *inputs,
                       kr_shared_choices *out);
/* The combination of their values that is the person's own, from seed, campaign and id alone. */
uint32_t kr_shared_of(const koor_plan *plan, const kr_shared_choices *shared, kr_str person);
/* Narrows the masks of a graph's variables to those values. */
void kr_shared_allow(const kr_shared_choices *shared, uint32_t combination, const kr_graph *graph,
                     uint64_t *allowed);

/* Issues texts until there are `count` or no more are different enough. */
int32_t kr_class_ensure(kr_job *job, koor_plan *plan, kr_text_class *class, size_t count);
/* The same, and the base where there is no other: what people are given. */
int32_t kr_class_want(kr_job *job, koor_plan *plan, kr_text_class *class, size_t count);
/* Why it has no more texts, in words (shortage.c); nothing where it may have. */
void kr_class_shortage(kr_buffer *out, const kr_text_class *class, const koor_engine *engine);
/* Member "skipped": what was left out, by reason. */
void kr_class_put_skipped(kr_buffer *out, const kr_text_class *class);
/* Ends the sequence; what was issued stays. */
void kr_class_close(kr_text_class *class);

/* Shortens the class's version by fit.drop where the network's hashtags or, when `needed`, its length
 * ask for it. KOOR_E_NETWORK where it cannot fit, with by how much. */
int32_t kr_class_fit(kr_job *job, koor_plan *plan, const koor_campaign *campaign, int needed,
                     kr_text_class *class);

/* The settings of the class in its voice, and the version that speaks in it (voice.c). Where the post cannot,
 * its own voice stands, and plan->voiced tells why. */
int32_t kr_class_voice(kr_job *job, koor_plan *plan, const koor_campaign *campaign,
                       kr_text_class *class);
/* Every voice of the people on every version, so that each shard tells of the same ones that are missing. */
int32_t kr_voice_census(kr_job *job, koor_plan *plan, const koor_campaign *campaign,
                        const kr_plan_inputs *inputs);
/* A message for a person: "voice.address=u is not available for ..". */
void kr_voice_tell(kr_buffer *out, kr_str post, const kr_voice_missing *missing);

/* Masks of values for each variable of the graph, by the voice options (voice.c). */
int32_t kr_voice_allowed(kr_job *job, kr_arena *arena, const kr_graph *graph,
                         const kr_settings *settings, uint64_t **out);

/* -- wordings (wording.c) -------------------------------------------------------------------------- */

/* The edits of a walk, with what each says on its own. */
typedef struct kr_wordings {
    kr_edit_use *uses;
    kr_str *says;
    size_t count;
} kr_wordings;
int32_t kr_wordings_of(kr_job *job, kr_arena *arena, const kr_version *version,
                       const kr_walk *walk, kr_str text, kr_wordings *out);
/* The words of the base that stand for an edit of this text: put back in its place, they make the
 * base's own. */
kr_str kr_edit_replaces(const kr_version *version, const kr_edit_use *use, kr_str text);
/* kr_wording_key of what an edit says: kept where it says the same in every text. */
uint64_t kr_wording_key_of(const kr_version *version, uint32_t edit, kr_str from, kr_str says);
/* 1 where decisions let every wording of the text stand, 0 where not, or an error. */
int32_t kr_wordings_allowed(kr_job *job, kr_arena *arena, const kr_version *version,
                            const kr_walk *walk, kr_str text);

/* -- items (item_view.c) --------------------------------------------------------------------------- */

kr_str kr_plan_item_text(const koor_plan *plan, size_t index);
/* Fills a view of item `index`; strings point into the plan or into `scratch`. */
int32_t kr_plan_view(kr_job *job, const koor_plan *plan, size_t index, kr_item_view *out);

/* -- making items (items.c) ------------------------------------------------------------------------ */

int32_t kr_items_make(kr_job *job, koor_plan *plan, const kr_plan_inputs *inputs,
                      const kr_schedule *schedule, const kr_assignment *assignment);
int32_t kr_items_pictures(kr_job *job, koor_plan *plan, const koor_campaign *campaign,
                          kr_plan_inputs *inputs, size_t wanted);
/* Texts and pictures for all items, joined per circle (joint.c). */
int32_t kr_joint_assign(kr_job *job, koor_plan *plan, const koor_campaign *campaign,
                        kr_plan_inputs *inputs, const kr_schedule *schedule, kr_assignment *out);
/* The same again for other moments, once kr_joint_assign was there: of those who come first, for reposts.c. */
int32_t kr_joint_again(kr_job *job, koor_plan *plan, const koor_campaign *campaign,
                       kr_plan_inputs *inputs, const kr_schedule *schedule, kr_assignment *out);
/* Whether a repost has no original, and giving it one of those that the first ones post (reposts.c). */
int kr_reposts_lack(const koor_plan *plan);
int32_t kr_reposts_name(kr_job *job, koor_plan *plan, const kr_plan_inputs *inputs,
                        const kr_schedule *schedule, const kr_assignment *assignment);
/* What can only be told once all items stand: kept items, the nearest colleague's text, waves' names. */
int32_t kr_joint_finish(kr_job *job, koor_plan *plan, kr_plan_inputs *inputs,
                        const kr_schedule *schedule);
/* Tags the links of every new text by link.tags (links.c); after the items are sorted. */
int32_t kr_links_tag(kr_job *job, koor_plan *plan);
/* The room to leave for that on a network: the most that the links of a text can grow. */
int32_t kr_links_reserve(kr_job *job, const koor_plan *plan, const koor_campaign *campaign,
                         const kr_text_class *class, uint32_t *out);
/* Leaves out what has no moment, and puts the rest in the order of the plan. */
int32_t kr_items_sort(kr_job *job, koor_plan *plan);

/* -- the items of a person (person_index.c) --------------------------------------------------------- */

int32_t kr_person_index_make(kr_job *job, koor_plan *plan);
void kr_person_index_free(koor_plan *plan);
/* How many items the person has; *out gets their numbers. */
size_t kr_person_items(const koor_plan *plan, kr_str id, const uint32_t **out);

/* -- plans read back (reopen.c, line_view.c) ---------------------------------------------------------- */

/* A plan from the lines of its files, or of those of all its shards: see koor_plan_open. */
int32_t kr_plan_reopen_text(kr_job *job, kr_str text, koor_plan *plan);
/* The same from its files, which are read again when items are asked for: see koor_plan_open_folders. */
int32_t kr_plan_reopen_folders(kr_job *job, kr_str folders, koor_plan *plan);
/* As kr_plan_view, from the line of an item. */
int32_t kr_line_view(kr_job *job, kr_str line, int64_t moment, kr_item_view *out);

static inline uint32_t kr_plan_person_of(const koor_plan *plan, size_t index) {
    return plan->lines ? plan->lines[index].person : plan->items[index].person;
}

static inline int64_t kr_plan_moment_of(const koor_plan *plan, size_t index) {
    return plan->lines ? plan->lines[index].moment : plan->items[index].moment;
}

/* KR_NONE: no picture, or one that is a file already. */
/* What the plan's recipes are made of. */
static inline kr_image_scene kr_plan_scene(const koor_plan *plan) {
    return (kr_image_scene){&plan->pool, &plan->brand, &plan->settings};
}

static inline uint32_t kr_plan_recipe_of(const koor_plan *plan, size_t index) {
    return plan->lines ? KR_NONE : plan->items[index].recipe;
}

/* -- summaries (summary.c) ------------------------------------------------------------------------- */

/* What the stages say of moments and texts, for the certificate; all NULL for texts only. */
typedef struct kr_measured {
    const koor_campaign *campaign;
    const kr_schedule *schedule;
    const kr_assignment *assignment;
    const kr_plan_inputs *inputs;
} kr_measured;

int32_t kr_plan_write_used(kr_job *job, koor_plan *plan, const koor_campaign *campaign);
/* The certificate's part on what people have seen (approval.c). */
int32_t kr_plan_put_approval(kr_job *job, kr_buffer *out, const koor_plan *plan,
                             const koor_campaign *campaign);
/* capacity.why where only approved wordings are used. */
void kr_plan_approval_why(kr_buffer *out, const koor_plan *plan, const koor_campaign *campaign);
int32_t kr_plan_certify(kr_job *job, koor_plan *plan, const kr_measured *measured);
/* Of all that the plan is made of, but for the shard. */
kr_hash128 kr_plan_fingerprint(const koor_plan *plan, const koor_campaign *campaign);
int32_t kr_plan_summarise(kr_job *job, koor_plan *plan, const kr_measured *measured);

/* -- the pipeline ---------------------------------------------------------------------------------- */

int32_t kr_pipeline_texts(kr_job *job, const koor_campaign *campaign, size_t count, koor_plan *plan);
int32_t kr_pipeline_plan(kr_job *job, const koor_campaign *campaign, koor_plan *plan);

#endif
