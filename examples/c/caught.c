/* What a mistake of the library is to its caller: a status, and nothing else. For a library in which a request with a
 * reference of 0x99, or of 0x98 that is reserved, is one (`--cfg stepup_planted`, see .ci/callers/sanitizers).
 *
 *   caught POLICY                 exit status 1 where a promise is broken
 */
#define _POSIX_C_SOURCE 200809L
#include "common.h"

/* More than there are places for policies that someone still decides by. */
enum { OFTEN = 300, REQUESTS = 4 };

static void promise(int kept, const char *what)
{
    if (!kept) {
        fprintf(stderr, "BROKEN  %s\n", what);
        exit(1);
    }
}

/* A request in which the library makes its mistake: with 0x99 on reading it, with 0x98 when it was reserved. */
static stepup_request planted(int reference)
{
    stepup_request request = transfer();
    memset(request.reference, reference, sizeof request.reference);
    return request;
}

/* Each mistake is made by a policy that is replaced right after: were it not let go, there would soon be no place. */
static void one_by_one(int64_t policy, const uint8_t *text, size_t length)
{
    const stepup_request wrong = planted(0x99), right = transfer();
    uint8_t profile[STEPUP_PROFILE_BYTES];
    stepup_error error;
    int32_t number;
    opened(profile);
    must(stepup_init(STEPUP_RECORD_ERROR, &error, sizeof error, NULL), NULL, "stepup_init");
    for (number = 0; number < OFTEN; number++) {
        stepup_decision decision = blank();
        const stepup_decision empty = decision;
        decision.outcome = STEPUP_OUTCOME_ALLOW;
        promise(stepup_decide(policy, &wrong, profile, &decision, &error) == STEPUP_STATUS_PANIC, "a mistake is a status");
        promise(error.status == STEPUP_STATUS_PANIC, "and the error record has it");
        promise(memcmp(&decision, &empty, sizeof decision) == 0, "and the decision refuses");
        must(stepup_policy_replace(policy, text, (int64_t)length, STEPUP_CHARSET_UTF_8, NULL, &error), &error, "replace");
        must(stepup_decide(policy, &right, profile, &decision, &error), &error, "the next request");
    }
}

/* In a batch a mistake is one request's; those around it are decided, and reserved. */
static void in_a_batch(int64_t policy)
{
    stepup_request requests[REQUESTS];
    stepup_decision decisions[REQUESTS];
    uint8_t profile[STEPUP_PROFILE_BYTES], expected[STEPUP_PROFILE_BYTES];
    const stepup_decision empty = blank();
    const int32_t indexes[REQUESTS] = {0, 0, 0, 0};
    int32_t statuses[REQUESTS], number;
    stepup_batch batch = night_of(REQUESTS, 1);
    opened(profile);
    opened(expected);
    for (number = 0; number < REQUESTS; number++) {
        const int is_wrong = number == 1 || number == 2;
        requests[number] = is_wrong ? planted(number == 1 ? 0x99 : 0x98) : transfer();
        requests[number].transfer[0] = (uint8_t)number;
        if (!is_wrong) {
            requests[number].reference[0] = (uint8_t)(number + 1);
            must(stepup_profile_reserve(expected, &requests[number], NULL), NULL, "stepup_profile_reserve");
        }
        decisions[number] = empty;
        decisions[number].outcome = STEPUP_OUTCOME_ALLOW;
    }
    promise(stepup_decide_batch(policy, &batch, requests, profile, indexes, decisions, statuses, NULL) == STEPUP_NOTE_PARTLY,
            "a batch goes on behind a mistake");
    for (number = 0; number < REQUESTS; number++) {
        const int is_wrong = number == 1 || number == 2;
        promise(statuses[number] == (is_wrong ? STEPUP_STATUS_PANIC : STEPUP_STATUS_OK), "which is its request's status");
        promise((memcmp(&decisions[number], &empty, sizeof empty) == 0) == is_wrong, "and its request's refusal");
    }
    promise(batch.decided == 2 && batch.failed == 2, "and counted");
    promise(memcmp(profile, expected, sizeof profile) == 0, "and the profile has the reservations of the others");
}

int main(int argc, char **argv)
{
    size_t length;
    uint8_t *text;
    int64_t policy;
    if (argc != 2) {
        fprintf(stderr, "usage: caught POLICY\n");
        return 2;
    }
    policy = load(argv[1]);
    text = read_file(argv[1], &length);
    one_by_one(policy, text, length);
    in_a_batch(policy);
    must(stepup_policy_free(policy, NULL), NULL, "stepup_policy_free");
    free(text);
    printf("ok      a mistake of the library is a status, %d times, and twice in a batch\n", OFTEN);
    return 0;
}
