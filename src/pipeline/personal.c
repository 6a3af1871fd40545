/* voice.personal: a marked place for a line of the sharer's own, in front of the text or behind it.
 * As long as the mark stands there the item is a suggestion: nothing publishes it by itself. */
#include "pipeline/personal.h"

#include "options/options.h"

#include <string.h>

enum { BEFORE = 1, AFTER = 2 };

static const struct {
    const char *language, *mark;
} MARKS[] = {{"nl", "[Je eigen zin]"}, {"en", "[Your own line]"}};
enum { MARK_COUNT = sizeof MARKS / sizeof *MARKS };

static kr_str mark_of(const char *language) {
    for (int i = 0; i < MARK_COUNT; i++)
        if (strcmp(MARKS[i].language, language) == 0)
            return kr_str_of(MARKS[i].mark);
    return kr_str_of(MARKS[1].mark);
}

static int begins(kr_str text, kr_str mark) {
    return text.length >= mark.length && memcmp(text.at, mark.at, mark.length) == 0;
}

static int ends(kr_str text, kr_str mark) {
    return text.length >= mark.length &&
           memcmp(text.at + text.length - mark.length, mark.at, mark.length) == 0;
}

int kr_personal_is_open(kr_str text) {
    for (int i = 0; i < MARK_COUNT; i++)
        if (kr_str_find(text, kr_str_of(MARKS[i].mark), 0) != SIZE_MAX)
            return 1;
    return 0;
}

kr_str kr_personal_rest(kr_str place, kr_str text) {
    int before = 0, after = 0;
    for (int i = 0; i < MARK_COUNT; i++) {
        before |= begins(place, kr_str_of(MARKS[i].mark));
        after |= ends(place, kr_str_of(MARKS[i].mark));
    }
    const char *line = before ? memchr(text.at, '\n', text.length) : NULL;
    if (line)
        return (kr_str){line + 1, text.length - (size_t)(line + 1 - text.at)};
    size_t end = text.length;
    while (after && end > 0 && text.at[end - 1] != '\n')
        end--;
    return end ? (kr_str){text.at, end} : text;
}

uint32_t kr_personal_room(const kr_text_class *class) {
    kr_str mark = mark_of(class->version->post.language);
    return class->settings.number[KR_OPT_VOICE_PERSONAL] ? (uint32_t)mark.length + 2 : 0;
}

static int32_t mark_item(kr_job *job, koor_plan *plan, kr_plan_item *item,
                         const kr_text_class *class, size_t index) {
    kr_str mark = mark_of(class->version->post.language), text = kr_plan_item_text(plan, index);
    size_t length = mark.length + 2 + text.length;
    char *copy = kr_arena_alloc(&plan->arena, length + 1, 1);
    kr_str *out = kr_arena_alloc(&plan->arena, 1, sizeof *out);
    if (!copy || !out)
        return kr_nomem(job);
    int first = class->settings.number[KR_OPT_VOICE_PERSONAL] == BEFORE;
    kr_str one = first ? mark : text, other = first ? text : mark;
    memcpy(copy, one.at, one.length);
    memcpy(copy + one.length, "\n\n", 2);
    memcpy(copy + one.length + 2, other.at, other.length);
    copy[length] = '\0';
    *out = (kr_str){copy, length};
    item->tagged = out;
    return KOOR_OK;
}

int32_t kr_personal_mark(kr_job *job, koor_plan *plan) {
    int32_t status = KOOR_OK;
    for (size_t i = 0; i < plan->item_count && status == KOOR_OK; i++) {
        kr_plan_item *item = &plan->items[i];
        if (item->previous || item->repost || item->left_out)
            continue;
        const kr_text_class *class = &plan->classes[item->text_class];
        if (class->settings.number[KR_OPT_VOICE_PERSONAL])
            status = mark_item(job, plan, item, class, i);
    }
    return status;
}
