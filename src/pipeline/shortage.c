/* Why a class of texts has no more of them, in words, and what would give more: of the language that koor
 * has no rules for, of what the second check refused, of the length, of likeness. */
#include "base/json_write.h"
#include "guard/guard.h"
#include "options/options.h"
#include "pipeline/plan_data.h"

#include <string.h>

enum { AUTOMATIC_OFF = 2 }; /* of rewrite.automatic */

#define OR_SIMILARITY ", or a higher select.max_similarity"

/* A plain post that nothing reworded, for want of rules. */
static int lacks_rules(const kr_text_class *class) {
    return !class->version->pack && !class->version->trusted &&
           class->settings.number[KR_OPT_REWRITE_AUTOMATIC] != AUTOMATIC_OFF;
}

static void put_lack_of_rules(kr_buffer *out, const kr_text_class *class,
                              const koor_engine *engine) {
    const char *language = class->version->post.language;
    kr_buffer_text(out, "the post is in a language that koor has no rules for");
    if (*language && strcmp(language, "und") != 0) {
        kr_buffer_text(out, ", \"");
        kr_buffer_text(out, language);
        kr_buffer_char(out, '"');
    }
    kr_buffer_text(out, " (it has them for ");
    for (size_t i = 0; i < KR_ENGINE_PACKS; i++) {
        kr_buffer_text(out, i ? ", " : "");
        kr_buffer_text(out, kr_pack_language(engine->packs[i]));
    }
    kr_buffer_text(out, "): name its language where it is another one, or give wordings by author "
                        "markup or --alternatives");
}

/* With the first of them as an example, where it was the text that was at fault. */
static void put_refused(kr_buffer *out, const kr_text_class *class) {
    kr_buffer_uint(out, class->report.refused);
    kr_buffer_text(out, class->report.refused == 1 ? " was" : " were");
    kr_buffer_text(out, " refused by the second check");
    if (!*class->skipped.example)
        return;
    kr_buffer_text(out, class->report.refused == 1 ? " (" : " (such as: ");
    kr_buffer_text(out, class->skipped.example);
    kr_buffer_char(out, ')');
}

static void put_sources(kr_buffer *out, const kr_text_class *class) {
    kr_buffer_text(out, class->version->trusted ? "; more come from other choices in the markup"
                                                : "; more come from author markup, --alternatives");
}

void kr_class_shortage(kr_buffer *out, const kr_text_class *class, const koor_engine *engine) {
    if (lacks_rules(class)) {
        put_lack_of_rules(out, class, engine);
        return;
    }
    switch (class->report.end) {
    case KR_SELECT_ALL:
        kr_buffer_text(out, "every wording of the post was looked at");
        kr_buffer_text(out, class->report.refused ? ": " : "");
        if (class->report.refused)
            put_refused(out, class);
        kr_buffer_text(out, ", and no other is different enough");
        put_sources(out, class);
        kr_buffer_text(out, OR_SIMILARITY);
        break;
    case KR_SELECT_RECHECK:
        kr_buffer_text(out, "of the further wordings most were of no use: ");
        put_refused(out, class);
        put_sources(out, class);
        break;
    case KR_SELECT_LENGTH:
        kr_buffer_text(out, "most further wordings do not fit the network's length; shorten the post");
        break;
    case KR_SELECT_SIMILAR:
        kr_buffer_text(out, "no more are different enough");
        put_sources(out, class);
        kr_buffer_text(out, OR_SIMILARITY);
        break;
    default:
        break;
    }
}

void kr_class_put_skipped(kr_buffer *out, const kr_text_class *class) {
    static const char *const others[] = {"rejected",   "optional", "network",
                                         "disclosure", "policy",   "empty"};
    kr_put_key(out, "skipped");
    kr_put_open(out, '{');
    for (uint32_t i = 0; i < KR_SKIPS; i++)
        if (class->skipped.by[i])
            kr_put_uint(out, i < KR_REASONS ? kr_reason_name((kr_reason)i) : others[i - KR_REASONS],
                        class->skipped.by[i]);
    kr_buffer_char(out, '}');
}
