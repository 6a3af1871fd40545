/* An item of a plan as the outputs write it: plain data, filled in by the pipeline for one item at a
 * time and borrowed by the writer. */
#ifndef KR_ITEM_H
#define KR_ITEM_H

#include "base/hash.h"
#include "base/text.h"

#include <stdint.h>

typedef struct kr_item_edit {
    kr_str rule, from, to;
} kr_item_edit;

typedef struct kr_item_view {
    kr_hash128 id, text_id;
    kr_str post, person, circle, wave, network, language;
    kr_str text, vector;
    const char *action, *state; /* "auto", "suggest", "repost"; "planned", "published", "withdrawn" */
    kr_str repost_item, repost_person; /* of a repost: whose item it shares; empty: nobody known */
    uint32_t sequence;          /* how often the moment was changed: SEQUENCE of iCalendar */
    uint8_t has_moment;         /* 0: texts only */
    int64_t publish_unix;
    kr_str publish_at;           /* with the person's own offset */
    kr_str image_file, image_source, image_alt; /* image_file empty: no picture */
    uint8_t image_alt_review;
    kr_str image_explanation;
    kr_str image_recipe; /* JSON */
    uint32_t count, limit; /* length in the network's unit; limit KR_NONE: none */
    int64_t base_similarity, nearest_similarity; /* parts per million; nearest -1: no other */
    const kr_item_edit *edits;
    size_t edit_count;
} kr_item_view;

#endif
