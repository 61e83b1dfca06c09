package com.ovhi.outreach.webhook.mail;

import com.ovhi.outreach.common.phi.EmailAddress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeTokenStream;

/** The headers of an e-mail, by name; of repeated ones the first counts. PHI: prints as nothing. */
public final class MailHeaders {

    private static final Pattern QUOTED = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Pattern COMMENT = Pattern.compile("\\([^()]*\\)");
    private static final Pattern ANGLE = Pattern.compile("<([^<>]*)>");
    private static final Pattern ID = Pattern.compile("<([\\x21-\\x7e&&[^<>]]{1,240})>");
    private static final int LONGEST_ADDRESS = 2_000;
    private static final Set<String> MASS = Set.of("bulk", "list", "junk", "auto_reply");
    private static final Set<String> MACHINES = Set.of("mailer-daemon", "postmaster");
    private static final List<String> MACHINE_HEADERS = List.of("x-autoreply", "x-autorespond", "x-autoreply-from");

    private final TreeMap<String, String> values = new TreeMap<>();

    /** Reads as far as it can be understood. */
    public static MailHeaders read(byte[] bytes) {
        var headers = new MailHeaders();
        try {
            var tokens = new MimeTokenStream(MimeMail.LIMITS);
            tokens.parse(new ByteArrayInputStream(bytes));
            for (var state = tokens.getState();
                    state != EntityState.T_END_HEADER && state != EntityState.T_END_OF_STREAM;
                    state = tokens.next()) {
                if (state == EntityState.T_FIELD) {
                    headers.add(tokens.getField().getName(), tokens.getField().getBody());
                }
            }
        } catch (MimeException | IOException e) {
            // The headers before it are all that can be said.
        }
        return headers;
    }

    void add(String name, String body) {
        values.putIfAbsent(
                name.strip().toLowerCase(Locale.ROOT),
                Objects.requireNonNullElse(body, "").strip());
    }

    /** What a header says; empty when it is not there or says nothing. */
    public Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name.toLowerCase(Locale.ROOT))).filter(value -> !value.isEmpty());
    }

    /** The id of the message, without angle brackets. */
    public Optional<String> messageId() {
        return get("Message-ID").flatMap(value -> ids(value).findFirst());
    }

    /** The id of the message it answers, without angle brackets. */
    public Optional<String> inReplyTo() {
        return get("In-Reply-To")
                .flatMap(value -> ids(value).findFirst())
                .or(() -> get("References").flatMap(value -> ids(value).reduce((_, last) -> last)));
    }

    /** Whether the headers say that a machine wrote it. */
    public boolean automatic() {
        return get("Auto-Submitted")
                        .filter(value -> !value.toLowerCase(Locale.ROOT).startsWith("no"))
                        .isPresent()
                || MACHINE_HEADERS.stream().anyMatch(name -> get(name).isPresent())
                || get("Precedence")
                        .filter(value -> MASS.contains(value.toLowerCase(Locale.ROOT)))
                        .isPresent()
                || get("Return-Path").filter("<>"::equals).isPresent()
                || get("Content-Type")
                        .filter(value -> value.toLowerCase(Locale.ROOT).startsWith("multipart/report"))
                        .isPresent()
                || get("From")
                        .flatMap(MailHeaders::address)
                        .filter(MailHeaders::machine)
                        .isPresent();
    }

    /**
     * The address in a header: what stands in the last angle brackets, or all of it. Names before it may contain anything,
     * other addresses included.
     */
    public static Optional<EmailAddress> address(String value) {
        var header = value.length() > LONGEST_ADDRESS ? value.substring(0, LONGEST_ADDRESS) : value;
        var bare = COMMENT.matcher(QUOTED.matcher(header).replaceAll(" ")).replaceAll(" ");
        var angle = ANGLE.matcher(bare).results().map(match -> match.group(1)).reduce((_, last) -> last);
        return EmailAddress.parse(angle.orElse(bare));
    }

    private static boolean machine(EmailAddress address) {
        var canonical = address.canonical();
        return MACHINES.contains(canonical.substring(0, canonical.indexOf('@')));
    }

    private static Stream<String> ids(String value) {
        return ID.matcher(value).results().map(match -> match.group(1));
    }

    @Override
    public String toString() {
        return "MailHeaders[***]";
    }
}
