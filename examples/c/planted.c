/* Mistakes on purpose, one of each kind, so that whoever looks for such mistakes shows that they can be found.
 *
 *   planted overrun|unset|leak|race POLICY      or none; or handle, to see the handle of this process
 *   planted foreign POLICY HANDLE               decides by the handle of another process, and says with what status
 */
#define _POSIX_C_SOURCE 200809L
#include "common.h"

#include <pthread.h>

static int64_t policy;
static stepup_request shared;
static uint8_t profile[STEPUP_PROFILE_BYTES];

static stepup_request query(void)
{
    stepup_request request;
    must(stepup_init(STEPUP_RECORD_REQUEST, &request, sizeof request, NULL), NULL, "stepup_init");
    request.operation = STEPUP_OPERATION_BALANCE_QUERY;
    request.channel = STEPUP_CHANNEL_COUNTER;
    request.at = 1790000000;
    memset(request.customer, 7, sizeof request.customer);
    return request;
}

/* A decision whose size says more than there is: the library writes behind it. */
static void overrun(void)
{
    stepup_decision *decision = malloc(sizeof *decision);
    stepup_request request = query();
    if (decision != NULL && stepup_init(STEPUP_RECORD_DECISION, decision, sizeof *decision, NULL) == 0) {
        decision->size += 64;
        stepup_decide(policy, &request, profile, decision, NULL);
    }
    free(decision);
}

/* A request of which half was never written: the library decides on what happened to lie there. */
static void unset(void)
{
    stepup_request *request = malloc(sizeof *request);
    stepup_decision decision;
    if (request != NULL && stepup_init(STEPUP_RECORD_DECISION, &decision, sizeof decision, NULL) == 0) {
        request->size = sizeof *request;
        stepup_decide(policy, request, profile, &decision, NULL);
    }
    free(request);
}

/* Memory that nobody gives back. */
static void leak(void)
{
    volatile char *lost = NULL;
    int round;
    for (round = 0; round < 16; round++) {
        lost = malloc(4096);
        if (lost != NULL) {
            lost[round] = 1;
        }
    }
}

static void *ask(void *unused)
{
    stepup_decision decision = blank();
    int round;
    (void)unused;
    for (round = 0; round < 2000; round++) {
        stepup_decide(policy, &shared, profile, &decision, NULL);
    }
    return NULL;
}

/* One thread writes the record that another has decided: against the header, which asks for records of one's own. */
static void race(void)
{
    pthread_t thread;
    int round;
    shared = query();
    if (pthread_create(&thread, NULL, ask, NULL) == 0) {
        for (round = 0; round < 2000; round++) {
            shared.at++;
        }
        pthread_join(thread, NULL);
    }
}

/* A handle that was stored, or came from another process. */
static void foreign(const char *handle)
{
    stepup_decision decision = blank();
    const stepup_request request = query();
    printf("%d\n", (int)stepup_decide(atoll(handle), &request, profile, &decision, NULL));
}

int main(int argc, char **argv)
{
    if (argc < 3 || (strcmp(argv[1], "foreign") == 0) != (argc == 4)) {
        fprintf(stderr, "usage: planted overrun|unset|leak|race|none|handle POLICY, or planted foreign POLICY HANDLE\n");
        return 2;
    }
    policy = load(argv[2]);
    if (strcmp(argv[1], "overrun") == 0) {
        overrun();
    } else if (strcmp(argv[1], "unset") == 0) {
        unset();
    } else if (strcmp(argv[1], "leak") == 0) {
        leak();
    } else if (strcmp(argv[1], "race") == 0) {
        race();
    } else if (strcmp(argv[1], "handle") == 0) {
        printf("%ld\n", (long)policy);
    } else if (argc == 4) {
        foreign(argv[3]);
    }
    must(stepup_policy_free(policy, NULL), NULL, "stepup_policy_free");
    return 0;
}
