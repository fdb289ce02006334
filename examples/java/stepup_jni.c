/* The glue between Stepup.java and stepup.h. It lends the memory of direct buffers to the library, as long
 * as one call lasts: no access to a Java object but to ask where a buffer lies and how long it is.
 *
 * C trusts whoever calls it; Java does not have to. So each buffer is measured here before the library
 * follows its address, by what the header says that is read or written there. Records, which say how far
 * that is, are copied first: another thread of Java's cannot change them between measuring and use.
 */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <jni.h>
#include <stepup.h>

/* Written by javac from Stepup.java: where the two sides differ, this file does not compile. */
#include "Stepup.h"

#define NATIVE(name, ...) JNIEXPORT jint JNICALL Java_Stepup_##name(JNIEnv *env, jclass class, __VA_ARGS__)

/* What a native method returns: what is wrong with its buffers, else what the library says. */
#define ANSWER(call, answer) return ended(&(call), (call).status != STEPUP_STATUS_OK ? (call).status : (answer))

/* Every record has at least its size, and four bytes that the library may clear where the size is wrong. */
#define LEAST_RECORD 8

/* What is longer is no record: more than twice of what the longest one has today. */
#define LONGEST_RECORD 2048

/* The copy of a record, and where it goes back to when the call is over. */
struct copy {
    void *back; /* Null where the record is only read. */
    size_t bytes;
    union {
        stepup_error error; /* The one that is looked at here; it aligns them all. */
        char bytes[LONGEST_RECORD];
    } record;
};

struct call {
    JNIEnv *env;
    void *error;
    int32_t status; /* The first thing that is wrong with a buffer. */
    int records;
    struct copy copies[3]; /* No function takes more. */
};

/* Fills a field as the library does: with blanks, or with zero bytes of which the last stays. */
static void fill(uint8_t *field, size_t bytes, const char *text, int32_t blanks)
{
    size_t length = strlen(text);

    memset(field, blanks == 1 ? ' ' : 0, bytes);
    memcpy(field, text, length < bytes ? length : bytes - 1);
}

/* Notes what is wrong, and tells it in the error record as the library does, but in ASCII; the first fault counts. */
static void *refuse(struct call *call, const char *name, int32_t status, const char *text)
{
    stepup_error *error = call->error;

    if (call->status != STEPUP_STATUS_OK)
        return NULL;
    call->status = status;
    if (error == NULL || error->size < (int32_t)sizeof *error)
        return NULL;
    /* Before the status lies what the caller asks for. */
    memset(&error->status, 0, sizeof *error - offsetof(stepup_error, status));
    error->status = status;
    fill(error->name, sizeof error->name, name, error->fill);
    fill(error->text, sizeof error->text, text, error->fill);
    return NULL;
}

static void *too_short(struct call *call, const char *name)
{
    return refuse(call, name, STEPUP_STATUS_SIZE, "the buffer is shorter than what is read or written there");
}

/* Where a buffer lies, and its bytes. A null reference is a null pointer, which the library judges; a buffer
   on the heap has no address, and must not pass for an argument that was left out. */
static void *address(struct call *call, const char *name, jobject buffer, int64_t *capacity)
{
    void *at;

    *capacity = 0;
    if (buffer == NULL)
        return NULL;
    at = (*call->env)->GetDirectBufferAddress(call->env, buffer);
    if (at == NULL)
        return refuse(call, name, STEPUP_STATUS_NULL, "the buffer is not direct; use allocateDirect");
    *capacity = (*call->env)->GetDirectBufferCapacity(call->env, buffer);
    return at;
}

/* A buffer of at least so many bytes. A length below zero passes, and the library refuses it. */
static void *bytes(struct call *call, const char *name, jobject buffer, int64_t needed)
{
    int64_t capacity;
    void *at = address(call, name, buffer, &capacity);

    return at != NULL && capacity < needed ? too_short(call, name) : at;
}

/* A copy of a record, which has as many bytes as it says. Of one whose size cannot be right there are the four bytes
   behind the size: of a decision the outcome, which is cleared, so that no old one stands. */
static void *copied(struct call *call, const char *name, jobject buffer, int written)
{
    struct copy *copy = &call->copies[call->records];
    int64_t capacity;
    int32_t size;
    void *at = address(call, name, buffer, &capacity);

    if (at == NULL)
        return NULL;
    if (capacity < LEAST_RECORD)
        return too_short(call, name);
    memcpy(&size, at, sizeof size);
    if (size > capacity || size > LONGEST_RECORD) {
        refuse(call, name, STEPUP_STATUS_SIZE, "the record says that it is longer than its buffer, or than any record");
        size = 0;
    }
    call->records++;
    copy->back = written ? at : NULL;
    copy->bytes = size < LEAST_RECORD ? LEAST_RECORD : (size_t)size;
    memcpy(&copy->record, at, copy->bytes);
    /* The size that was measured, whatever has become of it since. */
    memcpy(&copy->record, &size, sizeof size);
    return &copy->record;
}

static const void *read_record(struct call *call, const char *name, jobject buffer)
{
    return copied(call, name, buffer, 0);
}

static void *written_record(struct call *call, const char *name, jobject buffer)
{
    return copied(call, name, buffer, 1);
}

/* As much of a copy as this header knows, and zeros for what an earlier caller's does not have. */
static void known_part(void *to, size_t bytes, const void *copy)
{
    int32_t size = 0;

    memset(to, 0, bytes);
    if (copy != NULL)
        memcpy(&size, copy, sizeof size);
    if (size > 0)
        memcpy(to, copy, (size_t)size < bytes ? (size_t)size : bytes);
}

/* So many things of so many bytes. Where either is not above zero, the library reads none of them; a record that says
   it is longer than its place is refused by the library. */
static void *array(struct call *call, const char *name, jobject buffer, int32_t count, int64_t stride)
{
    int64_t capacity;
    void *at = address(call, name, buffer, &capacity);

    if (at != NULL && count > 0 && stride > 0 && stride > capacity / count)
        return too_short(call, name);
    return at;
}

/* The buffer of a text: as long as its record says. */
static void *room(struct call *call, jobject buffer, const void *form)
{
    stepup_text asked;

    known_part(&asked, sizeof asked, form);
    return bytes(call, "buffer", buffer, asked.capacity);
}

static void begin(struct call *call, JNIEnv *env, jclass class, jobject error)
{
    (void)class;
    call->env = env;
    call->error = NULL;
    call->status = STEPUP_STATUS_OK;
    call->records = 0;
    call->error = written_record(call, "error", error);
}

/* What was written goes back to Java, but for the sizes, which are the caller's. The error record goes last, since it
   may lie on top of another one. */
static jint ended(const struct call *call, int32_t answer)
{
    const size_t head = sizeof answer;

    for (int number = call->records - 1; number >= 0; number--) {
        const struct copy *copy = &call->copies[number];

        if (copy->back != NULL)
            memcpy((char *)copy->back + head, copy->record.bytes + head, copy->bytes - head);
    }
    return answer;
}

NATIVE(abi, jobject abi, jobject error)
{
    struct call call;

    begin(&call, env, class, error);
    void *facts = written_record(&call, "abi", abi);

    ANSWER(call, stepup_abi(facts, call.error));
}

NATIVE(init, jint kind, jobject area, jint size, jobject error)
{
    struct call call;

    begin(&call, env, class, error);
    void *to = bytes(&call, "area", area, size);

    ANSWER(call, stepup_init(kind, to, size, call.error));
}

NATIVE(name, jint kind, jint value, jobject form, jobject buffer, jobject error)
{
    struct call call;

    begin(&call, env, class, error);
    void *how = written_record(&call, "form", form);
    void *to = room(&call, buffer, how);

    ANSWER(call, stepup_name(kind, value, how, to, call.error));
}

NATIVE(value, jint kind, jobject text, jint length, jint charset, jobject value, jobject error)
{
    struct call call;

    begin(&call, env, class, error);
    void *word = bytes(&call, "text", text, length);
    void *to = bytes(&call, "value", value, sizeof(int32_t));

    ANSWER(call, stepup_value(kind, word, length, charset, to, call.error));
}

NATIVE(set, jint kind, jobject text, jint length, jint charset, jobject set, jobject error)
{
    struct call call;

    begin(&call, env, class, error);
    void *words = bytes(&call, "text", text, length);
    void *to = bytes(&call, "set", set, sizeof(int32_t));

    ANSWER(call, stepup_set(kind, words, length, charset, to, call.error));
}

NATIVE(pseudonym, jobject key, jint key_length, jint kind, jobject text, jint length, jint charset,
       jobject pseudonym, jobject error)
{
    struct call call;

    begin(&call, env, class, error);
    void *secret = bytes(&call, "key", key, key_length);
    void *identifier = bytes(&call, "text", text, length);
    void *to = bytes(&call, "pseudonym", pseudonym, STEPUP_PSEUDONYM_BYTES);

    ANSWER(call, stepup_pseudonym(secret, key_length, kind, identifier, length, charset, to, call.error));
}

NATIVE(amountFromPacked, jobject packed, jint length, jint decimals, jint currency, jobject minor,
       jobject error)
{
    struct call call;

    begin(&call, env, class, error);
    void *from = bytes(&call, "packed", packed, length);
    void *to = bytes(&call, "minor", minor, sizeof(int64_t));

    ANSWER(call, stepup_amount_from_packed(from, length, decimals, currency, to, call.error));
}

NATIVE(timeFromCivil, jobject digits, jint offset_minutes, jobject seconds, jobject error)
{
    struct call call;

    begin(&call, env, class, error);
    void *from = bytes(&call, "digits", digits, STEPUP_DIGITS_BYTES);
    void *to = bytes(&call, "seconds", seconds, sizeof(int64_t));

    ANSWER(call, stepup_time_from_civil(from, offset_minutes, to, call.error));
}

NATIVE(policyLoad, jobject text, jlong length, jint charset, jobject sha256, jobject policy, jobject error)
{
    struct call call;

    begin(&call, env, class, error);
    void *from = bytes(&call, "text", text, length);
    void *identity = bytes(&call, "sha256", sha256, STEPUP_IDENTITY_BYTES);
    void *handle = bytes(&call, "policy", policy, sizeof(int64_t));

    ANSWER(call, stepup_policy_load(from, length, charset, identity, handle, call.error));
}

NATIVE(policyReplace, jlong policy, jobject text, jlong length, jint charset, jobject sha256, jobject error)
{
    struct call call;

    begin(&call, env, class, error);
    void *from = bytes(&call, "text", text, length);
    void *identity = bytes(&call, "sha256", sha256, STEPUP_IDENTITY_BYTES);

    ANSWER(call, stepup_policy_replace(policy, from, length, charset, identity, call.error));
}

NATIVE(policyFree, jlong policy, jobject error)
{
    struct call call;

    begin(&call, env, class, error);

    ANSWER(call, stepup_policy_free(policy, call.error));
}

NATIVE(policyFindings, jobject text, jlong length, jint charset, jobject form, jobject buffer, jobject error)
{
    struct call call;

    begin(&call, env, class, error);
    void *from = bytes(&call, "text", text, length);
    void *how = written_record(&call, "form", form);
    void *to = room(&call, buffer, how);

    ANSWER(call, stepup_policy_findings(from, length, charset, how, to, call.error));
}

NATIVE(policyProve, jlong policy, jobject proofs, jobject form, jobject buffer, jobject error)
{
    struct call call;

    begin(&call, env, class, error);
    void *counts = written_record(&call, "proofs", proofs);
    void *how = written_record(&call, "form", form);
    void *to = room(&call, buffer, how);

    ANSWER(call, stepup_policy_prove(policy, counts, how, to, call.error));
}

NATIVE(policyCompare, jlong older, jlong newer, jobject comparison, jobject form, jobject buffer,
       jobject error)
{
    struct call call;

    begin(&call, env, class, error);
    void *counts = written_record(&call, "comparison", comparison);
    void *how = written_record(&call, "form", form);
    void *to = room(&call, buffer, how);

    ANSWER(call, stepup_policy_compare(older, newer, counts, how, to, call.error));
}

NATIVE(policyInfo, jlong policy, jobject info, jobject error)
{
    struct call call;

    begin(&call, env, class, error);
    void *facts = written_record(&call, "info", info);

    ANSWER(call, stepup_policy_info(policy, facts, call.error));
}

NATIVE(policyCanonical, jlong policy, jobject form, jobject buffer, jobject error)
{
    struct call call;

    begin(&call, env, class, error);
    void *how = written_record(&call, "form", form);
    void *to = room(&call, buffer, how);

    ANSWER(call, stepup_policy_canonical(policy, how, to, call.error));
}

NATIVE(policyItem, jlong policy, jint item, jint number, jobject form, jobject buffer, jobject error)
{
    struct call call;

    begin(&call, env, class, error);
    void *how = written_record(&call, "form", form);
    void *to = room(&call, buffer, how);

    ANSWER(call, stepup_policy_item(policy, item, number, how, to, call.error));
}

NATIVE(decide, jlong policy, jobject request, jobject profile, jobject decision, jobject error)
{
    struct call call;

    begin(&call, env, class, error);
    const void *asked = read_record(&call, "request", request);
    void *known = bytes(&call, "profile", profile, STEPUP_PROFILE_BYTES);
    void *decided = written_record(&call, "decision", decision);

    /* Without a request nothing is decided, and what the decision held cannot pass for an answer. */
    if (call.status != STEPUP_STATUS_OK)
        stepup_decide(policy, NULL, NULL, decided, NULL);
    ANSWER(call, stepup_decide(policy, asked, known, decided, call.error));
}

NATIVE(decideBatch, jlong policy, jobject batch, jobject requests, jobject profiles, jobject indexes,
       jobject decisions, jobject statuses, jobject error)
{
    struct call call;

    begin(&call, env, class, error);
    void *how = written_record(&call, "batch", batch);
    stepup_batch asked;
    void *from, *known, *which, *decided, *said;

    known_part(&asked, sizeof asked, how);
    from = array(&call, "requests", requests, asked.count, asked.request_stride);
    known = array(&call, "profiles", profiles, asked.profiles, asked.profile_stride);
    which = array(&call, "indexes", indexes, asked.count, sizeof(int32_t));
    decided = array(&call, "decisions", decisions, asked.count, asked.decision_stride);
    said = array(&call, "statuses", statuses, asked.count, sizeof(int32_t));
    /* Without requests nothing is decided, and what the decisions held cannot pass for answers. */
    if (call.status != STEPUP_STATUS_OK)
        stepup_decide_batch(policy, how, NULL, NULL, NULL, decided, said, NULL);
    ANSWER(call, stepup_decide_batch(policy, how, from, known, which, decided, said, call.error));
}

NATIVE(explain, jlong policy, jobject canonical, jobject form, jobject buffer, jobject error)
{
    struct call call;

    begin(&call, env, class, error);
    void *decided = bytes(&call, "canonical", canonical, STEPUP_CANONICAL_BYTES);
    void *how = written_record(&call, "form", form);
    void *to = room(&call, buffer, how);

    ANSWER(call, stepup_explain(policy, decided, how, to, call.error));
}

NATIVE(message, jlong policy, jobject canonical, jobject form, jobject buffer, jobject error)
{
    struct call call;

    begin(&call, env, class, error);
    void *decided = bytes(&call, "canonical", canonical, STEPUP_CANONICAL_BYTES);
    void *how = written_record(&call, "form", form);
    void *to = room(&call, buffer, how);

    ANSWER(call, stepup_message(policy, decided, how, to, call.error));
}

NATIVE(replay, jlong policy, jobject canonical, jobject decision_again, jobject error)
{
    struct call call;

    begin(&call, env, class, error);
    void *decided = bytes(&call, "canonical", canonical, STEPUP_CANONICAL_BYTES);
    void *again = written_record(&call, "decision_again", decision_again);

    if (call.status != STEPUP_STATUS_OK) /* As for decide. */
        stepup_replay(policy, NULL, again, NULL);
    ANSWER(call, stepup_replay(policy, decided, again, call.error));
}

NATIVE(profileNew, jobject opening, jobject profile, jobject error)
{
    struct call call;

    begin(&call, env, class, error);
    const void *from = read_record(&call, "opening", opening);
    void *to = bytes(&call, "profile", profile, STEPUP_PROFILE_BYTES);

    ANSWER(call, stepup_profile_new(from, to, call.error));
}

NATIVE(profileInfo, jobject profile, jobject info, jobject error)
{
    struct call call;

    begin(&call, env, class, error);
    void *known = bytes(&call, "profile", profile, STEPUP_PROFILE_BYTES);
    void *facts = written_record(&call, "info", info);

    ANSWER(call, stepup_profile_info(known, facts, call.error));
}

NATIVE(profileObserve, jobject profile, jobject event, jobject error)
{
    struct call call;

    begin(&call, env, class, error);
    void *known = bytes(&call, "profile", profile, STEPUP_PROFILE_BYTES);
    const void *happened = read_record(&call, "event", event);

    ANSWER(call, stepup_profile_observe(known, happened, call.error));
}

NATIVE(profileReserve, jobject profile, jobject request, jobject error)
{
    struct call call;

    begin(&call, env, class, error);
    void *known = bytes(&call, "profile", profile, STEPUP_PROFILE_BYTES);
    const void *asked = read_record(&call, "request", request);

    ANSWER(call, stepup_profile_reserve(known, asked, call.error));
}

NATIVE(profileConvert, jobject from, jint version, jobject to, jobject error)
{
    struct call call;

    begin(&call, env, class, error);
    void *before = bytes(&call, "from", from, STEPUP_PROFILE_BYTES);
    void *after = bytes(&call, "to", to, STEPUP_PROFILE_BYTES);

    ANSWER(call, stepup_profile_convert(before, version, after, call.error));
}

NATIVE(reputationObserve, jobject reputation, jint sighting, jobject customer, jlong at, jlong transfer_at,
       jobject error)
{
    struct call call;

    begin(&call, env, class, error);
    void *known = bytes(&call, "reputation", reputation, STEPUP_REPUTATION_BYTES);
    void *who = bytes(&call, "customer", customer, STEPUP_PSEUDONYM_BYTES);

    ANSWER(call, stepup_reputation_observe(known, sighting, who, at, transfer_at, call.error));
}
