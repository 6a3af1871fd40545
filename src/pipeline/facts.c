/* What texts are compared without: the facts of the base post, word for word, which have to stand in each of
 * its texts and say nothing of their wording. Takes a post as it was given, without voice and not shortened for a
 * network, so that one measure holds for all of its texts, whoever says them, in a plan, in the one after
 * it, and for whoever reads plan.meta.json. */
#include "base/json_write.h"
#include "pipeline/plan_data.h"

static int is_in(const kr_str *list, size_t count, kr_str text) {
    for (size_t i = 0; i < count; i++)
        if (kr_str_equal(list[i], text))
            return 1;
    return 0;
}

/* Each once, in the order of the post. Emoji are no facts: they are no words either. */
static int32_t list_facts(kr_job *job, const kr_post *post, kr_str **out, size_t *out_count) {
    kr_str *list = kr_arena_alloc(&job->arena, post->atom_count, sizeof *list);
    size_t count = 0;
    if (!list)
        return kr_nomem(job);
    for (uint32_t i = 0; i < post->atom_count; i++) {
        kr_span span = post->atoms[i].span;
        kr_str text = {post->text.at + span.start, span.end - span.start};
        if (post->atoms[i].kind != KR_ATOM_EMOJI && !is_in(list, count, text))
            list[count++] = text;
    }
    *out = list;
    *out_count = count;
    return KOOR_OK;
}

int32_t kr_facts_read(kr_job *job, kr_arena *arena, const kr_post *post, kr_atoms **out) {
    kr_str *list;
    size_t count;
    int32_t status = list_facts(job, post, &list, &count);
    return status < 0 ? status : kr_select_atoms(job, arena, list, count, out);
}

int32_t kr_facts_put(kr_job *job, kr_buffer *out, const kr_post *post) {
    kr_str *list;
    size_t count;
    int32_t status = list_facts(job, post, &list, &count);
    if (status < 0)
        return status;
    kr_put_key(out, "facts");
    kr_put_open(out, '[');
    for (size_t i = 0; i < count; i++)
        kr_put_element(out, list[i]);
    kr_buffer_char(out, ']');
    return KOOR_OK;
}

const kr_atoms *kr_facts_of(const koor_plan *plan, kr_str post, kr_str language) {
    const kr_atoms *first = NULL;
    for (size_t i = 0; i < plan->version_count; i++) {
        if (!kr_str_equal(plan->versions[i].id, post))
            continue;
        if (kr_str_is(language, plan->versions[i].post.language))
            return plan->versions[i].facts;
        first = first ? first : plan->versions[i].facts;
    }
    return first;
}
