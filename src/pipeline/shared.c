/* Named choices that several posts of a campaign share: a person who writes "the app" in one post does
 * so in the others. Each person's values are drawn from seed, campaign, id and name, so that they
 * depend on nobody else and stay when people join and leave; people with the same values are a class. */
#include "base/hash.h"
#include "base/prng.h"
#include "pipeline/plan_data.h"

static int is_named(const kr_variable *variable) {
    return variable->name.length > 0 && variable->name.at[0] == '@';
}

static const kr_variable *named_in(const kr_version *version, kr_str name) {
    for (size_t v = 0; v < version->graph.variable_count; v++)
        if (kr_str_equal(version->graph.variables[v].name, name))
            return &version->graph.variables[v];
    return NULL;
}

static int is_known(const kr_shared_choices *shared, kr_str name) {
    for (uint32_t i = 0; i < shared->count; i++)
        if (kr_str_equal(shared->at[i].name, name))
            return 1;
    return 0;
}

/* 1 where another post has the name too; a version in another language is the same post. */
static int32_t is_elsewhere(kr_job *job, const koor_plan *plan, const kr_plan_inputs *inputs,
                            size_t version, const kr_variable *variable) {
    int found = 0;
    for (size_t other = 0; other < plan->version_count; other++) {
        const kr_variable *same = named_in(&plan->versions[other], variable->name);
        if (!same || other == version)
            continue;
        if (same->value_count != variable->value_count)
            return kr_fail(job, KOOR_E_SYNTAX, "posts", -1,
                           "the choice \"%.*s\" has %u alternatives in post \"%.*s\" and %u in \"%.*s\": "
                           "give it as many everywhere (choice.arms)",
                           (int)variable->name.length - 1, variable->name.at + 1, variable->value_count,
                           (int)plan->versions[version].id.length, plan->versions[version].id.at,
                           same->value_count, (int)plan->versions[other].id.length,
                           plan->versions[other].id.at);
        found |= inputs->post_of[other] != inputs->post_of[version];
    }
    return found;
}

static int32_t add(kr_job *job, kr_shared_choices *out, const kr_variable *variable) {
    if (out->count == KR_MOST_SHARED || out->combinations > KR_MOST_CLASSES / variable->value_count)
        return kr_fail(job, KOOR_E_LIMIT, "posts", -1,
                       "the named choices of several posts have too many combinations: %d are allowed",
                       KR_MOST_CLASSES);
    out->at[out->count++] =
        (kr_shared_choice){variable->name, variable->value_count, variable->weights};
    out->combinations *= variable->value_count;
    return KOOR_OK;
}

int32_t kr_shared_find(kr_job *job, const koor_plan *plan, const kr_plan_inputs *inputs,
                       kr_shared_choices *out) {
    out->count = 0;
    out->combinations = 1;
    for (size_t i = 0; i < plan->version_count; i++) {
        const kr_graph *graph = &plan->versions[i].graph;
        for (size_t v = 0; v < graph->variable_count; v++) {
            const kr_variable *variable = &graph->variables[v];
            if (!is_named(variable) || variable->value_count == 0 || is_known(out, variable->name))
                continue;
            int32_t status = is_elsewhere(job, plan, inputs, i, variable);
            if (status > 0)
                status = add(job, out, variable);
            if (status < 0)
                return status;
        }
    }
    return KOOR_OK;
}

/* A value by its weight; all alike where no weight is above 0. */
static uint32_t draw(kr_prng *prng, const kr_shared_choice *choice) {
    uint64_t total = 0;
    for (uint32_t v = 0; choice->weights && v < choice->value_count; v++)
        total += choice->weights[v];
    if (!total)
        return kr_prng_below(prng, choice->value_count);
    uint64_t at = kr_prng_below64(prng, total);
    uint32_t value = 0;
    while (at >= choice->weights[value])
        at -= choice->weights[value++];
    return value;
}

uint32_t kr_shared_of(const koor_plan *plan, const kr_shared_choices *shared, kr_str person) {
    uint32_t combination = 0;
    uint64_t own = kr_hash_mix(kr_hash64(plan->campaign_id.at, plan->campaign_id.length),
                               kr_hash64(person.at, person.length));
    for (uint32_t i = 0; i < shared->count; i++) {
        const kr_shared_choice *choice = &shared->at[i];
        kr_prng prng;
        kr_prng_start(&prng, (uint64_t)plan->settings.number[KR_OPT_CAMPAIGN_SEED], KR_STAGE_NAMES,
                      kr_hash_mix(own, kr_hash64(choice->name.at, choice->name.length)), 0);
        combination = combination * choice->value_count + draw(&prng, choice);
    }
    return combination;
}

void kr_shared_allow(const kr_shared_choices *shared, uint32_t combination, const kr_graph *graph,
                     uint64_t *allowed) {
    for (uint32_t i = shared->count; i-- > 0;) {
        uint32_t value = combination % shared->at[i].value_count;
        combination /= shared->at[i].value_count;
        for (size_t v = 0; v < graph->variable_count; v++)
            if (kr_str_equal(graph->variables[v].name, shared->at[i].name))
                allowed[v] &= (uint64_t)1 << value;
    }
}
