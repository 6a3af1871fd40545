/* JSON in: jansson's objects read with the place of an error. Every reader leaves *out untouched where
 * the key is absent, and fails with KOOR_E_VALUE and the path where its type is another. */
#ifndef KR_JSON_IN_H
#define KR_JSON_IN_H

#include "base/job.h"
#include "base/text.h"

#include <jansson.h>

/* One JSON object; duplicate keys are refused. The caller frees it with json_decref. KOOR_E_SYNTAX with
 * the byte, KOOR_E_UTF8, KOOR_E_NOMEM. `path` names the input in errors. */
int32_t kr_json_object(kr_job *job, const char *path, kr_str bytes, json_t **out);

/* KOOR_E_KEY where the object has a key that is not in the NULL-terminated list. */
int32_t kr_json_known(kr_job *job, const char *path, const json_t *object, const char *const *keys);

int32_t kr_json_string(kr_job *job, const char *path, const json_t *object, const char *key,
                       kr_str *out);
int32_t kr_json_bool(kr_job *job, const char *path, const json_t *object, const char *key, int *out);
int32_t kr_json_int(kr_job *job, const char *path, const json_t *object, const char *key,
                    int64_t *out);
/* "a|b" or ["a","b"]: the parts, without white space around and without empty ones, in the arena;
 * they point into the JSON. */
int32_t kr_json_words(kr_job *job, const char *path, const json_t *object, const char *key,
                      kr_arena *arena, kr_str **out, uint32_t *out_count);

#endif
