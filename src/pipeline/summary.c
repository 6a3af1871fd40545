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
    plan->input = kr_plan_fingerprint(plan, measured->campaign);
    int32_t status = write_meta(job, plan, measured->campaign);
    if (status == KOOR_OK)
        status = kr_plan_write_used(job, plan, measured->campaign);
    if (status == KOOR_OK)
        status = kr_plan_certify(job, plan, measured);
    return status;
}
