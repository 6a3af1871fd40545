/* Profiles of texts that were read: see profile.c. */
#ifndef KR_PROFILE_H
#define KR_PROFILE_H

#include "select/shingle.h"

/* The profile of the text that was read last: 0, or -1 when out of memory. */
int kr_profile_of(kr_profiles *profiles, const kr_shingler *shingler, kr_arena *arena,
                  kr_profile *out);

#endif
