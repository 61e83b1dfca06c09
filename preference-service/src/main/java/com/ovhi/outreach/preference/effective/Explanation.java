package com.ovhi.outreach.preference.effective;

import com.ovhi.outreach.common.phi.Masked;
import com.ovhi.outreach.preference.effective.ZoneGuess.Candidate;
import com.ovhi.outreach.preference.setting.Level;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why each effective preference is what it is. PHI: addresses are masked, the rest is in clear.
 *
 * @param fields every field of the patient's preferences, in the order of the design document
 * @param zones every zone the patient may be in, and what suggests it
 */
record Explanation(long patientId, long organizationId, long version, List<Field> fields, List<Candidate> zones) {

    @Override
    public String toString() {
        return "Explanation[patientId=" + patientId + ", version=" + version + "]";
    }

    /**
     * One field.
     *
     * @param value null when nothing is decided
     * @param level whose word it is
     * @param reason a stable code
     * @param sentence the same for people
     */
    record Field(String field, @Nullable Object value, Level level, String reason, String sentence) {

        @Override
        public String toString() {
            return "Field[" + field + ", " + Masked.MASK + "]";
        }
    }
}
