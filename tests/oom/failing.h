/* An allocator whose k-th allocation fails, and what every call must then give: KOOR_E_NOMEM or
 * success. Which k: all of the first few hundred, and the first one of every path of calls that leads to an
 * allocation, because a fault in handling a failure stands at a place, not at a number. In a build with
 * -DKR_ARENA_CHUNK=1 every allocation from an arena asks the allocator, and so can fail here. */
#ifndef KR_OOM_FAILING_H
#define KR_OOM_FAILING_H

#include "koor.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef __GLIBC__
#include <execinfo.h>
#endif

enum { PLACES = 1 << 16, PATH = 12 };

/* The paths of calls that allocate, and at which allocation each was first seen. */
typedef struct places {
    uint64_t seen[PLACES]; /* hashes of paths; 0 where none is */
    long first[PLACES];    /* in the order in which they were found */
    size_t count;
} places;

typedef struct counter {
    int armed;    /* else every allocation succeeds and none is counted */
    long left;    /* allocations until one fails; negative: none fails */
    long held;    /* blocks that are not freed */
    long asked;   /* allocations since `note` was set */
    places *note; /* NULL: places are not noted */
    int failed;
} counter;

static inline void note_place(counter *c) {
    places *p = c->note;
    uint64_t hash = 1469598103934665603u;
#ifdef __GLIBC__
    void *path[PATH];
    int depth = backtrace(path, PATH);
    for (int i = 2; i < depth; i++) /* from the allocator on */
        hash = (hash ^ (uint64_t)(uintptr_t)path[i]) * 1099511628211u;
#endif
    size_t at = (size_t)(hash >> 32) % PLACES;
    while (p->seen[at] != 0 && p->seen[at] != hash)
        at = (at + 1) % PLACES;
    if (p->seen[at] == 0 && p->count < PLACES / 2) {
        p->seen[at] = hash;
        p->first[p->count++] = c->asked;
    }
    c->asked++;
}

static inline int may_allocate(counter *c) {
    if (!c->armed)
        return 1;
    if (c->note)
        note_place(c);
    if (c->left == 0) {
        c->failed = 1;
        return 0;
    }
    if (c->left > 0)
        c->left--;
    return 1;
}

static inline void *failing_allocate(size_t size, void *user) {
    counter *c = user;
    if (!may_allocate(c))
        return NULL;
    c->held++;
    return malloc(size);
}

static inline void *failing_resize(void *block, size_t size, void *user) {
    return may_allocate(user) ? realloc(block, size) : NULL;
}

static inline void failing_release(void *block, void *user) {
    ((counter *)user)->held -= block != NULL;
    free(block);
}

/* A failing call is told as KOOR_E_NOMEM in the status and in the error object. */
static inline int32_t checked(int32_t status, koor_error **error) {
    if (status < 0) {
        assert_string_equal(koor_error_name(status), "KOOR_E_NOMEM");
        assert_int_equal(koor_error_code(*error), status);
    } else {
        assert_null(*error);
    }
    koor_error_free(*error);
    *error = NULL;
    return status;
}

typedef void one_run(counter *c, const void *user);

/* One run in which the k-th allocation fails (none for -1): whether one did. Nothing may leak. */
static inline int fail_one(counter *c, one_run *run, const void *user, long k) {
    long held = c->held;
    c->left = k;
    c->failed = 0;
    c->armed = 1;
    run(c, user);
    c->armed = 0;
    assert_int_equal(c->held, held);
    return c->failed;
}

/* The first allocation of every path of calls, from the k-th on: those before it have failed. */
static inline long fail_each_place(counter *c, one_run *run, const void *user, long k) {
    places *found = calloc(1, sizeof *found);
    assert_non_null(found);
    c->note = found;
    c->asked = 0;
    fail_one(c, run, user, -1);
    c->note = NULL;
    long runs = 0;
    for (size_t i = 0; i < found->count; i++)
        if (found->first[i] >= k) {
            assert_true(fail_one(c, run, user, found->first[i]));
            runs++;
        }
    free(found);
    return runs;
}

/* Runs a scenario with the k-th allocation failing, for every k up to `every`, then in steps that grow with
 * k (so that the suite keeps its time), until nothing fails any more; then for every place. */
static inline long fail_each(counter *c, one_run *run, const void *user, long every) {
    long k = 0, runs = 0;
    for (int failed = 1; failed; runs++) {
        failed = fail_one(c, run, user, k);
        k += k < every ? 1 : k / 50;
    }
    return runs + fail_each_place(c, run, user, every);
}

#endif
