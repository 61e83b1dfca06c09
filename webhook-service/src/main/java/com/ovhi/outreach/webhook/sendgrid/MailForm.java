package com.ovhi.outreach.webhook.sendgrid;

import com.ovhi.outreach.common.contract.ContractJson;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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

    private static final int KILOBYTE = 1024;

    /** How much is kept of each field; of a whole MIME message enough for a text in front of attachments. */
    private static final Map<String, Integer> KEPT = Map.ofEntries(
            Map.entry("headers", 128 * KILOBYTE),
            Map.entry("text", 256 * KILOBYTE),
            Map.entry("html", 1024 * KILOBYTE),
            Map.entry("email", 2048 * KILOBYTE),
            Map.entry("rawEmail", 2048 * KILOBYTE),
            Map.entry("from", 4 * KILOBYTE),
            Map.entry("to", 16 * KILOBYTE),
            Map.entry("subject", 4 * KILOBYTE),
            Map.entry("envelope", 16 * KILOBYTE),
            Map.entry("charsets", 4 * KILOBYTE),
            Map.entry("SPF", KILOBYTE),
            Map.entry("dkim", 4 * KILOBYTE));

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
            var tokens = new MimeTokenStream(LIMITS);
            tokens.setRecursionMode(RecursionMode.M_NO_RECURSE);
            tokens.parseHeadless(body, contentType);
            tokens.setRecursionMode(RecursionMode.M_FLAT);
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
        }
        return new MailForm(kept);
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
        kept.putIfAbsent(name, body.readNBytes(Objects.requireNonNull(KEPT.get(name))));
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
}
