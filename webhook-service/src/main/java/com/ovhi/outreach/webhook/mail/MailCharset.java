package com.ovhi.outreach.webhook.mail;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns the bytes of an e-mail into text, whatever its sender says about them. */
public final class MailCharset {

    /** What mail programs write that know no other, under whichever name. */
    private static final Charset WESTERN = Charset.forName("windows-1252");

    private MailCharset() {}

    /** The text; in a charset nobody knows it is UTF-8 if it can be, else Western European. */
    public static String text(byte[] bytes, @Nullable String charset) {
        return named(charset).map(known -> new String(bytes, known)).orElseGet(() -> guessed(bytes));
    }

    private static Optional<Charset> named(@Nullable String name) {
        try {
            return name == null || name.isBlank() ? Optional.empty() : Optional.of(Charset.forName(name.strip()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String guessed(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(bytes, WESTERN);
        }
    }
}
