import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** The shortest honest program: one policy, one customer, one transfer, and what must happen first. */
final class First {
    private static final int CNY = 156;
    private static final int KEY_ID = 1;
    private static final int OFFSET_MINUTES = 480;

    private First() { }

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            System.err.println("usage: First POLICY");
            System.exit(2);
        }
        try {
            run(Path.of(arguments[0]));
        } catch (Stepup.Refused refused) {
            System.err.printf("%d:%d: %s%n", refused.line, refused.column, refused.getMessage());
            System.exit(1);
        }
    }

    private static void run(Path file) throws IOException, Stepup.Refused {
        long policy = Stepup.load(Files.readAllBytes(file));

        // A bank's key comes from where it keeps keys; this one is for show.
        ByteBuffer key = Stepup.direct("a key for show, of 32 bytes.....".getBytes(StandardCharsets.UTF_8));
        byte[] customer = pseudonym(key, Layout.IdWord.CUSTOMER, "C-1001");
        long now = Instant.now().getEpochSecond();

        ByteBuffer opening = Stepup.record(Layout.RecordWord.OPENING, Layout.Opening.BYTES);
        opening.putInt(Layout.Opening.KEY_ID, KEY_ID)
                .putLong(Layout.Opening.AT, now - 400L * 86_400)
                .putInt(Layout.Opening.OFFSET_MINUTES, OFFSET_MINUTES)
                .putInt(Layout.Opening.CURRENCY, CNY)
                .put(Layout.Opening.CUSTOMER, customer)
                .putLong(Layout.Opening.USUAL_AMOUNT, 50_000)
                .putLong(Layout.Opening.USUAL_OUTFLOW, 100_000)
                .putInt(Layout.Opening.AMOUNT_SPREAD, 300)
                .putInt(Layout.Opening.OUTFLOW_SPREAD, 300);
        ByteBuffer profile = Stepup.direct(Layout.PROFILE_BYTES);
        Stepup.checked(error -> Stepup.profileNew(opening, profile, error));

        // What is not said here is missing, and the answer is the stricter for it.
        ByteBuffer request = Stepup.record(Layout.RecordWord.REQUEST, Layout.Request.BYTES);
        request.put(Layout.Request.OPERATION, (byte) Layout.OperationWord.TRANSFER)
                .put(Layout.Request.CHANNEL, (byte) Layout.ChannelWord.APP)
                .putInt(Layout.Request.ENROLLED, 1 << Layout.FactorWord.FACE | 1 << Layout.FactorWord.SMS)
                .putInt(Layout.Request.KEY_ID, KEY_ID)
                .putLong(Layout.Request.AT, now)
                .putInt(Layout.Request.OFFSET_MINUTES, OFFSET_MINUTES)
                .putInt(Layout.Request.CURRENCY, CNY)
                .put(Layout.Request.CUSTOMER, customer)
                .put(Layout.Request.AMOUNT_STATE, (byte) Layout.StateWord.KNOWN)
                .putLong(Layout.Request.AMOUNT, 8_000_000)
                .put(Layout.Request.PAYEE_STATE, (byte) Layout.StateWord.KNOWN)
                .put(Layout.Request.PAYEE, pseudonym(key, Layout.IdWord.IBAN, "GB82 WEST 1234 5698 7654 32"));

        ByteBuffer decision = Stepup.record(Layout.RecordWord.DECISION, Layout.Decision.BYTES);
        Stepup.checked(error -> Stepup.decide(policy, request, profile, decision, error));

        int outcome = decision.get(Layout.Decision.OUTCOME);
        System.out.println("80,000.00 CNY to somebody new: " + Stepup.word(Layout.OutcomeWord.KIND, outcome));
        ByteBuffer canonical = decision.slice(Layout.Decision.CANONICAL, Layout.CANONICAL_BYTES);
        System.out.println(Stepup.text((form, buffer, error) ->
                Stepup.explain(policy, canonical, form, buffer, error)));
        Stepup.checked(error -> Stepup.policyFree(policy, error));
    }

    private static byte[] pseudonym(ByteBuffer key, int kind, String identifier) throws Stepup.Refused {
        byte[] bytes = identifier.getBytes(StandardCharsets.UTF_8);
        ByteBuffer text = Stepup.direct(bytes);
        ByteBuffer made = Stepup.direct(Layout.PSEUDONYM_BYTES);
        Stepup.checked(error -> Stepup.pseudonym(key, key.capacity(), kind, text, bytes.length,
                Layout.CharsetWord.UTF_8, made, error));
        byte[] pseudonym = new byte[Layout.PSEUDONYM_BYTES];
        made.get(0, pseudonym);
        return pseudonym;
    }
}
