/* Keeping people: see people.h. */
#include "model/people.h"

int kr_people_start(kr_people *people, const kr_memory *memory, kr_arena *arena) {
    *people = (kr_people){.memory = memory};
    kr_table_start(&people->ids, memory, arena);
    kr_table_start(&people->names, memory, arena);
    return kr_table_add(&people->names, (kr_str){"", 0}, NULL) == 0 ? 0 : KR_PEOPLE_NOMEM;
}

void kr_people_end(kr_people *people) {
    kr_table_end(&people->ids);
    kr_table_end(&people->names);
    kr_free(people->memory, people->member);
    kr_free(people->memory, people->pool);
    *people = (kr_people){.memory = people->memory};
}

static int keep_name(kr_people *people, kr_str text, kr_name *out) {
    *out = text.length ? kr_table_add(&people->names, text, NULL) : 0;
    return *out == UINT32_MAX ? KR_PEOPLE_NOMEM : 0;
}

/* Behind the pool's end, which moves only when the whole person is in. A name twice counts once. */
static int keep_names(kr_people *people, const kr_str *texts, uint32_t count, size_t *end,
                      uint16_t *out_count) {
    size_t from = *end;
    for (uint32_t i = 0; i < count; i++) {
        kr_name name;
        if (kr_grow(people->memory, (void **)&people->pool, &people->pool_capacity, *end,
                    sizeof *people->pool) < 0 ||
            keep_name(people, texts[i], &name) < 0)
            return KR_PEOPLE_NOMEM;
        size_t at = from;
        while (at < *end && people->pool[at] != name)
            at++;
        if (name == 0 || at < *end)
            continue;
        if (*end - from >= UINT16_MAX || *end >= UINT32_MAX)
            return KR_PEOPLE_TOO_MANY;
        people->pool[(*end)++] = name;
    }
    *out_count = (uint16_t)(*end - from);
    return 0;
}

static int32_t day32(int64_t day) {
    return day > INT32_MAX ? INT32_MAX : day < INT32_MIN ? INT32_MIN : (int32_t)day;
}

static int fill(kr_people *people, const kr_person *person, kr_member *member, size_t *end) {
    const struct {
        kr_str text;
        kr_name *name;
    } names[] = {
        {person->site, &member->site},         {person->timezone, &member->timezone},
        {person->language, &member->language}, {person->wave, &member->wave},
        {person->voice, &member->voice},       {person->hours, &member->hours},
    };
    int code = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names && code == 0; i++)
        code = keep_name(people, names[i].text, names[i].name);
    member->first = (uint32_t)*end;
    if (code == 0)
        code =
            keep_names(people, person->circles, person->circle_count, end, &member->circle_count);
    if (code == 0)
        code = keep_names(people, person->networks, person->network_count, end,
                          &member->network_count);
    member->absent_from = day32(person->absent_from);
    member->absent_to = day32(person->absent_to);
    member->opted_in = person->opted_in;
    return code;
}

int kr_people_keep(kr_people *people, const kr_person *person) {
    kr_member member = {0};
    size_t end = people->pool_count;
    int is_new, code = fill(people, person, &member, &end);
    if (code < 0)
        return code;
    if (kr_grow(people->memory, (void **)&people->member, &people->capacity, people->count,
                sizeof *people->member) < 0)
        return KR_PEOPLE_NOMEM;
    uint32_t number = kr_table_add(&people->ids, person->id, &is_new);
    if (number == UINT32_MAX)
        return KR_PEOPLE_NOMEM;
    if (!is_new)
        return KR_PEOPLE_DUPLICATE;
    people->member[people->count++] = member;
    people->pool_count = end;
    return 0;
}
