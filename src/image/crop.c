/* Crops: what must stay is a constraint on the place, never a matter of score; what is left of the
 * freedom goes to scored boxes, or without boxes to the map of the eye.
 *
 * Faces are padded by 40 % up, 25 % aside and 60 % down, which leaves hair and shoulders; their
 * middle goes to the upper third. Without boxes a landscape crop of a portrait moves up by as much
 * as 15 % where it costs little: heads stand above the middle of what attracts attention (measured
 * on 14 photographs).
 *
 * A crop is judged by what it holds and by what its sides cut: a side through something that draws
 * the eye looks like an accident (the "boundary simplicity" of Fang et al., "Automatic image
 * cropping using visual composition, boundary simplicity and content preservation models", 2014).
 */
#include "image/crop.h"

enum {
    BOX_SHARE = 700000,
    STEPS = 8,
    CUT_PRICE = 4,      /* what a side cuts counts as often against the crop */
    LIFT_HELD = 970000, /* of the best score, that a crop moved up still has */
};

kr_rect kr_rect_meet(kr_rect a, kr_rect b) {
    int32_t left = a.x > b.x ? a.x : b.x, top = a.y > b.y ? a.y : b.y;
    int32_t right = a.x + a.width < b.x + b.width ? a.x + a.width : b.x + b.width;
    int32_t bottom = a.y + a.height < b.y + b.height ? a.y + a.height : b.y + b.height;
    if (right <= left || bottom <= top)
        return (kr_rect){0};
    return (kr_rect){left, top, right - left, bottom - top};
}

static kr_rect join(kr_rect a, kr_rect b) {
    if (!a.width)
        return b;
    int32_t left = a.x < b.x ? a.x : b.x, top = a.y < b.y ? a.y : b.y;
    int32_t right = a.x + a.width > b.x + b.width ? a.x + a.width : b.x + b.width;
    int32_t bottom = a.y + a.height > b.y + b.height ? a.y + a.height : b.y + b.height;
    return (kr_rect){left, top, right - left, bottom - top};
}

static kr_rect padded_face(const kr_picture *picture, kr_rect box) {
    kr_rect wide = {box.x - box.width / 4, box.y - box.height * 2 / 5, box.width + box.width / 2,
                    box.height * 2};
    return kr_rect_meet(wide, (kr_rect){0, 0, picture->width, picture->height});
}

static void sum_areas(kr_eye *eye) {
    for (int y = 0; y < KR_SALIENCY; y++)
        for (int x = 0; x < KR_SALIENCY; x++)
            eye->sum[y + 1][x + 1] = eye->picture->saliency[y * KR_SALIENCY + x] +
                                     eye->sum[y][x + 1] + eye->sum[y + 1][x] - eye->sum[y][x];
}

void kr_eye_open(kr_eye *eye, const kr_picture *picture) {
    *eye = (kr_eye){.picture = picture};
    sum_areas(eye);
    for (uint32_t i = 0; i < picture->focus_count; i++) {
        const kr_focus *focus = &picture->focus[i];
        if (focus->face) {
            eye->face_x += focus->box.x + focus->box.width / 2;
            eye->face_y += focus->box.y + focus->box.height * 2 / 5; /* the eyes */
            eye->faces++;
        }
        if (focus->keep)
            eye->keep =
                join(eye->keep, focus->face ? padded_face(picture, focus->box) : focus->box);
    }
}

/* The map's sum over a rectangle of the picture, cells cut in proportion along both axes. */
static int64_t area_at(const kr_eye *eye, int64_t x, int64_t y) {
    int64_t cx = x / 1024, cy = y / 1024, rx = x % 1024, ry = y % 1024;
    int64_t nx = cx < KR_SALIENCY ? cx + 1 : cx, ny = cy < KR_SALIENCY ? cy + 1 : cy;
    int64_t top = eye->sum[cy][cx] * (1024 - rx) + eye->sum[cy][nx] * rx;
    int64_t bottom = eye->sum[ny][cx] * (1024 - rx) + eye->sum[ny][nx] * rx;
    return (top * (1024 - ry) + bottom * ry) / 1024;
}

static int32_t map_score(const kr_eye *eye, kr_rect r) {
    int64_t w = eye->picture->width, h = eye->picture->height, unit = KR_SALIENCY * 1024;
    int64_t left = r.x * unit / w, right = (r.x + r.width) * unit / w;
    int64_t top = r.y * unit / h, bottom = (r.y + r.height) * unit / h;
    int64_t total = (int64_t)eye->sum[KR_SALIENCY][KR_SALIENCY] * 1024;
    int64_t sum = area_at(eye, right, bottom) - area_at(eye, left, bottom) -
                  area_at(eye, right, top) + area_at(eye, left, top);
    return total ? (int32_t)(sum * 1000000 / total) : 0;
}

/* What a strip holds above its share: a side through grass is no accident. */
static int32_t cut_by(const kr_eye *eye, kr_rect strip) {
    int64_t whole = (int64_t)eye->picture->width * eye->picture->height;
    int32_t above = map_score(eye, strip) - (int32_t)(kr_rect_area(strip) * 1000000 / whole);
    return above > 0 ? above : 0;
}

/* What the crop's sides run through: on the map, a strip two cells thick along each side that is
 * not a side of the picture. */
static int32_t cut_score(const kr_eye *eye, kr_rect crop) {
    int32_t w = eye->picture->width, h = eye->picture->height, cut = 0;
    int32_t thick = 2 * w / KR_SALIENCY + 1, tall = 2 * h / KR_SALIENCY + 1;
    int32_t right = crop.x + crop.width - thick, bottom = crop.y + crop.height - tall;
    if (crop.x > 0)
        cut += cut_by(eye, (kr_rect){crop.x, crop.y, thick, crop.height});
    if (crop.y > 0)
        cut += cut_by(eye, (kr_rect){crop.x, crop.y, crop.width, tall});
    if (right + thick < w)
        cut += cut_by(eye, (kr_rect){right, crop.y, thick, crop.height});
    if (bottom + tall < h)
        cut += cut_by(eye, (kr_rect){crop.x, bottom, crop.width, tall});
    return cut;
}

/* Boxes that score, by weight and by the share of each that is held; -1 without such boxes. */
static int32_t box_score(const kr_eye *eye, kr_rect crop) {
    int64_t sum = 0, weights = 0;
    for (uint32_t i = 0; i < eye->picture->focus_count; i++) {
        const kr_focus *focus = &eye->picture->focus[i];
        if (focus->keep)
            continue;
        int64_t held = kr_rect_area(kr_rect_meet(focus->box, crop));
        sum += focus->weight * (held * 1000000 / kr_rect_area(focus->box));
        weights += focus->weight;
    }
    return weights ? (int32_t)(sum / weights) : -1;
}

/* How near the middle of the faces is to the upper third and the middle column. */
static int32_t face_score(const kr_eye *eye, kr_rect crop) {
    int64_t x = eye->face_x / eye->faces - crop.x - crop.width / 2;
    int64_t y = eye->face_y / eye->faces - crop.y - crop.height / 3;
    int64_t away =
        (x < 0 ? -x : x) * 500000 / crop.width + (y < 0 ? -y : y) * 1000000 / crop.height;
    return away > 1000000 ? 0 : (int32_t)(1000000 - away);
}

int32_t kr_eye_score(const kr_eye *eye, kr_rect crop) {
    int64_t map = map_score(eye, crop) - CUT_PRICE * cut_score(eye, crop);
    int64_t boxes = box_score(eye, crop);
    map = map > 0 ? map : 0;
    if (eye->faces)
        boxes = boxes < 0 ? face_score(eye, crop) : (boxes + face_score(eye, crop)) / 2;
    if (boxes < 0)
        return (int32_t)map;
    return (int32_t)((boxes * BOX_SHARE + map * (1000000 - BOX_SHARE)) / 1000000);
}

/* -- placing
 * --------------------------------------------------------------------------------------- */

typedef struct room {
    int32_t from, to;
} room;

static room room_of(int32_t side, int32_t size, int32_t keep, int32_t keep_size) {
    room r = {0, side - size};
    if (keep_size) {
        r.from = keep + keep_size - size > 0 ? keep + keep_size - size : 0;
        r.to = keep < side - size ? keep : side - size;
    }
    return r;
}

static int32_t in_room(room r, int32_t thousandths) {
    return r.from + (int32_t)((int64_t)(r.to - r.from) * thousandths / 1000);
}

/* The crop moved up, as far as it keeps its score. */
static kr_rect lifted(const kr_eye *eye, kr_rect crop, room down, int32_t score) {
    for (int32_t lift = 15; lift > 0; lift -= 5) {
        kr_rect at = crop;
        at.y -= crop.height * lift / 100;
        at.y = at.y < down.from ? down.from : at.y;
        if ((int64_t)kr_eye_score(eye, at) * 1000000 >= (int64_t)score * LIFT_HELD)
            return at;
    }
    return crop;
}

static kr_rect best_place(const kr_eye *eye, kr_rect crop, room across, room down) {
    kr_rect best = crop;
    int32_t best_score = -1;
    for (int32_t i = 0; i <= STEPS * STEPS + 2 * STEPS; i++) {
        kr_rect at = crop;
        at.x = in_room(across, i % (STEPS + 1) * (1000 / STEPS));
        at.y = in_room(down, i / (STEPS + 1) * (1000 / STEPS));
        int32_t score = kr_eye_score(eye, at);
        if (score > best_score) {
            best_score = score;
            best = at;
        }
    }
    int tall = eye->picture->height > eye->picture->width && crop.width > crop.height;
    return tall && !eye->picture->focus_count ? lifted(eye, best, down, best_score) : best;
}

int kr_eye_crop(const kr_eye *eye, kr_rect shape, int32_t zoom, int32_t x, int32_t y,
                kr_rect *out) {
    int64_t w = eye->picture->width, h = eye->picture->height;
    kr_rect crop = {0, 0, (int32_t)w, (int32_t)(w * shape.height / shape.width)};
    if (crop.height > h) {
        crop.width = (int32_t)(h * shape.width / shape.height);
        crop.height = (int32_t)h;
    }
    crop.width = (int32_t)((int64_t)crop.width * zoom / 1000);
    crop.height = (int32_t)((int64_t)crop.height * zoom / 1000);
    if (crop.width < 1 || crop.height < 1)
        return -1;
    room across = room_of((int32_t)w, crop.width, eye->keep.x, eye->keep.width);
    room down = room_of((int32_t)h, crop.height, eye->keep.y, eye->keep.height);
    if (across.from > across.to || down.from > down.to)
        return -1;
    crop.x = in_room(across, x);
    crop.y = in_room(down, y);
    *out = x < 0 ? best_place(eye, crop, across, down) : crop;
    return 0;
}
