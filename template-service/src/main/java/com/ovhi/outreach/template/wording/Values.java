package com.ovhi.outreach.template.wording;

import com.ovhi.outreach.common.phi.Masked;
import com.ovhi.outreach.common.web.ProblemException;
import java.text.Normalizer;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What the variables of one message stand for: declared names only, values on one line without control characters. May
 * hold PHI.
 *
 * @param byName values by variable name; blank ones are left out
 */
public record Values(Map<String, String> byName) {

    private static final int MAX_LENGTH = 200;
    private static final Pattern SPACE = Pattern.compile("[\\s\\p{Z}]+");
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cn}\\p{Cs}]");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,39}");
    private static final String IN_LINT = "~";

    /** Copies. */
    public Values {
        byName = Map.copyOf(byName);
    }

    /**
     * Takes what a caller gave.
     *
     * @throws ProblemException 422 when a name is not declared or a value cannot be that variable's
     */
    public static Values of(Map<String, String> given, Collection<String> declared) {
        refuseUndeclared(given.keySet(), declared);
        var values = new HashMap<String, String>();
        given.forEach((name, value) -> {
            // JSON may hold null where the contract does not.
            var clean = value == null ? "" : clean(value);
            if (!clean.isEmpty()) {
                values.put(name, clean);
            }
        });
        var invalid = new TreeMap<>(values);
        invalid.entrySet().removeIf(each -> fits(each.getKey(), each.getValue()));
        if (!invalid.isEmpty()) {
            throw ProblemException.unprocessable(
                            "invalid-variable", "Some variables have a value of the wrong form or length")
                    .with("variables", List.copyOf(invalid.keySet()));
        }
        return new Values(values);
    }

    /** Usual values for declared variables, overridden by those given. */
    static Values samples(Collection<String> declared) {
        var samples = new HashMap<String, String>();
        declared.forEach(name -> Variable.named(name).ifPresent(variable -> samples.put(name, variable.sample())));
        return new Values(samples);
    }

    /** These, with those of another taking precedence. */
    Values overriddenBy(Values other) {
        var merged = new HashMap<>(byName);
        merged.putAll(other.byName);
        return new Values(merged);
    }

    /** The same, with a neutral mark for every value that rightly looks like what the lint forbids. */
    Values forLint() {
        var masked = new HashMap<>(byName);
        masked.replaceAll((name, value) ->
                Variable.named(name).map(Variable::needsException).orElse(false) ? IN_LINT : value);
        return new Values(masked);
    }

    /** The first rule that a value breaks. */
    Optional<LintRule> phi() {
        return byName.entrySet().stream()
                .flatMap(each -> Variable.named(each.getKey()).stream()
                        .flatMap(variable -> variable.phiIn(each.getValue()).stream()))
                .findFirst();
    }

    /** Which of these names have no value. */
    List<String> missing(Set<String> needed) {
        return needed.stream()
                .filter(name -> !byName.containsKey(name))
                .sorted()
                .toList();
    }

    private static void refuseUndeclared(Set<String> given, Collection<String> declared) {
        var undeclared = new TreeSet<>(given);
        undeclared.removeAll(declared);
        if (!undeclared.isEmpty()) {
            throw ProblemException.unprocessable(
                            "undeclared-variable", "The template declares no such variable; nothing was rendered")
                    .with(
                            "variables",
                            undeclared.stream().map(Values::printable).toList());
        }
    }

    /** A name that is no name at all may be anything, patient data included. */
    private static String printable(String name) {
        return NAME.matcher(name).matches() ? name : Masked.MASK;
    }

    private static boolean fits(String name, String value) {
        return value.length() <= MAX_LENGTH
                && Variable.named(name).map(variable -> variable.accepts(value)).orElse(false);
    }

    private static String clean(String value) {
        var oneLine =
                SPACE.matcher(Normalizer.normalize(value, Normalizer.Form.NFC)).replaceAll(" ");
        return INVISIBLE.matcher(oneLine).replaceAll("").strip();
    }

    @Override
    public String toString() {
        return "Values[" + Masked.MASK + "]";
    }
}
