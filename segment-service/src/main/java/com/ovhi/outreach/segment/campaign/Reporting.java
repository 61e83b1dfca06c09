package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.segment.campaign.Report.Finding;
import com.ovhi.outreach.segment.campaign.Report.Severity;
import com.ovhi.outreach.segment.campaign.StepTimes.Anchors;
import com.ovhi.outreach.segment.population.Organizations;
import com.ovhi.outreach.segment.segment.Audiences;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Looks at a campaign's newest version as a whole. Asks template-service, outside of any transaction. */
@Service
class Reporting {

    private static final String FALLBACK_LANGUAGE = "en";

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final Organizations organizations;
    private final StepTexts texts;
    private final Audiences audiences;
    private final Approvals approvals;
    private final CampaignProperties properties;
    private final Clock clock;

    Reporting(
            JdbcClient jdbc,
            TransactionTemplate transactions,
            Organizations organizations,
            StepTexts texts,
            Audiences audiences,
            Approvals approvals,
            CampaignProperties properties,
            Clock clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.organizations = organizations;
        this.texts = texts;
        this.audiences = audiences;
        this.approvals = approvals;
        this.properties = properties;
        this.clock = clock;
    }

    Report report(Campaign campaign) {
        var course = campaign.course();
        var audience = Objects.requireNonNull(transactions.execute(_ -> audience(campaign.segmentId())));
        var findings = new ArrayList<Finding>();
        var start = start(campaign);
        aboutCampaign(campaign, course, audience, findings);
        aboutEnd(campaign, course, start.plus(longest(course.terms(), audience.size())), findings);
        findings.addAll(texts.look(
                campaign.organizationId(), course, audience.languages().keySet()));
        return new Report(
                findings.stream().noneMatch(each -> each.severity() == Severity.ERROR),
                audience.size(),
                audience.languages(),
                audience.size() - audience.open(),
                properties.mostExpensive(course, audience.size()),
                lastMessage(campaign, course, start),
                approvals.rules(campaign),
                findings);
    }

    private void aboutCampaign(Campaign campaign, Course course, Audience audience, List<Finding> findings) {
        course.unreachable()
                .forEach(step -> findings.add(Finding.error("unreachable-step", step, "No patient can come to it")));
        if (audience.size() == 0) {
            findings.add(Finding.warning("empty-audience", null, "Nobody belongs to the segment now"));
        }
        if (!audiences.unknown(campaign.organizationId(), course.segments()).isEmpty()) {
            findings.add(Finding.error(
                    "inactive-segment", null, "Who belongs to a segment that conditions ask for is not known"));
        }
        if (audience.size() > approvals.mayReach(campaign)) {
            findings.add(Finding.error("approval-needed", null, "A second person has to approve it"));
        }
        var marketing = course.steps().stream().anyMatch(each -> each.purpose().marketing());
        if (marketing && audience.open() < audience.size()) {
            findings.add(Finding.warning(
                    "no-marketing-opt-in", null, "Some members opted in to marketing nowhere and get nothing of it"));
        }
    }

    /** @param latest when those begin who begin last */
    private void aboutEnd(Campaign campaign, Course course, Instant latest, List<Finding> findings) {
        if (campaign.endDate() == null) {
            return;
        }
        var zone = organizations.zoneOf(campaign.organizationId());
        var end = campaign.endDate().plusDays(1).atStartOfDay(zone).toInstant();
        var last = lastMessage(campaign, course, latest);
        if (!end.isAfter(clock.instant())) {
            findings.add(Finding.error("campaign-over", null, "The last day has passed"));
        } else if (latest.isAfter(end) || last != null && last.isAfter(end)) {
            findings.add(Finding.warning("steps-after-end", null, "Not all steps are due before the last day ends"));
        }
    }

    private Instant start(Campaign campaign) {
        var now = clock.instant();
        if (campaign.startDate() == null) {
            return now;
        }
        var zone = organizations.zoneOf(campaign.organizationId());
        var first = campaign.startDate().atStartOfDay(zone).toInstant();
        return first.isBefore(now) ? now : first;
    }

    /** How long it takes until everybody has begun: as they are spread, or as the pace lets them, if that is slower. */
    private static Duration longest(Terms terms, long audience) {
        var spread = Objects.requireNonNullElse(terms.spread(), Duration.ZERO);
        var paced = terms.perHour() == null ? Duration.ZERO : Pacing.longest(terms.perHour(), audience);
        return spread.compareTo(paced) < 0 ? paced : spread;
    }

    /**
     * As if nobody answered; nothing is said where a date of the patient counts.
     *
     * @param start when those begin who are meant
     */
    private @Nullable Instant lastMessage(Campaign campaign, Course course, Instant start) {
        var times = new StepTimes(organizations.zoneOf(campaign.organizationId()));
        var at = start;
        for (var place = 0; place < course.steps().size(); ) {
            var step = course.steps().get(place);
            var due = times.due(step, null, new Anchors(start, at, null, null));
            if (due.isEmpty()) {
                return null;
            }
            at = due.get().isAfter(at) ? due.get() : at;
            place = step.afterTimeout(place);
        }
        return at;
    }

    private Audience audience(long segmentId) {
        var languages = new TreeMap<String, Long>();
        var open = new long[1];
        jdbc.sql("""
                        SELECT COALESCE(p.preferred_language, p.language, :unknown) AS spoken, COUNT(*) AS patients,
                            SUM(p.marketing_email OR p.marketing_sms OR p.marketing_whatsapp) AS open
                        FROM segment_members m JOIN patients p ON p.patient_id = m.patient_id
                        WHERE m.segment_id = :segment GROUP BY spoken""")
                .param("unknown", FALLBACK_LANGUAGE)
                .param("segment", segmentId)
                .query(row -> {
                    languages.put(row.getString("spoken"), row.getLong("patients"));
                    open[0] += row.getLong("open");
                });
        return new Audience(languages, open[0]);
    }

    /** Who belongs to the segment; {@code open} opted in to marketing somewhere. */
    private record Audience(TreeMap<String, Long> languages, long open) {

        long size() {
            return languages.values().stream().mapToLong(Long::longValue).sum();
        }
    }
}
