/* Any bytes as a picture, a sidecar, a brand kit or a recipe; the first byte chooses. What passes
 * keeps what the stage promises: sizes within the limits, boxes and crops inside the picture, paths
 * inside the folder, recipes that read back to themselves. */
#include "fuzz_bytes.h"
#include "image/image.h"
#include "image/source.h"
#include "koor.h"
#include "options/options.h"

#include <stdlib.h>
#include <string.h>

typedef struct table {
    kr_job job;
    kr_settings settings;
    koor_error *error;
} table;

static int inside(kr_rect r, const kr_picture *picture) {
    return r.x >= 0 && r.y >= 0 && r.width > 0 && r.height > 0 && r.width <= picture->width - r.x &&
           r.height <= picture->height - r.y;
}

static kr_picture plain_picture(void) {
    return (kr_picture){.id = KR_STR("a.jpg"), .width = 1600, .height = 1067, .orientation = 1};
}

static void try_picture(table *t, kr_str text) {
    kr_picture *picture;
    const kr_image_input input = {.id = KR_STR("a.jpg"), .bytes = text.at, .length = text.length};
    if (kr_image_probe(&t->job, &t->job.arena, &t->settings, &input, &picture) != KOOR_OK)
        return;
    must(picture->width > 0 && picture->height > 0);
    must((int64_t)picture->width * picture->height <= t->settings.number[KR_OPT_IMAGE_MAX_PIXELS]);
    must(picture->orientation >= 1 && picture->orientation <= 8);
}

static void try_sidecar(table *t, kr_str text) {
    kr_picture picture = plain_picture();
    if (kr_sidecar_read(&t->job, &t->job.arena, text, KR_STR("a.json"), &picture) != KOOR_OK)
        return;
    for (uint32_t i = 0; i < picture.focus_count; i++) {
        must(inside(picture.focus[i].box, &picture));
        must(picture.focus[i].weight >= 1 && picture.focus[i].weight <= 100);
    }
}

static void check_path(kr_str path) {
    must(!path.length || (path.length > 4 && memcmp(path.at, "kit/", 4) == 0 && path.at[4] != '/'));
    for (size_t i = 0; i + 1 < path.length; i++)
        if (path.at[i] == '.' && path.at[i + 1] == '.')
            must((i && path.at[i - 1] != '/') || (i + 2 < path.length && path.at[i + 2] != '/'));
}

static void try_brand(table *t, kr_str text) {
    kr_brand brand;
    if (kr_brand_read(&t->job, &t->job.arena, text, KR_STR("kit"), &brand) != KOOR_OK)
        return;
    must(brand.dark <= 0xFFFFFF && brand.light <= 0xFFFFFF && brand.accent <= 0xFFFFFF);
    check_path(brand.font.path);
    check_path(brand.logo_light.path);
    check_path(brand.logo_dark.path);
}

static void try_recipe(table *t, kr_str text) {
    kr_picture picture = plain_picture(), *pictures[] = {&picture};
    kr_picture_pool pool = {pictures, 1};
    const kr_brand brand = {.font = {.digest = 1}, .logo_light = {.digest = 2}};
    const kr_image_scene scene = {&pool, &brand, &t->settings};
    kr_recipe recipe, again;
    kr_buffer json;
    if (kr_recipe_read(&t->job, &t->job.arena, &pool, text, &recipe) != KOOR_OK)
        return;
    must(inside(recipe.crop, &picture));
    kr_buffer_start(&json, t->job.memory);
    kr_recipe_json(&json, &scene, &recipe);
    must(kr_recipe_read(&t->job, &t->job.arena, &pool, (kr_str){json.data, json.length}, &again) ==
         KOOR_OK);
    must(kr_recipe_hash(&scene, &recipe) == kr_recipe_hash(&scene, &again));
    must(kr_recipe_difference(&pool, &recipe, &again) == 0);
    kr_buffer_reset(&json);
    kr_recipe_explain(&json, &pool, &recipe);
    must(!json.failed && json.length > 0);
    kr_buffer_end(&json);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static void (*const tries[])(table *, kr_str) = {try_picture, try_sidecar, try_brand,
                                                     try_recipe};
    table t = {.error = NULL};
    if (!size)
        return 0;
    kr_job_start(&t.job, &kr_memory_default, &t.error);
    kr_options_start(&t.settings);
    t.settings.number[KR_OPT_IMAGE_MAX_PIXELS] = 1000000;
    t.settings.text[KR_OPT_IMAGE_MODULE_PATH] = "/nonexistent";
    tries[data[0] % 4](&t, (kr_str){(const char *)data + 1, size - 1});
    kr_job_end(&t.job);
    koor_error_free(t.error);
    return 0;
}
