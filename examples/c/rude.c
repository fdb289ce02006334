/* A library without manners, laid over the other one by LD_PRELOAD: whatever `manners` looks for, this one does, so that
 * each of its looks is seen to find something.
 *
 *   cc -shared -fPIC rude.c -o rude.so && LD_PRELOAD=./rude.so ./manners POLICY
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <stepup.h>

static void caught(int number)
{
    (void)number;
}

__attribute__((constructor)) static void loaded(void)
{
    signal(SIGUSR1, caught);
}

static void *wait_for_nothing(void *unused)
{
    pause();
    return unused;
}

/* The library's own answer, after everything that it promises not to do. */
int32_t stepup_abi(stepup_abi_facts *abi, stepup_error *error)
{
    int32_t (*honest)(stepup_abi_facts *, stepup_error *);
    pthread_t thread;
    *(void **)&honest = dlsym(RTLD_NEXT, "stepup_abi");
    signal(SIGUSR2, caught);
    (void)getenv("HOME");
    (void)pthread_create(&thread, NULL, wait_for_nothing, NULL);
    fputs("nobody asked for this line\n", stderr);
    return honest(abi, error);
}
