package com.ovhi.outreach.template.wording;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.template.wording.variables.Capability;
import com.ovhi.outreach.template.wording.variables.Sensitivity;
import com.ovhi.outreach.template.wording.variables.ValueType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Everything a template may ever name: the minimum necessary. There is no variable for a reason, a drug, a test, a
 * balance or a number of a patient.
 */
public enum Variable {
    CLINIC_NAME(ValueType.CLINIC_NAME, Sensitivity.ORGANIZATION, "Example Community Clinic"),
    CLINIC_PHONE(ValueType.PHONE, Sensitivity.CALL_BACK, "(602) 555-0000"),
    CLINIC_ADDRESS(ValueType.TEXT, Sensitivity.SITE_ADDRESS, "120 Main Street, Phoenix"),
    PROVIDER_NAME(ValueType.PERSON_NAME, Sensitivity.PROVIDER_NAME, "Dr. Taylor"),
    PATIENT_FIRST_NAME(ValueType.FIRST_NAME, Sensitivity.PATIENT_FIRST_NAME, "Alex"),
    VISIT_DATE(ValueType.DATE, Sensitivity.VISIT_DATE, "Wed, Mar 25"),
    VISIT_TIME(ValueType.TIME, Sensitivity.VISIT_TIME, "10:30 AM"),
    PORTAL_URL(
            ValueType.URL,
            Sensitivity.PORTAL_LINK,
            "https://portal.example.org/portal/k2JhVw9xQb4tLr7yZc8dE5fG6hI1jK3lM9nP2qRsTuV");

    private static final Map<String, Variable> BY_CODE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Variable::code, Function.identity()));
    private static final Pattern CLINICAL = Pattern.compile(
            "(?:diagnosis|icd|cpt|medication|drug|rx|dose|lab|test|result|specialty"
                    + "|department|reason|procedure|condition|symptom|vaccine)(?:_.*|[0-9s].*)?|.*_(?:diagnosis|medication|result|reason|dose)");
    private static final Pattern ACCOUNT = Pattern.compile(
            "(?:dob|date_of_birth|birth.*|ssn|mrn|member_id|insurance.*|address\\d?|balance.*|copay.*|amount.*|account.*|patient_id)");

    private final ValueType type;
    private final Sensitivity sensitivity;
    private final String sample;

    Variable(ValueType type, Sensitivity sensitivity, String sample) {
        this.type = type;
        this.sensitivity = sensitivity;
        this.sample = sample;
    }

    /** The variables of a purpose; a template may declare no other. */
    public static List<Variable> of(Purpose purpose) {
        return switch (purpose) {
            case APPT_CONFIRM, APPT_REMINDER ->
                List.of(
                        CLINIC_NAME,
                        CLINIC_PHONE,
                        VISIT_DATE,
                        VISIT_TIME,
                        CLINIC_ADDRESS,
                        PROVIDER_NAME,
                        PATIENT_FIRST_NAME);
            case RX_REFILL, LAB_READY -> List.of(CLINIC_NAME, CLINIC_PHONE, PORTAL_URL, PATIENT_FIRST_NAME);
            case CAMPAIGN_EDUCATION -> List.of(CLINIC_NAME, CLINIC_PHONE, PORTAL_URL);
            case NO_SHOW, URGENT -> List.of(CLINIC_NAME, CLINIC_PHONE, PATIENT_FIRST_NAME);
        };
    }

    /** The variable of a name. */
    public static Optional<Variable> named(String name) {
        return Optional.ofNullable(BY_CODE.get(name));
    }

    /** What a name would stand for that no channel may ever carry. */
    static Optional<Sensitivity> deniedBy(String name) {
        if (CLINICAL.matcher(name).matches()) {
            return Optional.of(Sensitivity.CLINICAL);
        }
        return ACCOUNT.matcher(name).matches() ? Optional.of(Sensitivity.ACCOUNT) : Optional.empty();
    }

    /** Its name in templates and requests. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What form its values have. */
    public ValueType type() {
        return type;
    }

    /** What kind of datum it is. */
    public Sensitivity sensitivity() {
        return sensitivity;
    }

    /** A usual value, for previews and for judging the length of a text. */
    public String sample() {
        return sample;
    }

    /** Whether anybody may send it on a channel. */
    public boolean allowedOn(Channel channel) {
        return allowedOn(channel, Capability.USUAL);
    }

    /** Whether somebody with these capabilities may send it on a channel. */
    public boolean allowedOn(Channel channel, Set<Capability> capabilities) {
        return sensitivity.on(channel).allowedWith(capabilities);
    }
}
