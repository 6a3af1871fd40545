/* Hosts that koor is a guest of: a server that forks its workers once the engine is open, and a program that works
 * with libvips itself. The guest changes nothing for them, and gives the same bytes as anywhere. */
#define _POSIX_C_SOURCE 200809L
#include "host_plan.h"

#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef KR_HOST_VIPS
#include <vips/vips.h>

/* What GLib, fontconfig and libvips keep until the process ends. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void) {
    return "leak:libglib\nleak:libgobject\nleak:libfontconfig\nleak:libvips\nleak:<unknown module>\n";
}
#endif

enum { WORKERS = 4 };

/* ---- a server that forks --------------------------------------------------------------------------------------- */

/* In a child: plans and renders with what the parent opened, three times over. */
static int serve(const koor_engine *engine, const koor_plan *plan, const uint64_t expected[2]) {
    for (int i = 0; i < 3; i++)
        if (plan_once(engine, posts[0]) != expected[0] || render_once(plan) != expected[1])
            return 1;
    return 0;
}

static void workers_of_a_prefork_server_share_an_engine(void **state) {
    (void)state;
    koor_engine *engine = NULL;
    size_t length;
    pid_t workers[WORKERS];
    void *picture = read_picture(&length);
    assert_int_equal(koor_engine_open(&engine, NULL), 0);
    koor_plan *plan = plan_of_picture(engine, picture, length);
    const uint64_t expected[2] = {plan_once(engine, posts[0]), render_once(plan)};
    assert_true(expected[0] && expected[1]);
    for (int i = 0; i < WORKERS; i++) {
        workers[i] = fork();
        assert_true(workers[i] >= 0);
        if (workers[i] == 0)
            _exit(serve(engine, plan, expected)); /* the parent's things are the parent's */
    }
    int own = serve(engine, plan, expected); /* meanwhile */
    for (int i = 0; i < WORKERS; i++) {
        int status = -1;
        assert_int_equal(waitpid(workers[i], &status, 0), workers[i]);
        assert_int_equal(status, 0);
    }
    assert_int_equal(own, 0);
    koor_plan_free(plan);
    koor_engine_free(engine);
    free(picture);
}

/* ---- a host with libvips --------------------------------------------------------------------------------------- */

#ifdef KR_HOST_VIPS
/* A format of which libvips says that it is not for strangers' files: the host may want it. */
static int host_reads_its_own_format(void) {
    static const char ppm[] = "P5\n2 1\n255\nAB";
    double average = 0;
    VipsImage *image = vips_image_new_from_buffer(ppm, sizeof ppm - 1, "", NULL);
    int read = image && vips_avg(image, &average, NULL) == 0;
    if (image)
        g_object_unref(image);
    return read && average > 65 && average < 66;
}

static void count_message(const char *domain, GLogLevelFlags level, const char *message,
                          void *user) {
    (void)domain, (void)level, (void)message;
    ++*(int *)user;
}

static void *host_work(void *user) {
    int *wrong = user;
    for (int i = 0; i < 50; i++)
        *wrong |= !host_reads_its_own_format();
    vips_thread_shutdown();
    return NULL;
}

static void *png_of_picture(size_t *length) {
    size_t jpeg_length;
    void *jpeg = read_picture(&jpeg_length), *png = NULL;
    VipsImage *image = vips_image_new_from_buffer(jpeg, jpeg_length, "", NULL);
    assert_non_null(image);
    assert_int_equal(vips_pngsave_buffer(image, &png, length, "compression", 1, NULL), 0);
    g_object_unref(image);
    free(jpeg);
    return png;
}

static void a_host_with_libvips_keeps_its_own(void **state) {
    (void)state;
    koor_engine *engine = NULL;
    size_t length;
    int messages = 0, wrong = 0;
    pthread_t worker;
    assert_int_equal(vips_init("host"), 0);
    assert_true(host_reads_its_own_format());
    g_log_set_handler("VIPS", G_LOG_LEVEL_WARNING, count_message, &messages);
    void *png = png_of_picture(&length);
    assert_int_equal(koor_engine_open(&engine, NULL), 0);
    koor_plan *plan = plan_of_picture(engine, png, length);
    uint64_t expected = render_once(plan);
    assert_true(expected != 0);
    assert_true(host_reads_its_own_format());
    g_log("VIPS", G_LOG_LEVEL_WARNING, "the host is told");
    assert_int_equal(messages, 1);
    assert_int_equal(pthread_create(&worker, NULL, host_work, &wrong), 0);
    for (int i = 0; i < 5; i++) /* both at once */
        assert_true(render_once(plan) == expected);
    pthread_join(worker, NULL);
    assert_false(wrong);
    koor_plan_free(plan);
    koor_engine_free(engine);
    assert_true(host_reads_its_own_format());
    g_free(png);
}
#endif

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(workers_of_a_prefork_server_share_an_engine),
#ifdef KR_HOST_VIPS
        cmocka_unit_test(a_host_with_libvips_keeps_its_own),
#endif
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
