/* libcurl as `koor ask` uses it: see ask_curl.c. */
#ifndef ASK_CURL_H
#define ASK_CURL_H

#include <curl/curl.h>

typedef struct ask_curl {
    CURLcode (*global_init)(long flags);
    CURL *(*easy_init)(void);
    CURLcode (*easy_setopt)(CURL *curl, CURLoption option, ...);
    CURLcode (*easy_perform)(CURL *curl);
    CURLcode (*easy_getinfo)(CURL *curl, CURLINFO info, ...);
    const char *(*easy_strerror)(CURLcode code);
    void (*easy_reset)(CURL *curl);
    void (*easy_cleanup)(CURL *curl);
    struct curl_slist *(*slist_append)(struct curl_slist *list, const char *line);
    void (*slist_free_all)(struct curl_slist *list);
} ask_curl;

/* 0, or -1 with the loader's reason. What is opened stays open. */
int ask_curl_open(ask_curl *out, const char **out_why);

#endif
