package com.ovhi.outreach.common.provider;

import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.ids.Provider;
import com.ovhi.outreach.common.provider.ProviderCode.About;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The codes of one provider, read from {@code provider-codes/<provider>.codes}. Immutable. */
public final class ProviderCodes {

    private static final Pattern COLUMN = Pattern.compile("\\s*\\|\\s*");
    private static final Pattern RANGE = Pattern.compile("(\\d+)-(\\d+)");
    private static final int COLUMNS = 5;
    private static final Map<Provider, ProviderCodes> ALL = readAll();

    private final Map<String, ProviderCode> codes = new HashMap<>();
    private final TreeMap<String, ProviderCode> prefixes = new TreeMap<>();

    private ProviderCodes(String table) {
        table.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .forEach(this::row);
    }

    /** The codes of a provider. */
    public static ProviderCodes of(Provider provider) {
        return Objects.requireNonNull(ALL.get(provider));
    }

    /**
     * Reads a table: {@code codes | class | about | pause | meaning}.
     *
     * @throws IllegalArgumentException when a row cannot be read or a code stands in two rows
     */
    static ProviderCodes parse(String table) {
        return new ProviderCodes(table);
    }

    /** What a code means, if it is known; of several prefixes the longest counts. */
    public Optional<ProviderCode> find(String code) {
        var exact = codes.get(code);
        return exact != null
                ? Optional.of(exact)
                : prefixes.descendingMap().entrySet().stream()
                        .filter(each -> code.startsWith(each.getKey()))
                        .map(Map.Entry::getValue)
                        .findFirst();
    }

    /** The known codes without the prefixes. */
    public Map<String, ProviderCode> all() {
        return Map.copyOf(codes);
    }

    private void row(String line) {
        var columns = COLUMN.split(line, -1);
        if (columns.length != COLUMNS) {
            throw new IllegalArgumentException("Not five columns: " + line);
        }
        var meaning = new ProviderCode(
                FailureClass.of(columns[1]),
                About.of(columns[2]),
                columns[3].equals("-") ? null : Duration.parse(columns[3]),
                columns[4]);
        for (var code : columns[0].split("\\s+")) {
            put(code, meaning);
        }
    }

    private void put(String code, ProviderCode meaning) {
        var range = RANGE.matcher(code);
        if (range.matches()) {
            for (var each = Integer.parseInt(range.group(1)); each <= Integer.parseInt(range.group(2)); each++) {
                once(codes, Integer.toString(each), meaning);
            }
        } else if (code.endsWith("*")) {
            once(prefixes, code.substring(0, code.length() - 1), meaning);
        } else {
            once(codes, code, meaning);
        }
    }

    private static void once(Map<String, ProviderCode> into, String code, ProviderCode meaning) {
        if (into.put(code, meaning) != null) {
            throw new IllegalArgumentException("Code " + code + " stands in two rows");
        }
    }

    private static Map<Provider, ProviderCodes> readAll() {
        var all = new EnumMap<Provider, ProviderCodes>(Provider.class);
        for (var provider : Provider.values()) {
            all.put(provider, parse(text("/provider-codes/" + provider.code() + ".codes")));
        }
        return all;
    }

    private static String text(String resource) {
        try (var stream = ProviderCodes.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("There is no " + resource);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
