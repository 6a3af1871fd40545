/* The border between libkoor and its module koor-vips.so: plain C types, no memory that changes
 * owner. The module is the only place where libvips, GLib and Pango are linked. */
#ifndef KR_IMAGE_MODULE_H
#define KR_IMAGE_MODULE_H

#include <stddef.h>
#include <stdint.h>

/* Changes whenever anything below changes; a module of another version is refused. */
enum { KR_MODULE_VERSION = 3 };

/* What decoded rows are pushed into, top to bottom. Anything but 0 stops. */
typedef struct kr_module_sink {
    int (*begin)(void *user, int32_t width, int32_t height, int bands); /* 3: sRGB, 4: with alpha */
    int (*rows)(void *user, const uint8_t *pixels, int32_t y, int32_t count);
    void *user;
} kr_module_sink;

typedef struct kr_module_text {
    const char *text; /* UTF-8, NUL-terminated; line ends are kept, markup has no meaning */
    const char *language, *family, *font_file; /* "" where not given */
    uint64_t font_digest;                      /* of that file: another one is opened anew */
    int32_t size;                              /* of the font, in pixels */
    int32_t bold;                              /* or not */
    int32_t width;                             /* wraps at that many pixels; 0: never */
    int32_t line_height;                       /* in hundredths of the size; 0: that of the font */
    int32_t tracking;                          /* between letters, in thousandths of the size */
    uint8_t red, green, blue;
} kr_module_text;

typedef struct kr_module_extent {
    int32_t width, height, lines;
    int32_t right_to_left; /* the first strong letter says so */
    int32_t missing;       /* letters that no font of this machine has */
} kr_module_extent;

typedef struct kr_module {
    uint32_t version;
    const char *(*library)(void); /* "libvips 8.14.1, Pango 1.50.12" */
    /* All but rows of pixels of the first frame: not turned. 0, or -1 with a message. */
    int (*decode)(const void *bytes, size_t length, const kr_module_sink *sink, char *message,
                  size_t capacity);
    int (*measure)(const kr_module_text *text, kr_module_extent *out, char *message,
                   size_t capacity);
    /* may[i] becomes 1 where a line may start with byte i (UAX 14); the others stay. */
    int (*breaks)(const kr_module_text *text, uint8_t *may, size_t length, char *message,
                  size_t capacity);
    /* Into `pixels`, height x width of premultiplied red, green, blue, alpha. */
    int (*draw)(const kr_module_text *text, int32_t width, int32_t height, uint8_t *pixels,
                char *message, size_t capacity);
    void (*thread_end)(void); /* before a thread that called any of these ends */
} kr_module;

/* The one symbol that the module exports. */
#define KR_MODULE_SYMBOL "koor_vips_module"

#endif
