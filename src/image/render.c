/* Rendering many recipes: equal ones once, each source decoded once at the scale that its outputs
 * need, one resampled crop for all looks of it, over a pool of threads; results in order.
 *
 * Scales are 1, 1/2, 1/4 and 1/8, those that libjpeg computes fastest. Which of them a recipe takes
 * depends on nothing but the recipe, so that its bytes are the same in every company: alone, in a
 * shard, in a larger plan. Only outputs of very different sizes make a source be decoded a second
 * time.
 *
 * Work is cut into groups (one crop of one source) and the groups are taken source by source, so
 * that few sources are held at a time; each group is computed the same way whoever takes it, so the
 * bytes do not depend on the number of threads. Results wait as JPEG until their turn comes. The
 * callback runs on the calling thread, which works itself where it is the only one. */
#define _POSIX_C_SOURCE 200809L
#include "image/image.h"

#include "image/crop.h"
#include "image/jpeg.h"
#include "image/paint.h"
#include "image/source.h"
#include "koor.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_THREADS = 64 };

typedef enum item_state { WAITING, DONE, FAILED } item_state;

/* One distinct recipe. */
typedef struct item {
    const kr_recipe *recipe;
    size_t first, last; /* indices of the caller that want it */
    void *bytes;
    size_t length;
    koor_error *error;
    int32_t status;
    uint8_t state;
} item;

/* Items of one crop: a run of the sorted items. */
typedef struct group {
    size_t first, count;
    uint8_t taken;
} group;

typedef enum source_state { UNREAD, READING, READY, BROKEN } source_state;

/* A picture at one scale. */
typedef struct source {
    kr_pixels pixels;
    size_t left; /* groups that need it still */
    uint8_t state;
    int32_t status; /* why it is broken; its error goes to the first item that needs it */
    koor_error *error;
} source;

typedef struct fan {
    kr_job *job;
    kr_studio studio;
    const kr_module *module; /* where a thread may call it */
    const kr_picture_pool *pool;
    item *items;   /* sorted by source and crop */
    item **wanted; /* for each index of the caller */
    size_t item_count;
    group *groups;
    size_t group_count, groups_done;
    source *sources;          /* KR_SCALES for each picture */
    uint32_t held, most_held; /* sources being read or ready */
    int stop;
    pthread_mutex_t lock;
    pthread_cond_t changed;
} fan;

/* -- items and groups
 * ------------------------------------------------------------------------------ */

static int compare(uint64_t a, uint64_t b) {
    return a < b ? -1 : a > b;
}

/* An index of the caller, to find those that want the same. */
typedef struct want {
    uint64_t hash;
    size_t index;
} want;

static int by_hash(const void *a, const void *b) {
    const want *x = a, *y = b;
    int order = compare(x->hash, y->hash);
    return order ? order : compare(x->index, y->index);
}

/* What the base of a picture depends on. */
static int compare_base(const kr_recipe *a, const kr_recipe *b) {
    kr_rect in = kr_recipe_window(a), other = kr_recipe_window(b);
    const int32_t x[] = {(int32_t)a->source,
                         (int32_t)kr_paint_scale(a),
                         a->kind,
                         a->crop.x,
                         a->crop.y,
                         a->crop.width,
                         a->crop.height,
                         a->width,
                         a->height,
                         in.x,
                         in.y,
                         in.width,
                         in.height};
    const int32_t y[] = {(int32_t)b->source,
                         (int32_t)kr_paint_scale(b),
                         b->kind,
                         b->crop.x,
                         b->crop.y,
                         b->crop.width,
                         b->crop.height,
                         b->width,
                         b->height,
                         other.x,
                         other.y,
                         other.width,
                         other.height};
    for (size_t i = 0; i < sizeof x / sizeof *x; i++)
        if (x[i] != y[i])
            return x[i] < y[i] ? -1 : 1;
    return 0;
}

static int by_base(const void *a, const void *b) {
    const item *x = a, *y = b;
    int order = compare_base(x->recipe, y->recipe);
    return order ? order : compare(x->first, y->first);
}

static int needs_pixels(const kr_recipe *recipe) {
    return recipe->kind != KR_RECIPE_CARD_COLOR;
}

static size_t count_distinct(const want *wants, size_t count) {
    size_t distinct = 0;
    for (size_t i = 0; i < count; i++)
        distinct += !i || wants[i].hash != wants[i - 1].hash;
    return distinct;
}

/* The distinct recipes, sorted by base; `wanted` leads from an index to its item. */
static int32_t make_items(fan *f, const kr_recipe *const *recipes, size_t count) {
    want *wants = kr_arena_alloc(&f->job->arena, count, sizeof *wants);
    f->wanted = kr_arena_alloc(&f->job->arena, count, sizeof(item *));
    if (!wants || !f->wanted)
        return kr_nomem(f->job);
    for (size_t i = 0; i < count; i++)
        wants[i] = (want){kr_recipe_hash(f->studio.scene, recipes[i]), i};
    qsort(wants, count, sizeof *wants, by_hash);
    f->items = kr_arena_zero(&f->job->arena, count_distinct(wants, count), sizeof *f->items);
    if (!f->items)
        return kr_nomem(f->job);
    for (size_t i = 0; i < count; i++) {
        if (!i || wants[i].hash != wants[i - 1].hash)
            f->items[f->item_count++] =
                (item){.recipe = recipes[wants[i].index], .first = wants[i].index};
        f->items[f->item_count - 1].last = wants[i].index;
    }
    /* Sorting moves the items: each wish finds its item again by the first index that wants it. */
    qsort(f->items, f->item_count, sizeof *f->items, by_base);
    for (size_t i = 0; i < f->item_count; i++)
        f->wanted[f->items[i].first] = &f->items[i];
    for (size_t i = 0, first = 0; i < count; i++) {
        first = !i || wants[i].hash != wants[i - 1].hash ? wants[i].index : first;
        f->wanted[wants[i].index] = f->wanted[first];
    }
    return KOOR_OK;
}

static source *source_of(const fan *f, const kr_recipe *recipe) {
    return &f->sources[recipe->source * KR_SCALES + kr_paint_scale(recipe)];
}

static int32_t make_groups(fan *f) {
    f->groups = kr_arena_zero(&f->job->arena, f->item_count, sizeof *f->groups);
    f->sources =
        kr_arena_zero(&f->job->arena, (size_t)f->pool->count * KR_SCALES, sizeof *f->sources);
    if (!f->groups || !f->sources)
        return kr_nomem(f->job);
    for (size_t i = 0; i < f->item_count; i++) {
        const kr_recipe *recipe = f->items[i].recipe;
        int fresh = !i || compare_base(f->items[i - 1].recipe, recipe) != 0;
        if (fresh)
            f->groups[f->group_count++] = (group){.first = i};
        f->groups[f->group_count - 1].count++;
        if (needs_pixels(recipe))
            source_of(f, recipe)->left += (size_t)fresh;
    }
    return KOOR_OK;
}

/* -- work
 * ------------------------------------------------------------------------------------------ */

/* All looks of one crop: the base is copied for each but the last, which takes it. */
static void paint_group(kr_job *job, const fan *f, const group *g, const kr_pixels *pixels) {
    item *items = f->items + g->first;
    const kr_picture *picture = f->pool->pictures[items->recipe->source];
    kr_pixels base, canvas;
    koor_error **slot = job->error;
    int made = kr_paint_base(job->memory, picture, pixels, items->recipe, &base);
    for (size_t i = 0; i < g->count; i++) {
        job->error = &items[i].error;
        if (made < 0 || (i + 1 < g->count && kr_pixels_copy(job->memory, &canvas, &base) < 0)) {
            items[i].status = kr_nomem(job);
            continue;
        }
        if (i + 1 == g->count)
            canvas = base;
        items[i].status = kr_paint_finish(job, &f->studio, items[i].recipe, &canvas,
                                          &items[i].bytes, &items[i].length);
        kr_pixels_end(job->memory, &canvas);
    }
    job->error = slot;
}

/* The next group that can be worked on: one whose source is ready, else one whose source may be
 * read now. NULL where all wait. With the lock. */
static group *next_group(fan *f, int *out_left) {
    *out_left = 0;
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < f->group_count; i++) {
            group *g = &f->groups[i];
            const kr_recipe *recipe = f->items[g->first].recipe;
            const source *from = source_of(f, recipe);
            *out_left |= !g->taken;
            if (g->taken)
                continue;
            int ready = !needs_pixels(recipe) || from->state >= READY;
            int may_read = pass && from->state == UNREAD && f->held < f->most_held;
            if (ready || may_read)
                return g;
        }
    return NULL;
}

/* Reads the source of a group; without the lock while it does. */
static void ready_source(kr_job *job, fan *f, const kr_recipe *recipe) {
    source *from = source_of(f, recipe);
    koor_error **slot = job->error;
    from->state = READING;
    f->held++;
    pthread_mutex_unlock(&f->lock);
    job->error = &from->error;
    int32_t status =
        kr_source_read(job, f->studio.scene->settings, f->pool->pictures[recipe->source],
                       65536u >> kr_paint_scale(recipe), &from->pixels);
    job->error = slot;
    pthread_mutex_lock(&f->lock);
    from->status = status;
    from->state = status == KOOR_OK ? READY : BROKEN;
}

static void fail_group(fan *f, const group *g, source *from) {
    for (size_t i = g->first; i < g->first + g->count; i++)
        f->items[i].status = from->status;
    f->items[g->first].error = from->error;
    from->error = NULL;
}

/* Takes one group and finishes it. 0: nothing is left. With the lock, which is let go meanwhile. */
static int work_once(kr_job *job, fan *f) {
    int left;
    group *g = next_group(f, &left);
    if (!g || f->stop) {
        if (left && !f->stop)
            pthread_cond_wait(&f->changed, &f->lock);
        return left && !f->stop;
    }
    const kr_recipe *recipe = f->items[g->first].recipe;
    source *from = needs_pixels(recipe) ? source_of(f, recipe) : NULL;
    g->taken = 1;
    if (from && from->state == UNREAD) {
        ready_source(job, f, recipe);
        pthread_cond_broadcast(&f->changed);
    }
    if (from && from->state == BROKEN) {
        fail_group(f, g, from);
    } else {
        pthread_mutex_unlock(&f->lock);
        paint_group(job, f, g, from ? &from->pixels : NULL);
        pthread_mutex_lock(&f->lock);
    }
    if (from && --from->left == 0) {
        kr_pixels_end(f->job->memory, &from->pixels);
        f->held--;
    }
    for (size_t i = g->first; i < g->first + g->count; i++)
        f->items[i].state = f->items[i].status == KOOR_OK ? DONE : FAILED;
    pthread_cond_broadcast(&f->changed);
    return 1;
}

static void *worker(void *user) {
    fan *f = user;
    kr_job job;
    kr_job_start(&job, f->job->memory, NULL);
    pthread_mutex_lock(&f->lock);
    while (work_once(&job, f))
        ;
    pthread_mutex_unlock(&f->lock);
    kr_job_end(&job);
    if (f->module)
        f->module->thread_end();
    return NULL;
}

/* -- handing out
 * ----------------------------------------------------------------------------------- */

/* Waits for an item, or works until it is there. */
static void await_item(fan *f, const item *awaited, int alone) {
    kr_job own = *f->job;
    pthread_mutex_lock(&f->lock);
    kr_arena_start(&own.arena, f->job->memory);
    while (awaited->state == WAITING) {
        if (alone)
            work_once(&own, f);
        else
            pthread_cond_wait(&f->changed, &f->lock);
    }
    pthread_mutex_unlock(&f->lock);
    kr_arena_end(&own.arena);
}

/* An error of another thread becomes that of the caller; one of a source is told by whichever of
 * its recipes comes first. */
static int32_t tell(fan *f, item *failed) {
    koor_error *error = failed->error;
    for (size_t i = 0; !error && i < f->item_count; i++)
        if (f->items[i].recipe->source == failed->recipe->source &&
            f->items[i].status == failed->status) {
            error = f->items[i].error;
            f->items[i].error = NULL;
        }
    if (failed->error)
        failed->error = NULL;
    if (f->job->error && !*f->job->error)
        *f->job->error = error;
    else
        koor_error_free(error);
    return failed->status;
}

static int32_t hand_out(fan *f, size_t count, int alone, kr_image_done done, void *user) {
    for (size_t i = 0; i < count; i++) {
        item *next = f->wanted[i];
        await_item(f, next, alone);
        if (next->state == FAILED)
            return tell(f, next);
        if (done(i, next->bytes, next->length, user) != 0)
            return kr_fail(f->job, KOOR_E_CANCELLED, "pictures", (int64_t)i,
                           "stopped by the callback");
        if (next->last == i) {
            kr_free(f->job->memory, next->bytes);
            next->bytes = NULL;
        }
        int32_t status = kr_job_progress(f->job, "render", i + 1, count);
        if (status != KOOR_OK)
            return status;
    }
    return KOOR_OK;
}

/* Signals belong to the host's threads. */
static int start_threads(fan *f, pthread_t *threads, int32_t wanted) {
    sigset_t all, before;
    int started = 0;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    while (started < wanted && pthread_create(&threads[started], NULL, worker, f) == 0)
        started++;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return started;
}

static int32_t run(fan *f, size_t count, int32_t wanted, kr_image_done done, void *user) {
    pthread_t threads[MAX_THREADS];
    wanted = wanted > MAX_THREADS ? MAX_THREADS : wanted;
    wanted = (size_t)wanted > f->group_count ? (int32_t)f->group_count : wanted;
    f->most_held = wanted > 1 ? (uint32_t)wanted : 1;
    /* Where no thread can be made, the caller works alone. */
    int started = wanted > 1 ? start_threads(f, threads, wanted) : 0;
    int32_t status = hand_out(f, count, !started, done, user);
    pthread_mutex_lock(&f->lock);
    f->stop = 1;
    pthread_cond_broadcast(&f->changed);
    pthread_mutex_unlock(&f->lock);
    for (int i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
    return status;
}

static void clean(fan *f) {
    for (size_t i = 0; f->items && i < f->item_count; i++) {
        kr_free(f->job->memory, f->items[i].bytes);
        koor_error_free(f->items[i].error);
    }
    for (size_t i = 0; f->sources && i < (size_t)f->pool->count * KR_SCALES; i++) {
        kr_pixels_end(f->job->memory, &f->sources[i].pixels);
        koor_error_free(f->sources[i].error);
    }
    kr_studio_end(f->job, &f->studio);
    pthread_cond_destroy(&f->changed);
    pthread_mutex_destroy(&f->lock);
}

static int32_t prepare(fan *f, const kr_recipe *const *recipes, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (recipes[i]->source >= f->pool->count)
            return kr_fail(f->job, KOOR_E_ARGUMENT, "recipe", (int64_t)i,
                           "a recipe of another campaign");
    int32_t status = make_items(f, recipes, count);
    if (status == KOOR_OK)
        status = make_groups(f);
    for (size_t i = 0; status == KOOR_OK && i < f->item_count; i++)
        status = kr_studio_prepare(f->job, &f->studio, f->items[i].recipe);
    f->module = f->studio.module;
    for (size_t i = 0; status == KOOR_OK && !f->module && i < f->item_count; i++) {
        const kr_picture *picture = f->pool->pictures[f->items[i].recipe->source];
        if (picture->foreign && needs_pixels(f->items[i].recipe))
            status = kr_module_open(f->job, f->studio.scene->settings, picture->id.at, &f->module);
    }
    return status;
}

int32_t kr_image_render_all(kr_job *job, const kr_image_scene *scene,
                            const kr_recipe *const *recipes, size_t count, int32_t threads,
                            kr_image_done done, void *user) {
    fan f = {.job = job, .studio = {.scene = scene}, .pool = scene->pool};
    if (!count)
        return KOOR_OK;
    if (!kr_jpeg_available())
        return kr_fail(job, KOOR_E_FEATURE, "images", -1,
                       "this build of koor plans pictures but cannot render them: build it with "
                       "libjpeg-turbo (meson setup -Dimages=enabled)");
    if (pthread_mutex_init(&f.lock, NULL) != 0)
        return kr_nomem(job);
    if (pthread_cond_init(&f.changed, NULL) != 0) {
        pthread_mutex_destroy(&f.lock);
        return kr_nomem(job);
    }
    int32_t status = prepare(&f, recipes, count);
    if (status == KOOR_OK)
        status = run(&f, count, threads, done, user);
    clean(&f);
    return status;
}

/* -- one
 * ------------------------------------------------------------------------------------------- */

typedef struct single {
    const kr_memory *memory;
    void *bytes;
    size_t length;
} single;

static int32_t keep(size_t index, const void *bytes, size_t length, void *user) {
    single *s = user;
    (void)index;
    s->bytes = kr_alloc(s->memory, length, 1);
    if (!s->bytes)
        return 1;
    memcpy(s->bytes, bytes, length);
    s->length = length;
    return 0;
}

int32_t kr_image_render(kr_job *job, const kr_image_scene *scene, const kr_recipe *recipe,
                        void **out, size_t *out_length) {
    single s = {.memory = job->memory};
    kr_job quiet = *job;
    koor_error *stopped = NULL;
    quiet.progress = NULL;
    quiet.error = &stopped;
    int32_t status = kr_image_render_all(&quiet, scene, &recipe, 1, 1, keep, &s);
    job->arena = quiet.arena;
    if (status == KOOR_E_CANCELLED) {
        koor_error_free(stopped);
        return kr_nomem(job);
    }
    if (status != KOOR_OK) {
        if (job->error && !*job->error)
            *job->error = stopped;
        else
            koor_error_free(stopped);
        return status;
    }
    *out = s.bytes;
    *out_length = s.length;
    return KOOR_OK;
}
