package com.ovhi.outreach.template.wording.lint;

import java.util.Locale;

/** A form of text that gives a patient away and has no business outside the portal. */
public enum LintRule {
    /** ICD-10-CM, such as E11.9. */
    DIAGNOSIS_CODE,
    SOCIAL_SECURITY_NUMBER,
    /** A day with its year, as dates of birth are written. */
    FULL_DATE,
    RECORD_NUMBER,
    DOSE,
    EMAIL_ADDRESS,
    TELEPHONE,
    MONEY,
    DRUG,
    TEST,
    SPECIALTY,
    CONDITION,
    PROCEDURE,
    /** That something is ready, due or was found. */
    RESULT,
    /** What is owed, and to or by whom. */
    ACCOUNT,
    /** Vaccines and screenings, which health education may name and nobody else. */
    PREVENTION,
    /** When a visit takes place; looked for only where anybody may look, as in subject lines. */
    VISIT_TIME;

    /** Its name in problems and metrics. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What to do instead; says nothing about the text. */
    public String wayOut() {
        return switch (this) {
            case EMAIL_ADDRESS, TELEPHONE ->
                "Use the variable clinic_phone, or say it in the portal behind {{portal_url}}";
            case VISIT_TIME -> "Say it in the body of an SMS, or in the portal behind {{portal_url}}";
            case RESULT -> "Write 'You have a new message' and link to the portal with {{portal_url}}";
            case SPECIALTY -> "Use a neutral name of the organisation, and say it in the portal behind {{portal_url}}";
            case DIAGNOSIS_CODE,
                    SOCIAL_SECURITY_NUMBER,
                    FULL_DATE,
                    RECORD_NUMBER,
                    DOSE,
                    MONEY,
                    DRUG,
                    TEST,
                    CONDITION,
                    PROCEDURE,
                    ACCOUNT,
                    PREVENTION -> "Say it in the portal and link to it with {{portal_url}}";
        };
    }
}
