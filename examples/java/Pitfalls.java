import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What goes wrong in Java and how it is told: each mistake is made on purpose, and must be a status. */
final class Pitfalls {
    private static final int OK = Layout.StatusWord.OK;
    private static final int NULL = Layout.StatusWord.NULL;
    private static final int SIZE = Layout.StatusWord.SIZE;
    private static final int HANDLE = Layout.StatusWord.HANDLE;
    private static final int FIELD = Layout.StatusWord.FIELD;
    private static final int UTF_8 = Layout.CharsetWord.UTF_8;
    private static final int KEY_ID = 1;
    private static final int CNY = 156;
    private static final long NOW = 1_800_000_000;
    private static final int THREADS = 8;
    private static final int ROUNDS = 2_000;

    private final byte[] toml;
    private final long policy;
    private final ByteBuffer profile = Stepup.direct(Layout.PROFILE_BYTES);
    private final ByteBuffer request = request();
    private final ByteBuffer decision = Stepup.record(Layout.RecordWord.DECISION, Layout.Decision.BYTES);
    private final ByteBuffer error = Stepup.record(Layout.RecordWord.ERROR, Layout.Error.BYTES);
    private boolean failed;

    private Pitfalls(byte[] toml) throws Stepup.Refused {
        this.toml = toml;
        policy = Stepup.load(toml);
        ByteBuffer opening = Stepup.record(Layout.RecordWord.OPENING, Layout.Opening.BYTES);
        opening.putInt(Layout.Opening.KEY_ID, KEY_ID)
                .putLong(Layout.Opening.AT, NOW - 400L * 86_400)
                .putInt(Layout.Opening.CURRENCY, CNY)
                .put(Layout.Opening.CUSTOMER, bytes(1))
                .putLong(Layout.Opening.USUAL_AMOUNT, 50_000)
                .putLong(Layout.Opening.USUAL_OUTFLOW, 100_000)
                .putInt(Layout.Opening.AMOUNT_SPREAD, 300)
                .putInt(Layout.Opening.OUTFLOW_SPREAD, 300);
        Stepup.checked(error -> Stepup.profileNew(opening, profile, error));
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 1) {
            System.err.println("usage: Pitfalls POLICY");
            System.exit(2);
        }
        Pitfalls pitfalls = new Pitfalls(Files.readAllBytes(Path.of(arguments[0])));
        pitfalls.heap();
        pitfalls.nothing();
        pitfalls.order();
        pitfalls.tooShort();
        pitfalls.batches();
        pitfalls.places();
        pitfalls.texts();
        pitfalls.policies();
        pitfalls.threads();
        System.exit(pitfalls.failed ? 1 : 0);
    }

    private void check(String what, boolean holds) {
        System.out.println((holds ? "ok     " : "FAILED ") + what);
        failed |= !holds;
    }

    private void heap() {
        ByteBuffer onHeap = ByteBuffer.allocate(2_048).order(ByteOrder.nativeOrder());
        check("a request on the heap is NULL, and the decision of before is cleared",
                refuses(NULL, onHeap, profile, error) && named("request"));
        check("a profile on the heap is NULL", refuses(NULL, request, onHeap, error) && named("profile"));
        check("a decision on the heap is NULL",
                Stepup.decide(policy, request, profile, onHeap, error) == NULL && named("decision"));
        check("an error record on the heap is NULL, although null is allowed",
                refuses(NULL, request, profile, onHeap));
        ByteBuffer handle = Stepup.direct(Long.BYTES);
        ByteBuffer text = Stepup.direct(toml);
        check("a SHA-256 on the heap is NULL, and no policy is loaded without asking for it",
                Stepup.policyLoad(text, toml.length, UTF_8, onHeap, handle, error) == NULL
                        && named("sha256") && handle.getLong(0) == 0);
    }

    private void nothing() {
        check("a request that is null is NULL", refuses(NULL, null, profile, error) && named("request"));
        check("a profile that is null is NULL", refuses(NULL, request, null, error) && named("profile"));
        check("a decision that is null is NULL",
                Stepup.decide(policy, request, profile, null, error) == NULL);
        check("an error record that is null is none",
                Stepup.decide(policy, request, profile, decision, null) == OK);
        ByteBuffer empty = Stepup.direct(Layout.PROFILE_BYTES);
        check("a profile of zeros is PROFILE", refuses(Layout.StatusWord.PROFILE, request, empty, error));
    }

    private void order() {
        boolean big = ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN;
        ByteOrder wrong = big ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        for (int size : new int[] {Layout.Request.BYTES, Layout.Decision.BYTES, Layout.Opening.BYTES}) {
            ByteBuffer swapped = ByteBuffer.allocateDirect(1_024).order(wrong).putInt(0, size);
            check("a size of " + size + " in the wrong byte order is SIZE",
                    refuses(SIZE, swapped, profile, error));
        }
        // The library wrote this size itself, and so it is right; the numbers behind it cannot be.
        ByteBuffer mixed = Stepup.direct(Layout.Request.BYTES).put(0, request, 0, Layout.Request.BYTES);
        mixed.order(wrong).putLong(Layout.Request.AT, NOW);
        check("a time in the wrong byte order behind a right size is FIELD",
                refuses(FIELD, mixed, profile, error) && named("at"));
    }

    private void tooShort() {
        for (int length : new int[] {0, 3, 4, Layout.Request.BYTES - 1}) {
            check("a request of " + length + " bytes is SIZE",
                    refuses(SIZE, request.slice(0, length).order(request.order()), profile, error)
                            && named("request"));
        }
        ByteBuffer part = profile.slice(0, Layout.PROFILE_BYTES - 1);
        check("a profile of 1023 bytes is SIZE", refuses(SIZE, request, part, error) && named("profile"));
        ByteBuffer cut = decision.slice(0, Layout.Decision.BYTES - 1);
        check("a decision that says it is longer than its buffer is SIZE",
                Stepup.decide(policy, request, profile, cut, error) == SIZE && named("decision"));
        ByteBuffer canonical = Stepup.direct(Layout.CANONICAL_BYTES - 1);
        decision.put(Layout.Decision.OUTCOME, (byte) Layout.OutcomeWord.ALLOW);
        check("a canonical form of 511 bytes is SIZE, and the decision to be judged again is cleared",
                Stepup.replay(policy, canonical, decision, error) == SIZE && isBlank(decision));
        ByteBuffer handle = Stepup.direct(Long.BYTES);
        ByteBuffer text = Stepup.direct(toml);
        check("a text with a length beyond its buffer is SIZE",
                Stepup.policyLoad(text, toml.length + 1L, UTF_8, null, handle, error) == SIZE
                        && named("text"));
        check("a text with a length below zero is FIELD",
                Stepup.policyLoad(text, -1, UTF_8, null, handle, error) == FIELD);
        ByteBuffer form = Stepup.record(Layout.RecordWord.TEXT, Layout.Text.BYTES);
        form.putLong(Layout.Text.CAPACITY, 100);
        check("a text's room that is less than its record says is SIZE",
                Stepup.policyCanonical(policy, form, Stepup.direct(99), error) == SIZE && named("buffer"));
    }

    private void batches() {
        int count = 3;
        ByteBuffer requests = Stepup.direct(count * Layout.Request.BYTES);
        ByteBuffer decisions = Stepup.direct(count * Layout.Decision.BYTES);
        for (int number = 0; number < count; number++) {
            requests.put(number * Layout.Request.BYTES, request, 0, Layout.Request.BYTES);
            decisions.putInt(number * Layout.Decision.BYTES, Layout.Decision.BYTES);
        }
        ByteBuffer batch = Stepup.record(Layout.RecordWord.BATCH, Layout.Batch.BYTES);
        batch.putInt(Layout.Batch.COUNT, count)
                .putInt(Layout.Batch.PROFILES, 1)
                .putLong(Layout.Batch.REQUEST_STRIDE, Layout.Request.BYTES)
                .putLong(Layout.Batch.PROFILE_STRIDE, Layout.PROFILE_BYTES)
                .putLong(Layout.Batch.DECISION_STRIDE, Layout.Decision.BYTES);
        ByteBuffer indexes = Stepup.direct(count * Integer.BYTES);
        ByteBuffer statuses = Stepup.direct(count * Integer.BYTES);
        ByteBuffer[] arrays = {requests, profile, indexes, decisions, statuses};
        check("a batch of 3 is decided",
                run(batch, arrays) == OK && batch.getInt(Layout.Batch.DECIDED) == count);
        String[] names = {"requests", "profiles", "indexes", "decisions", "statuses"};
        for (int number = 0; number < names.length; number++) {
            ByteBuffer[] one = arrays.clone();
            one[number] = one[number].slice(0, one[number].capacity() - 1);
            check(names[number] + " of a batch that are a byte short are SIZE",
                    run(batch, one) == SIZE && named(names[number]));
            one[number] = null;
            check(names[number] + " of a batch that are null are NULL", run(batch, one) == NULL);
        }
        decisions.putInt(2 * Layout.Decision.BYTES, 2 * Layout.Decision.BYTES);
        check("of a last decision that says it is longer than its place, the status is SIZE",
                run(batch, arrays) == Layout.NoteWord.PARTLY
                && statuses.getInt(2 * Integer.BYTES) == SIZE && batch.getInt(Layout.Batch.DECIDED) == 2);
        batch.putInt(Layout.Batch.COUNT, Integer.MAX_VALUE);
        check("a count beyond all arrays is SIZE", run(batch, arrays) == SIZE);
        batch.putInt(Layout.Batch.COUNT, -1);
        check("a count below zero is FIELD", run(batch, arrays) == FIELD);
    }

    private int run(ByteBuffer batch, ByteBuffer[] of) {
        return Stepup.decideBatch(policy, batch, of[0], of[1], of[2], of[3], of[4], error);
    }

    private void places() {
        byte[] expected = decided(request);
        ByteBuffer moved = request.duplicate().position(100);
        check("the position of a buffer is not looked at", Arrays.equals(decided(moved), expected));
        ByteBuffer area = Stepup.direct(1_024);
        area.put(7, request, 0, Layout.Request.BYTES);
        check("a request may lie at an odd address", Arrays.equals(decided(area.slice(7, 504)), expected));
    }

    private void texts() throws Stepup.Refused {
        String word = Stepup.word(Layout.OutcomeWord.KIND, Layout.OutcomeWord.STEP_UP);
        check("an outcome has its word", word.equals("step-up"));
        String whole = Stepup.text((form, buffer, told) ->
                Stepup.policyCanonical(policy, form, buffer, told));
        byte[] canonical = whole.getBytes(StandardCharsets.UTF_8);
        ByteBuffer info = Stepup.record(Layout.RecordWord.POLICY_FACTS, Layout.PolicyFacts.BYTES);
        Stepup.checked(told -> Stepup.policyInfo(policy, info, told));
        ByteBuffer identity = info.slice(Layout.PolicyFacts.IDENTITY, Layout.IDENTITY_BYTES);
        ByteBuffer handle = Stepup.direct(Long.BYTES);
        ByteBuffer text = Stepup.direct(canonical);
        int again = Stepup.policyLoad(text, canonical.length, UTF_8, identity, handle, error);
        check("a text that is longer than its first room comes whole: it is the same policy",
                canonical.length > 1_024 && again >= OK);
    }

    private void policies() throws Stepup.Refused {
        String text = new String(toml, StandardCharsets.UTF_8);
        long line = 1 + text.lines().takeWhile(one -> !one.startsWith("schema = 1")).count();
        try {
            Stepup.load(text.replaceFirst("schema = 1", "schema = 7").getBytes(StandardCharsets.UTF_8));
            check("a policy that does not load is an exception", false);
        } catch (Stepup.Refused refused) {
            boolean there = refused.line == line && refused.column == 10;
            check("a policy that does not load says where: " + refused.getMessage(),
                    refused.status == Layout.StatusWord.POLICY && there);
        }
        long freed = Stepup.load(toml);
        check("a policy is freed once",
                Stepup.policyFree(freed, null) == OK && Stepup.policyFree(freed, null) == HANDLE);
        decision.put(Layout.Decision.OUTCOME, (byte) Layout.OutcomeWord.ALLOW);
        check("by a freed handle nothing is allowed",
                Stepup.decide(freed, request, profile, decision, error) == HANDLE
                        && isBlank(decision));
    }

    /** Eight threads decide by one policy while garbage is made and collected; all answers are the same. */
    private void threads() throws Exception {
        byte[] expected = decided(request);
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        List<Future<Boolean>> answers = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            answers.add(pool.submit(() -> decidesAlways(expected)));
        }
        boolean same = true;
        pool.shutdown();
        for (Future<Boolean> answer : answers) {
            same &= answer.get();
        }
        check(THREADS + " threads on one policy have the same answers while garbage is collected", same);
    }

    private boolean decidesAlways(byte[] expected) {
        List<byte[]> garbage = new ArrayList<>();
        boolean same = true;
        for (int round = 0; round < ROUNDS; round++) {
            // New direct buffers every time: those of before are collected while the others are in use.
            same &= Arrays.equals(decided(request), expected);
            garbage.add(new byte[8_192]);
            if (round % 100 == 0) {
                garbage.clear();
            }
            if (round % 500 == 0) {
                System.gc();
            }
        }
        return same;
    }

    private byte[] decided(ByteBuffer asked) {
        ByteBuffer made = Stepup.record(Layout.RecordWord.DECISION, Layout.Decision.BYTES);
        byte[] canonical = new byte[Layout.CANONICAL_BYTES];
        if (Stepup.decide(policy, asked, profile, made, null) == OK) {
            made.get(Layout.Decision.CANONICAL, canonical);
        }
        return canonical;
    }

    /** Whether a decision that allowed before is refused with a status and cleared. */
    private boolean refuses(int status, ByteBuffer asked, ByteBuffer known, ByteBuffer told) {
        decision.put(Layout.Decision.OUTCOME, (byte) Layout.OutcomeWord.ALLOW);
        return Stepup.decide(policy, asked, known, decision, told) == status && isBlank(decision);
    }

    private boolean named(String argument) {
        int end = Layout.Error.TEXT;
        return Stepup.string(error, Layout.Error.NAME, end).equals(argument)
                && !Stepup.string(error, end, Layout.Error.BYTES).isEmpty();
    }

    private static boolean isBlank(ByteBuffer made) {
        return made.equals(Stepup.record(Layout.RecordWord.DECISION, Layout.Decision.BYTES));
    }

    private static ByteBuffer request() {
        return Stepup.record(Layout.RecordWord.REQUEST, Layout.Request.BYTES)
                .put(Layout.Request.OPERATION, (byte) Layout.OperationWord.TRANSFER)
                .put(Layout.Request.CHANNEL, (byte) Layout.ChannelWord.APP)
                .putInt(Layout.Request.ENROLLED, 1 << Layout.FactorWord.FACE)
                .putInt(Layout.Request.KEY_ID, KEY_ID)
                .putLong(Layout.Request.AT, NOW)
                .putInt(Layout.Request.CURRENCY, CNY)
                .put(Layout.Request.CUSTOMER, bytes(1))
                .put(Layout.Request.AMOUNT_STATE, (byte) Layout.StateWord.KNOWN)
                .putLong(Layout.Request.AMOUNT, 8_000_000)
                .put(Layout.Request.PAYEE_STATE, (byte) Layout.StateWord.KNOWN)
                .put(Layout.Request.PAYEE, bytes(2));
    }

    private static byte[] bytes(int value) {
        byte[] bytes = new byte[Layout.PSEUDONYM_BYTES];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
