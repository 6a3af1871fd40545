/* An allocator whose k-th allocation fails, and what every call must then give: KOOR_E_NOMEM or
 * success. */
#ifndef KR_OOM_FAILING_H
#define KR_OOM_FAILING_H

#include "koor.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct counter {
    long left; /* allocations until one fails; negative: none fails */
    long held; /* blocks that are not freed */
    int failed;
} counter;

static inline int may_allocate(counter *c) {
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

/* Runs a scenario with the k-th allocation failing, for every k up to `every`, then in steps that
 * grow with k (so that the suite keeps its time), until nothing fails any more. */
static inline long fail_each(int (*run)(counter *c, const void *user), const void *user,
                             long every) {
    long k = 0, runs = 0;
    for (int failed = 1; failed; runs++) {
        counter c = {.left = k};
        failed = run(&c, user);
        assert_int_equal(c.held, 0);
        assert_int_equal(failed, c.failed);
        k += k < every ? 1 : k / 50;
    }
    return runs;
}

#endif
