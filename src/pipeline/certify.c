/* The certificate: what a plan guarantees, measured (report.json). Similarities are fractions, gaps
 * seconds; what limited a figure is said in words. */
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
    key(out, "refused_by_guard");
    kr_buffer_uint(out, class->version->rewrite.refused_count);
    kr_buffer_char(out, '}');
}

static void add_capacity(kr_buffer *out, const koor_plan *plan) {
    const char *reason = "";
    key(out, "capacity");
    kr_buffer_text(out, "{\"classes\":[");
    for (size_t i = 0; i < plan->class_count; i++) {
        kr_buffer_text(out, i ? "," : "");
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

int32_t kr_plan_certify(kr_job *job, koor_plan *plan, const koor_campaign *campaign) {
    kr_buffer out;
    kr_buffer_start(&out, &plan->memory);
    kr_buffer_text(&out, "{\"overall\":");
    if (plan->texts_only)
        add_texts(&out, plan);
    else
        kr_certify_circles(&out, plan, campaign);
    add_capacity(&out, plan);
    kr_buffer_char(&out, '}');
    plan->report = kr_buffer_take(&out, &plan->report_length);
    kr_buffer_end(&out);
    return plan->report ? KOOR_OK : kr_nomem(job);
}
