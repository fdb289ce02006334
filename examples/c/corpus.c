/* The corpus as C decides it: ANSWERS and PROFILES are the same in every language.
 *
 *   corpus POLICY CORPUS ANSWERS PROFILES
 */
#define _POSIX_C_SOURCE 200809L
#include "common.h"

/* One answer: the status and, of a decision, its canonical bytes. */
typedef struct answer {
    int32_t status;
    int32_t zero;
    uint8_t canonical[STEPUP_CANONICAL_BYTES];
} answer;

/* A decision, and behind it bytes that a library with longer records must leave alone. */
typedef struct guarded {
    stepup_decision decision;
    uint8_t guard[64];
} guarded;

STEPUP_ASSERT(sizeof(answer) == 520, an_answer_has_520_bytes);

static uint8_t profiles[PROFILES][STEPUP_PROFILE_BYTES];

static void write_all(const void *bytes, size_t size, FILE *file, const char *path)
{
    if (fwrite(bytes, 1, size, file) != size) {
        perror(path);
        exit(1);
    }
}

int main(int argc, char **argv)
{
    int64_t policy, begun, *times;
    size_t length, place = 0, decisions = 0;
    uint8_t *corpus;
    guarded whole;
    const stepup_decision refusing = blank();
    entry one;
    FILE *file;

    if (argc != 5) {
        fprintf(stderr, "usage: corpus POLICY CORPUS ANSWERS PROFILES\n");
        return 2;
    }
    policy = load(argv[1]);
    corpus = read_file(argv[2], &length);
    times = malloc((length / sizeof one + 1) * sizeof *times);
    file = fopen(argv[3], "wb");
    if (times == NULL || file == NULL) {
        perror(argv[3]);
        return 1;
    }
    memset(&whole, 0xa5, sizeof whole);

    while (next_entry(corpus, length, &place, &one)) {
        answer said = {0, 0, {0}};
        if (one.kind == DECIDE) {
            whole.decision = refusing;
            begun = now_ns();
            said.status = stepup_decide(policy, (const stepup_request *)(const void *)one.body, profiles[one.index],
                                        &whole.decision, NULL);
            times[decisions++] = now_ns() - begun;
            memcpy(said.canonical, whole.decision.canonical, sizeof said.canonical);
        } else if (one.kind == OBSERVE) {
            said.status =
                stepup_profile_observe(profiles[one.index], (const stepup_event *)(const void *)one.body, NULL);
        } else {
            said.status =
                stepup_profile_new((const stepup_opening *)(const void *)one.body, profiles[one.index], NULL);
        }
        write_all(&said, sizeof said, file, argv[3]);
    }
    for (place = 0; place < sizeof whole.guard; place++) {
        if (whole.guard[place] != 0xa5) {
            fprintf(stderr, "something was written behind the decision\n");
            return 1;
        }
    }
    if (fclose(file) != 0 || (file = fopen(argv[4], "wb")) == NULL) {
        perror(argv[4]);
        return 1;
    }
    write_all(profiles, sizeof profiles, file, argv[4]);
    if (fclose(file) != 0 || stepup_policy_free(policy, NULL) != STEPUP_STATUS_OK) {
        perror(argv[4]);
        return 1;
    }
    qsort(times, decisions, sizeof *times, by_size);
    printf("c: %lu decisions, median %ld ns, p99 %ld ns a call of stepup_decide\n", (unsigned long)decisions,
           (long)times[decisions / 2], (long)times[decisions * 99 / 100]);
    free(times);
    free(corpus);
    return 0;
}
