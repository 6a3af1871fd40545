/* Words, set by Pango: the other half of the module. See module.h for what the calls mean. */
#ifndef KR_IMAGE_VIPS_TEXT_H
#define KR_IMAGE_VIPS_TEXT_H

#include "image/module.h"

int kr_text_measure(const kr_module_text *text, kr_module_extent *out, char *message,
                    size_t capacity);
int kr_text_breaks(const kr_module_text *text, uint8_t *may, size_t length, char *message,
                   size_t capacity);
int kr_text_draw(const kr_module_text *text, int32_t width, int32_t height, uint8_t *pixels,
                 char *message, size_t capacity);
void kr_text_thread_end(void);

#endif
