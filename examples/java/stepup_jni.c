/* The glue between Stepup.java and stepup.h. It lends the memory of direct buffers to the library, as long
 * as one call lasts, and does nothing else: no copy, and no access to a Java object but to ask where a
 * buffer lies and how long it is.
 *
 * C trusts whoever calls it; Java does not have to. So each buffer is measured here before the library
 * follows its address, by what the header says that is read or written there.
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
#define ANSWER(call, answer) return (call).status != STEPUP_STATUS_OK ? (call).status : (answer)

/* Every record has at least its size, and four bytes that the library may clear where the size is wrong. */
#define LEAST_RECORD 8

struct call {
    JNIEnv *env;
    void *error;
    int32_t status; /* The first thing that is wrong with a buffer. */
};

/* Notes what is wrong, and tells it in the error record as the library does; the first fault counts. */
static void *refuse(struct call *call, const char *name, int32_t status, const char *text)
{
    const size_t told = offsetof(stepup_error, status); /* Before it lies what the caller asks for. */
    stepup_error error = {0};

    if (call->status != STEPUP_STATUS_OK)
        return NULL;
    call->status = status;
    if (call->error == NULL)
        return NULL;
    memcpy(&error.size, call->error, sizeof error.size);
    if (error.size < (int32_t)sizeof error)
        return NULL;
    error.status = status;
    strncpy((char *)error.name, name, sizeof error.name - 1);
    strncpy((char *)error.text, text, sizeof error.text - 1);
    memcpy((char *)call->error + told, (char *)&error + told, sizeof error - told);
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

/* The size field that every record begins with. */
static int32_t size_at(const void *record)
{
    int32_t size;

    memcpy(&size, record, sizeof size);
    return size;
}

/* A record, which has as many bytes as it says. */
static void *record(struct call *call, const char *name, jobject buffer)
{
    int64_t capacity;
    void *at = address(call, name, buffer, &capacity);

    if (at != NULL && (capacity < LEAST_RECORD || capacity < size_at(at)))
        return too_short(call, name);
    return at;
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

/* The buffer of a text: as long as its record says. A record that is too short is refused by the library. */
static void *room(struct call *call, jobject buffer, const void *form)
{
    stepup_text asked = {0};

    if (form != NULL && size_at(form) >= (int32_t)sizeof asked)
        memcpy(&asked, form, sizeof asked);
    return bytes(call, "buffer", buffer, asked.capacity);
}

static struct call begin(JNIEnv *env, jclass class, jobject error)
{
    struct call call = {env, NULL, STEPUP_STATUS_OK};

    (void)class;
    call.error = record(&call, "error", error);
    return call;
}

NATIVE(abi, jobject abi, jobject error)
{
    struct call call = begin(env, class, error);
    void *facts = record(&call, "abi", abi);

    ANSWER(call, stepup_abi(facts, call.error));
}

NATIVE(init, jint kind, jobject area, jint size, jobject error)
{
    struct call call = begin(env, class, error);
    void *to = bytes(&call, "area", area, size);

    ANSWER(call, stepup_init(kind, to, size, call.error));
}

NATIVE(name, jint kind, jint value, jobject form, jobject buffer, jobject error)
{
    struct call call = begin(env, class, error);
    void *how = record(&call, "form", form);
    void *to = room(&call, buffer, how);

    ANSWER(call, stepup_name(kind, value, how, to, call.error));
}

NATIVE(value, jint kind, jobject text, jint length, jint charset, jobject value, jobject error)
{
    struct call call = begin(env, class, error);
    void *word = bytes(&call, "text", text, length);
    void *to = bytes(&call, "value", value, sizeof(int32_t));

    ANSWER(call, stepup_value(kind, word, length, charset, to, call.error));
}

NATIVE(set, jint kind, jobject text, jint length, jint charset, jobject set, jobject error)
{
    struct call call = begin(env, class, error);
    void *words = bytes(&call, "text", text, length);
    void *to = bytes(&call, "set", set, sizeof(int32_t));

    ANSWER(call, stepup_set(kind, words, length, charset, to, call.error));
}

NATIVE(pseudonym, jobject key, jint key_length, jint kind, jobject text, jint length, jint charset,
       jobject pseudonym, jobject error)
{
    struct call call = begin(env, class, error);
    void *secret = bytes(&call, "key", key, key_length);
    void *identifier = bytes(&call, "text", text, length);
    void *to = bytes(&call, "pseudonym", pseudonym, STEPUP_PSEUDONYM_BYTES);

    ANSWER(call, stepup_pseudonym(secret, key_length, kind, identifier, length, charset, to, call.error));
}

NATIVE(amountFromPacked, jobject packed, jint length, jint decimals, jint currency, jobject minor,
       jobject error)
{
    struct call call = begin(env, class, error);
    void *from = bytes(&call, "packed", packed, length);
    void *to = bytes(&call, "minor", minor, sizeof(int64_t));

    ANSWER(call, stepup_amount_from_packed(from, length, decimals, currency, to, call.error));
}

NATIVE(timeFromCivil, jobject digits, jint offset_minutes, jobject seconds, jobject error)
{
    struct call call = begin(env, class, error);
    void *from = bytes(&call, "digits", digits, STEPUP_DIGITS_BYTES);
    void *to = bytes(&call, "seconds", seconds, sizeof(int64_t));

    ANSWER(call, stepup_time_from_civil(from, offset_minutes, to, call.error));
}

NATIVE(policyLoad, jobject text, jlong length, jint charset, jobject sha256, jobject policy, jobject error)
{
    struct call call = begin(env, class, error);
    void *from = bytes(&call, "text", text, length);
    void *identity = bytes(&call, "sha256", sha256, STEPUP_IDENTITY_BYTES);
    void *handle = bytes(&call, "policy", policy, sizeof(int64_t));

    ANSWER(call, stepup_policy_load(from, length, charset, identity, handle, call.error));
}

NATIVE(policyReplace, jlong policy, jobject text, jlong length, jint charset, jobject sha256, jobject error)
{
    struct call call = begin(env, class, error);
    void *from = bytes(&call, "text", text, length);
    void *identity = bytes(&call, "sha256", sha256, STEPUP_IDENTITY_BYTES);

    ANSWER(call, stepup_policy_replace(policy, from, length, charset, identity, call.error));
}

NATIVE(policyFree, jlong policy, jobject error)
{
    struct call call = begin(env, class, error);

    ANSWER(call, stepup_policy_free(policy, call.error));
}

NATIVE(policyFindings, jobject text, jlong length, jint charset, jobject form, jobject buffer, jobject error)
{
    struct call call = begin(env, class, error);
    void *from = bytes(&call, "text", text, length);
    void *how = record(&call, "form", form);
    void *to = room(&call, buffer, how);

    ANSWER(call, stepup_policy_findings(from, length, charset, how, to, call.error));
}

NATIVE(policyProve, jlong policy, jobject proofs, jobject form, jobject buffer, jobject error)
{
    struct call call = begin(env, class, error);
    void *counts = record(&call, "proofs", proofs);
    void *how = record(&call, "form", form);
    void *to = room(&call, buffer, how);

    ANSWER(call, stepup_policy_prove(policy, counts, how, to, call.error));
}

NATIVE(policyCompare, jlong older, jlong newer, jobject comparison, jobject form, jobject buffer,
       jobject error)
{
    struct call call = begin(env, class, error);
    void *counts = record(&call, "comparison", comparison);
    void *how = record(&call, "form", form);
    void *to = room(&call, buffer, how);

    ANSWER(call, stepup_policy_compare(older, newer, counts, how, to, call.error));
}

NATIVE(policyInfo, jlong policy, jobject info, jobject error)
{
    struct call call = begin(env, class, error);
    void *facts = record(&call, "info", info);

    ANSWER(call, stepup_policy_info(policy, facts, call.error));
}

NATIVE(policyCanonical, jlong policy, jobject form, jobject buffer, jobject error)
{
    struct call call = begin(env, class, error);
    void *how = record(&call, "form", form);
    void *to = room(&call, buffer, how);

    ANSWER(call, stepup_policy_canonical(policy, how, to, call.error));
}

NATIVE(policyItem, jlong policy, jint item, jint number, jobject form, jobject buffer, jobject error)
{
    struct call call = begin(env, class, error);
    void *how = record(&call, "form", form);
    void *to = room(&call, buffer, how);

    ANSWER(call, stepup_policy_item(policy, item, number, how, to, call.error));
}

NATIVE(decide, jlong policy, jobject request, jobject profile, jobject decision, jobject error)
{
    struct call call = begin(env, class, error);
    void *asked = record(&call, "request", request);
    void *known = bytes(&call, "profile", profile, STEPUP_PROFILE_BYTES);
    void *decided = record(&call, "decision", decision);

    /* Without a request nothing is decided, and what the decision held cannot pass for an answer. */
    if (call.status != STEPUP_STATUS_OK)
        stepup_decide(policy, NULL, NULL, decided, NULL);
    ANSWER(call, stepup_decide(policy, asked, known, decided, call.error));
}

NATIVE(decideBatch, jlong policy, jobject batch, jobject requests, jobject profiles, jobject indexes,
       jobject decisions, jobject statuses, jobject error)
{
    struct call call = begin(env, class, error);
    void *how = record(&call, "batch", batch);
    stepup_batch asked = {0};
    void *from, *known, *which, *decided, *said;

    if (how != NULL && size_at(how) >= (int32_t)sizeof asked)
        memcpy(&asked, how, sizeof asked);
    from = array(&call, "requests", requests, asked.count, asked.request_stride);
    known = array(&call, "profiles", profiles, asked.profiles, asked.profile_stride);
    which = array(&call, "indexes", indexes, asked.count, sizeof(int32_t));
    decided = array(&call, "decisions", decisions, asked.count, asked.decision_stride);
    said = array(&call, "statuses", statuses, asked.count, sizeof(int32_t));
    ANSWER(call, stepup_decide_batch(policy, how, from, known, which, decided, said, call.error));
}

NATIVE(explain, jlong policy, jobject canonical, jobject form, jobject buffer, jobject error)
{
    struct call call = begin(env, class, error);
    void *decided = bytes(&call, "canonical", canonical, STEPUP_CANONICAL_BYTES);
    void *how = record(&call, "form", form);
    void *to = room(&call, buffer, how);

    ANSWER(call, stepup_explain(policy, decided, how, to, call.error));
}

NATIVE(message, jlong policy, jobject canonical, jobject form, jobject buffer, jobject error)
{
    struct call call = begin(env, class, error);
    void *decided = bytes(&call, "canonical", canonical, STEPUP_CANONICAL_BYTES);
    void *how = record(&call, "form", form);
    void *to = room(&call, buffer, how);

    ANSWER(call, stepup_message(policy, decided, how, to, call.error));
}

NATIVE(replay, jlong policy, jobject canonical, jobject decision_again, jobject error)
{
    struct call call = begin(env, class, error);
    void *decided = bytes(&call, "canonical", canonical, STEPUP_CANONICAL_BYTES);
    void *again = record(&call, "decision_again", decision_again);

    if (call.status != STEPUP_STATUS_OK) /* As for decide. */
        stepup_replay(policy, NULL, again, NULL);
    ANSWER(call, stepup_replay(policy, decided, again, call.error));
}

NATIVE(profileNew, jobject opening, jobject profile, jobject error)
{
    struct call call = begin(env, class, error);
    void *from = record(&call, "opening", opening);
    void *to = bytes(&call, "profile", profile, STEPUP_PROFILE_BYTES);

    ANSWER(call, stepup_profile_new(from, to, call.error));
}

NATIVE(profileInfo, jobject profile, jobject info, jobject error)
{
    struct call call = begin(env, class, error);
    void *known = bytes(&call, "profile", profile, STEPUP_PROFILE_BYTES);
    void *facts = record(&call, "info", info);

    ANSWER(call, stepup_profile_info(known, facts, call.error));
}

NATIVE(profileObserve, jobject profile, jobject event, jobject error)
{
    struct call call = begin(env, class, error);
    void *known = bytes(&call, "profile", profile, STEPUP_PROFILE_BYTES);
    void *happened = record(&call, "event", event);

    ANSWER(call, stepup_profile_observe(known, happened, call.error));
}

NATIVE(profileReserve, jobject profile, jobject request, jobject error)
{
    struct call call = begin(env, class, error);
    void *known = bytes(&call, "profile", profile, STEPUP_PROFILE_BYTES);
    void *asked = record(&call, "request", request);

    ANSWER(call, stepup_profile_reserve(known, asked, call.error));
}

NATIVE(profileConvert, jobject from, jint version, jobject to, jobject error)
{
    struct call call = begin(env, class, error);
    void *before = bytes(&call, "from", from, STEPUP_PROFILE_BYTES);
    void *after = bytes(&call, "to", to, STEPUP_PROFILE_BYTES);

    ANSWER(call, stepup_profile_convert(before, version, after, call.error));
}

NATIVE(reputationObserve, jobject reputation, jint sighting, jobject customer, jlong at, jlong transfer_at,
       jobject error)
{
    struct call call = begin(env, class, error);
    void *known = bytes(&call, "reputation", reputation, STEPUP_REPUTATION_BYTES);
    void *who = bytes(&call, "customer", customer, STEPUP_PSEUDONYM_BYTES);

    ANSWER(call, stepup_reputation_observe(known, sighting, who, at, transfer_at, call.error));
}
