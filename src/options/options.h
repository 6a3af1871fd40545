/* The option registry: how the text of an option becomes a value. See options.def. */
#ifndef KR_OPTIONS_H
#define KR_OPTIONS_H

#include "base/job.h"
#include "base/text.h"
#include "model/settings.h"

/* All defaults. */
void kr_options_start(kr_settings *settings);

int kr_options_has(const char *key);

/* Sets one option; strings are copied into the arena. KOOR_E_OPTION with the key as path, and the
 * nearest known key or the range in the message. */
int32_t kr_options_set(kr_job *job, kr_arena *arena, kr_settings *settings, const char *key,
                       kr_str value);

/* The voice of a person, "person=we,tone=plain", over the settings. KOOR_E_VALUE where it is not written so, and as
 * kr_options_set for its options. */
int32_t kr_options_voice(kr_job *job, kr_arena *arena, kr_settings *settings, kr_str voice);

/* Copies the values' strings into the arena, so that the settings outlive whom they were set for. */
int32_t kr_options_own(kr_job *job, kr_arena *arena, kr_settings *settings);

/* How a value is written: the text that kr_options_set would take for it. */
void kr_options_write(kr_buffer *buffer, const kr_settings *settings, kr_option_id id);
/* 1 where the value is not the default. */
int kr_options_changed(const kr_settings *settings, kr_option_id id);

#endif
