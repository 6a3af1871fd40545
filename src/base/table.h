/* Table: strings to small numbers, for identifiers that must be unique and names that repeat. */
#ifndef KR_TABLE_H
#define KR_TABLE_H

#include "base/arena.h"
#include "base/text.h"

typedef struct kr_table {
    const kr_memory *memory;
    kr_arena *arena; /* where the strings are kept */
    kr_str *strings; /* by number, in the order of arrival */
    uint32_t *slots; /* open addressing: number + 1, 0 for an empty slot */
    size_t count, capacity, slot_count;
} kr_table;

void kr_table_start(kr_table *table, const kr_memory *memory, kr_arena *arena);
void kr_table_end(kr_table *table);
/* The number of a string, added where it is new (*out_new, may be NULL). UINT32_MAX: out of memory. */
uint32_t kr_table_add(kr_table *table, kr_str text, int *out_new);
/* UINT32_MAX where it is not there. */
uint32_t kr_table_find(const kr_table *table, kr_str text);

#endif
