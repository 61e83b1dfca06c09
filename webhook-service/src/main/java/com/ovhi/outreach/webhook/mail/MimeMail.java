package com.ovhi.outreach.webhook.mail;

import com.ovhi.outreach.common.web.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Objects;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RecursionMode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A whole e-mail: its headers, its first text and its first HTML. Attachments, messages in them included, are read past.
 * PHI: prints as nothing.
 *
 * @param text empty when there is none; so is {@code html}
 */
public record MimeMail(MailHeaders headers, String text, String html) {

    private static final Logger log = LoggerFactory.getLogger(MimeMail.class);

    static final MimeConfig LIMITS = MimeConfig.custom()
            .setMaxLineLen(-1)
            .setMaxHeaderLen(64 * 1024)
            .setMaxHeaderCount(1_000)
            .build();

    private static final int MOST = 1024 * 1024;

    /** Reads as far as it can be understood; the rest may be missing. */
    public static MimeMail read(byte[] message) {
        return read(new ByteArrayInputStream(message));
    }

    /** Reads a message of any size, of which no more is held than what is returned. */
    public static MimeMail read(InputStream message) {
        var reader = new Reader();
        try {
            reader.read(message);
        } catch (MimeException | IOException e) {
            // What was read until then is all there is.
        } catch (RuntimeException e) {
            tolerate(e);
        }
        return new MimeMail(reader.headers, reader.text, reader.html);
    }

    /**
     * Takes what a parser was not made for like any mail that cannot be read further: its sender cannot mend it.
     *
     * @throws ProblemException when that is what it is: then the mail did not come whole
     */
    public static void tolerate(RuntimeException failure) {
        if (failure instanceof ProblemException) {
            throw failure;
        }
        log.atWarn()
                .addKeyValue("error", failure.getClass().getSimpleName())
                .log("A mail is read no further, for its parser breaks down");
    }

    @Override
    public String toString() {
        return "MimeMail[***]";
    }

    private static final class Reader {

        private final MailHeaders headers = new MailHeaders();
        private String text = "";
        private String html = "";
        private boolean outer = true;
        private boolean attached;

        void read(InputStream message) throws MimeException, IOException {
            var tokens = new MimeTokenStream(LIMITS);
            tokens.setRecursionMode(RecursionMode.M_NO_RECURSE);
            tokens.parse(message);
            for (var state = tokens.getState(); state != EntityState.T_END_OF_STREAM; state = tokens.next()) {
                handle(state, tokens);
            }
        }

        private void handle(EntityState state, MimeTokenStream tokens) throws IOException {
            if (state == EntityState.T_START_HEADER) {
                attached = false;
            } else if (state == EntityState.T_END_HEADER) {
                outer = false;
            } else if (state == EntityState.T_FIELD) {
                field(tokens.getField().getName(), tokens.getField().getBody());
            } else if (state == EntityState.T_BODY && !attached) {
                body(tokens);
            }
        }

        private void field(String name, String value) {
            if (outer) {
                headers.add(name, value);
            }
            attached |= name.equalsIgnoreCase("Content-Disposition")
                    && value.strip().toLowerCase(Locale.ROOT).startsWith("attachment");
        }

        private void body(MimeTokenStream tokens) throws IOException {
            var type = Objects.requireNonNullElse(tokens.getBodyDescriptor().getMimeType(), "");
            if (type.equals("text/plain") && text.isBlank()) {
                text = content(tokens);
            } else if (type.equals("text/html") && html.isBlank()) {
                html = content(tokens);
            }
        }

        private static String content(MimeTokenStream tokens) throws IOException {
            var bytes = tokens.getDecodedInputStream().readNBytes(MOST);
            return MailCharset.text(bytes, tokens.getBodyDescriptor().getCharset());
        }
    }
}
