package com.ovhi.outreach.template.wording;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.template.wording.lint.Finding;
import com.ovhi.outreach.template.wording.lint.Strictness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Sentences that clinics write, in every language of the suite: what must not leave, and what must not be stopped. */
class LintCorpusTests {

    private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9A-Fa-f]{4})");
    private static final double MOST_FALSE_REFUSALS = 0.02;

    @Test
    void holdsEnoughCasesOfEveryChannel() {
        var all = cases("leaks.txt").size() + cases("clean.txt").size();

        assertThat(all).isGreaterThanOrEqualTo(400);
        for (var channel : List.of("sms", "email", "whatsapp")) {
            assertThat(cases("leaks.txt")).anyMatch(each -> each.channel.equals(channel));
            assertThat(cases("clean.txt")).anyMatch(each -> each.channel.equals(channel));
        }
    }

    @Test
    void letsNoLeakPass() {
        assertThat(cases("leaks.txt").stream().filter(each -> each.findings().isEmpty()))
                .isEmpty();
    }

    @Test
    void stopsHardlyAnyGoodText() {
        var clean = cases("clean.txt");
        var refused = clean.stream().filter(each -> !each.findings().isEmpty()).toList();

        assertThat(refused).hasSizeLessThanOrEqualTo((int) (clean.size() * MOST_FALSE_REFUSALS));
    }

    @Test
    void namesAPlaceInsideTheText() {
        assertThat(cases("leaks.txt"))
                .allSatisfy(each -> assertThat(each.findings())
                        .allSatisfy(finding -> assertThat(finding.from())
                                .isBetween(0, finding.to() - 1)
                                .isLessThan(each.text.length())));
        assertThat(cases("leaks.txt"))
                .allSatisfy(each -> assertThat(each.findings())
                        .allSatisfy(finding -> assertThat(finding.to()).isLessThanOrEqualTo(each.text.length())));
    }

    private static List<Case> cases(String resource) {
        try (var in = LintCorpusTests.class.getResourceAsStream("/lint-corpus/" + resource)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Case::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Case(String channel, String part, String text) {

        private static Case of(String line) {
            var parts = line.split(" ", 3);
            var text = ESCAPE.matcher(parts[2])
                    .replaceAll(escape -> String.valueOf((char) Integer.parseInt(escape.group(1), 16)));
            return new Case(parts[0], parts[1], text);
        }

        private List<Finding> findings() {
            return switch (part) {
                case "body" -> PhiLint.body(text, Purpose.APPT_REMINDER);
                case "education" -> PhiLint.body(text, Purpose.CAMPAIGN_EDUCATION);
                case "subject" -> PhiLint.subject(text);
                case "html" -> PhiLint.html(text, Purpose.APPT_REMINDER);
                default ->
                    PhiLint.value(Variable.named(part).orElseThrow(), text, Strictness.BODY).stream()
                            .toList();
            };
        }
    }
}
