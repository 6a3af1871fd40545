/* Texts of markup by the state in which they leave the joint: see markup_ways.c. */
#ifndef KR_MARKUP_WAYS_H
#define KR_MARKUP_WAYS_H

#include "base/job.h"
#include "model/joint.h"

enum {
    KR_MOST_STATES = 16, /* that alternatives are in at one place */
    KR_DIGITS = 12       /* room for a number of 32 bits */
};

/* Where the texts are made. `failed`: out of memory; `limited`: more than `most_bytes` written or too many
 * states. After either, texts are empty. */
typedef struct kr_markup_texts {
    kr_job *job;
    size_t written, most_bytes;
    int failed, limited;
} kr_markup_texts;

typedef struct kr_way_text {
    kr_str text;
    uint32_t weight;
    uint64_t hash;
} kr_way_text;

/* Alternatives that leave the joint in one state. */
typedef struct kr_way {
    kr_joint state;
    kr_way_text *at;
    size_t count, capacity;
} kr_way;

typedef struct kr_ways {
    kr_way at[KR_MOST_STATES];
    uint32_t count;
} kr_ways;

int kr_same_state(kr_joint a, kr_joint b);

/* Adds a text to the way of its state; the same text twice is one, with both weights. */
void kr_ways_add(kr_markup_texts *t, kr_ways *out, kr_joint state, kr_str text, uint32_t weight);
/* A way's alternatives as one text: in braces where there are several, the words that they share outside. */
kr_str kr_way_closed(kr_markup_texts *t, const kr_way *w);
/* Each way's alternatives become one text. */
void kr_ways_close(kr_markup_texts *t, kr_ways *out);

/* In the job's arena. */
kr_str kr_texts_join(kr_markup_texts *t, kr_str a, kr_str b, kr_str c);
/* The text with a backslash before each sign that markup would read. */
kr_str kr_texts_escape(kr_markup_texts *t, kr_str text);
/* A number in decimal, in the buffer. */
kr_str kr_text_number(char digits[KR_DIGITS], uint32_t number);
int kr_text_begins(kr_str text, const char *with);

#endif
