package com.ovhi.outreach.template.wording.variables;

import java.util.Set;

/** What an organisation, and for e-mail the patient, has agreed to beyond what anybody may send. */
public enum Capability {
    /** Reminders by SMS may say when the visit is. */
    SMS_VISIT_TIME,
    /** A business associate agreement with the SMS provider: first name, provider and address as well. */
    SMS_PHI,
    /** The patient's recorded preference for unencrypted e-mail: the date of a visit. */
    EMAIL_VISIT_DATE;

    /** What holds when a caller says nothing: what the suite's SMS have always said. */
    public static final Set<Capability> USUAL = Set.of(SMS_VISIT_TIME);
}
