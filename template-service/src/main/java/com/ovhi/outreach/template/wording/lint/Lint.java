package com.ovhi.outreach.template.wording.lint;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Looks for patient data in a text that is about to leave by SMS, WhatsApp or e-mail. */
public final class Lint {

    private Lint() {}

    /** What a plain text breaks: forms of numbers first, then words; empty for a good text. */
    public static List<Finding> plain(String text, Strictness strictness, Set<LintRule> excepted) {
        var findings = new ArrayList<Finding>();
        judge(Excerpt.whole(text), strictness.without(excepted), findings);
        return findings;
    }

    /**
     * What an HTML text breaks, in what a reader sees, in attributes, comments and hidden parts; the places are those of
     * the source.
     */
    public static List<Finding> html(String source, Strictness strictness, Set<LintRule> excepted) {
        var reading = HtmlReading.of(source);
        var findings = new ArrayList<Finding>();
        judge(reading.visible(), strictness.without(excepted), findings);
        var hidden = Strictness.STRICTEST.without(excepted);
        reading.concealed().forEach(excerpt -> judge(excerpt, hidden, findings));
        var technical = Strictness.WORDS.without(excepted);
        reading.technical().forEach(excerpt -> judge(excerpt, technical, findings));
        return findings;
    }

    private static void judge(Excerpt excerpt, Set<LintRule> rules, List<Finding> findings) {
        var reading = Reading.of(excerpt);
        new ShapeSearch(reading, rules).run(findings);
        var words = new ArrayList<Finding>();
        new WordSearch(reading, rules, words).run();
        if (reading.lookAlikes()) {
            var latin = Reading.latin(excerpt);
            new ShapeSearch(latin, rules).run(findings);
            new WordSearch(latin, rules, words).run();
        }
        words.sort(Comparator.comparingInt(Finding::from));
        findings.addAll(words);
    }
}
