/* Words on pictures: Pango lays them out, Cairo draws them.
 *
 * Text is set as text, never as markup, so there is nothing to escape. Lines break between words
 * only: a word that is too long shows as a width that does not fit, and the card takes a smaller
 * size. A font file is added to a configuration of its own, beside the machine's fonts, which emoji
 * still come from. Font maps are not safe to share, so each thread keeps one for the font file that
 * it used last. */
#include "image/vips_text.h"

#include <fontconfig/fontconfig.h>
#include <fribidi.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>
#include <stdio.h>
#include <string.h>

typedef struct fonts {
    PangoFontMap *map;
    char *file, *family; /* of the font file; "" where none was given */
    uint64_t digest;     /* of what was in it */
} fonts;

static _Thread_local fonts held;

static void drop_fonts(void) {
    if (held.map)
        g_object_unref(held.map);
    g_free(held.file);
    g_free(held.family);
    held = (fonts){0};
}

void kr_text_thread_end(void) {
    drop_fonts();
}

/* The family that the file itself names; NULL where it is no font. */
static char *family_of(const char *file) {
    int faces = 0;
    FcChar8 *name = NULL;
    FcPattern *pattern = FcFreeTypeQuery((const FcChar8 *)file, 0, NULL, &faces);
    char *family = NULL;
    if (pattern && FcPatternGetString(pattern, FC_FAMILY, 0, &name) == FcResultMatch)
        family = g_strdup((const char *)name);
    if (pattern)
        FcPatternDestroy(pattern);
    return family;
}

static int open_fonts(const char *file, uint64_t digest, char *message, size_t capacity) {
    if (held.map && strcmp(held.file, file) == 0 && held.digest == digest)
        return 0;
    drop_fonts();
    held.map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
    held.file = g_strdup(file);
    held.digest = digest;
    held.family = *file ? family_of(file) : g_strdup("");
    if (!held.map || !held.family) {
        snprintf(message, capacity,
                 held.map ? "the font file %s cannot be read" : "Pango has no FreeType fonts%s",
                 held.map ? file : "");
        drop_fonts();
        return -1;
    }
    if (!*file)
        return 0;
    FcConfig *config = FcInitLoadConfigAndFonts();
    if (!config || !FcConfigAppFontAddFile(config, (const FcChar8 *)file)) {
        snprintf(message, capacity, "the font file %s cannot be read", file);
        drop_fonts();
        return -1;
    }
    pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(held.map), config);
    FcConfigDestroy(config); /* the map holds it */
    return 0;
}

static void add(PangoAttrList *list, PangoAttribute *attribute) {
    pango_attr_list_insert(list, attribute);
}

static PangoLayout *make_layout(const kr_module_text *text, char *message, size_t capacity) {
    if (open_fonts(text->font_file, text->font_digest, message, capacity) < 0)
        return NULL;
    PangoContext *context = pango_font_map_create_context(held.map);
    PangoFontDescription *font = pango_font_description_new();
    PangoAttrList *list = pango_attr_list_new();
    PangoLayout *layout = pango_layout_new(context);
    const char *family = *text->family ? text->family : *held.family ? held.family : "sans-serif";
    pango_font_description_set_family(font, family);
    pango_font_description_set_weight(font, text->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_absolute_size(font, (double)text->size * PANGO_SCALE);
    if (*text->language)
        pango_context_set_language(context, pango_language_from_string(text->language));
    if (text->line_height)
        add(list, pango_attr_line_height_new_absolute(text->size * text->line_height / 100 *
                                                      PANGO_SCALE));
    if (text->tracking)
        add(list, pango_attr_letter_spacing_new(
                      (int)((gint64)text->size * text->tracking * PANGO_SCALE / 1000)));
    add(list, pango_attr_insert_hyphens_new(FALSE));
    pango_layout_set_font_description(layout, font);
    pango_layout_set_attributes(layout, list);
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD);
    pango_layout_set_width(layout, text->width ? text->width * PANGO_SCALE : -1);
    pango_layout_set_text(layout, text->text, -1);
    pango_attr_list_unref(list);
    pango_font_description_free(font);
    g_object_unref(context);
    return layout;
}

/* The first strong letter decides (UAX 9, rules P2 and P3). */
static int starts_from_right(const char *text) {
    for (const char *at = text; *at; at += g_utf8_skip[(unsigned char)*at]) {
        FriBidiCharType type = fribidi_get_bidi_type((FriBidiChar)g_utf8_get_char(at));
        if (FRIBIDI_IS_LETTER(type))
            return FRIBIDI_IS_RTL(type) != 0;
    }
    return 0;
}

int kr_text_measure(const kr_module_text *text, kr_module_extent *out, char *message,
                    size_t capacity) {
    PangoRectangle box;
    PangoLayout *layout = make_layout(text, message, capacity);
    if (!layout)
        return -1;
    pango_layout_get_pixel_extents(layout, NULL, &box);
    *out = (kr_module_extent){.width = box.width,
                              .height = box.height,
                              .lines = pango_layout_get_line_count(layout),
                              .right_to_left = starts_from_right(text->text),
                              .missing = pango_layout_get_unknown_glyphs_count(layout)};
    g_object_unref(layout);
    return 0;
}

int kr_text_breaks(const kr_module_text *text, uint8_t *may, size_t length, char *message,
                   size_t capacity) {
    int count;
    size_t at = 0;
    PangoLayout *layout = make_layout(text, message, capacity);
    if (!layout)
        return -1;
    const PangoLogAttr *attributes = pango_layout_get_log_attrs_readonly(layout, &count);
    for (int i = 0; i < count && at < length; i++) {
        may[at] |= attributes[i].is_line_break;
        at += (size_t)g_utf8_skip[(unsigned char)text->text[at]];
    }
    g_object_unref(layout);
    return 0;
}

/* Cairo's premultiplied words of 32 bits to bytes. */
static void copy_pixels(cairo_surface_t *surface, int32_t width, int32_t height, uint8_t *pixels) {
    const unsigned char *from = cairo_image_surface_get_data(surface);
    int stride = cairo_image_surface_get_stride(surface);
    for (int32_t y = 0; y < height; y++)
        for (int32_t x = 0; x < width; x++, pixels += 4) {
            uint32_t word;
            memcpy(&word, from + (size_t)y * (size_t)stride + (size_t)x * 4, 4);
            pixels[0] = (uint8_t)(word >> 16);
            pixels[1] = (uint8_t)(word >> 8);
            pixels[2] = (uint8_t)word;
            pixels[3] = (uint8_t)(word >> 24);
        }
}

int kr_text_draw(const kr_module_text *text, int32_t width, int32_t height, uint8_t *pixels,
                 char *message, size_t capacity) {
    PangoRectangle box;
    PangoLayout *layout = make_layout(text, message, capacity);
    if (!layout)
        return -1;
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, height);
    cairo_t *cairo = cairo_create(surface);
    pango_layout_get_pixel_extents(layout, NULL, &box);
    cairo_translate(cairo, -box.x, -box.y);
    cairo_set_source_rgb(cairo, text->red / 255.0, text->green / 255.0, text->blue / 255.0);
    pango_cairo_update_layout(cairo, layout);
    pango_cairo_show_layout(cairo, layout);
    cairo_surface_flush(surface);
    int done = cairo_status(cairo) == CAIRO_STATUS_SUCCESS ? 0 : -1;
    if (done == 0)
        copy_pixels(surface, width, height, pixels);
    else
        snprintf(message, capacity, "%s", cairo_status_to_string(cairo_status(cairo)));
    cairo_destroy(cairo);
    cairo_surface_destroy(surface);
    g_object_unref(layout);
    return done;
}
