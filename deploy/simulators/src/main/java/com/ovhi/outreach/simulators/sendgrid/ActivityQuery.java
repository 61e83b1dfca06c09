package com.ovhi.outreach.simulators.sendgrid;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a query of the activity feed: comparisons of a field or of a unique argument with a text by {@code =}, times by
 * {@code BETWEEN TIMESTAMP "…" AND TIMESTAMP "…"}, {@code AND} before {@code OR}, and parentheses.
 */
final class ActivityQuery {

    private static final Pattern SPACE = Pattern.compile("\\s*");
    private static final Pattern TEXT = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"|'((?:[^'\\\\]|\\\\.)*)'");
    private static final Pattern NAME = Pattern.compile("[a-z_]+");
    private static final Map<String, Function<Activity, String>> FIELDS = Map.of(
            "from_email", Activity::fromEmail,
            "to_email", Activity::toEmail,
            "subject", Activity::subject,
            "status", Activity::status,
            "msg_id", Activity::msgId);

    private final String query;
    private int at;

    private ActivityQuery(String query) {
        this.query = query;
    }

    /** @throws SyntaxError when it is none */
    static Predicate<Activity> parse(String query) throws SyntaxError {
        ActivityQuery parsed = new ActivityQuery(query);
        Predicate<Activity> wanted = parsed.anyOf();
        parsed.skip(SPACE);
        if (parsed.at < query.length()) {
            throw new SyntaxError();
        }
        return wanted;
    }

    private Predicate<Activity> anyOf() throws SyntaxError {
        Predicate<Activity> some = allOf();
        while (next("OR")) {
            some = some.or(allOf());
        }
        return some;
    }

    private Predicate<Activity> allOf() throws SyntaxError {
        Predicate<Activity> all = one();
        while (next("AND")) {
            all = all.and(one());
        }
        return all;
    }

    private Predicate<Activity> one() throws SyntaxError {
        if (next("(")) {
            Predicate<Activity> inner = anyOf();
            expect(")");
            return inner;
        }
        skip(SPACE);
        String name = take(NAME).group();
        return switch (name) {
            case "unique_args" -> argument();
            case "last_event_time" -> between();
            default -> field(name);
        };
    }

    private Predicate<Activity> argument() throws SyntaxError {
        expect("[");
        String name = text();
        expect("]");
        expect("=");
        String value = text();
        return activity -> value.equals(activity.uniqueArgs().get(name));
    }

    private Predicate<Activity> between() throws SyntaxError {
        expect("BETWEEN");
        Instant from = timestamp();
        expect("AND");
        Instant to = timestamp();
        return activity -> !activity.lastEventTime().isBefore(from)
                && !activity.lastEventTime().isAfter(to);
    }

    private Predicate<Activity> field(String name) throws SyntaxError {
        Function<Activity, String> field = FIELDS.get(name);
        if (field == null) {
            throw new SyntaxError();
        }
        expect("=");
        String value = text();
        return activity -> value.equals(field.apply(activity));
    }

    private Instant timestamp() throws SyntaxError {
        expect("TIMESTAMP");
        String text = text();
        try {
            return LocalDateTime.parse(text.replace(' ', 'T').replace("Z", "")).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException malformed) {
            throw new SyntaxError();
        }
    }

    private String text() throws SyntaxError {
        skip(SPACE);
        Matcher text = take(TEXT);
        String content = text.group(1) == null ? text.group(2) : text.group(1);
        return content.replaceAll("\\\\(.)", "$1");
    }

    private boolean next(String word) {
        skip(SPACE);
        if (!query.startsWith(word, at)) {
            return false;
        }
        at += word.length();
        return true;
    }

    private void expect(String word) throws SyntaxError {
        if (!next(word)) {
            throw new SyntaxError();
        }
    }

    private void skip(Pattern pattern) {
        Matcher matcher = matcher(pattern);
        if (matcher.lookingAt()) {
            at = matcher.end();
        }
    }

    private Matcher take(Pattern pattern) throws SyntaxError {
        Matcher matcher = matcher(pattern);
        if (!matcher.lookingAt()) {
            throw new SyntaxError();
        }
        at = matcher.end();
        return matcher;
    }

    private Matcher matcher(Pattern pattern) {
        return pattern.matcher(query).region(at, query.length());
    }

    /** It is no query. */
    static final class SyntaxError extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
