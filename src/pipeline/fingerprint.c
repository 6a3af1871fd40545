/* The hash of all that a plan is made of, as the caller gave it: options, posts, what markup refers to, voices,
 * people, pictures with what is said of them, history, decisions and the earlier plan. Shards of one plan have the
 * same; `koor merge` joins nothing else. Names are hashed as texts, since their numbers depend on the order of the
 * calls. Two lanes of 64 bits are filled in a fixed order, so that equal input gives equal hashes everywhere. */
#include "options/options.h"
#include "pipeline/plan_data.h"

#include <string.h>

static uint64_t mix_text(uint64_t print, kr_str text) {
    return kr_hash_mix(print, kr_hash64(text.at, text.length));
}

static uint64_t mix_pair(uint64_t print, int32_t high, int32_t low) {
    return kr_hash_mix(print, (uint64_t)(uint32_t)high << 32 | (uint32_t)low);
}

static uint64_t options_print(uint64_t print, const kr_settings *settings) {
    for (int i = 0; i < KR_OPTION_COUNT; i++) {
        const char *value = settings->text[i];
        if (i == KR_OPT_CAMPAIGN_SHARD)
            continue; /* shards are made of the same */
        print = kr_hash_mix(print, value ? kr_hash64(value, strlen(value)) : (uint64_t)settings->number[i]);
    }
    return print;
}

/* The posts, and what their markup and their voices refer to. */
static uint64_t posts_print(uint64_t print, const koor_campaign *campaign) {
    const size_t counts[] = {campaign->post_count, campaign->fragment_count, campaign->value_count, campaign->profile_count};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        print = kr_hash_mix(print, counts[i]);
    for (size_t i = 0; i < campaign->post_count; i++) {
        print = mix_text(print, campaign->posts[i].id);
        print = mix_text(print, kr_str_of(campaign->posts[i].language));
        print = mix_text(print, campaign->posts[i].text);
    }
    for (size_t i = 0; i < campaign->fragment_count; i++)
        print = mix_text(mix_text(print, campaign->fragments[i].name), campaign->fragments[i].text);
    for (size_t i = 0; i < campaign->value_count; i++)
        print = kr_hash_mix(mix_text(mix_text(print, campaign->values[i].name), campaign->values[i].value),
                            (uint64_t)campaign->values[i].literal);
    for (size_t i = 0; i < campaign->profile_count; i++)
        print = mix_text(mix_text(print, campaign->profiles[i].name), campaign->profiles[i].voice);
    return print;
}

/* Earlier texts, and what others said of this one. */
static uint64_t wordings_print(uint64_t print, const koor_campaign *campaign) {
    for (size_t i = 0; i < campaign->history_count; i++)
        print = mix_text(print, campaign->history[i]);
    for (size_t i = 0; i < campaign->alternative_count; i++) {
        const kr_given_alternative *given = &campaign->alternatives[i];
        print = kr_hash_mix(print, kr_wording_key(given->from, given->text));
        print = kr_hash_mix(print, (uint64_t)given->first << 32 | given->state);
        print = mix_text(print, given->voice);
    }
    for (size_t i = 0; i < campaign->edit_count; i++)
        print = kr_hash_mix(print, kr_wording_key(campaign->edits[i].person, campaign->edits[i].text));
    return print;
}

static uint64_t person_print(uint64_t print, const kr_people *people, uint32_t person) {
    const kr_member *m = &people->member[person];
    const kr_name names[] = {m->site, m->timezone, m->language, m->wave, m->voice, m->hours};
    const kr_name *list = kr_people_circles(people, m); /* networks follow */
    print = mix_text(print, kr_people_id(people, person));
    print = kr_hash_mix(print, (uint64_t)m->circle_count << 17 | (uint64_t)m->network_count << 1 | m->opted_in);
    print = mix_pair(print, m->absent_from, m->absent_to);
    for (size_t n = 0; n < sizeof names / sizeof *names; n++)
        print = mix_text(print, kr_people_name(people, names[n]));
    for (uint32_t n = 0; n < (uint32_t)m->circle_count + m->network_count; n++)
        print = mix_text(print, kr_people_name(people, list[n]));
    return print;
}

static uint64_t picture_print(uint64_t print, const kr_picture *picture) {
    print = kr_hash_mix(mix_text(print, picture->id), picture->digest);
    print = kr_hash_mix(print, picture->flags);
    for (uint32_t i = 0; i < picture->alt_count; i++)
        print = mix_text(mix_text(print, picture->alts[i].language), picture->alts[i].text);
    for (uint32_t i = 0; i < picture->focus_count; i++) {
        const kr_focus *focus = &picture->focus[i];
        print = mix_pair(print, focus->box.x, focus->box.y);
        print = mix_pair(print, focus->box.width, focus->box.height);
        print = mix_pair(print, focus->weight, focus->keep << 1 | focus->face);
    }
    return print;
}

kr_hash128 kr_plan_fingerprint(const koor_plan *plan, const koor_campaign *campaign) {
    uint64_t low = options_print(1, &plan->settings);
    low = wordings_print(posts_print(low, campaign), campaign);
    uint64_t high = mix_text(2, campaign->previous);
    for (size_t i = 0; i < campaign->people.count; i++)
        high = person_print(high, &campaign->people, (uint32_t)i);
    for (size_t i = 0; i < campaign->picture_count; i++)
        high = picture_print(high, campaign->pictures[i]);
    return (kr_hash128){low, high};
}
