package com.ovhi.outreach.template.wording;

import com.ovhi.outreach.common.phi.Masked;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.template.wording.locale.Bidi;
import com.ovhi.outreach.template.wording.variables.ValueType;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a caller wants the variables of one message to stand for: declared names only, values on one line. No text is
 * made of them before they have passed {@link Gate}. May hold PHI.
 *
 * @param byName values by variable name; blank ones are left out
 */
public record Values(Map<String, String> byName) {

    private static final int MAX_LENGTH = 200;
    private static final int MAX_NAMED = 20;
    private static final Pattern SPACE = Pattern.compile("[\\s\\p{Z}]+");
    private static final Pattern INVISIBLE = Pattern.compile("\\p{Cf}");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,39}");

    /** Copies. */
    public Values {
        byName = Map.copyOf(byName);
    }

    /**
     * Takes what a caller gave. A variable of the suite that this template does not declare is left behind unread: which
     * template is taken is not the caller's choice.
     *
     * @param portal the links that a value may be
     * @throws ProblemException 422 when a name is neither declared nor a variable, or a value cannot be that variable's
     */
    public static Values of(Map<String, String> given, Collection<String> declared, PortalAddresses portal) {
        refuseUndeclared(given.keySet(), declared);
        var values = new HashMap<String, String>();
        var errors = new TreeMap<String, Map<String, Object>>();
        given.forEach((name, value) -> {
            if (!declared.contains(name)) {
                return;
            }
            var error = flaw(name, value, portal);
            if (error != null) {
                errors.put(name, error);
                return;
            }
            // JSON may hold null where the contract does not.
            var clean = value == null ? "" : clean(value);
            if (!clean.isEmpty()) {
                values.put(name, clean);
            }
        });
        refuse(errors);
        return new Values(values);
    }

    /** Usual values for declared variables. */
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

    /** Which of these names have no value. */
    List<String> missing(Set<String> needed) {
        return needed.stream()
                .filter(name -> !byName.containsKey(name))
                .sorted()
                .toList();
    }

    /** The value of a variable that is not missing. */
    String of(Variable variable) {
        return Objects.requireNonNull(byName.get(variable.code()));
    }

    private static void refuseUndeclared(Set<String> given, Collection<String> declared) {
        var undeclared = new TreeSet<>(given);
        undeclared.removeIf(
                name -> declared.contains(name) || Variable.named(name).isPresent());
        if (!undeclared.isEmpty()) {
            throw ProblemException.unprocessable(
                            "undeclared-variable", "The template declares no such variable; nothing was rendered")
                    .with(
                            "variables",
                            undeclared.stream()
                                    .limit(MAX_NAMED)
                                    .map(Values::printable)
                                    .toList());
        }
    }

    private static void refuse(Map<String, Map<String, Object>> errors) {
        if (!errors.isEmpty()) {
            throw ProblemException.unprocessable(
                            "invalid-variable", "Some variables have a value of the wrong form or length")
                    .with("variables", List.copyOf(errors.keySet()))
                    .with("errors", new ArrayList<>(errors.values()));
        }
    }

    /** A name that is no name at all may be anything, patient data included. */
    private static String printable(String name) {
        return NAME.matcher(name).matches() ? name : Masked.MASK;
    }

    /** What is wrong with a value and where; null for nothing. */
    private static @Nullable Map<String, Object> flaw(String name, @Nullable String value, PortalAddresses portal) {
        if (value == null) {
            return null;
        }
        if (value.length() > 2 * MAX_LENGTH) {
            return flaw(name, "is longer than " + MAX_LENGTH + " characters", MAX_LENGTH, value.length());
        }
        var control = firstControl(value);
        if (control.isPresent()) {
            return flaw(name, "has a control or direction character", control.getAsInt(), control.getAsInt() + 1);
        }
        var clean = clean(value);
        if (clean.length() > MAX_LENGTH) {
            return flaw(name, "is longer than " + MAX_LENGTH + " characters", MAX_LENGTH, clean.length());
        }
        if (clean.isEmpty()) {
            return null;
        }
        return fits(name, clean)
                ? foreign(name, clean, portal)
                : flaw(name, "does not have the form of this variable", 0, clean.length());
    }

    /** A link that does not lead to us. */
    private static @Nullable Map<String, Object> foreign(String name, String value, PortalAddresses portal) {
        var link = Variable.named(name)
                .filter(variable -> variable.type() == ValueType.URL)
                .isPresent();
        return !link || portal.accepts(value)
                ? null
                : flaw(
                        name,
                        portal.isLink(value)
                                ? "is no link that was made for this patient and works when the message is sent"
                                : "is no address of the portal",
                        portal.departure(value),
                        value.length());
    }

    private static Map<String, Object> flaw(String name, String message, int from, int to) {
        return Map.of("field", "variables." + name, "message", message, "from", from, "to", to);
    }

    private static OptionalInt firstControl(String value) {
        for (var at = 0; at < value.length(); at++) {
            var character = value.charAt(at);
            if (Bidi.control(character) || (Character.isISOControl(character) && !Character.isWhitespace(character))) {
                return OptionalInt.of(at);
            }
            var codePoint = value.codePointAt(at);
            switch (Character.getType(codePoint)) {
                case Character.SURROGATE, Character.UNASSIGNED, Character.PRIVATE_USE -> {
                    return OptionalInt.of(at);
                }
                default -> at += Character.charCount(codePoint) - 1;
            }
        }
        return OptionalInt.empty();
    }

    private static boolean fits(String name, String value) {
        return Variable.named(name)
                .map(Variable::type)
                .map(type -> type.accepts(value))
                .orElse(false);
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
