/* The library's functions as release 0.1 documents them, for a program that was built then. Never changed once 0.1 is
 * out: what a later release adds belongs to the program of that release. */
#ifndef PREBUILT_CALLS_H
#define PREBUILT_CALLS_H

#include <stddef.h>
#include <stdint.h>

typedef int32_t (*progress)(const char *stage, uint64_t done, uint64_t total, void *user);
typedef int32_t (*writer)(const void *bytes, size_t length, void *user);
typedef int32_t (*rendered)(size_t index, const void *bytes, size_t length, void *user);

/* The calls and types of 0.1: result, name without koor_, arguments. A handle is a pointer. */
#define CALLS(CALL)                                                                                \
    CALL(const char *, version, (void))                                                            \
    CALL(int32_t, has_feature, (const char *name))                                                 \
    CALL(int32_t, error_code, (const void *error))                                                 \
    CALL(const char *, error_name, (int32_t code))                                                 \
    CALL(const char *, error_message, (const void *error))                                         \
    CALL(const char *, error_path, (const void *error))                                            \
    CALL(int64_t, error_offset, (const void *error))                                               \
    CALL(void, error_free, (void *error))                                                          \
    CALL(size_t, option_count, (void))                                                             \
    CALL(const char *, option_name, (size_t index))                                                \
    CALL(const char *, option_type, (size_t index))                                                \
    CALL(const char *, option_default, (size_t index))                                             \
    CALL(const char *, option_range, (size_t index))                                               \
    CALL(const char *, option_help, (size_t index))                                                \
    CALL(int32_t, engine_open, (void **out, void **out_error))                                     \
    CALL(int32_t, engine_new,                                                                      \
         (void **out, void *(*allocate)(size_t, void *), void *(*resize)(void *, size_t, void *),  \
          void (*release)(void *, void *), void *user, void **out_error))                          \
    CALL(int32_t, engine_load_pack,                                                                \
         (void *engine, const char *, const char *, size_t, void **out_error))                     \
    CALL(int32_t, engine_load_networks, (void *engine, const char *, size_t, void **out_error))    \
    CALL(int32_t, engine_set,                                                                      \
         (void *engine, const char *, const char *, size_t, void **out_error))                     \
    CALL(int32_t, engine_ready, (void *engine, void **out_error))                                  \
    CALL(const char *, engine_describe, (const void *engine, size_t *out_length))                  \
    CALL(int32_t, engine_check_pack,                                                               \
         (int64_t * out_failures, const void *engine, const char *, const char *, size_t,          \
          char *buffer, size_t capacity, size_t *out_length, void **out_error))                    \
    CALL(void, engine_free, (void *engine))                                                        \
    CALL(int32_t, campaign_new, (void **out, const void *engine, void **out_error))                \
    CALL(int32_t, campaign_set,                                                                    \
         (void *campaign, const char *, const char *, size_t, void **out_error))                   \
    CALL(int32_t, campaign_load_json, (void *campaign, const char *, size_t, void **out_error))    \
    CALL(int32_t, campaign_add_post,                                                               \
         (void *campaign, const char *id, const char *, size_t, const char *language,              \
          void **out_error))                                                                       \
    CALL(int32_t, campaign_add_image,                                                              \
         (void *campaign, const char *id, const void *, size_t, const char *, size_t,              \
          void **out_error))                                                                       \
    CALL(int32_t, campaign_add_image_file,                                                         \
         (void *campaign, const char *id, const char *path, const char *, size_t,                  \
          void **out_error))                                                                       \
    CALL(int32_t, campaign_add_person, (void *campaign, const char *, size_t, void **out_error))   \
    CALL(int32_t, campaign_add_people, (void *campaign, const char *, size_t, void **out_error))   \
    CALL(int32_t, campaign_add_alternative,                                                        \
         (int32_t * out_accepted, void *campaign, const char *, size_t, void **out_error))         \
    CALL(int32_t, campaign_add_alternatives,                                                       \
         (size_t * out_accepted, void *campaign, const char *, size_t, writer, void *user,         \
          void **out_error))                                                                       \
    CALL(int32_t, campaign_add_history, (void *campaign, const char *, size_t, void **out_error))  \
    CALL(int32_t, campaign_add_fragment,                                                           \
         (void *campaign, const char *, const char *, size_t, void **out_error))                   \
    CALL(int32_t, campaign_set_value,                                                              \
         (void *campaign, const char *, const char *, size_t, void **out_error))                   \
    CALL(int32_t, campaign_load_voices, (void *campaign, const char *, size_t, void **out_error))  \
    CALL(int32_t, campaign_set_previous, (void *campaign, const char *, size_t, void **out_error)) \
    CALL(int32_t, campaign_edit,                                                                   \
         (int32_t * out_accepted, void *campaign, const char *, size_t, char *, size_t, size_t *,  \
          void **out_error))                                                                       \
    CALL(int32_t, campaign_check,                                                                  \
         (const void *campaign, char *, size_t, size_t *, void **out_error))                       \
    CALL(int32_t, campaign_suggest,                                                                \
         (const void *campaign, const char *, char *, size_t, size_t *, void **))                  \
    CALL(int32_t, campaign_voices,                                                                 \
         (const void *campaign, char *, size_t, size_t *, void **out_error))                       \
    CALL(int32_t, campaign_count,                                                                  \
         (const void *campaign, char *, size_t, size_t *, void **out_error))                       \
    CALL(void, campaign_free, (void *campaign))                                                    \
    CALL(int32_t, plan_new,                                                                        \
         (void **out, const void *campaign, progress, void *user, void **out_error))               \
    CALL(int32_t, plan_texts,                                                                      \
         (void **out, const void *campaign, size_t count, progress, void *user, void **))          \
    CALL(int32_t, plan_from_json,                                                                  \
         (void **out, const void *engine, const char *, size_t, void **out_error))                 \
    CALL(int32_t, plan_open,                                                                       \
         (void **out, const void *engine, const char *, size_t, void **out_error))                 \
    CALL(int32_t, plan_open_folders,                                                               \
         (void **out, const void *engine, const char *, size_t, void **out_error))                 \
    CALL(size_t, plan_count, (const void *plan))                                                   \
    CALL(const char *, plan_person, (const void *plan, size_t index))                              \
    CALL(int64_t, plan_publish_unix, (const void *plan, size_t index))                             \
    CALL(int32_t, plan_text, (const void *plan, size_t index, char *, size_t, size_t *out_length)) \
    CALL(int32_t, plan_item, (const void *plan, size_t index, char *, size_t, size_t *out_length)) \
    CALL(const char *, plan_meta, (const void *plan, size_t *out_length))                          \
    CALL(const char *, plan_report, (const void *plan, size_t *out_length))                        \
    CALL(const char *, plan_alternatives, (const void *plan, size_t *out_length))                  \
    CALL(int32_t, plan_write,                                                                      \
         (const void *plan, const char *format, writer, void *user, void **out_error))             \
    CALL(void, plan_free, (void *plan))                                                            \
    CALL(int32_t, image_render, (void **out, const void *plan, size_t index, void **out_error))    \
    CALL(int32_t, plan_render,                                                                     \
         (const void *plan, int32_t threads, rendered, void *user, void **out_error))              \
    CALL(const void *, image_bytes, (const void *image, size_t *out_length))                       \
    CALL(const char *, image_type, (const void *image))                                            \
    CALL(void, image_free, (void *image))

typedef struct calls {
#define FIELD(result, name, arguments) result(*name) arguments;
    CALLS(FIELD)
} calls;

#endif
