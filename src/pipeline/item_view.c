/* One item of a plan as the outputs write it. Small strings (moment, file name, recipe) are made in the
 * job's arena for this item only. */
#include "image/image.h"
#include "network/networks.h"
#include "pipeline/personal.h"
#include "pipeline/plan_data.h"
#include "schedule/civil.h"

#include <string.h>

static kr_hash128 item_id(const koor_plan *plan, kr_str post, kr_str person, kr_str network) {
    /* Chained, because names may hold any separator: campaign, post, person, network, in that order. */
    const kr_str parts[] = {plan->campaign_id, post, person, network};
    kr_hash128 id = {0, 0};
    for (size_t i = 0; i < 4; i++) {
        kr_hash128 part = kr_hash(parts[i].at, parts[i].length);
        uint64_t block[4] = {id.low, id.high, part.low, part.high};
        unsigned char bytes[32];
        for (size_t j = 0; j < 32; j++)
            bytes[j] = (unsigned char)(block[j / 8] >> (8 * (j % 8)));
        id = kr_hash(bytes, sizeof bytes);
    }
    return id;
}

static int32_t add_moment(kr_job *job, const kr_plan_item *item, kr_item_view *out) {
    char *stamp = kr_arena_alloc(&job->arena, KR_STAMP_SIZE, 1);
    if (!stamp)
        return kr_nomem(job);
    size_t length = kr_stamp_write(stamp, item->moment, item->offset);
    out->has_moment = 1;
    out->publish_unix = item->moment;
    out->publish_at = (kr_str){stamp, length};
    return KOOR_OK;
}

static int32_t keep(kr_job *job, kr_buffer *buffer, kr_str *out) {
    const char *copy =
        buffer->failed ? NULL : kr_arena_string(&job->arena, buffer->data, buffer->length);
    *out = (kr_str){copy, buffer->length};
    kr_buffer_end(buffer);
    return copy ? KOOR_OK : kr_nomem(job);
}

static int32_t add_picture(kr_job *job, const koor_plan *plan, const kr_plan_item *item,
                           kr_item_view *out) {
    const kr_recipe *recipe = plan->recipes[item->recipe];
    const kr_picture *source = plan->pool.pictures[recipe->source];
    const kr_image_scene scene = kr_plan_scene(plan);
    kr_buffer buffer;
    int review = 0;
    char hex[33];
    kr_hash_hex(hex, (kr_hash128){kr_recipe_hash(&scene, recipe), 0});
    kr_buffer_start(&buffer, job->memory);
    kr_buffer_text(&buffer, "images/");
    kr_buffer_text(&buffer, hex + 16);
    kr_buffer_text(&buffer, ".jpg");
    int32_t status = keep(job, &buffer, &out->image_file);
    if (status < 0)
        return status;
    out->image_source = source->id;
    out->image_alt = kr_recipe_alt(&plan->pool, recipe, out->language, &review);
    out->image_alt_review = review != 0;
    kr_buffer_start(&buffer, job->memory);
    kr_recipe_explain(&buffer, &plan->pool, recipe);
    status = keep(job, &buffer, &out->image_explanation);
    if (status < 0)
        return status;
    kr_buffer_start(&buffer, job->memory);
    kr_recipe_json(&buffer, &scene, recipe);
    return keep(job, &buffer, &out->image_recipe);
}

static const char *action_of(const kr_plan_item *item, const kr_network *network) {
    if (item->repost)
        return "repost";
    return network->action == KR_ACTION_SUGGEST ? "suggest" : "auto";
}

kr_str kr_plan_item_text(const koor_plan *plan, size_t index) {
    const kr_plan_item *item = &plan->items[index];
    if (item->tagged)
        return *item->tagged;
    if (item->previous || item->original)
        return item->previous ? item->previous->text : item->original->text;
    return plan->classes[item->text_class].issued[item->text].text;
}

/* An item whose text stood in an earlier plan: only its text and picture are known. */
static void view_kept(const kr_kept_item *kept, kr_item_view *out) {
    out->text = kept->text;
    out->text_id = kept->text_id;
    out->language = kept->language;
    out->vector = kept->vector;
    if (kept->published)
        out->state = "published";
    out->repost_item = kept->repost_item;
    out->repost_person = kept->repost_person;
}

/* A repost shares the words of its original, which may stand from an earlier plan. */
static int32_t view_repost(kr_job *job, const koor_plan *plan, const kr_plan_item *item,
                           kr_item_view *out) {
    if (item->original) {
        out->text = item->original->text;
        out->text_id = item->original->text_id;
        out->language = item->original->language;
        out->vector = item->original->vector;
    }
    if (item->repost_of == KR_NONE)
        return KOOR_OK;
    const kr_plan_person *person = &plan->people[item->repost_of];
    char *hex = kr_arena_alloc(&job->arena, 33, 1);
    if (!hex)
        return kr_nomem(job);
    out->repost_person = (kr_str){plan->ids + person->id, person->id_length};
    kr_hash_hex(hex, item_id(plan, out->post, out->repost_person, out->network));
    out->repost_item = (kr_str){hex, 32};
    return KOOR_OK;
}

static void view_issued(const koor_plan *plan, const kr_plan_item *item, kr_item_view *out) {
    const kr_text_class *class = &plan->classes[item->text_class];
    const kr_issued *issued = &class->issued[item->text];
    out->text = issued->text;
    out->text_id = issued->text_id;
    out->vector = issued->vector;
    out->language = kr_str_of(class->version->post.language);
    out->base_similarity = issued->base_ppm;
    out->edits = issued->edits;
    out->edit_count = issued->edit_count;
    if (plan->texts_only)
        out->nearest_similarity = issued->nearest_ppm;
}

static void view_person(const koor_plan *plan, const kr_plan_item *item, kr_item_view *out) {
    const kr_plan_person *person = &plan->people[item->person];
    out->person = (kr_str){plan->ids + person->id, person->id_length};
    out->circle = plan->names[person->circle];
    out->wave = plan->wave_names[item->wave];
}

int32_t kr_plan_view(kr_job *job, const koor_plan *plan, size_t index, kr_item_view *out) {
    const kr_plan_item *item = &plan->items[index];
    const kr_network *network = plan->networks[item->network];
    int32_t status = KOOR_OK;
    *out = (kr_item_view){
        .post = plan->posts[item->post],
        .network = network->name,
        .action = action_of(item, network),
        .state = "planned",
        .sequence = item->sequence,
        .limit = network->limit,
        .nearest_similarity = item->nearest_ppm,
    };
    if (item->previous)
        view_kept(item->previous, out);
    else if (!item->original)
        view_issued(plan, item, out);
    if (item->repost && !item->previous)
        status = view_repost(job, plan, item, out);
    if (status < 0)
        return status;
    if (item->tagged)
        out->text = *item->tagged;
    if (!item->repost && kr_personal_is_open(out->text))
        out->action = "suggest";
    out->count = kr_network_count(network, out->text);
    if (item->person != KR_NONE)
        view_person(plan, item, out);
    out->id = item_id(plan, out->post, out->person, out->network);
    if (!plan->texts_only)
        status = add_moment(job, item, out);
    if (status == KOOR_OK && item->recipe != KR_NONE)
        status = add_picture(job, plan, item, out);
    return status;
}
