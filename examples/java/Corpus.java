import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** Runs a corpus of requests, events and openings; what comes of it is the same bytes in every language. */
final class Corpus {
    private static final int ENTRY_BYTES = 512;
    private static final int BODY = 8;
    private static final int ANSWER_BYTES = 520;
    private static final int PROFILES = 500;

    private static final int DECIDE = 1;
    private static final int OBSERVE = 2;
    private static final int OPEN = 3;

    private final long policy;
    private final ByteBuffer request = Stepup.direct(Layout.Request.BYTES);
    private final ByteBuffer event = Stepup.direct(Layout.Event.BYTES);
    private final ByteBuffer opening = Stepup.direct(Layout.Opening.BYTES);
    private final ByteBuffer decision = Stepup.direct(Layout.Decision.BYTES);
    private final ByteBuffer blank = Stepup.record(Layout.RecordWord.DECISION, Layout.Decision.BYTES);
    private final ByteBuffer profiles = Stepup.direct(PROFILES * Layout.PROFILE_BYTES);
    private final ByteBuffer[] profile = new ByteBuffer[PROFILES];
    private long[] times = new long[1 << 16];
    private int decisions;

    private Corpus(long policy) {
        this.policy = policy;
        for (int index = 0; index < PROFILES; index++) {
            profile[index] = profiles.slice(index * Layout.PROFILE_BYTES, Layout.PROFILE_BYTES);
        }
    }

    public static void main(String[] arguments) {
        if (arguments.length != 4) {
            System.err.println("usage: Corpus POLICY CORPUS ANSWERS PROFILES");
            System.exit(1);
        }
        try {
            Corpus corpus = new Corpus(Stepup.load(Files.readAllBytes(Path.of(arguments[0]))));
            corpus.run(Path.of(arguments[1]), Path.of(arguments[2]), Path.of(arguments[3]));
            corpus.report();
        } catch (Stepup.Refused refused) {
            System.err.printf("%s:%d:%d: %s%n", arguments[0], refused.line, refused.column,
                    refused.getMessage());
            System.exit(1);
        } catch (IOException fault) {
            System.err.println(fault);
            System.exit(1);
        }
    }

    private void run(Path from, Path answers, Path kept) throws IOException {
        ByteBuffer entries;
        try (FileChannel file = FileChannel.open(from)) {
            entries = Stepup.direct(Math.toIntExact(file.size()));
            while (entries.hasRemaining() && file.read(entries) >= 0) { }
        }
        int count = entries.capacity() / ENTRY_BYTES;
        if (entries.hasRemaining() || count * ENTRY_BYTES != entries.capacity()) {
            throw new IOException(from + ": not a whole number of entries of 512 bytes");
        }
        ByteBuffer out = Stepup.direct(Math.multiplyExact(count, ANSWER_BYTES));
        for (int number = 0; number < count; number++) {
            if (!answer(entries, number * ENTRY_BYTES, out, number * ANSWER_BYTES)) {
                throw new IOException(from + ": entry " + number + " is of no kind or of no profile");
            }
        }
        write(answers, out);
        write(kept, profiles);
    }

    /** One entry; false where it is none. */
    private boolean answer(ByteBuffer entries, int at, ByteBuffer out, int to) {
        int kind = entries.getInt(at);
        int index = entries.getInt(at + Integer.BYTES);
        if (index < 0 || index >= PROFILES) {
            return false;
        }
        switch (kind) {
            case DECIDE -> {
                request.put(0, entries, at + BODY, Layout.Request.BYTES);
                decision.put(0, blank, 0, Layout.Decision.BYTES);
                long before = System.nanoTime();
                int status = Stepup.decide(policy, request, profile[index], decision, null);
                long after = System.nanoTime();
                note(after - before);
                out.putInt(to, status);
                if (status >= 0) {
                    out.put(to + BODY, decision, Layout.Decision.CANONICAL, Layout.CANONICAL_BYTES);
                }
            }
            case OBSERVE -> {
                event.put(0, entries, at + BODY, Layout.Event.BYTES);
                out.putInt(to, Stepup.profileObserve(profile[index], event, null));
            }
            case OPEN -> {
                opening.put(0, entries, at + BODY, Layout.Opening.BYTES);
                out.putInt(to, Stepup.profileNew(opening, profile[index], null));
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void note(long nanoseconds) {
        if (decisions == times.length) {
            times = Arrays.copyOf(times, 2 * decisions);
        }
        times[decisions++] = nanoseconds;
    }

    private void report() {
        long[] sorted = Arrays.copyOf(times, decisions);
        Arrays.sort(sorted);
        System.out.printf("java: %d decisions, median %d ns, p99 %d ns a call of stepup_decide%n", decisions,
                decisions == 0 ? 0 : sorted[decisions / 2],
                decisions == 0 ? 0 : sorted[(int) (decisions * 99L / 100)]);
    }

    private static void write(Path to, ByteBuffer bytes) throws IOException {
        bytes.rewind();
        try (FileChannel file = FileChannel.open(to, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        }
    }
}
