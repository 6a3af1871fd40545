/* People from a CSV file, as an HR system or a spreadsheet exports it: one JSON object a person,
 * with the keys that koor_campaign_add_person takes. */
#ifndef PEOPLE_CSV_H
#define PEOPLE_CSV_H

#include <stddef.h>

/* What is wrong with a person, and under which key of the JSON; an empty key: with the whole row. */
typedef struct people_csv_fault {
    char message[512], key[32];
} people_csv_fault;

/* Takes a person: 0, or -1 with what is wrong. */
typedef int people_csv_add(const char *json, size_t length, void *user, people_csv_fault *fault);
/* Hears what is wrong with a line; a line of 0 is about the whole file. */
/* `column` counts characters from 1, as editors do; 0: the whole line. */
typedef void people_csv_problem(size_t line, size_t column, const char *message, void *user);

typedef struct people_csv_sink {
    people_csv_add *add;
    people_csv_problem *problem;
    void *user;
} people_csv_sink;

/* Reads bytes in UTF-8 or UTF-16; columns by name, in any order, between commas, semicolons or
 * tabs. Names and e-mail addresses leave no trace but in the id of a file that has none, where
 * an address becomes a short hash. `keep` asks otherwise: "name" or "email" takes that column as
 * the id; NULL none. Gives the number of rows that were rejected, or -1 where the file could not
 * be read at all. */
long people_csv_read(const char *bytes, size_t length, const char *keep,
                     const people_csv_sink *sink);

/* The same for the command line: problems go to stderr as "koor: PATH:LINE: ...". Gives 0, or 1
 * where a row was rejected: a plan with people missing would have to be made again. */
int cli_people_csv(const char *path, const char *bytes, size_t length, const char *keep,
                   people_csv_add *add, void *user);

#endif
