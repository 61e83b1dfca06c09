package com.ovhi.outreach.segment.rule;

import com.ovhi.outreach.segment.rule.RuleParser.Arguments;
import com.ovhi.outreach.segment.rule.Term.Literal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/** Checks that values that meet are of one type. A text that meets a date must be an ISO date. */
final class Typing {

    private Typing() {}

    /** The terms, texts read as dates where one of the terms is a date; null fits everywhere. */
    static List<Term> alike(List<Term> terms, Arguments arguments) {
        var wanted = common(terms);
        var alike = new ArrayList<Term>(terms.size());
        for (var i = 0; i < terms.size(); i++) {
            alike.add(fit(terms.get(i), wanted, arguments.path(i)));
        }
        return alike;
    }

    /** The type of terms that are to be alike. */
    static Type common(List<Term> terms) {
        return terms.stream().anyMatch(each -> each.type() == Type.DATE)
                ? Type.DATE
                : terms.stream()
                        .map(Term::type)
                        .filter(each -> each != Type.NOTHING)
                        .findFirst()
                        .orElse(Type.NOTHING);
    }

    static Term fit(Term term, Type wanted, String path) {
        if (term.type() == wanted || term.type() == Type.NOTHING) {
            return term;
        }
        if (wanted == Type.DATE && term instanceof Literal(Type type, Object value) && type == Type.TEXT) {
            return new Literal(Type.DATE, date(String.valueOf(value), path));
        }
        throw new InvalidRule(
                path, "must be " + wanted.words() + ", not " + term.type().words());
    }

    /** A term that must be a condition. */
    static Term condition(Term term, String path) {
        if (!term.type().condition()) {
            throw new InvalidRule(
                    path, "must be a condition, not " + term.type().words());
        }
        return term;
    }

    private static LocalDate date(String text, String path) {
        try {
            var date = LocalDate.parse(text);
            if (date.getYear() < 1900 || date.getYear() > 2200) {
                throw new InvalidRule(path, "must be a date between 1900 and 2200");
            }
            return date;
        } catch (DateTimeParseException e) {
            throw new InvalidRule(path, "must be a date of the form YYYY-MM-DD");
        }
    }
}
