package com.ovhi.outreach.template.wording.lint;

import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;

/** Looks for the forms of numbers and codes in one reading: the first of every wanted rule. */
final class ShapeSearch {

    /** How far a word may stand from the number that belongs to it. */
    private static final int REACH = 40;

    private static final int LONGEST_LOCAL_PART = 64;
    private static final String SIGNS = "+($€£¥₩₽";
    private static final Shape[] NUMBERS = starting(Shape.Start.NUMBER);
    private static final Shape[] WORDS = starting(Shape.Start.WORD);
    private static final Shape[] SIGNED = starting(Shape.Start.SIGN);

    private final Reading reading;
    private final Set<LintRule> rules;
    private final Map<Shape, Matcher> matchers = new IdentityHashMap<>();
    private final Map<LintRule, Finding> found = new EnumMap<>(LintRule.class);
    private int nextDigit = -1;

    ShapeSearch(Reading reading, Set<LintRule> rules) {
        this.reading = reading;
        this.rules = rules;
    }

    private static Shape[] starting(Shape.Start start) {
        return Shapes.ALL.stream().filter(shape -> shape.start() == start).toArray(Shape[]::new);
    }

    /** Adds what is found, by rule. */
    void run(List<Finding> findings) {
        for (var at = 0; at < reading.length() && digitFrom(at) < reading.length(); at++) {
            judge(at);
        }
        if (rules.contains(LintRule.EMAIL_ADDRESS)) {
            searchAddress();
        }
        findings.addAll(found.values());
    }

    private void judge(int at) {
        var character = reading.charAt(at);
        if (reading.digit(at)) {
            if (at == 0 || !reading.digit(at - 1)) {
                match(NUMBERS, at);
            }
        } else if (reading.inWord(at)) {
            if (digitFrom(at) - at <= REACH && startsLatinWord(at)) {
                match(WORDS, at);
            }
        } else if (character != ' ' && SIGNS.indexOf(character) >= 0) {
            match(SIGNED, at);
        }
    }

    private boolean startsLatinWord(int at) {
        if (at == 0 || !reading.inWord(at - 1)) {
            return true;
        }
        return reading.charAt(at - 1) >= 0x80 && (reading.charAt(at) < 0x80 || reading.standsAlone(at));
    }

    private void match(Shape[] shapes, int at) {
        for (var shape : shapes) {
            if (rules.contains(shape.rule())
                    && !found.containsKey(shape.rule())
                    && shape.heads()
                            .may(reading.charAt(at), at + 1 < reading.length() ? reading.charAt(at + 1) : ' ')) {
                var matcher = matchers.computeIfAbsent(shape, this::matcher);
                if (matcher.region(at, reading.length()).lookingAt()) {
                    found.put(shape.rule(), reading.finding(shape.rule(), at, matcher.end()));
                }
            }
        }
    }

    private Matcher matcher(Shape shape) {
        return shape.pattern().matcher(reading).useTransparentBounds(true).useAnchoringBounds(false);
    }

    private int digitFrom(int at) {
        if (nextDigit < at) {
            nextDigit = at;
            while (nextDigit < reading.length() && !reading.digit(nextDigit)) {
                nextDigit++;
            }
        }
        return nextDigit;
    }

    private void searchAddress() {
        var domain = Shapes.DOMAIN.matcher(reading).useAnchoringBounds(false);
        for (var sign = reading.indexOf('@', 0); sign >= 0; sign = reading.indexOf('@', sign + 1)) {
            var start = startOfLocalPart(sign);
            if (start < sign && domain.region(sign + 1, reading.length()).lookingAt()) {
                found.put(LintRule.EMAIL_ADDRESS, reading.finding(LintRule.EMAIL_ADDRESS, start, domain.end()));
                return;
            }
        }
    }

    /** The at-sign itself when nothing before it can be an address. */
    private int startOfLocalPart(int sign) {
        var end = sign > 0 && reading.charAt(sign - 1) == ' ' ? sign - 1 : sign;
        var start = end;
        while (start > 0 && end - start < LONGEST_LOCAL_PART && localPart(start - 1)) {
            start--;
        }
        return start == end ? sign : start;
    }

    private boolean localPart(int at) {
        var character = reading.charAt(at);
        return character < 0x80 && (reading.inWord(at) || "._%+-".indexOf(character) >= 0);
    }
}
