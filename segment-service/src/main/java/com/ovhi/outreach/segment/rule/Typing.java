package com.ovhi.outreach.segment.rule;

import com.ovhi.outreach.segment.rule.Computed.Widened;
import com.ovhi.outreach.segment.rule.RuleParser.Arguments;
import com.ovhi.outreach.segment.rule.Term.Attribute;
import com.ovhi.outreach.segment.rule.Term.Literal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/** Checks that values that meet are of one type. A text that meets a date must be an ISO date. */
final class Typing {

    private static final int FIRST_YEAR = 1900;
    private static final int LAST_YEAR = 2200;

    private Typing() {}

    /**
     * The terms, texts read as dates where one of the terms is a date, whole numbers as fractions where one is a fraction;
     * null fits everywhere.
     */
    static List<Term> alike(List<Term> terms, Arguments arguments) {
        var wanted = common(terms);
        var alike = new ArrayList<Term>(terms.size());
        for (var i = 0; i < terms.size(); i++) {
            alike.add(fit(terms.get(i), wanted, arguments.path(i)));
        }
        return List.copyOf(alike);
    }

    /** The type of terms that are to be alike. */
    static Type common(List<Term> terms) {
        var types = terms.stream().map(Term::type).toList();
        if (types.contains(Type.DATE)) {
            return Type.DATE;
        }
        var first =
                types.stream().filter(each -> each != Type.NOTHING).findFirst().orElse(Type.NOTHING);
        return first.number() && types.contains(Type.FRACTION) ? Type.FRACTION : first;
    }

    static Term fit(Term term, Type wanted, String path) {
        if (term.type() == wanted || term.type() == Type.NOTHING) {
            return term;
        }
        if (wanted == Type.DATE && term instanceof Literal(Type type, Object value) && type == Type.TEXT) {
            return new Literal(Type.DATE, date(String.valueOf(value), path));
        }
        if (wanted == Type.FRACTION && term.type() == Type.NUMBER) {
            return term instanceof Literal(Type _, Long whole)
                    ? new Literal(Type.FRACTION, whole.doubleValue())
                    : new Widened(term);
        }
        throw mistyped(term, wanted.words(), path);
    }

    /** A term that must be a condition. */
    static Term condition(Term term, String path) {
        if (!term.type().condition()) {
            throw mistyped(term, "a condition", path);
        }
        return term;
    }

    static Term ordered(Term term, String path) {
        if (!term.type().ordered()) {
            throw mistyped(term, "a number or a date", path);
        }
        return term;
    }

    static Term number(Term term, String path) {
        if (!term.type().number()) {
            throw mistyped(term, Type.FRACTION.words(), path);
        }
        return term;
    }

    static Term whole(Term term, String path) {
        if (term.type() != Type.NUMBER) {
            throw mistyped(term, Type.NUMBER.words(), path);
        }
        return term;
    }

    /** A literal that meets a variable with fixed values must be one of them. */
    static void possible(Term term, Term other, String path) {
        if (term instanceof Literal(Type type, Object value)
                && type == Type.TEXT
                && other instanceof Attribute attribute
                && !attribute.variable().values().isEmpty()
                && !attribute.variable().values().contains(String.valueOf(value))) {
            throw new InvalidRule(
                    path,
                    "must be one of " + String.join(", ", attribute.variable().values()));
        }
    }

    private static InvalidRule mistyped(Term term, String wanted, String path) {
        return new InvalidRule(
                path, "must be " + wanted + ", not " + term.type().words());
    }

    private static LocalDate date(String text, String path) {
        try {
            var date = LocalDate.parse(text);
            if (date.getYear() < FIRST_YEAR || date.getYear() > LAST_YEAR) {
                throw new InvalidRule(path, "must be a date between " + FIRST_YEAR + " and " + LAST_YEAR);
            }
            return date;
        } catch (DateTimeParseException e) {
            throw new InvalidRule(path, "must be a date of the form YYYY-MM-DD");
        }
    }
}
