package com.ovhi.outreach.webhook.ledger;

import com.ovhi.outreach.common.crypto.Sealed;
import com.ovhi.outreach.webhook.notice.Arrival;
import com.ovhi.outreach.webhook.notice.Interpretation;
import com.ovhi.outreach.webhook.notice.Observation;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A row of table {@code webhook_events} before it is written.
 *
 * @param publication what the suite is told, null when nothing follows from the event
 */
record Entry(UUID id, Arrival arrival, Sealed raw, @Nullable Publication publication) {

    private static final Pattern UNSAFE = Pattern.compile("[^a-z0-9_.-]");
    private static final int LONGEST_CODE = 40;

    Observation observation() {
        return arrival.observation();
    }

    String kind() {
        return observation().kind().name().toLowerCase(Locale.ROOT);
    }

    String state() {
        return switch (observation().meaning()) {
            case Interpretation.Delivery _, Interpretation.Inbound _, Interpretation.TemplateStatus _ -> "published";
            case Interpretation.Ignored _ -> "ignored";
            case Interpretation.Unknown _ -> "unknown";
            case Interpretation.Rejected _ -> "rejected";
        };
    }

    /** What it was understood as, or why not: a word that cannot carry patient data. */
    String code() {
        return switch (observation().meaning()) {
            case Interpretation.Delivery(var report) -> report.state().code();
            case Interpretation.Inbound _ -> "inbound";
            case Interpretation.TemplateStatus _ -> "template-status";
            case Interpretation.Ignored(var reason) -> reason;
            case Interpretation.Unknown(var word) -> harmless(word);
            case Interpretation.Rejected(var reason) -> reason;
        };
    }

    @Nullable
    String jobId() {
        return observation().meaning() instanceof Interpretation.Delivery(var report) && report.jobId() != null
                ? report.jobId().toString()
                : null;
    }

    private static String harmless(String word) {
        var safe = UNSAFE.matcher(word.toLowerCase(Locale.ROOT)).replaceAll("_");
        return safe.length() <= LONGEST_CODE ? safe : safe.substring(0, LONGEST_CODE);
    }
}
