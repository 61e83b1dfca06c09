package com.ovhi.outreach.template.wording;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.phi.Masked;
import com.ovhi.outreach.template.wording.locale.Bidi;
import com.ovhi.outreach.template.wording.variables.ValueType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/**
 * Values that one channel may carry, as the patient reads them. Only {@link Gate} makes them, and nothing else can be
 * rendered, so what a channel must not carry cannot get into a text. May hold PHI.
 */
final class Permitted {

    private static final Pattern READABLE = Pattern.compile("[\\p{L}\\p{M}\\p{N}@+]");

    private final Channel channel;
    private final Map<Variable, String> values;
    private final Map<String, String> byName;

    private Permitted(Channel channel, Map<Variable, String> values) {
        this.channel = channel;
        this.values = Collections.unmodifiableMap(values);
        var names = new LinkedHashMap<String, String>();
        values.forEach((variable, value) -> names.put(variable.code(), value));
        byName = Collections.unmodifiableMap(names);
    }

    /** For the gate, which has judged every value. */
    static Permitted by(Gate gate, Map<Variable, String> values) {
        return new Permitted(gate.channel(), values);
    }

    Channel channel() {
        return channel;
    }

    Map<Variable, String> values() {
        return values;
    }

    /** By the names that templates use. */
    Map<String, String> byName() {
        return byName;
    }

    /** The same with marks that keep each value's direction to itself. */
    Permitted isolated() {
        return mapped((variable, value) -> variable.type().needsIsolation() ? Bidi.isolated(value) : value);
    }

    /** The same with every value unreadable that rightly looks like what the lint forbids; nothing changes its place. */
    Permitted masked() {
        return mapped(Permitted::masked);
    }

    private static String masked(Variable variable, String value) {
        if (variable.type() == ValueType.URL) {
            return PortalAddresses.withoutToken(value);
        }
        return variable.type().excepted().isEmpty()
                ? value
                : READABLE.matcher(value).replaceAll("~");
    }

    private Permitted mapped(BiFunction<Variable, String, String> change) {
        var mapped = new LinkedHashMap<>(values);
        mapped.replaceAll(change);
        return new Permitted(channel, mapped);
    }

    @Override
    public String toString() {
        return "Permitted[" + Masked.MASK + "]";
    }
}
