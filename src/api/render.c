/* Pictures of a plan: one, or all of them with each source decoded once. */
#include "image/image.h"
#include "pipeline/plan_data.h"

#include <string.h>

struct koor_image {
    kr_memory memory;
    void *bytes;
    size_t length;
};

int32_t koor_has_feature(const char *name) {
    if (name && strcmp(name, "jpeg") == 0)
        return kr_image_can_render();
    return name && strcmp(name, "vips") == 0 && KOOR_HAS_VIPS;
}

int32_t koor_image_render(koor_image **out, const koor_plan *plan, size_t index,
                          koor_error **out_error) {
    kr_job job;
    if (!out || !plan)
        return kr_fail_at(&kr_memory_default, out_error, KOOR_E_ARGUMENT, __func__, -1,
                          "koor_image_render needs a plan and a place for the image");
    if (index >= plan->item_count)
        return kr_fail_at(&plan->memory, out_error, KOOR_E_RANGE, "index", -1,
                          "the plan has %zu items", plan->item_count);
    if (kr_plan_recipe_of(plan, index) == KR_NONE)
        return kr_fail_at(&plan->memory, out_error, KOOR_E_ARGUMENT, "index", -1,
                          plan->lines ? "this plan was opened from its files: its pictures are there"
                                      : "this item has no picture");
    koor_image *image = kr_alloc_zero(&plan->memory, 1, sizeof *image);
    if (!image)
        return kr_fail_at(&plan->memory, out_error, KOOR_E_NOMEM, "", -1, "%s", "");
    image->memory = plan->memory;
    kr_image_scene scene = kr_plan_scene(plan);
    kr_job_start(&job, &plan->memory, out_error);
    int32_t status = kr_image_render(&job, &scene, plan->recipes[kr_plan_recipe_of(plan, index)],
                                     &image->bytes, &image->length);
    kr_job_end(&job);
    if (status < 0)
        koor_image_free(image);
    else
        *out = image;
    return status;
}

const void *koor_image_bytes(const koor_image *image, size_t *out_length) {
    if (out_length)
        *out_length = image ? image->length : 0;
    return image ? image->bytes : NULL;
}

const char *koor_image_type(const koor_image *image) {
    return image ? "image/jpeg" : "";
}

void koor_image_free(koor_image *image) {
    if (!image)
        return;
    kr_memory memory = image->memory;
    kr_free(&memory, image->bytes);
    kr_free(&memory, image);
}

/* From the renderer's index, over items with a picture, to the item's own. */
typedef struct fan_out {
    const size_t *items;
    int32_t (*done)(size_t index, const void *bytes, size_t length, void *user);
    void *user;
} fan_out;

static int32_t on_rendered(size_t index, const void *bytes, size_t length, void *user) {
    const fan_out *out = user;
    return out->done(out->items[index], bytes, length, out->user);
}

static int32_t render_all(kr_job *job, const koor_plan *plan, int32_t threads, fan_out *out) {
    size_t count = 0;
    size_t *items = kr_arena_alloc(&job->arena, plan->item_count, sizeof *items);
    const kr_recipe **recipes = kr_arena_alloc(&job->arena, plan->item_count, sizeof *recipes);
    if (!items || !recipes)
        return kr_nomem(job);
    for (size_t i = 0; i < plan->item_count; i++) {
        if (kr_plan_recipe_of(plan, i) == KR_NONE)
            continue;
        items[count] = i;
        recipes[count++] = plan->recipes[kr_plan_recipe_of(plan, i)];
    }
    kr_image_scene scene = kr_plan_scene(plan);
    out->items = items;
    return count ? kr_image_render_all(job, &scene, recipes, count, threads, on_rendered, out)
                 : KOOR_OK;
}

int32_t koor_plan_render(const koor_plan *plan, int32_t threads,
                         int32_t (*done)(size_t, const void *, size_t, void *), void *user,
                         koor_error **out_error) {
    kr_job job;
    fan_out out = {.done = done, .user = user};
    if (!plan || !done)
        return kr_fail_at(plan ? &plan->memory : &kr_memory_default, out_error, KOOR_E_ARGUMENT,
                          __func__, -1, "koor_plan_render needs a plan and a callback");
    kr_job_start(&job, &plan->memory, out_error);
    int32_t status = render_all(&job, plan, threads, &out);
    kr_job_end(&job);
    return status;
}
