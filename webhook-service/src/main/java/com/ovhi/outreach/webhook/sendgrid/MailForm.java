package com.ovhi.outreach.webhook.sendgrid;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.webhook.mail.MimeMail;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RecursionMode;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an e-mail as the parse webhook posts them, cut to what a reply can need; attachments are read past. PHI:
 * prints as the names of its fields only.
 *
 * @param fields the bytes of each, in the charset of its own
 */
record MailForm(Map<String, byte[]> fields) {

    /** A form in which nothing could be understood. */
    static final MailForm NOTHING = new MailForm(Map.of());

    private static final int KILOBYTE = 1024;

    /** How much is kept of each field; of a whole MIME message its headers. */
    private static final Map<String, Integer> KEPT = Map.ofEntries(
            Map.entry("headers", 128 * KILOBYTE),
            Map.entry("text", 256 * KILOBYTE),
            Map.entry("html", 1024 * KILOBYTE),
            Map.entry("email", 256 * KILOBYTE),
            Map.entry("rawEmail", 256 * KILOBYTE),
            Map.entry("from", 4 * KILOBYTE),
            Map.entry("to", 16 * KILOBYTE),
            Map.entry("subject", 4 * KILOBYTE),
            Map.entry("envelope", 16 * KILOBYTE),
            Map.entry("charsets", 4 * KILOBYTE),
            Map.entry("SPF", KILOBYTE),
            Map.entry("dkim", 4 * KILOBYTE));

    private static final Set<String> WHOLE = Set.of("email", "rawEmail");

    /** Where what a whole message says is kept, as UTF-8. No field of a form can be called so. */
    private static final String WHOLE_TEXT = "email/text";

    private static final String WHOLE_HTML = "email/html";

    private static final Pattern NAME = Pattern.compile("(?i)(?:^|[;\\s])name=\"?([A-Za-z0-9_-]{1,60})\"?");
    private static final Pattern FILE = Pattern.compile("(?i)[;\\s]filename\\*?=");
    private static final MimeConfig LIMITS = MimeConfig.custom()
            .setMaxLineLen(-1)
            .setMaxHeaderLen(64 * KILOBYTE)
            .setMaxHeaderCount(1_000)
            .build();

    /**
     * Reads as much as can be understood of a body; what cannot be understood is empty. Only the form itself has fields:
     * what stands in an attached message is its sender's, and no part of it can be too much for the form.
     */
    static MailForm read(InputStream body, String contentType) {
        var kept = new LinkedHashMap<String, byte[]>();
        try {
            var tokens = begun(body, contentType);
            var part = Optional.<String>empty();
            for (var state = tokens.getState(); state != EntityState.T_END_OF_STREAM; state = tokens.next()) {
                if (state == EntityState.T_START_HEADER) {
                    part = Optional.empty();
                } else if (state == EntityState.T_FIELD && "Content-Disposition".equalsIgnoreCase(name(tokens))) {
                    part = wanted(Objects.requireNonNullElse(tokens.getField().getBody(), ""));
                } else if (state == EntityState.T_BODY && part.isPresent()) {
                    keep(part.get(), tokens.getInputStream(), kept);
                }
            }
        } catch (MimeException | IOException e) {
            // What was kept until then is all there is; the signature alone decides whether it came like that.
        } catch (RuntimeException e) {
            MimeMail.tolerate(e);
        }
        return new MailForm(kept);
    }

    /** What {@link #read} takes for the separator of the parts of a body of this type; null where it sees none. */
    static @Nullable String boundary(String contentType) {
        try {
            var tokens = begun(InputStream.nullInputStream(), contentType);
            for (var state = tokens.getState(); state != EntityState.T_END_OF_STREAM; state = tokens.next()) {
                if (state == EntityState.T_START_MULTIPART) {
                    return tokens.getBodyDescriptor().getBoundary();
                }
            }
        } catch (MimeException | IOException e) {
            // Then it reads nothing either.
        } catch (RuntimeException e) {
            MimeMail.tolerate(e);
        }
        return null;
    }

    private static MimeTokenStream begun(InputStream body, String contentType) {
        var tokens = new MimeTokenStream(LIMITS);
        tokens.setRecursionMode(RecursionMode.M_NO_RECURSE);
        tokens.parseHeadless(body, contentType);
        tokens.setRecursionMode(RecursionMode.M_FLAT);
        return tokens;
    }

    /** What the parse webhook's form would have been, from what {@link #json} wrote. */
    static MailForm of(byte[] json) {
        return ContractJson.read(json, MailForm.class);
    }

    byte[] json() {
        return ContractJson.write(this);
    }

    byte @Nullable [] get(String name) {
        return fields.get(name);
    }

    private static String name(MimeTokenStream tokens) {
        return Objects.requireNonNullElse(tokens.getField().getName(), "");
    }

    private static void keep(String name, InputStream body, Map<String, byte[]> kept) throws IOException {
        var most = Objects.requireNonNull(KEPT.get(name));
        if (kept.containsKey(name)) {
            return;
        }
        if (WHOLE.contains(name)) {
            var beginning = new BeginningOf(body, most);
            var mail = MimeMail.read(beginning);
            kept.put(name, beginning.bytes());
            kept.putIfAbsent(WHOLE_TEXT, utf8(mail.text(), "text"));
            kept.putIfAbsent(WHOLE_HTML, utf8(mail.html(), "html"));
        } else {
            kept.put(name, body.readNBytes(most));
        }
    }

    /** What a message that came whole says, wherever in it; empty where the form was taken apart by its sender. */
    Optional<MimeMail> whole() {
        return WHOLE.stream()
                .sorted()
                .map(fields::get)
                .filter(Objects::nonNull)
                .findFirst()
                .map(MimeMail::read)
                .map(beginning -> fields.containsKey(WHOLE_TEXT)
                        ? new MimeMail(beginning.headers(), utf8(WHOLE_TEXT), utf8(WHOLE_HTML))
                        : beginning);
    }

    private static byte[] utf8(String text, String asMuchAs) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        return Arrays.copyOf(bytes, Math.min(bytes.length, Objects.requireNonNull(KEPT.get(asMuchAs))));
    }

    private String utf8(String name) {
        return new String(fields.getOrDefault(name, new byte[0]), StandardCharsets.UTF_8);
    }

    /** The field's name, if it is one of ours and no attachment that bears its name. */
    private static Optional<String> wanted(String disposition) {
        var name = NAME.matcher(disposition);
        return name.find()
                        && KEPT.containsKey(name.group(1))
                        && !FILE.matcher(disposition).find()
                ? Optional.of(name.group(1))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return "MailForm" + fields.keySet();
    }

    /** Remembers how a stream began while somebody reads it. */
    private static final class BeginningOf extends FilterInputStream {

        private final int most;
        private final ByteArrayOutputStream beginning = new ByteArrayOutputStream();

        private BeginningOf(InputStream stream, int most) {
            super(stream);
            this.most = most;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            var number = super.read(bytes, offset, length);
            if (number > 0) {
                beginning.write(bytes, offset, Math.min(number, most - beginning.size()));
            }
            return number;
        }

        byte[] bytes() {
            return beginning.toByteArray();
        }
    }
}
