/* The module: foreign formats and cards, and what is said where it is missing. Pixels of text are
 * not compared: fonts differ between machines; that it is there, legible and inside its box is. */
#define _POSIX_C_SOURCE 200809L
#include "pictures.h"

#include "base/digest.h"
#include "image/crop.h"
#include "image/source.h"

#include <jpeglib.h>
#include <unistd.h>

/* What GLib, fontconfig and libvips keep until the process ends. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void) {
    return "leak:libglib\nleak:libgobject\nleak:libfontconfig\nleak:libvips\nleak:libpango\nleak:"
           "libcairo\n"
           "leak:librsvg\nleak:libMagick\nleak:libgomp\nleak:<unknown module>\n";
}

static char module_path[1000];

static int find_module(void) {
    const char *build = getenv("KOOR_BUILD");
    snprintf(module_path, sizeof module_path, "%s/src/koor-vips.so", build ? build : ".");
    FILE *file = fopen(module_path, "rb");
    if (file)
        fclose(file);
    return file != NULL;
}

static void open_desk(desk *d) {
    desk_start(d, &kr_memory_default);
    d->settings.text[KR_OPT_IMAGE_MODULE_PATH] = module_path;
}

/* -- a PNG by hand: stored blocks, checksums
 * ------------------------------------------------------------ */

static uint32_t crc_of(const uint8_t *at, size_t length) {
    uint32_t crc = 0xFFFFFFFF;
    while (length--) {
        crc ^= *at++;
        for (int i = 0; i < 8; i++)
            crc = crc & 1 ? crc >> 1 ^ 0xEDB88320 : crc >> 1;
    }
    return ~crc;
}

static void put32(kr_buffer *out, uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8)
        kr_buffer_char(out, (char)(value >> shift));
}

static void put_chunk(kr_buffer *out, const char *name, const void *data, size_t length) {
    put32(out, (uint32_t)length);
    size_t start = out->length;
    kr_buffer_add(out, name, 4);
    kr_buffer_add(out, data, length);
    put32(out, crc_of((const uint8_t *)out->data + start, out->length - start));
}

/* Left red, right as given; four bytes a pixel. */
static blob png_of(uint32_t width, uint32_t height, uint32_t right_rgba) {
    kr_buffer out, raw, packed;
    kr_buffer_start(&out, &kr_memory_default);
    kr_buffer_start(&raw, &kr_memory_default);
    kr_buffer_start(&packed, &kr_memory_default);
    for (uint32_t y = 0; y < height; y++) {
        kr_buffer_char(&raw, 0);
        for (uint32_t x = 0; x < width; x++)
            put32(&raw, x * 2 < width ? 0xFF0000FF : right_rgba);
    }
    uint32_t a = 1, b = 0;
    for (size_t i = 0; i < raw.length; i++)
        a = (a + (uint8_t)raw.data[i]) % 65521, b = (b + a) % 65521;
    kr_buffer_add(&packed, "\x78\x01", 2);
    for (size_t at = 0; at < raw.length; at += 65535) {
        size_t part = raw.length - at < 65535 ? raw.length - at : 65535;
        const char head[5] = {at + part == raw.length, (char)part, (char)(part >> 8), (char)~part,
                              (char)(~part >> 8)};
        kr_buffer_add(&packed, head, 5);
        kr_buffer_add(&packed, raw.data + at, part);
    }
    put32(&packed, b << 16 | a);
    uint8_t header[13] = {0, 0, (uint8_t)(width >> 8),  (uint8_t)width,
                          0, 0, (uint8_t)(height >> 8), (uint8_t)height,
                          8, 6};
    kr_buffer_add(&out, "\x89PNG\r\n\x1a\n", 8);
    put_chunk(&out, "IHDR", header, 13);
    put_chunk(&out, "IDAT", packed.data, packed.length);
    put_chunk(&out, "IEND", "", 0);
    kr_buffer_end(&raw);
    kr_buffer_end(&packed);
    size_t length;
    char *bytes = kr_buffer_take(&out, &length);
    return (blob){(uint8_t *)bytes, length};
}

static blob cmyk_jpeg(void) {
    struct jpeg_compress_struct info;
    struct jpeg_error_mgr errors;
    unsigned char *bytes = NULL;
    unsigned long length = 0;
    info.err = jpeg_std_error(&errors);
    jpeg_create_compress(&info);
    jpeg_mem_dest(&info, &bytes, &length);
    info.image_width = 600;
    info.image_height = 400;
    info.input_components = 4;
    info.in_color_space = JCS_CMYK;
    jpeg_set_defaults(&info);
    jpeg_start_compress(&info, TRUE);
    JSAMPLE row[600 * 4];
    for (int i = 0; i < 600;
         i++) /* inverted, as Adobe writes them: no cyan, all magenta, all yellow */
        memcpy(row + 4 * i, "\xFF\x10\x10\xFF", 4);
    JSAMPROW rows[] = {row};
    while (info.next_scanline < info.image_height)
        jpeg_write_scanlines(&info, rows, 1);
    jpeg_finish_compress(&info);
    jpeg_destroy_compress(&info);
    return (blob){bytes, length};
}

/* -- tests
 * -------------------------------------------------------------------------------------------------
 */

static kr_pixels render_one(desk *d, kr_picture_pool *pool, const kr_brand *brand,
                            const kr_recipe *recipe) {
    kr_image_scene scene = {pool, brand, &d->settings};
    kr_pixels pixels = {0};
    void *bytes = NULL;
    size_t length = 0;
    int32_t status = kr_image_render(&d->job, &scene, recipe, &bytes, &length);
    if (status != KOOR_OK)
        print_message("# %s\n", koor_error_message(d->error));
    assert_int_equal(status, KOOR_OK);
    assert_int_equal(kr_jpeg_decode(&d->job, "out", bytes, length, 8, &pixels), KOOR_OK);
    kr_free(d->job.memory, bytes);
    return pixels;
}

static int luma_at(const kr_pixels *p, int32_t x, int32_t y) {
    return p->plane[0].at[(size_t)y * p->plane[0].stride + (size_t)x];
}

static void a_png_is_rendered_and_laid_on_white(void **state) {
    (void)state;
    desk d;
    kr_picture *p;
    kr_brand brand;
    blob png = png_of(800, 600, 0x0000FF00);
    open_desk(&d);
    assert_int_equal(probe_blob(&d, "a.png", png, "", &p), KOOR_OK);
    assert_true(p->foreign && p->measured);
    assert_int_equal(p->width, 800);
    assert_in_range(p->thumb[0][0], 74, 78); /* red */
    assert_in_range(p->thumb[15][0], 254, 255);
    assert_int_equal(kr_brand_read(&d.job, &d.arena, KR_STR(""), KR_STR(""), &brand), KOOR_OK);
    kr_picture_pool pool = {&p, 1};
    kr_recipe r = {.crop = {0, 0, 800, 600}, .width = 400, .height = 300, .quality = 90};
    kr_pixels out = render_one(&d, &pool, &brand, &r);
    assert_in_range(luma_at(&out, 50, 150), 70, 82);
    assert_in_range(luma_at(&out, 350, 150), 252, 255);
    kr_pixels_end(&kr_memory_default, &out);
    free(png.bytes);
    desk_end(&d);
}

static void broken_pngs_are_refused(void **state) {
    (void)state;
    blob png = png_of(400, 300, 0x0000FFFF);
    for (size_t part = 1; part < 8; part++) {
        desk d;
        kr_picture *p;
        open_desk(&d);
        assert_int_equal(
            probe_blob(&d, "cut.png", (blob){png.bytes, png.length * part / 8}, "", &p),
            KOOR_E_IMAGE);
        desk_end(&d);
    }
    free(png.bytes);
}

static void cmyk_goes_through_the_module(void **state) {
    (void)state;
    desk d;
    kr_picture *p;
    blob jpeg = cmyk_jpeg();
    open_desk(&d);
    assert_int_equal(probe_blob(&d, "print.jpg", jpeg, "", &p), KOOR_OK);
    assert_true(p->foreign && p->measured);
    assert_true(p->thumb[0][2] > 170); /* red */
    free(jpeg.bytes);
    desk_end(&d);
}

static kr_recipe card_of(int kind, const char *headline) {
    return (kr_recipe){.kind = (uint8_t)kind,
                       .crop = {0, 0, 1200, 627},
                       .width = 1200,
                       .height = 627,
                       .quality = 90,
                       .dark = 0x14213D,
                       .light = 0xFFFFFF,
                       .accent = 0xFCA311,
                       .headline = kr_str_of(headline),
                       .byline = KR_STR("Els Verhagen"),
                       .kicker = KR_STR("NOORD"),
                       .language = KR_STR("nl")};
}

/* Words stand in their box and in light ink; the margin of 6.5 % stays empty. */
static void cards_are_legible_and_keep_their_margin(void **state) {
    (void)state;
    static const char *const headlines[] = {
        "Kom langs",
        "\xe2\x80\x9cWe hebben in \xc3\xa9\xc3\xa9n jaar driehonderd daken vol gelegd.\xe2\x80\x9d",
        "Arbeidsongeschiktheidsverzekering voor iedereen",
        "5 < 6 & \"markup\" is <b>tekst</b>",
    };
    blob file = scene_jpeg(1600, 1200, 500);
    for (int kind = KR_RECIPE_CARD_COLOR; kind < KR_RECIPE_KINDS; kind++)
        for (size_t i = 0; i < 4; i++) {
            desk d;
            kr_picture *p;
            kr_brand brand;
            int32_t light = 0;
            if (kind == KR_RECIPE_CARD_SPLIT && i == 2)
                continue; /* the long word has no room there: see below */
            open_desk(&d);
            assert_int_equal(probe_blob(&d, "a.jpg", file, "", &p), KOOR_OK);
            assert_int_equal(kr_brand_read(&d.job, &d.arena, KR_STR(""), KR_STR(""), &brand),
                             KOOR_OK);
            kr_picture_pool pool = {&p, 1};
            kr_recipe r = card_of(kind, headlines[i]);
            kr_pixels out = render_one(&d, &pool, &brand, &r);
            kr_rect box = kr_recipe_text(&r);
            for (int32_t y = 0; y < 627; y++)
                for (int32_t x = 0; x < box.x + box.width; x++) {
                    int in = x >= box.x - 4 && y >= box.y - 4 && y < box.y + box.height + 4;
                    light += in && luma_at(&out, x, y) > 230;
                    if (!in && x < box.x - 8)
                        assert_true(luma_at(&out, x, y) < 190);
                }
            assert_true(light > 1500);
            kr_pixels_end(&kr_memory_default, &out);
            desk_end(&d);
        }
    free(file.bytes);
}

/* White above, black below. */
static blob halved_jpeg(int32_t width, int32_t height) {
    kr_pixels pixels;
    kr_job job;
    void *bytes = NULL;
    size_t length = 0;
    kr_job_start(&job, &kr_memory_default, NULL);
    draw_scene(&pixels, width, height, 500);
    for (int i = 0; i < 3; i++) {
        kr_plane *plane = &pixels.plane[i];
        size_t half = (size_t)plane->height / 2 * plane->stride;
        memset(plane->at, i ? 128 : 255, half);
        memset(plane->at + half, i ? 128 : 0, half);
    }
    assert_int_equal(kr_jpeg_encode(&job, &pixels, 90, 0, &bytes, &length), KOOR_OK);
    kr_pixels_end(&kr_memory_default, &pixels);
    kr_job_end(&job);
    return (blob){bytes, length};
}

/* Dark ink on a light brand colour: what is darkest under it counts. */
static void dark_ink_meets_its_contrast_too(void **state) {
    (void)state;
    desk d;
    kr_picture *p;
    kr_brand brand;
    blob file = halved_jpeg(1600, 1200);
    open_desk(&d);
    assert_int_equal(probe_blob(&d, "a.jpg", file, "", &p), KOOR_OK);
    assert_int_equal(kr_brand_read(&d.job, &d.arena, KR_STR(""), KR_STR(""), &brand), KOOR_OK);
    kr_picture_pool pool = {&p, 1};
    kr_recipe r = card_of(KR_RECIPE_CARD_PHOTO, "Kom langs");
    r.dark = 0xD8D8D8;
    r.light = 0x1A1A1A;
    r.crop = (kr_rect){0, 0, 1600, 836};
    kr_pixels out = render_one(&d, &pool, &brand, &r);
    kr_rect box = kr_recipe_text(&r);
    uint8_t ground = (uint8_t)luma_at(&out, box.x - 20, box.y + box.height - 4);
    uint32_t grey = kr_rgb_of((kr_ycc){ground, 128, 128});
    assert_true(kr_contrast(kr_luminance(r.light), kr_luminance(grey)) >= 440);
    kr_pixels_end(&kr_memory_default, &out);
    free(file.bytes);
    desk_end(&d);
}

static void words_are_never_broken(void **state) {
    (void)state;
    desk d;
    const kr_module *module;
    char message[200] = "";
    open_desk(&d);
    assert_int_equal(kr_module_open(&d.job, &d.settings, "test", &module), KOOR_OK);
    kr_module_text text = {.text = "maatschappij",
                           .language = "nl",
                           .family = "",
                           .font_file = "",
                           .size = 60,
                           .width = 100};
    kr_module_extent extent;
    assert_int_equal(module->measure(&text, &extent, message, sizeof message), 0);
    assert_int_equal(extent.lines, 1);
    assert_true(extent.width > 100);
    text.text = "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d";
    assert_int_equal(module->measure(&text, &extent, message, sizeof message), 0);
    assert_int_equal(extent.right_to_left, 1);
    text.font_file = "/nonexistent.ttf";
    assert_int_equal(module->measure(&text, &extent, message, sizeof message), -1);
    assert_non_null(strstr(message, "nonexistent"));
    module->thread_end();
    desk_end(&d);
}

static int32_t missing_letters(desk *d, const char *text) {
    const kr_module *module;
    kr_module_text words = {
        .text = text, .language = "", .family = "", .font_file = "", .size = 40};
    kr_module_extent extent;
    char message[200];
    assert_int_equal(kr_module_open(&d->job, &d->settings, "test", &module), KOOR_OK);
    assert_int_equal(module->measure(&words, &extent, message, sizeof message), 0);
    return extent.missing;
}

/* A box with a number in it instead of a tree is never handed in. */
static void what_no_font_has_is_left_out_or_told(void **state) {
    (void)state;
    static const char tree[] = "Kom langs \xf0\x9f\x8c\xb3", unknown[] = "Kom \xf3\xb0\x80\x80";
    desk d;
    kr_picture *p;
    kr_brand brand;
    void *bytes;
    size_t length;
    blob file = scene_jpeg(1600, 1200, 500);
    open_desk(&d);
    assert_int_equal(probe_blob(&d, "a.jpg", file, "", &p), KOOR_OK);
    assert_int_equal(kr_brand_read(&d.job, &d.arena, KR_STR(""), KR_STR(""), &brand), KOOR_OK);
    kr_picture_pool pool = {&p, 1};
    kr_image_scene scene = {&pool, &brand, &d.settings};
    kr_recipe with = card_of(KR_RECIPE_CARD_COLOR, tree);
    kr_recipe without = card_of(KR_RECIPE_CARD_COLOR, "Kom langs");
    kr_pixels one = render_one(&d, &pool, &brand, &with);
    kr_pixels other = render_one(&d, &pool, &brand, &without);
    int same = memcmp(one.plane[0].at, other.plane[0].at, one.plane[0].stride * 600) == 0;
    assert_int_equal(same, missing_letters(&d, tree) > 0);
    kr_pixels_end(&kr_memory_default, &one);
    kr_pixels_end(&kr_memory_default, &other);
    if (missing_letters(&d, unknown)) {
        kr_recipe r = card_of(KR_RECIPE_CARD_COLOR, unknown);
        assert_int_equal(kr_image_render(&d.job, &scene, &r, &bytes, &length), KOOR_E_FEATURE);
        assert_string_equal(koor_error_path(d.error), "image.headline");
    }
    free(file.bytes);
    desk_end(&d);
}

static void a_headline_without_room_is_refused(void **state) {
    (void)state;
    desk d;
    kr_picture *p;
    kr_brand brand;
    void *bytes;
    size_t length;
    blob file = scene_jpeg(1600, 1200, 500);
    char text[600];
    memset(text, 'w', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    open_desk(&d);
    assert_int_equal(probe_blob(&d, "a.jpg", file, "", &p), KOOR_OK);
    assert_int_equal(kr_brand_read(&d.job, &d.arena, KR_STR(""), KR_STR(""), &brand), KOOR_OK);
    kr_picture_pool pool = {&p, 1};
    kr_image_scene scene = {&pool, &brand, &d.settings};
    kr_recipe r = card_of(KR_RECIPE_CARD_COLOR, text);
    assert_int_equal(kr_image_render(&d.job, &scene, &r, &bytes, &length), KOOR_E_VALUE);
    assert_string_equal(koor_error_path(d.error), "image.headline");
    free(file.bytes);
    desk_end(&d);
}

static void without_the_module_the_way_out_is_told(void **state) {
    (void)state;
    desk d;
    kr_picture *p;
    kr_brand brand;
    void *bytes;
    size_t length;
    blob png = png_of(800, 600, 0x0000FFFF);
    desk_start(&d, &kr_memory_default);
    d.settings.text[KR_OPT_IMAGE_MODULE_PATH] = "/nonexistent/koor-vips.so";
    assert_int_equal(probe_blob(&d, "a.png", png, "", &p), KOOR_OK); /* planned all the same */
    assert_int_equal(p->measured, 0);
    assert_int_equal(kr_brand_read(&d.job, &d.arena, KR_STR(""), KR_STR(""), &brand), KOOR_OK);
    kr_picture_pool pool = {&p, 1};
    kr_image_scene scene = {&pool, &brand, &d.settings};
    kr_recipe r = {.crop = {0, 0, 800, 600}, .width = 400, .height = 300, .quality = 90};
    assert_int_equal(kr_image_render(&d.job, &scene, &r, &bytes, &length), KOOR_E_FEATURE);
    assert_non_null(strstr(koor_error_message(d.error), "image.module_path"));
    free(png.bytes);
    desk_end(&d);
}

/* -- the logo: red on the left, see-through on the right ---------------------------------------------------- */

static void write_logo(const char *path, blob png) {
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(png.bytes, 1, png.length, file), png.length);
    assert_int_equal(fclose(file), 0);
}

/* What the logo changed: red where it covers, nothing where it is see-through or outside its box. */
static void expect_logo(const kr_pixels *with, const kr_pixels *without, kr_rect box, kr_rect logo) {
    for (int32_t y = 2; y < with->plane[0].height - 2; y += 3)
        for (int32_t x = 2; x < with->plane[0].width - 2; x += 3) {
            int away = abs(luma_at(with, x, y) - luma_at(without, x, y));
            int red = x > logo.x + 8 && x < logo.x + logo.width / 2 - 8 && y > logo.y + 8 &&
                      y < logo.y + logo.height - 8;
            int outside = x < box.x - 16 || x > box.x + box.width + 16 || y < box.y - 16 ||
                          y > box.y + box.height + 16;
            if (red)
                assert_in_range(luma_at(with, x, y), 66, 86);
            else if (outside || (x > logo.x + logo.width / 2 + 16 && x < logo.x + logo.width))
                assert_in_range(away, 0, 14);
        }
}

/* An empty file of its own, to be removed by the test. */
static void make_temporary(char path[TEMPORARY_NAME], const char *name) {
    temporary_name(path, name);
    int handle = mkstemp(path);
    assert_true(handle >= 0);
    close(handle);
}

static void the_logo_stands_in_its_corner(void **state) {
    static const uint32_t sizes[][2] = {{300, 100}, {100, 300}}; /* wide, then higher than its box */
    char path[TEMPORARY_NAME];
    (void)state;
    make_temporary(path, "logo");
    for (int i = 0; i < 8; i++) {
        desk d;
        kr_picture *p;
        kr_brand brand;
        blob file = scene_jpeg(1600, 1200, 500), png = png_of(sizes[i / 4][0], sizes[i / 4][1], 0);
        write_logo(path, png);
        open_desk(&d);
        assert_int_equal(probe_blob(&d, "a.jpg", file, "", &p), KOOR_OK);
        assert_int_equal(kr_brand_read(&d.job, &d.arena, KR_STR(""), KR_STR(""), &brand), KOOR_OK);
        (i % 2 ? &brand.logo_light : &brand.logo_dark)->path = kr_str_of(path);
        kr_picture_pool pool = {&p, 1};
        kr_recipe r = {.crop = {0, 0, 1600, 1200}, .width = 800, .height = 600, .quality = 95};
        kr_pixels without = render_one(&d, &pool, &brand, &r);
        r.logo_permille = 200;
        r.logo_light = (uint8_t)(i % 2);
        r.corner = (uint8_t)(KR_CORNER_BOTTOM_RIGHT + i % 4);
        kr_pixels with = render_one(&d, &pool, &brand, &r);
        kr_rect box = kr_recipe_logo(&r), logo = box;
        if (i < 4)
            logo.height = box.width / 3;
        else
            logo.width = box.height / 3;
        if (r.corner == KR_CORNER_BOTTOM_RIGHT || r.corner == KR_CORNER_TOP_RIGHT)
            logo.x += box.width - logo.width;
        if (r.corner == KR_CORNER_BOTTOM_RIGHT || r.corner == KR_CORNER_BOTTOM_LEFT)
            logo.y += box.height - logo.height;
        expect_logo(&with, &without, box, logo);
        kr_pixels_end(&kr_memory_default, &with);
        kr_pixels_end(&kr_memory_default, &without);
        free(file.bytes);
        free(png.bytes);
        desk_end(&d);
    }
    remove(path);
}

static void a_logo_that_cannot_be_read_is_told(void **state) {
    static const struct {
        const char *path;
        int32_t code;
    } bad[] = {{"/nonexistent/logo.png", KOOR_E_IO}, {"broken", KOOR_E_IMAGE}, {"wide", KOOR_E_IMAGE}};
    char path[TEMPORARY_NAME];
    blob file = scene_jpeg(800, 600, 500), png = png_of(60, 60, 0), wide = png_of(4097, 2, 0);
    (void)state;
    make_temporary(path, "logo");
    for (size_t i = 0; i < 3; i++) {
        desk d;
        kr_picture *p;
        kr_brand brand;
        void *bytes;
        size_t length;
        write_logo(path, i == 2 ? wide : (blob){png.bytes, png.length / 2});
        open_desk(&d);
        assert_int_equal(probe_blob(&d, "a.jpg", file, "", &p), KOOR_OK);
        assert_int_equal(kr_brand_read(&d.job, &d.arena, KR_STR(""), KR_STR(""), &brand), KOOR_OK);
        brand.logo_dark.path = kr_str_of(i ? path : bad[i].path);
        kr_picture_pool pool = {&p, 1};
        kr_image_scene scene = {&pool, &brand, &d.settings};
        kr_recipe r = {.crop = {0, 0, 800, 600}, .width = 400, .height = 300, .quality = 90,
                       .logo_permille = 200, .corner = KR_CORNER_BOTTOM_RIGHT};
        assert_int_equal(kr_image_render(&d.job, &scene, &r, &bytes, &length), bad[i].code);
        assert_string_equal(koor_error_path(d.error), brand.logo_dark.path.at);
        desk_end(&d);
    }
    free(file.bytes);
    free(png.bytes);
    free(wide.bytes);
    remove(path);
}

/* What was planned with one logo or font is not made with another that lies there now. */
static void another_logo_or_font_than_was_planned_is_told(void **state) {
    char path[TEMPORARY_NAME];
    blob file = scene_jpeg(800, 600, 500), png = png_of(60, 60, 0), other = png_of(60, 90, 0);
    const kr_recipe recipes[] = {{.crop = {0, 0, 800, 600}, .width = 400, .height = 300, .quality = 90,
                                  .logo_permille = 200, .corner = KR_CORNER_BOTTOM_RIGHT},
                                 card_of(KR_RECIPE_CARD_COLOR, "Kom langs")};
    static const char *const told[] = {"the logo is another", "the font is another"};
    (void)state;
    make_temporary(path, "kit");
    for (size_t i = 0; i < 2; i++) {
        desk d;
        kr_picture *p;
        kr_brand brand;
        void *bytes;
        size_t length;
        write_logo(path, png);
        open_desk(&d);
        assert_int_equal(probe_blob(&d, "a.jpg", file, "", &p), KOOR_OK);
        assert_int_equal(kr_brand_read(&d.job, &d.arena, KR_STR(""), KR_STR(""), &brand), KOOR_OK);
        *(i ? &brand.font : &brand.logo_dark) =
            (kr_brand_file){kr_str_of(path), kr_digest64(png.bytes, png.length)};
        kr_picture_pool pool = {&p, 1};
        kr_image_scene scene = {&pool, &brand, &d.settings};
        if (!i) {
            assert_int_equal(kr_image_render(&d.job, &scene, &recipes[i], &bytes, &length), KOOR_OK);
            kr_free(&kr_memory_default, bytes);
        }
        write_logo(path, other);
        assert_int_equal(kr_image_render(&d.job, &scene, &recipes[i], &bytes, &length),
                         KOOR_E_FINGERPRINT);
        assert_string_equal(koor_error_path(d.error), path);
        assert_non_null(strstr(koor_error_message(d.error), told[i]));
        desk_end(&d);
    }
    free(file.bytes);
    free(png.bytes);
    free(other.bytes);
    remove(path);
}

/* A copy of some font of the machine; 0 where fontconfig's program is not there to name one. */
static int copy_font(const char *path) {
    char command[TEMPORARY_NAME + 64];
    snprintf(command, sizeof command, "cp \"$(fc-match -f '%%{file}' sans)\" '%s' 2>/dev/null", path);
    return system(command) == 0;
}

/* A process that plans again after its font was replaced sets the words in the new one. */
static void a_font_that_was_replaced_is_opened_anew(void **state) {
    char path[TEMPORARY_NAME], message[200] = "";
    desk d;
    const kr_module *module;
    kr_module_extent extent;
    (void)state;
    make_temporary(path, "font");
    open_desk(&d);
    assert_int_equal(kr_module_open(&d.job, &d.settings, "test", &module), KOOR_OK);
    kr_module_text text = {.text = "koor", .language = "nl", .family = "", .font_file = path, .size = 60};
    if (!copy_font(path))
        skip();
    text.font_digest = 1;
    assert_int_equal(module->measure(&text, &extent, message, sizeof message), 0);
    write_logo(path, (blob){(uint8_t *)path, 4}); /* no font any more */
    assert_int_equal(module->measure(&text, &extent, message, sizeof message), 0);
    text.font_digest = 2;
    assert_int_equal(module->measure(&text, &extent, message, sizeof message), -1);
    module->thread_end();
    desk_end(&d);
    remove(path);
}

/* Cards and foreign pictures on threads: each thread has its own fonts. */
static int32_t count_up(size_t index, const void *bytes, size_t length, void *user) {
    (void)bytes;
    assert_int_equal(index, (*(size_t *)user)++);
    assert_true(length > 1000);
    return 0;
}

static void cards_are_drawn_on_threads(void **state) {
    (void)state;
    desk d;
    kr_picture *p[2];
    kr_brand brand;
    kr_recipe recipes[8];
    const kr_recipe *list[8];
    size_t next = 0;
    blob file = scene_jpeg(1600, 1200, 500), png = png_of(1400, 900, 0x00FF00FF);
    open_desk(&d);
    assert_int_equal(probe_blob(&d, "a.jpg", file, "", &p[0]), KOOR_OK);
    assert_int_equal(probe_blob(&d, "b.png", png, "", &p[1]), KOOR_OK);
    assert_int_equal(kr_brand_read(&d.job, &d.arena, KR_STR(""), KR_STR(""), &brand), KOOR_OK);
    kr_picture_pool pool = {p, 2};
    kr_image_scene scene = {&pool, &brand, &d.settings};
    static const char *const words[] = {"Een", "Twee woorden", "Drie woorden hier", "Kom langs!"};
    for (size_t i = 0; i < 8; i++) {
        recipes[i] = card_of(i < 4 ? KR_RECIPE_CARD_PHOTO : KR_RECIPE_CARD_SPLIT, words[i % 4]);
        recipes[i].source = i % 2;
        list[i] = &recipes[i];
    }
    assert_int_equal(kr_image_render_all(&d.job, &scene, list, 8, 3, count_up, &next), KOOR_OK);
    assert_int_equal(next, 8);
    free(file.bytes);
    free(png.bytes);
    desk_end(&d);
}

int main(void) {
    if (!find_module()) {
        print_message("1..0 # SKIP this build has no module koor-vips\n");
        return 0;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_png_is_rendered_and_laid_on_white),
        cmocka_unit_test(broken_pngs_are_refused),
        cmocka_unit_test(cmyk_goes_through_the_module),
        cmocka_unit_test(cards_are_legible_and_keep_their_margin),
        cmocka_unit_test(dark_ink_meets_its_contrast_too),
        cmocka_unit_test(words_are_never_broken),
        cmocka_unit_test(what_no_font_has_is_left_out_or_told),
        cmocka_unit_test(a_headline_without_room_is_refused),
        cmocka_unit_test(without_the_module_the_way_out_is_told),
        cmocka_unit_test(the_logo_stands_in_its_corner),
        cmocka_unit_test(a_logo_that_cannot_be_read_is_told),
        cmocka_unit_test(another_logo_or_font_than_was_planned_is_told),
        cmocka_unit_test(a_font_that_was_replaced_is_opened_anew),
        cmocka_unit_test(cards_are_drawn_on_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
