/* Pictures: probed, planned as recipes, compared, and rendered.
 *
 * Probing reads headers within limits before anything is decoded, and a thumbnail. Planning draws
 * an endless sequence of recipes per class, visibly different from each other by a measure that
 * needs no rendering. Rendering decodes each source once, at the scale that its largest output
 * needs, and fans out over threads; the JPEG path gives the same bytes on every number of threads
 * and every machine. Where the build has no libjpeg, all but rendering works; thumbnails are then
 * neutral. */
#ifndef KR_IMAGE_H
#define KR_IMAGE_H

#include "base/job.h"
#include "model/picture.h"
#include "model/settings.h"

/* -- what this build can do -------------------------------------------------------------------- */
int kr_image_can_render(
    void); /* JPEG sources to JPEG; the rest asks the module when it is needed */

/* -- sources ----------------------------------------------------------------------------------- */
typedef struct kr_image_input {
    kr_str id;         /* the name of the picture, as errors, recipes and outputs tell it */
    kr_str path;       /* read from this file, or: */
    const void *bytes; /* these bytes (copied into the arena) */
    size_t length;
    kr_str sidecar;      /* JSON, or empty */
    kr_str sidecar_name; /* its file name for errors; empty: team.json for team.jpg */
} kr_image_input;

/* KOOR_E_IMAGE (broken, too large, unknown kind), KOOR_E_LIMIT, KOOR_E_IO, and for the sidecar
 * KOOR_E_SYNTAX, KOOR_E_KEY, KOOR_E_VALUE with JSON path or offset. */
int32_t kr_image_probe(kr_job *job, kr_arena *arena, const kr_settings *settings,
                       const kr_image_input *input, kr_picture **out);
/* The alternative text in that language, else the one without, else the first; may be empty. */
kr_str kr_picture_alt(const kr_picture *picture, kr_str language);

/* A brand kit: JSON (docs/pictures.md). Files in it are names beneath `folder`: no "..", no
 * absolute path. An empty json gives the neutral kit. */
int32_t kr_brand_read(kr_job *job, kr_arena *arena, kr_str json, kr_str folder, kr_brand *out);
/* The kit that image.brand names, with the digests of its files, or the neutral one. KOOR_E_IO where one of
 * them cannot be read, KOOR_E_VALUE where one is a link out of the kit's folder. */
int32_t kr_brand_open(kr_job *job, kr_arena *arena, const kr_settings *settings, kr_brand *out);

/* -- recipes ----------------------------------------------------------------------------------- */
/* What recipes are planned from, and rendered from. */
typedef struct kr_image_scene {
    const kr_picture_pool *pool;
    const kr_brand *brand;
    const kr_settings *settings;
} kr_image_scene;

typedef struct kr_image_class {
    kr_str name; /* network and whatever else sets the class apart: it keys the random stream */
    const kr_picture_size *sizes;
    uint32_t size_count;
    kr_str headline, byline, language; /* an empty headline: no quote cards */
    uint64_t seed;
} kr_image_class;

/* Up to `wanted` (at most 1,000) recipes, each visibly different from all before it; fewer where
 * the pictures give no more: the sequence then starts again from its first. What is given for n is
 * a prefix of what is given for more. KOOR_E_EMPTY without pictures or sizes. */
int32_t kr_image_recipes(kr_job *job, kr_arena *arena, const kr_image_scene *scene,
                         const kr_image_class *class, size_t wanted, kr_recipe **out,
                         size_t *out_count);

/* Whether a headline is short enough, its longest word too, for a quote card. */
int kr_image_fits_card(kr_str headline);

/* How different two recipes look, 0 to 1,000,000; from KR_IMAGE_VISIBLE on a reader sees it. */
enum { KR_IMAGE_VISIBLE = 350000 };
int32_t kr_recipe_difference(const kr_picture_pool *pool, const kr_recipe *a, const kr_recipe *b);

/* JSON, with the digests of the files that it is made of: source, logo, font. */
void kr_recipe_json(kr_buffer *out, const kr_image_scene *scene, const kr_recipe *recipe);
int32_t kr_recipe_read(kr_job *job, kr_arena *arena, const kr_picture_pool *pool, kr_str json,
                       kr_recipe *out);
/* A line in English for who reads the plan: what is seen of which picture, why that, and what was done to
 * it. */
void kr_recipe_explain(kr_buffer *out, const kr_picture_pool *pool, const kr_recipe *recipe);
/* The alternative text of the rendered picture in that language; *review is set where less than 70
 * % of the source is seen or there is no text: somebody should read it again. */
kr_str kr_recipe_alt(const kr_picture_pool *pool, const kr_recipe *recipe, kr_str language,
                     int *review);
/* Equal where the rendered bytes are equal: a name for the file. */
uint64_t kr_recipe_hash(const kr_image_scene *scene, const kr_recipe *recipe);

/* -- rendering --------------------------------------------------------------------------------- */
/* The bytes are freed with kr_free(job->memory, ...). */
int32_t kr_image_render(kr_job *job, const kr_image_scene *scene, const kr_recipe *recipe,
                        void **out, size_t *out_length);

/* Called on the calling thread, index by index from 0; anything but 0 stops with
 * KOOR_E_CANCELLED. The bytes are valid during the call. */
typedef int32_t (*kr_image_done)(size_t index, const void *bytes, size_t length, void *user);

/* Equal recipes are rendered once and handed out for each index. threads: 0 or 1 works on the
 * calling thread only. The job's allocator must be safe to call from several threads. */
int32_t kr_image_render_all(kr_job *job, const kr_image_scene *scene,
                            const kr_recipe *const *recipes, size_t count, int32_t threads,
                            kr_image_done done, void *user);

#endif
