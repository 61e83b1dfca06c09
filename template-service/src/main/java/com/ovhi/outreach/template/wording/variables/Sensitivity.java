package com.ovhi.outreach.template.wording.variables;

import static com.ovhi.outreach.template.wording.variables.Capability.EMAIL_VISIT_DATE;
import static com.ovhi.outreach.template.wording.variables.Capability.SMS_PHI;
import static com.ovhi.outreach.template.wording.variables.Capability.SMS_VISIT_TIME;
import static com.ovhi.outreach.template.wording.variables.Disclosure.always;
import static com.ovhi.outreach.template.wording.variables.Disclosure.never;
import static com.ovhi.outreach.template.wording.variables.Disclosure.with;

import com.ovhi.outreach.common.ids.Channel;
import java.util.Locale;

/**
 * The disclosure table: which channel may carry what kind of datum. The portal may show all of it. What is never carried
 * has no variable at all; it stands here so that the table is whole and a name that means it is refused.
 */
public enum Sensitivity {
    /** A neutral name of the organisation: no specialty. */
    ORGANIZATION(always(), always(), always()),
    /** The telephone of the site. */
    CALL_BACK(always(), always(), always()),
    /** A link that says nothing and needs a second step. */
    PORTAL_LINK(always(), always(), always()),
    PATIENT_FIRST_NAME(with(SMS_PHI), never(), never()),
    VISIT_DATE(with(SMS_VISIT_TIME, SMS_PHI), with(EMAIL_VISIT_DATE), never()),
    VISIT_TIME(with(SMS_VISIT_TIME, SMS_PHI), never(), never()),
    PROVIDER_NAME(with(SMS_PHI), never(), never()),
    SITE_ADDRESS(with(SMS_PHI), never(), never()),
    /** Reason, diagnosis, procedure, drug, test, result, department. */
    CLINICAL(never(), never(), never()),
    /** Balance, insurance id, record number, date of birth. */
    ACCOUNT(never(), never(), never());

    private final Disclosure sms;
    private final Disclosure email;
    private final Disclosure whatsapp;

    Sensitivity(Disclosure sms, Disclosure email, Disclosure whatsapp) {
        this.sms = sms;
        this.email = email;
        this.whatsapp = whatsapp;
    }

    /** Whether and on which terms a channel may carry it. */
    public Disclosure on(Channel channel) {
        return switch (channel) {
            case SMS -> sms;
            case EMAIL -> email;
            case WHATSAPP -> whatsapp;
        };
    }

    /** Whether it may stand in subjects, preheaders and other texts that strangers see. */
    public boolean allowedInSubject() {
        return this == ORGANIZATION || this == CALL_BACK;
    }

    /** Its name in problems and documentation. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
