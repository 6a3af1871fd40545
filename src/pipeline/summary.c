/* The plan's own papers: meta (what it was made of), report (the certificate) and alternatives
 * (each used wording once). Written once, before the plan is handed out. */
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

/* A hash over all that a plan is made of: options, posts, people in their order, pictures, history.
 */
static kr_hash128 fingerprint(const koor_plan *plan, const koor_campaign *campaign) {
    uint64_t low = 1, high = 2;
    for (int i = 0; i < KR_OPTION_COUNT; i++) {
        const char *value = plan->settings.text[i];
        uint64_t part =
            value ? kr_hash64(value, strlen(value)) : (uint64_t)plan->settings.number[i];
        low = kr_hash_mix(low, part);
    }
    for (size_t i = 0; i < campaign->post_count; i++)
        low =
            kr_hash_mix(low, kr_hash64(campaign->posts[i].text.at, campaign->posts[i].text.length));
    for (size_t i = 0; i < campaign->history_count; i++)
        low = kr_hash_mix(low, kr_hash64(campaign->history[i].at, campaign->history[i].length));
    high = kr_hash_mix(high, kr_hash64(campaign->previous.at, campaign->previous.length));
    for (size_t i = 0; i < campaign->people.count; i++) {
        kr_str id = kr_people_id(&campaign->people, (uint32_t)i);
        const kr_member *member = &campaign->people.member[i];
        high = kr_hash_mix(high, kr_hash64(id.at, id.length));
        high = kr_hash_mix(high, (uint64_t)member->timezone << 32 | member->hours);
        high = kr_hash_mix(high,
                           (uint64_t)member->wave << 32 | member->language << 1 | member->opted_in);
    }
    for (size_t i = 0; i < campaign->picture_count; i++)
        high = kr_hash_mix(
            high, kr_hash64(campaign->pictures[i]->id.at, campaign->pictures[i]->id.length));
    return (kr_hash128){low, high};
}

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
    kr_put_hash(&out, "input", fingerprint(plan, campaign));
    kr_put_uint(&out, "items", plan->item_count);
    add_options(&out, plan);
    kr_buffer_char(&out, '}');
    out.failed |= digits.failed;
    kr_buffer_end(&digits);
    return take(job, &out, &plan->meta, &plan->meta_length);
}

/* -- alternatives
 * ---------------------------------------------------------------------------------- */

typedef struct use {
    const kr_version *version;
    const kr_item_edit *edit;
    uint32_t first, last, items;
} use;

static int same_use(const use *a, const kr_version *version, const kr_item_edit *edit) {
    return a->version == version && kr_str_equal(a->edit->rule, edit->rule) &&
           kr_str_equal(a->edit->from, edit->from) && kr_str_equal(a->edit->to, edit->to);
}

typedef struct uses {
    use *list;
    size_t count, capacity;
    uint32_t *slots; /* open addressing over the list, number + 1 */
    size_t slot_count;
} uses;

static uint64_t use_hash(const kr_item_edit *edit) {
    uint64_t hash = kr_hash64(edit->rule.at, edit->rule.length);
    hash = kr_hash_mix(hash, kr_hash64(edit->from.at, edit->from.length));
    return kr_hash_mix(hash, kr_hash64(edit->to.at, edit->to.length));
}

static int32_t count_use(kr_job *job, uses *all, const kr_version *version,
                         const kr_item_edit *edit, uint32_t index, uint32_t items) {
    size_t slot = (size_t)use_hash(edit) & (all->slot_count - 1);
    while (all->slots[slot] && !same_use(&all->list[all->slots[slot] - 1], version, edit))
        slot = (slot + 1) & (all->slot_count - 1);
    if (!all->slots[slot]) {
        if (kr_arena_grow(&job->arena, (void **)&all->list, &all->capacity, all->count,
                          sizeof *all->list) < 0)
            return kr_nomem(job);
        const kr_edit *graph_edit = &version->graph.edits[index];
        all->list[all->count++] =
            (use){version, edit, graph_edit->first + 1, graph_edit->last + 1, 0};
        all->slots[slot] = (uint32_t)all->count;
    }
    all->list[all->slots[slot] - 1].items += items;
    return KOOR_OK;
}

/* How many items use each issued text of each class, in one array: class by class. */
static uint32_t *count_texts(kr_job *job, const koor_plan *plan) {
    size_t total = 0;
    for (size_t c = 0; c < plan->class_count; c++)
        total += plan->classes[c].issued_count;
    uint32_t *counts = kr_arena_zero(&job->arena, total, sizeof *counts);
    if (!counts)
        return NULL;
    size_t *start = kr_arena_alloc(&job->arena, plan->class_count, sizeof *start);
    if (!start)
        return NULL;
    for (size_t c = 0, at = 0; c < plan->class_count; at += plan->classes[c++].issued_count)
        start[c] = at;
    for (size_t i = 0; i < plan->item_count; i++)
        if (!plan->items[i].previous && !plan->items[i].repost)
            counts[start[plan->items[i].text_class] + plan->items[i].text]++;
    return counts;
}

static int32_t gather_uses(kr_job *job, const koor_plan *plan, uses *all) {
    uint32_t *counts = count_texts(job, plan);
    size_t edits = 0, at = 0;
    if (!counts)
        return kr_nomem(job);
    for (size_t c = 0; c < plan->class_count; c++)
        for (size_t t = 0; t < plan->classes[c].issued_count; t++)
            edits += plan->classes[c].issued[t].edit_count;
    for (all->slot_count = 64; all->slot_count < 2 * edits + 2;)
        all->slot_count *= 2;
    all->slots = kr_arena_zero(&job->arena, all->slot_count, sizeof *all->slots);
    if (!all->slots)
        return kr_nomem(job);
    for (size_t c = 0; c < plan->class_count; c++)
        for (size_t t = 0; t < plan->classes[c].issued_count; t++, at++) {
            const kr_issued *issued = &plan->classes[c].issued[t];
            for (size_t e = 0; e < issued->edit_count && counts[at]; e++) {
                int32_t status = count_use(job, all, plan->classes[c].version, &issued->edits[e],
                                           issued->edit_index[e], counts[at]);
                if (status < 0)
                    return status;
            }
        }
    return KOOR_OK;
}

static int32_t write_alternatives(kr_job *job, koor_plan *plan) {
    uses all = {0};
    kr_buffer out;
    int32_t status = gather_uses(job, plan, &all);
    if (status < 0)
        return status;
    kr_buffer_start(&out, &plan->memory);
    for (size_t i = 0; i < all.count; i++) {
        const use *u = &all.list[i];
        kr_buffer_char(&out, '{');
        kr_put_text(&out, "post", u->version->id);
        kr_put_word(&out, "language", u->version->post.language);
        kr_put_uint(&out, "first", u->first);
        kr_put_uint(&out, "last", u->last);
        kr_put_text(&out, "from", u->edit->from);
        kr_put_text(&out, "text", u->edit->to);
        kr_put_text(&out, "rule", u->edit->rule);
        kr_put_uint(&out, "items", u->items);
        kr_buffer_text(&out, ",\"state\":\"proposed\"}\n");
    }
    return take(job, &out, &plan->alternatives, &plan->alternatives_length);
}

int32_t kr_plan_summarise(kr_job *job, koor_plan *plan, const kr_measured *measured) {
    int32_t status = write_meta(job, plan, measured->campaign);
    if (status == KOOR_OK)
        status = write_alternatives(job, plan);
    if (status == KOOR_OK)
        status = kr_plan_certify(job, plan, measured);
    return status;
}
