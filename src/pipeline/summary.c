/* The plan's own papers: meta (what it was made of), alternatives (used.c) and report (certify.c).
 * Written once, before the plan is handed out. */
#include "base/json_write.h"
#include "options/options.h"
#include "pipeline/plan_data.h"

#include <string.h>

static int32_t take(kr_job *job, kr_buffer *buffer, char **out, size_t *out_length) {
    *out = kr_buffer_take(buffer, out_length);
    kr_buffer_end(buffer);
    return *out ? KOOR_OK : kr_nomem(job);
}

/* -- meta
 * ------------------------------------------------------------------------------------------ */

static uint64_t name_print(uint64_t print, const kr_people *people, kr_name name) {
    kr_str text = kr_people_name(people, name);
    return kr_hash_mix(print, kr_hash64(text.at, text.length));
}

/* Each person with all that is known of them, by name and not by the number of a name. */
static uint64_t people_print(uint64_t print, const kr_people *people) {
    for (size_t i = 0; i < people->count; i++) {
        kr_str id = kr_people_id(people, (uint32_t)i);
        const kr_member *m = &people->member[i];
        const kr_name names[] = {m->site, m->timezone, m->language, m->wave, m->voice, m->hours};
        const kr_name *list = kr_people_circles(people, m); /* networks follow */
        print = kr_hash_mix(print, kr_hash64(id.at, id.length));
        print = kr_hash_mix(print, (uint64_t)m->circle_count << 17 | (uint64_t)m->network_count << 1 |
                                       m->opted_in);
        print = kr_hash_mix(print, (uint64_t)(uint32_t)m->absent_from << 32 |
                                       (uint32_t)m->absent_to);
        for (size_t n = 0; n < sizeof names / sizeof *names; n++)
            print = name_print(print, people, names[n]);
        for (uint32_t n = 0; n < (uint32_t)m->circle_count + m->network_count; n++)
            print = name_print(print, people, list[n]);
    }
    return print;
}

/* A hash over all that a plan is made of: options, posts, people in their order, pictures, history.
 */
static kr_hash128 fingerprint(const koor_plan *plan, const koor_campaign *campaign) {
    uint64_t low = 1, high = 2;
    for (int i = 0; i < KR_OPTION_COUNT; i++) {
        const char *value = plan->settings.text[i];
        if (i == KR_OPT_CAMPAIGN_SHARD)
            continue; /* shards are made of the same */
        uint64_t part =
            value ? kr_hash64(value, strlen(value)) : (uint64_t)plan->settings.number[i];
        low = kr_hash_mix(low, part);
    }
    for (size_t i = 0; i < campaign->post_count; i++)
        low =
            kr_hash_mix(low, kr_hash64(campaign->posts[i].text.at, campaign->posts[i].text.length));
    for (size_t i = 0; i < campaign->history_count; i++)
        low = kr_hash_mix(low, kr_hash64(campaign->history[i].at, campaign->history[i].length));
    for (size_t i = 0; i < campaign->alternative_count; i++) {
        const kr_given_alternative *given = &campaign->alternatives[i];
        low = kr_hash_mix(low, kr_wording_key(given->from, given->text));
        low = kr_hash_mix(low, (uint64_t)given->first << 32 | given->state);
    }
    for (size_t i = 0; i < campaign->edit_count; i++)
        low = kr_hash_mix(low, kr_wording_key(campaign->edits[i].person, campaign->edits[i].text));
    high = kr_hash_mix(high, kr_hash64(campaign->previous.at, campaign->previous.length));
    high = people_print(high, &campaign->people);
    for (size_t i = 0; i < campaign->picture_count; i++)
        high = kr_hash_mix(
            high, kr_hash64(campaign->pictures[i]->id.at, campaign->pictures[i]->id.length));
    return (kr_hash128){low, high};
}

static void add_options(kr_buffer *out, const koor_plan *plan) {
    kr_put_key(out, "options");
    kr_put_open(out, '{');
    for (int i = 0; i < KR_OPTION_COUNT; i++) {
        kr_buffer value;
        if (!kr_options_changed(&plan->settings, (kr_option_id)i))
            continue;
        kr_buffer_start(&value, out->memory);
        kr_options_write(&value, &plan->settings, (kr_option_id)i);
        kr_put_text(out, koor_option_name((size_t)i),
                    (kr_str){value.data ? value.data : "", value.length});
        out->failed |= value.failed;
        kr_buffer_end(&value);
    }
    kr_buffer_char(out, '}');
}

/* What texts are compared with: the posts, or the first walk of their markup; and without which facts. */
static int32_t add_posts(kr_job *job, kr_buffer *out, const koor_plan *plan) {
    int32_t status = KOOR_OK;
    kr_put_key(out, "posts");
    kr_put_open(out, '[');
    for (size_t i = 0; i < plan->version_count && status == KOOR_OK; i++) {
        kr_put_open(out, '{');
        kr_put_text(out, "id", plan->versions[i].id);
        kr_put_word(out, "language", plan->versions[i].post.language);
        kr_put_text(out, "text", plan->versions[i].base);
        status = kr_facts_put(job, out, &plan->versions[i].post);
        kr_buffer_char(out, '}');
    }
    kr_buffer_char(out, ']');
    return status;
}

static void add_refused(kr_buffer *out, const koor_campaign *campaign) {
    kr_put_key(out, "refused");
    kr_put_open(out, '[');
    for (size_t i = 0; i < campaign->refused_count; i++) {
        kr_put_open(out, '{');
        kr_put_text(out, "path", campaign->refused[i].path);
        kr_put_text(out, "reason", campaign->refused[i].reason);
        kr_put_text(out, "message", campaign->refused[i].message);
        kr_buffer_char(out, '}');
    }
    kr_buffer_char(out, ']');
}

static int32_t write_meta(kr_job *job, koor_plan *plan, const koor_campaign *campaign) {
    kr_buffer out;
    int64_t seed = plan->settings.number[KR_OPT_CAMPAIGN_SEED];
    kr_buffer digits;
    kr_buffer_start(&out, &plan->memory);
    kr_buffer_start(&digits, &plan->memory);
    kr_buffer_int(&digits, seed);
    kr_buffer_text(&out, "{\"schema\":\"koor-plan/1\",\"versions\":{");
    kr_put_word(&out, "koor", KOOR_VERSION);
    kr_put_word(&out, "tzdata", campaign->zones.version);
    kr_put_key(&out, "packs");
    kr_put_open(&out, '{');
    for (size_t i = 0; i < KR_ENGINE_PACKS; i++) {
        const kr_pack *pack = plan->engine->packs[i];
        kr_put_hash(&out, kr_pack_language(pack), kr_pack_fingerprint(pack));
    }
    kr_buffer_text(&out, "}}");
    kr_put_text(&out, "campaign", plan->campaign_id);
    kr_put_text(&out, "seed", (kr_str){digits.data ? digits.data : "", digits.length});
    kr_put_word(&out, "now", plan->settings.text[KR_OPT_CAMPAIGN_NOW]);
    kr_put_int(&out, "now_unix", plan->now);
    kr_put_hash(&out, "input", plan->input);
    kr_put_uint(&out, "items", plan->item_count);
    add_options(&out, plan);
    int32_t status = add_posts(job, &out, plan);
    if (campaign->refused_count)
        add_refused(&out, campaign);
    kr_buffer_char(&out, '}');
    out.failed |= digits.failed || status < 0;
    kr_buffer_end(&digits);
    return take(job, &out, &plan->meta, &plan->meta_length);
}

int32_t kr_plan_summarise(kr_job *job, koor_plan *plan, const kr_measured *measured) {
    plan->input = fingerprint(plan, measured->campaign);
    int32_t status = write_meta(job, plan, measured->campaign);
    if (status == KOOR_OK)
        status = kr_plan_write_used(job, plan, measured->campaign);
    if (status == KOOR_OK)
        status = kr_plan_certify(job, plan, measured);
    return status;
}
