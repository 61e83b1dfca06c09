package com.ovhi.outreach.local.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The files of the deployment, as tests read them. */
public final class Deployment {

    /** The folder of the whole project. */
    public static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();

    private static final Pattern SELECTORS = Pattern.compile("\\{[^}]*}|\\[[^\\]]*]|\\b(?:by|on)\\s*\\([^)]*\\)");
    private static final Pattern METRIC = Pattern.compile("\\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\\b(?!\\s*\\()");
    private static final Pattern OURS = Pattern.compile("\\boutreach_[a-z_]+");
    private static final Pattern ENDING = Pattern.compile("_(seconds_bucket|seconds_count|seconds_sum|seconds|total)$");
    private static final Pattern NAMED = Pattern.compile("\"(outreach\\.[a-z._]+)\"");

    private Deployment() {}

    /** Names of the suite's own metrics in an expression, as Prometheus has them. */
    static Set<String> ours(String expression) {
        return OURS.matcher(expression).results().map(each -> each.group()).collect(Collectors.toSet());
    }

    /** Names of all metrics in an expression: what is neither a selector, nor a list of labels, nor a function. */
    public static Set<String> metrics(String expression) {
        var bare = SELECTORS.matcher(expression).replaceAll(" ");
        return METRIC.matcher(bare).results().map(each -> each.group()).collect(Collectors.toSet());
    }

    /** A metric as its meter is named, dots as underscores. */
    public static String meter(String metric) {
        return ENDING.matcher(metric).replaceAll("");
    }

    /** Every meter that the services' code names, dots as underscores. */
    public static Set<String> meters() {
        return files("").stream()
                .filter(file -> file.toString().contains("/src/main/java/"))
                .filter(file -> file.toString().endsWith(".java"))
                .flatMap(file -> NAMED.matcher(read(file)).results())
                .map(each -> each.group(1).replace('.', '_'))
                .collect(Collectors.toSet());
    }

    /** All files below a folder of the project. */
    public static List<Path> files(String folder) {
        try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(@Nullable Object value) {
        return (Map<String, Object>) Objects.requireNonNull(value);
    }

    static List<?> list(@Nullable Object value) {
        return (List<?>) Objects.requireNonNull(value);
    }
}
