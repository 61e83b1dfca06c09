package com.ovhi.outreach.template.smspreview;

import com.ovhi.outreach.common.phi.Masked;
import com.ovhi.outreach.template.wording.SmsSegments.Encoding;
import com.ovhi.outreach.template.wording.sms.SafeCharacters.Substitution;
import com.ovhi.outreach.template.wording.sms.SmsTariff.Cost;
import java.util.List;

/**
 * How a text would travel as SMS.
 *
 * @param text as it would be sent, substitutions made
 * @param units septets or UTF-16 code units, headers of parts not counted
 * @param segments parts, which is what the carrier bills
 * @param charactersLeft units that fit in before there is another segment
 * @param substitutions which characters were replaced; none when that would not have saved the text from Unicode
 * @param unicodeBecauseOf letters and signs that have no equal in the GSM alphabet, each once; none when it holds all
 * @param estimatedCost by the configured tariff: an estimate, not what the carrier will bill
 */
public record SmsPreview(
        String text,
        Encoding encoding,
        int units,
        int segments,
        int charactersLeft,
        List<Substitution> substitutions,
        List<String> unicodeBecauseOf,
        Cost estimatedCost) {

    @Override
    public String toString() {
        return "SmsPreview[segments=" + segments + ", text=" + Masked.MASK + "]";
    }
}
