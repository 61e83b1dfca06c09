package com.ovhi.outreach.analytics.statistics;

import com.ovhi.outreach.common.web.ProblemException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What counts can be grouped by; days, weeks (by their Monday) and months are those of the organisation's zone. */
public enum Dimension {
    DAY("date"),
    WEEK("date - INTERVAL WEEKDAY(date) DAY"),
    MONTH("DATE_FORMAT(date, '%Y-%m')"),
    PROVIDER("provider_id"),
    CHANNEL("channel"),
    PURPOSE("purpose"),
    /** {@code none} outside campaigns. */
    CAMPAIGN("CASE WHEN campaign_id = 0 THEN 'none' ELSE CONCAT(campaign_id) END"),
    /** {@code <campaign>@<version>/<step>}. */
    STEP("CASE WHEN campaign_id = 0 THEN 'none' WHEN step < 0 THEN 'unknown'"
            + " ELSE CONCAT(campaign_id, '@', campaign_version, '/', step) END"),
    EXPERIMENT("CASE WHEN experiment_id = 0 THEN 'none' ELSE CONCAT(experiment_id) END"),
    VARIANT("CASE WHEN variant = '' THEN 'none' ELSE variant END"),
    /** {@code <template>@<version>}. */
    TEMPLATE("CASE WHEN template_id = 0 THEN 'unknown' ELSE CONCAT(template_id, '@', template_version) END"),
    LANGUAGE("CASE WHEN language = '' THEN 'unknown' ELSE language END");

    /** Those of {@code comm_stats}. */
    public static final Set<Dimension> OF_STATS = EnumSet.of(DAY, WEEK, MONTH, PROVIDER, CHANNEL, PURPOSE);

    /** Those of {@code funnel_daily}. */
    public static final Set<Dimension> OF_FUNNEL = EnumSet.complementOf(EnumSet.of(PROVIDER));

    private final String expression;

    Dimension(String expression) {
        this.expression = expression;
    }

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** How the database computes it. */
    public String expression() {
        return expression;
    }

    /**
     * Reads a list with commas.
     *
     * @throws ProblemException 400 for what is not allowed, or twice
     */
    public static List<Dimension> parse(String text, Set<Dimension> allowed) {
        if (text.isBlank()) {
            return List.of();
        }
        var dimensions = Arrays.stream(text.split(",", -1))
                .map(each -> allowed.stream()
                        .filter(dimension -> dimension.code().equals(each.strip()))
                        .findFirst()
                        .orElseThrow(() -> refused(allowed)))
                .toList();
        if (dimensions.stream().distinct().count() < dimensions.size()) {
            throw refused(allowed);
        }
        return dimensions;
    }

    private static ProblemException refused(Set<Dimension> allowed) {
        return ProblemException.badRequest(
                "invalid-group-by",
                "'group_by' is a list of "
                        + allowed.stream().map(Dimension::code).collect(Collectors.joining(", ")));
    }
}
