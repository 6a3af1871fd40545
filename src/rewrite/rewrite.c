/* The rewrite stage, in the order of its layers: parse, voice, match, graph. See rewrite.h. */
#include "rewrite/rewrite.h"

#include "rewrite/rewriter.h"

#include <string.h>

enum { STRONG = 2 };

/* A post without a sentence, such as a line of emoji, is its own only wording. */
static int32_t base_only(const kr_rewrite_input *input, kr_job *job, kr_graph *graph) {
    kr_node_id node = kr_graph_text(graph, input->post->text, KR_FRAGMENT_RAW);
    return kr_graph_finish(graph, node) < 0 ? kr_nomem(job) : KOOR_OK;
}

static int32_t allocate(kr_rewriter *r) {
    uint32_t count = r->post->sentence_count;
    kr_arena *arena = &r->job->arena;
    r->parses = kr_arena_zero(arena, count + 1u, sizeof *r->parses);
    r->inside = kr_arena_zero(arena, count + 1u, sizeof *r->inside);
    r->across = kr_arena_zero(arena, count + 1u, sizeof *r->across);
    r->memos = kr_arena_zero(arena, count + 1u, sizeof *r->memos);
    r->lines = kr_arena_alloc(arena, 2, sizeof *r->lines);
    int has_room = kr_match_start(&r->matcher, r->job, r->pack, count) == 0;
    return r->parses && r->inside && r->across && r->memos && r->lines && has_room ? KOOR_OK
                                                                       : kr_nomem(r->job);
}

static int32_t parse_all(kr_rewriter *r) {
    uint8_t *costs = kr_arena_alloc(&r->job->arena, KR_TAGS, KR_TAGS);
    int32_t status = costs ? KOOR_OK : kr_nomem(r->job);
    if (costs)
        kr_tag_costs(costs, kr_pack_language(r->pack));
    for (uint32_t i = 0; i < r->post->sentence_count && status == KOOR_OK; i++)
        status = kr_parse_sentence(r->job, r->pack, costs, r->post, i, &r->parses[i]);
    return status;
}

static int32_t find_rule(const kr_rewriter *r, const char *name, uint32_t *out) {
    const kr_rule *rules = kr_pack_section(r->pack, KR_SECTION_RULES);
    for (uint32_t i = 0; i < kr_pack_count(r->pack, KR_SECTION_RULES); i++)
        if (kr_str_is(kr_pack_string(r->pack, rules[i].name), name)) {
            *out = i;
            return KOOR_OK;
        }
    return kr_fail(r->job, KOOR_E_ARGUMENT, "", -1, "no rule has the name %s", name);
}

static int32_t prepare(kr_rewriter *r) {
    const kr_settings *settings = r->input->settings;
    int32_t status = allocate(r);
    if (status == KOOR_OK)
        status = parse_all(r);
    if (status == KOOR_OK)
        status = kr_rotate_start(r);
    r->strength = settings ? settings->number[KR_OPT_REWRITE_STRENGTH] : STRONG;
    r->matcher.parses = r->parses;
    if (status == KOOR_OK && r->input->only_rule)
        status = find_rule(r, r->input->only_rule, &r->matcher.only);
    return status;
}

/* All that the rules offer. */
static int32_t find_all(kr_rewriter *r) {
    int32_t status = prepare(r);
    if (status != KOOR_OK)
        return status;
    kr_voice_read(r);
    kr_register_read(r);
    r->function = kr_pack_find_list(r->pack, "analyse.function");
    r->heard = kr_pack_find_list(r->pack, "analyse.heard");
    status = kr_fixed_find(r);
    if (status == KOOR_OK)
        status = kr_find_alternatives(r);
    if (status == KOOR_OK)
        kr_voice_variables(r);
    return status;
}

/* Without a pack (a language that has none, or rewrite.automatic=off) the sentences stand as they are,
 * beside what comes from outside. */
int32_t kr_rewrite(kr_job *job, const kr_rewrite_input *input, kr_graph *graph,
                   kr_rewrite_report *out) {
    kr_rewriter r = {.job = job, .input = input, .post = input->post, .pack = input->pack,
                     .graph = graph, .report = out};
    memset(out, 0, sizeof *out);
    r.tone = r.contractions = KR_NONE;
    if (input->post->sentence_count == 0)
        return base_only(input, job, graph);
    int32_t status = input->pack ? find_all(&r) : KOOR_OK;
    if (status == KOOR_OK)
        status = kr_outside_join(&r);
    if (status != KOOR_OK)
        return status;
    kr_outside_variables(&r);
    kr_node_id root = kr_sequence_post(&r);
    return kr_graph_finish(graph, root) < 0 ? kr_nomem(job) : KOOR_OK;
}
