/* The voice of a class: its options, from the person's profile; the version of the post that speaks so; and
 * which values of the graph's variables it may have. A variable "tone" answers to the option voice.tone,
 * whatever stage made it; a value that the graph does not know leaves the variable free. */
#include "options/options.h"
#include "pipeline/plan_data.h"

#include <string.h>

/* The mask of the value that the option asks for; all values where it asks for none. */
static uint64_t allowed_values(const kr_variable *variable, kr_str wanted) {
    for (uint32_t v = 0; variable->values && v < variable->value_count; v++)
        if (kr_str_equal(variable->values[v], wanted))
            return (uint64_t)1 << v;
    return UINT64_MAX;
}

static int32_t option_mask(kr_job *job, const kr_settings *settings, const kr_variable *variable,
                           uint64_t *out) {
    *out = UINT64_MAX;
    for (size_t i = 0; i < KR_OPTION_COUNT; i++) {
        kr_buffer value;
        kr_str key = kr_str_of(koor_option_name(i));
        if (key.length != variable->name.length + 6 || strncmp(key.at, "voice.", 6) != 0 ||
            memcmp(key.at + 6, variable->name.at, variable->name.length) != 0)
            continue;
        kr_buffer_start(&value, job->memory);
        kr_options_write(&value, settings, (kr_option_id)i);
        int failed = value.failed;
        if (!failed)
            *out = allowed_values(variable, (kr_str){value.data ? value.data : "", value.length});
        kr_buffer_end(&value);
        if (failed)
            return kr_nomem(job);
    }
    return KOOR_OK;
}

int32_t kr_voice_allowed(kr_job *job, kr_arena *arena, const kr_graph *graph,
                         const kr_settings *settings, uint64_t **out) {
    uint64_t *allowed = kr_arena_alloc(arena, graph->variable_count, sizeof *allowed);
    if (!allowed)
        return kr_nomem(job);
    for (size_t i = 0; i < graph->variable_count; i++) {
        int32_t status = option_mask(job, settings, &graph->variables[i], &allowed[i]);
        if (status < 0)
            return status;
    }
    *out = allowed;
    return KOOR_OK;
}

/* -- versions -------------------------------------------------------------------------------------- */

static int same_voice(const kr_plan_voiced *known, const kr_version *base, const int64_t values[4],
                      const char *company) {
    return known->base == base && memcmp(known->values, values, 4 * sizeof *values) == 0 &&
           strcmp(known->company, company) == 0;
}

static int32_t make_voiced(kr_job *job, koor_plan *plan, const koor_campaign *campaign,
                           const kr_text_class *class, kr_plan_voiced *out) {
    int32_t status = kr_version_voice(job, &plan->arena, campaign, &class->settings, class->version,
                                      &out->voiced);
    if (status < 0)
        return status;
    if (kr_arena_grow(&plan->arena, (void **)&plan->voiced, &plan->voiced_capacity,
                      plan->voiced_count, sizeof *out) < 0)
        return kr_nomem(job);
    plan->voiced[plan->voiced_count++] = *out;
    return KOOR_OK;
}

int32_t kr_class_voice(kr_job *job, koor_plan *plan, const koor_campaign *campaign,
                       kr_text_class *class) {
    const char *profile = class->settings.text[KR_OPT_VOICE_PROFILE];
    int32_t status =
        kr_voice_settings(job, &plan->arena, campaign, kr_str_of(profile), &class->settings);
    if (status == KOOR_OK)
        status = kr_voice_settings(job, &plan->arena, campaign, class->voice, &class->settings);
    if (status < 0)
        return status;
    const int64_t *number = class->settings.number;
    kr_plan_voiced wanted = {.base = class->version,
                             .values = {number[KR_OPT_VOICE_ADDRESS], number[KR_OPT_VOICE_PERSON],
                                        number[KR_OPT_VOICE_EMOJI], number[KR_OPT_VOICE_TONE]},
                             .company = class->settings.text[KR_OPT_VOICE_COMPANY]};
    if (!wanted.values[0] && !wanted.values[1] && !wanted.values[2] && !wanted.values[3])
        return KOOR_OK;
    for (size_t i = 0; i < plan->voiced_count; i++)
        if (same_voice(&plan->voiced[i], class->version, wanted.values, wanted.company)) {
            class->version = plan->voiced[i].voiced.version;
            return KOOR_OK;
        }
    status = make_voiced(job, plan, campaign, class, &wanted);
    if (status == KOOR_OK)
        class->version = wanted.voiced.version;
    return status;
}

int32_t kr_voice_census(kr_job *job, koor_plan *plan, const koor_campaign *campaign,
                        const kr_plan_inputs *inputs) {
    int32_t status = KOOR_OK;
    for (size_t i = 0; i < plan->version_count; i++)
        for (uint32_t v = 0; v < inputs->voice_count && status == KOOR_OK; v++) {
            kr_text_class class = {.version = &plan->versions[i],
                                   .voice = plan->names[inputs->voices[v]],
                                   .settings = plan->settings};
            status = kr_class_voice(job, plan, campaign, &class);
        }
    return status;
}

void kr_voice_tell(kr_buffer *out, kr_str post, const kr_voice_missing *missing) {
    kr_buffer_text(out, missing->option);
    kr_buffer_char(out, '=');
    kr_buffer_add(out, missing->value.at, missing->value.length);
    kr_buffer_text(out, " is not available for post \"");
    kr_buffer_add(out, post.at, post.length);
    kr_buffer_text(out, "\", which keeps its own voice: ");
    kr_buffer_text(out, missing->reason);
    if (missing->sentence == KR_NONE)
        return;
    kr_buffer_text(out, " (sentence ");
    kr_buffer_uint(out, missing->sentence + 1);
    kr_buffer_char(out, ')');
}
