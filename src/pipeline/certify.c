/* The certificate: what a plan guarantees, measured (report.json). Similarities are fractions, gaps
 * seconds; what limited a figure is said in words. */
#include "network/disclosure.h"
#include "pipeline/plan_data.h"

#include <string.h>

static void key(kr_buffer *out, const char *name) {
    char before = out->length ? out->data[out->length - 1] : '{';
    kr_buffer_text(out, before == '{' ? "\"" : ",\"");
    kr_buffer_text(out, name);
    kr_buffer_text(out, "\":");
}

/* -- capacity -------------------------------------------------------------------------------------- */

/* Why a sequence ended, and what would give more. */
static const char *why(const kr_select_report *report) {
    switch (report->end) {
    case KR_SELECT_ALL:
        return "every wording of the post was looked at, and no other is different enough; more come from "
               "author markup, --alternatives, or a higher select.max_similarity";
    case KR_SELECT_RECHECK:
        return "most further wordings were refused by the second check; more come from author markup or "
               "--alternatives";
    case KR_SELECT_LENGTH:
        return "most further wordings do not fit the network's length; shorten the post";
    case KR_SELECT_SIMILAR:
        return "no more are different enough; more come from author markup, --alternatives, or a higher "
               "select.max_similarity";
    default:
        return "";
    }
}

static void add_class(kr_buffer *out, const kr_text_class *class) {
    kr_buffer_char(out, '{');
    key(out, "post");
    kr_buffer_json(out, class->version->id.at, class->version->id.length);
    key(out, "language");
    kr_buffer_json(out, class->version->post.language, strlen(class->version->post.language));
    key(out, "network");
    kr_buffer_json(out, class->network->name.at, class->network->name.length);
    key(out, "texts");
    kr_buffer_uint(out, class->issued_count);
    key(out, "complete");
    kr_buffer_text(out, class->exhausted ? "true" : "false");
    key(out, "skipped_by_recheck");
    kr_buffer_uint(out, class->report.refused);
    key(out, "wordings");
    kr_buffer_uint(out, class->version->rewrite.alternatives);
    if (class->dropped_hashtags || class->dropped_sentences) {
        key(out, "dropped_hashtags");
        kr_buffer_uint(out, class->dropped_hashtags);
        key(out, "dropped_sentences");
        kr_buffer_uint(out, class->dropped_sentences);
    }
    key(out, "refused_by_guard");
    kr_buffer_uint(out, class->version->rewrite.refused_count);
    kr_buffer_char(out, '}');
}

static void add_capacity(kr_buffer *out, const koor_plan *plan) {
    const char *reason = "";
    key(out, "capacity");
    kr_buffer_text(out, "{\"classes\":[");
    for (size_t i = 0; i < plan->class_count; i++) {
        if (!plan->classes[i].version)
            continue;
        kr_buffer_text(out, out->data[out->length - 1] == '[' ? "" : ",");
        add_class(out, &plan->classes[i]);
        if (plan->classes[i].exhausted && !*reason)
            reason = why(&plan->classes[i].report);
    }
    kr_buffer_char(out, ']');
    if (*reason) {
        key(out, "why");
        kr_buffer_json(out, reason, strlen(reason));
    }
    kr_buffer_char(out, '}');
}

/* -- texts only ------------------------------------------------------------------------------------ */

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
    key(out, "similarity_max");
    kr_buffer_ppm(out, highest);
    key(out, "similarity_mean");
    kr_buffer_ppm(out, class->issued_count ? (int64_t)(sum / class->issued_count) : 0);
    kr_buffer_char(out, '}');
}

/* -- a campaign ------------------------------------------------------------------------------------ */

static void number(kr_buffer *out, const char *name, int64_t value) {
    key(out, name);
    kr_buffer_int(out, value);
}

static void fraction(kr_buffer *out, const char *name, int64_t ppm) {
    key(out, name);
    kr_buffer_ppm(out, ppm);
}

static int64_t mean(uint64_t sum, uint64_t count) {
    return count ? (int64_t)(sum / count) : 0;
}

static void add_overall(kr_buffer *out, const koor_plan *plan, const kr_measured *measured) {
    const kr_text_totals *texts = &measured->assignment->totals;
    const kr_schedule_totals *moments = &measured->schedule->totals;
    kr_buffer_char(out, '{');
    number(out, "items", (int64_t)plan->item_count);
    number(out, "opted_in", (int64_t)measured->schedule->census.opted_in);
    number(out, "without_moment", (int64_t)moments->unplaced);
    number(out, "kept", (int64_t)moments->kept);
    fraction(out, "similarity_max", texts->highest);
    fraction(out, "similarity_mean", mean(texts->similarity_sum, texts->pairs));
    number(out, "shared_openings", (int64_t)texts->shared_openings);
    number(out, "reposts", (int64_t)texts->reposts);
    number(out, "text_reuse_distance", texts->text_distance);
    number(out, "picture_reuse_distance", texts->picture_distance);
    if (moments->smallest_gap >= 0)
        number(out, "gap_min", moments->smallest_gap);
    fraction(out, "gap_of_ideal_mean", mean(moments->gap_ppm_sum, moments->circles));
    if (moments->smallest_site_gap >= 0)
        number(out, "site_gap_min", moments->smallest_site_gap);
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
    int first = 1;
    key(out, "limited_by");
    kr_buffer_char(out, '[');
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (!(limits & 1u << i))
            continue;
        kr_buffer_text(out, first ? "" : ",");
        kr_buffer_json(out, words[i], strlen(words[i]));
        first = 0;
    }
    kr_buffer_char(out, ']');
}

static void add_gaps(kr_buffer *out, const koor_plan *plan, const kr_measured *measured) {
    key(out, "gaps");
    kr_buffer_char(out, '[');
    for (size_t i = 0; i < measured->schedule->gap_count; i++) {
        const kr_gap_report *gap = &measured->schedule->gap[i];
        kr_str name = circle_name(plan, measured, gap->circle);
        kr_str network = measured->inputs->network_names[gap->network];
        kr_buffer_text(out, i ? ",{" : "{");
        key(out, "circle");
        kr_buffer_json(out, name.at, name.length);
        key(out, "network");
        kr_buffer_json(out, network.at, network.length);
        number(out, "people", gap->people);
        number(out, "gap_min", gap->smallest);
        number(out, "gap_ideal", gap->ideal);
        add_limits(out, gap->limits);
        kr_buffer_char(out, '}');
    }
    kr_buffer_char(out, ']');
}

static void add_circles(kr_buffer *out, const koor_plan *plan, const kr_measured *measured) {
    key(out, "circles");
    kr_buffer_char(out, '[');
    for (size_t i = 0; i < measured->assignment->report_count; i++) {
        const kr_text_report *report = &measured->assignment->report[i];
        kr_str name = circle_name(plan, measured, report->circle);
        kr_buffer_text(out, i ? ",{" : "{");
        key(out, "circle");
        kr_buffer_json(out, name.at, name.length);
        number(out, "items", report->items);
        fraction(out, "similarity_max", report->highest);
        fraction(out, "similarity_mean", mean(report->sum, report->pairs));
        fraction(out, "product_max", report->highest_product);
        number(out, "shared_openings", report->shared_openings);
        number(out, "text_reuse_distance", report->text_distance);
        number(out, "picture_reuse_distance", report->picture_distance);
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

static void add_warnings(kr_buffer *out, const koor_plan *plan, const kr_measured *measured) {
    const kr_schedule_totals *moments = &measured->schedule->totals;
    uint32_t limits = measured->assignment->totals.limits;
    int first = 1;
    key(out, "warnings");
    kr_buffer_char(out, '[');
    if (moments->unplaced) {
        kr_buffer_char(out, '"');
        kr_buffer_uint(out, moments->unplaced);
        kr_buffer_text(out, " items have no allowed moment in the window: widen it, or the people's hours\"");
        first = 0;
    }
    if (limits & KR_SHORT_TEXTS) {
        kr_buffer_text(out, first ? "\"" : ",\"");
        kr_buffer_text(out, "a circle has more people than different texts: texts come again, as far apart as "
                            "can be; more come from author markup or --alternatives\"");
        first = 0;
    }
    if (drops_pieces(plan)) {
        kr_buffer_text(out, first ? "\"" : ",\"");
        kr_buffer_text(out, "hashtags or filler sentences were left out to fit a network: "
                            "capacity.classes tells how many, fit.drop what may go\"");
        first = 0;
    }
    if (lacks_disclosure(plan)) {
        kr_buffer_text(out, first ? "\"" : ",\"");
        kr_buffer_text(out, "the post does not say clearly that its writers work for the company: "
                            "disclosure.kind=employee puts it in, policy.disclosure=off silences this\"");
    }
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
