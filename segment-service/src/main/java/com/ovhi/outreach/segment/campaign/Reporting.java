package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.common.security.ServiceClients;
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
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClientException;

/** Looks at a campaign's newest version as a whole. Asks template-service, outside of any transaction. */
@Service
class Reporting {

    /** template-service does not answer, so nobody knows whether there are texts. */
    static final String TEMPLATES_UNKNOWN = "templates-unknown";

    private static final int MANY = 200;
    private static final String FALLBACK_LANGUAGE = "en";

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final Organizations organizations;
    private final TemplateApi templates;
    private final Audiences audiences;
    private final Approvals approvals;
    private final CampaignProperties properties;
    private final Clock clock;

    Reporting(
            JdbcClient jdbc,
            TransactionTemplate transactions,
            Organizations organizations,
            ServiceClients clients,
            Audiences audiences,
            Approvals approvals,
            CampaignProperties properties,
            Clock clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.organizations = organizations;
        this.templates = clients.create(TemplateApi.class, "template-service");
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
        for (var place = 0; place < course.steps().size(); place++) {
            aboutTexts(campaign.organizationId(), course, place, audience, findings);
        }
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

    private void aboutTexts(long organizationId, Course course, int place, Audience audience, List<Finding> findings) {
        var step = course.steps().get(place);
        try {
            var chosen = new ArrayList<Long>();
            if (step.templateId() != null) {
                chosen.add(step.templateId());
            }
            if (course.abVariants() != null) {
                course.abVariants().variants().stream()
                        .filter(each -> each.concerns(place))
                        .map(each -> each.templateId())
                        .filter(Objects::nonNull)
                        .forEach(chosen::add);
            }
            chosen.forEach(each -> aboutTemplate(organizationId, step, place, each, findings));
            for (var language : audience.languages().keySet()) {
                aboutLanguage(organizationId, step, place, language, findings);
            }
        } catch (RestClientException e) {
            findings.add(Finding.warning(TEMPLATES_UNKNOWN, place, "template-service does not answer"));
        }
    }

    private void aboutTemplate(long organizationId, Step step, int place, long id, List<Finding> findings) {
        try {
            var template = templates.template(id, organizationId);
            if (!template.isActive() || template.purpose() != step.purpose()) {
                findings.add(Finding.error("unsuitable-template", place, "Its template is not in use for its purpose"));
            }
        } catch (HttpClientErrorException.NotFound e) {
            findings.add(Finding.error("unknown-template", place, "There is no such template"));
        }
    }

    /** Who speaks another language gets the English text. */
    private void aboutLanguage(long organizationId, Step step, int place, String language, List<Finding> findings) {
        if (has(organizationId, step, language)) {
            return;
        }
        var text = "No published text for its channels in language " + language;
        findings.add(
                !language.equals(FALLBACK_LANGUAGE) && has(organizationId, step, FALLBACK_LANGUAGE)
                        ? Finding.warning("language-missing", place, text)
                        : Finding.error("text-missing", place, text));
    }

    private boolean has(long organizationId, Step step, String language) {
        var channels = step.allowed();
        return templates.published(organizationId, step.purpose().code(), language, "published", MANY).items().stream()
                .anyMatch(each -> channels.isEmpty() || channels.contains(each.channel()));
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
