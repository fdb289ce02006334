/* What the border costs: stepup_decide beside the same work in Rust on the same bytes, a batch beside the same loop in
 * Rust, a handle acquired and released by one thread and by eight. Ratios are of one run; the machine may be busy.
 *
 *   latency POLICY CORPUS          linked with libtwin (cargo build --release --example twin)
 */
#define _POSIX_C_SOURCE 200809L
#include "common.h"

#include <pthread.h>

int32_t twin_load(const void *text, int64_t length);
int32_t twin_decide(const void *request, const void *profile, void *canonical);
int32_t twin_batch(const void *requests, void *profiles, const int32_t *indexes, void *canonicals, int32_t count);

enum { REQUESTS = 4096, ROUNDS = 25, CALLS = 200000, THREADS = 8, BATCHES = 101 };

static int64_t policy;
static int32_t count, indexes[REQUESTS], statuses[REQUESTS];
static stepup_request requests[REQUESTS];
static stepup_decision decisions[REQUESTS];
static uint8_t canonicals[REQUESTS][STEPUP_CANONICAL_BYTES];
static int32_t customers = PROFILES;
static uint8_t begun[REQUESTS][STEPUP_PROFILE_BYTES], profiles[REQUESTS][STEPUP_PROFILE_BYTES];
static int64_t border[REQUESTS * ROUNDS], inside[REQUESTS * ROUNDS];

/* Whether a request is decided, and what it asks for can be reserved. */
static int is_whole(const stepup_request *request, const uint8_t *profile)
{
    stepup_decision decision = blank();
    uint8_t copy[STEPUP_PROFILE_BYTES];
    memcpy(copy, profile, sizeof copy);
    return stepup_decide(policy, request, profile, &decision, NULL) == STEPUP_STATUS_OK &&
           decision.mismatch == STEPUP_MISMATCH_NONE && stepup_profile_reserve(copy, request, NULL) >= 0;
}

/* Such requests of the corpus, and the profiles with all that was learned until then. */
static void take(const char *path)
{
    size_t length, place = 0;
    uint8_t *corpus = read_file(path, &length);
    entry one;
    while (count < REQUESTS && next_entry(corpus, length, &place, &one)) {
        if (one.kind == OPEN) {
            stepup_profile_new((const stepup_opening *)(const void *)one.body, begun[one.index], NULL);
        } else if (one.kind == OBSERVE) {
            stepup_profile_observe(begun[one.index], (const stepup_event *)(const void *)one.body, NULL);
        } else {
            memcpy(&requests[count], one.body, sizeof requests[count]);
            indexes[count] = one.index;
            count += is_whole(&requests[count], begun[one.index]);
        }
    }
    free(corpus);
}

/* Both on each request in turn, so that what else the machine does meets both alike. */
static int one_by_one(void)
{
    stepup_decision decision = blank();
    uint8_t canonical[STEPUP_CANONICAL_BYTES];
    int64_t done = 0, start;
    int32_t round, place, turn;
    for (round = 0; round < ROUNDS; round++) {
        for (place = 0; place < count; place++, done++) {
            const uint8_t *profile = begun[indexes[place]];
            /* Whoever comes second finds request and profile in the cache, so both do in turn. */
            for (turn = 0; turn < 2; turn++) {
                start = now_ns();
                if ((turn + place + round) % 2 == 0) {
                    must(stepup_decide(policy, &requests[place], profile, &decision, NULL), NULL, "stepup_decide");
                    border[done] = now_ns() - start;
                } else {
                    must(twin_decide(&requests[place], profile, canonical), NULL, "twin_decide");
                    inside[done] = now_ns() - start;
                }
            }
            if (memcmp(canonical, decision.canonical, sizeof canonical) != 0) {
                fprintf(stderr, "they do not decide alike\n");
                return 1;
            }
        }
    }
    qsort(border, (size_t)done, sizeof *border, by_size);
    qsort(inside, (size_t)done, sizeof *inside, by_size);
    printf("stepup_decide        median %6ld ns, p99 %6ld ns\n", (long)border[done / 2], (long)border[done * 99 / 100]);
    printf("the same in Rust     median %6ld ns, p99 %6ld ns\n", (long)inside[done / 2], (long)inside[done * 99 / 100]);
    printf("RATIO                median %6.2f    (goal: at most 1.15)\n",
           (double)border[done / 2] / (double)inside[done / 2]);
    return 0;
}

/* What fails is fast, and measures nothing. */
static void none_failed(int32_t failed)
{
    if (failed != 0) {
        fprintf(stderr, "%d of a batch failed\n", (int)failed);
        exit(1);
    }
}

/* One batch over profiles as they were begun: how long it takes. */
static int64_t batch_of_library(void)
{
    int64_t start;
    stepup_batch batch = night_of(count, customers);
    memcpy(profiles, begun, sizeof profiles);
    start = now_ns();
    must(stepup_decide_batch(policy, &batch, requests, profiles, indexes, decisions, statuses, NULL), NULL, "batch");
    start = now_ns() - start;
    none_failed(batch.failed);
    return start;
}

/* The same as a loop in Rust. */
static int64_t loop_in_rust(void)
{
    int64_t start;
    memcpy(profiles, begun, sizeof profiles);
    start = now_ns();
    none_failed(count - twin_batch(requests, profiles, indexes, canonicals, count));
    return now_ns() - start;
}

/* In turn, so that a machine that slows down meets both alike: the median of the ratios of neighbours. */
static void batches(const char *order)
{
    int64_t library[BATCHES], loop[BATCHES], ratio[BATCHES];
    int32_t round;
    for (round = 0; round < BATCHES; round++) {
        if (round % 2 == 0) {
            library[round] = batch_of_library();
        }
        loop[round] = loop_in_rust();
        if (round % 2 == 1) {
            library[round] = batch_of_library();
        }
        ratio[round] = loop[round] * 1000 / library[round];
    }
    qsort(library, BATCHES, sizeof *library, by_size);
    qsort(loop, BATCHES, sizeof *loop, by_size);
    qsort(ratio, BATCHES, sizeof *ratio, by_size);
    printf("stepup_decide_batch  %8.0f a second, %s\n", 1e9 * count / (double)library[BATCHES / 2], order);
    printf("the loop in Rust     %8.0f a second\n", 1e9 * count / (double)loop[BATCHES / 2]);
    printf("RATIO of rates       %8.2f    (goal: at least 1)\n", (double)ratio[BATCHES / 2] / 1000);
}

/* Puts the requests of a customer behind each other, in the order in which they came. */
static void by_customer(void)
{
    static stepup_request sorted[REQUESTS];
    static int32_t owners[REQUESTS];
    int32_t profile, place, to = 0;
    for (profile = 0; profile < PROFILES; profile++) {
        for (place = 0; place < count; place++) {
            if (indexes[place] == profile) {
                sorted[to] = requests[place];
                owners[to++] = profile;
            }
        }
    }
    memcpy(requests, sorted, sizeof requests);
    memcpy(indexes, owners, sizeof indexes);
}

/* Gives every request a customer of its own, with the profile as it was. */
static void strangers(void)
{
    static uint8_t own[REQUESTS][STEPUP_PROFILE_BYTES];
    int32_t place;
    for (place = 0; place < count; place++) {
        memcpy(own[place], begun[indexes[place]], sizeof own[place]);
        indexes[place] = place;
    }
    memcpy(begun, own, sizeof begun);
    customers = count;
}

/* The least that a call with a handle does: acquire it, write 88 bytes, release it. */
static void *acquire(void *given)
{
    stepup_policy_facts info;
    int32_t call;
    (void)given;
    must(stepup_init(STEPUP_RECORD_POLICY_FACTS, &info, sizeof info, NULL), NULL, "stepup_init");
    for (call = 0; call < CALLS; call++) {
        must(stepup_policy_info(policy, &info, NULL), NULL, "stepup_policy_info");
    }
    return NULL;
}

static void handles(int threads)
{
    pthread_t all[THREADS];
    int64_t start = now_ns();
    int number;
    for (number = 0; number < threads; number++) {
        if (pthread_create(&all[number], NULL, acquire, NULL) != 0) {
            fprintf(stderr, "no thread\n");
            exit(1);
        }
    }
    for (number = 0; number < threads; number++) {
        pthread_join(all[number], NULL);
    }
    printf("stepup_policy_info   %6.1f ns a call, %d thread%s\n",
           (double)(now_ns() - start) / ((double)CALLS * threads), threads, threads == 1 ? "" : "s together");
}

int main(int argc, char **argv)
{
    size_t length;
    uint8_t *text;
    int32_t place;
    if (argc != 3) {
        fprintf(stderr, "usage: latency POLICY CORPUS\n");
        return 2;
    }
    policy = load(argv[1]);
    text = read_file(argv[1], &length);
    must(twin_load(text, (int64_t)length), NULL, "twin_load");
    free(text);
    take(argv[2]);
    printf("%d requests of %s\n", (int)count, argv[2]);
    if (one_by_one() != 0) {
        return 1;
    }
    for (place = 0; place < count; place++) {
        decisions[place] = blank();
    }
    batches("as they came");
    by_customer();
    batches("by customer");
    strangers();
    batches("no customer twice");
    handles(1);
    handles(THREADS);
    must(stepup_policy_free(policy, NULL), NULL, "stepup_policy_free");
    return 0;
}
