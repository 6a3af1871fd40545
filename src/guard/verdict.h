/* Making a verdict: the reason, the place, and a sentence with what was found. */
#ifndef KR_VERDICT_H
#define KR_VERDICT_H

#include "guard/guard.h"

/* `before` what `after`: the sentence around a quoted piece of text. KOOR_OK, or KOOR_E_NOMEM. */
int32_t kr_verdict_say(kr_job *job, kr_arena *arena, kr_verdict *out, kr_reason reason,
                       kr_span place, const char *before, kr_str what, const char *after);

#endif
