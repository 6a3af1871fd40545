/* The certificate: what a plan guarantees, measured (report.json). Similarities are fractions, gaps
 * seconds; what limited a figure is said in words. */
#include "base/json_write.h"
#include "image/image.h"
#include "network/disclosure.h"
#include "pipeline/plan_data.h"

#include <string.h>

/* -- capacity
 * -------------------------------------------------------------------------------------- */

/* Why a sequence ended, and what would give more. */
static const char *why(const kr_select_report *report) {
    switch (report->end) {
    case KR_SELECT_ALL:
        return "every wording of the post was looked at, and no other is different enough; more "
               "come from "
               "author markup, --alternatives, or a higher select.max_similarity";
    case KR_SELECT_RECHECK:
        return "most further wordings were refused by the second check; more come from author "
               "markup or "
               "--alternatives";
    case KR_SELECT_LENGTH:
        return "most further wordings do not fit the network's length; shorten the post";
    case KR_SELECT_SIMILAR:
        return "no more are different enough; more come from author markup, --alternatives, or a "
               "higher "
               "select.max_similarity";
    default:
        return "";
    }
}

static void add_class(kr_buffer *out, const kr_text_class *class) {
    kr_put_open(out, '{');
    kr_put_text(out, "post", class->version->id);
    kr_put_word(out, "language", class->version->post.language);
    kr_put_text(out, "network", class->network->name);
    kr_put_uint(out, "texts", class->issued_count);
    kr_put_uint(out, "different", class->report.different);
    kr_put_bool(out, "complete", class->exhausted);
    kr_put_uint(out, "skipped_by_recheck", class->report.refused);
    kr_put_uint(out, "wordings", class->version->rewrite.alternatives);
    if (class->dropped_hashtags || class->dropped_sentences) {
        kr_put_uint(out, "dropped_hashtags", class->dropped_hashtags);
        kr_put_uint(out, "dropped_sentences", class->dropped_sentences);
    }
    kr_put_uint(out, "refused_by_guard", class->version->rewrite.refused_count);
    kr_buffer_char(out, '}');
}

static void add_capacity(kr_buffer *out, const koor_plan *plan) {
    const char *reason = "";
    kr_put_key(out, "capacity");
    kr_put_open(out, '{');
    kr_put_key(out, "classes");
    kr_put_open(out, '[');
    for (size_t i = 0; i < plan->class_count; i++) {
        if (!plan->classes[i].version)
            continue;
        add_class(out, &plan->classes[i]);
        if (plan->classes[i].exhausted && !*reason)
            reason = why(&plan->classes[i].report);
    }
    kr_buffer_char(out, ']');
    if (*reason) {
        kr_put_word(out, "why", reason);
    }
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

static int64_t mean(uint64_t sum, uint64_t count) {
    return count ? (int64_t)(sum / count) : 0;
}

static void add_overall(kr_buffer *out, const koor_plan *plan, const kr_measured *measured) {
    const kr_text_totals *texts = &measured->assignment->totals;
    const kr_schedule_totals *moments = &measured->schedule->totals;
    kr_buffer_char(out, '{');
    kr_put_int(out, "items", (int64_t)plan->item_count);
    kr_put_int(out, "opted_in", (int64_t)measured->schedule->census.opted_in);
    kr_put_int(out, "components", (int64_t)measured->schedule->census.component_count);
    kr_put_int(out, "largest_component", (int64_t)measured->schedule->census.largest_component);
    kr_put_int(out, "without_moment", (int64_t)moments->unplaced);
    kr_put_int(out, "kept", (int64_t)moments->kept);
    kr_put_ppm(out, "similarity_max", texts->highest);
    kr_put_ppm(out, "similarity_mean", mean(texts->similarity_sum, texts->pairs));
    kr_put_int(out, "shared_openings", (int64_t)texts->shared_openings);
    kr_put_int(out, "reposts", (int64_t)texts->reposts);
    kr_put_int(out, "text_reuse_distance", texts->text_distance);
    kr_put_int(out, "picture_reuse_distance", texts->picture_distance);
    if (moments->smallest_gap >= 0)
        kr_put_int(out, "gap_min", moments->smallest_gap);
    kr_put_ppm(out, "gap_of_ideal_mean", mean(moments->gap_ppm_sum, moments->circles));
    if (moments->smallest_site_gap >= 0)
        kr_put_int(out, "site_gap_min", moments->smallest_site_gap);
    kr_buffer_char(out, '}');
}

static kr_str circle_name(const koor_plan *plan, const kr_measured *measured, uint32_t circle) {
    return plan->names[measured->schedule->census.circle_name[circle]];
}

static void add_limits(kr_buffer *out, uint32_t limits) {
    static const char *const words[] = {
        "people with hours in common have less room than the circle as a whole",
        "busier hours are taken more often",
        "people of a wave share a part of the window",
        "moments of the previous plan do not move",
        "room given up for the colleagues of the site",
        "other circles and other posts of the same people",
    };
    kr_put_key(out, "limited_by");
    kr_put_open(out, '[');
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (limits & 1u << i)
            kr_put_element(out, kr_str_of(words[i]));
    }
    kr_buffer_char(out, ']');
}

static void add_gaps(kr_buffer *out, const koor_plan *plan, const kr_measured *measured) {
    kr_put_key(out, "gaps");
    kr_put_open(out, '[');
    for (size_t i = 0; i < measured->schedule->gap_count; i++) {
        const kr_gap_report *gap = &measured->schedule->gap[i];
        kr_str name = circle_name(plan, measured, gap->circle);
        kr_str network = measured->inputs->network_names[gap->network];
        kr_put_open(out, '{');
        kr_put_text(out, "circle", name);
        kr_put_text(out, "network", network);
        kr_put_int(out, "people", gap->people);
        kr_put_int(out, "gap_min", gap->smallest);
        kr_put_int(out, "gap_ideal", gap->ideal);
        add_limits(out, gap->limits);
        kr_buffer_char(out, '}');
    }
    kr_buffer_char(out, ']');
}

static void add_circles(kr_buffer *out, const koor_plan *plan, const kr_measured *measured) {
    kr_put_key(out, "circles");
    kr_put_open(out, '[');
    for (size_t i = 0; i < measured->assignment->report_count; i++) {
        const kr_text_report *report = &measured->assignment->report[i];
        kr_str name = circle_name(plan, measured, report->circle);
        kr_put_open(out, '{');
        kr_put_text(out, "circle", name);
        kr_put_int(out, "items", report->items);
        kr_put_ppm(out, "similarity_max", report->highest);
        kr_put_ppm(out, "similarity_mean", mean(report->sum, report->pairs));
        kr_put_ppm(out, "product_max", report->highest_product);
        kr_put_int(out, "shared_openings", report->shared_openings);
        kr_put_int(out, "text_reuse_distance", report->text_distance);
        kr_put_int(out, "picture_reuse_distance", report->picture_distance);
        kr_buffer_char(out, '}');
    }
    kr_buffer_char(out, ']');
}

static int drops_pieces(const koor_plan *plan) {
    for (size_t i = 0; i < plan->class_count; i++)
        if (plan->classes[i].dropped_hashtags || plan->classes[i].dropped_sentences)
            return 1;
    return 0;
}

/* A disclosure is worth a warning once, whatever the number of versions. */
static int lacks_disclosure(const koor_plan *plan) {
    kr_str own = kr_str_of(plan->settings.text[KR_OPT_DISCLOSURE_TEXT]);
    for (size_t i = 0; i < plan->version_count; i++)
        if (kr_disclosure_check(plan->versions[i].base, own) != KR_DISCLOSURE_CLEAR)
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

static void add_warnings(kr_buffer *out, const koor_plan *plan, const kr_measured *measured) {
    const kr_schedule_totals *moments = &measured->schedule->totals;
    uint32_t limits = measured->assignment->totals.limits;
    kr_put_key(out, "warnings");
    kr_put_open(out, '[');
    if (moments->unplaced) {
        kr_put_next(out);
        kr_buffer_char(out, '"');
        kr_buffer_uint(out, moments->unplaced);
        kr_buffer_text(
            out, " items have no allowed moment in the window: widen it, or the people's hours\"");
    }
    if (limits & KR_SHORT_TEXTS)
        kr_put_element(
            out, KR_STR("a circle has more people than different texts: texts come again, as far "
                        "apart as can be; more come from author markup or --alternatives"));
    if (limits & KR_SHORT_UNIQUE) {
        kr_put_next(out);
        kr_buffer_char(out, '"');
        kr_buffer_uint(out, measured->assignment->totals.reposts);
        kr_buffer_text(out,
                       " items repost a colleague's, because their network lets a text be used "
                       "once and there are too few: more come from author markup or "
                       "--alternatives\"");
    }
    if (has_spare_texts(plan))
        kr_put_element(
            out,
            KR_STR(
                "there are more people than different texts: the further ones are less different, "
                "up to select.spare_similarity, rather than the same; capacity.classes tells "
                "how many; more different ones come from author markup or --alternatives"));
    if (drops_pieces(plan))
        kr_put_element(out, KR_STR("hashtags or filler sentences were left out to fit a network: "
                                   "capacity.classes tells how many, fit.drop what may go"));
    if (lacks_cards(plan))
        kr_put_element(
            out,
            KR_STR("image.headline is too long for a quote card, or a word in it is: shorten it, "
                   "or set image.cards=off"));
    if (lacks_disclosure(plan))
        kr_put_element(
            out, KR_STR("the post does not say clearly that its writers work for the company: "
                        "disclosure.kind=employee puts it in, policy.disclosure=off silences "
                        "this"));
    kr_buffer_char(out, ']');
}

int32_t kr_plan_certify(kr_job *job, koor_plan *plan, const kr_measured *measured) {
    kr_buffer out;
    kr_buffer_start(&out, &plan->memory);
    kr_buffer_text(&out, "{\"overall\":");
    if (plan->texts_only) {
        add_texts(&out, plan);
    } else {
        add_overall(&out, plan, measured);
        add_circles(&out, plan, measured);
        add_gaps(&out, plan, measured);
        add_warnings(&out, plan, measured);
    }
    add_capacity(&out, plan);
    kr_buffer_char(&out, '}');
    plan->report = kr_buffer_take(&out, &plan->report_length);
    kr_buffer_end(&out);
    return plan->report ? KOOR_OK : kr_nomem(job);
}
