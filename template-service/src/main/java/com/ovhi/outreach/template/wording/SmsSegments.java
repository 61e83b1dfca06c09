package com.ovhi.outreach.template.wording;

import com.fasterxml.jackson.annotation.JsonValue;
import com.ovhi.outreach.template.wording.sms.Gsm7;
import java.util.Locale;

/**
 * How a text travels as SMS (3GPP TS 23.038 and 23.040): in the GSM 7-bit alphabet if every character is in it, else in
 * UCS-2; in one part, or in parts that are shorter because each carries a header.
 *
 * @param encoding of the whole text
 * @param units septets or UTF-16 code units, without headers
 * @param count parts, which is what the carrier bills
 */
public record SmsSegments(Encoding encoding, int units, int count) {

    /** The alphabets, with the room in a single message and in one part of several. */
    public enum Encoding {
        GSM_7(160, 153),
        UCS_2(70, 67);

        private final int single;
        private final int part;

        Encoding(int single, int part) {
            this.single = single;
            this.part = part;
        }

        /** The name on the wire. */
        @JsonValue
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        private int width(int codePoint) {
            if (this == UCS_2) {
                return Character.charCount(codePoint);
            }
            return Gsm7.width(codePoint);
        }
    }

    /** Counts a text. */
    public static SmsSegments of(String text) {
        var encoding = Gsm7.holds(text) ? Encoding.GSM_7 : Encoding.UCS_2;
        var units = text.codePoints().map(encoding::width).sum();
        return new SmsSegments(
                encoding,
                units,
                units <= encoding.single ? 1 : filled(text, encoding).parts());
    }

    /** How many units fit in before a text takes another segment. */
    public static int left(String text) {
        var segments = of(text);
        return segments.count() == 1
                ? segments.encoding().single - segments.units()
                : segments.encoding().part - filled(text, segments.encoding()).used();
    }

    /** Fills part after part; a character of two units never straddles a border. */
    private static Filled filled(String text, Encoding encoding) {
        var parts = 1;
        var used = 0;
        for (var codePoint : text.codePoints().toArray()) {
            var width = encoding.width(codePoint);
            if (used + width > encoding.part) {
                parts++;
                used = 0;
            }
            used += width;
        }
        return new Filled(parts, used);
    }

    /** Parts, and units taken of the last one. */
    private record Filled(int parts, int used) {}
}
