package com.ovhi.outreach.template.wording.variables;

import java.util.Set;
import java.util.stream.Collectors;

/** What an organisation, and for e-mail the patient as well, has agreed to beyond what anybody may send. */
public enum Capability {
    /** Reminders by SMS may say when the visit is: the agreement of whoever runs the suite covers them. */
    SMS_VISIT_TIME,
    /** A business associate agreement with the SMS provider: first name, provider and address as well. */
    SMS_PHI,
    /** An organisation that allows it and the patient's recorded preference for unencrypted e-mail: the date of a visit. */
    EMAIL_VISIT_DATE;

    /** What holds when a caller says nothing: what the suite's SMS have always said. */
    public static final Set<Capability> USUAL = Set.of(SMS_VISIT_TIME);

    /**
     * What is left of an organisation's capabilities for one patient.
     *
     * @param emailAccepted whether it is recorded that the patient was warned and wants unencrypted e-mail
     */
    public static Set<Capability> towards(Set<Capability> organization, boolean emailAccepted) {
        return organization.stream()
                .filter(each -> each != EMAIL_VISIT_DATE || emailAccepted)
                .collect(Collectors.toUnmodifiableSet());
    }
}
