package com.ovhi.outreach.segment.rule;

import com.ovhi.outreach.segment.rule.Variable.Parameter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The variables a rule may ask for; there are no others. Immutable. */
public final class Vocabulary {

    private static final List<String> CHANNELS = List.of("email", "sms", "whatsapp");
    private static final Vocabulary PATIENTS = new Vocabulary(patientVariables());

    private final Map<String, Variable> variables;

    private Vocabulary(Collection<Variable> variables) {
        this.variables = new LinkedHashMap<>();
        for (var each : variables) {
            if (this.variables.put(each.name(), each) != null) {
                throw new IllegalArgumentException("Two variables are called " + each.name());
            }
        }
    }

    /** What segments may ask of a patient. */
    public static Vocabulary patients() {
        return PATIENTS;
    }

    /** What a condition on the elements of a list may ask: for the element, whose name is empty. */
    static Vocabulary elements(Type type) {
        return new Vocabulary(List.of(Variable.own("", type, "it")));
    }

    /**
     * This vocabulary and more.
     *
     * @throws IllegalArgumentException when a name is taken
     */
    public Vocabulary and(Variable... own) {
        var all = new ArrayList<>(variables.values());
        all.addAll(List.of(own));
        return new Vocabulary(all);
    }

    /** All variables, in the order in which people should see them. */
    public List<Variable> variables() {
        return List.copyOf(variables.values());
    }

    Optional<Variable> named(String name) {
        return Optional.ofNullable(variables.get(name));
    }

    private static List<Variable> patientVariables() {
        var all = new ArrayList<Variable>();
        all.add(timed("today", Family.TIME, Type.DATE, "today's date at the clinic"));
        all.add(fixed("organization_id", Family.PERSON, Type.NUMBER, "the organisation"));
        all.add(timed("age", Family.PERSON, Type.NUMBER, "the age in years"));
        all.add(new Variable(
                "age_band", Family.PERSON, Type.TEXT, Parameter.NONE, true, "the age band", AgeBand.codes()));
        all.add(fixed("language", Family.PERSON, Type.TEXT, "the language"));
        all.add(fixed("zone", Family.PERSON, Type.TEXT, "the time zone"));
        all.add(fixed("state", Family.PERSON, Type.TEXT, "the state"));
        all.add(fixed("provider_id", Family.VISITS, Type.NUMBER, "the provider of the latest visit"));
        all.add(fixed("last_visit", Family.VISITS, Type.DATE, "the last visit"));
        all.add(timed("next_visit", Family.VISITS, Type.DATE, "the next visit"));
        all.add(fixed("visit_count", Family.VISITS, Type.NUMBER, "the number of visits"));
        all.add(fixed("no_show_count", Family.VISITS, Type.NUMBER, "the number of missed visits"));
        all.add(fixed("cancelled_count", Family.VISITS, Type.NUMBER, "the number of cancelled visits"));
        all.add(within("visits_within", Family.VISITS, "visits in the last {} days"));
        all.add(within("no_shows_within", Family.VISITS, "missed visits in the last {} days"));
        all.add(within("cancellations_within", Family.VISITS, "visits of the last {} days that were cancelled"));
        all.add(timed("refill_due", Family.CARE, Type.DATE, "the date a refill is due"));
        all.add(timed("lab_ready", Family.CARE, Type.BOOLEAN, "a result became ready in the last 30 days"));
        all.add(fixed("marketing_opt_in", Family.CONSENT, Type.BOOLEAN, "marketing is allowed on some channel"));
        for (var channel : CHANNELS) {
            all.add(fixed(
                    "marketing_" + channel, Family.CONSENT, Type.BOOLEAN, "marketing by " + channel + " is allowed"));
            all.add(fixed(
                    "consent_" + channel, Family.CONSENT, Type.BOOLEAN, "messages by " + channel + " are allowed"));
            all.add(fixed("reach_" + channel, Family.CONSENT, Type.BOOLEAN, "there is an address for " + channel));
        }
        all.add(within("sent_within", Family.ENGAGEMENT, "messages sent in the last {} days"));
        all.add(within("delivered_within", Family.ENGAGEMENT, "messages delivered in the last {} days"));
        all.add(within("opened_within", Family.ENGAGEMENT, "messages opened by a person in the last {} days"));
        all.add(within("clicked_within", Family.ENGAGEMENT, "messages clicked in the last {} days"));
        all.add(within("replied_within", Family.ENGAGEMENT, "messages answered in the last {} days"));
        all.add(within("confirmed_within", Family.ENGAGEMENT, "confirmations in the last {} days"));
        all.add(within("opted_out_within", Family.ENGAGEMENT, "opt-outs in the last {} days"));
        all.add(fixed("tags", Family.TAGS, Type.TEXTS, "the tags"));
        all.add(fixed("segments", Family.SEGMENTS, Type.NUMBERS, "the segments"));
        all.add(new Variable(
                "bucket",
                Family.CHANCE,
                Type.NUMBER,
                Parameter.SEED,
                false,
                "the bucket (0 to 99) drawn for {}",
                List.of()));
        return all;
    }

    private static Variable fixed(String name, Family family, Type type, String words) {
        return new Variable(name, family, type, Parameter.NONE, false, words, List.of());
    }

    private static Variable timed(String name, Family family, Type type, String words) {
        return new Variable(name, family, type, Parameter.NONE, true, words, List.of());
    }

    private static Variable within(String name, Family family, String words) {
        return new Variable(name, family, Type.NUMBER, Parameter.DAYS, true, words, List.of());
    }
}
