/* Recipes as JSON that reads back to the same recipe, and the hash that names the file. The digests of
 * source, logo and font are told, not asked for: a photograph that was retouched keeps its recipes. */
#include "image/image.h"

#include "base/hash.h"
#include "image/crop.h"
#include "image/look.h"

#include <jansson.h>
#include <string.h>

static const char *const kind_names[KR_RECIPE_KINDS] = {"photo", "backdrop", "card-colour",
                                                        "card-photo", "card-split"};
static const char *const frame_names[KR_FRAMES] = {"none", "border", "band"};
static const char *const corner_names[KR_CORNERS] = {"none", "bottom-right", "bottom-left",
                                                     "top-right", "top-left"};

/* -- writing
 * --------------------------------------------------------------------------------------- */

static void put_color(kr_buffer *out, const char *key, uint32_t color) {
    static const char hex[] = "0123456789abcdef";
    kr_buffer_text(out, key);
    kr_buffer_text(out, "\"#");
    for (int shift = 20; shift >= 0; shift -= 4)
        kr_buffer_char(out, hex[color >> shift & 15]);
    kr_buffer_char(out, '"');
}

static void put_digest(kr_buffer *out, const char *key, uint64_t digest) {
    char hex[33];
    kr_hash_hex(hex, (kr_hash128){.low = digest});
    kr_buffer_text(out, key);
    kr_buffer_char(out, '"');
    kr_buffer_text(out, hex + 16);
    kr_buffer_char(out, '"');
}

static void put_int(kr_buffer *out, const char *key, int64_t value) {
    kr_buffer_text(out, key);
    kr_buffer_int(out, value);
}

static void put_text(kr_buffer *out, const char *key, kr_str text) {
    if (!text.length)
        return;
    kr_buffer_text(out, key);
    kr_buffer_json(out, text.at, text.length);
}

static void put_word(kr_buffer *out, const char *key, const char *word) {
    put_text(out, key, kr_str_of(word));
}

/* The digests of the kit's files that the recipe uses; 0: none. */
static uint64_t logo_of(const kr_brand *brand, const kr_recipe *recipe) {
    if (!recipe->logo_permille)
        return 0;
    return recipe->logo_light ? brand->logo_light.digest : brand->logo_dark.digest;
}

static uint64_t font_of(const kr_brand *brand, const kr_recipe *recipe) {
    return recipe->kind >= KR_RECIPE_CARD_COLOR ? brand->font.digest : 0;
}

static void put_overlays(kr_buffer *out, const kr_brand *brand, const kr_recipe *recipe) {
    uint64_t logo = logo_of(brand, recipe), font = font_of(brand, recipe);
    if (recipe->frame) {
        put_word(out, ",\"frame\":{\"kind\":", frame_names[recipe->frame]);
        put_int(out, ",\"permille\":", recipe->frame_permille);
        put_color(out, ",\"colour\":", recipe->frame_color);
        kr_buffer_char(out, '}');
    }
    if (recipe->logo_permille) {
        put_word(out, ",\"logo\":{\"corner\":", corner_names[recipe->corner]);
        put_int(out, ",\"permille\":", recipe->logo_permille);
        put_word(out, ",\"version\":", recipe->logo_light ? "light" : "dark");
        if (logo)
            put_digest(out, ",\"digest\":", logo);
        kr_buffer_char(out, '}');
    }
    put_text(out, ",\"headline\":", recipe->headline);
    put_text(out, ",\"byline\":", recipe->byline);
    put_text(out, ",\"kicker\":", recipe->kicker);
    put_text(out, ",\"language\":", recipe->language);
    if (font)
        put_digest(out, ",\"font_digest\":", font);
}

void kr_recipe_json(kr_buffer *out, const kr_image_scene *scene, const kr_recipe *recipe) {
    const kr_rect *crop = &recipe->crop;
    const kr_picture *source = scene->pool->pictures[recipe->source];
    kr_buffer_text(out, "{\"source\":");
    kr_buffer_json(out, source->id.at, source->id.length);
    put_digest(out, ",\"digest\":", source->digest);
    put_word(out, ",\"kind\":", kind_names[recipe->kind]);
    put_int(out, ",\"crop\":[", crop->x);
    put_int(out, ",", crop->y);
    put_int(out, ",", crop->width);
    put_int(out, ",", crop->height);
    put_int(out, "],\"size\":[", recipe->width);
    put_int(out, ",", recipe->height);
    put_word(out, "],\"look\":", kr_look_name(recipe->look));
    put_int(out, ",\"amount\":", recipe->amount);
    put_color(out, ",\"colours\":[", recipe->dark);
    put_color(out, ",", recipe->light);
    put_color(out, ",", recipe->accent);
    kr_buffer_char(out, ']');
    put_overlays(out, scene->brand, recipe);
    put_int(out, ",\"format\":\"jpeg\",\"quality\":", recipe->quality);
    put_int(out, ",\"limit\":", recipe->byte_limit);
    kr_buffer_char(out, '}');
}

uint64_t kr_recipe_hash(const kr_image_scene *scene, const kr_recipe *recipe) {
    const kr_picture *source = scene->pool->pictures[recipe->source];
    const int64_t values[] = {
        recipe->kind,           recipe->crop.x,        recipe->crop.y,      recipe->crop.width,
        recipe->crop.height,    recipe->width,         recipe->height,      recipe->look,
        recipe->amount,         recipe->frame,         recipe->corner,      recipe->logo_light,
        recipe->frame_permille, recipe->logo_permille, recipe->frame_color, recipe->dark,
        recipe->light,          recipe->accent,        recipe->quality,     recipe->byte_limit};
    const kr_str texts[] = {recipe->headline, recipe->byline, recipe->kicker, recipe->language};
    const uint64_t digests[] = {source->digest, logo_of(scene->brand, recipe),
                                font_of(scene->brand, recipe)};
    uint64_t hash = kr_hash64(source->id.at, source->id.length);
    for (size_t i = 0; i < sizeof digests / sizeof *digests; i++)
        hash = digests[i] ? kr_hash_mix(hash, digests[i]) : hash;
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        hash = kr_hash_mix(hash, (uint64_t)values[i]);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        hash = kr_hash_mix(hash, texts[i].length ? kr_hash64(texts[i].at, texts[i].length) : 0);
    return hash;
}

/* -- reading
 * --------------------------------------------------------------------------------------- */

typedef struct recipe_reader {
    kr_job *job;
    kr_arena *arena;
    const kr_picture_pool *pool;
    kr_recipe *recipe;
    const char *wrong; /* the key that made no sense, or NULL */
} recipe_reader;

static int find_word(const char *const *names, int count, const json_t *value) {
    for (int i = 0; json_is_string(value) && i < count; i++)
        if (strcmp(names[i], json_string_value(value)) == 0)
            return i;
    return -1;
}

static uint8_t word_of(recipe_reader *in, const json_t *object, const char *key,
                       const char *const *names, int count) {
    int found = find_word(names, count, json_object_get(object, key));
    if (found < 0)
        in->wrong = key;
    return found < 0 ? 0 : (uint8_t)found;
}

static int64_t int_of(recipe_reader *in, const json_t *value, const char *key, int64_t least,
                      int64_t most) {
    int64_t number = json_integer_value(value);
    if (!json_is_integer(value) || number < least || number > most)
        in->wrong = key;
    return number;
}

static uint32_t color_of(recipe_reader *in, const json_t *value) {
    const char *text = json_string_value(value);
    uint32_t color = 0;
    int valid = text && strlen(text) == 7 && *text == '#';
    for (int i = 1; valid && i < 7; i++) {
        const char *digit = strchr("0123456789abcdef", text[i]);
        valid = digit != NULL;
        color = digit ? color << 4 | (uint32_t)(digit - "0123456789abcdef") : 0;
    }
    if (!valid)
        in->wrong = "colours";
    return color;
}

static kr_str text_of(recipe_reader *in, const json_t *root, const char *key) {
    const json_t *value = json_object_get(root, key);
    char *copy = NULL;
    if (!value)
        return (kr_str){"", 0};
    if (json_is_string(value))
        copy = kr_arena_string(in->arena, json_string_value(value), json_string_length(value));
    if (!copy)
        in->wrong = key;
    return copy ? (kr_str){copy, json_string_length(value)} : (kr_str){"", 0};
}

static void read_source(recipe_reader *in, const json_t *root) {
    const char *id = json_string_value(json_object_get(root, "source"));
    const json_t *crop = json_object_get(root, "crop");
    in->recipe->source = in->pool->count;
    for (uint32_t i = 0; id && i < in->pool->count; i++)
        if (kr_str_is(in->pool->pictures[i]->id, id))
            in->recipe->source = i;
    if (in->recipe->source == in->pool->count) {
        in->wrong = "source";
        return;
    }
    const kr_picture *picture = in->pool->pictures[in->recipe->source];
    kr_rect r = {(int32_t)int_of(in, json_array_get(crop, 0), "crop", 0, picture->width - 1),
                 (int32_t)int_of(in, json_array_get(crop, 1), "crop", 0, picture->height - 1),
                 (int32_t)int_of(in, json_array_get(crop, 2), "crop", 1, picture->width),
                 (int32_t)int_of(in, json_array_get(crop, 3), "crop", 1, picture->height)};
    if (r.x + (int64_t)r.width > picture->width || r.y + (int64_t)r.height > picture->height)
        in->wrong = "crop";
    in->recipe->crop = r;
}

static void read_overlays(recipe_reader *in, const json_t *root) {
    const json_t *frame = json_object_get(root, "frame"), *logo = json_object_get(root, "logo");
    kr_recipe *recipe = in->recipe;
    static const char *const versions[] = {"dark", "light"};
    if (frame) {
        recipe->frame = word_of(in, frame, "kind", frame_names, KR_FRAMES);
        recipe->frame_permille =
            (uint16_t)int_of(in, json_object_get(frame, "permille"), "frame", 0, 200);
        recipe->frame_color = color_of(in, json_object_get(frame, "colour"));
    }
    if (logo) {
        recipe->corner = word_of(in, logo, "corner", corner_names, KR_CORNERS);
        recipe->logo_permille =
            (uint16_t)int_of(in, json_object_get(logo, "permille"), "logo", 20, 400);
        recipe->logo_light = word_of(in, logo, "version", versions, 2);
    }
    recipe->headline = text_of(in, root, "headline");
    recipe->byline = text_of(in, root, "byline");
    recipe->kicker = text_of(in, root, "kicker");
    recipe->language = text_of(in, root, "language");
}

static void read_recipe(recipe_reader *in, const json_t *root) {
    kr_recipe *recipe = in->recipe;
    const json_t *size = json_object_get(root, "size"), *colors = json_object_get(root, "colours");
    const json_t *look = json_object_get(root, "look");
    read_source(in, root);
    recipe->kind = word_of(in, root, "kind", kind_names, KR_RECIPE_KINDS);
    recipe->width = (int32_t)int_of(in, json_array_get(size, 0), "size", 64, 8192);
    recipe->height = (int32_t)int_of(in, json_array_get(size, 1), "size", 64, 8192);
    int found = json_is_string(look) ? kr_look_find(kr_str_of(json_string_value(look))) : -1;
    recipe->look = found < 0 ? 0 : (uint8_t)found;
    if (found < 0)
        in->wrong = "look";
    recipe->amount = (uint8_t)int_of(in, json_object_get(root, "amount"), "amount", 0, 100);
    recipe->dark = color_of(in, json_array_get(colors, 0));
    recipe->light = color_of(in, json_array_get(colors, 1));
    recipe->accent = color_of(in, json_array_get(colors, 2));
    recipe->quality = (uint8_t)int_of(in, json_object_get(root, "quality"), "quality", 60, 95);
    recipe->byte_limit = int_of(in, json_object_get(root, "limit"), "limit", 0, INT64_MAX);
    read_overlays(in, root);
}

int32_t kr_recipe_read(kr_job *job, kr_arena *arena, const kr_picture_pool *pool, kr_str json,
                       kr_recipe *out) {
    json_error_t error;
    kr_recipe recipe = {0};
    recipe_reader in = {job, arena, pool, &recipe, NULL};
    json_t *root = json_loadb(json.at, json.length, JSON_REJECT_DUPLICATES, &error);
    if (!root)
        return kr_fail(job, KOOR_E_SYNTAX, "recipe", error.position, "no valid JSON: %s",
                       error.text);
    read_recipe(&in, root);
    json_decref(root);
    if (in.wrong)
        return kr_fail(job, KOOR_E_VALUE, "recipe", -1,
                       "\"%s\" is missing, or makes no sense for the pictures of this campaign",
                       in.wrong);
    *out = recipe;
    return KOOR_OK;
}
