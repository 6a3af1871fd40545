/* The joint: a small finite-state machine that decides, fragment by fragment, what stands between
 * two fragments and in which form the second one stands.
 *
 * State: what came before (nothing, a word, something that takes no space, or white space that is
 * still held back), whether a sentence starts, and whether an article waits for its n. Realising
 * copies what a step says, length adds its weights, printing as markup writes it out; all call the
 * same function, so that they cannot differ. The bounds of length (graph/bounds.c) follow the
 * machine without the capital, whose two forms they take as an interval. */
#ifndef KR_JOINT_H
#define KR_JOINT_H

#include "model/choicegraph.h"

typedef enum kr_before {
    KR_BEFORE_START,     /* nothing yet: white space is dropped */
    KR_BEFORE_WORD,      /* a space goes before the next word */
    KR_BEFORE_OPEN,      /* none: after an opening bracket or raw text */
    KR_BEFORE_SPACE,     /* white space is held back until something follows: a blank, */
    KR_BEFORE_LINE,      /* a line end, */
    KR_BEFORE_PARAGRAPH, /* an empty line */
    KR_BEFORE_ARTICLE,   /* as after a word, and "a" may become "an" */
    KR_BEFORE_STATES
} kr_before;

typedef struct kr_joint {
    uint8_t before; /* kr_before */
    uint8_t capital;
    const kr_fragment *space; /* held back */
} kr_joint;

/* What one fragment puts into the text: the n of "an", white space, then one of its forms. */
typedef struct kr_joint_step {
    uint8_t shown; /* 0: nothing at all */
    uint8_t n;
    uint8_t blank;            /* the joint's own space */
    uint8_t title;            /* the form that opens a sentence */
    uint8_t cut;              /* an article: only its first letter */
    const kr_fragment *space; /* held back until now, or NULL */
} kr_joint_step;

static inline kr_joint kr_joint_start(void) {
    return (kr_joint){.before = KR_BEFORE_START, .capital = 1};
}

/* Empty lines outweigh line ends, and these blanks: of several in a row the strongest one stands.
 */
uint8_t kr_joint_strength(const char *text, const kr_fragment *fragment);

/* The state behind a fragment that is not white space. */
static inline uint8_t kr_joint_after(const kr_fragment *fragment) {
    if (fragment->flags & (KR_FRAGMENT_RAW | KR_FRAGMENT_TIGHT_RIGHT))
        return KR_BEFORE_OPEN;
    return fragment->flags & KR_FRAGMENT_ARTICLE ? KR_BEFORE_ARTICLE : KR_BEFORE_WORD;
}

/* The state behind white space of that strength. An article keeps waiting over a blank. */
static inline uint8_t kr_joint_held(uint8_t before, uint8_t strength) {
    if (before == KR_BEFORE_START || (before == KR_BEFORE_ARTICLE && strength == KR_BEFORE_SPACE))
        return before;
    int holds = before >= KR_BEFORE_SPACE && before <= KR_BEFORE_PARAGRAPH;
    return holds && before >= strength ? before : strength;
}

/* Whether held-back white space stands before the fragment: a comma swallows a blank. */
static inline int kr_joint_keeps(uint8_t before, const kr_fragment *fragment) {
    return before == KR_BEFORE_LINE || before == KR_BEFORE_PARAGRAPH ||
           (before == KR_BEFORE_SPACE && !(fragment->flags & KR_FRAGMENT_TIGHT_LEFT));
}

static inline int kr_joint_blank(uint8_t before, const kr_fragment *fragment) {
    return (before == KR_BEFORE_WORD || before == KR_BEFORE_ARTICLE) &&
           !(fragment->flags & (KR_FRAGMENT_TIGHT_LEFT | KR_FRAGMENT_RAW));
}

static inline int kr_joint_n(uint8_t before, const kr_fragment *fragment) {
    return before == KR_BEFORE_ARTICLE && fragment->flags & KR_FRAGMENT_VOWEL;
}

/* A sentence start is carried over emoji, brackets and quotation marks to the first word. */
static inline uint8_t kr_joint_capital(uint8_t capital, const kr_fragment *fragment) {
    if (fragment->flags & KR_FRAGMENT_ENDS)
        return 1;
    return fragment->flags & KR_FRAGMENT_NEUTRAL ? capital : 0;
}

static inline kr_joint_step kr_joint_next(kr_joint *joint, const char *text,
                                          const kr_fragment *fragment) {
    if (fragment->length == 0)
        return (kr_joint_step){0};
    if (fragment->flags & KR_FRAGMENT_SPACE) {
        uint8_t before = kr_joint_held(joint->before, kr_joint_strength(text, fragment));
        if (before != joint->before)
            joint->space = fragment;
        joint->before = before;
        if (fragment->flags & KR_FRAGMENT_ENDS) /* a line without a closing mark */
            joint->capital = 1;
        return (kr_joint_step){0};
    }
    kr_joint_step step = {
        .shown = 1,
        .n = (uint8_t)kr_joint_n(joint->before, fragment),
        .blank = (uint8_t)kr_joint_blank(joint->before, fragment),
        .title = joint->capital,
        .cut = (fragment->flags & KR_FRAGMENT_ARTICLE) != 0,
        .space = kr_joint_keeps(joint->before, fragment) ? joint->space : NULL,
    };
    joint->before = kr_joint_after(fragment);
    joint->capital = kr_joint_capital(joint->capital, fragment);
    return step;
}

#endif
