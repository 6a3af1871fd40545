/* What every unit test includes: cmocka wants these four before itself. */
#ifndef KR_UNIT_H
#define KR_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <locale.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEMPORARY_NAME = 1024 };

/* A copy without a byte behind it, for the sanitizers to see a read too far; the caller frees it. */
static inline char *exact_copy(const char *text) {
    char *copy = malloc(strlen(text) + !*text);
    assert_non_null(copy);
    return memcpy(copy, text, strlen(text));
}

/* "FOLDER/koor-NAME-XXXXXX" for mkstemp and mkdtemp, in the machine's folder for temporary files. */
static inline void temporary_name(char out[TEMPORARY_NAME], const char *name) {
    const char *folder = getenv("TMPDIR");
    int length = snprintf(out, TEMPORARY_NAME, "%s/koor-%s-XXXXXX",
                          folder && *folder ? folder : "/tmp", name);
    assert_in_range(length, 1, TEMPORARY_NAME - 1);
}

/* Many hosts do so, and then a decimal point may be a comma (tests/locale.sh). */
__attribute__((constructor)) static void use_locale_of_machine(void) {
    setlocale(LC_ALL, "");
}

/* Ends a test, or a part of it, whose data are not on this machine. Not by cmocka's skip(): version 1.1.5 writes that
 * as "not ok # SKIP", which a reader of TAP counts as failed. */
#define LEAVE_OUT(why)                                                                             \
    do {                                                                                           \
        print_message("# skipped: %s\n", why);                                                     \
        return;                                                                                    \
    } while (0)

#endif
