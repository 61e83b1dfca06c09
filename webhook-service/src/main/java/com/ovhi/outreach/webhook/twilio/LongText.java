package com.ovhi.outreach.webhook.twilio;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/** Long texts that carriers hand on as MMS can arrive in Base64. */
final class LongText {

    /** No patient writes so many letters and digits without a blank. */
    private static final Pattern ENCODED = Pattern.compile("[A-Za-z0-9+/\\r\\n]{60,}={0,2}\\s*");

    private LongText() {}

    /** The text as it was written. */
    static String of(String body) {
        if (!ENCODED.matcher(body).matches()) {
            return body;
        }
        try {
            var bytes = Base64.getMimeDecoder().decode(body);
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.chars().anyMatch(LongText::unwritable) ? body : text;
        } catch (CharacterCodingException | IllegalArgumentException e) {
            return body;
        }
    }

    private static boolean unwritable(int character) {
        return Character.isISOControl(character) && character != '\n' && character != '\r' && character != '\t';
    }
}
