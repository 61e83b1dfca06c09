package com.ovhi.outreach.segment.segment;

import com.ovhi.outreach.common.audit.AccessTrail;
import com.ovhi.outreach.common.audit.Viewer;
import com.ovhi.outreach.segment.population.Population;
import com.ovhi.outreach.segment.population.Selections;
import com.ovhi.outreach.segment.rule.Rule;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/**
 * Whom a rule would mean, before it is saved. A large population is counted by a sample of it, so that the answer is there
 * while somebody types; only who looked at whom is stored.
 */
@Service
class Previews {

    private static final int SAMPLE = 10;

    /** 95 of 100 samples are not further off than so many standard errors. */
    private static final double CONFIDENCE = 1.96;

    private final RuleChecks checks;
    private final Selections selections;
    private final Population population;
    private final AccessTrail trail;
    private final TransactionTemplate transactions;
    private final PreviewProperties properties;

    Previews(
            RuleChecks checks,
            Selections selections,
            Population population,
            AccessTrail trail,
            TransactionTemplate transactions,
            PreviewProperties properties) {
        this.checks = checks;
        this.selections = selections;
        this.population = population;
        this.trail = trail;
        this.transactions = transactions;
        this.properties = properties;
    }

    /** @param exact whether everybody is counted however long it takes */
    Preview preview(long organization, JsonNode rules, boolean exact, Viewer viewer) {
        var rule = Objects.requireNonNull(
                transactions.execute(status -> checks.checked(organization, null, rules)), "A rule was checked");
        var today = population.today(organization);
        var all = exact || !selections.larger(organization, properties.exactUpTo());
        var sample =
                selections
                        .sample(organization, rule, today, all ? Selections.LOTS : properties.sampleLots(), SAMPLE)
                        .stream()
                        .sorted()
                        .toList();
        transactions.executeWithoutResult(
                status -> trail.looked(viewer, organization, sample, Map.of("resource", "segment-preview")));
        return all ? counted(organization, rule, today, sample) : estimated(organization, rule, today, sample);
    }

    private Preview counted(long organization, Rule rule, LocalDate today, List<Long> sample) {
        var count = selections.count(organization, rule, today);
        return new Preview(count, selections.size(organization), true, 0, sample);
    }

    private Preview estimated(long organization, Rule rule, LocalDate today, List<Long> sample) {
        var lots = properties.lots();
        var asked = selections.sizeOfLots(organization, lots);
        var meant = selections.countInLots(organization, rule, today, lots);
        var times = (double) Selections.LOTS / lots;
        var share = asked == 0 ? 0 : (double) meant / asked;
        var error = Math.sqrt(share * (1 - share) * asked) * times;
        return new Preview(
                Math.round(meant * times),
                Math.round(asked * times),
                false,
                (long) Math.ceil(CONFIDENCE * error),
                sample);
    }

    /**
     * How many patients a rule means, of how many, and some of them.
     *
     * @param exact whether everybody was counted
     * @param margin how far off the count may be in 19 of 20 cases; 0 when it is exact
     */
    record Preview(long count, long population, boolean exact, long margin, List<Long> samplePatientIds) {}
}
