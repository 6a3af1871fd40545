/* The certificate: what a plan guarantees, measured (report.json). Here it is gathered from what the
 * stages say; certificate.c writes it, and merge.c adds those of shards. */
#include "base/json_write.h"
#include "image/image.h"
#include "network/disclosure.h"
#include "pipeline/certificate.h"

#include <string.h>

/* -- capacity
 * -------------------------------------------------------------------------------------- */

static void add_class(kr_buffer *out, const kr_text_class *class) {
    kr_put_open(out, '{');
    kr_put_text(out, "post", class->version->id);
    kr_put_word(out, "language", class->version->post.language);
    kr_put_text(out, "network", class->network->name);
    kr_put_uint(out, "texts", class->issued_count);
    kr_put_uint(out, "different", class->report.different);
    kr_put_bool(out, "complete", class->exhausted);
    kr_put_uint(out, "skipped_by_recheck", class->report.refused);
    kr_class_put_skipped(out, class);
    kr_put_uint(out, "wordings", class->version->rewrite.alternatives);
    if (class->dropped_hashtags || class->dropped_sentences) {
        kr_put_uint(out, "dropped_hashtags", class->dropped_hashtags);
        kr_put_uint(out, "dropped_sentences", class->dropped_sentences);
    }
    if (class->dropped_optional)
        kr_put_uint(out, "texts_without_optional", class->dropped_optional);
    kr_put_uint(out, "refused_by_guard", class->version->rewrite.refused_count);
    kr_buffer_char(out, '}');
}

static int lacks_length(const koor_plan *plan) {
    for (size_t i = 0; i < plan->class_count; i++)
        if (plan->classes[i].no_length)
            return 1;
    return 0;
}

/* Voices that a post cannot have, as sentences. */
static void add_missing_voices(kr_buffer *out, const koor_plan *plan) {
    for (size_t i = 0; i < plan->voiced_count; i++)
        for (uint32_t m = 0; m < plan->voiced[i].voiced.missing_count; m++) {
            kr_buffer text;
            kr_buffer_start(&text, out->memory);
            kr_voice_tell(&text, plan->voiced[i].base->id, &plan->voiced[i].voiced.missing[m]);
            kr_put_element(out, (kr_str){text.data ? text.data : "", text.length});
            out->failed |= text.failed;
            kr_buffer_end(&text);
        }
    if (plan->texts_only && lacks_length(plan)) /* a plan of people warns of it */
        kr_put_element(out, KR_STR("voice.length is not available: the post has no wordings of such a length"));
}

static void put_why(kr_buffer *out, const kr_text_class *class, const koor_engine *engine) {
    kr_buffer text;
    kr_buffer_start(&text, out->memory);
    kr_class_shortage(&text, class, engine);
    if (text.length)
        kr_put_text(out, "why", (kr_str){text.data, text.length});
    out->failed |= text.failed;
    kr_buffer_end(&text);
}

static void add_capacity(kr_buffer *out, const koor_plan *plan, const koor_campaign *campaign) {
    const kr_text_class *short_of = NULL;
    int held_back = 0;
    kr_put_key(out, "capacity");
    kr_put_open(out, '{');
    kr_put_key(out, "classes");
    kr_put_open(out, '[');
    for (size_t i = 0; i < plan->class_count; i++) {
        if (!plan->classes[i].version)
            continue;
        add_class(out, &plan->classes[i]);
        held_back |= plan->classes[i].exhausted ||
                     plan->classes[i].report.different < plan->classes[i].issued_count;
        if (plan->classes[i].exhausted && !short_of)
            short_of = &plan->classes[i];
    }
    kr_buffer_char(out, ']');
    if (held_back && plan->settings.number[KR_OPT_REWRITE_APPROVED_ONLY])
        kr_plan_approval_why(out, plan, campaign);
    else if (short_of)
        put_why(out, short_of, campaign->engine);
    kr_put_key(out, "voices");
    kr_put_open(out, '[');
    add_missing_voices(out, plan);
    kr_buffer_char(out, ']');
    kr_buffer_char(out, '}');
}

/* -- texts only
 * ------------------------------------------------------------------------------------ */

static void add_texts(kr_buffer *out, const koor_plan *plan) {
    const kr_text_class *class = &plan->classes[0];
    uint64_t sum = 0;
    uint32_t highest = 0;
    for (size_t i = 0; i < class->issued_count; i++) {
        sum += class->issued[i].nearest_ppm;
        if (class->issued[i].nearest_ppm > highest)
            highest = class->issued[i].nearest_ppm;
    }
    kr_buffer_text(out, "{\"items\":");
    kr_buffer_uint(out, plan->item_count);
    kr_put_ppm(out, "similarity_max", highest);
    kr_put_ppm(out, "similarity_mean",
               class->issued_count ? (int64_t)(sum / class->issued_count) : 0);
    kr_buffer_char(out, '}');
}

/* -- a campaign
 * ------------------------------------------------------------------------------------ */

static kr_str circle_name(const koor_plan *plan, const kr_measured *measured, uint32_t circle) {
    return plan->names[measured->schedule->census.circle_name[circle]];
}

static int drops_pieces(const koor_plan *plan) {
    for (size_t i = 0; i < plan->class_count; i++)
        if (plan->classes[i].dropped_hashtags || plan->classes[i].dropped_sentences ||
            plan->classes[i].dropped_optional)
            return 1;
    return 0;
}

/* A disclosure is worth a warning once, whatever the number of versions. */
static int lacks_disclosure(const koor_plan *plan) {
    for (size_t i = 0; i < plan->version_count; i++)
        if (plan->versions[i].disclosed != KR_DISCLOSURE_CLEAR)
            return plan->settings.number[KR_OPT_POLICY_DISCLOSURE] == 1;
    return 0;
}

static int has_spare_texts(const koor_plan *plan) {
    for (size_t i = 0; i < plan->class_count; i++)
        if (plan->classes[i].version &&
            plan->classes[i].report.issued > plan->classes[i].report.different)
            return 1;
    return 0;
}

static int lacks_cards(const koor_plan *plan) {
    kr_str headline = kr_str_of(plan->settings.text[KR_OPT_IMAGE_HEADLINE]);
    return plan->pool.count && headline.length && plan->settings.number[KR_OPT_IMAGE_CARDS] &&
           !kr_image_fits_card(headline);
}

static uint32_t warnings_of(const koor_plan *plan, const kr_measured *measured) {
    uint32_t limits = measured->assignment->totals.limits, warnings = 0;
    warnings |= limits & KR_SHORT_TEXTS ? KR_WARN_TEXTS : 0;
    warnings |= has_spare_texts(plan) ? KR_WARN_SPARE : 0;
    warnings |= drops_pieces(plan) ? KR_WARN_DROPS : 0;
    warnings |= lacks_cards(plan) ? KR_WARN_CARDS : 0;
    warnings |= lacks_disclosure(plan) ? KR_WARN_DISCLOSURE : 0;
    warnings |= lacks_length(plan) ? KR_WARN_LENGTH : 0;
    return warnings;
}

static int32_t list_circles(kr_job *job, const koor_plan *plan, const kr_measured *measured,
                            kr_certificate *out) {
    const kr_assignment *texts = measured->assignment;
    out->circles = kr_arena_alloc(&job->arena, texts->report_count, sizeof *out->circles);
    if (!out->circles)
        return kr_nomem(job);
    for (size_t i = 0; i < texts->report_count; i++)
        out->circles[i] = (kr_circle_line){circle_name(plan, measured, texts->report[i].circle),
                                           plan->posts[texts->report[i].post], texts->report[i]};
    out->circle_count = texts->report_count;
    return KOOR_OK;
}

static int32_t list_gaps(kr_job *job, const koor_plan *plan, const kr_measured *measured,
                         kr_certificate *out) {
    const kr_schedule *moments = measured->schedule;
    out->gaps = kr_arena_alloc(&job->arena, moments->gap_count, sizeof *out->gaps);
    if (!out->gaps)
        return kr_nomem(job);
    for (size_t i = 0; i < moments->gap_count; i++)
        out->gaps[i] = (kr_gap_line){circle_name(plan, measured, moments->gap[i].circle),
                                     plan->posts[moments->gap[i].post],
                                     measured->inputs->network_names[moments->gap[i].network],
                                     moments->gap[i]};
    out->gap_count = moments->gap_count;
    return KOOR_OK;
}

/* In their order at once; circles and gaps have theirs. */
static int32_t list_left(kr_job *job, const koor_plan *plan, const kr_measured *measured,
                         kr_certificate *out) {
    const kr_schedule *moments = measured->schedule;
    out->left = kr_arena_alloc(&job->arena, moments->totals.unplaced, sizeof *out->left);
    if (!out->left)
        return kr_nomem(job);
    for (size_t i = 0; i < moments->item_count; i++) {
        const kr_item *item = &moments->item[i];
        const kr_plan_person *person = &plan->people[item->person];
        if (item->unplaced)
            out->left[out->left_count++] =
                (kr_left_line){{plan->ids + person->id, person->id_length},
                               plan->posts[item->post],
                               measured->inputs->network_names[item->network],
                               item->unplaced};
    }
    if (out->left_count)
        kr_certificate_sort(out);
    return KOOR_OK;
}

static int32_t gather(kr_job *job, const koor_plan *plan, const kr_measured *measured,
                      kr_certificate *out) {
    const kr_census *census = &measured->schedule->census;
    *out = (kr_certificate){.items = plan->item_count,
                            .opted_in = census->opted_in,
                            .components = census->component_count,
                            .largest_component = census->largest_component,
                            .moments = measured->schedule->totals,
                            .texts = measured->assignment->totals,
                            .warnings = warnings_of(plan, measured)};
    int32_t status = list_circles(job, plan, measured, out);
    if (status == KOOR_OK)
        status = list_gaps(job, plan, measured, out);
    return status < 0 ? status : list_left(job, plan, measured, out);
}

static int is_shard(const koor_plan *plan) {
    return *plan->settings.text[KR_OPT_CAMPAIGN_SHARD] != '\0';
}

static int32_t write_report(kr_job *job, const koor_plan *plan, const kr_measured *measured,
                            kr_buffer *out) {
    kr_certificate certificate;
    if (plan->texts_only) {
        kr_buffer_text(out, "{\"overall\":");
        add_texts(out, plan);
    } else {
        int32_t status = gather(job, plan, measured, &certificate);
        if (status < 0)
            return status;
        kr_certificate_write(out, &certificate);
    }
    add_capacity(out, plan, measured->campaign);
    int32_t status = kr_plan_put_approval(job, out, plan, measured->campaign);
    if (status < 0)
        return status;
    kr_put_hash(out, "input", plan->input); /* as in meta */
    if (is_shard(plan) && !plan->texts_only)
        kr_certificate_write_parts(out, &certificate);
    kr_buffer_char(out, '}');
    return KOOR_OK;
}

int32_t kr_plan_certify(kr_job *job, koor_plan *plan, const kr_measured *measured) {
    kr_buffer out;
    kr_buffer_start(&out, &plan->memory);
    int32_t status = write_report(job, plan, measured, &out);
    if (status == KOOR_OK)
        plan->report = kr_buffer_take(&out, &plan->report_length);
    kr_buffer_end(&out);
    return status < 0 || plan->report ? status : kr_nomem(job);
}
