package com.ovhi.outreach.template.wording;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Everything a template may ever name: the minimum necessary. There is no variable for a patient, a provider, a reason,
 * a drug or a test.
 */
enum Variable {
    CLINIC_NAME("Example Community Clinic", ".+", Set.of()),
    CLINIC_PHONE("(602) 555-0000", "[+(\\d][\\d ().-]{2,24}(?: ?(?:x|ext)\\.? ?\\d{1,6})?", Set.of(LintRule.TELEPHONE)),
    VISIT_DATE("Wed, Mar 25", ".{1,40}", Set.of(LintRule.FULL_DATE)),
    VISIT_TIME("10:30 AM", ".{1,40}", Set.of()),
    // Random link tokens can look like a diagnosis code or a number.
    PORTAL_URL(
            "https://portal.example.org/m/k2JhVw9xQb4tLr7y",
            "(?:https://[A-Za-z0-9.-]+|http://(?:127\\.0\\.0\\.1|localhost))(?::\\d{1,5})?(?:/[\\w.~%/?=&#-]*)?",
            Set.of(LintRule.DIAGNOSIS_CODE, LintRule.TELEPHONE));

    private final String sample;
    private final Pattern form;
    private final Set<LintRule> excepted;

    Variable(String sample, String form, Set<LintRule> excepted) {
        this.sample = sample;
        this.form = Pattern.compile(form);
        this.excepted = excepted;
    }

    /** The variables of a purpose; a template may declare no other. */
    static List<Variable> of(Purpose purpose) {
        return switch (purpose) {
            case APPT_CONFIRM, APPT_REMINDER -> List.of(CLINIC_NAME, CLINIC_PHONE, VISIT_DATE, VISIT_TIME);
            case RX_REFILL, LAB_READY, CAMPAIGN_EDUCATION -> List.of(CLINIC_NAME, CLINIC_PHONE, PORTAL_URL);
            case NO_SHOW, URGENT -> List.of(CLINIC_NAME, CLINIC_PHONE);
        };
    }

    static Optional<Variable> named(String name) {
        return Arrays.stream(values()).filter(each -> each.code().equals(name)).findFirst();
    }

    /** Its name in templates and requests. */
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** A usual value, for previews and for judging the length of a text. */
    String sample() {
        return sample;
    }

    /**
     * Whether a channel may carry it: the time of a visit goes into SMS only, whose provider signs a business
     * associate agreement.
     */
    boolean allowedOn(Channel channel) {
        return channel == Channel.SMS || (this != VISIT_DATE && this != VISIT_TIME);
    }

    /** Whether a value has the form this variable should have. */
    boolean accepts(String value) {
        return form.matcher(value).matches();
    }

    /** What a value holds beside what it should. */
    Optional<LintRule> phiIn(String value) {
        return PhiLint.judge(value, excepted);
    }

    /** Whether a good value may look like what the lint forbids, so that it must be left out of the linted text. */
    boolean needsException() {
        return !excepted.isEmpty();
    }
}
