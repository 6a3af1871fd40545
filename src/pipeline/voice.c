/* Voice: which values of the graph's variables a class may have. A variable "tone" answers to the option
 * voice.tone, whatever stage made it; a value that the graph does not know leaves the variable free. */
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
