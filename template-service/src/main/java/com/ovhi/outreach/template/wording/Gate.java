package com.ovhi.outreach.template.wording;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.template.wording.locale.Moments;
import com.ovhi.outreach.template.wording.variables.ValueType;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Optional;
import java.util.Set;

/**
 * The only way from a caller's values to a text: what is not needed is left behind, what the channel must not carry is
 * refused, dates and times are written for the patient.
 */
final class Gate {

    private final Wording wording;
    private final Terms terms;

    Gate(Wording wording, Terms terms) {
        this.wording = wording;
        this.terms = terms;
    }

    Channel channel() {
        return wording.channel();
    }

    /**
     * Lets values through.
     *
     * @param given as a caller gave them
     * @param needed names that the texts use
     * @throws ProblemException 422 when a value is missing or malformed, or not for this channel
     */
    Permitted admit(Values given, Collection<String> needed) {
        var missing = given.missing(Set.copyOf(needed));
        refuseForbidden(needed);
        if (!missing.isEmpty()) {
            throw ProblemException.unprocessable("missing-variable", "The template needs more variables")
                    .with("variables", missing);
        }
        var admitted = new EnumMap<Variable, String>(Variable.class);
        needed.forEach(name -> Variable.named(name)
                .ifPresent(variable -> admitted.put(variable, written(variable, given.of(variable)))));
        return Permitted.by(this, admitted);
    }

    /** Usual values of everything that this channel may carry, overridden by those given. */
    Permitted admitWithSamples(Values given, Collection<String> needed) {
        return admit(Values.samples(wording.variables()).overriddenBy(given), needed);
    }

    private void refuseForbidden(Collection<String> needed) {
        needed.stream()
                .flatMap(name -> Variable.named(name).stream())
                .filter(variable -> !variable.allowedOn(channel(), terms.capabilities()))
                .findFirst()
                .ifPresent(variable -> {
                    throw Refusals.forbidden(variable, channel());
                });
    }

    private String written(Variable variable, String value) {
        return switch (variable.type()) {
            case DATE, TIME -> Moments.claimed(value) ? moment(variable, value) : value;
            case TEXT, CLINIC_NAME, FIRST_NAME, PERSON_NAME, PHONE, URL -> value;
        };
    }

    private String moment(Variable variable, String iso) {
        var moments = Moments.in(terms.languageFor(wording));
        Optional<String> written =
                variable.type() == ValueType.DATE ? moments.date(iso, terms.zone()) : moments.time(iso, terms.zone());
        return written.orElseThrow(() -> Refusals.invalid(
                variable.code(),
                "is no date or time that exists, or one in UTC without the patient's zone",
                0,
                iso.length()));
    }
}
