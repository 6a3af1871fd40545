/* A picture for another owner: see picture.h. Plans outlive the campaign that they were made from. */
#include "model/picture.h"

#include <string.h>

static int own(kr_arena *arena, kr_str *text) {
    text->at = kr_arena_string(arena, text->at ? text->at : "", text->length);
    return text->at ? 0 : -1;
}

static int own_alts(kr_arena *arena, kr_picture *picture) {
    kr_alt *alts = kr_arena_alloc(arena, picture->alt_count, sizeof *alts);
    if (!alts)
        return -1;
    for (uint32_t i = 0; i < picture->alt_count; i++) {
        alts[i] = picture->alts[i];
        if (own(arena, &alts[i].language) < 0 || own(arena, &alts[i].text) < 0)
            return -1;
    }
    picture->alts = alts;
    return 0;
}

kr_picture *kr_picture_copy(kr_arena *arena, const kr_picture *picture) {
    kr_picture *copy = kr_arena_alloc(arena, 1, sizeof *copy);
    if (!copy)
        return NULL;
    *copy = *picture;
    kr_focus *focus = kr_arena_alloc(arena, picture->focus_count, sizeof *focus);
    if (!focus || own(arena, &copy->id) < 0 || own(arena, &copy->path) < 0 ||
        own_alts(arena, copy) < 0)
        return NULL;
    if (picture->focus_count)
        memcpy(focus, picture->focus, picture->focus_count * sizeof *focus);
    copy->focus = focus;
    if (picture->bytes) {
        copy->bytes = kr_arena_string(arena, picture->bytes, picture->length);
        if (!copy->bytes)
            return NULL;
    }
    return copy;
}
