/* Requests of `koor ask` over libcurl: to the given URL and nowhere else (no redirects, no proxy),
 * with limits on time, size and number, and retries with a growing wait. The key goes into one
 * header. Why there is no answer is told after the last retry, and not again for each sentence. */
#include "ask.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#ifdef KOOR_HAS_CURL
#include "ask_curl.h"

enum { LARGEST_ANSWER = 1 << 20, TRIES = 3, LONGEST_WAIT = 30 };

struct ask_connection {
    ask_curl library;
    CURL *curl;
};

typedef struct answer {
    cli_text body;
    int too_large;
    long wait; /* Retry-After, in seconds */
} answer;

/* -- opening
 * --------------------------------------------------------------------------------------- */

static long number_of(const char *text, long standard, long least, long most) {
    char *end;
    if (!text)
        return standard;
    long value = strtol(text, &end, 10);
    return *end || value < least || value > most ? -1 : value;
}

static int is_loopback(const char *url) {
    static const char *const hosts[] = {"://127.0.0.1", "://localhost", "://[::1]"};
    const char *at = strstr(url, "://");
    for (size_t i = 0; at && i < 3; i++) {
        size_t length = strlen(hosts[i]);
        if (strncmp(at, hosts[i], length) == 0 &&
            (at[length] == ':' || at[length] == '/' || !at[length]))
            return 1;
    }
    return 0;
}

static char *copy(const char *text) {
    return text ? strcpy(cli_alloc(strlen(text) + 1), text) : NULL;
}

static char *endpoint_of(const char *url) {
    static const char path[] = "/chat/completions";
    size_t length = strlen(url);
    int whole = length >= sizeof path - 1 && strcmp(url + length - (sizeof path - 1), path) == 0;
    while (!whole && length && url[length - 1] == '/')
        length--;
    char *out = cli_alloc(length + sizeof path);
    memcpy(out, url, length);
    if (!whole)
        memcpy(out + length, path, sizeof path);
    return out;
}

static int connect_to(ask_server *server) {
    const char *why = "";
    struct ask_connection *own = server->connection = cli_alloc(sizeof *own);
    own->curl = NULL;
    if (ask_curl_open(&own->library, &why) < 0)
        return cli_say(CLI_FAILED, "koor ask needs libcurl, which cannot be opened: %s", why);
    if (own->library.global_init(CURL_GLOBAL_DEFAULT) != 0 ||
        !(own->curl = own->library.easy_init()))
        return cli_say(CLI_FAILED, "libcurl cannot be started");
    return CLI_DONE;
}

int ask_server_open(ask_server *server, const cli_flags *flags) {
    const char *key = getenv("KOOR_API_KEY");
    *server = (ask_server){.name = flags->name ? flags->name : "default",
                           .timeout = number_of(flags->timeout, 60, 1, 3600)};
    long most = number_of(flags->requests, 60, 1, 100000);
    if (!key || !*key)
        key = getenv("OPENAI_API_KEY");
    if (server->timeout < 0)
        return cli_say(CLI_USAGE, "--timeout %s: seconds from 1 to 3600 are needed",
                       flags->timeout);
    if (most < 0)
        return cli_say(CLI_USAGE, "--max-requests %s: a number from 1 to 100000 is needed",
                       flags->requests);
    if (strncmp(flags->model, "http://", 7) != 0 && strncmp(flags->model, "https://", 8) != 0)
        return cli_say(CLI_USAGE, "--model %s: a URL is needed, such as http://127.0.0.1:8080/v1",
                       flags->model);
    if (key && *key && strncmp(flags->model, "http://", 7) == 0 && !is_loopback(flags->model))
        return cli_say(CLI_FAILED,
                       "the key would travel unencrypted to another machine: use https, or unset "
                       "KOOR_API_KEY and OPENAI_API_KEY");
    server->most_requests = (size_t)most;
    server->url = endpoint_of(flags->model);
    server->key = key && *key ? copy(key) : NULL;
    return connect_to(server);
}

void ask_server_close(ask_server *server) {
    if (server->connection && server->connection->curl)
        server->connection->library.easy_cleanup(server->connection->curl);
    free(server->connection);
    free(server->url);
    if (server->key)
        memset(server->key, 0, strlen(server->key));
    free(server->key);
    *server = (ask_server){0};
}

/* -- one request
 * ----------------------------------------------------------------------------------- */

static size_t on_body(char *bytes, size_t size, size_t count, void *user) {
    answer *a = user;
    a->too_large = a->body.length + size * count > LARGEST_ANSWER;
    if (a->too_large)
        return 0;
    cli_add(&a->body, bytes, size * count);
    return size * count;
}

static size_t on_header(char *bytes, size_t size, size_t count, void *user) {
    answer *a = user;
    static const char name[] = "retry-after:";
    if (size * count > sizeof name && strncasecmp(bytes, name, sizeof name - 1) == 0)
        a->wait = strtol(bytes + sizeof name - 1, NULL, 10);
    return size * count;
}

static struct curl_slist *headers_of(const ask_server *server) {
    const ask_curl *library = &server->connection->library;
    struct curl_slist *list = library->slist_append(NULL, "Content-Type: application/json");
    cli_text line = {0};
    if (!server->key)
        return list;
    cli_add_string(&line, "Authorization: Bearer ");
    cli_add_string(&line, server->key);
    list = library->slist_append(list, line.data);
    memset(line.data, 0, line.length);
    cli_free_text(&line);
    return list;
}

static void set_up(const ask_server *server, const char *body, struct curl_slist *headers,
                   answer *out) {
    const ask_curl *library = &server->connection->library;
    CURL *curl = server->connection->curl;
    const struct {
        CURLoption option;
        const char *text;
    } texts[] = {{CURLOPT_URL, server->url},
                 {CURLOPT_PROTOCOLS_STR, "http,https"},
                 {CURLOPT_PROXY, ""},
                 {CURLOPT_POSTFIELDS, body},
                 {CURLOPT_USERAGENT, "koor"}};
    const struct {
        CURLoption option;
        long number;
    } numbers[] = {{CURLOPT_FOLLOWLOCATION, 0},
                   {CURLOPT_NOSIGNAL, 1},
                   {CURLOPT_CONNECTTIMEOUT, server->timeout < 10 ? server->timeout : 10},
                   {CURLOPT_TIMEOUT, server->timeout}};
    library->easy_reset(curl);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        library->easy_setopt(curl, texts[i].option, texts[i].text);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        library->easy_setopt(curl, numbers[i].option, numbers[i].number);
    library->easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    library->easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_body);
    library->easy_setopt(curl, CURLOPT_WRITEDATA, (void *)out);
    library->easy_setopt(curl, CURLOPT_HEADERFUNCTION, on_header);
    library->easy_setopt(curl, CURLOPT_HEADERDATA, (void *)out);
}

/* Why the last attempt failed. */
__attribute__((format(printf, 2, 3))) static void note(ask_server *server, const char *format, ...) {
    va_list list;
    va_start(list, format);
    vsnprintf(server->why, sizeof server->why, format, list);
    va_end(list);
}

/* What a server says of an error, in one short line; nothing that may be the key. */
static void note_error(ask_server *server, long code, const answer *a) {
    json_t *root = a->body.data ? json_loadb(a->body.data, a->body.length, 0, NULL) : NULL;
    const char *said =
        json_string_value(json_object_get(json_object_get(root, "error"), "message"));
    int hides = said && server->key && strstr(said, server->key);
    char line[201] = "";
    for (size_t i = 0; said && !hides && said[i] && i < 200; i++)
        line[i] = (unsigned char)said[i] < 32 || said[i] == 127 ? ' ' : said[i];
    note(server, "the model's server answered %ld%s%s", code, *line ? ": " : "", line);
    json_decref(root);
}

static char *content_of(const answer *a) {
    json_t *root = a->body.data ? json_loadb(a->body.data, a->body.length, 0, NULL) : NULL;
    const json_t *choice = json_array_get(json_object_get(root, "choices"), 0);
    char *content =
        copy(json_string_value(json_object_get(json_object_get(choice, "message"), "content")));
    json_decref(root);
    return content;
}

enum outcome { ANSWERED, WORTH_A_RETRY, HOPELESS };

static enum outcome request(ask_server *server, const char *body, answer *a, char **out) {
    const ask_curl *library = &server->connection->library;
    struct curl_slist *headers = headers_of(server);
    long code = 0;
    server->requests++;
    set_up(server, body, headers, a);
    CURLcode result = library->easy_perform(server->connection->curl);
    library->easy_getinfo(server->connection->curl, CURLINFO_RESPONSE_CODE, &code);
    library->slist_free_all(headers);
    if (a->too_large)
        return note(server, "the model's server answered with more than %d bytes", LARGEST_ANSWER),
               HOPELESS;
    server->is_down = result == CURLE_COULDNT_CONNECT || result == CURLE_COULDNT_RESOLVE_HOST;
    if (result != CURLE_OK)
        return note(server, "no answer from the model's server: %s",
                    library->easy_strerror(result)),
               WORTH_A_RETRY;
    if (code == 429 || code >= 500)
        return note_error(server, code, a), WORTH_A_RETRY;
    if (code != 200)
        return note_error(server, code, a), HOPELESS;
    *out = content_of(a);
    if (!*out)
        return note(server, "the model's server answered with no message"), HOPELESS;
    return ANSWERED;
}

/* 0.5, 1, 2 ... seconds, or as long as the server asks. */
static void wait_before(int attempt, long asked) {
    long milliseconds =
        asked > 0 ? 1000 * (asked < LONGEST_WAIT ? asked : LONGEST_WAIT) : 500L << attempt;
    struct timespec pause = {milliseconds / 1000, milliseconds % 1000 * 1000000};
    nanosleep(&pause, NULL);
}

/* Once, however many sentences meet it. */
static void tell_why(ask_server *server) {
    if (!*server->why || strcmp(server->why, server->told) == 0)
        return;
    cli_say(CLI_FAILED, "%s", server->why);
    memcpy(server->told, server->why, sizeof server->told);
}

char *ask_server_post(ask_server *server, const json_t *messages, int *out_over) {
    *out_over = 0;
    if (server->is_down) /* still, after all retries: the next sentence would only wait for the same
                          */
        return NULL;
    json_t *root = json_pack("{s:s,s:O,s:f}", "model", server->name, "messages",
                             (json_t *)(uintptr_t)messages, "temperature", 0.9);
    char *body = json_dumps(root, JSON_COMPACT), *content = NULL;
    enum outcome outcome = body ? WORTH_A_RETRY : HOPELESS;
    server->why[0] = '\0';
    for (int attempt = 0; outcome == WORTH_A_RETRY && attempt < TRIES; attempt++) {
        answer a = {{0}, 0, 0};
        if (server->requests >= server->most_requests) {
            *out_over = 1;
            break;
        }
        outcome = request(server, body, &a, &content);
        if (outcome == WORTH_A_RETRY && attempt + 1 < TRIES)
            wait_before(attempt, a.wait);
        cli_free_text(&a.body);
    }
    if (!content)
        tell_why(server);
    json_decref(root);
    free(body);
    return content;
}

#else

int ask_server_open(ask_server *server, const cli_flags *flags) {
    (void)flags;
    *server = (ask_server){0};
    return cli_say(
        CLI_FAILED,
        "this koor was built without libcurl: install it and build again, or write the wordings "
        "with `koor suggest --format jsonl`");
}

void ask_server_close(ask_server *server) {
    (void)server;
}

char *ask_server_post(ask_server *server, const json_t *messages, int *out_over) {
    (void)server;
    (void)messages;
    *out_over = 0;
    return NULL;
}

#endif
