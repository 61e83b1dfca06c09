package com.ovhi.outreach.webhook.sendgrid;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.phi.EmailAddress;
import com.ovhi.outreach.webhook.mail.HtmlText;
import com.ovhi.outreach.webhook.mail.MailCharset;
import com.ovhi.outreach.webhook.mail.MailHeaders;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** An e-mail as the parse webhook tells of it, whole or taken apart. PHI: prints as nothing. */
final class SendGridMail {

    /** The tag that channel-workers put into the address that answers go to: the id of the job. */
    private static final Pattern TAG =
            Pattern.compile("reply\\+([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})@.+");

    private static final Pattern COMMA = Pattern.compile(",");
    private static final Pattern ANSWERED = Pattern.compile("(?i)^(?:(?:re|fwd?|aw|wg|rv|tr)\\s*:\\s*)+");
    private static final Pattern FOLD = Pattern.compile("\\s*[\\r\\n]+\\s*");
    private static final Pattern PROVEN_DOMAIN = Pattern.compile("@([A-Za-z0-9.-]{1,250})\\s*:\\s*pass");

    private final MailForm form;
    private final MailHeaders headers;
    private final byte[] origin;
    private final String text;
    private final JsonNode envelope;
    private final JsonNode charsets;
    private final Set<String> unreadable = new TreeSet<>();

    SendGridMail(MailForm form) {
        this.form = form;
        envelope = tree("envelope");
        charsets = tree("charsets");
        var whole = form.whole();
        if (whole.isPresent()) {
            var mail = whole.get();
            origin = Optional.ofNullable(form.get("email"))
                    .or(() -> Optional.ofNullable(form.get("rawEmail")))
                    .orElseThrow();
            headers = mail.headers();
            text = withSubject(
                    readable(mail.text(), mail.html()), headers.get("Subject").orElse(""));
        } else {
            origin = Objects.requireNonNullElse(form.get("headers"), new byte[0]);
            headers = MailHeaders.read(origin);
            text = withSubject(readable(field("text"), field("html")), field("subject"));
        }
    }

    /** Who wrote, as the person reading it would see; empty when nobody could be answered. */
    Optional<EmailAddress> from() {
        return headers.get("From")
                .or(() -> Optional.of(field("from")))
                .flatMap(MailHeaders::address)
                .or(() -> envelopeFrom().flatMap(EmailAddress::parse));
    }

    /** The address of ours it was sent to. */
    String to() {
        return recipients().findFirst().orElse("");
    }

    /** What was written, quoted text included; the subject, where nothing was written below it. */
    String text() {
        return text;
    }

    /** What every repetition of this mail has and no other mail: the headers as they came. */
    byte[] origin() {
        return origin.clone();
    }

    Optional<String> messageId() {
        return headers.messageId();
    }

    /** SendGrid's id of the message it answers: the left part of the id in its header. */
    Optional<String> repliedToMessageId() {
        return headers.inReplyTo().map(id -> id.contains("@") ? id.substring(0, id.indexOf('@')) : id);
    }

    /** The job whose message it answers, from the address. */
    Optional<UUID> job() {
        return recipients()
                .map(each -> TAG.matcher(each.toLowerCase(Locale.ROOT)))
                .filter(Matcher::matches)
                .map(tag -> UUID.fromString(
                        String.join("-", tag.group(1), tag.group(2), tag.group(3), tag.group(4), tag.group(5))))
                .findFirst();
    }

    /** The fields of SendGrid's own that were there and could not be read; without them less is known of the mail. */
    Set<String> unreadable() {
        return Set.copyOf(unreadable);
    }

    /** Whether it was sent to the address that takes opt-outs, as a mail program's unsubscribe button does. */
    boolean unsubscribes() {
        return recipients().anyMatch(each -> each.toLowerCase(Locale.ROOT).matches("unsubscribe(\\+[^@]*)?@.+"));
    }

    /** Whether a machine wrote it; mail without a sender to return it to is always a machine's. */
    boolean automatic() {
        return headers.automatic() || (envelope.has("from") && envelopeFrom().isEmpty());
    }

    /** Whether the domain it claims to come from vouches for it, or it knows what only the addressee was told. */
    boolean senderProven() {
        return job().isPresent()
                || from().map(SendGridMail::domain).filter(this::vouched).isPresent();
    }

    private boolean vouched(String domain) {
        var signed = PROVEN_DOMAIN
                .matcher(field("dkim"))
                .results()
                .map(match -> match.group(1).toLowerCase(Locale.ROOT))
                .anyMatch(signer -> related(domain, signer));
        return signed
                || (field("SPF").strip().equalsIgnoreCase("pass")
                        && envelopeFrom()
                                .flatMap(EmailAddress::parse)
                                .map(SendGridMail::domain)
                                .filter(sender -> related(domain, sender) || related(sender, domain))
                                .isPresent());
    }

    /** Whether a domain is another one or belongs to it; a bare top-level domain owns nothing. */
    private static boolean related(String domain, String owner) {
        return domain.equals(owner) || (owner.contains(".") && domain.endsWith("." + owner));
    }

    private static String domain(EmailAddress address) {
        var canonical = address.canonical();
        return canonical.substring(canonical.lastIndexOf('@') + 1);
    }

    private Stream<String> recipients() {
        var enveloped = envelope.path("to").valueStream().map(each -> each.asString(""));
        var written = Stream.of(headers.get("To").orElse(""), field("to")).flatMap(COMMA::splitAsStream);
        return Stream.concat(enveloped, written)
                .map(MailHeaders::address)
                .flatMap(Optional::stream)
                .map(EmailAddress::value);
    }

    private Optional<String> envelopeFrom() {
        return Optional.of(envelope.path("from").asString("").strip())
                .filter(each -> !each.isEmpty() && !each.equals("<>"));
    }

    private static String readable(String plain, String html) {
        return plain.isBlank() && !html.isBlank() ? HtmlText.of(html) : plain.strip();
    }

    /**
     * Who writes a word into the subject only means it as much. The subject of an answer is nearly always ours: there, no
     * more than a single word is taken for the writer's.
     */
    private static String withSubject(String text, String written) {
        if (!text.lines().allMatch(line -> line.isBlank() || line.startsWith(">"))) {
            return text;
        }
        var decoded = DecoderUtil.decodeEncodedWords(FOLD.matcher(written).replaceAll(" "), DecodeMonitor.SILENT)
                .strip();
        var subject = ANSWERED.matcher(decoded).replaceFirst("").strip();
        var own = subject.length() == decoded.length() || subject.indexOf(' ') < 0;
        return own ? (subject + "\n" + text).strip() : text;
    }

    private String field(String name) {
        var bytes = form.get(name);
        return bytes == null ? "" : MailCharset.text(bytes, charset(name));
    }

    private @Nullable String charset(String name) {
        return List.of("charsets", "envelope", "SPF", "dkim").contains(name)
                ? null
                : charsets.path(name).asString(null);
    }

    /** What cannot be read is noted, and then as if it were not there. */
    private JsonNode tree(String name) {
        var bytes = form.get(name);
        if (bytes != null) {
            try {
                var tree = ContractJson.mapper().readTree(bytes);
                if (tree.isObject()) {
                    return tree;
                }
            } catch (JacksonException _) {
                // Noted below.
            }
            unreadable.add(name);
        }
        return ContractJson.mapper().createObjectNode();
    }

    @Override
    public String toString() {
        return "SendGridMail[***]";
    }
}
