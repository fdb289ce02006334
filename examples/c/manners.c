/* How the library behaves inside somebody else's process: what the manual's chapter on operations promises, tried.
 *
 *   manners POLICY [watched]          prints one line a promise; exit status 1 where one is broken
 *
 * watched: by valgrind or a sanitizer, which have signal handlers, stacks and memory of their own.
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
    /* Before anybody forks: what a child has not said, it does not say again. */
    fflush(stdout);
    broken |= !kept;
}

enum { NIGHT = 6, CUSTOMERS = 2 };

/* A night's file: three transfers of each of two customers, in turn, and each counts those before it. */
typedef struct night {
    int64_t policy;
    stepup_batch how;
    stepup_request requests[NIGHT];
    stepup_decision decisions[NIGHT];
    uint8_t profiles[CUSTOMERS][STEPUP_PROFILE_BYTES];
    int32_t indexes[NIGHT], statuses[NIGHT], status;
} night;

static void begin_night(night *it, int64_t policy)
{
    int place;
    it->policy = policy;
    it->status = STEPUP_STATUS_PANIC;
    it->how = night_of(NIGHT, CUSTOMERS);
    for (place = 0; place < CUSTOMERS; place++) {
        opened(it->profiles[place]);
    }
    for (place = 0; place < NIGHT; place++) {
        it->requests[place] = transfer();
        it->requests[place].at += place;
        it->requests[place].reference[0] = it->requests[place].transfer[0] = (uint8_t)(16 + place);
        it->decisions[place] = blank();
        it->indexes[place] = place % CUSTOMERS;
    }
}

static void *decide_night(void *given)
{
    night *it = given;
    it->status = stepup_decide_batch(it->policy, &it->how, it->requests, it->profiles, it->indexes, it->decisions,
                                     it->statuses, NULL);
    return NULL;
}

static int night_is_decided(const night *it)
{
    return it->status == STEPUP_STATUS_OK && it->how.decided == NIGHT && it->how.failed == 0;
}

/* The first call of the day that did not work. */
static const char *failed;

static void works(int32_t status, const char *call)
{
    if (status != STEPUP_STATUS_OK && failed == NULL) {
        failed = call;
    }
}

/* Numbers, words and names on their way in and out. */
static void take_in(stepup_text *form, char *text)
{
    static const uint8_t packed[] = {0x12, 0x34, 0x5c}, key[32] = "a key that is no secret at all.";
    uint8_t pseudonym[STEPUP_PSEUDONYM_BYTES], reputation[STEPUP_REPUTATION_BYTES];
    stepup_abi_facts facts;
    int64_t number;
    int32_t word;
    works(stepup_init(STEPUP_RECORD_ABI_FACTS, &facts, sizeof facts, NULL), "stepup_init");
    works(stepup_abi(&facts, NULL), "stepup_abi");
    works(stepup_name(STEPUP_KIND_OUTCOME, STEPUP_OUTCOME_HOLD, form, text, NULL), "stepup_name");
    works(stepup_value(STEPUP_KIND_OUTCOME, "hold", 4, STEPUP_CHARSET_UTF_8, &word, NULL), "stepup_value");
    works(stepup_set(STEPUP_KIND_FACTOR, "face sms", 8, STEPUP_CHARSET_UTF_8, &word, NULL), "stepup_set");
    works(stepup_amount_from_packed(packed, sizeof packed, 2, 156, &number, NULL), "stepup_amount_from_packed");
    works(stepup_time_from_civil("20260115090000", 480, &number, NULL), "stepup_time_from_civil");
    works(stepup_pseudonym(key, sizeof key, STEPUP_ID_CUSTOMER, "C-2048", 6, STEPUP_CHARSET_UTF_8, pseudonym, NULL),
          "stepup_pseudonym");
    works(stepup_reputation_observe(reputation, STEPUP_SIGHTING_NOBODY, NULL, 0, 0, NULL),
          "stepup_reputation_observe");
}

/* What is asked of a policy, and another one in its place. */
static void change_policy(int64_t policy, const uint8_t *policy_text, size_t length, stepup_text *form, char *text)
{
    stepup_policy_facts facts;
    stepup_proofs proofs;
    stepup_comparison comparison;
    works(stepup_init(STEPUP_RECORD_POLICY_FACTS, &facts, sizeof facts, NULL), "stepup_init");
    works(stepup_init(STEPUP_RECORD_PROOFS, &proofs, sizeof proofs, NULL), "stepup_init");
    works(stepup_init(STEPUP_RECORD_COMPARISON, &comparison, sizeof comparison, NULL), "stepup_init");
    works(stepup_policy_findings(policy_text, (int64_t)length, STEPUP_CHARSET_UTF_8, form, text, NULL),
          "stepup_policy_findings");
    works(stepup_policy_info(policy, &facts, NULL), "stepup_policy_info");
    works(stepup_policy_item(policy, STEPUP_ITEM_NAME, 0, form, text, NULL), "stepup_policy_item");
    works(stepup_policy_prove(policy, &proofs, form, text, NULL), "stepup_policy_prove");
    works(stepup_policy_compare(policy, policy, &comparison, form, text, NULL), "stepup_policy_compare");
    works(stepup_policy_canonical(policy, form, text, NULL), "stepup_policy_canonical");
    works(stepup_policy_replace(policy, policy_text, (int64_t)length, STEPUP_CHARSET_UTF_8, NULL, NULL),
          "stepup_policy_replace");
}

/* What a profile learns, and what it says. */
static void learn(uint8_t *profile, const stepup_request *request)
{
    stepup_event event;
    stepup_profile_facts facts;
    works(stepup_init(STEPUP_RECORD_EVENT, &event, sizeof event, NULL), "stepup_init");
    works(stepup_init(STEPUP_RECORD_PROFILE_FACTS, &facts, sizeof facts, NULL), "stepup_init");
    event.kind = STEPUP_HAPPENING_PROOF_FAILED;
    event.key_id = request->key_id;
    event.at = request->at;
    event.offset_minutes = request->offset_minutes;
    memset(event.id, 9, sizeof event.id);
    memcpy(event.customer, request->customer, sizeof event.customer);
    works(stepup_profile_reserve(profile, request, NULL), "stepup_profile_reserve");
    works(stepup_profile_observe(profile, &event, NULL), "stepup_profile_observe");
    works(stepup_profile_info(profile, &facts, NULL), "stepup_profile_info");
    works(stepup_profile_convert(profile, 1, profile, NULL), "stepup_profile_convert");
}

/* Everything that the library can be asked: .ci/callers/c sees to it that no function is left out. */
static void a_day(const char *path)
{
    static char text[65536];
    static night file;
    uint8_t profile[STEPUP_PROFILE_BYTES];
    const stepup_request request = transfer();
    stepup_decision decision = blank(), again = blank();
    stepup_text form;
    size_t length;
    uint8_t *policy_text = read_file(path, &length);
    int64_t policy = 0;
    opened(profile);
    works(stepup_init(STEPUP_RECORD_TEXT, &form, sizeof form, NULL), "stepup_init");
    form.capacity = sizeof text;
    works(stepup_policy_load(policy_text, (int64_t)length, STEPUP_CHARSET_UTF_8, NULL, &policy, NULL),
          "stepup_policy_load");
    take_in(&form, text);
    works(stepup_decide(policy, &request, profile, &decision, NULL), "stepup_decide");
    works(stepup_explain(policy, decision.canonical, &form, text, NULL), "stepup_explain");
    works(stepup_message(policy, decision.canonical, &form, text, NULL), "stepup_message");
    works(stepup_replay(policy, decision.canonical, &again, NULL), "stepup_replay");
    learn(profile, &request);
    begin_night(&file, policy);
    decide_night(&file);
    works(night_is_decided(&file) ? STEPUP_STATUS_OK : STEPUP_STATUS_PANIC, "stepup_decide_batch");
    change_policy(policy, policy_text, length, &form, text);
    works(stepup_policy_free(policy, NULL), "stepup_policy_free");
    free(policy_text);
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

enum { SIGNALS = 64 };

static struct sigaction disposition(int number)
{
    /* Of what the kernel does not tell, as of a signal that libc keeps for itself, zeros. */
    struct sigaction now;
    memset(&now, 0, sizeof now);
    sigaction(number, NULL, &now);
    return now;
}

/* Whoever starts a program can have it ignore signals, and no more: any handler came with what was loaded. */
static void loaded_quietly(void)
{
    int number, handlers = 0;
    for (number = 1; number <= SIGNALS; number++) {
        const struct sigaction now = disposition(number);
        handlers += now.sa_handler != SIG_DFL && now.sa_handler != SIG_IGN;
    }
    promise(handlers == 0, "no signal handler was installed while the library was loaded");
}

static void quiet(const char *path)
{
    struct sigaction before[SIGNALS + 1], after;
    sigset_t mask, mask_after;
    int number, same = 1, out = dup(1), err = dup(2);
    FILE *said = tmpfile();
    for (number = 1; number <= SIGNALS; number++) {
        before[number] = disposition(number);
    }
    /* The kernel fills in the first bytes alone. */
    memset(&mask, 0, sizeof mask);
    memset(&mask_after, 0, sizeof mask_after);
    pthread_sigmask(SIG_BLOCK, NULL, &mask);
    if (said == NULL || out < 0 || err < 0) {
        promise(0, "a temporary file");
        return;
    }
    dup2(fileno(said), 1);
    dup2(fileno(said), 2);
    environment_reads = 0;
    a_day(path);
    dup2(out, 1);
    dup2(err, 2);
    for (number = 1; number <= SIGNALS; number++) {
        after = disposition(number);
        same &= after.sa_handler == before[number].sa_handler && after.sa_flags == before[number].sa_flags;
    }
    pthread_sigmask(SIG_BLOCK, NULL, &mask_after);
    promise(failed == NULL, "every function of the interface was called, and worked");
    if (failed != NULL) {
        printf("        %s did not\n", failed);
    }
    promise(same && memcmp(&mask, &mask_after, sizeof mask) == 0, "every signal's disposition and the mask are as before");
    promise(threads() == 1, "no thread was started");
    promise(lseek(fileno(said), 0, SEEK_END) == 0, "nothing was written to a stream");
    promise(environment_reads == 0, "the environment was not read");
    fclose(said);
}

enum { STACK = 65536 };

/* Calls on a thread with a small stack, and says how much of it thread and call took; 0 where there is no such thread. */
static size_t on_small_stack(void *(*call)(void *), void *given)
{
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    uint8_t *area = mmap(NULL, STACK + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    pthread_attr_t attributes;
    pthread_t thread;
    size_t untouched = 0;
    /* The page below is nobody's: whoever goes too deep dies of it. */
    if (area == MAP_FAILED || mprotect(area, page, PROT_NONE) != 0) {
        return 0;
    }
    memset(area + page, 0x5a, STACK);
    pthread_attr_init(&attributes);
    if (pthread_attr_setstack(&attributes, area + page, STACK) == 0 &&
        pthread_create(&thread, &attributes, call, given) == 0) {
        pthread_join(thread, NULL);
    }
    while (untouched < STACK && area[page + untouched] == 0x5a) {
        untouched++;
    }
    munmap(area, STACK + page);
    return STACK - untouched;
}

typedef struct single {
    int64_t policy;
    stepup_request request;
    uint8_t profile[STEPUP_PROFILE_BYTES];
    stepup_decision decision;
    int32_t status;
} single;

static void *decide_single(void *given)
{
    single *it = given;
    it->status = stepup_decide(it->policy, &it->request, it->profile, &it->decision, NULL);
    return NULL;
}

static void small_stack(const char *path)
{
    static single one;
    static night file;
    const int64_t policy = load(path);
    size_t taken;
    one.policy = policy;
    one.request = transfer();
    one.decision = blank();
    one.status = STEPUP_STATUS_PANIC;
    opened(one.profile);
    taken = on_small_stack(decide_single, &one);
    promise(one.status == STEPUP_STATUS_OK, "stepup_decide on a stack of 64 KiB");
    printf("        of which thread and call took %lu bytes\n", (unsigned long)taken);
    begin_night(&file, policy);
    taken = on_small_stack(decide_night, &file);
    promise(night_is_decided(&file), "stepup_decide_batch on a stack of 64 KiB");
    printf("        of which thread and call took %lu bytes\n", (unsigned long)taken);
    must(stepup_policy_free(policy, NULL), NULL, "stepup_policy_free");
}

static void forked(const char *path)
{
    uint8_t profile[STEPUP_PROFILE_BYTES];
    stepup_request request = transfer();
    stepup_decision mine = blank(), childs = mine;
    const int64_t policy = load(path);
    int ends[2], state = -1;
    pid_t child;
    opened(profile);
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
    stepup_decision decision = blank();
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
    const int watched = argc == 3 && strcmp(argv[2], "watched") == 0;
    if (argc != 2 && !watched) {
        fprintf(stderr, "usage: manners POLICY [watched]\n");
        return 2;
    }
    if (!watched) {
        loaded_quietly();
    }
    quiet(argv[1]);
    forked(argv[1]);
    if (!watched) {
        small_stack(argv[1]);
        short_of_memory(argv[1]);
    }
    return broken;
}
