package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.segment.campaign.Report.Finding;
import com.ovhi.outreach.segment.campaign.Report.Severity;
import com.ovhi.outreach.segment.campaign.StepTimes.Anchors;
import com.ovhi.outreach.segment.population.Organizations;
import com.ovhi.outreach.segment.segment.Audiences;
import java.time.Clock;
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
        var last = lastMessage(campaign, course);
        aboutCampaign(campaign, course, audience, last, findings);
        findings.addAll(texts.look(
                campaign.organizationId(), course, audience.languages().keySet()));
        return new Report(
                findings.stream().noneMatch(each -> each.severity() == Severity.ERROR),
                audience.size(),
                audience.languages(),
                audience.size() - audience.open(),
                properties.mostExpensive(course, audience.size()),
                last,
                approvals.rules(campaign),
                findings);
    }

    private void aboutCampaign(
            Campaign campaign, Course course, Audience audience, @Nullable Instant last, List<Finding> findings) {
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
        var zone = organizations.zoneOf(campaign.organizationId());
        var end = campaign.endDate() == null
                ? null
                : campaign.endDate().plusDays(1).atStartOfDay(zone).toInstant();
        if (end != null && !end.isAfter(clock.instant())) {
            findings.add(Finding.error("campaign-over", null, "The last day has passed"));
        } else if (end != null && last != null && last.isAfter(end)) {
            findings.add(Finding.warning("steps-after-end", null, "Not all steps are due before the last day ends"));
        }
    }

    /** As if nobody answered; nothing is said where a date of the patient counts. */
    private @Nullable Instant lastMessage(Campaign campaign, Course course) {
        var zone = organizations.zoneOf(campaign.organizationId());
        var times = new StepTimes(zone);
        var date = campaign.startDate();
        var now = clock.instant();
        var start = date == null || date.atStartOfDay(zone).toInstant().isBefore(now)
                ? now
                : date.atStartOfDay(zone).toInstant();
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
