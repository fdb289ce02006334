/* What the programs of this folder share: files, clocks, a transfer, and what to do with a failure. */
#ifndef COMMON_H
#define COMMON_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <stepup.h>

/* Tells a failure and ends the program; the error record may be null. */
static inline void must(int32_t status, const stepup_error *error, const char *what)
{
    if (status < 0 && error == NULL) {
        fprintf(stderr, "%s: status %d\n", what, (int)status);
        exit(1);
    }
    if (status < 0) {
        fprintf(stderr, "%s: status %d, field `%.32s`, line %d, column %d: %.168s\n", what, (int)status,
                (const char *)error->name, (int)error->line, (int)error->column, (const char *)error->text);
        exit(1);
    }
}

/* The whole of a file; ends the program where it cannot be read. */
static inline uint8_t *read_file(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    long size = -1;
    uint8_t *bytes = NULL;
    if (file != NULL && fseek(file, 0, SEEK_END) == 0 && (size = ftell(file)) >= 0 && fseek(file, 0, SEEK_SET) == 0) {
        bytes = malloc((size_t)size + 1);
    }
    if (bytes == NULL || fread(bytes, 1, (size_t)size, file) != (size_t)size) {
        perror(path);
        exit(1);
    }
    fclose(file);
    *length = (size_t)size;
    return bytes;
}

/* The policy in a file, loaded. */
static inline int64_t load(const char *path)
{
    stepup_error error;
    int64_t policy = 0;
    size_t length = 0;
    uint8_t *text = read_file(path, &length);
    must(stepup_init(STEPUP_RECORD_ERROR, &error, sizeof error, NULL), &error, "stepup_init");
    must(stepup_policy_load(text, (int64_t)length, STEPUP_CHARSET_UTF_8, NULL, &policy, &error), &error, path);
    free(text);
    return policy;
}

/* A decision to be filled in: until then it refuses. */
static inline stepup_decision blank(void)
{
    stepup_decision decision;
    must(stepup_init(STEPUP_RECORD_DECISION, &decision, sizeof decision, NULL), NULL, "stepup_init");
    return decision;
}

/* A transfer that says who, what, how much and that two proofs were given. */
static inline stepup_request transfer(void)
{
    stepup_request request;
    int32_t place;
    must(stepup_init(STEPUP_RECORD_REQUEST, &request, sizeof request, NULL), NULL, "stepup_init");
    request.operation = STEPUP_OPERATION_TRANSFER;
    request.channel = STEPUP_CHANNEL_APP;
    request.at = 1790000000;
    request.offset_minutes = 480;
    request.key_id = 1;
    request.currency = 156;
    memset(request.customer, 7, sizeof request.customer);
    memset(request.reference, 1, sizeof request.reference);
    memset(request.transfer, 2, sizeof request.transfer);
    request.transfer_state = 1;
    request.amount = 4999900;
    request.amount_state = STEPUP_STATE_KNOWN;
    memset(request.payee, 3, sizeof request.payee);
    request.payee_state = STEPUP_STATE_KNOWN;
    request.enrolled = STEPUP_BIT(STEPUP_FACTOR_FACE) | STEPUP_BIT(STEPUP_FACTOR_SMS);
    for (place = 0; place < 2; place++) {
        request.proof_at[place] = 1790000000 - 60;
        request.proof_factor[place] = place == 0 ? STEPUP_FACTOR_FACE : STEPUP_FACTOR_SMS;
        request.proof_channel[place] = STEPUP_CHANNEL_APP;
    }
    return request;
}

/* The profile of its customer, of whom nothing else is known yet. */
static inline void opened(uint8_t *profile)
{
    stepup_opening opening;
    must(stepup_init(STEPUP_RECORD_OPENING, &opening, sizeof opening, NULL), NULL, "stepup_init");
    opening.key_id = 1;
    opening.at = 1750000000;
    opening.offset_minutes = 480;
    opening.currency = 156;
    memset(opening.customer, 7, sizeof opening.customer);
    opening.usual_amount = 30000;
    opening.usual_outflow = 50000;
    opening.amount_spread = 300;
    opening.outflow_spread = 300;
    must(stepup_profile_new(&opening, profile, NULL), NULL, "stepup_profile_new");
}

/* A batch that reserves: so many requests and decisions, each array without gaps, and so many profiles. */
static inline stepup_batch night_of(int32_t count, int32_t customers)
{
    stepup_batch batch;
    must(stepup_init(STEPUP_RECORD_BATCH, &batch, sizeof batch, NULL), NULL, "stepup_init");
    batch.count = count;
    batch.profiles = customers;
    batch.reserve = 1;
    batch.request_stride = sizeof(stepup_request);
    batch.profile_stride = STEPUP_PROFILE_BYTES;
    batch.decision_stride = sizeof(stepup_decision);
    return batch;
}

/* Nanoseconds of a clock that never goes back. */
static inline int64_t now_ns(void)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (int64_t)at.tv_sec * 1000000000 + at.tv_nsec;
}

static inline int by_size(const void *one, const void *other)
{
    const int64_t a = *(const int64_t *)one, b = *(const int64_t *)other;
    return (a > b) - (a < b);
}

/* An entry of the corpus (examples/corpus): a record of the kind that is named, for one profile. */
enum { DECIDE = 1, OBSERVE = 2, OPEN = 3, PROFILES = 500 };

typedef struct entry {
    int32_t kind;
    int32_t index;
    uint8_t body[504];
} entry;

STEPUP_ASSERT(sizeof(entry) == 512, an_entry_has_512_bytes);

/* The entry at a place, which moves on to the next one; 0 at the end. A corpus that is cut off, or whose entry has no
 * profile, ends the program. */
static inline int next_entry(const uint8_t *corpus, size_t length, size_t *place, entry *one)
{
    if (*place == length) {
        return 0;
    }
    if (length - *place >= sizeof *one) {
        memcpy(one, corpus + *place, sizeof *one);
        *place += sizeof *one;
        if (one->index >= 0 && one->index < PROFILES) {
            return 1;
        }
    }
    fprintf(stderr, "the corpus is cut off, or an entry has no profile: near byte %lu\n", (unsigned long)*place);
    exit(1);
}

#endif /* COMMON_H */
