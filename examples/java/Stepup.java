import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The functions of stepup.h under their own names, and the few lines that every caller of them needs.
 *
 * <p>Every record, profile and text is a direct buffer in the machine's byte order, as {@link #direct} and
 * {@link #record} make them; {@link Layout} says where the fields lie. A null reference is a null pointer. A
 * buffer on the heap is the status NULL, also where null is allowed, and a buffer that is shorter than what is
 * read or written there is the status SIZE; the error record then names the argument, in ASCII whatever code
 * page it asks for. A record whose size was written in the wrong byte order has a size that no record has: the
 * status SIZE.
 *
 * <p>Records are copied for the call, everything else is lent. No other thread may write what is lent or what
 * the call writes; where one does, the answer may be wrong, but no memory is read or written beyond a buffer.
 *
 * <p>A buffer is taken from its index 0 to its capacity, whatever its position and limit are: use a slice for
 * a part of it. A read-only direct buffer is written all the same where a function writes.
 *
 * <p>Every method may be called from any thread. None pins an object of Java's, so that the collector never
 * waits for one.
 */
final class Stepup {
    private Stepup() { }

    static {
        System.loadLibrary("stepup_jni");
    }

    static native int abi(ByteBuffer abi, ByteBuffer error);

    static native int init(int kind, ByteBuffer area, int size, ByteBuffer error);

    static native int name(int kind, int value, ByteBuffer form, ByteBuffer buffer, ByteBuffer error);

    static native int value(int kind, ByteBuffer text, int length, int charset, ByteBuffer value,
            ByteBuffer error);

    static native int set(int kind, ByteBuffer text, int length, int charset, ByteBuffer set,
            ByteBuffer error);

    static native int pseudonym(ByteBuffer key, int keyLength, int kind, ByteBuffer text, int length,
            int charset, ByteBuffer pseudonym, ByteBuffer error);

    static native int amountFromPacked(ByteBuffer packed, int bytes, int decimals, int currencyNumber,
            ByteBuffer minor, ByteBuffer error);

    static native int timeFromCivil(ByteBuffer digits, int offsetMinutes, ByteBuffer seconds,
            ByteBuffer error);

    static native int policyLoad(ByteBuffer text, long length, int charset, ByteBuffer sha256,
            ByteBuffer policy, ByteBuffer error);

    static native int policyReplace(long policy, ByteBuffer text, long length, int charset, ByteBuffer sha256,
            ByteBuffer error);

    static native int policyFree(long policy, ByteBuffer error);

    static native int policyFindings(ByteBuffer text, long length, int charset, ByteBuffer form,
            ByteBuffer buffer, ByteBuffer error);

    static native int policyProve(long policy, ByteBuffer proofs, ByteBuffer form, ByteBuffer buffer,
            ByteBuffer error);

    static native int policyCompare(long older, long newer, ByteBuffer comparison, ByteBuffer form,
            ByteBuffer buffer, ByteBuffer error);

    static native int policyInfo(long policy, ByteBuffer info, ByteBuffer error);

    static native int policyCanonical(long policy, ByteBuffer form, ByteBuffer buffer, ByteBuffer error);

    static native int policyItem(long policy, int item, int number, ByteBuffer form, ByteBuffer buffer,
            ByteBuffer error);

    static native int decide(long policy, ByteBuffer request, ByteBuffer profile, ByteBuffer decision,
            ByteBuffer error);

    static native int decideBatch(long policy, ByteBuffer batch, ByteBuffer requests, ByteBuffer profiles,
            ByteBuffer indexes, ByteBuffer decisions, ByteBuffer statuses, ByteBuffer error);

    static native int explain(long policy, ByteBuffer canonical, ByteBuffer form, ByteBuffer buffer,
            ByteBuffer error);

    static native int message(long policy, ByteBuffer canonical, ByteBuffer form, ByteBuffer buffer,
            ByteBuffer error);

    static native int replay(long policy, ByteBuffer canonical, ByteBuffer decisionAgain, ByteBuffer error);

    static native int profileNew(ByteBuffer opening, ByteBuffer profile, ByteBuffer error);

    static native int profileInfo(ByteBuffer profile, ByteBuffer info, ByteBuffer error);

    static native int profileObserve(ByteBuffer profile, ByteBuffer event, ByteBuffer error);

    static native int profileReserve(ByteBuffer profile, ByteBuffer request, ByteBuffer error);

    static native int profileConvert(ByteBuffer from, int version, ByteBuffer to, ByteBuffer error);

    static native int reputationObserve(ByteBuffer reputation, int sighting, ByteBuffer customer, long at,
            long transferAt, ByteBuffer error);

    /** What the library refused, for people; a program looks at {@link #status}. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        final int status;
        final int line;
        final int column;

        Refused(int status, ByteBuffer error) {
            super(string(error, Layout.Error.TEXT, Layout.Error.BYTES));
            this.status = status;
            line = error.getInt(Layout.Error.LINE);
            column = error.getInt(Layout.Error.COLUMN);
        }
    }

    /** A function that writes a text into a buffer as its form says. */
    interface Writer {
        int write(ByteBuffer form, ByteBuffer buffer, ByteBuffer error);
    }

    /** A function that is told where to say what went wrong. */
    interface Call {
        int call(ByteBuffer error);
    }

    /** Zeros that the library can read and write. */
    static ByteBuffer direct(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    static ByteBuffer direct(byte[] bytes) {
        return direct(bytes.length).put(0, bytes);
    }

    /** An empty record of a kind: one of {@link Layout.RecordWord}, and its bytes in {@link Layout}. */
    static ByteBuffer record(int kind, int bytes) {
        ByteBuffer record = direct(bytes);
        int status = init(kind, record, bytes, null);
        if (status != Layout.StatusWord.OK) {
            throw new IllegalArgumentException("no record " + kind + " has " + bytes + " bytes");
        }
        return record;
    }

    /** Calls a function; a status below 0 is thrown, a note returned. Not for the hot path: it allocates. */
    static int checked(Call function) throws Refused {
        ByteBuffer error = record(Layout.RecordWord.ERROR, Layout.Error.BYTES);
        int status = function.call(error);
        if (status < 0) {
            throw new Refused(status, error);
        }
        return status;
    }

    /** Loads a policy from its text in UTF-8 and gives its handle, which is the caller's to free. */
    static long load(byte[] toml) throws Refused {
        ByteBuffer text = direct(toml);
        ByteBuffer policy = direct(Long.BYTES);
        checked(error -> policyLoad(text, toml.length, Layout.CharsetWord.UTF_8, null, policy, error));
        return policy.getLong(0);
    }

    /** A text of the library in English. */
    static String text(Writer function) throws Refused {
        ByteBuffer form = record(Layout.RecordWord.TEXT, Layout.Text.BYTES);
        ByteBuffer buffer = direct(1024);
        for (;;) {
            ByteBuffer room = buffer;
            form.putLong(Layout.Text.CAPACITY, room.capacity());
            try {
                checked(error -> function.write(form, room, error));
                return string(room, 0, room.capacity());
            } catch (Refused refused) {
                if (refused.status != Layout.StatusWord.ROOM) {
                    throw refused;
                }
                buffer = direct(Math.toIntExact(form.getLong(Layout.Text.NEEDED)));
            }
        }
    }

    /** The word behind a number: an outcome, a status. */
    static String word(int kind, int value) throws Refused {
        return text((form, buffer, error) -> name(kind, value, form, buffer, error));
    }

    /** UTF-8 up to a zero byte, between two places of a buffer. */
    static String string(ByteBuffer from, int begin, int end) {
        int length = 0;
        while (begin + length < end && from.get(begin + length) != 0) {
            length++;
        }
        byte[] bytes = new byte[length];
        from.get(begin, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
