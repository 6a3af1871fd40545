/* The wordings of one text: what each edit of its walk says on its own, with the edits inside it
 * undone, which is what a person decides on; and whether decisions let the text stand. */
#include "pipeline/plan_data.h"

#include <string.h>

static kr_str base_of(const kr_version *version, const kr_edit *edit) {
    return (kr_str){version->base.at + edit->from.start, edit->from.end - edit->from.start};
}

/* A wording that closes its sentence stands for the base's mark too. Which one does, the text
 * tells: the mark of the base is not behind it. */
kr_str kr_edit_replaces(const kr_version *version, const kr_edit_use *use, kr_str text) {
    kr_str from = base_of(version, &version->graph.edits[use->edit]), base = version->base;
    size_t end = (size_t)(from.at - base.at) + from.length, marks = kr_closing_marks(base, end);
    kr_str says = {text.at + use->start, use->end - use->start};
    int closes = kr_wording_from(says, says).length < says.length;
    int stays =
        text.length - use->end >= marks && memcmp(text.at + use->end, base.at + end, marks) == 0;
    return (kr_str){from.at, from.length + (closes && !stays ? marks : 0)};
}

/* The words of the base in the case that the text has here. */
static void put_base(kr_buffer *out, kr_str base, kr_str there) {
    size_t at = 0, other = 0;
    int32_t code = base.length ? kr_utf8_next(base.at, base.length, &at) : 0;
    int32_t shown = there.length ? kr_utf8_next(there.at, there.length, &other) : 0;
    char first[8];
    if (!base.length)
        return;
    code = kr_is_lower(shown) ? kr_to_lower(code) : code;
    kr_buffer_add(out, first, kr_utf8_put(first, code));
    kr_buffer_add(out, base.at + at, base.length - at);
}

/* The text of use `which` with the base's words in place of the edits inside it. */
static void undo_inner(kr_buffer *out, const kr_version *version, kr_str text,
                       const kr_edit_use *uses, size_t count, size_t which) {
    uint32_t at = uses[which].start;
    for (size_t i = which + 1; i < count && uses[i].start < uses[which].end; i++) {
        if (uses[i].start < at || uses[i].end > uses[which].end)
            continue; /* inside one that was undone */
        kr_buffer_add(out, text.at + at, uses[i].start - at);
        put_base(out, kr_edit_replaces(version, &uses[i], text),
                 (kr_str){text.at + uses[i].start, uses[i].end - uses[i].start});
        at = uses[i].end;
    }
    kr_buffer_add(out, text.at + at, uses[which].end - at);
}

static int32_t wording_of(kr_job *job, kr_arena *arena, const kr_version *version, kr_str text,
                          const kr_edit_use *uses, size_t count, size_t which, kr_str *out) {
    kr_buffer buffer;
    *out = version->graph.edits[uses[which].edit].text;
    if (out->length)
        return KOOR_OK;
    kr_buffer_start(&buffer, job->memory);
    undo_inner(&buffer, version, text, uses, count, which);
    const char *copy = buffer.failed
                           ? NULL
                           : kr_arena_string(arena, buffer.data ? buffer.data : "", buffer.length);
    *out = (kr_str){copy, buffer.length};
    kr_buffer_end(&buffer);
    return copy ? KOOR_OK : kr_nomem(job);
}

int32_t kr_wordings_of(kr_job *job, kr_arena *arena, const kr_version *version, const kr_walk *walk,
                       kr_str text, kr_wordings *out) {
    out->count = kr_graph_edits(version->walks, walk, NULL, 0);
    out->uses = kr_arena_alloc(arena, out->count, sizeof *out->uses);
    out->says = kr_arena_alloc(arena, out->count, sizeof *out->says);
    if (!out->uses || !out->says)
        return kr_nomem(job);
    kr_graph_edits(version->walks, walk, out->uses, out->count);
    int32_t status = KOOR_OK;
    for (size_t i = 0; i < out->count && status == KOOR_OK; i++)
        status = wording_of(job, arena, version, text, out->uses, out->count, i, &out->says[i]);
    return status;
}

uint64_t kr_wording_key_of(const kr_version *version, uint32_t number, kr_str from, kr_str says) {
    const kr_edit *edit = &version->graph.edits[number];
    uint64_t *kept = version->edit_keys ? &version->edit_keys[number] : NULL;
    kr_str words = kr_wording_from(from, says);
    if (!kept || !kr_str_equal(says, edit->text) ||
        !kr_str_equal(words, kr_wording_from(base_of(version, edit), says)))
        return kr_wording_key(from, says);
    if (!*kept)
        *kept = kr_wording_key(from, says);
    return *kept;
}

int32_t kr_wordings_allowed(kr_job *job, kr_arena *arena, const kr_version *version,
                            const kr_walk *walk, kr_str text) {
    kr_wordings wordings;
    if (!version->decisions)
        return 1;
    int32_t status = kr_wordings_of(job, arena, version, walk, text, &wordings);
    for (size_t i = 0; status == KOOR_OK && i < wordings.count; i++) {
        uint32_t edit = wordings.uses[i].edit;
        kr_str base = base_of(version, &version->graph.edits[edit]);
        uint64_t key = kr_wording_key_of(version, edit, base, wordings.says[i]);
        if (!kr_decisions_allow(version->decisions, key))
            return 0;
    }
    return status < 0 ? status : 1;
}
