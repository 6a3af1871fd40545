/* What every unit test includes: cmocka wants these four before itself. */
#ifndef KR_UNIT_H
#define KR_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#endif
