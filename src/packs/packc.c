/* packc LANG OUT FILE...: compiles pack files into a C array at build time, with the compiler that
 * the library uses for packs loaded at run time. A tool of the build, not of the library. */
#include "koor.h"
#include "packs/pack_data.h"
#include "rewrite/pack_blob.h"
#include "rewrite/packs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *read_whole(const char *path, size_t *out_length) {
    FILE *file = fopen(path, "rb");
    char *text = NULL;
    size_t length = 0, capacity = 0;
    if (!file)
        return NULL;
    do {
        if (capacity - length < 65536) {
            char *more = realloc(text, capacity = capacity * 2 + 65536);
            if (!more)
                free(text);
            text = more;
        }
        if (!text)
            break;
        length += fread(text + length, 1, 65536, file);
    } while (!feof(file) && !ferror(file));
    fclose(file);
    *out_length = length;
    return text;
}

/* Octal of three digits, so that no digit behind it is taken for a part of it; no `?`, which might open a trigraph. */
static void write_chunk(FILE *out, const unsigned char *bytes, size_t length) {
    fputs("{\"", out);
    for (size_t i = 0; i < length; i++)
        if (bytes[i] < ' ' || bytes[i] > '~' || strchr("\"\\?", bytes[i]))
            fprintf(out, "\\%03o", bytes[i]);
        else
            putc(bytes[i], out);
    fputs("\"},\n", out);
}

static int write_array(const char *path, const char *language, const kr_pack *pack) {
    const unsigned char *bytes = pack->blob;
    size_t size = kr_pack_blob(pack)->size;
    FILE *out = fopen(path, "wb");
    if (!out)
        return -1;
    fprintf(out, "/* Written by packc from src/packs/%s. */\n#include \"packs/pack_data.h\"\n\n"
                 "const kr_pack_chunk kr_pack_data_%s[] = {\n", language, language);
    for (size_t at = 0; at < size; at += KR_PACK_CHUNK)
        write_chunk(out, bytes + at, size - at < KR_PACK_CHUNK ? size - at : KR_PACK_CHUNK);
    fprintf(out, "};\n");
    return fclose(out);
}

static int read_files(kr_pack_file *files, char **paths, size_t count) {
    for (size_t i = 0; i < count; i++) {
        files[i].name = kr_str_of(paths[i]);
        files[i].text.at = read_whole(paths[i], &files[i].text.length);
        if (!files[i].text.at)
            return fprintf(stderr, "packc: cannot read %s\n", paths[i]), -1;
    }
    return 0;
}

static void free_files(kr_pack_file *files, size_t count) {
    for (size_t i = 0; i < count; i++)
        free((void *)(uintptr_t)files[i].text.at);
    free(files);
}

static int compile(const char *language, const char *out, const kr_pack_file *files, size_t count) {
    koor_error *error = NULL;
    kr_pack *pack = NULL;
    kr_job job;
    kr_job_start(&job, &kr_memory_default, &error);
    int failed = kr_pack_compile(&job, &pack, NULL, files, count) != KOOR_OK;
    if (failed)
        fprintf(stderr, "packc: %s\n", error ? koor_error_message(error) : "out of memory");
    else if (strcmp(kr_pack_language(pack), language) != 0)
        failed = fprintf(stderr, "packc: packs of %s\n", kr_pack_language(pack));
    else
        failed = write_array(out, language, pack);
    kr_pack_free(&kr_memory_default, pack);
    koor_error_free(error);
    kr_job_end(&job);
    return failed != 0;
}

int main(int argc, char **argv) {
    if (argc < 4)
        return fprintf(stderr, "usage: packc LANG OUT FILE...\n"), 2;
    size_t count = (size_t)argc - 3;
    kr_pack_file *files = calloc(count, sizeof *files);
    int failed = !files || read_files(files, argv + 3, count) < 0 ||
                 compile(argv[1], argv[2], files, count);
    if (files)
        free_files(files, count);
    return failed;
}
