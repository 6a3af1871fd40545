/* One lexer for all tests of a program: opened before the first, closed behind the last. */
#ifndef KR_TEST_LEXER_H
#define KR_TEST_LEXER_H

#include "analyse/analyse.h"
#include "unit.h"

static kr_lexer *lexer;

static int open_lexer(void **state) {
    kr_job job;
    (void)state;
    kr_job_start(&job, &kr_memory_default, NULL);
    int32_t status = kr_lexer_open(&job, &lexer);
    kr_job_end(&job);
    return status;
}

static int close_lexer(void **state) {
    (void)state;
    kr_lexer_close(lexer);
    return 0;
}

#endif
