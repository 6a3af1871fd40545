/* White space between fragments by strength: see joint.h. */
#include "model/joint.h"

uint8_t kr_joint_strength(const char *text, const kr_fragment *fragment) {
    int lines = 0;
    for (uint32_t i = 0; i < fragment->length; i++)
        lines += text[fragment->text + i] == '\n';
    return (uint8_t)(lines == 0   ? KR_BEFORE_SPACE
                     : lines == 1 ? KR_BEFORE_LINE
                                  : KR_BEFORE_PARAGRAPH);
}
