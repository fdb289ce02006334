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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;

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
    private static final int RACES = 100_000;

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
        pitfalls.proving();
        pitfalls.keeping();
        pitfalls.races();
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
        ByteBuffer blanks = Stepup.record(Layout.RecordWord.ERROR, Layout.Error.BYTES)
                .putInt(Layout.Error.FILL, 1);
        check("an error record that asks for blanks has them",
                refuses(NULL, onHeap, profile, blanks)
                        && filled(blanks, Layout.Error.NAME, Layout.Error.TEXT, "request")
                        && filled(blanks, Layout.Error.TEXT, Layout.Error.BYTES, "the buffer is not direct"));
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
        ByteBuffer both = Stepup.record(Layout.RecordWord.DECISION, Layout.Decision.BYTES);
        check("an error record on top of the decision is told after that was cleared",
                Stepup.decide(policy, null, profile, both, both) == NULL
                        && both.getInt(Layout.Error.STATUS) == NULL);
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
        decision.put(Layout.Decision.OUTCOME, (byte) Layout.OutcomeWord.ALLOW);
        check("a decision that says it is longer than its buffer is SIZE, and does not allow what it did before",
                Stepup.decide(policy, request, profile, cut, error) == SIZE && named("decision")
                        && decision.get(Layout.Decision.OUTCOME) == Layout.OutcomeWord.REFUSE);
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
            decisions.put(Layout.Decision.OUTCOME, (byte) Layout.OutcomeWord.ALLOW);
            check(names[number] + " of a batch that are a byte short are SIZE",
                    run(batch, one) == SIZE && named(names[number]));
            // Decisions that are too short are nobody's to write.
            check("and no old decision stands",
                    arrays[number] == decisions
                    || decisions.get(Layout.Decision.OUTCOME) == Layout.OutcomeWord.REFUSE);
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
        byte[] canonical = utf8(whole);
        ByteBuffer identity = identity(policy);
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
            Stepup.load(utf8(text.replaceFirst("schema = 1", "schema = 7")));
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

    /** What is told of policies; each value is such that another one in its place would be seen. */
    private void proving() throws Stepup.Refused {
        String text = new String(toml, StandardCharsets.UTF_8);
        ByteBuffer broken = Stepup.direct(utf8(text.replaceFirst("schema = 1", "schema = 7")));
        ByteBuffer form = Stepup.record(Layout.RecordWord.TEXT, Layout.Text.BYTES);
        ByteBuffer room = Stepup.direct(1_024);
        form.putLong(Layout.Text.CAPACITY, room.capacity());
        int found = Stepup.policyFindings(broken, broken.capacity(), UTF_8, form, room, error);
        String findings = Stepup.string(room, 0, room.capacity());
        check("the findings of a policy that does not load say where and how to mend it",
                found == Layout.NoteWord.REFUSED && findings.contains(":10\n")
                        && findings.contains("mend: write 1"));

        ByteBuffer proofs = Stepup.record(Layout.RecordWord.PROOFS, Layout.Proofs.BYTES);
        String proved = Stepup.text((how, buffer, told) -> Stepup.policyProve(policy, proofs, how, buffer, told));
        List<String> guarantees = new ArrayList<>();
        // Behind the last one nothing is written: the text is empty.
        for (String item = guarantee(0); !item.isEmpty(); item = guarantee(guarantees.size())) {
            guarantees.add(item);
        }
        check("every guarantee is proved, in the order in which they are listed",
                proved.lines().map(line -> line.split(":")[0]).toList().equals(guarantees)
                        && proofs.getInt(Layout.Proofs.PROVED) == guarantees.size());

        byte[] later = utf8(text.replace("hold = \"2h\"", "hold = \"3h\""));
        long newer = Stepup.load(later);
        ByteBuffer counts = Stepup.record(Layout.RecordWord.COMPARISON, Layout.Comparison.BYTES);
        String differences = Stepup.text((how, buffer, told) ->
                Stepup.policyCompare(policy, newer, counts, how, buffer, told));
        check("a policy by which transfers wait longer is stricter",
                differences.startsWith("stricter: ") && counts.getInt(Layout.Comparison.STRICTER) > 0
                        && counts.getInt(Layout.Comparison.WEAKER) == 0);

        ByteBuffer identity = identity(newer);
        ByteBuffer old = Stepup.direct(toml);
        ByteBuffer demanded = Stepup.direct(later);
        long replaced = Stepup.load(toml);
        check("another policy than the one that is demanded is IDENTITY",
                Stepup.policyReplace(replaced, old, toml.length, UTF_8, identity, error)
                        == Layout.StatusWord.IDENTITY);
        Stepup.checked(told -> Stepup.policyReplace(replaced, demanded, later.length, UTF_8, identity, told));
        check("the policy that is demanded is in force", identity(replaced).equals(identity));
        Stepup.checked(told -> Stepup.policyFree(replaced, told));
        Stepup.checked(told -> Stepup.policyFree(newer, told));
    }

    private String guarantee(int number) throws Stepup.Refused {
        return Stepup.text((form, buffer, told) ->
                Stepup.policyItem(policy, Layout.ItemWord.GUARANTEE, number, form, buffer, told));
    }

    /** The same of what is kept, and of amounts and times. */
    private void keeping() throws Stepup.Refused {
        ByteBuffer packed = Stepup.direct(new byte[] {0x01, 0x23, 0x45, 0x6c});
        ByteBuffer minor = Stepup.direct(Long.BYTES);
        check("a packed decimal", Stepup.amountFromPacked(packed, packed.capacity(), 2, CNY, minor, error) == OK
                && minor.getLong(0) == 123_456);
        ByteBuffer digits = Stepup.direct(utf8("20270115160000"));
        ByteBuffer seconds = Stepup.direct(Long.BYTES);
        check("a civil time, eight hours ahead of UTC",
                Stepup.timeFromCivil(digits, 480, seconds, error) == OK && seconds.getLong(0) == NOW);

        ByteBuffer facts = Stepup.record(Layout.RecordWord.PROFILE_FACTS, Layout.ProfileFacts.BYTES);
        Stepup.checked(told -> Stepup.profileInfo(profile, facts, told));
        check("a profile says whose it is and since when",
                facts.slice(Layout.ProfileFacts.CUSTOMER, Layout.PSEUDONYM_BYTES).equals(ByteBuffer.wrap(bytes(1)))
                        && facts.getLong(Layout.ProfileFacts.OPENED) == NOW - 400L * 86_400);
        ByteBuffer reserved = Stepup.direct(Layout.PROFILE_BYTES);
        Stepup.checked(told -> Stepup.profileConvert(profile, 1, reserved, told));
        check("a profile in version 1 is the same", reserved.equals(profile));
        ByteBuffer attempt = request()
                .put(Layout.Request.TRANSFER_STATE, (byte) Layout.StateWord.KNOWN)
                .put(Layout.Request.TRANSFER, bytes(3))
                .put(Layout.Request.REFERENCE, bytes(4));
        check("a transfer is reserved once, and then it is a repeat",
                Stepup.profileReserve(reserved, attempt, error) == OK && !reserved.equals(profile)
                        && Stepup.profileReserve(reserved, attempt, error) == Layout.NoteWord.REPEAT);

        ByteBuffer reputation = Stepup.direct(Layout.REPUTATION_BYTES);
        check("a sighting without a customer is NULL",
                sighted(reputation, Layout.SightingWord.NOBODY, null, 0, 0) == OK
                        && sighted(reputation, Layout.SightingWord.SEEN, null, NOW, 0) == NULL
                        && named("customer"));
        check("a report at a time that is none is FIELD",
                sighted(reputation, Layout.SightingWord.REPORTED, null, -1, NOW) == FIELD && named("at"));
        check("a report of a transfer at a time that is none is FIELD",
                sighted(reputation, Layout.SightingWord.REPORTED, null, NOW, -1) == FIELD
                        && named("transfer_at"));
        ByteBuffer nobody = Stepup.direct(Layout.REPUTATION_BYTES).put(0, reputation, 0, Layout.REPUTATION_BYTES);
        check("a sighting is kept",
                sighted(reputation, Layout.SightingWord.SEEN, Stepup.direct(bytes(1)), NOW, 0) == OK
                        && !reputation.equals(nobody));
    }

    private int sighted(ByteBuffer reputation, int sighting, ByteBuffer customer, long at, long transferAt) {
        return Stepup.reputationObserve(reputation, sighting, customer, at, transferAt, error);
    }

    /** Another thread says all the time that there is more room than there is: nothing is written beyond it. */
    private void races() throws InterruptedException {
        ByteBuffer facts = guarded(Layout.AbiFacts.BYTES + 64);
        ByteBuffer abi = facts.slice(0, Layout.AbiFacts.BYTES).order(ByteOrder.nativeOrder());
        raced("a record's size", more -> abi.putInt(Layout.AbiFacts.SIZE, Layout.AbiFacts.BYTES + 64 * more),
                () -> Stepup.abi(abi, null), facts, abi.capacity());

        ByteBuffer texts = guarded(64);
        ByteBuffer room = texts.slice(0, 4);
        ByteBuffer form = Stepup.record(Layout.RecordWord.TEXT, Layout.Text.BYTES);
        raced("a text's capacity", more -> form.putLong(Layout.Text.CAPACITY, 4 + 60 * more),
                () -> Stepup.name(Layout.OutcomeWord.KIND, Layout.OutcomeWord.STEP_UP, form, room, null),
                texts, room.capacity());

        ByteBuffer statuses = guarded(2 * Integer.BYTES);
        ByteBuffer status = statuses.slice(0, Integer.BYTES);
        ByteBuffer two = Stepup.direct(2 * Layout.Decision.BYTES);
        ByteBuffer indexes = Stepup.direct(2 * Integer.BYTES);
        ByteBuffer batch = Stepup.record(Layout.RecordWord.BATCH, Layout.Batch.BYTES)
                .putInt(Layout.Batch.PROFILES, 1)
                .putLong(Layout.Batch.REQUEST_STRIDE, Layout.Request.BYTES)
                .putLong(Layout.Batch.PROFILE_STRIDE, Layout.PROFILE_BYTES)
                .putLong(Layout.Batch.DECISION_STRIDE, Layout.Decision.BYTES);
        ByteBuffer requests = Stepup.direct(2 * Layout.Request.BYTES);
        raced("a batch's count", more -> batch.putInt(Layout.Batch.COUNT, 1 + more),
                () -> Stepup.decideBatch(policy, batch, requests, profile, indexes, two, status, null),
                statuses, status.capacity());
    }

    private void raced(String what, IntConsumer change, Runnable call, ByteBuffer area, int end)
            throws InterruptedException {
        AtomicBoolean done = new AtomicBoolean();
        Thread other = new Thread(() -> {
            for (int round = 0; !done.get(); round++) {
                change.accept(round & 1);
            }
        });
        other.start();
        for (int round = 0; round < RACES; round++) {
            call.run();
        }
        done.set(true);
        other.join();
        ByteBuffer behind = area.slice(end, area.capacity() - end);
        check(what + " that changes during a call moves no end of a buffer",
                behind.equals(guarded(behind.capacity())));
    }

    private static ByteBuffer guarded(int bytes) {
        ByteBuffer area = Stepup.direct(bytes);
        for (int place = 0; place < bytes; place++) {
            area.put(place, (byte) 0x55);
        }
        return area;
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

    /** Whether a field begins with a text, and ends with a blank as only one that is filled with them does. */
    private static boolean filled(ByteBuffer told, int begin, int end, String text) {
        return Stepup.string(told, begin, end).startsWith(text) && told.get(end - 1) == ' ';
    }

    private static ByteBuffer identity(long policy) throws Stepup.Refused {
        ByteBuffer info = Stepup.record(Layout.RecordWord.POLICY_FACTS, Layout.PolicyFacts.BYTES);
        Stepup.checked(told -> Stepup.policyInfo(policy, info, told));
        return info.slice(Layout.PolicyFacts.IDENTITY, Layout.IDENTITY_BYTES);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
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
