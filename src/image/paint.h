/* One recipe, painted: from the decoded source to bytes. */
#ifndef KR_IMAGE_PAINT_H
#define KR_IMAGE_PAINT_H

#include "image/compose.h"
#include "image/image.h"
#include "image/module.h"

/* What all recipes of a scene share; read-only once made. */
typedef struct kr_studio {
    const kr_image_scene *scene;
    const kr_module *module; /* NULL until something needs it */
    kr_sticker logo[2];      /* dark, light */
    int font_is_known;       /* to be the one that was planned */
} kr_studio;

/* Opens the module and the logos, and looks at the font, where the recipe needs them; idempotent. */
int32_t kr_studio_prepare(kr_job *job, kr_studio *studio, const kr_recipe *recipe);
void kr_studio_end(kr_job *job, kr_studio *studio);

/* The picture of the recipe without its colours: what recipes of one crop share. `source` may be
 * NULL for a card on a plain colour. */
int kr_paint_base(const kr_memory *memory, const kr_picture *picture, const kr_pixels *source,
                  const kr_recipe *recipe, kr_pixels *canvas);
/* Look, frame, logo and text on a base, then JPEG within the byte limit. */
int32_t kr_paint_finish(kr_job *job, const kr_studio *studio, const kr_recipe *recipe,
                        kr_pixels *canvas, void **out, size_t *out_length);
/* The scale at which the source is decoded: 1 / 2^n, n below KR_SCALES. */
enum { KR_SCALES = 4 };
uint32_t kr_paint_scale(const kr_recipe *recipe);

/* A card's background, veil and words. */
int32_t kr_card_draw(kr_job *job, const kr_studio *studio, const kr_recipe *recipe,
                     kr_pixels *canvas);

/* A logo, decoded with its transparency. */
int32_t kr_logo_read(kr_job *job, const kr_studio *studio, const kr_brand_file *file,
                     kr_sticker *out);
/* Scaled into the box, kept in shape, set to its right (band) or to the corner's edges. */
int32_t kr_logo_draw(kr_job *job, const kr_studio *studio, const kr_recipe *recipe,
                     kr_pixels *canvas);

#endif
