/* Cells of a people file as people and HR systems write them, turned into what the library takes. What is not
 * understood goes through as it is: the library says what is wrong with it. */
#ifndef PEOPLE_CELLS_H
#define PEOPLE_CELLS_H

/* "Dutch", "NL" and "nl-BE" are "nl"; `code` may hold the answer. */
const char *people_language_of(const char *cell, char code[3]);
/* A role that names a wave is one; a job title says nothing about when somebody shares: "". */
const char *people_wave_of_role(const char *role);
/* A short name for a row that is the same in every export. It hides an address from a reader, not from somebody
 * who has the list of addresses. */
void people_hash_of(const char *address, char out[20]);
/* "true" or "false"; NULL: neither yes nor no. */
const char *people_consent_of(const char *cell);
/* "24/12/2026" and "24-12-2026" are "2026-12-24". "3/4/2026" may be two days: in a European file, whose columns
 * a semicolon parts, the day comes first; elsewhere it goes through. `day` may hold the answer. */
enum { PEOPLE_DAY = 40 }; /* as much as the format could write */
const char *people_day_of(const char *cell, int european, char day[PEOPLE_DAY]);

#endif
