/* From nothing to a decision: a policy, a customer, a transfer, an answer.
 *
 *   cc -std=c99 $(pkg-config --cflags stepup) first.c $(pkg-config --libs stepup) -o first
 *   ./first policy.toml
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <stepup.h>

/* The first two functions stand in common.h as well: this page is read, and taken home, without that one. */

/* Whatever is not understood is told and ends it: a bank decides nothing on half an answer. */
static void must(int32_t status, const stepup_error *error, const char *what)
{
    if (status < 0) {
        fprintf(stderr, "%s: status %d, field `%s`, line %d, column %d: %s\n", what, (int)status,
                (const char *)error->name, (int)error->line, (int)error->column, (const char *)error->text);
        exit(1);
    }
}

/* The whole of a file. */
static char *read_file(const char *path, int64_t *length)
{
    FILE *file = fopen(path, "rb");
    char *text = NULL;
    long size = -1;
    if (file != NULL && fseek(file, 0, SEEK_END) == 0 && (size = ftell(file)) >= 0 && fseek(file, 0, SEEK_SET) == 0) {
        text = malloc((size_t)size + 1);
    }
    if (text == NULL || fread(text, 1, (size_t)size, file) != (size_t)size) {
        perror(path);
        exit(1);
    }
    fclose(file);
    *length = size;
    return text;
}

int main(int argc, char **argv)
{
    /* In a bank it comes from the key store, and is the same everywhere. */
    static const char key[] = "an example's key of 32 bytes....";
    static const char *const customer = "C-2048";
    static const char *const phone = "phone-5f3a";
    static const char *const payee = "GB82 WEST 1234 5698 7654 32";
    stepup_error error;
    stepup_opening opening;
    stepup_request request;
    stepup_decision decision;
    stepup_text form;
    uint8_t profile[STEPUP_PROFILE_BYTES];
    char text[8192];
    int64_t policy = 0, length = 0;
    char *file;

    if (argc != 2) {
        fprintf(stderr, "usage: first POLICY\n");
        return 2;
    }
    must(stepup_init(STEPUP_RECORD_ERROR, &error, sizeof error, NULL), &error, "stepup_init");

    /* 1. The policy: sealed, proved, in force until it is freed or replaced. */
    file = read_file(argv[1], &length);
    must(stepup_policy_load(file, length, STEPUP_CHARSET_UTF_8, NULL, &policy, &error), &error, argv[1]);
    free(file);

    /* 2. The customer, of whom nothing is known yet but what customers like them usually send. */
    must(stepup_init(STEPUP_RECORD_OPENING, &opening, sizeof opening, &error), &error, "opening");
    must(stepup_pseudonym(key, 32, STEPUP_ID_CUSTOMER, customer, (int32_t)strlen(customer), STEPUP_CHARSET_UTF_8,
                          opening.customer, &error), &error, "customer");
    must(stepup_time_from_civil("20260115090000", 480, &opening.at, &error), &error, "opened");
    opening.offset_minutes = 480;
    opening.key_id = 1;
    opening.currency = 156; /* CNY */
    opening.usual_amount = 30000;
    opening.usual_outflow = 50000;
    opening.amount_spread = 300;
    opening.outflow_spread = 300;
    must(stepup_profile_new(&opening, profile, &error), &error, "stepup_profile_new");

    /* 3. The transfer: what is known is said with its state, and what is not said is missing. */
    must(stepup_init(STEPUP_RECORD_REQUEST, &request, sizeof request, &error), &error, "request");
    request.operation = STEPUP_OPERATION_TRANSFER;
    request.channel = STEPUP_CHANNEL_APP;
    must(stepup_time_from_civil("20261126143000", 480, &request.at, &error), &error, "at");
    request.offset_minutes = 480;
    request.key_id = 1;
    request.currency = 156;
    memcpy(request.customer, opening.customer, sizeof request.customer);
    memcpy(request.reference, "reference-000001", sizeof request.reference);
    memcpy(request.transfer, "transfer--000001", sizeof request.transfer);
    request.transfer_state = 1;
    request.amount = 6000000; /* 60,000.00 */
    request.amount_state = STEPUP_STATE_KNOWN;
    must(stepup_pseudonym(key, 32, STEPUP_ID_IBAN, payee, (int32_t)strlen(payee), STEPUP_CHARSET_UTF_8, request.payee,
                          &error), &error, "payee");
    request.payee_state = STEPUP_STATE_KNOWN;
    must(stepup_pseudonym(key, 32, STEPUP_ID_DEVICE, phone, (int32_t)strlen(phone), STEPUP_CHARSET_UTF_8,
                          request.device, &error), &error, "device");
    request.device_state = STEPUP_STATE_KNOWN;
    request.enrolled = STEPUP_BIT(STEPUP_FACTOR_FACE) | STEPUP_BIT(STEPUP_FACTOR_SMS);

    /* 4. The decision. It refuses until it is made, and is yours only with your reference in it. */
    must(stepup_init(STEPUP_RECORD_DECISION, &decision, sizeof decision, &error), &error, "decision");
    must(stepup_decide(policy, &request, profile, &decision, &error), &error, "stepup_decide");
    if (memcmp(decision.reference, request.reference, sizeof decision.reference) != 0) {
        fprintf(stderr, "this decision is another request's\n");
        return 1;
    }

    /* 5. In words: the outcome, why it is so, and what the customer may be told. */
    must(stepup_init(STEPUP_RECORD_TEXT, &form, sizeof form, &error), &error, "form");
    form.capacity = sizeof text;
    must(stepup_name(STEPUP_KIND_OUTCOME, decision.outcome, &form, text, &error), &error, "stepup_name");
    printf("%s, score %d\n\n", text, (int)decision.score);
    must(stepup_explain(policy, decision.canonical, &form, text, &error), &error, "stepup_explain");
    printf("%s\n\n", text);
    must(stepup_message(policy, decision.canonical, &form, text, &error), &error, "stepup_message");
    printf("%s\n", text);

    /* 6. The next transfer counts this one: reserve it, and store the profile. */
    must(stepup_profile_reserve(profile, &request, &error), &error, "stepup_profile_reserve");
    must(stepup_policy_free(policy, &error), &error, "stepup_policy_free");
    return 0;
}
