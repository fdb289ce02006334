/* How the library behaves inside somebody else's process: what the manual's chapter on operations promises, tried.
 *
 *   manners POLICY [under-valgrind]          prints one line a promise; exit status 1 where one is broken
 */
#define _GNU_SOURCE
#include "common.h"

#include <dirent.h>
#include <inttypes.h>
#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static int broken;
static volatile int environment_reads;

/* The library's own calls come here, since the program's functions go before those of libc. */
char *getenv(const char *name)
{
    (void)name;
    environment_reads++;
    return NULL;
}

static void promise(int kept, const char *what)
{
    printf("%-7s %s\n", kept ? "ok" : "BROKEN", what);
    broken |= !kept;
}

/* A transfer that says who, what, how much and that two proofs were given. */
static stepup_request transfer(void)
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

static void opened(uint8_t *profile)
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

/* Everything that the library is asked in an ordinary day: load, decide, explain, learn, free. */
static int32_t a_day(const char *path, stepup_decision *decision)
{
    static char text[65536];
    uint8_t profile[STEPUP_PROFILE_BYTES];
    stepup_request request = transfer();
    stepup_text form;
    const int64_t policy = load(path);
    int32_t status;
    opened(profile);
    must(stepup_init(STEPUP_RECORD_DECISION, decision, sizeof *decision, NULL), NULL, "stepup_init");
    must(stepup_init(STEPUP_RECORD_TEXT, &form, sizeof form, NULL), NULL, "stepup_init");
    form.capacity = sizeof text;
    status = stepup_decide(policy, &request, profile, decision, NULL);
    status |= stepup_explain(policy, decision->canonical, &form, text, NULL);
    status |= stepup_profile_reserve(profile, &request, NULL);
    status |= stepup_policy_free(policy, NULL);
    return status;
}

static int threads(void)
{
    int count = 0;
    DIR *tasks = opendir("/proc/self/task");
    if (tasks == NULL) {
        return -1;
    }
    while (readdir(tasks) != NULL) {
        count++;
    }
    closedir(tasks);
    return count - 2;
}

static void quiet(const char *path)
{
    struct sigaction before[65], after;
    sigset_t mask, mask_after;
    stepup_decision decision;
    int number, same = 1, out = dup(1), err = dup(2);
    FILE *said = tmpfile();
    for (number = 1; number <= 64; number++) {
        memset(&before[number], 0, sizeof before[number]);
        sigaction(number, NULL, &before[number]);
    }
    /* The kernel fills in the first bytes alone. */
    memset(&mask, 0, sizeof mask);
    memset(&mask_after, 0, sizeof mask_after);
    pthread_sigmask(SIG_BLOCK, NULL, &mask);
    if (said == NULL || out < 0 || err < 0) {
        promise(0, "a temporary file");
        return;
    }
    fflush(stdout);
    dup2(fileno(said), 1);
    dup2(fileno(said), 2);
    environment_reads = 0;
    a_day(path, &decision);
    dup2(out, 1);
    dup2(err, 2);
    for (number = 1; number <= 64; number++) {
        memset(&after, 0, sizeof after);
        sigaction(number, NULL, &after);
        same &= after.sa_handler == before[number].sa_handler && after.sa_flags == before[number].sa_flags;
    }
    pthread_sigmask(SIG_BLOCK, NULL, &mask_after);
    promise(same && memcmp(&mask, &mask_after, sizeof mask) == 0, "every signal's disposition and the mask are as before");
    promise(threads() == 1, "no thread was started");
    promise(lseek(fileno(said), 0, SEEK_END) == 0, "nothing was written to a stream");
    promise(environment_reads == 0, "the environment was not read");
    fclose(said);
}

/* What a thread with a small stack does, and how much of it it took. */
enum { STACK = 65536 };

typedef struct small {
    int64_t policy;
    stepup_request request;
    uint8_t profile[STEPUP_PROFILE_BYTES];
    stepup_decision decision;
    int32_t status;
} small;

static void *decide_small(void *given)
{
    small *it = given;
    it->status = stepup_decide(it->policy, &it->request, it->profile, &it->decision, NULL);
    return NULL;
}

static void small_stack(const char *path)
{
    static small it;
    const long page = sysconf(_SC_PAGESIZE);
    uint8_t *area = mmap(NULL, STACK + (size_t)page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    pthread_attr_t attributes;
    pthread_t thread;
    size_t untouched = 0;
    it.policy = load(path);
    it.request = transfer();
    opened(it.profile);
    must(stepup_init(STEPUP_RECORD_DECISION, &it.decision, sizeof it.decision, NULL), NULL, "stepup_init");
    it.status = -1;
    /* The page below is nobody's: whoever goes too deep dies of it. */
    if (area == MAP_FAILED || mprotect(area, (size_t)page, PROT_NONE) != 0) {
        promise(0, "a stack of 64 KiB");
        return;
    }
    memset(area + page, 0x5a, STACK);
    pthread_attr_init(&attributes);
    if (pthread_attr_setstack(&attributes, area + page, STACK) == 0 &&
        pthread_create(&thread, &attributes, decide_small, &it) == 0) {
        pthread_join(thread, NULL);
    }
    while (untouched < STACK && area[(size_t)page + untouched] == 0x5a) {
        untouched++;
    }
    promise(it.status == STEPUP_STATUS_OK, "stepup_decide on a stack of 64 KiB");
    printf("        of which thread and call took %lu bytes\n", (unsigned long)(STACK - untouched));
    must(stepup_policy_free(it.policy, NULL), NULL, "stepup_policy_free");
}

static void forked(const char *path)
{
    uint8_t profile[STEPUP_PROFILE_BYTES];
    stepup_request request = transfer();
    stepup_decision mine, childs;
    const int64_t policy = load(path);
    int ends[2], state = -1;
    pid_t child;
    opened(profile);
    must(stepup_init(STEPUP_RECORD_DECISION, &mine, sizeof mine, NULL), NULL, "stepup_init");
    childs = mine;
    if (pipe(ends) != 0 || (child = fork()) < 0) {
        promise(0, "fork");
        return;
    }
    if (child == 0) {
        const int32_t status = stepup_decide(policy, &request, profile, &mine, NULL);
        const int whole = write(ends[1], &mine, sizeof mine) == (ssize_t)sizeof mine;
        _exit(status == 0 && whole && stepup_policy_free(policy, NULL) == 0 ? 0 : 1);
    }
    promise(read(ends[0], &childs, sizeof childs) == (ssize_t)sizeof childs && waitpid(child, &state, 0) == child &&
                state == 0,
            "a child that was forked decides by its parent's policy");
    promise(stepup_decide(policy, &request, profile, &mine, NULL) == 0 && memcmp(&mine, &childs, sizeof mine) == 0,
            "and the parent decides alike after the child has freed it");
    must(stepup_policy_free(policy, NULL), NULL, "stepup_policy_free");
}

/* Takes all memory there is, gives it back bit by bit, and tries to load a policy each time. */
static int starved(const char *path)
{
    static void *blocks[65536];
    size_t length, held = 0, size;
    uint8_t *text = read_file(path, &length);
    uint8_t profile[STEPUP_PROFILE_BYTES];
    stepup_request request = transfer();
    stepup_decision decision;
    const int64_t before = load(path);
    int64_t policy = 0, pages = 0;
    struct rlimit limit;
    int refused = 0;
    FILE *used = fopen("/proc/self/statm", "r");

    opened(profile);
    /* Without proofs: those are what a request has memory for. */
    memset(request.proof_factor, 0, sizeof request.proof_factor);
    memset(request.proof_channel, 0, sizeof request.proof_channel);
    memset(request.proof_at, 0, sizeof request.proof_at);
    must(stepup_init(STEPUP_RECORD_DECISION, &decision, sizeof decision, NULL), NULL, "stepup_init");
    if (used == NULL || fscanf(used, "%" SCNd64, &pages) != 1 || getrlimit(RLIMIT_AS, &limit) != 0) {
        return 2;
    }
    fclose(used);
    limit.rlim_cur = (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE) + ((rlim_t)16 << 20);
    if (setrlimit(RLIMIT_AS, &limit) != 0) {
        return 2;
    }
    for (size = 65536; size >= 64; size /= 4) {
        while (held < 65536 && (blocks[held] = malloc(size)) != NULL) {
            held++;
        }
    }
    for (;;) {
        const int32_t status = stepup_policy_load(text, (int64_t)length, STEPUP_CHARSET_UTF_8, NULL, &policy, NULL);
        if (status >= 0) {
            return refused > 0 && stepup_policy_free(policy, NULL) == STEPUP_STATUS_OK ? 0 : 3;
        }
        if (status != STEPUP_STATUS_MEMORY || held == 0) {
            return 4;
        }
        refused++;
        if (stepup_decide(before, &request, profile, &decision, NULL) != STEPUP_STATUS_OK) {
            return 5;
        }
        free(blocks[--held]);
    }
}

/* In a child, so that its limit stays its own. */
static void short_of_memory(const char *path)
{
    int state = -1;
    pid_t child = fork();
    if (child == 0) {
        _exit(starved(path));
    }
    promise(child > 0 && waitpid(child, &state, 0) == child && state == 0,
            "without memory, loading is a status and deciding goes on; with memory, loading works again");
    if (state != 0) {
        printf("        the child ended with %d\n", state);
    }
}

int main(int argc, char **argv)
{
    if (argc != 2 && argc != 3) {
        fprintf(stderr, "usage: manners POLICY [under-valgrind]\n");
        return 2;
    }
    quiet(argv[1]);
    forked(argv[1]);
    /* Valgrind takes memory of its own, and a look at what was a stack for a mistake. */
    if (argc == 2) {
        small_stack(argv[1]);
        short_of_memory(argv[1]);
    }
    return broken;
}
