/* Eight threads decide while a ninth replaces the policy: each answer is, to the byte, what one thread alone had
 * answered by the policy that the answer names.
 *
 *   threads POLICY OTHER-POLICY CORPUS [SECONDS]
 */
#define _POSIX_C_SOURCE 200809L
#include "common.h"

#include <pthread.h>

enum { THREADS = 8, REQUESTS = 256 };

typedef struct asked {
    stepup_request request;
    uint8_t profile[STEPUP_PROFILE_BYTES];
    stepup_decision expected[2];
} asked;

static asked all[REQUESTS];
static size_t count;
static int64_t policy;
static int64_t until;

typedef struct worker {
    pthread_t thread;
    uint64_t decided[2];
    uint64_t wrong;
} worker;

/* One batch of all requests, each with its own profile: every decision of it names the same policy. */
static uint64_t batch(void)
{
    stepup_decision decisions[REQUESTS];
    stepup_request requests[REQUESTS];
    uint8_t profiles[REQUESTS][STEPUP_PROFILE_BYTES];
    int32_t indexes[REQUESTS], statuses[REQUESTS];
    stepup_batch how = night_of((int32_t)count, (int32_t)count);
    uint64_t wrong = 0;
    size_t place, which;
    /* Each request is answered as it was alone. */
    how.reserve = 0;
    for (place = 0; place < count; place++) {
        decisions[place] = blank();
        requests[place] = all[place].request;
        memcpy(profiles[place], all[place].profile, sizeof profiles[place]);
        indexes[place] = (int32_t)place;
    }
    must(stepup_decide_batch(policy, &how, requests, profiles, indexes, decisions, statuses, NULL), NULL, "batch");
    which = memcmp(decisions[0].policy, all[0].expected[0].policy, sizeof decisions[0].policy) == 0 ? 0 : 1;
    for (place = 0; place < count; place++) {
        wrong += statuses[place] != 0 ||
                 memcmp(&decisions[place], &all[place].expected[which], sizeof decisions[place]) != 0;
    }
    return wrong;
}

static void *decide(void *given)
{
    worker *it = given;
    size_t place = 0;
    while (now_ns() < until) {
        if (place % 512 == 0) {
            it->wrong += batch();
        }
        const asked *one = &all[place++ % count];
        stepup_decision decision = blank();
        const int32_t status = stepup_decide(policy, &one->request, one->profile, &decision, NULL);
        const int which = memcmp(decision.policy, one->expected[0].policy, sizeof decision.policy) == 0 ? 0 : 1;
        it->decided[which]++;
        it->wrong += status != STEPUP_STATUS_OK || memcmp(&decision, &one->expected[which], sizeof decision) != 0;
    }
    return NULL;
}

/* Requests of the corpus that are decided, each with its profile as it was opened. */
static void take(const char *path)
{
    static uint8_t profiles[PROFILES][STEPUP_PROFILE_BYTES];
    size_t length, place = 0;
    uint8_t *corpus = read_file(path, &length);
    entry one;
    while (count < REQUESTS && next_entry(corpus, length, &place, &one)) {
        if (one.kind == OPEN) {
            stepup_profile_new((const stepup_opening *)(const void *)one.body, profiles[one.index], NULL);
        } else if (one.kind == DECIDE) {
            asked *to = &all[count];
            to->expected[0] = blank();
            memcpy(&to->request, one.body, sizeof to->request);
            memcpy(to->profile, profiles[one.index], sizeof to->profile);
            count += stepup_decide(policy, &to->request, to->profile, &to->expected[0], NULL) == STEPUP_STATUS_OK;
        }
    }
    free(corpus);
}

int main(int argc, char **argv)
{
    worker workers[THREADS];
    uint64_t decided[2] = {0, 0}, wrong = 0, replaced = 0;
    uint8_t *texts[2];
    size_t lengths[2], place;
    int64_t other;

    if (argc < 4) {
        fprintf(stderr, "usage: threads POLICY OTHER-POLICY CORPUS [SECONDS]\n");
        return 2;
    }
    policy = load(argv[1]);
    other = load(argv[2]);
    take(argv[3]);
    for (place = 0; place < count; place++) {
        all[place].expected[1] = blank();
        must(stepup_decide(other, &all[place].request, all[place].profile, &all[place].expected[1], NULL), NULL,
             "stepup_decide");
    }
    must(stepup_policy_free(other, NULL), NULL, "stepup_policy_free");
    texts[0] = read_file(argv[1], &lengths[0]);
    texts[1] = read_file(argv[2], &lengths[1]);

    until = now_ns() + (argc > 4 ? atoi(argv[4]) : 3) * (int64_t)1000000000;
    memset(workers, 0, sizeof workers);
    for (place = 0; place < THREADS; place++) {
        if (pthread_create(&workers[place].thread, NULL, decide, &workers[place]) != 0) {
            fprintf(stderr, "no thread\n");
            return 1;
        }
    }
    while (now_ns() < until) {
        const int which = (int)(++replaced % 2);
        must(stepup_policy_replace(policy, texts[which], (int64_t)lengths[which], STEPUP_CHARSET_UTF_8, NULL, NULL),
             NULL, "stepup_policy_replace");
    }
    for (place = 0; place < THREADS; place++) {
        pthread_join(workers[place].thread, NULL);
        decided[0] += workers[place].decided[0];
        decided[1] += workers[place].decided[1];
        wrong += workers[place].wrong;
    }
    printf("threads: %lu requests, %lu decisions by one policy and %lu by the other, %lu replacements, %lu wrong\n",
           (unsigned long)count, (unsigned long)decided[0], (unsigned long)decided[1], (unsigned long)replaced,
           (unsigned long)wrong);
    must(stepup_policy_free(policy, NULL), NULL, "stepup_policy_free");
    free(texts[0]);
    free(texts[1]);
    return wrong == 0 && decided[0] > 0 && decided[1] > 0 && replaced > 1 ? 0 : 1;
}
