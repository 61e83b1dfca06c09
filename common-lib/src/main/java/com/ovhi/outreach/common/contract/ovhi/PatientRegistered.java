package com.ovhi.outreach.common.contract.ovhi;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.phi.Masked;
import com.ovhi.outreach.common.phi.PersonName;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code patient.registered}: a patient and how to reach them. PHI. {@code timezone} is an IANA id or null when unknown; {@code language} is a BCP-47 tag.
 */
public record PatientRegistered(
        long patientId,
        long organizationId,
        @Nullable PersonName givenName,
        @Nullable PersonName familyName,
        @Nullable LocalDate birthDate,
        @Nullable String language,
        @Nullable String timezone,
        @Nullable Address address,
        List<Telecom> telecom,
        @Nullable Preferences preferences) {
    @Override
    public String toString() {
        return "PatientRegistered[patientId=" + patientId + ", organizationId=" + organizationId + "]";
    }

    /** Where the patient lives, as far as a time zone or a legal window needs it. */
    public record Address(
            @Nullable String city,
            @Nullable String state,
            @Nullable String postalCode) {
        @Override
        public String toString() {
            return Masked.MASK;
        }
    }

    /**
     * One contact point; {@code system} is {@code phone}, {@code email} or {@code whatsapp}. {@code lineType} is what a
     * look-up said of a telephone ({@code mobile}, {@code landline}, {@code fixedVoip}, …), null when nobody asked.
     */
    public record Telecom(
            String system,
            @Nullable String use,
            String value,
            @Nullable String lineType) {

        /** A contact point of which no more is known. */
        public Telecom(String system, @Nullable String use, String value) {
            this(system, use, value, null);
        }

        @Override
        public String toString() {
            return "Telecom[" + system + ", " + Masked.MASK + "]";
        }
    }

    /** What the patient told the front desk; all parts optional. */
    public record Preferences(
            @Nullable QuietHours quietHours,
            @Nullable List<Channel> marketingOptIn,
            @Nullable List<Channel> optedOut) {}

    /** Local times {@code HH:mm}; start after end means the hours wrap midnight. */
    public record QuietHours(java.time.LocalTime start, java.time.LocalTime end) {}
}
