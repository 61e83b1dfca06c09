package com.ovhi.outreach.template.wording;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.template.wording.lint.LintRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhiLintTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            DIAGNOSIS_CODE         | about your E11.9 follow-up
            DIAGNOSIS_CODE         | code J45
            DIAGNOSIS_CODE         | Z79.4
            SOCIAL_SECURITY_NUMBER | id 123-45-6789
            FULL_DATE              | born 03/09/1984
            FULL_DATE              | born 3-9-84
            FULL_DATE              | born 1984-03-09
            RECORD_NUMBER          | MRN 00123
            RECORD_NUMBER          | mrn: 9
            RECORD_NUMBER          | Acct #55
            RECORD_NUMBER          | account number 55
            DOSE                   | take 20 mg daily
            DOSE                   | 2.5ml
            DOSE                   | 10 Units
            EMAIL_ADDRESS          | write to ana.lopez@example.org
            TELEPHONE              | call 602-555-0142
            TELEPHONE              | call (602) 555-0142
            TELEPHONE              | call 6025550142
            TELEPHONE              | call +1 602 555 0142
            TELEPHONE              | call +34911234567
            """)
    void findsWhatGivesAPatientAway(LintRule rule, String text) {
        assertThat(PhiLint.judge(text)).contains(rule);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Arizona Community Clinics: visit Wed, Mar 25, 10:30 AM. Reply 1 to confirm, 2 to reschedule, 3 if you can't come.",
                "cita 25 mar, 10:30 a. m.",
                "In an emergency call 911.",
                "Mon Mar 9, 2:00 PM",
                "Suite 200, open 9-5",
                "about 100 million people",
                "STOP to opt out"
            })
    void passesOrdinaryText(String text) {
        assertThat(PhiLint.judge(text)).isEmpty();
    }

    @Test
    void readsHtmlAsAPersonDoes() {
        assertThat(PhiLint.withoutMarkup("<p style=\"color: #B12\">Hello</p>")).isEqualTo(" Hello ");
    }
}
